#include <signal.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <unistd.h>

#include <iostream>

#include "app/application.h"
#include "app/commands.h"
#include "app/demo.h"
#include "platform/base/files.h"
#include "platform/base/log.h"

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
  if (settings.server.address == "0.0.0.0" && settings.server.hosts.empty())
    std::cout << "  Only this machine is answered until --host names what others call this server.\n";
  std::cout << "\n  Stop with Ctrl-C.\n" << std::endl;
}

// Every phone in a session is an open line; the usual soft limit of 1,024 descriptors is none of ours.
void more_descriptors() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

// Started as root, the server lowers itself to an account that may not be able to read home (/root): the one tool that is
// read while it runs is copied into the data folder, once per version of its packages.
std::filesystem::path pdf_tool_within_reach(const Settings& settings) {
  namespace fs = std::filesystem;
  fs::path from = settings.pdf_tool();
  if (geteuid() != 0 || !fs::exists(from / "node_modules")) return from;
  fs::path to =
      settings.data / "typst" /
      sha256_hex(read_file(from / "package-lock.json") + read_file(from / "pdf.mjs") + read_file(from / "report.typ")).substr(0, 16);
  if (fs::exists(to / "done")) return to;
  fs::remove_all(to.parent_path());
  fs::create_directories(to);
  fs::copy(from, to, fs::copy_options::recursive);
  for (const auto& each : fs::recursive_directory_iterator(to.parent_path()))
    fs::permissions(each, fs::perms::others_read | (each.is_directory() ? fs::perms::others_exec : fs::perms::none), fs::perm_options::add);
  for (const fs::path& each : {to, to.parent_path()})
    fs::permissions(each, fs::perms::others_read | fs::perms::others_exec, fs::perm_options::add);
  write_file(to / "done", "");
  return to;
}

}  // namespace

int serve(const Settings& given) {
  spdlog::set_default_logger(spdlog::stderr_color_mt("tenzij"));
  spdlog::set_formatter(log_format());
  // Signals are waited for in this thread; every other inherits the block.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);

  Settings settings = given;
  std::filesystem::create_directories(settings.data);
  settings.pdf_folder = std::filesystem::absolute(pdf_tool_within_reach(settings));
  more_descriptors();
  Application application(settings, system_now);
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
