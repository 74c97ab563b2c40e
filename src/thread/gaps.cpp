// What the thread misses and who must act, and what is to be reviewed.
#include "thread/picture.h"
#include "thread/search.h"

namespace tenzij::thread {

namespace {

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
  std::int64_t total{};  // of what is asked, also what is not among the items
  std::vector<Gap> items;
};
BOOST_DESCRIBE_STRUCT(GapList, (), (counts, total, items))

struct GapQuery {
  std::optional<std::string> kind;
  std::optional<std::string> theme;
  std::optional<Uuid> unit_id;
  std::optional<bool> mine;
};
BOOST_DESCRIBE_STRUCT(GapQuery, (), (kind, theme, unit_id, mine))

constexpr int gaps_shown = 500;

const db::Statement gap_counts{"thread.gap_counts", R"sql(
SELECT g.kind, k.role, count(*) AS count,
       count(*) FILTER (WHERE coalesce(g.owner_id = $1::uuid, k.role = ANY ($2::text[]))) AS mine
  FROM thread.gaps() g
  JOIN thread.gap_kind k ON k.kind = g.kind
 GROUP BY g.kind, k.role, k.position
 ORDER BY k.position
)sql"};

constexpr std::string_view gaps_asked_for = R"sql(
  FROM thread.gaps() g
  JOIN thread.gap_kind k ON k.kind = g.kind
  LEFT JOIN organisation.person p ON p.municipality_id = g.municipality_id AND p.id = g.owner_id
 CROSS JOIN LATERAL (SELECT coalesce(g.owner_id = $1::uuid, k.role = ANY ($2::text[])) AS mine) m
 WHERE ($3::text IS NULL OR g.kind = $3)
   AND ($4::text IS NULL OR $4 = ANY (g.themes))
   AND ($5::uuid IS NULL OR g.unit_id = $5)
   AND (NOT coalesce($6::boolean, false) OR m.mine)
)sql";

const db::Statement gap_rows{"thread.gap_rows",
                             {R"sql(
SELECT g.kind, k.role, g.subject_kind, g.subject_id, g.title, g.detail, to_jsonb(g.themes) AS themes,
       g.unit_id, p.name AS owner, g.document_id, m.mine
)sql",
                              gaps_asked_for, R"sql(
 ORDER BY k.position, g.title
 LIMIT $7
)sql"}};

const db::Statement gap_total{"thread.gap_total", {"SELECT count(*)", gaps_asked_for}};

GapList gaps(const http::Request& request, db::Session& session, const GapQuery& query) {
  set_day(session, date_of(request.now));
  const std::vector<std::string> roles(request.who.roles.begin(), request.who.roles.end());
  GapList out;
  out.counts = session.rows<GapCount>(gap_counts, request.who.person_id, roles);
  out.items = session.rows<Gap>(gap_rows, request.who.person_id, roles, query.kind, query.theme, query.unit_id, query.mine, gaps_shown);
  out.total = std::ssize(out.items);
  if (out.total == gaps_shown)
    out.total = session.scalar<std::int64_t>(gap_total, request.who.person_id, roles, query.kind, query.theme, query.unit_id, query.mine)
                    .value_or(out.total);
  return out;
}

constexpr std::string_view mark_below = "SELECT thread.mark_review($1, $2, $3, $4)";

const db::Statement what_differs{"thread.what_differs", R"sql(
SELECT view || ': ' || kind || ' ' || id || ' ' || what
  FROM thread.differences()
 ORDER BY 1
 LIMIT 100
)sql"};

}  // namespace

void set_day(db::Session& session, Date today) { session.query("SELECT set_config('tenzij.today', $1, true)", today.str()); }

std::int64_t mark_review(db::Session& session, const Node& changed, const json::object& change, Instant now) {
  return session.scalar<std::int64_t>(mark_below, changed.kind, changed.id, change, now).value_or(0);
}

std::vector<std::string> differences(db::Connection& owner) {
  std::vector<std::string> out;
  const auto rows = owner.query(what_differs);
  for (int i = 0; i < rows.rows(); ++i) out.emplace_back(rows.text(i, 0));
  return out;
}

// The floor below does not know the thread. Questions are found by who may answer all of them.
Kinds organisation_kinds() {
  return {{"unit", "Onderdeel", "Unit", "organisation.read", "organisation.edit", "/organisatie", "square", 0, true},
          {"person", "Persoon", "Person", "organisation.read", "organisation.edit", "/organisatie", "circle", 0, true},
          {"question", "Vraag", "Question", "coaching.edit", "help.ask", "/organisatie/hulpvragen", "flag", 0, true}};
}

void add_gap_routes(http::Router& router) {
  router.get<GapList>("/gaps", "policy.read", {"listGaps", "red-thread", "What the thread misses, and who must act"}, gaps);
}

void add_routes(http::Router& router, const Kinds& kinds, const std::filesystem::path& knowledge) {
  add_walk_routes(router, kinds);
  add_gap_routes(router);
  add_search_routes(router, kinds, knowledge);
  add_picture_routes(router, kinds);
  add_link_routes(router, kinds);
  add_decision_routes(router, kinds);
}

}  // namespace tenzij::thread
