#include "platform/jobs/jobs.h"

namespace tenzij::jobs {

namespace {

constexpr std::string_view columns = R"sql(
SELECT id, kind, title, state, person_id, done_count, total_count, cancel_requested, error_code, report,
       created_at, ended_at
  FROM jobs.job
)sql";

struct JobList {
  std::vector<Job> items;
};
BOOST_DESCRIBE_STRUCT(JobList, (), (items))

struct JobQuery {
  std::vector<State> states;
};
BOOST_DESCRIBE_STRUCT(JobQuery, (), (states))

const db::Statement job_by_id{"jobs.job_by_id", {columns, R"sql(
 WHERE id = $1
)sql"}};

Job get(db::Session& session, const Uuid& id) {
  auto job = session.find<Job>(job_by_id, id);
  if (!job) throw not_found();
  return *job;
}

const db::Statement latest_jobs{"jobs.latest_jobs", R"sql(
SELECT id, kind, title, state, person_id, done_count, total_count, cancel_requested, error_code,
       NULL::jsonb AS report, created_at, ended_at
  FROM jobs.job
 WHERE cardinality($1::text[]) = 0
    OR state = ANY ($1::text[])
 ORDER BY state = 'parked' DESC, created_at DESC
 LIMIT 50
)sql"};

JobList list(db::Session& session, const JobQuery& query) {
  // The list leaves the reports out: they can have thousands of lines.
  return {session.rows<Job>(latest_jobs, query.states)};
}

}  // namespace

const db::Statement cancel_job{"jobs.cancel_job", R"sql(
UPDATE jobs.job
   SET cancel_requested = true, state = CASE WHEN state = 'queued' THEN 'cancelled' ELSE state END,
       ended_at = CASE WHEN state = 'queued' THEN $2::timestamptz ELSE ended_at END
 WHERE id = $1
   AND state IN ('queued', 'running')
)sql"};

const db::Statement queue_again{"jobs.queue_again", R"sql(
UPDATE jobs.job
   SET state = 'queued', cancel_requested = false, attempts = 0, error_code = NULL, ended_at = NULL
 WHERE id = $1
   AND state IN ('failed', 'cancelled', 'parked')
)sql"};

void add_routes(http::Router& router, Runner& runner) {
  router.get<JobList>("/jobs", "jobs.read", {"listJobs", "jobs", "The latest jobs of the municipality"},
                      [](const http::Request&, db::Session& session, const JobQuery& query) { return list(session, query); });
  router.get<Job>("/jobs/{id}", "jobs.read", {"getJob", "jobs", "One job with its report"},
                  [](const http::Request& request, db::Session& session) { return get(session, request.id_param("id")); });
  router.post<Job>("/jobs/{id}/cancellation", "jobs.manage", {"cancelJob", "jobs", "Ask a job to stop"},
                   [](const http::Request& request, db::Session& session) {
                     const Uuid id = request.id_param("id");
                     get(session, id);
                     session.query(cancel_job, id, request.now);
                     return get(session, id);
                   });
  router.post<Job>("/jobs/{id}/retry", "jobs.manage", {"retryJob", "jobs", "Run a failed, cancelled or parked job again"},
                   [&runner](const http::Request& request, db::Session& session) {
                     const Uuid id = request.id_param("id");
                     if (session.query(queue_again, id).affected() == 0) {
                       get(session, id);
                       throw conflict("jobNotEnded");
                     }
                     runner.wake();
                     return get(session, id);
                   });
}

}  // namespace tenzij::jobs
