#include "platform/documents/text.h"

#include "platform/base/limits.h"
#include "platform/base/text.h"
#include "platform/documents/docx_parts.h"
#include "platform/documents/readers.h"

namespace tenzij::documents {

namespace {

// "2.1", "2.1.", "a.", "III.", "Artikel 3": what stands in front of a sentence as its number.
std::string label_of(std::string_view text) {
  const std::size_t space = text.find(' ');
  if (space == std::string_view::npos) return {};
  const std::string_view first = text.substr(0, space);
  const auto digits_and_dots = [](std::string_view word) {
    return !word.empty() && word.size() <= 12 && word.front() >= '0' && word.front() <= '9' &&
           word.find_first_not_of("0123456789.") == std::string_view::npos;
  };
  const std::string low = text::lower_ascii(first);
  if (low == "artikel" || low == "hoofdstuk" || low == "deel" || low == "paragraaf") {
    const std::size_t end = text.find_first_of(" :", space + 1);
    const std::string_view number = text.substr(space + 1, end == std::string_view::npos ? text.npos : end - space - 1);
    if (digits_and_dots(number)) return std::string(first) + " " + std::string(number);
    return {};
  }
  // A year at the beginning of a sentence is no number of a paragraph.
  if (digits_and_dots(first) && !(first.size() == 4 && first.find('.') == std::string_view::npos)) return std::string(first);
  if (first.size() == 2 && first[1] == '.' && first[0] >= 'a' && first[0] <= 'z') return std::string(first);
  return {};
}

// A short line with a number and no full stop reads as a heading where the format has none.
void find_headings(DocumentText& document) {
  const bool any = std::any_of(document.blocks.begin(), document.blocks.end(), [](const Block& b) { return b.kind == BlockKind::heading; });
  for (Block& block : document.blocks) {
    if (block.label.empty()) block.label = label_of(block.text);
    if (any || block.kind != BlockKind::paragraph || block.origin != Origin::text || block.hidden) continue;
    if (block.text.size() > 120 || block.label.empty()) continue;
    if (block.label.find('.') == 1 && block.label.size() == 2 && block.label[0] >= 'a') continue;
    if (block.text.back() == '.' || block.text.back() == ';' || block.text.back() == ',') continue;
    block.kind = BlockKind::heading;
    block.depth = 1 + static_cast<int>(std::count(block.label.begin(), block.label.end() - 1, '.'));
  }
}

bool has(std::string_view content, std::string_view word) { return content.find(word) != std::string_view::npos; }

// A packed file is what its directory, its content types and its relationships say, not what its name says.
DocumentText read_packed(std::string_view content) {
  Package package(content);
  if (package.has("content.xml")) {
    constexpr std::string_view kind = "application/vnd.oasis.opendocument.text";
    const std::string named = package.has("mimetype") ? package.start_of("mimetype", 100) : std::string();
    if (text::trim(named).starts_with(kind)) return read_odt(package);
    if (named.empty() && package.has("META-INF/manifest.xml") && has(package.start_of("META-INF/manifest.xml", 64UL * 1024), kind))
      return read_odt(package);
    throw refused("documentUnknown");
  }
  // Content types say whether there are macros, also when the part has another name.
  if (package.has("[Content_Types].xml") && has(package.start_of("[Content_Types].xml", 1024UL * 1024), "macroEnabled"))
    throw refused("documentMacro");
  const std::string main = word_main_part(package);
  if (main.empty()) throw refused("documentUnknown");
  return read_docx(package, main);
}

bool utf16_mark(std::string_view content) { return content.starts_with("\xff\xfe") || content.starts_with("\xfe\xff"); }

DocumentText read_any(std::string_view content, std::string_view file_name, const Told& told) {
  const std::string name = text::lower_ascii(file_name);
  if (content.starts_with("%PDF") || has(content.substr(0, 1024), "%PDF-")) return read_pdf(content, told);
  if (content.starts_with("PK\x03\x04") || content.starts_with("PK\x05\x06")) return read_packed(content);
  if (content.starts_with("\xd0\xcf\x11\xe0"))
    throw refused(has(content, std::string_view("E\0n\0c\0r\0y\0p\0t\0e\0d", 17)) ? "documentPassword" : "documentOldWord");
  if (content.starts_with("{\\rtf")) throw refused("documentUnknown");
  const bool text_name = name.ends_with(".txt") || name.ends_with(".md") || name.ends_with(".markdown") || name.ends_with(".html") ||
                         name.ends_with(".htm") || name.find('.') == std::string::npos;
  // Zeros are of a program's own format, or of UTF-16.
  if (has(content.substr(0, 4096), std::string_view("\0", 1)) && !utf16_mark(content) && !text_name) throw refused("documentUnknown");
  const std::string start = text::lower_ascii(text::trim(decoded(content.substr(0, 1000))));
  if (start.starts_with("<!doctype html") || start.starts_with("<html") || name.ends_with(".html") || name.ends_with(".htm") ||
      name.ends_with(".xhtml"))
    return read_html(content);
  if (name.ends_with(".md") || name.ends_with(".markdown")) return read_markdown(content);
  if (name.ends_with(".txt") || name.find('.') == std::string::npos) return read_plain(content);
  throw refused("documentUnknown");
}

// Whether it is to be read as a spreadsheet: CSV by its name, the others by what they are.
bool is_sheet(std::string_view content, std::string_view name) {
  if (name.ends_with(".csv")) return true;
  if (content.starts_with("\xd0\xcf\x11\xe0")) return name.ends_with(".xls") || name.ends_with(".xlsx") || name.ends_with(".ods");
  if (!content.starts_with("PK\x03\x04")) return false;
  Package package(content);
  if (package.has("[Content_Types].xml")) {
    const std::string types = package.start_of("[Content_Types].xml", 1024UL * 1024);
    if (has(types, "macroEnabled") || has(types, "macrosheet")) throw refused("documentMacro");
    if (has(types, "spreadsheetml.sheet.main+xml")) return true;
  }
  if (package.has("xl/workbook.xml")) return true;
  return package.has("mimetype") && has(package.start_of("mimetype", 100), "opendocument.spreadsheet");
}

DocumentText read_text(std::string_view content, std::string_view file_name, const Told& told) {
  if (content.empty()) throw refused("emptyFile");
  if (content.size() > limits::document_bytes) throw refused("fileTooLarge");
  DocumentText out = read_any(content, file_name, told);
  step(out.blocks.size());
  if (out.blocks.empty()) throw refused("documentEmpty");
  find_headings(out);
  return out;
}

}  // namespace

DocumentText read_document(std::string_view content, std::string_view file_name) { return read_text(content, file_name, {}); }

FoundDocument read_found(std::string_view content, std::string_view file_name, const Told& told) {
  if (content.size() > limits::document_bytes) throw refused("fileTooLarge");
  try {
    if (is_sheet(content, text::lower_ascii(file_name))) return read_sheets(content);
    return {read_text(content, file_name, told), {}};
  } catch (const Error& fault) {
    // Here more kinds can be read than by read_document().
    throw fault.code() == "documentUnknown" ? refused("documentKindUnknown") : fault;
  }
}

}  // namespace tenzij::documents
