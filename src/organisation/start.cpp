// The start page: what is asked of who is signed in, the numbers that matter to them, and what changed since they were here. What
// there is to say, every room says itself (db/migrations/0029_start.sql: organisation.start_source).
#include "organisation/store.h"

namespace tenzij::organisation {

namespace {

constexpr int asks_shown = 100;
constexpr int news_shown = 30;
constexpr std::chrono::minutes visit_lasts{30};     // of silence, and a next look is another visit
constexpr std::chrono::hours before_first{24 * 7};  // who was never here sees the last week

enum class Urgency { late, today, soon, later, open };  // soon: within a week; open: no day
BOOST_DESCRIBE_ENUM(Urgency, late, today, soon, later, open)

struct Ask {
  std::string kind;
  std::string record_kind;
  std::optional<Uuid> record_id;
  std::string title;
  std::string detail;
  std::optional<std::string> theme;
  std::int64_t count;
  std::optional<Date> due_on;
  std::optional<Date> since;
  std::string path;
  Urgency urgency{};
};
BOOST_DESCRIBE_STRUCT(Ask, (), (kind, record_kind, record_id, title, detail, theme, count, due_on, since, path, urgency))

struct StartFigure {
  std::string kind;
  std::int64_t count;
  std::optional<std::int64_t> whole;  // of how many
  std::string path;                   // of exactly the rows that are counted
};
BOOST_DESCRIBE_STRUCT(StartFigure, (), (kind, count, whole, path))

struct News {
  std::string kind;
  std::string record_kind;
  std::optional<Uuid> record_id;
  std::string title;
  std::string detail;
  std::optional<std::string> theme;
  Instant at;
  std::string path;
};
BOOST_DESCRIBE_STRUCT(News, (), (kind, record_kind, record_id, title, detail, theme, at, path))

struct FirstStep {
  std::string kind;
  bool done;
  std::string path;
};
BOOST_DESCRIBE_STRUCT(FirstStep, (), (kind, done, path))

struct Start {
  std::vector<Ask> asks;  // most urgent first
  std::vector<StartFigure> figures;
  Instant since;  // the end of the visit before this one
  std::vector<News> news;
  std::vector<FirstStep> first_week;  // for an administrator, until everything is done
};
BOOST_DESCRIBE_STRUCT(Start, (), (asks, figures, since, news, first_week))

struct Visit {
  Instant since;
};
BOOST_DESCRIBE_STRUCT(Visit, (), (since))

// What waits longer than its kind may is late, also when its own day has not come.
const db::Statement asks_of_person{"organisation.asks_of_person", R"sql(
SELECT a.kind, a.record_kind, a.record_id, a.title, a.detail, a.theme, a.count, a.due_on, a.since, a.path,
       CASE WHEN d.day < platform.today() THEN 'late'
            WHEN d.day = platform.today() THEN 'today'
            WHEN d.day <= platform.today() + 7 THEN 'soon'
            WHEN d.day IS NULL THEN 'open'
            ELSE 'later'
       END AS urgency
  FROM organisation.start_asks($1, $2::text[]) a
  JOIN organisation.start_kind k ON k.kind = a.kind
 CROSS JOIN LATERAL (SELECT least(a.due_on, a.since + k.patience_days) AS day) d
 WHERE k.permission = ANY ($3::text[])
 ORDER BY CASE WHEN d.day <= platform.today() + 7 THEN 0 ELSE 1 END,
          CASE WHEN d.day <= platform.today() + 7 THEN d.day END,
          CASE WHEN d.day > platform.today() + 7 THEN 0 ELSE 1 END,
          d.day, k.position, a.since, a.title, a.path
 LIMIT $4
)sql"};

const db::Statement figures_of_person{"organisation.figures_of_person", R"sql(
SELECT f.kind, f.count, f.whole, f.path
  FROM organisation.start_figures($1, $2::text[]) f
  JOIN organisation.start_kind k ON k.kind = f.kind
 WHERE k.permission = ANY ($3::text[])
 ORDER BY k.position
)sql"};

const db::Statement news_of_person{"organisation.news_of_person", R"sql(
SELECT n.kind, n.record_kind, n.record_id, n.title, n.detail, n.theme, n.at, n.path
  FROM organisation.start_news($1, $2) n
  JOIN organisation.start_kind k ON k.kind = n.kind
 WHERE k.permission = ANY ($3::text[])
   AND n.at <= $4::timestamptz
 ORDER BY n.at DESC, n.title
 LIMIT $5
)sql"};

const db::Statement end_of_visit_before{"organisation.end_of_visit_before", R"sql(
SELECT CASE WHEN last_at < $2::timestamptz THEN last_at ELSE before_at END
  FROM organisation.visit
 WHERE person_id = $1
)sql"};

const db::Statement note_visit{"organisation.note_visit", R"sql(
INSERT INTO organisation.visit AS v (municipality_id, person_id, last_at)
VALUES ($1, $2, $3)
ON CONFLICT (municipality_id, person_id) DO UPDATE
   SET before_at = CASE WHEN v.last_at < $4::timestamptz THEN v.last_at ELSE v.before_at END,
       last_at = excluded.last_at
)sql"};

Instant since(const http::Request& request, db::Session& session) {
  return session.scalar<Instant>(end_of_visit_before, request.who.person_id, request.now - visit_lasts)
      .value_or(request.now - before_first);
}

Start start(const http::Request& request, db::Session& session) {
  session.query("SELECT set_config('tenzij.today', $1, true)", date_of(request.now).str());
  const std::vector<std::string> roles(request.who.roles.begin(), request.who.roles.end());
  std::vector<std::string> may(request.who.permissions.begin(), request.who.permissions.end());
  may.emplace_back(http::signed_in);
  const Uuid& me = request.who.person_id;
  Start out{session.rows<Ask>(asks_of_person, me, roles, may, asks_shown),
            session.rows<StartFigure>(figures_of_person, me, roles, may),
            since(request, session),
            {},
            {}};
  out.news = session.rows<News>(news_of_person, me, out.since, may, request.now, news_shown);
  if (!request.who.roles.contains("administrator")) return out;
  out.first_week = session.rows<FirstStep>("SELECT kind, done, path FROM organisation.start_steps()");
  if (std::all_of(out.first_week.begin(), out.first_week.end(), [](const FirstStep& each) { return each.done; })) out.first_week.clear();
  return out;
}

}  // namespace

void add_start_routes(http::Router& router) {
  router.get<Start>("/start", http::signed_in,
                    {"getStart", "start", "What is asked of me, most urgent first; my numbers; what changed since my last visit"}, start);
  router.post<Visit>(
      "/start/visits", http::signed_in, {"noteVisit", "start", "I am here; after half an hour of silence it is another visit"},
      [](const http::Request& request, db::Session& session) {
        session.query(note_visit, session.actor().municipality_id, request.who.person_id, request.now, request.now - visit_lasts);
        return Visit{since(request, session)};
      },
      200);
}

}  // namespace tenzij::organisation
