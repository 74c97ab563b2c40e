#include "platform/documents/text.h"

#include <boost/json.hpp>

#include "platform/base/error.h"
#include "platform/base/limits.h"
#include "platform/base/text.h"
#include "platform/documents/child.h"
#include "platform/documents/pdf.h"

namespace tenzij::documents {

namespace {

namespace bj = boost::json;

Error refused(const char* code, MessageArgs args = {}) { return {400, code, std::move(args)}; }

// --- pandoc's tree --------------------------------------------------------------------------------------

const bj::array& list_of(const bj::value& v) { return v.as_array(); }
std::string_view type_of(const bj::value& block) { return block.at("t").as_string(); }

void add_inlines(const bj::value& v, std::string& out) {
  if (v.is_array()) {
    for (const bj::value& each : v.get_array()) add_inlines(each, out);
    return;
  }
  if (!v.is_object() || !v.get_object().contains("t")) return;
  const std::string_view type = type_of(v);
  if (type == "Str") out += std::string_view(v.at("c").as_string());
  else if (type == "Space" || type == "SoftBreak" || type == "LineBreak") out += ' ';
  else if (type == "Code" || type == "Math") out += std::string_view(list_of(v.at("c")).at(1).as_string());
  else if (type == "Quoted") {
    out += '"';
    add_inlines(list_of(v.at("c")).at(1), out);
    out += '"';
  } else if (type == "Note" || type == "RawInline" || type == "Image") {
    return;  // footnotes and markup are not the sentence itself
  } else if (const bj::value* inside = v.get_object().if_contains("c")) {
    add_inlines(*inside, out);
  }
}

class Tree {
 public:
  explicit Tree(DocumentText& out) : out_(out) {}

  // Any value that may hold blocks: unknown kinds are walked, so that no text is lost in tables and figures.
  void walk(const bj::value& v, int nested) {
    if (v.is_array()) {
      for (const bj::value& each : v.get_array()) walk(each, nested);
      return;
    }
    if (!v.is_object() || !v.get_object().contains("t")) return;
    const std::string_view type = type_of(v);
    const bj::value* content = v.get_object().if_contains("c");
    if (content == nullptr) return;
    if (type == "Header") {
      add(BlockKind::heading, static_cast<int>(list_of(*content).at(0).to_number<std::int64_t>()), list_of(*content).at(2));
    } else if (type == "Para" || type == "Plain") {
      add(nested > 0 ? BlockKind::item : BlockKind::paragraph, nested, *content);
    } else if (type == "LineBlock") {
      for (const bj::value& line : list_of(*content)) add(BlockKind::paragraph, 0, line);
    } else if (type == "BulletList") {
      walk(*content, nested + 1);
    } else if (type == "OrderedList") {
      walk(list_of(*content).at(1), nested + 1);
    } else if (type == "CodeBlock") {
      push(BlockKind::paragraph, 0, std::string(std::string_view(list_of(*content).at(1).as_string())));
    } else if (type == "DefinitionList") {
      for (const bj::value& each : list_of(*content)) {
        add(BlockKind::paragraph, 0, list_of(each).at(0));
        walk(list_of(each).at(1), nested + 1);
      }
    } else if (type != "RawBlock") {
      walk(*content, nested);
    }
  }

  void push(BlockKind kind, int depth, const std::string& text) {
    Block block{kind, depth, {}, text::collapse_spaces(text::repair_utf8(text)), 0, {}};
    block.text = std::string(text::trim(block.text));
    if (!block.text.empty()) out_.blocks.push_back(std::move(block));
    if (out_.blocks.size() > limits::document_blocks) throw refused("documentTooLong");
  }

 private:
  DocumentText& out_;

  void add(BlockKind kind, int depth, const bj::value& inlines) {
    std::string text;
    add_inlines(inlines, text);
    push(kind, depth, text);
  }
};

DocumentText by_pandoc(std::string_view content, const std::string& format, const char* reader) {
  const ChildResult child = run_limited({"pandoc", "--sandbox", "--from", reader, "--to", "json"}, content);
  if (child.status == 124 || child.status > 128) throw refused("documentTooHeavy");
  if (child.status != 0) throw refused(child.err.find("heap") != std::string::npos ? "documentTooHeavy" : "documentDamaged");
  DocumentText out{format, 0, {}};
  bj::parse_options options;
  options.max_depth = limits::document_depth;
  bj::error_code fault;
  const bj::value tree = bj::parse(child.out, fault, {}, options);
  if (fault) throw refused("documentTooHeavy");
  Tree(out).walk(tree.at("blocks"), 0);
  return out;
}

// --- plain text -----------------------------------------------------------------------------------------

DocumentText plain(std::string_view content) {
  DocumentText out{"text", 0, {}};
  Tree tree(out);
  const std::string text = text::valid_utf8(content) ? std::string(content) : text::from_latin1(content);
  std::string paragraph;
  const auto flush = [&] {
    if (!paragraph.empty()) tree.push(BlockKind::paragraph, 0, paragraph);
    paragraph.clear();
  };
  for (const std::string_view raw : text::split(text, '\n')) {
    const std::string_view line = text::trim(raw);
    const bool item = line.starts_with("- ") || line.starts_with("* ") || line.starts_with("\u2022 ");
    if (line.empty() || item) flush();
    if (item) tree.push(BlockKind::item, 1, std::string(line.substr(line.find(' ') + 1)));
    else if (!line.empty()) paragraph += (paragraph.empty() ? "" : " ") + std::string(line);
  }
  flush();
  return out;
}

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
    block.label = label_of(block.text);
    if (any || block.kind != BlockKind::paragraph || block.text.size() > 120 || block.label.empty()) continue;
    if (block.label.find('.') == 1 && block.label.size() == 2 && block.label[0] >= 'a') continue;
    if (block.text.back() == '.' || block.text.back() == ';' || block.text.back() == ',') continue;
    block.kind = BlockKind::heading;
    block.depth = 1 + static_cast<int>(std::count(block.label.begin(), block.label.end() - 1, '.'));
  }
}

bool has(std::string_view content, std::string_view word) { return content.find(word) != std::string_view::npos; }

DocumentText read_any(std::string_view content, std::string_view file_name) {
  const std::string name = text::lower_ascii(file_name);
  if (content.starts_with("%PDF") || has(content.substr(0, 1024), "%PDF-")) return read_pdf(content);
  if (content.starts_with("PK\x03\x04")) {
    // Names in a zip are never compressed.
    if (has(content, "vbaProject.bin") || has(content, "Basic/script-lc.xml")) throw refused("documentMacro");
    if (has(content.substr(0, 200), "application/vnd.oasis.opendocument.text")) return by_pandoc(content, "odt", "odt");
    if (has(content, "word/document.xml")) return by_pandoc(content, "docx", "docx");
    throw refused("documentUnknown");
  }
  if (content.starts_with("\xd0\xcf\x11\xe0"))
    throw refused(has(content, std::string_view("E\0n\0c\0r\0y\0p\0t\0e\0d", 17)) ? "documentPassword" : "documentOldWord");
  if (content.starts_with("{\\rtf") || has(content.substr(0, 4096), std::string_view("\0", 1))) throw refused("documentUnknown");
  const std::string start = text::lower_ascii(text::trim(content.substr(0, 200)));
  if (start.starts_with("<!doctype html") || start.starts_with("<html") || name.ends_with(".html") || name.ends_with(".htm"))
    return by_pandoc(content, "html", "html");
  if (name.ends_with(".md") || name.ends_with(".markdown")) return by_pandoc(content, "markdown", "commonmark_x-raw_html");
  if (name.ends_with(".txt") || name.find('.') == std::string::npos) return plain(content);
  throw refused("documentUnknown");
}

}  // namespace

DocumentText read_document(std::string_view content, std::string_view file_name) {
  if (content.empty()) throw refused("emptyFile");
  if (content.size() > limits::document_bytes) throw refused("fileTooLarge");
  DocumentText out = read_any(content, file_name);
  if (out.blocks.empty()) throw refused("documentEmpty");
  find_headings(out);
  return out;
}

}  // namespace tenzij::documents
