// How server and reader speak: frames over a pipe, each its length (8 bytes), its sort (1 byte), and up to two pieces.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "platform/base/json.h"

namespace tenzij::reader {

// To the reader: file. From it: ready (its walls stand), then part (its name) up to part_end, answer (JSON, bytes), refusal (of the part or
// the file), done.
enum class Sort : char { ready = 'y', file = 'f', part = 'p', part_end = 'e', answer = 'a', refusal = 'r', done = 'd' };

// The other side does not keep to this; what() is the message code for the file at hand.
struct Nonsense : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Exit status of a reader that had no memory left for its file.
inline constexpr int out_of_memory = 71;

struct Frame {
  Sort sort = Sort::done;
  std::string_view head;   // text or JSON
  std::string_view bytes;  // what goes as it is
};

// Without the bytes: they follow as they are.
std::string frame_head(Sort sort, std::string_view head, std::size_t bytes);
inline std::string frame(Sort sort, std::string_view head) { return frame_head(sort, head, 0); }

// The first frame in `from`, with its size in `used`; nothing while it is not whole. Throws Nonsense, also for
// more than `most` bytes at once.
std::optional<Frame> next_frame(std::string_view from, std::size_t most, std::size_t& used);

json::value parsed(std::string_view head);  // throws Nonsense
json::value to_json(const Error& fault);
Error error_of(const json::value& from);  // throws Nonsense

}  // namespace tenzij::reader
