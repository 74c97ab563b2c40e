#include "platform/db/database.h"

#include "platform/db/migrations.h"

namespace tenzij::db {

Database::Database(const DatabaseSettings& settings) {
  std::string app = settings.app_url;
  owner_ = settings.owner_url;
  if (owner_.empty()) {
    cluster_ = std::make_unique<Cluster>(settings.data_folder);
    owner_ = cluster_->owner_conninfo(settings.name);
    app = cluster_->app_conninfo(settings.name);
    Connection maintenance(cluster_->owner_conninfo("postgres"));
    if (maintenance.query("SELECT 1 FROM pg_database WHERE datname = $1", settings.name).empty())
      maintenance.script("CREATE DATABASE " + settings.name);
  }
  Connection owner(owner_);
  // The role exists per cluster, not per database, so it is made here and not in a migration.
  if (owner.query("SELECT 1 FROM pg_roles WHERE rolname = 'tenzij_app'").empty())
    owner.script("CREATE ROLE tenzij_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS");
  migrate(owner, settings.migrations);
  pool_ = std::make_unique<Pool>(app, settings.connections);
}

}  // namespace tenzij::db
