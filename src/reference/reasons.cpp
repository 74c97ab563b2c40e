// What says nothing where a reason is asked: signs only, one word said twice, what stands in knowledge/reference/empty-reasons.txt,
// or too little to be a reason at all.
#include <cctype>

#include "reference/reference.h"

namespace tenzij::reference {

namespace {

// Of other languages than ASCII every byte counts as part of a letter.
bool is_letter(char sign) { return static_cast<unsigned char>(sign) >= 0x80 || std::isalnum(static_cast<unsigned char>(sign)) != 0; }

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> out;
  bool inside = false;
  for (const char sign : text::lower_ascii(text)) {
    if (is_letter(sign)) {
      if (!inside) out.emplace_back();
      out.back() += sign;
    }
    inside = is_letter(sign);
  }
  return out;
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& each : words) out += each;
  return out;
}

bool all_the_same(const auto& parts) {
  return std::all_of(parts.begin(), parts.end(), [&](const auto& each) { return each == *parts.begin(); });
}

// The field's own name is in the message, so that it reads as a sentence.
std::string about(const char* code, const std::string& pointer) {
  const std::string field = pointer.substr(pointer.rfind('/') + 1);
  static const std::set<std::string, std::less<>> named{"words", "reason", "why", "procedureReason", "noParentReason", "adoptedDespite"};
  return std::string(code) + "." + (named.contains(field) ? field : "reason");
}

}  // namespace

Reasons::Reasons(db::Session& session) {
  const auto rows = session.query("SELECT words FROM reference.empty_reason");
  for (int i = 0; i < rows.rows(); ++i) empty_.emplace(rows.text(i, 0));
}

bool Reasons::says_nothing(std::string_view reason) const {
  const std::vector<std::string> words = words_of(reason);
  const std::string all = joined(words);
  return all.empty() || all_the_same(all) || (words.size() > 1 && all_the_same(words)) || empty_.contains(all);
}

void Reasons::check(const std::string& pointer, std::string_view reason, std::vector<FieldError>& errors, const char* missing,
                    std::size_t least) const {
  const std::string_view said = text::trim(reason);
  if (said.empty()) return errors.push_back({pointer, missing});
  check_given(pointer, said, errors, least);
}

void Reasons::check_given(const std::string& pointer, std::string_view reason, std::vector<FieldError>& errors, std::size_t least) const {
  const std::string_view said = text::trim(reason);
  if (said.empty()) return;
  if (says_nothing(said)) errors.push_back({pointer, about("emptyReason", pointer), {{"said", text::shorten(said, 60)}}});
  else if (text::code_points(said) < least) errors.push_back({pointer, about("shortReason", pointer), {{"least", std::to_string(least)}}});
}

std::string needed_reason(db::Session& session, const std::string& pointer, std::string_view reason, const char* missing) {
  std::vector<FieldError> errors;
  Reasons(session).check(pointer, reason, errors, missing);
  if (!errors.empty()) throw bad_request(std::move(errors));
  return std::string(text::trim(reason));
}

std::string normal_reason(std::string_view reason) { return joined(words_of(reason)); }

}  // namespace tenzij::reference
