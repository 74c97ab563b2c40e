// What the tests of contracts over HTTP share: the people of the demo, and short ways to say what they do.
#pragma once

#include "tests/support/server.h"

namespace tenzij::contract {

class Contracts : public ::testing::Test {
 protected:
  testing::TestServer server;
  testing::Client holder = server.client();       // Bart, budget holder of Openbare ruimte
  testing::Client manager = server.client();      // Sanne, contract manager
  testing::Client coordinator = server.client();  // Joost, social return
  testing::Client director = server.client();

  void SetUp() override {
    holder.sign_in("budget_holder");
    manager.sign_in("contract_manager");
    coordinator.sign_in("sroi_coordinator");
    director.sign_in("director");
  }

  std::string person(const std::string& user) {
    db::Session session(server.pool(), server.actor());
    return session.scalar<Uuid>("SELECT person_id FROM auth.account WHERE user_name = $1", user)->str();
  }
  static std::string id_of(const testing::Answer& answer) {
    EXPECT_EQ(answer.status, 201) << answer.body;
    return answer.status == 201 ? std::string(answer.json().at("id").as_string()) : "";
  }
  testing::Answer put(testing::Client& who, const std::string& path, const json::value& body, std::int64_t version) {
    return who.call("PUT", "/api/v1" + path, json::dump(body), "If-Match: \"" + std::to_string(version) + "\"\r\n");
  }
  testing::Answer post(testing::Client& who, const std::string& path, const json::value& body) { return who.post(path, json::dump(body)); }
  json::value get(testing::Client& who, const std::string& path) {
    const auto answer = who.get(path);
    EXPECT_EQ(answer.status, 200) << path << answer.body;
    return answer.json();
  }
  std::int64_t version(const std::string& contract) { return get(manager, "/contracts/" + contract).at("version").as_int64(); }

  json::object input() {
    return {{"reference", "C-1"},
            {"title", "Onderhoud plantsoen"},
            {"partyId", id_of(post(manager, "/parties", {{"name", "Groenwerk"}}))},
            {"valueCents", 1'000'000'00},
            {"startOn", "2026-01-01"},
            {"endOn", "2027-12-31"},
            {"renewal", "option"},
            {"notice", 3},
            {"noticeUnit", "months"},
            {"managerId", person("contract_manager")},
            {"budgetHolderId", person("budget_holder")}};
  }
  std::string add(const json::object& in) { return id_of(post(manager, "/contracts", in)); }
  testing::Answer move(testing::Client& who, const std::string& id, const char* state, const char* reason = "") {
    return put(who, "/contracts/" + id + "/status", {{"state", state}, {"reason", reason}}, version(id));
  }
  // In force, with one commitment that is looked at once a quarter.
  std::string running() {
    const std::string id = add(input());
    id_of(post(manager, "/contracts/" + id + "/commitments",
               {{"kind", "asked"},
                {"title", "Emissievrij materieel"},
                {"text", "60 % van de uren"},
                {"theme", "climate"},
                {"rhythm", "quarter"},
                {"indicator", "Uren"},
                {"indicatorUnit", "%"},
                {"figure", 60},
                {"verifier", "Contractmanager"}}));
    EXPECT_EQ(move(manager, id, "in_force").status, 200);
    return id;
  }
  json::array moments(const std::string& id) {
    return get(manager, "/contracts/" + id + "/commitments").at("items").at(0).at("moments").as_array();
  }
  testing::Answer step(testing::Client& who, const std::string& id, const json::value& moment, const char* what, const json::value& body) {
    return put(who, "/contracts/" + id + "/moments/" + std::string(moment.at("id").as_string()) + "/" + what, body,
               moment.at("version").as_int64());
  }

  // 5 % of the value from 100,000, and Noorderveen's blocks, on a contract.
  void give_rule(const std::string& id, const char* table_by = "placement") {
    db::Session session(server.pool(), server.actor());
    session.query("DELETE FROM contract.placement");
    session.query("DELETE FROM contract.effort");
    session.query("DELETE FROM contract.block_table");
    session.commit();
    id_of(post(coordinator, "/social-return-tables", table("2020-01-01", 40'000'00)));
    const auto rule = id_of(post(coordinator, "/social-return-rules",
                                 {{"name", "Vijf procent"},
                                  {"source", "Beleid"},
                                  {"validFrom", "2024-01-01"},
                                  {"percentBp", 500},
                                  {"base", "contract_value"},
                                  {"fromCents", 100'000'00},
                                  {"tableBy", table_by}}));
    EXPECT_EQ(put(coordinator, "/contracts/" + id + "/social-return", {{"ruleId", rule}}, version(id)).status, 200);
  }
  static json::object table(const char* from, std::int64_t cents) {
    return {{"name", "Noorderveen"},
            {"source", "Beleid"},
            {"validFrom", from},
            {"normHours", 36},
            {"centsPerHour", 100'00},
            {"blocks", json::array{json::object{{"code", "pw"}, {"name", "Participatiewet"}, {"cents", cents}}}},
            {"bonuses", json::array{json::object{{"code", "50"}, {"name", "50 jaar of ouder"}, {"cents", 10'000'00}}}}};
  }
  static json::object placement(const char* reference = "M-1", double hours = 36) {
    return {{"block", "pw"},        {"hoursPerWeek", hours},    {"fromOn", "2026-01-01"},
            {"toOn", "2026-06-30"}, {"bonuses", json::array{}}, {"reference", reference}};
  }
  testing::Answer judge_line(testing::Client& who, const std::string& id, const char* state, std::int64_t seen, const char* reason = "") {
    return put(who, "/placements/" + id + "/judgement", {{"state", state}, {"reason", reason}}, seen);
  }
  json::value social_return(testing::Client& who, const std::string& id, const std::string& on = "") {
    return get(who, "/contracts/" + id + "/social-return" + (on.empty() ? "" : "?on=" + on));
  }
};

}  // namespace tenzij::contract
