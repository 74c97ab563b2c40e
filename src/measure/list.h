// Which measurements a list or a file is about.
#pragma once

#include "measure/store.h"
#include "platform/db/filter.h"

namespace tenzij::measure {

enum class MeasurementSort { title, period, contract, value, state, reported_name };
BOOST_DESCRIBE_ENUM(MeasurementSort, title, period, contract, value, state, reported_name)
struct MeasurementQuery {
  std::optional<std::string> search;  // in the indicator, the contract, the supplier
  std::optional<std::string> indicator;
  std::optional<std::string> theme;
  std::optional<IndicatorLevel> level;
  std::vector<std::string> stands;
  std::optional<Certainty> certainty;
  std::optional<Uuid> contract_id;
  std::optional<bool> without_contract;
  std::optional<Uuid> commitment_id;
  std::optional<Uuid> goal_id;  // that feed it
  std::optional<Uuid> unit_id;
  std::optional<int> year;       // in which the period ends
  std::optional<bool> mine;      // reported by who asks
  std::optional<bool> to_judge;  // reported by somebody else, nothing asked about it
  std::optional<MeasurementSort> sort;
  std::optional<bool> descending;
  std::optional<std::int64_t> page;
  std::optional<std::int64_t> page_size;
};
BOOST_DESCRIBE_STRUCT(MeasurementQuery, (),
                      (search, indicator, theme, level, stands, certainty, contract_id, without_contract, commitment_id, goal_id, unit_id,
                       year, mine, to_judge, sort, descending, page, page_size))

// Over measure.measurement AS m and measure.of_contract AS c; `me` for "mine" and "to judge".
db::Filter chosen_measurements(const MeasurementQuery& in, const Uuid& me);

}  // namespace tenzij::measure
