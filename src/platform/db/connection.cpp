#include "platform/db/connection.h"

#include <libpq-fe.h>
#include <poll.h>

#include <array>
#include <cerrno>

namespace tenzij::db {

namespace {

[[noreturn]] void fail(PGconn* connection, const PGresult* result) {
  const auto field = [&](int code) {
    const char* found = result == nullptr ? nullptr : PQresultErrorField(result, code);
    return std::string(found == nullptr ? "" : found);
  };
  std::string message = field(PG_DIAG_MESSAGE_PRIMARY);
  // Not the detail: it quotes the row, and this message goes to the log.
  if (message.empty()) message = PQerrorMessage(connection);
  throw SqlError(field(PG_DIAG_SQLSTATE), field(PG_DIAG_CONSTRAINT_NAME), message);
}

Result checked(PGconn* connection, PGresult* raw) {
  Result result(raw);
  const ExecStatusType status = PQresultStatus(raw);
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) fail(connection, raw);
  return result;
}

// libpq keeps the SQLSTATE of a refused connection to itself, so it is read from the words; 08001 when they say nothing we know.
std::string why_not_connected(std::string_view message) {
  const std::array<std::pair<std::string_view, const char*>, 6> known{{{"too many clients", "53300"},
                                                                       {"remaining connection slots", "53300"},
                                                                       {"too many connections", "53300"},
                                                                       {"password authentication failed", "28P01"},
                                                                       {"no password supplied", "28P01"},
                                                                       {"the database system is", "57P03"}}};
  for (const auto& [words, state] : known)
    if (message.find(words) != std::string_view::npos) return state;
  return "08001";
}

// Statements worth preparing are the fixed ones of the code; generated filters make at most some hundreds of shapes.
constexpr std::size_t most_prepared = 400;

}  // namespace

Param bytes(std::string_view data) { return {std::string(data), true}; }

Result::Result(pg_result* raw) : raw_(raw) {}
void Result::Free::operator()(pg_result* raw) const { PQclear(raw); }
int Result::rows() const { return PQntuples(raw_.get()); }
int Result::column(const char* name) const {
  const int found = PQfnumber(raw_.get(), name);
  if (found < 0) throw std::logic_error(std::string("statement has no column ") + name);
  return found;
}
bool Result::null(int row, int column) const { return PQgetisnull(raw_.get(), row, column) != 0; }
std::string_view Result::text(int row, int column) const {
  return {PQgetvalue(raw_.get(), row, column), static_cast<std::size_t>(PQgetlength(raw_.get(), row, column))};
}
long long Result::affected() const {
  long long count = 0;
  text::to_int(PQcmdTuples(raw_.get()), count);
  return count;
}

void Connection::Close::operator()(pg_conn* raw) const { PQfinish(raw); }

Connection::Connection(const std::string& conninfo) {
  const std::string patience = std::to_string(limits::connect_time.count());
  // What the text itself says of the time to connect counts more: it comes later.
  const std::array<const char*, 3> names{"connect_timeout", "dbname", nullptr};
  const std::array<const char*, 3> values{patience.c_str(), conninfo.c_str(), nullptr};
  raw_.reset(PQconnectdbParams(names.data(), values.data(), 1));
  if (PQstatus(raw_.get()) != CONNECTION_OK) throw SqlError(why_not_connected(PQerrorMessage(raw_.get())), "", PQerrorMessage(raw_.get()));
  PQsetNoticeProcessor(
      raw_.get(), [](void*, const char*) {}, nullptr);
}

Result Connection::run(std::string_view sql, const std::vector<Param>& params) {
  std::string key(sql);
  auto found = prepared_.find(key);
  if (found == prepared_.end()) {
    if (prepared_.size() >= most_prepared) {
      script("DEALLOCATE ALL");
      prepared_.clear();
    }
    const std::string name = "s" + std::to_string(prepared_.size());
    checked(raw_.get(), PQprepare(raw_.get(), name.c_str(), key.c_str(), 0, nullptr));
    found = prepared_.emplace(std::move(key), name).first;
  }
  std::vector<const char*> values;
  std::vector<int> lengths;
  std::vector<int> formats;
  for (const Param& param : params) {
    values.push_back(param.text ? param.text->c_str() : nullptr);
    lengths.push_back(param.text ? static_cast<int>(param.text->size()) : 0);
    formats.push_back(param.binary ? 1 : 0);
  }
  return checked(raw_.get(), PQexecPrepared(raw_.get(), found->second.c_str(), static_cast<int>(params.size()), values.data(),
                                            lengths.data(), formats.data(), 0));
}

void Connection::script(const std::string& sql) { checked(raw_.get(), PQexec(raw_.get(), sql.c_str())); }

void Connection::cancel() {
  PGcancel* handle = PQgetCancel(raw_.get());
  if (handle == nullptr) return;
  std::array<char, 256> fault{};
  PQcancel(handle, fault.data(), static_cast<int>(fault.size()));
  PQfreeCancel(handle);
}

std::vector<std::string> Connection::notes(std::chrono::milliseconds wait, int also) {
  std::array<pollfd, 2> ready{pollfd{PQsocket(raw_.get()), POLLIN, 0}, pollfd{also, POLLIN, 0}};
  if (poll(ready.data(), ready.size(), static_cast<int>(wait.count())) < 0 && errno != EINTR)
    throw SqlError("08006", "", "cannot wait for the database");
  if (PQconsumeInput(raw_.get()) == 0) throw SqlError("08006", "", "connection lost");
  std::vector<std::string> out;
  while (PGnotify* note = PQnotifies(raw_.get())) {
    out.emplace_back(note->extra);
    PQfreemem(note);
  }
  return out;
}

bool Connection::answers_within(std::chrono::milliseconds time) {
  if (PQsendQuery(raw_.get(), "SELECT 1") == 0) return false;
  const auto end = std::chrono::steady_clock::now() + time;
  while (PQisBusy(raw_.get()) != 0) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
    pollfd ready{PQsocket(raw_.get()), POLLIN, 0};
    if (left <= 0 || poll(&ready, 1, static_cast<int>(left)) <= 0 || PQconsumeInput(raw_.get()) == 0) return false;
  }
  bool good = false;
  while (PGresult* raw = PQgetResult(raw_.get())) good = Result(raw).rows() == 1 || good;
  return good;
}

bool Connection::healthy() const { return PQstatus(raw_.get()) == CONNECTION_OK; }

std::string bytea(std::string_view escaped) {
  std::size_t size = 0;
  unsigned char* raw = PQunescapeBytea(reinterpret_cast<const unsigned char*>(std::string(escaped).c_str()), &size);
  std::string out(reinterpret_cast<const char*>(raw), size);
  PQfreemem(raw);
  return out;
}

}  // namespace tenzij::db
