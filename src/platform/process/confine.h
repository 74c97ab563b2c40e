// The walls a process builds around itself before it looks at foreign bytes. Nothing takes them away again, also not for
// the programs that it starts.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "platform/process/accounts.h"

namespace tenzij::process {

struct Walls {
  std::size_t memory = 0;        // bytes of address space; 0 leaves it open (AddressSanitizer needs terabytes)
  std::size_t output = 0;        // bytes of one file, memory files too
  std::chrono::seconds life{0};  // processor time of the whole process
  std::size_t descriptors = 64;
};

struct Confined {
  bool files = false;  // landlock: only the system's programs and libraries can be read, nothing written
  bool calls = false;  // seccomp: no network, no tracing, no mounts, no kernel doors
};

// As root becomes the account first. Throws std::runtime_error when something fails that the kernel does have; what it does
// not have (landlock before 5.13, seccomp on other processors) is false in the result.
Confined confine(const Walls& walls, const Account& account);

// A program that writes only to a file with a name (heif-convert) is given one of these: in the folder `reader` beside our program
// they lead to its own error output (CMakeLists.txt makes them), so that nothing is written anywhere.
inline constexpr const char* picture_name = "picture.jpg";
// Goes to that folder, before the walls; a machine without it reads everything else.
void stand_beside_program();

// Processor time this process may use from now on, within `life`; SIGXCPU ends it then.
void allow(std::chrono::seconds processor);

}  // namespace tenzij::process
