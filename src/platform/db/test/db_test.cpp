#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <fstream>

#include "platform/base/files.h"
#include "platform/db/database.h"
#include "platform/db/migrations.h"
#include "platform/http/problem.h"
#include "tests/support/database.h"

namespace tenzij::db {
namespace {

using testing::TestCluster;

struct Row {
  std::int64_t number;
  std::optional<std::string> name;
  std::vector<std::string> tags;
};
BOOST_DESCRIBE_STRUCT(Row, (), (number, name, tags))

class Db : public ::testing::Test {
 protected:
  std::string name = TestCluster::get().create();
  Connection owner{TestCluster::get().cluster().owner_conninfo(name)};
};

TEST_F(Db, rows_come_back_in_described_structs) {
  const auto rows = owner
                        .query("SELECT 9007199254740993 AS number, NULL::text AS name, to_jsonb($1::text[]) AS tags",
                               std::vector<std::string>{"a\"b", "c,d\\"})
                        .as<Row>();
  EXPECT_EQ(rows.at(0).number, 9007199254740993);
  EXPECT_FALSE(rows.at(0).name);
  EXPECT_EQ(rows.at(0).tags, (std::vector<std::string>{"a\"b", "c,d\\"}));
}

TEST_F(Db, bytes_survive_as_they_are) {
  const std::string all = std::string("\0\xff\x80'\\", 5);
  EXPECT_EQ(bytea(owner.query("SELECT $1::bytea", bytes(all)).text(0, 0)), all);
}

TEST_F(Db, a_session_without_commit_leaves_nothing) {
  owner.script("CREATE TABLE t (x int)");
  Pool pool(TestCluster::get().cluster().owner_conninfo(name), 2);
  { Session(pool, {}).query("INSERT INTO t VALUES (1)"); }
  EXPECT_EQ(owner.query("SELECT count(*) FROM t").get<int>(0, 0), 0);
  Session session(pool, {});
  session.query("INSERT INTO t VALUES (1)");
  EXPECT_THROW(session.savepoint([&] {
    session.query("INSERT INTO t VALUES (2)");
    session.query("SELECT 1/0");
  }),
               SqlError);
  session.commit();
  EXPECT_EQ(owner.query("SELECT sum(x) FROM t").get<int>(0, 0), 1);
}

TEST_F(Db, a_session_replaces_a_connection_that_the_database_closed) {
  Pool pool(TestCluster::get().cluster().owner_conninfo(name), 1);
  { Session(pool, {}).query("SELECT 1"); }
  owner.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()");
  EXPECT_NO_THROW(Session(pool, {}).query("SELECT 1"));
}

TEST_F(Db, migrations_run_once_in_order_and_are_refused_when_changed) {
  const auto folder = TestCluster::get().folder() / ("migrations-" + name);
  std::filesystem::create_directories(folder);
  write_file(folder / "0001_first.sql", "CREATE TABLE a (x int);");
  write_file(folder / "0002_second.sql", "ALTER TABLE a ADD y int;");
  EXPECT_EQ(migrate(owner, folder), 2);
  EXPECT_EQ(migrate(owner, folder), 0);
  write_file(folder / "0003_broken.sql", "CREATE TABLE b (x int); SELECT nonsense;");
  EXPECT_THROW(migrate(owner, folder), std::runtime_error);
  EXPECT_TRUE(owner.query("SELECT to_regclass('b')").null(0, 0)) << "half a migration stayed";
  std::filesystem::remove(folder / "0003_broken.sql");
  write_file(folder / "0001_first.sql", "CREATE TABLE a (x bigint);");
  EXPECT_THROW(migrate(owner, folder), std::runtime_error);
  std::filesystem::remove(folder / "0001_first.sql");
  EXPECT_THROW(migrate(owner, folder), std::runtime_error);
}

TEST_F(Db, a_command_joins_the_cluster_of_a_server_and_a_second_server_is_told_who_has_it) {
  const auto folder = TestCluster::get().folder() / "data";
  const Cluster command(folder, Use::command);
  EXPECT_TRUE(command.joined());
  EXPECT_NO_THROW(Connection(command.owner_conninfo(name)).query("SELECT 1"));
  try {
    const Cluster second(folder, Use::serve);
    FAIL() << "two servers have one folder";
  } catch (const std::runtime_error& fault) {
    EXPECT_NE(std::string(fault.what()).find("process " + std::to_string(getpid())), std::string::npos) << fault.what();
  }
}

TEST_F(Db, a_command_of_another_version_leaves_the_schema_alone) {
  const auto folder = TestCluster::get().folder() / ("newer-" + name);
  std::filesystem::create_directories(folder);
  write_file(folder / "0001_first.sql", "CREATE TABLE a (x int);");
  EXPECT_THROW(migrate(owner, folder, false), std::runtime_error);
  EXPECT_TRUE(owner.query("SELECT to_regclass('a')").null(0, 0));
  migrate(owner, folder);
  EXPECT_EQ(migrate(owner, folder, false), 0);
}

TEST_F(Db, without_the_password_nobody_comes_in) {
  std::string open = TestCluster::get().cluster().app_conninfo(name);
  open = open.substr(0, open.find(" passfile=")) + " passfile=/nonexistent user=tenzij_owner dbname=" + name;
  try {
    const Connection stranger(open);
    FAIL() << "the socket trusts whoever reaches it";
  } catch (const SqlError& fault) {
    EXPECT_EQ(fault.sqlstate, "28P01") << fault.what();
  }
}

TEST_F(Db, when_all_connections_are_taken_the_pool_says_so_and_recovers) {
  const std::string app = TestCluster::get().cluster().app_conninfo(name);
  Pool pool(app, 2);
  std::vector<std::unique_ptr<Connection>> all;
  std::string state;
  for (int i = 0; i < limits::database_connections + 10 && state.empty(); ++i) {
    try {
      all.push_back(std::make_unique<Connection>(app));
    } catch (const SqlError& fault) {
      state = fault.sqlstate;
    }
  }
  EXPECT_EQ(state, "53300");
  try {
    Session(pool, {}).query("SELECT 1");
    FAIL() << "a connection beyond the last";
  } catch (const SqlError& fault) {
    EXPECT_EQ(http::error_of(fault).status(), 503);
    EXPECT_EQ(http::error_of(fault).code(), "databaseBusy");
  }
  all.clear();
  // PostgreSQL frees a place when it has seen that the line is closed.
  for (int tries = 0;; ++tries) {
    try {
      Session(pool, {}).query("SELECT 1");
      break;
    } catch (const SqlError& fault) {
      ASSERT_LT(tries, 3000) << fault.what();
      usleep(10'000);
    }
  }
  EXPECT_EQ(pool.in_use(), 0U);
}

TEST(DatabaseFault, what_a_failed_statement_means_for_who_asked) {
  const auto meaning = [](const char* state, const char* text = "") { return http::error_of(SqlError(state, "", text)); };
  EXPECT_EQ(meaning("").code(), "databaseAway");
  EXPECT_EQ(meaning("57P03").code(), "databaseAway");
  EXPECT_EQ(meaning("53100").code(), "diskFull");
  EXPECT_EQ(meaning("25006").code(), "diskReadOnly");
  EXPECT_EQ(meaning("42501", "could not open file \"base/1/2\": Read-only file system").code(), "diskReadOnly");
  EXPECT_EQ(meaning("57014").code(), "timeout");
  EXPECT_EQ(meaning("42501", "permission denied for table t").status(), 500);
  EXPECT_EQ(meaning("22012").status(), 500);
}

TEST(Watch, a_dead_database_is_started_again_and_the_pool_finds_it) {
  const auto folder = TestCluster::get().folder() / "watched";
  DatabaseSettings settings;
  settings.data_folder = folder;
  settings.migrations = TestCluster::get().folder();  // none
  Database database(settings);
  { Session(database.pool(), {}).query("SELECT 1"); }
  ASSERT_TRUE(database.ready());
  const std::string content = read_file(folder / "pg" / "postmaster.pid");
  kill(static_cast<pid_t>(std::stol(content)), SIGKILL);
  bool away = false;
  for (int tries = 0; tries < 6000; ++tries) {
    const bool ready = database.ready();
    away = away || !ready;
    if (away && ready) break;
    usleep(5'000);
  }
  EXPECT_TRUE(away) << "it was never said";
  EXPECT_TRUE(database.ready());
  EXPECT_NO_THROW(Session(database.pool(), {}).query("SELECT 1"));
}

TEST(Keys, a_cluster_that_trusted_its_socket_asks_for_passwords_from_the_next_start) {
  const auto folder = TestCluster::get().folder() / "trusting";
  std::string conninfo;
  { conninfo = Cluster(folder).owner_conninfo("postgres"); }
  const auto access = folder / "pg" / "pg_hba.conf";
  // As initdb --auth=trust wrote it, and without our file.
  std::ofstream(access, std::ios::trunc) << "local all all trust\n";
  std::filesystem::remove(folder / "pgpass");
  const Cluster again(folder);
  EXPECT_NO_THROW(Connection(again.owner_conninfo("postgres")).query("SELECT 1"));
  EXPECT_EQ(read_file(access).find("trust"), std::string::npos);
}

}  // namespace
}  // namespace tenzij::db
