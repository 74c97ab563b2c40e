#include "platform/http/static_files.h"

#include "platform/base/files.h"
#include "platform/base/text.h"

namespace tenzij::http {

namespace {

std::string type_of(const std::filesystem::path& path) {
  static const std::map<std::string, std::string, std::less<>> types{{".html", "text/html; charset=utf-8"},
                                                                     {".js", "text/javascript; charset=utf-8"},
                                                                     {".css", "text/css; charset=utf-8"},
                                                                     {".svg", "image/svg+xml"},
                                                                     {".json", "application/json"},
                                                                     {".woff2", "font/woff2"},
                                                                     {".woff", "font/woff"},
                                                                     {".png", "image/png"},
                                                                     {".ico", "image/x-icon"},
                                                                     {".txt", "text/plain; charset=utf-8"},
                                                                     {".webmanifest", "application/manifest+json"}};
  const auto found = types.find(path.extension().string());
  return found == types.end() ? "application/octet-stream" : found->second;
}

std::shared_ptr<const std::string> maybe(const std::filesystem::path& path) {
  if (!std::filesystem::exists(path)) return nullptr;
  return std::make_shared<const std::string>(read_file(path));
}

bool accepts(const Request& request, std::string_view coding) {
  for (const std::string_view part : text::split(request.header("accept-encoding"), ',')) {
    const auto pieces = text::split(part, ';');
    if (text::trim(pieces[0]) != coding) continue;
    return pieces.size() < 2 || text::trim(pieces[1]) != "q=0";
  }
  return false;
}

}  // namespace

StaticFiles::StaticFiles(const std::filesystem::path& folder) {
  if (!std::filesystem::exists(folder)) return;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    const auto& path = entry.path();
    if (!entry.is_regular_file() || path.extension() == ".gz" || path.extension() == ".br") continue;
    const std::string name = "/" + path.lexically_relative(folder).generic_string();
    File file;
    file.type = type_of(path);
    file.plain = maybe(path);
    if (!file.plain) continue;  // gone since it was listed
    file.gzip = maybe(path.string() + ".gz");
    file.brotli = maybe(path.string() + ".br");
    file.etag = sha256_hex(*file.plain).substr(0, 20);
    file.immutable = name.starts_with("/assets/");
    files_.emplace(name, std::move(file));
  }
}

Response StaticFiles::serve(const Request& request) const {
  if (request.method != Method::get && request.method != Method::head) throw Error(405, "methodNotAllowed");
  auto found = files_.find(request.path);
  if (found == files_.end() && std::filesystem::path(request.path).extension().empty()) found = files_.find("/index.html");
  if (found == files_.end()) throw not_found();
  const File& file = found->second;
  Response response;
  response.content_type = file.type;
  response.set("Vary", "Accept-Encoding");
  response.set("Cache-Control", file.immutable ? "public, max-age=31536000, immutable" : "no-cache");
  std::string etag = file.etag;
  if (file.brotli && accepts(request, "br")) {
    response.shared_body = file.brotli;
    response.set("Content-Encoding", "br");
    etag += "-br";
  } else if (file.gzip && accepts(request, "gzip")) {
    response.shared_body = file.gzip;
    response.set("Content-Encoding", "gzip");
    etag += "-gz";
  } else {
    response.shared_body = file.plain;
  }
  const std::string quoted = '"' + etag + '"';
  response.set("ETag", quoted);
  if (request.header("if-none-match").find(quoted) != std::string_view::npos) {
    response.status = 304;
    response.shared_body = nullptr;
  }
  return response;
}

}  // namespace tenzij::http
