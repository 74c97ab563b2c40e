// Links to read: those of a goal or a purchase, or all; each once per upper record and lower whole, with why and who.
#include "thread/walk.h"

namespace tenzij::thread {

namespace {

enum class LinkOrder { score, upper, lower };
BOOST_DESCRIBE_ENUM(LinkOrder, score, upper, lower)

struct LinkQuery {
  std::optional<LinkState> state;  // none: suggested
  std::optional<std::string> of;   // "goal:<id>", "purchase:<id>": at either end; none or "all": every one
  std::optional<std::string> upper_kind;
  std::optional<std::string> lower_kind;
  std::optional<std::string> theme;
  std::optional<LinkOrder> order;  // none: the likeliest first
  std::optional<int> limit;        // none: 10
  std::optional<int> offset;
};
BOOST_DESCRIBE_STRUCT(LinkQuery, (), (state, of, upper_kind, lower_kind, theme, order, limit, offset))

struct LinkEnd {
  std::string kind;
  Uuid id;
  std::string title;
  std::string detail;
  std::optional<std::string> number;
  std::string words;  // the beginning of what more it says: of a goal its explanation, of a purchase its need
  std::vector<std::string> themes;
  std::optional<std::string> unit;
  std::optional<int> year;
  std::optional<std::int64_t> value_cents;
  bool archived;
};
BOOST_DESCRIBE_STRUCT(LinkEnd, (), (kind, id, title, detail, number, words, themes, unit, year, value_cents, archived))

// What the lower record asks on these themes.
struct LinkAsks {
  Uuid id;
  std::string kind;
  std::string title;
  std::string detail;  // the instrument
};
BOOST_DESCRIBE_STRUCT(LinkAsks, (), (id, kind, title, detail))

struct LinkPair {
  LinkEnd upper;
  LinkEnd lower;
  std::optional<std::string> sentence;  // the clause that the upper record came from
  std::optional<std::string> document;
  std::vector<std::string> themes;  // of a whole: those by which it hangs here
  std::vector<LinkAsks> asks;
  LinkState state{};
  std::string rule;  // code of the rule that found it; empty: a person made it
  std::string rule_words;
  double score;
  std::string why;  // the words of who judged it
  std::optional<std::string> person;
  std::optional<Uuid> person_id;
  Instant at;
  std::int64_t version;
  bool may_decide;
};
BOOST_DESCRIBE_STRUCT(LinkPair, (),
                      (upper, lower, sentence, document, themes, asks, state, rule, rule_words, score, why, person, person_id, at, version,
                       may_decide))

struct LinkPairs {
  std::vector<LinkPair> items;
  std::int64_t total = 0;
};
BOOST_DESCRIBE_STRUCT(LinkPairs, (), (items, total))

struct LinkCount {
  std::string upper_kind;
  std::string lower_kind;
  std::int64_t suggested;
  std::int64_t confirmed;
  std::int64_t rejected;
};
BOOST_DESCRIBE_STRUCT(LinkCount, (), (upper_kind, lower_kind, suggested, confirmed, rejected))

struct LinkJudge {
  Uuid person_id;
  std::string person;
  std::int64_t confirmed;
  std::int64_t rejected;
  Instant last_at;
};
BOOST_DESCRIBE_STRUCT(LinkJudge, (), (person_id, person, confirmed, rejected, last_at))

struct LinkCounts {
  std::vector<LinkCount> items;
  std::vector<LinkJudge> people;
};
BOOST_DESCRIBE_STRUCT(LinkCounts, (), (items, people))

constexpr int links_shown = 10;
constexpr int most_links_shown = 200;

// A pair is confirmed when any of its parts is, and suggested before it is rejected.
const db::Statement link_pairs{"thread.link_pairs", R"sql(
WITH found AS (
  SELECT l.* FROM thread.link l
   WHERE $2::text IS NULL AND l.state = $1
  UNION
  SELECT l.* FROM thread.link l
   WHERE l.upper_kind = $2 AND l.upper_id = $3 AND l.state = $1
  UNION
  SELECT l.* FROM thread.link l
   WHERE l.lower_kind = $2 AND l.lower_id = $3 AND l.state = $1
  UNION
  SELECT l.* FROM thread.record o
    JOIN thread.folded_kind f ON f.kind = o.kind
    JOIN thread.link l ON l.lower_kind = o.kind AND l.lower_id = o.id
   WHERE o.whole_kind = $2 AND o.whole_id = $3 AND l.state = $1),
pair AS (
  SELECT l.upper_kind, l.upper_id,
         CASE WHEN f.kind IS NULL THEN l.lower_kind ELSE r.whole_kind END AS lower_kind,
         CASE WHEN f.kind IS NULL THEN l.lower_id ELSE r.whole_id END AS lower_id,
         coalesce(array_agg(DISTINCT r.themes[1]) FILTER (WHERE f.kind IS NOT NULL AND r.themes <> '{}'),
                '{}') AS themes,
         (array_agg(l.rule ORDER BY l.score DESC, l.lower_id))[1] AS rule,
         (array_agg(l.rule_words ORDER BY l.score DESC, l.lower_id))[1] AS rule_words,
         (array_agg(l.why ORDER BY l.at DESC, l.lower_id))[1] AS why,
         (array_agg(l.person_id ORDER BY l.at DESC, l.lower_id))[1] AS person_id,
         max(l.score) AS score,
         max(l.at) AS at,
         max(l.version) AS version
    FROM found l
    JOIN thread.record r ON r.kind = l.lower_kind AND r.id = l.lower_id
    LEFT JOIN thread.folded_kind f ON f.kind = r.kind
   WHERE f.kind IS NULL OR NOT EXISTS (
     SELECT 1 FROM thread.record o
       JOIN thread.link k ON k.upper_kind = l.upper_kind AND k.upper_id = l.upper_id AND k.lower_kind = o.kind
              AND k.lower_id = o.id
      WHERE o.whole_id = r.whole_id AND o.kind = r.kind
        AND array_position(ARRAY['inherited', 'confirmed', 'suggested', 'rejected'], k.state)
          < array_position(ARRAY['inherited', 'confirmed', 'suggested', 'rejected'], l.state))
   GROUP BY 1, 2, 3, 4),
page AS (
  SELECT p.*, count(*) OVER () AS total,
         row_number() OVER (ORDER BY CASE $8 WHEN 'upper' THEN u.title WHEN 'lower' THEN b.title END, p.score DESC,
                                     b.value_cents DESC NULLS LAST, u.title, b.title, p.upper_id, p.lower_id) AS place
    FROM pair p
    JOIN thread.record u ON u.kind = p.upper_kind AND u.id = p.upper_id
    JOIN thread.record b ON b.kind = p.lower_kind AND b.id = p.lower_id
   WHERE p.upper_kind = ANY ($4::text[]) AND p.lower_kind = ANY ($4::text[])
     AND ($5::text IS NULL OR p.upper_kind = $5)
     AND ($6::text IS NULL OR p.lower_kind = $6)
     AND ($7::text IS NULL OR $7 = ANY (p.themes) OR p.themes = '{}' AND $7 = ANY (u.themes))
     AND ($1 <> 'suggested' OR NOT u.archived AND NOT b.archived)
   ORDER BY place
   LIMIT $9 OFFSET $10)
SELECT jsonb_build_object('kind', u.kind, 'id', u.id, 'title', u.title, 'detail', u.detail, 'number', u.number,
       'words', left(u.words, 600),
                          'themes', to_jsonb(u.themes), 'unit', uu.name, 'year', u.year, 'valueCents',
                                 u.value_cents, 'archived', u.archived)
         AS upper,
       jsonb_build_object('kind', b.kind, 'id', b.id, 'title', b.title, 'detail', b.detail, 'number', b.number,
              'words', left(b.words, 600),
                          'themes', to_jsonb(b.themes), 'unit', bu.name, 'year', b.year, 'valueCents',
                                 b.value_cents, 'archived', b.archived)
         AS lower,
       c.title AS sentence, c.detail AS document,
       to_jsonb(p.themes) AS themes,
       coalesce(q.asks, '[]') AS asks,
       $1 AS state, p.rule, p.rule_words, p.score,
       CASE WHEN $1 = 'suggested' THEN '' ELSE p.why END AS why,
       n.name AS person, p.person_id, p.at, p.version, false AS may_decide, p.total
  FROM page p
  JOIN thread.record u ON u.kind = p.upper_kind AND u.id = p.upper_id
  JOIN thread.record b ON b.kind = p.lower_kind AND b.id = p.lower_id
  LEFT JOIN organisation.unit uu ON uu.municipality_id = u.municipality_id AND uu.id = u.unit_id
  LEFT JOIN organisation.unit bu ON bu.municipality_id = b.municipality_id AND bu.id = b.unit_id
  LEFT JOIN organisation.person n ON n.municipality_id = u.municipality_id AND n.id = p.person_id
  LEFT JOIN LATERAL (
    SELECT x.title, x.detail
      FROM thread.up(u.kind, u.id) t
      JOIN thread.record x ON x.kind = t.kind AND x.id = t.id
     WHERE t.kind = 'clause' AND u.kind <> 'clause'
     ORDER BY x.detail, x.title
     LIMIT 1) c ON true
  LEFT JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object('id', s.id, 'kind', s.kind, 'title', s.title, 'detail',
           s.detail) ORDER BY s.title) AS asks
      FROM (SELECT x.id, x.kind, x.title, x.detail
              FROM thread.record x
             WHERE x.whole_id = b.id AND x.whole_kind = b.kind AND NOT x.archived
               AND NOT EXISTS (SELECT 1 FROM thread.folded_kind f
                                WHERE f.kind = x.kind)
               AND (p.themes = '{}' OR x.themes && p.themes)
             ORDER BY x.title
             LIMIT 6) s) q ON true
 ORDER BY p.place
)sql"};

const db::Statement link_counts{"thread.link_counts", R"sql(
SELECT p.upper_kind, p.lower_kind,
       count(*) FILTER (WHERE p.rank = 2 AND NOT p.archived) AS suggested,
       count(*) FILTER (WHERE p.rank = 1) AS confirmed,
       count(*) FILTER (WHERE p.rank = 3) AS rejected
  FROM (SELECT l.upper_kind, l.upper_id,
               CASE WHEN f.kind IS NULL THEN l.lower_kind ELSE r.whole_kind END AS lower_kind,
               CASE WHEN f.kind IS NULL THEN l.lower_id ELSE r.whole_id END AS lower_id,
               min(array_position(ARRAY['confirmed', 'suggested', 'rejected'], l.state)) AS rank,
               bool_or(u.archived OR r.archived OR coalesce(w.archived, false)) AS archived
          FROM thread.link l
          JOIN thread.record u ON u.kind = l.upper_kind AND u.id = l.upper_id
          JOIN thread.record r ON r.kind = l.lower_kind AND r.id = l.lower_id
          LEFT JOIN thread.folded_kind f ON f.kind = r.kind
          LEFT JOIN thread.record w ON f.kind IS NOT NULL AND w.kind = r.whole_kind AND w.id = r.whole_id
         WHERE l.state <> 'inherited'
         GROUP BY 1, 2, 3, 4) p
 WHERE p.upper_kind = ANY ($1::text[]) AND p.lower_kind = ANY ($1::text[])
 GROUP BY 1, 2
 ORDER BY 1, 2
)sql"};

const db::Statement link_judges{"thread.link_judges", R"sql(
SELECT p.person_id, n.name AS person,
       count(*) FILTER (WHERE p.state = 'confirmed') AS confirmed,
       count(*) FILTER (WHERE p.state = 'rejected') AS rejected,
       max(p.at) AS last_at
  FROM (SELECT l.person_id, l.upper_kind, l.upper_id,
               CASE WHEN f.kind IS NULL THEN l.lower_kind ELSE r.whole_kind END AS lower_kind,
               CASE WHEN f.kind IS NULL THEN l.lower_id ELSE r.whole_id END AS lower_id,
               min(l.state) AS state, max(l.at) AS at
          FROM thread.link l
          JOIN thread.record r ON r.kind = l.lower_kind AND r.id = l.lower_id
          LEFT JOIN thread.folded_kind f ON f.kind = r.kind
         WHERE l.state IN ('confirmed', 'rejected')
         GROUP BY 1, 2, 3, 4, 5) p
  JOIN organisation.person n ON n.municipality_id = platform.current_municipality() AND n.id = p.person_id
 WHERE p.upper_kind = ANY ($1::text[]) AND p.lower_kind = ANY ($1::text[])
 GROUP BY 1, 2
 ORDER BY 3 DESC, 2
)sql"};

LinkPairs pairs(db::Session& session, const LinkQuery& query, const Kinds& kinds, const http::Principal& who) {
  std::optional<Node> of;
  if (query.of && *query.of != "all") of = record_of(query.of, "?of");
  const int limit = query.limit.value_or(links_shown);
  if (limit < 1 || limit > most_links_shown)
    throw bad_field("?limit", "outOfRange", {{"least", "1"}, {"most", std::to_string(most_links_shown)}});
  const int offset = query.offset.value_or(0);
  if (offset < 0) throw bad_field("?offset", "negative");
  const auto ask = [&](int many, int from) {
    return session.query(link_pairs, query.state.value_or(LinkState::suggested), of ? std::optional(of->kind) : std::nullopt,
                         of ? std::optional(of->id) : std::nullopt, seen_by(kinds, who), query.upper_kind, query.lower_kind, query.theme,
                         query.order, many, from);
  };
  auto rows = ask(limit, offset);
  LinkPairs out{rows.as<LinkPair>(), 0};
  // Past the end there is no row to tell how many there are.
  if (rows.empty() && offset > 0) rows = ask(1, 0);
  if (!rows.empty()) out.total = rows.get<std::int64_t>(0, "total");
  for (LinkPair& each : out.items)
    for (const Kind& kind : kinds)
      if (kind.kind == each.lower.kind) each.may_decide = who.may(kind.edit);
  return out;
}

}  // namespace

void add_link_routes(http::Router& router, const Kinds& kinds) {
  router.get<LinkPairs>("/links", "policy.read",
                        {"listLinks", "red-thread", "Links by their state, one per upper record and lower whole, with why and who"},
                        [kinds](const http::Request& request, db::Session& session, const LinkQuery& query) {
                          return pairs(session, query, kinds, request.who);
                        });
  router.get<LinkCounts>("/link-counts", "policy.read",
                         {"countLinks", "red-thread", "How many links are suggested, confirmed and rejected, and who judged how many"},
                         [kinds](const http::Request& request, db::Session& session) {
                           const auto seen = seen_by(kinds, request.who);
                           return LinkCounts{session.rows<LinkCount>(link_counts, seen), session.rows<LinkJudge>(link_judges, seen)};
                         });
}

}  // namespace tenzij::thread
