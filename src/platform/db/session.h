// Pool and Session. A Session is one transaction: for one municipality and one person, set with SET LOCAL,
// so that row-level security and the audit log know who works. Without commit() everything is undone.
#pragma once

#include <condition_variable>
#include <mutex>

#include "platform/db/connection.h"
#include "platform/db/filter.h"
#include "platform/db/statement.h"

namespace tenzij::db {

class Pool {
 public:
  // conninfo logs in as the application role, which owns nothing.
  Pool(std::string conninfo, std::size_t size);

  class Lease {
   public:
    Lease(Pool& pool, std::unique_ptr<Connection> connection) : pool_(&pool), connection_(std::move(connection)) {}
    Lease(Lease&&) = default;
    Lease& operator=(Lease&&) = delete;
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease();
    Connection& operator*() { return *connection_; }
    Connection* operator->() { return connection_.get(); }

   private:
    Pool* pool_;
    std::unique_ptr<Connection> connection_;
  };

  Lease take();  // waits limits::pool_wait, then Error 503
  [[nodiscard]] const std::string& conninfo() const { return conninfo_; }
  [[nodiscard]] std::size_t in_use();

 private:
  std::string conninfo_;
  std::size_t free_;
  std::size_t size_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Connection>> idle_;
};

// Who works, for row-level security and the audit log. Nil means: nobody yet (sign-in, first run, jobs between claims).
struct Actor {
  Uuid municipality_id{};
  Uuid person_id{};
  std::string request_id{};
};

class Session {
 public:
  // With a time limit the statements of this session end with SQLSTATE 57014 when they take longer.
  Session(Pool& pool, const Actor& actor, std::chrono::seconds statement_time = std::chrono::seconds{0});
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  Session(Session&&) = delete;
  Session& operator=(Session&&) = delete;
  ~Session();

  template <class... Args>
  Result query(std::string_view sql, const Args&... args) {
    return connection_->ask(sql, std::array<Given, sizeof...(Args)>{Given(args)...});
  }
  Result run(std::string_view sql, const std::vector<Param>& params) { return connection_->run(sql, params); }
  // What Filter::in made.
  Result query(const Filtered& asked) { return run(asked.sql, asked.params); }
  template <class T>
  std::vector<T> rows(const Filtered& asked) {
    return query(asked).template as<T>();
  }

  template <class T, class... Args>
  std::vector<T> rows(std::string_view sql, const Args&... args) {
    static_assert(json::is_record<T>, "describe the struct with BOOST_DESCRIBE_STRUCT");
    std::vector<T> out;
    read_rows(sql, std::array<Given, sizeof...(Args)>{Given(args)...}, json::shape_of<std::vector<T>>(), &out);
    return out;
  }

  // The first row, if any.
  template <class T, class... Args>
  std::optional<T> find(std::string_view sql, const Args&... args) {
    static_assert(json::is_record<T>, "describe the struct with BOOST_DESCRIBE_STRUCT");
    std::optional<T> out;
    read_first(sql, std::array<Given, sizeof...(Args)>{Given(args)...}, json::shape_of<std::optional<T>>(), &out);
    return out;
  }

  // First column of the first row.
  template <class T, class... Args>
  std::optional<T> scalar(std::string_view sql, const Args&... args) {
    std::optional<T> out;
    read_scalar(sql, std::array<Given, sizeof...(Args)>{Given(args)...}, json::shape_of<std::optional<T>>(), &out);
    return out;
  }

  [[nodiscard]] const Actor& actor() const { return actor_; }
  // From now on for this municipality and person: after sign-in, and for jobs.
  void become(const Actor& actor);
  // The database has been told already who it is (set_config in a statement of the caller).
  void known_as(const Uuid& person_id) { actor_.person_id = person_id; }
  void commit();
  // What was done so far stays, whatever follows: commits, and goes on as the same actor in a new transaction.
  void keep();
  // Runs `work`; when it throws, only what it did is undone.
  template <class Work>
  void savepoint(Work&& work) {
    connection_->script("SAVEPOINT part");
    try {
      work();
    } catch (...) {
      connection_->script("ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part");
      throw;
    }
    connection_->script("RELEASE SAVEPOINT part");
  }

 private:
  Pool::Lease connection_;
  Actor actor_;
  std::chrono::seconds statement_time_;
  bool open_ = false;

  [[nodiscard]] std::string begin() const;
  void read_rows(std::string_view sql, std::span<const Given> given, const json::Shape& list, void* out);
  void read_first(std::string_view sql, std::span<const Given> given, const json::Shape& optional, void* out);
  void read_scalar(std::string_view sql, std::span<const Given> given, const json::Shape& optional, void* out);
};

}  // namespace tenzij::db
