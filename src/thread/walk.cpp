// From one record up to where it came from and down to what came of it, the picture of the whole, and what hangs on one record.
#include "thread/walk.h"

namespace tenzij::thread {

namespace {

struct ThreadNode {
  std::string kind;
  Uuid id;
  std::string title;
  std::string detail;
  std::vector<std::string> themes;  // of a purchase: those by which it hangs here
  std::optional<Uuid> unit_id;
  std::optional<std::string> owner;
  std::optional<int> year;
  std::optional<std::int64_t> value_cents;
  std::optional<Uuid> whole_id;  // the record it is a part of
  bool archived;
  std::int64_t purchases;  // of a goal in the overview, where purchases are counted and not drawn
  std::int64_t suggested;  // purchases that only a rule puts under it
};
BOOST_DESCRIBE_STRUCT(ThreadNode, (),
                      (kind, id, title, detail, themes, unit_id, owner, year, value_cents, whole_id, archived, purchases, suggested))

struct ThreadEdge {
  std::string upper_kind;
  Uuid upper_id;
  std::string lower_kind;
  Uuid lower_id;
  LinkState state;
};
BOOST_DESCRIBE_STRUCT(ThreadEdge, (), (upper_kind, upper_id, lower_kind, lower_id, state))

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

struct KindList {
  std::vector<Kind> items;
};
BOOST_DESCRIBE_STRUCT(KindList, (), (items))

// Records in one answer; what hangs on more is told by impact().
constexpr int nodes_shown = 2000;

// A folded record is drawn as its whole, with the themes of what was folded.
constexpr std::string_view walked_down = R"sql(
WITH walked AS MATERIALIZED (
  SELECT t.kind, t.id FROM thread.down($1, $2) t),
)sql";
constexpr std::string_view walked_up = R"sql(
WITH walked AS MATERIALIZED (
  SELECT t.kind, t.id FROM thread.up($1, $2) t),
)sql";
constexpr std::string_view walked_nodes = R"sql(
drawn AS (
  SELECT CASE WHEN f.kind IS NULL THEN r.kind ELSE r.whole_kind END AS kind,
         CASE WHEN f.kind IS NULL THEN r.id ELSE r.whole_id END AS id,
         array_agg(DISTINCT x.theme) FILTER (WHERE f.kind IS NOT NULL AND x.theme IS NOT NULL) AS themes
    FROM walked t
    JOIN thread.record r ON r.kind = t.kind AND r.id = t.id
    LEFT JOIN thread.folded_kind f ON f.kind = r.kind
    LEFT JOIN LATERAL unnest(r.themes) AS x(theme) ON true
   WHERE r.kind = ANY ($3::text[])
   GROUP BY 1, 2)
SELECT n.kind, n.id, n.title, n.detail,
       to_jsonb(coalesce(d.themes, n.themes)) AS themes,
       coalesce(n.unit_id, w.unit_id) AS unit_id,
       p.name AS owner,
       coalesce(n.year, w.year) AS year,
       n.value_cents,
       n.whole_id,
       n.archived OR coalesce(w.archived, false) AS archived,
       0::bigint AS purchases,
       0::bigint AS suggested
  FROM drawn d
  JOIN thread.record n ON n.kind = d.kind AND n.id = d.id
  LEFT JOIN thread.record w ON w.kind = n.whole_kind AND w.id = n.whole_id
  LEFT JOIN organisation.person p ON p.municipality_id = n.municipality_id AND p.id = coalesce(n.owner_id, w.owner_id)
 LIMIT $4
)sql";
constexpr std::string_view walked_edges = R"sql(
ends AS (
  SELECT t.kind, t.id,
         CASE WHEN f.kind IS NULL THEN r.kind ELSE r.whole_kind END AS drawn_kind,
         CASE WHEN f.kind IS NULL THEN r.id ELSE r.whole_id END AS drawn_id
    FROM walked t
    JOIN thread.record r ON r.kind = t.kind AND r.id = t.id
    LEFT JOIN thread.folded_kind f ON f.kind = r.kind
   WHERE r.kind = ANY ($3::text[])
   LIMIT $4)
SELECT u.drawn_kind AS upper_kind, u.drawn_id AS upper_id, b.drawn_kind AS lower_kind, b.drawn_id AS lower_id,
       min(l.state) AS state
  FROM ends u
  JOIN thread.link l ON l.upper_id = u.id AND l.upper_kind = u.kind AND l.counts
  JOIN ends b ON b.id = l.lower_id AND b.kind = l.lower_kind
 WHERE (u.drawn_kind, u.drawn_id) <> (b.drawn_kind, b.drawn_id)
 GROUP BY 1, 2, 3, 4
)sql";

const db::Statement nodes_below{"thread.nodes_below", {walked_down, walked_nodes}};
const db::Statement nodes_above{"thread.nodes_above", {walked_up, walked_nodes}};
const db::Statement edges_below{"thread.edges_below", {walked_down, walked_edges}};
const db::Statement edges_above{"thread.edges_above", {walked_up, walked_edges}};

Thread walk(db::Session& session, const ThreadQuery& query, const std::vector<std::string>& seen) {
  const Node from = record_of(query.from);
  const bool up = query.direction == Direction::up;
  Thread out{{}, {}, false};
  out.nodes = session.rows<ThreadNode>(up ? nodes_above : nodes_below, from.kind, from.id, seen, nodes_shown + 1);
  if (out.nodes.empty()) throw not_found();
  out.truncated = out.nodes.size() > static_cast<std::size_t>(nodes_shown);
  if (out.truncated) out.nodes.pop_back();
  out.edges = session.rows<ThreadEdge>(up ? edges_above : edges_below, from.kind, from.id, seen, nodes_shown);
  return out;
}

// Goals that are asked for with those above them, and what hangs under them but purchases, which are counted.
const db::Statement overview_nodes{"thread.overview_nodes", R"sql(
WITH RECURSIVE goal AS (
  SELECT r.id FROM thread.record r
   WHERE r.kind = 'goal' AND NOT r.archived
     AND ($1::text IS NULL OR $1 = ANY (r.themes))
     AND ($2::uuid IS NULL OR r.unit_id = $2)
     AND ($3::int IS NULL OR r.year = $3)
  UNION
  SELECT l.upper_id FROM goal
    JOIN thread.link l ON l.lower_id = goal.id AND l.lower_kind = 'goal' AND l.upper_kind = 'goal' AND l.counts),
node AS (
  SELECT 'goal' AS kind, id FROM goal
  UNION
  SELECT l.lower_kind, l.lower_id FROM goal
    JOIN thread.link l
         ON l.upper_id = goal.id AND l.upper_kind = 'goal' AND l.counts AND l.lower_kind IN ('notice', 'ambition'))
SELECT n.kind, n.id, n.title, n.detail, to_jsonb(n.themes) AS themes, n.unit_id, p.name AS owner, n.year,
       n.value_cents, n.whole_id, n.archived, b.purchases, b.suggested
  FROM node
  JOIN thread.record n ON n.kind = node.kind AND n.id = node.id
  LEFT JOIN organisation.person p ON p.municipality_id = n.municipality_id AND p.id = n.owner_id
  CROSS JOIN LATERAL (
    SELECT count(DISTINCT i.whole_id) FILTER (WHERE l.counts) AS purchases,
           count(DISTINCT i.whole_id) FILTER (WHERE l.state = 'suggested' AND NOT EXISTS (
             SELECT 1 FROM thread.record o
               JOIN thread.link k
                    ON k.lower_kind = 'impact' AND k.lower_id = o.id AND k.upper_kind = n.kind
                   AND k.upper_id = n.id AND k.counts
              WHERE o.whole_id = i.whole_id AND o.kind = 'impact')) AS suggested
      FROM thread.link l
      JOIN thread.record i ON i.kind = 'impact' AND i.id = l.lower_id
     WHERE l.upper_kind = n.kind AND l.upper_id = n.id AND l.lower_kind = 'impact') b
 ORDER BY n.detail DESC, n.title
 LIMIT $4
)sql"};

const db::Statement overview_documents{"thread.overview_documents", R"sql(
SELECT d.kind, d.id, d.title, d.detail, to_jsonb(d.themes) AS themes, d.unit_id, NULL AS owner, d.year,
       d.value_cents, d.whole_id, d.archived, 0::bigint AS purchases, 0::bigint AS suggested
  FROM thread.record d
 WHERE d.kind = 'document' AND d.id IN (
   SELECT c.whole_id
     FROM thread.link l
     JOIN thread.record c ON c.kind = 'clause' AND c.id = l.upper_id
    WHERE l.lower_kind = 'goal' AND l.lower_id = ANY ($1::uuid[]) AND l.upper_kind = 'clause' AND l.counts)
 ORDER BY d.title
)sql"};

const db::Statement overview_edges{"thread.overview_edges", R"sql(
SELECT DISTINCT 'document' AS upper_kind, c.whole_id AS upper_id, 'goal' AS lower_kind, l.lower_id, 'confirmed' AS state
  FROM thread.link l
  JOIN thread.record c ON c.kind = 'clause' AND c.id = l.upper_id
 WHERE l.lower_kind = 'goal' AND l.lower_id = ANY ($1::uuid[]) AND l.upper_kind = 'clause' AND l.counts
UNION ALL
SELECT l.upper_kind, l.upper_id, l.lower_kind, l.lower_id, l.state
  FROM thread.link l
 WHERE l.upper_kind = 'goal' AND l.upper_id = ANY ($1::uuid[]) AND l.lower_id = ANY ($1::uuid[]) AND l.counts
)sql"};

Thread overview(db::Session& session, const OverviewQuery& query) {
  Thread out{{}, {}, false};
  out.nodes = session.rows<ThreadNode>(overview_nodes, query.theme, query.unit_id, query.year, nodes_shown);
  std::vector<std::string> ids;
  for (const ThreadNode& node : out.nodes) ids.push_back(node.id.str());
  const auto documents = session.rows<ThreadNode>(overview_documents, ids);
  out.nodes.insert(out.nodes.begin(), documents.begin(), documents.end());
  out.edges = session.rows<ThreadEdge>(overview_edges, ids);
  return out;
}

// A notice of a procedure that a purchase is linked to is that purchase.
const db::Statement impact_of{"thread.impact_of", R"sql(
WITH walked AS MATERIALIZED (
  SELECT t.kind, t.id FROM thread.down($1, $2) t),
below AS MATERIALIZED (
  SELECT r.kind, r.id, r.value_cents, r.counts_as, coalesce(r.owner_id, w.owner_id) AS owner_id
    FROM walked t
    JOIN thread.record r ON r.kind = t.kind AND r.id = t.id
    LEFT JOIN thread.record w ON w.kind = r.whole_kind AND w.id = r.whole_id
   WHERE NOT (t.kind = $1 AND t.id = $2) AND NOT r.archived AND NOT coalesce(w.archived, false)),
planned AS (
  SELECT o.counts_as AS notice, p.counts_as, p.value_cents
    FROM below b
    JOIN thread.record o ON o.kind = 'notice' AND o.counts_as = b.counts_as
    JOIN thread.link l ON l.lower_id = o.id AND l.lower_kind = 'notice' AND l.upper_kind = 'purchase' AND l.counts
    JOIN thread.record p ON p.kind = 'purchase' AND p.id = l.upper_id AND NOT p.archived
   WHERE b.kind = 'notice'),
bought AS (
  SELECT counts_as, max(value_cents) AS value_cents
    FROM (SELECT counts_as, value_cents FROM below
           WHERE kind = 'purchase'
          UNION ALL
          SELECT counts_as, value_cents FROM planned) p
   GROUP BY counts_as
  UNION ALL
  SELECT b.counts_as, max(b.value_cents)
    FROM below b
   WHERE b.kind = 'notice' AND b.counts_as NOT IN (SELECT notice FROM planned)
   GROUP BY b.counts_as)
SELECT count(*) FILTER (WHERE kind = 'goal') AS goals,
       (SELECT count(*) FROM bought) AS purchases,
       (SELECT coalesce(sum(value_cents), 0)::bigint FROM bought) AS value_cents,
       count(*) FILTER (WHERE kind = 'requirement') AS requirements,
       count(DISTINCT owner_id) AS owners,
       (SELECT count(DISTINCT r.counts_as)
          FROM walked t
          JOIN thread.link l ON l.upper_id = t.id AND l.upper_kind = t.kind AND l.state = 'suggested'
          JOIN thread.record r
               ON r.kind = l.lower_kind AND r.id = l.lower_id AND r.kind IN ('impact', 'purchase', 'notice')
         WHERE NOT EXISTS (SELECT 1 FROM bought b
                            WHERE b.counts_as = r.counts_as)) AS suggested
  FROM below
)sql"};

}  // namespace

Node record_of(const std::optional<std::string>& from, const char* pointer) {
  const auto colon = from ? from->find(':') : std::string::npos;
  if (colon == std::string::npos) throw bad_field(pointer, "notRecord");
  const auto id = Uuid::parse(std::string_view(*from).substr(colon + 1));
  if (!id) throw bad_field(pointer, "notRecord");
  return {from->substr(0, colon), *id};
}

std::vector<std::string> seen_by(const Kinds& kinds, const http::Principal& who) {
  std::vector<std::string> out;
  for (const Kind& each : kinds)
    if (who.may(each.permission)) out.push_back(each.kind);
  return out;
}

Impact impact(db::Session& session, const Node& node) { return session.find<Impact>(impact_of, node.kind, node.id).value_or(Impact{}); }

void add_walk_routes(http::Router& router, const Kinds& kinds) {
  router.get<KindList>("/red-thread/kinds", "policy.read",
                       {"listRecordKinds", "red-thread", "The kinds of record that this person may see, and how they are shown"},
                       [kinds](const http::Request& request, db::Session&) {
                         KindList out;
                         for (const Kind& each : kinds)
                           if (request.who.may(each.permission)) out.items.push_back(each);
                         return out;
                       });
  router.get<Thread>(
      "/red-thread", "policy.read",
      {"walkRedThread", "red-thread", "From one record (kind:id) everything it came from (up) or everything derived from it (down)"},
      [kinds](const http::Request& request, db::Session& session, const ThreadQuery& query) {
        return walk(session, query, seen_by(kinds, request.who));
      });
  router.get<Thread>("/red-thread/overview", "policy.read", {"getRedThread", "red-thread", "Documents, goals and what came of them"},
                     [](const http::Request&, db::Session& session, const OverviewQuery& query) { return overview(session, query); });
  router.get<Impact>(
      "/red-thread/impact", "policy.read", {"getImpact", "red-thread", "How much hangs on one record"},
      [](const http::Request&, db::Session& session, const ThreadQuery& query) { return impact(session, record_of(query.from)); });
}

}  // namespace tenzij::thread
