#include "organisation/organisation.h"

namespace tenzij::organisation {

namespace {

void check_name(const std::string& name, const std::string& pointer, std::vector<FieldError>& errors) {
  if (text::trim(name).empty()) errors.push_back({pointer, "required"});
  if (text::code_points(name) > limits::name_longest)
    errors.push_back({pointer, "tooLong", {{"limit", std::to_string(limits::name_longest)}}});
}

}  // namespace

Municipality add_municipality(db::Connection& owner, const std::string& code, const std::string& name, bool demo) {
  const Uuid id = new_id();
  owner.query("INSERT INTO platform.municipality (id, code, name, demo) VALUES ($1, $2, $3, $4)", id, code, name, demo);
  return {id, code, name, demo};
}

std::vector<Municipality> municipalities(db::Connection& owner) {
  return owner.query("SELECT id, code, name, demo FROM platform.municipality ORDER BY name").as<Municipality>();
}

std::optional<Municipality> find_municipality(db::Connection& owner, const std::string& code) {
  auto found = owner.query("SELECT id, code, name, demo FROM platform.municipality WHERE code = $1", code).as<Municipality>();
  if (found.empty()) return std::nullopt;
  return found.front();
}

const db::Statement insert_unit{"organisation.insert_unit", R"sql(
INSERT INTO organisation.unit (municipality_id, id, parent_id, name, position)
VALUES ($1, $2, $3, $4, (SELECT count(*) FROM organisation.unit))
)sql"};

Uuid add_unit(db::Session& session, const std::string& name, const std::optional<Uuid>& parent_id) {
  std::vector<FieldError> errors;
  check_name(name, "/name", errors);
  if (!errors.empty()) throw bad_request(errors);
  const Uuid id = new_id();
  try {
    session.savepoint([&] { session.query(insert_unit, session.actor().municipality_id, id, parent_id, std::string(text::trim(name))); });
  } catch (const db::SqlError& error) {
    if (error.unique_violation()) throw Error(409, "unitNameTaken", {}, {{"/name", "unitNameTaken"}});
    if (error.sqlstate == "23503") throw bad_field("/parentId", "unknownUnit");
    throw;
  }
  return id;
}

const db::Statement all_units{"organisation.all_units", R"sql(
SELECT u.id, u.parent_id, u.name, u.ended_on, u.merged_into
  FROM organisation.unit u
 ORDER BY u.ended_on IS NOT NULL, u.position, u.name
)sql"};

std::vector<Unit> units(db::Session& session) { return session.rows<Unit>(all_units); }

const db::Statement insert_person{"organisation.insert_person", R"sql(
INSERT INTO organisation.person (municipality_id, id, name, email, job_title, unit_id)
VALUES ($1, $2, $3, $4, $5, $6)
)sql"};

Uuid add_person(db::Session& session, const NewPerson& person, const auth::PasswordRules& rules, bool demo) {
  std::vector<FieldError> errors;
  check_name(person.name, "/name", errors);
  check_name(person.user_name, "/userName", errors);
  if (!demo)
    if (const auto broken = rules.broken_rule(person.password, person.user_name, auth::names_of(session)))
      errors.push_back({"/password", *broken, {{"limit", std::to_string(limits::password_shortest)}}});
  for (std::size_t i = 0; i < person.roles.size(); ++i)
    if (!known_role(person.roles[i])) errors.push_back({"/roles/" + std::to_string(i), "unknownRole"});
  if (person.roles.empty()) errors.push_back({"/roles", "required"});
  if (!errors.empty()) throw bad_request(errors);
  const Uuid id = new_id();
  try {
    session.savepoint([&] {
      session.query(insert_person, session.actor().municipality_id, id, std::string(text::trim(person.name)), person.email,
                    person.job_title, person.unit_id);
    });
  } catch (const db::SqlError& error) {
    if (error.sqlstate == "23503") throw bad_field("/unitId", "unknownUnit");
    throw;
  }
  auth::create_account(session, {id, person.user_name, person.password, demo});
  for (const auto& role : person.roles) auth::grant_role(session, id, role, person.unit_id);
  return id;
}

std::string setup_token(db::Connection& owner) {
  if (!owner.query("SELECT 1 FROM platform.municipality").empty()) return {};
  std::string token = random_token(18);
  owner.script("DELETE FROM organisation.setup_token");
  owner.query("INSERT INTO organisation.setup_token (token_hash) VALUES ($1)", sha256_hex(token));
  return token;
}

}  // namespace tenzij::organisation
