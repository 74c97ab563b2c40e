// The answers: the picture, the rows that a number of it counts, and what is missing in it.
#include <algorithm>
#include <map>
#include <set>

#include "thread/drawing.h"

namespace tenzij::thread {

namespace {

constexpr int rows_in_answer = 100;

constexpr std::array<std::string_view, last_column + 1> column_names{"",         "policy",      "goal",      "unitGoal",    "ambition",
                                                                     "purchase", "requirement", "agreement", "measurement", "evaluation"};

struct PictureFigures {
  std::int64_t goals;
  std::int64_t purchases;
  std::int64_t value_cents;
  std::int64_t requirements;
  std::int64_t suggested;
  std::int64_t gaps;
};
BOOST_DESCRIBE_STRUCT(PictureFigures, (), (goals, purchases, value_cents, requirements, suggested, gaps))

struct Picture {
  std::optional<PictureNode> focus;  // the record asked for
  PictureFigures figures;            // below it; of everything when none is asked for
  std::vector<PictureColumn> columns;
  std::vector<PictureNode> nodes;
  std::vector<PictureLink> links;
  std::vector<int> years;  // of purchases
};
BOOST_DESCRIBE_STRUCT(Picture, (), (focus, figures, columns, nodes, links, years))

// What a number of the picture counts.
enum class Rows { all, confirmed, suggested, rest, passed, outside, goals };
BOOST_DESCRIBE_ENUM(Rows, all, confirmed, suggested, rest, passed, outside, goals)

struct RowsQuery {
  std::optional<std::string> from;
  std::optional<std::string> theme;
  std::optional<Uuid> unit_id;
  std::optional<int> year;
  std::optional<By> by;
  std::optional<int> column;
  std::optional<Rows> rows;
  std::optional<std::string> of;  // kind:id; of gaps only: those of this record itself
  std::optional<int> offset;
};
BOOST_DESCRIBE_STRUCT(RowsQuery, (), (from, theme, unit_id, year, by, column, rows, of, offset))

struct PictureRows {
  std::optional<PictureNode> focus;
  std::int64_t total;
  std::int64_t value_cents;  // of the purchases along all of them that count, each once
  std::vector<PictureNode> items;
};
BOOST_DESCRIBE_STRUCT(PictureRows, (), (focus, total, value_cents, items))

struct PictureGaps {
  std::int64_t total;
  std::vector<PictureGap> items;
};
BOOST_DESCRIBE_STRUCT(PictureGaps, (), (total, items))

struct Details {
  std::string kind;
  Uuid id;
  std::string title;
  std::optional<std::string> number;
  std::string detail;
  std::vector<std::string> themes;
  std::optional<Uuid> unit_id;
  std::optional<std::string> owner;
  std::optional<int> year;
  std::optional<Uuid> whole_id;
  std::string whole_title;
};
BOOST_DESCRIBE_STRUCT(Details, (), (kind, id, title, number, detail, themes, unit_id, owner, year, whole_id, whole_title))

const db::Statement details_of{"thread.details_of", R"sql(
SELECT n.kind, n.id, n.title, n.number, n.detail,
       to_jsonb(n.themes) AS themes,
       coalesce(n.unit_id, w.unit_id) AS unit_id,
       p.name AS owner,
       coalesce(n.year, w.year) AS year,
       n.whole_id,
       coalesce(w.title, '') AS whole_title
  FROM jsonb_to_recordset($1::jsonb) AS asked(kind text, id uuid)
  JOIN thread.record n ON n.kind = asked.kind AND n.id = asked.id
  LEFT JOIN thread.record w ON w.kind = n.whole_kind AND w.id = n.whole_id
  LEFT JOIN organisation.person p ON p.municipality_id = n.municipality_id AND p.id = coalesce(n.owner_id, w.owner_id)
)sql"};

void tell(db::Session& session, const Graph& graph, std::vector<PictureNode*> nodes) {
  std::erase_if(nodes, [](const PictureNode* each) { return !each->id; });
  json::array asked;
  for (const PictureNode* each : nodes) asked.push_back({{"kind", each->kind}, {"id", each->id->str()}});
  std::map<std::pair<std::string, Uuid>, Details> known;
  for (Details& each : session.rows<Details>(details_of, json::value(std::move(asked))))
    known.emplace(std::pair(each.kind, each.id), std::move(each));
  for (PictureNode* each : nodes) {
    const auto found = known.find({each->kind, *each->id});
    if (found == known.end()) continue;
    const Details& told = found->second;
    each->title = told.title;
    each->number = told.number;
    each->detail = told.detail;
    each->themes = told.themes;
    each->unit_id = told.unit_id;
    each->owner = told.owner;
    each->year = told.year;
    each->whole_id = told.whole_id;
    each->whole_title = told.whole_title;
    const auto at = graph.find(each->kind, *each->id);
    if (!at || graph.points[*at].parts.size() < 2) continue;
    std::set<std::string> themes;
    for (const At part : graph.points[*at].parts)
      if (part != *at && graph.points[part].reach != Reach::none) themes.insert(std::string(text::trim(graph.points[part].themes)));
    themes.erase("");
    each->themes.assign(themes.begin(), themes.end());
  }
}

Kinds kinds_seen(const Kinds& kinds, const http::Principal& who) {
  Kinds out;
  for (const Kind& each : kinds)
    if (who.may(each.permission)) out.push_back(each);
  return out;
}

PictureColumn head(const Graph& graph, const Drawing& drawing, int column) {
  PictureColumn out{column, std::string(column_names.at(static_cast<std::size_t>(column))), 0, 0, 0, 0, 0, 0};
  for (const Ranked& each : drawing.columns[static_cast<std::size_t>(column)])
    ++(graph.points[each.at].reach == Reach::confirmed ? out.confirmed : out.suggested);
  for (const PictureGap& gap : graph.gaps) out.gaps += graph.gap_column(gap) == column ? 1 : 0;
  for (At at = 0; at < graph.points.size(); ++at) {
    const Point& point = graph.points[at];
    if (point.column == column && point.drawn == at && point.whole != Reach::none && point.reach == Reach::none) ++out.outside;
  }
  for (const auto& [at, sure] : drawing.passed[static_cast<std::size_t>(column)]) ++(sure == 2 ? out.passed : out.passed_suggested);
  return out;
}

PictureFigures figures_of(Graph& graph, const Drawing& drawing) {
  PictureFigures out{0, 0, 0, 0, 0, static_cast<std::int64_t>(graph.gaps.size())};
  if (graph.from) {
    const Below below = graph.below(graph.starts);
    out.goals = static_cast<std::int64_t>(below.goals.size());
    out.purchases = static_cast<std::int64_t>(below.bought.size());
    out.value_cents = below.cents;
    out.requirements = below.requirements;
    out.suggested = below.suggested;
    return out;
  }
  for (const auto& column : drawing.columns)
    for (const Ranked& each : column) {
      const Point& point = graph.points[each.at];
      const bool sure = point.reach == Reach::confirmed;
      if (point.column == goal_column || point.column == unit_goal_column) out.goals += sure ? 1 : 0;
      if (point.column == purchase_column) ++(sure ? out.purchases : out.suggested);
      if (point.column == purchase_column && sure) out.value_cents += each.cents;
      if (point.column == requirement_column) out.requirements += sure ? 1 : 0;
    }
  return out;
}

std::optional<PictureNode> focus_of(const Graph& graph, const Drawing& drawing) {
  if (!graph.from) return std::nullopt;
  const auto at = graph.find(graph.from->kind, graph.from->id);
  PictureNode out = at && graph.stands(*at) ? drawing.node(drawing.ranked(*at)) : PictureNode{};
  out.kind = graph.from->kind;
  out.id = graph.from->id;
  out.key = graph.from->kind + ":" + graph.from->id.str();
  return out;
}

Picture picture(db::Session& session, const PictureQuery& query, const Kinds& seen, Date today) {
  Graph graph(session, seen, query, today);
  Drawing drawing(graph, query.by.value_or(By::count));
  Picture out{};
  out.figures = figures_of(graph, drawing);
  for (int column = policy_column; column <= last_column; ++column) {
    if (!drawing.stands(column)) continue;
    out.columns.push_back(head(graph, drawing, column));
    const auto& ranked = drawing.columns[static_cast<std::size_t>(column)];
    for (std::size_t i = 0; i < std::min(ranked.size(), drawn_in_column); ++i) out.nodes.push_back(drawing.node(ranked[i]));
    if (ranked.size() > drawn_in_column) out.nodes.push_back(drawing.rest(column));
  }
  out.links = drawing.links();
  std::set<int> years;
  for (const Point& point : graph.points)
    if (point.column == purchase_column && point.year && point.whole != Reach::none) years.insert(*point.year);
  if (query.year) years.insert(*query.year);
  out.years.assign(years.begin(), years.end());
  std::vector<PictureNode*> told;
  for (PictureNode& each : out.nodes) told.push_back(&each);
  out.focus = focus_of(graph, drawing);
  if (out.focus) told.push_back(&*out.focus);
  tell(session, graph, std::move(told));
  return out;
}

PictureRows rows(db::Session& session, const RowsQuery& query, const Kinds& seen, Date today) {
  Graph graph(session, seen, {query.from, query.theme, query.unit_id, query.year, query.by}, today);
  const int column = query.column.value_or(policy_column);
  if (column < policy_column || column > last_column) throw bad_field("?column", "notColumn");
  Drawing drawing(graph, query.by.value_or(By::count));
  const auto& ranked = drawing.columns[static_cast<std::size_t>(column)];
  const Rows wanted = query.rows.value_or(Rows::all);
  std::vector<Ranked> found;
  if (wanted == Rows::passed) {
    for (const auto& [at, sure] : drawing.passed[static_cast<std::size_t>(column)]) found.push_back(drawing.ranked(at));
  } else if (wanted == Rows::goals) {
    if (graph.from)
      for (const At at : graph.below(graph.starts).goals) found.push_back(drawing.ranked(at));
    else
      for (const int each : {goal_column, unit_goal_column})
        for (const Ranked& goal : drawing.columns[static_cast<std::size_t>(each)]) found.push_back(goal);
  } else if (wanted == Rows::outside) {
    for (At at = 0; at < graph.points.size(); ++at) {
      const Point& point = graph.points[at];
      if (point.column == column && point.drawn == at && point.whole != Reach::none && point.reach == Reach::none)
        found.push_back(drawing.ranked(at));
    }
  } else {
    for (std::size_t i = wanted == Rows::rest ? drawn_in_column : 0; i < ranked.size(); ++i) {
      const Reach reach = graph.points[ranked[i].at].reach;
      if (wanted == Rows::confirmed && reach != Reach::confirmed) continue;
      if (wanted == Rows::suggested && reach != Reach::suggested) continue;
      found.push_back(ranked[i]);
    }
  }
  drawing.sort(found);
  PictureRows out{{}, static_cast<std::int64_t>(found.size()), 0, {}};
  std::set<At> bought;
  for (const Ranked& each : found)
    if (graph.points[each.at].reach == Reach::confirmed) bought.insert(each.bought.begin(), each.bought.end());
  out.value_cents = graph.cents_of({bought.begin(), bought.end()});
  const auto offset = static_cast<std::size_t>(std::max(0, query.offset.value_or(0)));
  for (std::size_t i = offset; i < std::min(found.size(), offset + rows_in_answer); ++i) out.items.push_back(drawing.node(found[i]));
  std::vector<PictureNode*> told;
  for (PictureNode& each : out.items) told.push_back(&each);
  out.focus = focus_of(graph, drawing);
  if (out.focus) told.push_back(&*out.focus);
  tell(session, graph, std::move(told));
  return out;
}

PictureGaps gaps(db::Session& session, const RowsQuery& query, const Kinds& seen, Date today) {
  Graph graph(session, seen, {query.from, query.theme, query.unit_id, query.year, query.by}, today);
  const auto of = query.of ? std::optional(record_of(query.of)) : std::nullopt;
  std::erase_if(graph.gaps, [&](const PictureGap& gap) {
    return (query.column && graph.gap_column(gap) != *query.column) || (of && Node{gap.subject_kind, gap.subject_id} != *of);
  });
  PictureGaps out{static_cast<std::int64_t>(graph.gaps.size()), {}};
  const auto offset = static_cast<std::size_t>(std::max(0, query.offset.value_or(0)));
  for (std::size_t i = offset; i < std::min(graph.gaps.size(), offset + rows_in_answer); ++i) out.items.push_back(graph.gaps[i]);
  return out;
}

}  // namespace

void add_picture_routes(http::Router& router, const Kinds& kinds) {
  router.get<Picture>("/red-thread/picture", "policy.read",
                      {"drawRedThread", "red-thread", "The thread in columns, of everything or of what hangs on one record (kind:id)"},
                      [kinds](const http::Request& request, db::Session& session, const PictureQuery& query) {
                        return picture(session, query, kinds_seen(kinds, request.who), date_of(request.now));
                      });
  router.get<PictureRows>("/red-thread/picture/rows", "policy.read",
                          {"listRedThreadRows", "red-thread", "The records that a number of the picture counts, the largest first"},
                          [kinds](const http::Request& request, db::Session& session, const RowsQuery& query) {
                            return rows(session, query, kinds_seen(kinds, request.who), date_of(request.now));
                          });
  router.get<PictureGaps>("/red-thread/picture/gaps", "policy.read",
                          {"listRedThreadGaps", "red-thread", "What is missing in the picture, or in one column of it, and who must act"},
                          [kinds](const http::Request& request, db::Session& session, const RowsQuery& query) {
                            return gaps(session, query, kinds_seen(kinds, request.who), date_of(request.now));
                          });
}

}  // namespace tenzij::thread
