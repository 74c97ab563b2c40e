// What a municipality shows to everybody: coming purchases that somebody marked, goals with the sentence they rest on and what was
// verified of them. Tables and views: db/migrations/0047_publication.sql.
//
// Nothing is public until the municipality says which parts are. What goes out is read from the views publication.coming and
// publication.goal alone, and from measure::verified_of_goals: no estimate but its class, no name of who works here, no text but
// titles and adopted sentences, no figure about one to four people.
#pragma once

#include "measure/measure.h"
#include "platform/base/messages.h"
#include "purchase/purchase.h"

namespace tenzij::publication {

// Which parts everybody sees, and whom to ask: a desk or a role with an address of mail, no person.
struct SettingInput {
  bool coming = false;
  bool goals = false;
  bool results = false;  // with the goals
  std::string contact_name;
  std::string contact_address;
  static constexpr std::array<json::Length, 2> lengths{{{"contact_name", limits::name_longest}, {"contact_address", 254}}};
};
BOOST_DESCRIBE_STRUCT(SettingInput, (), (coming, goals, results, contact_name, contact_address))
// Throws 400 with every wrong field.
void change_setting(db::Session& session, const SettingInput& in);

// The pages for everybody, at /open/{code}: without sign-in, cookie or script. `request` is for a path that begins with open_path.
// 404, also as a page, for a municipality that is not there and for a part that it does not show: nobody learns which.
inline constexpr std::string_view open_path = "/open/";
http::Response open_page(const http::Request& request, db::Pool& pool, const Messages& messages);

void add_routes(http::Router& router, const Messages& messages);

}  // namespace tenzij::publication
