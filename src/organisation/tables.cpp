// Units and people as tables: out, and in again by the engine for imports.
#include "organisation/store.h"
#include "platform/base/written.h"
#include "platform/documents/table.h"

namespace tenzij::organisation {

namespace {

std::string low(std::string_view text) { return plain_writing(text.substr(0, limits::written_bytes * 2)); }

enum class TableFormat { csv, xlsx };
BOOST_DESCRIBE_ENUM(TableFormat, csv, xlsx)
struct TableQuery {
  std::optional<TableFormat> format;
};
BOOST_DESCRIBE_STRUCT(TableQuery, (), (format))

http::Response given(const TableQuery& query, const std::string& name, const documents::Table& table) {
  if (query.format == TableFormat::xlsx) return http::file(documents::xlsx_type, name + ".xlsx", documents::to_xlsx(table));
  return http::file(documents::csv_type, name + ".csv", documents::to_csv(table));
}

// --- units -----------------------------------------------------------------------------------------------------

struct UnitFields {
  std::string name;
  std::string parent;  // its name, or empty
};
BOOST_DESCRIBE_STRUCT(UnitFields, (), (name, parent))
struct UnitRow : UnitFields {
  Uuid id;
};
BOOST_DESCRIBE_STRUCT(UnitRow, (UnitFields), (id))
constexpr std::string_view unit_rows = R"sql(
SELECT u.name, coalesce(p.name, '') AS parent, u.id
  FROM organisation.unit u
  LEFT JOIN organisation.unit p ON p.municipality_id = u.municipality_id AND p.id = u.parent_id
)sql";

std::optional<Uuid> unit_named(db::Session& session, const std::string& name) {
  if (name.empty()) return std::nullopt;
  auto found = session.scalar<Uuid>("SELECT id FROM organisation.unit WHERE lower(name) = lower($1) ORDER BY position, id LIMIT 1", name);
  if (!found) throw bad_field("/parentId", "unknownUnit");
  return found;
}

const db::Statement unit_row_by_id{"organisation.unit_row_by_id", {unit_rows, R"sql(
 WHERE u.id = $1
)sql"}};

void change_unit_fields(db::Session& session, const Uuid& id, const UnitFields& in) {
  // Who moves units waits for who moves units: two moves at once cannot close a circle.
  session.query("SELECT 1 FROM organisation.unit WHERE municipality_id = $1 ORDER BY id FOR UPDATE", session.actor().municipality_id);
  const auto before = session.find<UnitRow>(unit_row_by_id, id);
  if (!before) throw not_found();
  // A name that several units have says nothing new about the parent that is there.
  std::optional<Uuid> parent = session.scalar<Uuid>("SELECT parent_id FROM organisation.unit WHERE id = $1", id);
  if (low(before->parent) != low(in.parent)) parent = unit_named(session, in.parent);
  if (parent && !session.query("SELECT 1 FROM organisation.unit_and_above($1) WHERE id = $2", *parent, id).empty())
    throw bad_field("/parentId", "unitCircle");
  try {
    session.savepoint([&] {
      session.query("UPDATE organisation.unit SET name = $2, parent_id = $3, version = version + 1 WHERE id = $1", id, in.name, parent);
    });
  } catch (const db::SqlError& error) {
    if (error.unique_violation()) throw Error(409, "unitNameTaken", {}, {{"/name", "unitNameTaken"}});
    throw;
  }
}

const db::Statement all_unit_rows{"organisation.all_unit_rows", unit_rows};

imports::Judge open_units(db::Session& session, const imports::Run&) {
  struct Lists {
    std::map<Uuid, UnitRow> by_id;
    std::multimap<std::string, Uuid> by_name;
    std::set<std::string> names;  // known, or in a row above
  };
  const auto lists = std::make_shared<Lists>();
  for (const UnitRow& each : session.rows<UnitRow>(all_unit_rows)) {
    lists->by_name.emplace(low(each.name), each.id);
    lists->names.insert(low(each.name));
    lists->by_id[each.id] = each;
  }
  return [lists](imports::Row& row) {
    imports::Verdict out;
    const UnitRow* before = nullptr;
    if (const auto* said = row.find("id")) {
      const auto id = Uuid::parse(text::trim(said->text));
      const auto found = id ? lists->by_id.find(*id) : lists->by_id.end();
      if (found != lists->by_id.end()) before = &found->second;
    }
    const std::string name(text::trim(row.text("name").value_or("")));
    const auto* parent = row.find("parent");
    if (before == nullptr) {
      std::vector<const UnitRow*> candidates;
      for (auto [from, to] = lists->by_name.equal_range(low(name)); from != to; ++from)
        if (const UnitRow& each = lists->by_id[from->second]; parent == nullptr || low(each.parent) == low(parent->text))
          candidates.push_back(&each);
      if (candidates.size() > 1) row.wrong("name", "unitNotUnique");
      if (!candidates.empty()) before = candidates.front();
    }
    if (name.size() > 200) row.wrong("name", "tooLong", {{"limit", "200"}});
    if (parent != nullptr && !lists->names.contains(low(parent->text))) row.wrong("parent", "unknownUnit");
    lists->names.insert(low(name));
    UnitFields in{name, before == nullptr ? std::string() : before->parent};
    if (name.empty() && before != nullptr) in.name = before->name;
    if (parent != nullptr && low(parent->text) != low(in.parent)) in.parent = std::string(text::trim(parent->text));
    out.title = in.name;
    if (before != nullptr) {
      out.id = before->id;
      out.changes = imports::changes_between(json::encode(UnitFields{*before}), json::encode(in));
    }
    out.action = before == nullptr ? imports::Action::added : out.changes.empty() ? imports::Action::same : imports::Action::changed;
    out.write = [in, id = out.id](db::Session& to) {
      if (!id) return add_unit(to, in.name, unit_named(to, in.parent));
      change_unit_fields(to, *id, in);
      return *id;
    };
    return out;
  };
}

// --- people ----------------------------------------------------------------------------------------------------

struct PersonFields {
  std::string name;
  std::string email;
  std::string job_title;
  std::string unit;
};
BOOST_DESCRIBE_STRUCT(PersonFields, (), (name, email, job_title, unit))
struct PersonRow : PersonFields {
  Uuid id;
  std::optional<std::string> user_name;
  std::string roles;
};
BOOST_DESCRIBE_STRUCT(PersonRow, (PersonFields), (id, user_name, roles))
constexpr std::string_view person_rows = R"sql(
SELECT p.name, coalesce(p.email, '') AS email, coalesce(p.job_title, '') AS job_title,
       coalesce(u.name, '') AS unit, p.id, a.user_name,
       coalesce((SELECT string_agg(DISTINCT g.role, ', ') FROM auth.role_grant g
                  WHERE g.municipality_id = p.municipality_id AND g.person_id = p.id),
                '') AS roles
  FROM organisation.person p
  LEFT JOIN organisation.unit u ON u.municipality_id = p.municipality_id AND u.id = p.unit_id
  LEFT JOIN auth.account a ON a.municipality_id = p.municipality_id AND a.person_id = p.id
)sql";

std::optional<std::string> filled(const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); }

const db::Statement person_row_by_id{"organisation.person_row_by_id", {person_rows, R"sql(
 WHERE p.id = $1
)sql"}};

const db::Statement update_person_fields{"organisation.update_person_fields", R"sql(
UPDATE organisation.person
   SET name = $2, email = $3, job_title = $4, unit_id = $5
 WHERE id = $1
)sql"};

// Without an account: who may sign in is decided by a person, not by a file.
const db::Statement insert_person_fields{"organisation.insert_person_fields", R"sql(
INSERT INTO organisation.person (id, name, email, job_title, unit_id, municipality_id)
VALUES ($1, $2, $3, $4, $5, platform.current_municipality())
)sql"};

Uuid write_person(db::Session& session, const std::optional<Uuid>& id, const PersonFields& in) {
  const auto before = id ? session.find<PersonRow>(person_row_by_id, *id) : std::nullopt;
  std::optional<Uuid> unit = id ? session.scalar<Uuid>("SELECT unit_id FROM organisation.person WHERE id = $1", *id) : std::nullopt;
  if (!before || low(before->unit) != low(in.unit)) unit = unit_named(session, in.unit);
  const Uuid record = id.value_or(new_id());
  session.query(before ? update_person_fields : insert_person_fields, record, in.name, filled(in.email), filled(in.job_title), unit);
  return record;
}

const db::Statement all_person_rows{"organisation.all_person_rows", person_rows};

imports::Judge open_people(db::Session& session, const imports::Run&) {
  struct Lists {
    std::map<Uuid, PersonRow> by_id;
    std::multimap<std::string, Uuid> by_word;  // user name, address
    std::multimap<std::string, Uuid> by_name;
    std::set<std::string> units;
  };
  const auto lists = std::make_shared<Lists>();
  for (const PersonRow& each : session.rows<PersonRow>(all_person_rows)) {
    lists->by_id[each.id] = each;
    if (each.user_name) lists->by_word.emplace(low(*each.user_name), each.id);
    if (!each.email.empty()) lists->by_word.emplace(low(each.email), each.id);
    lists->by_name.emplace(low(each.name), each.id);
  }
  for (const Unit& each : units(session)) lists->units.insert(low(each.name));
  return [lists](imports::Row& row) {
    imports::Verdict out;
    const PersonRow* before = nullptr;
    const auto id = Uuid::parse(text::trim(row.text("id").value_or("")));
    if (id && lists->by_id.contains(*id)) before = &lists->by_id[*id];
    for (const char* key : {"userName", "email"})
      if (const auto* said = row.find(key); before == nullptr && said != nullptr)
        if (const auto found = lists->by_word.find(low(said->text)); found != lists->by_word.end()) before = &lists->by_id[found->second];
    const std::string name(text::trim(row.text("name").value_or("")));
    if (const auto count = lists->by_name.count(low(name)); before == nullptr && count > 0) {
      if (count > 1) row.wrong("name", "personNotUnique");
      before = &lists->by_id[lists->by_name.find(low(name))->second];
    }
    PersonFields in;
    if (before != nullptr) in = *before;
    const auto take = [&](const char* key, std::string& into) {
      if (const auto said = row.text(key)) into = std::string(text::trim(*said));
      if (into.size() > 200) row.wrong(key, "tooLong", {{"limit", "200"}});
    };
    take("name", in.name);
    take("email", in.email);
    take("jobTitle", in.job_title);
    if (const auto* unit = row.find("unit")) {
      if (!lists->units.contains(low(unit->text))) row.wrong("unit", "unknownUnit");
      else if (low(unit->text) != low(in.unit)) in.unit = std::string(text::trim(unit->text));
    }
    out.title = in.name;
    if (before != nullptr) {
      out.id = before->id;
      out.changes = imports::changes_between(json::encode(PersonFields{*before}), json::encode(in));
    }
    out.action = before == nullptr ? imports::Action::added : out.changes.empty() ? imports::Action::same : imports::Action::changed;
    out.write = [in, person = out.id](db::Session& to) { return write_person(to, person, in); };
    return out;
  };
}

const db::Statement unit_rows_in_order{"organisation.unit_rows_in_order", {unit_rows, R"sql(
 ORDER BY u.parent_id IS NOT NULL, u.position, u.name
)sql"}};

http::Response give_units(const http::Request& request, db::Session& session, const TableQuery& query, const imports::Desk& names) {
  documents::Table table{"units", {}, {}};
  for (const char* key : {"id", "name", "parent"}) table.head.push_back(names.heading("units", key, request.language));
  for (const UnitRow& each : session.rows<UnitRow>(unit_rows_in_order)) table.rows.push_back({each.id.str(), each.name, each.parent});
  return given(query, "onderdelen", table);
}

const db::Statement person_rows_by_name{"organisation.person_rows_by_name", {person_rows, R"sql(
 ORDER BY p.name, p.id
)sql"}};

http::Response give_people(const http::Request& request, db::Session& session, const TableQuery& query, const imports::Desk& names) {
  documents::Table table{"people", {}, {}};
  for (const char* key : {"id", "name", "userName", "email", "jobTitle", "unit", "roles"})
    table.head.push_back(names.heading("people", key, request.language));
  for (const PersonRow& each : session.rows<PersonRow>(person_rows_by_name))
    table.rows.push_back({each.id.str(), each.name, each.user_name.value_or(""), each.email, each.job_title, each.unit, each.roles});
  return given(query, "mensen", table);
}

}  // namespace

imports::Kind units_import() {
  imports::Kind out;
  out.name = "units";
  out.permission = "organisation.edit";
  out.columns = {{"id"}, {"name", imports::Value::text, true}, {"parent"}};
  out.open = open_units;
  out.snapshot = [](db::Session& session, const Uuid& id) -> std::optional<json::value> {
    const auto row = session.find<UnitRow>(unit_row_by_id, id);
    return row ? std::optional(json::encode(UnitFields{*row})) : std::nullopt;
  };
  out.set_back = [](db::Session& session, const Uuid& id, const json::value& before, Instant) {
    change_unit_fields(session, id, json::restore<UnitFields>(before));
  };
  out.take_away = [](db::Session& session, const Uuid& id, Instant) { session.query("DELETE FROM organisation.unit WHERE id = $1", id); };
  return out;
}

imports::Kind people_import() {
  imports::Kind out;
  out.name = "people";
  out.permission = "organisation.edit";
  out.columns = {{"id"},   {"name", imports::Value::text, true}, {"userName"}, {"email"}, {"jobTitle"},
                 {"unit"}, {"roles", imports::Value::given_out}};
  out.open = open_people;
  out.snapshot = [](db::Session& session, const Uuid& id) -> std::optional<json::value> {
    const auto row = session.find<PersonRow>(person_row_by_id, id);
    return row ? std::optional(json::encode(PersonFields{*row})) : std::nullopt;
  };
  out.set_back = [](db::Session& session, const Uuid& id, const json::value& before, Instant) {
    write_person(session, id, json::restore<PersonFields>(before));
  };
  out.take_away = [](db::Session& session, const Uuid& id, Instant) { session.query("DELETE FROM organisation.person WHERE id = $1", id); };
  return out;
}

void add_table_routes(http::Router& router, const Messages& messages, const imports::Desk& names) {
  router.upload<UnitsImported>("/unit-imports", "organisation.edit",
                               {"importUnits", "organisation", "Units from a table in one step: name and parent; all rows or none"},
                               [&messages, &names, kind = units_import()](const http::Request& request, db::Session& session) {
                                 const imports::Taken taken = imports::take(request, session, kind, names, messages);
                                 return UnitsImported{taken.added, taken.changed + taken.same};
                               });
  router.export_table<TableQuery>("/unit-exports", "organisation.read", {"exportUnits", "organisation", "All units as CSV or XLSX"},
                                  "text/csv", [&names](const http::Request& request, db::Session& session, const TableQuery& query) {
                                    return give_units(request, session, query, names);
                                  });
  router.export_table<TableQuery>("/person-exports", "organisation.edit", {"exportPeople", "organisation", "All people as CSV or XLSX"},
                                  "text/csv", [&names](const http::Request& request, db::Session& session, const TableQuery& query) {
                                    return give_people(request, session, query, names);
                                  });
}

}  // namespace tenzij::organisation
