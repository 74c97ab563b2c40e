#include "platform/tables/package.h"

#include <archive.h>
#include <archive_entry.h>
#include <expat.h>

#include <exception>

#include "platform/base/error.h"
#include "platform/base/limits.h"
#include "platform/base/text.h"

namespace tenzij::tables {

namespace {

struct Close {
  void operator()(archive* each) const { archive_read_free(each); }
  void operator()(XML_ParserStruct* each) const { XML_ParserFree(each); }
};

Error damaged() { return {400, "sheetDamaged"}; }

std::string_view local(const char* name) {
  const std::string_view all(name);
  const std::size_t colon = all.rfind(':');
  return colon == std::string_view::npos ? all : all.substr(colon + 1);
}

// What goes wrong inside a call from expat waits here until expat has returned.
struct Reading {
  XML_Parser parser;
  XmlEvents& events;
  std::size_t depth = 0;
  std::exception_ptr fault{};

  template <class Work>
  void guarded(Work&& work) {
    if (fault) return;
    try {
      work();
    } catch (...) {
      fault = std::current_exception();
      XML_StopParser(parser, XML_FALSE);
    }
  }
};

}  // namespace

std::string_view attribute(const char** attributes, std::string_view name) {
  for (; *attributes != nullptr; attributes += 2)
    if (local(attributes[0]) == name) return attributes[1];
  return {};
}

void read_xml(const NextBlock& next, XmlEvents& events) {
  const std::unique_ptr<XML_ParserStruct, Close> parser(XML_ParserCreate(nullptr));
  Reading reading{parser.get(), events};
  XML_SetUserData(parser.get(), &reading);
  XML_SetElementHandler(
      parser.get(),
      [](void* data, const XML_Char* name, const XML_Char** attributes) {
        auto& in = *static_cast<Reading*>(data);
        in.guarded([&] {
          if (++in.depth > limits::xml_depth) throw damaged();
          in.events.open(local(name), attributes);
        });
      },
      [](void* data, const XML_Char* name) {
        auto& in = *static_cast<Reading*>(data);
        in.guarded([&] {
          --in.depth;
          in.events.close(local(name));
        });
      });
  XML_SetCharacterDataHandler(parser.get(), [](void* data, const XML_Char* content, int size) {
    auto& in = *static_cast<Reading*>(data);
    in.guarded([&] { in.events.text({content, static_cast<std::size_t>(size)}); });
  });
  XML_SetStartDoctypeDeclHandler(parser.get(), [](void* data, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    static_cast<Reading*>(data)->guarded([] { throw damaged(); });
  });
  for (;;) {
    const std::string_view block = next();
    const auto result = XML_Parse(parser.get(), block.data(), static_cast<int>(block.size()), block.empty() ? 1 : 0);
    if (reading.fault) std::rethrow_exception(reading.fault);
    if (result != XML_STATUS_OK) throw damaged();
    if (block.empty()) return;
  }
}

void each_part(std::string_view zip, const std::function<void(const std::string&, const NextBlock&)>& on_part) {
  const std::unique_ptr<archive, Close> from(archive_read_new());
  archive_read_support_format_zip_seekable(from.get());
  if (archive_read_open_memory(from.get(), zip.data(), zip.size()) != ARCHIVE_OK) throw damaged();
  std::string block(64UL * 1024, '\0');
  std::size_t total = 0;
  std::size_t entries = 0;
  for (archive_entry* entry = nullptr;;) {
    const int result = archive_read_next_header(from.get(), &entry);
    if (result == ARCHIVE_EOF) return;
    if (result < ARCHIVE_WARN || ++entries > limits::zip_entries) throw damaged();
    if (archive_entry_filetype(entry) != AE_IFREG) continue;
    if (archive_entry_is_encrypted(entry) != 0) throw Error(400, "sheetLocked");
    const char* raw = archive_entry_pathname(entry);
    std::string name = text::lower_ascii(raw == nullptr ? "" : raw);
    for (char& c : name)
      if (c == '\\') c = '/';
    if (name.starts_with('/')) name.erase(0, 1);
    on_part(name, [&]() -> std::string_view {
      const la_ssize_t size = archive_read_data(from.get(), block.data(), block.size());
      if (size < 0) throw damaged();
      total += static_cast<std::size_t>(size);
      const bool bomb = total > limits::table_ratio_from_bytes && total / (zip.size() + 1) > limits::zip_ratio;
      if (total > limits::table_unpacked_bytes || bomb) throw Error(400, "tableTooLarge");
      return {block.data(), static_cast<std::size_t>(size)};
    });
  }
}

std::string whole(const NextBlock& content) {
  std::string out;
  for (std::string_view block = content(); !block.empty(); block = content()) {
    out += block;
    if (out.size() > limits::table_part_bytes) throw Error(400, "tableTooLarge");
  }
  return out;
}

}  // namespace tenzij::tables
