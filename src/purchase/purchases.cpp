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

const db::Statement tasks_open_and_done{"purchase.tasks_open_and_done", R"sql(
SELECT count(*) FILTER (WHERE done_at IS NULL), count(*) FILTER (WHERE done_at IS NOT NULL)
  FROM purchase.task
 WHERE purchase_id = $1
)sql"};

const db::Statement open_reviews_of_purchase{"purchase.open_reviews_of_purchase", R"sql(
SELECT coalesce(n.title, '') AS cause, r.change, r.at
  FROM thread.review r
  JOIN purchase.impact i ON i.municipality_id = r.municipality_id AND i.id = r.node_id
  LEFT JOIN thread.record n
       ON n.municipality_id = r.municipality_id AND n.kind = r.cause_kind AND n.id = r.cause_id
 WHERE r.node_kind = 'impact'
   AND i.purchase_id = $1
   AND r.resolved_at IS NULL
 ORDER BY r.at
)sql"};

const db::Statement history_of_purchase{"purchase.history_of_purchase", R"sql(
SELECT e.at, p.name AS person, e.action, e.change - 'search' AS change
  FROM audit.entry e
  LEFT JOIN organisation.person p ON p.municipality_id = e.municipality_id AND p.id = e.person_id
 WHERE e.table_name = 'purchase.purchase'
   AND e.row_key->>'id' = $1
 ORDER BY e.seq DESC
 LIMIT 50
)sql"};

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
  const auto tasks = session.query(tasks_open_and_done, id);
  out.tasks_open = tasks.get<std::int64_t>(0, 0);
  out.tasks_done = tasks.get<std::int64_t>(0, 1);
  out.reviews = session.rows<PurchaseReview>(open_reviews_of_purchase, id);
  out.history = session.rows<HistoryLine>(history_of_purchase, id.str());
  return out;
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

const db::Statement update_status{"purchase.update_status", R"sql(
UPDATE purchase.purchase
   SET status = $2, status_reason = $3,
       published_at = CASE WHEN $2 = 'published' THEN coalesce(published_at, $4) ELSE published_at END,
       changed_at = $4, version = version + 1
 WHERE id = $1
)sql"};

void set_status(db::Session& session, const Uuid& id, const StatusInput& in, Instant now) {
  const PurchaseRow row = locked(session, id);
  if (!may_move(row.status, in.status)) throw bad_field("/status", "statusOrder");
  const auto reason = trimmed(in.reason);
  if (in.status == Status::stopped) reference::needed_reason(session, "/reason", reason.value_or(""));
  lapse(session, date_of(now), now);
  if (is_public(in.status) && !is_public(row.status)) {
    const PurchaseRow fresh = purchase_row(session, id);
    if (fresh.undecided > 0) {
      if (!in.anyway) throw conflict("themesUndecided", {{"count", std::to_string(fresh.undecided)}});
      require_mandate(session, row, false);
      reference::needed_reason(session, "/reason", reason.value_or(""));
      record_decision(session, id, std::nullopt, "published_anyway", {"too_urgent", *reason, {}, false}, now);
    }
  }
  session.query(update_status, id, in.status, reason, now);
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
  add_many_routes(router, parts);
  add_opening_routes(router, parts);
  add_purchase_routes(router, parts.knowledge);
  add_small_routes(router, parts.knowledge);
  add_theme_routes(router, parts.knowledge);
  add_unless_routes(router);
  add_second_look_routes(router);
  add_wanted_routes(router, parts.knowledge);
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
