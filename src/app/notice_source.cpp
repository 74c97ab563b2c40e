#include "app/notice_source.h"

#include "platform/base/files.h"

namespace tenzij::app {

std::optional<notices::SourceFile> NoticeSource::next() {
  for (;;) {
    if (pieces_.is_open())
      if (auto piece = next_piece()) return piece;
    if (at_ == files_.size()) return std::nullopt;
    const std::filesystem::path& path = files_[at_++];
    const bool lines = path.extension() == ".jsonl";
    const bool container = lines || path.extension() == ".zip" || path.extension() == ".json";
    const auto size = std::filesystem::file_size(path);
    const std::size_t limit = container ? sizes_.container : sizes_.file;
    if (size <= limit) return notices::SourceFile{path.string(), read_file(path)};
    line_ = 1;
    if (lines) pieces_.open(path, std::ios::binary);
    else too_large_.push_back({path.string(), limit});
  }
}

std::optional<notices::SourceFile> NoticeSource::next_piece() {
  std::string block(sizes_.piece - held_.size(), '\0');
  pieces_.read(block.data(), static_cast<std::streamsize>(block.size()));
  held_.append(block, 0, static_cast<std::size_t>(pieces_.gcount()));
  const std::string name = files_[at_ - 1].string() + ":" + std::to_string(line_);
  const std::size_t end = pieces_.eof() ? held_.size() : held_.rfind('\n') + 1;
  if (end == 0) {
    if (!held_.empty()) too_large_.push_back({name, sizes_.piece});
    pieces_ = {};
    held_.clear();
    return std::nullopt;
  }
  notices::SourceFile out{name, held_.substr(0, end)};
  line_ += std::count(out.content.begin(), out.content.end(), '\n');
  held_.erase(0, end);
  return out;
}

}  // namespace tenzij::app
