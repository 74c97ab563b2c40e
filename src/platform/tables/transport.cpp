#include "platform/tables/sheet.h"

namespace tenzij::tables {

namespace {

Error broken() { return {400, "readerCrashed"}; }

json::value cell_out(const Cell& cell) {
  if (!cell.filled()) return nullptr;
  if (cell.kind == CellKind::text) return boost::json::string(cell.text);
  return json::array{static_cast<int>(cell.kind), boost::json::string(cell.text), cell.foreign};
}

Cell cell_in(const json::value& in) {
  if (in.is_null()) return {};
  if (in.is_string()) return {CellKind::text, false, std::string(in.get_string())};
  if (!in.is_array() || in.get_array().size() != 3) throw broken();
  const json::array& all = in.get_array();
  if (!all[0].is_int64() || all[0].get_int64() < 0 || all[0].get_int64() > static_cast<int>(CellKind::error) || !all[1].is_string() ||
      !all[2].is_bool())
    throw broken();
  return {static_cast<CellKind>(all[0].get_int64()), all[2].get_bool(), std::string(all[1].get_string())};
}

const json::value& member(const json::value& in, std::string_view name) {
  const json::value* found = in.is_object() ? in.get_object().if_contains(name) : nullptr;
  if (found == nullptr) throw broken();
  return *found;
}
const json::array& list(const json::value& in, std::string_view name) {
  const json::value& found = member(in, name);
  if (!found.is_array()) throw broken();
  return found.get_array();
}
std::string words(const json::value& in, std::string_view name) {
  const json::value& found = member(in, name);
  if (!found.is_string()) throw broken();
  return std::string(found.get_string());
}
std::int64_t number(const json::value& in, std::string_view name, std::int64_t most) {
  const json::value& found = member(in, name);
  if (!found.is_int64() || found.get_int64() < 0 || found.get_int64() > most) throw broken();
  return found.get_int64();
}
bool flag(const json::value& in, std::string_view name) {
  const json::value& found = member(in, name);
  if (!found.is_bool()) throw broken();
  return found.get_bool();
}

}  // namespace

json::value to_json(const Book& book) {
  json::array sheets;
  for (const Sheet& sheet : book.sheets) {
    json::array rows;
    for (const Row& row : sheet.rows) {
      json::array cells;
      cells.reserve(row.cells.size());
      for (const Cell& cell : row.cells) cells.push_back(cell_out(cell));
      rows.push_back(json::object{{"n", row.number}, {"h", row.hidden}, {"m", row.merged}, {"c", std::move(cells)}});
    }
    sheets.push_back(json::object{{"name", sheet.name}, {"hidden", sheet.hidden}, {"rows", std::move(rows)}});
  }
  return json::object{{"format", book.format},
                      {"encoding", book.encoding},
                      {"separator", static_cast<int>(static_cast<unsigned char>(book.separator))},
                      {"from1904", book.from_1904},
                      {"sheets", std::move(sheets)}};
}

Book from_json(const json::value& in) {
  Book out{words(in, "format"), words(in, "encoding"), static_cast<char>(number(in, "separator", 127)), flag(in, "from1904"), {}};
  for (const json::value& from : list(in, "sheets")) {
    Sheet& sheet = out.sheets.emplace_back(Sheet{words(from, "name"), flag(from, "hidden"), {}});
    for (const json::value& row : list(from, "rows")) {
      Row& into = sheet.rows.emplace_back(Row{static_cast<int>(number(row, "n", 1'000'000'000)), flag(row, "h"), flag(row, "m"), {}});
      for (const json::value& cell : list(row, "c")) into.cells.push_back(cell_in(cell));
    }
  }
  return out;
}

}  // namespace tenzij::tables
