// Uploads may be zip files, or one file packed with gzip; libarchive reads them, we bound what may come out.
#include <archive.h>
#include <archive_entry.h>

#include "notices/notices.h"

namespace tenzij::notices {

namespace {

struct Close {
  void operator()(archive* each) const { archive_read_free(each); }
};

std::string read_entry(archive* from, std::size_t& total, std::size_t packed) {
  std::string content;
  std::string block(64UL * 1024, '\0');
  for (;;) {
    const la_ssize_t size = archive_read_data(from, block.data(), block.size());
    if (size == 0) return content;
    if (size < 0) throw Rejected{"zipBroken"};
    content.append(block, 0, static_cast<std::size_t>(size));
    total += static_cast<std::size_t>(size);
    if (total > limits::zip_unpacked_bytes || total / (packed + 1) > limits::zip_ratio) throw Rejected{"zipBomb"};
    if (content.size() > limits::notice_file_bytes) throw Rejected{"fileTooLarge"};
  }
}

// One file: its name without .gz.
SourceFile gunzip(const SourceFile& file) {
  const std::unique_ptr<archive, Close> gzip(archive_read_new());
  archive_read_support_filter_gzip(gzip.get());
  archive_read_support_format_raw(gzip.get());
  archive_entry* entry = nullptr;
  if (archive_read_open_memory(gzip.get(), file.content.data(), file.content.size()) != ARCHIVE_OK ||
      archive_read_next_header(gzip.get(), &entry) != ARCHIVE_OK)
    throw Rejected{"gzipBroken"};
  std::size_t total = 0;
  try {
    std::string content = read_entry(gzip.get(), total, file.content.size());
    return {file.name.ends_with(".gz") ? file.name.substr(0, file.name.size() - 3) : file.name, std::move(content)};
  } catch (const Rejected& fault) {
    throw Rejected{fault.code == "zipBroken" ? "gzipBroken" : fault.code};
  }
}

}  // namespace

void unpack(const SourceFile& file, const std::function<void(SourceFile&&)>& on_file) {
  if (file.content.starts_with("\x1f\x8b")) return on_file(gunzip(file));
  if (!file.content.starts_with("PK\x03\x04")) return on_file(SourceFile(file));
  const std::unique_ptr<archive, Close> zip(archive_read_new());
  archive_read_support_format_zip(zip.get());
  if (archive_read_open_memory(zip.get(), file.content.data(), file.content.size()) != ARCHIVE_OK) throw Rejected{"zipBroken"};
  std::size_t entries = 0;
  std::size_t total = 0;
  for (archive_entry* entry = nullptr;;) {
    const int result = archive_read_next_header(zip.get(), &entry);
    if (result == ARCHIVE_EOF) return;
    if (result < ARCHIVE_WARN) throw Rejected{"zipBroken"};
    if (++entries > limits::zip_entries) throw Rejected{"zipTooManyFiles"};
    if (archive_entry_filetype(entry) != AE_IFREG) continue;
    const char* raw = archive_entry_pathname_utf8(entry);
    const std::string name = text::repair_utf8(raw == nullptr ? "?" : raw);
    if (name.starts_with("__MACOSX/") || name.find("/.") != std::string::npos) continue;
    on_file({file.name + "/" + name, read_entry(zip.get(), total, file.content.size())});
  }
}

}  // namespace tenzij::notices
