// Whose notice it is and what of its procedure counts, through the import into the figures.
#include "notices/test/chain.h"

namespace tenzij::notices {
namespace {

#define NEEDS_TRIALS \
  if (!std::filesystem::exists(trials)) GTEST_SKIP() << "the trials are not on this machine"

TEST_F(Chain, trial_04_ocds_without_language_is_read_by_its_text) {
  NEEDS_TRIALS;
  import_trial("04-ocds-without-language");
  const json::value notice = get("/notices/" + std::string(only().at("id").as_string()));
  ASSERT_EQ(notice.at("findings").as_array().size(), 1U);
  EXPECT_EQ(notice.at("findings").at(0).at("theme").as_string(), "social_return");
}

TEST_F(Chain, trial_05_a_failed_award_has_no_value) {
  NEEDS_TRIALS;
  import_trial("05-ocds-award-status");
  EXPECT_EQ(only().at("valueCents").as_int64(), 9'000'000);
}

TEST_F(Chain, trial_06_one_procedure_newest_counts) {
  NEEDS_TRIALS;
  import_trial("06-change-chains");
  EXPECT_EQ(counted(), 2);
  EXPECT_EQ(total(""), 2);
  EXPECT_EQ(total("leftOut=replaced"), 2);
  EXPECT_EQ(standing().at("valueCents").as_int64(), 75'000'000);
  pages_agree();
}

TEST_F(Chain, trial_07_forms_that_are_no_call_are_shown_and_not_counted) {
  NEEDS_TRIALS;
  import_trial("07-form-types");
  EXPECT_EQ(total(""), 3);
  EXPECT_EQ(counted(), 0);
  EXPECT_EQ(standing().at("valueCents").as_int64(), 0);
  EXPECT_EQ(total("leftOut=consultation"), 1);
  EXPECT_EQ(total("leftOut=unknown_form"), 1);
  EXPECT_EQ(total("leftOut=planning"), 1);
  pages_agree();
}

TEST_F(Chain, trial_08_a_maximum_is_no_estimate) {
  NEEDS_TRIALS;
  import_trial("08-framework-maximum");
  const json::value notice = only();
  EXPECT_TRUE(notice.at("valueCents").is_null());
  EXPECT_EQ(notice.at("maximumCents").as_int64(), 120'000'000);
  EXPECT_EQ(standing().at("withoutValue").as_int64(), 1);
}

TEST_F(Chain, trial_09_a_modification_hides_no_award) {
  NEEDS_TRIALS;
  import_trial("09-modification");
  EXPECT_EQ(total(""), 2);
  EXPECT_EQ(counted(), 1);
  EXPECT_EQ(standing().at("withImpact").as_int64(), 1);
  EXPECT_EQ(standing().at("valueCents").as_int64(), 31'000'000);
  const json::value award = get("/notices/" + std::string(only("leftOut=none").at("id").as_string()));
  EXPECT_EQ(award.at("notice").at("stage").as_string(), "result");
  ASSERT_EQ(award.at("related").as_array().size(), 1U);
  EXPECT_EQ(award.at("related").at(0).at("relation").as_string(), "modifies");
  pages_agree();
}

TEST_F(Chain, trial_10_groups_of_lots_are_no_lots) {
  NEEDS_TRIALS;
  import_trial("10-groups-of-lots");
  const json::value row = only();
  EXPECT_EQ(row.at("valueCents").as_int64(), 80'000'000);
  EXPECT_EQ(get("/notices/" + std::string(row.at("id").as_string())).at("notice").at("lots").as_array().size(), 2U);
}

TEST_F(Chain, trial_11_the_same_notice_again_replaces_all_of_it) {
  NEEDS_TRIALS;
  import_trial("11-same-notice-again");
  const json::value row = only();
  EXPECT_EQ(row.at("kind").as_string(), "cn-social");
  EXPECT_EQ(row.at("valueCents").as_int64(), 36'000'000);
  EXPECT_EQ(total("search=00612345-2025"), 1);
  EXPECT_EQ(standing().at("valueCents").as_int64(), 36'000'000);
}

TEST_F(Chain, trial_20_ocds_in_every_packing) {
  NEEDS_TRIALS;
  const Report report = import_trial("20-ocds-packings");
  for (const auto& each : report.rejected) ADD_FAILURE() << each.file << " " << each.reason;
  EXPECT_EQ(counted(), 2);
  EXPECT_EQ(standing().at("withImpact").as_int64(), 2);
  pages_agree();
}

TEST_F(Chain, trial_20_each_by_itself) {
  NEEDS_TRIALS;
  for (const auto& [name, procedures] :
       std::map<std::string, int>{{"array.json", 2}, {"lines.jsonl.gz", 2}, {"utf16.json", 2}, {"record.json", 1}, {"versioned.json", 1}}) {
    SetUp();
    const Report report = import({{name, read_file(trials / "20-ocds-packings" / name)}});
    EXPECT_TRUE(report.rejected.empty()) << name;
    EXPECT_EQ(counted(), procedures) << name;
    EXPECT_EQ(standing().at("withImpact").as_int64(), procedures) << name;
  }
}

TEST_F(Chain, trial_24_deep_is_refused_by_name) {
  NEEDS_TRIALS;
  const Report report = import_trial("24-deep-and-long");
  ASSERT_EQ(report.rejected.size(), 1U);
  EXPECT_EQ(report.rejected[0].file + " " + report.rejected[0].reason, "diep.xml xmlTooDeep");
  EXPECT_EQ(standing().at("withImpact").as_int64(), 1);
}

TEST_F(Chain, trial_25_others_are_kept_apart_until_a_person_says_so) {
  NEEDS_TRIALS;
  const Report report = import_trial("25-another-buyer");
  EXPECT_EQ(report.kept_apart, 1);
  EXPECT_EQ(report.others.at("Provincie Zuiderland"), 1);
  EXPECT_EQ(counted(), 2);
  EXPECT_EQ(standing().at("joint").as_int64(), 1);
  const std::string id(only("whose=other").at("id").as_string());
  EXPECT_EQ(client.call("PUT", "/api/v1/notices/" + id + "/owner", R"({"whose":"own","reason":"Wij kochten dit"})").status, 200);
  EXPECT_EQ(counted(), 3);
  EXPECT_EQ(get("/notices/" + id).at("claims").at(0).at("person").as_string(), "Noor Hasselt");
  EXPECT_EQ(client.call("DELETE", "/api/v1/notices/" + id + "/owner").status, 204);
  EXPECT_EQ(counted(), 2);
  EXPECT_FALSE(get("/notices/" + id).at("claims").at(0).at("withdrawnAt").is_null()) << "history stays";
  const std::string body = R"({"noticeIds":[")" + id + R"("],"whose":"own","reason":""})";
  EXPECT_EQ(client.call("POST", "/api/v1/notice-owners", body).status, 200);
  EXPECT_EQ(counted(), 3);
  EXPECT_EQ(client.call("POST", "/api/v1/notice-owners", R"({"noticeIds":[")" + id + R"("],"reason":""})").status, 200);
  EXPECT_EQ(counted(), 2);
  pages_agree();
}

TEST_F(Chain, trial_30_another_currency_is_in_no_sum) {
  NEEDS_TRIALS;
  import_trial("30-other-currency");
  EXPECT_EQ(only().at("currency").as_string(), "SEK");
  const json::value all = standing();
  EXPECT_EQ(all.at("valueCents").as_int64(), 0);
  EXPECT_EQ(all.at("withoutValue").as_int64(), 1);
  EXPECT_EQ(all.at("otherCurrency").as_int64(), 1);
  EXPECT_NE(client.get("/insight/procedures/export?format=csv").body.find("4000000.00 SEK"), std::string::npos);
}

TEST_F(Chain, trial_31_one_text_in_several_languages_is_one_demand) {
  NEEDS_TRIALS;
  import_trial("31-several-languages");
  const json::value notice = get("/notices/" + std::string(only().at("id").as_string()));
  std::set<std::string> places;
  for (const auto& each : notice.at("findings").as_array()) EXPECT_TRUE(places.insert(std::string(each.at("place").as_string())).second);
  EXPECT_EQ(notice.at("unreadLanguages").at(0).as_string(), "fr");
}

TEST_F(Chain, trials_32_33_36_42_43) {
  NEEDS_TRIALS;
  import_trial("32-dates-with-offset");
  EXPECT_EQ(only().at("publishedOn").as_string(), "2025-01-01");
  SetUp();
  import_trial("33-withheld");
  EXPECT_TRUE(only().at("valueCents").is_null());
  EXPECT_EQ(standing().at("withoutValue").as_int64(), 1);
  SetUp();
  import_trial("36-change-same-procedure");
  EXPECT_EQ(only().at("valueCents").as_int64(), 37'500'000);
  EXPECT_EQ(counted(), 1);
  EXPECT_EQ(standing().at("withImpact").as_int64(), 0);
  SetUp();
  import_trial("42-ocds-amount-as-text");
  EXPECT_EQ(only().at("valueCents").as_int64(), 30'000'000);
  SetUp();
  import_trial("43-framework-results");
  const json::value notice = get("/notices/" + std::string(only().at("id").as_string())).at("notice");
  EXPECT_EQ(notice.at("maximumCents").as_int64(), 150'000'000);
  EXPECT_TRUE(notice.at("awardedCents").is_null());
  EXPECT_EQ(notice.at("estimatedCents").as_int64(), 80'000'000);
}

// --- The same kinds in fixtures of our own ---------------------------------------------------------------------

TEST_F(Chain, ted_call_award_corrigendum_and_modification_are_one_procedure_in_any_order) {
  const std::string call = ted("F02", "000123-2023", object("<VAL_ESTIMATED_TOTAL CURRENCY=\"EUR\">500000</VAL_ESTIMATED_TOTAL>"));
  const std::string award = ted("F03", "000456-2023",
                                "<PROCEDURE><NOTICE_NUMBER_OJ>2023/S 001-000123</NOTICE_NUMBER_OJ></PROCEDURE>" +
                                    object("<VAL_TOTAL CURRENCY=\"EUR\">450000</VAL_TOTAL>"),
                                "7");
  const std::string corrigendum =
      ted("F14", "000200-2023", "<COMPLEMENTARY_INFO><NOTICE_NUMBER_OJ>2023/S 1-123</NOTICE_NUMBER_OJ></COMPLEMENTARY_INFO>", "2");
  const std::string modification =
      ted("F20", "000789-2023",
          "<PROCEDURE><NOTICE_NUMBER_OJ>456-2023</NOTICE_NUMBER_OJ></PROCEDURE>" + object("<VAL_TOTAL CURRENCY=\"EUR\">900000</VAL_TOTAL>"),
          "K");
  std::vector<SourceFile> files{{"a", call}, {"b", award}, {"c", corrigendum}, {"d", modification}};
  for (int order = 0; order < 4; ++order) {
    SetUp();
    std::rotate(files.begin(), files.begin() + 1, files.end());
    import(files);
    EXPECT_EQ(counted(), 1) << order;
    EXPECT_EQ(standing().at("valueCents").as_int64(), 45'000'000) << order;
    EXPECT_EQ(total(""), 4) << "a corrigendum or modification hides nothing " << order;
    pages_agree();
  }
}

TEST_F(Chain, one_announcement_before_two_calls_makes_them_no_single_procedure) {
  const std::string before = "<PROCEDURE><NOTICE_NUMBER_OJ>2023/S 001-000001</NOTICE_NUMBER_OJ></PROCEDURE>";
  import({{"p", ted("F01", "000001-2023", object(""), "0")},
          {"a", ted("F02", "000002-2023", before + object("<VAL_ESTIMATED_TOTAL CURRENCY=\"EUR\">100000</VAL_ESTIMATED_TOTAL>"))},
          { "b",
            ted("F02", "000003-2023", before + object("<VAL_ESTIMATED_TOTAL CURRENCY=\"EUR\">200000</VAL_ESTIMATED_TOTAL>")) }});
  EXPECT_EQ(counted(), 2);
  const json::value plan = get("/notices/" + std::string(only("leftOut=planning").at("id").as_string()));
  EXPECT_EQ(plan.at("related").as_array().size(), 2U) << "both are in the chain of the announcement";
}

TEST_F(Chain, ted_values_that_are_not_for_the_public_and_contracts_that_failed) {
  import({{"a", ted("F03", "000010-2023", object("<VAL_TOTAL CURRENCY=\"EUR\" PUBLICATION=\"NO\">450000</VAL_TOTAL>"), "7")},
          { "b",
            ted("F03", "000011-2023",
                object("") + "<AWARD_CONTRACT><NO_AWARDED_CONTRACT><PROCUREMENT_UNSUCCESSFUL/></NO_AWARDED_CONTRACT></AWARD_CONTRACT>", "7")
          }});
  EXPECT_EQ(standing().at("withoutValue").as_int64(), 2);
  EXPECT_EQ(total("search=000011-2023"), 1);
  EXPECT_EQ(only("search=000011-2023").at("outcome").as_string(), "unsuccessful");
}

TEST_F(Chain, ocds_the_newest_release_of_each_kind_counts_whatever_the_order) {
  const auto tender = [](const char* amount) {
    return R"("tender":{"title":"Groen","value":{"amount":)" + std::string(amount) + R"(,"currency":"EUR"}})";
  };
  // The later release by the moment, not by the date as written: 00:30+02:00 is before 23:00Z of the day before.
  std::vector<SourceFile> files{{"a", release("o-1", "1", "2025-03-02T00:30:00+02:00", "tender", tender("100000"))},
                                {"b", release("o-1", "2", "2025-03-01T23:00:00Z", "tenderUpdate", tender("200000"))},
                                {"c", release("o-1", "3", "2025-04-01T00:00:00Z", "contractAmendment", tender("900000"))}};
  for (int order = 0; order < 3; ++order) {
    SetUp();
    std::rotate(files.begin(), files.begin() + 1, files.end());
    import(files);
    EXPECT_EQ(standing().at("valueCents").as_int64(), 20'000'000) << order;
    EXPECT_EQ(counted(), 1);
  }
}

TEST_F(Chain, an_amount_that_is_in_doubt_is_named) {
  const Report report = import({{"a", release("o-2", "1", "2025-03-01T00:00:00Z", "tender",
                                              R"("tender":{"title":"T","value":{"amount":"300.000","currency":"EUR"}})")}});
  ASSERT_EQ(std::count_if(report.shortcomings.begin(), report.shortcomings.end(),
                          [](const Problem& each) { return each.reason == "fieldUnclear"; }),
            1);
  EXPECT_TRUE(only().at("valueCents").is_null());
}

TEST_F(Chain, lots_in_two_currencies_have_no_sum) {
  import(
      {{ "a",
         ted("F02", "000020-2023",
             object("<OBJECT_DESCR><LOT_NO>1</LOT_NO><VAL_OBJECT "
                    "CURRENCY=\"EUR\">100</VAL_OBJECT></OBJECT_DESCR><OBJECT_DESCR><LOT_NO>2</LOT_NO><VAL_OBJECT "
                    "CURRENCY=\"DKK\">900</VAL_OBJECT></OBJECT_DESCR>")) }});
  EXPECT_TRUE(only().at("valueCents").is_null());
}

TEST_F(Chain, other_names_of_the_municipality_judge_all_notices_again) {
  import({{ "a", release("o-3", "1", "2025-03-01T00:00:00Z", "tender", R"("tender":{"title":"T"})") }});
  EXPECT_EQ(counted(), 1);
  EXPECT_EQ(client.call("PUT", "/api/v1/notice-owner-marks", R"({"names":[" "],"identifiers":[]})").status, 400);
  EXPECT_EQ(client.call("PUT", "/api/v1/notice-owner-marks", R"({"names":["Zuiderveen"],"identifiers":["50000001"]})").status, 200);
  db::Session session(server.pool(), server.actor());
  EXPECT_EQ(session.scalar<int>("SELECT count(*) FROM jobs.job WHERE kind = 'notices.reread'"), 1);
}

TEST_F(Chain, a_better_reader_reaches_old_rows_and_says_what_changed) {
  import(
      {{ "a",
         release("o-4", "1", "2025-03-01T00:00:00Z", "tender", R"("tender":{"title":"T","value":{"amount":5000,"currency":"EUR"}})") }});
  // As an older edition would have stored it.
  server.owner().query(
      R"sql(
UPDATE notices.notice
   SET parser = 'ocds-1', estimated_cents = 1, content = jsonb_set(content, '{estimatedCents}', '1'),
       whose = 'unjudged', judged = 'unjudged', marks = ''
)sql");
  Client administrator = server.client();
  administrator.sign_in("administrator");
  {
    db::Session session(server.pool(), server.actor());
    EXPECT_TRUE(enqueue_reread(session, server.now()));
    session.commit();
  }
  std::string job;
  {
    db::Session session(server.pool(), server.actor());
    job = session.scalar<std::string>("SELECT id::text FROM jobs.job WHERE kind = 'notices.reread'").value_or("");
  }
  const json::value done = server.wait_for_job(administrator, job);
  EXPECT_EQ(done.at("state").as_string(), "done") << json::dump(done);
  EXPECT_EQ(done.at("report").at("changed").as_int64(), 1) << json::dump(done);
  EXPECT_EQ(done.at("report").at("fields").at("estimatedCents").as_int64(), 1);
  EXPECT_EQ(standing().at("valueCents").as_int64(), 500'000);
}

}  // namespace
}  // namespace tenzij::notices
