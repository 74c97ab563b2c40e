#include "organisation/store.h"
#include "platform/auth/guessing.h"

namespace tenzij::organisation {

namespace {

struct DemoAccount {
  std::string user_name;
  std::string name;
  std::string role;
};
BOOST_DESCRIBE_STRUCT(DemoAccount, (), (user_name, name, role))

struct MunicipalityChoice {
  std::string code;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(MunicipalityChoice, (), (code, name))

struct Installation {
  std::string version;
  bool demo;
  bool needs_setup;
  std::vector<DemoAccount> demo_accounts;
  std::vector<MunicipalityChoice> municipalities;  // to choose from at sign-in; none where there is one
};
BOOST_DESCRIBE_STRUCT(Installation, (), (version, demo, needs_setup, demo_accounts, municipalities))

struct Current {
  Person person;
  Municipality municipality;
  std::vector<std::string> permissions;
};
BOOST_DESCRIBE_STRUCT(Current, (), (person, municipality, permissions))

struct Setup {
  std::string token;
  std::string municipality_code;
  std::string municipality_name;
  std::string name;
  std::string user_name;
  std::string password;
};
BOOST_DESCRIBE_STRUCT(Setup, (), (token, municipality_code, municipality_name, name, user_name, password))

struct UnitList {
  std::vector<Unit> items;
};
BOOST_DESCRIBE_STRUCT(UnitList, (), (items))
struct PersonList {
  std::vector<Person> items;
};
BOOST_DESCRIBE_STRUCT(PersonList, (), (items))
struct NewUnit {
  std::string name;
  std::optional<Uuid> parent_id;
};
BOOST_DESCRIBE_STRUCT(NewUnit, (), (name, parent_id))
struct Created {
  Uuid id;
};
BOOST_DESCRIBE_STRUCT(Created, (), (id))

struct AuditEntry {
  std::int64_t seq;
  Instant at;
  std::optional<std::string> person;
  std::string table_name;
  std::string action;
  json::value row_key;
  json::value change;
};
BOOST_DESCRIBE_STRUCT(AuditEntry, (), (seq, at, person, table_name, action, row_key, change))
struct AuditList {
  std::vector<AuditEntry> items;
  std::optional<std::int64_t> next_before;
};
BOOST_DESCRIBE_STRUCT(AuditList, (), (items, next_before))
struct AuditQuery {
  std::optional<std::int64_t> before;
};
BOOST_DESCRIBE_STRUCT(AuditQuery, (), (before))

constexpr std::string_view person_columns = R"sql(
SELECT p.id, p.name, p.email, p.job_title, p.unit_id, a.user_name,
       coalesce((SELECT jsonb_agg(DISTINCT g.role) FROM auth.role_grant g
                  WHERE g.municipality_id = p.municipality_id AND g.person_id = p.id),
                '[]') AS roles
  FROM organisation.person p
  LEFT JOIN auth.account a ON a.municipality_id = p.municipality_id AND a.person_id = p.id
)sql";

const db::Statement accounts_for_the_demo{"organisation.accounts_for_the_demo", R"sql(
SELECT a.user_name, p.name, g.role
  FROM auth.account a
  JOIN organisation.person p ON p.municipality_id = a.municipality_id AND p.id = a.person_id
  JOIN auth.role_grant g ON g.municipality_id = a.municipality_id AND g.person_id = a.person_id
 WHERE a.demo
 ORDER BY a.created_at, p.id
)sql"};

Installation installation(db::Session& session, bool demo) {
  Installation out{
      TENZIJ_VERSION, demo, false, {}, session.rows<MunicipalityChoice>("SELECT code, name FROM platform.municipality ORDER BY name")};
  out.needs_setup = out.municipalities.empty();
  if (out.municipalities.size() < 2) out.municipalities.clear();
  if (!demo) return out;
  const auto municipality = session.scalar<Uuid>("SELECT id FROM platform.municipality WHERE demo ORDER BY name LIMIT 1");
  if (!municipality) return out;
  session.become({*municipality, {}, {}});
  out.demo_accounts = session.rows<DemoAccount>(accounts_for_the_demo);
  return out;
}

const db::Statement person_by_id{"organisation.person_by_id", {person_columns, R"sql(
 WHERE p.id = $1
)sql"}};

Current current(const http::Request& request, db::Session& session) {
  auto person = session.find<Person>(person_by_id, request.who.person_id);
  auto municipality =
      session.find<Municipality>("SELECT id, code, name, demo FROM platform.municipality WHERE id = $1", request.who.municipality_id);
  if (!person || !municipality) throw Error(401, "notSignedIn");
  return {*person, *municipality, {request.who.permissions.begin(), request.who.permissions.end()}};
}

// A right token always works; who sends wrong ones waits.
[[noreturn]] void wrong_setup_token(const http::Request& request, db::Session& session) {
  auth::count_try(session, {auth::links_from(request.remote)}, request.now);
  throw Error(403, "wrongSetupToken", {}, {{"/token", "wrongSetupToken"}});
}

http::Response first_run(const http::Request& request, db::Session& session, const Setup& in, const auth::PasswordRules& rules,
                         const OrganisationSettings& settings) {
  std::vector<FieldError> errors;
  if (in.municipality_code.size() != 6 || !in.municipality_code.starts_with("GM"))
    errors.push_back({"/municipalityCode", "notMunicipalityCode"});
  if (text::trim(in.municipality_name).empty()) errors.push_back({"/municipalityName", "required"});
  if (text::trim(in.name).empty()) errors.push_back({"/name", "required"});
  if (text::trim(in.user_name).empty()) errors.push_back({"/userName", "required"});
  if (const auto broken = rules.broken_rule(in.password, in.user_name, {in.municipality_name, in.municipality_code}))
    errors.push_back({"/password", *broken, {{"limit", std::to_string(limits::password_shortest)}}});
  if (!errors.empty()) throw bad_request(errors);
  const Uuid id = new_id();
  if (!session
           .scalar<bool>("SELECT organisation.first_municipality($1, $2, $3, $4)", in.token, id, in.municipality_code, in.municipality_name)
           .value_or(false))
    wrong_setup_token(request, session);
  session.become({id, {}, request.id});
  const Uuid person = add_person(session, {in.name, {}, {}, {}, in.user_name, in.password, {"administrator"}}, rules);
  if (settings.welcome) settings.welcome(session, request.now);
  http::Response response;
  response.status = 201;
  response.set("Set-Cookie", auth::open_session(session, request, id, person));
  response.body = json::dump(json::encode(Created{person}));
  return response;
}

const db::Statement audit_entries{"organisation.audit_entries", R"sql(
SELECT e.seq, e.at, p.name AS person, e.table_name, e.action, e.row_key, e.change
  FROM audit.entry e
  LEFT JOIN organisation.person p ON p.municipality_id = e.municipality_id AND p.id = e.person_id
 WHERE $1::bigint IS NULL
    OR e.seq < $1
 ORDER BY e.seq DESC
 LIMIT 50
)sql"};

AuditList audit_list(db::Session& session, const AuditQuery& query) {
  AuditList out;
  out.items = session.rows<AuditEntry>(audit_entries, query.before);
  if (out.items.size() == 50) out.next_before = out.items.back().seq;
  return out;
}

}  // namespace

const db::Statement people_by_name{"organisation.people_by_name", {person_columns, R"sql(
 ORDER BY p.name
)sql"}};

void add_routes(http::Router& router, const OrganisationSettings& settings, const auth::PasswordRules& rules, const Messages& messages,
                const imports::Desk& columns) {
  const bool demo = settings.demo;
  router.get<Installation>("/installation", http::anyone,
                           {"getInstallation", "organisation", "Version, demo mode and whether this is the first run"},
                           [demo](const http::Request&, db::Session& session) { return installation(session, demo); });
  router.post<Created>("/installation", http::anyone,
                       {"setUpInstallation", "organisation", "First run: the municipality and its administrator"},
                       [rules, settings](const http::Request& request, db::Session& session, const Setup& in) {
                         return first_run(request, session, in, rules, settings);
                       });
  router.in_pool(http::Pool::reading);  // what every municipality begins with is read there and then
  router.get<Current>("/sessions/current", http::signed_in, {"getCurrentSession", "sessions", "Who is signed in, and what they may do"},
                      [](const http::Request& request, db::Session& session) { return current(request, session); });
  router.get<UnitList>("/units", "organisation.read", {"listUnits", "organisation", "All units, parents before children"},
                       [](const http::Request&, db::Session& session) { return UnitList{units(session)}; });
  router.post<Created>(
      "/units", "organisation.edit", {"addUnit", "organisation", "A new unit"},
      [](const http::Request&, db::Session& session, const NewUnit& in) { return Created{add_unit(session, in.name, in.parent_id)}; });
  router.get<PersonList>("/people", "organisation.read", {"listPeople", "organisation", "All people with their roles"},
                         [](const http::Request& request, db::Session& session) {
                           PersonList out{session.rows<Person>(people_by_name)};
                           // With what somebody signs in is for who keeps the accounts.
                           if (!request.who.may("organisation.edit"))
                             for (Person& each : out.items) each.user_name.reset();
                           return out;
                         });
  router.post<Created>(
      "/people", "organisation.edit", {"addPerson", "organisation", "A new person with an account"},
      [rules](const http::Request&, db::Session& session, const NewPerson& in) { return Created{add_person(session, in, rules)}; });
  router.get<AuditList>("/audit-entries", "audit.read", {"listAuditEntries", "audit", "The audit log, newest first"},
                        [](const http::Request&, db::Session& session, const AuditQuery& query) { return audit_list(session, query); });
  add_unit_routes(router);
  add_table_routes(router, messages, columns);
  add_team_routes(router);
  add_help_routes(router);
  add_draft_routes(router);
  add_presence_routes(router);
  add_view_routes(router);
  add_start_routes(router);
  add_account_routes(router);
  add_invite_routes(router);
  add_deputy_routes(router);
  add_key_routes(router);
  add_role_routes(router);
}

}  // namespace tenzij::organisation
