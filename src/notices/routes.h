// The HTTP side of the notices.
#pragma once

#include "notices/intake.h"

namespace tenzij::notices {

void add_routes(http::Router& router, jobs::Runner& runner);

}  // namespace tenzij::notices
