// How social return stands in a contract on a day: the same sum as everywhere, over what was verified and over what was reported too.
#include "contract/store.h"

namespace tenzij::contract {

namespace {

struct BalanceQuery {
  std::optional<Date> on;  // none: today
};
BOOST_DESCRIBE_STRUCT(BalanceQuery, (), (on))
struct SocialReturnInput {
  std::optional<Uuid> rule_id;  // none: none is asked
  std::optional<std::string> pso_step;
  std::optional<int> pso_counts_bp;
};
BOOST_DESCRIBE_STRUCT(SocialReturnInput, (), (rule_id, pso_step, pso_counts_bp))

const db::Statement values_until{"contract.values_until", R"sql(
SELECT from_on AS "from", value_cents
  FROM contract.change
 WHERE contract_id = $1
   AND from_on <= $2
 ORDER BY from_on
)sql"};

ReturnTable table_as_counted(const BlockTableInput& in) {
  ReturnTable out{in.valid_from, in.norm_hours, {}, json::object{}, in.cents_per_hour, json::object{}};
  for (const BlockAmount& each : in.blocks) {
    out.blocks[each.code] = each.cents;
    if (each.longest_months) (*out.longest_months)[each.code] = *each.longest_months;
  }
  for (const BlockAmount& each : in.bonuses) (*out.bonuses)[each.code] = each.cents;
  return out;
}

ReturnFile file_for(db::Session& session, const ContractRow& contract, const ObligationRule& rule, Date on) {
  ReturnFile out;
  out.contract_from = *contract.start_on;
  out.contract_to = contract.end_on;
  out.table_by = rule.table_by;
  out.rule = {rule.percent_bp, rule.base, rule.wage_share_bp, rule.from_cents, rule.above_cents, rule.maximum_cents};
  out.values = session.rows<ReturnValue>(values_until, contract.id, on);
  out.values.insert(out.values.begin(), {*contract.start_on, *contract.value_cents});
  for (const BlockTable& each : block_tables(session)) out.tables.push_back(table_as_counted(each));
  if (contract.pso_step) out.pso_step = json::value(*contract.pso_step);
  out.pso_counts_bp = contract.pso_counts_bp;
  return out;
}

void add_lines(ReturnFile& file, const std::vector<Placement>& placements, const std::vector<Effort>& efforts, Date on,
               bool also_reported) {
  const auto counts = [&](EffortState state) {
    return state == EffortState::verified || (also_reported && state == EffortState::reported);
  };
  for (const Placement& each : placements)
    if (counts(each.state) && each.from_on <= on)
      file.placements.push_back({each.block, each.hours_per_week, each.from_on, std::min(each.to_on.value_or(on), on), each.bonuses,
                                 each.reference, each.table_from});
  for (const Effort& each : efforts) {
    if (!counts(each.state) || on < each.on_day) continue;
    if (each.kind == EffortKind::invoice) file.invoices.push_back({each.on_day, *each.cents});
    else file.hours.push_back({each.on_day, *each.hours, each.table_from});
  }
}

// Who may not see groups of people sees what they are worth together.
void group_placements(ReturnResult& result) {
  ReturnLine all{.kind = LineKind::placement, .from = {}};
  std::vector<ReturnLine> out;
  for (ReturnLine& each : result.lines) {
    if (each.kind != LineKind::placement) {
      out.push_back(std::move(each));
      continue;
    }
    all.cents += each.cents;
    all.from = all.from == Date{} ? each.from : std::min(all.from, each.from);
  }
  if (!(all.from == Date{})) out.push_back(std::move(all));
  result.lines = std::move(out);
}

// What was done so far, spread over the days so far, for all days: nothing outside the contract or without an end.
std::optional<std::int64_t> forecast(const ContractRow& contract, std::int64_t fulfilled, Date on) {
  if (!contract.start_on || !contract.end_on || on < *contract.start_on || *contract.end_on <= on) return std::nullopt;
  const auto first = std::chrono::sys_days(contract.start_on->ymd);
  const auto so_far = (std::chrono::sys_days(on.ymd) - first).count() + 1;
  const auto all = (std::chrono::sys_days(contract.end_on->ymd) - first).count() + 1;
  if (fulfilled > std::numeric_limits<std::int64_t>::max() / all) return std::nullopt;
  return fulfilled * all / so_far;
}

SocialReturnState balance(db::Session& session, const ContractRow& contract, Date on, bool grouped) {
  SocialReturnState out{};
  out.on = on;
  out.version = contract.version;
  out.pso_step = contract.pso_step;
  out.pso_counts_bp = contract.pso_counts_bp;
  if (contract.rule_id) out.rule = rule_by_id(session, *contract.rule_id);
  if (!out.rule) out.lacks.push_back(BalanceGap::rule);
  if (!contract.value_cents) out.lacks.push_back(BalanceGap::value);
  if (!contract.start_on) out.lacks.push_back(BalanceGap::start);
  if (!out.lacks.empty()) return out;
  const auto placements = placements_of(session, contract.id);
  const auto efforts = efforts_of(session, contract.id);
  const ReturnFile file = file_for(session, contract, *out.rule, on);
  for (const bool also_reported : {false, true}) {
    ReturnFile all = file;
    add_lines(all, placements, efforts, on, also_reported);
    (also_reported ? out.reported : out.verified) = social_return_sum(all);
  }
  const auto waits = [](const auto& each) { return each.state == EffortState::reported; };
  out.waiting = std::count_if(placements.begin(), placements.end(), waits) + std::count_if(efforts.begin(), efforts.end(), waits);
  out.forecast_cents = forecast(contract, out.verified.fulfilled_cents, on);
  out.grouped = grouped;
  if (out.grouped) {
    group_placements(out.verified);
    group_placements(out.reported);
  }
  return out;
}

const db::Statement update_rule_of_contract{"contract.update_rule_of_contract", R"sql(
UPDATE contract.contract
   SET rule_id = $2, pso_step = $3, pso_counts_bp = $4, changed_at = $5, version = version + 1
 WHERE id = $1
)sql"};

const db::Statement anything_counted{"contract.anything_counted", R"sql(
SELECT 1
  FROM contract.placement
 WHERE contract_id = $1
UNION ALL
SELECT 1
  FROM contract.effort
 WHERE contract_id = $1
 LIMIT 1
)sql"};

SocialReturnState give_rule(const http::Request& request, db::Session& session, const SocialReturnInput& in) {
  const ContractRow contract = locked_contract(session, request.id_param("id"));
  request.expect_version(contract.version);
  require_open(contract);
  static const std::set<std::string, std::less<>> steps{"aspirant", "basis", "1", "2", "3", "30+"};
  std::vector<FieldError> errors;
  if (in.rule_id && !rule_by_id(session, *in.rule_id)) errors.push_back({"/ruleId", "unknownRule"});
  if (in.pso_step && !steps.contains(*in.pso_step)) errors.push_back({"/psoStep", "notInList"});
  if (in.pso_counts_bp && (*in.pso_counts_bp < 0 || *in.pso_counts_bp > 10'000))
    errors.push_back({"/psoCountsBp", "outOfRange", {{"least", "0"}, {"most", "10000"}}});
  if (!errors.empty()) throw bad_request(std::move(errors));
  // A line keeps its rule for ever: once something was reported the contract keeps the rule it has.
  if (in.rule_id != contract.rule_id && contract.rule_id && !session.query(anything_counted, contract.id).empty())
    throw conflict("ruleInUse");
  session.query(update_rule_of_contract, contract.id, in.rule_id, in.pso_step, in.pso_counts_bp, request.now);
  return balance(session, contract_row(session, contract.id), date_of(request.now), !request.who.may("contract.verify"));
}

}  // namespace

SocialReturnState social_return_of(db::Session& session, const Uuid& contract, Date on, bool grouped) {
  return balance(session, contract_row(session, contract), on, grouped);
}

ReturnFile file_of(const BlockTableInput& table, Date on) {
  ReturnFile out;
  out.contract_from = on;
  out.values = {{on, 0}};
  if (!table.blocks.empty()) {
    out.tables = {table_as_counted(table)};
    out.tables.front().valid_from = std::min(on, table.valid_from);
  }
  return out;
}

void add_balance_routes(http::Router& router) {
  router.get<SocialReturnState>("/contracts/{id}/social-return", "contract.read",
                                {"getSocialReturn", "social return", "What is asked and what was done, a line each, as of a day"},
                                [](const http::Request& request, db::Session& session, const BalanceQuery& query) {
                                  const Date today = date_of(request.now);
                                  set_today(session, today);
                                  return social_return_of(session, request.id_param("id"), query.on.value_or(today),
                                                          !request.who.may("contract.verify"));
                                });
  router.put<SocialReturnState>("/contracts/{id}/social-return", "contract.edit",
                                {"giveSocialReturnRule", "social return", "Which rule holds for it, and its PSO certificate"}, give_rule);
}

}  // namespace tenzij::contract
