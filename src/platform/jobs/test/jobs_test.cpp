#include "platform/jobs/jobs.h"

#include <gtest/gtest.h>
#include <sys/mman.h>

#include <future>

#include "tests/support/database.h"

namespace tenzij::jobs {
namespace {

using namespace std::chrono_literals;
using testing::TestCluster;

// Memory that the process did not have: what an earlier test gave back to the allocator would be handed out again unseen.
class Pages {
 public:
  Pages() : at_(mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0)) {}
  Pages(const Pages&) = delete;
  Pages& operator=(const Pages&) = delete;
  Pages(Pages&&) = delete;
  Pages& operator=(Pages&&) = delete;
  ~Pages() { munmap(at_, size); }
  static constexpr std::size_t size = 256UL * 1024 * 1024;

 private:
  void* at_;
};

class JobsTest : public ::testing::Test {
 protected:
  db::Database database{TestCluster::get().settings(TestCluster::get().create())};
  Uuid ours = municipality("GM0001");
  Uuid theirs = municipality("GM0002");
  Uuid first_id{};  // of the test with two
  std::atomic<std::int64_t> time{1'800'000'000'000'000};
  Runner runner{database.pool(), [this] { return now(); }};

  [[nodiscard]] Instant now() const { return Instant{std::chrono::microseconds{time.load()}}; }
  void pass(std::chrono::seconds by) { time += std::chrono::microseconds(by).count(); }

  Uuid municipality(const std::string& code) {
    const Uuid id = new_id();
    database.owner().query("INSERT INTO platform.municipality (id, code, name) VALUES ($1, $2, $2)", id, code);
    return id;
  }
  Uuid add(const Uuid& municipality, const std::string& kind = "test") {
    db::Session session(database.pool(), {municipality, {}, "test"});
    const Uuid id = enqueue(session, kind, kind, json::object{}, now());
    session.commit();
    pass(1s);  // an order among them
    return id;
  }
  std::string fact(const Uuid& id, const std::string& column) {
    const auto row = database.owner().query("SELECT " + column + "::text FROM jobs.job WHERE id = $1", id);
    return row.null(0, 0) ? "" : std::string(row.text(0, 0));
  }
  int count(const std::string& kind) {
    return database.owner().query("SELECT count(*) FROM jobs.job WHERE kind = $1", kind).get<int>(0, 0);
  }
  // A claim as of another server.
  std::optional<Uuid> claim() {
    db::Session session(database.pool(), {});
    const auto taken =
        session.query("SELECT id FROM jobs.claim($1, '60 seconds', $2, $3)", now(), limits::job_attempts, limits::jobs_per_municipality);
    session.commit();
    if (taken.empty()) return std::nullopt;
    return taken.get<Uuid>(0, 0);
  }
  void retry(const Uuid& id) { database.owner().query("UPDATE jobs.job SET state = 'queued', attempts = 0 WHERE id = $1", id); }
};

TEST_F(JobsTest, the_result_and_the_end_are_one_transaction) {
  bool fail = true;
  runner.on("test", [&](Context& context) -> json::value {
    enqueue(context.result(), "made", "made", json::object{}, now());
    if (fail) throw Error(400, "invalidInput");
    return json::object{};
  });
  const Uuid id = add(ours);
  runner.run_one();
  EXPECT_EQ(fact(id, "state"), "failed");
  EXPECT_EQ(count("made"), 0) << "failed, but something was made";
  fail = false;
  retry(id);
  runner.run_one();
  EXPECT_EQ(fact(id, "state"), "done");
  EXPECT_EQ(count("made"), 1);
}

TEST_F(JobsTest, what_is_done_in_anothers_place_counts_for_nothing) {
  const Uuid id = add(ours);
  runner.on("test", [&](Context& context) -> json::value {
    enqueue(context.result(), "made", "made", json::object{}, now());
    pass(limits::job_silence + 1s);
    EXPECT_EQ(claim(), id) << "silent for so long that another server takes it";
    return json::object{};
  });
  runner.run_one();
  EXPECT_EQ(count("made"), 0);
  EXPECT_EQ(fact(id, "state"), "running") << "the other's";
}

TEST_F(JobsTest, municipalities_take_turns) {
  std::vector<Uuid> order;
  runner.on("test", [&](Context& context) -> json::value {
    order.push_back(context.actor.municipality_id);
    return json::object{};
  });
  for (int at = 0; at < 5; ++at) add(ours);
  add(theirs);
  add(theirs);
  while (runner.run_one()) continue;
  EXPECT_EQ(order, (std::vector<Uuid>{ours, theirs, ours, theirs, ours, ours, ours}));
}

TEST_F(JobsTest, one_municipality_never_has_every_thread) {
  for (int at = 0; at < 5; ++at) add(ours);
  for (int at = 0; at < limits::jobs_per_municipality; ++at) EXPECT_TRUE(claim());
  EXPECT_FALSE(claim());
  const Uuid other = add(theirs);
  EXPECT_EQ(claim(), other);
  static_assert(limits::jobs_per_municipality < static_cast<int>(limits::jobs_at_once));
}

TEST_F(JobsTest, several_run_at_once) {
  std::promise<void> first;
  std::promise<void> second;
  runner.on("one", [&](Context&) -> json::value {
    first.set_value();
    second.get_future().wait();
    return json::object{};
  });
  runner.on("two", [&](Context&) -> json::value {
    second.set_value();
    first.get_future().wait();
    return json::object{};
  });
  const Uuid one = add(ours, "one");
  const Uuid two = add(theirs, "two");
  runner.start(2);
  while (fact(one, "state") != "done" || fact(two, "state") != "done") std::this_thread::yield();
}

TEST_F(JobsTest, what_was_lost_with_its_server_is_taken_back_by_one_that_starts_whatever_the_clock_says) {
  const Uuid lost = add(ours);
  auto servers = database.owner();
  const auto claimed = [&](int number) {
    servers.query("SELECT jobs.claim($1, '60 seconds', $2, $3, $4)", now(), limits::job_attempts, limits::jobs_per_municipality, number);
  };
  const int killed = servers.query("SELECT nextval('jobs.owner_number')").get<int>(0, 0);
  claimed(killed);
  // A server that lives holds the lock of its number.
  const int alive = servers.query("SELECT nextval('jobs.owner_number')").get<int>(0, 0);
  servers.query("SELECT pg_advisory_lock(754, $1)", alive);
  const Uuid held = add(theirs);
  claimed(alive);
  ASSERT_EQ(fact(lost, "owner") + "," + fact(held, "owner"), std::to_string(killed) + "," + std::to_string(alive));
  pass(-3600s);
  runner.on("test", [](Context&) -> json::value { return json::object{}; });
  runner.start(1);
  const Uuid after = add(theirs);
  while (fact(lost, "state") != "done" || fact(after, "state") != "done") std::this_thread::yield();
  EXPECT_EQ(fact(lost, "attempts"), "2") << "the attempt that was lost counts";
  EXPECT_EQ(fact(held, "state"), "running") << "somebody who lives has it";
  EXPECT_EQ(fact(held, "attempts"), "1");
  // This server too holds the number that its jobs have.
  EXPECT_FALSE(servers.query("SELECT pg_try_advisory_lock(754, $1::int)", fact(lost, "owner")).get<bool>(0, 0));
}

TEST_F(JobsTest, what_kills_its_process_twice_is_parked_until_somebody_tries_it_again) {
  const Uuid id = add(ours);
  for (int attempt = 1; attempt <= limits::job_attempts; ++attempt) {
    EXPECT_EQ(claim(), id) << attempt;
    EXPECT_EQ(fact(id, "attempts"), std::to_string(attempt)) << "counted before it runs";
    EXPECT_FALSE(claim()) << "taken while its worker may still be alive";
    pass(limits::job_silence + 1s);
  }
  EXPECT_FALSE(claim());
  EXPECT_EQ(fact(id, "state"), "parked");
  EXPECT_EQ(fact(id, "error_code"), "jobParked");
  runner.on("test", [](Context&) -> json::value { return json::object{}; });
  retry(id);
  EXPECT_TRUE(runner.run_one());
  EXPECT_EQ(fact(id, "state"), "done");
}

TEST_F(JobsTest, a_beat_keeps_a_long_step_from_being_taken_over) {
  const Uuid id = add(ours);
  runner.on("test", [&](Context&) -> json::value {
    for (int at = 0; at < 5; ++at) {
      pass(limits::job_silence - 1s);
      runner.beat();
    }
    EXPECT_FALSE(claim());
    return json::object{};
  });
  runner.run_one();
  EXPECT_EQ(fact(id, "state"), "done");
}

TEST_F(JobsTest, a_clock_put_forward_makes_no_job_of_ours_look_lost) {
  const Uuid id = add(ours);
  int runs = 0;
  runner.on("test", [&](Context&) -> json::value {
    if (++runs > 1) return json::object{};
    pass(limits::job_silence + 1s);
    std::thread([&] { EXPECT_FALSE(runner.run_one()) << "another thread of the same server"; }).join();
    return json::object{};
  });
  runner.run_one();
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(fact(id, "state"), "done");
  EXPECT_EQ(fact(id, "attempts"), "1");
}

TEST_F(JobsTest, time_ends_also_for_who_never_says_how_far_it_is) {
  const Uuid id = add(ours);
  runner.on("test",
            [&](Context& context) -> json::value {
              enqueue(context.result(), "made", "made", json::object{}, now());
              pass(61s);
              runner.beat();
              return json::object{};
            },
            {60s});
  runner.run_one();
  EXPECT_EQ(fact(id, "state"), "failed");
  EXPECT_EQ(fact(id, "error_code"), "jobTooLong");
  EXPECT_EQ(count("made"), 0);
}

TEST_F(JobsTest, memory_ends) {
  const Uuid id = add(ours);
  runner.on("test",
            [](Context& context) -> json::value {
              const Pages large;
              context.progress.step(1, 2);
              return json::object{{"size", Pages::size}};
            },
            {60s, 8UL * 1024 * 1024});
  runner.run_one();
  EXPECT_EQ(fact(id, "error_code"), "jobTooMuchMemory");
}

// Jobs share one process: the growth is laid at the door of the one that came last.
TEST_F(JobsTest, memory_of_another_job_does_not_end_the_first) {
  const std::size_t small = 8UL * 1024 * 1024;
  std::promise<void> inside;
  std::promise<void> grown;
  runner.on("first",
            [&](Context& context) -> json::value {
              inside.set_value();
              grown.get_future().wait();
              context.progress.step(1, 2);
              return json::object{};
            },
            {60s, small});
  runner.on("second",
            [&](Context& context) -> json::value {
              const Pages large;
              grown.set_value();
              while (fact(first_id, "done_count") != "1") std::this_thread::yield();
              context.progress.step(1, 2);
              return json::object{{"size", Pages::size}};
            },
            {60s, small});
  first_id = add(ours, "first");
  runner.start(2);
  inside.get_future().wait();
  const Uuid second = add(theirs, "second");
  runner.wake();
  while (fact(second, "state") == "queued" || fact(second, "state") == "running") std::this_thread::yield();
  EXPECT_EQ(fact(second, "error_code"), "jobTooMuchMemory");
  while (fact(first_id, "state") == "running") std::this_thread::yield();
  EXPECT_EQ(fact(first_id, "state"), "done");
}

TEST_F(JobsTest, a_cancelled_job_hears_it_at_the_next_beat) {
  const Uuid id = add(ours);
  runner.on("test", [&](Context& context) -> json::value {
    context.progress.step(1, 100);
    database.owner().query("UPDATE jobs.job SET cancel_requested = true WHERE id = $1", id);
    runner.beat();
    context.progress.step(2, 100);
    return json::object{};
  });
  runner.run_one();
  EXPECT_EQ(fact(id, "state"), "cancelled");
}

TEST_F(JobsTest, a_stop_puts_back_what_does_not_end_and_does_not_count_it) {
  std::promise<void> inside;
  std::promise<void> gate;
  runner.on("test", [&](Context& context) -> json::value {
    enqueue(context.result(), "made", "made", json::object{}, now());
    inside.set_value();
    gate.get_future().wait();
    return json::object{};
  });
  const Uuid id = add(ours);
  runner.start(1);
  inside.get_future().wait();
  EXPECT_FALSE(runner.stop(std::chrono::steady_clock::now()));
  EXPECT_EQ(fact(id, "state"), "queued");
  EXPECT_EQ(fact(id, "attempts"), "0");
  gate.set_value();
  EXPECT_TRUE(runner.stop());
  EXPECT_EQ(fact(id, "state"), "queued");
  EXPECT_EQ(count("made"), 0);
}

}  // namespace
}  // namespace tenzij::jobs
