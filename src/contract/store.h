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
  std::optional<std::string> framework;     // its title
  std::optional<bool> threshold_asked;      // the threshold of social return was passed later: asked from there on, or not
  std::optional<std::string> exempt_words;  // why no social return is asked
  std::optional<std::string> exempt_name;   // who decided that
  std::optional<Date> published_on;         // of its purchase
};
BOOST_DESCRIBE_STRUCT(ContractRow, (ContractInput),
                      (id, version, state, state_reason, party, purchase, unit, manager, deputy, budget_holder, coordinator, rule_id,
                       pso_step, pso_counts_bp, value_now_cents, archived, framework, threshold_asked, exempt_words, exempt_name,
                       published_on))
// What is wrong by itself: an empty title, days that turn round, figures out of bounds.
void check_alone(const ContractInput& in, std::vector<FieldError>& errors);
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

// A hundred billion euros, as for purchases.
inline constexpr std::int64_t dearest_cents = 100'000'000'000'00;
void check_money(const char* pointer, const std::optional<std::int64_t>& cents, std::vector<FieldError>& errors);
// Moments are planned over the whole term; nobody agrees on another century.
void check_year(const char* pointer, const std::optional<Date>& day, std::vector<FieldError>& errors);
// What was seen of the contract is no longer so.
void touch_contract(db::Session& session, const Uuid& id, Instant now);

// --- changes of the value, options (changes.cpp, change_law.cpp, options.cpp) ----------------------------------------

enum class ChangeWarning {
  small_together,   // (b): together not below 10 % (works 15 %) any more
  small_threshold,  // (b): together at the European threshold
  above_half,       // (d), (e): this one is more than 50 %
  not_announced     // (d), (e): the announcement is still to be published
};
BOOST_DESCRIBE_ENUM(ChangeWarning, small_together, small_threshold, above_half, not_announced)
struct ChangeNote {
  ChangeWarning code{};
  std::string article;
  std::optional<int> percent_bp;           // what it comes to, of the reference
  std::optional<std::int64_t> cents;       // what it comes to
  std::optional<std::int64_t> of_cents;    // the reference: the first value, with its indexation
  std::optional<std::int64_t> most_cents;  // what it stays below, or is at most
};
BOOST_DESCRIBE_STRUCT(ChangeNote, (), (code, article, percent_bp, cents, of_cents, most_cents))
struct ValueStep {
  std::int64_t before_cents{};
  std::int64_t after_cents{};
  std::optional<std::string> ground;  // a-g
  bool indexation = false;
  bool announced = false;
};
// What the law asks attention for, per step; the steps by day, none of them taken back. A warning, never a block.
std::vector<std::vector<ChangeNote>> notes_on_steps(const ChangeLaw& law, std::int64_t first_cents, bool works,
                                                    std::optional<std::int64_t> threshold_cents, const std::vector<ValueStep>& steps);

// Another value from a day on, as a row of its own. `pointer` is where a wrong day is said.
void insert_value(db::Session& session, const ContractRow& contract, Date from, std::int64_t value_cents, const std::string& ground,
                  const std::string& words, const std::optional<Uuid>& option, const char* pointer, Instant now);
// The moments of an added period, and those that were not begun taken away again; throws 409 when one was.
void plan_longer(db::Session& session, const Uuid& contract, Date after, Date until);
void plan_shorter(db::Session& session, const Uuid& contract, Date after);

struct RowVersion {
  Uuid id;
  std::int64_t version;
};
BOOST_DESCRIBE_STRUCT(RowVersion, (), (id, version))

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
// As the sum takes it.
ReturnRule return_rule(const ObligationRuleInput& in);
std::vector<ObligationRule> rules_named(db::Session& session, const std::vector<std::string>& ids);
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
  std::optional<Uuid> partner_id;  // for whom somebody works; none: the main party
};
BOOST_DESCRIBE_STRUCT(Placement, (PlacementInput),
                      (id, version, table_id, table_from, state, reason, reported_name, reported_at, judged_name, own, partner_id))
std::vector<Placement> placements_of(db::Session& session, const Uuid& contract);
struct PlacementIn : Placement {
  Uuid contract_id;
};
BOOST_DESCRIBE_STRUCT(PlacementIn, (Placement), (contract_id))
std::vector<PlacementIn> placements_of(db::Session& session, const std::vector<std::string>& contracts);
// Throws Error 400 with every field at fault; else the table by which it is counted.
const BlockTable& require_placement(const std::vector<BlockTable>& tables, const ContractRow& contract, TableBy by,
                                    const PlacementInput& in);
// Throws Error 400 when somebody with that reference works more than the norm, over all contracts of that supplier.
void refuse_above_norm(db::Session& session, const ContractRow& contract, const PlacementInput& in, double norm);

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
struct EffortIn : Effort {
  Uuid contract_id;
};
BOOST_DESCRIBE_STRUCT(EffortIn, (Effort), (contract_id))
std::vector<EffortIn> efforts_of(db::Session& session, const std::vector<std::string>& contracts);

// What the sum is made of, as of a day; the file has no placements, invoices and hours yet.
struct CountedReturn {
  std::vector<BalanceGap> lacks;
  std::optional<ObligationRule> rule;
  ReturnFile file;
  std::vector<Placement> placements;
  std::vector<Effort> efforts;
};
CountedReturn counted_return(db::Session& session, const ContractRow& contract, Date on);
// Of many in few statements, in the same order.
std::vector<CountedReturn> counted_returns(db::Session& session, const std::vector<ContractRow>& contracts, Date on);
std::vector<ContractRow> contract_rows_of(db::Session& session, const std::vector<std::string>& ids);
// At this pace, on the last day: what was done so far spread over the days so far; what was carried counts once. None outside the contract.
std::optional<std::int64_t> forecast_of(const ContractRow& contract, const CountedReturn& counted, const ReturnResult& sum, Date on);
// Who does not verify sees nothing of few people: what was done is left out. True when it was.
bool hide_few_people(const CountedReturn& counted, ReturnResult& sum);
ReturnResult sum_of(const CountedReturn& counted, Date on, bool also_reported);

// --- settlement (settlement.cpp), rules from elsewhere (examples.cpp) -------------------------------------------------

// What is left of a surplus: the balance without what was carried, less what went to other contracts.
std::int64_t surplus_left(std::int64_t own_balance, std::int64_t spent);
// What is short times a factor, half up to the cent; nothing when nothing is short.
std::int64_t claim_of(std::int64_t balance, int factor_bp);
// Throws 409 while something is asked of the contract and no settlement was decided.
void require_settlement(db::Session& session, const ContractRow& contract, Date today);
// Fewer people than this are not shown to who does not verify, also not as a difference.
inline constexpr std::size_t fewest_people = 5;
bool few_people(const std::vector<Placement>& placements, EffortState state);

ObligationRuleInput rule_of(const purchase::SocialReturnRule& each);
// Of the rules that hold for this nature and day and ask something of this value: the one with the highest threshold.
const ObligationRuleInput* fitting_rule(const std::vector<ObligationRuleInput>& rules, RuleNature nature, std::int64_t value_cents,
                                        Date on);

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
// The day of which the table holds for all lines; none: each line has its own.
std::optional<Date> table_day(const ContractRow& contract, TableBy by);
// Throws 409 while nobody said which rule holds.
TableBy table_by_of(db::Session& session, const ContractRow& contract);
// A sum with one table and nothing in it, to try a line.
ReturnFile file_of(const BlockTableInput& table, Date on);

// What its purchase asked of who works, as commitments: what this contract lacks, or only what no contract of the purchase has. How many.
int take_along(db::Session& session, const Uuid& contract, bool all);

void add_contract_routes(http::Router& router);
void add_asked_routes(http::Router& router);
void add_rhythm_routes(http::Router& router);
void add_winner_routes(http::Router& router);
void add_import_routes(http::Router& router, const ContractParts& parts);
void add_export_routes(http::Router& router, const ContractParts& parts);
void add_successor_routes(http::Router& router, const purchase::Knowledge& purchases);
void add_list_routes(http::Router& router);
void add_state_routes(http::Router& router);
void add_commitment_routes(http::Router& router);
void add_moment_routes(http::Router& router);
void add_rule_routes(http::Router& router);
void add_placement_routes(http::Router& router);
void add_effort_routes(http::Router& router);
void add_balance_routes(http::Router& router);
void add_change_routes(http::Router& router, const std::shared_ptr<const Knowledge>& knowledge);
void add_option_routes(http::Router& router);
void add_call_off_routes(http::Router& router);
void add_settlement_routes(http::Router& router);
void add_stated_routes(http::Router& router);
void add_talk_routes(http::Router& router);
void add_certificate_routes(http::Router& router);
void add_plan_routes(http::Router& router);
void add_partner_routes(http::Router& router);
void add_coming_routes(http::Router& router);
void add_overview_routes(http::Router& router);
void add_wording_routes(http::Router& router);
void add_example_routes(http::Router& router, const std::shared_ptr<const Knowledge>& knowledge);

}  // namespace tenzij::contract
