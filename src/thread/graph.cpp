// Loads the thread of a municipality, filters it, and walks it from all of policy or from one record.
#include <algorithm>
#include <map>
#include <set>

#include "thread/picture.h"

namespace tenzij::thread {

namespace {

const db::Statement folded_kinds{"thread.folded_kinds", "SELECT kind FROM thread.folded_kind"};

const db::Statement all_gaps{"thread.all_gaps", R"sql(
SELECT g.kind, k.role, g.subject_kind, g.subject_id, g.title, g.detail, to_jsonb(g.themes) AS themes, g.unit_id,
       p.name AS owner, g.document_id
  FROM thread.gaps() g
  JOIN thread.gap_kind k ON k.kind = g.kind
  LEFT JOIN organisation.person p ON p.municipality_id = g.municipality_id AND p.id = g.owner_id
 ORDER BY k.position, g.title, g.subject_id
)sql"};

struct RecordRow {
  std::string kind;
  Uuid id;
  bool of_unit;
  std::string themes;
  std::optional<Uuid> unit_id;
  std::optional<int> year;
  std::optional<std::int64_t> value_cents;
  std::optional<Uuid> whole_id;
  std::string same;
};
BOOST_DESCRIBE_STRUCT(RecordRow, (), (kind, id, of_unit, themes, unit_id, year, value_cents, whole_id, same))

// Sentences and notices are many, and only those on the thread matter: linked, a gap, or asked for.
const db::Statement graph_records{"thread.graph_records", R"sql(
SELECT r.kind, r.id,
       r.kind = 'goal' AND r.detail = 'department' AS of_unit,
       array_to_string(r.themes, ' ') AS themes,
       coalesce(r.unit_id, w.unit_id) AS unit_id,
       coalesce(r.year, w.year) AS year,
       r.value_cents, r.whole_id,
       CASE WHEN r.counts_as = r.id::text THEN '' ELSE r.counts_as END AS same
  FROM thread.record r
  LEFT JOIN thread.record w ON w.kind = r.whole_kind AND w.id = r.whole_id
 WHERE r.kind = ANY ($1::text[]) AND NOT r.archived AND NOT coalesce(w.archived, false)
   AND (r.kind NOT IN ('clause', 'notice')
    OR r.id = ANY ($2::uuid[])
    OR EXISTS (SELECT 1 FROM thread.link l
                WHERE l.upper_kind = r.kind AND l.upper_id = r.id AND l.lower_kind = ANY ($1::text[])
                  AND l.state <> 'rejected')
    OR EXISTS (SELECT 1 FROM thread.link l
                WHERE l.lower_kind = r.kind AND l.lower_id = r.id AND l.upper_kind = ANY ($1::text[])
                  AND l.state <> 'rejected'))
 ORDER BY r.kind, r.id
)sql"};

struct LinkRow {
  std::string upper_kind;
  Uuid upper_id;
  std::string lower_kind;
  Uuid lower_id;
  bool counts;
};
BOOST_DESCRIBE_STRUCT(LinkRow, (), (upper_kind, upper_id, lower_kind, lower_id, counts))

// A part stands for its whole: that the whole hangs under it is no link to draw.
const db::Statement graph_links{"thread.graph_links", R"sql(
WITH folded AS MATERIALIZED (
  SELECT f.kind,
         (SELECT r.whole_kind FROM thread.record r
           WHERE r.kind = f.kind
           LIMIT 1) AS whole_kind
    FROM thread.folded_kind f)
SELECT l.upper_kind, l.upper_id, l.lower_kind, l.lower_id, l.counts
  FROM thread.link l
 WHERE l.upper_kind = ANY ($1::text[]) AND l.lower_kind = ANY ($1::text[]) AND l.state <> 'rejected'
   AND NOT EXISTS (SELECT 1 FROM folded f
                    WHERE f.kind = l.upper_kind AND f.whole_kind = l.lower_kind)
)sql"};

// Of a document its sentences, of a session what was agreed in it.
const db::Statement directly_under{"thread.directly_under", R"sql(
SELECT l.lower_kind AS kind, l.lower_id AS id
  FROM thread.link l
 WHERE l.upper_kind = $1 AND l.upper_id = $2 AND l.counts
)sql"};

const db::Statement is_there{"thread.is_there", "SELECT 1 FROM thread.record WHERE kind = $1 AND id = $2"};

bool has(const std::string& themes, const std::string& theme) { return themes.find(" " + theme + " ") != std::string::npos; }

// What a record that is not drawn itself is a gap of.
constexpr std::array<std::pair<std::string_view, int>, 2> gap_columns{{{"document", policy_column}, {"session", ambition_column}}};

}  // namespace

Graph::Graph(db::Session& session, const Kinds& seen, const PictureQuery& query, Date today) {
  if (query.from) from = record_of(query.from);
  if (from && std::none_of(seen.begin(), seen.end(), [&](const Kind& each) { return each.kind == from->kind; })) throw not_found();
  const auto folded = session.query(folded_kinds);
  std::set<std::string_view> parts;
  for (int i = 0; i < folded.rows(); ++i) parts.insert(folded.text(i, 0));
  for (const Kind& each : seen)
    if (each.column > 0 || parts.contains(each.kind)) kinds.push_back(each);
  set_day(session, today);
  load(session);
  load_links(session);
  fold();
  filter(query);
  seen_.resize(points.size());
  told_.resize(points.size());
  focus(session);
  keep_gaps(query);
}

std::optional<std::size_t> Graph::kind_of(std::string_view kind) const {
  for (std::size_t i = 0; i < kinds.size(); ++i)
    if (kinds[i].kind == kind) return i;
  return std::nullopt;
}

std::optional<At> Graph::find(const std::string& kind, const Uuid& id) const {
  const auto place = kind_of(kind);
  if (!place) return std::nullopt;
  const auto found = std::lower_bound(keys_.begin(), keys_.end(), Key{id, *place, 0});
  if (found == keys_.end() || found->id != id || found->kind != *place) return std::nullopt;
  return found->at;
}

void Graph::load(db::Session& session) {
  gaps = session.rows<PictureGap>(all_gaps);
  std::vector<std::string> names;
  for (const Kind& each : kinds) names.push_back(each.kind);
  std::vector<std::string> wanted;
  for (const PictureGap& gap : gaps) wanted.push_back(gap.subject_id.str());
  if (from) wanted.push_back(from->id.str());
  const auto rows = session.rows<RecordRow>(graph_records, names, wanted);
  points.resize(rows.size());
  std::vector<std::string> same(rows.size());
  for (At at = 0; at < rows.size(); ++at) {
    const RecordRow& row = rows[at];
    const std::size_t kind = kind_of(row.kind).value_or(0);
    points[at].kind = kind;
    points[at].id = row.id;
    points[at].column = kinds[kind].column + (row.of_unit ? 1 : 0);
    points[at].drawn = at;
    points[at].themes = " " + row.themes + " ";
    points[at].unit_id = row.unit_id;
    points[at].year = row.year;
    points[at].cents = row.value_cents.value_or(0);
    keys_.push_back({row.id, kind, at});
  }
  std::sort(keys_.begin(), keys_.end());
  // A part is drawn as its whole; what is one thing in figures as the largest of it.
  std::map<std::pair<std::size_t, std::string>, At> one;
  for (At at = 0; at < rows.size(); ++at) {
    if (points[at].column == 0) {
      points[at].kept = false;
      if (!rows[at].whole_id) continue;
      for (const Kind& each : kinds)
        if (const auto whole = each.column > 0 ? find(each.kind, *rows[at].whole_id) : std::nullopt) {
          points[at].drawn = *whole;
          points[at].column = each.column;
          points[at].kept = true;
        }
    } else if (!rows[at].same.empty()) {
      At& first = one.try_emplace({points[at].kind, rows[at].same}, at).first->second;
      if (points[at].cents > points[first].cents) first = at;
    }
  }
  for (At at = 0; at < rows.size(); ++at)
    if (points[at].drawn == at && points[at].column > 0 && !rows[at].same.empty())
      points[at].drawn = one.at({points[at].kind, rows[at].same});
}

void Graph::load_links(db::Session& session) {
  std::vector<std::string> names;
  for (const Kind& each : kinds) names.push_back(each.kind);
  for (const LinkRow& row : session.rows<LinkRow>(graph_links, names)) {
    const auto upper = find(row.upper_kind, row.upper_id);
    const auto lower = find(row.lower_kind, row.lower_id);
    if (!upper || !lower) continue;
    points[*upper].down.push_back({*lower, row.counts, false});
    points[*lower].up.push_back({*upper, row.counts, false});
  }
  // What hangs under a whole, its contract under a purchase, hangs under each of its parts: goals lead there over a theme alone.
  for (At at = 0; at < points.size(); ++at) {
    const At whole = points[at].drawn;
    if (whole == at || kinds[points[at].kind].column > 0) continue;
    for (const Step& step : points[whole].down)
      if (points[step.to].column > points[whole].column) {
        points[at].down.push_back(step);
        points[step.to].up.push_back({at, step.counts, false});
      }
  }
}

// A notice of a procedure that a purchase is linked to is that purchase.
void Graph::fold() {
  std::map<At, At> known;
  for (const Point& point : points)
    for (const Step& step : point.down)
      if (step.counts && point.column == points[step.to].column && point.kind != points[step.to].kind && point.column == purchase_column)
        known.try_emplace(points[step.to].drawn, point.drawn);
  for (At at = 0; at < points.size(); ++at) {
    const auto found = known.find(points[at].drawn);
    if (found != known.end()) points[at].drawn = found->second;
  }
  for (At at = 0; at < points.size(); ++at)
    if (points[at].drawn == at) points[at].parts.push_back(at);
  for (At at = 0; at < points.size(); ++at)
    if (points[at].drawn != at) points[points[at].drawn].parts.push_back(at);
}

void Graph::filter(const PictureQuery& query) {
  std::vector<At> sure;
  for (At at = 0; at < points.size(); ++at) {
    Point& point = points[at];
    const bool bought = point.column >= purchase_column;
    const bool says_theme = point.themes != "  ";
    if (query.theme && says_theme && !has(point.themes, *query.theme)) point.kept = false;
    if (query.unit_id && (bought || point.unit_id) && point.unit_id != query.unit_id) point.kept = false;
    if (query.year && bought && point.year != query.year) point.kept = false;
    if (point.kept && (!query.theme || says_theme) && (!query.unit_id || point.unit_id)) sure.push_back(at);
  }
  if (query.theme || query.unit_id) {
    std::vector<bool> holds(points.size(), false);
    for (const At at : sure) holds[at] = true;
    while (!sure.empty()) {
      const At at = sure.back();
      sure.pop_back();
      for (const Step& step : points[at].up)
        if (points[step.to].kept && !holds[step.to]) {
          holds[step.to] = true;
          sure.push_back(step.to);
        }
    }
    for (At at = 0; at < points.size(); ++at)
      if (points[at].column < purchase_column && !holds[at]) points[at].kept = false;
  }
}

std::vector<Reach> Graph::walk(const std::vector<At>& tops, bool downwards) const {
  std::vector<Reach> out(points.size(), Reach::none);
  std::vector<At> open;
  const auto spread = [&](Reach as) {
    for (std::size_t i = 0; i < open.size(); ++i)
      for (const Step& step : downwards ? points[open[i]].down : points[open[i]].up)
        if (step.counts && points[step.to].kept && out[step.to] == Reach::none) {
          out[step.to] = as;
          open.push_back(step.to);
        }
  };
  for (const At at : tops)
    if (points[at].kept && out[at] == Reach::none) {
      out[at] = Reach::confirmed;
      open.push_back(at);
    }
  spread(Reach::confirmed);
  const std::vector<At> sure = std::move(open);
  open = {};
  for (const At at : sure)
    for (const Step& step : downwards ? points[at].down : points[at].up)
      if (!step.counts && points[step.to].kept && out[step.to] == Reach::none) {
        out[step.to] = Reach::suggested;
        open.push_back(step.to);
      }
  spread(Reach::suggested);
  return out;
}

void Graph::focus(db::Session& session) {
  std::set<At> with_gap;
  for (const PictureGap& gap : gaps)
    if (const auto at = find(gap.subject_kind, gap.subject_id)) with_gap.insert(*at);
  std::vector<At> policy;
  for (At at = 0; at < points.size(); ++at) {
    const Point& point = points[at];
    if (point.column > unit_goal_column) continue;
    if (point.column > policy_column || !point.down.empty() || with_gap.contains(at)) policy.push_back(at);
  }
  std::vector<Reach> down = walk(policy, true);
  for (At at = 0; at < points.size(); ++at) points[at].whole = down[at];
  std::vector<Reach> up(points.size(), Reach::none);
  if (from) {
    std::vector<At> tops;
    auto own = find(from->kind, from->id);
    if (own) {
      own = points[*own].drawn;
      from = Node{kinds[points[*own].kind].kind, points[*own].id};
      tops = points[*own].parts;
      starts = {*own};
      for (const At at : tops) points[at].kept = true;
    } else if (session.query(is_there, from->kind, from->id).empty()) {
      throw not_found();
    } else {
      for (const Node& each : session.rows<Node>(directly_under, from->kind, from->id))
        if (const auto at = find(each.kind, each.id)) tops.push_back(*at);
      starts = tops;
    }
    down = walk(tops, true);
    up = walk(tops, false);
  }
  const auto better = [](Reach a, Reach b) { return std::max(a, b); };
  for (At at = 0; at < points.size(); ++at) {
    points[at].reach = better(down[at], up[at]);
    for (Step& step : points[at].down)
      step.asked = (down[at] != Reach::none && down[step.to] != Reach::none) || (up[at] != Reach::none && up[step.to] != Reach::none);
  }
  // A whole is reached by its parts.
  for (At at = 0; at < points.size(); ++at) {
    Point& whole = points[points[at].drawn];
    whole.reach = better(whole.reach, points[at].reach);
    whole.whole = better(whole.whole, points[at].whole);
  }
}

int Graph::gap_column(const PictureGap& gap) const {
  if (const auto at = find(gap.subject_kind, gap.subject_id)) return points[*at].column;
  for (const auto& [kind, column] : gap_columns)
    if (gap.subject_kind == kind) return column;
  return 0;
}

void Graph::keep_gaps(const PictureQuery& query) {
  std::erase_if(gaps, [&](const PictureGap& gap) {
    if (gap_column(gap) == 0) return true;
    if (query.theme && !gap.themes.empty() && std::find(gap.themes.begin(), gap.themes.end(), *query.theme) == gap.themes.end())
      return true;
    const auto at = find(gap.subject_kind, gap.subject_id);
    if (from) return at ? points[points[*at].drawn].reach == Reach::none : Node{gap.subject_kind, gap.subject_id} != *from;
    if (query.theme && gap.themes.empty()) return !at || points[points[*at].drawn].reach == Reach::none;
    if (at) return !points[*at].kept;
    return query.unit_id && gap.unit_id != query.unit_id;
  });
}

Below Graph::below(const std::vector<At>& tops) {
  Below out;
  ++walk_;
  std::vector<At> open;
  const auto pass = [&](At at) {
    if (!points[at].kept || seen_[at] == walk_) return;
    seen_[at] = walk_;
    open.push_back(at);
  };
  for (const At top : tops) {
    told_[top] = walk_;
    for (const At part : points[top].parts) pass(part);
  }
  const auto spread = [&](bool sure) {
    for (std::size_t i = 0; i < open.size(); ++i) {
      const Point& point = points[open[i]];
      if (told_[point.drawn] != walk_) {
        told_[point.drawn] = walk_;
        if (point.column == purchase_column && sure) out.bought.push_back(point.drawn);
        if (point.column == purchase_column && !sure) ++out.suggested;
        if (sure && (point.column == goal_column || point.column == unit_goal_column)) out.goals.push_back(point.drawn);
        if (sure && point.column == requirement_column) ++out.requirements;
      }
      for (const Step& step : point.down)
        if (step.counts) pass(step.to);
    }
  };
  spread(true);
  const std::vector<At> sure = std::move(open);
  open = {};
  for (const At at : sure)
    for (const Step& step : points[at].down)
      if (!step.counts) pass(step.to);
  spread(false);
  out.cents = cents_of(out.bought);
  return out;
}

std::vector<At> Graph::bought(At at) {
  if (points[at].column == purchase_column) return {at};
  if (points[at].column < purchase_column) return below({at}).bought;
  std::vector<At> out;
  ++walk_;
  std::vector<At> open{at};
  for (std::size_t i = 0; i < open.size(); ++i)
    for (const Step& step : points[open[i]].up) {
      if (!step.counts || seen_[step.to] == walk_) continue;
      seen_[step.to] = walk_;
      const At drawn = points[step.to].drawn;
      if (points[step.to].column > purchase_column) open.push_back(step.to);
      else if (points[step.to].column == purchase_column && told_[drawn] != walk_) {
        told_[drawn] = walk_;
        out.push_back(drawn);
      }
    }
  return out;
}

std::int64_t Graph::cents_of(const std::vector<At>& purchases) const {
  std::int64_t out = 0;
  for (const At at : purchases) out += points[at].cents;
  return out;
}

}  // namespace tenzij::thread
