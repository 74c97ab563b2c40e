#include "organisation/store.h"

namespace tenzij::organisation {

namespace {

struct TeamSettings {
  std::string place;
  std::string rhythm;
};
BOOST_DESCRIBE_STRUCT(TeamSettings, (), (place, rhythm))

struct MemberInput {
  Uuid person_id;
  std::string field;  // list "field" of the codes
  std::optional<Uuid> unit_id;
  std::vector<std::string> cpv;  // divisions
};
BOOST_DESCRIBE_STRUCT(MemberInput, (), (person_id, field, unit_id, cpv))

struct Member : MemberInput {
  Uuid id;
  std::string name;
  std::optional<std::string> job_title;
};
BOOST_DESCRIBE_STRUCT(Member, (MemberInput), (id, name, job_title))

struct Adviser {
  Uuid id;
  Uuid person_id;
  std::string name;
  Uuid unit_id;
};
BOOST_DESCRIBE_STRUCT(Adviser, (), (id, person_id, name, unit_id))

// What the cover check found: a field nobody has, a directorate without adviser or member, a double.
struct CoverGap {
  std::string kind;  // field_missing, directorate_missing, adviser_missing, field_double
  std::optional<std::string> field;
  std::optional<Uuid> unit_id;
};
BOOST_DESCRIBE_STRUCT(CoverGap, (), (kind, field, unit_id))

struct Team : TeamSettings {
  std::int64_t version = 0;
  std::vector<Member> members;
  std::vector<Adviser> advisers;
  std::vector<CoverGap> cover;
};
BOOST_DESCRIBE_STRUCT(Team, (TeamSettings), (version, members, advisers, cover))

struct AdviserInput {
  Uuid person_id;
  Uuid unit_id;
};
BOOST_DESCRIBE_STRUCT(AdviserInput, (), (person_id, unit_id))

struct MandateInput {
  Uuid person_id;
  std::string kind;  // all, works, supplies, services
  std::int64_t up_to_cents{};
};
BOOST_DESCRIBE_STRUCT(MandateInput, (), (person_id, kind, up_to_cents))
struct Mandate : MandateInput {
  Uuid id;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(Mandate, (MandateInput), (id, name))
struct MandateList {
  std::vector<Mandate> items;
};
BOOST_DESCRIBE_STRUCT(MandateList, (), (items))

struct AskQuery {
  std::optional<std::string> theme;
  std::optional<Uuid> unit_id;
  std::optional<std::string> cpv;
};
BOOST_DESCRIBE_STRUCT(AskQuery, (), (theme, unit_id, cpv))
struct Contact {
  Uuid person_id;
  std::string name;
  std::optional<std::string> job_title;
  std::optional<std::string> email;
  std::string why;  // adviser, field, category
  std::optional<std::string> field;
};
BOOST_DESCRIBE_STRUCT(Contact, (), (person_id, name, job_title, email, why, field))
struct ContactList {
  std::vector<Contact> items;
};
BOOST_DESCRIBE_STRUCT(ContactList, (), (items))

const db::Statement gaps_in_the_cover{"organisation.gaps_in_the_cover", R"sql(
WITH directorate AS (
  SELECT u.id
    FROM organisation.unit u
    JOIN organisation.unit t ON t.municipality_id = u.municipality_id AND t.id = u.parent_id
   WHERE t.parent_id IS NULL
)
SELECT 'field_missing' AS kind, c.code AS field, NULL::uuid AS unit_id
  FROM reference.code c
 WHERE c.list = 'field'
   AND NOT EXISTS (SELECT 1 FROM organisation.team_member m
                    WHERE m.field = c.code)
UNION ALL
SELECT 'field_double', m.field, m.unit_id
  FROM organisation.team_member m
 GROUP BY m.field, m.unit_id
HAVING count(*) > 1
UNION ALL
SELECT 'directorate_missing', NULL, d.id
  FROM directorate d
 WHERE NOT EXISTS (SELECT 1
                     FROM organisation.team_member m
                     JOIN organisation.person p ON p.municipality_id = m.municipality_id AND p.id = m.person_id
                    WHERE coalesce(m.unit_id, organisation.directorate(p.unit_id)) = d.id)
UNION ALL
SELECT 'adviser_missing', NULL, d.id
  FROM directorate d
 WHERE NOT EXISTS (SELECT 1 FROM organisation.adviser a
                    WHERE a.unit_id = d.id)
 ORDER BY 1, 2, 3
)sql"};

const db::Statement members_of_team{"organisation.members_of_team", R"sql(
SELECT m.person_id, m.field, m.unit_id, to_jsonb(m.cpv) AS cpv, m.id, p.name, p.job_title
  FROM organisation.team_member m
  JOIN organisation.person p ON p.municipality_id = m.municipality_id AND p.id = m.person_id
 ORDER BY m.field, p.name
)sql"};

const db::Statement all_advisers{"organisation.all_advisers", R"sql(
SELECT a.id, a.person_id, p.name, a.unit_id
  FROM organisation.adviser a
  JOIN organisation.person p ON p.municipality_id = a.municipality_id AND p.id = a.person_id
 ORDER BY p.name
)sql"};

Team team(db::Session& session) {
  Team out;
  const auto row = session.query("SELECT place, rhythm, version FROM organisation.team");
  if (!row.empty()) {
    out.place = std::string(row.text(0, 0));
    out.rhythm = std::string(row.text(0, 1));
    out.version = row.get<std::int64_t>(0, 2);
  }
  out.members = session.rows<Member>(members_of_team);
  out.advisers = session.rows<Adviser>(all_advisers);
  out.cover = session.rows<CoverGap>(gaps_in_the_cover);
  return out;
}

const db::Statement upsert_team{"organisation.upsert_team", R"sql(
INSERT INTO organisation.team (municipality_id, place, rhythm)
VALUES ($1, $2, $3)
ON CONFLICT (municipality_id)
DO UPDATE SET place = $2, rhythm = $3, version = organisation.team.version + 1
)sql"};

Team change_team(const http::Request& request, db::Session& session, const TeamSettings& in) {
  const std::int64_t stored = session.scalar<std::int64_t>("SELECT version FROM organisation.team FOR UPDATE").value_or(0);
  request.expect_version(stored);
  session.query(upsert_team, session.actor().municipality_id, in.place, in.rhythm);
  return team(session);
}

void check_people(db::Session& session, const Uuid& person, const std::optional<Uuid>& unit, std::vector<FieldError>& errors) {
  if (session.query("SELECT 1 FROM organisation.person WHERE id = $1", person).empty()) errors.push_back({"/personId", "unknownPerson"});
  if (unit && session.query("SELECT 1 FROM organisation.unit WHERE id = $1", *unit).empty()) errors.push_back({"/unitId", "unknownUnit"});
}

// Inserts; who is there already gives a clear answer.
template <class... Args>
OrganisationCreated insert(db::Session& session, const db::Statement& statement, const Args&... args) {
  const Uuid id = new_id();
  try {
    session.savepoint([&] { session.query(statement, session.actor().municipality_id, id, args...); });
  } catch (const db::SqlError& error) {
    if (error.unique_violation()) throw Error(409, "alreadyThere", {}, {{"/personId", "alreadyThere"}});
    throw;
  }
  return {id};
}

const db::Statement insert_team_member{"organisation.insert_team_member", R"sql(
INSERT INTO organisation.team_member (municipality_id, id, person_id, field, unit_id, cpv)
VALUES ($1, $2, $3, $4, $5, $6::text[])
)sql"};

OrganisationCreated add_member(const http::Request&, db::Session& session, const MemberInput& in) {
  std::vector<FieldError> errors;
  check_people(session, in.person_id, in.unit_id, errors);
  if (session.query("SELECT 1 FROM reference.code WHERE list = 'field' AND code = $1", in.field).empty())
    errors.push_back({"/field", "notInList"});
  if (!errors.empty()) throw bad_request(errors);
  return insert(session, insert_team_member, in.person_id, in.field, in.unit_id, in.cpv);
}

const db::Statement insert_adviser{"organisation.insert_adviser", R"sql(
INSERT INTO organisation.adviser (municipality_id, id, person_id, unit_id)
VALUES ($1, $2, $3, $4)
)sql"};

OrganisationCreated add_adviser(const http::Request&, db::Session& session, const AdviserInput& in) {
  std::vector<FieldError> errors;
  check_people(session, in.person_id, in.unit_id, errors);
  if (!errors.empty()) throw bad_request(errors);
  return insert(session, insert_adviser, in.person_id, in.unit_id);
}

const db::Statement insert_mandate{"organisation.insert_mandate", R"sql(
INSERT INTO organisation.mandate (municipality_id, id, person_id, kind, up_to_cents)
VALUES ($1, $2, $3, $4, $5)
)sql"};

OrganisationCreated add_mandate(const http::Request&, db::Session& session, const MandateInput& in) {
  std::vector<FieldError> errors;
  check_people(session, in.person_id, {}, errors);
  if (in.kind != "all" && in.kind != "works" && in.kind != "supplies" && in.kind != "services") errors.push_back({"/kind", "notInList"});
  if (in.up_to_cents <= 0) errors.push_back({"/upToCents", "moreThanZero"});
  if (!errors.empty()) throw bad_request(errors);
  return insert(session, insert_mandate, in.person_id, in.kind, in.up_to_cents);
}

void remove_row(const http::Request& request, db::Session& session, std::string_view statement) {
  if (session.query(statement, request.id_param("id")).affected() == 0) throw not_found();
}

const db::Statement people_to_ask{"organisation.people_to_ask", R"sql(
SELECT p.id AS person_id, p.name, p.job_title, p.email, f.why, f.field
  FROM (SELECT a.person_id, 'adviser' AS why, NULL AS field, 0 AS rank, u.distance
          FROM organisation.unit_and_above($2::uuid) u
          JOIN organisation.adviser a ON a.unit_id = u.id
        UNION ALL
        SELECT m.person_id, 'field', m.field, 1, CASE WHEN m.unit_id IS NULL THEN 9 ELSE u.distance END
          FROM organisation.team_member m
          LEFT JOIN organisation.unit_and_above($2::uuid) u ON u.id = m.unit_id
         WHERE m.field = $1 AND (m.unit_id IS NULL OR u.id IS NOT NULL)
        UNION ALL
        SELECT m.person_id, 'category', m.field, 2, 0
          FROM organisation.team_member m
         WHERE $3::text = ANY (m.cpv)) f
  JOIN organisation.person p ON p.municipality_id = platform.current_municipality() AND p.id = f.person_id
 ORDER BY f.rank, f.distance, p.name
 LIMIT 12
)sql"};

// Nearest first: the adviser of the unit or of the one above it, then who knows the theme, then who knows the category.
ContactList who_to_ask(db::Session& session, const AskQuery& query) {
  static const std::map<std::string, std::string> field_of{{"climate", "sustainability"},    {"environment", "sustainability"},
                                                           {"circular", "circular_economy"}, {"supply_chain", "sustainability"},
                                                           {"diversity", "social_return"},   {"social_return", "social_return"}};
  std::optional<std::string> field;
  if (query.theme)
    if (const auto found = field_of.find(*query.theme); found != field_of.end()) field = found->second;
  std::optional<std::string> division;
  if (query.cpv && (query.cpv->size() < 2 || query.cpv->find_first_not_of("0123456789-") != std::string::npos))
    throw bad_field("?cpv", "notCpv");
  if (query.cpv) division = query.cpv->substr(0, 2);
  ContactList all{session.rows<Contact>(people_to_ask, field, query.unit_id, division)};
  std::set<std::string> seen;
  std::erase_if(all.items, [&](const Contact& each) { return !seen.insert(each.person_id.str()).second; });
  return all;
}

}  // namespace

const db::Statement all_mandates{"organisation.all_mandates", R"sql(
SELECT m.person_id, m.kind, m.up_to_cents, m.id, p.name
  FROM organisation.mandate m
  JOIN organisation.person p ON p.municipality_id = m.municipality_id AND p.id = m.person_id
 ORDER BY p.name, m.kind
)sql"};

void add_team_routes(http::Router& router) {
  router.get<Team>("/impact-team", "organisation.read", {"getTeam", "organisation", "The MVOI team, the advisers and what is not covered"},
                   [](const http::Request&, db::Session& session) { return team(session); });
  router.put<Team>("/impact-team", "organisation.edit", {"changeTeam", "organisation", "The team's place and rhythm"}, change_team);
  router.post<OrganisationCreated>("/team-members", "organisation.edit", {"addTeamMember", "organisation", "A member for a field of work"},
                                   add_member);
  router.remove("/team-members/{id}", "organisation.edit", {"removeTeamMember", "organisation", "Take a member out of the team"},
                [](const http::Request& request, db::Session& session) {
                  remove_row(request, session, "DELETE FROM organisation.team_member WHERE id = $1");
                });
  router.post<OrganisationCreated>("/advisers", "organisation.edit", {"addAdviser", "organisation", "Assign an adviser to a unit"},
                                   add_adviser);
  router.remove("/advisers/{id}", "organisation.edit", {"removeAdviser", "organisation", "End an assignment"},
                [](const http::Request& request, db::Session& session) {
                  remove_row(request, session, "DELETE FROM organisation.adviser WHERE id = $1");
                });
  router.get<MandateList>("/mandates", "organisation.read", {"listMandates", "organisation", "Up to which amount people decide"},
                          [](const http::Request&, db::Session& session) { return MandateList{session.rows<Mandate>(all_mandates)}; });
  router.post<OrganisationCreated>("/mandates", "organisation.edit", {"addMandate", "organisation", "A mandate"}, add_mandate);
  router.remove("/mandates/{id}", "organisation.edit", {"removeMandate", "organisation", "Withdraw a mandate"},
                [](const http::Request& request, db::Session& session) {
                  remove_row(request, session, "DELETE FROM organisation.mandate WHERE id = $1");
                });
  router.get<ContactList>("/contacts", "organisation.read",
                          {"whoToAsk", "organisation", "Who do I ask: per theme, unit and category, nearest first"},
                          [](const http::Request&, db::Session& session, const AskQuery& query) { return who_to_ask(session, query); });
}

}  // namespace tenzij::organisation
