#include "scan/normalise.h"

#include <libstemmer.h>

#include <array>
#include <memory>

#include "platform/base/text.h"

namespace tenzij::scan {

namespace {

// ASCII: 0 separates, otherwise the folded character.
constexpr std::array<char, 128> make_ascii() {
  std::array<char, 128> table{};
  for (char c = '0'; c <= '9'; ++c) table[static_cast<unsigned char>(c)] = c;
  for (char c = 'a'; c <= 'z'; ++c) table[static_cast<unsigned char>(c)] = c;
  for (char c = 'A'; c <= 'Z'; ++c) table[static_cast<unsigned char>(c)] = static_cast<char>(c - 'A' + 'a');
  return table;
}
constexpr auto ascii = make_ascii();

// U+00C0..U+017F folded to a letter; '?' keeps no letter (× and ÷).
constexpr std::string_view latin =
    "aaaaaaaceeeeiiiidnooooo?ouuuuyts"   // 00C0
    "aaaaaaaceeeeiiiidnooooo?ouuuuyty"   // 00E0
    "aaaaaaccccccccddddeeeeeeeeeegggg"   // 0100
    "gggghhhhiiiiiiiiiiiijjkkklllllll"   // 0120
    "lllnnnnnnnnnoooooooorrrrrrssssss"   // 0140
    "ssttttttuuuuuuuuuuuuwwyyyzzzzzzs";  // 0160

struct Folded {
  char letter;              // 0 when it separates, 1 when it is not there at all
  std::size_t size;         // bytes read
  std::string_view more{};  // the letters behind the first: a ligature is several
  bool raised = false;      // behind a word the number of a note: "uitstoot¹"
};

// What sets text and is no letter: soft hyphens, marks without width, accents that stand apart (Unicode UAX 15).
bool unseen(unsigned point) {
  return point == 0xad || (point >= 0x300 && point < 0x370) || (point >= 0x200b && point <= 0x200d) || point == 0x2060 || point == 0xfeff;
}

// Letters and digits beyond the first tables: the same as the plain ones, set otherwise.
Folded fold_form(unsigned point, std::size_t size) {
  if (unseen(point)) return {'\x01', size};
  if (point >= 0x2080 && point <= 0x2089) return {static_cast<char>('0' + (point - 0x2080)), size};            // ₂
  if (point >= 0x2074 && point <= 0x2079) return {static_cast<char>('0' + (point - 0x2070)), size, {}, true};  // ⁴
  if (point >= 0xff01 && point <= 0xff5e) return {ascii[point - 0xfee0], size};                                // full width
  if (point >= 0x1d400 && point < 0x1d6a4) return {static_cast<char>('a' + (point - 0x1d400) % 26), size};
  if (point >= 0x1d7ce && point <= 0x1d7ff) return {static_cast<char>('0' + (point - 0x1d7ce) % 10), size};
  switch (point) {
    case 0xb2:
      return {'2', size, {}, true};
    case 0xb3:
      return {'3', size, {}, true};
    case 0xb9:
      return {'1', size, {}, true};
    case 0x132:
    case 0x133:
      return {'i', size, "j"};
    case 0xfb00:
      return {'f', size, "f"};
    case 0xfb01:
      return {'f', size, "i"};
    case 0xfb02:
      return {'f', size, "l"};
    case 0xfb03:
      return {'f', size, "fi"};
    case 0xfb04:
      return {'f', size, "fl"};
    case 0xfb05:
    case 0xfb06:
      return {'s', size, "t"};
    default:
      return {'\0', size};
  }
}

Folded fold_at(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead < 0x80) return {ascii[lead], 1};
  if (lead < 0xe0 && at + 1 < text.size()) {
    const auto point = static_cast<unsigned>((lead & 0x1fU) << 6U | (static_cast<unsigned char>(text[at + 1]) & 0x3fU));
    if (point >= 0xc0 && point < 0x180 && point != 0x132 && point != 0x133) {
      const char letter = latin[point - 0xc0];
      return {letter == '?' ? '\0' : letter, 2};
    }
    return fold_form(point, 2);
  }
  if (lead < 0xf0 && at + 2 < text.size()) {
    const auto point = static_cast<unsigned>((lead & 0x0fU) << 12U | (static_cast<unsigned char>(text[at + 1]) & 0x3fU) << 6U |
                                             (static_cast<unsigned char>(text[at + 2]) & 0x3fU));
    return fold_form(point, 3);
  }
  if (lead >= 0xf0 && at + 3 < text.size()) {
    const auto part = [&](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(text[at + i]) & 0x3fU); };
    return fold_form((lead & 0x07U) << 18U | part(1) << 12U | part(2) << 6U | part(3), 4);
  }
  return {'\0', lead >= 0xf0 ? text.size() - at : 1U};
}

// "CO²" is a word, "uitstoot²" a word with a note.
constexpr std::size_t shortest_with_note = 4;

// A word broken by a hyphen at the end of a line: where it goes on, 0 when it does not. "klimaat-\nen milieueisen" is two.
std::size_t goes_on(std::string_view text, std::size_t hyphen) {
  std::size_t at = hyphen + 1;
  while (at < text.size() && (text[at] == ' ' || text[at] == '\r')) ++at;
  if (at >= text.size() || text[at] != '\n') return 0;
  ++at;
  while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
  if (at >= text.size() || text[at] < 'a' || text[at] > 'z') return 0;
  const std::string_view rest = text.substr(at, 4);
  return rest.starts_with("en ") || rest.starts_with("of ") || rest.starts_with("en/o") ? 0 : at;
}

bool vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y'; }

bool has_vowel(std::string_view word) {
  for (const char c : word)
    if (vowel(c)) return true;
  return false;
}

bool strip(std::string& word, std::string_view ending, std::size_t shortest) {
  if (!word.ends_with(ending) || word.size() < shortest + ending.size()) return false;
  const std::string_view rest = std::string_view(word).substr(0, word.size() - ending.size());
  if (!has_vowel(rest)) return false;
  word.resize(rest.size());
  return true;
}

// Inflection only (plural, adjective ending, spelling of open and closed syllables); no derivation.
std::string stem_dutch(std::string word) {
  if (word.size() <= 3) return word;
  if (word.ends_with("heden")) word.replace(word.size() - 5, 5, "heid");
  // -en and -e after a consonant: eisen, sociale, inclusieve; "-ieen" and "-ee" stay.
  const std::size_t n = word.size();
  if (word.ends_with("en") && !vowel(word[n - 3])) strip(word, "en", 3);
  else if (word.ends_with("e") && (!vowel(word[n - 2]) || word.ends_with("ie"))) strip(word, "e", 3);
  // Plural -s follows -er, -el, -en, -em, -ie, a vowel; never -t or -k (plaats, werk-s-).
  if (word.size() > 4 && word.ends_with("s")) {
    const char before = word[word.size() - 2];
    if (before == 'r' || before == 'l' || before == 'n' || before == 'm' || (vowel(before) && before != 'u')) word.pop_back();
  }
  if (word.ends_with("i") && word.size() > 4 && !word.ends_with("ei") && !word.ends_with("ai")) word += 'e';  // emissi(es) = emissie
  if (word.ends_with("ie")) word.pop_back();
  if (word.size() > 3 && word[word.size() - 1] == word[word.size() - 2] && !vowel(word.back())) word.pop_back();
  if (word.back() == 'v') word.back() = 'f';
  if (word.back() == 'z') word.back() = 's';
  // Closed and open syllable: sociaal/social(e), criterium stays.
  std::string out;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const bool doubled = i > 0 && word[i] == word[i - 1] && (word[i] == 'a' || word[i] == 'e' || word[i] == 'o' || word[i] == 'u');
    if (!doubled) out += word[i];
  }
  return out;
}

}  // namespace

void tokenise(std::string_view text, Tokens& out) {
  out.list.clear();
  out.folded.clear();
  out.folded.reserve(text.size());
  std::size_t at = 0;
  while (at < text.size()) {
    Folded c = fold_at(text, at);
    if (c.letter <= '\x01') {
      at += c.size;
      continue;
    }
    Token token{static_cast<std::uint32_t>(at), 0, static_cast<std::uint32_t>(out.folded.size()), 0};
    do {
      if (c.raised && out.folded.size() - token.word >= shortest_with_note) break;
      if (c.letter != '\x01') out.folded += c.letter;
      if (!c.more.empty()) out.folded += c.more;
      at += c.size;
      if (at >= text.size()) break;
      c = fold_at(text, at);
      if (c.letter == '\0' && text[at] == '-')
        if (const std::size_t next = goes_on(text, at); next != 0) c = fold_at(text, at = next);
    } while (c.letter != '\0');
    token.end = static_cast<std::uint32_t>(at < text.size() ? at : text.size());
    token.size = static_cast<std::uint32_t>(out.folded.size()) - token.word;
    out.list.push_back(token);
  }
}

std::string fold(std::string_view text) {
  Tokens tokens;
  tokenise(text, tokens);
  std::string out;
  for (std::size_t i = 0; i < tokens.list.size(); ++i) {
    if (i > 0) out += ' ';
    out += tokens.word(i);
  }
  return out;
}

Stemmer::Stemmer(std::string language, std::string_view exceptions) : language_(std::move(language)) {
  for (const std::string_view line : text::split(exceptions, '\n')) {
    const auto columns = text::split(line, '\t');
    if (columns.size() >= 2 && !line.starts_with('#')) exceptions_.emplace(text::trim(columns[0]), text::trim(columns[1]));
  }
}

Stemmer::Stemmer(Stemmer&&) noexcept = default;
Stemmer::~Stemmer() = default;

std::string Stemmer::stem(std::string_view folded) const {
  if (const auto found = exceptions_.find(folded); found != exceptions_.end()) return found->second;
  if (language_ == "nl") return stem_dutch(std::string(folded));
  // libstemmer objects are not for two threads at once.
  struct Deleter {
    void operator()(sb_stemmer* each) const { sb_stemmer_delete(each); }
  };
  thread_local const std::unique_ptr<sb_stemmer, Deleter> english(sb_stemmer_new("english", "UTF_8"));
  const sb_symbol* out = sb_stemmer_stem(english.get(), reinterpret_cast<const sb_symbol*>(folded.data()), static_cast<int>(folded.size()));
  return {reinterpret_cast<const char*>(out), static_cast<std::size_t>(sb_stemmer_length(english.get()))};
}

}  // namespace tenzij::scan
