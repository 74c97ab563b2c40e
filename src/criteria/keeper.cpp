// Anyone proposes; the keeper of the library accepts, edits, rejects and merges.
#include <set>

#include "criteria/store.h"

namespace tenzij::criteria {

namespace {

struct Verdict {
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(Verdict, (), (reason))

struct Row {
  std::string status;
  std::int64_t version;
  std::optional<std::string> library_hash;
};
BOOST_DESCRIBE_STRUCT(Row, (), (status, version, library_hash))

Row locked(db::Session& session, const Uuid& id) {
  const auto row = session.find<Row>("SELECT status, version, library_hash FROM criteria.criterion WHERE id = $1 FOR UPDATE", id);
  if (!row) throw not_found();
  return *row;
}

Criterion change(const http::Request& request, db::Session& session, const CriterionInput& in) {
  const Uuid id = request.id_param("id");
  const Row row = locked(session, id);
  request.expect_version(row.version);
  if (row.status == "replaced" || row.status == "rejected") throw conflict("criterionClosed");
  check(session, in);
  rewrite(session, id, in, std::nullopt, request.now);
  return criterion(session, id);
}

const db::Statement take_into_use{"criteria.take_into_use", R"sql(
UPDATE criteria.criterion
   SET status = 'in_use', verdict = NULL, changed_at = $2, version = version + 1
 WHERE id = $1
)sql"};

Criterion accept(const http::Request& request, db::Session& session) {
  const Uuid id = request.id_param("id");
  if (locked(session, id).status != "proposal") throw conflict("noProposal");
  session.query(take_into_use, id, request.now);
  return criterion(session, id);
}

std::string reason_of(db::Session& session, const Verdict& in) { return reference::needed_reason(session, "/reason", in.reason); }

const db::Statement update_rejected{"criteria.update_rejected", R"sql(
UPDATE criteria.criterion
   SET status = 'rejected', verdict = $2, changed_at = $3, version = version + 1
 WHERE id = $1
)sql"};

Criterion reject(const http::Request& request, db::Session& session, const Verdict& in) {
  const Uuid id = request.id_param("id");
  if (locked(session, id).status != "proposal") throw conflict("noProposal");
  session.query(update_rejected, id, reason_of(session, in), request.now);
  return criterion(session, id);
}

const db::Statement update_replaced{"criteria.update_replaced", R"sql(
UPDATE criteria.criterion
   SET status = 'replaced', replaced_by = $2, verdict = $3, changed_at = $4, version = version + 1
 WHERE id = $1
)sql"};

// The first is replaced by the second; who used the first keeps their words and is told.
Criterion merge(const http::Request& request, db::Session& session, const Verdict& in) {
  const Uuid id = request.id_param("id");
  const Uuid into = request.id_param("other");
  const Row row = locked(session, id);
  if (id == into || (row.status != "in_use" && row.status != "proposal")) throw conflict("criterionClosed");
  if (locked(session, into).status != "in_use") throw conflict("criterionNotInUse");
  session.query(update_replaced, id, into, reason_of(session, in), request.now);
  return criterion(session, id);
}

struct CriteriaArchiving {
  std::vector<Uuid> ids;
  bool archived{};  // no longer found by who looks for what to ask; false: found again
};
BOOST_DESCRIBE_STRUCT(CriteriaArchiving, (), (ids, archived))

// Who asks one already goes on asking it.
const db::Statement archive_criteria{"criteria.archive_criteria", R"sql(
UPDATE criteria.criterion
   SET status = CASE WHEN $2 THEN 'archived' ELSE 'in_use' END, changed_at = $3, version = version + 1
 WHERE id = ANY ($1::uuid[])
   AND status = CASE WHEN $2 THEN 'in_use' ELSE 'archived' END
RETURNING id
)sql"};

organisation::ManyChanged archive(const http::Request& request, db::Session& session, const CriteriaArchiving& in,
                                  const Messages& messages) {
  if (in.ids.empty()) throw bad_field("/ids", "required");
  const auto rows = session.query(archive_criteria, in.ids, in.archived, request.now);
  std::set<Uuid> done;
  for (int i = 0; i < rows.rows(); ++i) done.insert(rows.get<Uuid>(i, 0));
  organisation::ManyChanged out;
  out.changed = static_cast<std::int64_t>(done.size());
  for (const Uuid& id : in.ids) {
    if (done.contains(id)) continue;
    const auto title = session.scalar<std::string>("SELECT title FROM criteria.criterion WHERE id = $1", id);
    out.left.push_back({id, title.value_or(""),
                        organisation::said_of(title ? conflict(in.archived ? "criterionNotInUse" : "criterionClosed") : not_found(),
                                              messages, request.language)});
  }
  return out;
}

}  // namespace

thread::Kinds thread_kinds() {
  return {{"criterion", "Criterium", "Criterion", "criteria.read", "criteria.keep", "/criteria/{id}", "star", 0, true}};
}

void add_keeper_routes(http::Router& router, const Messages& messages) {
  router.post<CriterionCreated>("/criteria", "criteria.propose", {"proposeCriterion", "criteria", "Propose a criterion"},
                                [](const http::Request& request, db::Session& session, const CriterionInput& in) {
                                  check(session, in);
                                  return CriterionCreated{insert(session, in, "proposal", {}, {}, request.now)};
                                });
  router.put<Criterion>("/criteria/{id}", "criteria.keep", {"changeCriterion", "criteria", "Other words: a new edition"}, change);
  router.post<Criterion>("/criteria/{id}/acceptance", "criteria.keep", {"acceptCriterion", "criteria", "A proposal comes into use"}, accept,
                         200);
  router.post<Criterion>("/criteria/{id}/rejection", "criteria.keep",
                         {"rejectCriterion", "criteria", "A proposal does not come into use, with the reason"}, reject, 200);
  router.post<Criterion>("/criteria/{id}/replacement/{other}", "criteria.keep",
                         {"replaceCriterion", "criteria", "This criterion gives way to another"}, merge, 200);
  router.post<organisation::ManyChanged>(
      "/criterion-archivings", "criteria.keep",
      {"archiveCriteria", "criteria", "Put criteria away, or bring them back; says which could not"},
      [&messages](const http::Request& request, db::Session& session, const CriteriaArchiving& in) {
        return archive(request, session, in, messages);
      },
      200);
}

}  // namespace tenzij::criteria
