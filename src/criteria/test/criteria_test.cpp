// The library: what is wrong with a criterion, and over HTTP proposing, keeping, suggesting, out and in.
#include <gtest/gtest.h>

#include "tests/support/server.h"

namespace tenzij::criteria {
namespace {

using testing::Answer;
using testing::Client;
using testing::TestServer;

CriterionInput good() {
  CriterionInput in;
  in.title = "Hergebruikt materiaal";
  in.text = "Ten minste {percentage} is hergebruikt.";
  in.variables = {{"percentage", VariableKind::percentage, "40"}};
  in.themes = {"circular"};
  in.instrument = "specification";
  in.level = 2;
  in.explanation = "Het ligt er al.";
  in.evidence = "Weegbonnen";
  return in;
}

std::string codes(const CriterionInput& in) {
  std::string out;
  for (const FieldError& each : faults(in)) out += each.pointer + " " + each.code + ";";
  return out;
}

TEST(CriteriaRules, a_criterion_needs_words_a_way_to_verify_and_its_variables) {
  EXPECT_EQ(codes(good()), "");
  CriterionInput in = good();
  in.evidence = " ";
  EXPECT_EQ(codes(in), "/evidence required;");
  in = good();
  in.variables.clear();
  EXPECT_EQ(codes(in), "/text variableUnknown;");
  in = good();
  in.variables.push_back({"termijn", VariableKind::term, "3 maanden"});
  EXPECT_EQ(codes(in), "/variables/1/name variableNotUsed;");
  in = good();
  in.level = 4;
  in.from_cents = -1;
  EXPECT_EQ(codes(in), "/level outOfRange;/fromCents negative;");
}

TEST(CriteriaRules, a_label_comes_with_or_equivalent_where_the_law_wants_it) {
  CriterionInput in = good();
  in.evidence = "Keurmerk voor hergebruik";
  EXPECT_EQ(codes(in), "/text orEquivalent;");
  in.evidence = "Keurmerk voor hergebruik of gelijkwaardig";
  EXPECT_EQ(codes(in), "");
}

TEST(CriteriaRules, variables_are_filled_in) { EXPECT_EQ(filled(good().text, good().variables), "Ten minste 40 procent is hergebruikt."); }

TEST(CriteriaLibrary, what_tenzij_brings_is_sound_and_spread_over_themes_levels_instruments_and_categories) {
  const Library library(std::filesystem::path(TENZIJ_HOME) / "knowledge" / "criteria");
  EXPECT_GE(library.items.size(), 150U);
  EXPECT_EQ(library.categories.size(), 17U);
  std::map<std::string, int> count;
  std::set<std::string> seen;
  for (const LibraryItem& item : library.items) {
    EXPECT_TRUE(seen.insert(item.code).second) << item.code;
    for (const auto& theme : item.themes) ++count[theme];
    ++count[item.instrument];
    ++count["level " + std::to_string(item.level)];
    for (const auto& category : item.categories) ++count[category];
    for (const Variable& each : item.variables) EXPECT_FALSE(each.value.empty()) << item.code;
  }
  for (const char* theme : {"climate", "environment", "circular", "supply_chain", "diversity", "social_return"})
    EXPECT_GE(count[theme], 15) << theme;
  for (const InstrumentLaw& law : library.laws) EXPECT_GE(count[law.instrument], 1) << law.instrument;
  for (int level = 1; level <= 3; ++level) EXPECT_GE(count["level " + std::to_string(level)], 15);
  for (const PurchasingCategory& category : library.categories) EXPECT_GE(count[category.code], 8) << category.code;
}

class Criteria : public ::testing::Test {
 protected:
  TestServer server;
  Client keeper = server.client();
  void SetUp() override { keeper.sign_in("procurement_advisor"); }

  json::array list(const std::string& query) {
    const auto answer = keeper.get("/criteria" + query);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.json().at("items").as_array();
  }
  std::string propose(Client& who, const CriterionInput& in) {
    const auto answer = who.post("/criteria", json::dump(json::encode(in)));
    EXPECT_EQ(answer.status, 201) << answer.body;
    return std::string(answer.json().at("id").as_string());
  }
  Answer put(const std::string& id, const CriterionInput& in, std::int64_t version) {
    return keeper.call("PUT", "/api/v1/criteria/" + id, json::dump(json::encode(in)), "If-Match: \"" + std::to_string(version) + "\"\r\n");
  }
};

TEST_F(Criteria, are_found_by_what_is_bought_and_a_category_never_hides_the_general_ones) {
  const auto green = list("?category=green&theme=circular");
  ASSERT_GE(green.size(), 3U);
  EXPECT_EQ(green.front().at("categories").at(0).as_string(), "green") << "known ones first";
  EXPECT_TRUE(green.back().at("categories").as_array().empty()) << "and what is for everything too";
  const auto words = list("?search=klinkers");
  ASSERT_FALSE(words.empty());
  EXPECT_NE(std::string(words.front().at("title").as_string()).find("Klinkers"), std::string::npos);
  for (const auto& each : list("?open=true&level=3")) EXPECT_TRUE(each.at("open").as_bool());
}

TEST_F(Criteria, anyone_proposes_and_only_the_keeper_decides) {
  Client anyone = server.client();
  anyone.sign_in("contract_manager");
  const std::string id = propose(anyone, good());
  EXPECT_EQ(list("?status=proposal").size(), 1U);
  EXPECT_EQ(anyone.post("/criteria/" + id + "/acceptance", "").status, 403);
  EXPECT_EQ(put(id, good(), 7).status, 412);
  CriterionInput better = good();
  better.text = "Ten minste {percentage} van de massa is hergebruikt.";
  ASSERT_EQ(put(id, better, 1).status, 200);
  ASSERT_EQ(keeper.post("/criteria/" + id + "/acceptance", "").status, 200);
  EXPECT_EQ(keeper.post("/criteria/" + id + "/acceptance", "").status, 409);
  const json::value now = keeper.get("/criteria/" + id).json();
  EXPECT_EQ(now.at("edition").as_int64(), 2);
  EXPECT_TRUE(now.at("fresh").as_bool());
  ASSERT_EQ(now.at("editions").as_array().size(), 2U);
  EXPECT_EQ(now.at("editions").at(1).at("fields").at("text").as_string(), good().text) << "the old words can be read";
  // Merged away: it says what came instead.
  const std::string other(list("?category=roads&theme=circular").front().at("id").as_string());
  EXPECT_EQ(keeper.post("/criteria/" + id + "/replacement/" + id, R"({"reason":"dubbel"})").status, 409);
  ASSERT_EQ(keeper.post("/criteria/" + id + "/replacement/" + other, R"({"reason":"dubbel"})").status, 200);
  EXPECT_EQ(keeper.get("/criteria/" + id).json().at("replacedBy").as_string(), other);
  EXPECT_EQ(put(id, better, 4).status, 409);
}

TEST_F(Criteria, wrong_ones_name_every_field_and_a_rejection_has_a_reason) {
  CriterionInput wrong = good();
  wrong.themes = {"geluk"};
  wrong.categories = {"raketten"};
  wrong.instrument = "wens";
  wrong.evidence = "";
  const auto answer = keeper.post("/criteria", json::dump(json::encode(wrong)));
  EXPECT_EQ(answer.status, 400);
  for (const char* pointer : {"/themes/0", "/categories/0", "/instrument", "/evidence"})
    EXPECT_NE(answer.body.find(pointer), std::string::npos) << pointer;
  const std::string id = propose(keeper, good());
  EXPECT_EQ(keeper.post("/criteria/" + id + "/rejection", R"({"reason":" "})").status, 400);
  EXPECT_EQ(keeper.post("/criteria/" + id + "/rejection", R"({"reason":"Bestaat al"})").status, 200);
}

TEST_F(Criteria, something_fits_for_every_theme_with_a_reason_and_an_open_question) {
  for (const char* query :
       {"?cpv=77310000&valueCents=200000000&levels=climate:2,circular:3", "?cpv=99999999", "", "?cpv=03121200&valueCents=4500"}) {
    const json::array items = keeper.get(std::string("/criterion-suggestions") + query).json().at("items").as_array();
    std::map<std::string, int> count;
    std::map<std::string, int> open;
    for (const auto& each : items) {
      ++count[std::string(each.at("theme").as_string())];
      open[std::string(each.at("theme").as_string())] += each.at("open").as_bool() ? 1 : 0;
      EXPECT_FALSE(each.at("reasons").as_array().empty()) << each.at("title").as_string();
    }
    EXPECT_EQ(count.size(), 6U) << query;
    for (const auto& [theme, number] : open) EXPECT_GE(number, 1) << query << " " << theme;
  }
  const json::array green =
      keeper.get("/criterion-suggestions?cpv=77310000&valueCents=200000000&levels=environment:2").json().at("items").as_array();
  bool known = false;
  for (const auto& each : green)
    if (each.at("theme").as_string() == "environment" && each.at("title").as_string() == "Ecologisch beheerd areaal") known = true;
  EXPECT_TRUE(known);
  EXPECT_EQ(keeper.get("/criterion-suggestions?levels=climate:9").status, 400);
}

TEST_F(Criteria, the_library_goes_out_and_comes_in_all_or_none) {
  const std::string file = keeper.get("/criteria-exports?format=json").body;
  EXPECT_EQ(keeper.get("/criteria-exports?format=xlsx").body.substr(0, 2), "PK");
  EXPECT_NE(keeper.get("/criteria-exports?format=csv").body.find("Groenafval"), std::string::npos);
  const auto again = keeper.post("/criteria-imports", file);
  ASSERT_EQ(again.status, 201) << again.body;
  EXPECT_EQ(again.json().at("added").as_int64(), 0) << "what is known is left alone";
  json::object wrong = json::encode(good()).as_object();
  wrong["level"] = 9;
  json::object right = json::encode(good()).as_object();
  const auto half = keeper.post("/criteria-imports", json::dump(json::object{{"criteria", json::array{right, wrong}}}));
  EXPECT_EQ(half.status, 400);
  EXPECT_NE(half.body.find("/criteria/1/level"), std::string::npos) << half.body;
  EXPECT_TRUE(list("?search=massa%20hergebruikt&fresh=true").empty()) << "nothing is half-written";
}

TEST_F(Criteria, what_a_municipality_changed_is_not_overwritten_by_a_newer_library) {
  const json::value item = list("?search=klinkers").front();
  const std::string id(item.at("id").as_string());
  CriterionInput own = good();
  ASSERT_EQ(put(id, own, item.at("version").as_int64()).status, 200);
  Library library(std::filesystem::path(TENZIJ_HOME) / "knowledge" / "criteria");
  library.hash = "newer";
  for (LibraryItem& each : library.items) each.explanation += " Nieuw.";
  db::Session session(server.pool(), server.actor());
  EXPECT_EQ(add_library(session, library, server.now()), static_cast<std::int64_t>(library.items.size()) - 1);
  EXPECT_EQ(add_library(session, library, server.now()), 0) << "once";
  session.commit();
  EXPECT_EQ(keeper.get("/criteria/" + id).json().at("text").as_string(), own.text);
}

TEST_F(Criteria, focus_has_a_reason_a_version_a_picture_and_a_proposal_from_history) {
  const json::array all = keeper.get("/category-focus").json().at("items").as_array();
  EXPECT_EQ(all.size(), 17U * 6U) << "of the demo";
  const auto decide = [&](const char* path, const char* body, const char* version) {
    return keeper.call("PUT", std::string("/api/v1/category-focus/") + path, body, std::string("If-Match: \"") + version + "\"\r\n");
  };
  EXPECT_EQ(decide("green/circular", R"({"focus":3,"reason":"Alles komt terug","examples":"Tegels uit de wijk"})", "0").status, 412);
  EXPECT_EQ(decide("green/circular", R"({"focus":4,"reason":""})", "1").status, 400);
  EXPECT_EQ(decide("rockets/circular", R"({"focus":1,"reason":"x"})", "0").status, 404);
  const auto done = decide("green/circular", R"({"focus":3,"reason":"Alles komt terug","examples":"Tegels uit de wijk"})", "1");
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_EQ(done.json().at("version").as_int64(), 2);
  EXPECT_EQ(keeper.get("/category-focus-picture?paper=a3").body.substr(0, 5), "%PDF-");
  const json::array proposals = keeper.get("/category-focus-proposals").json().at("items").as_array();
  ASSERT_FALSE(proposals.empty());
  for (const auto& each : proposals) {
    EXPECT_LE(each.at("asked").as_int64(), each.at("procedures").as_int64());
    EXPECT_EQ(each.at("focus").as_int64() == 3, 2 * each.at("asked").as_int64() > each.at("procedures").as_int64());
  }
}

}  // namespace
}  // namespace tenzij::criteria
