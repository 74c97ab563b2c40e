// Indicators of the municipality's own, beside those that come with Tenzij: added, changed, and out of use with what was measured kept.
#include "measure/store.h"

namespace tenzij::measure {

namespace {

struct OwnIndicatorInput {
  std::string theme;
  IndicatorLevel level{};
  std::string name;
  std::string definition;
  std::string unit;  // one of the units that there are; it stays once something was measured in it
  std::string formula;
  std::string source;                   // who says so, and where
  std::string question;                 // as it is asked of a supplier
  std::vector<std::string> categories;  // of purchases for which it is usual; none: for all
  std::optional<double> largest{};      // of one contract in a year; above that somebody is asked
  static constexpr std::array<json::Length, 1> lengths{{{"categories", limits::code_longest, 60}}};
};
BOOST_DESCRIBE_STRUCT(OwnIndicatorInput, (), (theme, level, name, definition, unit, formula, source, question, categories, largest))
struct IndicatorCreated {
  std::string code;
};
BOOST_DESCRIBE_STRUCT(IndicatorCreated, (), (code))

const db::Statement indicator_so_named{"measure.indicator_so_named", R"sql(
SELECT 1
  FROM measure.indicator
 WHERE lower($1) IN (lower(name_nl), lower(name_en))
   AND code <> $2
   AND NOT retired
)sql"};

OwnIndicatorInput checked_indicator(db::Session& session, OwnIndicatorInput in, const std::string& self) {
  std::vector<FieldError> errors;
  for (const auto& [pointer, value] : {std::pair{"/name", &in.name}, std::pair{"/definition", &in.definition},
                                       std::pair{"/source", &in.source}, std::pair{"/question", &in.question}}) {
    *value = std::string(text::trim(*value));
    if (value->empty()) errors.push_back({pointer, "required"});
  }
  in.formula = std::string(text::trim(in.formula));
  json::check_lengths(in, "", errors);
  if (session.query("SELECT 1 FROM reference.theme WHERE code = $1", in.theme).empty()) errors.push_back({"/theme", "unknownTheme"});
  if (unit_named(all_units(session), in.unit) == nullptr) errors.push_back({"/unit", "notInList"});
  if (in.largest && !(*in.largest > 0)) errors.push_back({"/largest", "negative"});
  for (const std::string& each : in.categories)
    if (session.query("SELECT 1 FROM criteria.category WHERE code = $1", each).empty()) errors.push_back({"/categories", "notInList"});
  if (!session.query(indicator_so_named, in.name, self).empty()) errors.push_back({"/name", "alreadyThere"});
  if (!errors.empty()) throw bad_request(std::move(errors));
  return in;
}

const db::Statement insert_own_indicator{"measure.insert_own_indicator", R"sql(
INSERT INTO measure.own_indicator (municipality_id, code, theme, level, name, definition, unit, formula, source,
                                   question, categories, largest, person_name, at)
VALUES (platform.current_municipality(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10::text[], $11, $12, $13)
)sql"};

IndicatorCreated add_own_indicator(const http::Request& request, db::Session& session, const OwnIndicatorInput& given) {
  const OwnIndicatorInput in = checked_indicator(session, given, "");
  std::string code = "own_" + new_id().str();
  session.query(insert_own_indicator, code, in.theme, in.level, in.name, in.definition, in.unit, in.formula, in.source, in.question,
                in.categories, in.largest, name_of_person(session), request.now);
  return {std::move(code)};
}

Indicator locked_own(const http::Request& request, db::Session& session) {
  const std::string& code = request.param("code");
  const bool there = !session.query("SELECT 1 FROM measure.own_indicator WHERE code = $1 FOR UPDATE", code).empty();
  const auto found = indicator_named(session, code);
  if (!found) throw not_found();
  if (!there) throw conflict("indicatorShipped");
  request.expect_version(found->version);
  return *found;
}

const db::Statement update_own_indicator{"measure.update_own_indicator", R"sql(
UPDATE measure.own_indicator
   SET theme = $2, level = $3, name = $4, definition = $5, unit = $6, formula = $7, source = $8, question = $9,
       categories = $10::text[], largest = $11, person_name = $12, at = $13, version = version + 1
 WHERE code = $1
)sql"};

const db::Statement indicator_in_use{"measure.indicator_in_use", R"sql(
SELECT 1
  FROM measure.measurement
 WHERE indicator = $1
 UNION ALL
SELECT 1
  FROM measure.goal_indicator
 WHERE indicator = $1
 LIMIT 1
)sql"};

Indicator change_own_indicator(const http::Request& request, db::Session& session, const OwnIndicatorInput& given) {
  const Indicator before = locked_own(request, session);
  const OwnIndicatorInput in = checked_indicator(session, given, before.code);
  // What was measured was measured in this unit, and stands under this theme.
  if ((in.unit != before.unit || in.theme != before.theme) && !session.query(indicator_in_use, before.code).empty())
    throw bad_field(in.unit != before.unit ? "/unit" : "/theme", "indicatorInUse");
  session.query(update_own_indicator, before.code, in.theme, in.level, in.name, in.definition, in.unit, in.formula, in.source, in.question,
                in.categories, in.largest, name_of_person(session), request.now);
  return indicator_named(session, before.code).value();
}

const db::Statement retire_own_indicator{"measure.retire_own_indicator", R"sql(
UPDATE measure.own_indicator
   SET retired = $2, version = version + 1
 WHERE code = $1
)sql"};

Indicator retire(const http::Request& request, db::Session& session, bool away) {
  const Indicator before = locked_own(request, session);
  if (before.retired != away) session.query(retire_own_indicator, before.code, away);
  return indicator_named(session, before.code).value();
}

}  // namespace

void add_own_indicator_routes(http::Router& router) {
  router.post<IndicatorCreated>("/indicators", "measure.verify", {"addIndicator", "measurements", "An indicator of the municipality's own"},
                                add_own_indicator);
  router.put<Indicator>("/indicators/{code}", "measure.verify",
                        {"changeIndicator", "measurements", "Change an own indicator; its unit stays once it was measured"},
                        change_own_indicator);
  router.put<Indicator>("/indicators/{code}/retirement", "measure.verify",
                        {"retireIndicator", "measurements", "Nobody measures it any more; what was measured stays"},
                        [](const http::Request& request, db::Session& session) { return retire(request, session, true); });
  router.put<Indicator>("/indicators/{code}/return", "measure.verify", {"returnIndicator", "measurements", "It is measured again"},
                        [](const http::Request& request, db::Session& session) { return retire(request, session, false); });
}

}  // namespace tenzij::measure
