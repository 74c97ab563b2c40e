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

EventReader::EventReader(std::shared_ptr<EventQueue> queue, std::function<void()> wake) : queue_(std::move(queue)) {
  queue_->on_wake(std::move(wake));
}

EventReader::~EventReader() {
  queue_->on_wake({});
  queue_->close();
}

void EventQueues::add(const std::shared_ptr<EventQueue>& queue) {
  const std::lock_guard lock(mutex_);
  std::erase_if(all_, [](const auto& each) { return each.expired(); });
  all_.push_back(queue);
}

void EventQueues::close_all() {
  const std::lock_guard lock(mutex_);
  for (const auto& each : all_)
    if (const auto queue = each.lock()) queue->close();
}

}  // namespace tenzij::http
