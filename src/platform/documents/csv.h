// CSV in (RFC 4180, UTF-8, with or without mark): separator ';' or ',' by the header line, quoted cells may hold lines.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tenzij::documents {

struct CsvRow {
  int line = 0;  // where it begins in the file, from 1
  std::vector<std::string> cells;
};

// Rows without the empty ones; the first is the header. Throws Error 400 with the line: csvNotUtf8, csvQuoteOpen,
// csvTooLong.
std::vector<CsvRow> read_csv(std::string_view text);

}  // namespace tenzij::documents
