#include "platform/documents/child.h"

#include "platform/base/limits.h"
#include "platform/process/run.h"

namespace tenzij::documents {

ChildResult run_limited(const std::vector<std::string>& program, std::string_view input, ChildAccount account) {
  constexpr process::Bounds bounds{limits::document_time, limits::document_memory_bytes, limits::document_output_bytes};
  auto done = process::run(program, input, bounds, account == ChildAccount::own ? process::Path::own : process::Path::system);
  return {done.late ? 124 : done.status, std::move(done.out), std::move(done.err)};
}

}  // namespace tenzij::documents
