// What an import would do, or did, as it is shown: the sheet, the columns and what is not used of them, counts, the first rows,
// the strangest, and every row with a question or a fault.
#include <cmath>

#include "platform/base/written.h"
#include "platform/imports/store.h"

namespace tenzij::imports {

namespace {

struct ImportColumn {
  std::string letter;
  std::string heading;
  std::optional<std::string> key;
  std::optional<std::string> label;
};
BOOST_DESCRIBE_STRUCT(ImportColumn, (), (letter, heading, key, label))
struct KnownColumn {
  std::string key;
  std::string label;
  bool required = false;
};
BOOST_DESCRIBE_STRUCT(KnownColumn, (), (key, label, required))
struct ImportNote {
  Severity severity{};
  std::string column;
  std::string label;
  std::string cell;
  std::string written;
  std::string code;
  std::string message;
  std::vector<std::string> proposals;
};
BOOST_DESCRIBE_STRUCT(ImportNote, (), (severity, column, label, cell, written, code, message, proposals))
enum class Fate { added, changed, same, question, wrong, left };
BOOST_DESCRIBE_ENUM(Fate, added, changed, same, question, wrong, left)
struct ImportRow {
  int row{};
  std::string title;
  Fate fate{};
  std::vector<std::string> cells;  // as the file has them, by the columns that are used
  std::vector<ImportNote> notes;
  std::vector<RowChange> changes;
  std::optional<std::string> strange;  // why it stands out
};
BOOST_DESCRIBE_STRUCT(ImportRow, (), (row, title, fate, cells, notes, changes, strange))
struct ResultRow {
  int row;
  std::string action;
  Uuid record_id;
  std::string title;
  std::optional<std::string> undone;
};
BOOST_DESCRIBE_STRUCT(ResultRow, (), (row, action, record_id, title, undone))

struct ImportPreview {
  Uuid id;
  std::string kind;
  std::string file_name;
  std::string state;
  Instant created_at;
  Instant expires_at;
  std::optional<Uuid> job_id;
  std::string format;
  std::string encoding;
  std::vector<std::string> sheets;
  std::string sheet;
  int head_row = 0;
  std::vector<ImportColumn> columns;
  std::vector<KnownColumn> known;
  std::vector<std::string> missing;  // columns that must be there
  std::vector<std::string> other_sheets;
  std::vector<LeftOut> left_out;
  ImportCounts counts;
  std::vector<ImportRow> first_rows;
  std::vector<ImportRow> strange_rows;
  std::vector<ImportRow> problem_rows;
  std::vector<ImportRow> changed_rows;
  ImportChoices choices;
  std::vector<std::string> problems;  // of a writing that failed
  std::vector<ResultRow> written;
};
BOOST_DESCRIBE_STRUCT(ImportPreview, (),
                      (id, kind, file_name, state, created_at, expires_at, job_id, format, encoding, sheets, sheet, head_row, columns,
                       known, missing, other_sheets, left_out, counts, first_rows, strange_rows, problem_rows, changed_rows, choices,
                       problems, written))

struct ImportSummary {
  Uuid id;
  std::string file_name;
  std::string state;
  std::optional<std::string> person;
  Instant created_at;
  json::value result;
};
BOOST_DESCRIBE_STRUCT(ImportSummary, (), (id, file_name, state, person, created_at, result))
struct ImportList {
  std::vector<ImportSummary> items;
};
BOOST_DESCRIBE_STRUCT(ImportList, (), (items))
struct PutAside {
  Uuid id;
};
BOOST_DESCRIBE_STRUCT(PutAside, (), (id))
struct ImportJob {
  Uuid job_id;
};
BOOST_DESCRIBE_STRUCT(ImportJob, (), (job_id))

// How many rows of a sort are shown: what a person looks through, with the counts beside it.
constexpr std::size_t shown_first = 10;
constexpr std::size_t shown_strange = 8;
constexpr std::size_t shown_problems = 200;
constexpr std::size_t shown_changed = 50;

Fate fate_of(const Judged& each) {
  if (each.left) return Fate::left;
  Fate out = each.verdict.action == Action::added ? Fate::added : each.verdict.action == Action::changed ? Fate::changed : Fate::same;
  for (const Note& note : each.row.notes) {
    if (note.severity == Severity::wrong) return Fate::wrong;
    if (note.severity == Severity::question) out = Fate::question;
  }
  return out;
}

class Shower {
 public:
  Shower(const Kind& kind, const Parts& parts, std::string language, const ReadFile& file)
      : kind_(kind), parts_(parts), language_(std::move(language)), file_(file) {}

  ImportRow row(const Judged& each) const {
    ImportRow out{each.row.number, text::shorten(each.verdict.title, 120), fate_of(each), {}, {}, each.verdict.changes, {}};
    const tables::Sheet& sheet = file_.book.sheets[file_.table.sheet_at];
    const auto found = std::lower_bound(sheet.rows.begin(), sheet.rows.end(), each.row.number,
                                        [](const tables::Row& row, int number) { return row.number < number; });
    for (const auto& column : file_.table.columns) {
      if (column.key.empty()) continue;
      const bool there = found != sheet.rows.end() && found->number == each.row.number && column.at < found->cells.size();
      out.cells.push_back(there ? text::shorten(found->cells[column.at].text, 120) : std::string());
    }
    for (const Note& note : each.row.notes)
      out.notes.push_back({note.severity, note.column, note.column.empty() ? "" : label(note.column), note.cell,
                           text::shorten(note.written, 120), note.code, parts_.messages.say(language_, note.code, note.args),
                           note.proposals});
    for (RowChange& change : out.changes) {
      change.field = label(change.field);
      change.before = text::shorten(change.before, 200);
      change.after = text::shorten(change.after, 200);
    }
    return out;
  }
  [[nodiscard]] std::string label(const std::string& key) const { return parts_.names.heading(kind_.name, key, language_); }
  [[nodiscard]] std::string say(const std::string& code) const { return parts_.messages.say(language_, code); }

  // Rows whose amount is far from the middle one of its column, the farthest first.
  std::vector<ImportRow> strange(const std::vector<Judged>& all) const {
    std::vector<std::pair<double, const Judged*>> far;
    for (const Column& column : kind_.columns) {
      if (column.kind != Value::amount) continue;
      std::vector<std::int64_t> cents;
      for (const Judged& each : all)
        if (const Row::Said* said = each.row.find(column.key); said != nullptr && said->cents > 0) cents.push_back(said->cents);
      if (cents.size() < 4) continue;
      std::nth_element(cents.begin(), cents.begin() + static_cast<long>(cents.size() / 2), cents.end());
      const double middle = std::log10(static_cast<double>(cents[cents.size() / 2]));
      for (const Judged& each : all)
        if (const Row::Said* said = each.row.find(column.key); said != nullptr && said->cents > 0)
          if (const double distance = std::abs(std::log10(static_cast<double>(said->cents)) - middle); distance > 1.3)
            far.emplace_back(distance, &each);
    }
    std::sort(far.begin(), far.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<ImportRow> out;
    for (const auto& [distance, each] : far) {
      if (out.size() >= shown_strange) break;
      out.push_back(row(*each));
      out.back().strange = say("farFromTheMiddle");
    }
    return out;
  }

 private:
  const Kind& kind_;
  const Parts& parts_;
  std::string language_;
  const ReadFile& file_;
};

void show_file(ImportPreview& out, const Kind& kind, const ReadFile& file, const Shower& shower) {
  out.format = file.book.format;
  out.encoding = file.book.encoding;
  for (const auto& each : file.book.sheets)
    if (!each.rows.empty()) out.sheets.push_back(each.name);
  out.sheet = file.table.sheet;
  out.head_row = file.table.head_row;
  for (const auto& each : file.table.columns)
    out.columns.push_back({each.letter, each.heading, each.key.empty() ? std::nullopt : std::optional(each.key),
                           each.key.empty() ? std::nullopt : std::optional(shower.label(each.key))});
  for (const Column& each : kind.columns)
    if (each.kind != Value::given_out) out.known.push_back({each.key, shower.label(each.key), each.required});
  for (const std::string& each : file.table.missing) out.missing.push_back(shower.label(each));
  out.other_sheets = file.table.other_sheets;
  for (const auto& each : file.table.left_out) out.left_out.push_back({each.row, shower.say(each.reason), each.text});
}

void show_rows(ImportPreview& out, const std::vector<Judged>& all, const Shower& shower) {
  out.counts = count(all);
  for (const Judged& each : all) {
    const Fate fate = fate_of(each);
    if (out.first_rows.size() < shown_first) out.first_rows.push_back(shower.row(each));
    if ((fate == Fate::question || fate == Fate::wrong || (fate == Fate::left && !each.row.right())) &&
        out.problem_rows.size() < shown_problems)
      out.problem_rows.push_back(shower.row(each));
    if (fate == Fate::changed && out.changed_rows.size() < shown_changed) out.changed_rows.push_back(shower.row(each));
  }
  out.strange_rows = shower.strange(all);
}

const db::Statement rows_left_standing{"imports.rows_left_standing", R"sql(
SELECT count(*)
  FROM imports.row
 WHERE import_id = $1
   AND undone IS NULL
)sql"};

const db::Statement rows_of_result{"imports.rows_of_result", R"sql(
SELECT row, action, record_id, title, undone
  FROM imports.row
 WHERE import_id = $1
 ORDER BY coalesce(undone, 'undone') = 'undone', row
 LIMIT 200
)sql"};

ImportPreview preview_of(const http::Request& request, db::Session& session, const Kind& kind, const Uuid& id, const Parts& parts) {
  const Stored kept = stored(session, kind, id);
  ImportPreview out{};
  out.id = id;
  out.kind = kind.name;
  out.file_name = kept.file_name;
  out.state = kept.state;
  out.created_at = kept.created_at;
  out.expires_at = kept.expires_at;
  out.job_id = kept.job_id;
  out.choices = json::restore<ImportChoices>(kept.choices);
  if (kept.result.is_object())
    if (const json::value* problems = kept.result.as_object().if_contains("problems"))
      out.problems = json::restore<std::vector<std::string>>(*problems);
  out.written = session.rows<ResultRow>(rows_of_result, id);
  if (const auto half = kept.state == "failed" ? session.scalar<std::int64_t>(rows_left_standing, id).value_or(0) : 0; half > 0)
    out.problems = {parts.messages.say(request.language, "importHalfWritten", {{"count", std::to_string(half)}})};
  else if (kept.state == "failed" && out.problems.empty()) out.problems = {parts.messages.say(request.language, "importCancelled")};
  if (kept.state != "waiting" && kept.state != "failed") {
    if (kept.result.is_object())
      for (const auto& [name, value] : kept.result.as_object()) {
        if (name == "rows") out.counts.rows = value.to_number<std::int64_t>();
        if (name == "added") out.counts.added = value.to_number<std::int64_t>();
        if (name == "changed") out.counts.changed = value.to_number<std::int64_t>();
        if (name == "same") out.counts.same = value.to_number<std::int64_t>();
      }
    return out;
  }
  ImportChoices choices = out.choices;
  const ReadFile file = read_stored(session, kind, parts.names, id, choices);
  out.choices.columns = choices.columns;  // with those that were kept from the last time
  const Shower shower(kind, parts, request.language, file);
  show_file(out, kind, file, shower);
  if (file.table.missing.empty() && !file.table.rows.empty())
    show_rows(out, judge(session, kind, file, choices, {request.language, request.now}), shower);
  return out;
}

const db::Statement insert_waiting_import{"imports.insert_waiting_import", R"sql(
INSERT INTO imports.import (municipality_id, id, kind, file_name, content, state, choices, person_id,
                            created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, 'waiting', $6, $7, $8, $9)
)sql"};

Uuid put_aside(const http::Request& request, db::Session& session, const Kind& kind, const Parts& parts) {
  const auto files = http::multipart(request);
  const http::Part& part = http::first_file(files);
  if (part.content.size() > limits::import_file_bytes) throw bad_field("/files", "fileTooLarge");
  // Read once now: what cannot be read is refused at once, and kept by nobody.
  const ReadFile file = read_file(part.content, kind, parts.names, {});
  if (kind.kept && !file.table.missing.empty())
    throw bad_field("/files", "columnMissing", {{"column", parts.names.heading(kind.name, file.table.missing.front(), request.language)}});
  if (std::all_of(file.book.sheets.begin(), file.book.sheets.end(), [](const tables::Sheet& each) { return each.rows.empty(); }))
    throw bad_field("/files", "emptyFile");
  const Uuid id = new_id();
  const std::string kept = kind.kept ? json::dump(tables::to_json(file.book)) : std::string();
  session.query(insert_waiting_import, session.actor().municipality_id, id, kind.name, text::shorten(part.file_name, 200),
                db::bytes(kind.kept ? std::string_view(kept) : part.content), json::encode(ImportChoices{}), request.who.person_id,
                request.now, request.now + limits::import_kept);
  return id;
}

Uuid start(const http::Request& request, db::Session& session, const Kind& kind, const Parts& parts, bool undo) {
  const Uuid id = request.id_param("id");
  const Stored kept = stored(session, kind, id, true);
  const bool ready = undo ? kept.state == "done" || kept.state == "failed" : kept.state == "waiting" || kept.state == "failed";
  if (!ready) throw conflict(undo ? "importCannotBeUndone" : "importAlreadyWritten");
  if (!undo) {
    ImportChoices choices = json::restore<ImportChoices>(kept.choices);
    const ReadFile file = read_stored(session, kind, parts.names, id, choices);
    if (!file.table.missing.empty())
      throw bad_field("/files", "columnMissing",
                      {{"column", parts.names.heading(kind.name, file.table.missing.front(), request.language)}});
    const auto all = judge(session, kind, file, choices, {request.language, request.now});
    require_right(all, kind, parts.names, parts.messages, request.language);
    if (count(all).rows == 0) throw bad_field("/files", "nothingToWrite");
  }
  const Uuid job = jobs::enqueue(session, undo ? undo_job : write_job, kept.file_name,
                                 json::object{{"importId", id.str()}, {"kind", kind.name}, {"language", request.language}}, request.now);
  session.query("UPDATE imports.import SET state = $2, job_id = $3 WHERE id = $1", id, std::string(undo ? "undoing" : "writing"), job);
  parts.runner.wake();
  return job;
}

const db::Statement latest_imports{"imports.latest_imports",
                                   {R"sql(
SELECT i.id, i.file_name,
)sql",
                                    state_now, R"sql(
       , p.name AS person, i.created_at, coalesce(i.result, 'null') AS result
  FROM imports.import i
  LEFT JOIN jobs.job j ON j.municipality_id = i.municipality_id AND j.id = i.job_id
  LEFT JOIN organisation.person p ON p.municipality_id = i.municipality_id AND p.id = i.person_id
 WHERE i.kind = $1
   AND (i.state <> 'waiting' OR i.person_id = platform.current_person())
 ORDER BY i.created_at DESC
 LIMIT 20
)sql"}};

void add_kind_routes(http::Router& router, const Kind& kind, const Parts& parts) {
  const std::string path = "/imports/" + kind.name;
  std::string name = kind.name;
  name[0] = static_cast<char>(name[0] - 'a' + 'A');
  router.upload<PutAside>(
      path, kind.permission, {"put" + name + "Aside", "imports", "A table (CSV, XLSX, ODS) to look at before anything is written"},
      [kind, parts](const http::Request& request, db::Session& session) { return PutAside{put_aside(request, session, kind, parts)}; });
  router.get<ImportList>(
      path, kind.permission, {"list" + name + "Imports", "imports", "The latest imports"},
      [kind](const http::Request&, db::Session& session) { return ImportList{session.rows<ImportSummary>(latest_imports, kind.name)}; });
  router.get<ImportPreview>(path + "/{id}", kind.permission, {"preview" + name + "Import", "imports", "What an import would do, or did"},
                            [kind, parts](const http::Request& request, db::Session& session) {
                              return preview_of(request, session, kind, request.id_param("id"), parts);
                            });
  router.in_pool(http::Pool::reading);
  router.put<ImportPreview>(path + "/{id}/choices", kind.permission,
                            {"choose" + name + "Import", "imports", "Sheet, columns, answers and rows; and what comes of them"},
                            [kind, parts](const http::Request& request, db::Session& session, const ImportChoices& in) {
                              const Uuid id = request.id_param("id");
                              const Stored kept = stored(session, kind, id, true);
                              if (kept.state != "waiting" && kept.state != "failed") throw conflict("importAlreadyWritten");
                              session.query("UPDATE imports.import SET choices = $2 WHERE id = $1", id, json::encode(in));
                              if (!in.columns.empty()) {
                                ImportChoices choices = in;
                                keep_mapping(session, kind, read_stored(session, kind, parts.names, id, choices).fingerprint, in);
                              }
                              return preview_of(request, session, kind, id, parts);
                            });
  router.in_pool(http::Pool::reading);
  router.post<ImportJob>(
      path + "/{id}/writing", kind.permission,
      {"write" + name + "Import", "imports", "Write it, as a job; refused while a row has a question or a fault"},
      [kind, parts](const http::Request& request, db::Session& session) { return ImportJob{start(request, session, kind, parts, false)}; },
      202);
  router.in_pool(http::Pool::reading);
  router.post<ImportJob>(
      path + "/{id}/undoing", kind.permission, {"undo" + name + "Import", "imports", "Take all of it back, but for what was changed since"},
      [kind, parts](const http::Request& request, db::Session& session) { return ImportJob{start(request, session, kind, parts, true)}; },
      202);
}

}  // namespace

void add_routes(http::Router& router, const std::vector<Kind>& kinds, const Parts& parts) {
  for (const Kind& each : kinds) add_kind_routes(router, each, parts);
  add_reading_routes(router, parts.messages);
}

}  // namespace tenzij::imports
