// From bytes to rows: which column is which, what each cell says, and what is asked about it.
#include <charconv>
#include <cmath>
#include <set>

#include "platform/base/files.h"
#include "platform/base/money.h"
#include "platform/base/written.h"
#include "platform/documents/foreign.h"
#include "platform/imports/store.h"

namespace tenzij::imports {

namespace {

std::string decimal(std::int64_t cents) { return cents_to_decimal(cents); }

// What a heading says of all amounts under it: "x 1.000", "in k€", "incl. btw", "per jaar".
struct HeadingSays {
  std::int64_t factor = 1;
  std::string code{};
};
HeadingSays heading_says(const std::string& heading) {
  const std::string plain = plain_writing(heading);
  const auto has = [&](std::initializer_list<std::string_view> parts) {
    return std::any_of(parts.begin(), parts.end(), [&](std::string_view each) { return plain.find(each) != std::string::npos; });
  };
  if (has({"1.000.000", "x 1 mln", "in mln", "in miljoen", "(mln", "€ mln", "mln €", "x mln"})) return {1'000'000, "amountHeading"};
  if (has({"1.000", "1000", "in duizend", "k€", "€k", "k euro", "(k)", "x 1k", "x k"})) return {1'000, "amountHeading"};
  if (has({"incl. btw", "incl btw", "inclusief btw", "incl. vat"})) return {1, "amountWithVat"};
  if (has({"per jaar", "p/j", "p.j.", "jaarbedrag", "jaarlijks", "per year", "annual", "per maand"})) return {1, "amountPerPeriod"};
  return {};
}

class CellReader {
 public:
  CellReader(Row& row, const Column& column, Row::Said said, const tables::Book& book, bool answered = false)
      : row_(row), column_(column), said_(std::move(said)), from_1904_(book.from_1904), untyped_(book.format == "csv" && !answered) {}

  void read(const tables::Cell& cell, const HeadingSays& heading) {
    row_.said[column_.key] = said_;
    if (cell.kind == tables::CellKind::error)
      return row_.wrong(column_.key, cell.text == "=" ? "formulaWithoutValue" : "cellIsError", {{"error", cell.text}});
    switch (column_.kind) {
      case Value::amount:
        return amount(cell, heading);
      case Value::first_day:
      case Value::last_day:
        return day(cell);
      case Value::code8:
        return code8(cell);
      case Value::whole:
      case Value::decimal:
        return figure(cell);
      case Value::yes_no:
        return yes_no();
      default:
        return;
    }
  }

 private:
  Row& row_;
  const Column& column_;
  Row::Said said_;
  bool from_1904_;
  bool untyped_;  // CSV knows no types: a spreadsheet may have saved a number here

  Row::Said& said() { return row_.said[column_.key]; }

  void amount(const tables::Cell& cell, const HeadingSays& heading) {
    if (cell.foreign) return row_.wrong(column_.key, "amountOtherCurrency");
    if (cell.kind == tables::CellKind::date) return row_.wrong(column_.key, "amountIsDate");
    if (cell.kind == tables::CellKind::percent) return row_.wrong(column_.key, "notAmount");
    const WrittenAmount read = cell.kind == tables::CellKind::number ? plain_amount(cell.text) : written_amount(cell.text);
    if (read.reading == Reading::wrong) return row_.wrong(column_.key, read.code);
    std::vector<std::string> proposals;
    if (read.reading == Reading::ask) {
      for (const std::int64_t each : read.proposals) proposals.push_back(decimal(each));
      return row_.ask(column_.key, read.code, std::move(proposals));
    }
    if (!heading.code.empty() && read.cents > 0) {
      if (heading.factor > 1 && read.cents < 1'000'000'000'000) proposals.push_back(decimal(read.cents * heading.factor));
      proposals.push_back(decimal(read.cents));
      return row_.ask(column_.key, heading.code, std::move(proposals));
    }
    said().cents = read.cents;
  }

  void day(const tables::Cell& cell) {
    WrittenPeriod read;
    long long number = 0;
    if (cell.kind == tables::CellKind::date) read = written_period(cell.text.substr(0, 10));
    else read = written_period(cell.text);
    // A day whose format was lost: spreadsheets count from 1900, and a few from 1904.
    if (cell.kind == tables::CellKind::number && read.code == "dateIsNumber" && !from_1904_ && text::to_int(cell.text, number))
      read = {Reading::right, read.proposals.front(), read.proposals.front(), {}, {}};
    if (read.reading == Reading::wrong) return row_.wrong(column_.key, read.code);
    if (read.reading == Reading::ask) {
      std::vector<std::string> proposals;
      for (const Date& each : read.proposals) proposals.push_back(each.str());
      return row_.ask(column_.key, read.code, std::move(proposals));
    }
    said().day = column_.kind == Value::last_day ? read.last : read.first;
    if (read.first != read.last)
      row_.note(column_.key, "readAsPeriod",
                {{"written", cell.text}, {"first", read.first.str()}, {"last", read.last.str()}, {"day", said().day.str()}});
  }

  // Eight digits, of which a spreadsheet drops zeros in front; what a room knows of the code decides there. It sees whether the
  // cell is a number (number) or may have been one (yes).
  void code8(const tables::Cell& cell) {
    const std::string plain = plain_writing(cell.text);
    std::string digits;
    std::size_t end = 0;
    for (; end < plain.size(); ++end) {
      const char c = plain[end];
      if (c >= '0' && c <= '9') digits += c;
      else if (c != ' ' && c != '.') break;
    }
    // Behind it a check digit and words; not a second code, nor the rest of a figure ("9,09E+07").
    const std::string_view rest = std::string_view(plain).substr(end);
    const bool more = std::adjacent_find(rest.begin(), rest.end(),
                                         [](char a, char b) { return a >= '0' && a <= '9' && b >= '0' && b <= '9'; }) != rest.end();
    if (more && digits.size() > 1) return row_.wrong(column_.key, "codeSeveral");
    if (digits.empty() || rest.starts_with(',') || rest.starts_with('e')) return row_.wrong(column_.key, "notCode");
    said().text = digits;
    said().number = cell.kind == tables::CellKind::number ? 1 : 0;
    said().yes = untyped_;
  }

  void figure(const tables::Cell& cell) {
    std::string plain = plain_writing(cell.text);
    if (cell.kind != tables::CellKind::number && cell.kind != tables::CellKind::percent) {
      const std::size_t point = plain.find('.');
      if (plain.find(',') == std::string::npos && point != std::string::npos && plain.size() - point == 4 && point > 0 && point < 4 &&
          plain[0] != '0') {
        std::string thousands = plain;
        std::erase(thousands, '.');
        return row_.ask(column_.key, "figureNotation", {thousands, plain.substr(0, point) + "," + plain.substr(point + 1)});
      }
      if (plain.find(',') != std::string::npos) std::erase(plain, '.');
      std::replace(plain.begin(), plain.end(), ',', '.');
    }
    double number = 0;
    const auto [end, fault] = std::from_chars(plain.data(), plain.data() + plain.size(), number);
    const bool read = fault == std::errc{} && end == plain.data() + plain.size();
    if (!read || !std::isfinite(number) || (column_.kind == Value::whole && number != std::floor(number)))
      return row_.wrong(column_.key, column_.kind == Value::whole ? "notWholeNumber" : "notNumber");
    said().number = number;
  }

  void yes_no() {
    const std::string plain = plain_writing(said().text);
    for (const std::string_view each : {"ja", "yes", "j", "y", "true", "waar", "x", "1"})
      if (plain == each) {
        said().yes = true;
        return;
      }
    for (const std::string_view each : {"nee", "no", "n", "false", "onwaar", "0", "-"})
      if (plain == each) return;
    row_.wrong(column_.key, "notYesOrNo");
  }
};

// The proposal that a rule chooses for a question, or nothing.
std::optional<std::string> ruled(const ImportChoices& choices, const Row& row, std::string_view column) {
  if (row.notes.empty() || row.notes.back().severity != Severity::question || row.notes.back().column != column) return std::nullopt;
  const Note& note = row.notes.back();
  for (const Rule& each : choices.rules) {
    if (each.column != column || each.code != note.code) continue;
    if (each.choice < 0) return std::string();
    if (static_cast<std::size_t>(each.choice) < note.proposals.size()) return note.proposals[static_cast<std::size_t>(each.choice)];
  }
  return std::nullopt;
}

}  // namespace

Desk::Desk(const std::filesystem::path& folder, reader::Readers& readers) : readers_(readers) {
  const json::value all = json::parse(tenzij::read_file(folder / "columns.json"));
  for (const auto& [kind, columns] : all.as_object())
    for (const auto& [key, column] : columns.as_object()) {
      Column& into = kinds_[std::string(kind)][std::string(key)];
      into.nl = column.at("nl").as_string();
      into.en = column.at("en").as_string();
      into.names = {tables::plain_heading(into.nl), tables::plain_heading(into.en), tables::plain_heading(std::string(key))};
      for (const auto& name : column.at("names").as_array())
        into.names.push_back(tables::plain_heading(std::string_view(name.as_string())));
    }
}

std::vector<tables::ColumnNames> Desk::of(const Kind& kind) const {
  std::vector<tables::ColumnNames> out;
  for (const imports::Column& each : kind.columns)
    out.push_back({each.key, kinds_.find(kind.name)->second.find(each.key)->second.names, each.required});
  return out;
}

std::string Desk::heading(std::string_view kind, std::string_view key, std::string_view language) const {
  const auto columns = kinds_.find(kind);
  if (columns == kinds_.end()) return std::string(key);
  const auto found = columns->second.find(key);
  if (found == columns->second.end()) return std::string(key);
  return language == "en" ? found->second.en : found->second.nl;
}

namespace {

// A sheet that may hold names: its rows from the headings on, and of those only the cells of columns that are known. Where a required
// column is missing nothing is: nobody can say which row has the headings.
void keep_known(tables::Book& book, const Kind& kind, const std::vector<tables::ColumnNames>& names) {
  const tables::Table table = tables::find_table(book, names, kind.lone);
  if (!table.missing.empty() || book.sheets.empty()) return book.sheets.clear();
  // A total or a heading between rows is known by words that go; what has all that a row needs is one.
  std::set<int> left;
  for (const auto& each : table.left_out) left.insert(each.row);
  const auto whole = [&](const tables::Row& row) {
    return std::all_of(kind.columns.begin(), kind.columns.end(), [&](const Column& column) {
      return !column.required || std::any_of(table.columns.begin(), table.columns.end(), [&](const tables::Column& each) {
        return each.key == column.key && each.at < row.cells.size() && row.cells[each.at].filled();
      });
    });
  };
  tables::Sheet bare;
  for (tables::Row& row : book.sheets[table.sheet_at].rows) {
    if (row.number < table.head_row || (left.contains(row.number) && !whole(row))) continue;
    tables::Row& to = bare.rows.emplace_back(tables::Row{row.number, row.hidden, row.merged, {}});
    to.cells.resize(row.cells.size());
    for (const auto& each : table.columns) {
      if (each.at >= row.cells.size()) continue;
      if (row.number == table.head_row) to.cells[each.at] = row.cells[each.at];
      else if (!each.key.empty()) {
        to.cells[each.at] = row.cells[each.at];
        to.cells[each.at].text = kind.kept(each.key, row.cells[each.at].text);
      }
    }
  }
  book.sheets = {std::move(bare)};
}

}  // namespace

ReadFile table_in(tables::Book book, const Kind& kind, const Desk& names, const ImportChoices& choices) {
  ReadFile out{std::move(book), {}, {}};
  tables::Choice choice{choices.sheet, choices.head_row, {}, choices.read_rows};
  for (const Mapped& each : choices.columns) choice.columns[each.key] = each.letter;
  out.table = tables::find_table(out.book, names.of(kind), kind.lone, choice);
  std::string headings;
  for (const auto& each : out.table.columns) headings += tables::plain_heading(each.heading) + "\n";
  out.fingerprint = sha256_hex(headings);
  return out;
}

ReadFile read_file(std::string_view bytes, const Kind& kind, const Desk& names, const ImportChoices& choices) {
  tables::Book book = documents::table_of(names.readers(), bytes);
  if (kind.kept) keep_known(book, kind, names.of(kind));
  return table_in(std::move(book), kind, names, choices);
}

namespace {

struct Used {
  const Column* column;
  std::size_t at;
  HeadingSays heading;
  std::vector<std::size_t> twins;  // columns with the same heading, when nobody chose between them
};

std::vector<Used> used_columns(const ReadFile& file, const Kind& kind, const ImportChoices& choices) {
  std::vector<Used> out;
  for (const Column& column : kind.columns)
    for (const auto& each : file.table.columns) {
      if (each.key != column.key || column.kind == Value::given_out) continue;
      Used used{&column, each.at, column.kind == Value::amount ? heading_says(each.heading) : HeadingSays{}, {}};
      const bool chosen =
          std::any_of(choices.columns.begin(), choices.columns.end(), [&](const Mapped& one) { return one.key == column.key; });
      for (const auto& other : file.table.columns)
        if (!chosen && other.key.empty() && !each.heading.empty() &&
            tables::plain_heading(other.heading) == tables::plain_heading(each.heading))
          used.twins.push_back(other.at);
      out.push_back(std::move(used));
    }
  return out;
}

const tables::Cell& cell_at(const tables::Row& row, std::size_t column) {
  static const tables::Cell none{};
  return column < row.cells.size() ? row.cells[column] : none;
}

// Two columns with one heading that say different things of this row.
bool ask_about_twins(Row& row, const tables::Row& from, const Used& used) {
  const tables::Cell& mine = cell_at(from, used.at);
  std::vector<std::string> proposals;
  if (mine.filled()) proposals.push_back(mine.text);
  for (const std::size_t each : used.twins)
    if (const tables::Cell& other = cell_at(from, each); other.filled() && other.text != mine.text) proposals.push_back(other.text);
  if (proposals.empty() || (proposals.size() == 1 && mine.filled())) return false;
  row.said[used.column->key] = {mine.text, 0, {}, 0, false, tables::address(from.number, used.at)};
  row.ask(used.column->key, "columnTwice", std::move(proposals));
  return true;
}

}  // namespace

std::vector<Row> rows_of(const ReadFile& file, const Kind& kind, const ImportChoices& choices) {
  std::vector<Row> out;
  if (file.book.sheets.empty()) return out;
  const tables::Sheet& sheet = file.book.sheets[file.table.sheet_at];
  const std::vector<Used> used = used_columns(file, kind, choices);
  std::map<std::string_view, const std::string*> answers;
  for (const CellAnswer& each : choices.answers) answers[each.cell] = &each.value;
  out.reserve(file.table.rows.size());
  for (const std::size_t at : file.table.rows) {
    const tables::Row& from = sheet.rows[at];
    Row& row = out.emplace_back();
    row.number = from.number;
    for (const Used& each : used) {
      const std::string address = tables::address(from.number, each.at);
      const auto given = answers.find(address);
      const bool answered = given != answers.end();
      const tables::Cell answer =
          answered && !given->second->empty() ? tables::Cell{tables::CellKind::text, false, *given->second} : tables::Cell{};
      const tables::Cell& cell = answered ? answer : cell_at(from, each.at);
      if (answered || !ask_about_twins(row, from, each)) {
        if (!cell.filled()) continue;
        CellReader(row, *each.column, {cell.text, 0, {}, 0, false, address, answered}, file.book, answered)
            .read(cell, answered ? HeadingSays{} : each.heading);
      }
      const auto rule = choices.rules.empty() ? std::nullopt : ruled(choices, row, each.column->key);
      if (!rule) continue;
      row.notes.pop_back();
      row.said.erase(each.column->key);
      if (rule->empty()) continue;
      const tables::Cell chosen{tables::CellKind::text, false, *rule};
      CellReader(row, *each.column, {*rule, 0, {}, 0, false, address, true}, file.book, true).read(chosen, {});
    }
  }
  return out;
}

}  // namespace tenzij::imports
