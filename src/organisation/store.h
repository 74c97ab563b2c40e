// What the files of this room share.
#pragma once

#include "organisation/organisation.h"

namespace tenzij::organisation {

struct OrganisationCreated {
  Uuid id;
};
BOOST_DESCRIBE_STRUCT(OrganisationCreated, (), (id))

void add_team_routes(http::Router& router);
void add_help_routes(http::Router& router);
void add_unit_routes(http::Router& router, reader::Readers& readers);

}  // namespace tenzij::organisation
