#include "scan/scan.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <unordered_map>

#include "platform/base/ids.h"
#include "platform/base/limits.h"
#include "platform/base/text.h"
#include "scan/rules.h"

namespace tenzij::scan {

struct Engine::Stretch {
  std::size_t start = 0;  // bytes
  std::size_t end = 0;
  std::string language;
};

struct Engine::Language {
  Lexicon lexicon;
  std::uint64_t id;  // never used twice, unlike an address
};

namespace {

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

// The memo belongs to one lexicon and one thread.
Memo& memo_for(std::uint64_t lexicon) {
  thread_local std::unordered_map<std::uint64_t, Memo> memos;
  return memos[lexicon];
}

std::uint64_t next_id() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

constexpr std::array<std::string_view, 16> dutch_words{"de", "het",  "een",   "van", "en",  "voor",  "met",  "op",
                                                       "te", "zijn", "wordt", "aan", "bij", "dient", "niet", "door"};
constexpr std::array<std::string_view, 16> english_words{"the", "of", "and",  "to",   "for", "with", "is", "shall",
                                                         "be",  "by", "must", "will", "on",  "are",  "as", "this"};
constexpr std::array<std::string_view, 20> other_words{"le",  "la",  "les", "des", "du",  "et",  "pour", "une",  "der", "die",
                                                       "und", "das", "mit", "fur", "den", "von", "est",  "dans", "aux", "sont"};
constexpr std::size_t words_read = 400;

// How many small words of each language.
struct SmallWords {
  std::size_t dutch = 0;
  std::size_t english = 0;
  std::size_t other = 0;

  [[nodiscard]] std::size_t of(std::string_view code) const { return code == "nl" ? dutch : code == "en" ? english : other; }
  [[nodiscard]] std::string most() const {
    if (english > dutch && english >= other) return "en";
    if (other > dutch + english) return "other";
    return "nl";  // short Dutch texts often have no small word at all
  }
};

SmallWords small_words(const Tokens& tokens, std::size_t first, std::size_t last) {
  SmallWords out;
  for (std::size_t i = first; i < std::min(last, first + words_read); ++i) {
    const std::string_view word = tokens.word(i);
    if (word.size() > 5) continue;
    out.dutch += static_cast<std::size_t>(std::count(dutch_words.begin(), dutch_words.end(), word));
    out.english += static_cast<std::size_t>(std::count(english_words.begin(), english_words.end(), word));
    out.other += static_cast<std::size_t>(std::count(other_words.begin(), other_words.end(), word));
  }
  return out;
}

std::string language_of_tokens(const Tokens& tokens) { return small_words(tokens, 0, tokens.list.size()).most(); }

// "is", "on", "die" and "den" are words of several languages: a passage leaves the language of its surroundings only when
// it is a sentence and says so more than once.
std::string language_among(const Tokens& tokens, std::size_t first, std::size_t last, std::string_view surroundings) {
  constexpr std::size_t sentence = 8;
  constexpr std::size_t certain = 3;
  const SmallWords words = small_words(tokens, first, last);
  const std::string own = words.most();
  const bool sure = last - first >= sentence && words.of(own) >= certain && words.of(own) > 2 * words.of(surroundings);
  return sure ? own : std::string(surroundings);
}

// Where the paragraph at `at` ends: behind an empty line.
std::size_t paragraph_end(std::string_view text, std::size_t at) {
  for (at = text.find('\n', at); at != std::string_view::npos; at = text.find('\n', at)) {
    ++at;
    while (at < text.size() && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r')) ++at;
    if (at < text.size() && text[at] == '\n') return at + 1;
  }
  return text.size();
}

// How much of a long text is scanned next: up to the end of a paragraph, else of a line, else of a word.
std::size_t window_size(std::string_view text) {
  if (text.size() <= limits::scan_window_bytes) return text.size();
  const std::string_view window = text.substr(0, limits::scan_window_bytes);
  for (const std::string_view end : {"\n\n", "\n", ". ", " "})
    if (const std::size_t at = window.rfind(end); at != std::string_view::npos && at > window.size() / 2) return at + end.size();
  std::size_t at = window.size();
  while (at > 1 && (static_cast<unsigned char>(text[at]) & 0xc0U) == 0x80U) --at;
  return at;
}

// One window of a text, sentence by sentence; what its headings say goes on into the next.
struct Pass {
  const Lexicon& lexicon;
  std::string_view text;
  std::size_t begin;  // of the window in the whole text
  const Tokens& tokens;
  Characters& characters;
  const Context& context;
  Section& section;
  std::vector<Finding>& out;

  void run(Memo& memo) {
    thread_local std::vector<Match> matches;
    matches.clear();
    lexicon.phrases.match(tokens, memo, matches);
    std::size_t at = 0;
    for (const Sentence& piece : sentences(text, tokens, context.document, context.marked)) {
      // Most sentences name no theme: look first, copy only what is needed.
      bool theme = false;
      while (at < matches.size() && matches[at].first < piece.first) ++at;
      const std::size_t from = at;
      for (; at < matches.size() && matches[at].first < piece.last; ++at) {
        const Kind kind = lexicon.entries[matches[at].phrase].kind;
        theme = theme || kind == Kind::theme || kind == Kind::weak;
      }
      const bool inherits = !section.theme.empty() && section.sentences_since < 3;
      if (piece.heading || theme || inherits) {
        std::vector<Match> inside;
        for (std::size_t i = from; i < at; ++i)
          if (matches[i].last < piece.last) inside.push_back(matches[i]);
        sentence(piece, std::move(inside));
      }
      if (!piece.heading) ++section.sentences_since;
    }
  }

  void sentence(const Sentence& piece, std::vector<Match> inside) {
    const std::string_view words = text.substr(piece.start, piece.end - piece.start);
    const Evidence evidence{lexicon, piece, words, std::move(inside), figures(words), tokens};
    if (piece.heading) {
      section = section_of(evidence, section);
      return;
    }
    auto decisions = decide(evidence, section, context);
    if (!decisions.empty()) characters.begin_sentence(begin + piece.start);
    for (Decision& decision : decisions) {
      Finding finding;
      finding.theme = std::move(decision.theme);
      finding.instrument = decision.instrument;
      finding.strength = decision.strength;
      finding.quote = std::string(words);
      finding.start = characters.at(begin + piece.start);
      finding.end = characters.at(begin + piece.end);
      for (const Match& term : decision.terms)
        finding.terms.push_back({characters.at(begin + tokens.list[term.first].start), characters.at(begin + tokens.list[term.last].end)});
      if (decision.figure) finding.figure = FoundFigure{decision.figure->value, decision.figure->unit};
      finding.rules = std::move(decision.rules);
      finding.language = lexicon.language;
      out.push_back(std::move(finding));
    }
  }
};

}  // namespace

std::string normal_form(std::string_view folded) {
  static const Stemmer stemmer("nl", "");
  return stemmer.stem(folded);
}

std::vector<PlacedWord> placed_words(std::string_view text) {
  Tokens tokens;
  tokenise(text, tokens);
  std::vector<PlacedWord> out;
  out.reserve(tokens.list.size());
  for (std::size_t i = 0; i < tokens.list.size(); ++i)
    out.push_back({tokens.list[i].start, tokens.list[i].end, std::string(tokens.word(i))});
  return out;
}

std::vector<std::string> lexemes(std::string_view text) {
  Tokens tokens;
  tokenise(text, tokens);
  std::vector<std::string> out;
  for (std::size_t i = 0; i < tokens.list.size(); ++i)
    if (tokens.word(i).size() > 1) out.push_back(normal_form(tokens.word(i)));
  return out;
}

std::optional<std::string> search_query(const std::optional<std::string>& words) {
  if (!words) return std::nullopt;
  std::string out;
  for (const std::string& each : lexemes(*words)) out += (out.empty() ? "'" : " & '") + each + "':*";
  if (out.empty()) return std::nullopt;
  return out;
}

Engine::Engine(const std::filesystem::path& lexicon) {
  std::string digest;
  for (const char* code : {"nl", "en"}) {
    languages_.push_back(std::make_unique<Language>(Language{read_lexicon(lexicon / code, digest), next_id()}));
  }
  version_ = sha256_hex(digest + "rules 2").substr(0, 12);
}

Engine::~Engine() = default;

const std::string& Engine::version() const { return version_; }

std::size_t Engine::phrase_count() const {
  std::size_t count = 0;
  for (const auto& each : languages_) count += each->lexicon.entries.size();
  return count;
}

const Engine::Language* Engine::language(std::string_view code) const {
  for (const auto& each : languages_)
    if (each->lexicon.language == code) return each.get();
  return nullptr;
}

std::string Engine::language_of(std::string_view text) {
  Tokens tokens;
  tokenise(text.substr(0, 20'000), tokens);
  return language_of_tokens(tokens);
}

std::string Engine::language_of(std::string_view passage, std::string_view surroundings) {
  Tokens tokens;
  tokenise(passage.substr(0, 20'000), tokens);
  return language_among(tokens, 0, tokens.list.size(), surroundings);
}

std::size_t Engine::token_pass(std::string_view text) const {
  thread_local Tokens tokens;
  tokenise(text, tokens);
  const Language& dutch = *languages_.front();
  return dutch.lexicon.phrases.look_up(tokens, memo_for(dutch.id));
}

// Paragraphs by their language, so that an annex in English is read as such.
std::vector<Engine::Stretch> Engine::stretches(std::string_view text, const Tokens& tokens, std::string& language) {
  std::vector<Stretch> out;
  std::size_t token = 0;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = paragraph_end(text, start);
    const std::size_t first = token;
    while (token < tokens.list.size() && tokens.list[token].start < end) ++token;
    language = language_among(tokens, first, token, language);
    if (out.empty() || out.back().language != language) out.push_back({start, end, language});
    else out.back().end = end;
    start = end;
  }
  return out;
}

std::vector<Finding> Engine::scan(std::string_view text, const Context& context) const {
  text = text.substr(0, limits::scan_text_bytes);
  std::vector<Finding> out;
  std::string code = context.language;
  Section section;
  Characters characters(text);
  for (std::size_t begin = 0; begin < text.size();) {
    const std::string_view window = text.substr(begin, window_size(text.substr(begin)));
    thread_local Tokens tokens;
    tokenise(window, tokens);
    if (code.empty() && !tokens.list.empty()) code = language_of_tokens(tokens);
    const bool several = context.language.empty() && context.document;
    const auto parts = several ? stretches(window, tokens, code) : std::vector<Stretch>{{0, window.size(), code}};
    for (const Stretch& part : parts) {
      const Language* found = language(part.language);
      if (found == nullptr) continue;
      const std::string_view words = window.substr(part.start, part.end - part.start);
      if (parts.size() > 1) tokenise(words, tokens);
      Pass{found->lexicon, words, begin + part.start, tokens, characters, context, section, out}.run(memo_for(found->id));
    }
    begin += window.size();
  }
  return out;
}

}  // namespace tenzij::scan
