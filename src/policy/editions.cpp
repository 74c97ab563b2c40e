#include "policy/store.h"

namespace tenzij::policy {

namespace {

struct Change {
  Uuid clause_id;
  std::string change;  // added, changed, removed
  std::string number;
  std::optional<std::string> before;
  std::optional<std::string> after;
  std::vector<LinkedGoal> goals;  // what hangs on it
};
BOOST_DESCRIBE_STRUCT(Change, (), (clause_id, change, number, before, after, goals))
struct ChangeList {
  std::vector<Change> items;
};
BOOST_DESCRIBE_STRUCT(ChangeList, (), (items))

const db::Statement changes_of_edition{"policy.changes_of_edition",
                                       {R"sql(
WITH this AS (
  SELECT e.document_id, e.number,
         (SELECT b.id FROM policy.edition b
           WHERE b.municipality_id = e.municipality_id
             AND b.document_id = e.document_id
             AND b.number < e.number
             AND b.state <> 'discarded'
           ORDER BY b.number DESC LIMIT 1) AS before_id
    FROM policy.edition e
   WHERE e.id = $1
)
SELECT c.id AS clause_id, CASE WHEN a.clause_id IS NULL THEN 'removed' ELSE a.change END AS change,
       coalesce(a.number, b.number) AS number, b.text AS before, a.text AS after,
)sql",
                                        goals_of_clause, R"sql(
  FROM this
  JOIN policy.clause c ON c.document_id = this.document_id
  LEFT JOIN policy.passage a
       ON a.municipality_id = c.municipality_id AND a.clause_id = c.id AND a.edition_id = $1
  LEFT JOIN policy.passage b
       ON b.municipality_id = c.municipality_id AND b.clause_id = c.id AND b.edition_id = this.before_id
 WHERE this.before_id IS NOT NULL
   AND ((a.clause_id IS NULL) <> (b.clause_id IS NULL) OR a.text <> b.text)
 ORDER BY coalesce(a.position, b.position), c.id
)sql"}};

// A proposed edition beside the current one; an accepted one beside the one before it.
ChangeList changes(db::Session& session, const Uuid& edition) { return {session.rows<Change>(changes_of_edition, edition)}; }

const db::Statement put_passages_aside{"policy.put_passages_aside", R"sql(
UPDATE policy.passage
   SET current = false
 WHERE current
   AND edition_id IN (SELECT id FROM policy.edition
                       WHERE document_id = $1)
)sql"};

void accept(const http::Request& request, db::Session& session) {
  const Uuid edition = request.id_param("id");
  const auto row = session.query("SELECT document_id FROM policy.edition WHERE id = $1 AND state = 'proposed' FOR UPDATE", edition);
  if (row.empty()) throw not_found();
  const Uuid document = row.get<Uuid>(0, 0);
  const ChangeList all = changes(session, edition);
  session.query(put_passages_aside, document);
  session.query("UPDATE policy.edition SET state = 'superseded' WHERE document_id = $1 AND state = 'current'", document);
  session.query("UPDATE policy.edition SET state = 'current' WHERE id = $1", edition);
  session.query("UPDATE policy.passage SET current = true WHERE edition_id = $1", edition);
  session.query("UPDATE policy.document SET version = version + 1 WHERE id = $1", document);
  for (const Change& change : all.items)
    if (change.change != "added")
      thread::mark_review(session, {"clause", change.clause_id},
                          {{"text", json::array{change.before ? json::value(*change.before) : nullptr,
                                                change.after ? json::value(*change.after) : nullptr}}},
                          request.now);
}

void discard(const http::Request& request, db::Session& session) {
  const Uuid id = request.id_param("id");
  if (session.query("UPDATE policy.edition SET state = 'discarded' WHERE id = $1 AND state = 'proposed'", id).affected() == 0)
    throw not_found();
  session.query("DELETE FROM policy.passage WHERE edition_id = $1", id);
}

const db::Statement original_of_edition{"policy.original_of_edition", R"sql(
SELECT e.file_name, o.content
  FROM policy.original o
  JOIN policy.edition e ON e.municipality_id = o.municipality_id AND e.id = o.edition_id
 WHERE o.edition_id = $1
)sql"};

http::Response original(const http::Request& request, db::Session& session) {
  const auto row = session.query(original_of_edition, request.id_param("id"));
  if (row.empty()) throw not_found();
  http::Response response;
  response.content_type = "application/octet-stream";
  response.set("Content-Disposition", http::attachment(std::string(row.text(0, 0))));
  response.body = db::bytea(row.text(0, 1));
  return response;
}

const db::Statement pdf_of_edition{"policy.pdf_of_edition", R"sql(
SELECT o.content
  FROM policy.original o
  JOIN policy.edition e ON e.municipality_id = o.municipality_id AND e.id = o.edition_id
 WHERE o.edition_id = $1
   AND e.format = 'pdf'
)sql"};

http::Response picture(const http::Request& request, db::Session& session, reader::Readers& readers) {
  const auto row = session.query(pdf_of_edition, request.id_param("id"));
  long long page = 0;
  if (row.empty() || !text::to_int(request.param("page"), page) || page < 1 || page > limits::document_pages) throw not_found();
  return http::later(http::Pool::reading, [&readers, pdf = db::bytea(row.text(0, 0)), page] {
    http::Response response;
    response.content_type = "image/png";
    response.set("Cache-Control", "private, max-age=86400");
    response.body = documents::picture_of(readers, pdf, static_cast<int>(page));
    return response;
  });
}

}  // namespace

void add_edition_routes(http::Router& router, reader::Readers& readers) {
  router.get<ChangeList>("/policy-editions/{id}/changes", "policy.read",
                         {"listEditionChanges", "policy", "What differs from the edition before, and which goals that touches"},
                         [](const http::Request& request, db::Session& session) { return changes(session, request.id_param("id")); });
  router.post<http::None>(
      "/policy-editions/{id}/acceptance", "policy.edit",
      {"acceptEdition", "policy", "Make a proposed edition the current one; what hangs on changed clauses is to be reviewed"}, accept);
  router.remove("/policy-editions/{id}", "policy.edit", {"discardEdition", "policy", "Throw a proposed edition away"}, discard);
  router.download<http::None>("/policy-editions/{id}/original", "policy.read", {"getPolicyOriginal", "policy", "The file as it came in"},
                              "application/octet-stream", original);
  router.download<http::None>(
      "/policy-editions/{id}/pages/{page}", "policy.read", {"getPolicyPage", "policy", "A page of a PDF as picture"}, "image/png",
      [&readers](const http::Request& request, db::Session& session) { return picture(request, session, readers); });
}

}  // namespace tenzij::policy
