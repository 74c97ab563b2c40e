// JSON Schema (OpenAPI 3.0 flavour) of described structs: what the API document says is what decode accepts.
#pragma once

#include <boost/core/demangle.hpp>
#include <map>
#include <stdexcept>
#include <typeindex>
#include <typeinfo>

#include "platform/base/json.h"

namespace tenzij::json {

// Collects the schemas by struct name while routes are described.
class Schemas {
 public:
  object components;
  object limited;  // the same with the lengths that decode asks: what requests refer to

  // With `length` what comes in: texts with maxLength, lists with maxItems.
  template <class T>
  object of(const Length* length = nullptr) {
    if constexpr (std::is_same_v<T, value> || std::is_same_v<T, object>) {
      return {{"type", "object"}};
    } else if constexpr (std::is_same_v<T, array>) {
      return {{"type", "array"}, {"items", object{}}};
    } else if constexpr (std::is_same_v<T, bool>) {
      return {{"type", "boolean"}};
    } else if constexpr (std::is_enum_v<T>) {
      array names;
      boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto d) { names.emplace_back(d.name); });
      return {{"type", "string"}, {"enum", names}};
    } else if constexpr (std::is_integral_v<T>) {
      return {{"type", "integer"}, {"format", sizeof(T) == 8 ? "int64" : "int32"}};
    } else if constexpr (std::is_same_v<T, double>) {
      return {{"type", "number"}};
    } else if constexpr (std::is_same_v<T, std::string>) {
      object text{{"type", "string"}};
      if (length != nullptr) text["maxLength"] = length->characters;
      return text;
    } else if constexpr (std::is_same_v<T, Uuid>) {
      return {{"type", "string"}, {"format", "uuid"}};
    } else if constexpr (std::is_same_v<T, Date>) {
      return {{"type", "string"}, {"format", "date"}};
    } else if constexpr (std::is_same_v<T, Instant>) {
      return {{"type", "string"}, {"format", "date-time"}};
    } else if constexpr (is_optional<T>) {
      object inner = of<typename T::value_type>(length);
      if (inner.contains("$ref")) inner = object{{"allOf", array{inner}}};
      inner["nullable"] = true;
      return inner;
    } else if constexpr (is_vector<T>) {
      object list{{"type", "array"}, {"items", of<typename T::value_type>(length)}};
      if (length != nullptr) list["maxItems"] = length->items;
      return list;
    } else {
      return reference<T>();
    }
  }

 private:
  std::map<std::string, std::type_index, std::less<>> types_;

  template <class T>
  object reference() {
    std::string name = boost::core::demangle(typeid(T).name());
    name = name.substr(name.rfind(':') + 1);
    object result{{"$ref", "#/components/schemas/" + name}};
    // Two structs of one name would share a schema without a word, and the document would be wrong for one of them.
    const auto [known, added] = types_.try_emplace(name, typeid(T));
    if (known->second != typeid(T)) throw std::logic_error("two structs of the API are called " + name);
    if (!added) return result;
    components[name] = object{};  // breaks recursion
    object properties;
    object bounded;
    array required;
    boost::mp11::mp_for_each<members<T>>([&](auto d) {
      using Member = std::remove_cvref_t<decltype(std::declval<T>().*d.pointer)>;
      const std::string member = text::snake_to_camel(d.name);
      const Length length = length_of<T>(d.name);
      properties[member] = of<Member>();
      bounded[member] = of<Member>(&length);
      if constexpr (!is_optional<Member>) required.emplace_back(member);
    });
    object schema{{"type", "object"}, {"properties", properties}};
    if (!required.empty()) schema["required"] = required;
    components[name] = schema;
    schema["properties"] = bounded;
    limited[name] = schema;
    return result;
  }
};

}  // namespace tenzij::json
