// Rooms: what many people look at together. A room is shown as named sections of JSON; whoever changes something names the
// sections, and per tick each of them is made once and sent to everybody who looks, when it differs from what they have.
// Nobody gets a message per change: two hundred changes a second are ten messages a second. What is sent is the state, not
// the change, so a line that breaks loses nothing: who comes back gets the whole state first.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <set>
#include <thread>

#include "platform/db/session.h"
#include "platform/http/events.h"
#include "platform/http/message.h"

namespace tenzij::live {

// After commit the sections of this room are made again. In the transaction that changes something.
void touch(db::Session& session, const Uuid& room, const std::vector<std::string>& sections);
// After commit the lines of this seat are closed.
void dismiss(db::Session& session, const Uuid& room, const Uuid& seat);

class Rooms {
 public:
  // One section as everybody in the room may see it. Runs on the thread of the rooms, in a session of the municipality.
  using Render = std::function<json::value(db::Session&, const Uuid& room, const std::string& section)>;

  Rooms(db::Pool& pool, std::vector<std::string> sections, Render render, std::chrono::milliseconds tick);
  void start();  // listens on a connection of its own
  Rooms(const Rooms&) = delete;
  Rooms& operator=(const Rooms&) = delete;
  Rooms(Rooms&&) = delete;
  Rooms& operator=(Rooms&&) = delete;
  ~Rooms();

  // A line into the room: first the whole state, then what changes (events named "state", an object of sections). `seat` is
  // the seat, or the session of who is signed in: when it ends, the line closes.
  std::shared_ptr<http::EventQueue> enter(const Uuid& municipality, const Uuid& room, const Uuid& seat);
  [[nodiscard]] std::size_t lines();  // open now, of all rooms
  // An answer that streams such a line.
  http::Response stream(const Uuid& municipality, const Uuid& room, const Uuid& seat);

 private:
  struct Line {
    Uuid seat;
    std::weak_ptr<http::EventQueue> queue;
    bool fresh = true;  // has nothing yet
  };
  struct Room {
    std::vector<Line> lines;
    std::map<std::string, std::string> sections;  // as last sent
    std::set<std::string, std::less<>> dirty;
  };
  using Key = std::pair<Uuid, Uuid>;  // municipality, room

  db::Pool& pool_;
  std::vector<std::string> names_;
  Render render_;
  std::chrono::milliseconds tick_;
  std::atomic<bool> stopping_{false};
  int wake_;  // eventfd: somebody entered
  std::mutex mutex_;
  std::map<Key, Room> rooms_;
  std::thread thread_;

  void listen();
  void note(const std::string& payload);
  void end(const Uuid& municipality, const Uuid& id, const Uuid& seat);  // with the lock held
  void mark_all();
  void flush(bool fresh_only);
  std::map<std::string, std::string> make(const Key& key, const std::set<std::string, std::less<>>& sections);
  void send(const Key& key, const std::map<std::string, std::string>& made);
};

}  // namespace tenzij::live
