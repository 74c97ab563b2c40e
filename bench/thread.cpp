// The red thread at 1,000 goals and 100,000 or 300,000 links: walks, impact and gaps on PostgreSQL behind row-level
// security, beside the same chain in SQLite in memory, in the same run.
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

void fill(db::Connection& owner, const Uuid& municipality, int links) {
  const std::string m = "'" + municipality.str() + "'::uuid";
  owner.script(
      "ALTER TABLE policy.clause DISABLE TRIGGER audit; ALTER TABLE policy.goal DISABLE TRIGGER audit; ALTER TABLE policy.goal_clause "
      "DISABLE TRIGGER audit");
  const auto id = [](const char* kind, const std::string& n) { return "md5('" + std::string(kind) + "' || (" + n + "))::uuid"; };
  owner.script("INSERT INTO policy.document (municipality_id, id, title, kind, level, status, created_at) VALUES (" + m + ", " +
               id("d", "0") +
               ", 'Bench', 'other', 'municipal', 'draft', now()); INSERT INTO policy.edition (municipality_id, id, document_id, number, "
               "state, file_name, format, "
               "pages, sha256, imported_at) VALUES (" +
               m + ", " + id("e", "0") + ", " + id("d", "0") + ", 1, 'current', 'b', 'text', 0, '', now())");
  const std::string count = std::to_string(links);
  owner.script("INSERT INTO policy.clause (municipality_id, id, document_id, mark) SELECT " + m + ", " + id("c", "n") + ", " +
               id("d", "0") + ", 'ambition' FROM generate_series(0, " + count + " - 1) n");
  owner.script(
      "INSERT INTO policy.passage (municipality_id, edition_id, clause_id, position, current, number, kind, depth, heading, text, page, "
      "suggested_themes, suggests_ambition, search) SELECT " +
      m + ", " + id("e", "0") + ", " + id("c", "n") +
      ", n, true, n::text, 'paragraph', 0, '{}', 'Passage ' || n, 0, '{}', true, '' FROM generate_series(0, " + count + " - 1) n");
  // A tree of ten children each: goal n stands under goal (n - 1) / 10.
  owner.script("INSERT INTO policy.goal (municipality_id, id, title, explanation, level, themes, sdgs, parent_id, created_at) SELECT " + m +
               ", " + id("g", "n") + ", 'Doel ' || n, '', 'municipal', '{climate}', '{}', CASE WHEN n > 0 THEN " + id("g", "(n - 1) / 10") +
               " END, now() FROM generate_series(0, " + std::to_string(goals - 1) + ") n");
  // The last tenth of the clauses has no goal: gaps.
  owner.script("INSERT INTO policy.goal_clause (municipality_id, clause_id, goal_id, quote) SELECT " + m + ", " + id("c", "n") + ", " +
               id("g", "n % " + std::to_string(goals)) + ", '' FROM generate_series(0, " + count + " * 9 / 10 - 1) n");
  owner.script("ANALYZE");
}

void fill(Sqlite& lite, int links) {
  const std::string count = std::to_string(links);
  lite.run(
      "CREATE TABLE goal (id INTEGER PRIMARY KEY, parent INTEGER); CREATE INDEX goal_parent ON goal (parent); CREATE TABLE clause (id "
      "INTEGER PRIMARY KEY);"
      "CREATE TABLE link (clause INTEGER, goal INTEGER, PRIMARY KEY (clause, goal)) WITHOUT ROWID; CREATE INDEX link_up ON link (goal, "
      "clause)");
  const auto series = [](const std::string& last) {
    return "WITH RECURSIVE s(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM s WHERE n < " + last + ") ";
  };
  lite.run("INSERT INTO goal " + series(std::to_string(goals - 1)) + "SELECT n, CASE WHEN n > 0 THEN (n - 1) / 10 END FROM s");
  lite.run("INSERT INTO clause " + series(count + " - 1") + "SELECT n FROM s");
  lite.run("INSERT INTO link " + series(count + " * 9 / 10 - 1") + "SELECT n, n % " + std::to_string(goals) + " FROM s; ANALYZE");
}

void measure(bench::Report& report, int links, int rounds) {
  tenzij::testing::TestServer server;
  db::Connection owner = server.owner();
  const Uuid municipality =
      owner.query("INSERT INTO platform.municipality (id, code, name) VALUES (gen_random_uuid(), 'GM0002', 'Bench') RETURNING id")
          .get<Uuid>(0, 0);
  fill(owner, municipality, links);
  Sqlite lite;
  fill(lite, links);
  db::Session session(server.pool(), {municipality, {}, "bench"});
  const std::string title = std::to_string(links / 1000) + "k links: ";
  const auto pair = [&](const std::string& name, const std::string& ours, const std::string& theirs, int times) {
    std::int64_t here = 0;
    std::int64_t there = 0;
    const double mine = bench::best_of(times, [&] { here = session.scalar<std::int64_t>(ours).value_or(0); });
    const double other = bench::best_of(times, [&] { there = lite.run(theirs); });
    expect_same(name, here, there);
    report.figure(title + name + ", rows", static_cast<double>(here));
    report.figure(title + name + ", ms", mine * 1000);
    report.figure(title + name + ", SQLite ms", other * 1000);
  };
  const std::string down =
      "WITH RECURSIVE w(g) AS (SELECT goal FROM link WHERE clause = 0 UNION SELECT goal.id FROM w JOIN goal ON goal.parent = w.g) SELECT "
      "count(*) FROM w";
  pair("impact of one clause on all goals", "SELECT count(*) - 1 FROM policy.thread_down('clause', md5('c0')::uuid)", down, rounds);
  pair("down from one clause of a leaf", "SELECT count(*) - 1 FROM policy.thread_down('clause', md5('c999')::uuid)",
       "WITH RECURSIVE w(g) AS (SELECT goal FROM link WHERE clause = 999 UNION SELECT goal.id FROM w JOIN goal ON goal.parent = w.g) "
       "SELECT count(*) FROM w",
       rounds);
  pair("up from a leaf to every clause above", "SELECT count(*) FROM policy.thread_up('goal', md5('g999')::uuid)",
       "WITH RECURSIVE w(g) AS (SELECT 999 UNION SELECT goal.parent FROM w JOIN goal ON goal.id = w.g WHERE goal.parent IS NOT NULL) "
       "SELECT (SELECT count(*) FROM w) + "
       "(SELECT count(*) FROM w JOIN link ON link.goal = w.g)",
       rounds);
  pair("all clauses without a goal", "SELECT count(*) FROM policy.gap WHERE kind = 'clause_without_goal'",
       "SELECT count(*) FROM clause WHERE NOT EXISTS (SELECT 1 FROM link WHERE link.clause = clause.id)", rounds);
  const double all = bench::best_of(3, [&] { static_cast<void>(session.scalar<std::int64_t>("SELECT count(*) FROM policy.gap")); });
  report.figure(title + "all gaps of every kind, ms", all * 1000);
  const double closure = bench::best_of(1, [&] {
    static_cast<void>(
        session.scalar<std::int64_t>("SELECT count(*) FROM policy.goal g CROSS JOIN LATERAL policy.thread_up('goal', g.id) t"));
  });
  report.figure(title + "full closure upwards of 1,000 goals, ms", closure * 1000);
}

}  // namespace

int main(int argc, char** argv) {
  if (const auto status = app::as_reader(argc, argv)) return *status;
  const bench::Options options(argc, argv);
  bench::Report report(options);
  measure(report, 100'000, options.quick ? 3 : 10);
  if (!options.quick) measure(report, 300'000, 10);
  bench::measure_picture(report, options.quick ? 3 : 10);
  return report.finish();
}
