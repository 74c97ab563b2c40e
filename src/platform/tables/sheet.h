// A table as somebody sends it, as sheets of typed cells: CSV in any of its everyday forms, XLSX and ODS by their real types.
// Pure functions of bytes; linear in them, within the bounds of limits.h.
// XLSX: ECMA-376 part 1, chapter 18; ODS: OpenDocument 1.3 part 3, chapter 9; CSV: RFC 4180 and what spreadsheets make of it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/json.h"

namespace tenzij::tables {

enum class CellKind : std::uint8_t { empty, text, number, percent, date, boolean, error };

struct Cell {
  CellKind kind = CellKind::empty;
  bool foreign = false;  // a number shown in another currency than the euro
  // As text: a number with a point ("12345.125", "7"), a percentage as its fraction, a date as 2027-03-01 with 12:30 behind it
  // where there is a time, true or false, an error as it is shown ("#N/A").
  std::string text{};
  [[nodiscard]] bool filled() const { return kind != CellKind::empty; }
};

struct Row {
  int number = 0;  // as a spreadsheet counts, from 1
  bool hidden = false;
  bool merged = false;  // a cell of it runs over several columns
  std::vector<Cell> cells{};
};

struct Sheet {
  std::string name{};
  bool hidden = false;
  std::vector<Row> rows{};  // those with something in them
};

struct Book {
  std::string format{};    // csv, xlsx, ods
  std::string encoding{};  // of CSV: utf-8, utf-16, windows-1252
  char separator = 0;      // of CSV
  bool from_1904 = false;  // days count from 1904
  std::vector<Sheet> sheets{};
};

// Throws Error 400: sheetDamaged, sheetLocked, sheetOld, tableTooLarge, tableTooWide, tableTooLong, csvBinary, and csvQuoteOpen
// with the line.
Book read_book(std::string_view bytes);
Book read_csv(std::string_view bytes);
Book read_xlsx(std::string_view bytes);
Book read_ods(std::string_view bytes);

// A book on its way from the reader's process, small: a text cell is its text, another its kind and text. from_json() trusts
// nothing and throws Error 400 readerCrashed.
json::value to_json(const Book& book);
Book from_json(const json::value& in);

// "D17" of row 17 and the fourth column; columns count from 0.
std::string address(int row, std::size_t column);

// Our files put a ' before a text that a spreadsheet would run as a formula (OWASP, CSV injection), and before a text that
// begins with such a mark already, so that taking it off gives back exactly what was there.
bool needs_guard(std::string_view text);
std::string_view without_guard(std::string_view text);

}  // namespace tenzij::tables
