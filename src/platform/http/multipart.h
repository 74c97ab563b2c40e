// multipart/form-data (RFC 7578) of an upload, as views into the body.
#pragma once

#include "platform/http/message.h"

namespace tenzij::http {

struct Part {
  std::string name;
  std::string file_name;  // without folders
  std::string_view content;
};

// Throws Error 400 when the body is not what its content type says, or has more than limits::multipart_parts parts.
std::vector<Part> multipart(const Request& request);
// The first part that is a file; throws Error 400 when there is none.
const Part& first_file(const std::vector<Part>& parts);

}  // namespace tenzij::http
