// What each role may do, and how many people have it.
#include "organisation/store.h"

namespace tenzij::organisation {

namespace {

struct RoleRow {
  std::string role;
  std::vector<std::string> permissions;
  std::int64_t people = 0;  // with an account or without; those of GET /accounts?role=
};
BOOST_DESCRIBE_STRUCT(RoleRow, (), (role, permissions, people))
struct RoleList {
  std::vector<RoleRow> items;
};
BOOST_DESCRIBE_STRUCT(RoleList, (), (items))

struct RoleCount {
  std::string role;
  std::int64_t people;
};
BOOST_DESCRIBE_STRUCT(RoleCount, (), (role, people))

const db::Statement people_per_role{"organisation.people_per_role", R"sql(
SELECT g.role, count(DISTINCT g.person_id) AS people
  FROM auth.role_grant g
  JOIN organisation.person p ON p.municipality_id = g.municipality_id AND p.id = g.person_id
 GROUP BY g.role
)sql"};

}  // namespace

void add_role_routes(http::Router& router) {
  router.get<RoleList>("/roles", "organisation.read", {"listRoles", "accounts", "Every role, what it may do, and how many have it"},
                       [](const http::Request&, db::Session& session) {
                         RoleList out;
                         for (const auto& [role, may] : permissions()) out.items.push_back({role, {may.begin(), may.end()}, 0});
                         for (const RoleCount& each : session.rows<RoleCount>(people_per_role))
                           for (RoleRow& row : out.items)
                             if (row.role == each.role) row.people = each.people;
                         return out;
                       });
}

}  // namespace tenzij::organisation
