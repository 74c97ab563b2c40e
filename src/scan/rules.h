// The decisions of the scan, sentence by sentence: pure functions over matches, no text reading.
#pragma once

#include <functional>
#include <map>

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

// Words about instruments and strength.
struct Cues {
  std::array<int, instrument_count> instrument{};                    // weight by Instrument
  std::array<std::string_view, instrument_count> instrument_rule{};  // ids in the lexicon
  std::optional<Strength> strength;
  bool asks = false;    // requirement or more
  bool scored = false;  // points, weights
  std::string_view strength_rule;
};

// Words of one theme in a sentence that are not denied and not inside a block.
struct Hits {
  std::vector<Match> strong;
  std::vector<Match> weak;
  std::vector<Match> phrase;
  std::vector<Match> everyday;
  std::size_t dense = 0;            // different everyday words in the densest stretch of twelve words
  std::vector<std::uint32_t> near;  // pairs of word sets
  int denied = 0;
  int blocked = 0;
};

struct Seen {
  std::array<Hits, theme_count> themes;
  Cues cues;
  std::uint32_t frames = 0;  // by Frame
  bool denial = false;
};

Seen see(const Evidence& evidence);

// What the headings above a sentence say.
struct Section {
  std::optional<Instrument> instrument;
  std::string theme;  // of the heading itself
  std::string theme_rule;
  int sentences_since = 0;
  bool definitions = false;  // below it words are explained
  bool exclusions = false;   // below it stand grounds for exclusion, one unit
  // Headings above, by how deep their number is; the title is the root and stays.
  struct Level {
    int depth;
    std::optional<Instrument> instrument;
  };
  std::vector<Level> path;
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

// What the model thinks of a sentence; without a model the rules decide alone.
struct Opinion {
  std::array<float, theme_count> probability{};
  // The instrument of a theme, and the words with the largest share in a theme: asked only for what is found.
  std::function<std::optional<Instrument>(std::size_t theme)> instrument;
  std::function<void(std::size_t theme, Decision&)> explain;
  bool strong_rules = true;
  // The probability that a finding needs, and what is enough beside a word that names the theme by itself.
  float likely = 0.35F;
  float likely_with_strong = 0.25F;
};

// "emissievrij ... en 5 % social return": the figure belongs to the theme it stands nearest to; in an award line the weight
// goes before everything else. `all`: the other themes of the sentence.
std::optional<Figure> nearest_figure(const Evidence& e, const Decision& decision, const std::map<std::string, Decision>& all);

// A sentence below a line that leads it in: what that line says of instrument, strength and denial holds for it too.
void lead_in(Seen& seen, const Seen& lead);

std::vector<Decision> decide(const Evidence& evidence, const Seen& seen, const Opinion* opinion, const Section& section,
                             const Context& context);
// What a heading says about the sentences below it.
Section section_of(const Evidence& heading, const Section& before);

}  // namespace tenzij::scan
