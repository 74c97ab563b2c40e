// What the model sees of a sentence: numbers by slot, hashed into 2^18. The same code writes the rows that are learned
// from and reads documents, so that both see the same.
//   words       normal forms; pieces of four to six letters, scaled by the root of their number
//   neighbours  two words that stand side by side
//   lists       what the lexicon knows, per theme and strength; pairs; everyday words in a stretch of twelve
//   frames      denial, past, condition, definition, subject, law, name, who acts; and each together with a theme
//   beginning   the first words, also together with a theme
//   shape       question, code, weight in brackets, line of contents, length
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "scan/rules.h"

namespace tenzij::scan {

inline constexpr std::uint32_t feature_slots = 1U << 18U;

struct Feature {
  std::uint32_t slot;
  float value;
};

// What can be left out, to measure what it brings.
struct Layers {
  bool words = true;
  bool pieces = true;
  bool neighbours = true;
  bool lists = true;
  bool frames = true;
  bool shape = true;
  bool strong_rules = true;
  bool model = true;
  // How much the answer to "does it ask anything at all" counts beside that of the theme.
  float asks = 0.5F;
  // The probability that a finding needs, and what is enough beside a word that names the theme by itself (measured:
  // docs/decisions/0044).
  float likely = 0.35F;
  float likely_with_strong = 0.25F;
};

std::uint64_t word_hash(std::string_view normal);
std::uint32_t slot_of_pair(std::uint64_t one, std::uint64_t other);
// Of one word by itself: its normal form and its pieces.
void add_word(std::string_view folded, std::string_view normal, const Layers& layers, std::vector<Feature>& out);
// Of the sentence as a whole, for the themes. `first`: hashes of the first words, at most three.
void add_traits(const Evidence& evidence, const Seen& seen, const std::vector<std::uint64_t>& first, const Layers& layers,
                std::vector<Feature>& out);
// What the choice of an instrument sees besides.
void add_instrument_traits(const Evidence& evidence, const Seen& seen, const std::vector<std::uint64_t>& normal, std::size_t theme,
                           std::optional<Instrument> heading, std::vector<Feature>& out);

}  // namespace tenzij::scan
