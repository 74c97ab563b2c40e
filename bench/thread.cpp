// The red thread at 1,000 goals and 100,000 or 300,000 clauses: walks, orphans and closure on PostgreSQL behind row-level security,
// beside the same rows in SQLite in memory, in the same run; what a tenth kind of record changes; and what keeping it costs.
#include <sqlite3.h>

#include "app/kinds.h"
#include "bench/picture.h"
#include "bench/report.h"
#include "tests/support/server.h"

using namespace tenzij;

namespace {

constexpr int goals = 1000;

class Sqlite {
 public:
  Sqlite() { sqlite3_open(":memory:", &db_); }
  Sqlite(const Sqlite&) = delete;
  Sqlite& operator=(const Sqlite&) = delete;
  Sqlite(Sqlite&&) = delete;
  Sqlite& operator=(Sqlite&&) = delete;
  ~Sqlite() { sqlite3_close(db_); }
  std::int64_t run(const std::string& sql) {
    std::int64_t value = 0;
    char* fault = nullptr;
    const auto keep = [](void* out, int, char** cells, char**) {
      *static_cast<std::int64_t*>(out) = cells[0] == nullptr ? 0 : std::stoll(cells[0]);
      return 0;
    };
    if (sqlite3_exec(db_, sql.c_str(), keep, &value, &fault) != SQLITE_OK) throw std::runtime_error(fault);
    return value;
  }

 private:
  sqlite3* db_ = nullptr;
};

void expect_same(const std::string& what, std::int64_t ours, std::int64_t theirs) {
  if (ours != theirs) throw std::runtime_error(fmt::format("{}: {} here, {} in SQLite", what, ours, theirs));
}

constexpr const char* person = "11111111-1111-1111-1111-111111111111";

// One document with `links` clauses, a tree of 1,000 goals (goal n under goal (n - 1) / 10), clause n under goal n % 1,000; the
// last tenth of the clauses has no goal. Records come by the triggers.
void fill(db::Connection& owner, const Uuid& municipality, int links) {
  owner.query(
      "SELECT set_config('bench.municipality', $1, false), set_config('bench.links', $2, false), set_config('bench.person', $3, false)",
      municipality.str(), std::to_string(links), std::string(person));
  owner.script(R"sql(
    ALTER TABLE policy.clause DISABLE TRIGGER audit;
    ALTER TABLE policy.goal DISABLE TRIGGER audit;
    ALTER TABLE thread.link DISABLE TRIGGER audit;
    INSERT INTO organisation.person (municipality_id, id, name)
      VALUES (current_setting('bench.municipality')::uuid, current_setting('bench.person')::uuid, 'Bench');
    INSERT INTO policy.document (municipality_id, id, title, kind, level, status, created_at)
      VALUES (current_setting('bench.municipality')::uuid, md5('d')::uuid, 'Bench', 'other', 'municipal', 'draft',
              now());
    INSERT INTO policy.edition (municipality_id, id, document_id, number, state, file_name, format, pages, sha256,
                                imported_at)
      VALUES (current_setting('bench.municipality')::uuid, md5('e')::uuid, md5('d')::uuid, 1, 'current', 'b', 'text', 0,
              '', now());
    INSERT INTO policy.clause (municipality_id, id, document_id, mark)
      SELECT current_setting('bench.municipality')::uuid, md5('c' || n)::uuid, md5('d')::uuid, 'ambition'
        FROM generate_series(0, current_setting('bench.links')::int - 1) n;
    INSERT INTO policy.passage (municipality_id, edition_id, clause_id, position, current, number, kind, depth,
                                heading, text, page, suggested_themes, suggests_ambition, search)
      SELECT current_setting('bench.municipality')::uuid, md5('e')::uuid, md5('c' || n)::uuid, n, true, n::text,
             'paragraph', 0, '{}', 'Passage ' || n, 0, '{}', true, ''
        FROM generate_series(0, current_setting('bench.links')::int - 1) n;
    INSERT INTO policy.goal (municipality_id, id, title, explanation, level, themes, sdgs, created_at)
      SELECT current_setting('bench.municipality')::uuid, md5('g' || n)::uuid, 'Doel ' || n, '', 'municipal',
             '{climate}', '{}', now()
        FROM generate_series(0, 999) n;
    UPDATE policy.goal g SET parent_id = md5('g' || (n - 1) / 10)::uuid
      FROM generate_series(1, 999) n
     WHERE g.municipality_id = current_setting('bench.municipality')::uuid AND g.id = md5('g' || n)::uuid;
    INSERT INTO thread.link (municipality_id, upper_kind, upper_id, lower_kind, lower_id, state, person_id)
      SELECT current_setting('bench.municipality')::uuid, 'clause', md5('c' || n)::uuid, 'goal',
             md5('g' || n % 1000)::uuid, 'confirmed', current_setting('bench.person')::uuid
        FROM generate_series(0, current_setting('bench.links')::int * 9 / 10 - 1) n;
  )sql");
  for (const char* table : {"thread.record", "thread.link", "policy.clause", "policy.passage", "policy.goal"})
    owner.query(std::string("VACUUM ANALYZE ") + table);
}

// The same rows, with the same keys and the same indexes.
void copy(db::Session& session, Sqlite& lite) {
  lite.run(R"sql(
    CREATE TABLE record (kind TEXT, id BLOB, PRIMARY KEY (kind, id)) WITHOUT ROWID;
    CREATE TABLE link (upper_kind TEXT, upper_id BLOB, lower_kind TEXT, lower_id BLOB, counts INTEGER,
                       PRIMARY KEY (upper_kind, upper_id, lower_kind, lower_id)) WITHOUT ROWID;
    BEGIN
  )sql");
  const auto records = session.query("SELECT kind, encode(uuid_send(id), 'hex') FROM thread.record");
  for (int i = 0; i < records.rows(); ++i)
    lite.run(fmt::format("INSERT INTO record VALUES ('{}', x'{}')", records.text(i, 0), records.text(i, 1)));
  const auto links = session.query(
      "SELECT upper_kind, encode(uuid_send(upper_id), 'hex'), lower_kind, encode(uuid_send(lower_id), 'hex') FROM thread.link");
  for (int i = 0; i < links.rows(); ++i)
    lite.run(fmt::format("INSERT INTO link VALUES ('{}', x'{}', '{}', x'{}', 1)", links.text(i, 0), links.text(i, 1), links.text(i, 2),
                         links.text(i, 3)));
  lite.run(R"sql(
    COMMIT;
    CREATE INDEX link_down ON link (upper_id, upper_kind, lower_id, lower_kind) WHERE counts;
    CREATE INDEX link_up ON link (lower_id, lower_kind, upper_id, upper_kind) WHERE counts;
    ANALYZE
  )sql");
}

std::string key(db::Session& session, const std::string& name) {
  return "x'" + session.scalar<std::string>("SELECT md5($1)", name).value_or("") + "'";
}

struct Walk {
  const char* name;
  std::string ours;
  std::string theirs;
  double aim;
};

constexpr std::string_view down_in_sqlite = R"sql(
WITH RECURSIVE w(kind, id) AS (
  SELECT '{}', {}
  UNION
  SELECT l.lower_kind, l.lower_id
    FROM w
   CROSS JOIN link l
   WHERE l.upper_id = w.id AND l.upper_kind = w.kind AND l.counts)
SELECT count(*)
  FROM w
)sql";
constexpr std::string_view up_in_sqlite = R"sql(
WITH RECURSIVE w(kind, id) AS (
  SELECT '{}', {}
  UNION
  SELECT l.upper_kind, l.upper_id
    FROM w
   CROSS JOIN link l
   WHERE l.lower_id = w.id AND l.lower_kind = w.kind AND l.counts)
SELECT count(*)
  FROM w
)sql";
constexpr const char* orphans_in_sqlite = R"sql(
SELECT count(*)
  FROM record r
 WHERE r.kind = 'clause'
   AND NOT EXISTS (SELECT 1 FROM link l
                    WHERE l.upper_id = r.id AND l.upper_kind = r.kind AND l.counts)
)sql";
constexpr const char* orphans_here = R"sql(
SELECT count(*)
  FROM thread.record r
 WHERE r.kind = 'clause'
   AND NOT EXISTS (SELECT 1 FROM thread.link l
                    WHERE l.upper_id = r.id AND l.upper_kind = r.kind AND l.counts)
)sql";
constexpr const char* closure_here = R"sql(
SELECT count(*)
  FROM thread.record g
 CROSS JOIN LATERAL thread.up('goal', g.id) t
 WHERE g.kind = 'goal'
)sql";
std::string down(const std::string& kind, const std::string& id) { return fmt::format(fmt::runtime(down_in_sqlite), kind, id); }
std::string up(const std::string& kind, const std::string& id) { return fmt::format(fmt::runtime(up_in_sqlite), kind, id); }

std::vector<Walk> walks(db::Session& session) {
  return {
      {"one clause down to all goals", "SELECT count(*) FROM thread.down('clause', md5('c0')::uuid)", down("clause", key(session, "c0")),
       2},
      {"a leaf up to every clause", "SELECT count(*) FROM thread.up('goal', md5('g999')::uuid)", up("goal", key(session, "g999")), 2},
      {"clauses without a goal (orphans)", orphans_here, orphans_in_sqlite, 2},
  };
}

double closure(db::Session& session) {
  return bench::best_of(2, [&] { static_cast<void>(session.scalar<std::int64_t>(closure_here)); });
}

void measure(bench::Report& report, int links, int rounds) {
  tenzij::testing::TestServer server(false);
  db::Connection owner = server.owner();
  const Uuid municipality =
      owner.query("INSERT INTO platform.municipality (id, code, name) VALUES (gen_random_uuid(), 'GM0002', 'Bench') RETURNING id")
          .get<Uuid>(0, 0);
  fill(owner, municipality, links);
  Sqlite lite;
  const std::string title = std::to_string(links / 1000) + "k items: ";
  std::vector<double> before;
  {
    db::Session session(server.pool(), {municipality, {}, "bench"});
    copy(session, lite);
    for (const Walk& each : walks(session)) {
      std::int64_t here = 0;
      std::int64_t there = 0;
      const double mine = bench::best_of(rounds, [&] { here = session.scalar<std::int64_t>(each.ours).value_or(0); });
      const double other = bench::best_of(rounds, [&] { there = lite.run(each.theirs); });
      expect_same(each.name, here, there);
      before.push_back(mine);
      report.figure(title + each.name + ", rows", static_cast<double>(here));
      report.figure(title + each.name + ", ms", mine * 1000);
      report.figure(title + each.name + ", SQLite ms", other * 1000);
      report.figure(title + each.name + " / SQLite", mine / other, fmt::format("(aim: {})", each.aim));
    }
    const double mine = closure(session);
    std::vector<std::string> all;
    for (int n = 0; n < goals; ++n) all.push_back(up("goal", key(session, "g" + std::to_string(n))));
    const double other = bench::best_of(2, [&] {
      for (const std::string& each : all) lite.run(each);
    });
    before.push_back(mine);
    report.figure(title + "full closure upwards of 1,000 goals, ms", mine * 1000);
    report.figure(title + "full closure, SQLite ms", other * 1000);
    report.figure(title + "full closure / SQLite", mine / other, "(aim: 2)");
    report.figure(title + "all gaps of every kind, ms",
                  bench::best_of(3, [&] { static_cast<void>(session.scalar<std::int64_t>("SELECT count(*) FROM thread.gaps()")); }) * 1000);
  }
  // A tenth kind of record, as a room of its own would bring it: a tenth more records, each with a link.
  owner.script(R"sql(
    INSERT INTO thread.record (municipality_id, kind, id, title, detail, words, themes, counts_as, archived)
      SELECT current_setting('bench.municipality')::uuid, 'tenth', md5('t' || n)::uuid, 'Tiende ' || n, '', '', '{}',
             '', false
        FROM generate_series(0, current_setting('bench.links')::int / 10 - 1) n;
    INSERT INTO thread.link (municipality_id, upper_kind, upper_id, lower_kind, lower_id, state)
      SELECT current_setting('bench.municipality')::uuid, 'tenth', md5('t' || n)::uuid, 'tenth',
             md5('t' || n + 1)::uuid, 'inherited'
        FROM generate_series(0, current_setting('bench.links')::int / 10 - 2) n;
  )sql");
  for (const char* table : {"thread.record", "thread.link"}) owner.query(std::string("VACUUM ANALYZE ") + table);
  db::Session session(server.pool(), {municipality, {}, "bench"});
  std::size_t at = 0;
  for (const Walk& each : walks(session))
    report.figure(title + each.name + ", with a tenth kind / without",
                  bench::best_of(rounds, [&] { static_cast<void>(session.scalar<std::int64_t>(each.ours)); }) / before[at++],
                  "(aim: 1.05)");
  report.figure(title + "full closure, with a tenth kind / without", closure(session) / before[at], "(aim: 1.05)");
}

// What keeping the thread costs an import of purchases: the rows it writes, with the audit log, fifty purchases a transaction.
double purchases_seconds(db::Pool& pool, const db::Actor& actor, int count) {
  const auto begin = std::chrono::steady_clock::now();
  for (int at = 0; at < count; at += 50) {
    db::Session session(pool, actor);
    for (int n = 0; n < 50; ++n) {
      const Uuid id = new_id();
      session.query(R"sql(
        INSERT INTO purchase.purchase (municipality_id, id, title, need, nature, social, value_cents, lots, procedure,
                                       small, status, market_note, other_award, year, search, created_at, changed_at)
        VALUES (platform.current_municipality(), $1, 'Inkoop', 'Nodig', 'services', false, 100000, 1, 'open', false,
                'planned', '', '[]', 2027, to_tsvector('dutch', 'Inkoop'), now(), now())
      )sql",
                    id);
      session.query(R"sql(
        INSERT INTO purchase.impact (municipality_id, id, purchase_id, theme, level, basis)
        SELECT platform.current_municipality(), gen_random_uuid(), $1, code, 1, 'norm'
          FROM reference.theme
      )sql",
                    id);
      session.query("UPDATE purchase.purchase SET undecided = 6 WHERE id = $1", id);
    }
    session.commit();
  }
  return bench::seconds_since(begin);
}

constexpr const char* triggers_of_purchases = R"sql(
SELECT tgrelid::regclass::text, tgname
  FROM pg_trigger
 WHERE tgname LIKE 'thread\_%'
   AND tgrelid::regclass::text LIKE 'purchase.%'
)sql";

void measure_keeping(bench::Report& report, int count) {
  tenzij::testing::TestServer server(false);
  db::Connection owner = server.owner();
  const Uuid municipality =
      owner.query("INSERT INTO platform.municipality (id, code, name) VALUES (gen_random_uuid(), 'GM0002', 'Bench') RETURNING id")
          .get<Uuid>(0, 0);
  const db::Actor actor{municipality, {}, "bench"};
  const auto triggers = [&](const char* what) {
    const auto all = owner.query(triggers_of_purchases);
    for (int i = 0; i < all.rows(); ++i) owner.script(fmt::format("ALTER TABLE {} {} TRIGGER {}", all.text(i, 0), what, all.text(i, 1)));
  };
  static_cast<void>(purchases_seconds(server.pool(), actor, 200));
  double with = 0;
  double without = 0;
  for (int round = 0; round < 2; ++round) {
    with += purchases_seconds(server.pool(), actor, count / 2);
    triggers("DISABLE");
    without += purchases_seconds(server.pool(), actor, count / 2);
    triggers("ENABLE");
  }
  report.figure("purchases/s, with the thread", count / with);
  report.figure("purchases/s, without", count / without);
  report.figure("keeping the thread, of an import's writes", with / without, "(aim: 1.15)");
}

}  // namespace

int main(int argc, char** argv) {
  if (const auto status = app::as_reader(argc, argv)) return *status;
  const bench::Options options(argc, argv);
  bench::Report report(options);
  measure(report, 100'000, options.quick ? 3 : 10);
  if (!options.quick) measure(report, 300'000, 10);
  measure_keeping(report, options.quick ? 1'000 : 10'000);
  bench::measure_picture(report, options.quick ? 3 : 10);
  return report.finish();
}
