// What must not stay: names of participants after their period, events nobody will replay, uploads of imports that ended.
#pragma once

#include <condition_variable>
#include <thread>

#include "platform/db/database.h"

namespace tenzij::app {

struct Tidied {
  std::int64_t sessions = 0;  // ambition sessions whose names were removed
  std::int64_t events = 0;
  std::int64_t uploads = 0;
  std::int64_t lapsed = 0;     // unless decisions whose period is over
  std::int64_t reminders = 0;  // messages
};
// For every municipality. Can run on several servers at once.
Tidied housekeep(db::Database& database, Instant now);

// Once at start and then every hour, on a thread of its own.
class Housekeeping {
 public:
  Housekeeping(db::Database& database, Clock clock);
  Housekeeping(const Housekeeping&) = delete;
  Housekeeping& operator=(const Housekeeping&) = delete;
  Housekeeping(Housekeeping&&) = delete;
  Housekeeping& operator=(Housekeeping&&) = delete;
  ~Housekeeping();

 private:
  db::Database& database_;
  Clock clock_;
  std::mutex mutex_;
  std::condition_variable stop_;
  bool stopping_ = false;
  std::thread thread_;

  void work();
};

}  // namespace tenzij::app
