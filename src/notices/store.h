// SQL of the notices, for this room only.
#pragma once

#include "notices/notices.h"

namespace tenzij::notices {

enum class Outcome { imported, updated, unchanged };

// One notice with what belongs to it, ready to be written.
struct Prepared {
  Notice notice;
  std::vector<NoticeFinding> findings;
  std::string original;  // the bytes it was read from
};

Outcome store(db::Session& session, const Prepared& prepared, const std::string& file_name, const std::string& scan_version, Instant now);

// Scans stored notices again whose findings were made with another lexicon; at most `limit`, returns how many.
std::int64_t rescan(db::Session& session, const scan::Engine& engine, std::int64_t limit);

}  // namespace tenzij::notices
