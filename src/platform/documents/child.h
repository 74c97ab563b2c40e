// Runs a program on untrusted input: no shell, no new rights, bounded in time, processor, memory and output.
// Input and output are anonymous memory files, so nothing is left on disk and nothing can dead-lock.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tenzij::documents {

struct ChildResult {
  int status = 0;  // exit status; 128 + signal when it was killed, 124 when it took too long
  std::string out;
  std::string err;
};

// As root a child becomes nobody; one of our own that reads our own files keeps the account of the server.
enum class ChildAccount { nobody, own };

// `program` is looked up in PATH; its standard input is `input`.
ChildResult run_limited(const std::vector<std::string>& program, std::string_view input, ChildAccount account = ChildAccount::nobody);

}  // namespace tenzij::documents
