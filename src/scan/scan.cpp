#include "scan/scan.h"

#include <algorithm>
#include <array>

#include "platform/base/files.h"
#include "platform/base/ids.h"
#include "platform/base/limits.h"
#include "platform/base/text.h"
#include "scan/engine.h"

namespace tenzij::scan {

struct Engine::Stretch {
  std::size_t start = 0;  // bytes
  std::size_t end = 0;
  std::string language;
};

namespace {

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
  const auto model = lexicon / "nl" / "model.bin";
  load(lexicon, std::filesystem::exists(model) ? read_file(model) : std::string(), Layers{});
}

Engine::Engine(const std::filesystem::path& lexicon, std::string_view model, const Layers& layers) { load(lexicon, model, layers); }

void Engine::load(const std::filesystem::path& lexicon, std::string_view model, const Layers& layers) {
  std::string digest;
  for (const char* code : {"nl", "en"})
    languages_.push_back(std::make_unique<Language>(Language{read_lexicon(lexicon / code, layers.model, digest), next_id()}));
  const auto learned = model.empty() ? std::make_shared<const Model>() : std::make_shared<const Model>(model);
  for (auto& each : languages_) {
    each->layers = layers;
    each->model = learned;
  }
  version_ = sha256_hex(digest + sha256_hex(model) + "rules 4").substr(0, 12);
}

Engine::~Engine() = default;

const std::string& Engine::version() const { return version_; }

std::size_t Engine::phrase_count() const {
  std::size_t count = 0;
  for (const auto& each : languages_) count += each->lexicon.entries.size();
  return count;
}

const Language* Engine::language(std::string_view code) const {
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
  return dutch.lexicon.phrases.look_up(tokens, remembered(dutch).memo);
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
  std::set<std::string> withdrawn;
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
      const bool ends = begin + part.end >= text.size();
      Pass{*found, words, begin + part.start, ends, tokens, characters, context, section, out, withdrawn}.run();
    }
    begin += window.size();
  }
  // "Antwoord: eis 4.3 vervalt": what stood under that number asks nothing any more.
  if (!withdrawn.empty()) std::erase_if(out, [&](const Finding& each) { return withdrawn.contains(own_number(each.quote)); });
  return out;
}

namespace {

// A row as one sentence, with everything that is seen in it.
template <class Use>
std::vector<Feature> of_row(const Language& language, std::string_view row, Use&& use) {
  Tokens tokens;
  tokenise(row, tokens);
  if (tokens.list.empty()) return {};
  std::vector<Match> matches;
  std::vector<Phrases::Word> words;
  language.lexicon.phrases.read(tokens, remembered(language).memo, words);
  language.lexicon.phrases.match(words, 0, static_cast<std::uint32_t>(words.size()), matches);
  const auto last = static_cast<std::uint32_t>(tokens.list.size());
  const Sentence whole{0, static_cast<std::uint32_t>(row.size()), 0, last, false};
  const Evidence evidence{language.lexicon, whole, row, std::move(matches), figures(row), tokens};
  std::vector<Feature> out;
  add_words(language, tokens, 0, last, out);
  use(evidence, see(evidence), tokens, out);
  return out;
}

}  // namespace

std::vector<Feature> Engine::theme_features(std::string_view row) const {
  const Language& read_as = language_of(row) == "en" ? *languages_.back() : *languages_.front();
  return of_row(read_as, row, [&](const Evidence& evidence, const Seen& seen, const Tokens& tokens, std::vector<Feature>& out) {
    add_traits(evidence, seen, first_words(read_as, tokens, 0, static_cast<std::uint32_t>(tokens.list.size())), read_as.layers, out);
  });
}

std::vector<Feature> Engine::instrument_features(std::string_view row, std::string_view theme, std::optional<Instrument> heading) const {
  const Language& read_as = language_of(row) == "en" ? *languages_.back() : *languages_.front();
  const auto at = static_cast<std::size_t>(std::find(theme_names.begin(), theme_names.end(), theme) - theme_names.begin());
  return of_row(read_as, row, [&](const Evidence& evidence, const Seen& seen, const Tokens& tokens, std::vector<Feature>& out) {
    const auto words = first_words(read_as, tokens, 0, static_cast<std::uint32_t>(tokens.list.size()));
    add_instrument_traits(evidence, seen, words, at, heading, out);
  });
}

}  // namespace tenzij::scan
