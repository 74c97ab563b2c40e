// The social-return sum, with examples that one can redo by hand.
#include <gtest/gtest.h>

#include "contract/contract.h"

namespace tenzij::contract {
namespace {

Date on(const char* iso) { return Date::parse(iso).value(); }

ReturnTable utrecht() {
  return {on("2020-01-01"),
          36,
          {{"participation_long", 40'000'00}, {"ww_short", 15'000'00}},
          json::object{{"permanent", 10'000'00}, {"fifty", 5'000'00}},
          100'00};
}

// 5 % from 100,000 of a contract of a million.
ReturnFile million() {
  ReturnFile out;
  out.contract_from = on("2025-01-01");
  out.rule.percent_bp = 500;
  out.rule.from_cents = 100'000'00;
  out.tables = {utrecht()};
  out.values = {{on("2025-01-01"), 1'000'000'00}};
  return out;
}

ReturnPlacement placed(const char* block, double hours, const char* from, const char* to, std::vector<std::string> bonuses = {}) {
  return {block, hours, on(from), on(to), std::move(bonuses)};
}

std::vector<ReturnLine> of(LineKind kind, const ReturnResult& result) {
  std::vector<ReturnLine> out;
  for (const ReturnLine& each : result.lines)
    if (each.kind == kind) out.push_back(each);
  return out;
}

std::int64_t obligation(const ReturnFile& in) { return social_return_sum(in).obligation_cents; }

std::set<std::string> refused(const ReturnFile& in) {
  std::set<std::string> out;
  try {
    social_return_sum(in);
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), 400);
    for (const FieldError& each : error.fields()) out.insert(each.pointer + " " + each.code);
  }
  return out;
}

TEST(SocialReturnSum, obligation_is_a_percentage_with_the_threshold_on_the_first_value) {
  ReturnFile in = million();
  EXPECT_EQ(obligation(in), 50'000'00);
  in.values = {{on("2025-01-01"), 100'000'00}};
  EXPECT_EQ(obligation(in), 5'000'00) << "from: the amount itself is asked already";
  in.values = {{on("2025-01-01"), 99'999'99}};
  EXPECT_EQ(obligation(in), 0);
  in.rule.from_cents.reset();
  in.rule.above_cents = 100'000'00;
  in.values = {{on("2025-01-01"), 100'000'00}};
  EXPECT_EQ(obligation(in), 0) << "above: the amount itself is not asked";
  in.values = {{on("2025-01-01"), 100'000'01}};
  EXPECT_EQ(obligation(in), 5'000'00) << "half up to the cent: 5,000.0005";
}

TEST(SocialReturnSum, the_value_in_force_last_counts_and_each_change_is_a_line) {
  ReturnFile in = million();
  in.values = {{on("2026-07-01"), 1'500'000'00}, {on("2025-01-01"), 1'000'000'00}, {on("2027-01-01"), 80'000'00}};
  const auto result = social_return_sum(in);
  EXPECT_EQ(result.obligation_cents, 4'000'00) << "below the threshold now, but the threshold looks at the first value";
  const auto changes = of(LineKind::change, result);
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[0].cents, -25'000'00);
  EXPECT_EQ(changes[1].cents, 71'000'00);
  in.values = {{on("2025-01-01"), 90'000'00}, {on("2026-01-01"), 400'000'00}};
  const auto later = social_return_sum(in);
  EXPECT_EQ(later.obligation_cents, 0);
  EXPECT_EQ(of(LineKind::obligation, later)[0].notes, std::vector{LineNote::below_threshold});
  EXPECT_EQ(of(LineKind::change, later)[0].notes, std::vector{LineNote::threshold_passed});
}

TEST(SocialReturnSum, the_maximum_comes_after_the_percentage) {
  ReturnFile in = million();
  in.rule.maximum_cents = 30'000'00;
  EXPECT_EQ(obligation(in), 30'000'00);
  in.values.push_back({on("2026-01-01"), 500'000'00});
  EXPECT_EQ(obligation(in), 25'000'00);
}

TEST(SocialReturnSum, of_a_wage_sum) {
  // The three bases of one sample in the RIVM study: 5 % of 40 % of the sum makes 18,150.
  ReturnFile in = million();
  in.values = {{on("2025-01-01"), 907'500'00}};
  in.rule.of = ReturnBase::wage_sum;
  in.rule.wage_share_bp = 4000;
  EXPECT_EQ(obligation(in), 18'150'00);
  in.rule.wage_share_bp.reset();
  EXPECT_EQ(obligation(in), 45'375'00) << "without a share the values are wage sums";
  in.rule.of = ReturnBase::contract_value;
  in.rule.wage_share_bp = 4000;
  EXPECT_EQ(obligation(in), 45'375'00);
  EXPECT_EQ(social_return_sum(in).lines[0].notes, std::vector{LineNote::share_not_used});
}

TEST(SocialReturnSum, a_placement_is_block_and_bonuses_by_hours_and_days) {
  ReturnFile in = million();
  // (40,000 + 10,000 + 5,000) x 18/36 x 181/365 = 13,636.986...
  in.placements = {placed("participation_long", 18, "2025-01-01", "2025-06-30", {"permanent", "fifty"})};
  auto result = social_return_sum(in);
  EXPECT_EQ(result.fulfilled_cents, 13'636'99);
  EXPECT_EQ(result.balance_cents, 13'636'99 - 50'000'00);
  const ReturnLine line = of(LineKind::placement, result)[0];
  EXPECT_EQ(line.days, 181) << "the first and the last day both count";
  EXPECT_EQ(line.of_cents, 55'000'00);
  // A leap year has 366 days of a 365th: 40,000 x 366/365 = 40,109.589...
  in.placements = {placed("participation_long", 36, "2028-01-01", "2028-12-31")};
  EXPECT_EQ(social_return_sum(in).fulfilled_cents, 40'109'59);
  // 15,000 x 28.5/36 x 1/365 = 32.534...
  in.placements = {placed("ww_short", 28.5, "2025-03-01", "2025-03-01")};
  EXPECT_EQ(social_return_sum(in).fulfilled_cents, 32'53);
  // 73 cents a year for 2.5 days' worth: 73 x 18/36 x 5/365 = half a cent, and that is one.
  in.tables[0].blocks = {{"half", 73}};
  in.placements = {placed("half", 18, "2025-03-01", "2025-03-05")};
  EXPECT_EQ(social_return_sum(in).fulfilled_cents, 1);
}

TEST(SocialReturnSum, hours_above_the_norm_count_as_the_norm_and_say_so) {
  ReturnFile in = million();
  in.placements = {placed("participation_long", 40, "2025-01-01", "2025-12-31")};
  const auto line = of(LineKind::placement, social_return_sum(in))[0];
  EXPECT_EQ(line.cents, 40'000'00);
  EXPECT_EQ(line.hours, 36);
  EXPECT_EQ(line.notes, std::vector{LineNote::hours_above_norm});
}

TEST(SocialReturnSum, only_days_within_the_contract_count) {
  ReturnFile in = million();
  in.contract_to = on("2025-12-31");
  in.placements = {placed("participation_long", 36, "2024-07-01", "2025-01-10"),
                   placed("participation_long", 36, "2025-12-31", "2026-05-01"),
                   placed("participation_long", 36, "2024-01-01", "2024-12-31")};
  const auto lines = of(LineKind::placement, social_return_sum(in));
  EXPECT_EQ(lines[0].days, 0);
  EXPECT_EQ(lines[0].notes, std::vector{LineNote::outside_contract});
  EXPECT_EQ(lines[1].days, 10);
  EXPECT_EQ(lines[1].notes, std::vector{LineNote::began_before});
  EXPECT_EQ(lines[2].days, 1);
  EXPECT_EQ(lines[2].notes, std::vector{LineNote::ended_after});
}

TEST(SocialReturnSum, somebody_counts_no_longer_than_the_group_does) {
  ReturnFile in = million();
  in.tables[0].longest_months = json::object{{"participation_long", 12}};
  in.placements = {placed("participation_long", 36, "2025-01-31", "2027-12-31")};
  auto line = of(LineKind::placement, social_return_sum(in))[0];
  EXPECT_EQ(line.counted_to, on("2026-01-30"));
  EXPECT_EQ(line.notes, std::vector{LineNote::longest_duration});
  // The same person with other hours: from the first counted day of both lines.
  in.placements = {placed("participation_long", 36, "2025-01-01", "2025-06-30"),
                   placed("participation_long", 18, "2025-07-01", "2026-06-30")};
  for (auto& each : in.placements) each.reference = "M-17";
  line = of(LineKind::placement, social_return_sum(in))[1];
  EXPECT_EQ(line.counted_to, on("2025-12-31"));
  in.placements[1].reference = "M-18";
  EXPECT_EQ(of(LineKind::placement, social_return_sum(in))[1].days, 365);
}

TEST(SocialReturnSum, the_table_of_the_line_or_of_the_contract) {
  ReturnFile in = million();
  in.tables.push_back({on("2026-01-01"), 40, {{"participation_long", 50'000'00}}, {}, {}});
  in.placements = {placed("participation_long", 36, "2025-12-31", "2026-12-30"),
                   placed("participation_long", 40, "2026-01-01", "2026-12-31")};
  auto lines = of(LineKind::placement, social_return_sum(in));
  EXPECT_EQ(lines[0].cents, 40'000'00) << "a line keeps its table when a newer one begins";
  EXPECT_EQ(lines[1].cents, 50'000'00);
  in.table_by = TableBy::contract;
  lines = of(LineKind::placement, social_return_sum(in));
  EXPECT_EQ(lines[1].cents, 40'000'00);
  EXPECT_EQ(lines[1].table_from, on("2020-01-01"));
}

TEST(SocialReturnSum, a_placement_from_before_any_table_has_the_one_of_its_first_counted_day) {
  ReturnFile in = million();
  in.tables[0].valid_from = on("2025-01-01");
  in.placements = {placed("participation_long", 36, "2024-12-01", "2025-12-31")};
  EXPECT_EQ(social_return_sum(in).fulfilled_cents, 40'000'00);
  in.tables[0].valid_from = on("2025-01-02");
  EXPECT_EQ(refused(in), std::set<std::string>{"/placements/0/from noTableThen"});
}

TEST(SocialReturnSum, invoices_hours_and_a_certificate) {
  ReturnFile in = million();
  in.invoices = {{on("2025-04-01"), 1'234'56}};
  in.hours = {{on("2025-05-01"), 7.5}};
  in.pso_step = "2";
  in.pso_counts_bp = 2500;
  const auto result = social_return_sum(in);
  EXPECT_EQ(result.fulfilled_cents, 1'234'56 + 750'00 + 12'500'00);
  in.pso_step = 2;
  EXPECT_EQ(social_return_sum(in).fulfilled_cents, result.fulfilled_cents);
  in.pso_counts_bp.reset();
  EXPECT_EQ(of(LineKind::pso, social_return_sum(in))[0].notes, std::vector{LineNote::pso_not_counted});
}

TEST(SocialReturnSum, every_wrong_field_is_named_at_once) {
  ReturnFile in = million();
  in.rule.percent_bp = 10'001;
  in.rule.above_cents = 1;
  in.tables.push_back(utrecht());
  in.values = {{on("2025-01-01"), -1}, {on("2025-01-01"), 5}};
  in.placements = {placed("nobody", 36, "2025-01-01", "2025-12-31"), placed("ww_short", -1, "2025-02-01", "2025-01-01", {"fifty", "fifty"}),
                   placed("ww_short", 33.33333, "2025-01-01", "2025-12-31", {"kind"})};
  in.placements[0].reference = "111222333";
  in.pso_step = "4";
  EXPECT_EQ(refused(in), (std::set<std::string>{
                             "/rule/percentBp outOfRange", "/rule/aboveCents fromOrAbove", "/tables/1/validFrom dayTwice",
                             "/values/0/valueCents outOfRange", "/values/1/from dayTwice", "/placements/0/block notInTable",
                             "/placements/0/reference mayBeBsn", "/placements/1/hoursPerWeek outOfRange", "/placements/1/to toBeforeFrom",
                             "/placements/1/bonuses/1 bonusTwice", "/placements/2/bonuses/0 notInTable",
                             "/placements/2/hoursPerWeek tooManyDecimals", "/psoStep notInList"}));
  in = million();
  in.values.clear();
  EXPECT_EQ(refused(in), std::set<std::string>{"/values required"});
}

TEST(SocialReturnSum, a_number_that_may_be_a_bsn_is_seen) {
  for (const char* each : {"111222333", "1112.22.333", "111-222-333", "12345672", "P111222333", "bsn 111222333"})
    EXPECT_TRUE(may_be_bsn(each)) << each;
  for (const char* each : {"111222334", "M-17", "2025-0001", "000000000", "1112223330", "P12345672", ""})
    EXPECT_FALSE(may_be_bsn(each)) << each;
}

TEST(SocialReturnSum, a_certificate_counts_by_the_days_on_which_it_is_valid_or_not_at_all) {
  ReturnFile in;
  in.contract_from = Date::parse("2026-01-01").value();
  in.contract_to = Date::parse("2026-12-31").value();
  in.rule.percent_bp = 500;
  in.values = {{in.contract_from, 1'000'000'00}};
  in.rule.pso_by = PsoBy::days;
  in.rule.pso_shares = json::object{{"1", 2000}, {"2", 4000}};
  const auto certificate = [](const char* step, const char* from, const char* to) {
    return ReturnCertificate{step, Date::parse(from).value(), Date::parse(to).value()};
  };
  in.certificates = {certificate("1", "2025-07-01", "2026-06-30")};
  EXPECT_EQ(social_return_sum(in).fulfilled_cents, 4'958'90) << "50,000 x 20 % x 181 / 365";
  in.certificates.push_back(certificate("2", "2026-06-01", "2026-12-30"));
  ReturnResult both = social_return_sum(in);
  EXPECT_EQ(both.fulfilled_cents, 4'136'99 + 11'671'23) << "151 days of step 1, and from 1 June 213 of step 2";
  in.certified_to = Date::parse("2026-06-30").value();
  EXPECT_EQ(social_return_sum(in).fulfilled_cents, 4'136'99 + 1'643'84) << "what is still to come does not count yet";
  in.rule.pso_by = PsoBy::throughout;
  both = social_return_sum(in);
  EXPECT_EQ(both.fulfilled_cents, 0) << "on the last day none is valid";
  EXPECT_TRUE(std::any_of(both.lines.begin(), both.lines.end(), [](const ReturnLine& each) {
    return std::find(each.notes.begin(), each.notes.end(), LineNote::pso_gap) != each.notes.end();
  }));
  in.certificates.back().to = Date::parse("2026-12-31").value();
  EXPECT_EQ(social_return_sum(in).fulfilled_cents, 4'136'99 + 11'726'03);
  in.contract_to.reset();
  EXPECT_EQ(social_return_sum(in).fulfilled_cents, 0) << "without a last day there is nothing to count by";
  in.pso_step = "1";
  EXPECT_THROW(social_return_sum(in), Error) << "a step for the whole term, or certificates";
}

TEST(SocialReturnSum, a_table_may_hold_by_award_and_bound_a_day_and_how_long_before_somebody_began) {
  ReturnFile in = million();
  in.contract_to = on("2025-12-31");
  ReturnTable later = utrecht();
  later.valid_from = on("2024-09-01");
  later.blocks = {{"ww_short", 20'000'00}};
  later.begun_before_months = 12;
  later.cents_per_day = 1'000'00;
  in.tables.push_back(later);
  in.placements = {placed("ww_short", 36, "2025-01-01", "2025-12-31")};
  in.table_by = TableBy::award;
  EXPECT_EQ(refused(in), (std::set<std::string>{"/tableDay required"}));
  in.table_day = on("2024-08-31");
  EXPECT_EQ(social_return_sum(in).fulfilled_cents, 15'000'00);
  in.table_by = TableBy::publication;
  in.table_day = on("2024-09-01");
  EXPECT_EQ(social_return_sum(in).fulfilled_cents, 20'000'00);
  in.placements = {placed("ww_short", 36, "2024-01-01", "2025-12-31")};
  EXPECT_EQ(social_return_sum(in).fulfilled_cents, 20'000'00) << "a year before, to the day";
  in.placements = {placed("ww_short", 36, "2023-12-31", "2025-12-31")};
  const ReturnResult early = social_return_sum(in);
  EXPECT_EQ(early.fulfilled_cents, 0);
  EXPECT_EQ(of(LineKind::placement, early).at(0).notes, (std::vector{LineNote::began_too_early}));
  in.placements.clear();
  in.hours = {{on("2025-03-01"), 12}, {on("2025-03-02"), 8}};
  EXPECT_EQ(social_return_sum(in).fulfilled_cents, 1'800'00) << "12 hours of 100 count as a day's 1,000";
}

}  // namespace
}  // namespace tenzij::contract
