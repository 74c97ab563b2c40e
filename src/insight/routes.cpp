#include "insight/insight.h"
#include "platform/base/money.h"
#include "platform/documents/table.h"

namespace tenzij::insight {

namespace {

struct ProcedureList {
  std::vector<ProcedureRow> items;
  std::int64_t total;  // also of those that do not fit in one answer
  bool truncated;
};
BOOST_DESCRIBE_STRUCT(ProcedureList, (), (items, total, truncated))

enum class FileFormat { csv, xlsx };
BOOST_DESCRIBE_ENUM(FileFormat, csv, xlsx)

struct ExportQuery : Query {
  std::optional<FileFormat> format;
};
BOOST_DESCRIBE_STRUCT(ExportQuery, (Query), (format))

// Rows on one page; whoever wants all of them takes the download.
constexpr int rows_shown = 500;

void check(const Query& query) {
  std::vector<FieldError> errors;
  const auto one_of = [&](const std::optional<std::string>& value, const char* name, std::initializer_list<std::string_view> allowed) {
    if (value && std::find(allowed.begin(), allowed.end(), *value) == allowed.end())
      errors.push_back({std::string("?") + name, "notInList"});
  };
  one_of(query.band, "band", {"lt50", "lt100", "lt_eu", "ge_eu", "unknown"});
  one_of(query.threshold, "threshold", {"above", "below", "unknown"});
  one_of(query.status, "status",
         {"asks", "ambition", "silent", "sme", "joint", "other_currency", "no_value", "both", "asked_only", "declared_only"});
  if (query.from && query.to && *query.from > *query.to) errors.push_back({"?from", "fromAfterTo"});
  for (const auto& [name, year] : {std::pair{"?from", query.from}, std::pair{"?to", query.to}})
    if (year && (*year < 1900 || *year > 9998)) errors.push_back({name, "outOfRange", {{"least", "1900"}, {"most", "9998"}}});
  if (!errors.empty()) throw bad_request(errors);
}

std::string joined(const std::vector<std::string>& list) {
  std::string out;
  for (const auto& each : list) out += (out.empty() ? "" : ", ") + each;
  return out;
}

http::Response download(const http::Request& request, db::Session& session, const ExportQuery& query, const Messages& messages) {
  check(query);
  const auto say = [&](const char* code) { return messages.say(request.language, code); };
  documents::Table table{say("tableProcedures"),
                         {say("columnTitle"), say("columnDate"), say("columnNature"), say("columnProcedure"), "CPV", say("columnValue"),
                          say("columnMaximum"), say("columnOtherCurrency"), say("columnOutcome"), say("columnWhose"),
                          say("columnThreshold"), say("columnThemes"), say("columnDeclared"), say("columnKey")},
                         {}};
  for (const ProcedureRow& row : procedures(session, query, limits::export_rows))
    table.rows.push_back({row.title, row.published_on ? row.published_on->str() : std::string(), row.nature, row.procedure_type,
                          row.cpv_division, row.value_cents ? documents::Cell(documents::Cents{*row.value_cents}) : documents::Cell(),
                          row.maximum_cents ? documents::Cell(documents::Cents{*row.maximum_cents}) : documents::Cell(),
                          row.foreign_cents ? cents_to_decimal(*row.foreign_cents) + " " + row.foreign_currency : std::string(),
                          row.outcome, row.whose, row.threshold, joined(row.themes), joined(row.declared_themes), row.procedure_key});
  http::Response response;
  const bool xlsx = query.format == FileFormat::xlsx;
  response.content_type = xlsx ? documents::xlsx_type : documents::csv_type;
  response.set("Content-Disposition", http::attachment(std::string("waar-staan-we.") + (xlsx ? "xlsx" : "csv")));
  response.body = xlsx ? documents::to_xlsx(table) : documents::to_csv(table);
  return response;
}

}  // namespace

void add_routes(http::Router& router, std::vector<NationalFigure> references, const Messages& messages) {
  router.get<Standing>("/insight/standing", "insight.read", {"getStanding", "insight", "Where do we stand: all figures of the page"},
                       [references = std::move(references)](const http::Request&, db::Session& session, const Query& query) {
                         check(query);
                         return standing(session, query, references);
                       });
  router.get<ProcedureList>("/insight/procedures", "insight.read", {"listProcedures", "insight", "The procedures behind a figure"},
                            [](const http::Request&, db::Session& session, const Query& query) {
                              check(query);
                              ProcedureList out{procedures(session, query, rows_shown), 0, false};
                              out.total = std::ssize(out.items);
                              if (out.total == rows_shown) out.total = procedure_count(session, query);
                              out.truncated = out.total > std::ssize(out.items);
                              return out;
                            });
  router.get<FocusProposalList>(
      "/category-focus-proposals", "insight.read",
      {"proposeCategoryFocus", "insight", "Focus per category and theme as past calls asked it, with how many did"},
      [](const http::Request&, db::Session& session) { return FocusProposalList{focus_proposals(session)}; });
  router.export_table<ExportQuery>("/insight/procedures/export", "insight.read",
                                   {"exportProcedures", "insight", "The same rows as CSV or XLSX"}, "text/csv",
                                   [&messages](const http::Request& request, db::Session& session, const ExportQuery& query) {
                                     return download(request, session, query, messages);
                                   });
}

}  // namespace tenzij::insight
