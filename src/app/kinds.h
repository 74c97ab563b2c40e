// What the reader of this program can read, and the programs that it may start under other accounts.
#pragma once

#include <optional>

#include "platform/process/launcher.h"
#include "platform/reader/kinds.h"

namespace tenzij::app {

// The first line of every main: a program that starts readers is one itself when it is started so (`tenzij read`, hidden from
// help; it needs no settings). Its exit status then, nothing otherwise.
std::optional<int> as_reader(int argc, char** argv);

// Names: "notices", "document", "table", "json", "page", "attachment".
reader::Kinds kinds();

inline constexpr std::size_t reader_program = 0;  // its number in programs()
std::vector<process::Program> programs();

}  // namespace tenzij::app
