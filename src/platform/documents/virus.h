// The virus scanner of the machine: clamd by its Unix socket (clamd(8), INSTREAM). It gets the bytes and no path, so it needs no right
// to read our files.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tenzij::documents {

struct Scanned {
  bool reached = false;                // it answered; else nothing is known
  std::optional<std::string> found{};  // the name of what it found
};

// Waits limits::scanner_time at most. Not on a request worker.
Scanned scan_for_viruses(const std::string& socket, std::string_view content);

}  // namespace tenzij::documents
