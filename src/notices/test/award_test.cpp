// Awards in several notices, what goes over from a replaced notice to its successor, and more of the kinds of the trials.
#include "notices/test/chain.h"

namespace tenzij::notices {
namespace {

// The award of some lots of a call with three, each with its contract.
std::string award(const std::string& number, const std::map<std::string, int>& lots) {
  std::string contracts;
  int sum = 0;
  for (const auto& [lot, euros] : lots) {
    sum += euros;
    contracts += "<AWARD_CONTRACT><LOT_NO>" + lot + "</LOT_NO><AWARDED_CONTRACT><VALUES><VAL_TOTAL CURRENCY=\"EUR\">" +
                 std::to_string(euros) + "</VAL_TOTAL></VALUES></AWARDED_CONTRACT></AWARD_CONTRACT>";
  }
  std::string all = "<VAL_TOTAL CURRENCY=\"EUR\">" + std::to_string(sum) + "</VAL_TOTAL>";
  for (const char* lot : {"1", "2", "3"}) all += std::string("<OBJECT_DESCR><LOT_NO>") + lot + "</LOT_NO></OBJECT_DESCR>";
  return ted("F03", number, "<PROCEDURE><NOTICE_NUMBER_OJ>2023/S 001-000100</NOTICE_NUMBER_OJ></PROCEDURE>" + object(all) + contracts, "7");
}

TEST_F(Chain, an_award_in_several_notices_is_summed_over_lots_and_the_newest_of_a_lot_counts) {
  // All on one day: then the one that came in later is the newer.
  std::vector<SourceFile> files{
      {"call", ted("F02", "000100-2023", object("<VAL_ESTIMATED_TOTAL CURRENCY=\"EUR\">900000</VAL_ESTIMATED_TOTAL>"))},
      {"one", award("000101-2023", {{"1", 100'000}})},
      {"two", award("000102-2023", {{"2", 200'000}})}};
  for (int order = 0; order < 3; ++order) {
    SetUp();
    std::rotate(files.begin(), files.begin() + 1, files.end());
    import(files);
    EXPECT_EQ(counted(), 1) << order;
    EXPECT_EQ(standing().at("valueCents").as_int64(), 30'000'000) << order;
  }
  import({{ "again", award("000103-2023", {{ "2", 250'000 }}) }});
  EXPECT_EQ(standing().at("valueCents").as_int64(), 35'000'000) << "lot 2 once, as the newest says";
  import({{ "both", award("000104-2023", {{"2", 260'000}, { "3", 40'000 }}) }});
  EXPECT_EQ(standing().at("valueCents").as_int64(), 40'000'000) << "lot 1 of the first, 2 and 3 of the last";
  pages_agree();
}

TEST_F(Chain, an_award_that_overlaps_leaves_only_its_other_lots) {
  import({{"call", ted("F02", "000100-2023", object(""))}, { "a", award("000111-2023", {{"1", 100'000}, { "2", 200'000 }}) }});
  import({{ "b", award("000112-2023", {{"2", 50'000}, { "3", 70'000 }}) }});
  EXPECT_EQ(counted(), 1);
  EXPECT_EQ(standing().at("valueCents").as_int64(), 22'000'000);
}

std::string award_release(const std::string& id, const std::string& date, const std::string& lot, const std::string& amount) {
  return release("o-9", id, date, "award",
                 R"("awards":[{"id":"a)" + id + R"(","status":"active","relatedLots":[")" + lot + R"("],"value":{"amount":)" + amount +
                     R"(,"currency":"EUR"}}])");
}

TEST_F(Chain, ocds_awards_of_other_lots_stand_beside_each_other) {
  std::vector<SourceFile> files{{"a", award_release("1", "2025-03-01T00:00:00Z", "L1", "100000")},
                                {"b", award_release("2", "2025-04-01T00:00:00Z", "L2", "200000")},
                                {"c", award_release("3", "2025-05-01T00:00:00Z", "L2", "210000")}};
  for (int order = 0; order < 3; ++order) {
    SetUp();
    std::rotate(files.begin(), files.begin() + 1, files.end());
    import(files);
    EXPECT_EQ(counted(), 1) << order;
    EXPECT_EQ(standing().at("valueCents").as_int64(), 31'000'000) << order;
    EXPECT_EQ(total("leftOut=replaced"), 1) << order;
  }
}

TEST_F(Chain, goals_and_unit_of_a_replaced_notice_go_over_to_its_successor) {
  const auto tender = [](const char* title) {
    return R"("tender":{"title":")" + std::string(title) + R"(","value":{"amount":100000,"currency":"EUR"}})";
  };
  import({{ "a", release("o-5", "1", "2025-03-01T00:00:00Z", "tender", tender("Eerst")) }});
  const std::string first(only().at("id").as_string());
  db::Connection owner = server.owner();
  const std::string goal(owner.query("SELECT id::text FROM policy.goal WHERE archived_at IS NULL LIMIT 1").text(0, 0));
  const std::string unit(owner.query("SELECT id::text FROM organisation.unit LIMIT 1").text(0, 0));
  ASSERT_EQ(client.call("PUT", "/api/v1/notices/" + first + "/goals/" + goal).status, 200);
  ASSERT_EQ(client.call("PATCH", "/api/v1/notices/" + first, R"({"unitId":")" + unit + "\"}").status, 200);
  import({{ "b", release("o-5", "2", "2025-03-09T00:00:00Z", "tenderUpdate", tender("Daarna")) }});
  const json::value row = only();
  EXPECT_EQ(row.at("title").as_string(), "Daarna");
  EXPECT_EQ(row.at("unitId").as_string(), unit);
  const std::string second(row.at("id").as_string());
  EXPECT_EQ(get("/notices/" + second + "/goals").at("items").as_array().size(), 1U);
  EXPECT_EQ(get("/notices/" + first + "/goals").at("items").as_array().size(), 0U);
  const json::value standing_now = standing();
  EXPECT_EQ(standing_now.at("units").at(0).at("key").as_string(), unit);
}

TEST_F(Chain, a_rejected_finding_is_gone_from_the_list_and_the_figures_alike) {
  import(
      {{ "a",
         release("o-6", "1", "2025-03-01T00:00:00Z", "tender",
                 R"("tender":{"title":"T","description":"De opdrachtnemer besteedt 5% van de opdrachtsom aan social return."})") }});
  const json::value row = only();
  ASSERT_EQ(row.at("themes").as_array().size(), 1U);
  EXPECT_EQ(standing().at("withImpact").as_int64(), 1);
  const std::string id(row.at("id").as_string());
  const json::value notice = get("/notices/" + id);
  const std::string print(notice.at("findings").at(0).at("fingerprint").as_string());
  ASSERT_EQ(client.call("PUT", "/api/v1/notices/" + id + "/decisions/" + print, R"({"verdict":"rejected","reason":"Vervallen"})").status,
            200);
  EXPECT_EQ(only().at("themes").as_array().size(), 0U);
  EXPECT_EQ(standing().at("withImpact").as_int64(), 0);
  EXPECT_EQ(total("theme=social_return"), 0);
}

// --- More of the kinds of the trials --------------------------------------------------------------------------

TEST_F(Chain, other_forms_that_are_no_call) {
  import({{"a", ted("F07", "000201-2023", object("<VAL_ESTIMATED_TOTAL CURRENCY=\"EUR\">500000</VAL_ESTIMATED_TOTAL>"))},
          {"b", ted("F08", "000202-2023", object(""), "B")},
          {"c",
           release("o-7", "1", "2025-03-01T00:00:00Z", "auction", R"("tender":{"title":"T","value":{"amount":1000000,"currency":"EUR"}})")},
          { "d",
            release("o-8", "1", "2025-03-01T00:00:00Z", "planning", R"("tender":{"title":"T","value":{"amount":1000000,"currency":"EUR"}})")
          }});
  EXPECT_EQ(total(""), 4);
  EXPECT_EQ(counted(), 0);
  EXPECT_EQ(total("leftOut=unknown_form"), 2);
  EXPECT_EQ(total("leftOut=planning"), 2);
  pages_agree();
}

TEST_F(Chain, what_is_withheld_in_other_words) {
  import(
      {{"a", ted("F03", "000211-2023",
                 object("") + "<AWARD_CONTRACT><AWARDED_CONTRACT><VALUES PUBLICATION=\"NO\"><VAL_TOTAL CURRENCY=\"EUR\">450000</VAL_TOTAL>"
                              "</VALUES></AWARDED_CONTRACT></AWARD_CONTRACT>",
                 "7")},
       { "b",
         release("o-10", "1", "2025-03-01T00:00:00Z", "tender", R"("tender":{"title":"T","value":{"amount":-1,"currency":"EUR"}})") }});
  EXPECT_EQ(standing().at("withoutValue").as_int64(), 2);
  EXPECT_EQ(standing().at("valueCents").as_int64(), 0);
}

TEST_F(Chain, a_moment_with_an_offset_stays_that_day_in_ocds_too) {
  import({{ "a", release("o-11", "1", "2025-01-01T00:30:00+02:00", "tender", R"("tender":{"title":"T"})") }});
  EXPECT_EQ(only().at("publishedOn").as_string(), "2025-01-01");
  EXPECT_EQ(standing().at("years").at(0).at("key").as_string(), "2025");
}

TEST_F(Chain, another_currency_in_other_forms_is_in_no_sum) {
  import(
      {{"a", ted("F02", "000221-2023", object("<VAL_ESTIMATED_TOTAL CURRENCY=\"DKK\">500000</VAL_ESTIMATED_TOTAL>"))},
       {"b",
        release("o-12", "1", "2025-03-01T00:00:00Z", "tender", R"("tender":{"title":"T","value":{"amount":700000,"currency":"GBP"}})")},
       { "c",
         release("o-13", "1", "2025-03-01T00:00:00Z", "tender", R"("tender":{"title":"T","value":{"amount":1000,"currency":"EUR"}})") }});
  EXPECT_EQ(standing().at("valueCents").as_int64(), 100'000);
  EXPECT_EQ(standing().at("otherCurrency").as_int64(), 2);
  EXPECT_EQ(only("search=221-2023").at("currency").as_string(), "DKK");
}

TEST_F(Chain, a_maximum_in_ocds_is_no_estimate) {
  import(
      {{"a",
        release(
            "o-14", "1", "2025-03-01T00:00:00Z", "tender",
            R"("tender":{"title":"T","techniques":{"hasFrameworkAgreement":true,"frameworkAgreement":{"value":{"amount":900000,"currency":"EUR"}}}})")},
       { "b",
         release(
             "o-15", "1", "2025-03-01T00:00:00Z", "award",
             R"("awards":[{"id":"1","status":"pending","value":{"amount":500000,"currency":"EUR"}},{"id":"2","status":"cancelled","value":{"amount":400000,"currency":"EUR"}}])")
       }});
  EXPECT_EQ(standing().at("valueCents").as_int64(), 0);
  EXPECT_EQ(standing().at("withoutValue").as_int64(), 2);
}

TEST_F(Chain, deep_files_of_every_kind_are_refused_by_name_through_the_reader) {
  std::string deep;
  std::string json = R"({"ocid":"x","tender":)";
  for (int i = 0; i < 40'000; ++i) deep += "<x a='/>'>";
  for (int i = 0; i < 40'000; ++i) json += R"({"a":)";
  const Report report = import({{"ubl.xml", "<ContractNotice>" + deep},
                                {"ted.xml", "<TED_EXPORT>" + deep},
                                {"ocds.json", json},
                                {"good", release("o-16", "1", "2025-03-01T00:00:00Z", "tender", R"("tender":{"title":"T"})")}});
  std::vector<std::string> reasons;
  for (const auto& each : report.rejected) reasons.push_back(each.file + " " + each.reason);
  EXPECT_EQ(reasons, (std::vector<std::string>{"ubl.xml xmlTooDeep", "ted.xml xmlTooDeep", "ocds.json jsonTooDeep"}));
  EXPECT_EQ(counted(), 1);
}

TEST_F(Chain, a_buyer_for_others_in_ocds_is_joint_and_somebody_else_is_apart) {
  const auto by = [](const char* id, const char* buyer, const char* entity) {
    return R"({"ocid":")" + std::string(id) + R"(","id":"1","date":"2025-03-01T00:00:00Z","tag":["tender"],"buyer":{"name":")" + buyer +
           R"("},"tender":{"title":"T","procuringEntity":{"name":")" + entity + R"("}}})";
  };
  const Report report = import({{"a", by("q-1", "Gemeente Noorderveen", "Inkoopbureau Noord")},
                                {"b", by("q-2", "Waterschap Noord", "Waterschap Noord")},
                                {"c", by("q-3", "Gemeente Noorderveen", "Gemeente Noorderveen")}});
  EXPECT_EQ(report.kept_apart, 1);
  EXPECT_EQ(counted(), 2);
  EXPECT_EQ(standing().at("joint").as_int64(), 1);
}

}  // namespace
}  // namespace tenzij::notices
