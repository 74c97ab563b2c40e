#include "platform/http/router.h"

#include <spdlog/spdlog.h>

#include "platform/base/slow.h"
#include "platform/http/problem.h"

namespace tenzij::http {

namespace {

constexpr std::string_view prefix = "/api/v1";
// Who crosses others three times in a row is in a crowd, and is told to come back.
constexpr int times_again = 2;

std::vector<std::string> segments_of(std::string_view path) {
  std::vector<std::string> out;
  for (const std::string_view part : text::split(path, '/'))
    if (!part.empty()) out.emplace_back(part);
  return out;
}

bool is_name(const std::string& segment) { return segment.front() == '{'; }

// What no name in a path is longer than: tokens of links have 32 characters, keys of procedures less than this.
bool fits_name(std::string_view given) { return text::code_points(given) <= limits::name_longest; }

void collect_references(const json::value& v, std::set<std::string>& out, const json::object& schemas) {
  if (v.is_array())
    for (const auto& each : v.get_array()) collect_references(each, out, schemas);
  if (!v.is_object()) return;
  for (const auto& [key, member] : v.get_object()) {
    if (key != "$ref") {
      collect_references(member, out, schemas);
      continue;
    }
    const std::string_view path = member.as_string();
    const std::string name(path.substr(path.rfind('/') + 1));
    if (out.insert(name).second) collect_references(schemas.at(name), out, schemas);
  }
}

// Faults of the input that only the database saw: out of its range, not in its form, against a CHECK or a key.
// Decode and the rooms should have said so with the field; that they did not is in the log.
Error refused_by_database(const db::SqlError& error) {
  const std::string& state = error.sqlstate;
  if (state == "23505" || state == "23503" || state == "23P01") return conflict("conflictsWithStored");
  return {400, "valueRefused"};
}

// Two transactions waited for each other, or one saw too much of the other: nothing was done, and the database says "once more".
bool crossed(const std::string& state) { return state == "40P01" || state == "40001"; }

// Whoever lost against another transaction goes again, from the beginning; the other one has ended by then.
Response again_when_crossed(Request& request, const std::function<Response(Request&)>& make) {
  for (int left = times_again; left > 0; --left) try {
      return make(request);
    } catch (const db::SqlError& error) {
      if (!crossed(error.sqlstate)) throw;
      spdlog::info("request {} {} {}: once more, sql {}", request.id, name_of(request.method), request.route, error.sqlstate);
    }
  return make(request);
}

bool about_input(const std::string& state) { return state.starts_with("22") || state.starts_with("23") || state == "54000"; }

}  // namespace

Router::Router(db::Pool& pool, const Messages& messages, Clock clock) : pool_(pool), messages_(messages), clock_(std::move(clock)) {}

Route& Router::store(Method method, std::string_view path, std::string_view permission, const Doc& doc, const Sides& sides,
                     std::function<Response(const Request&, db::Session&)> handler) {
  Route route{method, std::string(path), segments_of(path), std::string(permission)};
  route.operation_id = doc.operation_id;
  route.tag = doc.tag;
  route.summary = doc.summary;
  if (route.permission.empty()) throw std::logic_error("route " + route.path + " names no permission");
  route.success = sides.success;
  for (const Route& each : routes_)
    if (each.operation_id == route.operation_id || (each.method == method && each.path == route.path))
      throw std::logic_error("two routes of the API are " + route.operation_id + " or " + route.path);
  route.body_limit = limits::body_bytes;
  const json::Length length{};
  if (sides.in != nullptr && asks_in_query(method)) route.query = query_parameters(*sides.in);
  else if (sides.in != nullptr) route.request_schema = schemas_.of_shape(*sides.in, &length);
  // Where a list may be longer than lists are, the body may be as many times as large.
  if (const json::value* reference = route.request_schema.if_contains("$ref")) {
    const std::string name(std::string_view(reference->as_string()).substr(std::string_view("#/components/schemas/").size()));
    for (const auto& [member, schema] : schemas_.limited.at(name).at("properties").as_object())
      if (const json::value* items = schema.as_object().if_contains("maxItems"))
        route.body_limit = std::max(route.body_limit, limits::body_bytes * (items->to_number<std::size_t>() / limits::list_longest));
  }
  if (sides.out != nullptr) route.response_schema = schemas_.of_shape(*sides.out, nullptr);
  route.if_match = sides.versioned && (method == Method::put || method == Method::patch);
  route.handler = std::move(handler);
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
    for (std::size_t i = 0; fits && i < given.size(); ++i)
      fits = is_name(route.segments[i]) ? fits_name(given[i]) : route.segments[i] == given[i];
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

std::string Router::allowed(std::string_view path) const {
  if (!path.starts_with("/api/")) return "GET, HEAD, OPTIONS";
  std::string out;
  for (const Method each : {Method::get, Method::post, Method::put, Method::patch, Method::remove}) {
    if (match(each, path, nullptr, nullptr) == nullptr) continue;
    out += std::string(name_of(each)) + ", ";
    if (each == Method::get) out += "HEAD, ";
  }
  return out.empty() ? out : out + "OPTIONS";
}

json::object Router::schemas() const {
  std::set<std::string> requests;
  for (const Route& route : routes_) {
    collect_references(route.request_schema, requests, schemas_.components);
    collect_references(route.query, requests, schemas_.components);
  }
  json::object out = schemas_.components;
  for (const auto& name : requests) out[name] = schemas_.limited.at(name);
  return out;
}

Response Router::handle(Request& request) {
  const bool api = request.path.starts_with("/api/");
  request.route = api ? "/api/?" : "page";
  if (request.method == Method::options) {
    // What may be done here; no word for other origins, so a browser's question in advance ends in no.
    if (allowed(request.path).empty()) throw not_found();
    Response response;
    response.status = 204;
    response.content_type.clear();
    response.set("Allow", allowed(request.path));
    return response;
  }
  if (!api) {
    Response response = fallback_(request);
    if (!response.work) return response;
    return hand_over(request, response.work->pool, [work = response.work](Request&) { return work->make(); });
  }
  bool known = false;
  // Whoever was admitted before its body came is asked again: the session may have ended meanwhile.
  request.params.clear();
  request.answer_headers.clear();
  request.who = {};
  const Route* route = match(request.method, request.path, &request.params, &known);
  if (route == nullptr) throw known ? Error(405, "methodNotAllowed") : not_found();
  request.route = std::string(prefix) + route->path;
  request.versioned = route->if_match;
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
  // A line that was opened while its sign-in ended is not told of that end; now that it is in the list, look again.
  if (response.events && request.who.signed_in()) {
    request.who = {};
    authorise_(request, session, *route);
  }
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
  if (!pools_.offer(pool, request.who, task, [deferred] { return deferred->abandoned(); })) throw Error(503, "slowWorkFull");
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
    mine.route = std::string(prefix) + route->path;
    // Not committed: the sign-in is renewed by the request itself, when its answer can carry the new cookie.
    db::Session session(pool_, {tenant_ ? tenant_(mine) : Uuid{}, {}, mine.id}, limits::statement_time);
    authorise_(mine, session, *route);
    allowed = true;
    return Response{};
  });
  if (allowed) return std::nullopt;
  return response;
}

Response Router::failed(const Request& request, const db::SqlError& error) const {
  if (about_input(error.sqlstate)) {
    // The message of the database may quote what was sent: the state and the constraint say enough.
    spdlog::warn("request {} {} {}: refused by the database, {} {}", request.id, name_of(request.method), request.route, error.sqlstate,
                 error.constraint);
    return problem(messages_, request.language, refused_by_database(error), request.id);
  }
  const Error meaning = error_of(error);
  spdlog::error("request {} {} {}: {}: sql {} {}", request.id, name_of(request.method), request.route, meaning.code(), error.sqlstate,
                error.what());
  return problem(messages_, request.language, meaning, request.id);
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
    response = again_when_crossed(request, make);
    if (response.later) return response;
    for (const auto& [name, content] : request.answer_headers) response.set(name, content);
    if (request.path.starts_with("/api/")) {
      response.set("API-Version", std::string(TENZIJ_VERSION));
      if (response.content_type.starts_with("application/json")) response.set("Cache-Control", "no-store");
    }
  } catch (const Error& error) {
    response = problem(messages_, request.language, error, request.id);
  } catch (const db::SqlError& error) {
    response = failed(request, error);
  } catch (const std::exception& error) {
    spdlog::error("request {} {} {}: {}", request.id, name_of(request.method), request.route, error.what());
    response = problem(messages_, request.language, Error(500, "internal"), request.id);
  }
  if (response.status == 405) response.set("Allow", allowed(request.path));
  response.set("X-Request-Id", request.id);
  secure(response, request.secure);
  return response;
}

}  // namespace tenzij::http
