#include "app/data_folder.h"

#include <unistd.h>

#include <set>

#include "platform/db/cluster.h"

namespace tenzij::app {

namespace fs = std::filesystem;

namespace {

// What a start leaves behind before there is a database: the folder is then as good as empty.
const std::set<std::string, std::less<>> own_names{"lock",   "run",        "pg.new", "initdb.log", "postgres.log", "postgres.log.1",
                                                   "pgpass", "pgpass.new", "typst",  "knowledge",  "spool",        "lost+found"};

// Something else than ours is in it: whoever put a restored folder one level too high must not find an empty Tenzij.
void refuse_foreign(const fs::path& folder) {
  if (!fs::exists(folder)) return;
  if (!fs::is_directory(folder)) throw std::runtime_error(folder.string() + " is no folder");
  if (has_database(folder)) return;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (own_names.contains(name)) continue;
    if (entry.is_directory() && has_database(entry.path()))
      throw std::runtime_error(folder.string() + " holds no database of Tenzij itself, but " + entry.path().string() +
                               " does: give that one with --data");
    throw std::runtime_error(folder.string() + " is not empty and holds no database of Tenzij (there is " + name +
                             ", and no pg/PG_VERSION): give an empty folder, or the one that has the data");
  }
}

// Not as root: whether we may make it, or write in it. The first folder above that exists decides.
std::optional<std::string> denied(const fs::path& folder) {
  for (fs::path there = folder;; there = there.parent_path()) {
    std::error_code fault;
    const bool exists = fs::exists(there, fault);
    if (!fault && !exists && there != there.root_path()) continue;
    if (!fault && (!fs::is_directory(there, fault) || access(there.c_str(), W_OK | X_OK) == 0)) return std::nullopt;
    return "the data cannot be in " + folder.string() + ": this user may not write in " + (fault ? there.parent_path() : there).string() +
           ". Give another folder with --data, or start as the user it belongs to, or with sudo.";
  }
}

}  // namespace

bool has_database(const fs::path& folder) {
  std::error_code ignored;
  return fs::exists(folder / "pg" / "PG_VERSION", ignored);
}

DataFolder choose_data_folder(const fs::path& given, const fs::path& home) {
  if (!given.empty()) {
    const fs::path folder = fs::absolute(given).lexically_normal();
    if (const auto reason = geteuid() == 0 ? db::out_of_reach(folder) : denied(folder)) throw std::runtime_error(*reason);
    refuse_foreign(folder);
    return {folder, {}};
  }
  const fs::path beside = home / "var";
  const fs::path system = "/var/lib/tenzij";
  if (has_database(beside)) {
    if (const auto reason = db::out_of_reach(beside)) throw std::runtime_error(*reason + " The data that are there stay as they are.");
    return {beside, "the data are there already"};
  }
  std::error_code ignored;
  if (geteuid() != 0)
    return {beside, fs::exists(system / "pg", ignored) ? "beside the program; those of a start as root are in " + system.string()
                                                       : "beside the program"};
  const auto reason = db::out_of_reach(beside);
  if (!reason) return {beside, "beside the program"};
  return {system, "the database's user cannot reach " + beside.string()};
}

}  // namespace tenzij::app
