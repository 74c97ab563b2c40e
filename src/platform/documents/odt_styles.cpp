#include "platform/documents/odt_styles.h"

#include <algorithm>

#include "platform/base/limits.h"
#include "platform/base/text.h"
#include "platform/documents/blocks.h"

namespace tenzij::documents {

namespace {

std::string_view format_of(std::string_view odf) {
  if (odf == "a") return "lowerLetter";
  if (odf == "A") return "upperLetter";
  if (odf == "i") return "lowerRoman";
  if (odf == "I") return "upperRoman";
  return odf.empty() ? "none" : "decimal";
}

// "%1.%2" out of how many levels are shown, with what stands around it.
ListLevel level_of(std::string_view name, int level, const Attributes& a) {
  ListLevel out;
  out.start = a.number("start-value", 1);
  out.format = name == "list-level-style-number" || name == "outline-level-style" ? format_of(a.get("num-format")) : "bullet";
  const int shown = std::clamp(a.number("display-levels", 1), 1, level);
  out.text = a.get("num-prefix").substr(0, 20);
  for (int i = level - shown + 1; i <= level; ++i) out.text += (i > level - shown + 1 ? ".%" : "%") + std::to_string(i);
  out.text += a.get("num-suffix").substr(0, 20);
  return out;
}

}  // namespace

bool OdtStyles::open(std::string_view name, const Attributes& a) {
  if (styles_.size() > 10 * limits::document_styles || lists_.size() > limits::document_styles) throw refused("documentTooHeavy");
  if (name == "style") {
    style_ = a.get("name").substr(0, 200);
    OdtStyle& style = styles_[style_];
    style.parent = a.get("parent-style-name").substr(0, 200);
    style.list = a.get("list-style-name").substr(0, 200);
    style.outline = a.number("default-outline-level", 0);
  } else if (name == "text-properties" && !style_.empty()) {
    OdtStyle& style = styles_[style_];
    style.hidden = style.hidden || a.get("display") == "none";
    style.white = text::lower_ascii(a.get("color")) == "#ffffff";
    const std::string_view ground = a.get("background-color");
    style.shaded = style.shaded || (!ground.empty() && ground != "transparent");
  } else if ((name == "paragraph-properties" || name == "table-cell-properties") && !style_.empty()) {
    const std::string_view ground = a.get("background-color");
    styles_[style_].shaded = !ground.empty() && ground != "transparent";
  } else if (name == "list-style") {
    list_ = &lists_[std::string(a.get("name").substr(0, 200))];
  } else if (name == "outline-style") {
    list_ = &lists_[""];
  } else if (name.starts_with("list-level-style-") || name == "outline-level-style") {
    const int level = std::clamp(a.number("level", 1), 1, static_cast<int>(list_levels) - 1);
    if (list_ != nullptr) list_->levels[static_cast<std::size_t>(level - 1)] = level_of(name, level, a);
  } else {
    return false;
  }
  return true;
}

void OdtStyles::close(std::string_view name) {
  if (name == "style") style_.clear();
  if (name == "list-style" || name == "outline-style") list_ = nullptr;
}

OdtStyle OdtStyles::resolved(std::string_view name) const {
  OdtStyle out;
  constexpr int longest_chain = 32;  // a chain that goes in circles ends here
  for (int i = 0; i < longest_chain && !name.empty(); ++i) {
    const auto found = styles_.find(name);
    if (found == styles_.end()) break;
    step();
    if (out.list.empty()) out.list = found->second.list;
    if (out.outline == 0) out.outline = found->second.outline;
    out.hidden = out.hidden || found->second.hidden;
    out.white = out.white || found->second.white;
    out.shaded = out.shaded || found->second.shaded;
    name = found->second.parent;
  }
  return out;
}

const List* OdtStyles::list(std::string_view name) const {
  const auto found = lists_.find(name);
  return found == lists_.end() ? nullptr : &found->second;
}

}  // namespace tenzij::documents
