#include "platform/tables/find.h"

#include <algorithm>
#include <set>

#include "platform/base/limits.h"
#include "platform/base/text.h"
#include "platform/base/written.h"

namespace tenzij::tables {

namespace {

std::string letter_of(std::size_t column) {
  std::string out = address(1, column);
  out.pop_back();
  return out;
}

using Assigned = std::map<std::size_t, std::string>;  // column -> key

// Which heading is which column: likelier names first, and each column once.
Assigned assign(const Row& row, const std::vector<ColumnNames>& names) {
  std::multimap<std::string, std::size_t> headings;
  for (std::size_t i = 0; i < row.cells.size(); ++i)
    if (row.cells[i].kind == CellKind::text && row.cells[i].text.size() <= limits::written_bytes * 2)
      headings.emplace(plain_heading(row.cells[i].text), i);
  Assigned out;
  std::set<std::string> done;
  std::size_t longest = 0;
  for (const auto& each : names) longest = std::max(longest, each.names.size());
  for (std::size_t rank = 0; rank < longest; ++rank)
    for (const auto& each : names) {
      if (done.contains(each.key) || rank >= each.names.size()) continue;
      const auto [from, to] = headings.equal_range(each.names[rank]);
      for (auto found = from; found != to; ++found)
        if (!out.contains(found->second)) {
          out[found->second] = each.key;
          done.insert(each.key);
          break;
        }
    }
  // What must be there may take a column that another only could have.
  for (const auto& each : names) {
    if (!each.required || done.contains(each.key)) continue;
    for (const auto& name : each.names) {
      const auto found = headings.find(name);
      if (found == headings.end()) continue;
      out[found->second] = each.key;
      break;
    }
  }
  return out;
}

struct Head {
  std::size_t sheet = 0;
  std::size_t row = 0;
  std::size_t score = 0;
};

// Where no name is known: the first row with the most words, so that a person can say what its columns are.
Head likely_head(const Book& book, const Choice& choice) {
  Head out;
  for (std::size_t s = 0; s < book.sheets.size(); ++s) {
    const Sheet& sheet = book.sheets[s];
    if ((choice.sheet && *choice.sheet != sheet.name) || sheet.hidden) continue;
    for (std::size_t r = 0; r + 1 < sheet.rows.size() && r < limits::table_head_rows; ++r) {
      const auto words = std::count_if(sheet.rows[r].cells.begin(), sheet.rows[r].cells.end(),
                                       [](const Cell& each) { return each.kind == CellKind::text; });
      if (static_cast<std::size_t>(words) > out.score) out = {s, r, static_cast<std::size_t>(words)};
    }
  }
  return out;
}

Head best_head(const Book& book, const std::vector<ColumnNames>& names, const Choice& choice) {
  Head best;
  for (std::size_t s = 0; s < book.sheets.size(); ++s) {
    const Sheet& sheet = book.sheets[s];
    if (choice.sheet && *choice.sheet != sheet.name) continue;
    for (std::size_t r = 0; r < sheet.rows.size() && r < limits::table_head_rows; ++r) {
      if (choice.head_row && sheet.rows[r].number != *choice.head_row) continue;
      const Assigned found = assign(sheet.rows[r], names);
      const bool whole = std::all_of(names.begin(), names.end(), [&](const ColumnNames& each) {
        return !each.required || std::any_of(found.begin(), found.end(), [&](const auto& one) { return one.second == each.key; });
      });
      // A visible sheet before a hidden one, then a row with all that must be there, then the most names, then rows under it.
      std::size_t score = found.size() * 8 + (whole && !found.empty() ? 4096 : 0) + (!sheet.hidden && !found.empty() ? 2048 : 0);
      if (!found.empty() && r + 1 < sheet.rows.size()) score += 4;
      if (choice.head_row && sheet.rows[r].number == *choice.head_row) score += 1;
      if (score > best.score) best = {s, r, score};
    }
  }
  return best.score > 0 ? best : likely_head(book, choice);
}

bool total_word(std::string_view word) {
  for (const std::string_view each :
       {"totaal", "totalen", "subtotaal", "sub-totaal", "eindtotaal", "tussentotaal", "generaal totaal", "total", "totals", "subtotal",
        "grand total", "som", "sum", "gemiddeld", "gemiddelde", "average", "aantal", "count"})
    if (word == each) return true;
  return false;
}

// What may begin a row of totals; cheap, since every row is asked.
bool like_total(const Row& row) {
  return std::any_of(row.cells.begin(), row.cells.end(), [](const Cell& each) {
    if (each.kind != CellKind::text || each.text.size() > limits::written_bytes) return false;
    const std::string low = text::lower_ascii(text::trim(each.text));
    return low.find("tota") < 12 || low.starts_with("som") || low.starts_with("sum") || low.starts_with("grand") ||
           low.starts_with("gemiddeld") || low.starts_with("average") || low.starts_with("aantal") || low.starts_with("count");
  });
}

std::int64_t cents_of(const Row& row, std::size_t column) {
  if (column >= row.cells.size()) return 0;
  const Cell& cell = row.cells[column];
  const WrittenAmount read = cell.kind == CellKind::number ? plain_amount(cell.text) : written_amount(cell.text);
  return read.reading == Reading::right ? read.cents : 0;
}

// One text, and figures beside it: whatever has more is a row.
bool one_text(const Row& row) {
  return 1 == std::count_if(row.cells.begin(), row.cells.end(), [](const Cell& each) {
           return (each.kind == CellKind::text && written_amount(each.text).reading != Reading::right) || each.kind == CellKind::date;
         });
}

// "Totaal", "Totaal:" and "Totaal 2027" are totals when nothing but figures stands beside them.
bool bare_total(const Row& row) {
  const Cell* words = nullptr;
  for (const Cell& each : row.cells) {
    if (!each.filled() || each.kind == CellKind::number || each.kind == CellKind::percent || each.kind == CellKind::error) continue;
    if (words != nullptr && each.kind == CellKind::text && written_amount(each.text).reading == Reading::right) continue;
    if (words != nullptr) return false;
    words = &each;
  }
  if (words == nullptr) return false;
  std::string plain = plain_writing(std::string_view(words->text).substr(0, limits::written_bytes));
  while (!plain.empty() &&
         (plain.back() == ':' || plain.back() == '.' || plain.back() == ' ' || (plain.back() >= '0' && plain.back() <= '9')))
    plain.pop_back();
  return total_word(plain);
}

// "Subtotaal wijken 50000" is a total when it is the sum of what stands above it, and a row otherwise. Every row is added once.
class Sums {
 public:
  bool has(const Row& row, const Sheet& sheet, const std::vector<std::size_t>& above) {
    for (; added_ < above.size(); ++added_) {
      const Row& each = sheet.rows[above[added_]];
      if (each.cells.size() > all_.size()) {
        all_.resize(each.cells.size());
        part_.resize(each.cells.size());
      }
      for (std::size_t column = 0; column < each.cells.size(); ++column) {
        const std::int64_t cents = cents_of(each, column);
        all_[column] += cents;
        part_[column] += cents;
      }
    }
    for (std::size_t column = 0; column < row.cells.size() && column < all_.size(); ++column) {
      const std::int64_t mine = cents_of(row, column);
      if (mine == 0 || (mine != all_[column] && mine != part_[column])) continue;
      std::fill(part_.begin(), part_.end(), 0);
      return true;
    }
    return false;
  }

 private:
  std::size_t added_ = 0;
  std::vector<std::int64_t> all_;
  std::vector<std::int64_t> part_;  // since the last total
};

bool same_as_head(const Row& row, const Row& head, const Assigned& assigned) {
  return !assigned.empty() && std::all_of(assigned.begin(), assigned.end(), [&](const auto& each) {
    return each.first < row.cells.size() && each.first < head.cells.size() && row.cells[each.first].text == head.cells[each.first].text;
  });
}

std::string first_text(const Row& row) {
  for (const Cell& each : row.cells)
    if (each.filled()) return text::shorten(each.text, 80);
  return {};
}

std::vector<Column> columns_of(const Sheet& sheet, const Row& head, const Assigned& assigned, std::size_t from) {
  std::set<std::size_t> used;
  for (std::size_t r = from; r < sheet.rows.size(); ++r)
    for (std::size_t i = 0; i < sheet.rows[r].cells.size(); ++i)
      if (sheet.rows[r].cells[i].filled()) used.insert(i);
  for (std::size_t i = 0; i < head.cells.size(); ++i)
    if (head.cells[i].filled()) used.insert(i);
  std::vector<Column> out;
  for (const std::size_t each : used) {
    const auto key = assigned.find(each);
    const std::string heading = each < head.cells.size() ? text::shorten(head.cells[each].text, 120) : std::string();
    out.push_back({each, letter_of(each), heading, key == assigned.end() ? std::string() : key->second});
  }
  return out;
}

void apply(const Choice& choice, Assigned& assigned) {
  for (const auto& [key, letter] : choice.columns) {
    std::erase_if(assigned, [&, &wanted = key](const auto& each) { return each.second == wanted; });
    std::size_t column = 0;
    for (const char c : letter) column = column * 26 + static_cast<std::size_t>(c >= 'A' && c <= 'Z' ? c - 'A' + 1 : 0);
    if (column > 0 && column <= limits::table_columns) assigned[column - 1] = key;
  }
}

}  // namespace

std::string plain_heading(std::string_view heading) {
  std::string plain = plain_writing(heading.substr(0, limits::written_bytes * 2));
  for (std::size_t open = plain.find('('); open != std::string::npos; open = plain.find('(')) {
    const std::size_t end = plain.find(')', open);
    plain.erase(open, end == std::string::npos ? std::string::npos : end - open + 1);
  }
  for (char& c : plain)
    if (c == '_' || c == ':' || c == '*' || c == '"' || c == '/' || c == '?') c = ' ';
  plain = text::collapse_spaces(text::trim(plain));
  for (const std::string_view unit : {" in euro's", " in euros", " in euro", " in €", " €", " in eur", " eur", " excl. btw", " excl btw",
                                      " exclusief btw", " ex. btw", " ex btw"})
    if (plain.ends_with(unit)) plain.resize(plain.size() - unit.size());
  if (plain.starts_with("€ ")) plain.erase(0, 4);
  return std::string(text::trim(plain));
}

Table find_table(const Book& book, const std::vector<ColumnNames>& names, bool lone, const Choice& choice) {
  Table out;
  const Head head = best_head(book, names, choice);
  for (std::size_t s = 0; s < book.sheets.size(); ++s)
    if (!book.sheets[s].rows.empty() && (s != head.sheet || head.score == 0)) out.other_sheets.push_back(book.sheets[s].name);
  for (const auto& each : names)
    if (each.required) out.missing.push_back(each.key);
  if (book.sheets.empty()) return out;
  const Sheet& sheet = book.sheets[head.sheet];
  out.sheet = sheet.name;
  out.sheet_at = head.sheet;
  if (sheet.rows.empty() || (head.score == 0 && !choice.head_row)) return out;
  const Row& top = sheet.rows[head.row];
  out.head_row = top.number;
  Assigned assigned = assign(top, names);
  apply(choice, assigned);
  for (const auto& [column, key] : assigned) std::erase(out.missing, key);
  out.columns = columns_of(sheet, top, assigned, head.row + 1);
  bool after_total = false;
  Sums sums;
  for (std::size_t r = head.row + 1; r < sheet.rows.size(); ++r) {
    const Row& row = sheet.rows[r];
    const auto filled = std::count_if(row.cells.begin(), row.cells.end(), [](const Cell& each) { return each.filled(); });
    const bool wanted = std::find(choice.read_rows.begin(), choice.read_rows.end(), row.number) != choice.read_rows.end();
    std::string reason;
    if (assigned.size() > 1 && same_as_head(row, top, assigned)) reason = "repeatedHead";
    else if (like_total(row) && (bare_total(row) || (one_text(row) && sums.has(row, sheet, out.rows)))) reason = "totalsRow";
    else if (filled == 1 && assigned.size() > 1 && (row.merged || lone || after_total)) reason = "headingRow";
    after_total = after_total || reason == "totalsRow";
    if (reason.empty() || wanted) out.rows.push_back(r);
    else out.left_out.push_back({row.number, reason, first_text(row)});
  }
  return out;
}

}  // namespace tenzij::tables
