// The door of this room: from a file to stored notices with their findings, the import job, its report, the routes.
#pragma once

#include <set>

#include "notices/notice.h"
#include "platform/jobs/jobs.h"
#include "platform/reader/kinds.h"
#include "platform/reader/reader.h"
#include "scan/scan.h"
#include "thread/thread.h"

namespace tenzij::notices {

// A finding of one notice: what the scan saw (detected) or a structured code said (declared).
struct NoticeFinding {
  std::string source;  // detected, declared
  std::optional<std::string> theme;
  std::string instrument;
  std::string strength;
  std::string field;
  std::string lot;
  std::string language;
  std::string place;
  std::string quote;
  std::int64_t start_at = 0;
  std::int64_t end_at = 0;
  std::vector<scan::Place> terms;
  std::optional<scan::FoundFigure> figure;
  std::vector<std::string> rules;
  std::string fingerprint;  // the same after a new scan of the same text
};
BOOST_DESCRIBE_STRUCT(NoticeFinding, (),
                      (source, theme, instrument, strength, field, lot, language, place, quote, start_at, end_at, terms, figure, rules,
                       fingerprint))

// Of one text in several languages only the Dutch one is read, or else the English one: it asks once, not once per language.
std::set<const Text*> texts_to_read(const Notice& notice);
std::vector<NoticeFinding> scan_notice(const scan::Engine& engine, const Notice& notice);

struct Problem {
  std::string file;
  std::string reason;                       // message code
  std::map<std::string, std::string> args;  // of the message
};

struct Report {
  std::int64_t files = 0;
  std::int64_t notices = 0;
  std::int64_t imported = 0;  // files by their outcome: these five add up to `files`
  std::int64_t updated = 0;
  std::int64_t unchanged = 0;
  std::int64_t partly = 0;
  std::int64_t kept_apart = 0;                 // notices of others, or of nobody we know
  std::map<std::string, std::int64_t> others;  // by buyer
  std::vector<Problem> rejected;
  std::vector<Problem> shortcomings;  // of the files that came in partly
  [[nodiscard]] json::value to_json(const Messages& messages, const std::string& language) const;
};

struct SourceFile {
  std::string name;
  std::string content;
};

// Gives files one by one; a source decides how many are in memory at once.
using NextFile = std::function<std::optional<SourceFile>()>;

// Adds "notices" to what a reader can read: a file of any known format, or a zip of them.
void add_kinds(reader::Kinds& kinds);

// One answer of that kind. Throws Error readerCrashed when it is none.
struct ReadNotice {
  Notice notice;
  std::string original;
};
ReadNotice read_notice(const reader::File& file, reader::Result&& result);

// What intake works with.
struct Intake {
  reader::Readers& readers;
  const scan::Engine& engine;
  Clock clock;
};

// Reads, scans and stores all files. One wrong file gives one line in the report and stops nothing.
Report import_files(db::Pool& pool, const db::Actor& actor, const Intake& intake, const NextFile& next,
                    const std::function<void(std::int64_t)>& on_file);

// A zip as its files (bounded: limits::zip_*); anything else as itself. Throws Rejected.
void unpack(const SourceFile& file, const std::function<void(SourceFile&&)>& on_file);

inline constexpr const char* import_job = "notices.import";
jobs::Work import_work(const Intake& intake, const Messages& messages);

// After a change of the lexicon: scans again what an older version scanned. True when there was something to do.
inline constexpr const char* rescan_job = "notices.rescan";
jobs::Work rescan_work(const scan::Engine& engine);

// At start and after a change of the municipality's names: reads again what an older edition of a reader read, and judges
// again whose it is. The report counts the fields that changed.
inline constexpr const char* reread_job = "notices.reread";
jobs::Work reread_work(const Intake& intake);
bool enqueue_reread(db::Session& session, Instant now);

// Removes the files of imports that ended before a moment; how many.
std::int64_t forget_uploads(db::Session& session, Instant before);
bool enqueue_rescan(db::Session& session, const scan::Engine& engine, Instant now);

// What this room's records are to the thread.
thread::Kinds thread_kinds();
void add_routes(http::Router& router, jobs::Runner& runner);
void add_unit_rule_routes(http::Router& router);
void add_goal_routes(http::Router& router);  // the part of them about goals of policy

}  // namespace tenzij::notices
