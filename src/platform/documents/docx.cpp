// Word documents (ECMA-376 part 1, 17), read as a stream: paragraphs, lists with the numbers Word counts, tables, text
// boxes once, notes after the paragraph that refers to them, no deleted text, hidden text apart.
#include <algorithm>
#include <map>

#include "platform/base/limits.h"
#include "platform/base/text.h"
#include "platform/documents/docx_parts.h"
#include "platform/documents/readers.h"
#include "platform/documents/xml.h"

namespace tenzij::documents {

namespace {

// What a run looks like, as far as it decides whether anybody sees it.
struct Look {
  bool vanish = false;
  bool white = false;
  bool shaded = false;
  bool tiny = false;
};

struct Paragraph {
  std::string text;
  std::string hidden;
  std::string style;
  std::string list;
  int level = -1;
  int outline = -1;
  bool shaded = false;
  bool joins = false;        // its mark was deleted: the next paragraph goes on
  std::vector<Block> after;  // text boxes and notes that hang on it
};

using Notes = std::map<std::string, std::vector<Block>, std::less<>>;

bool on(const Attributes& a) {
  const std::string_view value = a.get("val");
  return value != "0" && value != "false" && value != "off";
}

// Elements whose content is no text of the document as it stands.
bool left_out(std::string_view name) {
  return name == "del" || name == "moveFrom" || name == "instrText" || name == "delText" || name == "delInstrText" || name == "pPrChange" ||
         name == "rPrChange" || name == "tblPrChange" || name == "trPrChange" || name == "tcPrChange" || name == "sectPr" ||
         name == "sdtPr" || name == "tblPr" || name == "docPr" || name == "rt" || name == "binData";
}

// What Word's symbol fonts mean: boxes that are ticked or not, else a bullet.
void append_symbol(const Attributes& a, std::string& out) {
  const unsigned long point = std::strtoul(std::string(a.get("char").substr(0, 6)).c_str(), nullptr, 16);
  const unsigned long low = point & 0xffU;
  if (point < 0xf000 || point > 0xf0ff) append_point(out, point == 0 ? 0x2022 : point);
  else if (low == 0xfe || low == 0xfd || low == 0x78 || low == 0x52 || low == 0x54) out += "\u2612";
  else if (low == 0xa8 || low == 0x6f || low == 0x71 || low == 0xa3) out += "\u2610";
  else out += "\u2022";
}

class Body {
 public:
  Body(const WordParts& parts, Notes& notes, Writer& out) : parts_(parts), notes_(notes), out_(out) {}

  void read(const Bytes& bytes) {
    XmlEvents events;
    events.open = [this](std::string_view name, const Attributes& a) { open(name, a); };
    events.close = [this](std::string_view name) { close(name); };
    events.text = [this](std::string_view text) { add(text); };
    read_xml(bytes, events);
    flush_joined();
  }

 private:
  const WordParts& parts_;
  Notes& notes_;
  Writer& out_;
  std::vector<Paragraph> paragraphs_;  // a text box has paragraphs inside a paragraph
  std::vector<bool> choices_;          // alternatives that are open: was one taken already
  std::optional<Paragraph> joined_;
  std::map<std::string, ListCount, std::less<>> counts_;     // per abstract list
  std::map<std::string, std::size_t, std::less<>> started_;  // levels of a list (bits) that have begun
  TextBudget budget_;
  Look look_;
  int skipped_ = 0;
  int boxes_ = 0;
  int properties_ = 0;  // inside pPr
  bool run_properties_ = false;
  bool row_properties_ = false;
  bool text_ = false;

  std::string* sink() {
    if (paragraphs_.empty()) return nullptr;
    Paragraph& p = paragraphs_.back();
    const bool unseen = look_.vanish || look_.tiny || (look_.white && !look_.shaded && !p.shaded && boxes_ == 0 && !out_.in_table());
    return unseen ? &p.hidden : &p.text;
  }

  void add(std::string_view text) {
    if (skipped_ > 0 || !text_) return;
    budget_.take(text.size());
    if (std::string* to = sink()) to->append(text);
  }

  void put(std::string_view text) {
    if (std::string* to = sink()) to->append(text);
  }

  void open(std::string_view name, const Attributes& a) {
    if (skipped_ > 0) {
      ++skipped_;
      return;
    }
    if (name == "AlternateContent") {
      choices_.push_back(false);
    } else if ((name == "Choice" || name == "Fallback") && !choices_.empty()) {
      // The same text twice, for newer and older programs: the first that is there.
      if (choices_.back()) ++skipped_;
      else choices_.back() = true;
    } else if (name == "del" && run_properties_ && properties_ > 0) {
      if (!paragraphs_.empty()) paragraphs_.back().joins = true;
    } else if (row_properties_ && name == "del") {
      out_.drop_row();
    } else if (left_out(name)) {
      ++skipped_;
    } else if (properties_ > 0 || run_properties_ || row_properties_) {
      property(name, a);
    } else {
      element(name, a);
    }
  }

  void element(std::string_view name, const Attributes& a) {
    if (name == "p") begin_paragraph();
    else if (name == "pPr") ++properties_;
    else if (name == "rPr") run_properties_ = true;
    else if (name == "trPr") row_properties_ = true;
    else if (name == "r") look_ = {};
    else if (name == "t") text_ = true;
    else if (name == "tab" || name == "br" || name == "cr" || name == "ptab") put(" ");
    else if (name == "noBreakHyphen") put("-");
    else if (name == "sym") symbol(a);
    else if (name == "footnoteReference") note("f", a);
    else if (name == "endnoteReference") note("e", a);
    else if (name == "txbxContent") ++boxes_;
    else if (name == "tbl") out_.open_table();
    else if (name == "tr") out_.open_row(false);
    else if (name == "tc") out_.open_cell(1);
    else if (name == "gridSpan") out_.widen_cell(a.number("val", 1));
  }

  void property(std::string_view name, const Attributes& a) {
    if (name == "tblHeader" && on(a)) return out_.head_row();
    if (name == "rPr") {
      run_properties_ = true;
    } else if (name == "vanish" && on(a)) {
      if (properties_ == 0) look_.vanish = true;
    } else if (name == "color") {
      look_.white = text::lower_ascii(a.get("val")) == "ffffff";
    } else if (name == "sz") {
      look_.tiny = a.number("val", 20) <= 3;
    } else if (name == "rStyle") {
      look_.vanish = look_.vanish || parts_.resolved(a.get("val")).hidden;
    } else if (name == "shd" || name == "highlight") {
      const std::string fill = text::lower_ascii(a.get(name == "shd" ? "fill" : "val"));
      const bool shaded = !fill.empty() && fill != "auto" && fill != "ffffff" && fill != "none" && fill != "white";
      if (properties_ > 0 && !paragraphs_.empty()) paragraphs_.back().shaded = shaded;
      else look_.shaded = shaded;
    } else if (!paragraphs_.empty() && properties_ > 0) {
      Paragraph& p = paragraphs_.back();
      if (name == "pStyle") p.style = a.get("val").substr(0, 200);
      else if (name == "numId") p.list = a.get("val").substr(0, 20);
      else if (name == "ilvl") p.level = a.number("val", 0);
      else if (name == "outlineLvl") p.outline = a.number("val", -1);
    }
  }

  void symbol(const Attributes& a) {
    if (std::string* to = sink()) append_symbol(a, *to);
  }

  void note(std::string_view kind, const Attributes& a) {
    const auto found = notes_.find(std::string(kind) + std::string(a.get("id").substr(0, 20)));
    if (found == notes_.end() || paragraphs_.empty()) return;
    for (Block& each : found->second) paragraphs_.back().after.push_back(std::move(each));
    notes_.erase(found);
  }

  void close(std::string_view name) {
    if (skipped_ > 0) {
      --skipped_;
    } else if (name == "AlternateContent") {
      if (!choices_.empty()) choices_.pop_back();
    } else if (name == "pPr") {
      properties_ = std::max(0, properties_ - 1);
      look_ = {};
    } else if (name == "rPr") {
      run_properties_ = false;
    } else if (name == "trPr") {
      row_properties_ = false;
    } else if (name == "t") {
      text_ = false;
    } else if (name == "p") {
      end_paragraph();
    } else if (name == "r") {
      look_ = {};
    } else if (name == "txbxContent") {
      boxes_ = std::max(0, boxes_ - 1);
    } else if (name == "tr") {
      out_.close_row();
    } else if (name == "tbl") {
      out_.close_table();
    }
  }

  void begin_paragraph() {
    Paragraph p;
    if (joined_ && paragraphs_.empty()) {
      p.text = std::move(joined_->text);
      p.hidden = std::move(joined_->hidden);
      p.after = std::move(joined_->after);
      joined_.reset();
    }
    paragraphs_.push_back(std::move(p));
  }

  void end_paragraph() {
    if (paragraphs_.empty()) return;
    Paragraph p = std::move(paragraphs_.back());
    paragraphs_.pop_back();
    look_ = {};
    if (p.joins && paragraphs_.empty()) {
      joined_ = std::move(p);
      return;
    }
    emit(std::move(p));
  }

  void flush_joined() {
    if (joined_) emit(std::move(*joined_));
    joined_.reset();
  }

  // Inside a text box the blocks wait for the paragraph that the box hangs on.
  void deliver(Block block) {
    if (boxes_ > 0 && block.origin == Origin::text) block.origin = Origin::box;
    if (paragraphs_.empty() || out_.in_table()) out_.push(std::move(block));
    else if (!block.text.empty()) wait(std::move(block));
  }

  void wait(Block block) {
    budget_.take_block();
    paragraphs_.back().after.push_back(std::move(block));
  }

  void emit(Paragraph p) {
    const WordStyle style = parts_.resolved(p.style);
    const bool contents = style.name.starts_with("toc ") || style.name.starts_with("inhopg");
    Block block;
    block.text = std::move(p.text);
    const bool empty = text::trim(block.text).empty() && text::trim(p.hidden).empty();
    number(p, style, block, empty);
    const int depth = p.outline >= 0 && p.outline < 9 ? p.outline + 1 : parts_.heading_depth(p.style, style);
    if (depth > 0) {
      block.kind = BlockKind::heading;
      block.depth = depth;
    }
    Block unseen{BlockKind::paragraph, 0, {}, std::move(p.hidden)};
    unseen.hidden = true;
    if (style.hidden) block.hidden = true;
    if (!contents) deliver(std::move(block));
    deliver(std::move(unseen));
    for (Block& each : p.after) deliver(std::move(each));
  }

  // The number that Word writes in front, and whether it makes a list item or a numbered clause.
  void number(const Paragraph& p, const WordStyle& style, Block& block, bool empty) {
    const std::string& id = p.list.empty() ? style.list : p.list;
    if (id.empty() && (style.name.starts_with("list bullet") || style.name.starts_with("list number"))) {
      block.kind = BlockKind::item;
      block.depth = 1;
    }
    const auto list = parts_.lists.find(id);
    if (list == parts_.lists.end() || id == "0") return;
    const auto abstract = parts_.abstracts.find(list->second.abstract);
    if (abstract == parts_.abstracts.end()) return;
    List levels = abstract->second;
    for (const auto& [at, level] : list->second.changed) levels.levels[at] = level;
    auto level = static_cast<std::size_t>(std::clamp(p.level >= 0 ? p.level : style.level, 0, static_cast<int>(list_levels) - 1));
    if (p.level < 0 && p.list.empty())
      for (std::size_t i = 0; i < list_levels; ++i)
        if (!levels.levels[i].style.empty() && levels.levels[i].style == p.style) level = i;
    if (empty) return;  // Word shows a number there, but there is nothing to cite
    const int* first = nullptr;
    std::size_t& started = started_[id];
    if (const auto start = list->second.starts.find(level); start != list->second.starts.end() && (started >> level & 1U) == 0)
      first = &start->second;
    started |= 1UL << level;
    block.label = next_number(levels, counts_[list->second.abstract], level, first);
    const std::string& format = levels.levels[level].format;
    // "2.2", and "2" of a list whose lower levels read "2.1", number clauses; "a." and "•" are items.
    const bool clause = format.starts_with("decimal") && (levels.levels[level].text.find("%1") != std::string::npos && levels.several());
    if (clause || format == "none") return;
    block.kind = BlockKind::item;
    block.depth = static_cast<int>(level) + 1;
  }
};

// Notes by their number, with the text that their paragraphs hold; separators are none.
void read_notes(Package& package, const std::string& part, std::string_view kind, Notes& notes) {
  if (part.empty()) return;
  DocumentText text;
  Writer writer(text);
  Paragraph* open = nullptr;
  Paragraph paragraph;
  std::string id;
  int skipped = 0;
  bool letters = false;
  TextBudget budget;
  XmlEvents events;
  events.open = [&](std::string_view name, const Attributes& a) {
    if (skipped > 0 || left_out(name)) {
      ++skipped;
    } else if (name == "footnote" || name == "endnote") {
      if (notes.size() > 4 * limits::document_styles) throw refused("documentTooHeavy");
      const std::string_view type = a.get("type");
      if (!type.empty() && type != "normal") ++skipped;
      else id = std::string(kind) + std::string(a.get("id").substr(0, 20));
    } else if (name == "p") {
      paragraph = {};
      open = &paragraph;
    } else if (name == "t") {
      letters = true;
    } else if (open != nullptr && (name == "tab" || name == "br")) {
      paragraph.text += ' ';
    } else if (open != nullptr && name == "noBreakHyphen") {
      paragraph.text += '-';
    }
  };
  events.text = [&](std::string_view more) {
    if (skipped > 0 || !letters || open == nullptr) return;
    budget.take(more.size());
    paragraph.text += more;
  };
  events.close = [&](std::string_view name) {
    if (skipped > 0) {
      --skipped;
    } else if (name == "t") {
      letters = false;
    } else if (name == "p" && open != nullptr) {
      open = nullptr;
      budget.take_block();
      writer.push({BlockKind::paragraph, 0, {}, std::move(paragraph.text), 0, std::nullopt, Origin::note});
      auto& into = notes[id];
      for (Block& each : text.blocks) into.push_back(std::move(each));
      text.blocks.clear();
    }
  };
  read_xml(package.open(part), events);
}

}  // namespace

DocumentText read_docx(Package& package, const std::string& main_part) {
  const WordParts parts = word_parts(package, main_part);
  Notes notes;
  read_notes(package, parts.footnotes, "f", notes);
  read_notes(package, parts.endnotes, "e", notes);
  DocumentText out{"docx", 0};
  Writer writer(out);
  Body(parts, notes, writer).read(package.open(main_part));
  // A note that nothing refers to is on no page.
  for (auto& [id, blocks] : notes)
    for (Block& each : blocks) {
      each.hidden = true;
      writer.push(std::move(each));
    }
  return out;
}

}  // namespace tenzij::documents
