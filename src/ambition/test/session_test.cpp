// Sessions over HTTP on a real database: seats, phases, scores, two facilitators, strangers, names that go.
#include <gtest/gtest.h>

#include "platform/auth/guessing.h"
#include "tests/support/server.h"

namespace tenzij::ambition {
namespace {

using testing::Answer;
using testing::Client;
using testing::TestServer;

class AmbitionSession : public ::testing::Test {
 protected:
  TestServer server;
  Client lead = server.client();
  std::string id;
  void SetUp() override {
    lead.sign_in("impact_advisor");
    const auto made =
        lead.post("/ambition-sessions", R"({"title":"Sessie","question":"","purpose":"generic","year":2026,"allowAnonymous":false,)"
                                        R"("wantedRoles":["commissioner","market"],"themes":[]})");
    ASSERT_EQ(made.status, 201) << made.body;
    id = made.json().at("id").as_string();
  }

  json::value get(const std::string& path) {
    const auto answer = lead.get(path);
    EXPECT_EQ(answer.status, 200) << path << " " << answer.body;
    return answer.json();
  }
  std::int64_t version() { return get("/ambition-sessions/" + id).at("version").as_int64(); }
  Answer put(const std::string& path, const std::string& body, std::int64_t known) {
    return lead.call("PUT", "/api/v1" + path, body, "If-Match: \"" + std::to_string(known) + "\"\r\n");
  }
  Answer step(int position, const std::string& phase) {
    return put("/ambition-sessions/" + id + "/step", R"({"position":)" + std::to_string(position) + R"(,"phase":")" + phase + "\"}",
               version());
  }
  Answer decide(int position, const std::string& body) {
    return put("/ambition-sessions/" + id + "/themes/" + std::to_string(position) + "/outcome", body, version());
  }
  std::string code() { return std::string(get("/ambition-sessions/" + id).at("code").as_string()); }
  Answer join(Client& phone, const std::string& with, const std::string& name, const std::string& role = "policy") {
    return phone.post("/seat", R"({"code":")" + with + R"(","name":")" + name + R"(","role":")" + role + "\"}");
  }
  static Answer vote(Client& phone, int position, int round, const std::string& level, const std::string& why = "") {
    return phone.call("PUT", "/api/v1/seat/vote",
                      R"({"position":)" + std::to_string(position) + R"(,"round":)" + std::to_string(round) + R"(,"level":)" + level +
                          R"(,"motivation":")" + why + "\"}");
  }
  Answer close() { return lead.post("/ambition-sessions/" + id + "/closing", R"({"validFrom":"2026-11-01","validTo":"2028-10-31"})"); }
};

TEST_F(AmbitionSession, it_starts_with_the_six_themes_their_levels_and_the_policy_beside_them) {
  const json::value session = get("/ambition-sessions/" + id);
  ASSERT_EQ(session.at("themes").as_array().size(), 6U);
  const json::value& climate = session.at("themes").at(0);
  EXPECT_EQ(climate.at("levels").as_array().size(), 4U);
  EXPECT_GE(climate.at("goals").as_array().size(), 3U);
  EXPECT_EQ(climate.at("policyLevel").as_int64(), 2) << "the middle of what its goals ask";
  EXPECT_GE(climate.at("clauses").as_array().size(), 1U);
  EXPECT_EQ(get("/ambition-sessions/" + id + "/participants").at("missing").as_array().size(), 2U);
}

TEST_F(AmbitionSession, a_score_counts_once_only_while_its_round_is_open_and_never_after_closing) {
  ASSERT_EQ(step(0, "lobby").status, 200);
  Client phone = server.client();
  EXPECT_EQ(phone.get("/seat").status, 401);
  ASSERT_EQ(join(phone, code(), "Bart").status, 201);
  EXPECT_EQ(vote(phone, 1, 1, "2").status, 409) << "nothing is asked yet";
  ASSERT_EQ(step(1, "score").status, 200);
  EXPECT_EQ(vote(phone, 1, 1, "4").status, 400);
  EXPECT_EQ(vote(phone, 2, 1, "2").status, 409) << "another theme";
  EXPECT_EQ(vote(phone, 1, 2, "2").status, 409) << "another round";
  EXPECT_EQ(vote(phone, 1, 1, "1").status, 200);
  EXPECT_EQ(vote(phone, 1, 1, "1").status, 200) << "sent twice";
  EXPECT_EQ(vote(phone, 1, 1, "3", "Toch meer").status, 200) << "changed";
  const std::string silent = lead.get("/ambition-sessions/" + id + "/results").body;
  EXPECT_EQ(silent.find("Toch meer"), std::string::npos) << "silent until the result";
  ASSERT_EQ(step(1, "reveal").status, 200);
  const json::value first = get("/ambition-sessions/" + id + "/results").at("themes").at(0).at("first");
  EXPECT_EQ(first.at("votes").as_int64(), 1);
  EXPECT_EQ(first.at("median").to_number<double>(), 3);
  EXPECT_EQ(vote(phone, 1, 1, "0").status, 409);
  ASSERT_EQ(phone.get("/seat").json().at("votes").at(0).at("level").as_int64(), 3);
  ASSERT_EQ(step(1, "score").status, 200) << "going back is allowed";
  EXPECT_EQ(vote(phone, 1, 1, "null").status, 200);
  ASSERT_EQ(close().status, 201);
  const Answer late = vote(phone, 1, 1, "1");
  EXPECT_EQ(late.status, 409);
  EXPECT_NE(late.body.find("afgesloten"), std::string::npos) << late.body;
  EXPECT_EQ(phone.post("/seat/notes", R"({"kind":"idea","text":"Nog iets"})").status, 409);
}

TEST_F(AmbitionSession, of_two_facilitators_the_second_is_told) {
  const std::int64_t known = version();
  EXPECT_EQ(put("/ambition-sessions/" + id + "/step", R"({"position":1,"phase":"explain"})", known).status, 200);
  EXPECT_EQ(put("/ambition-sessions/" + id + "/step", R"({"position":2,"phase":"explain"})", known).status, 412);
  EXPECT_EQ(put("/ambition-sessions/" + id + "/step", R"({"position":9,"phase":"explain"})", version()).status, 400);
  EXPECT_EQ(put("/ambition-sessions/" + id + "/step", R"({"position":0,"phase":"score"})", version()).status, 400);
  EXPECT_EQ(decide(1, R"({"state":"agreed"})").status, 400) << "a level and a reason are needed";
  EXPECT_EQ(decide(1, R"({"state":"disagreed","reason":"Nee"})").status, 400) << "and who decides";
}

TEST_F(AmbitionSession, a_stranger_is_removed_with_what_they_did_and_the_code_renewed) {
  ASSERT_EQ(step(0, "lobby").status, 200);
  const std::string old = code();
  Client friendly = server.client();
  Client stranger = server.client();
  ASSERT_EQ(join(friendly, old, "Noor").status, 201);
  ASSERT_EQ(join(stranger, old, "Wie?").status, 201);
  ASSERT_EQ(step(1, "score").status, 200);
  EXPECT_EQ(vote(friendly, 1, 1, "2").status, 200);
  EXPECT_EQ(vote(stranger, 1, 1, "0").status, 200);
  EXPECT_EQ(stranger.post("/seat/notes", R"({"kind":"idea","text":"Onzin"})").status, 201);
  std::string seat;
  for (const auto& each : json::array(get("/ambition-sessions/" + id + "/participants").at("items").as_array()))
    if (each.at("name").as_string() == "Wie?") seat = std::string(each.at("id").as_string());
  ASSERT_EQ(lead.remove("/ambition-sessions/" + id + "/participants/" + seat).status, 204);
  EXPECT_EQ(stranger.get("/seat").status, 401);
  EXPECT_EQ(vote(stranger, 1, 1, "0").status, 401);
  ASSERT_EQ(step(1, "reveal").status, 200);
  const json::value theme = get("/ambition-sessions/" + id + "/results").at("themes").at(0);
  EXPECT_EQ(theme.at("first").at("votes").as_int64(), 1);
  EXPECT_TRUE(theme.at("notes").as_array().empty());
  ASSERT_EQ(lead.post("/ambition-sessions/" + id + "/code", "").status, 201);
  EXPECT_NE(code(), old);
  EXPECT_EQ(join(stranger, old, "Wie?").status, 400);
  ASSERT_EQ(close().status, 201);
  const std::string other(get("/ambition-sessions/" + id + "/participants").at("items").at(0).at("id").as_string());
  EXPECT_EQ(lead.remove("/ambition-sessions/" + id + "/participants/" + other).status, 409) << "what was scored stays as it was agreed on";
}

TEST_F(AmbitionSession, codes_are_not_guessed_and_end) {
  ASSERT_EQ(step(0, "lobby").status, 200);
  Client phone = server.client();
  for (int i = 0; i < limits::code_tries_free; ++i) ASSERT_EQ(phone.get("/join-codes/BBBBBBBB").status, 400) << i;
  EXPECT_EQ(phone.get("/join-codes/" + code()).status, 429) << "the right one is not told either";
  server.pass(std::chrono::seconds(1));
  EXPECT_EQ(phone.get("/join-codes/" + code()).json().at("title").as_string(), "Sessie");
  const std::string kept = code();
  server.pass(limits::code_time);
  EXPECT_EQ(phone.get("/join-codes/" + kept).status, 400);
}

TEST_F(AmbitionSession, a_full_room_behind_one_address_counts_as_no_guessing) {
  ASSERT_EQ(step(0, "lobby").status, 200);
  Client phone = server.client();
  for (int i = 0; i < 2 * limits::code_tries_free; ++i) ASSERT_EQ(phone.get("/join-codes/" + code()).status, 200) << i;
}

// Requests of a full room overtake each other on their way to the counter.
TEST_F(AmbitionSession, a_free_try_does_not_wait_for_one_that_came_later) {
  db::Session session(server.pool(), {});
  const std::vector<auth::Guessed> one{{"some code", 5, limits::longest_wait}};
  auth::count_try(session, one, server.now() + std::chrono::seconds(1));
  EXPECT_NO_THROW(auth::count_try(session, one, server.now()));
  auth::give_back_try(session, {"some code"});
  EXPECT_NO_THROW(auth::count_try(session, one, server.now()));
}

TEST_F(AmbitionSession, a_stranger_with_the_code_cannot_fill_a_session_and_the_leader_lets_more_in) {
  ASSERT_EQ(step(0, "lobby").status, 200);
  for (std::int64_t i = 0; i < limits::seats_per_address; ++i) {
    Client each = server.client();
    ASSERT_EQ(join(each, code(), "Iemand").status, 201) << i;
  }
  Client late = server.client();
  const auto full = join(late, code(), "Te laat");
  EXPECT_EQ(full.status, 409);
  EXPECT_EQ(full.json().at("code").as_string(), "addressFull");
  EXPECT_EQ(late.call("PUT", "/api/v1/ambition-sessions/" + id + "/seats", R"({"sharedAddress":true})").status, 401);
  ASSERT_EQ(lead.call("PUT", "/api/v1/ambition-sessions/" + id + "/seats", R"({"sharedAddress":true})").status, 204);
  EXPECT_TRUE(get("/ambition-sessions/" + id).at("sharedAddress").as_bool());
  EXPECT_EQ(join(late, code(), "Toch nog").status, 201);
}

TEST_F(AmbitionSession, names_go_after_their_period_and_were_never_in_the_log) {
  ASSERT_EQ(step(0, "lobby").status, 200);
  Client phone = server.client();
  ASSERT_EQ(join(phone, code(), "Eigenwijze Naam", "market").status, 201);
  ASSERT_EQ(step(1, "score").status, 200);
  ASSERT_EQ(vote(phone, 1, 1, "3", "Persoonlijke reden").status, 200);
  ASSERT_EQ(close().status, 201);
  const std::string log =
      std::string(server.owner().query("SELECT jsonb_agg(e)::text FROM audit.entry e WHERE table_name LIKE 'ambition.%'").text(0, 0));
  EXPECT_EQ(log.find("Eigenwijze"), std::string::npos);
  EXPECT_EQ(log.find("Persoonlijke"), std::string::npos);
  EXPECT_NE(log.find("ambition.vote"), std::string::npos) << "that it was written is in the log";
  const auto names = [&] {
    return server.owner()
        .query("SELECT count(*) FROM ambition.participant WHERE session_id = $1 AND name IS NOT NULL", *Uuid::parse(id))
        .get<int>(0, 0);
  };
  const auto clean = [&](int days) {
    db::Session session(server.pool(), server.actor());
    remove_old_names(session, server.now() + std::chrono::hours(24) * days);
    session.commit();
  };
  clean(89);
  EXPECT_EQ(names(), 1);
  clean(91);
  EXPECT_EQ(names(), 0);
  const json::value results = get("/ambition-sessions/" + id + "/results");
  EXPECT_EQ(results.at("roles").at(0).at("role").as_string(), "market") << "the role stays";
  EXPECT_EQ(results.at("themes").at(0).at("first").at("votes").as_int64(), 1);
}

TEST_F(AmbitionSession, what_was_agreed_has_a_scope_hangs_in_the_thread_and_is_checked_against_policy) {
  ASSERT_EQ(decide(2, R"({"state":"agreed","level":3,"reason":"Meer dan beleid"})").status, 200);
  ASSERT_EQ(decide(3, R"({"state":"disagreed","reason":"Verdeeld","decider":"Directeur"})").status, 200);
  EXPECT_EQ(close().json().at("ambitions").as_int64(), 1);
  const json::array made = get("/ambitions?sessionId=" + id).at("items").as_array();
  ASSERT_EQ(made.size(), 1U);
  EXPECT_EQ(made[0].at("againstPolicy").as_string(), "above");
  const std::string ambition(made[0].at("id").as_string());
  const std::string up = lead.get("/red-thread?from=ambition:" + ambition + "&direction=up").body;
  EXPECT_NE(up.find("\"clause\""), std::string::npos) << "from the agreement to the sentence of the coalition";
  const std::string gaps = lead.get("/gaps?kind=ambition_above_policy").body;
  EXPECT_NE(gaps.find(ambition), std::string::npos);
  EXPECT_NE(lead.get("/gaps?kind=ambition_undecided").body.find(id), std::string::npos);
  // The decision that was left to somebody closes the gap and makes an ambition.
  EXPECT_EQ(decide(2, R"({"state":"agreed","level":0,"reason":"Nee"})").status, 409) << "what is agreed stays";
  ASSERT_EQ(decide(3, R"({"state":"agreed","level":1,"reason":"Besloten"})").status, 200);
  EXPECT_EQ(lead.get("/gaps?kind=ambition_undecided").body.find(id), std::string::npos);
  EXPECT_EQ(get("/ambitions?sessionId=" + id).at("items").as_array().size(), 2U);
}

TEST_F(AmbitionSession, the_nearest_agreement_holds) {
  const auto unit = [&](const char* name) {
    return server.owner().query("SELECT id FROM organisation.unit WHERE name = $1", std::string(name)).get<Uuid>(0, 0);
  };
  const auto level = [&](const std::string& query, const char* why) {
    for (const auto& each : json::array(get("/applicable-ambitions" + query).at("items").as_array()))
      if (each.at("theme").as_string() == "circular") {
        EXPECT_EQ(each.at("why").as_string(), why) << query;
        return each.at("level").as_int64();
      }
    return std::int64_t{-1};
  };
  EXPECT_EQ(level("", ""), -1) << "nothing was agreed for everybody";
  ASSERT_EQ(decide(3, R"({"state":"agreed","level":1,"reason":"Voor allen"})").status, 200);
  ASSERT_EQ(close().status, 201);
  EXPECT_EQ(level("", "everyone"), 1);
  const std::string under = "?unitId=" + unit("Openbare ruimte").str();
  EXPECT_EQ(level(under, "parent_unit"), 2) << "of Ruimte en Beheer";
  EXPECT_EQ(level("?unitId=" + unit("Ruimte en Beheer").str(), "unit"), 2);
  EXPECT_EQ(level(under + "&cpv=77310000", "unit_and_category"), 3) << "of the market session on green";
  EXPECT_EQ(level(under + "&on=2026-10-05", "parent_unit"), 2) << "the others were not valid yet";
  EXPECT_EQ(level(under + "&on=2031-01-01", ""), -1);
}

TEST_F(AmbitionSession, webs_are_merged_compared_with_the_market_and_adopted_once) {
  const json::value list = get("/ambition-webs");
  const std::string web(list.at("items").at(0).at("id").as_string());
  const json::value read = get("/ambition-webs/" + web);
  ASSERT_EQ(read.at("themes").as_array().size(), 6U);
  const json::value& circular = read.at("themes").at(2);
  EXPECT_EQ(circular.at("merged").as_int64(), 2) << "1x2, 2x2, 3x1";
  EXPECT_EQ(circular.at("readiness").as_string(), "ahead");
  EXPECT_EQ(circular.at("difference").as_int64(), 2);
  EXPECT_EQ(lead.post("/ambition-webs", R"({"title":"Leeg","parts":[]})").status, 400);
  EXPECT_EQ(lead.post("/ambition-webs", R"({"title":"Open","parts":[{"sessionId":")" + id + R"(","weight":1}]})").status, 400)
      << "a session that is not closed";
  const std::string adoption = R"({"validFrom":"2027-01-01","validTo":"2028-12-31"})";
  EXPECT_EQ(lead.post("/ambition-webs/" + web + "/adoption", R"({"validFrom":"2027-01-01","validTo":"2026-12-31"})").status, 400);
  ASSERT_EQ(lead.post("/ambition-webs/" + web + "/adoption", adoption).status, 200);
  EXPECT_EQ(lead.post("/ambition-webs/" + web + "/adoption", adoption).status, 409);
  EXPECT_EQ(lead.remove("/ambition-webs/" + web).status, 409);
  EXPECT_EQ(get("/ambitions?webId=" + web).at("items").as_array().size(), 6U);
}

TEST_F(AmbitionSession, the_report_escapes_what_people_wrote_and_comes_in_every_form) {
  ASSERT_EQ(step(1, "dialogue").status, 200);
  ASSERT_EQ(lead.post("/ambition-sessions/" + id + "/notes", R"({"kind":"idea","text":"<script>alert(1)</script> & #x *y* $z$"})").status,
            201);
  ASSERT_EQ(close().status, 201);
  const std::string path = "/ambition-sessions/" + id + "/report?format=";
  const std::string html = lead.get(path + "html").body;
  EXPECT_EQ(html.find("<script>"), std::string::npos);
  EXPECT_NE(html.find("&lt;script&gt;alert(1)"), std::string::npos);
  EXPECT_EQ(lead.get(path + "pdf").body.substr(0, 5), "%PDF-");
  EXPECT_EQ(lead.get(path + "odt").body.substr(0, 2), "PK");
  EXPECT_EQ(lead.get(path + "docx").body.substr(0, 2), "PK");
  EXPECT_NE(lead.get(path + "text").body.find("<script>alert(1)</script> & #x *y* $z$"), std::string::npos);
  EXPECT_EQ(lead.get(path + "exe").status, 400);
}

TEST_F(AmbitionSession, an_invitation_keeps_name_and_role_and_another_municipality_sees_nothing) {
  const auto made =
      lead.post("/ambition-sessions/" + id + "/participants", R"({"name":"Aukje","email":"aukje@voorbeeld.nl","role":"market"})");
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string token(made.json().at("token").as_string());
  Client phone = server.client();
  EXPECT_EQ(phone.get("/session-invitations/" + token).json().at("name").as_string(), "Aukje");
  EXPECT_EQ(phone.get("/session-invitations/" + token.substr(0, 40)).status, 404);
  ASSERT_EQ(phone.post("/seat", R"({"invitation":")" + token + R"(","name":"Aukje","role":"market"})").status, 201);
  EXPECT_EQ(phone.get("/seat").json().at("title").as_string(), "Sessie");
  server.add_other();
  Client other = server.client();
  other.sign_in("other", "vier losse rare woorden");
  EXPECT_EQ(other.get("/ambition-sessions/" + id).status, 404);
  EXPECT_EQ(other.get("/ambition-sessions/" + id + "/report").status, 404);
  EXPECT_EQ(other.get("/ambition-sessions/" + id + "/live").status, 404);
}

TEST_F(AmbitionSession, who_was_invited_by_mail_hears_once_how_it_ended) {
  server.owner().script("UPDATE mail.service SET configured = true");
  const std::string people = "/ambition-sessions/" + id + "/participants";
  ASSERT_EQ(lead.post(people, R"({"name":"Anke","email":"anke@bedrijf.localhost","role":"market"})").status, 201);
  ASSERT_EQ(lead.post(people, R"({"name":"Bart","email":null,"role":"policy"})").status, 201);
  const auto told = [&] {
    return server.owner().query("SELECT count(*), max(address) FROM mail.message WHERE kind = 'session_report' AND path = $1",
                                "/ambities/" + id);
  };
  EXPECT_EQ(told().get<int>(0, 0), 0);
  ASSERT_EQ(step(0, "lobby").status, 200);
  ASSERT_LT(close().status, 300);
  EXPECT_EQ(told().get<int>(0, 0), 1);
  EXPECT_EQ(told().get<std::string>(0, 1), "anke@bedrijf.localhost");
  EXPECT_EQ(close().status, 409);
  EXPECT_EQ(told().get<int>(0, 0), 1);
}

}  // namespace
}  // namespace tenzij::ambition
