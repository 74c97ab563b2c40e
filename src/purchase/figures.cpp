// Impact, unless, in figures: by theme, unit, category, value and year; the reasons; who decides; how it turned out.
#include "purchase/store.h"

namespace tenzij::purchase {

namespace {

struct PurchaseFiguresQuery {
  std::optional<Uuid> unit_id;  // with everything under it
  std::optional<std::string> theme;
  std::optional<std::string> category;
  std::optional<int> year;
  std::optional<int> band;
};
BOOST_DESCRIBE_STRUCT(PurchaseFiguresQuery, (), (unit_id, theme, category, year, band))

// Themes of purchases by their state. `purchases` with something applied are `with_impact`; the euros are those purchases'.
struct PurchaseCount {
  std::string key;  // of a unit its id, of a band its number
  std::string name;
  std::int64_t purchases;
  std::int64_t value_cents;
  std::int64_t with_impact;
  std::int64_t impact_cents;
  std::int64_t applied;
  std::int64_t unless;
  std::int64_t undecided;
};
BOOST_DESCRIBE_STRUCT(PurchaseCount, (), (key, name, purchases, value_cents, with_impact, impact_cents, applied, unless, undecided))

struct CountedName {
  std::string key;
  std::int64_t count;
};
BOOST_DESCRIBE_STRUCT(CountedName, (), (key, count))

struct PurchaseFigures {
  PurchaseCount all;
  std::vector<PurchaseCount> bands;  // below 50,000, below 100,000, below 250,000, below 1,000,000, above: always all five
  std::vector<PurchaseCount> themes;
  std::vector<PurchaseCount> units;
  std::vector<PurchaseCount> categories;
  std::vector<PurchaseCount> years;
  std::vector<CountedName> reasons;   // of the unless that holds
  std::vector<CountedName> people;    // who decided
  std::vector<CountedName> outcomes;  // looked back on
  std::int64_t anyway;                // published although a theme was not decided
  std::int64_t second_looks;          // an unless below policy that waits for a second look
  std::int64_t lapsed;                // how many times an unless or a proposal lapsed
  std::vector<int> all_years;         // to choose from
};
BOOST_DESCRIBE_STRUCT(PurchaseFigures, (),
                      (all, bands, themes, units, categories, years, reasons, people, outcomes, anyway, second_looks, lapsed, all_years))

// What is counted: running and past, not what was stopped or put away.
constexpr std::string_view counted = R"sql(
  FROM purchase.purchase p
 WHERE p.archived_at IS NULL
   AND p.status <> 'stopped'
   AND ($1::uuid IS NULL OR p.unit_id IN (SELECT id FROM organisation.unit_and_below($1)))
   AND ($2::text IS NULL OR p.category = $2)
   AND ($3::int IS NULL OR p.year = $3)
   AND ($4::int IS NULL OR p.band = $4)
)sql";

const db::Statement purchases_four_ways{"purchase.purchases_four_ways",
                                        {R"sql(
WITH cube AS (
  SELECT unit_id, category, year, band, count(*) AS purchases, sum(value_cents) AS value_cents,
         count(*) FILTER (WHERE applied > 0) AS with_impact,
         coalesce(sum(value_cents) FILTER (WHERE applied > 0), 0) AS impact_cents, sum(applied) AS applied,
         sum(unless) AS unless, sum(undecided) AS undecided
    FROM (SELECT p.unit_id, p.category, p.year, p.band, p.value_cents,
                 CASE WHEN $5::text IS NULL THEN p.applied
                      ELSE ($5 = ANY (p.applied_themes))::int
                 END AS applied,
                 CASE WHEN $5 IS NULL THEN p.unless ELSE ($5 = ANY (p.unless_themes))::int END AS unless,
                 CASE WHEN $5 IS NULL THEN p.undecided
                      ELSE ($5 <> ALL (p.applied_themes || p.unless_themes))::int
                 END AS undecided
)sql",
                                         counted, R"sql(
         ) c
   GROUP BY 1, 2, 3, 4
)
SELECT CASE WHEN GROUPING(band) = 0 THEN band::text
            WHEN GROUPING(unit_id) = 0 THEN coalesce(unit_id::text, '')
            WHEN GROUPING(category) = 0 THEN coalesce(category, '')
            WHEN GROUPING(year) = 0 THEN year::text
            ELSE ''
       END AS key,
       CASE WHEN GROUPING(band) = 0 THEN 'band'
            WHEN GROUPING(unit_id) = 0 THEN 'unit'
            WHEN GROUPING(category) = 0 THEN 'category'
            WHEN GROUPING(year) = 0 THEN 'year'
            ELSE 'all'
       END AS name,
       coalesce(sum(purchases), 0)::bigint AS purchases, coalesce(sum(value_cents), 0)::bigint AS value_cents,
       coalesce(sum(with_impact), 0)::bigint AS with_impact,
       coalesce(sum(impact_cents), 0)::bigint AS impact_cents, coalesce(sum(applied), 0)::bigint AS applied,
       coalesce(sum(unless), 0)::bigint AS unless, coalesce(sum(undecided), 0)::bigint AS undecided
  FROM cube
 GROUP BY GROUPING SETS ((band), (unit_id), (category), (year), ())
 ORDER BY 2, 1
)sql"}};

// One pass over the purchases, cut four ways. With a theme its own state counts, otherwise all six.
std::vector<PurchaseCount> cuts(db::Session& session, const PurchaseFiguresQuery& query) {
  return session.rows<PurchaseCount>(purchases_four_ways, query.unit_id, query.category, query.year, query.band, query.theme);
}

const db::Statement purchases_by_theme{"purchase.purchases_by_theme",
                                       {R"sql(
WITH same AS MATERIALIZED (
  SELECT p.applied_themes, p.unless_themes, count(*) AS purchases, sum(p.value_cents) AS value_cents
)sql",
                                        counted, R"sql(
   GROUP BY 1, 2
)
SELECT t.code AS key, '' AS name, coalesce(sum(s.purchases), 0)::bigint AS purchases,
       coalesce(sum(s.value_cents), 0)::bigint AS value_cents,
       coalesce(sum(s.purchases) FILTER (WHERE t.code = ANY (s.applied_themes)), 0)::bigint AS with_impact,
       coalesce(sum(s.value_cents) FILTER (WHERE t.code = ANY (s.applied_themes)), 0)::bigint AS impact_cents,
       coalesce(sum(s.purchases) FILTER (WHERE t.code = ANY (s.applied_themes)), 0)::bigint AS applied,
       coalesce(sum(s.purchases) FILTER (WHERE t.code = ANY (s.unless_themes)), 0)::bigint AS unless,
       coalesce(sum(s.purchases) FILTER (WHERE t.code <> ALL (s.applied_themes || s.unless_themes)), 0)::bigint
         AS undecided
  FROM reference.theme t
  LEFT JOIN same s ON true
 WHERE ($5::text IS NULL OR t.code = $5)
 GROUP BY t.code, t.position
 ORDER BY t.position
)sql"}};

// Purchases with the same states count together first: some hundreds of combinations, whatever the number of purchases.
std::vector<PurchaseCount> by_theme(db::Session& session, const PurchaseFiguresQuery& query) {
  return session.rows<PurchaseCount>(purchases_by_theme, query.unit_id, query.category, query.year, query.band, query.theme);
}

const db::Statement reasons_and_people{"purchase.reasons_and_people",
                                       {R"sql(
SELECT i.reason, i.decided_by, count(*)
  FROM purchase.impact i
  JOIN (SELECT p.municipality_id, p.id
)sql",
                                        counted, R"sql(
       ) p ON p.municipality_id = i.municipality_id AND p.id = i.purchase_id
 WHERE i.state = 'unless'
   AND ($5::text IS NULL OR i.theme = $5)
 GROUP BY GROUPING SETS ((i.reason), (i.decided_by))
 ORDER BY 3 DESC, 1, 2
)sql"}};

// Why and by whom, of every unless that holds now.
void add_reasons(db::Session& session, const PurchaseFiguresQuery& query, PurchaseFigures& out) {
  const auto rows = session.query(reasons_and_people, query.unit_id, query.category, query.year, query.band, query.theme);
  for (int i = 0; i < rows.rows(); ++i) {
    const bool reason = !rows.null(i, 0);
    (reason ? out.reasons : out.people).push_back({std::string(rows.text(i, reason ? 0 : 1)), rows.get<std::int64_t>(i, 2)});
  }
}

const db::Statement outcomes_of_unless{"purchase.outcomes_of_unless",
                                       {R"sql(
SELECT CASE WHEN d.kind = 'published_anyway' THEN '' ELSE coalesce(d.outcome, d.kind) END, count(*)
  FROM purchase.decision d
  JOIN (SELECT p.municipality_id, p.id
)sql",
                                        counted, R"sql(
       ) p ON p.municipality_id = d.municipality_id AND p.id = d.purchase_id
 WHERE (d.outcome IS NOT NULL OR d.kind IN ('published_anyway', 'lapsed'))
   AND ($5::text IS NULL OR d.theme = $5 OR d.kind = 'published_anyway')
 GROUP BY 1
 ORDER BY 2 DESC, 1
)sql"}};

// How it turned out, and what went out although not everything was decided.
void add_told(db::Session& session, const PurchaseFiguresQuery& query, PurchaseFigures& out) {
  const auto rows = session.query(outcomes_of_unless, query.unit_id, query.category, query.year, query.band, query.theme);
  for (int i = 0; i < rows.rows(); ++i) {
    const auto count = rows.get<std::int64_t>(i, 1);
    if (rows.text(i, 0).empty()) out.anyway = count;
    else if (rows.text(i, 0) == "lapsed") out.lapsed = count;
    else out.outcomes.push_back({std::string(rows.text(i, 0)), count});
  }
}

const db::Statement second_looks_waiting{"purchase.second_looks_waiting",
                                         {R"sql(
SELECT count(*)
  FROM purchase.impact i
  JOIN (SELECT p.municipality_id, p.id
)sql",
                                          counted, R"sql(
       ) p ON p.municipality_id = i.municipality_id AND p.id = i.purchase_id
 WHERE i.second_look
   AND ($5::text IS NULL OR i.theme = $5)
)sql"}};

const db::Statement years_of_purchases{"purchase.years_of_purchases", R"sql(
SELECT DISTINCT year
  FROM purchase.purchase
 WHERE archived_at IS NULL
   AND status <> 'stopped'
 ORDER BY 1
)sql"};

PurchaseFigures figures(db::Session& session, const PurchaseFiguresQuery& query) {
  PurchaseFigures out{};
  for (int band = 0; band < 5; ++band) out.bands.push_back({std::to_string(band), "", 0, 0, 0, 0, 0, 0, 0});
  for (PurchaseCount& each : cuts(session, query)) {
    const std::string cut = std::exchange(each.name, "");
    if (cut == "all") out.all = each;
    if (cut == "band") out.bands.at(static_cast<std::size_t>(each.key.at(0) - '0')) = each;
    if (cut == "unit") out.units.push_back(each);
    if (cut == "category") out.categories.push_back(each);
    if (cut == "year") out.years.push_back(each);
  }
  std::map<std::string, std::string> names;
  const auto units = session.query("SELECT id::text, name FROM organisation.unit");
  for (int i = 0; i < units.rows(); ++i) names[std::string(units.text(i, 0))] = std::string(units.text(i, 1));
  for (PurchaseCount& each : out.units) each.name = names[each.key];
  out.themes = by_theme(session, query);
  add_reasons(session, query, out);
  add_told(session, query, out);
  out.second_looks =
      session.scalar<std::int64_t>(second_looks_waiting, query.unit_id, query.category, query.year, query.band, query.theme).value_or(0);
  const auto years = session.query(years_of_purchases);
  for (int i = 0; i < years.rows(); ++i) out.all_years.push_back(years.get<int>(i, 0));
  return out;
}

}  // namespace

void add_figure_routes(http::Router& router) {
  router.get<PurchaseFigures>(
      "/purchase-figures", "purchase.read",
      {"getPurchaseFigures", "purchases", "Impact, unless, in figures; below 50,000 and 100,000 apart"},
      [](const http::Request&, db::Session& session, const PurchaseFiguresQuery& query) { return figures(session, query); });
}

}  // namespace tenzij::purchase
