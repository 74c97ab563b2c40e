// Markdown (CommonMark with tables and footnotes), line by line: containers are counted, never recursed into.
#include <algorithm>
#include <map>
#include <set>

#include "platform/base/limits.h"
#include "platform/base/text.h"
#include "platform/documents/markdown_inline.h"
#include "platform/documents/readers.h"

namespace tenzij::documents {

namespace {

bool blank(char c) { return c == ' ' || c == '\t'; }
bool digit(char c) { return c >= '0' && c <= '9'; }

std::size_t indent_of(std::string_view line) {
  std::size_t width = 0;
  for (const char c : line) {
    if (c == ' ') ++width;
    else if (c == '\t') width += 4 - width % 4;
    else break;
  }
  return width;
}

// A row has no more cells than this; what follows belongs to the last one.
constexpr std::size_t most_columns = 500;
// A paragraph is looked at in pieces of this size at most.
constexpr std::size_t piece = 64UL * 1024;

// Cells of a row; a '|' behind a backslash or inside code is none of its own.
std::vector<std::string> cells_of(std::string_view line) {
  line = text::trim(line);
  if (line.starts_with('|')) line.remove_prefix(1);
  std::vector<std::string> out(1);
  bool code = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\' && i + 1 < line.size() && line[i + 1] == '|') {
      out.back() += '|';
      ++i;
    } else if (line[i] == '|' && !code && out.size() < most_columns) {
      if (i + 1 < line.size()) out.emplace_back();
    } else {
      if (line[i] == '`' && (code || line.find('`', i + 1) != std::string_view::npos)) code = !code;
      out.back() += line[i];
    }
  }
  return out;
}

bool delimiter_row(std::string_view line) {
  line = text::trim(line);
  return line.find('-') != std::string_view::npos && line.find_first_not_of("|-: \t") == std::string_view::npos &&
         (line.find('|') != std::string_view::npos || line.find(':') != std::string_view::npos);
}

bool all_of_one(std::string_view line, std::string_view signs, std::size_t least) {
  if (line.empty() || signs.find(line[0]) == std::string_view::npos) return false;
  std::size_t count = 0;
  for (const char c : line) {
    if (c == line[0]) ++count;
    else if (!blank(c)) return false;
  }
  return count >= least;
}

// "- ", "12. ": the size of the mark with its space.
struct Mark {
  std::size_t size = 0;
  std::string label;
};
Mark mark_of(std::string_view line) {
  std::size_t i = 0;
  while (i < line.size() && i < 9 && digit(line[i])) ++i;
  // "a." and "iv)" number items as well.
  if (i == 0) {
    while (i < line.size() && i < 4 && (line[i] == 'i' || line[i] == 'v' || line[i] == 'x')) ++i;
    if (i == 0 && line.size() > 1 && line[0] >= 'a' && line[0] <= 'z') i = 1;
    if (i >= line.size() || (line[i] != '.' && line[i] != ')')) i = 0;
  }
  const bool ordered = i > 0 && i < line.size() && (line[i] == '.' || line[i] == ')');
  const bool bullet = i == 0 && !line.empty() && (line[0] == '-' || line[0] == '+' || line[0] == '*');
  if (!ordered && !bullet) return {};
  ++i;
  if (i < line.size() && !blank(line[i])) return {};
  return {std::min(i + 1, line.size()), ordered ? std::string(line.substr(0, i)) : std::string()};
}

class Reader {
 public:
  explicit Reader(Writer& out) : out_(out) {}

  // Before everything else: what the footnotes say, to put them where they are referred to.
  void note_line(std::string_view line) {
    if (!line.starts_with("[^")) return;
    const std::size_t end = line.find("]:");
    if (end == std::string_view::npos || notes_.size() > limits::document_styles) return;
    notes_.emplace(std::string(line.substr(2, end - 2)), std::string(text::trim(line.substr(end + 2))));
  }

  void line(std::string_view raw) {
    step(raw.size() + 1);
    if (raw.ends_with('\r')) raw.remove_suffix(1);
    if (!fence_.empty()) return fenced(raw);
    if (comment_) {
      const std::size_t end = raw.find("-->");
      if (end == std::string_view::npos) return;
      comment_ = false;
      raw.remove_prefix(end + 3);
    }
    std::string_view line = raw;
    std::size_t indent = indent_of(line);
    line = text::trim(line);
    while (line.starts_with('>')) {  // a quotation is text like any other
      line.remove_prefix(1);
      indent = indent_of(line);
      line = text::trim(line);
    }
    if (line.empty()) return blank_line();
    if (table_ && line.find('|') == std::string_view::npos) end_table();
    if (table_) return row(line, false);
    if (structure(line)) return;
    if (list_item(line, indent)) return;
    if (after_blank_ && text_.empty()) leave_lists(indent);
    if (text_.empty()) after_blank_ = false;
    text_ += (text_.empty() ? "" : "\n") + std::string(line);
    last_ = line.size();
  }

  void end() {
    if (!fence_.empty()) end_fence();
    end_table();
    flush();
    for (auto& [name, text] : notes_) note(text);
  }

 private:
  Writer& out_;
  std::map<std::string, std::string, std::less<>> notes_;
  std::string text_;
  std::size_t last_ = 0;            // size of its last line
  std::vector<std::size_t> lists_;  // indents of what stands in the items that are open
  std::string label_;
  std::string fence_;
  std::string code_;
  bool comment_ = false;
  bool table_ = false;
  bool after_blank_ = true;

  void blank_line() {
    end_table();
    flush();
    after_blank_ = true;
  }

  void leave_lists(std::size_t indent) {
    while (!lists_.empty() && indent < lists_.back()) lists_.pop_back();
  }

  // Headings, rules, fences, tables, definitions: lines that are no running text.
  bool structure(std::string_view line) {
    if (!text_.empty() && all_of_one(line, "=", 1)) return heading_below(1);
    if (!text_.empty() && lists_.empty() && all_of_one(line, "-", 1) && line.find(' ') == std::string_view::npos) return heading_below(2);
    if (delimiter_row(line) && begin_table(line)) return true;
    if (all_of_one(line, "-*_", 3)) {
      flush();
      return true;
    }
    if (line.starts_with("```") || line.starts_with("~~~")) {
      flush();
      std::size_t size = 0;
      while (size < line.size() && line[size] == line[0]) ++size;
      fence_ = std::string(line.substr(0, size));
      return true;
    }
    if (line.starts_with('#')) return heading(line);
    if (line.starts_with(":::")) return true;
    if (line.starts_with("<!--")) {
      comment_ = line.find("-->", 4) == std::string_view::npos;
      flush();
      return true;
    }
    // "[^1]: ..." was read before; "[name]: address" is no text.
    const std::size_t end = text_.empty() && line.starts_with('[') ? line.find("]:") : std::string_view::npos;
    return end < 200 && line.find('[', 1) > end;
  }

  bool heading(std::string_view line) {
    std::size_t depth = 0;
    while (depth < line.size() && line[depth] == '#') ++depth;
    if (depth > 6 || (depth < line.size() && !blank(line[depth]))) return false;
    flush();
    lists_.clear();
    std::string_view words = text::trim(line.substr(depth));
    std::size_t tail = words.size();
    while (tail > 0 && words[tail - 1] == '#') --tail;
    if (tail == 0 || blank(words[tail - 1])) words = text::trim(words.substr(0, tail));
    push_heading(words, static_cast<int>(depth));
    return true;
  }

  bool heading_below(int depth) {
    const std::string words = std::move(text_);
    text_.clear();
    lists_.clear();
    push_heading(words, depth);
    return true;
  }

  void push_heading(std::string_view words, int depth) {
    if (words.ends_with('}'))
      if (const std::size_t at = words.rfind('{');
          at != std::string_view::npos && at + 1 < words.size() && (words[at + 1] == '#' || words[at + 1] == '.'))
        words = text::trim(words.substr(0, at));
    std::vector<std::string> refers;
    out_.push({BlockKind::heading, depth, {}, words_of(words, refers)});
    add_notes(refers);
    after_blank_ = true;
  }

  bool list_item(std::string_view line, std::size_t indent) {
    Mark mark = mark_of(line);
    // In the middle of a paragraph only a bullet or a first number begins a list.
    if (mark.size == 0 || (!text_.empty() && lists_.empty() && !mark.label.empty() && mark.label != "1." && mark.label != "1)"))
      return false;
    flush();
    after_blank_ = false;
    leave_lists(indent);
    while (mark.size > 0) {
      indent += mark.size;
      line.remove_prefix(mark.size);
      const std::size_t more = indent_of(line);
      line = text::trim(line);
      lists_.push_back(indent);
      indent += more;
      if (lists_.size() > limits::document_depth) throw too_deep();
      label_ = mark.label;
      mark = line.empty() ? Mark{} : mark_of(line);
    }
    if (line.starts_with("[ ] ") || line.starts_with("[x] ") || line.starts_with("[X] ")) line.remove_prefix(4);
    if (line.starts_with('#') && heading(line)) return true;
    text_ = line;
    last_ = line.size();
    return true;
  }

  bool begin_table(std::string_view line) {
    if (text_.empty()) return false;
    const std::size_t from = text_.size() - last_;
    const std::string head = text_.substr(from);
    if (head.find('|') == std::string::npos && line.find('|') != std::string_view::npos) return false;
    if (cells_of(head).size() != cells_of(line).size()) return false;
    text_.resize(from == 0 ? 0 : from - 1);
    flush();
    table_ = true;
    out_.open_table();
    row(head, true);
    return true;
  }

  void row(std::string_view line, bool head) {
    std::vector<std::string> refers;
    out_.open_row(head);
    for (const std::string& cell : cells_of(line)) {
      out_.open_cell(1);
      out_.push({BlockKind::paragraph, 0, {}, words_of(cell, refers)});
    }
    out_.close_row();
  }

  void end_table() {
    if (table_) out_.close_table();
    table_ = false;
  }

  void fenced(std::string_view raw) {
    const std::string_view line = text::trim(raw);
    if (line.starts_with(fence_) && line.find_first_not_of(fence_[0]) == std::string_view::npos) return end_fence();
    code_ += std::string(raw) + "\n";
  }

  void end_fence() {
    fence_.clear();
    out_.push({BlockKind::paragraph, 0, {}, std::move(code_)});
    code_.clear();
  }

  void flush() {
    if (text_.empty()) return;
    const std::string text = std::move(text_);
    text_.clear();
    std::vector<std::string> refers;
    Block block;
    block.text = words_of(text, refers);
    if (!lists_.empty()) {
      block.kind = BlockKind::item;
      block.depth = static_cast<int>(lists_.size());
      block.label = std::move(label_);
      label_.clear();
    }
    out_.push(std::move(block));
    add_notes(refers);
  }

  static std::string words_of(std::string_view text, std::vector<std::string>& refers) {
    std::string out;
    while (text.size() > piece) {
      const std::size_t space = text.substr(0, piece).rfind(' ');
      const std::size_t size = space == std::string_view::npos || space == 0 ? piece : space;
      out += markdown_words(text.substr(0, size), refers);
      text.remove_prefix(size);
    }
    return out + markdown_words(text, refers);
  }

  void add_notes(const std::vector<std::string>& refers) {
    for (const std::string& name : refers)
      if (const auto found = notes_.find(name); found != notes_.end()) {
        note(found->second);
        notes_.erase(found);
      }
  }

  void note(const std::string& text) {
    std::vector<std::string> none;
    out_.push({BlockKind::paragraph, 0, {}, words_of(text, none), 0, std::nullopt, Origin::note});
  }
};

// The settings that some programs write between lines of dashes in front of the text.
std::string_view without_settings(std::string_view text) {
  if (!text.starts_with("---\n") && !text.starts_with("---\r\n")) return text;
  const std::size_t end = text.substr(0, 64UL * 1024).find("\n---", 3);
  if (end == std::string_view::npos || text.substr(0, end).find(':') == std::string_view::npos) return text;
  const std::size_t line = text.find('\n', end + 1);
  return line == std::string_view::npos ? std::string_view() : text.substr(line + 1);
}

void each_line(std::string_view text, const std::function<void(std::string_view)>& work) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    work(text.substr(0, end));
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

DocumentText read_markdown(std::string_view content) {
  DocumentText out{"markdown", 0};
  Writer writer(out);
  const std::string whole = decoded(content);
  const std::string_view text = without_settings(whole);
  Reader reader(writer);
  each_line(text, [&](std::string_view line) { reader.note_line(line); });
  each_line(text, [&](std::string_view line) { reader.line(line); });
  reader.end();
  return out;
}

}  // namespace tenzij::documents
