// Imports of tables, the same for every room: a file is put aside, read, and shown as what it would do; questions are
// answered, columns and rows chosen; then a job writes it, and the whole can be taken back. A room says what its columns are,
// what becomes of a row, and how a record is set back. Tables: db/migrations/0019_imports.sql; names of columns:
// knowledge/imports/columns.json.
#pragma once

#include "platform/base/messages.h"
#include "platform/jobs/jobs.h"
#include "platform/reader/reader.h"
#include "platform/tables/find.h"

namespace tenzij::imports {

// How a cell is read. Days that are written as a stretch ("Q2 2027") give its first or its last day.
enum class Value { text, code8, amount, first_day, last_day, whole, decimal, yes_no, given_out };
BOOST_DESCRIBE_ENUM(Value, text, code8, amount, first_day, last_day, whole, decimal, yes_no, given_out)

struct Column {
  std::string key;
  Value kind = Value::text;  // given_out: stands in our own files and is not read back
  bool required = false;
};

enum class Severity { note, question, wrong };
BOOST_DESCRIBE_ENUM(Severity, note, question, wrong)

struct Note {
  Severity severity{};
  std::string column;  // key; empty: the whole row
  std::string cell;    // "D17"
  std::string written;
  std::string code;
  MessageArgs args{};
  std::vector<std::string> proposals{};  // what may be meant, as it would be written without doubt
};

// What one row of a file says. An empty cell says nothing: it clears nothing.
class Row {
 public:
  int number = 0;
  std::vector<Note> notes{};

  struct Said {
    std::string text{};
    std::int64_t cents = 0;
    Date day{};
    double number = 0;
    bool yes = false;
    std::string cell{};
    bool answered = false;  // a person wrote this, asked about the cell
  };
  std::map<std::string, Said, std::less<>> said{};

  [[nodiscard]] const Said* find(std::string_view key) const {
    const auto found = said.find(key);
    return found == said.end() ? nullptr : &found->second;
  }
  [[nodiscard]] std::optional<std::string> text(std::string_view key) const {
    const Said* found = find(key);
    return found == nullptr ? std::nullopt : std::optional(found->text);
  }
  void wrong(std::string_view key, std::string code, MessageArgs args = {}) { add(Severity::wrong, key, std::move(code), std::move(args)); }
  void ask(std::string_view key, std::string code, std::vector<std::string> proposals) {
    add(Severity::question, key, std::move(code), {});
    notes.back().proposals = std::move(proposals);
  }
  void note(std::string_view key, std::string code, MessageArgs args = {}) { add(Severity::note, key, std::move(code), std::move(args)); }
  [[nodiscard]] bool right() const {
    return std::all_of(notes.begin(), notes.end(), [](const Note& each) { return each.severity == Severity::note; });
  }

 private:
  void add(Severity severity, std::string_view key, std::string code, MessageArgs args) {
    const Said* found = find(key);
    notes.push_back({severity,
                     std::string(key),
                     found == nullptr ? "" : found->cell,
                     found == nullptr ? "" : found->text,
                     std::move(code),
                     std::move(args),
                     {}});
  }
};

enum class Action { added, changed, same };
BOOST_DESCRIBE_ENUM(Action, added, changed, same)

struct RowChange {
  std::string field;
  std::string before;
  std::string after;
};
BOOST_DESCRIBE_STRUCT(RowChange, (), (field, before, after))

// What becomes of a row. `write` may run later in another session of the same municipality, and gives the record's id.
struct Verdict {
  Action action = Action::added;
  std::optional<Uuid> id{};
  std::string title{};
  std::vector<RowChange> changes{};
  std::function<Uuid(db::Session&)> write{};  // of a room that writes row by row
  std::shared_ptr<const void> plan{};         // of one that writes many: its own
};
using Judge = std::function<Verdict(Row&)>;  // adds notes to the row

struct Run {
  std::string language = "nl";
  Instant now{};
};

// What stood there before an import changed it.
struct Before {
  Uuid id;
  json::value record;
};

// How a room that writes many rows in few statements does all of it. Any of these may throw for all of its rows: they are undone
// then, and come again one by one, so that the row that would not go is known.
struct Many {
  std::function<std::map<Uuid, json::value>(db::Session&, const std::vector<Uuid>&)> snapshots;
  std::function<std::vector<Uuid>(db::Session&, const std::vector<const Verdict*>&)> write;  // an id for each, in their order
  std::function<void(db::Session&, const std::vector<Before>&, Instant)> set_back;
  std::function<void(db::Session&, const std::vector<Uuid>&, Instant)> take_away;
};

struct Kind {
  std::string name;  // purchases; also the last part of its path and its section of the names of columns
  std::string permission;
  std::vector<Column> columns;
  bool lone = false;                                    // a row with one filled cell is a heading between rows
  std::function<Judge(db::Session&, const Run&)> open;  // looks up once what all rows need
  // Row by row; not called for a room that gives `many`.
  std::function<std::optional<json::value>(db::Session&, const Uuid&)> snapshot;
  std::function<void(db::Session&, const Uuid&, const json::value&, Instant)> set_back;
  std::function<void(db::Session&, const Uuid&, Instant)> take_away;
  std::optional<Many> many{};
  // Files of this kind hold what nobody may keep (names): of the table only the columns that are known are put aside, each cell as this
  // gives it (key, text), and nothing of a file that lacks one of the required columns. What is not known is named by its heading.
  std::function<std::string(std::string_view, const std::string&)> kept{};
};

// Changes between two described records, by member; for a verdict.
std::vector<RowChange> changes_between(const json::value& before, const json::value& after);

struct CellAnswer {
  std::string cell;
  std::string value;  // empty: as if the cell were empty
};
BOOST_DESCRIBE_STRUCT(CellAnswer, (), (cell, value))
// The same answer to one question wherever it stands in a column; choice counts in the proposals, -1 is an empty cell.
struct Rule {
  std::string column;
  std::string code;
  int choice{};
};
BOOST_DESCRIBE_STRUCT(Rule, (), (column, code, choice))
struct Mapped {
  std::string key;
  std::string letter;  // empty: no column
};
BOOST_DESCRIBE_STRUCT(Mapped, (), (key, letter))
struct ImportChoices {
  std::optional<std::string> sheet;
  std::optional<int> head_row;
  std::vector<Mapped> columns;
  std::vector<CellAnswer> answers;
  std::vector<Rule> rules;
  std::vector<int> read_rows;   // left out at first, and rows after all
  std::vector<int> leave_rows;  // not to be written
  bool only_right = false;      // leave out every row that has a question or a fault
  // Something may be said of every row of a table.
  static constexpr std::array<json::Length, 3> lengths{{{"answers", limits::text_longest, limits::table_rows},
                                                        {"read_rows", limits::text_longest, limits::table_rows},
                                                        {"leave_rows", limits::text_longest, limits::table_rows}}};
};
BOOST_DESCRIBE_STRUCT(ImportChoices, (), (sheet, head_row, columns, answers, rules, read_rows, leave_rows, only_right))

// What imports work with: the names by which columns are known, in both languages, and who reads the files.
class Desk {
 public:
  Desk(const std::filesystem::path& folder, reader::Readers& readers);  // knowledge/imports
  [[nodiscard]] reader::Readers& readers() const { return readers_; }
  [[nodiscard]] std::vector<tables::ColumnNames> of(const Kind& kind) const;
  [[nodiscard]] std::string heading(std::string_view kind, std::string_view key, std::string_view language) const;

 private:
  struct Column {
    std::string nl;
    std::string en;
    std::vector<std::string> names;
  };
  reader::Readers& readers_;
  std::map<std::string, std::map<std::string, Column, std::less<>>, std::less<>> kinds_;
};

struct ReadFile {
  tables::Book book;
  tables::Table table;
  std::string fingerprint;
};
// The bytes are read by a reader; which table is in them is found here.
ReadFile read_file(std::string_view bytes, const Kind& kind, const Desk& names, const ImportChoices& choices);
// The rows of a file as they are read, before a room has looked at them.
std::vector<Row> rows_of(const ReadFile& file, const Kind& kind, const ImportChoices& choices);

struct Judged {
  Row row;
  Verdict verdict;
  bool left = false;  // chosen not to be written
};
std::vector<Judged> judge(db::Session& session, const Kind& kind, const ReadFile& file, const ImportChoices& choices, const Run& run);

// In one step, within the request: all rows or none, every wrong cell named.
struct NotUsed {
  std::string letter;
  std::string heading;
};
BOOST_DESCRIBE_STRUCT(NotUsed, (), (letter, heading))
struct LeftOut {
  int row{};
  std::string reason;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(LeftOut, (), (row, reason, text))
struct Taken {
  std::int64_t added;
  std::int64_t changed;
  std::int64_t same;
  std::string sheet;
  int head_row;
  std::vector<NotUsed> not_used;
  std::vector<LeftOut> left_out;
  std::vector<std::string> other_sheets;
  std::vector<std::string> notes;
  std::optional<Uuid> import_id;  // to undo it by
};
BOOST_DESCRIBE_STRUCT(Taken, (), (added, changed, same, sheet, head_row, not_used, left_out, other_sheets, notes, import_id))
Taken take(const http::Request& request, db::Session& session, const Kind& kind, const Desk& names, const Messages& messages);

struct Parts {
  const Desk& names;
  const Messages& messages;
  jobs::Runner& runner;
};
// Routes under /imports/<kind>, and its jobs "imports.write" and "imports.undo" in the runner's hands once for all kinds.
void add_routes(http::Router& router, const std::vector<Kind>& kinds, const Parts& parts);
inline constexpr const char* write_job = "imports.write";
inline constexpr const char* undo_job = "imports.undo";
jobs::Work write_work(std::vector<Kind> kinds, const Desk& names, const Messages& messages, Clock clock);
jobs::Work undo_work(std::vector<Kind> kinds, Clock clock);

// The bytes of files nobody went on with; how many.
std::int64_t forget(db::Session& session, Instant now);

}  // namespace tenzij::imports
