// Writing and taking back: in one step within a request, or by a job.
#include <set>
#include <thread>

#include "platform/imports/store.h"
#include "platform/mail/mail.h"

namespace tenzij::imports {

namespace {

// Rows per transaction, and per statement where the room can: the audit log is one chain, so whoever writes holds up the others of
// the municipality from the first row until the commit.
constexpr std::size_t batch_rows = 100;

const db::Statement update_state_of_import{"imports.update_state_of_import", R"sql(
UPDATE imports.import
   SET state = $2, result = coalesce($3::jsonb, result),
       content = CASE WHEN $2 IN ('done', 'undone') THEN NULL ELSE content END
 WHERE id = $1
)sql"};

void set_state(db::Session& session, const Uuid& id, const char* state, const json::value& result) {
  session.query(update_state_of_import, id, std::string(state), result.is_null() ? db::Param{} : db::to_param(result));
}

const db::Statement try_turn{"imports.try_turn", R"sql(
SELECT pg_try_advisory_xact_lock(753, hashtext(platform.current_municipality()::text || $1))
)sql"};

// One writer per kind and municipality: rows find what the import before theirs wrote. Held as long as the session lives; the
// wait is told as progress, so that the job is not taken for lost.
void wait_turn(db::Session& turn, const Kind& kind, jobs::Progress& progress) {
  while (!turn.scalar<bool>(try_turn, kind.name).value_or(false)) {
    progress.step(0, 1);
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

struct WrittenRow {
  int row;
  std::string action;
  Uuid record_id;
  std::string title;
};
BOOST_DESCRIBE_STRUCT(WrittenRow, (), (row, action, record_id, title))

const db::Statement last_written{"imports.last_written", R"sql(
SELECT row, action, record_id, title
  FROM imports.row
 WHERE import_id = $1 AND undone IS NULL
 ORDER BY row DESC
 LIMIT $2
)sql"};

struct Same {
  int row;
  json::value before;
};
BOOST_DESCRIBE_STRUCT(Same, (), (row, before))
struct Current {
  int row;
  json::value record;
};
BOOST_DESCRIBE_STRUCT(Current, (), (row, record))

// Rows whose record is still what the import made of it.
const db::Statement rows_unchanged_since{"imports.rows_unchanged_since", R"sql(
SELECT w.row, coalesce(w.before, 'null') AS before
  FROM jsonb_to_recordset($2::jsonb) AS c("row" int, record jsonb)
  JOIN imports.row w
       ON w.municipality_id = platform.current_municipality()
      AND w.import_id = $1
      AND w.row = c."row"
      AND w.after = c.record
 ORDER BY w.row DESC
)sql"};

void set_back(db::Session& session, const Kind& kind, const std::vector<WrittenRow>& rows, const std::map<int, json::value>& before,
              Instant now) {
  std::vector<Uuid> added;
  std::vector<Before> changed;
  for (const WrittenRow& each : rows) {
    const bool fresh = each.action == "added";
    if (fresh) added.push_back(each.record_id);
    else changed.push_back({each.record_id, before.at(each.row)});
    if (kind.many) continue;
    if (fresh) kind.take_away(session, each.record_id, now);
    else kind.set_back(session, each.record_id, before.at(each.row), now);
  }
  if (!kind.many) return;
  if (!added.empty()) kind.many->take_away(session, added, now);
  if (!changed.empty()) kind.many->set_back(session, changed, now);
}

// Why each of these rows stays; none that was set back is in it. The last row comes first.
std::map<int, std::string> take_back(db::Session& session, const Kind& kind, const Uuid& import, const std::vector<WrittenRow>& rows,
                                     Instant now) {
  std::vector<Uuid> ids;
  for (const WrittenRow& each : rows) ids.push_back(each.record_id);
  const std::map<Uuid, json::value> records = snapshots(session, kind, ids);
  std::map<int, std::string> out;
  std::vector<Current> current;
  for (const WrittenRow& each : rows) {
    const auto at = records.find(each.record_id);
    out[each.row] = at == records.end() ? "gone" : "changedSince";
    if (at != records.end()) current.push_back({each.row, at->second});
  }
  std::map<int, json::value> before;
  for (Same& each : session.rows<Same>(rows_unchanged_since, import, json::encode(current)))
    before.emplace(each.row, std::move(each.before));
  std::vector<WrittenRow> same;
  for (const WrittenRow& each : rows)
    if (before.contains(each.row)) same.push_back(each);
  const auto undone = [&](const std::vector<WrittenRow>& some) {
    try {
      session.savepoint([&] { set_back(session, kind, some, before, now); });
      for (const WrittenRow& each : some) out.erase(each.row);
      return true;
    } catch (const db::SqlError& fault) {
      if (fault.connection_lost()) throw;
    } catch (const Error&) {  // NOLINT(bugprone-empty-catch): told as "inUse" below
    }
    return false;
  };
  if (same.empty() || undone(same)) return out;
  for (const WrittenRow& each : same)
    if (!undone({each})) out[each.row] = "inUse";
  return out;
}

struct Outcome {
  int row;
  std::string undone;
};
BOOST_DESCRIBE_STRUCT(Outcome, (), (row, undone))

const db::Statement update_outcomes{"imports.update_outcomes", R"sql(
UPDATE imports.row w
   SET undone = o.undone
  FROM jsonb_to_recordset($2::jsonb) AS o("row" int, undone text)
 WHERE w.municipality_id = platform.current_municipality()
   AND w.import_id = $1
   AND w.row = o."row"
)sql"};

// Takes back everything an import wrote, last row first; how many stayed.
std::int64_t take_back_all(jobs::Context& context, const Kind& kind, const Uuid& import, const Clock& clock, bool may_stop) {
  std::int64_t total = 0;
  {
    db::Session session(context.pool, context.actor);
    total = session.scalar<std::int64_t>("SELECT count(*) FROM imports.row WHERE import_id = $1 AND undone IS NULL", import).value_or(0);
  }
  std::int64_t done = 0;
  for (;;) {
    db::Session session(context.pool, context.actor);
    const auto rows = session.rows<WrittenRow>(last_written, import, static_cast<std::int64_t>(batch_rows));
    if (rows.empty()) break;
    const std::map<int, std::string> kept = take_back(session, kind, import, rows, clock());
    std::vector<Outcome> outcomes;
    for (const WrittenRow& each : rows) outcomes.push_back({each.row, kept.contains(each.row) ? kept.at(each.row) : "undone"});
    session.query(update_outcomes, import, json::encode(outcomes));
    session.commit();
    done += static_cast<std::int64_t>(rows.size());
    if (may_stop) context.progress.step(done, std::max(total, done));
  }
  db::Session session(context.pool, context.actor);
  return session.scalar<std::int64_t>("SELECT count(*) FROM imports.row WHERE import_id = $1 AND undone <> 'undone'", import).value_or(0);
}

class Writing {
 public:
  Writing(jobs::Context& context, const Kind& kind, const Desk& names, const Messages& messages, const Clock& clock)
      : context_(context),
        kind_(kind),
        names_(names),
        messages_(messages),
        clock_(clock),
        import_(*Uuid::parse(std::string_view(context.input.at("importId").as_string()))),
        language_(context.input.at("language").as_string()) {}

  json::value run() {
    // The lock and the lists that rows are compared with live in a session of their own, which writes nothing.
    db::Session turn(context_.pool, context_.actor);
    std::vector<Judged> all;
    try {
      wait_turn(turn, kind_, context_.progress);
      const Stored kept = stored(turn, kind_, import_);
      // A job that failed may be tried again, but not when another took its place.
      if (kept.job_id != context_.job_id || (kept.state != "writing" && kept.state != "failed")) throw Superseded{};
      ImportChoices choices = json::restore<ImportChoices>(kept.choices);
      const ReadFile file = read_stored(turn, kind_, names_, import_, choices);
      all = judge(turn, kind_, file, choices, {language_, clock_()});
      const std::set<int> done = written_before();
      if (done.empty()) require_right(all, kind_, names_, messages_, language_);
      write(all, done);
    } catch (const Superseded&) {
      throw conflict("importAlreadyWritten");
    } catch (const jobs::Cancelled&) {
      fail(Error(409, "importCancelled"), count(all));
      throw;
    } catch (const jobs::Exceeded& fault) {
      fail(Error(409, fault.code), count(all));
      throw;
    } catch (const db::SqlError& fault) {
      if (!fault.connection_lost()) fail(Error(500, "internal"), count(all));
      throw;
    } catch (const Error& fault) {
      fail(fault, count(all));
      throw;
    }
    json::value result = outcome("done", std::nullopt, count(all));
    set_state(context_.result(), import_, "done", result);
    say_ended(context_.result(), "import_ended", count(all));
    return result;
  }

 private:
  jobs::Context& context_;
  const Kind& kind_;
  const Desk& names_;
  const Messages& messages_;
  const Clock& clock_;
  Uuid import_;
  std::string language_;

  struct Superseded {};

  // Rows that an earlier run of this job wrote; what one took back is as if it had never been.
  std::set<int> written_before() {
    db::Session session(context_.pool, context_.actor);
    session.query("DELETE FROM imports.row WHERE import_id = $1 AND undone IS NOT NULL", import_);
    set_state(session, import_, "writing", nullptr);
    const auto rows = session.query("SELECT row FROM imports.row WHERE import_id = $1", import_);
    session.commit();
    std::set<int> out;
    for (int i = 0; i < rows.rows(); ++i) out.insert(static_cast<int>(rows.get<std::int64_t>(i, 0)));
    return out;
  }
  // All or nothing: what was written before the row that would not go is taken back, and the import says why.
  void fail(const Error& fault, const ImportCounts& counts) {
    take_back_all(context_, kind_, import_, clock_, false);
    db::Session session(context_.pool, context_.actor);
    set_state(session, import_, "failed", outcome("failed", fault, counts));
    say_ended(session, "import_failed", counts);
    session.commit();
  }
  // To who asked for it.
  void say_ended(db::Session& session, const char* kind, const ImportCounts& counts) const {
    if (context_.actor.person_id.is_nil()) return;
    const auto file = session.scalar<std::string>("SELECT file_name FROM imports.import WHERE id = $1", import_);
    mail::tell(session, context_.actor.person_id,
               {kind,
                {{"file", file.value_or("")}, {"added", std::to_string(counts.added)}, {"changed", std::to_string(counts.changed)}},
                "/inlezen/" + kind_.name + "/" + import_.str()},
               clock_());
  }

  void write(const std::vector<Judged>& all, const std::set<int>& done) {
    std::vector<const Judged*> rows;
    for (const Judged& each : all)
      if (!each.left && each.row.right() && each.verdict.action != Action::same && !done.contains(each.row.number)) rows.push_back(&each);
    rows = together(std::move(rows));
    for (std::size_t at = 0; at < rows.size();) {
      context_.progress.step(static_cast<std::int64_t>(at), static_cast<std::int64_t>(rows.size()));
      std::vector<const Judged*> batch;
      for (; at < rows.size() && (batch.size() < batch_rows || of_one_record(*rows[at], *batch.back())); ++at) batch.push_back(rows[at]);
      db::Session session(context_.pool, context_.actor);
      write_rows(session, kind_, import_, batch, [&](const Judged& each, const Error& fault) { tell(each, fault); });
      session.commit();
    }
  }
  // What is wrong with a field, in the words of its row.
  void tell(const Judged& each, const Error& fault) const {
    if (fault.fields().empty()) return;
    std::vector<FieldError> errors;
    for (const FieldError& field : fault.fields())
      errors.push_back(
          field_error({Severity::wrong, "", "", "", field.code, field.args}, each.row.number, kind_, names_, messages_, language_));
    throw bad_request(std::move(errors));
  }
  [[nodiscard]] json::value outcome(const char* state, const std::optional<Error>& fault, const ImportCounts& counts) const {
    json::object result = json::encode(counts).as_object();
    json::array problems;
    if (fault && fault->fields().empty()) problems.push_back(boost::json::string(messages_.say(language_, fault->code(), fault->args())));
    if (fault)
      for (const FieldError& each : fault->fields())
        problems.push_back(boost::json::string(messages_.say(language_, each.code, each.args)));
    result["problems"] = problems;
    result["importId"] = import_.str();
    result["kind"] = kind_.name;
    result["state"] = state;
    return result;
  }
};

}  // namespace

jobs::Work write_work(std::vector<Kind> kinds, const Desk& names, const Messages& messages, Clock clock) {
  return [kinds = std::move(kinds), &names, &messages, clock = std::move(clock)](jobs::Context& context) {
    return Writing(context, kind_of(kinds, std::string(context.input.at("kind").as_string())), names, messages, clock).run();
  };
}

jobs::Work undo_work(std::vector<Kind> kinds, Clock clock) {
  return [kinds = std::move(kinds), clock = std::move(clock)](jobs::Context& context) -> json::value {
    const Kind& kind = kind_of(kinds, std::string(context.input.at("kind").as_string()));
    const Uuid id = *Uuid::parse(std::string_view(context.input.at("importId").as_string()));
    db::Session turn(context.pool, context.actor);
    wait_turn(turn, kind, context.progress);
    const Stored now = stored(turn, kind, id);
    if (now.job_id != context.job_id || now.state != "undoing") throw conflict("importCannotBeUndone");
    // One that stops halfway leaves the import as one that can be undone further (stored()).
    const std::int64_t kept = take_back_all(context, kind, id, clock, true);
    set_state(context.result(), id, "undone", nullptr);
    return json::object{{"importId", id.str()}, {"kind", kind.name}, {"state", "undone"}, {"kept", kept}};
  };
}

const db::Statement insert_written_import{"imports.insert_written_import", R"sql(
INSERT INTO imports.import (municipality_id, id, kind, file_name, state, choices, result, person_id, created_at,
                            expires_at)
VALUES ($1, $2, $3, $4, 'done', $5, $6, $7, $8, $8)
)sql"};

Taken take(const http::Request& request, db::Session& session, const Kind& kind, const Desk& names, const Messages& messages) {
  const auto parts = http::multipart(request);
  const http::Part& part = http::first_file(parts);
  ImportChoices choices;
  ReadFile file = read_file(part.content, kind, names, choices);
  choices = with_mapping(session, kind, file.fingerprint, choices);
  if (!choices.columns.empty()) file = read_file(part.content, kind, names, choices);
  const auto needed = [&](const std::string& key) { return names.heading(kind.name, key, request.language); };
  if (!file.table.missing.empty()) throw bad_field("/files", "columnMissing", {{"column", needed(file.table.missing.front())}});
  if (file.table.rows.empty()) throw bad_field("/files", "emptyFile");
  if (file.table.rows.size() > limits::import_now_rows)
    throw bad_field("/files", "importTooLong", {{"limit", std::to_string(limits::import_now_rows)}});
  const std::vector<Judged> all = judge(session, kind, file, choices, {request.language, request.now});
  require_right(all, kind, names, messages, request.language);
  const Uuid id = new_id();
  const ImportCounts counts = count(all);
  session.query(insert_written_import, session.actor().municipality_id, id, kind.name, part.file_name, json::encode(choices),
                json::encode(counts), session.actor().person_id.is_nil() ? std::optional<Uuid>{} : session.actor().person_id, request.now);
  Taken out{counts.added, counts.changed, counts.same, file.table.sheet, file.table.head_row, {}, {}, file.table.other_sheets, {}, id};
  std::vector<const Judged*> rows;
  for (const Judged& each : all)
    if (each.verdict.action != Action::same) rows.push_back(&each);
  write_rows(session, kind, id, together(std::move(rows)), [&](const Judged& each, const Error& fault) {
    if (fault.fields().empty()) return;
    std::vector<FieldError> errors;
    for (const FieldError& field : fault.fields())
      errors.push_back(
          field_error({Severity::wrong, "", "", "", field.code, field.args}, each.row.number, kind, names, messages, request.language));
    throw bad_request(std::move(errors));
  });
  for (const Judged& each : all)
    for (const Note& note : each.row.notes)
      if (out.notes.size() < limits::field_errors) {
        const FieldError said = field_error(note, each.row.number, kind, names, messages, request.language);
        out.notes.push_back(messages.say(request.language, said.code, said.args));
      }
  for (const auto& each : file.table.columns)
    if (each.key.empty()) out.not_used.push_back({each.letter, each.heading});
  for (const auto& each : file.table.left_out) out.left_out.push_back({each.row, messages.say(request.language, each.reason), each.text});
  return out;
}

}  // namespace tenzij::imports
