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

// Running with its first contract, ended with its last.
void purchase_follows(db::Session& session, const ContractRow& row, ContractState to, Instant now) {
  if (!row.purchase_id) return;
  const auto status = session.scalar<std::string>("SELECT status FROM purchase.purchase WHERE id = $1", *row.purchase_id);
  if (to == ContractState::in_force && (status == "published" || status == "awarded" || status == "ended"))
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

struct ChosenRequirement {
  Uuid id;
  std::string title;
  std::string text;
  std::vector<criteria::Variable> variables;
  std::string theme;
  std::string instrument;
  std::optional<std::string> indicator;
  criteria::Moment moment{};
  int position;
};
BOOST_DESCRIBE_STRUCT(ChosenRequirement, (), (id, title, text, variables, theme, instrument, indicator, moment, position))

// What was asked of who tendered is over; what is asked of who works goes along.
const db::Statement chosen_requirements{"contract.chosen_requirements", R"sql(
SELECT r.id, r.title, r.text, r.variables, i.theme, r.instrument, r.indicator, r.moment, r.position
  FROM purchase.requirement r
  JOIN purchase.impact i ON i.municipality_id = r.municipality_id AND i.id = r.impact_id
 WHERE r.purchase_id = $1
   AND r.state = 'chosen'
   AND r.instrument NOT IN ('exclusion_ground', 'selection_requirement', 'reserved', 'procedure')
 ORDER BY r.position, r.id
)sql"};

const db::Statement insert_suggested{"contract.insert_suggested", R"sql(
INSERT INTO contract.commitment (municipality_id, id, contract_id, requirement_id, kind, title, text, theme,
                                 instrument, indicator, figure, indicator_unit, rhythm, position)
VALUES (platform.current_municipality(), $1, $2, $3, 'asked', $4, $5, $6, $7, $8, $9, $10, $11, $12)
)sql"};

// "Herplaatste klinkers (%)": the unit stands between brackets.
std::pair<std::optional<std::string>, std::optional<std::string>> indicator_parts(const std::optional<std::string>& indicator) {
  if (!indicator || !indicator->ends_with(')')) return {indicator, {}};
  const std::size_t open = indicator->rfind('(');
  if (open == std::string::npos || open == 0) return {indicator, {}};
  return {std::string(text::trim(indicator->substr(0, open))), indicator->substr(open + 1, indicator->size() - open - 2)};
}

Rhythm rhythm_of(criteria::Moment moment) {
  if (moment == criteria::Moment::quarterly) return Rhythm::quarter;
  return moment == criteria::Moment::yearly ? Rhythm::year : Rhythm::once;
}

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
  int position = 0;
  for (const ChosenRequirement& each : session.rows<ChosenRequirement>(chosen_requirements, purchase)) {
    const auto [indicator, unit] = indicator_parts(each.indicator);
    session.query(insert_suggested, new_id(), id, each.id, each.title, criteria::filled(each.text, each.variables), each.theme,
                  each.instrument, indicator, unit ? purchase::asked_figure(each.variables, *unit) : std::nullopt, unit,
                  rhythm_of(each.moment), ++position);
  }
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
