// Who stands in for whom, and from when to when.
#include "organisation/store.h"

namespace tenzij::organisation {

namespace {

struct DeputyInput {
  Uuid person_id;
  Uuid deputy_id;
  Date from_on;
  Date to_on;  // the last day
};
BOOST_DESCRIBE_STRUCT(DeputyInput, (), (person_id, deputy_id, from_on, to_on))

struct Deputy : DeputyInput {
  Uuid id;
  std::string person;
  std::string deputy;
  bool now = false;
};
BOOST_DESCRIBE_STRUCT(Deputy, (DeputyInput), (id, person, deputy, now))
struct DeputyList {
  std::vector<Deputy> items;
};
BOOST_DESCRIBE_STRUCT(DeputyList, (), (items))

const db::Statement deputies_from_day{"organisation.deputies_from_day", R"sql(
SELECT d.person_id, d.deputy_id, d.from_on, d.to_on, d.id, p.name AS person, s.name AS deputy,
       $1 BETWEEN d.from_on AND d.to_on AS now
  FROM organisation.deputy d
  JOIN organisation.person p ON p.municipality_id = d.municipality_id AND p.id = d.person_id
  JOIN organisation.person s ON s.municipality_id = d.municipality_id AND s.id = d.deputy_id
 WHERE d.to_on >= $1
 ORDER BY d.from_on, p.name, d.id
)sql"};

const db::Statement insert_deputy{"organisation.insert_deputy", R"sql(
INSERT INTO organisation.deputy (municipality_id, id, person_id, deputy_id, from_on, to_on)
VALUES ($1, $2, $3, $4, $5, $6)
)sql"};

OrganisationCreated add_deputy(const http::Request& request, db::Session& session, const DeputyInput& in) {
  std::vector<FieldError> errors;
  const auto known = [&](const Uuid& person) {
    return !session.query("SELECT 1 FROM auth.account WHERE person_id = $1 AND active", person).empty();
  };
  if (session.query("SELECT 1 FROM organisation.person WHERE id = $1", in.person_id).empty())
    errors.push_back({"/personId", "unknownPerson"});
  if (!known(in.deputy_id)) errors.push_back({"/deputyId", "cannotSignIn"});
  else if (in.deputy_id == in.person_id) errors.push_back({"/deputyId", "deputyOfSelf"});
  if (in.to_on < in.from_on) errors.push_back({"/toOn", "endBeforeStart"});
  else if (in.to_on < date_of(request.now)) errors.push_back({"/toOn", "dateInPast"});
  if (!errors.empty()) throw bad_request(std::move(errors));
  const Uuid id = new_id();
  session.query(insert_deputy, session.actor().municipality_id, id, in.person_id, in.deputy_id, in.from_on, in.to_on);
  return {id};
}

}  // namespace

void add_deputy_routes(http::Router& router) {
  router.get<DeputyList>("/deputies", "organisation.read", {"listDeputies", "accounts", "Who stands in for whom, now and later"},
                         [](const http::Request& request, db::Session& session) {
                           return DeputyList{session.rows<Deputy>(deputies_from_day, date_of(request.now))};
                         });
  router.post<OrganisationCreated>("/deputies", "organisation.edit",
                                   {"addDeputy", "accounts", "Somebody stands in for somebody: tasks, questions and unless decisions"},
                                   add_deputy);
  router.remove("/deputies/{id}", "organisation.edit", {"removeDeputy", "accounts", "End it, also before its last day"},
                [](const http::Request& request, db::Session& session) {
                  if (session.query("DELETE FROM organisation.deputy WHERE id = $1", request.id_param("id")).affected() == 0)
                    throw not_found();
                });
}

}  // namespace tenzij::organisation
