// Indicators and units: from knowledge/indicators into the database, and read, with those of the municipality beside them.
#include "measure/store.h"
#include "platform/base/files.h"

namespace tenzij::measure {

namespace {

const db::Statement upsert_unit{"measure.upsert_unit", R"sql(
INSERT INTO measure.unit (code, position, name_nl, name_en, dimension, factor, adds, part_of, scopes)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::text[])
ON CONFLICT (code)
DO UPDATE SET position = excluded.position, name_nl = excluded.name_nl, name_en = excluded.name_en,
              dimension = excluded.dimension, factor = excluded.factor, adds = excluded.adds,
              part_of = excluded.part_of, scopes = excluded.scopes
)sql"};

const db::Statement upsert_indicator{"measure.upsert_indicator", R"sql(
INSERT INTO measure.shipped_indicator (code, position, theme, level, name_nl, name_en, definition_nl, definition_en,
                                       unit, formula_nl, formula_en, source, question_nl, question_en, categories,
                                       largest, vsme)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15::text[], $16, $17)
ON CONFLICT (code)
DO UPDATE SET position = excluded.position, theme = excluded.theme, level = excluded.level, name_nl = excluded.name_nl,
              name_en = excluded.name_en, definition_nl = excluded.definition_nl,
              definition_en = excluded.definition_en, unit = excluded.unit, formula_nl = excluded.formula_nl,
              formula_en = excluded.formula_en, source = excluded.source, question_nl = excluded.question_nl,
              question_en = excluded.question_en, categories = excluded.categories, largest = excluded.largest,
              vsme = excluded.vsme, retired = false
)sql"};

const db::Statement upsert_vsme{"measure.upsert_vsme", R"sql(
INSERT INTO measure.vsme (code, position, name_nl, name_en)
VALUES ($1, $2, $3, $4)
ON CONFLICT (code) DO UPDATE SET position = excluded.position, name_nl = excluded.name_nl, name_en = excluded.name_en
)sql"};

// What a smaller firm writes about in its own report, by number; in our words.
struct VsmeSubject {
  std::string code;
  std::string name_nl;
  std::string name_en;
};
BOOST_DESCRIBE_STRUCT(VsmeSubject, (), (code, name_nl, name_en))

// In the order in which the themes stand everywhere.
constexpr std::array themes{"climate", "environment", "circular", "supply_chain", "diversity", "social_return"};

void write_all(db::Connection& owner, const std::string& units, const std::string& vsme, const std::map<std::string, std::string>& files) {
  int position = 0;
  for (const VsmeSubject& each : json::decode<std::vector<VsmeSubject>>(vsme))
    owner.query(upsert_vsme, each.code, ++position, each.name_nl, each.name_en);
  position = 0;
  for (const MeasureUnit& each : json::decode<Units>(units))
    owner.query(upsert_unit, each.code, ++position, each.name_nl, each.name_en, each.dimension, each.factor, each.adds, each.part_of,
                each.scopes);
  owner.script("UPDATE measure.shipped_indicator SET retired = true");
  position = 0;
  for (const char* theme : themes)
    for (const IndicatorFile& each : json::decode<std::vector<IndicatorFile>>(files.at(theme)))
      owner.query(upsert_indicator, each.code, ++position, theme, each.level, each.name_nl, each.name_en, each.definition_nl,
                  each.definition_en, each.unit, each.formula_nl, each.formula_en, each.source, each.question_nl, each.question_en,
                  each.categories, each.largest, each.vsme);
}

constexpr std::string_view indicator_rows = R"sql(
SELECT code, theme, level, name_nl, name_en, definition_nl, definition_en, unit, formula_nl, formula_en, source,
       question_nl, question_en, to_jsonb(categories) AS categories, largest, vsme, retired, own, version
  FROM measure.indicator
)sql";

const db::Statement indicator_by_code{"measure.indicator_by_code", {indicator_rows, R"sql(
 WHERE code = $1
)sql"}};

const db::Statement indicators_in_order{"measure.indicators_in_order", {indicator_rows, R"sql(
 WHERE ($1::text IS NULL OR theme = $1)
   AND ($2::text IS NULL OR level = $2)
   AND ($3::text IS NULL OR categories = '{}' OR $3 = ANY (categories))
   AND (NOT retired OR $4)
 ORDER BY position
)sql"}};

const db::Statement units_in_order{"measure.units_in_order", R"sql(
SELECT code, name_nl, name_en, dimension, factor, adds, part_of, to_jsonb(scopes) AS scopes
  FROM measure.unit
 ORDER BY position
)sql"};

struct IndicatorQuery {
  std::optional<std::string> theme;
  std::optional<IndicatorLevel> level;
  std::optional<std::string> category;  // usual for it, or for all
  std::optional<bool> retired;          // also those that are no longer used
};
BOOST_DESCRIBE_STRUCT(IndicatorQuery, (), (theme, level, category, retired))
struct IndicatorList {
  std::vector<Indicator> items;
  Units units;
};
BOOST_DESCRIBE_STRUCT(IndicatorList, (), (items, units))

}  // namespace

void load(db::Connection& owner, const std::filesystem::path& knowledge) {
  const std::string units = read_file(knowledge / "indicators" / "units.json");
  const std::string vsme = read_file(knowledge / "indicators" / "vsme.json");
  std::map<std::string, std::string> files;
  std::string all = units + vsme;
  for (const char* theme : themes) all += files[theme] = read_file(knowledge / "indicators" / (std::string(theme) + ".json"));
  const std::string checksum = sha256_hex(all);
  if (!owner.query("SELECT 1 FROM reference.loaded WHERE file = 'indicators' AND checksum = $1", checksum).empty()) return;
  owner.script("BEGIN");
  try {
    write_all(owner, units, vsme, files);
    owner.query("INSERT INTO reference.loaded VALUES ('indicators', $1) ON CONFLICT (file) DO UPDATE SET checksum = $1", checksum);
    owner.script("COMMIT");
  } catch (const std::exception& fault) {
    owner.script("ROLLBACK");
    throw std::runtime_error("knowledge/indicators: " + std::string(fault.what()));
  }
}

std::optional<Indicator> indicator_named(db::Session& session, const std::string& code) {
  return session.find<Indicator>(indicator_by_code, code);
}

Units all_units(db::Session& session) { return session.rows<MeasureUnit>(units_in_order); }

void add_indicator_routes(http::Router& router) {
  router.get<IndicatorList>(
      "/indicators", "measure.read", {"listIndicators", "measurements", "What can be measured, by theme and level, and in which units"},
      [](const http::Request&, db::Session& session, const IndicatorQuery& query) {
        return IndicatorList{
            session.rows<Indicator>(indicators_in_order, query.theme, query.level, query.category, query.retired.value_or(false)),
            all_units(session)};
      });
  router.get<Indicator>("/indicators/{code}", "measure.read", {"getIndicator", "measurements", "One indicator"},
                        [](const http::Request& request, db::Session& session) {
                          auto found = indicator_named(session, std::string(request.param("code")));
                          if (!found) throw not_found();
                          return *found;
                        });
}

}  // namespace tenzij::measure
