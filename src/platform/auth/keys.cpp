// Keys with which programmes use the API: a part of what their maker may do, until a day. organisation/keys.cpp makes them.
#include "platform/auth/store.h"

namespace tenzij::auth {

namespace {

constexpr std::string_view scheme = "Bearer ";
constexpr std::string_view only_reads = "reads-only";

struct KeyFound {
  Uuid id;
  Uuid person_id;
  std::vector<std::string> permissions;
  bool reads_only = false;
  std::string roles;
};
BOOST_DESCRIBE_STRUCT(KeyFound, (), (id, person_id, permissions, reads_only, roles))

const db::Statement key_of_token{"auth.key_of_token", R"sql(
SELECT k.id, k.person_id, to_jsonb(k.permissions) AS permissions, k.reads_only,
       coalesce((SELECT string_agg(DISTINCT g.role, ',') FROM auth.role_grant g
                  WHERE g.municipality_id = k.municipality_id AND g.person_id = k.person_id),
                '') AS roles
  FROM auth.api_key k
  JOIN auth.account a ON a.municipality_id = k.municipality_id AND a.person_id = k.person_id AND a.active
 WHERE k.token_hash = $1
   AND k.revoked_at IS NULL
   AND k.expires_at > $2
)sql"};

// Once a minute at most: a programme that asks often does not write as often.
const db::Statement upsert_key_use{"auth.upsert_key_use", R"sql(
INSERT INTO auth.api_key_use AS u (municipality_id, key_id, used_at)
VALUES ($1, $2, $3)
ON CONFLICT (municipality_id, key_id)
DO UPDATE SET used_at = excluded.used_at
 WHERE u.used_at < excluded.used_at - interval '1 minute'
)sql"};

}  // namespace

bool fits_key(std::string_view permission) { return permission != "organisation.edit" && permission != "events.read"; }

std::string_view bearer(const http::Request& request) {
  const std::string_view head = request.header("authorization");
  return head.starts_with(scheme) ? head.substr(scheme.size()) : std::string_view();
}

void resolve_key(http::Request& request, db::Session& session, const PermissionMatrix& matrix) {
  const Uuid municipality = session.actor().municipality_id;
  const auto found = session.find<KeyFound>(key_of_token, sha256_hex(bearer(request)), request.now);
  if (!found) return;
  std::set<std::string, std::less<>> may;
  for (const std::string_view role : text::split(found->roles, ','))
    if (const auto row = matrix.find(role); row != matrix.end()) may.insert(row->second.begin(), row->second.end());
  request.who.municipality_id = municipality;
  request.who.person_id = found->person_id;
  for (const std::string& each : found->permissions)
    if (may.contains(each)) request.who.permissions.insert(each);
  if (found->reads_only) request.who.permissions.emplace(only_reads);
  session.become({municipality, found->person_id, "key:" + found->id.str()});
  session.query(upsert_key_use, municipality, found->id, request.now);
}

void check_key(const http::Request& request, const http::Route& route) {
  if (route.permission == http::signed_in && route.path != "/sessions/current") throw Error(403, "notWithKey");
  const bool reads = request.method == http::Method::get || request.method == http::Method::head;
  if (!reads && request.who.may(only_reads)) throw Error(403, "keyOnlyReads");
}

}  // namespace tenzij::auth
