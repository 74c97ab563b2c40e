// Lines in reading order become paragraphs, headings, items and rows of tables.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "platform/base/text.h"
#include "platform/documents/pdf_layout.h"
#include "platform/documents/readers.h"

namespace tenzij::documents {

namespace {

// The size most letters have; what is larger is a heading.
double body_size(const std::vector<Line>& lines) {
  std::map<long, std::size_t> letters;
  for (const Line& line : lines) letters[std::lround(line.size * 4)] += line.text.size();
  const auto most = std::max_element(letters.begin(), letters.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == letters.end() ? 0 : static_cast<double>(most->first) / 4;
}

bool lower(char c) { return c >= 'a' && c <= 'z'; }
bool capital(char c) { return c >= 'A' && c <= 'Z'; }

bool ends_sentence(const std::string& text) {
  return text.ends_with('.') || text.ends_with(':') || text.ends_with('?') || text.ends_with(';');
}

// "2.1 ", "3. ", "b) " in front of a line.
bool numbered(const std::string& text) {
  const std::size_t space = text.find(' ');
  if (space == std::string::npos || space < 2 || space > 8) return false;
  const std::string_view first = std::string_view(text).substr(0, space);
  const bool figures = first.find_first_not_of("0123456789.") == std::string_view::npos && first.find('.') != std::string_view::npos;
  return figures || (first.size() == 2 && lower(first[0]) && (first[1] == ')' || first[1] == '.'));
}

// The hyphen at the end of a line is the typesetter's, unless it hangs ("in- en uitstroom") or belongs to the word
// ("CO2-uitstoot", "Noord-Holland").
void append_line(std::string& text, const std::string& more) {
  std::size_t mark = 0;
  for (const std::string_view hyphen : {"-", "\u2010", "\u00ad"})
    if (text.ends_with(hyphen)) mark = hyphen.size();
  if (mark == 0 || text.size() <= mark || more.empty() || text[text.size() - mark - 1] == ' ') {
    if (!text.empty()) text += ' ';
    text += more;
    return;
  }
  const std::string_view first = std::string_view(more).substr(0, more.find(' '));
  for (const std::string_view word : {"en", "of", "en/of", "dan", "als", "tot", "noch", "and", "or", "maar"})
    if (first == word) {
      text += " " + more;
      return;
    }
  const bool soft = text.ends_with("\u00ad");
  if (soft || (lower(text[text.size() - mark - 1]) && (lower(more[0]) || static_cast<unsigned char>(more[0]) >= 0xc3)))
    text.resize(text.size() - mark);
  text += more;
}

class Builder {
 public:
  Builder(const Layout& layout, Writer& out) : layout_(layout), out_(out), body_(body_size(layout.lines)) {
    std::set<long, std::greater<>> larger;
    for (const Line& line : layout.lines)
      if (heading(line)) larger.insert(std::lround(line.size));
    int depth = 0;
    for (const long size : larger) depth_[size] = std::min(++depth, 6);
    find_margins();
    find_pitch();
  }

  void build() {
    for (std::size_t i = 0; i < layout_.lines.size();) {
      step();
      const Line& line = layout_.lines[i];
      if (line.row > 0) i = table_from(i);
      else text_line(layout_.lines[i++]);
    }
    flush();
  }

 private:
  const Layout& layout_;
  Writer& out_;
  double body_;
  std::map<long, int> depth_;
  std::vector<double> margins_;  // per line: how far those go that begin below each other with it
  std::vector<bool> item_each_;  // and whether those are items, one a line
  double pitch_ = 0;             // from one line to the next, as most lines have it
  const Line* before_ = nullptr;
  Block block_;
  std::string hidden_;
  double size_ = 0;
  double left_ = 0;  // of the lines of the block at hand
  double right_ = 0;

  [[nodiscard]] bool heading(const Line& line) const { return line.row == 0 && line.size > 1.12 * body_ && line.text.size() < 160; }

  // Three lines or more that all begin with a capital, and one of them ends early: no sentence runs from one to the next.
  [[nodiscard]] bool lists(std::size_t first, std::size_t end) const {
    bool early = false;
    for (std::size_t i = first; i < end; ++i) {
      const Line& line = layout_.lines[i];
      if (line.text.empty() || !capital(line.text[0])) return false;
      early = early || (i > first && ends_early(layout_.lines[i - 1], line));
    }
    return early && end - first >= 3;
  }

  void find_margins() {
    const std::vector<Line>& lines = layout_.lines;
    const auto goes_on = [&](std::size_t i) {
      return lines[i].page == lines[i - 1].page && !lines[i].column_start && lines[i].row == 0 && std::abs(lines[i].x - lines[i - 1].x) < 2;
    };
    margins_.resize(lines.size());
    for (std::size_t first = 0, i = 0; first < lines.size(); first = i) {
      double furthest = lines[first].right;
      for (i = first + 1; i < lines.size() && goes_on(i); ++i) furthest = std::max(furthest, lines[i].right);
      std::fill(margins_.begin() + static_cast<std::ptrdiff_t>(first), margins_.begin() + static_cast<std::ptrdiff_t>(i), furthest);
      const bool list = lists(first, i);
      for (std::size_t each = first; each < i; ++each) item_each_.push_back(list);
      step(i - first);
    }
  }

  void find_pitch() {
    std::map<long, std::size_t> letters;
    for (std::size_t i = 1; i < layout_.lines.size(); ++i) {
      const Line& line = layout_.lines[i];
      const Line& before = layout_.lines[i - 1];
      if (line.page == before.page && line.row == 0 && line.y > before.y && std::abs(line.x - before.x) < 2)
        letters[std::lround(2 * (line.y - before.y))] += line.text.size();
    }
    const auto most = std::max_element(letters.begin(), letters.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    if (most != letters.end()) pitch_ = static_cast<double>(most->first) / 2;
  }

  [[nodiscard]] std::size_t at(const Line& line) const { return static_cast<std::size_t>(&line - layout_.lines.data()); }

  // A line that ends although the next word would have fitted behind it ends on purpose.
  [[nodiscard]] bool ends_early(const Line& before, const Line& line) const {
    constexpr double widest = 1.5;  // a word of wide letters, beside the letters of its line
    if (line.y < before.y + 0.5 * before.size || std::abs(line.x - before.x) >= 2) return false;
    const double letter = (line.right - line.x) / static_cast<double>(std::max<std::size_t>(1, text::code_points(line.text)));
    const std::size_t first = text::code_points(std::string_view(line.text).substr(0, line.text.find(' '))) + 1;
    const double room = margins_[at(before)] - before.right;
    return room > widest * letter * static_cast<double>(first);
  }

  void text_line(const Line& line) {
    if (!line.hidden.empty()) hidden_line(line);
    if (line.text.empty()) return;
    const std::size_t mark = bullet_size(line.text);
    const bool item = mark > 0;
    if (before_ == nullptr || begins(line, *before_, item)) {
      flush();
      block_.kind = heading(line) ? BlockKind::heading : item ? BlockKind::item : BlockKind::paragraph;
      block_.page = line.page;
      block_.box = line.place;
      size_ = line.size;
      left_ = line.x;
      right_ = line.right;
    } else if (line.page == block_.page && block_.box) {
      block_.box = around(*block_.box, line.place);
    }
    right_ = std::max(right_, line.right);
    append_line(block_.text, line.text.substr(mark));
    before_ = &line;
  }

  void hidden_line(const Line& line) {
    Block unseen{BlockKind::paragraph, 0, {}, line.hidden, line.page, line.place};
    unseen.hidden = true;
    flush();
    out_.push(std::move(unseen));
    before_ = nullptr;
  }

  [[nodiscard]] bool begins(const Line& line, const Line& before, bool item) const {
    if (item || heading(line) != heading(before)) return true;
    if (heading(line)) return std::lround(line.size) != std::lround(before.size) || line.y - before.bottom > line.size;
    // A paragraph that goes on over the page or column: no full stop before, no capital after.
    if (line.page != before.page || line.column_start || line.y < before.y - 2 * before.size)
      return ends_sentence(before.text) || line.text.empty() || !lower(line.text[0]);
    // A sentence that ends long before the margin ends its paragraph, or its item where bullets are drawn and not written.
    constexpr double short_line = 0.75;
    const bool new_start = capital(line.text[0]);
    // Items whose bullets are drawn and not written, without full stops.
    if (item_each_[at(line)]) return true;
    if ((new_start || before.text.ends_with(';')) && ends_early(before, line)) return true;
    if (new_start && ends_sentence(before.text) && before.right < left_ + short_line * (right_ - left_)) return true;
    if (numbered(line.text) && (ends_sentence(before.text) || line.block_start)) return true;
    // Text that is set wide has the same room above each of its lines.
    const bool usual = std::abs(line.y - before.y - pitch_) < 0.1 * pitch_ && !ends_early(before, line);
    if (line.block_start) return ends_sentence(before.text) || (line.y - before.bottom > 0.6 * line.size && !usual);
    return false;
  }

  // The rows of one table; numbers of rows go up by one inside it.
  std::size_t table_from(std::size_t at) {
    flush();
    before_ = nullptr;
    const int page = layout_.lines[at].page;
    out_.open_table();
    int row = 0;
    std::vector<Block> cells;
    const auto close = [&] {
      if (cells.empty()) return;
      out_.open_row(false);
      for (Block& cell : cells) {
        out_.open_cell(1);
        out_.push(std::move(cell));
      }
      out_.close_row();
      cells.clear();
    };
    for (; at < layout_.lines.size(); ++at) {
      const Line& line = layout_.lines[at];
      if (line.row == 0 || line.page != page || (row > 0 && line.row > row + 1)) break;
      step();
      if (line.row != row) close();
      row = line.row;
      if (!line.hidden.empty()) {
        close();
        Block unseen{BlockKind::paragraph, 0, {}, line.hidden, line.page, line.place};
        unseen.hidden = true;
        cells.push_back(std::move(unseen));
        close();
      }
      const auto column = static_cast<std::size_t>(line.column);
      if (cells.size() <= column) cells.resize(column + 1, Block{BlockKind::paragraph, 0, {}, {}, line.page});
      Block& cell = cells[column];
      append_line(cell.text, line.text);
      cell.box = cell.box ? around(*cell.box, line.place) : line.place;
    }
    close();
    out_.close_table();
    return at;
  }

  void flush() {
    if (!text::trim(block_.text).empty()) {
      block_.depth = block_.kind == BlockKind::heading ? depth_[std::lround(size_)] : block_.kind == BlockKind::item ? 1 : 0;
      out_.push(std::move(block_));
    }
    block_ = {};
  }
};

}  // namespace

void to_blocks(const Layout& layout, Writer& out) { Builder(layout, out).build(); }

}  // namespace tenzij::documents
