#include "app/housekeeping.h"

#include <spdlog/spdlog.h>

#include "ambition/ambition.h"
#include "contract/contract.h"
#include "notices/notices.h"
#include "organisation/organisation.h"
#include "platform/auth/guessing.h"
#include "platform/imports/imports.h"
#include "platform/live/live.h"
#include "platform/mail/mail.h"
#include "purchase/purchase.h"
#include "supplier/supplier.h"

namespace tenzij::app {

Tidied housekeep(db::Database& database, Instant now) {
  db::Connection owner = database.owner();
  Tidied out;
  for (const auto& municipality : organisation::municipalities(owner)) {
    db::Session session(database.pool(), {municipality.id, {}, "housekeeping"});
    out.sessions += ambition::remove_old_names(session, now);
    auth::end_old_sessions(session, now);
    auth::forget_old_tries(session, now);
    out.events += live::forget(session, now - limits::events_kept);
    out.uploads += notices::forget_uploads(session, now - limits::uploads_kept);
    out.uploads += imports::forget(session, now);
    out.uploads += contract::forget_evidence(session, now);
    mail::forget(session, now);
    organisation::forget_drafts(session, now - limits::drafts_kept);
    supplier::forget(session, now);
    supplier::ask_due(session, now);
    out.lapsed += purchase::lapse(session, date_of(now), now);
    session.commit();
  }
  return out;
}

Housekeeping::Housekeeping(db::Database& database, Clock clock) : database_(database), clock_(std::move(clock)) {
  thread_ = std::thread([this] { work(); });
}

Housekeeping::~Housekeeping() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stop_.notify_all();
  thread_.join();
}

void Housekeeping::work() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    try {
      const Tidied done = housekeep(database_, clock_());
      if (done.sessions + done.events + done.uploads + done.lapsed > 0)
        spdlog::info("housekeeping: names of {} sessions, {} events, {} uploads, {} unless decisions over", done.sessions, done.events,
                     done.uploads, done.lapsed);
    } catch (const std::exception& fault) {
      spdlog::warn("housekeeping: {}", fault.what());
    }
    lock.lock();
    stop_.wait_for(lock, limits::housekeeping_pause, [this] { return stopping_; });
  }
}

}  // namespace tenzij::app
