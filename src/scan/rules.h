// The decisions of the scan, sentence by sentence: pure functions over matches, no text reading.
#pragma once

#include "scan/figures.h"
#include "scan/lexicon.h"
#include "scan/sentences.h"

namespace tenzij::scan {

// One sentence with everything that was seen in it.
struct Evidence {
  const Lexicon& lexicon;
  const Sentence& sentence;
  std::string_view text;        // of the sentence
  std::vector<Match> matches;   // inside the sentence
  std::vector<Figure> figures;  // offsets within the sentence
  const Tokens& tokens;
};

// What the headings above a sentence say.
struct Section {
  std::optional<Instrument> instrument;
  std::string theme;  // of the heading itself
  std::string theme_rule;
  int sentences_since = 0;
};

struct Decision {
  std::string theme;
  Instrument instrument = Instrument::specification;
  Strength strength = Strength::mention;
  std::optional<Figure> figure;
  std::optional<Instrument> usual;  // of the lexicon entry
  std::vector<Match> terms;
  std::vector<std::string> rules;
};

std::vector<Decision> decide(const Evidence& evidence, const Section& section, const Context& context);
// What a heading says about the sentences below it.
Section section_of(const Evidence& heading, const Section& before);

}  // namespace tenzij::scan
