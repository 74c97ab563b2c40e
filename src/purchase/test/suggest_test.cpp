// Which goals a purchase serves: the rules by themselves, and what is suggested when purchases and goals come, change and are judged.
#include <gtest/gtest.h>

#include "purchase/test/fixture.h"

namespace tenzij::purchase {
namespace {

const GoalRules& goal_rules() {
  static const GoalRules all(std::filesystem::path(TENZIJ_HOME) / "knowledge" / "purchase");
  return all;
}

std::vector<FoundGoal> found(const PurchaseFacts& purchase, const std::vector<GoalFacts>& goals, const std::vector<GoalPast>& past = {}) {
  std::vector<std::shared_ptr<const GoalFeatures>> read;
  for (const GoalFacts& each : goals) read.push_back(std::make_shared<const GoalFeatures>(goal_rules().read(each)));
  return goal_rules().match(goal_rules().read(purchase), read, past);
}

const std::vector<GoalFacts> some{{"Wagenpark uitstootvrij in 2030", "", "", {"climate"}, false, ""},
                                  {"Kantoorinrichting eerst tweedehands", "", "", {"circular"}, true, "facilitair"},
                                  {"Elk jaar 100 mensen aan het werk", "", "", {"social_return"}, false, ""},
                                  {"Fietsen voor iedereen", "", "", {"climate"}, false, ""}};

TEST(GoalMatch, names_the_goal_and_the_words_it_rests_on) {
  const auto answer = found({"Bestelbussen buitendienst", "", "", {}, "34136000", 40'000'000, {}}, some);
  ASSERT_EQ(answer.size(), 1U);
  EXPECT_EQ(answer[0].goal, 0U);
  EXPECT_EQ(answer[0].rule, "target");
  EXPECT_EQ(answer[0].why, "Wagenpark · Bestelbussen");
  const auto compound = found({"Fietsenstalling station", "", "", {}, "", 9'000'000, {}}, some);
  ASSERT_FALSE(compound.empty());
  EXPECT_EQ(compound[0].goal, 3U);
}

TEST(GoalMatch, answers_none_where_nothing_is_served) {
  for (const char* title : {"Brandverzekering wagenpark", "Accountantscontrole", "Juridisch advies inkoop kantoorinrichting",
                            "Bankdiensten", "Onderzoek naar het wagenpark", "Taxaties woz"})
    EXPECT_TRUE(found({title, "", "", {}, "", 100'000'000, {}}, some).empty()) << title;
  // Below a ton nobody asks social return.
  EXPECT_TRUE(found({"Schoonmaak dorpshuis", "", "", {}, "90910000", 900'000, {}}, some).empty());
  EXPECT_FALSE(found({"Schoonmaak stadhuis", "", "", {}, "90910000", 90'000'000, {}}, some).empty());
}

TEST(GoalMatch, learns_from_what_was_confirmed_and_rejected_in_the_category) {
  const PurchaseFacts cleaning{"Schoonmaak stadhuis", "", "", {}, "90910000", 90'000'000, {}};
  const double plain = found(cleaning, some).at(0).score;
  EXPECT_GT(found(cleaning, some, {{}, {}, {2, 0, false}, {}}).at(0).score, plain);
  EXPECT_LT(found(cleaning, some, {{}, {}, {0, 2, false}, {}}).at(0).score, plain);
  // Of two that are as good, the nearer one.
  const std::vector<GoalFacts> two{{"Meubels tweedehands", "", "", {"circular"}, false, ""},
                                   {"Meubels tweedehands", "", "", {"circular"}, true, "facilitair"}};
  EXPECT_EQ(found({"Bureaustoelen", "", "", {}, "39112000", 100'000, {"facilitair"}}, two).at(0).goal, 1U);
}

std::vector<FoundGoal> one(const char* goal, const char* explanation, const char* purchase, const char* cpv = "", const char* need = "") {
  return found({purchase, need, "", {}, cpv, 50'000'000, {}}, {{goal, explanation, "", {}, false, ""}});
}

TEST(GoalMatch, is_silent_where_the_evidence_is_weak) {
  // A broad aim is served by nearly everything.
  EXPECT_TRUE(one("Fossielvrij in 2035", "", "Damwand kade oost", "45241000").empty());
  EXPECT_FALSE(one("Fossielvrij in 2035", "", "Elektrische bestelbus", "34136000").empty());
  // Only the code says that it is a vehicle.
  EXPECT_TRUE(one("Tractoren en bestelauto's op stroom", "", "Opzetstuk drie kuub", "34143000").empty());
  // The code says otherwise: reed that grows, and reed on a roof.
  EXPECT_TRUE(one("Rust voor vogels", "", "Rieten kap raadhuis", "45261000").empty());
  // Of a place much is bought; that it serves the aim must be said.
  EXPECT_TRUE(one("Panden met een laag energieverbruik", "", "Klimaatinstallatie museum", "45331000").empty());
  EXPECT_FALSE(one("Panden met een laag energieverbruik", "", "Energiezuinige klimaatinstallatie museum", "45331000").empty());
  // It names what the goal is against.
  EXPECT_TRUE(one("Werken zonder diesel", "", "Diesel voor de werf", "09134220").empty());
  EXPECT_TRUE(one("Minder restafval per inwoner", "", "Verbranden restafval", "90513000").empty());
  // A name says nothing of what is bought.
  EXPECT_TRUE(one("Bermen vol vlinders", "", "Renovatie school De Vlinder", "45454000").empty());
}

TEST(GoalMatch, finds_words_that_the_tables_do_not_know) {
  // What the title begins with, also as a part of a longer word; not a word that ends alike by chance, a place or a later word.
  EXPECT_EQ(one("Ganzenpaden", "Voor elk kind een klompenmaker.", "Klompenmakers werkplaats").at(0).rule, "words");
  EXPECT_FALSE(one("Weg met de rook", "Elk schip aan een weefgetouw.", "Weefgetouwkasten kade").empty());
  EXPECT_TRUE(one("Iedereen sport", "", "Transport van dozen").empty());
  EXPECT_TRUE(one("Rust op de boulevard", "", "Boulevard").empty());
  EXPECT_TRUE(one("Klompenmakers", "", "Ophalen bij klompenmakers", "").empty());
}

TEST(GoalMatch, reads_short_words_compounds_and_hyphens) {
  EXPECT_FALSE(one("In elke straat een boom", "", "Levering bomen", "03452000").empty());
  EXPECT_TRUE(one("Fietsen stallen bij het station", "", "Staal conserveren").empty()) << "staal and stallen have one stem";
  EXPECT_FALSE(one("Eerlijke koffie", "", "Koffie- en theeautomaten", "15860000").empty());
  EXPECT_FALSE(one("Meubels krijgen een tweede leven", "", "Kantoormeubilair raadhuis", "39130000").empty());
}

TEST(GoalMatch, believes_what_people_confirmed_in_the_category) {
  const std::vector<GoalFacts> goals{{"Fossielvrij in 2035", "", "", {}, false, ""}};
  const PurchaseFacts wall{"Damwand kade oost", "", "", {}, "45241000", 50'000'000, {}};
  EXPECT_TRUE(found(wall, goals, {{0, 1, false}}).empty());
  EXPECT_FALSE(found(wall, goals, {{1, 0, false}}).empty());
}

TEST(GoalMatch, is_silent_where_the_purchase_says_the_contrary_or_buys_nothing) {
  EXPECT_FALSE(one("Meubels krijgen een tweede leven", "", "Bureaustoelen", "39112000", "zitting opnieuw gestoffeerd").empty());
  EXPECT_TRUE(one("Meubels krijgen een tweede leven", "", "Bureaustoelen", "39112000", "nieuw, kleur antraciet").empty());
  EXPECT_TRUE(one("Werken zonder diesel", "", "Minigraver", "43262100", "diesel, stage V").empty());
  EXPECT_FALSE(one("Werken zonder diesel", "", "Elektrische minigraver", "43262100", "vervangt diesel uit 2014").empty());
  // Who has cars repaired buys none.
  EXPECT_FALSE(one("Wagenpark zonder uitlaat", "", "Voertuigen buitendienst", "34110000").empty());
  EXPECT_TRUE(one("Wagenpark zonder uitlaat", "", "Onderhoud voertuigen buitendienst", "").empty());
}

TEST(GoalMatch, tells_two_goals_apart_by_the_words_that_one_of_them_says) {
  const std::vector<GoalFacts> two{{"Bermen vol vlinders", "In het plantsoen.", "", {"environment"}, false, ""},
                                   {"Onze mensen aan de bak", "Werk via Werkbedrijf De Haspel.", "", {"social_return"}, false, ""}};
  const auto named = found({"Plantsoenen kernen", "door De Haspel", "", {}, "77310000", 50'000'000, {}}, two);
  ASSERT_FALSE(named.empty());
  EXPECT_EQ(named[0].goal, 1U) << "both name the same organisation";
  EXPECT_EQ(named[0].rule, "named");
  EXPECT_EQ(named[0].why, "Haspel");
  const std::vector<GoalFacts> alike{{"Meubels tweedehands", "", "", {"circular"}, false, ""},
                                     {"Meubels tweedehands", "Ook de weefgetouwen.", "", {"circular"}, false, ""}};
  EXPECT_EQ(found({"Bureaustoelen", "bij de weefgetouwen", "", {}, "39112000", 100'000, {}}, alike).at(0).goal, 1U);
}

class Suggesting : public Purchases {
 protected:
  std::string goal(const std::string& title, const char* theme, std::optional<int> until = {}) {
    const auto answer = director.post("/goals", json::dump(json::object{{"title", title},
                                                                        {"targetYear", until ? json::value(*until) : json::value()},
                                                                        {"explanation", ""},
                                                                        {"level", "municipal"},
                                                                        {"themes", json::array{theme}},
                                                                        {"sdgs", json::array{}},
                                                                        {"path", json::array{}},
                                                                        {"sources", json::array{}}}));
    EXPECT_EQ(answer.status, 201) << answer.body;
    return std::string(answer.json().at("id").as_string());
  }
  std::string bought(const char* title, const char* cpv) {
    json::object in = input();
    in["title"] = title;
    in["need"] = "";
    in["cpv"] = cpv;
    return add(in);
  }
  // Titles of goals in this state, under this purchase.
  std::set<std::string> goals(const std::string& purchase, const char* state) {
    std::set<std::string> out;
    const json::value answer = advisor.get("/links?upperKind=goal&of=purchase:" + purchase + "&state=" + state).json();
    for (const auto& each : answer.at("items").as_array()) out.insert(std::string(each.at("upper").at("title").as_string()));
    return out;
  }
  void decide(const std::string& upper, const std::string& purchase, const char* state) {
    const auto answer = advisor.post(
        "/link-decisions",
        json::dump(json::object{
            {"items",
             json::array{json::object{
                 {"upperKind", "goal"}, {"upperId", upper}, {"lowerKind", "purchase"}, {"lowerId", purchase}, {"state", state}}}}}));
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(answer.json().at("items").as_array().size(), 1U) << answer.body;
  }
  void search_again() {
    const auto asked = advisor.post("/link-searches", "");
    ASSERT_EQ(asked.status, 202) << asked.body;
    const auto job = server.wait_for_job(advisor, std::string(asked.json().at("jobId").as_string()));
    ASSERT_EQ(job.at("state"), "done") << job;
  }
};

TEST_F(Suggesting, follows_purchases_and_goals_and_leaves_alone_what_people_said) {
  const std::string looms = goal("Weefgetouwen worden gerepareerd", "circular");
  const std::string purchase = bought("Weefgetouwen atelier", "42700000");
  EXPECT_TRUE(goals(purchase, "suggested").contains("Weefgetouwen worden gerepareerd")) << "at once, when a purchase is made";
  EXPECT_TRUE(goals(purchase, "confirmed").empty()) << "no rule confirms";
  EXPECT_TRUE(goals(bought("Brandverzekering", "66515000"), "suggested").empty());

  // A goal that comes later is found by the search that it asks for.
  const std::string later = goal("Draden van weefgetouwen uit eerlijke handel", "supply_chain");
  search_again();
  EXPECT_TRUE(goals(purchase, "suggested").contains("Draden van weefgetouwen uit eerlijke handel"));

  decide(looms, purchase, "confirmed");
  decide(later, purchase, "rejected");
  search_again();
  EXPECT_EQ(goals(purchase, "suggested").contains("Draden van weefgetouwen uit eerlijke handel"), false) << "what was rejected stays away";
  EXPECT_TRUE(goals(purchase, "confirmed").contains("Weefgetouwen worden gerepareerd"));
  EXPECT_TRUE(goals(purchase, "rejected").contains("Draden van weefgetouwen uit eerlijke handel"));

  // Another title: what was only suggested goes with it.
  const std::string second = bought("Weefgetouwen school", "42700000");
  EXPECT_FALSE(goals(second, "suggested").empty());
  json::object in = input();
  in["title"] = "Brandverzekering";
  in["cpv"] = "66515000";
  EXPECT_EQ(put(advisor, "/purchases/" + second, in, get(second).at("version").as_int64()).status, 200);
  EXPECT_TRUE(goals(second, "suggested").empty());
}

TEST_F(Suggesting, passes_over_goals_that_end_before_the_purchase) {
  const int year = static_cast<int>(get(bought("Weefgetouwen atelier", "42700000")).at("year").as_int64());
  goal("Weefgetouwen worden gerepareerd", "circular", year);
  goal("Weefgetouwen worden gedeeld", "circular", year - 1);
  const auto suggested = goals(bought("Weefgetouwen school", "42700000"), "suggested");
  EXPECT_TRUE(suggested.contains("Weefgetouwen worden gerepareerd"));
  EXPECT_FALSE(suggested.contains("Weefgetouwen worden gedeeld"));
}

TEST_F(Suggesting, tells_by_what_a_confirmed_goal_is_served) {
  const std::string looms = goal("Weefgetouwen worden gerepareerd", "circular");
  const std::string purchase = bought("Weefgetouwen atelier", "42700000");
  decide(looms, purchase, "confirmed");
  json::value served = advisor.get("/served-goals?purchaseId=" + purchase).json();
  ASSERT_EQ(served.at("items").as_array().size(), 1U);
  EXPECT_EQ(served.at("items").at(0).at("surety"), "linked");
  const auto own = advisor.post("/purchases/" + purchase + "/own-requirements",
                                json::dump(json::object{{"title", "Reparatie"},
                                                        {"text", "Onderdelen zijn tien jaar te krijgen."},
                                                        {"variables", json::array{}},
                                                        {"instrument", "award_criterion"},
                                                        {"evidence", "Verklaring"},
                                                        {"moment", "tender"},
                                                        {"who", "evaluation_team"},
                                                        {"weightBp", 1000},
                                                        {"theme", "circular"},
                                                        {"level", 1},
                                                        {"open", false}}));
  ASSERT_EQ(own.status, 201) << own.body;
  served = advisor.get("/served-goals?goalId=" + looms).json();
  EXPECT_EQ(served.at("items").at(0).at("surety"), "weighted");
  EXPECT_EQ(served.at("items").at(0).at("asks").at(0).at("title"), "Reparatie");
  EXPECT_EQ(served.at("items").at(0).at("asks").at(0).at("weightBp"), 1000);
  EXPECT_EQ(advisor.get("/served-goals").status, 400);
}

}  // namespace
}  // namespace tenzij::purchase
