#include "platform/http/problem.h"

#include "platform/base/json.h"
#include "platform/base/limits.h"

namespace tenzij::http {

Response problem(const Messages& messages, const std::string& language, const Error& error, const std::string& request_id) {
  json::array errors;
  for (const FieldError& field : error.fields())
    errors.push_back(
        json::object{{"pointer", field.pointer}, {"code", field.code}, {"detail", messages.say(language, field.code, field.args)}});
  json::object body{{"type", "about:blank"},
                    {"title", messages.say(language, "status" + std::to_string(error.status()))},
                    {"status", error.status()},
                    {"detail", messages.say(language, error.code(), error.args())},
                    {"code", error.code()}};
  if (!request_id.empty()) body["instance"] = "urn:uuid:" + request_id;
  if (!errors.empty()) body["errors"] = errors;
  Response response;
  response.status = error.status();
  response.content_type = "application/problem+json";
  response.body = json::dump(body);
  // A client that comes back at once only waits again.
  if (error.retry_after()) response.set("Retry-After", std::to_string(error.retry_after()->count()));
  else if (error.status() == 503) response.set("Retry-After", std::to_string(limits::retry_after.count()));
  response.set("Content-Language", language);
  response.set("Cache-Control", "no-store");
  response.set("API-Version", TENZIJ_VERSION);
  return response;
}

Error error_of(const db::SqlError& fault) {
  const std::string_view state = fault.sqlstate;
  if (state == "57014") return {503, "timeout"};
  if (fault.connection_lost()) return {503, "databaseAway"};
  if (state == "53100") return {503, "diskFull"};
  if (state.starts_with("53") || state == "40P01" || state == "40001") return {503, "databaseBusy"};
  // PostgreSQL takes a disk that became read-only for a lack of rights.
  const bool read_only = state == "25006" || std::string_view(fault.what()).find("Read-only file system") != std::string_view::npos;
  return read_only ? Error(503, "diskReadOnly") : Error(500, "internal");
}

void secure(Response& response, bool behind_tls) {
  response.set("Content-Security-Policy",
               "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
               "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
  response.set("X-Content-Type-Options", "nosniff");
  response.set("X-Frame-Options", "DENY");
  response.set("Referrer-Policy", "same-origin");
  response.set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()");
  response.set("Cross-Origin-Opener-Policy", "same-origin");
  response.set("Cross-Origin-Resource-Policy", "same-origin");
  if (behind_tls) response.set("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
}

}  // namespace tenzij::http
