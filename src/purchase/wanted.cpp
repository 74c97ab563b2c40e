// What the municipality wants of this purchase, in its own sentences: agreed ambitions and goals, who serves them and how far; and
// what an unless would go below.
#include "purchase/store.h"

namespace tenzij::purchase {

namespace {

// A chosen requirement that asks less than the goal, in the same figure.
struct BelowGoal {
  Uuid requirement_id;
  std::string requirement;
  double asked;
};
BOOST_DESCRIBE_STRUCT(BelowGoal, (), (requirement_id, requirement, asked))

struct WantedRow : Departure {
  bool confirmed = false;  // somebody said so, or it was agreed; else a rule suggests it
  bool adopted = false;    // not only in a document that nobody adopted yet
  std::vector<std::string> themes;
  std::optional<Instant> agreed_at;
  std::optional<std::string> indicator;
  std::optional<std::string> indicator_unit;
  std::optional<double> baseline;
  std::optional<int> baseline_year;
  std::optional<double> target;
  std::optional<int> target_year;
  std::int64_t purchases;  // that serve it, by what people said
  std::int64_t asking;     // of those, with a requirement for it
  std::string why;         // of the link
};
BOOST_DESCRIBE_STRUCT(WantedRow, (Departure),
                      (confirmed, adopted, themes, agreed_at, indicator, indicator_unit, baseline, baseline_year, target, target_year,
                       purchases, asking, why))

struct Wanted : WantedRow {
  std::vector<BelowGoal> below;
};
BOOST_DESCRIBE_STRUCT(Wanted, (WantedRow), (below))

// A suggestion of the library with what it does here.
struct PurchaseSuggestion : criteria::Suggested {
  std::string filled;              // the text with its variables
  std::vector<Uuid> serves;        // goals and ambitions of this purchase
  int checks;                      // how often it is verified over the term
  std::optional<Uuid> below_goal;  // in the same figure it asks less than this goal
  std::optional<double> asked;     // that figure
};
BOOST_DESCRIBE_STRUCT(PurchaseSuggestion, (criteria::Suggested), (filled, serves, checks, below_goal, asked))

struct SuggestedForTheme {
  std::string theme;
  std::vector<PurchaseSuggestion> items;
};
BOOST_DESCRIBE_STRUCT(SuggestedForTheme, (), (theme, items))
struct PurchaseSuggestions {
  std::vector<SuggestedForTheme> themes;
};
BOOST_DESCRIBE_STRUCT(PurchaseSuggestions, (), (themes))

struct WantedList {
  std::vector<Wanted> items;  // what somebody said first, then what a rule suggests
};
BOOST_DESCRIBE_STRUCT(WantedList, (), (items))

constexpr int most_suggested_goals = 6;

// The sentence of a goal: of the clause that it hangs on, or that a goal above it hangs on; an adopted document first.
const db::Statement wanted_of_purchase{"purchase.wanted_of_purchase", R"sql(
WITH here AS (
  SELECT i.municipality_id, i.id, i.theme, i.ambition_id
    FROM purchase.impact i
   WHERE i.purchase_id = $1
), linked AS (
  SELECT l.upper_id AS goal_id, bool_or(l.counts) AS confirmed, array_agg(DISTINCT h.theme) AS themes,
         (array_agg(CASE WHEN l.counts THEN l.why ELSE l.rule_words END
                    ORDER BY l.counts DESC, l.score DESC))[1] AS why,
         max(l.score) AS score
    FROM here h
    JOIN thread.link l
         ON l.municipality_id = h.municipality_id
        AND l.lower_kind = 'impact'
        AND l.lower_id = h.id
        AND l.upper_kind = 'goal'
        AND l.state <> 'rejected'
   GROUP BY l.upper_id
), goals AS (
  SELECT *, row_number() OVER (PARTITION BY confirmed ORDER BY score DESC, goal_id) AS place
    FROM linked
)
SELECT 'ambition' AS kind, a.id, a.title, a.reason AS sentence, NULL AS document, NULL::uuid AS document_id,
       NULL::uuid AS clause_id, a.level, true AS confirmed, true AS adopted,
       to_jsonb(ARRAY[h.theme]) AS themes, a.agreed_at, NULL AS indicator, NULL AS indicator_unit,
       NULL::float8 AS baseline, NULL::int AS baseline_year, NULL::float8 AS target, NULL::int AS target_year,
       0::bigint AS purchases, 0::bigint AS asking, '' AS why, 1::float8 AS score
  FROM here h
  JOIN ambition.ambition a ON a.municipality_id = h.municipality_id AND a.id = h.ambition_id AND a.withdrawn_at IS NULL
UNION ALL
SELECT 'goal', g.id, g.title, coalesce(c.sentence, ''), c.document, c.document_id, c.clause_id, NULL,
       k.confirmed, coalesce(c.adopted, true), to_jsonb(k.themes), NULL, g.indicator, g.indicator_unit,
       g.baseline, g.baseline_year, g.target, g.target_year, s.purchases, s.asking, coalesce(k.why, ''), k.score
  FROM goals k
  JOIN policy.goal g
       ON g.municipality_id = platform.current_municipality()
      AND g.id = k.goal_id
      AND g.archived_at IS NULL
  LEFT JOIN LATERAL (SELECT n.title AS sentence, d.title AS document, d.id AS document_id, n.id AS clause_id,
                            d.status IN ('adopted_college', 'adopted_council') AS adopted
                       FROM thread.up('goal', g.id) t
                       JOIN thread.record n
                            ON n.municipality_id = g.municipality_id AND n.kind = t.kind AND n.id = t.id
                       JOIN policy.document d ON d.municipality_id = n.municipality_id AND d.id = n.whole_id
                      WHERE t.kind = 'clause'
                      ORDER BY d.status IN ('adopted_college', 'adopted_council') DESC, d.title, n.title
                      LIMIT 1) c ON true
 CROSS JOIN LATERAL (SELECT count(DISTINCT o.purchase_id) AS purchases,
                            count(DISTINCT o.purchase_id) FILTER (WHERE o.state = 'applied') AS asking
                       FROM purchase.goal_link q
                       JOIN purchase.impact o ON o.municipality_id = q.municipality_id AND o.id = q.impact_id
                      WHERE q.municipality_id = g.municipality_id AND q.goal_id = g.id) s
 WHERE k.confirmed OR k.place <= $2
 ORDER BY confirmed DESC, kind, score DESC, title
)sql"};

std::vector<WantedRow> rows_wanted(db::Session& session, const Uuid& purchase) {
  return session.rows<WantedRow>(wanted_of_purchase, purchase, most_suggested_goals);
}

// More is better: a goal that wants to go down says nothing about what is enough.
bool wants_at_least(const WantedRow& goal) {
  return goal.target && goal.indicator && goal.indicator_unit && (!goal.baseline || *goal.baseline < *goal.target);
}

// The figure that is asked where it is the goal's figure and less than it wants.
std::optional<double> below(const WantedRow& goal, const std::optional<std::string>& indicator,
                            const std::vector<criteria::Variable>& variables) {
  if (!wants_at_least(goal) || !indicator || !same_figure(*goal.indicator, *goal.indicator_unit, *indicator)) return std::nullopt;
  const auto asked = asked_figure(variables, *goal.indicator_unit);
  return asked && *asked < *goal.target ? asked : std::nullopt;
}

bool about(const WantedRow& wanted, const std::string& theme) {
  return std::find(wanted.themes.begin(), wanted.themes.end(), theme) != wanted.themes.end();
}

WantedList wanted(db::Session& session, const Uuid& id) {
  const PurchaseRow purchase = purchase_row(session, id);
  const std::vector<Requirement> requirements = requirements_of(session, purchase);
  WantedList out;
  for (const WantedRow& row : rows_wanted(session, id)) {
    Wanted& one = out.items.emplace_back();
    static_cast<WantedRow&>(one) = row;
    for (const Requirement& each : requirements)
      if (each.state == RequirementState::chosen && about(row, each.theme))
        if (const auto asked = below(row, each.indicator, each.variables)) one.below.push_back({each.id, each.title, *asked});
  }
  return out;
}

// Words that a goal and a suggestion share: what they are about, beside the theme.
bool share_words(const WantedRow& goal, const criteria::Suggested& each) {
  const auto words = scan::lexemes(goal.title + " " + goal.indicator.value_or(""));
  const auto said = scan::lexemes(each.title + " " + each.text + " " + each.indicator.value_or(""));
  const std::set<std::string> have(said.begin(), said.end());
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) { return word.size() > 4 && have.contains(word); });
}

int years_of(const PurchaseRow& purchase) {
  if (!purchase.contract_from || !purchase.contract_to) return 1;
  const auto days = std::chrono::sys_days{purchase.contract_to->ymd} - std::chrono::sys_days{purchase.contract_from->ymd};
  return std::max(1, static_cast<int>((days.count() + 182) / 365));
}

PurchaseSuggestion suggestion(const criteria::Suggested& in, const std::vector<WantedRow>& wanted, const PurchaseRow& purchase) {
  PurchaseSuggestion out;
  static_cast<criteria::Suggested&>(out) = in;
  out.filled = criteria::filled(in.text, in.variables);
  out.checks = checks_of(in.moment, years_of(purchase));
  for (const WantedRow& each : wanted) {
    if (!about(each, in.theme)) continue;
    const auto less = below(each, in.indicator, in.variables);
    if (each.kind == "ambition" ? each.level && in.level >= *each.level : less || share_words(each, in)) out.serves.push_back(each.id);
    if (less && !out.below_goal) {
      out.below_goal = each.id;
      out.asked = less;
    }
  }
  return out;
}

bool needs_invitation(const criteria::Suggested& each, const Knowledge& knowledge) {
  const std::string words = text::lower_ascii(each.title + " " + each.text);
  return std::any_of(knowledge.invite_words.begin(), knowledge.invite_words.end(),
                     [&](const std::string& phrase) { return words.find(phrase) != std::string::npos; });
}

const db::Statement levels_of_purchase{"purchase.levels_of_purchase", R"sql(
SELECT i.theme, i.level
  FROM purchase.impact i
  JOIN reference.theme t ON t.code = i.theme
 WHERE i.purchase_id = $1
 ORDER BY t.position
)sql"};

const db::Statement criteria_of_purchase{"purchase.criteria_of_purchase", R"sql(
SELECT DISTINCT criterion_id
  FROM purchase.requirement
 WHERE purchase_id = $1
   AND criterion_id IS NOT NULL
)sql"};

// The library's suggestions at the level of each theme, without what is in this purchase already and what its procedure has no
// place for. What serves a goal or an ambition of this purchase comes first.
PurchaseSuggestions suggestions(db::Session& session, const Uuid& id, const Knowledge& knowledge) {
  const PurchaseRow purchase = purchase_row(session, id);
  const std::string cpv = cpv_of(session, purchase);
  criteria::SuggestFor what{{}, cpv.empty() ? std::nullopt : std::optional(cpv), purchase.value_cents};
  PurchaseSuggestions out;
  for (const auto& row : session.rows<ThemeLevelOf>(levels_of_purchase, id)) {
    what.wishes.push_back({row.theme, row.level});
    out.themes.push_back({row.theme, {}});
  }
  const auto taken = session.query(criteria_of_purchase, id);
  std::set<Uuid> have;
  for (int i = 0; i < taken.rows(); ++i) have.insert(taken.get<Uuid>(i, 0));
  const std::string procedure = purchase.procedure.value_or("");
  // Where a procedure has a place for everything, fitting it is no reason.
  const bool choosy = !fits_procedure("exclusion_ground", procedure);
  const std::vector<WantedRow> wanted = rows_wanted(session, id);
  for (criteria::Suggested each : criteria::suggest(session, what)) {
    if (have.contains(each.id) || !fits_procedure(each.instrument, procedure)) continue;
    if (!chooses_whom_to_invite(procedure) && needs_invitation(each, knowledge)) continue;
    if (choosy) each.reasons.emplace_back("procedure");
    for (SuggestedForTheme& theme : out.themes)
      if (theme.theme == each.theme) theme.items.push_back(suggestion(each, wanted, purchase));
  }
  for (SuggestedForTheme& theme : out.themes)
    std::stable_partition(theme.items.begin(), theme.items.end(), [](const auto& each) { return !each.serves.empty(); });
  return out;
}

}  // namespace

std::map<std::string, std::vector<Departure>> departures(db::Session& session, const Uuid& purchase) {
  std::map<std::string, std::vector<Departure>> out;
  for (const WantedRow& each : rows_wanted(session, purchase)) {
    // What a rule suggests decides nothing, and below level 0 there is nothing.
    if (!each.confirmed || !each.adopted || (each.level && *each.level == 0)) continue;
    for (const std::string& theme : each.themes) out[theme].push_back(each);
  }
  return out;
}

void add_wanted_routes(http::Router& router, const Knowledge& knowledge) {
  router.get<WantedList>(
      "/purchases/{id}/wanted", "purchase.read",
      {"listWantedOfPurchase", "purchases", "What policy wants of this purchase: agreed ambitions and goals, in their words"},
      [](const http::Request& request, db::Session& session) { return wanted(session, request.id_param("id")); });
  router.get<PurchaseSuggestions>(
      "/purchases/{id}/suggestions", "purchase.read",
      {"suggestForPurchase", "purchases", "What the library suggests per theme, at the level that holds here, with the reasons"},
      [&knowledge](const http::Request& request, db::Session& session) { return suggestions(session, request.id_param("id"), knowledge); });
}

}  // namespace tenzij::purchase
