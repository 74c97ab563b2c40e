#include "notices/xml.h"

#include <algorithm>

namespace tenzij::notices::xml {

namespace {

// Depth is checked on the raw text, before a tree exists: a tree of a million levels would end the stack.
void check_depth(std::string_view s) {
  std::size_t depth = 0;
  std::size_t nodes = 0;
  for (std::size_t i = 0; i + 1 < s.size(); ++i) {
    if (s[i] != '<') continue;
    const char next = s[i + 1];
    if (next == '!') {
      if (s.substr(i, 4) == "<!--") {
        i = s.find("-->", i);
      } else if (s.substr(i, 9) == "<![CDATA[") {
        i = s.find("]]>", i);
      } else {
        // DOCTYPE: notices have none, and it is where entity bombs and external entities live.
        throw Rejected{"xmlDoctype"};
      }
      if (i == std::string_view::npos) throw Rejected{"xmlTruncated"};
    } else if (next == '/') {
      if (depth > 0) --depth;
    } else if (next != '?') {
      const std::size_t close = s.find('>', i);
      if (close == std::string_view::npos) throw Rejected{"xmlTruncated"};
      if (s[close - 1] != '/') ++depth;
      if (depth > limits::xml_depth) throw Rejected{"xmlTooDeep", {{"limit", std::to_string(limits::xml_depth)}}};
      if (++nodes > limits::xml_nodes) throw Rejected{"xmlTooLarge"};
    }
  }
}

void collect(const pugi::xml_node& node, std::string_view name, std::vector<pugi::xml_node>& out) {
  for (const auto& each : node.children()) {
    if (each.type() != pugi::node_element) continue;
    if (local(each) == name) out.push_back(each);
    collect(each, name, out);
  }
}

void collect_text(const pugi::xml_node& node, std::string& out) {
  for (const auto& each : node.children()) {
    if (each.type() == pugi::node_pcdata || each.type() == pugi::node_cdata) {
      out += each.value();
    } else if (each.type() == pugi::node_element) {
      if (!out.empty() && out.back() != '\n') out += '\n';
      collect_text(each, out);
    }
  }
}

}  // namespace

std::string_view local(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child(const pugi::xml_node& node, std::string_view name) {
  for (const auto& each : node.children())
    if (each.type() == pugi::node_element && local(each) == name) return each;
  return {};
}

pugi::xml_node at(const pugi::xml_node& node, std::string_view path) {
  pugi::xml_node found = node;
  for (const std::string_view part : text::split(path, '/')) found = child(found, part);
  return found;
}

std::vector<pugi::xml_node> children(const pugi::xml_node& node, std::string_view name) {
  std::vector<pugi::xml_node> out;
  for (const auto& each : node.children())
    if (each.type() == pugi::node_element && local(each) == name) out.push_back(each);
  return out;
}

std::vector<pugi::xml_node> all(const pugi::xml_node& node, std::string_view name) {
  std::vector<pugi::xml_node> out;
  collect(node, name, out);
  return out;
}

std::string text(const pugi::xml_node& node) {
  std::string raw;
  collect_text(node, raw);
  return std::string(tenzij::text::trim(raw));
}

std::string place(const pugi::xml_node& node) {
  std::string out;
  for (pugi::xml_node each = node; each.type() == pugi::node_element; each = each.parent()) {
    int position = 1;
    const std::string_view language_id = each.attribute("languageID").value();
    for (auto before = each.previous_sibling(); before; before = before.previous_sibling())
      if (local(before) == local(each) && std::string_view(before.attribute("languageID").value()) == language_id) ++position;
    std::string step = "/" + std::string(local(each));
    if (position > 1) step += "[" + std::to_string(position) + "]";
    out = step + out;
  }
  return out;
}

std::string language(std::string_view code) {
  static const std::map<std::string, std::string, std::less<>> known{
      {"nld", "nl"}, {"dut", "nl"}, {"eng", "en"}, {"fra", "fr"}, {"fre", "fr"}, {"deu", "de"}, {"ger", "de"},
      {"spa", "es"}, {"ita", "it"}, {"dan", "da"}, {"swe", "sv"}, {"pol", "pl"}, {"por", "pt"}, {"fin", "fi"}};
  const std::string lower = tenzij::text::lower_ascii(code);
  const auto found = known.find(lower);
  return found == known.end() ? lower : found->second;
}

void load(std::string_view content, pugi::xml_document& out) {
  check_depth(content);
  // No entities but the five of XML and character references: pugixml has no DTD processing.
  const auto result = out.load_buffer(content.data(), content.size(), pugi::parse_default | pugi::parse_ws_pcdata_single);
  if (result.status == pugi::status_unrecognized_tag || result.status == pugi::status_no_document_element) throw Rejected{"notXml"};
  if (!result) throw Rejected{"xmlBroken", {{"position", std::to_string(result.offset)}}};
}

}  // namespace tenzij::notices::xml
