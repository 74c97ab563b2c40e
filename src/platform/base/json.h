// JSON in and out of described structs (BOOST_DESCRIBE_STRUCT): one description gives encode, checked decode
// and the schema of the API document. Members are snake_case in C++ and camelCase in JSON.
// Types: bool, integers, double, string, Uuid, Date, Instant, std::optional, std::vector, described structs,
// described enums (by their names) and boost::json::value for what is passed through.
#pragma once

#include <algorithm>
#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <boost/mp11.hpp>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "platform/base/error.h"
#include "platform/base/ids.h"
#include "platform/base/lengths.h"
#include "platform/base/limits.h"
#include "platform/base/text.h"
#include "platform/base/time.h"

namespace tenzij::json {

using boost::json::array;
using boost::json::object;
using boost::json::value;

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;

template <class T>
inline constexpr bool is_described = boost::describe::has_describe_members<T>::value && !std::is_union_v<T>;

template <class T>
using members = boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;

// Parses bounded text; throws Error 400 that says where the text stops being JSON.
value parse(std::string_view text);
std::string dump(const value& v);

// --- out --------------------------------------------------------------------------------------------

template <class T>
value encode(const T& v) {
  if constexpr (std::is_same_v<T, value> || std::is_same_v<T, object> || std::is_same_v<T, array>) {
    return v;
  } else if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, double>) {
    return v;
  } else if constexpr (std::is_enum_v<T>) {
    return boost::json::string(boost::describe::enum_to_string(v, ""));
  } else if constexpr (std::is_integral_v<T>) {
    return static_cast<std::int64_t>(v);
  } else if constexpr (std::is_same_v<T, std::string>) {
    return boost::json::string(v);
  } else if constexpr (std::is_same_v<T, Uuid> || std::is_same_v<T, Date>) {
    return boost::json::string(v.str());
  } else if constexpr (std::is_same_v<T, Instant>) {
    return boost::json::string(to_iso(v));
  } else if constexpr (is_optional<T>) {
    return v ? encode(*v) : value(nullptr);
  } else if constexpr (is_vector<T>) {
    array out;
    out.reserve(v.size());
    for (const auto& item : v) out.push_back(encode(item));
    return out;
  } else {
    static_assert(is_described<T>, "describe the struct with BOOST_DESCRIBE_STRUCT");
    object out;
    boost::mp11::mp_for_each<members<T>>([&](auto d) { out[text::snake_to_camel(d.name)] = encode(v.*d.pointer); });
    return out;
  }
}

// --- in ---------------------------------------------------------------------------------------------

class Decoder {
 public:
  std::vector<FieldError> errors;
  bool bounded = false;  // lengths count for what comes in, not for what the database already holds

  void fail(const std::string& pointer, std::string code, MessageArgs args = {}) {
    if (errors.size() < limits::field_errors) errors.push_back({pointer, std::move(code), std::move(args)});
  }

  template <class T>
  void read(const value& v, T& out, const std::string& pointer, const Length& length = {}) {
    if constexpr (std::is_same_v<T, value>) {
      read_any(v, out, pointer);
    } else if constexpr (std::is_same_v<T, bool>) {
      if (v.is_bool()) out = v.get_bool();
      else fail(pointer, "notBoolean");
    } else if constexpr (std::is_enum_v<T>) {
      if (!v.is_string() || !boost::describe::enum_from_string(std::string(v.get_string()).c_str(), out)) fail(pointer, "notInList");
    } else if constexpr (std::is_integral_v<T>) {
      boost::json::error_code fault;
      const auto number = v.to_number<T>(fault);
      if (fault) fail(pointer, "notWholeNumber");
      else out = number;
    } else if constexpr (std::is_same_v<T, double>) {
      if (v.is_number() && std::isfinite(v.to_number<double>())) out = v.to_number<double>();
      else fail(pointer, "notNumber");
    } else if constexpr (std::is_same_v<T, std::string>) {
      read_string(v, out, pointer, length);
    } else if constexpr (std::is_same_v<T, Uuid> || std::is_same_v<T, Date>) {
      const auto parsed = v.is_string() ? T::parse(std::string_view(v.get_string())) : std::nullopt;
      if (parsed) out = *parsed;
      else fail(pointer, std::is_same_v<T, Uuid> ? "notId" : "notDate");
    } else if constexpr (std::is_same_v<T, Instant>) {
      const auto parsed = v.is_string() ? parse_instant(std::string_view(v.get_string())) : std::nullopt;
      if (parsed) out = *parsed;
      else fail(pointer, "notInstant");
    } else if constexpr (is_optional<T>) {
      if (v.is_null()) out.reset();
      else read(v, out.emplace(), pointer, length);
    } else if constexpr (is_vector<T>) {
      read_list(v, out, pointer, length);
    } else {
      read_struct(v, out, pointer);
    }
  }

 private:
  void read_string(const value& v, std::string& out, const std::string& pointer, const Length& length) {
    if (!v.is_string()) return fail(pointer, "notText");
    out = std::string(v.get_string());
    if (!text::valid_utf8(out)) return fail(pointer, "notText");
    if (bounded && text::code_points(out) > length.characters) fail(pointer, "tooLong", {{"limit", std::to_string(length.characters)}});
  }

  // What is passed through unread must still be storable: no NUL, no broken text, in any name or value.
  void read_any(const value& v, value& out, const std::string& pointer) {
    if (!storable(v)) return fail(pointer.empty() ? "/" : pointer, "notText");
    out = v;
  }

  static bool storable(const value& v) {
    if (v.is_string()) return text::valid_utf8(std::string_view(v.get_string()));
    if (v.is_double()) return std::isfinite(v.get_double());
    if (v.is_array()) return std::all_of(v.get_array().begin(), v.get_array().end(), [](const value& each) { return storable(each); });
    if (!v.is_object()) return true;
    return std::all_of(v.get_object().begin(), v.get_object().end(),
                       [](const auto& each) { return text::valid_utf8(std::string_view(each.key())) && storable(each.value()); });
  }

  template <class T>
  void read_list(const value& v, T& out, const std::string& pointer, const Length& length) {
    if (!v.is_array()) return fail(pointer, "notList");
    out.clear();
    if (bounded && v.get_array().size() > length.items) return fail(pointer, "tooMany", {{"limit", std::to_string(length.items)}});
    for (std::size_t i = 0; i < v.get_array().size(); ++i)
      read(v.get_array()[i], out.emplace_back(), pointer + "/" + std::to_string(i), {length.member, length.characters});
  }

  template <class T>
  void read_struct(const value& v, T& out, const std::string& pointer) {
    if (!v.is_object()) return fail(pointer.empty() ? "/" : pointer, "notObject");
    const object& from = v.get_object();
    std::vector<std::string> known;
    boost::mp11::mp_for_each<members<T>>([&](auto d) {
      using Member = std::remove_cvref_t<decltype(out.*d.pointer)>;
      const std::string name = text::snake_to_camel(d.name);
      known.push_back(name);
      const value* member = from.if_contains(name);
      if (member != nullptr) read(*member, out.*d.pointer, pointer + "/" + name, length_of<T>(d.name));
      else if constexpr (!is_optional<Member> && !is_vector<Member> && !std::is_same_v<Member, bool>)
        fail(pointer + "/" + name, "required");
    });
    // A misspelt name would be dropped without a word otherwise.
    for (const auto& [name, unused] : from)
      if (std::find(known.begin(), known.end(), std::string(name)) == known.end())
        fail(pointer + "/" + text::shorten(text::repair_utf8(std::string(name)), limits::name_longest), "unknownField");
  }
};

// Texts and lists of a struct that did not come through decode (a table, a document) against the same lengths.
template <class T>
void check_lengths(const T& in, const std::string& pointer, std::vector<FieldError>& errors) {
  Decoder decoder;
  decoder.bounded = true;
  T copy{};
  decoder.read(encode(in), copy, pointer);
  for (auto& error : decoder.errors)
    if (error.code == "tooLong" || error.code == "tooMany" || error.code == "notText") errors.push_back(std::move(error));
}

// Body -> struct; every wrong field is in the one Error that is thrown.
template <class T>
T decode(const value& v) {
  T out{};
  Decoder decoder;
  decoder.bounded = true;
  decoder.read(v, out, "");
  if (!decoder.errors.empty()) throw bad_request(std::move(decoder.errors));
  return out;
}

template <class T>
T decode(std::string_view body) {
  return decode<T>(parse(body));
}

}  // namespace tenzij::json
