// What may be told outside of what came of a goal: verified figures by year. What is about one to four people stays in.
#include <map>

#include "measure/store.h"

namespace tenzij::measure {

namespace {

constexpr double fewest_people = 5;

struct ToldGoal {
  Uuid goal_id;
  std::string unit;
  std::optional<std::string> scope;
  std::optional<double> baseline;
  std::optional<int> baseline_year;
  std::optional<double> target;
  std::optional<int> target_year;
  std::vector<policy::GoalYear> path;
};
BOOST_DESCRIBE_STRUCT(ToldGoal, (), (goal_id, unit, scope, baseline, baseline_year, target, target_year, path))
struct ToldRow : Figure {
  Uuid goal_id;
  int year{};
  Certainty certainty{};
};
BOOST_DESCRIBE_STRUCT(ToldRow, (Figure), (goal_id, year, certainty))

const db::Statement goals_told{"measure.goals_told", R"sql(
SELECT g.id AS goal_id, i.unit, i.scope, g.baseline, g.baseline_year, g.target, g.target_year,
       coalesce((SELECT jsonb_agg(jsonb_build_object('year', y.year, 'value', y.value) ORDER BY y.year)
                   FROM policy.goal_year y
                  WHERE y.municipality_id = g.municipality_id AND y.goal_id = g.id),
                '[]') AS path
  FROM policy.goal g
  JOIN measure.goal_indicator i ON i.municipality_id = g.municipality_id AND i.id = g.id AND i.indicator IS NOT NULL
 WHERE g.archived_at IS NULL
   AND ($1::uuid IS NULL OR g.id = $1)
)sql"};

const db::Statement rows_told{"measure.rows_told", R"sql(
SELECT m.unit, m.value, m.part, m.whole, m.scope, f.goal_id, m.year, m.certainty
  FROM measure.fed_by f
  JOIN measure.measurement m ON m.municipality_id = f.municipality_id AND m.id = f.measurement_id
 WHERE f.municipality_id = platform.current_municipality()
   AND ($1::uuid IS NULL OR f.goal_id = $1)
   AND m.stands = 'verified'
 ORDER BY m.period_to, m.id
)sql"};

bool of_people(const MeasureUnit& unit) {
  const std::string& counted = unit.part_of ? *unit.part_of : unit.dimension;
  return counted == "persons" || counted == "placements";
}

bool few_of(double people) { return people > 0 && people < fewest_people; }

VerifiedYear told_year(const Units& units, const ToldGoal& goal, int year, const std::vector<ToldRow>& rows) {
  VerifiedYear out;
  out.year = year;
  const FigureSum sum = sum_of(units, goal.unit, {rows.begin(), rows.end()}, goal.scope);
  // What cannot be added has no figure here: a part of the rows would pass for all of them.
  if (rows.empty() || !sum.left_out.empty() || !sum.value) return out;
  if (of_people(*unit_named(units, goal.unit))) {
    const double part = sum.part.value_or(*sum.value);
    out.few = few_of(part) || few_of(sum.whole.value_or(part)) || few_of(sum.whole.value_or(part) - part);
  }
  if (out.few) return out;
  out.verified = sum.value;
  const bool calculated = std::any_of(rows.begin(), rows.end(), [](const ToldRow& each) { return each.certainty != Certainty::measured; });
  out.certainty = calculated ? Certainty::calculated : Certainty::measured;
  return out;
}

}  // namespace

std::vector<VerifiedGoal> verified_of_goals(db::Session& session, const std::optional<Uuid>& goal) {
  const Units units = all_units(session);
  std::map<Uuid, std::map<int, std::vector<ToldRow>>> by_goal;
  for (ToldRow& each : session.rows<ToldRow>(rows_told, goal)) by_goal[each.goal_id][each.year].push_back(std::move(each));
  std::vector<VerifiedGoal> out;
  for (const ToldGoal& each : session.rows<ToldGoal>(goals_told, goal)) {
    const MeasureUnit& unit = *unit_named(units, each.unit);
    std::map<int, double> planned;
    for (const policy::GoalYear& point : each.path) planned[point.year] = point.value;
    if (each.baseline && each.baseline_year) planned[*each.baseline_year] = *each.baseline;
    if (each.target && each.target_year) planned[*each.target_year] = *each.target;
    auto& years = by_goal[each.goal_id];
    for (const auto& point : planned) years[point.first];
    VerifiedGoal one{each.goal_id, unit.name_nl, unit.name_en, unit.adds == Adds::share, {}};
    for (const auto& [year, rows] : years) {
      one.years.push_back(told_year(units, each, year, rows));
      if (const auto point = planned.find(year); point != planned.end()) one.years.back().planned = point->second;
    }
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace tenzij::measure
