// What Asio does not do with descriptors: no child inherits them, and a look whether the other side is still there.
#pragma once

namespace tenzij::http {

void close_on_exec(int descriptor);
// The next connection of a listening socket, closed on exec from its first moment; -1 with errno when there is none.
int accept_connection(int listener);
// Whether the last accept failed because the machine is out of descriptors or memory: waiting helps.
bool accept_must_wait();
// Whether the client has closed: nothing to read but the end.
bool client_gone(int descriptor);

}  // namespace tenzij::http
