#include "platform/db/session.h"

namespace tenzij::db {

Pool::Pool(std::string conninfo, std::size_t size) : conninfo_(std::move(conninfo)), free_(size), size_(size) {}

Pool::Lease Pool::take() {
  std::unique_ptr<Connection> connection;
  {
    std::unique_lock lock(mutex_);
    if (!returned_.wait_for(lock, limits::pool_wait, [&] { return free_ > 0; })) throw Error(503, "busy");
    --free_;
    if (!idle_.empty()) {
      connection = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  try {
    if (!connection) connection = std::make_unique<Connection>(conninfo_);
  } catch (...) {
    const std::lock_guard lock(mutex_);
    ++free_;
    returned_.notify_one();
    throw;
  }
  return {*this, std::move(connection)};
}

std::size_t Pool::in_use() {
  const std::lock_guard lock(mutex_);
  return size_ - free_;
}

Pool::Lease::~Lease() {
  if (!connection_) return;
  const std::lock_guard lock(pool_->mutex_);
  ++pool_->free_;
  if (connection_->healthy()) pool_->idle_.push_back(std::move(connection_));
  pool_->returned_.notify_one();
}

namespace {

// Ids are hexadecimals and request ids are made by us, so nothing here can end the quotes.
std::string set_actor(const Actor& actor) {
  const auto id = [](const Uuid& uuid) { return uuid.is_nil() ? std::string() : uuid.str(); };
  return "SELECT set_config('tenzij.municipality','" + id(actor.municipality_id) + "',true), set_config('tenzij.person','" +
         id(actor.person_id) + "',true), set_config('tenzij.request','" + actor.request_id + "',true)";
}

}  // namespace

// Everything in one round trip.
std::string Session::begin() const {
  std::string out = "BEGIN;" + set_actor(actor_);
  if (statement_time_.count() > 0) out += ";SET LOCAL statement_timeout = '" + std::to_string(statement_time_.count()) + "s'";
  return out;
}

Session::Session(Pool& pool, const Actor& actor, std::chrono::seconds statement_time)
    : connection_(pool.take()), actor_(actor), statement_time_(statement_time) {
  // A connection that the database closed while idle (restart, fail-over) is replaced once.
  try {
    connection_->script(begin());
  } catch (const SqlError& fault) {
    if (!fault.connection_lost()) throw;
    *connection_ = Connection(pool.conninfo());
    connection_->script(begin());
  }
  open_ = true;
}

void Session::read_rows(std::string_view sql, std::span<const Given> given, const json::Shape& list, void* out) {
  connection_->ask(sql, given).read_rows(list, out);
}

void Session::read_first(std::string_view sql, std::span<const Given> given, const json::Shape& optional, void* out) {
  connection_->ask(sql, given).read_first(optional, out);
}

void Session::read_scalar(std::string_view sql, std::span<const Given> given, const json::Shape& optional, void* out) {
  const Result result = connection_->ask(sql, given);
  if (!result.empty()) result.read(optional, 0, 0, out);
}

Session::~Session() {
  if (!open_) return;
  try {
    connection_->script("ROLLBACK");
  } catch (const std::exception&) {  // the connection is gone, and the transaction with it
  }
}

void Session::become(const Actor& actor) {
  connection_->script(set_actor(actor));
  actor_ = actor;
}

void Session::keep() {
  open_ = false;
  connection_->script("COMMIT;" + begin());
  open_ = true;
}

void Session::commit() {
  open_ = false;
  connection_->script("COMMIT");
}

}  // namespace tenzij::db
