#include "app/kinds.h"

#include "notices/notices.h"
#include "platform/documents/foreign.h"

namespace tenzij::app {

reader::Kinds kinds() {
  reader::Kinds out;
  documents::add_kinds(out);
  notices::add_kinds(out);
  return out;
}

std::optional<int> as_reader(int argc, char** argv) {
  if (argc != 2 || std::string_view(argv[1]) != "read") return std::nullopt;
  return reader::read_files(kinds());
}

std::vector<process::Program> programs() { return {{{"/proc/self/exe", "read"}, process::reader_account(), {}, SIGKILL, limits::readers}}; }

}  // namespace tenzij::app
