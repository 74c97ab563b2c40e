// Server-sent events on their way to one client: filled from any thread, emptied by the connection.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace tenzij::http {

class EventQueue {
 public:
  using Frame = std::shared_ptr<const std::string>;  // shared: two thousand clients get the same bytes

  void push(Frame frame);  // past limits::events_waiting the queue closes; the client returns with Last-Event-ID
  void close();
  std::vector<Frame> take();
  bool closed();
  void on_wake(std::function<void()> wake);  // set once by the connection

 private:
  std::mutex mutex_;
  std::deque<Frame> frames_;
  bool closed_ = false;
  std::function<void()> wake_;
};

// While a connection reads a queue; afterwards nobody wakes it, and the queue is closed.
class EventReader {
 public:
  EventReader(std::shared_ptr<EventQueue> queue, std::function<void()> wake);
  EventReader(const EventReader&) = delete;
  EventReader& operator=(const EventReader&) = delete;
  EventReader(EventReader&&) = delete;
  EventReader& operator=(EventReader&&) = delete;
  ~EventReader();

 private:
  std::shared_ptr<EventQueue> queue_;
};

// The queues that are read now, to be closed when the server stops.
class EventQueues {
 public:
  void add(const std::shared_ptr<EventQueue>& queue);
  void close_all();

 private:
  std::mutex mutex_;
  std::vector<std::weak_ptr<EventQueue>> all_;
};

}  // namespace tenzij::http
