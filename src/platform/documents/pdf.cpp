// PDF through poppler's programs: pdfinfo for its pages, pdftotext for words with their places, pdftoppm for what is seen
// of them. A few pages at a time, so that memory does not grow with the file.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "platform/base/limits.h"
#include "platform/base/text.h"
#include "platform/documents/child.h"
#include "platform/documents/pdf_layout.h"
#include "platform/documents/pdf_seen.h"
#include "platform/documents/readers.h"

namespace tenzij::documents {

namespace {

// Pages asked for at once: 50 pictures of pages are 15 MB, and starting a program costs some ms.
constexpr int pages_at_once = 50;
// What their words with places may take; a full page has 800 words of 120 bytes.
constexpr std::size_t words_at_once = 40UL * 1024 * 1024;

// pdftotext -bbox-layout writes one element per line: <page ...>, <block ...>, <line ...>, <word ...>text</word>.
double attribute(std::string_view tag, std::string_view name) {
  const std::size_t at = tag.find(name);
  if (at == std::string_view::npos) return 0;
  return std::strtod(std::string(tag.substr(at + name.size(), 24)).c_str(), nullptr);
}

std::string unescape(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '&') append_entity(text, at, out);
    else out += text[at++];
  }
  return out;
}

struct Page {
  double width = 0;
  double height = 0;
  int turned = 0;  // degrees
};

struct Word {
  std::string text;
  double x = 0, y = 0, right = 0, bottom = 0;
};

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

class Reader {
 public:
  Reader(std::string_view pdf, std::vector<Page> pages) : pdf_(pdf), pages_(std::move(pages)) {
    for (const Page& page : pages_) layout_.pages.push_back({page.width, page.height});
  }

  Layout run() {
    letters_.resize(pages_.size());
    for (int first = 1; first <= static_cast<int>(pages_.size()); first += pages_at_once)
      some_pages(first, std::min(first + pages_at_once - 1, static_cast<int>(pages_.size())));
    return std::move(layout_);
  }
  // Bytes of words per page, seen or not.
  [[nodiscard]] const std::vector<std::size_t>& letters() const { return letters_; }

 private:
  std::string_view pdf_;
  std::vector<Page> pages_;
  Layout layout_;
  std::vector<std::size_t> letters_;
  TextBudget budget_;
  std::vector<Line> batch_;  // words of the pages at hand, each as a line
  std::vector<Word> words_;  // of the line at hand
  bool block_ = false;
  int page_ = 0;

  void some_pages(int first, int last) {
    const ChildResult child = run_limited(
        {"pdftotext", "-enc", "UTF-8", "-cropbox", "-bbox-layout", "-f", std::to_string(first), "-l", std::to_string(last), "-", "-"},
        pdf_);
    if (child.status == 124 || child.status > 128 || child.out.size() > words_at_once) throw refused("documentTooHeavy");
    if (child.status != 0) throw refused("documentDamaged");
    batch_.clear();
    page_ = first - 1;
    std::string_view rest = child.out;
    while (!rest.empty()) {
      const std::size_t end = rest.find('\n');
      row(text::trim(rest.substr(0, end)));
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
    end_line();
    if (!batch_.empty()) look(first, last);
  }

  void row(std::string_view row) {
    step(row.size());
    if (row.starts_with("<page ")) {
      end_line();
      ++page_;
    } else if (row.starts_with("<block ")) {
      end_line();
      block_ = true;
    } else if (row.starts_with("<line ")) {
      end_line();
    } else if (row.starts_with("<word ") && page_ >= 1 && page_ <= static_cast<int>(pages_.size())) {
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

  [[nodiscard]] Box place_of(const Word& word) const {
    const Page& page = pages_[static_cast<std::size_t>(page_ - 1)];
    if (page.width <= 0 || page.height <= 0) return {};
    return {word.x / page.width, word.y / page.height, (word.right - word.x) / page.width, (word.bottom - word.y) / page.height};
  }

  // The words of one line, still with their places: a line per word, joined after it is known what is seen.
  void end_line() {
    if (words_.empty()) return;
    const Way way = way_of(words_);
    const Page& page = pages_[static_cast<std::size_t>(page_ - 1)];
    bool first = true;
    for (const Word& word : words_) {
      Line line;
      line.page = page_;
      line.text = word.text;
      line.place = place_of(word);
      turn(line, word, way, page);
      line.size = line.bottom - line.y;
      line.block_start = first && block_;
      line.row = first ? 1 : 2;  // until the words are joined: the first of its line, or one that follows
      first = false;
      batch_.push_back(std::move(line));
    }
    block_ = false;
    words_.clear();
  }

  // Places as if the page were turned so that the text runs to the right.
  static void turn(Line& line, const Word& w, Way way, const Page& page) {
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

  // Tells the words apart that nobody sees, and joins the others to lines again.
  void look(int first, int last) {
    double longest = 0;
    for (int page = first; page <= last; ++page)
      longest = std::max({longest, pages_[static_cast<std::size_t>(page - 1)].width, pages_[static_cast<std::size_t>(page - 1)].height});
    constexpr double largest_drawn = 2500;  // points: A0. What is larger is a drawing, and too much to look at
    std::optional<Drawn> drawn;
    if (longest <= largest_drawn) drawn.emplace(pdf_, first, last, longest);
    std::vector<std::size_t> seen(static_cast<std::size_t>(last - first + 1));
    const auto visible = [&](const Line& word) {
      constexpr double smallest = 2;  // points: a dot to the eye
      return !drawn || (drawn->seen(word.page, word.place) && word.size >= smallest);
    };
    std::vector<bool> is_seen;
    for (const Line& word : batch_) {
      is_seen.push_back(visible(word));
      if (is_seen.back()) ++seen[static_cast<std::size_t>(word.page - first)];
    }
    for (std::size_t i = 0; i < batch_.size(); ++i) {
      Line word = std::move(batch_[i]);
      // The words behind the picture of a page are its text, when it has no other.
      const bool layer = seen[static_cast<std::size_t>(word.page - first)] == 0 && drawn && !drawn->blank(word.page);
      const bool begins = std::exchange(word.row, 0) == 1;
      if (!is_seen[i] && !layer) word.hidden = std::exchange(word.text, {});
      if (begins) layout_.lines.push_back(std::move(word));
      else join(layout_.lines.back(), word);
    }
    if (layout_.lines.size() > 4 * limits::document_blocks) throw refused("documentTooLong");
  }

  static void join(Line& line, const Line& word) {
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
};

// "Page    3 size:  595 x 842 pts (A4)", "Page    3 rot:   90".
std::vector<Page> pages_of(std::string_view pdf) {
  const ChildResult child = run_limited({"pdfinfo", "-f", "1", "-l", std::to_string(limits::document_pages + 1), "-"}, pdf);
  if (child.err.find("Incorrect password") != std::string::npos) throw refused("documentPassword");
  if (child.status == 124 || child.status > 128) throw refused("documentTooHeavy");
  if (child.status != 0) throw refused("documentDamaged");
  std::vector<Page> out;
  for (const std::string_view line : text::split(child.out, '\n')) {
    if (!line.starts_with("Page ")) continue;
    const std::size_t size = line.find(" size:");
    const std::size_t turned = line.find(" rot:");
    if (size != std::string_view::npos) {
      char* next = nullptr;
      const std::string rest(line.substr(size + 6));
      Page page;
      page.width = std::strtod(rest.c_str(), &next);
      const char* cross = std::strchr(next, 'x');
      page.height = cross == nullptr ? 0 : std::strtod(cross + 1, nullptr);
      out.push_back(page);
    } else if (turned != std::string_view::npos && !out.empty()) {
      out.back().turned = std::atoi(std::string(line.substr(turned + 5)).c_str());
      if (out.back().turned % 180 != 0) std::swap(out.back().width, out.back().height);
    }
    if (out.size() > static_cast<std::size_t>(limits::document_pages))
      throw refused("documentTooManyPages", {{"limit", std::to_string(limits::document_pages)}});
  }
  if (out.empty()) throw refused("documentDamaged");
  return out;
}

}  // namespace

DocumentText read_pdf(std::string_view content) {
  Reader reader(content, pages_of(content));
  Layout layout = reader.run();
  DocumentText out{"pdf", static_cast<int>(layout.pages.size())};
  std::size_t letters = 0;
  for (std::size_t i = 0; i < layout.pages.size(); ++i) {
    letters += reader.letters()[i];
    if (reader.letters()[i] == 0) out.pictures.push_back(static_cast<int>(i) + 1);
  }
  // A scan has pages without words; a stamp or a page number is not a text.
  if (letters < 25 * layout.pages.size()) throw refused("documentScanned");
  drop_running_lines(layout);
  put_in_order(layout);
  Writer writer(out);
  to_blocks(layout, writer);
  return out;
}

std::string page_picture(std::string_view pdf, int page) {
  const std::string number = std::to_string(page);
  ChildResult child =
      run_limited({"pdftoppm", "-cropbox", "-png", "-f", number, "-l", number, "-scale-to-x", "1100", "-scale-to-y", "-1", "-"}, pdf);
  if (child.status != 0 || !child.out.starts_with("\x89PNG")) throw not_found();
  return std::move(child.out);
}

}  // namespace tenzij::documents
