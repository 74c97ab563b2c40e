// The pure rules: procedure, social return, steps, and the guard rails.
#include <gtest/gtest.h>

#include "purchase/purchase.h"

namespace tenzij::purchase {
namespace {

Date day(const char* iso) { return Date::parse(iso).value(); }

std::vector<ProcedureRule> rules() {
  const Date from = day("2026-01-01");
  const Date to = day("2027-12-31");
  return {{from, to, "european", "services", 216'000'00, "european_open", false, "EU"},
          {from, to, "european", "social", 750'000'00, "social_services", true, "EU"},
          {from, to, "national", "services", 0, "single_private", false, "Gids"},
          {from, to, "national", "services", 50'000'00, "multiple_private", false, "Gids"}};
}

TEST(Procedure, follows_value_nature_and_day_and_says_where_the_next_begins) {
  const auto at = [](std::int64_t euros, const char* nature = "services", const char* on = "2026-06-01") {
    return advise(rules(), nature, euros * 100, day(on));
  };
  EXPECT_EQ(at(0).procedure, "single_private");
  EXPECT_EQ(at(0).next_cents, 50'000'00);
  EXPECT_EQ(at(49'999).procedure, "single_private");
  EXPECT_EQ(at(50'000).procedure, "multiple_private");
  EXPECT_EQ(at(215'999).level, "national");
  EXPECT_EQ(at(216'000).procedure, "european_open");
  EXPECT_EQ(at(80'000'000).level, "european");
  EXPECT_FALSE(at(216'000).next_cents);
  EXPECT_EQ(at(750'000, "social").procedure, "social_services");
  EXPECT_EQ(at(60'000, "services", "2031-01-01").level, "none") << "no rule of another period";
}

TEST(Procedure, a_municipality_s_own_rules_go_before_national_ones_and_never_above_the_european) {
  auto all = rules();
  all.push_back({day("2026-01-01"), day("2027-12-31"), "municipal", "services", 0, "single_private", true, "Eigen beleid"});
  all.push_back({day("2026-01-01"), day("2027-12-31"), "municipal", "services", 100'000'00, "multiple_private", true, "Eigen beleid"});
  all.push_back({day("2026-01-01"), day("2027-12-31"), "municipal", "services", 500'000'00, "national_open", true, "Eigen beleid"});
  EXPECT_EQ(advise(all, "services", 60'000'00, day("2026-06-01")).procedure, "single_private");
  EXPECT_EQ(advise(all, "services", 100'000'00, day("2026-06-01")).source, "Eigen beleid");
  EXPECT_EQ(advise(all, "services", 600'000'00, day("2026-06-01")).procedure, "european_open");
}

TEST(SocialReturn, is_a_part_of_the_value_from_a_threshold) {
  const std::vector<SocialReturnRule> all{{day("2026-01-01"), day("2027-12-31"), "services", 100'000'00, 500, true, "Beleid"},
                                          {day("2026-01-01"), day("2027-12-31"), "services", 1'000'000'00, 700, true, "Beleid"}};
  EXPECT_FALSE(social_return(all, "services", 99'999'99, day("2026-06-01")));
  EXPECT_FALSE(social_return(all, "works", 900'000'00, day("2026-06-01")));
  EXPECT_EQ(social_return(all, "services", 200'000'00, day("2026-06-01"))->amount_cents, 10'000'00);
  EXPECT_EQ(social_return(all, "services", 2'000'000'00, day("2026-06-01"))->percent_bp, 700);
  EXPECT_EQ(part_of(1'01, 500), 5) << "rounded to whole cents";
  EXPECT_EQ(part_of(100'000'000'000'00, 10'000), 100'000'000'000'00) << "nothing overflows";
}

TEST(Steps, go_forward_one_back_and_out_of_a_stop) {
  EXPECT_TRUE(may_move(Status::planned, Status::published));
  EXPECT_TRUE(may_move(Status::published, Status::consultation));
  EXPECT_FALSE(may_move(Status::running, Status::preparation));
  EXPECT_TRUE(may_move(Status::running, Status::stopped));
  EXPECT_TRUE(may_move(Status::stopped, Status::preparation));
  EXPECT_FALSE(may_move(Status::stopped, Status::published));
  EXPECT_TRUE(may_move(Status::ended, Status::running));
  EXPECT_FALSE(may_move(Status::ended, Status::planned));
  EXPECT_FALSE(may_move(Status::planned, Status::planned));
}

TEST(Procedure, has_a_place_for_some_instruments) {
  EXPECT_FALSE(fits_procedure("award_criterion", "single_private"));
  EXPECT_TRUE(fits_procedure("contract_clause", "single_private"));
  EXPECT_FALSE(fits_procedure("exclusion_ground", "multiple_private"));
  EXPECT_TRUE(fits_procedure("award_criterion", "multiple_private"));
  EXPECT_TRUE(fits_procedure("exclusion_ground", "european_open"));
}

class Guard : public ::testing::Test {
 protected:
  Knowledge knowledge{std::filesystem::path(TENZIJ_HOME) / "knowledge" / "purchase"};
  GuardFacts facts{500'000'00, true, {}, {}, {}, {}, {}};

  RequirementFacts& ask(const std::string& text, const std::string& instrument = "specification") {
    facts.requirements.push_back({new_id(), "climate", text, "Meetrapport", instrument, 1, 0, {}, {}});
    return facts.requirements.back();
  }
  std::string codes() {
    std::string out;
    for (const Finding& each : guard(facts, knowledge)) {
      EXPECT_TRUE(knowledge.guard.contains(each.code)) << each.code;
      out += each.code + ";";
    }
    return out;
  }
};

TEST_F(Guard, is_silent_where_nothing_is_wrong) {
  ask("De machines zijn elektrisch.");
  EXPECT_EQ(codes(), "");
}

TEST_F(Guard, misses_a_way_to_verify) {
  ask("De machines zijn stil.").evidence = " ";
  EXPECT_EQ(codes(), "missing_verification;");
}

TEST_F(Guard, sees_what_is_too_heavy_for_the_value) {
  ask("Een plan voor emissievrij werken.").from_cents = 1'000'000'00;
  EXPECT_EQ(codes(), "disproportionate;");
  facts.value_cents = 1'000'000'00;
  EXPECT_EQ(codes(), "");
}

TEST_F(Guard, keeps_to_the_subject_of_the_contract_but_for_selection) {
  ask("De inschrijver heeft bedrijfsbreed beleid voor CO2.");
  EXPECT_EQ(codes(), "no_subject_link;");
  facts.requirements.front().instrument = "selection_requirement";
  EXPECT_EQ(codes(), "");
}

TEST_F(Guard, wants_or_equivalent_with_a_label) {
  ask("Het hout heeft een keurmerk.");
  EXPECT_EQ(codes(), "label_without_equivalent;");
  facts.requirements.front().text = "Het hout heeft een keurmerk of gelijkwaardig.";
  EXPECT_EQ(codes(), "");
}

TEST_F(Guard, allows_no_local_preference_above_the_threshold) {
  ask("Een lokale ondernemer krijgt voorrang.");
  EXPECT_EQ(codes(), "local_preference;");
  facts.european = false;
  EXPECT_EQ(codes(), "");
}

TEST_F(Guard, counts_minimum_requirements_against_the_size_of_the_market) {
  for (int i = 0; i < 6; ++i) ask("Eis");
  EXPECT_EQ(codes(), "");
  facts.market_parties = 3;
  EXPECT_EQ(codes(), "too_many_minimums;");
  facts.requirements.front().instrument = "award_criterion";
  facts.requirements.front().weight_bp = 10'000;
  EXPECT_EQ(codes(), "") << "a wish is no minimum";
}

TEST_F(Guard, weighs) {
  ask("Wens", "award_criterion");
  EXPECT_EQ(codes(), "weight_missing;weights_not_hundred;");
  facts.requirements.front().weight_bp = 300;
  facts.other_award = {{"Prijs", 9'700}};
  EXPECT_EQ(codes(), "weight_meaningless;");
  facts.requirements.front().weight_bp = 3'000;
  EXPECT_EQ(codes(), "weights_not_hundred;");
  facts.other_award = {{"Prijs", 7'000}};
  EXPECT_EQ(codes(), "");
}

TEST_F(Guard, compares_with_what_was_agreed_and_what_policy_asks_of_social_return) {
  facts.levels["climate"] = 2;
  ask("Eis");
  EXPECT_EQ(codes(), "below_ambition;");
  facts.requirements.front().level = 2;
  facts.requirements.front().percent_bp = 200;
  facts.social_return_bp = 500;
  EXPECT_EQ(codes(), "social_return_differs;");
}

TEST(PurchaseKnowledge, is_sound) {
  const Knowledge knowledge(std::filesystem::path(TENZIJ_HOME) / "knowledge" / "purchase");
  EXPECT_GE(knowledge.words.size(), 120U);
  EXPECT_EQ(knowledge.tasks.size(), 10U) << "every procedure has its way";
  std::map<std::string, bool> general;
  for (const SmallAdvice& each : knowledge.small)
    if (each.categories.empty()) general[each.theme] = true;
  EXPECT_EQ(general.size(), 6U) << "every theme says something about a bouquet";
  std::map<std::string, std::size_t> hints;
  for (const EformsHint& each : knowledge.eforms_hints) hints[each.theme] = each.words.size();
  for (const auto& [theme, last] : hints) EXPECT_EQ(last, 0U) << theme << " has no code where no word fits";
  for (const auto& [procedure, tasks] : knowledge.tasks)
    for (const TaskTemplate& task : tasks) EXPECT_TRUE(organisation::known_role(task.role)) << procedure << " " << task.title;
}

}  // namespace
}  // namespace tenzij::purchase
