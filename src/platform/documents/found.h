// A document with where its blocks stand in a spreadsheet.
#pragma once

#include "platform/documents/text.h"

namespace tenzij::documents {

// Where a block of a spreadsheet stands: its sheet, and the row as a spreadsheet counts.
struct SheetPlace {
  std::string sheet;
  int row = 0;
};
BOOST_DESCRIBE_STRUCT(SheetPlace, (), (sheet, row))

struct FoundDocument {
  DocumentText text;
  std::vector<SheetPlace> places;  // of each block of a spreadsheet; empty for anything else
};
BOOST_DESCRIBE_STRUCT(FoundDocument, (), (text, places))

}  // namespace tenzij::documents
