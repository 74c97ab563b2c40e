// Reading XML by local names, whatever the prefixes; only for the parsers of this room. Nothing here recurses, and every
// step over a node is counted (platform/base/steps.h): the work grows with the length of a file and not faster.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "notices/figures.h"
#include "notices/notice.h"
#include "platform/base/steps.h"

namespace tenzij::notices::xml {

// A parsed document within limits. Positions among equal siblings are counted once per parent, when first asked for.
struct Document {
  pugi::xml_document tree;
  mutable std::unordered_map<const void*, int> positions;  // by node, those beyond the first
  mutable std::unordered_set<const void*> counted;         // parents
};

// Throws Rejected: broken, a DOCTYPE, too large, or nested deeper than limits::xml_depth.
void load(std::string_view content, Document& out);

std::string_view local(const pugi::xml_node& node);
pugi::xml_node child(const pugi::xml_node& node, std::string_view name);
// child(child(node, "A"), "B") for "A/B".
pugi::xml_node at(const pugi::xml_node& node, std::string_view path);
std::vector<pugi::xml_node> children(const pugi::xml_node& node, std::string_view name);
// All descendants with this local name, in document order.
std::vector<pugi::xml_node> all(const pugi::xml_node& node, std::string_view name);
// The text of the element, children's text with spaces between paragraphs.
std::string text(const pugi::xml_node& node);
std::string value(const pugi::xml_node& node, std::string_view path);  // text(at(node, path)); "unpublished" is none
// Element path with positions among equal siblings; siblings that differ only by language share one.
std::string place(const Document& document, const pugi::xml_node& node);
// NLD, NL, nl -> nl; unknown ones in lower case.
std::string language(std::string_view code);
// A value that names things (lot, code, number): bounded, so that repeating it stays cheap.
std::string name_of(std::string_view value);

// Visits what stands below `top` in document order; `enter` is given each node and says whether to go into it.
template <class Enter>
void walk(const pugi::xml_node& top, const Enter& enter) {
  pugi::xml_node here = top.first_child();
  while (here) {
    steps::add();
    if (enter(here) && here.first_child()) {
      here = here.first_child();
      continue;
    }
    while (here != top && !here.next_sibling()) here = here.parent();
    if (here == top) return;
    here = here.next_sibling();
  }
}

void read_eforms(const Document& document, Notice& out);
void read_ted(const Document& document, Notice& out);

}  // namespace tenzij::notices::xml
