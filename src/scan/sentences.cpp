#include "scan/sentences.h"

#include <algorithm>
#include <array>

#include "platform/base/limits.h"
#include "platform/base/steps.h"
#include "platform/base/text.h"

namespace tenzij::scan {

namespace {

// Words before a full stop that do not end a sentence (folded).
constexpr std::array<std::string_view, 34> abbreviations{
    "art", "nr", "nrs", "bijv", "bv", "incl", "excl", "ca", "max", "min", "evt", "resp", "o",   "a",   "m",   "b",  "t",
    "d",   "v",  "i",   "e",    "n",  "w",    "z",    "st", "jo",  "lid", "par", "pag",  "blz", "tel", "vgl", "mr", "ing"};
constexpr std::size_t longest_abbreviation = 5;
constexpr std::size_t longest_heading = 110;

// Characters where a sentence can end; all others are passed over quickly.
constexpr std::array<bool, 256> make_stops() {
  std::array<bool, 256> table{};
  for (const char c : {'\n', '.', '!', '?'}) table[static_cast<unsigned char>(c)] = true;
  return table;
}
constexpr auto stops = make_stops();

bool abbreviation(std::string_view word) { return std::find(abbreviations.begin(), abbreviations.end(), word) != abbreviations.end(); }

bool blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v'; }

bool lower_at(std::string_view text, std::size_t at) { return at < text.size() && text[at] >= 'a' && text[at] <= 'z'; }

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r')) ++at;
  return at;
}

// "a. ", "2) ", "(b) ": an item of a list begins at `at`.
bool item_mark(std::string_view text, std::size_t at) {
  if (at < text.size() && text[at] == '(') ++at;
  const std::size_t from = at;
  while (at < text.size() && at < from + 2 && ((text[at] >= '0' && text[at] <= '9') || lower_at(text, at))) ++at;
  if (at == from || at + 1 >= text.size() || (text[at] != '.' && text[at] != ')') || text[at + 1] != ' ') return false;
  return at == from + 1 || (text[from] >= '0' && text[from] <= '9');
}

class Splitter {
 public:
  Splitter(std::string_view text, const Tokens& tokens, bool headings, bool marked)
      : text_(text), tokens_(tokens), headings_(headings && !marked), marked_(marked) {}

  std::vector<Sentence> run() {
    out_.reserve(tokens_.list.size() / 10 + 4);
    begin_at(0);
    for (std::size_t i = begin_; i < text_.size(); i = std::max(i + 1, begin_)) {
      const std::size_t limit = std::min(longest_, text_.size());
      while (i < limit && !stops[static_cast<unsigned char>(text_[i])]) ++i;
      if (i >= text_.size()) break;
      if (i >= longest_ && ends_word(i)) cut(i, false);
      else if (text_[i] == '\n') line_end(i);
      else if (stops[static_cast<unsigned char>(text_[i])] && ends_here(i)) cut(i + 1, false);
    }
    cut(text_.size(), false);
    return std::move(out_);
  }

 private:
  std::string_view text_;
  const Tokens& tokens_;
  bool headings_;  // guess which lines are
  bool marked_;    // or know it by their mark
  std::vector<Sentence> out_;
  std::size_t begin_ = 0;    // of the sentence, its first character that is not blank
  std::size_t longest_ = 0;  // where it is cut, sentence or not
  std::size_t token_ = 0;

  // Blanks in front are passed over once, here: who looks at the sentence again need not.
  void begin_at(std::size_t at) {
    while (at < text_.size() && blank(text_[at])) ++at;
    begin_ = at;
    // What follows compares the words of a sentence with each other: its length is what keeps the scan linear.
    const std::size_t last = token_ + limits::scan_sentence_words;
    longest_ = std::min(at + limits::scan_sentence_bytes, last < tokens_.list.size() ? tokens_.list[last].start : text_.size());
  }

  // Never inside a character, and inside a word only when there is nothing else.
  [[nodiscard]] bool ends_word(std::size_t at) const {
    const auto byte = static_cast<unsigned char>(text_[at]);
    return blank(text_[at]) || (at >= longest_ + limits::scan_sentence_bytes && (byte & 0xc0U) != 0x80U);
  }

  [[nodiscard]] bool ends_here(std::size_t stop) const {
    if (marked_ && text_.substr(begin_, 2) == "# ") return false;  // a heading is one line
    if (stop + 1 < text_.size() && text_[stop + 1] != ' ' && text_[stop + 1] != '\n' && text_[stop + 1] != '\r' && text_[stop + 1] != '\t')
      return false;
    if (text_[stop] != '.') return true;
    std::size_t from = stop;
    while (from > begin_ && text_[from - 1] != ' ' && text_[from - 1] != '\n' && text_[from - 1] != '.' && text_[from - 1] != '(') --from;
    steps::add(stop - from);
    // Abbreviations and numbers are short; most words are not looked at any further.
    if (stop - from > longest_abbreviation) return !lower_at(text_, skip_blanks(text_, stop + 1));
    const std::string word = text::lower_ascii(text_.substr(from, stop - from));
    if (abbreviation(word)) return false;
    // "5. Social return": the number of a heading or list item, not the end of a sentence.
    if (!word.empty() && word.size() <= 3 && word.find_first_not_of("0123456789") == std::string::npos && from == begin_) return false;
    return !lower_at(text_, skip_blanks(text_, stop + 1));
  }

  void line_end(std::size_t at) {
    const std::size_t next = skip_blanks(text_, at + 1);
    const bool blank_follows = next >= text_.size() || text_[next] == '\n';
    if (at <= begin_) return;
    const std::string_view piece = text::trim(text_.substr(begin_, at - begin_));
    if (marked_ && piece.starts_with("# ")) return cut(at, true);
    const bool item_follows = next < text_.size() && (text_[next] == '-' || text_[next] == '*' ||
                                                      static_cast<unsigned char>(text_[next]) == 0xe2 || item_mark(text_, next));
    const bool short_line = piece.size() <= longest_heading && piece.find('\n') == std::string_view::npos;
    const bool continues = lower_at(text_, next) && !blank_follows;
    const char last = piece.back();
    if (headings_ && short_line && !continues && last != '.' && last != ';' && last != ',' && last != ':') {
      // A short line that stands alone, or begins like a numbered heading.
      const bool numbered = piece.front() == '#' || (piece.front() >= '0' && piece.front() <= '9');
      if (blank_follows || numbered) return cut(at, true);
    }
    if (blank_follows || item_follows || last == ';' || !continues) cut(at, false);
  }

  void cut(std::size_t end, bool heading) {
    const std::string_view piece = end <= begin_ ? std::string_view() : text::trim(text_.substr(begin_, end - begin_));
    const std::size_t first = token_;
    while (token_ < tokens_.list.size() && tokens_.list[token_].start < end) ++token_;
    steps::add(token_ - first + 1);
    begin_at(end);
    if (piece.empty() || first == token_) return;
    const auto start = static_cast<std::uint32_t>(piece.data() - text_.data());
    out_.push_back({start, static_cast<std::uint32_t>(start + piece.size()), static_cast<std::uint32_t>(first),
                    static_cast<std::uint32_t>(token_), heading});
  }
};

}  // namespace

std::vector<Sentence> sentences(std::string_view text, const Tokens& tokens, bool headings, bool marked) {
  return Splitter(text, tokens, headings, marked).run();
}

}  // namespace tenzij::scan
