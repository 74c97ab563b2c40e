// Several persons of one supplier: who is a contact there, a colleague invited by one of them, and an access that ends. In all
// municipalities where whoever does it is a contact; what the municipality ended only the municipality gives back.
#include "platform/mail/mail.h"
#include "supplier/store.h"

namespace tenzij::supplier {

namespace {

// More is no firm that reports but a list of addresses.
constexpr std::size_t colleagues_most = 20;

struct Colleague {
  Uuid id;
  std::string name;
  std::string email;
  bool self = false;
  bool ended = false;                       // comes in nowhere any more
  bool restorable = false;                  // ended by a colleague
  std::optional<std::string> invited_name;  // none: named by the municipality
  std::optional<std::string> ended_name;
  std::vector<std::string> municipalities;  // where this one comes in
};
BOOST_DESCRIBE_STRUCT(Colleague, (), (id, name, email, self, ended, restorable, invited_name, ended_name, municipalities))
struct ColleagueList {
  std::vector<Colleague> items;
};
BOOST_DESCRIBE_STRUCT(ColleagueList, (), (items))

struct ContactHere {
  Uuid id;
  std::string name;
  std::string email;
  bool ended = false;
  std::optional<std::string> invited_name;
  std::optional<std::string> ended_name;
};
BOOST_DESCRIBE_STRUCT(ContactHere, (), (id, name, email, ended, invited_name, ended_name))

const db::Statement contacts_here{"supplier.contacts_here", R"sql(
SELECT c.id, c.name, c.email, c.ended_at IS NOT NULL AS ended, c.invited_name, c.ended_name
  FROM supplier.contact c
 WHERE c.party_id IN (SELECT s.id FROM party.same_as($1) s)
 ORDER BY lower(c.name), c.id
)sql"};

void merge(std::vector<Colleague>& into, const ContactHere& each, const Self& self) {
  auto found = std::find_if(into.begin(), into.end(),
                            [&](const Colleague& one) { return text::lower_ascii(one.email) == text::lower_ascii(each.email); });
  if (found == into.end()) {
    into.push_back({each.id, each.name, each.email, false, true, false, each.invited_name, each.ended_name, {}});
    found = into.end() - 1;
  }
  found->self = found->self || each.id == self.contact_id;
  found->ended = found->ended && each.ended;
  found->restorable = found->restorable || (each.ended && each.ended_name);
  if (!each.ended) found->municipalities.push_back(self.municipality);
}

// The session ends in one of the places.
std::vector<Colleague> colleagues(db::Session& session, const std::vector<Place>& all, Instant now) {
  std::vector<Colleague> out;
  for (const Place& place : all) {
    const Self self = enter(session, place, now);
    for (const ContactHere& each : session.rows<ContactHere>(contacts_here, self.party_id)) merge(out, each, self);
  }
  std::stable_sort(out.begin(), out.end(), [](const Colleague& a, const Colleague& b) { return !a.ended && b.ended; });
  return out;
}

Colleague colleague_named(db::Session& session, const std::vector<Place>& all, const Uuid& id, Instant now) {
  for (const Place& place : all) {
    const Self self = enter(session, place, now);
    for (const ContactHere& each : session.rows<ContactHere>(contacts_here, self.party_id)) {
      if (each.id != id) continue;
      for (const Colleague& one : colleagues(session, all, now))
        if (text::lower_ascii(one.email) == text::lower_ascii(each.email)) return one;
    }
  }
  throw not_found();
}

const db::Statement insert_colleague{"supplier.insert_colleague", R"sql(
INSERT INTO supplier.contact (municipality_id, id, party_id, name, email, created_at, invited_name)
VALUES (platform.current_municipality(), $1, $2, $3, $4, $5, $6)
)sql"};

// Where that address is a contact already nothing changes.
void add_where_missing(db::Session& session, const std::vector<Place>& others, const ContactInput& in, Instant now) {
  for (const Place& place : others) {
    const Self self = enter(session, place, now);
    const auto there = session.rows<ContactHere>(contacts_here, self.party_id);
    if (std::none_of(there.begin(), there.end(),
                     [&](const ContactHere& each) { return text::lower_ascii(each.email) == text::lower_ascii(in.email); }))
      session.query(insert_colleague, new_id(), self.party_id, in.name, in.email, now, reporter_of(self));
  }
}

Colleague invite(const http::Request& request, db::Session& session, const ContactInput& given) {
  const std::vector<Place> all = places(session);
  const Self self = enter(session, all.front(), request.now);
  if (!mail::is_configured(session)) throw conflict("noMail");
  session.query("SELECT 1 FROM party.party WHERE id = $1 FOR UPDATE", self.party_id);
  const ContactInput in = checked_contact(session, given, self.party_id, std::nullopt);
  const auto there = session.rows<ContactHere>(contacts_here, self.party_id);
  const auto open = std::count_if(there.begin(), there.end(), [](const ContactHere& each) { return !each.ended; });
  if (static_cast<std::size_t>(open) >= colleagues_most)
    throw bad_field("/email", "tooManyColleagues", {{"limit", std::to_string(colleagues_most)}});
  const Uuid id = new_id();
  session.query(insert_colleague, id, self.party_id, in.name, in.email, request.now, reporter_of(self));
  mail::News news{"supplier_invited", {{"who", self.name}, {"party", self.party}, {"municipality", self.municipality}}};
  news.secret_path = new_link(session, id, request.now);
  if (!mail::tell_outside(session, in.email, in.name, news, request.now)) throw conflict("noMail");
  add_where_missing(session, {all.begin() + 1, all.end()}, in, request.now);
  enter(session, all.front(), request.now);
  return colleague_named(session, all, id, request.now);
}

const db::Statement end_colleague_here{"supplier.end_colleague_here", R"sql(
UPDATE supplier.contact
   SET ended_at = $3, ended_name = $4, version = version + 1
 WHERE lower(email) = lower($2)
   AND party_id IN (SELECT s.id FROM party.same_as($1) s)
   AND ended_at IS NULL
RETURNING id
)sql"};

const db::Statement restore_colleague_here{"supplier.restore_colleague_here", R"sql(
UPDATE supplier.contact
   SET ended_at = NULL, ended_name = NULL, version = version + 1
 WHERE lower(email) = lower($2)
   AND party_id IN (SELECT s.id FROM party.same_as($1) s)
   AND ended_name IS NOT NULL
)sql"};

void end_access(const http::Request& request, db::Session& session) {
  const std::vector<Place> all = places(session);
  const Colleague who = colleague_named(session, all, request.id_param("id"), request.now);
  if (who.self) throw conflict("ownAccess");
  for (const Place& place : all) {
    const Self self = enter(session, place, request.now);
    const auto ended = session.query(end_colleague_here, self.party_id, who.email, request.now, reporter_of(self));
    for (int i = 0; i < ended.rows(); ++i) shut_out(session, ended.get<Uuid>(i, 0));
  }
}

void give_access_back(const http::Request& request, db::Session& session) {
  const std::vector<Place> all = places(session);
  const Colleague who = colleague_named(session, all, request.id_param("id"), request.now);
  if (!who.restorable) throw conflict("endedElsewhere");
  for (const Place& place : all) {
    const Self self = enter(session, place, request.now);
    session.query(restore_colleague_here, self.party_id, who.email);
  }
}

}  // namespace

void add_colleague_routes(http::Router& router) {
  router.get<ColleagueList>(
      "/supplier/colleagues", permission, {"listColleagues", "supplier", "Who reports for the same supplier, where, and who invited them"},
      [](const http::Request& request, db::Session& session) { return ColleagueList{colleagues(session, places(session), request.now)}; });
  router.post<Colleague>("/supplier/colleagues", permission,
                         {"inviteColleague", "supplier", "Somebody of the same supplier gets a link of their own by mail"}, invite);
  router.put<http::None>("/supplier/colleagues/{id}/ending", permission,
                         {"endColleague", "supplier", "A colleague comes in no more; not oneself"}, end_access);
  router.remove("/supplier/colleagues/{id}/ending", permission,
                {"restoreColleague", "supplier", "Comes in again; not when the municipality ended it"}, give_access_back);
}

}  // namespace tenzij::supplier
