// The input of the social-return sum after its check: whole numbers, tables by day.
#pragma once

#include "contract/social_return.h"

namespace tenzij::contract {

using Days = std::chrono::sys_days;
using Amounts = std::map<std::string, std::int64_t, std::less<>>;
// ISO C++ has no name for it; every compiler that builds Tenzij does.
__extension__ using Wide = __int128;

// Hours are counted in ten-thousandths: what people write has two decimals, and a third of a week's hours four.
inline constexpr std::int64_t parts_of_hour = 10'000;

inline constexpr std::array<std::string_view, 6> pso_steps{"aspirant", "basis", "1", "2", "3", "30+"};

struct TableTerms {
  Date valid_from;
  std::int64_t norm{};  // parts of an hour
  Amounts blocks;
  Amounts bonuses;
  std::optional<std::int64_t> cents_per_hour{};
  Amounts longest_months;
  std::optional<int> begun_before_months{};
  std::optional<std::int64_t> cents_per_day{};
};
struct PlacementTerms {
  const ReturnPlacement* given{};
  const TableTerms* table{};
  std::int64_t hours{};       // parts of an hour
  std::int64_t year_cents{};  // block and bonuses
};
struct CertificateTerms {
  std::string step;
  Date from;
  Date to;
  std::optional<int> share_bp{};  // none: the rule says nothing of this step
};
struct HoursTerms {
  const ReturnHours* given{};
  const TableTerms* table{};
  std::int64_t hours{};
};
// Points into the input, which outlives it.
struct Terms {
  std::vector<TableTerms> tables;   // by day
  std::vector<ReturnValue> values;  // by day
  std::vector<PlacementTerms> placements;
  std::vector<HoursTerms> hours;
  std::vector<CertificateTerms> certificates;  // the one that counts most first; days of two count for the first
  std::optional<std::string> pso_step{};
  std::optional<int> pso_share_bp{};
};

// Throws Error 400 with every wrong field.
Terms checked_terms(const ReturnFile& in);

}  // namespace tenzij::contract
