// What was bought or done for social return beside placements: invoices without VAT, and hours.
#include "contract/store.h"

namespace tenzij::contract {

namespace {

struct EffortList {
  std::vector<Effort> items;
};
BOOST_DESCRIBE_STRUCT(EffortList, (), (items))

constexpr std::string_view effort_rows = R"sql(
SELECT e.kind, e.on_day, e.cents, e.hours, e.words, e.id, e.version, t.valid_from AS table_from, e.state, e.reason,
       e.reported_name, e.reported_at, e.judged_name,
       coalesce(e.reported_by = platform.current_person(), false) AS own, e.contract_id
  FROM contract.effort e
  LEFT JOIN contract.block_table t ON t.municipality_id = e.municipality_id AND t.id = e.table_id
)sql";

const db::Statement effort_by_id{"contract.effort_by_id", {effort_rows, R"sql(
 WHERE e.id = $1
)sql"}};

const db::Statement efforts_of_contract{"contract.efforts_of_contract", {effort_rows, R"sql(
 WHERE e.contract_id = $1
 ORDER BY e.on_day, e.id
)sql"}};

const db::Statement efforts_of_contracts{"contract.efforts_of_contracts", {effort_rows, R"sql(
 WHERE e.contract_id = ANY ($1::uuid[])
 ORDER BY e.on_day, e.id
)sql"}};

const db::Statement insert_effort{"contract.insert_effort", R"sql(
INSERT INTO contract.effort (municipality_id, id, contract_id, kind, table_id, on_day, cents, hours, words, reported_by,
                             reported_name, reported_at)
VALUES (platform.current_municipality(), $1, $2, $3, $4, $5, $6, $7, $8, platform.current_person(), $9, $10)
)sql"};

const db::Statement judge_effort{"contract.judge_effort", R"sql(
UPDATE contract.effort
   SET state = $2, reason = $3, judged_by = CASE WHEN $2 <> 'reported' THEN platform.current_person() END,
       judged_name = CASE WHEN $2 <> 'reported' THEN $4 END,
       judged_at = CASE WHEN $2 <> 'reported' THEN $5::timestamptz END, version = version + 1
 WHERE id = $1
)sql"};

Effort effort_row(db::Session& session, const Uuid& id) {
  auto out = session.find<Effort>(effort_by_id, id);
  if (!out) throw not_found();
  return *out;
}

Effort locked_effort(db::Session& session, const Uuid& id) {
  const auto contract = session.scalar<Uuid>("SELECT contract_id FROM contract.effort WHERE id = $1 FOR UPDATE", id);
  if (!contract) throw not_found();
  require_open(contract_row(session, *contract));
  return effort_row(session, id);
}

Effort add_effort(const http::Request& request, db::Session& session, const EffortInput& in) {
  const ContractRow contract = locked_contract(session, request.id_param("id"));
  require_open(contract);
  const TableBy by = table_by_of(session, contract);
  const auto tables = block_tables(session);
  std::optional<Uuid> table;
  std::vector<FieldError> errors;
  const std::string words(text::trim(in.words));
  if (words.empty()) errors.push_back({"/words", "required"});
  if (in.kind == EffortKind::invoice && !in.cents) errors.push_back({"/cents", "required"});
  if (in.kind == EffortKind::hours && !in.hours) errors.push_back({"/hours", "required"});
  if (errors.empty()) {
    ReturnFile one;
    if (in.kind == EffortKind::hours) {
      const BlockTable& found = table_for(tables, contract, by, in.on_day, "/onDay");
      table = found.id;
      one = file_of(found, in.on_day);
      one.hours = {{in.on_day, *in.hours}};
    } else {
      one = file_of({}, in.on_day);
      one.invoices = {{in.on_day, *in.cents}};
    }
    try {
      social_return_sum(one);
    } catch (const Error& error) {
      for (const FieldError& each : error.fields())
        errors.push_back({in.kind == EffortKind::hours ? "/hours" : "/cents", each.code, each.args});
    }
  }
  if (!errors.empty()) throw bad_request(std::move(errors));
  const Uuid id = new_id();
  session.query(insert_effort, id, contract.id, in.kind, table, in.on_day, in.kind == EffortKind::invoice ? in.cents : std::nullopt,
                in.kind == EffortKind::hours ? in.hours : std::nullopt, words, name_of_actor(session), request.now);
  return effort_row(session, id);
}

Effort judge_one_effort(const http::Request& request, db::Session& session, const EffortJudgementInput& in) {
  const Effort row = locked_effort(session, request.id_param("id"));
  request.expect_version(row.version);
  const auto reason = judged_reason(session, row.state, row.own, in);
  session.query(judge_effort, row.id, in.state, reason, name_of_actor(session), request.now);
  return effort_row(session, row.id);
}

}  // namespace

std::vector<Effort> efforts_of(db::Session& session, const Uuid& contract) { return session.rows<Effort>(efforts_of_contract, contract); }

std::vector<EffortIn> efforts_of(db::Session& session, const std::vector<std::string>& contracts) {
  return session.rows<EffortIn>(efforts_of_contracts, contracts);
}

void add_effort_routes(http::Router& router) {
  router.get<EffortList>("/contracts/{id}/efforts", "contract.read", {"listEfforts", "social return", "Invoices and hours"},
                         [](const http::Request& request, db::Session& session) {
                           return EffortList{efforts_of(session, contract_row(session, request.id_param("id")).id)};
                         });
  router.post<Effort>("/contracts/{id}/efforts", "contract.edit", {"addEffort", "social return", "An invoice without VAT, or hours"},
                      add_effort);
  router.put<Effort>("/efforts/{id}/judgement", "contract.verify",
                     {"judgeEffort", "social return", "Verified or rejected by somebody else than who reported"}, judge_one_effort);
  router.remove("/efforts/{id}", "contract.edit", {"removeEffort", "social return", "Reported by mistake; not once it was verified"},
                [](const http::Request& request, db::Session& session) {
                  const Effort row = locked_effort(session, request.id_param("id"));
                  if (row.state == EffortState::verified) throw conflict("momentState");
                  session.query("DELETE FROM contract.effort WHERE id = $1", row.id);
                });
}

}  // namespace tenzij::contract
