// Time is passed in: whoever needs "now" takes a Clock, so tests never sleep and never depend on today.
// Instants are UTC; dates are calendar dates without a zone (ISO 8601 in every interface).
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace tenzij {

using Instant = std::chrono::sys_time<std::chrono::microseconds>;
using Clock = std::function<Instant()>;

Instant system_now();

struct Date {
  std::chrono::year_month_day ymd{};
  bool operator==(const Date&) const = default;
  auto operator<=>(const Date& other) const { return ymd <=> other.ymd; }
  [[nodiscard]] std::string str() const;
  [[nodiscard]] int year() const { return static_cast<int>(ymd.year()); }
  static std::optional<Date> parse(std::string_view text);          // exactly YYYY-MM-DD, and it exists
  static std::optional<Date> parse_lenient(std::string_view text);  // also YYYYMMDD and a zone or time behind it
};

Date date_of(Instant instant);
std::string to_iso(Instant instant);  // 2026-11-23T21:15:00.000000Z
std::optional<Instant> parse_instant(std::string_view text);

}  // namespace tenzij
