#include "app/commands.h"

#include <fmt/format.h>

#include <iostream>

#include "app/application.h"
#include "app/kinds.h"
#include "app/notice_source.h"
#include "contract/contract.h"
#include "dossier/dossier.h"
#include "organisation/organisation.h"
#include "plan/plan.h"
#include "platform/base/files.h"
#include "platform/documents/several.h"
#include "reference/reference.h"

namespace tenzij::app {

namespace fs = std::filesystem;

namespace {

Settings quiet(Settings settings) {
  settings.demo = false;  // a command adds nothing that was not asked for
  return settings;
}

organisation::Municipality municipality_of(db::Database& database, const std::string& code) {
  db::Connection owner = database.owner();
  const auto found = organisation::find_municipality(owner, code);
  if (!found) throw std::runtime_error("no municipality " + code + " here; see: tenzij municipality list");
  return *found;
}

// Files of the paths given; folders are walked, in order.
std::vector<fs::path> files_of(const std::vector<std::string>& paths) {
  std::vector<fs::path> out;
  for (const fs::path path : paths) {
    if (!fs::exists(path)) throw std::runtime_error("no such file or folder: " + path.string());
    if (!fs::is_directory(path)) {
      out.push_back(path);
      continue;
    }
    std::vector<fs::path> inside;
    for (const auto& entry : fs::recursive_directory_iterator(path))
      if (entry.is_regular_file() && entry.path().filename().string().front() != '.') inside.push_back(entry.path());
    std::sort(inside.begin(), inside.end());
    out.insert(out.end(), inside.begin(), inside.end());
  }
  return out;
}

}  // namespace

int import_notices(const Settings& settings, const ImportOptions& options) {
  Application application(quiet(settings), system_now);
  const auto municipality = municipality_of(application.database(), options.municipality);
  const auto files = files_of(options.paths);
  NoticeSource source(files);
  const auto progress = [&](std::int64_t done) {
    if (!options.json && (done % 100 == 0 || done == static_cast<std::int64_t>(files.size())))
      std::cerr << "\r" << done << " / " << files.size() << std::flush;
  };
  auto report = notices::import_files(
      application.database().pool(), {municipality.id, {}, "command"}, {application.readers(), application.engine(), system_now},
      [&] { return source.next(); }, progress);
  for (const TooLarge& each : source.too_large()) {
    ++report.files;
    report.rejected.push_back({each.name, "importTooLarge", {{"limit", std::to_string(each.limit >> 20)}}});
  }
  const json::value out = report.to_json(application.messages(), "nl");
  if (options.json) {
    std::cout << json::dump(out) << "\n";
  } else {
    fmt::print("\n{} files: {} imported, {} updated, {} unchanged, {} partly, {} rejected ({} notices)\n", report.files, report.imported,
               report.updated, report.unchanged, report.partly, report.rejected.size(), report.notices);
    if (report.kept_apart > 0)
      fmt::print("{} notices of others are kept apart and count nowhere until somebody claims them:\n", report.kept_apart);
    for (const auto& [buyer, notices] : report.others) fmt::print("  {} ({})\n", buyer.empty() ? "no buyer named" : buyer, notices);
    for (const auto& line : out.at("rejected").as_array())
      fmt::print("  {}: {}\n", std::string(line.at("file").as_string()), std::string(line.at("reason").as_string()));
    for (const auto& line : out.at("shortcomings").as_array())
      fmt::print("  partly {}: {}\n", std::string(line.at("file").as_string()), std::string(line.at("reason").as_string()));
  }
  return 0;
}

namespace {

int import_list(const Settings& settings, const std::string& file, std::size_t (*load_list)(db::Connection&, const fs::path&)) {
  Application application(quiet(settings), system_now);
  db::Connection owner = application.database().owner();
  try {
    fmt::print("{} codes\n", load_list(owner, file));
  } catch (const Error& error) {
    throw std::runtime_error(file + ": " + application.messages().say("en", error.code(), error.args()));
  }
  return 0;
}

}  // namespace

int import_cpv(const Settings& settings, const std::string& file) { return import_list(settings, file, reference::import_cpv); }
int import_municipalities(const Settings& settings, const std::string& file) {
  return import_list(settings, file, reference::import_municipalities);
}

namespace {

// A file that somebody points at is read as text when its name says nothing.
std::string document_name(const fs::path& file) {
  const std::string end = text::lower_ascii(file.extension().string());
  const bool known = end == ".txt" || end == ".md" || end == ".markdown" || end == ".html" || end == ".htm" || end == ".xhtml" ||
                     end == ".pdf" || end == ".docx" || end == ".odt" || end == ".doc" || end == ".rtf" || end == ".xlsx" ||
                     end == ".xls" || end == ".ods" || end == ".zip";
  return known ? "file" + end : "file";
}

// What the scan finds in one file, without storing anything.
class Scan {
 public:
  Scan(reader::Readers& readers, const scan::Engine& engine, const Messages& messages)
      : readers_(readers), engine_(engine), messages_(messages) {}

  json::array findings{};
  std::optional<Error> fault{};
  std::int64_t hidden = 0;      // passages that nobody sees in the document, and that are not scanned
  std::vector<int> pictures{};  // pages without words
  json::array refused{};        // files in a zip that were not read, and why

  void read(const std::string& name, const std::string& content) {
    const std::string begin = text::lower_ascii(text::trim(std::string_view(content).substr(0, 200)));
    const std::string known = document_name(name);
    const bool page =
        begin.starts_with("<!doctype html") || begin.starts_with("<html") || known.ends_with(".html") || known.ends_with(".htm");
    const bool notice = !page && (begin.starts_with("<") || begin.starts_with("{") || begin.starts_with("\xef\xbb\xbf<"));
    if (!notice) return scan_documents(content, known);
    std::optional<reader::File> one(reader::File{"notices", name, content});
    readers_.batch([&] { return std::exchange(one, std::nullopt); },
                   {[&](const reader::File& file, const std::string&, reader::Result&& result) {
                      scan_one(notices::read_notice(file, std::move(result)).notice);
                    },
                    [&](const reader::File&, const std::string&, const Error* why) {
                      if (why != nullptr) fault = *why;
                    }});
  }

 private:
  reader::Readers& readers_;
  const scan::Engine& engine_;
  const Messages& messages_;

  // The document itself, or each of those in a zip: those say where they stand in it.
  void scan_documents(const std::string& content, const std::string& name) {
    documents::documents_of(
        readers_, content, name,
        {{},
         [&](const std::string& in_zip, documents::FoundDocument&& found, std::string&&) {
           const std::size_t before = findings.size();
           scan_document(found.text);
           if (in_zip.empty()) return;
           for (std::size_t i = before; i < findings.size(); ++i) findings[i].as_object()["document"] = in_zip;
         },
         [&](const std::string& in_zip, const Error& why) {
           if (in_zip.empty()) fault = why;
           else refused.push_back(json::object{{"document", in_zip}, {"reason", messages_.say("en", why.code(), why.args())}});
         }});
  }

  void scan_one(const notices::Notice& notice) {
    for (const auto& finding : notices::scan_notice(engine_, notice)) {
      json::object one = json::encode(finding).as_object();
      one["start"] = one["startAt"];
      one["end"] = one["endAt"];
      one.erase("startAt");
      one.erase("endAt");
      one["notice"] = notice.source_id;
      findings.push_back(one);
    }
  }

  // A document is scanned as the text that people see: places count in plain text as it is, and else in its blocks, one
  // below the other, headings behind "# ".
  void scan_document(const documents::DocumentText& document) {
    scan::Context context;
    context.document = true;
    std::string text = document.source;
    if (document.format != "text") {
      context.marked = true;
      for (const documents::Block& block : document.blocks) {
        if (block.hidden) ++hidden;
        else text += (block.kind == documents::BlockKind::heading ? "# " : "") + block.text + "\n\n";
      }
    }
    pictures.insert(pictures.end(), document.pictures.begin(), document.pictures.end());
    for (const auto& finding : engine_.scan(text, context)) {
      json::object one = json::encode(finding).as_object();
      one["source"] = "detected";
      findings.push_back(one);
    }
  }
};

}  // namespace

int scan_files(const Settings& settings, const std::vector<std::string>& files, bool as_json) {
  process::Launcher launcher(programs());
  reader::Readers readers(launcher, reader_program);
  const scan::Engine engine(settings.knowledge() / "lexicon");
  const Messages messages(settings.knowledge() / "messages");
  bool failed = false;
  for (const auto& file : files) {
    json::object out{{"file", file}};
    Scan one(readers, engine, messages);
    try {
      one.read(file, read_file(file));
      if (one.fault) out["error"] = messages.say("en", one.fault->code(), one.fault->args());
    } catch (const std::exception& fault) {
      out["error"] = fault.what();
    }
    failed = failed || out.contains("error");
    if (one.hidden > 0) out["hidden"] = one.hidden;
    if (!one.pictures.empty()) out["pagesWithoutText"] = json::encode(one.pictures);
    if (!one.refused.empty()) out["refused"] = one.refused;
    out["findings"] = one.findings;
    if (as_json) {
      std::cout << json::dump(out) << "\n";
      continue;
    }
    std::cout << file << (out.contains("error") ? ": " + std::string(out["error"].as_string()) : "") << "\n";
    for (const auto& each : one.refused)
      std::cout << "  " << each.at("document").as_string().c_str() << ": " << each.at("reason").as_string().c_str() << "\n";
    for (const auto& each : one.findings) {
      const auto& finding = each.as_object();
      const std::string theme = finding.at("theme").is_string() ? std::string(finding.at("theme").as_string()) : "-";
      fmt::print("  {:14} {:22} {:12} {}\n", theme, std::string(finding.at("instrument").as_string()),
                 std::string(finding.at("strength").as_string()),
                 text::shorten(text::collapse_spaces(std::string(finding.at("quote").as_string())), 120));
    }
  }
  return failed ? 1 : 0;
}

namespace {

// A file of JSON in, JSON out by the server's own function; what is wrong is named on the error stream. Not bounded in length:
// whoever may start the program may give it a file of any size.
template <class In, class Make>
int worked_out(const Settings& settings, const std::string& file, Make&& make) {
  const Messages messages(settings.knowledge() / "messages");
  try {
    std::cout << json::dump(json::encode(make(json::restore<In>(read_file(file))))) << "\n";
    return 0;
  } catch (const Error& error) {
    if (error.fields().empty()) std::cerr << "tenzij: " << file << ": " << messages.say("en", error.code(), error.args()) << "\n";
    for (const FieldError& each : error.fields())
      std::cerr << "tenzij: " << each.pointer << ": " << messages.say("en", each.code, each.args) << "\n";
  } catch (const std::exception& fault) {
    std::cerr << "tenzij: " << file << ": " << fault.what() << "\n";
  }
  return 2;
}

}  // namespace

int social_return(const Settings& settings, const std::string& file) {
  return worked_out<contract::ReturnFile>(settings, file, contract::social_return_sum);
}

int rank(const Settings& settings, const std::string& file) {
  return worked_out<plan::RankFile>(settings, file,
                                    [&](const plan::RankFile& in) { return plan::rank(in, plan::rank_bounds(settings.knowledge())); });
}

int sentence(const Settings& settings, const std::string& file) {
  const Messages words(settings.knowledge() / "sentences");
  return worked_out<plan::SentenceFile>(settings, file, [&](const plan::SentenceFile& in) { return plan::sentence(in, words); });
}

int municipality_add(const Settings& settings, const std::string& code, const std::string& name) {
  const bool well_formed = code.size() == 6 && code.starts_with("GM") && code.find_first_not_of("0123456789", 2) == std::string::npos;
  if (!well_formed) throw std::runtime_error(code + " is no municipality code: GM and four digits");
  Application application(quiet(settings), system_now);
  db::Connection owner = application.database().owner();
  if (organisation::find_municipality(owner, code)) throw std::runtime_error(code + " exists already");
  const auto known = owner.query("SELECT name FROM reference.municipality WHERE code = $1", code);
  // A code that is not in the list may be new: a name can be given, or the whole list imported.
  const std::string chosen = !name.empty() ? name : "Gemeente " + (known.empty() ? code : std::string(known.text(0, 0)));
  organisation::add_municipality(owner, code, chosen, false);
  fmt::print("{} {}\n", code, chosen);
  return 0;
}

int municipality_list(const Settings& settings) {
  Application application(quiet(settings), system_now);
  db::Connection owner = application.database().owner();
  for (const auto& each : organisation::municipalities(owner)) fmt::print("{}  {}{}\n", each.code, each.name, each.demo ? "  (demo)" : "");
  return 0;
}

int user_add(const Settings& settings, const UserOptions& options) {
  Application application(quiet(settings), system_now);
  const auto municipality = municipality_of(application.database(), options.municipality);
  const auth::PasswordRules rules(read_file(settings.knowledge() / "passwords" / "common.txt"));
  const std::string password = options.password.empty() ? random_token(12) : options.password;
  db::Session session(application.database().pool(), {municipality.id, {}, "command"});
  try {
    organisation::add_person(
        session, {options.name.empty() ? options.user_name : options.name, {}, {}, {}, options.user_name, password, options.roles}, rules);
  } catch (const Error& error) {
    std::string lines;
    for (const auto& field : error.fields())
      lines += "\n  " + field.pointer.substr(1) + ": " + application.messages().say("en", field.code, field.args);
    throw std::runtime_error("the account was not made:" + lines);
  }
  session.commit();
  fmt::print("{} may sign in{}\n", options.user_name, options.password.empty() ? " with the password " + password : "");
  return 0;
}

int audit_verify(const Settings& settings) {
  Application application(quiet(settings), system_now);
  db::Connection owner = application.database().owner();
  bool sound = true;
  for (const auto& each : organisation::municipalities(owner)) {
    const auto fault = owner.query("SELECT audit.first_fault($1) AS seq", each.id);
    const auto last = owner.query("SELECT seq, hash FROM audit.entry WHERE municipality_id = $1 ORDER BY seq DESC LIMIT 1", each.id);
    if (fault.null(0, 0)) {
      fmt::print("{} {}: {} entries, all sound; last hash {}\n", each.code, each.name, last.empty() ? "0" : std::string(last.text(0, 0)),
                 last.empty() ? "-" : std::string(last.text(0, 1)));
    } else {
      fmt::print("{} {}: entry {} has been tampered with, or one before it is missing\n", each.code, each.name,
                 std::string(fault.text(0, 0)));
      sound = false;
    }
  }
  return sound ? 0 : 1;
}

int thread_check(const Settings& settings) {
  db::Database database(settings.database());
  db::Connection owner = database.owner();
  const auto differences = thread::differences(owner);
  for (const std::string& line : differences) fmt::print("{}\n", line);
  fmt::print("{}\n", differences.empty() ? "the thread is what the tables say" : "the thread differs from what the tables say");
  return differences.empty() ? 0 : 1;
}

int housekeep_now(const Settings& settings) {
  db::Database database(settings.database());
  const Tidied done = housekeep(database, system_now());
  fmt::print("names of {} sessions, {} events, {} uploads removed; {} unless decisions over\n", done.sessions, done.events, done.uploads,
             done.lapsed);
  return 0;
}

int api_document(const Settings& settings) {
  // Routes know their own description: no database and no server is needed.
  db::Pool pool("", 1);
  const Messages messages(settings.knowledge() / "messages");
  const Messages letters(settings.knowledge() / "mail");
  const auth::PasswordRules rules("");
  http::Router router(pool, messages, system_now);
  jobs::Runner runner(pool, system_now);
  live::Hub hub(pool);
  live::Rooms rooms(pool, ambition::room_sections, ambition::render, limits::room_tick);
  const ambition::Levels levels(settings.knowledge() / "ambition" / "levels.json");
  const criteria::Library library(settings.knowledge() / "criteria");
  const purchase::Knowledge purchases(settings.knowledge() / "purchase");
  const scan::Engine engine(settings.knowledge() / "lexicon");
  process::Launcher launcher({});
  reader::Readers readers(launcher, reader_program);
  const imports::Desk columns(settings.knowledge() / "imports", readers);
  const auto kinds = import_kinds(purchases, messages);
  const contract::EvidenceDesk evidence{readers, settings.scanner};
  const dossier::Desk documents{readers, engine, system_now};
  add_routes(router, {settings, messages, letters, rules, engine, readers, runner, hub, rooms, levels, library, purchases, columns, kinds,
                      evidence, documents});
  std::cout << json::dump(http::api_document(router, TENZIJ_VERSION)) << "\n";
  return 0;
}

}  // namespace tenzij::app
