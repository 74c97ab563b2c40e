// What must hold for every table and every route, whoever adds one.
#include <gtest/gtest.h>

#include "supplier/supplier.h"
#include "tests/support/server.h"

namespace tenzij {
namespace {

using testing::Client;
using testing::TestServer;

class Walls : public ::testing::Test {
 protected:
  TestServer server;
};

std::vector<std::string> municipal_tables(db::Connection& owner) {
  const auto found = owner.query(
      R"sql(
SELECT c.oid::regclass::text
  FROM pg_class c
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'municipality_id' AND NOT a.attisdropped
 WHERE c.relkind = 'r'
 ORDER BY 1
)sql");
  std::vector<std::string> out;
  for (int row = 0; row < found.rows(); ++row) out.emplace_back(found.text(row, 0));
  return out;
}

TEST_F(Walls, every_municipal_table_is_behind_the_wall) {
  const Uuid other = server.add_other();
  db::Connection owner = server.owner();
  const auto tables = municipal_tables(owner);
  ASSERT_GT(tables.size(), 12U);
  for (const auto& table : tables) {
    const auto facts = owner.query("SELECT relrowsecurity, obj_description(oid) FROM pg_class WHERE oid = $1::regclass", table);
    EXPECT_TRUE(facts.get<bool>(0, 0)) << table << " has no row-level security";
    db::Session session(server.pool(), {other, {}, "test"});
    EXPECT_EQ(session.query("SELECT 1 FROM " + table + " WHERE municipality_id <> $1 LIMIT 1", other).rows(), 0) << table << " can be read";
    if (table == "audit.entry") continue;  // nobody writes there but the trigger
    EXPECT_EQ(session.query("UPDATE " + table + " SET municipality_id = municipality_id WHERE municipality_id <> $1", other).affected(), 0)
        << table;
    EXPECT_EQ(session.query("DELETE FROM " + table + " WHERE municipality_id <> $1", other).affected(), 0) << table;
  }
}

TEST_F(Walls, a_row_cannot_be_moved_or_written_into_another_municipality) {
  const Uuid other = server.add_other();
  db::Session session(server.pool(), {other, {}, "test"});
  EXPECT_THROW(
      session.query("INSERT INTO organisation.unit (municipality_id, id, name) VALUES ($1, $2, 'x')", server.municipality(), new_id()),
      db::SqlError);
}

TEST_F(Walls, without_a_municipality_nothing_is_seen) {
  db::Connection owner = server.owner();
  for (const auto& table : municipal_tables(owner)) {
    db::Session session(server.pool(), {});
    EXPECT_EQ(session.query("SELECT 1 FROM " + table + " LIMIT 1").rows(), 0) << table;
  }
}

TEST_F(Walls, the_application_owns_nothing_and_every_table_says_how_it_is_audited) {
  db::Connection owner = server.owner();
  EXPECT_EQ(owner.query("SELECT count(*) FROM pg_class WHERE relowner = 'tenzij_app'::regrole").get<int>(0, 0), 0);
  for (const auto& table : municipal_tables(owner)) {
    if (table == "audit.entry" || table == "platform.municipality") continue;
    const auto facts = owner.query(
        "SELECT obj_description($1::regclass), EXISTS (SELECT 1 FROM pg_trigger WHERE tgrelid = $1::regclass AND tgname = 'audit')", table);
    const std::string comment(facts.text(0, 0));
    EXPECT_TRUE(comment == "audit: derived" || facts.get<bool>(0, 1)) << table << " is not in the audit log";
  }
}

TEST_F(Walls, every_municipal_table_has_its_key_begin_with_the_municipality) {
  db::Connection owner = server.owner();
  for (const auto& table : municipal_tables(owner)) {
    const auto first = owner.query(
        R"sql(
SELECT a.attname
  FROM pg_index i
  JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
 WHERE i.indrelid = $1::regclass
   AND i.indisprimary
)sql",
        table);
    ASSERT_EQ(first.rows(), 1) << table;
    EXPECT_EQ(first.text(0, 0), "municipality_id") << table;
  }
}

std::string address_of(std::string path) {
  for (std::size_t at = path.find('{'); at != std::string::npos; at = path.find('{'))
    path.replace(at, path.find('}') - at + 1, "01a20a83-c80b-7c3e-b0d4-910f6119c2a0");
  return "/api/v1" + path;
}

const char* verb(http::Method method) {
  switch (method) {
    case http::Method::post:
      return "POST";
    case http::Method::put:
      return "PUT";
    case http::Method::patch:
      return "PATCH";
    case http::Method::remove:
      return "DELETE";
    default:
      return "GET";
  }
}

TEST_F(Walls, every_route_keeps_strangers_and_roles_without_permission_out) {
  Client stranger = server.client();
  Client citizen = server.client();
  ASSERT_EQ(citizen.sign_in("citizen").status, 201);
  const std::set<std::string> open{"signIn", "signOut", "getInstallation", "getLogo", "getLook", "setUpInstallation", "listThemes",
                                   "listCodes", "listThresholds", "listCpvCodes", "listMunicipalities", "getApiDocument", "resetPassword",
                                   "getOpenInvitation", "addOpenComment", "finishOpenInvitation",
                                   // Participants of a session: their seat is the cookie, checked in each.
                                   "readJoinCode", "readSessionInvitation", "takeSeat", "getSeat", "leaveSeat", "score", "addSeatNote",
                                   "streamSeat",
                                   // A calendar programme has no session; the link is the key.
                                   "readCalendar",
                                   // Nor has a mail programme: the link is signed, for its kinds alone.
                                   "getMailOff", "switchMailOff", "switchMailOn",
                                   // The way in for a supplier: the link of a letter, and the code that is sent to the same box.
                                   "sendSupplierCode", "openSupplierSession"};
  std::set<std::string> really_open;
  for (const auto& route : server.application().router().routes()) {
    if (route.permission == http::anyone) {
      really_open.insert(route.operation_id);
      continue;
    }
    EXPECT_EQ(stranger.call(verb(route.method), address_of(route.path)).status, 401) << route.path;
    if (route.permission == supplier::permission) {
      EXPECT_EQ(citizen.call(verb(route.method), address_of(route.path)).status, 401) << route.path << " is for suppliers";
    } else if (route.permission != http::signed_in) {
      EXPECT_EQ(citizen.call(verb(route.method), address_of(route.path)).status, 403) << route.path;
    }
  }
  EXPECT_EQ(really_open, open) << "a route that is open to everybody must be named here";
}

TEST_F(Walls, another_municipality_does_not_exist) {
  Client ours = server.client();
  ours.sign_in("director");
  const std::string notice(ours.get("/notices").json().at("items").at(0).at("id").as_string());
  server.add_other();
  Client theirs = server.client();
  ASSERT_EQ(theirs.sign_in("other", "vier losse rare woorden").status, 201);
  EXPECT_EQ(theirs.get("/notices/" + notice).status, 404);
  EXPECT_EQ(theirs.get("/notices/" + notice + "/original").status, 404);
  EXPECT_EQ(theirs.get("/insight/standing").json().at("procedures").as_int64(), 0);
}

TEST_F(Walls, the_audit_log_tells_who_changed_what_and_no_secrets_and_shows_tampering) {
  Client client = server.client();
  client.sign_in("administrator");
  ASSERT_EQ(client.post("/units", R"({"name":"Griffie Noord"})").status, 201);
  ASSERT_EQ(client.post("/people", R"({"name":"Nieuw","userName":"nieuw","password":"paard batterij nietje","roles":["director"]})").status,
            201);
  const std::string log = client.get("/audit-entries").body;
  EXPECT_NE(log.find("Griffie Noord"), std::string::npos);
  EXPECT_NE(log.find("Pim Bos"), std::string::npos);
  EXPECT_EQ(log.find("argon2"), std::string::npos);
  db::Connection owner = server.owner();
  EXPECT_TRUE(owner.query("SELECT audit.first_fault($1)", server.municipality()).null(0, 0));
  owner.query("UPDATE audit.entry SET change = '{\"name\": \"Anders\"}' WHERE change->>'name' = 'Griffie Noord'");
  EXPECT_FALSE(owner.query("SELECT audit.first_fault($1)", server.municipality()).null(0, 0));
  db::Session session(server.pool(), server.actor());
  EXPECT_THROW(session.query("DELETE FROM audit.entry"), db::SqlError);
}

TEST_F(Walls, an_encoded_slash_is_no_separator) {
  Client client = server.client();
  EXPECT_EQ(client.call("GET", "/api/v1/themes").status, 200);
  for (const char* path : {"/api%2fv1/themes", "/api/v1%2Fthemes", "/%2fapi/v1/themes", "/assets%2f..%2fthemes"})
    EXPECT_EQ(client.call("GET", path).status, 404) << path;
}

TEST_F(Walls, every_answer_carries_the_security_headers) {
  Client client = server.client();
  for (const char* path : {"/healthz", "/readyz", "/api/v1/themes", "/api/v1/nowhere"}) {
    const auto answer = client.call("GET", path);
    EXPECT_NE(answer.header("content-security-policy").find("default-src 'none'"), std::string::npos) << path;
    EXPECT_EQ(answer.header("content-security-policy").find("unsafe"), std::string::npos) << path;
    EXPECT_FALSE(answer.header("x-request-id").empty()) << path;
  }
  EXPECT_NE(client.call("GET", "/metrics").body.find("tenzij_requests_total"), std::string::npos);
}

}  // namespace
}  // namespace tenzij
