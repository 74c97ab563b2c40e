// Where the data is: the private cluster, or a PostgreSQL server given by URLs in the settings.
#pragma once

#include <memory>

#include "platform/db/cluster.h"
#include "platform/db/session.h"

namespace tenzij::db {

struct DatabaseSettings {
  std::filesystem::path data_folder;  // of the private cluster
  std::string owner_url;              // when set: no private cluster; this role owns the tables
  std::string app_url;                // the role tenzij_app
  std::string name = "tenzij";        // database in the private cluster
  std::filesystem::path migrations;   // folder with NNNN_name.sql
  std::size_t connections = limits::pool_connections;
};

class Database {
 public:
  explicit Database(const DatabaseSettings& settings);  // starts, makes and migrates what is needed

  Pool& pool() { return *pool_; }
  // As the owner: import of reference data that belongs to nobody, and the audit check.
  [[nodiscard]] Connection owner() const { return Connection(owner_); }
  // Stops the private cluster, whoever still uses it; for the end of the process.
  void stop() { cluster_.reset(); }
  [[nodiscard]] bool alive() const { return !cluster_ || cluster_->alive(); }

 private:
  std::unique_ptr<Cluster> cluster_;
  std::string owner_;
  std::unique_ptr<Pool> pool_;
};

}  // namespace tenzij::db
