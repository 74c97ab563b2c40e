#include "app/doctor.h"

#include <fmt/format.h>
#include <pwd.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <unistd.h>

#include <iostream>

#include "app/data_folder.h"
#include "platform/base/files.h"
#include "platform/base/text.h"

namespace tenzij::app {

namespace fs = std::filesystem;

namespace {

using Findings = std::vector<Finding>;

constexpr double gigabyte = 1024.0 * 1024 * 1024;
// A year of notices and documents of a large municipality is some gigabytes; below this somebody should look.
constexpr double scarce_gigabytes = 2;

bool in_path(const std::string& program) {
  const char* path = std::getenv("PATH");
  for (const auto folder : text::split(path == nullptr ? "/usr/bin:/bin" : path, ':'))
    if (access((fs::path(folder) / program).c_str(), X_OK) == 0) return true;
  return false;
}

std::string name_of(uid_t user) {
  const passwd* entry = getpwuid(user);
  return entry == nullptr ? std::to_string(user) : entry->pw_name;
}

void programs(Findings& out) {
  struct Needed {
    const char* program;
    const char* package;
    const char* what_for;
  };
  constexpr std::array<Needed, 9> all{{{"pg_dump", "postgresql-client-15", "backup and restore"},
                                       {"pdftotext", "poppler-utils", "reading PDF"},
                                       {"pdftoppm", "poppler-utils", "pictures of pages"},
                                       {"heif-convert", "libheif-examples", "photos of phones (HEIC)"},
                                       {"pandoc", "pandoc", "reports"},
                                       {"node", "nodejs", "reports as PDF"},
                                       {"setpriv", "util-linux", "reading documents safely"},
                                       {"prlimit", "util-linux", "reading documents safely"},
                                       {"tar", "tar", "backup and restore"}}};
  std::string missing;
  for (const Needed& each : all) {
    if (in_path(each.program)) continue;
    out.push_back({"packages", Health::wrong, fmt::format("{} is missing, for {}", each.program, each.what_for),
                   fmt::format("apt-get install {}", each.package)});
    missing += each.program;
  }
  if (missing.empty()) out.push_back({"packages", Health::ok, "all there", {}});
}

void program_folder(Findings& out, const Settings& settings) {
  for (const fs::path& each : {settings.knowledge(), settings.home / "db" / "migrations", settings.home / "web" / "dist" / "index.html"})
    if (access(each.c_str(), R_OK) != 0)
      out.push_back(
          {"program", Health::wrong, each.string() + " cannot be read", "build it: ./run --build-only, and keep the folders together"});
  if (!fs::exists(settings.pdf_tool() / "node_modules"))
    out.push_back({"program", Health::warn, "reports as PDF are not possible: tools/typst has no packages", "./run --build-only"});
  out.push_back({"program", Health::ok, "Tenzij " TENZIJ_VERSION " in " + settings.home.string(), {}});
}

void accounts(Findings& out) {
  if (getpwnam("tenzij") == nullptr)
    out.push_back({"accounts", Health::warn, "there is no user tenzij: started as root, the server runs under the database's user",
                   "sudo scripts/setup run makes it"});
  else out.push_back({"accounts", Health::ok, "the server has a user of its own, tenzij", {}});
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_max < 4096)
    out.push_back({"descriptors", Health::warn, fmt::format("at most {} open lines", limit.rlim_max),
                   "raise ulimit -Hn, or LimitNOFILE= in the unit"});
}

void folder(Findings& out, const Settings& settings) {
  const fs::path& data = settings.data;
  struct stat info {};
  if (const auto reason = db::out_of_reach(data)) out.push_back({"folder", Health::wrong, *reason, "give another folder with --data"});
  if (stat(data.c_str(), &info) != 0) {
    out.push_back({"folder", Health::ok, data.string() + " does not exist yet; the first start makes it", {}});
    return;
  }
  if (access(data.c_str(), R_OK | X_OK) != 0) {
    out.push_back({"folder", Health::wrong, data.string() + " belongs to " + name_of(info.st_uid) + " and you may not look in it",
                   "run this as that user, or with sudo"});
    return;
  }
  if ((info.st_mode & (S_IWGRP | S_IROTH | S_IWOTH)) != 0)
    out.push_back({"folder", Health::wrong, fmt::format("{} is open to others (mode {:o})", data.string(), info.st_mode & 0777U),
                   fmt::format("chmod 711 '{}'", data.string())});
  if (stat((data / "pgpass").c_str(), &info) == 0 && (info.st_mode & 077U) != 0)
    out.push_back({"folder", Health::wrong, "the passwords of the database can be read by others",
                   fmt::format("chmod 600 '{}'", (data / "pgpass").string())});
  out.push_back({"folder", Health::ok, data.string() + (has_database(data) ? "" : " holds no database yet"), {}});
}

void disk(Findings& out, const Settings& settings) {
  fs::path at = settings.data;
  while (!fs::exists(at) && at != at.root_path()) at = at.parent_path();
  struct statvfs space {};
  if (statvfs(at.c_str(), &space) != 0) return;
  const double left = static_cast<double>(space.f_bavail) * static_cast<double>(space.f_frsize) / gigabyte;
  const std::string detail = fmt::format("{:.1f} GB free at {}", left, at.string());
  if ((space.f_flag & ST_RDONLY) != 0) out.push_back({"disk", Health::wrong, "read-only at " + at.string(), "mount it to be written"});
  else if (left * gigabyte < static_cast<double>(limits::database_new_bytes))
    out.push_back({"disk", Health::wrong, detail, "free some space"});
  else if (left < scarce_gigabytes) out.push_back({"disk", Health::warn, detail, "free some space soon"});
  else out.push_back({"disk", Health::ok, detail, {}});
}

void clock_of_machine(Findings& out) {
  timex state{};
  const bool kept = adjtimex(&state) != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
  const std::string now = to_iso(system_now()).substr(0, 16) + "Z";
  if (date_of(system_now()).year() < 2026) out.push_back({"clock", Health::wrong, "it says " + now, "set the clock"});
  else if (!kept)
    out.push_back({"clock", Health::warn, now + ", and nothing keeps it right as far as the kernel knows", "timedatectl set-ntp true"});
  else out.push_back({"clock", Health::ok, now, {}});
}

void schema(Findings& out, const Settings& settings, db::Connection& owner) {
  const std::string server(owner.query("SHOW server_version").text(0, 0));
  std::size_t files = 0;
  for (const auto& entry : fs::directory_iterator(settings.home / "db" / "migrations"))
    files += entry.path().extension() == ".sql" ? 1U : 0U;
  const auto done = owner.query("SELECT count(*), max(name) FROM platform.migration");
  const std::string detail = "PostgreSQL " + server + ", schema " + std::string(done.text(0, 1));
  const auto ran = static_cast<std::size_t>(done.get<std::int64_t>(0, 0));
  if (ran < files)
    out.push_back({"database", Health::warn, detail + ", older than this program", "start this version; it brings the schema up to date"});
  else if (ran > files) out.push_back({"database", Health::wrong, detail + ", newer than this program", "start the newer version"});
  else out.push_back({"database", Health::ok, detail, {}});
  const auto ahead = owner.query("SELECT max(at) > now() + interval '1 minute' FROM audit.entry");
  if (!ahead.null(0, 0) && ahead.get<bool>(0, 0))
    out.push_back({"clock", Health::warn, "the audit log has entries of a later time than now: the clock was set back",
                   "check the clock; the order of the log holds"});
}

void database(Findings& out, const Settings& settings) {
  std::string owner = settings.owner_url;
  if (owner.empty()) {
    if (!has_database(settings.data)) return;
    if (access((settings.data / "lock").c_str(), R_OK | W_OK) != 0) {
      out.push_back({"database", Health::warn, "only its owner can look whether it runs", "run this with sudo"});
      return;
    }
    db::FolderLock lock(settings.data);
    if (lock.take()) {
      out.push_back({"database", Health::ok, "not running; it starts with the server", {}});
      return;
    }
    const db::Holder holder = lock.holder();
    out.push_back(
        {"server",
         Health::ok,
         fmt::format("process {} since {}{}", holder.pid, holder.since, holder.port > 0 ? fmt::format(", port {}", holder.port) : ""),
         {}});
    owner = db::conninfo_of(db::place_of(settings.data), "tenzij_owner", settings.database().name);
  }
  try {
    db::Connection connection(owner);
    schema(out, settings, connection);
  } catch (const db::SqlError& fault) {
    std::string reason = fault.what();
    while (!reason.empty() && reason.back() == '\n') reason.pop_back();
    out.push_back({"database", Health::wrong, "does not answer: " + reason, "see postgres.log in the data folder"});
  }
}

}  // namespace

std::vector<Finding> examine(const Settings& settings) {
  Findings out;
  program_folder(out, settings);
  programs(out);
  accounts(out);
  clock_of_machine(out);
  if (settings.owner_url.empty()) {
    folder(out, settings);
    disk(out, settings);
  }
  database(out, settings);
  out.push_back({"mail", Health::ok, "not set up: Tenzij sends no mail", {}});
  return out;
}

int doctor(const Settings& settings, bool as_json) {
  const Findings all = examine(settings);
  if (as_json) std::cout << json::dump(json::encode(all)) << "\n";
  bool wrong = false;
  for (const Finding& each : all) {
    wrong = wrong || each.health == Health::wrong;
    if (as_json) continue;
    fmt::print("{:6} {:12} {}\n", boost::describe::enum_to_string(each.health, ""), each.subject, each.detail);
    if (!each.advice.empty()) fmt::print("{:6} {:12} -> {}\n", "", "", each.advice);
  }
  return wrong ? 1 : 0;
}

}  // namespace tenzij::app
