#include "platform/db/filter.h"

namespace tenzij::db {

namespace {

constexpr std::string_view place = "/* filter */";

// $1 becomes $4 when three parameters stand before it.
std::string numbered(std::string_view condition, std::size_t before) {
  std::string out;
  for (std::size_t at = 0; at < condition.size(); ++at) {
    out += condition[at];
    if (condition[at] != '$') continue;
    std::size_t number = 0;
    while (at + 1 < condition.size() && condition[at + 1] >= '0' && condition[at + 1] <= '9')
      number = number * 10 + static_cast<std::size_t>(condition[++at] - '0');
    out += std::to_string(number + before);
  }
  return out;
}

}  // namespace

Filtered Filter::apply(const Statement& statement, std::vector<Param> params) const {
  std::string conditions;
  for (const Condition& each : conditions_) {
    conditions += "\n   AND " + numbered(each.text, params.size());
    params.insert(params.end(), each.params.begin(), each.params.end());
  }
  Filtered out{std::string(statement.sql()), std::move(params)};
  std::size_t at = out.sql.find(place);
  if (at == std::string::npos) throw std::logic_error(std::string(statement.name()) + " has no place for a filter");
  for (; at != std::string::npos; at = out.sql.find(place, at + conditions.size())) out.sql.replace(at, place.size(), conditions);
  return out;
}

}  // namespace tenzij::db
