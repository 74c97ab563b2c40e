// Drafts over HTTP: each person's own, one per form, and two writers told of each other.
#include <gtest/gtest.h>

#include "tests/support/server.h"

namespace tenzij::organisation {
namespace {

using testing::Client;
using testing::TestServer;

class Drafts : public ::testing::Test {
 protected:
  TestServer server;
  Client buyer = server.client();
  void SetUp() override { ASSERT_EQ(buyer.sign_in("procurement_advisor").status, 201); }
  static std::string draft(const std::string& content, const std::string& version, const std::string& path = "/inkopen/nieuw") {
    return R"({"form":"purchase/new","title":"Nieuwe inkoop","path":")" + path + R"(","content":")" + content + R"(","version":)" +
           version + "}";
  }
};

TEST_F(Drafts, one_per_form_is_kept_for_the_person_alone) {
  EXPECT_EQ(buyer.post("/drafts", draft("een", "null")).status, 200);
  EXPECT_EQ(buyer.post("/drafts", draft("twee", "1")).json().at("version"), 2);
  const auto mine = buyer.get("/drafts?form=purchase/new").json().at("items").as_array();
  ASSERT_EQ(mine.size(), 1U);
  EXPECT_EQ(mine[0].at("content"), "twee");
  EXPECT_EQ(buyer.get("/drafts").json().at("items").at(0).at("content"), "") << "a list does not carry them whole";
  Client other = server.client();
  ASSERT_EQ(other.sign_in("administrator").status, 201);
  EXPECT_TRUE(other.get("/drafts").json().at("items").as_array().empty());
  const std::string id(mine[0].at("id").as_string());
  EXPECT_EQ(other.call("DELETE", "/api/v1/drafts/" + id).status, 204);
  EXPECT_EQ(buyer.get("/drafts").json().at("items").as_array().size(), 1U) << "of somebody else nothing is removed";
  db::Session session(server.pool(), {server.municipality(), {}, "test"});
  EXPECT_EQ(session.query("SELECT 1 FROM audit.entry WHERE table_name = 'organisation.draft'").rows(), 0);
  EXPECT_EQ(buyer.call("DELETE", "/api/v1/drafts/" + id).status, 204);
  EXPECT_TRUE(buyer.get("/drafts").json().at("items").as_array().empty());
}

TEST_F(Drafts, who_saw_an_older_one_overwrites_nothing) {
  ASSERT_EQ(buyer.post("/drafts", draft("van hier", "null")).status, 200);
  const auto refused = buyer.post("/drafts", draft("van daar", "null"));
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.json().at("code"), "draftElsewhere");
  EXPECT_EQ(buyer.get("/drafts?form=purchase/new").json().at("items").at(0).at("content"), "van hier");
  EXPECT_EQ(buyer.post("/drafts", draft("van hier", "null")).status, 200) << "the same words are no quarrel";
  EXPECT_EQ(buyer.post("/drafts", draft("verder", "2")).status, 200);
}

TEST_F(Drafts, a_way_out_of_the_program_and_a_book_are_refused) {
  EXPECT_EQ(buyer.post("/drafts", draft("x", "null", "//elders.example")).status, 400);
  EXPECT_EQ(buyer.post("/drafts", draft("x", "null", "https://elders.example")).status, 400);
  EXPECT_EQ(buyer.post("/drafts", draft(std::string(200'001, 'x'), "null")).status, 400);
}

}  // namespace
}  // namespace tenzij::organisation
