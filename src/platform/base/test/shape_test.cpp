#include "platform/base/shape.h"

#include <gtest/gtest.h>

#include "platform/base/schema.h"

namespace tenzij {
namespace {

enum class Tree : std::uint8_t { oak, beech };
BOOST_DESCRIBE_ENUM(Tree, oak, beech)

struct Fields {
  std::string title;
  std::int32_t small = 0;
};
BOOST_DESCRIBE_STRUCT(Fields, (), (title, small))

struct More {
  std::uint8_t byte = 0;
};
BOOST_DESCRIBE_STRUCT(More, (), (byte))

struct Branch : Fields, More {
  std::int64_t large = 0;
  std::uint64_t count = 0;
  std::optional<Tree> tree;
  std::vector<Branch> branches;
  std::optional<std::vector<Fields>> rest;
};
BOOST_DESCRIBE_STRUCT(Branch, (Fields, More), (large, count, tree, branches, rest))

std::string fault(const std::string& body) {
  try {
    json::decode<Branch>(std::string_view(body));
  } catch (const Error& error) {
    return error.fields().at(0).pointer + " " + error.fields().at(0).code;
  }
  return "";
}

std::string branch(const std::string& more) { return R"({"title":"x","small":1,"byte":1,"large":1,"count":1)" + more + "}"; }

TEST(Shape, has_the_members_of_its_bases_first_and_finds_each_at_its_place) {
  Branch in;
  in.title = "a";
  in.small = -2;
  in.byte = 3;
  in.large = 4;
  in.tree = Tree::beech;
  in.branches.resize(1);
  in.branches[0].count = 5;
  in.rest = std::vector<Fields>{{"b", 6}};
  const std::string written = json::dump(json::encode(in));
  EXPECT_EQ(written, R"({"title":"a","small":-2,"byte":3,"large":4,"count":0,"tree":"beech","branches":[{"title":"","small":0,"byte":0,)"
                     R"("large":0,"count":5,"tree":null,"branches":[],"rest":null}],"rest":[{"title":"b","small":6}]})");
  EXPECT_EQ(json::dump(json::encode(json::decode<Branch>(std::string_view(written)))), written);
}

TEST(Shape, a_number_that_does_not_fit_its_member_is_refused) {
  EXPECT_EQ(fault(branch("")), "");
  EXPECT_EQ(fault(R"({"title":"x","small":2147483648,"byte":1,"large":1,"count":1})"), "/small notWholeNumber");
  EXPECT_EQ(fault(R"({"title":"x","small":-2147483649,"byte":1,"large":1,"count":1})"), "/small notWholeNumber");
  EXPECT_EQ(fault(R"({"title":"x","small":-2147483648,"byte":255,"large":-9223372036854775808,"count":18446744073709551615})"), "");
  EXPECT_EQ(fault(R"({"title":"x","small":1,"byte":256,"large":1,"count":1})"), "/byte notWholeNumber");
  EXPECT_EQ(fault(R"({"title":"x","small":1,"byte":-1,"large":1,"count":1})"), "/byte notWholeNumber");
  EXPECT_EQ(fault(R"({"title":"x","small":1,"byte":1,"large":9223372036854775808,"count":1})"), "/large notWholeNumber");
  EXPECT_EQ(fault(R"({"title":"x","small":1,"byte":1,"large":1,"count":-1})"), "/count notWholeNumber");
  EXPECT_EQ(fault(R"({"title":"x","small":1.0,"byte":2e1,"large":1,"count":1})"), "");
}

TEST(Shape, a_fault_far_inside_has_the_way_to_it) {
  EXPECT_EQ(fault(branch(R"(,"branches":[)" + branch("") + "," + branch(R"(,"tree":"elm")") + "]")), "/branches/1/tree notInList");
  EXPECT_EQ(fault(branch(R"(,"tree":"oak\u0000")")), "/tree notInList");
  EXPECT_EQ(fault(branch(R"(,"rest":[{"title":"x","small":1,"y":2}])")), "/rest/0/y unknownField");
  EXPECT_EQ(fault(branch(R"(,"rest":[{"title":"x"}])")), "/rest/0/small required");
}

TEST(Shape, a_struct_that_holds_itself_is_described_once) {
  json::Schemas schemas;
  schemas.of<Branch>();
  EXPECT_EQ(schemas.components.size(), 2U);
  EXPECT_EQ(json::dump(schemas.components.at("Branch").at("properties").at("branches")),
            R"({"type":"array","items":{"$ref":"#/components/schemas/Branch"}})");
  EXPECT_EQ(json::dump(schemas.components.at("Branch").at("required")), R"(["title","small","byte","large","count","branches"])");
}

}  // namespace
}  // namespace tenzij
