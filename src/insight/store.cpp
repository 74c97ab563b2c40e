#include "insight/insight.h"

namespace tenzij::insight {

namespace {

// The procedures that the filters leave; parameters $1..$11 in the order of Query. Only conditions that are asked
// for enter the statement, so that the planner sees plain ones.
std::string selection(const Query& query, std::vector<db::Param>& params) {
  std::string where;
  const auto add = [&](const auto& value, const char* condition) {
    if (!value) return;
    params.push_back(db::to_param(*value));
    std::string text = condition;
    const std::string number = "$" + std::to_string(params.size());
    for (std::size_t at = text.find('?'); at != std::string::npos; at = text.find('?', at + number.size())) text.replace(at, 1, number);
    where += " AND " + text;
  };
  add(query.from, "p.year >= ?::int");
  add(query.to, "p.year <= ?::int");
  add(query.unit_id, "p.unit_id = ?::uuid");
  add(query.cpv, "p.cpv_division = ?");
  add(query.procedure, "p.procedure_type = ?");
  add(query.nature, "p.nature = ?");
  add(query.band, "p.band = ?");
  add(query.threshold, "p.threshold = ?");
  constexpr const char* same = "t.municipality_id = p.municipality_id AND t.procedure_key = p.procedure_key";
  if (query.theme || query.instrument) {
    params.push_back(db::to_param(query.theme.value_or("")));
    const std::string theme_number = "$" + std::to_string(params.size()) + "::text";
    params.push_back(db::to_param(query.instrument.value_or("")));
    const std::string instrument_number = "$" + std::to_string(params.size()) + "::text";
    const std::string base = std::string("EXISTS (SELECT 1 FROM insight.procedure_theme t WHERE ") + same + " AND (" + theme_number +
                             " = '' OR t.theme = " + theme_number + ") AND (" + instrument_number +
                             " = '' OR t.instrument = " + instrument_number + ") AND ";
    const std::string asked = base + "NOT t.declared AND t.asks)";
    const std::string declared = base + "t.declared)";
    const std::string status = query.status.value_or("asks");
    if (status == "both") where += " AND " + asked + " AND " + declared;
    else if (status == "asked_only") where += " AND " + asked + " AND NOT " + declared;
    else if (status == "declared_only") where += " AND NOT " + asked + " AND " + declared;
    else where += " AND " + asked;
  } else if (query.status == "asks") {
    where += " AND p.asks";
  } else if (query.status == "ambition") {
    where += " AND p.ambition_only";
  } else if (query.status == "silent") {
    where += " AND NOT p.asks AND NOT p.ambition_only";
  } else if (query.status == "sme") {
    where += " AND p.sme";
  }
  return "FROM insight.procedure p WHERE true" + where;
}

std::string share_by(const std::string& key) {
  return "SELECT coalesce(" + key +
         "::text, '') AS key, count(*) AS count, coalesce(sum(value_cents), 0) AS value_cents, count(*) FILTER (WHERE asks) AS "
         "with_impact, "
         "coalesce(sum(value_cents) FILTER (WHERE asks), 0) AS with_impact_value_cents FROM chosen GROUP BY 1 ORDER BY ";
}

// Struct members are camelCase in JSON; the statement names its columns snake_case and this turns them.
std::string list_of(const std::string& name, const std::string& columns, const std::string& statement) {
  std::string pairs;
  for (const std::string_view column : text::split(columns, ' ')) {
    if (!pairs.empty()) pairs += ", ";
    pairs += "'" + text::snake_to_camel(column) + "', x." + std::string(column);
  }
  return "(SELECT coalesce(jsonb_agg(jsonb_build_object(" + pairs + ")), '[]') FROM (" + statement + ") x) AS " + name;
}

constexpr const char* share_columns = "key count value_cents with_impact with_impact_value_cents";

struct Totals {
  std::int64_t procedures;
  std::int64_t notices;
  std::int64_t value_cents;
  std::int64_t without_value;
  std::int64_t with_impact;
  std::int64_t with_impact_value_cents;
  std::int64_t ambition_only;
  std::int64_t sme;
  std::optional<std::int64_t> first_year;
  std::optional<std::int64_t> last_year;
  std::vector<ThemeCount> themes;
  std::vector<MatrixCell> matrix;
  std::vector<Share> years;
  std::vector<YearTheme> year_themes;
  std::vector<Share> units;
  std::vector<Share> categories;
  std::vector<Share> procedure_types;
  std::vector<Share> natures;
  std::vector<Share> bands;
  std::vector<Share> thresholds;
};
BOOST_DESCRIBE_STRUCT(Totals, (),
                      (procedures, notices, value_cents, without_value, with_impact, with_impact_value_cents, ambition_only, sme,
                       first_year, last_year, themes, matrix, years, year_themes, units, categories, procedure_types, natures, bands,
                       thresholds))

std::string standing_statement(const std::string& chosen) {
  const std::string themed =
      " FROM chosen c JOIN insight.procedure_theme t ON t.municipality_id = c.municipality_id AND t.procedure_key = c.procedure_key ";
  return "WITH chosen AS MATERIALIZED (SELECT p.* " + chosen +
         "), per_theme AS MATERIALIZED (SELECT c.procedure_key, c.value_cents, c.year, t.theme, "
         "bool_or(t.asks AND NOT t.declared) AS asked, bool_or(t.declared) AS declared" +
         themed +
         "GROUP BY 1, 2, 3, 4) "
         "SELECT (SELECT count(*) FROM chosen) AS procedures, (SELECT coalesce(sum(notice_count), 0) FROM chosen) AS notices,"
         " (SELECT coalesce(sum(value_cents), 0) FROM chosen) AS value_cents, (SELECT count(*) FROM chosen WHERE value_cents IS NULL) AS "
         "without_value,"
         " (SELECT count(*) FROM chosen WHERE asks) AS with_impact, (SELECT coalesce(sum(value_cents), 0) FROM chosen WHERE asks) AS "
         "with_impact_value_cents,"
         " (SELECT count(*) FROM chosen WHERE ambition_only) AS ambition_only, (SELECT count(*) FROM chosen WHERE sme) AS sme,"
         " (SELECT min(year) FROM chosen) AS first_year, (SELECT max(year) FROM chosen) AS last_year, " +
         list_of("themes", "theme asked asked_value_cents declared both asked_only declared_only",
                 "SELECT theme, count(*) FILTER (WHERE asked) AS asked, coalesce(sum(value_cents) FILTER (WHERE asked), 0) AS "
                 "asked_value_cents, count(*) "
                 "FILTER (WHERE declared) AS declared, count(*) FILTER (WHERE asked AND declared) AS both, count(*) FILTER (WHERE asked "
                 "AND NOT declared) "
                 "AS asked_only, count(*) FILTER (WHERE declared AND NOT asked) AS declared_only FROM per_theme GROUP BY theme") +
         ", " +
         list_of("matrix", "theme instrument count value_cents",
                 "SELECT t.theme, t.instrument, count(DISTINCT c.procedure_key) AS count, coalesce(sum(c.value_cents), 0) AS value_cents" +
                     themed + "WHERE t.asks AND NOT t.declared GROUP BY 1, 2") +
         ", " + list_of("years", share_columns, share_by("year") + "1") + ", " +
         list_of("year_themes", "year theme count",
                 "SELECT year, theme, count(*) AS count FROM per_theme WHERE asked AND year IS NOT NULL GROUP BY 1, 2 ORDER BY 1") +
         ", " + list_of("units", share_columns, share_by("unit_id") + "2 DESC") + ", " +
         list_of("categories", share_columns, share_by("cpv_division") + "2 DESC, 1") + ", " +
         list_of("procedure_types", share_columns, share_by("procedure_type") + "2 DESC, 1") + ", " +
         list_of("natures", share_columns, share_by("nature") + "2 DESC, 1") + ", " +
         list_of("bands", share_columns, share_by("band") + "1") + ", " + list_of("thresholds", share_columns, share_by("threshold") + "1");
}

}  // namespace

Standing standing(db::Session& session, const Query& query, const std::vector<Reference>& references) {
  session.query("SELECT insight.refresh()");
  std::vector<db::Param> params;
  const std::string statement = standing_statement(selection(query, params));
  Totals totals = session.run(statement, params).as<Totals>().front();
  return {totals.procedures,
          totals.notices,
          totals.value_cents,
          totals.without_value,
          totals.with_impact,
          totals.with_impact_value_cents,
          totals.ambition_only,
          totals.sme,
          totals.first_year,
          totals.last_year,
          std::move(totals.themes),
          std::move(totals.matrix),
          std::move(totals.years),
          std::move(totals.year_themes),
          std::move(totals.units),
          std::move(totals.categories),
          std::move(totals.procedure_types),
          std::move(totals.natures),
          std::move(totals.bands),
          std::move(totals.thresholds),
          references};
}

std::vector<ProcedureRow> procedures(db::Session& session, const Query& query, int limit) {
  session.query("SELECT insight.refresh()");
  std::vector<db::Param> params;
  const std::string chosen = selection(query, params);
  params.push_back(db::to_param(limit));
  const std::string themes =
      "coalesce((SELECT jsonb_agg(DISTINCT t.theme) FROM insight.procedure_theme t WHERE t.municipality_id = p.municipality_id AND "
      "t.procedure_key = p.procedure_key AND ";
  return session
      .run(
          "SELECT p.notice_id, p.procedure_key, p.title, p.published_on, p.nature, p.procedure_type, p.cpv_division, p.unit_id, "
          "p.value_cents, p.threshold, "
          "p.asks, p.ambition_only, " +
              themes + "t.asks AND NOT t.declared), '[]') AS themes, " + themes +
              "t.declared), '[]') AS declared_themes FROM "
              "(SELECT p.* " +
              chosen + " ORDER BY p.published_on DESC NULLS LAST, p.procedure_key LIMIT $" + std::to_string(params.size()) +
              ") p ORDER BY p.published_on DESC NULLS LAST, p.procedure_key",
          params)
      .as<ProcedureRow>();
}

std::vector<Reference> read_references(const std::string& tsv) {
  std::vector<Reference> out;
  bool head = true;
  for (const std::string_view line : text::split(tsv, '\n')) {
    const auto cells = text::split(line, '\t');
    if (!head && cells.size() >= 3)
      out.push_back({std::string(cells[0]), std::stod(std::string(cells[1])), std::string(text::trim(cells[2]))});
    head = false;
  }
  return out;
}

}  // namespace tenzij::insight
