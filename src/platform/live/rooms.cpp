#include "platform/live/rooms.h"

#include <spdlog/spdlog.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "platform/base/text.h"

namespace tenzij::live {

namespace {

using Names = std::set<std::string, std::less<>>;

// How often the thread looks whether it should stop when nothing happens.
constexpr std::chrono::milliseconds idle{200};

// The values are JSON texts already.
http::EventQueue::Frame frame_of(const std::map<std::string, std::string>& sections) {
  std::string data = "event: state\ndata: {";
  bool first = true;
  for (const auto& [name, content] : sections) {
    if (!std::exchange(first, false)) data += ',';
    data += '"' + name + "\":" + content;
  }
  return std::make_shared<const std::string>(data + "}\n\n");
}

// After a restart everybody comes back; not all in the same moment.
http::EventQueue::Frame greeting(const Uuid& seat) {
  return std::make_shared<const std::string>("retry: " + std::to_string(300 + seat.bytes[15] * 6) + "\n\n");
}

}  // namespace

void touch(db::Session& session, const Uuid& room, const std::vector<std::string>& sections) {
  std::string names;
  for (const auto& each : sections) names += (names.empty() ? "" : ",") + each;
  session.query("SELECT pg_notify('tenzij_rooms', $1)", session.actor().municipality_id.str() + " " + room.str() + " " + names);
}

void dismiss(db::Session& session, const Uuid& room, const Uuid& seat) {
  session.query("SELECT pg_notify('tenzij_rooms', $1)", session.actor().municipality_id.str() + " " + room.str() + " !" + seat.str());
}

Rooms::Rooms(db::Pool& pool, std::vector<std::string> sections, Render render, std::chrono::milliseconds tick)
    : pool_(pool), names_(std::move(sections)), render_(std::move(render)), tick_(tick), wake_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {}

void Rooms::start() {
  thread_ = std::thread([this] { listen(); });
}

Rooms::~Rooms() {
  stopping_ = true;
  eventfd_write(wake_, 1);
  if (thread_.joinable()) thread_.join();
  const std::lock_guard lock(mutex_);
  for (const auto& [key, room] : rooms_)
    for (const Line& line : room.lines)
      if (const auto queue = line.queue.lock()) queue->close();
  close(wake_);
}

void Rooms::listen() {
  using Steady = std::chrono::steady_clock;
  bool away = false;
  while (!stopping_) {
    try {
      db::Connection connection(pool_.conninfo());
      connection.script("LISTEN tenzij_rooms");
      if (std::exchange(away, false)) spdlog::info("rooms: listening again");
      mark_all();  // what was said while nobody listened
      bool waiting = true;
      auto next = Steady::now();
      while (!stopping_) {
        const auto now = Steady::now();
        const auto left = waiting ? std::chrono::ceil<std::chrono::milliseconds>(std::max(next - now, Steady::duration::zero())) : idle;
        for (const auto& payload : connection.notes(left, wake_)) {
          note(payload);
          waiting = true;
        }
        // Who comes in does not wait for the tick.
        eventfd_t count = 0;
        if (eventfd_read(wake_, &count) == 0) flush(true);
        if (waiting && Steady::now() >= next) {
          flush(false);
          waiting = false;
          next = Steady::now() + tick_;
        }
      }
    } catch (const std::exception& fault) {
      if (stopping_) return;
      if (!std::exchange(away, true)) spdlog::warn("rooms: {}", fault.what());
      std::this_thread::sleep_for(std::chrono::milliseconds(300));
    }
  }
}

void Rooms::note(const std::string& payload) {
  const auto parts = text::split(payload, ' ');
  if (parts.size() != 3) return;
  const auto municipality = Uuid::parse(parts[0]);
  const auto id = Uuid::parse(parts[1]);
  if (!municipality || !id) return;
  const std::lock_guard lock(mutex_);
  if (parts[2].substr(0, 1) == "!") return end(*municipality, *id, Uuid::parse(parts[2].substr(1)).value_or(Uuid{}));
  const auto found = rooms_.find({*municipality, *id});
  if (found == rooms_.end()) return;
  Room& room = found->second;
  for (const auto name : text::split(parts[2], ',')) room.dirty.emplace(name);
}

// The lines of a seat in its room; of a sign-in that ended in whichever room.
void Rooms::end(const Uuid& municipality, const Uuid& id, const Uuid& seat) {
  for (auto& [key, room] : rooms_) {
    if (key.first != municipality || (!id.is_nil() && key.second != id)) continue;
    for (const Line& line : room.lines)
      if (seat == line.seat)
        if (const auto queue = line.queue.lock()) queue->close();
  }
}

void Rooms::mark_all() {
  const std::lock_guard lock(mutex_);
  for (auto& each : rooms_) each.second.dirty.insert(names_.begin(), names_.end());
}

std::map<std::string, std::string> Rooms::make(const Key& key, const Names& sections) {
  std::map<std::string, std::string> made;
  if (sections.empty()) return made;
  try {
    db::Session session(pool_, {key.first, {}, "room"});
    for (const auto& name : sections) made[name] = json::dump(render_(session, key.second, name));
  } catch (const std::exception& fault) {
    // One room must not stop the others; its lines close and come back.
    spdlog::warn("room {}: {}", key.second.str(), fault.what());
    const std::lock_guard lock(mutex_);
    for (const Line& line : rooms_[key].lines)
      if (const auto queue = line.queue.lock()) queue->close();
    rooms_.erase(key);
    made.clear();
  }
  return made;
}

void Rooms::flush(bool fresh_only) {
  std::vector<std::pair<Key, Names>> work;
  {
    const std::lock_guard lock(mutex_);
    for (auto room = rooms_.begin(); room != rooms_.end();) {
      Room& each = room->second;
      std::erase_if(each.lines, [](const Line& line) { return line.queue.expired(); });
      if (each.lines.empty()) {
        room = rooms_.erase(room);
        continue;
      }
      const bool fresh = std::any_of(each.lines.begin(), each.lines.end(), [](const Line& line) { return line.fresh; });
      // Nobody looked before: everything is made.
      if (each.sections.empty()) each.dirty.insert(names_.begin(), names_.end());
      if (fresh || (!fresh_only && !each.dirty.empty())) work.emplace_back(room->first, std::exchange(each.dirty, {}));
      ++room;
    }
  }
  for (const auto& [key, sections] : work) send(key, make(key, sections));
}

void Rooms::send(const Key& key, const std::map<std::string, std::string>& made) {
  const std::lock_guard lock(mutex_);
  const auto found = rooms_.find(key);
  if (found == rooms_.end()) return;
  Room& room = found->second;
  if (made.empty() && room.sections.empty()) return;  // could not be made; its lines were closed
  std::map<std::string, std::string> changed;
  for (const auto& [name, content] : made) {
    if (room.sections[name] == content) continue;
    room.sections[name] = content;
    changed[name] = content;
  }
  const auto whole = frame_of(room.sections);
  const auto news = changed.empty() ? nullptr : frame_of(changed);
  for (Line& line : room.lines) {
    const auto queue = line.queue.lock();
    if (!queue) continue;
    if (std::exchange(line.fresh, false)) queue->push(whole);
    else if (news) queue->push(news);
  }
}

std::shared_ptr<http::EventQueue> Rooms::enter(const Uuid& municipality, const Uuid& room, const Uuid& seat) {
  auto queue = std::make_shared<http::EventQueue>();
  queue->push(greeting(seat));
  {
    const std::lock_guard lock(mutex_);
    rooms_[{municipality, room}].lines.push_back({seat, queue});
  }
  eventfd_write(wake_, 1);
  return queue;
}

std::size_t Rooms::lines() {
  const std::lock_guard lock(mutex_);
  std::size_t count = 0;
  for (const auto& each : rooms_)
    count += static_cast<std::size_t>(
        std::count_if(each.second.lines.begin(), each.second.lines.end(), [](const Line& line) { return !line.queue.expired(); }));
  return count;
}

http::Response Rooms::stream(const Uuid& municipality, const Uuid& room, const Uuid& seat) {
  http::Response response;
  response.content_type = "text/event-stream";
  response.set("Cache-Control", "no-store");
  response.set("X-Accel-Buffering", "no");
  response.events = enter(municipality, room, seat);
  return response;
}

}  // namespace tenzij::live
