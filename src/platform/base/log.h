// How lines of the log look. What a line says may come from outside (a file name, a message of a parser), so control
// characters, marks that turn the direction of text and broken UTF-8 are written as \x1b: one event is one line, and no
// terminal obeys it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace spdlog {
class formatter;
}

namespace tenzij {

std::string printable(std::string_view text);
std::unique_ptr<spdlog::formatter> log_format();  // 2026-11-23T21:15:00.000+0000 info text

}  // namespace tenzij
