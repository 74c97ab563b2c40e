// The one zip writer of the tests: parts by their names, packed as programs pack them or stored as they are.
#pragma once

#include <archive.h>
#include <archive_entry.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tenzij::testing {

enum class Packing { packed, stored };

using Parts = std::vector<std::pair<std::string, std::string>>;

// `parts`: pairs of a name and its content, in the order in which they stand in the zip.
template <class List = Parts>
std::string zip(const List& parts, Packing packing = Packing::packed) {
  std::size_t room = 64UL * 1024;
  for (const auto& [name, content] : parts) room += content.size() + content.size() / 1000 + 2 * name.size() + 1024;
  std::string out(room, '\0');
  std::size_t used = 0;
  archive* to = archive_write_new();
  archive_write_set_format_zip(to);
  if (packing == Packing::stored) archive_write_zip_set_compression_store(to);
  archive_write_open_memory(to, out.data(), out.size(), &used);
  bool whole = true;
  for (const auto& [name, content] : parts) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, std::string(name).c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    whole = archive_write_header(to, entry) == ARCHIVE_OK &&
            archive_write_data(to, content.data(), content.size()) == static_cast<la_ssize_t>(content.size()) && whole;
    archive_entry_free(entry);
  }
  whole = archive_write_close(to) == ARCHIVE_OK && whole;
  archive_write_free(to);
  if (!whole) throw std::runtime_error("the zip of a test was not written");
  out.resize(used);
  return out;
}

}  // namespace tenzij::testing
