// What is shown as a file: contracts that can be imported again, their commitments, and placements without names.
#include "contract/list.h"
#include "platform/documents/table.h"

namespace tenzij::contract {

namespace {

enum class ContractFormat { csv, xlsx };
BOOST_DESCRIBE_ENUM(ContractFormat, csv, xlsx)
struct ContractFileQuery : ContractQuery {
  std::optional<ContractFormat> format;
};
BOOST_DESCRIBE_STRUCT(ContractFileQuery, (ContractQuery), (format))

std::string iso_day(const std::optional<Date>& day) { return day ? day->str() : ""; }
documents::Cell money(const std::optional<std::int64_t>& cents) {
  return cents ? documents::Cell(documents::Cents{*cents}) : documents::Cell(std::monostate());
}
documents::Cell figure(const std::optional<double>& value) { return value ? documents::Cell(*value) : documents::Cell(std::monostate()); }

// The words of one answer.
struct Say {
  const ContractParts& parts;
  const std::string& language;
  std::string operator()(const std::string& code) const { return parts.messages.say(language, code); }
  template <class Enum>
  std::string operator()(const char* list, Enum value) const {
    return (*this)(std::string(list) + std::string(boost::describe::enum_to_string(value, "")));
  }
};

http::Response as_file(const ContractFileQuery& query, const documents::Table& table, const char* name) {
  if (query.format == ContractFormat::xlsx) return http::file(documents::xlsx_type, std::string(name) + ".xlsx", documents::to_xlsx(table));
  return http::file(documents::csv_type, std::string(name) + ".csv", documents::to_csv(table));
}

struct ContractOut {
  Uuid id;
  std::optional<std::string> reference;
  std::string title;
  std::optional<std::string> lot;
  std::optional<std::string> party;
  std::optional<std::string> kvk;
  std::optional<std::int64_t> value_cents;
  std::optional<Date> start_on;
  std::optional<Date> end_on;
  std::optional<std::string> unit;
  std::optional<std::string> manager;
  std::optional<std::string> budget_holder;
  std::optional<std::string> category;
  ContractState state{};
  std::int64_t commitments;
  std::int64_t late;
};
BOOST_DESCRIBE_STRUCT(ContractOut, (),
                      (id, reference, title, lot, party, kvk, value_cents, start_on, end_on, unit, manager, budget_holder, category, state,
                       commitments, late))

// The value as awarded: what is read again is what stands there.
const db::Statement contracts_out{"contract.contracts_out", R"sql(
SELECT c.id, c.reference, c.title, c.lot, coalesce(pm.name, pa.name) AS party, coalesce(pm.kvk, pa.kvk) AS kvk,
       c.value_cents, c.start_on, c.end_on, u.name AS unit, coalesce(m.email, m.name) AS manager,
       coalesce(b.email, b.name) AS budget_holder, c.category, c.state,
       (SELECT count(*) FROM contract.commitment k
         WHERE k.municipality_id = c.municipality_id AND k.contract_id = c.id) AS commitments,
       (SELECT count(*) FROM contract.moment t
         WHERE t.municipality_id = c.municipality_id AND t.contract_id = c.id AND t.state IN ('planned', 'rejected')
           AND t.due_on < platform.today()) AS late
  FROM contract.contract c
  LEFT JOIN party.party pa ON pa.municipality_id = c.municipality_id AND pa.id = c.party_id
  LEFT JOIN party.party pm ON pm.municipality_id = c.municipality_id AND pm.id = pa.merged_into
  LEFT JOIN organisation.unit u ON u.municipality_id = c.municipality_id AND u.id = c.unit_id
  LEFT JOIN organisation.person m ON m.municipality_id = c.municipality_id AND m.id = c.manager_id
  LEFT JOIN organisation.person b ON b.municipality_id = c.municipality_id AND b.id = c.budget_holder_id
 WHERE true /* filter */
 ORDER BY c.end_on NULLS FIRST, c.id
 LIMIT $1
)sql"};

http::Response contracts_file(const http::Request& request, db::Session& session, const ContractFileQuery& query,
                              const ContractParts& parts) {
  set_today(session, date_of(request.now));
  const Say say{parts, request.language};
  documents::Table table{say("contract.file.contracts"), {}, {}};
  for (const char* column : {"id", "reference", "title", "lot", "supplier", "kvk", "value", "start", "end", "unit", "manager",
                             "budgetHolder", "category", "state", "commitments", "late"})
    table.head.push_back(parts.columns.heading("contracts", column, request.language));
  for (const ContractOut& each :
       session.rows<ContractOut>(chosen_contracts(query, request.who.person_id).in(contracts_out, limits::export_rows)))
    table.rows.push_back({each.id.str(), each.reference.value_or(""), each.title, each.lot.value_or(""), each.party.value_or(""),
                          each.kvk.value_or(""), money(each.value_cents), iso_day(each.start_on), iso_day(each.end_on),
                          each.unit.value_or(""), each.manager.value_or(""), each.budget_holder.value_or(""), each.category.value_or(""),
                          say("contract.state.", each.state), static_cast<long long>(each.commitments), static_cast<long long>(each.late)});
  return as_file(query, table, "contracten");
}

struct CommitmentOut {
  std::string contract;
  std::optional<std::string> number;
  std::optional<std::string> party;
  CommitmentKind kind{};
  std::string title;
  std::string text;
  std::string theme;
  std::optional<std::string> indicator;
  std::optional<double> figure;
  std::optional<std::string> unit;
  std::optional<std::string> verifier;
  std::optional<Rhythm> rhythm;
  std::int64_t moments;
  std::int64_t verified;
  std::int64_t late;
  std::optional<double> last;
};
BOOST_DESCRIBE_STRUCT(CommitmentOut, (),
                      (contract, number, party, kind, title, text, theme, indicator, figure, unit, verifier, rhythm, moments, verified,
                       late, last))

const db::Statement commitments_out{"contract.commitments_out", R"sql(
SELECT c.title AS contract, c.reference AS number, coalesce(pm.name, pa.name) AS party, k.kind, k.title, k.text,
       k.theme, k.indicator, k.figure, k.indicator_unit AS unit, k.verifier, k.rhythm, x.moments, x.verified, x.late,
       (SELECT t.verified_figure FROM contract.moment t
         WHERE t.municipality_id = k.municipality_id AND t.commitment_id = k.id AND t.verified_figure IS NOT NULL
         ORDER BY t.period_to DESC, t.id LIMIT 1) AS last
  FROM contract.commitment k
  JOIN contract.contract c ON c.municipality_id = k.municipality_id AND c.id = k.contract_id
  LEFT JOIN party.party pa ON pa.municipality_id = c.municipality_id AND pa.id = c.party_id
  LEFT JOIN party.party pm ON pm.municipality_id = c.municipality_id AND pm.id = pa.merged_into
 CROSS JOIN LATERAL (SELECT count(*) AS moments, count(*) FILTER (WHERE t.state IN ('verified', 'partly')) AS verified,
                            count(*) FILTER (WHERE t.state IN ('planned', 'rejected')
                                               AND t.due_on < platform.today()) AS late
                       FROM contract.moment t
                      WHERE t.municipality_id = k.municipality_id AND t.commitment_id = k.id) x
 WHERE true /* filter */
 ORDER BY c.end_on NULLS FIRST, c.id, k.position, k.id
 LIMIT $1
)sql"};

http::Response commitments_file(const http::Request& request, db::Session& session, const ContractFileQuery& query,
                                const ContractParts& parts) {
  set_today(session, date_of(request.now));
  const Say say{parts, request.language};
  documents::Table table{say("contract.file.commitments"), {}, {}};
  for (const char* head : {"contract", "number", "supplier", "kind", "title", "text", "theme", "indicator", "figure", "unit", "verifier",
                           "rhythm", "moments", "verified", "late", "last"})
    table.head.push_back(say(std::string("contract.head.") + head));
  for (const CommitmentOut& each :
       session.rows<CommitmentOut>(chosen_contracts(query, request.who.person_id).in(commitments_out, limits::export_rows)))
    table.rows.push_back({each.contract, each.number.value_or(""), each.party.value_or(""), say("contract.kind.", each.kind), each.title,
                          each.text, each.theme, each.indicator.value_or(""), figure(each.figure), each.unit.value_or(""),
                          each.verifier.value_or(""), each.rhythm ? say("contract.rhythm.", *each.rhythm) : std::string(),
                          static_cast<long long>(each.moments), static_cast<long long>(each.verified), static_cast<long long>(each.late),
                          figure(each.last)});
  return as_file(query, table, "afspraken");
}

struct PlacementOut {
  std::string contract;
  std::optional<std::string> number;
  std::optional<std::string> party;
  std::string block;
  double hours;
  Date from_on;
  std::optional<Date> to_on;
  std::vector<std::string> bonuses;
  std::optional<std::string> reference;
  EffortState state{};
  Date table_from;
};
BOOST_DESCRIBE_STRUCT(PlacementOut, (), (contract, number, party, block, hours, from_on, to_on, bonuses, reference, state, table_from))

const db::Statement placements_out{"contract.placements_out", R"sql(
SELECT c.title AS contract, c.reference AS number, coalesce(pm.name, pa.name) AS party, p.block, p.hours, p.from_on,
       p.to_on, to_jsonb(p.bonuses) AS bonuses, p.reference, p.state, t.valid_from AS table_from
  FROM contract.placement p
  JOIN contract.contract c ON c.municipality_id = p.municipality_id AND c.id = p.contract_id
  JOIN contract.block_table t ON t.municipality_id = p.municipality_id AND t.id = p.table_id
  LEFT JOIN party.party pa ON pa.municipality_id = c.municipality_id AND pa.id = c.party_id
  LEFT JOIN party.party pm ON pm.municipality_id = c.municipality_id AND pm.id = pa.merged_into
 WHERE true /* filter */
 ORDER BY c.end_on NULLS FIRST, c.id, p.from_on, p.id
 LIMIT $1
)sql"};

http::Response placements_file(const http::Request& request, db::Session& session, const ContractFileQuery& query,
                               const ContractParts& parts) {
  set_today(session, date_of(request.now));
  const Say say{parts, request.language};
  documents::Table table{say("contract.file.placements"), {}, {}};
  for (const char* head : {"contract", "number", "supplier", "group", "hours", "from", "to", "bonuses", "reference", "state", "table"})
    table.head.push_back(say(std::string("contract.head.") + head));
  for (const PlacementOut& each :
       session.rows<PlacementOut>(chosen_contracts(query, request.who.person_id).in(placements_out, limits::export_rows))) {
    std::string bonuses;
    for (const std::string& bonus : each.bonuses) bonuses += (bonuses.empty() ? "" : ", ") + bonus;
    table.rows.push_back({each.contract, each.number.value_or(""), each.party.value_or(""), each.block, each.hours, each.from_on.str(),
                          iso_day(each.to_on), bonuses, each.reference.value_or(""), say("contract.effort.", each.state),
                          each.table_from.str()});
  }
  return as_file(query, table, "plaatsingen");
}

}  // namespace

void add_export_routes(http::Router& router, const ContractParts& parts) {
  router.export_table<ContractFileQuery>("/contract-exports", "contract.read",
                                         {"exportContracts", "contracts", "Contracts as CSV or XLSX; it can be imported again"}, "text/csv",
                                         [parts](const http::Request& request, db::Session& session, const ContractFileQuery& query) {
                                           return contracts_file(request, session, query, parts);
                                         });
  router.export_table<ContractFileQuery>(
      "/commitment-exports", "contract.read", {"exportCommitments", "contracts", "What was promised in these contracts, as CSV or XLSX"},
      "text/csv", [parts](const http::Request& request, db::Session& session, const ContractFileQuery& query) {
        return commitments_file(request, session, query, parts);
      });
  router.export_table<ContractFileQuery>("/placement-exports", "contract.verify",
                                         {"exportPlacements", "social return", "Placements of these contracts, without names"}, "text/csv",
                                         [parts](const http::Request& request, db::Session& session, const ContractFileQuery& query) {
                                           return placements_file(request, session, query, parts);
                                         });
}

}  // namespace tenzij::contract
