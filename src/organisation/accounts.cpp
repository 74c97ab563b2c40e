// Who can sign in, and what an administrator does about it: roles, blocking, and a link to choose a new password.
#include "organisation/store.h"
#include "platform/mail/mail.h"

namespace tenzij::organisation {

namespace {

// none: a person without an account; invited: who never chose a password.
enum class AccountKind { none, invited, active, blocked };
BOOST_DESCRIBE_ENUM(AccountKind, none, invited, active, blocked)

struct RoleHeld {
  std::string role;
  std::optional<Uuid> unit_id;
  std::optional<std::string> unit;
};
BOOST_DESCRIBE_STRUCT(RoleHeld, (), (role, unit_id, unit))

struct AccountRow {
  Uuid person_id;
  std::string name;
  std::optional<std::string> user_name;
  std::optional<std::string> email;
  std::optional<std::string> job_title;
  std::optional<Uuid> unit_id;
  std::optional<std::string> unit;
  std::vector<std::string> roles;
  std::vector<RoleHeld> grants;  // the same, each with its unit
  AccountKind state{};
  bool active = false;
  bool demo = false;
  std::optional<Instant> seen_at;
  std::optional<Instant> reset_until;  // a link is out
  std::int64_t sessions;               // open now
  std::vector<std::string> deputies;   // who stand in today
};
BOOST_DESCRIBE_STRUCT(AccountRow, (),
                      (person_id, name, user_name, email, job_title, unit_id, unit, roles, grants, state, active, demo, seen_at,
                       reset_until, sessions, deputies))
struct AccountList {
  std::vector<AccountRow> items;
};
BOOST_DESCRIBE_STRUCT(AccountList, (), (items))

struct AccountState {
  bool active{};
};
BOOST_DESCRIBE_STRUCT(AccountState, (), (active))
struct AccountQuery {
  std::optional<std::string> q;     // in name, address or job
  std::optional<std::string> role;  // '-': can sign in, and has none
  std::optional<Uuid> unit_id;
  std::optional<AccountKind> state;
};
BOOST_DESCRIBE_STRUCT(AccountQuery, (), (q, role, unit_id, state))
struct AccountGrants {
  std::vector<auth::Grant> grants;
};
BOOST_DESCRIBE_STRUCT(AccountGrants, (), (grants))
struct PersonChange {
  std::string name;
  std::optional<std::string> email;
  std::optional<std::string> job_title;
  std::optional<Uuid> unit_id;
};
BOOST_DESCRIBE_STRUCT(PersonChange, (), (name, email, job_title, unit_id))
struct AccountRoles {
  std::vector<std::string> roles;
};
BOOST_DESCRIBE_STRUCT(AccountRoles, (), (roles))

const db::Statement accounts_of_people{"organisation.accounts_of_people", R"sql(
SELECT *
  FROM (SELECT p.id AS person_id, p.name, a.user_name, p.email, p.job_title, p.unit_id, u.name AS unit,
               coalesce((SELECT jsonb_agg(DISTINCT g.role) FROM auth.role_grant g
                          WHERE g.municipality_id = p.municipality_id AND g.person_id = p.id),
                        '[]') AS roles,
               coalesce((SELECT jsonb_agg(jsonb_build_object('role', g.role, 'unitId', g.scope_id, 'unit', x.name)
                                          ORDER BY g.role, x.name)
                           FROM auth.role_grant g
                           LEFT JOIN organisation.unit x
                                ON x.municipality_id = g.municipality_id AND x.id = g.scope_id
                          WHERE g.municipality_id = p.municipality_id AND g.person_id = p.id),
                        '[]') AS grants,
               CASE WHEN a.person_id IS NULL THEN 'none'
                    WHEN NOT a.active THEN 'blocked'
                    WHEN s.seen_at IS NULL AND i.seen_at IS NULL AND NOT a.demo THEN 'invited'
                    ELSE 'active'
               END AS state,
               coalesce(a.active, false) AS active, coalesce(a.demo, false) AS demo,
               greatest(s.seen_at, i.seen_at) AS seen_at, r.expires_at AS reset_until, s.sessions,
               coalesce((SELECT jsonb_agg(w.name ORDER BY w.name)
                           FROM organisation.deputy d
                           JOIN organisation.person w
                                ON w.municipality_id = d.municipality_id AND w.id = d.deputy_id
                          WHERE d.municipality_id = p.municipality_id
                            AND d.person_id = p.id
                            AND $4 BETWEEN d.from_on AND d.to_on),
                        '[]') AS deputies
          FROM organisation.person p
          LEFT JOIN auth.account a ON a.municipality_id = p.municipality_id AND a.person_id = p.id
          LEFT JOIN organisation.unit u ON u.municipality_id = p.municipality_id AND u.id = p.unit_id
          LEFT JOIN auth.reset r
               ON r.municipality_id = p.municipality_id AND r.person_id = p.id AND r.expires_at > $1
         CROSS JOIN LATERAL (SELECT max(x.seen_at) AS seen_at,
                                    count(*) FILTER (WHERE x.seen_at >= $2 AND x.created_at >= $3) AS sessions
                               FROM auth.session x
                              WHERE x.municipality_id = p.municipality_id AND x.person_id = p.id) s
         CROSS JOIN LATERAL (SELECT max(x.at) AS seen_at
                               FROM auth.sign_in x
                              WHERE x.municipality_id = p.municipality_id AND x.person_id = p.id) i) AS account
 WHERE true /* filter */
 ORDER BY name, person_id
)sql"};

std::vector<AccountRow> accounts(const http::Request& request, db::Session& session, const db::Filter& filter) {
  return session.rows<AccountRow>(filter.in(accounts_of_people, request.now, request.now - limits::session_idle,
                                            request.now - limits::session_absolute, date_of(request.now)));
}

AccountList list_accounts(const http::Request& request, db::Session& session, const AccountQuery& query) {
  db::Filter filter;
  if (query.q && !text::trim(*query.q).empty())
    filter.where("strpos(lower(concat_ws(' ', name, user_name, email, job_title)), lower($1)) > 0", std::string(text::trim(*query.q)));
  if (query.role == "-") filter.where("active AND roles = '[]'");
  else filter.asked("roles ? $1", query.role);
  filter.asked("(unit_id = $1 OR grants @> jsonb_build_array(jsonb_build_object('unitId', $1)))", query.unit_id);
  if (query.state) filter.where("state = $1", std::string(boost::describe::enum_to_string(*query.state, "")));
  return {accounts(request, session, filter)};
}

AccountRow account_of(const http::Request& request, db::Session& session, const Uuid& person) {
  db::Filter filter;
  filter.where("person_id = $1", person);
  auto found = accounts(request, session, filter);
  if (found.empty()) throw not_found();
  return std::move(found.front());
}

AccountRow account(const http::Request& request, db::Session& session) { return account_of(request, session, request.id_param("person")); }

AccountRow change_grants(const http::Request& request, db::Session& session, const AccountGrants& in) {
  std::vector<FieldError> errors;
  std::set<Uuid> open;
  for (const Unit& each : units(session))
    if (!each.ended_on) open.insert(each.id);
  for (std::size_t i = 0; i < in.grants.size(); ++i) {
    const std::string pointer = "/grants/" + std::to_string(i);
    if (!known_role(in.grants[i].role)) errors.push_back({pointer + "/role", "unknownRole"});
    if (in.grants[i].unit_id && !open.contains(*in.grants[i].unit_id)) errors.push_back({pointer + "/unitId", "unknownUnit"});
  }
  if (in.grants.empty()) errors.push_back({"/grants", "required"});
  if (!errors.empty()) throw bad_request(std::move(errors));
  auth::set_grants(session, request.id_param("person"), in.grants, request.who.session_id);
  return account(request, session);
}

const db::Statement update_person{"organisation.update_person", R"sql(
UPDATE organisation.person
   SET name = $2, email = $3, job_title = $4, unit_id = $5
 WHERE id = $1
)sql"};

AccountRow change_person(const http::Request& request, db::Session& session, const PersonChange& in) {
  const Uuid id = request.id_param("person");
  const auto unit = session.query("SELECT unit_id FROM organisation.person WHERE id = $1 FOR UPDATE", id);
  if (unit.empty()) throw not_found();
  if (text::trim(in.name).empty()) throw bad_field("/name", "required");
  // Whoever works for a unit that ended stays there until somebody says where to.
  const bool stays = !unit.null(0, 0) && in.unit_id == unit.get<Uuid>(0, 0);
  if (in.unit_id && !stays && session.query("SELECT 1 FROM organisation.unit WHERE id = $1 AND ended_on IS NULL", *in.unit_id).empty())
    throw bad_field("/unitId", "unknownUnit");
  session.query(update_person, id, std::string(text::trim(in.name)), in.email, in.job_title, in.unit_id);
  return account(request, session);
}

AccountRow change_roles(const http::Request& request, db::Session& session, const AccountRoles& in) {
  std::vector<FieldError> errors;
  for (std::size_t i = 0; i < in.roles.size(); ++i)
    if (!known_role(in.roles[i])) errors.push_back({"/roles/" + std::to_string(i), "unknownRole"});
  if (in.roles.empty()) errors.push_back({"/roles", "required"});
  if (!errors.empty()) throw bad_request(std::move(errors));
  const Uuid person = request.id_param("person");
  const auto unit = session.scalar<Uuid>("SELECT unit_id FROM organisation.person WHERE id = $1", person);
  auth::set_roles(session, person, in.roles, unit, request.who.session_id);
  return account(request, session);
}

auth::ResetLink reset_link(const http::Request& request, db::Session& session) {
  const AccountRow row = account(request, session);
  if (!row.user_name) throw not_found();
  if (row.demo) throw conflict("demoPasswordFixed");
  if (!row.active) throw conflict("accountBlocked");
  auth::ResetLink link = auth::make_reset_link(session, row.person_id, request.now);
  mail::tell(session, row.person_id, {"password_link", {}, "", "/nieuw-wachtwoord#" + link.token}, request.now);
  return link;
}

}  // namespace

void add_account_routes(http::Router& router) {
  router.get<AccountList>("/accounts", "organisation.edit",
                          {"listAccounts", "accounts", "Everybody, with whether they can sign in, as what, and when they were last seen"},
                          list_accounts);
  router.get<AccountRow>("/accounts/{person}", "organisation.edit", {"getAccount", "accounts", "One person"}, account);
  router.put<AccountRow>("/accounts/{person}/person", "organisation.edit",
                         {"changePerson", "accounts", "Name, address, job and unit of a person"}, change_person);
  router.put<AccountRow>(
      "/accounts/{person}/grants", "organisation.edit",
      {"changeAccountGrants", "accounts", "The roles of a person, each for a unit or for all; ends that person's sessions"}, change_grants);
  router.get<auth::OpenSessions>(
      "/accounts/{person}/sessions", "organisation.edit", {"listAccountSessions", "accounts", "Where a person is signed in"},
      [](const http::Request& request, db::Session& session) { return auth::open_sessions(request, session, request.id_param("person")); });
  router.remove("/accounts/{person}/sessions/{id}", "organisation.edit", {"endAccountSession", "accounts", "End a session of a person"},
                [](const http::Request& request, db::Session& session) {
                  auth::end_session(session, request.id_param("person"), request.id_param("id"));
                });
  router.put<AccountRow>("/accounts/{person}/state", "organisation.edit",
                         {"changeAccountState", "accounts", "Block or reactivate; blocking ends all sessions of that person"},
                         [](const http::Request& request, db::Session& session, const AccountState& in) {
                           auth::set_active(session, request.id_param("person"), in.active);
                           return account(request, session);
                         });
  router.put<AccountRow>("/accounts/{person}/roles", "organisation.edit",
                         {"changeAccountRoles", "accounts", "The roles of a person; ends that person's sessions"}, change_roles);
  router.post<auth::ResetLink>("/accounts/{person}/reset-links", "organisation.edit",
                               {"makeResetLink", "accounts", "A link to choose a new password: once, within a day; a new one ends the old"},
                               reset_link);
}

}  // namespace tenzij::organisation
