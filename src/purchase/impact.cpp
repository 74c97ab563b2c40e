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

constexpr std::string_view add_themes_sql = R"sql(
  INSERT INTO purchase.impact (municipality_id, id, purchase_id, theme, level, basis, ambition_id)
  SELECT platform.current_municipality(), r.id, r."purchaseId", r.theme, r.level, r.basis, r."ambitionId"
    FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, "purchaseId" uuid, theme text, level int, basis text, "ambitionId" uuid))sql";

constexpr std::string_view change_themes_sql = R"sql(
  UPDATE purchase.impact i
     SET level = r.level, basis = r.basis, ambition_id = r."ambitionId", version = version + 1
    FROM jsonb_to_recordset($1::jsonb) AS r("purchaseId" uuid, theme text, level int, basis text, "ambitionId" uuid)
   WHERE i.municipality_id = platform.current_municipality() AND i.purchase_id = r."purchaseId" AND i.theme = r.theme
     AND i.state IN ('open', 'applied')
     AND (i.level, i.basis, i.ambition_id) IS DISTINCT FROM (r.level, r.basis, r."ambitionId"))sql";

constexpr std::string_view standing_here_sql = R"sql(
  SELECT s.id, s.theme, s.reason, s.words, s.valid_to, s.person_name, s.person_id, i.purchase_id
    FROM purchase.impact i
    JOIN purchase.purchase p ON p.municipality_id = i.municipality_id AND p.id = i.purchase_id
    JOIN purchase.standing s ON s.municipality_id = i.municipality_id AND s.category = p.category AND s.unit_id IS NOT DISTINCT FROM p.unit_id AND s.theme = i.theme
   WHERE i.purchase_id = ANY ($1::uuid[]) AND i.state = 'open' AND s.withdrawn_at IS NULL AND s.valid_to >= $2
   ORDER BY s.at)sql";

constexpr std::string_view stand_sql = R"sql(
  UPDATE purchase.impact
     SET state = 'unless', standing_id = $3, reason = $4, words = $5, valid_to = $6, decided_by = $7, version = version + 1
   WHERE purchase_id = $1 AND theme = $2)sql";

constexpr std::string_view stood_sql = R"sql(
  INSERT INTO purchase.decision (municipality_id, id, purchase_id, theme, kind, reason, words, valid_to, standing, person_name, at)
  VALUES ($1, $2, $3, $4, 'unless', $5, $6, $7, true, $8, $9))sql";

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
  const auto rows = session.query(standing_here_sql, ids, today);
  for (int i = 0; i < rows.rows(); ++i) {
    const PurchaseRow& purchase = *by_id.at(rows.get<Uuid>(i, 7));
    if (!may_stand(session, purchase, rows.get<Uuid>(i, 6))) continue;
    session.query(stand_sql, purchase.id, rows.text(i, 1), rows.get<Uuid>(i, 0), rows.text(i, 2), rows.text(i, 3), rows.get<Date>(i, 4),
                  rows.text(i, 5));
    session.query(stood_sql, session.actor().municipality_id, new_id(), purchase.id, rows.text(i, 1), rows.text(i, 2), rows.text(i, 3),
                  rows.get<Date>(i, 4), rows.text(i, 5), now);
  }
}

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
    session.query(
        "INSERT INTO purchase.requirement (municipality_id, id, purchase_id, impact_id, state, position, title, text, variables, "
        "instrument, level, open, evidence, moment, who, from_cents, created_at) SELECT $1, $2, $3, id, 'chosen', $5, $6, $7, '[]', "
        "'procedure', 1, false, $8, 'delivery', 'contract_manager', 0, $9 FROM purchase.impact WHERE purchase_id = $3 AND theme = $4 AND "
        "state = 'open'",
        session.actor().municipality_id, new_id(), purchase.id, theme, ++position, advice->title, advice->text, advice->evidence, now);
}

constexpr std::string_view theme_columns =
    "SELECT i.id, i.version, i.theme, i.state, i.level, i.basis, i.ambition_id, a.theme_title || ' · ' || a.title AS ambition, i.reason, "
    "i.words, i.valid_to, i.standing_id IS NOT NULL AS standing, d.person_name AS person, d.at, (SELECT count(*) FROM purchase.requirement "
    "r WHERE r.municipality_id = i.municipality_id AND r.impact_id = i.id AND r.state = 'chosen') AS requirements, coalesce((SELECT "
    "jsonb_agg(jsonb_build_object('id', g.id, 'title', g.title, 'clause', c.text, 'document', c.document) ORDER BY g.title) FROM "
    "purchase.goal_link l JOIN policy.goal g ON g.municipality_id = l.municipality_id AND g.id = l.goal_id LEFT JOIN LATERAL (SELECT "
    "n.title AS text, n.detail AS document FROM policy.thread_up('goal', g.id) t JOIN policy.thread_node n ON n.municipality_id = "
    "g.municipality_id AND n.kind = t.kind AND n.id = t.id WHERE t.kind = 'clause' ORDER BY n.detail, n.title LIMIT 1) c ON true WHERE "
    "l.municipality_id = i.municipality_id AND l.impact_id = i.id), '[]') AS goals, f.focus, f.reason AS focus_reason, fp.name AS "
    "focus_contact, '[]'::jsonb AS duties FROM purchase.impact i JOIN purchase.purchase p ON p.municipality_id = i.municipality_id AND "
    "p.id = i.purchase_id LEFT JOIN ambition.ambition a ON a.municipality_id = i.municipality_id AND a.id = i.ambition_id LEFT JOIN "
    "criteria.focus f ON f.municipality_id = i.municipality_id AND f.category = p.category AND f.theme = i.theme LEFT JOIN "
    "organisation.person fp ON fp.municipality_id = f.municipality_id AND fp.id = f.contact_id LEFT JOIN LATERAL (SELECT x.person_name, "
    "x.at FROM purchase.decision x WHERE x.municipality_id = i.municipality_id AND x.purchase_id = i.purchase_id AND x.theme = i.theme "
    "ORDER BY x.at DESC, x.id DESC LIMIT 1) d ON true ";

void add_duties(ThemeView& view, const PurchaseRow& purchase, const Knowledge& knowledge) {
  for (const Duty& duty : knowledge.duties)
    if (duty.theme == view.theme && purchase.category && duty.from_euro * 100 <= purchase.value_cents &&
        std::find(duty.categories.begin(), duty.categories.end(), *purchase.category) != duty.categories.end())
      view.duties.push_back(duty.code);
}

struct GoalCandidate {
  Uuid id;
  int rank;
  std::string title;
};
BOOST_DESCRIBE_STRUCT(GoalCandidate, (), (id, rank, title))
constexpr int most_goals = 3;

struct DutyList {
  std::vector<Duty> items;
};
BOOST_DESCRIBE_STRUCT(DutyList, (), (items))

struct SuggestedForTheme {
  std::string theme;
  std::vector<criteria::Suggested> items;
};
BOOST_DESCRIBE_STRUCT(SuggestedForTheme, (), (theme, items))
struct PurchaseSuggestions {
  std::vector<SuggestedForTheme> themes;
};
BOOST_DESCRIBE_STRUCT(PurchaseSuggestions, (), (themes))

// The library's suggestions at the level of each theme, without what is in this purchase already.
PurchaseSuggestions suggestions(db::Session& session, const Uuid& id) {
  const PurchaseRow purchase = purchase_row(session, id);
  const std::string cpv = cpv_of(session, purchase);
  criteria::SuggestFor what{{}, cpv.empty() ? std::nullopt : std::optional(cpv), purchase.value_cents};
  PurchaseSuggestions out;
  for (const auto& row : session.rows<ThemeLevel>(
           "SELECT i.theme, i.level FROM purchase.impact i JOIN reference.theme t ON t.code = i.theme WHERE i.purchase_id = $1 ORDER BY "
           "t.position",
           id)) {
    what.wishes.push_back({row.theme, row.level});
    out.themes.push_back({row.theme, {}});
  }
  const auto taken =
      session.query("SELECT DISTINCT criterion_id FROM purchase.requirement WHERE purchase_id = $1 AND criterion_id IS NOT NULL", id);
  std::vector<Uuid> have;
  for (int i = 0; i < taken.rows(); ++i) have.push_back(taken.get<Uuid>(i, 0));
  const std::string procedure = purchase.procedure.value_or("");
  // Where a procedure has a place for everything, fitting it is no reason.
  const bool choosy = !fits_procedure("exclusion_ground", procedure);
  for (criteria::Suggested each : criteria::suggest(session, what)) {
    if (choosy && fits_procedure(each.instrument, procedure)) each.reasons.emplace_back("procedure");
    for (SuggestedForTheme& theme : out.themes)
      if (theme.theme == each.theme && std::find(have.begin(), have.end(), each.id) == have.end()) theme.items.push_back(each);
  }
  // What this procedure has no place for comes last, and is never left out.
  for (SuggestedForTheme& theme : out.themes)
    std::stable_partition(theme.items.begin(), theme.items.end(),
                          [&](const auto& each) { return fits_procedure(each.instrument, procedure); });
  return out;
}

}  // namespace

std::vector<ThemeView> themes_of(db::Session& session, const PurchaseRow& purchase, const Knowledge& knowledge) {
  auto out = session.rows<ThemeView>(
      std::string(theme_columns) + "JOIN reference.theme t ON t.code = i.theme WHERE i.purchase_id = $1 ORDER BY t.position", purchase.id);
  for (ThemeView& each : out) add_duties(each, purchase, knowledge);
  return out;
}

ThemeView theme_of(db::Session& session, const PurchaseRow& purchase, const std::string& theme, const Knowledge& knowledge) {
  auto out = session.find<ThemeView>(std::string(theme_columns) + "WHERE i.purchase_id = $1 AND i.theme = $2", purchase.id, theme);
  if (!out) throw not_found();
  add_duties(*out, purchase, knowledge);
  return *out;
}

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
  if (!fresh.empty()) session.query(add_themes_sql, json::encode(fresh));
  if (!there.empty()) session.query(change_themes_sql, json::encode(there));
  apply_standing(session, purchases, today, now);
  for (const PurchaseRow& purchase : purchases)
    if (purchase.small && !have.contains(purchase.id)) add_small_requirements(session, purchase, lookups.knowledge(), now);
  settle(session, ids);
}

void settle(db::Session& session, const std::vector<Uuid>& purchases) {
  constexpr const char* states =
      R"sql(
      WITH now AS (
        SELECT i.id,
               CASE WHEN EXISTS (SELECT 1 FROM purchase.requirement r
                                  WHERE r.municipality_id = i.municipality_id AND r.impact_id = i.id AND r.state = 'chosen')
                    THEN 'applied' ELSE 'open' END AS state
          FROM purchase.impact i
         WHERE i.purchase_id = ANY ($1::uuid[]) AND i.state IN ('open', 'applied'))
      UPDATE purchase.impact i
         SET state = now.state
        FROM now
       WHERE i.municipality_id = platform.current_municipality() AND i.id = now.id AND i.state <> now.state)sql";
  constexpr const char* counts =
      R"sql(
      WITH c AS (
        SELECT asked.id,
               coalesce(array_agg(i.theme ORDER BY i.theme) FILTER (WHERE i.state = 'applied'), '{}') AS applied,
               coalesce(array_agg(i.theme ORDER BY i.theme) FILTER (WHERE i.state = 'unless'), '{}') AS unless,
               count(*) FILTER (WHERE i.state IN ('open', 'proposed'))::int AS undecided
          FROM unnest($1::uuid[]) AS asked(id)
          LEFT JOIN purchase.impact i ON i.municipality_id = platform.current_municipality() AND i.purchase_id = asked.id
         GROUP BY asked.id)
      UPDATE purchase.purchase p
         SET applied_themes = c.applied, unless_themes = c.unless, applied = cardinality(c.applied), unless = cardinality(c.unless),
             undecided = c.undecided
        FROM c
       WHERE p.municipality_id = platform.current_municipality() AND p.id = c.id
         AND (p.applied_themes, p.unless_themes, p.undecided) IS DISTINCT FROM (c.applied, c.unless, c.undecided))sql";
  session.query(states, purchases);
  session.query(counts, purchases);
}

void link_goals(db::Session& session, const PurchaseRow& purchase, const Uuid& impact, const std::string& theme,
                const Knowledge& knowledge) {
  if (!session.query("SELECT 1 FROM purchase.goal_link WHERE impact_id = $1 LIMIT 1", impact).empty()) return;
  // Nearest first: what the ambition stands on, then goals of the unit and above it, then those of the whole municipality.
  const auto found = session.rows<GoalCandidate>(
      "WITH found AS (SELECT l.goal_id AS id, 0 AS rank FROM purchase.impact i JOIN ambition.ambition_goal l ON l.municipality_id = "
      "i.municipality_id AND l.ambition_id = i.ambition_id WHERE i.id = $1 UNION ALL SELECT g.id, 1 + u.distance FROM "
      "organisation.unit_and_above($2) u JOIN policy.goal g ON g.municipality_id = platform.current_municipality() AND g.unit_id = u.id "
      "AND $3 "
      "= ANY (g.themes) WHERE g.archived_at IS NULL UNION ALL SELECT g.id, 100 FROM policy.goal g WHERE g.level = 'municipal' AND "
      "g.unit_id IS "
      "NULL AND $3 = ANY (g.themes) AND g.archived_at IS NULL) SELECT f.id, min(f.rank) AS rank, g.title FROM found f JOIN policy.goal g "
      "ON "
      "g.municipality_id = platform.current_municipality() AND g.id = f.id GROUP BY f.id, g.title ORDER BY 2, 3",
      impact, purchase.unit_id, theme);
  std::optional<int> rank;
  int linked = 0;
  for (const GoalCandidate& each : found) {
    if (rank && each.rank > *rank) break;
    // A goal for roads says nothing about trees.
    const auto category = guess(session, each.title, knowledge).category;
    if (category && purchase.category && *category != *purchase.category) continue;
    rank = each.rank;
    if (++linked > most_goals) break;
    session.query("INSERT INTO purchase.goal_link (municipality_id, goal_id, impact_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                  session.actor().municipality_id, each.id, impact);
  }
}

void add_theme_routes(http::Router& router, const Knowledge& knowledge) {
  router.get<PurchaseSuggestions>(
      "/purchases/{id}/suggestions", "purchase.read",
      {"suggestForPurchase", "purchases", "What the library suggests per theme, at the level that holds here, with the reasons"},
      [](const http::Request& request, db::Session& session) { return suggestions(session, request.id_param("id")); });
  router.get<DutyList>("/impact-duties", "purchase.read", {"listImpactDuties", "purchases", "What the law asks, per theme and category"},
                       [&knowledge](const http::Request&, db::Session&) { return DutyList{knowledge.duties}; });
}

}  // namespace tenzij::purchase
