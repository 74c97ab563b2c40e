// Which records are drawn, which pairs of them are linked, and what passes a column by.
#include "thread/drawing.h"

#include <algorithm>
#include <set>

namespace tenzij::thread {

Drawing::Drawing(Graph& graph, By by) : graph_(graph), by_(by) {
  for (const PictureGap& gap : graph.gaps)
    if (const auto at = graph.find(gap.subject_kind, gap.subject_id)) ++gaps_[graph.points[*at].drawn];
  rank();
  pair_up();
  shorten();
}

bool Drawing::stands(int column) const {
  return std::any_of(graph_.kinds.begin(), graph_.kinds.end(),
                     [&](const Kind& each) { return each.column == column || (column == unit_goal_column && each.column == goal_column); });
}

Ranked Drawing::ranked(At at) const {
  Ranked out{at, graph_.below({at}), {}, 0, 0};
  out.bought = graph_.points[at].column < purchase_column ? out.below.bought : graph_.bought(at);
  out.cents = graph_.cents_of(out.bought);
  const auto found = gaps_.find(at);
  if (found != gaps_.end()) out.gaps = found->second;
  return out;
}

void Drawing::sort(std::vector<Ranked>& all) const {
  const bool euro = by_ == By::euro;
  const auto order = [&](const Ranked& each) {
    const Point& point = graph_.points[each.at];
    const bool asked = graph_.starts.size() == 1 && graph_.starts.front() == each.at;
    const auto count = static_cast<std::int64_t>(each.below.bought.size());
    return std::tuple(!asked, -static_cast<int>(point.reach), euro ? -each.cents : -count, euro ? -count : -each.cents,
                      -each.below.suggested, -each.gaps, point.id);
  };
  std::sort(all.begin(), all.end(), [&](const Ranked& a, const Ranked& b) { return order(a) < order(b); });
}

PictureNode Drawing::node(const Ranked& each) const {
  const Point& point = graph_.points[each.at];
  PictureNode out{};
  out.kind = graph_.kinds[point.kind].kind;
  out.id = point.id;
  out.key = out.kind + ":" + point.id.str();
  out.column = point.column;
  out.records = 1;
  out.reach = point.reach;
  out.goals = static_cast<std::int64_t>(each.below.goals.size());
  out.purchases = static_cast<std::int64_t>(each.below.bought.size());
  out.value_cents = each.cents;
  out.requirements = each.below.requirements;
  out.suggested = each.below.suggested;
  out.gaps = each.gaps;
  return out;
}

void Drawing::rank() {
  for (At at = 0; at < graph_.points.size(); ++at)
    if (graph_.stands(at)) columns[static_cast<std::size_t>(graph_.points[at].column)].push_back(ranked(at));
  place_.resize(graph_.points.size());
  for (auto& column : columns) {
    sort(column);
    for (std::size_t i = 0; i < column.size(); ++i) place_[column[i].at] = i;
  }
}

// Parts speak for their whole: a pair is as sure as its surest part.
void Drawing::pair_up() {
  for (const Point& upper : graph_.points)
    for (const Step& step : upper.down) {
      if (!step.asked) continue;
      const Point& lower = graph_.points[step.to];
      if (upper.drawn == lower.drawn || upper.column > lower.column) continue;
      const bool sure = step.counts && upper.reach == Reach::confirmed && lower.reach == Reach::confirmed;
      int& pair = pairs_[{upper.drawn, lower.drawn}];
      pair = std::max(pair, sure ? 2 : 1);
    }
}

// A link past a column is drawn where no way through other columns says the same, and is told there as passing it by.
void Drawing::shorten() {
  std::vector<std::vector<std::pair<At, int>>> down(graph_.points.size());
  for (const auto& [pair, sure] : pairs_) down[pair.first].emplace_back(pair.second, sure);
  std::vector<std::uint32_t> seen(graph_.points.size(), 0);
  std::uint32_t walk = 0;
  // What is reached from here in two steps or more gets the number of this walk.
  const auto further = [&](At from, int least) {
    ++walk;
    std::vector<At> open;
    for (const auto& [to, sure] : down[from])
      if (sure >= least) open.push_back(to);
    for (std::size_t i = 0; i < open.size(); ++i)
      for (const auto& [to, sure] : down[open[i]])
        if (sure >= least && seen[to] != walk) {
          seen[to] = walk;
          open.push_back(to);
        }
  };
  const auto skips = [&](At a, At b) { return graph_.points[b].column - graph_.points[a].column > 1; };
  for (At from = 0; from < down.size(); ++from) {
    if (std::none_of(down[from].begin(), down[from].end(), [&](const auto& step) { return skips(from, step.first); })) continue;
    for (const int least : {1, 2}) {
      further(from, least);
      for (const auto& [to, sure] : down[from])
        if (sure == least && skips(from, to) && seen[to] == walk) pairs_.erase({from, to});
    }
  }
  for (const auto& [pair, sure] : pairs_)
    for (int column = graph_.points[pair.first].column + 1; column < graph_.points[pair.second].column; ++column) {
      if (!stands(column)) continue;
      int& known = passed[static_cast<std::size_t>(column)][pair.second];
      known = std::max(known, sure);
    }
}

PictureNode Drawing::rest(int column) const {
  const auto& all = columns[static_cast<std::size_t>(column)];
  PictureNode out{};
  out.key = "rest:" + std::to_string(column);
  out.column = column;
  std::vector<At> tops;
  for (std::size_t i = drawn_in_column; i < all.size(); ++i) {
    tops.push_back(all[i].at);
    out.reach = std::max(out.reach, graph_.points[all[i].at].reach);
    out.gaps += all[i].gaps;
  }
  const Below below = graph_.below(tops);
  std::set<At> bought;
  for (std::size_t i = drawn_in_column; i < all.size(); ++i)
    if (graph_.points[all[i].at].reach == Reach::confirmed) bought.insert(all[i].bought.begin(), all[i].bought.end());
  out.records = static_cast<std::int64_t>(tops.size());
  out.goals = static_cast<std::int64_t>(below.goals.size());
  out.purchases = static_cast<std::int64_t>(below.bought.size());
  out.value_cents = graph_.cents_of({bought.begin(), bought.end()});
  out.requirements = below.requirements;
  out.suggested = below.suggested;
  return out;
}

std::vector<PictureLink> Drawing::links() const {
  struct Group {
    PictureLink link{};
    std::array<std::vector<At>, 2> bought;
  };
  const auto key = [&](At at) {
    const int column = graph_.points[at].column;
    return place_[at] < drawn_in_column ? node(this->at(at)).key : "rest:" + std::to_string(column);
  };
  std::vector<std::string> keys(graph_.points.size());
  for (const auto& column : columns)
    for (const Ranked& each : column) keys[each.at] = key(each.at);
  std::map<std::pair<std::string_view, std::string_view>, Group> groups;
  for (const auto& [pair, sure] : pairs_) {
    if (keys[pair.first] == keys[pair.second]) continue;
    Group& group = groups[{keys[pair.first], keys[pair.second]}];
    ++(sure == 2 ? group.link.confirmed : group.link.suggested);
    const auto& bought = at(graph_.points[pair.second].column <= purchase_column ? pair.second : pair.first).bought;
    auto& known = group.bought[sure == 2 ? 0 : 1];
    known.insert(known.end(), bought.begin(), bought.end());
  }
  const auto cents = [&](std::vector<At>& all) {
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return graph_.cents_of(all);
  };
  std::vector<PictureLink> out;
  for (auto& [ends, group] : groups) {
    group.link.upper = ends.first;
    group.link.lower = ends.second;
    group.link.confirmed_cents = cents(group.bought[0]);
    group.link.confirmed_purchases = static_cast<std::int64_t>(group.bought[0].size());
    group.link.suggested_cents = cents(group.bought[1]);
    group.link.suggested_purchases = static_cast<std::int64_t>(group.bought[1].size());
    out.push_back(group.link);
  }
  return out;
}

}  // namespace tenzij::thread
