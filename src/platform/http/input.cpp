// What a route takes and what it gives, between HTTP and the structs of its handler.
#include "platform/http/router.h"

namespace tenzij::http {

namespace {

using json::Form;

// What one parameter says, as the JSON that decode checks: what does not fit stays a text, and decode names the fault.
json::value read_parameter(const json::Shape& shape, const std::string& content) {
  if (shape.form == Form::optional) return read_parameter(*shape.inner, content);
  if (shape.form == Form::boolean && (content == "true" || content == "false")) return content == "true";
  long long number = 0;
  if (shape.form == Form::integer && text::to_int(content, number)) return number;
  return json::value(content);
}

// "?page=2&themes=climate,circular" -> {page: 2, themes: [...]}. Lists are separated by commas or repeated.
void add_parameter(const json::Shape& shape, json::object& out, const std::string& name, const std::string& content) {
  const json::Shape& type = shape.form == Form::optional ? *shape.inner : shape;
  if (type.form != Form::list) {
    out[name] = read_parameter(type, content);
    return;
  }
  if (!out.contains(name)) out[name] = json::array{};
  for (const std::string_view part : text::split(content, ','))
    out[name].as_array().push_back(read_parameter(*type.inner, std::string(part)));
}

void read_query(const json::Shape& shape, const Request& request, void* out) {
  json::object object;
  std::vector<FieldError> unknown;
  for (const auto& [name, content] : request.query) {
    bool known = false;
    for (const json::Member& each : shape.members) {
      if (text::snake_to_camel(each.name) != name) continue;
      known = true;
      if (!content.empty()) add_parameter(*each.shape, object, name, content);
    }
    if (!known) unknown.push_back({"?" + name, "unknownParameter"});
  }
  json::Decoder decoder;
  decoder.bounded = true;
  decoder.read_shape(shape, json::value(object), out, "", {});
  for (auto& error : decoder.errors) error.pointer = "?" + error.pointer.substr(1);
  decoder.errors.insert(decoder.errors.end(), unknown.begin(), unknown.end());
  if (!decoder.errors.empty()) throw bad_request(std::move(decoder.errors));
}

}  // namespace

void Router::read_input(const json::Shape& shape, const Request& request, bool query, void* out) {
  if (query) read_query(shape, request, out);
  else json::read_whole(shape, json::parse(request.content()), out, true);
}

Response Router::without_content(int status) {
  Response response;
  response.status = status;
  response.content_type.clear();
  return response;
}

Response Router::with_record(int status, const json::Shape& shape, const void* record, std::optional<std::int64_t> version) {
  Response response;
  response.body = json::dump(json::encode_shape(shape, record));
  response.status = status;
  if (version) response.set("ETag", '"' + std::to_string(*version) + '"');
  return response;
}

void Router::take_files(Route& route) {
  route.body_limit = limits::upload_bytes;
  route.pool = Pool::reading;
  route.request_type = "multipart/form-data";
  const json::object files{{"type", "array"}, {"maxItems", limits::multipart_parts}, {"items", {{"type", "string"}, {"format", "binary"}}}};
  route.request_schema = {{"type", "object"}, {"properties", {{"files", files}}}};
}

json::array Router::query_parameters(const json::Shape& query) {
  json::array out;
  for (const json::Member& each : query.members) {
    const json::Length length = json::length_of(query, each.name);
    json::object schema = schemas_.of_shape(*each.shape, &length);
    schema.erase("nullable");
    json::object parameter{{"name", text::snake_to_camel(each.name)}, {"in", "query"}, {"required", false}, {"schema", schema}};
    if (each.shape->form == Form::list) {
      parameter["style"] = "form";
      parameter["explode"] = false;
    }
    out.push_back(parameter);
  }
  return out;
}

}  // namespace tenzij::http
