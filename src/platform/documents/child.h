// Runs a program within the bounds of documents; see platform/process/run.h. Inside a reader its walls hold as well.
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

// As root a child becomes the reader's account; one of our own that reads our own files keeps the account of the server.
enum class ChildAccount { nobody, own };

// `program` is looked up in PATH; its standard input is `input`.
ChildResult run_limited(const std::vector<std::string>& program, std::string_view input, ChildAccount account = ChildAccount::nobody);

}  // namespace tenzij::documents
