#include "notices/notices.h"
#include "notices/views.h"
#include "platform/http/multipart.h"

namespace tenzij::notices {

namespace {

struct ImportStarted {
  Uuid job_id;
  std::int64_t files;
};
BOOST_DESCRIBE_STRUCT(ImportStarted, (), (job_id, files))

struct UnitChoice {
  std::optional<Uuid> unit_id;
};
BOOST_DESCRIBE_STRUCT(UnitChoice, (), (unit_id))

struct Judgement {
  Verdict verdict;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(Judgement, (), (verdict, reason))

const db::Statement insert_upload{"notices.insert_upload", R"sql(
INSERT INTO notices.upload (municipality_id, id, job_id, position, name, content)
VALUES ($1, $2, $3, $4, $5, $6)
)sql"};

ImportStarted start_import(const http::Request& request, db::Session& session, jobs::Runner& runner) {
  const auto parts = http::multipart(request);
  std::vector<const http::Part*> files;
  for (const auto& part : parts)
    if (!part.file_name.empty()) files.push_back(&part);
  if (files.empty()) throw bad_field("/files", "chooseFiles");
  const auto count = static_cast<std::int64_t>(files.size());
  const std::string title = files.size() == 1 ? files.front()->file_name : files.front()->file_name + " + " + std::to_string(count - 1);
  const Uuid job = jobs::enqueue(session, import_job, title, json::object{{"files", count}}, request.now);
  std::int64_t position = 0;
  for (const auto* file : files)
    session.query(insert_upload, session.actor().municipality_id, new_id(), job, position++, file->file_name, db::bytes(file->content));
  runner.wake();
  return {job, count};
}

const db::Statement original_of_notice{"notices.original_of_notice", R"sql(
SELECT n.file_name, o.content
  FROM notices.original o
  JOIN notices.notice n ON n.municipality_id = o.municipality_id AND n.id = o.notice_id
 WHERE o.notice_id = $1
)sql"};

http::Response original(const http::Request& request, db::Session& session) {
  const auto row = session.query(original_of_notice, request.id_param("id"));
  if (row.empty()) throw not_found();
  http::Response response;
  response.content_type = "application/octet-stream";
  const std::string name(row.text(0, 0));
  response.set("Content-Disposition", http::attachment(name.substr(name.rfind('/') + 1)));
  response.body = db::bytea(row.text(0, 1));
  return response;
}

const db::Statement insert_changed_procedure{"notices.insert_changed_procedure", R"sql(
INSERT INTO notices.changed (municipality_id, procedure_key)
SELECT municipality_id, procedure_key
  FROM notices.notice
 WHERE id = $1
ON CONFLICT DO NOTHING
)sql"};

void mark_answer_changed(db::Session& session, const Uuid& notice_id) { session.query(insert_changed_procedure, notice_id); }

const db::Statement update_unit_of_procedure{"notices.update_unit_of_procedure", R"sql(
UPDATE notices.notice
   SET unit_id = $2
 WHERE procedure_key = (SELECT procedure_key FROM notices.notice
                         WHERE id = $1)
)sql"};

NoticeDetail assign_unit(const http::Request& request, db::Session& session, const UnitChoice& in) {
  const Uuid id = request.id_param("id");
  if (in.unit_id && session.query("SELECT 1 FROM organisation.unit WHERE id = $1", *in.unit_id).empty())
    throw bad_field("/unitId", "unknownUnit");
  // All notices of a procedure belong to the same unit.
  if (session.query(update_unit_of_procedure, id, in.unit_id).affected() == 0) throw not_found();
  mark_answer_changed(session, id);
  return detail(session, id);
}

const db::Statement judged_before_by{"notices.judged_before_by", R"sql(
SELECT coalesce(p.name, '?')
  FROM notices.decision d
  LEFT JOIN organisation.person p ON p.municipality_id = d.municipality_id AND p.id = d.person_id
 WHERE d.notice_id = $1
   AND d.fingerprint = $2
   AND d.withdrawn_at IS NULL
   AND d.person_id <> $3
)sql"};

const db::Statement withdraw_decisions{"notices.withdraw_decisions", R"sql(
UPDATE notices.decision
   SET withdrawn_at = $3
 WHERE notice_id = $1
   AND fingerprint = $2
   AND withdrawn_at IS NULL
)sql"};

const db::Statement insert_judgement{"notices.insert_judgement", R"sql(
INSERT INTO notices.decision (municipality_id, id, notice_id, fingerprint, theme, instrument, rules, verdict,
                              reason, person_id, at)
SELECT municipality_id, $3, notice_id, fingerprint, theme, instrument, rules, $4, $5, $6, $7
  FROM notices.finding
 WHERE notice_id = $1
   AND fingerprint = $2
 LIMIT 1
)sql"};

NoticeDetail judge_finding(const http::Request& request, db::Session& session, const Judgement& in) {
  const Uuid id = request.id_param("id");
  if (in.verdict == Verdict::rejected) reference::needed_reason(session, "/reason", in.reason, "reasonNeeded");
  // Two people at once: the second waits here, and then is told what the first decided.
  session.query("SELECT 1 FROM notices.notice WHERE id = $1 FOR UPDATE", id);
  const auto other = session.scalar<std::string>(judged_before_by, id, request.param("fingerprint"), request.who.person_id);
  if (other) throw conflict("alreadyJudged", {{"person", *other}});
  session.query(withdraw_decisions, id, request.param("fingerprint"), request.now);
  const auto written = session.query(insert_judgement, id, request.param("fingerprint"), new_id(), in.verdict,
                                     std::string(text::trim(in.reason)), request.who.person_id, request.now);
  if (written.affected() == 0) throw not_found();
  mark_answer_changed(session, id);
  return detail(session, id);
}

void withdraw(const http::Request& request, db::Session& session) {
  const Uuid id = request.id_param("id");
  if (session.query(withdraw_decisions, id, request.param("fingerprint"), request.now).affected() == 0) throw not_found();
  mark_answer_changed(session, id);
}

}  // namespace

void add_routes(http::Router& router, jobs::Runner& runner) {
  router.get<NoticePage>("/notices", "notices.read", {"listNotices", "notices", "Current notices, newest first"},
                         [](const http::Request&, db::Session& session, const NoticeQuery& query) { return list(session, query); });
  router.get<NoticeDetail>("/notices/{id}", "notices.read", {"getNotice", "notices", "One notice with its texts, findings and history"},
                           [](const http::Request& request, db::Session& session) { return detail(session, request.id_param("id")); });
  router.patch<NoticeDetail>("/notices/{id}", "notices.judge",
                             {"assignNotice", "notices", "Assign the notices of this procedure to a unit"}, assign_unit);
  router.download<http::None>("/notices/{id}/original", "notices.read", {"getNoticeOriginal", "notices", "The file as it came in"},
                              "application/octet-stream", original);
  router.put<NoticeDetail>("/notices/{id}/decisions/{fingerprint}", "notices.judge",
                           {"judgeFinding", "notices", "Confirm or reject a finding, with a reason"}, judge_finding);
  router.remove("/notices/{id}/decisions/{fingerprint}", "notices.judge", {"withdrawDecision", "notices", "Take a decision back"},
                withdraw);
  router.upload<ImportStarted>(
      "/notice-imports", "notices.import", {"importNotices", "notices", "Upload notices (XML, JSON, JSON Lines, zip); a job reads them"},
      [&runner](const http::Request& request, db::Session& session) { return start_import(request, session, runner); });
  add_goal_routes(router);
  add_unit_rule_routes(router);
  add_owner_routes(router, runner);
}

}  // namespace tenzij::notices
