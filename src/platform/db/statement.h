// SQL that knows its name. A statement stands at namespace scope, next to the function that uses it, and enters itself in a
// list when the program starts, so that a test prepares every one of them against the schema:
//
//   const db::Statement goals_of_unit{"policy.goals_of_unit", R"sql(
//   SELECT g.id, g.title
//     FROM policy.goal g
//    WHERE g.unit_id = $1
//   )sql"};
//
// and is given to Session::query, rows, find and scalar like any text. At a call it costs nothing: it is a view.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace tenzij::db {

// SQL that the compiler has seen: a literal, or a constexpr text made of literals. What somebody typed can not become one.
struct Sql {
  template <std::size_t length>
  consteval Sql(const char (&literal)[length]) : text(literal, length - 1) {}
  consteval Sql(std::string_view constant) : text(constant) {}
  std::string_view text;
};

class Statement {
 public:
  // `name` is "room.what_it_reads_or_does", and no other statement has it.
  // File and line are those of the caller (Clang 14, which looks at the code, has no std::source_location).
  Statement(Sql name, Sql sql, const char* file = __builtin_FILE(), int line = __builtin_LINE()) noexcept;
  // From parts that several statements share: a list of columns, and what follows it. They are joined once, here.
  Statement(Sql name, std::initializer_list<Sql> parts, const char* file = __builtin_FILE(), int line = __builtin_LINE()) noexcept;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  Statement(Statement&&) = delete;
  Statement& operator=(Statement&&) = delete;
  ~Statement() = default;

  operator std::string_view() const noexcept { return sql_; }
  [[nodiscard]] std::string_view sql() const noexcept { return sql_; }
  [[nodiscard]] std::string_view name() const noexcept { return name_; }
  // "file:line" of its definition.
  [[nodiscard]] std::string place() const;

  // All statements of the program, by name.
  [[nodiscard]] static std::vector<const Statement*> all();

 private:
  std::string_view name_;
  std::string joined_;
  std::string_view sql_;
  const char* file_;
  int line_;
  const Statement* next_;
};

}  // namespace tenzij::db
