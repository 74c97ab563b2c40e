// Measurements as a list, and what those that are listed add up to.
#include "measure/list.h"

#include "platform/db/order.h"

namespace tenzij::measure {

namespace {

struct MeasurementPage {
  std::vector<MeasurementLine> items;
  std::int64_t total;
  std::int64_t page;
  std::int64_t page_size;
  std::optional<FigureSum> sum;  // of all that are listed and count, when one indicator is asked for
};
BOOST_DESCRIBE_STRUCT(MeasurementPage, (), (items, total, page, page_size, sum))

constexpr std::string_view named_so = R"sql(
(strpos(lower(m.title), lower($1)) > 0 OR strpos(lower(coalesce(c.title, '')), lower($1)) > 0
     OR strpos(lower(coalesce(c.party, '')), lower($1)) > 0)
)sql";

constexpr std::string_view feeds_goal = R"sql(
m.id IN (SELECT f.measurement_id FROM measure.fed_by f
          WHERE f.municipality_id = platform.current_municipality()
            AND f.goal_id = $1)
)sql";

}  // namespace

db::Filter chosen_measurements(const MeasurementQuery& in, const Uuid& me) {
  db::Filter out;
  if (in.search && !text::trim(*in.search).empty()) out.where(named_so, std::string(text::trim(*in.search)));
  out.asked("m.indicator = $1", in.indicator);
  out.asked("m.theme = $1", in.theme);
  out.asked("m.indicator IN (SELECT code FROM measure.indicator WHERE level = $1)", in.level);
  if (in.stands.empty()) out.where("m.stands <> 'withdrawn'");
  else out.where("m.stands = ANY ($1::text[])", in.stands);
  out.asked("m.certainty = $1", in.certainty);
  out.asked("m.contract_id = $1", in.contract_id);
  out.when(in.without_contract.value_or(false), "m.contract_id IS NULL");
  out.asked("m.commitment_id = $1", in.commitment_id);
  out.asked(feeds_goal, in.goal_id);
  out.asked("m.unit_id IN (SELECT id FROM organisation.unit_and_below($1))", in.unit_id);
  out.asked("m.year = $1", in.year);
  if (in.mine.value_or(false)) out.where("m.reported_by = $1", me);
  if (in.to_judge.value_or(false))
    out.where("m.state = 'reported' AND m.stands IN ('reported', 'estimated') AND m.reported_by IS DISTINCT FROM $1", me);
  return out;
}

namespace {

const db::Statement count_of_measurements{"measure.count_of_measurements", R"sql(
SELECT count(*)
  FROM measure.measurement m
  LEFT JOIN measure.of_contract c ON c.municipality_id = m.municipality_id AND c.id = m.contract_id
 WHERE true /* filter */
)sql"};

const db::Statement page_of_measurements{"measure.page_of_measurements", {measurement_lines, R"sql(
 WHERE true /* filter */
 ORDER BY /* order */ m.period_to DESC, m.id
 LIMIT $1 OFFSET $2
)sql"}};

const db::Statement figures_listed{"measure.figures_listed", R"sql(
SELECT m.unit, m.value, m.part, m.whole, m.scope
  FROM measure.measurement m
  LEFT JOIN measure.of_contract c ON c.municipality_id = m.municipality_id AND c.id = m.contract_id
 WHERE m.stands IN ('verified', 'reported', 'estimated') /* filter */
)sql"};

db::Sql column_of(MeasurementSort sort) {
  switch (sort) {
    case MeasurementSort::title:
      return "lower(m.title)";
    case MeasurementSort::period:
      return "m.period_to";
    case MeasurementSort::contract:
      return "lower(c.title)";
    case MeasurementSort::value:
      return "coalesce(m.value, m.part / nullif(m.whole, 0) * 100)";
    case MeasurementSort::state:
      return "m.stands";
    case MeasurementSort::reported_name:
      return "lower(m.reported_name)";
  }
  return "m.period_to";
}

MeasurementPage list_measurements(const http::Request& request, db::Session& session, const MeasurementQuery& query) {
  MeasurementPage out{{}, 0, query.page.value_or(1), query.page_size.value_or(limits::page_size), {}};
  std::vector<FieldError> errors;
  if (out.page < 1) errors.push_back({"?page", "outOfRange", {{"least", "1"}, {"most", "…"}}});
  if (out.page_size < 1 || out.page_size > limits::page_size_largest)
    errors.push_back({"?pageSize", "outOfRange", {{"least", "1"}, {"most", std::to_string(limits::page_size_largest)}}});
  if (!errors.empty()) throw bad_request(std::move(errors));
  const db::Filter filter = chosen_measurements(query, request.who.person_id);
  out.total = session.query(filter.in(count_of_measurements)).get<std::int64_t>(0, 0);
  db::Filtered lines = filter.in(page_of_measurements, out.page_size, (out.page - 1) * out.page_size);
  if (query.sort) lines = db::ordered(std::move(lines), column_of(*query.sort), query.descending.value_or(false));
  out.items = session.rows<MeasurementLine>(lines);
  if (query.indicator)
    if (const auto indicator = indicator_named(session, *query.indicator))
      out.sum = sum_of(all_units(session), indicator->unit, session.rows<Figure>(filter.in(figures_listed)));
  return out;
}

}  // namespace

thread::Kinds thread_kinds() {
  return {{"measurement", "Meting", "Measurement", "measure.read", "measure.edit", "/metingen/{id}", "bar", 8, true}};
}

void add_measurement_list_routes(http::Router& router) {
  router.get<MeasurementPage>("/measurements", "measure.read",
                              {"listMeasurements", "measurements", "Figures by indicator, contract, goal and what they count as"},
                              list_measurements);
}

void add_routes(http::Router& router, const Messages& messages) {
  add_indicator_routes(router);
  add_own_indicator_routes(router);
  add_measurement_list_routes(router);
  add_measurement_routes(router);
  add_judgement_routes(router);
  add_goal_routes(router);
  add_measurement_export_routes(router, messages);
}

}  // namespace tenzij::measure
