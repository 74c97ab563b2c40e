// What is said of a measurement: verified or rejected by somebody else, and which of two counts.
#include "measure/store.h"

namespace tenzij::measure {

namespace {

struct MeasurementJudgement {
  MeasurementState state{};             // reported: judged again
  std::optional<std::string> reason{};  // needed unless it is verified
};
BOOST_DESCRIBE_STRUCT(MeasurementJudgement, (), (state, reason))
// Both: each counts, the days are covered by two with right. Other: this one does not.
enum class MeasureChoice { this_one, other, both };
BOOST_DESCRIBE_ENUM(MeasureChoice, this_one, other, both)
struct MeasureChoiceInput {
  MeasureChoice choice{};
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(MeasureChoiceInput, (), (choice, reason))

const db::Statement measurement_by_id{"measure.measurement_by_id", R"sql(
SELECT m.id, m.indicator, m.title, m.theme, m.period_from, m.period_to, m.unit, m.value, m.part, m.whole, m.scope,
       m.certainty, m.state, m.stands, to_jsonb(m.questions) AS questions, m.contract_id, c.title AS contract, c.party,
       m.reported_name, coalesce(m.reported_by = platform.current_person(), false) AS own, m.version,
       i.name_nl AS indicator_name_nl, i.name_en AS indicator_name_en, m.factor, m.factor_source, m.factor_version,
       m.promised, m.promised_scope, m.commitment_id, k.title AS commitment, m.moment_id, m.words, m.reported_at,
       m.judged_name, m.judged_at, m.reason, m.decided_name, m.decided_words, m.aside_for, m.history,
       '[]'::jsonb AS beside
  FROM measure.measurement m
  JOIN measure.indicator i ON i.code = m.indicator
  LEFT JOIN measure.of_contract c ON c.municipality_id = m.municipality_id AND c.id = m.contract_id
  LEFT JOIN measure.of_commitment k ON k.municipality_id = m.municipality_id AND k.id = m.commitment_id
 WHERE m.id = $1
)sql"};

const db::Statement measurements_beside{"measure.measurements_beside", {measurement_lines, R"sql(
 WHERE m.indicator = $1
   AND m.contract_id IS NOT DISTINCT FROM $2
   AND m.id <> $3
   AND m.period_from <= $5
   AND m.period_to >= $4
   AND m.stands NOT IN ('withdrawn', 'rejected')
 ORDER BY m.created_at, m.id
 LIMIT 50
)sql"}};

const db::Statement ask_about_twins{"measure.ask_about_twins", R"sql(
WITH live AS (
  SELECT m.id, m.period_from, m.period_to, m.created_at, m.decided, m.questions
    FROM measure.measurement m
   WHERE m.indicator = $1
     AND m.contract_id IS NOT DISTINCT FROM $2
     AND m.stands NOT IN ('withdrawn', 'rejected', 'aside')
), looked AS (
  SELECT l.id, EXISTS (SELECT 1 FROM live o
                        WHERE (o.created_at, o.id) < (l.created_at, l.id)
                          AND o.period_from <= l.period_to
                          AND l.period_from <= o.period_to) AS twice
    FROM live l
   WHERE l.decided IS NULL
)
UPDATE measure.measurement m
   SET questions = CASE WHEN k.twice THEN m.questions || 'period_twice'::text
                        ELSE array_remove(m.questions, 'period_twice') END,
       version = m.version + 1
  FROM looked k
 WHERE m.municipality_id = platform.current_municipality()
   AND m.id = k.id
   AND k.twice <> ('period_twice' = ANY (m.questions))
)sql"};

const db::Statement judge_measurement{"measure.judge_measurement", R"sql(
UPDATE measure.measurement
   SET state = $2, reason = $3, judged_by = CASE WHEN $2 = 'reported' THEN NULL ELSE platform.current_person() END,
       judged_name = CASE WHEN $2 = 'reported' THEN NULL ELSE $4 END,
       judged_at = CASE WHEN $2 = 'reported' THEN NULL ELSE $5::timestamptz END, history = $6, version = version + 1
 WHERE id = $1
)sql"};

const db::Statement undecide{"measure.undecide", R"sql(
UPDATE measure.measurement
   SET decided = NULL, decided_name = NULL, decided_at = NULL, decided_words = NULL, aside_for = NULL,
       version = version + 1
 WHERE id = $1
    OR aside_for = $1
)sql"};

// Of two at once the first counts: the second saw another version.
Measurement judge_measured(const http::Request& request, db::Session& session, const MeasurementJudgement& in) {
  const Measurement row = locked_measurement(request, session);
  if (row.stands == Stands::withdrawn) throw conflict("measurementWithdrawn");
  if (row.state == in.state) throw conflict("momentState");
  if (row.own) throw Error(403, "ownReport");
  // What nobody knows to count is not verified first.
  if (in.state == MeasurementState::verified && row.stands == Stands::asked) throw conflict("answerFirst");
  std::optional<std::string> reason;
  if (in.state != MeasurementState::verified) reason = reference::needed_reason(session, "/reason", in.reason.value_or(""));
  lock_twins(session, row.indicator, row.contract_id);
  if (in.state == MeasurementState::rejected) session.query(undecide, row.id);
  session.query(judge_measurement, row.id, in.state, reason, name_of_person(session), request.now, with_measured_step(row));
  ask_twins(session, row.indicator, row.contract_id);
  return measurement_row(session, row.id);
}

const db::Statement decide_measurement{"measure.decide_measurement", R"sql(
UPDATE measure.measurement
   SET decided = $2, decided_name = $3, decided_at = $4, decided_words = $5, version = version + 1
 WHERE id = $1
)sql"};

const db::Statement set_twins_aside{"measure.set_twins_aside", R"sql(
UPDATE measure.measurement m
   SET decided = 'aside', decided_name = $2, decided_at = $3, decided_words = $4, aside_for = m2.id,
       version = m.version + 1
  FROM measure.measurement m2
 WHERE m2.municipality_id = m.municipality_id
   AND m2.id = $1
   AND m.municipality_id = platform.current_municipality()
   AND m.id <> m2.id
   AND m.indicator = m2.indicator
   AND m.contract_id IS NOT DISTINCT FROM m2.contract_id
   AND m.period_from <= m2.period_to
   AND m.period_to >= m2.period_from
   AND m.stands NOT IN ('withdrawn', 'rejected', 'aside')
)sql"};

bool asks(const Measurement& row, std::string_view question) {
  return std::find(row.questions.begin(), row.questions.end(), question) != row.questions.end();
}

Measurement choose(const http::Request& request, db::Session& session, const MeasureChoiceInput& in) {
  const Measurement row = locked_measurement(request, session);
  if (row.stands != Stands::asked) throw conflict("nothingAsked");
  // No sum takes it: the unit is mended, or it stays aside.
  if (in.choice != MeasureChoice::other && asks(row, "other_unit")) throw conflict("otherUnit", {{"unit", row.unit}});
  const std::string reason = reference::needed_reason(session, "/reason", in.reason);
  const std::string name = name_of_person(session);
  lock_twins(session, row.indicator, row.contract_id);
  if (in.choice == MeasureChoice::this_one && asks(row, "period_twice")) session.query(set_twins_aside, row.id, name, request.now, reason);
  session.query(decide_measurement, row.id, in.choice == MeasureChoice::other ? "aside" : "counts", name, request.now, reason);
  ask_twins(session, row.indicator, row.contract_id);
  return measurement_row(session, row.id);
}

Measurement ask_again(const http::Request& request, db::Session& session) {
  const Measurement row = locked_measurement(request, session);
  if (!row.decided_name || row.aside_for) throw conflict("nothingAsked");
  lock_twins(session, row.indicator, row.contract_id);
  session.query(undecide, row.id);
  ask_twins(session, row.indicator, row.contract_id);
  return measurement_row(session, row.id);
}

}  // namespace

Measurement measurement_row(db::Session& session, const Uuid& id) {
  auto out = session.find<Measurement>(measurement_by_id, id);
  if (!out) throw not_found();
  out->beside =
      session.rows<MeasurementLine>(measurements_beside, out->indicator, out->contract_id, out->id, out->period_from, out->period_to);
  return *out;
}

Measurement locked_measurement(const http::Request& request, db::Session& session) {
  const Uuid id = request.id_param("id");
  if (session.query("SELECT 1 FROM measure.measurement WHERE id = $1 FOR UPDATE", id).empty()) throw not_found();
  Measurement out = measurement_row(session, id);
  request.expect_version(out.version);
  return out;
}

void lock_twins(db::Session& session, const std::string& indicator, const std::optional<Uuid>& contract) {
  session.query("SELECT pg_advisory_xact_lock(755, hashtext($1))", indicator + (contract ? contract->str() : ""));
}

void ask_twins(db::Session& session, const std::string& indicator, const std::optional<Uuid>& contract) {
  session.query(ask_about_twins, indicator, contract);
}

json::array with_measured_step(const Measurement& row) {
  json::array out = row.history;
  out.push_back(json::object{{"state", json::encode(row.state)},
                             {"value", json::encode(row.value)},
                             {"part", json::encode(row.part)},
                             {"whole", json::encode(row.whole)},
                             {"unit", json::value(row.unit)},
                             {"words", row.reason ? json::value(*row.reason) : json::value(row.words)},
                             {"name", json::encode(row.judged_name ? row.judged_name : std::optional(row.reported_name))},
                             {"at", json::encode(row.judged_at ? *row.judged_at : row.reported_at)}});
  return out;
}

std::string name_of_person(db::Session& session) {
  return session.scalar<std::string>("SELECT name FROM organisation.person WHERE id = $1", session.actor().person_id).value_or("Tenzij");
}

void add_judgement_routes(http::Router& router) {
  router.put<Measurement>("/measurements/{id}/judgement", "measure.verify",
                          {"judgeMeasurement", "measurements", "Verified or rejected, by somebody else than who reported"}, judge_measured);
  router.put<Measurement>("/measurements/{id}/choice", "measure.edit",
                          {"chooseMeasurement", "measurements", "Whether what was asked about counts, and which of two"}, choose);
  router.put<Measurement>("/measurements/{id}/question", "measure.edit",
                          {"askMeasurementAgain", "measurements", "The answer is taken back: it is asked again"}, ask_again);
}

}  // namespace tenzij::measure
