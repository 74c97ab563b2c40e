// The layout of a PDF: lines with their places, put in the order in which people read them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "platform/documents/blocks.h"

namespace tenzij::documents {

struct Line {
  std::string text;
  std::string hidden;  // words of it that are on no page as people see it
  int page = 0;
  double x = 0, y = 0, right = 0, bottom = 0;  // points, as if the text ran from left to right
  Box place = {};                              // on the page as it is shown, in parts of it
  double size = 0;                             // height of its letters
  bool block_start = false;
  bool column_start = false;  // the first of the next column: what is above it says nothing
  int row = 0;                // of a table, from 1; 0: running text
  int column = 0;             // of that table
};

struct PageSize {
  double width = 0;
  double height = 0;
};

struct Layout {
  std::vector<PageSize> pages;
  std::vector<Line> lines;
};

// Headers, footers and page numbers: the same words at the beginning or end of many pages.
void drop_running_lines(Layout& layout);
// Columns one after the other, tables row by row. Every page on its own.
void put_in_order(Layout& layout);
// Lines become paragraphs, headings, items and rows.
void to_blocks(const Layout& layout, Writer& out);

}  // namespace tenzij::documents
