#include <sodium.h>

#include <CLI/CLI.hpp>
#include <functional>
#include <iostream>

#include "app/backup.h"
#include "app/commands.h"
#include "app/data_folder.h"
#include "app/doctor.h"
#include "app/kinds.h"
#include "platform/base/files.h"

using namespace tenzij;

namespace {

// What the command line said besides the settings.
struct Commands {
  std::function<int(const app::Settings&)> chosen = app::serve;
  app::ImportOptions importing;
  app::UserOptions user;
  std::vector<std::string> scanned;
  bool scan_json = false;
  std::string file;
  std::string code;
  std::string name;
  bool needs_data = true;
  bool examines = false;
};

void add_settings(CLI::App& cli, app::Settings& settings) {
  // A name in the file that is none of ours may be one that is spelled wrong: it is refused, not passed over.
  cli.allow_config_extras(CLI::config_extras_mode::error);
  cli.set_config("--config", "", "Settings in a file: name = value, the names of these options");
  // An empty one is a variable that was not set: taking our own choice for it would show other data without a word.
  const auto given = [](const std::string& folder) { return folder.empty() ? std::string("names no folder") : std::string(); };
  cli.add_option("--data", settings.data,
                 "Folder of the private database; without it, var/ beside the program, and the server says where it is")
      ->check(given)
      ->envname("TENZIJ_DATA");
  cli.add_option("--owner-url", settings.owner_url, "PostgreSQL server instead of the private database: owner")
      ->envname("TENZIJ_OWNER_URL");
  cli.add_option("--app-url", settings.app_url, "The same server as the role tenzij_app")->envname("TENZIJ_APP_URL");
  cli.add_option("--port", settings.server.port, "Port; 0 takes a free one")->envname("TENZIJ_PORT");
  cli.add_option("--address", settings.server.address, "Address to listen on")->envname("TENZIJ_ADDRESS");
  cli.add_option("--host", settings.server.hosts, "Name that people use for this server; several are possible. Loopback always is")
      ->delimiter(',')
      ->envname("TENZIJ_HOSTS");
  cli.add_option("--workers", settings.server.workers, "Threads that answer requests");
  cli.add_option("--spool", settings.server.spool, "Folder, on a disk, of uploads while they are handled")->envname("TENZIJ_SPOOL");
  cli.add_option("--scanner", settings.scanner, "Unix socket of clamd, which then looks at every file of evidence")
      ->envname("TENZIJ_SCANNER");
  cli.add_flag("--behind-proxy", settings.server.behind_proxy, "Believe X-Forwarded-For, X-Forwarded-Proto and X-Forwarded-Host");
  cli.add_flag("!--no-demo", settings.demo, "Without the demo municipality and its accounts");
  cli.add_flag("!--no-request-log", settings.request_log, "Log no line per request");
}

void add_mail(CLI::App& cli, app::Settings& settings) {
  mail::Service& mail = settings.mail;
  cli.add_option("--mail-server", mail.server, "Sends mail: smtp://HOST:587 (STARTTLS) or smtps://HOST:465 (TLS); without it there is none")
      ->envname("TENZIJ_MAIL_SERVER");
  cli.add_option("--mail-user", mail.user, "To sign in there")->envname("TENZIJ_MAIL_USER");
  cli.add_option("--mail-password", mail.password, "With this; rather in the environment or the file than here")
      ->envname("TENZIJ_MAIL_PASSWORD");
  cli.add_option("--mail-from", mail.from, "Address that mail is from")->envname("TENZIJ_MAIL_FROM");
  cli.add_option("--mail-page", mail.page, "Where people open Tenzij, for links in mail: https://tenzij.example.nl")
      ->envname("TENZIJ_MAIL_PAGE");
  cli.add_option("--mail-authorities", settings.mail_authorities, "File with certificates (PEM) to trust for the mail server")
      ->check(CLI::ExistingFile)
      ->envname("TENZIJ_MAIL_AUTHORITIES");
  cli.add_option_function<int>(
         "--mail-retry", [&mail](int seconds) { mail.retry = std::chrono::seconds{seconds}; },
         "Seconds before the second try of a letter, 60 of itself; each next pause is twice as long")
      ->check(CLI::Range(1, 3600));
  cli.add_flag("--mail-plain", mail.plain, "Without TLS: for a mail server on this machine only");
}

void add_imports(CLI::App& cli, Commands& c) {
  auto* import = cli.add_subcommand("import", "Read data into the database")->require_subcommand(1);
  auto* notices = import->add_subcommand("notices", "Published notices: eForms, TED, OCDS; files, folders, zips");
  notices->add_option("paths", c.importing.paths)->required();
  notices->add_option("--municipality", c.importing.municipality, "Code, GMnnnn")->required();
  notices->add_flag("--json", c.importing.json, "Print the report as JSON");
  notices->callback([&c] { c.chosen = [&c](const app::Settings& settings) { return app::import_notices(settings, c.importing); }; });
  auto* cpv = import->add_subcommand("cpv", "The full CPV list: code, Dutch, English, separated by tabs");
  cpv->add_option("file", c.file)->required()->check(CLI::ExistingFile);
  cpv->callback([&c] { c.chosen = [&c](const app::Settings& settings) { return app::import_cpv(settings, c.file); }; });
  auto* municipalities = import->add_subcommand("municipalities", "The full list: code, name, province, separated by tabs");
  municipalities->add_option("file", c.file)->required()->check(CLI::ExistingFile);
  municipalities->callback(
      [&c] { c.chosen = [&c](const app::Settings& settings) { return app::import_municipalities(settings, c.file); }; });
}

// Sums of a file by the server's own code, without a database.
void add_sums(CLI::App& cli, Commands& c) {
  const auto add = [&](const char* name, const char* what, int (*run)(const app::Settings&, const std::string&)) {
    auto* command = cli.add_subcommand(name, what);
    command->add_option("file", c.file)->required();
    command->callback([&c, run] {
      c.needs_data = false;
      c.chosen = [&c, run](const app::Settings& s) { return run(s, c.file); };
    });
  };
  add("social-return", "What a contract asks of social return and what was done, by a JSON file", app::social_return);
  add("rank", "Which purchases of a calendar promise most, by a JSON file", app::rank);
  add("sentence", "A figure or a series of a JSON file as a sentence that claims no more than is known", app::sentence);
}

void add_people(CLI::App& cli, Commands& c) {
  auto* municipality = cli.add_subcommand("municipality", "Municipalities of this installation")->require_subcommand(1);
  auto* add = municipality->add_subcommand("add", "Add one by its code");
  add->add_option("code", c.code)->required();
  add->add_option("--name", c.name, "When the code is not in the list");
  add->callback([&c] { c.chosen = [&c](const app::Settings& settings) { return app::municipality_add(settings, c.code, c.name); }; });
  municipality->add_subcommand("list", "Show them")->callback([&c] { c.chosen = app::municipality_list; });
  auto* user = cli.add_subcommand("user", "Accounts")->require_subcommand(1)->add_subcommand("add", "Add a person with an account");
  user->add_option("user", c.user.user_name)->required();
  user->add_option("--municipality", c.user.municipality)->required();
  user->add_option("--name", c.user.name);
  user->add_option("--role", c.user.roles)->required();
  user->add_option("--password", c.user.password, "Without it one is made and printed");
  user->callback([&c] { c.chosen = [&c](const app::Settings& settings) { return app::user_add(settings, c.user); }; });
}

void add_care(CLI::App& cli, Commands& c) {
  auto* backup = cli.add_subcommand("backup", "Everything of the database in one file; the server may run on");
  backup->add_option("file", c.file)->required();
  backup->callback([&c] { c.chosen = [&c](const app::Settings& settings) { return app::backup(settings, c.file); }; });
  auto* restore = cli.add_subcommand("restore", "Put a backup back into an empty folder or database, and prove that it is whole");
  restore->add_option("file", c.file)->required()->check(CLI::ExistingFile);
  restore->callback([&c] { c.chosen = [&c](const app::Settings& settings) { return app::restore(settings, c.file); }; });
  auto* doctor = cli.add_subcommand("doctor", "Look whether this installation can run; ends with 1 when something is wrong");
  doctor->add_flag("--json", c.scan_json, "As JSON");
  doctor->callback([&c] {
    c.examines = true;
    c.chosen = [&c](const app::Settings& settings) { return app::doctor(settings, c.scan_json); };
  });
}

// The folder is chosen before any command runs, and said when nobody gave it. The doctor looks also where nothing can run.
void choose_folder(app::Settings& settings, bool examines) {
  if (!settings.owner_url.empty()) return;
  try {
    const auto chosen = app::choose_data_folder(settings.data, settings.home);
    settings.data = chosen.path;
    settings.data_why = chosen.why;
  } catch (const std::runtime_error&) {
    if (!examines) throw;
    settings.data = settings.data.empty() ? settings.home / "var" : std::filesystem::absolute(settings.data);
  }
}

int run(int argc, char** argv) {
  app::Settings settings;
  settings.home = app::find_home(std::filesystem::read_symlink("/proc/self/exe"));
  Commands c;
  CLI::App cli{"Tenzij: purchasing with impact for Dutch municipalities"};
  cli.set_version_flag("--version", TENZIJ_VERSION);
  cli.require_subcommand(0, 1);
  cli.fallthrough();
  add_settings(cli, settings);
  add_mail(cli, settings);
  cli.add_subcommand("serve", "Answer requests (also without a command)");
  add_imports(cli, c);
  auto* scan = cli.add_subcommand("scan", "What a notice or text asks, without storing anything");
  scan->add_option("files", c.scanned)->required();
  scan->add_flag("--json", c.scan_json, "One JSON object per file");
  scan->callback([&c] {
    c.needs_data = false;
    c.chosen = [&c](const app::Settings& s) { return app::scan_files(s, c.scanned, c.scan_json); };
  });
  add_sums(cli, c);
  add_people(cli, c);
  cli.add_subcommand("audit", "The audit log")
      ->require_subcommand(1)
      ->add_subcommand("verify", "Find the first entry that was tampered with")
      ->callback([&c] { c.chosen = app::audit_verify; });
  cli.add_subcommand("thread", "The red thread")
      ->require_subcommand(1)
      ->add_subcommand("check", "Compare what is kept of every record and link with the tables they come from")
      ->callback([&c] { c.chosen = app::thread_check; });
  cli.add_subcommand("housekeep", "Remove what must not stay, now; a running server does it every hour")->callback([&c] {
    c.chosen = app::housekeep_now;
  });
  cli.add_subcommand("api-document", "Print the OpenAPI document")->callback([&c] {
    c.needs_data = false;
    c.chosen = app::api_document;
  });
  add_care(cli, c);
  CLI11_PARSE(cli, argc, argv);
  if (const std::string trouble = mail::trouble_of(settings.mail); !trouble.empty()) throw std::runtime_error(trouble);
  // Read now: the account that the server lowers itself to may not be able to.
  if (!settings.mail_authorities.empty()) settings.mail.authorities = read_file(settings.mail_authorities);
  if (c.needs_data) choose_folder(settings, c.examines);
  return c.chosen(settings);
}

}  // namespace

int main(int argc, char** argv) {
  if (const auto status = app::as_reader(argc, argv)) return *status;
  if (sodium_init() < 0) return 1;
  try {
    return run(argc, argv);
  } catch (const std::exception& fault) {
    std::cerr << "tenzij: " << fault.what() << "\n";
    return 1;
  }
}
