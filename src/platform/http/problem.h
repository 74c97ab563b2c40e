// Errors as problem details (RFC 9457), and the security headers every answer carries.
#pragma once

#include "platform/base/messages.h"
#include "platform/db/connection.h"
#include "platform/http/message.h"

namespace tenzij::http {

// {type, title, status, detail, instance, code, errors: [{pointer, code, detail}]} in the user's language.
Response problem(const Messages& messages, const std::string& language, const Error& error, const std::string& request_id);

// What a failed statement means for who asked: 503 when it is the state of the database or its disk and passes, else 500.
Error error_of(const db::SqlError& fault);

void secure(Response& response, bool behind_tls);

}  // namespace tenzij::http
