// What goes into the sum of social return of a contract: its values by the base of its rule, what was done, and what was carried.
#include "contract/store.h"

namespace tenzij::contract {

namespace {

struct ValueIn : ReturnValue {
  Uuid contract_id;
  std::string kind;
};
BOOST_DESCRIBE_STRUCT(ValueIn, (ReturnValue), (contract_id, kind))

// As they changed, and as they were stated.
const db::Statement values_until{"contract.values_until", R"sql(
SELECT from_on AS "from", value_cents, contract_id, 'change' AS kind
  FROM contract.change
 WHERE contract_id = ANY ($1::uuid[])
   AND from_on <= $2
   AND withdrawn_at IS NULL
 UNION ALL
SELECT from_on, cents, contract_id, kind
  FROM contract.stated
 WHERE contract_id = ANY ($1::uuid[])
   AND from_on <= $2
 ORDER BY 1
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

struct CarriedIn : ReturnCarried {
  Uuid from_id;
  Uuid to_id;
};
BOOST_DESCRIBE_STRUCT(CarriedIn, (ReturnCarried), (from_id, to_id))

const db::Statement carried_until{"contract.carried_until", R"sql(
SELECT on_day AS "on", cents, from_id, to_id
  FROM contract.carried
 WHERE (from_id = ANY ($1::uuid[]) OR to_id = ANY ($1::uuid[]))
   AND on_day <= $2
 ORDER BY on_day, id
)sql"};

// Call-offs that count with their framework.
const db::Statement counted_with_framework{"contract.counted_with_framework", R"sql(
SELECT c.id
  FROM contract.contract c
  JOIN contract.contract f ON f.municipality_id = c.municipality_id AND f.id = c.framework_id
  JOIN contract.social_return_rule r ON r.municipality_id = f.municipality_id AND r.id = f.rule_id
 WHERE c.id = ANY ($1::uuid[])
   AND r.over_all
)sql"};

struct CalledOff {
  Uuid id;
  Uuid framework_id;
};
BOOST_DESCRIBE_STRUCT(CalledOff, (), (id, framework_id))

const db::Statement called_off_under{"contract.called_off_under", R"sql(
SELECT id, framework_id
  FROM contract.contract
 WHERE framework_id = ANY ($1::uuid[])
   AND archived_at IS NULL
)sql"};

struct CertificateIn {
  Uuid contract_id;
  std::string step;
  Date from_on;
  Date to_on;
};
BOOST_DESCRIBE_STRUCT(CertificateIn, (), (contract_id, step, from_on, to_on))

// Of the main party, whatever it is called, over the days of the contract.
const db::Statement certificates_of_main{"contract.certificates_of_main", R"sql(
SELECT c.id AS contract_id, x.step, x.from_on, x.to_on
  FROM contract.contract c
 CROSS JOIN LATERAL party.same_as(c.party_id) s
  JOIN contract.certificate x ON x.municipality_id = c.municipality_id AND x.party_id = s.id
 WHERE c.id = ANY ($1::uuid[])
   AND x.to_on >= c.start_on
   AND x.from_on <= coalesce(c.end_on, 'infinity')
 ORDER BY x.from_on, x.id
)sql"};

ReturnTable table_as_counted(const BlockTableInput& in) {
  ReturnTable out{in.valid_from,          in.norm_hours,   {}, json::object{}, in.cents_per_hour, json::object{},
                  in.begun_before_months, in.cents_per_day};
  for (const BlockAmount& each : in.blocks) {
    out.blocks[each.code] = year_cents(each);
    if (each.longest_months) (*out.longest_months)[each.code] = *each.longest_months;
  }
  for (const BlockAmount& each : in.bonuses) (*out.bonuses)[each.code] = year_cents(each);
  return out;
}

bool stated_wage(const ObligationRuleInput& rule) { return rule.base == ReturnBase::wage_sum && !rule.wage_share_bp; }

// Everything that the sums of some contracts are made of, read at once.
class Gathered {
 public:
  Gathered(db::Session& session, const std::vector<ContractRow>& contracts, Date on) : session_(session), on_(on) {
    std::set<std::string> rules;
    std::vector<std::string> all;
    for (const ContractRow& each : contracts) {
      all.push_back(each.id.str());
      if (each.rule_id) rules.insert(each.rule_id->str());
    }
    for (ObligationRule& each : rules_named(session, {rules.begin(), rules.end()})) rules_.emplace(each.id, std::move(each));
    read_values(all);
    read_certificates(contracts);
    read_what_was_done(contracts, all);
    for (const BlockTable& each : block_tables(session)) tables_.push_back(table_as_counted(each));
  }

  CountedReturn of(const ContractRow& contract) {
    CountedReturn out;
    if (contract.rule_id)
      if (const auto rule = rules_.find(*contract.rule_id); rule != rules_.end()) out.rule = rule->second;
    std::vector<ReturnValue> values;
    if (out.rule) values = values_of(contract, *out.rule);
    out.lacks = gaps_of(contract, out.rule, values);
    out.placements = std::move(placements_[contract.id]);
    out.efforts = std::move(efforts_[contract.id]);
    if (!out.lacks.empty()) return out;
    ReturnFile& file = out.file;
    file.contract_from = *contract.start_on;
    file.contract_to = contract.end_on;
    file.table_by = out.rule->table_by;
    file.table_day = table_day(contract, file.table_by);
    file.rule = return_rule(*out.rule);
    file.values = std::move(values);
    file.tables = tables_;
    if (out.rule->pso_by) {
      file.certificates = std::move(certificates_[contract.id]);
      if (out.rule->pso_by == PsoBy::days)
        std::erase_if(file.certificates, [this](const ReturnCertificate& each) { return each.from > on_; });
      file.certified_to = on_;
    } else {
      if (contract.pso_step) file.pso_step = json::value(*contract.pso_step);
      file.pso_counts_bp = contract.pso_counts_bp;
    }
    file.labour_share_bp = contract.labour_share_bp;
    file.asked_anyway = contract.threshold_asked;
    file.exempt = contract.exempt_words.has_value();
    file.carried = std::move(carried_[contract.id]);
    return out;
  }

 private:
  db::Session& session_;
  Date on_;
  std::map<Uuid, ObligationRule> rules_{};
  std::map<Uuid, std::vector<ValueIn>> values_{};
  std::map<Uuid, std::vector<ReturnCarried>> carried_{};
  std::map<Uuid, std::vector<ReturnCertificate>> certificates_{};
  std::map<Uuid, std::vector<Placement>> placements_{};
  std::map<Uuid, std::vector<Effort>> efforts_{};
  std::set<Uuid> with_framework_{};
  std::vector<ReturnTable> tables_{};

  void read_values(const std::vector<std::string>& all) {
    for (ValueIn& each : session_.rows<ValueIn>(values_until, all, on_)) values_[each.contract_id].push_back(std::move(each));
    for (const CarriedIn& each : session_.rows<CarriedIn>(carried_until, all, on_)) {
      carried_[each.to_id].push_back(each);
      carried_[each.from_id].push_back({each.on, -each.cents});
    }
    const auto counted = session_.query(counted_with_framework, all);
    for (int i = 0; i < counted.rows(); ++i) with_framework_.insert(counted.get<Uuid>(i, 0));
  }

  void read_certificates(const std::vector<ContractRow>& contracts) {
    std::vector<std::string> certified;
    for (const ContractRow& each : contracts)
      if (each.rule_id && each.party_id && rules_.contains(*each.rule_id) && rules_.at(*each.rule_id).pso_by)
        certified.push_back(each.id.str());
    if (certified.empty()) return;
    for (const CertificateIn& each : session_.rows<CertificateIn>(certificates_of_main, certified))
      certificates_[each.contract_id].push_back({json::value(each.step), each.from_on, each.to_on});
  }

  // Of a framework with a rule over all also what its call-offs did.
  void read_what_was_done(const std::vector<ContractRow>& contracts, std::vector<std::string> all) {
    std::vector<std::string> over;
    for (const ContractRow& each : contracts)
      if (each.rule_id && rules_.contains(*each.rule_id) && rules_.at(*each.rule_id).over_all.value_or(false))
        over.push_back(each.id.str());
    std::map<Uuid, Uuid> framework_of;
    if (!over.empty())
      for (const CalledOff& each : session_.rows<CalledOff>(called_off_under, over)) {
        framework_of.emplace(each.id, each.framework_id);
        if (std::find(all.begin(), all.end(), each.id.str()) == all.end()) all.push_back(each.id.str());
      }
    for (PlacementIn& each : placements_of(session_, all)) {
      if (const auto above = framework_of.find(each.contract_id); above != framework_of.end()) placements_[above->second].push_back(each);
      placements_[each.contract_id].push_back(std::move(each));
    }
    for (EffortIn& each : efforts_of(session_, all)) {
      if (const auto above = framework_of.find(each.contract_id); above != framework_of.end()) efforts_[above->second].push_back(each);
      efforts_[each.contract_id].push_back(std::move(each));
    }
  }

  std::vector<ReturnValue> said(const Uuid& contract, std::string_view kind) const {
    std::vector<ReturnValue> out;
    if (const auto found = values_.find(contract); found != values_.end())
      for (const ValueIn& each : found->second)
        if (each.kind == kind) out.push_back(each);
    return out;
  }

  std::vector<ReturnValue> values_of(const ContractRow& contract, const ObligationRule& rule) {
    if (rule.base == ReturnBase::turnover) return said(contract.id, "turnover");
    if (stated_wage(rule)) return said(contract.id, "wage_sum");
    if (rule.over_all.value_or(false)) {
      auto called = session_.rows<ReturnValue>(values_called_off, contract.id, on_);
      if (!called.empty() || !contract.value_cents) return called;
    }
    if (!contract.value_cents || !contract.start_on) return {};
    auto out = said(contract.id, "change");
    out.insert(out.begin(), {*contract.start_on, *contract.value_cents});
    return out;
  }

  std::vector<BalanceGap> gaps_of(const ContractRow& contract, const std::optional<ObligationRule>& rule,
                                  const std::vector<ReturnValue>& values) const {
    std::vector<BalanceGap> out;
    if (with_framework_.contains(contract.id)) return {BalanceGap::framework};
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
};

}  // namespace

std::vector<CountedReturn> counted_returns(db::Session& session, const std::vector<ContractRow>& contracts, Date on) {
  Gathered gathered(session, contracts, on);
  std::vector<CountedReturn> out;
  out.reserve(contracts.size());
  for (const ContractRow& each : contracts) out.push_back(gathered.of(each));
  return out;
}

CountedReturn counted_return(db::Session& session, const ContractRow& contract, Date on) {
  return Gathered(session, {contract}, on).of(contract);
}

ReturnResult sum_of(const CountedReturn& counted, Date on, bool also_reported) {
  const auto counts = [&](EffortState state) {
    return state == EffortState::verified || (also_reported && state == EffortState::reported);
  };
  ReturnFile file = counted.file;
  for (const Placement& each : counted.placements)
    if (counts(each.state) && each.from_on <= on)
      file.placements.push_back({each.block, each.hours_per_week, each.from_on, std::min(each.to_on.value_or(on), on), each.bonuses,
                                 each.reference, each.table_from, each.partner_id ? std::optional(each.partner_id->str()) : std::nullopt});
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
