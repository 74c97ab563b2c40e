// Which purchases of the calendar promise most: score = value x impact x influence x readiness, each 1 to 5, each with an exponent of
// 0, 1 or 2. A pure sum, the same for the plan and for `tenzij rank FILE`. Its bounds are data: knowledge/plan/ranking.json.
#pragma once

#include <filesystem>

#include "platform/base/json.h"
#include "platform/base/time.h"

namespace tenzij::plan {

// Value: one more than the number of bounds (euro cents) that are reached. Influence: by whole days until publication.
struct InfluenceStep {
  int from_days{};
  int score{};
};
BOOST_DESCRIBE_STRUCT(InfluenceStep, (), (from_days, score))
struct RankBounds {
  std::vector<std::int64_t> value_cents;
  std::vector<InfluenceStep> influence;  // the longest first
};
BOOST_DESCRIBE_STRUCT(RankBounds, (), (value_cents, influence))
RankBounds rank_bounds(const std::filesystem::path& knowledge);

struct RankWeights {
  int value = 1;
  int impact = 1;
  int influence = 1;
  int readiness = 1;
};
BOOST_DESCRIBE_STRUCT(RankWeights, (), (value, impact, influence, readiness))
struct RankRow {
  json::value number;                         // text or a whole number: how the municipality calls the purchase
  std::optional<std::int64_t> value_cents{};  // none: not known
  std::optional<Date> publish_on{};           // none: no day yet
  int impact{};                               // 1 to 5: the strongest focus cell of its category
  std::optional<int> readiness{};             // 1 to 5: what the market said last; none: not asked, counts as 3
};
BOOST_DESCRIBE_STRUCT(RankRow, (), (number, value_cents, publish_on, impact, readiness))
struct RankFile {
  Date today;
  std::optional<RankWeights> weights{};
  std::vector<RankRow> rows;
};
BOOST_DESCRIBE_STRUCT(RankFile, (), (today, weights, rows))

// Every row stands in exactly one of the four lists. Ties: the earlier day, then the number.
struct Ranking {
  json::array order;          // numbers, the highest score first
  json::object scores;        // by number
  json::array value_unknown;  // unknown is not zero: a list of its own, in the same order without the value
  json::array no_influence;   // published already: nothing can be asked any more
  json::array day_unknown;    // the same for who has no day
};
BOOST_DESCRIBE_STRUCT(Ranking, (), (order, scores, value_unknown, no_influence, day_unknown))

// Throws Error 400 with every wrong field.
Ranking rank(const RankFile& in, const RankBounds& bounds);

}  // namespace tenzij::plan
