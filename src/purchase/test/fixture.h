// What the tests of purchases over HTTP share: the people of the demo, and short ways to say what they do.
#pragma once

#include "tests/support/server.h"

namespace tenzij::purchase {

class Purchases : public ::testing::Test {
 protected:
  testing::TestServer server;
  testing::Client holder = server.client();   // Bart, budget holder of Openbare ruimte
  testing::Client advisor = server.client();  // Fatima, procurement advisor
  testing::Client director = server.client();

  void SetUp() override {
    holder.sign_in("budget_holder");
    advisor.sign_in("procurement_advisor");
    director.sign_in("director");
  }

  std::string person(const std::string& user) {
    db::Session session(server.pool(), server.actor());
    return session.scalar<Uuid>("SELECT person_id FROM auth.account WHERE user_name = $1", user)->str();
  }
  std::string unit(const std::string& name) {
    db::Session session(server.pool(), server.actor());
    return session.scalar<Uuid>("SELECT id FROM organisation.unit WHERE name = $1", name)->str();
  }

  json::object input() {
    return {{"title", "Groenonderhoud Zuid"},
            {"need", "Straten waar bewoners graag buiten zijn"},
            {"cpv", "77310000"},
            {"nature", "services"},
            {"social", false},
            {"valueCents", 2'000'000'00},
            {"lots", 1},
            {"unitId", unit("Openbare ruimte")},
            {"budgetHolderId", person("budget_holder")},
            {"advisorId", person("procurement_advisor")},
            {"startOn", "2026-11-10"},
            {"publishOn", "2027-03-01"},
            {"awardOn", "2027-06-01"},
            {"contractFrom", "2027-07-01"},
            {"contractTo", "2031-06-30"},
            {"marketNote", ""}};
  }
  std::string add(const json::object& in) {
    const auto answer = advisor.post("/purchases", json::dump(in));
    EXPECT_EQ(answer.status, 201) << answer.body;
    return std::string(answer.json().at("id").as_string());
  }
  json::value get(const std::string& id) {
    const auto answer = advisor.get("/purchases/" + id);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.json();
  }
  static const json::value& theme(const json::value& purchase, std::string_view code) {
    for (const auto& each : purchase.at("themes").as_array())
      if (each.at("theme").as_string() == code) return each;
    throw std::runtime_error("no such theme");
  }
  static std::string state(const json::value& purchase, std::string_view code) {
    return std::string(theme(purchase, code).at("state").as_string());
  }
  testing::Answer put(testing::Client& who, const std::string& path, const json::value& body, std::int64_t version) {
    return who.call("PUT", "/api/v1" + path, json::dump(body), "If-Match: \"" + std::to_string(version) + "\"\r\n");
  }
  // A step of "unless" on a theme, with the version that holds.
  testing::Answer step_of(testing::Client& who, const std::string& id, const std::string& code, const char* step, const json::value& body) {
    return put(who, "/purchases/" + id + "/themes/" + code + "/" + step, body, theme(get(id), code).at("version").as_int64());
  }
  testing::Answer look(testing::Client& who, const std::string& id, const std::string& code, bool agreed = true, const char* words = "") {
    return step_of(who, id, code, "second-look", {{"agreed", agreed}, {"words", words}});
  }
  // The same, and where it goes below policy the director looks a second time at once.
  testing::Answer decide(testing::Client& who, const std::string& id, const std::string& code, const char* step, const json::value& body) {
    testing::Answer out = step_of(who, id, code, step, body);
    if (out.status == 200 && out.json().at("secondLook").as_bool()) {
      EXPECT_EQ(look(director, id, code).status, 200);
    }
    return out;
  }
  testing::Answer move(testing::Client& who, const std::string& id, const json::value& body) {
    return put(who, "/purchases/" + id + "/status", body, get(id).at("version").as_int64());
  }
  static json::object unless(const char* words = "De keten is kort en bekend.") {
    return {{"reason", "no_influence"}, {"words", words}, {"validTo", nullptr}, {"forCategory", false}};
  }
  // The first suggestion of a theme becomes a requirement; its id.
  std::string choose(const std::string& id, const std::string& code, const std::string& instrument = "") {
    const json::value suggested = advisor.get("/purchases/" + id + "/suggestions").json();
    for (const auto& each : suggested.at("themes").as_array()) {
      if (each.at("theme").as_string() != code) continue;
      for (const auto& item : each.at("items").as_array()) {
        if (!instrument.empty() && item.at("instrument").as_string() != instrument) continue;
        const auto answer = advisor.post("/purchases/" + id + "/requirements",
                                         json::dump(json::object{{"theme", code}, {"criterionId", item.at("id")}, {"basket", false}}));
        EXPECT_EQ(answer.status, 201) << answer.body;
        return std::string(answer.json().at("id").as_string());
      }
    }
    ADD_FAILURE() << "nothing is suggested on " << code;
    return {};
  }
  testing::Answer upload(testing::Client& who, const std::string& path, const std::string& name, const std::string& content) {
    return who.call(
        "POST", "/api/v1" + path,
        "--edge\r\nContent-Disposition: form-data; name=\"files\"; filename=\"" + name + "\"\r\n\r\n" + content + "\r\n--edge--\r\n", {},
        "multipart/form-data; boundary=edge");
  }
};

inline const char* const six[] = {"climate", "environment", "circular", "supply_chain", "diversity", "social_return"};

}  // namespace tenzij::purchase
