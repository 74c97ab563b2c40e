#include "platform/documents/html_styles.h"

#include "platform/base/text.h"
#include "platform/documents/blocks.h"

namespace tenzij::documents {

namespace {

constexpr std::size_t most_rules = 2000;
constexpr std::size_t longest_selector = 100;

std::string without_comments(std::string_view css) {
  std::string out;
  while (!css.empty()) {
    const std::size_t begin = css.find("/*");
    out += css.substr(0, begin);
    if (begin == std::string_view::npos) break;
    const std::size_t end = css.find("*/", begin + 2);
    css.remove_prefix(end == std::string_view::npos ? css.size() : end + 2);
  }
  return out;
}

std::string plain(std::string_view style) {
  std::string out;
  for (const char c : text::lower_ascii(style))
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f') out += c;
  return out;
}

// Behind the block that opens at css[at], with the blocks inside it.
std::size_t behind_block(std::string_view css, std::size_t at) {
  std::size_t depth = 0;
  for (; at < css.size(); ++at) {
    if (css[at] == '{') ++depth;
    if (css[at] == '}' && --depth == 0) return at + 1;
  }
  return css.size();
}

}  // namespace

bool hides(std::string_view style) {
  return style.find("display:none") != std::string_view::npos || style.find("visibility:hidden") != std::string_view::npos;
}

void StyleSheet::read(std::string_view css) {
  step(css.size());
  const std::string whole = without_comments(css);
  std::string_view rest = whole;
  while (!rest.empty()) {
    const std::size_t open = rest.find_first_of("{;");
    if (open == std::string_view::npos) return;
    const std::string_view selectors = text::trim(rest.substr(0, open));
    if (rest[open] == ';') {  // "@import ...;"
      rest.remove_prefix(open + 1);
      continue;
    }
    const std::size_t end = behind_block(rest, open);
    if (!selectors.starts_with('@')) rule(selectors, plain(rest.substr(open + 1, end - open - 1)));
    rest.remove_prefix(end);
  }
}

void StyleSheet::rule(std::string_view selectors, std::string_view style) {
  const bool hidden = documents::hides(style);
  if (!hidden && style.find("display:") == std::string_view::npos && style.find("visibility:") == std::string_view::npos) return;
  for (const std::string_view each : text::split(selectors, ',')) {
    const std::string_view selector = text::trim(each);
    const std::size_t mark = selector.find_first_of(".#");
    const bool simple = mark != std::string_view::npos && selector.size() <= longest_selector &&
                        selector.find_first_of(" \t\r\n>+~:[*.#", mark + 1) == std::string_view::npos &&
                        selector.find_first_of(" \t\r\n>+~:[*") == std::string_view::npos;
    if (!simple) continue;
    if (!hidden) hidden_.erase(std::string(selector));
    else if (hidden_.size() < most_rules) hidden_.emplace(selector);
  }
}

bool StyleSheet::hides(std::string_view tag, std::string_view id, std::string_view classes) const {
  if (hidden_.empty()) return false;
  const auto named = [&](char mark, std::string_view name) {
    const std::string selector = mark + std::string(name);
    return !name.empty() && (hidden_.contains(selector) || hidden_.contains(std::string(tag) + selector));
  };
  if (named('#', text::trim(id))) return true;
  for (const std::string_view each : text::split(classes, ' '))
    if (named('.', text::trim(each))) return true;
  return false;
}

}  // namespace tenzij::documents
