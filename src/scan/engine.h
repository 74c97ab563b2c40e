// Inside the engine: one language with its lexicon and model, what a thread remembers of its words, and one pass.
#pragma once

#include <atomic>
#include <set>

#include "platform/base/text.h"
#include "scan/features.h"
#include "scan/model.h"
#include "scan/structure.h"

namespace tenzij::scan {

struct Language {
  Lexicon lexicon;
  std::uint64_t id;                                                      // never used twice, unlike an address
  std::shared_ptr<const Model> model = std::make_shared<const Model>();  // one for all languages
  Layers layers{};
};

// A word seen before, with its share in each theme.
struct KnownWord {
  Sums themes{};
  std::uint64_t normal = 0;         // hash of its normal form
  std::uint32_t last_sentence = 0;  // where it was counted last: a word counts once in a sentence
  bool known = false;
};

// What one thread remembers of the words of one language.
struct Remembered {
  Memo memo;
  std::vector<KnownWord> words;   // by their number in the memo
  std::vector<Sums> instruments;  // of the same words, asked for only where a theme was found
  std::uint32_t sentence = 0;     // counts them
};
Remembered& remembered(const Language& language);

// `instruments`: also its share in each instrument.
KnownWord known_word(const Language& language, std::string_view folded, Sums* instruments);

// What the sentence's own words and neighbours say, without the lists: for rows and for documents alike.
void add_words(const Language& language, const Tokens& tokens, std::uint32_t first, std::uint32_t last, std::vector<Feature>& out);
std::vector<std::uint64_t> first_words(const Language& language, const Tokens& tokens, std::uint32_t first, std::uint32_t last);

// Bytes -> characters. Sentences come in order, so the count goes on from the last one; inside a sentence it is short.
class Characters {
 public:
  explicit Characters(std::string_view text) : text_(text) {}
  void begin_sentence(std::size_t byte) {
    count_ += static_cast<std::int64_t>(text::code_points(text_.substr(byte_, byte - byte_)));
    byte_ = byte;
  }
  // `byte` is at or behind the beginning of the sentence.
  [[nodiscard]] std::int64_t at(std::size_t byte) const {
    return count_ + static_cast<std::int64_t>(text::code_points(text_.substr(byte_, byte - byte_)));
  }

 private:
  std::string_view text_;
  std::size_t byte_ = 0;
  std::int64_t count_ = 0;
};

// One window of a text, sentence by sentence; what its headings say goes on into the next.
struct Pass {
  const Language& language;
  std::string_view text;
  std::size_t begin;  // of the window in the whole text
  bool ends;          // the text ends with this window
  const Tokens& tokens;
  Characters& characters;
  const Context& context;
  Section& section;
  std::vector<Finding>& out;
  std::set<std::string>& withdrawn;  // numbers of demands that an answer takes back

  Remembered* known = nullptr;                        // set by run()
  const std::vector<Phrases::Word>* words = nullptr;  // of this window
  std::vector<Sentence> pieces{};
  // The sentence that leads in those that are read now, and what is seen in it.
  std::uint32_t lead = no_lead;
  Seen lead_seen{};

  void run();
  void piece_of(const Sentence& piece, const Around& around, bool last, bool torn);
  void leads(std::uint32_t number);
  void takes_back(const Evidence& evidence);
  // `spare`: for a word that no memo has room for.
  [[nodiscard]] KnownWord& word(std::uint32_t token, KnownWord& spare) const;
  // Its share in each instrument.
  [[nodiscard]] const Sums& instruments_of(std::uint32_t token, Sums& spare) const;
  void add_instruments(const Sentence& piece, Sums& sums) const;
  // Hashes of the first words, at most three.
  [[nodiscard]] std::vector<std::uint64_t> first_of(const Sentence& piece) const;
  [[nodiscard]] bool worth_a_look(const Sentence& piece, bool learned, Sums& sums) const;
  [[nodiscard]] Sums score(const Sentence& piece) const;
  void sentence(const Sentence& piece, const Evidence& evidence, const Sums& sums, bool torn, bool led);
  [[nodiscard]] std::optional<Instrument> instrument_of(const Evidence& evidence, const Seen& seen, std::size_t theme, bool led) const;
  void explain(const Evidence& evidence, std::size_t theme, Decision& decision) const;
};

}  // namespace tenzij::scan
