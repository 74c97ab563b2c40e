#include "platform/http/sockets.h"

#include <fcntl.h>
#include <sys/socket.h>

#include <cerrno>

namespace tenzij::http {

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
