#include "app/backup.h"

#include <fmt/format.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <map>

#include "app/data_folder.h"
#include "platform/base/files.h"
#include "platform/db/migrations.h"

namespace tenzij::app {

namespace fs = std::filesystem;

namespace {

constexpr const char* format_name = "tenzij-backup-1";

const db::Statement every_table{"app.every_table", R"sql(
SELECT format('%s.%s', table_schema, table_name) AS name,
       (xpath('/row/c/text()',
              query_to_xml(format('SELECT count(*) AS c FROM %I.%I', table_schema, table_name),
                           false, true, '')))[1]::text::bigint AS rows
  FROM information_schema.tables
 WHERE table_type = 'BASE TABLE'
   AND table_schema NOT IN ('pg_catalog', 'information_schema')
 ORDER BY 1
)sql"};

const db::Statement every_chain{"app.every_chain", R"sql(
SELECT m.code, coalesce(last.seq, 0) AS entries, coalesce(last.hash, '') AS last_hash
  FROM platform.municipality m
  LEFT JOIN LATERAL (SELECT e.seq, e.hash FROM audit.entry e
                      WHERE e.municipality_id = m.id
                      ORDER BY e.seq DESC LIMIT 1) last ON true
 ORDER BY m.code
)sql"};

const db::Statement broken_chains{"app.broken_chains", R"sql(
SELECT m.code
  FROM platform.municipality m
 WHERE audit.first_fault(m.id) IS NOT NULL
 ORDER BY m.code
)sql"};

// Runs a program with our own standard streams and returns how it ended.
int run_program(const std::vector<std::string>& command) {
  std::vector<char*> arguments;
  for (const auto& part : command) arguments.push_back(const_cast<char*>(part.c_str()));
  arguments.push_back(nullptr);
  pid_t child = 0;
  if (posix_spawnp(&child, arguments[0], nullptr, nullptr, arguments.data(), environ) != 0)
    throw std::runtime_error(command.front() + " is not on this machine; ./run and scripts/setup install it");
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// A folder that goes again, whatever happens.
struct Workplace {
  fs::path folder;
  explicit Workplace(const fs::path& beside) {
    std::string pattern = (beside / ".tenzij-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot write in " + beside.string());
    folder = pattern;
  }
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;
  Workplace(Workplace&&) = delete;
  Workplace& operator=(Workplace&&) = delete;
  ~Workplace() {
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  }
};

void must(int status, const std::string& what) {
  if (status != 0) throw std::runtime_error(what + " (see above)");
}

Manifest read_manifest(const fs::path& file) {
  if (!fs::exists(file)) throw std::runtime_error("no such file: " + file.string());
  const Workplace work(fs::temp_directory_path());
  const std::string take = R"(tar -xOf "$1" manifest.json >"$2" 2>/dev/null)";
  const fs::path into = work.folder / "manifest.json";
  if (run_program({"sh", "-c", take, "sh", file, into}) != 0) throw std::runtime_error(file.string() + " is no backup of Tenzij");
  try {
    return json::decode<Manifest>(read_file(into));
  } catch (const Error&) {
    throw std::runtime_error(file.string() + " is no backup of Tenzij that this version knows");
  }
}

// Every migration of the backup must be one of ours: an older Tenzij cannot read what a newer one wrote.
void check_version(const Manifest& manifest, const fs::path& migrations) {
  if (manifest.format != format_name)
    throw std::runtime_error("the backup has the form " + manifest.format + ", which this Tenzij does not know");
  for (const Migration& each : manifest.migrations) {
    const fs::path file = migrations / (each.name + ".sql");
    if (!fs::exists(file))
      throw std::runtime_error("the backup was made by Tenzij " + manifest.version + ", which is newer than this " TENZIJ_VERSION " (" +
                               each.name + " is unknown here): use that version or a later one");
    if (sha256_hex(read_file(file)) != each.checksum)
      throw std::runtime_error("migration " + each.name + " of the backup is not the one of this program");
  }
}

// What differs between what was saved and what is back; empty when all is well.
std::string difference(const Manifest& saved, const Manifest& back) {
  std::map<std::string, std::int64_t> rows;
  for (const TableRows& each : back.tables) rows[each.name] = each.rows;
  for (const TableRows& each : saved.tables)
    if (rows[each.name] != each.rows) return fmt::format("{} has {} rows instead of {}", each.name, rows[each.name], each.rows);
  if (saved.chains.size() != back.chains.size()) return "not every municipality is back";
  for (std::size_t i = 0; i < saved.chains.size(); ++i)
    if (saved.chains[i].last_hash != back.chains[i].last_hash) return "the audit log of " + saved.chains[i].code + " ends differently";
  return {};
}

void prove(db::Connection& owner, const Manifest& manifest) {
  if (const std::string fault = difference(manifest, take_stock(owner)); !fault.empty()) throw std::runtime_error(fault);
  const auto broken = owner.query(broken_chains);
  if (!broken.empty()) throw std::runtime_error("the audit log of " + std::string(broken.text(0, 0)) + " is not sound");
}

}  // namespace

Manifest take_stock(db::Connection& owner) {
  Manifest out{format_name, TENZIJ_VERSION, to_iso(system_now()), {}, {}, {}};
  out.migrations = owner.query("SELECT name, checksum FROM platform.migration ORDER BY name").as<Migration>();
  out.tables = owner.query(every_table).as<TableRows>();
  out.chains = owner.query(every_chain).as<Chain>();
  return out;
}

int backup(const Settings& settings, const fs::path& given) {
  if (settings.owner_url.empty() && !has_database(settings.data))
    throw std::runtime_error("there is no database of Tenzij in " + settings.data.string());
  const fs::path file = fs::absolute(given).lexically_normal();
  db::DatabaseSettings wanted = settings.database();
  wanted.migrates = false;
  const db::Database database(wanted);
  db::Connection owner = database.owner();
  const Workplace work(file.parent_path());
  owner.script("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY");
  const std::string snapshot(owner.query("SELECT pg_export_snapshot()").text(0, 0));
  must(run_program({"pg_dump", "--format=custom", "--snapshot=" + snapshot, "--file=" + (work.folder / "database.dump").string(),
                    "--dbname=" + database.owner_conninfo()}),
       "the database could not be dumped");
  const Manifest manifest = take_stock(owner);
  owner.script("COMMIT");
  write_file(work.folder / "manifest.json", json::dump(json::encode(manifest)) + "\n");
  const fs::path whole = work.folder / "backup";
  must(run_program({"tar", "-cf", whole, "-C", work.folder, "manifest.json", "database.dump"}), "the backup could not be written");
  chmod(whole.c_str(), 0600);  // it holds everything, also the hashes of passwords
  fs::rename(whole, file);
  // The page about health says how old the last one is.
  owner.query("INSERT INTO platform.backup (at, bytes, version) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", system_now(),
              static_cast<std::int64_t>(fs::file_size(file)), std::string(TENZIJ_VERSION));
  std::int64_t rows = 0;
  for (const TableRows& each : manifest.tables) rows += each.rows;
  fmt::print("{}: {} MB, {} rows in {} tables, schema {}\n", file.string(), fs::file_size(file) / (1024 * 1024) + 1, rows,
             manifest.tables.size(), manifest.migrations.back().name);
  for (const Chain& each : manifest.chains)
    fmt::print("  {}: {} entries in the audit log, last hash {}\n", each.code, each.entries, each.last_hash);
  return 0;
}

int restore(const Settings& settings, const fs::path& given) {
  const fs::path file = fs::absolute(given).lexically_normal();
  const Manifest manifest = read_manifest(file);
  db::DatabaseSettings wanted = settings.database();
  check_version(manifest, wanted.migrations);
  wanted.migrates = false;
  db::Database database(wanted);
  {
    db::Connection owner = database.owner();
    if (!owner.query("SELECT to_regclass('platform.migration')").null(0, 0))
      throw std::runtime_error(wanted.owner_url.empty()
                                   ? wanted.data_folder.string() + " holds data already: give an empty folder with --data"
                                   : "this database holds data already: give an empty one");
    // One transaction: everything or nothing. Rights are given to tenzij_app, who exists; the owner is who restores.
    const std::string pour = R"(tar -xOf "$1" database.dump | pg_restore --no-owner --exit-on-error --single-transaction --dbname="$2")";
    must(run_program({"sh", "-c", pour, "sh", file, database.owner_conninfo()}), "the backup could not be read back; nothing was kept");
    prove(owner, manifest);
  }
  db::Connection owner = database.owner();
  const int moved = db::migrate(owner, wanted.migrations);
  fmt::print("restored what Tenzij {} saved at {}: every row of {} tables is back, and the audit log is sound\n", manifest.version,
             manifest.made_at, manifest.tables.size());
  if (moved > 0) fmt::print("brought up to this version by {} migrations\n", moved);
  if (wanted.owner_url.empty()) fmt::print("start it with: tenzij --data '{}'\n", wanted.data_folder.string());
  return 0;
}

}  // namespace tenzij::app
