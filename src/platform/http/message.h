// Requests and answers as handlers see them: plain values, no sockets.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "platform/base/error.h"
#include "platform/base/ids.h"
#include "platform/base/time.h"

namespace tenzij::http {

class Body;
class Deferred;
class EventQueue;
struct Work;

enum class Method { get, post, put, patch, remove, head, options, other };
const char* name_of(Method method);  // "GET"; other: "OTHER"

using Pairs = std::vector<std::pair<std::string, std::string>>;

// Who asks. Without a sign-in everything is nil and empty.
struct Principal {
  Uuid municipality_id{};
  Uuid person_id{};
  Uuid session_id{};
  std::set<std::string, std::less<>> roles{};
  std::set<std::string, std::less<>> permissions{};
  [[nodiscard]] bool signed_in() const { return !person_id.is_nil(); }
  [[nodiscard]] bool may(std::string_view permission) const { return permissions.contains(permission); }
};

struct Request {
  Method method = Method::get;
  std::string path{};                // decoded, without query; may hold secrets of links, so it is in no log
  std::string route{};               // what the log calls it: the pattern of the route, "/api/v1/calendars/{token}"; set by the router
  std::string host{};                // who was asked for, with the port: Host, or what the proxy in front says
  Pairs query{};                     // decoded, in order
  Pairs headers{};                   // names in lower case
  std::string body{};                // of forms; a large one lies in `received`
  std::shared_ptr<Body> received{};  // see content()
  std::string remote{};              // address of the client
  std::string id{};                  // request id, in log and answer
  bool secure = false;               // TLS ended at the proxy in front
  std::string language = "nl";
  Pairs params{};          // {names} of the route's path
  bool versioned = false;  // the API document says that this route needs If-Match; set by the router
  Principal who{};
  Instant now{};
  Pairs answer_headers{};  // what sign-in adds to the answer, such as a renewed cookie

  // The body, wherever it lies; it lives as long as this request or a copy of it.
  [[nodiscard]] std::string_view content() const;
  [[nodiscard]] std::string_view header(std::string_view lower_name) const;
  [[nodiscard]] std::string_view cookie(std::string_view name) const;
  [[nodiscard]] Uuid id_param(std::string_view name) const;  // 404 when it is no UUID
  [[nodiscard]] const std::string& param(std::string_view name) const;
  // What the sender knew when writing (If-Match, RFC 9110) against what is stored now: 428 when it does not say,
  // 412 when somebody else wrote in between. Lock the row before.
  void expect_version(std::int64_t stored) const;
};

struct Response {
  int status = 200;
  std::string content_type = "application/json";
  Pairs headers{};
  std::string body{};
  std::shared_ptr<const std::string> shared_body{};  // instead of body: bytes that live elsewhere
  std::shared_ptr<EventQueue> events{};              // instead of a body: a stream of server-sent events
  std::shared_ptr<Work> work{};                      // instead of an answer: how a pool makes it (slow.h: later())
  std::shared_ptr<Deferred> later{};                 // what the router makes of `work`: the connection waits for it

  void set(std::string name, std::string value) { headers.emplace_back(std::move(name), std::move(value)); }
};

// %41 and + (in queries); nothing when an escape is broken or the result is not UTF-8.
bool percent_decode(std::string_view in, bool plus_is_space, std::string& out);
bool parse_query(std::string_view raw, Pairs& out);
// A file name for Content-Disposition that cannot break out of its quotes.
std::string attachment(std::string_view file_name);
// An answer that the browser keeps as a file.
Response file(std::string content_type, std::string_view name, std::string content);

}  // namespace tenzij::http
