// The page on which a supplier answers: who is asked there, the way in by a link and a code, and what is reported. Tables: schema
// supplier in db/migrations/0036_supplier.sql.
//
// A contact has no account: a link by mail lets one ask for a code of six figures, both together open a session of twelve hours in a
// cookie of its own. A contact sees the contracts of one supplier in one municipality, and of the same supplier (KvK number) in
// others when both municipalities say so and have the same address as a contact. What a contact reports goes the way of every
// report; judging is the municipality's.
#pragma once

#include "contract/contract.h"

namespace tenzij::supplier {

// What a route asks that is the supplier's: the session of a contact, and of nobody else.
inline constexpr std::string_view permission = "supplier";
// From here on the session is inside the municipality of that contact, and the audit log has "contact:ID" where it has the request
// of a browser. Throws Error 401 noSupplier.
void authorise(http::Request& request, db::Session& session);

// Sends the question about contracts of which a moment came near or went by since the last one. How many letters.
std::int64_t ask_due(db::Session& session, Instant now);
// Links, codes and sessions that are over, and drafts that nobody came back to.
void forget(db::Session& session, Instant now);

struct SupplierParts {
  const Messages& messages;
  std::filesystem::path pdf_tool;
  const contract::EvidenceDesk& evidence;
  const imports::Desk& columns;
};
// `parts` are what the routes work with for as long as they live.
void add_routes(http::Router& router, const SupplierParts& parts);

}  // namespace tenzij::supplier
