// Passwords: argon2id hashes, and rules against what is guessed first.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace tenzij::auth {

std::string hash_password(std::string_view password);
bool verify_password(std::string_view hash, std::string_view password);
// Takes as long as a real check, for accounts that do not exist.
void waste_a_check(std::string_view password);

class PasswordRules {
 public:
  // One common word or password per line, lower case: knowledge/passwords/common.txt.
  explicit PasswordRules(std::string_view common_list);
  // Message code of the first rule that is broken; nothing when the password may be used.
  [[nodiscard]] std::optional<std::string> broken_rule(std::string_view password, std::string_view user_name) const;

 private:
  std::set<std::string, std::less<>> common_;
};

}  // namespace tenzij::auth
