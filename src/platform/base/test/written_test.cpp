#include "platform/base/written.h"

#include <gtest/gtest.h>

#include "platform/base/files.h"
#include "platform/base/text.h"

namespace tenzij {
namespace {

// The table is data, so that whoever reads amounts elsewhere is held to the same cases.
TEST(Written, reads_what_people_write_or_asks_about_it) {
  const std::string table = read_file(std::filesystem::path(TENZIJ_HOME) / "tests" / "fixtures" / "written.tsv");
  int cases = 0;
  for (const std::string_view line : text::split(table, '\n')) {
    if (line.empty() || line.starts_with('#')) continue;
    const auto parts = text::split(line, '\t');
    ASSERT_GE(parts.size(), 4U) << line;
    std::string written(parts[1]);
    for (const auto& [from, to] : {std::pair{"\\u2009", "\u2009"}, {"\\u202f", "\u202f"}, {"\\u00a0", "\u00a0"}})
      for (std::size_t at = written.find(from); at != std::string::npos; at = written.find(from)) written.replace(at, 6, to);
    ++cases;
    const auto name = [](Reading reading) { return std::string(boost::describe::enum_to_string(reading, "")); };
    if (parts[0] == "amount") {
      const WrittenAmount read = written_amount(written);
      EXPECT_EQ(name(read.reading), parts[2]) << line << " " << read.cents << read.code;
      EXPECT_EQ(read.reading == Reading::right ? std::to_string(read.cents) : read.code, parts[3]) << line;
    } else {
      const WrittenPeriod read = written_period(written);
      EXPECT_EQ(name(read.reading), parts[2]) << line << " " << read.code;
      EXPECT_EQ(read.reading == Reading::right ? read.first.str() : read.code, parts[3]) << line;
      if (parts.size() > 4) {
        EXPECT_EQ(read.last.str(), parts[4]) << line;
      }
    }
  }
  EXPECT_GT(cases, 100);
}

TEST(Written, a_question_says_what_it_may_mean) {
  EXPECT_EQ(written_amount("€ 40.000 in 4 jaar").proposals, (std::vector<std::int64_t>{40'000'00, 160'000'00}));
  EXPECT_EQ(written_amount("12,500").proposals, (std::vector<std::int64_t>{12'500'00, 12'50}));
  EXPECT_EQ(written_amount("50.000 - 75.000").proposals, (std::vector<std::int64_t>{75'000'00, 50'000'00}));
  EXPECT_EQ(written_period("03/15/2027").proposals.front().str(), "2027-03-15");
}

TEST(Written, numbers_of_spreadsheets_are_to_the_cent) {
  EXPECT_EQ(plain_amount("12345.125").cents, 12'345'13);
  EXPECT_EQ(plain_amount("0.28999999999999998").cents, 29);
  EXPECT_EQ(plain_amount("1.005").cents, 101) << "half up, also where the binary fraction is a little less";
  EXPECT_EQ(plain_amount("1.2345E+6").cents, 1'234'500'00);
  EXPECT_EQ(plain_amount("-1").code, "amountNegative");
  EXPECT_EQ(plain_amount("1e300").reading, Reading::wrong);
}

TEST(Written, long_texts_are_no_amounts) {
  EXPECT_EQ(written_amount(std::string(100'000, '1')).reading, Reading::wrong);
  EXPECT_EQ(written_period(std::string(100'000, 'm')).reading, Reading::wrong);
}

}  // namespace
}  // namespace tenzij
