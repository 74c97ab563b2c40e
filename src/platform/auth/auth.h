// Sign-in: local accounts, sessions in the database, and the check of every route's permission.
// A session token carries its municipality ("<municipality>.<secret>"); only its SHA-256 is stored.
// Single sign-on will end in the same open_session(): its place is beside sign_in() in routes.cpp.
#pragma once

#include <map>
#include <vector>

#include "platform/auth/passwords.h"
#include "platform/http/router.h"

namespace tenzij::auth {

inline constexpr std::string_view cookie_name = "tenzij_session";

// role -> permissions; the application gives the matrix.
using PermissionMatrix = std::map<std::string, std::set<std::string, std::less<>>, std::less<>>;

struct AuthSettings {
  bool demo = false;  // demo accounts may sign in
  PermissionMatrix matrix;
};

struct NewAccount {
  Uuid person_id{};
  std::string user_name;
  std::string password;
  bool demo = false;
  std::optional<std::string> hash{};  // instead of a password: see no_password()
};
// A hash that no password has, for who is invited and chooses one with a link. It costs as much time as a password, so who
// invites many at once makes one for all of them.
std::string no_password();

// Creates the account of a person that exists; 409 when the user name is taken.
void create_account(db::Session& session, const NewAccount& account);
void grant_role(db::Session& session, const Uuid& person_id, const std::string& role, const std::optional<Uuid>& scope_id);

// Signs a person in: stores the session and returns the Set-Cookie value.
std::string open_session(db::Session& session, const http::Request& request, const Uuid& municipality_id, const Uuid& person_id);

// The municipality that the session cookie names; nil without one.
Uuid tenant_of(const http::Request& request);

// Reads the cookie, renews the session, fills request.who and checks the permission and the origin of writes.
http::Router::Authorise authoriser(const AuthSettings& settings);

// Ends what this person has open, on every server, but for one session; their lines close with them (trigger auth.session_ended).
void end_sessions(db::Session& session, const Uuid& person_id, const std::optional<Uuid>& except = {});
// Sessions that were silent or lasted too long; how many.
std::int64_t end_old_sessions(db::Session& session, Instant now);

// --- for administrators: each ends the sessions of that person, and leaves the last administrator (409 lastAdministrator) ---
void set_active(db::Session& session, const Uuid& person_id, bool active);
// These roles, each for the unit of the person, and no others.
void set_roles(db::Session& session, const Uuid& person_id, const std::vector<std::string>& roles, const std::optional<Uuid>& scope_id,
               const std::optional<Uuid>& own_session);
// A role for a unit and what is below it; without a unit for the whole municipality.
struct Grant {
  std::string role;
  std::optional<Uuid> unit_id;
};
BOOST_DESCRIBE_STRUCT(Grant, (), (role, unit_id))
void set_grants(db::Session& session, const Uuid& person_id, const std::vector<Grant>& grants, const std::optional<Uuid>& own_session);

// Where somebody is signed in: the device as it named itself, and the address without its last part.
struct OpenSession {
  Uuid id;
  std::string device;
  std::string address;
  Instant created_at;
  Instant seen_at;
  bool current = false;
};
BOOST_DESCRIBE_STRUCT(OpenSession, (), (id, device, address, created_at, seen_at, current))
struct OpenSessions {
  std::vector<OpenSession> items;
};
BOOST_DESCRIBE_STRUCT(OpenSessions, (), (items))
OpenSessions open_sessions(const http::Request& request, db::Session& session, const Uuid& person_id);
// 404 when it is not one of this person.
void end_session(db::Session& session, const Uuid& person_id, const Uuid& id);

struct ResetLink {
  std::string token;  // shown once, kept as a hash
  Instant expires_at;
};
BOOST_DESCRIBE_STRUCT(ResetLink, (), (token, expires_at))
// A new link ends the old one.
ResetLink make_reset_link(db::Session& session, const Uuid& person_id, Instant now);

// --- keys for programmes (keys.cpp): "Authorization: Bearer KEY". Who made it is the person of its requests, as far as that person
// may do it still; the audit log says "key:ID" where it says the request of a browser. ---
// What a key may be given: not what gives rights to people, and no lines that stay open.
bool fits_key(std::string_view permission);

// A wrong link or token: counts for the address, and throws 404, or 429 when there were many. A right one always works, so
// nobody can be kept out by a stranger.
[[noreturn]] void wrong_link(const http::Request& request, db::Session& session);
// Words that say which municipality this is, for the check of passwords.
std::vector<std::string> names_of(db::Session& session);

// /sessions, /account/password, /account/sessions, /password-resets.
void add_routes(http::Router& router, const AuthSettings& settings, const PasswordRules& rules);

}  // namespace tenzij::auth
