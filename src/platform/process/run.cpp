#include "platform/process/run.h"

#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>

#include "platform/base/slow.h"
#include "platform/process/accounts.h"

namespace tenzij::process {

namespace {

class MemoryFile {
 public:
  explicit MemoryFile(const char* name) : file_(memfd_create(name, MFD_CLOEXEC)) {
    if (!file_.open()) throw std::runtime_error("no memory for a child process");
  }

  void fill(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t written = write(file_.get(), bytes.data(), bytes.size());
      if (written <= 0) throw std::runtime_error("no memory for a child process");
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    lseek(file_.get(), 0, SEEK_SET);
  }

  [[nodiscard]] std::string read_all(std::size_t most) const {
    struct stat facts {};
    fstat(file_.get(), &facts);
    std::string out(std::min(static_cast<std::size_t>(facts.st_size), most), '\0');
    std::size_t done = 0;
    while (done < out.size()) {
      const ssize_t size = pread(file_.get(), out.data() + done, out.size() - done, static_cast<off_t>(done));
      if (size <= 0) break;
      done += static_cast<std::size_t>(size);
    }
    out.resize(done);
    return out;
  }

  [[nodiscard]] int number() const { return file_.get(); }

 private:
  Descriptor file_;
};

class Attributes {
 public:
  Attributes() {
    posix_spawnattr_init(&attributes_);
    sigset_t none;
    sigemptyset(&none);
    sigset_t all;
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setsigdefault(&attributes_, &all);
    // A session of its own: Ctrl-C in the terminal is for the server, and a whole group can be ended at once.
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
  }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
  Attributes(Attributes&&) = delete;
  Attributes& operator=(Attributes&&) = delete;
  ~Attributes() { posix_spawnattr_destroy(&attributes_); }
  [[nodiscard]] const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_{};
};

// Never more than we may ourselves: inside a reader its walls count.
std::string within(__rlimit_resource_t resource, rlim_t wanted) {
  rlimit own{};
  getrlimit(resource, &own);
  return std::to_string(std::min(wanted, own.rlim_max));
}

// util-linux sets what must hold before the first instruction of the program.
std::vector<std::string> bounded(const std::vector<std::string>& program, const Bounds& bounds, Path path) {
  // Killed with the thread that waits for it: when a reader is ended, so is what it was busy with.
  std::vector<std::string> all{"setpriv", "--no-new-privs", "--pdeathsig=KILL"};
  if (geteuid() == 0 && path == Path::system) {
    const Account reader = reader_account();
    all.insert(all.end(), {"--reuid=" + std::to_string(reader.user), "--regid=" + std::to_string(reader.group), "--clear-groups"});
  }
  all.insert(all.end(), {"prlimit", "--core=0"});
  if (bounds.time.count() > 0) all.push_back("--cpu=" + within(RLIMIT_CPU, static_cast<rlim_t>(bounds.time.count())));
  if (bounds.memory > 0) all.push_back("--as=" + within(RLIMIT_AS, bounds.memory));
  if (bounds.output > 0) all.push_back("--fsize=" + within(RLIMIT_FSIZE, bounds.output));
  all.push_back("--");
  all.insert(all.end(), program.begin(), program.end());
  return all;
}

// True when it ended within the time.
bool ends_within(pid_t child, std::chrono::seconds time) {
  const Descriptor handle(static_cast<int>(syscall(SYS_pidfd_open, child, 0)));
  if (!handle.open()) return true;  // no such call here: the limit of the processor is what is left
  const auto end = std::chrono::steady_clock::now() + time;
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
    pollfd watched{handle.get(), POLLIN, 0};
    const int ready = poll(&watched, 1, static_cast<int>(std::max<long>(left, 0)));
    if (ready > 0) return true;
    if (ready == 0) return false;
    if (errno != EINTR) return true;
  }
}

}  // namespace

pid_t spawn(const std::vector<std::string>& arguments, int input, int output, int errors, Path path) {
  std::vector<std::string> words = arguments;
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  const char* own_path = path == Path::own ? getenv("PATH") : nullptr;
  std::string search = "PATH=" + std::string(own_path != nullptr ? own_path : "/usr/local/bin:/usr/bin:/bin");
  std::string language = "LC_ALL=C.UTF-8";
  std::string home = "HOME=/nonexistent";
  const std::array<char*, 4> environment{search.data(), language.data(), home.data(), nullptr};
  posix_spawn_file_actions_t actions{};
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input, 0);
  posix_spawn_file_actions_adddup2(&actions, output, 1);
  posix_spawn_file_actions_adddup2(&actions, errors, 2);
  posix_spawn_file_actions_addclosefrom_np(&actions, 3);
  const Attributes attributes;
  pid_t child = 0;
  const int fault = posix_spawnp(&child, words.front().c_str(), &actions, attributes.get(), pointers.data(), environment.data());
  posix_spawn_file_actions_destroy(&actions);
  if (fault != 0) throw std::runtime_error("cannot start " + arguments.front());
  return child;
}

int wait_for(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return 127;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

Finished run(const std::vector<std::string>& arguments, std::string_view input, const Bounds& bounds, Path path) {
  slow::not_on_a_request_worker(arguments.front());
  const MemoryFile in("in");
  const MemoryFile out("out");
  const MemoryFile err("err");
  in.fill(input);
  const pid_t child = spawn(bounded(arguments, bounds, path), in.number(), out.number(), err.number(), path);
  slow::share_niceness(child);
  Finished result;
  if (bounds.time.count() > 0 && !ends_within(child, bounds.time)) {
    result.late = true;
    kill(-child, SIGKILL);
  }
  siginfo_t ignored{};
  while (waitid(P_PID, static_cast<id_t>(child), &ignored, WEXITED | WNOWAIT) < 0 && errno == EINTR) continue;
  kill(-child, SIGKILL);  // what it started itself and left behind, while its number is still its own
  result.status = wait_for(child);
  const std::size_t most = bounds.output > 0 ? bounds.output : std::string::npos;
  result.out = out.read_all(most);
  result.err = err.read_all(most);
  return result;
}

}  // namespace tenzij::process
