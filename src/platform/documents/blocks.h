// What the readers share: blocks in the making, rows of tables, names of formats of numbers, and the count of steps.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/base/error.h"
#include "platform/base/steps.h"
#include "platform/documents/text.h"

namespace tenzij::documents {

// One step for each byte, event or word that a loop passes: work grows with the length of what is read and no faster.
inline void step(std::size_t count = 1) { steps::add(count); }
Error refused(const char* code, MessageArgs args = {});
Error too_deep();

// Soft hyphens and marks without width go, ligatures become letters, runs of white space one space; a space inside a
// figure ("1 500 000") stays one that does not break.
std::string plain_forms(std::string_view text);

// The smallest box around both.
Box around(const Box& a, const Box& b);

// Appends a code point as UTF-8; what is none becomes U+FFFD.
void append_point(std::string& out, unsigned long point);

// 3 as "3", "c", "C", "iii" or "III": format is decimal, lowerLetter, upperLetter, lowerRoman, upperRoman, decimalZero.
std::string number_text(int value, std::string_view format);

// The bound on what one document gives, for text that is gathered before it becomes a block.
class TextBudget {
 public:
  void take(std::size_t bytes);  // throws documentTooLong
  void take_block();             // the same, for blocks that wait

 private:
  std::size_t bytes_ = 0;
  std::size_t blocks_ = 0;
};

// Takes blocks in reading order, keeps the bounds, and turns the rows of tables into sentences. Tables may stand in
// each other; how deep is the reader's bound.
class Writer {
 public:
  explicit Writer(DocumentText& out) : out_(out) {}

  void push(Block block);
  void open_table();
  void open_row(bool head);
  void open_cell(int columns);
  void widen_cell(int columns);
  void head_row();  // the row that is open holds names of columns
  void drop_row();  // the row that is open was deleted
  void close_row();
  void close_table();
  [[nodiscard]] bool in_table() const { return !tables_.empty(); }

 private:
  struct Cell {
    int columns = 1;
    std::vector<Block> blocks;
  };
  struct Table {
    std::vector<std::string> head;    // texts per column; empty: none
    std::vector<std::string> first;   // a first row that may turn out to be the head
    std::vector<Block> first_blocks;  // the same, as the row it else is
    std::vector<Cell> cells;          // of the row that is open
    bool in_row = false;
    bool head_row = false;
    bool dropped = false;
    bool head_used = false;
    int rows = 0;
  };
  DocumentText& out_;
  std::vector<Table> tables_;
  std::size_t bytes_ = 0;  // of the blocks that are done
  TextBudget waiting_;     // what went through cells

  void put(Block block, std::size_t level);
  void whole_row(Table& table, std::size_t level);
  void row_of(Table& table, std::size_t level, const std::vector<Cell>& cells);
  void cells_apart(const Table& table, std::size_t level, const std::vector<Cell>& cells, bool named);
  static std::vector<Block> beside_row(std::vector<Cell>& cells);
};

}  // namespace tenzij::documents
