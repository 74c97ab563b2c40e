// One slow thing never stops another: slow work, uploads and open lines beside ordinary requests.
#include "platform/base/slow.h"

#include <gtest/gtest.h>

#include <future>

#include "platform/documents/report.h"
#include "platform/documents/table.h"
#include "platform/http/multipart.h"
#include "tests/support/server.h"

namespace tenzij {
namespace {

using testing::Client;
using testing::RawConnection;
using testing::TestServer;

class Slow : public ::testing::Test {
 protected:
  std::promise<void> gate;
  std::shared_future<void> open = gate.get_future().share();
  bool released = false;
  TestServer server;
  std::vector<std::string> roles{"director",         "alderman",      "procurement_advisor", "impact_advisor",
                                 "sroi_coordinator", "administrator", "budget_holder",       "contract_manager"};

  // A handler whose work hangs until the gate opens.
  void SetUp() override {
    server.application().router().download<http::None>("/test-hang", http::signed_in, {"testHang", "test", "Hangs"}, "text/plain",
                                                       [gate = open](const http::Request&, db::Session&) {
                                                         return http::later(http::Pool::reports, [gate] {
                                                           gate.wait();
                                                           http::Response response;
                                                           response.content_type = "text/plain";
                                                           response.body = "made";
                                                           return response;
                                                         });
                                                       });
    server.application().router().download<http::None>(
        "/test-fail", http::signed_in, {"testFail", "test", "Fails"}, "text/plain", [](const http::Request&, db::Session&) {
          return http::later(http::Pool::reports, []() -> http::Response { throw bad_field("/title", "tooLong", {{"limit", "3"}}); });
        });
  }
  void TearDown() override {
    if (!released) gate.set_value();
  }
  void release() {
    released = true;
    gate.set_value();
  }
  std::string cookie_of(const std::string& role) {
    Client client = server.client();
    EXPECT_EQ(client.sign_in(role).status, 201) << role;
    return client.cookie;
  }
  std::unique_ptr<RawConnection> ask(const std::string& cookie, const std::string& path = "/test-hang") {
    auto connection = std::make_unique<RawConnection>(server.port());
    connection->send("GET /api/v1" + path + " HTTP/1.1\r\nHost: localhost\r\nCookie: " + cookie + "\r\n\r\n");
    return connection;
  }
};

TEST_F(Slow, twice_as_much_as_there_are_workers_hangs_and_pages_are_answered) {
  std::vector<std::unique_ptr<RawConnection>> hanging;
  for (const std::string& role : roles) hanging.push_back(ask(cookie_of(role)));
  while (server.application().router().pools().busy() < roles.size()) std::this_thread::yield();
  Client client = server.client();
  client.sign_in("director");
  for (const char* path : {"/units", "/themes", "/jobs", "/purchases"}) EXPECT_EQ(client.get(path).status, 200) << path;
  // Tables and reading have threads of their own.
  EXPECT_EQ(client.get("/purchase-exports?format=xlsx").body.substr(0, 2), "PK");
  release();
  for (const auto& each : hanging) EXPECT_EQ(each->answer().body, "made");
}

TEST_F(Slow, who_has_enough_of_it_waiting_is_told_to_come_back) {
  const std::string cookie = cookie_of("director");
  std::vector<std::unique_ptr<RawConnection>> hanging;
  for (std::size_t at = 0; at < limits::slow_per_person; ++at) hanging.push_back(ask(cookie));
  while (server.application().router().pools().busy() < hanging.size()) std::this_thread::yield();
  const auto answer = ask(cookie)->answer();
  EXPECT_EQ(answer.status, 503);
  EXPECT_FALSE(answer.header("retry-after").empty());
  EXPECT_EQ(answer.json().at("code").as_string(), "slowWorkFull");
  EXPECT_EQ(answer.json().at("detail").as_string(), "Er is nu te veel van dit werk tegelijk. Probeer het zo nog eens.");
  release();
  for (const auto& each : hanging) EXPECT_EQ(each->answer().status, 200);
}

TEST_F(Slow, what_goes_wrong_in_it_is_a_problem_as_everywhere) {
  const auto answer = ask(cookie_of("director"), "/test-fail")->answer();
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.json().at("errors").at(0).at("pointer").as_string(), "/title");
  EXPECT_FALSE(answer.header("x-request-id").empty());
  EXPECT_FALSE(answer.header("content-security-policy").empty());
}

// The structure: whoever forgets to hand over meets this in the first test of the route.
TEST(SlowWork, is_refused_on_a_request_worker) {
  const slow::RequestWorker here;
  EXPECT_THROW(documents::to_csv({}), std::logic_error);
  EXPECT_THROW(documents::to_xlsx({}), std::logic_error);
  EXPECT_THROW(documents::to_pdf({}, "tools/typst"), std::logic_error);
  EXPECT_THROW(documents::to_office({}, documents::Office::odt), std::logic_error);
  EXPECT_THROW(http::multipart({}), std::logic_error);
}

TEST_F(Slow, a_large_body_is_refused_before_it_is_sent) {
  const std::string head =
      "POST /api/v1/notice-imports HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=e\r\n"
      "Content-Length: 90000000\r\n";
  RawConnection stranger(server.port());
  stranger.send(head + "\r\n");
  EXPECT_EQ(stranger.answer().status, 401);
  RawConnection alderman(server.port());
  alderman.send(head + "Cookie: " + cookie_of("alderman") + "\r\n\r\n");
  const auto answer = alderman.answer();
  EXPECT_EQ(answer.status, 403);
  EXPECT_EQ(answer.json().at("code").as_string(), "notAllowed");
  RawConnection form(server.port());
  form.send("POST /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(limits::open_body_bytes + 1) +
            "\r\n\r\n");
  EXPECT_EQ(form.answer().status, 413);
}

TEST_F(Slow, an_upload_above_the_memory_bound_arrives_whole) {
  Client client = server.client();
  client.sign_in("impact_advisor");
  const std::string large(3UL * 1024 * 1024, ' ');
  const auto answer = client.upload({{"large.xml", large + "<x/>"}});
  ASSERT_EQ(answer.status, 202) << answer.body;
  const std::string job(answer.json().at("jobId").as_string());
  EXPECT_EQ(server.owner().query("SELECT length(content) FROM notices.upload WHERE job_id = $1", job).rows() <= 1, true);
  const json::value ended = server.wait_for_job(client, job);
  EXPECT_EQ(ended.at("report").at("rejected").at(0).at("file").as_string(), "large.xml");
}

TEST_F(Slow, a_report_is_made_with_many_lines_open) {
  const std::string cookie = cookie_of("impact_advisor");
  std::vector<std::unique_ptr<RawConnection>> lines;
  for (int at = 0; at < 80; ++at) {
    lines.push_back(ask(cookie, "/events"));
    lines.back()->read_until("retry: 2000\n\n");
  }
  const auto answer = ask(cookie, "/category-focus-picture?paper=a4")->answer();
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.body.substr(0, 5), "%PDF-");
}

}  // namespace
}  // namespace tenzij
