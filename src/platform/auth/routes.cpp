// Signing in and out.
#include "platform/auth/store.h"

namespace tenzij::auth {

namespace {

struct SignIn {
  std::string user_name;
  std::string password;
  std::optional<std::string> municipality;  // code; needed when the same name and password open several
};
BOOST_DESCRIBE_STRUCT(SignIn, (), (user_name, password, municipality))

struct SignedIn {
  Uuid person_id;
  Uuid municipality_id;
};
BOOST_DESCRIBE_STRUCT(SignedIn, (), (person_id, municipality_id))

struct Candidate {
  Uuid municipality_id;
  std::string code;
  bool demo;
  Uuid person_id;
};
BOOST_DESCRIBE_STRUCT(Candidate, (), (municipality_id, code, demo, person_id))

std::vector<Account> accounts_named(const http::Request& request, db::Session& session, const std::string& name,
                                    const std::optional<std::string>& code) {
  auto found = session.rows<Candidate>("SELECT * FROM auth.find_account($1)", name);
  if (code) std::erase_if(found, [&](const Candidate& each) { return each.code != *code; });
  if (found.size() > limits::municipalities_tried) found.resize(limits::municipalities_tried);
  std::vector<Account> out;
  for (const Candidate& each : found) {
    session.become({each.municipality_id, {}, request.id});
    if (auto secret = session.find<Secret>("SELECT user_name, password_hash, demo FROM auth.account WHERE person_id = $1", each.person_id))
      out.push_back({each.municipality_id, each.person_id, std::move(*secret)});
  }
  return out;
}

// The accounts that this password opens. It costs as much time when the name exists nowhere as when it exists everywhere, so
// that nobody learns from an answer, or from how long it took, where a name is in use.
std::vector<Account> opened(db::Session& session, const std::vector<Account>& all, const SignIn& in) {
  std::size_t checks = 1;
  if (!in.municipality)
    checks = std::min(limits::municipalities_tried,
                      static_cast<std::size_t>(session.scalar<std::int64_t>("SELECT count(*) FROM platform.municipality").value_or(1)));
  std::vector<Account> out;
  for (const Account& each : all)
    if (verify_password(each.secret.password_hash, in.password)) out.push_back(each);
  for (std::size_t done = all.size(); done < checks; ++done) waste_a_check(in.password);
  return out;
}

// What is guessed at. A device that signed in to this account before counts by itself: whatever strangers try on the account,
// its owner comes in.
std::vector<Guessed> guessed(const http::Request& request, const std::string& name, const std::vector<Account>& known) {
  if (!known.empty()) {
    std::string who;
    for (const Account& each : known) who += each.person_id.str();
    return {{"device " + sha256_hex(who + device_cookie(known.front(), Instant{}, false)), limits::tries_free, limits::longest_wait}};
  }
  const std::string account = "account " + sha256_hex(name);
  const std::string address = address_block(request.remote, 32, 64);
  return {{account + " " + address, limits::tries_free, limits::longest_wait},
          {account, limits::account_tries_free, limits::longest_account_wait},
          {"address " + address, limits::address_tries_free, limits::longest_wait}};
}

http::Response sign_in(const http::Request& request, db::Session& session, const SignIn& in, bool demo_mode) {
  const std::string name = text::lower_ascii(text::trim(in.user_name));
  std::vector<Account> all = accounts_named(request, session, name, in.municipality);
  std::vector<Account> known;
  for (const Account& each : all)
    if (known_device(request, each)) known.push_back(each);
  if (!known.empty()) all = known;
  const std::vector<Guessed> tries = guessed(request, name, known);
  count_try(session, tries, request.now);
  const std::vector<Account> open = opened(session, all, in);
  if (open.empty()) throw Error(401, "wrongPassword");
  // Right: the account begins anew, and for the address it was no failure.
  forget_tries(session, {tries.front().subject, tries.size() > 1 ? tries[1].subject : ""});
  give_back_try(session, {tries.back().subject});
  session.keep();
  if (open.size() > 1) throw bad_field("/municipality", "chooseMunicipality");
  const Account& account = open.front();
  if (account.secret.demo && !demo_mode) throw Error(403, "demoAccountsOff");
  end_session_of_cookie(request, session);
  http::Response response;
  response.status = 201;
  response.set("Set-Cookie", open_session(session, request, account.municipality_id, account.person_id));
  response.set("Set-Cookie", device_cookie(account, request.now, request.secure));
  response.body = json::dump(json::encode(SignedIn{account.person_id, account.municipality_id}));
  return response;
}

const db::Statement insert_sign_out{"auth.insert_sign_out", R"sql(
INSERT INTO auth.sign_in (municipality_id, id, person_id, kind, remote, at)
VALUES ($1, $2, $3, 'out', $4, $5)
)sql"};

http::Response sign_out(const http::Request& request, db::Session& session) {
  if (request.who.signed_in()) {
    session.query("DELETE FROM auth.session WHERE id = $1", request.who.session_id);
    session.query(insert_sign_out, request.who.municipality_id, new_id(), request.who.person_id, request.remote, request.now);
  }
  http::Response response;
  response.status = 204;
  response.content_type.clear();
  response.set("Set-Cookie", ended_cookie(request.secure));
  return response;
}

}  // namespace

void add_routes(http::Router& router, const AuthSettings& settings, const PasswordRules& rules) {
  const bool demo = settings.demo;
  router.post<SignedIn>(
      "/sessions", http::anyone, {"signIn", "sessions", "Sign in with a local account; sets the session cookie"},
      [demo](const http::Request& request, db::Session& session, const SignIn& in) { return sign_in(request, session, in, demo); });
  router.remove("/sessions", http::anyone, {"signOut", "sessions", "Sign out: ends the session of the cookie"},
                [](const http::Request& request, db::Session& session) { return sign_out(request, session); });
  add_own_routes(router, rules);
  add_reset_routes(router, rules);
}

}  // namespace tenzij::auth
