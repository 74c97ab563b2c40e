// Who has a data folder: one process at a time, by a lock on the file `lock`, in which the holder says who it is.
#pragma once

#include <boost/describe.hpp>
#include <filesystem>
#include <string>

#include "platform/base/json.h"

namespace tenzij::db {

struct Holder {
  std::int64_t pid = 0;
  std::string what;       // "serve", or "command" for everything that ends by itself
  std::string since;      // ISO 8601, UTC
  std::int64_t port = 0;  // where it answers; 0 while it starts, and for commands
};
BOOST_DESCRIBE_STRUCT(Holder, (), (pid, what, since, port))

class FolderLock {
 public:
  explicit FolderLock(const std::filesystem::path& folder);  // throws one clear line when nothing can be written there
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  FolderLock(FolderLock&&) = delete;
  FolderLock& operator=(FolderLock&&) = delete;
  ~FolderLock();  // gives the folder free, as does the end of the process

  [[nodiscard]] bool take();             // false: somebody else has it
  void say(const Holder& holder) const;  // only by who has it
  [[nodiscard]] Holder holder() const;   // empty while the holder has said nothing yet
  [[nodiscard]] int descriptor() const { return file_; }

 private:
  int file_ = -1;
};

}  // namespace tenzij::db
