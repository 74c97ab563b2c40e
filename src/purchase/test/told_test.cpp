// Who is told of an unless.
#include <gtest/gtest.h>

#include "purchase/test/imports_fixture.h"

namespace tenzij::purchase {
namespace {

class ToldOfUnless : public Imports {
 protected:
  static std::vector<std::string> told(testing::Client& who, const std::string& id) {
    std::vector<std::string> out;
    const json::value inbox = who.get("/messages").json();
    for (const json::value& each : inbox.at("items").as_array())
      if (each.at("path").as_string().starts_with("/inkopen/" + id)) out.emplace_back(each.at("kind").as_string());
    return out;
  }
  using Kinds = std::vector<std::string>;
};

TEST_F(ToldOfUnless, who_decides_hears_of_a_proposal_and_who_proposed_of_the_decision) {
  const std::string id = add(input());
  ASSERT_EQ(step_of(advisor, id, "supply_chain", "proposal", unless()).status, 200);
  EXPECT_EQ(told(holder, id), Kinds{"unless_proposed"});
  EXPECT_EQ(told(advisor, id), Kinds{}) << "nobody is told what they did";
  EXPECT_EQ(told(director, id), Kinds{});
  ASSERT_EQ(step_of(holder, id, "supply_chain", "application", {{"words", "Drie aannemers kunnen het wel."}}).status, 200);
  EXPECT_EQ(told(advisor, id), Kinds{"unless_decided"});
}

TEST_F(ToldOfUnless, who_stands_in_hears_it_too) {
  const std::string id = add(input());
  server.owner().query("INSERT INTO organisation.deputy VALUES ($1, $2, $3, $4, '2026-11-01', '2026-11-30')", server.municipality(),
                       new_id(), person("budget_holder"), person("impact_advisor"));
  ASSERT_EQ(step_of(advisor, id, "supply_chain", "proposal", unless()).status, 200);
  testing::Client deputy = server.client();
  deputy.sign_in("impact_advisor");
  EXPECT_EQ(told(deputy, id), Kinds{"unless_proposed"});
  EXPECT_EQ(told(holder, id), Kinds{"unless_proposed"});
}

TEST_F(ToldOfUnless, below_policy_who_looks_a_second_time_hears_it) {
  const std::string id = add(input());
  ASSERT_EQ(step_of(holder, id, "circular", "unless", unless()).status, 200);
  EXPECT_EQ(told(director, id), Kinds{"second_look"});
  EXPECT_EQ(told(holder, id), Kinds{});
}

TEST_F(ToldOfUnless, a_proposal_that_waits_a_week_is_told_again_once_and_after_three_once_more) {
  const std::string id = add(input());
  ASSERT_EQ(step_of(advisor, id, "supply_chain", "proposal", unless()).status, 200);
  const auto after = [&](int days) {
    db::Session session(server.pool(), {server.municipality(), {}, "test"});
    remind(session, server.now() + std::chrono::hours(24 * days));
    session.commit();
    return told(holder, id);
  };
  EXPECT_EQ(after(6), Kinds{"unless_proposed"});
  EXPECT_EQ(after(8), (Kinds{"decision_waits", "unless_proposed"}));
  EXPECT_EQ(after(20), (Kinds{"decision_waits", "unless_proposed"}));
  EXPECT_EQ(after(22), (Kinds{"decision_waits", "decision_waits", "unless_proposed"}));
  EXPECT_EQ(told(director, id), Kinds{});
}

}  // namespace
}  // namespace tenzij::purchase
