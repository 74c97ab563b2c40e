#include "platform/process/accounts.h"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <optional>
#include <stdexcept>
#include <string>

namespace tenzij::process {

namespace {

// Between systemd's own ranges (https://systemd.io/UIDS-GIDS/): given to nobody, and inside the 65,536 of a container.
constexpr uid_t first_unused = 60'900;
constexpr uid_t last_unused = 60'999;

std::optional<Account> named(const char* name) {
  const passwd* entry = getpwnam(name);
  if (entry == nullptr) return std::nullopt;
  return Account{entry->pw_uid, entry->pw_gid};
}

Account own() { return {geteuid(), getegid()}; }

// The folder of the database itself tells first: the folder above it may be the server's.
Account database_account(const std::filesystem::path& data_folder) {
  struct stat info {};
  const auto server = named("tenzij");
  for (const std::filesystem::path& each : {data_folder / "pg", data_folder})
    if (stat(each.c_str(), &info) == 0 && info.st_uid != 0 && !(server && info.st_uid == server->user)) {
      // Left over from another machine: PostgreSQL runs under nobody without a name.
      if (getpwuid(info.st_uid) == nullptr)
        throw std::runtime_error(each.string() + " belongs to account " + std::to_string(info.st_uid) +
                                 ", which this machine does not know; give it to one that exists: chown -R postgres: '" + each.string() +
                                 "'");
      return {info.st_uid, info.st_gid};
    }
  if (const auto found = named("postgres")) return *found;
  throw std::runtime_error("started as root, but the user postgres that the database runs under does not exist");
}

}  // namespace

Account reader_account() {
  if (geteuid() != 0) return own();
  if (const auto found = named("tenzij-reader")) return *found;
  for (uid_t user = first_unused; user <= last_unused; ++user)
    if (getpwuid(user) == nullptr && getgrgid(user) == nullptr) return {user, user};
  throw std::runtime_error("no account is free for reading foreign files; add one: useradd --system tenzij-reader");
}

Accounts accounts(const std::filesystem::path& data_folder) {
  if (geteuid() != 0) return {own(), own(), own()};
  const Account database = database_account(data_folder);
  // Data that some person made stay that person's, who may start the server without root again.
  const bool ours = named("postgres") == database;
  return {database, ours ? named("tenzij").value_or(database) : database, reader_account()};
}

bool become(const Account& account) {
  return setgroups(0, nullptr) == 0 && setresgid(account.group, account.group, account.group) == 0 &&
         setresuid(account.user, account.user, account.user) == 0;
}

}  // namespace tenzij::process
