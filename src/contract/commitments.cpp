// What was promised: asked by the call or offered beyond it, and when it is looked at.
#include "contract/store.h"

namespace tenzij::contract {

namespace {

// What a commitment lacks to be followed up.
enum class CommitmentGap { figure, day, verifier };
BOOST_DESCRIBE_ENUM(CommitmentGap, figure, day, verifier)
struct Commitment : CommitmentInput {
  Uuid id;
  std::int64_t version;
  std::optional<Uuid> requirement_id;
  std::optional<Uuid> partner_id;    // who does it; none: the main party
  std::vector<CommitmentGap> lacks;  // not empty: weak
  std::vector<ContractMoment> moments;
};
BOOST_DESCRIBE_STRUCT(Commitment, (CommitmentInput), (id, version, requirement_id, partner_id, lacks, moments))
struct CommitmentList {
  std::vector<Commitment> items;  // what is late first
};
BOOST_DESCRIBE_STRUCT(CommitmentList, (), (items))
struct CommitmentRow : CommitmentInput {
  Uuid id;
  std::int64_t version;
  Uuid contract_id;
  std::optional<Uuid> requirement_id;
  std::optional<Uuid> partner_id;
};
BOOST_DESCRIBE_STRUCT(CommitmentRow, (CommitmentInput), (id, version, contract_id, requirement_id, partner_id))

constexpr std::string_view commitment_rows = R"sql(
SELECT k.kind, k.title, k.text, k.theme, k.instrument, k.indicator, k.figure, k.indicator_unit, k.verifier,
       k.rhythm, k.consequence, k.id, k.version, k.contract_id, k.requirement_id, k.partner_id
  FROM contract.commitment k
)sql";

const db::Statement commitment_by_id{"contract.commitment_by_id", {commitment_rows, R"sql(
 WHERE k.id = $1
)sql"}};

const db::Statement commitments_of_contract{"contract.commitments_of_contract", {commitment_rows, R"sql(
 WHERE k.contract_id = $1
 ORDER BY k.position, k.id
)sql"}};

Commitment as_seen(const CommitmentRow& row, const std::vector<ContractMoment>& moments) {
  Commitment out;
  static_cast<CommitmentInput&>(out) = row;
  out.id = row.id;
  out.version = row.version;
  out.requirement_id = row.requirement_id;
  out.partner_id = row.partner_id;
  for (const ContractMoment& each : moments)
    if (each.commitment_id == row.id) out.moments.push_back(each);
  if (!row.figure) out.lacks.push_back(CommitmentGap::figure);
  if (out.moments.empty()) out.lacks.push_back(CommitmentGap::day);
  if (!row.verifier) out.lacks.push_back(CommitmentGap::verifier);
  return out;
}

bool is_late_one(const Commitment& each) {
  return std::any_of(each.moments.begin(), each.moments.end(), [](const ContractMoment& moment) { return moment.late; });
}

CommitmentList list_commitments(const http::Request& request, db::Session& session) {
  const ContractRow contract = contract_row(session, request.id_param("id"));
  set_today(session, date_of(request.now));
  const auto moments = moments_of(session, contract.id);
  CommitmentList out;
  for (const CommitmentRow& each : session.rows<CommitmentRow>(commitments_of_contract, contract.id))
    out.items.push_back(as_seen(each, moments));
  std::stable_partition(out.items.begin(), out.items.end(), is_late_one);
  return out;
}

Commitment one_commitment(const http::Request& request, db::Session& session, const Uuid& id) {
  set_today(session, date_of(request.now));
  const auto row = session.find<CommitmentRow>(commitment_by_id, id);
  if (!row) throw not_found();
  return as_seen(*row, moments_of(session, row->contract_id));
}

CommitmentInput checked_commitment(db::Session& session, CommitmentInput in) {
  std::vector<FieldError> errors;
  in.title = std::string(text::trim(in.title));
  if (in.title.empty()) errors.push_back({"/title", "required"});
  json::check_lengths(in, "", errors);
  if (session.query("SELECT 1 FROM reference.theme WHERE code = $1", in.theme).empty()) errors.push_back({"/theme", "unknownTheme"});
  if (in.instrument && session.query("SELECT 1 FROM reference.code WHERE list = 'instrument' AND code = $1", *in.instrument).empty())
    errors.push_back({"/instrument", "notInList"});
  if (in.figure && *in.figure < 0) errors.push_back({"/figure", "negative"});
  if (!errors.empty()) throw bad_request(std::move(errors));
  for (auto* each : {&in.indicator, &in.indicator_unit, &in.verifier, &in.consequence}) *each = tidy_text(*each);
  return in;
}

const db::Statement insert_commitment{"contract.insert_commitment", R"sql(
INSERT INTO contract.commitment (municipality_id, id, contract_id, kind, title, text, theme, instrument, indicator,
                                 figure, indicator_unit, verifier, rhythm, consequence, position)
SELECT platform.current_municipality(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
       coalesce(max(position), 0) + 1
  FROM contract.commitment
 WHERE contract_id = $2
)sql"};

Commitment add_commitment(const http::Request& request, db::Session& session, const CommitmentInput& given) {
  const ContractRow contract = locked_contract(session, request.id_param("id"));
  require_open(contract);
  const CommitmentInput in = checked_commitment(session, given);
  const Uuid id = new_id();
  session.query(insert_commitment, id, contract.id, in.kind, in.title, in.text, in.theme, in.instrument, in.indicator, in.figure,
                in.indicator_unit, in.verifier, in.rhythm, in.consequence);
  if (contract.state != ContractState::draft) plan_moments(session, contract.id);
  return one_commitment(request, session, id);
}

const db::Statement update_commitment{"contract.update_commitment", R"sql(
UPDATE contract.commitment
   SET kind = $2, title = $3, text = $4, theme = $5, instrument = $6, indicator = $7, figure = $8,
       indicator_unit = $9, verifier = $10, rhythm = $11, consequence = $12, version = version + 1
 WHERE id = $1
)sql"};

CommitmentRow locked_commitment(db::Session& session, const Uuid& id) {
  // The contract first, as everywhere.
  const auto contract = session.scalar<Uuid>("SELECT contract_id FROM contract.commitment WHERE id = $1", id);
  if (!contract) throw not_found();
  require_open(locked_contract(session, *contract));
  if (session.query("SELECT 1 FROM contract.commitment WHERE id = $1 FOR UPDATE", id).empty()) throw not_found();
  return *session.find<CommitmentRow>(commitment_by_id, id);
}

Commitment change_commitment(const http::Request& request, db::Session& session, const CommitmentInput& given) {
  const CommitmentRow before = locked_commitment(session, request.id_param("id"));
  request.expect_version(before.version);
  const CommitmentInput in = checked_commitment(session, given);
  session.query(update_commitment, before.id, in.kind, in.title, in.text, in.theme, in.instrument, in.indicator, in.figure,
                in.indicator_unit, in.verifier, in.rhythm, in.consequence);
  if (contract_row(session, before.contract_id).state != ContractState::draft) plan_moments(session, before.contract_id);
  return one_commitment(request, session, before.id);
}

// Only while nobody reported on it: what was reported stays.
void remove_commitment(const http::Request& request, db::Session& session) {
  const CommitmentRow row = locked_commitment(session, request.id_param("id"));
  if (!session.query("SELECT 1 FROM contract.moment WHERE commitment_id = $1 AND (state <> 'planned' OR history <> '[]')", row.id).empty())
    throw conflict("commitmentReported");
  session.query("DELETE FROM contract.commitment WHERE id = $1", row.id);
}

std::chrono::year_month_day month_later(std::chrono::year_month_day first, int months) {
  const auto moved = first + std::chrono::months(months);
  return moved.ok() ? moved : moved.year() / moved.month() / std::chrono::last;
}

struct MomentToPlan {
  Uuid commitment_id;
  Rhythm rhythm{};
  Date start_on;
  Date end_on;
};
BOOST_DESCRIBE_STRUCT(MomentToPlan, (), (commitment_id, rhythm, start_on, end_on))

const db::Statement commitments_to_plan{"contract.commitments_to_plan", R"sql(
SELECT k.id AS commitment_id, k.rhythm, c.start_on, c.end_on
  FROM contract.commitment k
  JOIN contract.contract c ON c.municipality_id = k.municipality_id AND c.id = k.contract_id
 WHERE k.contract_id = $1
   AND k.rhythm IS NOT NULL
   AND c.start_on IS NOT NULL
   AND c.end_on IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM contract.moment m
                    WHERE m.municipality_id = k.municipality_id AND m.commitment_id = k.id)
 ORDER BY k.position, k.id
)sql"};

struct PlannedMoment {
  Uuid id;
  Uuid commitment_id;
  Date period_from;
  Date period_to;
  Date due_on;
};
BOOST_DESCRIBE_STRUCT(PlannedMoment, (), (id, commitment_id, period_from, period_to, due_on))

const db::Statement insert_moments{"contract.insert_moments", R"sql(
INSERT INTO contract.moment (municipality_id, id, contract_id, commitment_id, period_from, period_to, due_on)
SELECT platform.current_municipality(), r.id, $1, r."commitmentId", r."periodFrom", r."periodTo", r."dueOn"
  FROM jsonb_to_recordset($2::jsonb) AS r(id uuid, "commitmentId" uuid, "periodFrom" date, "periodTo" date,
                                          "dueOn" date)
)sql"};

const db::Statement commitments_to_lengthen{"contract.commitments_to_lengthen", R"sql(
SELECT k.id AS commitment_id, k.rhythm, c.start_on, c.end_on
  FROM contract.commitment k
  JOIN contract.contract c ON c.municipality_id = k.municipality_id AND c.id = k.contract_id
 WHERE k.contract_id = $1
   AND k.rhythm <> 'once'
   AND c.start_on IS NOT NULL
   AND c.end_on IS NOT NULL
   AND EXISTS (SELECT 1 FROM contract.moment m
                WHERE m.municipality_id = k.municipality_id AND m.commitment_id = k.id)
   AND NOT EXISTS (SELECT 1 FROM contract.moment m
                    WHERE m.municipality_id = k.municipality_id AND m.commitment_id = k.id AND m.period_from > $2)
 ORDER BY k.position, k.id
)sql"};

const db::Statement moments_begun_after{"contract.moments_begun_after", R"sql(
SELECT 1
  FROM contract.moment
 WHERE contract_id = $1
   AND period_from > $2
   AND (state <> 'planned' OR history <> '[]')
 LIMIT 1
)sql"};

Date due_of(const Period& period) {
  return Date{std::chrono::year_month_day(std::chrono::sys_days(period.to.ymd) + std::chrono::days(report_within_days))};
}

}  // namespace

void plan_longer(db::Session& session, const Uuid& contract, Date after, Date until) {
  const Date first{std::chrono::year_month_day(std::chrono::sys_days(after.ymd) + std::chrono::days(1))};
  std::vector<PlannedMoment> out;
  for (const MomentToPlan& each : session.rows<MomentToPlan>(commitments_to_lengthen, contract, after))
    for (const Period& period : periods(each.rhythm, first, until))
      out.push_back({new_id(), each.commitment_id, period.from, period.to, due_of(period)});
  if (!out.empty()) session.query(insert_moments, contract, json::encode(out));
}

void plan_shorter(db::Session& session, const Uuid& contract, Date after) {
  if (!session.query(moments_begun_after, contract, after).empty()) throw conflict("optionReported");
  session.query("DELETE FROM contract.moment WHERE contract_id = $1 AND period_from > $2", contract, after);
}

std::vector<Period> periods(Rhythm rhythm, Date first, Date last) {
  const int months = rhythm == Rhythm::quarter ? 3 : rhythm == Rhythm::half_year ? 6 : rhythm == Rhythm::year ? 12 : 0;
  if (months == 0) return {{first, last}};
  std::vector<Period> out;
  for (int i = 0;; ++i) {
    const Date from{month_later(first.ymd, i * months)};
    if (last < from) return out;
    const Date to{std::chrono::year_month_day(std::chrono::sys_days(month_later(first.ymd, (i + 1) * months)) - std::chrono::days(1))};
    out.push_back({from, std::min(to, last)});
  }
}

int plan_moments(db::Session& session, const Uuid& contract) {
  std::vector<PlannedMoment> out;
  for (const MomentToPlan& each : session.rows<MomentToPlan>(commitments_to_plan, contract))
    for (const Period& period : periods(each.rhythm, each.start_on, each.end_on))
      out.push_back({new_id(), each.commitment_id, period.from, period.to, due_of(period)});
  if (!out.empty()) session.query(insert_moments, contract, json::encode(out));
  return static_cast<int>(out.size());
}

void add_commitment_routes(http::Router& router) {
  router.get<CommitmentList>("/contracts/{id}/commitments", "contract.read",
                             {"listCommitments", "contracts", "What was promised, with its moments; what is late first"}, list_commitments);
  router.post<Commitment>("/contracts/{id}/commitments", "contract.edit", {"addCommitment", "contracts", "Something that was promised"},
                          add_commitment);
  router.put<Commitment>("/commitments/{id}", "contract.edit", {"changeCommitment", "contracts", "Mend what was promised"},
                         change_commitment);
  router.remove("/commitments/{id}", "contract.edit",
                {"removeCommitment", "contracts", "Nobody promised this; not once it was reported on"}, remove_commitment);
}

}  // namespace tenzij::contract
