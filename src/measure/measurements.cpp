// A measurement: checked, kept as it is said, and what is strange about it kept apart until somebody answers.
#include <cmath>

#include "measure/store.h"

namespace tenzij::measure {

namespace {

constexpr double largest_number = 1e12;  // the columns hold a hundred times that
// Longer ago or further away is a typing error.
constexpr int first_year = 1990;
constexpr int last_year = 2100;
// A figure so many times the largest before it, of the same contract, is asked about.
constexpr double sudden = 10;

std::optional<std::string> tidied(const std::optional<std::string>& value) {
  if (!value || text::trim(*value).empty()) return std::nullopt;
  return std::string(text::trim(*value));
}

void check_number(const char* pointer, const std::optional<double>& value, std::vector<FieldError>& errors) {
  if (value && !(std::abs(*value) <= largest_number)) errors.push_back({pointer, "outOfRange", {{"least", "-1e12"}, {"most", "1e12"}}});
}

void check_figure(const MeasurementInput& in, const MeasureUnit& own, std::vector<FieldError>& errors) {
  for (const auto& [pointer, value] :
       {std::pair{"/value", in.value}, std::pair{"/part", in.part}, std::pair{"/whole", in.whole}, std::pair{"/promised", in.promised}})
    check_number(pointer, value, errors);
  if (own.adds == Adds::share) {
    if (!in.part) errors.push_back({"/part", "bothNumbers"});
    if (!in.whole) errors.push_back({"/whole", "bothNumbers"});
    if (in.value) errors.push_back({"/value", "shareByNumbers"});
  } else {
    if (!in.value) errors.push_back({"/value", "required"});
    if (in.part || in.whole) errors.push_back({in.part ? "/part" : "/whole", "noShare"});
  }
  const auto known = [&](const std::string& scope) { return std::find(own.scopes.begin(), own.scopes.end(), scope) != own.scopes.end(); };
  if (!own.scopes.empty() && !in.scope) errors.push_back({"/scope", "scopeNeeded"});
  if (in.scope && !known(*in.scope)) errors.push_back({"/scope", "notInList"});
  if (in.promised_scope && !known(*in.promised_scope)) errors.push_back({"/promisedScope", "notInList"});
  if (!own.scopes.empty() && in.promised && !in.promised_scope) errors.push_back({"/promisedScope", "scopeNeeded"});
}

void check_certainty(const MeasurementInput& in, std::vector<FieldError>& errors) {
  if (in.certainty == Certainty::calculated) {
    if (!in.factor) errors.push_back({"/factor", "factorNeeded"});
    if (!in.factor_source) errors.push_back({"/factorSource", "factorNeeded"});
    if (!in.factor_version) errors.push_back({"/factorVersion", "factorNeeded"});
  }
  check_number("/factor", in.factor, errors);
}

void check_period(const MeasurementInput& in, Date today, std::vector<FieldError>& errors) {
  const auto year = [&](const char* pointer, Date day) {
    if (day.year() < first_year || day.year() > last_year) errors.push_back({pointer, "noSuchYear"});
  };
  year("/periodFrom", in.period_from);
  year("/periodTo", in.period_to);
  if (in.period_to < in.period_from) errors.push_back({"/periodTo", "toBeforeFrom"});
  if (in.period_to > today && in.certainty != Certainty::estimated) errors.push_back({"/periodTo", "periodNotOver"});
}

struct WhatFor {
  std::optional<Uuid> contract_id;
  std::optional<Uuid> commitment_id;
};
BOOST_DESCRIBE_STRUCT(WhatFor, (), (contract_id, commitment_id))

const db::Statement commitment_of_moment{"measure.commitment_of_moment", R"sql(
SELECT contract_id, commitment_id
  FROM measure.of_moment
 WHERE id = $1
)sql"};

const db::Statement contract_of_commitment{"measure.contract_of_commitment", R"sql(
SELECT contract_id, id AS commitment_id
  FROM measure.of_commitment
 WHERE id = $1
)sql"};

// A moment says its commitment, a commitment its contract; what is given beside it must be the same.
void complete(db::Session& session, MeasurementInput& in, std::vector<FieldError>& errors) {
  const auto take = [&](const db::Statement& statement, const std::optional<Uuid>& id, const char* pointer) {
    if (!id) return;
    const auto found = session.find<WhatFor>(statement, *id);
    const bool other = found && ((in.contract_id && in.contract_id != found->contract_id) ||
                                 (in.commitment_id && in.commitment_id != found->commitment_id));
    if (!found || other) {
      errors.push_back({pointer, found ? "otherContract" : "notFound"});
      return;
    }
    in.contract_id = found->contract_id;
    in.commitment_id = found->commitment_id;
  };
  take(commitment_of_moment, in.moment_id, "/momentId");
  take(contract_of_commitment, in.commitment_id, "/commitmentId");
  if (in.contract_id && session.query("SELECT 1 FROM measure.of_contract WHERE id = $1", *in.contract_id).empty())
    errors.push_back({"/contractId", "notFound"});
}

// What somebody said, whole and in order, with what is known of its indicator.
struct Checked {
  MeasurementInput in;
  Indicator indicator;
  Units units;
};

Checked checked_measurement(db::Session& session, const MeasurementInput& given, Date today) {
  Checked out{given, {}, all_units(session)};
  MeasurementInput& in = out.in;
  for (auto* each : {&in.unit, &in.scope, &in.factor_source, &in.factor_version, &in.promised_scope}) *each = tidied(*each);
  in.words = std::string(text::trim(in.words));
  std::vector<FieldError> errors;
  json::check_lengths(in, "", errors);
  auto indicator = indicator_named(session, in.indicator);
  if (!indicator || indicator->retired) errors.push_back({"/indicator", indicator ? "indicatorRetired" : "notInList"});
  check_period(in, today, errors);
  check_certainty(in, errors);
  complete(session, in, errors);
  if (indicator) {
    out.indicator = *indicator;
    const MeasureUnit& own = *unit_named(out.units, indicator->unit);
    if (!in.unit) in.unit = own.part_of ? std::optional<std::string>() : own.code;
    if (!in.unit) errors.push_back({"/unit", "required"});
    else if (unit_named(out.units, *in.unit) == nullptr) errors.push_back({"/unit", "notInList"});
    check_figure(in, own, errors);
  }
  if (!errors.empty()) throw bad_request(std::move(errors));
  return out;
}

const db::Statement fastest_before{"measure.fastest_before", R"sql(
SELECT max(m.value * u.factor / (m.period_to - m.period_from + 1))
  FROM measure.measurement m
  JOIN measure.unit u ON u.code = m.unit AND u.dimension = $4
 WHERE m.indicator = $1
   AND m.contract_id = $2
   AND m.id <> $3
   AND m.stands IN ('verified', 'reported')
   AND m.value > 0
)sql"};

double days_of(const MeasurementInput& in) {
  return static_cast<double>((std::chrono::sys_days(in.period_to.ymd) - std::chrono::sys_days(in.period_from.ymd)).count() + 1);
}

bool is_absurd(db::Session& session, const Checked& what, const Uuid& id) {
  const MeasurementInput& in = what.in;
  if (in.part && in.whole) return *in.part > *in.whole;
  const auto value = converted(what.units, in.value.value_or(0), *in.unit, what.indicator.unit);
  if (!value) return false;
  // A bound for a year; a shorter time has its share of it, a longer one more.
  if (what.indicator.largest && *value > *what.indicator.largest * days_of(in) / 365) return true;
  if (!in.contract_id || *value <= 0) return false;
  const MeasureUnit& unit = *unit_named(what.units, what.indicator.unit);
  if (unit.adds != Adds::sum) return false;
  const auto before = session.scalar<double>(fastest_before, in.indicator, *in.contract_id, id, unit.dimension);
  return before && *value * static_cast<double>(unit.factor) / days_of(in) > sudden * *before;
}

// What is strange about a figure by itself; days that another one covers are asked about by ask_twins().
std::vector<std::string> questions_of(db::Session& session, const Checked& what, const Uuid& id) {
  std::vector<std::string> out;
  const MeasurementInput& in = what.in;
  const MeasureUnit& own = *unit_named(what.units, what.indicator.unit);
  const bool other = unit_named(what.units, *in.unit)->dimension != own.part_of.value_or(own.dimension);
  if (in.value.value_or(0) < 0 || in.part.value_or(0) < 0 || in.whole.value_or(0) < 0) out.emplace_back("negative");
  if (other) out.emplace_back("other_unit");
  else if (is_absurd(session, what, id)) out.emplace_back("absurd");
  return out;
}

const db::Statement insert_measurement{"measure.insert_measurement", R"sql(
INSERT INTO measure.measurement (municipality_id, id, indicator, title, theme, period_from, period_to, unit, value,
                                 part, whole, scope, certainty, factor, factor_source, factor_version, promised,
                                 promised_scope, contract_id, commitment_id, moment_id, words, questions, unit_id,
                                 reported_by, reported_name, reported_at, created_at)
SELECT platform.current_municipality(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
       $18::uuid, $19, $20, $21, $22::text[],
       (SELECT c.unit_id FROM measure.of_contract c
         WHERE c.id = $18::uuid),
       platform.current_person(), $23, $24, $24
)sql"};

const db::Statement rewrite_measurement{"measure.rewrite_measurement", R"sql(
UPDATE measure.measurement
   SET indicator = $2, title = $3, theme = $4, period_from = $5, period_to = $6, unit = $7, value = $8, part = $9,
       whole = $10, scope = $11, certainty = $12, factor = $13, factor_source = $14, factor_version = $15,
       promised = $16, promised_scope = $17, contract_id = $18::uuid, commitment_id = $19, moment_id = $20,
       words = $21, questions = $22::text[],
       unit_id = (SELECT c.unit_id FROM measure.of_contract c
                   WHERE c.id = $18::uuid),
       state = 'reported',
       reported_by = platform.current_person(), reported_name = $23, reported_at = $24, judged_by = NULL,
       judged_name = NULL, judged_at = NULL, reason = NULL, decided = NULL, decided_name = NULL, decided_at = NULL,
       decided_words = NULL, aside_for = NULL, history = $25, version = version + 1
 WHERE id = $1
)sql"};

template <class... More>
void write_measurement(db::Session& session, const db::Statement& statement, const Uuid& id, const Checked& what, Instant now,
                       const More&... more) {
  const MeasurementInput& in = what.in;
  session.query(statement, id, in.indicator, what.indicator.name_nl, what.indicator.theme, in.period_from, in.period_to, *in.unit, in.value,
                in.part, in.whole, in.scope, in.certainty, in.factor, in.factor_source, in.factor_version, in.promised, in.promised_scope,
                in.contract_id, in.commitment_id, in.moment_id, in.words, questions_of(session, what, id), name_of_person(session), now,
                more...);
}

const db::Statement free_what_gave_way{"measure.free_what_gave_way", R"sql(
UPDATE measure.measurement
   SET decided = NULL, decided_name = NULL, decided_at = NULL, decided_words = NULL, aside_for = NULL,
       version = version + 1
 WHERE aside_for = $1
)sql"};

Measurement change_measurement(const http::Request& request, db::Session& session, const MeasurementInput& given) {
  const Measurement before = locked_measurement(request, session);
  if (before.stands == Stands::withdrawn) throw conflict("measurementWithdrawn");
  if (before.state == MeasurementState::verified) throw conflict("measurementVerified");
  const Checked what = checked_measurement(session, given, date_of(request.now));
  lock_twins(session, before.indicator, before.contract_id);
  lock_twins(session, what.in.indicator, what.in.contract_id);
  session.query(free_what_gave_way, before.id);
  write_measurement(session, rewrite_measurement, before.id, what, request.now, with_measured_step(before));
  ask_twins(session, before.indicator, before.contract_id);
  ask_twins(session, what.in.indicator, what.in.contract_id);
  return measurement_row(session, before.id);
}

const db::Statement move_withdrawal{"measure.move_withdrawal", R"sql(
UPDATE measure.measurement
   SET withdrawn_at = $2, decided = NULL, decided_name = NULL, decided_at = NULL, decided_words = NULL,
       aside_for = NULL, version = version + 1
 WHERE id = $1
)sql"};

// Away, or back: then it is asked about again when its days are covered meanwhile.
Measurement withdraw(const http::Request& request, db::Session& session, bool away) {
  Measurement before = locked_measurement(request, session);
  if ((before.stands == Stands::withdrawn) == away) return before;
  lock_twins(session, before.indicator, before.contract_id);
  session.query(free_what_gave_way, before.id);
  session.query(move_withdrawal, before.id, away ? std::optional(request.now) : std::nullopt);
  ask_twins(session, before.indicator, before.contract_id);
  return measurement_row(session, before.id);
}

struct MeasurementCreated {
  Uuid id;
};
BOOST_DESCRIBE_STRUCT(MeasurementCreated, (), (id))

}  // namespace

Uuid add_measurement(db::Session& session, const MeasurementInput& given, Instant now) {
  const Checked what = checked_measurement(session, given, date_of(now));
  const Uuid id = new_id();
  lock_twins(session, what.in.indicator, what.in.contract_id);
  write_measurement(session, insert_measurement, id, what, now);
  ask_twins(session, what.in.indicator, what.in.contract_id);
  return id;
}

void add_measurement_routes(http::Router& router) {
  router.post<MeasurementCreated>("/measurements", "measure.edit",
                                  {"addMeasurement", "measurements", "A figure; what is strange about it is kept apart and asked"},
                                  [](const http::Request& request, db::Session& session, const MeasurementInput& in) {
                                    return MeasurementCreated{add_measurement(session, in, request.now)};
                                  });
  router.get<Measurement>(
      "/measurements/{id}", "measure.read", {"getMeasurement", "measurements", "One figure, with those beside it"},
      [](const http::Request& request, db::Session& session) { return measurement_row(session, request.id_param("id")); });
  router.put<Measurement>("/measurements/{id}", "measure.edit",
                          {"changeMeasurement", "measurements", "Another figure in its place, to be verified again; the old one is kept"},
                          change_measurement);
  router.put<Measurement>("/measurements/{id}/withdrawal", "measure.edit",
                          {"withdrawMeasurement", "measurements", "It counts nowhere any more; it can come back"},
                          [](const http::Request& request, db::Session& session) { return withdraw(request, session, true); });
  router.put<Measurement>("/measurements/{id}/restoration", "measure.edit",
                          {"restoreMeasurement", "measurements", "A figure that was withdrawn counts again"},
                          [](const http::Request& request, db::Session& session) { return withdraw(request, session, false); });
}

}  // namespace tenzij::measure
