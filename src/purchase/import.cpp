// A calendar of purchases in: CSV or XLSX, all lines or none. A line whose reference is known changes that purchase.
#include "platform/documents/foreign.h"
#include "platform/http/multipart.h"
#include "purchase/store.h"

namespace tenzij::purchase {

// purchases.cpp
void change_purchase(db::Session& session, const PurchaseRow& before, const PurchaseInput& in, const Knowledge& knowledge, Instant now);

namespace {

struct PurchasesImported {
  std::int64_t added;
  std::int64_t changed;
};
BOOST_DESCRIBE_STRUCT(PurchasesImported, (), (added, changed))

using Columns = std::map<std::string, std::size_t>;

// Columns by our names, or by what our own files call them in either language.
Columns columns_of(const documents::CsvRow& head, const Messages& messages) {
  std::map<std::string, std::string> names;
  for (const char* key : {"reference", "title", "need", "category", "cpv", "nature", "value", "lots", "unit", "budgetHolder", "advisor",
                          "start", "publish", "award", "contractFrom", "contractTo", "procedure"})
    for (const std::string& name : {std::string(key), messages.say("nl", std::string("purchase.file.") + key),
                                    messages.say("en", std::string("purchase.file.") + key)})
      names[text::lower_ascii(name)] = key;
  Columns out;
  for (std::size_t i = 0; i < head.cells.size(); ++i)
    if (const auto known = names.find(text::lower_ascii(head.cells[i])); known != names.end()) out.emplace(known->second, i);
  return out;
}

// "1.250.000,50", "€ 1250000", "1250000.5".
std::optional<std::int64_t> euros(const std::string& cell) {
  std::string out;
  for (const char c : cell)
    if ((c >= '0' && c <= '9') || c == ',' || c == '.') out += c;
    else if (c == '-') return std::nullopt;
  const std::size_t comma = out.find(',');
  if (comma != std::string::npos) {
    std::erase(out, '.');
    out[out.find(',')] = '.';
  } else if (const std::size_t dot = out.find('.');
             dot != std::string::npos && (out.size() - out.rfind('.') == 4 || out.find('.', dot + 1) != std::string::npos)) {
    std::erase(out, '.');  // points between thousands
  }
  return parse_cents(out);
}

// 2026-11-25 or 25-11-2026.
std::optional<Date> day(const std::string& cell) {
  if (const auto iso = Date::parse_lenient(cell)) return iso;
  if (cell.size() == 10 && cell[2] == cell[5]) return Date::parse(cell.substr(6) + "-" + cell.substr(3, 2) + "-" + cell.substr(0, 2));
  return std::nullopt;
}

class Reader {
 public:
  Reader(db::Session& session, const Messages& messages, std::string language, Columns columns)
      : session_(session), messages_(messages), language_(std::move(language)), columns_(std::move(columns)) {}

  std::vector<FieldError> errors;

  void fail(const documents::CsvRow& row, const std::string& column, const std::string& problem, const MessageArgs& args = {}) {
    if (errors.size() >= limits::field_errors) return;
    const std::string name = column.empty() ? "" : messages_.say(language_, "purchase.file." + column) + ": ";
    errors.push_back({"/files/" + std::to_string(row.line) + (column.empty() ? "" : "/" + column),
                      "rowWrong",
                      {{"line", std::to_string(row.line)}, {"problem", name + messages_.say(language_, problem, args)}}});
  }

  // What the line says over what was known of it.
  PurchaseInput read(const documents::CsvRow& row, PurchaseInput out) {
    const auto text_into = [&](const char* column, std::string& into) {
      if (const auto cell = cell_of(row, column)) into = *cell;
    };
    text_into("title", out.title);
    text_into("need", out.need);
    if (const auto cell = cell_of(row, "reference")) out.reference = *cell;
    if (const auto cell = cell_of(row, "cpv")) out.cpv = cell->substr(0, cell->find_first_not_of("0123456789"));
    if (const auto cell = cell_of(row, "procedure")) {
      out.procedure = named(
          row, "procedure",
          "SELECT code FROM reference.code WHERE list = 'buying_procedure' AND lower($1) IN (code, lower(name_nl), lower(name_en))", *cell);
      if (!out.procedure_reason) out.procedure_reason = messages_.say(language_, "purchase.imported");
    }
    if (const auto cell = cell_of(row, "category"))
      out.category =
          named(row, "category", "SELECT code FROM criteria.category WHERE lower($1) IN (code, lower(name_nl), lower(name_en))", *cell);
    if (const auto cell = cell_of(row, "nature")) {
      const auto code =
          named(row, "nature",
                "SELECT code FROM reference.code WHERE list = 'nature' AND lower($1) IN (code, lower(name_nl), lower(name_en))", *cell);
      if (code) boost::describe::enum_from_string(code->c_str(), out.nature);
    }
    if (const auto cell = cell_of(row, "value")) {
      if (const auto cents = euros(*cell)) out.value_cents = *cents;
      else fail(row, "value", "notAmount");
    }
    if (const auto cell = cell_of(row, "lots")) {
      long long number = 0;
      if (text::to_int(*cell, number) && number > 0 && number <= 10'000) out.lots = static_cast<int>(number);
      else fail(row, "lots", "notWholeNumber");
    }
    if (const auto cell = cell_of(row, "unit"))
      out.unit_id = id(row, "unit", "SELECT id FROM organisation.unit WHERE lower(name) = lower($1)", *cell, "unknownUnit");
    constexpr const char* person =
        "SELECT p.id FROM organisation.person p LEFT JOIN auth.account a ON a.municipality_id = p.municipality_id AND a.person_id = p.id "
        "WHERE "
        "lower($1) IN (lower(p.name), lower(a.user_name), lower(p.email)) ORDER BY p.id LIMIT 1";
    if (const auto cell = cell_of(row, "budgetHolder")) out.budget_holder_id = id(row, "budgetHolder", person, *cell, "unknownPerson");
    if (const auto cell = cell_of(row, "advisor")) out.advisor_id = id(row, "advisor", person, *cell, "unknownPerson");
    date_into(row, "start", out.start_on);
    date_into(row, "publish", out.publish_on);
    date_into(row, "award", out.award_on);
    date_into(row, "contractFrom", out.contract_from);
    date_into(row, "contractTo", out.contract_to);
    return out;
  }

  // An empty cell says nothing; it clears nothing.
  std::optional<std::string> cell_of(const documents::CsvRow& row, const char* column) const {
    const auto at = columns_.find(column);
    if (at == columns_.end() || at->second >= row.cells.size() || row.cells[at->second].empty()) return std::nullopt;
    return row.cells[at->second];
  }

 private:
  db::Session& session_;
  const Messages& messages_;
  std::string language_;
  Columns columns_;

  std::optional<std::string> named(const documents::CsvRow& row, const char* column, const char* statement, const std::string& cell) {
    auto out = session_.scalar<std::string>(statement, cell);
    if (!out) fail(row, column, "notInList");
    return out;
  }
  std::optional<Uuid> id(const documents::CsvRow& row, const char* column, const char* statement, const std::string& cell,
                         const char* problem) {
    auto out = session_.scalar<Uuid>(statement, cell);
    if (!out) fail(row, column, problem);
    return out;
  }
  void date_into(const documents::CsvRow& row, const char* column, std::optional<Date>& into) {
    const auto cell = cell_of(row, column);
    if (!cell) return;
    if (const auto found = day(*cell)) into = found;
    else fail(row, column, "notDate");
  }
};

PurchasesImported take(const http::Request& request, db::Session& session, const PurchaseParts& with) {
  const auto parts = http::multipart(request);
  const auto rows = documents::table_of(with.readers, http::first_file(parts).content);
  if (rows.size() < 2) throw bad_field("/files", "emptyFile");
  if (rows.size() > limits::calendar_rows + 1)
    throw bad_field("/files", "calendarTooLong", {{"limit", std::to_string(limits::calendar_rows)}});
  const Columns columns = columns_of(rows.front(), with.messages);
  if (!columns.contains("title")) throw bad_field("/files", "calendarWithoutTitle");
  Reader reader(session, with.messages, request.language, columns);
  PurchasesImported out{0, 0};
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const auto reference = reader.cell_of(rows[i], "reference");
    const auto known =
        reference ? session.scalar<Uuid>("SELECT id FROM purchase.purchase WHERE reference = $1 FOR UPDATE", *reference) : std::nullopt;
    PurchaseInput start;
    start.lots = 1;
    start.nature = Nature::services;
    const std::optional<PurchaseRow> before = known ? std::optional(purchase_row(session, *known)) : std::nullopt;
    if (before) start = *before;
    const std::size_t faults = reader.errors.size();
    const PurchaseInput in = reader.read(rows[i], start);
    if (reader.errors.size() > faults) continue;
    try {
      if (before) change_purchase(session, *before, in, with.knowledge, request.now);
      else add_purchase(session, in, with.knowledge, request.now);
      ++(before ? out.changed : out.added);
    } catch (const Error& fault) {
      if (fault.fields().empty()) throw;
      for (const FieldError& each : fault.fields()) reader.fail(rows[i], "", each.code, each.args);
    }
  }
  if (!reader.errors.empty()) throw bad_request(std::move(reader.errors));
  return out;
}

}  // namespace

void add_import_routes(http::Router& router, const PurchaseParts& parts) {
  router.upload<PurchasesImported>(
      "/purchase-imports", "purchase.edit",
      {"importPurchases", "purchases", "A calendar as CSV or XLSX; all lines or none, a known reference is changed"},
      [parts](const http::Request& request, db::Session& session) { return take(request, session, parts); });
}

}  // namespace tenzij::purchase
