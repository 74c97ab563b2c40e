#include "platform/auth/auth.h"
#include "platform/auth/guessing.h"
#include "platform/auth/store.h"

namespace tenzij::auth {

namespace {

struct Found {
  Uuid id;
  Uuid person_id;
  Instant created_at;
  Instant seen_at;
  Instant rotated_at;
  bool current;
  std::string roles;
};
BOOST_DESCRIBE_STRUCT(Found, (), (id, person_id, created_at, seen_at, rotated_at, current, roles))

// Requests that were on their way with the old token when it was renewed.
constexpr std::chrono::minutes old_token_time{1};
constexpr std::chrono::minutes seen_step{1};
constexpr std::size_t longest_device = 40;

const db::Statement insert_session{"auth.insert_session", R"sql(
INSERT INTO auth.session (municipality_id, id, person_id, token_hash, rotated_at, created_at, seen_at, device, address)
VALUES ($1, $2, $3, $4, $5, $5, $5, $6, $7)
)sql"};

std::string cookie(const std::string& value, bool secure, long seconds) {
  return std::string(cookie_name) + "=" + value + "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" + std::to_string(seconds) +
         (secure ? "; Secure" : "");
}

long absolute_seconds() { return std::chrono::duration_cast<std::chrono::seconds>(limits::session_absolute).count(); }

// Cross-site request forgery: a browser says where a request comes from; programs that are no browser say nothing
// and carry no cookie by accident.
void check_origin(const http::Request& request) {
  if (request.method == http::Method::get || request.method == http::Method::head) return;
  const std::string_view site = request.header("sec-fetch-site");
  if (!site.empty() && site != "same-origin" && site != "none") throw Error(403, "foreignOrigin");
  const std::string_view origin = request.header("origin");
  if (origin.empty()) return;
  const std::size_t slashes = origin.find("://");
  if (slashes == std::string_view::npos || text::lower_ascii(origin.substr(slashes + 3)) != request.host) throw Error(403, "foreignOrigin");
}

// "Firefox, Windows": enough to know one's own devices by. Whoever is no browser is called by the first word it says.
std::string device_of(std::string_view agent) {
  const auto first = [agent](std::initializer_list<std::pair<const char*, const char*>> all) -> std::string {
    for (const auto& [mark, name] : all)
      if (agent.find(mark) != std::string_view::npos) return name;
    return {};
  };
  const std::string browser =
      first({{"Edg/", "Edge"}, {"OPR/", "Opera"}, {"Firefox/", "Firefox"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}});
  if (browser.empty()) {
    std::string word(agent.substr(0, std::min<std::size_t>(agent.find_first_of(" /("), longest_device)));
    std::erase_if(word, [](char c) { return c <= ' ' || c > '~'; });
    return word;
  }
  const std::string system = first(
      {{"Windows", "Windows"}, {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Mac OS", "macOS"}, {"Linux", "Linux"}});
  return system.empty() ? browser : browser + ", " + system;
}

const db::Statement renew_token{"auth.renew_token", R"sql(
UPDATE auth.session
   SET previous_token_hash = token_hash, token_hash = $2, rotated_at = $3, seen_at = $3
 WHERE id = $1
)sql"};

void renew(http::Request& request, db::Session& session, const Found& found, std::string_view municipality) {
  if (found.current && request.now - found.rotated_at > limits::session_rotation) {
    const std::string secret = random_token();
    session.query(renew_token, found.id, sha256_hex(secret), request.now);
    request.answer_headers.emplace_back("Set-Cookie", cookie(std::string(municipality) + "." + secret, request.secure, absolute_seconds()));
  } else if (request.now - found.seen_at > seen_step) {
    session.query("UPDATE auth.session SET seen_at = $2 WHERE id = $1", found.id, request.now);
  }
}

const db::Statement session_of_token{"auth.session_of_token", R"sql(
SELECT s.id, s.person_id, set_config('tenzij.person', s.person_id::text, true), s.created_at, s.seen_at,
       s.rotated_at, s.token_hash = $1 AS current,
       coalesce((SELECT string_agg(DISTINCT g.role, ',') FROM auth.role_grant g
                  WHERE g.municipality_id = s.municipality_id AND g.person_id = s.person_id),
                '') AS roles
  FROM auth.session s
  JOIN auth.account a ON a.municipality_id = s.municipality_id AND a.person_id = s.person_id AND a.active
 WHERE s.token_hash = $1
    OR s.previous_token_hash = $1
)sql"};

void resolve(http::Request& request, db::Session& session, const PermissionMatrix& matrix) {
  const Uuid municipality = session.actor().municipality_id;
  if (municipality.is_nil()) return;
  if (!bearer(request).empty()) return resolve_key(request, session, matrix);
  const std::string_view token = request.cookie(cookie_name);
  const std::size_t dot = token.find('.');
  // From here on the database knows the person too: in the same statement, to save a round trip.
  const auto found = session.find<Found>(session_of_token, sha256_hex(token.substr(dot + 1)));
  if (!found) return;
  const auto nobody = [&] { session.become({municipality, {}, request.id}); };
  if (request.now - found->seen_at > limits::session_idle || request.now - found->created_at > limits::session_absolute) return nobody();
  if (!found->current && request.now - found->rotated_at > old_token_time) return nobody();
  request.who.municipality_id = municipality;
  request.who.person_id = found->person_id;
  request.who.session_id = found->id;
  for (const std::string_view role : text::split(found->roles, ',')) {
    if (role.empty()) continue;
    request.who.roles.emplace(role);
    if (const auto row = matrix.find(role); row != matrix.end()) request.who.permissions.insert(row->second.begin(), row->second.end());
  }
  session.known_as(found->person_id);
  renew(request, session, *found, token.substr(0, dot));
}

}  // namespace

Uuid tenant_of(const http::Request& request) {
  if (const std::string_view key = bearer(request); !key.empty()) return Uuid::parse(key.substr(0, key.find('_'))).value_or(Uuid{});
  const std::string_view token = request.cookie(cookie_name);
  return Uuid::parse(token.substr(0, token.find('.'))).value_or(Uuid{});
}

const db::Statement insert_sign_in{"auth.insert_sign_in", R"sql(
INSERT INTO auth.sign_in (municipality_id, id, person_id, kind, remote, at)
VALUES ($1, $2, $3, 'in', $4, $5)
)sql"};

std::string open_session(db::Session& session, const http::Request& request, const Uuid& municipality_id, const Uuid& person_id) {
  const std::string secret = random_token();
  session.become({municipality_id, person_id, request.id});
  session.query(insert_session, municipality_id, new_id(), person_id, sha256_hex(secret), request.now,
                device_of(request.header("user-agent")), short_address(request.remote));
  session.query(insert_sign_in, municipality_id, new_id(), person_id, request.remote, request.now);
  return cookie(municipality_id.str() + "." + secret, request.secure, absolute_seconds());
}

// The session of the cookie that came along, whichever municipality it is of: nobody goes on in two.
void end_session_of_cookie(const http::Request& request, db::Session& session) {
  const Uuid municipality = tenant_of(request);
  if (municipality.is_nil()) return;
  const std::string_view token = request.cookie(cookie_name);
  session.become({municipality, {}, request.id});
  session.query("DELETE FROM auth.session WHERE token_hash = $1 OR previous_token_hash = $1",
                sha256_hex(token.substr(token.find('.') + 1)));
}

void end_sessions(db::Session& session, const Uuid& person_id, const std::optional<Uuid>& except) {
  session.query("DELETE FROM auth.session WHERE person_id = $1 AND id IS DISTINCT FROM $2::uuid", person_id, except);
}

std::int64_t end_old_sessions(db::Session& session, Instant now) {
  return session
      .query("DELETE FROM auth.session WHERE seen_at < $1 OR created_at < $2", now - limits::session_idle, now - limits::session_absolute)
      .affected();
}

std::string ended_cookie(bool secure) { return cookie("", secure, 0); }

namespace {

// Who it is for, so that nobody has to guess whom to ask.
Error not_allowed(const PermissionMatrix& matrix, const std::string& permission) {
  std::string roles;
  for (const auto& [role, permissions] : matrix)
    if (permissions.contains(permission)) roles += (roles.empty() ? "" : ",") + role;
  return {403, "notAllowed", {}, {{"", roles.empty() ? "rightOfNobody" : "rightOf", {{"roles", roles}}}}};
}

}  // namespace

http::Router::Authorise authoriser(const AuthSettings& settings) {
  return [matrix = settings.matrix](http::Request& request, db::Session& session, const http::Route& route) {
    check_origin(request);
    resolve(request, session, matrix);
    if (route.permission == http::anyone) return;
    if (!request.who.signed_in()) throw Error(401, "notSignedIn");
    if (request.who.session_id.is_nil()) check_key(request, route);
    if (route.permission != http::signed_in && !request.who.may(route.permission)) throw not_allowed(matrix, route.permission);
  };
}

}  // namespace tenzij::auth
