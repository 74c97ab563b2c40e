// Impact, unless: who proposes, who decides, what holds, what lapses, and what is counted.
#include <gtest/gtest.h>

#include "purchase/purchase.h"
#include "purchase/test/fixture.h"

namespace tenzij::purchase {
namespace {

using testing::Client;

TEST_F(Purchases, only_the_budget_holder_decides_unless_and_within_the_mandate) {
  const std::string id = add(input());
  EXPECT_EQ(decide(advisor, id, "supply_chain", "unless", unless()).status, 403);
  EXPECT_EQ(decide(director, id, "supply_chain", "unless", unless()).status, 403) << "a director is not the budget holder";
  ASSERT_EQ(decide(advisor, id, "supply_chain", "proposal", unless()).status, 200);
  EXPECT_EQ(state(get(id), "supply_chain"), "proposed");
  EXPECT_EQ(get(id).at("undecided").as_int64(), 6) << "a proposal decides nothing";
  ASSERT_EQ(decide(holder, id, "supply_chain", "unless", unless()).status, 200);
  const json::value now = get(id);
  EXPECT_EQ(state(now, "supply_chain"), "unless");
  EXPECT_EQ(now.at("decisions").as_array().size(), 3U) << "proposed, decided, looked at again";
  EXPECT_EQ(now.at("decisions").at(0).at("personName").as_string(), "Bart de Ruyter");
  // Above the mandate somebody else decides, who is named.
  json::object large = input();
  large["valueCents"] = 8'000'000'00;
  const std::string other = add(large);
  const auto refused = decide(holder, other, "climate", "unless", unless());
  EXPECT_EQ(refused.status, 403);
  EXPECT_NE(refused.body.find("Marijke Vos"), std::string::npos) << refused.body;
}

TEST_F(Purchases, without_mandates_in_the_municipality_a_budget_holder_is_trusted) {
  {
    db::Session session(server.pool(), server.actor());
    session.query("DELETE FROM organisation.mandate");
    session.commit();
  }
  json::object large = input();
  large["valueCents"] = 8'000'000'00;
  EXPECT_EQ(decide(holder, add(large), "climate", "unless", unless()).status, 200);
}

TEST_F(Purchases, an_unless_has_a_reason_words_and_a_version) {
  const std::string id = add(input());
  const auto wrong =
      decide(holder, id, "climate", "unless", {{"reason", "zomaar"}, {"words", " "}, {"validTo", "2020-01-01"}, {"forCategory", false}});
  EXPECT_EQ(wrong.status, 400);
  for (const char* pointer : {"/reason", "/words", "/validTo"}) EXPECT_NE(wrong.body.find(pointer), std::string::npos) << pointer;
  EXPECT_EQ(put(holder, "/purchases/" + id + "/themes/climate/unless", unless(), 7).status, 412);
  EXPECT_EQ(decide(holder, id, "climate", "application", {{"words", ""}}).status, 409) << "nothing to take back";
}

TEST_F(Purchases, a_proposal_is_refused_with_words_or_taken_back_and_all_of_it_stays_in_history) {
  const std::string id = add(input());
  ASSERT_EQ(decide(advisor, id, "climate", "proposal", unless()).status, 200);
  EXPECT_EQ(decide(holder, id, "climate", "application", {{"words", " "}}).status, 400);
  EXPECT_EQ(decide(holder, id, "climate", "application", {{"words", "Vraag de markt eerst."}}).status, 200);
  ASSERT_EQ(decide(advisor, id, "climate", "proposal", unless()).status, 200);
  EXPECT_EQ(decide(advisor, id, "climate", "proposal-withdrawal", {{"words", ""}}).status, 200);
  std::string kinds;
  const json::value now = get(id);
  for (const auto& each : now.at("decisions").as_array()) kinds += std::string(each.at("kind").as_string()) + ";";
  EXPECT_EQ(kinds, "withdrawn;proposed;refused;proposed;");
  EXPECT_EQ(state(now, "climate"), "open");
}

TEST_F(Purchases, a_theme_is_asked_or_unless_never_both_and_nothing_is_lost_in_between) {
  const std::string id = add(input());
  const std::string requirement = choose(id, "climate");
  ASSERT_EQ(decide(holder, id, "climate", "unless", unless()).status, 200);
  const auto kept = get(id).at("requirements").at(0);
  EXPECT_EQ(kept.at("state").as_string(), "basket");
  const auto taken = put(advisor, "/purchases/" + id + "/requirements/" + requirement + "/state",
                         {{"state", "chosen"}, {"reason", nullptr}}, kept.at("version").as_int64());
  EXPECT_EQ(taken.status, 409);
  EXPECT_EQ(advisor.get("/purchases/" + id + "/eforms").body.find("BT-774"), std::string::npos) << "nothing is declared that is not asked";
  ASSERT_EQ(decide(holder, id, "climate", "application", {{"words", ""}}).status, 200);
  EXPECT_EQ(state(get(id), "climate"), "applied") << "it is asked again as it was";
}

TEST_F(Purchases, a_director_sees_and_reopens) {
  const std::string id = add(input());
  ASSERT_EQ(decide(holder, id, "circular", "unless", unless("Uniek voor deze test.")).status, 200);
  EXPECT_NE(director.get("/unless-decisions?theme=circular").body.find("Uniek voor deze test."), std::string::npos);
  EXPECT_EQ(decide(holder, id, "circular", "reopening", {{"words", "x"}}).status, 403);
  EXPECT_EQ(decide(director, id, "circular", "reopening", {{"words", ""}}).status, 400);
  EXPECT_EQ(decide(director, id, "circular", "reopening", {{"words", "Drie leveranciers kunnen het wel."}}).status, 200);
  EXPECT_EQ(state(get(id), "circular"), "open");
}

TEST_F(Purchases, nothing_goes_out_undecided_but_by_the_budget_holder_loudly) {
  const std::string id = add(input());
  for (const char* code : six)
    if (std::string_view(code) != "diversity") choose(id, code);
  const json::object publish{{"status", "published"}, {"reason", nullptr}, {"anyway", false}};
  const auto held = move(advisor, id, publish);
  EXPECT_EQ(held.status, 409);
  EXPECT_NE(held.body.find("1 thema"), std::string::npos) << held.body;
  EXPECT_EQ(move(advisor, id, {{"status", "published"}, {"reason", "Haast"}, {"anyway", true}}).status, 403);
  EXPECT_EQ(move(director, id, {{"status", "running"}, {"reason", "Haast"}, {"anyway", true}}).status, 403)
      << "no way round by skipping a step";
  EXPECT_EQ(move(holder, id, {{"status", "published"}, {"reason", " "}, {"anyway", true}}).status, 400);
  const auto counted = director.get("/purchase-figures").json().at("anyway").as_int64();
  EXPECT_EQ(move(holder, id, {{"status", "published"}, {"reason", "De brug is afgesloten."}, {"anyway", true}}).status, 200);
  EXPECT_EQ(director.get("/purchase-figures").json().at("anyway").as_int64(), counted + 1);
  EXPECT_NE(director.get("/gaps?kind=published_undecided").body.find(id), std::string::npos);
  EXPECT_NE(director.get("/unless-decisions?kind=published_anyway").body.find("De brug is afgesloten."), std::string::npos);
  // All decided: no override is asked or recorded.
  const std::string sound = add(input());
  for (const char* code : six) choose(sound, code);
  EXPECT_EQ(move(advisor, sound, publish).status, 200);
  const json::value calm = get(sound);
  for (const auto& each : calm.at("decisions").as_array()) EXPECT_NE(each.at("kind").as_string(), "published_anyway");
}

TEST_F(Purchases, an_unless_for_a_category_holds_for_the_next_ones_until_its_day) {
  const std::string id = add(input());
  json::object wide = unless("Dit jaar kan de markt dit niet.");
  wide["forCategory"] = true;
  EXPECT_NE(decide(holder, id, "circular", "unless", wide).body.find("/validTo"), std::string::npos) << "only with a last day";
  wide["validTo"] = "2029-12-31";
  EXPECT_NE(decide(holder, id, "circular", "unless", wide).body.find("/validTo"), std::string::npos) << "longer is policy";
  wide["validTo"] = "2026-12-31";
  ASSERT_EQ(decide(holder, id, "circular", "unless", wide).status, 200);
  const std::string next = add(input());
  EXPECT_EQ(state(get(next), "circular"), "unless");
  EXPECT_TRUE(theme(get(next), "circular").at("standing").as_bool());
  EXPECT_EQ(theme(get(next), "circular").at("person").as_string(), "Bart de Ruyter");
  json::object elsewhere = input();
  elsewhere["unitId"] = unit("Vastgoed");
  EXPECT_EQ(state(get(add(elsewhere)), "circular"), "open") << "not in another unit";
  // After its day it holds no longer for what is not published.
  server.pass(std::chrono::hours{24 * 90});
  db::Session session(server.pool(), server.actor());
  const auto figures = [&](const std::string& filters) {
    return director.get("/purchase-figures?" + filters).json().at("lapsed").as_int64();
  };
  director.sign_in("director");
  const auto before = figures("");
  EXPECT_EQ(lapse(session, date_of(server.now()), server.now()), 2);
  session.commit();
  advisor.sign_in("procurement_advisor");
  EXPECT_EQ(figures(""), before + 2);
  // The number opens exactly its rows, whatever is filtered.
  const std::string whole = unit("Ruimte en Beheer");
  for (const std::string& filters :
       {std::string("band=3"), std::string("theme=circular"), "unitId=" + whole, std::string("year=2027"), std::string("year=2026")})
    EXPECT_EQ(figures(filters),
              static_cast<std::int64_t>(
                  director.get("/unless-decisions?kind=lapsed&counted=true&" + filters).json().at("items").as_array().size()))
        << filters;
  EXPECT_EQ(state(get(next), "circular"), "open");
  EXPECT_EQ(get(next).at("decisions").at(0).at("kind").as_string(), "lapsed");
  EXPECT_EQ(state(get(add(input())), "circular"), "open");
}

TEST_F(Purchases, who_leaves_hands_over_and_decisions_keep_their_name) {
  const std::string id = add(input());
  ASSERT_EQ(decide(holder, id, "climate", "unless", unless()).status, 200);
  const auto transfer = [&](const json::object& body) { return advisor.post("/purchase-transfers", json::dump(body)); };
  EXPECT_EQ(transfer({{"fromPersonId", person("budget_holder")}, {"toPersonId", person("council_member")}}).status, 400);
  const auto moved = transfer({{"fromPersonId", person("budget_holder")}, {"toPersonId", person("director")}});
  ASSERT_EQ(moved.status, 200) << moved.body;
  EXPECT_GT(moved.json().at("purchases").as_int64(), 1);
  const json::value now = get(id);
  EXPECT_EQ(now.at("budgetHolder").as_string(), "Marijke Vos");
  EXPECT_EQ(now.at("decisions").at(0).at("personName").as_string(), "Bart de Ruyter");
  EXPECT_EQ(decide(holder, id, "circular", "unless", unless()).status, 403);
  // A unit that goes up in another takes its purchases along.
  const auto units = transfer({{"fromUnitId", unit("Openbare ruimte")}, {"toUnitId", unit("Vastgoed")}});
  EXPECT_GT(units.json().at("purchases").as_int64(), 1);
  EXPECT_EQ(get(id).at("unit").as_string(), "Vastgoed");
  bool in_history = false;
  const json::value after = get(id);
  for (const auto& each : after.at("history").as_array()) in_history = in_history || each.at("change").as_object().contains("unit_id");
  EXPECT_TRUE(in_history);
}

TEST_F(Purchases, figures_add_up_and_show_below_fifty_and_a_hundred_thousand_apart) {
  const json::value all = director.get("/purchase-figures").json();
  for (const char* cut : {"bands", "units", "categories", "years"}) {
    std::int64_t purchases = 0;
    std::int64_t applied = 0;
    for (const auto& each : all.at(cut).as_array()) {
      purchases += each.at("purchases").as_int64();
      applied += each.at("applied").as_int64();
    }
    EXPECT_EQ(purchases, all.at("all").at("purchases").as_int64()) << cut;
    EXPECT_EQ(applied, all.at("all").at("applied").as_int64()) << cut;
  }
  ASSERT_EQ(all.at("bands").as_array().size(), 5U) << "also where there is nothing";
  EXPECT_GE(all.at("bands").at(0).at("purchases").as_int64(), 40);
  std::int64_t unless_themes = 0;
  std::int64_t applied_themes = 0;
  for (const auto& each : all.at("themes").as_array()) {
    unless_themes += each.at("unless").as_int64();
    applied_themes += each.at("applied").as_int64();
    // A theme's number opens as many rows.
    const std::string rows = "/purchases?counted=true&theme=" + std::string(each.at("key").as_string()) + "&state=";
    for (const char* state : {"unless", "applied"})
      EXPECT_EQ(director.get(rows + state).json().at("total").as_int64(), each.at(state).as_int64()) << rows << state;
  }
  EXPECT_EQ(applied_themes, all.at("all").at("applied").as_int64());
  EXPECT_EQ(unless_themes, all.at("all").at("unless").as_int64());
  std::int64_t reasons = 0;
  for (const auto& each : all.at("reasons").as_array()) reasons += each.at("count").as_int64();
  EXPECT_EQ(reasons, unless_themes) << "every unless has its reason";
  EXPECT_FALSE(all.at("people").as_array().empty());
  EXPECT_FALSE(all.at("outcomes").as_array().empty());
  const json::value one = director.get("/purchase-figures?theme=climate").json();
  EXPECT_EQ(one.at("all").at("purchases").as_int64(),
            one.at("all").at("applied").as_int64() + one.at("all").at("unless").as_int64() + one.at("all").at("undecided").as_int64());
}

TEST_F(Purchases, how_an_unless_turned_out_is_looked_back_on) {
  const json::value list = director.get("/unless-decisions?kind=unless&evaluated=false").json();
  const std::string id(list.at("items").at(0).at("id").as_string());
  EXPECT_EQ(director.post("/unless-decisions/" + id + "/outcome", R"({"outcome":"possible","words":" "})").status, 400);
  EXPECT_EQ(
      director.post("/unless-decisions/" + id + "/outcome", R"({"outcome":"possible","words":"De buurgemeente vroeg het wel."})").status,
      204);
  EXPECT_NE(director.get("/unless-decisions?evaluated=true").body.find("De buurgemeente vroeg het wel."), std::string::npos);
}

}  // namespace
}  // namespace tenzij::purchase
