// Passwords: argon2id hashes, and rules against what is guessed first.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace tenzij::auth {

std::string hash_password(std::string_view password);
bool verify_password(std::string_view hash, std::string_view password);
// Takes as long as a real check, for accounts that do not exist.
void waste_a_check(std::string_view password);

class PasswordRules {
 public:
  // Words that are taken away before what is left is looked at, and the passwords most used, which are refused with what
  // people put around them (Welkom2026!, passwordpassword, w3lk0m). One a line, lower case: knowledge/passwords/.
  explicit PasswordRules(std::string_view common_words, std::string_view most_used = {});
  // Message code of the first rule that is broken; nothing when the password may be used. `names` are of the municipality.
  [[nodiscard]] std::optional<std::string> broken_rule(std::string_view password, std::string_view user_name,
                                                       const std::vector<std::string>& names = {}) const;

 private:
  std::vector<std::string> words_;  // longest first, so that "wachtwoord" goes before "wacht"
  std::set<std::string, std::less<>> most_used_;

  [[nodiscard]] bool most_used(std::string_view password) const;
};

}  // namespace tenzij::auth
