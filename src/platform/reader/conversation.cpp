#include "platform/reader/conversation.h"

#include <poll.h>
#include <signal.h>

#include <array>
#include <cerrno>

namespace tenzij::reader {

namespace {

using std::chrono::steady_clock;

// Between the start of the process and its walls; on a busy machine far more than the usual 30 ms.
constexpr std::chrono::seconds start_time{60};

Error too_slow(const File& file) {
  return {400, "readerTooSlow", {{"seconds", std::to_string(std::chrono::ceil<std::chrono::seconds>(file.time).count())}}};
}

Error too_large() { return {400, "readerTooLarge", {{"limit", std::to_string(limits::reader_memory_bytes >> 20)}}}; }

// What a dead process says about its last file.
Error reason_of(int status, const File& file) {
  if (status == 128 + SIGXCPU) return too_slow(file);
  if (status == out_of_memory || status == 128 + SIGXFSZ) return too_large();
  return {400, "readerCrashed"};
}

}  // namespace

void Readers::Conversation::run() {
  for (;;) {
    // What is done here while a reader works or waits is not its time.
    const Time before = steady_clock::now();
    fill();
    begun_ += steady_clock::now() - before;
    if (waiting_.empty()) return;
    if (waiting_.front().known) end_refused();
    else if (!exchange()) lost(std::nullopt);
  }
}

void Readers::Conversation::fill() {
  while (more_ && waiting_.size() < limits::reader_files_ahead && waiting_bytes_ < limits::reader_bytes_ahead) {
    auto file = next_();
    if (!file) more_ = false;
    else add(std::move(*file));
  }
}

void Readers::Conversation::add(File file) {
  waiting_bytes_ += file.content.size();
  Waiting& added = waiting_.emplace_back(Waiting{std::move(file), {}});
  prepare(added);
}

void Readers::Conversation::prepare(Waiting& file) const {
  file.known = readers_.lost_before(file.file, since_);
  const json::object order{{"kind", file.file.kind},
                           {"name", text::repair_utf8(file.file.name)},
                           {"options", file.file.options},
                           {"passedOver", file.parts},
                           {"seconds", std::chrono::ceil<std::chrono::seconds>(file.file.time).count() + 1}};
  file.head = frame_head(Sort::file, json::dump(order), file.file.content.size());
  file.sent = 0;
}

void Readers::Conversation::end_refused() {
  const Error fault = *waiting_.front().known;
  refuse_at_hand(fault);
  end_file();
}

// A step: something was sent, came, or the time was up. False when the reader has ended by itself.
bool Readers::Conversation::exchange() {
  if (!reader_) {
    reader_ = readers_.start();
    begun_ = steady_clock::now();
  }
  const bool unsent = std::any_of(waiting_.begin(), waiting_.end(), [](const Waiting& each) { return !each.whole() && !each.known; });
  if (reader_->ready && !waiting_.front().whole()) begun_ = steady_clock::now();
  std::array<pollfd, 2> watched{pollfd{reader_->from(), POLLIN, 0}, pollfd{unsent ? reader_->to() : -1, POLLOUT, 0}};
  const int ready = poll(watched.data(), watched.size(), time_left());
  if (ready < 0) return errno == EINTR;
  if (ready == 0) {
    lost(too_slow(waiting_.front().file));
    return true;
  }
  if ((watched[1].revents & POLLOUT) != 0) send();
  return (watched[0].revents & (POLLIN | POLLHUP | POLLERR)) == 0 || receive();
}

int Readers::Conversation::time_left() const {
  const auto end = begun_ + (reader_->ready ? waiting_.front().file.time : start_time);
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - steady_clock::now()).count();
  return static_cast<int>(std::max<long>(left, 0));
}

void Readers::Conversation::send() {
  for (Waiting& each : waiting_) {
    if (each.known) continue;
    while (!each.whole()) {
      const std::string& piece = each.sent < each.head.size() ? each.head : each.file.content;
      const std::size_t at = each.sent < each.head.size() ? each.sent : each.sent - each.head.size();
      const ssize_t size = write(reader_->to(), piece.data() + at, piece.size() - at);
      if (size <= 0) return;  // full, or closed: then the other pipe says so
      each.sent += static_cast<std::size_t>(size);
    }
  }
}

bool Readers::Conversation::receive() {
  constexpr std::size_t step = 256UL * 1024;
  const std::size_t before = incoming_.size();
  incoming_.resize(before + step);
  const ssize_t size = ::read(reader_->from(), incoming_.data() + before, step);
  incoming_.resize(before + static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
  if (size == 0) return false;
  if (size < 0) return errno == EAGAIN || errno == EINTR;
  const Time begin = steady_clock::now();
  try {
    std::size_t used = 0;
    while (reader_ && !waiting_.empty()) {
      const auto frame = next_frame(std::string_view(incoming_).substr(read_), limits::document_output_bytes, used);
      if (!frame) break;
      read_ += used;
      take(*frame);
    }
  } catch (const Nonsense& fault) {
    lost(fault.what() == too_large().code() ? too_large() : Error(400, fault.what()));
  }
  incoming_.erase(0, read_);
  read_ = 0;
  begun_ = std::min(begun_ + (steady_clock::now() - begin), steady_clock::now());
  return true;
}

void Readers::Conversation::take(const Frame& frame) {
  Waiting& file = waiting_.front();
  const std::string part = file.part.value_or("");
  file.answered += frame.head.size() + frame.bytes.size();
  if (file.answered > limits::reader_answer_bytes) throw Nonsense("readerTooLarge");
  if (!reader_->ready && frame.sort != Sort::ready) throw Nonsense("readerCrashed");
  switch (frame.sort) {
    case Sort::ready:
      reader_->ready = true;
      begun_ = steady_clock::now();
      return;
    case Sort::part:
      file.part = std::string(frame.head);
      ++file.parts;
      begun_ = steady_clock::now();
      return;
    case Sort::part_end:
      end_part(file);
      return;
    case Sort::answer:
      if (listener_.on_result) listener_.on_result(file.file, part, {parsed(frame.head), std::string(frame.bytes)});
      return;
    case Sort::refusal:
      refuse_at_hand(error_of(parsed(frame.head)));
      return;
    case Sort::done:
      end_part(file);
      end_file();
      return;
    case Sort::file:
      throw Nonsense("readerCrashed");
  }
}

void Readers::Conversation::refuse_at_hand(const Error& fault) {
  Waiting& file = waiting_.front();
  if (std::exchange(file.faulty, true)) return;
  if (listener_.on_end) listener_.on_end(file.file, file.part.value_or(""), &fault);
}

void Readers::Conversation::end_part(Waiting& file) {
  if (file.part && !file.faulty && listener_.on_end) listener_.on_end(file.file, *file.part, nullptr);
  if (file.part) file.faulty = false;
  file.part.reset();
}

void Readers::Conversation::end_file() {
  if (!waiting_.front().faulty && listener_.on_end) listener_.on_end(waiting_.front().file, "", nullptr);
  waiting_bytes_ -= waiting_.front().file.content.size();
  waiting_.pop_front();
  if (reader_) ++reader_->files;
  begun_ = steady_clock::now();
}

// The reader is gone, or has to go: what it was busy with is refused, and what is left waits for another.
void Readers::Conversation::lost(const std::optional<Error>& reason) {
  const bool began = reader_->ready;
  const int status = reader_->end();
  reader_.reset();
  // No file is to blame for that: its account, its walls or its program.
  if (!began) throw std::runtime_error("a reader cannot start (status " + std::to_string(status) + ")");
  incoming_.clear();
  read_ = 0;
  if (waiting_.empty()) return;
  Waiting& file = waiting_.front();
  // One that ended in order has nothing against the file, once.
  const bool innocent = !reason && status == 0 && file.lost == 0;
  ++file.lost;
  if (!innocent) {
    const Error fault = reason ? *reason : reason_of(status, file.file);
    refuse_at_hand(fault);
    const bool goes_on = file.part.has_value() && file.lost <= limits::reader_lost_parts;
    if (file.part) end_part(file);
    if (!goes_on) {
      readers_.remember(file.file, fault);
      refuse_at_hand(fault);
      end_file();
    }
  }
  begun_ = steady_clock::now();
  for (Waiting& each : waiting_) prepare(each);
}

}  // namespace tenzij::reader
