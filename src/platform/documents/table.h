// One table as CSV (RFC 4180, UTF-8 with mark, semicolons as Dutch spreadsheets expect) or as XLSX.
#pragma once

#include <string>
#include <variant>
#include <vector>

namespace tenzij::documents {

// Text, whole number, or money in cents; monostate is empty.
struct Cents {
  long long value;
};
using Cell = std::variant<std::monostate, std::string, long long, double, Cents>;

struct Table {
  std::string title;
  std::vector<std::string> head;
  std::vector<std::vector<Cell>> rows;
};

inline constexpr const char* csv_type = "text/csv; charset=utf-8";
inline constexpr const char* xlsx_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
std::string to_csv(const Table& table);
std::string to_xlsx(const Table& table);

}  // namespace tenzij::documents
