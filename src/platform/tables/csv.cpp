#include <algorithm>
#include <array>
#include <map>

#include "platform/base/text.h"
#include "platform/tables/budget.h"
#include "platform/tables/package.h"

namespace tenzij::tables {

namespace {

// Enough of a file to see what it is.
constexpr std::size_t sample_bytes = 64UL * 1024;

void append_utf8(std::string& out, std::uint32_t point) {
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else if (point < 0x800) {
    out += static_cast<char>(0xc0U | (point >> 6U));
    out += static_cast<char>(0x80U | (point & 0x3fU));
  } else if (point < 0x10000) {
    out += static_cast<char>(0xe0U | (point >> 12U));
    out += static_cast<char>(0x80U | ((point >> 6U) & 0x3fU));
    out += static_cast<char>(0x80U | (point & 0x3fU));
  } else {
    out += static_cast<char>(0xf0U | (point >> 18U));
    out += static_cast<char>(0x80U | ((point >> 12U) & 0x3fU));
    out += static_cast<char>(0x80U | ((point >> 6U) & 0x3fU));
    out += static_cast<char>(0x80U | (point & 0x3fU));
  }
}

std::string from_utf16(std::string_view bytes, bool little) {
  std::string out;
  out.reserve(bytes.size());
  const auto unit = [&](std::size_t at) {
    const auto first = static_cast<unsigned char>(bytes[at]);
    const auto second = static_cast<unsigned char>(bytes[at + 1]);
    return static_cast<std::uint32_t>(little ? first | second << 8U : first << 8U | second);
  };
  for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
    std::uint32_t point = unit(at);
    if (point >= 0xd800 && point < 0xdc00 && at + 3 < bytes.size()) {
      const std::uint32_t low = unit(at + 2);
      if (low >= 0xdc00 && low < 0xe000) {
        point = 0x10000 + ((point - 0xd800) << 10U) + (low - 0xdc00);
        at += 2;
      }
    }
    append_utf8(out, point >= 0xd800 && point < 0xe000 ? 0xfffd : point);
  }
  return out;
}

// Latin text in UTF-16 has a zero in every other byte.
int utf16_by_zeros(std::string_view bytes) {
  const std::string_view sample = bytes.substr(0, 4096);
  std::array<std::size_t, 2> zeros{};
  for (std::size_t i = 0; i < sample.size(); ++i)
    if (sample[i] == '\0') ++zeros[i % 2];
  const std::size_t half = sample.size() / 2;
  if (half == 0) return 0;
  if (zeros[1] * 10 > half * 6 && zeros[0] * 10 < half) return 1;   // little end first
  if (zeros[0] * 10 > half * 6 && zeros[1] * 10 < half) return -1;  // big end first
  return 0;
}

std::string decoded(std::string_view bytes, std::string& encoding) {
  encoding = "utf-16";
  if (bytes.starts_with("\xff\xfe")) return from_utf16(bytes.substr(2), true);
  if (bytes.starts_with("\xfe\xff")) return from_utf16(bytes.substr(2), false);
  if (const int zeros = utf16_by_zeros(bytes); zeros != 0) return from_utf16(bytes, zeros > 0);
  encoding = "utf-8";
  if (bytes.starts_with("\xef\xbb\xbf")) bytes.remove_prefix(3);
  if (text::valid_utf8(bytes)) return std::string(bytes);
  encoding = "windows-1252";
  return text::from_latin1(bytes);
}

// Walks the cells of a text: on_cell(text, quoted) and on_row(line). Linear: every character is looked at once.
template <class OnCell, class OnRow>
void walk(std::string_view text, char separator, OnCell&& on_cell, OnRow&& on_row, bool whole = true) {
  std::string cell;
  bool was_quoted = false;
  int line = 1;
  const auto end_cell = [&] {
    on_cell(was_quoted ? cell : std::string(text::trim(cell)), was_quoted);
    cell.clear();
    was_quoted = false;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"' && !was_quoted && text::trim(cell).empty()) {
      const int quote_line = line;
      cell.clear();
      was_quoted = true;
      for (++i;; ++i) {
        if (i >= text.size()) {
          if (!whole) return;
          throw Error(400, "csvQuoteOpen", {{"line", std::to_string(quote_line)}});
        }
        if (text[i] == '"' && i + 1 < text.size() && text[i + 1] == '"') cell += text[i++];
        else if (text[i] == '"') break;
        else cell += text[i];
        if (text[i] == '\n') ++line;
      }
      // "Kunst" in de wijk: quotes that are part of the words.
      std::size_t next = i + 1;
      while (next < text.size() && text[next] == ' ') ++next;
      if (next < text.size() && text[next] != separator && text[next] != '\n' && text[next] != '\r') {
        cell = '"' + cell + '"';
      } else {
        i = next - 1;
      }
    } else if (c == separator) {
      end_cell();
    } else if (c == '\n' || c == '\r') {
      if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') ++i;
      end_cell();
      on_row();
      ++line;
    } else {
      cell += c;
    }
  }
  if (!whole) return;
  end_cell();
  on_row();
}

// The separator whose lines agree most on how many cells they have.
char separator_of(std::string_view text) {
  const std::string_view sample = text.substr(0, sample_bytes);
  char best = ';';
  std::size_t best_score = 0;
  for (const char candidate : {';', '\t', '|', ','}) {
    std::map<std::size_t, std::size_t> lines_with;
    std::size_t cells = 0;
    std::size_t first = 0;
    std::size_t spaced = 0;
    walk(
        sample, candidate, [&](const std::string&, bool) { ++cells; },
        [&] {
          if (cells > 1) ++lines_with[cells];
          if (first == 0) first = cells;
          cells = 0;
        },
        sample.size() == text.size());
    // A comma with a space behind it is a comma of a sentence.
    if (candidate == ',')
      for (std::size_t at = sample.find(", "); at != std::string_view::npos; at = sample.find(", ", at + 2)) ++spaced;
    std::size_t score = 0;
    for (const auto& [count, lines] : lines_with) score = std::max(score, lines * 4 + std::min<std::size_t>(count, 3));
    if (first < 2) score = score > spaced * 6 ? score - spaced * 6 : 0;
    if (score > best_score) {
      best = candidate;
      best_score = score;
    }
  }
  return best;
}

}  // namespace

Book read_csv(std::string_view bytes) {
  Book out{"csv", {}, ';'};
  const std::string all = decoded(bytes, out.encoding);
  std::string_view text = all;
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  if (text.find('\0') != std::string_view::npos) throw Error(400, "csvBinary");
  // "sep=;" tells a spreadsheet its separator, and is not shown by it.
  const std::string_view first = text.substr(0, text.find_first_of("\r\n"));
  const std::string bare = text::lower_ascii(text::trim(first.starts_with('"') ? first.substr(1) : first));
  if (bare.starts_with("sep=") && bare.size() >= 4 && bare.size() <= 6) {
    out.separator = first[first.find('=') + 1];
    if (first.find("\\t") != std::string_view::npos || bare == "sep=") out.separator = '\t';
    text.remove_prefix(first.size());
    if (text.starts_with("\r\n")) text.remove_prefix(2);
    else if (!text.empty()) text.remove_prefix(1);
  } else {
    out.separator = separator_of(text);
  }
  // The text itself is in memory as well.
  Budget budget(bytes.size());
  Sheet& sheet = out.sheets.emplace_back();
  Row row{1};
  std::size_t column = 0;
  walk(
      text, out.separator,
      [&](const std::string& cell, bool) {
        if (!text::trim(cell).empty()) budget.put(row, column, {CellKind::text, false, std::string(without_guard(cell))});
        ++column;
      },
      [&] {
        const int number = row.number;
        if (!row.cells.empty()) budget.add(sheet, std::move(row));
        row = {number + 1};
        column = 0;
      });
  return out;
}

Book read_book(std::string_view bytes) {
  if (bytes.starts_with("\xd0\xcf\x11\xe0")) throw Error(400, "sheetOld");  // before 2007, or behind a password
  if (!bytes.starts_with("PK")) return read_csv(bytes);
  // OpenDocument says what it is in a part of its own; repacked ones may have lost that, and have their content all the same.
  bool related = false;
  bool content = false;
  each_part(bytes, [&](const std::string& name, const NextBlock&) {
    related = related || name == "_rels/.rels" || name == "xl/workbook.xml";
    content = content || name == "content.xml";
  });
  return content && !related ? read_ods(bytes) : read_xlsx(bytes);
}

std::string address(int row, std::size_t column) {
  std::string out;
  for (std::size_t left = column + 1; left > 0; left = (left - 1) / 26) out.insert(out.begin(), static_cast<char>('A' + (left - 1) % 26));
  return out + std::to_string(row);
}

bool needs_guard(std::string_view text) {
  const std::size_t first = text.find_first_not_of('\'');
  return first != std::string_view::npos && std::string_view("=+-@\t\r").find(text[first]) != std::string_view::npos;
}

std::string_view without_guard(std::string_view text) { return text.starts_with('\'') && needs_guard(text) ? text.substr(1) : text; }

}  // namespace tenzij::tables
