#include "platform/base/slow.h"

#include <sys/resource.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>

namespace tenzij::slow {

namespace {

thread_local bool is_request_worker = false;

}  // namespace

RequestWorker::RequestWorker() : before_(is_request_worker) { is_request_worker = true; }
RequestWorker::~RequestWorker() { is_request_worker = before_; }

void not_on_a_request_worker(const std::string& what) {
  if (is_request_worker) throw std::logic_error(what + " on a request worker: hand it over (platform/http/slow.h)");
}

// On Linux a niceness belongs to a thread.
void give_way() { setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), 10); }

void share_niceness(pid_t session) {
  // A kernel without it has no such file; one that is busy with it says no, and the child has its own niceness still.
  std::ofstream("/proc/" + std::to_string(session) + "/autogroup") << getpriority(PRIO_PROCESS, static_cast<id_t>(gettid()));
}

}  // namespace tenzij::slow
