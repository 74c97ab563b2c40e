#include "platform/base/shape.h"

#include <cstring>
#include <stdexcept>

namespace tenzij::json {

namespace {

template <class T>
long long read_as(const void* place) {
  T out{};
  std::memcpy(&out, place, sizeof out);
  return static_cast<long long>(out);
}

}  // namespace

Length length_of(const Shape& record, std::string_view member) {
  for (const Length& each : record.lengths)
    if (each.member == member) return each;
  return {member, usual_length(member)};
}

long long integer_at(const Shape& shape, const void* place) {
  switch (shape.size) {
    case 1:
      return shape.negative ? read_as<std::int8_t>(place) : read_as<std::uint8_t>(place);
    case 2:
      return shape.negative ? read_as<std::int16_t>(place) : read_as<std::uint16_t>(place);
    case 4:
      return shape.negative ? read_as<std::int32_t>(place) : read_as<std::uint32_t>(place);
    case 8:
      return read_as<std::int64_t>(place);
    default:
      throw std::logic_error("an integer of no known size");
  }
}

void put_integer(const Shape& shape, void* place, long long number) {
  const auto put = [&](auto narrow) { std::memcpy(place, &narrow, sizeof narrow); };
  switch (shape.size) {
    case 1:
      return put(static_cast<std::int8_t>(number));
    case 2:
      return put(static_cast<std::int16_t>(number));
    case 4:
      return put(static_cast<std::int32_t>(number));
    case 8:
      return put(static_cast<std::int64_t>(number));
    default:
      throw std::logic_error("an integer of no known size");
  }
}

std::string_view name_at(const Shape& shape, const void* place) {
  const long long number = integer_at(shape, place);
  for (const Enumerator& each : shape.enumerators)
    if (each.number == number) return each.name;
  return {};
}

bool put_name(const Shape& shape, void* place, std::string_view name) {
  for (const Enumerator& each : shape.enumerators)
    if (each.name == name) {
      put_integer(shape, place, each.number);
      return true;
    }
  return false;
}

}  // namespace tenzij::json
