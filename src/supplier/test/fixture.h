// What the tests of the supplier's page share: suppliers with a contract, and the way in as a letter gives it.
#pragma once

#include <gtest/gtest.h>

#include "platform/mail/mail.h"
#include "supplier/supplier.h"
#include "tests/support/server.h"

namespace tenzij::supplier {

inline constexpr std::string_view insert_table = R"sql(
INSERT INTO contract.block_table (municipality_id, id, name, source, valid_from, norm_hours, blocks, bonuses)
VALUES ($1, $2, 'Blokken', 'Beleid', '2019-01-01', 36,
        '[{"code": "pw", "name": "Participatiewet", "cents": 4000000}]', '[]')
ON CONFLICT DO NOTHING
)sql";

inline constexpr std::string_view insert_verified = R"sql(
INSERT INTO contract.placement (municipality_id, id, contract_id, table_id, block, hours, from_on, to_on, reference,
                                reported_name, reported_at, state)
SELECT $1, $2, $3, t.id, 'pw', 36, '2026-01-01', '2026-06-30', 'M-1', 'Iemand', now(), 'verified'
  FROM contract.block_table t
 WHERE t.valid_from = '2019-01-01'
)sql";

inline constexpr std::string_view insert_party = R"sql(
INSERT INTO party.party (municipality_id, id, name, kvk, created_at)
VALUES ($1, $2, $3, $4, now())
)sql";

inline constexpr std::string_view insert_promise = R"sql(
INSERT INTO contract.commitment (municipality_id, id, contract_id, kind, title, text, theme, indicator, indicator_unit,
                                 figure, rhythm, position)
VALUES ($1, $2, $3, 'asked', 'Emissievrij materieel', '60 % van de uren', 'climate', 'Uren', '%', 60, 'quarter', 1)
)sql";

inline constexpr std::string_view insert_contact = R"sql(
INSERT INTO supplier.contact (municipality_id, id, party_id, name, email, created_at)
VALUES ($1, $2, $3, $4, $5, now())
)sql";

inline constexpr std::string_view insert_sent_file = R"sql(
INSERT INTO contract.evidence (municipality_id, id, contract_id, moment_id, name, kind, size_bytes, sha256, scan,
                               added_name, added_at)
VALUES ($1, $2, $3, $4, 'elders.csv', 'csv', 1, repeat('0', 64), 'unscanned', 'Iemand', now())
)sql";

inline constexpr std::string_view insert_sent_table = R"sql(
INSERT INTO supplier.upload (municipality_id, id, contact_id, at)
VALUES ($1, $2, $3, now())
)sql";

inline constexpr std::string_view last_letter = R"sql(
SELECT secret_path, args->>'code', args->>'titles'
  FROM mail.message
 WHERE kind = $1
   AND address = $2
 ORDER BY at DESC, id DESC
 LIMIT 1
)sql";

using testing::Answer;
using testing::Client;

// What one supplier has in one municipality: one contract in force, one promise with three quarters, one placement.
struct Planted {
  Uuid municipality;
  Uuid party;
  Uuid contract;
  Uuid commitment;
  std::vector<Uuid> moments;
  Uuid placement;
  Uuid contact{};
  Uuid evidence{};
  Uuid wording{};
  Uuid upload{};
};

class Supplier : public ::testing::Test {
 protected:
  testing::TestServer server{false};
  Uuid home;
  Client manager = server.client();
  Client coordinator = server.client();

  void SetUp() override {
    db::Connection owner = server.owner();
    mail::say_configured(owner, true);
    home = organisation::add_municipality(owner, "GM0034", "Almere", false).id;
    db::Session session(server.pool(), {home, {}, "test"});
    for (const char* role : {"contract_manager", "sroi_coordinator"})
      organisation::add_person(session, {role, {}, {}, {}, role, "vier losse rare woorden", {role}}, auth::PasswordRules(""));
    session.commit();
    ASSERT_EQ(manager.sign_in("contract_manager", "vier losse rare woorden").status, 201);
    ASSERT_EQ(coordinator.sign_in("sroi_coordinator", "vier losse rare woorden").status, 201);
  }

  static void add_return(db::Session& session, const Planted& out) {
    const Uuid table = new_id();
    session.query(insert_table, out.municipality, table);
    const Uuid rule = contract::add_obligation_rule(session, {.name = "Vijf procent " + out.contract.str(),
                                                              .source = "Beleid",
                                                              .valid_from = Date::parse("2020-01-01").value(),
                                                              .percent_bp = 500});
    session.query("UPDATE contract.contract SET rule_id = $2 WHERE id = $1", out.contract, rule);
    session.query(insert_verified, out.municipality, out.placement, out.contract);
  }

  Planted plant(const Uuid& municipality, const std::string& party, const std::string& kvk, const std::string& title) {
    db::Session session(server.pool(), {municipality, {}, "test"});
    Planted out{
        .municipality = municipality, .party = new_id(), .contract = {}, .commitment = new_id(), .moments = {}, .placement = new_id()};
    session.query(insert_party, municipality, out.party, party, kvk);
    contract::ContractInput in;
    in.title = title;
    in.party_id = out.party;
    in.value_cents = 1'000'000'00;
    in.start_on = Date::parse("2026-01-01");
    in.end_on = Date::parse("2027-12-31");
    out.contract = contract::add_contract(session, in, server.now());
    session.query("UPDATE contract.contract SET state = 'in_force' WHERE id = $1", out.contract);
    session.query(insert_promise, municipality, out.commitment, out.contract);
    contract::plan_moments(session, out.contract);
    const auto rows = session.query("SELECT id FROM contract.moment WHERE contract_id = $1 ORDER BY due_on", out.contract);
    for (int i = 0; i < rows.rows(); ++i) out.moments.push_back(rows.get<Uuid>(i, 0));
    add_return(session, out);
    session.commit();
    return out;
  }

  // Beside it: a contact with a file that was sent, a sentence that was proposed, and a table that was sent.
  void plant_rest(Planted& at) {
    db::Session session(server.pool(), {at.municipality, {}, "test"});
    at.contact = new_id();
    session.query(insert_contact, at.municipality, at.contact, at.party, "Iemand", at.party.str() + "@elders.localhost");
    at.evidence = new_id();
    session.query(insert_sent_file, at.municipality, at.evidence, at.contract, at.moments[0]);
    at.wording = contract::propose_wording(session, at.commitment, "Wij doen het zo", "Iemand", server.now());
    at.upload = new_id();
    session.query(insert_sent_table, at.municipality, at.upload, at.contact);
    session.commit();
  }

  // Somebody to ask, and the link of the letter.
  std::string contact(const Planted& at, const std::string& name, const std::string& email) {
    db::Session session(server.pool(), {at.municipality, {}, "test"});
    const Uuid id = new_id();
    session.query(insert_contact, at.municipality, id, at.party, name, email);
    session.commit();
    return id.str();
  }
  std::string last(const std::string& kind, const std::string& email, const std::string& what) {
    const auto found = server.owner().query(last_letter, kind, email);
    if (found.empty()) return {};
    return std::string(found.text(0, what == "path" ? 0 : what == "code" ? 1 : 2));
  }
  std::string ask(const Planted& at, const std::string& email) {
    db::Session session(server.pool(), {at.municipality, {}, "test"});
    EXPECT_GT(ask_due(session, server.now()), 0);
    session.commit();
    const std::string path = last("supplier_asked", email, "path");
    EXPECT_TRUE(path.starts_with("/leverancier#")) << path;
    return path.substr(path.find('#') + 1);
  }
  Answer come(Client& who, const std::string& token, const std::string& code) {
    return who.post("/supplier-sessions", json::dump(json::object{{"token", token}, {"code", code}}));
  }
  std::string code_for(const std::string& token, const std::string& email) {
    server.pass(std::chrono::seconds(1));
    const auto sent = server.client().post("/supplier-codes", json::dump(json::object{{"token", token}}));
    EXPECT_EQ(sent.status, 201) << sent.body;
    return last("supplier_code", email, "code");
  }
  Client inside(const Planted& at, const std::string& name, const std::string& email) {
    contact(at, name, email);
    const std::string token = ask(at, email);
    Client out = server.client();
    EXPECT_EQ(come(out, token, code_for(token, email)).status, 201);
    EXPECT_TRUE(out.cookie.starts_with("tenzij_supplier="));
    return out;
  }
  static Answer put(Client& who, const std::string& path, const json::value& body, std::int64_t version = 1) {
    return who.call("PUT", "/api/v1" + path, json::dump(body), "If-Match: \"" + std::to_string(version) + "\"\r\n");
  }
  static json::value get(Client& who, const std::string& path) {
    const auto answer = who.get(path);
    EXPECT_EQ(answer.status, 200) << path << answer.body;
    return answer.json();
  }
};

}  // namespace tenzij::supplier
