// Who can sign in, and what an administrator does about it: roles, blocking, and a link to choose a new password.
#include "organisation/store.h"

namespace tenzij::organisation {

namespace {

struct AccountRow {
  Uuid person_id;
  std::string name;
  std::string user_name;
  std::optional<std::string> email;
  std::optional<std::string> unit;
  std::vector<std::string> roles;
  bool active = false;
  bool demo = false;
  std::optional<Instant> seen_at;
  std::optional<Instant> reset_until;  // a link is out
  std::int64_t sessions;               // open now
};
BOOST_DESCRIBE_STRUCT(AccountRow, (), (person_id, name, user_name, email, unit, roles, active, demo, seen_at, reset_until, sessions))
struct AccountList {
  std::vector<AccountRow> items;
};
BOOST_DESCRIBE_STRUCT(AccountList, (), (items))

struct AccountState {
  bool active{};
};
BOOST_DESCRIBE_STRUCT(AccountState, (), (active))
struct AccountRoles {
  std::vector<std::string> roles;
};
BOOST_DESCRIBE_STRUCT(AccountRoles, (), (roles))

const db::Statement accounts_of_people{"organisation.accounts_of_people", R"sql(
SELECT p.id AS person_id, p.name, a.user_name, p.email, u.name AS unit, a.active, a.demo,
       r.expires_at AS reset_until,
       coalesce((SELECT jsonb_agg(DISTINCT g.role) FROM auth.role_grant g
                  WHERE g.municipality_id = a.municipality_id AND g.person_id = a.person_id),
                '[]') AS roles,
       greatest(s.seen_at,
                (SELECT max(i.at) FROM auth.sign_in i
                  WHERE i.municipality_id = a.municipality_id AND i.person_id = a.person_id)) AS seen_at,
       s.sessions
  FROM auth.account a
  JOIN organisation.person p ON p.municipality_id = a.municipality_id AND p.id = a.person_id
  LEFT JOIN organisation.unit u ON u.municipality_id = p.municipality_id AND u.id = p.unit_id
  LEFT JOIN auth.reset r
       ON r.municipality_id = a.municipality_id AND r.person_id = a.person_id AND r.expires_at > $1
 CROSS JOIN LATERAL (SELECT max(x.seen_at) AS seen_at,
                            count(*) FILTER (WHERE x.seen_at >= $2 AND x.created_at >= $3) AS sessions
                       FROM auth.session x
                      WHERE x.municipality_id = a.municipality_id AND x.person_id = a.person_id) s
 WHERE $4::uuid IS NULL
    OR p.id = $4
 ORDER BY p.name, p.id
)sql"};

std::vector<AccountRow> accounts(const http::Request& request, db::Session& session, const std::optional<Uuid>& person = {}) {
  return session.rows<AccountRow>(accounts_of_people, request.now, request.now - limits::session_idle,
                                  request.now - limits::session_absolute, person);
}

AccountRow account(const http::Request& request, db::Session& session) {
  auto found = accounts(request, session, request.id_param("person"));
  if (found.empty()) throw not_found();
  return std::move(found.front());
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
  if (row.demo) throw conflict("demoPasswordFixed");
  if (!row.active) throw conflict("accountBlocked");
  return auth::make_reset_link(session, row.person_id, request.now);
}

}  // namespace

void add_account_routes(http::Router& router) {
  router.get<AccountList>("/accounts", "organisation.edit", {"listAccounts", "accounts", "Everybody who can sign in, or could"},
                          [](const http::Request& request, db::Session& session) { return AccountList{accounts(request, session)}; });
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
