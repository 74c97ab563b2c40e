// In which rhythm a municipality reminds and climbs.
#include "contract/store.h"

namespace tenzij::contract {

namespace {

// Days; as contract.rhythm has them.
struct ReminderInput {
  int before_days{};    // before a moment's day its manager is told
  int holder_days{};    // so long late: the budget holder
  int director_days{};  // so long late: the director
  int judge_days{};     // so long reported and not judged: a gap
};
BOOST_DESCRIBE_STRUCT(ReminderInput, (), (before_days, holder_days, director_days, judge_days))
struct Reminders : ReminderInput {
  std::int64_t version = 0;  // 0: nobody chose yet
};
BOOST_DESCRIBE_STRUCT(Reminders, (ReminderInput), (version))

const db::Statement reminders_now{"contract.reminders_now", R"sql(
SELECT coalesce(max(before_days), 14) AS before_days, coalesce(max(holder_days), 14) AS holder_days,
       coalesce(max(director_days), 28) AS director_days, coalesce(max(judge_days), 30) AS judge_days,
       coalesce(max(version), 0) AS version
  FROM contract.rhythm
)sql"};

Reminders reminders(db::Session& session) { return session.find<Reminders>(reminders_now).value(); }

const db::Statement keep_reminders{"contract.keep_reminders", R"sql(
INSERT INTO contract.rhythm AS r (municipality_id, before_days, holder_days, director_days, judge_days)
VALUES (platform.current_municipality(), $1, $2, $3, $4)
ON CONFLICT (municipality_id)
DO UPDATE SET before_days = excluded.before_days, holder_days = excluded.holder_days,
              director_days = excluded.director_days, judge_days = excluded.judge_days, version = r.version + 1
)sql"};

Reminders change_reminders(const http::Request& request, db::Session& session, const ReminderInput& in) {
  session.query("SELECT pg_advisory_xact_lock(755, hashtext($1))", session.actor().municipality_id.str());
  request.expect_version(reminders(session).version);
  std::vector<FieldError> errors;
  const auto within = [&](const char* pointer, int value, int most) {
    if (value < 1 || value > most) errors.push_back({pointer, "outOfRange", {{"least", "1"}, {"most", std::to_string(most)}}});
  };
  within("/beforeDays", in.before_days, 90);
  within("/holderDays", in.holder_days, 365);
  within("/directorDays", in.director_days, 730);
  within("/judgeDays", in.judge_days, 365);
  if (errors.empty() && in.director_days <= in.holder_days) errors.push_back({"/directorDays", "climbsLater"});
  if (!errors.empty()) throw bad_request(std::move(errors));
  session.query(keep_reminders, in.before_days, in.holder_days, in.director_days, in.judge_days);
  return reminders(session);
}

}  // namespace

void add_rhythm_routes(http::Router& router) {
  router.get<Reminders>("/contract-reminders", "contract.read",
                        {"getContractReminders", "contracts", "When who is told of what is due and late, in days"},
                        [](const http::Request&, db::Session& session) { return reminders(session); });
  router.put<Reminders>("/contract-reminders", "purchase.settings", {"changeContractReminders", "contracts", "Choose when who is told"},
                        change_reminders);
}

}  // namespace tenzij::contract
