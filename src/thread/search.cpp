// The search over everything: looks up which words are there, finds records with them, ranks them and groups them by kind.
#include "thread/search.h"

#include <algorithm>

#include "scan/scan.h"

namespace tenzij::thread {

namespace {

// Records looked at for one question, and those that are weighed one by one; of a page of one kind more.
constexpr int looked_at_most = 2000;
constexpr int weighed = 300;
constexpr int weighed_for_page = 1000;
// With fewer than this that answer every word, those that answer some are looked at too.
constexpr std::size_t enough = 30;
// Words of the records that can answer one word.
constexpr int words_most = 300;
constexpr int likes_most = 60;

const db::Statement words_with{"thread.words_with", "SELECT asked, word FROM thread.words_with($1::text[], $2)"};
const db::Statement words_like{"thread.words_like", "SELECT asked, word FROM thread.words_like($1::text[], $2)"};
const db::Statement words_there{"thread.words_there", "SELECT DISTINCT word FROM thread.word WHERE word = ANY ($1::text[])"};

const db::Statement found_records{"thread.found_records", R"sql(
SELECT f.kind, f.id, left(r.title, 2000) AS title,
       CASE WHEN r.detail ~ '^[a-z0-9_]*$' THEN '' ELSE r.detail END AS detail, r.number,
       left(r.words, 3000) AS words, r.unit_id, r.year, r.whole_kind, r.whole_id, r.archived, f.of_kind, f.looked_at
  FROM thread.found($1, $2, $3::text[], $4, $5) f
  JOIN thread.record r ON r.municipality_id = platform.current_municipality() AND r.kind = f.kind AND r.id = f.id
)sql"};
const db::Statement beginning_records{"thread.beginning_records", R"sql(
SELECT f.kind, f.id, left(r.title, 2000) AS title,
       CASE WHEN r.detail ~ '^[a-z0-9_]*$' THEN '' ELSE r.detail END AS detail, r.number,
       left(r.words, 3000) AS words, r.unit_id, r.year, r.whole_kind, r.whole_id, r.archived, f.of_kind, f.looked_at
  FROM thread.beginning($1, $2::text[], $3) f
  JOIN thread.record r ON r.municipality_id = platform.current_municipality() AND r.kind = f.kind AND r.id = f.id
)sql"};

struct FoundWord {
  int asked;
  std::string word;
};
BOOST_DESCRIBE_STRUCT(FoundWord, (), (asked, word))

std::vector<AskedWord*> asked_words(Question& question) {
  std::vector<AskedWord*> out;
  for (Unit& unit : question.units)
    for (AskedWord& word : unit.words)
      if (!word.digits && word.folded.size() >= 3) out.push_back(&word);
  return out;
}

// Which words of the records answer each asked word by its spelling.
Answering by_spelling(db::Session& session, const std::vector<AskedWord*>& asked) {
  std::vector<std::string> patterns;
  std::vector<const AskedWord*> of;
  for (const AskedWord* word : asked)
    for (std::string& pattern : patterns_of(*word)) {
      patterns.push_back(std::move(pattern));
      of.push_back(word);
    }
  std::map<std::string, std::map<std::string, double>> weights;
  for (FoundWord& each : session.rows<FoundWord>(words_with, patterns, words_most)) {
    const AskedWord& word = *of.at(static_cast<std::size_t>(each.asked) - 1);
    const double weight = answers(word, each.word, scan::normal_form(each.word));
    if (weight > 0) weights[word.folded][each.word] = weight;
  }
  Answering out;
  for (auto& [word, found] : weights)
    for (auto& [each, weight] : found) out[word].push_back(each);
  return out;
}

// Nothing is spelled so, or of a word that is nearly typed only longer ones are: then it can be mistyped.
bool mistyped(const Answering& answering, const AskedWord& word) {
  const auto found = answering.find(word.folded);
  if (found == answering.end()) return true;
  return word.folded.size() >= 7 && std::none_of(found->second.begin(), found->second.end(), [&](const std::string& each) {
           return answers(word, each, scan::normal_form(each)) > 0.7;
         });
}

// Parts of long words that stand in the records by themselves.
void split_compounds(db::Session& session, const std::vector<AskedWord*>& asked, const SearchWords& known) {
  std::vector<std::string> pieces;
  for (const AskedWord* word : asked)
    if (word->folded.size() >= 7 && word->folded.size() <= 40)
      for (std::string& each : pieces_of(word->folded)) pieces.push_back(std::move(each));
  if (pieces.empty()) return;
  std::set<std::string> there;
  const auto rows = session.query(words_there, pieces);
  for (int i = 0; i < rows.rows(); ++i) there.emplace(rows.text(i, 0));
  for (AskedWord* word : asked)
    if (word->folded.size() >= 7 && word->folded.size() <= 40) split(*word, there, known);
}

// The nearest of the words that the groups know, where a word is mistyped: it brings what it stands for.
void correct(Unit& unit, const SearchWords& known) {
  if (unit.words.size() != 1) return;
  const std::string& typed = unit.words.front().folded;
  double best = 0;
  std::string_view nearest;
  for (const std::string& word : known.all()) {
    if (word.size() > typed.size() + 2 || typed.size() > word.size() + 2) continue;
    const std::size_t apart = letters_apart(typed, word);
    const double weight = apart <= letters_allowed(typed.size()) ? 0.8 - 0.1 * static_cast<double>(apart) : 0;
    if (weight > best) {
      best = weight;
      nearest = word;
    }
  }
  if (best == 0) return;
  unit.others.push_back({{std::string(nearest)}, best});
  const auto* others = known.of(std::string(nearest));
  if (others == nullptr) return;
  for (const OtherWords& other : *others) unit.others.push_back({other.words, other.weight * best});
}

void by_errors(db::Session& session, Question& question, const SearchWords& known, Answering& answering) {
  std::vector<AskedWord*> unknown;
  std::vector<std::string> typed;
  for (Unit& unit : question.units)
    for (AskedWord& word : unit.words) {
      if (word.digits || word.folded.size() < 4 || known.knows(word.folded) || !mistyped(answering, word)) continue;
      unknown.push_back(&word);
      typed.push_back(word.folded);
      correct(unit, known);
    }
  if (typed.empty()) return;
  for (const FoundWord& each : session.rows<FoundWord>(words_like, typed, likes_most)) {
    AskedWord& word = *unknown.at(static_cast<std::size_t>(each.asked) - 1);
    const double weight = error_weight(word.folded, each.word);
    if (weight > 0) word.found[each.word] = weight;
  }
  for (AskedWord* word : unknown) {
    double best = 0;
    for (const auto& [each, weight] : word->found) best = std::max(best, weight);
    std::erase_if(word->found, [&](const auto& each) { return each.second < best - 0.25; });
    for (const auto& [each, weight] : word->found) answering[word->folded].push_back(each);
  }
}

void add(std::vector<Candidate>& all, std::vector<Candidate>&& more) {
  std::set<Node> there;
  for (const Candidate& each : all) there.insert({each.kind, each.id});
  for (Candidate& each : more)
    if (there.insert({each.kind, each.id}).second) all.push_back(std::move(each));
}

std::vector<Candidate> look(db::Session& session, const Question& question, const Answering& answering, const SearchScope& scope,
                            bool& more) {
  std::vector<Candidate> out;
  const int wanted = scope.kinds.size() == 1 || scope.unit_id || scope.year ? weighed_for_page : weighed;
  if (question.folded.size() <= 2) out = session.rows<Candidate>(beginning_records, question.folded, scope.kinds, weighed);
  std::string every = query_text(question, answering, true);
  for (const std::string& key : question.number_keys)
    if (!key.empty()) every += (every.empty() ? "" : "|") + key + ":*";
  if (every.empty()) return out;
  const auto found = [&](const std::string& asked, bool anywhere) {
    auto rows = session.rows<Candidate>(found_records, asked, anywhere, scope.kinds, looked_at_most, wanted);
    const bool full = !rows.empty() && rows.front().looked_at >= looked_at_most;
    more = more || full;
    add(out, std::move(rows));
    return full;
  };
  const bool three =
      !question.units.empty() && question.units.back().words.back().typing && question.units.back().words.back().folded.size() <= 3;
  if (three) {
    // Three letters begin too many words of a text: there they are a word, in a title they may be half of one.
    found(query_text(question, answering, true, false), true);
    found(every, false);
    add(out, session.rows<Candidate>(beginning_records, question.folded, scope.kinds, weighed / 3));
  } else if (found(every, true)) {
    // Too many to look at all: those with it in their title, and whose title begins with it, are not left out.
    found(every, false);
    add(out, session.rows<Candidate>(beginning_records, question.folded, scope.kinds, weighed / 3));
  }
  std::size_t words = 0;
  for (const Unit& unit : question.units) words += unit.words.size();
  if (words > 1 && out.size() < enough) found(query_text(question, answering, false), true);
  return out;
}

}  // namespace

RankedRecords search(db::Session& session, const SearchWords& known, std::string_view written, const SearchScope& scope) {
  RankedRecords out;
  out.question = std::make_unique<Question>(understand(written, known));
  Question& question = *out.question;
  if (question.folded.size() < 2 || scope.kinds.empty()) return out;
  const std::vector<AskedWord*> asked = asked_words(question);
  Answering answering;
  if (!asked.empty()) {
    answering = by_spelling(session, asked);
    split_compounds(session, asked, known);
    by_errors(session, question, known, answering);
  }
  out.judge = std::make_unique<Judge>(question, known);
  out.candidates = look(session, question, answering, scope, out.more);
  if (scope.unit_id) std::erase_if(out.candidates, [&](const Candidate& each) { return each.unit_id != scope.unit_id; });
  if (scope.year) std::erase_if(out.candidates, [&](const Candidate& each) { return each.year != scope.year; });
  out.fits = out.judge->rank(out.candidates);
  return out;
}

}  // namespace tenzij::thread
