#include "organisation/store.h"

namespace tenzij::organisation {

namespace {

struct UnitChange {
  std::string name;
  std::optional<Uuid> parent_id;
};
BOOST_DESCRIBE_STRUCT(UnitChange, (), (name, parent_id))

struct VersionedUnit : Unit {
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(VersionedUnit, (Unit), (version))

const db::Statement unit_by_id{"organisation.unit_by_id", R"sql(
SELECT id, parent_id, name, ended_on, merged_into, version
  FROM organisation.unit
 WHERE id = $1
)sql"};

VersionedUnit unit(db::Session& session, const Uuid& id) {
  auto found = session.find<VersionedUnit>(unit_by_id, id);
  if (!found) throw not_found();
  return *found;
}

VersionedUnit change_unit(const http::Request& request, db::Session& session, const UnitChange& in) {
  const Uuid id = request.id_param("id");
  // Who moves units waits for who moves units: two moves at once cannot close a circle.
  session.query("SELECT 1 FROM organisation.unit WHERE municipality_id = $1 ORDER BY id FOR UPDATE", session.actor().municipality_id);
  request.expect_version(unit(session, id).version);
  if (text::trim(in.name).empty()) throw bad_field("/name", "required");
  if (in.parent_id && !session.query("SELECT 1 FROM organisation.unit_and_above($1) WHERE id = $2", *in.parent_id, id).empty())
    throw bad_field("/parentId", "unitCircle");
  try {
    session.savepoint([&] {
      session.query("UPDATE organisation.unit SET name = $2, parent_id = $3, version = version + 1 WHERE id = $1", id,
                    std::string(text::trim(in.name)), in.parent_id);
    });
  } catch (const db::SqlError& error) {
    if (error.unique_violation()) throw Error(409, "unitNameTaken", {}, {{"/name", "unitNameTaken"}});
    if (error.sqlstate == "23503") throw bad_field("/parentId", "unknownUnit");
    throw;
  }
  return unit(session, id);
}

}  // namespace

void add_unit_routes(http::Router& router) {
  router.get<VersionedUnit>("/units/{id}", "organisation.read", {"getUnit", "organisation", "One unit, with its version"},
                            [](const http::Request& request, db::Session& session) { return unit(session, request.id_param("id")); });
  router.put<VersionedUnit>("/units/{id}", "organisation.edit", {"changeUnit", "organisation", "Rename or move a unit"}, change_unit);
}

}  // namespace tenzij::organisation
