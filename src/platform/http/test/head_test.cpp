// What a request's head may look like: raw bytes against the real server, with the status each must have.
#include "platform/http/head.h"

#include <gtest/gtest.h>

#include "platform/base/limits.h"
#include "platform/http/server.h"
#include "tests/support/client.h"

namespace tenzij::http {
namespace {

struct Row {
  const char* what;
  std::string bytes;
  int status;
};

std::string get(const std::string& fields) { return "GET /x HTTP/1.1\r\n" + fields + "\r\n"; }
std::string post(const std::string& fields, const std::string& body) {
  return "POST /x HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n" + body;
}
const std::string chunks = "3\r\nabc\r\n0\r\n\r\n";

class Head : public ::testing::Test {
 protected:
  static std::unique_ptr<Server> make(bool behind_proxy) {
    return std::make_unique<Server>(
        ServerSettings{"127.0.0.1", 0, 1, 2, behind_proxy, {"tenzij.example", "inkoop.example"}},
        [](Request& request) {
          Response response;
          response.body = request.host + "|" + request.path + "|" + request.body;
          return response;
        },
        [](Method, std::string_view) { return std::size_t{1000}; }, Admit{},
        [](int status, const std::string& code, const Request&) {
          Response response;
          response.status = status;
          response.body = code;
          return response;
        });
  }
  std::unique_ptr<Server> server = make(false);

  static testing::Answer ask(const Server& server, const std::string& bytes) {
    testing::RawConnection connection(server.port());
    connection.send(bytes);
    return connection.answer();
  }
  void table(const std::vector<Row>& rows) const {
    for (const Row& row : rows) EXPECT_EQ(ask(*server, row.bytes).status, row.status) << row.what;
  }
};

TEST(PlainHead, is_one_head_whole) {
  const std::string head = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  EXPECT_TRUE(plain_head(head));
  EXPECT_FALSE(plain_head(head + "GET / HTTP/1.1\r\n\r\n")) << "what stands behind the empty line is no head";
  for (std::size_t size = 0; size < head.size(); ++size) EXPECT_FALSE(plain_head(head.substr(0, size))) << size;
}

TEST_F(Head, the_length_of_a_body_is_said_once_and_in_one_way) {
  table({{"chunked", post("Transfer-Encoding: chunked\r\n", chunks), 200},
         {"length", post("Content-Length: 3\r\n", "abc"), 200},
         {"xchunked", post("Transfer-Encoding: xchunked\r\n", chunks), 400},
         {"identity", post("Transfer-Encoding: identity\r\n", ""), 400},
         {"gzip", post("Transfer-Encoding: gzip\r\n", chunks), 400},
         {"gzip, chunked", post("Transfer-Encoding: gzip, chunked\r\n", chunks), 400},
         {"quoted", post("Transfer-Encoding: \"chunked\"\r\n", chunks), 400},
         {"empty", post("Transfer-Encoding:\r\n", chunks), 400},
         {"empty with a space", post("Transfer-Encoding: \r\n", chunks), 400},
         {"twice in one", post("Transfer-Encoding: chunked, chunked\r\n", chunks), 400},
         {"two fields", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", chunks), 400},
         {"two fields, one other", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", chunks), 400},
         {"a tab before", post("Transfer-Encoding:\tchunked\r\n", chunks), 400},
         {"a tab behind", post("Transfer-Encoding: chunked\t\r\n", chunks), 400},
         {"capitals", post("Transfer-Encoding: Chunked\r\n", chunks), 400},
         {"a parameter", post("Transfer-Encoding: chunked;q=1\r\n", chunks), 400},
         {"a space in the name", post("Transfer-Encoding : chunked\r\n", chunks), 400},
         {"with a length", post("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", chunks), 400},
         {"behind a length", post("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", chunks), 400},
         {"another encoding with a length", post("Content-Length: 3\r\nTransfer-Encoding: identity\r\n", "abc"), 400},
         {"HTTP/1.0", "POST /x HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks, 400},
         {"+5", post("Content-Length: +5\r\n", "abcde"), 400},
         {"0x5", post("Content-Length: 0x5\r\n", "abcde"), 400},
         {"5, 5", post("Content-Length: 5, 5\r\n", "abcde"), 400},
         {"-1", post("Content-Length: -1\r\n", ""), 400},
         {"5 5", post("Content-Length: 5 5\r\n", "abcde"), 400},
         {"no digits", post("Content-Length:\r\n", ""), 400},
         {"two the same", post("Content-Length: 5\r\nContent-Length: 5\r\n", "abcde"), 400},
         {"too many digits", post("Content-Length: 99999999999999999999999\r\n", ""), 400},
         {"a chunk that is too large to count", post("Transfer-Encoding: chunked\r\n", "ffffffffffffffff1\r\nabc"), 400},
         {"a chunk with a sign", post("Transfer-Encoding: chunked\r\n", "+3\r\nabc\r\n0\r\n\r\n"), 400},
         {"a chunk in 0x", post("Transfer-Encoding: chunked\r\n", "0x3\r\nabc\r\n0\r\n\r\n"), 400},
         {"a chunk with a bare line feed", post("Transfer-Encoding: chunked\r\n", "3\nabc\r\n0\r\n\r\n"), 400}});
}

TEST_F(Head, lines_are_plain_lines) {
  const std::string host = "Host: localhost\r\n";
  table({{"folded", get(host + "X-A: one\r\n two\r\n"), 400},
         {"folded with a tab", get(host + "X-A: one\r\n\ttwo\r\n"), 400},
         {"folded first", "GET /x HTTP/1.1\r\n Host: localhost\r\n\r\n", 400},
         {"bare line feeds", "GET /x HTTP/1.1\nHost: localhost\n\n", 400},
         {"one bare line feed", "GET /x HTTP/1.1\r\nHost: localhost\nX-A: b\r\n\r\n", 400},
         {"bare carriage return", get(host + "X-A: a\rb\r\n"), 400},
         {"NUL", get(host + std::string("X-A: a\0b\r\n", 10)), 400},
         {"escape", get(host + "X-A: a\x1b[2J\r\n"), 400},
         {"delete", get(host + "X-A: a\x7f\r\n"), 400},
         {"NUL in a name", get(host + std::string("X\0A: b\r\n", 8)), 400},
         {"no colon", get(host + "X-A\r\n"), 400},
         {"no name", get(host + ": b\r\n"), 400},
         {"a tab inside a value", get(host + "X-A: a\tb\r\n"), 200},
         {"UTF-8 in a value", get(host + "X-A: één\r\n"), 200},
         {"HTTP/2.0", "GET /x HTTP/2.0\r\n" + host + "\r\n", 400},
         {"HTTP/1.2", "GET /x HTTP/1.2\r\n" + host + "\r\n", 400},
         {"HTTP/1.10", "GET /x HTTP/1.10\r\n" + host + "\r\n", 400},
         {"no version", "GET /x\r\n" + host + "\r\n", 400},
         {"two spaces", "GET  /x HTTP/1.1\r\n" + host + "\r\n", 400},
         {"a tab", "GET\t/x HTTP/1.1\r\n" + host + "\r\n", 400},
         {"an odd method", "G<T /x HTTP/1.1\r\n" + host + "\r\n", 400},
         {"too long", get(host + "X-A: " + std::string(limits::header_bytes, 'x') + "\r\n"), 431},
         {"too long and no end", "GET /" + std::string(2 * limits::header_bytes, 'x'), 431}});
}

TEST_F(Head, the_host_is_one_of_ours) {
  table({{"none", get(""), 400},
         {"empty", get("Host:\r\n"), 400},
         {"two", get("Host: localhost\r\nHost: localhost\r\n"), 400},
         {"loopback", get("Host: localhost:8080\r\n"), 200},
         {"loopback in numbers", get("Host: 127.0.0.1:99\r\n"), 200},
         {"loopback of IPv6", get("Host: [::1]:8080\r\n"), 200},
         {"named", get("Host: tenzij.example\r\n"), 200},
         {"named, in capitals and with a port", get("Host: INKOOP.example:443\r\n"), 200},
         {"another", get("Host: evil.example\r\n"), 421},
         {"ours as a part", get("Host: tenzij.example.evil.example\r\n"), 421},
         {"ours behind a name", get("Host: evil.example@tenzij.example\r\n"), 400},
         {"with a path", get("Host: localhost/x\r\n"), 400},
         {"with an odd port", get("Host: localhost:80x\r\n"), 400},
         {"two in one", get("Host: localhost, evil.example\r\n"), 400},
         {"another as forwarded is not believed", get("Host: localhost\r\nX-Forwarded-Host: evil.example\r\n"), 200},
         {"ours as forwarded is not believed either", get("Host: evil.example\r\nX-Forwarded-Host: tenzij.example\r\n"), 421},
         {"HTTP/1.0 without", "GET /x HTTP/1.0\r\n\r\n", 200},
         {"HTTP/1.0 of another", "GET /x HTTP/1.0\r\nHost: evil.example\r\n\r\n", 421}});
}

TEST_F(Head, targets_are_paths_or_name_us_as_the_host_does) {
  const std::string host = "Host: tenzij.example\r\n\r\n";
  table({{"absolute", "GET http://tenzij.example/x HTTP/1.1\r\n" + host, 200},
         {"absolute without a path", "GET http://tenzij.example HTTP/1.1\r\n" + host, 200},
         {"absolute of another", "GET http://evil.example/x HTTP/1.1\r\n" + host, 400},
         {"absolute of another, the same in Host", "GET http://evil.example/x HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421},
         {"another scheme", "GET ftp://tenzij.example/x HTTP/1.1\r\n" + host, 400},
         {"authority", "CONNECT tenzij.example:80 HTTP/1.1\r\n" + host, 400},
         {"asterisk", "OPTIONS * HTTP/1.1\r\n" + host, 200},
         {"asterisk of another method", "GET * HTTP/1.1\r\n" + host, 400},
         {"no slash", "GET x HTTP/1.1\r\n" + host, 400},
         {"NUL in the path", "GET /%00 HTTP/1.1\r\n" + host, 400},
         {"half an escape", "GET /%4 HTTP/1.1\r\n" + host, 400},
         {"broken UTF-8 in the query", "GET /x?a=%c3%28 HTTP/1.1\r\n" + host, 400},
         {"outside the BMP", "GET /%F0%9F%8C%B3?a=%F0%9F%8C%B3 HTTP/1.1\r\n" + host, 200}});
}

TEST_F(Head, a_proxy_that_is_believed_says_who_was_asked_for) {
  const auto proxied = make(true);
  EXPECT_EQ(ask(*proxied, get("Host: 10.0.0.7:8080\r\nX-Forwarded-Host: tenzij.example\r\n")).body, "tenzij.example|/x|");
  EXPECT_EQ(ask(*proxied, get("Host: tenzij.example\r\n")).body, "tenzij.example|/x|");
  EXPECT_EQ(ask(*proxied, get("Host: localhost\r\nX-Forwarded-Host: evil.example\r\n")).status, 421);
  EXPECT_EQ(ask(*proxied, get("Host: localhost\r\nX-Forwarded-Host: a, b\r\n")).status, 400);
}

TEST_F(Head, what_follows_a_refused_request_is_not_answered) {
  testing::RawConnection connection(server->port());
  connection.send(post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n"));
  EXPECT_EQ(connection.answer().status, 400);
  EXPECT_EQ(connection.answer().status, 0);
}

}  // namespace
}  // namespace tenzij::http
