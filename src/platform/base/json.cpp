#include "platform/base/json.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace tenzij::json {

namespace {

boost::json::string text_of(std::string_view text) { return boost::json::string(text); }

value encode_list(const Shape& shape, const void* from) {
  std::size_t count = 0;
  const auto* item = static_cast<const char*>(shape.items(from, count));
  array out;
  out.reserve(count);
  for (std::size_t i = 0; i < count; ++i, item += shape.size) out.push_back(encode_shape(*shape.inner, item));
  return out;
}

value encode_record(const Shape& shape, const void* from) {
  std::array<const void*, most_members> places{};
  shape.places(from, places.data());
  object out;
  out.reserve(shape.members.size());
  for (std::size_t i = 0; i < shape.members.size(); ++i)
    out.emplace(text::snake_to_camel(shape.members[i].name), encode_shape(*shape.members[i].shape, places.at(i)));
  return out;
}

// What is passed through unread must still be storable: no NUL, no broken text, in any name or value.
bool storable(const value& v) {
  if (v.is_string()) return text::valid_utf8(std::string_view(v.get_string()));
  if (v.is_double()) return std::isfinite(v.get_double());
  if (v.is_array()) return std::all_of(v.get_array().begin(), v.get_array().end(), [](const value& each) { return storable(each); });
  if (!v.is_object()) return true;
  return std::all_of(v.get_object().begin(), v.get_object().end(),
                     [](const auto& each) { return text::valid_utf8(std::string_view(each.key())) && storable(each.value()); });
}

// The whole number of `v`, when it is one and fits.
std::optional<long long> whole_number(const Shape& shape, const value& v) {
  boost::json::error_code fault;
  if (shape.size == sizeof(long long) && !shape.negative) {
    const auto number = v.to_number<std::uint64_t>(fault);
    return fault ? std::nullopt : std::optional(static_cast<long long>(number));
  }
  const long long number = v.to_number<std::int64_t>(fault);
  if (fault) return std::nullopt;
  if (shape.size == sizeof(long long)) return number;
  const long long many = 1LL << (8 * shape.size - (shape.negative ? 1 : 0));
  return number < many && number >= (shape.negative ? -many : 0) ? std::optional(number) : std::nullopt;
}

// What may be left out: it is then nothing, none or no.
bool may_lack(Form form) { return form == Form::optional || form == Form::list || form == Form::boolean; }

}  // namespace

value parse(std::string_view text) {
  boost::json::parse_options options;
  options.max_depth = limits::json_depth;
  boost::json::stream_parser parser({}, options);
  boost::json::error_code fault;
  const std::size_t read = parser.write_some(text.data(), text.size(), fault);
  if (!fault && read < text.size()) fault = boost::json::error::extra_data;
  if (!fault) parser.finish(fault);
  if (fault == boost::json::error::too_deep) throw Error(400, "jsonTooDeep", {{"limit", std::to_string(limits::json_depth)}});
  if (fault) throw Error(400, "notJson", {{"position", std::to_string(read)}});
  return parser.release();
}

std::string dump(const value& v) { return boost::json::serialize(v); }

value encode_shape(const Shape& shape, const void* from) {
  switch (shape.form) {
    case Form::value:
      return as<value>(from);
    case Form::object:
      return as<object>(from);
    case Form::array:
      return as<array>(from);
    case Form::boolean:
      return as<bool>(from);
    case Form::integer:
      return static_cast<std::int64_t>(integer_at(shape, from));
    case Form::number:
      return as<double>(from);
    case Form::text:
      return text_of(as<std::string>(from));
    case Form::uuid:
      return text_of(as<Uuid>(from).str());
    case Form::date:
      return text_of(as<Date>(from).str());
    case Form::instant:
      return text_of(to_iso(as<Instant>(from)));
    case Form::enumeration:
      return text_of(name_at(shape, from));
    case Form::optional: {
      const void* held = shape.held(from);
      return held == nullptr ? value(nullptr) : encode_shape(*shape.inner, held);
    }
    case Form::list:
      return encode_list(shape, from);
    case Form::record:
      return encode_record(shape, from);
  }
  return nullptr;
}

void Decoder::fail(const std::string& pointer, std::string code, MessageArgs args) {
  if (errors.size() < limits::field_errors) errors.push_back({pointer, std::move(code), std::move(args)});
}

void Decoder::read_shape(const Shape& shape, const value& v, void* out, const std::string& pointer, const Length& length) {
  const auto parsed = [&](auto made, auto& into, const char* code) {
    if (made) into = *made;
    else fail(pointer, code);
  };
  const auto read_text = [&](auto parse_it) { return v.is_string() ? parse_it(std::string_view(v.get_string())) : std::nullopt; };
  switch (shape.form) {
    case Form::value:
    case Form::object:
    case Form::array:
      return read_any(shape, v, out, pointer);
    case Form::boolean:
      return v.is_bool() ? void(as<bool>(out) = v.get_bool()) : fail(pointer, "notBoolean");
    case Form::integer:
      if (const auto number = whole_number(shape, v)) put_integer(shape, out, *number);
      else fail(pointer, "notWholeNumber");
      return;
    case Form::number:
      if (v.is_number() && std::isfinite(v.to_number<double>())) as<double>(out) = v.to_number<double>();
      else fail(pointer, "notNumber");
      return;
    case Form::text:
      return read_string(v, as<std::string>(out), pointer, length);
    case Form::uuid:
      return parsed(read_text(&Uuid::parse), as<Uuid>(out), "notId");
    case Form::date:
      return parsed(read_text(&Date::parse), as<Date>(out), "notDate");
    case Form::instant:
      return parsed(read_text(&parse_instant), as<Instant>(out), "notInstant");
    case Form::enumeration:
      if (!v.is_string() || !put_name(shape, out, std::string_view(v.get_string()))) fail(pointer, "notInList");
      return;
    case Form::optional:
      if (v.is_null()) shape.reset(out);
      else read_shape(*shape.inner, v, shape.emplace(out), pointer, length);
      return;
    case Form::list:
      return read_list(shape, v, out, pointer, length);
    case Form::record:
      return read_record(shape, v, out, pointer);
  }
}

void Decoder::read_any(const Shape& shape, const value& v, void* out, const std::string& pointer) {
  const std::string& place = pointer.empty() ? "/" : pointer;
  if (!storable(v)) return fail(place, "notText");
  if (shape.form == Form::value) as<value>(out) = v;
  else if (shape.form == Form::object && v.is_object()) as<object>(out) = v.get_object();
  else if (shape.form == Form::array && v.is_array()) as<array>(out) = v.get_array();
  else fail(place, shape.form == Form::object ? "notObject" : "notList");
}

void Decoder::read_string(const value& v, std::string& out, const std::string& pointer, const Length& length) {
  if (!v.is_string()) return fail(pointer, "notText");
  out = std::string(v.get_string());
  if (!text::valid_utf8(out)) return fail(pointer, "notText");
  if (bounded && text::code_points(out) > length.characters) fail(pointer, "tooLong", {{"limit", std::to_string(length.characters)}});
}

void Decoder::read_list(const Shape& shape, const value& v, void* out, const std::string& pointer, const Length& length) {
  if (!v.is_array()) return fail(pointer, "notList");
  const array& from = v.get_array();
  const bool too_many = bounded && from.size() > length.items;
  auto* item = static_cast<char*>(shape.renew(out, too_many ? 0 : from.size()));
  if (too_many) return fail(pointer, "tooMany", {{"limit", std::to_string(length.items)}});
  for (std::size_t i = 0; i < from.size(); ++i, item += shape.size)
    read_shape(*shape.inner, from[i], item, pointer + "/" + std::to_string(i), {length.member, length.characters});
}

void Decoder::read_record(const Shape& shape, const value& v, void* out, const std::string& pointer) {
  if (!v.is_object()) return fail(pointer.empty() ? "/" : pointer, "notObject");
  std::array<const void*, most_members> places{};
  shape.places(out, places.data());
  const object& from = v.get_object();
  std::vector<std::string> known;
  known.reserve(shape.members.size());
  for (std::size_t i = 0; i < shape.members.size(); ++i) {
    const Member& member = shape.members[i];
    const std::string& name = known.emplace_back(text::snake_to_camel(member.name));
    const value* given = from.if_contains(name);
    // The record is ours to change, and so are its members: places only asks where they are.
    if (given != nullptr)
      read_shape(*member.shape, *given, const_cast<void*>(places.at(i)), pointer + "/" + name,
                 bounded ? length_of(shape, member.name) : Length{});
    else if (!may_lack(member.shape->form)) fail(pointer + "/" + name, "required");
  }
  // A misspelt name would be dropped without a word otherwise.
  for (const auto& [name, unused] : from)
    if (std::find(known.begin(), known.end(), std::string_view(name)) == known.end())
      fail(pointer + "/" + text::shorten(text::repair_utf8(std::string(name)), limits::name_longest), "unknownField");
}

void check_shape(const Shape& shape, const void* in, void* copy, const std::string& pointer, std::vector<FieldError>& errors) {
  Decoder decoder;
  decoder.bounded = true;
  decoder.read_shape(shape, encode_shape(shape, in), copy, pointer, {});
  for (auto& error : decoder.errors)
    if (error.code == "tooLong" || error.code == "tooMany" || error.code == "notText") errors.push_back(std::move(error));
}

void read_whole(const Shape& shape, const value& v, void* out, bool bounded) {
  Decoder decoder;
  decoder.bounded = bounded;
  decoder.read_shape(shape, v, out, "", {});
  if (!decoder.errors.empty()) throw bad_request(std::move(decoder.errors));
}

}  // namespace tenzij::json
