// What market words mean: which stand for each other, which CPV they buy, which say little, and where places lie.
#pragma once

#include <filesystem>
#include <set>
#include <unordered_map>

#include "market/market.h"

namespace tenzij::market {

struct Point {
  double north = 0;  // degrees
  double east = 0;
};
double kilometres(const Point& a, const Point& b);

struct Place {
  std::string name;
  Point at;
};

// Another word for what was asked, in normal form.
struct OtherWord {
  std::string word;
  double weight = 0;
};

// What a procedure allows when somebody looks for whom to ask (knowledge/market/invitations.json).
struct InvitationRule {
  std::string procedure;
  int from = 0;  // how many are asked; 0: nobody is chosen
  int to = 0;
  std::string article;
  std::string text_nl;
  std::string text_en;
};
BOOST_DESCRIBE_STRUCT(InvitationRule, (), (procedure, from, to, article, text_nl, text_en))

struct Certificate {
  std::string code;
  std::string name;
  std::string proves_nl;
  std::string proves_en;
  std::string check_nl;
  std::string check_en;
  std::string site;
  std::vector<std::string> themes;
  std::optional<int> months;
  bool reserved = false;
};
BOOST_DESCRIBE_STRUCT(Certificate, (), (code, name, proves_nl, proves_en, check_nl, check_en, site, themes, months, reserved))

// How much of one word another says, by where both stand in a line of words.
struct Ties {
  double same_name;      // names of one thing
  double same_official;  // things of one category
  double official_name;  // the category, for who asks the thing
  double falls_under;    // the thing, for who asks the category
  double stands_beside;  // another thing that falls under it
};

class Knowledge {
 public:
  explicit Knowledge(const std::filesystem::path& folder);  // knowledge
  // By name without case and accents; nothing when it is not known.
  [[nodiscard]] const Place* place(std::string_view folded) const;
  // Of "Gemeente Assen": Assen.
  [[nodiscard]] const Place* home_of(std::string_view municipality) const;
  [[nodiscard]] const std::vector<OtherWord>* others(const std::string& key) const;
  [[nodiscard]] const std::string* cpv_of(const std::string& normal) const;
  // The name of a CPV class in words, for the index.
  [[nodiscard]] std::string cpv_words(std::string_view cpv) const;
  [[nodiscard]] bool says_nothing(const std::string& folded) const { return nothing_.contains(folded); }
  [[nodiscard]] bool says_little(const std::string& normal) const { return little_.contains(normal); }
  [[nodiscard]] const InvitationRule* invitation(std::string_view procedure) const;
  [[nodiscard]] const Certificate* certificate(std::string_view code) const;
  [[nodiscard]] const std::vector<Certificate>& certificates() const { return certificates_; }
  // Words that stand for others: a typing error may be of one of these.
  [[nodiscard]] const std::vector<std::string>& known_words() const { return known_; }
  [[nodiscard]] std::size_t longest_phrase() const { return longest_; }

 private:
  std::map<std::string, Place, std::less<>> places_;
  std::unordered_map<std::string, std::vector<OtherWord>> others_;  // by normal forms with a space between
  std::unordered_map<std::string, std::string> cpv_;
  std::unordered_map<std::string, std::string> cpv_names_;
  std::set<std::string, std::less<>> nothing_;
  std::set<std::string, std::less<>> little_;
  std::vector<InvitationRule> invitations_;
  std::vector<Certificate> certificates_;
  std::vector<std::string> known_;
  std::size_t longest_ = 1;

  void add_group(std::string_view line, const Ties& ties);
  void stands_for(std::string_view phrase, std::string_view other, double weight);
};

// The normal form of a word, in which bankje is bank.
std::string plain_form(const std::string& folded);
// "Súdwest-Fryslân" -> "sudwest fryslan".
std::string folded_text(std::string_view text);
// Words that tell something, in normal form.
std::vector<std::string> normal_words(std::string_view text);
std::size_t letters_between(std::string_view a, std::string_view b);

}  // namespace tenzij::market
