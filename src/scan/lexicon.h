// The lexicon of one language as compiled phrases: what each entry means for the scan.
#pragma once

#include <filesystem>

#include "scan/phrases.h"
#include "scan/scan.h"

namespace tenzij::scan {

enum class Kind {
  theme,        // names a theme by itself
  weak,         // names a theme only together with something that asks (a cue, a figure, an award field)
  block,        // looks like a theme and is none: names of bodies, laws, the subject of the purchase
  instrument,   // says where in the call the sentence stands
  strength,     // says how strong it is
  not_before,   // denies what follows
  not_after,    // denies what went before
  not_negation  // looks like a denial and is none: "niet alleen", "geen uitstoot"
};

BOOST_DESCRIBE_ENUM(Kind, theme, weak, block, instrument, strength, not_before, not_after, not_negation)

struct Entry {
  std::string id;  // language:target:first-phrase; stable as long as the phrase is
  Kind kind;
  std::string theme;
  std::optional<Instrument> instrument{};  // of a cue; of a theme: where it stands when nothing says so
  Strength strength = Strength::mention;
  int weight = 1;  // of an instrument cue
};

struct Lexicon {
  std::string language;
  std::vector<Entry> entries;
  Phrases phrases;
};

// Throws with file and line when a row is wrong.
Lexicon read_lexicon(const std::filesystem::path& folder, std::string& digest);

}  // namespace tenzij::scan
