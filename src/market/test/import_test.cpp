// A directory of others in: a row per offering, the same again changes nothing, rows of one enterprise go back as one.
#include "tests/support/server.h"

namespace tenzij::market {
namespace {

class MarketImports : public ::testing::Test {
 protected:
  testing::TestServer server{false};
  testing::Client admin = server.client();
  void SetUp() override {
    server.add_other();
    ASSERT_EQ(admin.sign_in("other", "vier losse rare woorden").status, 201);
  }
  testing::Answer send(const std::string& path, const std::string& content) {
    return admin.call(
        "POST", "/api/v1" + path,
        "--edge\r\nContent-Disposition: form-data; name=\"files\"; filename=\"lijst.csv\"\r\n\r\n" + content + "\r\n--edge--\r\n", {},
        "multipart/form-data; boundary=edge");
  }
  std::int64_t total() { return admin.get("/enterprises").json().at("total").as_int64(); }
  json::value run(const std::string& id, const std::string& what) {
    const auto answer = admin.post("/imports/enterprises/" + id + "/" + what, "");
    EXPECT_EQ(answer.status, 202) << answer.body;
    return answer.status == 202 ? server.wait_for_job(admin, std::string(answer.json().at("jobId").as_string())) : json::value(nullptr);
  }
  static constexpr const char* head =
      "name;kvk;place;description;themes;certificate;certificateUntil;offering;offeringDescription;price;unit\n";
  static std::string file() {
    return std::string(head) +
           "Bakkerij De Brug;01234567;Assen;Leerbakkerij;social_return;PSO 30+;31-12-2027;Taarten;Op bestelling;25,00;stuk\n"
           "Houtgoed;;Emmen;Werkplaats;circulair;FSC;;Zitbanken;;450;bank\n"
           "Bakkerij De Brug BV;01234567;Assen;;;;;Brood;Desem;3,50;brood\n"
           "Alleen Naam;;;;;;;;;;\n";
  }
};

TEST_F(MarketImports, own_columns_are_known_and_rows_of_one_enterprise_are_one) {
  const auto first = send("/enterprise-imports", file());
  ASSERT_EQ(first.status, 202) << first.body;
  EXPECT_EQ(first.json().at("added").as_int64(), 4) << "rows";
  EXPECT_TRUE(first.json().at("notUsed").as_array().empty()) << first.body;
  EXPECT_EQ(total(), 3);
  const json::value found = admin.get("/enterprises?search=taart").json();
  const json::value one = admin.get("/enterprises/" + std::string(found.at("items").at(0).at("id").as_string())).json();
  EXPECT_EQ(one.at("offerings").as_array().size(), 2U);
  EXPECT_EQ(one.at("offerings").at(0).at("priceCents").as_int64(), 25'00);
  EXPECT_EQ(one.at("evidence").at(0).at("validTo").as_string(), "2027-12-31");
  EXPECT_EQ(one.at("themes").at(0).as_string(), "social_return");
  EXPECT_EQ(one.at("name").as_string(), "Bakkerij De Brug") << "the first row names it";
  const auto again = send("/enterprise-imports", file());
  ASSERT_EQ(again.status, 202) << again.body;
  EXPECT_EQ(again.json().at("same").as_int64(), 4) << again.body;
  EXPECT_EQ(total(), 3);
  std::string dearer = file();
  dearer.replace(dearer.find("450"), 3, "475");
  const auto third = send("/enterprise-imports", dearer);
  EXPECT_EQ(third.json().at("changed").as_int64(), 1) << third.body;
  EXPECT_EQ(admin.get("/enterprises?search=zitbank").json().at("items").at(0).at("offering").at("priceCents").as_int64(), 475'00);
}

TEST_F(MarketImports, the_same_file_twice_is_the_same) {
  const std::string plain = std::string(head) +
                            "Houtgoed;;Emmen;Werkplaats;circular;FSC;31-12-2027;Zitbanken;;450;bank\n"
                            "Houtgoed;;Emmen;Werkplaats;circular;FSC;31-12-2027;Tafels;;900;tafel\n";
  ASSERT_EQ(send("/enterprise-imports", plain).json().at("added").as_int64(), 2);
  const auto again = send("/enterprise-imports", plain);
  EXPECT_EQ(again.json().at("same").as_int64(), 2) << again.body;
  EXPECT_EQ(again.json().at("changed").as_int64(), 0) << again.body;
}

TEST_F(MarketImports, refused_rows_are_named_by_row_and_column) {
  const auto answer = send("/enterprise-imports", std::string(head) +
                                                      ";;Assen;;;;;Taart;;;\n"
                                                      "Een;123;Assen;;;;;Taart;;;\n"
                                                      "Twee;;Assen;;maanlicht;;;Taart;;;\n"
                                                      "Drie;;Assen;;;Onbekend keurmerk;;Taart;;;\n"
                                                      "Vier;;Assen;;;;;Taart;;veel;\n");
  ASSERT_EQ(answer.status, 400) << answer.body;
  for (const char* where : {"/files/2/name", "/files/3/kvk", "/files/4/themes", "/files/5/certificate", "/files/6/price"})
    EXPECT_NE(answer.body.find(where), std::string::npos) << where << answer.body;
  EXPECT_EQ(total(), 0) << "all rows or none";
}

TEST_F(MarketImports, a_preview_writes_nothing_and_the_whole_goes_back) {
  ASSERT_EQ(send("/enterprise-imports", std::string(head) + "Houtgoed;;Emmen;Oud;;;;Zitbanken;;400;bank\n").status, 202);
  // More rows than one transaction takes, the first enterprise at both ends.
  std::string large = file();
  for (int i = 0; i < 150; ++i) large += "Maker " + std::to_string(i) + ";;Zwolle;;;;;Ding " + std::to_string(i) + ";;5;stuk\n";
  large += "Bakkerij De Brug;01234567;Assen;;;;;Koek;;4;doos\n";
  const auto aside = send("/imports/enterprises", large);
  ASSERT_EQ(aside.status, 202) << aside.body;
  const std::string id(aside.json().at("id").as_string());
  EXPECT_EQ(admin.get("/imports/enterprises/" + id).json().at("counts").at("added").as_int64(), 154);
  EXPECT_EQ(admin.get("/imports/enterprises/" + id).json().at("counts").at("changed").as_int64(), 1);
  EXPECT_EQ(total(), 1);
  ASSERT_EQ(run(id, "writing").at("state").as_string(), "done");
  EXPECT_EQ(total(), 153);
  EXPECT_EQ(admin.get("/enterprises?search=koek").json().at("items").at(0).at("offerings").as_int64(), 3)
      << "one enterprise, three offerings";
  const json::value undone = run(id, "undoing").at("report");
  EXPECT_EQ(undone.at("state").as_string(), "undone");
  EXPECT_EQ(undone.at("kept").as_int64(), 0) << "a record of several rows is taken back once";
  EXPECT_EQ(total(), 1);
  EXPECT_EQ(admin.get("/enterprises?search=zitbank").json().at("items").at(0).at("offering").at("priceCents").as_int64(), 400'00);
}

TEST_F(MarketImports, what_only_looks_like_one_is_asked_about) {
  ASSERT_EQ(send("/enterprise-imports", std::string(head) + "Klompenmakerij De Boer;;Assen;;;;;Klompen;;20;paar\n").status, 202);
  const auto aside = send("/imports/enterprises", std::string(head) + "Klompenmakerij De Boerr;;Assen;;;;;Klompen;;20;paar\n");
  ASSERT_EQ(aside.status, 202) << aside.body;
  const std::string id(aside.json().at("id").as_string());
  EXPECT_EQ(admin.get("/imports/enterprises/" + id).json().at("counts").at("questions").as_int64(), 1);
  const std::string address = "/imports/enterprises/" + id + "/choices";
  json::value choices = admin.get("/imports/enterprises/" + id).json().at("choices");
  choices.as_object()["answers"] = json::array{json::object{{"cell", "A2"}, {"value", "Klompenmakerij De Boer"}}};
  const auto answered = admin.call("PUT", "/api/v1" + address, json::dump(choices));
  ASSERT_EQ(answered.status, 200) << answered.body;
  EXPECT_EQ(answered.json().at("counts").at("same").as_int64(), 1) << answered.body;
}

}  // namespace
}  // namespace tenzij::market
