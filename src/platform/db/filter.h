// A list of which only some rows are asked for: the conditions enter the statement only when somebody asks for them, because a
// condition that may be NULL keeps the planner from the index. What a person gives becomes a numbered parameter, never SQL.
//
//   db::Filter filter;
//   filter.asked("p.year = $1", query.year);
//   const auto lines = session.rows<Line>(filter.in(lines_by_year, limits::page_size));
//
// The statement says with the comment /* filter */ where the conditions go, behind a WHERE of its own ("WHERE true" when it has
// none), so that it stands in the code in whole and is a statement without them too.
#pragma once

#include <string>
#include <vector>

#include "platform/db/connection.h"
#include "platform/db/statement.h"

namespace tenzij::db {

// A statement with its conditions, and the values of all its parameters.
struct Filtered {
  std::string sql;
  std::vector<Param> params;
};

class Filter {
 public:
  // A condition that holds for every row. Its own parameters are $1, $2 ... in the order of the values.
  template <class... Values>
  Filter& where(Sql condition, const Values&... values) {
    conditions_.push_back({condition.text, {to_param(values)...}});
    return *this;
  }
  // The same, when there is a value: an optional that is filled, or a list that is not empty.
  template <class T>
  Filter& asked(Sql condition, const std::optional<T>& value) {
    return value ? where(condition, *value) : *this;
  }
  template <class T>
  Filter& asked(Sql condition, const std::vector<T>& values) {
    return values.empty() ? *this : where(condition, values);
  }
  // For a yes that changes the list; a no, or nothing, leaves it as it is.
  Filter& when(bool asked, Sql condition) { return asked ? where(condition) : *this; }

  // `values` are the statement's own parameters, $1 to the last; those of the conditions are numbered after them.
  template <class... Values>
  [[nodiscard]] Filtered in(const Statement& statement, const Values&... values) const {
    return apply(statement, {to_param(values)...});
  }

 private:
  struct Condition {
    std::string_view text;
    std::vector<Param> params;
  };
  std::vector<Condition> conditions_;

  [[nodiscard]] Filtered apply(const Statement& statement, std::vector<Param> params) const;
};

}  // namespace tenzij::db
