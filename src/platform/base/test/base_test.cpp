#include <gtest/gtest.h>

#include "platform/base/money.h"
#include "platform/base/schema.h"

namespace tenzij {
namespace {

enum class Colour { red, green };
BOOST_DESCRIBE_ENUM(Colour, red, green)

struct Inner {
  std::int64_t whole_number;
};
BOOST_DESCRIBE_STRUCT(Inner, (), (whole_number))

struct Form {
  std::string title;
  std::optional<Date> due_on;
  std::vector<Inner> parts;
  Colour colour;
};
BOOST_DESCRIBE_STRUCT(Form, (), (title, due_on, parts, colour))

std::vector<std::string> pointers(std::string_view body) {
  try {
    json::decode<Form>(body);
  } catch (const Error& error) {
    std::vector<std::string> out;
    for (const auto& field : error.fields()) out.push_back(field.pointer + " " + field.code);
    return out;
  }
  return {};
}

TEST(Json, reads_what_it_writes) {
  const Form form{"Groen", Date::parse("2026-02-28"), {{7}}, Colour::green};
  const auto again = json::decode<Form>(json::dump(json::encode(form)));
  EXPECT_EQ(again.title, "Groen");
  EXPECT_EQ(again.due_on, form.due_on);
  EXPECT_EQ(again.parts.at(0).whole_number, 7);
  EXPECT_EQ(again.colour, Colour::green);
}

TEST(Json, names_every_wrong_field_at_once) {
  EXPECT_EQ(pointers(R"({"title":3,"dueOn":"2026-02-30","parts":[{"wholeNumber":1},{"wholeNumber":1.5}],"colour":"blue","x":1})"),
            (std::vector<std::string>{"/title notText", "/dueOn notDate", "/parts/1/wholeNumber notWholeNumber", "/colour notInList",
                                      "/x unknownField"}));
  EXPECT_EQ(pointers("{}"), (std::vector<std::string>{"/title required", "/colour required"}));
}

TEST(Json, refuses_depth_and_garbage_as_bad_requests) {
  EXPECT_THROW(json::parse(std::string(200'000, '[')), Error);
  EXPECT_THROW(json::parse("{} {}"), Error);
  EXPECT_THROW(json::parse("{\"a\":"), Error);
}

TEST(Json, schema_says_what_decode_accepts) {
  json::Schemas schemas;
  schemas.of<Form>();
  const auto& form = schemas.components.at("Form").as_object();
  EXPECT_EQ(json::dump(form.at("required")), R"(["title","parts","colour"])");
  EXPECT_EQ(json::dump(form.at("properties").at("dueOn")), R"({"type":"string","format":"date","nullable":true})");
  EXPECT_TRUE(schemas.components.contains("Inner"));
}

TEST(Text, valid_utf8_refuses_overlong_surrogates_and_nul) {
  EXPECT_TRUE(text::valid_utf8("één €"));
  EXPECT_FALSE(text::valid_utf8("\xc0\xaf"));
  EXPECT_FALSE(text::valid_utf8("\xed\xa0\x80"));
  EXPECT_FALSE(text::valid_utf8(std::string_view("a\0b", 3)));
  EXPECT_EQ(text::repair_utf8("a\xff"
                              "b"),
            "a\xef\xbf\xbd"
            "b");
  EXPECT_EQ(text::from_latin1("caf\xe9 \x80"), "café €");
}

TEST(Text, counts_characters_not_bytes) {
  EXPECT_EQ(text::code_points("Eén CO₂ 🌳 en nog een heel eind verder, één keer"), 47U);
  EXPECT_EQ(text::code_points("é"), 1U);
  EXPECT_EQ(text::code_points(""), 0U);
}

TEST(Text, shorten_never_cuts_a_character) { EXPECT_EQ(text::shorten("aé", 2), "a…"); }

TEST(Money, shares_are_written_whole) {
  EXPECT_EQ(percent_of(500), "5");
  EXPECT_EQ(percent_of(505), "5,05");
  EXPECT_EQ(percent_of(1250), "12,5");
  EXPECT_EQ(percent_of(10000), "100");
}

TEST(Money, reads_the_notations_of_notices) {
  EXPECT_EQ(parse_cents("1234.5"), 123450);
  EXPECT_EQ(parse_cents("2.0E7"), 2'000'000'000);
  EXPECT_EQ(parse_cents("-1"), std::nullopt);
  EXPECT_EQ(parse_cents("1e300"), std::nullopt);
  EXPECT_EQ(parse_cents("12 euro"), std::nullopt);
  EXPECT_EQ(cents_to_decimal(123405), "1234.05");
}

TEST(Time, dates_must_exist) {
  EXPECT_EQ(Date::parse("2024-02-29")->str(), "2024-02-29");
  EXPECT_FALSE(Date::parse("2023-02-29"));
  EXPECT_FALSE(Date::parse("2023-2-9"));
  EXPECT_EQ(Date::parse_lenient("20220103")->str(), "2022-01-03");
  EXPECT_EQ(Date::parse_lenient("2024-03-07Z")->str(), "2024-03-07");
}

TEST(Time, instants_keep_microseconds_and_zones) {
  EXPECT_EQ(to_iso(*parse_instant("2026-11-23 21:15:00.25+01")), "2026-11-23T20:15:00.250000Z");
  EXPECT_EQ(to_iso(*parse_instant("2026-11-23T21:15:00Z")), "2026-11-23T21:15:00.000000Z");
  EXPECT_FALSE(parse_instant("2026-11-23T25:15:00Z"));
}

TEST(Ids, are_unique_ordered_by_time_and_parsed_strictly) {
  const Uuid first = new_id();
  EXPECT_NE(first, new_id());
  EXPECT_EQ(Uuid::parse(first.str()), first);
  EXPECT_FALSE(Uuid::parse(first.str() + "0"));
  EXPECT_FALSE(Uuid::parse("zzzzzzzz-0000-0000-0000-000000000000"));
}

}  // namespace
}  // namespace tenzij
