// The whole application on a free port with a clock the test turns by hand.
#pragma once

#include <atomic>

#include "app/application.h"
#include "app/demo.h"
#include "organisation/organisation.h"
#include "tests/support/client.h"
#include "tests/support/database.h"

namespace tenzij::testing {

class TestServer {
 public:
  explicit TestServer(bool demo = true, bool request_log = false) : name_(TestCluster::get().create(demo ? demo_template() : "template1")) {
    settings_ = settings(name_, demo);
    settings_.request_log = request_log;
    application_ = std::make_unique<app::Application>(settings_, [this] { return now(); });
    application_->serve();
  }

  [[nodiscard]] Instant now() const { return Instant{std::chrono::microseconds{now_.load()}}; }
  void pass(std::chrono::seconds time) { now_ += std::chrono::microseconds(time).count(); }
  [[nodiscard]] Client client() const { return Client(application_->port()); }
  [[nodiscard]] unsigned short port() const { return application_->port(); }
  app::Application& application() { return *application_; }
  db::Connection owner() { return application_->database().owner(); }
  db::Pool& pool() { return application_->database().pool(); }

  Uuid municipality() { return owner().query("SELECT id FROM platform.municipality WHERE code = 'GM9999'").get<Uuid>(0, 0); }
  db::Actor actor() { return {municipality(), {}, "test"}; }

  // Another municipality with an administrator "other" in it.
  Uuid add_other() {
    db::Connection connection = owner();
    const auto other = organisation::add_municipality(connection, "GM0001", "Gemeente Ander", false);
    db::Session session(pool(), {other.id, {}, "test"});
    organisation::add_person(session, {"Beheerder Ander", {}, {}, {}, "other", "vier losse rare woorden", {"administrator"}},
                             auth::PasswordRules(""));
    session.commit();
    return other.id;
  }

  // Waits for a job to end; it runs on the server's own threads.
  json::value wait_for_job(Client& client, const std::string& id) {
    for (int tries = 0; tries < 3000; ++tries) {
      const json::value job = client.get("/jobs/" + id).json();
      const std::string_view state = job.at("state").get_string();
      if (state != "queued" && state != "running") return job;
      std::this_thread::yield();
      usleep(10'000);
    }
    throw std::runtime_error("the job does not end");
  }

 private:
  std::atomic<std::int64_t> now_{
      std::chrono::microseconds(std::chrono::sys_days{std::chrono::year{2026} / 11 / 2}.time_since_epoch()).count()};
  std::string name_;
  app::Settings settings_;
  std::unique_ptr<app::Application> application_;

  static app::Settings settings(const std::string& name, bool demo) {
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

  static std::string demo_template() {
    static const std::string name = [] {
      std::string made = TestCluster::get().create();
      const app::Application once(settings(made, true), system_now);
      return made;
    }();
    return name;
  }
};

}  // namespace tenzij::testing
