#include "tests/support/server.h"

#include <unistd.h>

#include "app/demo.h"
#include "organisation/organisation.h"

namespace tenzij::testing {

TestServer::TestServer(bool demo, bool request_log) : name_(TestCluster::get().create(demo ? demo_template() : "template1")) {
  settings_ = settings(name_, demo);
  settings_.request_log = request_log;
  application_ = std::make_unique<app::Application>(settings_, [this] { return now(); });
  application_->serve();
}

TestServer::~TestServer() {
  application_.reset();
  try {
    TestCluster::get().drop(name_);
  } catch (const std::exception& error) {
    ADD_FAILURE() << "the test's database stays: " << error.what();
  }
}

Uuid TestServer::municipality() { return owner().query("SELECT id FROM platform.municipality WHERE code = 'GM9999'").get<Uuid>(0, 0); }

db::Actor TestServer::actor() { return {municipality(), {}, "test"}; }

Uuid TestServer::add_other() {
  db::Connection connection = owner();
  const auto other = organisation::add_municipality(connection, "GM0001", "Gemeente Ander", false);
  db::Session session(pool(), {other.id, {}, "test"});
  organisation::add_person(session, {"Beheerder Ander", {}, {}, {}, "other", "vier losse rare woorden", {"administrator"}},
                           auth::PasswordRules(""));
  session.commit();
  return other.id;
}

json::value TestServer::wait_for_job(Client& client, const std::string& id) {
  for (int tries = 0; tries < 3000; ++tries) {
    const json::value job = client.get("/jobs/" + id).json();
    const std::string_view state = job.at("state").get_string();
    if (state != "queued" && state != "running") return job;
    std::this_thread::yield();
    usleep(10'000);
  }
  throw std::runtime_error("the job does not end");
}

app::Settings TestServer::settings(const std::string& name, bool demo) {
  app::Settings out;
  out.home = TENZIJ_HOME;
  const auto database = TestCluster::get().settings(name);
  out.owner_url = database.owner_url;
  out.app_url = database.app_url;
  out.server.port = 0;
  out.server.workers = 4;
  out.demo = demo;
  out.request_log = false;
  return out;
}

std::string TestServer::demo_template() {
  static const std::string name = [] {
    std::string made = TestCluster::get().create();
    const app::Application once(settings(made, true), system_now);
    return made;
  }();
  return name;
}

}  // namespace tenzij::testing
