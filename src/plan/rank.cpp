#include "plan/rank.h"

#include <algorithm>
#include <set>

#include "platform/base/error.h"
#include "platform/base/files.h"

namespace tenzij::plan {

namespace {

constexpr int most_exponent = 2;
constexpr int most_score = 5;
constexpr int not_asked = 3;

struct Scored {
  const RankRow* row;
  std::int64_t score;
};

std::string name_of(const json::value& number) { return number.is_string() ? std::string(number.as_string()) : json::dump(number); }

// Whole numbers by their size, other names by their letters.
bool before(const json::value& a, const json::value& b) {
  if (a.is_number() && b.is_number()) return a.to_number<std::int64_t>() < b.to_number<std::int64_t>();
  return name_of(a) < name_of(b);
}

std::int64_t power(std::int64_t base, int exponent) {
  std::int64_t out = 1;
  for (int i = 0; i < exponent; ++i) out *= base;
  return out;
}

int value_score(std::int64_t cents, const RankBounds& bounds) {
  return 1 +
         static_cast<int>(std::count_if(bounds.value_cents.begin(), bounds.value_cents.end(), [&](auto each) { return cents >= each; }));
}

int influence_score(std::chrono::days left, const RankBounds& bounds) {
  for (const InfluenceStep& each : bounds.influence)
    if (left >= std::chrono::days{each.from_days}) return each.score;
  return 0;
}

std::chrono::days left_of(const RankRow& row, const Date& today) {
  return std::chrono::sys_days{row.publish_on->ymd} - std::chrono::sys_days{today.ymd};
}

void check(const RankFile& in) {
  std::vector<FieldError> errors;
  const auto between = [&](const std::string& pointer, int value, int least, int most) {
    if (value < least || value > most)
      errors.push_back({pointer, "outOfRange", {{"least", std::to_string(least)}, {"most", std::to_string(most)}}});
  };
  const RankWeights weights = in.weights.value_or(RankWeights{});
  between("/weights/value", weights.value, 0, most_exponent);
  between("/weights/impact", weights.impact, 0, most_exponent);
  between("/weights/influence", weights.influence, 0, most_exponent);
  between("/weights/readiness", weights.readiness, 0, most_exponent);
  std::set<std::string> seen;
  for (std::size_t i = 0; i < in.rows.size(); ++i) {
    const RankRow& row = in.rows[i];
    const std::string at = "/rows/" + std::to_string(i);
    const bool named = (row.number.is_string() && !row.number.as_string().empty()) || row.number.is_int64() || row.number.is_uint64();
    if (!named) errors.push_back({at + "/number", "required"});
    else if (!seen.insert(name_of(row.number)).second) errors.push_back({at + "/number", "rankTwice"});
    if (row.value_cents && *row.value_cents < 0) errors.push_back({at + "/valueCents", "rankNegative"});
    between(at + "/impact", row.impact, 1, most_score);
    between(at + "/readiness", row.readiness.value_or(not_asked), 1, most_score);
  }
  if (!errors.empty()) throw bad_request(std::move(errors));
}

json::array numbers(std::vector<Scored>& rows) {
  std::sort(rows.begin(), rows.end(), [](const Scored& a, const Scored& b) {
    if (a.score != b.score) return a.score > b.score;
    if (a.row->publish_on != b.row->publish_on) return a.row->publish_on < b.row->publish_on;
    return before(a.row->number, b.row->number);
  });
  json::array out;
  for (const Scored& each : rows) out.push_back(each.row->number);
  return out;
}

}  // namespace

RankBounds rank_bounds(const std::filesystem::path& knowledge) {
  return json::restore<RankBounds>(read_file(knowledge / "plan/ranking.json"));
}

Ranking rank(const RankFile& in, const RankBounds& bounds) {
  check(in);
  const RankWeights weights = in.weights.value_or(RankWeights{});
  std::vector<Scored> ranked;
  std::vector<Scored> unvalued;
  std::vector<Scored> passed;
  std::vector<Scored> undated;
  for (const RankRow& row : in.rows) {
    std::int64_t score = power(row.impact, weights.impact) * power(row.readiness.value_or(not_asked), weights.readiness);
    if (row.value_cents) score *= power(value_score(*row.value_cents, bounds), weights.value);
    const int influence = row.publish_on ? influence_score(left_of(row, in.today), bounds) : 0;
    if (!row.publish_on) {
      undated.push_back({&row, score});
    } else if (influence == 0) {
      passed.push_back({&row, 0});
    } else {
      score *= power(influence, weights.influence);
      (row.value_cents ? ranked : unvalued).push_back({&row, score});
    }
  }
  Ranking out{numbers(ranked), {}, numbers(unvalued), numbers(passed), numbers(undated)};
  for (const Scored& each : ranked) out.scores[name_of(each.row->number)] = each.score;
  return out;
}

}  // namespace tenzij::plan
