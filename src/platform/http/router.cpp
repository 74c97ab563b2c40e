#include "platform/http/router.h"

#include <spdlog/spdlog.h>

#include "platform/http/problem.h"

namespace tenzij::http {

namespace {

constexpr std::string_view prefix = "/api/v1";

std::vector<std::string> segments_of(std::string_view path) {
  std::vector<std::string> out;
  for (const std::string_view part : text::split(path, '/'))
    if (!part.empty()) out.emplace_back(part);
  return out;
}

bool is_name(const std::string& segment) { return segment.front() == '{'; }

}  // namespace

Router::Router(db::Pool& pool, const Messages& messages, Clock clock) : pool_(pool), messages_(messages), clock_(std::move(clock)) {}

Route& Router::store(Route route) {
  if (route.permission.empty()) throw std::logic_error("route " + route.path + " names no permission");
  route.segments = segments_of(route.path);
  routes_.push_back(std::move(route));
  return routes_.back();
}

const Route* Router::match(Method method, std::string_view path, Pairs* params, bool* path_known) const {
  if (!path.starts_with(prefix)) return nullptr;
  const auto given = segments_of(path.substr(prefix.size()));
  if (method == Method::head) method = Method::get;
  const Route* best = nullptr;
  for (const Route& route : routes_) {
    if (route.segments.size() != given.size()) continue;
    bool fits = true;
    for (std::size_t i = 0; fits && i < given.size(); ++i) fits = is_name(route.segments[i]) || route.segments[i] == given[i];
    if (!fits) continue;
    if (path_known != nullptr) *path_known = true;
    // A literal path wins over one with names: /sessions/current before /sessions/{id}.
    if (route.method == method && (best == nullptr || best->path.find('{') != std::string::npos)) best = &route;
  }
  if (best != nullptr && params != nullptr)
    for (std::size_t i = 0; i < given.size(); ++i)
      if (is_name(best->segments[i])) params->emplace_back(best->segments[i].substr(1, best->segments[i].size() - 2), given[i]);
  return best;
}

std::size_t Router::body_limit(Method method, std::string_view path) const {
  const Route* route = match(method, path, nullptr, nullptr);
  return route == nullptr ? limits::body_bytes : route->body_limit;
}

Response Router::refusal(int status, const std::string& code) const {
  Response response = problem(messages_, "nl", Error(status, code), "");
  secure(response, false);
  return response;
}

Response Router::handle(Request& request) {
  if (!request.path.starts_with("/api/")) return fallback_(request);
  bool known = false;
  const Route* route = match(request.method, request.path, &request.params, &known);
  if (route == nullptr) throw known ? Error(405, "methodNotAllowed") : not_found();
  // The session token names its municipality, so the transaction begins inside the wall.
  db::Session session(pool_, {tenant_ ? tenant_(request) : Uuid{}, {}, request.id}, limits::statement_time);
  authorise_(request, session, *route);
  Response response = route->handler(request, session);
  // A line that was opened while its sign-in ended is not told of that end; now that it is in the list, look again.
  if (response.events && request.who.signed_in()) {
    request.who = {};
    authorise_(request, session, *route);
  }
  session.commit();
  for (const auto& [name, content] : request.answer_headers) response.set(name, content);
  response.set("API-Version", std::string(TENZIJ_VERSION));
  if (response.content_type.starts_with("application/json")) response.set("Cache-Control", "no-store");
  return response;
}

Response Router::dispatch(Request& request) {
  request.id = new_id().str();
  request.now = clock_();
  request.language = messages_.language_for(request.header("accept-language"));
  Response response;
  try {
    response = handle(request);
  } catch (const Error& error) {
    response = problem(messages_, request.language, error, request.id);
  } catch (const db::SqlError& error) {
    spdlog::error("request {} {}: sql {} {}", request.id, request.target, error.sqlstate, error.what());
    const bool late = error.sqlstate == "57014";
    response =
        problem(messages_, request.language, Error(error.connection_lost() || late ? 503 : 500, late ? "timeout" : "internal"), request.id);
  } catch (const std::exception& error) {
    spdlog::error("request {} {}: {}", request.id, request.target, error.what());
    response = problem(messages_, request.language, Error(500, "internal"), request.id);
  }
  response.set("X-Request-Id", request.id);
  secure(response, request.secure);
  return response;
}

}  // namespace tenzij::http
