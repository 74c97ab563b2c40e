#include "platform/http/wire.h"

#include <fcntl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

#include "platform/base/text.h"
#include "platform/http/head.h"

namespace tenzij::http {

namespace {

Method method_of(std::string_view name) {
  if (name == "GET") return Method::get;
  if (name == "HEAD") return Method::head;
  if (name == "POST") return Method::post;
  if (name == "PUT") return Method::put;
  if (name == "PATCH") return Method::patch;
  if (name == "DELETE") return Method::remove;
  if (name == "OPTIONS") return Method::options;
  return Method::other;
}

// Who is asked for: the target in absolute form, else Host; of a proxy that we believe, what it says it was asked for.
int host_in(Request& request, std::string_view& target, bool http11, const ServerSettings& settings) {
  const auto is_host = [](const auto& field) { return field.first == "host"; };
  const auto count = std::count_if(request.headers.begin(), request.headers.end(), is_host);
  if (count > 1 || (count == 0 && http11)) return 400;
  std::string_view asked = request.header("host");
  const std::string_view authority = take_authority(target);
  if (!authority.empty() && text::lower_ascii(authority) != text::lower_ascii(asked)) return 400;
  const std::string_view forwarded = request.header("x-forwarded-host");
  if (settings.behind_proxy && !forwarded.empty()) asked = text::trim(forwarded);
  else if (count == 0) return 0;  // HTTP/1.0 does not name who it asks
  const std::string host = host_of(asked);
  if (host.empty()) return 400;
  request.host = text::lower_ascii(asked);
  return serves(host, settings.hosts) || host == text::lower_ascii(settings.address) ? 0 : 421;
}

}  // namespace

int fill(Request& request, const HeadLine& line, const ServerSettings& settings) {
  std::string_view target = line.target;
  if (const int status = host_in(request, target, line.http11, settings); status != 0) return status;
  request.method = method_of(line.method);
  if (target == "*" && request.method == Method::options) target = "/";
  if (target.empty() || target[0] != '/') return 400;
  const std::size_t question = target.find('?');
  // An encoded slash is a character of a name, not a separator, and no name here has one: nothing stands at such an address.
  if (text::lower_ascii(target.substr(0, question)).find("%2f") != std::string::npos) return 404;
  if (!percent_decode(target.substr(0, question), false, request.path)) return 400;
  if (question != std::string_view::npos && !parse_query(target.substr(question + 1), request.query)) return 400;
  if (settings.behind_proxy) {
    const auto forwarded = text::split(request.header("x-forwarded-for"), ',');
    if (!text::trim(forwarded.back()).empty()) request.remote = std::string(text::trim(forwarded.back()));
    request.secure = request.header("x-forwarded-proto") == "https";
  }
  return 0;
}

std::string refusal_code(int status) {
  switch (status) {
    case 404:
      return "notFound";
    case 408:
      return "tooSlow";
    case 413:
      return "bodyTooLarge";
    case 421:
      return "unknownHost";
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
