// What one table may take, counted while it is read.
#pragma once

#include "platform/base/error.h"
#include "platform/base/limits.h"
#include "platform/tables/sheet.h"

namespace tenzij::tables {

class Budget {
 public:
  explicit Budget(std::size_t file_bytes) : left_(limits::table_memory_bytes + 6 * file_bytes) {}

  void take(std::size_t bytes) {
    if (bytes > left_) throw Error(400, "tableTooLarge");
    left_ -= bytes;
  }
  // Puts a cell where it belongs, with empty ones before it.
  void put(Row& row, std::size_t column, Cell&& cell) {
    if (column >= limits::table_columns) throw Error(400, "tableTooWide", {{"limit", std::to_string(limits::table_columns)}});
    if (column >= row.cells.size()) {
      take((column + 1 - row.cells.size()) * sizeof(Cell));
      row.cells.resize(column + 1);
    }
    if (cell.text.size() > 15) take(cell.text.size());
    row.cells[column] = std::move(cell);
  }
  void add(Sheet& sheet, Row&& row) {
    take(sizeof(Row));
    if (++rows_ > limits::table_rows)
      throw Error(400, "tableTooLong", {{"limit", std::to_string(limits::table_rows)}, {"line", std::to_string(row.number)}});
    row.cells.shrink_to_fit();
    sheet.rows.push_back(std::move(row));
  }

 private:
  std::size_t left_;
  std::size_t rows_ = 0;
};

}  // namespace tenzij::tables
