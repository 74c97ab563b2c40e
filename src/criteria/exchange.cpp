// The library out and in: JSON whole, CSV for who reads tables. All lines or none.
#include <map>

#include "criteria/store.h"
#include "platform/documents/foreign.h"
#include "platform/documents/table.h"
#include "platform/http/multipart.h"

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

// "percentage:percentage=40; plekken:number=10"
std::string variables_text(const std::vector<Variable>& all) {
  std::string out;
  for (const Variable& each : all)
    out += (out.empty() ? "" : "; ") + each.name + ":" + boost::describe::enum_to_string(each.kind, "") + "=" + each.value;
  return out;
}

std::vector<Variable> variables_of(std::string_view cell) {
  std::vector<Variable> out;
  for (const auto part : text::split(cell, ';')) {
    const std::string each(text::trim(part));
    const std::size_t colon = each.find(':');
    const std::size_t equals = each.find('=', colon == std::string::npos ? 0 : colon);
    if (colon == std::string::npos || equals == std::string::npos) continue;
    Variable& variable = out.emplace_back(Variable{each.substr(0, colon), VariableKind::text, each.substr(equals + 1)});
    boost::describe::enum_from_string(each.substr(colon + 1, equals - colon - 1).c_str(), variable.kind);
  }
  return out;
}

documents::Table table_of(const std::vector<Criterion>& all) {
  documents::Table table{"Criteria",
                         {"title", "text", "variables", "themes", "instrument", "level", "open", "categories", "explanation", "evidence",
                          "moment", "who", "fromEuro", "indicator", "legal", "source", "used", "dropped"},
                         {}};
  for (const Criterion& each : all)
    table.rows.push_back({each.title, each.text, variables_text(each.variables), joined(each.themes), each.instrument,
                          static_cast<long long>(each.level), std::string(each.open ? "yes" : ""), joined(each.categories),
                          each.explanation, each.evidence, std::string(boost::describe::enum_to_string(each.moment, "")),
                          std::string(boost::describe::enum_to_string(each.who, "")), static_cast<long long>(each.from_cents / 100),
                          each.indicator.value_or(""), each.legal.value_or(""), each.source.value_or(""), static_cast<long long>(each.used),
                          static_cast<long long>(each.dropped)});
  return table;
}

std::vector<std::string> list_of(const std::string& cell) {
  std::vector<std::string> out;
  for (const auto part : text::split(cell, ','))
    if (!text::trim(part).empty()) out.emplace_back(text::trim(part));
  return out;
}

// A line of the table that is given out; other columns are passed over, missing ones are empty.
CriterionInput input_of(const std::map<std::string, std::string>& row) {
  const auto cell = [&](const char* name) {
    const auto found = row.find(name);
    return found == row.end() ? std::string() : found->second;
  };
  const auto maybe = [&](const char* name) { return cell(name).empty() ? std::nullopt : std::optional(cell(name)); };
  const auto number = [&](const char* name, long long otherwise) {
    long long out = otherwise;
    return text::to_int(cell(name), out) ? out : otherwise;
  };
  CriterionInput out;
  out.title = cell("title");
  out.text = cell("text");
  out.variables = variables_of(cell("variables"));
  out.themes = list_of(cell("themes"));
  out.instrument = cell("instrument");
  out.level = static_cast<int>(std::clamp(number("level", 0), 0LL, 9LL));
  out.open = cell("open") == "yes" || cell("open") == "ja";
  out.categories = list_of(cell("categories"));
  out.explanation = cell("explanation");
  out.evidence = cell("evidence");
  boost::describe::enum_from_string(cell("moment").c_str(), out.moment);
  boost::describe::enum_from_string(cell("who").c_str(), out.who);
  // A CSV cannot hold more; a larger figure is as good as never.
  out.from_cents = std::clamp(number("fromEuro", 0), -1LL, 1'000'000'000'000LL) * 100;
  out.indicator = maybe("indicator");
  out.legal = maybe("legal");
  out.source = maybe("source");
  return out;
}

http::Response give(db::Session& session, ExportFormat format) {
  const auto all = session.rows<Criterion>(criterion_columns() + "WHERE c.status = 'in_use' ORDER BY c.code NULLS LAST, c.title");
  if (format == ExportFormat::csv) return http::file(documents::csv_type, "criteria.csv", documents::to_csv(table_of(all)));
  if (format == ExportFormat::xlsx) return http::file(documents::xlsx_type, "criteria.xlsx", documents::to_xlsx(table_of(all)));
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

CriteriaImported take_table(const http::Request& request, db::Session& session, reader::Readers& readers, const Messages& messages) {
  const auto parts = http::multipart(request);
  const auto rows = documents::table_of(readers, http::first_file(parts).content);
  if (rows.size() < 2) throw bad_field("/files", "emptyFile");
  CriteriaImported out{0, 0};
  std::vector<FieldError> errors;
  for (std::size_t i = 1; i < rows.size() && errors.size() < limits::field_errors; ++i) {
    std::map<std::string, std::string> row;
    for (std::size_t at = 0; at < rows[i].cells.size() && at < rows[0].cells.size(); ++at) row[rows[0].cells[at]] = rows[i].cells[at];
    const std::string line = std::to_string(rows[i].line);
    for (const FieldError& each : take_one(session, input_of(row), out, request.now))
      errors.push_back(
          {"/files/" + line + each.pointer,
           "rowWrong",
           {{"line", line}, {"problem", each.pointer.substr(1) + ": " + messages.say(request.language, each.code, each.args)}}});
  }
  if (!errors.empty()) throw bad_request(std::move(errors));
  return out;
}

}  // namespace

void add_exchange_routes(http::Router& router, reader::Readers& readers, const Messages& messages) {
  router.download<ExportQuery>("/criteria-exports", "criteria.read",
                               {"exportCriteria", "criteria", "The library as JSON (whole), CSV or XLSX"}, "application/json",
                               [](const http::Request&, db::Session& session, const ExportQuery& query) {
                                 return give(session, query.format.value_or(ExportFormat::json));
                               });
  router.post<CriteriaImported>("/criteria-imports", "criteria.keep",
                                {"importCriteria", "criteria", "Criteria of a neighbour, as exported in JSON; all or none"}, take);
  router.upload<CriteriaImported>("/criteria-table-imports", "criteria.keep",
                                  {"importCriteriaTable", "criteria", "The same from CSV or XLSX, with the columns that are given out"},
                                  [&readers, &messages](const http::Request& request, db::Session& session) {
                                    return take_table(request, session, readers, messages);
                                  });
}

void add_routes(http::Router& router, const CriteriaParts& parts) {
  add_search_routes(router, parts.library);
  add_focus_routes(router, parts.messages, parts.pdf_tool);
  add_keeper_routes(router);
  add_exchange_routes(router, parts.readers, parts.messages);
}

}  // namespace tenzij::criteria
