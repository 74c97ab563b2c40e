// From draft to settled, and what the purchase does meanwhile; drafts of purchases that were awarded.
#include "contract/store.h"

namespace tenzij::contract {

namespace {

struct ContractStateInput {
  ContractState state{};
  std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(ContractStateInput, (), (state, reason))
struct ContractStateNow {
  Uuid id;
  std::int64_t version;
  ContractState state{};
};
BOOST_DESCRIBE_STRUCT(ContractStateNow, (), (id, version, state))
struct FromPurchaseInput {
  Uuid purchase_id;
};
BOOST_DESCRIBE_STRUCT(FromPurchaseInput, (), (purchase_id))
struct DraftsMade {
  std::int64_t made;
};
BOOST_DESCRIBE_STRUCT(DraftsMade, (), (made))

// Forward, and back again with a reason.
bool may_go(ContractState from, ContractState to) {
  using S = ContractState;
  if (from == S::draft) return to == S::in_force;
  if (from == S::in_force) return to == S::ended || to == S::terminated || to == S::draft;
  if (from == S::ended || from == S::terminated) return to == S::settled || to == S::in_force;
  return to == S::ended;
}

void check_ready(const ContractRow& row) {
  std::vector<FieldError> errors;
  if (!row.party_id) errors.push_back({"/partyId", "required"});
  if (!row.start_on) errors.push_back({"/startOn", "required"});
  if (!row.budget_holder_id) errors.push_back({"/budgetHolderId", "required"});
  if (!errors.empty()) throw bad_request(std::move(errors));
}

const db::Statement contracts_left{"contract.contracts_left", R"sql(
SELECT 1
  FROM contract.contract
 WHERE purchase_id = $1
   AND archived_at IS NULL
   AND state IN ('draft', 'in_force')
 LIMIT 1
)sql"};

const db::Statement how_far_is_purchase{"contract.how_far_is_purchase", R"sql(
SELECT CASE WHEN status IN ('planned', 'preparation', 'consultation') AND undecided > 0 THEN 'undecided' ELSE status END
  FROM purchase.purchase
 WHERE id = $1
)sql"};

// Running with its first contract, ended with its last. One with themes that nobody decided on waits for that decision.
void purchase_follows(db::Session& session, const ContractRow& row, ContractState to, Instant now) {
  if (!row.purchase_id) return;
  const auto status = session.scalar<std::string>(how_far_is_purchase, *row.purchase_id);
  if (to == ContractState::in_force && status != "running" && status != "stopped" && status != "undecided")
    purchase::set_status(session, *row.purchase_id, {purchase::Status::running, {}, false}, now);
  const bool over = to == ContractState::ended || to == ContractState::terminated;
  if (over && status == "running" && session.query(contracts_left, *row.purchase_id).empty())
    purchase::set_status(session, *row.purchase_id, {purchase::Status::ended, {}, false}, now);
}

ContractStateNow move_contract(const http::Request& request, db::Session& session, const ContractStateInput& in) {
  const ContractRow row = locked_contract(session, request.id_param("id"));
  request.expect_version(row.version);
  if (!may_go(row.state, in.state)) throw bad_field("/state", "contractOrder");
  const bool decided = in.state == ContractState::terminated || in.state == ContractState::settled ||
                       row.state == ContractState::terminated || row.state == ContractState::settled;
  if (decided) {
    if (!request.who.may("contract.decide")) throw Error(403, "notBudgetHolder", {{"name", row.budget_holder.value_or("–")}});
    require_budget_holder(session, row);
  }
  if (in.state == ContractState::in_force && row.state == ContractState::draft) check_ready(row);
  if (in.state == ContractState::settled) require_settlement(session, row, date_of(request.now));
  std::optional<std::string> reason = tidy_text(in.reason);
  const bool back = in.state < row.state;
  if (in.state == ContractState::terminated || back) reason = reference::needed_reason(session, "/reason", reason.value_or(""));
  session.query("UPDATE contract.contract SET state = $2, state_reason = $3, changed_at = $4, version = version + 1 WHERE id = $1", row.id,
                in.state, reason, request.now);
  if (in.state == ContractState::in_force) plan_moments(session, row.id);
  purchase_follows(session, row, in.state, request.now);
  return {row.id, row.version + 1, in.state};
}

struct AwardedPurchase {
  std::string title;
  std::optional<std::string> reference;
  std::optional<std::string> category;
  std::optional<Uuid> unit_id;
  std::optional<Uuid> budget_holder_id;
  std::optional<Uuid> contract_manager_id;
  std::optional<Date> contract_from;
  std::optional<Date> contract_to;
};
BOOST_DESCRIBE_STRUCT(AwardedPurchase, (),
                      (title, reference, category, unit_id, budget_holder_id, contract_manager_id, contract_from, contract_to))

const db::Statement awarded_purchase{"contract.awarded_purchase", R"sql(
SELECT title, reference, category, unit_id, budget_holder_id, contract_manager_id, contract_from, contract_to
  FROM purchase.purchase
 WHERE id = $1
)sql"};

const db::Statement awarded_without_contract{"contract.awarded_without_contract", R"sql(
SELECT p.id
  FROM purchase.purchase p
 WHERE p.status IN ('awarded', 'running')
   AND p.archived_at IS NULL
   AND NOT p.small
   AND NOT EXISTS (SELECT 1 FROM contract.contract c
                    WHERE c.municipality_id = p.municipality_id AND c.purchase_id = p.id)
 ORDER BY p.contract_from, p.id
)sql"};

DraftsMade make_drafts(const http::Request& request, db::Session& session) {
  session.query("SELECT pg_advisory_xact_lock(753, hashtext($1))", session.actor().municipality_id.str());
  const auto found = session.query(awarded_without_contract);
  for (int i = 0; i < found.rows(); ++i) from_purchase(session, found.get<Uuid>(i, 0), request.now);
  return {found.rows()};
}

}  // namespace

Uuid from_purchase(db::Session& session, const Uuid& purchase, Instant now) {
  const auto from = session.find<AwardedPurchase>(awarded_purchase, purchase);
  if (!from) throw bad_field("/purchaseId", "unknownPurchase");
  ContractInput in;
  in.title = from->title;
  in.purchase_id = purchase;
  in.category = from->category;
  in.unit_id = from->unit_id;
  in.budget_holder_id = from->budget_holder_id;
  in.manager_id = from->contract_manager_id;
  in.start_on = from->contract_from;
  in.end_on = from->contract_to;
  const Uuid id = add_contract(session, in, now);
  take_along(session, id, true);
  return id;
}

void add_state_routes(http::Router& router) {
  router.put<ContractStateNow>("/contracts/{id}/status", "contract.read",
                               {"moveContract", "contracts", "In force, ended; terminated and settled by its budget holder"},
                               [](const http::Request& request, db::Session& session, const ContractStateInput& in) {
                                 if (!request.who.may("contract.edit") && !request.who.may("contract.decide"))
                                   throw Error(403, "notAllowed");
                                 return move_contract(request, session, in);
                               });
  router.post<ContractCreated>("/contract-drafts", "contract.edit",
                               {"addContractOfPurchase", "contracts", "A draft of one purchase, with its requirements as commitments"},
                               [](const http::Request& request, db::Session& session, const FromPurchaseInput& in) {
                                 return ContractCreated{from_purchase(session, in.purchase_id, request.now)};
                               });
  router.put<DraftsMade>("/contract-drafts", "contract.edit",
                         {"addContractsOfPurchases", "contracts", "Drafts of all purchases that were awarded and have none"}, make_drafts);
}

}  // namespace tenzij::contract
