// What pdftotext says of the pages of a PDF, as lines with their places. Pure functions of what poppler's programs print: they
// read the file of a stranger, so nothing they say is taken for granted.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "platform/documents/pdf_layout.h"
#include "platform/documents/readers.h"

namespace tenzij::documents {

struct Word {
  std::string text;
  double x = 0, y = 0, right = 0, bottom = 0;
};

// Sizes of pages as they are shown, from what `pdfinfo -l` prints. Throws documentTooManyPages and documentDamaged.
std::vector<PageSize> page_sizes(std::string_view printed);

class PageWords {
 public:
  explicit PageWords(std::vector<PageSize> pages);

  // What `pdftotext -bbox-layout` prints of the pages from `first`.
  void read(std::string_view printed, int first);
  // Takes what was read since the last time as lines: words that nobody sees apart from the others.
  struct Eye {
    std::function<bool(const Line& word)> sees;
    std::function<bool(int page)> blank;  // nothing at all is on that page
  };
  void take_lines(const Eye& eye);

  [[nodiscard]] bool any() const { return !batch_.empty(); }
  // Bytes of words per page, seen or not.
  [[nodiscard]] const std::vector<std::size_t>& letters() const { return letters_; }
  Layout layout() && { return std::move(layout_); }

 private:
  Layout layout_;
  std::vector<std::size_t> letters_;
  TextBudget budget_;
  std::vector<Line> batch_;  // words of the pages at hand, each as a line
  std::vector<Word> words_;  // of the line at hand
  bool block_ = false;
  int page_ = 0;

  void row(std::string_view row);
  void end_line();
  [[nodiscard]] const PageSize& page() const { return layout_.pages[static_cast<std::size_t>(page_ - 1)]; }
};

}  // namespace tenzij::documents
