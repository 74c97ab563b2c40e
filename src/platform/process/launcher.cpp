#include "platform/process/launcher.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "platform/process/run.h"

namespace tenzij::process {

enum class Ask : int { start, signal, ended };

struct Launcher::Order {
  Ask ask = Ask::start;
  int subject = 0;  // number of the program, or process
  int signal = 0;
};

namespace {

constexpr int still_running = -1;
constexpr int refused = -2;
constexpr std::size_t most_children = 64;
constexpr std::size_t most_arguments = 64;

int readable(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status); }

// --- the helper: after fork() only what is safe there, no allocation ------------------------------------------------

// A program as plain pointers, made before the fork.
struct Ready {
  std::array<char*, most_arguments> arguments{};
  const char* log = nullptr;
  Account account{};
  int last_signal = SIGKILL;
  std::size_t most = 0;
};

struct Helper {
  int socket = -1;
  std::vector<Ready> programs;
  std::array<char*, 4> environment{};
  std::array<pid_t, most_children> children{};
  std::array<int, most_children> last_signals{};
  std::array<std::size_t, most_children> program_of{};

  void close_others(int from) const { syscall(SYS_close_range, from, ~0U, 0); }

  [[nodiscard]] pid_t* mine(pid_t child) {
    for (pid_t& each : children)
      if (each == child && child > 0) return &each;
    return nullptr;
  }

  [[noreturn]] void become_program(const Ready& program, int input, int output) const {
    setsid();
    dup2(input, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    if (program.log != nullptr) {
      const int log = open(program.log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
      if (log >= 0 && fchown(log, program.account.user, program.account.group) == 0) dup2(log, STDERR_FILENO);
    }
    // The program is opened as root: it may lie in a folder that its account cannot enter. 3 is closed by exec.
    const int file = open(program.arguments[0], O_RDONLY | O_CLOEXEC);
    if (file < 0) _exit(127);
    if (file != 3) dup3(file, 3, O_CLOEXEC);
    close_others(4);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    signal(SIGPIPE, SIG_DFL);
    if (!become(program.account)) _exit(126);
    prctl(PR_SET_PDEATHSIG, program.last_signal);  // after the account, which clears it
    if (getppid() == 1) _exit(125);
    fexecve(3, program.arguments.data(), environment.data());
    _exit(127);
  }

  int start(std::size_t index, int input, int output) {
    pid_t* place = nullptr;
    std::size_t running = 0;
    for (std::size_t i = 0; i < children.size(); ++i) {
      if (children[i] == 0) place = &children[i];
      else if (program_of[i] == index) ++running;
    }
    if (index >= programs.size() || running >= programs[index].most || place == nullptr || input < 0 || output < 0) return refused;
    const pid_t child = fork();
    if (child == 0) become_program(programs[index], input, output);
    if (child < 0) return refused;
    *place = child;
    const auto at = static_cast<std::size_t>(place - children.data());
    last_signals[at] = programs[index].last_signal;
    program_of[at] = index;
    return child;
  }

  int send(pid_t child, int number) {
    if (mine(child) == nullptr) return refused;
    // Its own session: with it goes what it started. `number` from a server that was taken over reaches only these.
    if (number == SIGKILL) kill(-child, number);
    return kill(child, number) == 0 ? 0 : refused;
  }

  int ended(pid_t child) {
    pid_t* found = mine(child);
    if (found == nullptr) return refused;
    int status = 0;
    if (waitpid(child, &status, WNOHANG) != child) return still_running;
    *found = 0;
    return readable(status);
  }

  int obey(const int* order, int input, int output) {
    switch (static_cast<Ask>(order[0])) {
      case Ask::start:
        return start(static_cast<std::size_t>(order[1]), input, output);
      case Ask::signal:
        return send(order[1], order[2]);
      case Ask::ended:
        return ended(order[1]);
    }
    return refused;
  }

  [[noreturn]] void work() {
    for (;;) {
      std::array<int, 3> order{};
      iovec part{order.data(), sizeof order};
      alignas(cmsghdr) std::array<char, CMSG_SPACE(2 * sizeof(int))> control{};
      msghdr message{};
      message.msg_iov = &part;
      message.msg_iovlen = 1;
      message.msg_control = control.data();
      message.msg_controllen = control.size();
      const ssize_t size = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
      if (size < 0 && errno == EINTR) continue;
      if (size <= 0) break;  // the server is gone
      std::array<int, 2> given{-1, -1};
      const cmsghdr* head = CMSG_FIRSTHDR(&message);
      if (head != nullptr && head->cmsg_type == SCM_RIGHTS && head->cmsg_len == CMSG_LEN(sizeof given))
        std::memcpy(given.data(), CMSG_DATA(head), sizeof given);
      const int answer = size == sizeof order ? obey(order.data(), given[0], given[1]) : refused;
      for (const int each : given)
        if (each >= 0) close(each);
      if (::send(socket, &answer, sizeof answer, MSG_NOSIGNAL) != sizeof answer) break;
    }
    for (std::size_t i = 0; i < children.size(); ++i)
      if (children[i] > 0) kill(last_signals[i] == SIGKILL ? -children[i] : children[i], last_signals[i]);
    _exit(0);
  }
};

}  // namespace

Launcher::Launcher(std::vector<Program> programs) : programs_(std::move(programs)) {
  if (geteuid() != 0) return;
  std::array<int, 2> pair{};
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair.data()) != 0) throw std::runtime_error("no socket for the launcher");
  helper_ = Descriptor(pair[0]);
  const Descriptor theirs(pair[1]);
  std::string path = "PATH=/usr/local/bin:/usr/bin:/bin";
  std::string language = "LC_ALL=C.UTF-8";
  std::string home = "HOME=/nonexistent";
  Helper helper;
  helper.environment = {path.data(), language.data(), home.data(), nullptr};
  for (Program& each : programs_) {
    if (each.arguments.empty() || each.arguments.size() >= most_arguments)
      throw std::runtime_error("a program without or with too many words");
    Ready& ready = helper.programs.emplace_back();
    for (std::size_t i = 0; i < each.arguments.size(); ++i) ready.arguments[i] = each.arguments[i].data();
    ready.log = each.log.empty() ? nullptr : each.log.c_str();
    ready.account = each.account;
    ready.last_signal = each.last_signal;
    ready.most = each.most;
  }
  helper_process_ = fork();
  if (helper_process_ < 0) throw std::runtime_error("cannot start the launcher");
  if (helper_process_ > 0) return;
  // Ctrl-C and stop are for the server; the helper ends when the server's end of the socket is closed.
  setsid();
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, nullptr);
  dup2(theirs.get(), 3);
  fcntl(3, F_SETFD, FD_CLOEXEC);
  helper.socket = 3;
  helper.close_others(4);
  helper.work();
}

Launcher::~Launcher() {
  helper_.reset();
  if (helper_process_ > 0) wait_for(helper_process_);
}

int Launcher::ask(const Order& order, int input, int output) {
  const std::array<int, 3> words{static_cast<int>(order.ask), order.subject, order.signal};
  const std::array<int, 2> given{input, output};
  iovec part{const_cast<int*>(words.data()), sizeof words};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(2 * sizeof(int))> control{};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  if (order.ask == Ask::start) {
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    cmsghdr* head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(sizeof given);
    std::memcpy(CMSG_DATA(head), given.data(), sizeof given);
  }
  const std::lock_guard lock(mutex_);
  int answer = refused;
  if (sendmsg(helper_.get(), &message, MSG_NOSIGNAL) < 0) throw std::runtime_error("the launcher is gone");
  ssize_t size = 0;
  while ((size = recv(helper_.get(), &answer, sizeof answer, 0)) < 0 && errno == EINTR) continue;
  if (size != sizeof answer) throw std::runtime_error("the launcher is gone");
  return answer;
}

pid_t Launcher::start(std::size_t index, int input, int output) {
  const Program& program = programs_.at(index);
  if (helper_.open()) {
    const int child = ask({Ask::start, static_cast<int>(index), 0}, input, output);
    if (child <= 0) throw std::runtime_error("cannot start " + program.arguments.front());
    return child;
  }
  const std::lock_guard lock(mutex_);
  const auto running = std::count_if(running_.begin(), running_.end(), [&](const auto& each) { return each.second == index; });
  if (static_cast<std::size_t>(running) >= program.most) throw std::runtime_error("cannot start " + program.arguments.front());
  const Descriptor log(program.log.empty() ? -1 : open(program.log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  const pid_t child = spawn(program.arguments, input, output, log.open() ? log.get() : STDERR_FILENO);
  running_[child] = index;
  return child;
}

void Launcher::signal(pid_t child, int number) {
  if (helper_.open()) {
    ask({Ask::signal, child, number}, -1, -1);
    return;
  }
  if (number == SIGKILL) kill(-child, number);
  kill(child, number);
}

std::optional<int> Launcher::ended(pid_t child) {
  if (helper_.open()) {
    const int answer = ask({Ask::ended, child, 0}, -1, -1);
    if (answer == refused) return 127;
    return answer == still_running ? std::nullopt : std::optional(answer);
  }
  const std::lock_guard lock(mutex_);
  int status = 0;
  const pid_t found = waitpid(child, &status, WNOHANG);
  if (found == 0) return std::nullopt;
  running_.erase(child);
  return found == child ? readable(status) : 127;
}

int Launcher::end(pid_t child) {
  signal(child, SIGKILL);
  for (;;) {
    if (const auto status = ended(child)) return *status;
    constexpr timespec moment{0, 200'000};
    nanosleep(&moment, nullptr);
  }
}

}  // namespace tenzij::process
