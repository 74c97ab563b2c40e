// The one reading of amounts and days, for forms: what a file gets, a field gets too.
#include "platform/base/written.h"
#include "platform/imports/store.h"

namespace tenzij::imports {

namespace {

struct ReadingQuery {
  std::optional<std::string> text;
};
BOOST_DESCRIBE_STRUCT(ReadingQuery, (), (text))
struct AmountReading {
  Reading reading{};
  std::optional<std::int64_t> cents;
  std::optional<std::string> message;
  std::vector<std::int64_t> proposals;
};
BOOST_DESCRIBE_STRUCT(AmountReading, (), (reading, cents, message, proposals))
struct PeriodReading {
  Reading reading{};
  std::optional<Date> first;
  std::optional<Date> last;
  std::optional<std::string> message;
  std::vector<Date> proposals;
};
BOOST_DESCRIBE_STRUCT(PeriodReading, (), (reading, first, last, message, proposals))

}  // namespace

void add_reading_routes(http::Router& router, const Messages& messages) {
  const auto said = [&messages](const std::string& code, const std::string& language) {
    return code.empty() ? std::nullopt : std::optional(messages.say(language, code));
  };
  router.get<AmountReading>("/readings/amount", http::signed_in,
                            {"readAmount", "imports", "An amount as somebody wrote it: right, asked with what it may mean, or wrong"},
                            [said](const http::Request& request, db::Session&, const ReadingQuery& query) {
                              const WrittenAmount read = written_amount(query.text.value_or(""));
                              const bool right = read.reading == Reading::right;
                              return AmountReading{read.reading, right ? std::optional(read.cents) : std::nullopt,
                                                   said(read.code, request.language), read.proposals};
                            });
  router.get<PeriodReading>("/readings/day", http::signed_in,
                            {"readDay", "imports", "A day or a stretch as somebody wrote it: right, asked with what it may mean, or wrong"},
                            [said](const http::Request& request, db::Session&, const ReadingQuery& query) {
                              const WrittenPeriod read = written_period(query.text.value_or(""));
                              const bool right = read.reading == Reading::right;
                              return PeriodReading{read.reading, right ? std::optional(read.first) : std::nullopt,
                                                   right ? std::optional(read.last) : std::nullopt, said(read.code, request.language),
                                                   read.proposals};
                            });
}

}  // namespace tenzij::imports
