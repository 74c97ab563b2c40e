// Starts children under accounts that the server itself no longer can become.
//
// As root a helper is forked before the server lowers itself. What it can be asked is all in this header: start program N of
// the list it was born with (never a command line, never an argument), send a signal to or await a process that it started
// itself. It reads nothing else, opens nothing, and dies with the server, and its children with it. A server that was taken
// over can thus start as many readers and databases as the list allows, and nothing else as root.
// Not as root: the same list, started directly under our own account.
#pragma once

#include <csignal>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "platform/process/accounts.h"
#include "platform/process/descriptor.h"

namespace tenzij::process {

struct Program {
  std::vector<std::string> arguments;  // the first is a path
  Account account{};                   // not looked at when we are not root
  std::string log{};                   // what its stderr is added to; empty: the server's stderr
  int last_signal = SIGKILL;           // what it gets when the server is gone; a database stops in order on SIGINT
  std::size_t most = 64;               // that run at one time; asking for more is refused by who starts them
};

class Launcher {
 public:
  // Forks the helper as root. Throws std::runtime_error.
  explicit Launcher(std::vector<Program> programs);
  Launcher(const Launcher&) = delete;
  Launcher& operator=(const Launcher&) = delete;
  Launcher(Launcher&&) = delete;
  Launcher& operator=(Launcher&&) = delete;
  ~Launcher();  // ends the helper; what it started is killed

  // Program `index` of the list, with these as its standard input and output. Throws std::runtime_error, also when as many run
  // as may.
  pid_t start(std::size_t index, int input, int output);
  // Sends a signal to a process that start() gave and that has not ended.
  void signal(pid_t child, int number);
  // Nothing while it runs; once it has ended its exit status, or 128 + signal. To be asked until it has ended.
  std::optional<int> ended(pid_t child);
  // Kills it and waits: its status.
  int end(pid_t child);

 private:
  std::vector<Program> programs_;
  std::mutex mutex_;
  Descriptor helper_;
  pid_t helper_process_ = -1;
  std::map<pid_t, std::size_t> running_;  // without a helper: which program each of ours is

  struct Order;
  int ask(const Order& order, int input, int output);
};

}  // namespace tenzij::process
