#include "tests/support/client.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

namespace tenzij::testing {

std::string Answer::header(const std::string& name) const {
  const std::string low = text::lower_ascii(head);
  const std::size_t at = low.find("\r\n" + name + ": ");
  if (at == std::string::npos) return {};
  const std::size_t from = at + name.size() + 4;
  return head.substr(from, head.find("\r\n", from) - from);
}

RawConnection::RawConnection(unsigned short port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  timeval limit{120, 0};  // a guard against hanging, no measure of speed
  setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) throw std::runtime_error("cannot connect");
}

RawConnection::~RawConnection() { close(socket_); }

void RawConnection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;  // the server has refused and closed; its answer can still be read
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void RawConnection::half_close() { shutdown(socket_, SHUT_WR); }

std::string RawConnection::read_until(std::string_view mark) {
  while (buffer_.find(mark) == std::string::npos)
    if (!more()) break;
  return buffer_;
}

Answer RawConnection::answer(bool head_only) {
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

bool RawConnection::more() {
  char block[65536];
  const ssize_t size = recv(socket_, block, sizeof block, 0);
  ended_ = size == 0;
  if (size <= 0) return false;
  buffer_.append(block, static_cast<std::size_t>(size));
  return true;
}

Answer Client::call(const std::string& method, const std::string& path, const std::string& body, const std::string& headers,
                    const std::string& type) {
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

Answer Client::get(const std::string& path) { return call("GET", "/api/v1" + path); }

Answer Client::post(const std::string& path, const std::string& body) { return call("POST", "/api/v1" + path, body); }

Answer Client::remove(const std::string& path) { return call("DELETE", "/api/v1" + path); }

Answer Client::sign_in(const std::string& user, const std::string& password) {
  return post("/sessions", R"({"userName":")" + user + R"(","password":")" + password + "\"}");
}

Answer Client::upload(const std::vector<std::pair<std::string, std::string>>& files) {
  std::string body;
  for (const auto& [name, content] : files)
    body += "--edge\r\nContent-Disposition: form-data; name=\"files\"; filename=\"" + name + "\"\r\nContent-Type: application/xml\r\n\r\n" +
            content + "\r\n";
  return call("POST", "/api/v1/notice-imports", body + "--edge--\r\n", {}, "multipart/form-data; boundary=edge");
}

}  // namespace tenzij::testing
