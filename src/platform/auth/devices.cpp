#include "platform/auth/store.h"

namespace tenzij::auth {

namespace {

// One cookie per account, so that colleagues who share a machine are all known on it.
std::string name_of(const Account& account) {
  return "tenzij_device_" + sha256_hex(account.municipality_id.str() + account.person_id.str()).substr(0, 16);
}

std::string signature(const Account& account, std::string_view issued) {
  return hmac_hex(account.secret.password_hash,
                  "device " + account.municipality_id.str() + " " + account.person_id.str() + " " + std::string(issued));
}

std::int64_t seconds_of(Instant at) { return std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count(); }

}  // namespace

std::string device_cookie(const Account& account, Instant now, bool secure) {
  const std::string issued = std::to_string(seconds_of(now));
  return name_of(account) + "=" + issued + "." + signature(account, issued) +
         "; Path=/api/v1/sessions; HttpOnly; SameSite=Strict; Max-Age=" +
         std::to_string(std::chrono::seconds(limits::device_known).count()) + (secure ? "; Secure" : "");
}

bool known_device(const http::Request& request, const Account& account) {
  const std::string_view value = request.cookie(name_of(account));
  const std::size_t dot = value.find('.');
  long long issued = 0;
  if (dot == std::string_view::npos || !text::to_int(value.substr(0, dot), issued)) return false;
  if (seconds_of(request.now - limits::device_known) > issued) return false;
  return same_secret(value.substr(dot + 1), signature(account, value.substr(0, dot)));
}

}  // namespace tenzij::auth
