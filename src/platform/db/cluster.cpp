#include "platform/db/cluster.h"

#include <fcntl.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <spdlog/spdlog.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "platform/base/files.h"
#include "platform/base/ids.h"
#include "platform/db/connection.h"
#include "platform/process/descriptor.h"

namespace tenzij::db {

namespace fs = std::filesystem;

namespace {

// sun_path of a Unix socket holds 108 bytes, PostgreSQL adds "/.s.PGSQL.5432".
constexpr std::size_t longest_socket_folder = 90;
// A log that grew past this is set aside at the next start; the one before it goes.
constexpr std::uintmax_t longest_log = 20UL * 1024 * 1024;
// How long a command waits for a server that is starting, in tenths of a second.
constexpr int join_tries = 300;

Place made(const fs::path& data_folder) {
  if (const auto reason = out_of_reach(data_folder)) throw std::runtime_error(*reason);
  std::error_code fault;
  fs::create_directories(data_folder, fault);
  if (fault) throw std::runtime_error("the folder " + data_folder.string() + " cannot be made: " + fault.message());
  Place out = place_of(data_folder);
  if (const auto reason = obstacle(out)) throw std::runtime_error(*reason);
  return out;
}

// True when it answers; false while it does not yet. Whatever cannot get better by waiting is thrown.
bool answers(const std::string& conninfo) {
  try {
    const Connection connection(conninfo);
    return true;
  } catch (const SqlError& fault) {
    if (fault.sqlstate == "28P01") throw;
    return false;
  }
}

// Whether the eventfd was written, or is within so many milliseconds.
bool asked(int stop, int milliseconds) {
  pollfd ready{stop, POLLIN, 0};
  return poll(&ready, 1, milliseconds) > 0;
}

// Whoever starts may block signals to wait for them later (app/serve.cpp): a start that takes long must still end when asked.
bool told_to_stop() {
  sigset_t waiting;
  sigemptyset(&waiting);
  return sigpending(&waiting) == 0 && (sigismember(&waiting, SIGTERM) == 1 || sigismember(&waiting, SIGINT) == 1);
}

std::string in_use(const Place& place, const Holder& holder) {
  std::string who = "another Tenzij";
  if (holder.pid > 0) who += ": process " + std::to_string(holder.pid) + ", since " + holder.since;
  if (holder.port > 0) who += ", on port " + std::to_string(holder.port);
  return place.folder.string() + " is in use by " + who + ". Stop that one first, or give this one a folder of its own with --data.";
}

void give(const fs::path& path, const process::Account& account, mode_t mode) {
  if (geteuid() == 0 && chown(path.c_str(), account.user, account.group) != 0)
    throw std::runtime_error("cannot give " + path.string() + " to an unprivileged user: " + std::strerror(errno));
  chmod(path.c_str(), mode);
}

}  // namespace

Place place_of(const fs::path& data_folder) {
  Place out;
  out.folder = fs::absolute(data_folder).lexically_normal();
  if (!out.folder.has_filename()) out.folder = out.folder.parent_path();  // DATA/ is DATA
  out.socket = out.folder / "run";
  // libpq takes a comma for a list of hosts.
  if (out.socket.string().size() > longest_socket_folder || out.socket.string().find(',') != std::string::npos)
    out.socket = fs::path("/tmp") / ("tenzij-" + sha256_hex(out.folder.string()).substr(0, 16));
  const process::Accounts accounts = process::accounts(out.folder);
  out.account = accounts.database;
  out.server = accounts.server;
  return out;
}

std::optional<std::string> out_of_reach(const fs::path& data_folder) {
  if (geteuid() != 0) return std::nullopt;
  const Place place = place_of(data_folder);
  for (fs::path above = place.folder.parent_path();; above = above.parent_path()) {
    struct stat info {};
    const bool there = stat(above.c_str(), &info) == 0;
    for (const process::Account& who : {place.account, place.server}) {
      const bool open = !there || (info.st_mode & S_IXOTH) != 0 || (info.st_uid == who.user && (info.st_mode & S_IXUSR) != 0) ||
                        (info.st_gid == who.group && (info.st_mode & S_IXGRP) != 0);
      if (open) continue;
      const passwd* entry = getpwuid(who.user);
      return "the data cannot be in " + place.folder.string() + ": the user " +
             (entry == nullptr ? std::to_string(who.user) : std::string(entry->pw_name)) + ", whom the " +
             (who == place.account ? "database" : "server") + " runs under, may not enter " + above.string() +
             ". Give another folder with --data, such as /var/lib/tenzij, or open that one: chmod o+x " + above.string() + ".";
    }
    if (above == above.root_path()) return std::nullopt;
  }
}

void lower_privileges(const process::Account& account) {
  if (geteuid() != 0) return;
  if (!process::become(account)) throw std::runtime_error(std::string("cannot lower privileges: ") + std::strerror(errno));
}

Cluster::Cluster(const fs::path& data_folder, Use use)
    : place_(made(data_folder)),
      lock_(place_.folder),
      self_{getpid(), use == Use::serve ? "serve" : "command", to_iso(system_now()), 0},
      stop_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  if (!lock_.take() && join(use)) return;
  lock_.say(self_);
  prepare();
  // The shell only joins both outputs, and is then the postmaster itself.
  if (geteuid() == 0 && place_.server != place_.account) {
    process::Program postmaster{{"/bin/sh", "-c", "exec \"$@\" 2>&1", "sh"}, place_.account, {}, SIGINT};
    for (auto& word : postmaster_command(place_)) postmaster.arguments.push_back(std::move(word));
    launcher_ = std::make_unique<process::Launcher>(std::vector{std::move(postmaster)});
  }
  // After kill -9 of the server the old postmaster may still be shutting down: then the new one is refused; try again.
  for (int attempt = 0; attempt < 100; ++attempt) {
    if (try_start()) {
      watch_ = std::thread([this] { watch(); });
      return;
    }
    usleep(100'000);
  }
  throw std::runtime_error("the database does not start: " + last_line(place_.log()));
}

// True when another process has the folder and its cluster is used; false when the folder has become ours meanwhile.
bool Cluster::join(Use use) {
  const Holder holder = lock_.holder();
  if (use == Use::serve) throw std::runtime_error(in_use(place_, holder));
  // A command ends by itself, and with it the cluster it started.
  if (holder.what == "command")
    spdlog::warn("waiting for process {}, which works on {} since {}", holder.pid, place_.folder.string(), holder.since);
  if (geteuid() != 0 && fs::exists(place_.keys()) && access(place_.keys().c_str(), R_OK) != 0)
    throw std::runtime_error(place_.folder.string() + " belongs to another user: run this command as that user, or with sudo");
  for (int tries = 0; tries < join_tries || lock_.holder().what == "command"; ++tries) {
    if (lock_.take()) return false;
    if (lock_.holder().what != "command" && answers(owner_conninfo("postgres"))) {
      joined_ = true;
      return true;
    }
    usleep(100'000);
  }
  throw std::runtime_error(in_use(place_, holder) + " Its database does not answer.");
}

// DATA/pg and the socket's folder belong to the database's account, everything else to the server's.
void Cluster::prepare() const {
  const bool apart = place_.server != place_.account;
  give(place_.folder, place_.server, apart ? 0711 : 0700);
  give(place_.folder / "lock", place_.server, 0600);
  // Below /tmp anybody may have been first.
  if (fs::is_symlink(place_.socket)) throw std::runtime_error(place_.socket.string() + " is a link of somebody else: remove it");
  fs::create_directories(place_.socket);
  give(place_.socket, {place_.account.user, place_.server.group}, apart ? 0710 : 0700);
  std::error_code none;
  if (fs::file_size(place_.log(), none) > longest_log && !none) fs::rename(place_.log(), place_.folder / "postgres.log.1");
  if (!fs::exists(place_.pg() / "PG_VERSION")) initialise(place_);
  secure(place_);
  give(place_.keys(), place_.server, 0600);
  if (const process::Descriptor log(open_log(place_)); log.open()) give(place_.log(), place_.server, 0600);
}

// False when it ended before it answered, or when the stop was asked for; then the destructor ends it.
bool Cluster::try_start() {
  if (launcher_) {
    const process::Descriptor nothing(open("/dev/null", O_RDONLY | O_CLOEXEC));
    const process::Descriptor log(open_log(place_));
    child_ = launcher_->start(0, nothing.get(), log.get());
  } else {
    child_ = launch_postmaster(place_);
  }
  try {
    while (!ended(child_, 20, stop_)) {
      if (asked(stop_, 0)) return false;
      if (told_to_stop()) throw std::runtime_error("stopped while the database was starting");
      alive_ = answers(owner_conninfo("postgres"));
      if (alive_) return true;
    }
  } catch (...) {
    signal(SIGINT);
    reap();
    throw;
  }
  reap();
  return false;
}

void Cluster::signal(int number) {
  if (launcher_) launcher_->signal(child_, number);
  else kill(child_, number);
}

std::string Cluster::reap() {
  ended(child_, -1);
  const pid_t child = child_.exchange(-1);
  if (!launcher_) return reaped(child);
  for (;;) {
    const auto status = launcher_->ended(child);
    if (status) return *status > 128 ? "signal " + std::to_string(*status - 128) : "status " + std::to_string(*status);
    usleep(1000);
  }
}

void Cluster::watch() {
  for (;;) {
    // A wait can also be cut short, by the signal with which every thread takes over lowered rights.
    while (!ended(child_, -1, stop_))
      if (asked(stop_, 0)) return;
    alive_ = false;
    const std::string how = reap();
    spdlog::error("the database ended ({}); it is started again, and requests are answered with 503 meanwhile: {}", how,
                  last_line(place_.log()));
    if (!start_again()) return;
    spdlog::info("the database is back");
  }
}

bool Cluster::start_again() {
  std::string said;
  for (auto pause = limits::database_pause;; pause = std::min(pause * 2, limits::database_pause_longest)) {
    std::string reason;
    try {
      if (const auto found = obstacle(place_)) reason = *found;
      else if (try_start()) return true;
      else reason = last_line(place_.log());
    } catch (const std::exception& fault) {
      reason = fault.what();
    }
    // One line per reason, not one per attempt.
    if (said != reason) spdlog::error("the database does not start yet: {}", reason);
    said = reason;
    if (asked(stop_, static_cast<int>(pause.count()))) return false;
  }
}

void Cluster::tell_port(std::int64_t port) {
  self_.port = port;
  if (!joined_) lock_.say(self_);
}

Cluster::~Cluster() {
  eventfd_write(stop_, 1);
  if (watch_.joinable()) watch_.join();
  if (child_ > 0) {
    signal(SIGINT);
    if (!ended(child_, static_cast<int>(limits::database_stop_time.count()))) signal(SIGQUIT);
    reap();
  }
  close(stop_);
}

std::string Cluster::owner_conninfo(const std::string& database) const { return conninfo_of(place_, "tenzij_owner", database); }
std::string Cluster::app_conninfo(const std::string& database) const { return conninfo_of(place_, "tenzij_app", database); }

std::string conninfo_of(const Place& place, const std::string& role, const std::string& database) {
  const auto quoted = [](const std::string& text) {
    std::string out = "'";
    for (const char c : text) {
      if (c == '\'' || c == '\\') out += '\\';
      out += c;
    }
    return out + "'";
  };
  return "host=" + quoted(place.socket.string()) + " passfile=" + quoted(place.keys().string()) + " user=" + role + " dbname=" + database;
}

}  // namespace tenzij::db
