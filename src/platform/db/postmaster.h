// PostgreSQL's own programs as children: initdb, the postmaster, and the single-user mode that sets passwords while nobody can connect.
// PostgreSQL refuses to run as root; the children give it up for the account they are given.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "platform/process/accounts.h"

namespace tenzij::db {

// Where the parts of one cluster are. Everything but `pg` and `run` belongs to the server's account.
struct Place {
  std::filesystem::path folder;  // DATA
  std::filesystem::path socket;  // folder of the Unix socket: DATA/run, or below /tmp when that is too long for a socket
  process::Account account;      // of the database
  process::Account server;       // of what uses it, and owns the rest of the folder
  [[nodiscard]] std::filesystem::path pg() const { return folder / "pg"; }
  [[nodiscard]] std::filesystem::path log() const { return folder / "postgres.log"; }
  [[nodiscard]] std::filesystem::path keys() const { return folder / "pgpass"; }
};

// The folder with the programs of the PostgreSQL that made the cluster, or of the newest for a new one; throws when it is missing.
std::filesystem::path postgres_bin(const Place& place);

// Makes DATA/pg aside and renames it, so that an interrupted initdb is simply done again.
void initialise(const Place& place);

// Passwords for the roles tenzij_owner and tenzij_app in DATA/pgpass (libpq's own form, readable by the server's account only), asked
// for on every connection. A cluster that trusted its socket, or whose file was lost, gets new ones. Nothing may run on it.
void secure(const Place& place);

// The command line of the postmaster.
std::vector<std::string> postmaster_command(const Place& place);

// The postmaster as a child that dies with the thread that called this; it answers a little later.
pid_t launch_postmaster(const Place& place);

// Its log, to be added to; the caller closes it.
int open_log(const Place& place);

// Waits until the child has ended, at most so long, and no longer than until `stop` (an eventfd, or -1) is written or a signal
// comes: true when it ended.
bool ended(pid_t child, int milliseconds, int stop = -1);

// What the child left, once it has ended: "signal 9" or "status 1".
std::string reaped(pid_t child);

std::string last_line(const std::filesystem::path& log);

// Why PostgreSQL cannot start in this folder, as far as the disk tells: full, or read-only.
std::optional<std::string> obstacle(const Place& place);

}  // namespace tenzij::db
