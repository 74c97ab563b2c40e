// Numbers that a word processor counts itself (ECMA-376 part 1, 17.9; ODF 1.3, 16.30): what stands in front of a
// paragraph for everybody who reads the document.
#pragma once

#include <array>
#include <map>
#include <string>

namespace tenzij::documents {

inline constexpr std::size_t list_levels = 10;

struct ListLevel {
  int start = 1;
  std::string format = "decimal";  // of number_text(); "bullet" and "none" write no number
  std::string text;                // "%1.%2": %n is the number of level n
  bool legal = false;              // all numbers of this level as decimals
  int restart = -1;                // 0: never begins again; n: only after level n; -1: after any higher level
  std::string style;               // paragraphs of this style are of this level
};

struct List {
  std::array<ListLevel, list_levels> levels;
  bool several() const;  // a level below the first writes the numbers above it too: "2.1"
};

// The state of one list while the document goes by.
struct ListCount {
  std::array<int, list_levels> at{};
  std::array<bool, list_levels> set{};
};

// Counts one paragraph of `level` and gives its number as it is written; `first`: begin at this instead.
std::string next_number(const List& list, ListCount& count, std::size_t level, const int* first = nullptr);

}  // namespace tenzij::documents
