// What the files of sign-in share.
#pragma once

#include "platform/auth/auth.h"
#include "platform/auth/guessing.h"

namespace tenzij::auth {

struct Secret {
  std::string user_name;
  std::string password_hash;
  bool demo = false;
};
BOOST_DESCRIBE_STRUCT(Secret, (), (user_name, password_hash, demo))

// An account whose password may be the one that was typed.
struct Account {
  Uuid municipality_id{};
  Uuid person_id{};
  Secret secret{};
};

// --- sessions.cpp ---
std::string ended_cookie(bool secure);
void end_session_of_cookie(const http::Request& request, db::Session& session);

// --- keys.cpp ---
// What stands behind "Bearer" in the head; empty without it.
std::string_view bearer(const http::Request& request);
void resolve_key(http::Request& request, db::Session& session, const PermissionMatrix& matrix);
// What a key may do besides its permissions: nothing of the account of who made it, and no writing when it is for reading.
void check_key(const http::Request& request, const http::Route& route);

// --- devices.cpp: a browser that signed in before is known by a cookie per account, signed with what only the server has and
// what changes with the password ---
std::string device_cookie(const Account& account, Instant now, bool secure);
bool known_device(const http::Request& request, const Account& account);

// --- own.cpp, accounts.cpp ---
void add_own_routes(http::Router& router, const PasswordRules& rules);
void add_reset_routes(http::Router& router, const PasswordRules& rules);

}  // namespace tenzij::auth
