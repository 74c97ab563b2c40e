// What the files of this room share.
#pragma once

#include "platform/mail/mail.h"
#include "platform/mail/words.h"

namespace tenzij::mail {

enum class Rhythm { at_once, daily, weekly, none };
BOOST_DESCRIBE_ENUM(Rhythm, at_once, daily, weekly, none)

// A link that switches kinds of one person off, and nothing else: "<municipality>_<person>_<kind.kind>_<signature>".
std::string off_token(db::Session& session, const Uuid& person, const std::set<std::string>& kinds);

void add_choice_routes(http::Router& router, const Messages& words);

}  // namespace tenzij::mail
