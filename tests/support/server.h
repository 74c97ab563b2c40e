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
  explicit TestServer(bool demo = true, bool request_log = false);
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;
  TestServer(TestServer&&) = delete;
  TestServer& operator=(TestServer&&) = delete;
  ~TestServer();

  [[nodiscard]] Instant now() const { return Instant{std::chrono::microseconds{now_.load()}}; }
  void pass(std::chrono::seconds time) { now_ += std::chrono::microseconds(time).count(); }
  [[nodiscard]] Client client() const { return Client(application_->port()); }
  [[nodiscard]] unsigned short port() const { return application_->port(); }
  app::Application& application() { return *application_; }
  db::Connection owner() { return application_->database().owner(); }
  db::Pool& pool() { return application_->database().pool(); }

  Uuid municipality();
  db::Actor actor();

  // Another municipality with an administrator "other" in it.
  Uuid add_other();

  // Waits for a job to end; it runs on the server's own threads.
  json::value wait_for_job(Client& client, const std::string& id);

 private:
  std::atomic<std::int64_t> now_{
      std::chrono::microseconds(std::chrono::sys_days{std::chrono::year{2026} / 11 / 2}.time_since_epoch()).count()};
  std::string name_;
  app::Settings settings_;
  std::unique_ptr<app::Application> application_;

  static app::Settings settings(const std::string& name, bool demo);

  static std::string demo_template();
};

}  // namespace tenzij::testing
