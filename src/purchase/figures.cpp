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
  std::vector<int> all_years;         // to choose from
};
BOOST_DESCRIBE_STRUCT(PurchaseFigures, (), (all, bands, themes, units, categories, years, reasons, people, outcomes, anyway, all_years))

// What is counted: running and past, not what was stopped or put away.
constexpr std::string_view counted =
    "purchase.purchase p WHERE p.archived_at IS NULL AND p.status <> 'stopped' AND ($1::uuid IS NULL OR p.unit_id IN (SELECT id FROM "
    "organisation.unit_and_below($1))) AND ($2::text IS NULL OR p.category = $2) AND ($3::int IS NULL OR p.year = $3) AND ($4::int IS NULL "
    "OR "
    "p.band = $4) ";

// One pass over the purchases, cut four ways. With a theme its own state counts, otherwise all six.
std::vector<PurchaseCount> cuts(db::Session& session, const PurchaseFiguresQuery& query) {
  const bool one = query.theme.has_value();
  const std::string source =
      one ? "SELECT p.unit_id, p.category, p.year, p.band, p.value_cents, (i.state = 'applied')::int AS applied, (i.state = 'unless')::int "
            "AS "
            "unless, (i.state IN ('open', 'proposed'))::int AS undecided FROM (SELECT * FROM " +
                std::string(counted) +
                ") p JOIN purchase.impact i ON i.municipality_id = p.municipality_id AND i.purchase_id = p.id AND i.theme = $5"
          : "SELECT p.unit_id, p.category, p.year, p.band, p.value_cents, p.applied, p.unless, p.undecided FROM " + std::string(counted) +
                "AND $5::text IS NULL";
  return session.rows<PurchaseCount>(
      "WITH cube AS (SELECT unit_id, category, year, band, count(*) AS purchases, sum(value_cents) AS value_cents, count(*) FILTER (WHERE "
      "applied > 0) AS with_impact, coalesce(sum(value_cents) FILTER (WHERE applied > 0), 0) AS impact_cents, sum(applied) AS applied, "
      "sum(unless) AS unless, sum(undecided) AS undecided FROM (" +
          source +
          ") c GROUP BY 1, 2, 3, 4) SELECT CASE WHEN GROUPING(band) = 0 THEN band::text WHEN GROUPING(unit_id) = 0 THEN "
          "coalesce(unit_id::text, "
          "'') WHEN GROUPING(category) = 0 THEN coalesce(category, '') WHEN GROUPING(year) = 0 THEN year::text ELSE '' END AS key, CASE "
          "WHEN "
          "GROUPING(band) = 0 THEN 'band' WHEN GROUPING(unit_id) = 0 THEN 'unit' WHEN GROUPING(category) = 0 THEN 'category' WHEN "
          "GROUPING(year) = 0 THEN 'year' ELSE 'all' END AS name, coalesce(sum(purchases), 0)::bigint AS purchases, "
          "coalesce(sum(value_cents), "
          "0)::bigint AS value_cents, coalesce(sum(with_impact), 0)::bigint AS with_impact, coalesce(sum(impact_cents), 0)::bigint AS "
          "impact_cents, coalesce(sum(applied), 0)::bigint AS applied, coalesce(sum(unless), 0)::bigint AS unless, "
          "coalesce(sum(undecided), "
          "0)::bigint AS undecided FROM cube GROUP BY GROUPING SETS ((band), (unit_id), (category), (year), ()) ORDER BY 2, 1",
      query.unit_id, query.category, query.year, query.band, query.theme);
}

std::vector<PurchaseCount> by_theme(db::Session& session, const PurchaseFiguresQuery& query) {
  return session.rows<PurchaseCount>(
      "SELECT t.code AS key, '' AS name, count(*) AS purchases, coalesce(sum(p.value_cents), 0)::bigint AS value_cents, count(*) FILTER "
      "(WHERE "
      "i.state = 'applied') AS with_impact, coalesce(sum(p.value_cents) FILTER (WHERE i.state = 'applied'), 0)::bigint AS impact_cents, "
      "count(*) "
      "FILTER (WHERE i.state = 'applied') AS applied, count(*) FILTER (WHERE i.state = 'unless') AS unless, count(*) FILTER (WHERE i.state "
      "IN "
      "('open', 'proposed')) AS undecided FROM (SELECT p.municipality_id, p.id, p.value_cents FROM " +
          std::string(counted) +
          ") p JOIN purchase.impact i ON i.municipality_id = p.municipality_id AND i.purchase_id = p.id JOIN reference.theme t ON t.code = "
          "i.theme "
          "WHERE ($5::text IS NULL OR i.theme = $5) GROUP BY t.code, t.position ORDER BY t.position",
      query.unit_id, query.category, query.year, query.band, query.theme);
}

std::vector<CountedName> count_decisions(db::Session& session, const PurchaseFiguresQuery& query, const std::string& key,
                                         const std::string& condition) {
  return session.rows<CountedName>(
      "SELECT " + key + " AS key, count(*) AS count FROM (SELECT p.municipality_id, p.id FROM " + std::string(counted) +
          ") p JOIN purchase.decision d ON d.municipality_id = p.municipality_id AND d.purchase_id = p.id LEFT JOIN purchase.impact i ON "
          "i.municipality_id = d.municipality_id AND i.purchase_id = d.purchase_id AND i.theme = d.theme WHERE ($5::text IS NULL OR "
          "d.theme = $5) "
          "AND " +
          condition + " GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 30",
      query.unit_id, query.category, query.year, query.band, query.theme);
}

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
  // Only what holds now: a decision that was taken back has another after it.
  const std::string holds =
      "d.kind = 'unless' AND i.state = 'unless' AND NOT EXISTS (SELECT 1 FROM purchase.decision n WHERE n.municipality_id = "
      "d.municipality_id AND "
      "n.purchase_id = d.purchase_id AND n.theme = d.theme AND n.kind = 'unless' AND (n.at, n.id) > (d.at, d.id))";
  out.reasons = count_decisions(session, query, "coalesce(d.reason, 'other')", holds);
  out.people = count_decisions(session, query, "d.person_name", holds);
  out.outcomes = count_decisions(session, query, "d.outcome", "d.kind = 'unless' AND d.outcome IS NOT NULL");
  const auto anyway = count_decisions(session, query, "d.kind", "d.kind = 'published_anyway'");
  out.anyway = anyway.empty() ? 0 : anyway.front().count;
  const auto years =
      session.query("SELECT DISTINCT year FROM purchase.purchase WHERE archived_at IS NULL AND status <> 'stopped' ORDER BY 1");
  for (int i = 0; i < years.rows(); ++i) out.all_years.push_back(years.get<int>(i, 0));
  return out;
}

struct PurchaseFocusProposal {
  std::string category;
  std::string theme;
  std::int64_t applied;
  std::int64_t purchases;
};
BOOST_DESCRIBE_STRUCT(PurchaseFocusProposal, (), (category, theme, applied, purchases))
struct PurchaseFocusList {
  std::vector<PurchaseFocusProposal> items;
};
BOOST_DESCRIBE_STRUCT(PurchaseFocusList, (), (items))

}  // namespace

void add_figure_routes(http::Router& router) {
  router.get<PurchaseFigures>(
      "/purchase-figures", "purchase.read",
      {"getPurchaseFigures", "purchases", "Impact, unless, in figures; below 50,000 and 100,000 apart"},
      [](const http::Request&, db::Session& session, const PurchaseFiguresQuery& query) { return figures(session, query); });
  router.get<PurchaseFocusList>(
      "/purchase-focus", "purchase.read",
      {"listPurchaseFocus", "purchases", "Per category and theme how many purchases applied it: history for the focus"},
      [](const http::Request&, db::Session& session) {
        return PurchaseFocusList{session.rows<PurchaseFocusProposal>(
            "SELECT p.category, i.theme, count(*) FILTER (WHERE i.state = 'applied') AS applied, count(*) AS purchases FROM "
            "purchase.purchase p "
            "JOIN purchase.impact i ON i.municipality_id = p.municipality_id AND i.purchase_id = p.id WHERE p.category IS NOT NULL AND "
            "p.archived_at IS NULL AND NOT p.small AND p.status IN ('published', 'awarded', 'running', 'ended') GROUP BY 1, 2 ORDER BY 1, "
            "2")};
      });
}

}  // namespace tenzij::purchase
