#include "platform/db/postmaster.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "platform/base/files.h"
#include "platform/base/ids.h"
#include "platform/base/limits.h"
#include "platform/process/descriptor.h"

namespace tenzij::db {

namespace fs = std::filesystem;
using process::Descriptor;

namespace {

// The first line says whose file it is: an older one, or one of initdb, is replaced.
constexpr std::string_view host_access =
    "# Written by Tenzij: over the socket only, and with a password.\n"
    "local all all scram-sha-256\n";

struct Child {
  std::vector<std::string> command;
  process::Account account;
  int out = -1;  // standard output and error
  int in = -1;   // standard input
  // What it gets when the server is gone: an initdb that lived on would write in what the next start makes.
  int last_signal = SIGKILL;
};

// In the child only async-signal-safe calls: other threads may hold any lock.
pid_t start(const Child& child) {
  std::vector<char*> arguments;
  for (const auto& part : child.command) arguments.push_back(const_cast<char*>(part.c_str()));
  arguments.push_back(nullptr);
  std::array<char, 24> locale{"LC_ALL=C.UTF-8"};
  std::array<char, 40> path{"PATH=/usr/local/bin:/usr/bin:/bin"};
  const std::array<char*, 3> environment{locale.data(), path.data(), nullptr};
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid < 0) throw std::runtime_error(std::string("cannot start a process: ") + std::strerror(errno));
  if (pid > 0) return pid;
  if (geteuid() == 0 && !process::become(child.account)) _exit(126);
  setsid();                                    // Ctrl-C in the terminal is for the server, which then stops the cluster in order
  prctl(PR_SET_PDEATHSIG, child.last_signal);  // set after setuid, which clears it
  if (getppid() != parent) _exit(0);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  const int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
  dup2(child.in >= 0 ? child.in : nothing, STDIN_FILENO);
  dup2(child.out >= 0 ? child.out : nothing, STDOUT_FILENO);
  dup2(STDOUT_FILENO, STDERR_FILENO);
  close_range(3, ~0U, 0);
  execve(arguments[0], arguments.data(), environment.data());
  _exit(127);
}

int append_to(const fs::path& log) { return open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600); }

// To its end, with a text as standard input; the exit status, 128 + signal when it was killed.
int run_to_end(std::vector<std::string> command, const process::Account& account, const fs::path& log, std::string_view input = {}) {
  const Descriptor out(append_to(log));
  const Descriptor in(memfd_create("input", MFD_CLOEXEC));
  if (write(in.get(), input.data(), input.size()) != static_cast<ssize_t>(input.size())) throw std::runtime_error("out of memory");
  lseek(in.get(), 0, SEEK_SET);
  const pid_t child = start({std::move(command), account, out.get(), in.get()});
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::string reason_at(const Place& place, const std::string& what, const fs::path& log) {
  return what + " in " + place.folder.string() + ": " + last_line(log);
}

void own(const fs::path& path, const process::Account& account) {
  if (geteuid() == 0 && lchown(path.c_str(), account.user, account.group) != 0)
    throw std::runtime_error("cannot give " + path.string() + " to the database's account: " + std::strerror(errno));
}

}  // namespace

fs::path postgres_bin(const Place& place) {
  std::string made_by;
  if (const fs::path version = place.pg() / "PG_VERSION"; fs::exists(version)) {
    made_by = read_file(version);
    while (!made_by.empty() && made_by.back() == '\n') made_by.pop_back();
  }
  for (const char* version : {"17", "16", "15"}) {
    fs::path folder = fs::path("/usr/lib/postgresql") / version / "bin";
    if ((made_by.empty() || made_by == version) && fs::exists(folder / "postgres")) return folder;
  }
  if (made_by.empty()) throw std::runtime_error("PostgreSQL is missing: install the package postgresql-15 (./run does it for you)");
  throw std::runtime_error(place.folder.string() + " was made by PostgreSQL " + made_by +
                           ", which is not on this machine: install postgresql-" + made_by);
}

void initialise(const Place& place) {
  const fs::path aside = place.folder / "pg.new";
  // What an initdb of a start that was killed had begun may still be shrinking under our hands.
  std::error_code fault;
  for (int tries = 0; tries < 100; ++tries) {
    fs::remove_all(aside, fault);
    if (!fault && !fs::exists(aside)) break;
    usleep(100'000);
  }
  const fs::path log = place.folder / "initdb.log";
  fs::remove(log);
  // Made here: the database's account may write in nothing else of this folder.
  fs::create_directory(aside);
  fs::permissions(aside, fs::perms::owner_all);
  own(aside, place.account);
  // The trust of this moment ends in secure(), before anything listens.
  const int status = run_to_end({postgres_bin(place) / "initdb", "-D", aside, "-U", "tenzij_owner", "--auth=trust", "--encoding=UTF8",
                                 "--locale=C.UTF-8", "--no-instructions", "--no-sync"},
                                place.account, log);
  if (status != 0) {
    std::error_code ignored;
    fs::remove_all(aside, ignored);
    throw std::runtime_error(reason_at(place, "the database cannot be made", log));
  }
  fs::rename(aside, place.pg());
}

constexpr std::string_view make_app_role = R"sql(
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles
                  WHERE rolname = 'tenzij_app') THEN
    CREATE ROLE tenzij_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
  END IF;
END $$
)sql";

void secure(const Place& place) {
  const fs::path access = place.pg() / "pg_hba.conf";
  if (fs::exists(place.keys()) && fs::exists(access) && read_file(access) == host_access) return;
  const std::string owner = random_token();
  const std::string app = random_token();
  const fs::path aside = place.folder / "pgpass.new";
  write_file(aside, "*:*:*:tenzij_owner:" + owner + "\n*:*:*:tenzij_app:" + app + "\n");
  fs::permissions(aside, fs::perms::owner_read | fs::perms::owner_write);
  // Single-user mode takes a statement per line. The passwords are our own letters, so nothing in them can end the quotes.
  std::string statements(make_app_role);
  std::replace(statements.begin(), statements.end(), '\n', ' ');
  statements += "\nALTER ROLE tenzij_owner PASSWORD '" + owner + "'\nALTER ROLE tenzij_app PASSWORD '" + app + "'\n";
  const fs::path bin = postgres_bin(place);
  int status = 1;
  // After kill -9 of the server the old postmaster may still be shutting down.
  for (int tries = 0; tries < 100 && status != 0; ++tries) {
    status = run_to_end({bin / "postgres", "--single", "-D", place.pg(), "-c", "log_min_error_statement=panic", "postgres"}, place.account,
                        place.log(), statements);
    if (status != 0) usleep(100'000);
  }
  if (status != 0) throw std::runtime_error(reason_at(place, "the passwords of the database cannot be set", place.log()));
  if (run_to_end({"/usr/bin/install", "-m", "600", "/dev/stdin", access}, place.account, place.log(), host_access) != 0)
    throw std::runtime_error(reason_at(place, "the database's pg_hba.conf cannot be written", place.log()));
  fs::rename(aside, place.keys());
}

std::vector<std::string> postmaster_command(const Place& place) {
  // PostgreSQL reads a list of folders here: quotes keep a comma or a space in a name.
  std::string socket = "unix_socket_directories=\"";
  for (const char c : place.socket.string()) socket += c == '"' ? std::string("\"\"") : std::string(1, c);
  std::vector<std::string> command{postgres_bin(place) / "postgres", "-D", place.pg()};
  for (const std::string& setting : {std::string("listen_addresses="), socket + "\"",
                                     std::string("unix_socket_permissions=0777"),  // its folder lets in the server's account only
                                     "max_connections=" + std::to_string(limits::database_connections), std::string("shared_buffers=256MB"),
                                     std::string("jit=off"),  // compiles short queries longer than they run
                                     std::string("random_page_cost=1.1"), std::string("max_wal_size=2GB"),
                                     std::string("log_min_messages=warning"), std::string("restart_after_crash=on")}) {
    command.emplace_back("-c");
    command.push_back(setting);
  }
  return command;
}

int open_log(const Place& place) { return append_to(place.log()); }

pid_t launch_postmaster(const Place& place) {
  const Descriptor log(open_log(place));
  return start({postmaster_command(place), place.account, log.get(), -1, SIGINT});  // fast shutdown
}

bool ended(pid_t child, int milliseconds, int stop) {
  const Descriptor handle(static_cast<int>(syscall(SYS_pidfd_open, child, 0)));  // glibc 2.36 declares it for C only
  if (handle.get() < 0) return true;
  std::array<pollfd, 2> ready{pollfd{handle.get(), POLLIN, 0}, pollfd{stop, POLLIN, 0}};
  if (poll(ready.data(), ready.size(), milliseconds) < 0) return false;
  return (ready[0].revents & POLLIN) != 0;
}

std::string reaped(pid_t child) {
  int status = 0;
  if (waitpid(child, &status, 0) != child) return "unknown";
  return WIFEXITED(status) ? "status " + std::to_string(WEXITSTATUS(status)) : "signal " + std::to_string(WTERMSIG(status));
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

std::optional<std::string> obstacle(const Place& place) {
  struct statvfs disk {};
  if (statvfs(place.folder.c_str(), &disk) != 0) return place.folder.string() + " cannot be reached: " + std::strerror(errno);
  if ((disk.f_flag & ST_RDONLY) != 0) return "the disk of " + place.folder.string() + " is read-only";
  const auto needed = fs::exists(place.pg()) ? limits::database_start_bytes : limits::database_new_bytes;
  const auto left = disk.f_bavail * disk.f_frsize;
  if (left >= needed) return std::nullopt;
  const auto megabytes = [](auto size) { return std::to_string(size / (1024 * 1024)) + " MB"; };
  return "the disk is full: " + place.folder.string() + " has " + megabytes(left) + " free, the database needs " + megabytes(needed);
}

}  // namespace tenzij::db
