// What a type of the API looks like, as data: its form, and how to reach what is in it. json.h reads and writes values by it,
// schema.h describes it and db/connection.h fills it from columns, each with one ordinary function for all types; so a new
// struct costs a table of its members, and no code of its own for each of those.
//
// Types: bool, integers, double, string, Uuid, Date, Instant, std::optional, std::vector, structs and enums that are described
// (BOOST_DESCRIBE_STRUCT, BOOST_DESCRIBE_ENUM), and boost::json's value, object and array for what is passed through.
#pragma once

#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <boost/mp11.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <typeinfo>
#include <vector>

#include "platform/base/ids.h"
#include "platform/base/lengths.h"
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
inline constexpr bool is_record = boost::describe::has_describe_members<T>::value && !std::is_union_v<T>;

// A column holds no struct: that goes as a json::value.
template <class T>
inline constexpr bool shape_of_column = !is_record<T>;
template <class T>
inline constexpr bool shape_of_column<std::optional<T>> = shape_of_column<T>;
template <class T>
inline constexpr bool shape_of_column<std::vector<T>> = shape_of_column<T>;

enum class Form : std::uint8_t {
  value,
  object,
  array,
  boolean,
  integer,
  number,
  text,
  uuid,
  date,
  instant,
  enumeration,
  optional,
  list,
  record
};

struct Shape;

struct Member {
  const char* name;  // as in C++
  const Shape* shape;
};

struct Enumerator {
  const char* name;
  long long number;
};

// An object of the type is given as void*, and stands where these functions expect it: it is never another type's.
struct Shape {
  Form form{};
  std::size_t size{};    // bytes of an integer, an enumeration and of an item of a list
  bool negative{};       // an integer or an enumeration that can be
  const Shape* inner{};  // of an optional and of a list

  const void* (*held)(const void* optional){};  // null when there is nothing
  void* (*emplace)(void* optional){};
  void (*reset)(void* optional){};

  const void* (*items)(const void* list, std::size_t& count){};
  void* (*renew)(void* list, std::size_t count){};  // so many new ones instead of what there was

  std::span<const Enumerator> enumerators{};

  const std::type_info* type{};  // of a record
  std::span<const Member> members{};
  std::span<const Length> lengths{};                                      // its own `lengths`
  const void** (*places)(const void* record, const void** of_members){};  // in the order of the members; gives their end
};

// What stands at a place whose form says that it is a T.
template <class T>
T& as(void* place) {
  return *static_cast<T*>(place);
}

template <class T>
const T& as(const void* place) {
  return *static_cast<const T*>(place);
}

// Room for the places of the members of any record.
inline constexpr std::size_t most_members = 96;

// How long a member may be: as its record says, or else as its name does.
Length length_of(const Shape& record, std::string_view member);
// Of an integer or an enumeration, whatever its size.
long long integer_at(const Shape& shape, const void* place);
void put_integer(const Shape& shape, void* place, long long number);
// The name of an enumerator, empty for a number without; and back, false when there is no such name.
std::string_view name_at(const Shape& shape, const void* place);
bool put_name(const Shape& shape, void* place, std::string_view name);

template <class T>
struct ShapeOf {
  static const Shape shape;
};

template <class T>
const Shape& shape_of() {
  return ShapeOf<T>::shape;
}

// What follows makes the tables.

// First the members of its bases, then its own. Asked of each base by itself: Boost.Describe's inherited members cost the
// compiler a multiple of the rest.
template <class T>
struct Record {
  using Bases = boost::describe::describe_bases<T, boost::describe::mod_public>;
  using Own = boost::describe::describe_members<T, boost::describe::mod_public>;

  template <class D>
  using Type = std::remove_cvref_t<decltype(std::declval<T&>().*D::pointer)>;

  template <template <class...> class List, class... B, class... D>
  static consteval auto list(List<B...>, List<D...>) {
    constexpr std::size_t inherited = (Record<typename B::type>::members.size() + ... + 0U);
    static_assert(inherited + sizeof...(D) <= most_members, "more members than most_members");
    std::array<Member, inherited + sizeof...(D)> out{};
    [[maybe_unused]] auto at = out.begin();
    ((at = std::copy(Record<typename B::type>::members.begin(), Record<typename B::type>::members.end(), at)), ...);
    ((*at++ = Member{D::name, &ShapeOf<Type<D>>::shape}), ...);
    return out;
  }

  template <template <class...> class List, class... B, class... D>
  static const void** put_places(const T& record, const void** out, List<B...>, List<D...>) {
    ((out = Record<typename B::type>::places(static_cast<const typename B::type*>(&record), out)), ...);
    ((*out++ = std::addressof(record.*D::pointer)), ...);
    return out;
  }

  static const void** places(const void* record, const void** out) {
    return put_places(*static_cast<const T*>(record), out, Bases{}, Own{});
  }

  static constexpr auto members = list(Bases{}, Own{});

  static consteval std::span<const Length> lengths() {
    if constexpr (requires { T::lengths; }) {
      for (const Length& each : T::lengths)
        if (std::none_of(members.begin(), members.end(), [&](const Member& member) { return each.member == member.name; }))
          throw "lengths names a member that the struct does not have";
      return T::lengths;
    } else {
      return {};
    }
  }
};

template <class T>
struct Enumerators {
  template <template <class...> class List, class... D>
  static constexpr std::array<Enumerator, sizeof...(D)> list(List<D...>) {
    return {{{D::name, static_cast<long long>(D::value)}...}};
  }
  static constexpr auto all = list(boost::describe::describe_enumerators<T>{});
};

template <class T>
struct OptionalOf {
  using Inner = typename T::value_type;
  static const void* held(const void* optional) {
    const T& in = *static_cast<const T*>(optional);
    return in ? std::addressof(*in) : nullptr;
  }
  static void* emplace(void* optional) { return std::addressof(static_cast<T*>(optional)->emplace()); }
  static void reset(void* optional) { static_cast<T*>(optional)->reset(); }
};

template <class T>
struct ListOf {
  using Inner = typename T::value_type;
  static_assert(!std::is_same_v<Inner, bool>, "a std::vector<bool> has no items to point at");
  static const void* items(const void* list, std::size_t& count) {
    const T& in = *static_cast<const T*>(list);
    count = in.size();
    return in.data();
  }
  static void* renew(void* list, std::size_t count) {
    T made(count);
    T& in = *static_cast<T*>(list);
    in.swap(made);
    return in.data();
  }
};

template <class T>
consteval Shape make_shape() {
  if constexpr (std::is_same_v<T, value>) {
    return {.form = Form::value};
  } else if constexpr (std::is_same_v<T, object>) {
    return {.form = Form::object};
  } else if constexpr (std::is_same_v<T, array>) {
    return {.form = Form::array};
  } else if constexpr (std::is_same_v<T, bool>) {
    return {.form = Form::boolean};
  } else if constexpr (std::is_same_v<T, double>) {
    return {.form = Form::number};
  } else if constexpr (std::is_enum_v<T>) {
    return {.form = Form::enumeration,
            .size = sizeof(T),
            .negative = std::is_signed_v<std::underlying_type_t<T>>,
            .enumerators = Enumerators<T>::all};
  } else if constexpr (std::is_integral_v<T>) {
    return {.form = Form::integer, .size = sizeof(T), .negative = std::is_signed_v<T>};
  } else if constexpr (std::is_same_v<T, std::string>) {
    return {.form = Form::text};
  } else if constexpr (std::is_same_v<T, Uuid>) {
    return {.form = Form::uuid};
  } else if constexpr (std::is_same_v<T, Date>) {
    return {.form = Form::date};
  } else if constexpr (std::is_same_v<T, Instant>) {
    return {.form = Form::instant};
  } else if constexpr (is_optional<T>) {
    using Of = OptionalOf<T>;
    return {.form = Form::optional,
            .inner = &ShapeOf<typename Of::Inner>::shape,
            .held = &Of::held,
            .emplace = &Of::emplace,
            .reset = &Of::reset};
  } else if constexpr (is_vector<T>) {
    using Of = ListOf<T>;
    return {.form = Form::list,
            .size = sizeof(typename Of::Inner),
            .inner = &ShapeOf<typename Of::Inner>::shape,
            .items = &Of::items,
            .renew = &Of::renew};
  } else {
    static_assert(is_record<T>, "describe the struct with BOOST_DESCRIBE_STRUCT");
    return {.form = Form::record,
            .type = &typeid(T),
            .members = Record<T>::members,
            .lengths = Record<T>::lengths(),
            .places = &Record<T>::places};
  }
}

template <class T>
constinit const Shape ShapeOf<T>::shape = make_shape<T>();

}  // namespace tenzij::json
