#include "platform/documents/virus.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>

#include "platform/base/limits.h"
#include "platform/base/slow.h"
#include "platform/base/text.h"
#include "platform/process/descriptor.h"

namespace tenzij::documents {

namespace {

using Clock = std::chrono::steady_clock;

bool ready(int line, short what, Clock::time_point until) {
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
    pollfd watched{line, what, 0};
    const int count = poll(&watched, 1, static_cast<int>(std::max<long>(left, 0)));
    if (count > 0) return true;
    if (count == 0 || errno != EINTR) return false;
  }
}

bool send_all(int line, std::string_view bytes, Clock::time_point until) {
  while (!bytes.empty()) {
    if (!ready(line, POLLOUT, until)) return false;
    const ssize_t size = send(line, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (size < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (size <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(size));
  }
  return true;
}

// Up to the zero byte that ends an answer; empty: none came.
std::string answer(int line, Clock::time_point until) {
  std::string out;
  char block[512];
  while (out.size() < limits::text_longest && out.find('\0') == std::string::npos) {
    if (!ready(line, POLLIN, until)) return {};
    const ssize_t size = recv(line, block, sizeof block, 0);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) break;
    out.append(block, static_cast<std::size_t>(size));
  }
  return out.substr(0, out.find('\0'));
}

}  // namespace

Scanned scan_for_viruses(const std::string& socket_path, std::string_view content) {
  slow::not_on_a_request_worker("clamd");
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (socket_path.size() >= sizeof address.sun_path) return {};
  std::memcpy(address.sun_path, socket_path.c_str(), socket_path.size());
  const process::Descriptor line(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!line.open() || connect(line.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return {};
  const auto until = Clock::now() + limits::scanner_time;
  // One that refuses the size closes its side while we send; what it said is read all the same.
  bool sent = send_all(line.get(), std::string_view("zINSTREAM\0", 10), until);
  constexpr std::size_t block = 256UL * 1024;
  for (std::size_t at = 0; sent && at < content.size(); at += block) {
    const std::string_view piece = content.substr(at, block);
    const std::uint32_t length = htonl(static_cast<std::uint32_t>(piece.size()));
    sent = send_all(line.get(), {reinterpret_cast<const char*>(&length), sizeof length}, until) && send_all(line.get(), piece, until);
  }
  if (sent) sent = send_all(line.get(), std::string_view("\0\0\0\0", 4), until);
  std::string said = answer(line.get(), until);
  constexpr std::string_view before = "stream: ";
  constexpr std::string_view after = " FOUND";
  if (said == "stream: OK") return {true};
  if (!said.starts_with(before) || !said.ends_with(after)) return {};
  return {true, text::repair_utf8(std::string_view(said).substr(before.size(), said.size() - before.size() - after.size()))};
}

}  // namespace tenzij::documents
