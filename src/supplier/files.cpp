// Files with an answer: the contact's own until it is sent, then the report's; looked at, bounded and kept as all evidence is.
#include "platform/http/multipart.h"
#include "supplier/store.h"

namespace tenzij::supplier {

namespace {

struct OwnFile {
  Uuid id;
  Uuid moment_id;
};
BOOST_DESCRIBE_STRUCT(OwnFile, (), (id, moment_id))

// $1: the party of the contact; $2: the contact; $3: the file; $4: taken away. What somebody of the municipality added is not in it.
const db::Statement own_file_by_id{"supplier.own_file_by_id", R"sql(
SELECT e.id, e.moment_id
  FROM contract.evidence e
  JOIN contract.contract c ON c.municipality_id = e.municipality_id AND c.id = e.contract_id
 WHERE e.id = $3
   AND e.moment_id IS NOT NULL
   AND (e.removed_at IS NOT NULL) = $4
   AND e.added_by IS NULL
   AND (e.held_by IS NULL OR e.held_by = $2::uuid)
   AND c.party_id IN (SELECT s.id FROM party.same_as($1) s)
   AND c.archived_at IS NULL
   AND c.state IN ('in_force', 'ended', 'terminated')
)sql"};

// The session goes on where it is.
OwnFile own_file(const http::Request& request, db::Session& session, bool removed = false) {
  const Uuid id = request.id_param("id");
  return own_row<OwnFile>(session, request.now, nullptr, [&](const Self& here) {
    return session.find<OwnFile>(own_file_by_id, here.party_id, here.contact_id, id, removed);
  });
}

SupplierFile add_file(const http::Request& request, db::Session& session, const contract::EvidenceDesk& desk) {
  authorise_again(request, session);
  Self self;
  const SupplierMoment moment = own_moment(session, request.id_param("id"), request.now, &self);
  const auto parts = http::multipart(request);
  const http::Part& file = http::first_file(parts);
  const Uuid id = contract::add_evidence(
      session, desk, {contract::EvidenceOwner::moment, moment.id, file.file_name, file.content, reporter_of(self), self.contact_id},
      request.now);
  for (const SupplierFile& each : own_moment(session, moment.id, request.now).files)
    if (each.id == id) return each;
  throw not_found();
}

http::Response open_file(const http::Request& request, db::Session& session) {
  const OwnFile own = own_file(request, session);
  contract::EvidenceFile file = contract::open_evidence(session, own.id, false, request.now);
  http::Response out = http::file(std::string(documents::media_type(file.kind)), file.name, std::move(file.content));
  out.set("Content-Security-Policy", "sandbox");  // beside the one of every answer
  out.set("Cache-Control", "private, no-store");
  return out;
}

const db::Statement sent_files{"supplier.sent_files", R"sql(
SELECT id, moment_id
  FROM contract.evidence
 WHERE moment_id = $1
   AND added_by IS NULL
   AND held_by IS NULL
   AND removed_at IS NULL
 ORDER BY added_at, id
)sql"};

}  // namespace

void give_files(db::Session& session, const Place& from, const Uuid& moment, const Place& to, const Uuid& other, Instant now) {
  enter(session, from, now);
  const auto files = session.rows<OwnFile>(sent_files, moment);
  Self self = enter(session, to, now);
  // One by one: twenty files at once are half a gigabyte.
  for (const OwnFile& each : files) {
    enter(session, from, now);
    const auto copy = contract::copy_of_evidence(session, each.id);
    self = enter(session, to, now);
    if (copy) contract::add_evidence_copy(session, other, *copy, reporter_of(self), now);
  }
}

void add_file_routes(http::Router& router, const contract::EvidenceDesk& desk) {
  router.upload<SupplierFile>(
      "/supplier/moments/{id}/evidence", permission,
      {"addOwnEvidence", "supplier", "A photo or file with an answer; the municipality sees it once the answer is sent"},
      [&desk](const http::Request& request, db::Session& session) { return add_file(request, session, desk); });
  router.download<http::None>("/supplier/evidence/{id}/content", permission,
                              {"getOwnEvidenceContent", "supplier", "A file as it is kept: photos without where, when and with what"},
                              "application/octet-stream", open_file);
  router.put<http::None>("/supplier/evidence/{id}/removal", permission,
                         {"removeOwnEvidence", "supplier", "Take a file away; not once the answer was judged"},
                         [](const http::Request& request, db::Session& session) {
                           contract::remove_evidence(session, own_file(request, session).id, request.now);
                         });
  router.remove("/supplier/evidence/{id}/removal", permission, {"restoreOwnEvidence", "supplier", "Put it back, within a day"},
                [](const http::Request& request, db::Session& session) {
                  contract::restore_evidence(session, own_file(request, session, true).id, request.now);
                });
}

}  // namespace tenzij::supplier
