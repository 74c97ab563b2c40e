// Where the data is: the private cluster, or a PostgreSQL server given by URLs in the settings.
#pragma once

#include <memory>

#include "platform/db/cluster.h"
#include "platform/db/session.h"

namespace tenzij::db {

struct DatabaseSettings {
  std::filesystem::path data_folder;  // of the private cluster
  Use use = Use::serve;
  bool migrates = true;              // false: the schema stays as it is, also when there is none
  std::string owner_url;             // when set: no private cluster; this role owns the tables
  std::string app_url;               // the role tenzij_app
  std::string name = "tenzij";       // database in the private cluster
  std::filesystem::path migrations;  // folder with NNNN_name.sql
  std::size_t connections = limits::pool_connections;
};

class Database {
 public:
  explicit Database(const DatabaseSettings& settings);  // starts, makes and migrates what is needed

  Pool& pool() { return *pool_; }
  // As the owner: import of reference data that belongs to nobody, and the audit check.
  [[nodiscard]] Connection owner() const { return Connection(owner_); }
  [[nodiscard]] const std::string& owner_conninfo() const { return owner_; }
  // Whether it answers now: asked over a line of its own, so that neither a busy pool nor a stuck database holds who asks
  // (limits::ready_time).
  [[nodiscard]] bool ready();
  // Tells who comes second to the data folder where this server answers.
  void tell_port(std::int64_t port);
  // Started as root: whom the server becomes. The data folder says it; without one, whoever there is.
  [[nodiscard]] process::Account server_account() const;
  // Stops the private cluster, whoever still uses it; for the end of the process.
  void stop() { cluster_.reset(); }

 private:
  std::mutex asking_;
  std::unique_ptr<Connection> line_;
  std::unique_ptr<Cluster> cluster_;
  std::string owner_;
  std::unique_ptr<Pool> pool_;
};

}  // namespace tenzij::db
