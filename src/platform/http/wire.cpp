#include "platform/http/wire.h"

#include <fcntl.h>
#include <sys/socket.h>

#include <cerrno>

namespace tenzij::http {

Method method_of(std::string_view name) {
  if (name == "GET") return Method::get;
  if (name == "HEAD") return Method::head;
  if (name == "POST") return Method::post;
  if (name == "PUT") return Method::put;
  if (name == "PATCH") return Method::patch;
  if (name == "DELETE") return Method::remove;
  return Method::other;
}

std::string refusal_code(int status) {
  switch (status) {
    case 408:
      return "tooSlow";
    case 413:
      return "bodyTooLarge";
    case 431:
      return "headerTooLarge";
    case 503:
      return "uploadsFull";
    case 507:
      return "noRoom";
    default:
      return "notHttp";
  }
}

void close_on_exec(int descriptor) { fcntl(descriptor, F_SETFD, FD_CLOEXEC); }

// Between accept() and fcntl() another thread could start a child that inherits the line.
int accept_connection(int listener) { return accept4(listener, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK); }

bool accept_must_wait() { return errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM; }

bool client_gone(int descriptor) {
  char one = 0;
  const auto size = recv(descriptor, &one, 1, MSG_PEEK | MSG_DONTWAIT);
  return size == 0 || (size < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

}  // namespace tenzij::http
