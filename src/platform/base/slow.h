// Request workers answer at once. What can take seconds (a child process, a large table, an upload's parts) asks here
// first, so that a handler that forgot to hand it over fails in its first test instead of stopping everybody.
#pragma once

#include <sys/types.h>

#include <string>

namespace tenzij::slow {

// While it lives, this thread is a request worker.
class RequestWorker {
 public:
  RequestWorker();
  RequestWorker(const RequestWorker&) = delete;
  RequestWorker& operator=(const RequestWorker&) = delete;
  RequestWorker(RequestWorker&&) = delete;
  RequestWorker& operator=(RequestWorker&&) = delete;
  ~RequestWorker();

 private:
  bool before_;
};

// Throws std::logic_error on a request worker; `what` names the work.
void not_on_a_request_worker(const std::string& what);

// From now on this thread, and the children it starts, get the processor after those that answer requests.
void give_way();

// A process that begins a session of its own gets the processor as this thread does. Where the kernel shares it out by
// session first (sched(7), autogroup), niceness counts within a session only: one child would weigh as much as the server.
void share_niceness(pid_t session);

}  // namespace tenzij::slow
