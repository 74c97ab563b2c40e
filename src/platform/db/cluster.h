// The private PostgreSQL cluster: made on first use in the data folder, supervised as a child, reached by a
// Unix socket only (no port). It dies with its parent, also after kill -9, and recovers by itself at the next start.
// PostgreSQL refuses to run as root, so under root it runs as the owner of the data folder or as `postgres`.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>

namespace tenzij::db {

class Cluster {
 public:
  // Starts the cluster, or joins the one another process of ours already runs on this folder.
  explicit Cluster(const std::filesystem::path& data_folder);
  Cluster(const Cluster&) = delete;
  Cluster& operator=(const Cluster&) = delete;
  Cluster(Cluster&&) = delete;
  Cluster& operator=(Cluster&&) = delete;
  ~Cluster();  // stops what it started

  [[nodiscard]] std::string owner_conninfo(const std::string& database) const;
  [[nodiscard]] std::string app_conninfo(const std::string& database) const;
  [[nodiscard]] bool joined() const { return child_ <= 0; }
  [[nodiscard]] bool alive() const;

 private:
  std::filesystem::path folder_;
  std::filesystem::path socket_;
  pid_t child_ = -1;
  int lock_ = -1;

  void initialise(uid_t user, gid_t group) const;
  void start(uid_t user, gid_t group);
};

// The unprivileged account work is done under when started as root; throws one clear line when there is none.
struct Account {
  uid_t user;
  gid_t group;
};
Account unprivileged_account(const std::filesystem::path& data_folder);
// Gives up root for the whole process; does nothing for an ordinary user.
void lower_privileges(const Account& account);

}  // namespace tenzij::db
