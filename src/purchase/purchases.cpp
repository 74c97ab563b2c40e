// One purchase: made, changed, moved on, put away; with everything that belongs to it.
#include "purchase/store.h"

namespace tenzij::purchase {

namespace {

struct HistoryLine {
  Instant at;
  std::optional<std::string> person;
  std::string action;
  json::value change;
};
BOOST_DESCRIBE_STRUCT(HistoryLine, (), (at, person, action, change))

struct PurchaseReview {
  std::string cause;
  json::value change;
  Instant at;
};
BOOST_DESCRIBE_STRUCT(PurchaseReview, (), (cause, change, at))

struct PurchaseDetail : PurchaseRow {
  ProcedureAdvice advice;
  std::optional<SocialReturn> social_return;
  bool may_decide = false;                // who asks is the budget holder with the mandate
  std::vector<MandateField> unconfirmed;  // what the budget holder set, and somebody else must confirm before a decision
  std::vector<ThemeView> themes;
  std::vector<Requirement> requirements;
  std::vector<Warning> warnings;
  std::vector<DecisionView> decisions;
  std::vector<LinkedNotice> notices;
  std::vector<PurchaseSession> sessions;
  std::int64_t tasks_open;
  std::int64_t tasks_done;
  std::vector<PurchaseReview> reviews;  // policy changed above it
  std::vector<HistoryLine> history;
};
BOOST_DESCRIBE_STRUCT(PurchaseDetail, (PurchaseRow),
                      (advice, social_return, may_decide, unconfirmed, themes, requirements, warnings, decisions, notices, sessions,
                       tasks_open, tasks_done, reviews, history))

constexpr std::int64_t most_cents = 100'000'000'000'00;  // a hundred billion euros: all of Dutch public buying in a year
constexpr int most_lots = 10'000;

void check_words(const PurchaseInput& in, std::vector<FieldError>& errors) {
  if (text::trim(in.title).empty()) errors.push_back({"/title", "required"});
  json::check_lengths(in, "", errors);
}

void check_numbers(const PurchaseInput& in, std::vector<FieldError>& errors) {
  if (in.value_cents < 0) errors.push_back({"/valueCents", "negative"});
  if (in.value_cents > most_cents) errors.push_back({"/valueCents", "outOfRange", {{"least", "0"}, {"most", "100 miljard"}}});
  if (in.lots < 1 || in.lots > most_lots) errors.push_back({"/lots", "outOfRange", {{"least", "1"}, {"most", std::to_string(most_lots)}}});
  if (in.market_parties && (*in.market_parties < 0 || *in.market_parties > 1'000'000)) errors.push_back({"/marketParties", "negative"});
  if (in.start_on && in.publish_on && *in.publish_on < *in.start_on) errors.push_back({"/publishOn", "endBeforeStart"});
  if (in.contract_from && in.contract_to && *in.contract_to < *in.contract_from) errors.push_back({"/contractTo", "endBeforeStart"});
  int weights = 0;
  for (std::size_t i = 0; i < in.other_award.size(); ++i) {
    const std::string pointer = "/otherAward/" + std::to_string(i);
    if (text::trim(in.other_award[i].name).empty()) errors.push_back({pointer + "/name", "required"});
    if (in.other_award[i].weight_bp < 0 || in.other_award[i].weight_bp > 10'000)
      errors.push_back({pointer + "/weightBp", "outOfRange", {{"least", "0"}, {"most", "100"}}});
    weights += in.other_award[i].weight_bp;
  }
  if (weights > 10'000) errors.push_back({"/otherAward", "weightsAboveHundred"});
  if (in.cpv && (in.cpv->size() < 2 || in.cpv->size() > 8 || in.cpv->find_first_not_of("0123456789") != std::string::npos))
    errors.push_back({"/cpv", "notCpv"});
}

void check_known(db::Session& session, const PurchaseInput& in, std::vector<FieldError>& errors) {
  const auto known = [&](const char* statement, const auto& value) { return !session.query(statement, value).empty(); };
  if (in.category && !known("SELECT 1 FROM criteria.category WHERE code = $1", *in.category)) errors.push_back({"/category", "notInList"});
  if (in.unit_id && !known("SELECT 1 FROM organisation.unit WHERE id = $1", *in.unit_id)) errors.push_back({"/unitId", "unknownUnit"});
  if (in.procedure && !known("SELECT 1 FROM reference.code WHERE list = 'buying_procedure' AND code = $1", *in.procedure))
    errors.push_back({"/procedure", "notInList"});
  const auto person = [&](const std::optional<Uuid>& id, const char* pointer) {
    if (id && !known("SELECT 1 FROM organisation.person WHERE id = $1", *id)) errors.push_back({pointer, "unknownPerson"});
  };
  person(in.budget_holder_id, "/budgetHolderId");
  person(in.advisor_id, "/advisorId");
  person(in.contract_manager_id, "/contractManagerId");
  // Who is accountable must be able to decide.
  if (in.budget_holder_id &&
      !known("SELECT 1 FROM auth.role_grant WHERE person_id = $1 AND role IN ('budget_holder', 'director')", *in.budget_holder_id))
    errors.push_back({"/budgetHolderId", "notABudgetHolder"});
}

std::optional<std::string> trimmed(const std::optional<std::string>& value) {
  if (!value || text::trim(*value).empty()) return std::nullopt;
  return std::string(text::trim(*value));
}

// Checks everything, and fills in what follows: category, procedure, year. Every wrong field at once.
PurchaseInput completed(db::Session& session, PurchaseInput in, const Knowledge& knowledge, Date today) {
  std::vector<FieldError> errors;
  check_words(in, errors);
  check_numbers(in, errors);
  check_known(session, in, errors);
  in.title = std::string(text::trim(in.title));
  in.reference = trimmed(in.reference);
  in.procedure_reason = trimmed(in.procedure_reason);
  if (errors.empty()) {
    const std::string advised =
        advise(procedure_rules(session, knowledge), threshold_nature(in), in.value_cents, rules_day(in, today)).procedure;
    if (!in.procedure) in.procedure = advised;
    // Another procedure may be right; why is asked.
    if (in.procedure == advised) in.procedure_reason.reset();
    else if (!in.procedure_reason) errors.push_back({"/procedureReason", "procedureReasonNeeded"});
  }
  if (!errors.empty()) throw bad_request(std::move(errors));
  if (!in.category && in.cpv) in.category = category_of(session, *in.cpv);
  return in;
}

int year_of(const PurchaseInput& in, Date today) {
  return in.publish_on.value_or(in.contract_from.value_or(in.start_on.value_or(today))).year();
}

std::vector<std::string> words_of(const PurchaseInput& in) {
  return scan::lexemes(in.title + " " + in.need + " " + in.reference.value_or(""));
}

void require_free(db::Session& session, const PurchaseInput& in, const std::optional<Uuid>& self) {
  if (in.reference &&
      !session.query("SELECT 1 FROM purchase.purchase WHERE reference = $1 AND id IS DISTINCT FROM $2", *in.reference, self).empty())
    throw bad_field("/reference", "referenceTaken");
}

Uuid insert(db::Session& session, const PurchaseInput& in, bool small, Instant now) {
  const Uuid id = new_id();
  const Uuid person = session.actor().person_id;
  session.query(
      "INSERT INTO purchase.purchase (municipality_id, id, reference, title, need, category, cpv, nature, social, value_cents, lots, "
      "unit_id, budget_holder_id, advisor_id, contract_manager_id, procedure, procedure_reason, small, status, start_on, publish_on, "
      "award_on, contract_from, contract_to, market_parties, market_note, other_award, year, search, created_by, created_at, changed_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 'planned', $19, $20, $21, $22, $23, $24, "
      "$25, $26, $27, array_to_tsvector($28::text[]), $29, $30, $30)",
      session.actor().municipality_id, id, in.reference, in.title, in.need, in.category, in.cpv, in.nature, in.social, in.value_cents,
      in.lots, in.unit_id, in.budget_holder_id, in.advisor_id, in.contract_manager_id, in.procedure, in.procedure_reason, small,
      in.start_on, in.publish_on, in.award_on, in.contract_from, in.contract_to, in.market_parties, in.market_note,
      json::encode(in.other_award), year_of(in, date_of(now)), words_of(in), person.is_nil() ? std::nullopt : std::optional(person), now);
  return id;
}

PurchaseDetail detail(const http::Request& request, db::Session& session, const Uuid& id, const Knowledge& knowledge) {
  PurchaseDetail out;
  static_cast<PurchaseRow&>(out) = purchase_row(session, id);
  const Date day = rules_day(out, date_of(request.now));
  out.advice = advise(procedure_rules(session, knowledge), threshold_nature(out), out.value_cents, day);
  out.social_return = social_return(social_return_rules(session, knowledge), threshold_nature(out), out.value_cents, day);
  try {
    if (request.who.may("purchase.decide")) {
      require_mandate(session, out, false);
      out.may_decide = true;
    }
  } catch (const Error&) {
    out.may_decide = false;
  }
  out.unconfirmed = unconfirmed(session, out, out.budget_holder_id);
  out.themes = themes_of(session, out, knowledge);
  out.requirements = requirements_of(session, out);
  out.warnings = warnings_of(session, out, out.requirements, out.themes, knowledge, request);
  out.decisions = decisions_of(session, id);
  out.notices = notices_of(session, id);
  out.sessions = sessions_of(session, id);
  const auto tasks = session.query(
      "SELECT count(*) FILTER (WHERE done_at IS NULL), count(*) FILTER (WHERE done_at IS NOT NULL) FROM purchase.task WHERE purchase_id = "
      "$1",
      id);
  out.tasks_open = tasks.get<std::int64_t>(0, 0);
  out.tasks_done = tasks.get<std::int64_t>(0, 1);
  out.reviews = session.rows<PurchaseReview>(
      "SELECT coalesce(n.title, '') AS cause, r.change, r.at FROM thread.review r JOIN purchase.impact i ON i.municipality_id = "
      "r.municipality_id AND i.id = r.node_id LEFT JOIN thread.record n ON n.municipality_id = r.municipality_id AND n.kind = "
      "r.cause_kind AND n.id = r.cause_id WHERE r.node_kind = 'impact' AND i.purchase_id = $1 AND r.resolved_at IS NULL ORDER BY r.at",
      id);
  out.history = session.rows<HistoryLine>(
      "SELECT e.at, p.name AS person, e.action, e.change - 'search' AS change FROM audit.entry e LEFT JOIN organisation.person p ON "
      "p.municipality_id = e.municipality_id AND p.id = e.person_id WHERE e.table_name = 'purchase.purchase' AND e.row_key->>'id' = $1 "
      "ORDER BY e.seq DESC LIMIT 50",
      id.str());
  return out;
}

// What grows past the limit is no small purchase any more: it gets its tasks, and the guard rails look at it.
void write(db::Session& session, const PurchaseRow& before, const PurchaseInput& in, Instant now) {
  session.query(
      "UPDATE purchase.purchase SET reference = $2, title = $3, need = $4, category = $5, cpv = $6, nature = $7, social = $8, value_cents "
      "= $9, lots = $10, unit_id = $11, budget_holder_id = $12, advisor_id = $13, contract_manager_id = $14, procedure = $15, "
      "procedure_reason = $16, start_on = $17, publish_on = $18, award_on = $19, contract_from = $20, contract_to = $21, market_parties = "
      "$22, market_note = $23, other_award = $24, year = $25, search = array_to_tsvector($26::text[]), small = small AND $9::bigint < "
      "$28::bigint, "
      "changed_at = $27, version = version "
      "+ 1 WHERE id = $1",
      before.id, in.reference, in.title, in.need, in.category, in.cpv, in.nature, in.social, in.value_cents, in.lots, in.unit_id,
      in.budget_holder_id, in.advisor_id, in.contract_manager_id, in.procedure, in.procedure_reason, in.start_on, in.publish_on,
      in.award_on, in.contract_from, in.contract_to, in.market_parties, in.market_note, json::encode(in.other_award),
      year_of(in, date_of(now)), words_of(in), now, small_limit_cents);
}

void set_archived(const http::Request& request, db::Session& session, bool archived) {
  if (session
          .query("UPDATE purchase.purchase SET archived_at = $2, version = version + 1 WHERE id = $1", request.id_param("id"),
                 archived ? std::optional(request.now) : std::nullopt)
          .affected() == 0)
    throw not_found();
}

struct AdviceQuery {
  Nature nature{};
  std::optional<bool> social;
  std::int64_t value_cents{};
  std::optional<Date> on;
};
BOOST_DESCRIBE_STRUCT(AdviceQuery, (), (nature, social, value_cents, on))
struct AdviceAnswer {
  ProcedureAdvice procedure;
  std::optional<SocialReturn> social_return;
};
BOOST_DESCRIBE_STRUCT(AdviceAnswer, (), (procedure, social_return))

}  // namespace

// What can be said of a purchase by itself; the database is not asked.
void check_alone(const PurchaseInput& in, std::vector<FieldError>& errors) {
  check_words(in, errors);
  check_numbers(in, errors);
}

Uuid add_purchase(db::Session& session, const PurchaseInput& in, const Knowledge& knowledge, Instant now) {
  const PurchaseInput whole = completed(session, in, knowledge, date_of(now));
  require_free(session, whole, std::nullopt);
  const Uuid id = insert(session, whole, false, now);
  const PurchaseRow row = purchase_row(session, id);
  set_defaults(session, row, knowledge, now);
  set_tasks(session, row, false, knowledge);
  suggest_goals(session, row, knowledge, now);
  return id;
}

Uuid add_small_row(db::Session& session, const PurchaseInput& in, const Knowledge& knowledge, Instant now) {
  const Uuid id = insert(session, completed(session, in, knowledge, date_of(now)), true, now);
  const PurchaseRow row = purchase_row(session, id);
  set_defaults(session, row, knowledge, now);
  suggest_goals(session, row, knowledge, now);
  return id;
}

void change_purchase(db::Session& session, const PurchaseRow& before, const PurchaseInput& in, const Knowledge& knowledge, Instant now) {
  const PurchaseInput whole = completed(session, in, knowledge, date_of(now));
  require_free(session, whole, before.id);
  write(session, before, whole, now);
  const PurchaseRow after = purchase_row(session, before.id);
  lapse_out_of_mandate(session, before, now);
  set_defaults(session, after, knowledge, now);
  if (!after.small) set_tasks(session, after, before.procedure != after.procedure, knowledge);
  suggest_goals(session, after, knowledge, now);
}

void set_status(db::Session& session, const Uuid& id, const StatusInput& in, Instant now) {
  const PurchaseRow row = locked(session, id);
  if (!may_move(row.status, in.status)) throw bad_field("/status", "statusOrder");
  const auto reason = trimmed(in.reason);
  if (in.status == Status::stopped && !reason) throw bad_field("/reason", "reasonNeeded");
  lapse(session, date_of(now), now);
  if (is_public(in.status) && !is_public(row.status)) {
    const PurchaseRow fresh = purchase_row(session, id);
    if (fresh.undecided > 0) {
      if (!in.anyway) throw conflict("themesUndecided", {{"count", std::to_string(fresh.undecided)}});
      require_mandate(session, row, false);
      if (!reason) throw bad_field("/reason", "reasonNeeded");
      record_decision(session, id, std::nullopt, "published_anyway", {"too_urgent", *reason, {}, false}, now);
    }
  }
  session.query(
      "UPDATE purchase.purchase SET status = $2, status_reason = $3, published_at = CASE WHEN $2 = 'published' THEN coalesce(published_at, "
      "$4) ELSE published_at END, changed_at = $4, version = version + 1 WHERE id = $1",
      id, in.status, reason, now);
}

void add_purchase_routes(http::Router& router, const Knowledge& knowledge) {
  router.post<PurchaseCreated>("/purchases", "purchase.edit", {"addPurchase", "purchases", "A new purchase; its six themes come with it"},
                               [&knowledge](const http::Request& request, db::Session& session, const PurchaseInput& in) {
                                 return PurchaseCreated{add_purchase(session, in, knowledge, request.now)};
                               });
  router.get<PurchaseDetail>("/purchases/{id}", "purchase.read",
                             {"getPurchase", "purchases", "One purchase with its themes, requirements, warnings, decisions and history"},
                             [&knowledge](const http::Request& request, db::Session& session) {
                               return detail(request, session, request.id_param("id"), knowledge);
                             });
  router.put<PurchaseDetail>("/purchases/{id}", "purchase.edit", {"changePurchase", "purchases", "Change a purchase"},
                             [&knowledge](const http::Request& request, db::Session& session, const PurchaseInput& in) {
                               const PurchaseRow before = locked(session, request.id_param("id"));
                               request.expect_version(before.version);
                               change_purchase(session, before, in, knowledge, request.now);
                               return detail(request, session, before.id, knowledge);
                             });
  router.put<PurchaseDetail>(
      "/purchases/{id}/status", "purchase.edit",
      {"movePurchase", "purchases", "The next step; into the open only when every theme was decided, or anyway by the budget holder"},
      [&knowledge](const http::Request& request, db::Session& session, const StatusInput& in) {
        const Uuid id = request.id_param("id");
        request.expect_version(locked(session, id).version);
        if (in.anyway && !request.who.may("purchase.decide")) throw Error(403, "notBudgetHolder");
        set_status(session, id, in, request.now);
        return detail(request, session, id, knowledge);
      });
  router.put<http::None>("/purchases/{id}/archiving", "purchase.edit", {"archivePurchase", "purchases", "Put a purchase away"},
                         [](const http::Request& request, db::Session& session) { set_archived(request, session, true); });
  router.remove("/purchases/{id}/archiving", "purchase.edit", {"restorePurchase", "purchases", "Bring a purchase back"},
                [](const http::Request& request, db::Session& session) { set_archived(request, session, false); });
  router.get<AdviceAnswer>(
      "/procedure-advice", "purchase.read", {"adviseProcedure", "purchases", "Which procedure and social return fit, with rule and source"},
      [&knowledge](const http::Request& request, db::Session& session, const AdviceQuery& query) {
        const std::string nature = query.social.value_or(false) ? "social" : std::string(boost::describe::enum_to_string(query.nature, ""));
        const Date on = query.on.value_or(date_of(request.now));
        return AdviceAnswer{advise(procedure_rules(session, knowledge), nature, query.value_cents, on),
                            social_return(social_return_rules(session, knowledge), nature, query.value_cents, on)};
      });
}

void add_routes(http::Router& router, const PurchaseParts& parts) {
  add_list_routes(router, parts);
  add_purchase_routes(router, parts.knowledge);
  add_small_routes(router, parts.knowledge);
  add_theme_routes(router, parts.knowledge);
  add_unless_routes(router);
  add_mandate_routes(router);
  add_requirement_routes(router, parts.knowledge);
  add_chapter_routes(router, parts);
  add_eforms_routes(router, parts.knowledge);
  add_task_routes(router, parts.knowledge);
  add_calendar_routes(router, parts.messages);
  add_settings_routes(router, parts.knowledge);
  add_link_routes(router, parts.knowledge);
  add_import_routes(router, parts);
  add_figure_routes(router);
  add_suggest_routes(router);
}

}  // namespace tenzij::purchase
