// The text of an office document as blocks in reading order: headings, paragraphs and list items, with page and place where
// the format knows them. Pure functions of the bytes: bounded, without recursion over foreign depth, linear in the length.
// Only a PDF asks other programs (poppler's pdftotext and pdftoppm, through run_limited).
#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenzij::documents {

enum class BlockKind { heading, paragraph, item };
BOOST_DESCRIBE_ENUM(BlockKind, heading, paragraph, item)

// Where a block was found. table: one row, each cell behind the name of its column; note: a footnote or endnote, after
// the block that refers to it; box: a text box, after the block that it hangs on.
enum class Origin { text, table, note, box };
BOOST_DESCRIBE_ENUM(Origin, text, table, note, box)

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
  std::string label;  // "2.3" or "a." where the text has one, or where the word processor counts one
  std::string text;   // one line, valid UTF-8
  int page = 0;       // from 1; 0 where there are no pages
  std::optional<Box> box = std::nullopt;
  Origin origin = Origin::text;
  bool hidden = false;  // in the file, but nobody who looks at the document sees it: never a clause, never a demand
};
BOOST_DESCRIBE_STRUCT(Block, (), (kind, depth, label, text, page, box, origin, hidden))

struct DocumentText {
  std::string format;  // pdf, docx, odt, html, markdown, text
  int pages = 0;
  std::vector<Block> blocks = {};
  std::string source = {};         // of plain text: the whole of it as UTF-8, in which places are counted
  std::vector<int> pictures = {};  // pages of a PDF without words: pictures of text, or empty
};
BOOST_DESCRIBE_STRUCT(DocumentText, (), (format, pages, blocks, source, pictures))

// Throws Error 400 with a code that says what is wrong with the file: documentScanned, documentPassword, documentMacro,
// documentDamaged, documentTooDeep, documentTooManyPages, documentTooLong, documentTooHeavy, documentUnknown ...
DocumentText read_document(std::string_view content, std::string_view file_name);

// One page of a PDF as PNG, some 1100 pixels wide. Throws Error 404 when there is no such page.
std::string page_picture(std::string_view pdf, int page);

}  // namespace tenzij::documents
