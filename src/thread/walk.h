// What the files of this room share.
#pragma once

#include "thread/thread.h"

namespace tenzij::thread {

// "goal:<id>", as addresses say it; throws bad_field(`pointer`).
Node record_of(const std::optional<std::string>& from, const char* pointer = "?from");
// The kinds whose records this person may see.
std::vector<std::string> seen_by(const Kinds& kinds, const http::Principal& who);
// The day that gaps and reviews are told of, until the transaction ends.
void set_day(db::Session& session, Date today);

void add_walk_routes(http::Router& router, const Kinds& kinds);
void add_gap_routes(http::Router& router);
void add_link_routes(http::Router& router, const Kinds& kinds);
void add_decision_routes(http::Router& router, const Kinds& kinds);

}  // namespace tenzij::thread
