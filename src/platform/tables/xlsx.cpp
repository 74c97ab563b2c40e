#include <algorithm>
#include <map>
#include <optional>

#include "platform/base/text.h"
#include "platform/tables/budget.h"
#include "platform/tables/numbers.h"
#include "platform/tables/package.h"

namespace tenzij::tables {

namespace {

int to_number(std::string_view digits, int otherwise) {
  long long out = 0;
  return text::to_int(digits, out) && out >= 0 && out <= 100'000'000 ? static_cast<int>(out) : otherwise;
}

// "_x000D_" in a text is the character with that number (ECMA-376 part 1, 22.9.2.19).
std::string unescaped(std::string in) {
  for (std::size_t at = in.find("_x"); at != std::string::npos; at = in.find("_x", at + 1)) {
    if (at + 7 > in.size() || in[at + 6] != '_') continue;
    const std::string digits = in.substr(at + 2, 4);
    if (digits.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos) continue;
    const unsigned long code = std::stoul(digits, nullptr, 16);
    if (code == 0 || code >= 0x80) continue;
    in.replace(at, 7, 1, static_cast<char>(code));
  }
  return in;
}

// Which part is related to which, by id: type and target.
struct Relation {
  std::string type;
  std::string target;
};
using Relations = std::map<std::string, Relation, std::less<>>;

struct RelationEvents : XmlEvents {
  Relations all{};
  std::string folder{};  // of the part that has them
  void open(std::string_view name, const char** attributes) override {
    if (name != "Relationship") return;
    std::string target = text::lower_ascii(attribute(attributes, "Target"));
    if (target.starts_with('/')) target.erase(0, 1);
    else target = folder + target;
    for (std::size_t up = target.find("/../"); up != std::string::npos; up = target.find("/../")) {
      const std::size_t before = up == 0 ? std::string::npos : target.rfind('/', up - 1);
      target.erase(before == std::string::npos ? 0 : before + 1, up + 4 - (before == std::string::npos ? 0 : before + 1));
    }
    if (target.starts_with("./")) target.erase(0, 2);
    const std::string_view type = attribute(attributes, "Type");
    all[std::string(attribute(attributes, "Id"))] = {std::string(type.substr(type.rfind('/') + 1)), target};
  }
  void text(std::string_view) override {}
  void close(std::string_view) override {}
  [[nodiscard]] std::string of_type(std::string_view type) const {
    for (const auto& [id, each] : all)
      if (each.type == type) return each.target;
    return {};
  }
};

struct WorkbookEvents : XmlEvents {
  struct Entry {
    std::string name;
    std::string relation;
    bool hidden;
  };
  std::vector<Entry> sheets{};
  bool from_1904 = false;
  void open(std::string_view name, const char** attributes) override {
    if (name == "workbookPr") {
      const std::string_view flag = attribute(attributes, "date1904");
      from_1904 = flag == "1" || flag == "true";
    }
    if (name != "sheet") return;
    const std::string_view state = attribute(attributes, "state");
    // Both sheetId and r:id end with "id"; the relation is the one with a prefix.
    std::string relation;
    for (const char** each = attributes; *each != nullptr; each += 2)
      if (std::string_view(each[0]).ends_with(":id")) relation = each[1];
    sheets.push_back({std::string(attribute(attributes, "name")), relation, state == "hidden" || state == "veryHidden"});
  }
  void text(std::string_view) override {}
  void close(std::string_view) override {}
};

struct StyleEvents : XmlEvents {
  std::map<int, Shown> formats{};
  std::vector<Shown> cells{};  // by style number
  bool in_cells = false;
  void open(std::string_view name, const char** attributes) override {
    if (name == "numFmt") formats[to_number(attribute(attributes, "numFmtId"), 0)] = shown_by(attribute(attributes, "formatCode"));
    if (name == "cellXfs") in_cells = true;
    if (name != "xf" || !in_cells) return;
    const int id = to_number(attribute(attributes, "numFmtId"), 0);
    const auto own = formats.find(id);
    cells.push_back(own == formats.end() ? shown_by(id) : own->second);
  }
  void text(std::string_view) override {}
  void close(std::string_view name) override {
    if (name == "cellXfs") in_cells = false;
  }
};

// Texts that cells share, rich ones without their looks, and without how they are pronounced.
struct SharedEvents : XmlEvents {
  explicit SharedEvents(Budget& given) : budget(given) {}
  Budget& budget;
  std::vector<std::string> all{};
  bool in_text = false;
  bool spoken = false;
  void open(std::string_view name, const char**) override {
    if (name == "si") {
      budget.take(sizeof(std::string));
      all.emplace_back();
    }
    if (name == "rPh") spoken = true;
    if (name == "t") in_text = true;
  }
  void text(std::string_view part) override {
    if (!in_text || spoken || all.empty()) return;
    budget.take(part.size());
    all.back() += part;
  }
  void close(std::string_view name) override {
    if (name == "rPh") spoken = false;
    if (name == "t") in_text = false;
    if (name == "si" && !all.empty()) all.back() = unescaped(std::move(all.back()));
  }
};

struct Workbook {
  std::vector<std::string> texts;
  std::vector<Shown> styles;
  bool from_1904 = false;
};

// "BC17" -> column 54; nothing when there are no letters in front.
std::optional<std::size_t> column_of(std::string_view reference) {
  std::size_t out = 0;
  std::size_t letters = 0;
  for (; letters < reference.size() && letters < 4; ++letters) {
    const char c = reference[letters] >= 'a' ? static_cast<char>(reference[letters] - 'a' + 'A') : reference[letters];
    if (c < 'A' || c > 'Z') break;
    out = out * 26 + static_cast<std::size_t>(c - 'A' + 1);
  }
  return letters == 0 ? std::nullopt : std::optional(out - 1);
}

struct SheetEvents : XmlEvents {
  SheetEvents(const Workbook& given, Budget& bounds, Sheet& into) : book(given), budget(bounds), sheet(into) {}
  const Workbook& book;
  Budget& budget;
  Sheet& sheet;
  Row row{};
  int last_row = 0;
  std::size_t column = 0;
  std::string type{};
  Shown shown = Shown::plain;
  std::string value{};
  std::string inline_text{};
  bool in_value = false;
  bool in_text = false;
  bool spoken = false;
  bool formula = false;

  void open(std::string_view name, const char** attributes) override {
    if (name == "row") {
      const std::string_view hidden = attribute(attributes, "hidden");
      row = {to_number(attribute(attributes, "r"), last_row + 1), hidden == "1" || hidden == "true"};
      last_row = row.number;
      column = 0;
    } else if (name == "c") {
      column = column_of(attribute(attributes, "r")).value_or(column);
      type = attribute(attributes, "t");
      const auto style = static_cast<std::size_t>(to_number(attribute(attributes, "s"), 0));
      shown = style < book.styles.size() ? book.styles[style] : Shown::plain;
      value.clear();
      inline_text.clear();
      formula = false;
    } else if (name == "v") {
      in_value = true;
    } else if (name == "t") {
      in_text = true;
    } else if (name == "f") {
      formula = true;
    } else if (name == "rPh") {
      spoken = true;
    } else if (name == "mergeCell") {
      merge(attribute(attributes, "ref"));
    }
  }
  void text(std::string_view part) override {
    if (in_value) value += part;
    if (in_text && !spoken) inline_text += part;
    if (value.size() + inline_text.size() > limits::table_part_bytes) throw Error(400, "tableTooLarge");
  }
  void close(std::string_view name) override {
    if (name == "v") in_value = false;
    if (name == "t") in_text = false;
    if (name == "rPh") spoken = false;
    if (name == "c") {
      Cell cell = made();
      if (cell.filled()) budget.put(row, column, std::move(cell));
      ++column;
    }
    if (name == "row" && !row.cells.empty()) budget.add(sheet, std::move(row));
  }

 private:
  static Cell text_cell(std::string_view content) {
    const std::string_view bare = without_guard(content);
    if (text::trim(bare).empty()) return {};
    return {CellKind::text, false, std::string(bare)};
  }
  Cell made() {
    if (type == "inlineStr") return text_cell(unescaped(std::move(inline_text)));
    if (type == "str") return text_cell(unescaped(std::move(value)));
    // A formula that was never worked out has no value that can be read.
    if (value.empty()) return formula ? Cell{CellKind::error, false, "="} : Cell{};
    if (type == "s") {
      const auto at = static_cast<std::size_t>(to_number(value, 1 << 30));
      if (at >= book.texts.size()) throw Error(400, "sheetDamaged");
      return text_cell(book.texts[at]);
    }
    if (type == "b") return {CellKind::boolean, false, value == "1" || value == "true" ? "true" : "false"};
    if (type == "e") return {CellKind::error, false, value};
    if (type == "d") return {CellKind::date, false, value.substr(0, 10)};
    return number_cell(value, shown, book.from_1904);
  }
  // Merged cells come behind all rows; a heading over several columns is no row of the table.
  void merge(std::string_view range) {
    const std::size_t colon = range.find(':');
    if (colon == std::string_view::npos) return;
    const std::string_view first = range.substr(0, colon);
    if (column_of(first) == column_of(range.substr(colon + 1))) return;
    const int number = to_number(first.substr(std::min(first.find_first_of("0123456789"), first.size())), 0);
    const auto found =
        std::lower_bound(sheet.rows.begin(), sheet.rows.end(), number, [](const Row& each, int wanted) { return each.number < wanted; });
    if (found != sheet.rows.end() && found->number == number) found->merged = true;
  }
};

std::string folder_of(const std::string& part) { return part.substr(0, part.rfind('/') == std::string::npos ? 0 : part.rfind('/') + 1); }
std::string relations_of(const std::string& part) {
  const std::string folder = folder_of(part);
  return folder + "_rels/" + part.substr(folder.size()) + ".rels";
}

}  // namespace

Book read_xlsx(std::string_view bytes) {
  Book out{"xlsx"};
  Budget budget(bytes.size());
  RelationEvents top;
  each_part(bytes, [&](const std::string& name, const NextBlock& content) {
    if (name == "_rels/.rels") read_xml(content, top);
  });
  std::string main = top.of_type("officeDocument");
  if (main.empty()) main = "xl/workbook.xml";
  RelationEvents related;
  related.folder = folder_of(main);
  WorkbookEvents workbook;
  each_part(bytes, [&](const std::string& name, const NextBlock& content) {
    if (name == relations_of(main)) read_xml(content, related);
    if (name == main) read_xml(content, workbook);
  });
  if (workbook.sheets.empty()) throw Error(400, "sheetDamaged");
  Workbook book;
  out.from_1904 = book.from_1904 = workbook.from_1904;
  SharedEvents shared(budget);
  StyleEvents styles;
  each_part(bytes, [&](const std::string& name, const NextBlock& content) {
    if (name == related.of_type("sharedStrings")) read_xml(content, shared);
    if (name == related.of_type("styles")) read_xml(content, styles);
  });
  book.texts = std::move(shared.all);
  book.styles = std::move(styles.cells);
  // A part by its name, in the order of the workbook.
  std::map<std::string, std::size_t> position;
  for (const auto& each : workbook.sheets) {
    const auto found = related.all.find(each.relation);
    if (found != related.all.end() && found->second.type == "worksheet") position[found->second.target] = out.sheets.size();
    out.sheets.push_back({each.name, each.hidden, {}});
  }
  each_part(bytes, [&](const std::string& name, const NextBlock& content) {
    const auto found = position.find(name);
    if (found == position.end()) return;
    Sheet& sheet = out.sheets[found->second];
    if (!sheet.rows.empty()) return;
    SheetEvents events(book, budget, sheet);
    read_xml(content, events);
    std::stable_sort(sheet.rows.begin(), sheet.rows.end(), [](const Row& a, const Row& b) { return a.number < b.number; });
  });
  return out;
}

}  // namespace tenzij::tables
