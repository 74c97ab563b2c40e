// The private PostgreSQL cluster: made on first use in the data folder, watched as a child, reached by a Unix socket only (no port)
// and with a password. When it dies it is started again; when its parent dies, also by kill -9, it ends and recovers at the next start.
#pragma once

#include <atomic>
#include <thread>

#include "platform/db/holder.h"
#include "platform/db/postmaster.h"
#include "platform/process/launcher.h"

namespace tenzij::db {

// Who starts the cluster. A server has its folder alone; a command works beside the server that runs there.
enum class Use { serve, command };

class Cluster {
 public:
  // Starts the cluster, or joins the one of a running server. Throws one clear line that names the folder when neither can be.
  explicit Cluster(const std::filesystem::path& data_folder, Use use = Use::serve);
  Cluster(const Cluster&) = delete;
  Cluster& operator=(const Cluster&) = delete;
  Cluster(Cluster&&) = delete;
  Cluster& operator=(Cluster&&) = delete;
  ~Cluster();  // stops what it started

  [[nodiscard]] std::string owner_conninfo(const std::string& database) const;
  [[nodiscard]] std::string app_conninfo(const std::string& database) const;
  [[nodiscard]] bool joined() const { return joined_; }
  // False from the moment that its end is seen until it answers again.
  [[nodiscard]] bool alive() const { return joined_ || alive_; }
  // For who comes second to this folder: where we answer.
  void tell_port(std::int64_t port);
  // Whom the server may become after this: the cluster can then still be started again and stopped.
  [[nodiscard]] process::Account server_account() const { return place_.server; }

 private:
  Place place_;
  FolderLock lock_;
  Holder self_;
  bool joined_ = false;
  int stop_;  // eventfd: written when the watch must end
  std::atomic<pid_t> child_{-1};
  std::atomic<bool> alive_{false};
  std::unique_ptr<process::Launcher> launcher_;  // when the server will not be the database's account
  std::thread watch_;

  [[nodiscard]] bool join(Use use);
  void prepare() const;
  [[nodiscard]] bool try_start();
  void signal(int number);
  std::string reap();  // how it ended
  void watch();
  [[nodiscard]] bool start_again();
};

// Where the cluster of this folder is; makes nothing.
Place place_of(const std::filesystem::path& data_folder);
// For libpq: over the socket, with the password in DATA/pgpass, which whoever connects must be able to read.
std::string conninfo_of(const Place& place, const std::string& role, const std::string& database);
// Started as root: which folder above the data the database's account may not enter, in words; nothing when it may.
std::optional<std::string> out_of_reach(const std::filesystem::path& data_folder);

// Gives up root for the whole process; does nothing for an ordinary user.
void lower_privileges(const process::Account& account);

}  // namespace tenzij::db
