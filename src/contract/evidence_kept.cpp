// Evidence over time: what waited for the scanner, what was taken away for good, and what its term of keeping has passed.
#include "contract/store.h"
#include "platform/documents/virus.h"
#include "platform/jobs/jobs.h"

namespace tenzij::contract {

namespace {

const db::Statement evidence_found_infected{"contract.evidence_found_infected", R"sql(
UPDATE contract.evidence
   SET scan = 'infected', found = $2
 WHERE id = $1
)sql"};

// True when something is known of it now.
bool look_again(db::Session& session, const EvidenceDesk& desk, const Uuid& id) {
  const auto content = session.query("SELECT content FROM contract.evidence_content WHERE evidence_id = $1", id);
  if (content.empty()) return false;
  const documents::Scanned seen = documents::scan_for_viruses(desk.scanner, db::bytea(content.text(0, 0)));
  if (!seen.reached) return false;
  if (!seen.found) {
    session.query("UPDATE contract.evidence SET scan = 'clean' WHERE id = $1", id);
    return true;
  }
  session.query("DELETE FROM contract.evidence_content WHERE evidence_id = $1", id);
  session.query(evidence_found_infected, id, *seen.found);
  return true;
}

const db::Statement forget_removed_evidence{"contract.forget_removed_evidence", R"sql(
DELETE FROM contract.evidence
 WHERE removed_at < $1
)sql"};

// Contracts of which the term is over.
constexpr std::string_view over = R"sql(
SELECT c.id
  FROM contract.contract c
 WHERE c.state IN ('ended', 'terminated', 'settled')
   AND c.end_on + make_interval(months => coalesce((SELECT months FROM contract.evidence_setting), $1)) <= $2::date
)sql";

const db::Statement drop_old_content{"contract.drop_old_content",
                                     {R"sql(
DELETE FROM contract.evidence_content t
 USING contract.evidence e
 WHERE e.municipality_id = t.municipality_id
   AND e.id = t.evidence_id
   AND e.contract_id IN (
)sql",
                                      over, R"sql(
       )
)sql"}};

const db::Statement drop_old_names{"contract.drop_old_names",
                                   {R"sql(
UPDATE contract.evidence
   SET name = NULL, gone_at = $3
 WHERE gone_at IS NULL
   AND contract_id IN (
)sql",
                                    over, R"sql(
       )
)sql"}};

const db::Statement drop_old_references{"contract.drop_old_references",
                                        {R"sql(
UPDATE contract.placement
   SET reference = NULL, version = version + 1
 WHERE reference IS NOT NULL
   AND contract_id IN (
)sql",
                                         over, R"sql(
       )
)sql"}};

const db::Statement scan_job_waits{"contract.scan_job_waits", R"sql(
SELECT 1
  FROM jobs.job
 WHERE kind = $1
   AND state IN ('queued', 'running')
)sql"};

struct KeptEvidence {
  std::optional<std::string> name;
  documents::AttachmentKind kind{};
  EvidenceScan scan{};
};
BOOST_DESCRIBE_STRUCT(KeptEvidence, (), (name, kind, scan))

bool any_waits(db::Session& session) { return !session.query("SELECT 1 FROM contract.evidence WHERE scan = 'waiting' LIMIT 1").empty(); }

}  // namespace

std::int64_t scan_waiting(db::Session& session, const EvidenceDesk& desk) {
  // Nobody scans any more: then they are as all others without a scanner.
  if (desk.scanner.empty()) return session.query("UPDATE contract.evidence SET scan = 'unscanned' WHERE scan = 'waiting'").affected();
  std::int64_t looked = 0;
  const auto waiting = session.query("SELECT id FROM contract.evidence WHERE scan = 'waiting' ORDER BY added_at, id");
  for (int i = 0; i < waiting.rows(); ++i) {
    if (!look_again(session, desk, waiting.get<Uuid>(i, 0))) break;  // still away
    ++looked;
  }
  return looked;
}

jobs::Work evidence_scan_work(const EvidenceDesk& desk) {
  return [&desk](jobs::Context& context) -> json::value { return json::object{{"looked", scan_waiting(context.result(), desk)}}; };
}

void send_held_evidence(db::Session& session, const Uuid& moment, const Uuid& contact) {
  session.query("UPDATE contract.evidence SET held_by = NULL WHERE moment_id = $1 AND held_by = $2", moment, contact);
}

std::int64_t forget_held_evidence(db::Session& session, Instant before) {
  return static_cast<std::int64_t>(
      session.query("DELETE FROM contract.evidence WHERE held_by IS NOT NULL AND added_at < $1", before).affected());
}

std::optional<EvidenceCopy> copy_of_evidence(db::Session& session, const Uuid& id) {
  const auto about = session.find<KeptEvidence>("SELECT name, kind, scan FROM contract.evidence WHERE id = $1", id);
  const auto content = session.query("SELECT content FROM contract.evidence_content WHERE evidence_id = $1", id);
  if (!about || !about->name || content.empty()) return std::nullopt;
  return EvidenceCopy{*about->name, about->kind, about->scan, db::bytea(content.text(0, 0))};
}

std::int64_t forget_evidence(db::Session& session, Instant now) {
  const Date today = date_of(now);
  auto gone = session.query(forget_removed_evidence, now - limits::removed_kept).affected();
  gone += session.query(drop_old_content, limits::evidence_months, today).affected();
  session.query(drop_old_names, limits::evidence_months, today, now);
  session.query(drop_old_references, limits::evidence_months, today);
  if (any_waits(session) && session.query(scan_job_waits, std::string(evidence_scan_job)).empty())
    jobs::enqueue(session, evidence_scan_job, "clamd", json::object{}, now);
  return static_cast<std::int64_t>(gone);
}

}  // namespace tenzij::contract
