// The start page over HTTP: what is asked of whom, in which order, and that every number is that of the list behind it.
#include <gtest/gtest.h>

#include "tests/support/server.h"

namespace tenzij::organisation {
namespace {

using testing::Client;
using testing::TestServer;

class StartPage : public ::testing::Test {
 protected:
  TestServer server;
  Client who(const std::string& role) {
    Client out = server.client();
    EXPECT_EQ(out.sign_in(role).status, 201);
    return out;
  }
  Client administrator = who("administrator");
  Client adviser = who("impact_advisor");
  Client holder = who("budget_holder");

  static json::array asks(Client& client, std::string_view kind) {
    json::array out;
    const auto answer = client.get("/start");
    EXPECT_EQ(answer.status, 200) << answer.body;
    const json::value start = answer.json();
    for (const json::value& each : start.at("asks").as_array())
      if (each.at("kind").as_string() == kind) out.push_back(each);
    return out;
  }
  std::string id_of(Client& client) { return std::string(client.get("/sessions/current").json().at("person").at("id").as_string()); }
};

TEST_F(StartPage, asks_what_is_asked_of_this_person_and_nobody_else) {
  Client board = who("board_member");
  EXPECT_EQ(
      board
          .post("/help-requests", R"({"question":"Hoe vraag ik dit?","theme":null,"unitId":null,"assignedTo":")" + id_of(adviser) + R"("})")
          .status,
      201);
  const auto mine = asks(adviser, "help");
  ASSERT_EQ(mine.size(), 1U);
  EXPECT_EQ(mine[0].at("title"), "Hoe vraag ik dit?");
  EXPECT_EQ(mine[0].at("urgency"), "soon") << "a question may wait five days";
  EXPECT_TRUE(asks(holder, "help").empty());
  server.pass(std::chrono::hours{24 * 6});
  adviser = who("impact_advisor");
  EXPECT_EQ(asks(adviser, "help")[0].at("urgency"), "late");
}

TEST_F(StartPage, gives_the_first_week_until_it_is_done_and_only_to_who_does_it) {
  EXPECT_TRUE(administrator.get("/start").json().at("firstWeek").as_array().empty()) << "the demo has everything";
  server.owner().query("DELETE FROM purchase.rules");
  const auto week = administrator.get("/start").json().at("firstWeek").as_array();
  ASSERT_EQ(week.size(), 6U);
  for (const json::value& each : week) EXPECT_EQ(each.at("done").as_bool(), each.at("kind").as_string() != "rules") << each.at("kind");
  EXPECT_TRUE(holder.get("/start").json().at("firstWeek").as_array().empty());
}

TEST_F(StartPage, tells_the_end_of_the_visit_before_this_one) {
  const auto since = [&] { return std::string(holder.get("/start").json().at("since").as_string()); };
  const std::string first = since();
  EXPECT_EQ(holder.post("/start/visits", "{}").status, 200);
  EXPECT_EQ(since(), first) << "this visit is not the one before";
  server.pass(std::chrono::minutes{31});
  const std::string second = since();
  EXPECT_GT(second, first);
  EXPECT_EQ(holder.post("/start/visits", "{}").status, 200);
  EXPECT_EQ(since(), second) << "who is here is told the same until they come back";
  db::Session session(server.pool(), {server.municipality(), {}, "test"});
  EXPECT_EQ(session.query("SELECT 1 FROM audit.entry WHERE table_name = 'organisation.visit'").rows(), 0);
}

TEST_F(StartPage, a_guest_is_asked_nothing_and_sees_nothing) {
  Client citizen = who("citizen");
  const auto start = citizen.get("/start").json();
  for (const char* part : {"asks", "figures", "news", "firstWeek"}) EXPECT_TRUE(start.at(part).as_array().empty()) << part;
}

}  // namespace
}  // namespace tenzij::organisation
