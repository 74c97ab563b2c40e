// Which words of a PDF anybody sees: the page as it is drawn is looked at where each word should stand. That finds text
// that is drawn invisibly, in the colour of its ground, behind something, or on a layer that is off.
#pragma once

#include <string_view>
#include <vector>

#include "platform/documents/text.h"

namespace tenzij::documents {

class Drawn {
 public:
  // Pages `first` to `last` drawn in grey by pdftoppm; when that fails nothing is known and everything is taken as seen.
  Drawn(std::string_view pdf, int first, int last, double longest_side);

  [[nodiscard]] bool seen(int page, const Box& word) const;
  // Nothing at all is on that page.
  [[nodiscard]] bool blank(int page) const;

 private:
  struct Picture {
    std::size_t width = 0;
    std::size_t height = 0;
    std::size_t at = 0;
  };
  std::string bytes_;
  int first_;
  std::vector<Picture> pages_;
};

}  // namespace tenzij::documents
