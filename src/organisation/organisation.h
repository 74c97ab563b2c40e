// The municipality's people and units, and who may do what: enough for accounts and for assigning notices.
#pragma once

#include "platform/auth/auth.h"
#include "platform/documents/report.h"
#include "platform/imports/imports.h"

namespace tenzij::organisation {

// The roles of the product and what each may do, in one readable table: permissions.cpp.
const auth::PermissionMatrix& permissions();
bool known_role(const std::string& role);

struct Unit {
  Uuid id;
  std::optional<Uuid> parent_id;
  std::string name;
  std::optional<Date> ended_on;     // it stays readable on what was of it
  std::optional<Uuid> merged_into;  // where its work went
};
BOOST_DESCRIBE_STRUCT(Unit, (), (id, parent_id, name, ended_on, merged_into))

struct Person {
  Uuid id;
  std::string name;
  std::optional<std::string> email;
  std::optional<std::string> job_title;
  std::optional<Uuid> unit_id;
  std::optional<std::string> user_name;
  std::vector<std::string> roles;
};
BOOST_DESCRIBE_STRUCT(Person, (), (id, name, email, job_title, unit_id, user_name, roles))

struct NewPerson {
  std::string name;
  std::optional<std::string> email;
  std::optional<std::string> job_title;
  std::optional<Uuid> unit_id;
  std::string user_name;
  std::string password;
  std::vector<std::string> roles;
};
BOOST_DESCRIBE_STRUCT(NewPerson, (), (name, email, job_title, unit_id, user_name, password, roles))

struct Municipality {
  Uuid id;
  std::string code;  // CBS code GMnnnn
  std::string name;
  bool demo;
};
BOOST_DESCRIBE_STRUCT(Municipality, (), (id, code, name, demo))

// As the owner of the database: installations, not municipalities, make municipalities.
Municipality add_municipality(db::Connection& owner, const std::string& code, const std::string& name, bool demo);
std::vector<Municipality> municipalities(db::Connection& owner);
// Drafts of forms that nobody went on with since, and what was kept of acts before it; returns how many drafts.
std::size_t forget_drafts(db::Session& session, Instant before);
std::optional<Municipality> find_municipality(db::Connection& owner, const std::string& code);

Uuid add_unit(db::Session& session, const std::string& name, const std::optional<Uuid>& parent_id);
std::vector<Unit> units(db::Session& session);
// Checks roles and the password (unless `demo`); all wrong fields at once.
Uuid add_person(db::Session& session, const NewPerson& person, const auth::PasswordRules& rules, bool demo = false);

// A token for the first-run page when there is no municipality yet; empty when there is one.
std::string setup_token(db::Connection& owner);

// Units and people, for the engine for imports.
imports::Kind units_import();
imports::Kind people_import();

// A report of this municipality: its name as author, and its logo above it.
documents::Report begin_report(db::Session& session, const std::string& language);

// --- acts on many rows at once (acts.cpp) ------------------------------------------------------------------------

// A row that could not be changed, and why, in the reader's language.
struct LeftAsItWas {
  Uuid id;
  std::string title;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(LeftAsItWas, (), (id, title, reason))
struct ManyChanged {
  std::int64_t changed = 0;
  std::vector<LeftAsItWas> left;
  std::optional<Uuid> act{};  // by which it can be taken back
};
BOOST_DESCRIBE_STRUCT(ManyChanged, (), (changed, left, act))
// Keeps what was (JSON) for who is signed in, until a quarter of an hour later. `kind` names the room's act.
Uuid keep_act(db::Session& session, const std::string& kind, const json::value& before, Instant now);
// What was kept, once: 404 when there is no such act of this person, 409 when it is too late.
json::value take_back(db::Session& session, const Uuid& id, const std::string& kind, Instant now);
// What an error says, as a reason beside a row.
std::string said_of(const Error& error, const Messages& messages, const std::string& language);
// "j.van.den.berg@x.nl" is called "J. van den Berg" until somebody says otherwise.
std::string name_in_address(std::string_view address);

struct OrganisationSettings {
  bool demo = false;
  // What other rooms put into a new municipality, in the transaction that makes it.
  std::function<void(db::Session&, Instant)> welcome{};
};
void add_routes(http::Router& router, const OrganisationSettings& settings, const auth::PasswordRules& rules, const Messages& messages,
                const imports::Desk& columns);

}  // namespace tenzij::organisation
