#include "platform/jobs/jobs.h"

#include <spdlog/spdlog.h>

#include "platform/live/live.h"

namespace tenzij::jobs {

namespace {

constexpr std::chrono::milliseconds progress_step{300};

struct Claimed {
  Uuid municipality_id;
  Uuid id;
};
BOOST_DESCRIBE_STRUCT(Claimed, (), (municipality_id, id))

struct Started {
  std::string kind;
  std::optional<Uuid> person_id;
  json::value input;
  bool cancel_requested;
};
BOOST_DESCRIBE_STRUCT(Started, (), (kind, person_id, input, cancel_requested))

std::string interval(std::chrono::seconds time) { return std::to_string(time.count()) + " seconds"; }

void tell(db::Session& session, const Uuid& id, const char* state, std::int64_t done, std::int64_t total) {
  live::publish(session, "job", json::object{{"id", id.str()}, {"state", state}, {"doneCount", done}, {"totalCount", total}});
}

void finish(db::Pool& pool, const db::Actor& actor, const Uuid& id, const char* state, const json::value& report,
            const std::optional<std::string>& error, Instant now) {
  db::Session session(pool, actor);
  session.query(
      "UPDATE jobs.job SET state = $2, report = coalesce($3::jsonb, report), error_code = $4, ended_at = CASE WHEN $2 = 'queued' THEN NULL "
      "ELSE $5::timestamptz END WHERE id = $1",
      id, std::string(state), report.is_null() ? db::Param{} : db::to_param(report), error, now);
  tell(session, id, state, 0, 0);
  session.commit();
}

}  // namespace

Progress::Progress(db::Pool& pool, db::Actor actor, const Uuid& job_id, Clock clock, const std::atomic<bool>& stopping)
    : pool_(pool), actor_(std::move(actor)), job_id_(job_id), clock_(std::move(clock)), stopping_(stopping) {}

void Progress::step(std::int64_t done, std::int64_t total) {
  if (stopping_) throw Interrupted{};
  const auto now = std::chrono::steady_clock::now();
  if (now - last_ < progress_step && done < total) return;
  last_ = now;
  db::Session session(pool_, actor_);
  const auto cancel = session.scalar<bool>(
      "UPDATE jobs.job SET done_count = $2, total_count = $3, heartbeat_at = $4 WHERE id = $1 RETURNING cancel_requested", job_id_, done,
      total, clock_());
  tell(session, job_id_, "running", done, total);
  session.commit();
  if (cancel.value_or(true)) throw Cancelled{};
}

Uuid enqueue(db::Session& session, const std::string& kind, const std::string& title, const json::value& input, Instant now) {
  const Uuid id = new_id();
  session.query("INSERT INTO jobs.job (municipality_id, id, kind, title, person_id, input, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                session.actor().municipality_id, id, kind, title,
                session.actor().person_id.is_nil() ? std::optional<Uuid>{} : session.actor().person_id, input, now);
  tell(session, id, "queued", 0, 0);
  return id;
}

void Runner::start(unsigned threads) {
  for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { loop(); });
}

void Runner::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

void Runner::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  changed_.notify_one();
}

void Runner::loop() {
  for (;;) {
    bool worked = false;
    try {
      worked = run_one();
    } catch (const std::exception& fault) {
      spdlog::warn("jobs: {}", fault.what());
    }
    std::unique_lock lock(mutex_);
    if (!worked) changed_.wait_for(lock, std::chrono::seconds(1), [&] { return stopping_ || woken_; });
    woken_ = false;
    if (stopping_) return;
  }
}

bool Runner::run_one() {
  std::optional<Claimed> claimed;
  {
    db::Session session(pool_, {});
    claimed = session.find<Claimed>("SELECT * FROM jobs.claim($1, $2::interval, $3)", clock_(), interval(limits::job_silence),
                                    limits::job_attempts);
    session.commit();
  }
  if (!claimed) return false;
  run(claimed->municipality_id, claimed->id);
  return true;
}

void Runner::run(const Uuid& municipality, const Uuid& id) {
  db::Actor actor{municipality, {}, id.str()};
  std::optional<Started> job;
  {
    db::Session session(pool_, actor);
    job = session.find<Started>("SELECT kind, person_id, input, cancel_requested FROM jobs.job WHERE id = $1", id);
  }
  if (!job) return;
  actor.person_id = job->person_id.value_or(Uuid{});
  Progress progress(pool_, actor, id, clock_, stopping_);
  try {
    if (job->cancel_requested) throw Cancelled{};
    const auto work = works_.find(job->kind);
    if (work == works_.end()) throw Error(500, "unknownJob");
    Context context{pool_, actor, id, job->input, progress};
    const json::value report = work->second(context);
    finish(pool_, actor, id, "done", report, std::nullopt, clock_());
  } catch (const Cancelled&) {
    finish(pool_, actor, id, "cancelled", nullptr, std::nullopt, clock_());
  } catch (const Interrupted&) {
    finish(pool_, actor, id, "queued", nullptr, std::nullopt, clock_());
  } catch (const Error& error) {
    finish(pool_, actor, id, "failed", nullptr, error.code(), clock_());
  } catch (const db::SqlError& fault) {
    // The database went away under it: nothing is wrong with the job.
    spdlog::error("job {} {}: sql {} {}", job->kind, id.str(), fault.sqlstate, fault.what());
    if (fault.connection_lost()) finish(pool_, actor, id, "queued", nullptr, std::nullopt, clock_());
    else finish(pool_, actor, id, "failed", nullptr, "internal", clock_());
  } catch (const std::exception& fault) {
    spdlog::error("job {} {}: {}", job->kind, id.str(), fault.what());
    finish(pool_, actor, id, "failed", nullptr, "internal", clock_());
  }
}

}  // namespace tenzij::jobs
