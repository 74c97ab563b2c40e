#include "platform/documents/blocks.h"

#include <algorithm>
#include <array>

#include "platform/base/limits.h"
#include "platform/base/text.h"

namespace tenzij::documents {

namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }

// Columns of a table are named by their head only when those names are short; "Head: cell" is written in every row.
constexpr std::size_t longest_head = 60;
// A cell longer than this is text of its own, not a part of a sentence.
constexpr std::size_t longest_cell = 1000;

struct Form {
  std::string_view written;
  std::string_view plain;
};
constexpr std::array<Form, 20> forms{{
    {"\u00ad", ""},   {"\u200b", ""},   {"\u200c", ""},    {"\u200d", ""},    {"\u2060", ""},   {"\ufeff", ""},   {"\ufb00", "ff"},
    {"\ufb01", "fi"}, {"\ufb02", "fl"}, {"\ufb03", "ffi"}, {"\ufb04", "ffl"}, {"\ufb05", "st"}, {"\ufb06", "st"}, {"\u2002", " "},
    {"\u2003", " "},  {"\u2011", "-"},  {"\u2028", " "},   {"\u2029", " "},   {"\u3000", " "},  {"\u0085", " "},
}};

// No-break and narrow spaces: inside a figure they keep it whole.
bool narrow_space(std::string_view text) {
  for (const std::string_view each : {"\u00a0", "\u2007", "\u2009", "\u200a", "\u202f"})
    if (text.starts_with(each)) return true;
  return false;
}

bool thousands(std::string_view rest) {
  if (rest.size() < 3 || !digit(rest[0]) || !digit(rest[1]) || !digit(rest[2])) return false;
  return rest.size() == 3 || !digit(rest[3]);
}

std::string roman(int value) {
  constexpr std::array<std::pair<int, std::string_view>, 13> marks{{{1000, "m"},
                                                                    {900, "cm"},
                                                                    {500, "d"},
                                                                    {400, "cd"},
                                                                    {100, "c"},
                                                                    {90, "xc"},
                                                                    {50, "l"},
                                                                    {40, "xl"},
                                                                    {10, "x"},
                                                                    {9, "ix"},
                                                                    {5, "v"},
                                                                    {4, "iv"},
                                                                    {1, "i"}}};
  std::string out;
  for (const auto& [worth, mark] : marks)
    for (; value >= worth; value -= worth) out += mark;
  return out;
}

std::string upper(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

// A long text in pieces at the end of a sentence or at least of a word.
std::size_t piece_of(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text.size();
  const std::string_view part = text.substr(0, most);
  std::size_t at = part.rfind(". ");
  if (at != std::string_view::npos && at > most / 2) return at + 1;
  at = part.rfind(' ');
  if (at != std::string_view::npos && at > most / 2) return at;
  at = most;
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xc0U) == 0x80U) --at;
  return at;
}

}  // namespace

Box around(const Box& a, const Box& b) {
  const double right = std::max(a.x + a.width, b.x + b.width);
  const double bottom = std::max(a.y + a.height, b.y + b.height);
  const double x = std::min(a.x, b.x);
  const double y = std::min(a.y, b.y);
  return {x, y, right - x, bottom - y};
}

Error refused(const char* code, MessageArgs args) { return {400, code, std::move(args)}; }
Error too_deep() { return refused("documentTooDeep", {{"limit", std::to_string(limits::document_depth)}}); }

void append_point(std::string& out, unsigned long point) {
  if (point == 0 || point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) point = 0xfffd;
  const auto tail = [&](unsigned shift) { out += static_cast<char>(0x80U | ((point >> shift) & 0x3fU)); };
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else if (point < 0x800) {
    out += static_cast<char>(0xc0U | (point >> 6U));
    tail(0);
  } else if (point < 0x10000) {
    out += static_cast<char>(0xe0U | (point >> 12U));
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xf0U | (point >> 18U));
    tail(12);
    tail(6);
    tail(0);
  }
}

std::string plain_forms(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool space = false;
  const auto add = [&](std::string_view more) {
    if (space && !out.empty()) out += ' ';
    space = false;
    out += more;
  };
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v') {
      space = true;
      ++i;
      continue;
    }
    if (static_cast<unsigned char>(c) < 0xc2) {
      add(text.substr(i++, 1));
      continue;
    }
    const std::string_view rest = text.substr(i, 8);
    const std::size_t size = static_cast<unsigned char>(c) >= 0xf0 ? 4 : static_cast<unsigned char>(c) >= 0xe0 ? 3 : 2;
    if (narrow_space(rest)) {
      if (!space && !out.empty() && digit(out.back()) && thousands(rest.substr(size))) add("\u202f");
      else space = true;
    } else if (const auto* form = std::find_if(forms.begin(), forms.end(), [&](const Form& f) { return rest.starts_with(f.written); });
               form != forms.end()) {
      if (form->plain == " ") space = true;
      else if (!form->plain.empty()) add(form->plain);
    } else {
      add(rest.substr(0, size));
    }
    i += size;
  }
  step(text.size());
  return out;
}

std::string number_text(int value, std::string_view format) {
  const bool capital = format.starts_with("upper");
  if (format.ends_with("Letter") && value > 0) {
    // a ... z, aa, bb ... as word processors count.
    const std::string out(std::min<std::size_t>(static_cast<std::size_t>((value - 1) / 26 + 1), 8),
                          static_cast<char>('a' + (value - 1) % 26));
    return capital ? upper(out) : out;
  }
  if (format.ends_with("Roman") && value > 0 && value < 4000) return capital ? upper(roman(value)) : roman(value);
  if (format == "decimalZero" && value >= 0 && value < 10) return "0" + std::to_string(value);
  return std::to_string(value);
}

void TextBudget::take(std::size_t bytes) {
  bytes_ += bytes;
  if (bytes_ > limits::document_text_bytes) throw refused("documentTooLong");
}

void TextBudget::take_block() {
  // Cells and their blocks pass here once each, at every depth of a table.
  if (++blocks_ > 10 * limits::document_blocks) throw refused("documentTooLong");
}

void Writer::push(Block block) { put(std::move(block), tables_.size()); }

// `level` tables are open around the block.
void Writer::put(Block block, std::size_t level) {
  block.text = plain_forms(text::repair_utf8(block.text));
  if (block.text.empty()) return;
  if (level > 0) {
    Table& table = tables_[level - 1];
    if (block.origin == Origin::text) block.origin = Origin::table;
    if (!table.in_row) table.cells.clear();
    if (table.cells.empty()) table.cells.emplace_back();
    waiting_.take(block.text.size());
    waiting_.take_block();
    table.cells.back().blocks.push_back(std::move(block));
    if (!table.in_row) whole_row(table, level);
    return;
  }
  const std::string whole = std::move(block.text);
  std::string_view rest = whole;
  while (!rest.empty()) {
    const std::size_t size = piece_of(rest, limits::document_block_bytes);
    Block part = block;
    part.text = std::string(text::trim(rest.substr(0, size)));
    rest.remove_prefix(size);
    bytes_ += part.text.size();
    if (!part.text.empty()) out_.blocks.push_back(std::move(part));
    if (out_.blocks.size() > limits::document_blocks || bytes_ > limits::document_text_bytes) throw refused("documentTooLong");
    step();
  }
}

void Writer::open_table() { tables_.emplace_back(); }

void Writer::open_row(bool head) {
  if (tables_.empty()) return;
  if (tables_.back().in_row) close_row();
  Table& table = tables_.back();
  table.cells.clear();
  table.in_row = true;
  table.head_row = head;
  table.dropped = false;
}

void Writer::open_cell(int columns) {
  if (tables_.empty()) return;
  if (!tables_.back().in_row) open_row(false);
  waiting_.take_block();
  tables_.back().cells.push_back({std::clamp(columns, 1, 64), {}});
}

void Writer::widen_cell(int columns) {
  if (!tables_.empty() && !tables_.back().cells.empty()) tables_.back().cells.back().columns = std::clamp(columns, 1, 64);
}

void Writer::head_row() {
  if (!tables_.empty()) tables_.back().head_row = true;
}

void Writer::drop_row() {
  if (!tables_.empty()) tables_.back().dropped = true;
}

void Writer::close_row() {
  if (tables_.empty() || !tables_.back().in_row) return;
  Table& table = tables_.back();
  table.in_row = false;
  if (!table.dropped) whole_row(table, tables_.size());
  table.cells.clear();
}

void Writer::close_table() {
  if (tables_.empty()) return;
  close_row();
  std::vector<Block> left = std::move(tables_.back().first_blocks);
  // A table of nothing but heads is rows all the same.
  if (!tables_.back().head.empty() && !tables_.back().head_used) {
    Block row{BlockKind::paragraph, 0, {}, {}, 0, std::nullopt, Origin::table};
    for (const std::string& each : tables_.back().head) row.text += (row.text.empty() || each.empty() ? "" : " | ") + each;
    left.push_back(std::move(row));
  }
  tables_.pop_back();
  for (Block& each : left) put(std::move(each), tables_.size());
}

namespace {

// "Nr", "Code", "Eis": what stands above a column of numbers.
bool names_numbers(std::string_view text) {
  const std::string low = text::lower_ascii(text);
  for (const std::string_view each : {"nr", "nr.", "no", "no.", "#", "nummer", "code", "id", "eis", "wens", "criterium", "onderdeel",
                                      "artikel", "thema", "number", "requirement"})
    if (low == each) return true;
  return false;
}

bool short_code(std::string_view text) {
  return !text.empty() && text.size() <= 8 && std::any_of(text.begin(), text.end(), digit) && text.find(' ') == std::string_view::npos;
}

}  // namespace

// Notes, and what nobody sees of a row, are no part of what the row says, unless they are all of it.
std::vector<Block> Writer::beside_row(std::vector<Cell>& cells) {
  const auto beside = [](const Block& block) { return block.hidden || block.origin == Origin::note; };
  const auto says = [&](const Cell& cell) { return !std::all_of(cell.blocks.begin(), cell.blocks.end(), beside); };
  std::vector<Block> out;
  if (std::none_of(cells.begin(), cells.end(), says)) return out;
  for (Cell& cell : cells) {
    const auto rest = std::stable_partition(cell.blocks.begin(), cell.blocks.end(), [&](const Block& block) { return !beside(block); });
    std::move(rest, cell.blocks.end(), std::back_inserter(out));
    cell.blocks.erase(rest, cell.blocks.end());
  }
  return out;
}

void Writer::whole_row(Table& table, std::size_t level) {
  std::vector<Cell> cells = std::exchange(table.cells, {});
  std::vector<Block> beside = beside_row(cells);
  row_of(table, level, cells);
  for (Block& block : beside) put(std::move(block), level - 1);
}

// The blocks of a row one by one, the first of each cell behind the name of its column.
void Writer::cells_apart(const Table& table, std::size_t level, const std::vector<Cell>& cells, bool named) {
  std::size_t column = 0;
  for (const Cell& cell : cells) {
    const bool named_column = named && column < table.head.size() && !table.head[column].empty();
    for (std::size_t i = 0; i < cell.blocks.size(); ++i) {
      Block block = cell.blocks[i];
      if (i == 0 && named_column && block.kind == BlockKind::paragraph && block.label.empty())
        block.text = table.head[column] + ": " + block.text;
      put(std::move(block), level - 1);
    }
    column += static_cast<std::size_t>(cell.columns);
  }
}

// A row becomes one sentence, or its blocks one by one where a cell holds more than a sentence.
void Writer::row_of(Table& table, std::size_t level, const std::vector<Cell>& cells) {
  std::vector<std::string> texts;
  bool simple = true;
  bool hidden = true;
  std::size_t filled = 0;
  bool may_be_head = table.rows == 0;
  int page = 0;
  std::optional<Box> box;
  for (const Cell& cell : cells) {
    simple = simple && cell.blocks.size() <= 1;
    const std::string text = cell.blocks.empty() ? std::string() : cell.blocks.front().text;
    for (const Block& block : cell.blocks) {
      hidden = hidden && block.hidden;
      if (page == 0) page = block.page;
      if (block.box) box = box ? around(*box, *block.box) : *block.box;
    }
    filled += cell.blocks.empty() ? 0 : 1;
    simple = simple && text.size() <= longest_cell;
    may_be_head = may_be_head && !text.empty() && text.size() <= longest_head && text.back() != '.' && !digit(text.front());
    for (int i = 0; i < cell.columns; ++i) texts.push_back(i == 0 ? text : std::string());
    step();
  }
  if (filled == 0) return;
  ++table.rows;
  std::vector<Block> as_row;
  const auto sentence = [&](const std::vector<std::string>& head) {
    Block row{BlockKind::paragraph, 0, {}, {}, page, box, Origin::table, hidden};
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (texts[i].empty()) continue;
      if (!row.text.empty()) row.text += head.empty() ? " | " : "; ";
      if (i < head.size() && !head[i].empty()) row.text += head[i] + ": ";
      row.text += texts[i];
    }
    return row;
  };
  const bool named = std::all_of(texts.begin(), texts.end(), [](const std::string& t) { return t.size() <= longest_head; });
  if (table.head_row && simple && named && filled > 1) {
    table.head.resize(std::max(table.head.size(), texts.size()));
    for (std::size_t i = 0; i < texts.size(); ++i) {
      std::string& name = table.head[i];
      if (name.size() + texts[i].size() <= 2 * longest_head) name += (name.empty() || texts[i].empty() ? "" : " ") + texts[i];
    }
    return;
  }
  if (!table.first_blocks.empty()) {
    const std::vector<Block> first = std::move(table.first_blocks);
    table.first_blocks.clear();
    const bool head =
        texts.size() == table.first.size() && (texts.size() >= 3 || short_code(texts.front()) || names_numbers(table.first.front()));
    if (head) table.head = table.first;
    else
      for (const Block& each : first) put(each, level - 1);
  }
  if (!simple || filled == 1) {
    table.head_used = true;
    cells_apart(table, level, cells, filled > 1);
    return;
  }
  if (may_be_head && table.head.empty() && cells.size() > 1) {
    table.first = texts;
    table.first_blocks = {sentence({})};
    return;
  }
  table.head_used = true;
  put(sentence(table.head), level - 1);
}

}  // namespace tenzij::documents
