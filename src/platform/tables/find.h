// The table in a book: which sheet, which row has the names of the columns, which rows are its rows; and by name what was not
// read. Instructions, titles, headings between rows, totals and columns nobody asked for are everyday.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "platform/tables/sheet.h"

namespace tenzij::tables {

struct ColumnNames {
  std::string key;
  std::vector<std::string> names;  // likeliest first; compared as plain_heading() writes them
  bool required = false;
};

// What a person chose instead of what was found.
struct Choice {
  std::optional<std::string> sheet{};
  std::optional<int> head_row{};                              // its number in the sheet
  std::map<std::string, std::string, std::less<>> columns{};  // key -> letter ("D"), or empty: not in this file
  std::vector<int> read_rows{};                               // rows that are rows after all
};

struct Column {
  std::size_t at = 0;
  std::string letter{};
  std::string heading{};
  std::string key{};  // empty: not used
};
struct LeftOut {
  int row = 0;
  std::string reason{};  // totalsRow, headingRow, repeatedHead
  std::string text{};
};
struct Table {
  std::string sheet{};
  std::size_t sheet_at = 0;
  int head_row = 0;
  std::vector<Column> columns{};    // every column with a heading or with something under it
  std::vector<std::size_t> rows{};  // in the sheet's rows
  std::vector<LeftOut> left_out{};
  std::vector<std::string> other_sheets{};  // that were not read
  std::vector<std::string> missing{};       // required keys without a column
};

// Small letters, one space between words, without what stands in brackets, units and stars: "Waarde (€)*" -> "waarde".
std::string plain_heading(std::string_view heading);
// With lone: a row with one filled cell is a heading between rows or a note, no row.
Table find_table(const Book& book, const std::vector<ColumnNames>& names, bool lone, const Choice& choice = {});

}  // namespace tenzij::tables
