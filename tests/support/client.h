// A small blocking HTTP client over a raw socket: says exactly what the test says, also what no library would send.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/base/json.h"

namespace tenzij::testing {

struct Answer {
  int status = 0;
  std::string head;
  std::string body;
  [[nodiscard]] json::value json() const { return json::parse(body); }
  [[nodiscard]] std::string header(const std::string& name) const;
};

class RawConnection {
 public:
  explicit RawConnection(unsigned short port);
  RawConnection(const RawConnection&) = delete;
  RawConnection& operator=(const RawConnection&) = delete;
  RawConnection(RawConnection&&) = delete;
  RawConnection& operator=(RawConnection&&) = delete;
  ~RawConnection();

  void send(std::string_view bytes);

  // Nothing more will be sent, but answers are read.
  void half_close();

  // Reads until `mark` has been seen; everything read so far.
  std::string read_until(std::string_view mark);

  [[nodiscard]] bool ended() const { return ended_; }  // the other side closed

  Answer answer(bool head_only = false);

 private:
  int socket_;
  std::string buffer_;
  bool ended_ = false;

  bool more();
};

// One signed-in person.
class Client {
 public:
  explicit Client(unsigned short port) : port_(port) {}
  std::string cookie{};
  std::string device{};       // what sign-in left to know this device by
  bool known_device = false;  // send it along

  Answer call(const std::string& method, const std::string& path, const std::string& body = {}, const std::string& headers = {},
              const std::string& type = "application/json");
  Answer get(const std::string& path);
  Answer post(const std::string& path, const std::string& body);

  Answer remove(const std::string& path);

  Answer sign_in(const std::string& user, const std::string& password = "tenzij-demo");

  Answer upload(const std::vector<std::pair<std::string, std::string>>& files);

 private:
  unsigned short port_;
};

}  // namespace tenzij::testing
