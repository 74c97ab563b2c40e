#include "platform/live/live.h"

#include <spdlog/spdlog.h>

namespace tenzij::live {

namespace {

// Events that one reconnecting client gets at most; a page that missed more reloads what it shows.
constexpr int most_replayed = 200;

http::EventQueue::Frame frame_of(std::int64_t id, const std::string& topic, const std::string& data) {
  // JSON text holds no raw line break, so one data line is enough.
  return std::make_shared<const std::string>("id: " + std::to_string(id) + "\nevent: " + topic + "\ndata: " + data + "\n\n");
}

struct Row {
  std::int64_t id;
  std::string topic;
  std::optional<Uuid> person_id;
  std::string data;
};
BOOST_DESCRIBE_STRUCT(Row, (), (id, topic, person_id, data))

struct Query {};
BOOST_DESCRIBE_STRUCT(Query, (), ())

}  // namespace

void publish(db::Session& session, const std::string& topic, const json::value& data, const std::optional<Uuid>& person) {
  session.query("SELECT live.publish($1, $2, $3)", topic, person, data);
}

std::int64_t forget(db::Session& session, Instant before) {
  return session.query("DELETE FROM live.event WHERE at < $1 RETURNING id", before).rows();
}

void Hub::start() {
  thread_ = std::thread([this] { listen(); });
}

Hub::~Hub() {
  stopping_ = true;
  if (thread_.joinable()) thread_.join();
  close_all();
}

void Hub::listen() {
  bool away = false;
  while (!stopping_) {
    try {
      db::Connection connection(pool_.conninfo());
      connection.script("LISTEN tenzij_live");
      if (std::exchange(away, false)) spdlog::info("live events: listening again");
      while (!stopping_) {
        for (const auto& payload : connection.notes(std::chrono::milliseconds(200))) deliver(payload);
      }
    } catch (const std::exception& fault) {
      if (stopping_) return;
      if (!std::exchange(away, true)) spdlog::warn("live events: {}", fault.what());
      // Whoever listened may have missed something: they come back and ask for what came after their last event.
      close_all();
      std::this_thread::sleep_for(std::chrono::milliseconds(300));
    }
  }
}

void Hub::deliver(const std::string& payload) {
  const json::value note = json::parse(payload);
  const std::string municipality(note.at("m").as_string());
  if (const auto* ended = note.as_object().if_contains("ended"))
    return end(municipality, Uuid::parse(std::string_view(ended->as_string())).value_or(Uuid{}));
  Event event{note.at("i").to_number<std::int64_t>(), std::nullopt, nullptr};
  if (note.at("p").is_string()) event.person = Uuid::parse(std::string_view(note.at("p").get_string()));
  std::string data = json::dump(note.at("d"));
  if (note.at("d").is_null()) {
    db::Session session(pool_, {Uuid::parse(municipality).value_or(Uuid{}), {}, {}});
    data = session.scalar<std::string>("SELECT data::text FROM live.event WHERE id = $1", event.id).value_or("null");
  }
  event.frame = frame_of(event.id, std::string(note.at("t").as_string()), data);
  const std::lock_guard lock(mutex_);
  auto& all = by_municipality_[municipality];
  std::erase_if(all, [](const auto& each) { return each->queue.expired(); });
  for (const auto& each : all) {
    if (event.person && *event.person != each->person) continue;
    if (!each->replaying && event.id <= each->last_id) continue;
    if (each->replaying) {
      each->pending.push_back(event);
    } else if (const auto queue = each->queue.lock()) {
      queue->push(event.frame);
    }
  }
}

// Blocked, signed out, another role, another password: what was open with that sign-in closes, wherever it happened.
void Hub::end(const std::string& municipality, const Uuid& session) {
  const std::lock_guard lock(mutex_);
  const auto all = by_municipality_.find(municipality);
  if (all == by_municipality_.end()) return;
  for (const auto& each : all->second)
    if (each->session == session)
      if (const auto queue = each->queue.lock()) queue->close();
}

void Hub::close_all() {
  const std::lock_guard lock(mutex_);
  for (const auto& [municipality, all] : by_municipality_)
    for (const auto& each : all)
      if (const auto queue = each->queue.lock()) queue->close();
  by_municipality_.clear();
}

const db::Statement events_after{"live.events_after", R"sql(
SELECT id, topic, person_id, data::text AS data
  FROM live.event
 WHERE id > $1
   AND (person_id IS NULL OR person_id = $2)
 ORDER BY id
 LIMIT $3
)sql"};

std::shared_ptr<http::EventQueue> Hub::subscribe(db::Session& session, const http::Principal& who, std::optional<std::int64_t> last_id) {
  auto queue = std::make_shared<http::EventQueue>();
  const auto subscriber = std::make_shared<Subscriber>();
  subscriber->person = who.person_id;
  subscriber->session = who.session_id;
  subscriber->queue = queue;
  {
    const std::lock_guard lock(mutex_);
    by_municipality_[who.municipality_id.str()].push_back(subscriber);
  }
  // What was committed before is not news, also when its NOTIFY is still on its way.
  std::int64_t replayed = last_id ? *last_id : session.scalar<std::int64_t>("SELECT max(id) FROM live.event").value_or(0);
  // The first bytes tell the browser that the line is open.
  queue->push(std::make_shared<const std::string>("retry: 2000\n\n"));
  if (last_id) {
    const auto missed = session.rows<Row>(events_after, *last_id, who.person_id, most_replayed);
    for (const Row& row : missed) {
      queue->push(frame_of(row.id, row.topic, row.data));
      replayed = row.id;
    }
  }
  const std::lock_guard lock(mutex_);
  for (const Event& event : subscriber->pending)
    if (event.id > replayed) queue->push(event.frame);
  subscriber->pending.clear();
  subscriber->last_id = replayed;
  subscriber->replaying = false;
  return queue;
}

std::size_t Hub::subscribers() {
  const std::lock_guard lock(mutex_);
  std::size_t count = 0;
  for (const auto& [municipality, all] : by_municipality_)
    for (const auto& each : all) count += each->queue.expired() ? 0U : 1U;
  return count;
}

void add_routes(http::Router& router, Hub& hub) {
  router.download<Query>("/events", "events.read", {"streamEvents", "events", "Live events as a stream (server-sent events)"},
                         "text/event-stream", [&hub](const http::Request& request, db::Session& session) {
                           http::Response response;
                           response.content_type = "text/event-stream";
                           response.set("Cache-Control", "no-store");
                           response.set("X-Accel-Buffering", "no");
                           long long last = 0;
                           std::optional<std::int64_t> from;
                           if (text::to_int(request.header("last-event-id"), last)) from = last;
                           response.events = hub.subscribe(session, request.who, from);
                           return response;
                         });
}

}  // namespace tenzij::live
