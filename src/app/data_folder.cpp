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

}  // namespace

bool has_database(const fs::path& folder) {
  std::error_code ignored;
  return fs::exists(folder / "pg" / "PG_VERSION", ignored);
}

DataFolder choose_data_folder(const fs::path& given, const fs::path& home) {
  if (!given.empty()) {
    const fs::path folder = fs::absolute(given).lexically_normal();
    if (const auto reason = db::out_of_reach(folder)) throw std::runtime_error(*reason);
    refuse_foreign(folder);
    return {folder, {}};
  }
  const fs::path beside = home / "var";
  const fs::path system = "/var/lib/tenzij";
  if (has_database(beside)) {
    if (const auto reason = db::out_of_reach(beside)) throw std::runtime_error(*reason + " The data that are there stay as they are.");
    return {beside, "the data are there already"};
  }
  if (geteuid() != 0) return {beside, "beside the program"};
  const auto reason = db::out_of_reach(beside);
  if (!reason) return {beside, "beside the program"};
  return {system, "the database's user cannot reach " + beside.string()};
}

}  // namespace tenzij::app
