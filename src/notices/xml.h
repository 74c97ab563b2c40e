// Reading XML by local names, whatever the prefixes; only for the parsers of this room.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "notices/notice.h"

namespace tenzij::notices::xml {

std::string_view local(const pugi::xml_node& node);
pugi::xml_node child(const pugi::xml_node& node, std::string_view name);
// child(child(node, "A"), "B") for "A/B".
pugi::xml_node at(const pugi::xml_node& node, std::string_view path);
std::vector<pugi::xml_node> children(const pugi::xml_node& node, std::string_view name);
// All descendants with this local name, in document order.
std::vector<pugi::xml_node> all(const pugi::xml_node& node, std::string_view name);
// The text of the element, children's text with spaces between paragraphs.
std::string text(const pugi::xml_node& node);
// Element path with positions among equal siblings; siblings that differ only by language share one.
std::string place(const pugi::xml_node& node);
// NLD, NL, nl -> nl; unknown ones in lower case.
std::string language(std::string_view code);

// A parsed document within limits; throws Rejected.
void load(std::string_view content, pugi::xml_document& out);

void read_eforms(const pugi::xml_node& root, Notice& out);
void read_ted(const pugi::xml_node& root, Notice& out);

}  // namespace tenzij::notices::xml
