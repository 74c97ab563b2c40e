// Under which accounts of this machine Tenzij works. As root there are three that never meet: the database's, the server's
// and the reader's. As an ordinary user all three are that user, and the walls inside the reader are what is left; see confine.h.
#pragma once

#include <sys/types.h>

#include <filesystem>

namespace tenzij::process {

struct Account {
  uid_t user = 0;
  gid_t group = 0;
  bool operator==(const Account&) const = default;
};

struct Accounts {
  Account database;  // owner of the database's folder, else of the data folder, else `postgres`
  Account server;    // system account `tenzij` when it exists and the database's is `postgres`, else the database's
  Account reader;    // system account `tenzij-reader` when it exists, else one from a range nobody uses
};

// Throws std::runtime_error in one clear line when root has no account for the database, or when the folder's owner has no name.
Accounts accounts(const std::filesystem::path& data_folder);

// The reader's alone, which does not depend on the data folder.
Account reader_account();

// Becomes the account for good; only calls that are safe between fork and exec. False when the system refuses.
bool become(const Account& account);

}  // namespace tenzij::process
