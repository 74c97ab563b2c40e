#include "insight/insight.h"

#include <gtest/gtest.h>

#include "platform/documents/table.h"
#include "tests/support/server.h"

namespace tenzij::insight {
namespace {

using testing::Client;
using testing::TestServer;

class Insight : public ::testing::Test {
 protected:
  TestServer server;
  Client client = server.client();
  void SetUp() override { client.sign_in("impact_advisor"); }
  json::value get(const std::string& path) {
    const auto answer = client.get(path);
    EXPECT_EQ(answer.status, 200) << path << " " << answer.body;
    return answer.json();
  }
  std::size_t rows(const std::string& query) { return get("/insight/procedures?" + query).at("items").as_array().size(); }
};

// Every number of the page is the number of rows behind it.
TEST_F(Insight, every_number_equals_its_rows) {
  const json::value all = get("/insight/standing");
  EXPECT_EQ(rows(""), static_cast<std::size_t>(all.at("procedures").as_int64()));
  EXPECT_EQ(rows("status=asks"), static_cast<std::size_t>(all.at("withImpact").as_int64()));
  EXPECT_EQ(rows("status=ambition"), static_cast<std::size_t>(all.at("ambitionOnly").as_int64()));
  EXPECT_EQ(rows("status=sme"), static_cast<std::size_t>(all.at("sme").as_int64()));
  ASSERT_GE(all.at("themes").as_array().size(), 6U);
  for (const auto& theme : all.at("themes").as_array()) {
    const std::string code(theme.at("theme").as_string());
    EXPECT_EQ(rows("theme=" + code + "&status=asks"), static_cast<std::size_t>(theme.at("asked").as_int64())) << code;
    EXPECT_EQ(rows("theme=" + code + "&status=both"), static_cast<std::size_t>(theme.at("both").as_int64())) << code;
    EXPECT_EQ(rows("theme=" + code + "&status=asked_only"), static_cast<std::size_t>(theme.at("askedOnly").as_int64())) << code;
    EXPECT_EQ(rows("theme=" + code + "&status=declared_only"), static_cast<std::size_t>(theme.at("declaredOnly").as_int64())) << code;
  }
  for (const auto& cell : all.at("matrix").as_array())
    EXPECT_EQ(rows("theme=" + std::string(cell.at("theme").as_string()) + "&instrument=" + std::string(cell.at("instrument").as_string()) +
                   "&status=asks"),
              static_cast<std::size_t>(cell.at("count").as_int64()));
  for (const auto& [list, filter] :
       std::map<std::string, std::string>{{"bands", "band"}, {"thresholds", "threshold"}, {"natures", "nature"}, {"categories", "cpv"}})
    for (const auto& share : all.at(list).as_array())
      EXPECT_EQ(rows(filter + "=" + std::string(share.at("key").as_string())), static_cast<std::size_t>(share.at("count").as_int64()))
          << list;
}

TEST_F(Insight, parts_add_up_to_the_whole) {
  const json::value all = get("/insight/standing");
  for (const char* list : {"years", "bands", "thresholds", "natures", "categories", "units", "procedureTypes"}) {
    std::int64_t sum = 0;
    for (const auto& share : all.at(list).as_array()) sum += share.at("count").as_int64();
    EXPECT_EQ(sum, all.at("procedures").as_int64()) << list;
  }
}

TEST_F(Insight, figures_follow_a_decision_and_its_withdrawal) {
  const auto asked = [&] { return get("/insight/standing").at("withImpact").as_int64(); };
  const std::int64_t before = asked();
  // A procedure that asks one thing only: rejecting that makes it silent.
  std::string path;
  const json::value asking = get("/insight/procedures?status=asks");
  for (const auto& row : asking.at("items").as_array()) {
    const std::string id(row.at("noticeId").as_string());
    std::vector<std::string> prints;
    const json::value notice = get("/notices/" + id);
    for (const auto& finding : notice.at("findings").as_array())
      if (finding.at("source").as_string() == "detected" && finding.at("strength").as_string() != "mention" &&
          finding.at("strength").as_string() != "ambition")
        prints.emplace_back(finding.at("fingerprint").as_string());
    if (prints.size() == 1) path = "/api/v1/notices/" + id + "/decisions/" + prints.front();
  }
  ASSERT_FALSE(path.empty());
  EXPECT_EQ(client.call("PUT", path, R"({"verdict":"rejected","reason":"Gaat over iets anders"})").status, 200);
  EXPECT_EQ(asked(), before - 1);
  EXPECT_EQ(client.call("DELETE", path).status, 204);
  EXPECT_EQ(asked(), before);
}

TEST_F(Insight, wrong_filters_are_named) {
  const auto answer = client.get("/insight/standing?from=2030&to=2020&band=huge&colour=red");
  EXPECT_EQ(answer.status, 400);
  EXPECT_NE(answer.body.find("?colour"), std::string::npos) << answer.body;
  EXPECT_EQ(client.get("/insight/standing?from=2030&to=2020").json().at("errors").at(0).at("pointer").as_string(), "?from");
}

TEST_F(Insight, the_download_has_the_rows_of_the_page) {
  const auto csv = client.get("/insight/procedures/export?theme=circular&format=csv");
  EXPECT_EQ(static_cast<std::size_t>(std::count(csv.body.begin(), csv.body.end(), '\n')), rows("theme=circular") + 1);
  EXPECT_TRUE(csv.body.starts_with("\xef\xbb\xbfTitel;"));
  EXPECT_TRUE(client.get("/insight/procedures/export?format=xlsx").body.starts_with("PK"));
}

TEST(Table, a_spreadsheet_never_takes_text_for_a_formula) {
  const documents::Table table{"T", {"a"}, {{std::string("=1+1")}, {std::string("x;\"y\"")}, {documents::Cents{123405}}}};
  EXPECT_EQ(documents::to_csv(table),
            "\xef\xbb\xbf"
            "a\r\n'=1+1\r\n\"x;\"\"y\"\"\"\r\n1234,05\r\n");
}

}  // namespace
}  // namespace tenzij::insight
