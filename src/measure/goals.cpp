// What came of a goal: its path from base to target, what was verified, and beside it what was only reported or estimated.
#include <map>
#include <set>

#include "measure/store.h"

namespace tenzij::measure {

namespace {

// What stands in one figure of a goal: how many rows, and what they add up to.
struct FedFigure {
  std::int64_t count = 0;
  std::optional<double> value;  // none: nothing that adds
};
BOOST_DESCRIBE_STRUCT(FedFigure, (), (count, value))
// Each row stands in one of them; asked, rejected and set aside are counted and never added.
struct FedFigures {
  FedFigure verified;
  FedFigure reported;
  FedFigure estimated;
  std::int64_t asked = 0;
  std::int64_t rejected = 0;
  std::int64_t aside = 0;
};
BOOST_DESCRIBE_STRUCT(FedFigures, (), (verified, reported, estimated, asked, rejected, aside))
struct GoalYearResult : FedFigures {
  int year{};
  std::optional<double> planned;  // on the path; between its points in a straight line
};
BOOST_DESCRIBE_STRUCT(GoalYearResult, (FedFigures), (year, planned))
struct GoalContractResult : FedFigures {
  std::optional<Uuid> contract_id;  // none: of no contract
  std::optional<std::string> contract;
  std::optional<std::string> party;
};
BOOST_DESCRIBE_STRUCT(GoalContractResult, (FedFigures), (contract_id, contract, party))
struct FigureNotAdded {
  Uuid measurement_id;
  std::string unit;
  NotAdded why{};
};
BOOST_DESCRIBE_STRUCT(FigureNotAdded, (), (measurement_id, unit, why))

struct GoalFollowed {
  Uuid goal_id;
  std::int64_t version;  // of who named the indicator; 0: nobody ever did
  std::string title;
  std::vector<int> sdgs;
  std::optional<std::string> indicator;  // none: nobody named one
  std::optional<std::string> indicator_name_nl;
  std::optional<std::string> indicator_name_en;
  std::optional<std::string> unit;
  std::optional<std::string> scope;
  std::optional<std::string> named_by;
  std::optional<double> baseline;
  std::optional<int> baseline_year;
  std::optional<double> target;
  std::optional<int> target_year;
  std::vector<policy::GoalYear> path;
};
BOOST_DESCRIBE_STRUCT(GoalFollowed, (),
                      (goal_id, version, title, sdgs, indicator, indicator_name_nl, indicator_name_en, unit, scope, named_by, baseline,
                       baseline_year, target, target_year, path))
struct GoalResult : GoalFollowed {
  std::optional<double> forecast;    // in the target year, when it goes on as it went
  std::optional<int> forecast_year;  // the last year that is over and has a verified figure
  std::optional<bool> on_course;     // the forecast reaches the target
  FedFigures all;                    // of every year
  std::vector<GoalYearResult> years;
  std::vector<GoalContractResult> contracts;  // that feed it; what brought most rows first
  std::vector<FigureNotAdded> not_added;
};
BOOST_DESCRIBE_STRUCT(GoalResult, (GoalFollowed), (forecast, forecast_year, on_course, all, years, contracts, not_added))
struct GoalResultList {
  std::vector<GoalResult> items;  // without contracts and years
};
BOOST_DESCRIBE_STRUCT(GoalResultList, (), (items))
struct GoalResultQuery {
  std::optional<int> sdg;
  std::optional<std::string> theme;
};
BOOST_DESCRIBE_STRUCT(GoalResultQuery, (), (sdg, theme))

struct FedRow : Figure {
  Uuid id;
  Uuid goal_id;
  int year{};
  Stands stands{};
  std::optional<Uuid> contract_id;
  std::optional<std::string> contract;
  std::optional<std::string> party;
};
BOOST_DESCRIBE_STRUCT(FedRow, (Figure), (id, goal_id, year, stands, contract_id, contract, party))

constexpr std::string_view followed_goals = R"sql(
SELECT g.id AS goal_id, coalesce(i.version, 0) AS version, g.title, to_jsonb(g.sdgs) AS sdgs, i.indicator,
       n.name_nl AS indicator_name_nl, n.name_en AS indicator_name_en, i.unit, i.scope,
       CASE WHEN i.indicator IS NOT NULL THEN i.person_name END AS named_by, g.baseline, g.baseline_year, g.target,
       g.target_year,
       coalesce((SELECT jsonb_agg(jsonb_build_object('year', y.year, 'value', y.value) ORDER BY y.year)
                   FROM policy.goal_year y
                  WHERE y.municipality_id = g.municipality_id AND y.goal_id = g.id),
                '[]') AS path
  FROM policy.goal g
  LEFT JOIN measure.goal_indicator i ON i.municipality_id = g.municipality_id AND i.id = g.id
  LEFT JOIN measure.indicator n ON n.code = i.indicator
)sql";

const db::Statement followed_goal{"measure.followed_goal", {followed_goals, R"sql(
 WHERE g.id = $1
)sql"}};

const db::Statement goals_followed{"measure.goals_followed", {followed_goals, R"sql(
 WHERE i.indicator IS NOT NULL
   AND g.archived_at IS NULL
   AND ($1::int IS NULL OR $1 = ANY (g.sdgs))
   AND ($2::text IS NULL OR $2 = ANY (g.themes))
 ORDER BY g.title
)sql"}};

const db::Statement rows_that_feed{"measure.rows_that_feed", R"sql(
SELECT m.unit, m.value, m.part, m.whole, m.scope, m.id, f.goal_id, m.year, m.stands, m.contract_id,
       c.title AS contract, c.party
  FROM measure.fed_by f
  JOIN measure.measurement m ON m.municipality_id = f.municipality_id AND m.id = f.measurement_id
  LEFT JOIN measure.of_contract c ON c.municipality_id = m.municipality_id AND c.id = m.contract_id
 WHERE f.municipality_id = platform.current_municipality()
   AND ($1::uuid IS NULL OR f.goal_id = $1)
   AND m.stands <> 'withdrawn'
 ORDER BY m.period_to, m.id
)sql"};

using Rows = std::vector<const FedRow*>;

FedFigure added(const Units& units, const GoalFollowed& goal, const Rows& rows, Stands stands, std::vector<FigureNotAdded>* left) {
  std::vector<Figure> figures;
  Rows used;
  for (const FedRow* each : rows) {
    if (each->stands != stands) continue;
    figures.push_back(*each);
    used.push_back(each);
  }
  const FigureSum sum = sum_of(units, *goal.unit, figures, goal.scope);
  if (left != nullptr)
    for (const FigureLeftOut& each : sum.left_out)
      left->push_back({used.at(static_cast<std::size_t>(each.place))->id, each.unit, each.why});
  return {static_cast<std::int64_t>(figures.size()), sum.value};
}

std::int64_t how_many(const Rows& rows, Stands stands) {
  return std::count_if(rows.begin(), rows.end(), [&](const FedRow* each) { return each->stands == stands; });
}

FedFigures figures_of(const Units& units, const GoalFollowed& goal, const Rows& rows, std::vector<FigureNotAdded>* left = nullptr) {
  FedFigures out;
  out.verified = added(units, goal, rows, Stands::verified, left);
  out.reported = added(units, goal, rows, Stands::reported, left);
  out.estimated = added(units, goal, rows, Stands::estimated, left);
  out.asked = how_many(rows, Stands::asked);
  out.rejected = how_many(rows, Stands::rejected);
  out.aside = how_many(rows, Stands::aside);
  return out;
}

std::map<int, double> points_of(const GoalFollowed& goal) {
  std::map<int, double> out;
  if (goal.baseline && goal.baseline_year) out[*goal.baseline_year] = *goal.baseline;
  for (const policy::GoalYear& each : goal.path) out[each.year] = each.value;
  if (goal.target && goal.target_year) out[*goal.target_year] = *goal.target;
  return out;
}

std::optional<double> on_path(const std::map<int, double>& points, int year) {
  const auto after = points.lower_bound(year);
  if (after == points.end()) return std::nullopt;
  if (after->first == year) return after->second;
  if (after == points.begin()) return std::nullopt;
  const auto before = std::prev(after);
  return before->second + (after->second - before->second) * (year - before->first) / (after->first - before->first);
}

// A straight line from the base (or the first verified year) through the last verified year that is over.
void look_ahead(GoalResult& out, const std::map<int, double>& verified, Date today) {
  if (!out.target || !out.target_year) return;
  const auto first_open = verified.lower_bound(today.year());
  if (first_open == verified.begin()) return;
  const auto last = std::prev(first_open);
  std::optional<std::pair<int, double>> base;
  if (out.baseline && out.baseline_year) base = std::pair{*out.baseline_year, *out.baseline};
  else if (verified.begin() != last) base = *verified.begin();
  if (last->first >= *out.target_year) out.forecast = last->second;
  else if (base && base->first < last->first)
    out.forecast = base->second + (last->second - base->second) * (*out.target_year - base->first) / (last->first - base->first);
  if (!out.forecast) return;
  out.forecast_year = last->first;
  const bool down = out.baseline && *out.target < *out.baseline;
  out.on_course = down ? *out.forecast <= *out.target : *out.forecast >= *out.target;
}

void add_years(GoalResult& out, const Units& units, const std::map<int, Rows>& by_year) {
  const auto points = points_of(out);
  std::set<int> years;
  for (const auto& each : by_year) years.insert(each.first);
  if (!points.empty())
    for (int year = points.begin()->first; year <= points.rbegin()->first; ++year) years.insert(year);
  for (const int year : years) {
    const auto rows = by_year.find(year);
    GoalYearResult each;
    static_cast<FedFigures&>(each) = figures_of(units, out, rows == by_year.end() ? Rows() : rows->second);
    each.year = year;
    each.planned = on_path(points, year);
    out.years.push_back(each);
  }
}

GoalResult result_of(const GoalFollowed& goal, const Units& units, const std::vector<FedRow>& rows, Date today) {
  GoalResult out;
  static_cast<GoalFollowed&>(out) = goal;
  if (!goal.unit) return out;
  Rows all;
  std::map<int, Rows> by_year;
  std::map<std::string, Rows> by_contract;
  for (const FedRow& each : rows) {
    if (each.goal_id != goal.goal_id) continue;
    all.push_back(&each);
    by_year[each.year].push_back(&each);
    by_contract[each.contract_id ? each.contract_id->str() : ""].push_back(&each);
  }
  out.all = figures_of(units, goal, all, &out.not_added);
  add_years(out, units, by_year);
  std::map<int, double> verified;
  for (const GoalYearResult& each : out.years)
    if (each.verified.value) verified[each.year] = *each.verified.value;
  look_ahead(out, verified, today);
  for (const auto& each : by_contract) {
    GoalContractResult one;
    static_cast<FedFigures&>(one) = figures_of(units, goal, each.second);
    const FedRow& first = *each.second.front();
    one.contract_id = first.contract_id;
    one.contract = first.contract;
    one.party = first.party;
    out.contracts.push_back(std::move(one));
  }
  std::stable_sort(out.contracts.begin(), out.contracts.end(), [](const GoalContractResult& a, const GoalContractResult& b) {
    return a.verified.count + a.reported.count + a.estimated.count > b.verified.count + b.reported.count + b.estimated.count;
  });
  return out;
}

GoalFollowed goal_followed(db::Session& session, const Uuid& id) {
  auto out = session.find<GoalFollowed>(followed_goal, id);
  if (!out) throw not_found();
  return *out;
}

GoalResult goal_result(const http::Request& request, db::Session& session, const Uuid& id) {
  const GoalFollowed goal = goal_followed(session, id);
  return result_of(goal, all_units(session), session.rows<FedRow>(rows_that_feed, std::optional(id)), date_of(request.now));
}

GoalResultList goal_results(const http::Request& request, db::Session& session, const GoalResultQuery& query) {
  const Units units = all_units(session);
  const auto rows = session.rows<FedRow>(rows_that_feed, std::optional<Uuid>());
  GoalResultList out;
  for (const GoalFollowed& each : session.rows<GoalFollowed>(goals_followed, query.sdg, query.theme)) {
    out.items.push_back(result_of(each, units, rows, date_of(request.now)));
    out.items.back().contracts.clear();
    out.items.back().years.clear();
  }
  return out;
}

// Its owner, and who may change policy, as with the goal itself.
void require_goal_owner(const http::Request& request, db::Session& session, const Uuid& goal) {
  const bool owner = !session.query("SELECT 1 FROM policy.goal WHERE id = $1 AND owner_id = $2", goal, request.who.person_id).empty();
  if (!owner && !request.who.may("policy.edit")) throw Error(403, "notOwner");
}

const db::Statement write_goal_indicator{"measure.write_goal_indicator", R"sql(
INSERT INTO measure.goal_indicator AS i (municipality_id, id, indicator, unit, scope, person_name, at)
VALUES (platform.current_municipality(), $1, $2, $3, $4, $5, $6)
ON CONFLICT (municipality_id, id)
DO UPDATE SET indicator = excluded.indicator, unit = excluded.unit, scope = excluded.scope,
              person_name = excluded.person_name, at = excluded.at, version = i.version + 1
)sql"};

GoalResult put_goal_indicator(const http::Request& request, db::Session& session, const GoalIndicatorInput& in) {
  const Uuid id = request.id_param("id");
  if (session.query("SELECT 1 FROM policy.goal WHERE id = $1 FOR UPDATE", id).empty()) throw not_found();
  request.expect_version(goal_followed(session, id).version);
  require_goal_owner(request, session, id);
  name_indicator(session, id, in, request.now);
  return goal_result(request, session, id);
}

void remove_goal_indicator(const http::Request& request, db::Session& session) {
  const Uuid id = request.id_param("id");
  if (session.query("SELECT 1 FROM policy.goal WHERE id = $1 FOR UPDATE", id).empty()) throw not_found();
  require_goal_owner(request, session, id);
  if (!goal_followed(session, id).indicator) return;
  session.query(write_goal_indicator, id, std::nullopt, std::nullopt, std::nullopt, name_of_person(session), request.now);
}

}  // namespace

void name_indicator(db::Session& session, const Uuid& goal, const GoalIndicatorInput& in, Instant now) {
  const auto indicator = indicator_named(session, in.indicator);
  if (!indicator) throw bad_field("/indicator", "notInList");
  const Units units = all_units(session);
  const std::string unit = in.unit.value_or(indicator->unit);
  const MeasureUnit* named = unit_named(units, unit);
  if (named == nullptr || named->dimension != unit_named(units, indicator->unit)->dimension) throw bad_field("/unit", "unitsDoNotAdd");
  const auto& scopes = named->scopes;
  if (!scopes.empty() && !in.scope) throw bad_field("/scope", "scopeNeeded");
  if (in.scope && std::find(scopes.begin(), scopes.end(), *in.scope) == scopes.end()) throw bad_field("/scope", "notInList");
  session.query(write_goal_indicator, goal, in.indicator, unit, in.scope, name_of_person(session), now);
}

void add_goal_routes(http::Router& router) {
  router.get<GoalResult>(
      "/goals/{id}/results", "measure.read",
      {"getGoalResults", "measurements", "What came of a goal: path, verified, beside it reported and estimated, forecast, by contract"},
      [](const http::Request& request, db::Session& session) { return goal_result(request, session, request.id_param("id")); });
  router.get<GoalResultList>("/goal-results", "measure.read",
                             {"listGoalResults", "measurements", "Goals that are followed, with their figures; by SDG or theme"},
                             goal_results);
  router.put<GoalResult>("/goals/{id}/indicator", "policy.confirm",
                         {"nameGoalIndicator", "measurements", "By which indicator a goal is followed"}, put_goal_indicator);
  router.remove("/goals/{id}/indicator", "policy.confirm", {"forgetGoalIndicator", "measurements", "It is followed by none after all"},
                remove_goal_indicator);
}

}  // namespace tenzij::measure
