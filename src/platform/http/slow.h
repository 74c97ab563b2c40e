// Slow work of requests: pools with threads and a queue of their own, so that reading, reports and tables never take a
// request worker. A handler says `return later(Pool::reports, [...] { return file(...); })`; the router commits its
// session, a pool makes the answer, the connection waits for it without a thread. Whole handlers go to a pool with
// Router::upload and Router::export_table.
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

#include "platform/http/message.h"

namespace tenzij::http {

enum class Pool { reading, reports, tables };  // uploads and pictures of pages; PDF, ODT, DOCX; CSV and XLSX of large lists
inline constexpr std::size_t pool_count = 3;

// What a handler hands over. It runs without the handler's transaction and may outlive the request object: capture values.
struct Work {
  Pool pool;
  std::function<Response()> make;
};
Response later(Pool pool, std::function<Response()> make);

// An answer that is being made: finished by a pool's thread, awaited by the connection.
class Deferred {
 public:
  void finish(Response response);
  void on_ready(std::function<void()> wake);                 // called once, in the finishing thread
  void on_finish(std::function<void(const Response&)> see);  // before that, for the log
  [[nodiscard]] bool ready();
  Response take();
  // Nobody waits any more: work that has not begun is dropped.
  void abandon();
  [[nodiscard]] bool abandoned();

 private:
  std::mutex mutex_;
  bool ready_ = false;
  bool abandoned_ = false;
  Response response_;
  std::function<void()> wake_;
  std::function<void(const Response&)> see_;
};

// While a connection waits for slow work; afterwards nobody wakes it, and work that has not begun is dropped.
class Waiter {
 public:
  Waiter(std::shared_ptr<Deferred> later, std::function<void()> wake);
  Waiter(const Waiter&) = delete;
  Waiter& operator=(const Waiter&) = delete;
  Waiter(Waiter&&) = delete;
  Waiter& operator=(Waiter&&) = delete;
  ~Waiter();

 private:
  std::shared_ptr<Deferred> later_;
};

class Pools {
 public:
  using Task = std::function<void()>;

  Pools() = default;
  Pools(const Pools&) = delete;
  Pools& operator=(const Pools&) = delete;
  Pools(Pools&&) = delete;
  Pools& operator=(Pools&&) = delete;
  ~Pools();  // waits for what runs

  // False when the pool, or this person's part of it, is full or the server stops. Tasks must not throw. Persons and
  // municipalities take turns: next is who has the least running. Waiting work that is `gone` (nobody waits for its answer any
  // more) takes no place in the queue.
  [[nodiscard]] bool offer(Pool pool, const Principal& who, Task task, std::function<bool()> gone = {});
  // Takes nothing more; what has not begun is run by `stop` itself (it sees that the server stops and refuses).
  void stop();
  [[nodiscard]] bool stopping();
  [[nodiscard]] std::size_t busy();  // waiting and running, all pools

 private:
  struct Item {
    Uuid person;
    Uuid municipality;
    Task task;
    std::function<bool()> gone;
  };
  struct Lane {
    std::deque<Item> waiting;
    std::map<Uuid, std::size_t> running_persons;
    std::map<Uuid, std::size_t> running_municipalities;
    std::size_t running = 0;
    std::vector<std::thread> threads;
  };
  std::mutex mutex_;
  std::condition_variable changed_;
  std::array<Lane, pool_count> lanes_;
  bool stopping_ = false;

  void loop(Lane& lane);
  static std::deque<Item>::iterator next(Lane& lane);
};

}  // namespace tenzij::http
