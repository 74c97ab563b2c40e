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

namespace {

std::vector<std::string> lines_of(std::string_view list) {
  std::vector<std::string> out;
  for (const std::string_view line : text::split(list, '\n'))
    if (const auto word = text::trim(line); !word.empty() && word.front() != '#') out.emplace_back(word);
  return out;
}

bool is_letter(char c) { return static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z'); }

// W@chtw00rd is wachtwoord: signs and figures that people put in the place of letters.
std::string plain_letters(std::string_view password) {
  constexpr std::string_view instead = "0134578@$!|+";
  constexpr std::string_view letters = "oieastbasiit";
  std::string out(password);
  for (char& c : out)
    if (const std::size_t at = instead.find(c); at != std::string_view::npos) c = letters[at];
  return out;
}

// Without the years, figures and signs that people put around a word.
std::string_view core(std::string_view password) {
  while (!password.empty() && !is_letter(password.front())) password.remove_prefix(1);
  while (!password.empty() && !is_letter(password.back())) password.remove_suffix(1);
  return password;
}

// "Bergen op Zoom" is bergenopzoom: lists have names without what stands between their parts.
std::string joined(std::string_view password) {
  std::string out;
  for (const char c : password)
    if (is_letter(c)) out += c;
  return out;
}

}  // namespace

PasswordRules::PasswordRules(std::string_view common_words, std::string_view most_used) : words_(lines_of(common_words)) {
  std::stable_sort(words_.begin(), words_.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
  for (auto& each : lines_of(most_used)) most_used_.insert(std::move(each));
}

// One of the list, or two of them together: "passwordwelkom".
bool PasswordRules::most_used(std::string_view password) const {
  if (most_used_.contains(password)) return true;
  for (std::size_t at = 1; at < password.size(); ++at)
    if (most_used_.contains(password.substr(0, at)) && most_used_.contains(password.substr(at))) return true;
  return false;
}

std::optional<std::string> PasswordRules::broken_rule(std::string_view password, std::string_view user_name,
                                                      const std::vector<std::string>& names) const {
  if (text::code_points(password) < limits::password_shortest) return "passwordTooShort";
  if (password.size() > limits::password_longest) return "passwordTooLong";
  const std::string whole = text::lower_ascii(password);
  if (!user_name.empty() && whole.find(text::lower_ascii(user_name)) != std::string::npos) return "passwordHasName";
  for (const std::string& each : {whole, plain_letters(whole), plain_letters(core(whole))})
    if (most_used(each) || most_used(core(each)) || most_used_.contains(joined(each))) return "passwordCommon";
  std::vector<std::string> known;
  for (const std::string& each : names) known.push_back(text::lower_ascii(each));
  std::stable_sort(known.begin(), known.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
  known.insert(known.end(), words_.begin(), words_.end());
  // What is left without names and common words must have letters of its own.
  for (std::string rest : {whole, plain_letters(whole)}) {
    for (const std::string& word : known)
      for (std::size_t at = rest.find(word); at != std::string::npos; at = rest.find(word)) rest.replace(at, word.size(), " ");
    std::set<char> letters;
    for (const char c : rest)
      if (is_letter(c)) letters.insert(c);
    if (letters.size() < own_letters) return "passwordCommon";
  }
  return std::nullopt;
}

}  // namespace tenzij::auth
