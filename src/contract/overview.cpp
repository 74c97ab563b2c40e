// Social return over all contracts, for who coordinates it: what is asked and done, at which pace, who is silent and what waits.
#include "contract/store.h"
#include "platform/db/filter.h"

namespace tenzij::contract {

namespace {

// Silent: a report is past its day. Waits: something reported waits for a look. Plan: the supplier's plan is past its day. Settle: over,
// and no settlement was decided. Behind: at this pace less than is asked.
enum class ReturnShow { silent, waits, plan, settle, behind };
BOOST_DESCRIBE_ENUM(ReturnShow, silent, waits, plan, settle, behind)
struct OverviewQuery {
  std::optional<ReturnShow> show;
  std::optional<bool> mine;  // that the person coordinates or manages
  std::optional<Uuid> unit_id;
  std::optional<std::string> search;
  std::optional<std::int64_t> page;
  std::optional<std::int64_t> page_size;
};
BOOST_DESCRIBE_STRUCT(OverviewQuery, (), (show, mine, unit_id, search, page, page_size))
struct OverviewLine {
  Uuid id;
  std::string title;
  std::optional<std::string> reference;
  std::optional<std::string> party;
  std::optional<std::string> coordinator;
  ContractState state{};
  std::optional<Date> end_on;
  std::vector<BalanceGap> lacks;  // not empty: nothing can be counted
  std::int64_t obligation_cents;
  std::int64_t fulfilled_cents;         // verified
  std::optional<std::int64_t> pace_bp;  // of the obligation, at this pace on the last day; of one that is over as it stands
  bool few = false;                     // so few people that what was done is for who verifies
  std::int64_t late;                    // reports past their day
  std::int64_t waits;                   // lines to be looked at
  std::optional<Date> plan_due_on;
  std::optional<Date> plan_on;
  bool plan_late = false;
  bool to_settle = false;
};
BOOST_DESCRIBE_STRUCT(OverviewLine, (),
                      (id, title, reference, party, coordinator, state, end_on, lacks, obligation_cents, fulfilled_cents, pace_bp, few,
                       late, waits, plan_due_on, plan_on, plan_late, to_settle))
struct OverviewPage {
  std::vector<OverviewLine> items;
  std::int64_t total;  // listed
  std::int64_t all;    // with social return
  std::int64_t silent;
  std::int64_t waits;
  std::int64_t plan;
  std::int64_t settle;
  std::optional<std::int64_t> behind;            // none: more contracts than are counted at once
  std::optional<std::int64_t> obligation_cents;  // of all that is listed, likewise
  std::optional<std::int64_t> fulfilled_cents;
  std::int64_t page;
  std::int64_t page_size;
};
BOOST_DESCRIBE_STRUCT(OverviewPage, (),
                      (items, total, all, silent, waits, plan, settle, behind, obligation_cents, fulfilled_cents, page, page_size))

// So many contracts are counted for one page; of more only those of the page are.
constexpr std::size_t counted_at_once = 200;

struct WithReturn {
  Uuid id;
  std::int64_t late;
  std::int64_t waits;
  std::optional<Date> plan_due_on;
  std::optional<Date> plan_on;
  bool plan_late;
  bool to_settle;
};
BOOST_DESCRIBE_STRUCT(WithReturn, (), (id, late, waits, plan_due_on, plan_on, plan_late, to_settle))

const db::Statement contracts_with_return{"contract.contracts_with_return", R"sql(
SELECT c.id,
       (SELECT count(*) FROM contract.moment m
         WHERE m.municipality_id = c.municipality_id AND m.contract_id = c.id AND m.state IN ('planned', 'rejected')
           AND m.due_on < platform.today()) AS late,
       (SELECT count(*) FROM contract.placement p
         WHERE p.municipality_id = c.municipality_id AND p.contract_id = c.id AND p.state = 'reported')
       + (SELECT count(*) FROM contract.effort e
           WHERE e.municipality_id = c.municipality_id AND e.contract_id = c.id AND e.state = 'reported') AS waits,
       a.due_on AS plan_due_on, a.received_on AS plan_on,
       coalesce(a.received_on IS NULL AND a.due_on < platform.today(), false) AS plan_late,
       c.state <> 'in_force' AND NOT EXISTS (SELECT 1 FROM contract.settlement s
                                              WHERE s.municipality_id = c.municipality_id AND s.contract_id = c.id
                                                AND s.decided_at IS NOT NULL) AS to_settle
  FROM contract.contract c
  LEFT JOIN contract.plan_asked a ON a.municipality_id = c.municipality_id AND a.contract_id = c.id
 WHERE c.rule_id IS NOT NULL
   AND c.archived_at IS NULL
   AND c.state IN ('in_force', 'ended', 'terminated') /* filter */
 ORDER BY c.end_on, c.id
)sql"};

bool belongs(const WithReturn& row, ReturnShow show, const std::set<Uuid>& behind) {
  switch (show) {
    case ReturnShow::silent:
      return row.late > 0;
    case ReturnShow::waits:
      return row.waits > 0;
    case ReturnShow::plan:
      return row.plan_late;
    case ReturnShow::settle:
      return row.to_settle;
    case ReturnShow::behind:
      return behind.contains(row.id);
  }
  return false;
}

std::vector<std::string> ids_of(const std::vector<WithReturn>& rows) {
  std::vector<std::string> out;
  for (const WithReturn& each : rows) out.push_back(each.id.str());
  return out;
}

// Their sums of today, as this person may see them.
std::map<Uuid, OverviewLine> counted_lines(const http::Request& request, db::Session& session, const std::vector<std::string>& ids) {
  const Date today = date_of(request.now);
  const std::vector<ContractRow> contracts = contract_rows_of(session, ids);
  const std::vector<CountedReturn> counted = counted_returns(session, contracts, today);
  const bool verifies = request.who.may("contract.verify");
  std::map<Uuid, OverviewLine> out;
  for (std::size_t i = 0; i < contracts.size(); ++i) {
    const ContractRow& contract = contracts[i];
    OverviewLine line{};
    line.id = contract.id;
    line.title = contract.title;
    line.reference = contract.reference;
    line.party = contract.party;
    line.coordinator = contract.coordinator;
    line.state = contract.state;
    line.end_on = contract.end_on;
    line.lacks = counted[i].lacks;
    if (line.lacks.empty()) {
      ReturnResult sum = sum_of(counted[i], today, false);
      const auto forecast = forecast_of(contract, counted[i], sum, today);
      line.few = !verifies && hide_few_people(counted[i], sum);
      line.obligation_cents = sum.obligation_cents;
      line.fulfilled_cents = sum.fulfilled_cents;
      const bool over = contract.end_on && *contract.end_on <= today;
      const auto reached = over ? std::optional(sum.fulfilled_cents) : forecast;
      if (!line.few && sum.obligation_cents > 0 && reached)
        line.pace_bp = static_cast<std::int64_t>(static_cast<double>(*reached) * 10'000 / static_cast<double>(sum.obligation_cents));
    }
    out.emplace(contract.id, std::move(line));
  }
  return out;
}

void count_all(const std::vector<WithReturn>& rows, OverviewPage& out) {
  out.all = static_cast<std::int64_t>(rows.size());
  for (const WithReturn& each : rows) {
    out.silent += each.late > 0;
    out.waits += each.waits > 0;
    out.plan += each.plan_late;
    out.settle += each.to_settle;
  }
}

db::Filter chosen_with_return(const OverviewQuery& query, const Uuid& me) {
  db::Filter out;
  out.asked("c.search @@ $1::tsquery", scan::search_query(query.search));
  out.asked("c.unit_id IN (SELECT id FROM organisation.unit_and_below($1))", query.unit_id);
  if (query.mine.value_or(false)) out.where("$1 IN (c.coordinator_id, c.manager_id, c.deputy_id)", me);
  return out;
}

OverviewPage list_returns(const http::Request& request, db::Session& session, const OverviewQuery& query) {
  OverviewPage out{};
  out.page = query.page.value_or(1);
  out.page_size = query.page_size.value_or(limits::page_size);
  std::vector<FieldError> errors;
  if (out.page < 1) errors.push_back({"?page", "outOfRange", {{"least", "1"}, {"most", "…"}}});
  if (out.page_size < 1 || out.page_size > limits::page_size_largest)
    errors.push_back({"?pageSize", "outOfRange", {{"least", "1"}, {"most", std::to_string(limits::page_size_largest)}}});
  if (!errors.empty()) throw bad_request(std::move(errors));
  set_today(session, date_of(request.now));
  auto rows = session.rows<WithReturn>(chosen_with_return(query, request.who.person_id).in(contracts_with_return));
  count_all(rows, out);
  const bool whole = rows.size() <= counted_at_once;
  std::map<Uuid, OverviewLine> lines;
  std::set<Uuid> behind;
  if (whole) {
    lines = counted_lines(request, session, ids_of(rows));
    for (const auto& [id, line] : lines)
      if (line.pace_bp && *line.pace_bp < 10'000) behind.insert(id);
    out.behind = static_cast<std::int64_t>(behind.size());
  }
  if (query.show) std::erase_if(rows, [&](const WithReturn& each) { return !belongs(each, *query.show, behind); });
  out.total = static_cast<std::int64_t>(rows.size());
  if (whole) {
    out.obligation_cents = 0;
    out.fulfilled_cents = 0;
    for (const WithReturn& each : rows) {
      *out.obligation_cents += lines.at(each.id).obligation_cents;
      *out.fulfilled_cents += lines.at(each.id).fulfilled_cents;
    }
  }
  const auto first = std::min<std::size_t>(rows.size(), static_cast<std::size_t>(out.page - 1) * static_cast<std::size_t>(out.page_size));
  const auto last = std::min<std::size_t>(rows.size(), first + static_cast<std::size_t>(out.page_size));
  rows = {rows.begin() + static_cast<std::ptrdiff_t>(first), rows.begin() + static_cast<std::ptrdiff_t>(last)};
  if (!whole) lines = counted_lines(request, session, ids_of(rows));
  for (const WithReturn& each : rows) {
    OverviewLine line = std::move(lines.at(each.id));
    line.late = each.late;
    line.waits = each.waits;
    line.plan_due_on = each.plan_due_on;
    line.plan_on = each.plan_on;
    line.plan_late = each.plan_late;
    line.to_settle = each.to_settle;
    out.items.push_back(std::move(line));
  }
  return out;
}

}  // namespace

void add_overview_routes(http::Router& router) {
  router.get<OverviewPage>("/social-return", "contract.read",
                           {"listSocialReturn", "social return", "Contracts with social return: what is asked and done, and what waits"},
                           list_returns);
}

}  // namespace tenzij::contract
