#include "platform/documents/table.h"

#include <fmt/format.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <cstdlib>

#include "platform/base/files.h"
#include "platform/base/money.h"
#include "platform/base/text.h"
#include "platform/tables/sheet.h"

namespace tenzij::documents {

namespace {

// A text that a spreadsheet would take for a formula is quoted (CSV injection).
std::string csv_text(const std::string& content) {
  std::string out = tables::needs_guard(content) ? "'" + content : content;
  if (out.find_first_of(";\"\r\n\t") == std::string::npos && text::trim(out) == out) return out;
  std::string quoted = "\"";
  for (const char c : out) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

std::string decimal_comma(std::string number) {
  for (char& c : number)
    if (c == '.') c = ',';
  return number;
}

std::string csv_cell(const Cell& cell) {
  if (const auto* content = std::get_if<std::string>(&cell)) return csv_text(*content);
  if (const auto* whole = std::get_if<long long>(&cell)) return std::to_string(*whole);
  if (const auto* number = std::get_if<double>(&cell)) return decimal_comma(fmt::format("{}", *number));
  if (const auto* cents = std::get_if<Cents>(&cell)) return decimal_comma(cents_to_decimal(cents->value));
  return {};
}

// libxlsxwriter writes files; this one is removed at the end.
struct TemporaryFile {
  TemporaryFile() {
    char pattern[] = "/tmp/tenzij-XXXXXX";
    const int descriptor = mkstemp(pattern);
    if (descriptor < 0) throw std::runtime_error("no temporary file can be made");
    close(descriptor);
    path = pattern;
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  TemporaryFile(TemporaryFile&&) = delete;
  TemporaryFile& operator=(TemporaryFile&&) = delete;
  ~TemporaryFile() { unlink(path.c_str()); }
  std::string path;
};

// "_x0041_" is read as A in a spreadsheet; its underscore is written by its number (ECMA-376 part 1, 22.9.2.19).
std::string escaped(std::string content) {
  for (std::size_t at = content.find("_x"); at != std::string::npos; at = content.find("_x", at + 2)) {
    const bool code = at + 6 < content.size() && content[at + 6] == '_' &&
                      content.substr(at + 2, 4).find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
    if (!code) continue;
    content.insert(at, "_x005F");
    at += 6;
  }
  return content;
}

void write_cell(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, const Cell& cell, lxw_format* money) {
  // A text in a spreadsheet is no formula; only what looks guarded already gets a mark, so that reading takes off what we put.
  if (const auto* content = std::get_if<std::string>(&cell)) {
    const bool looks_guarded = content->starts_with('\'') && tables::needs_guard(*content);
    worksheet_write_string(sheet, row, column, escaped((looks_guarded ? "'" : "") + *content).c_str(), nullptr);
  }
  if (const auto* whole = std::get_if<long long>(&cell)) worksheet_write_number(sheet, row, column, static_cast<double>(*whole), nullptr);
  if (const auto* number = std::get_if<double>(&cell)) worksheet_write_number(sheet, row, column, *number, nullptr);
  if (const auto* cents = std::get_if<Cents>(&cell))
    worksheet_write_number(sheet, row, column, static_cast<double>(cents->value) / 100.0, money);
}

}  // namespace

std::string to_csv(const Table& table) {
  std::string out = "\xef\xbb\xbf";
  for (std::size_t i = 0; i < table.head.size(); ++i) out += (i == 0 ? "" : ";") + csv_text(table.head[i]);
  out += "\r\n";
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) out += (i == 0 ? "" : ";") + csv_cell(row[i]);
    out += "\r\n";
  }
  return out;
}

std::string to_xlsx(const Table& table) {
  const TemporaryFile file;
  lxw_workbook* book = workbook_new(file.path.c_str());
  lxw_worksheet* sheet = workbook_add_worksheet(book, table.title.substr(0, 31).c_str());
  lxw_format* bold = workbook_add_format(book);
  format_set_bold(bold);
  lxw_format* money = workbook_add_format(book);
  format_set_num_format(money, "#,##0.00");
  for (std::size_t i = 0; i < table.head.size(); ++i)
    worksheet_write_string(sheet, 0, static_cast<lxw_col_t>(i), table.head[i].c_str(), bold);
  for (std::size_t r = 0; r < table.rows.size(); ++r)
    for (std::size_t c = 0; c < table.rows[r].size(); ++c)
      write_cell(sheet, static_cast<lxw_row_t>(r + 1), static_cast<lxw_col_t>(c), table.rows[r][c], money);
  worksheet_freeze_panes(sheet, 1, 0);
  if (workbook_close(book) != LXW_NO_ERROR) throw std::runtime_error("the spreadsheet cannot be written");
  return read_file(file.path);
}

}  // namespace tenzij::documents
