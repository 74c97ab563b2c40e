// The text of an office document as blocks in reading order: headings, paragraphs and list items, with page and
// place where the format knows them. PDF by poppler, ODT, DOCX, HTML and Markdown by pandoc, both in a limited child.
#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenzij::documents {

enum class BlockKind { heading, paragraph, item };
BOOST_DESCRIBE_ENUM(BlockKind, heading, paragraph, item)

// Where a block stands on its page, in parts of the page's width and height from the top left.
struct Box {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;
};
BOOST_DESCRIBE_STRUCT(Box, (), (x, y, width, height))

struct Block {
  BlockKind kind = BlockKind::paragraph;
  int depth = 0;      // of a heading: 1 is the highest; of an item: how far it is nested
  std::string label;  // "2.3" or "a." where the text has one
  std::string text;   // one line, valid UTF-8
  int page = 0;       // from 1; 0 where there are no pages
  std::optional<Box> box;
};
BOOST_DESCRIBE_STRUCT(Block, (), (kind, depth, label, text, page, box))

struct DocumentText {
  std::string format;  // pdf, docx, odt, html, markdown, text
  int pages = 0;
  std::vector<Block> blocks;
};
BOOST_DESCRIBE_STRUCT(DocumentText, (), (format, pages, blocks))

// Throws Error 400 with a code that says what is wrong with the file: documentScanned, documentPassword,
// documentMacro, documentDamaged, documentTooManyPages, documentTooLong, documentTooHeavy, documentUnknown ...
DocumentText read_document(std::string_view content, std::string_view file_name);

// One page of a PDF as PNG, some 1100 pixels wide. Throws Error 404 when there is no such page.
std::string page_picture(std::string_view pdf, int page);

}  // namespace tenzij::documents
