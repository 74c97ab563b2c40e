#include "tests/support/database.h"

#include <stdlib.h>

namespace tenzij::testing {

namespace {

constexpr std::uintmax_t roomy = 6ULL << 30;

}  // namespace

TestCluster& TestCluster::get() {
  static TestCluster cluster;
  return cluster;
}

std::string TestCluster::create(const std::string& from) {
  const std::string name = "t" + std::to_string(++count_);
  db::Connection(cluster_->owner_conninfo("postgres")).script("CREATE DATABASE " + name + " TEMPLATE " + from);
  return name;
}

db::DatabaseSettings TestCluster::settings(const std::string& name) {
  db::DatabaseSettings out;
  out.owner_url = cluster_->owner_conninfo(name);
  out.app_url = cluster_->app_conninfo(name);
  out.migrations = std::filesystem::path(TENZIJ_HOME) / "db" / "migrations";
  return out;
}

TestCluster::TestCluster() {
  // In memory where there is room: a disk takes minutes to give back what hundreds of databases held.
  std::error_code none;
  const auto room = std::filesystem::space("/dev/shm", none);
  std::string pattern = !none && room.available > roomy ? "/dev/shm/tenzij-test-XXXXXX" : "/tmp/tenzij-test-XXXXXX";
  folder_ = mkdtemp(pattern.data());
  // Under root the cluster runs as another user, who must be able to enter.
  std::filesystem::permissions(
      folder_, std::filesystem::perms::owner_all | std::filesystem::perms::others_exec | std::filesystem::perms::group_exec);
  cluster_ = std::make_unique<db::Cluster>(folder_ / "data");
}

TestCluster::~TestCluster() {
  cluster_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

}  // namespace tenzij::testing
