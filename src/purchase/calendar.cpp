// Tasks and days of purchases in one's own calendar programme (iCalendar, RFC 5545). The link is the key: whoever has it reads
// this person's tasks, so it can be withdrawn and made again.
#include "platform/auth/auth.h"
#include "purchase/store.h"

namespace tenzij::purchase {

namespace {

struct CalendarLink {
  std::string path;  // below the address of this server; shown once
};
BOOST_DESCRIBE_STRUCT(CalendarLink, (), (path))
struct CalendarState {
  bool active = false;
  std::optional<Instant> expires_at;
  std::optional<Instant> used_at;
};
BOOST_DESCRIBE_STRUCT(CalendarState, (), (active, expires_at, used_at))
// Somebody's link, for who keeps the keys: whose, until when, read last.
struct CalendarHeld {
  Uuid person_id;
  std::string person;
  Instant created_at;
  Instant expires_at;
  std::optional<Instant> used_at;
};
BOOST_DESCRIBE_STRUCT(CalendarHeld, (), (person_id, person, created_at, expires_at, used_at))
struct CalendarHeldList {
  std::vector<CalendarHeld> items;
};
BOOST_DESCRIBE_STRUCT(CalendarHeldList, (), (items))

constexpr std::chrono::days link_days{365};

struct Entry {
  Uuid id;
  std::string kind;
  std::string title;
  std::string purchase;
  Date day;
};
BOOST_DESCRIBE_STRUCT(Entry, (), (id, kind, title, purchase, day))

// Text of a property: separators escaped, lines of at most 75 bytes that never cut a character.
void put(std::string& out, const std::string& name, const std::string& value) {
  std::string line = name + ":";
  for (const char c : value) {
    if (c == '\\' || c == ';' || c == ',') line += '\\';
    if (c == '\n') line += "\\n";
    else if (c != '\r') line += c;
  }
  constexpr std::size_t most = 73;
  std::size_t from = 0;
  while (line.size() - from > most) {
    std::size_t end = from + most;
    while ((static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) --end;
    out += line.substr(from, end - from) + "\r\n ";
    from = end;
  }
  out += line.substr(from) + "\r\n";
}

std::string compact(const Date& day) {
  std::string out = day.str();
  std::erase(out, '-');
  return out;
}

const db::Statement days_of_person{"purchase.days_of_person", R"sql(
SELECT t.id, 'task' AS kind, t.title, p.title AS purchase, t.due_on AS day
  FROM purchase.task t
  JOIN purchase.purchase p ON p.municipality_id = t.municipality_id AND p.id = t.purchase_id
 WHERE t.done_at IS NULL
   AND t.due_on IS NOT NULL
   AND p.archived_at IS NULL
   AND p.status <> 'stopped'
   AND $1 = coalesce(t.owner_id,
                     CASE t.role
                          WHEN 'budget_holder' THEN p.budget_holder_id
                          WHEN 'procurement_advisor' THEN p.advisor_id
                          WHEN 'contract_manager' THEN p.contract_manager_id
                     END)
UNION ALL
SELECT p.id, d.kind, p.title, p.title, d.day
  FROM purchase.purchase p
 CROSS JOIN LATERAL (VALUES ('publish', p.publish_on),
                            ('award', p.award_on),
                            ('contractTo', p.contract_to)) d(kind, day)
 WHERE d.day IS NOT NULL
   AND NOT p.small
   AND p.archived_at IS NULL
   AND p.status <> 'stopped'
   AND $1 IN (p.budget_holder_id, p.advisor_id, p.contract_manager_id)
 ORDER BY day
 LIMIT 2000
)sql"};

const db::Statement calendar_links{"purchase.calendar_links", R"sql(
SELECT c.person_id, p.name AS person, c.created_at, c.expires_at, u.used_at
  FROM purchase.calendar c
  JOIN organisation.person p ON p.municipality_id = c.municipality_id AND p.id = c.person_id
  LEFT JOIN purchase.calendar_use u ON u.municipality_id = c.municipality_id AND u.person_id = c.person_id
 WHERE c.expires_at > $1
 ORDER BY p.name, c.person_id
)sql"};

const db::Statement calendar_read{"purchase.calendar_read", R"sql(
INSERT INTO purchase.calendar_use AS u (municipality_id, person_id, used_at)
VALUES ($1, $2, $3)
ON CONFLICT (municipality_id, person_id)
DO UPDATE SET used_at = excluded.used_at
 WHERE u.used_at < excluded.used_at - interval '1 hour'
)sql"};

// `until`: the link ends on that day, and the calendar says so itself.
std::string calendar(db::Session& session, const Uuid& person, const std::string& language, const Messages& messages, Instant now,
                     Instant until) {
  auto entries = session.rows<Entry>(days_of_person, person);
  entries.push_back({person, "linkEnds", "", "", date_of(until)});
  std::string stamp = to_iso(now).substr(0, 19) + "Z";
  std::erase(stamp, '-');
  std::erase(stamp, ':');
  std::string out = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Tenzij//NL\r\n";
  put(out, "X-WR-CALNAME", "Tenzij");
  for (const Entry& each : entries) {
    out += "BEGIN:VEVENT\r\n";
    put(out, "UID", each.id.str() + "-" + each.kind + "@tenzij");
    out += "DTSTAMP:" + stamp + "\r\nDTSTART;VALUE=DATE:" + compact(each.day) + "\r\n";
    put(out, "SUMMARY",
        each.kind == "task" ? each.title : messages.say(language, "purchase.calendar." + each.kind, {{"title", each.title}}));
    put(out, "DESCRIPTION", each.purchase);
    out += "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n";
  }
  return out + "END:VCALENDAR\r\n";
}

struct CalendarOf {
  Uuid person_id;
  Instant expires_at;
};
BOOST_DESCRIBE_STRUCT(CalendarOf, (), (person_id, expires_at))

http::Response read(const http::Request& request, db::Session& session, const Messages& messages) {
  const std::string& token = request.param("token");
  const auto municipality = Uuid::parse(std::string_view(token).substr(0, 36));
  if (!municipality) auth::wrong_link(request, session);
  session.become({*municipality, {}, request.id});
  const auto found =
      session.find<CalendarOf>("SELECT person_id, expires_at FROM purchase.calendar WHERE token_hash = $1", sha256_hex(token));
  if (!found || found->expires_at <= request.now) auth::wrong_link(request, session);
  session.query(calendar_read, *municipality, found->person_id, request.now);
  http::Response out = http::file("text/calendar; charset=utf-8", "tenzij.ics",
                                  calendar(session, found->person_id, request.language, messages, request.now, found->expires_at));
  out.set("Cache-Control", "private, max-age=600");
  return out;
}

}  // namespace

const db::Statement upsert_calendar{"purchase.upsert_calendar", R"sql(
INSERT INTO purchase.calendar (municipality_id, person_id, token_hash, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (municipality_id, person_id)
DO UPDATE SET token_hash = excluded.token_hash, created_at = excluded.created_at, expires_at = excluded.expires_at
)sql"};

void add_calendar_routes(http::Router& router, const Messages& messages) {
  router.get<CalendarState>("/calendar-link", "purchase.read", {"getCalendarLink", "tasks", "Whether my calendar can be read by a link"},
                            [](const http::Request& request, db::Session& session) {
                              for (const CalendarHeld& each : session.rows<CalendarHeld>(calendar_links, request.now))
                                if (each.person_id == request.who.person_id) return CalendarState{true, each.expires_at, each.used_at};
                              return CalendarState{};
                            });
  router.post<CalendarLink>("/calendar-link", "purchase.read",
                            {"makeCalendarLink", "tasks", "A link to my calendar, shown once; an earlier one ends"},
                            [](const http::Request& request, db::Session& session) {
                              const std::string token = request.who.municipality_id.str() + "." + random_token();
                              session.query(upsert_calendar, request.who.municipality_id, request.who.person_id, sha256_hex(token),
                                            request.now, request.now + link_days);
                              return CalendarLink{"/api/v1/calendars/" + token};
                            });
  router.remove("/calendar-link", "purchase.read", {"removeCalendarLink", "tasks", "The link ends"},
                [](const http::Request& request, db::Session& session) {
                  session.query("DELETE FROM purchase.calendar WHERE person_id = $1", request.who.person_id);
                });
  router.get<CalendarHeldList>("/calendar-links", "organisation.edit",
                               {"listCalendarLinks", "keys", "Links to calendars that hold: whose, until when, read last"},
                               [](const http::Request& request, db::Session& session) {
                                 return CalendarHeldList{session.rows<CalendarHeld>(calendar_links, request.now)};
                               });
  router.remove("/calendar-links/{id}", "organisation.edit", {"endCalendarLink", "keys", "The link of a person ends"},
                [](const http::Request& request, db::Session& session) {
                  if (session.query("DELETE FROM purchase.calendar WHERE person_id = $1", request.id_param("id")).affected() == 0)
                    throw not_found();
                });
  router.download<http::None>("/calendars/{token}", http::anyone,
                              {"readCalendar", "tasks", "My tasks and days as iCalendar, for who has the link"}, "text/calendar",
                              [&messages](const http::Request& request, db::Session& session) { return read(request, session, messages); });
}

}  // namespace tenzij::purchase
