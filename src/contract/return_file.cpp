// What goes into the sum of social return of a contract: its values by the base of its rule, what was done, and what was carried.
#include "contract/store.h"

namespace tenzij::contract {

namespace {

const db::Statement values_until{"contract.values_until", R"sql(
SELECT from_on AS "from", value_cents
  FROM contract.change
 WHERE contract_id = $1
   AND from_on <= $2
   AND withdrawn_at IS NULL
 ORDER BY from_on
)sql"};

// Of a framework what was called off under it: the ceiling is no value.
const db::Statement values_called_off{"contract.values_called_off", R"sql(
WITH step AS (
  SELECT c.start_on AS day, c.value_cents AS more
    FROM contract.contract c
   WHERE c.framework_id = $1
     AND c.state <> 'draft'
     AND c.archived_at IS NULL
     AND c.value_cents IS NOT NULL
   UNION ALL
  SELECT x.from_on,
         x.value_cents - lag(x.value_cents, 1, c.value_cents) OVER (PARTITION BY x.contract_id ORDER BY x.from_on)
    FROM contract.change x
    JOIN contract.contract c ON c.municipality_id = x.municipality_id AND c.id = x.contract_id
   WHERE c.framework_id = $1
     AND c.state <> 'draft'
     AND c.archived_at IS NULL
     AND c.value_cents IS NOT NULL
     AND x.withdrawn_at IS NULL
)
SELECT day AS "from", (sum(sum(more)) OVER (ORDER BY day))::bigint AS value_cents
  FROM step
 WHERE day <= $2
 GROUP BY day
 ORDER BY day
)sql"};

const db::Statement stated_until{"contract.stated_until", R"sql(
SELECT from_on AS "from", cents AS value_cents
  FROM contract.stated
 WHERE contract_id = $1
   AND kind = $3
   AND from_on <= $2
 ORDER BY from_on
)sql"};

const db::Statement carried_until{"contract.carried_until", R"sql(
SELECT on_day AS "on", CASE WHEN to_id = $1 THEN cents ELSE -cents END AS cents
  FROM contract.carried
 WHERE $1 IN (from_id, to_id)
   AND on_day <= $2
 ORDER BY on_day, id
)sql"};

const db::Statement rule_over_all{"contract.rule_over_all", R"sql(
SELECT r.over_all
  FROM contract.contract f
  JOIN contract.social_return_rule r ON r.municipality_id = f.municipality_id AND r.id = f.rule_id
 WHERE f.id = $1
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

bool stated_wage(const ObligationRuleInput& rule) { return rule.base == ReturnBase::wage_sum && !rule.wage_share_bp; }

std::vector<ReturnValue> values_of(db::Session& session, const ContractRow& contract, const ObligationRule& rule, Date on) {
  if (rule.base == ReturnBase::turnover) return session.rows<ReturnValue>(stated_until, contract.id, on, "turnover");
  if (stated_wage(rule)) return session.rows<ReturnValue>(stated_until, contract.id, on, "wage_sum");
  if (rule.over_all.value_or(false)) {
    auto called = session.rows<ReturnValue>(values_called_off, contract.id, on);
    if (!called.empty() || !contract.value_cents) return called;
  }
  if (!contract.value_cents || !contract.start_on) return {};
  auto out = session.rows<ReturnValue>(values_until, contract.id, on);
  out.insert(out.begin(), {*contract.start_on, *contract.value_cents});
  return out;
}

std::vector<BalanceGap> gaps_of(db::Session& session, const ContractRow& contract, const std::optional<ObligationRule>& rule,
                                const std::vector<ReturnValue>& values) {
  std::vector<BalanceGap> out;
  if (contract.framework_id && session.scalar<bool>(rule_over_all, *contract.framework_id).value_or(false)) return {BalanceGap::framework};
  if (!rule) out.push_back(BalanceGap::rule);
  if (!contract.start_on) out.push_back(BalanceGap::start);
  if (!rule) {
    if (!contract.value_cents) out.push_back(BalanceGap::value);
    return out;
  }
  if (values.empty()) {
    if (rule->base == ReturnBase::turnover) out.push_back(BalanceGap::turnover);
    else if (stated_wage(*rule)) out.push_back(BalanceGap::wage_sum);
    else if (contract.ceiling_cents && !rule->over_all.value_or(false)) out.push_back(BalanceGap::per_call_off);
    else out.push_back(BalanceGap::value);
  }
  if (rule->base == ReturnBase::yearly_value && !contract.end_on) out.push_back(BalanceGap::end);
  if (rule->lower_percent_bp && !contract.labour_share_bp) out.push_back(BalanceGap::labour_share);
  return out;
}

}  // namespace

CountedReturn counted_return(db::Session& session, const ContractRow& contract, Date on) {
  CountedReturn out;
  if (contract.rule_id) out.rule = rule_by_id(session, *contract.rule_id);
  std::vector<ReturnValue> values;
  if (out.rule) values = values_of(session, contract, *out.rule, on);
  out.lacks = gaps_of(session, contract, out.rule, values);
  out.placements = placements_of(session, contract.id);
  out.efforts = efforts_of(session, contract.id);
  if (!out.lacks.empty()) return out;
  const ObligationRule& rule = *out.rule;
  ReturnFile& file = out.file;
  file.contract_from = *contract.start_on;
  file.contract_to = contract.end_on;
  file.table_by = rule.table_by;
  file.rule = {rule.percent_bp,  rule.base,          rule.wage_share_bp,    rule.from_cents,
               rule.above_cents, rule.maximum_cents, rule.lower_percent_bp, rule.below_share_bp};
  file.values = std::move(values);
  for (const BlockTable& each : block_tables(session)) file.tables.push_back(table_as_counted(each));
  if (contract.pso_step) file.pso_step = json::value(*contract.pso_step);
  file.pso_counts_bp = contract.pso_counts_bp;
  file.labour_share_bp = contract.labour_share_bp;
  file.asked_anyway = contract.threshold_asked;
  file.exempt = contract.exempt_words.has_value();
  file.carried = session.rows<ReturnCarried>(carried_until, contract.id, on);
  if (rule.over_all.value_or(false)) {
    const auto called = session.query("SELECT id FROM contract.contract WHERE framework_id = $1 AND archived_at IS NULL", contract.id);
    for (int i = 0; i < called.rows(); ++i) {
      for (Placement& each : placements_of(session, called.get<Uuid>(i, 0))) out.placements.push_back(std::move(each));
      for (Effort& each : efforts_of(session, called.get<Uuid>(i, 0))) out.efforts.push_back(std::move(each));
    }
  }
  return out;
}

ReturnResult sum_of(const CountedReturn& counted, Date on, bool also_reported) {
  const auto counts = [&](EffortState state) {
    return state == EffortState::verified || (also_reported && state == EffortState::reported);
  };
  ReturnFile file = counted.file;
  for (const Placement& each : counted.placements)
    if (counts(each.state) && each.from_on <= on)
      file.placements.push_back({each.block, each.hours_per_week, each.from_on, std::min(each.to_on.value_or(on), on), each.bonuses,
                                 each.reference, each.table_from});
  for (const Effort& each : counted.efforts) {
    if (!counts(each.state) || on < each.on_day) continue;
    if (each.kind == EffortKind::invoice) file.invoices.push_back({each.on_day, *each.cents});
    else file.hours.push_back({each.on_day, *each.hours, each.table_from});
  }
  return social_return_sum(file);
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

}  // namespace tenzij::contract
