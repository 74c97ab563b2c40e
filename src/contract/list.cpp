// Contracts as a list: what ends, what is late, what lacks something.
#include "contract/list.h"

#include "platform/db/order.h"

namespace tenzij::contract {

namespace {

struct ContractLine {
  Uuid id;
  std::optional<std::string> reference;
  std::string title;
  std::optional<std::string> lot;
  std::optional<std::string> party;
  std::optional<std::string> unit;
  std::optional<std::string> manager;
  ContractState state{};
  std::optional<std::int64_t> value_cents;  // in force today
  std::optional<Date> start_on;
  std::optional<Date> end_on;
  std::optional<Risk> risk;
  std::int64_t commitments;
  std::int64_t late;      // moments past their day
  std::int64_t to_judge;  // reported, not yet judged
};
BOOST_DESCRIBE_STRUCT(ContractLine, (),
                      (id, reference, title, lot, party, unit, manager, state, value_cents, start_on, end_on, risk, commitments, late,
                       to_judge))
struct ContractPage {
  std::vector<ContractLine> items;
  std::int64_t total;
  std::int64_t value_cents;
  std::int64_t page;
  std::int64_t page_size;
};
BOOST_DESCRIBE_STRUCT(ContractPage, (), (items, total, value_cents, page, page_size))

constexpr std::string_view is_late = R"sql(
EXISTS (SELECT 1 FROM contract.moment m
         WHERE m.municipality_id = c.municipality_id AND m.contract_id = c.id
           AND m.state IN ('planned', 'rejected') AND m.due_on < platform.today())
)sql";

constexpr std::string_view waits_for_judgement = R"sql(
EXISTS (SELECT 1 FROM contract.moment m
         WHERE m.municipality_id = c.municipality_id AND m.contract_id = c.id AND m.state = 'reported')
)sql";

constexpr std::string_view has_no_commitment = R"sql(
NOT EXISTS (SELECT 1 FROM contract.commitment k
             WHERE k.municipality_id = c.municipality_id AND k.contract_id = c.id)
)sql";

// A commitment that nobody can follow up: without figure, day or verifier.
constexpr std::string_view has_weak_commitment = R"sql(
EXISTS (SELECT 1 FROM contract.commitment k
         WHERE k.municipality_id = c.municipality_id AND k.contract_id = c.id
           AND (k.figure IS NULL OR k.verifier IS NULL
                OR NOT EXISTS (SELECT 1 FROM contract.moment m
                                WHERE m.municipality_id = k.municipality_id AND m.commitment_id = k.id)))
)sql";

}  // namespace

db::Filter chosen_contracts(const ContractQuery& in, const Uuid& me) {
  db::Filter out;
  if (in.archived.value_or(false)) out.where("c.archived_at IS NOT NULL");
  else out.where("c.archived_at IS NULL");
  out.asked("c.search @@ $1::tsquery", scan::search_query(in.search));
  out.asked("c.state = ANY ($1::text[])", in.states);
  out.asked("c.unit_id IN (SELECT id FROM organisation.unit_and_below($1))", in.unit_id);
  if (in.mine.value_or(false)) out.where("$1 IN (c.manager_id, c.deputy_id, c.budget_holder_id, c.coordinator_id)", me);
  out.asked("c.party_id IN (SELECT id FROM party.same_as($1))", in.party_id);
  out.asked("c.purchase_id = $1", in.purchase_id);
  out.asked("c.category = $1", in.category);
  out.asked("c.risk = $1", in.risk);
  out.asked("c.end_on <= $1", in.ends_to);
  out.when(in.framework.value_or(false), "c.ceiling_cents IS NOT NULL AND c.framework_id IS NULL");
  out.asked("c.framework_id = $1", in.framework_id);
  out.when(in.past.value_or(false), "c.state = 'in_force' AND c.end_on < platform.today()");
  out.when(in.late.value_or(false), is_late);
  out.when(in.to_judge.value_or(false), waits_for_judgement);
  if (in.lacks) {
    out.when(*in.lacks == ContractGap::manager, "c.manager_id IS NULL");
    out.when(*in.lacks == ContractGap::party, "c.party_id IS NULL");
    out.when(*in.lacks == ContractGap::end, "c.end_on IS NULL");
    out.when(*in.lacks == ContractGap::commitments, has_no_commitment);
    out.when(*in.lacks == ContractGap::weak, has_weak_commitment);
  }
  return out;
}

namespace {

// Values that changed are few beside the contracts: read once, not once a contract.
constexpr std::string_view values_now = R"sql(
  LEFT JOIN (SELECT DISTINCT ON (x.contract_id) x.municipality_id, x.contract_id, x.value_cents
               FROM contract.change x
              WHERE x.withdrawn_at IS NULL
                AND x.from_on <= platform.today()
              ORDER BY x.contract_id, x.from_on DESC) ch
            ON ch.municipality_id = c.municipality_id AND ch.contract_id = c.id
)sql";

constexpr std::string_view value_now = R"sql(
  LEFT JOIN LATERAL (SELECT x.value_cents
                       FROM contract.change x
                      WHERE x.municipality_id = c.municipality_id
                        AND x.contract_id = c.id
                        AND x.withdrawn_at IS NULL
                        AND x.from_on <= platform.today()
                      ORDER BY x.from_on DESC LIMIT 1) ch ON true
)sql";

const db::Statement sum_of_contracts{"contract.sum_of_contracts",
                                     {R"sql(
SELECT count(*), coalesce(sum(coalesce(ch.value_cents, c.value_cents)), 0)::bigint
  FROM contract.contract c
)sql",
                                      values_now, R"sql(
 WHERE true /* filter */
)sql"}};

constexpr std::string_view names_joined = R"sql(
  LEFT JOIN party.party pa ON pa.municipality_id = c.municipality_id AND pa.id = c.party_id
  LEFT JOIN party.party pm ON pm.municipality_id = c.municipality_id AND pm.id = pa.merged_into
  LEFT JOIN organisation.person p ON p.municipality_id = c.municipality_id AND p.id = c.manager_id
)sql";

constexpr std::string_view moments_counted = R"sql(
  LEFT JOIN LATERAL (SELECT count(*) FILTER (WHERE m.state <> 'reported' AND m.due_on < platform.today()) AS late,
                            count(*) FILTER (WHERE m.state = 'reported') AS to_judge
                       FROM contract.moment m
                      WHERE m.municipality_id = c.municipality_id
                        AND m.contract_id = c.id
                        AND m.state IN ('planned', 'rejected', 'reported')) mo ON true
)sql";

constexpr std::string_view commitments_counted = R"sql(
  LEFT JOIN LATERAL (SELECT count(*) AS commitments
                       FROM contract.commitment k
                      WHERE k.municipality_id = c.municipality_id
                        AND k.contract_id = c.id) co ON true
)sql";

// Which contracts stand on the page is found first, with what its order needs and nothing else; what their lines say is read of those.
constexpr std::string_view page_begins = R"sql(
WITH listed AS (
  SELECT c.id
    FROM contract.contract c
)sql";

constexpr std::string_view page_ends = R"sql(
   WHERE true /* filter */
   ORDER BY /* order */ c.end_on NULLS FIRST, c.id
   LIMIT $1 OFFSET $2
)
SELECT c.id, c.reference, c.title, c.lot, coalesce(pm.name, pa.name) AS party, u.name AS unit, p.name AS manager,
       c.state, coalesce(ch.value_cents, c.value_cents) AS value_cents, c.start_on, c.end_on, c.risk,
       coalesce(co.commitments, 0) AS commitments, coalesce(mo.late, 0) AS late,
       coalesce(mo.to_judge, 0) AS to_judge
  FROM listed l
  JOIN contract.contract c ON c.municipality_id = platform.current_municipality() AND c.id = l.id
  LEFT JOIN organisation.unit u ON u.municipality_id = c.municipality_id AND u.id = c.unit_id
)sql";

constexpr std::string_view in_order = R"sql(
 ORDER BY /* order */ c.end_on NULLS FIRST, c.id
)sql";

const db::Statement lines_of_contracts{"contract.lines_of_contracts",
                                       {page_begins, page_ends, names_joined, moments_counted, commitments_counted, value_now, in_order}};
const db::Statement lines_by_name{
    "contract.lines_by_name",
    {page_begins, names_joined, page_ends, names_joined, moments_counted, commitments_counted, value_now, in_order}};
const db::Statement lines_by_value{
    "contract.lines_by_value",
    {page_begins, values_now, page_ends, names_joined, moments_counted, commitments_counted, value_now, in_order}};
const db::Statement lines_by_late{
    "contract.lines_by_late",
    {page_begins, moments_counted, page_ends, names_joined, moments_counted, commitments_counted, value_now, in_order}};

const db::Statement& lines_for(const std::optional<ContractSort>& sort) {
  if (sort == ContractSort::party || sort == ContractSort::manager) return lines_by_name;
  if (sort == ContractSort::value) return lines_by_value;
  return sort == ContractSort::late ? lines_by_late : lines_of_contracts;
}

db::Sql column_of(ContractSort sort) {
  switch (sort) {
    case ContractSort::title:
      return "lower(c.title)";
    case ContractSort::party:
      return "lower(coalesce(pm.name, pa.name))";
    case ContractSort::end_on:
      return "c.end_on";
    case ContractSort::value:
      return "coalesce(ch.value_cents, c.value_cents)";
    case ContractSort::state:
      return "array_position(ARRAY['draft', 'in_force', 'ended', 'terminated', 'settled'], c.state)";
    case ContractSort::manager:
      return "lower(p.name)";
    case ContractSort::late:
      return "mo.late";
  }
  return "c.end_on";
}

ContractPage list_contracts(const http::Request& request, db::Session& session, const ContractQuery& query) {
  ContractPage out{{}, 0, 0, query.page.value_or(1), query.page_size.value_or(limits::page_size)};
  std::vector<FieldError> errors;
  if (out.page < 1) errors.push_back({"?page", "outOfRange", {{"least", "1"}, {"most", "…"}}});
  if (out.page_size < 1 || out.page_size > limits::page_size_largest)
    errors.push_back({"?pageSize", "outOfRange", {{"least", "1"}, {"most", std::to_string(limits::page_size_largest)}}});
  if (!errors.empty()) throw bad_request(std::move(errors));
  set_today(session, date_of(request.now));
  const db::Filter filter = chosen_contracts(query, request.who.person_id);
  const auto sums = session.query(filter.in(sum_of_contracts));
  out.total = sums.get<std::int64_t>(0, 0);
  out.value_cents = sums.get<std::int64_t>(0, 1);
  db::Filtered lines = filter.in(lines_for(query.sort), out.page_size, (out.page - 1) * out.page_size);
  if (query.sort) lines = db::ordered(std::move(lines), column_of(*query.sort), query.descending.value_or(false));
  out.items = session.rows<ContractLine>(lines);
  return out;
}

}  // namespace

void add_list_routes(http::Router& router) {
  router.get<ContractPage>("/contracts", "contract.read",
                           {"listContracts", "contracts", "Contracts by state, supplier, end and what is late"}, list_contracts);
}

}  // namespace tenzij::contract
