// What the files of this room share.
#pragma once

#include "thread/thread.h"

namespace tenzij::thread {

// "goal:<id>", as addresses say it; throws bad_field("?from").
Node record_of(const std::optional<std::string>& from);
// The kinds whose records this person may see.
std::vector<std::string> seen_by(const Kinds& kinds, const http::Principal& who);

void add_walk_routes(http::Router& router, const Kinds& kinds);
void add_gap_routes(http::Router& router);

}  // namespace tenzij::thread
