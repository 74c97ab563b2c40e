// A zip whose parts are stored as they are, around what is fuzzed: so made-up input reaches the reader behind the packing.
#pragma once

#include <archive.h>
#include <archive_entry.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tenzij::fuzz {

using Parts = std::vector<std::pair<std::string, std::string_view>>;

inline std::string stored(const Parts& parts) {
  std::size_t room = 4096;
  for (const auto& [name, content] : parts) room += content.size() + 2 * name.size() + 512;
  std::string out(room, '\0');
  std::size_t used = 0;
  archive* zip = archive_write_new();
  archive_write_set_format_zip(zip);
  archive_write_zip_set_compression_store(zip);
  archive_write_open_memory(zip, out.data(), out.size(), &used);
  for (const auto& [name, content] : parts) {
    if (content.empty()) continue;  // a part that is missing, not one that is damaged
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_write_header(zip, entry);
    archive_write_data(zip, content.data(), content.size());
    archive_entry_free(entry);
  }
  archive_write_close(zip);
  archive_write_free(zip);
  out.resize(used);
  return out;
}

// The input as `count` pieces, between form feeds, which stand in no XML; what is missing is empty.
inline std::vector<std::string_view> pieces(std::string_view input, std::size_t count) {
  std::vector<std::string_view> out;
  while (out.size() + 1 < count && input.find('\f') != std::string_view::npos) {
    const std::size_t end = input.find('\f');
    out.push_back(input.substr(0, end));
    input.remove_prefix(end + 1);
  }
  out.push_back(input);
  out.resize(count);
  return out;
}

}  // namespace tenzij::fuzz
