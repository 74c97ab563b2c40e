#include <gtest/gtest.h>

#include "platform/live/live.h"
#include "tests/support/server.h"

namespace tenzij {
namespace {

using namespace std::chrono_literals;
using testing::Client;
using testing::RawConnection;
using testing::TestServer;

class LiveAndJobs : public ::testing::Test {
 protected:
  TestServer server;
  Client client = server.client();

  void publish(const std::string& topic, const std::string& text) {
    db::Session session(server.pool(), server.actor());
    live::publish(session, topic, json::object{{"text", text}});
    session.commit();
  }
};

TEST_F(LiveAndJobs, housekeeping_removes_what_nobody_will_ask_for_and_nothing_else) {
  // What housekeeping says to people are events too: said once, before they are counted.
  app::housekeep(server.application().database(), server.owner().query("SELECT now()").get<Instant>(0, 0) + limits::events_kept);
  publish("note", "old");
  const auto events = [&] { return server.owner().query("SELECT count(*) FROM live.event").get<int>(0, 0); };
  const int all = events();
  // Events carry the database's own time.
  const Instant first = server.owner().query("SELECT min(at) FROM live.event").get<Instant>(0, 0);
  const Instant written = server.owner().query("SELECT max(at) FROM live.event").get<Instant>(0, 0);
  app::housekeep(server.application().database(), first + limits::events_kept);
  EXPECT_EQ(events(), all) << "kept to the end of their time";
  EXPECT_EQ(app::housekeep(server.application().database(), written + limits::events_kept + 1s).events, all);
  EXPECT_EQ(events(), 0);
}

TEST_F(LiveAndJobs, an_event_arrives_and_is_replayed_after_the_last_one_seen) {
  client.sign_in("director");
  publish("note", "before");
  RawConnection first(server.port());
  first.send("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nCookie: " + client.cookie + "\r\n\r\n");
  first.read_until("retry: 2000\n\n");
  publish("note", "during");
  const std::string seen = first.read_until("during");
  EXPECT_EQ(seen.find("before"), std::string::npos) << "without Last-Event-ID nothing old comes";
  const std::size_t at = seen.find("id: ") + 4;
  const std::string last = seen.substr(at, seen.find('\n', at) - at);
  publish("note", "missed");
  RawConnection second(server.port());
  second.send("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nCookie: " + client.cookie + "\r\nLast-Event-ID: " + last + "\r\n\r\n");
  const std::string again = second.read_until("missed");
  EXPECT_NE(again.find("missed"), std::string::npos);
  EXPECT_EQ(again.find("during"), std::string::npos) << "seen events come twice";
}

TEST_F(LiveAndJobs, events_stay_within_their_municipality) {
  server.add_other();
  client.sign_in("other", "vier losse rare woorden");
  RawConnection theirs(server.port());
  theirs.send("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nCookie: " + client.cookie + "\r\nLast-Event-ID: 0\r\n\r\n");
  theirs.read_until("retry: 2000\n\n");
  publish("note", "secret");
  db::Connection owner = server.owner();
  {
    db::Session session(server.pool(),
                        {owner.query("SELECT id FROM platform.municipality WHERE code = 'GM0001'").get<Uuid>(0, 0), {}, "t"});
    live::publish(session, "note", json::object{{"text", "own"}});
    session.commit();
  }
  EXPECT_EQ(theirs.read_until("own").find("secret"), std::string::npos);
}

class Queue : public ::testing::Test {
 protected:
  TestServer server;
  jobs::Runner runner{server.pool(), [this] { return server.now(); }};
  int runs = 0;

  void SetUp() override {
    server.application().runner().stop();  // the test runs the jobs itself
    runner.on("test", [this](jobs::Context& context) {
      ++runs;
      if (context.input.at("fail").as_bool()) throw Error(400, "invalidInput");
      context.progress.step(1, 2);
      return json::value(json::object{{"runs", runs}});
    });
  }
  Uuid enqueue(bool fail = false) {
    db::Session session(server.pool(), server.actor());
    const Uuid id = jobs::enqueue(session, "test", "Test", json::object{{"fail", fail}}, server.now());
    session.commit();
    return id;
  }
  std::string state(const Uuid& id) { return std::string(server.owner().query("SELECT state FROM jobs.job WHERE id = $1", id).text(0, 0)); }
};

TEST_F(Queue, a_job_runs_once_and_keeps_its_report) {
  const Uuid id = enqueue();
  EXPECT_TRUE(runner.run_one());
  EXPECT_FALSE(runner.run_one());
  EXPECT_EQ(state(id), "done");
  EXPECT_EQ(runs, 1);
}

TEST_F(Queue, a_failed_job_says_why_and_can_be_tried_again) {
  const Uuid id = enqueue(true);
  runner.run_one();
  EXPECT_EQ(state(id), "failed");
  Client client = server.client();
  client.sign_in("administrator");
  EXPECT_EQ(client.get("/jobs/" + id.str()).json().at("errorCode").as_string(), "invalidInput");
  EXPECT_EQ(client.call("POST", "/api/v1/jobs/" + id.str() + "/retry").status, 201);
  EXPECT_EQ(client.call("POST", "/api/v1/jobs/" + id.str() + "/retry").status, 409);
  EXPECT_TRUE(runner.run_one());
}

TEST_F(Queue, a_cancelled_job_does_not_run) {
  const Uuid id = enqueue();
  Client client = server.client();
  client.sign_in("administrator");
  EXPECT_EQ(client.call("POST", "/api/v1/jobs/" + id.str() + "/cancellation").status, 201);
  EXPECT_FALSE(runner.run_one());
  EXPECT_EQ(state(id), "cancelled");
}

TEST_F(Queue, a_parked_job_stands_first_with_its_reason_and_can_be_tried_again) {
  const Uuid id = enqueue();
  enqueue();
  server.owner().query("UPDATE jobs.job SET state = 'running', attempts = $2, heartbeat_at = $3, created_at = $3 WHERE id = $1", id,
                       limits::job_attempts, server.now() - limits::job_silence - 1s);
  EXPECT_TRUE(runner.run_one()) << "the other";
  Client client = server.client();
  client.sign_in("administrator");
  const json::value first = client.get("/jobs").json().at("items").at(0);
  EXPECT_EQ(first.at("id").as_string(), id.str());
  EXPECT_EQ(first.at("state").as_string(), "parked");
  EXPECT_EQ(first.at("errorCode").as_string(), "jobParked");
  EXPECT_EQ(client.call("POST", "/api/v1/jobs/" + id.str() + "/retry").status, 201);
  EXPECT_TRUE(runner.run_one());
  EXPECT_EQ(state(id), "done");
}

}  // namespace
}  // namespace tenzij
