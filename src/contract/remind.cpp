// What people are told of contracts without looking: what is due, late, to be judged or ends. Days alone make it so, so a job looks every
// hour; what was told is remembered in the same transaction (mail::first_time), each moment and step once.
#include "contract/store.h"
#include "platform/mail/mail.h"

namespace tenzij::contract {

namespace {

// Before the last day to give notice.
constexpr std::chrono::days notice_before{30};
constexpr std::size_t named_in_message = 3;

struct Steps {
  int before_days;
  int holder_days;
  int director_days;
};
BOOST_DESCRIBE_STRUCT(Steps, (), (before_days, holder_days, director_days))

const db::Statement rhythm_of_municipality{"contract.rhythm_of_municipality", R"sql(
SELECT coalesce(max(before_days), 14) AS before_days, coalesce(max(holder_days), 14) AS holder_days,
       coalesce(max(director_days), 28) AS director_days
  FROM contract.rhythm
)sql"};

// A moment of which somebody is told, with the people who may act on it.
struct OpenMoment {
  Uuid id;
  Uuid contract_id;
  std::string contract;
  std::string commitment;
  Date due_on;
  std::optional<Uuid> manager_id;  // or who stands in where there is none
  std::optional<std::string> manager;
  std::optional<Uuid> coordinator_id;
  std::optional<Uuid> budget_holder_id;
  std::optional<Uuid> unit_id;
  std::optional<Uuid> reported_by;
  std::string step;
};
BOOST_DESCRIBE_STRUCT(OpenMoment, (),
                      (id, contract_id, contract, commitment, due_on, manager_id, manager, coordinator_id, budget_holder_id, unit_id,
                       reported_by, step))

constexpr std::string_view moment_and_people = R"sql(
SELECT m.id, c.id AS contract_id, c.title AS contract, k.title AS commitment, m.due_on,
       coalesce(c.manager_id, c.deputy_id) AS manager_id, p.name AS manager, c.coordinator_id, c.budget_holder_id,
       c.unit_id, m.reported_by, s.step
  FROM contract.moment m
  JOIN contract.commitment k ON k.municipality_id = m.municipality_id AND k.id = m.commitment_id
  JOIN contract.contract c ON c.municipality_id = m.municipality_id AND c.id = m.contract_id
  LEFT JOIN organisation.person p
       ON p.municipality_id = c.municipality_id AND p.id = coalesce(c.manager_id, c.deputy_id)
)sql";

constexpr std::string_view moment_not_said = R"sql(
   AND c.archived_at IS NULL
   AND NOT EXISTS (SELECT 1 FROM mail.said x
                    WHERE x.municipality_id = m.municipality_id AND x.subject = m.id AND x.step = s.step)
 ORDER BY c.id, m.due_on, k.title, m.id
)sql";

// Another day for the same moment is said again.
const db::Statement moments_between{"contract.moments_between",
                                    {moment_and_people, R"sql(
 CROSS JOIN LATERAL (SELECT $3 || ' ' || m.due_on AS step) s
 WHERE m.state IN ('planned', 'rejected')
   AND c.state = 'in_force'
   AND m.due_on BETWEEN $1::date AND $2::date
)sql",
                                     moment_not_said}};

// And another report.
const db::Statement moments_to_judge{"contract.moments_to_judge",
                                     {moment_and_people, R"sql(
 CROSS JOIN LATERAL (SELECT 'judge ' || extract(epoch FROM m.reported_at) AS step) s
 WHERE m.state = 'reported'
)sql",
                                      moment_not_said}};

struct Receiver {
  Uuid person;
};
BOOST_DESCRIBE_STRUCT(Receiver, (), (person))

const db::Statement who_decides_here{"contract.who_decides_here", R"sql(
SELECT $1::uuid AS person
 WHERE $1::uuid IS NOT NULL
UNION
SELECT d.deputy_id
  FROM organisation.deputy d
 WHERE d.person_id = $1
   AND $2 BETWEEN d.from_on AND d.to_on
)sql"};

// Of the whole municipality, or of the unit or one above it.
const db::Statement directors_of_unit{"contract.directors_of_unit", R"sql(
SELECT DISTINCT g.person_id AS person
  FROM auth.role_grant g
  JOIN auth.account a ON a.municipality_id = g.municipality_id AND a.person_id = g.person_id AND a.active
 WHERE g.role = 'director'
   AND (g.scope_id IS NULL OR $1::uuid IS NULL OR g.scope_id IN (SELECT id FROM organisation.unit_and_above($1)))
 ORDER BY 1
 LIMIT 50
)sql"};

using People = std::vector<Receiver>;
using Whom = std::function<People(const OpenMoment&)>;

// The moments of one contract in one message.
struct Telling {
  db::Session& session;
  Instant now;
  std::int64_t told = 0;

  void tell(const char* kind, const People& people, const std::vector<OpenMoment>& moments) {
    const OpenMoment& first = moments.front();
    std::string what;
    for (std::size_t i = 0; i < std::min(moments.size(), named_in_message); ++i) what += (i > 0 ? "; " : "") + moments[i].commitment;
    if (moments.size() > named_in_message) what += " (+" + std::to_string(moments.size() - named_in_message) + ")";
    const auto late = std::chrono::sys_days(date_of(now).ymd) - std::chrono::sys_days(first.due_on.ymd);
    for (const Receiver& each : people) {
      mail::tell(session, each.person,
                 {kind,
                  {{"title", first.contract},
                   {"what", what},
                   {"day", first.due_on.str()},
                   {"days", std::to_string(late.count())},
                   {"who", first.manager.value_or("–")}},
                  "/contracten/" + first.contract_id.str(),
                  {}},
                 now);
      ++told;
    }
  }

  // Where nobody is to be told nothing is said, so that who comes later hears it.
  void each_contract(const char* kind, const std::vector<OpenMoment>& found, const Whom& whom) {
    for (std::size_t begin = 0; begin < found.size();) {
      std::size_t end = begin;
      std::vector<OpenMoment> fresh;
      const People people = whom(found[begin]);
      for (; end < found.size() && found[end].contract_id == found[begin].contract_id; ++end)
        if (!people.empty() && mail::first_time(session, found[end].id, found[end].step, now)) fresh.push_back(found[end]);
      if (!fresh.empty()) tell(kind, people, fresh);
      begin = end;
    }
  }
};

// Nobody judges what he reported himself.
std::vector<OpenMoment> not_of(const std::vector<OpenMoment>& all, const std::optional<Uuid> OpenMoment::*who) {
  std::vector<OpenMoment> out;
  for (const OpenMoment& each : all)
    if (each.*who && each.*who != each.reported_by) out.push_back(each);
  return out;
}

std::int64_t remind_of_moments(db::Session& session, Instant now) {
  const Date today = date_of(now);
  const auto steps = session.find<Steps>(rhythm_of_municipality).value();
  const auto before = [&](int days) { return Date{std::chrono::sys_days(today.ymd) - std::chrono::days(days)}; };
  const auto manager = [](const OpenMoment& each) { return each.manager_id ? People{{*each.manager_id}} : People{}; };
  Telling telling{session, now};
  const auto late = [&](const char* kind, int days, const char* step, const Whom& whom) {
    telling.each_contract(kind, session.rows<OpenMoment>(moments_between, before(36'500), before(days), step), whom);
  };
  telling.each_contract("moment_due", session.rows<OpenMoment>(moments_between, today, before(-steps.before_days), "due"), manager);
  late("moment_late", 1, "late", manager);
  late("moment_climbed", steps.holder_days, "holder",
       [&](const OpenMoment& each) { return session.rows<Receiver>(who_decides_here, each.budget_holder_id, today); });
  late("moment_climbed", steps.director_days, "director",
       [&](const OpenMoment& each) { return session.rows<Receiver>(directors_of_unit, each.unit_id); });
  // Both are told of the same report, so what is said is kept per person.
  auto to_judge = session.rows<OpenMoment>(moments_to_judge);
  for (const auto& [who, name] : {std::pair{&OpenMoment::manager_id, " m"}, std::pair{&OpenMoment::coordinator_id, " c"}}) {
    auto mine = not_of(to_judge, who);
    for (OpenMoment& each : mine) each.step += name;
    const auto member = who;
    telling.each_contract("moment_to_judge", mine, [member](const OpenMoment& each) { return People{{*(each.*member)}}; });
  }
  const auto judges = [](const OpenMoment& each, const std::optional<Uuid>& who) { return who && who != each.reported_by; };
  for (const OpenMoment& each : to_judge)
    if (judges(each, each.manager_id) || judges(each, each.coordinator_id)) mail::first_time(session, each.id, each.step, now);
  return telling.told;
}

struct EndingContract {
  Uuid id;
  std::string title;
  Uuid manager_id;
  std::optional<Date> end_on;
  std::optional<int> notice;
  std::optional<NoticeUnit> notice_unit;
  bool ends;  // within half a year, and nothing follows
};
BOOST_DESCRIBE_STRUCT(EndingContract, (), (id, title, manager_id, end_on, notice, notice_unit, ends))

const db::Statement contracts_ending{"contract.contracts_ending", R"sql(
SELECT c.id, c.title, coalesce(c.manager_id, c.deputy_id) AS manager_id, c.end_on, c.notice, c.notice_unit,
       c.end_on < platform.today() + interval '6 months' AND c.renewal <> 'tacit'
       AND NOT EXISTS (SELECT 1 FROM contract.successor s
                        WHERE s.municipality_id = c.municipality_id AND s.contract_id = c.id) AS ends
  FROM contract.contract c
 WHERE c.state = 'in_force'
   AND c.archived_at IS NULL
   AND c.end_on >= platform.today()
   AND coalesce(c.manager_id, c.deputy_id) IS NOT NULL
   AND (c.notice IS NOT NULL OR c.end_on < platform.today() + interval '6 months')
 ORDER BY c.end_on, c.id
)sql"};

void tell_of_end(db::Session& session, const EndingContract& each, Instant now, std::int64_t& told) {
  const Date today = date_of(now);
  const auto say = [&](const char* kind, const std::string& step, Date day, Date last) {
    if (!mail::first_time(session, each.id, step + " " + day.str(), now)) return;
    mail::tell(session, each.manager_id,
               {kind, {{"title", each.title}, {"day", day.str()}, {"last", last.str()}}, "/contracten/" + each.id.str(), {}}, now);
    ++told;
  };
  if (each.ends) say("contract_ends", "ends", *each.end_on, *each.end_on);
  ContractInput in;
  in.end_on = each.end_on;
  in.notice = each.notice;
  in.notice_unit = each.notice_unit;
  const auto notice = notice_day(in);
  if (!notice || *notice < today) return;
  const Date last = working_day(*notice);
  const Date early = working_day(Date{std::chrono::sys_days(notice->ymd) - notice_before});
  // A month before; and on the last working day itself.
  if (today >= last) say("contract_notice", "notice today", *notice, last);
  else if (today >= early) say("contract_notice", "notice", *notice, last);
}

struct PlanAsked {
  Uuid id;
  std::string title;
  Date due_on;
  Uuid person;
  bool late;
};
BOOST_DESCRIBE_STRUCT(PlanAsked, (), (id, title, due_on, person, late))

// To who coordinates social return there, else to who manages it.
const db::Statement plans_asked{"contract.plans_asked", R"sql(
SELECT c.id, c.title, p.due_on, coalesce(c.coordinator_id, c.manager_id, c.deputy_id) AS person,
       p.due_on < platform.today() AS late
  FROM contract.plan_asked p
  JOIN contract.contract c ON c.municipality_id = p.municipality_id AND c.id = p.contract_id
 WHERE p.received_on IS NULL
   AND c.state = 'in_force'
   AND p.due_on <= platform.today() + $1::int
   AND coalesce(c.coordinator_id, c.manager_id, c.deputy_id) IS NOT NULL
 ORDER BY p.due_on, c.id
)sql"};

// Before its day, and once more when it is late.
std::int64_t remind_of_plans(db::Session& session, Instant now) {
  const int before = session.find<Steps>(rhythm_of_municipality).value().before_days;
  std::int64_t told = 0;
  for (const PlanAsked& each : session.rows<PlanAsked>(plans_asked, before)) {
    if (!mail::first_time(session, each.id, (each.late ? "plan late " : "plan due ") + each.due_on.str(), now)) continue;
    mail::tell(
        session, each.person,
        {"return_plan_due", {{"title", each.title}, {"day", each.due_on.str()}}, "/contracten/" + each.id.str() + "#social-return", {}},
        now);
    ++told;
  }
  return told;
}

}  // namespace

Date working_day(Date day) {
  const std::chrono::sys_days on(day.ymd);
  const unsigned weekday = std::chrono::weekday(on).iso_encoding();  // 6: Saturday, 7: Sunday
  return Date{on - std::chrono::days(weekday > 5 ? weekday - 5 : 0)};
}

std::int64_t remind(db::Session& session, Instant now) {
  set_today(session, date_of(now));
  std::int64_t told = remind_of_moments(session, now);
  told += remind_of_plans(session, now);
  for (const EndingContract& each : session.rows<EndingContract>(contracts_ending)) tell_of_end(session, each, now, told);
  return told;
}

}  // namespace tenzij::contract
