// Spreadsheets with requirements: each row a sentence with the names of its columns, titles between them headings.
#include <algorithm>

#include "platform/base/limits.h"
#include "platform/base/text.h"
#include "platform/documents/readers.h"
#include "platform/tables/sheet.h"

namespace tenzij::documents {

namespace {

using tables::Cell;
using tables::CellKind;
using tables::Row;
using tables::Sheet;

constexpr std::size_t longest_name = 60;   // of a column
constexpr std::size_t longest_title = 60;  // of a heading between rows
constexpr std::size_t title_words = 6;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string with_comma(std::string text) {
  std::replace(text.begin(), text.end(), '.', ',');
  return text;
}

// "0.125" as "12.5": two places to the right, without rounding.
std::string times_hundred(std::string_view fraction) {
  const bool minus = fraction.starts_with('-');
  if (minus) fraction.remove_prefix(1);
  const std::size_t point = std::min(fraction.find('.'), fraction.size());
  std::string whole(fraction.substr(0, point));
  std::string part(point < fraction.size() ? fraction.substr(point + 1) : std::string_view());
  part.resize(std::max<std::size_t>(part.size(), 2), '0');
  whole += part.substr(0, 2);
  part.erase(0, 2);
  while (part.ends_with('0')) part.pop_back();
  whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size() - 1));
  return (minus ? "-" : "") + whole + (part.empty() ? "" : "." + part);
}

// A cell as a Dutch reader of the sheet sees it.
std::string shown(const Cell& cell) {
  switch (cell.kind) {
    case CellKind::number:
      return with_comma(cell.text);
    case CellKind::percent:
      return with_comma(times_hundred(cell.text)) + "%";
    case CellKind::boolean:
      return cell.text == "true" ? "ja" : "nee";
    case CellKind::empty:
    case CellKind::error:
      return {};
    case CellKind::text:
    case CellKind::date:
      break;
  }
  return std::string(text::trim(cell.text));
}

std::size_t filled(const Row& row) {
  return static_cast<std::size_t>(std::count_if(row.cells.begin(), row.cells.end(), [](const Cell& each) { return each.filled(); }));
}

bool code(std::string_view text) {
  return text.size() <= 8 && std::any_of(text.begin(), text.end(), is_digit) && text.find(' ') == std::string_view::npos;
}

// Short words side by side, none of them a code or a sentence.
bool names_columns(const Row& row) {
  if (filled(row) < 2) return false;
  return std::all_of(row.cells.begin(), row.cells.end(), [](const Cell& each) {
    if (!each.filled()) return true;
    const std::string_view words = text::trim(each.text);
    return each.kind == CellKind::text && words.size() <= longest_name && !words.empty() && words.back() != '.' && !code(words);
  });
}

// What stands below names of columns: a number, a code, or more than a few words.
bool holds_values(const Row& row) {
  return filled(row) > 1 && std::any_of(row.cells.begin(), row.cells.end(), [](const Cell& each) {
           return each.filled() && (each.kind != CellKind::text || each.text.size() > longest_name || code(text::trim(each.text)));
         });
}

// The row with the names of the columns; nothing where no row is surely that, and then all rows are read as they are.
const Row* head_of(const Sheet& sheet) {
  const std::size_t last = std::min(sheet.rows.size(), limits::table_head_rows);
  for (std::size_t i = 0; i + 1 < last; ++i) {
    step(sheet.rows[i].cells.size() + 1);
    if (names_columns(sheet.rows[i])) return holds_values(sheet.rows[i + 1]) || filled(sheet.rows[i + 1]) == 1 ? &sheet.rows[i] : nullptr;
  }
  return nullptr;
}

bool like_title(std::string_view words) {
  return !words.empty() && words.size() <= longest_title && words.find('\n') == std::string_view::npos && words.back() != '.' &&
         words.back() != ';' && static_cast<std::size_t>(std::count(words.begin(), words.end(), ' ')) < title_words;
}

// "Blad1", "Sheet 2": says nothing.
bool usual_name(std::string_view name) {
  const std::string low = text::lower_ascii(text::trim(name));
  for (const std::string_view word : {"blad", "sheet", "tabel", "table", "werkblad"})
    if (low.starts_with(word)) return low.find_first_not_of(" 0123456789", word.size()) == std::string::npos;
  return low.empty();
}

class SheetReader {
 public:
  SheetReader(DocumentText& out, std::vector<SheetPlace>& places) : out_(out), writer_(out), places_(places) {}

  void read(const Sheet& sheet, bool several) {
    sheet_ = &sheet;
    if (sheet.rows.empty()) return;
    depth_ = 1;
    if (several || !usual_name(sheet.name)) {
      writer_.push({BlockKind::heading, depth_++, {}, sheet.name, 0, std::nullopt, Origin::text, sheet.hidden});
      mark(0);
    }
    head_ = head_of(sheet);
    widest_ = 0;
    for (const Row& row : sheet.rows) widest_ = std::max(widest_, filled(row));
    for (const Row& row : sheet.rows) one(row);
    close();
  }

 private:
  DocumentText& out_;
  Writer writer_;
  std::vector<SheetPlace>& places_;
  const Sheet* sheet_ = nullptr;
  const Row* head_ = nullptr;
  std::size_t widest_ = 0;
  int depth_ = 1;
  bool open_ = false;

  void mark(int row) { places_.resize(out_.blocks.size(), SheetPlace{sheet_->name, row}); }

  void one(const Row& row) {
    step(row.cells.size() + 1);
    const std::size_t count = filled(row);
    if (count == 0 || &row == head_ || repeats_head(row)) return;
    const auto only = std::find_if(row.cells.begin(), row.cells.end(), [](const Cell& each) { return each.filled(); });
    const bool hidden = sheet_->hidden || row.hidden;
    if (count == 1 && widest_ > 1 && only->kind == CellKind::text && like_title(text::trim(only->text))) {
      close();
      writer_.push({BlockKind::heading, depth_, {}, only->text, 0, std::nullopt, Origin::text, hidden});
    } else if (widest_ == 1) {
      alone(*only, hidden);
    } else {
      open();
      writer_.open_row(false);
      for (const Cell& cell : row.cells) {
        writer_.open_cell(1);
        in_cell(shown(cell), hidden);
      }
      writer_.close_row();
      // Without names of columns a row that waits could be taken for them.
      if (head_ == nullptr) close();
    }
    mark(row.number);
  }

  // A sheet of one column is a list.
  void alone(const Cell& cell, bool hidden) {
    const std::string words = shown(cell);
    writer_.push({BlockKind::paragraph, 0, {}, words.substr(bullet_size(words)), 0, std::nullopt, Origin::text, hidden});
  }

  // Lines of a cell that begin with a bullet are items; others were broken to fit.
  void in_cell(const std::string& words, bool hidden) {
    Block block{BlockKind::paragraph, 0, {}, {}, 0, std::nullopt, Origin::table, hidden};
    for (const std::string_view raw : text::split(words, '\n')) {
      const std::string_view line = text::trim(raw);
      if (line.empty()) continue;
      const std::size_t bullet = bullet_size(line);
      if (bullet > 0) {
        if (!block.text.empty()) writer_.push(block);
        block.kind = BlockKind::item;
        block.depth = 1;
        block.text.clear();
      }
      block.text += (block.text.empty() ? "" : " ") + std::string(line.substr(bullet));
    }
    if (!block.text.empty()) writer_.push(std::move(block));
  }

  [[nodiscard]] bool repeats_head(const Row& row) const {
    if (head_ == nullptr || row.cells.size() != head_->cells.size()) return false;
    for (std::size_t i = 0; i < row.cells.size(); ++i)
      if (row.cells[i].text != head_->cells[i].text) return false;
    return true;
  }

  void open() {
    if (std::exchange(open_, true)) return;
    writer_.open_table();
    if (head_ == nullptr) return;
    writer_.open_row(true);
    for (const Cell& cell : head_->cells) {
      writer_.open_cell(1);
      if (cell.filled()) writer_.push({BlockKind::paragraph, 0, {}, cell.text, 0, std::nullopt, Origin::table});
    }
    writer_.close_row();
  }

  void close() {
    if (std::exchange(open_, false)) writer_.close_table();
  }
};

}  // namespace

FoundDocument read_sheets(std::string_view content) {
  const tables::Book book = tables::read_book(content);
  FoundDocument out;
  out.text.format = "sheet";
  SheetReader reader(out.text, out.places);
  const auto used = std::count_if(book.sheets.begin(), book.sheets.end(), [](const Sheet& each) { return !each.rows.empty(); });
  for (const Sheet& sheet : book.sheets) reader.read(sheet, used > 1);
  if (out.text.blocks.empty()) throw refused("documentEmpty");
  return out;
}

}  // namespace tenzij::documents
