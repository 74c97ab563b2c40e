// What the files of this room share.
#pragma once

#include "supplier/supplier.h"

namespace tenzij::supplier {

using contract::ContractState;
using contract::EffortState;
using contract::MomentState;

// --- contacts.cpp ---------------------------------------------------------------------------------------------------
struct SupplierContact {
  Uuid id;
  std::int64_t version;
  Uuid party_id;
  std::string name;
  std::optional<std::string> email;  // for who asks
  bool ended = false;
  std::optional<Instant> asked_at;          // last
  std::optional<Instant> seen_at;           // came in last
  std::optional<std::string> invited_name;  // by a colleague; none: named by the municipality
  std::optional<std::string> ended_name;    // by a colleague; none: by the municipality
};
BOOST_DESCRIBE_STRUCT(SupplierContact, (), (id, version, party_id, name, email, ended, asked_at, seen_at, invited_name, ended_name))
struct ContactInput {
  std::string name;
  std::string email;
  static constexpr std::array<json::Length, 1> lengths{{{"email", 254}}};
};
BOOST_DESCRIBE_STRUCT(ContactInput, (), (name, email))
// Throws Error 400 with every field at fault; `self`: the contact that is changed.
ContactInput checked_contact(db::Session& session, const ContactInput& given, const Uuid& party, const std::optional<Uuid>& self);
// What lets one in goes: another address is another box.
void shut_out(db::Session& session, const Uuid& contact);

// --- entry.cpp ------------------------------------------------------------------------------------------------------
// Where somebody is a contact. The first is where the link was from.
struct Place {
  Uuid municipality_id;
  Uuid contact_id;
};
BOOST_DESCRIBE_STRUCT(Place, (), (municipality_id, contact_id))
struct Self {
  Uuid contact_id;
  std::string name;
  Uuid party_id;
  std::string party;
  std::string municipality;
};
BOOST_DESCRIBE_STRUCT(Self, (), (contact_id, name, party_id, party, municipality))
Place home_of(const db::Session& session);
std::vector<Place> places(db::Session& session);
// For a route that runs in a pool, in a session of its own: the same contact again. Throws Error 401 noSupplier.
void authorise_again(const http::Request& request, db::Session& session);
// From here on in that municipality; days are those of `now`.
Self enter(db::Session& session, const Place& place, Instant now);
// "Anna de Wit namens Groenwerk".
std::string reporter_of(const Self& self);

// --- ask.cpp --------------------------------------------------------------------------------------------------------
// A link for a letter; its path in the page.
std::string new_link(db::Session& session, const Uuid& contact, Instant now);

// --- own.cpp --------------------------------------------------------------------------------------------------------
struct SupplierContract {
  Uuid id;
  std::string municipality;
  std::optional<std::string> reference;
  std::string title;
  std::optional<std::string> lot;
  ContractState state{};
  std::optional<Date> start_on;
  std::optional<Date> end_on;
  std::optional<std::string> manager;
  bool social_return = false;  // a rule holds for it
};
BOOST_DESCRIBE_STRUCT(SupplierContract, (), (id, municipality, reference, title, lot, state, start_on, end_on, manager, social_return))
// A file with an answer: sent, or in the draft of who asks.
struct SupplierFile {
  Uuid id;
  std::optional<std::string> name;  // none after the term of keeping
  documents::AttachmentKind kind{};
  std::int64_t size_bytes{};
  contract::EvidenceScan scan{};
  std::string added_name;
  bool sent = false;
};
BOOST_DESCRIBE_STRUCT(SupplierFile, (), (id, name, kind, size_bytes, scan, added_name, sent))
struct SupplierMoment {
  Uuid id;
  std::int64_t version;
  Uuid contract_id;
  std::string contract;
  std::string municipality;
  std::string title;  // what was promised
  std::string text;
  std::optional<std::string> indicator;
  std::optional<std::string> indicator_unit;
  std::optional<double> promised;
  Date period_from;
  Date period_to;
  Date due_on;
  MomentState state{};
  bool late = false;
  std::optional<double> figure;
  std::string words;
  std::optional<std::string> reported_name;
  std::optional<Instant> reported_at;
  std::optional<double> verified_figure;
  std::optional<Instant> judged_at;
  std::optional<std::string> reason;  // of who judged
  std::optional<double> last_figure;  // of the period before
  std::optional<Date> last_from;
  std::optional<Date> last_to;
  std::optional<Date> known_on;  // "not known yet"
  std::vector<SupplierFile> files;
  std::optional<std::string> vsme;  // number under which a firm's own report by the VSME asks about the same
  std::optional<std::string> vsme_name_nl;
  std::optional<std::string> vsme_name_en;
};
BOOST_DESCRIBE_STRUCT(SupplierMoment, (),
                      (id, version, contract_id, contract, municipality, title, text, indicator, indicator_unit, promised, period_from,
                       period_to, due_on, state, late, figure, words, reported_name, reported_at, verified_figure, judged_at, reason,
                       last_figure, last_from, last_to, known_on, files, vsme, vsme_name_nl, vsme_name_en))
// The session goes on where this contract is. Throws 404 when it is not one of this supplier's.
SupplierContract own_contract(db::Session& session, const Uuid& id, Instant now, Self* self = nullptr);
SupplierMoment own_moment(db::Session& session, const Uuid& id, Instant now, Self* self = nullptr);
std::vector<SupplierMoment> moments_of_contract(db::Session& session, const Self& self, const Uuid& contract);
// Of the place that was entered: all own contracts, and the moments that wait for an answer or for a look.
std::vector<SupplierContract> contracts_here(db::Session& session, const Self& self);
std::vector<SupplierMoment> open_moments_here(db::Session& session, const Self& self);
// In each place the own ones are looked through; nothing else is read there. Throws 404.
template <class Row, class Find>
Row own_row(db::Session& session, Instant now, Self* self, Find find) {
  for (const Place& place : places(session)) {
    const Self here = enter(session, place, now);
    if (std::optional<Row> found = find(here)) {
      if (self != nullptr) *self = here;
      return *found;
    }
  }
  throw not_found();
}

struct SupplierPlacement {
  Uuid id;
  std::string block;
  double hours_per_week;
  Date from_on;
  std::optional<Date> to_on;
  std::vector<std::string> bonuses;
  std::optional<std::string> reference;
  EffortState state{};
  std::optional<std::string> reason;
  std::string reported_name;
};
BOOST_DESCRIBE_STRUCT(SupplierPlacement, (), (id, block, hours_per_week, from_on, to_on, bonuses, reference, state, reason, reported_name))
std::vector<SupplierPlacement> placements_of_contract(db::Session& session, const Uuid& contract);

// --- report.cpp -----------------------------------------------------------------------------------------------------
// What was reported, with the files that this contact held for it; the session is where the moment is.
void report_one(db::Session& session, const SupplierMoment& moment, const Self& self, const contract::ReportInput& in, Instant now);

// --- files.cpp ------------------------------------------------------------------------------------------------------
// The files that were sent with one moment are kept with another too, perhaps in another municipality. The session ends there.
void give_files(db::Session& session, const Place& from, const Uuid& moment, const Place& to, const Uuid& other, Instant now);

void add_contact_routes(http::Router& router);
void add_ask_routes(http::Router& router);
void add_entry_routes(http::Router& router);
void add_own_routes(http::Router& router);
void add_report_routes(http::Router& router);
void add_file_routes(http::Router& router, const contract::EvidenceDesk& desk);
void add_colleague_routes(http::Router& router);
void add_own_wording_routes(http::Router& router);
void add_draft_routes(http::Router& router);
void add_statement_routes(http::Router& router, const Messages& messages, const std::filesystem::path& pdf_tool);

}  // namespace tenzij::supplier
