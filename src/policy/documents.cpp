#include "policy/store.h"

namespace tenzij::policy {

namespace {

void check_document(db::Session& session, const DocumentInput& in) {
  std::vector<FieldError> errors;
  if (text::trim(in.title).empty()) errors.push_back({"/title", "required"});
  json::check_lengths(in, "", errors);
  if (in.valid_from && in.valid_to && *in.valid_to < *in.valid_from) errors.push_back({"/validTo", "endBeforeBegin"});
  if (in.level == Level::department && !in.unit_id) errors.push_back({"/unitId", "unitNeeded"});
  if (in.unit_id && session.query("SELECT 1 FROM organisation.unit WHERE id = $1", *in.unit_id).empty())
    errors.push_back({"/unitId", "unknownUnit"});
  if (!errors.empty()) throw bad_request(errors);
}

constexpr std::string_view document_columns = R"sql(
SELECT d.title, d.kind, d.level, d.unit_id, d.valid_from, d.valid_to, d.status, d.adopted_on, d.adopted_despite,
       d.id, d.built_in IS NOT NULL AS built_in, d.archived_at IS NOT NULL AS archived, d.version,
       coalesce(n.clauses, 0) AS clauses, coalesce(n.ambitions, 0) AS ambitions,
       coalesce(n.suggestions, 0) AS suggestions,
       (SELECT count(DISTINCT l.goal_id)
          FROM policy.clause c
          JOIN policy.goal_clause l ON l.municipality_id = c.municipality_id AND l.clause_id = c.id
         WHERE c.municipality_id = d.municipality_id AND c.document_id = d.id) AS goals
  FROM policy.document d
  LEFT JOIN LATERAL (SELECT count(*) AS clauses, count(*) FILTER (WHERE c.mark = 'ambition') AS ambitions,
                            count(*) FILTER (WHERE c.mark = 'none' AND p.suggests_ambition) AS suggestions
                       FROM policy.edition e
                       JOIN policy.passage p ON p.municipality_id = e.municipality_id AND p.edition_id = e.id
                       JOIN policy.clause c ON c.municipality_id = p.municipality_id AND c.id = p.clause_id
                      WHERE e.municipality_id = d.municipality_id
                        AND e.document_id = d.id
                        AND e.state = 'current') n ON true
)sql";

struct Edition {
  Uuid id;
  int number;
  std::string state;
  std::string file_name;
  std::string format;
  int pages;
  Instant imported_at;
  std::optional<std::string> imported_by;
};
BOOST_DESCRIBE_STRUCT(Edition, (), (id, number, state, file_name, format, pages, imported_at, imported_by))

struct Principle {
  Uuid clause_id;
  std::string mark;  // vision, mission
  std::string text;
};
BOOST_DESCRIBE_STRUCT(Principle, (), (clause_id, mark, text))

struct DocumentDetail : Document {
  std::vector<Edition> editions;
  std::vector<Principle> principles;         // vision and mission
  std::vector<std::string> missing_sectors;  // groups nobody of which was asked
};
BOOST_DESCRIBE_STRUCT(DocumentDetail, (Document), (editions, principles, missing_sectors))

struct DocumentList {
  std::vector<Document> items;
};
BOOST_DESCRIBE_STRUCT(DocumentList, (), (items))

struct ArchivedQuery {
  std::optional<bool> archived;
};
BOOST_DESCRIBE_STRUCT(ArchivedQuery, (), (archived))

struct PolicyImportStarted {
  Uuid job_id;
};
BOOST_DESCRIBE_STRUCT(PolicyImportStarted, (), (job_id))

struct PassageView {
  Uuid clause_id;
  Uuid edition_id;
  Uuid document_id;
  std::string document;
  int position;
  std::string number;
  std::string kind;
  int depth;
  std::vector<std::string> heading;
  std::string text;
  int page;
  std::optional<double> x;
  std::optional<double> y;
  std::optional<double> width;
  std::optional<double> height;
  Mark mark;
  std::int64_t version;  // of the mark
  std::vector<std::string> themes;
  std::vector<std::string> suggested_themes;
  bool suggests_ambition;
  std::string change;
  std::vector<LinkedGoal> goals;
};
BOOST_DESCRIBE_STRUCT(PassageView, (),
                      (clause_id, edition_id, document_id, document, position, number, kind, depth, heading, text, page, x, y, width,
                       height, mark, version, themes, suggested_themes, suggests_ambition, change, goals))

struct PassageList {
  std::vector<PassageView> items;
  std::optional<int> next_after;  // position to go on from
};
BOOST_DESCRIBE_STRUCT(PassageList, (), (items, next_after))

struct PassageQuery {
  std::optional<int> after;
};
BOOST_DESCRIBE_STRUCT(PassageQuery, (), (after))

struct ClauseQuery {
  std::optional<std::string> search;
  std::optional<Uuid> document_id;
  std::optional<Mark> mark;
  std::optional<std::string> theme;
  std::optional<bool> suggested;
};
BOOST_DESCRIBE_STRUCT(ClauseQuery, (), (search, document_id, mark, theme, suggested))

struct MarkInput {
  Mark mark{};
  std::vector<std::string> themes;
};
BOOST_DESCRIBE_STRUCT(MarkInput, (), (mark, themes))

// Passages in one answer; a longer document is read on with ?after=.
constexpr int passages_shown = 400;

// Between them stands goals_of_clause.
constexpr std::string_view passage_columns = R"sql(
SELECT p.clause_id, p.edition_id, c.document_id, d.title AS document, p.position, p.number, p.kind, p.depth,
       to_jsonb(p.heading) AS heading, p.text, p.page, p.x, p.y, p.width, p.height, c.mark, c.version,
       to_jsonb(c.themes) AS themes, to_jsonb(p.suggested_themes) AS suggested_themes, p.suggests_ambition,
       p.change,
)sql";

constexpr std::string_view passage_tables = R"sql(
  FROM policy.passage p
  JOIN policy.clause c ON c.municipality_id = p.municipality_id AND c.id = p.clause_id
  JOIN policy.document d ON d.municipality_id = c.municipality_id AND d.id = c.document_id
)sql";

const db::Statement document_by_id{"policy.document_by_id", {document_columns, R"sql(
 WHERE d.id = $1
)sql"}};

const db::Statement editions_of_document{"policy.editions_of_document", R"sql(
SELECT e.id, e.number, e.state, e.file_name, e.format, e.pages, e.imported_at, p.name AS imported_by
  FROM policy.edition e
  LEFT JOIN organisation.person p ON p.municipality_id = e.municipality_id AND p.id = e.imported_by
 WHERE e.document_id = $1
 ORDER BY e.number DESC
)sql"};

const db::Statement vision_and_mission{"policy.vision_and_mission", R"sql(
SELECT c.id AS clause_id, c.mark, p.text
  FROM policy.clause c
  JOIN policy.passage p ON p.municipality_id = c.municipality_id AND p.clause_id = c.id AND p.current
 WHERE c.document_id = $1
   AND c.mark IN ('vision', 'mission')
 ORDER BY c.mark DESC, p.position
)sql"};

DocumentDetail document_detail(db::Session& session, const Uuid& id) {
  auto found = session.find<Document>(document_by_id, id);
  if (!found) throw not_found();
  DocumentDetail out;
  static_cast<Document&>(out) = std::move(*found);
  out.editions = session.rows<Edition>(editions_of_document, id);
  out.principles = session.rows<Principle>(vision_and_mission, id);
  out.missing_sectors = missing_sectors(session, id);
  return out;
}

bool adopted(Status status) { return status == Status::adopted_college || status == Status::adopted_council; }

const db::Statement update_document{"policy.update_document", R"sql(
UPDATE policy.document
   SET title = $2, kind = $3, level = $4, unit_id = $5, valid_from = $6, valid_to = $7, status = $8,
       adopted_on = $9, adopted_despite = $10, version = version + 1
 WHERE id = $1
)sql"};

DocumentDetail change_document(const http::Request& request, db::Session& session, const DocumentInput& in) {
  const Uuid id = request.id_param("id");
  check_document(session, in);
  const auto row = session.query("SELECT version, status, built_in FROM policy.document WHERE id = $1 FOR UPDATE", id);
  if (row.empty()) throw not_found();
  request.expect_version(row.get<std::int64_t>(0, 0));
  if (!row.null(0, 2)) throw conflict("builtInDocument");
  // Comply or explain: adopting while groups were never asked needs a reason.
  const bool newly_adopted = adopted(in.status) && row.text(0, 1) != "adopted_college" && row.text(0, 1) != "adopted_council";
  if (newly_adopted && text::trim(in.adopted_despite.value_or("")).empty() && !missing_sectors(session, id).empty())
    throw Error(409, "groupsNotInvolved", {}, {{"/adoptedDespite", "groupsNotInvolved"}});
  if (newly_adopted && !text::trim(in.adopted_despite.value_or("")).empty())
    reference::needed_reason(session, "/adoptedDespite", *in.adopted_despite);
  session.query(update_document, id, std::string(text::trim(in.title)), in.kind, in.level, in.unit_id, in.valid_from, in.valid_to,
                in.status, in.adopted_on, in.adopted_despite);
  return document_detail(session, id);
}

const db::Statement goals_that_rest_on_document{"policy.goals_that_rest_on_document", R"sql(
SELECT count(DISTINCT l.goal_id)
  FROM policy.clause c
  JOIN policy.goal_clause l ON l.municipality_id = c.municipality_id AND l.clause_id = c.id
 WHERE c.document_id = $1
)sql"};

void delete_document(const http::Request& request, db::Session& session) {
  const Uuid id = request.id_param("id");
  const auto row = session.query("SELECT built_in FROM policy.document WHERE id = $1 FOR UPDATE", id);
  if (row.empty()) throw not_found();
  if (!row.null(0, 0)) throw conflict("builtInDocument");
  const auto goals = session.scalar<std::int64_t>(goals_that_rest_on_document, id).value_or(0);
  if (goals > 0) throw conflict("documentCarriesGoals", {{"goals", std::to_string(goals)}});
  if (!session.query("SELECT 1 FROM policy.consultation WHERE document_id = $1", id).empty()) throw conflict("documentWasConsulted");
  for (const char* statement : {"DELETE FROM policy.stakeholder WHERE document_id = $1",
                                "DELETE FROM policy.passage WHERE edition_id IN (SELECT id FROM policy.edition WHERE document_id = $1)",
                                "DELETE FROM policy.original WHERE edition_id IN (SELECT id FROM policy.edition WHERE document_id = $1)",
                                "DELETE FROM policy.clause WHERE document_id = $1", "DELETE FROM policy.edition WHERE document_id = $1",
                                "DELETE FROM policy.document WHERE id = $1"})
    session.query(statement, id);
}

void archive_document(const http::Request& request, db::Session& session, bool archived) {
  if (session
          .query("UPDATE policy.document SET archived_at = $2, version = version + 1 WHERE id = $1", request.id_param("id"),
                 archived ? std::optional(request.now) : std::nullopt)
          .affected() == 0)
    throw not_found();
}

const db::Statement passages_of_edition{"policy.passages_of_edition", {passage_columns, goals_of_clause, passage_tables, R"sql(
 WHERE p.edition_id = $1
   AND p.position > $2
 ORDER BY p.position
 LIMIT $3
)sql"}};

PassageList passages(const http::Request& request, db::Session& session, const PassageQuery& query) {
  PassageList out;
  out.items = session.rows<PassageView>(passages_of_edition, request.id_param("id"), query.after.value_or(-1), passages_shown + 1);
  if (out.items.size() > static_cast<std::size_t>(passages_shown)) {
    out.items.pop_back();
    out.next_after = out.items.back().position;
  }
  return out;
}

const db::Statement passages_found{"policy.passages_found", {passage_columns, goals_of_clause, passage_tables, R"sql(
 WHERE p.current
   AND d.archived_at IS NULL
   AND ($1::tsquery IS NULL OR p.search @@ $1::tsquery)
   AND ($2::uuid IS NULL OR c.document_id = $2)
   AND ($3::text IS NULL OR c.mark = $3)
   AND ($4::text IS NULL OR $4 = ANY (c.themes || p.suggested_themes))
   AND (NOT coalesce($5::boolean, false) OR (p.suggests_ambition AND c.mark = 'none'))
 ORDER BY d.title, p.position
 LIMIT 100
)sql"}};

PassageList clauses(db::Session& session, const ClauseQuery& query) {
  PassageList out;
  out.items = session.rows<PassageView>(passages_found, scan::search_query(query.search), query.document_id, query.mark, query.theme,
                                        query.suggested);
  return out;
}

const db::Statement latest_passage_of_clause{"policy.latest_passage_of_clause", {passage_columns, goals_of_clause, passage_tables, R"sql(
 WHERE p.clause_id = $1
 ORDER BY p.current DESC, p.edition_id DESC
 LIMIT 1
)sql"}};

PassageView clause(db::Session& session, const Uuid& id) {
  auto found = session.find<PassageView>(latest_passage_of_clause, id);
  if (!found) throw not_found();
  return *found;
}

const db::Statement update_mark{"policy.update_mark", R"sql(
UPDATE policy.clause
   SET mark = $2, themes = $3::text[], marked_by = $4, version = version + 1
 WHERE id = $1
)sql"};

PassageView mark_clause(const http::Request& request, db::Session& session, const MarkInput& in) {
  const Uuid id = request.id_param("id");
  for (std::size_t i = 0; i < in.themes.size(); ++i)
    if (session.query("SELECT 1 FROM reference.theme WHERE code = $1", in.themes[i]).empty())
      throw bad_field("/themes/" + std::to_string(i), "unknownTheme");
  const auto version = session.scalar<std::int64_t>("SELECT version FROM policy.clause WHERE id = $1 FOR UPDATE", id);
  if (!version) throw not_found();
  request.expect_version(*version);
  session.query(update_mark, id, in.mark, in.themes, request.who.person_id);
  return clause(session, id);
}

}  // namespace

const db::Statement insert_document{"policy.insert_document", R"sql(
INSERT INTO policy.document (municipality_id, id, title, kind, level, unit_id, valid_from, valid_to, status,
                             adopted_on, adopted_despite, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
)sql"};

Uuid add_document(db::Session& session, const DocumentInput& in, Instant now) {
  check_document(session, in);
  const Uuid id = new_id();
  session.query(insert_document, session.actor().municipality_id, id, std::string(text::trim(in.title)), in.kind, in.level, in.unit_id,
                in.valid_from, in.valid_to, in.status, in.adopted_on, in.adopted_despite, now);
  return id;
}

const db::Statement documents_by_title{"policy.documents_by_title", {document_columns, R"sql(
 WHERE (d.archived_at IS NOT NULL) = $1
 ORDER BY d.built_in NULLS FIRST, d.title
)sql"}};

void add_document_routes(http::Router& router, jobs::Runner& runner) {
  router.get<DocumentList>("/policy-documents", "policy.read", {"listPolicyDocuments", "policy", "Policy documents"},
                           [](const http::Request&, db::Session& session, const ArchivedQuery& query) {
                             return DocumentList{session.rows<Document>(documents_by_title, query.archived.value_or(false))};
                           });
  router.post<PolicyCreated>("/policy-documents", "policy.edit", {"addPolicyDocument", "policy", "A new policy document, without text yet"},
                             [](const http::Request& request, db::Session& session, const DocumentInput& in) {
                               return PolicyCreated{add_document(session, in, request.now)};
                             });
  router.get<DocumentDetail>(
      "/policy-documents/{id}", "policy.read",
      {"getPolicyDocument", "policy", "One document with editions, vision and mission, and who was not asked yet"},
      [](const http::Request& request, db::Session& session) { return document_detail(session, request.id_param("id")); });
  router.put<DocumentDetail>("/policy-documents/{id}", "policy.edit", {"changePolicyDocument", "policy", "Change a document's facts"},
                             change_document);
  router.remove("/policy-documents/{id}", "policy.edit", {"deletePolicyDocument", "policy", "Delete a document on which nothing hangs"},
                delete_document);
  router.put<http::None>("/policy-documents/{id}/archiving", "policy.edit", {"archivePolicyDocument", "policy", "Archive a document"},
                         [](const http::Request& request, db::Session& session) { archive_document(request, session, true); });
  router.remove("/policy-documents/{id}/archiving", "policy.edit", {"restorePolicyDocument", "policy", "Bring it back from the archive"},
                [](const http::Request& request, db::Session& session) { archive_document(request, session, false); });
  router.upload<PolicyImportStarted>(
      "/policy-documents/{id}/editions", "policy.edit",
      {"importPolicyEdition", "policy", "Upload an edition (PDF, ODT, DOCX, HTML, Markdown, text); a job reads it"},
      [&runner](const http::Request& request, db::Session& session) {
        return PolicyImportStarted{start_import(request, session, runner)};
      });
  router.get<PassageList>("/policy-editions/{id}/passages", "policy.read",
                          {"listPassages", "policy", "The passages of an edition, in order"}, passages);
  router.get<PassageList>("/policy-clauses", "policy.read", {"listClauses", "policy", "Clauses of current editions: search and filter"},
                          [](const http::Request&, db::Session& session, const ClauseQuery& query) { return clauses(session, query); });
  router.get<PassageView>("/policy-clauses/{id}", "policy.read", {"getClause", "policy", "One clause as it reads now"},
                          [](const http::Request& request, db::Session& session) { return clause(session, request.id_param("id")); });
  router.put<PassageView>("/policy-clauses/{id}/mark", "policy.edit",
                          {"markClause", "policy", "Say that a clause is an ambition, vision or mission, or not"}, mark_clause);
}

}  // namespace tenzij::policy
