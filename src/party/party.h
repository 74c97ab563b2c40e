// Outside organisations: whoever a municipality buys from, asks or pays. Tables: schema party in db/migrations/0030_contract.sql.
//
// Numbers are texts: KvK 8 digits that may begin with zero, OIN 20 digits, VAT "NL", 9 digits, "B" and 2. That two are one is said
// by a person and can be taken back: the row that was joined stays, and what hangs on it.
#pragma once

#include "platform/http/router.h"

namespace tenzij::party {

enum class LegalForm { sole_trader, partnership, bv, nv, foundation, association, cooperative, public_body, foreign };
BOOST_DESCRIBE_ENUM(LegalForm, sole_trader, partnership, bv, nv, foundation, association, cooperative, public_body, foreign)

struct PartyInput {
  std::string name;
  std::vector<std::string> other_names;
  std::optional<std::string> kvk{};
  std::optional<std::string> oin{};
  std::optional<std::string> vat{};
  std::optional<LegalForm> legal_form{};
  std::optional<std::string> place{};
  static constexpr std::array<json::Length, 1> lengths{{{"other_names", limits::name_longest, 20}}};
};
BOOST_DESCRIBE_STRUCT(PartyInput, (), (name, other_names, kvk, oin, vat, legal_form, place))

// Nine digits of which BSN and RSIN are made (eleven test). Fewer digits count as with zeros before them.
bool passes_eleven_test(std::string_view digits);
// A VAT number of a sole trader held the BSN until 2020; the new ids pass modulo 97 over the whole id, letters as numbers from A = 10
// (Belastingdienst). What passes the eleven test and fails modulo 97 may be a BSN.
bool vat_may_hold_bsn(std::string_view vat);

// Throws Error 400 with every wrong field, 409 when another party has its KvK number.
Uuid add_party(db::Session& session, const PartyInput& in, Instant now);
void add_routes(http::Router& router);

}  // namespace tenzij::party
