// What the files of this room share.
#pragma once

#include "measure/measure.h"

namespace tenzij::measure {

// As its file in knowledge/indicators says it.
struct IndicatorFile {
  std::string code;
  IndicatorLevel level{};
  std::string name_nl;
  std::string name_en;
  std::string definition_nl;
  std::string definition_en;
  std::string unit;
  std::string formula_nl;
  std::string formula_en;
  std::string source;
  std::string question_nl;
  std::string question_en;
  std::vector<std::string> categories;  // none: for all
  std::optional<double> largest;        // of one contract in a year
  std::optional<std::string> vsme{};    // number of the subject under which the VSME asks about the same (vsme.json)
};
BOOST_DESCRIBE_STRUCT(IndicatorFile, (),
                      (code, level, name_nl, name_en, definition_nl, definition_en, unit, formula_nl, formula_en, source, question_nl,
                       question_en, categories, largest, vsme))
struct Indicator : IndicatorFile {
  std::string theme;
  bool retired = false;
  bool own = false;  // of the municipality itself
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Indicator, (IndicatorFile), (theme, retired, own, version))
std::optional<Indicator> indicator_named(db::Session& session, const std::string& code);
Units all_units(db::Session& session);

enum class MeasurementState { reported, verified, rejected };
BOOST_DESCRIBE_ENUM(MeasurementState, reported, verified, rejected)
// In which figure a measurement stands: in one only.
enum class Stands { verified, reported, estimated, asked, aside, rejected, withdrawn };
BOOST_DESCRIBE_ENUM(Stands, verified, reported, estimated, asked, aside, rejected, withdrawn)
// Why somebody is asked before it counts.
enum class MeasureQuestion { negative, absurd, other_unit, period_twice };
BOOST_DESCRIBE_ENUM(MeasureQuestion, negative, absurd, other_unit, period_twice)

// A measurement as the list has it.
struct MeasurementLine {
  Uuid id;
  std::string indicator;
  std::string title;  // of the indicator, as it was called then
  std::string theme;
  Date period_from;
  Date period_to;
  std::string unit;
  std::optional<double> value;
  std::optional<double> part;
  std::optional<double> whole;
  std::optional<std::string> scope;
  Certainty certainty{};
  MeasurementState state{};
  Stands stands{};
  std::vector<std::string> questions;
  std::optional<Uuid> contract_id;
  std::optional<std::string> contract;
  std::optional<std::string> party;
  std::string reported_name;
  bool own = false;  // reported by who asks
};
BOOST_DESCRIBE_STRUCT(MeasurementLine, (),
                      (id, indicator, title, theme, period_from, period_to, unit, value, part, whole, scope, certainty, state, stands,
                       questions, contract_id, contract, party, reported_name, own))
inline constexpr std::string_view measurement_lines = R"sql(
SELECT m.id, m.indicator, m.title, m.theme, m.period_from, m.period_to, m.unit, m.value, m.part, m.whole, m.scope,
       m.certainty, m.state, m.stands, to_jsonb(m.questions) AS questions, m.contract_id, c.title AS contract, c.party,
       m.reported_name, coalesce(m.reported_by = platform.current_person(), false) AS own
  FROM measure.measurement m
  LEFT JOIN measure.of_contract c ON c.municipality_id = m.municipality_id AND c.id = m.contract_id
)sql";

void add_indicator_routes(http::Router& router);
void add_measurement_routes(http::Router& router);
void add_judgement_routes(http::Router& router);
void add_measurement_list_routes(http::Router& router);
void add_own_indicator_routes(http::Router& router);
void add_measurement_export_routes(http::Router& router, const Messages& messages);
void add_goal_routes(http::Router& router);

// --- between measurements.cpp and judgements.cpp ---------------------------------------------------------------------------

struct Measurement : MeasurementLine {
  std::int64_t version;
  std::string indicator_name_nl;
  std::string indicator_name_en;
  std::optional<double> factor;
  std::optional<std::string> factor_source;
  std::optional<std::string> factor_version;
  std::optional<double> promised;
  std::optional<std::string> promised_scope;
  std::optional<Uuid> commitment_id;
  std::optional<std::string> commitment;
  std::optional<Uuid> moment_id;
  std::string words;
  Instant reported_at;
  std::optional<std::string> judged_name;
  std::optional<Instant> judged_at;
  std::optional<std::string> reason;
  std::optional<std::string> decided_name;
  std::optional<std::string> decided_words;
  std::optional<Uuid> aside_for;
  json::array history;                  // each step before: {state, value, part, whole, unit, words, name, at}
  std::vector<MeasurementLine> beside;  // of the same indicator and contract over the same days
};
BOOST_DESCRIBE_STRUCT(Measurement, (MeasurementLine),
                      (version, indicator_name_nl, indicator_name_en, factor, factor_source, factor_version, promised, promised_scope,
                       commitment_id, commitment, moment_id, words, reported_at, judged_name, judged_at, reason, decided_name,
                       decided_words, aside_for, history, beside))
Measurement measurement_row(db::Session& session, const Uuid& id);  // throws not_found()
// Locked; throws 412 when another version was seen.
Measurement locked_measurement(const http::Request& request, db::Session& session);
// One at a time of those that may meet.
void lock_twins(db::Session& session, const std::string& indicator, const std::optional<Uuid>& contract);
// Asks about each that covers days which an earlier one covers, and no longer about one that does not.
void ask_twins(db::Session& session, const std::string& indicator, const std::optional<Uuid>& contract);
// What stood there, for the history.
json::array with_measured_step(const Measurement& row);
std::string name_of_person(db::Session& session);

}  // namespace tenzij::measure
