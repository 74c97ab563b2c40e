// CSV in (RFC 4180, UTF-8, with or without mark): separator ';' or ',' by the header line, quoted cells may hold lines.
#pragma once

#include <boost/describe.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace tenzij::documents {

struct CsvRow {
  int line = 0;  // where it begins in the file, from 1
  std::vector<std::string> cells;
};
BOOST_DESCRIBE_STRUCT(CsvRow, (), (line, cells))

// Rows without the empty ones; the first is the header. Throws Error 400 with the line: csvNotUtf8, csvQuoteOpen,
// csvTooLong.
std::vector<CsvRow> read_csv(std::string_view text);

// A table as somebody sends it: CSV, or the first sheet of an XLSX (read by xlsx2csv in a limited child; dates come as
// 2026-11-25). Throws Error 400: sheetDamaged, and what read_csv() throws.
std::vector<CsvRow> read_table(std::string_view content);

}  // namespace tenzij::documents
