// PostgreSQL through libpq, behind one door. One Connection belongs to one thread at a time.
// Statements take $1... parameters in text form and are prepared once per connection; rows come back
// as Result (by column) or straight into described structs whose member names are the column names.
#pragma once

#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "platform/base/json.h"

struct pg_conn;
struct pg_result;

namespace tenzij::db {

// A failed statement with its SQLSTATE; `constraint` names the violated one, if any.
struct SqlError : std::runtime_error {
  SqlError(std::string state, std::string constraint_name, const std::string& message)
      : std::runtime_error(message), sqlstate(std::move(state)), constraint(std::move(constraint_name)) {}
  std::string sqlstate;
  std::string constraint;
  [[nodiscard]] bool unique_violation() const { return sqlstate == "23505"; }
  // The database is away or going: the same again, a little later, may well succeed.
  [[nodiscard]] bool connection_lost() const { return sqlstate.empty() || sqlstate.starts_with("08") || sqlstate.starts_with("57P"); }
};

// One parameter: SQL NULL or text. Bytes go as bytea with `binary`.
struct Param {
  std::optional<std::string> text;
  bool binary = false;
};
Param bytes(std::string_view data);

// What a statement is given: a value of a type of shape.h that a column can hold, a text, a Param or std::nullopt. It refers to
// what it was made of, which must live until the statement has run.
class Given {
 public:
  template <class T>
  Given(const T& v) {  // NOLINT(google-explicit-constructor): made for each argument of a statement
    if constexpr (std::is_same_v<T, Param>) param_ = &v;
    else if constexpr (std::is_convertible_v<const T&, std::string_view>) text_ = std::string_view(v);
    else if constexpr (!std::is_same_v<T, std::nullopt_t>) {
      static_assert(json::shape_of_column<T>, "a struct is no column");
      shape_ = &json::shape_of<T>();
      place_ = &v;
    }
  }
  [[nodiscard]] Param param() const;

 private:
  const Param* param_ = nullptr;
  std::optional<std::string_view> text_{};
  const json::Shape* shape_ = nullptr;
  const void* place_ = nullptr;
};

template <class T>
Param to_param(const T& v) {
  return Given(v).param();
}

class Result {
 public:
  explicit Result(pg_result* raw);
  [[nodiscard]] int rows() const;
  [[nodiscard]] bool empty() const { return rows() == 0; }
  [[nodiscard]] int column(const char* name) const;  // throws when the statement has no such column
  [[nodiscard]] bool null(int row, int column) const;
  [[nodiscard]] std::string_view text(int row, int column) const;
  [[nodiscard]] long long affected() const;

  template <class T>
  [[nodiscard]] T get(int row, int column) const {
    T out{};
    read(json::shape_of<T>(), row, column, &out);
    return out;
  }

  template <class T>
  [[nodiscard]] T get(int row, const char* name) const {
    return get<T>(row, column(name));
  }

  template <class T>
  [[nodiscard]] std::vector<T> as() const {
    static_assert(json::is_record<T>, "describe the struct with BOOST_DESCRIBE_STRUCT");
    std::vector<T> out;
    read_rows(json::shape_of<std::vector<T>>(), &out);
    return out;
  }

  // The same for any type: a column into what `shape` says, all rows into a list of records, the first into an optional.
  void read(const json::Shape& shape, int row, int column, void* out) const;
  void read_rows(const json::Shape& list, void* out) const;
  void read_first(const json::Shape& optional, void* out) const;

 private:
  struct Free {
    void operator()(pg_result* raw) const;
  };
  std::unique_ptr<pg_result, Free> raw_;

  [[nodiscard]] std::vector<int> columns(const json::Shape& record) const;
  void read_record(const json::Shape& record, const std::vector<int>& columns, int row, void* out) const;
};

class Connection {
 public:
  explicit Connection(const std::string& conninfo);

  template <class... Args>
  Result query(std::string_view sql, const Args&... args) {
    return ask(sql, std::array<Given, sizeof...(Args)>{Given(args)...});
  }
  Result ask(std::string_view sql, std::span<const Given> given);
  Result run(std::string_view sql, const std::vector<Param>& params);
  // Several statements without parameters: transaction control, migrations.
  void script(const std::string& sql);
  void cancel();  // from another thread
  [[nodiscard]] bool healthy() const;
  // Asks the database something trivial; false when it fails or takes longer, and the connection is then of no more use.
  [[nodiscard]] bool answers_within(std::chrono::milliseconds time);
  // Payloads of the channels this connection listens on (LISTEN), in order; waits at most so long for the first, and no
  // longer than until the descriptor `also` has something to read. Throws SqlError when the line is gone.
  std::vector<std::string> notes(std::chrono::milliseconds wait, int also = -1);

 private:
  struct Close {
    void operator()(pg_conn* raw) const;
  };
  std::unique_ptr<pg_conn, Close> raw_;
  std::unordered_map<std::string, std::string> prepared_;  // SQL -> statement name
};

std::string bytea(std::string_view escaped);  // "\x..." as PostgreSQL prints it -> bytes

}  // namespace tenzij::db
