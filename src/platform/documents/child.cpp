#include "platform/documents/child.h"

#include <spawn.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

#include "platform/base/limits.h"
#include "platform/base/slow.h"

namespace tenzij::documents {

namespace {

class MemoryFile {
 public:
  explicit MemoryFile(const char* name) : descriptor_(memfd_create(name, MFD_CLOEXEC)) {
    if (descriptor_ < 0) throw std::runtime_error("no memory for a child process");
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  MemoryFile(MemoryFile&&) = delete;
  MemoryFile& operator=(MemoryFile&&) = delete;
  ~MemoryFile() { close(descriptor_); }

  void fill(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t written = write(descriptor_, bytes.data(), bytes.size());
      if (written <= 0) throw std::runtime_error("no memory for a child process");
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    lseek(descriptor_, 0, SEEK_SET);
  }

  [[nodiscard]] std::string read_all(std::size_t most) const {
    struct stat facts {};
    fstat(descriptor_, &facts);
    std::string out(std::min(static_cast<std::size_t>(facts.st_size), most), '\0');
    std::size_t done = 0;
    while (done < out.size()) {
      const ssize_t size = pread(descriptor_, out.data() + done, out.size() - done, static_cast<off_t>(done));
      if (size <= 0) break;
      done += static_cast<std::size_t>(size);
    }
    out.resize(done);
    return out;
  }

  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

std::vector<std::string> limited(const std::vector<std::string>& program, ChildAccount account) {
  std::vector<std::string> all{"timeout", "--kill-after=1", std::to_string(limits::document_time.count()), "setpriv", "--no-new-privs"};
  // As root the child becomes nobody: it needs nothing of this machine but its own program.
  if (geteuid() == 0 && account == ChildAccount::nobody) all.insert(all.end(), {"--reuid=65534", "--regid=65534", "--clear-groups"});
  all.insert(all.end(),
             {"prlimit", "--cpu=" + std::to_string(limits::document_time.count()), "--as=" + std::to_string(limits::document_memory_bytes),
              "--fsize=" + std::to_string(limits::document_output_bytes), "--nofile=64", "--core=0", "--"});
  all.insert(all.end(), program.begin(), program.end());
  return all;
}

}  // namespace

ChildResult run_limited(const std::vector<std::string>& program, std::string_view input, ChildAccount account) {
  slow::not_on_a_request_worker(program.front());
  const MemoryFile in("in");
  const MemoryFile out("out");
  const MemoryFile err("err");
  in.fill(input);
  std::vector<std::string> words = limited(program, account);
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  // Our own tools are found where the server finds them; what reads foreign files only where Debian puts programs.
  const char* own_path = account == ChildAccount::own ? getenv("PATH") : nullptr;
  std::string path = "PATH=" + std::string(own_path != nullptr ? own_path : "/usr/local/bin:/usr/bin:/bin");
  std::string language = "LC_ALL=C.UTF-8";
  std::string home = "HOME=/nonexistent";
  const std::array<char*, 4> environment{path.data(), language.data(), home.data(), nullptr};
  posix_spawn_file_actions_t actions{};
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in.descriptor(), 0);
  posix_spawn_file_actions_adddup2(&actions, out.descriptor(), 1);
  posix_spawn_file_actions_adddup2(&actions, err.descriptor(), 2);
  pid_t child = 0;
  const int fault = posix_spawnp(&child, words.front().c_str(), &actions, nullptr, arguments.data(), environment.data());
  posix_spawn_file_actions_destroy(&actions);
  if (fault != 0) throw std::runtime_error("cannot start " + program.front());
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  ChildResult result;
  result.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  result.out = out.read_all(limits::document_output_bytes);
  result.err = err.read_all(limits::document_output_bytes);
  return result;
}

}  // namespace tenzij::documents
