#include "platform/auth/auth.h"

namespace tenzij::auth {

std::string ended_cookie(bool secure);  // sessions.cpp

namespace {

struct SignIn {
  std::string user_name;
  std::string password;
  std::optional<std::string> municipality;  // code; needed when the user name exists in several
};
BOOST_DESCRIBE_STRUCT(SignIn, (), (user_name, password, municipality))

struct SignedIn {
  Uuid person_id;
  Uuid municipality_id;
};
BOOST_DESCRIBE_STRUCT(SignedIn, (), (person_id, municipality_id))

struct ChangePassword {
  std::string current;
  std::string renewed;
};
BOOST_DESCRIBE_STRUCT(ChangePassword, (), (current, renewed))

struct Candidate {
  Uuid municipality_id;
  std::string code;
  bool demo;
  Uuid person_id;
};
BOOST_DESCRIBE_STRUCT(Candidate, (), (municipality_id, code, demo, person_id))

struct Secret {
  std::string user_name;
  std::string password_hash;
  bool demo;
};
BOOST_DESCRIBE_STRUCT(Secret, (), (user_name, password_hash, demo))

void check_rate(db::Session& session, const std::string& subject, int most, Instant now) {
  const auto failures =
      session.scalar<std::int64_t>("SELECT count(*) FROM auth.failure WHERE subject = $1 AND at > $2", subject, now - limits::login_window);
  if (failures.value_or(0) >= most)
    throw Error(429, "tooManyAttempts", {{"minutes", std::to_string(std::chrono::minutes(limits::login_window).count())}});
}

// The failure is kept although the request ends in an error.
[[noreturn]] void fail(db::Session& session, const std::vector<std::string>& subjects, Instant now) {
  session.query("DELETE FROM auth.failure WHERE at < $1", now - 4 * limits::login_window);
  for (const auto& subject : subjects) session.query("INSERT INTO auth.failure (subject, at) VALUES ($1, $2)", subject, now);
  session.commit();
  throw Error(401, "wrongPassword");
}

std::optional<Candidate> choose(std::vector<Candidate> all, const std::optional<std::string>& code) {
  if (code) std::erase_if(all, [&](const Candidate& each) { return each.code != *code; });
  if (all.size() > 1) throw bad_field("/municipality", "chooseMunicipality");
  if (all.empty()) return std::nullopt;
  return all.front();
}

http::Response sign_in(const http::Request& request, db::Session& session, const SignIn& in, bool demo_mode) {
  const std::string name = text::lower_ascii(text::trim(in.user_name));
  const std::vector<std::string> subjects{"account " + sha256_hex(name), "address " + request.remote};
  check_rate(session, subjects[0], limits::login_failures_per_account, request.now);
  check_rate(session, subjects[1], limits::login_failures_per_address, request.now);
  const auto candidate = choose(session.rows<Candidate>("SELECT * FROM auth.find_account($1)", name), in.municipality);
  if (!candidate) {
    waste_a_check(in.password);
    fail(session, subjects, request.now);
  }
  session.become({candidate->municipality_id, {}, request.id});
  const auto secret =
      session.find<Secret>("SELECT user_name, password_hash, demo FROM auth.account WHERE person_id = $1", candidate->person_id);
  if (!secret || !verify_password(secret->password_hash, in.password)) fail(session, subjects, request.now);
  if (secret->demo && !demo_mode) throw Error(403, "demoAccountsOff");
  if (request.who.signed_in() && request.who.municipality_id == candidate->municipality_id)
    session.query("DELETE FROM auth.session WHERE id = $1", request.who.session_id);  // no fixation: the old one ends
  http::Response response;
  response.status = 201;
  response.set("Set-Cookie", open_session(session, request, candidate->municipality_id, candidate->person_id));
  session.query("DELETE FROM auth.failure WHERE subject = $1", subjects[0]);
  response.body = json::dump(json::encode(SignedIn{candidate->person_id, candidate->municipality_id}));
  return response;
}

http::Response sign_out(const http::Request& request, db::Session& session) {
  if (request.who.signed_in()) {
    session.query("DELETE FROM auth.session WHERE id = $1", request.who.session_id);
    session.query("INSERT INTO auth.sign_in (municipality_id, id, person_id, kind, remote, at) VALUES ($1, $2, $3, 'out', $4, $5)",
                  request.who.municipality_id, new_id(), request.who.person_id, request.remote, request.now);
  }
  http::Response response;
  response.status = 204;
  response.content_type.clear();
  response.set("Set-Cookie", ended_cookie(request.secure));
  return response;
}

}  // namespace

void create_account(db::Session& session, const NewAccount& account) {
  try {
    session.savepoint([&] {
      session.query("INSERT INTO auth.account (municipality_id, person_id, user_name, password_hash, demo) VALUES ($1, $2, $3, $4, $5)",
                    session.actor().municipality_id, account.person_id, text::lower_ascii(text::trim(account.user_name)),
                    hash_password(account.password), account.demo);
    });
  } catch (const db::SqlError& error) {
    if (!error.unique_violation()) throw;
    throw Error(409, "userNameTaken", {}, {{"/userName", "userNameTaken"}});
  }
}

void grant_role(db::Session& session, const Uuid& person_id, const std::string& role, const std::optional<Uuid>& scope_id) {
  session.query(
      "INSERT INTO auth.role_grant (municipality_id, id, person_id, role, scope_id) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
      session.actor().municipality_id, new_id(), person_id, role, scope_id);
}

void add_routes(http::Router& router, const AuthSettings& settings, const PasswordRules& rules) {
  const bool demo = settings.demo;
  router.post<SignedIn>(
      "/sessions", http::anyone, {"signIn", "sessions", "Sign in with a local account; sets the session cookie"},
      [demo](const http::Request& request, db::Session& session, const SignIn& in) { return sign_in(request, session, in, demo); });
  router.remove("/sessions", http::anyone, {"signOut", "sessions", "Sign out: ends the session of the cookie"},
                [](const http::Request& request, db::Session& session) { return sign_out(request, session); });
  router.put<http::None>(
      "/account/password", http::signed_in, {"changePassword", "sessions", "Change one's own password"},
      [rules](const http::Request& request, db::Session& session, const ChangePassword& in) {
        const auto secret =
            session.find<Secret>("SELECT user_name, password_hash, demo FROM auth.account WHERE person_id = $1", request.who.person_id);
        if (!secret || secret->demo) throw Error(409, "demoPasswordFixed");
        if (!verify_password(secret->password_hash, in.current)) throw bad_field("/current", "wrongPassword");
        if (const auto broken = rules.broken_rule(in.renewed, secret->user_name)) throw bad_field("/renewed", *broken);
        session.query("UPDATE auth.account SET password_hash = $2 WHERE person_id = $1", request.who.person_id, hash_password(in.renewed));
        session.query("DELETE FROM auth.session WHERE person_id = $1 AND id <> $2", request.who.person_id, request.who.session_id);
      });
}

}  // namespace tenzij::auth
