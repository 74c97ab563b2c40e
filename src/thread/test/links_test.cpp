// Links over HTTP: what is suggested, what persons say of it, and who is first.
#include <gtest/gtest.h>

#include "tests/support/server.h"
#include "thread/thread.h"

namespace tenzij::thread {
namespace {

class Links : public ::testing::Test {
 protected:
  testing::TestServer server;
  db::Connection owner = server.owner();
  testing::Client noor = server.client();    // impact advisor
  testing::Client fatima = server.client();  // procurement advisor
  Instant now = std::chrono::sys_days{std::chrono::year{2026} / 11 / 1};

  void SetUp() override {
    noor.sign_in("impact_advisor");
    fatima.sign_in("procurement_advisor");
    // What the demo suggests and says of purchases is set aside: these tests count their own.
    owner.script("DELETE FROM thread.link WHERE lower_kind = 'impact' AND state <> 'inherited'");
  }

  Uuid one(const std::string& sql) { return owner.query(sql + " LIMIT 1").get<Uuid>(0, 0); }
  Uuid goal(const std::string& title) { return owner.query("SELECT id FROM policy.goal WHERE title = $1", title).get<Uuid>(0, 0); }
  Uuid purchase(const std::string& reference) {
    return owner.query("SELECT id FROM purchase.purchase WHERE reference = $1", reference).get<Uuid>(0, 0);
  }
  Uuid impact(const Uuid& bought, const std::string& theme) {
    return owner.query("SELECT id FROM purchase.impact WHERE purchase_id = $1 AND theme = $2", bought, theme).get<Uuid>(0, 0);
  }
  void found(const Uuid& upper, const Uuid& bought, const std::vector<std::string>& themes, double score = 0.8) {
    db::Session rule(server.pool(), server.actor());
    std::vector<Suggestion> all;
    for (const std::string& theme : themes) all.push_back({{"goal", upper}, {"impact", impact(bought, theme)}, "words", "groen", score});
    suggest(rule, all, now);
    rule.commit();
  }
  static json::object item(const Uuid& upper, const Uuid& bought, const char* state) {
    return {{"upperKind", "goal"}, {"upperId", upper.str()}, {"lowerKind", "purchase"}, {"lowerId", bought.str()}, {"state", state}};
  }
  json::value decide(testing::Client& who, json::array items, int status = 200) {
    const auto answer = who.post("/link-decisions", json::dump(json::object{{"items", std::move(items)}}));
    EXPECT_EQ(answer.status, status) << answer.body;
    return answer.json();
  }
  json::value list(testing::Client& who, const std::string& query) {
    const auto answer = who.get("/links?" + query);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.json();
  }

  Uuid green = goal("Helft van het groen ecologisch beheerd");
  Uuid roads = goal("40 procent hergebruikt materiaal in wegen");
  Uuid mowing = purchase("2024-030");
  Uuid asphalt = purchase("2025-021");
};

TEST_F(Links, are_listed_once_per_goal_and_purchase_with_their_themes_and_why) {
  found(green, mowing, {"environment", "climate"}, 0.9);
  found(roads, asphalt, {"circular"}, 0.7);
  const json::value all = list(noor, "state=suggested&lowerKind=purchase&upperKind=goal");
  ASSERT_EQ(all.at("total"), 2);
  const json::value& first = all.at("items").at(0);
  EXPECT_EQ(first.at("upper").at("title"), "Helft van het groen ecologisch beheerd");
  EXPECT_EQ(first.at("lower").at("title"), "Maaien van bermen en watergangen");
  EXPECT_EQ(first.at("lower").at("number"), "2024-030");
  EXPECT_EQ(first.at("themes").as_array().size(), 2U);
  EXPECT_EQ(first.at("rule"), "words");
  EXPECT_EQ(first.at("ruleWords"), "groen");
  EXPECT_FALSE(first.at("sentence").is_null()) << "the clause that the goal came from";
  EXPECT_EQ(list(noor, "of=goal:" + roads.str()).at("items").at(0).at("lower").at("id").as_string(), asphalt.str());
  EXPECT_EQ(list(noor, "of=purchase:" + mowing.str()).at("total"), 1);
  EXPECT_EQ(list(noor, "upperKind=goal&lowerKind=purchase&theme=circular").at("total"), 1);
  const json::value second = list(noor, "upperKind=goal&lowerKind=purchase&limit=1&offset=1");
  EXPECT_EQ(second.at("items").as_array().size(), 1U);
  EXPECT_EQ(second.at("total"), 2);
  EXPECT_EQ(list(noor, "upperKind=goal&lowerKind=purchase&offset=50").at("total"), 2) << "past the end it still tells how many";
  EXPECT_EQ(noor.get("/links?of=goal").status, 400);
  EXPECT_EQ(noor.get("/links?limit=0").status, 400);
}

TEST_F(Links, the_first_of_two_wins_and_the_second_hears_who_said_what) {
  found(green, mowing, {"environment", "climate"});
  json::object confirmed = item(green, mowing, "confirmed");
  confirmed["version"] = 1;
  confirmed["why"] = "De bermen worden later gemaaid.";
  const json::value done = decide(noor, {confirmed});
  ASSERT_EQ(done.at("items").as_array().size(), 1U);
  EXPECT_EQ(done.at("conflicts").as_array().size(), 0U);
  json::object rejected = item(green, mowing, "rejected");
  rejected["version"] = 1;
  const json::value late = decide(fatima, {rejected});
  ASSERT_EQ(late.at("conflicts").as_array().size(), 1U);
  const json::value& conflict = late.at("conflicts").at(0);
  EXPECT_EQ(conflict.at("code"), "linkDecided");
  EXPECT_EQ(conflict.at("state"), "confirmed");
  EXPECT_EQ(conflict.at("person"), "Noor Hasselt");
  EXPECT_EQ(conflict.at("why"), "De bermen worden later gemaaid.");
  // Without a version nobody overrules another by accident either; with the one that holds now one does it knowingly.
  EXPECT_EQ(decide(fatima, {item(green, mowing, "rejected")}).at("conflicts").as_array().size(), 1U);
  rejected["version"] = conflict.at("version");
  EXPECT_EQ(decide(fatima, {rejected}).at("conflicts").as_array().size(), 0U);
  const json::value listed = list(noor, "state=rejected&of=goal:" + green.str());
  ASSERT_EQ(listed.at("total"), 1);
  EXPECT_EQ(listed.at("items").at(0).at("person"), "Fatima el Amrani");
  // A reply that got lost: the same again by the same person is no conflict.
  EXPECT_EQ(decide(fatima, {item(green, mowing, "rejected")}).at("items").as_array().size(), 1U);
}

TEST_F(Links, who_said_it_takes_it_back_and_the_rules_words_return) {
  found(green, mowing, {"environment"});
  json::object confirmed = item(green, mowing, "confirmed");
  confirmed["why"] = "Mijn woorden";
  decide(noor, {confirmed});
  const json::value foreign = decide(fatima, {item(green, mowing, "suggested")});
  ASSERT_EQ(foreign.at("conflicts").as_array().size(), 1U);
  EXPECT_EQ(foreign.at("conflicts").at(0).at("code"), "linkNotYours");
  EXPECT_EQ(decide(noor, {item(green, mowing, "suggested")}).at("items").as_array().size(), 1U);
  const json::value back = list(noor, "of=purchase:" + mowing.str());
  ASSERT_EQ(back.at("total"), 1);
  EXPECT_EQ(back.at("items").at(0).at("ruleWords"), "groen");
  EXPECT_TRUE(back.at("items").at(0).at("person").is_null());
  const auto row = owner.query("SELECT why, person_id FROM thread.link WHERE lower_id = $1", impact(mowing, "environment"));
  EXPECT_EQ(row.text(0, 0), "groen");
  EXPECT_TRUE(row.null(0, 1));
}

TEST_F(Links, what_is_archived_gone_or_a_circle_comes_back_with_its_name_and_the_rest_is_done) {
  found(green, mowing, {"environment"});
  found(roads, asphalt, {"circular"});
  owner.query("UPDATE purchase.purchase SET archived_at = now() WHERE id = $1", asphalt);
  const auto pair = owner.query("SELECT upper_id, lower_id FROM thread.link WHERE upper_kind = 'goal' AND lower_kind = 'goal' LIMIT 1");
  const Uuid parent = pair.get<Uuid>(0, 0);
  const Uuid child = pair.get<Uuid>(0, 1);
  {
    db::Session rule(server.pool(), server.actor());
    suggest(rule, {{{"goal", child}, {"goal", parent}, "words", "", 0.5}}, now);
    rule.commit();
  }
  json::object circle = item(child, parent, "confirmed");
  circle["lowerKind"] = "goal";
  const json::value answer =
      decide(noor, {item(roads, asphalt, "confirmed"), item(green, mowing, "confirmed"), item(green, asphalt, "confirmed"), circle});
  ASSERT_EQ(answer.at("items").as_array().size(), 1U);
  std::map<std::string, std::string> refused;
  for (const auto& each : answer.at("conflicts").as_array())
    refused[std::string(each.at("code").as_string())] = std::string(each.at("named").as_string());
  EXPECT_EQ(refused.at("linkArchived"), "Asfalt onderhoud 2025");
  EXPECT_TRUE(refused.contains("linkGone"));
  EXPECT_NE(refused.at("linkCircle").find(" → "), std::string::npos) << refused.at("linkCircle");
  EXPECT_EQ(list(noor, "lowerKind=purchase&of=goal:" + roads.str()).at("total"), 0) << "what is archived is not to be judged any more";
}

TEST_F(Links, whoever_may_change_the_lower_records_judges_and_nobody_else) {
  found(green, mowing, {"environment"});
  auto council = server.client();
  council.sign_in("council_member");
  EXPECT_EQ(list(council, "of=goal:" + green.str()).at("items").at(0).at("mayDecide"), false);
  decide(council, {item(green, mowing, "confirmed")}, 403);
  // Purchases are hers, goals are not.
  json::object between = item(green, roads, "confirmed");
  between["lowerKind"] = "goal";
  decide(fatima, {between}, 403);
  decide(fatima, {item(green, mowing, "inherited")}, 400);
  json::object odd = item(green, mowing, "confirmed");
  odd["lowerKind"] = "horse";
  decide(fatima, {odd}, 400);
  server.add_other();
  auto theirs = server.client();
  theirs.sign_in("other", "vier losse rare woorden");
  EXPECT_EQ(decide(theirs, {item(green, mowing, "confirmed")}).at("conflicts").at(0).at("code"), "linkGone");
  EXPECT_EQ(list(theirs, "state=suggested").at("total"), 0);
}

TEST_F(Links, are_counted_per_kind_and_per_person) {
  found(green, mowing, {"environment", "climate"});
  found(roads, asphalt, {"circular"});
  found(roads, mowing, {"circular"});
  decide(noor, {item(green, mowing, "confirmed"), item(roads, mowing, "rejected")});
  const json::value counts = noor.get("/link-counts").json();
  bool seen = false;
  for (const auto& each : counts.at("items").as_array()) {
    if (each.at("upperKind") != "goal" || each.at("lowerKind") != "purchase") continue;
    seen = true;
    EXPECT_EQ(each.at("suggested"), 1);
    EXPECT_EQ(each.at("confirmed"), 1);
    EXPECT_EQ(each.at("rejected"), 1);
  }
  EXPECT_TRUE(seen);
  const auto hers = owner.query("SELECT id FROM organisation.person WHERE name = 'Noor Hasselt'").get<Uuid>(0, 0).str();
  for (const auto& each : counts.at("people").as_array())
    if (each.at("personId").as_string() == hers) {
      EXPECT_EQ(each.at("rejected"), 1);
    }
}

constexpr std::string_view thousand_records = R"sql(
INSERT INTO thread.record (municipality_id, kind, id, title, detail, words, themes, counts_as, archived)
SELECT $1, 'notice', gen_random_uuid(), 'Aankondiging ' || n, '', '', '{}', n::text, false
  FROM generate_series(1, 1000) n
)sql";

constexpr std::string_view ten_thousand_links = R"sql(
INSERT INTO thread.link (municipality_id, upper_kind, upper_id, lower_kind, lower_id, state, rule, score)
SELECT $1, 'goal', g.id, 'notice', r.id, 'suggested', 'words', 0.5
  FROM (SELECT id FROM policy.goal
         WHERE archived_at IS NULL
         ORDER BY id
         LIMIT 10) g
 CROSS JOIN thread.record r
 WHERE r.title LIKE 'Aankondiging %'
   AND r.municipality_id = $1
)sql";

constexpr std::string_view the_ten_thousand = R"sql(
SELECT l.upper_id, l.lower_id
  FROM thread.link l
  JOIN thread.record r ON r.kind = 'notice' AND r.id = l.lower_id
 WHERE r.title LIKE 'Aankondiging %'
)sql";

TEST_F(Links, ten_thousand_are_judged_in_one_request) {
  // A thousand records of the room's own making under ten goals: the links are what is tried, not the purchases.
  owner.query(thousand_records, server.municipality());
  owner.query(ten_thousand_links, server.municipality());
  const auto rows = owner.query(the_ten_thousand);
  ASSERT_EQ(rows.rows(), 10'000);
  json::array items;
  for (int row = 0; row < rows.rows(); ++row) {
    json::object each = item(rows.get<Uuid>(row, 0), rows.get<Uuid>(row, 1), "confirmed");
    each["lowerKind"] = "notice";
    each["why"] = "gezien";
    each["version"] = 1;
    items.push_back(std::move(each));
  }
  auto administrator = server.client();
  administrator.sign_in("administrator");
  const json::value answer = decide(administrator, items);
  EXPECT_EQ(answer.at("items").as_array().size(), 10'000U);
  EXPECT_EQ(answer.at("conflicts").as_array().size(), 0U);
  items.push_back(items.front());
  decide(administrator, items, 400);
}

}  // namespace
}  // namespace tenzij::thread
