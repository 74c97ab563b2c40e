// What was measured: indicators (knowledge/indicators), measurements of contracts, and what came of a goal. Tables: schema measure
// in db/migrations/0032_measure.sql.
//
// A figure is a number in a unit; a share is two numbers, the part and the whole, in one unit. Like adds to like: units of one
// dimension are converted, everything else is left out and named. A measurement counts in the year in which its period ends.
#pragma once

#include "organisation/organisation.h"
#include "policy/policy.h"
#include "reference/reference.h"
#include "thread/thread.h"

namespace tenzij::measure {

// --- Units and sums (units.cpp, sums.cpp) --------------------------------------------------------------------------------

// Sum: amounts add. Share: parts and wholes add, and the share is taken of the sums. None: a step or a mark; two of them make no third.
enum class Adds { sum, share, none };
BOOST_DESCRIBE_ENUM(Adds, sum, share, none)
struct MeasureUnit {
  std::string code;
  std::string name_nl;
  std::string name_en;
  std::string dimension;  // units of one dimension add
  std::int64_t factor{};  // one of this is so many of the smallest of its dimension
  Adds adds{};
  std::optional<std::string> part_of{};  // of a share: the dimension in which its two numbers are measured
  std::vector<std::string> scopes;       // not empty: a figure says its scope, and only figures of one scope add
};
BOOST_DESCRIBE_STRUCT(MeasureUnit, (), (code, name_nl, name_en, dimension, factor, adds, part_of, scopes))
using Units = std::vector<MeasureUnit>;
const MeasureUnit* unit_named(const Units& units, std::string_view code);

struct Figure {
  std::string unit;
  std::optional<double> value{};  // none: a share
  std::optional<double> part{};
  std::optional<double> whole{};
  std::optional<std::string> scope{};
};
BOOST_DESCRIBE_STRUCT(Figure, (), (unit, value, part, whole, scope))

// Why a figure is not in a sum.
enum class NotAdded { other_unit, never_added, number_missing, other_scope };
BOOST_DESCRIBE_ENUM(NotAdded, other_unit, never_added, number_missing, other_scope)
struct FigureLeftOut {
  std::int64_t place;  // in what was given, from 0
  NotAdded why{};
  std::string unit;
};
BOOST_DESCRIBE_STRUCT(FigureLeftOut, (), (place, why, unit))
struct FigureSum {
  std::string unit;
  std::optional<double> value{};  // of a share in percent; none: nothing was added, or a whole of zero
  std::optional<double> part{};   // of a share, in the smallest unit of its dimension
  std::optional<double> whole{};
  std::optional<std::string> scope{};
  std::int64_t added = 0;
  std::vector<FigureLeftOut> left_out;
};
BOOST_DESCRIBE_STRUCT(FigureSum, (), (unit, value, part, whole, scope, added, left_out))
// The one place where figures are added: in `unit`, exact to a millionth, in any order. Throws std::out_of_range for a unit that is
// not there. With a unit that has scopes and no scope given, figures add when all of them have the same one.
FigureSum sum_of(const Units& units, const std::string& unit, const std::vector<Figure>& figures,
                 const std::optional<std::string>& scope = std::nullopt);
// A number of one unit in another of its dimension; none when they do not add.
std::optional<double> converted(const Units& units, double value, const std::string& from, const std::string& to);

// Brings measure.unit and measure.indicator up to date with knowledge/indicators; cheap when nothing changed. An indicator that is
// gone from the files is retired: what was measured with it stays.
void load(db::Connection& owner, const std::filesystem::path& knowledge);

// --- Measurements ---------------------------------------------------------------------------------------------------------

enum class IndicatorLevel { input, output, outcome, impact };
BOOST_DESCRIBE_ENUM(IndicatorLevel, input, output, outcome, impact)
// Calculated: with a factor, where it is from and which version.
enum class Certainty { measured, calculated, estimated, stated };
BOOST_DESCRIBE_ENUM(Certainty, measured, calculated, estimated, stated)

struct MeasurementInput {
  std::string indicator;
  Date period_from;
  Date period_to;
  std::optional<std::string> unit{};  // none: the indicator's own
  std::optional<double> value{};
  std::optional<double> part{};  // of a share both numbers, and no value
  std::optional<double> whole{};
  std::optional<std::string> scope{};  // of environmental cost: which modules
  Certainty certainty{};
  std::optional<double> factor{};
  std::optional<std::string> factor_source{};
  std::optional<std::string> factor_version{};
  std::optional<double> promised{};
  std::optional<std::string> promised_scope{};
  std::optional<Uuid> contract_id{};
  std::optional<Uuid> commitment_id{};
  std::optional<Uuid> moment_id{};
  std::string words{};
  static constexpr std::array<json::Length, 2> lengths{{{"scope", limits::code_longest}, {"promised_scope", limits::code_longest}}};
};
BOOST_DESCRIBE_STRUCT(MeasurementInput, (),
                      (indicator, period_from, period_to, unit, value, part, whole, scope, certainty, factor, factor_source, factor_version,
                       promised, promised_scope, contract_id, commitment_id, moment_id, words))

// Kept as it is said; what is negative, absurd, in another unit or over a period that has a figure already waits for an answer.
Uuid add_measurement(db::Session& session, const MeasurementInput& in, Instant now);

// By which indicator a goal is followed, in the unit of its base and target.
struct GoalIndicatorInput {
  std::string indicator;
  std::optional<std::string> unit{};   // none: the indicator's own
  std::optional<std::string> scope{};  // of environmental cost
  static constexpr std::array<json::Length, 1> lengths{{{"scope", limits::code_longest}}};
};
BOOST_DESCRIBE_STRUCT(GoalIndicatorInput, (), (indicator, unit, scope))
void name_indicator(db::Session& session, const Uuid& goal, const GoalIndicatorInput& in, Instant now);

// --- What is told outside (told.cpp) ----------------------------------------------------------------------------------------

// What was verified in a year, and what was planned for it.
struct VerifiedYear {
  int year{};
  std::optional<double> planned{};       // on the path
  std::optional<double> verified{};      // none: nothing was verified, or it is about few people
  std::optional<Certainty> certainty{};  // of its weakest part
  bool few = false;                      // about one to four people: never told
};
BOOST_DESCRIBE_STRUCT(VerifiedYear, (), (year, planned, verified, certainty, few))
struct VerifiedGoal {
  Uuid goal_id;
  std::string unit_nl;
  std::string unit_en;
  bool share = false;               // its figures are percentages
  std::vector<VerifiedYear> years;  // the oldest first
};
BOOST_DESCRIBE_STRUCT(VerifiedGoal, (), (goal_id, unit_nl, unit_en, share, years))
// Of every goal that is followed by an indicator, or of that one. No sum over the years is told: with one year kept in it would give
// that year away.
std::vector<VerifiedGoal> verified_of_goals(db::Session& session, const std::optional<Uuid>& goal);

thread::Kinds thread_kinds();
// `messages`: the words of the files; kept by reference.
void add_routes(http::Router& router, const Messages& messages);

}  // namespace tenzij::measure
