// Moments: reported, and verified, partly verified or rejected by somebody else; waived by the budget holder.
#include "contract/store.h"
#include "contract/terms.h"

namespace tenzij::contract {

namespace {

struct MomentInput {
  Date period_from;
  Date period_to;
  Date due_on;
};
BOOST_DESCRIBE_STRUCT(MomentInput, (), (period_from, period_to, due_on))
enum class MomentOutcome { verified, partly, rejected };
BOOST_DESCRIBE_ENUM(MomentOutcome, verified, partly, rejected)
struct JudgementInput {
  MomentOutcome outcome{};
  std::optional<double> figure;       // none: as reported
  std::optional<std::string> reason;  // needed when it is not verified as a whole
  std::optional<Date> rest_due_on;    // partly: when the rest is looked at
};
BOOST_DESCRIBE_STRUCT(JudgementInput, (), (outcome, figure, reason, rest_due_on))
struct MomentReasonInput {
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(MomentReasonInput, (), (reason))

// A moment as its row stands.
struct MomentRow {
  Uuid id;
  std::int64_t version;
  Uuid contract_id;
  Uuid commitment_id;
  Date period_from;
  Date period_to;
  Date due_on;
  MomentState state{};
  std::optional<double> figure;
  std::string words;
  std::optional<Uuid> reported_by;
  std::optional<std::string> reported_name;
  std::optional<Instant> reported_at;
  std::optional<double> verified_figure;
  std::optional<std::string> judged_name;
  std::optional<Instant> judged_at;
  std::optional<std::string> reason;
  std::optional<Uuid> rest_of;
  json::array history;
};
BOOST_DESCRIBE_STRUCT(MomentRow, (),
                      (id, version, contract_id, commitment_id, period_from, period_to, due_on, state, figure, words, reported_by,
                       reported_name, reported_at, verified_figure, judged_name, judged_at, reason, rest_of, history))

constexpr std::string_view moment_rows = R"sql(
SELECT m.id, m.version, m.contract_id, m.commitment_id, m.period_from, m.period_to, m.due_on, m.state, m.figure,
       m.words, m.reported_by, m.reported_name, m.reported_at, m.verified_figure, m.judged_name, m.judged_at,
       m.reason, m.rest_of, m.history
  FROM contract.moment m
)sql";

const db::Statement moment_by_id{"contract.moment_by_id", {moment_rows, R"sql(
 WHERE m.id = $1
   AND m.contract_id = $2
   FOR UPDATE
)sql"}};

const db::Statement moments_of_contract{"contract.moments_of_contract",
                                        {R"sql(
SELECT x.*, coalesce(x.reported_by = platform.current_person(), false) AS own,
       x.due_on < platform.today() AND x.state IN ('planned', 'rejected') AS late
  FROM (
)sql",
                                         moment_rows, R"sql(
         WHERE m.contract_id = $1) x
 ORDER BY late DESC, x.due_on, x.id
)sql"}};

struct MomentSeen : MomentRow {
  bool own = false;
  bool late = false;
};
BOOST_DESCRIBE_STRUCT(MomentSeen, (MomentRow), (own, late))

Days day_number(Date day) { return day.ymd; }

ContractMoment seen(const MomentSeen& row, Date today) {
  ContractMoment out{
      row.id,        row.version, row.commitment_id, row.period_from,   row.period_to,   row.due_on,          row.state,
      row.late,      row.figure,  row.words,         row.reported_name, row.reported_at, row.verified_figure, row.judged_name,
      row.judged_at, row.reason,  row.own,           row.rest_of,       row.history};
  if (out.state == MomentState::planned && day_number(out.due_on) - std::chrono::days(asked_before_days) <= day_number(today))
    out.state = MomentState::asked;
  return out;
}

Date today_of(db::Session& session) { return session.scalar<Date>("SELECT platform.today()").value(); }

MomentRow lock_moment(db::Session& session, const Uuid& contract, const Uuid& id) {
  require_open(locked_contract(session, contract));
  auto row = session.find<MomentRow>(moment_by_id, id, contract);
  if (!row) throw not_found();
  return *row;
}

MomentRow locked_moment(const http::Request& request, db::Session& session) {
  MomentRow row = lock_moment(session, request.id_param("id"), request.id_param("moment"));
  request.expect_version(row.version);
  return row;
}

ContractMoment moment_now(const http::Request& request, db::Session& session, const MomentRow& row) {
  set_today(session, date_of(request.now));
  for (const ContractMoment& each : moments_of(session, row.contract_id))
    if (each.id == row.id) return each;
  throw not_found();
}

// What stood there goes into the history, and nothing of it is lost.
json::array with_step(const MomentRow& row) {
  json::array out = row.history;
  const auto last = row.judged_at ? row.judged_at : row.reported_at;
  out.push_back(json::object{{"state", json::encode(row.state)},
                             {"figure", json::encode(row.verified_figure ? row.verified_figure : row.figure)},
                             {"words", row.reason ? json::value(*row.reason) : json::value(row.words)},
                             {"name", json::encode(row.judged_at ? row.judged_name : row.reported_name)},
                             {"at", json::encode(last)}});
  return out;
}

void need_state(const MomentRow& row, std::initializer_list<MomentState> allowed) {
  if (std::find(allowed.begin(), allowed.end(), row.state) == allowed.end()) throw conflict("momentState");
}

const db::Statement report_one_moment{"contract.report_moment", R"sql(
UPDATE contract.moment
   SET state = 'reported', figure = $2, words = $3, reported_by = platform.current_person(), reported_name = $4,
       reported_at = $5, history = $6, reason = NULL, judged_by = NULL, judged_name = NULL, judged_at = NULL,
       verified_figure = NULL, version = version + 1
 WHERE id = $1
)sql"};

void write_report(db::Session& session, const MomentRow& row, const ReportInput& in, Instant now, const std::string& name) {
  need_state(row, {MomentState::planned, MomentState::rejected, MomentState::reported});
  const std::string words(text::trim(in.words));
  std::vector<FieldError> errors;
  if (in.figure && *in.figure < 0) errors.push_back({"/figure", "negative"});
  if (!in.figure && words.empty()) errors.push_back({"/words", "required"});
  if (!errors.empty()) throw bad_request(std::move(errors));
  const json::array history = row.state == MomentState::planned ? row.history : with_step(row);
  session.query(report_one_moment, row.id, in.figure, words, name, now, history);
}

ContractMoment report(const http::Request& request, db::Session& session, const ReportInput& in) {
  const MomentRow row = locked_moment(request, session);
  write_report(session, row, in, request.now, name_of_actor(session));
  return moment_now(request, session, row);
}

const db::Statement judge_moment{"contract.judge_moment", R"sql(
UPDATE contract.moment
   SET state = $2, verified_figure = $3, reason = $4, judged_by = platform.current_person(), judged_name = $5,
       judged_at = $6, history = $7, version = version + 1
 WHERE id = $1
)sql"};

const db::Statement insert_rest{"contract.insert_rest", R"sql(
INSERT INTO contract.moment (municipality_id, id, contract_id, commitment_id, period_from, period_to, due_on, rest_of)
VALUES (platform.current_municipality(), $1, $2, $3, $4, $5, $6, $7)
)sql"};

MomentState state_of(MomentOutcome outcome) {
  if (outcome == MomentOutcome::verified) return MomentState::verified;
  return outcome == MomentOutcome::partly ? MomentState::partly : MomentState::rejected;
}

// Of two at once the first counts: the second has another version, or finds it judged.
ContractMoment judge(const http::Request& request, db::Session& session, const JudgementInput& in) {
  const MomentRow row = locked_moment(request, session);
  need_state(row, {MomentState::reported});
  if (row.reported_by == session.actor().person_id) throw Error(403, "ownReport");
  std::vector<FieldError> errors;
  if (in.figure && *in.figure < 0) errors.push_back({"/figure", "negative"});
  if (in.outcome == MomentOutcome::partly && !in.rest_due_on) errors.push_back({"/restDueOn", "required"});
  if (in.outcome == MomentOutcome::partly && in.rest_due_on && *in.rest_due_on <= date_of(request.now))
    errors.push_back({"/restDueOn", "dayInPast"});
  if (!errors.empty()) throw bad_request(std::move(errors));
  std::optional<std::string> reason = tidy_text(in.reason);
  if (in.outcome != MomentOutcome::verified) reason = reference::needed_reason(session, "/reason", reason.value_or(""));
  const std::optional<double> figure = in.outcome == MomentOutcome::rejected ? std::nullopt : in.figure ? in.figure : row.figure;
  session.query(judge_moment, row.id, state_of(in.outcome), figure, reason, name_of_actor(session), request.now, with_step(row));
  if (in.outcome == MomentOutcome::partly)
    session.query(insert_rest, new_id(), row.contract_id, row.commitment_id, row.period_from, row.period_to, *in.rest_due_on, row.id);
  return moment_now(request, session, row);
}

// By the budget holder alone, with a reason, as an unless is.
ContractMoment waive(const http::Request& request, db::Session& session, const MomentReasonInput& in) {
  const MomentRow row = locked_moment(request, session);
  require_budget_holder(session, contract_row(session, row.contract_id));
  need_state(row, {MomentState::planned, MomentState::rejected, MomentState::reported});
  const std::string reason = reference::needed_reason(session, "/reason", in.reason);
  session.query(judge_moment, row.id, MomentState::waived, std::optional<double>(), reason, name_of_actor(session), request.now,
                row.state == MomentState::planned ? row.history : with_step(row));
  return moment_now(request, session, row);
}

const db::Statement reopen_moment{"contract.reopen_moment", R"sql(
UPDATE contract.moment
   SET state = CASE WHEN reported_at IS NULL THEN 'planned' ELSE 'reported' END, verified_figure = NULL, reason = $2,
       judged_by = NULL, judged_name = NULL, judged_at = NULL, history = $3, version = version + 1
 WHERE id = $1
)sql"};

const db::Statement rest_begun{"contract.rest_begun", R"sql(
SELECT 1
  FROM contract.moment
 WHERE rest_of = $1
   AND state <> 'planned'
)sql"};

// Judged again, with the reason why; what was found before stays in the history.
ContractMoment reopen(const http::Request& request, db::Session& session, const MomentReasonInput& in) {
  const MomentRow row = locked_moment(request, session);
  need_state(row, {MomentState::verified, MomentState::partly, MomentState::rejected, MomentState::waived});
  if (row.state == MomentState::waived) require_budget_holder(session, contract_row(session, row.contract_id));
  else if (row.reported_by == session.actor().person_id) throw Error(403, "ownReport");
  if (!session.query(rest_begun, row.id).empty()) throw conflict("restBegun");
  const std::string reason = reference::needed_reason(session, "/reason", in.reason);
  session.query("DELETE FROM contract.moment WHERE rest_of = $1", row.id);
  session.query(reopen_moment, row.id, reason, with_step(row));
  return moment_now(request, session, row);
}

const db::Statement insert_moment{"contract.insert_moment", R"sql(
INSERT INTO contract.moment (municipality_id, id, contract_id, commitment_id, period_from, period_to, due_on)
SELECT platform.current_municipality(), $1, $2, k.id, $4, $5, $6
  FROM contract.commitment k
 WHERE k.id = $3
   AND k.contract_id = $2
)sql"};

ContractMoment add_moment(const http::Request& request, db::Session& session, const MomentInput& in) {
  const ContractRow contract = locked_contract(session, request.id_param("id"));
  require_open(contract);
  std::vector<FieldError> errors;
  if (in.period_to < in.period_from) errors.push_back({"/periodTo", "toBeforeFrom"});
  if (in.due_on < in.period_from) errors.push_back({"/dueOn", "toBeforeFrom"});
  if (!errors.empty()) throw bad_request(std::move(errors));
  MomentRow row;
  row.id = new_id();
  row.contract_id = contract.id;
  if (session.query(insert_moment, row.id, contract.id, request.id_param("commitment"), in.period_from, in.period_to, in.due_on)
          .affected() == 0)
    throw not_found();
  return moment_now(request, session, row);
}

void remove_moment(const http::Request& request, db::Session& session) {
  require_open(locked_contract(session, request.id_param("id")));
  const auto row = session.find<MomentRow>(moment_by_id, request.id_param("moment"), request.id_param("id"));
  if (!row) throw not_found();
  if (row->state != MomentState::planned || !row->history.empty() || row->rest_of) throw conflict("momentState");
  session.query("DELETE FROM contract.moment WHERE id = $1", row->id);
}

}  // namespace

std::vector<ContractMoment> moments_of(db::Session& session, const Uuid& contract) {
  const Date today = today_of(session);
  std::vector<ContractMoment> out;
  for (const MomentSeen& each : session.rows<MomentSeen>(moments_of_contract, contract)) out.push_back(seen(each, today));
  return out;
}

void report_moment(db::Session& session, const SeenMoment& seen, const ReportInput& in, Instant now,
                   const std::optional<std::string>& reporter) {
  const MomentRow row = lock_moment(session, seen.contract_id, seen.id);
  if (row.version != seen.version) throw Error(412, "changedMeanwhile");
  write_report(session, row, in, now, reporter ? *reporter : name_of_actor(session));
}

json::value moment_as_it_stands(db::Session& session, const Uuid& id) {
  const auto out = session.scalar<json::value>("SELECT to_jsonb(m) FROM contract.moment m WHERE m.id = $1", id);
  if (!out) throw not_found();
  return *out;
}

// Nothing of the history goes: what is taken back was looked at by nobody.
const db::Statement put_moment_back{"contract.put_moment_back", R"sql(
UPDATE contract.moment m
   SET state = b.state, figure = b.figure, words = b.words, reported_by = b.reported_by,
       reported_name = b.reported_name, reported_at = b.reported_at, verified_figure = b.verified_figure,
       judged_by = b.judged_by, judged_name = b.judged_name, judged_at = b.judged_at, reason = b.reason,
       history = b.history, version = m.version + 1
  FROM jsonb_populate_record(NULL::contract.moment, $2::jsonb) b
 WHERE m.id = $1
)sql"};

void set_moment_back(db::Session& session, const SeenMoment& seen, const json::value& before) {
  const MomentRow row = lock_moment(session, seen.contract_id, seen.id);
  if (row.version != seen.version) throw Error(412, "changedMeanwhile");
  need_state(row, {MomentState::reported});
  session.query(put_moment_back, row.id, before);
}

void add_moment_routes(http::Router& router) {
  router.post<ContractMoment>("/contracts/{id}/commitments/{commitment}/moments", "contract.edit",
                              {"addMoment", "contracts", "A day on which it is looked at"}, add_moment);
  router.remove("/contracts/{id}/moments/{moment}", "contract.edit",
                {"removeMoment", "contracts", "Not looked at then; only while nothing came in"}, remove_moment);
  router.put<ContractMoment>("/contracts/{id}/moments/{moment}/report", "contract.edit",
                             {"reportMoment", "contracts", "What was done, as it was reported"}, report);
  router.put<ContractMoment>("/contracts/{id}/moments/{moment}/judgement", "contract.verify",
                             {"judgeMoment", "contracts", "Verified, partly or rejected, by somebody else than who reported"}, judge);
  router.put<ContractMoment>("/contracts/{id}/moments/{moment}/waiver", "contract.decide",
                             {"waiveMoment", "contracts", "Not asked this time, by the budget holder with a reason"}, waive);
  router.put<ContractMoment>("/contracts/{id}/moments/{moment}/reopening", "contract.read",
                             {"reopenMoment", "contracts", "Judged again, with a reason; what was found before is kept"},
                             [](const http::Request& request, db::Session& session, const MomentReasonInput& in) {
                               if (!request.who.may("contract.verify") && !request.who.may("contract.decide"))
                                 throw Error(403, "notAllowed");
                               return reopen(request, session, in);
                             });
}

}  // namespace tenzij::contract
