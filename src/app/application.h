// The wiring: owns pool, clock, hub, jobs and scan engine. Can exist several times in one test.
#pragma once

#include "ambition/ambition.h"
#include "app/housekeeping.h"
#include "app/metrics.h"
#include "app/settings.h"
#include "contract/contract.h"
#include "criteria/criteria.h"
#include "dossier/dossier.h"
#include "notices/notices.h"
#include "platform/auth/auth.h"
#include "platform/http/static_files.h"
#include "platform/live/live.h"
#include "platform/mail/mail.h"
#include "purchase/purchase.h"
#include "scan/scan.h"

namespace tenzij::app {

// What the routes of all rooms need; handlers keep references to it.
struct Wiring {
  const Settings& settings;
  const Messages& messages;
  const Messages& letters;  // what is told, in knowledge/mail
  const auth::PasswordRules& rules;
  const scan::Engine& engine;
  reader::Readers& readers;
  jobs::Runner& runner;
  live::Hub& hub;
  live::Rooms& rooms;
  const ambition::Levels& levels;
  const criteria::Library& library;
  const purchase::Knowledge& purchases;
  const imports::Desk& columns;
  const std::vector<imports::Kind>& imports;
  const contract::EvidenceDesk& evidence;
  const dossier::Desk& documents;
};
void add_routes(http::Router& router, const Wiring& wiring);
// What the thread knows, of every room.
thread::Kinds thread_kinds();
// What can be imported as a table, in every room.
std::vector<imports::Kind> import_kinds(const purchase::Knowledge& purchases, const Messages& messages);

class Application {
 public:
  Application(const Settings& settings, Clock clock);
  Application(const Application&) = delete;
  Application& operator=(const Application&) = delete;
  Application(Application&&) = delete;
  Application& operator=(Application&&) = delete;
  ~Application();

  db::Database& database() { return *database_; }
  http::Router& router() { return *router_; }
  jobs::Runner& runner() { return *runner_; }
  reader::Readers& readers() { return readers_; }
  const scan::Engine& engine() { return *engine_; }
  const Messages& messages() { return messages_; }

  // Listens; the address is then answered until stop().
  void serve();
  // Ends streams, lets requests and jobs finish for limits::shutdown_grace, puts the other jobs back in the queue. False
  // when a thread is still at work: then the process has to end without it.
  bool stop();
  [[nodiscard]] unsigned short port() const;
  // Reads its knowledge and the PDF tool from here on, when the account of the server cannot read those of the program. Before serve().
  void read_from(const std::filesystem::path& knowledge, const std::filesystem::path& pdf_tool);
  [[nodiscard]] bool has_demo();
  // The first-run token when there is no municipality yet.
  std::string setup_token();

 private:
  // The first of all: forked while this process is root and small.
  process::Launcher launcher_;
  reader::Readers readers_;
  Settings settings_;
  contract::EvidenceDesk evidence_;
  Clock clock_;
  Messages messages_;
  Messages letters_;
  auth::PasswordRules rules_;
  http::StaticFiles files_;
  ambition::Levels levels_;
  criteria::Library library_;
  purchase::Knowledge purchases_;
  imports::Desk columns_;
  std::vector<imports::Kind> imports_;
  std::unique_ptr<scan::Engine> engine_;
  dossier::Desk documents_;
  std::unique_ptr<db::Database> database_;
  std::unique_ptr<http::Router> router_;
  std::unique_ptr<jobs::Runner> runner_;
  std::unique_ptr<live::Hub> hub_;
  std::unique_ptr<live::Rooms> rooms_;
  std::unique_ptr<Housekeeping> housekeeping_;
  std::unique_ptr<mail::Sender> mail_;
  std::unique_ptr<Metrics> metrics_;
  std::unique_ptr<http::Server> server_;

  void refresh_municipalities();
  http::Response outside_api(const http::Request& request);
  http::Response dispatch(http::Request& request);
  void seen(const http::Request& request, int status, std::chrono::steady_clock::time_point begin);
};

}  // namespace tenzij::app
