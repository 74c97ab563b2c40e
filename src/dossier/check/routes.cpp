// The check over HTTP: the lines of a purchase, what people accept as it is, two versions, and what waits for whom.
#include <algorithm>

#include "dossier/check/rows.h"

namespace tenzij::dossier {

namespace {

struct CheckPlace {
  Uuid document_id;
  std::string document;
  int version{};  // of the document in its series
  int passage{};  // position
  int page{};     // 0 where there are no pages
  std::vector<std::string> heading;
  std::string quote;
};
BOOST_DESCRIBE_STRUCT(CheckPlace, (), (document_id, document, version, passage, page, heading, quote))
struct SettledLine {
  Uuid id;
  std::string reason;
  std::string person_name;
  Instant at;
};
BOOST_DESCRIBE_STRUCT(SettledLine, (), (id, reason, person_name, at))
struct DocumentCheckLine {
  std::string key;
  CheckKind kind{};
  CheckState state{};
  std::string theme;    // empty: of several
  std::string subject;  // title of a requirement or goal, "BT-06 env-imp", or the code of a guard rail
  std::optional<Uuid> subject_id;
  std::optional<std::string> instrument;
  std::vector<CheckPlace> where;
  std::vector<std::string> why;
  std::string act;  // what to do; empty: nothing
  bool open = false;
  std::optional<SettledLine> settled;
};
BOOST_DESCRIBE_STRUCT(DocumentCheckLine, (), (key, kind, state, theme, subject, subject_id, instrument, where, why, act, open, settled))
struct CheckedDocument {
  Uuid id;
  std::string title;
  DocumentKind kind{};
  int version{};
  std::int64_t findings{};
  std::int64_t unread{};
};
BOOST_DESCRIBE_STRUCT(CheckedDocument, (), (id, title, kind, version, findings, unread))
struct PurchaseCheck {
  Uuid purchase_id;
  std::vector<CheckedDocument> documents;  // the newest versions that were read
  std::vector<DocumentCheckLine> lines;    // none while no document was read
  std::int64_t promised{};                 // lines that are a promise
  std::int64_t open{};
  std::int64_t settled{};
  bool kept = false;   // everything that was promised stands in the text, or was accepted as it is
  std::string engine;  // version of the lists and the model
};
BOOST_DESCRIBE_STRUCT(PurchaseCheck, (), (purchase_id, documents, lines, promised, open, settled, kept, engine))

struct CheckAcceptance {
  std::string line;
  CheckState state{};  // as it was seen
  std::string reason;
  static constexpr std::array<json::Length, 2> lengths{{{"line", 300}, {"reason", 2000}}};
};
BOOST_DESCRIBE_STRUCT(CheckAcceptance, (), (line, state, reason))
struct CheckAccepted {
  Uuid id;
};
BOOST_DESCRIBE_STRUCT(CheckAccepted, (), (id))

struct WaitingCheck {
  Uuid purchase_id;
  std::string purchase;
  std::optional<Date> publish_on;
  int lines{};
  int open{};
};
BOOST_DESCRIBE_STRUCT(WaitingCheck, (), (purchase_id, purchase, publish_on, lines, open))
struct WaitingChecks {
  std::vector<WaitingCheck> items;
};
BOOST_DESCRIBE_STRUCT(WaitingChecks, (), (items))
struct WaitingQuery {
  std::optional<bool> mine;
};
BOOST_DESCRIBE_STRUCT(WaitingQuery, (), (mine))

struct ComparedPlace {
  int passage{};
  int page{};
  std::vector<std::string> heading;
  std::string instrument;
  std::string quote;
};
BOOST_DESCRIBE_STRUCT(ComparedPlace, (), (passage, page, heading, instrument, quote))
struct ComparisonLine {
  VersionChange change{};
  std::string theme;
  std::optional<ComparedPlace> before;
  std::optional<ComparedPlace> after;
  std::vector<std::string> why;
};
BOOST_DESCRIBE_STRUCT(ComparisonLine, (), (change, theme, before, after, why))
struct DocumentComparison {
  CheckedDocument before;
  CheckedDocument after;
  std::vector<ComparisonLine> lines;
  std::int64_t unchanged{};
};
BOOST_DESCRIBE_STRUCT(DocumentComparison, (), (before, after, lines, unchanged))
struct ComparisonQuery {
  std::optional<Uuid> with;  // none: the version before
};
BOOST_DESCRIBE_STRUCT(ComparisonQuery, (), (with))

struct SettledRow {
  Uuid id;
  std::string line;
  std::string state;
  std::string reason;
  std::string person_name;
  Instant at;
};
BOOST_DESCRIBE_STRUCT(SettledRow, (), (id, line, state, reason, person_name, at))

const db::Statement settled_lines{"dossier.settled_lines", R"sql(
SELECT id, line, state, reason, person_name, at
  FROM dossier.settled
 WHERE purchase_id = $1
   AND withdrawn_at IS NULL
)sql"};

CheckedDocument shown(const PurchaseDocument& each) { return {each.id, each.title, each.kind, each.number, each.findings, each.unread}; }

// Names of instruments stand in the reader's language.
std::vector<std::string> said(const std::vector<CheckReason>& why, const Messages& messages, const std::string& language) {
  std::vector<std::string> out;
  for (const CheckReason& each : why) {
    MessageArgs args = each.args;
    if (each.code == "moved")
      for (auto& [name, value] : args) value = messages.say(language, "check.instrument." + value);
    out.push_back(messages.say(language, "check.why." + each.code, args));
  }
  return out;
}

CheckPlace place_of(const CheckedText& in, const CheckSpot& spot) {
  const CheckedText::Origin& origin = in.origins[spot.passage];
  const PurchaseDocument& document = in.documents[origin.document];
  return {document.id, document.title, document.number, origin.position, origin.page, in.text.passages[spot.passage].heading, spot.quote};
}

bool is_promise(CheckKind kind) { return kind != CheckKind::guard; }

PurchaseCheck check_of(db::Session& session, const Uuid& purchase, const CheckDesk& desk, const std::string& language) {
  if (session.query("SELECT 1 FROM purchase.purchase WHERE id = $1", purchase).empty()) throw not_found();
  const CheckedText text = checked_text(session, purchase, *desk.words);
  PurchaseCheck out{purchase, {}, {}, 0, 0, 0, false, desk.engine.version()};
  for (const PurchaseDocument& each : text.documents) out.documents.push_back(shown(each));
  if (text.documents.empty()) return out;
  std::map<std::string, SettledRow> settled;
  for (SettledRow& each : session.rows<SettledRow>(settled_lines, purchase)) settled.emplace(each.line, each);
  bool broken = false;
  for (CheckLine& each : check_document(text.text, promised(session, purchase, desk), *desk.words)) {
    DocumentCheckLine line{each.key, each.kind, each.state, each.theme, each.subject, {}, {}, {}, said(each.why, desk.messages, language),
                           "",       false,     {}};
    if (!each.subject_id.empty()) line.subject_id = Uuid::parse(each.subject_id);
    if (!each.instrument.empty()) line.instrument = each.instrument;
    for (const CheckSpot& spot : each.where) line.where.push_back(place_of(text, spot));
    if (!each.act.empty()) line.act = desk.messages.say(language, "check.act." + each.act);
    if (each.state != CheckState::in_text) {
      const auto found = settled.find(each.key);
      // What was accepted in another state is looked at again.
      if (found != settled.end() && found->second.state == boost::describe::enum_to_string(each.state, ""))
        line.settled = SettledLine{found->second.id, found->second.reason, found->second.person_name, found->second.at};
      line.open = !line.settled;
    }
    out.promised += is_promise(each.kind) ? 1 : 0;
    out.open += line.open ? 1 : 0;
    out.settled += line.settled ? 1 : 0;
    broken = broken || (line.open && is_promise(each.kind));
    out.lines.push_back(std::move(line));
  }
  out.kept = out.promised > 0 && !broken;
  return out;
}

// What the count of open lines hangs on, as one text: requirements, themes, goals, notices, documents, and what was accepted.
constexpr std::string_view basis_of_check = R"sql(
       md5(concat_ws('|', $1::text,
                     (SELECT string_agg(r.id::text || r.version || r.state, ',' ORDER BY r.id)
                        FROM purchase.requirement r
                       WHERE r.municipality_id = p.municipality_id
                         AND r.purchase_id = p.id),
                     (SELECT string_agg(i.id::text || i.version || i.state || i.level, ',' ORDER BY i.id)
                        FROM purchase.impact i
                       WHERE i.municipality_id = p.municipality_id
                         AND i.purchase_id = p.id),
                     (SELECT string_agg(l.goal_id::text, ',' ORDER BY l.goal_id)
                        FROM purchase.goal_link l
                        JOIN purchase.impact i ON i.municipality_id = l.municipality_id AND i.id = l.impact_id
                       WHERE i.municipality_id = p.municipality_id
                         AND i.purchase_id = p.id),
                     (SELECT string_agg(n.notice_id::text, ',' ORDER BY n.notice_id)
                        FROM purchase.notice_link n
                       WHERE n.municipality_id = p.municipality_id
                         AND n.purchase_id = p.id),
                     (SELECT string_agg(concat(d.id, d.version, d.read_at, d.scan_version), ',' ORDER BY d.id)
                        FROM dossier.document d
                       WHERE d.municipality_id = p.municipality_id
                         AND d.purchase_id = p.id),
                     (SELECT string_agg(s.id::text, ',' ORDER BY s.id)
                        FROM dossier.settled s
                       WHERE s.municipality_id = p.municipality_id
                         AND s.purchase_id = p.id
                         AND s.withdrawn_at IS NULL)))
)sql";

const db::Statement checks_waiting{"dossier.checks_waiting",
                                   {R"sql(
SELECT p.id, p.title, p.publish_on, c.lines, c.open, c.basis,
)sql",
                                    basis_of_check, R"sql( AS now
  FROM purchase.purchase p
  LEFT JOIN dossier.checked c ON c.municipality_id = p.municipality_id AND c.purchase_id = p.id
 WHERE p.archived_at IS NULL
   AND p.status IN ('planned', 'preparation', 'consultation')
   AND (NOT $2::boolean OR $3::uuid IN (p.budget_holder_id, p.advisor_id))
   AND EXISTS (SELECT 1 FROM dossier.document d
                WHERE d.municipality_id = p.municipality_id
                  AND d.purchase_id = p.id
                  AND d.state = 'read'
                  AND d.archived_at IS NULL)
 ORDER BY p.publish_on NULLS LAST, p.title, p.id
 LIMIT 200
)sql"}};

const db::Statement keep_count{"dossier.keep_count", R"sql(
INSERT INTO dossier.checked (municipality_id, purchase_id, basis, lines, open, at)
VALUES (platform.current_municipality(), $1, $2, $3, $4, $5)
    ON CONFLICT (municipality_id, purchase_id)
    DO UPDATE SET basis = excluded.basis, lines = excluded.lines, open = excluded.open, at = excluded.at
)sql"};

// Counts that are behind are made again, the nearest publication first; so many in one request.
constexpr int counted_at_once = 8;

WaitingChecks waiting(const http::Request& request, db::Session& session, const WaitingQuery& query, const CheckDesk& desk) {
  WaitingChecks out;
  const auto rows = session.query(checks_waiting, desk.engine.version(), query.mine.value_or(false), request.who.person_id);
  int counted = 0;
  for (int i = 0; i < rows.rows(); ++i) {
    const auto id = rows.get<Uuid>(i, 0);
    WaitingCheck one{id, std::string(rows.text(i, 1)), rows.get<std::optional<Date>>(i, 2), rows.get<std::optional<int>>(i, 3).value_or(0),
                     rows.get<std::optional<int>>(i, 4).value_or(0)};
    const std::string basis(rows.text(i, 6));
    if (rows.get<std::optional<std::string>>(i, 5) != basis && counted < counted_at_once) {
      ++counted;
      const PurchaseCheck check = check_of(session, id, desk, request.language);
      one.lines = static_cast<int>(check.lines.size());
      one.open = static_cast<int>(check.open);
      session.query(keep_count, id, basis, one.lines, one.open, request.now);
    }
    if (one.open > 0) out.items.push_back(std::move(one));
  }
  return out;
}

const db::Statement insert_settled{"dossier.insert_settled", R"sql(
INSERT INTO dossier.settled (municipality_id, id, purchase_id, line, state, reason, person_id, person_name, at)
SELECT platform.current_municipality(), $1, $2, $3, $4, $5, $6, name, $7
  FROM organisation.person
 WHERE id = $6
)sql"};

CheckAccepted settle_line(const http::Request& request, db::Session& session, const CheckAcceptance& in, const CheckDesk& desk) {
  std::vector<FieldError> errors;
  json::check_lengths(in, "", errors);
  if (text::trim(in.reason).empty()) errors.push_back({"/reason", "required"});
  if (!errors.empty()) throw bad_request(std::move(errors));
  const Uuid purchase = request.id_param("id");
  const PurchaseCheck check = check_of(session, purchase, desk, request.language);
  const auto line = std::find_if(check.lines.begin(), check.lines.end(), [&](const auto& each) { return each.key == in.line; });
  // What is accepted is what was seen.
  if (line == check.lines.end() || line->state != in.state || in.state == CheckState::in_text) throw conflict("checkLineChanged");
  session.query("UPDATE dossier.settled SET withdrawn_at = $3 WHERE purchase_id = $1 AND line = $2 AND withdrawn_at IS NULL", purchase,
                in.line, request.now);
  const Uuid id = new_id();
  session.query(insert_settled, id, purchase, in.line, std::string(boost::describe::enum_to_string(in.state, "")),
                std::string(text::trim(in.reason)), request.who.person_id, request.now);
  return {id};
}

void unsettle(const http::Request& request, db::Session& session) {
  if (session
          .query("UPDATE dossier.settled SET withdrawn_at = $3 WHERE id = $1 AND purchase_id = $2 AND withdrawn_at IS NULL",
                 request.id_param("settlement"), request.id_param("id"), request.now)
          .affected() == 0)
    throw not_found();
}

std::optional<PurchaseDocument> version_before(db::Session& session, const PurchaseDocument& after) {
  std::optional<PurchaseDocument> out;
  for (PurchaseDocument& each : documents_of(session, after.purchase_id))
    if (each.series_id == after.series_id && each.number < after.number && each.state == DocumentState::read &&
        (!out || each.number > out->number))
      out = std::move(each);
  return out;
}

ComparedPlace compared(const CheckedText& in, std::size_t number) {
  const CheckFinding& finding = in.text.findings[number];
  const CheckedText::Origin& origin = in.origins[finding.passage];
  return {origin.position, origin.page, in.text.passages[finding.passage].heading, std::string(name_of(finding.instrument)), finding.quote};
}

DocumentComparison comparison(const http::Request& request, db::Session& session, const ComparisonQuery& query, const CheckDesk& desk) {
  const PurchaseDocument after = document(session, request.id_param("id"));
  std::optional<PurchaseDocument> before;
  if (query.with) before = document(session, *query.with);
  else before = version_before(session, after);
  if (!before) throw conflict("noVersionBefore");
  if (before->purchase_id != after.purchase_id) throw not_found();
  if (before->state != DocumentState::read || after.state != DocumentState::read) throw conflict("documentNotRead");
  CheckedText old;
  CheckedText fresh;
  add_text(session, *before, *desk.words, old);
  add_text(session, after, *desk.words, fresh);
  const VersionComparison compared_text = compare_versions(old.text, fresh.text, *desk.words);
  DocumentComparison out{shown(*before), shown(after), {}, compared_text.unchanged};
  for (const VersionLine& each : compared_text.lines) {
    ComparisonLine line{each.change, each.theme, {}, {}, said(each.why, desk.messages, request.language)};
    if (each.before) line.before = compared(old, *each.before);
    if (each.after) line.after = compared(fresh, *each.after);
    out.lines.push_back(std::move(line));
  }
  return out;
}

}  // namespace

void add_check_routes(http::Router& router, const scan::Engine& engine, const purchase::Knowledge& knowledge,
                      const std::filesystem::path& words, const Messages& messages) {
  const CheckDesk desk{engine, knowledge, std::make_shared<const CheckWords>(words), messages};
  router.get<PurchaseCheck>(
      "/purchases/{id}/document-check", "purchase.read",
      {"getDocumentCheck", "documents", "What was promised, beside what its documents say: where, why, and what to do"},
      [desk](const http::Request& request, db::Session& session) {
        return check_of(session, request.id_param("id"), desk, request.language);
      });
  router.get<WaitingChecks>(
      "/document-checks", "purchase.read",
      {"listDocumentChecks", "documents", "Purchases not published yet whose documents differ from what was promised"},
      [desk](const http::Request& request, db::Session& session, const WaitingQuery& query) {
        return waiting(request, session, query, desk);
      });
  router.post<CheckAccepted>("/purchases/{id}/document-check-settlements", "purchase.edit",
                             {"settleCheckLine", "documents", "A line of the check is accepted as it is, with the reason"},
                             [desk](const http::Request& request, db::Session& session, const CheckAcceptance& in) {
                               return settle_line(request, session, in, desk);
                             });
  router.remove("/purchases/{id}/document-check-settlements/{settlement}", "purchase.edit",
                {"unsettleCheckLine", "documents", "It is not accepted after all"}, unsettle);
  router.get<DocumentComparison>("/documents/{id}/comparison", "purchase.read",
                                 {"compareDocument", "documents", "What another version asks more, less, elsewhere or no longer"},
                                 [desk](const http::Request& request, db::Session& session, const ComparisonQuery& query) {
                                   return comparison(request, session, query, desk);
                                 });
  add_judgement_routes(router, desk);
}

}  // namespace tenzij::dossier
