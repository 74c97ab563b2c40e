// Saved views over HTTP: one's own, shared by who may, and with which a list opens.
#include <gtest/gtest.h>

#include "tests/support/server.h"

namespace tenzij::organisation {
namespace {

class SavedViews : public ::testing::Test {
 protected:
  testing::TestServer server;
  testing::Client advisor = server.client();  // may share
  testing::Client holder = server.client();   // may not
  void SetUp() override {
    ASSERT_EQ(advisor.sign_in("procurement_advisor").status, 201);
    ASSERT_EQ(holder.sign_in("budget_holder").status, 201);
  }
  static std::string view(const std::string& name, bool shared, const std::string& page = "/inkopen") {
    return json::dump(json::object{{"page", page}, {"name", name}, {"query", "status=preparation&sorteer=waarde"}, {"shared", shared}});
  }
  static json::array of(testing::Client& who) { return who.get("/saved-views?page=/inkopen").json().at("items").as_array(); }
};

TEST_F(SavedViews, what_is_shared_is_seen_by_others_and_what_is_not_is_not) {
  ASSERT_EQ(advisor.post("/saved-views", view("Eigen", false)).status, 201);
  const auto shared = advisor.post("/saved-views", view("Voorbereiding", true));
  ASSERT_EQ(shared.status, 201) << shared.body;
  EXPECT_EQ(of(advisor).size(), 2U);
  const auto seen = of(holder);
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].at("name"), "Voorbereiding");
  EXPECT_EQ(seen[0].at("query"), "status=preparation&sorteer=waarde");
  EXPECT_EQ(seen[0].at("mine"), false);
  const std::string id(shared.json().at("id").as_string());
  EXPECT_EQ(holder.call("DELETE", "/api/v1/saved-views/" + id).status, 404) << "of somebody else";
  EXPECT_EQ(holder.call("PUT", "/api/v1/saved-views/" + id, view("Anders", false)).status, 404);
  testing::Client administrator = server.client();
  administrator.sign_in("administrator");
  EXPECT_EQ(administrator.call("DELETE", "/api/v1/saved-views/" + id).status, 204) << "who may share may take a shared one away";
  EXPECT_TRUE(of(holder).empty());
}

TEST_F(SavedViews, sharing_is_for_who_sets_up_how_others_work) {
  const auto refused = holder.post("/saved-views", view("Voor allen", true));
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(refused.json().at("code"), "mayNotShareViews");
  EXPECT_EQ(holder.get("/saved-views?page=/inkopen").json().at("mayShare"), false);
  EXPECT_EQ(advisor.get("/saved-views?page=/inkopen").json().at("mayShare"), true);
}

TEST_F(SavedViews, a_name_is_used_once_and_a_page_is_of_this_program) {
  ASSERT_EQ(holder.post("/saved-views", view("Mijn", false)).status, 201);
  EXPECT_EQ(holder.post("/saved-views", view("Mijn", false)).status, 400);
  EXPECT_EQ(holder.post("/saved-views", view("", false)).status, 400);
  EXPECT_EQ(holder.post("/saved-views", view("Elders", false, "//elders.example")).status, 400);
}

TEST_F(SavedViews, a_list_opens_with_the_view_that_somebody_chose) {
  const auto kept = advisor.post("/saved-views", view("Voorbereiding", true));
  const std::string id(kept.json().at("id").as_string());
  const std::string choice = json::dump(json::object{{"page", "/inkopen"}, {"viewId", id}});
  ASSERT_EQ(holder.post("/default-views", choice).status, 204);
  EXPECT_EQ(of(holder)[0].at("opensList"), true);
  EXPECT_EQ(of(advisor)[0].at("opensList"), false) << "each for themselves";
  ASSERT_EQ(holder.post("/default-views", R"({"page":"/inkopen","viewId":null})").status, 204);
  EXPECT_EQ(of(holder)[0].at("opensList"), false);
}

}  // namespace
}  // namespace tenzij::organisation
