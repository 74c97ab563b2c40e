// The front end, served from memory: each file plain, gzip and brotli as the build left them, with ETag.
// Names under /assets/ carry a hash of their content and are cached for ever; index.html never is.
#pragma once

#include <filesystem>
#include <map>

#include "platform/http/message.h"

namespace tenzij::http {

class StaticFiles {
 public:
  StaticFiles() = default;
  explicit StaticFiles(const std::filesystem::path& folder);
  // A path that is no file and has no extension is a page of the application: index.html.
  [[nodiscard]] Response serve(const Request& request) const;
  [[nodiscard]] bool empty() const { return files_.empty(); }

 private:
  struct File {
    std::string type;
    std::string etag;
    bool immutable = false;
    std::shared_ptr<const std::string> plain;
    std::shared_ptr<const std::string> gzip;
    std::shared_ptr<const std::string> brotli;
  };
  std::map<std::string, File, std::less<>> files_;
};

}  // namespace tenzij::http
