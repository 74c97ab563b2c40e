// Like adds to like: the sum against a second method, in fractions and one by one, and what is never added.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <random>

#include "measure/measure.h"

namespace tenzij::measure {
namespace {

MeasureUnit made(const char* code, const char* dimension, std::int64_t factor, Adds adds = Adds::sum) {
  MeasureUnit out;
  out.code = code;
  out.dimension = dimension;
  out.factor = factor;
  out.adds = adds;
  return out;
}

Units some_units() {
  Units out{made("kg", "mass", 1),
            made("t", "mass", 1000),
            made("kwh", "energy", 3600),
            made("gj", "energy", 1'000'000),
            made("kg_co2", "co2", 1),
            made("t_co2", "co2", 1000),
            made("mki_eur", "mki", 1),
            made("percent_mass", "share_mass", 1, Adds::share),
            made("ladder31_level", "ladder31", 1, Adds::none),
            made("ladder40_step", "ladder40", 1, Adds::none)};
  out[6].scopes = {"A1-A3", "A1-D"};
  out[7].part_of = "mass";
  return out;
}

Figure amount(const char* unit, double value) { return {unit, value, {}, {}, {}}; }

TEST(FigureSums, kilos_add_to_tonnes_by_conversion) {
  const FigureSum sum = sum_of(some_units(), "t", {amount("kg", 1500), amount("t", 2), amount("kg", 0.5)});
  EXPECT_DOUBLE_EQ(*sum.value, 3.5005);
  EXPECT_EQ(sum.added, 3);
  EXPECT_TRUE(sum.left_out.empty());
}

TEST(FigureSums, carbon_never_adds_to_environmental_cost_nor_a_level_to_a_step) {
  const FigureSum sum = sum_of(some_units(), "t_co2", {amount("kg_co2", 1000), amount("mki_eur", 500), amount("kg", 7)});
  EXPECT_DOUBLE_EQ(*sum.value, 1);
  ASSERT_EQ(sum.left_out.size(), 2U);
  EXPECT_EQ(sum.left_out[0].place, 1);
  EXPECT_EQ(sum.left_out[0].why, NotAdded::other_unit);
  EXPECT_EQ(sum.left_out[0].unit, "mki_eur");
  const FigureSum ladder = sum_of(some_units(), "ladder40_step", {amount("ladder31_level", 3), amount("ladder40_step", 3)});
  EXPECT_FALSE(ladder.value);
  EXPECT_EQ(ladder.left_out.at(0).why, NotAdded::other_unit) << "niveau 3 is no trede 3";
  EXPECT_EQ(ladder.left_out.at(1).why, NotAdded::never_added) << "and two steps make no third";
}

TEST(FigureSums, shares_add_by_their_two_numbers) {
  const FigureSum sum =
      sum_of(some_units(), "percent_mass", {{"kg", {}, 900, 1000, {}}, {"t", {}, 1, 9, {}}, {"kg", 50, {}, {}, {}}, {"kwh", {}, 1, 2, {}}});
  EXPECT_DOUBLE_EQ(*sum.value, 19) << "1,900 of 10,000 kg; the mean of 90 and 11 says nothing";
  EXPECT_DOUBLE_EQ(*sum.part, 1900);
  EXPECT_DOUBLE_EQ(*sum.whole, 10000);
  ASSERT_EQ(sum.left_out.size(), 2U);
  EXPECT_EQ(sum.left_out[0].why, NotAdded::number_missing) << "a percentage without its numbers";
  EXPECT_FALSE(sum_of(some_units(), "percent_mass", {{"kg", {}, 0, 0, {}}}).value) << "a share of nothing";
}

TEST(FigureSums, environmental_cost_adds_within_one_scope) {
  const std::vector<Figure> same{{"mki_eur", 10, {}, {}, "A1-A3"}, {"mki_eur", 20, {}, {}, "A1-A3"}};
  EXPECT_DOUBLE_EQ(*sum_of(some_units(), "mki_eur", same).value, 30);
  std::vector<Figure> mixed = same;
  mixed.push_back({"mki_eur", 40, {}, {}, "A1-D"});
  EXPECT_FALSE(sum_of(some_units(), "mki_eur", mixed).value) << "which one was asked for?";
  const FigureSum asked = sum_of(some_units(), "mki_eur", mixed, "A1-A3");
  EXPECT_DOUBLE_EQ(*asked.value, 30);
  EXPECT_EQ(asked.left_out.at(0).why, NotAdded::other_scope);
}

// The second method: fractions of whole millionths, unit by unit, in decimal steps of its own.
__extension__ using Whole = __int128;
struct Fraction {
  Whole above = 0;
  Whole below = 1;
  void add(Whole more, Whole per) {
    above = above * per + more * below;
    below *= per;
    const Whole shared = divisor(above < 0 ? -above : above, below);
    if (shared > 1) {
      above /= shared;
      below /= shared;
    }
  }
  static Whole divisor(Whole a, Whole b) {
    while (b != 0) a = std::exchange(b, a % b);
    return a;
  }
  [[nodiscard]] double number() const { return static_cast<double>(above) / static_cast<double>(below); }
};

TEST(FigureSums, ten_thousand_lists_equal_a_second_method_in_any_order) {
  const Units units = some_units();
  // So many of a target make one of a source: above and below.
  const std::map<std::pair<std::string, std::string>, std::pair<int, int>> per{
      {{"kg", "t"}, {1, 1000}},         {{"t", "t"}, {1, 1}},        {{"kg", "kg"}, {1, 1}},   {{"t", "kg"}, {1000, 1}},
      {{"kwh", "gj"}, {36, 10'000}},    {{"gj", "gj"}, {1, 1}},      {{"kwh", "kwh"}, {1, 1}}, {{"gj", "kwh"}, {10'000, 36}},
      {{"kg_co2", "t_co2"}, {1, 1000}}, {{"t_co2", "t_co2"}, {1, 1}}};
  const std::vector<std::string> targets{"kg", "t", "kwh", "gj", "t_co2"};
  std::mt19937 random(20261130);
  const auto below = [&](int most) { return static_cast<int>(random() % static_cast<unsigned>(most)); };
  for (int round = 0; round < 10'000; ++round) {
    const std::string& target = targets.at(static_cast<std::size_t>(below(5)));
    std::vector<Figure> figures;
    Fraction expected;
    std::int64_t added = 0;
    for (int i = below(12); i > 0; --i) {
      const MeasureUnit& unit = units.at(static_cast<std::size_t>(below(7)));
      // Thousandths are whole millionths, and exact enough as a double.
      const std::int64_t thousandths = below(2'000'000) - 500'000;
      figures.push_back(amount(unit.code.c_str(), static_cast<double>(thousandths) / 1000));
      if (unit.code == "mki_eur") figures.back().scope = "A1-A3";
      const auto known = per.find({unit.code, target});
      if (known == per.end()) continue;
      ++added;
      expected.add(static_cast<Whole>(thousandths) * known->second.first, static_cast<Whole>(1000) * known->second.second);
    }
    const FigureSum sum = sum_of(units, target, figures);
    ASSERT_EQ(sum.added, added);
    ASSERT_EQ(sum.left_out.size(), figures.size() - static_cast<std::size_t>(added));
    ASSERT_EQ(sum.value.has_value(), added > 0);
    if (added > 0) {
      ASSERT_NEAR(*sum.value, expected.number(), 1e-9 * std::max(1.0, std::abs(expected.number())));
    }
    std::shuffle(figures.begin(), figures.end(), random);
    ASSERT_EQ(sum_of(units, target, figures).value, sum.value) << "the order says nothing";
  }
}

}  // namespace
}  // namespace tenzij::measure
