// Notices that are read, scanned or judged again, in jobs: with a newer lexicon, a better reader, or other names of the
// municipality. Nothing is asked of anybody; the report says what changed.
#include <set>

#include "notices/store.h"

namespace tenzij::notices {

jobs::Work rescan_work(const scan::Engine& engine) {
  return [&engine](jobs::Context& context) {
    constexpr std::int64_t step = 50;
    const std::int64_t total = context.input.at("notices").to_number<std::int64_t>();
    std::int64_t done = 0;
    for (;;) {
      db::Session session(context.pool, context.actor);
      const std::int64_t count = rescan(session, engine, step);
      session.commit();
      done += count;
      if (count == 0) return json::value(json::object{{"notices", done}});
      context.progress.step(std::min(done, total), total);
    }
  };
}

bool enqueue_rescan(db::Session& session, const scan::Engine& engine, Instant now) {
  const auto stale =
      session.scalar<std::int64_t>("SELECT count(*) FROM notices.notice WHERE scan_version <> $1", engine.version()).value_or(0);
  if (stale == 0) return false;
  if (!session.query("SELECT 1 FROM jobs.job WHERE kind = $1 AND state IN ('queued', 'running')", std::string(rescan_job)).empty())
    return false;
  jobs::enqueue(session, rescan_job, engine.version(), json::object{{"notices", stale}}, now);
  return true;
}

namespace {

constexpr std::int64_t step = 50;  // notices per transaction

struct Old {
  Uuid id;
  json::value content;
  std::string parser;
  std::string format;
  std::string file_name;
  std::string judged;
};
BOOST_DESCRIBE_STRUCT(Old, (), (id, content, parser, format, file_name, judged))

// Read by another edition of its reader than today's, or judged with other marks.
constexpr std::string_view is_old = R"sql(
 WHERE (parser <> CASE format WHEN 'eforms' THEN $1 WHEN 'ted_r209' THEN $2 ELSE $3 END OR marks <> $4)
)sql";

const db::Statement next_old_notices{"notices.next_old_notices",
                                     {R"sql(
SELECT id, content, parser, format, file_name, judged
  FROM notices.notice
)sql",
                                      is_old, R"sql(
 ORDER BY id
 LIMIT $5
)sql"}};

const db::Statement number_of_old_notices{"notices.number_of_old_notices",
                                          {R"sql(
SELECT count(*)
  FROM notices.notice
)sql",
                                           is_old}};

std::string current_edition(const std::string& format) {
  return std::string(edition(format == "eforms" ? Format::eforms : format == "ted_r209" ? Format::ted_r209 : Format::ocds));
}

// What a reread did, for its report.
struct Changes {
  std::int64_t notices = 0;
  std::int64_t changed = 0;
  std::int64_t apart = 0;
  std::map<std::string, std::int64_t> fields;
  json::array examples;
  json::array failed;
};

// By the fields of a notice, as they would be written: what an older reader did not know is what it says by itself.
void compare(const Old& old, const Notice& now, Changes& changes) {
  Notice known;
  json::Decoder decoder;
  decoder.read(old.content, known, "");
  const json::value before = json::encode(known);
  const json::value after = json::encode(now);
  json::array names;
  for (const auto& member : after.get_object()) {
    if (before.get_object().at(member.key()) == member.value()) continue;
    ++changes.fields[std::string(member.key())];
    names.push_back(boost::json::string(member.key()));
  }
  if (names.empty()) return;
  ++changes.changed;
  if (changes.examples.size() < limits::report_lines)
    changes.examples.push_back(json::object{{"notice", old.id.str()}, {"file", old.file_name}, {"fields", std::move(names)}});
}

// The notice as today's reader sees its original; nothing when that cannot be read any more.
std::optional<Notice> read_again(db::Session& session, reader::Readers& readers, const Old& old, Changes& changes) {
  const auto original = session.query("SELECT content FROM notices.original WHERE notice_id = $1", old.id);
  if (original.empty()) return std::nullopt;
  const reader::File file{"notices", old.file_name, db::bytea(original.text(0, 0)), {}, limits::reader_time, true};
  try {
    auto results = readers.read(file);
    if (!results.empty()) return read_notice(file, std::move(results.front())).notice;
  } catch (const Error& fault) {
    if (fault.status() == 503) throw;  // no reader is free: later, not as if it could not be read
    if (changes.failed.size() < limits::report_lines)
      changes.failed.push_back(json::object{{"file", old.file_name}, {"code", fault.code()}});
  }
  return std::nullopt;
}

// One notice in its own savepoint would cost more than it saves: what cannot be read keeps what it had and is named.
void renew(db::Session& session, const Intake& intake, const Old& old, const Marks& marks, Changes& changes) {
  ++changes.notices;
  const Storing with{old.file_name, intake.engine.version(), marks, intake.clock()};
  std::optional<Notice> notice;
  if (old.parser != current_edition(old.format)) notice = read_again(session, intake.readers, old, changes);
  if (notice) {
    compare(old, *notice, changes);
    const auto taken = session.query("SELECT 1 FROM notices.notice WHERE source_id = $1 AND version = $2 AND id <> $3", notice->source_id,
                                     notice->version, old.id);
    // Two rows that a better reader knows to be one notice: the row keeps the name it had.
    if (!taken.empty()) notice->source_id += "#" + old.id.str();
    rewrite(session, old.id, *notice, scan_notice(intake.engine, *notice), with);
    if (const Whose whose = judge(marks, notice->buyers, notice->joint); whose != Whose::own && whose != Whose::joint) ++changes.apart;
    return;
  }
  Notice known;
  json::Decoder decoder;
  decoder.read(old.content, known, "");
  const Whose whose = judge(marks, known.buyers, known.joint);
  if (whose != Whose::own && whose != Whose::joint) ++changes.apart;
  session.query("UPDATE notices.notice SET judged = $2, marks = $3, parser = $4 WHERE id = $1", old.id, whose, fingerprint_of(marks),
                current_edition(old.format));
  if (boost::describe::enum_to_string(whose, "") != old.judged) {
    ++changes.fields["whose"];
    ++changes.changed;
  }
  settle(session, {old.id});
}

json::value to_report(const Changes& changes) {
  json::object fields;
  for (const auto& [name, count] : changes.fields) fields[name] = count;
  return json::object{{"notices", changes.notices}, {"changed", changes.changed},   {"keptApart", changes.apart},
                      {"fields", fields},           {"examples", changes.examples}, {"failed", changes.failed}};
}

}  // namespace

jobs::Work reread_work(const Intake& intake) {
  return [intake](jobs::Context& context) {
    const std::int64_t total = context.input.at("notices").to_number<std::int64_t>();
    Changes changes;
    for (;;) {
      db::Session session(context.pool, context.actor);
      const Marks marks = marks_of(session);
      const auto old = session.rows<Old>(next_old_notices, std::string(edition(Format::eforms)), std::string(edition(Format::ted_r209)),
                                         std::string(edition(Format::ocds)), fingerprint_of(marks), step);
      for (const Old& each : old) renew(session, intake, each, marks, changes);
      session.commit();
      if (old.empty()) return to_report(changes);
      context.progress.step(std::min(changes.notices, total), total);
    }
  };
}

bool enqueue_reread(db::Session& session, Instant now) {
  const Marks marks = marks_of(session);
  const auto old =
      session
          .scalar<std::int64_t>(number_of_old_notices, std::string(edition(Format::eforms)), std::string(edition(Format::ted_r209)),
                                std::string(edition(Format::ocds)), fingerprint_of(marks))
          .value_or(0);
  if (old == 0) return false;
  if (!session.query("SELECT 1 FROM jobs.job WHERE kind = $1 AND state = 'queued'", std::string(reread_job)).empty()) return false;
  jobs::enqueue(session, reread_job, fingerprint_of(marks), json::object{{"notices", old}}, now);
  return true;
}

}  // namespace tenzij::notices
