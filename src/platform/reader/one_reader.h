// One reader process as the server holds it; only for this folder.
#pragma once

#include "platform/reader/reader.h"

namespace tenzij::reader {

class Readers::Reader {
 public:
  Reader(process::Launcher& launcher, std::size_t program);
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  Reader(Reader&&) = delete;
  Reader& operator=(Reader&&) = delete;
  ~Reader();

  [[nodiscard]] int to() const { return to_.get(); }
  [[nodiscard]] int from() const { return from_.get(); }
  // False when it ended while nobody looked.
  [[nodiscard]] bool alive();
  // Kills it when it still runs; how it ended: exit status, or 128 + signal.
  int end();

  bool ready = false;     // its walls stand
  std::size_t files = 0;  // read so far
  std::chrono::steady_clock::time_point idle_since;

 private:
  process::Launcher& launcher_;
  process::Descriptor to_;
  process::Descriptor from_;
  pid_t process_ = -1;
};

}  // namespace tenzij::reader
