// Plain text: whatever encoding it came in, paragraphs, bullets of all kinds and numbered lines.
#include <algorithm>
#include <array>

#include "platform/base/text.h"
#include "platform/documents/readers.h"

namespace tenzij::documents {

namespace {

constexpr std::array<std::string_view, 34> bullets{"-",      "*",      "+",      "o",      "\u2022", "\u00b7", "\u2013", "\u2014", "\u25aa",
                                                   "\u25ab", "\u25cf", "\u25cb", "\u25e6", "\u25a0", "\u25a1", "\u25b8", "\u25ba", "\u25b6",
                                                   "\u2023", "\u2043", "\u2219", "\u27a2", "\u2192", "\u2713", "\u2714", "\u2610", "\u2611",
                                                   "\u2612", "\u2756", "\u203a", "\u00bb", "\uf0b7", "\uf0a7", "\uf0d8"};

bool blank(char c) { return c == ' ' || c == '\t'; }
bool digit(char c) { return c >= '0' && c <= '9'; }

// UTF-16 without a mark: in Latin text every second byte is zero.
bool zeros(std::string_view content, std::size_t from) {
  const std::string_view part = content.substr(0, 4096);
  std::size_t zero = 0;
  std::size_t other = 0;
  for (std::size_t i = 0; i < part.size(); ++i) {
    if (part[i] != '\0') continue;
    if (i % 2 == from) ++zero;
    else ++other;
  }
  return part.size() >= 8 && zero > part.size() / 4 && other * 20 < zero;
}

std::string from_utf16(std::string_view content, bool little) {
  std::string out;
  out.reserve(content.size());
  unsigned high = 0;
  for (std::size_t i = 0; i + 1 < content.size(); i += 2) {
    const auto a = static_cast<unsigned char>(content[i]);
    const auto b = static_cast<unsigned char>(content[i + 1]);
    const unsigned unit = little ? static_cast<unsigned>(b << 8U | a) : static_cast<unsigned>(a << 8U | b);
    if (unit >= 0xd800 && unit < 0xdc00) high = unit;
    else if (unit >= 0xdc00 && unit < 0xe000) append_point(out, 0x10000 + ((high & 0x3ffU) << 10U) + (unit & 0x3ffU));
    else if (unit != 0xfeff) append_point(out, unit == 0 ? ' ' : unit);
  }
  return out;
}

// "1.", "12)", "(a)", "iv.": how long the number of a list item is, 0: none. Numbers like "2.1" are of clauses.
std::size_t list_number(std::string_view line) {
  std::size_t i = line.starts_with('(') ? 1 : 0;
  const std::size_t from = i;
  while (i < line.size() && i < from + 3 && digit(line[i])) ++i;
  if (i == from) {
    while (i < line.size() && i < from + 4 && (line[i] == 'i' || line[i] == 'v' || line[i] == 'x')) ++i;
    if (i == from && i < line.size() && ((line[i] >= 'a' && line[i] <= 'z') || (line[i] >= 'A' && line[i] <= 'Z'))) ++i;
  }
  if (i == from || i + 1 >= line.size() || (line[i] != '.' && line[i] != ')') || (from == 1 && line[i] != ')')) return 0;
  return blank(line[i + 1]) ? i + 1 : 0;
}

// "2.1 " in front of a line.
bool clause_number(std::string_view line) {
  std::size_t i = 0;
  int dots = 0;
  while (i < line.size() && i < 12 && (digit(line[i]) || line[i] == '.')) dots += line[i++] == '.' ? 1 : 0;
  return i > 2 && digit(line[0]) && dots > 0 && i < line.size() && blank(line[i]) && line.substr(0, i).find("..") == std::string_view::npos;
}

class Reader {
 public:
  explicit Reader(Writer& out) : out_(out) {}

  void line(std::string_view raw) {
    step(raw.size() + 1);
    const std::string_view line = text::trim(raw);
    if (line.empty()) {
      flush();
      gap_ = true;
      return;
    }
    const std::size_t mark = bullet_size(line);
    const std::size_t number = mark > 0 ? 0 : list_number(line);
    if (mark > 0 || (number > 0 && begins()) || (clause_number(line) && begins())) flush();
    if (text_.empty()) {
      mark_ = mark > 0;
      number_ = number;
      gap_before_ = std::exchange(gap_, false);
    }
    text_ += (text_.empty() ? "" : " ") + std::string(line.substr(mark));
    last_ = line.size();
  }

  void end() {
    flush();
    release(false);
  }
  void page() {
    flush();
    gap_ = true;
  }

 private:
  Writer& out_;
  std::string text_;
  bool mark_ = false;
  std::size_t number_ = 0;
  std::size_t last_ = 0;
  bool gap_ = true;
  bool gap_before_ = true;
  // The paragraph before, which waits to see whether it is the first of a list.
  std::optional<Block> waiting_;
  std::size_t waiting_number_ = 0;
  bool waiting_item_ = false;

  // A number in front begins a paragraph, unless the line before runs on.
  [[nodiscard]] bool begins() const {
    if (text_.empty() || number_ > 0 || mark_ || last_ < 60) return true;
    const char c = text_.back();
    return c == '.' || c == ':' || c == ';' || c == '!' || c == '?';
  }

  void release(bool next_is_item) {
    if (!waiting_) return;
    if (waiting_number_ > 0 && (waiting_item_ || next_is_item)) {
      waiting_->kind = BlockKind::item;
      waiting_->depth = 1;
      waiting_->label = waiting_->text.substr(0, waiting_number_);
      waiting_->text = waiting_->text.substr(waiting_number_);
    }
    out_.push(std::move(*waiting_));
    waiting_.reset();
  }

  void flush() {
    if (text_.empty()) return;
    Block block;
    block.text = std::move(text_);
    text_.clear();
    if (mark_) {
      block.kind = BlockKind::item;
      block.depth = 1;
    }
    // Numbered lines right below each other are a list; one that stands alone may be a heading.
    const bool follows = number_ > 0 && waiting_number_ > 0 && waiting_.has_value() && !gap_before_;
    release(follows);
    waiting_ = std::move(block);
    waiting_number_ = number_;
    waiting_item_ = follows;
  }
};

}  // namespace

std::size_t bullet_size(std::string_view line) {
  for (const std::string_view mark : bullets) {
    if (!line.starts_with(mark)) continue;
    std::size_t i = mark.size();
    while (i < line.size() && (blank(line[i]) || line.substr(i).starts_with("\u00a0"))) i += blank(line[i]) ? 1 : 2;
    // Signs that mean nothing else may stand right against the word.
    if (i > mark.size() || (mark.size() == 3 && mark != "\u2013" && mark != "\u2014" && i < line.size())) return i;
  }
  return 0;
}

std::string decoded(std::string_view content) {
  step(content.size());
  if (content.starts_with("\xff\xfe") || zeros(content, 1)) return from_utf16(content, true);
  if (content.starts_with("\xfe\xff") || zeros(content, 0)) return from_utf16(content, false);
  if (content.starts_with("\xef\xbb\xbf")) content.remove_prefix(3);
  if (text::valid_utf8(content)) return std::string(content);
  // One wrong byte in a text that is UTF-8 for the rest: repaired, not read as Windows-1252.
  std::size_t wrong = 0;
  std::size_t right = 0;
  const std::string repaired = text::repair_utf8(content);
  for (std::size_t i = 0; i + 2 < repaired.size(); ++i) {
    if (static_cast<unsigned char>(repaired[i]) < 0xc0) continue;
    if (repaired.compare(i, 3, "\xef\xbf\xbd") == 0) ++wrong;
    else ++right;
  }
  return wrong > 0 && right < 4 * wrong ? text::from_latin1(content) : repaired;
}

DocumentText read_plain(std::string_view content) {
  DocumentText out{"text", 0};
  out.source = decoded(content);
  TextBudget().take(out.source.size());
  Writer writer(out);
  Reader reader(writer);
  std::string_view rest = out.source;
  while (!rest.empty()) {
    const std::size_t end = rest.find_first_of("\n\f\r\v");
    reader.line(rest.substr(0, end));
    if (end == std::string_view::npos) break;
    if (rest[end] == '\f') reader.page();
    // "\r\n" is one end of a line.
    rest.remove_prefix(end + (rest[end] == '\r' && end + 1 < rest.size() && rest[end + 1] == '\n' ? 2 : 1));
  }
  reader.end();
  return out;
}

}  // namespace tenzij::documents
