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

std::optional<std::string> text_of(const json::Shape& shape, const void* place);

// A text array literal; PostgreSQL casts it to the array type the statement names.
std::string array_literal(const json::Shape& shape, const void* place) {
  std::size_t count = 0;
  const auto* item = static_cast<const char*>(shape.items(place, count));
  std::string out = "{";
  for (std::size_t i = 0; i < count; ++i, item += shape.size) {
    if (i > 0) out += ',';
    const auto inner = text_of(*shape.inner, item);
    if (!inner) {
      out += "NULL";
      continue;
    }
    out += '"';
    for (const char c : *inner) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    out += '"';
  }
  return out + "}";
}

std::optional<std::string> text_of(const json::Shape& shape, const void* place) {
  using json::Form;
  switch (shape.form) {
    case Form::optional: {
      const void* held = shape.held(place);
      return held == nullptr ? std::nullopt : text_of(*shape.inner, held);
    }
    case Form::boolean:
      return json::as<bool>(place) ? "true" : "false";
    case Form::enumeration:
      return std::string(json::name_at(shape, place));
    case Form::integer:
      return std::to_string(json::integer_at(shape, place));
    case Form::number:
      return std::to_string(json::as<double>(place));
    case Form::text:
      return json::as<std::string>(place);
    case Form::uuid:
      return json::as<Uuid>(place).str();
    case Form::date:
      return json::as<Date>(place).str();
    case Form::instant:
      return to_iso(json::as<Instant>(place));
    case Form::list:
      return array_literal(shape, place);
    case Form::value:
    case Form::object:
    case Form::array:
    case Form::record:
      break;
  }
  return json::dump(json::encode_shape(shape, place));
}

// Statements worth preparing are the fixed ones of the code; generated filters make at most some hundreds of shapes.
constexpr std::size_t most_prepared = 400;

}  // namespace

Param bytes(std::string_view data) { return {std::string(data), true}; }

Param Given::param() const {
  if (param_ != nullptr) return *param_;
  if (text_) return {std::string(*text_)};
  return shape_ == nullptr ? Param{} : Param{text_of(*shape_, place_)};
}

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

std::vector<int> Result::columns(const json::Shape& record) const {
  std::vector<int> out;
  out.reserve(record.members.size());
  for (const json::Member& each : record.members) out.push_back(column(each.name));
  return out;
}

void Result::read_record(const json::Shape& record, const std::vector<int>& columns, int row, void* out) const {
  std::array<const void*, json::most_members> places{};
  record.places(out, places.data());
  for (std::size_t i = 0; i < columns.size(); ++i) read(*record.members[i].shape, row, columns[i], const_cast<void*>(places.at(i)));
}

void Result::read_rows(const json::Shape& list, void* out) const {
  const auto found = columns(*list.inner);
  auto* record = static_cast<char*>(list.renew(out, static_cast<std::size_t>(rows())));
  for (int row = 0; row < rows(); ++row, record += list.size) read_record(*list.inner, found, row, record);
}

void Result::read_first(const json::Shape& optional, void* out) const {
  const auto found = columns(*optional.inner);
  if (!empty()) read_record(*optional.inner, found, 0, optional.emplace(out));
}

void Result::read(const json::Shape& shape, int row, int column, void* out) const {
  using json::Form;
  if (shape.form == Form::value) {
    json::as<json::value>(out) = null(row, column) ? json::value(nullptr) : json::parse(text(row, column));
    return;
  }
  const std::string_view written = text(row, column);
  switch (shape.form) {
    case Form::optional:
      if (!null(row, column)) read(*shape.inner, row, column, shape.emplace(out));
      return;
    case Form::boolean:
      json::as<bool>(out) = written == "t";
      return;
    case Form::enumeration:
      json::put_name(shape, out, written);
      return;
    case Form::integer: {
      long long number = 0;
      text::to_int(written, number);
      return json::put_integer(shape, out, number);
    }
    case Form::number:
      json::as<double>(out) = null(row, column) ? 0 : std::stod(std::string(written));
      return;
    case Form::text:
      json::as<std::string>(out) = std::string(written);
      return;
    case Form::uuid:
      json::as<Uuid>(out) = Uuid::parse(written).value_or(Uuid{});
      return;
    case Form::date:
      json::as<Date>(out) = Date::parse(written).value_or(Date{});
      return;
    case Form::instant:
      json::as<Instant>(out) = parse_instant(written).value_or(Instant{});
      return;
    default:
      break;
  }
  // Lists and structs come as JSON: array columns are selected with to_jsonb or json_agg.
  if (null(row, column)) return;
  json::Decoder decoder;
  decoder.read_shape(shape, json::parse(written), out, "", {});
}

Result Connection::ask(std::string_view sql, std::span<const Given> given) {
  std::vector<Param> params;
  params.reserve(given.size());
  for (const Given& each : given) params.push_back(each.param());
  return run(sql, params);
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
