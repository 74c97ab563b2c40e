#include "notices/xml.h"

#include <algorithm>

namespace tenzij::notices::xml {

namespace {

// Depth and size of the tree itself, iteratively: what stands in attributes, comments and CDATA looks like tags and is none.
void check_shape(const pugi::xml_document& tree) {
  std::size_t depth = 1;
  std::size_t nodes = 0;
  pugi::xml_node here = tree.first_child();
  while (here) {
    steps::add();
    if (here.type() == pugi::node_doctype) throw Rejected{"xmlDoctype"};
    if (++nodes > limits::xml_nodes) throw Rejected{"xmlTooLarge"};
    if (depth > limits::xml_depth) throw Rejected{"xmlTooDeep", {{"limit", std::to_string(limits::xml_depth)}}};
    if (here.first_child()) {
      here = here.first_child();
      ++depth;
      continue;
    }
    while (!here.next_sibling() && here.parent() != tree) {
      here = here.parent();
      --depth;
    }
    here = here.next_sibling();
  }
}

// A name in a path; a name of a megabyte would otherwise be repeated in every path below it.
constexpr std::size_t longest_name = 60;
constexpr std::size_t longest_place = 400;

void count_siblings(const Document& document, const pugi::xml_node& parent) {
  if (!document.counted.insert(parent.internal_object()).second) return;
  std::unordered_map<std::string, int> seen;
  for (const auto& each : parent.children()) {
    steps::add();
    if (each.type() != pugi::node_element) continue;
    const int position = ++seen[std::string(local(each)) + '/' + each.attribute("languageID").value()];
    if (position > 1) document.positions.emplace(each.internal_object(), position);
  }
}

}  // namespace

std::string_view local(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child(const pugi::xml_node& node, std::string_view name) {
  for (const auto& each : node.children()) {
    steps::add();
    if (each.type() == pugi::node_element && local(each) == name) return each;
  }
  return {};
}

pugi::xml_node at(const pugi::xml_node& node, std::string_view path) {
  pugi::xml_node found = node;
  for (const std::string_view part : text::split(path, '/')) found = child(found, part);
  return found;
}

std::vector<pugi::xml_node> children(const pugi::xml_node& node, std::string_view name) {
  std::vector<pugi::xml_node> out;
  for (const auto& each : node.children()) {
    steps::add();
    if (each.type() == pugi::node_element && local(each) == name) out.push_back(each);
  }
  return out;
}

std::vector<pugi::xml_node> all(const pugi::xml_node& node, std::string_view name) {
  std::vector<pugi::xml_node> out;
  walk(node, [&](const pugi::xml_node& each) {
    if (each.type() == pugi::node_element && local(each) == name) out.push_back(each);
    return true;
  });
  return out;
}

std::string text(const pugi::xml_node& node) {
  std::string raw;
  walk(node, [&](const pugi::xml_node& each) {
    if (each.type() == pugi::node_pcdata || each.type() == pugi::node_cdata) {
      raw += each.value();
    } else if (each.type() == pugi::node_element && !raw.empty() && raw.back() != '\n' && local(each) != "FT") {
      // FT of TED is a sign inside a word: m2, 6e.
      raw += '\n';
    }
    return true;
  });
  return std::string(tenzij::text::trim(raw));
}

std::string value(const pugi::xml_node& node, std::string_view path) {
  std::string out = text(at(node, path));
  return out == "unpublished" ? std::string() : out;
}

std::string place(const Document& document, const pugi::xml_node& node) {
  std::vector<pugi::xml_node> path;
  for (pugi::xml_node each = node; each.type() == pugi::node_element; each = each.parent()) path.push_back(each);
  std::string out;
  for (auto each = path.rbegin(); each != path.rend(); ++each) {
    count_siblings(document, each->parent());
    out += '/';
    out += name_of(local(*each));
    if (const auto position = document.positions.find(each->internal_object()); position != document.positions.end())
      out += "[" + std::to_string(position->second) + "]";
  }
  return out.size() <= longest_place ? out : tenzij::text::repair_utf8(std::string_view(out).substr(out.size() - longest_place));
}

std::string language(std::string_view code) {
  static const std::map<std::string, std::string, std::less<>> known{
      {"nld", "nl"}, {"dut", "nl"}, {"eng", "en"}, {"fra", "fr"}, {"fre", "fr"}, {"deu", "de"}, {"ger", "de"},
      {"spa", "es"}, {"ita", "it"}, {"dan", "da"}, {"swe", "sv"}, {"pol", "pl"}, {"por", "pt"}, {"fin", "fi"}};
  const std::string lower = tenzij::text::lower_ascii(name_of(code));
  const auto found = known.find(lower);
  return found == known.end() ? lower : found->second;
}

std::string name_of(std::string_view value) { return tenzij::text::shorten(tenzij::text::trim(value), longest_name); }

void load(std::string_view content, Document& out) {
  // An element has at most two of these: a file that could not be one of ours is not made into a tree first.
  if (static_cast<std::size_t>(std::count(content.begin(), content.end(), '<')) > 2 * limits::xml_nodes) throw Rejected{"xmlTooLarge"};
  // No entities but the five of XML and character references: pugixml has no DTD processing. It reads without recursion.
  const auto result = out.tree.load_buffer(content.data(), content.size(),
                                           pugi::parse_default | pugi::parse_ws_pcdata_single | pugi::parse_doctype, pugi::encoding_utf8);
  // DOCTYPE: notices have none, and it is where entity bombs and external entities live.
  if (result.status == pugi::status_bad_doctype) throw Rejected{"xmlDoctype"};
  check_shape(out.tree);
  if (result.status == pugi::status_unrecognized_tag || result.status == pugi::status_no_document_element) throw Rejected{"notXml"};
  if (!result && static_cast<std::size_t>(result.offset) + 1 >= content.size()) throw Rejected{"xmlTruncated"};
  if (!result) throw Rejected{"xmlBroken", {{"position", std::to_string(result.offset)}}};
}

}  // namespace tenzij::notices::xml
