// What people think of what the scan found: kept with the version of the lists and the model, and given as rows to learn from. It
// never changes what runs.
#include <algorithm>

#include "dossier/check/rows.h"

namespace tenzij::dossier {

namespace {

enum class FindingVerdict { right, wrong, missed, other_instrument };
BOOST_DESCRIBE_ENUM(FindingVerdict, right, wrong, missed, other_instrument)

struct FindingJudgement {
  Uuid id;
  int passage{};
  std::string theme;
  std::string instrument;
  FindingVerdict verdict{};
  std::string quote;
  std::string engine;
  std::string person_name;
  Instant at;
};
BOOST_DESCRIBE_STRUCT(FindingJudgement, (), (id, passage, theme, instrument, verdict, quote, engine, person_name, at))
struct FindingJudgements {
  std::vector<FindingJudgement> items;
};
BOOST_DESCRIBE_STRUCT(FindingJudgements, (), (items))

struct FindingJudgementInput {
  int passage{};  // position
  std::string theme;
  scan::Instrument instrument{};  // as found, or as it should be
  FindingVerdict verdict{};
  std::string quote;  // stands in the passage letter for letter
  static constexpr std::array<json::Length, 1> lengths{{{"quote", 20000}}};
};
BOOST_DESCRIBE_STRUCT(FindingJudgementInput, (), (passage, theme, instrument, verdict, quote))
struct FindingJudged {
  Uuid id;
};
BOOST_DESCRIBE_STRUCT(FindingJudged, (), (id))

const db::Statement judgements_of_document{"dossier.judgements_of_document", R"sql(
SELECT id, passage, theme, instrument, verdict, quote, engine, person_name, at
  FROM dossier.judgement
 WHERE document_id = $1
   AND withdrawn_at IS NULL
 ORDER BY passage, at, id
)sql"};

const db::Statement insert_judgement{"dossier.insert_judgement", R"sql(
INSERT INTO dossier.judgement (municipality_id, id, document_id, passage, theme, instrument, verdict, quote, figure,
                               engine, person_id, person_name, at)
SELECT platform.current_municipality(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, name, $11
  FROM organisation.person
 WHERE id = $10
)sql"};

const db::Statement withdraw_same{"dossier.withdraw_same_judgement", R"sql(
UPDATE dossier.judgement
   SET withdrawn_at = $5
 WHERE document_id = $1
   AND passage = $2
   AND theme = $3
   AND quote = $4
   AND withdrawn_at IS NULL
)sql"};

FindingJudged judge_finding(const http::Request& request, db::Session& session, const FindingJudgementInput& in, const CheckDesk& desk) {
  const PurchaseDocument of = document(session, request.id_param("id"));
  std::vector<FieldError> errors;
  json::check_lengths(in, "", errors);
  if (session.query("SELECT 1 FROM reference.theme WHERE code = $1", in.theme).empty()) errors.push_back({"/theme", "notInList"});
  const auto passages = passages_of(session, of.id);
  const auto passage = std::find_if(passages.begin(), passages.end(), [&](const auto& each) { return each.position == in.passage; });
  const std::string quote(text::trim(in.quote));
  if (passage == passages.end() || quote.empty() || passage->text.find(quote) == std::string::npos)
    errors.push_back({"/quote", "quoteNotInText"});
  if (!errors.empty()) throw bad_request(std::move(errors));
  std::string figure;
  std::optional<scan::Instrument> found;
  for (const DocumentFinding& each : findings_of(session, of.id))
    if (each.passage == in.passage && each.theme == in.theme && each.quote == quote) found = each.instrument;
  // What was missed cannot be right, and what is right was found.
  if ((in.verdict == FindingVerdict::missed) == found.has_value()) throw conflict("findingChanged");
  if (in.verdict == FindingVerdict::other_instrument && found == in.instrument) throw bad_request({{"/instrument", "sameInstrument"}});
  if (const auto figures = desk.words->figures(quote); !figures.empty()) figure = figures.front().written.substr(0, 100);
  session.query(withdraw_same, of.id, in.passage, in.theme, quote, request.now);
  const Uuid id = new_id();
  session.query(insert_judgement, id, of.id, in.passage, in.theme, std::string(name_of(in.instrument)),
                std::string(boost::describe::enum_to_string(in.verdict, "")), quote, text::valid_utf8(figure) ? figure : "",
                desk.engine.version(), request.who.person_id, request.now);
  return {id};
}

void withdraw_judgement(const http::Request& request, db::Session& session) {
  if (session
          .query("UPDATE dossier.judgement SET withdrawn_at = $3 WHERE id = $1 AND document_id = $2 AND withdrawn_at IS NULL",
                 request.id_param("judgement"), request.id_param("id"), request.now)
          .affected() == 0)
    throw not_found();
}

// A sentence of which somebody judged every finding; its themes are those that are right.
const db::Statement judged_rows{"dossier.judged_rows", R"sql(
SELECT j.quote,
       coalesce(string_agg(j.theme, ',' ORDER BY j.theme) FILTER (WHERE j.verdict <> 'wrong'), 'none') AS themes,
       coalesce(min(j.instrument) FILTER (WHERE j.verdict <> 'wrong'), '') AS instrument,
       coalesce(max(j.figure) FILTER (WHERE j.verdict <> 'wrong'), '') AS figure,
       m.code AS municipality,
       CASE WHEN bool_and(j.verdict = 'wrong') THEN 'trap-judged' ELSE 'judged' END AS kind
  FROM dossier.judgement j
  JOIN platform.municipality m ON m.id = j.municipality_id
 WHERE j.withdrawn_at IS NULL
   AND NOT EXISTS (SELECT 1 FROM dossier.finding f
                    WHERE f.municipality_id = j.municipality_id
                      AND f.document_id = j.document_id
                      AND f.passage = j.passage
                      AND f.content ->> 'quote' = j.quote
                      AND NOT EXISTS (SELECT 1 FROM dossier.judgement o
                                       WHERE o.municipality_id = j.municipality_id
                                         AND o.document_id = j.document_id
                                         AND o.passage = j.passage
                                         AND o.quote = j.quote
                                         AND o.theme = f.theme
                                         AND o.withdrawn_at IS NULL))
 GROUP BY m.code, j.document_id, j.passage, j.quote
 ORDER BY j.quote
)sql"};

// Tabs and line ends would make other rows of it.
std::string cell(std::string_view in) { return text::collapse_spaces(in); }

}  // namespace

void add_judgement_routes(http::Router& router, const CheckDesk& desk) {
  router.get<FindingJudgements>(
      "/documents/{id}/judgements", "purchase.read",
      {"listFindingJudgements", "documents", "What people said of what the scan found in it"},
      [](const http::Request& request, db::Session& session) {
        return FindingJudgements{session.rows<FindingJudgement>(judgements_of_document, document(session, request.id_param("id")).id)};
      });
  router.post<FindingJudged>(
      "/documents/{id}/judgements", "purchase.edit",
      {"judgeFindingOfDocument", "documents", "A finding is right, wrong or of another instrument, or a sentence was missed"},
      [desk](const http::Request& request, db::Session& session, const FindingJudgementInput& in) {
        return judge_finding(request, session, in, desk);
      });
  router.remove("/documents/{id}/judgements/{judgement}", "purchase.edit",
                {"withdrawFindingJudgement", "documents", "It is not said after all"}, withdraw_judgement);
  router.download<http::None>("/finding-judgements", "purchase.settings",
                              {"downloadFindingJudgements", "documents",
                               "Judged sentences as rows that scripts/train takes: text, themes, instrument, figure, source, kind"},
                              "text/tab-separated-values", [](const http::Request&, db::Session& session) {
                                std::string out = "text\tthemes\tinstrument\tfigure\tsource\tkind\n";
                                const auto rows = session.query(judged_rows);
                                for (int i = 0; i < rows.rows(); ++i)
                                  out += cell(rows.text(i, 0)) + "\t" + std::string(rows.text(i, 1)) + "\t" + std::string(rows.text(i, 2)) +
                                         "\t" + cell(rows.text(i, 3)) + "\t" + std::string(rows.text(i, 4)) + "\t" +
                                         std::string(rows.text(i, 5)) + "\n";
                                return http::file("text/tab-separated-values; charset=utf-8", "confirmed.tsv", out);
                              });
}

}  // namespace tenzij::dossier
