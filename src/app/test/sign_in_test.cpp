#include <gtest/gtest.h>

#include "tests/support/server.h"

namespace tenzij {
namespace {

using namespace std::chrono_literals;
using testing::Client;
using testing::TestServer;

class SignIn : public ::testing::Test {
 protected:
  TestServer server;
  Client client = server.client();
};

TEST_F(SignIn, sets_a_careful_cookie_and_ends_with_delete) {
  const auto answer = client.sign_in("director");
  EXPECT_EQ(answer.status, 201);
  const std::string cookie = answer.header("set-cookie");
  EXPECT_NE(cookie.find("HttpOnly"), std::string::npos);
  EXPECT_NE(cookie.find("SameSite=Lax"), std::string::npos);
  EXPECT_EQ(client.get("/sessions/current").json().at("person").at("name").as_string(), "Marijke Vos");
  const std::string kept = client.cookie;
  EXPECT_EQ(client.call("DELETE", "/api/v1/sessions").status, 204);
  client.cookie = kept;
  EXPECT_EQ(client.get("/sessions/current").status, 401) << "the token still works";
}

TEST_F(SignIn, guessing_slows_down_and_says_how_long) {
  for (int i = 0; i < limits::tries_free; ++i) EXPECT_EQ(client.sign_in("director", "fout").status, 401);
  const auto refused = client.sign_in("director");
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.header("retry-after"), "1");
  EXPECT_EQ(client.sign_in("alderman").status, 201) << "others are not locked out";
  server.pass(1s);
  EXPECT_EQ(client.sign_in("director", "fout").status, 401);
  server.pass(1s);
  EXPECT_EQ(client.sign_in("director").header("retry-after"), "1") << "each wait is twice as long as the one before";
  server.pass(1s);
  EXPECT_EQ(client.sign_in("director").status, 201);
  EXPECT_EQ(client.sign_in("director", "fout").status, 401) << "after a right one it begins anew";
}

TEST_F(SignIn, tries_at_once_pass_no_bound) {
  std::atomic<int> looked_at{0};
  std::vector<std::thread> many;
  for (int i = 0; i < 16; ++i)
    many.emplace_back([&] {
      Client each = server.client();
      if (each.sign_in("director", "fout").status == 401) ++looked_at;
    });
  for (auto& each : many) each.join();
  EXPECT_EQ(looked_at, limits::tries_free);
}

TEST_F(SignIn, a_stranger_s_tries_do_not_keep_the_owner_out_on_a_known_device) {
  client.known_device = true;
  ASSERT_EQ(client.sign_in("director").status, 201);
  Client stranger = server.client();
  for (int i = 0; i < 60; ++i) stranger.sign_in("director", "fout");
  EXPECT_EQ(stranger.sign_in("director").status, 429);
  EXPECT_EQ(client.sign_in("director").status, 201);
  // On that device too guessing slows down.
  for (int i = 0; i < limits::tries_free; ++i) EXPECT_EQ(client.sign_in("director", "fout").status, 401);
  EXPECT_EQ(client.sign_in("director").status, 429);
  // A cookie of another account, or one that was made up, makes nobody known.
  Client thief = server.client();
  thief.known_device = true;
  ASSERT_EQ(thief.sign_in("alderman").status, 201);
  EXPECT_EQ(thief.sign_in("director").status, 429);
  thief.device = client.device.substr(0, client.device.find('=') + 1) + "1793000000." + std::string(64, 'a');
  EXPECT_EQ(thief.sign_in("director").status, 429);
}

TEST_F(SignIn, a_new_sign_in_ends_the_old_session_of_that_cookie_in_whichever_municipality) {
  server.add_other();
  client.sign_in("director");
  const std::string first = client.cookie;
  ASSERT_EQ(client.sign_in("other", "vier losse rare woorden").status, 201);
  Client old = server.client();
  old.cookie = first;
  EXPECT_EQ(old.get("/sessions/current").status, 401);
}

TEST_F(SignIn, which_municipalities_have_a_user_name_is_told_to_nobody_without_its_password) {
  server.add_other();
  db::Session session(server.pool(),
                      {server.owner().query("SELECT id FROM platform.municipality WHERE code = 'GM0001'").get<Uuid>(0, 0), {}, "t"});
  organisation::add_person(session, {"Dubbel", {}, {}, {}, "director", "heel andere lange zin", {"director"}}, auth::PasswordRules(""));
  session.commit();
  const auto wrong = client.sign_in("director", "fout");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(wrong.json().at("code").as_string(), client.sign_in("niemand", "fout").json().at("code").as_string());
  EXPECT_EQ(client.sign_in("director", "heel andere lange zin").status, 201);
  EXPECT_EQ(client.get("/sessions/current").json().at("municipality").at("code").as_string(), "GM0001");
  EXPECT_EQ(client.sign_in("director").status, 201);
  EXPECT_EQ(client.get("/sessions/current").json().at("municipality").at("code").as_string(), "GM9999");
}

TEST_F(SignIn, an_unknown_account_answers_as_a_wrong_password) {
  EXPECT_EQ(client.sign_in("nobody").json().at("code").as_string(), client.sign_in("director", "fout").json().at("code").as_string());
}

TEST_F(SignIn, ends_when_idle_and_at_the_latest_after_the_working_day) {
  client.sign_in("director");
  server.pass(limits::session_idle + 1min);
  EXPECT_EQ(client.get("/sessions/current").status, 401);
  client.sign_in("director");
  for (int hour = 0; hour < 11; ++hour) {
    server.pass(55min);
    EXPECT_EQ(client.get("/sessions/current").status, 200) << hour;
  }
  for (int step = 0; step < 3; ++step) {
    server.pass(50min);
    client.get("/sessions/current");
  }
  EXPECT_EQ(client.get("/sessions/current").status, 401);
}

TEST_F(SignIn, renews_its_token_and_the_old_one_ends_soon) {
  client.sign_in("director");
  const std::string old = client.cookie;
  server.pass(limits::session_rotation + 1min);
  EXPECT_EQ(client.get("/sessions/current").status, 200);
  EXPECT_NE(client.cookie, old);
  Client other = server.client();
  other.cookie = old;
  EXPECT_EQ(other.get("/sessions/current").status, 200) << "requests under way with the old token";
  server.pass(2min);
  EXPECT_EQ(other.get("/sessions/current").status, 401);
}

TEST_F(SignIn, refuses_writes_from_another_site) {
  client.sign_in("administrator");
  EXPECT_EQ(client.call("POST", "/api/v1/units", R"({"name":"A"})", "Sec-Fetch-Site: cross-site\r\n").status, 403);
  EXPECT_EQ(client.call("POST", "/api/v1/units", R"({"name":"A"})", "Origin: https://evil.example\r\n").status, 403);
  EXPECT_EQ(client.call("POST", "/api/v1/units", R"({"name":"A"})", "Sec-Fetch-Site: same-origin\r\n").status, 201);
}

TEST_F(SignIn, errors_come_in_the_language_of_the_reader_with_every_field) {
  client.sign_in("administrator");
  const std::string body = R"({"name":"","userName":"x","password":"welkom2026!!","roles":["keizer"]})";
  const auto dutch = client.call("POST", "/api/v1/people", body, "Accept-Language: nl\r\n");
  EXPECT_EQ(dutch.status, 400);
  EXPECT_EQ(dutch.header("content-type"), "application/problem+json");
  EXPECT_EQ(dutch.json().at("errors").as_array().size(), 3U) << dutch.body;
  EXPECT_NE(dutch.body.find("Deze rol bestaat niet"), std::string::npos);
  const auto english = client.call("POST", "/api/v1/people", body, "Accept-Language: en\r\n");
  EXPECT_NE(english.body.find("This role does not exist"), std::string::npos);
}

TEST_F(SignIn, demo_accounts_are_refused_outside_demo_mode) {
  TestServer plain(false);
  Client other = plain.client();
  db::Connection owner = plain.owner();
  const auto municipality = organisation::add_municipality(owner, "GM9999", "Gemeente", true);
  db::Session session(plain.pool(), {municipality.id, {}, "test"});
  organisation::add_person(session, {"D", {}, {}, {}, "director", app::demo_password, {"director"}}, auth::PasswordRules(""), true);
  session.commit();
  EXPECT_EQ(other.sign_in("director").json().at("code").as_string(), "demoAccountsOff");
}

TEST_F(SignIn, the_first_run_makes_a_municipality_once) {
  TestServer plain(false);
  Client first = plain.client();
  EXPECT_TRUE(first.get("/installation").json().at("needsSetup").as_bool());
  const std::string token = plain.application().setup_token();
  const auto body = [](const std::string& with) {
    return R"({"token":")" + with +
           R"(","municipalityCode":"GM0344","municipalityName":"Gemeente Utrecht","name":"Eerste","userName":"eerste","password":"paard batterij nietje"})";
  };
  EXPECT_EQ(first.post("/installation", body("guess")).status, 403);
  for (int i = 0; i < limits::code_tries_free; ++i) first.post("/installation", body("guess"));
  EXPECT_EQ(first.post("/installation", body("guess")).status, 429) << "the token is guessed at too";
  EXPECT_EQ(first.post("/installation", body(token)).status, 201);
  EXPECT_EQ(first.get("/sessions/current").json().at("municipality").at("code").as_string(), "GM0344");
  plain.pass(limits::longest_wait);
  EXPECT_EQ(plain.client().post("/installation", body(token)).status, 403) << "the token worked twice";
  EXPECT_EQ(plain.application().setup_token(), "");
}

}  // namespace
}  // namespace tenzij
