// Ranking and sentences: examples that one can redo by hand, and odd data against the rules that must always hold.
#include <gtest/gtest.h>

#include <random>
#include <regex>

#include "plan/rank.h"
#include "plan/sentence.h"

namespace tenzij::plan {
namespace {

const std::filesystem::path knowledge = std::filesystem::path(TENZIJ_HOME) / "knowledge";
Date on(const char* iso) { return Date::parse(iso).value(); }

Ranking ranked(std::vector<RankRow> rows, std::optional<RankWeights> weights = {}) {
  return rank({on("2026-11-30"), weights, std::move(rows)}, rank_bounds(knowledge));
}
std::string listed(const json::array& all) { return json::dump(all); }

TEST(Rank, multiplies_four_scores_and_keeps_what_is_not_known_apart) {
  const Ranking out = ranked({{"A", 49'999'99, on("2026-12-30"), 5, 5},      // 1 x 5 x 3 x 5
                              {"B", 50'000'00, on("2026-12-29"), 5, 5},      // 2 x 5 x 2 x 5
                              {"C", 5'000'000'00, on("2027-05-29"), 1, {}},  // 5 x 1 x 5 x 3
                              {"D", {}, on("2027-05-29"), 5, 5},
                              {"E", 1'000'00, on("2026-11-29"), 5, 5},
                              {"F", 1'000'00, {}, 5, 5},
                              {"G", 1'000'00, on("2026-11-30"), 1, 1}});  // 1 x 1 x 2 x 1
  EXPECT_EQ(listed(out.order), R"(["B","A","C","G"])") << "of two with 75 the earlier day is first";
  EXPECT_EQ(out.scores.at("A").as_int64(), 75);
  EXPECT_EQ(out.scores.at("B").as_int64(), 100);
  EXPECT_EQ(out.scores.at("C").as_int64(), 75);
  EXPECT_EQ(out.scores.at("G").as_int64(), 2);
  EXPECT_EQ(listed(out.value_unknown), R"(["D"])");
  EXPECT_EQ(listed(out.no_influence), R"(["E"])");
  EXPECT_EQ(listed(out.day_unknown), R"(["F"])");
}

TEST(Rank, knows_its_bounds_to_the_day_and_the_cent) {
  const auto score = [](std::int64_t cents, const char* day) { return ranked({{"A", cents, on(day), 1, 1}}).scores.at("A").as_int64(); };
  EXPECT_EQ(score(0, "2026-11-30"), 1 * 2);
  EXPECT_EQ(score(199'999'99, "2026-12-29"), 2 * 2);
  EXPECT_EQ(score(200'000'00, "2026-12-30"), 3 * 3);
  EXPECT_EQ(score(999'999'99, "2027-02-27"), 3 * 3);
  EXPECT_EQ(score(1'000'000'00, "2027-02-28"), 4 * 4);
  EXPECT_EQ(score(4'999'999'99, "2027-05-28"), 4 * 4);
  EXPECT_EQ(score(5'000'000'00, "2027-05-29"), 5 * 5);
}

TEST(Rank, weighs_by_exponents_and_orders_numbers_as_numbers) {
  const std::vector<RankRow> rows{{10, 1'000'00, on("2027-01-15"), 2, 3}, {9, 1'000'00, on("2027-01-15"), 2, 3}};
  EXPECT_EQ(listed(ranked(rows).order), "[9,10]");
  EXPECT_EQ(ranked(rows, RankWeights{1, 2, 0, 1}).scores.at("9").as_int64(), 2 * 2 * 3);
}

TEST(Rank, names_every_wrong_field) {
  try {
    ranked({{"A", -1, on("2027-01-01"), 6, 0}, {"A", {}, {}, 1, {}}, {nullptr, {}, {}, 1, {}}}, RankWeights{3, 1, 1, 1});
    FAIL();
  } catch (const Error& error) {
    std::vector<std::string> pointers;
    for (const FieldError& each : error.fields()) pointers.push_back(each.pointer);
    EXPECT_EQ(pointers, (std::vector<std::string>{"/weights/value", "/rows/0/valueCents", "/rows/0/impact", "/rows/0/readiness",
                                                  "/rows/1/number", "/rows/2/number"}));
  }
}

const Messages& words() {
  static const Messages all(knowledge / "sentences");
  return all;
}
Sentence said(std::string_view text) { return sentence(json::restore<SentenceFile>(text), words()); }

TEST(Sentences, say_certainty_coverage_source_and_method) {
  const Sentence out =
      said(R"({"what": "vermeden uitstoot", "value": 1250.5, "unit": "ton CO2", "period": "2026", "certainty": "calculated",
    "counted": 71, "of": 118, "all": 120, "source": "contractrapportages", "method": "RVO 2026", "day": "30 november 2026"})");
  EXPECT_EQ(out.text,
            "Vermeden uitstoot in 2026: 1.250,5 ton CO2 (berekend). Het gaat om 71 van de 118 bekende inkopen, van 120. Dat is 60% van wat "
            "bekend is. Bron: contractrapportages; methode: RVO 2026; opgehaald op: 30 november 2026.");
  ASSERT_EQ(out.figures.size(), 5U);
  EXPECT_EQ(out.figures[0].from, "/value");
  EXPECT_EQ(out.figures[4].from, "/counted /of");
  EXPECT_EQ(out.figures[4].value, 60);
}

TEST(Sentences, say_that_something_is_not_known_and_never_zero) {
  const Sentence out =
      said(R"({"what": "arbeidsplaatsen", "unit": "plaatsen", "period": "2026", "certainty": "measured", "of": 0, "all": 12})");
  EXPECT_NE(out.text.find("Arbeidsplaatsen in 2026: niet bekend."), std::string::npos);
  EXPECT_NE(out.text.find("Van geen van de 12 inkopen is het bekend."), std::string::npos);
  ASSERT_EQ(out.figures.size(), 1U);
  EXPECT_EQ(out.figures[0].value, 12);
}

TEST(Sentences, give_no_percentage_below_ten) {
  EXPECT_EQ(said(R"({"value": 7, "counted": 7, "of": 9, "all": 9})").text.find('%'), std::string::npos);
  EXPECT_NE(said(R"({"value": 7, "counted": 7, "of": 10, "all": 10})").text.find("70%"), std::string::npos);
  EXPECT_EQ(said(R"({"value": 77.8, "unit": "percent", "counted": 7, "of": 9, "all": 9})").text.find('%'), std::string::npos);
  EXPECT_EQ(said(R"({"value": 77.8, "unit": "percent"})").text.find('%'), std::string::npos);
}

TEST(Sentences, make_a_sum_as_certain_as_its_weakest_part) {
  const Sentence out = said(R"({"what": "afval", "unit": "kg", "period": "2026", "certainty": "measured",
    "parts": [{"name": "Groen", "value": 10, "certainty": "measured"}, {"name": "Wegen", "value": 5.25, "certainty": "estimated"}]})");
  EXPECT_NE(out.text.find("15,25 kg (geschat)"), std::string::npos) << out.text;
  EXPECT_NE(out.text.find("het zwakste deel: Wegen (geschat)"), std::string::npos);
}

TEST(Sentences, compare_only_what_is_alike_and_say_why_not) {
  const auto series = [](const char* second) {
    return said(
               (std::string(
                    R"({"series": [{"value": 10, "unit": "ton", "period": "2025", "certainty": "measured", "source": "a", "method": "m"},)") +
                second + "]}")
                   .c_str())
        .text;
  };
  EXPECT_NE(series(R"({"value": 12, "unit": "ton", "period": "2026", "certainty": "measured", "source": "a", "method": "m"})")
                .find("Tussen 2025 en 2026 gestegen van 10 ton naar 12 ton."),
            std::string::npos);
  EXPECT_NE(series(R"({"value": 9, "unit": "ton", "period": "2026", "source": "a", "method": "m"})").find("gedaald"), std::string::npos);
  for (const char* other : {R"({"value": 12000, "unit": "kg", "period": "2026", "source": "a", "method": "m"})",
                            R"({"value": 12, "unit": "ton", "period": "2026", "source": "b", "method": "m"})",
                            R"({"value": 12, "unit": "ton", "period": "2026", "source": "a", "method": "n"})",
                            R"({"value": 12, "unit": "ton", "period": "2026", "source": "a", "method": "m", "scope": "zonder wegen"})",
                            R"({"value": 12, "unit": "ton", "period": "2026", "source": "a"})"}) {
    const std::string text = series(other);
    EXPECT_EQ(text.find("gestegen"), std::string::npos) << text;
    EXPECT_NE(text.find("niet te vergelijken: "), std::string::npos) << text;
  }
  EXPECT_NE(series(R"({"unit": "ton", "period": "2026", "source": "a", "method": "m"})").find("is niet bekend"), std::string::npos);
}

TEST(Sentences, refuse_what_contradicts_itself) {
  for (const char* wrong : {R"({"counted": 5, "of": 4})", R"({"of": 5, "all": 4})", R"({"counted": -1})", R"({"language": "fr"})",
                            R"({"value": 3, "parts": [{"name": "a", "value": 1}]})", R"({"value": 1, "certainty": "sure"})"})
    EXPECT_THROW(said(wrong), Error) << wrong;
}

// Every number of the text once more, as a reader finds them.
std::vector<double> read_back(const std::string& text) {
  static const std::regex number(R"(-?\d[\d.]*(,\d+)?)");
  std::vector<double> out;
  for (std::sregex_iterator at(text.begin(), text.end(), number); at != std::sregex_iterator(); ++at) {
    std::string one = at->str();
    std::erase(one, '.');
    std::replace(one.begin(), one.end(), ',', '.');
    out.push_back(std::stod(one));
  }
  return out;
}

TEST(Sentences, hold_the_rules_for_odd_data) {
  std::mt19937_64 random(20261130);
  const auto below = [&](std::int64_t most) { return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(most)); };
  const std::vector<std::optional<std::string>> units{{}, "", "euro", "percent", "kg"};
  for (int i = 0; i < 5'000; ++i) {
    SentenceFile in;
    std::vector<FigureInput> all(static_cast<std::size_t>(below(3)));
    const auto fill = [&](FigureInput& one) {
      if (below(4) > 0) one.value = static_cast<double>(below(2'000'000) - 1'000'000) / (below(2) > 0 ? 100.0 : 1.0);
      one.unit = units[static_cast<std::size_t>(below(5))];
      if (below(3) > 0) one.certainty = static_cast<Certainty>(below(5));
      if (below(3) > 0) one.all = below(200);
      if (below(3) > 0) one.of = one.all ? below(*one.all + 1) : below(200);
      if (one.of && below(3) > 0) one.counted = below(*one.of + 1);
      if (below(2) > 0) one.source = "bron";
      if (below(2) > 0) one.method = "methode";
    };
    fill(in);
    for (FigureInput& one : all) fill(one);
    if (!all.empty()) in.series = all;
    const Sentence out = sentence(in, words());
    std::vector<double> figures;
    for (const SaidFigure& each : out.figures) figures.push_back(std::round(each.value * 100) / 100);
    ASSERT_EQ(read_back(out.text), figures) << out.text;
    for (const char* cause : {" door ", "dankzij", "zorgde", "{", "}"}) ASSERT_EQ(out.text.find(cause), std::string::npos) << out.text;
    if (!all.empty()) continue;
    ASSERT_TRUE(in.value || out.text.find("niet bekend") != std::string::npos) << out.text;
    ASSERT_TRUE(in.of.value_or(0) >= 10 || out.text.find('%') == std::string::npos) << out.text;
  }
}

}  // namespace
}  // namespace tenzij::plan
