// One batch: files go out ahead of the answers, answers come back in order, and a lost reader is replaced; only for this folder.
#pragma once

#include "platform/reader/frames.h"
#include "platform/reader/one_reader.h"

namespace tenzij::reader {

class Readers::Conversation {
 public:
  Conversation(Readers& readers, std::unique_ptr<Reader>& reader, const NextFile& next, const Listener& listener)
      : readers_(readers), reader_(reader), next_(next), listener_(listener) {}
  void run();

 private:
  // A file that was taken and not answered to its end.
  struct Waiting {
    File file;
    std::string head;                   // frame before its content
    std::size_t sent = 0;               // of head and content
    std::size_t parts = 0;              // begun so far, also by a reader that was lost
    std::size_t answered = 0;           // bytes
    int lost = 0;                       // readers
    bool faulty = false;                // what is at hand, the part or the file, was refused
    std::optional<std::string> part{};  // the one at hand
    std::optional<Error> known{};       // why it is not tried again
    [[nodiscard]] bool whole() const { return sent == head.size() + file.content.size(); }
  };

  Readers& readers_;
  std::unique_ptr<Reader>& reader_;
  const NextFile& next_;
  const Listener& listener_;
  std::deque<Waiting> waiting_;
  std::size_t waiting_bytes_ = 0;
  bool more_ = true;
  const Time since_ = std::chrono::steady_clock::now();
  std::string incoming_;
  std::size_t read_ = 0;  // of incoming_
  Time begun_{};          // when the reader could begin with what is at hand

  void fill();
  void add(File file);
  void prepare(Waiting& file) const;
  bool exchange();
  void send();
  bool receive();
  void take(const Frame& frame);
  void end_part(Waiting& file);
  void end_file();
  void end_refused();
  [[nodiscard]] int time_left() const;
  void lost(const std::optional<Error>& reason);
  void refuse_at_hand(const Error& fault);
};

}  // namespace tenzij::reader
