#include "policy/store.h"

namespace tenzij::policy {

namespace {

struct ThreadNode {
  std::string kind;
  Uuid id;
  std::string title;
  std::string detail;
  std::vector<std::string> themes;
  std::optional<Uuid> unit_id;
  std::optional<std::string> owner;
  std::optional<int> year;
  std::optional<std::int64_t> value_cents;
  std::optional<Uuid> document_id;
  bool archived;
  std::int64_t purchases;  // of a goal in the overview, where purchases are counted and not drawn
};
BOOST_DESCRIBE_STRUCT(ThreadNode, (),
                      (kind, id, title, detail, themes, unit_id, owner, year, value_cents, document_id, archived, purchases))

struct ThreadEdge {
  std::string upper_kind;
  Uuid upper_id;
  std::string lower_kind;
  Uuid lower_id;
};
BOOST_DESCRIBE_STRUCT(ThreadEdge, (), (upper_kind, upper_id, lower_kind, lower_id))

struct Thread {
  std::vector<ThreadNode> nodes;
  std::vector<ThreadEdge> edges;
  bool truncated;
};
BOOST_DESCRIBE_STRUCT(Thread, (), (nodes, edges, truncated))

enum class Direction { up, down };
BOOST_DESCRIBE_ENUM(Direction, up, down)

struct ThreadQuery {
  std::optional<std::string> from;
  std::optional<Direction> direction;
};
BOOST_DESCRIBE_STRUCT(ThreadQuery, (), (from, direction))

struct OverviewQuery {
  std::optional<std::string> theme;
  std::optional<Uuid> unit_id;
  std::optional<int> year;
};
BOOST_DESCRIBE_STRUCT(OverviewQuery, (), (theme, unit_id, year))

struct Gap {
  std::string kind;
  std::string role;
  std::string subject_kind;
  Uuid subject_id;
  std::string title;
  std::string detail;
  std::vector<std::string> themes;
  std::optional<Uuid> unit_id;
  std::optional<std::string> owner;
  std::optional<Uuid> document_id;
  bool mine;  // its owner is who asks, or it has no owner and who asks has the role
};
BOOST_DESCRIBE_STRUCT(Gap, (), (kind, role, subject_kind, subject_id, title, detail, themes, unit_id, owner, document_id, mine))

struct GapCount {
  std::string kind;
  std::string role;
  std::int64_t count;
  std::int64_t mine;
};
BOOST_DESCRIBE_STRUCT(GapCount, (), (kind, role, count, mine))

struct GapList {
  std::vector<GapCount> counts;
  std::vector<Gap> items;
};
BOOST_DESCRIBE_STRUCT(GapList, (), (counts, items))

struct GapQuery {
  std::optional<std::string> kind;
  std::optional<std::string> theme;
  std::optional<Uuid> unit_id;
  std::optional<bool> mine;
};
BOOST_DESCRIBE_STRUCT(GapQuery, (), (kind, theme, unit_id, mine))

// Records in one answer; what hangs on more is told by impact().
constexpr int nodes_shown = 2000;
constexpr int gaps_shown = 500;

std::pair<std::string, Uuid> record(const std::optional<std::string>& from) {
  const auto colon = from ? from->find(':') : std::string::npos;
  if (colon == std::string::npos) throw bad_field("?from", "notRecord");
  const auto id = Uuid::parse(std::string_view(*from).substr(colon + 1));
  if (!id) throw bad_field("?from", "notRecord");
  return {from->substr(0, colon), *id};
}

constexpr std::string_view node_columns =
    "SELECT n.kind, n.id, n.title, n.detail, to_jsonb(n.themes) AS themes, n.unit_id, p.name AS owner, n.year, n.value_cents, "
    "n.document_id, n.archived";

Thread walk(db::Session& session, const ThreadQuery& query) {
  const auto [kind, id] = record(query.from);
  const std::string function = query.direction == Direction::up ? "policy.thread_up" : "policy.thread_down";
  Thread out{{}, {}, false};
  out.nodes = session.rows<ThreadNode>(
      std::string(node_columns) + ", 0::bigint AS purchases FROM " + function +
          "($1, $2) t JOIN policy.thread_node n ON n.municipality_id = platform.current_municipality() AND n.kind = t.kind AND n.id = t.id "
          "LEFT JOIN organisation.person p ON p.municipality_id = n.municipality_id AND p.id = n.owner_id LIMIT $3",
      kind, id, nodes_shown + 1);
  if (out.nodes.empty()) throw not_found();
  out.truncated = out.nodes.size() > static_cast<std::size_t>(nodes_shown);
  if (out.truncated) out.nodes.pop_back();
  out.edges = session.rows<ThreadEdge>(
      "WITH t AS MATERIALIZED (SELECT * FROM " + function +
          "($1, $2) LIMIT $3) SELECT e.upper_kind, e.upper_id, e.lower_kind, e.lower_id FROM t JOIN policy.thread_edge e ON "
          "e.municipality_id = platform.current_municipality() AND e.upper_kind = t.kind AND e.upper_id = t.id WHERE (e.lower_kind, "
          "e.lower_id) IN (SELECT t.kind, t.id FROM t)",
      kind, id, nodes_shown);
  return out;
}

// Documents on top, their goals, the goals below those: what the picture draws. Clauses are counted in the edges.
Thread overview(db::Session& session, const OverviewQuery& query) {
  Thread out{{}, {}, false};
  out.nodes = session.rows<ThreadNode>(
      "WITH RECURSIVE goal AS (SELECT g.id FROM policy.goal g WHERE g.archived_at IS NULL AND ($1::text IS NULL OR $1 = ANY (g.themes)) "
      "AND "
      "($2::uuid IS NULL OR g.unit_id = $2) AND ($3::int IS NULL OR g.target_year = $3) UNION SELECT g.parent_id FROM goal JOIN "
      "policy.goal "
      "g ON g.municipality_id = platform.current_municipality() AND g.id = goal.id WHERE g.parent_id IS NOT NULL), lower AS (SELECT "
      "e.lower_kind AS kind, e.lower_id AS id FROM goal JOIN policy.thread_edge e ON e.municipality_id = platform.current_municipality() "
      "AND e.upper_kind = 'goal' AND e.upper_id = goal.id AND e.lower_kind NOT IN ('goal', 'purchase')), node AS (SELECT 'goal' AS kind, "
      "id FROM goal UNION "
      "SELECT kind, id FROM lower) " +
          std::string(node_columns) +
          ", (SELECT count(DISTINCT b.document_id) FROM policy.thread_edge e JOIN policy.thread_node b ON b.municipality_id = "
          "e.municipality_id AND b.kind = e.lower_kind AND b.id = e.lower_id WHERE e.municipality_id = platform.current_municipality() AND "
          "e.upper_kind = n.kind AND e.upper_id = n.id AND e.lower_kind = 'purchase') AS purchases FROM node JOIN policy.thread_node n ON "
          "n.municipality_id = platform.current_municipality() AND n.kind = node.kind AND n.id = "
          "node.id LEFT JOIN organisation.person p ON p.municipality_id = n.municipality_id AND p.id = n.owner_id ORDER BY n.detail DESC, "
          "n.title LIMIT $4",
      query.theme, query.unit_id, query.year, nodes_shown);
  std::vector<std::string> ids;
  for (const ThreadNode& node : out.nodes) ids.push_back(node.id.str());
  const auto documents = session.rows<ThreadNode>(
      "SELECT 'document' AS kind, d.id, d.title, d.level AS detail, '[]'::jsonb AS themes, d.unit_id, NULL AS owner, extract(year FROM "
      "d.valid_to)::int AS year, NULL AS value_cents, d.id AS document_id, d.archived_at IS NOT NULL AS archived, 0::bigint AS purchases "
      "FROM policy.document d "
      "WHERE EXISTS (SELECT 1 FROM policy.clause c JOIN policy.goal_clause l ON l.municipality_id = c.municipality_id AND l.clause_id = "
      "c.id WHERE c.municipality_id = d.municipality_id AND c.document_id = d.id AND l.goal_id = ANY ($1::uuid[])) ORDER BY d.title",
      ids);
  out.nodes.insert(out.nodes.begin(), documents.begin(), documents.end());
  out.edges = session.rows<ThreadEdge>(
      "SELECT DISTINCT 'document' AS upper_kind, c.document_id AS upper_id, 'goal' AS lower_kind, l.goal_id AS lower_id FROM "
      "policy.goal_clause l JOIN policy.clause c ON c.municipality_id = l.municipality_id AND c.id = l.clause_id WHERE l.goal_id = ANY "
      "($1::uuid[]) UNION ALL SELECT e.upper_kind, e.upper_id, e.lower_kind, e.lower_id FROM policy.thread_edge e WHERE e.municipality_id "
      "= "
      "platform.current_municipality() AND e.upper_kind = 'goal' AND e.upper_id = ANY ($1::uuid[]) AND e.lower_id = ANY ($1::uuid[])",
      ids);
  return out;
}

constexpr std::string_view gap_rows =
    "FROM policy.gap g JOIN policy.gap_kind k ON k.kind = g.kind LEFT JOIN organisation.person p ON p.municipality_id = g.municipality_id "
    "AND p.id = g.owner_id CROSS JOIN LATERAL (SELECT coalesce(g.owner_id = $1::uuid, k.role = ANY ($2::text[])) AS mine) m ";

GapList gaps(const http::Request& request, db::Session& session, const GapQuery& query) {
  session.query("SELECT set_config('tenzij.today', $1, true)", date_of(request.now).str());
  const std::vector<std::string> roles(request.who.roles.begin(), request.who.roles.end());
  GapList out;
  out.counts = session.rows<GapCount>("SELECT g.kind, k.role, count(*) AS count, count(*) FILTER (WHERE m.mine) AS mine " +
                                          std::string(gap_rows) + "GROUP BY g.kind, k.role, k.position ORDER BY k.position",
                                      request.who.person_id, roles);
  out.items = session.rows<Gap>(
      "SELECT g.kind, k.role, g.subject_kind, g.subject_id, g.title, g.detail, to_jsonb(g.themes) AS themes, g.unit_id, p.name AS owner, "
      "g.document_id, m.mine " +
          std::string(gap_rows) +
          "WHERE ($3::text IS NULL OR g.kind = $3) AND ($4::text IS NULL OR $4 = ANY (g.themes)) AND ($5::uuid IS NULL OR g.unit_id = $5) "
          "AND (NOT coalesce($6::boolean, false) OR m.mine) ORDER BY k.position, g.title LIMIT $7",
      request.who.person_id, roles, query.kind, query.theme, query.unit_id, query.mine, gaps_shown);
  return out;
}

}  // namespace

json::object difference(const json::value& before, const json::value& after, std::initializer_list<std::string_view> fields) {
  json::object out;
  for (const std::string_view field : fields)
    if (before.at(field) != after.at(field)) out[field] = json::array{before.at(field), after.at(field)};
  return out;
}

std::int64_t mark_review(db::Session& session, const std::string& kind, const Uuid& id, const json::object& change, Instant now) {
  return session.scalar<std::int64_t>("SELECT policy.mark_review($1, $2, $3, $4)", kind, id, change, now).value_or(0);
}

Impact impact(db::Session& session, const std::string& kind, const Uuid& id) {
  return session
      .find<Impact>(
          "WITH below AS (SELECT n.kind, n.id, n.value_cents, n.owner_id, coalesce(n.document_id, n.id) AS record FROM "
          "policy.thread_down($1, "
          "$2) t JOIN policy.thread_node n ON n.municipality_id = platform.current_municipality() AND n.kind = t.kind AND n.id = t.id "
          "WHERE NOT "
          "(t.kind = $1 AND t.id = $2) AND NOT n.archived), bought AS (SELECT record, max(value_cents) AS value_cents FROM below WHERE "
          "kind IN "
          "('notice', 'purchase') GROUP BY record) SELECT count(*) FILTER (WHERE kind = 'goal') AS goals, (SELECT count(*) FROM bought) AS "
          "purchases, (SELECT coalesce(sum(value_cents), 0)::bigint FROM bought) AS value_cents, count(*) FILTER (WHERE kind = "
          "'requirement') AS "
          "requirements, count(DISTINCT owner_id) AS owners FROM below",
          kind, id)
      .value_or(Impact{});
}

void add_thread_routes(http::Router& router) {
  router.get<Thread>(
      "/red-thread", "policy.read",
      {"walkRedThread", "red-thread", "From one record (kind:id) everything it came from (up) or everything derived from it (down)"},
      [](const http::Request&, db::Session& session, const ThreadQuery& query) { return walk(session, query); });
  router.get<Thread>("/red-thread/overview", "policy.read", {"getRedThread", "red-thread", "Documents, goals and what came of them"},
                     [](const http::Request&, db::Session& session, const OverviewQuery& query) { return overview(session, query); });
  router.get<Impact>("/red-thread/impact", "policy.read", {"getImpact", "red-thread", "How much hangs on one record"},
                     [](const http::Request&, db::Session& session, const ThreadQuery& query) {
                       const auto [kind, id] = record(query.from);
                       return impact(session, kind, id);
                     });
  router.get<GapList>("/gaps", "policy.read", {"listGaps", "red-thread", "What the thread misses, and who must act"}, gaps);
}

void add_routes(http::Router& router, jobs::Runner& runner, reader::Readers& readers, const scan::Engine& engine, const Messages& messages,
                const imports::Desk& columns) {
  add_document_routes(router, runner);
  add_edition_routes(router, readers);
  add_goal_routes(router);
  add_thread_routes(router);
  add_manifest_routes(router);
  add_exchange_routes(router, readers, engine, messages, columns);
  add_progress_routes(router);
  add_consultation_routes(router);
  add_invitation_routes(router);
}

}  // namespace tenzij::policy
