// What the reader of this program can read, and the programs that it may start under other accounts.
#pragma once

#include "platform/process/launcher.h"
#include "platform/reader/kinds.h"

namespace tenzij::app {

// Names: "notices", "document", "table", "json", "page".
reader::Kinds kinds();

inline constexpr std::size_t reader_program = 0;  // its number in programs()
std::vector<process::Program> programs();

}  // namespace tenzij::app
