// Accounts as an administrator changes them, and the link with which somebody chooses a new password.
#include "platform/auth/store.h"

namespace tenzij::auth {

namespace {

struct ResetInput {
  std::string token;
  std::string password;
};
BOOST_DESCRIBE_STRUCT(ResetInput, (), (token, password))

struct ResetDone {
  std::string user_name;  // to sign in with
};
BOOST_DESCRIBE_STRUCT(ResetDone, (), (user_name))

struct Reset {
  Uuid person_id;
  std::string user_name;
};
BOOST_DESCRIBE_STRUCT(Reset, (), (person_id, user_name))

const db::Statement reset_by_token{"auth.reset_by_token", R"sql(
SELECT r.person_id, a.user_name
  FROM auth.reset r
  JOIN auth.account a ON a.municipality_id = r.municipality_id AND a.person_id = r.person_id
 WHERE r.token_hash = $1 AND r.expires_at > $2 AND a.active
   FOR UPDATE OF r, a
)sql"};

const db::Statement upsert_reset{"auth.upsert_reset", R"sql(
INSERT INTO auth.reset (municipality_id, person_id, token_hash, made_by, expires_at)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (municipality_id, person_id)
DO UPDATE SET token_hash = excluded.token_hash, made_by = excluded.made_by, expires_at = excluded.expires_at
)sql"};

// The municipality stands in front of the token: from here on the session is inside it.
ResetDone reset(const http::Request& request, db::Session& session, const ResetInput& in, const PasswordRules& rules) {
  const auto municipality = Uuid::parse(std::string_view(in.token).substr(0, 36));
  if (!municipality) wrong_link(request, session);
  session.become({*municipality, {}, request.id});
  const auto found = session.find<Reset>(reset_by_token, sha256_hex(in.token), request.now);
  if (!found) wrong_link(request, session);
  if (const auto broken = rules.broken_rule(in.password, found->user_name, names_of(session)))
    throw bad_field("/password", *broken, {{"limit", std::to_string(limits::password_shortest)}});
  // The log says who: the person whose link it is.
  session.become({*municipality, found->person_id, request.id});
  session.query("DELETE FROM auth.reset WHERE person_id = $1", found->person_id);
  session.query("UPDATE auth.account SET password_hash = $2 WHERE person_id = $1", found->person_id, hash_password(in.password));
  end_sessions(session, found->person_id);
  const std::string account = "account " + sha256_hex(found->user_name);
  forget_tries(session, {account, account + " " + address_block(request.remote, 32, 64)});
  return {found->user_name};
}

// What takes the last administrator away is undone, and says so.
template <class Work>
void keep_an_administrator(db::Session& session, Work&& work) {
  try {
    session.savepoint(std::forward<Work>(work));
  } catch (const db::SqlError& error) {
    if (error.sqlstate != "TZ001") throw;
    throw conflict("lastAdministrator");
  }
}

void require_account(db::Session& session, const Uuid& person_id) {
  if (session.query("SELECT 1 FROM auth.account WHERE person_id = $1 FOR UPDATE", person_id).empty()) throw not_found();
}

}  // namespace

void wrong_link(const http::Request& request, db::Session& session) {
  count_try(session, {links_from(request.remote)}, request.now);
  throw not_found();
}

void set_active(db::Session& session, const Uuid& person_id, bool active) {
  require_account(session, person_id);
  keep_an_administrator(session, [&] { session.query("UPDATE auth.account SET active = $2 WHERE person_id = $1", person_id, active); });
  if (active) return;
  session.query("DELETE FROM auth.reset WHERE person_id = $1", person_id);
  end_sessions(session, person_id);
}

void set_roles(db::Session& session, const Uuid& person_id, const std::vector<std::string>& roles, const std::optional<Uuid>& scope_id,
               const std::optional<Uuid>& own_session) {
  require_account(session, person_id);
  for (const auto& role : roles)
    if (session.query("SELECT 1 FROM auth.role_grant WHERE person_id = $1 AND role = $2", person_id, role).empty())
      grant_role(session, person_id, role, scope_id);
  keep_an_administrator(
      session, [&] { session.query("DELETE FROM auth.role_grant WHERE person_id = $1 AND role <> ALL ($2::text[])", person_id, roles); });
  end_sessions(session, person_id, own_session);
}

const db::Statement withdraw_other_grants{"auth.withdraw_other_grants", R"sql(
DELETE FROM auth.role_grant g
 WHERE g.person_id = $1
   AND NOT EXISTS (SELECT 1 FROM jsonb_to_recordset($2::jsonb) AS wanted(role text, "unitId" uuid)
                    WHERE wanted.role = g.role AND wanted."unitId" IS NOT DISTINCT FROM g.scope_id)
)sql"};

void set_grants(db::Session& session, const Uuid& person_id, const std::vector<Grant>& grants, const std::optional<Uuid>& own_session) {
  require_account(session, person_id);
  for (const Grant& each : grants) grant_role(session, person_id, each.role, each.unit_id);
  keep_an_administrator(session, [&] { session.query(withdraw_other_grants, person_id, json::encode(grants)); });
  end_sessions(session, person_id, own_session);
}

ResetLink make_reset_link(db::Session& session, const Uuid& person_id, Instant now) {
  require_account(session, person_id);
  ResetLink out{session.actor().municipality_id.str() + "_" + random_token(24), now + limits::reset_time};
  const Uuid& maker = session.actor().person_id;
  session.query(upsert_reset, session.actor().municipality_id, person_id, sha256_hex(out.token),
                maker.is_nil() ? std::nullopt : std::optional(maker), out.expires_at);
  return out;
}

std::string no_password() { return hash_password(random_token()); }

const db::Statement insert_account{"auth.insert_account", R"sql(
INSERT INTO auth.account (municipality_id, person_id, user_name, password_hash, demo)
VALUES ($1, $2, $3, $4, $5)
)sql"};

void create_account(db::Session& session, const NewAccount& account) {
  try {
    session.savepoint([&] {
      session.query(insert_account, session.actor().municipality_id, account.person_id, text::lower_ascii(text::trim(account.user_name)),
                    account.hash ? *account.hash : hash_password(account.password), account.demo);
    });
  } catch (const db::SqlError& error) {
    if (!error.unique_violation()) throw;
    throw Error(409, "userNameTaken", {}, {{"/userName", "userNameTaken"}});
  }
}

const db::Statement insert_role_grant{"auth.insert_role_grant", R"sql(
INSERT INTO auth.role_grant (municipality_id, id, person_id, role, scope_id)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING
)sql"};

void grant_role(db::Session& session, const Uuid& person_id, const std::string& role, const std::optional<Uuid>& scope_id) {
  session.query(insert_role_grant, session.actor().municipality_id, new_id(), person_id, role, scope_id);
}

void add_reset_routes(http::Router& router, const PasswordRules& rules) {
  router.post<ResetDone>(
      "/password-resets", http::anyone, {"resetPassword", "sessions", "Choose a new password with a link of an administrator, once"},
      [rules](const http::Request& request, db::Session& session, const ResetInput& in) { return reset(request, session, in, rules); });
}

}  // namespace tenzij::auth
