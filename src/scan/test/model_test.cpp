// What is learned: the model and the rows it comes from, what the sentence says, and figures.
#include "scan/model.h"

#include <gtest/gtest.h>

#include <thread>

#include "platform/base/files.h"
#include "platform/base/text.h"
#include "scan/figures.h"
#include "scan/scan.h"

namespace tenzij::scan {
namespace {

const std::filesystem::path lexicon_folder = std::filesystem::path(TENZIJ_HOME) / "knowledge" / "lexicon";

const Engine& learned() {
  static const Engine one(lexicon_folder);
  return one;
}

TEST(Model, was_made_of_the_rows_and_lists_beside_it) {
  const std::string bytes = read_file(lexicon_folder / "nl" / "model.bin");
  EXPECT_LT(bytes.size(), 2U * 1024 * 1024);
  EXPECT_EQ(Model(bytes).fingerprint(), training_fingerprint(lexicon_folder)) << "scripts/train makes it again";
}

TEST(Model, packs_weights_to_a_byte_and_refuses_what_is_none) {
  Weights weights;
  for (auto& each : weights.themes) each.assign(feature_slots + 1, 0);
  for (auto& each : weights.instruments) each.assign(feature_slots + 1, 0);
  weights.themes[2][7] = 2;
  weights.themes[2][feature_slots - 1] = -0.5;
  weights.themes[2].back() = -3;
  weights.instruments[7][7] = 1;
  const std::string bytes = pack(weights, std::string(64, 'a'));
  const Model model(bytes);
  Sums sums{};
  model.add_themes({7, 1}, sums);
  EXPECT_NEAR(sums[2], 2, 0.001);
  model.add_themes({feature_slots - 1, 2}, sums);
  EXPECT_NEAR(sums[2], 1, 0.02);
  EXPECT_EQ(sums[0], 0);
  EXPECT_EQ(model.theme_bias()[2], -3);
  Sums instrument{};
  model.add_instruments({7, 1}, instrument);
  EXPECT_NEAR(instrument[7], 1, 0.001);
  EXPECT_THROW(Model("anything"), std::runtime_error);
  EXPECT_THROW(Model(std::string_view(bytes).substr(0, bytes.size() - 1)), std::runtime_error);
}

TEST(Model, what_the_authority_wants_itself_asks_nothing_of_the_market) {
  for (const char* text : {"De gemeente wil in 2030 klimaatneutraal zijn.", "Onze ambitie is een circulaire economie in 2050."}) {
    const auto found = learned().scan(text);
    ASSERT_EQ(found.size(), 1U) << text;
    EXPECT_EQ(found.front().instrument, Instrument::none) << text;
    EXPECT_FALSE(asks(found.front().strength)) << text;
  }
}

TEST(Model, a_demand_that_is_taken_away_is_none) {
  for (const char* text : {"De eis voor social return komt te vervallen.", "De gemeente ziet af van de eis van social return.",
                           "De opdrachtnemer hoeft geen CO2-reductieplan in te dienen.", "De social return-verplichting is geschrapt."})
    EXPECT_TRUE(learned().scan(text).empty()) << text;
}

// A finding whose words cannot be shown is not shown.
TEST(Model, every_finding_names_its_words) {
  const std::string rows = read_file(std::filesystem::path(TENZIJ_HOME) / "src" / "scan" / "test" / "labelled" / "dev.tsv");
  std::size_t findings = 0;
  for (const std::string_view line : text::split(rows, '\n')) {
    if (line.starts_with('#')) continue;
    const std::string_view sentence = line.substr(0, line.find('\t'));
    for (const Finding& each : learned().scan(sentence)) {
      ++findings;
      EXPECT_FALSE(each.terms.empty()) << sentence;
      EXPECT_FALSE(each.rules.empty()) << sentence;
      for (const Place& term : each.terms) EXPECT_LT(term.start, term.end);
    }
  }
  EXPECT_GT(findings, 50U);
}

TEST(Model, many_threads_find_the_same) {
  const std::string text = read_file(std::filesystem::path(TENZIJ_HOME) / "src" / "scan" / "test" / "labelled" / "dev.tsv");
  Context context;
  context.language = "nl";
  const std::size_t expected = learned().scan(text, context).size();
  std::array<std::size_t, 4> found{};
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < found.size(); ++i) threads.emplace_back([&, i] { found[i] = learned().scan(text, context).size(); });
  for (auto& each : threads) each.join();
  for (const std::size_t each : found) EXPECT_EQ(each, expected);
}

TEST(Structure, a_heading_with_a_weight_and_the_last_line_are_sentences_too) {
  Context context;
  context.document = true;
  const auto weighted = learned().scan("Gunningscriteria\n\nBiodiversiteit (20%)\n\nDe commissie leest de plannen.\n", context);
  ASSERT_EQ(weighted.size(), 1U);
  EXPECT_EQ(weighted[0].theme, "environment");
  EXPECT_EQ(weighted[0].instrument, Instrument::award_criterion);
  EXPECT_EQ(weighted[0].figure->value, 20);
  const auto last = learned().scan("De prijs telt voor de helft.\n\nK2 | Biodiversiteit in het plan | 20", context);
  ASSERT_EQ(last.size(), 1U);
  EXPECT_EQ(last[0].figure->value, 20);
  EXPECT_EQ(last[0].figure->unit, "points");
}

TEST(Structure, a_heading_stands_below_the_one_whose_number_it_begins_with) {
  Context context;
  context.document = true;
  const auto found = learned().scan(
      "4 Gunningscriteria\n\n4.1 Prijs\n\nDe laagste prijs krijgt de hoogste score.\n\n4.2 Hergebruik\n\nHergebruik van materialen: hoe.\n",
      context);
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found.back().instrument, Instrument::award_criterion);
}

struct Number {
  const char* text;
  double value;
  const char* unit;
};

TEST(Figures, are_read_as_people_write_them) {
  for (const Number& each : {Number{"ten minste vijf procent van de opdrachtsom", 5, "percent"},
                             {"minimaal 30 massaprocent granulaat", 30, "percent"},
                             {"Energieplan, 15 pnt", 15, "points"},
                             {"Hergebruik | 20 | 0-10", 20, "points"},
                             {"Verven zonder gif (weging 10)", 10, "points"},
                             {"W4 kansen voor werkzoekenden 20", 20, "points"},
                             {"10 op 100 punten", 10, "points"},
                             {"een PSO-certificaat trede 2", 2, "level"},
                             {"op niveau 3 van de ladder", 3, "level"},
                             {"neemt twee extra leerlingen aan", 2, "places"},
                             {"één leerling bbl", 1, "places"},
                             {"niet meer dan 70 dB(A)", 70, "decibel"},
                             {"hooguit 2 liter per minuut", 2, "litres"},
                             {"een korting van 1,5 mln euro", 1'500'000, "euro"},
                             {"\u20ac 2 miljoen", 2'000'000, "euro"},
                             {"met 2O % minder stroom", 20, "percent"},
                             {"heeft vier elektrische graafmachines", 4, "pieces"},
                             {"drie van de tien toestellen", 3, "pieces"},
                             {"1 op de 4 nieuwe krachten", 1, "pieces"},
                             {"10 van de 100 punten", 10, "points"},
                             {"weegfactor 2", 2, "points"},
                             {"Uitstoot - 20 p.", 20, "points"},
                             {"met l0 % minder gas", 10, "percent"},
                             {"een actieradius van 400 km", 400, "kilometres"},
                             {"Twee bewoners uit de wijk", 2, "places"},
                             {"for at least seven years", 7, "years"},
                             {"an aid of 500,000 euros", 500'000, "euro"}}) {
    const auto found = figures(each.text);
    ASSERT_FALSE(found.empty()) << each.text;
    EXPECT_EQ(found.front().value, each.value) << each.text;
    EXPECT_EQ(found.front().unit, each.unit) << each.text;
  }
}

TEST(Figures, leave_terms_thresholds_and_numbers_of_articles) {
  for (const char* text :
       {"opdrachten boven \u20ac 221.000", "binnen 2 jaar", "artikel 5 van de overeenkomst", "ISO 14001 is gevraagd",
        "in 2030 klimaatneutraal", "een plan van 2 A4 met foto's", "binnen 3 weken na gunning", "om drie uur", "een helling van 1:20",
        "KPI 6 Kilo restafval", "voertuigen boven 8 ton", "stroken van 5 m2", "| 13 | Voertuigen | J |"})
    EXPECT_TRUE(figures(text).empty()) << text;
}

}  // namespace
}  // namespace tenzij::scan
