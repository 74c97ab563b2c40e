#include <gtest/gtest.h>

#include "tests/support/server.h"

namespace tenzij {
namespace {

using namespace std::chrono_literals;
using testing::Client;
using testing::TestServer;

// The machine's clock is set back an hour, as when a wrong one is mended.
class ClockSetBack : public ::testing::Test {
 protected:
  TestServer server;
  Client client = server.client();

  void SetUp() override {
    client.sign_in("administrator");
    server.pass(-3600s);
  }
};

TEST_F(ClockSetBack, who_was_signed_in_stays_so_and_the_session_still_ends) {
  EXPECT_EQ(client.get("/units").status, 200);
  EXPECT_EQ(client.post("/units", R"({"name":"Na de sprong"})").status, 201);
  server.pass(3600s);
  EXPECT_EQ(client.get("/units").status, 200);
  server.pass(limits::session_absolute + 2h);
  EXPECT_EQ(client.get("/units").status, 401);
}

TEST_F(ClockSetBack, jobs_go_on) {
  db::Session session(server.pool(), server.actor());
  const Uuid id = jobs::enqueue(session, notices::rescan_job, "again", json::object{{"notices", 0}}, server.now());
  session.commit();
  server.application().runner().wake();
  EXPECT_EQ(server.wait_for_job(client, id.str()).at("state").get_string(), "done");
}

TEST_F(ClockSetBack, the_audit_log_keeps_its_order_and_is_sound) {
  client.post("/units", R"({"name":"Een"})");
  server.pass(-3600s);
  client.post("/units", R"({"name":"Twee"})");
  db::Connection owner = server.owner();
  EXPECT_TRUE(owner.query("SELECT audit.first_fault($1)", server.municipality()).null(0, 0));
}

}  // namespace
}  // namespace tenzij
