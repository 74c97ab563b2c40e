// The lexicon of one language as compiled phrases: what each entry means for the scan.
#pragma once

#include <array>
#include <filesystem>

#include "scan/phrases.h"
#include "scan/scan.h"

namespace tenzij::scan {

enum class Kind {
  theme,         // names a theme by itself
  weak,          // names a theme only together with something that asks (a cue, a figure, an award field)
  block,         // looks like a theme and is none: names of bodies, laws, the subject of the purchase
  instrument,    // says where in the call the sentence stands
  strength,      // says how strong it is
  not_before,    // denies what follows
  not_after,     // denies what went before
  not_negation,  // looks like a denial and is none: "niet alleen", "geen uitstoot"
  phrase,        // speaks of a theme: the model weighs it
  everyday,      // proves nothing alone; several close together do
  near_one,      // one half of a pair of word sets that mean a theme near each other
  near_other,    // the other half
  frame          // what the sentence is: about the past, a condition, a definition, who acts
};

BOOST_DESCRIBE_ENUM(Kind, theme, weak, block, instrument, strength, not_before, not_after, not_negation, phrase, everyday, near_one,
                    near_other, frame)

// What turns a sentence with a theme into one that asks nothing, or tells who acts.
enum class Frame {
  past,
  condition,
  definition,
  subject,
  law,
  name,
  authority,
  contractor,
  tenderer,
  product,
  goal,
  plan,
  reference,
  question
};
BOOST_DESCRIBE_ENUM(Frame, past, condition, definition, subject, law, name, authority, contractor, tenderer, product, goal, plan, reference,
                    question)
inline constexpr std::size_t frame_count = 14;

// The six themes of the Manifest MVOI, in the order of the model.
inline constexpr std::size_t theme_count = 6;
inline constexpr std::array<std::string_view, theme_count> theme_names{"climate",      "environment", "circular",
                                                                       "supply_chain", "diversity",   "social_return"};

struct Entry {
  std::string id;  // language:target:first-phrase; stable as long as the phrase is
  Kind kind;
  std::string theme;
  std::optional<Instrument> instrument{};  // of a cue; of a theme: where it stands when nothing says so
  Strength strength = Strength::mention;
  int weight = 1;                          // of an instrument cue
  std::size_t theme_number = theme_count;  // in theme_names
  std::uint32_t number = 0;                // of a pair or of the row of a list, or a Frame
};

struct Lexicon {
  std::string language;
  std::vector<Entry> entries;
  Phrases phrases;
};

// Throws with file and line when a row is wrong.
// `lists`: also what only a model weighs.
Lexicon read_lexicon(const std::filesystem::path& folder, bool lists, std::string& digest);

}  // namespace tenzij::scan
