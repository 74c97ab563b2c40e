#include "insight/insight.h"

namespace tenzij::insight {

namespace {

constexpr std::string_view asked_for = R"sql(
EXISTS (SELECT 1 FROM insight.procedure_theme t
         WHERE t.municipality_id = p.municipality_id AND t.procedure_key = p.procedure_key
           AND ($1::text = '' OR t.theme = $1::text) AND ($2::text = '' OR t.instrument = $2::text)
           AND NOT t.declared AND t.asks)
)sql";

constexpr std::string_view not_asked_for = R"sql(
NOT EXISTS (SELECT 1 FROM insight.procedure_theme t
             WHERE t.municipality_id = p.municipality_id AND t.procedure_key = p.procedure_key
               AND ($1::text = '' OR t.theme = $1::text) AND ($2::text = '' OR t.instrument = $2::text)
               AND NOT t.declared AND t.asks)
)sql";

constexpr std::string_view is_declared = R"sql(
EXISTS (SELECT 1 FROM insight.procedure_theme t
         WHERE t.municipality_id = p.municipality_id AND t.procedure_key = p.procedure_key
           AND ($1::text = '' OR t.theme = $1::text) AND ($2::text = '' OR t.instrument = $2::text)
           AND t.declared)
)sql";

constexpr std::string_view is_not_declared = R"sql(
NOT EXISTS (SELECT 1 FROM insight.procedure_theme t
             WHERE t.municipality_id = p.municipality_id AND t.procedure_key = p.procedure_key
               AND ($1::text = '' OR t.theme = $1::text) AND ($2::text = '' OR t.instrument = $2::text)
               AND t.declared)
)sql";

// With a theme or an instrument the status is about those; without, about the procedure.
void add_status(db::Filter& out, const Query& query) {
  if (!query.theme && !query.instrument) {
    out.when(query.status == "asks", "p.asks")
        .when(query.status == "ambition", "p.ambition_only")
        .when(query.status == "silent", "NOT p.asks AND NOT p.ambition_only")
        .when(query.status == "sme", "p.sme")
        .when(query.status == "joint", "p.whose = 'joint'")
        .when(query.status == "other_currency", "p.foreign_currency <> ''")
        .when(query.status == "no_value", "p.value_cents IS NULL");
    return;
  }
  const std::string theme = query.theme.value_or("");
  const std::string instrument = query.instrument.value_or("");
  if (query.status == "declared_only") out.where(not_asked_for, theme, instrument);
  else out.where(asked_for, theme, instrument);
  if (query.status == "both" || query.status == "declared_only") out.where(is_declared, theme, instrument);
  if (query.status == "asked_only") out.where(is_not_declared, theme, instrument);
}

db::Filter chosen(const Query& query) {
  db::Filter out;
  out.asked("p.year >= $1::int", query.from)
      .asked("p.year <= $1::int", query.to)
      .asked("p.unit_id = $1::uuid", query.unit_id)
      .asked("p.cpv_division = $1", query.cpv)
      .asked("p.procedure_type = $1", query.procedure)
      .asked("p.nature = $1", query.nature)
      .asked("p.band = $1", query.band)
      .asked("p.threshold = $1", query.threshold)
      .asked("(p.unit_id IS NULL) = $1::boolean", query.unassigned);
  add_status(out, query);
  return out;
}

// One pass over the chosen procedures gives the totals and every breakdown: a row per group, `which` tells of what.
struct Group {
  int which;
  std::string key;
  std::int64_t count;
  std::int64_t value_cents;
  std::int64_t with_impact;
  std::int64_t with_impact_value_cents;
  std::int64_t notices;
  std::int64_t without_value;
  std::int64_t ambition_only;
  std::int64_t sme;
  std::int64_t joint;
  std::int64_t other_currency;
  std::optional<std::int64_t> first_year;
  std::optional<std::int64_t> last_year;
};
BOOST_DESCRIBE_STRUCT(Group, (),
                      (which, key, count, value_cents, with_impact, with_impact_value_cents, notices, without_value, ambition_only, sme,
                       joint, other_currency, first_year, last_year))

const db::Statement groups_of_procedures{"insight.groups_of_procedures", R"sql(
SELECT GROUPING(p.year, p.unit_id, p.cpv_division, p.procedure_type, p.nature, p.band, p.threshold) AS which,
       coalesce(p.year::text, p.unit_id::text, p.cpv_division, p.procedure_type, p.nature, p.band, p.threshold,
                '') AS key,
       count(*) AS count, coalesce(sum(p.value_cents), 0) AS value_cents,
       count(*) FILTER (WHERE p.asks) AS with_impact,
       coalesce(sum(p.value_cents) FILTER (WHERE p.asks), 0) AS with_impact_value_cents,
       coalesce(sum(p.notice_count), 0) AS notices,
       count(*) FILTER (WHERE p.value_cents IS NULL) AS without_value,
       count(*) FILTER (WHERE p.ambition_only) AS ambition_only, count(*) FILTER (WHERE p.sme) AS sme,
       count(*) FILTER (WHERE p.whose = 'joint') AS joint,
       count(*) FILTER (WHERE p.foreign_currency <> '') AS other_currency, min(p.year) AS first_year,
       max(p.year) AS last_year
  FROM insight.procedure p
 WHERE true /* filter */
 GROUP BY GROUPING SETS ((p.year), (p.unit_id), (p.cpv_division), (p.procedure_type), (p.nature), (p.band),
                         (p.threshold), ())
 ORDER BY 1, 3 DESC, 2
)sql"};

// Procedures that ask and declare the same, per year; there are few such patterns, whatever the number of procedures.
struct Pattern {
  std::optional<std::int64_t> year;
  std::string asked;
  std::string declared;
  std::int64_t count;
  std::int64_t value_cents;
};
BOOST_DESCRIBE_STRUCT(Pattern, (), (year, asked, declared, count, value_cents))

const db::Statement patterns_of_themes{"insight.patterns_of_themes", R"sql(
SELECT p.year, p.asked, p.declared, count(*) AS count, coalesce(sum(p.value_cents), 0) AS value_cents
  FROM insight.procedure p
 WHERE true /* filter */
 GROUP BY 1, 2, 3
)sql"};

// What is in no figure; the reason is the column that every figure goes by.
const db::Statement notices_left_out{"insight.notices_left_out", R"sql(
SELECT n.left_out AS reason, count(*) AS notices
  FROM notices.notice n
 WHERE n.left_out <> ''
 GROUP BY n.left_out
 ORDER BY 2 DESC, 1
)sql"};

// GROUPING() sets a bit for every column that is not grouped by; 7 columns, the first is the highest bit.
constexpr int all_columns = 127;
int only(int column) { return all_columns & ~(1 << (6 - column)); }

void add_groups(const std::vector<Group>& groups, Standing& out) {
  const std::map<int, std::vector<Share>*> lists{{only(0), &out.years},           {only(1), &out.units},   {only(2), &out.categories},
                                                 {only(3), &out.procedure_types}, {only(4), &out.natures}, {only(5), &out.bands},
                                                 {only(6), &out.thresholds}};
  for (const Group& group : groups) {
    if (const auto list = lists.find(group.which); list != lists.end()) {
      list->second->push_back({group.key, group.count, group.value_cents, group.with_impact, group.with_impact_value_cents});
    } else {
      out.procedures = group.count;
      out.notices = group.notices;
      out.value_cents = group.value_cents;
      out.without_value = group.without_value;
      out.with_impact = group.with_impact;
      out.with_impact_value_cents = group.with_impact_value_cents;
      out.ambition_only = group.ambition_only;
      out.sme = group.sme;
      out.joint = group.joint;
      out.other_currency = group.other_currency;
      out.first_year = group.first_year;
      out.last_year = group.last_year;
    }
  }
  std::sort(out.years.begin(), out.years.end(), [](const Share& a, const Share& b) { return a.key < b.key; });
}

std::set<std::string> parts(const std::string& list) {
  std::set<std::string> out;
  for (const std::string_view part : text::split(list, ';'))
    if (!part.empty()) out.emplace(part);
  return out;
}

void add_patterns(const std::vector<Pattern>& patterns, Standing& out) {
  std::map<std::string, ThemeCount> themes;
  std::map<std::pair<std::string, std::string>, MatrixCell> matrix;
  std::map<std::pair<std::int64_t, std::string>, std::int64_t> years;
  for (const Pattern& pattern : patterns) {
    std::set<std::string> asked;
    for (const std::string& cell : parts(pattern.asked)) {
      const std::string theme = cell.substr(0, cell.find(':'));
      const std::string instrument = cell.substr(cell.find(':') + 1);
      asked.insert(theme);
      MatrixCell& at = matrix.try_emplace({theme, instrument}, MatrixCell{theme, instrument, 0, 0}).first->second;
      at.count += pattern.count;
      at.value_cents += pattern.value_cents;
    }
    const std::set<std::string> declared = parts(pattern.declared);
    std::set<std::string> either = asked;
    either.insert(declared.begin(), declared.end());
    for (const std::string& theme : either) {
      ThemeCount& at = themes.try_emplace(theme, ThemeCount{theme, 0, 0, 0, 0, 0, 0}).first->second;
      const bool asks = asked.contains(theme);
      const bool declares = declared.contains(theme);
      if (asks) at.asked += pattern.count;
      if (asks) at.asked_value_cents += pattern.value_cents;
      if (declares) at.declared += pattern.count;
      (asks && declares ? at.both : asks ? at.asked_only : at.declared_only) += pattern.count;
      if (asks && pattern.year) years[{*pattern.year, theme}] += pattern.count;
    }
  }
  for (auto& [theme, count] : themes) out.themes.push_back(std::move(count));
  for (auto& [place, cell] : matrix) out.matrix.push_back(std::move(cell));
  for (const auto& [place, count] : years) out.year_themes.push_back({place.first, place.second, count});
}

}  // namespace

Standing standing(db::Session& session, const Query& query, const std::vector<NationalFigure>& references) {
  session.query("SELECT insight.refresh()");
  const db::Filter filter = chosen(query);
  Standing out{};
  out.references = references;
  out.left_out = session.rows<NotCounted>(notices_left_out);
  add_groups(session.rows<Group>(filter.in(groups_of_procedures)), out);
  add_patterns(session.rows<Pattern>(filter.in(patterns_of_themes)), out);
  return out;
}

const db::Statement procedures_asked_for{"insight.procedures_asked_for", R"sql(
SELECT p.notice_id, p.procedure_key, p.title, p.published_on, p.nature, p.procedure_type, p.cpv_division,
       p.unit_id, p.value_cents, p.maximum_cents, p.foreign_cents, p.foreign_currency, p.outcome, p.whose,
       p.threshold, p.asks, p.ambition_only,
       coalesce((SELECT jsonb_agg(DISTINCT t.theme) FROM insight.procedure_theme t
                  WHERE t.municipality_id = p.municipality_id
                    AND t.procedure_key = p.procedure_key
                    AND t.asks
                    AND NOT t.declared),
                '[]') AS themes,
       coalesce((SELECT jsonb_agg(DISTINCT t.theme) FROM insight.procedure_theme t
                  WHERE t.municipality_id = p.municipality_id
                    AND t.procedure_key = p.procedure_key
                    AND t.declared),
                '[]') AS declared_themes
  FROM (SELECT p.* FROM insight.procedure p
         WHERE true /* filter */
         ORDER BY p.published_on DESC NULLS LAST, p.procedure_key LIMIT $1) p
 ORDER BY p.published_on DESC NULLS LAST, p.procedure_key
)sql"};

std::vector<ProcedureRow> procedures(db::Session& session, const Query& query, int limit) {
  session.query("SELECT insight.refresh()");
  return session.rows<ProcedureRow>(chosen(query).in(procedures_asked_for, limit));
}

const db::Statement procedures_counted{"insight.procedures_counted", R"sql(
SELECT count(*)
  FROM insight.procedure p
 WHERE true /* filter */
)sql"};

std::int64_t procedure_count(db::Session& session, const Query& query) {
  return session.query(chosen(query).in(procedures_counted)).get<std::int64_t>(0, 0);
}

std::vector<NationalFigure> read_references(const std::string& tsv) {
  std::vector<NationalFigure> out;
  bool head = true;
  for (const std::string_view line : text::split(tsv, '\n')) {
    const auto cells = text::split(line, '\t');
    if (!head && cells.size() >= 3)
      out.push_back({std::string(cells[0]), std::stod(std::string(cells[1])), std::string(text::trim(cells[2]))});
    head = false;
  }
  return out;
}

namespace {

// Procedures that count, and purchases beside them; what was published of a purchase counts once. A procedure belongs to
// the category with the longest beginning of its CPV.
const db::Statement focus_by_cell{"insight.focus_by_cell", R"sql(
WITH placed AS (
  SELECT p.procedure_key,
         (SELECT c.code FROM criteria.category c, unnest(c.cpv) AS beginning
           WHERE c.municipality_id = p.municipality_id AND starts_with(n.cpv, beginning)
           ORDER BY length(beginning) DESC LIMIT 1) AS category
    FROM insight.procedure p
    JOIN notices.notice n ON n.municipality_id = p.municipality_id AND n.id = p.notice_id
), past AS (
  SELECT id, category, applied_themes
    FROM purchase.purchase p
   WHERE category IS NOT NULL
     AND NOT small
     AND archived_at IS NULL
     AND status IN ('published', 'awarded', 'running', 'ended')
     AND NOT EXISTS (SELECT 1
                       FROM purchase.notice_link l
                       JOIN notices.notice n ON n.municipality_id = l.municipality_id AND n.id = l.notice_id
                       JOIN insight.procedure c
                            ON c.municipality_id = n.municipality_id AND c.procedure_key = n.procedure_key
                      WHERE l.municipality_id = p.municipality_id AND l.purchase_id = p.id)
), counted AS (
  SELECT category, count(*) AS procedures
    FROM (SELECT category FROM placed
           WHERE category IS NOT NULL
          UNION ALL
          SELECT category FROM past) c
   GROUP BY category
), asked AS (
  SELECT category, theme, count(*) AS asked
    FROM (SELECT DISTINCT placed.category, t.theme, t.procedure_key
            FROM placed
            JOIN insight.procedure_theme t
                 ON t.municipality_id = platform.current_municipality()
                AND t.procedure_key = placed.procedure_key
                AND t.asks
                AND NOT t.declared
          UNION ALL
          SELECT category, theme, id::text FROM past, unnest(applied_themes) AS theme) a
   GROUP BY category, theme
)
SELECT c.category, a.theme,
       CASE WHEN 2 * a.asked > c.procedures THEN 3 WHEN 4 * a.asked >= c.procedures THEN 2 ELSE 1 END AS focus,
       a.asked, c.procedures
  FROM counted c
  JOIN asked a ON a.category = c.category
 ORDER BY c.category, a.theme
)sql"};

}  // namespace

std::vector<FocusProposal> focus_proposals(db::Session& session) {
  session.query("SELECT insight.refresh()");
  return session.rows<FocusProposal>(focus_by_cell);
}

}  // namespace tenzij::insight
