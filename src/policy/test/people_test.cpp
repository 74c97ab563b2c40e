// Who moves, which manifest step, whom to ask: the people side of policy over HTTP on a real database.
#include "policy/test/fixture.h"

namespace tenzij::policy {
namespace {

class PolicyPeople : public PolicyFixture {};

TEST_F(PolicyPeople, every_number_of_a_unit_equals_its_rows_and_a_conversation_makes_it_move) {
  std::string quiet;
  for (const auto& each : list("/unit-progress")) {
    const std::string unit(each.at("unitId").as_string());
    EXPECT_EQ(static_cast<std::size_t>(each.at("goals").as_int64()), list("/goals?unitId=" + unit).size());
    EXPECT_EQ(static_cast<std::size_t>(each.at("gaps").as_int64()), list("/gaps?unitId=" + unit).size());
    if (each.at("name").as_string() == "Griffie en bestuur") {
      EXPECT_FALSE(each.at("moves").as_bool());
      quiet = unit;
    }
  }
  ASSERT_EQ(
      client.post("/coaching", "{\"unitId\":\"" + quiet + "\",\"heldOn\":\"2026-10-30\",\"note\":\"Begonnen\",\"nextStep\":\"\"}").status,
      201);
  for (const auto& each : list("/unit-progress"))
    if (each.at("unitId").as_string() == quiet) {
      EXPECT_TRUE(each.at("moves").as_bool());
    }
}

TEST_F(PolicyPeople, manifest_steps_want_evidence_and_the_latest_counts) {
  EXPECT_EQ(
      client.post("/manifest-steps", R"({"theme":"climate","currentStep":4,"wantedStep":5,"evidence":"","judgedOn":"2026-10-01"})").status,
      400);
  EXPECT_EQ(client
                .post("/manifest-steps",
                      R"({"theme":"climate","currentStep":4,"wantedStep":5,"evidence":"Vast in alle formats","judgedOn":"2026-10-01"})")
                .status,
            201);
  int latest = 0;
  for (const auto& each : list("/manifest-steps", "items"))
    if (each.at("theme").as_string() == "climate" && each.at("unitId").is_null() && each.at("latest").as_bool()) {
      ++latest;
      EXPECT_EQ(each.at("currentStep").as_int64(), 4);
    }
  EXPECT_EQ(latest, 1);
}

TEST_F(PolicyPeople, the_nearest_person_is_told_per_theme_and_unit_and_the_cover_check_sees_what_is_missing) {
  std::string unit;
  for (const auto& each : list("/units", "items"))
    if (each.at("name").as_string() == "Openbare ruimte") unit = std::string(each.at("id").as_string());
  const json::value contacts = get("/contacts?theme=circular&unitId=" + unit + "&cpv=77");
  ASSERT_GE(contacts.at("items").as_array().size(), 2U);
  EXPECT_EQ(contacts.at("items").at(0).at("why").as_string(), "adviser");
  const std::string cover = json::dump(get("/impact-team").at("cover"));
  EXPECT_NE(cover.find("impact_enterprise"), std::string::npos);
  EXPECT_NE(cover.find("adviser_missing"), std::string::npos);
  Client asker = server.client();
  asker.sign_in("budget_holder");
  ASSERT_EQ(asker.post("/help-requests", R"({"question":"Hoe vraag ik om hergebruik?","theme":"circular"})").status, 201);
  const json::value open = get("/help-requests").at("items").at(0);
  EXPECT_TRUE(open.at("forMe").as_bool()) << "it went to the adviser of the asker's directorate";
  const std::string path = "/help-requests/" + std::string(open.at("id").as_string()) + "/answer";
  EXPECT_EQ(client.post(path, R"({"answer":"Vraag terugname"})").status, 200);
  EXPECT_EQ(client.post(path, R"({"answer":"Nog eens"})").status, 409);
}

TEST_F(PolicyPeople, units_come_from_csv_all_or_none) {
  Client administrator = server.client();
  administrator.sign_in("administrator");
  const auto upload = [&](const std::string& csv) {
    return administrator.call("POST", "/api/v1/unit-imports",
                              "--e\r\nContent-Disposition: form-data; name=\"files\"; filename=\"u.csv\"\r\n\r\n" + csv + "\r\n--e--\r\n",
                              {}, "multipart/form-data; boundary=e");
  };
  const auto wrong = upload("naam;onder\nTeam Noord;Directie\nTeam Zuid;Bestaat niet\n");
  EXPECT_EQ(wrong.status, 400);
  EXPECT_NE(wrong.body.find("Regel 3"), std::string::npos) << wrong.body;
  EXPECT_EQ(get("/units").at("items").as_array().size(), 10U) << "nothing is half-written";
  const auto right = upload("naam;onder\nTeam Noord;Directie\nPloeg Een;Team Noord\nDirectie;\n");
  EXPECT_EQ(right.json().at("added").as_int64(), 2) << right.body;
  EXPECT_EQ(right.json().at("known").as_int64(), 1);
}

}  // namespace
}  // namespace tenzij::policy
