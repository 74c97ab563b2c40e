// What a supplier would rather say that a commitment brings about.
#include "supplier/store.h"

namespace tenzij::supplier {

namespace {

struct OwnWordingInput {
  std::string text;
};
BOOST_DESCRIBE_STRUCT(OwnWordingInput, (), (text))
struct WordingProposed {
  Uuid id;
};
BOOST_DESCRIBE_STRUCT(WordingProposed, (), (id))
struct Found {
  Uuid id;
};
BOOST_DESCRIBE_STRUCT(Found, (), (id))

const db::Statement own_commitment_by_id{"supplier.own_commitment_by_id", R"sql(
SELECT k.id
  FROM contract.commitment k
  JOIN contract.contract c ON c.municipality_id = k.municipality_id AND c.id = k.contract_id
 WHERE k.id = $2
   AND c.party_id IN (SELECT s.id FROM party.same_as($1) s)
   AND c.archived_at IS NULL
   AND c.state IN ('in_force', 'ended', 'terminated')
)sql"};

const db::Statement own_wording_by_id{"supplier.own_wording_by_id", R"sql(
SELECT w.id
  FROM contract.wording w
  JOIN contract.commitment k ON k.municipality_id = w.municipality_id AND k.id = w.commitment_id
  JOIN contract.contract c ON c.municipality_id = k.municipality_id AND c.id = k.contract_id
 WHERE w.id = $2
   AND w.state <> 'withdrawn'
   AND c.party_id IN (SELECT s.id FROM party.same_as($1) s)
   AND c.archived_at IS NULL
   AND c.state IN ('in_force', 'ended', 'terminated')
)sql"};

WordingProposed propose(const http::Request& request, db::Session& session, const OwnWordingInput& in) {
  Self self;
  const Uuid id = request.id_param("id");
  const auto own = own_row<Found>(session, request.now, &self,
                                  [&](const Self& here) { return session.find<Found>(own_commitment_by_id, here.party_id, id); });
  return {contract::propose_wording(session, own.id, in.text, reporter_of(self), request.now)};
}

void withdraw(const http::Request& request, db::Session& session) {
  const Uuid id = request.id_param("id");
  const auto own = own_row<Found>(session, request.now, nullptr,
                                  [&](const Self& here) { return session.find<Found>(own_wording_by_id, here.party_id, id); });
  contract::withdraw_wording(session, own.id);
}

}  // namespace

void add_own_wording_routes(http::Router& router) {
  router.post<WordingProposed>("/supplier/commitments/{id}/wordings", permission,
                               {"proposeWording", "supplier", "What this brings about, in the supplier's own words"}, propose);
  router.remove("/supplier/wordings/{id}", permission, {"withdrawWording", "supplier", "Taken back while nobody answered"}, withdraw);
}

}  // namespace tenzij::supplier
