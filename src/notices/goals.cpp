// Which goals of policy a published call serves.
#include "notices/notices.h"
#include "notices/views.h"

namespace tenzij::notices {

namespace {

struct CallGoal {
  Uuid id;
  std::string title;
  std::vector<std::string> themes;
};
BOOST_DESCRIBE_STRUCT(CallGoal, (), (id, title, themes))

struct CallGoals {
  std::vector<CallGoal> items;      // linked
  std::vector<CallGoal> suggested;  // goals on a theme that the text asks, not linked yet
};
BOOST_DESCRIBE_STRUCT(CallGoals, (), (items, suggested))

const db::Statement suggested_sql{"notices.suggested_sql", R"sql(
SELECT g.id, g.title, to_jsonb(g.themes) AS themes
  FROM policy.goal g
 WHERE g.archived_at IS NULL
   AND EXISTS (SELECT 1 FROM notices.judged_finding f
                WHERE f.municipality_id = g.municipality_id AND f.notice_id = $1 AND NOT f.declared AND f.asks
                  AND f.theme = ANY (g.themes))
   AND NOT EXISTS (SELECT 1 FROM thread.link l
                    WHERE l.municipality_id = g.municipality_id AND l.upper_kind = 'goal' AND l.upper_id = g.id
                      AND l.lower_kind = 'notice' AND l.lower_id = $1 AND l.state IN ('confirmed', 'rejected'))
 ORDER BY g.title
 LIMIT 20
)sql"};

const db::Statement goals_of_notice{"notices.goals_of_notice", R"sql(
SELECT g.id, g.title, to_jsonb(g.themes) AS themes
  FROM notices.goal_link l
  JOIN policy.goal g ON g.municipality_id = l.municipality_id AND g.id = l.goal_id
 WHERE l.notice_id = $1
 ORDER BY g.title
)sql"};

CallGoals goals_of(db::Session& session, const Uuid& notice) {
  CallGoals out;
  out.items = session.rows<CallGoal>(goals_of_notice, notice);
  out.suggested = session.rows<CallGoal>(suggested_sql, notice);
  return out;
}

CallGoals link(const http::Request& request, db::Session& session) {
  const Uuid notice = request.id_param("id");
  const Uuid goal = request.id_param("goal");
  thread::confirm(session, {"goal", goal}, {"notice", notice}, {"", request.now});
  return goals_of(session, notice);
}

}  // namespace

thread::Kinds thread_kinds() {
  return {{"notice", "Aankondiging", "Notice", "notices.read", "notices.judge", "/aankondigingen/{id}", "flag", 5, true}};
}

void add_goal_routes(http::Router& router) {
  router.get<CallGoals>("/notices/{id}/goals", "notices.read",
                        {"listNoticeGoals", "notices", "Goals that this call serves, and which might fit"},
                        [](const http::Request& request, db::Session& session) { return goals_of(session, request.id_param("id")); });
  router.put<CallGoals>("/notices/{id}/goals/{goal}", "notices.judge", {"linkNoticeGoal", "notices", "This call serves this goal"}, link);
  router.remove("/notices/{id}/goals/{goal}", "notices.judge",
                {"unlinkNoticeGoal", "notices", "This call does not serve this goal after all"},
                [](const http::Request& request, db::Session& session) {
                  if (!thread::reject(session, {"goal", request.id_param("goal")}, {"notice", request.id_param("id")}, {"", request.now}))
                    throw not_found();
                });
}

}  // namespace tenzij::notices
