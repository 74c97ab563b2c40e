// Styles and lists of an OpenDocument text (ODF 1.3, parts 16.2 to 16.30), from styles.xml and content.xml.
#pragma once

#include <map>
#include <string>

#include "platform/documents/numbering.h"
#include "platform/documents/xml.h"

namespace tenzij::documents {

struct OdtStyle {
  std::string parent;
  std::string list;
  int outline = 0;  // 1 is the highest; 0: no heading
  bool hidden = false;
  bool white = false;
  bool shaded = false;
};

class OdtStyles {
 public:
  // Events inside the parts with styles; they return whether they took the element.
  bool open(std::string_view name, const Attributes& a);
  void close(std::string_view name);

  [[nodiscard]] OdtStyle resolved(std::string_view name) const;
  // The list of that name; null: unknown. "" is the outline of the headings.
  [[nodiscard]] const List* list(std::string_view name) const;

 private:
  std::map<std::string, OdtStyle, std::less<>> styles_;
  std::map<std::string, List, std::less<>> lists_;
  std::string style_;
  List* list_ = nullptr;
};

}  // namespace tenzij::documents
