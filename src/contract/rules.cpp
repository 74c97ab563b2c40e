// Rules of social return and tables of building blocks, as the municipality wrote them down. What is in use stays as it is.
#include "contract/store.h"

namespace tenzij::contract {

namespace {

struct ObligationRules {
  std::vector<ObligationRule> rules;
  std::vector<BlockTable> tables;
};
BOOST_DESCRIBE_STRUCT(ObligationRules, (), (rules, tables))
struct RuleCreated {
  Uuid id;
};
BOOST_DESCRIBE_STRUCT(RuleCreated, (), (id))

constexpr std::string_view rule_rows = R"sql(
SELECT r.name, r.source, r.nature, r.valid_from, r.valid_to, r.percent_bp, r.base, r.wage_share_bp, r.from_cents,
       r.above_cents, r.maximum_cents, r.table_by, r.lower_percent_bp, r.below_share_bp, r.over_all, r.pso_by,
       r.pso_shares, r.plan_days, r.id, r.version,
       EXISTS (SELECT 1 FROM contract.contract c
                WHERE c.municipality_id = r.municipality_id AND c.rule_id = r.id) AS used
  FROM contract.social_return_rule r
)sql";

const db::Statement all_rules{"contract.all_rules", {rule_rows, R"sql(
 ORDER BY r.valid_from DESC, r.name, r.id
)sql"}};

const db::Statement some_rules{"contract.some_rules", {rule_rows, R"sql(
 WHERE r.id = ANY ($1::uuid[])
)sql"}};

const db::Statement one_rule{"contract.one_rule", {rule_rows, R"sql(
 WHERE r.id = $1
)sql"}};

const db::Statement all_tables{"contract.all_tables", R"sql(
SELECT t.name, t.source, t.valid_from, t.norm_hours, t.blocks, t.bonuses, t.cents_per_hour, t.begun_before_months,
       t.cents_per_day, t.id, t.version,
       EXISTS (SELECT 1 FROM contract.placement p
                WHERE p.municipality_id = t.municipality_id AND p.table_id = t.id)
       OR EXISTS (SELECT 1 FROM contract.effort e
                   WHERE e.municipality_id = t.municipality_id AND e.table_id = t.id) AS used
  FROM contract.block_table t
 ORDER BY t.valid_from
)sql"};

// The bounds are those of the sum: a rule or table that it would refuse is not kept.
void try_out(const ReturnRule& rule, const std::vector<ReturnTable>& tables, std::vector<FieldError>& errors) {
  ReturnFile in;
  in.contract_from = Date::parse("2000-01-01").value();
  in.rule = rule;
  in.tables = tables;
  in.contract_to = in.contract_from;
  in.labour_share_bp = 0;
  in.values = {{in.contract_from, 0}};
  try {
    social_return_sum(in);
  } catch (const Error& error) {
    for (FieldError each : error.fields()) {
      const std::size_t second = each.pointer.find('/', 1);
      each.pointer = each.pointer.starts_with("/tables/0/") ? each.pointer.substr(9) : each.pointer.substr(second);
      errors.push_back(std::move(each));
    }
  }
}

ObligationRuleInput checked_rule(ObligationRuleInput in) {
  std::vector<FieldError> errors;
  in.name = std::string(text::trim(in.name));
  in.source = std::string(text::trim(in.source));
  if (in.name.empty()) errors.push_back({"/name", "required"});
  if (in.source.empty()) errors.push_back({"/source", "required"});
  if (in.valid_to && *in.valid_to < in.valid_from) errors.push_back({"/validTo", "toBeforeFrom"});
  json::check_lengths(in, "", errors);
  if (in.plan_days && (*in.plan_days < 1 || *in.plan_days > 730))
    errors.push_back({"/planDays", "outOfRange", {{"least", "1"}, {"most", "730"}}});
  if (!in.pso_shares.empty() && !in.pso_by) errors.push_back({"/psoBy", "required"});
  std::set<std::string> steps;
  for (const PsoShare& each : in.pso_shares)
    if (!steps.insert(each.step).second) errors.push_back({"/psoShares/" + each.step, "codeTwice"});
  try_out(return_rule(in), {}, errors);
  if (!errors.empty()) throw bad_request(std::move(errors));
  return in;
}

json::object amounts_of(const std::vector<BlockAmount>& all) {
  json::object out;
  for (const BlockAmount& each : all) out[each.code] = year_cents(each);
  return out;
}

void check_amounts(const char* list, const std::vector<BlockAmount>& all, std::vector<FieldError>& errors) {
  std::set<std::string> codes;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::string at = std::string(list) + "/" + std::to_string(i);
    if (text::trim(all[i].code).empty()) errors.push_back({at + "/code", "required"});
    if (text::trim(all[i].name).empty()) errors.push_back({at + "/name", "required"});
    if (!codes.insert(all[i].code).second) errors.push_back({at + "/code", "codeTwice"});
    if (all[i].cents < 0) errors.push_back({at + "/cents", "negative"});
    if (all[i].longest_months && (*all[i].longest_months < 1 || *all[i].longest_months > 600))
      errors.push_back({at + "/longestMonths", "outOfRange", {{"least", "1"}, {"most", "600"}}});
  }
}

BlockTableInput checked_table(BlockTableInput in) {
  std::vector<FieldError> errors;
  in.name = std::string(text::trim(in.name));
  in.source = std::string(text::trim(in.source));
  if (in.name.empty()) errors.push_back({"/name", "required"});
  if (in.source.empty()) errors.push_back({"/source", "required"});
  if (in.blocks.empty()) errors.push_back({"/blocks", "required"});
  check_amounts("/blocks", in.blocks, errors);
  check_amounts("/bonuses", in.bonuses, errors);
  if (errors.empty())
    try_out({},
            {{in.valid_from,
              in.norm_hours,
              amounts_of(in.blocks),
              amounts_of(in.bonuses),
              in.cents_per_hour,
              {},
              in.begun_before_months,
              in.cents_per_day}},
            errors);
  if (!errors.empty()) throw bad_request(std::move(errors));
  return in;
}

const db::Statement insert_rule{"contract.insert_rule", R"sql(
INSERT INTO contract.social_return_rule (municipality_id, id, name, source, nature, valid_from, valid_to, percent_bp,
                                         base, wage_share_bp, from_cents, above_cents, maximum_cents, table_by,
                                         lower_percent_bp, below_share_bp, over_all, pso_by, pso_shares, plan_days)
VALUES (platform.current_municipality(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
        $18, $19)
)sql"};

const db::Statement update_rule{"contract.update_rule", R"sql(
UPDATE contract.social_return_rule
   SET name = $2, source = $3, nature = $4, valid_from = $5, valid_to = $6, percent_bp = $7, base = $8,
       wage_share_bp = $9, from_cents = $10, above_cents = $11, maximum_cents = $12, table_by = $13,
       lower_percent_bp = $14, below_share_bp = $15, over_all = $16, pso_by = $17, pso_shares = $18, plan_days = $19,
       version = version + 1
 WHERE id = $1
)sql"};

void write_rule(db::Session& session, const db::Statement& statement, const Uuid& id, const ObligationRuleInput& in) {
  session.query(statement, id, in.name, in.source, in.nature, in.valid_from, in.valid_to, in.percent_bp, in.base, in.wage_share_bp,
                in.from_cents, in.above_cents, in.maximum_cents, in.table_by, in.lower_percent_bp, in.below_share_bp,
                in.over_all.value_or(false), in.pso_by, json::encode(in.pso_shares), in.plan_days);
}

const db::Statement insert_table{"contract.insert_table", R"sql(
INSERT INTO contract.block_table (municipality_id, id, name, source, valid_from, norm_hours, blocks, bonuses,
                                  cents_per_hour, begun_before_months, cents_per_day)
VALUES (platform.current_municipality(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
)sql"};

const db::Statement update_table{"contract.update_table", R"sql(
UPDATE contract.block_table
   SET name = $2, source = $3, valid_from = $4, norm_hours = $5, blocks = $6, bonuses = $7, cents_per_hour = $8,
       begun_before_months = $9, cents_per_day = $10, version = version + 1
 WHERE id = $1
)sql"};

void write_table(db::Session& session, const db::Statement& statement, const Uuid& id, const BlockTableInput& in) {
  session.query(statement, id, in.name, in.source, in.valid_from, in.norm_hours, json::encode(in.blocks), json::encode(in.bonuses),
                in.cents_per_hour, in.begun_before_months, in.cents_per_day);
}

void require_free_day(db::Session& session, Date day, const std::optional<Uuid>& self) {
  if (!session.query("SELECT 1 FROM contract.block_table WHERE valid_from = $1 AND id IS DISTINCT FROM $2", day, self).empty())
    throw bad_field("/validFrom", "dayTwice");
}

ObligationRules list_rules(const http::Request&, db::Session& session) {
  return {session.rows<ObligationRule>(all_rules), block_tables(session)};
}

ObligationRule change_rule(const http::Request& request, db::Session& session, const ObligationRuleInput& in) {
  const Uuid id = request.id_param("id");
  session.query("SELECT 1 FROM contract.social_return_rule WHERE id = $1 FOR UPDATE", id);
  const auto before = rule_by_id(session, id);
  if (!before) throw not_found();
  request.expect_version(before->version);
  if (before->used) throw conflict("ruleInUse");
  write_rule(session, update_rule, id, checked_rule(in));
  return rule_by_id(session, id).value();
}

BlockTable table_by_id(db::Session& session, const Uuid& id) {
  for (const BlockTable& each : block_tables(session))
    if (each.id == id) return each;
  throw not_found();
}

BlockTable change_table(const http::Request& request, db::Session& session, const BlockTableInput& in) {
  const Uuid id = request.id_param("id");
  session.query("SELECT 1 FROM contract.block_table WHERE id = $1 FOR UPDATE", id);
  const BlockTable before = table_by_id(session, id);
  request.expect_version(before.version);
  if (before.used) throw conflict("ruleInUse");
  const BlockTableInput table = checked_table(in);
  require_free_day(session, table.valid_from, id);
  write_table(session, update_table, id, table);
  return table_by_id(session, id);
}

void remove_unused(db::Session& session, bool used, std::string_view statement, const Uuid& id) {
  if (used) throw conflict("ruleInUse");
  session.query(statement, id);
}

}  // namespace

std::optional<ObligationRule> rule_by_id(db::Session& session, const Uuid& id) { return session.find<ObligationRule>(one_rule, id); }

std::vector<ObligationRule> rules_named(db::Session& session, const std::vector<std::string>& ids) {
  return session.rows<ObligationRule>(some_rules, ids);
}

ReturnRule return_rule(const ObligationRuleInput& in) {
  ReturnRule out{in.percent_bp,  in.base,          in.wage_share_bp,    in.from_cents,
                 in.above_cents, in.maximum_cents, in.lower_percent_bp, in.below_share_bp};
  out.pso_by = in.pso_by;
  out.pso_shares.emplace();
  for (const PsoShare& each : in.pso_shares) (*out.pso_shares)[each.step] = each.counts_bp;
  return out;
}

std::vector<BlockTable> block_tables(db::Session& session) { return session.rows<BlockTable>(all_tables); }

std::vector<BlockTableInput> block_tables_by_day(db::Session& session) {
  const auto all = block_tables(session);
  return {all.begin(), all.end()};
}

const BlockAmount* amount_in(const std::vector<BlockAmount>& all, std::string_view code) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const BlockAmount& each) { return each.code == code; });
  return found == all.end() ? nullptr : &*found;
}

Uuid add_obligation_rule(db::Session& session, const ObligationRuleInput& in) {
  const Uuid id = new_id();
  write_rule(session, insert_rule, id, checked_rule(in));
  return id;
}

Uuid add_block_table(db::Session& session, const BlockTableInput& in) {
  const BlockTableInput table = checked_table(in);
  require_free_day(session, table.valid_from, std::nullopt);
  const Uuid id = new_id();
  write_table(session, insert_table, id, table);
  return id;
}

void add_rule_routes(http::Router& router) {
  router.get<ObligationRules>("/social-return-rules", "contract.read",
                              {"listSocialReturnRules", "social return", "Rules and tables of building blocks, with their days"},
                              list_rules);
  router.post<RuleCreated>("/social-return-rules", "contract.verify", {"addSocialReturnRule", "social return", "A rule of social return"},
                           [](const http::Request&, db::Session& session, const ObligationRuleInput& in) {
                             return RuleCreated{add_obligation_rule(session, in)};
                           });
  router.put<ObligationRule>("/social-return-rules/{id}", "contract.verify",
                             {"changeSocialReturnRule", "social return", "Change a rule that no contract has yet"}, change_rule);
  router.remove("/social-return-rules/{id}", "contract.verify", {"removeSocialReturnRule", "social return", "A rule that no contract has"},
                [](const http::Request& request, db::Session& session) {
                  const auto rule = rule_by_id(session, request.id_param("id"));
                  if (!rule) throw not_found();
                  remove_unused(session, rule->used, "DELETE FROM contract.social_return_rule WHERE id = $1", rule->id);
                });
  router.post<RuleCreated>(
      "/social-return-tables", "contract.verify", {"addBlockTable", "social return", "A table of building blocks from a day on"},
      [](const http::Request&, db::Session& session, const BlockTableInput& in) { return RuleCreated{add_block_table(session, in)}; });
  router.put<BlockTable>("/social-return-tables/{id}", "contract.verify",
                         {"changeBlockTable", "social return", "Change a table by which nothing was counted yet"}, change_table);
  router.remove("/social-return-tables/{id}", "contract.verify",
                {"removeBlockTable", "social return", "A table by which nothing was counted"},
                [](const http::Request& request, db::Session& session) {
                  const BlockTable table = table_by_id(session, request.id_param("id"));
                  remove_unused(session, table.used, "DELETE FROM contract.block_table WHERE id = $1", table.id);
                });
}

}  // namespace tenzij::contract
