#include "platform/http/router.h"

namespace tenzij::http {

namespace {

const char* verb(Method method) {
  switch (method) {
    case Method::post:
      return "post";
    case Method::put:
      return "put";
    case Method::patch:
      return "patch";
    case Method::remove:
      return "delete";
    default:
      return "get";
  }
}

json::object version_header() {
  return {{"API-Version", {{"description", "Full version of this API"}, {"schema", {{"type", "string"}, {"example", TENZIJ_VERSION}}}}}};
}

json::object problem_response(const char* description) {
  return {{"description", description},
          {"headers", version_header()},
          {"content", {{"application/problem+json", {{"schema", {{"$ref", "#/components/schemas/Problem"}}}}}}}};
}

json::object problem_schema() {
  const json::object text{{"type", "string"}};
  const json::object item{{"type", "object"},
                          {"properties", {{"pointer", text}, {"code", text}, {"detail", text}}},
                          {"required", {"pointer", "code", "detail"}}};
  return {{"type", "object"},
          {"description", "Problem details (RFC 9457)"},
          {"properties",
           {{"type", text},
            {"title", text},
            {"status", {{"type", "integer"}, {"format", "int32"}}},
            {"detail", text},
            {"instance", text},
            {"code", text},
            {"errors", {{"type", "array"}, {"items", item}}}}},
          {"required", {"type", "title", "status", "detail", "code"}}};
}

json::array parameters(const Route& route) {
  json::array out;
  for (const std::string& segment : route.segments)
    if (segment.front() == '{')
      out.push_back(json::object{{"name", segment.substr(1, segment.size() - 2)},
                                 {"in", "path"},
                                 {"required", true},
                                 {"schema", {{"type", "string"}, {"maxLength", limits::name_longest}}}});
  for (const auto& each : route.query) out.push_back(each);
  if (route.if_match)
    out.push_back(json::object{{"name", "If-Match"},
                               {"in", "header"},
                               {"required", true},
                               {"description", "The ETag of the version that was read"},
                               {"schema", {{"type", "string"}, {"maxLength", limits::code_longest}}}});
  return out;
}

json::object operation(const Route& route) {
  json::object out{{"operationId", route.operation_id},
                   {"tags", json::array{route.tag}},
                   {"summary", route.summary},
                   {"description", route.permission == anyone ? "Needs no sign-in." : "Permission: " + route.permission + "."},
                   {"x-permission", route.permission}};
  if (const auto list = parameters(route); !list.empty()) out["parameters"] = list;
  if (!route.request_schema.empty())
    out["requestBody"] = json::object{{"required", true}, {"content", {{route.request_type, {{"schema", route.request_schema}}}}}};
  json::object success{{"description", "Done"}, {"headers", version_header()}};
  if (!route.response_schema.empty()) success["content"] = json::object{{"application/json", {{"schema", route.response_schema}}}};
  else if (route.response_type != "application/json")
    success["content"] = json::object{{route.response_type, {{"schema", {{"type", "string"}, {"format", "binary"}}}}}};
  json::object responses{{std::to_string(route.success), success},
                         {"400", problem_response("The input is wrong; every wrong field is named")}};
  if (route.permission != anyone) {
    responses["401"] = problem_response("Not signed in");
    responses["403"] = problem_response("Signed in, but without this permission");
    out["security"] = json::array{json::object{{"session", json::array{}}}};
  } else {
    out["security"] = json::array{};
  }
  if (route.if_match) {
    responses["412"] = problem_response("Somebody else changed it in the meantime");
    responses["428"] = problem_response("If-Match is missing");
  }
  if (route.path.find('{') != std::string::npos) responses["404"] = problem_response("Does not exist in this municipality");
  out["responses"] = responses;
  return out;
}

}  // namespace

json::value api_document(const Router& router, const std::string& version) {
  json::object paths;
  json::array tags;
  std::vector<std::string> seen;
  for (const Route& route : router.routes()) {
    if (!paths.contains(route.path)) paths[route.path] = json::object{};
    paths[route.path].as_object()[verb(route.method)] = operation(route);
    if (std::find(seen.begin(), seen.end(), route.tag) == seen.end()) {
      seen.push_back(route.tag);
      tags.push_back(json::object{{"name", route.tag}});
    }
  }
  json::object schemas = router.schemas();
  schemas["Problem"] = problem_schema();
  return json::object{
      {"openapi", "3.0.3"},
      {"info",
       {{"title", "Tenzij"},
        {"description", "Purchasing with impact for Dutch municipalities. Dates are ISO 8601, amounts are whole euro cents."},
        {"version", version},
        {"contact", {{"name", "Tenzij"}, {"email", "contact@tenzij.example"}, {"url", "https://tenzij.example"}}},
        {"license", {{"name", "EUPL-1.2"}, {"url", "https://joinup.ec.europa.eu/collection/eupl/eupl-text-eupl-12"}}}}},
      {"servers", json::array{json::object{{"url", "https://tenzij.example/api/v1"}, {"description", "Your own installation"}}}},
      {"tags", tags},
      {"paths", paths},
      {"components",
       {{"schemas", schemas}, {"securitySchemes", {{"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", "tenzij_session"}}}}}}}};
}

}  // namespace tenzij::http
