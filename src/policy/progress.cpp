// Which units move and which stay behind: what each has, misses and did.
#include "policy/store.h"

namespace tenzij::policy {

namespace {

struct UnitProgress {
  Uuid unit_id;
  std::string name;
  std::int64_t goals;
  std::int64_t measurable;
  std::int64_t with_call;  // goals that a call serves
  std::int64_t gaps;
  std::int64_t open_questions;
  std::optional<Date> last_coaching;
  std::optional<Date> last_step;      // judgement of a Manifest step
  std::optional<Date> last_activity;  // the latest of goal, call, step, conversation and question
  bool moves;                         // something happened in the last half year
};
BOOST_DESCRIBE_STRUCT(UnitProgress, (),
                      (unit_id, name, goals, measurable, with_call, gaps, open_questions, last_coaching, last_step, last_activity, moves))

struct ProgressList {
  std::vector<UnitProgress> items;
};
BOOST_DESCRIBE_STRUCT(ProgressList, (), (items))

// Days without anything after which a unit is said to stay behind.
constexpr int quiet_days = 182;

const db::Statement progress_of_units{"policy.progress_of_units", R"sql(
SELECT u.id AS unit_id, u.name, g.goals, g.measurable, g.with_call,
       (SELECT count(*) FROM thread.gaps() x
         WHERE x.unit_id = u.id) AS gaps,
       h.open_questions, c.last_coaching, s.last_step, a.at AS last_activity,
       coalesce(a.at >= $1::date - $2::int, false) AS moves
  FROM organisation.unit u
 CROSS JOIN LATERAL (SELECT count(*) AS goals,
                            count(*) FILTER (WHERE q.indicator IS NOT NULL
                                             AND q.target IS NOT NULL
                                             AND q.target_year IS NOT NULL) AS measurable,
                            count(*) FILTER (WHERE EXISTS (SELECT 1 FROM thread.link e
                                                            WHERE e.municipality_id = q.municipality_id
                                                              AND e.upper_kind = 'goal'
                                                              AND e.upper_id = q.id
                                                              AND e.lower_kind <> 'goal'
                                                              AND e.counts)) AS with_call,
                            max(q.created_at)::date AS at
                       FROM policy.goal q
                      WHERE q.municipality_id = u.municipality_id AND q.unit_id = u.id AND q.archived_at IS NULL) g
 CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE r.answered_at IS NULL) AS open_questions,
                            max(r.asked_at)::date AS at
                       FROM organisation.help_request r
                       JOIN organisation.person p ON p.municipality_id = r.municipality_id AND p.id = r.asked_by
                      WHERE r.municipality_id = u.municipality_id AND coalesce(r.unit_id, p.unit_id) = u.id) h
 CROSS JOIN LATERAL (SELECT max(k.held_on) AS last_coaching FROM organisation.coaching k
                      WHERE k.municipality_id = u.municipality_id AND k.unit_id = u.id) c
 CROSS JOIN LATERAL (SELECT max(m.judged_on) AS last_step FROM policy.manifest_step m
                      WHERE m.municipality_id = u.municipality_id AND m.unit_id = u.id) s
 CROSS JOIN LATERAL (SELECT greatest(g.at, h.at, c.last_coaching, s.last_step) AS at) a
 ORDER BY u.position, u.name
)sql"};

ProgressList progress(const http::Request& request, db::Session& session) {
  session.query("SELECT set_config('tenzij.today', $1, true)", date_of(request.now).str());
  return {session.rows<UnitProgress>(progress_of_units, date_of(request.now), quiet_days)};
}

}  // namespace

void add_progress_routes(http::Router& router) {
  router.get<ProgressList>("/unit-progress", "policy.read", {"listUnitProgress", "policy", "Which units move and which stay behind"},
                           progress);
}

}  // namespace tenzij::policy
