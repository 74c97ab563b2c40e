// Long work: a queue in the database, run by worker threads of any server, with progress that can be watched,
// cancelled, and found again after a restart. Municipalities take turns. A job that is lost with its server is taken up
// again by another: at once when a server starts and finds that nobody who lives has it, whatever the clocks say, and otherwise
// after limits::job_silence. After limits::job_attempts of those it is parked until somebody tries it again.
#pragma once

#include <atomic>
#include <condition_variable>
#include <thread>

#include "platform/http/router.h"

namespace tenzij::jobs {

enum class State { queued, running, done, failed, cancelled, parked };  // parked: took its process along, twice
BOOST_DESCRIBE_ENUM(State, queued, running, done, failed, cancelled, parked)

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

// Thrown by Progress::step(); a job lets them pass. Cancelled: somebody asked to stop. Interrupted: the server stops, the
// job goes back in the queue. Exceeded: over the limits of its kind, with the message code. Lost: it is no longer ours.
struct Cancelled {};
struct Interrupted {};
struct Exceeded {
  const char* code;
};
struct Lost {};

// What one run of a kind of job may take. Time is the wall clock's: a job that does not end is failed then, whatever it
// still does counts for nothing and its thread is replaced. Memory is what the server may grow by while it runs; jobs share
// one process, so the bounds of those that run together are added, and past the sum the one that began last has failed: with
// it came the growth. Foreign files are bounded where they are read.
struct Limits {
  std::chrono::seconds time = limits::job_time;
  std::size_t memory_bytes = limits::job_memory_bytes;
};

// One run, as its thread and the signs of life see it.
struct Run {
  db::Actor actor;  // the municipality and person the job works for
  Uuid id;
  int attempt = 0;
  Limits limits{};
  Instant begun{};
  std::atomic<bool> cancelled{false};
  std::atomic<bool> lost{false};
  std::thread::id thread{};  // of the runner; none in run_one() of a test
};

class Runner;
struct Started;

// What a running job sees of the outside.
class Progress {
 public:
  Progress(Runner& runner, Run& run) : runner_(runner), run_(run) {}
  // Says how far it is; writes and publishes at most a few times per second. Call it before writing in
  // Context::result() what publishes events: both would wait for the municipality's event lock.
  void step(std::int64_t done, std::int64_t total);

 private:
  Runner& runner_;
  Run& run_;
  std::chrono::steady_clock::time_point last_{};
};

struct Context {
  db::Pool& pool;
  db::Actor actor;
  Uuid job_id;
  json::value input;
  Progress& progress;
  // The transaction the job ends in: what is written here is there exactly when the job is done.
  db::Session& result();
  std::optional<db::Session> ending{};
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

  void on(const std::string& kind, Work work, Limits limits = {}) { works_[kind] = {std::move(work), limits}; }
  void start(unsigned threads);
  // Running jobs are put back in the queue, and the attempt does not count. Without a moment it waits for their threads;
  // with one it puts back what still runs then and returns false: the process has to end.
  bool stop(std::optional<std::chrono::steady_clock::time_point> until = {});
  void wake();     // after enqueue and commit; otherwise the queue is looked at every second
  bool run_one();  // takes and runs one job in this thread; false when there is none
  void beat();     // signs of life of what runs, limits of time, requests to stop; a thread of its own does it

 private:
  friend class Progress;
  struct Kind {
    Work work;
    Limits limits;
  };
  db::Pool& pool_;
  Clock clock_;
  std::map<std::string, Kind> works_;
  std::vector<std::thread> threads_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::atomic<bool> stopping_{false};
  bool woken_ = false;
  std::vector<std::shared_ptr<Run>> running_;  // the one that began last is last
  std::size_t working_ = 0;                    // threads in their loop
  std::size_t overdue_ = 0;                    // threads whose job was given up; each ends with it ...
  std::set<std::thread::id> gone_;             // ... and these are they
  std::size_t idle_bytes_ = 0;                 // own memory of the process when nothing ran
  // This run of the server among all that work on this database: a number, and a line that holds the lock of that number. Who dies
  // loses the line, and with it the lock.
  std::mutex line_mutex_;
  std::unique_ptr<db::Connection> line_;
  int number_ = 0;

  void loop();
  int number();
  void check_line();
  void take_back();
  void pulse();
  void run(const std::shared_ptr<Run>& run);
  void perform(Run& run, const Started& job);
  bool end(const Run& run, db::Session& session, const char* state, const json::value& report, const std::optional<std::string>& error);
  void close(const Run& run, const char* state, const std::optional<std::string>& error);
  void give_up(const std::shared_ptr<Run>& run);
  void take_away(const Run& run, const char* state, const std::optional<std::string>& error);
  void begin(const std::shared_ptr<Run>& run);
  void forget(const std::shared_ptr<Run>& run);
  [[nodiscard]] bool too_much_memory(const Run& run);
};

// GET /jobs, GET /jobs/{id}, POST /jobs/{id}/cancellation, POST /jobs/{id}/retry.
void add_routes(http::Router& router, Runner& runner);

}  // namespace tenzij::jobs
