// What the server needs and Beast and Asio do not have: our names for methods and refusals, descriptors that no child
// inherits, and a look whether the other side is still there.
#pragma once

#include "platform/http/server.h"

namespace tenzij::http {

struct HeadLine {
  std::string_view method;
  std::string_view target;
  bool http11 = false;
};
// The rest of a request whose header fields and remote address are there: method, path, query, host, and what a proxy that we
// believe says. 0, or the status that refuses it.
int fill(Request& request, const HeadLine& line, const ServerSettings& settings);
// The message code of a request that never reached a handler.
std::string refusal_code(int status);

void close_on_exec(int descriptor);
// The next connection of a listening socket, closed on exec from its first moment; -1 with errno when there is none.
int accept_connection(int listener);
// Whether the last accept failed because the machine is out of descriptors or memory: waiting helps.
bool accept_must_wait();
// Whether the client has closed: nothing to read but the end.
bool client_gone(int descriptor);

}  // namespace tenzij::http
