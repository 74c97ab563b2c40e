#include "platform/documents/csv.h"

#include "platform/base/error.h"
#include "platform/base/limits.h"
#include "platform/base/text.h"
#include "platform/documents/child.h"

namespace tenzij::documents {

namespace {

Error refused(const char* code, int line) { return {400, code, {{"line", std::to_string(line)}}}; }

}  // namespace

std::vector<CsvRow> read_csv(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  if (!text::valid_utf8(text)) throw refused("csvNotUtf8", 1);
  const std::string_view head = text.substr(0, text.find('\n'));
  const char separator = head.find(';') == std::string_view::npos ? ',' : ';';
  std::vector<CsvRow> out;
  CsvRow row{1, {}};
  std::string cell;
  bool quoted = false;
  int line = 1;
  int quote_line = 1;
  const auto end_cell = [&] {
    row.cells.emplace_back(text::trim(cell));
    cell.clear();
  };
  const auto end_row = [&] {
    end_cell();
    if (row.cells.size() > 1 || !row.cells.front().empty()) out.push_back(std::move(row));
    if (out.size() > limits::csv_rows) throw refused("csvTooLong", line);
    row = {line + 1, {}};
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '"' && i + 1 < text.size() && text[i + 1] == '"') cell += text[++i];
      else if (c == '"') quoted = false;
      else cell += c;
      if (c == '\n') ++line;
    } else if (c == '"' && text::trim(cell).empty()) {
      quoted = true;
      quote_line = line;
      cell.clear();
    } else if (c == separator) {
      end_cell();
    } else if (c == '\n') {
      end_row();
      ++line;
    } else {
      cell += c;
    }
  }
  if (quoted) throw refused("csvQuoteOpen", quote_line);
  end_row();
  return out;
}

std::vector<CsvRow> read_table(std::string_view content) {
  if (!content.starts_with("PK")) return read_csv(content);
  const ChildResult made = run_limited({"xlsx2csv", "-d", ";", "-f", "%Y-%m-%d", "/dev/stdin"}, content);
  if (made.status != 0) throw Error(400, "sheetDamaged");
  return read_csv(made.out);
}

}  // namespace tenzij::documents
