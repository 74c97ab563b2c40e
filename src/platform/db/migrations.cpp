#include "platform/db/migrations.h"

#include <map>

#include "platform/base/files.h"

namespace tenzij::db {

int migrate(Connection& owner, const std::filesystem::path& folder, bool may_run) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().extension() == ".sql") files[entry.path().stem().string()] = read_file(entry.path());

  // One server migrates at a time; the others wait here and then find nothing to do.
  owner.script("SELECT pg_advisory_lock(7460001)");
  owner.script(R"sql(
CREATE SCHEMA IF NOT EXISTS platform;
CREATE TABLE IF NOT EXISTS platform.migration (
  name text PRIMARY KEY,
  checksum text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT now()
)
)sql");
  const Result done = owner.query("SELECT name, checksum FROM platform.migration ORDER BY name");
  for (int row = 0; row < done.rows(); ++row) {
    const std::string name(done.text(row, 0));
    const auto file = files.find(name);
    if (file == files.end()) throw std::runtime_error("migration " + name + " ran on this database but its file is gone");
    if (sha256_hex(file->second) != done.text(row, 1))
      throw std::runtime_error("migration " + name + " was changed after it ran; add a new file instead");
    files.erase(file);
  }
  if (!may_run && !files.empty())
    throw std::runtime_error("this program is newer than the server that runs on these data (" + files.begin()->first +
                             " did not run yet): stop that server first");
  for (const auto& [name, sql] : files) {
    owner.script("BEGIN");
    try {
      owner.script(sql);
      owner.query("INSERT INTO platform.migration (name, checksum) VALUES ($1, $2)", name, sha256_hex(sql));
      owner.script("COMMIT");
    } catch (const SqlError& fault) {
      owner.script("ROLLBACK");
      throw std::runtime_error("migration " + name + ": " + fault.what());
    }
  }
  owner.script("SELECT pg_advisory_unlock(7460001)");
  return static_cast<int>(files.size());
}

}  // namespace tenzij::db
