// Drafts: what somebody typed and did not send yet. Each belongs to one person and one form.
#include "organisation/store.h"

namespace tenzij::organisation {

namespace {

constexpr std::size_t drafts_of_person = 100;  // more than anybody works at; the oldest goes

struct DraftInput {
  std::string form;   // which form of which record, as the page names it: "purchase/new"
  std::string title;  // what it is called where drafts are listed
  std::string path;   // of the page where it goes on
  std::string content;
  std::optional<std::int64_t> version;  // of the draft that the writer saw; nothing when they saw none
  static constexpr std::array<json::Length, 3> lengths{{{"form", 200}, {"path", 2000}, {"content", limits::draft_longest}}};
};
BOOST_DESCRIBE_STRUCT(DraftInput, (), (form, title, path, content, version))

struct Draft {
  Uuid id;
  std::string form;
  std::string title;
  std::string path;
  std::string content;
  Instant at;
  std::int64_t version;
  static constexpr std::array<json::Length, 3> lengths{{{"form", 200}, {"path", 2000}, {"content", limits::draft_longest}}};
};
BOOST_DESCRIBE_STRUCT(Draft, (), (id, form, title, path, content, at, version))
struct DraftList {
  std::vector<Draft> items;
};
BOOST_DESCRIBE_STRUCT(DraftList, (), (items))
struct DraftQuery {
  std::optional<std::string> form;
};
BOOST_DESCRIBE_STRUCT(DraftQuery, (), (form))

const db::Statement drafts_of{"organisation.drafts_of", R"sql(
SELECT id, form, title, path,
       CASE WHEN $2::text IS NULL THEN '' ELSE content END AS content,
       at, version
  FROM organisation.draft
 WHERE person_id = $1
   AND ($2::text IS NULL OR form = $2)
 ORDER BY at DESC
)sql"};

// Another tab or device may have written since: then nothing changes, and who writes is told.
const db::Statement keep_draft{"organisation.keep_draft", R"sql(
INSERT INTO organisation.draft AS d (municipality_id, id, person_id, form, title, path, content, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (municipality_id, person_id, form) DO UPDATE
   SET title = excluded.title, path = excluded.path, content = excluded.content, at = excluded.at,
       version = d.version + 1
 WHERE d.version = $9::bigint OR d.content = excluded.content
RETURNING id, form, title, path, content, at, version
)sql"};

const db::Statement too_many_drafts{"organisation.too_many_drafts", R"sql(
DELETE FROM organisation.draft
 WHERE person_id = $1
   AND id IN (
     SELECT id
       FROM organisation.draft
      WHERE person_id = $1
      ORDER BY at DESC
     OFFSET $2)
)sql"};

Draft keep(const http::Request& request, db::Session& session, const DraftInput& in) {
  std::vector<FieldError> errors;
  if (in.form.empty()) errors.push_back({"/form", "required"});
  if (!in.path.starts_with('/') || in.path.starts_with("//")) errors.push_back({"/path", "notPath"});
  if (!errors.empty()) throw bad_request(errors);
  auto kept = session.find<Draft>(keep_draft, session.actor().municipality_id, new_id(), request.who.person_id, in.form, in.title, in.path,
                                  in.content, request.now, in.version);
  if (!kept) throw conflict("draftElsewhere");
  session.query(too_many_drafts, request.who.person_id, static_cast<std::int64_t>(drafts_of_person));
  return *kept;
}

}  // namespace

std::size_t forget_drafts(db::Session& session, Instant before) {
  session.query("DELETE FROM organisation.act WHERE at < $1", before);
  return session.query("DELETE FROM organisation.draft WHERE at < $1", before).affected();
}

void add_draft_routes(http::Router& router) {
  router.get<DraftList>("/drafts", http::signed_in, {"listDrafts", "drafts", "My drafts, newest first; of one form with its content"},
                        [](const http::Request& request, db::Session& session, const DraftQuery& query) {
                          return DraftList{session.rows<Draft>(drafts_of, request.who.person_id, query.form)};
                        });
  router.post<Draft>("/drafts", http::signed_in, {"keepDraft", "drafts", "Keep what was typed in a form"}, keep, 200);
  router.remove("/drafts/{id}", http::signed_in, {"removeDraft", "drafts", "Throw a draft away"},
                [](const http::Request& request, db::Session& session) {
                  session.query("DELETE FROM organisation.draft WHERE person_id = $1 AND id = $2", request.who.person_id,
                                request.id_param("id"));
                });
}

}  // namespace tenzij::organisation
