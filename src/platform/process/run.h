// Starts programs. A child gets its input and output, three words of environment and nothing else of ours: no descriptor,
// no blocked signal, no terminal.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "platform/process/descriptor.h"

namespace tenzij::process {

// Where a child finds programs, and as whom it runs them when we are root: Debian's are looked for only where Debian puts them
// and run as the reader's account; our own tools are found where the server finds them and keep our account.
enum class Path { system, own };

// posix_spawn with every descriptor from 3 closed. `program` is a path, or is looked up in the child's PATH. `output` and
// `errors` may be the same. Throws std::runtime_error when it cannot be started. The caller waits for the process.
pid_t spawn(const std::vector<std::string>& arguments, int input, int output, int errors, Path path = Path::system);

// What one run may use. Zero is as much as the caller itself may.
struct Bounds {
  std::chrono::seconds time{0};  // by the clock and on the processor
  std::size_t memory = 0;        // bytes of address space
  std::size_t output = 0;        // bytes of one file it writes, and of each of its outputs
};

struct Finished {
  int status = 0;  // exit status; 128 + signal when it was killed
  bool late = false;
  std::string out;
  std::string err;
};

// Runs to the end: input and outputs are anonymous memory files, so nothing is left on disk and nothing can dead-lock.
// The program gets no new rights.
Finished run(const std::vector<std::string>& arguments, std::string_view input, const Bounds& bounds, Path path = Path::system);

// waitpid until it has ended; the status as in Finished.
int wait_for(pid_t child);

}  // namespace tenzij::process
