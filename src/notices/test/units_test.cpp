// Notices given to units: many from the list, by rule, and back.
#include <gtest/gtest.h>

#include "tests/support/server.h"

namespace tenzij::notices {
namespace {

class NoticeUnitsTest : public ::testing::Test {
 protected:
  testing::TestServer server;
  testing::Client advisor = server.client();
  void SetUp() override { ASSERT_EQ(advisor.sign_in("procurement_advisor").status, 201); }
  std::string unit(const std::string& name) {
    db::Session session(server.pool(), server.actor());
    return session.scalar<Uuid>("SELECT id FROM organisation.unit WHERE name = $1", name)->str();
  }
  json::array listed(const std::string& query) { return advisor.get("/notices?pageSize=100&" + query).json().at("items").as_array(); }
  std::int64_t total(const std::string& query) { return advisor.get("/notices?" + query).json().at("total").as_int64(); }
  // Demo notices have their units; here they begin without.
  void without_units() { server.owner().query("UPDATE notices.notice SET unit_id = NULL"); }
};

TEST_F(NoticeUnitsTest, all_found_go_to_a_unit_and_back) {
  without_units();
  const std::string sport = unit("Vastgoed");
  const auto found = total("search=schoonmaak");
  ASSERT_GT(found, 0);
  const auto done = advisor.post(
      "/notice-units", json::dump(json::object{{"ids", json::array{}}, {"found", {{"search", "schoonmaak"}}}, {"unitId", sport}}));
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_EQ(done.json().at("changed"), found);
  EXPECT_EQ(total("search=schoonmaak&unitId=" + sport), found);
  const auto back = advisor.post("/notice-units/" + std::string(done.json().at("act").as_string()) + "/undoing", "");
  ASSERT_EQ(back.status, 200) << back.body;
  EXPECT_EQ(total("unitId=" + sport), 0);
}

TEST_F(NoticeUnitsTest, a_rule_gives_what_has_no_unit_and_the_first_that_fits_decides) {
  without_units();
  const std::string sport = unit("Vastgoed");
  const std::string space = unit("Openbare ruimte");
  const json::object rules{{"rules",
                            {json::object{{"field", "title"}, {"value", "schoonmaak"}, {"unitId", sport}},
                             json::object{{"field", "cpv"}, {"value", "9"}, {"unitId", space}}}}};
  const auto set = advisor.call("PUT", "/api/v1/notice-unit-rules", json::dump(rules));
  ASSERT_EQ(set.status, 200) << set.body;
  const auto done = advisor.post("/notice-unit-rule-applications", "");
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_GT(done.json().at("procedures").as_int64(), 0);
  EXPECT_GT(total("unitId=" + sport), 0);
  for (const auto& each : listed("unitId=" + space)) EXPECT_EQ(each.at("cpv").as_string().front(), '9');
  EXPECT_EQ(advisor.post("/notice-unit-rule-applications", "").json().at("procedures"), 0) << "who has a unit keeps it";
  EXPECT_EQ(advisor.call("PUT", "/api/v1/notice-unit-rules", R"({"rules":[{"field":"cpv","value":"x","unitId":")" + sport + "\"}]}").status,
            400);
}

TEST_F(NoticeUnitsTest, are_sorted_by_the_head_of_a_column) {
  std::vector<std::string> titles;
  for (const auto& each : listed("sort=published_on"))
    if (each.as_object().contains("publishedOn") && !each.at("publishedOn").is_null())
      titles.emplace_back(each.at("publishedOn").as_string());
  ASSERT_GT(titles.size(), 10U);
  EXPECT_TRUE(std::is_sorted(titles.begin(), titles.end()));
  const auto down = advisor.get("/notices?pageSize=3&sort=value&descending=true").json().at("items").as_array();
  EXPECT_GE(down[0].at("valueCents").as_int64(), down[2].at("valueCents").as_int64());
}

}  // namespace
}  // namespace tenzij::notices
