// Files with what a moment, placement or effort reports: looked at before they are kept, opened by who may, and gone in time.
#include "contract/store.h"
#include "platform/documents/virus.h"
#include "platform/http/multipart.h"
#include "platform/jobs/jobs.h"

namespace tenzij::contract {

namespace {

struct OwnerRow {
  Uuid contract_id;
  std::string state;
};
BOOST_DESCRIBE_STRUCT(OwnerRow, (), (contract_id, state))

const db::Statement owner_of_evidence{"contract.owner_of_evidence", R"sql(
SELECT o.contract_id, o.state
  FROM (SELECT 'moment' AS owner, id, contract_id, state FROM contract.moment
         UNION ALL
        SELECT 'placement', id, contract_id, state FROM contract.placement
         UNION ALL
        SELECT 'effort', id, contract_id, state FROM contract.effort) o
 WHERE o.owner = $1
   AND o.id = $2
)sql"};

constexpr std::string_view evidence_rows = R"sql(
SELECT e.id, e.owner, e.owner_id, e.name, e.kind, e.size_bytes, e.sha256, e.scan, e.found, e.added_name, e.added_at,
       coalesce(e.added_by = platform.current_person(), false) AS own, e.seen_name, e.seen_at,
       e.owner_state IN ('planned', 'reported', 'rejected') AND e.contract_state <> 'settled' AS changeable
  FROM (SELECT v.*, coalesce(v.moment_id, v.placement_id, v.effort_id) AS owner_id, c.state AS contract_state,
               coalesce(m.state, p.state, f.state) AS owner_state,
               CASE WHEN v.moment_id IS NOT NULL THEN 'moment'
                    WHEN v.placement_id IS NOT NULL THEN 'placement'
                    ELSE 'effort'
               END AS owner
          FROM contract.evidence v
          JOIN contract.contract c ON c.municipality_id = v.municipality_id AND c.id = v.contract_id
          LEFT JOIN contract.moment m ON m.municipality_id = v.municipality_id AND m.id = v.moment_id
          LEFT JOIN contract.placement p ON p.municipality_id = v.municipality_id AND p.id = v.placement_id
          LEFT JOIN contract.effort f ON f.municipality_id = v.municipality_id AND f.id = v.effort_id) e
)sql";

const db::Statement evidence_of_owner{"contract.evidence_of_owner", {evidence_rows, R"sql(
 WHERE e.owner = $1
   AND e.owner_id = $2
   AND e.removed_at IS NULL
 ORDER BY e.added_at, e.id
)sql"}};

const db::Statement evidence_of_contract{"contract.evidence_of_contract", {evidence_rows, R"sql(
 WHERE e.contract_id = $1
   AND ($2 OR e.owner <> 'placement')
   AND e.removed_at IS NULL
 ORDER BY e.added_at, e.id
)sql"}};

const db::Statement evidence_by_id{"contract.evidence_by_id", {evidence_rows, R"sql(
 WHERE e.id = $1
   AND (e.removed_at IS NOT NULL) = $2
)sql"}};

const db::Statement insert_evidence{"contract.insert_evidence", R"sql(
INSERT INTO contract.evidence (municipality_id, id, contract_id, moment_id, placement_id, effort_id, name, kind,
                               size_bytes, sha256, scan, added_by, added_name, added_at, held_by)
VALUES (platform.current_municipality(), $1, $2, CASE WHEN $3 = 'moment' THEN $4::uuid END,
        CASE WHEN $3 = 'placement' THEN $4::uuid END, CASE WHEN $3 = 'effort' THEN $4::uuid END, $5, $6, $7, $8, $9,
        platform.current_person(), $10, $11, $12)
)sql"};

const db::Statement insert_evidence_content{"contract.insert_evidence_content", R"sql(
INSERT INTO contract.evidence_content (municipality_id, evidence_id, content)
VALUES (platform.current_municipality(), $1, $2)
)sql"};

OwnerRow owner_row(db::Session& session, EvidenceOwner owner, const Uuid& id) {
  auto out = session.find<OwnerRow>(owner_of_evidence, owner, id);
  if (!out) throw not_found();
  return *out;
}

// Before it is judged; a rejected report is asked again.
void require_unjudged(const OwnerRow& owner, const ContractRow& contract) {
  require_open(contract);
  if (owner.state != "planned" && owner.state != "reported" && owner.state != "rejected") throw conflict("evidenceJudged");
}

void require_place(db::Session& session, EvidenceOwner owner, const Uuid& id) {
  if (static_cast<std::int64_t>(evidence_of(session, owner, id).size()) >= limits::attachments_per_report)
    throw bad_field("/files", "attachmentsTooMany", {{"limit", std::to_string(limits::attachments_per_report)}});
}

// As it may be kept; why not names the file.
documents::Attachment looked_at(const EvidenceDesk& desk, const NewEvidence& in) {
  try {
    return documents::attachment_of(desk.readers, in.content);
  } catch (const Error& fault) {
    if (fault.status() != 400) throw;
    throw bad_field("/files", fault.code(),
                    {{"file", in.file_name}, {"limit", std::to_string(limits::attachment_bytes / (1024UL * 1024))}});
  }
}

EvidenceScan scanned(const EvidenceDesk& desk, const NewEvidence& in) {
  if (desk.scanner.empty()) return EvidenceScan::unscanned;
  const documents::Scanned seen = documents::scan_for_viruses(desk.scanner, in.content);
  if (seen.found) throw bad_field("/files", "attachmentInfected", {{"file", in.file_name}, {"found", *seen.found}});
  return seen.reached ? EvidenceScan::clean : EvidenceScan::waiting;
}

Uuid keep_evidence(db::Session& session, const Uuid& contract, const NewEvidence& in, const EvidenceCopy& kept, Instant now) {
  const Uuid id = new_id();
  session.query(insert_evidence, id, contract, in.owner, in.owner_id, kept.name, kept.kind, static_cast<std::int64_t>(kept.content.size()),
                sha256_hex(kept.content), kept.scan, in.by ? *in.by : name_of_actor(session), now, in.held_by);
  session.query(insert_evidence_content, id, db::bytes(kept.content));
  return id;
}

struct EvidenceList {
  std::vector<Evidence> items;
  bool scanner = false;         // files are looked at by a virus scanner
  int months{};                 // kept so long after the end of the contract
  std::optional<Date> goes_on;  // evidence and references go then
};
BOOST_DESCRIBE_STRUCT(EvidenceList, (), (items, scanner, months, goes_on))

const db::Statement evidence_goes_on{"contract.evidence_goes_on", R"sql(
SELECT (end_on + make_interval(months => $2))::date
  FROM contract.contract
 WHERE id = $1
)sql"};

int months_kept(db::Session& session) {
  return session.scalar<int>("SELECT months FROM contract.evidence_setting").value_or(limits::evidence_months);
}

// Placements say things about people: theirs are for who judges, and so are their files.
EvidenceList list_evidence(const http::Request& request, db::Session& session, const EvidenceDesk& desk) {
  const ContractRow contract = contract_row(session, request.id_param("id"));
  EvidenceList out;
  out.items = session.rows<Evidence>(evidence_of_contract, contract.id, request.who.may("contract.verify"));
  out.scanner = !desk.scanner.empty();
  out.months = months_kept(session);
  out.goes_on = session.scalar<Date>(evidence_goes_on, contract.id, out.months);
  return out;
}

Evidence evidence_row(db::Session& session, const Uuid& id, bool removed = false) {
  auto out = session.find<Evidence>(evidence_by_id, id, removed);
  if (!out) throw not_found();
  return *out;
}

// Locked with its contract, so that what is judged meanwhile is seen.
Evidence changeable_evidence(db::Session& session, const Uuid& id, bool removed) {
  const Evidence before = evidence_row(session, id, removed);
  const OwnerRow owner = owner_row(session, before.owner, before.owner_id);
  const ContractRow contract = locked_contract(session, owner.contract_id);
  require_unjudged(owner_row(session, before.owner, before.owner_id), contract);
  return evidence_row(session, id, removed);
}

Evidence upload_evidence(const http::Request& request, db::Session& session, const EvidenceDesk& desk, EvidenceOwner owner,
                         const Uuid& owner_id) {
  const auto parts = http::multipart(request);
  const http::Part& file = http::first_file(parts);
  return evidence_row(session, add_evidence(session, desk, {owner, owner_id, file.file_name, file.content}, request.now));
}

http::Response download_evidence(const http::Request& request, db::Session& session) {
  const Uuid id = request.id_param("id");
  const bool judges = request.who.may("contract.verify");
  if (!judges && evidence_row(session, id).owner == EvidenceOwner::placement) throw Error(403, "notAllowed");
  EvidenceFile file = open_evidence(session, id, judges, request.now);
  http::Response out = http::file(std::string(documents::media_type(file.kind)), file.name, std::move(file.content));
  out.set("Content-Security-Policy", "sandbox");  // beside the one of every answer
  out.set("Cache-Control", "private, no-store");
  return out;
}

struct EvidenceSetting {
  int months{};
  std::int64_t version{};
  std::int64_t next_contracts{};  // of which evidence or references go within a year
  std::optional<Date> next_on{};  // the first of them
};
BOOST_DESCRIBE_STRUCT(EvidenceSetting, (), (months, version, next_contracts, next_on))
struct KeptTerm {
  int months{};
  std::int64_t version{};
};
BOOST_DESCRIBE_STRUCT(KeptTerm, (), (months, version))
struct NextGone {
  std::int64_t contracts;
  std::optional<Date> first;
};
BOOST_DESCRIBE_STRUCT(NextGone, (), (contracts, first))
struct EvidenceSettingInput {
  int months{};
};
BOOST_DESCRIBE_STRUCT(EvidenceSettingInput, (), (months))

// Contracts that are over, with something of them that still goes.
const db::Statement next_gone{"contract.next_gone", R"sql(
SELECT count(*) AS contracts, min(k.day)::date AS first
  FROM (SELECT greatest(c.end_on + make_interval(months => $1), $2::date) AS day
          FROM contract.contract c
         WHERE c.state IN ('ended', 'terminated', 'settled')
           AND c.end_on IS NOT NULL
           AND (EXISTS (SELECT 1 FROM contract.evidence e
                         WHERE e.municipality_id = c.municipality_id AND e.contract_id = c.id AND e.gone_at IS NULL)
                OR EXISTS (SELECT 1 FROM contract.placement p
                            WHERE p.municipality_id = c.municipality_id AND p.contract_id = c.id
                              AND p.reference IS NOT NULL))) k
 WHERE k.day < $2::date + interval '1 year'
)sql"};

EvidenceSetting evidence_setting(db::Session& session, Instant now) {
  const KeptTerm kept =
      session.find<KeptTerm>("SELECT months, version FROM contract.evidence_setting").value_or(KeptTerm{limits::evidence_months, 0});
  const NextGone next = session.find<NextGone>(next_gone, kept.months, date_of(now)).value();
  return {kept.months, kept.version, next.contracts, next.first};
}

const db::Statement upsert_evidence_setting{"contract.upsert_evidence_setting", R"sql(
INSERT INTO contract.evidence_setting AS s (municipality_id, months)
VALUES (platform.current_municipality(), $1)
    ON CONFLICT (municipality_id)
    DO UPDATE SET months = excluded.months, version = s.version + 1
)sql"};

EvidenceSetting change_setting(const http::Request& request, db::Session& session, const EvidenceSettingInput& in) {
  request.expect_version(evidence_setting(session, request.now).version);
  if (in.months < 1 || in.months > limits::evidence_months_longest)
    throw bad_field("/months", "outOfRange", {{"least", "1"}, {"most", std::to_string(limits::evidence_months_longest)}});
  session.query(upsert_evidence_setting, in.months);
  return evidence_setting(session, request.now);
}

}  // namespace

Uuid add_evidence(db::Session& session, const EvidenceDesk& desk, const NewEvidence& in, Instant now) {
  const OwnerRow owner = owner_row(session, in.owner, in.owner_id);
  require_unjudged(owner, contract_row(session, owner.contract_id));
  require_place(session, in.owner, in.owner_id);
  documents::Attachment read = looked_at(desk, in);
  const EvidenceCopy kept{documents::attachment_name(in.file_name, read.kind), read.kind, scanned(desk, in), std::move(read.content)};
  // Nothing is locked while the reader and the scanner look.
  const ContractRow contract = locked_contract(session, owner.contract_id);
  require_unjudged(owner_row(session, in.owner, in.owner_id), contract);
  require_place(session, in.owner, in.owner_id);
  return keep_evidence(session, contract.id, in, kept, now);
}

void add_evidence_copy(db::Session& session, const Uuid& moment, const EvidenceCopy& copy, const std::string& by, Instant now) {
  const OwnerRow owner = owner_row(session, EvidenceOwner::moment, moment);
  const ContractRow contract = locked_contract(session, owner.contract_id);
  require_unjudged(owner_row(session, EvidenceOwner::moment, moment), contract);
  const std::string hash = sha256_hex(copy.content);
  for (const Evidence& each : evidence_of(session, EvidenceOwner::moment, moment))
    if (each.sha256 == hash) return;
  require_place(session, EvidenceOwner::moment, moment);
  keep_evidence(session, contract.id, {EvidenceOwner::moment, moment, copy.name, copy.content, by}, copy, now);
}

std::vector<Evidence> evidence_of(db::Session& session, EvidenceOwner owner, const Uuid& owner_id) {
  return session.rows<Evidence>(evidence_of_owner, owner, owner_id);
}

const db::Statement evidence_seen{"contract.evidence_seen", R"sql(
UPDATE contract.evidence
   SET seen_by = platform.current_person(), seen_name = $2, seen_at = $3
 WHERE id = $1
   AND seen_at IS NULL
)sql"};

EvidenceFile open_evidence(db::Session& session, const Uuid& id, bool judging, Instant now) {
  const Evidence about = evidence_row(session, id);
  if (about.scan == EvidenceScan::waiting) throw conflict("evidenceWaits");
  const auto content = session.query("SELECT content FROM contract.evidence_content WHERE evidence_id = $1", id);
  if (content.empty()) throw not_found();
  if (judging && !about.own) session.query(evidence_seen, id, name_of_actor(session), now);
  return {about.name.value_or(""), about.kind, db::bytea(content.text(0, 0))};
}

void remove_evidence(db::Session& session, const Uuid& id, Instant now) {
  changeable_evidence(session, id, false);
  session.query("UPDATE contract.evidence SET removed_at = $2 WHERE id = $1", id, now);
}

void restore_evidence(db::Session& session, const Uuid& id, Instant now) {
  const Evidence row = changeable_evidence(session, id, true);
  require_place(session, row.owner, row.owner_id);
  const Instant still_there = now - limits::removed_kept;
  if (session.query("UPDATE contract.evidence SET removed_at = NULL WHERE id = $1 AND removed_at >= $2", id, still_there).affected() == 0)
    throw not_found();
}

void add_evidence_routes(http::Router& router, const EvidenceDesk& desk) {
  router.get<EvidenceList>("/contracts/{id}/evidence", "contract.read",
                           {"listEvidence", "contracts", "Files with what was reported; of placements only for who judges"},
                           [&desk](const http::Request& request, db::Session& session) { return list_evidence(request, session, desk); });
  router.upload<Evidence>("/contracts/{id}/moments/{moment}/evidence", "contract.edit",
                          {"addMomentEvidence", "contracts", "A file with what a moment reports: PDF, office, photo or CSV"},
                          [&desk](const http::Request& request, db::Session& session) {
                            const Uuid moment = request.id_param("moment");
                            if (owner_row(session, EvidenceOwner::moment, moment).contract_id != request.id_param("id")) throw not_found();
                            return upload_evidence(request, session, desk, EvidenceOwner::moment, moment);
                          });
  router.upload<Evidence>("/placements/{id}/evidence", "contract.edit",
                          {"addPlacementEvidence", "social return", "A file with a placement"},
                          [&desk](const http::Request& request, db::Session& session) {
                            return upload_evidence(request, session, desk, EvidenceOwner::placement, request.id_param("id"));
                          });
  router.upload<Evidence>("/efforts/{id}/evidence", "contract.edit",
                          {"addEffortEvidence", "social return", "A file with an invoice or with hours"},
                          [&desk](const http::Request& request, db::Session& session) {
                            return upload_evidence(request, session, desk, EvidenceOwner::effort, request.id_param("id"));
                          });
  router.download<http::None>("/evidence/{id}/content", "contract.read",
                              {"getEvidenceContent", "contracts", "The file as it is kept; says that who judges has seen it"},
                              "application/octet-stream", download_evidence);
  router.put<http::None>(
      "/evidence/{id}/removal", "contract.edit",
      {"removeEvidence", "contracts", "Take a file away; not once what it belongs to was judged"},
      [](const http::Request& request, db::Session& session) { remove_evidence(session, request.id_param("id"), request.now); });
  router.remove("/evidence/{id}/removal", "contract.edit", {"restoreEvidence", "contracts", "Put it back, within a day"},
                [](const http::Request& request, db::Session& session) { restore_evidence(session, request.id_param("id"), request.now); });
  router.get<EvidenceSetting>("/evidence-settings", "contract.read",
                              {"getEvidenceSettings", "contracts", "How long evidence is kept after the end of a contract"},
                              [](const http::Request& request, db::Session& session) { return evidence_setting(session, request.now); });
  router.put<EvidenceSetting>("/evidence-settings", "organisation.edit",
                              {"changeEvidenceSettings", "contracts", "Change how long evidence is kept"}, change_setting);
}

}  // namespace tenzij::contract
