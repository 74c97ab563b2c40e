// A real PostgreSQL for tests: one private cluster per test program, a fresh database per test, cloned from a
// template that has the schema, the reference data and the demo municipality.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include "platform/db/database.h"

namespace tenzij::testing {

class TestCluster {
 public:
  static TestCluster& get() {
    static TestCluster cluster;
    return cluster;
  }
  db::Cluster& cluster() { return *cluster_; }

  // A new database, empty or cloned; its name.
  std::string create(const std::string& from = "template1") {
    const std::string name = "t" + std::to_string(++count_);
    db::Connection(cluster_->owner_conninfo("postgres")).script("CREATE DATABASE " + name + " TEMPLATE " + from);
    return name;
  }

  db::DatabaseSettings settings(const std::string& name) {
    db::DatabaseSettings out;
    out.owner_url = cluster_->owner_conninfo(name);
    out.app_url = cluster_->app_conninfo(name);
    out.migrations = std::filesystem::path(TENZIJ_HOME) / "db" / "migrations";
    return out;
  }

  std::filesystem::path folder() const { return folder_; }

 private:
  TestCluster() {
    std::string pattern = "/tmp/tenzij-test-XXXXXX";
    folder_ = mkdtemp(pattern.data());
    // Under root the cluster runs as another user, who must be able to enter.
    std::filesystem::permissions(
        folder_, std::filesystem::perms::owner_all | std::filesystem::perms::others_exec | std::filesystem::perms::group_exec);
    cluster_ = std::make_unique<db::Cluster>(folder_ / "data");
  }
  ~TestCluster() {
    cluster_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  TestCluster(const TestCluster&) = delete;
  TestCluster& operator=(const TestCluster&) = delete;
  TestCluster(TestCluster&&) = delete;
  TestCluster& operator=(TestCluster&&) = delete;

  std::filesystem::path folder_;
  std::unique_ptr<db::Cluster> cluster_;
  int count_ = 0;
};

}  // namespace tenzij::testing
