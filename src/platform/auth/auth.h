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

// POST /sessions, DELETE /sessions, PUT /account/password.
void add_routes(http::Router& router, const AuthSettings& settings, const PasswordRules& rules);

}  // namespace tenzij::auth
