// Who looks at the same page: colleagues, now, and nobody who left.
#include <gtest/gtest.h>

#include "tests/support/server.h"

namespace tenzij::organisation {
namespace {

std::string names(testing::Client& who, const std::string& page, bool leaving = false, const std::string& visit = "a") {
  const auto answer = who.call("PUT", "/api/v1/presence",
                               R"({"page":")" + page + R"(","visit":")" + visit + R"(","leaving":)" + (leaving ? "true}" : "false}"));
  EXPECT_EQ(answer.status, 200) << answer.body;
  if (answer.status != 200) return "refused";
  std::string out;
  const json::value seen = answer.json();
  for (const auto& each : seen.at("items").as_array()) out += std::string(each.at("name").as_string()) + ";";
  return out;
}

TEST(PresenceOfColleagues, is_told_while_it_lasts) {
  testing::TestServer server;
  testing::Client fatima = server.client();
  testing::Client bart = server.client();
  fatima.sign_in("procurement_advisor");
  bart.sign_in("budget_holder");
  EXPECT_EQ(names(fatima, "/inkopen/1"), "");
  EXPECT_EQ(names(bart, "/inkopen/1"), "Fatima el Amrani;");
  EXPECT_EQ(names(fatima, "/inkopen/1"), "Bart de Ruyter;");
  EXPECT_EQ(names(fatima, "/inkopen/2"), "") << "another page";
  names(bart, "/inkopen/1", true, "before");
  EXPECT_EQ(names(fatima, "/inkopen/1"), "Bart de Ruyter;") << "the page he opened before is closed, this one is not";
  names(bart, "/inkopen/1", true);
  EXPECT_EQ(names(fatima, "/inkopen/1"), "") << "who closes the page is gone at once";
  names(bart, "/inkopen/1");
  server.pass(std::chrono::seconds{60});
  EXPECT_EQ(names(fatima, "/inkopen/1"), "") << "and who says nothing any more within a minute";
  testing::Client citizen = server.client();
  citizen.sign_in("citizen");
  EXPECT_EQ(citizen.call("PUT", "/api/v1/presence", R"({"page":"/inkopen/1","visit":"","leaving":false})").status, 403)
      << "colleagues only";
  EXPECT_EQ(fatima.call("PUT", "/api/v1/presence", R"({"page":"inkopen","visit":"","leaving":false})").status, 400);
}

TEST(AMissingRight, says_which_roles_have_it) {
  testing::TestServer server;
  testing::Client bart = server.client();
  bart.sign_in("budget_holder");
  const auto answer = bart.get("/audit-entries");
  EXPECT_EQ(answer.status, 403);
  EXPECT_NE(answer.body.find("Dit kan met de rol van: Functioneel beheerder."), std::string::npos) << answer.body;
}

}  // namespace
}  // namespace tenzij::organisation
