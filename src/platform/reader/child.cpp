// The reader's own side: one process, no threads, one file after the other.
#include <signal.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <iostream>
#include <new>

#include "platform/base/slow.h"
#include "platform/process/confine.h"
#include "platform/reader/frames.h"
#include "platform/reader/kinds.h"

namespace tenzij::reader {

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::size_t memory = 0;  // sanitizers reserve terabytes of addresses
#else
constexpr std::size_t memory = limits::reader_memory_bytes;
#endif

// The server is the only one who listens; when it is gone there is nothing left to do.
void write_all(int output, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t size = write(output, bytes.data(), bytes.size());
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) _exit(0);
    bytes.remove_prefix(static_cast<std::size_t>(size));
  }
}

class Inbox {
 public:
  // The next file, or nothing when the server has no more.
  std::optional<Frame> next() {
    held_.erase(0, used_);
    used_ = 0;
    std::array<char, 256UL * 1024> block{};
    for (;;) {
      if (auto found = next_frame(held_, limits::upload_bytes * 2, used_)) return found;
      const ssize_t size = read(STDIN_FILENO, block.data(), block.size());
      if (size < 0 && errno == EINTR) continue;
      if (size <= 0) return std::nullopt;
      held_.append(block.data(), static_cast<std::size_t>(size));
    }
  }

 private:
  std::string held_;
  std::size_t used_ = 0;
};

struct Order {
  std::string kind;
  std::string name;
  json::value options;
  std::int64_t passed_over{};
  std::int64_t seconds{};
};
BOOST_DESCRIBE_STRUCT(Order, (), (kind, name, options, passed_over, seconds))

void read_one(const Kinds& kinds, const Frame& file, int output) {
  Answers answers(output, 0);
  try {
    const auto order = json::restore<Order>(file.head);
    if (!order.options.is_object()) throw Error(400, "readerCrashed");
    process::allow(std::chrono::seconds(order.seconds));
    const auto kind = kinds.find(order.kind);
    if (kind == kinds.end()) throw Error(400, "unknownKind");
    answers = Answers(output, static_cast<std::size_t>(order.passed_over));
    kind->second({order.name, file.bytes, order.options.as_object()}, answers);
  } catch (const Error& fault) {
    answers.refuse(fault);
  }
  write_all(output, frame(Sort::done, {}));
}

}  // namespace

void Answers::part(std::string_view name, const std::function<void()>& body) {
  if (parts_++ < passed_over_) return;
  write_all(output_, frame(Sort::part, name));
  try {
    body();
  } catch (const Error& fault) {
    refuse(fault);
  }
  write_all(output_, frame(Sort::part_end, {}));
}

void Answers::refuse(const Error& fault) { write_all(output_, frame(Sort::refusal, json::dump(to_json(fault)))); }

void Answers::give(const json::value& value, std::string_view bytes) {
  write_all(output_, frame_head(Sort::answer, json::dump(value), bytes.size()));
  write_all(output_, bytes);
}

int read_files(const Kinds& kinds) {
  signal(SIGPIPE, SIG_IGN);
  // Started by a helper that gives way to nobody: who reads says so itself, before its walls.
  slow::give_way();
  slow::share_niceness(getpid());
  // Answers have a descriptor of their own: nothing that prints can get between them.
  const int output = dup(STDOUT_FILENO);
  dup2(STDERR_FILENO, STDOUT_FILENO);
  process::stand_beside_program();
  try {
    process::confine({memory, limits::document_output_bytes, limits::reader_life, limits::reader_descriptors}, process::reader_account());
  } catch (const std::exception& fault) {
    std::cerr << "reader: " << fault.what() << "\n";
    return 1;
  }
  write_all(output, frame(Sort::ready, {}));
  Inbox inbox;
  try {
    while (const auto file = inbox.next()) read_one(kinds, *file, output);
    return 0;
  } catch (const std::bad_alloc&) {
    return out_of_memory;
  } catch (const std::length_error&) {
    return out_of_memory;
  }
}

}  // namespace tenzij::reader
