// Amounts, days and codes as people write them, read one way for forms and files alike: right, or asked about with what it
// may mean, or wrong; never guessed. Dutch writes a point between thousands and a comma before decimals (CLDR, nl).
// Cases with their reading: tests/fixtures/written.tsv.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/time.h"

namespace tenzij {

enum class Reading { empty, right, ask, wrong };
BOOST_DESCRIBE_ENUM(Reading, empty, right, ask, wrong)

struct WrittenAmount {
  Reading reading = Reading::empty;
  std::int64_t cents = 0;                 // when right
  std::string code{};                     // of the message, when asked or wrong
  std::vector<std::int64_t> proposals{};  // in cents, likeliest first
};
// "€ 50.000,-", "1,5 mln", "50k", "2 x 25.000", "12.500,50". Half cents go up.
WrittenAmount written_amount(std::string_view text);
// Of a number with a point, as spreadsheets store it: "12345.125" is 1234513 cents. Nothing for what is no number.
WrittenAmount plain_amount(std::string_view number);

// What is written as a day may be a stretch: "Q2 2027", "voorjaar 2027", "mrt-27". first == last for a day.
struct WrittenPeriod {
  Reading reading = Reading::empty;
  Date first{};
  Date last{};
  std::string code{};
  std::vector<Date> proposals{};
};
// Seasons are those of the weather (spring: March to May); "begin", "medio" and "eind" of a year are its first, its middle
// two and its last quarter, of a month its days 1-10, 11-20 and 21 to the end; weeks are those of ISO 8601.
WrittenPeriod written_period(std::string_view text);

// Small letters, one kind of space and dash, no space around: what all readings begin with.
std::string plain_writing(std::string_view text);

}  // namespace tenzij
