// The bytes of a body as they arrive. What counts against the bounds is what has been received of somebody who is signed
// in, never what was announced; above limits::body_memory_bytes it lies in an unlinked file that is mapped when complete.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "platform/http/message.h"

namespace tenzij::http {

// Who has how much on its way: limits::uploads_person_bytes, uploads_municipality_bytes and uploads_bytes.
class Intake {
 public:
  bool add(const Principal& who, std::size_t size);  // false, and nothing added, when a bound would be passed
  void remove(const Principal& who, std::size_t size);
  [[nodiscard]] std::size_t total();

 private:
  std::mutex mutex_;
  std::size_t total_ = 0;
  std::map<Uuid, std::size_t> persons_;
  std::map<Uuid, std::size_t> municipalities_;
};

class Body {
 public:
  // `folder` is where the file is made; it has no name there.
  Body(std::shared_ptr<Intake> intake, Principal who, std::string folder);
  Body(const Body&) = delete;
  Body& operator=(const Body&) = delete;
  Body(Body&&) = delete;
  Body& operator=(Body&&) = delete;
  ~Body();  // gives its bytes back

  bool append(std::string_view bytes);     // false when a bound is passed
  [[nodiscard]] bool wants_flush() const;  // enough in memory to be written out
  bool flush();                            // to the file; false when the disk does not take it. May wait for the disk.
  bool complete();                         // all has been received: view() holds. May wait for the disk.
  [[nodiscard]] std::string_view view() const;
  [[nodiscard]] bool spooled() const { return file_ >= 0; }

 private:
  std::shared_ptr<Intake> intake_;
  Principal who_;
  std::string folder_;
  std::string memory_;
  std::size_t size_ = 0;
  int file_ = -1;
  const char* mapped_ = nullptr;
};

}  // namespace tenzij::http
