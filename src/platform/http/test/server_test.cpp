#include "platform/http/server.h"

#include <dirent.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <condition_variable>
#include <future>

#include "platform/base/limits.h"
#include "platform/http/body.h"
#include "platform/http/events.h"
#include "platform/http/multipart.h"
#include "platform/http/slow.h"
#include "tests/support/client.h"

namespace tenzij::http {
namespace {

using testing::Answer;
using testing::RawConnection;

class ServerTest : public ::testing::Test {
 protected:
  std::shared_ptr<EventQueue> events = std::make_shared<EventQueue>();
  std::mutex mutex;
  std::condition_variable changed;
  bool inside = false;
  bool release = false;
  std::unique_ptr<Server> server = std::make_unique<Server>(
      ServerSettings{"127.0.0.1", 0, 1, 4, false, {"a", "b", "x"}}, [this](Request& request) { return answer(request); },
      [](Method, std::string_view path) { return path == "/upload" ? std::size_t{50'000'000} : std::size_t{1000}; },
      [this](Request& request) { return admit(request); },
      [](int status, const std::string& code, const Request&) {
        Response response;
        response.status = status;
        response.body = code;
        return response;
      });

  const Uuid person = new_id();
  std::shared_ptr<Deferred> deferred = std::make_shared<Deferred>();

  // Who sends the cookie x=1 is signed in.
  std::optional<Response> admit(Request& request) const {
    if (request.cookie("x") == "1") {
      request.who.person_id = person;
      return std::nullopt;
    }
    Response refused;
    refused.status = 401;
    return refused;
  }

  Response answer(Request& request) {
    Response response;
    if (request.path == "/later") {
      response.later = deferred;
      const std::lock_guard lock(mutex);
      inside = true;
      changed.notify_all();
      return response;
    }
    if (request.path == "/spooled") {
      response.body = request.received && request.received->spooled() ? "yes" : "no";
      return response;
    }
    if (request.path == "/events") {
      response.content_type = "text/event-stream";
      response.events = events;
      return response;
    }
    if (request.path == "/slow") {
      std::unique_lock lock(mutex);
      inside = true;
      changed.notify_all();
      changed.wait(lock, [&] { return release; });
    }
    response.content_type = "text/plain";
    response.body =
        request.path + "|" + std::to_string(request.content().size()) + "|" + (request.query.empty() ? "" : request.query[0].second);
    return response;
  }

  Answer raw(const std::string& bytes) {
    RawConnection connection(server->port());
    connection.send(bytes);
    return connection.answer();
  }
};

TEST_F(ServerTest, answers_and_keeps_the_connection) {
  RawConnection connection(server->port());
  connection.send("GET /a%20b?x=1+2 HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(connection.answer().body, "/a b|0|1 2");
  connection.send("POST /c HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
  EXPECT_EQ(connection.answer().body, "/c|3|");
  connection.send("HEAD /c HTTP/1.1\r\nHost: x\r\n\r\nGET /d HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(connection.answer(true).header("content-length"), "5");
  EXPECT_EQ(connection.answer().body, "/d|0|");
}

TEST_F(ServerTest, refuses_what_is_ambiguous_or_broken) {
  EXPECT_EQ(raw("GET / HTTP/1.1\r\n\r\n").status, 400) << "no Host";
  EXPECT_EQ(raw("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n").status, 400) << "two Hosts";
  EXPECT_EQ(raw("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab").status, 400) << "two lengths";
  EXPECT_EQ(raw("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n").status, 400)
      << "length and chunks";
  EXPECT_EQ(raw("GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n").status, 400) << "broken escape";
  EXPECT_EQ(raw("GET /%ff HTTP/1.1\r\nHost: a\r\n\r\n").status, 400) << "not UTF-8";
  EXPECT_EQ(raw("nonsense\r\n\r\n").status, 400);
  EXPECT_EQ(raw("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(limits::header_bytes, 'x') + "\r\n\r\n").status, 431);
}

TEST_F(ServerTest, refuses_bodies_above_the_limit_of_the_route) {
  EXPECT_EQ(raw("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2000\r\n\r\n").status, 413);
  EXPECT_EQ(
      raw("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n" + std::string(2000, 'x') + "\r\n0\r\n\r\n").status,
      413);
  EXPECT_EQ(raw("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 2000\r\n\r\n" + std::string(2000, 'x')).body, "/upload|2000|");
}

TEST_F(ServerTest, lets_a_client_ask_before_it_sends) {
  RawConnection connection(server->port());
  connection.send("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(connection.answer().status, 100);
  connection.send("ok");
  EXPECT_EQ(connection.answer().body, "/upload|2|");
}

TEST_F(ServerTest, reads_a_large_body_only_of_somebody_who_is_signed_in) {
  const std::string large(200'000, 'x');
  const std::string head = "POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n";
  EXPECT_EQ(raw(head + "\r\n").status, 401) << "refused before a byte of the body has come";
  EXPECT_EQ(raw("POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n").status, 401) << "of unknown length";
  EXPECT_EQ(raw(head + "Cookie: x=1\r\n\r\n" + large).body, "/upload|200000|");
  while (server->received() > 0) std::this_thread::yield();
}

// Announced bytes cost nothing: many more than the bound are announced, and a real upload goes through.
TEST_F(ServerTest, silent_sockets_that_announce_much_stop_nobody) {
  std::vector<std::unique_ptr<RawConnection>> silent;
  for (std::size_t at = 0; at < limits::uploads_bytes / 50'000'000 + 2; ++at) {
    silent.push_back(std::make_unique<RawConnection>(server->port()));
    silent.back()->send("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 50000000\r\nCookie: x=1\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(silent.back()->answer().status, 100) << "the server waits for its body";
  }
  EXPECT_EQ(server->received(), 0U);
  const std::string large(200'000, 'x');
  EXPECT_EQ(raw("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\nCookie: x=1\r\n\r\n" + large).body, "/upload|200000|");
}

TEST_F(ServerTest, spools_what_is_large_and_bounds_what_one_person_sends_at_once) {
  const std::string head = "Host: a\r\nCookie: x=1\r\nContent-Length: ";
  EXPECT_EQ(raw("POST /spooled HTTP/1.1\r\n" + head + "900\r\n\r\n" + std::string(900, 'x')).body, "no");
  // Each sends all but the last byte, which counts; the one that passes the bound is refused.
  const std::string most(49'999'999, 'x');
  std::vector<std::unique_ptr<RawConnection>> sending;
  for (std::size_t at = 0; at < limits::uploads_person_bytes / 50'000'000; ++at) {
    sending.push_back(std::make_unique<RawConnection>(server->port()));
    sending.back()->send("POST /upload HTTP/1.1\r\n" + head + "50000000\r\n\r\n" + most);
  }
  RawConnection last(server->port());
  last.send("POST /upload HTTP/1.1\r\n" + head + "20000000\r\n\r\n" + most.substr(0, 20'000'000));
  EXPECT_EQ(last.answer().status, 503);
  for (const auto& each : sending) each->send("x");
  for (const auto& each : sending) EXPECT_EQ(each->answer().body, "/upload|50000000|");
  while (server->received() > 0) std::this_thread::yield();
}

TEST_F(ServerTest, waits_for_slow_work_without_a_worker) {
  std::vector<std::unique_ptr<RawConnection>> waiting;
  for (int at = 0; at < 8; ++at) {
    waiting.push_back(std::make_unique<RawConnection>(server->port()));
    waiting.back()->send("GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
  }
  EXPECT_EQ(raw("GET /other HTTP/1.1\r\nHost: a\r\n\r\n").body, "/other|0|") << "twice as many wait as there are workers";
}

TEST_F(ServerTest, gives_the_answer_when_it_is_ready_and_notices_who_went_away) {
  {
    RawConnection connection(server->port());
    connection.send("GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
    Response made;
    made.body = "made";
    std::thread([&] { deferred->finish(std::move(made)); }).join();
    EXPECT_EQ(connection.answer().body, "made");
    connection.send("GET /c HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(connection.answer().body, "/c|0|") << "the connection is kept";
  }
  deferred = std::make_shared<Deferred>();
  {
    RawConnection leaves(server->port());
    leaves.send("GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
  }
  while (!deferred->abandoned()) std::this_thread::yield();
}

TEST_F(ServerTest, no_child_inherits_a_descriptor) {
  RawConnection stream(server->port());
  stream.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
  stream.read_until("\r\n\r\n");
  int sockets = 0;
  DIR* folder = opendir("/proc/self/fd");
  while (const dirent* entry = readdir(folder)) {
    const int descriptor = std::atoi(entry->d_name);
    struct stat facts {};
    if (descriptor < 3 || fstat(descriptor, &facts) != 0 || !S_ISSOCK(facts.st_mode)) continue;
    ++sockets;
    EXPECT_NE(fcntl(descriptor, F_GETFD) & FD_CLOEXEC, 0) << descriptor;
  }
  closedir(folder);
  EXPECT_GE(sockets, 3) << "the port, and both ends of the stream";
}

TEST_F(ServerTest, streams_events_from_any_thread_and_ends_with_the_queue) {
  RawConnection connection(server->port());
  connection.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
  connection.read_until("\r\n\r\n");
  std::thread([&] { events->push(std::make_shared<const std::string>("data: one\n\n")); }).join();
  EXPECT_NE(connection.read_until("data: one\n\n").find("Transfer-Encoding: chunked"), std::string::npos);
  events->close();
  EXPECT_NE(connection.read_until("\r\n0\r\n\r\n").find("0\r\n\r\n"), std::string::npos);
}

TEST_F(ServerTest, finishes_running_requests_when_it_stops) {
  RawConnection connection(server->port());
  connection.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
  {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return inside; });
  }
  std::thread stopping([&] { EXPECT_TRUE(server->stop(std::chrono::steady_clock::now() + std::chrono::seconds(60))); });
  {
    const std::lock_guard lock(mutex);
    release = true;
    changed.notify_all();
  }
  EXPECT_EQ(connection.answer().body, "/slow|0|");
  stopping.join();
}

TEST_F(ServerTest, says_that_a_port_is_taken) {
  try {
    const Server second(ServerSettings{"127.0.0.1", server->port(), 1, 1, false, {}}, {}, {}, {}, {});
    FAIL();
  } catch (const std::runtime_error& fault) {
    EXPECT_NE(std::string(fault.what()).find("--port"), std::string::npos);
  }
}

TEST(EventQueue, cuts_a_reader_off_that_does_not_read) {
  EventQueue queue;
  for (std::size_t i = 0; i <= limits::events_waiting; ++i) queue.push(std::make_shared<const std::string>("x"));
  EXPECT_TRUE(queue.closed());
}

class PoolsTest : public ::testing::Test {
 protected:
  std::promise<void> gate;
  std::shared_future<void> open = gate.get_future().share();
  std::mutex mutex;
  std::vector<std::string> done;
  Pools pools;  // last: its threads end first

  static Principal somebody(const Uuid& municipality = new_id()) {
    Principal who;
    who.person_id = new_id();
    who.municipality_id = municipality;
    return who;
  }
  bool hang(Pool pool, const Principal& who, const std::string& name) {
    return pools.offer(pool, who, [this, name] {
      open.wait();
      const std::lock_guard lock(mutex);
      done.push_back(name);
    });
  }
};

TEST_F(PoolsTest, a_full_pool_refuses_and_another_goes_on) {
  for (std::size_t at = 0; at < limits::slow_waiting; ++at) EXPECT_TRUE(hang(Pool::reports, somebody(), "x"));
  // Up to slow_threads of them may have begun and left the queue.
  std::size_t more = 0;
  while (hang(Pool::reports, somebody(), "x") && more < 100) ++more;
  EXPECT_LE(more, limits::slow_threads);
  std::promise<void> elsewhere;
  EXPECT_TRUE(pools.offer(Pool::tables, somebody(), [&] { elsewhere.set_value(); }));
  elsewhere.get_future().wait();
  gate.set_value();
}

TEST_F(PoolsTest, nobody_alone_has_all_threads) {
  const Principal greedy = somebody();
  for (std::size_t at = 0; at < limits::slow_per_person; ++at) EXPECT_TRUE(hang(Pool::reading, greedy, "greedy"));
  EXPECT_FALSE(hang(Pool::reading, greedy, "greedy"));
  std::promise<void> other;
  EXPECT_TRUE(pools.offer(Pool::reading, somebody(), [&] { other.set_value(); }));
  other.get_future().wait();
  gate.set_value();
}

TEST_F(PoolsTest, what_nobody_waits_for_takes_no_place) {
  const Principal one = somebody();
  EXPECT_TRUE(hang(Pool::reading, one, "runs"));
  bool left = false;
  for (std::size_t at = 1; at < limits::slow_per_person; ++at)
    EXPECT_TRUE(pools.offer(
        Pool::reading, one, [this] { done.emplace_back("dropped"); }, [&] { return left; }));
  EXPECT_FALSE(hang(Pool::reading, one, "next"));
  left = true;
  EXPECT_TRUE(hang(Pool::reading, one, "next"));
  gate.set_value();
  while (pools.busy() > 0) std::this_thread::yield();
  EXPECT_EQ(done, (std::vector<std::string>{"runs", "next"}));
}

TEST_F(PoolsTest, what_has_not_begun_ends_with_the_server) {
  const Principal one = somebody();
  for (std::size_t at = 0; at < limits::slow_per_person; ++at) EXPECT_TRUE(hang(Pool::reading, one, "x"));
  gate.set_value();
  pools.stop();
  EXPECT_FALSE(pools.offer(Pool::reading, one, [] {}));
  while (pools.busy() > 0) std::this_thread::yield();
  EXPECT_EQ(done.size(), limits::slow_per_person) << "every one has its answer";
}

TEST(Multipart, gives_parts_and_refuses_what_is_cut_off) {
  Request request;
  request.headers = {{"content-type", "multipart/form-data; boundary=\"e\""}};
  request.body =
      "--e\r\nContent-Disposition: form-data; name=\"files\"; filename=\"../a/b.xml\"\r\n\r\none\r\n--e\r\nContent-Disposition: form-data; "
      "name=\"x\"\r\n\r\n\r\n--e--\r\n";
  const auto parts = multipart(request);
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts[0].file_name, "b.xml");
  EXPECT_EQ(parts[0].content, "one");
  EXPECT_EQ(parts[1].content, "");
  request.body.resize(60);
  EXPECT_THROW(multipart(request), Error);
}

}  // namespace
}  // namespace tenzij::http
