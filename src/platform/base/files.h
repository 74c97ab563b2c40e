// Whole files in and out.
#pragma once

#include <filesystem>
#include <string>

namespace tenzij {

std::string read_file(const std::filesystem::path& path);                      // throws std::runtime_error with the path
void write_file(const std::filesystem::path& path, std::string_view content);  // whole or not at all: written aside, then renamed

}  // namespace tenzij
