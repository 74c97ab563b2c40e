// Live events: a row and a NOTIFY in the transaction that changes something, server-sent events at the browser.
// publish() from any handler or job; GET /events streams to whoever listens, and replays after Last-Event-ID.
#pragma once

#include <atomic>
#include <thread>
#include <unordered_map>

#include "platform/http/events.h"
#include "platform/http/router.h"

namespace tenzij::live {

// Seen by every signed-in person of the municipality, or by one person only. Arrives after commit.
void publish(db::Session& session, const std::string& topic, const json::value& data, const std::optional<Uuid>& person = {});

// Removes events before a moment; how many.
std::int64_t forget(db::Session& session, Instant before);

class Hub {
 public:
  explicit Hub(db::Pool& pool) : pool_(pool) {}
  void start();  // listens on a connection of its own
  Hub(const Hub&) = delete;
  Hub& operator=(const Hub&) = delete;
  Hub(Hub&&) = delete;
  Hub& operator=(Hub&&) = delete;
  ~Hub();

  // Events after `last_id` that are still kept, then new ones.
  std::shared_ptr<http::EventQueue> subscribe(db::Session& session, const http::Principal& who, std::optional<std::int64_t> last_id);
  [[nodiscard]] std::size_t subscribers();

 private:
  struct Event {
    std::int64_t id;
    std::optional<Uuid> person;
    http::EventQueue::Frame frame;
  };
  struct Subscriber {
    Uuid person;
    Uuid session;  // of the sign-in; its end closes the line
    std::int64_t last_id = 0;
    bool replaying = true;  // new events wait in `pending` until the old ones are in the queue
    std::vector<Event> pending{};
    std::weak_ptr<http::EventQueue> queue;
  };

  db::Pool& pool_;
  std::atomic<bool> stopping_{false};
  std::mutex mutex_;
  std::unordered_map<std::string, std::vector<std::shared_ptr<Subscriber>>> by_municipality_;
  std::thread thread_;

  void listen();
  void deliver(const std::string& payload);
  void end(const std::string& municipality, const Uuid& session);
  void close_all();
};

void add_routes(http::Router& router, Hub& hub);

}  // namespace tenzij::live
