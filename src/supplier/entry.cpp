// The way in: a link from a letter, a code that is sent to the same address, and a session in a cookie of its own.
#include "platform/auth/auth.h"
#include "platform/auth/guessing.h"
#include "platform/mail/mail.h"
#include "supplier/store.h"

namespace tenzij::supplier {

namespace {

constexpr const char* cookie_name = "tenzij_supplier";
constexpr std::string_view contact_mark = "contact:";
// A letter lies for a while before somebody has the figure; the link alone opens nothing.
constexpr std::chrono::hours link_time{24 * 60};
constexpr std::chrono::minutes code_time{15};
// Wrong ones, before that code is over: a million codes.
constexpr int code_tries = 5;
// Codes that are sent before the next one waits.
constexpr int codes_free = 5;
// A working day and its evening.
constexpr std::chrono::hours session_time{12};
constexpr std::chrono::hours drafts_kept{24 * 180};

struct SupplierCodeInput {
  std::string token;  // of the link
};
BOOST_DESCRIBE_STRUCT(SupplierCodeInput, (), (token))
struct SupplierCodeSent {
  std::string municipality;
  std::string address;  // "a…@groenwerk.nl": enough to know which box to look in
};
BOOST_DESCRIBE_STRUCT(SupplierCodeSent, (), (municipality, address))
struct SupplierSessionInput {
  std::string token;
  std::string code;
};
BOOST_DESCRIBE_STRUCT(SupplierSessionInput, (), (token, code))
struct SupplierSession {
  std::string name;
  std::string party;
  std::string municipality;
  Instant ends_at;
};
BOOST_DESCRIBE_STRUCT(SupplierSession, (), (name, party, municipality, ends_at))

struct Linked {
  Uuid id;
  std::string name;
  std::string email;
};
BOOST_DESCRIBE_STRUCT(Linked, (), (id, name, email))

const db::Statement contact_by_link{"supplier.contact_by_link", R"sql(
SELECT c.id, c.name, c.email
  FROM supplier.link l
  JOIN supplier.contact c ON c.municipality_id = l.municipality_id AND c.id = l.contact_id
 WHERE l.token_hash = $1
   AND l.expires_at > $2
   AND c.ended_at IS NULL
)sql"};

// The municipality stands in front of every token: from here on the session is inside it.
bool enter_token(const http::Request& request, db::Session& session, std::string_view token) {
  const auto municipality = Uuid::parse(token.substr(0, 36));
  if (!municipality) return false;
  session.become({*municipality, {}, request.id});
  return true;
}

Linked contact_of_link(const http::Request& request, db::Session& session, const std::string& token) {
  if (!enter_token(request, session, token)) auth::wrong_link(request, session);
  const auto found = session.find<Linked>(contact_by_link, sha256_hex(token), request.now);
  if (!found) auth::wrong_link(request, session);
  return *found;
}

std::string masked(const std::string& address) {
  const std::size_t at = address.find('@');
  return address.substr(0, 1) + "…" + address.substr(at == std::string::npos ? address.size() : at);
}

const db::Statement put_code{"supplier.put_code", R"sql(
INSERT INTO supplier.code (municipality_id, contact_id, token_hash, expires_at)
VALUES (platform.current_municipality(), $1, $2, $3)
ON CONFLICT (municipality_id, contact_id)
DO UPDATE SET token_hash = excluded.token_hash, expires_at = excluded.expires_at, tries = 0
)sql"};

SupplierCodeSent send_code(const http::Request& request, db::Session& session, const SupplierCodeInput& in) {
  const Linked contact = contact_of_link(request, session, in.token);
  auth::count_try(session, {{"supplier mail " + contact.id.str(), codes_free, limits::longest_wait}}, request.now);
  const std::string code = random_letters(6, "0123456789");
  // Only who has the link too can try: the hash of six figures alone would be no secret.
  session.query(put_code, contact.id, sha256_hex(in.token + code), request.now + code_time);
  if (!mail::tell_outside(session, contact.email, contact.name, {"supplier_code", {{"code", code}}}, request.now)) throw conflict("noMail");
  const auto name = session.scalar<std::string>("SELECT name FROM platform.municipality WHERE id = $1", session.actor().municipality_id);
  return {name.value_or(""), masked(contact.email)};
}

std::string cookie(const std::string& value, bool secure, long seconds) {
  return std::string(cookie_name) + "=" + value + "; Path=/api/v1/supplier; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(seconds) +
         (secure ? "; Secure" : "");
}

const db::Statement use_code{"supplier.use_code", R"sql(
DELETE FROM supplier.code
 WHERE contact_id = $1
   AND token_hash = $2
   AND expires_at > $3
   AND tries < $4
RETURNING contact_id
)sql"};

const db::Statement insert_supplier_session{"supplier.insert_session", R"sql(
INSERT INTO supplier.session (municipality_id, id, contact_id, token_hash, created_at, expires_at)
VALUES (platform.current_municipality(), $1, $2, $3, $4, $5)
)sql"};

db::Actor actor_at(const Place& place) { return {place.municipality_id, {}, std::string(contact_mark) + place.contact_id.str()}; }

http::Response come_in(const http::Request& request, db::Session& session, const SupplierSessionInput& in) {
  const Linked contact = contact_of_link(request, session, in.token);
  const std::vector<auth::Guessed> tries{
      {"supplier code " + contact.id.str(), limits::tries_free, limits::longest_wait},
      {"supplier code from " + auth::address_block(request.remote, 24, 48), limits::address_tries_free, limits::longest_wait}};
  auth::count_try(session, tries, request.now);
  std::string code = in.code;
  std::erase_if(code, [](char c) { return c < '0' || c > '9'; });
  if (session.query(use_code, contact.id, sha256_hex(in.token + code), request.now, code_tries).empty()) {
    session.query("UPDATE supplier.code SET tries = tries + 1 WHERE contact_id = $1", contact.id);
    session.keep();
    throw bad_field("/code", "wrongSupplierCode");
  }
  auth::forget_tries(session, {tries[0].subject, "supplier mail " + contact.id.str()});
  auth::give_back_try(session, {tries[1].subject});
  const Place place{session.actor().municipality_id, contact.id};
  const std::string token = place.municipality_id.str() + "_" + random_token(24);
  session.become(actor_at(place));
  session.query(insert_supplier_session, new_id(), contact.id, sha256_hex(token), request.now, request.now + session_time);
  const Self self = enter(session, place, request.now);
  http::Response response;
  response.status = 201;
  response.set("Set-Cookie", cookie(token, request.secure, std::chrono::seconds(session_time).count()));
  response.body = json::dump(json::encode(SupplierSession{self.name, self.party, self.municipality, request.now + session_time}));
  return response;
}

struct OpenSupplier {
  Uuid contact_id;
  Instant expires_at;
};
BOOST_DESCRIBE_STRUCT(OpenSupplier, (), (contact_id, expires_at))

const db::Statement supplier_session_of_token{"supplier.session_of_token", R"sql(
SELECT s.contact_id, s.expires_at
  FROM supplier.session s
  JOIN supplier.contact c ON c.municipality_id = s.municipality_id AND c.id = s.contact_id
 WHERE s.token_hash = $1
   AND s.expires_at > $2
   AND c.ended_at IS NULL
)sql"};

std::optional<OpenSupplier> session_of_cookie(const http::Request& request, db::Session& session) {
  const std::string_view token = request.cookie(cookie_name);
  return session.find<OpenSupplier>(supplier_session_of_token, sha256_hex(token), request.now);
}

const db::Statement self_of_contact{"supplier.self_of_contact", R"sql(
SELECT c.id AS contact_id, c.name, c.party_id, coalesce(m.name, p.name) AS party, g.name AS municipality
  FROM supplier.contact c
  JOIN party.party p ON p.municipality_id = c.municipality_id AND p.id = c.party_id
  LEFT JOIN party.party m ON m.municipality_id = p.municipality_id AND m.id = p.merged_into
  JOIN platform.municipality g ON g.id = c.municipality_id
 WHERE c.id = $1
)sql"};

}  // namespace

void authorise(http::Request& request, db::Session& session) {
  request.who = {};
  authorise_again(request, session);
}

void authorise_again(const http::Request& request, db::Session& session) {
  if (!enter_token(request, session, request.cookie(cookie_name))) throw Error(401, "noSupplier");
  const auto found = session_of_cookie(request, session);
  if (!found) throw Error(401, "noSupplier");
  session.become(actor_at({session.actor().municipality_id, found->contact_id}));
}

Place home_of(const db::Session& session) {
  const auto contact = Uuid::parse(std::string_view(session.actor().request_id).substr(contact_mark.size()));
  return {session.actor().municipality_id, contact.value()};
}

std::vector<Place> places(db::Session& session) {
  std::vector<Place> out{home_of(session)};
  for (const Place& each :
       session.rows<Place>("SELECT * FROM supplier.same_contacts($1, $2)", out.front().municipality_id, out.front().contact_id))
    out.push_back(each);
  return out;
}

Self enter(db::Session& session, const Place& place, Instant now) {
  session.become(actor_at(place));
  session.query("SELECT set_config('tenzij.today', $1, true)", date_of(now).str());
  auto out = session.find<Self>(self_of_contact, place.contact_id);
  if (!out) throw not_found();
  return *out;
}

std::string reporter_of(const Self& self) { return text::shorten(self.name + " namens " + self.party, limits::name_longest); }

void forget(db::Session& session, Instant now) {
  session.query("DELETE FROM supplier.link WHERE expires_at < $1", now);
  session.query("DELETE FROM supplier.code WHERE expires_at < $1", now);
  session.query("DELETE FROM supplier.session WHERE expires_at < $1", now);
  session.query("DELETE FROM supplier.draft WHERE at < $1", now - drafts_kept);
  contract::forget_held_evidence(session, now - drafts_kept);
}

const db::Statement insert_link{"supplier.insert_link", R"sql(
INSERT INTO supplier.link (municipality_id, id, contact_id, token_hash, created_at, expires_at)
VALUES (platform.current_municipality(), $1, $2, $3, $4, $5)
)sql"};

std::string new_link(db::Session& session, const Uuid& contact, Instant now) {
  const std::string token = session.actor().municipality_id.str() + "_" + random_token(24);
  session.query(insert_link, new_id(), contact, sha256_hex(token), now, now + link_time);
  return "/leverancier#" + token;
}

void add_entry_routes(http::Router& router) {
  router.post<SupplierCodeSent>("/supplier-codes", http::anyone,
                                {"sendSupplierCode", "supplier", "A code of six figures to the address that the link was sent to"},
                                send_code);
  router.post<SupplierSession>("/supplier-sessions", http::anyone, {"openSupplierSession", "supplier", "Come in, with link and code"},
                               come_in);
  router.get<SupplierSession>("/supplier/session", permission, {"getSupplierSession", "supplier", "Who is in, until when"},
                              [](const http::Request& request, db::Session& session) {
                                const auto open = session_of_cookie(request, session);
                                const Self self = enter(session, home_of(session), request.now);
                                return SupplierSession{self.name, self.party, self.municipality, open.value().expires_at};
                              });
  router.remove("/supplier/session", permission, {"leaveSupplier", "supplier", "Leave"},
                [](const http::Request& request, db::Session& session) {
                  session.query("DELETE FROM supplier.session WHERE token_hash = $1", sha256_hex(request.cookie(cookie_name)));
                  http::Response response;
                  response.status = 204;
                  response.content_type.clear();
                  response.set("Set-Cookie", cookie("", request.secure, 0));
                  return response;
                });
}

}  // namespace tenzij::supplier
