#include "platform/reader/frames.h"

#include <array>
#include <cstring>

namespace tenzij::reader {

namespace {

struct Header {
  std::uint64_t head = 0;   // bytes
  std::uint64_t bytes = 0;  // bytes
  char sort = 0;
};
constexpr std::size_t header_size = 17;

struct Argument {
  std::string name;
  std::string value;
};
BOOST_DESCRIBE_STRUCT(Argument, (), (name, value))
struct Field {
  std::string pointer;
  std::string code;
  std::vector<Argument> args;
};
BOOST_DESCRIBE_STRUCT(Field, (), (pointer, code, args))
struct Fault {
  int status = 400;
  std::string code;
  std::vector<Argument> args;
  std::vector<Field> fields;
};
BOOST_DESCRIBE_STRUCT(Fault, (), (status, code, args, fields))

std::vector<Argument> out_of(const MessageArgs& args) {
  std::vector<Argument> out;
  for (const auto& [name, value] : args) out.push_back({name, text::repair_utf8(value)});
  return out;
}

MessageArgs into(const std::vector<Argument>& args) {
  MessageArgs out;
  for (const Argument& each : args) out.emplace_back(each.name, each.value);
  return out;
}

}  // namespace

std::string frame_head(Sort sort, std::string_view head, std::size_t bytes) {
  std::string out(header_size, '\0');
  const std::uint64_t head_size = head.size();
  const std::uint64_t bytes_size = bytes;
  std::memcpy(out.data(), &head_size, 8);
  std::memcpy(out.data() + 8, &bytes_size, 8);
  out[16] = static_cast<char>(sort);
  out += head;
  return out;
}

std::optional<Frame> next_frame(std::string_view from, std::size_t most, std::size_t& used) {
  if (from.size() < header_size) return std::nullopt;
  Header header;
  std::memcpy(&header.head, from.data(), 8);
  std::memcpy(&header.bytes, from.data() + 8, 8);
  header.sort = from[16];
  if (std::string_view("yfpeard").find(header.sort) == std::string_view::npos) throw Nonsense("readerCrashed");
  if (header.head > most || header.bytes > most - header.head) throw Nonsense("readerTooLarge");
  from.remove_prefix(header_size);
  if (from.size() < header.head + header.bytes) return std::nullopt;
  used = header_size + header.head + header.bytes;
  return Frame{static_cast<Sort>(header.sort), from.substr(0, header.head), from.substr(header.head, header.bytes)};
}

json::value to_json(const Error& fault) {
  Fault out{fault.status(), fault.code(), out_of(fault.args()), {}};
  for (const FieldError& each : fault.fields()) out.fields.push_back({each.pointer, each.code, out_of(each.args)});
  return json::encode(out);
}

json::value parsed(std::string_view head) {
  try {
    return json::parse(head);
  } catch (const Error&) {
    throw Nonsense("readerCrashed");
  }
}

Error error_of(const json::value& from) {
  Fault fault;
  json::Decoder decoder;
  decoder.read(from, fault, "");
  if (!decoder.errors.empty()) throw Nonsense("readerCrashed");
  std::vector<FieldError> fields;
  for (const Field& each : fault.fields) fields.push_back({each.pointer, each.code, into(each.args)});
  // A reader knows wrong files and missing pages; it cannot make the server say something else.
  return {fault.status == 404 ? 404 : 400, fault.code, into(fault.args), std::move(fields)};
}

}  // namespace tenzij::reader
