// Purchases as a list, as a calendar and as a file.
#include "platform/db/order.h"
#include "platform/documents/table.h"
#include "purchase/store.h"

namespace tenzij::purchase {

namespace {

struct PurchaseLine {
  Uuid id;
  std::optional<std::string> reference;
  std::string title;
  std::optional<std::string> category;
  std::optional<std::string> cpv;
  Nature nature{};
  std::int64_t value_cents;
  std::optional<Uuid> unit_id;
  std::optional<std::string> unit;
  std::optional<std::string> budget_holder;
  std::optional<std::string> procedure;
  Status status{};
  bool small = false;
  std::optional<Date> start_on;
  std::optional<Date> publish_on;
  std::optional<Date> contract_from;
  std::optional<Date> contract_to;
  int year;
  int applied;
  int unless;
  int undecided;
  std::optional<OpenAs> open_as;  // public
};
BOOST_DESCRIBE_STRUCT(PurchaseLine, (),
                      (id, reference, title, category, cpv, nature, value_cents, unit_id, unit, budget_holder, procedure, status, small,
                       start_on, publish_on, contract_from, contract_to, year, applied, unless, undecided, open_as))

struct PurchasePage {
  std::vector<PurchaseLine> items;
  std::int64_t total;
  std::int64_t value_cents;
  // How often something is asked on a theme, and so on, in all that was found; with a theme on that theme.
  std::int64_t applied;
  std::int64_t unless;
  std::int64_t undecided;
  std::int64_t page;
  std::int64_t page_size;
};
BOOST_DESCRIBE_STRUCT(PurchasePage, (), (items, total, value_cents, applied, unless, undecided, page, page_size))

// nearest: what comes first, then what was last.
enum class Order { newest, soonest, value, nearest };
BOOST_DESCRIBE_ENUM(Order, newest, soonest, value, nearest)

// The heads of the columns.
enum class PurchaseSort { title, publish_on, value, status, unit, budget_holder, undecided };
BOOST_DESCRIBE_ENUM(PurchaseSort, title, publish_on, value, status, unit, budget_holder, undecided)
struct PurchaseQuery : PurchaseFilter {
  std::optional<Order> order;
  std::optional<PurchaseSort> sort;  // goes before `order`
  std::optional<bool> descending;
  std::optional<std::int64_t> page;
  std::optional<std::int64_t> page_size;
};
BOOST_DESCRIBE_STRUCT(PurchaseQuery, (PurchaseFilter), (order, sort, descending, page, page_size))

enum class FileFormat { csv, xlsx };
BOOST_DESCRIBE_ENUM(FileFormat, csv, xlsx)
struct PurchaseFileQuery : PurchaseFilter {
  std::optional<FileFormat> format;
};
BOOST_DESCRIBE_STRUCT(PurchaseFileQuery, (PurchaseFilter), (format))

constexpr std::string_view published_anyway = R"sql(
EXISTS (SELECT 1 FROM purchase.decision d
         WHERE d.municipality_id = p.municipality_id AND d.purchase_id = p.id AND d.kind = 'published_anyway')
)sql";

constexpr std::string_view has_theme = R"sql(
EXISTS (SELECT 1 FROM purchase.impact i
         WHERE i.municipality_id = p.municipality_id AND i.purchase_id = p.id AND i.theme = $1)
)sql";

constexpr std::string_view has_state = R"sql(
EXISTS (SELECT 1 FROM purchase.impact i
         WHERE i.municipality_id = p.municipality_id AND i.purchase_id = p.id AND i.state = $1)
)sql";

constexpr std::string_view has_theme_in_state = R"sql(
EXISTS (SELECT 1 FROM purchase.impact i
         WHERE i.municipality_id = p.municipality_id AND i.purchase_id = p.id AND i.theme = $1 AND i.state = $2)
)sql";

constexpr std::string_view theme_undecided = "$1 <> ALL (p.applied_themes || p.unless_themes)";
constexpr std::string_view theme_decided = "$1 = ANY (p.applied_themes || p.unless_themes)";

}  // namespace

db::Filter chosen_purchases(const PurchaseFilter& in, const Uuid& me) {
  db::Filter out;
  if (in.archived.value_or(false)) out.where("p.archived_at IS NOT NULL");
  else out.where("p.archived_at IS NULL");
  out.asked("p.search @@ $1::tsquery", scan::search_query(in.search));
  out.asked("p.status = ANY ($1::text[])", in.statuses);
  if (in.unit_only.value_or(false)) out.asked("p.unit_id = $1", in.unit_id);
  else out.asked("p.unit_id IN (SELECT id FROM organisation.unit_and_below($1))", in.unit_id);
  out.when(in.counted.value_or(false), "p.status <> 'stopped'");
  out.when(in.no_unit.value_or(false), "p.unit_id IS NULL");
  out.when(in.no_category.value_or(false), "p.category IS NULL");
  if (in.mine.value_or(false)) out.where("$1 IN (p.budget_holder_id, p.advisor_id, p.contract_manager_id)", me);
  out.asked("p.category = $1", in.category);
  out.asked("p.year = $1", in.year);
  out.asked("p.band = $1", in.band);
  out.asked("p.small = $1", in.small);
  if (in.undecided && in.theme && *in.undecided) out.where(theme_undecided, *in.theme);
  else if (in.undecided && in.theme) out.where(theme_decided, *in.theme);
  else if (in.undecided) out.when(*in.undecided, "p.undecided > 0").when(!*in.undecided, "p.undecided = 0");
  if (in.open) out.when(*in.open, "p.open_as IS NOT NULL").when(!*in.open, "p.open_as IS NULL");
  out.asked("p.publish_on >= $1", in.from);
  out.asked("p.publish_on <= $1", in.to);
  out.when(in.anyway.value_or(false), published_anyway);
  if (in.theme && in.state) out.where(has_theme_in_state, *in.theme, *in.state);
  else out.asked(has_theme, in.theme).asked(has_state, in.state);
  return out;
}

namespace {

const db::Statement sum_of_purchases{"purchase.sum_of_purchases", R"sql(
SELECT count(*), coalesce(sum(p.value_cents), 0)::bigint,
       coalesce(sum(CASE WHEN $1::text IS NULL THEN p.applied
                         ELSE ($1 = ANY (p.applied_themes))::int
                    END), 0)::bigint,
       coalesce(sum(CASE WHEN $1 IS NULL THEN p.unless ELSE ($1 = ANY (p.unless_themes))::int END), 0)::bigint,
       coalesce(sum(CASE WHEN $1 IS NULL THEN p.undecided
                         ELSE ($1 <> ALL (p.applied_themes || p.unless_themes))::int
                    END), 0)::bigint
  FROM purchase.purchase p
 WHERE true /* filter */
)sql"};

constexpr std::string_view chosen_lines = R"sql(
SELECT p.id, p.reference, p.title, p.category, p.cpv, p.nature, p.value_cents, p.unit_id, u.name AS unit,
       b.name AS budget_holder, p.procedure, p.status, p.small, p.start_on, p.publish_on, p.contract_from,
       p.contract_to, p.year, p.applied, p.unless, p.undecided, p.open_as
  FROM purchase.purchase p
  LEFT JOIN organisation.unit u ON u.municipality_id = p.municipality_id AND u.id = p.unit_id
  LEFT JOIN organisation.person b ON b.municipality_id = p.municipality_id AND b.id = p.budget_holder_id
 WHERE true /* filter */
)sql";

constexpr std::string_view one_page = R"sql(
 LIMIT $1 OFFSET $2
)sql";

const db::Statement soonest_purchases{"purchase.soonest_purchases",
                                      {chosen_lines, R"sql(
 ORDER BY /* order */ p.publish_on, p.id
)sql",
                                       one_page}};

const db::Statement latest_purchases{"purchase.latest_purchases",
                                     {chosen_lines, R"sql(
 ORDER BY /* order */ p.publish_on DESC, p.id DESC
)sql",
                                      one_page}};

const db::Statement largest_purchases{"purchase.largest_purchases",
                                      {chosen_lines, R"sql(
 ORDER BY /* order */ p.value_cents DESC, p.id
)sql",
                                       one_page}};

// Nothing known stands after what comes and before what was.
const db::Statement nearest_purchases{"purchase.nearest_purchases",
                                      {chosen_lines, R"sql(
 ORDER BY /* order */
          CASE WHEN p.publish_on >= platform.today() THEN 0 WHEN p.publish_on IS NULL THEN 1 ELSE 2 END,
          CASE WHEN p.publish_on >= platform.today() THEN p.publish_on END, p.publish_on DESC, p.id
)sql",
                                       one_page}};

const db::Statement& lines_in(Order order) {
  switch (order) {
    case Order::nearest:
      return nearest_purchases;
    case Order::soonest:
      return soonest_purchases;
    case Order::value:
      return largest_purchases;
    default:
      return latest_purchases;
  }
}

db::Sql column_of(PurchaseSort sort) {
  switch (sort) {
    case PurchaseSort::title:
      return "lower(p.title)";
    case PurchaseSort::publish_on:
      return "p.publish_on";
    case PurchaseSort::value:
      return "p.value_cents";
    case PurchaseSort::status:
      return "array_position(ARRAY['planned', 'preparation', 'consultation', 'published', 'awarded', 'running', 'ended', "
             "'stopped'], p.status)";
    case PurchaseSort::unit:
      return "u.name";
    case PurchaseSort::budget_holder:
      return "b.name";
    default:
      return "p.undecided";
  }
}

PurchasePage list_purchases(const http::Request& request, db::Session& session, const PurchaseQuery& query) {
  PurchasePage out{{}, 0, 0, 0, 0, 0, query.page.value_or(1), query.page_size.value_or(limits::page_size)};
  std::vector<FieldError> errors;
  if (out.page < 1) errors.push_back({"?page", "outOfRange", {{"least", "1"}, {"most", "…"}}});
  if (out.page_size < 1 || out.page_size > limits::page_size_largest)
    errors.push_back({"?pageSize", "outOfRange", {{"least", "1"}, {"most", std::to_string(limits::page_size_largest)}}});
  if (!errors.empty()) throw bad_request(std::move(errors));
  const db::Filter filter = chosen_purchases(query, request.who.person_id);
  const auto sums = session.query(filter.in(sum_of_purchases, query.theme));
  out.total = sums.get<std::int64_t>(0, 0);
  out.value_cents = sums.get<std::int64_t>(0, 1);
  out.applied = sums.get<std::int64_t>(0, 2);
  out.unless = sums.get<std::int64_t>(0, 3);
  out.undecided = sums.get<std::int64_t>(0, 4);
  session.query("SELECT set_config('tenzij.today', $1, true)", date_of(request.now).str());
  db::Filtered lines = filter.in(lines_in(query.order.value_or(Order::newest)), out.page_size, (out.page - 1) * out.page_size);
  if (query.sort) lines = db::ordered(std::move(lines), column_of(*query.sort), query.descending.value_or(false));
  out.items = session.rows<PurchaseLine>(lines);
  return out;
}

std::string iso(const std::optional<Date>& day) { return day ? day->str() : ""; }

const db::Statement purchases_for_a_file{"purchase.purchases_for_a_file", {purchase_rows, R"sql(
 WHERE true /* filter */
 ORDER BY p.publish_on, p.id
 LIMIT $1
)sql"}};

// The columns that importing reads again, whatever is behind them; and figures for who looks at the file.
http::Response file(const http::Request& request, db::Session& session, const PurchaseFileQuery& query, const PurchaseParts& parts) {
  const auto rows = session.rows<PurchaseRow>(chosen_purchases(query, request.who.person_id).in(purchases_for_a_file, limits::export_rows));
  const auto say = [&](const std::string& code) { return parts.messages.say(request.language, code); };
  documents::Table table{say("purchase.file.sheet"), {}, {}};
  for (const char* column :
       {"id",         "reference", "title",           "need",    "category",        "cpv",    "nature",   "social", "value",
        "lots",       "unit",      "budgetHolder",    "advisor", "contractManager", "start",  "publish",  "award",  "contractFrom",
        "contractTo", "procedure", "procedureReason", "status",  "applied",         "unless", "undecided"})
    table.head.push_back(parts.columns.heading("purchases", column, request.language));
  for (const PurchaseRow& each : rows)
    table.rows.push_back({each.id.str(),
                          each.reference.value_or(""),
                          each.title,
                          each.need,
                          each.category.value_or(""),
                          each.cpv.value_or(""),
                          say("purchase.nature." + std::string(boost::describe::enum_to_string(each.nature, ""))),
                          say(each.social ? "yes" : "no"),
                          documents::Cents{each.value_cents},
                          static_cast<long long>(each.lots),
                          each.unit.value_or(""),
                          each.budget_holder.value_or(""),
                          each.advisor.value_or(""),
                          each.contract_manager.value_or(""),
                          iso(each.start_on),
                          iso(each.publish_on),
                          iso(each.award_on),
                          iso(each.contract_from),
                          iso(each.contract_to),
                          each.procedure.value_or(""),
                          each.procedure_reason.value_or(""),
                          say("purchase.status." + std::string(boost::describe::enum_to_string(each.status, ""))),
                          static_cast<long long>(each.applied),
                          static_cast<long long>(each.unless),
                          static_cast<long long>(each.undecided)});
  if (query.format == FileFormat::xlsx) return http::file(documents::xlsx_type, "inkoopkalender.xlsx", documents::to_xlsx(table));
  return http::file(documents::csv_type, "inkoopkalender.csv", documents::to_csv(table));
}

}  // namespace

void add_list_routes(http::Router& router, const PurchaseParts& parts) {
  router.get<PurchasePage>("/purchases", "purchase.read",
                           {"listPurchases", "purchases", "Purchases by unit, status, theme, year and value"}, list_purchases);
  router.export_table<PurchaseFileQuery>(
      "/purchase-exports", "purchase.read", {"exportPurchases", "purchases", "The calendar as CSV or XLSX; it can be imported again"},
      "text/csv", [parts](const http::Request& request, db::Session& session, const PurchaseFileQuery& query) {
        return file(request, session, query, parts);
      });
}

}  // namespace tenzij::purchase
