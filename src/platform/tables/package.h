// Office files are zips of XML: their parts as streams, bounded, and the XML as events.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace tenzij::tables {

// Names without their prefix.
class XmlEvents {
 public:
  XmlEvents() = default;
  XmlEvents(const XmlEvents&) = delete;
  XmlEvents& operator=(const XmlEvents&) = delete;
  XmlEvents(XmlEvents&&) = delete;
  XmlEvents& operator=(XmlEvents&&) = delete;
  virtual ~XmlEvents() = default;
  // attributes: name, value, name, value, ..., null.
  virtual void open(std::string_view name, const char** attributes) = 0;
  virtual void text(std::string_view part) = 0;
  virtual void close(std::string_view name) = 0;
};
// The value of an attribute by its name without prefix; empty when it is not there.
std::string_view attribute(const char** attributes, std::string_view name);

// The events of one part of a zip: blocks come in as they are unpacked. Throws Error 400 sheetDamaged for what is no XML, has a
// document type (where entity bombs live) or nests deeper than limits::xml_depth.
using NextBlock = std::function<std::string_view()>;  // empty at the end
void read_xml(const NextBlock& next, XmlEvents& events);

// Calls back for every part, in the order of the file; what is not asked for is not unpacked. Throws Error 400 sheetDamaged,
// sheetLocked and tableTooLarge.
void each_part(std::string_view zip, const std::function<void(const std::string& name, const NextBlock& content)>& on_part);
std::string whole(const NextBlock& content);

}  // namespace tenzij::tables
