// The parts of a Word document beside its text: which part is which, styles, and lists.
#pragma once

#include <map>
#include <set>
#include <string>

#include "platform/documents/numbering.h"
#include "platform/documents/zip.h"

namespace tenzij::documents {

struct WordStyle {
  std::string based_on;
  std::string name;  // in lower case
  int outline = -1;  // 0 is the highest
  std::string list;  // numId
  int level = -1;    // of the list
  bool hidden = false;
};

struct WordList {
  std::string abstract;
  std::map<std::size_t, int> starts;         // begins at this when it is first used
  std::map<std::size_t, ListLevel> changed;  // levels of its own
};

struct WordParts {
  std::string main, styles_part, numbering, footnotes, endnotes;
  std::map<std::string, WordStyle, std::less<>> styles;
  std::map<std::string, List, std::less<>> abstracts;
  std::map<std::string, WordList, std::less<>> lists;

  // What a style says, its own words before those of the styles it is based on.
  [[nodiscard]] WordStyle resolved(std::string_view style) const;
  // 1 to 9 for a heading; 0: none.
  [[nodiscard]] int heading_depth(std::string_view style_id, const WordStyle& style) const;
};

// The main part by the relationships of the package (ECMA-376 part 2), whatever its name; empty: not a Word document.
std::string word_main_part(Package& package);
WordParts word_parts(Package& package, const std::string& main);

}  // namespace tenzij::documents
