// What comes, by day: contracts that end, last days to give notice or to decide on an option, what is due, plans and actions.
#include "contract/store.h"
#include "platform/db/filter.h"

namespace tenzij::contract {

namespace {

enum class ComingKind { ends, notice, option, due, plan, action };
BOOST_DESCRIBE_ENUM(ComingKind, ends, notice, option, due, plan, action)
struct ContractDateQuery {
  std::optional<Date> from;  // none: today
  std::optional<Date> to;    // none: a year on
  std::vector<std::string> kinds;
  std::optional<bool> mine;  // manager, deputy, budget holder or coordinator
  std::optional<Uuid> unit_id;
  std::optional<std::int64_t> page;
  std::optional<std::int64_t> page_size;
};
BOOST_DESCRIBE_STRUCT(ContractDateQuery, (), (from, to, kinds, mine, unit_id, page, page_size))
struct ContractDateLine {
  Date day;
  ComingKind kind{};
  Uuid contract_id;
  std::string contract;
  std::optional<std::string> reference;
  std::optional<std::string> party;
  std::optional<std::string> manager;
  std::string what;        // of an option its words, of what is due its commitment, of an action its title
  bool successor = false;  // of one that ends: something follows it
  bool tacit = false;      // goes on by itself
};
BOOST_DESCRIBE_STRUCT(ContractDateLine, (), (day, kind, contract_id, contract, reference, party, manager, what, successor, tacit))
struct ComingMonth {
  std::string month;  // 2026-12
  std::int64_t ends;
  std::int64_t notice;
  std::int64_t option;
  std::int64_t due;
  std::int64_t plan;
  std::int64_t action;
};
BOOST_DESCRIBE_STRUCT(ComingMonth, (), (month, ends, notice, option, due, plan, action))
struct ContractDatePage {
  std::vector<ContractDateLine> items;  // the nearest day first
  std::vector<ComingMonth> months;      // of all that is listed
  std::int64_t total;
  Date from;
  Date to;
  std::int64_t page;
  std::int64_t page_size;
};
BOOST_DESCRIBE_STRUCT(ContractDatePage, (), (items, months, total, from, to, page, page_size))

// Each kind by an index of its own day, from $1 to $2. A day to give notice lies before the end: no more than a thousand days or months.
constexpr std::string_view coming = R"sql(
WITH event AS (
  SELECT municipality_id, id AS contract_id, 'ends' AS kind, end_on AS day, '' AS what, id AS event_id
    FROM contract.contract
   WHERE end_on BETWEEN $1 AND $2 AND state = 'in_force' AND archived_at IS NULL
   UNION ALL
  SELECT municipality_id, id, 'notice', contract.notice_day(end_on, notice, notice_unit), '', id
    FROM contract.contract
   WHERE end_on >= $1 AND notice IS NOT NULL AND state = 'in_force' AND archived_at IS NULL
     AND contract.notice_day(end_on, notice, notice_unit) BETWEEN $1 AND $2
   UNION ALL
  SELECT o.municipality_id, o.contract_id, 'option', o.decide_by, o.words, o.id
    FROM contract.option o
   WHERE o.decide_by BETWEEN $1 AND $2 AND o.state = 'open'
   UNION ALL
  SELECT m.municipality_id, m.contract_id, 'due', m.due_on, k.title, m.id
    FROM contract.moment m
    JOIN contract.commitment k ON k.municipality_id = m.municipality_id AND k.id = m.commitment_id
   WHERE m.due_on BETWEEN $1 AND $2 AND m.state IN ('planned', 'rejected')
   UNION ALL
  SELECT municipality_id, contract_id, 'plan', due_on, '', contract_id
    FROM contract.plan_asked
   WHERE due_on BETWEEN $1 AND $2 AND received_on IS NULL
   UNION ALL
  SELECT municipality_id, contract_id, 'action', due_on, title, id
    FROM contract.action
   WHERE due_on BETWEEN $1 AND $2 AND done_on IS NULL
)
)sql";

const db::Statement coming_months{"contract.coming_months", {coming, R"sql(
SELECT to_char(e.day, 'YYYY-MM') AS month, count(*) FILTER (WHERE e.kind = 'ends') AS ends,
       count(*) FILTER (WHERE e.kind = 'notice') AS notice, count(*) FILTER (WHERE e.kind = 'option') AS option,
       count(*) FILTER (WHERE e.kind = 'due') AS due, count(*) FILTER (WHERE e.kind = 'plan') AS plan,
       count(*) FILTER (WHERE e.kind = 'action') AS action
  FROM event e
  JOIN contract.contract c ON c.municipality_id = e.municipality_id AND c.id = e.contract_id
 WHERE c.state IN ('draft', 'in_force')
   AND c.archived_at IS NULL /* filter */
 GROUP BY 1
 ORDER BY 1
)sql"}};

const db::Statement coming_lines{"contract.coming_lines", {coming, R"sql(
, listed AS (
  SELECT e.*
    FROM event e
    JOIN contract.contract c ON c.municipality_id = e.municipality_id AND c.id = e.contract_id
   WHERE c.state IN ('draft', 'in_force')
     AND c.archived_at IS NULL /* filter */
   ORDER BY e.day, e.kind, e.contract_id, e.event_id
   LIMIT $3 OFFSET $4
)
SELECT e.day, e.kind, e.contract_id, c.title AS contract, c.reference, coalesce(pm.name, pa.name) AS party,
       p.name AS manager, e.what, c.renewal = 'tacit' AS tacit,
       EXISTS (SELECT 1 FROM contract.successor s
                WHERE s.municipality_id = c.municipality_id AND s.contract_id = c.id) AS successor
  FROM listed e
  JOIN contract.contract c ON c.municipality_id = e.municipality_id AND c.id = e.contract_id
  LEFT JOIN party.party pa ON pa.municipality_id = c.municipality_id AND pa.id = c.party_id
  LEFT JOIN party.party pm ON pm.municipality_id = c.municipality_id AND pm.id = pa.merged_into
  LEFT JOIN organisation.person p ON p.municipality_id = c.municipality_id AND p.id = c.manager_id
 ORDER BY e.day, e.kind, e.contract_id, e.event_id
)sql"}};

ContractDatePage list_coming(const http::Request& request, db::Session& session, const ContractDateQuery& query) {
  const Date today = date_of(request.now);
  ContractDatePage out{{}, {}, 0, query.from.value_or(today), {}, query.page.value_or(1), query.page_size.value_or(limits::page_size)};
  // A year on, to the end of that month: a month is counted whole, as it is listed.
  const std::chrono::year_month_day year_on{std::chrono::sys_days(out.from.ymd) + std::chrono::days(365)};
  out.to =
      query.to.value_or(Date{std::chrono::year_month_day(std::chrono::sys_days(year_on.year() / year_on.month() / std::chrono::last))});
  std::vector<FieldError> errors;
  if (out.page < 1) errors.push_back({"?page", "outOfRange", {{"least", "1"}, {"most", "…"}}});
  if (out.page_size < 1 || out.page_size > limits::page_size_largest)
    errors.push_back({"?pageSize", "outOfRange", {{"least", "1"}, {"most", std::to_string(limits::page_size_largest)}}});
  if (out.to < out.from) errors.push_back({"?to", "toBeforeFrom"});
  for (const std::string& each : query.kinds)
    if (ComingKind kind{}; !boost::describe::enum_from_string(each.c_str(), kind)) errors.push_back({"?kinds", "notInList"});
  if (!errors.empty()) throw bad_request(std::move(errors));
  set_today(session, today);
  db::Filter filter;
  filter.asked("e.kind = ANY ($1::text[])", query.kinds);
  filter.asked("c.unit_id IN (SELECT id FROM organisation.unit_and_below($1))", query.unit_id);
  if (query.mine.value_or(false))
    filter.where("$1 IN (c.manager_id, c.deputy_id, c.budget_holder_id, c.coordinator_id)", request.who.person_id);
  out.months = session.rows<ComingMonth>(filter.in(coming_months, out.from, out.to));
  for (const ComingMonth& each : out.months) out.total += each.ends + each.notice + each.option + each.due + each.plan + each.action;
  out.items = session.rows<ContractDateLine>(filter.in(coming_lines, out.from, out.to, out.page_size, (out.page - 1) * out.page_size));
  return out;
}

}  // namespace

void add_coming_routes(http::Router& router) {
  router.get<ContractDatePage>("/contract-dates", "contract.read",
                               {"listContractDates", "contracts", "What ends, can be ended, is due or is to be decided, by day and month"},
                               list_coming);
}

}  // namespace tenzij::contract
