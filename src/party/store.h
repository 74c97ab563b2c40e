// What the files of this room share.
#pragma once

#include "party/party.h"

namespace tenzij::party {

void add_alike_routes(http::Router& router);

}  // namespace tenzij::party
