#include "platform/auth/passwords.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <mutex>

#include "platform/base/error.h"
#include "platform/base/limits.h"
#include "platform/base/text.h"

namespace tenzij::auth {

namespace {

// Characters a password must have of its own, besides common words, digits and signs.
constexpr std::size_t own_letters = 4;

}  // namespace

std::string hash_password(std::string_view password) {
  std::array<char, crypto_pwhash_STRBYTES> out{};
  if (crypto_pwhash_str(out.data(), password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                        crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
    throw Error(503, "busy");  // no memory for argon2id now
  return out.data();
}

bool verify_password(std::string_view hash, std::string_view password) {
  if (password.size() > limits::password_longest) return false;
  return crypto_pwhash_str_verify(std::string(hash).c_str(), password.data(), password.size()) == 0;
}

void waste_a_check(std::string_view password) {
  static const std::string hash = hash_password("nobody has this password");
  verify_password(hash, password);
}

PasswordRules::PasswordRules(std::string_view common_list) {
  for (const std::string_view line : text::split(common_list, '\n'))
    if (const auto word = text::trim(line); !word.empty() && word.front() != '#') common_.emplace(word);
}

std::optional<std::string> PasswordRules::broken_rule(std::string_view password, std::string_view user_name) const {
  if (text::code_points(password) < limits::password_shortest) return "passwordTooShort";
  if (password.size() > limits::password_longest) return "passwordTooLong";
  std::string rest = text::lower_ascii(password);
  if (!user_name.empty() && rest.find(text::lower_ascii(user_name)) != std::string::npos) return "passwordHasName";
  // Longest words first, so that "wachtwoord" goes before "wacht".
  std::vector<std::string_view> words(common_.begin(), common_.end());
  std::sort(words.begin(), words.end(), [](auto a, auto b) { return a.size() > b.size(); });
  for (const std::string_view word : words)
    for (std::size_t at = rest.find(word); at != std::string::npos; at = rest.find(word)) rest.replace(at, word.size(), " ");
  std::set<char> letters;
  for (const char c : rest)
    if (static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z')) letters.insert(c);
  if (letters.size() < own_letters) return "passwordCommon";
  return std::nullopt;
}

}  // namespace tenzij::auth
