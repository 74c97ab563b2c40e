// Contracts over HTTP: their states, who may do what, commitments and moments.
#include "contract/contract.h"
#include "contract/test/fixture.h"

namespace tenzij::contract {
namespace {

Date date(const char* iso) { return Date::parse(iso).value(); }

TEST(ContractDays, notice_is_counted_from_the_end_and_stays_within_the_month) {
  ContractInput in;
  in.end_on = date("2027-08-31");
  EXPECT_FALSE(notice_day(in)) << "no notice was agreed";
  in.notice = 6;
  in.notice_unit = NoticeUnit::months;
  EXPECT_EQ(notice_day(in), date("2027-02-28")) << "no 31 February: the last day of the month";
  in.notice = 90;
  in.notice_unit = NoticeUnit::days;
  EXPECT_EQ(notice_day(in), date("2027-06-02"));
}

TEST(ContractDays, periods_of_a_rhythm_end_with_the_contract) {
  const auto quarters = periods(Rhythm::quarter, date("2025-11-30"), date("2026-06-15"));
  ASSERT_EQ(quarters.size(), 3U);
  EXPECT_EQ(quarters[0].to, date("2026-02-27"));
  EXPECT_EQ(quarters[1].from, date("2026-02-28"));
  EXPECT_EQ(quarters[2].to, date("2026-06-15"));
  EXPECT_EQ(periods(Rhythm::once, date("2025-01-01"), date("2026-12-31")).size(), 1U);
}

TEST_F(Contracts, go_into_force_with_supplier_first_day_and_budget_holder) {
  json::object in = input();
  in["partyId"] = nullptr;
  in["startOn"] = nullptr;
  const std::string id = add(in);
  const auto refused = move(manager, id, "in_force");
  EXPECT_EQ(refused.status, 400);
  EXPECT_NE(refused.body.find("/partyId"), std::string::npos);
  EXPECT_NE(refused.body.find("/startOn"), std::string::npos);
  EXPECT_EQ(post(manager, "/contracts", input()).status, 400) << "the number is taken";
  in = input();
  in["reference"] = "C-2";
  const std::string whole = add(in);
  EXPECT_EQ(move(manager, whole, "ended").status, 400) << "not from a draft";
  EXPECT_EQ(move(manager, whole, "in_force").status, 200);
  EXPECT_EQ(get(manager, "/contracts/" + whole).at("noticeOn").as_string(), "2027-09-30");
}

TEST_F(Contracts, stand_on_the_start_page_of_who_acts) {
  const std::string id = running();
  const auto asked = [&](testing::Client& who, const char* kind) {
    const json::value start = get(who, "/start");
    for (const auto& each : start.at("asks").as_array())
      if (each.at("kind").as_string() == kind && each.at("recordId").is_string() && each.at("recordId").as_string() == id) return true;
    return false;
  };
  EXPECT_TRUE(asked(manager, "moment_late")) << "the first quarter was not reported";
  EXPECT_FALSE(asked(holder, "moment_late"));
  const json::array all = moments(id);
  for (const auto& each : all) {
    if (each.at("dueOn").as_string() >= "2026-11-01") continue;
    EXPECT_EQ(step(holder, id, each, "report", {{"figure", 61}, {"words", ""}}).status, 200);
  }
  EXPECT_TRUE(asked(manager, "moment_to_judge"));
  EXPECT_FALSE(asked(holder, "moment_to_judge")) << "not who reported";
}

TEST_F(Contracts, are_terminated_and_settled_by_their_budget_holder_alone) {
  const std::string id = running();
  EXPECT_EQ(move(manager, id, "terminated", "Levert niet wat is afgesproken").status, 403);
  EXPECT_EQ(move(director, id, "terminated", "Levert niet wat is afgesproken").status, 403) << "decides on others, not on this one";
  EXPECT_EQ(move(holder, id, "terminated", "nvt").status, 400) << "no reason";
  EXPECT_EQ(move(holder, id, "terminated", "Levert niet wat is afgesproken").status, 200);
  EXPECT_EQ(move(manager, id, "settled").status, 403);
  EXPECT_EQ(move(holder, id, "settled").status, 200);
  EXPECT_EQ(put(manager, "/contracts/" + id, input(), version(id)).status, 409);
  EXPECT_EQ(move(holder, id, "ended", "De eindafrekening klopte niet").status, 200) << "there is a way back";
}

TEST_F(Contracts, a_value_changes_from_a_day_on_and_nothing_is_overwritten) {
  const std::string id = running();
  json::object in = input();
  in["valueCents"] = 2;
  EXPECT_EQ(put(manager, "/contracts/" + id, in, version(id)).status, 400);
  const json::object change{{"fromOn", "2026-07-01"}, {"valueCents", 1'200'000'00}, {"ground", "d"}, {"words", "Er komt een wijk bij"}};
  EXPECT_EQ(put(manager, "/contracts/" + id + "/value", change, version(id)).status, 200);
  EXPECT_EQ(put(manager, "/contracts/" + id + "/value", change, version(id)).status, 400) << "once a day";
  const json::value row = get(manager, "/contracts/" + id);
  EXPECT_EQ(row.at("valueNowCents").as_int64(), 1'200'000'00);
  EXPECT_EQ(row.at("valueCents").as_int64(), 1'000'000'00);
}

TEST_F(Contracts, moments_are_planned_by_rhythm_and_asked_and_late_by_days) {
  const std::string id = running();
  const auto all = moments(id);
  ASSERT_EQ(all.size(), 8U);
  // It is 2 November 2026: three quarters were due on 30 April, 30 July and 30 October.
  EXPECT_EQ(all[0].at("dueOn").as_string(), "2026-04-30");
  EXPECT_TRUE(all[0].at("late").as_bool());
  EXPECT_TRUE(all[2].at("late").as_bool());
  EXPECT_EQ(all[0].at("state").as_string(), "asked");
  EXPECT_EQ(all[3].at("state").as_string(), "planned");
  const json::value list = get(manager, "/contracts?late=true&search=plantsoen");
  EXPECT_EQ(list.at("items").at(0).at("late").as_int64(), 3);
}

TEST_F(Contracts, nobody_verifies_an_own_report_and_of_two_at_once_the_first_counts) {
  const std::string id = running();
  json::value moment = moments(id)[0];
  EXPECT_EQ(step(coordinator, id, moment, "judgement", {{"outcome", "verified"}}).status, 409) << "nothing was reported";
  EXPECT_EQ(step(manager, id, moment, "report", {{"figure", -1}, {"words", ""}}).status, 400);
  EXPECT_EQ(step(manager, id, moment, "report", {{"words", ""}}).status, 400);
  const auto reported = step(manager, id, moment, "report", {{"figure", 48}, {"words", "Dieselaggregaat gehuurd"}});
  ASSERT_EQ(reported.status, 200) << reported.body;
  EXPECT_TRUE(reported.json().at("own").as_bool());
  EXPECT_EQ(step(manager, id, reported.json(), "judgement", {{"outcome", "verified"}}).status, 403);
  EXPECT_EQ(step(holder, id, reported.json(), "judgement", {{"outcome", "verified"}}).status, 403) << "no right to verify";
  EXPECT_EQ(step(coordinator, id, reported.json(), "judgement", {{"outcome", "rejected"}, {"reason", ""}}).status, 400);
  EXPECT_EQ(step(coordinator, id, reported.json(), "judgement", {{"outcome", "verified"}}).status, 200);
  EXPECT_EQ(step(coordinator, id, reported.json(), "judgement", {{"outcome", "rejected"}, {"reason", "Foto ontbreekt nog"}}).status, 412);
}

TEST_F(Contracts, the_rest_of_what_is_partly_so_is_a_new_moment_and_reopening_keeps_the_old_figure) {
  const std::string id = running();
  const auto reported = step(manager, id, moments(id)[0], "report", {{"figure", 48}, {"words", ""}}).json();
  const json::object partly{{"outcome", "partly"}, {"figure", 40}, {"reason", "Twee weken zonder logboek"}, {"restDueOn", "2027-01-15"}};
  EXPECT_EQ(step(coordinator, id, reported, "judgement", {{"outcome", "partly"}, {"reason", "Twee weken zonder logboek"}}).status, 400);
  const auto judged = step(coordinator, id, reported, "judgement", partly);
  ASSERT_EQ(judged.status, 200) << judged.body;
  EXPECT_EQ(judged.json().at("verifiedFigure").to_number<double>(), 40);
  ASSERT_EQ(moments(id).size(), 9U);
  const auto again = step(coordinator, id, judged.json(), "reopening", {{"reason", "Het logboek is gevonden"}});
  ASSERT_EQ(again.status, 200) << again.body;
  EXPECT_EQ(again.json().at("state").as_string(), "reported");
  const json::array history = again.json().at("history").as_array();
  EXPECT_EQ(history.back().at("figure").to_number<double>(), 40) << "what was found before is kept";
  EXPECT_EQ(moments(id).size(), 8U) << "nothing is left to ask";
}

TEST_F(Contracts, only_the_budget_holder_waives_and_with_a_reason) {
  const std::string id = running();
  const json::value moment = moments(id)[0];
  EXPECT_EQ(step(manager, id, moment, "waiver", {{"reason", "Een strenge winter"}}).status, 403);
  EXPECT_EQ(step(director, id, moment, "waiver", {{"reason", "Een strenge winter"}}).status, 403);
  EXPECT_EQ(step(holder, id, moment, "waiver", {{"reason", "geen"}}).status, 400);
  const auto waived = step(holder, id, moment, "waiver", {{"reason", "Een strenge winter"}});
  ASSERT_EQ(waived.status, 200) << waived.body;
  EXPECT_FALSE(waived.json().at("late").as_bool());
  EXPECT_EQ(step(coordinator, id, waived.json(), "reopening", {{"reason", "De winter was zacht"}}).status, 403);
  EXPECT_EQ(step(holder, id, waived.json(), "reopening", {{"reason", "De winter was zacht"}}).json().at("state").as_string(), "asked");
}

TEST_F(Contracts, a_commitment_without_figure_day_or_verifier_says_what_it_lacks) {
  const std::string id = add(input());
  const auto made = post(manager, "/contracts/" + id + "/commitments",
                         {{"kind", "offered"}, {"title", "Een bijenhotel per wijk"}, {"text", ""}, {"theme", "environment"}});
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(json::dump(made.json().at("lacks")), R"(["figure","day","verifier"])");
  EXPECT_EQ(
      post(manager, "/contracts/" + id + "/commitments", {{"kind", "asked"}, {"title", "x"}, {"text", ""}, {"theme", "nergens"}}).status,
      400);
  const std::string commitment(made.json().at("id").as_string());
  EXPECT_EQ(manager.remove("/commitments/" + commitment).status, 204);
}

TEST_F(Contracts, of_an_awarded_purchase_invent_nothing) {
  db::Session session(server.pool(), server.actor());
  const auto purchase =
      session.query("SELECT id FROM purchase.purchase WHERE status = 'running' AND NOT small ORDER BY id LIMIT 1").get<Uuid>(0, 0);
  session.commit();
  const std::string id = id_of(post(manager, "/contract-drafts", {{"purchaseId", purchase.str()}}));
  const json::value row = get(manager, "/contracts/" + id);
  EXPECT_EQ(row.at("state").as_string(), "draft");
  EXPECT_TRUE(row.at("partyId").is_null());
  EXPECT_TRUE(row.at("valueCents").is_null());
  EXPECT_EQ(row.at("managerId").as_string(), person("contract_manager"));
  const json::value commitments = get(manager, "/contracts/" + id + "/commitments");
  for (const auto& each : commitments.at("items").as_array()) EXPECT_TRUE(each.at("moments").as_array().empty()) << "no day is invented";
}

TEST_F(Contracts, another_municipality_has_none_of_them) {
  const std::string id = running();
  server.add_other();
  testing::Client theirs = server.client();
  ASSERT_EQ(theirs.sign_in("other", "vier losse rare woorden").status, 201);
  EXPECT_EQ(theirs.get("/contracts/" + id).status, 404);
  EXPECT_EQ(theirs.get("/contracts").json().at("total").as_int64(), 0);
  EXPECT_EQ(theirs.get("/contracts/" + id + "/social-return").status, 404);
}

}  // namespace
}  // namespace tenzij::contract
