// Web pages: a tolerant tokenizer after the rules of HTML, without a tree. Menus, footers, banners and scripts are no text;
// what a style hides is read apart, for a click may show it.
#include <algorithm>
#include <array>
#include <utility>

#include "platform/base/limits.h"
#include "platform/base/text.h"
#include "platform/documents/html_styles.h"
#include "platform/documents/readers.h"

namespace tenzij::documents {

namespace {

template <std::size_t N>
bool among(const std::array<std::string_view, N>& all, std::string_view name) {
  return std::find(all.begin(), all.end(), name) != all.end();
}

constexpr std::array<std::string_view, 14> empty_elements{"area",  "base", "br",   "col",    "embed", "hr",  "img",
                                                          "input", "link", "meta", "source", "track", "wbr", "param"};
// Their content runs to their own end tag, whatever it looks like.
constexpr std::array<std::string_view, 8> raw_elements{"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"};
constexpr std::array<std::string_view, 17> no_text{"head",   "nav",      "aside",  "footer", "template", "noscript",
                                                   "button", "select",   "object", "audio",  "video",    "canvas",
                                                   "svg",    "datalist", "dialog", "math",   "menu"};
constexpr std::array<std::string_view, 9> no_text_roles{"navigation", "banner",      "contentinfo", "complementary", "search",
                                                        "dialog",     "alertdialog", "doc-noteref", "doc-backlink"};
constexpr std::array<std::string_view, 20> inline_elements{"a",    "abbr", "b",    "bdi", "bdo",   "big",    "cite",   "code", "del", "em",
                                                           "font", "i",    "mark", "q",   "small", "strong", "strike", "sub",  "sup", "u"};
constexpr std::array<std::string_view, 10> more_inline{"s", "span", "tt", "var", "kbd", "samp", "time", "ins", "label", "data"};
// Words in a class or id that name a part of the page and not of the text.
constexpr std::array<std::string_view, 9> part_words{"cookie",     "cookies",     "cookiebar", "cookie-banner", "consent",
                                                     "breadcrumb", "breadcrumbs", "skiplink",  "navbar"};

struct Tag {
  std::string name;
  bool closing = false;
  std::string id, css_class, style, role, type;
  int start = 0, value = 0, colspan = 1;
  bool hidden = false;
  bool spoken = true;  // false: aria-hidden, such as a picture made of letters
};

struct Open {
  std::string name;
  bool skips = false;
  bool unseen = false;
  int same = 0;    // elements of the same name inside one that is skipped
  int number = 0;  // of the list: the last item
  std::string format;
};

bool space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string without_spaces(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (!space(c)) out += c;
  return out;
}

bool names_a_part(std::string_view words) {
  const std::string low = text::lower_ascii(words);
  for (const std::string_view word : text::split(low, ' ')) {
    if (among(part_words, word) || word.starts_with("cookie-") || word.starts_with("cookie_") || word.ends_with("-cookie")) return true;
    if (word == "footnote-ref" || word == "footnote-back" || word == "skip-link" || word == "sr-only-focusable" ||
        word.starts_with("cookieconsent"))
      return true;
  }
  return false;
}

class Reader {
 public:
  Reader(std::string_view content, Writer& out) : text_(content), out_(out) {}

  void run() {
    while (at_ < text_.size()) {
      step();
      if (text_[at_] == '<' && markup()) continue;
      characters();
    }
    flush();
    while (out_.in_table()) out_.close_table();
  }

 private:
  std::string_view text_;
  Writer& out_;
  std::size_t at_ = 0;
  std::vector<Open> open_;
  std::size_t skips_ = 0;
  int main_ = 0;     // inside main or article
  int heading_ = 0;  // depth of the heading that is open
  bool header_ = false;
  StyleSheet sheet_;
  int unseen_ = 0;
  std::string line_;
  std::string unseen_line_;  // of the same block: what a style hides
  bool item_begins_ = false;
  std::string label_;

  void characters() {
    const bool counted = skips_ == 0;
    std::size_t end = text_.find('<', at_ + 1);
    if (end == std::string_view::npos) end = text_.size();
    step(end - at_);
    if (!counted) {
      at_ = end;
      return;
    }
    std::string& to = unseen_ > 0 ? unseen_line_ : line_;
    while (at_ < end) {
      if (text_[at_] == '&') append_entity(text_.substr(0, end), at_, to);
      else to += text_[at_++];
    }
  }

  // A tag, comment or declaration at `at_`; false: only a '<'.
  bool markup() {
    const std::string_view rest = text_.substr(at_);
    if (rest.starts_with("<!--")) {
      const std::size_t end = text_.find("-->", at_ + 4);
      step(end == std::string_view::npos ? rest.size() : end - at_);
      at_ = end == std::string_view::npos ? text_.size() : end + 3;
      return true;
    }
    if (rest.starts_with("<!") || rest.starts_with("<?")) {
      const std::size_t end = text_.find('>', at_);
      step(end == std::string_view::npos ? rest.size() : end - at_);
      at_ = end == std::string_view::npos ? text_.size() : end + 1;
      return true;
    }
    const bool closing = rest.starts_with("</");
    if (rest.size() < 3 || !letter(rest[closing ? 2 : 1])) return false;
    Tag tag;
    tag.closing = closing;
    at_ += closing ? 2 : 1;
    read_tag(tag);
    if (closing) close(tag.name);
    else begin(tag);
    return true;
  }

  void read_tag(Tag& tag) {
    while (at_ < text_.size() && !space(text_[at_]) && text_[at_] != '>' && text_[at_] != '/') {
      if (tag.name.size() < 40) tag.name += text_[at_];
      ++at_;
    }
    tag.name = text::lower_ascii(tag.name);
    const std::size_t from = at_;
    while (at_ < text_.size() && text_[at_] != '>') {
      if (space(text_[at_]) || text_[at_] == '/') {
        ++at_;
        continue;
      }
      const std::size_t begin = at_;
      while (at_ < text_.size() && !space(text_[at_]) && text_[at_] != '>' && text_[at_] != '=' && text_[at_] != '/') ++at_;
      const std::string name = text::lower_ascii(text_.substr(begin, std::min<std::size_t>(at_ - begin, 40)));
      if (at_ == begin) ++at_;  // a stray '='
      while (at_ < text_.size() && space(text_[at_])) ++at_;
      std::string_view value;
      if (at_ < text_.size() && text_[at_] == '=') value = read_value();
      attribute(tag, name, value);
    }
    step(at_ - from);
    if (at_ < text_.size()) ++at_;
  }

  std::string_view read_value() {
    ++at_;
    while (at_ < text_.size() && space(text_[at_])) ++at_;
    if (at_ >= text_.size()) return {};
    const char quote = text_[at_];
    std::size_t end = at_;
    if (quote == '"' || quote == '\'') {
      end = text_.find(quote, ++at_);
      if (end == std::string_view::npos) end = text_.size();
      const std::string_view value = text_.substr(at_, end - at_);
      at_ = std::min(text_.size(), end + 1);
      return value;
    }
    while (end < text_.size() && !space(text_[end]) && text_[end] != '>') ++end;
    const std::string_view value = text_.substr(at_, end - at_);
    at_ = end;
    return value;
  }

  static void attribute(Tag& tag, const std::string& name, std::string_view value) {
    value = value.substr(0, 1000);
    long long number = 0;
    const bool whole = text::to_int(text::trim(value), number) && number >= 0 && number < 100'000;
    if (name == "id") tag.id = value;
    else if (name == "class") tag.css_class = value;
    else if (name == "style") tag.style = text::lower_ascii(without_spaces(value));
    else if (name == "role") tag.role = text::lower_ascii(value);
    else if (name == "type") tag.type = value;
    else if (name == "hidden") tag.hidden = true;
    else if (name == "aria-hidden") tag.spoken = text::lower_ascii(value) != "true";
    else if (name == "start" && whole) tag.start = static_cast<int>(number);
    else if (name == "value" && whole) tag.value = static_cast<int>(number);
    else if (name == "colspan" && whole) tag.colspan = static_cast<int>(number);
  }

  bool skipped(const Tag& tag) const {
    if (tag.name == "body" || tag.name == "html" || tag.name == "main") return false;
    if (among(no_text, tag.name) || among(no_text_roles, tag.role)) return true;
    return !tag.spoken || names_a_part(tag.id) || names_a_part(tag.css_class);
  }

  [[nodiscard]] bool unseen(const Tag& tag) const {
    if (tag.name == "body" || tag.name == "html" || tag.name == "main") return false;
    return tag.hidden || hides(tag.style) || sheet_.hides(tag.name, tag.id, tag.css_class);
  }

  void begin(const Tag& tag) {
    if (among(raw_elements, tag.name)) return raw(tag.name);
    if (skips_ > 0) {
      Open& top = open_.back();
      if (top.name == tag.name && !among(empty_elements, tag.name)) ++top.same;
      // A page whose menu is never closed still has a main part.
      if (tag.name == "main" || tag.name == "body") {
        while (skips_ > 0) pop();
      } else {
        return;
      }
    }
    if (among(empty_elements, tag.name)) {
      if (tag.name == "br" || tag.name == "wbr") line_ += tag.name == "br" ? " " : "";
      else if (tag.name == "hr") flush();
      return;
    }
    const bool skip = skipped(tag);
    const bool dark = !skip && unseen(tag);
    const bool in_line = among(inline_elements, tag.name) || among(more_inline, tag.name);
    if (in_line && !skip && !dark) return;
    if (!in_line) {
      flush();
      imply_ends(tag.name);
    }
    open_.push_back({tag.name, skip, dark, 0, tag.start > 0 ? tag.start - 1 : 0, format_of(tag)});
    if (open_.size() > limits::document_depth) throw too_deep();
    if (dark) ++unseen_;
    if (skip) ++skips_;
    else structure(tag);
  }

  static std::string format_of(const Tag& tag) {
    if (tag.name != "ol") return {};
    if (tag.type == "a") return "lowerLetter";
    if (tag.type == "A") return "upperLetter";
    if (tag.type == "i") return "lowerRoman";
    return tag.type == "I" ? "upperRoman" : "decimal";
  }

  void structure(const Tag& tag) {
    const std::string& name = tag.name;
    if (name == "main" || name == "article") ++main_;
    else if (name == "header" && main_ == 0) header_ = true;
    else if (name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6') heading_ = name[1] - '0';
    else if (name == "li") begin_item(tag);
    else if (name == "table") out_.open_table();
    else if (name == "tr") out_.open_row(inside("thead"));
    else if (name == "td" || name == "th") {
      // A row that begins with th below thead is still a row: the first one alone may be a head.
      out_.open_cell(tag.colspan);
    }
  }

  void begin_item(const Tag& tag) {
    item_begins_ = true;
    label_.clear();
    for (std::size_t i = open_.size() - 1; i-- > 0;) {
      if (open_[i].name == "ul") break;
      if (open_[i].name != "ol") continue;
      open_[i].number = tag.value > 0 ? tag.value : open_[i].number + 1;
      label_ = number_text(open_[i].number, open_[i].format) + ".";
      break;
    }
  }

  [[nodiscard]] bool inside(std::string_view name) const {
    return std::any_of(open_.begin(), open_.end(), [&](const Open& each) { return each.name == name; });
  }

  // Elements whose end may be left out, and end where another of their kind begins.
  void imply_ends(std::string_view next) {
    while (!open_.empty() && !open_.back().skips) {
      const std::string& top = open_.back().name;
      const bool cell = top == "td" || top == "th";
      const bool ends =
          top == "p" || (next == "li" && top == "li") || ((next == "dt" || next == "dd") && (top == "dt" || top == "dd")) ||
          ((next == "td" || next == "th") && cell) || (next == "tr" && (cell || top == "tr")) ||
          ((next == "tbody" || next == "tfoot" || next == "thead") && (cell || top == "tr" || top == "tbody" || top == "thead"));
      if (!ends) return;
      pop();
    }
  }

  void raw(const std::string& name) {
    // To its own end tag; looked for once, so that the whole stays linear.
    std::size_t end = at_;
    for (;;) {
      end = text_.find("</", end);
      if (end == std::string_view::npos) break;
      if (text::lower_ascii(text_.substr(end + 2, name.size())) == name) break;
      end += 2;
    }
    const std::size_t stop = end == std::string_view::npos ? text_.size() : end;
    step(stop - at_);
    if (name == "style") sheet_.read(text_.substr(at_, stop - at_));
    at_ = stop;
    if (end == std::string_view::npos) return;
    const std::size_t close = text_.find('>', at_);
    at_ = close == std::string_view::npos ? text_.size() : close + 1;
  }

  void close(const std::string& name) {
    if (skips_ > 0 && open_.back().name == name && open_.back().same > 0) {
      --open_.back().same;
      return;
    }
    if (among(inline_elements, name) || among(more_inline, name)) {
      if (!open_.empty() && open_.back().name == name) pop();
      return;
    }
    if (skips_ == 0) flush();
    std::size_t at = open_.size();
    while (at > 0 && open_[at - 1].name != name) --at;
    if (at == 0) return;
    // What is skipped ends only by its own end or by that of something around it.
    if (skips_ > 0 && at < open_.size() && !encloses(name)) return;
    while (open_.size() >= at) pop();
  }

  static bool encloses(std::string_view name) { return name == "body" || name == "html" || name == "main"; }

  void pop() {
    const Open top = std::move(open_.back());
    open_.pop_back();
    if (top.skips) {
      --skips_;
      return;
    }
    const bool in_line = among(inline_elements, top.name) || among(more_inline, top.name);
    if (!in_line) flush();
    if (top.unseen) --unseen_;
    if (top.name == "main" || top.name == "article") main_ = std::max(0, main_ - 1);
    else if (top.name == "header") header_ = false;
    else if (top.name.size() == 2 && top.name[0] == 'h' && top.name[1] >= '1' && top.name[1] <= '6') heading_ = 0;
    else if (top.name == "table") out_.close_table();
    else if (top.name == "tr") out_.close_row();
  }

  void flush() {
    flush_seen();
    Block unseen{BlockKind::paragraph, 0, {}, std::exchange(unseen_line_, {})};
    unseen.hidden = true;
    if (!header_) out_.push(std::move(unseen));
  }

  void flush_seen() {
    std::string text = std::exchange(line_, {});
    if (text::trim(text).empty()) return;
    Block block;
    block.text = std::move(text);
    const auto lists = std::count_if(open_.begin(), open_.end(), [](const Open& each) { return each.name == "ul" || each.name == "ol"; });
    if (heading_ > 0) {
      block.kind = BlockKind::heading;
      block.depth = heading_;
    } else if (header_) {
      return;  // of the top of a page only its headings are text
    } else if (lists > 0) {
      block.kind = BlockKind::item;
      block.depth = static_cast<int>(lists);
      if (std::exchange(item_begins_, false)) block.label = std::move(label_);
      label_.clear();
    }
    out_.push(std::move(block));
  }
};

}  // namespace

DocumentText read_html(std::string_view content) {
  DocumentText out{"html", 0};
  Writer writer(out);
  const std::string text = decoded(content);
  Reader(text, writer).run();
  return out;
}

}  // namespace tenzij::documents
