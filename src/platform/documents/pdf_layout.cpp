#include "platform/documents/pdf_layout.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "platform/base/text.h"
#include "platform/documents/readers.h"

namespace tenzij::documents {

namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }

std::string without_digits(const std::string& text) {
  std::string out;
  for (const char c : text)
    if (!digit(c)) out += c;
  return out;
}

// "pagina 3 van 12", "- 3 -", "3/12", "blz. 3".
bool page_number(const std::string& text) {
  if (text.size() > 40 || std::none_of(text.begin(), text.end(), digit)) return false;
  std::string low = text::lower_ascii(text);
  for (const std::string_view word : {"bladzijde", "pagina", "page", "blad", "blz", "pag", "van", "of", "p."})
    for (std::size_t at = low.find(word); at != std::string::npos; at = low.find(word)) low.erase(at, word.size());
  return low.find_first_not_of("0123456789 .-/|:()\xe2\x80\x93") == std::string::npos;
}

// Lines that stand next to each other.
using Row = std::vector<Line*>;

std::vector<Row> rows_of(std::vector<Line*> lines) {
  std::sort(lines.begin(), lines.end(), [](const Line* a, const Line* b) { return a->y != b->y ? a->y < b->y : a->x < b->x; });
  std::vector<Row> out;
  double top = 0;
  double bottom = 0;
  for (Line* line : lines) {
    step();
    const double middle = (line->y + line->bottom) / 2;
    const bool beside = !out.empty() && middle < bottom && middle > top && line->y - top < 0.6 * std::max(1.0, line->bottom - line->y);
    if (!beside) {
      out.emplace_back();
      top = line->y;
      bottom = line->bottom;
    }
    out.back().push_back(line);
  }
  for (Row& row : out) std::sort(row.begin(), row.end(), [](const Line* a, const Line* b) { return a->x < b->x; });
  return out;
}

// A bullet or number that the setting put apart belongs to the words beside it.
bool mark_alone(const std::string& text) {
  if (text.empty()) return false;
  if (bullet_size(text + " x") == text.size() + 1) return true;
  return text.size() <= 8 && text.find_first_not_of("0123456789.)(abcdefghi") == std::string::npos &&
         (text.back() == '.' || text.back() == ')' || std::count(text.begin(), text.end(), '.') > 0);
}

void join_marks(Row& row) {
  if (row.size() < 2 || !mark_alone(row[0]->text) || row[1]->x - row[0]->right > 45) return;
  Line& mark = *row[0];
  Line& words = *row[1];
  words.text = mark.text + " " + words.text;
  words.x = mark.x;
  words.place.width += words.place.x - mark.place.x;
  words.place.x = mark.place.x;
  words.block_start = words.block_start || mark.block_start;
  mark.text.clear();
  row.erase(row.begin());
}

struct Span {
  double left = 0;
  double right = 0;
};

// White between columns is at least this wide, in points.
constexpr double gutter = 9;
constexpr std::size_t most_columns = 30;

// The columns of a band with this row added: spans that do not touch.
std::vector<Span> with_row(const std::vector<Span>& columns, const Row& row) {
  std::vector<Span> all = columns;
  for (const Line* line : row) all.push_back({line->x, line->right});
  std::sort(all.begin(), all.end(), [](const Span& a, const Span& b) { return a.left < b.left; });
  std::vector<Span> out;
  for (const Span& each : all) {
    step();
    if (!out.empty() && each.left < out.back().right + gutter) out.back().right = std::max(out.back().right, each.right);
    else out.push_back(each);
  }
  return out;
}

bool aligned(const std::vector<Span>& columns, const Row& row) {
  return std::all_of(row.begin(), row.end(), [&](const Line* line) {
    return std::any_of(columns.begin(), columns.end(), [&](const Span& each) { return std::abs(each.left - line->x) < 2; });
  });
}

std::size_t column_of(const std::vector<Span>& columns, const Line& line) {
  std::size_t at = 0;
  while (at + 1 < columns.size() && line.x > columns[at].right) ++at;
  return at;
}

bool runs_on(const Line& before, const Line& line) {
  const char last = before.text.empty() ? '.' : before.text.back();
  const char first = line.text.empty() ? 'A' : line.text.front();
  return last != '.' && last != ':' && last != ';' && last != '?' && first >= 'a' && first <= 'z' &&
         line.y - before.bottom < 0.9 * line.size;
}

// Running text beside running text is columns; the rest is a table.
bool reads_by_column(const std::vector<Span>& columns, const std::vector<std::vector<Line*>>& inside, double width) {
  if (columns.size() > 3) return false;
  std::size_t most = 0;
  std::size_t least = static_cast<std::size_t>(-1);
  for (std::size_t c = 0; c < columns.size(); ++c) {
    std::size_t runs = 0;
    for (std::size_t i = 1; i < inside[c].size(); ++i) runs += runs_on(*inside[c][i - 1], *inside[c][i]) ? 1 : 0;
    if (runs == 0 || columns[c].right - columns[c].left < 0.12 * width) return false;
    most = std::max(most, inside[c].size());
    least = std::min(least, inside[c].size());
  }
  return least >= 3 && 2 * least >= most;
}

class Page {
 public:
  Page(std::vector<Line*> lines, double width, int& table_row) : rows_(rows_of(std::move(lines))), width_(width), table_row_(table_row) {}

  std::vector<Line> ordered() {
    for (Row& row : rows_) join_marks(row);
    for (std::size_t i = 0; i < rows_.size();) i = band_from(i);
    return std::move(out_);
  }

 private:
  std::vector<Row> rows_;
  double width_;
  int& table_row_;
  std::vector<Line> out_;

  // Takes the rows from `first` that share their columns, or one row; gives the next.
  std::size_t band_from(std::size_t first) {
    std::vector<Span> columns = with_row({}, rows_[first]);
    std::size_t last = first + 1;
    std::size_t several = columns.size() > 1 ? 1 : 0;
    // The column on the right may begin higher than the one beside it.
    const bool higher = rows_[first].size() == 1 && last < rows_.size() && rows_[last].front()->right + gutter < rows_[first].front()->x;
    while ((several > 0 || higher) && last < rows_.size()) {
      const Row& row = rows_[last];
      const Line& above = *rows_[last - 1].front();
      // Rows of a table with room between them stand where its columns begin.
      const double room = row.size() > 1 && aligned(columns, row) ? 5 : 2.5;
      const bool far = row.front()->y - above.bottom > room * std::max(4.0, above.size);
      const auto next = with_row(columns, row);
      if (far || next.size() < 2 || next.size() < columns.size() - (columns.size() > 3 ? 1 : 0) || next.size() > most_columns) break;
      columns = next;
      several += row.size() > 1 ? 1 : 0;
      ++last;
    }
    if (several < 2) {
      for (Line* line : rows_[first]) out_.push_back(std::move(*line));
      return first + 1;
    }
    std::vector<std::vector<Line*>> inside(columns.size());
    for (std::size_t i = first; i < last; ++i)
      for (Line* line : rows_[i]) inside[column_of(columns, *line)].push_back(line);
    if (reads_by_column(columns, inside, width_)) {
      for (const auto& column : inside)
        for (std::size_t i = 0; i < column.size(); ++i) {
          out_.push_back(std::move(*column[i]));
          out_.back().column_start = i == 0;
        }
    } else {
      table(first, last, columns);
    }
    return last;
  }

  // A row begins where the first column has words beside others, or below more white than between lines.
  void table(std::size_t first, std::size_t last, const std::vector<Span>& columns) {
    ++table_row_;  // never the number of the table before
    for (std::size_t i = first; i < last; ++i) {
      Row& row = rows_[i];
      const bool leads = column_of(columns, *row.front()) == 0 && row.size() > 1;
      const bool apart = i > first && row.front()->y - rows_[i - 1].front()->bottom > 0.6 * row.front()->size;
      if (i == first || leads || apart) ++table_row_;
      for (Line* line : row) {
        line->row = table_row_;
        line->column = static_cast<int>(column_of(columns, *line));
        line->column_start = i == first && line == row.front();
        out_.push_back(std::move(*line));
      }
    }
  }
};

}  // namespace

namespace {

// The lines at one end of a page, from its edge inwards.
using Ends = std::vector<std::vector<std::size_t>>;

Ends ends_of(const Layout& layout) {
  constexpr std::size_t looked_at = 3;
  std::vector<std::vector<std::size_t>> of_page(layout.pages.size());
  for (std::size_t i = 0; i < layout.lines.size(); ++i) of_page[static_cast<std::size_t>(layout.lines[i].page - 1)].push_back(i);
  Ends out;
  for (auto& lines : of_page) {
    std::sort(lines.begin(), lines.end(), [&](std::size_t a, std::size_t b) { return layout.lines[a].place.y < layout.lines[b].place.y; });
    const std::size_t count = std::min(looked_at, lines.size());
    out.emplace_back(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(count));
    out.emplace_back(lines.rbegin(), lines.rbegin() + static_cast<std::ptrdiff_t>(count));
  }
  return out;
}

std::string same_words(const Line& line, bool digits) {
  return (digits ? "" : "#") + std::to_string(std::lround(line.size)) + " " + (digits ? line.text : without_digits(line.text));
}

bool at_edge(const Line& line) { return line.place.y < 0.09 || line.place.y + line.place.height > 0.91; }

}  // namespace

void drop_running_lines(Layout& layout) {
  const std::size_t pages = layout.pages.size();
  const Ends ends = ends_of(layout);
  std::map<std::string, std::set<int>> seen;
  for (const auto& end : ends)
    for (const std::size_t i : end) {
      const Line& line = layout.lines[i];
      seen[same_words(line, true)].insert(line.page);
      if (at_edge(line) || page_number(line.text)) seen[same_words(line, false)].insert(line.page);
      step();
    }
  const std::size_t many = std::max<std::size_t>(2, pages / 3);
  const auto running = [&](const Line& line) {
    const bool number = page_number(line.text);
    if (number && (at_edge(line) || text::lower_ascii(line.text).starts_with("pag"))) return true;
    if (pages < 2 || (line.text.ends_with('.') && line.text.size() > 40))
      return false;  // a sentence is text, however often it stands there
    return seen[same_words(line, true)].size() >= many || ((at_edge(line) || number) && seen[same_words(line, false)].size() >= many);
  };
  std::vector<bool> gone(layout.lines.size(), false);
  // Only from the edge inwards: behind the first line that is text comes text.
  for (const auto& end : ends)
    for (const std::size_t i : end) {
      if (!running(layout.lines[i])) break;
      gone[i] = true;
    }
  std::vector<Line> kept;
  kept.reserve(layout.lines.size());
  for (std::size_t i = 0; i < layout.lines.size(); ++i)
    if (!gone[i]) kept.push_back(std::move(layout.lines[i]));
  layout.lines = std::move(kept);
}

void put_in_order(Layout& layout) {
  std::vector<std::vector<Line*>> of_page(layout.pages.size());
  for (Line& line : layout.lines) of_page[static_cast<std::size_t>(line.page - 1)].push_back(&line);
  std::vector<Line> out;
  out.reserve(layout.lines.size());
  int table_row = 0;
  for (std::size_t i = 0; i < of_page.size(); ++i) {
    if (of_page[i].empty()) continue;
    auto ordered = Page(std::move(of_page[i]), std::max(layout.pages[i].width, layout.pages[i].height), table_row).ordered();
    std::move(ordered.begin(), ordered.end(), std::back_inserter(out));
  }
  std::erase_if(out, [](const Line& line) { return line.text.empty() && line.hidden.empty(); });
  layout.lines = std::move(out);
}

}  // namespace tenzij::documents
