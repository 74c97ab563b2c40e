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
#include "platform/http/slow.h"

namespace tenzij::http {

// Two permissions that need no role: for everybody, and for everybody who is signed in.
inline constexpr std::string_view anyone = "anyone";
inline constexpr std::string_view signed_in = "signed-in";

struct None {};

// What the API document says of a route; read while the route is added, not later.
struct Doc {
  std::string_view operation_id;
  std::string_view tag;
  std::string_view summary;
};

struct Route {
  Method method;
  std::string path;  // below /api/v1, with {names}
  std::vector<std::string> segments{};
  std::string permission;
  std::string operation_id{};  // this and the next two: Doc
  std::string tag{};
  std::string summary{};
  std::size_t body_limit = 0;
  int success = 200;
  json::object request_schema{};  // empty: no body
  std::string request_type = "application/json";
  json::object response_schema{};  // empty: no JSON answer
  std::string response_type = "application/json";
  json::array query{};         // OpenAPI parameters
  bool if_match = false;       // a write that needs If-Match
  std::optional<Pool> pool{};  // the whole handler runs there, in a session of its own
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
  void get(std::string_view path, std::string_view permission, const Doc& doc, Handler handler) {
    add<Out>(Method::get, path, permission, doc, 200, std::move(handler));
  }
  template <class Out, class Handler>
  void post(std::string_view path, std::string_view permission, const Doc& doc, Handler handler, int success = 201) {
    add<Out>(Method::post, path, permission, doc, success, std::move(handler));
  }
  template <class Out, class Handler>
  void put(std::string_view path, std::string_view permission, const Doc& doc, Handler handler) {
    add<Out>(Method::put, path, permission, doc, 200, std::move(handler));
  }
  template <class Out, class Handler>
  void patch(std::string_view path, std::string_view permission, const Doc& doc, Handler handler) {
    add<Out>(Method::patch, path, permission, doc, 200, std::move(handler));
  }
  template <class Handler>
  void remove(std::string_view path, std::string_view permission, const Doc& doc, Handler handler) {
    add<None>(Method::remove, path, permission, doc, 204, std::move(handler));
  }
  // multipart/form-data in, up to limits::upload_bytes. The handler runs in the pool `reading`.
  template <class Out, class Handler>
  void upload(std::string_view path, std::string_view permission, const Doc& doc, Handler handler) {
    Route& route = add<Out>(Method::post, path, permission, doc, 202, std::move(handler));
    take_files(route);
  }
  // An answer that is not JSON: a download or an event stream. The handler returns a Response.
  template <class Query, class Handler>
  void download(std::string_view path, std::string_view permission, const Doc& doc, std::string_view type, Handler handler) {
    Route& route = add<Response>(Method::get, path, permission, doc, 200, std::move(handler));
    route.response_type = type;
  }

  // A download of a large list as a table: the handler, its query included, runs in the pool `tables`.
  template <class Query, class Handler>
  void export_table(std::string_view path, std::string_view permission, const Doc& doc, std::string_view type, Handler handler) {
    Route& route = add<Response>(Method::get, path, permission, doc, 200, std::move(handler));
    route.response_type = type;
    route.pool = Pool::tables;
  }

  // The route added last runs whole in a pool, in a session of its own: what reads a file again or goes through all its rows.
  void in_pool(Pool pool) { routes_.back().pool = pool; }

  Response dispatch(Request& request);  // never throws; with Response::later when a pool makes the answer
  // Before a large body is read: may this person send it here? Fills request.who; an answer refuses.
  std::optional<Response> admit(Request& request);
  // For Allow (RFC 9110): "GET, HEAD, OPTIONS" of what there is at this path; empty when there is nothing.
  [[nodiscard]] std::string allowed(std::string_view path) const;
  [[nodiscard]] std::size_t body_limit(Method method, std::string_view path) const;
  Response refusal(int status, const std::string& code, const Request& request) const;
  [[nodiscard]] Pools& pools() { return pools_; }
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
  Pools pools_;

  // What goes in and comes out: null is nothing, for `out` also an answer that is not JSON.
  struct Sides {
    const json::Shape* in;
    const json::Shape* out;
    bool versioned;
    int success;
  };
  Route& store(Method method, std::string_view path, std::string_view permission, const Doc& doc, const Sides& sides,
               std::function<Response(const Request&, db::Session&)> handler);
  static void take_files(Route& route);
  [[nodiscard]] const Route* match(Method method, std::string_view path, Pairs* params, bool* path_known) const;
  Response handle(Request& request);
  Response hand_over(Request& request, Pool pool, std::function<Response(Request&)> make);
  Response answered(Request& request, const std::function<Response(Request&)>& make);
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
  template <class Handle>
  static auto third() {
    if constexpr (std::is_class_v<Handle>) return typename ThirdArgument<decltype(&Handle::operator())>::type{};
    else return typename ThirdArgument<Handle>::type{};
  }

  template <class T>
  static const json::Shape* shape() {
    if constexpr (std::is_same_v<T, None> || std::is_same_v<T, Response>) return nullptr;
    else return &json::shape_of<T>();
  }

  template <class Out, class Handle>
  Route& add(Method method, std::string_view path, std::string_view permission, const Doc& doc, int success, Handle handler) {
    using In = decltype(third<Handle>());
    if constexpr (std::is_same_v<Out, None>) success = 204;
    const bool query = asks_in_query(method);
    return store(method, path, permission, doc, {shape<In>(), shape<Out>(), versioned<Out>, success},
                 [handler = std::move(handler), success, query](const Request& request, db::Session& session) {
                   if constexpr (std::is_same_v<In, None>) {
                     return respond<Out>(success, [&] { return handler(request, session); });
                   } else {
                     In in{};
                     read_input(json::shape_of<In>(), request, query, &in);
                     return respond<Out>(success, [&] { return handler(request, session, std::as_const(in)); });
                   }
                 });
  }

  // A record with a version gives it as ETag; who writes it back says with If-Match which version they saw.
  template <class Out>
  static constexpr bool versioned = requires(const Out& out) {
    out.version + std::int64_t{0};
  };

  template <class Out, class Call>
  static Response respond(int success, Call&& call) {
    if constexpr (std::is_same_v<std::invoke_result_t<Call>, Response>) {
      return call();
    } else if constexpr (std::is_void_v<std::invoke_result_t<Call>>) {
      call();
      return without_content(success);
    } else {
      const Out out = call();
      if constexpr (versioned<Out>) return with_record(success, json::shape_of<Out>(), &out, out.version);
      else return with_record(success, json::shape_of<Out>(), &out, std::nullopt);
    }
  }
  static Response without_content(int status);
  static Response with_record(int status, const json::Shape& shape, const void* record, std::optional<std::int64_t> version);

  static bool asks_in_query(Method method) { return method == Method::get || method == Method::remove; }
  // The query or the body into a struct; throws Error 400 with every wrong field.
  static void read_input(const json::Shape& shape, const Request& request, bool query, void* out);
  json::array query_parameters(const json::Shape& query);
};

// The OpenAPI 3.0 document of all routes.
json::value api_document(const Router& router, const std::string& version);

}  // namespace tenzij::http
