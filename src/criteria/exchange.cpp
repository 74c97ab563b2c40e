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
  static constexpr std::array<json::Length, 1> lengths{{{"criteria", limits::text_longest, limits::table_rows}}};
};
BOOST_DESCRIBE_STRUCT(CriteriaFile, (), (criteria))

struct CriteriaImported {
  std::int64_t added;
  std::int64_t known;  // with the same title and words: left alone
};
BOOST_DESCRIBE_STRUCT(CriteriaImported, (), (added, known))

const db::Statement criteria_in_use{"criteria.criteria_in_use", {criterion_columns, R"sql(
 WHERE c.status = 'in_use'
 ORDER BY c.code NULLS LAST, c.title
)sql"}};

http::Response give(const http::Request& request, db::Session& session, ExportFormat format, const CriteriaParts& parts) {
  const auto all = session.rows<Criterion>(criteria_in_use);
  const auto table = [&] { return table_of(all, parts.columns, request.language, parts.messages); };
  if (format == ExportFormat::csv) return http::file(documents::csv_type, "criteria.csv", documents::to_csv(table()));
  if (format == ExportFormat::xlsx) return http::file(documents::xlsx_type, "criteria.xlsx", documents::to_xlsx(table()));
  CriteriaFile file;
  for (const Criterion& each : all) file.criteria.push_back(each);
  return http::file("application/json", "criteria.json", json::dump(json::encode(file)));
}

// One of a file: stored, known already, or its wrong fields.
std::vector<FieldError> take_one(db::Session& session, const CriterionInput& in, CriteriaImported& out, Instant now) {
  try {
    check(session, in);
  } catch (const Error& fault) {
    return fault.fields();
  }
  if (!session.query("SELECT 1 FROM criteria.criterion WHERE title = $1 AND text = $2", in.title, in.text).empty()) {
    ++out.known;
    return {};
  }
  insert(session, in, "in_use", {}, {}, now);
  ++out.added;
  return {};
}

CriteriaImported take(const http::Request& request, db::Session& session, const CriteriaFile& file) {
  CriteriaImported out{0, 0};
  std::vector<FieldError> errors;
  for (std::size_t i = 0; i < file.criteria.size(); ++i)
    for (const FieldError& each : take_one(session, file.criteria[i], out, request.now))
      errors.push_back({"/criteria/" + std::to_string(i) + each.pointer, each.code, each.args});
  if (!errors.empty()) throw bad_request(std::move(errors));
  return out;
}

}  // namespace

void add_exchange_routes(http::Router& router, const CriteriaParts& parts) {
  router.export_table<ExportQuery>("/criteria-exports", "criteria.read",
                                   {"exportCriteria", "criteria", "The library as JSON (whole), CSV or XLSX"}, "application/json",
                                   [parts](const http::Request& request, db::Session& session, const ExportQuery& query) {
                                     return give(request, session, query.format.value_or(ExportFormat::json), parts);
                                   });
  router.post<CriteriaImported>("/criteria-imports", "criteria.keep",
                                {"importCriteria", "criteria", "Criteria of a neighbour, as exported in JSON; all or none"}, take);
  router.upload<CriteriaImported>("/criteria-table-imports", "criteria.keep",
                                  {"importCriteriaTable", "criteria", "The same from a table in one step; all rows or none"},
                                  [parts, kind = import_kind()](const http::Request& request, db::Session& session) {
                                    const imports::Taken taken = imports::take(request, session, kind, parts.columns, parts.messages);
                                    return CriteriaImported{taken.added, taken.changed + taken.same};
                                  });
}

void add_routes(http::Router& router, const CriteriaParts& parts) {
  add_search_routes(router, parts.library);
  add_focus_routes(router, parts.messages, parts.pdf_tool);
  add_keeper_routes(router, parts.messages);
  add_exchange_routes(router, parts);
}

}  // namespace tenzij::criteria
