// Errors as problem details (RFC 9457), and the security headers every answer carries.
#pragma once

#include "platform/base/messages.h"
#include "platform/http/message.h"

namespace tenzij::http {

// {type, title, status, detail, instance, code, errors: [{pointer, code, detail}]} in the user's language.
Response problem(const Messages& messages, const std::string& language, const Error& error, const std::string& request_id);

void secure(Response& response, bool behind_tls);

}  // namespace tenzij::http
