#include "app/demo.h"

#include "app/demo_market.h"
#include "platform/base/files.h"
#include "reference/reference.h"

namespace tenzij::app {

namespace {

struct DemoUnit {
  std::string name;
  std::optional<std::string> parent;
  std::vector<std::string> cpv;  // divisions whose notices belong to it
};
BOOST_DESCRIBE_STRUCT(DemoUnit, (), (name, parent, cpv))

struct DemoPerson {
  std::string role;
  std::optional<std::string> user;  // none: the role
  std::string name;
  std::string job_title;
  std::string unit;
};
BOOST_DESCRIBE_STRUCT(DemoPerson, (), (role, user, name, job_title, unit))

struct DemoOrganisation {
  std::string name;
  std::vector<DemoUnit> units;
  std::vector<DemoPerson> people;
  json::value team;  // read by demo_policy.cpp
};
BOOST_DESCRIBE_STRUCT(DemoOrganisation, (), (name, units, people, team))

// One figure per theme, in the order of the themes.
void load_focus(db::Session& session, const std::filesystem::path& folder, Instant now) {
  if (!session.query("SELECT 1 FROM criteria.focus LIMIT 1").empty()) return;
  const auto themes = reference::themes(session);
  const std::string content = read_file(folder / "focus.tsv");
  for (const auto line : text::split(content, '\n')) {
    const auto cells = text::split(line, '\t');
    if (cells.size() != 3 || cells[0] == "category") continue;
    for (std::size_t i = 0; i < themes.size(); ++i)
      criteria::add_focus(session, std::string(cells[0]), themes[i].code, cells[1].at(i) - '0', std::string(cells[2]), now);
  }
}

const db::Statement insert_demo_mandate{"app.insert_demo_mandate", R"sql(
INSERT INTO organisation.mandate AS m (municipality_id, id, person_id, kind, up_to_cents)
SELECT $1, $2, person_id, $4, $5
  FROM auth.account
 WHERE user_name = $3
ON CONFLICT (municipality_id, person_id, kind)
DO UPDATE SET up_to_cents = greatest(m.up_to_cents, excluded.up_to_cents)
)sql"};

// What a newer demo has in people and mandates, so that an older one can take part in it.
void add_new_people(db::Session& session, const DemoOrganisation& in, const auth::PasswordRules& rules) {
  for (const DemoPerson& person : in.people) {
    const std::string user = person.user.value_or(person.role);
    const auto unit = session.scalar<Uuid>("SELECT id FROM organisation.unit WHERE name = $1", person.unit);
    if (unit && session.query("SELECT 1 FROM auth.account WHERE user_name = $1", user).empty())
      organisation::add_person(session, {person.name, {}, person.job_title, unit, user, demo_password, {person.role}}, rules, true);
  }
  for (const json::value& each : in.team.at("mandates").as_array())
    session.query(insert_demo_mandate, session.actor().municipality_id, new_id(), std::string_view(each.at(0).as_string()),
                  std::string_view(each.at(1).as_string()), each.at(2).to_number<std::int64_t>());
}

void add_organisation(db::Session& session, const DemoOrganisation& in, const auth::PasswordRules& rules) {
  std::map<std::string, Uuid> units;
  for (const DemoUnit& unit : in.units)
    units[unit.name] = organisation::add_unit(session, unit.name, unit.parent ? std::optional(units.at(*unit.parent)) : std::nullopt);
  for (const DemoPerson& person : in.people)
    organisation::add_person(
        session,
        {person.name, {}, person.job_title, units.at(person.unit), person.user.value_or(person.role), demo_password, {person.role}}, rules,
        true);
}

const db::Statement give_notices_to_unit{"app.give_notices_to_unit", R"sql(
UPDATE notices.notice n
   SET unit_id = u.id
  FROM organisation.unit u
 WHERE u.name = $1 AND n.unit_id IS NULL AND left(n.cpv, 2) = ANY ($2::text[])
)sql"};

// Once more is harmless: a notice that is there already stays as it is.
void load_notices(db::Pool& pool, const db::Actor& actor, const std::filesystem::path& folder, const DemoOrganisation& in,
                  const DemoParts& parts, const Clock& clock) {
  bool given = false;
  const notices::NextFile next = [&]() -> std::optional<notices::SourceFile> {
    if (std::exchange(given, true)) return std::nullopt;
    return notices::SourceFile{"noorderveen.jsonl", read_file(folder / "notices.jsonl")};
  };
  notices::import_files(pool, actor, {parts.readers, parts.engine, clock}, next, [](std::int64_t) {});
  db::Session session(pool, actor);
  for (const DemoUnit& unit : in.units) session.query(give_notices_to_unit, unit.name, unit.cpv);
  session.commit();
}

}  // namespace

void load_demo(db::Database& database, const std::filesystem::path& folder, const DemoParts& parts, const Clock& clock) {
  const auto in = json::decode<DemoOrganisation>(read_file(folder / "organisation.json"));
  // Each step is taken when it was not yet: a start that was cut off goes on where it was, and what an older Tenzij made gets
  // only what that one did not have.
  db::Connection owner = database.owner();
  const auto known = organisation::find_municipality(owner, demo_code);
  const auto municipality = known ? *known : organisation::add_municipality(owner, demo_code, in.name, true);
  const db::Actor actor{municipality.id, {}, "demo"};
  bool notices_missing = false;
  {
    db::Session session(database.pool(), actor);
    if (session.query("SELECT 1 FROM organisation.unit LIMIT 1").empty()) add_organisation(session, in, parts.rules);
    // The policy comes after the notices, in one transaction with everything else.
    notices_missing = session.query("SELECT 1 FROM policy.document WHERE built_in IS NULL LIMIT 1").empty();
    session.commit();
  }
  if (notices_missing) load_notices(database.pool(), actor, folder, in, parts, clock);
  db::Session session(database.pool(), actor);
  load_demo_policy(session, folder, parts, clock());
  load_demo_ambition(session, folder, parts.levels);
  criteria::add_library(session, parts.library, clock());
  load_focus(session, folder, clock());
  if (known && session.query("SELECT 1 FROM purchase.purchase LIMIT 1").empty()) add_new_people(session, in, parts.rules);
  load_demo_purchases(session, folder, parts.purchases);
  load_demo_contracts(session, folder);
  load_demo_measurements(session);
  load_demo_publication(session);
  load_demo_documents(session, folder, parts);
  load_demo_market(session, folder, clock());
  session.commit();
}

}  // namespace tenzij::app
