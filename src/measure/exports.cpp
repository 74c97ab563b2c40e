// Measurements as a file: what is listed, a figure a row, with both numbers of a share and what a calculated one was made of.
#include "measure/list.h"
#include "platform/documents/table.h"

namespace tenzij::measure {

namespace {

enum class MeasurementFormat { csv, xlsx };
BOOST_DESCRIBE_ENUM(MeasurementFormat, csv, xlsx)
struct MeasurementFileQuery : MeasurementQuery {
  std::optional<MeasurementFormat> format;
};
BOOST_DESCRIBE_STRUCT(MeasurementFileQuery, (MeasurementQuery), (format))

struct MeasurementOut {
  std::string title;
  std::string indicator;
  std::string theme;
  Date period_from;
  Date period_to;
  std::optional<double> value;
  std::optional<double> part;
  std::optional<double> whole;
  std::string unit_nl;
  std::string unit_en;
  std::optional<std::string> scope;
  Certainty certainty{};
  std::optional<double> factor;
  std::optional<std::string> factor_source;
  std::optional<std::string> factor_version;
  std::optional<double> promised;
  Stands stands{};
  std::optional<std::string> contract;
  std::optional<std::string> number;
  std::optional<std::string> party;
  std::string reported_name;
  std::optional<std::string> judged_name;
  std::string words;
};
BOOST_DESCRIBE_STRUCT(MeasurementOut, (),
                      (title, indicator, theme, period_from, period_to, value, part, whole, unit_nl, unit_en, scope, certainty, factor,
                       factor_source, factor_version, promised, stands, contract, number, party, reported_name, judged_name, words))

const db::Statement measurements_out{"measure.measurements_out", R"sql(
SELECT m.title, m.indicator, m.theme, m.period_from, m.period_to, m.value, m.part, m.whole, u.name_nl AS unit_nl,
       u.name_en AS unit_en, m.scope, m.certainty, m.factor, m.factor_source, m.factor_version, m.promised, m.stands,
       c.title AS contract, c.reference AS number, c.party, m.reported_name, m.judged_name, m.words
  FROM measure.measurement m
  JOIN measure.unit u ON u.code = m.unit
  LEFT JOIN measure.of_contract c ON c.municipality_id = m.municipality_id AND c.id = m.contract_id
 WHERE true /* filter */
 ORDER BY m.period_to DESC, m.id
 LIMIT $1
)sql"};

documents::Cell number_cell(const std::optional<double>& value) {
  return value ? documents::Cell(*value) : documents::Cell(std::monostate());
}

http::Response measurements_file(const http::Request& request, db::Session& session, const MeasurementFileQuery& query,
                                 const Messages& messages) {
  const auto say = [&](const std::string& code) { return messages.say(request.language, "measure." + code); };
  const auto named = [](auto value) { return std::string(boost::describe::enum_to_string(value, "")); };
  documents::Table table{say("file"), {}, {}};
  for (const char* head : {"title",    "indicator", "theme",     "from",       "to",           "value",         "part",     "whole",
                           "unit",     "scope",     "certainty", "factor",     "factorSource", "factorVersion", "promised", "stands",
                           "contract", "number",    "supplier",  "reportedBy", "judgedBy",     "words"})
    table.head.push_back(say(std::string("head.") + head));
  for (const MeasurementOut& each :
       session.rows<MeasurementOut>(chosen_measurements(query, request.who.person_id).in(measurements_out, limits::export_rows)))
    table.rows.push_back({each.title,
                          each.indicator,
                          each.theme,
                          each.period_from.str(),
                          each.period_to.str(),
                          number_cell(each.value),
                          number_cell(each.part),
                          number_cell(each.whole),
                          request.language == "en" ? each.unit_en : each.unit_nl,
                          each.scope.value_or(""),
                          say("certainty." + named(each.certainty)),
                          number_cell(each.factor),
                          each.factor_source.value_or(""),
                          each.factor_version.value_or(""),
                          number_cell(each.promised),
                          say("stands." + named(each.stands)),
                          each.contract.value_or(""),
                          each.number.value_or(""),
                          each.party.value_or(""),
                          each.reported_name,
                          each.judged_name.value_or(""),
                          each.words});
  if (query.format == MeasurementFormat::xlsx) return http::file(documents::xlsx_type, "metingen.xlsx", documents::to_xlsx(table));
  return http::file(documents::csv_type, "metingen.csv", documents::to_csv(table));
}

}  // namespace

void add_measurement_export_routes(http::Router& router, const Messages& messages) {
  router.export_table<MeasurementFileQuery>(
      "/measurement-exports", "measure.read", {"exportMeasurements", "measurements", "The figures of a list as CSV or XLSX"}, "text/csv",
      [&messages](const http::Request& request, db::Session& session, const MeasurementFileQuery& query) {
        return measurements_file(request, session, query, messages);
      });
}

}  // namespace tenzij::measure
