#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <unordered_set>

#include "platform/base/limits.h"
#include "platform/base/steps.h"
#include "scan/engine.h"

namespace tenzij::scan {

namespace {

// A sentence without any word of the lists, whose own words speak this much against every theme, is passed over.
constexpr float hopeless = -3;
constexpr float pairs_turn = 1.5F;
// Words that together make up a finding which no list explains: the most telling ones are shown.
constexpr std::size_t words_shown = 3;
constexpr float telling = 0.15F;

// A sentence without any cue of its own takes the instrument of its heading, unless its words say this much more of another.
constexpr float heading_margin = 20;

// "Biodiversiteit (20%)", "K2 Plan van aanpak": a heading that carries points, percent, a discount or a code also asks.
bool heading_asks(const Evidence& e) {
  return award_code(e.text) > 0 || std::any_of(e.figures.begin(), e.figures.end(), [](const Figure& figure) {
           return figure.unit == "percent" || figure.unit == "points" || figure.unit == "euro";
         });
}

constexpr std::size_t weight_words = 8;

// "Weging 10 %.", "U kunt 10 punten verdienen.": says only what the sentence before it weighs.
bool only_weight(const Sentence& piece, std::string_view words) {
  const bool numbered = piece.heading && words.front() >= '0' && words.front() <= '9';
  if (numbered || piece.last - piece.first > weight_words || words.find_first_of("0123456789") == std::string_view::npos) return false;
  for (const std::string_view word : {"punt", "pnt", " pt", "eging", "ewicht", "points"})
    if (words.find(word) != std::string_view::npos) return true;
  return false;
}

// Such a sentence belongs to the one before, when that stands in the same paragraph and names no weight itself.
void join_weights(std::vector<Sentence>& pieces, std::string_view text) {
  if (pieces.size() < 2) return;
  std::size_t kept = 0;
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    Sentence& before = pieces[kept];
    const Sentence& piece = pieces[i];
    const std::string_view words = text.substr(piece.start, piece.end - piece.start);
    const std::string_view between = text.substr(before.end, piece.start - before.end);
    const std::string_view said = text.substr(before.start, before.end - before.start);
    const bool joins = !before.heading && std::count(between.begin(), between.end(), '\n') <= 1 && award_code(words) == 0 &&
                       only_weight(piece, words) && said.find('%') == std::string_view::npos &&
                       said.find("punt") == std::string_view::npos &&
                       before.last - before.first + weight_words < limits::scan_sentence_words;
    steps::add(piece.last - piece.first + 1);
    if (joins) {
      before.end = piece.end;
      before.last = piece.last;
    } else {
      pieces[++kept] = piece;
    }
  }
  pieces.resize(kept + 1);
}

}  // namespace

Remembered& remembered(const Language& language) {
  thread_local std::unordered_map<std::uint64_t, Remembered> all;
  return all[language.id];
}

KnownWord known_word(const Language& language, std::string_view folded, Sums* instruments) {
  thread_local std::vector<Feature> features;
  features.clear();
  const std::string meant = language.lexicon.phrases.mended(folded);
  const std::string normal = language.lexicon.phrases.stemmer().stem(meant);
  KnownWord out;
  out.known = true;
  out.normal = word_hash(normal);
  add_word(meant, normal, language.layers, features);
  for (const Feature& each : features) language.model->add_themes(each, out.themes);
  if (instruments != nullptr)
    for (const Feature& each : features) language.model->add_instruments(each, *instruments);
  steps::add(features.size());
  return out;
}

void add_words(const Language& language, const Tokens& tokens, std::uint32_t first, std::uint32_t last, std::vector<Feature>& out) {
  std::uint64_t before = 0;
  std::unordered_set<std::string_view> counted;
  for (std::uint32_t i = first; i < last; ++i) {
    const std::string meant = language.lexicon.phrases.mended(tokens.word(i));
    const std::string normal = language.lexicon.phrases.stemmer().stem(meant);
    const std::uint64_t hash = word_hash(normal);
    const std::uint64_t word_before = before;
    before = hash;
    if (!counted.insert(tokens.word(i)).second) continue;
    add_word(meant, normal, language.layers, out);
    if (language.layers.neighbours && i > first) out.push_back({slot_of_pair(word_before, hash), 1});
  }
}

std::vector<std::uint64_t> first_words(const Language& language, const Tokens& tokens, std::uint32_t first, std::uint32_t last) {
  std::vector<std::uint64_t> out;
  for (std::uint32_t i = first; i < std::min(last, first + 3); ++i)
    out.push_back(word_hash(language.lexicon.phrases.stemmer().stem(language.lexicon.phrases.mended(tokens.word(i)))));
  return out;
}

KnownWord& Pass::word(std::uint32_t token, KnownWord& spare) const {
  const std::uint32_t number = (*words)[token].number;
  if (number == Memo::npos) return spare = known_word(language, tokens.word(token), nullptr);
  if (number >= known->words.size()) {
    known->words.resize(number + 1);
    known->instruments.resize(number + 1);
  }
  KnownWord& found = known->words[number];
  if (!found.known) found = known_word(language, tokens.word(token), &known->instruments[number]);
  return found;
}

const Sums& Pass::instruments_of(std::uint32_t token, Sums& spare) const {
  const std::uint32_t number = (*words)[token].number;
  if (number != Memo::npos) return known->instruments[number];
  spare = {};
  static_cast<void>(known_word(language, tokens.word(token), &spare));
  return spare;
}

void Pass::add_instruments(const Sentence& piece, Sums& sums) const {
  const std::uint32_t turn = ++known->sentence;
  KnownWord spare;
  Sums spare_sums{};
  std::uint64_t before = 0;
  for (std::uint32_t i = piece.first; i < piece.last; ++i) {
    KnownWord& each = word(i, spare);
    const std::uint64_t last = before;
    before = each.normal;
    if (each.last_sentence == turn) continue;
    each.last_sentence = turn;
    const Sums& shares = instruments_of(i, spare_sums);
    for (std::size_t k = 0; k < sums.size(); ++k) sums[k] += shares[k];
    if (language.layers.neighbours && i > piece.first) language.model->add_instruments({slot_of_pair(last, each.normal), 1}, sums);
  }
  steps::add(piece.last - piece.first);
}

std::vector<std::uint64_t> Pass::first_of(const Sentence& piece) const {
  std::vector<std::uint64_t> hashes;
  KnownWord spare;
  for (std::uint32_t i = piece.first; i < std::min(piece.last, piece.first + 3); ++i) hashes.push_back(word(i, spare).normal);
  return hashes;
}

// The words by themselves first: where they speak against every theme, pairs of words do not turn it.
Sums Pass::score(const Sentence& piece) const {
  Sums sums = language.model->theme_bias();
  const std::uint32_t turn = ++known->sentence;
  KnownWord spare;
  thread_local std::vector<std::pair<std::uint64_t, std::uint64_t>> pairs;
  pairs.clear();
  std::uint64_t before = 0;
  for (std::uint32_t i = piece.first; i < piece.last; ++i) {
    KnownWord& each = word(i, spare);
    const std::uint64_t last = before;
    before = each.normal;
    if (each.last_sentence == turn) continue;
    each.last_sentence = turn;
    for (std::size_t t = 0; t < sums.size(); ++t) sums[t] += each.themes[t];
    if (i > piece.first) pairs.emplace_back(last, each.normal);
  }
  if (!language.layers.neighbours || *std::max_element(sums.begin(), sums.begin() + theme_count) < hopeless - pairs_turn) return sums;
  for (const auto& [one, other] : pairs) language.model->add_themes({slot_of_pair(one, other), 1}, sums);
  return sums;
}

// Most sentences name no theme: they are passed over before anything is matched.
bool Pass::worth_a_look(const Sentence& piece, bool learned, Sums& sums) const {
  if (learned) {
    sums = score(piece);
    if (*std::max_element(sums.begin(), sums.begin() + theme_count) > hopeless) return true;
  }
  return std::any_of(words->begin() + piece.first, words->begin() + piece.last, [](const Phrases::Word& each) { return each.telling; });
}

void Pass::run() {
  thread_local std::vector<Phrases::Word> of_tokens;
  known = &remembered(language);
  language.lexicon.phrases.read(tokens, known->memo, of_tokens);
  words = &of_tokens;
  pieces = sentences(text, tokens, context.document, context.marked);
  join_weights(pieces, text);
  const auto around = around_of(text, pieces);
  bool before_torn = false;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const Sentence& piece = pieces[i];
    // Too long for a sentence: cut somewhere, so that it and the next may lack the words that ask.
    const bool torn = before_torn || piece.last - piece.first >= limits::scan_sentence_words;
    before_torn = piece.last - piece.first >= limits::scan_sentence_words;
    piece_of(piece, around[i], ends && i + 1 == pieces.size(), torn);
    if (!piece.heading) ++section.sentences_since;
  }
}

void Pass::piece_of(const Sentence& piece, const Around& around, bool last, bool torn) {
  if ((around.silent || section.definitions) && !piece.heading) return;
  const bool learned = !language.model->empty() && language.layers.model && !context.subject;
  const bool inherits = !section.theme.empty() && section.sentences_since < 3;
  Sums sums{};
  if (!worth_a_look(piece, learned, sums) && !piece.heading && !inherits && !around.answer) return;
  thread_local std::vector<Match> inside;  // its memory serves every sentence
  inside.clear();
  language.lexicon.phrases.match(*words, piece.first, piece.last, inside);
  const std::string_view own = text.substr(piece.start, piece.end - piece.start);
  Evidence evidence{language.lexicon, piece, own, std::move(inside), figures(own), tokens};
  if (around.answer) takes_back(evidence);
  leads(around.lead);
  if (around.row)
    by_column(text.substr(pieces[around.lead].start, pieces[around.lead].end - pieces[around.lead].start), own, evidence.figures);
  // The last line of a text has nothing below it to be a heading of.
  const bool asks = !piece.heading || heading_asks(evidence) || (last && !context.marked);
  if (piece.heading) section = section_of(evidence, section);
  if (asks && !around.silent) sentence(piece, evidence, sums, torn, around.lead != no_lead);
  inside = std::move(evidence.matches);
}

// "Eis 4.3 vervalt": the numbers that stand before the words that take something back.
void Pass::takes_back(const Evidence& e) {
  for (const Match& match : e.matches) {
    if (e.lexicon.entries[match.phrase].kind != Kind::not_after) continue;
    const std::size_t before = tokens.list[match.first].start - e.sentence.start;
    for (std::string& each : references(e.text.substr(0, before))) withdrawn.insert(std::move(each));
    return;
  }
}

// Looks at the sentence that leads in, once for all that it leads in.
void Pass::leads(std::uint32_t number) {
  if (number == lead || number == no_lead) return;
  lead = number;
  const Sentence& piece = pieces[number];
  std::vector<Match> inside;
  language.lexicon.phrases.match(*words, piece.first, piece.last, inside);
  const std::string_view own = text.substr(piece.start, piece.end - piece.start);
  lead_seen = see(Evidence{language.lexicon, piece, own, std::move(inside), {}, tokens});
}

std::optional<Instrument> Pass::instrument_of(const Evidence& e, const Seen& seen, std::size_t theme, bool led) const {
  Sums sums = language.model->instrument_bias();
  add_instruments(e.sentence, sums);
  if (led) add_instruments(pieces[lead], sums);
  thread_local std::vector<Feature> features;
  features.clear();
  add_instrument_traits(e, seen, first_of(led ? pieces[lead] : e.sentence), theme, section.instrument, features);
  for (const Feature& each : features) language.model->add_instruments(each, sums);
  steps::add(features.size());
  const auto best = std::max_element(sums.begin(), sums.end());
  const auto& cues = seen.cues.instrument;
  const bool says = seen.cues.scored || std::any_of(cues.begin(), cues.end(), [](int weight) { return weight > 0; });
  if (section.instrument && !says && *best - sums[static_cast<std::size_t>(*section.instrument)] < heading_margin)
    return section.instrument;
  return static_cast<Instrument>(best - sums.begin());
}

// The words with the largest share; they are the terms of a finding that no list explains.
void Pass::explain(const Evidence& e, std::size_t theme, Decision& decision) const {
  std::vector<std::pair<float, std::uint32_t>> shares;
  std::uint64_t before = 0;
  KnownWord spare;
  for (std::uint32_t i = e.sentence.first; i < e.sentence.last; ++i) {
    const KnownWord each = word(i, spare);
    shares.emplace_back(each.themes[theme], i);
    if (i > e.sentence.first) {
      Sums pair{};
      language.model->add_themes({slot_of_pair(before, each.normal), 1}, pair);
      shares[shares.size() - 2].first += pair[theme] / 2;
      shares.back().first += pair[theme] / 2;
    }
    before = each.normal;
  }
  std::stable_sort(shares.begin(), shares.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  steps::add(shares.size());
  const bool listed = !decision.terms.empty();
  for (std::size_t i = 0; i < std::min(words_shown, shares.size()) && shares[i].first > telling; ++i) {
    const std::uint32_t token = shares[i].second;
    decision.rules.push_back("word:" + std::string(tokens.word(token)));
    if (!listed) decision.terms.push_back({0, token, token});
  }
  std::sort(decision.terms.begin(), decision.terms.end(), [](const Match& a, const Match& b) { return a.first < b.first; });
}

void Pass::sentence(const Sentence& piece, const Evidence& evidence, const Sums& sums, bool torn, bool led) {
  Seen seen = see(evidence);
  if (led) lead_in(seen, lead_seen);
  // Of the grounds for exclusion only one with its own consequence asks something.
  const auto& cues = seen.cues.instrument;
  if (section.exclusions && std::none_of(cues.begin(), cues.end(), [](int weight) { return weight > 0; })) return;
  Opinion opinion;
  const bool learned = !language.model->empty() && language.layers.model && !context.subject;
  if (learned) {
    thread_local std::vector<Feature> features;
    features.clear();
    add_traits(evidence, seen, first_of(led ? pieces[lead] : piece), language.layers, features);
    Sums all = sums;
    for (const Feature& each : features) language.model->add_themes(each, all);
    // That it asks something speaks for the likeliest theme; that it asks nothing speaks against all.
    const float asks = language.layers.asks * all[asks_output];
    const auto likeliest = static_cast<std::size_t>(std::max_element(all.begin(), all.begin() + theme_count) - all.begin());
    for (std::size_t t = 0; t < theme_count; ++t)
      opinion.probability[t] = 1.0F / (1.0F + std::exp(-all[t] - (t == likeliest ? asks : std::min(asks, 0.0F))));
    opinion.strong_rules = language.layers.strong_rules;
    opinion.likely = language.layers.likely;
    opinion.likely_with_strong = torn ? 0 : language.layers.likely_with_strong;
    opinion.instrument = [&](std::size_t theme) { return instrument_of(evidence, seen, theme, led); };
    opinion.explain = [&](std::size_t theme, Decision& decision) { explain(evidence, theme, decision); };
  }
  auto decisions = decide(evidence, seen, learned ? &opinion : nullptr, section, context);
  if (!decisions.empty()) characters.begin_sentence(begin + piece.start);
  for (Decision& decision : decisions) {
    Finding finding;
    finding.theme = std::move(decision.theme);
    finding.instrument = decision.instrument;
    finding.strength = decision.strength;
    finding.quote = std::string(evidence.text);
    finding.start = characters.at(begin + piece.start);
    finding.end = characters.at(begin + piece.end);
    for (const Match& term : decision.terms)
      finding.terms.push_back({characters.at(begin + tokens.list[term.first].start), characters.at(begin + tokens.list[term.last].end)});
    if (decision.figure) finding.figure = FoundFigure{decision.figure->value, decision.figure->unit};
    finding.rules = std::move(decision.rules);
    finding.language = language.lexicon.language;
    out.push_back(std::move(finding));
  }
}

}  // namespace tenzij::scan
