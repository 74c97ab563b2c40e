// Routes: method, path, permission, and typed input and output. A route cannot be added without naming its
// permission, and what it declares is at once the check of the input and the text of the API document.
//
//   router.get<Unit>("/units/{id}", "organisation.read", {"getUnit", "organisation", "One unit"},
//                    [](const Request& request, db::Session& session) { return ...; });
//
// The handler's third parameter, if any, is a described struct: the query (get, remove) or the body (others).
#pragma once

#include <map>

#include "platform/base/messages.h"
#include "platform/base/schema.h"
#include "platform/db/session.h"
#include "platform/http/message.h"

namespace tenzij::http {

// Two permissions that need no role: for everybody, and for everybody who is signed in.
inline constexpr std::string_view anyone = "anyone";
inline constexpr std::string_view signed_in = "signed-in";

struct None {};

struct Doc {
  std::string operation_id;
  std::string tag;
  std::string summary;
};

struct Route {
  Method method;
  std::string path;  // below /api/v1, with {names}
  std::vector<std::string> segments{};
  std::string permission;
  Doc doc;
  std::size_t body_limit = 0;
  int success = 200;
  json::object request_schema{};  // empty: no body
  std::string request_type = "application/json";
  json::object response_schema{};  // empty: no JSON answer
  std::string response_type = "application/json";
  json::array query{};    // OpenAPI parameters
  bool if_match = false;  // a write that needs If-Match
  std::function<Response(const Request&, db::Session&)> handler{};
};

class Router {
 public:
  // Resolves the sign-in of a request and checks the route's permission; throws Error 401 or 403.
  using Authorise = std::function<void(Request&, db::Session&, const Route&)>;

  Router(db::Pool& pool, const Messages& messages, Clock clock);
  void set_authorise(Authorise authorise) { authorise_ = std::move(authorise); }
  // The municipality a request claims to be for, read from its cookie; proved by authorise.
  void set_tenant(std::function<Uuid(const Request&)> tenant) { tenant_ = std::move(tenant); }
  // What answers outside /api/v1: the front end and the health pages.
  void set_fallback(std::function<Response(const Request&)> fallback) { fallback_ = std::move(fallback); }

  template <class Out, class Handler>
  void get(std::string path, std::string_view permission, Doc doc, Handler handler) {
    add<Out>(Method::get, std::move(path), permission, std::move(doc), 200, std::move(handler));
  }
  template <class Out, class Handler>
  void post(std::string path, std::string_view permission, Doc doc, Handler handler, int success = 201) {
    add<Out>(Method::post, std::move(path), permission, std::move(doc), success, std::move(handler));
  }
  template <class Out, class Handler>
  void put(std::string path, std::string_view permission, Doc doc, Handler handler) {
    add<Out>(Method::put, std::move(path), permission, std::move(doc), 200, std::move(handler));
  }
  template <class Out, class Handler>
  void patch(std::string path, std::string_view permission, Doc doc, Handler handler) {
    add<Out>(Method::patch, std::move(path), permission, std::move(doc), 200, std::move(handler));
  }
  template <class Handler>
  void remove(std::string path, std::string_view permission, Doc doc, Handler handler) {
    add<None>(Method::remove, std::move(path), permission, std::move(doc), 204, std::move(handler));
  }
  // multipart/form-data in, up to limits::upload_bytes.
  template <class Out, class Handler>
  void upload(std::string path, std::string_view permission, Doc doc, Handler handler) {
    Route& route = add<Out>(Method::post, std::move(path), permission, std::move(doc), 202, std::move(handler));
    route.body_limit = limits::upload_bytes;
    route.request_type = "multipart/form-data";
    route.request_schema = {
        {"type", "object"},
        {"properties",
         {{"files", {{"type", "array"}, {"maxItems", limits::multipart_parts}, {"items", {{"type", "string"}, {"format", "binary"}}}}}}}};
  }
  // An answer that is not JSON: a download or an event stream. The handler returns a Response.
  template <class Query, class Handler>
  void download(std::string path, std::string_view permission, Doc doc, std::string type, Handler handler) {
    Route& route = add<Response, Handler, Query>(Method::get, std::move(path), permission, std::move(doc), 200, std::move(handler));
    route.response_type = std::move(type);
  }

  Response dispatch(Request& request);  // never throws
  // For Allow (RFC 9110): "GET, HEAD, OPTIONS" of what there is at this path; empty when there is nothing.
  [[nodiscard]] std::string allowed(std::string_view path) const;
  [[nodiscard]] std::size_t body_limit(Method method, std::string_view path) const;
  Response refusal(int status, const std::string& code) const;
  [[nodiscard]] const std::vector<Route>& routes() const { return routes_; }
  // Of the API document: what a request refers to has its lengths in it.
  [[nodiscard]] json::object schemas() const;
  [[nodiscard]] db::Pool& pool() { return pool_; }

 private:
  db::Pool& pool_;
  const Messages& messages_;
  Clock clock_;
  Authorise authorise_;
  std::function<Uuid(const Request&)> tenant_;
  std::function<Response(const Request&)> fallback_;
  std::vector<Route> routes_;
  json::Schemas schemas_;

  Route& store(Route route);
  [[nodiscard]] const Route* match(Method method, std::string_view path, Pairs* params, bool* path_known) const;
  Response handle(Request& request);
  Response failed(const Request& request, const db::SqlError& error) const;

  template <class T>
  struct ThirdArgument {
    using type = None;
  };
  template <class R, class A, class B, class C>
  struct ThirdArgument<R (*)(A, B, C)> {
    using type = std::remove_cvref_t<C>;
  };
  template <class F, class R, class A, class B, class C>
  struct ThirdArgument<R (F::*)(A, B, C) const> {
    using type = std::remove_cvref_t<C>;
  };
  template <class Handler>
  static auto third() {
    if constexpr (std::is_class_v<Handler>) return typename ThirdArgument<decltype(&Handler::operator())>::type{};
    else return typename ThirdArgument<Handler>::type{};
  }

  template <class Out, class Handler, class Query = None>
  Route& add(Method method, std::string path, std::string_view permission, Doc doc, int success, Handler handler) {
    using In = decltype(third<Handler>());
    constexpr bool in_query = method_has_query<In>();
    Route route{method, std::move(path), {}, std::string(permission), std::move(doc)};
    route.success = success;
    route.body_limit = limits::body_bytes;
    const bool query = in_query && (method == Method::get || method == Method::remove);
    if constexpr (!std::is_same_v<In, None>) {
      if (query) route.query = query_parameters<In>();
      else route.request_schema = request_schema<In>();
    }
    if constexpr (!std::is_same_v<Out, None> && !std::is_same_v<Out, Response>) route.response_schema = schemas_.template of<Out>();
    if constexpr (std::is_same_v<Out, None>) route.success = 204;
    route.if_match = versioned<Out> && (method == Method::put || method == Method::patch);
    route.handler = [handler = std::move(handler), success = route.success, query](const Request& request, db::Session& session) {
      if constexpr (std::is_same_v<In, None>) {
        return respond<Out>(success, [&] { return handler(request, session); });
      } else {
        const In in = query ? decode_query<In>(request) : json::decode<In>(request.body);
        return respond<Out>(success, [&] { return handler(request, session, in); });
      }
    };
    return store(std::move(route));
  }

  template <class In>
  json::object request_schema() {
    const json::Length length{};
    return schemas_.template of<In>(&length);
  }

  template <class In>
  static constexpr bool method_has_query() {
    return true;
  }

  // A record with a version gives it as ETag; who writes it back says with If-Match which version they saw.
  template <class Out>
  static constexpr bool versioned = requires(const Out& out) {
    out.version + std::int64_t{0};
  };

  template <class Out, class Call>
  static Response respond(int success, Call&& call) {
    Response response;
    if constexpr (std::is_same_v<std::invoke_result_t<Call>, Response>) {
      response = call();
    } else if constexpr (std::is_void_v<std::invoke_result_t<Call>>) {
      call();
      response.status = success;
      response.content_type.clear();
    } else {
      const Out out = call();
      response.body = json::dump(json::encode<Out>(out));
      response.status = success;
      if constexpr (versioned<Out>) response.set("ETag", '"' + std::to_string(out.version) + '"');
    }
    return response;
  }

  // "?page=2&themes=climate,circular" -> struct. Lists are separated by commas or repeated.
  template <class In>
  static In decode_query(const Request& request) {
    json::object object;
    std::vector<FieldError> unknown;
    for (const auto& parameter : request.query) {
      const std::string& name = parameter.first;
      const std::string& content = parameter.second;
      bool known = false;
      boost::mp11::mp_for_each<json::members<In>>([&](auto d) {
        using Member = std::remove_cvref_t<decltype(std::declval<In>().*d.pointer)>;
        if (text::snake_to_camel(d.name) != name) return;
        known = true;
        if (content.empty()) return;
        add_value<Member>(object, name, content);
      });
      if (!known) unknown.push_back({"?" + name, "unknownParameter"});
    }
    In out{};
    json::Decoder decoder;
    decoder.bounded = true;
    decoder.read(json::value(object), out, "");
    for (auto& error : decoder.errors) error.pointer = "?" + error.pointer.substr(1);
    decoder.errors.insert(decoder.errors.end(), unknown.begin(), unknown.end());
    if (!decoder.errors.empty()) throw bad_request(std::move(decoder.errors));
    return out;
  }

  template <class Member>
  static void add_value(json::object& object, const std::string& name, const std::string& content) {
    if constexpr (json::is_optional<Member>) {
      add_value<typename Member::value_type>(object, name, content);
    } else if constexpr (json::is_vector<Member>) {
      if (!object.contains(name)) object[name] = json::array{};
      for (const std::string_view part : text::split(content, ',')) {
        json::object item;
        add_value<typename Member::value_type>(item, "x", std::string(part));
        object[name].as_array().push_back(item["x"]);
      }
    } else if constexpr (std::is_same_v<Member, bool>) {
      object[name] = content == "true" ? json::value(true) : content == "false" ? json::value(false) : json::value(content);
    } else if constexpr (std::is_integral_v<Member>) {
      long long number = 0;
      object[name] = text::to_int(content, number) ? json::value(number) : json::value(content);
    } else {
      object[name] = content;
    }
  }

  template <class In>
  json::array query_parameters() {
    json::array out;
    boost::mp11::mp_for_each<json::members<In>>([&](auto d) {
      using Member = std::remove_cvref_t<decltype(std::declval<In>().*d.pointer)>;
      const json::Length length = json::length_of<In>(d.name);
      json::object schema = schemas_.template of<Member>(&length);
      schema.erase("nullable");
      json::object parameter{{"name", text::snake_to_camel(d.name)}, {"in", "query"}, {"required", false}, {"schema", schema}};
      if (json::is_vector<Member>) {
        parameter["style"] = "form";
        parameter["explode"] = false;
      }
      out.push_back(parameter);
    });
    return out;
  }
};

// The OpenAPI 3.0 document of all routes.
json::value api_document(const Router& router, const std::string& version);

}  // namespace tenzij::http
