#include "platform/documents/zip.h"

#include <archive.h>
#include <archive_entry.h>

#include "platform/base/limits.h"
#include "platform/base/text.h"
#include "platform/documents/blocks.h"

namespace tenzij::documents {

namespace {

struct Close {
  void operator()(archive* each) const { archive_read_free(each); }
};
using Archive = std::shared_ptr<archive>;

Archive archive_of(std::string_view content) {
  Archive zip(archive_read_new(), Close{});
  archive_read_support_format_zip(zip.get());
  if (archive_read_open_memory(zip.get(), content.data(), content.size()) != ARCHIVE_OK) throw refused("documentDamaged");
  return zip;
}

std::string name_of(archive_entry* entry) {
  const char* raw = archive_entry_pathname_utf8(entry);
  std::string name = text::repair_utf8(raw == nullptr ? "" : raw);
  for (char& c : name)
    if (c == '\\') c = '/';
  while (name.starts_with('/')) name.erase(0, 1);
  return name;
}

// Small files may well unpack to many times their size; past this the ratio counts.
constexpr std::size_t ratio_counts_from = 10UL * 1024 * 1024;

}  // namespace

Package::Package(std::string_view content) : content_(content) {
  const Archive zip = archive_of(content);
  int position = 0;
  for (archive_entry* entry = nullptr;; ++position) {
    const int result = archive_read_next_header(zip.get(), &entry);
    if (result == ARCHIVE_EOF) break;
    if (result < ARCHIVE_WARN) {
      if (position == 0) throw refused("documentUnknown");
      break;  // what stands before the damage may still be the document
    }
    step();
    if (static_cast<std::size_t>(position) >= limits::zip_entries) throw refused("zipTooManyFiles");
    if (archive_entry_is_encrypted(entry) != 0) throw refused("documentPassword");
    const std::string name = name_of(entry);
    const std::string low = text::lower_ascii(name);
    if (low.ends_with("vbaproject.bin") || low.ends_with("vbadata.xml") || (low.starts_with("basic/") && low.ends_with(".xml")) ||
        low.starts_with("scripts/"))
      throw refused("documentMacro");
    if (archive_entry_filetype(entry) == AE_IFREG) names_.emplace(name, position);
  }
}

std::string Package::find_ending(std::string_view end) const {
  for (const auto& [name, position] : names_)
    if (text::lower_ascii(name).ends_with(end)) return name;
  return {};
}

Bytes Package::open(std::string_view name) {
  const auto found = names_.find(name);
  if (found == names_.end()) throw refused("documentDamaged");
  Archive zip = archive_of(content_);
  archive_entry* entry = nullptr;
  for (int i = 0; i <= found->second; ++i)
    if (archive_read_next_header(zip.get(), &entry) < ARCHIVE_WARN) throw refused("documentDamaged");
  return [zip = std::move(zip), block = std::make_shared<std::string>(64UL * 1024, '\0'), unpacked = unpacked_, packed = content_.size()] {
    const la_ssize_t size = archive_read_data(zip.get(), block->data(), block->size());
    if (size < 0) throw refused("documentDamaged");
    *unpacked += static_cast<std::size_t>(size);
    step(static_cast<std::size_t>(size) / 64 + 1);
    if (*unpacked > limits::document_unpacked_bytes || (*unpacked > ratio_counts_from && *unpacked / (packed + 1) > limits::zip_ratio))
      throw refused("zipBomb");
    return std::string_view(*block).substr(0, static_cast<std::size_t>(size));
  };
}

std::string Package::start_of(std::string_view name, std::size_t most) {
  const Bytes next = open(name);
  std::string out;
  for (std::string_view piece = next(); !piece.empty() && out.size() < most; piece = next()) out += piece.substr(0, most - out.size());
  return out;
}

namespace {

// What one zip of documents may unpack to: four of the largest, or some hundred usual ones.
constexpr std::size_t files_unpacked_bytes = 4 * limits::document_bytes;
// Documents of one purchase; more is an archive.
constexpr std::size_t most_files = 200;

bool left_by_systems(std::string_view name) {
  const std::string_view last = name.substr(name.rfind('/') + 1);
  const std::string low = text::lower_ascii(last);
  return name.starts_with("__MACOSX/") || last.starts_with('.') || low == "thumbs.db" || low == "desktop.ini";
}

std::string unpacked(archive* zip, std::size_t packed, std::size_t& total) {
  std::string out;
  std::string block(64UL * 1024, '\0');
  for (;;) {
    const la_ssize_t size = archive_read_data(zip, block.data(), block.size());
    if (size < 0) throw refused("documentDamaged");
    if (size == 0) return out;
    total += static_cast<std::size_t>(size);
    step(static_cast<std::size_t>(size) / 64 + 1);
    if (total > files_unpacked_bytes || (total > ratio_counts_from && total / (packed + 1) > limits::zip_ratio)) throw refused("zipBomb");
    if (out.size() + static_cast<std::size_t>(size) > limits::document_bytes) throw refused("fileTooLarge");
    out.append(block, 0, static_cast<std::size_t>(size));
  }
}

}  // namespace

bool holds_files(std::string_view content) {
  if (!content.starts_with("PK\x03\x04")) return false;
  const Archive zip = archive_of(content);
  std::size_t files = 0;
  for (archive_entry* entry = nullptr;;) {
    const int result = archive_read_next_header(zip.get(), &entry);
    if (result < ARCHIVE_WARN || result == ARCHIVE_EOF) return files > 0;
    step();
    const std::string name = name_of(entry);
    if (name == "[Content_Types].xml" || name == "_rels/.rels" || name == "mimetype" || name == "content.xml" ||
        name == "META-INF/manifest.xml")
      return false;
    if (++files > limits::zip_entries) return true;
  }
}

void each_file(std::string_view content, const std::function<void(const std::string&, const std::function<std::string()>&)>& on_file) {
  const Archive zip = archive_of(content);
  std::size_t entries = 0;
  std::size_t files = 0;
  std::size_t total = 0;
  for (archive_entry* entry = nullptr;;) {
    const int result = archive_read_next_header(zip.get(), &entry);
    if (result == ARCHIVE_EOF) return;
    if (result < ARCHIVE_WARN) throw refused("documentDamaged");
    step();
    if (++entries > limits::zip_entries) throw refused("zipTooManyFiles");
    const std::string name = name_of(entry);
    if (archive_entry_filetype(entry) != AE_IFREG || left_by_systems(name)) continue;
    if (++files > most_files) throw refused("zipTooManyFiles");
    const bool locked = archive_entry_is_encrypted(entry) != 0;
    on_file(name, [&]() -> std::string {
      if (locked) throw refused("documentPassword");
      return unpacked(zip.get(), content.size(), total);
    });
  }
}

}  // namespace tenzij::documents
