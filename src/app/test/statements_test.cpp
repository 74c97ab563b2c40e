// Every statement of the program is understood by the schema as the migrations leave it: a column that is renamed or gone is
// named here, before anybody asks for it.
#include <gtest/gtest.h>

#include <set>

#include "tests/support/server.h"

namespace tenzij {
namespace {

using testing::TestServer;

TEST(Statements, every_one_is_understood_by_the_schema) {
  TestServer server;
  db::Connection owner = server.owner();
  const auto all = db::Statement::all();
  ASSERT_GT(all.size(), 300U);  // that they list themselves
  std::size_t number = 0;
  for (const db::Statement* each : all) try {
      owner.script("PREPARE statement_" + std::to_string(++number) + " AS " + std::string(each->sql()));
    } catch (const db::SqlError& fault) {
      ADD_FAILURE() << each->name() << " at " << each->place() << ": " << fault.what();
    }
}

TEST(Statements, each_has_a_name_of_its_own_with_its_room) {
  std::set<std::string_view> names;
  for (const db::Statement* each : db::Statement::all()) {
    EXPECT_TRUE(names.insert(each->name()).second) << each->name() << " again at " << each->place();
    const std::string room(each->name().substr(0, each->name().find('.')));
    EXPECT_NE(each->place().find("/" + room + "/"), std::string::npos) << each->name() << " at " << each->place();
  }
}

}  // namespace
}  // namespace tenzij
