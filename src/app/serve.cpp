#include <signal.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <iostream>

#include "app/application.h"
#include "app/commands.h"
#include "app/demo.h"

namespace tenzij::app {

namespace {

void print_welcome(const Application& application, const Settings& settings, const std::string& token) {
  const std::string address = "http://" + (settings.server.address == "0.0.0.0" ? std::string("127.0.0.1") : settings.server.address) +
                              ":" + std::to_string(application.port());
  std::cout << "\n  Tenzij " << TENZIJ_VERSION << " is ready:  " << address << "\n\n";
  if (settings.demo) {
    std::cout << "  Demo municipality: Gemeente Noorderveen. Accounts (password " << demo_password << "):\n";
    for (const auto& [role, permissions] : organisation::permissions()) std::cout << "    " << role << "\n";
  }
  if (!token.empty())
    std::cout << "  First run: open " << address << "/eerste-keer?token=" << token
              << "\n  and make your municipality and its administrator.\n";
  std::cout << "\n  Stop with Ctrl-C.\n" << std::endl;
}

}  // namespace

int serve(const Settings& settings) {
  spdlog::set_default_logger(spdlog::stderr_color_mt("tenzij"));
  spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
  // Signals are waited for in this thread; every other inherits the block.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);

  Application application(settings, system_now);
  std::filesystem::create_directories(settings.data);
  db::lower_privileges(db::unprivileged_account(settings.data));
  application.serve();
  print_welcome(application, settings, settings.demo ? std::string() : application.setup_token());

  timespec pause{0, 500'000'000};
  for (;;) {
    const int signal_number = sigtimedwait(&signals, nullptr, &pause);
    if (signal_number > 0) break;
    if (!application.database().alive()) {
      spdlog::critical("the database has stopped; see postgres.log in {}", settings.data.string());
      return 1;
    }
  }
  spdlog::info("stopping: running requests finish first");
  application.stop();
  return 0;
}

}  // namespace tenzij::app
