// Answers as a table: a form with one's own questions to fill in, a look at what a file would do, sending it as a whole, and taking that
// back while nobody judged it. The file itself is kept nowhere: whoever sends it gives it again.
#include <set>

#include "platform/documents/table.h"
#include "platform/http/multipart.h"
#include "supplier/store.h"

namespace tenzij::supplier {

namespace {

// How many rows of a file are shown; all are counted.
constexpr std::size_t rows_shown = 300;

enum class FormFormat { csv, xlsx };
BOOST_DESCRIBE_ENUM(FormFormat, csv, xlsx)
struct FormQuery {
  std::optional<FormFormat> format;
};
BOOST_DESCRIBE_STRUCT(FormQuery, (), (format))

// Open: a question that was left empty.
enum class RowFate { sent, same, open, question, refused };
BOOST_DESCRIBE_ENUM(RowFate, sent, same, open, question, refused)
struct UploadNote {
  std::string cell;
  std::string column;  // as the file calls it; empty: the whole row
  std::string message;
  bool asked = false;
  std::vector<std::string> proposals;  // of a question; another answer is an empty cell
};
BOOST_DESCRIBE_STRUCT(UploadNote, (), (cell, column, message, asked, proposals))
struct UploadedRow {
  int row{};
  RowFate fate{};
  bool placement = false;
  std::string title;
  std::string contract;
  std::string municipality;
  std::vector<UploadNote> notes;
};
BOOST_DESCRIBE_STRUCT(UploadedRow, (), (row, fate, placement, title, contract, municipality, notes))
struct UploadPreview {
  std::int64_t answers{};
  std::int64_t placements{};
  std::int64_t same{};
  std::int64_t open{};
  std::int64_t questions{};
  std::int64_t refused{};
  std::vector<imports::NotUsed> not_read;  // columns, by their heading: nothing under it was read
  std::vector<UploadedRow> rows;           // what is refused or asked first
};
BOOST_DESCRIBE_STRUCT(UploadPreview, (), (answers, placements, same, open, questions, refused, not_read, rows))
struct UploadSent {
  Uuid id;
  std::int64_t answers{};
  std::int64_t placements{};
};
BOOST_DESCRIBE_STRUCT(UploadSent, (), (id, answers, placements))
struct UploadTakenBack {
  std::int64_t undone{};
  std::int64_t stayed{};  // judged or changed since
};
BOOST_DESCRIBE_STRUCT(UploadTakenBack, (), (undone, stayed))
struct UploadLine {
  Uuid id;
  Instant at;
  std::int64_t rows{};
  std::optional<Instant> undone_at;
};
BOOST_DESCRIBE_STRUCT(UploadLine, (), (id, at, rows, undone_at))
struct UploadList {
  std::vector<UploadLine> items;
};
BOOST_DESCRIBE_STRUCT(UploadList, (), (items))
// What was said to the questions about cells.
struct UploadAnswers {
  std::vector<imports::CellAnswer> answers;
};
BOOST_DESCRIBE_STRUCT(UploadAnswers, (), (answers))

// --- The form ---------------------------------------------------------------------------------------------------------

documents::Cell number_cell(const std::optional<double>& value) {
  return value ? documents::Cell(*value) : documents::Cell(std::monostate());
}

http::Response answer_form(const http::Request& request, db::Session& session, const FormQuery& query, const imports::Desk& columns,
                           const Messages& messages) {
  const imports::Kind kind = answers_kind();
  documents::Table table{messages.say(request.language, "supplier.form"), {}, {}};
  for (const imports::Column& each : kind.columns) table.head.push_back(columns.heading(kind.name, each.key, request.language));
  const std::vector<documents::Cell> none(6, std::monostate());
  for (const Place& place : places(session)) {
    const Self self = enter(session, place, request.now);
    std::map<Uuid, std::string> references;
    const auto contracts = contracts_here(session, self);
    for (const SupplierContract& each : contracts) references[each.id] = each.reference.value_or(each.title);
    for (const SupplierMoment& each : open_moments_here(session, self)) {
      if (each.state != MomentState::asked && each.state != MomentState::rejected) continue;
      std::vector<documents::Cell> row{question_number(each.id),
                                       self.municipality,
                                       references[each.contract_id],
                                       each.title,
                                       each.period_from.str() + " – " + each.period_to.str(),
                                       each.indicator_unit.value_or(""),
                                       number_cell(each.last_figure),
                                       number_cell(each.figure),
                                       std::string()};
      row.insert(row.end(), none.begin(), none.end());
      table.rows.push_back(std::move(row));
    }
    // A line to fill in for who works through it.
    for (const SupplierContract& each : contracts) {
      if (!each.social_return || each.state != ContractState::in_force) continue;
      std::vector<documents::Cell> row(kind.columns.size(), std::monostate());
      row[1] = self.municipality;
      row[2] = each.reference.value_or(each.title);
      table.rows.push_back(std::move(row));
    }
  }
  const bool csv = query.format.value_or(FormFormat::xlsx) == FormFormat::csv;
  return http::later(http::Pool::tables, [table = std::move(table), csv] {
    return csv ? http::file(documents::csv_type, "antwoorden.csv", documents::to_csv(table))
               : http::file(documents::xlsx_type, "antwoorden.xlsx", documents::to_xlsx(table));
  });
}

// --- Looking ----------------------------------------------------------------------------------------------------------

struct Looked {
  imports::ReadFile file;
  std::vector<imports::Judged> rows;
};

Looked look(const http::Request& request, db::Session& session, const imports::Kind& kind, const imports::Desk& columns) {
  const auto parts = http::multipart(request);
  const http::Part& part = http::first_file(parts);
  if (part.content.size() > limits::import_file_bytes) throw bad_field("/files", "fileTooLarge");
  imports::ImportChoices choices;
  for (const http::Part& each : parts)
    if (each.name == "answers" && !each.content.empty()) choices.answers = json::decode<UploadAnswers>(std::string(each.content)).answers;
  Looked out{imports::read_file(part.content, kind, columns, choices), {}};
  if (!out.file.table.missing.empty())
    throw bad_field("/files", "columnMissing", {{"column", columns.heading(kind.name, out.file.table.missing.front(), request.language)}});
  if (out.file.table.rows.empty()) throw bad_field("/files", "emptyFile");
  if (out.file.table.rows.size() > limits::import_now_rows)
    throw bad_field("/files", "importTooLong", {{"limit", std::to_string(limits::import_now_rows)}});
  out.rows = imports::judge(session, kind, out.file, choices, {request.language, request.now});
  return out;
}

const PlannedRow* plan_of(const imports::Judged& row) { return static_cast<const PlannedRow*>(row.verdict.plan.get()); }

RowFate fate_of_row(const imports::Judged& each) {
  RowFate out = plan_of(each) == nullptr ? RowFate::open : each.verdict.action == imports::Action::same ? RowFate::same : RowFate::sent;
  for (const imports::Note& note : each.row.notes) {
    if (note.severity == imports::Severity::wrong) return RowFate::refused;
    if (note.severity == imports::Severity::question) out = RowFate::question;
  }
  return out;
}

// What a cell says is shown only where one chooses: of a wrong one its place is enough.
UploadedRow shown(const imports::Judged& each, const imports::Kind& kind, const imports::Desk& columns, const Messages& messages,
                  const std::string& language) {
  UploadedRow out{each.row.number, fate_of_row(each), false, {}, {}, {}, {}};
  if (const PlannedRow* plan = plan_of(each)) {
    out.placement = plan->placement;
    out.contract = plan->contract;
    out.municipality = plan->municipality;
    if (plan->moment) out.title = plan->moment->title;
  }
  for (const imports::Note& note : each.row.notes)
    out.notes.push_back({note.cell, note.column.empty() ? "" : columns.heading(kind.name, note.column, language),
                         messages.say(language, note.code, note.args), note.severity == imports::Severity::question, note.proposals});
  return out;
}

UploadPreview preview(const http::Request& request, db::Session& session, const imports::Desk& columns, const Messages& messages) {
  authorise_again(request, session);
  const imports::Kind kind = answers_kind();
  const Looked looked = look(request, session, kind, columns);
  UploadPreview out;
  for (const auto& each : looked.file.table.columns)
    if (each.key.empty()) out.not_read.push_back({each.letter, each.heading});
  for (const imports::Judged& each : looked.rows) {
    const RowFate fate = fate_of_row(each);
    if (fate == RowFate::sent) ++(plan_of(each)->placement ? out.placements : out.answers);
    else ++(fate == RowFate::same ? out.same : fate == RowFate::open ? out.open : fate == RowFate::question ? out.questions : out.refused);
    if (fate != RowFate::open) out.rows.push_back(shown(each, kind, columns, messages, request.language));
  }
  const auto troubled = [](const UploadedRow& row) { return row.fate == RowFate::refused || row.fate == RowFate::question; };
  std::stable_partition(out.rows.begin(), out.rows.end(), troubled);
  if (out.rows.size() > rows_shown) out.rows.resize(rows_shown);
  return out;
}

// --- Sending ----------------------------------------------------------------------------------------------------------

const db::Statement insert_upload{"supplier.insert_upload", R"sql(
INSERT INTO supplier.upload (municipality_id, id, contact_id, at)
VALUES (platform.current_municipality(), $1, $2, $3)
)sql"};

const db::Statement insert_upload_row{"supplier.insert_upload_row", R"sql(
INSERT INTO supplier.upload_row (municipality_id, upload_id, row, moment_id, placement_id, version, before)
VALUES (platform.current_municipality(), $1, $2, $3, $4, $5, $6)
)sql"};

FieldError said_of_row(const imports::Judged& each, const std::string& column, const std::string& cell, std::string problem) {
  const std::string line = std::to_string(each.row.number) + (cell.empty() ? "" : " (" + cell + ")");
  return {"/files/" + std::to_string(each.row.number) + (column.empty() ? "" : "/" + column),
          "rowWrong",
          {{"line", line}, {"problem", std::move(problem)}}};
}

void require_all_right(const Looked& looked, const imports::Kind& kind, const imports::Desk& columns, const Messages& messages,
                       const std::string& language) {
  std::vector<FieldError> errors;
  bool any = false;
  for (const imports::Judged& each : looked.rows) {
    any = any || fate_of_row(each) == RowFate::sent;
    for (const imports::Note& note : each.row.notes) {
      if (note.severity == imports::Severity::note || errors.size() >= limits::field_errors) continue;
      const std::string heading = note.column.empty() ? "" : columns.heading(kind.name, note.column, language) + ": ";
      errors.push_back(said_of_row(each, note.column, note.cell, heading + messages.say(language, note.code, note.args)));
    }
  }
  if (!errors.empty()) throw bad_request(std::move(errors));
  if (!any) throw bad_field("/files", "nothingToWrite");
}

// One row, where it belongs, with what undoing it needs.
void write_row(db::Session& session, const imports::Judged& each, const Uuid& upload, Instant now) {
  static const imports::Kind placements = contract::placements_import();
  const PlannedRow& plan = *plan_of(each);
  enter(session, plan.place, now);
  std::optional<json::value> before;
  if (plan.moment) before = contract::moment_as_it_stands(session, plan.moment->id);
  else if (each.verdict.id) before = placements.snapshot(session, *each.verdict.id);
  const Uuid id = each.verdict.write(session);
  const std::optional<Uuid> moment = plan.moment ? std::optional(id) : std::nullopt;
  const std::optional<Uuid> placement = plan.moment ? std::nullopt : std::optional(id);
  const auto version = session.scalar<std::int64_t>(
      plan.moment ? "SELECT version FROM contract.moment WHERE id = $1" : "SELECT version FROM contract.placement WHERE id = $1", id);
  session.query(insert_upload_row, upload, each.row.number, moment, placement, version.value(), before);
}

UploadSent send(const http::Request& request, db::Session& session, const imports::Desk& columns, const Messages& messages) {
  authorise_again(request, session);
  const Place home = home_of(session);
  const imports::Kind kind = answers_kind();
  const Looked looked = look(request, session, kind, columns);
  require_all_right(looked, kind, columns, messages, request.language);
  UploadSent out{new_id(), 0, 0};
  std::set<Uuid> begun;
  for (const imports::Judged& each : looked.rows) {
    if (fate_of_row(each) != RowFate::sent) continue;
    const PlannedRow& plan = *plan_of(each);
    enter(session, plan.place, request.now);
    if (begun.insert(plan.place.municipality_id).second) session.query(insert_upload, out.id, plan.place.contact_id, request.now);
    try {
      write_row(session, each, out.id, request.now);
    } catch (const Error& fault) {
      if (fault.fields().empty()) throw;
      const FieldError& first = fault.fields().front();
      throw bad_request({said_of_row(each, "", "", messages.say(request.language, first.code, first.args))});
    }
    ++(plan.placement ? out.placements : out.answers);
    if (!plan.moment) continue;
    enter(session, home, request.now);
    session.query("DELETE FROM supplier.draft WHERE contact_id = $1 AND form = $2", home.contact_id, "moment/" + plan.moment->id.str());
  }
  return out;
}

// --- Taking back ------------------------------------------------------------------------------------------------------

struct StandingRow {
  int row{};
  std::optional<Uuid> contract_id;
  std::optional<Uuid> moment_id;
  std::optional<Uuid> placement_id;
  std::int64_t version{};
  json::value before;
};
BOOST_DESCRIBE_STRUCT(StandingRow, (), (row, contract_id, moment_id, placement_id, version, before))

const db::Statement rows_to_take_back{"supplier.rows_to_take_back", R"sql(
SELECT r.row, m.contract_id, r.moment_id, r.placement_id, r.version, coalesce(r.before, 'null') AS before
  FROM supplier.upload_row r
  LEFT JOIN contract.moment m ON m.municipality_id = r.municipality_id AND m.id = r.moment_id
 WHERE r.upload_id = $1
 ORDER BY r.row DESC
)sql"};

bool take_row_back(db::Session& session, const StandingRow& each, Instant now) {
  static const imports::Kind placements = contract::placements_import();
  try {
    session.savepoint([&] {
      if (each.moment_id) return contract::set_moment_back(session, {*each.contract_id, *each.moment_id, each.version}, each.before);
      if (session
              .query("SELECT 1 FROM contract.placement WHERE id = $1 AND version = $2 AND state = 'reported'", *each.placement_id,
                     each.version)
              .empty())
        throw conflict("momentState");
      if (each.before.is_null()) placements.take_away(session, *each.placement_id, now);
      else placements.set_back(session, *each.placement_id, each.before, now);
    });
    return true;
  } catch (const db::SqlError&) {
    throw;
  } catch (const Error&) {
    return false;  // judged or changed since: it stays
  }
}

UploadTakenBack take_upload_back(const http::Request& request, db::Session& session) {
  const Uuid id = request.id_param("id");
  UploadTakenBack out;
  bool found = false;
  bool open = false;
  for (const Place& place : places(session)) {
    enter(session, place, request.now);
    const auto own =
        session.query("SELECT undone_at IS NULL FROM supplier.upload WHERE id = $1 AND contact_id = $2 FOR UPDATE", id, place.contact_id);
    if (own.empty()) continue;
    found = true;
    if (!own.get<bool>(0, 0)) continue;
    open = true;
    for (const StandingRow& each : session.rows<StandingRow>(rows_to_take_back, id))
      ++(take_row_back(session, each, request.now) ? out.undone : out.stayed);
    session.query("UPDATE supplier.upload SET undone_at = $2 WHERE id = $1", id, request.now);
  }
  if (!found) throw not_found();
  if (!open) throw conflict("importCannotBeUndone");
  return out;
}

const db::Statement uploads_of_contact{"supplier.uploads_of_contact", R"sql(
SELECT u.id, u.at, (SELECT count(*) FROM supplier.upload_row r
                     WHERE r.municipality_id = u.municipality_id AND r.upload_id = u.id) AS rows, u.undone_at
  FROM supplier.upload u
 WHERE u.contact_id = $1
 ORDER BY u.at DESC, u.id
 LIMIT 20
)sql"};

UploadList list_uploads(const http::Request& request, db::Session& session) {
  UploadList out;
  for (const Place& place : places(session)) {
    enter(session, place, request.now);
    for (const UploadLine& each : session.rows<UploadLine>(uploads_of_contact, place.contact_id)) {
      const auto same = std::find_if(out.items.begin(), out.items.end(), [&](const UploadLine& one) { return one.id == each.id; });
      if (same == out.items.end()) out.items.push_back(each);
      else same->rows += each.rows;
    }
  }
  std::stable_sort(out.items.begin(), out.items.end(), [](const UploadLine& a, const UploadLine& b) { return a.at > b.at; });
  return out;
}

}  // namespace

void add_upload_routes(http::Router& router, const imports::Desk& columns, const Messages& messages) {
  router.download<FormQuery>("/supplier/answer-form", permission,
                             {"getAnswerForm", "supplier", "One's own open questions as a table to fill in (XLSX unless CSV is asked)"},
                             documents::xlsx_type,
                             [&columns, &messages](const http::Request& request, db::Session& session, const FormQuery& query) {
                               return answer_form(request, session, query, columns, messages);
                             });
  router.upload<UploadPreview>(
      "/supplier/upload-previews", permission,
      {"previewUpload", "supplier", "What a table would send, and every row that is refused or asked about; nothing of it is kept"},
      [&columns, &messages](const http::Request& request, db::Session& session) { return preview(request, session, columns, messages); });
  router.upload<UploadSent>(
      "/supplier/uploads", permission,
      {"sendUpload", "supplier", "Answers and placements of a table (CSV, XLSX, ODS), all or none; columns with names are not read"},
      [&columns, &messages](const http::Request& request, db::Session& session) { return send(request, session, columns, messages); });
  router.get<UploadList>("/supplier/uploads", permission, {"listUploads", "supplier", "The latest tables that this contact sent"},
                         list_uploads);
  router.post<UploadTakenBack>("/supplier/uploads/{id}/undoing", permission,
                               {"takeUploadBack", "supplier", "All of it back, but for what was judged or changed since"}, take_upload_back,
                               200);
}

}  // namespace tenzij::supplier
