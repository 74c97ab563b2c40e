#include <algorithm>

#include "platform/base/text.h"
#include "platform/tables/budget.h"
#include "platform/tables/numbers.h"
#include "platform/tables/package.h"

namespace tenzij::tables {

namespace {

std::size_t repeated(std::string_view count) {
  long long out = 1;
  return text::to_int(count, out) && out > 1 ? static_cast<std::size_t>(out) : 1;
}

struct ContentEvents : XmlEvents {
  ContentEvents(Budget& bounds, Book& into) : budget(bounds), book(into) {}
  Budget& budget;
  Book& book;
  Row row{};
  int last_row = 0;
  std::size_t row_times = 1;
  std::size_t column = 0;
  std::size_t cell_times = 1;
  Cell cell{};
  bool in_cell = false;
  bool in_note = false;
  int paragraphs = 0;

  void open(std::string_view name, const char** attributes) override {
    if (name == "table") {
      book.sheets.push_back({std::string(attribute(attributes, "name")), false, {}});
      last_row = 0;
    } else if (name == "table-row") {
      row = {last_row + 1, attribute(attributes, "visibility") == "collapse"};
      row_times = repeated(attribute(attributes, "number-rows-repeated"));
      column = 0;
    } else if (name == "table-cell" || name == "covered-table-cell") {
      in_cell = true;
      paragraphs = 0;
      cell_times = repeated(attribute(attributes, "number-columns-repeated"));
      if (repeated(attribute(attributes, "number-columns-spanned")) > 1) row.merged = true;
      cell = typed(attributes);
    } else if (name == "annotation") {
      in_note = true;
    } else if (in_cell && !in_note && name == "p" && cell.kind == CellKind::text) {
      if (paragraphs++ > 0) cell.text += '\n';
    } else if (in_cell && !in_note && cell.kind == CellKind::text) {
      if (name == "line-break") cell.text += '\n';
      if (name == "tab") cell.text += '\t';
      if (name == "s") cell.text.append(std::min<std::size_t>(repeated(attribute(attributes, "c")), 1000), ' ');
    }
  }
  void text(std::string_view part) override {
    if (!in_cell || in_note || cell.kind != CellKind::text || paragraphs == 0) return;
    cell.text += part;
    if (cell.text.size() > limits::table_part_bytes) throw Error(400, "tableTooLarge");
  }
  void close(std::string_view name) override {
    if (name == "annotation") in_note = false;
    if (name == "table-cell" || name == "covered-table-cell") {
      in_cell = false;
      if (cell.kind == CellKind::text) {
        cell.text = std::string(without_guard(cell.text));
        if (text::trim(cell.text).empty()) cell = {};
      }
      if (cell.filled())
        for (std::size_t i = 0; i < cell_times; ++i) budget.put(row, column + i, Cell(cell));
      column += cell_times;
    }
    if (name != "table-row" || book.sheets.empty()) return;
    const auto first = row.number;
    if (!row.cells.empty())
      for (std::size_t i = 0; i < row_times; ++i) {
        Row copy = row;
        budget.take(row.cells.size() * sizeof(Cell));
        copy.number = first + static_cast<int>(i);
        budget.add(book.sheets.back(), std::move(copy));
      }
    last_row = first + static_cast<int>(std::min<std::size_t>(row_times, 10'000'000)) - 1;
  }

 private:
  static Cell typed(const char** attributes) {
    const std::string_view type = attribute(attributes, "value-type");
    const std::string_view value = attribute(attributes, "value");
    if (type == "float") return number_cell(value, Shown::plain, false);
    if (type == "percentage") return number_cell(value, Shown::percent, false);
    if (type == "currency") {
      const std::string_view currency = attribute(attributes, "currency");
      return number_cell(value, currency.empty() || currency == "EUR" ? Shown::plain : Shown::foreign, false);
    }
    if (type == "date") return {CellKind::date, false, std::string(attribute(attributes, "date-value").substr(0, 10))};
    if (type == "boolean") return {CellKind::boolean, false, std::string(attribute(attributes, "boolean-value"))};
    if (type == "time") return {CellKind::text, false, std::string(attribute(attributes, "time-value"))};
    return type.empty() ? Cell{} : Cell{CellKind::text, false, {}};
  }
};

}  // namespace

Book read_ods(std::string_view bytes) {
  Book out{"ods"};
  Budget budget(bytes.size());
  each_part(bytes, [&](const std::string& name, const NextBlock& content) {
    if (name != "content.xml") return;
    ContentEvents events(budget, out);
    read_xml(content, events);
  });
  if (out.sheets.empty()) throw Error(400, "sheetDamaged");
  return out;
}

}  // namespace tenzij::tables
