// The way of a purchase: tasks, templates, rules, the calendar out and in.
#include <gtest/gtest.h>

#include "purchase/test/fixture.h"

namespace tenzij::purchase {
namespace {

using testing::Client;

json::array tasks(Client& who, const std::string& query) {
  const auto answer = who.get("/purchase-tasks" + query);
  EXPECT_EQ(answer.status, 200) << answer.body;
  return answer.json().at("items").as_array();
}

TEST_F(Purchases, tasks_come_with_the_procedure_have_an_owner_and_follow_the_dates_unless_moved_by_hand) {
  const std::string id = add(input());
  const json::array first = tasks(advisor, "?purchaseId=" + id);
  ASSERT_GT(first.size(), 10U);
  EXPECT_EQ(first.front().at("dueOn").as_string(), "2026-11-10");
  EXPECT_EQ(first.front().at("owner").as_string(), "Bart de Ruyter") << "who has the role in this purchase";
  const std::string moved(first.at(1).at("id").as_string());
  const auto change = [&](const std::string& task, std::int64_t version, const char* day, bool done) {
    const json::value& one = first.at(task == moved ? 1 : 0);
    return put(advisor, "/purchase-tasks/" + task,
               {{"title", one.at("title")}, {"role", one.at("role")}, {"ownerId", nullptr}, {"dueOn", day}, {"done", done}}, version);
  };
  ASSERT_EQ(change(moved, 1, "2026-11-30", false).status, 200);
  EXPECT_EQ(change(moved, 1, "2026-12-30", false).status, 412);
  ASSERT_EQ(change(std::string(first.at(0).at("id").as_string()), 1, "2026-11-10", true).status, 200);
  json::object later = input();
  later["startOn"] = "2026-12-01";
  ASSERT_EQ(put(advisor, "/purchases/" + id, later, get(id).at("version").as_int64()).status, 200);
  const json::array after = tasks(advisor, "?purchaseId=" + id);
  EXPECT_EQ(after.at(0).at("dueOn").as_string(), "2026-11-10") << "done is done";
  EXPECT_EQ(after.at(0).at("doneBy").as_string(), "Fatima el Amrani");
  EXPECT_EQ(after.at(1).at("dueOn").as_string(), "2026-11-30") << "moved by hand";
  EXPECT_EQ(after.at(2).at("dueOn").as_string(), "2026-12-22");
  // Another procedure brings its own; what is done stays.
  later["procedure"] = "innovation_partnership";
  later["procedureReason"] = "Er is nog niets op de markt";
  ASSERT_EQ(put(advisor, "/purchases/" + id, later, get(id).at("version").as_int64()).status, 200);
  const json::array other = tasks(advisor, "?purchaseId=" + id);
  bool phases = false;
  std::int64_t done = 0;
  for (const auto& each : other) {
    phases = phases || each.at("title").as_string().find("meetpunten voor impact") != std::string::npos;
    done += each.at("done").as_bool() ? 1 : 0;
  }
  EXPECT_TRUE(phases);
  EXPECT_EQ(done, 1);
}

TEST_F(Purchases, a_municipality_makes_the_way_its_own) {
  const json::object mine{
      {"tasks",
       json::array{json::object{{"title", "Bel de wijkraad"}, {"role", "budget_holder"}, {"anchor", "publish"}, {"offsetDays", -10}}}}};
  EXPECT_EQ(put(holder, "/task-templates/european_open", mine, 0).status, 403);
  ASSERT_EQ(put(advisor, "/task-templates/european_open", mine, 0).status, 200);
  EXPECT_EQ(put(advisor, "/task-templates/european_open", mine, 0).status, 412);
  EXPECT_EQ(put(advisor, "/task-templates/kaartspel", mine, 0).status, 404);
  const auto wrong = put(advisor, "/task-templates/european_open",
                         json::parse(R"({"tasks":[{"title":"","role":"koning","anchor":"ooit","offsetDays":9999}]})"), 1);
  for (const char* pointer : {"/tasks/0/title", "/tasks/0/role", "/tasks/0/anchor", "/tasks/0/offsetDays"})
    EXPECT_NE(wrong.body.find(pointer), std::string::npos) << pointer;
  const json::array now = tasks(advisor, "?purchaseId=" + add(input()));
  ASSERT_EQ(now.size(), 1U);
  EXPECT_EQ(now.front().at("dueOn").as_string(), "2027-02-19");
}

TEST_F(Purchases, own_rules_change_the_advice_and_the_european_threshold_stays) {
  const auto advice = [&](std::int64_t euros) {
    return std::string(advisor.get("/procedure-advice?nature=services&valueCents=" + std::to_string(euros * 100))
                           .json()
                           .at("procedure")
                           .at("procedure")
                           .as_string());
  };
  EXPECT_EQ(advice(60'000), "multiple_private");
  const json::value rules = advisor.get("/purchase-rules").json();
  json::object mine{
      {"procedures",
       json::parse(
           R"([{"validFrom":"2026-01-01","validTo":"2028-12-31","level":"european","nature":"services","fromCents":0,"procedure":"single_private","verified":true,"source":"Besluit 2026"}])")},
      {"socialReturn", json::array{}}};
  EXPECT_EQ(put(holder, "/purchase-rules", mine, rules.at("version").as_int64()).status, 403);
  ASSERT_EQ(put(advisor, "/purchase-rules", mine, rules.at("version").as_int64()).status, 200);
  EXPECT_EQ(advice(60'000), "single_private");
  EXPECT_EQ(advice(300'000), "european_open") << "nobody sets a rule above the law";
  EXPECT_TRUE(get(add(input())).at("socialReturn").is_null());
  const auto wrong = put(
      advisor, "/purchase-rules",
      json::parse(
          R"({"procedures":[{"validFrom":"2027-01-01","validTo":"2026-01-01","level":"x","nature":"gas","fromCents":-1,"procedure":"loten","verified":true,"source":""}],"socialReturn":[]})"),
      2);
  for (const char* pointer :
       {"/procedures/0/validTo", "/procedures/0/nature", "/procedures/0/fromCents", "/procedures/0/procedure", "/procedures/0/source"})
    EXPECT_NE(wrong.body.find(pointer), std::string::npos) << pointer << wrong.body;
}

TEST_F(Purchases, a_calendar_link_is_a_key_that_can_be_taken_away) {
  const std::string id = add(input());
  const std::string path(advisor.post("/calendar-link", "").json().at("path").as_string());
  Client nobody = server.client();
  const auto feed = nobody.call("GET", path);
  ASSERT_EQ(feed.status, 200) << feed.body;
  EXPECT_EQ(feed.header("content-type"), "text/calendar; charset=utf-8");
  EXPECT_EQ(feed.body.substr(0, 17), "BEGIN:VCALENDAR\r\n");
  EXPECT_NE(feed.body.find("Publicatie: Groenonderhoud Zuid"), std::string::npos);
  EXPECT_NE(feed.body.find("DTSTART;VALUE=DATE:20270301"), std::string::npos);
  std::size_t from = 0;
  for (std::size_t end = feed.body.find("\r\n"); end != std::string::npos; from = end + 2, end = feed.body.find("\r\n", from))
    ASSERT_LE(end - from, 75U) << "RFC 5545, 3.1";
  const std::string again(advisor.post("/calendar-link", "").json().at("path").as_string());
  EXPECT_EQ(nobody.call("GET", path).status, 404) << "a new link ends the old one";
  EXPECT_EQ(advisor.remove("/calendar-link").status, 204);
  EXPECT_EQ(nobody.call("GET", again).status, 404);
  const std::string third(advisor.post("/calendar-link", "").json().at("path").as_string());
  Client admin = server.client();
  ASSERT_EQ(admin.sign_in("administrator").status, 201);
  const auto held = admin.get("/calendar-links").json().at("items").as_array();
  ASSERT_EQ(held.size(), 1U);
  EXPECT_TRUE(held[0].at("usedAt").is_null());
  EXPECT_NE(nobody.call("GET", third).body.find("eindigt"), std::string::npos) << "the calendar says itself when it ends";
  EXPECT_TRUE(admin.get("/calendar-links").json().at("items").at(0).at("usedAt").is_string());
  server.pass(std::chrono::hours{24 * 366});
  EXPECT_EQ(nobody.call("GET", third).status, 404) << "a year is over";
  ASSERT_EQ(advisor.sign_in("procurement_advisor").status, 201);
  ASSERT_EQ(admin.sign_in("administrator").status, 201);
  const std::string fourth(advisor.post("/calendar-link", "").json().at("path").as_string());
  EXPECT_EQ(advisor.remove("/calendar-links/" + std::string(held[0].at("personId").as_string())).status, 403);
  EXPECT_EQ(admin.remove("/calendar-links/" + std::string(held[0].at("personId").as_string())).status, 204);
  EXPECT_EQ(nobody.call("GET", fourth).status, 404) << "an administrator ended it";
  for (const char* wrong : {"/api/v1/calendars/x", "/api/v1/calendars/01a20a83-c80b-7c3e-b0d4-910f6119c2a0.x"})
    EXPECT_EQ(nobody.call("GET", wrong).status, 404);
}

TEST_F(Purchases, a_calendar_comes_in_all_or_none_and_names_its_lines) {
  const std::string good =
      "nummer;titel;behoefte;cpv;soort;waarde;onderdeel;opdrachtgever;publicatie;onbekend\r\n"
      "A-1;Speelplek Oost;Spelen voor iedereen;37535200;Leveringen;€ 120.000,50;openbare ruimte;Bart de Ruyter;15-03-2027;x\r\n"
      "A-2;Advies;;;Diensten;9000;;;2027-04-01;\r\n";
  const auto first = upload(advisor, "/purchase-imports", "kalender.csv", good);
  ASSERT_EQ(first.status, 202) << first.body;
  EXPECT_EQ(first.json().at("added").as_int64(), 2);
  const json::value found = advisor.get("/purchases?search=speelplek%20oost").json().at("items").at(0);
  EXPECT_EQ(found.at("valueCents").as_int64(), 120'000'50);
  EXPECT_EQ(found.at("publishOn").as_string(), "2027-03-15");
  EXPECT_EQ(found.at("nature").as_string(), "supplies");
  // A known number is changed, an empty cell changes nothing.
  const auto second = upload(advisor, "/purchase-imports", "kalender.csv", "nummer;titel;waarde;onderdeel\r\nA-1;Speelplek Noord;;\r\n");
  EXPECT_EQ(second.json().at("changed").as_int64(), 1) << second.body;
  const json::value changed = get(std::string(found.at("id").as_string()));
  EXPECT_EQ(changed.at("title").as_string(), "Speelplek Noord");
  EXPECT_EQ(changed.at("valueCents").as_int64(), 120'000'50);
  // One wrong line, and nothing is written.
  const auto before = advisor.get("/purchases").json().at("total").as_int64();
  const auto wrong =
      upload(advisor, "/purchase-imports", "kalender.csv",
             "nummer;titel;waarde;onderdeel;opdrachtgever;publicatie\r\nB-1;Goed;100;;;\r\nB-2;;veel;Nergens;Niemand;morgen\r\n");
  EXPECT_EQ(wrong.status, 400);
  for (const char* words :
       {"Regel 3 (C3): waarde", "Regel 3 (D3): onderdeel", "Regel 3 (E3): opdrachtgever", "Regel 3 (F3): publicatie", "Regel 3: titel"})
    EXPECT_NE(wrong.body.find(words), std::string::npos) << words << wrong.body;
  EXPECT_EQ(advisor.get("/purchases").json().at("total").as_int64(), before);
  EXPECT_EQ(upload(advisor, "/purchase-imports", "leeg.csv", "").status, 400);
  EXPECT_EQ(upload(advisor, "/purchase-imports", "x.xlsx", "PK\x03\x04 kapot").status, 400);
  EXPECT_NE(upload(advisor, "/purchase-imports", "k.csv", "naam;bedrag\r\nx;1\r\n").body.find("titel"), std::string::npos);
}

TEST_F(Purchases, lists_are_filtered_and_paged) {
  const auto total = [&](const std::string& query) { return advisor.get("/purchases" + query).json().at("total").as_int64(); };
  EXPECT_EQ(total(""), 120) << "of the demo";
  EXPECT_EQ(total("?small=true") + total("?small=false"), 120);
  EXPECT_GT(total("?unitId=" + unit("Ruimte en Beheer")), total("?unitOnly=true&unitId=" + unit("Ruimte en Beheer")))
      << "with what is under it";
  EXPECT_GT(total("?statuses=planned,preparation,consultation"), 10);
  EXPECT_EQ(total("?theme=climate&state=applied") + total("?theme=climate&state=unless") + total("?theme=climate&state=open") +
                total("?theme=climate&state=proposed"),
            120);
  Client signed_in = server.client();
  signed_in.sign_in("budget_holder");
  EXPECT_GT(signed_in.get("/purchases?mine=true").json().at("total").as_int64(), 10);
  EXPECT_EQ(advisor.get("/purchases?page=5&pageSize=25").json().at("items").as_array().size(), 20U);
  EXPECT_EQ(advisor.get("/purchases?page=0").status, 400);
  EXPECT_EQ(advisor.get("/purchases?pageSize=100000").status, 400);
  EXPECT_EQ(advisor.get("/purchases?kleur=rood").status, 400);
}

}  // namespace
}  // namespace tenzij::purchase
