#include <gtest/gtest.h>

#include "platform/db/session.h"
#include "tests/support/database.h"

namespace tenzij::db {
namespace {

using testing::TestCluster;

constexpr std::string_view all_columns = R"sql(
SELECT n, word
  FROM (VALUES (1, 'one'), (2, 'two'), (3, 'three'), (4, 'four')) v(n, word)
)sql";

const Statement numbers_before{"db.numbers_before", {all_columns, R"sql(
 WHERE n < $1 /* filter */
 ORDER BY n
 LIMIT $2
)sql"}};

const Statement without_place{"db.without_place", "SELECT 1"};

struct Number {
  int n;
  std::string word;
};
BOOST_DESCRIBE_STRUCT(Number, (), (n, word))

class Statements : public ::testing::Test {
 protected:
  std::string name = TestCluster::get().create();
  Pool pool{TestCluster::get().cluster().owner_conninfo(name), 1};
  Session session{pool, {}};

  std::string words(const Filter& filter, int before, int most = 9) {
    std::string out;
    for (const Number& each : session.rows<Number>(filter.in(numbers_before, before, most))) out += each.word + " ";
    return out;
  }
};

TEST_F(Statements, a_statement_lists_itself_with_its_name_and_place) {
  bool seen = false;
  for (const Statement* each : Statement::all())
    if (each == &numbers_before) {
      seen = true;
      EXPECT_EQ(each->name(), "db.numbers_before");
      EXPECT_NE(each->place().find("statement_test.cpp:"), std::string::npos);
    }
  EXPECT_TRUE(seen);
}

TEST_F(Statements, parts_are_one_statement_that_stands_without_conditions_too) {
  EXPECT_EQ(session.rows<Number>(numbers_before, 3, 9).size(), 2U);
  EXPECT_EQ(words(Filter(), 4), "one two three ");
}

TEST_F(Statements, conditions_are_added_only_when_asked_and_keep_the_numbers_of_the_statement) {
  Filter filter;
  filter.asked("word = $1", std::optional<std::string>());
  filter.asked("word = ANY ($1::text[])", std::vector<std::string>());
  filter.when(false, "false");
  EXPECT_EQ(words(filter, 9), "one two three four ");
  filter.asked("n > $1", std::optional(1));
  filter.where("n BETWEEN $1 AND $2 AND $2 = $2", 2, 3);
  EXPECT_EQ(words(filter, 9), "two three ");
  EXPECT_EQ(words(filter, 3), "two ");
  EXPECT_EQ(words(filter, 9, 1), "two ");
  filter.asked("word = ANY ($1::text[])", std::vector<std::string>{"three"});
  EXPECT_EQ(words(filter, 9), "three ");
  filter.when(true, "n <> 3");
  EXPECT_EQ(words(filter, 9), "");
}

TEST_F(Statements, what_somebody_typed_is_a_value_and_never_sql) {
  Filter filter;
  filter.asked("word = $1", std::optional<std::string>("' OR true --"));
  const Filtered asked = filter.in(numbers_before, 9, 9);
  EXPECT_EQ(asked.sql.find("OR true"), std::string::npos);
  EXPECT_EQ(asked.params.size(), 3U);
  EXPECT_TRUE(session.rows<Number>(asked).empty());
}

TEST_F(Statements, a_statement_without_a_place_for_it_takes_no_filter) {
  EXPECT_THROW(static_cast<void>(Filter().in(without_place)), std::logic_error);
}

}  // namespace
}  // namespace tenzij::db
