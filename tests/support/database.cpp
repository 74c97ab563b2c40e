#include "tests/support/database.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <charconv>
#include <fstream>

namespace tenzij::testing {

namespace {

constexpr std::uintmax_t roomy = 6ULL << 30;
constexpr std::string_view prefix = "tenzij-test-";

// What the machine can still give: a file system in memory says how large it may become, not whether there is memory for it.
std::uintmax_t memory_left() {
  std::ifstream file("/proc/meminfo");
  std::string word;
  std::uintmax_t kilobytes = 0;
  while (file >> word)
    if (word == "MemAvailable:" && file >> kilobytes) return kilobytes << 10;
  return 0;
}

// A program that was killed leaves its cluster behind, and in memory that is memory: the next one removes it.
// The names hold the process: "tenzij-test-123-AbCdEf".
void remove_left_behind(const std::filesystem::path& where) {
  std::error_code ignored;
  for (const auto& each : std::filesystem::directory_iterator(where, ignored)) {
    const std::string name = each.path().filename().string();
    if (!name.starts_with(prefix)) continue;
    pid_t owner = 0;
    const char* from = name.data() + prefix.size();
    const auto [end, error] = std::from_chars(from, name.data() + name.size(), owner);
    const bool ours = error == std::errc{} && end != name.data() + name.size() && *end == '-' && owner > 0;
    if (ours && kill(owner, 0) != 0 && errno == ESRCH) std::filesystem::remove_all(each.path(), ignored);
  }
}

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

void TestCluster::drop(const std::string& name) {
  db::Connection(cluster_->owner_conninfo("postgres")).script("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
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
  const std::filesystem::path where = !none && std::min(room.available, memory_left()) > roomy ? "/dev/shm" : "/tmp";
  for (const char* each : {"/dev/shm", "/tmp"}) remove_left_behind(each);
  std::string pattern = (where / (std::string(prefix) + std::to_string(getpid()) + "-XXXXXX")).string();
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
