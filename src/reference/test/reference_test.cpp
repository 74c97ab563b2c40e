#include "reference/reference.h"

#include <gtest/gtest.h>

#include <fstream>

#include "platform/base/files.h"
#include "tests/support/server.h"

namespace tenzij::reference {
namespace {

TEST(Reference, the_six_themes_and_the_codes_are_there_from_the_start) {
  testing::TestServer server;
  auto client = server.client();
  EXPECT_EQ(client.get("/themes").json().at("items").as_array().size(), 6U);
  EXPECT_EQ(client.get("/codes?list=sdg").json().at("items").as_array().size(), 17U);
  EXPECT_EQ(client.get("/cpv-codes?divisions=true").json().at("items").as_array().size(), 45U);
}

TEST(Reference, the_cpv_list_comes_in_whole_or_not_at_all) {
  testing::TestServer server;
  db::Connection owner = server.owner();
  const auto file = testing::TestCluster::get().folder() / "cpv.tsv";
  write_file(file, "code\tnl\ten\n03111000\tZaden\tSeeds\n3112\tFout\tWrong\n");
  try {
    import_cpv(owner, file);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.args().at(0).second, "3");
  }
  EXPECT_TRUE(owner.query("SELECT 1 FROM reference.cpv WHERE code = '03111000'").empty());
  write_file(file, "code\tnl\ten\n03111000\tZaden\tSeeds\n");
  EXPECT_EQ(import_cpv(owner, file), 1U);
}

}  // namespace
}  // namespace tenzij::reference
