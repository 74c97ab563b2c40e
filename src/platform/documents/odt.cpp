// OpenDocument texts (ODF 1.3), read as a stream: headings, lists with their numbers, tables, frames and notes after the
// paragraph they hang on, no deleted text, hidden text apart.
#include <algorithm>

#include "platform/base/limits.h"
#include "platform/base/text.h"
#include "platform/documents/odt_styles.h"
#include "platform/documents/readers.h"

namespace tenzij::documents {

namespace {

bool left_out(std::string_view name) {
  return name == "tracked-changes" || name == "annotation" || name == "note-citation" || name == "sequence-decls" || name == "forms" ||
         name == "title" || name == "desc" || name == "ruby-text" || name == "table-of-content" || name == "alphabetical-index" ||
         name == "script" || name == "variable-decls" || name == "user-field-decls" || name == "binary-data" || name == "meta";
}

struct Paragraph {
  std::string text;
  std::string hidden;
  OdtStyle style;
  bool heading = false;
  bool numbered = true;  // a header of a list and a second paragraph of an item have no number
  int outline = 0;
  std::vector<Block> after;
};

struct OpenList {
  std::string style;
  bool item = false;
  bool fresh = false;  // the item has no paragraph yet
};

class Reader {
 public:
  Reader(OdtStyles& styles, Writer& out) : styles_(styles), out_(out) {}

  void read(const Bytes& bytes) {
    XmlEvents events;
    events.open = [this](std::string_view name, const Attributes& a) { open(name, a); };
    events.close = [this](std::string_view name) { close(name); };
    events.text = [this](std::string_view text) {
      if (skipped_ == 0 && !paragraphs_.empty()) put(text);
    };
    read_xml(bytes, events);
  }

 private:
  OdtStyles& styles_;
  Writer& out_;
  std::vector<Paragraph> paragraphs_;
  std::vector<bool> spans_;     // of the spans that are open: hidden
  std::vector<bool> sections_;  // of the sections
  std::vector<OpenList> lists_;
  std::vector<std::vector<OpenList>> around_;  // the lists around a note or text box
  std::map<std::string, ListCount, std::less<>> counts_;
  TextBudget budget_;
  int skipped_ = 0;
  int notes_ = 0;
  int boxes_ = 0;
  int hidden_ = 0;
  bool body_ = false;
  bool head_ = false;

  void put(std::string_view text) {
    if (paragraphs_.empty()) return;
    budget_.take(text.size());
    Paragraph& p = paragraphs_.back();
    (hidden_ > 0 ? p.hidden : p.text).append(text);
  }

  [[nodiscard]] bool unseen(const OdtStyle& style) const {
    return style.hidden || (style.white && !style.shaded && boxes_ == 0 && !out_.in_table());
  }

  void open(std::string_view name, const Attributes& a) {
    if (skipped_ > 0) {
      ++skipped_;
    } else if (!body_) {
      if (name == "body") body_ = true;
      else styles_.open(name, a);
    } else if (left_out(name)) {
      ++skipped_;
    } else if (name == "p" || name == "h") {
      begin_paragraph(name == "h", a);
    } else if (name == "span") {
      spans_.push_back(unseen(styles_.resolved(a.get("style-name"))));
      hidden_ += spans_.back() ? 1 : 0;
    } else if (name == "s") {
      put(" ");
    } else if (name == "tab" || name == "line-break") {
      put(" ");
    } else if (name == "list" || name == "list-item" || name == "list-header") {
      open_list(name, a);
    } else if (name == "note") {
      ++notes_;
      around_.push_back(std::exchange(lists_, {}));
    } else if (name == "text-box" || name == "custom-shape") {
      ++boxes_;
      around_.push_back(std::exchange(lists_, {}));
    } else if (name == "hidden-text" || name == "hidden-paragraph") {
      ++hidden_;
    } else if (name == "section") {
      sections_.push_back(a.get("display") == "none");
      hidden_ += sections_.back() ? 1 : 0;
    } else if (name == "table") {
      out_.open_table();
    } else if (name == "table-header-rows") {
      head_ = true;
    } else if (name == "table-row") {
      out_.open_row(head_);
    } else if (name == "table-cell") {
      out_.open_cell(a.number("number-columns-spanned", 1));
    }
  }

  void open_list(std::string_view name, const Attributes& a) {
    if (name == "list-item" || name == "list-header") {
      if (lists_.empty()) return;
      lists_.back().item = name == "list-item";
      lists_.back().fresh = true;
      if (const int start = a.number("start-value", -1); start >= 0 && lists_.size() <= list_levels) {
        ListCount& count = counts_[lists_.back().style];
        count.at[lists_.size() - 1] = start - 1;
        count.set[lists_.size() - 1] = true;
      }
      return;
    }
    OpenList list;
    list.style = a.get("style-name").substr(0, 200);
    if (list.style.empty() && !lists_.empty()) list.style = lists_.back().style;
    const bool goes_on = a.get("continue-numbering") == "true" || !a.get("continue-list").empty();
    if (lists_.empty() && !goes_on) counts_[list.style] = {};
    if (counts_.size() > limits::document_styles) throw refused("documentTooHeavy");
    lists_.push_back(std::move(list));
  }

  void begin_paragraph(bool heading, const Attributes& a) {
    Paragraph p;
    p.heading = heading;
    p.style = styles_.resolved(a.get("style-name"));
    p.outline = heading ? std::clamp(a.number("outline-level", 1), 1, 9) : p.style.outline;
    p.numbered = a.get("is-list-header") != "true";
    if (unseen(p.style)) ++hidden_;
    paragraphs_.push_back(std::move(p));
  }

  void close(std::string_view name) {
    if (skipped_ > 0) {
      --skipped_;
    } else if (!body_) {
      styles_.close(name);
    } else if (name == "p" || name == "h") {
      end_paragraph();
    } else if (name == "span" && !spans_.empty()) {
      hidden_ -= spans_.back() ? 1 : 0;
      spans_.pop_back();
    } else if (name == "list" && !lists_.empty()) {
      lists_.pop_back();
    } else if (name == "note") {
      --notes_;
      back_to_lists();
    } else if (name == "text-box" || name == "custom-shape") {
      --boxes_;
      back_to_lists();
    } else if (name == "hidden-text" || name == "hidden-paragraph") {
      --hidden_;
    } else if (name == "section" && !sections_.empty()) {
      hidden_ -= sections_.back() ? 1 : 0;
      sections_.pop_back();
    } else if (name == "table") {
      out_.close_table();
    } else if (name == "table-header-rows") {
      head_ = false;
    } else if (name == "table-row") {
      out_.close_row();
    }
  }

  // A note in an item of a list is no item itself.
  void back_to_lists() {
    if (around_.empty()) return;
    lists_ = std::move(around_.back());
    around_.pop_back();
  }

  void end_paragraph() {
    if (paragraphs_.empty()) return;
    Paragraph p = std::move(paragraphs_.back());
    paragraphs_.pop_back();
    if (unseen(p.style)) --hidden_;
    Block block;
    block.text = std::move(p.text);
    if (!text::trim(block.text).empty()) number(p, block);
    if (p.outline > 0 || p.heading) {
      block.kind = BlockKind::heading;
      block.depth = std::max(1, p.outline);
    }
    Block unseen_part{BlockKind::paragraph, 0, {}, std::move(p.hidden)};
    unseen_part.hidden = true;
    deliver(std::move(block));
    deliver(std::move(unseen_part));
    for (Block& each : p.after) deliver(std::move(each));
  }

  void number(const Paragraph& p, Block& block) {
    if (p.heading && lists_.empty()) {
      const List* outline = styles_.list("");
      if (outline != nullptr && p.numbered) block.label = next_number(*outline, counts_[""], static_cast<std::size_t>(p.outline - 1));
      return;
    }
    if (lists_.empty()) return;
    OpenList& list = lists_.back();
    const std::size_t level = std::min(lists_.size(), list_levels) - 1;
    const List* levels = styles_.list(list.style.empty() ? p.style.list : list.style);
    const bool first = std::exchange(list.fresh, false) && list.item;
    if (levels != nullptr && first) block.label = next_number(*levels, counts_[list.style], level);
    const bool clause = levels != nullptr && levels->levels[level].format == "decimal" && levels->several();
    if (clause || (!first && !list.item)) return;
    block.kind = BlockKind::item;
    block.depth = static_cast<int>(lists_.size());
  }

  void deliver(Block block) {
    if (block.origin == Origin::text && notes_ > 0) block.origin = Origin::note;
    if (block.origin == Origin::text && boxes_ > 0) block.origin = Origin::box;
    if (paragraphs_.empty() || out_.in_table()) out_.push(std::move(block));
    else if (!block.text.empty()) {
      budget_.take_block();
      paragraphs_.back().after.push_back(std::move(block));
    }
  }
};

// Passwords and macros are named in the manifest; so is what the file is, where the mimetype is missing.
void look_at_manifest(Package& package) {
  if (!package.has("META-INF/manifest.xml")) return;
  XmlEvents events;
  events.open = [](std::string_view name, const Attributes&) {
    if (name == "encryption-data") throw refused("documentPassword");
  };
  read_xml(package.open("META-INF/manifest.xml"), events);
}

}  // namespace

DocumentText read_odt(Package& package) {
  look_at_manifest(package);
  DocumentText out{"odt", 0};
  Writer writer(out);
  OdtStyles styles;
  if (package.has("styles.xml")) {
    XmlEvents events;
    events.open = [&](std::string_view name, const Attributes& a) { styles.open(name, a); };
    events.close = [&](std::string_view name) { styles.close(name); };
    read_xml(package.open("styles.xml"), events);
  }
  Reader(styles, writer).read(package.open("content.xml"));
  return out;
}

}  // namespace tenzij::documents
