// What people see and change of their own account: the password, and where they are signed in.
#include "platform/auth/store.h"

namespace tenzij::auth {

namespace {

struct ChangePassword {
  std::string current;
  std::string renewed;
};
BOOST_DESCRIBE_STRUCT(ChangePassword, (), (current, renewed))

const db::Statement sessions_of_account{"auth.sessions_of_account", R"sql(
SELECT id, device, address, created_at, seen_at, id = $2 AS current
  FROM auth.session
 WHERE person_id = $1 AND seen_at >= $3 AND created_at >= $4
 ORDER BY id = $2 DESC, seen_at DESC
 LIMIT 100
)sql"};

void change_password(const http::Request& request, db::Session& session, const ChangePassword& in, const PasswordRules& rules) {
  const std::string subject = "password " + request.who.person_id.str();
  count_try(session, {{subject, limits::tries_free, limits::longest_wait}}, request.now);
  const auto secret = session.find<Secret>("SELECT user_name, password_hash, demo FROM auth.account WHERE person_id = $1 FOR UPDATE",
                                           request.who.person_id);
  if (!secret || secret->demo) throw Error(409, "demoPasswordFixed");
  if (!verify_password(secret->password_hash, in.current)) throw bad_field("/current", "wrongPassword");
  forget_tries(session, {subject});
  if (const auto broken = rules.broken_rule(in.renewed, secret->user_name, names_of(session)))
    throw bad_field("/renewed", *broken, {{"limit", std::to_string(limits::password_shortest)}});
  // The devices that were known are so no longer: their signature was made with the old password.
  session.query("UPDATE auth.account SET password_hash = $2 WHERE person_id = $1", request.who.person_id, hash_password(in.renewed));
  end_sessions(session, request.who.person_id, request.who.session_id);
}

}  // namespace

OpenSessions open_sessions(const http::Request& request, db::Session& session, const Uuid& person_id) {
  return {session.rows<OpenSession>(sessions_of_account, person_id, request.who.session_id, request.now - limits::session_idle,
                                    request.now - limits::session_absolute)};
}

void end_session(db::Session& session, const Uuid& person_id, const Uuid& id) {
  if (session.query("DELETE FROM auth.session WHERE id = $1 AND person_id = $2", id, person_id).affected() == 0) throw not_found();
}

std::vector<std::string> names_of(db::Session& session) {
  const auto row = session.query("SELECT name, code FROM platform.municipality WHERE id = $1", session.actor().municipality_id);
  if (row.empty()) return {};
  std::vector<std::string> out{std::string(row.text(0, 0)), std::string(row.text(0, 1))};
  // "Gemeente Bergen op Zoom": its words too, but not those that are in every name.
  for (const std::string_view word : text::split(row.text(0, 0), ' '))
    if (word.size() > 3) out.emplace_back(word);
  return out;
}

void add_own_routes(http::Router& router, const PasswordRules& rules) {
  router.put<http::None>("/account/password", http::signed_in,
                         {"changePassword", "sessions", "Change one's own password; ends one's other sessions"},
                         [rules](const http::Request& request, db::Session& session, const ChangePassword& in) {
                           change_password(request, session, in, rules);
                         });
  router.get<OpenSessions>(
      "/account/sessions", http::signed_in, {"listOwnSessions", "sessions", "Where one is signed in"},
      [](const http::Request& request, db::Session& session) { return open_sessions(request, session, request.who.person_id); });
  router.remove(
      "/account/sessions", http::signed_in, {"endOtherSessions", "sessions", "End all one's sessions but this one"},
      [](const http::Request& request, db::Session& session) { end_sessions(session, request.who.person_id, request.who.session_id); });
  router.remove(
      "/account/sessions/{id}", http::signed_in, {"endOwnSession", "sessions", "End one of one's own sessions"},
      [](const http::Request& request, db::Session& session) { end_session(session, request.who.person_id, request.id_param("id")); });
}

}  // namespace tenzij::auth
