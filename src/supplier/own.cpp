// What a contact sees: the contracts of that supplier, what is asked now, and what became of what was reported.
#include "supplier/store.h"

namespace tenzij::supplier {

namespace {

struct SupplierOverview {
  std::string name;
  std::string party;
  std::vector<SupplierMoment> asked;  // the nearest day first
  std::vector<SupplierContract> contracts;
};
BOOST_DESCRIBE_STRUCT(SupplierOverview, (), (name, party, asked, contracts))
// A group or bonus that a placement can have.
struct SupplierBlock {
  std::string code;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(SupplierBlock, (), (code, name))
// What was promised, and the sentences about it.
struct SupplierCommitment {
  Uuid id;
  std::string title;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(SupplierCommitment, (), (id, title, text))
struct SupplierContractDetail : SupplierContract {
  std::vector<SupplierMoment> moments;
  std::vector<SupplierCommitment> commitments;
  std::vector<contract::Wording> wordings;
  std::vector<SupplierPlacement> placements;
  std::vector<SupplierBlock> blocks;
  std::vector<SupplierBlock> bonuses;
  std::optional<contract::SocialReturnState> balance;
};
BOOST_DESCRIBE_STRUCT(SupplierContractDetail, (SupplierContract), (moments, commitments, wordings, placements, blocks, bonuses, balance))

// $1: the party of the contact. Drafts and what was put away are the municipality's own.
constexpr std::string_view own_contract_rows = R"sql(
SELECT c.id, g.name AS municipality, c.reference, c.title, c.lot, c.state, c.start_on, c.end_on, p.name AS manager,
       c.rule_id IS NOT NULL AS social_return
  FROM contract.contract c
  JOIN platform.municipality g ON g.id = c.municipality_id
  LEFT JOIN organisation.person p ON p.municipality_id = c.municipality_id AND p.id = c.manager_id
 WHERE c.party_id IN (SELECT s.id FROM party.same_as($1) s)
   AND c.archived_at IS NULL
   AND c.state IN ('in_force', 'ended', 'terminated')
)sql";

const db::Statement own_contracts{"supplier.own_contracts", {own_contract_rows, R"sql(
 ORDER BY c.state <> 'in_force', lower(c.title), c.id
)sql"}};

const db::Statement own_contract_by_id{"supplier.own_contract_by_id", {own_contract_rows, R"sql(
   AND c.id = $2
)sql"}};

// $1: the party of the contact; $2: days before its day that a moment is asked; $3: the contact, whose drafts have files.
constexpr std::string_view own_moment_rows = R"sql(
SELECT x.*
  FROM (SELECT m.id, m.version, m.contract_id, c.title AS contract, g.name AS municipality, k.title, k.text,
               k.indicator, k.indicator_unit, k.figure AS promised, m.period_from, m.period_to, m.due_on,
               CASE WHEN m.state = 'planned' AND m.due_on - $2::int <= platform.today() THEN 'asked'
                    ELSE m.state END AS state,
               m.state IN ('planned', 'rejected') AND m.due_on < platform.today() AS late, m.figure, m.words,
               m.reported_name, m.reported_at, m.verified_figure, m.judged_at, m.reason, l.figure AS last_figure,
               l.period_from AS last_from, l.period_to AS last_to, n.known_on, f.files, y.vsme, y.vsme_name_nl,
               y.vsme_name_en
          FROM contract.contract c
          JOIN platform.municipality g ON g.id = c.municipality_id
          JOIN contract.moment m ON m.municipality_id = c.municipality_id AND m.contract_id = c.id
          JOIN contract.commitment k ON k.municipality_id = m.municipality_id AND k.id = m.commitment_id
          LEFT JOIN supplier.not_known n ON n.municipality_id = m.municipality_id AND n.moment_id = m.id
          LEFT JOIN LATERAL (SELECT o.figure, o.period_from, o.period_to
                               FROM contract.moment o
                              WHERE o.municipality_id = m.municipality_id
                                AND o.commitment_id = m.commitment_id
                                AND o.id <> m.id
                                AND o.figure IS NOT NULL
                                AND o.period_to < m.period_to
                              ORDER BY o.period_to DESC, o.id DESC
                              LIMIT 1) l ON true
         CROSS JOIN LATERAL (SELECT coalesce(jsonb_agg(jsonb_build_object(
                                      'id', e.id, 'name', e.name, 'kind', e.kind, 'sizeBytes', e.size_bytes,
                                      'scan', e.scan, 'addedName', e.added_name, 'sent', e.held_by IS NULL)
                                    ORDER BY e.added_at, e.id), '[]') AS files
                               FROM contract.evidence e
                              WHERE e.municipality_id = m.municipality_id
                                AND e.moment_id = m.id
                                AND e.removed_at IS NULL
                                AND e.added_by IS NULL
                                AND (e.held_by IS NULL OR e.held_by = $3::uuid)) f
          LEFT JOIN LATERAL (SELECT v.code AS vsme, v.name_nl AS vsme_name_nl, v.name_en AS vsme_name_en
                               FROM measure.indicator i
                               JOIN measure.vsme v ON v.code = i.vsme
                              WHERE lower(k.indicator) IN (i.code, lower(i.name_nl), lower(i.name_en))
                              ORDER BY i.retired, i.position
                              LIMIT 1) y ON true
         WHERE c.party_id IN (SELECT s.id FROM party.same_as($1) s)
           AND c.archived_at IS NULL
           AND c.state IN ('in_force', 'ended', 'terminated')) x
)sql";

const db::Statement own_asked_moments{"supplier.own_asked_moments", {own_moment_rows, R"sql(
 WHERE x.state IN ('asked', 'rejected')
 ORDER BY x.due_on, x.contract, x.id
)sql"}};

const db::Statement own_moments_of_contract{"supplier.own_moments_of_contract", {own_moment_rows, R"sql(
 WHERE x.contract_id = $4
 ORDER BY x.due_on, x.title, x.id
)sql"}};

const db::Statement own_moment_by_id{"supplier.own_moment_by_id", {own_moment_rows, R"sql(
 WHERE x.id = $4
)sql"}};

const db::Statement own_open_moments{"supplier.own_open_moments", {own_moment_rows, R"sql(
 WHERE x.state IN ('planned', 'asked', 'rejected', 'reported')
 ORDER BY x.due_on, x.contract, x.id
)sql"}};

const db::Statement own_commitments{"supplier.own_commitments", R"sql(
SELECT id, title, text
  FROM contract.commitment
 WHERE contract_id = $1
 ORDER BY position, id
)sql"};

const db::Statement own_placements{"supplier.own_placements", R"sql(
SELECT p.id, p.block, p.hours AS hours_per_week, p.from_on, p.to_on, to_jsonb(p.bonuses) AS bonuses, p.reference,
       p.state, p.reason, p.reported_name
  FROM contract.placement p
 WHERE p.contract_id = $1
 ORDER BY p.from_on, p.id
)sql"};

SupplierOverview overview(const http::Request& request, db::Session& session) {
  SupplierOverview out;
  for (const Place& place : places(session)) {
    const Self self = enter(session, place, request.now);
    if (out.name.empty()) out.name = self.name;
    if (out.party.empty()) out.party = self.party;
    for (SupplierContract& each : contracts_here(session, self)) out.contracts.push_back(std::move(each));
    for (SupplierMoment& each :
         session.rows<SupplierMoment>(own_asked_moments, self.party_id, contract::asked_before_days, self.contact_id))
      out.asked.push_back(std::move(each));
  }
  std::stable_sort(out.asked.begin(), out.asked.end(),
                   [](const SupplierMoment& a, const SupplierMoment& b) { return a.due_on < b.due_on; });
  return out;
}

std::vector<SupplierBlock> named(const std::vector<contract::BlockAmount>& all) {
  std::vector<SupplierBlock> out;
  for (const contract::BlockAmount& each : all) out.push_back({each.code, each.name});
  return out;
}

SupplierContractDetail contract_for_supplier(const http::Request& request, db::Session& session) {
  Self self;
  SupplierContractDetail out;
  static_cast<SupplierContract&>(out) = own_contract(session, request.id_param("id"), request.now, &self);
  out.moments = moments_of_contract(session, self, out.id);
  out.commitments = session.rows<SupplierCommitment>(own_commitments, out.id);
  out.wordings = contract::wordings_of(session, out.id);
  out.placements = placements_of_contract(session, out.id);
  if (!out.social_return) return out;
  // Who reported them knows the groups.
  out.balance = contract::social_return_of(session, out.id, date_of(request.now), false);
  const auto tables = contract::block_tables_by_day(session);
  if (tables.empty()) return out;
  out.blocks = named(tables.back().blocks);
  out.bonuses = named(tables.back().bonuses);
  return out;
}

}  // namespace

SupplierContract own_contract(db::Session& session, const Uuid& id, Instant now, Self* self) {
  return own_row<SupplierContract>(session, now, self,
                                   [&](const Self& here) { return session.find<SupplierContract>(own_contract_by_id, here.party_id, id); });
}

SupplierMoment own_moment(db::Session& session, const Uuid& id, Instant now, Self* self) {
  return own_row<SupplierMoment>(session, now, self, [&](const Self& here) {
    return session.find<SupplierMoment>(own_moment_by_id, here.party_id, contract::asked_before_days, here.contact_id, id);
  });
}

std::vector<SupplierMoment> moments_of_contract(db::Session& session, const Self& self, const Uuid& contract) {
  return session.rows<SupplierMoment>(own_moments_of_contract, self.party_id, contract::asked_before_days, self.contact_id, contract);
}

std::vector<SupplierContract> contracts_here(db::Session& session, const Self& self) {
  return session.rows<SupplierContract>(own_contracts, self.party_id);
}

std::vector<SupplierMoment> open_moments_here(db::Session& session, const Self& self) {
  return session.rows<SupplierMoment>(own_open_moments, self.party_id, contract::asked_before_days, self.contact_id);
}

std::vector<SupplierPlacement> placements_of_contract(db::Session& session, const Uuid& contract) {
  return session.rows<SupplierPlacement>(own_placements, contract);
}

void add_own_routes(http::Router& router) {
  router.get<SupplierOverview>("/supplier/overview", permission,
                               {"getSupplierOverview", "supplier", "One's own contracts and what is asked now, the nearest day first"},
                               overview);
  router.get<SupplierContractDetail>("/supplier/contracts/{id}", permission,
                                     {"getOwnContract", "supplier", "One contract: promised, reported, verified, and social return"},
                                     contract_for_supplier);
  router.get<SupplierMoment>(
      "/supplier/moments/{id}", permission, {"getOwnMoment", "supplier", "One question"},
      [](const http::Request& request, db::Session& session) { return own_moment(session, request.id_param("id"), request.now); });
}

}  // namespace tenzij::supplier
