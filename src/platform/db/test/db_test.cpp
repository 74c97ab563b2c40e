#include <gtest/gtest.h>

#include <fstream>

#include "platform/base/files.h"
#include "platform/db/migrations.h"
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

TEST_F(Db, a_second_process_joins_the_cluster_of_the_first) {
  const Cluster second(TestCluster::get().folder() / "data");
  EXPECT_TRUE(second.joined());
  EXPECT_NO_THROW(Connection(second.owner_conninfo(name)).query("SELECT 1"));
}

}  // namespace
}  // namespace tenzij::db
