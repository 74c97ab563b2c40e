// XML as events, without a tree: for the parts of office documents. Names are local names, whatever their prefix.
#pragma once

#include <functional>
#include <string_view>

#include "platform/documents/zip.h"

namespace tenzij::documents {

// The attributes of the element that opens; valid during the call.
class Attributes {
 public:
  explicit Attributes(const unsigned char* const* raw) : raw_(raw) {}
  // By local name; empty where there is none.
  [[nodiscard]] std::string_view get(std::string_view local) const;
  // A whole number, or `otherwise`.
  [[nodiscard]] int number(std::string_view local, int otherwise) const;

 private:
  const unsigned char* const* raw_;  // name, value, ..., null
};

struct XmlEvents {
  std::function<void(std::string_view name, const Attributes&)> open;
  std::function<void(std::string_view name)> close;
  std::function<void(std::string_view)> text;
};

// No entities, no DTD, no network, no recursion. Throws Error 400: documentDamaged, documentTooDeep, documentTooHeavy, and
// what the events throw.
void read_xml(const Bytes& next, const XmlEvents& events);

}  // namespace tenzij::documents
