// What a session shows: the sections of its room while it runs, and all it led to.
#include "ambition/store.h"

namespace tenzij::ambition {

namespace {

struct StepTheme {
  int position;
  std::string code;
  std::string title;
  std::string state;
  std::optional<int> agreed_level;
};
BOOST_DESCRIBE_STRUCT(StepTheme, (), (position, code, title, state, agreed_level))
struct StepSection {
  std::string title;
  std::string status;
  std::int64_t version;
  int position;
  std::string phase;
  std::optional<Instant> timer_ends_at;
  std::optional<std::string> code;
  std::vector<StepTheme> themes;
};
BOOST_DESCRIBE_STRUCT(StepSection, (), (title, status, version, position, phase, timer_ends_at, code, themes))

struct CountSection {
  std::int64_t joined;
  std::int64_t scored;
  std::vector<RoleCount> roles;
};
BOOST_DESCRIBE_STRUCT(CountSection, (), (joined, scored, roles))

struct ResultSection {
  std::optional<Tally> first;
  std::optional<Tally> second;
};
BOOST_DESCRIBE_STRUCT(ResultSection, (), (first, second))

// Where people may stay anonymous, a role is shown apart from this many.
constexpr int small_role = 3;
// Motivations on a screen; the report has them all.
constexpr std::size_t shown_motivations = 40;

const db::Statement step_of_session{"ambition.step_of_session", R"sql(
SELECT s.title, s.status, s.version, s.position, s.phase, s.timer_ends_at, s.code,
       coalesce((SELECT jsonb_agg(jsonb_build_object('position', t.position, 'code', t.code, 'title', t.title,
                                                     'state', t.state, 'agreedLevel', t.agreed_level)
                                  ORDER BY t.position)
                   FROM ambition.theme t
                  WHERE t.municipality_id = s.municipality_id AND t.session_id = s.id),
                '[]') AS themes
  FROM ambition.session s
 WHERE s.id = $1
)sql"};

json::value step_told(db::Session& session, const Uuid& id) {
  const auto row = session.find<StepSection>(step_of_session, id);
  return row ? json::encode(*row) : json::value(nullptr);
}

const db::Statement counts_of_session{"ambition.counts_of_session", R"sql(
SELECT (SELECT count(*) FROM ambition.participant q
         WHERE q.municipality_id = s.municipality_id
           AND q.session_id = s.id
           AND q.joined_at IS NOT NULL
           AND q.removed_at IS NULL) AS joined,
       (SELECT count(*)
          FROM ambition.vote v
          JOIN ambition.participant q
               ON q.municipality_id = v.municipality_id AND q.id = v.participant_id AND q.removed_at IS NULL
         WHERE v.municipality_id = s.municipality_id
           AND v.session_id = s.id
           AND v.position = s.position
           AND v.round = CASE s.phase WHEN 'score' THEN 1 WHEN 'second_score' THEN 2 ELSE 0 END) AS scored,
       coalesce((SELECT jsonb_agg(jsonb_build_object('role', r.role, 'count', r.n) ORDER BY r.role)
                   FROM (SELECT role, count(*) AS n FROM ambition.participant q
                          WHERE q.municipality_id = s.municipality_id
                            AND q.session_id = s.id
                            AND q.joined_at IS NOT NULL
                            AND q.removed_at IS NULL
                          GROUP BY role) r),
                '[]') AS roles
  FROM ambition.session s
 WHERE s.id = $1
)sql"};

json::value count(db::Session& session, const Uuid& id) {
  const auto row = session.find<CountSection>(counts_of_session, id);
  return row ? json::encode(*row) : json::value(nullptr);
}

json::value result(db::Session& session, const Uuid& id, const SessionRow& row) {
  ResultSection out;
  const int shown = row.status == "closed" ? 0 : shown_round(row.phase);
  if (shown >= 1) out.first = tally_of(session, id, row.position, 1);
  if (shown >= 2) out.second = tally_of(session, id, row.position, 2);
  for (auto* each : {&out.first, &out.second})
    if (*each && (*each)->motivations.size() > shown_motivations) (*each)->motivations.resize(shown_motivations);
  return json::encode(out);
}

}  // namespace

const std::vector<std::string> room_sections{"step", "theme", "count", "result", "notes"};

const db::Statement session_to_render{"ambition.session_to_render", R"sql(
SELECT id, title, status, position, phase, allow_anonymous, version, 0::bigint AS themes
  FROM ambition.session
 WHERE id = $1
)sql"};

json::value render(db::Session& session, const Uuid& id, const std::string& section) {
  if (section == "step") return step_told(session, id);
  if (section == "count") return count(session, id);
  const auto row = session.find<SessionRow>(session_to_render, id);
  if (!row) return nullptr;
  if (section == "result") return result(session, id, *row);
  if (section == "notes") return json::encode(notes_of(session, id, row->position));
  const auto themes = themes_of(session, id, row->position);
  return themes.empty() ? json::value(nullptr) : json::encode(themes.front());
}

const db::Statement votes_of_round{"ambition.votes_of_round", R"sql(
SELECT v.round, v.level, q.role, v.motivation
  FROM ambition.vote v
  JOIN ambition.participant q
       ON q.municipality_id = v.municipality_id AND q.id = v.participant_id AND q.removed_at IS NULL
 WHERE v.session_id = $1
   AND v.position = $2
   AND v.round = $3
 ORDER BY v.at
)sql"};

Tally tally_of(db::Session& session, const Uuid& id, int position, int round) {
  const auto votes = session.rows<Vote>(votes_of_round, id, position, round);
  const bool anonymous = session.scalar<bool>("SELECT allow_anonymous FROM ambition.session WHERE id = $1", id).value_or(true);
  return tally(votes, round, anonymous ? small_role : 0);
}

const db::Statement notes_of_session{"ambition.notes_of_session", R"sql(
SELECT n.id, n.position, n.kind, n.text, q.role, n.at
  FROM ambition.note n
  LEFT JOIN ambition.participant q ON q.municipality_id = n.municipality_id AND q.id = n.participant_id
 WHERE n.session_id = $1
   AND n.hidden_at IS NULL
   AND ($2::int IS NULL OR n.position = $2)
 ORDER BY n.at, n.id
 LIMIT 500
)sql"};

std::vector<Note> notes_of(db::Session& session, const Uuid& id, std::optional<int> position) {
  return session.rows<Note>(notes_of_session, id, position);
}

const db::Statement session_with_results{"ambition.session_with_results", R"sql(
SELECT s.id, s.title, s.question, s.purpose, u.name AS unit, s.cpv, s.project, s.year, s.status,
       p.name AS facilitator, s.started_at, s.closed_at,
       coalesce((SELECT jsonb_agg(jsonb_build_object('role', r.role, 'count', r.n) ORDER BY r.role)
                   FROM (SELECT role, count(*) AS n FROM ambition.participant q
                          WHERE q.municipality_id = s.municipality_id
                            AND q.session_id = s.id
                            AND q.joined_at IS NOT NULL
                            AND q.removed_at IS NULL
                          GROUP BY role) r),
                '[]') AS roles,
       '[]'::jsonb AS themes, '[]'::jsonb AS actions
  FROM ambition.session s
  LEFT JOIN organisation.unit u ON u.municipality_id = s.municipality_id AND u.id = s.unit_id
  LEFT JOIN organisation.person p ON p.municipality_id = s.municipality_id AND p.id = s.facilitator_id
 WHERE s.id = $1
)sql"};

SessionResults results_of(db::Session& session, const Uuid& id) {
  auto out = session.find<SessionResults>(session_with_results, id);
  if (!out) throw not_found();
  const auto notes = notes_of(session, id);
  for (const SessionTheme& theme : themes_of(session, id)) {
    ThemeResult each;
    static_cast<SessionTheme&>(each) = theme;
    // What is still silent stays silent, also here.
    const auto row = session.query("SELECT position, phase, status FROM ambition.session WHERE id = $1", id);
    const bool now = row.get<int>(0, 0) == theme.position && row.text(0, 2) == "running";
    const int shown = now ? shown_round(row.get<Phase>(0, 1)) : 2;
    each.first = shown >= 1 ? tally_of(session, id, theme.position, 1) : tally({}, 1, 0);
    each.second = shown >= 2 ? tally_of(session, id, theme.position, 2) : tally({}, 2, 0);
    if (theme.agreed_level) each.against_policy = against_policy(*theme.agreed_level, theme.policy_level);
    for (const Note& note : notes)
      if (note.position == theme.position) each.notes.push_back(note);
    out->themes.push_back(std::move(each));
  }
  out->actions = actions_of(session, id);
  return *out;
}

const db::Statement delete_old_names{"ambition.delete_old_names", R"sql(
WITH old AS (
  SELECT s.id
    FROM ambition.session s
   WHERE s.names_removed_at IS NULL
     AND coalesce(s.closed_at, s.started_at, s.created_at)
         < $1::timestamptz - make_interval(days => coalesce((SELECT names_days FROM ambition.setting), $2))
     FOR UPDATE
), gone AS (
  UPDATE ambition.participant q
     SET name = NULL, email = NULL, seat_hash = NULL, invitation_hash = NULL
    FROM old
   WHERE q.session_id = old.id
  RETURNING 1
), done AS (
  UPDATE ambition.session s
     SET names_removed_at = $1
    FROM old
   WHERE s.id = old.id
  RETURNING 1
)
SELECT (SELECT count(*) FROM done) + 0 * (SELECT count(*) FROM gone)
)sql"};

std::int64_t remove_old_names(db::Session& session, Instant now) {
  // A session that was never closed keeps names from its last day on no longer than one that was.
  return session.scalar<std::int64_t>(delete_old_names, now, limits::names_days).value_or(0);
}

void add_result_routes(http::Router& router) {
  router.get<SessionResults>(
      "/ambition-sessions/{id}/results", "ambition.read",
      {"getAmbitionResults", "ambitions", "The web of a session: scores, what was said, what was agreed"},
      [](const http::Request& request, db::Session& session) { return results_of(session, request.id_param("id")); });
}

}  // namespace tenzij::ambition
