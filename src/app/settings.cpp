#include "app/settings.h"

namespace tenzij::app {

db::DatabaseSettings Settings::database() const {
  db::DatabaseSettings out;
  out.data_folder = data;
  out.use = use;
  out.owner_url = owner_url;
  out.app_url = app_url;
  out.migrations = home / "db" / "migrations";
  return out;
}

std::filesystem::path find_home(const std::filesystem::path& binary) {
  if (const char* set = std::getenv("TENZIJ_HOME"); set != nullptr && *set != '\0') return set;
  for (auto folder = std::filesystem::absolute(binary).parent_path(); folder != folder.root_path(); folder = folder.parent_path())
    if (std::filesystem::exists(folder / "knowledge" / "lexicon")) return folder;
  throw std::runtime_error("cannot find the folder knowledge/ above the program; set TENZIJ_HOME");
}

}  // namespace tenzij::app
