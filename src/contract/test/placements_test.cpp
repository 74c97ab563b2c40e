// Social return over HTTP: rules that stay, placements without names, and the same sum as the command line.
#include "contract/contract.h"
#include "contract/test/fixture.h"

namespace tenzij::contract {
namespace {

TEST_F(Contracts, only_what_somebody_else_verified_counts_and_what_waits_stands_beside) {
  const std::string id = running();
  give_rule(id);
  const std::string line = id_of(post(manager, "/contracts/" + id + "/placements", placement()));
  json::value state = social_return(coordinator, id);
  EXPECT_EQ(state.at("verified").at("obligationCents").as_int64(), 50'000'00);
  EXPECT_EQ(state.at("verified").at("fulfilledCents").as_int64(), 0);
  EXPECT_EQ(state.at("reported").at("fulfilledCents").as_int64(), 19'835'62) << "40,000 x 181 / 365";
  EXPECT_EQ(state.at("waiting").as_int64(), 1);
  EXPECT_EQ(judge_line(manager, line, "verified", 1).status, 403) << "an own report";
  EXPECT_EQ(judge_line(coordinator, line, "rejected", 1).status, 400) << "without a reason";
  EXPECT_EQ(judge_line(coordinator, line, "verified", 1).status, 200);
  EXPECT_EQ(judge_line(coordinator, line, "rejected", 1, "Dubbel gemeld door een ander").status, 412);
  state = social_return(coordinator, id);
  EXPECT_EQ(state.at("verified").at("fulfilledCents").as_int64(), 19'835'62);
  EXPECT_EQ(state.at("verified").at("balanceCents").as_int64(), 19'835'62 - 50'000'00);
  EXPECT_EQ(manager.remove("/placements/" + line).status, 409) << "what was verified stays";
  // As of any day, and what the days so far promise for the end.
  EXPECT_EQ(social_return(coordinator, id, "2026-01-10").at("verified").at("fulfilledCents").as_int64(), 1'095'89);
  EXPECT_EQ(state.at("forecastCents").as_int64(), 19'835'62LL * 730 / 306);
}

TEST_F(Contracts, a_placement_holds_no_bsn_and_no_group_that_the_table_lacks) {
  const std::string id = running();
  EXPECT_EQ(post(manager, "/contracts/" + id + "/placements", placement()).status, 409) << "no rule yet";
  give_rule(id);
  const auto refused = post(manager, "/contracts/" + id + "/placements", placement("111222333"));
  EXPECT_EQ(refused.status, 400);
  EXPECT_NE(refused.body.find("/reference"), std::string::npos) << refused.body;
  json::object other = placement();
  other["block"] = "ww";
  const auto lacking = post(manager, "/contracts/" + id + "/placements", other);
  EXPECT_EQ(lacking.status, 400);
  EXPECT_NE(lacking.body.find("pw"), std::string::npos) << "it says which there are: " << lacking.body;
  other = placement();
  other["name"] = "Jan";
  EXPECT_EQ(post(manager, "/contracts/" + id + "/placements", other).status, 400) << "there is no place for a name";
  EXPECT_EQ(post(manager, "/contracts/" + id + "/placements", placement("M-1", 200)).status, 400);
}

TEST_F(Contracts, one_reference_works_no_more_than_the_norm_over_all_contracts_of_a_supplier) {
  const std::string id = running();
  give_rule(id);
  id_of(post(manager, "/contracts/" + id + "/placements", placement("M-1", 24)));
  id_of(post(manager, "/contracts/" + id + "/placements", placement("M-1", 12)));
  json::object in = input();
  in["reference"] = "C-9";
  in["partyId"] = get(manager, "/contracts/" + id).at("partyId");
  const std::string second = add(in);
  const json::value rule = social_return(coordinator, id).at("rule").at("id");
  ASSERT_EQ(put(coordinator, "/contracts/" + second + "/social-return", {{"ruleId", rule}}, version(second)).status, 200);
  const auto refused = post(manager, "/contracts/" + second + "/placements", placement("M-1", 4));
  EXPECT_EQ(refused.status, 400);
  EXPECT_NE(refused.body.find("C-1"), std::string::npos) << "it points at the other: " << refused.body;
  json::object later = placement("M-1", 36);
  later["fromOn"] = "2026-07-01";
  later["toOn"] = nullptr;
  EXPECT_EQ(post(manager, "/contracts/" + second + "/placements", later).status, 201);
  later["reference"] = "M-2";
  later["bonuses"] = json::array{"50"};
  EXPECT_EQ(post(manager, "/contracts/" + second + "/placements", later).status, 201);
  const json::value lines = get(coordinator, "/contracts/" + second + "/placements").at("items");
  ASSERT_EQ(lines.as_array().size(), 2U);
  EXPECT_EQ(json::dump(lines.at(1).at("bonuses")), R"(["50"])");
  // Still there: both count until today, 1 July to 2 November, as 40,000 and 50,000 a year.
  EXPECT_EQ(social_return(coordinator, second).at("reported").at("fulfilledCents").as_int64(), 13'698'63 + 17'123'29);
}

TEST_F(Contracts, who_is_still_there_gets_a_last_day_and_that_is_taken_back) {
  const std::string id = running();
  give_rule(id);
  json::object open = placement();
  open["toOn"] = nullptr;
  const std::string line = id_of(post(manager, "/contracts/" + id + "/placements", open));
  judge_line(coordinator, line, "verified", 1);
  const std::int64_t before = social_return(coordinator, id).at("verified").at("fulfilledCents").as_int64();
  EXPECT_EQ(put(manager, "/placements/" + line + "/end", {{"toOn", "2026-01-31"}}, 2).status, 200);
  EXPECT_EQ(social_return(coordinator, id).at("verified").at("fulfilledCents").as_int64(), 3'397'26) << "40,000 x 31 / 365";
  EXPECT_EQ(manager.remove("/placements/" + line + "/end").status, 204);
  EXPECT_EQ(social_return(coordinator, id).at("verified").at("fulfilledCents").as_int64(), before);
  const std::string other = id_of(post(manager, "/contracts/" + id + "/placements", placement("M-2")));
  EXPECT_EQ(manager.remove("/placements/" + other + "/end").status, 409) << "that end was reported and is judged";
}

TEST_F(Contracts, rules_and_tables_in_use_stay_and_a_newer_table_moves_no_line) {
  const std::string id = running();
  give_rule(id);
  const std::string line = id_of(post(manager, "/contracts/" + id + "/placements", placement()));
  judge_line(coordinator, line, "verified", 1);
  const json::value before = social_return(coordinator, id).at("verified");
  const json::value rules = get(coordinator, "/social-return-rules");
  const std::string table_id(rules.at("tables").at(0).at("id").as_string());
  EXPECT_EQ(put(coordinator, "/social-return-tables/" + table_id, table("2020-01-01", 1), 1).status, 409);
  EXPECT_EQ(coordinator.remove("/social-return-tables/" + table_id).status, 409);
  id_of(post(coordinator, "/social-return-tables", table("2025-06-01", 10'000'00)));
  EXPECT_EQ(json::dump(social_return(coordinator, id).at("verified")), json::dump(before)) << "a line keeps its table";
  const std::string rule(social_return(coordinator, id).at("rule").at("id").as_string());
  EXPECT_EQ(put(coordinator, "/contracts/" + id + "/social-return", {{"ruleId", nullptr}}, version(id)).status, 409);
  EXPECT_EQ(coordinator.remove("/social-return-rules/" + rule).status, 409);
}

TEST_F(Contracts, invoices_and_hours_count_once_they_are_verified) {
  const std::string id = running();
  give_rule(id);
  const auto invoice = post(manager, "/contracts/" + id + "/efforts",
                            {{"kind", "invoice"}, {"onDay", "2026-03-01"}, {"cents", 1'234'56}, {"words", "Catering sociale werkplaats"}});
  ASSERT_EQ(invoice.status, 201) << invoice.body;
  const auto hours =
      post(manager, "/contracts/" + id + "/efforts", {{"kind", "hours"}, {"onDay", "2026-03-01"}, {"hours", 7.5}, {"words", "Gastlessen"}});
  ASSERT_EQ(hours.status, 201) << hours.body;
  EXPECT_EQ(post(manager, "/contracts/" + id + "/efforts", {{"kind", "hours"}, {"onDay", "2026-03-01"}, {"words", "x"}}).status, 400);
  for (const auto& each : {invoice.json(), hours.json()})
    EXPECT_EQ(put(coordinator, "/efforts/" + std::string(each.at("id").as_string()) + "/judgement", {{"state", "verified"}}, 1).status,
              200);
  EXPECT_EQ(social_return(coordinator, id).at("verified").at("fulfilledCents").as_int64(), 1'234'56 + 750'00);
}

TEST_F(Contracts, groups_of_people_are_for_who_verifies) {
  const std::string id = running();
  give_rule(id);
  judge_line(coordinator, id_of(post(manager, "/contracts/" + id + "/placements", placement())), "verified", 1);
  EXPECT_EQ(director.get("/contracts/" + id + "/placements").status, 403);
  const json::value theirs = social_return(director, id);
  EXPECT_TRUE(theirs.at("grouped").as_bool());
  EXPECT_EQ(json::dump(theirs).find("\"pw\""), std::string::npos);
  EXPECT_EQ(json::dump(theirs).find("M-1"), std::string::npos);
  EXPECT_TRUE(theirs.at("few").as_bool()) << "of one person the amount says the group";
  EXPECT_EQ(theirs.at("verified").at("fulfilledCents").as_int64(), 0);
}

}  // namespace
}  // namespace tenzij::contract
