// Preparing a session: what it is about, its themes with what each level means, the frame of policy, who should be there.
#include "ambition/store.h"
#include "reference/reference.h"

namespace tenzij::ambition {

namespace {

struct SessionItem : SessionFields {
  Uuid id;
  std::int64_t version;
  std::string status;
  std::optional<std::string> unit;
  std::optional<std::string> facilitator;
  std::int64_t participants;
  std::int64_t themes;
  std::int64_t agreed;
  std::optional<Instant> closed_at;
};
BOOST_DESCRIBE_STRUCT(SessionItem, (SessionFields), (id, version, status, unit, facilitator, participants, themes, agreed, closed_at))
struct SessionList {
  std::vector<SessionItem> items;
};
BOOST_DESCRIBE_STRUCT(SessionList, (), (items))

struct SessionDetail : SessionFields {
  Uuid id;
  std::int64_t version;
  std::string status;
  std::optional<std::string> unit;
  std::optional<std::string> facilitator;
  std::optional<std::string> code;
  std::optional<Instant> code_expires_at;
  bool shared_address = false;  // more people than usual behind one address
  std::vector<SessionTheme> themes;
};
BOOST_DESCRIBE_STRUCT(SessionDetail, (SessionFields),
                      (id, version, status, unit, facilitator, code, code_expires_at, shared_address, themes))

struct SessionQuery {
  std::optional<std::string> status;
  std::optional<Purpose> purpose;
  std::optional<Uuid> unit_id;
  std::optional<int> year;
};
BOOST_DESCRIBE_STRUCT(SessionQuery, (), (status, purpose, unit_id, year))

struct ProposalQuery {
  std::optional<Uuid> unit_id;
};
BOOST_DESCRIBE_STRUCT(ProposalQuery, (), (unit_id))
struct ThemeProposals {
  std::vector<SessionTheme> items;
};
BOOST_DESCRIBE_STRUCT(ThemeProposals, (), (items))

constexpr std::size_t most_themes = 20;

constexpr std::string_view session_fields = R"sql(
SELECT s.title, s.question, s.purpose, s.unit_id, s.cpv, s.project, s.year, s.planned_on, s.allow_anonymous,
       to_jsonb(s.wanted_roles) AS wanted_roles, s.id, s.version, s.status, u.name AS unit,
       p.name AS facilitator
)sql";

constexpr std::string_view session_joins = R"sql(
  FROM ambition.session s
  LEFT JOIN organisation.unit u ON u.municipality_id = s.municipality_id AND u.id = s.unit_id
  LEFT JOIN organisation.person p ON p.municipality_id = s.municipality_id AND p.id = s.facilitator_id
)sql";

const db::Statement sessions_asked_for{"ambition.sessions_asked_for",
                                       {session_fields, R"sql(
     , s.closed_at,
       (SELECT count(*) FROM ambition.participant q
         WHERE q.municipality_id = s.municipality_id
           AND q.session_id = s.id
           AND q.joined_at IS NOT NULL
           AND q.removed_at IS NULL) AS participants,
       (SELECT count(*) FROM ambition.theme t
         WHERE t.municipality_id = s.municipality_id AND t.session_id = s.id) AS themes,
       (SELECT count(*) FROM ambition.theme t
         WHERE t.municipality_id = s.municipality_id AND t.session_id = s.id AND t.state = 'agreed') AS agreed
)sql",
                                        session_joins, R"sql(
 WHERE ($1::text IS NULL OR s.status = $1)
   AND ($2::text IS NULL OR s.purpose = $2)
   AND ($3::uuid IS NULL OR s.unit_id = $3)
   AND ($4::int IS NULL OR s.year = $4)
 ORDER BY CASE s.status WHEN 'running' THEN 0 WHEN 'prepared' THEN 1 ELSE 2 END,
          coalesce(s.closed_at, s.created_at) DESC, s.title
)sql"}};

std::vector<SessionItem> list(db::Session& session, const SessionQuery& query) {
  return session.rows<SessionItem>(
      sessions_asked_for, query.status,
      query.purpose ? std::optional<std::string>(boost::describe::enum_to_string(*query.purpose, "")) : std::nullopt, query.unit_id,
      query.year);
}

const db::Statement session_by_id{"ambition.session_by_id",
                                  {session_fields, R"sql(
     , s.code, s.code_expires_at, s.shared_address, '[]'::jsonb AS themes
)sql",
                                   session_joins, R"sql(
 WHERE s.id = $1
)sql"}};

SessionDetail detail(db::Session& session, const Uuid& id) {
  auto out = session.find<SessionDetail>(session_by_id, id);
  if (!out) throw not_found();
  out->themes = themes_of(session, id);
  return *out;
}

std::vector<SessionTheme> proposals(db::Session& session, const std::optional<Uuid>& unit, const Levels& levels,
                                    std::string_view language) {
  std::vector<SessionTheme> out;
  for (const reference::Theme& theme : reference::themes(session)) {
    SessionTheme each;
    each.position = static_cast<int>(out.size()) + 1;
    each.code = theme.code;
    each.title = language == "en" ? theme.name_en : theme.name_nl;
    each.description = language == "en" ? theme.explanation_en : theme.explanation_nl;
    each.levels = levels.of(theme.code, language);
    each.goals = frame_of(session, theme.code, unit);
    std::vector<Weighted> asked;
    for (const FrameGoal& goal : each.goals) asked.push_back({goal.level, 1});
    each.policy_level = weighted_median(asked);
    out.push_back(std::move(each));
  }
  return out;
}

void check_theme(db::Session& session, const ThemeInput& theme, const std::string& pointer, std::vector<FieldError>& errors) {
  check_text(theme.title, (pointer + "/title").c_str(), limits::name_longest, true, errors);
  check_text(theme.description, (pointer + "/description").c_str(), limits::long_text_longest, false, errors);
  if (!theme.code.empty() && session.query("SELECT 1 FROM reference.theme WHERE code = $1", theme.code).empty())
    errors.push_back({pointer + "/code", "unknownTheme"});
  if (!theme.levels.empty() && theme.levels.size() != level_count) errors.push_back({pointer + "/levels", "fourLevels"});
  for (std::size_t i = 0; i < theme.levels.size(); ++i)
    check_text(theme.levels[i], (pointer + "/levels/" + std::to_string(i)).c_str(), limits::text_longest, false, errors);
  for (std::size_t i = 0; i < theme.goals.size(); ++i) {
    const std::string at = pointer + "/goals/" + std::to_string(i);
    if (theme.goals[i].level < 0 || theme.goals[i].level >= level_count)
      errors.push_back({at + "/level", "outOfRange", {{"least", "0"}, {"most", "3"}}});
    if (session.query("SELECT 1 FROM policy.goal WHERE id = $1", theme.goals[i].id).empty()) errors.push_back({at + "/id", "unknownGoal"});
  }
}

void check_session(db::Session& session, const SessionInput& in) {
  std::vector<FieldError> errors;
  check_text(in.title, "/title", limits::name_longest, true, errors);
  check_text(in.question, "/question", limits::text_longest, false, errors);
  check_text(in.project.value_or(""), "/project", limits::name_longest, in.purpose == Purpose::project, errors);
  if (in.purpose == Purpose::department && !in.unit_id) errors.push_back({"/unitId", "unitNeeded"});
  if (in.unit_id && session.query("SELECT 1 FROM organisation.unit WHERE id = $1", *in.unit_id).empty())
    errors.push_back({"/unitId", "unknownUnit"});
  if (in.cpv && (in.cpv->size() < 2 || in.cpv->size() > 8 || in.cpv->find_first_not_of("0123456789") != std::string::npos))
    errors.push_back({"/cpv", "notCpv"});
  if (in.year < 2000 || in.year > 2100) errors.push_back({"/year", "outOfRange", {{"least", "2000"}, {"most", "2100"}}});
  if (in.themes.size() > most_themes) errors.push_back({"/themes", "tooMany", {{"limit", std::to_string(most_themes)}}});
  std::set<std::string> seen;
  for (std::size_t i = 0; i < in.themes.size(); ++i) {
    const std::string pointer = "/themes/" + std::to_string(i);
    check_theme(session, in.themes[i], pointer, errors);
    if (!seen.insert(in.themes[i].code + "/" + in.themes[i].title).second) errors.push_back({pointer + "/title", "twice"});
  }
  if (!errors.empty()) throw bad_request(std::move(errors));
}

const db::Statement insert_theme{"ambition.insert_theme", R"sql(
INSERT INTO ambition.theme (municipality_id, session_id, position, code, title, description, levels)
VALUES ($1, $2, $3, $4, $5, $6, $7::text[])
)sql"};

const db::Statement insert_goal_of_theme{"ambition.insert_goal_of_theme", R"sql(
INSERT INTO ambition.theme_goal (municipality_id, session_id, position, goal_id, level)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING
)sql"};

void store_themes(db::Session& session, const Uuid& id, const SessionInput& in, const Levels& levels, const std::string& language) {
  session.query("DELETE FROM ambition.theme WHERE session_id = $1", id);
  std::vector<ThemeInput> themes = in.themes;
  if (themes.empty())
    for (const SessionTheme& each : proposals(session, in.unit_id, levels, language)) {
      ThemeInput theme{each.code, each.title, each.description, each.levels, {}};
      for (const FrameGoal& goal : each.goals) theme.goals.push_back({goal.id, goal.level});
      themes.push_back(std::move(theme));
    }
  int position = 0;
  for (const ThemeInput& theme : themes) {
    ++position;
    session.query(insert_theme, session.actor().municipality_id, id, position, theme.code, std::string(text::trim(theme.title)),
                  theme.description, theme.levels.empty() ? levels.of(theme.code, language) : theme.levels);
    for (const FrameInput& goal : theme.goals)
      session.query(insert_goal_of_theme, session.actor().municipality_id, id, position, goal.id, goal.level);
  }
}

std::vector<std::string> names(const std::vector<Role>& roles) {
  std::vector<std::string> out;
  for (const Role role : roles) out.emplace_back(boost::describe::enum_to_string(role, ""));
  return out;
}

const db::Statement update_session{"ambition.update_session", R"sql(
UPDATE ambition.session
   SET title = $2, question = $3, purpose = $4, unit_id = $5, cpv = $6, project = $7, year = $8,
       planned_on = $9, allow_anonymous = $10, wanted_roles = $11::text[], version = version + 1
 WHERE id = $1
)sql"};

SessionDetail change_session(const http::Request& request, db::Session& session, const SessionInput& in, const Levels& levels) {
  const SessionRow row = locked_session(session, request.id_param("id"), true);
  request.expect_version(row.version);
  if (row.status != "prepared") throw conflict("sessionStarted");
  check_session(session, in);
  session.query(update_session, row.id, std::string(text::trim(in.title)), in.question,
                std::string(boost::describe::enum_to_string(in.purpose, "")), in.unit_id, in.cpv, in.project, in.year, in.planned_on,
                in.allow_anonymous, names(in.wanted_roles));
  store_themes(session, row.id, in, levels, request.language);
  live::touch(session, row.id, room_sections);
  return detail(session, row.id);
}

void remove(const http::Request& request, db::Session& session) {
  const SessionRow row = locked_session(session, request.id_param("id"), true);
  if (row.status != "prepared") throw conflict("sessionStarted");
  session.query("DELETE FROM ambition.session WHERE id = $1", row.id);
}

}  // namespace

const db::Statement insert_session{"ambition.insert_session", R"sql(
INSERT INTO ambition.session (municipality_id, id, title, question, purpose, unit_id, cpv, project, year,
                              planned_on, allow_anonymous, wanted_roles, facilitator_id, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::text[], $13, $14)
)sql"};

Uuid add_session(db::Session& session, const SessionInput& in, const Levels& levels, const std::string& language, Instant now) {
  check_session(session, in);
  const Uuid id = new_id();
  const Uuid person = session.actor().person_id;
  session.query(insert_session, session.actor().municipality_id, id, std::string(text::trim(in.title)), in.question,
                std::string(boost::describe::enum_to_string(in.purpose, "")), in.unit_id, in.cpv, in.project, in.year, in.planned_on,
                in.allow_anonymous, names(in.wanted_roles), person.is_nil() ? std::nullopt : std::optional(person), now);
  store_themes(session, id, in, levels, language);
  return id;
}

void check_text(const std::string& in, const char* pointer, std::size_t longest, bool needed, std::vector<FieldError>& errors) {
  if (needed && text::trim(in).empty()) errors.push_back({pointer, "required"});
  if (text::code_points(in) > longest) errors.push_back({pointer, "tooLong", {{"limit", std::to_string(longest)}}});
}

constexpr std::string_view session_row = R"sql(
SELECT s.id, s.title, s.status, s.position, s.phase, s.allow_anonymous, s.version,
       (SELECT count(*) FROM ambition.theme t
         WHERE t.municipality_id = s.municipality_id AND t.session_id = s.id) AS themes
  FROM ambition.session s
 WHERE s.id = $1
)sql";

const db::Statement session_to_change{"ambition.session_to_change", {session_row, R"sql(
   FOR UPDATE OF s
)sql"}};

const db::Statement session_to_hold{"ambition.session_to_hold", {session_row, R"sql(
   FOR SHARE OF s
)sql"}};

SessionRow locked_session(db::Session& session, const Uuid& id, bool strong) {
  const auto row = session.find<SessionRow>(strong ? session_to_change : session_to_hold, id);
  if (!row) throw not_found();
  return *row;
}

const db::Statement goals_in_frame{"ambition.goals_in_frame", R"sql(
WITH RECURSIVE above(id) AS (
  SELECT $2::uuid
  UNION
  SELECT u.parent_id
    FROM above
    JOIN organisation.unit u ON u.municipality_id = platform.current_municipality() AND u.id = above.id
   WHERE u.parent_id IS NOT NULL
)
SELECT g.id, g.title,
       g.indicator || ': ' || g.target || ' ' || coalesce(g.indicator_unit, '') || ' (' || g.target_year || ')',
       g.target IS NOT NULL AND g.target_year IS NOT NULL, g.indicator_unit, g.target
  FROM policy.goal g
 WHERE g.archived_at IS NULL
   AND $1 = ANY (g.themes)
   AND (g.level = 'municipal' OR g.unit_id IN (SELECT id FROM above))
 ORDER BY g.level DESC, g.title
 LIMIT 30
)sql"};

std::vector<FrameGoal> frame_of(db::Session& session, const std::string& theme, const std::optional<Uuid>& unit_id) {
  std::vector<FrameGoal> out;
  const auto found = session.query(goals_in_frame, theme, unit_id);
  for (int i = 0; i < found.rows(); ++i)
    out.push_back(
        {found.get<Uuid>(i, 0), std::string(found.text(i, 1)), found.get<std::optional<std::string>>(i, 2),
         level_of_goal(found.get<bool>(i, 3), found.get<std::optional<std::string>>(i, 4), found.get<std::optional<double>>(i, 5))});
  return out;
}

const db::Statement themes_of_session{"ambition.themes_of_session", R"sql(
SELECT t.position, t.code, t.title, t.description, to_jsonb(t.levels) AS levels, t.state, t.agreed_level,
       t.reason, t.decider,
       (SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY l.level)
          FROM ambition.theme_goal l
         WHERE l.municipality_id = t.municipality_id AND l.session_id = t.session_id AND l.position = t.position)
         AS policy_level,
       coalesce((SELECT jsonb_agg(jsonb_build_object('id', g.id, 'title', g.title,
                                                     'target', g.indicator || ': ' || g.target || ' '
                                                               || coalesce(g.indicator_unit, '')
                                                               || ' (' || g.target_year || ')',
                                                     'level', l.level)
                                  ORDER BY l.level DESC, g.title)
                   FROM ambition.theme_goal l
                   JOIN policy.goal g ON g.municipality_id = l.municipality_id AND g.id = l.goal_id
                  WHERE l.municipality_id = t.municipality_id
                    AND l.session_id = t.session_id
                    AND l.position = t.position),
                '[]') AS goals,
       coalesce((SELECT jsonb_agg(jsonb_build_object('id', c.id, 'text', c.text, 'document', c.title,
                                                     'documentId', c.document_id))
                   FROM (SELECT DISTINCT ON (k.id) k.id, p.text, d.title, d.id AS document_id, d.kind
                           FROM policy.clause k
                           JOIN policy.document d
                                ON d.municipality_id = k.municipality_id
                               AND d.id = k.document_id
                               AND d.archived_at IS NULL
                               AND d.built_in IS NULL
                           JOIN policy.passage p
                                ON p.municipality_id = k.municipality_id AND p.clause_id = k.id AND p.current
                          WHERE k.municipality_id = t.municipality_id
                            AND t.code = ANY (k.themes)
                            AND k.mark = 'ambition'
                            AND d.level <> 'national'
                          ORDER BY k.id LIMIT 6) c),
                '[]') AS clauses
  FROM ambition.theme t
 WHERE t.session_id = $1
   AND ($2::int IS NULL OR t.position = $2)
 ORDER BY t.position
)sql"};

std::vector<SessionTheme> themes_of(db::Session& session, const Uuid& id, std::optional<int> position) {
  return session.rows<SessionTheme>(themes_of_session, id, position);
}

void add_session_routes(http::Router& router, const Levels& levels) {
  router.get<SessionList>(
      "/ambition-sessions", "ambition.read", {"listAmbitionSessions", "ambitions", "Sessions: what runs first"},
      [](const http::Request&, db::Session& session, const SessionQuery& query) { return SessionList{list(session, query)}; });
  router.get<ThemeProposals>(
      "/ambition-theme-proposals", "ambition.read",
      {"proposeAmbitionThemes", "ambitions", "The six themes with what each level means and the goals of policy for this unit"},
      [&levels](const http::Request& request, db::Session& session, const ProposalQuery& query) {
        return ThemeProposals{proposals(session, query.unit_id, levels, request.language)};
      });
  router.post<AmbitionCreated>("/ambition-sessions", "ambition.edit",
                               {"addAmbitionSession", "ambitions", "Prepare a session; without themes it gets the six"},
                               [&levels](const http::Request& request, db::Session& session, const SessionInput& in) {
                                 return AmbitionCreated{add_session(session, in, levels, request.language, request.now)};
                               });
  router.get<SessionDetail>("/ambition-sessions/{id}", "ambition.read",
                            {"getAmbitionSession", "ambitions", "One session with its themes and the policy that frames them"},
                            [](const http::Request& request, db::Session& session) {
                              SessionDetail out = detail(session, request.id_param("id"));
                              // Whoever knows the code can take part: it is for who leads to hand out.
                              if (!request.who.may("ambition.edit")) out.code.reset();
                              return out;
                            });
  router.put<SessionDetail>("/ambition-sessions/{id}", "ambition.edit",
                            {"changeAmbitionSession", "ambitions", "Change what was prepared, until the first theme begins"},
                            [&levels](const http::Request& request, db::Session& session, const SessionInput& in) {
                              return change_session(request, session, in, levels);
                            });
  router.remove("/ambition-sessions/{id}", "ambition.edit", {"removeAmbitionSession", "ambitions", "Remove a session that never began"},
                remove);
}

}  // namespace tenzij::ambition
