// A real PostgreSQL for tests: one private cluster per test program, a fresh database per test, cloned from a
// template that has the schema, the reference data and the demo municipality.
#pragma once

#include <gtest/gtest.h>

#include "platform/db/database.h"

namespace tenzij::testing {

class TestCluster {
 public:
  static TestCluster& get();
  db::Cluster& cluster() { return *cluster_; }

  // A new database, empty or cloned; its name.
  std::string create(const std::string& from = "template1");

  // Throws away a database that create() made, also when somebody is still connected: hundreds of them are gigabytes.
  void drop(const std::string& name);

  db::DatabaseSettings settings(const std::string& name);

  std::filesystem::path folder() const { return folder_; }

 private:
  TestCluster();
  ~TestCluster();
  TestCluster(const TestCluster&) = delete;
  TestCluster& operator=(const TestCluster&) = delete;
  TestCluster(TestCluster&&) = delete;
  TestCluster& operator=(TestCluster&&) = delete;

  std::filesystem::path folder_;
  std::unique_ptr<db::Cluster> cluster_;
  int count_ = 0;
};

}  // namespace tenzij::testing
