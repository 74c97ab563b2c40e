// What the files of this room share.
#pragma once

#include "contract/contract.h"

namespace tenzij::contract {

// What a period brought is reported within so many days of its end.
inline constexpr int report_within_days = 30;

// --- contracts (contracts.cpp, list.cpp) ---------------------------------------------------------------------------

struct ContractRow : ContractInput {
  Uuid id;
  std::int64_t version;
  ContractState state{};
  std::optional<std::string> state_reason;
  std::optional<std::string> party;  // the one that counts when it was joined to another
  std::optional<std::string> purchase;
  std::optional<std::string> unit;
  std::optional<std::string> manager;
  std::optional<std::string> deputy;
  std::optional<std::string> budget_holder;
  std::optional<std::string> coordinator;
  std::optional<Uuid> rule_id;
  std::optional<std::string> pso_step;
  std::optional<int> pso_counts_bp;
  std::optional<std::int64_t> value_now_cents;  // in force today
  bool archived = false;
};
BOOST_DESCRIBE_STRUCT(ContractRow, (ContractInput),
                      (id, version, state, state_reason, party, purchase, unit, manager, deputy, budget_holder, coordinator, rule_id,
                       pso_step, pso_counts_bp, value_now_cents, archived))
ContractRow contract_row(db::Session& session, const Uuid& id);
ContractRow locked_contract(db::Session& session, const Uuid& id);
// Throws 403: the person of the session neither is its budget holder nor stands in for that one.
void require_budget_holder(db::Session& session, const ContractRow& contract);
// What nobody changes any more: throws 409.
void require_open(const ContractRow& contract);
std::string name_of_actor(db::Session& session);
// The day that statements of this transaction call today.
void set_today(db::Session& session, Date today);
// Without the spaces around it; none when nothing is left.
std::optional<std::string> tidy_text(const std::optional<std::string>& value);

struct ContractCreated {
  Uuid id;
};
BOOST_DESCRIBE_STRUCT(ContractCreated, (), (id))

// --- commitments and moments (commitments.cpp, moments.cpp) ----------------------------------------------------------

struct ContractMoment {
  Uuid id;
  std::int64_t version;
  Uuid commitment_id;
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
  std::optional<std::string> judged_name;
  std::optional<Instant> judged_at;
  std::optional<std::string> reason;
  bool own = false;  // reported by who asks
  std::optional<Uuid> rest_of;
  json::array history;  // each step before: {state, figure, words, name, at}
};
BOOST_DESCRIBE_STRUCT(ContractMoment, (),
                      (id, version, commitment_id, period_from, period_to, due_on, state, late, figure, words, reported_name, reported_at,
                       verified_figure, judged_name, judged_at, reason, own, rest_of, history))
// Of a contract, or of one commitment of it; the late first.
std::vector<ContractMoment> moments_of(db::Session& session, const Uuid& contract);

// --- social return (rules.cpp, placements.cpp, balance.cpp) -----------------------------------------------------------

struct BlockTable : BlockTableInput {
  Uuid id;
  std::int64_t version;
  bool used = false;
};
BOOST_DESCRIBE_STRUCT(BlockTable, (BlockTableInput), (id, version, used))
std::optional<ObligationRule> rule_by_id(db::Session& session, const Uuid& id);
std::vector<BlockTable> block_tables(db::Session& session);  // by day
const BlockAmount* amount_in(const std::vector<BlockAmount>& all, std::string_view code);

struct Placement : PlacementInput {
  Uuid id;
  std::int64_t version;
  Uuid table_id;
  Date table_from;
  EffortState state{};
  std::optional<std::string> reason;
  std::string reported_name;
  Instant reported_at;
  std::optional<std::string> judged_name;
  bool own = false;
};
BOOST_DESCRIBE_STRUCT(Placement, (PlacementInput),
                      (id, version, table_id, table_from, state, reason, reported_name, reported_at, judged_name, own))
std::vector<Placement> placements_of(db::Session& session, const Uuid& contract);

enum class EffortKind { invoice, hours };
BOOST_DESCRIBE_ENUM(EffortKind, invoice, hours)
struct EffortInput {
  EffortKind kind{};
  Date on_day;
  std::optional<std::int64_t> cents;  // of an invoice, without VAT
  std::optional<double> hours;
  std::string words;  // what for
};
BOOST_DESCRIBE_STRUCT(EffortInput, (), (kind, on_day, cents, hours, words))
struct Effort : EffortInput {
  Uuid id;
  std::int64_t version;
  std::optional<Date> table_from;
  EffortState state{};
  std::optional<std::string> reason;
  std::string reported_name;
  Instant reported_at;
  std::optional<std::string> judged_name;
  bool own = false;
};
BOOST_DESCRIBE_STRUCT(Effort, (EffortInput), (id, version, table_from, state, reason, reported_name, reported_at, judged_name, own))
std::vector<Effort> efforts_of(db::Session& session, const Uuid& contract);

// Verified, rejected, or taken back to be looked at again.
struct EffortJudgementInput {
  EffortState state{};
  std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(EffortJudgementInput, (), (state, reason))
// Throws 403 for who reported it himself, 409 when it is so already; the reason that must be there unless it is verified.
std::optional<std::string> judged_reason(db::Session& session, EffortState from, bool own, const EffortJudgementInput& in);
// The table of what begins on a day; throws Error 400 at `pointer` when there is none.
const BlockTable& table_for(const std::vector<BlockTable>& tables, const ContractRow& contract, TableBy by, Date day, const char* pointer);
// Throws 409 while nobody said which rule holds.
TableBy table_by_of(db::Session& session, const ContractRow& contract);
// A sum with one table and nothing in it, to try a line.
ReturnFile file_of(const BlockTableInput& table, Date on);

void add_contract_routes(http::Router& router);
void add_list_routes(http::Router& router);
void add_state_routes(http::Router& router);
void add_commitment_routes(http::Router& router);
void add_moment_routes(http::Router& router);
void add_rule_routes(http::Router& router);
void add_placement_routes(http::Router& router);
void add_effort_routes(http::Router& router);
void add_balance_routes(http::Router& router);

}  // namespace tenzij::contract
