#include "platform/base/lengths.h"

#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <sstream>

#include "platform/base/log.h"
#include "platform/base/schema.h"

namespace tenzij {
namespace {

struct Twig {
  std::string title;
  std::vector<std::string> remarks;
  static constexpr std::array<json::Length, 1> lengths{{{"remarks", 5, 2}}};
};
BOOST_DESCRIBE_STRUCT(Twig, (), (title, remarks))

struct Outer {
  std::optional<std::string> code;
  std::string text;
  std::vector<Twig> parts;
  json::value passed;
};
BOOST_DESCRIBE_STRUCT(Outer, (), (code, text, parts, passed))

std::string trees(std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += "🌳";
  return out;
}

std::map<std::string, std::string> faults(const Outer& in) {
  std::map<std::string, std::string> out;
  try {
    json::decode<Outer>(json::encode(in));
  } catch (const Error& error) {
    for (const auto& field : error.fields()) out[field.pointer] = field.code + (field.args.empty() ? "" : " " + field.args[0].second);
  }
  return out;
}

TEST(Lengths, are_counted_in_characters_and_named_with_their_field) {
  const Outer longest{
      std::string(limits::code_longest, 'c'), trees(limits::long_text_longest), {{trees(limits::name_longest), {"één 2", "3"}}}, {}};
  EXPECT_TRUE(faults(longest).empty());
  Outer longer = longest;
  *longer.code += 'c';
  longer.text += "🌳";
  longer.parts[0].title += "x";
  longer.parts[0].remarks[1] = "123456";
  EXPECT_EQ(
      faults(longer),
      (std::map<std::string, std::string>{
          {"/code", "tooLong 100"}, {"/text", "tooLong 20000"}, {"/parts/0/title", "tooLong 200"}, {"/parts/0/remarks/1", "tooLong 5"}}));
  longer = longest;
  longer.parts[0].remarks = {"1", "2", "3"};
  EXPECT_EQ(faults(longer), (std::map<std::string, std::string>{{"/parts/0/remarks", "tooMany 2"}}));
}

TEST(Lengths, stand_in_the_schema_of_what_comes_in_and_not_of_what_goes_out) {
  json::Schemas schemas;
  const json::Length length{};
  schemas.of<Outer>(&length);
  const auto& in = schemas.limited.at("Outer").at("properties");
  EXPECT_EQ(in.at("code").at("maxLength"), limits::code_longest);
  EXPECT_EQ(in.at("parts").at("maxItems"), limits::list_longest);
  EXPECT_EQ(schemas.limited.at("Twig").at("properties").at("remarks").at("items").at("maxLength"), 5);
  EXPECT_FALSE(schemas.components.at("Outer").at("properties").at("code").as_object().contains("maxLength"));
}

TEST(Lengths, do_not_cut_what_is_read_back_from_the_database) {
  Twig out;
  json::Decoder decoder;
  decoder.read(json::encode(Twig{std::string(500, 'x'), {"1", "2", "a long one"}}), out, "");
  EXPECT_EQ(out.title.size(), 500U);
  EXPECT_EQ(out.remarks.size(), 3U);
  EXPECT_TRUE(decoder.errors.empty());
}

TEST(Decode, refuses_what_cannot_be_stored) {
  for (const char* body : {R"({"text":"\u0000","passed":{}})", R"({"text":"x","passed":{"a":["\u0000"]}})",
                           R"({"text":"x","passed":{"\u0000":1}})", R"({"text":"x","passed":{"a":1e400}})"})
    EXPECT_THROW(json::decode<Outer>(std::string_view(body)), Error) << body;
  for (const char* body : {R"({"text":"\ud800","passed":{}})", "{\"text\":\"\xff\",\"passed\":{}}"})
    EXPECT_THROW(json::decode<Outer>(std::string_view(body)), Error) << body;
  for (const char* date : {"0000-01-01", "10000-01-01", "2026-06-31", "-001-01-01", "2026-1-1"}) EXPECT_FALSE(Date::parse(date)) << date;
  EXPECT_TRUE(Date::parse("0001-01-01") && Date::parse("9999-12-31"));
  for (const char* instant : {"9999-12-31T23:59:59-05:00", "0001-01-01T00:00:00+05:00", "2026-01-01T00:00:00Zx", "2026-01-01x00:00:00Z"})
    EXPECT_FALSE(parse_instant(instant)) << instant;
  EXPECT_TRUE(parse_instant("2026-01-01 00:00:00+00") && parse_instant("2026-01-01T00:00:00.5+01:00"));
}

TEST(Log, a_line_is_one_line_whatever_it_says) {
  std::ostringstream written;
  auto sink = std::make_shared<spdlog::sinks::ostream_sink_st>(written);
  spdlog::logger logger("test", sink);
  logger.set_formatter(log_format());
  logger.info("file {}",
              "a\nb\r\x1b[2J\x7f\xc2\x9b"
              "1m\xe2\x80\xae"
              "txt.exe\xff één 🌳");
  const std::string line = written.str();
  EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
  EXPECT_NE(line.find(R"(info file a\x0ab\x0d\x1b[2J\x7f\xc2\x9b1m\xe2\x80\xaetxt.exe)"), std::string::npos) << line;
  EXPECT_NE(line.find("één 🌳"), std::string::npos);
}

}  // namespace
}  // namespace tenzij
