#include "platform/documents/docx_parts.h"

#include <algorithm>

#include "platform/base/limits.h"
#include "platform/base/text.h"
#include "platform/documents/blocks.h"
#include "platform/documents/xml.h"

namespace tenzij::documents {

namespace {

// "word/../styles.xml" and "./styles.xml" as names of the package.
std::string resolved_path(std::string_view folder, std::string_view target) {
  std::vector<std::string_view> parts;
  const std::string whole = target.starts_with('/') ? std::string(target) : std::string(folder) + "/" + std::string(target);
  for (const std::string_view part : text::split(whole, '/')) {
    if (part.empty() || part == ".") continue;
    if (part == "..") {
      if (!parts.empty()) parts.pop_back();
    } else {
      parts.push_back(part);
    }
  }
  std::string out;
  for (const std::string_view part : parts) out += (out.empty() ? "" : "/") + std::string(part);
  return out;
}

std::string folder_of(const std::string& part) {
  const std::size_t slash = part.rfind('/');
  return slash == std::string::npos ? std::string() : part.substr(0, slash);
}

std::string name_in(const std::string& part) { return part.substr(part.rfind('/') + 1); }

// The targets of the relationships of a part, by the last word of their type.
std::map<std::string, std::string, std::less<>> relations(Package& package, const std::string& of) {
  const std::string folder = folder_of(of);
  const std::string part = (folder.empty() ? "" : folder + "/") + "_rels/" + name_in(of) + ".rels";
  std::map<std::string, std::string, std::less<>> out;
  if (!package.has(part)) return out;
  XmlEvents events;
  events.open = [&](std::string_view name, const Attributes& attributes) {
    if (name != "Relationship" || attributes.get("TargetMode") == "External") return;
    const std::string_view type = attributes.get("Type");
    if (out.size() < 100) out.emplace(type.substr(type.rfind('/') + 1), resolved_path(folder, attributes.get("Target")));
  };
  read_xml(package.open(part), events);
  return out;
}

bool on(const Attributes& attributes) {
  const std::string_view value = attributes.get("val");
  return value != "0" && value != "false" && value != "off" && value != "none";
}

std::size_t level_of(const Attributes& attributes, std::string_view name) {
  return static_cast<std::size_t>(std::clamp(attributes.number(name, 0), 0, static_cast<int>(list_levels) - 1));
}

void read_styles(Package& package, WordParts& out) {
  std::string id;
  WordStyle style;
  bool inside = false;
  int skipped = 0;  // inside a change that was tracked, or the style of a part of a table
  XmlEvents events;
  events.open = [&](std::string_view name, const Attributes& a) {
    if (skipped > 0 || name == "pPrChange" || name == "rPrChange" || name == "tblStylePr") {
      ++skipped;
    } else if (name == "style") {
      inside = true;
      id = a.get("styleId");
      style = {};
    } else if (!inside) {
      return;
    } else if (name == "name") {
      style.name = text::lower_ascii(a.get("val").substr(0, 100));
    } else if (name == "basedOn") {
      style.based_on = a.get("val").substr(0, 200);
    } else if (name == "outlineLvl") {
      style.outline = a.number("val", -1);
    } else if (name == "numId") {
      style.list = a.get("val").substr(0, 20);
    } else if (name == "ilvl") {
      style.level = a.number("val", 0);
    } else if (name == "vanish") {
      style.hidden = on(a);
    }
  };
  events.close = [&](std::string_view name) {
    if (skipped > 0) {
      --skipped;
    } else if (name == "style" && inside) {
      inside = false;
      if (out.styles.size() >= limits::document_styles) throw refused("documentTooHeavy");
      if (id.size() <= 200) out.styles.emplace(id, style);
    }
  };
  read_xml(package.open(out.styles_part), events);
}

class NumberingReader {
 public:
  explicit NumberingReader(WordParts& out) : out_(out) {}

  void read(Package& package) {
    XmlEvents events;
    events.open = [this](std::string_view name, const Attributes& a) { open(name, a); };
    events.close = [this](std::string_view name) { close(name); };
    read_xml(package.open(out_.numbering), events);
    // A list that only names a style uses the list of that style.
    for (const auto& [abstract, style] : links_)
      if (const auto found = homes_.find(style); found != homes_.end() && found->second != abstract) {
        const List list = out_.abstracts[found->second];
        out_.abstracts[abstract] = list;
      }
  }

 private:
  WordParts& out_;
  std::string abstract_;
  std::string list_;
  std::size_t override_ = 0;
  ListLevel* level_ = nullptr;
  std::map<std::string, std::string> links_;  // abstract list to the style it borrows from
  std::map<std::string, std::string> homes_;  // style to the abstract list that defines it

  void open(std::string_view name, const Attributes& a) {
    if (out_.abstracts.size() > limits::document_styles || out_.lists.size() > 4 * limits::document_styles)
      throw refused("documentTooHeavy");
    const std::string_view value = a.get("val").substr(0, 100);
    if (name == "abstractNum") {
      abstract_ = a.get("abstractNumId").substr(0, 20);
      out_.abstracts[abstract_] = {};
    } else if (name == "num") {
      list_ = a.get("numId").substr(0, 20);
      out_.lists[list_] = {};
    } else if (name == "abstractNumId" && !list_.empty()) {
      out_.lists[list_].abstract = value;
    } else if (name == "lvlOverride") {
      override_ = level_of(a, "ilvl");
    } else if (name == "startOverride" && !list_.empty()) {
      out_.lists[list_].starts[override_] = a.number("val", 1);
    } else if (name == "lvl") {
      const std::size_t at = level_of(a, "ilvl");
      if (!list_.empty()) level_ = &out_.lists[list_].changed[at];
      else if (!abstract_.empty()) level_ = &out_.abstracts[abstract_].levels[at];
    } else if (name == "numStyleLink" && !abstract_.empty()) {
      links_[abstract_] = value;
    } else if (name == "styleLink" && !abstract_.empty()) {
      homes_[std::string(value)] = abstract_;
    } else if (level_ != nullptr) {
      of_level(name, value, a);
    }
  }

  void of_level(std::string_view name, std::string_view value, const Attributes& a) const {
    if (name == "start") level_->start = a.number("val", 1);
    else if (name == "numFmt" && !value.empty()) level_->format = value;
    else if (name == "lvlText") level_->text = value;
    else if (name == "isLgl") level_->legal = on(a);
    else if (name == "lvlRestart") level_->restart = a.number("val", -1);
    else if (name == "pStyle") level_->style = value;
  }

  void close(std::string_view name) {
    if (name == "lvl") level_ = nullptr;
    else if (name == "abstractNum") abstract_.clear();
    else if (name == "num") list_.clear();
  }
};

}  // namespace

WordStyle WordParts::resolved(std::string_view id) const {
  WordStyle out;
  // A chain of styles that goes in circles ends here.
  constexpr int longest_chain = 32;
  for (int i = 0; i < longest_chain && !id.empty(); ++i) {
    const auto found = styles.find(id);
    if (found == styles.end()) break;
    const WordStyle& each = found->second;
    step();
    if (out.name.empty()) out.name = each.name;
    if (out.outline < 0) out.outline = each.outline;
    if (out.list.empty()) {
      out.list = each.list;
      if (out.level < 0) out.level = each.level;
    }
    out.hidden = out.hidden || each.hidden;
    id = each.based_on;
  }
  return out;
}

int WordParts::heading_depth(std::string_view id, const WordStyle& style) const {
  if (style.outline >= 0 && style.outline < 9) return style.outline + 1;
  // The names Word itself gives, also where the part with styles is missing.
  const std::string low = text::lower_ascii(id);
  for (const std::string_view name : {std::string_view(style.name), std::string_view(low)}) {
    if (name == "title" || name == "titel") return 1;
    for (const std::string_view word : {"heading", "kop"}) {
      if (!name.starts_with(word)) continue;
      const std::string_view rest = text::trim(name.substr(word.size()));
      if (rest.size() == 1 && rest[0] >= '1' && rest[0] <= '9') return rest[0] - '0';
    }
  }
  return 0;
}

std::string word_main_part(Package& package) {
  const auto found = relations(package, "");
  const auto main = found.find("officeDocument");
  if (main == found.end() || !package.has(main->second)) return package.has("word/document.xml") ? "word/document.xml" : std::string();
  // A sheet or a slide show is an office document too; its main part begins otherwise.
  std::string start = package.start_of(main->second, 8192);
  std::erase(start, '\0');
  const bool word = start.find(":document") != std::string::npos || start.find("<document") != std::string::npos;
  return word ? main->second : std::string();
}

WordParts word_parts(Package& package, const std::string& main) {
  WordParts out;
  out.main = main;
  const auto found = relations(package, main);
  const auto part = [&](std::string_view type, std::string& where) {
    if (const auto at = found.find(type); at != found.end() && package.has(at->second)) where = at->second;
  };
  part("styles", out.styles_part);
  part("numbering", out.numbering);
  part("footnotes", out.footnotes);
  part("endnotes", out.endnotes);
  if (!out.styles_part.empty()) read_styles(package, out);
  if (!out.numbering.empty()) NumberingReader(out).read(package);
  return out;
}

}  // namespace tenzij::documents
