// Rules and tables that come from elsewhere: examples of other regions to take over, and the municipality's own rules for purchases.
#include "contract/store.h"

namespace tenzij::contract {

namespace {

struct BlockExamples {
  std::vector<BlockExample> items;
};
BOOST_DESCRIBE_STRUCT(BlockExamples, (), (items))
struct RulesTaken {
  std::vector<Uuid> made;  // what was there already is not made again
};
BOOST_DESCRIBE_STRUCT(RulesTaken, (), (made))

std::string name_of_nature(const std::string& nature) {
  static const std::map<std::string, std::string> names{
      {"works", "Werken"}, {"supplies", "Leveringen"}, {"services", "Diensten"}, {"social", "Sociale diensten"}};
  const auto found = names.find(nature);
  return found == names.end() ? nature : found->second;
}

const db::Statement same_rule{"contract.same_rule", R"sql(
SELECT 1
  FROM contract.social_return_rule
 WHERE nature = $1
   AND valid_from = $2
   AND valid_to = $3
   AND percent_bp = $4
   AND from_cents = $5
   AND base = 'contract_value'
   AND source = $6
)sql"};

RulesTaken take_from_purchases(db::Session& session) {
  session.query("SELECT pg_advisory_xact_lock(755, hashtext($1))", session.actor().municipality_id.str());
  RulesTaken out;
  const auto kept = session.scalar<json::array>("SELECT social_return FROM purchase.rules");
  if (!kept) return out;
  for (const auto& each : json::restore<std::vector<purchase::SocialReturnRule>>(json::value(*kept))) {
    const ObligationRuleInput rule = rule_of(each);
    if (session.query(same_rule, *rule.nature, rule.valid_from, rule.valid_to, rule.percent_bp, rule.from_cents, rule.source).empty())
      out.made.push_back(add_obligation_rule(session, rule));
  }
  return out;
}

}  // namespace

ObligationRuleInput rule_of(const purchase::SocialReturnRule& each) {
  ObligationRuleInput out;
  out.name = name_of_nature(each.nature);
  out.source = each.source;
  out.nature.emplace();
  boost::describe::enum_from_string(each.nature.c_str(), *out.nature);
  out.valid_from = each.valid_from;
  out.valid_to = each.valid_to;
  out.percent_bp = each.percent_bp;
  out.from_cents = each.from_cents;
  return out;
}

const ObligationRuleInput* fitting_rule(const std::vector<ObligationRuleInput>& rules, RuleNature nature, std::int64_t value_cents,
                                        Date on) {
  const ObligationRuleInput* best = nullptr;
  const auto least = [](const ObligationRuleInput& rule) { return rule.from_cents.value_or(rule.above_cents.value_or(0)); };
  for (const ObligationRuleInput& each : rules) {
    const bool holds = (!each.nature || *each.nature == nature) && each.valid_from <= on && (!each.valid_to || on <= *each.valid_to);
    const bool asks = each.above_cents ? value_cents > *each.above_cents : value_cents >= each.from_cents.value_or(0);
    if (holds && asks && (best == nullptr || least(*best) < least(each))) best = &each;
  }
  return best;
}

void add_example_routes(http::Router& router, const std::shared_ptr<const Knowledge>& knowledge) {
  router.get<BlockExamples>("/social-return-examples", "contract.read",
                            {"listBlockExamples", "social return", "Tables of building blocks of other regions, to take over"},
                            [knowledge](const http::Request&, db::Session&) { return BlockExamples{knowledge->examples}; });
  router.post<RulesTaken>("/social-return-conversions", "contract.verify",
                          {"takePurchaseRules", "social return", "The rules for purchases as rules for contracts, with the same result"},
                          [](const http::Request&, db::Session& session) { return take_from_purchases(session); });
}

}  // namespace tenzij::contract
