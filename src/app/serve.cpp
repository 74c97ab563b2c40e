#include <dirent.h>
#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <iostream>
#include <memory>

#include "app/application.h"
#include "app/commands.h"
#include "app/demo.h"
#include "platform/base/files.h"
#include "platform/base/limits.h"
#include "platform/base/log.h"
#include "platform/process/descriptor.h"

namespace tenzij::app {

namespace {

void print_welcome(Application& application, const Settings& settings) {
  const std::string token = settings.demo ? std::string() : application.setup_token();
  const bool has_demo = application.has_demo();
  const std::string address = "http://" + (settings.server.address == "0.0.0.0" ? std::string("127.0.0.1") : settings.server.address) +
                              ":" + std::to_string(application.port());
  std::cout << "\n  Tenzij " << TENZIJ_VERSION << " is ready:  " << address << "\n\n";
  if (settings.owner_url.empty())
    std::cout << "  Data: " << settings.data.string() << (settings.data_why.empty() ? "" : " (" + settings.data_why + ")") << "\n";
  if (settings.demo) {
    std::cout << "  Demo municipality: Gemeente Noorderveen. Accounts (password " << demo_password << "):\n";
    for (const auto& [role, permissions] : organisation::permissions()) std::cout << "    " << role << "\n";
  }
  if (!settings.demo && has_demo)
    std::cout << "  The demo municipality is in these data; its accounts cannot sign in with --no-demo. What you can do:\n"
                 "    begin with nothing:          give another, empty folder with --data\n"
                 "    add your own beside it:      tenzij municipality add GMnnnn, and tenzij user add\n"
                 "    go on with the demo:         start without --no-demo\n";
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

// Started as root, the server lowers itself to an account that may not be able to read home (/root): what it reads while it
// runs is copied into the data folder, for that account to read.
void readable_copy(const std::filesystem::path& from, const std::filesystem::path& to) {
  namespace fs = std::filesystem;
  fs::remove_all(to);
  fs::create_directories(to);
  fs::copy(from, to, fs::copy_options::recursive);
  const auto open = [](const fs::path& each, bool folder) {
    fs::permissions(each, fs::perms::others_read | (folder ? fs::perms::others_exec : fs::perms::none), fs::perm_options::add);
  };
  for (const auto& each : fs::recursive_directory_iterator(to))
    if (!each.is_symlink()) open(each, each.is_directory());
  open(to, true);
}

// A folder and what is in it, step by step from what is open: a name that is swapped meanwhile leads nowhere else.
void give_all(int folder, uid_t user, gid_t group) {
  const std::unique_ptr<DIR, int (*)(DIR*)> names(fdopendir(dup(folder)), closedir);
  if (!names) throw std::runtime_error("cannot look into a folder of our own");
  while (const dirent* each = readdir(names.get())) {
    const std::string_view name = each->d_name;
    if (name == "." || name == "..") continue;
    const process::Descriptor below(openat(folder, each->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (below.open()) give_all(below.get(), user, group);
    else if (fchownat(folder, each->d_name, user, group, AT_SYMLINK_NOFOLLOW) != 0)
      throw std::runtime_error("cannot give away " + std::string(name) + ": " + std::strerror(errno));
  }
  if (fchown(folder, user, group) != 0) throw std::runtime_error(std::string("cannot give a folder away: ") + std::strerror(errno));
}

// To whom the data folder belongs: who started it with sudo can still move, copy and remove it.
void give_to_owner_of(const std::filesystem::path& data, const std::filesystem::path& part) {
  struct stat owner {};
  const process::Descriptor folder(open(part.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (stat(data.c_str(), &owner) != 0 || !folder.open()) throw std::runtime_error("cannot look into " + part.string());
  give_all(folder.get(), owner.st_uid, owner.st_gid);
}

// The packages of the PDF tool are large: copied once per version of them.
std::filesystem::path pdf_tool_within_reach(const Settings& settings) {
  namespace fs = std::filesystem;
  fs::path from = settings.pdf_tool();
  if (geteuid() != 0 || !fs::exists(from / "node_modules")) return from;
  const fs::path all = settings.data / "typst";
  fs::path to =
      all / sha256_hex(read_file(from / "package-lock.json") + read_file(from / "pdf.mjs") + read_file(from / "report.typ")).substr(0, 16);
  if (fs::exists(to / "done")) {
    give_to_owner_of(settings.data, all);
    return to;
  }
  fs::remove_all(all);
  fs::create_directories(all);
  fs::permissions(all, fs::perms::others_read | fs::perms::others_exec, fs::perm_options::add);
  readable_copy(from, to);
  write_file(to / "done", "");
  give_to_owner_of(settings.data, all);
  return to;
}

std::filesystem::path knowledge_within_reach(const Settings& settings) {
  if (geteuid() != 0) return settings.knowledge();
  std::filesystem::path to = settings.data / "knowledge";
  readable_copy(settings.knowledge(), to);
  give_to_owner_of(settings.data, to);
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
  settings.use = db::Use::serve;
  more_descriptors();
  Application application(settings, system_now);
  // Now the folder is ours alone: before, the copies may be those of a server that runs.
  if (settings.owner_url.empty()) application.read_from(knowledge_within_reach(settings), pdf_tool_within_reach(settings));
  const process::Account account = application.database().server_account();
  if (geteuid() == 0 && getpwnam("tenzij") == nullptr)
    spdlog::warn("there is no user tenzij, so the server runs under the user of the database; scripts/setup makes it");
  db::lower_privileges(account);
  application.serve();
  print_welcome(application, settings);

  timespec pause{0, 500'000'000};
  for (;;) {
    const int signal_number = sigtimedwait(&signals, nullptr, &pause);
    if (signal_number > 0) break;
  }
  spdlog::info("stopping: running requests finish first");
  if (application.stop()) return 0;
  // A thread that does not end (a child, a statement) must not hold the end of the process: what it did is undone by the
  // database, and its jobs are back in the queue.
  spdlog::warn("stopping: what still ran after {} s is broken off", limits::shutdown_grace.count());
  application.database().stop();
  spdlog::shutdown();
  _exit(0);
}

}  // namespace tenzij::app
