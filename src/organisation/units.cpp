#include "organisation/store.h"
#include "platform/documents/foreign.h"
#include "platform/http/multipart.h"

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

struct UnitsImported {
  std::int64_t added;
  std::int64_t known;  // were there already
};
BOOST_DESCRIBE_STRUCT(UnitsImported, (), (added, known))

VersionedUnit unit(db::Session& session, const Uuid& id) {
  auto found = session.find<VersionedUnit>("SELECT id, parent_id, name, version FROM organisation.unit WHERE id = $1", id);
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

// "name;parent" with a header line, parents before children or already known. All rows or none; every wrong line is named.
UnitsImported import_units(const http::Request& request, db::Session& session, reader::Readers& readers) {
  const auto parts = http::multipart(request);
  const http::Part& file = http::first_file(parts);
  std::map<std::string, Uuid> known;
  for (const Unit& each : units(session)) known.emplace(text::lower_ascii(each.name), each.id);
  UnitsImported out{0, 0};
  std::vector<FieldError> errors;
  const auto rows = documents::table_of(readers, file.content);
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const int line = rows[i].line;
    const std::string& name = rows[i].cells[0];
    const std::string parent = rows[i].cells.size() > 1 ? rows[i].cells[1] : std::string();
    const MessageArgs where{{"line", std::to_string(line)}, {"name", parent}};
    if (name.empty()) {
      errors.push_back({"/files/" + std::to_string(line), "rowWithoutName", where});
    } else if (known.contains(text::lower_ascii(name))) {
      ++out.known;
    } else if (!parent.empty() && !known.contains(text::lower_ascii(parent))) {
      errors.push_back({"/files/" + std::to_string(line), "rowUnknownParent", where});
    } else if (errors.empty()) {
      known[text::lower_ascii(name)] =
          add_unit(session, name, parent.empty() ? std::nullopt : std::optional(known.at(text::lower_ascii(parent))));
      ++out.added;
    } else {
      known[text::lower_ascii(name)] = Uuid{};
    }
    if (errors.size() >= limits::field_errors) break;
  }
  if (!errors.empty()) throw bad_request(errors);
  return out;
}

}  // namespace

void add_unit_routes(http::Router& router, reader::Readers& readers) {
  router.get<VersionedUnit>("/units/{id}", "organisation.read", {"getUnit", "organisation", "One unit, with its version"},
                            [](const http::Request& request, db::Session& session) { return unit(session, request.id_param("id")); });
  router.put<VersionedUnit>("/units/{id}", "organisation.edit", {"changeUnit", "organisation", "Rename or move a unit"}, change_unit);
  router.upload<UnitsImported>(
      "/unit-imports", "organisation.edit", {"importUnits", "organisation", "Units from CSV: name;parent, with a header line"},
      [&readers](const http::Request& request, db::Session& session) { return import_units(request, session, readers); });
}

}  // namespace tenzij::organisation
