#include "platform/db/holder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace tenzij::db {

FolderLock::FolderLock(const std::filesystem::path& folder) : file_(open((folder / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
  if (file_ < 0)
    throw std::runtime_error("cannot write in " + folder.string() + ": " + std::strerror(errno) +
                             (errno == EACCES ? " (start as the user it belongs to, or with sudo)" : ""));
}

FolderLock::~FolderLock() { close(file_); }

bool FolderLock::take() { return flock(file_, LOCK_EX | LOCK_NB) == 0; }

void FolderLock::say(const Holder& holder) const {
  const std::string text = json::dump(json::encode(holder)) + "\n";
  // The lock is the flock; a line cut short by a full disk costs no more than a name.
  if (ftruncate(file_, 0) == 0 && pwrite(file_, text.data(), text.size(), 0) < 0) return;
}

Holder FolderLock::holder() const {
  std::array<char, 512> buffer{};
  const ssize_t size = pread(file_, buffer.data(), buffer.size(), 0);
  if (size <= 0) return {};
  try {
    return json::decode<Holder>(json::parse(std::string_view(buffer.data(), static_cast<std::size_t>(size))));
  } catch (const std::exception&) {  // an older Tenzij wrote nothing, or it is being written
    return {};
  }
}

}  // namespace tenzij::db
