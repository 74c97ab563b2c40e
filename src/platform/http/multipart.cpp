#include "platform/http/multipart.h"

#include <algorithm>

#include "platform/base/limits.h"
#include "platform/base/slow.h"
#include "platform/base/text.h"

namespace tenzij::http {

namespace {

std::string attribute(std::string_view header, std::string_view name) {
  const std::string key = std::string(name) + "=\"";
  for (std::size_t at = header.find(key); at != std::string_view::npos; at = header.find(key, at + 1)) {
    if (at > 0 && header[at - 1] != ' ' && header[at - 1] != ';') continue;  // filename= is no name=
    const std::size_t from = at + key.size();
    const std::size_t to = header.find('"', from);
    if (to == std::string_view::npos) return {};
    return std::string(header.substr(from, to - from));
  }
  return {};
}

std::string boundary_of(std::string_view type) {
  const std::size_t at = type.find("boundary=");
  if (!type.starts_with("multipart/form-data") || at == std::string_view::npos) throw Error(400, "notMultipart");
  std::string_view rest = type.substr(at + 9);
  rest = rest.substr(0, rest.find(';'));
  if (rest.size() >= 2 && rest.front() == '"' && rest.back() == '"') rest = rest.substr(1, rest.size() - 2);
  if (rest.empty() || rest.size() > 70) throw Error(400, "notMultipart");
  return "--" + std::string(rest);
}

}  // namespace

std::vector<Part> multipart(const Request& request) {
  slow::not_on_a_request_worker("multipart");
  const std::string boundary = boundary_of(request.header("content-type"));
  const std::string_view body = request.content();
  std::vector<Part> parts;
  std::size_t at = body.find(boundary);
  while (at != std::string_view::npos) {
    at += boundary.size();
    if (body.substr(at, 2) == "--") return parts;
    const std::size_t head_end = body.find("\r\n\r\n", at);
    const std::size_t next = head_end == std::string_view::npos ? std::string_view::npos : body.find("\r\n" + boundary, head_end + 2);
    if (next == std::string_view::npos) break;
    if (parts.size() >= limits::multipart_parts) throw Error(400, "tooManyParts", {{"limit", std::to_string(limits::multipart_parts)}});
    const std::string_view head = body.substr(at, head_end - at);
    std::string file = attribute(head, "filename");
    file = text::repair_utf8(file.substr(file.find_last_of("/\\") + 1));
    const std::size_t from = head_end + 4;
    parts.push_back({attribute(head, "name"), std::move(file), next >= from ? body.substr(from, next - from) : std::string_view()});
    at = next + 2;
  }
  throw Error(400, "notMultipart");
}

const Part& first_file(const std::vector<Part>& parts) {
  const auto file = std::find_if(parts.begin(), parts.end(), [](const Part& part) { return !part.file_name.empty(); });
  if (file == parts.end()) throw bad_field("/files", "chooseFiles");
  return *file;
}

}  // namespace tenzij::http
