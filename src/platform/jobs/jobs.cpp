#include "platform/jobs/jobs.h"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <fstream>

#include "platform/base/slow.h"
#include "platform/live/live.h"

namespace tenzij::jobs {

namespace {

constexpr std::chrono::milliseconds progress_step{300};

struct Claimed {
  Uuid municipality_id;
  Uuid id;
  int attempts;
};
BOOST_DESCRIBE_STRUCT(Claimed, (), (municipality_id, id, attempts))

}  // namespace

struct Started {
  std::string kind;
  std::optional<Uuid> person_id;
  json::value input;
  bool cancel_requested;
};
BOOST_DESCRIBE_STRUCT(Started, (), (kind, person_id, input, cancel_requested))

namespace {

const db::Statement claim_job{"jobs.claim_job", R"sql(
SELECT municipality_id, id, attempts
  FROM jobs.claim($1, $2::interval, $3, $4, $5)
)sql"};

const db::Statement started_job{"jobs.started_job", R"sql(
SELECT kind, person_id, input, cancel_requested
  FROM jobs.job
 WHERE id = $1
)sql"};

// Only the run that still holds the job says how it goes on: not one that was given up or taken over.
const db::Statement update_progress{"jobs.update_progress", R"sql(
UPDATE jobs.job
   SET done_count = $3, total_count = $4, heartbeat_at = $5
 WHERE id = $1 AND attempts = $2 AND state = 'running'
RETURNING cancel_requested
)sql"};

const db::Statement update_heartbeat{"jobs.update_heartbeat", R"sql(
UPDATE jobs.job
   SET heartbeat_at = $3
 WHERE id = $1 AND attempts = $2 AND state = 'running'
RETURNING cancel_requested
)sql"};

const db::Statement update_ended{"jobs.update_ended", R"sql(
UPDATE jobs.job
   SET state = $3,
       report = coalesce($4::jsonb, report),
       error_code = $5,
       attempts = attempts - CASE WHEN $3 = 'queued' THEN 1 ELSE 0 END,
       ended_at = CASE WHEN $3 = 'queued' THEN NULL ELSE $6::timestamptz END
 WHERE id = $1 AND attempts = $2 AND state = 'running'
)sql"};

std::string interval(std::chrono::seconds time) { return std::to_string(time.count()) + " seconds"; }

void tell(db::Session& session, const Uuid& id, const char* state, std::int64_t done, std::int64_t total) {
  live::publish(session, "job", json::object{{"id", id.str()}, {"state", state}, {"doneCount", done}, {"totalCount", total}});
}

// Without mapped files: large uploads of others are those.
std::size_t own_bytes() {
  std::ifstream statm("/proc/self/statm");
  std::size_t all = 0;
  std::size_t resident = 0;
  std::size_t of_files = 0;
  statm >> all >> resident >> of_files;
  return (resident - std::min(resident, of_files)) * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

}  // namespace

db::Session& Context::result() {
  if (!ending) ending.emplace(pool, actor);
  return *ending;
}

void Progress::step(std::int64_t done, std::int64_t total) {
  if (runner_.stopping_) throw Interrupted{};
  if (run_.lost) throw Lost{};
  if (run_.cancelled) throw Cancelled{};
  if (runner_.clock_() - run_.begun > run_.limits.time) throw Exceeded{"jobTooLong"};
  if (runner_.too_much_memory(run_)) throw Exceeded{"jobTooMuchMemory"};
  const auto now = std::chrono::steady_clock::now();
  if (now - last_ < progress_step && done < total) return;
  last_ = now;
  db::Session session(runner_.pool_, run_.actor);
  const auto cancel = session.scalar<bool>(update_progress, run_.id, run_.attempt, done, total, runner_.clock_());
  if (!cancel) throw Lost{};
  tell(session, run_.id, "running", done, total);
  session.commit();
  if (*cancel) throw Cancelled{};
}

const db::Statement insert_job{"jobs.insert_job", R"sql(
INSERT INTO jobs.job (municipality_id, id, kind, title, person_id, input, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
)sql"};

Uuid enqueue(db::Session& session, const std::string& kind, const std::string& title, const json::value& input, Instant now) {
  const Uuid id = new_id();
  session.query(insert_job, session.actor().municipality_id, id, kind, title,
                session.actor().person_id.is_nil() ? std::optional<Uuid>{} : session.actor().person_id, input, now);
  tell(session, id, "queued", 0, 0);
  return id;
}

void Runner::start(unsigned threads) {
  take_back();
  const std::lock_guard lock(mutex_);
  stopping_ = false;
  for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { loop(); });
  working_ += threads;
  threads_.emplace_back([this] { pulse(); });
}

int Runner::number() {
  const std::lock_guard lock(line_mutex_);
  if (line_) return number_;
  auto line = std::make_unique<db::Connection>(pool_.conninfo());
  if (number_ == 0) number_ = line->query("SELECT nextval('jobs.owner_number')").get<int>(0, 0);
  // After a broken line the database may still think that we have it; then it is asked again at the next beat.
  if (line->query("SELECT pg_try_advisory_lock(754, $1)", number_).get<bool>(0, 0)) line_ = std::move(line);
  return number_;
}

void Runner::check_line() {
  {
    const std::lock_guard lock(line_mutex_);
    try {
      if (line_) line_->script("SELECT 1");
    } catch (const db::SqlError&) {
      line_.reset();
    }
  }
  number();
}

// What a server had that is no more. Clocks are not asked: one that was put back would make it wait.
void Runner::take_back() {
  number();
  db::Session session(pool_, {});
  session.query("SELECT jobs.take_back($1, $2)", clock_(), limits::job_attempts);
  session.commit();
}

bool Runner::stop(std::optional<std::chrono::steady_clock::time_point> until) {
  std::vector<std::thread> ending;
  std::vector<std::shared_ptr<Run>> left;
  {
    std::unique_lock lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
    const auto ended = [this] { return working_ == 0 && overdue_ == 0; };
    if (until) changed_.wait_until(lock, *until, ended);
    else changed_.wait(lock, ended);
    if (ended()) ending.swap(threads_);
    else left = running_;
  }
  for (auto& thread : ending) thread.join();
  for (const auto& run : left)
    if (!run->lost.exchange(true)) take_away(*run, "queued", std::nullopt);
  return left.empty();
}

void Runner::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  changed_.notify_all();
}

void Runner::loop() {
  slow::give_way();
  for (;;) {
    bool worked = false;
    try {
      worked = run_one();
    } catch (const std::exception& fault) {
      spdlog::warn("jobs: {}", fault.what());
    }
    std::unique_lock lock(mutex_);
    if (gone_.erase(std::this_thread::get_id()) > 0) {
      --overdue_;
      changed_.notify_all();
      return;
    }
    if (!worked) changed_.wait_for(lock, std::chrono::seconds(1), [&] { return stopping_ || woken_; });
    woken_ = false;
    if (!stopping_) continue;
    --working_;
    changed_.notify_all();
    return;
  }
}

void Runner::pulse() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    changed_.wait_for(lock, limits::job_beat, [&] { return stopping_.load(); });
    if (stopping_) return;
    lock.unlock();
    try {
      beat();
    } catch (const std::exception& fault) {
      spdlog::warn("jobs: {}", fault.what());
    }
    lock.lock();
  }
}

void Runner::beat() {
  check_line();
  std::vector<std::shared_ptr<Run>> all;
  {
    const std::lock_guard lock(mutex_);
    all = running_;
  }
  for (const auto& run : all) {
    if (run->lost) continue;
    if (clock_() - run->begun > run->limits.time) {
      give_up(run);
      continue;
    }
    db::Session session(pool_, run->actor);
    const auto cancel = session.scalar<bool>(update_heartbeat, run->id, run->attempt, clock_());
    session.commit();
    if (!cancel) run->lost = true;
    else if (*cancel) run->cancelled = true;
  }
}

// Its time is over and it does not say so itself: it has failed, and another thread takes its place.
void Runner::give_up(const std::shared_ptr<Run>& run) {
  take_away(*run, "failed", "jobTooLong");
  const std::lock_guard lock(mutex_);
  if (run->lost.exchange(true) || run->thread == std::thread::id{} || overdue_ >= limits::jobs_overdue || stopping_) return;
  if (std::find(running_.begin(), running_.end(), run) == running_.end()) return;  // it has just ended by itself
  gone_.insert(run->thread);
  ++overdue_;
  threads_.emplace_back([this] { loop(); });
}

bool Runner::run_one() {
  // A machine that slept, or whose clock was put forward, makes what runs here look silent: it says that it lives before this
  // thread looks for what was lost.
  thread_local Instant looked{};
  if (clock_() - std::exchange(looked, clock_()) > limits::job_beat) beat();
  std::optional<Claimed> claimed;
  {
    const int self = number();
    db::Session session(pool_, {});
    claimed = session.find<Claimed>(claim_job, clock_(), interval(limits::job_silence), limits::job_attempts, limits::jobs_per_municipality,
                                    self);
    session.commit();
  }
  if (!claimed) return false;
  const auto run = std::make_shared<Run>();
  run->actor = {claimed->municipality_id, {}, claimed->id.str()};
  run->id = claimed->id;
  run->attempt = claimed->attempts;
  run->begun = clock_();
  this->run(run);
  return true;
}

void Runner::begin(const std::shared_ptr<Run>& run) {
  const std::lock_guard lock(mutex_);
  if (running_.empty()) idle_bytes_ = own_bytes();
  if (working_ > 0) run->thread = std::this_thread::get_id();
  running_.push_back(run);
}

void Runner::forget(const std::shared_ptr<Run>& run) {
  const std::lock_guard lock(mutex_);
  std::erase(running_, run);
}

bool Runner::too_much_memory(const Run& run) {
  const std::size_t now = own_bytes();
  const std::lock_guard lock(mutex_);
  if (running_.empty() || running_.back().get() != &run) return false;
  std::size_t allowed = idle_bytes_;
  for (const auto& each : running_) allowed += each->limits.memory_bytes;
  return now > allowed;
}

// Within the session of the caller; false when the job is not this run's any more.
bool Runner::end(const Run& run, db::Session& session, const char* state, const json::value& report,
                 const std::optional<std::string>& error) {
  const auto result = session.query(update_ended, run.id, run.attempt, std::string(state),
                                    report.is_null() ? db::Param{} : db::to_param(report), error, clock_());
  return result.affected() > 0;
}

void Runner::close(const Run& run, const char* state, const std::optional<std::string>& error) {
  db::Session session(pool_, run.actor);
  if (!end(run, session, state, nullptr, error)) return;
  tell(session, run.id, state, 0, 0);
  session.commit();
}

// From another thread, while the work still holds what it holds, the event lock of its municipality perhaps: no event then.
void Runner::take_away(const Run& run, const char* state, const std::optional<std::string>& error) {
  db::Session session(pool_, run.actor);
  end(run, session, state, nullptr, error);
  session.commit();
}

void Runner::run(const std::shared_ptr<Run>& run) {
  std::optional<Started> job;
  {
    db::Session session(pool_, run->actor);
    job = session.find<Started>(started_job, run->id);
  }
  if (!job) return;
  run->actor.person_id = job->person_id.value_or(Uuid{});
  if (const auto kind = works_.find(job->kind); kind != works_.end()) run->limits = kind->second.limits;
  begin(run);
  try {
    perform(*run, *job);
  } catch (...) {  // the database is gone: the job is silent now, and taken again
    forget(run);
    throw;
  }
  forget(run);
}

void Runner::perform(Run& run, const Started& job) {
  Progress progress(*this, run);
  try {
    if (job.cancel_requested) throw Cancelled{};
    const auto kind = works_.find(job.kind);
    if (kind == works_.end()) throw Error(500, "unknownJob");
    Context context{pool_, run.actor, run.id, job.input, progress};
    const json::value report = kind->second.work(context);
    if (!end(run, context.result(), "done", report, std::nullopt)) throw Lost{};
    tell(context.result(), run.id, "done", 0, 0);
    context.result().commit();
  } catch (const Lost&) {
    spdlog::warn("job {} {}: what it did after its time or in another's place is undone", job.kind, run.id.str());
  } catch (const Cancelled&) {
    close(run, "cancelled", std::nullopt);
  } catch (const Interrupted&) {
    close(run, "queued", std::nullopt);
  } catch (const Exceeded& fault) {
    close(run, "failed", fault.code);
  } catch (const Error& error) {
    close(run, "failed", error.code());
  } catch (const db::SqlError& fault) {
    // When the database went away under it nothing is wrong with the job.
    spdlog::error("job {} {}: sql {} {}", job.kind, run.id.str(), fault.sqlstate, fault.what());
    if (fault.connection_lost()) close(run, "queued", std::nullopt);
    else close(run, "failed", "internal");
  } catch (const std::exception& fault) {
    spdlog::error("job {} {}: {}", job.kind, run.id.str(), fault.what());
    close(run, "failed", "internal");
  }
}

}  // namespace tenzij::jobs
