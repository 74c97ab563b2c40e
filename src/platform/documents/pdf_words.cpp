#include "platform/documents/pdf_words.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>

#include "platform/base/limits.h"
#include "platform/base/text.h"

namespace tenzij::documents {

namespace {

// A number of points. A matrix in the file may make any number of it, infinity and none at all included; no page is so large.
double place(const char* printed, char** next) {
  constexpr double furthest = 1e6;
  const double out = std::strtod(printed, next);
  return std::isfinite(out) ? std::clamp(out, -furthest, furthest) : 0;
}

// pdftotext -bbox-layout writes one element per line: <page ...>, <block ...>, <line ...>, <word ...>text</word>.
double attribute(std::string_view tag, std::string_view name) {
  const std::size_t at = tag.find(name);
  if (at == std::string_view::npos) return 0;
  return place(std::string(tag.substr(at + name.size(), 24)).c_str(), nullptr);
}

std::string unescape(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '&') append_entity(text, at, out);
    else out += text[at++];
  }
  return out;
}

// How a line runs on the page as it is shown: to the right, down, to the left or up.
enum class Way { right, down, left, up };

Way way_of(const std::vector<Word>& words) {
  double dx = 0;
  double dy = 0;
  for (std::size_t i = 1; i < words.size(); ++i) {
    dx += words[i].x - words[i - 1].x;
    dy += words[i].y - words[i - 1].y;
  }
  if (words.size() == 1) {
    const Word& only = words.front();
    // One word: letters side by side are wider than high.
    return text::code_points(only.text) > 3 && only.bottom - only.y > 2 * (only.right - only.x) ? Way::down : Way::right;
  }
  if (std::abs(dy) > 2 * std::abs(dx)) return dy > 0 ? Way::down : Way::up;
  return dx < 0 && std::abs(dx) > 2 * std::abs(dy) ? Way::left : Way::right;
}

Box place_of(const Word& word, const PageSize& page) {
  if (page.width <= 0 || page.height <= 0) return {};
  return {word.x / page.width, word.y / page.height, (word.right - word.x) / page.width, (word.bottom - word.y) / page.height};
}

// Places as if the page were turned so that the text runs to the right.
void turn(Line& line, const Word& w, Way way, const PageSize& page) {
  switch (way) {
    case Way::right:
      line.x = w.x, line.y = w.y, line.right = w.right, line.bottom = w.bottom;
      break;
    case Way::down:
      line.x = w.y, line.y = page.width - w.right, line.right = w.bottom, line.bottom = page.width - w.x;
      break;
    case Way::up:
      line.x = page.height - w.bottom, line.y = w.x, line.right = page.height - w.y, line.bottom = w.right;
      break;
    case Way::left:
      line.x = page.width - w.right, line.y = page.height - w.bottom, line.right = page.width - w.x, line.bottom = page.height - w.y;
      break;
  }
}

void join(Line& line, const Line& word) {
  const auto add = [](std::string& to, const std::string& more) {
    if (!more.empty()) to += (to.empty() ? "" : " ") + more;
  };
  add(line.text, word.text);
  add(line.hidden, word.hidden);
  line.x = std::min(line.x, word.x);
  line.y = std::min(line.y, word.y);
  line.right = std::max(line.right, word.right);
  line.bottom = std::max(line.bottom, word.bottom);
  line.size = std::max(line.size, word.size);
  line.place = around(line.place, word.place);
}

}  // namespace

// "Page    3 size:  595 x 842 pts (A4)", "Page    3 rot:   90".
std::vector<PageSize> page_sizes(std::string_view printed) {
  std::vector<PageSize> out;
  for (const std::string_view line : text::split(printed, '\n')) {
    if (!line.starts_with("Page ")) continue;
    const std::size_t size = line.find(" size:");
    const std::size_t turned = line.find(" rot:");
    if (size != std::string_view::npos) {
      char* next = nullptr;
      const std::string rest(line.substr(size + 6));
      PageSize page;
      page.width = place(rest.c_str(), &next);
      const char* cross = std::strchr(next, 'x');
      page.height = cross == nullptr ? 0 : place(cross + 1, nullptr);
      out.push_back(page);
    } else if (turned != std::string_view::npos && !out.empty()) {
      const int degrees = std::atoi(std::string(line.substr(turned + 5)).c_str());
      if (degrees % 180 != 0) std::swap(out.back().width, out.back().height);
    }
    if (out.size() > static_cast<std::size_t>(limits::document_pages))
      throw refused("documentTooManyPages", {{"limit", std::to_string(limits::document_pages)}});
  }
  if (out.empty()) throw refused("documentDamaged");
  return out;
}

PageWords::PageWords(std::vector<PageSize> pages) : letters_(pages.size()) { layout_.pages = std::move(pages); }

void PageWords::read(std::string_view printed, int first) {
  page_ = first - 1;
  while (!printed.empty()) {
    const std::size_t end = printed.find('\n');
    row(text::trim(printed.substr(0, end)));
    printed.remove_prefix(end == std::string_view::npos ? printed.size() : end + 1);
  }
  end_line();
}

void PageWords::row(std::string_view row) {
  step(row.size());
  if (row.starts_with("<page ")) {
    end_line();
    ++page_;
  } else if (row.starts_with("<block ")) {
    end_line();
    block_ = true;
  } else if (row.starts_with("<line ")) {
    end_line();
  } else if (row.starts_with("<word ") && page_ >= 1 && page_ <= static_cast<int>(layout_.pages.size())) {
    const std::size_t from = row.find('>') + 1;
    const std::size_t to = row.rfind("</word>");
    if (to == std::string_view::npos || to < from) return;
    Word word{text::repair_utf8(unescape(row.substr(from, to - from))), attribute(row, "xMin=\""), attribute(row, "yMin=\""),
              attribute(row, "xMax=\""), attribute(row, "yMax=\"")};
    budget_.take(word.text.size());
    letters_[static_cast<std::size_t>(page_ - 1)] += word.text.size();
    words_.push_back(std::move(word));
  }
}

// The words of one line, still with their places: a line per word, joined after it is known what is seen.
void PageWords::end_line() {
  if (words_.empty()) return;
  const Way way = way_of(words_);
  bool first = true;
  for (const Word& word : words_) {
    Line line;
    line.page = page_;
    line.text = word.text;
    line.place = place_of(word, page());
    turn(line, word, way, page());
    line.size = line.bottom - line.y;
    line.block_start = first && block_;
    line.row = first ? 1 : 2;  // until the words are joined: the first of its line, or one that follows
    first = false;
    batch_.push_back(std::move(line));
  }
  block_ = false;
  words_.clear();
}

void PageWords::take_lines(const Eye& eye) {
  std::map<int, std::size_t> seen;  // words per page
  std::vector<bool> is_seen;
  for (const Line& word : batch_) {
    is_seen.push_back(eye.sees(word));
    seen[word.page] += is_seen.back() ? 1 : 0;
  }
  for (std::size_t i = 0; i < batch_.size(); ++i) {
    Line word = std::move(batch_[i]);
    // The words behind the picture of a page are its text, when it has no other.
    const bool layer = seen[word.page] == 0 && !eye.blank(word.page);
    const bool begins = std::exchange(word.row, 0) == 1;
    if (!is_seen[i] && !layer) word.hidden = std::exchange(word.text, {});
    if (begins) layout_.lines.push_back(std::move(word));
    else join(layout_.lines.back(), word);
  }
  batch_.clear();
  if (layout_.lines.size() > 4 * limits::document_blocks) throw refused("documentTooLong");
}

}  // namespace tenzij::documents
