#include <sodium.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "app/commands.h"

using namespace tenzij;

namespace {

int run(int argc, char** argv) {
  app::Settings settings;
  settings.home = app::find_home(std::filesystem::read_symlink("/proc/self/exe"));
  CLI::App cli{"Tenzij: purchasing with impact for Dutch municipalities"};
  cli.set_version_flag("--version", TENZIJ_VERSION);
  cli.set_config("--config", "", "Settings in a file: name = value, the names of these options");
  cli.add_option("--data", settings.data, "Folder of the private database")->envname("TENZIJ_DATA");
  cli.add_option("--owner-url", settings.owner_url, "PostgreSQL server instead of the private database: owner")->envname("TENZIJ_OWNER_URL");
  cli.add_option("--app-url", settings.app_url, "The same server as the role tenzij_app")->envname("TENZIJ_APP_URL");
  cli.add_option("--port", settings.server.port, "Port; 0 takes a free one")->envname("TENZIJ_PORT");
  cli.add_option("--address", settings.server.address, "Address to listen on")->envname("TENZIJ_ADDRESS");
  cli.add_option("--workers", settings.server.workers, "Threads that answer requests");
  cli.add_flag("--behind-proxy", settings.server.behind_proxy, "Believe X-Forwarded-For and X-Forwarded-Proto");
  cli.add_flag("!--no-demo", settings.demo, "Without the demo municipality and its accounts");
  cli.add_flag("!--no-request-log", settings.request_log, "Log no line per request");
  cli.require_subcommand(0, 1);
  cli.fallthrough();
  int result = 0;
  cli.add_subcommand("serve", "Answer requests (also without a command)");

  auto* import = cli.add_subcommand("import", "Read data into the database")->require_subcommand(1);
  app::ImportOptions importing;
  auto* import_notices = import->add_subcommand("notices", "Published notices: eForms, TED, OCDS; files, folders, zips");
  import_notices->add_option("paths", importing.paths)->required();
  import_notices->add_option("--municipality", importing.municipality, "Code, GMnnnn")->required();
  import_notices->add_flag("--json", importing.json, "Print the report as JSON");
  std::string cpv_file;
  auto* import_cpv = import->add_subcommand("cpv", "The full CPV list: code, Dutch, English, separated by tabs");
  import_cpv->add_option("file", cpv_file)->required()->check(CLI::ExistingFile);

  auto* import_municipalities = import->add_subcommand("municipalities", "The full list: code, name, province, separated by tabs");
  import_municipalities->add_option("file", cpv_file)->required()->check(CLI::ExistingFile);

  std::vector<std::string> scanned;
  bool scan_json = false;
  auto* scan = cli.add_subcommand("scan", "What a notice or text asks, without storing anything");
  scan->add_option("files", scanned)->required();
  scan->add_flag("--json", scan_json, "One JSON object per file");

  auto* municipality = cli.add_subcommand("municipality", "Municipalities of this installation")->require_subcommand(1);
  std::string code;
  std::string municipality_name;
  auto* municipality_add = municipality->add_subcommand("add", "Add one by its code");
  municipality_add->add_option("code", code)->required();
  municipality_add->add_option("--name", municipality_name, "When the code is not in the list");
  auto* municipality_list = municipality->add_subcommand("list", "Show them");

  auto* user = cli.add_subcommand("user", "Accounts")->require_subcommand(1);
  app::UserOptions adding;
  auto* user_add = user->add_subcommand("add", "Add a person with an account");
  user_add->add_option("user", adding.user_name)->required();
  user_add->add_option("--municipality", adding.municipality)->required();
  user_add->add_option("--name", adding.name);
  user_add->add_option("--role", adding.roles)->required();
  user_add->add_option("--password", adding.password, "Without it one is made and printed");

  auto* audit = cli.add_subcommand("audit", "The audit log")->require_subcommand(1);
  auto* verify = audit->add_subcommand("verify", "Find the first entry that was tampered with");
  auto* document = cli.add_subcommand("api-document", "Print the OpenAPI document");
  CLI11_PARSE(cli, argc, argv);

  if (import_notices->parsed())
    result = app::import_notices(settings, importing);
  else if (import_cpv->parsed())
    result = app::import_cpv(settings, cpv_file);
  else if (import_municipalities->parsed())
    result = app::import_municipalities(settings, cpv_file);
  else if (scan->parsed())
    result = app::scan_files(settings, scanned, scan_json);
  else if (municipality_add->parsed())
    result = app::municipality_add(settings, code, municipality_name);
  else if (municipality_list->parsed())
    result = app::municipality_list(settings);
  else if (user_add->parsed())
    result = app::user_add(settings, adding);
  else if (verify->parsed())
    result = app::audit_verify(settings);
  else if (document->parsed())
    result = app::api_document(settings);
  else
    result = app::serve(settings);
  return result;
}

}  // namespace

int main(int argc, char** argv) {
  if (sodium_init() < 0) return 1;
  try {
    return run(argc, argv);
  } catch (const std::exception& fault) {
    std::cerr << "tenzij: " << fault.what() << "\n";
    return 1;
  }
}
