// The settlement of social return: proposed, decided by the budget holder, shown as lines; and a surplus that goes to another contract
// of the same supplier, once.
#include "contract/store.h"
#include "contract/terms.h"

namespace tenzij::contract {

namespace {

enum class SettlementOutcome {
  fulfilled,    // nothing is left to do
  claim,        // what is short on the last day to recover, times a factor: a proposal
  not_to_blame  // nothing, because the supplier could not help it
};
BOOST_DESCRIBE_ENUM(SettlementOutcome, fulfilled, claim, not_to_blame)
struct SettlementInput {
  SettlementOutcome outcome{};
  std::optional<Date> on_day;    // the balance of that day; of a claim the last day to recover. None: today
  std::optional<int> factor_bp;  // of a claim: 10,000 is the shortfall itself
  std::optional<std::string> words;
};
BOOST_DESCRIBE_STRUCT(SettlementInput, (), (outcome, on_day, factor_bp, words))
struct SettlementRow {
  SettlementOutcome outcome{};
  Date on_day;
  std::int64_t obligation_cents;
  std::int64_t fulfilled_cents;  // without what was carried
  std::int64_t carried_cents;
  std::optional<int> factor_bp;
  std::int64_t claim_cents;
  std::string words;
  std::string proposed_name;
  Instant proposed_at;
  std::optional<std::string> decided_name;
  std::optional<Instant> decided_at;
  std::int64_t version;
};
BOOST_DESCRIBE_STRUCT(SettlementRow, (),
                      (outcome, on_day, obligation_cents, fulfilled_cents, carried_cents, factor_bp, claim_cents, words, proposed_name,
                       proposed_at, decided_name, decided_at, version))
struct CarriedRow {
  Uuid id;
  Uuid other_id;
  std::string other;   // the other contract
  std::int64_t cents;  // below zero: it went there
  Date on_day;
  std::string words;
  std::string person_name;
};
BOOST_DESCRIBE_STRUCT(CarriedRow, (), (id, other_id, other, cents, on_day, words, person_name))
struct Surplus {
  Uuid contract_id;
  std::string title;
  std::optional<std::string> reference;
  std::int64_t left_cents;
};
BOOST_DESCRIBE_STRUCT(Surplus, (), (contract_id, title, reference, left_cents))
struct SettlementState {
  bool needed = false;  // something is asked, so that it is settled before the contract is
  bool hidden = false;  // what few people are worth together is for who verifies and its budget holder
  std::optional<SettlementRow> settlement;
  std::vector<CarriedRow> carried;
  std::vector<Surplus> surpluses;  // of other contracts of this supplier that are over
  std::int64_t balance_cents = 0;  // of the settlement's day, else of today
};
BOOST_DESCRIBE_STRUCT(SettlementState, (), (needed, hidden, settlement, carried, surpluses, balance_cents))
struct CarryInput {
  Uuid from_id;
  std::optional<std::int64_t> cents;  // none: what is short here, as far as there is
  std::string words;
};
BOOST_DESCRIBE_STRUCT(CarryInput, (), (from_id, cents, words))

struct Stand {
  std::int64_t obligation = 0;
  std::int64_t fulfilled = 0;  // without what was carried
  std::int64_t carried = 0;
  [[nodiscard]] std::int64_t own() const { return fulfilled - obligation; }
  [[nodiscard]] std::int64_t balance() const { return own() + carried; }
};

Stand stand_on(db::Session& session, const ContractRow& contract, Date on) {
  const CountedReturn counted = counted_return(session, contract, on);
  if (!counted.lacks.empty()) return {};
  const ReturnResult result = sum_of(counted, on, false);
  Stand out{result.obligation_cents, result.fulfilled_cents, 0};
  for (const ReturnCarried& each : counted.file.carried) out.carried += each.cents;
  out.fulfilled -= out.carried;
  return out;
}

const db::Statement settlement_of{"contract.settlement_of", R"sql(
SELECT outcome, on_day, obligation_cents, fulfilled_cents, carried_cents, factor_bp, claim_cents, words, proposed_name,
       proposed_at, decided_name, decided_at, version
  FROM contract.settlement
 WHERE contract_id = $1
)sql"};

const db::Statement carried_of{"contract.carried_of", R"sql(
SELECT k.id, c.id AS other_id, coalesce(c.reference, c.title) AS other,
       CASE WHEN k.to_id = $1 THEN k.cents ELSE -k.cents END AS cents, k.on_day, k.words, k.person_name
  FROM contract.carried k
  JOIN contract.contract c ON c.municipality_id = k.municipality_id
                          AND c.id = CASE WHEN k.to_id = $1 THEN k.from_id ELSE k.to_id END
 WHERE $1 IN (k.from_id, k.to_id)
 ORDER BY k.on_day, k.id
)sql"};

const db::Statement others_over{"contract.others_over", R"sql(
SELECT c.id
  FROM contract.contract c
 WHERE c.party_id IN (SELECT id FROM party.same_as($1))
   AND c.id <> $2
   AND c.rule_id IS NOT NULL
   AND c.archived_at IS NULL
   AND c.state IN ('ended', 'terminated', 'settled')
 ORDER BY c.end_on DESC NULLS LAST, c.id
 LIMIT 50
)sql"};

std::int64_t spent_of(db::Session& session, const Uuid& contract) {
  return session.scalar<std::int64_t>("SELECT coalesce(sum(cents), 0)::bigint FROM contract.carried WHERE from_id = $1", contract)
      .value_or(0);
}

std::vector<Surplus> surpluses_for(db::Session& session, const ContractRow& contract, Date on) {
  std::vector<Surplus> out;
  if (!contract.party_id) return out;
  const auto others = session.query(others_over, *contract.party_id, contract.id);
  for (int i = 0; i < others.rows(); ++i) {
    const ContractRow other = contract_row(session, others.get<Uuid>(i, 0));
    const std::int64_t left = surplus_left(stand_on(session, other, on).own(), spent_of(session, other.id));
    if (left > 0) out.push_back({other.id, other.title, other.reference, left});
  }
  return out;
}

bool holds_budget(const http::Request& request, db::Session& session, const ContractRow& contract) {
  if (!request.who.may("contract.decide")) return false;
  try {
    require_budget_holder(session, contract);
    return true;
  } catch (const Error&) {
    return false;
  }
}

// Until it is decided the figures are those of now, or of its day once that is behind.
void count_again(db::Session& session, const ContractRow& contract, SettlementRow& row, Date today) {
  const Stand stand = stand_on(session, contract, std::min(row.on_day, today));
  row.obligation_cents = stand.obligation;
  row.fulfilled_cents = stand.fulfilled;
  row.carried_cents = stand.carried;
  row.claim_cents = row.outcome == SettlementOutcome::claim ? claim_of(stand.balance(), row.factor_bp.value_or(0)) : 0;
}

SettlementState state_of(const http::Request& request, db::Session& session, const ContractRow& contract) {
  const Date today = date_of(request.now);
  SettlementState out;
  out.settlement = session.find<SettlementRow>(settlement_of, contract.id);
  if (out.settlement && !out.settlement->decided_at) count_again(session, contract, *out.settlement, today);
  const Stand stand = stand_on(session, contract, today);
  out.needed = stand.obligation > 0;
  out.balance_cents =
      out.settlement ? out.settlement->fulfilled_cents + out.settlement->carried_cents - out.settlement->obligation_cents : stand.balance();
  const bool concerned = request.who.may("contract.verify") || holds_budget(request, session, contract);
  if (!concerned && few_people(counted_return(session, contract, today).placements, EffortState::verified)) {
    out.hidden = true;
    out.settlement.reset();
    out.balance_cents = 0;
    return out;
  }
  out.carried = session.rows<CarriedRow>(carried_of, contract.id);
  // What another contract has left says what few people there are worth.
  if (concerned && contract.state != ContractState::settled) out.surpluses = surpluses_for(session, contract, today);
  return out;
}

const db::Statement propose_settlement{"contract.propose_settlement", R"sql(
INSERT INTO contract.settlement AS s (municipality_id, id, contract_id, outcome, on_day, obligation_cents,
                                      fulfilled_cents, carried_cents, factor_bp, claim_cents, words, proposed_by,
                                      proposed_name, proposed_at)
VALUES (platform.current_municipality(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, platform.current_person(), $11, $12)
    ON CONFLICT (municipality_id, contract_id)
    DO UPDATE SET outcome = excluded.outcome, on_day = excluded.on_day, obligation_cents = excluded.obligation_cents,
                  fulfilled_cents = excluded.fulfilled_cents, carried_cents = excluded.carried_cents,
                  factor_bp = excluded.factor_bp, claim_cents = excluded.claim_cents, words = excluded.words,
                  proposed_by = excluded.proposed_by, proposed_name = excluded.proposed_name,
                  proposed_at = excluded.proposed_at, version = s.version + 1
)sql"};

void check_outcome(SettlementOutcome outcome, const Stand& stand, const char* pointer) {
  if (outcome == SettlementOutcome::fulfilled && stand.balance() < 0) throw bad_field(pointer, "notFulfilled");
  if (outcome != SettlementOutcome::fulfilled && stand.balance() >= 0) throw bad_field(pointer, "nothingShort");
}

SettlementState propose(const http::Request& request, db::Session& session, const SettlementInput& in) {
  const ContractRow contract = locked_contract(session, request.id_param("id"));
  require_open(contract);
  const Date today = date_of(request.now);
  const auto before = session.find<SettlementRow>(settlement_of, contract.id);
  if (before && before->decided_at) throw conflict("settlementDecided");
  SettlementRow row{};
  row.outcome = in.outcome;
  row.on_day = in.on_day.value_or(today);
  std::vector<FieldError> errors;
  check_year("/onDay", row.on_day, errors);
  if (in.outcome == SettlementOutcome::claim) {
    row.factor_bp = in.factor_bp;
    if (!in.factor_bp) errors.push_back({"/factorBp", "required"});
    else if (*in.factor_bp < 0 || *in.factor_bp > 100'000) errors.push_back({"/factorBp", "outOfRange", {{"least", "0"}, {"most", "10"}}});
  } else if (row.on_day > today) {
    errors.push_back({"/onDay", "dayAhead"});
  }
  if (!errors.empty()) throw bad_request(std::move(errors));
  row.words = tidy_text(in.words).value_or("");
  if (in.outcome == SettlementOutcome::not_to_blame) row.words = reference::needed_reason(session, "/words", row.words);
  check_outcome(in.outcome, stand_on(session, contract, std::min(row.on_day, today)), "/outcome");
  count_again(session, contract, row, today);
  session.query(propose_settlement, new_id(), contract.id, row.outcome, row.on_day, row.obligation_cents, row.fulfilled_cents,
                row.carried_cents, row.factor_bp, row.claim_cents, row.words, name_of_actor(session), request.now);
  return state_of(request, session, contract);
}

const db::Statement decide_settlement{"contract.decide_settlement", R"sql(
UPDATE contract.settlement
   SET obligation_cents = $2, fulfilled_cents = $3, carried_cents = $4, claim_cents = $5, decided_name = $6,
       decided_at = $7, version = version + 1
 WHERE contract_id = $1
)sql"};

const db::Statement reopen_settlement{"contract.reopen_settlement", R"sql(
UPDATE contract.settlement
   SET decided_name = NULL, decided_at = NULL, version = version + 1
 WHERE contract_id = $1
)sql"};

SettlementRow proposed(db::Session& session, const Uuid& contract, bool decided) {
  auto row = session.find<SettlementRow>(settlement_of, contract);
  if (!row) throw not_found();
  if (row->decided_at.has_value() != decided) throw conflict(decided ? "settlementOpen" : "settlementDecided");
  return *row;
}

// What was counted on its day is kept: from here on it stands, whatever is verified later.
RowVersion decide_it(const http::Request& request, db::Session& session) {
  const ContractRow contract = locked_contract(session, request.id_param("id"));
  require_open(contract);
  require_budget_holder(session, contract);
  SettlementRow row = proposed(session, contract.id, false);
  request.expect_version(row.version);
  const Date today = date_of(request.now);
  if (row.on_day > today) throw conflict("recoveryRuns", {{"day", row.on_day.str()}});
  if (row.outcome == SettlementOutcome::fulfilled) check_outcome(row.outcome, stand_on(session, contract, row.on_day), "/outcome");
  count_again(session, contract, row, today);
  session.query(decide_settlement, contract.id, row.obligation_cents, row.fulfilled_cents, row.carried_cents, row.claim_cents,
                name_of_actor(session), request.now);
  return {contract.id, row.version + 1};
  return {contract.id, row.version + 1};
}

const db::Statement insert_carried{"contract.insert_carried", R"sql(
INSERT INTO contract.carried (municipality_id, id, from_id, to_id, on_day, cents, words, person_name, at)
VALUES (platform.current_municipality(), $1, $2, $3, $4, $5, $6, $7, $8)
)sql"};

struct CarriedCreated {
  Uuid id;
};
BOOST_DESCRIBE_STRUCT(CarriedCreated, (), (id))

// Both contracts are locked, in one order everywhere, so that two people do not spend one surplus.
CarriedCreated carry(const http::Request& request, db::Session& session, const CarryInput& in) {
  const Uuid to_id = request.id_param("id");
  if (in.from_id == to_id) throw bad_field("/fromId", "sameContract");
  if (session.query("SELECT 1 FROM contract.contract WHERE id = $1", in.from_id).empty()) throw bad_field("/fromId", "unknownContract");
  locked_contract(session, std::min(to_id, in.from_id));
  locked_contract(session, std::max(to_id, in.from_id));
  const ContractRow to = contract_row(session, to_id);
  const ContractRow from = contract_row(session, in.from_id);
  require_open(to);
  require_budget_holder(session, to);
  const bool over = from.state == ContractState::ended || from.state == ContractState::terminated || from.state == ContractState::settled;
  const bool same =
      to.party_id && from.party_id && !session.query("SELECT 1 FROM party.same_as($1) WHERE id = $2", *to.party_id, *from.party_id).empty();
  if (!same) throw bad_field("/fromId", "otherSupplier");
  if (!over) throw bad_field("/fromId", "surplusNotYet");
  const Date today = date_of(request.now);
  const std::int64_t left = surplus_left(stand_on(session, from, today).own(), spent_of(session, from.id));
  const std::int64_t cents = in.cents.value_or(std::min(left, std::max<std::int64_t>(0, -stand_on(session, to, today).balance())));
  if (cents <= 0 || cents > left) throw bad_field("/cents", "surplusLeft", {{"left", std::to_string(left / 100)}});
  const std::string words = reference::needed_reason(session, "/words", in.words);
  const Uuid id = new_id();
  session.query(insert_carried, id, from.id, to.id, today, cents, words, name_of_actor(session), request.now);
  return {id};
}

void carry_back(const http::Request& request, db::Session& session) {
  const Uuid id = request.id_param("id");
  const auto to = session.scalar<Uuid>("SELECT to_id FROM contract.carried WHERE id = $1", id);
  if (!to) throw not_found();
  const ContractRow contract = locked_contract(session, *to);
  require_open(contract);
  require_budget_holder(session, contract);
  const auto row = session.find<SettlementRow>(settlement_of, contract.id);
  if (row && row->decided_at) throw conflict("settlementDecided");
  session.query("DELETE FROM contract.carried WHERE id = $1", id);
}

}  // namespace

std::int64_t surplus_left(std::int64_t own_balance, std::int64_t spent) { return std::max<std::int64_t>(0, own_balance - spent); }

std::int64_t claim_of(std::int64_t balance, int factor_bp) {
  if (balance >= 0) return 0;
  return static_cast<std::int64_t>((Wide(-balance) * factor_bp * 2 + 10'000) / 20'000);
}

void require_settlement(db::Session& session, const ContractRow& contract, Date today) {
  if (stand_on(session, contract, today).obligation <= 0) return;
  const auto row = session.find<SettlementRow>(settlement_of, contract.id);
  if (!row || !row->decided_at) throw conflict("settlementFirst");
}

void add_settlement_routes(http::Router& router) {
  router.get<SettlementState>("/contracts/{id}/settlement", "contract.read",
                              {"getSettlement", "social return", "The settlement, and surpluses of this supplier"},
                              [](const http::Request& request, db::Session& session) {
                                set_today(session, date_of(request.now));
                                return state_of(request, session, contract_row(session, request.id_param("id")));
                              });
  router.put<SettlementState>("/contracts/{id}/settlement", "contract.verify",
                              {"proposeSettlement", "social return", "Fulfilled, a claim after a time to recover, or none with a reason"},
                              propose);
  router.remove("/contracts/{id}/settlement", "contract.verify", {"withdrawSettlement", "social return", "No proposal after all"},
                [](const http::Request& request, db::Session& session) {
                  const ContractRow contract = locked_contract(session, request.id_param("id"));
                  proposed(session, contract.id, false);
                  session.query("DELETE FROM contract.settlement WHERE contract_id = $1", contract.id);
                });
  router.put<RowVersion>("/contracts/{id}/settlement/decision", "contract.decide",
                         {"decideSettlement", "social return", "Decided by the budget holder; its figures stand from then on"}, decide_it);
  router.remove("/contracts/{id}/settlement/decision", "contract.decide",
                {"reopenSettlement", "social return", "Not decided after all; before the contract is settled"},
                [](const http::Request& request, db::Session& session) {
                  const ContractRow contract = locked_contract(session, request.id_param("id"));
                  require_open(contract);
                  require_budget_holder(session, contract);
                  proposed(session, contract.id, true);
                  session.query(reopen_settlement, contract.id);
                });
  router.post<CarriedCreated>("/contracts/{id}/carried", "contract.decide",
                              {"carrySurplus", "social return", "A surplus of another contract of this supplier, once"}, carry);
  router.remove("/carried/{id}", "contract.decide", {"carryBack", "social return", "The surplus goes back to where it was"},
                [](const http::Request& request, db::Session& session) { carry_back(request, session); });
}

}  // namespace tenzij::contract
