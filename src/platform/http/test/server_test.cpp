#include "platform/http/server.h"

#include <gtest/gtest.h>

#include <condition_variable>

#include "platform/base/limits.h"
#include "platform/http/events.h"
#include "platform/http/multipart.h"
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
      [](Method, std::string_view path) { return path == "/upload" ? std::size_t{5'000'000} : std::size_t{1000}; },
      [](int status, const std::string& code) {
        Response response;
        response.status = status;
        response.body = code;
        return response;
      });

  Response answer(Request& request) {
    Response response;
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
    response.body = request.path + "|" + std::to_string(request.body.size()) + "|" + (request.query.empty() ? "" : request.query[0].second);
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
  std::thread stopping([&] { server->stop(); });
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
    const Server second(ServerSettings{"127.0.0.1", server->port(), 1, 1, false, {}}, {}, {}, {});
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
