// Money is whole euro cents in 64 bits: the largest Dutch contract fits a million times over, and nothing rounds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tenzij {

// "1234", "1234.5", "1234.56" and scientific "2.0E7" as notices write them -> cents.
// Nothing for negative, not a number, or more than 9e15 euro cents.
std::optional<std::int64_t> parse_cents(std::string_view text);
std::int64_t cents_from(double euros);
std::string cents_to_decimal(std::int64_t cents);  // "1234.56"
std::string percent_of(int basis_points);          // as it is written in a text: 500 is "5", 505 is "5,05", 1250 is "12,5"

}  // namespace tenzij
