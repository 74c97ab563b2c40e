#include "reference/reference.h"

namespace tenzij::reference {

namespace {

struct ThemeList {
  std::vector<Theme> items;
};
BOOST_DESCRIBE_STRUCT(ThemeList, (), (items))
struct CodeList {
  std::vector<Code> items;
};
BOOST_DESCRIBE_STRUCT(CodeList, (), (items))
struct ThresholdList {
  std::vector<Threshold> items;
};
BOOST_DESCRIBE_STRUCT(ThresholdList, (), (items))
struct CpvList {
  std::vector<Cpv> items;
};
BOOST_DESCRIBE_STRUCT(CpvList, (), (items))

struct KnownMunicipality {
  std::string code;
  std::string name;
  std::string province;
};
BOOST_DESCRIBE_STRUCT(KnownMunicipality, (), (code, name, province))
struct KnownMunicipalityList {
  std::vector<KnownMunicipality> items;
};
BOOST_DESCRIBE_STRUCT(KnownMunicipalityList, (), (items))

struct CodeQuery {
  std::optional<std::string> list;
};
BOOST_DESCRIBE_STRUCT(CodeQuery, (), (list))
struct CpvQuery {
  std::optional<std::string> search;  // words of the name, or the beginning of the code
  std::optional<bool> divisions;      // only the divisions, the first two digits
};
BOOST_DESCRIBE_STRUCT(CpvQuery, (), (search, divisions))

}  // namespace

const db::Statement codes_of_list{"reference.codes_of_list", R"sql(
SELECT list, code, position, name_nl, name_en
  FROM reference.code
 WHERE $1::text IS NULL
    OR list = $1
 ORDER BY position
)sql"};

const db::Statement thresholds{"reference.thresholds", R"sql(
SELECT valid_from, valid_to, nature, amount_cents, verified, source
  FROM reference.threshold
 ORDER BY valid_from DESC, nature
)sql"};

const db::Statement cpv_found{"reference.cpv_found", R"sql(
SELECT code, name_nl, name_en
  FROM reference.cpv
 WHERE ($1::text IS NULL
        OR code LIKE $1 || '%'
        OR name_nl ILIKE '%' || $1 || '%'
        OR name_en ILIKE '%' || $1 || '%')
   AND (NOT $2::boolean OR code LIKE '__000000')
 ORDER BY code
 LIMIT 100
)sql"};

void add_routes(http::Router& router) {
  router.get<ThemeList>("/themes", http::anyone, {"listThemes", "reference", "The themes of the Nationaal Plan MVI"},
                        [](const http::Request&, db::Session& session) { return ThemeList{themes(session)}; });
  router.get<CodeList>("/codes", http::anyone, {"listCodes", "reference", "Code lists with their names: instruments, levels, eForms, SDGs"},
                       [](const http::Request&, db::Session& session, const CodeQuery& query) {
                         return CodeList{session.rows<Code>(codes_of_list, query.list)};
                       });
  router.get<ThresholdList>("/thresholds", http::anyone, {"listThresholds", "reference", "European thresholds with their validity"},
                            [](const http::Request&, db::Session& session) { return ThresholdList{session.rows<Threshold>(thresholds)}; });
  router.get<CpvList>("/cpv-codes", http::anyone, {"listCpvCodes", "reference", "CPV codes by name or beginning of the code"},
                      [](const http::Request&, db::Session& session, const CpvQuery& query) {
                        return CpvList{session.rows<Cpv>(cpv_found, query.search, query.divisions.value_or(false))};
                      });
  router.get<KnownMunicipalityList>(
      "/municipalities", http::anyone, {"listMunicipalities", "reference", "The municipalities of the Netherlands with their CBS code"},
      [](const http::Request&, db::Session& session) {
        return KnownMunicipalityList{
            session.rows<KnownMunicipality>("SELECT code, name, province FROM reference.municipality ORDER BY name")};
      });
}

}  // namespace tenzij::reference
