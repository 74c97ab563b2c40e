// Numbers by which organisations are known, and those that may be a person's.
#include "party/party.h"

namespace tenzij::party {

bool passes_eleven_test(std::string_view given) {
  if (given.empty() || given.size() > 9 || given.find_first_not_of("0123456789") != std::string_view::npos) return false;
  const std::string digits = std::string(9 - given.size(), '0') + std::string(given);
  int sum = -(digits[8] - '0');
  for (std::size_t i = 0; i < 8; ++i) sum += static_cast<int>(9 - i) * (digits[i] - '0');
  return sum % 11 == 0 && digits.find_first_not_of('0') != std::string::npos;
}

bool vat_may_hold_bsn(std::string_view vat) {
  if (vat.size() < 11 || !passes_eleven_test(vat.substr(2, 9))) return false;
  int rest = 0;
  for (const char each : vat) {
    const bool letter = each >= 'A' && each <= 'Z';
    rest = (letter ? rest * 100 + (each - 'A' + 10) : rest * 10 + (each - '0')) % 97;
  }
  return rest != 1;
}

}  // namespace tenzij::party
