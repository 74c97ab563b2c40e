// The one reviewed normaliser, for the scan and for search: text -> tokens with their place and normal form.
// Folding takes case and accents away; the Dutch stem takes inflection away (sociaal/sociale, eis/eisen,
// arbeidsplaats/arbeidsplaatsen), with an exception list where the rules would be wrong. Debian's Dutch Snowball
// stemmer keeps exactly these pairs apart, so Dutch is our own and golden-tested; English is Snowball's.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tenzij::scan {

struct Token {
  std::uint32_t start;  // byte offsets in the text
  std::uint32_t end;
  std::uint32_t word;  // place of the folded word in Tokens::folded
  std::uint32_t size;
};

struct Tokens {
  std::vector<Token> list;
  std::string folded;  // all folded words, one after the other
  [[nodiscard]] std::string_view word(std::size_t i) const { return std::string_view(folded).substr(list[i].word, list[i].size); }
};

// Splits into runs of letters and digits; hyphens, apostrophes and signs separate. "CO₂" gives "co2".
void tokenise(std::string_view text, Tokens& out);
std::string fold(std::string_view text);

class Stemmer {
 public:
  // "word<TAB>normal form" per line, both folded: knowledge/lexicon/<language>/exceptions.tsv.
  Stemmer(std::string language, std::string_view exceptions);
  Stemmer(const Stemmer&) = delete;
  Stemmer& operator=(const Stemmer&) = delete;
  Stemmer(Stemmer&&) noexcept;
  Stemmer& operator=(Stemmer&&) = delete;
  ~Stemmer();
  [[nodiscard]] std::string stem(std::string_view folded) const;

 private:
  std::string language_;
  std::map<std::string, std::string, std::less<>> exceptions_;
};

}  // namespace tenzij::scan
