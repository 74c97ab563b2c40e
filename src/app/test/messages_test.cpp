// The inbox over HTTP: who is told what, that nobody reads another's, and what a person chose.
#include <gtest/gtest.h>

#include "platform/mail/mail.h"
#include "tests/support/server.h"

namespace tenzij {
namespace {

using testing::Client;
using testing::TestServer;

class Inbox : public ::testing::Test {
 protected:
  TestServer server;
  Client who(const std::string& role) {
    Client out = server.client();
    EXPECT_EQ(out.sign_in(role).status, 201);
    return out;
  }
  Client adviser = who("impact_advisor");
  Client holder = who("budget_holder");

  static std::string id_of(Client& client) { return std::string(client.get("/sessions/current").json().at("person").at("id").as_string()); }
  static json::value inbox(Client& client, const std::string& query = "") {
    const auto answer = client.get("/messages" + query);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.json();
  }
  void ask(Client& from, Client& to, const std::string& question) {
    const json::object body{{"question", question}, {"theme", nullptr}, {"unitId", nullptr}, {"assignedTo", id_of(to)}};
    EXPECT_EQ(from.post("/help-requests", json::dump(body)).status, 201);
  }
  static testing::Answer put(Client& client, const std::string& path, const json::object& body, const std::string& version = "") {
    return client.call("PUT", "/api/v1" + path, json::dump(body), version.empty() ? "" : "If-Match: \"" + version + "\"\r\n");
  }
};

TEST_F(Inbox, a_question_and_its_answer_are_told_to_the_other_and_to_nobody_else) {
  Client board = who("board_member");
  const std::int64_t of_holder = inbox(holder).at("total").as_int64();  // the demo tells some
  const std::int64_t before = inbox(adviser).at("total").as_int64();
  ask(board, adviser, "Hoe vraag ik dit <uit>?");
  const json::value mine = inbox(adviser);
  ASSERT_EQ(mine.at("total").as_int64(), before + 1);
  const json::value& first = mine.at("items").at(0);
  EXPECT_NE(first.at("text").as_string().find("Hoe vraag ik dit <uit>?"), std::string::npos);
  const std::string asker(board.get("/sessions/current").json().at("person").at("name").as_string());
  EXPECT_EQ(first.at("subject").as_string(), "Vraag van " + asker);
  EXPECT_EQ(first.at("mail"), "none") << "no mail is set up";
  EXPECT_FALSE(mine.at("mailConfigured").as_bool());
  EXPECT_TRUE(first.at("path").as_string().starts_with("/organisatie/hulpvragen#"));
  EXPECT_EQ(inbox(holder).at("total").as_int64(), of_holder);
  EXPECT_EQ(inbox(board).at("total").as_int64(), 0);
  const std::string question = std::string(first.at("path").as_string()).substr(std::string_view("/organisatie/hulpvragen#").size());
  EXPECT_EQ(adviser.post("/help-requests/" + question + "/answer", R"({"answer":"Zo."})").status, 200);
  EXPECT_EQ(inbox(board).at("items").at(0).at("kind"), "help_answered");
  EXPECT_EQ(server.client().get("/messages").status, 401);
}

TEST_F(Inbox, is_read_at_once_in_part_and_back_and_only_by_its_owner) {
  server.owner().query("DELETE FROM mail.message");
  for (const char* each : {"Een?", "Twee?", "Drie?"}) ask(holder, adviser, each);
  EXPECT_EQ(adviser.get("/messages/unread").json().at("unread").as_int64(), 3);
  const std::string first(inbox(adviser).at("items").at(0).at("id").as_string());
  json::value done =
      put(holder, "/messages/state", {{"ids", json::array{boost::json::string(first)}}, {"all", false}, {"read", true}}).json();
  EXPECT_TRUE(done.at("ids").as_array().empty()) << "somebody else's";
  done = put(adviser, "/messages/state", {{"ids", json::array{boost::json::string(first)}}, {"all", false}, {"read", true}}).json();
  EXPECT_EQ(done.at("unread").as_int64(), 2);
  done = put(adviser, "/messages/state", {{"ids", json::array{}}, {"all", true}, {"read", true}}).json();
  EXPECT_EQ(done.at("ids").as_array().size(), 2U) << "what changed, so that exactly that can be undone";
  done = put(adviser, "/messages/state", {{"ids", done.at("ids")}, {"all", false}, {"read", false}}).json();
  EXPECT_EQ(done.at("unread").as_int64(), 2);
  EXPECT_EQ(inbox(adviser, "?unread=true").at("total").as_int64(), 2);
}

TEST_F(Inbox, choices_are_ones_own_and_what_is_needed_cannot_be_switched_off) {
  json::value now = adviser.get("/account/mail").json();
  EXPECT_EQ(now.at("version").as_int64(), 0);
  const auto change = [&](const json::array& kinds, const json::value& from, const json::value& to, const std::string& version) {
    return put(adviser, "/account/mail", {{"language", "en"}, {"quietFrom", from}, {"quietTo", to}, {"kinds", kinds}}, version);
  };
  const auto one = [](const char* kind, const char* rhythm) { return json::array{json::object{{"kind", kind}, {"rhythm", rhythm}}}; };
  EXPECT_EQ(change(one("help_asked", "weekly"), nullptr, nullptr, "0").status, 200);
  EXPECT_EQ(change({}, nullptr, nullptr, "0").status, 412) << "somebody saved in between";
  EXPECT_EQ(change(one("password_link", "none"), nullptr, nullptr, "1").status, 400);
  EXPECT_EQ(change(one("nothing", "none"), nullptr, nullptr, "1").status, 400);
  for (const char* wrong : {"24:00", "9:00", "12:60", "noon", "1:234", ""}) EXPECT_EQ(change({}, wrong, "07:00", "1").status, 400) << wrong;
  EXPECT_EQ(change({}, "22:00", nullptr, "1").status, 400) << "from without until";
  EXPECT_EQ(change({}, "22:00", "07:30", "1").status, 200);
  now = adviser.get("/account/mail").json();
  EXPECT_EQ(now.at("quietTo"), "07:30");
  for (const json::value& each : now.at("kinds").as_array()) {
    const bool asked = each.at("kind") == "help_asked";
    EXPECT_TRUE(!asked || each.at("rhythm") == "weekly") << "what was not named stays";
    EXPECT_EQ(each.at("needed").as_bool(), each.at("kind") == "password_link" || each.at("kind") == "invited") << each.at("kind");
  }
  Client citizen = who("citizen");
  const json::value theirs = citizen.get("/account/mail").json();
  for (const json::value& each : theirs.at("kinds").as_array())
    EXPECT_NE(each.at("kind"), "unless_proposed") << "nobody tells a citizen that";
}

TEST_F(Inbox, the_link_for_a_password_is_in_no_inbox_and_no_log) {
  Client administrator = who("administrator");
  const auto made =
      administrator.post("/people/invitations", R"({"addresses":["nieuw@noorderveen.localhost"],"role":"budget_holder","unitId":null})");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_FALSE(made.json().at("mailed").as_bool());
  const std::string token(made.json().at("items").at(0).at("token").as_string());
  EXPECT_EQ(server.owner().query("SELECT count(*) FROM mail.message m WHERE m::text LIKE '%' || $1 || '%'", token).get<int>(0, 0), 0);
  EXPECT_EQ(server.owner().query("SELECT count(*) FROM audit.entry e WHERE e::text LIKE '%' || $1 || '%'", token).get<int>(0, 0), 0);
  EXPECT_EQ(administrator.get("/mail-failures").json().at("items").as_array().size(), 0U);
  EXPECT_EQ(holder.get("/mail-failures").status, 403);
}

}  // namespace
}  // namespace tenzij
