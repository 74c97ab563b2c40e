// A small blocking HTTP client over a raw socket: says exactly what the test says, also what no library would send.
#pragma once

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>
#include <string>
#include <string_view>

#include "platform/base/json.h"

namespace tenzij::testing {

struct Answer {
  int status = 0;
  std::string head;
  std::string body;
  [[nodiscard]] json::value json() const { return json::parse(body); }
  [[nodiscard]] std::string header(const std::string& name) const {
    const std::string low = text::lower_ascii(head);
    const std::size_t at = low.find("\r\n" + name + ": ");
    if (at == std::string::npos) return {};
    const std::size_t from = at + name.size() + 4;
    return head.substr(from, head.find("\r\n", from) - from);
  }
};

class RawConnection {
 public:
  explicit RawConnection(unsigned short port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    timeval limit{120, 0};  // a guard against hanging, no measure of speed
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) throw std::runtime_error("cannot connect");
  }
  RawConnection(const RawConnection&) = delete;
  RawConnection& operator=(const RawConnection&) = delete;
  RawConnection(RawConnection&&) = delete;
  RawConnection& operator=(RawConnection&&) = delete;
  ~RawConnection() { close(socket_); }

  void send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;  // the server has refused and closed; its answer can still be read
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  // Nothing more will be sent, but answers are read.
  void half_close() { shutdown(socket_, SHUT_WR); }

  // Reads until `mark` has been seen; everything read so far.
  std::string read_until(std::string_view mark) {
    while (buffer_.find(mark) == std::string::npos)
      if (!more()) break;
    return buffer_;
  }

  [[nodiscard]] bool ended() const { return ended_; }  // the other side closed

  Answer answer(bool head_only = false) {
    read_until("\r\n\r\n");
    Answer out;
    const std::size_t end = buffer_.find("\r\n\r\n");
    if (end == std::string::npos) return out;
    out.head = buffer_.substr(0, end + 2);
    buffer_.erase(0, end + 4);
    out.status = std::stoi(out.head.substr(9, 3));
    const std::string length = out.header("content-length");
    const std::size_t size = head_only || length.empty() ? 0 : std::stoul(length);
    while (buffer_.size() < size)
      if (!more()) break;
    out.body = buffer_.substr(0, size);
    buffer_.erase(0, size);
    return out;
  }

 private:
  int socket_;
  std::string buffer_;
  bool ended_ = false;

  bool more() {
    char block[65536];
    const ssize_t size = recv(socket_, block, sizeof block, 0);
    ended_ = size == 0;
    if (size <= 0) return false;
    buffer_.append(block, static_cast<std::size_t>(size));
    return true;
  }
};

// One signed-in person.
class Client {
 public:
  explicit Client(unsigned short port) : port_(port) {}
  std::string cookie{};
  std::string device{};       // what sign-in left to know this device by
  bool known_device = false;  // send it along

  Answer call(const std::string& method, const std::string& path, const std::string& body = {}, const std::string& headers = {},
              const std::string& type = "application/json") {
    RawConnection connection(port_);
    std::string request =
        method + " " + path + " HTTP/1.1\r\nHost: localhost:" + std::to_string(port_) + "\r\nConnection: close\r\n" + headers;
    const std::string both = cookie + (known_device && !device.empty() ? "; " + device : std::string());
    if (!both.empty()) request += "Cookie: " + both + "\r\n";
    if (!body.empty()) request += "Content-Type: " + type + "\r\n";
    if (!body.empty() || method == "POST" || method == "PUT" || method == "PATCH")
      request += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    connection.send(request + "\r\n" + body);
    Answer out = connection.answer(method == "HEAD");
    for (std::size_t at = out.head.find("Set-Cookie: "); at != std::string::npos; at = out.head.find("Set-Cookie: ", at + 1)) {
      const std::string set = out.head.substr(at + 12, out.head.find(';', at) - at - 12);
      (set.starts_with("tenzij_device_") ? device : cookie) = set;
    }
    return out;
  }
  Answer get(const std::string& path) { return call("GET", "/api/v1" + path); }
  Answer post(const std::string& path, const std::string& body) { return call("POST", "/api/v1" + path, body); }

  Answer remove(const std::string& path) { return call("DELETE", "/api/v1" + path); }

  Answer sign_in(const std::string& user, const std::string& password = "tenzij-demo") {
    return post("/sessions", R"({"userName":")" + user + R"(","password":")" + password + "\"}");
  }

  Answer upload(const std::vector<std::pair<std::string, std::string>>& files) {
    std::string body;
    for (const auto& [name, content] : files)
      body += "--edge\r\nContent-Disposition: form-data; name=\"files\"; filename=\"" + name +
              "\"\r\nContent-Type: application/xml\r\n\r\n" + content + "\r\n";
    return call("POST", "/api/v1/notice-imports", body + "--edge--\r\n", {}, "multipart/form-data; boundary=edge");
  }

 private:
  unsigned short port_;
};

}  // namespace tenzij::testing
