// Webs: several sessions as one. Overlay, merge by weighted median, difference, market against organisation, policy.
#include "ambition/store.h"

namespace tenzij::ambition {

namespace {

struct PartInput {
  Uuid session_id;
  int weight{};
};
BOOST_DESCRIBE_STRUCT(PartInput, (), (session_id, weight))
struct WebInput {
  std::string title;
  std::vector<PartInput> parts;
  static constexpr std::array<json::Length, 1> lengths{{{"parts", limits::text_longest, 100}}};
};
BOOST_DESCRIBE_STRUCT(WebInput, (), (title, parts))

struct WebItem {
  Uuid id;
  std::int64_t version;
  std::string title;
  std::int64_t sessions;
  Instant created_at;
  std::optional<Instant> adopted_at;
};
BOOST_DESCRIBE_STRUCT(WebItem, (), (id, version, title, sessions, created_at, adopted_at))
struct WebList {
  std::vector<WebItem> items;
};
BOOST_DESCRIBE_STRUCT(WebList, (), (items))

// One theme of one session, as it goes into the web.
struct Corner {
  Uuid session_id;
  std::string theme;
  std::string theme_title;
  std::string state;
  std::optional<int> agreed_level;
  std::optional<int> policy_level;
  std::optional<double> median;  // of the last round that was scored
  std::optional<int> lowest;
  std::optional<int> highest;
  std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(Corner, (), (session_id, theme, theme_title, state, agreed_level, policy_level, median, lowest, highest, reason))

struct WebPart {
  Uuid session_id;
  std::string title;
  std::string purpose;
  std::optional<std::string> unit;
  int year;
  int weight;
  std::int64_t participants;
};
BOOST_DESCRIBE_STRUCT(WebPart, (), (session_id, title, purpose, unit, year, weight, participants))

struct WebTheme {
  std::string theme;
  std::string theme_title;
  std::optional<int> merged;        // weighted median of what was agreed
  std::optional<int> organisation;  // the same without the market's sessions
  std::optional<int> market;        // and of those alone
  std::string readiness;            // ahead, level, behind: the market against the organisation; empty when one is missing
  int difference = 0;               // between the highest and lowest agreed level
  std::optional<int> policy_level;
  std::string against_policy;  // below, at, above, none; empty when nothing was agreed
  std::vector<Corner> corners;
};
BOOST_DESCRIBE_STRUCT(WebTheme, (),
                      (theme, theme_title, merged, organisation, market, readiness, difference, policy_level, against_policy, corners))

struct Web {
  Uuid id;
  std::int64_t version;
  std::string title;
  std::optional<Instant> adopted_at;
  std::vector<WebPart> parts;
  std::vector<WebTheme> themes;  // where they differ most first is for the screen; here in the order of the themes
};
BOOST_DESCRIBE_STRUCT(Web, (), (id, version, title, adopted_at, parts, themes))

struct AdoptionInput {
  std::optional<Uuid> unit_id;  // none: for the whole municipality
  Date valid_from;
  Date valid_to;
};
BOOST_DESCRIBE_STRUCT(AdoptionInput, (), (unit_id, valid_from, valid_to))

WebTheme merge(std::vector<Corner> corners, const std::vector<WebPart>& parts) {
  WebTheme out;
  out.theme = corners.front().theme;
  out.theme_title = corners.front().theme_title;
  std::vector<Weighted> all;
  std::vector<Weighted> inside;
  std::vector<Weighted> outside;
  int lowest = level_count;
  int highest = -1;
  for (const Corner& corner : corners) {
    if (corner.policy_level) out.policy_level = std::max(out.policy_level.value_or(0), *corner.policy_level);
    if (!corner.agreed_level) continue;
    const auto part = std::find_if(parts.begin(), parts.end(), [&](const WebPart& each) { return each.session_id == corner.session_id; });
    const Weighted each{*corner.agreed_level, part->weight};
    all.push_back(each);
    (part->purpose == "market" ? outside : inside).push_back(each);
    lowest = std::min(lowest, each.level);
    highest = std::max(highest, each.level);
  }
  out.merged = weighted_median(all);
  out.organisation = weighted_median(inside);
  out.market = weighted_median(outside);
  if (out.organisation && out.market)
    out.readiness = *out.market > *out.organisation ? "ahead" : *out.market < *out.organisation ? "behind" : "level";
  out.difference = highest < 0 ? 0 : highest - lowest;
  if (out.merged) out.against_policy = against_policy(*out.merged, out.policy_level);
  out.corners = std::move(corners);
  return out;
}

const db::Statement sessions_of_web{"ambition.sessions_of_web", R"sql(
SELECT l.session_id, s.title, s.purpose, u.name AS unit, s.year, l.weight,
       (SELECT count(*) FROM ambition.participant q
         WHERE q.municipality_id = s.municipality_id
           AND q.session_id = s.id
           AND q.joined_at IS NOT NULL
           AND q.removed_at IS NULL) AS participants
  FROM ambition.web_part l
  JOIN ambition.session s ON s.municipality_id = l.municipality_id AND s.id = l.session_id
  LEFT JOIN organisation.unit u ON u.municipality_id = s.municipality_id AND u.id = s.unit_id
 WHERE l.web_id = $1
 ORDER BY s.purpose = 'market', s.year, s.title
)sql"};

const db::Statement themes_of_web{"ambition.themes_of_web", R"sql(
SELECT t.session_id, t.code AS theme, t.title AS theme_title, t.state, t.agreed_level,
       (SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY g.level)
          FROM ambition.theme_goal g
         WHERE g.municipality_id = t.municipality_id AND g.session_id = t.session_id AND g.position = t.position)
         AS policy_level,
       v.median, v.lowest, v.highest, t.reason
  FROM ambition.web_part l
  JOIN ambition.theme t ON t.municipality_id = l.municipality_id AND t.session_id = l.session_id
  JOIN ambition.session s ON s.municipality_id = t.municipality_id AND s.id = t.session_id
  LEFT JOIN LATERAL (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY w.level) AS median,
                            min(w.level) AS lowest, max(w.level) AS highest
                       FROM ambition.vote w
                       JOIN ambition.participant q
                            ON q.municipality_id = w.municipality_id
                           AND q.id = w.participant_id
                           AND q.removed_at IS NULL
                      WHERE w.municipality_id = t.municipality_id
                        AND w.session_id = t.session_id
                        AND w.position = t.position
                        AND w.round = (SELECT max(x.round) FROM ambition.vote x
                                        WHERE x.municipality_id = t.municipality_id
                                          AND x.session_id = t.session_id
                                          AND x.position = t.position)) v ON true
  LEFT JOIN reference.theme r ON r.code = t.code
 WHERE l.web_id = $1
 ORDER BY r.position NULLS LAST, CASE WHEN t.code = '' THEN t.title END, s.purpose = 'market', s.year, s.title
)sql"};

Web web(db::Session& session, const Uuid& id) {
  const auto row = session.query("SELECT version, title, adopted_at FROM ambition.web WHERE id = $1", id);
  if (row.empty()) throw not_found();
  Web out{id, row.get<std::int64_t>(0, 0), std::string(row.text(0, 1)), row.get<std::optional<Instant>>(0, 2), {}, {}};
  out.parts = session.rows<WebPart>(sessions_of_web, id);
  auto corners = session.rows<Corner>(themes_of_web, id);
  // Rows of one theme stand together; themes of a session's own go by their name.
  const auto key = [](const Corner& corner) { return corner.theme.empty() ? corner.theme_title : corner.theme; };
  for (std::size_t i = 0; i < corners.size();) {
    std::vector<Corner> same;
    const std::string theme = key(corners[i]);
    while (i < corners.size() && key(corners[i]) == theme) same.push_back(std::move(corners[i++]));
    out.themes.push_back(merge(std::move(same), out.parts));
  }
  return out;
}

void check_web(db::Session& session, const WebInput& in) {
  std::vector<FieldError> errors;
  check_text(in.title, "/title", limits::name_longest, true, errors);
  if (in.parts.empty()) errors.push_back({"/parts", "required"});
  for (std::size_t i = 0; i < in.parts.size(); ++i) {
    const std::string pointer = "/parts/" + std::to_string(i);
    if (in.parts[i].weight < 0 || in.parts[i].weight > 100)
      errors.push_back({pointer + "/weight", "outOfRange", {{"least", "0"}, {"most", "100"}}});
    if (session.query("SELECT 1 FROM ambition.session WHERE id = $1 AND status = 'closed'", in.parts[i].session_id).empty())
      errors.push_back({pointer + "/sessionId", "sessionNotClosed"});
  }
  if (!errors.empty()) throw bad_request(std::move(errors));
}

const db::Statement insert_part_of_web{"ambition.insert_part_of_web", R"sql(
INSERT INTO ambition.web_part (municipality_id, web_id, session_id, weight)
VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING
)sql"};

void store_parts(db::Session& session, const Uuid& id, const WebInput& in) {
  session.query("DELETE FROM ambition.web_part WHERE web_id = $1", id);
  for (const PartInput& part : in.parts)
    session.query(insert_part_of_web, session.actor().municipality_id, id, part.session_id, part.weight);
}

const db::Statement insert_web{"ambition.insert_web", R"sql(
INSERT INTO ambition.web (municipality_id, id, title, person_id, created_at)
VALUES ($1, $2, $3, $4, $5)
)sql"};

AmbitionCreated create(const http::Request& request, db::Session& session, const WebInput& in) {
  check_web(session, in);
  const Uuid id = new_id();
  session.query(insert_web, session.actor().municipality_id, id, std::string(text::trim(in.title)),
                request.who.signed_in() ? std::optional(request.who.person_id) : std::nullopt, request.now);
  store_parts(session, id, in);
  return {id};
}

void expect_web(const http::Request& request, db::Session& session, const Uuid& id) {
  const auto version = session.scalar<std::int64_t>("SELECT version FROM ambition.web WHERE id = $1 FOR UPDATE", id);
  if (!version) throw not_found();
  request.expect_version(*version);
}

Web change_web(const http::Request& request, db::Session& session, const WebInput& in) {
  const Uuid id = request.id_param("id");
  expect_web(request, session, id);
  check_web(session, in);
  session.query("UPDATE ambition.web SET title = $2, version = version + 1 WHERE id = $1", id, std::string(text::trim(in.title)));
  store_parts(session, id, in);
  return web(session, id);
}

const db::Statement goals_of_web_theme{"ambition.goals_of_web_theme", R"sql(
SELECT DISTINCT g.goal_id
  FROM ambition.web_part l
  JOIN ambition.theme t ON t.municipality_id = l.municipality_id AND t.session_id = l.session_id
  JOIN ambition.theme_goal g
       ON g.municipality_id = t.municipality_id AND g.session_id = t.session_id AND g.position = t.position
 WHERE l.web_id = $1
   AND t.code = $2
   AND (t.code <> '' OR t.title = $3)
)sql"};

// The merged web becomes what is agreed for all; it hangs on the goals that framed its sessions.
Web adopt(const http::Request& request, db::Session& session, const AdoptionInput& in) {
  const Uuid id = request.id_param("id");
  if (session.query("SELECT 1 FROM ambition.web WHERE id = $1 FOR UPDATE", id).empty()) throw not_found();
  std::vector<FieldError> errors;
  check_validity(in.valid_from, in.valid_to, errors);
  if (in.unit_id && session.query("SELECT 1 FROM organisation.unit WHERE id = $1", *in.unit_id).empty())
    errors.push_back({"/unitId", "unknownUnit"});
  if (!errors.empty()) throw bad_request(std::move(errors));
  const Web now = web(session, id);
  if (now.adopted_at) throw conflict("webAdopted");
  for (const WebTheme& theme : now.themes) {
    if (!theme.merged) continue;
    std::string reason;
    for (const Corner& corner : theme.corners)
      if (corner.reason && !corner.reason->empty()) reason += (reason.empty() ? "" : "\n") + *corner.reason;
    std::vector<Uuid> goals;
    const auto found = session.query(goals_of_web_theme, id, theme.theme, theme.theme_title);
    for (int i = 0; i < found.rows(); ++i) goals.push_back(found.get<Uuid>(i, 0));
    add_ambition(session,
                 {{},
                  id,
                  now.title,
                  theme.theme,
                  theme.theme_title,
                  *theme.merged,
                  theme.policy_level,
                  reason,
                  in.unit_id,
                  {},
                  {},
                  {},
                  request.who.signed_in() ? std::optional(request.who.person_id) : std::nullopt,
                  in.valid_from,
                  in.valid_to},
                 goals, request.now);
  }
  session.query("UPDATE ambition.web SET adopted_at = $2, version = version + 1 WHERE id = $1", id, request.now);
  return web(session, id);
}

}  // namespace

const db::Statement all_webs{"ambition.all_webs", R"sql(
SELECT w.id, w.version, w.title,
       (SELECT count(*) FROM ambition.web_part l
         WHERE l.municipality_id = w.municipality_id AND l.web_id = w.id) AS sessions,
       w.created_at, w.adopted_at
  FROM ambition.web w
 ORDER BY w.created_at DESC
)sql"};

void add_web_routes(http::Router& router) {
  router.get<WebList>("/ambition-webs", "ambition.read", {"listAmbitionWebs", "ambitions", "Webs of several sessions"},
                      [](const http::Request&, db::Session& session) { return WebList{session.rows<WebItem>(all_webs)}; });
  router.post<AmbitionCreated>("/ambition-webs", "ambition.edit", {"addAmbitionWeb", "ambitions", "Combine closed sessions into one web"},
                               create);
  router.get<Web>("/ambition-webs/{id}", "ambition.read",
                  {"getAmbitionWeb", "ambitions", "A web: overlay, merged levels, differences, market and policy"},
                  [](const http::Request& request, db::Session& session) { return web(session, request.id_param("id")); });
  router.put<Web>("/ambition-webs/{id}", "ambition.edit", {"changeAmbitionWeb", "ambitions", "Other sessions or weights"}, change_web);
  router.post<Web>("/ambition-webs/{id}/adoption", "ambition.edit",
                   {"adoptAmbitionWeb", "ambitions", "What the web says becomes an ambition for a unit or for everybody"}, adopt, 200);
  router.remove("/ambition-webs/{id}", "ambition.edit", {"removeAmbitionWeb", "ambitions", "Remove a web that was not adopted"},
                [](const http::Request& request, db::Session& session) {
                  const Uuid id = request.id_param("id");
                  const auto row = session.query("SELECT adopted_at FROM ambition.web WHERE id = $1 FOR UPDATE", id);
                  if (row.empty()) throw not_found();
                  if (!row.null(0, 0)) throw conflict("webAdopted");
                  session.query("DELETE FROM ambition.web WHERE id = $1", id);
                });
}

}  // namespace tenzij::ambition
