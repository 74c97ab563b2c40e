// The words that the check reads by: knowledge/dossier/check-words.tsv.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tenzij::dossier {

// Whether more or less of it asks more.
enum class Direction { unknown, least, most };

struct CheckFigure {
  double value = 0;
  std::string unit;  // of the list, or "year" for 2027
  Direction direction = Direction::unknown;
  std::string written;  // "60 procent", as it stands in the text
};

class CheckWords {
 public:
  // knowledge/dossier; throws on a line that is not understood.
  explicit CheckWords(const std::filesystem::path& folder);

  // The phrase of this kind as it stands in the text; none when there is none, or only inside a phrase of the kind "fixed".
  [[nodiscard]] std::optional<std::string> says(std::string_view kind, std::string_view text) const;
  // All numbers with a unit, and years.
  [[nodiscard]] std::vector<CheckFigure> figures(std::string_view text) const;
  [[nodiscard]] Direction usual(const std::string& unit) const;
  // 0 for a word without a subject, little for one that every document has, more for a longer one.
  [[nodiscard]] float weight(const std::string& stem) const;
  // Normal forms in order; what means the same has one name ("#emission_free"). `named`: only those from the list of same words.
  [[nodiscard]] std::vector<std::string> forms(std::string_view text) const;
  // Whether a text that says one of these forms cannot go with the form of the other.
  [[nodiscard]] bool opposite(const std::string& form, std::string_view text) const;

 private:
  struct Phrase {
    std::string words;  // with a space around it, or only before it
    bool open;
  };
  std::map<std::string, std::vector<Phrase>, std::less<>> phrases_;
  std::map<std::string, std::string, std::less<>> units_;         // by word
  std::vector<std::pair<std::string, std::string>> unit_ends_;    // "*plekken"
  std::map<std::string, std::string, std::less<>> units_before_;  // by word
  std::set<std::string, std::less<>> less_is_better_;
  std::map<std::string, double, std::less<>> numbers_;
  std::map<std::string, double, std::less<>> shares_;
  std::unordered_map<std::string, std::vector<std::pair<std::vector<std::string>, std::string>>> same_;  // by first stem, longest first
  std::map<std::string, std::vector<Phrase>, std::less<>> opposites_;
  std::set<std::string, std::less<>> plain_;
  std::set<std::string, std::less<>> light_;

  void add(std::string_view kind, std::string_view name, std::string_view words);
  void add_same(const std::string& name, std::string_view words);
  [[nodiscard]] std::string unit_of(std::string_view word) const;
};

// The words of a text without case and accents, each between spaces: " de gemeente vraagt ".
std::string plain_line(std::string_view text);
// Cut at full stops, question marks and semicolons that end a sentence; places in bytes.
std::vector<std::string_view> sentences_of(std::string_view text);

}  // namespace tenzij::dossier
