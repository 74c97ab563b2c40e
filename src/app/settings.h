// What an administrator can set: options of the command line, the same names in a file (--config) and in the
// environment (TENZIJ_...).
#pragma once

#include <filesystem>
#include <string>

#include "platform/db/database.h"
#include "platform/http/server.h"
#include "platform/mail/mail.h"

namespace tenzij::app {

struct Settings {
  std::filesystem::path home;  // where knowledge/, db/migrations/ and web/dist/ are
  std::filesystem::path data;  // the private cluster; empty: choose_data_folder() does
  std::string data_why;        // why that folder, when it was not given
  std::string owner_url;       // a PostgreSQL server instead of the private cluster: the owning role ...
  std::string app_url;         // ... and the role tenzij_app
  http::ServerSettings server;
  db::Use use = db::Use::command;  // serve() says otherwise
  bool demo = true;
  unsigned job_threads = limits::jobs_at_once;
  bool request_log = true;
  std::string scanner;                       // Unix socket of clamd; empty: files are not scanned
  mail::Service mail;                        // without a server there is no mail
  std::filesystem::path mail_authorities{};  // file with certificates to trust for it
  std::filesystem::path knowledge_folder;    // knowledge/ where the server's account can read it; empty: in home
  std::filesystem::path pdf_folder;          // tools/typst where the server's account can read it; empty: in home

  [[nodiscard]] db::DatabaseSettings database() const;
  [[nodiscard]] std::filesystem::path knowledge() const { return knowledge_folder.empty() ? home / "knowledge" : knowledge_folder; }
  [[nodiscard]] std::filesystem::path pdf_tool() const { return pdf_folder.empty() ? home / "tools" / "typst" : pdf_folder; }
};

// The folder above the binary that has knowledge/, or the one in TENZIJ_HOME.
std::filesystem::path find_home(const std::filesystem::path& binary);

}  // namespace tenzij::app
