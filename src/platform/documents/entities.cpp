// Characters by name or number, as HTML writes them; the names are those of libxml2.
#include <libxml/HTMLparser.h>

#include "platform/base/text.h"
#include "platform/documents/readers.h"

namespace tenzij::documents {

void append_entity(std::string_view text, std::size_t& at, std::string& out) {
  constexpr std::size_t longest = 32;
  const std::size_t end = text.substr(at, longest).find(';');
  const std::string name(text.substr(at + 1, end == std::string_view::npos ? 0 : end - 1));
  unsigned long point = 0;
  if (name.size() > 1 && name[0] == '#') {
    const bool hex = name[1] == 'x' || name[1] == 'X';
    char* stop = nullptr;
    point = std::strtoul(name.c_str() + (hex ? 2 : 1), &stop, hex ? 16 : 10);
    if (*stop != '\0') point = 0;
    if (point >= 0x80 && point < 0xa0) {  // written by programs that meant Windows-1252
      out += text::from_latin1(std::string(1, static_cast<char>(point)));
      at += end + 1;
      return;
    }
  } else if (name == "apos") {
    point = '\'';
  } else if (!name.empty()) {
    const htmlEntityDesc* known = htmlEntityLookup(reinterpret_cast<const xmlChar*>(name.c_str()));
    if (known != nullptr) point = known->value;
  }
  if (point == 0) {
    out += '&';
    ++at;
    return;
  }
  append_point(out, point);
  at += end + 1;
}

}  // namespace tenzij::documents
