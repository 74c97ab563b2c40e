// The text engine: text in, findings out. Knows no database and no HTTP; safe for many threads at once.
// What a finding means, and its stable JSON shape: README.md beside this file.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenzij::scan {

// Where in a call a theme can land (Aanbestedingswet 2012); the order is that of the procedure. none: what the authority
// itself wants, a policy or a goal, which asks nothing of the market.
enum class Instrument {
  exclusion_ground,
  selection_requirement,
  specification,
  award_criterion,
  contract_clause,
  reserved,
  procedure,
  none
};
BOOST_DESCRIBE_ENUM(Instrument, exclusion_ground, selection_requirement, specification, award_criterion, contract_clause, reserved,
                    procedure, none)
inline constexpr std::size_t instrument_count = 8;

// Weakest first. weighted: an award criterion with points or percent; obligation: a contract clause with a figure.
enum class Strength { mention, ambition, requirement, weighted, obligation };
BOOST_DESCRIBE_ENUM(Strength, mention, ambition, requirement, weighted, obligation)

// What asks something of the market; a mention or an ambition does not.
inline bool asks(Strength strength) { return strength >= Strength::requirement; }

struct FoundFigure {
  double value = 0;
  std::string unit;  // percent, points, euro, fte, hours, tonnes, kilograms, years, places, level, decibel, litres, pieces
};
BOOST_DESCRIBE_STRUCT(FoundFigure, (), (value, unit))

// A place in the text, in characters (Unicode code points): text[start:end].
struct Place {
  std::int64_t start = 0;
  std::int64_t end = 0;
};
BOOST_DESCRIBE_STRUCT(Place, (), (start, end))

struct Finding {
  std::string theme;
  Instrument instrument = Instrument::specification;
  Strength strength = Strength::mention;
  std::string quote;       // the sentence: text[start:end]
  std::int64_t start = 0;  // characters
  std::int64_t end = 0;
  std::vector<Place> terms;  // the words that fired, in the same text
  std::optional<FoundFigure> figure;
  std::vector<std::string> rules;  // lexicon entries that decided theme, instrument and strength
  std::string language;            // of the rules: nl or en
};
BOOST_DESCRIBE_STRUCT(Finding, (), (theme, instrument, strength, quote, start, end, terms, figure, rules, language))

// What is known about a text before it is read.
struct Context {
  std::optional<Instrument> field_instrument;  // the field of a notice decides: BT-540, BT-750, BT-70 ...
  std::optional<double> weight;                // of the award criterion, in percent or points
  std::string weight_unit = "percent";
  std::string language;   // "nl", "en", other; empty: find out
  bool document = false;  // has headings and wrapped lines
  bool marked = false;    // and its headings are known: the lines that begin with "# ", no others
  bool subject = false;   // a title or subject: theme words there name what is bought
};

// The words of a text in normal form, for the search index and for what people search: the scan and the search see
// the same words as one.
std::vector<std::string> lexemes(std::string_view text);
// What people type as a query on such words (tsquery): all of them needed, each also as a beginning. Empty: no words.
std::optional<std::string> search_query(const std::optional<std::string>& words);

// A word of a text for whoever looks for it: its place in bytes, and the word without case and accents.
struct PlacedWord {
  std::size_t start = 0;
  std::size_t end = 0;
  std::string folded;
};
std::vector<PlacedWord> placed_words(std::string_view text);
// The Dutch normal form of such a word: two words are the same when theirs are.
std::string normal_form(std::string_view folded);

struct Tokens;
struct Language;
struct Layers;
struct Feature;

class Engine {
 public:
  // knowledge/lexicon: a folder per language with themes.tsv, blocks.tsv, cues.tsv, exceptions.tsv, lists and a model.
  explicit Engine(const std::filesystem::path& lexicon);
  // The same with another model than the one in the folder, or (empty) none, and with layers left out: for measuring.
  Engine(const std::filesystem::path& lexicon, std::string_view model, const Layers& layers);
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  Engine(Engine&&) = delete;
  Engine& operator=(Engine&&) = delete;
  ~Engine();

  [[nodiscard]] std::vector<Finding> scan(std::string_view text, const Context& context = {}) const;
  // "nl", "en" or "other", by the small words of the text.
  [[nodiscard]] static std::string language_of(std::string_view text);
  // The same for a passage among others: a few words are in the language of what stands around them.
  [[nodiscard]] static std::string language_of(std::string_view passage, std::string_view surroundings);
  // For the benchmark: tokens that the lexicon knows, without any matching.
  [[nodiscard]] std::size_t token_pass(std::string_view text) const;
  [[nodiscard]] std::size_t phrase_count() const;
  // What the model sees of a row, for scripts/train: for the themes, and for the instrument of a theme under a heading.
  [[nodiscard]] std::vector<Feature> theme_features(std::string_view row) const;
  [[nodiscard]] std::vector<Feature> instrument_features(std::string_view row, std::string_view theme,
                                                         std::optional<Instrument> heading) const;
  // Changes when the lexicon or the model changes: findings made by another version are due for a new scan.
  [[nodiscard]] const std::string& version() const;

 private:
  struct Stretch;  // paragraphs in one language
  std::vector<std::unique_ptr<Language>> languages_;
  std::string version_;
  [[nodiscard]] const Language* language(std::string_view code) const;
  // `language`: of the paragraph before, and of the last one.
  void load(const std::filesystem::path& lexicon, std::string_view model, const Layers& layers);
  [[nodiscard]] static std::vector<Stretch> stretches(std::string_view text, const Tokens& tokens, std::string& language);
};

}  // namespace tenzij::scan
