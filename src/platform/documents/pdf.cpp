#include "platform/documents/pdf.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "platform/base/error.h"
#include "platform/base/limits.h"
#include "platform/base/text.h"
#include "platform/documents/child.h"

namespace tenzij::documents {

namespace {

Error refused(const char* code, MessageArgs args = {}) { return {400, code, std::move(args)}; }

// pdftotext -bbox-layout writes one element per line: <page ...>, <block ...>, <line ...>, <word ...>text</word>.
double attribute(std::string_view tag, std::string_view name) {
  const std::size_t at = tag.find(std::string(name) + "=\"");
  if (at == std::string_view::npos) return 0;
  return std::strtod(std::string(tag.substr(at + name.size() + 2, 24)).c_str(), nullptr);
}

std::string unescape(std::string_view text) {
  static const std::array<std::pair<std::string_view, std::string_view>, 5> names{
      {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}}};
  std::string out;
  while (!text.empty()) {
    const std::size_t at = text.find('&');
    out += text.substr(0, at);
    if (at == std::string_view::npos) break;
    text.remove_prefix(at);
    const auto* found = std::find_if(names.begin(), names.end(), [&](const auto& each) { return text.starts_with(each.first); });
    out += found == names.end() ? std::string_view("&") : found->second;
    text.remove_prefix(found == names.end() ? 1 : found->first.size());
  }
  return out;
}

struct Line {
  std::string text;
  int page = 0;
  double x = 0, y = 0, right = 0, bottom = 0;  // points
  double size = 0;                             // height of its words: the size of the letters
  bool block_start = false;
};

struct Layout {
  int pages = 0;
  std::vector<std::pair<double, double>> sizes;  // of the pages
  std::vector<Line> lines;
};

Layout parse_layout(std::string_view xhtml) {
  Layout out;
  bool block = false;
  for (const std::string_view raw : text::split(xhtml, '\n')) {
    const std::string_view row = text::trim(raw);
    if (row.starts_with("<page ")) {
      ++out.pages;
      if (out.pages > limits::document_pages) throw refused("documentTooManyPages", {{"limit", std::to_string(limits::document_pages)}});
      out.sizes.emplace_back(attribute(row, "width"), attribute(row, "height"));
    } else if (row.starts_with("<block ")) {
      block = true;
    } else if (row.starts_with("<line ")) {
      out.lines.push_back({{},
                           out.pages,
                           attribute(row, "xMin"),
                           attribute(row, "yMin"),
                           attribute(row, "xMax"),
                           attribute(row, "yMax"),
                           0,
                           std::exchange(block, false)});
    } else if (row.starts_with("<word ") && !out.lines.empty()) {
      const std::size_t from = row.find('>') + 1;
      const std::size_t to = row.rfind("</word>");
      if (to == std::string_view::npos || to < from) continue;
      Line& line = out.lines.back();
      line.text += (line.text.empty() ? "" : " ") + text::repair_utf8(unescape(row.substr(from, to - from)));
      line.size = std::max(line.size, attribute(row, "yMax") - attribute(row, "yMin"));
    }
  }
  std::erase_if(out.lines, [](const Line& line) { return text::trim(line.text).empty(); });
  return out;
}

std::string without_digits(const std::string& text) {
  std::string out;
  for (const char c : text)
    if (c < '0' || c > '9') out += c;
  return out;
}

// Headers and footers: the same words (but for the page number) at the edge of many pages.
void drop_running_lines(Layout& layout) {
  std::map<std::string, std::set<int>> seen;
  const auto edge = [&](const Line& line) {
    const double height = layout.sizes[static_cast<std::size_t>(line.page - 1)].second;
    return line.y < 0.09 * height || line.bottom > 0.91 * height;
  };
  for (const Line& line : layout.lines)
    if (edge(line)) seen[without_digits(line.text)].insert(line.page);
  const std::size_t many = std::max<std::size_t>(2, static_cast<std::size_t>(layout.pages) / 3);
  std::erase_if(layout.lines,
                [&](const Line& line) { return edge(line) && layout.pages > 1 && seen[without_digits(line.text)].size() >= many; });
}

// The size most letters have; what is larger is a heading.
double body_size(const std::vector<Line>& lines) {
  std::map<long, std::size_t> letters;
  for (const Line& line : lines) letters[std::lround(line.size * 4)] += line.text.size();
  const auto most = std::max_element(letters.begin(), letters.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == letters.end() ? 0 : static_cast<double>(most->first) / 4;
}

bool bullet(std::string_view text) {
  for (const std::string_view mark : {"\u2022", "\u25aa", "\u25cf", "\u2013", "-", "\uf0b7", "o"})
    if (text.starts_with(mark) && text.substr(mark.size()).starts_with(" ")) return true;
  return false;
}

class Blocks {
 public:
  Blocks(const Layout& layout, DocumentText& out) : layout_(layout), out_(out), body_(body_size(layout.lines)) {
    std::set<long, std::greater<>> larger;
    for (const Line& line : layout.lines)
      if (heading(line)) larger.insert(std::lround(line.size));
    int depth = 0;
    for (const long size : larger) depth_[size] = std::min(++depth, 6);
  }

  void build() {
    const Line* before = nullptr;
    for (const Line& line : layout_.lines) {
      const bool item = bullet(line.text);
      if (before == nullptr || begins(line, *before, item)) {
        flush();
        kind_ = heading(line) ? BlockKind::heading : item ? BlockKind::item : BlockKind::paragraph;
        size_ = line.size;
        page_ = line.page;
        x_ = line.x;
        y_ = line.y;
        right_ = line.right;
        bottom_ = line.bottom;
      }
      add(item ? line.text.substr(line.text.find(' ') + 1) : line.text);
      if (line.page == page_) {
        x_ = std::min(x_, line.x);
        right_ = std::max(right_, line.right);
        bottom_ = std::max(bottom_, line.bottom);
      }
      before = &line;
    }
    flush();
  }

 private:
  const Layout& layout_;
  DocumentText& out_;
  double body_;
  std::map<long, int> depth_;
  BlockKind kind_ = BlockKind::paragraph;
  std::string text_;
  double size_ = 0, x_ = 0, y_ = 0, right_ = 0, bottom_ = 0;
  int page_ = 0;

  [[nodiscard]] bool heading(const Line& line) const { return line.size > 1.12 * body_ && line.text.size() < 160; }

  [[nodiscard]] bool begins(const Line& line, const Line& before, bool item) const {
    if (item || heading(line) != heading(before)) return true;
    if (heading(line)) return std::lround(line.size) != std::lround(before.size) || line.y - before.bottom > line.size;
    // A paragraph that goes on over the page: no full stop before, no capital after.
    if (line.page != before.page) return ends_sentence(before.text) || !(line.text[0] >= 'a' && line.text[0] <= 'z');
    if (line.block_start) return ends_sentence(before.text) || line.y - before.bottom > 0.6 * line.size;
    return false;
  }

  static bool ends_sentence(const std::string& text) {
    return text.ends_with('.') || text.ends_with(':') || text.ends_with('?') || text.ends_with(';');
  }

  void add(const std::string& more) {
    // A word broken at the end of a line is one word again.
    const bool broken = text_.size() > 2 && text_.back() == '-' && text_[text_.size() - 2] >= 'a' && text_[text_.size() - 2] <= 'z' &&
                        !more.empty() && more[0] >= 'a' && more[0] <= 'z';
    if (broken) text_.pop_back();
    else if (!text_.empty()) text_ += ' ';
    text_ += more;
  }

  void flush() {
    const std::string text(text::trim(text::collapse_spaces(text_)));
    text_.clear();
    if (text.empty()) return;
    if (out_.blocks.size() >= limits::document_blocks) throw refused("documentTooLong");
    Block block{kind_, kind_ == BlockKind::heading ? depth_[std::lround(size_)] : kind_ == BlockKind::item ? 1 : 0, {}, text, page_, {}};
    const auto [width, height] = layout_.sizes[static_cast<std::size_t>(page_ - 1)];
    if (width > 0 && height > 0) block.box = Box{x_ / width, y_ / height, (right_ - x_) / width, (bottom_ - y_) / height};
    out_.blocks.push_back(std::move(block));
  }
};

}  // namespace

DocumentText read_pdf(std::string_view content) {
  const ChildResult child = run_limited({"pdftotext", "-enc", "UTF-8", "-bbox-layout", "-", "-"}, content);
  if (child.err.find("Incorrect password") != std::string::npos) throw refused("documentPassword");
  if (child.status == 124 || child.status > 128) throw refused("documentTooHeavy");
  if (child.status != 0) throw refused("documentDamaged");
  DocumentText out{"pdf", 0, {}};
  Layout layout = parse_layout(child.out);
  out.pages = layout.pages;
  if (layout.pages == 0) throw refused("documentDamaged");
  std::size_t letters = 0;
  for (const Line& line : layout.lines) letters += line.text.size();
  // A scan has pages without words; a stamp or a page number is not a text.
  if (letters < 25UL * static_cast<std::size_t>(layout.pages)) throw refused("documentScanned");
  drop_running_lines(layout);
  Blocks(layout, out).build();
  return out;
}

std::string page_picture(std::string_view pdf, int page) {
  const std::string number = std::to_string(page);
  ChildResult child = run_limited({"pdftoppm", "-png", "-f", number, "-l", number, "-scale-to-x", "1100", "-scale-to-y", "-1", "-"}, pdf);
  if (child.status != 0 || !child.out.starts_with("\x89PNG")) throw not_found();
  return std::move(child.out);
}

}  // namespace tenzij::documents
