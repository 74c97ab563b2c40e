// Who is told what of contracts, when, and that it is said once.
#include "contract/contract.h"
#include "contract/test/fixture.h"

namespace tenzij::contract {
namespace {

using namespace std::chrono_literals;
using Kinds = std::vector<std::string>;

Date day_of_test(const char* iso) { return Date::parse(iso).value(); }

TEST(ContractDays, what_falls_in_a_weekend_is_done_on_the_working_day_before) {
  EXPECT_EQ(working_day(day_of_test("2027-02-28")), day_of_test("2027-02-26")) << "a Sunday";
  EXPECT_EQ(working_day(day_of_test("2027-02-27")), day_of_test("2027-02-26")) << "a Saturday";
  EXPECT_EQ(working_day(day_of_test("2027-03-01")), day_of_test("2027-03-01"));
}

class ContractPost : public Contracts {
 protected:
  std::int64_t remind_at(const char* iso) {
    db::Session session(server.pool(), {server.municipality(), {}, "test"});
    const std::int64_t told = remind(session, *parse_instant(std::string(iso) + "T09:00:00Z"));
    session.commit();
    return told;
  }
  // Kinds of what somebody was told of a contract, the last first.
  Kinds told(const char* user, const std::string& id) {
    const auto rows =
        server.owner().query("SELECT kind FROM mail.message WHERE person_id = $1 AND path LIKE $2 || '%' ORDER BY at DESC, kind",
                             *Uuid::parse(person(user)), "/contracten/" + id);
    Kinds out;
    for (int i = 0; i < rows.rows(); ++i) out.emplace_back(rows.text(i, 0));
    return out;
  }
  std::string words(testing::Client& who, const std::string& id) {
    const json::value inbox = get(who, "/messages?pageSize=200");
    for (const auto& each : inbox.at("items").as_array())
      if (each.at("path").as_string() == "/contracten/" + id) return std::string(each.at("text").as_string());
    return {};
  }
};

TEST_F(ContractPost, what_is_due_soon_is_told_to_the_manager_once_and_again_on_another_day) {
  json::object in = input();
  in["startOn"] = "2026-11-01";
  const std::string id = add(in);
  const auto commit = [&](const char* title) {
    return id_of(post(manager, "/contracts/" + id + "/commitments",
                      {{"kind", "asked"}, {"title", title}, {"text", ""}, {"theme", "climate"}, {"rhythm", "quarter"}}));
  };
  commit("Emissievrij");
  commit("Hergebruik");
  ASSERT_EQ(move(manager, id, "in_force").status, 200);  // the first quarter is due on 2 March 2027
  remind_at("2027-02-15");
  EXPECT_EQ(told("contract_manager", id), Kinds{}) << "fifteen days before";
  remind_at("2027-02-16");
  EXPECT_EQ(told("contract_manager", id), Kinds{"moment_due"}) << "two moments of one contract are one message";
  EXPECT_NE(words(manager, id).find("Emissievrij; Hergebruik"), std::string::npos) << words(manager, id);
  remind_at("2027-02-17");
  EXPECT_EQ(told("contract_manager", id), Kinds{"moment_due"}) << "not every night";
  server.owner().query("UPDATE contract.moment SET due_on = '2027-03-03' WHERE contract_id = $1 AND due_on = '2027-03-02'",
                       *Uuid::parse(id));
  remind_at("2027-02-18");
  EXPECT_EQ(told("contract_manager", id), (Kinds{"moment_due", "moment_due"})) << "another day";
  EXPECT_EQ(told("budget_holder", id), Kinds{});
}

TEST_F(ContractPost, what_is_late_climbs_from_manager_to_budget_holder_to_director_in_the_rhythm_of_the_municipality) {
  server.owner().query("INSERT INTO contract.rhythm (municipality_id, holder_days, director_days) VALUES ($1, 7, 20)",
                       server.municipality());
  json::object in = input();
  in["startOn"] = "2026-11-01";
  const std::string id = add(in);
  id_of(post(manager, "/contracts/" + id + "/commitments",
             {{"kind", "asked"}, {"title", "Emissievrij"}, {"text", ""}, {"theme", "climate"}, {"rhythm", "quarter"}}));
  ASSERT_EQ(move(manager, id, "in_force").status, 200);
  remind_at("2027-03-02");
  EXPECT_EQ(told("contract_manager", id), Kinds{"moment_due"}) << "its day is not over";
  remind_at("2027-03-03");
  EXPECT_EQ(told("contract_manager", id), (Kinds{"moment_late", "moment_due"}));
  remind_at("2027-03-08");
  EXPECT_EQ(told("budget_holder", id), Kinds{});
  remind_at("2027-03-09");
  EXPECT_EQ(told("budget_holder", id), Kinds{"moment_climbed"});
  EXPECT_EQ(told("director", id), Kinds{});
  remind_at("2027-03-22");
  remind_at("2027-03-23");
  EXPECT_EQ(told("director", id), Kinds{"moment_climbed"});
  EXPECT_EQ(told("budget_holder", id), Kinds{"moment_climbed"});
  EXPECT_EQ(told("contract_manager", id), (Kinds{"moment_late", "moment_due"}));
}

TEST_F(ContractPost, a_report_is_told_to_who_may_judge_it_and_not_to_who_reported) {
  json::object in = input();
  in["coordinatorId"] = person("sroi_coordinator");
  const std::string id = add(in);
  id_of(post(manager, "/contracts/" + id + "/commitments",
             {{"kind", "asked"}, {"title", "Plaatsingen"}, {"text", ""}, {"theme", "social_return"}, {"rhythm", "once"}}));
  ASSERT_EQ(move(manager, id, "in_force").status, 200);
  ASSERT_EQ(step(manager, id, moments(id)[0], "report", {{"figure", 2}, {"words", ""}}).status, 200);
  remind_at("2026-11-03");
  remind_at("2026-11-04");
  EXPECT_EQ(told("sroi_coordinator", id), Kinds{"moment_to_judge"});
  EXPECT_EQ(told("contract_manager", id), Kinds{});
  EXPECT_EQ(step(coordinator, id, moments(id)[0], "judgement", {{"outcome", "rejected"}, {"reason", "Er ontbreekt een overzicht"}}).status,
            200);
  server.pass(60s);
  ASSERT_EQ(step(holder, id, moments(id)[0], "report", {{"figure", 2}, {"words", "Met overzicht"}}).status, 200);
  remind_at("2026-11-05");
  EXPECT_EQ(told("sroi_coordinator", id), (Kinds{"moment_to_judge", "moment_to_judge"})) << "another report";
  EXPECT_EQ(told("contract_manager", id), Kinds{"moment_to_judge"}) << "somebody else reported";
}

TEST_F(ContractPost, an_end_and_the_last_day_to_give_notice_are_told_before_a_weekend) {
  json::object in = input();
  in["endOn"] = "2027-05-31";  // three months before: 28 February 2027, a Sunday
  const std::string id = add(in);
  ASSERT_EQ(move(manager, id, "in_force").status, 200);
  remind_at("2026-11-30");
  EXPECT_EQ(told("contract_manager", id), Kinds{}) << "half a year and a day before";
  remind_at("2026-12-01");
  EXPECT_EQ(told("contract_manager", id), Kinds{"contract_ends"});
  remind_at("2027-01-28");
  EXPECT_EQ(told("contract_manager", id), Kinds{"contract_ends"});
  remind_at("2027-01-29");  // thirty days before
  EXPECT_EQ(told("contract_manager", id), (Kinds{"contract_notice", "contract_ends"}));
  EXPECT_NE(words(manager, id).find("2027-02-26"), std::string::npos) << words(manager, id);
  remind_at("2027-02-25");
  remind_at("2027-02-26");
  remind_at("2027-02-27");
  EXPECT_EQ(told("contract_manager", id), (Kinds{"contract_notice", "contract_notice", "contract_ends"}));
}

}  // namespace
}  // namespace tenzij::contract
