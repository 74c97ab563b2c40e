// What the files of this room share.
#pragma once

#include "organisation/organisation.h"

namespace tenzij::organisation {

struct OrganisationCreated {
  Uuid id;
};
BOOST_DESCRIBE_STRUCT(OrganisationCreated, (), (id))

void add_account_routes(http::Router& router);
void add_team_routes(http::Router& router);
void add_draft_routes(http::Router& router);
void add_presence_routes(http::Router& router);
void add_start_routes(http::Router& router);
void add_help_routes(http::Router& router);
void add_view_routes(http::Router& router);
void add_unit_routes(http::Router& router);
void add_deputy_routes(http::Router& router);
void add_invite_routes(http::Router& router);
void add_key_routes(http::Router& router);
void add_role_routes(http::Router& router);

struct UnitsImported {
  std::int64_t added;
  std::int64_t known;  // were there already
};
BOOST_DESCRIBE_STRUCT(UnitsImported, (), (added, known))
// How somebody is called; empty when there is nobody.
std::string name_of(db::Session& session, const Uuid& person);
void add_table_routes(http::Router& router, const Messages& messages, const imports::Desk& names);

}  // namespace tenzij::organisation
