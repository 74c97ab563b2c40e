#include "platform/db/database.h"

#include "platform/db/migrations.h"

namespace tenzij::db {

Database::Database(const DatabaseSettings& settings) {
  std::string app = settings.app_url;
  owner_ = settings.owner_url;
  if (owner_.empty()) {
    cluster_ = std::make_unique<Cluster>(settings.data_folder, settings.use);
    owner_ = cluster_->owner_conninfo(settings.name);
    app = cluster_->app_conninfo(settings.name);
    Connection maintenance(cluster_->owner_conninfo("postgres"));
    if (maintenance.query("SELECT 1 FROM pg_database WHERE datname = $1", settings.name).empty())
      maintenance.script("CREATE DATABASE " + settings.name);
  }
  Connection owner(owner_);
  // The role exists per cluster, not per database, so it is made here and not in a migration; the private cluster has it, with a password.
  if (owner.query("SELECT 1 FROM pg_roles WHERE rolname = 'tenzij_app'").empty())
    owner.script("CREATE ROLE tenzij_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS");
  if (settings.migrates) migrate(owner, settings.migrations, !cluster_ || !cluster_->joined());
  pool_ = std::make_unique<Pool>(app, settings.connections);
}

bool Database::ready() {
  if (cluster_ && !cluster_->alive()) return false;
  const std::lock_guard lock(asking_);
  try {
    // The line may be from before a restart: then once more, over a new one.
    if (line_ && line_->answers_within(limits::ready_time)) return true;
    line_ = std::make_unique<Connection>(pool_->conninfo());
    if (line_->answers_within(limits::ready_time)) return true;
  } catch (const SqlError&) {  // no connection is the answer
  }
  line_.reset();
  return false;
}

process::Account Database::server_account() const {
  return cluster_ ? cluster_->server_account() : process::accounts("/nonexistent").server;
}

void Database::tell_port(std::int64_t port) {
  if (cluster_) cluster_->tell_port(port);
}

}  // namespace tenzij::db
