// What the style sheet of a web page hides: the simple rules, ".class", "#id" and "tag.class" with display or visibility.
// Rules that hang on more (a screen, a parent, a state) hide nothing here: what is in doubt is text.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace tenzij::documents {

// In a style: display:none or visibility:hidden. `style` is in small letters and without spaces.
bool hides(std::string_view style);

class StyleSheet {
 public:
  // One <style> after the other; a later rule that shows wins.
  void read(std::string_view css);
  [[nodiscard]] bool hides(std::string_view tag, std::string_view id, std::string_view classes) const;

 private:
  std::set<std::string, std::less<>> hidden_;  // selectors

  void rule(std::string_view selectors, std::string_view style);
};

}  // namespace tenzij::documents
