#include "platform/documents/pdf_seen.h"

#include <algorithm>
#include <cmath>

#include "platform/base/text.h"
#include "platform/documents/blocks.h"
#include "platform/documents/child.h"

namespace tenzij::documents {

namespace {

// Shades that lie closer together than this are one to the eye.
constexpr int contrast = 6;

// "P5\n600 842\n255\n": the next number of the head of a picture.
std::size_t next_number(std::string_view bytes, std::size_t& at) {
  while (at < bytes.size() && (bytes[at] == ' ' || bytes[at] == '\n')) ++at;
  std::size_t out = 0;
  for (; at < bytes.size() && bytes[at] >= '0' && bytes[at] <= '9' && out < 100'000; ++at)
    out = out * 10 + static_cast<std::size_t>(bytes[at] - '0');
  return out;
}

}  // namespace

Drawn::Drawn(std::string_view pdf, int first, int last, double longest_side) : first_(first) {
  // Letters of 8 points are six pixels high on A4; a larger sheet is drawn larger.
  const int side = std::clamp(static_cast<int>(longest_side * 0.72), 300, 1600);
  ChildResult made = run_limited(
      {"pdftoppm", "-cropbox", "-gray", "-scale-to", std::to_string(side), "-f", std::to_string(first), "-l", std::to_string(last), "-"},
      pdf);
  if (made.status != 0) return;
  bytes_ = std::move(made.out);
  for (std::size_t at = 0; at + 2 < bytes_.size();) {
    if (bytes_.compare(at, 2, "P5") != 0) break;
    at += 2;
    Picture page;
    page.width = next_number(bytes_, at);
    page.height = next_number(bytes_, at);
    next_number(bytes_, at);
    page.at = ++at;
    at += page.width * page.height;
    if (at > bytes_.size() || page.width == 0) break;
    pages_.push_back(page);
  }
}

bool Drawn::seen(int page, const Box& word) const {
  const auto index = static_cast<std::size_t>(page - first_);
  if (index >= pages_.size()) return true;
  const Picture& picture = pages_[index];
  const auto pixel = [](double part, std::size_t size) {
    return static_cast<std::size_t>(std::clamp(part * static_cast<double>(size), 0.0, static_cast<double>(size - 1)));
  };
  std::size_t left = pixel(word.x, picture.width);
  std::size_t right = pixel(word.x + word.width, picture.width);
  std::size_t top = pixel(word.y, picture.height);
  std::size_t bottom = pixel(word.y + word.height, picture.height);
  if (bottom - top < 4) {  // so small that only its ground sets it off
    top -= top > 0 ? 1 : 0;
    bottom += bottom + 1 < picture.height ? 1 : 0;
    left -= left > 0 ? 1 : 0;
    right += right + 1 < picture.width ? 1 : 0;
  }
  int darkest = 255;
  int lightest = 0;
  for (std::size_t y = top; y <= bottom; ++y) {
    const char* row = bytes_.data() + picture.at + y * picture.width;
    for (std::size_t x = left; x <= right; ++x) {
      const int shade = static_cast<unsigned char>(row[x]);
      darkest = std::min(darkest, shade);
      lightest = std::max(lightest, shade);
    }
    step();
    if (lightest - darkest >= contrast) return true;
  }
  return false;
}

bool Drawn::blank(int page) const { return !seen(page, {0, 0, 1, 1}); }

}  // namespace tenzij::documents
