// Which folder the private database is in: the one that was given, always, or else one of our own choice; and why, in words.
#pragma once

#include <filesystem>
#include <string>

namespace tenzij::app {

struct DataFolder {
  std::filesystem::path path;
  std::string why;  // empty when it was given
};

// `given` as on the command line, in TENZIJ_DATA or in the settings file; empty when it is nowhere. `home` is the folder of the program.
// A given folder is used or refused: throws one line that says why, and never takes another.
DataFolder choose_data_folder(const std::filesystem::path& given, const std::filesystem::path& home);

// Whether there is a database of ours in this folder.
bool has_database(const std::filesystem::path& folder);

}  // namespace tenzij::app
