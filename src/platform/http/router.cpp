#include "platform/http/router.h"

#include <spdlog/spdlog.h>

#include "platform/base/slow.h"
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
  if (route == nullptr || route->permission == anyone) return limits::open_body_bytes;
  return route->body_limit;
}

Response Router::refusal(int status, const std::string& code, const Request& request) const {
  Response response = problem(messages_, messages_.language_for(request.header("accept-language")), Error(status, code), "");
  secure(response, false);
  return response;
}

Response Router::handle(Request& request) {
  if (!request.path.starts_with("/api/")) return fallback_(request);
  bool known = false;
  // Whoever was admitted before its body came is asked again: the session may have ended meanwhile.
  request.params.clear();
  request.answer_headers.clear();
  request.who = {};
  const Route* route = match(request.method, request.path, &request.params, &known);
  if (route == nullptr) throw known ? Error(405, "methodNotAllowed") : not_found();
  // The session token names its municipality, so the transaction begins inside the wall.
  db::Session session(pool_, {tenant_ ? tenant_(request) : Uuid{}, {}, request.id}, limits::statement_time);
  authorise_(request, session, *route);
  if (route->pool) {
    session.commit();
    return hand_over(request, *route->pool, [this, route](Request& own) {
      Response response;
      {
        db::Session mine(pool_, {own.who.municipality_id, own.who.person_id, own.id}, limits::statement_time);
        response = route->handler(own, mine);
        mine.commit();
      }
      return response.work ? response.work->make() : response;
    });
  }
  Response response = route->handler(request, session);
  session.commit();
  if (!response.work) return response;
  return hand_over(request, response.work->pool, [work = response.work](Request&) { return work->make(); });
}

Response Router::hand_over(Request& request, Pool pool, std::function<Response(Request&)> make) {
  const auto deferred = std::make_shared<Deferred>();
  // The pool's own request: the connection may be gone before the work is done. The body moves along.
  std::string body = std::move(request.body);
  const auto own = std::make_shared<Request>(request);
  own->body = std::move(body);
  request.received.reset();
  const auto task = [this, deferred, own, make = std::move(make)] {
    if (deferred->abandoned()) return;
    deferred->finish(answered(*own, [&](Request& mine) {
      if (pools_.stopping()) throw Error(503, "busy");
      return make(mine);
    }));
  };
  if (!pools_.offer(pool, request.who, task)) throw Error(503, "slowWorkFull");
  Response response;
  response.later = deferred;
  return response;
}

std::optional<Response> Router::admit(Request& request) {
  const slow::RequestWorker here;
  bool allowed = false;
  Response response = answered(request, [&](Request& mine) {
    const Route* route = match(mine.method, mine.path, &mine.params, nullptr);
    if (route == nullptr) throw not_found();
    // Not committed: the sign-in is renewed by the request itself, when its answer can carry the new cookie.
    db::Session session(pool_, {tenant_ ? tenant_(mine) : Uuid{}, {}, mine.id}, limits::statement_time);
    authorise_(mine, session, *route);
    allowed = true;
    return Response{};
  });
  if (allowed) return std::nullopt;
  return response;
}

Response Router::dispatch(Request& request) {
  const slow::RequestWorker here;
  return answered(request, [this](Request& mine) { return handle(mine); });
}

Response Router::answered(Request& request, const std::function<Response(Request&)>& make) {
  // Whoever answers a second time (admitted before, handed over) keeps the id that the log knows.
  if (request.id.empty()) {
    request.id = new_id().str();
    request.now = clock_();
    request.language = messages_.language_for(request.header("accept-language"));
  }
  Response response;
  try {
    response = make(request);
    if (response.later) return response;
    for (const auto& [name, content] : request.answer_headers) response.set(name, content);
    if (request.path.starts_with("/api/")) {
      response.set("API-Version", std::string(TENZIJ_VERSION));
      if (response.content_type.starts_with("application/json")) response.set("Cache-Control", "no-store");
    }
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
