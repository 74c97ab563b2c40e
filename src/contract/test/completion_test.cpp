// PSO by certificates, the plan for social return, who else works on a contract, what comes, and the coordinator's page.
#include "contract/contract.h"
#include "contract/test/fixture.h"

namespace tenzij::contract {
namespace {

class Completion : public Contracts {
 protected:
  // The rule that give_rule() gave, with more of it, on the contract instead.
  void give_more(const std::string& id, const json::object& more) {
    json::object in{{"name", "Met meer"}, {"source", "Beleid"},       {"validFrom", "2024-01-01"},
                    {"percentBp", 500},   {"base", "contract_value"}, {"tableBy", "placement"}};
    for (const auto& each : more) in[each.key()] = each.value();
    const std::string rule = id_of(post(coordinator, "/social-return-rules", in));
    const auto given = put(coordinator, "/contracts/" + id + "/social-return", {{"ruleId", rule}}, version(id));
    EXPECT_EQ(given.status, 200) << given.body;
  }
  std::string party_of(const std::string& id) { return std::string(get(manager, "/contracts/" + id).at("partyId").as_string()); }
  json::value row_of(const json::value& page, const std::string& id) {
    for (const auto& each : page.at("items").as_array())
      if (each.at("id").as_string() == id) return each;
    ADD_FAILURE() << id << " is not there";
    return {};
  }
  std::int64_t told(const char* kind) {
    return server.owner().query("SELECT count(*) FROM mail.message WHERE kind = $1", kind).get<std::int64_t>(0, 0);
  }
  void clear_demo() {
    db::Session session(server.pool(), server.actor());
    session.query("UPDATE contract.contract SET archived_at = now()");
    session.commit();
  }
};

TEST_F(Completion, certificates_of_the_supplier_count_by_days_under_whatever_name) {
  const std::string id = running();  // 1 million, 2026 and 2027: 730 days
  give_rule(id);
  const json::object shares{{"psoBy", "days"}, {"psoShares", json::array{json::object{{"step", "1"}, {"countsBp", 2000}}}}};
  give_more(id, shares);
  const auto other = id_of(post(manager, "/parties", {{"name", "Groenwerk Noord"}}));
  const auto add = [&](const std::string& party, json::object in) { return post(manager, "/parties/" + party + "/certificates", in); };
  EXPECT_EQ(add(other, {{"step", "4"}, {"fromOn", "2025-01-01"}, {"toOn", "2024-01-01"}, {"words", ""}}).status, 400);
  const std::string made =
      id_of(add(other, {{"step", "1"}, {"fromOn", "2025-07-01"}, {"toOn", "2026-06-30"}, {"words", "Register van PSO-Nederland"}}));
  EXPECT_EQ(social_return(coordinator, id, "2027-12-31").at("verified").at("fulfilledCents").as_int64(), 0) << "of another supplier";
  EXPECT_EQ(put(manager, "/parties/" + other + "/join", {{"intoId", party_of(id)}}, 1).status, 200);
  EXPECT_EQ(social_return(coordinator, id, "2027-12-31").at("verified").at("fulfilledCents").as_int64(), 2'479'45)
      << "50,000 x 20 % x 181 / 730";
  EXPECT_EQ(social_return(coordinator, id, "2026-01-10").at("verified").at("fulfilledCents").as_int64(), 136'99) << "ten days so far";
  EXPECT_EQ(manager.remove("/certificates/" + made).status, 204);
  EXPECT_EQ(social_return(coordinator, id, "2027-12-31").at("verified").at("fulfilledCents").as_int64(), 0);
}

TEST_F(Completion, a_plan_is_asked_within_days_of_award_reminded_of_and_a_gap_until_it_is_there) {
  clear_demo();
  json::object in = input();
  in["awardedOn"] = "2026-10-01";
  in["coordinatorId"] = person("sroi_coordinator");
  const std::string id = add(in);
  EXPECT_EQ(move(manager, id, "in_force").status, 200);
  give_more(id, {{"planDays", 14}});
  const json::value state = social_return(coordinator, id);
  EXPECT_EQ(state.at("planDueOn").as_string(), "2026-10-15");
  EXPECT_TRUE(state.at("planOn").is_null());
  const auto gaps = [&] { return get(coordinator, "/gaps?kind=return_plan_missing").at("items").as_array().size(); };
  EXPECT_EQ(gaps(), 1U) << "today is in November";
  EXPECT_EQ(get(coordinator, "/social-return?show=plan").at("total").as_int64(), 1);
  const auto remind_on = [&](const char* day) {
    db::Session session(server.pool(), server.actor());
    contract::remind(session, std::chrono::sys_days(Date::parse(day).value().ymd) + std::chrono::hours(9));
    session.commit();
  };
  const std::int64_t already = told("return_plan_due");  // of the demo's
  remind_on("2026-10-05");
  remind_on("2026-10-06");
  EXPECT_EQ(told("return_plan_due") - already, 1) << "once before its day";
  remind_on("2026-10-16");
  remind_on("2026-10-17");
  EXPECT_EQ(told("return_plan_due") - already, 2) << "and once when it is late";
  const std::string path = "/contracts/" + id + "/social-return/plan";
  EXPECT_EQ(manager.call("PUT", "/api/v1" + path, R"({"receivedOn":"2030-01-01","words":"Twee leerlingen"})").status, 400) << "not yet";
  EXPECT_EQ(manager.call("PUT", "/api/v1" + path, R"({"receivedOn":"2026-10-20","words":"Twee leerlingen"})").status, 204);
  EXPECT_EQ(gaps(), 0U);
  EXPECT_EQ(social_return(coordinator, id).at("planWords").as_string(), "Twee leerlingen");
  EXPECT_EQ(manager.remove(path).status, 204);
  EXPECT_EQ(gaps(), 1U) << "taken away it is asked again";
}

TEST_F(Completion, what_comes_is_counted_by_month_as_it_is_listed) {
  const std::string id = running();  // to 31 December 2027, three months' notice: 30 September
  const json::value one = get(manager, "/contract-dates?from=2027-09-01&to=2027-12-31&pageSize=200");
  bool notice = false;
  bool ends = false;
  for (const auto& each : one.at("items").as_array()) {
    if (each.at("contractId").as_string() != id) continue;
    notice |= each.at("kind").as_string() == "notice" && each.at("day").as_string() == "2027-09-30";
    ends |= each.at("kind").as_string() == "ends" && each.at("day").as_string() == "2027-12-31";
  }
  EXPECT_TRUE(notice) << "31 September is the 30th";
  EXPECT_TRUE(ends);
  const json::value year = get(manager, "/contract-dates?from=2026-11-01&to=2027-10-31");
  std::int64_t all = 0;
  for (const auto& month : year.at("months").as_array()) {
    const std::string name(month.at("month").as_string());
    for (const char* kind : {"ends", "notice", "option", "due", "plan", "action"}) {
      const std::int64_t count = month.at(kind).as_int64();
      all += count;
      if (count == 0) continue;
      const Date first = Date::parse(name + "-01").value();
      const Date last{first.ymd.year() / first.ymd.month() / std::chrono::last};
      EXPECT_EQ(get(manager, "/contract-dates?from=" + first.str() + "&to=" + last.str() + "&kinds=" + kind).at("total").as_int64(), count)
          << name << kind;
    }
  }
  EXPECT_EQ(year.at("total").as_int64(), all);
  EXPECT_GT(all, 20) << "the demo has much to come";
  EXPECT_EQ(manager.get("/contract-dates?kinds=anything").status, 400);
}

TEST_F(Completion, the_coordinators_page_counts_what_it_lists_and_hides_few_people_from_others) {
  const std::string id = running();
  give_rule(id);
  for (int i = 0; i < 2; ++i) {
    const auto made = id_of(post(manager, "/contracts/" + id + "/placements", placement(("M-" + std::to_string(i)).c_str(), 20)));
    if (i == 0) judge_line(coordinator, made, "verified", 1);
  }
  const json::value all = get(coordinator, "/social-return?pageSize=200");
  for (const char* show : {"silent", "waits", "plan", "settle", "behind"})
    EXPECT_EQ(get(coordinator, std::string("/social-return?pageSize=200&show=") + show).at("total"), all.at(show)) << show;
  EXPECT_EQ(all.at("total"), all.at("all"));
  const json::value mine = row_of(all, id);
  const json::value own = social_return(coordinator, id);
  EXPECT_EQ(mine.at("obligationCents"), own.at("verified").at("obligationCents"));
  EXPECT_EQ(mine.at("fulfilledCents"), own.at("verified").at("fulfilledCents")) << "the same cent as on its page";
  EXPECT_EQ(mine.at("waits").as_int64(), 1);
  EXPECT_EQ(mine.at("paceBp").as_int64(),
            own.at("forecastCents").as_int64() * 10'000 / own.at("verified").at("obligationCents").as_int64());
  std::int64_t obligation = 0;
  std::int64_t fulfilled = 0;
  for (const auto& each : all.at("items").as_array()) {
    obligation += each.at("obligationCents").as_int64();
    fulfilled += each.at("fulfilledCents").as_int64();
  }
  EXPECT_EQ(all.at("obligationCents").as_int64(), obligation);
  EXPECT_EQ(all.at("fulfilledCents").as_int64(), fulfilled);
  const json::value theirs = row_of(get(director, "/social-return?pageSize=200"), id);
  EXPECT_TRUE(theirs.at("few").as_bool());
  EXPECT_EQ(theirs.at("fulfilledCents").as_int64(), 0);
  EXPECT_TRUE(theirs.at("paceBp").is_null()) << "one person's worth is not in the pace either";
}

TEST_F(Completion, who_else_works_on_it_has_a_share_of_what_was_promised_and_of_the_placements) {
  const std::string id = running();
  give_rule(id);
  const std::string path = "/contracts/" + id + "/partners";
  const auto sub = id_of(post(manager, "/parties", {{"name", "Bermbeheer"}}));
  const auto bad = post(manager, path, {{"partyId", party_of(id)}, {"role", "sub"}, {"words", "Alles"}});
  EXPECT_EQ(bad.status, 400) << "the main party is there already";
  const std::string partner =
      id_of(post(manager, path, {{"partyId", sub}, {"role", "sub"}, {"shareBp", 2000}, {"words", "Maait de bermen"}}));
  EXPECT_EQ(post(manager, path, {{"partyId", sub}, {"role", "combination"}, {"words", "Nog eens"}}).status, 400) << "once";
  const json::value commitment = get(manager, "/contracts/" + id + "/commitments").at("items").at(0);
  const std::string promised(commitment.at("id").as_string());
  EXPECT_EQ(put(manager, "/commitments/" + promised + "/partner", {{"partnerId", partner}}, commitment.at("version").as_int64()).status,
            200);
  std::vector<std::string> lines;
  for (int i = 0; i < 3; ++i)
    lines.push_back(id_of(post(manager, "/contracts/" + id + "/placements", placement(("M-" + std::to_string(i)).c_str(), 20))));
  EXPECT_EQ(put(manager, "/placements/" + lines[0] + "/partner", {{"partnerId", partner}}, 1).status, 200);
  judge_line(coordinator, lines[0], "verified", 2);
  judge_line(coordinator, lines[1], "verified", 1);
  const json::array all = get(coordinator, path).at("items").as_array();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_TRUE(all[0].at("role").is_null()) << "the main party first";
  EXPECT_EQ(all[0].at("shareBp").as_int64(), 8000);
  EXPECT_EQ(all[0].at("commitments").as_int64(), 0);
  EXPECT_EQ(all[1].at("commitments").as_int64(), 1);
  EXPECT_EQ(all[1].at("placements").as_int64(), 1);
  EXPECT_EQ(all[0].at("placements").as_int64(), 2);
  EXPECT_EQ(all[0].at("placementCents").as_int64() + all[1].at("placementCents").as_int64(),
            social_return(coordinator, id).at("verified").at("fulfilledCents").as_int64());
  EXPECT_TRUE(get(director, path).at("items").at(1).at("placementCents").is_null()) << "for who verifies";
  EXPECT_EQ(manager.remove("/contract-partners/" + partner).status, 409) << "it does something";
  EXPECT_EQ(put(manager, "/commitments/" + promised + "/partner", {{"partnerId", nullptr}}, commitment.at("version").as_int64() + 1).status,
            200);
  EXPECT_EQ(put(manager, "/placements/" + lines[0] + "/partner", {{"partnerId", nullptr}}, 3).status, 200);
  EXPECT_EQ(manager.remove("/contract-partners/" + partner).status, 204);
}

}  // namespace
}  // namespace tenzij::contract
