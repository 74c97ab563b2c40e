#include "platform/http/events.h"

#include "platform/base/limits.h"

namespace tenzij::http {

void EventQueue::push(Frame frame) {
  std::function<void()> wake;
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return;
    if (frames_.size() >= limits::events_waiting) closed_ = true;
    else frames_.push_back(std::move(frame));
    wake = wake_;
  }
  if (wake) wake();
}

void EventQueue::close() {
  std::function<void()> wake;
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    wake = wake_;
  }
  if (wake) wake();
}

std::vector<EventQueue::Frame> EventQueue::take() {
  const std::lock_guard lock(mutex_);
  std::vector<Frame> out(frames_.begin(), frames_.end());
  frames_.clear();
  return out;
}

bool EventQueue::closed() {
  const std::lock_guard lock(mutex_);
  return closed_;
}

void EventQueue::on_wake(std::function<void()> wake) {
  const std::lock_guard lock(mutex_);
  wake_ = std::move(wake);
}

}  // namespace tenzij::http
