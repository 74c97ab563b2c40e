// JSON Schema (OpenAPI 3.0 flavour) of described structs: what the API document says is what decode accepts.
#pragma once

#include <map>
#include <string>
#include <typeindex>

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
    return of_shape(shape_of<T>(), length);
  }
  object of_shape(const Shape& shape, const Length* length);

 private:
  std::map<std::string, std::type_index, std::less<>> types_;

  object reference(const Shape& record);
};

}  // namespace tenzij::json
