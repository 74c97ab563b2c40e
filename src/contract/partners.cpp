// Who else works on a contract: in combination with the main party, or under it; and what each of them does of it.
#include "contract/store.h"

namespace tenzij::contract {

namespace {

enum class PartnerRole { combination, sub };
BOOST_DESCRIBE_ENUM(PartnerRole, combination, sub)
struct PartnerInput {
  Uuid party_id;
  PartnerRole role{};
  std::optional<int> share_bp;  // of the value, as agreed
  std::string words;            // what it does
};
BOOST_DESCRIBE_STRUCT(PartnerInput, (), (party_id, role, share_bp, words))
struct Partner {
  std::optional<Uuid> id;           // none: the main party
  std::optional<Uuid> party_id;     // the one that counts when it was joined to another
  std::optional<std::string> name;  // none: nobody said who the main party is
  std::optional<PartnerRole> role;  // none: the main party
  std::optional<int> share_bp;      // of the main party: what nobody else has, when that is known
  std::string words;
  std::int64_t commitments;                     // that it does
  std::int64_t verified;                        // moments of them that were verified
  std::optional<std::int64_t> placements;       // people who work for it; for who verifies
  std::optional<std::int64_t> placement_cents;  // what those count for, verified
  std::int64_t version;
};
BOOST_DESCRIBE_STRUCT(Partner, (), (id, party_id, name, role, share_bp, words, commitments, verified, placements, placement_cents, version))
struct PartnerList {
  std::vector<Partner> items;  // the main party first
};
BOOST_DESCRIBE_STRUCT(PartnerList, (), (items))
struct PartnerCreated {
  Uuid id;
};
BOOST_DESCRIBE_STRUCT(PartnerCreated, (), (id))
struct DoerInput {
  std::optional<Uuid> partner_id;  // none: the main party
};
BOOST_DESCRIBE_STRUCT(DoerInput, (), (partner_id))

const db::Statement partners_of_contract{"contract.partners_of_contract", R"sql(
WITH part AS (
  SELECT NULL::uuid AS id, c.municipality_id, c.party_id, NULL::text AS role,
         (SELECT 10000 - sum(o.share_bp)::int FROM contract.partner o
           WHERE o.municipality_id = c.municipality_id AND o.contract_id = c.id
          HAVING count(*) > 0 AND bool_and(o.share_bp IS NOT NULL) AND sum(o.share_bp) <= 10000) AS share_bp,
         '' AS words, 0::bigint AS version, c.id AS contract_id
    FROM contract.contract c
   WHERE c.id = $1
   UNION ALL
  SELECT p.id, p.municipality_id, p.party_id, p.role, p.share_bp, p.words, p.version, p.contract_id
    FROM contract.partner p
   WHERE p.contract_id = $1
)
SELECT p.id, coalesce(m.id, o.id) AS party_id, coalesce(m.name, o.name) AS name, p.role, p.share_bp, p.words,
       (SELECT count(*) FROM contract.commitment k
         WHERE k.municipality_id = p.municipality_id AND k.contract_id = p.contract_id
           AND k.partner_id IS NOT DISTINCT FROM p.id) AS commitments,
       (SELECT count(*) FROM contract.moment t
          JOIN contract.commitment k ON k.municipality_id = t.municipality_id AND k.id = t.commitment_id
         WHERE k.municipality_id = p.municipality_id AND k.contract_id = p.contract_id
           AND k.partner_id IS NOT DISTINCT FROM p.id AND t.state IN ('verified', 'partly')) AS verified,
       NULL::bigint AS placements, NULL::bigint AS placement_cents, p.version
  FROM part p
  LEFT JOIN party.party o ON o.municipality_id = p.municipality_id AND o.id = p.party_id
  LEFT JOIN party.party m ON m.municipality_id = o.municipality_id AND m.id = o.merged_into
 ORDER BY p.id IS NOT NULL, p.role, lower(coalesce(m.name, o.name)), p.id
)sql"};

// What the placements of each come to: the lines of the contract's own sum.
void add_placements_of(db::Session& session, const ContractRow& contract, Date on, std::vector<Partner>& parts) {
  const CountedReturn counted = counted_return(session, contract, on);
  std::vector<ReturnLine> lines;
  if (counted.lacks.empty()) lines = sum_of(counted, on, false).lines;
  for (Partner& each : parts) {
    const auto its = [&](const Placement& line) { return line.partner_id == each.id && line.state != EffortState::rejected; };
    each.placements = std::count_if(counted.placements.begin(), counted.placements.end(), its);
    if (!counted.lacks.empty()) continue;
    each.placement_cents = 0;
    for (const ReturnLine& line : lines)
      if (line.kind == LineKind::placement && line.partner == (each.id ? std::optional(each.id->str()) : std::nullopt))
        *each.placement_cents += line.cents;
  }
}

PartnerList list_partners(const http::Request& request, db::Session& session) {
  const ContractRow contract = contract_row(session, request.id_param("id"));
  set_today(session, date_of(request.now));
  PartnerList out{session.rows<Partner>(partners_of_contract, contract.id)};
  if (request.who.may("contract.verify") && contract.rule_id) add_placements_of(session, contract, date_of(request.now), out.items);
  return out;
}

const db::Statement partner_already{"contract.partner_already", R"sql(
SELECT 1
  FROM contract.partner
 WHERE contract_id = $1
   AND party_id IN (SELECT id FROM party.same_as($2))
   AND id IS DISTINCT FROM $3
)sql"};

std::string checked_partner(db::Session& session, const ContractRow& contract, const PartnerInput& in, const std::optional<Uuid>& self) {
  std::vector<FieldError> errors;
  if (session.query("SELECT 1 FROM party.party WHERE id = $1", in.party_id).empty()) errors.push_back({"/partyId", "unknownParty"});
  else if (!session.query(partner_already, contract.id, in.party_id, self).empty()) errors.push_back({"/partyId", "partnerTwice"});
  else if (contract.party_id &&
           !session.query("SELECT 1 FROM party.same_as($1) s WHERE s.id = $2", *contract.party_id, in.party_id).empty())
    errors.push_back({"/partyId", "partnerIsMain"});
  if (in.share_bp && (*in.share_bp < 0 || *in.share_bp > 10'000))
    errors.push_back({"/shareBp", "outOfRange", {{"least", "0"}, {"most", "100"}}});
  std::string words(text::trim(in.words));
  if (words.empty()) errors.push_back({"/words", "required"});
  if (!errors.empty()) throw bad_request(std::move(errors));
  return words;
}

const db::Statement insert_partner{"contract.insert_partner", R"sql(
INSERT INTO contract.partner (municipality_id, id, contract_id, party_id, role, share_bp, words, person_name, at)
VALUES (platform.current_municipality(), $1, $2, $3, $4, $5, $6, $7, $8)
)sql"};

PartnerCreated add_partner(const http::Request& request, db::Session& session, const PartnerInput& in) {
  const ContractRow contract = locked_contract(session, request.id_param("id"));
  require_open(contract);
  const std::string words = checked_partner(session, contract, in, std::nullopt);
  const Uuid id = new_id();
  session.query(insert_partner, id, contract.id, in.party_id, in.role, in.share_bp, words, name_of_actor(session), request.now);
  return {id};
}

struct PartnerPlace {
  Uuid contract_id;
  std::int64_t version;
};
BOOST_DESCRIBE_STRUCT(PartnerPlace, (), (contract_id, version))

ContractRow contract_of_partner(db::Session& session, const http::Request& request, bool versioned) {
  const auto place = session.find<PartnerPlace>("SELECT contract_id, version FROM contract.partner WHERE id = $1", request.id_param("id"));
  if (!place) throw not_found();
  ContractRow contract = locked_contract(session, place->contract_id);
  require_open(contract);
  if (versioned) request.expect_version(place->version);
  return contract;
}

const db::Statement update_partner{"contract.update_partner", R"sql(
UPDATE contract.partner
   SET party_id = $2, role = $3, share_bp = $4, words = $5, person_name = $6, at = $7, version = version + 1
 WHERE id = $1
RETURNING version
)sql"};

const db::Statement partner_does_something{"contract.partner_does_something", R"sql(
SELECT 1
  FROM contract.commitment
 WHERE partner_id = $1
 UNION ALL
SELECT 1
  FROM contract.placement
 WHERE partner_id = $1
 LIMIT 1
)sql"};

void remove_partner(const http::Request& request, db::Session& session) {
  contract_of_partner(session, request, false);
  const Uuid id = request.id_param("id");
  if (!session.query(partner_does_something, id).empty()) throw conflict("partnerDoesSomething");
  session.query("DELETE FROM contract.partner WHERE id = $1", id);
}

// Of a commitment or a placement: one of this contract's partners, or the main party.
RowVersion give_to(const http::Request& request, db::Session& session, const DoerInput& in, std::string_view find, std::string_view give) {
  const Uuid id = request.id_param("id");
  const auto place = session.find<PartnerPlace>(find, id);
  if (!place) throw not_found();
  require_open(locked_contract(session, place->contract_id));
  request.expect_version(place->version);
  if (in.partner_id &&
      session.query("SELECT 1 FROM contract.partner WHERE id = $1 AND contract_id = $2", *in.partner_id, place->contract_id).empty())
    throw bad_field("/partnerId", "unknownParty");
  return {id, session.scalar<std::int64_t>(give, id, in.partner_id).value()};
}

}  // namespace

void add_partner_routes(http::Router& router) {
  router.get<PartnerList>(
      "/contracts/{id}/partners", "contract.read",
      {"listPartners", "contracts", "Who works on it: the main party, in combination, and under it, with what each does"}, list_partners);
  router.post<PartnerCreated>("/contracts/{id}/partners", "contract.edit", {"addPartner", "contracts", "Another party that works on it"},
                              add_partner);
  router.put<RowVersion>("/contract-partners/{id}", "contract.edit", {"changePartner", "contracts", "Its role, share or what it does"},
                         [](const http::Request& request, db::Session& session, const PartnerInput& in) {
                           const ContractRow contract = contract_of_partner(session, request, true);
                           const Uuid id = request.id_param("id");
                           const std::string words = checked_partner(session, contract, in, id);
                           const auto version = session.scalar<std::int64_t>(update_partner, id, in.party_id, in.role, in.share_bp, words,
                                                                             name_of_actor(session), request.now);
                           return RowVersion{id, version.value()};
                         });
  router.remove("/contract-partners/{id}", "contract.edit", {"removePartner", "contracts", "It does nothing of it; not while it does"},
                remove_partner);
  router.put<RowVersion>("/commitments/{id}/partner", "contract.edit", {"giveCommitment", "contracts", "Who does what was promised"},
                         [](const http::Request& request, db::Session& session, const DoerInput& in) {
                           return give_to(request, session, in,
                                          "SELECT contract_id, version FROM contract.commitment WHERE id = $1 FOR UPDATE",
                                          R"sql(
UPDATE contract.commitment
   SET partner_id = $2, version = version + 1
 WHERE id = $1
RETURNING version
)sql");
                         });
  router.put<RowVersion>("/placements/{id}/partner", "contract.edit", {"givePlacement", "social return", "For whom somebody works"},
                         [](const http::Request& request, db::Session& session, const DoerInput& in) {
                           return give_to(request, session, in,
                                          "SELECT contract_id, version FROM contract.placement WHERE id = $1 FOR UPDATE",
                                          R"sql(
UPDATE contract.placement
   SET partner_id = $2, version = version + 1
 WHERE id = $1
RETURNING version
)sql");
                         });
}

}  // namespace tenzij::contract
