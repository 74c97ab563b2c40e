#include "policy/goal_views.h"

#include "policy/store.h"

namespace tenzij::policy {

namespace {

constexpr std::string_view goal_columns = R"sql(
SELECT g.title, g.explanation, g.level, to_jsonb(g.themes) AS themes, to_jsonb(g.sdgs) AS sdgs, g.unit_id,
       g.owner_id, g.parent_id, g.no_parent_reason, g.indicator, g.indicator_unit, g.baseline, g.baseline_year,
       g.target, g.target_year, g.id, g.version, g.archived_at IS NOT NULL AS archived,
       coalesce((SELECT jsonb_agg(jsonb_build_object('year', y.year, 'value', y.value) ORDER BY y.year)
                   FROM policy.goal_year y
                  WHERE y.municipality_id = g.municipality_id AND y.goal_id = g.id),
                '[]') AS path,
       o.name AS owner, u.title AS parent,
       EXISTS (SELECT 1 FROM thread.review r
                WHERE r.municipality_id = g.municipality_id
                  AND r.node_kind = 'goal'
                  AND r.node_id = g.id
                  AND r.resolved_at IS NULL) AS to_review,
       g.indicator IS NOT NULL AND g.target IS NOT NULL AND g.target_year IS NOT NULL AS measurable,
       '[]'::jsonb AS gaps
  FROM policy.goal g
  LEFT JOIN organisation.person o ON o.municipality_id = g.municipality_id AND o.id = g.owner_id
  LEFT JOIN policy.goal u ON u.municipality_id = g.municipality_id AND u.id = g.parent_id
)sql";

const db::Statement goal_by_id{"policy.goal_by_id", {goal_columns, R"sql(
 WHERE g.id = $1
)sql"}};

std::vector<std::string> warnings_of(db::Session& session, const GoalRow& goal) {
  std::vector<std::string> out;
  if (!goal.owner_id) return out;
  if (!session.query("SELECT 1 FROM auth.role_grant WHERE person_id = $1 AND role = 'procurement_advisor'", *goal.owner_id).empty())
    out.emplace_back("ownerInProcurement");
  if (session.query("SELECT 1 FROM organisation.mandate WHERE person_id = $1", *goal.owner_id).empty())
    out.emplace_back("ownerWithoutMandate");
  return out;
}

const db::Statement clauses_of_goal{"policy.clauses_of_goal", R"sql(
SELECT l.clause_id, l.quote, p.text, p.number, d.id AS document_id, d.title AS document, p.edition_id, p.page,
       p.current
  FROM policy.goal_clause l
  JOIN policy.clause c ON c.municipality_id = l.municipality_id AND c.id = l.clause_id
  JOIN policy.document d ON d.municipality_id = c.municipality_id AND d.id = c.document_id
  JOIN LATERAL (SELECT q.* FROM policy.passage q
                 WHERE q.municipality_id = c.municipality_id AND q.clause_id = c.id
                 ORDER BY q.current DESC, q.edition_id DESC LIMIT 1) p ON true
 WHERE l.goal_id = $1
 ORDER BY d.title, p.position
)sql"};

const db::Statement open_reviews_of_goal{"policy.open_reviews_of_goal", R"sql(
SELECT r.id, r.cause_kind, r.cause_id, coalesce(n.title, '') AS cause, r.change, p.name AS person, r.at
  FROM thread.review r
  LEFT JOIN thread.record n
       ON n.municipality_id = r.municipality_id AND n.kind = r.cause_kind AND n.id = r.cause_id
  LEFT JOIN organisation.person p ON p.municipality_id = r.municipality_id AND p.id = r.person_id
 WHERE r.node_kind = 'goal'
   AND r.node_id = $1
   AND r.resolved_at IS NULL
 ORDER BY r.at
)sql"};

const db::Statement goals_that_contradict{"policy.goals_that_contradict", R"sql(
SELECT DISTINCT b.id, b.title
  FROM policy.goal a
  JOIN policy.goal b
       ON b.municipality_id = a.municipality_id
      AND b.id <> a.id
      AND lower(b.indicator) = lower(a.indicator)
      AND b.target_year = a.target_year
      AND b.target <> a.target
      AND b.archived_at IS NULL
      AND b.level = a.level
      AND b.unit_id IS NOT DISTINCT FROM a.unit_id
 WHERE a.id = $1
)sql"};

const db::Statement history_of_goal{"policy.history_of_goal", R"sql(
SELECT e.at, p.name AS person, e.action, e.change
  FROM audit.entry e
  LEFT JOIN organisation.person p ON p.municipality_id = e.municipality_id AND p.id = e.person_id
 WHERE e.table_name = 'policy.goal'
   AND e.row_key->>'id' = $1
 ORDER BY e.seq DESC
 LIMIT 50
)sql"};

const db::Statement goals_asked_for{"policy.goals_asked_for", {goal_columns, R"sql(
 WHERE (g.archived_at IS NOT NULL) = $6
   AND ($1::text IS NULL OR $1 = ANY (g.themes))
   AND ($2::uuid IS NULL OR g.unit_id = $2)
   AND ($3::uuid IS NULL OR g.owner_id = $3)
   AND ($4::int IS NULL OR $4 = ANY (g.sdgs))
   AND ($5::text IS NULL OR g.level = $5)
 ORDER BY g.level DESC, g.title
 LIMIT 1000
)sql"}};

}  // namespace

GoalRow row_of(db::Session& session, const Uuid& id) {
  auto found = session.find<GoalRow>(goal_by_id, id);
  if (!found) throw not_found();
  return *found;
}

GoalDetail goal_detail(db::Session& session, const Uuid& id) {
  GoalDetail out;
  static_cast<GoalRow&>(out) = row_of(session, id);
  out.sources = session.rows<SourceView>(clauses_of_goal, id);
  out.children =
      session.rows<GoalLink>("SELECT id, title FROM policy.goal WHERE parent_id = $1 AND archived_at IS NULL ORDER BY title", id);
  out.reviews = session.rows<Review>(open_reviews_of_goal, id);
  out.conflicts = session.rows<GoalLink>(goals_that_contradict, id);
  out.history = session.rows<HistoryEntry>(history_of_goal, id.str());
  const auto gaps = session.query("SELECT DISTINCT kind FROM thread.gaps() WHERE subject_kind = 'goal' AND subject_id = $1 ORDER BY 1", id);
  for (int i = 0; i < gaps.rows(); ++i) out.gaps.emplace_back(gaps.text(i, 0));
  out.warnings = warnings_of(session, out);
  out.impact = thread::impact(session, {"goal", id});
  return out;
}

GoalList goals(db::Session& session, const GoalQuery& query) {
  return {session.rows<GoalRow>(goals_asked_for, query.theme, query.unit_id, query.owner_id, query.sdg, query.level,
                                query.archived.value_or(false))};
}

}  // namespace tenzij::policy
