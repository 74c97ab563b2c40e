// One contract: read, checked, written; its value as it changed.
#include "contract/store.h"

namespace tenzij::contract {

namespace {

constexpr std::string_view contract_rows = R"sql(
SELECT c.reference, c.title, c.lot, c.party_id, c.purchase_id, c.category, c.unit_id, c.value_cents,
       c.ceiling_cents, c.start_on, c.end_on, c.renewal, c.renewal_months, c.notice, c.notice_unit, c.manager_id,
       c.deputy_id, c.budget_holder_id, c.coordinator_id, c.risk, c.framework_id, c.index_clause, c.labour_share_bp,
       c.awarded_on, c.id, c.version, c.state, c.state_reason, f.title AS framework, c.threshold_asked, c.exempt_words,
       c.exempt_name, pu.publish_on AS published_on,
       coalesce(pm.name, pa.name) AS party, pu.title AS purchase, u.name AS unit, m.name AS manager,
       d.name AS deputy, b.name AS budget_holder, s.name AS coordinator, c.rule_id, c.pso_step, c.pso_counts_bp,
       coalesce(ch.value_cents, c.value_cents) AS value_now_cents, c.archived_at IS NOT NULL AS archived
  FROM contract.contract c
  LEFT JOIN party.party pa ON pa.municipality_id = c.municipality_id AND pa.id = c.party_id
  LEFT JOIN party.party pm ON pm.municipality_id = c.municipality_id AND pm.id = pa.merged_into
  LEFT JOIN purchase.purchase pu ON pu.municipality_id = c.municipality_id AND pu.id = c.purchase_id
  LEFT JOIN contract.contract f ON f.municipality_id = c.municipality_id AND f.id = c.framework_id
  LEFT JOIN organisation.unit u ON u.municipality_id = c.municipality_id AND u.id = c.unit_id
  LEFT JOIN organisation.person m ON m.municipality_id = c.municipality_id AND m.id = c.manager_id
  LEFT JOIN organisation.person d ON d.municipality_id = c.municipality_id AND d.id = c.deputy_id
  LEFT JOIN organisation.person b ON b.municipality_id = c.municipality_id AND b.id = c.budget_holder_id
  LEFT JOIN organisation.person s ON s.municipality_id = c.municipality_id AND s.id = c.coordinator_id
  LEFT JOIN LATERAL (SELECT x.value_cents
                       FROM contract.change x
                      WHERE x.municipality_id = c.municipality_id
                        AND x.contract_id = c.id
                        AND x.withdrawn_at IS NULL
                        AND x.from_on <= platform.today()
                      ORDER BY x.from_on DESC LIMIT 1) ch ON true
)sql";

const db::Statement contracts_by_ids{"contract.contracts_by_ids", {contract_rows, R"sql(
 WHERE c.id = ANY ($1::uuid[])
 ORDER BY array_position($1::uuid[], c.id)
)sql"}};

const db::Statement contract_by_id{"contract.contract_by_id", {contract_rows, R"sql(
 WHERE c.id = $1
)sql"}};

struct ContractDetail : ContractRow {
  std::optional<Date> notice_on;  // the last day to give notice
  bool may_decide = false;        // who asks is its budget holder, or stands in
};
BOOST_DESCRIBE_STRUCT(ContractDetail, (ContractRow), (notice_on, may_decide))

ContractDetail contract_detail(const http::Request& request, db::Session& session, const Uuid& id) {
  set_today(session, date_of(request.now));
  ContractDetail out;
  static_cast<ContractRow&>(out) = contract_row(session, id);
  out.notice_on = notice_day(out);
  try {
    if (request.who.may("contract.decide")) {
      require_budget_holder(session, out);
      out.may_decide = true;
    }
  } catch (const Error&) {
    out.may_decide = false;
  }
  return out;
}

}  // namespace

void check_alone(const ContractInput& in, std::vector<FieldError>& errors) {
  if (text::trim(in.title).empty()) errors.push_back({"/title", "required"});
  json::check_lengths(in, "", errors);
  check_money("/valueCents", in.value_cents, errors);
  check_money("/ceilingCents", in.ceiling_cents, errors);
  check_year("/startOn", in.start_on, errors);
  check_year("/endOn", in.end_on, errors);
  check_year("/awardedOn", in.awarded_on, errors);
  if (in.start_on && in.end_on && *in.end_on < *in.start_on) errors.push_back({"/endOn", "toBeforeFrom"});
  if (in.renewal_months && (*in.renewal_months < 1 || *in.renewal_months > 240))
    errors.push_back({"/renewalMonths", "outOfRange", {{"least", "1"}, {"most", "240"}}});
  if (in.renewal == Renewal::tacit && !in.renewal_months) errors.push_back({"/renewalMonths", "required"});
  if (in.notice && (*in.notice < 1 || *in.notice > 1000)) errors.push_back({"/notice", "outOfRange", {{"least", "1"}, {"most", "1000"}}});
  if (in.notice.has_value() != in.notice_unit.has_value()) errors.push_back({in.notice ? "/noticeUnit" : "/notice", "required"});
  if (in.labour_share_bp && (*in.labour_share_bp < 0 || *in.labour_share_bp > 10'000))
    errors.push_back({"/labourShareBp", "outOfRange", {{"least", "0"}, {"most", "100"}}});
}

namespace {

void check_named(db::Session& session, const ContractInput& in, const std::optional<Uuid>& self, std::vector<FieldError>& errors) {
  const auto there = [&](std::string_view sql, const auto& value) { return !session.query(sql, value).empty(); };
  if (in.party_id && !there("SELECT 1 FROM party.party WHERE id = $1", *in.party_id)) errors.push_back({"/partyId", "unknownParty"});
  if (in.purchase_id && !there("SELECT 1 FROM purchase.purchase WHERE id = $1", *in.purchase_id))
    errors.push_back({"/purchaseId", "unknownPurchase"});
  if (in.category && !there("SELECT 1 FROM criteria.category WHERE code = $1", *in.category)) errors.push_back({"/category", "notInList"});
  if (in.unit_id && !there("SELECT 1 FROM organisation.unit WHERE id = $1", *in.unit_id)) errors.push_back({"/unitId", "unknownUnit"});
  const auto person = [&](const std::optional<Uuid>& id, const char* pointer) {
    if (id && !there("SELECT 1 FROM organisation.person WHERE id = $1", *id)) errors.push_back({pointer, "unknownPerson"});
  };
  person(in.manager_id, "/managerId");
  person(in.deputy_id, "/deputyId");
  person(in.budget_holder_id, "/budgetHolderId");
  person(in.coordinator_id, "/coordinatorId");
  if (in.budget_holder_id &&
      !there("SELECT 1 FROM auth.role_grant WHERE person_id = $1 AND role IN ('budget_holder', 'director')", *in.budget_holder_id))
    errors.push_back({"/budgetHolderId", "notABudgetHolder"});
  if (in.reference &&
      !session.query("SELECT 1 FROM contract.contract WHERE reference = $1 AND id IS DISTINCT FROM $2", *in.reference, self).empty())
    errors.push_back({"/reference", "referenceTaken"});
}

// A call-off under a framework; one level deep, and a framework has no value of its own: its ceiling is none, and its call-offs have.
void check_framework(db::Session& session, const ContractInput& in, const std::optional<Uuid>& self, std::vector<FieldError>& errors) {
  const bool calls_off = self && !session.query("SELECT 1 FROM contract.contract WHERE framework_id = $1 LIMIT 1", *self).empty();
  if (calls_off && in.value_cents) errors.push_back({"/valueCents", "frameworkHasNoValue"});
  if (!in.framework_id) return;
  const auto found =
      session.query("SELECT framework_id IS NOT NULL, value_cents IS NOT NULL FROM contract.contract WHERE id = $1", *in.framework_id);
  if (found.empty() || *in.framework_id == self) errors.push_back({"/frameworkId", "unknownFramework"});
  else if (found.get<bool>(0, 0) || calls_off) errors.push_back({"/frameworkId", "frameworkInFramework"});
  else if (found.get<bool>(0, 1)) errors.push_back({"/frameworkId", "frameworkWithValue"});
}

ContractInput checked(db::Session& session, ContractInput in, const std::optional<Uuid>& self) {
  in.title = std::string(text::trim(in.title));
  in.reference = tidy_text(in.reference);
  in.lot = tidy_text(in.lot);
  in.index_clause = tidy_text(in.index_clause);
  std::vector<FieldError> errors;
  check_alone(in, errors);
  check_named(session, in, self, errors);
  check_framework(session, in, self, errors);
  if (!errors.empty()) throw bad_request(std::move(errors));
  return in;
}

std::vector<std::string> found_by(const ContractInput& in) {
  return scan::lexemes(in.title + " " + in.lot.value_or("") + " " + in.reference.value_or(""));
}

const db::Statement insert_contract{"contract.insert_contract", R"sql(
INSERT INTO contract.contract (municipality_id, id, reference, title, lot, party_id, purchase_id, category, unit_id,
                               value_cents, ceiling_cents, start_on, end_on, renewal, renewal_months, notice,
                               notice_unit, manager_id, deputy_id, budget_holder_id, coordinator_id, risk, search,
                               created_by, created_at, changed_at, framework_id, index_clause, labour_share_bp,
                               awarded_on)
VALUES (platform.current_municipality(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
        $18, $19, $20, $21, array_to_tsvector($22::text[]), platform.current_person(), $23, $23, $24, $25, $26, $27)
)sql"};

const db::Statement update_contract{"contract.update_contract", R"sql(
UPDATE contract.contract
   SET reference = $2, title = $3, lot = $4, party_id = $5, purchase_id = $6, category = $7, unit_id = $8,
       value_cents = $9, ceiling_cents = $10, start_on = $11, end_on = $12, renewal = $13, renewal_months = $14,
       notice = $15, notice_unit = $16, manager_id = $17, deputy_id = $18, budget_holder_id = $19,
       coordinator_id = $20, risk = $21, search = array_to_tsvector($22::text[]), changed_at = $23,
       framework_id = $24, index_clause = $25, labour_share_bp = $26, awarded_on = $27, version = version + 1
 WHERE id = $1
)sql"};

void write(db::Session& session, const db::Statement& statement, const Uuid& id, const ContractInput& in, Instant now) {
  session.query(statement, id, in.reference, in.title, in.lot, in.party_id, in.purchase_id, in.category, in.unit_id, in.value_cents,
                in.ceiling_cents, in.start_on, in.end_on, in.renewal, in.renewal_months, in.notice, in.notice_unit, in.manager_id,
                in.deputy_id, in.budget_holder_id, in.coordinator_id, in.risk, found_by(in), now, in.framework_id, in.index_clause,
                in.labour_share_bp, in.awarded_on);
}

ContractDetail change_contract(const http::Request& request, db::Session& session, const ContractInput& given) {
  const ContractRow before = locked_contract(session, request.id_param("id"));
  request.expect_version(before.version);
  require_open(before);
  const ContractInput in = checked(session, given, before.id);
  // What was promised was counted from these days and this value: after the start they change by a change of the contract.
  if (before.state != ContractState::draft && in.value_cents != before.value_cents) throw bad_field("/valueCents", "valueByChange");
  if (before.state != ContractState::draft && !in.start_on) throw bad_field("/startOn", "required");
  write(session, update_contract, before.id, in, request.now);
  return contract_detail(request, session, before.id);
}

void archive(const http::Request& request, db::Session& session, bool away) {
  if (session
          .query("UPDATE contract.contract SET archived_at = $2, version = version + 1 WHERE id = $1", request.id_param("id"),
                 away ? std::optional(request.now) : std::nullopt)
          .affected() == 0)
    throw not_found();
}

}  // namespace

ContractRow contract_row(db::Session& session, const Uuid& id) {
  auto out = session.find<ContractRow>(contract_by_id, id);
  if (!out) throw not_found();
  return *out;
}

std::vector<ContractRow> contract_rows_of(db::Session& session, const std::vector<std::string>& ids) {
  return session.rows<ContractRow>(contracts_by_ids, ids);
}

ContractRow locked_contract(db::Session& session, const Uuid& id) {
  if (session.query("SELECT 1 FROM contract.contract WHERE id = $1 FOR UPDATE", id).empty()) throw not_found();
  return contract_row(session, id);
}

void require_budget_holder(db::Session& session, const ContractRow& contract) {
  const bool holds =
      contract.budget_holder_id &&
      !session.query("SELECT 1 FROM organisation.acts_for($1) WHERE id = $2", session.actor().person_id, *contract.budget_holder_id)
           .empty();
  if (!holds) throw Error(403, "notBudgetHolder", {{"name", contract.budget_holder.value_or("–")}});
}

void require_open(const ContractRow& contract) {
  if (contract.state == ContractState::settled) throw conflict("contractSettled");
}

std::string name_of_actor(db::Session& session) {
  return session.scalar<std::string>("SELECT name FROM organisation.person WHERE id = $1", session.actor().person_id).value_or("Tenzij");
}

void set_today(db::Session& session, Date today) { session.query("SELECT set_config('tenzij.today', $1, true)", today.str()); }

std::optional<std::string> tidy_text(const std::optional<std::string>& value) {
  if (!value || text::trim(*value).empty()) return std::nullopt;
  return std::string(text::trim(*value));
}

void check_money(const char* pointer, const std::optional<std::int64_t>& cents, std::vector<FieldError>& errors) {
  if (cents && *cents < 0) errors.push_back({pointer, "negative"});
  if (cents && *cents > dearest_cents) errors.push_back({pointer, "outOfRange", {{"least", "0"}, {"most", "100 miljard"}}});
}

void check_year(const char* pointer, const std::optional<Date>& day, std::vector<FieldError>& errors) {
  if (day && (day->year() < 1900 || day->year() > 2199)) errors.push_back({pointer, "noSuchYear"});
}

void touch_contract(db::Session& session, const Uuid& id, Instant now) {
  session.query("UPDATE contract.contract SET version = version + 1, changed_at = $2 WHERE id = $1", id, now);
}

Uuid add_contract(db::Session& session, const ContractInput& given, Instant now) {
  const ContractInput in = checked(session, given, std::nullopt);
  const Uuid id = new_id();
  write(session, insert_contract, id, in, now);
  return id;
}

void add_contract_routes(http::Router& router) {
  router.post<ContractCreated>("/contracts", "contract.edit", {"addContract", "contracts", "A new contract, as a draft"},
                               [](const http::Request& request, db::Session& session, const ContractInput& in) {
                                 return ContractCreated{add_contract(session, in, request.now)};
                               });
  router.get<ContractDetail>(
      "/contracts/{id}", "contract.read", {"getContract", "contracts", "One contract"},
      [](const http::Request& request, db::Session& session) { return contract_detail(request, session, request.id_param("id")); });
  router.put<ContractDetail>("/contracts/{id}", "contract.edit", {"changeContract", "contracts", "Change a contract"}, change_contract);
  router.put<http::None>("/contracts/{id}/archiving", "contract.edit", {"archiveContract", "contracts", "Put a contract away"},
                         [](const http::Request& request, db::Session& session) { archive(request, session, true); });
  router.remove("/contracts/{id}/archiving", "contract.edit", {"restoreContract", "contracts", "Bring a contract back"},
                [](const http::Request& request, db::Session& session) { archive(request, session, false); });
}

void add_routes(http::Router& router, const ContractParts& parts) {
  add_list_routes(router);
  add_contract_routes(router);
  add_state_routes(router);
  add_commitment_routes(router);
  add_moment_routes(router);
  add_rule_routes(router);
  add_placement_routes(router);
  add_effort_routes(router);
  add_balance_routes(router);
  add_change_routes(router, parts.knowledge);
  add_option_routes(router);
  add_call_off_routes(router);
  add_settlement_routes(router);
  add_stated_routes(router);
  add_talk_routes(router);
  add_certificate_routes(router);
  add_plan_routes(router);
  add_partner_routes(router);
  add_coming_routes(router);
  add_overview_routes(router);
  add_wording_routes(router);
  add_example_routes(router, parts.knowledge);
  add_asked_routes(router);
  add_rhythm_routes(router);
  add_winner_routes(router);
  add_successor_routes(router, parts.purchases);
  add_import_routes(router, parts);
  add_export_routes(router, parts);
}

}  // namespace tenzij::contract
