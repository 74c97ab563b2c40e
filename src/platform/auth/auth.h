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
};

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
struct ResetLink {
  std::string token;  // shown once, kept as a hash
  Instant expires_at;
};
BOOST_DESCRIBE_STRUCT(ResetLink, (), (token, expires_at))
// A new link ends the old one.
ResetLink make_reset_link(db::Session& session, const Uuid& person_id, Instant now);

// A wrong link or token: counts for the address, and throws 404, or 429 when there were many. A right one always works, so
// nobody can be kept out by a stranger.
[[noreturn]] void wrong_link(const http::Request& request, db::Session& session);
// Words that say which municipality this is, for the check of passwords.
std::vector<std::string> names_of(db::Session& session);

// /sessions, /account/password, /account/sessions, /password-resets.
void add_routes(http::Router& router, const AuthSettings& settings, const PasswordRules& rules);

}  // namespace tenzij::auth
