// Finding criteria: by what is bought, by theme, level, instrument and words; and what fits a purchase.
#include <map>
#include <set>

#include "criteria/store.h"

namespace tenzij::criteria {

namespace {

// Never used, or taken out again at least as often as it stayed, and more than once.
enum class Usage { never, dropped };
BOOST_DESCRIBE_ENUM(Usage, never, dropped)

struct CriterionQuery {
  std::optional<std::string> search;
  std::optional<std::string> category;
  std::optional<std::string> theme;
  std::optional<int> level;
  std::optional<std::string> instrument;
  std::optional<std::string> status;  // in_use when nothing is said
  std::optional<bool> open;
  std::optional<bool> fresh;
  std::vector<Uuid> ids;  // these, to compare
  std::optional<Usage> usage;
};
BOOST_DESCRIBE_STRUCT(CriterionQuery, (), (search, category, theme, level, instrument, status, open, fresh, ids, usage))
struct CriterionList {
  std::vector<Criterion> items;
  std::int64_t proposals;  // that wait for the keeper
};
BOOST_DESCRIBE_STRUCT(CriterionList, (), (items, proposals))

struct CriterionEdition {
  int edition;
  Instant at;
  std::optional<std::string> person;
  json::value fields;
};
BOOST_DESCRIBE_STRUCT(CriterionEdition, (), (edition, at, person, fields))
struct CriterionDetail : Criterion {
  std::vector<CriterionEdition> editions;  // newest first
};
BOOST_DESCRIBE_STRUCT(CriterionDetail, (Criterion), (editions))

struct CategoryList {
  std::vector<PurchasingCategory> items;
};
BOOST_DESCRIBE_STRUCT(CategoryList, (), (items))
struct LawList {
  std::vector<InstrumentLaw> items;
};
BOOST_DESCRIBE_STRUCT(LawList, (), (items))

struct SuggestQuery {
  std::optional<std::string> cpv;
  std::optional<std::int64_t> value_cents;
  std::vector<std::string> levels;  // "climate:2"; a theme that is not named has level 1
};
BOOST_DESCRIBE_STRUCT(SuggestQuery, (), (cpv, value_cents, levels))
struct SuggestedList {
  std::vector<Suggested> items;
};
BOOST_DESCRIBE_STRUCT(SuggestedList, (), (items))

// What is known for the category stands before what is for everything; nothing is left out because of it.
const db::Statement criteria_asked_for{"criteria.criteria_asked_for", {criterion_columns, R"sql(
 WHERE c.status = $1
   AND ($2::tsquery IS NULL OR c.search @@ $2::tsquery)
   AND ($3::text IS NULL OR $3 = ANY (c.categories) OR c.categories = '{}')
   AND ($4::text IS NULL OR $4 = ANY (c.themes))
   AND ($5::int IS NULL OR c.level = $5)
   AND ($6::text IS NULL OR c.instrument = $6)
   AND ($7::boolean IS NULL OR c.open = $7)
   AND ($8::boolean IS NOT TRUE OR (c.code IS NULL AND c.created_at > platform.today() - interval '90 days'))
   AND ($9::uuid[] = '{}' OR c.id = ANY ($9::uuid[]))
   AND ($10::text IS NULL
        OR ($10 = 'never' AND use.used = 0)
        OR ($10 = 'dropped' AND use.dropped > 1 AND use.dropped >= use.used))
 ORDER BY c.categories = '{}',
          (SELECT position FROM reference.theme t
            WHERE t.code = c.themes[1]),
          c.level, c.title
 LIMIT 500
)sql"}};

std::vector<Criterion> list(db::Session& session, const CriterionQuery& query) {
  return session.rows<Criterion>(criteria_asked_for, query.status.value_or("in_use"), scan::search_query(query.search), query.category,
                                 query.theme, query.level, query.instrument, query.open, query.fresh, query.ids, query.usage);
}

const db::Statement editions_of_criterion{"criteria.editions_of_criterion", R"sql(
SELECT e.edition, e.at, p.name AS person, e.fields
  FROM criteria.edition e
  LEFT JOIN organisation.person p ON p.municipality_id = e.municipality_id AND p.id = e.person_id
 WHERE e.criterion_id = $1
 ORDER BY e.edition DESC
 LIMIT 100
)sql"};

CriterionDetail detail(db::Session& session, const Uuid& id) {
  CriterionDetail out;
  static_cast<Criterion&>(out) = criterion(session, id);
  out.editions = session.rows<CriterionEdition>(editions_of_criterion, id);
  return out;
}

struct Candidate {
  Uuid id;
  std::string title;
  std::string instrument;
  int level;
  bool open;
  bool in_category;
  bool general;
  bool proportionate;
  std::string theme;
  std::string text;
  std::vector<Variable> variables;
  std::string explanation;
  std::string evidence;
  Moment moment{};
  Checker who{};
  std::optional<std::string> indicator;
};
BOOST_DESCRIBE_STRUCT(Candidate, (),
                      (id, title, instrument, level, open, in_category, general, proportionate, theme, text, variables, explanation,
                       evidence, moment, who, indicator))

Suggested suggested(const Candidate& in, int wanted) {
  Suggested out{in.id,   in.theme,     in.title,       in.instrument, in.level,  in.open, {},
                in.text, in.variables, in.explanation, in.evidence,   in.moment, in.who,  in.indicator};
  if (in.in_category) out.reasons.emplace_back("category");
  else if (in.general) out.reasons.emplace_back("general");
  if (in.level == wanted) out.reasons.emplace_back("level");
  else if (in.level < wanted) out.reasons.emplace_back("below_level");
  if (in.proportionate) out.reasons.emplace_back("proportionate");
  if (in.open) out.reasons.emplace_back("open");
  return out;
}

constexpr int per_theme = 6;

}  // namespace

const db::Statement suggested_criteria{"criteria.suggested_criteria", R"sql(
WITH category AS (
  SELECT code
    FROM criteria.category
   WHERE EXISTS (SELECT 1 FROM unnest(cpv) AS beginning
                  WHERE starts_with($3, beginning))
   ORDER BY (SELECT max(length(b)) FROM unnest(cpv) AS b
              WHERE starts_with($3, b)) DESC
   LIMIT 1
), wish AS (
  SELECT *
    FROM unnest($1::text[], $2::int[]) AS w(theme, level)
), fit AS (
  SELECT c.id, c.title, c.instrument, c.level, c.open, c.text, c.variables, c.explanation, c.evidence, c.moment,
         c.who, c.indicator, c.from_cents <= coalesce($4, c.from_cents) AS proportionate,
         c.categories && ARRAY(SELECT code FROM category) AS in_category, c.categories = '{}' AS general,
         w.theme, w.level AS wanted
    FROM wish w
    JOIN criteria.criterion c ON w.theme = ANY (c.themes)
   WHERE c.status = 'in_use'
), ranked AS (
  SELECT *,
         row_number() OVER (PARTITION BY theme
                            ORDER BY 4 * in_category::int
                                     + 2 * general::int
                                     + CASE WHEN level = wanted THEN 3 WHEN level < wanted THEN 1 ELSE 0 END
                                     + 3 * proportionate::int DESC,
                                     title) AS place,
         row_number() OVER (PARTITION BY theme, open ORDER BY in_category DESC, general DESC, title) AS open_place
    FROM fit
)
SELECT id, title, instrument, level, open, in_category, general, proportionate, theme, text, variables,
       explanation, evidence, moment, who, indicator
  FROM ranked
 WHERE (place <= $5 AND (in_category OR general OR place <= 2))
    OR (open AND open_place = 1)
 ORDER BY (SELECT position FROM reference.theme t
            WHERE t.code = ranked.theme),
          place
)sql"};

std::vector<Suggested> suggest(db::Session& session, const SuggestFor& what) {
  std::vector<std::string> themes;
  std::vector<int> wanted;
  for (const Wish& wish : what.wishes) {
    themes.push_back(wish.theme);
    wanted.push_back(std::clamp(wish.level, 1, 3));
  }
  // One pass over what is in use: a score per theme, the best of each theme. Known for this category weighs most, then the
  // agreed level, then whether it is proportionate to the value; other categories come last, never not at all.
  const auto rows = session.rows<Candidate>(suggested_criteria, themes, wanted, what.cpv.value_or(""), what.value_cents, per_theme);
  std::map<std::string, int> level;
  for (std::size_t i = 0; i < themes.size(); ++i) level[themes[i]] = wanted[i];
  std::vector<Suggested> out;
  for (const Candidate& each : rows) out.push_back(suggested(each, level[each.theme]));
  return out;
}

std::pair<CriterionInput, int> newest(db::Session& session, const Uuid& id) {
  const Criterion found = criterion(session, id);
  if (found.status != "in_use") throw conflict("criterionNotInUse");
  return {found, found.edition};
}

void add_search_routes(http::Router& router, const Library& library) {
  router.get<CriterionList>(
      "/criteria", "criteria.read", {"listCriteria", "criteria", "Criteria by what is bought, theme, level, instrument and words"},
      [](const http::Request&, db::Session& session, const CriterionQuery& query) {
        return CriterionList{list(session, query),
                             session.scalar<std::int64_t>("SELECT count(*) FROM criteria.criterion WHERE status = 'proposal'").value_or(0)};
      });
  router.get<CriterionDetail>("/criteria/{id}", "criteria.read", {"getCriterion", "criteria", "One criterion with all its editions"},
                              [](const http::Request& request, db::Session& session) { return detail(session, request.id_param("id")); });
  router.get<CategoryList>("/purchasing-categories", "criteria.read",
                           {"listPurchasingCategories", "criteria", "The municipality's own categories with their CPV"},
                           [](const http::Request&, db::Session& session) {
                             return CategoryList{session.rows<PurchasingCategory>(
                                 "SELECT code, name_nl, name_en, to_jsonb(cpv) AS cpv FROM criteria.category ORDER BY position")};
                           });
  router.get<LawList>("/instrument-laws", "criteria.read",
                      {"listInstrumentLaws", "criteria", "What the law says of each instrument, with the article"},
                      [&library](const http::Request&, db::Session&) { return LawList{library.laws}; });
  router.get<SuggestedList>(
      "/criterion-suggestions", "criteria.read",
      {"suggestCriteria", "criteria", "What fits a category, value and level per theme; something for every theme, and an open question"},
      [](const http::Request&, db::Session& session, const SuggestQuery& query) {
        SuggestFor what{{}, query.cpv, query.value_cents};
        std::map<std::string, int> wanted;
        for (const std::string& each : query.levels) {
          const std::size_t colon = each.find(':');
          long long level = 0;
          if (colon == std::string::npos || !text::to_int(each.substr(colon + 1), level) || level < 0 || level > 3)
            throw bad_field("?levels", "notInList");
          wanted[each.substr(0, colon)] = static_cast<int>(level);
        }
        const auto themes = session.query("SELECT code FROM reference.theme ORDER BY position");
        for (int i = 0; i < themes.rows(); ++i) {
          const std::string theme(themes.text(i, 0));
          what.wishes.push_back({theme, wanted.contains(theme) ? wanted[theme] : 1});
        }
        return SuggestedList{suggest(session, what)};
      });
}

}  // namespace tenzij::criteria
