// Inside the engine: one language with its lexicon and model, what a thread remembers of its words, and one pass.
#pragma once

#include <atomic>

#include "platform/base/text.h"
#include "scan/features.h"
#include "scan/model.h"

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
  std::vector<KnownWord> words;  // by their number in the memo
  std::uint32_t sentence = 0;    // counts them
};
Remembered& remembered(const Language& language);

KnownWord known_word(const Language& language, std::string_view folded);

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

  Remembered* known = nullptr;                        // set by run()
  const std::vector<Phrases::Word>* words = nullptr;  // of this window

  void run();
  // `spare`: for a word that no memo has room for.
  [[nodiscard]] KnownWord& word(std::uint32_t token, KnownWord& spare) const;
  [[nodiscard]] bool worth_a_look(const Sentence& piece, bool learned, Sums& sums) const;
  [[nodiscard]] Sums score(const Sentence& piece) const;
  void sentence(const Sentence& piece, const Evidence& evidence, const Sums& sums, bool torn);
  [[nodiscard]] std::optional<Instrument> instrument_of(const Evidence& evidence, const Seen& seen, std::size_t theme) const;
  void explain(const Evidence& evidence, std::size_t theme, Decision& decision) const;
};

}  // namespace tenzij::scan
