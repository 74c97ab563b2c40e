// Text -> sentences and headings, as token ranges. Written for tender documents: wrapped lines, lists, numbered
// headings, abbreviations.
#pragma once

#include "scan/normalise.h"

namespace tenzij::scan {

struct Sentence {
  std::uint32_t start;  // bytes, trimmed
  std::uint32_t end;
  std::uint32_t first;  // tokens [first, last)
  std::uint32_t last;
  bool heading;
};

// With `headings` false every piece is a sentence: the short texts of a notice's fields.
std::vector<Sentence> sentences(std::string_view text, const Tokens& tokens, bool headings, bool marked = false);

}  // namespace tenzij::scan
