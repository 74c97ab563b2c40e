// The decisions of this room, without a database.
#include <gtest/gtest.h>

#include "ambition/ambition.h"

namespace tenzij::ambition {
namespace {

Vote scored(int level, const std::string& role, const std::string& why = "") { return {1, level, role, why}; }

TEST(AmbitionRules, the_median_of_a_split_group_lies_between) {
  EXPECT_EQ(median({0, 0, 0, 0}), std::nullopt);
  EXPECT_EQ(median({1, 0, 1, 0}), 1.0);
  EXPECT_EQ(median({0, 2, 2, 0}), 1.5);
  EXPECT_EQ(median({0, 2, 3, 0}), 2.0);
  EXPECT_EQ(median({1, 0, 0, 1}), 1.5);
}

TEST(AmbitionRules, not_knowing_counts_as_not_knowing) {
  std::vector<Vote> votes{scored(0, "policy"), scored(3, "policy"), {1, std::nullopt, "market", "Te vroeg"}, {2, 3, "policy", ""}};
  const Tally out = tally(votes, 1, 0);
  EXPECT_EQ(out.votes, 2);
  EXPECT_EQ(out.dont_know, 1);
  EXPECT_EQ(out.counts, (std::vector<std::int64_t>{1, 0, 0, 1}));
  EXPECT_EQ(out.lowest, 0);
  EXPECT_EQ(out.highest, 3);
  ASSERT_EQ(out.motivations.size(), 1U);
  EXPECT_EQ(out.motivations[0].level, std::nullopt);
}

TEST(AmbitionRules, small_roles_go_together_so_that_nobody_is_read_off) {
  std::vector<Vote> votes{scored(1, "policy"), scored(1, "policy"), scored(2, "policy"), scored(3, "market"), scored(3, "contract")};
  const Tally shown = tally(votes, 1, 0);
  EXPECT_EQ(shown.roles.size(), 3U);
  // Two that are left are fewer than three: they are not shown at all.
  const Tally hidden = tally(votes, 1, 3);
  ASSERT_EQ(hidden.roles.size(), 1U);
  EXPECT_EQ(hidden.roles[0].role, "policy");
  EXPECT_EQ(hidden.votes, 5) << "they do count";
  votes.push_back(scored(2, "other", "Omdat het kan"));
  const Tally together = tally(votes, 1, 3);
  ASSERT_EQ(together.roles.size(), 2U);
  EXPECT_EQ(together.roles[1].role, "together");
  EXPECT_EQ(together.roles[1].votes, 3);
  EXPECT_EQ(together.motivations[0].role, "together");
}

TEST(AmbitionRules, a_merged_level_is_the_weighted_median_and_the_lower_in_a_tie) {
  EXPECT_EQ(weighted_median({}), std::nullopt);
  EXPECT_EQ(weighted_median({{3, 0}}), std::nullopt) << "without weight nothing counts";
  EXPECT_EQ(weighted_median({{1, 1}, {3, 1}}), 1);
  EXPECT_EQ(weighted_median({{1, 1}, {3, 2}}), 3);
  EXPECT_EQ(weighted_median({{3, 1}, {2, 1}, {0, 1}}), 2);
}

TEST(AmbitionRules, a_goal_asks_more_when_it_has_a_figure_and_most_when_it_is_all_or_nothing) {
  EXPECT_EQ(level_of_goal(false, std::nullopt, std::nullopt), 1);
  EXPECT_EQ(level_of_goal(true, "%", 50.0), 2);
  EXPECT_EQ(level_of_goal(true, "ton CO2", 3690.0), 2);
  EXPECT_EQ(level_of_goal(true, "massa-%", 100.0), 3);
  EXPECT_EQ(level_of_goal(true, "%", 0.0), 3);
}

TEST(AmbitionRules, an_agreed_level_stands_below_at_or_above_policy_or_there_is_none) {
  EXPECT_EQ(against_policy(1, 2), "below");
  EXPECT_EQ(against_policy(2, 2), "at");
  EXPECT_EQ(against_policy(3, 2), "above");
  EXPECT_EQ(against_policy(0, std::nullopt), "none");
}

TEST(AmbitionRules, codes_are_read_as_people_type_them_and_are_never_the_same) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string code = new_code();
    EXPECT_EQ(read_code(code), code);
    EXPECT_TRUE(seen.insert(code).second);
  }
  EXPECT_EQ(read_code("k7wm-4qpd"), "K7WM4QPD");
  EXPECT_EQ(read_code(" K7WM 4QPD "), "K7WM4QPD");
  EXPECT_EQ(read_code("K7WM4QP"), "") << "too short";
  EXPECT_EQ(read_code("K7WM4QPDD"), "") << "too long";
  EXPECT_EQ(read_code("A7WM4QPD"), "") << "no vowels";
  EXPECT_EQ(read_code("K7WM'OR1"), "");
}

}  // namespace
}  // namespace tenzij::ambition
