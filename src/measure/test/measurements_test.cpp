// Measurements over HTTP: what is kept apart and asked, who verifies, what adds up, and what came of a goal.
#include <set>

#include "measure/measure.h"
#include "tests/support/server.h"

namespace tenzij::measure {
namespace {

class Measurements : public ::testing::Test {
 protected:
  testing::TestServer server;
  testing::Client manager = server.client();      // Sanne, contract manager
  testing::Client coordinator = server.client();  // Joost, social return
  testing::Client adviser = server.client();
  testing::Client holder = server.client();

  void SetUp() override {
    manager.sign_in("contract_manager");
    coordinator.sign_in("sroi_coordinator");
    adviser.sign_in("impact_advisor");
    holder.sign_in("budget_holder");
  }

  static std::string id_of(const testing::Answer& answer) {
    EXPECT_EQ(answer.status, 201) << answer.body;
    return answer.status == 201 ? std::string(answer.json().at("id").as_string()) : "";
  }
  testing::Answer put(testing::Client& who, const std::string& path, const json::value& body, std::int64_t version) {
    return who.call("PUT", "/api/v1" + path, json::dump(body), "If-Match: \"" + std::to_string(version) + "\"\r\n");
  }
  json::value get(testing::Client& who, const std::string& path) {
    const auto answer = who.get(path);
    EXPECT_EQ(answer.status, 200) << path << answer.body;
    return answer.json();
  }
  std::string contract(const char* title) {
    return id_of(manager.post("/contracts", json::dump(json::object{{"title", title}, {"renewal", "none"}})));
  }
  json::object figure(const std::string& contract_id, double value = 12, const char* certainty = "measured") {
    json::object out{{"indicator", "co2_contract"}, {"periodFrom", "2025-01-01"},
                     {"periodTo", "2025-12-31"},    {"value", value},
                     {"certainty", certainty},      {"words", ""}};
    if (!contract_id.empty()) out["contractId"] = contract_id;
    return out;
  }
  std::string add(const json::object& in) { return id_of(manager.post("/measurements", json::dump(in))); }
  json::value one(const std::string& id) { return get(manager, "/measurements/" + id); }
  testing::Answer step(testing::Client& who, const std::string& id, const char* what, const json::value& body) {
    return put(who, "/measurements/" + id + "/" + what, body, one(id).at("version").as_int64());
  }
  testing::Answer judge(testing::Client& who, const std::string& id, const char* state,
                        const char* reason = "Nagekeken met de leverancier") {
    return step(who, id, "judgement", {{"state", state}, {"reason", reason}});
  }
  json::value listed(const std::string& filter) { return get(manager, "/measurements?" + filter); }
};

TEST_F(Measurements, there_are_indicators_of_every_theme_and_level) {
  const json::value all = get(manager, "/indicators");
  EXPECT_GE(all.at("items").as_array().size(), 60U);
  std::set<std::string> themes;
  std::set<std::string> levels;
  std::set<std::string> units;
  for (const auto& each : all.at("units").as_array()) units.insert(std::string(each.at("code").as_string()));
  for (const auto& each : all.at("items").as_array()) {
    themes.insert(std::string(each.at("theme").as_string()));
    levels.insert(std::string(each.at("level").as_string()));
    EXPECT_TRUE(units.contains(std::string(each.at("unit").as_string())));
    for (const char* words : {"nameNl", "nameEn", "definitionNl", "definitionEn", "questionNl", "questionEn", "formulaNl", "source"})
      EXPECT_GT(each.at(words).as_string().size(), 3U) << each.at("code").as_string() << ' ' << words;
  }
  EXPECT_EQ(themes.size(), 6U);
  EXPECT_EQ(levels.size(), 4U);
  EXPECT_EQ(get(manager, "/indicators/co2_contract").at("unit").as_string(), "t_co2");
  EXPECT_EQ(manager.get("/indicators/niets").status, 404);
  const auto care = get(manager, "/indicators?theme=climate&category=care").at("items").as_array();
  EXPECT_LT(care.size(), get(manager, "/indicators?theme=climate").at("items").as_array().size());
}

TEST_F(Measurements, a_calculated_figure_names_its_factor_and_a_share_both_numbers) {
  const std::string id = contract("Groen");
  json::object in = figure(id, 3, "calculated");
  EXPECT_EQ(manager.post("/measurements", json::dump(in)).status, 400);
  in["factor"] = 2.7;
  in["factorSource"] = "co2emissiefactoren.nl";
  in["factorVersion"] = "2025";
  EXPECT_EQ(manager.post("/measurements", json::dump(in)).status, 201);
  json::object share = figure(id);
  share["indicator"] = "waste_sorted";
  EXPECT_NE(manager.post("/measurements", json::dump(share)).body.find("/whole"), std::string::npos) << "a percentage is two numbers";
  share.erase("value");
  share["part"] = 30;
  share["whole"] = 40;
  share["unit"] = "t";
  const json::value kept = one(add(share));
  EXPECT_EQ(kept.at("unit").as_string(), "t");
  json::object mki = figure(id);
  mki["indicator"] = "mki_realised";
  EXPECT_NE(manager.post("/measurements", json::dump(mki)).body.find("/scope"), std::string::npos);
  mki["scope"] = "A1-D";
  mki["promised"] = 10;
  mki["promisedScope"] = "A1-A3";
  EXPECT_EQ(one(add(mki)).at("promisedScope").as_string(), "A1-A3") << "kept as it was promised, not compared";
  json::object later = figure(id);
  later["periodTo"] = "2027-12-31";
  EXPECT_EQ(manager.post("/measurements", json::dump(later)).status, 400) << "not over yet";
}

TEST_F(Measurements, nobody_verifies_his_own_and_what_was_there_is_kept) {
  const std::string id = add(figure(contract("Groen")));
  EXPECT_EQ(judge(manager, id, "verified").status, 403);
  EXPECT_EQ(judge(holder, id, "verified").status, 403) << "no right to verify";
  EXPECT_EQ(judge(coordinator, id, "rejected", "").status, 400) << "a reason is needed";
  EXPECT_EQ(judge(coordinator, id, "verified").status, 200);
  EXPECT_EQ(one(id).at("stands").as_string(), "verified");
  json::object other = figure(std::string(one(id).at("contractId").as_string()), 14);
  EXPECT_EQ(put(manager, "/measurements/" + id, other, one(id).at("version").as_int64()).status, 409);
  EXPECT_EQ(judge(coordinator, id, "reported", "De meter bleek verkeerd").status, 200);
  EXPECT_EQ(put(manager, "/measurements/" + id, other, 1).status, 412);
  EXPECT_EQ(manager.call("PUT", "/api/v1/measurements/" + id, json::dump(other), "").status, 428);
  EXPECT_EQ(put(manager, "/measurements/" + id, other, one(id).at("version").as_int64()).status, 200);
  const json::value now = one(id);
  EXPECT_EQ(now.at("value").to_number<double>(), 14);
  EXPECT_EQ(now.at("history").as_array().size(), 3U);
  EXPECT_EQ(now.at("history").at(2).at("value").to_number<double>(), 12);
  EXPECT_EQ(step(manager, id, "withdrawal", {}).json().at("stands").as_string(), "withdrawn");
  EXPECT_EQ(listed("contractId=" + std::string(now.at("contractId").as_string())).at("total").as_int64(), 0);
  EXPECT_EQ(step(manager, id, "restoration", {}).json().at("stands").as_string(), "reported");
}

TEST_F(Measurements, the_same_period_twice_stands_side_by_side_until_somebody_says_which_counts) {
  const std::string id = contract("Groen");
  const std::string first = add(figure(id, 12));
  json::object again = figure(id, 13);
  again["periodFrom"] = "2025-07-01";
  const std::string second = add(again);
  EXPECT_EQ(one(first).at("stands").as_string(), "reported");
  EXPECT_EQ(one(second).at("stands").as_string(), "asked");
  EXPECT_EQ(one(second).at("beside").at(0).at("id").as_string(), first);
  const std::string sum = "indicator=co2_contract&contractId=" + id;
  EXPECT_EQ(listed(sum).at("sum").at("value").to_number<double>(), 12) << "never added silently";
  EXPECT_EQ(judge(coordinator, second, "verified").status, 409) << "first say whether it counts";
  EXPECT_EQ(step(manager, second, "choice", {{"choice", "this_one"}, {"reason", ""}}).status, 400);
  EXPECT_EQ(step(manager, second, "choice", {{"choice", "this_one"}, {"reason", "De tweede telling is compleet"}}).status, 200);
  EXPECT_EQ(one(first).at("stands").as_string(), "aside");
  EXPECT_EQ(listed(sum).at("sum").at("value").to_number<double>(), 13);
  EXPECT_EQ(step(manager, second, "question", {}).status, 200);
  EXPECT_EQ(one(first).at("stands").as_string(), "reported") << "the way back";
  EXPECT_EQ(one(second).at("stands").as_string(), "asked");
  EXPECT_EQ(step(manager, second, "choice", {{"choice", "both"}, {"reason", "Twee wijken, elk geteld"}}).status, 200);
  EXPECT_EQ(listed(sum).at("sum").at("value").to_number<double>(), 25);
  // What counted in the place of another goes: nothing is counted that nobody was asked about again.
  EXPECT_EQ(step(manager, second, "withdrawal", {}).status, 200);
  EXPECT_EQ(step(manager, second, "restoration", {}).json().at("stands").as_string(), "asked");
  EXPECT_EQ(step(manager, first, "withdrawal", {}).status, 200);
  EXPECT_EQ(one(second).at("stands").as_string(), "reported") << "alone now";
}

TEST_F(Measurements, what_is_absurd_negative_or_in_another_unit_is_kept_apart_and_asked) {
  const std::string id = contract("Groen");
  const auto asked = [&](const json::object& in) {
    const json::value row = one(add(in));
    EXPECT_EQ(row.at("stands").as_string(), "asked");
    return std::string(row.at("questions").at(0).as_string());
  };
  EXPECT_EQ(asked(figure(id, -5)), "negative");
  EXPECT_EQ(asked(figure(contract("Wegen"), 9'000'000)), "absurd");
  json::object kilos = figure(contract("Afvalproef"), 9);
  kilos["unit"] = "mki_eur";
  EXPECT_EQ(asked(kilos), "other_unit");
  const auto other = listed("stands=asked&indicator=co2_contract&search=afvalproef").at("items").at(0);
  const auto refused =
      step(manager, std::string(other.at("id").as_string()), "choice", {{"choice", "both"}, {"reason", "Het klopt echt zo"}});
  EXPECT_EQ(refused.status, 409) << refused.body;
  // Ten times what it was is a typing error until somebody says it is not.
  const std::string schools = contract("Scholen");
  json::object before = figure(schools, 10);
  before["periodFrom"] = "2024-01-01";
  before["periodTo"] = "2024-12-31";
  add(before);
  EXPECT_EQ(one(add(figure(schools, 90))).at("stands").as_string(), "reported");
  json::object much = figure(schools, 2000);
  much["periodFrom"] = "2023-01-01";
  much["periodTo"] = "2023-12-31";
  EXPECT_EQ(asked(much), "absurd");
}

TEST_F(Measurements, of_a_moment_belong_to_its_contract) {
  const std::string id = contract("Groen");
  const std::string other = contract("Wegen");
  const auto made =
      manager.post("/contracts/" + id + "/commitments",
                   json::dump(json::object{{"kind", "asked"}, {"title", "Minder uitstoot"}, {"text", ""}, {"theme", "climate"}}));
  json::object in = figure("");
  in["commitmentId"] = id_of(made);
  EXPECT_EQ(one(add(in)).at("contractId").as_string(), id) << "the commitment says which";
  in["contractId"] = other;
  EXPECT_EQ(manager.post("/measurements", json::dump(in)).status, 400);
}

// Journey 1 ends in measured results: a goal fed by three contracts, one figure estimated, one refused.
TEST_F(Measurements, a_goal_is_fed_by_three_contracts_one_estimated_and_one_refused) {
  const auto goal = id_of(adviser.post("/goals", json::dump(json::object{{"title", "Honderd ton minder"},
                                                                         {"explanation", ""},
                                                                         {"level", "municipal"},
                                                                         {"themes", json::array{"climate"}},
                                                                         {"sdgs", json::array{13}},
                                                                         {"indicator", "CO2 van opdrachten"},
                                                                         {"indicatorUnit", "ton"},
                                                                         {"baseline", 0},
                                                                         {"baselineYear", 2024},
                                                                         {"target", 100},
                                                                         {"targetYear", 2030},
                                                                         {"path", json::array{}},
                                                                         {"sources", json::array{}}})));
  const auto gap = [&](const char* kind) {
    const json::value gaps = get(adviser, std::string("/gaps?kind=") + kind);
    for (const auto& each : gaps.at("items").as_array())
      if (each.at("title").as_string() == "Honderd ton minder" || each.at("title").as_string() == "CO2-uitstoot van de opdracht")
        return true;
    return false;
  };
  EXPECT_TRUE(gap("goal_fed_by_nothing"));
  const std::string green = contract("Groen");
  const std::string roads = contract("Wegen");
  const std::string waste = contract("Afval");
  json::object kilos = figure(green, 20'000);
  kilos["unit"] = "kg_co2";
  const std::string measured = add(kilos);
  add(figure(roads, 7, "estimated"));
  const std::string refused = add(figure(waste, 500));
  EXPECT_TRUE(gap("measured_for_no_goal"));
  EXPECT_EQ(put(holder, "/goals/" + goal + "/indicator", {{"indicator", "co2_contract"}}, 0).status, 403) << "not whose goal it is";
  EXPECT_EQ(put(adviser, "/goals/" + goal + "/indicator", {{"indicator", "co2_contract"}, {"unit", "kg"}}, 0).status, 400);
  EXPECT_EQ(put(adviser, "/goals/" + goal + "/indicator", {{"indicator", "co2_contract"}}, 0).status, 200);
  EXPECT_FALSE(gap("measured_for_no_goal"));
  EXPECT_FALSE(gap("goal_fed_by_nothing"));
  EXPECT_EQ(judge(coordinator, measured, "verified").status, 200);
  EXPECT_EQ(judge(coordinator, refused, "rejected", "Dit is de uitstoot, niet de besparing").status, 200);

  const json::value result = get(manager, "/goals/" + goal + "/results");
  const json::value& all = result.at("all");
  EXPECT_DOUBLE_EQ(all.at("verified").at("value").to_number<double>(), 20) << "20,000 kg in tonnes";
  EXPECT_DOUBLE_EQ(all.at("estimated").at("value").to_number<double>(), 7) << "beside it, not in it";
  EXPECT_EQ(all.at("rejected").as_int64(), 1);
  EXPECT_EQ(all.at("reported").at("count").as_int64(), 0);
  EXPECT_EQ(result.at("contracts").as_array().size(), 3U);
  // Every number leads to exactly the rows it counts.
  for (const auto& [name, count] :
       {std::pair{"verified", 1}, std::pair{"estimated", 1}, std::pair{"rejected", 1}, std::pair{"reported", 0}})
    EXPECT_EQ(listed("goalId=" + goal + "&stands=" + name).at("total").as_int64(), count) << name;
  EXPECT_EQ(listed("goalId=" + goal + "&year=2025").at("total").as_int64(), 3);
  // 20 in the first of six years; on like that it is 120 in 2030.
  EXPECT_DOUBLE_EQ(result.at("forecast").to_number<double>(), 120);
  EXPECT_TRUE(result.at("onCourse").as_bool());
  const json::array years = result.at("years").as_array();
  ASSERT_EQ(years.size(), 7U);
  EXPECT_NEAR(years[1].at("planned").to_number<double>(), 16.667, 0.001);
  const auto named = [&](const std::string& filter) {
    const json::value goals = get(manager, "/goal-results" + filter);
    for (const auto& each : goals.at("items").as_array())
      if (each.at("goalId").as_string() == goal) return true;
    return false;
  };
  EXPECT_TRUE(named("?sdg=13"));
  EXPECT_FALSE(named("?sdg=3"));
  // The thread goes from the goal to what was measured.
  db::Session session(server.pool(), server.actor());
  EXPECT_EQ(session.scalar<std::int64_t>("SELECT count(*) FROM thread.down('goal', $1) WHERE kind = 'measurement'", *Uuid::parse(goal)), 3);
  db::Connection owner = server.owner();
  EXPECT_TRUE(thread::differences(owner).empty());
  EXPECT_EQ(adviser.call("DELETE", "/api/v1/goals/" + goal + "/indicator", "", "").status, 204);
  EXPECT_TRUE(get(manager, "/goals/" + goal + "/results").at("indicator").is_null());
  EXPECT_TRUE(thread::differences(owner).empty());
}

TEST_F(Measurements, an_own_indicator_is_measured_and_retired_beside_those_that_come_with_it) {
  json::object in{{"theme", "circular"},
                  {"level", "output"},
                  {"name", "Hergebruikte stoeptegels"},
                  {"definition", "Tegels die na het werk weer in een straat liggen."},
                  {"unit", "kg"},
                  {"formula", "getelde pallets x gewicht"},
                  {"source", "Beheerplan wegen 2026"},
                  {"question", "Hoeveel kilo tegels legde u terug?"},
                  {"categories", json::array{}}};
  EXPECT_EQ(holder.post("/indicators", json::dump(in)).status, 403);
  json::object wrong = in;
  wrong["unit"] = "pallets";
  wrong["name"] = "CO2-uitstoot van de opdracht";
  EXPECT_EQ(manager.post("/indicators", json::dump(wrong)).json().at("errors").as_array().size(), 2U) << "unit and name";
  const auto made = manager.post("/indicators", json::dump(in));
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string code(made.json().at("code").as_string());
  const std::string path = "/indicators/" + code;
  EXPECT_TRUE(get(adviser, path).at("own").as_bool());
  json::object given = figure(contract("Straatwerk"), 1200);
  given["indicator"] = code;
  const std::string id = add(given);
  EXPECT_EQ(one(id).at("title").as_string(), "Hergebruikte stoeptegels");
  const json::value sum = listed("indicator=" + code).at("sum");
  EXPECT_EQ(sum.at("value").to_number<double>(), 1200);
  in["unit"] = "t";
  EXPECT_EQ(put(manager, path, in, 1).status, 400) << "measured in kg";
  in["unit"] = "kg";
  in["definition"] = "Tegels die na het werk opnieuw in een straat liggen.";
  EXPECT_EQ(put(manager, path, in, 1).status, 200);
  EXPECT_EQ(put(manager, path + "/retirement", {}, 2).status, 200);
  given["periodFrom"] = "2024-01-01";
  given["periodTo"] = "2024-12-31";
  EXPECT_EQ(manager.post("/measurements", json::dump(given)).status, 400) << "nobody measures it any more";
  EXPECT_EQ(listed("indicator=" + code).at("total").as_int64(), 1) << "what was measured stays";
  EXPECT_EQ(put(manager, path + "/return", {}, 3).status, 200);
  EXPECT_EQ(manager.post("/measurements", json::dump(given)).status, 201);
  EXPECT_EQ(put(manager, "/indicators/co2_contract/retirement", {}, 0).status, 409) << "comes with Tenzij";
  // Of another municipality it is not there: the view shows only one's own.
  EXPECT_EQ(server.owner().query("SELECT count(*) FROM measure.own_indicator").get<int>(0, 0), 1);
  EXPECT_EQ(server.owner().query("SELECT count(*) FROM measure.indicator WHERE own").get<int>(0, 0), 0);
}

TEST_F(Measurements, what_is_listed_is_what_the_file_has) {
  const json::value page = listed("theme=climate&pageSize=200");
  const auto file = manager.get("/measurement-exports?theme=climate");
  ASSERT_EQ(file.status, 200) << file.body;
  EXPECT_NE(file.body.find("indicator"), std::string::npos);
  EXPECT_NE(file.body.find("zekerheid"), std::string::npos);
  EXPECT_EQ(std::count(file.body.begin(), file.body.end(), '\n'), page.at("total").as_int64() + 1);
  const auto sheet = manager.get("/measurement-exports?theme=climate&format=xlsx");
  EXPECT_TRUE(sheet.body.starts_with("PK"));
}

}  // namespace
}  // namespace tenzij::measure
