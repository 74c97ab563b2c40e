#include "platform/base/time.h"

#include <fmt/format.h>

#include <charconv>

namespace tenzij {

namespace {

std::optional<int> digits(std::string_view text) {
  int value = 0;
  if (text.empty()) return std::nullopt;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::optional<Date> make(std::string_view year, std::string_view month, std::string_view day) {
  const auto y = digits(year);
  const auto m = digits(month);
  const auto d = digits(day);
  if (!y || !m || !d) return std::nullopt;
  const std::chrono::year_month_day ymd{std::chrono::year{*y}, std::chrono::month{static_cast<unsigned>(*m)},
                                        std::chrono::day{static_cast<unsigned>(*d)}};
  // Four digits by their form; the year 0 does not exist in the calendar of the database.
  if (!ymd.ok() || *y < 1) return std::nullopt;
  return Date{ymd};
}

}  // namespace

Instant system_now() { return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now()); }

std::string Date::str() const {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                     static_cast<unsigned>(ymd.day()));
}

std::optional<Date> Date::parse(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  return make(text.substr(0, 4), text.substr(5, 2), text.substr(8, 2));
}

std::optional<Date> Date::parse_lenient(std::string_view text) {
  if (text.size() >= 10 && text[4] == '-') return parse(text.substr(0, 10));
  if (text.size() >= 8 && text.find('-') == std::string_view::npos) return make(text.substr(0, 4), text.substr(4, 2), text.substr(6, 2));
  return std::nullopt;
}

Date date_of(Instant instant) { return Date{std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(instant)}}; }

std::string to_iso(Instant instant) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::hh_mm_ss time{instant - day};
  return fmt::format("{}T{:02}:{:02}:{:02}.{:06}Z", date_of(instant).str(), time.hours().count(), time.minutes().count(),
                     time.seconds().count(), time.subseconds().count());
}

std::optional<Instant> parse_instant(std::string_view text) {
  // YYYY-MM-DD[T ]HH:MM[:SS[.ffffff]][Z|+HH[:MM]]
  if (text.size() < 16) return std::nullopt;
  const auto date = Date::parse(text.substr(0, 10));
  const auto hour = digits(text.substr(11, 2));
  const auto minute = digits(text.substr(14, 2));
  if (!date || !hour || !minute || *hour > 23 || *minute > 59 || (text[10] != 'T' && text[10] != ' ') || text[13] != ':')
    return std::nullopt;
  Instant out = std::chrono::sys_days{date->ymd} + std::chrono::hours{*hour} + std::chrono::minutes{*minute};
  std::string_view rest = text.substr(16);
  if (rest.size() >= 3 && rest[0] == ':') {
    const auto second = digits(rest.substr(1, 2));
    if (!second || *second > 60) return std::nullopt;
    out += std::chrono::seconds{*second};
    rest.remove_prefix(3);
    if (!rest.empty() && rest[0] == '.') {
      rest.remove_prefix(1);
      std::int64_t scale = 100'000;
      while (!rest.empty() && rest[0] >= '0' && rest[0] <= '9') {
        out += std::chrono::microseconds{(rest[0] - '0') * scale};
        scale /= 10;
        rest.remove_prefix(1);
      }
    }
  }
  if (rest.size() >= 3 && (rest[0] == '+' || rest[0] == '-')) {
    const auto zone_hour = digits(rest.substr(1, 2));
    const auto zone_minute = rest.size() >= 5 ? digits(rest.substr(rest.size() - 2)) : std::optional<int>{0};
    if (!zone_hour || !zone_minute || *zone_hour > 23 || *zone_minute > 59) return std::nullopt;
    const auto offset = std::chrono::hours{*zone_hour} + std::chrono::minutes{*zone_minute};
    out += rest[0] == '+' ? -offset : offset;
  } else if (!rest.empty() && rest != "Z" && rest != "z") {
    return std::nullopt;
  }
  // The zone may have carried it out of the years that exist.
  const int year = date_of(out).year();
  if (year < 1 || year > 9999) return std::nullopt;
  return out;
}

}  // namespace tenzij
