// Words with one fault: a letter wrong, missing or too many in a word of eight letters and more, or ciphers that a scanner
// read for letters. Looked up once for each distinct word, at most some hundred look-ups each.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tenzij::scan {

class Spelling {
 public:
  // A word of the lexicon, folded; `begins`: any word that begins so.
  void add(std::string_view word, bool begins);
  // What `word` was meant to be, when that is one fault away from a word of the lexicon.
  [[nodiscard]] std::optional<std::string> meant(std::string_view word) const;
  // "c1rculair", "p0nten": with letters for the ciphers inside; nothing when there are none.
  [[nodiscard]] static std::optional<std::string> lettered(std::string_view word);

 private:
  struct Known {
    std::string word;
    bool begins;
  };
  std::vector<Known> words_;
  std::unordered_multimap<std::uint64_t, std::uint32_t> variants_;  // a word with one letter left out, or whole
  std::uint32_t begin_lengths_ = 0;                                 // bits: lengths of the beginnings

  [[nodiscard]] const Known* near(std::string_view word, bool begins) const;
};

}  // namespace tenzij::scan
