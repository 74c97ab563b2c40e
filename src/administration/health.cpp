// How the installation is doing, for who keeps it: what can be seen from inside. `tenzij doctor` sees the machine.
#include <sys/statvfs.h>

#include "administration/store.h"
#include "platform/mail/mail.h"

namespace tenzij::administration {

namespace {

// A week of notices and documents of a large municipality; below it somebody should look.
constexpr double scarce_bytes = 2.0 * 1024 * 1024 * 1024;
constexpr std::chrono::hours backup_fresh{48};
constexpr std::chrono::hours failures_shown{24 * 7};

enum class HealthState { ok, warn, wrong };
BOOST_DESCRIBE_ENUM(HealthState, ok, warn, wrong)

struct HealthLine {
  std::string what;  // backup, disk, database, mail, work, people, log
  HealthState state{};
};
BOOST_DESCRIBE_STRUCT(HealthLine, (), (what, state))

struct HealthReport {
  std::string version;
  std::vector<HealthLine> lines;
  std::optional<Instant> backup_at;
  std::optional<std::int64_t> backup_bytes;
  std::optional<std::int64_t> disk_free_bytes;
  std::optional<std::int64_t> disk_bytes;
  std::int64_t database_bytes = 0;
  std::string database_version;
  mail::Doing mail;
  std::int64_t failed_work = 0;   // background work that failed in the last seven days
  std::int64_t waiting_work = 0;  // that waits or runs
  std::int64_t without_role = 0;  // people who can sign in and have no role
  std::int64_t log_entries = 0;
};
BOOST_DESCRIBE_STRUCT(HealthReport, (),
                      (version, lines, backup_at, backup_bytes, disk_free_bytes, disk_bytes, database_bytes, database_version, mail,
                       failed_work, waiting_work, without_role, log_entries))

struct BackupMade {
  Instant at;
  std::int64_t bytes;
};
BOOST_DESCRIBE_STRUCT(BackupMade, (), (at, bytes))

struct DatabaseFacts {
  std::int64_t bytes;
  std::string version;
  std::int64_t failed;
  std::int64_t waiting;
  std::int64_t without_role;
  std::int64_t entries;
};
BOOST_DESCRIBE_STRUCT(DatabaseFacts, (), (bytes, version, failed, waiting, without_role, entries))

const db::Statement facts_of_database{"administration.facts_of_database", R"sql(
SELECT pg_database_size(current_database()) AS bytes, current_setting('server_version') AS version,
       (SELECT count(*) FROM jobs.job
         WHERE state = 'failed' AND ended_at >= $1) AS failed,
       (SELECT count(*) FROM jobs.job
         WHERE state IN ('queued', 'running')) AS waiting,
       (SELECT count(*) FROM auth.account a
         WHERE a.active
           AND NOT EXISTS (SELECT 1 FROM auth.role_grant g
                            WHERE g.municipality_id = a.municipality_id
                              AND g.person_id = a.person_id)) AS without_role,
       coalesce((SELECT max(seq) FROM audit.entry), 0) AS entries
)sql"};

HealthReport report(const http::Request& request, db::Session& session, const std::filesystem::path& data) {
  HealthReport out;
  out.version = TENZIJ_VERSION;
  const auto backup = session.find<BackupMade>("SELECT at, bytes FROM platform.backup ORDER BY at DESC LIMIT 1");
  if (backup) {
    out.backup_at = backup->at;
    out.backup_bytes = backup->bytes;
  }
  const bool fresh = backup && request.now - backup->at <= backup_fresh;
  out.lines.push_back({"backup", fresh ? HealthState::ok : backup ? HealthState::warn : HealthState::wrong});
  struct statvfs space {};
  HealthState disk = HealthState::ok;
  if (!data.empty() && statvfs(data.c_str(), &space) == 0) {
    out.disk_free_bytes = static_cast<std::int64_t>(space.f_bavail) * static_cast<std::int64_t>(space.f_frsize);
    out.disk_bytes = static_cast<std::int64_t>(space.f_blocks) * static_cast<std::int64_t>(space.f_frsize);
    if (static_cast<double>(*out.disk_free_bytes) < scarce_bytes) disk = HealthState::warn;
    if (*out.disk_free_bytes < static_cast<std::int64_t>(limits::database_new_bytes)) disk = HealthState::wrong;
    out.lines.push_back({"disk", disk});
  }
  const auto facts = session.find<DatabaseFacts>(facts_of_database, request.now - failures_shown).value();
  out.database_bytes = facts.bytes;
  out.database_version = facts.version;
  out.failed_work = facts.failed;
  out.waiting_work = facts.waiting;
  out.without_role = facts.without_role;
  out.log_entries = facts.entries;
  out.lines.push_back({"database", HealthState::ok});
  out.mail = mail::doing(session, request.now);
  out.lines.push_back({"mail", out.mail.failing_since                        ? HealthState::wrong
                               : out.mail.configured && out.mail.failed == 0 ? HealthState::ok
                                                                             : HealthState::warn});
  out.lines.push_back({"work", facts.failed == 0 ? HealthState::ok : HealthState::warn});
  out.lines.push_back({"people", facts.without_role == 0 ? HealthState::ok : HealthState::warn});
  return out;
}

}  // namespace

void add_health_routes(http::Router& router, const AdministrationSettings& settings) {
  router.get<HealthReport>(
      "/health-report", "organisation.edit",
      {"getHealthReport", "administration", "Version, last backup, disk, database, mail, and background work that failed"},
      [data = settings.data](const http::Request& request, db::Session& session) { return report(request, session, data); });
}

}  // namespace tenzij::administration
