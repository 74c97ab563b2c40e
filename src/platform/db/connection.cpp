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

Connection::Connection(const std::string& conninfo) : raw_(PQconnectdb(conninfo.c_str())) {
  if (PQstatus(raw_.get()) != CONNECTION_OK) throw SqlError("08001", "", PQerrorMessage(raw_.get()));
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

bool Connection::healthy() const { return PQstatus(raw_.get()) == CONNECTION_OK; }

std::string bytea(std::string_view escaped) {
  std::size_t size = 0;
  unsigned char* raw = PQunescapeBytea(reinterpret_cast<const unsigned char*>(std::string(escaped).c_str()), &size);
  std::string out(reinterpret_cast<const char*>(raw), size);
  PQfreemem(raw);
  return out;
}

}  // namespace tenzij::db
