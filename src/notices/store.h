// SQL of the notices, for this room only.
#pragma once

#include "notices/notices.h"
#include "notices/whose.h"
#include "reference/reference.h"

namespace tenzij::notices {

enum class Outcome { imported, updated, unchanged };

// One notice with what belongs to it, ready to be written.
struct Prepared {
  Notice notice;
  std::vector<NoticeFinding> findings;
  std::string original;  // the bytes it was read from
};

// What a batch of notices is stored with.
struct Storing {
  std::string file_name;
  std::string scan_version;
  Marks marks;
  Instant now;
};

struct Stored {
  Outcome outcome;
  Whose whose;
};

// Writes all fields anew; "unchanged" is only what would be stored the same.
Stored store(db::Session& session, const Prepared& prepared, const Storing& with);

void write_findings(db::Session& session, const Uuid& notice_id, const std::vector<NoticeFinding>& findings);

// The columns of a notice that is there already, with its links and findings, out of what a reader made of it; and the
// procedure judged anew. The search index follows.
void rewrite(db::Session& session, const Uuid& id, const Notice& notice, const std::vector<NoticeFinding>& findings, const Storing& with);

// Judges the procedures of these notices: key, what is current, whose.
void settle(db::Session& session, const std::vector<Uuid>& ids);

// Notices without a unit get one by the municipality's rules (units.cpp); how many procedures.
std::int64_t apply_unit_rules(db::Session& session);

// Scans stored notices again whose findings were made with another lexicon; at most `limit`, returns how many.
std::int64_t rescan(db::Session& session, const scan::Engine& engine, std::int64_t limit);

}  // namespace tenzij::notices
