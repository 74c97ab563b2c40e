// PDF through poppler's programs: pdfinfo for its pages, pdftotext for words with their places, pdftoppm for what is seen
// of them. A few pages at a time, so that memory does not grow with the file.
#include <algorithm>
#include <optional>

#include "platform/base/limits.h"
#include "platform/documents/child.h"
#include "platform/documents/pdf_seen.h"
#include "platform/documents/pdf_words.h"
#include "platform/documents/readers.h"

namespace tenzij::documents {

namespace {

// Pages asked for at once: 50 pictures of pages are 15 MB, and starting a program costs some ms.
constexpr int pages_at_once = 50;
// What their words with places may take; a full page has 800 words of 120 bytes.
constexpr std::size_t words_at_once = 40UL * 1024 * 1024;

std::vector<PageSize> pages_of(std::string_view pdf) {
  const ChildResult child = run_limited({"pdfinfo", "-f", "1", "-l", std::to_string(limits::document_pages + 1), "-"}, pdf);
  if (child.err.find("Incorrect password") != std::string::npos) throw refused("documentPassword");
  if (child.status == 124 || child.status > 128) throw refused("documentTooHeavy");
  if (child.status != 0) throw refused("documentDamaged");
  return page_sizes(child.out);
}

// Some pages: their words, and whether anybody sees them.
void read_pages(std::string_view pdf, const std::vector<PageSize>& pages, int first, int last, PageWords& words) {
  const ChildResult child = run_limited(
      {"pdftotext", "-enc", "UTF-8", "-cropbox", "-bbox-layout", "-f", std::to_string(first), "-l", std::to_string(last), "-", "-"}, pdf);
  if (child.status == 124 || child.status > 128 || child.out.size() > words_at_once) throw refused("documentTooHeavy");
  if (child.status != 0) throw refused("documentDamaged");
  words.read(child.out, first);
  if (!words.any()) return;
  double longest = 0;
  for (int page = first; page <= last; ++page) {
    const PageSize& size = pages[static_cast<std::size_t>(page - 1)];
    longest = std::max({longest, size.width, size.height});
  }
  constexpr double largest_drawn = 2500;  // points: A0. What is larger is a drawing, and too much to look at
  if (longest > largest_drawn) return words.take_lines({[](const Line&) { return true; }, [](int) { return false; }});
  const Drawn drawn(pdf, first, last, longest);
  constexpr double smallest = 2;  // points: a dot to the eye
  words.take_lines({[&](const Line& word) { return word.size >= smallest && drawn.seen(word.page, word.place); },
                    [&](int page) { return drawn.blank(page); }});
}

}  // namespace

DocumentText read_pdf(std::string_view content, const Told& told) {
  const std::vector<PageSize> pages = pages_of(content);
  const int count = static_cast<int>(pages.size());
  PageWords words(pages);
  for (int first = 1; first <= count; first += pages_at_once) {
    if (told) told(first - 1, count);
    read_pages(content, pages, first, std::min(first + pages_at_once - 1, count), words);
  }
  DocumentText out{"pdf", count};
  std::size_t letters = 0;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    letters += words.letters()[i];
    if (words.letters()[i] == 0) out.pictures.push_back(static_cast<int>(i) + 1);
  }
  // A scan has pages without words; a stamp or a page number is not a text.
  if (letters < 25 * pages.size()) throw refused("documentScanned");
  Layout layout = std::move(words).layout();
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
