// Accounts as their owners and as administrators handle them, over HTTP on a real database.
#include <gtest/gtest.h>

#include <set>

#include "organisation/organisation.h"
#include "tests/support/server.h"

namespace tenzij::organisation {
namespace {

using namespace std::chrono_literals;
using testing::Answer;
using testing::Client;
using testing::RawConnection;
using testing::TestServer;

constexpr const char* password = "vier losse rare woorden";
constexpr const char* better = "zevenblad koekoek mosterd";

class Accounts : public ::testing::Test {
 protected:
  TestServer server;
  Client admin = server.client();
  Client lena = server.client();
  std::string id;  // of Lena, whose account is no demo account

  void SetUp() override {
    ASSERT_EQ(admin.sign_in("administrator").status, 201);
    id = add("Lena Smit", "lena", "director");
    ASSERT_EQ(lena.sign_in("lena", password).status, 201);
  }
  std::string add(const std::string& name, const std::string& user, const std::string& role) {
    const auto made = admin.post(
        "/people", R"({"name":")" + name + R"(","userName":")" + user + R"(","password":")" + password + R"(","roles":[")" + role + "\"]}");
    EXPECT_EQ(made.status, 201) << made.body;
    return std::string(made.json().at("id").as_string());
  }
  Answer block(Client& who, const std::string& person, bool active) {
    return who.call("PUT", "/api/v1/accounts/" + person + "/state", active ? R"({"active":true})" : R"({"active":false})");
  }
  Answer roles(Client& who, const std::string& person, const std::string& list) {
    return who.call("PUT", "/api/v1/accounts/" + person + "/roles", R"({"roles":[)" + list + "]}");
  }
  std::string person(const std::string& user) {
    db::Session session(server.pool(), server.actor());
    return session.scalar<Uuid>("SELECT person_id FROM auth.account WHERE user_name = $1", user)->str();
  }
  // A line that is open; it ends when the server closes it.
  std::unique_ptr<RawConnection> listen(const Client& who, const std::string& path = "/events") {
    auto line = std::make_unique<RawConnection>(server.port());
    line->send("GET /api/v1" + path + " HTTP/1.1\r\nHost: localhost\r\nCookie: " + who.cookie + "\r\n\r\n");
    EXPECT_NE(line->read_until("retry: ").find("200 OK"), std::string::npos);
    return line;
  }
  // Reads to the end of the chunked answer, or until the socket's own limit.
  static bool closes(RawConnection& line) {
    return line.read_until("\r\n0\r\n\r\n").find("\r\n0\r\n\r\n") != std::string::npos || line.ended();
  }
};

TEST_F(Accounts, people_see_where_they_are_signed_in_and_end_it) {
  Client phone = server.client();
  ASSERT_EQ(phone
                .call("POST", "/api/v1/sessions", R"({"userName":"lena","password":")" + std::string(password) + "\"}",
                      "User-Agent: Mozilla/5.0 (Linux; Android 15) Gecko/142.0 Firefox/142.0\r\n")
                .status,
            201);
  const json::value all = lena.get("/account/sessions").json();
  ASSERT_EQ(all.at("items").as_array().size(), 2U);
  EXPECT_TRUE(all.at("items").at(0).at("current").as_bool());
  EXPECT_EQ(all.at("items").at(1).at("device").as_string(), "Firefox, Android");
  EXPECT_EQ(all.at("items").at(1).at("address").as_string(), "127.0.0.0") << "without its last part";
  const std::string other(all.at("items").at(1).at("id").as_string());
  EXPECT_EQ(admin.remove("/account/sessions/" + other).status, 404) << "somebody else's";
  EXPECT_EQ(lena.remove("/account/sessions/" + other).status, 204);
  EXPECT_EQ(phone.get("/sessions/current").status, 401);
  phone.sign_in("lena", password);
  EXPECT_EQ(lena.remove("/account/sessions").status, 204);
  EXPECT_EQ(phone.get("/sessions/current").status, 401);
  EXPECT_EQ(lena.get("/sessions/current").status, 200);
}

TEST_F(Accounts, a_changed_password_ends_other_sessions_and_their_lines_and_is_guessed_at_slowly) {
  Client phone = server.client();
  ASSERT_EQ(phone.sign_in("lena", password).status, 201);
  const auto line = listen(phone);
  const auto change = [&](const std::string& from, const std::string& to) {
    return lena.call("PUT", "/api/v1/account/password", R"({"current":")" + from + R"(","renewed":")" + to + "\"}");
  };
  EXPECT_EQ(change(password, "Noorderveen2026!").status, 400) << "the name of the municipality";
  ASSERT_EQ(change(password, better).status, 204);
  EXPECT_TRUE(closes(*line));
  EXPECT_EQ(phone.get("/sessions/current").status, 401);
  EXPECT_EQ(lena.get("/sessions/current").status, 200);
  for (int i = 0; i < limits::tries_free; ++i) EXPECT_EQ(change("fout", password).status, 400);
  const auto refused = change("fout", password);
  EXPECT_EQ(refused.status, 429);
  EXPECT_FALSE(refused.header("retry-after").empty());
}

TEST_F(Accounts, who_is_blocked_is_out_at_once_and_everywhere) {
  const auto events = listen(lena);
  const auto made = lena.post("/ambition-sessions", R"({"title":"S","question":"","purpose":"generic","year":2026,"allowAnonymous":true,)"
                                                    R"("wantedRoles":[],"themes":[]})");
  const auto room = listen(lena, "/ambition-sessions/" + std::string(made.json().at("id").as_string()) + "/live");
  ASSERT_EQ(block(admin, id, false).status, 200);
  EXPECT_TRUE(closes(*events));
  EXPECT_TRUE(closes(*room));
  EXPECT_EQ(lena.get("/sessions/current").status, 401);
  EXPECT_EQ(lena.sign_in("lena", password).status, 401);
  const auto again = block(admin, id, true);
  EXPECT_TRUE(again.json().at("active").as_bool());
  EXPECT_EQ(lena.sign_in("lena", password).status, 201);
  EXPECT_EQ(block(lena, id, false).status, 403);
}

TEST_F(Accounts, signing_out_and_another_role_close_lines_too) {
  const auto first = listen(lena);
  ASSERT_EQ(lena.remove("/sessions").status, 204);
  EXPECT_TRUE(closes(*first));
  lena.sign_in("lena", password);
  const auto second = listen(lena);
  EXPECT_EQ(roles(admin, id, "").status, 400);
  EXPECT_EQ(roles(admin, id, R"("keizer")").status, 400);
  ASSERT_EQ(roles(admin, id, R"("council_member")").status, 200);
  EXPECT_TRUE(closes(*second));
  lena.sign_in("lena", password);
  EXPECT_EQ(json::dump(lena.get("/sessions/current").json().at("person").at("roles")), R"(["council_member"])");
}

TEST_F(Accounts, a_reset_link_works_once_within_a_day_and_a_new_one_ends_the_old) {
  const auto link = [&] {
    const auto made = admin.call("POST", "/api/v1/accounts/" + id + "/reset-links");
    EXPECT_EQ(made.status, 201) << made.body;
    return std::string(made.json().at("token").as_string());
  };
  Client anyone = server.client();
  const auto use = [&](const std::string& token, const std::string& to) {
    return anyone.post("/password-resets", R"({"token":")" + token + R"(","password":")" + to + "\"}");
  };
  const std::string old = link();
  const std::string token = link();
  EXPECT_EQ(use(old, better).status, 404) << "the newer one holds";
  EXPECT_EQ(use(token, "kort").status, 400) << "and the link is not spent";
  EXPECT_EQ(server.owner().query("SELECT 1 FROM audit.entry WHERE change::text LIKE '%' || $1 || '%'", sha256_hex(token)).rows(), 0);
  ASSERT_EQ(use(token, better).status, 201);
  EXPECT_EQ(lena.get("/sessions/current").status, 401) << "whoever had the account is out";
  EXPECT_EQ(use(token, better).status, 404) << "once";
  EXPECT_EQ(lena.sign_in("lena", better).status, 201);
  const std::string late = link();
  server.pass(limits::reset_time + 1s);
  EXPECT_EQ(use(late, better).status, 404);
  for (int i = 0; i < limits::code_tries_free; ++i) use("geraden", better);
  EXPECT_EQ(use("geraden", better).status, 429);
  admin.sign_in("administrator");
  const std::string right = link();
  EXPECT_EQ(use(right, password).status, 201) << "a stranger's guesses keep nobody out";
}

constexpr std::string_view administrators_left = R"sql(
SELECT count(DISTINCT g.person_id)
  FROM auth.role_grant g
  JOIN auth.account a USING (municipality_id, person_id)
 WHERE g.role = 'administrator'
   AND a.active
   AND g.municipality_id = $1
)sql";

TEST_F(Accounts, the_last_administrator_stays_also_under_two_at_once) {
  const std::string pim = person("administrator");
  for (const Answer& refused : {block(admin, pim, false), roles(admin, pim, R"("director")")}) {
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(refused.json().at("code").as_string(), "lastAdministrator");
  }
  const std::string second = add("Tweede", "tweede", "administrator");
  Client other = server.client();
  ASSERT_EQ(other.sign_in("tweede", password).status, 201);
  for (int round = 0; round < 5; ++round) {
    // Each takes the other away in the same moment. One is done; the other is refused: as the last one (409), as somebody who is out by
    // then (401) or no administrator any more (403), or because the database undid it (503).
    int blocked = 0;
    int lowered = 0;
    std::thread one([&] { blocked = block(admin, second, false).status; });
    std::thread two([&] { lowered = roles(other, pim, R"("director")").status; });
    one.join();
    two.join();
    db::Connection owner = server.owner();
    EXPECT_EQ(owner.query(administrators_left, server.municipality()).get<int>(0, 0), 2 - (blocked == 200) - (lowered == 200))
        << round << ": " << blocked << " and " << lowered;
    EXPECT_LE((blocked == 200) + (lowered == 200), 1) << round;
    EXPECT_TRUE(std::set<int>({200, 401, 403, 409, 503}).contains(blocked)) << round << ": " << blocked;
    EXPECT_TRUE(std::set<int>({200, 401, 403, 409, 503}).contains(lowered)) << round << ": " << lowered;
    db::Session session(server.pool(), server.actor());
    session.query("UPDATE auth.account SET active = true");
    auth::grant_role(session, *Uuid::parse(pim), "administrator", {});
    session.commit();
    admin.sign_in("administrator");
    other.sign_in("tweede", password);
  }
}

TEST_F(Accounts, a_help_request_is_answered_by_who_was_asked_or_an_administrator) {
  Client asker = server.client();
  asker.sign_in("budget_holder");
  const auto ask = [&] {
    const auto made = asker.post("/help-requests", R"({"question":"Hoe?","assignedTo":")" + id + "\"}");
    EXPECT_EQ(made.status, 201) << made.body;
    return "/help-requests/" + std::string(made.json().at("id").as_string()) + "/answer";
  };
  const std::string path = ask();
  Client colleague = server.client();
  colleague.sign_in("impact_advisor");
  EXPECT_EQ(colleague.post(path, R"({"answer":"Zo"})").status, 403);
  EXPECT_EQ(asker.post(path, R"({"answer":"Zo"})").status, 403);
  EXPECT_EQ(lena.post(path, R"({"answer":"Zo"})").status, 200);
  EXPECT_EQ(admin.post(ask(), R"({"answer":"Zo"})").status, 200);
}

TEST_F(Accounts, a_help_request_is_seen_by_who_asked_who_was_asked_and_who_may_answer_all) {
  Client asker = server.client();
  asker.sign_in("budget_holder");
  ASSERT_EQ(asker.post("/help-requests", R"({"question":"Waar begin ik?","assignedTo":")" + id + "\"}").status, 201);
  const auto sees = [](Client& client) {
    const auto all = client.get("/help-requests").json();
    const auto& items = all.at("items").as_array();
    return std::any_of(items.begin(), items.end(), [](const auto& each) { return each.at("question").as_string() == "Waar begin ik?"; });
  };
  EXPECT_TRUE(sees(asker));
  EXPECT_TRUE(sees(lena)) << "she was asked";
  EXPECT_TRUE(sees(admin));
  Client adviser = server.client();
  adviser.sign_in("impact_advisor");
  EXPECT_TRUE(sees(adviser)) << "who advises helps where nobody answers";
  for (const char* role : {"procurement_advisor", "contract_manager", "director", "board_member"}) {
    Client other = server.client();
    other.sign_in(role);
    EXPECT_FALSE(sees(other)) << role;
  }
}

TEST_F(Accounts, are_made_by_address_alone_one_or_a_list) {
  EXPECT_EQ(name_in_address("j.van.den.berg@noorderveen.nl"), "J. van den Berg");
  EXPECT_EQ(name_in_address("anne-marie.vos@noorderveen.nl"), "Anne-Marie Vos");
  EXPECT_EQ(name_in_address("inkoop@noorderveen.nl"), "Inkoop");
  const auto invite = [&](const std::string& list) {
    return admin.post("/people/invitations", R"({"addresses":[)" + list + R"(],"role":"contract_manager"})");
  };
  EXPECT_EQ(invite("").status, 400);
  EXPECT_EQ(invite(R"("nieuw.mens@x.nl","geen adres")").status, 400);
  EXPECT_EQ(admin.get("/accounts?q=nieuw.mens").json().at("items").as_array().size(), 0U) << "all or none";
  const auto made = invite(R"("Vos, M. <M.de.Vos@Noorderveen.nl>","  ","m.de.vos@noorderveen.nl","t.ali@x.nl")");
  ASSERT_EQ(made.status, 201) << made.body;
  ASSERT_EQ(made.json().at("items").as_array().size(), 2U);
  const json::value one = made.json().at("items").at(0);
  EXPECT_EQ(one.at("name").as_string(), "M. de Vos");
  const std::string link(one.at("token").as_string());
  const json::value row = admin.get("/accounts?q=m.de.vos&role=contract_manager&state=invited").json();
  ASSERT_EQ(row.at("items").as_array().size(), 1U) << json::dump(row);
  EXPECT_EQ(lena.post("/people/invitations", R"({"addresses":["a@b.nl"],"role":"administrator"})").status, 403);
  const auto again = invite(R"("m.de.vos@noorderveen.nl")");
  EXPECT_EQ(again.json().at("items").at(0).at("result").as_string(), "known");
  EXPECT_TRUE(again.json().at("items").at(0).at("token").is_null());
  Client vos = server.client();
  EXPECT_EQ(vos.sign_in("m.de.vos@noorderveen.nl", password).status, 401) << "nobody knows its password";
  ASSERT_EQ(vos.post("/password-resets", R"({"token":")" + link + R"(","password":")" + better + "\"}").status, 201);
  EXPECT_EQ(vos.sign_in("m.de.vos@noorderveen.nl", better).status, 201);
  EXPECT_EQ(admin.get("/accounts/" + std::string(one.at("personId").as_string())).json().at("state").as_string(), "active");
}

TEST_F(Accounts, have_roles_per_unit_and_the_roles_say_who_has_them) {
  const std::string unit(admin.post("/units", R"({"name":"Milieustraat"})").json().at("id").as_string());
  const auto grants = [&](const std::string& list) {
    return admin.call("PUT", "/api/v1/accounts/" + id + "/grants", R"({"grants":[)" + list + "]}");
  };
  EXPECT_EQ(grants("").status, 400);
  EXPECT_EQ(grants(R"({"role":"keizer"})").status, 400);
  const auto given = grants(R"({"role":"budget_holder","unitId":")" + unit + R"("},{"role":"director"})");
  ASSERT_EQ(given.status, 200) << given.body;
  EXPECT_EQ(given.json().at("grants").at(0).at("unit").as_string(), "Milieustraat");
  EXPECT_TRUE(given.json().at("grants").at(1).at("unit").is_null());
  EXPECT_EQ(lena.get("/sessions/current").status, 401) << "signs in again";
  const json::value all = admin.get("/roles").json();
  for (const auto& role : all.at("items").as_array()) {
    const std::string name(role.at("role").as_string());
    EXPECT_EQ(role.at("people").as_int64(),
              static_cast<std::int64_t>(admin.get("/accounts?role=" + name).json().at("items").as_array().size()))
        << name;
  }
  const std::string self = person("administrator");
  EXPECT_EQ(admin.call("PUT", "/api/v1/accounts/" + self + "/grants", R"({"grants":[{"role":"director"}]})").status, 409)
      << "the last administrator stays";
  const auto change = admin.call("PUT", "/api/v1/accounts/" + id + "/person", R"({"name":"Lena Smit-Bos","unitId":")" + unit + "\"}");
  EXPECT_EQ(change.json().at("name").as_string(), "Lena Smit-Bos");
  EXPECT_EQ(change.json().at("unit").as_string(), "Milieustraat");
}

TEST_F(Accounts, are_seen_and_ended_by_an_administrator_session_by_session) {
  const json::value open = admin.get("/accounts/" + id + "/sessions").json();
  ASSERT_EQ(open.at("items").as_array().size(), 1U);
  const std::string one(open.at("items").at(0).at("id").as_string());
  EXPECT_EQ(lena.remove("/accounts/" + id + "/sessions/" + one).status, 403);
  EXPECT_EQ(admin.remove("/accounts/" + person("director") + "/sessions/" + one).status, 404) << "somebody else's";
  EXPECT_EQ(admin.remove("/accounts/" + id + "/sessions/" + one).status, 204);
  EXPECT_EQ(lena.get("/sessions/current").status, 401);
}

}  // namespace
}  // namespace tenzij::organisation
