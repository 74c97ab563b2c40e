// "Wat kwam er van onze zinnen?": for who decided on the words, each sentence with its goals, its purchases and what became of them.
#include "policy/store.h"

namespace tenzij::policy {

namespace {

constexpr int sentences_shown = 5;

// A purchase counts by its own state: what it is asked for is asked when the theme under the goal is applied there.
struct SentenceFate {
  std::int64_t coming = 0;   // not published yet
  std::int64_t called = 0;   // published or awarded
  std::int64_t running = 0;  // under contract, or over
  std::int64_t asked = 0;
  std::int64_t unless = 0;
  std::int64_t open = 0;  // not decided
};
BOOST_DESCRIBE_STRUCT(SentenceFate, (), (coming, called, running, asked, unless, open))

struct SentenceRow {
  Uuid clause_id;
  std::string text;
  std::string number;
  Uuid document_id;
  std::string document;
};
BOOST_DESCRIBE_STRUCT(SentenceRow, (), (clause_id, text, number, document_id, document))

struct Sentence : SentenceRow {
  std::int64_t goals = 0;
  std::int64_t purchases = 0;
  std::int64_t value_cents = 0;
  SentenceFate fate;
};
BOOST_DESCRIBE_STRUCT(Sentence, (SentenceRow), (goals, purchases, value_cents, fate))
struct SentenceList {
  std::vector<Sentence> items;
};
BOOST_DESCRIBE_STRUCT(SentenceList, (), (items))

// The coalition agreement's; a municipality without one sees what else its council adopted.
const db::Statement promised_sentences{"policy.promised_sentences", R"sql(
WITH promised AS (
  SELECT c.id AS clause_id, p.text, p.number, d.id AS document_id, d.title AS document,
         d.kind = 'coalition_agreement' AS coalition, p.position
    FROM policy.clause c
    JOIN policy.document d ON d.municipality_id = c.municipality_id AND d.id = c.document_id
    JOIN policy.passage p ON p.municipality_id = c.municipality_id AND p.clause_id = c.id AND p.current
   WHERE c.mark = 'ambition'
     AND d.archived_at IS NULL
     AND d.built_in IS NULL
     AND (d.kind = 'coalition_agreement' OR d.status = 'adopted_council'))
SELECT clause_id, text, number, document_id, document
  FROM promised
 WHERE coalition
    OR NOT (SELECT bool_or(coalition) FROM promised)
 ORDER BY document, position
 LIMIT 100
)sql"};

const db::Statement fate_of_sentence{"policy.fate_of_sentence", R"sql(
WITH bought AS (
  SELECT w.id, w.detail AS status, bool_or(i.detail = 'applied') AS asked,
         bool_or(i.detail = 'unless') AS unless, bool_or(i.detail IN ('open', 'proposed')) AS open
    FROM thread.down('clause', $1) t
    JOIN thread.record i ON i.kind = t.kind AND i.id = t.id AND i.whole_kind = 'purchase'
    JOIN thread.record w ON w.kind = i.whole_kind AND w.id = i.whole_id AND NOT w.archived
   WHERE i.kind = 'impact'
   GROUP BY w.id, w.detail)
SELECT count(*) FILTER (WHERE status IN ('planned', 'preparation', 'consultation')) AS coming,
       count(*) FILTER (WHERE status IN ('published', 'awarded')) AS called,
       count(*) FILTER (WHERE status IN ('running', 'ended')) AS running,
       count(*) FILTER (WHERE asked) AS asked,
       count(*) FILTER (WHERE unless AND NOT asked) AS unless,
       count(*) FILTER (WHERE open AND NOT asked AND NOT unless) AS open
  FROM bought
)sql"};

// Of all sentences those with most behind them; the rest stands in the document.
SentenceList sentences(const http::Request& request, db::Session& session) {
  session.query("SELECT set_config('tenzij.today', $1, true)", date_of(request.now).str());
  SentenceList out;
  for (const SentenceRow& row : session.rows<SentenceRow>(promised_sentences)) {
    const thread::Impact below = thread::impact(session, {"clause", row.clause_id});
    Sentence& sentence = out.items.emplace_back(Sentence{row, below.goals, below.purchases, below.value_cents, {}});
    sentence.fate = session.find<SentenceFate>(fate_of_sentence, row.clause_id).value_or(SentenceFate{});
  }
  std::stable_sort(out.items.begin(), out.items.end(),
                   [](const Sentence& a, const Sentence& b) { return std::pair(a.purchases, a.goals) > std::pair(b.purchases, b.goals); });
  if (out.items.size() > sentences_shown) out.items.resize(sentences_shown);
  return out;
}

}  // namespace

void add_sentence_routes(http::Router& router) {
  router.get<SentenceList>(
      "/sentences", "policy.read",
      {"listSentences", "policy", "What came of our sentences: those with most behind them, with goals, purchases and euros"}, sentences);
}

}  // namespace tenzij::policy
