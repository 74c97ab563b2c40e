// Long work: a queue in the database, run by worker threads of any server, with progress that can be watched,
// cancelled, and found again after a restart. A job that is lost with its server is taken up again by another.
#pragma once

#include <atomic>
#include <condition_variable>
#include <thread>

#include "platform/http/router.h"

namespace tenzij::jobs {

enum class State { queued, running, done, failed, cancelled };
BOOST_DESCRIBE_ENUM(State, queued, running, done, failed, cancelled)

struct Job {
  Uuid id;
  std::string kind;
  std::string title;
  State state;
  std::optional<Uuid> person_id;
  std::int64_t done_count;
  std::int64_t total_count;  // 0 while unknown
  bool cancel_requested;
  std::optional<std::string> error_code;
  json::value report;
  Instant created_at;
  std::optional<Instant> ended_at;
};
BOOST_DESCRIBE_STRUCT(Job, (),
                      (id, kind, title, state, person_id, done_count, total_count, cancel_requested, error_code, report, created_at,
                       ended_at))

// Thrown by Progress::step() when somebody asked to stop.
struct Cancelled {};
// Thrown by Progress::step() when the server stops: the job goes back in the queue.
struct Interrupted {};

// What a running job sees.
class Progress {
 public:
  Progress(db::Pool& pool, db::Actor actor, const Uuid& job_id, Clock clock, const std::atomic<bool>& stopping);
  // Says how far it is; writes and publishes at most a few times per second. Throws Cancelled.
  void step(std::int64_t done, std::int64_t total);

 private:
  db::Pool& pool_;
  db::Actor actor_;
  Uuid job_id_;
  Clock clock_;
  const std::atomic<bool>& stopping_;
  std::chrono::steady_clock::time_point last_{};
};

struct Context {
  db::Pool& pool;
  db::Actor actor;  // the municipality and person the job works for
  Uuid job_id;
  json::value input;
  Progress& progress;
};

// Returns the report. A job must be safe to run again from the start.
using Work = std::function<json::value(Context&)>;

Uuid enqueue(db::Session& session, const std::string& kind, const std::string& title, const json::value& input, Instant now);

class Runner {
 public:
  Runner(db::Pool& pool, Clock clock) : pool_(pool), clock_(std::move(clock)) {}
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;
  Runner(Runner&&) = delete;
  Runner& operator=(Runner&&) = delete;
  ~Runner() { stop(); }

  void on(const std::string& kind, Work work) { works_[kind] = std::move(work); }
  void start(unsigned threads);
  void stop();     // a running job is put back in the queue
  void wake();     // after enqueue and commit; otherwise the queue is looked at every second
  bool run_one();  // takes and runs one job in this thread; false when there is none

 private:
  db::Pool& pool_;
  Clock clock_;
  std::map<std::string, Work> works_;
  std::vector<std::thread> threads_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::atomic<bool> stopping_{false};
  bool woken_ = false;

  void loop();
  void run(const Uuid& municipality, const Uuid& id);
};

// GET /jobs, GET /jobs/{id}, POST /jobs/{id}/cancellation, POST /jobs/{id}/retry.
void add_routes(http::Router& router, Runner& runner);

}  // namespace tenzij::jobs
