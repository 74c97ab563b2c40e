#include "platform/base/schema.h"

#include <boost/core/demangle.hpp>
#include <stdexcept>

namespace tenzij::json {

object Schemas::of_shape(const Shape& shape, const Length* length) {
  switch (shape.form) {
    case Form::value:
    case Form::object:
      return {{"type", "object"}};
    case Form::array:
      return {{"type", "array"}, {"items", object{}}};
    case Form::boolean:
      return {{"type", "boolean"}};
    case Form::integer:
      return {{"type", "integer"}, {"format", shape.size == 8 ? "int64" : "int32"}};
    case Form::number:
      return {{"type", "number"}};
    case Form::text: {
      object text{{"type", "string"}};
      if (length != nullptr) text["maxLength"] = length->characters;
      return text;
    }
    case Form::uuid:
      return {{"type", "string"}, {"format", "uuid"}};
    case Form::date:
      return {{"type", "string"}, {"format", "date"}};
    case Form::instant:
      return {{"type", "string"}, {"format", "date-time"}};
    case Form::enumeration: {
      array names;
      for (const Enumerator& each : shape.enumerators) names.emplace_back(each.name);
      return {{"type", "string"}, {"enum", names}};
    }
    case Form::optional: {
      object inner = of_shape(*shape.inner, length);
      if (inner.contains("$ref")) inner = object{{"allOf", array{inner}}};
      inner["nullable"] = true;
      return inner;
    }
    case Form::list: {
      object list{{"type", "array"}, {"items", of_shape(*shape.inner, length)}};
      if (length != nullptr) list["maxItems"] = length->items;
      return list;
    }
    case Form::record:
      return reference(shape);
  }
  return {};
}

object Schemas::reference(const Shape& record) {
  std::string name = boost::core::demangle(record.type->name());
  name = name.substr(name.rfind(':') + 1);
  object result{{"$ref", "#/components/schemas/" + name}};
  // Two structs of one name would share a schema without a word, and the document would be wrong for one of them.
  const auto [known, added] = types_.try_emplace(name, *record.type);
  if (known->second != *record.type) throw std::logic_error("two structs of the API are called " + name);
  if (!added) return result;
  components[name] = object{};  // breaks recursion
  object properties;
  object bounded;
  array required;
  for (const Member& each : record.members) {
    const std::string member = text::snake_to_camel(each.name);
    const Length length = length_of(record, each.name);
    properties[member] = of_shape(*each.shape, nullptr);
    bounded[member] = of_shape(*each.shape, &length);
    if (each.shape->form != Form::optional) required.emplace_back(member);
  }
  object schema{{"type", "object"}, {"properties", properties}};
  if (!required.empty()) schema["required"] = required;
  components[name] = schema;
  schema["properties"] = bounded;
  limited[name] = schema;
  return result;
}

}  // namespace tenzij::json
