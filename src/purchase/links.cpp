// What hangs on a purchase: goals, published notices, a session's ambitions, and the review after policy changed. And moving
// purchases when people leave or units change.
#include "purchase/store.h"

namespace tenzij::purchase {

namespace {

struct PurchaseGoal {
  Uuid id;
  std::string title;
  std::vector<std::string> themes;
};
BOOST_DESCRIBE_STRUCT(PurchaseGoal, (), (id, title, themes))
struct PurchaseGoals {
  std::vector<PurchaseGoal> items;
  std::vector<PurchaseGoal> suggested;  // of the unit and above it, and of the whole municipality
};
BOOST_DESCRIBE_STRUCT(PurchaseGoals, (), (items, suggested))

struct PurchaseNotices {
  std::vector<LinkedNotice> items;
  std::vector<LinkedNotice> suggested;  // the same CPV division, published within a year of the plan
};
BOOST_DESCRIBE_STRUCT(PurchaseNotices, (), (items, suggested))

struct TransferInput {
  std::optional<Uuid> from_unit_id;
  std::optional<Uuid> to_unit_id;
  std::optional<Uuid> from_person_id;
  std::optional<Uuid> to_person_id;
};
BOOST_DESCRIBE_STRUCT(TransferInput, (), (from_unit_id, to_unit_id, from_person_id, to_person_id))
struct Transferred {
  std::int64_t purchases;
  std::int64_t tasks;
};
BOOST_DESCRIBE_STRUCT(Transferred, (), (purchases, tasks))

const db::Statement goals_of_purchase{"purchase.goals_of_purchase", R"sql(
SELECT g.id, g.title, to_jsonb(g.themes) AS themes
  FROM policy.goal g
 WHERE EXISTS (SELECT 1 FROM purchase.goal_link l
                 JOIN purchase.impact i ON i.municipality_id = l.municipality_id AND i.id = l.impact_id
                WHERE i.purchase_id = $1 AND l.goal_id = g.id)
 ORDER BY g.title
)sql"};

const db::Statement goals_around_purchase{"purchase.goals_around_purchase", R"sql(
SELECT g.id, g.title, to_jsonb(g.themes) AS themes
  FROM policy.goal g
  LEFT JOIN organisation.unit_and_above($2) u ON u.id = g.unit_id
 WHERE g.archived_at IS NULL
   AND NOT EXISTS (SELECT 1 FROM purchase.goal_link l
                     JOIN purchase.impact i ON i.municipality_id = l.municipality_id AND i.id = l.impact_id
                    WHERE i.purchase_id = $1 AND l.goal_id = g.id)
   AND (u.id IS NOT NULL OR (g.unit_id IS NULL AND g.level = 'municipal'))
 ORDER BY u.distance NULLS LAST, g.title
 LIMIT 30
)sql"};

PurchaseGoals goals_of(db::Session& session, const Uuid& id) {
  const PurchaseRow purchase = purchase_row(session, id);
  PurchaseGoals out;
  out.items = session.rows<PurchaseGoal>(goals_of_purchase, id);
  out.suggested = session.rows<PurchaseGoal>(goals_around_purchase, id, purchase.unit_id);
  return out;
}

// The themes of a purchase that a goal speaks about.
const db::Statement impacts_of_goal{"purchase.impacts_of_goal", R"sql(
SELECT i.id
  FROM policy.goal g
  JOIN purchase.impact i ON i.municipality_id = g.municipality_id AND i.purchase_id = $1 AND i.theme = ANY (g.themes)
 WHERE g.id = $2
)sql"};

PurchaseGoals link_goal(const http::Request& request, db::Session& session) {
  const Uuid id = request.id_param("id");
  const Uuid goal = request.id_param("goal");
  locked(session, id);
  const auto impacts = session.query(impacts_of_goal, id, goal);
  if (impacts.empty()) throw not_found();
  for (int i = 0; i < impacts.rows(); ++i) thread::confirm(session, {"goal", goal}, {"impact", impacts.get<Uuid>(i, 0)}, {"", request.now});
  return goals_of(session, id);
}

// It is not suggested again either, on any theme.
void unlink_goal(const http::Request& request, db::Session& session) {
  const auto impacts = session.query(impacts_of_goal, request.id_param("id"), request.id_param("goal"));
  bool linked = false;
  for (int i = 0; i < impacts.rows(); ++i)
    linked = thread::reject(session, {"goal", request.id_param("goal")}, {"impact", impacts.get<Uuid>(i, 0)}, {"", request.now}) || linked;
  if (!linked) throw not_found();
}

constexpr std::string_view notice_columns = R"sql(
SELECT n.id, n.title, n.published_on, n.stage,
       coalesce((SELECT jsonb_agg(DISTINCT f.theme) FROM notices.judged_finding f
                  WHERE f.municipality_id = n.municipality_id AND f.notice_id = n.id AND NOT f.declared AND f.asks
                    AND f.theme IS NOT NULL), '[]') AS asks
  FROM notices.notice n
)sql";

const db::Statement notices_around_purchase{"purchase.notices_around_purchase", {notice_columns, R"sql(
 WHERE n.left_out = ''
   AND starts_with(n.cpv, $2)
   AND ($3::date IS NULL OR n.published_on BETWEEN $3::date - 365 AND $3::date + 365)
   AND NOT EXISTS (SELECT 1 FROM purchase.notice_link l
                    WHERE l.municipality_id = n.municipality_id AND l.notice_id = n.id AND l.purchase_id = $1)
 ORDER BY n.unit_id IS DISTINCT FROM $4, abs(n.published_on - $3::date) NULLS LAST, n.published_on DESC
 LIMIT 8
)sql"}};

PurchaseNotices notices_around(db::Session& session, const Uuid& id) {
  const PurchaseRow purchase = purchase_row(session, id);
  PurchaseNotices out{notices_of(session, id), {}};
  const std::string cpv = cpv_of(session, purchase).substr(0, 2);
  if (cpv.size() == 2) out.suggested = session.rows<LinkedNotice>(notices_around_purchase, id, cpv, purchase.publish_on, purchase.unit_id);
  return out;
}

PurchaseNotices link_notice(const http::Request& request, db::Session& session) {
  const Uuid id = request.id_param("id");
  const Uuid notice = request.id_param("notice");
  locked(session, id);
  thread::confirm(session, {"purchase", id}, {"notice", notice}, {"", request.now});
  return notices_around(session, id);
}

// What the session agreed gives the levels of this purchase.
void link_session(const http::Request& request, db::Session& session, bool linked, const Knowledge& knowledge) {
  const Uuid id = request.id_param("id");
  const PurchaseRow purchase = locked(session, id);
  ambition::belongs_to(session, request.id_param("session"), linked ? std::optional(id) : std::nullopt);
  set_defaults(session, purchase, knowledge, request.now);
}

const db::Statement resolve_reviews_of_purchase{"purchase.resolve_reviews_of_purchase", R"sql(
UPDATE thread.review r
   SET resolved_at = $2, resolved_by = $3, resolution = 'confirmed'
 WHERE r.resolved_at IS NULL
   AND ((r.node_kind = 'impact' AND EXISTS (SELECT 1 FROM purchase.impact i
                                             WHERE i.municipality_id = r.municipality_id
                                               AND i.id = r.node_id
                                               AND i.purchase_id = $1))
     OR (r.node_kind = 'requirement' AND EXISTS (SELECT 1 FROM purchase.requirement q
                                                  WHERE q.municipality_id = r.municipality_id
                                                    AND q.id = r.node_id
                                                    AND q.purchase_id = $1))
     OR (r.node_kind = 'purchase' AND r.node_id = $1))
)sql"};

void confirm(const http::Request& request, db::Session& session) {
  const Uuid id = request.id_param("id");
  locked(session, id);
  session.query(resolve_reviews_of_purchase, id, request.now, request.who.person_id);
}

const db::Statement hand_over_purchases{"purchase.hand_over_purchases", R"sql(
UPDATE purchase.purchase
   SET budget_holder_id = CASE budget_holder_id WHEN $1::uuid THEN $2::uuid ELSE budget_holder_id END,
       advisor_id = CASE advisor_id WHEN $1::uuid THEN $2::uuid ELSE advisor_id END,
       contract_manager_id = CASE contract_manager_id WHEN $1::uuid THEN $2::uuid ELSE contract_manager_id END,
       version = version + 1
 WHERE status NOT IN ('ended', 'stopped')
   AND $1::uuid IN (budget_holder_id, advisor_id, contract_manager_id)
)sql"};

const db::Statement held_with_unless{"purchase.held_with_unless", {purchase_rows, R"sql(
 WHERE p.budget_holder_id = $1
   AND p.status NOT IN ('ended', 'stopped')
   AND p.unless > 0
)sql"}};

}  // namespace

void with_another_holder(db::Session& session, const Uuid& from, Instant now, const std::function<void()>& move) {
  const auto theirs = session.rows<PurchaseRow>(held_with_unless, from);
  move();
  // What was decided stands where who takes over could have decided it too.
  for (const PurchaseRow& each : theirs) lapse_out_of_mandate(session, each, purchase_row(session, each.id), now);
}

namespace {

// What runs moves; what has ended stays where it was, and decisions keep the name of who took them.
Transferred transfer(const http::Request& request, db::Session& session, const TransferInput& in) {
  Transferred out{0, 0};
  std::vector<FieldError> errors;
  if (!in.from_unit_id && !in.from_person_id) errors.push_back({"/fromUnitId", "required"});
  if (in.from_unit_id && (!in.to_unit_id || session.query("SELECT 1 FROM organisation.unit WHERE id = $1", *in.to_unit_id).empty()))
    errors.push_back({"/toUnitId", "unknownUnit"});
  if (in.from_person_id && (!in.to_person_id || session.query("SELECT 1 FROM organisation.person WHERE id = $1", *in.to_person_id).empty()))
    errors.push_back({"/toPersonId", "unknownPerson"});
  if (errors.empty() && in.from_person_id &&
      !session
           .query("SELECT 1 FROM purchase.purchase WHERE budget_holder_id = $1 AND status NOT IN ('ended', 'stopped') LIMIT 1",
                  *in.from_person_id)
           .empty() &&
      session.query("SELECT 1 FROM auth.role_grant WHERE person_id = $1 AND role IN ('budget_holder', 'director')", *in.to_person_id)
          .empty())
    errors.push_back({"/toPersonId", "notABudgetHolder"});
  if (!errors.empty()) throw bad_request(std::move(errors));
  if (in.from_unit_id) {
    out.purchases +=
        session
            .query("UPDATE purchase.purchase SET unit_id = $2, version = version + 1 WHERE unit_id = $1", *in.from_unit_id, *in.to_unit_id)
            .affected();
    session.query("UPDATE purchase.standing SET unit_id = $2 WHERE unit_id = $1 AND withdrawn_at IS NULL", *in.from_unit_id,
                  *in.to_unit_id);
  }
  if (in.from_person_id) {
    with_another_holder(session, *in.from_person_id, request.now,
                        [&] { out.purchases += session.query(hand_over_purchases, *in.from_person_id, *in.to_person_id).affected(); });
    out.tasks = session
                    .query("UPDATE purchase.task SET owner_id = $2, version = version + 1 WHERE owner_id = $1 AND done_at IS NULL",
                           *in.from_person_id, *in.to_person_id)
                    .affected();
  }
  return out;
}

}  // namespace

thread::Kinds thread_kinds() {
  return {{"purchase", "Inkoop", "Purchase", "purchase.read", "purchase.edit", "/inkopen/{id}", "diamond", 5, true},
          {"impact", "Thema van een inkoop", "Theme of a purchase", "purchase.read", "purchase.edit", "/inkopen/{whole}/impact", "diamond",
           0, false},
          {"requirement", "Eis", "Requirement", "purchase.read", "purchase.edit", "/inkopen/{whole}/eisen#eis-{id}", "triangle", 6, true}};
}

const db::Statement notices_of_purchase{"purchase.notices_of_purchase", {notice_columns, R"sql(
  JOIN purchase.notice_link l ON l.municipality_id = n.municipality_id AND l.notice_id = n.id
 WHERE l.purchase_id = $1
 ORDER BY n.published_on
)sql"}};

std::vector<LinkedNotice> notices_of(db::Session& session, const Uuid& purchase) {
  return session.rows<LinkedNotice>(notices_of_purchase, purchase);
}

std::vector<PurchaseSession> sessions_of(db::Session& session, const Uuid& purchase) {
  return session.rows<PurchaseSession>("SELECT id, title, status FROM ambition.session WHERE purchase_id = $1 ORDER BY planned_on, title",
                                       purchase);
}

void add_link_routes(http::Router& router, const Knowledge& knowledge) {
  router.put<http::None>(
      "/purchases/{id}/sessions/{session}", "purchase.edit",
      {"linkPurchaseSession", "purchases", "This ambition session was about this purchase; its levels hold here first"},
      [&knowledge](const http::Request& request, db::Session& session) { link_session(request, session, true, knowledge); });
  router.remove("/purchases/{id}/sessions/{session}", "purchase.edit", {"unlinkPurchaseSession", "purchases", "It was not"},
                [&knowledge](const http::Request& request, db::Session& session) { link_session(request, session, false, knowledge); });
  router.get<PurchaseGoals>("/purchases/{id}/goals", "purchase.read",
                            {"listPurchaseGoals", "purchases", "Goals it serves, and which might fit"},
                            [](const http::Request& request, db::Session& session) { return goals_of(session, request.id_param("id")); });
  router.put<PurchaseGoals>("/purchases/{id}/goals/{goal}", "purchase.edit", {"linkPurchaseGoal", "purchases", "It serves this goal"},
                            link_goal);
  router.remove("/purchases/{id}/goals/{goal}", "purchase.edit",
                {"unlinkPurchaseGoal", "purchases", "It does not serve this goal after all"},
                [](const http::Request& request, db::Session& session) { unlink_goal(request, session); });
  router.get<PurchaseNotices>(
      "/purchases/{id}/notices", "purchase.read",
      {"listPurchaseNotices", "purchases", "What was published of it, what that asks, and which might belong to it"},
      [](const http::Request& request, db::Session& session) { return notices_around(session, request.id_param("id")); });
  router.put<PurchaseNotices>("/purchases/{id}/notices/{notice}", "purchase.edit",
                              {"linkPurchaseNotice", "purchases", "This notice is of this purchase"}, link_notice);
  router.remove(
      "/purchases/{id}/notices/{notice}", "purchase.edit", {"unlinkPurchaseNotice", "purchases", "It is not"},
      [](const http::Request& request, db::Session& session) {
        if (!thread::reject(session, {"purchase", request.id_param("id")}, {"notice", request.id_param("notice")}, {"", request.now}))
          throw not_found();
      });
  router.post<http::None>("/purchases/{id}/confirmation", "purchase.edit",
                          {"confirmPurchase", "purchases", "It stands after what changed in policy above it"}, confirm, 204);
  router.post<Transferred>("/purchase-transfers", "purchase.settings",
                           {"transferPurchases", "purchases", "Move purchases to another unit, or to another person who takes over"},
                           transfer, 200);
}

}  // namespace tenzij::purchase
