// Call-offs under a framework: what was called off, and what is left of the ceiling. The ceiling is no value and is never added up.
#include "contract/store.h"

namespace tenzij::contract {

namespace {

struct CallOff {
  Uuid id;
  std::optional<std::string> reference;
  std::string title;
  std::optional<std::string> party;
  ContractState state{};
  std::optional<Date> start_on;
  std::optional<std::int64_t> value_cents;  // in force today
};
BOOST_DESCRIBE_STRUCT(CallOff, (), (id, reference, title, party, state, start_on, value_cents))
struct CallOffs {
  std::vector<CallOff> items;
  std::int64_t called_cents;  // drafts are not called off yet
  std::optional<std::int64_t> ceiling_cents;
  std::optional<std::int64_t> left_cents;  // below zero: more was called off than the ceiling
  std::int64_t unknown;                    // without a value: they use the ceiling too
};
BOOST_DESCRIBE_STRUCT(CallOffs, (), (items, called_cents, ceiling_cents, left_cents, unknown))

const db::Statement call_offs_of{"contract.call_offs_of", R"sql(
SELECT c.id, c.reference, c.title, coalesce(pm.name, pa.name) AS party, c.state, c.start_on,
       coalesce(ch.value_cents, c.value_cents) AS value_cents
  FROM contract.contract c
  LEFT JOIN party.party pa ON pa.municipality_id = c.municipality_id AND pa.id = c.party_id
  LEFT JOIN party.party pm ON pm.municipality_id = c.municipality_id AND pm.id = pa.merged_into
  LEFT JOIN LATERAL (SELECT x.value_cents
                       FROM contract.change x
                      WHERE x.municipality_id = c.municipality_id
                        AND x.contract_id = c.id
                        AND x.withdrawn_at IS NULL
                        AND x.from_on <= platform.today()
                      ORDER BY x.from_on DESC LIMIT 1) ch ON true
 WHERE c.framework_id = $1
   AND c.archived_at IS NULL
 ORDER BY c.start_on NULLS LAST, c.id
)sql"};

CallOffs call_offs(const http::Request& request, db::Session& session) {
  set_today(session, date_of(request.now));
  const ContractRow row = contract_row(session, request.id_param("id"));
  CallOffs out{session.rows<CallOff>(call_offs_of, row.id), 0, row.ceiling_cents, {}, 0};
  for (const CallOff& each : out.items) {
    if (each.state == ContractState::draft) continue;
    if (each.value_cents) out.called_cents += *each.value_cents;
    else ++out.unknown;
  }
  if (row.ceiling_cents) out.left_cents = *row.ceiling_cents - out.called_cents;
  return out;
}

}  // namespace

void add_call_off_routes(http::Router& router) {
  router.get<CallOffs>("/contracts/{id}/call-offs", "contract.read",
                       {"listCallOffs", "contracts", "What was called off under a framework, and what is left of its ceiling"}, call_offs);
}

}  // namespace tenzij::contract
