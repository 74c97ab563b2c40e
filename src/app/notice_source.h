// The files of `tenzij import notices`, one by one as an import takes them. JSON Lines beyond the size of an upload come in pieces
// that end with a line, each a file named by its first line ("all.jsonl:5001"): what a country publishes in a year is some GB.
#pragma once

#include <filesystem>
#include <fstream>
#include <optional>
#include <vector>

#include "notices/notices.h"

namespace tenzij::app {

// Bytes: of a file that is given whole (JSON, JSON Lines and zips; anything else), and of a piece, which is the longest line too.
struct SourceSizes {
  std::size_t container = limits::upload_bytes;
  std::size_t file = limits::notice_file_bytes;
  std::size_t piece = limits::notice_file_bytes;
};

struct TooLarge {
  std::string name;
  std::size_t limit = 0;  // bytes
};

class NoticeSource {
 public:
  explicit NoticeSource(std::vector<std::filesystem::path> files, SourceSizes sizes = {}) : files_(std::move(files)), sizes_(sizes) {}

  std::optional<notices::SourceFile> next();
  // Passed over, unread: files beyond the limit, and what follows a line that is longer than a piece.
  [[nodiscard]] const std::vector<TooLarge>& too_large() const { return too_large_; }

 private:
  std::vector<std::filesystem::path> files_;
  SourceSizes sizes_;
  std::vector<TooLarge> too_large_;
  std::size_t at_ = 0;
  std::ifstream pieces_;  // the file before at_, while it comes in pieces
  std::string held_;      // read and not given
  std::int64_t line_ = 1;

  std::optional<notices::SourceFile> next_piece();
};

}  // namespace tenzij::app
