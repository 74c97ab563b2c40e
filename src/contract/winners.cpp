// Who won, as the notices of the purchase say: suggested as a supplier, never made one without a person.
#include "contract/store.h"

namespace tenzij::contract {

namespace {

struct WinnerSaid {
  std::string name;
  std::optional<std::string> kvk;  // when the notice has eight digits
  std::string lot;
  Uuid notice_id;
  std::string notice;
  std::optional<Uuid> party_id;  // a party that is known by this number or name
};
BOOST_DESCRIBE_STRUCT(WinnerSaid, (), (name, kvk, lot, notice_id, notice, party_id))
struct WinnerList {
  std::vector<WinnerSaid> items;
};
BOOST_DESCRIBE_STRUCT(WinnerList, (), (items))

const db::Statement winners_of_purchase{"contract.winners_of_purchase", R"sql(
SELECT DISTINCT ON (lower(w.name), w.lot) w.name, w.kvk, w.lot, n.id AS notice_id, n.title AS notice,
       coalesce(k.id, m.id) AS party_id
  FROM purchase.notice_link l
  JOIN notices.notice n ON n.municipality_id = l.municipality_id AND n.id = l.notice_id
 CROSS JOIN LATERAL (SELECT btrim(x->>'name') AS name, coalesce(x->>'lot', '') AS lot,
                            substring(x->>'identifier' FROM '^[0-9]{8}$') AS kvk
                       FROM jsonb_array_elements(coalesce(n.content->'winners', '[]')) x) w
  LEFT JOIN party.party k ON k.municipality_id = l.municipality_id AND k.kvk = w.kvk AND k.merged_into IS NULL
  LEFT JOIN LATERAL (SELECT p.id
                       FROM party.party p
                      WHERE p.municipality_id = l.municipality_id AND lower(p.name) = lower(w.name)
                        AND p.merged_into IS NULL
                      ORDER BY p.id LIMIT 1) m ON true
 WHERE l.purchase_id = $1
   AND n.current
   AND w.name <> ''
 ORDER BY lower(w.name), w.lot, n.published_on DESC NULLS LAST, n.id
)sql"};

}  // namespace

void add_winner_routes(http::Router& router) {
  router.get<WinnerList>("/contracts/{id}/winners", "contract.read",
                         {"listWinners", "contracts", "Who won according to the notices of its purchase; a suggestion, no supplier yet"},
                         [](const http::Request& request, db::Session& session) {
                           const ContractRow contract = contract_row(session, request.id_param("id"));
                           if (!contract.purchase_id) return WinnerList{};
                           return WinnerList{session.rows<WinnerSaid>(winners_of_purchase, *contract.purchase_id)};
                         });
}

}  // namespace tenzij::contract
