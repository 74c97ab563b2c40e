// What an administrator can set: options of the command line, the same names in a file (--config) and in the
// environment (TENZIJ_...).
#pragma once

#include <filesystem>
#include <string>

#include "platform/db/database.h"
#include "platform/http/server.h"

namespace tenzij::app {

struct Settings {
  std::filesystem::path home;          // where knowledge/, db/migrations/ and web/dist/ are
  std::filesystem::path data = "var";  // the private cluster
  std::string owner_url;               // a PostgreSQL server instead of the private cluster: the owning role ...
  std::string app_url;                 // ... and the role tenzij_app
  http::ServerSettings server;
  bool demo = true;
  unsigned job_threads = limits::jobs_at_once;
  bool request_log = true;
  std::filesystem::path pdf_folder;  // tools/typst where the server's account can read it; empty: in home

  [[nodiscard]] db::DatabaseSettings database() const;
  [[nodiscard]] std::filesystem::path knowledge() const { return home / "knowledge"; }
  [[nodiscard]] std::filesystem::path pdf_tool() const { return pdf_folder.empty() ? home / "tools" / "typst" : pdf_folder; }
};

// The folder above the binary that has knowledge/, or the one in TENZIJ_HOME.
std::filesystem::path find_home(const std::filesystem::path& binary);

}  // namespace tenzij::app
