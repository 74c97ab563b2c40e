// How social return stands in a contract on a day: the same sum as everywhere, over what was verified and over what was reported too.
#include "contract/store.h"

namespace tenzij::contract {

namespace {

struct BalanceQuery {
  std::optional<Date> on;  // none: today
};
BOOST_DESCRIBE_STRUCT(BalanceQuery, (), (on))
struct ThresholdInput {
  std::optional<bool> asked;  // none: not answered after all
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(ThresholdInput, (), (asked, reason))
struct ExceptionInput {
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(ExceptionInput, (), (reason))
struct SocialReturnInput {
  std::optional<Uuid> rule_id;  // none: none is asked
  std::optional<std::string> pso_step;
  std::optional<int> pso_counts_bp;
};
BOOST_DESCRIBE_STRUCT(SocialReturnInput, (), (rule_id, pso_step, pso_counts_bp))

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

// Of one person the amount says the group; so does the difference between two days, and that between reported and verified.
void hide_few(SocialReturnState& out, const CountedReturn& counted) {
  out.few = hide_few_people(counted, out.verified);
  if (out.few) out.forecast_cents.reset();
  if (out.few || few_people(counted.placements, EffortState::reported)) {
    out.reported = out.verified;
    out.waiting = 0;
  }
}

struct PlanRow {
  Date received_on;
  std::string words;
};
BOOST_DESCRIBE_STRUCT(PlanRow, (), (received_on, words))

void add_plan(db::Session& session, const ContractRow& contract, SocialReturnState& out) {
  if (const auto plan = session.find<PlanRow>("SELECT received_on, words FROM contract.return_plan WHERE contract_id = $1", contract.id)) {
    out.plan_on = plan->received_on;
    out.plan_words = plan->words;
  }
  const auto& from = contract.awarded_on ? contract.awarded_on : contract.start_on;
  if (out.rule && out.rule->plan_days && from)
    out.plan_due_on = Date{std::chrono::year_month_day(std::chrono::sys_days(from->ymd) + std::chrono::days(*out.rule->plan_days))};
}

SocialReturnState balance(db::Session& session, const ContractRow& contract, Date on, bool grouped) {
  SocialReturnState out{};
  out.on = on;
  out.version = contract.version;
  out.pso_step = contract.pso_step;
  out.pso_counts_bp = contract.pso_counts_bp;
  CountedReturn counted = counted_return(session, contract, on);
  out.rule = counted.rule;
  out.lacks = counted.lacks;
  out.threshold_asked = contract.threshold_asked;
  out.exempt_words = contract.exempt_words;
  out.exempt_name = contract.exempt_name;
  add_plan(session, contract, out);
  if (!out.lacks.empty()) return out;
  out.verified = sum_of(counted, on, false);
  out.reported = sum_of(counted, on, true);
  for (const ReturnLine& each : out.verified.lines)
    for (const LineNote note : each.notes) out.threshold_passed |= note == LineNote::threshold_passed || note == LineNote::asked_anyway;
  const auto waits = [](const auto& each) { return each.state == EffortState::reported; };
  out.waiting = std::count_if(counted.placements.begin(), counted.placements.end(), waits) +
                std::count_if(counted.efforts.begin(), counted.efforts.end(), waits);
  out.forecast_cents = forecast_of(contract, counted, out.verified, on);
  out.grouped = grouped;
  if (out.grouped) {
    group_placements(out.verified);
    group_placements(out.reported);
  }
  return out;
}

// As who works at the municipality sees it: groups of people are for who verifies, and so is what few people are worth.
SocialReturnState seen_by(const http::Request& request, db::Session& session, const ContractRow& contract, Date on) {
  if (request.who.may("contract.verify")) return balance(session, contract, on, false);
  SocialReturnState out = balance(session, contract, on, true);
  if (out.lacks.empty()) hide_few(out, counted_return(session, contract, on));
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
  return seen_by(request, session, contract_row(session, contract.id), date_of(request.now));
}

const db::Statement answer_threshold{"contract.answer_threshold", R"sql(
UPDATE contract.contract
   SET threshold_asked = $2, threshold_words = $3, threshold_name = $4, changed_at = $5, version = version + 1
 WHERE id = $1
)sql"};

// A later value passed the threshold. That asks nothing by itself: the supplier could not price it in.
SocialReturnState answer(const http::Request& request, db::Session& session, const ThresholdInput& in) {
  const ContractRow contract = locked_contract(session, request.id_param("id"));
  request.expect_version(contract.version);
  require_open(contract);
  const auto reason = in.asked ? std::optional(reference::needed_reason(session, "/reason", in.reason)) : std::nullopt;
  session.query(answer_threshold, contract.id, in.asked, reason, in.asked ? std::optional(name_of_actor(session)) : std::nullopt,
                request.now);
  return seen_by(request, session, contract_row(session, contract.id), date_of(request.now));
}

const db::Statement exempt_contract{"contract.exempt_contract", R"sql(
UPDATE contract.contract
   SET exempt_words = $2, exempt_name = $3, exempt_at = $4, changed_at = $5, version = version + 1
 WHERE id = $1
)sql"};

// By the budget holder alone, with a reason; and taken back.
void exempt(const http::Request& request, db::Session& session, const std::optional<std::string>& given) {
  const ContractRow contract = locked_contract(session, request.id_param("id"));
  require_open(contract);
  require_budget_holder(session, contract);
  const auto reason = given ? std::optional(reference::needed_reason(session, "/reason", *given)) : std::nullopt;
  session.query(exempt_contract, contract.id, reason, reason ? std::optional(name_of_actor(session)) : std::nullopt,
                reason ? std::optional(request.now) : std::nullopt, request.now);
}

}  // namespace

// Nothing outside the contract or without an end.
std::optional<std::int64_t> forecast_of(const ContractRow& contract, const CountedReturn& counted, const ReturnResult& sum, Date on) {
  if (!contract.start_on || !contract.end_on || on < *contract.start_on || *contract.end_on <= on) return std::nullopt;
  // What was carried, and a certificate that holds for the whole term, count as they are: they come at no pace.
  std::int64_t done = sum.fulfilled_cents;
  const bool by_days = counted.rule && counted.rule->pso_by == PsoBy::days;
  for (const ReturnLine& each : sum.lines)
    if (each.kind == LineKind::carried || (each.kind == LineKind::pso && !by_days)) done -= each.cents;
  const auto first = std::chrono::sys_days(contract.start_on->ymd);
  const auto so_far = (std::chrono::sys_days(on.ymd) - first).count() + 1;
  const auto all = (std::chrono::sys_days(contract.end_on->ymd) - first).count() + 1;
  if (done > std::numeric_limits<std::int64_t>::max() / all) return std::nullopt;
  return done * all / so_far + (sum.fulfilled_cents - done);
}

bool hide_few_people(const CountedReturn& counted, ReturnResult& sum) {
  if (!few_people(counted.placements, EffortState::verified)) return false;
  std::erase_if(sum.lines, [](const ReturnLine& each) { return each.kind != LineKind::obligation && each.kind != LineKind::change; });
  sum.fulfilled_cents = 0;
  sum.balance_cents = 0;
  return true;
}

bool few_people(const std::vector<Placement>& placements, EffortState state) {
  std::set<std::string> known;
  std::size_t people = 0;
  for (const Placement& each : placements)
    if (each.state == state && (!each.reference || known.insert(*each.reference).second)) ++people;
  return people > 0 && people < fewest_people;
}

SocialReturnState social_return_of(db::Session& session, const Uuid& contract, Date on, bool grouped) {
  return balance(session, contract_row(session, contract), on, grouped);
}

void add_balance_routes(http::Router& router) {
  router.get<SocialReturnState>("/contracts/{id}/social-return", "contract.read",
                                {"getSocialReturn", "social return", "What is asked and what was done, a line each, as of a day"},
                                [](const http::Request& request, db::Session& session, const BalanceQuery& query) {
                                  const Date today = date_of(request.now);
                                  set_today(session, today);
                                  return seen_by(request, session, contract_row(session, request.id_param("id")), query.on.value_or(today));
                                });
  router.put<SocialReturnState>("/contracts/{id}/social-return", "contract.edit",
                                {"giveSocialReturnRule", "social return", "Which rule holds for it, and its PSO certificate"}, give_rule);
  router.put<SocialReturnState>("/contracts/{id}/social-return/threshold", "contract.edit",
                                {"answerThreshold", "social return", "A later value passed the threshold: whether that asks anything"},
                                answer);
  router.put<http::None>(
      "/contracts/{id}/social-return/exception", "contract.decide",
      {"exemptContract", "social return", "Nothing is asked of it, by the budget holder with a reason"},
      [](const http::Request& request, db::Session& session, const ExceptionInput& in) { exempt(request, session, in.reason); });
  router.remove("/contracts/{id}/social-return/exception", "contract.decide", {"endException", "social return", "It is asked after all"},
                [](const http::Request& request, db::Session& session) { exempt(request, session, std::nullopt); });
}

}  // namespace tenzij::contract
