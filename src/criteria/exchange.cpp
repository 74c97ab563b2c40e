// The library out and in: JSON whole, CSV for who reads tables. All lines or none.
#include "criteria/store.h"
#include "platform/documents/table.h"

namespace tenzij::criteria {

namespace {

enum class ExportFormat { json, csv, xlsx };
BOOST_DESCRIBE_ENUM(ExportFormat, json, csv, xlsx)
struct ExportQuery {
  std::optional<ExportFormat> format;
};
BOOST_DESCRIBE_STRUCT(ExportQuery, (), (format))

struct CriteriaFile {
  std::vector<CriterionInput> criteria;
};
BOOST_DESCRIBE_STRUCT(CriteriaFile, (), (criteria))

struct CriteriaImported {
  std::int64_t added;
  std::int64_t known;  // with the same title and words: left alone
};
BOOST_DESCRIBE_STRUCT(CriteriaImported, (), (added, known))

std::string joined(const std::vector<std::string>& all) {
  std::string out;
  for (const auto& each : all) out += (out.empty() ? "" : ", ") + each;
  return out;
}

documents::Table table_of(const std::vector<Criterion>& all) {
  documents::Table table{"Criteria",
                         {"title", "text", "themes", "instrument", "level", "open", "categories", "explanation", "evidence", "moment",
                          "who", "fromEuro", "indicator"},
                         {}};
  for (const Criterion& each : all)
    table.rows.push_back(
        {each.title, filled(each.text, each.variables), joined(each.themes), each.instrument, static_cast<long long>(each.level),
         std::string(each.open ? "yes" : ""), joined(each.categories), each.explanation, filled(each.evidence, each.variables),
         std::string(boost::describe::enum_to_string(each.moment, "")), std::string(boost::describe::enum_to_string(each.who, "")),
         static_cast<long long>(each.from_cents / 100), each.indicator.value_or("")});
  return table;
}

http::Response give(db::Session& session, ExportFormat format) {
  const auto all = session.rows<Criterion>(criterion_columns() + "WHERE c.status = 'in_use' ORDER BY c.code NULLS LAST, c.title");
  if (format == ExportFormat::csv) return http::file(documents::csv_type, "criteria.csv", documents::to_csv(table_of(all)));
  if (format == ExportFormat::xlsx) return http::file(documents::xlsx_type, "criteria.xlsx", documents::to_xlsx(table_of(all)));
  CriteriaFile file;
  for (const Criterion& each : all) file.criteria.push_back(each);
  return http::file("application/json", "criteria.json", json::dump(json::encode(file)));
}

CriteriaImported take(const http::Request& request, db::Session& session, const CriteriaFile& file) {
  CriteriaImported out{0, 0};
  std::vector<FieldError> errors;
  for (std::size_t i = 0; i < file.criteria.size(); ++i) {
    const CriterionInput& in = file.criteria[i];
    try {
      check(session, in);
      if (!session.query("SELECT 1 FROM criteria.criterion WHERE title = $1 AND text = $2", in.title, in.text).empty()) {
        ++out.known;
        continue;
      }
      insert(session, in, "in_use", {}, {}, request.now);
      ++out.added;
    } catch (const Error& fault) {
      for (const FieldError& each : fault.fields())
        errors.push_back({"/criteria/" + std::to_string(i) + each.pointer, each.code, each.args});
    }
  }
  if (!errors.empty()) throw bad_request(std::move(errors));
  return out;
}

}  // namespace

void add_exchange_routes(http::Router& router) {
  router.download<ExportQuery>("/criteria-exports", "criteria.read",
                               {"exportCriteria", "criteria", "The library as JSON (whole), CSV or XLSX"}, "application/json",
                               [](const http::Request&, db::Session& session, const ExportQuery& query) {
                                 return give(session, query.format.value_or(ExportFormat::json));
                               });
  router.post<CriteriaImported>("/criteria-imports", "criteria.keep",
                                {"importCriteria", "criteria", "Criteria of a neighbour, as exported in JSON; all or none"}, take);
}

void add_routes(http::Router& router, const CriteriaParts& parts) {
  add_search_routes(router, parts.library);
  add_focus_routes(router, parts.messages, parts.pdf_tool);
  add_keeper_routes(router);
  add_exchange_routes(router);
}

}  // namespace tenzij::criteria
