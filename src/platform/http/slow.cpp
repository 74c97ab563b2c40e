#include "platform/http/slow.h"

#include <algorithm>

#include "platform/base/limits.h"
#include "platform/base/slow.h"

namespace tenzij::http {

Response later(Pool pool, std::function<Response()> make) {
  Response response;
  response.work = std::make_shared<Work>(Work{pool, std::move(make)});
  return response;
}

void Deferred::finish(Response response) {
  std::function<void()> wake;
  std::function<void(const Response&)> see;
  {
    const std::lock_guard lock(mutex_);
    see = std::exchange(see_, {});
  }
  if (see) see(response);
  {
    const std::lock_guard lock(mutex_);
    response_ = std::move(response);
    ready_ = true;
    wake = std::exchange(wake_, {});
  }
  if (wake) wake();
}

void Deferred::on_ready(std::function<void()> wake) {
  {
    const std::lock_guard lock(mutex_);
    if (!ready_ || !wake) {
      wake_ = std::move(wake);
      return;
    }
  }
  wake();
}

void Deferred::on_finish(std::function<void(const Response&)> see) {
  {
    const std::lock_guard lock(mutex_);
    if (!ready_) {
      see_ = std::move(see);
      return;
    }
  }
  see(response_);
}

bool Deferred::ready() {
  const std::lock_guard lock(mutex_);
  return ready_;
}

Response Deferred::take() {
  const std::lock_guard lock(mutex_);
  return std::move(response_);
}

void Deferred::abandon() {
  const std::lock_guard lock(mutex_);
  abandoned_ = true;
}

bool Deferred::abandoned() {
  const std::lock_guard lock(mutex_);
  return abandoned_;
}

Waiter::Waiter(std::shared_ptr<Deferred> later, std::function<void()> wake) : later_(std::move(later)) {
  later_->on_ready(std::move(wake));
}

Waiter::~Waiter() {
  later_->on_ready({});
  later_->abandon();
}

Pools::~Pools() {
  stop();
  for (Lane& lane : lanes_)
    for (std::thread& thread : lane.threads) thread.join();
}

bool Pools::offer(Pool pool, const Principal& who, Task task, std::function<bool()> gone) {
  std::vector<Item> dropped;  // its bodies are let go outside the lock
  const std::lock_guard lock(mutex_);
  Lane& lane = lanes_.at(static_cast<std::size_t>(pool));
  const auto left =
      std::stable_partition(lane.waiting.begin(), lane.waiting.end(), [](const Item& each) { return !each.gone || !each.gone(); });
  std::move(left, lane.waiting.end(), std::back_inserter(dropped));
  lane.waiting.erase(left, lane.waiting.end());
  const auto waiting =
      std::count_if(lane.waiting.begin(), lane.waiting.end(), [&](const Item& each) { return each.person == who.person_id; });
  const auto running = lane.running_persons.find(who.person_id);
  const std::size_t mine = static_cast<std::size_t>(waiting) + (running == lane.running_persons.end() ? 0 : running->second);
  if (stopping_ || lane.waiting.size() >= limits::slow_waiting || mine >= limits::slow_per_person) return false;
  lane.waiting.push_back({who.person_id, who.municipality_id, std::move(task), std::move(gone)});
  // Threads begin with the first work: commands and tests of one room never need them.
  if (lane.threads.size() < limits::slow_threads && lane.threads.size() < lane.running + lane.waiting.size())
    lane.threads.emplace_back([this, &lane] { loop(lane); });
  changed_.notify_all();
  return true;
}

void Pools::stop() {
  std::vector<Item> left;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (Lane& lane : lanes_) {
      std::move(lane.waiting.begin(), lane.waiting.end(), std::back_inserter(left));
      lane.waiting.clear();
    }
  }
  changed_.notify_all();
  for (Item& each : left) each.task();
}

bool Pools::stopping() {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

std::size_t Pools::busy() {
  const std::lock_guard lock(mutex_);
  std::size_t out = 0;
  for (const Lane& lane : lanes_) out += lane.waiting.size() + lane.running;
  return out;
}

std::deque<Pools::Item>::iterator Pools::next(Lane& lane) {
  auto best = lane.waiting.end();
  std::size_t least = 0;
  for (auto each = lane.waiting.begin(); each != lane.waiting.end(); ++each) {
    const auto mine = lane.running_persons.find(each->person);
    if (mine != lane.running_persons.end() && mine->second >= limits::slow_running_per_person) continue;
    const auto theirs = lane.running_municipalities.find(each->municipality);
    const std::size_t load = theirs == lane.running_municipalities.end() ? 0 : theirs->second;
    if (best == lane.waiting.end() || load < least) {
      best = each;
      least = load;
    }
  }
  return best;
}

void Pools::loop(Lane& lane) {
  slow::give_way();
  const auto leave = [](std::map<Uuid, std::size_t>& counts, const Uuid& id) {
    if (--counts[id] == 0) counts.erase(id);
  };
  std::unique_lock lock(mutex_);
  for (;;) {
    auto found = lane.waiting.end();
    changed_.wait(lock, [&] { return stopping_ || (found = next(lane)) != lane.waiting.end(); });
    if (stopping_) return;
    Item item = std::move(*found);
    lane.waiting.erase(found);
    ++lane.running;
    ++lane.running_persons[item.person];
    ++lane.running_municipalities[item.municipality];
    lock.unlock();
    item.task();
    item.task = {};  // what it held is let go before it counts as done
    lock.lock();
    --lane.running;
    leave(lane.running_persons, item.person);
    leave(lane.running_municipalities, item.municipality);
    changed_.notify_all();
  }
}

}  // namespace tenzij::http
