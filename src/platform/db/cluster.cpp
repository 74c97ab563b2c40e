#include "platform/db/cluster.h"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <functional>
#include <thread>
#include <vector>

#include "platform/base/files.h"
#include "platform/base/ids.h"
#include "platform/db/connection.h"

namespace tenzij::db {

namespace fs = std::filesystem;

namespace {

// initdb and the first write-ahead log need some 60 MB; below this PostgreSQL fails half-way with a riddle.
constexpr unsigned long long needed_bytes = 150ULL * 1024 * 1024;
// sun_path of a Unix socket holds 108 bytes, PostgreSQL adds "/.s.PGSQL.5432".
constexpr std::size_t longest_socket_folder = 90;

fs::path postgres_bin() {
  for (const char* version : {"17", "16", "15"}) {
    fs::path folder = fs::path("/usr/lib/postgresql") / version / "bin";
    if (fs::exists(folder / "postgres")) return folder;
  }
  throw std::runtime_error("PostgreSQL is missing: install the package postgresql-15 (./run does it for you)");
}

// Runs `program` in a child under the account; `before` runs in the child. Output goes to `log`.
pid_t spawn(const std::vector<std::string>& command, const Account& account, const fs::path& log, bool die_with_parent) {
  std::vector<char*> arguments;
  for (const auto& part : command) arguments.push_back(const_cast<char*>(part.c_str()));
  arguments.push_back(nullptr);
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error(std::string("cannot start a process: ") + std::strerror(errno));
  if (child > 0) return child;
  // In the child only async-signal-safe calls.
  if (geteuid() == 0 && (setgroups(0, nullptr) != 0 || setgid(account.group) != 0 || setuid(account.user) != 0)) _exit(126);
  setsid();  // Ctrl-C in the terminal is for the server, which then stops the cluster in order
  if (die_with_parent) {
    prctl(PR_SET_PDEATHSIG, SIGINT);  // fast shutdown; set after setuid, which clears it
    if (getppid() != parent) _exit(0);
  }
  const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (out >= 0) {
    dup2(out, STDOUT_FILENO);
    dup2(out, STDERR_FILENO);
  }
  const int none = open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (none >= 0) dup2(none, STDIN_FILENO);
  // Every one: a server with a thousand open lines has higher numbers too.
  syscall(SYS_close_range, 3, ~0U, 0);
  setenv("LC_ALL", "C.UTF-8", 1);
  execv(arguments[0], arguments.data());
  _exit(127);
}

std::string last_line(const fs::path& log) {
  try {
    std::string content = read_file(log);
    while (!content.empty() && content.back() == '\n') content.pop_back();
    return content.substr(content.rfind('\n') + 1);
  } catch (const std::exception&) {
    return "no log";
  }
}

bool answers(const std::string& conninfo) {
  try {
    const Connection connection(conninfo);
    return true;
  } catch (const SqlError&) {
    return false;
  }
}

}  // namespace

Account unprivileged_account(const fs::path& data_folder) {
  if (geteuid() != 0) return {geteuid(), getegid()};
  struct stat info {};
  if (stat(data_folder.c_str(), &info) == 0 && info.st_uid != 0) return {info.st_uid, info.st_gid};
  const passwd* entry = getpwnam("postgres");
  if (entry == nullptr) throw std::runtime_error("started as root, but the user postgres that the database runs under does not exist");
  return {entry->pw_uid, entry->pw_gid};
}

void lower_privileges(const Account& account) {
  if (geteuid() != 0) return;
  if (setgroups(0, nullptr) != 0 || setgid(account.group) != 0 || setuid(account.user) != 0)
    throw std::runtime_error(std::string("cannot lower privileges: ") + std::strerror(errno));
}

Cluster::Cluster(const fs::path& data_folder) {
  fs::create_directories(data_folder);
  folder_ = fs::absolute(data_folder).lexically_normal();
  socket_ = folder_ / "run";
  if (socket_.string().size() > longest_socket_folder)
    socket_ = fs::path("/tmp") / ("tenzij-" + sha256_hex(folder_.string()).substr(0, 16));
  const auto [user, group] = unprivileged_account(folder_);

  lock_ = open((folder_ / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock_ < 0) throw std::runtime_error("cannot write in " + folder_.string() + ": " + std::strerror(errno));
  if (flock(lock_, LOCK_EX | LOCK_NB) != 0) {
    close(lock_);
    lock_ = -1;
    // Another Tenzij has this folder: use its cluster, which may still be starting.
    for (int tries = 0; tries < 100; ++tries) {
      if (answers(owner_conninfo("postgres"))) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    throw std::runtime_error("another process holds " + folder_.string() + " but its database does not answer");
  }
  struct statvfs space {};
  if (statvfs(folder_.c_str(), &space) == 0 && space.f_bavail * space.f_frsize < needed_bytes)
    throw std::runtime_error("the disk is full: " + folder_.string() + " has less than 150 MB free");
  if (geteuid() == 0 && (chown(folder_.c_str(), user, group) != 0 || chown((folder_ / "lock").c_str(), user, group) != 0))
    throw std::runtime_error("cannot give " + folder_.string() + " to an unprivileged user: " + std::strerror(errno));
  chmod(folder_.c_str(), 0700);
  fs::create_directories(socket_);
  chmod(socket_.c_str(), 0700);
  if (geteuid() == 0 && chown(socket_.c_str(), user, group) != 0) throw std::runtime_error("cannot make " + socket_.string());
  if (!fs::exists(folder_ / "pg" / "PG_VERSION")) initialise(user, group);
  start(user, group);
}

void Cluster::initialise(uid_t user, gid_t group) const {
  // Made aside and renamed, so that an interrupted initdb is simply done again.
  const fs::path aside = folder_ / "pg.new";
  fs::remove_all(aside);
  const fs::path log = folder_ / "initdb.log";
  fs::remove(log);
  const pid_t child = spawn({postgres_bin() / "initdb", "-D", aside, "-U", "tenzij_owner", "--auth=trust", "--encoding=UTF8",
                             "--locale=C.UTF-8", "--no-instructions", "--no-sync"},
                            {user, group}, log, false);
  int status = 0;
  waitpid(child, &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    throw std::runtime_error("the database cannot be made in " + folder_.string() + ": " + last_line(log) +
                             (geteuid() == 0 ? " (every folder above it must be open to the user postgres)" : ""));
  fs::rename(aside, folder_ / "pg");
}

void Cluster::start(uid_t user, gid_t group) {
  const fs::path log = folder_ / "postgres.log";
  if (fs::exists(log) && fs::file_size(log) > 20UL * 1024 * 1024) fs::rename(log, folder_ / "postgres.log.1");
  const std::vector<std::string> command{postgres_bin() / "postgres",
                                         "-D",
                                         folder_ / "pg",
                                         "-c",
                                         "listen_addresses=",
                                         "-c",
                                         "unix_socket_directories=" + socket_.string(),
                                         "-c",
                                         "unix_socket_permissions=0700",
                                         "-c",
                                         "max_connections=60",
                                         "-c",
                                         "shared_buffers=256MB",
                                         "-c",
                                         "jit=off",  // compiles short queries longer than they run
                                         "-c",
                                         "random_page_cost=1.1",
                                         "-c",
                                         "max_wal_size=2GB",
                                         "-c",
                                         "log_min_messages=warning"};
  // After kill -9 of the server the old postmaster may still be shutting down: then the new one is refused; try again.
  for (int attempt = 0; attempt < 100; ++attempt) {
    child_ = spawn(command, {user, group}, log, true);
    for (;;) {
      int status = 0;
      if (waitpid(child_, &status, WNOHANG) == child_) break;
      if (answers(owner_conninfo("postgres"))) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    child_ = -1;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  throw std::runtime_error("the database does not start: " + last_line(log));
}

Cluster::~Cluster() {
  if (child_ > 0) {
    kill(child_, SIGINT);
    int status = 0;
    waitpid(child_, &status, 0);
  }
  if (lock_ >= 0) close(lock_);
}

bool Cluster::alive() const { return child_ <= 0 || kill(child_, 0) == 0; }

std::string Cluster::owner_conninfo(const std::string& database) const {
  return "host='" + socket_.string() + "' user=tenzij_owner dbname=" + database;
}

std::string Cluster::app_conninfo(const std::string& database) const {
  return "host='" + socket_.string() + "' user=tenzij_app dbname=" + database;
}

}  // namespace tenzij::db
