// The six themes of a purchase: where each level comes from, what stands behind it, and how far it is.
#include "purchase/lookups.h"

namespace tenzij::purchase {

namespace {

// A theme of a purchase as it is written.
struct ThemeLine {
  Uuid id;
  Uuid purchase_id;
  std::string theme;
  int level;
  std::string basis;
  std::optional<Uuid> ambition_id;
};
BOOST_DESCRIBE_STRUCT(ThemeLine, (), (id, purchase_id, theme, level, basis, ambition_id))

const db::Statement insert_impacts{"purchase.insert_impacts", R"sql(
INSERT INTO purchase.impact (municipality_id, id, purchase_id, theme, level, basis, ambition_id)
SELECT platform.current_municipality(), r.id, r."purchaseId", r.theme, r.level, r.basis, r."ambitionId"
  FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, "purchaseId" uuid, theme text, level int, basis text,
                                          "ambitionId" uuid)
)sql"};

const db::Statement update_default_levels{"purchase.update_default_levels", R"sql(
UPDATE purchase.impact i
   SET level = r.level, basis = r.basis, ambition_id = r."ambitionId", version = version + 1
  FROM jsonb_to_recordset($1::jsonb) AS r("purchaseId" uuid, theme text, level int, basis text, "ambitionId" uuid)
 WHERE i.municipality_id = platform.current_municipality()
   AND i.purchase_id = r."purchaseId"
   AND i.theme = r.theme
   AND i.state IN ('open', 'applied')
   AND (i.level, i.basis, i.ambition_id) IS DISTINCT FROM (r.level, r.basis, r."ambitionId")
)sql"};

const db::Statement ambitions_here{"purchase.ambitions_here", R"sql(
SELECT i.id, i.ambition_id, a.purchase_id IS NOT DISTINCT FROM i.purchase_id AS own
  FROM purchase.impact i
  LEFT JOIN ambition.ambition a ON a.municipality_id = i.municipality_id AND a.id = i.ambition_id
 WHERE i.purchase_id = ANY ($1::uuid[])
)sql"};

// That an ambition holds here by its scope is a rule; that its session was about this purchase a person said.
void follow_ambitions(db::Session& session, const std::vector<Uuid>& purchases, Instant now) {
  const auto rows = session.query(ambitions_here, purchases);
  std::vector<thread::Node> impacts;
  std::vector<thread::Suggestion> found;
  for (int i = 0; i < rows.rows(); ++i) {
    const thread::Node impact{"impact", rows.get<Uuid>(i, 0)};
    impacts.push_back(impact);
    if (rows.null(i, 1)) continue;
    const thread::Node ambition{"ambition", rows.get<Uuid>(i, 1)};
    if (rows.get<bool>(i, 2)) thread::confirm(session, ambition, impact, {"", now});
    else found.push_back({ambition, impact, "scope", "", 1});
  }
  thread::forget_suggestions(session, impacts, "ambition");
  thread::suggest(session, found, now);
}

const db::Statement standing_that_fits{"purchase.standing_that_fits", R"sql(
SELECT s.id, s.theme, s.reason, s.words, s.valid_to, s.person_name, s.person_id, i.purchase_id,
       s.looked_by IS NOT NULL AS looked
  FROM purchase.impact i
  JOIN purchase.purchase p ON p.municipality_id = i.municipality_id AND p.id = i.purchase_id
  JOIN purchase.standing s
       ON s.municipality_id = i.municipality_id
      AND s.category = p.category
      AND s.unit_id IS NOT DISTINCT FROM p.unit_id
      AND s.theme = i.theme
 WHERE i.purchase_id = ANY ($1::uuid[])
   AND i.state = 'open'
   AND s.withdrawn_at IS NULL
   AND s.valid_to >= $2
 ORDER BY s.at
)sql"};

const db::Statement update_by_standing{"purchase.update_by_standing", R"sql(
UPDATE purchase.impact
   SET state = 'unless', standing_id = $3, reason = $4, words = $5, valid_to = $6, decided_by = $7,
       version = version + 1
 WHERE purchase_id = $1
   AND theme = $2
)sql"};

const db::Statement insert_decision_by_standing{"purchase.insert_decision_by_standing", R"sql(
INSERT INTO purchase.decision (municipality_id, id, purchase_id, theme, kind, reason, words, valid_to, standing,
                               person_name, at)
VALUES ($1, $2, $3, $4, 'unless', $5, $6, $7, true, $8, $9)
)sql"};

// An unless that was decided for this category holds here too, but not where it is public already.
void apply_standing(db::Session& session, const std::vector<PurchaseRow>& purchases, Date today, Instant now) {
  std::map<Uuid, const PurchaseRow*> by_id;
  std::vector<Uuid> ids;
  for (const PurchaseRow& each : purchases) {
    if (is_public(each.status) || !each.category) continue;
    by_id[each.id] = &each;
    ids.push_back(each.id);
  }
  if (ids.empty()) return;
  const auto rows = session.query(standing_that_fits, ids, today);
  for (int i = 0; i < rows.rows(); ++i) {
    const PurchaseRow& purchase = *by_id.at(rows.get<Uuid>(i, 7));
    if (!may_stand(session, purchase, rows.get<Uuid>(i, 6))) continue;
    // Nobody looked a second time, and here policy asks more.
    if (!rows.get<bool>(i, 8) && !departures(session, purchase.id)[std::string(rows.text(i, 1))].empty()) continue;
    session.query(update_by_standing, purchase.id, rows.text(i, 1), rows.get<Uuid>(i, 0), rows.text(i, 2), rows.text(i, 3),
                  rows.get<Date>(i, 4), rows.text(i, 5));
    session.query(insert_decision_by_standing, session.actor().municipality_id, new_id(), purchase.id, rows.text(i, 1), rows.text(i, 2),
                  rows.text(i, 3), rows.get<Date>(i, 4), rows.text(i, 5), now);
  }
}

const db::Statement insert_small_requirement{"purchase.insert_small_requirement", R"sql(
INSERT INTO purchase.requirement (municipality_id, id, purchase_id, impact_id, state, position, title, text,
                                  variables, instrument, level, open, evidence, moment, who, from_cents,
                                  created_at)
SELECT $1, $2, $3, id, 'chosen', $5, $6, $7, '[]', 'procedure', 1, false, $8, 'delivery', 'contract_manager', 0,
       $9
  FROM purchase.impact
 WHERE purchase_id = $3
   AND theme = $4
   AND state = 'open'
)sql"};

// What is plainly done with every small purchase.
void add_small_requirements(db::Session& session, const PurchaseRow& purchase, const Knowledge& knowledge, Instant now) {
  std::map<std::string, const SmallAdvice*> best;
  for (const SmallAdvice& each : knowledge.small) {
    const bool here =
        purchase.category && std::find(each.categories.begin(), each.categories.end(), *purchase.category) != each.categories.end();
    if (here || (each.categories.empty() && !best.contains(each.theme))) best[each.theme] = &each;
  }
  int position = 0;
  for (const auto& [theme, advice] : best)
    session.query(insert_small_requirement, session.actor().municipality_id, new_id(), purchase.id, theme, ++position, advice->title,
                  advice->text, advice->evidence, now);
}

constexpr std::string_view theme_columns = R"sql(
SELECT i.id, i.version, i.theme, i.state, i.level, i.basis, i.ambition_id,
       a.theme_title || ' · ' || a.title AS ambition, i.reason, i.words, i.valid_to,
       i.standing_id IS NOT NULL AS standing, i.second_look, i.for_category,
       i.second_look AND l.may AS may_look, CASE WHEN i.second_look THEN l.names ELSE '' END AS look_names,
       d.person_name AS person, d.at,
       (SELECT count(*) FROM purchase.requirement r
         WHERE r.municipality_id = i.municipality_id AND r.impact_id = i.id AND r.state = 'chosen') AS requirements,
       coalesce((SELECT jsonb_agg(jsonb_build_object('id', g.id, 'title', g.title, 'clause', c.text,
                                                     'document', c.document) ORDER BY g.title)
                   FROM purchase.goal_link l
                   JOIN policy.goal g ON g.municipality_id = l.municipality_id AND g.id = l.goal_id
                   LEFT JOIN LATERAL (SELECT n.title AS text, n.detail AS document
                                        FROM thread.up('goal', g.id) t
                                        JOIN thread.record n
                                             ON n.municipality_id = g.municipality_id
                                            AND n.kind = t.kind
                                            AND n.id = t.id
                                       WHERE t.kind = 'clause'
                                       ORDER BY n.detail, n.title LIMIT 1) c ON true
                  WHERE l.municipality_id = i.municipality_id AND l.impact_id = i.id),
                '[]') AS goals,
       f.focus, f.reason AS focus_reason, fp.name AS focus_contact, '[]'::jsonb AS duties, '[]'::jsonb AS departs
  FROM purchase.impact i
  JOIN purchase.purchase p ON p.municipality_id = i.municipality_id AND p.id = i.purchase_id
  LEFT JOIN ambition.ambition a ON a.municipality_id = i.municipality_id AND a.id = i.ambition_id
  LEFT JOIN criteria.focus f
       ON f.municipality_id = i.municipality_id AND f.category = p.category AND f.theme = i.theme
  LEFT JOIN organisation.person fp ON fp.municipality_id = f.municipality_id AND fp.id = f.contact_id
  LEFT JOIN LATERAL (SELECT x.person_name, x.at FROM purchase.decision x
                      WHERE x.municipality_id = i.municipality_id
                        AND x.purchase_id = i.purchase_id
                        AND x.theme = i.theme
                      ORDER BY x.at DESC, x.id DESC LIMIT 1) d ON true
 CROSS JOIN LATERAL (SELECT coalesce(string_agg(DISTINCT n.name, ', '), '') AS names,
                            coalesce(bool_or(n.id = platform.current_person()), false) AS may
                       FROM auth.role_grant g
                       JOIN organisation.person n ON n.municipality_id = g.municipality_id AND n.id = g.person_id
                      WHERE i.second_look
                        AND g.role = ANY (coalesce((SELECT s.roles FROM purchase.second_look s), '{director}'))
                        AND n.id IS DISTINCT FROM i.proposed_by
                        AND n.id IS DISTINCT FROM i.decider_id) l
)sql";

void add_duties(ThemeView& view, const PurchaseRow& purchase, const Knowledge& knowledge) {
  for (const Duty& duty : knowledge.duties)
    if (duty.theme == view.theme && purchase.category && duty.from_euro * 100 <= purchase.value_cents &&
        std::find(duty.categories.begin(), duty.categories.end(), *purchase.category) != duty.categories.end())
      view.duties.push_back(duty.code);
}

struct DutyList {
  std::vector<Duty> items;
};
BOOST_DESCRIBE_STRUCT(DutyList, (), (items))

}  // namespace

const db::Statement themes_of_purchase{"purchase.themes_of_purchase", {theme_columns, R"sql(
  JOIN reference.theme t ON t.code = i.theme
 WHERE i.purchase_id = $1
 ORDER BY t.position
)sql"}};

std::vector<ThemeView> themes_of(db::Session& session, const PurchaseRow& purchase, const Knowledge& knowledge) {
  auto out = session.rows<ThemeView>(themes_of_purchase, purchase.id);
  auto departs = departures(session, purchase.id);
  for (ThemeView& each : out) {
    add_duties(each, purchase, knowledge);
    each.departs = std::move(departs[each.theme]);
  }
  return out;
}

const db::Statement theme_of_purchase{"purchase.theme_of_purchase", {theme_columns, R"sql(
 WHERE i.purchase_id = $1
   AND i.theme = $2
)sql"}};

ThemeView theme_of(db::Session& session, const PurchaseRow& purchase, const std::string& theme, const Knowledge& knowledge) {
  auto out = session.find<ThemeView>(theme_of_purchase, purchase.id, theme);
  if (!out) throw not_found();
  add_duties(*out, purchase, knowledge);
  out->departs = departures(session, purchase.id)[theme];
  return *out;
}

const db::Statement insert_impact{"purchase.insert_impact", R"sql(
INSERT INTO purchase.impact (municipality_id, id, purchase_id, theme, level, basis, ambition_id)
VALUES ($1, $2, $3, $4, $5, $6, $7)
)sql"};

const db::Statement update_default_level{"purchase.update_default_level", R"sql(
UPDATE purchase.impact
   SET level = $3, basis = $4, ambition_id = $5, version = version + 1
 WHERE purchase_id = $1
   AND theme = $2
   AND state IN ('open', 'applied')
   AND (level, basis, ambition_id) IS DISTINCT FROM ($3::int, $4, $5::uuid)
)sql"};

void set_defaults(db::Session& session, const PurchaseRow& purchase, const Knowledge& knowledge, Instant now) {
  Lookups lookups(session, knowledge);
  set_defaults(session, std::vector{purchase}, lookups, now);
}

void set_defaults(db::Session& session, const std::vector<PurchaseRow>& purchases, Lookups& lookups, Instant now) {
  if (purchases.empty()) return;
  const Date today = date_of(now);
  const std::vector<Uuid> ids = ids_of(purchases);
  const std::set<Uuid> have = found(session, "SELECT DISTINCT purchase_id FROM purchase.impact WHERE purchase_id = ANY ($1::uuid[])", ids);
  std::vector<ThemeLine> fresh;
  std::vector<ThemeLine> there;
  for (const PurchaseRow& purchase : purchases)
    for (const auto& [theme, each] : lookups.defaults(purchase, today))
      (have.contains(purchase.id) ? there : fresh).push_back({new_id(), purchase.id, theme, each.level, each.basis, each.ambition_id});
  if (!fresh.empty()) session.query(insert_impacts, json::encode(fresh));
  if (!there.empty()) session.query(update_default_levels, json::encode(there));
  follow_ambitions(session, ids, now);
  apply_standing(session, purchases, today, now);
  for (const PurchaseRow& purchase : purchases)
    if (purchase.small && !have.contains(purchase.id)) add_small_requirements(session, purchase, lookups.knowledge(), now);
  settle(session, ids);
}

const db::Statement settle_states{"purchase.settle_states", R"sql(
WITH now AS (
  SELECT i.id,
         CASE WHEN EXISTS (SELECT 1 FROM purchase.requirement r
                            WHERE r.municipality_id = i.municipality_id
                              AND r.impact_id = i.id
                              AND r.state = 'chosen') THEN 'applied'
              ELSE 'open'
         END AS state
    FROM purchase.impact i
   WHERE i.purchase_id = ANY ($1::uuid[])
     AND i.state IN ('open', 'applied')
)
UPDATE purchase.impact i
   SET state = now.state
  FROM now
 WHERE i.municipality_id = platform.current_municipality()
   AND i.id = now.id
   AND i.state <> now.state
)sql"};

const db::Statement settle_totals{"purchase.settle_totals", R"sql(
WITH c AS (
  SELECT asked.id,
         coalesce(array_agg(i.theme ORDER BY i.theme) FILTER (WHERE i.state = 'applied'), '{}') AS applied,
         coalesce(array_agg(i.theme ORDER BY i.theme) FILTER (WHERE i.state = 'unless'), '{}') AS unless,
         count(*) FILTER (WHERE i.state IN ('open', 'proposed'))::int AS undecided
    FROM unnest($1::uuid[]) AS asked(id)
    LEFT JOIN purchase.impact i
         ON i.municipality_id = platform.current_municipality() AND i.purchase_id = asked.id
   GROUP BY asked.id
)
UPDATE purchase.purchase p
   SET applied_themes = c.applied, unless_themes = c.unless, applied = cardinality(c.applied),
       unless = cardinality(c.unless), undecided = c.undecided
  FROM c
 WHERE p.municipality_id = platform.current_municipality()
   AND p.id = c.id
   AND (p.applied_themes, p.unless_themes, p.undecided) IS DISTINCT FROM (c.applied, c.unless, c.undecided)
)sql"};

void settle(db::Session& session, const std::vector<Uuid>& purchases) {
  session.query(settle_states, purchases);
  session.query(settle_totals, purchases);
}

void add_theme_routes(http::Router& router, const Knowledge& knowledge) {
  router.get<DutyList>("/impact-duties", "purchase.read", {"listImpactDuties", "purchases", "What the law asks, per theme and category"},
                       [&knowledge](const http::Request&, db::Session&) { return DutyList{knowledge.duties}; });
}

}  // namespace tenzij::purchase
