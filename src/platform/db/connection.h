// PostgreSQL through libpq, behind one door. One Connection belongs to one thread at a time.
// Statements take $1... parameters in text form and are prepared once per connection; rows come back
// as Result (by column) or straight into described structs whose member names are the column names.
#pragma once

#include <array>
#include <boost/mp11.hpp>
#include <chrono>
#include <memory>
#include <optional>
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

template <class T>
Param to_param(const T& v) {
  if constexpr (std::is_same_v<T, Param>) {
    return v;
  } else if constexpr (std::is_same_v<T, std::nullopt_t>) {
    return {};
  } else if constexpr (json::is_optional<T>) {
    return v ? to_param(*v) : Param{};
  } else if constexpr (std::is_same_v<T, bool>) {
    return {v ? "true" : "false"};
  } else if constexpr (std::is_enum_v<T>) {
    return {std::string(boost::describe::enum_to_string(v, ""))};
  } else if constexpr (std::is_arithmetic_v<T>) {
    return {std::to_string(v)};
  } else if constexpr (std::is_same_v<T, Uuid> || std::is_same_v<T, Date>) {
    return {v.str()};
  } else if constexpr (std::is_same_v<T, Instant>) {
    return {to_iso(v)};
  } else if constexpr (std::is_same_v<T, json::value> || std::is_same_v<T, json::object> || std::is_same_v<T, json::array>) {
    return {json::dump(v)};
  } else if constexpr (json::is_vector<T>) {
    // A text array literal; PostgreSQL casts it to the array type the statement names.
    std::string out = "{";
    for (const auto& item : v) {
      if (out.size() > 1) out += ',';
      const Param inner = to_param(item);
      if (!inner.text) {
        out += "NULL";
        continue;
      }
      out += '"';
      for (const char c : *inner.text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
      }
      out += '"';
    }
    return {out + "}"};
  } else {
    return {std::string(std::string_view(v))};
  }
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
    read(row, column, out);
    return out;
  }

  template <class T>
  [[nodiscard]] T get(int row, const char* name) const {
    return get<T>(row, column(name));
  }

  template <class T>
  [[nodiscard]] std::vector<T> as() const {
    constexpr std::size_t count = boost::mp11::mp_size<json::members<T>>::value;
    std::array<int, count> columns{};
    std::size_t at = 0;
    boost::mp11::mp_for_each<json::members<T>>([&](auto d) { columns[at++] = column(d.name); });
    std::vector<T> out(static_cast<std::size_t>(rows()));
    for (int row = 0; row < rows(); ++row) {
      at = 0;
      boost::mp11::mp_for_each<json::members<T>>([&](auto d) { read(row, columns[at++], out[static_cast<std::size_t>(row)].*d.pointer); });
    }
    return out;
  }

 private:
  struct Free {
    void operator()(pg_result* raw) const;
  };
  std::unique_ptr<pg_result, Free> raw_;

  template <class T>
  void read(int row, int column, T& out) const {
    if constexpr (json::is_optional<T>) {
      if (!null(row, column)) read(row, column, out.emplace());
    } else if constexpr (json::is_vector<T>) {
      // Lists come as JSON: array columns are selected with to_jsonb or json_agg.
      if (!null(row, column)) {
        json::Decoder decoder;
        decoder.read(json::parse(text(row, column)), out, "");
      }
    } else if constexpr (std::is_same_v<T, json::value>) {
      out = null(row, column) ? json::value(nullptr) : json::parse(text(row, column));
    } else if constexpr (std::is_same_v<T, bool>) {
      out = text(row, column) == "t";
    } else if constexpr (std::is_enum_v<T>) {
      boost::describe::enum_from_string(std::string(text(row, column)).c_str(), out);
    } else if constexpr (std::is_integral_v<T>) {
      long long number = 0;
      text::to_int(text(row, column), number);
      out = static_cast<T>(number);
    } else if constexpr (std::is_floating_point_v<T>) {
      out = null(row, column) ? T{} : static_cast<T>(std::stod(std::string(text(row, column))));
    } else if constexpr (std::is_same_v<T, Uuid> || std::is_same_v<T, Date>) {
      out = T::parse(text(row, column)).value_or(T{});
    } else if constexpr (std::is_same_v<T, Instant>) {
      out = parse_instant(text(row, column)).value_or(T{});
    } else if constexpr (std::is_same_v<T, std::string>) {
      out = std::string(text(row, column));
    } else {
      json::Decoder decoder;
      if (!null(row, column)) decoder.read(json::parse(text(row, column)), out, "");
    }
  }
};

class Connection {
 public:
  explicit Connection(const std::string& conninfo);

  template <class... Args>
  Result query(std::string_view sql, const Args&... args) {
    return run(sql, {to_param(args)...});
  }
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
