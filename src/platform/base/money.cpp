#include "platform/base/money.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace tenzij {

namespace {
constexpr double largest_euros = 9e13;
}

std::int64_t cents_from(double euros) { return static_cast<std::int64_t>(std::llround(euros * 100.0)); }

std::optional<std::int64_t> parse_cents(std::string_view text) {
  double euros = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), euros);
  if (fault != std::errc{} || end != text.data() + text.size() || !std::isfinite(euros) || euros < 0 || euros > largest_euros)
    return std::nullopt;
  return cents_from(euros);
}

std::string cents_to_decimal(std::int64_t cents) { return fmt::format("{}.{:02}", cents / 100, cents % 100); }

std::string percent_of(int basis_points) {
  std::string out = std::to_string(basis_points / 100);
  if (basis_points % 10 != 0) out += fmt::format(",{:02}", basis_points % 100);
  else if (basis_points % 100 != 0) out += fmt::format(",{}", basis_points % 100 / 10);
  return out;
}

}  // namespace tenzij
