// Outside organisations: numbers that are checked, and two that are one.
#include "party/party.h"

#include "tests/support/server.h"

namespace tenzij::party {
namespace {

TEST(PartyNumbers, eleven_test_and_modulo_97) {
  EXPECT_TRUE(passes_eleven_test("111222333"));
  EXPECT_FALSE(passes_eleven_test("111222334"));
  EXPECT_FALSE(passes_eleven_test("000000000"));
  EXPECT_FALSE(passes_eleven_test("1112223330"));
  // The example of the Belastingdienst is no BSN; the older form of a sole trader's number may be one.
  EXPECT_FALSE(vat_may_hold_bsn("NL000099998B57"));
  EXPECT_TRUE(vat_may_hold_bsn("NL111222333B01"));
}

class Parties : public ::testing::Test {
 protected:
  testing::TestServer server;
  testing::Client advisor = server.client();
  void SetUp() override { advisor.sign_in("procurement_advisor"); }

  std::string add(const json::object& in, int status = 201) {
    const auto answer = advisor.post("/parties", json::dump(in));
    EXPECT_EQ(answer.status, status) << answer.body;
    return status == 201 ? std::string(answer.json().at("id").as_string()) : answer.body;
  }
  static json::value into(const std::string& id) {
    json::object out;
    out["intoId"] = id;
    return out;
  }
  testing::Answer put(const std::string& path, const json::value& body, std::int64_t version) {
    return advisor.call("PUT", "/api/v1" + path, json::dump(body), "If-Match: \"" + std::to_string(version) + "\"\r\n");
  }
};

TEST_F(Parties, numbers_are_checked_and_a_lost_zero_is_proposed) {
  const std::string seven = add({{"name", "Groen bv"}, {"kvk", "1234567"}}, 400);
  EXPECT_NE(seven.find("01234567"), std::string::npos) << seven;
  add({{"name", "Groen bv"}, {"kvk", "123"}}, 400);
  add({{"name", "Groen bv"}, {"oin", "12"}}, 400);
  add({{"name", " "}}, 400);
  add({{"name", "Jansen"}, {"vat", "NL111222333B01"}}, 400);
  add({{"name", "Jansen"}, {"vat", "NL111222333B01"}, {"legalForm", "sole_trader"}}, 400);
  add({{"name", "Jansen bv"}, {"vat", "nl 111222333 b01"}, {"legalForm", "bv"}});
  const std::string id = add({{"name", "Groen bv"}, {"kvk", " 0123 4567 "}});
  EXPECT_EQ(advisor.get("/parties/" + id).json().at("kvk").as_string(), "01234567");
  add({{"name", "Groen nog eens"}, {"kvk", "01234567"}}, 409);
}

TEST_F(Parties, two_that_are_one_can_be_parted_again) {
  const std::string one = add({{"name", "Aannemer Wit"}, {"otherNames", json::array{"Wit Infra"}}});
  json::object second;
  second["name"] = "Wit Groep";
  const std::string two = add(second);
  EXPECT_EQ(put("/parties/" + one + "/join", into(one), 1).status, 400);
  EXPECT_EQ(put("/parties/" + one + "/join", into(two), 7).status, 412);
  const auto joined = put("/parties/" + one + "/join", into(two), 1);
  ASSERT_EQ(joined.status, 200) << joined.body << json::dump(into(two));
  EXPECT_EQ(joined.json().at("mergedName").as_string(), "Wit Groep");
  EXPECT_EQ(put("/parties/" + two + "/join", into(one), 1).status, 400) << "no circle";
  EXPECT_EQ(advisor.get("/parties?search=wit%20infra").json().at("total").as_int64(), 0);
  EXPECT_EQ(advisor.get("/parties?search=wit%20infra&merged=true").json().at("total").as_int64(), 1);
  EXPECT_EQ(advisor.remove("/parties/" + one + "/join").status, 204);
  EXPECT_EQ(advisor.get("/parties?search=wit%20infra").json().at("total").as_int64(), 1);
}

TEST_F(Parties, that_look_alike_are_suggested_until_somebody_says_what_they_are) {
  const std::string one = add({{"name", "Stratenmaker Zwart B.V."}});
  const std::string two = add({{"name", "stratenmaker zwart bv"}});
  add({{"name", "Stratenmaker Zwartsluis"}});
  const auto pairs = [&] {
    int out = 0;
    const json::value found = advisor.get("/party-lookalikes").json();
    for (const auto& each : found.at("items").as_array())
      if (each.at("one").as_string().find("Zwart") != std::string::npos || each.at("one").as_string().find("zwart") != std::string::npos)
        ++out;
    return out;
  };
  EXPECT_EQ(pairs(), 1);
  const json::object other{{"otherId", two}};
  EXPECT_EQ(put("/parties/" + one + "/apart", other, 1).status, 204);
  EXPECT_EQ(pairs(), 0) << "somebody said that they are not";
  EXPECT_EQ(advisor.remove("/parties/" + two + "/apart/" + one).status, 204) << "from either side";
  EXPECT_EQ(pairs(), 1);
  EXPECT_EQ(put("/parties/" + one + "/join", into(two), 1).status, 200);
  EXPECT_EQ(pairs(), 0);
}

}  // namespace
}  // namespace tenzij::party
