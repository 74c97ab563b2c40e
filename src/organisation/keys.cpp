// Keys with which programmes use the API: a part of what their maker may do, until a day, shown once and kept as a hash.
#include "organisation/store.h"

namespace tenzij::organisation {

namespace {

constexpr int key_days = 366;

struct KeyInput {
  std::string name;
  std::vector<std::string> permissions;
  bool reads_only{};
  Date expires_on;  // the last day
};
BOOST_DESCRIBE_STRUCT(KeyInput, (), (name, permissions, reads_only, expires_on))

struct ApiKey {
  Uuid id;
  std::string name;
  std::string made_by;
  std::vector<std::string> permissions;
  bool reads_only = false;
  Instant created_at;
  Instant expires_at;
  std::optional<Instant> revoked_at;
  std::optional<Instant> used_at;
};
BOOST_DESCRIBE_STRUCT(ApiKey, (), (id, name, made_by, permissions, reads_only, created_at, expires_at, revoked_at, used_at))
struct ApiKeyList {
  std::vector<ApiKey> items;
  std::vector<std::string> permissions;  // what a new one may be given
};
BOOST_DESCRIBE_STRUCT(ApiKeyList, (), (items, permissions))
struct ApiKeyMade {
  Uuid id;
  std::string token;  // shown once
};
BOOST_DESCRIBE_STRUCT(ApiKeyMade, (), (id, token))

const db::Statement insert_key{"organisation.insert_key", R"sql(
INSERT INTO auth.api_key (municipality_id, id, name, token_hash, person_id, permissions, reads_only, created_at,
                          expires_at)
VALUES ($1, $2, $3, $4, $5, $6::text[], $7, $8, $9)
)sql"};

const db::Statement all_keys{"organisation.all_keys", R"sql(
SELECT k.id, k.name, p.name AS made_by, to_jsonb(k.permissions) AS permissions, k.reads_only, k.created_at,
       k.expires_at, k.revoked_at, u.used_at
  FROM auth.api_key k
  JOIN organisation.person p ON p.municipality_id = k.municipality_id AND p.id = k.person_id
  LEFT JOIN auth.api_key_use u ON u.municipality_id = k.municipality_id AND u.key_id = k.id
 ORDER BY k.revoked_at IS NOT NULL, k.created_at DESC, k.id
)sql"};

ApiKeyMade make_key(const http::Request& request, db::Session& session, const KeyInput& in) {
  std::vector<FieldError> errors;
  if (text::trim(in.name).empty()) errors.push_back({"/name", "required"});
  if (in.permissions.empty()) errors.push_back({"/permissions", "required"});
  for (std::size_t i = 0; i < in.permissions.size(); ++i)
    if (!auth::fits_key(in.permissions[i]) || !request.who.may(in.permissions[i]))
      errors.push_back({"/permissions/" + std::to_string(i), "notInList"});
  const auto days = std::chrono::sys_days{in.expires_on.ymd} - std::chrono::sys_days{date_of(request.now).ymd};
  if (days < std::chrono::days{0} || days > std::chrono::days{key_days}) errors.push_back({"/expiresOn", "keyTooLong"});
  if (!errors.empty()) throw bad_request(std::move(errors));
  const Uuid municipality = session.actor().municipality_id;
  ApiKeyMade out{new_id(), municipality.str() + "_" + random_token(24)};
  // To the end of that day, wherever on earth its programme stands.
  const Instant end{std::chrono::sys_days{in.expires_on.ymd} + std::chrono::days{1}};
  session.query(insert_key, municipality, out.id, std::string(text::trim(in.name)), sha256_hex(out.token), request.who.person_id,
                in.permissions, in.reads_only, request.now, end);
  return out;
}

ApiKeyList list_keys(const http::Request& request, db::Session& session) {
  ApiKeyList out{session.rows<ApiKey>(all_keys), {}};
  for (const std::string& each : request.who.permissions)
    if (auth::fits_key(each)) out.permissions.push_back(each);
  return out;
}

}  // namespace

void add_key_routes(http::Router& router) {
  router.get<ApiKeyList>("/api-keys", "organisation.edit", {"listApiKeys", "keys", "Keys of programmes, and what a new one may be given"},
                         list_keys);
  router.post<ApiKeyMade>("/api-keys", "organisation.edit",
                          {"makeApiKey", "keys", "A key for a programme: a part of one's own permissions, until a day; shown once"},
                          make_key);
  router.remove(
      "/api-keys/{id}", "organisation.edit", {"revokeApiKey", "keys", "Withdraw a key; its next request is refused"},
      [](const http::Request& request, db::Session& session) {
        if (session
                .query("UPDATE auth.api_key SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL", request.id_param("id"), request.now)
                .affected() == 0)
          throw not_found();
      });
}

}  // namespace tenzij::organisation
