// The municipality's own rules: from which value which procedure and which social return, each with the period it holds.
#include "purchase/store.h"

namespace tenzij::purchase {

namespace {

struct RulesInput {
  std::vector<ProcedureRule> procedures;
  std::vector<SocialReturnRule> social_return;
  static constexpr std::array<json::Length, 2> lengths{
      {{"procedures", limits::text_longest, 200}, {"social_return", limits::text_longest, 200}}};
};
BOOST_DESCRIBE_STRUCT(RulesInput, (), (procedures, social_return))
struct PurchaseRules : RulesInput {
  bool own = false;  // the municipality's, not what Tenzij brings
  std::int64_t version;
};
BOOST_DESCRIBE_STRUCT(PurchaseRules, (RulesInput), (own, version))
struct StoredRules {
  std::vector<ProcedureRule> procedures;
  std::vector<SocialReturnRule> social_return;
  std::int64_t version;
};
BOOST_DESCRIBE_STRUCT(StoredRules, (), (procedures, social_return, version))

constexpr std::array natures{"works", "supplies", "services", "social"};

std::optional<StoredRules> stored(db::Session& session) {
  return session.find<StoredRules>("SELECT procedures, social_return, version FROM purchase.rules");
}

PurchaseRules rules(db::Session& session, const Knowledge& knowledge) {
  PurchaseRules out;
  const auto own = stored(session);
  out.own = own.has_value();
  out.version = own ? own->version : 0;
  out.procedures = own ? own->procedures : knowledge.procedures;
  out.social_return = own ? own->social_return : knowledge.social_return;
  return out;
}

template <class Rule>
void check_rules(const std::vector<Rule>& all, const std::string& list, std::vector<FieldError>& errors) {
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::string pointer = "/" + list + "/" + std::to_string(i);
    if (all[i].valid_to < all[i].valid_from) errors.push_back({pointer + "/validTo", "endBeforeStart"});
    if (all[i].from_cents < 0) errors.push_back({pointer + "/fromCents", "negative"});
    if (std::find(natures.begin(), natures.end(), all[i].nature) == natures.end()) errors.push_back({pointer + "/nature", "notInList"});
    if (text::trim(all[i].source).empty()) errors.push_back({pointer + "/source", "required"});
  }
}

const db::Statement upsert_rules{"purchase.upsert_rules", R"sql(
INSERT INTO purchase.rules AS r (municipality_id, procedures, social_return)
VALUES ($1, $2, $3)
ON CONFLICT (municipality_id)
DO UPDATE SET procedures = excluded.procedures, social_return = excluded.social_return, version = r.version + 1
)sql"};

PurchaseRules change_rules(const http::Request& request, db::Session& session, RulesInput in, const Knowledge& knowledge) {
  session.query("SELECT pg_advisory_xact_lock(752, hashtext($1))", session.actor().municipality_id.str());
  request.expect_version(rules(session, knowledge).version);
  std::vector<FieldError> errors;
  check_rules(in.procedures, "procedures", errors);
  check_rules(in.social_return, "socialReturn", errors);
  for (std::size_t i = 0; i < in.procedures.size(); ++i) {
    // European thresholds are the law's; a municipality sets what lies below.
    in.procedures[i].level = "municipal";
    if (session.query("SELECT 1 FROM reference.code WHERE list = 'buying_procedure' AND code = $1", in.procedures[i].procedure).empty())
      errors.push_back({"/procedures/" + std::to_string(i) + "/procedure", "notInList"});
  }
  for (std::size_t i = 0; i < in.social_return.size(); ++i)
    if (in.social_return[i].percent_bp < 0 || in.social_return[i].percent_bp > 10'000)
      errors.push_back({"/socialReturn/" + std::to_string(i) + "/percentBp", "outOfRange", {{"least", "0"}, {"most", "100"}}});
  if (!errors.empty()) throw bad_request(std::move(errors));
  session.query(upsert_rules, session.actor().municipality_id, json::encode(in.procedures), json::encode(in.social_return));
  return rules(session, knowledge);
}

struct ThresholdRow {
  Date valid_from;
  Date valid_to;
  std::string nature;
  std::int64_t amount_cents;
  bool verified = false;
  std::string source;
};
BOOST_DESCRIBE_STRUCT(ThresholdRow, (), (valid_from, valid_to, nature, amount_cents, verified, source))

}  // namespace

std::vector<ProcedureRule> procedure_rules(db::Session& session, const Knowledge& knowledge) {
  std::vector<ProcedureRule> out = rules(session, knowledge).procedures;
  for (const ThresholdRow& each :
       session.rows<ThresholdRow>("SELECT valid_from, valid_to, nature, amount_cents, verified, source FROM reference.threshold"))
    out.push_back({each.valid_from, each.valid_to, "european", each.nature, each.amount_cents,
                   each.nature == "social" ? "social_services" : "european_open", each.verified, each.source});
  return out;
}

std::vector<SocialReturnRule> social_return_rules(db::Session& session, const Knowledge& knowledge) {
  return rules(session, knowledge).social_return;
}

void add_settings_routes(http::Router& router, const Knowledge& knowledge) {
  router.get<PurchaseRules>("/purchase-rules", "purchase.read",
                            {"getPurchaseRules", "purchases", "From which value which procedure and social return"},
                            [&knowledge](const http::Request&, db::Session& session) { return rules(session, knowledge); });
  router.put<PurchaseRules>("/purchase-rules", "purchase.settings",
                            {"changePurchaseRules", "purchases", "The municipality's own rules; European thresholds stay as they are"},
                            [&knowledge](const http::Request& request, db::Session& session, const RulesInput& in) {
                              return change_rules(request, session, in, knowledge);
                            });
}

}  // namespace tenzij::purchase
