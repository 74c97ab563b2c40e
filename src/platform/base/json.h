// JSON in and out of described structs (BOOST_DESCRIBE_STRUCT): one description gives encode, checked decode
// and the schema of the API document. Members are snake_case in C++ and camelCase in JSON; which types there are says shape.h.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/base/error.h"
#include "platform/base/limits.h"
#include "platform/base/shape.h"
#include "platform/base/text.h"

namespace tenzij::json {

// Parses bounded text; throws Error 400 that says where the text stops being JSON.
value parse(std::string_view text);
std::string dump(const value& v);

// --- out --------------------------------------------------------------------------------------------

value encode_shape(const Shape& shape, const void* from);

template <class T>
value encode(const T& v) {
  return encode_shape(shape_of<T>(), &v);
}

// --- in ---------------------------------------------------------------------------------------------

class Decoder {
 public:
  std::vector<FieldError> errors;
  bool bounded = false;  // lengths count for what comes in, not for what the database already holds

  void fail(const std::string& pointer, std::string code, MessageArgs args = {});

  template <class T>
  void read(const value& v, T& out, const std::string& pointer) {
    read_shape(shape_of<T>(), v, &out, pointer, {});
  }
  void read_shape(const Shape& shape, const value& v, void* out, const std::string& pointer, const Length& length);

 private:
  void read_any(const Shape& shape, const value& v, void* out, const std::string& pointer);
  void read_string(const value& v, std::string& out, const std::string& pointer, const Length& length);
  void read_list(const Shape& shape, const value& v, void* out, const std::string& pointer, const Length& length);
  void read_record(const Shape& shape, const value& v, void* out, const std::string& pointer);
};

// Texts and lists of a struct that did not come through decode (a table, a document) against the same lengths.
void check_shape(const Shape& shape, const void* in, void* copy, const std::string& pointer, std::vector<FieldError>& errors);

template <class T>
void check_lengths(const T& in, const std::string& pointer, std::vector<FieldError>& errors) {
  T copy{};
  check_shape(shape_of<T>(), &in, &copy, pointer, errors);
}

// Throws Error 400 with every wrong field.
void read_whole(const Shape& shape, const value& v, void* out, bool bounded);

// Body -> struct; every wrong field is in the one Error that is thrown.
template <class T>
T decode(const value& v) {
  T out{};
  read_whole(shape_of<T>(), v, &out, true);
  return out;
}

template <class T>
T decode(std::string_view body) {
  return decode<T>(parse(body));
}

// What the program wrote itself (a snapshot to undo, a message between its processes): its form is checked, its lengths are
// not, for a row from before a limit must come back as it was.
template <class T>
T restore(const value& v) {
  T out{};
  read_whole(shape_of<T>(), v, &out, false);
  return out;
}

template <class T>
T restore(std::string_view text) {
  return restore<T>(parse(text));
}

}  // namespace tenzij::json
