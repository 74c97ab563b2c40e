// What a query asks: words, phrases, numbers; how words are spelled, inflected, put together and mistyped.
#include <algorithm>
#include <cctype>

#include "scan/scan.h"
#include "thread/search.h"

namespace tenzij::thread {

namespace {

// Words of a query that are looked at; a longer one is a pasted text, and its beginning says what it is about.
constexpr std::size_t words_asked = 10;
// Longer ones are no words: none is kept (thread.word).
constexpr std::size_t word_longest = 60;

bool digit(char c) { return c >= '0' && c <= '9'; }
std::string without_signs(std::string_view folded, bool zeros) {
  std::string out;
  for (std::size_t i = 0; i < folded.size(); ++i) {
    const char c = folded[i];
    if (c == ' ') continue;
    const bool leading = c == '0' && (i == 0 || !digit(folded[i - 1])) && i + 1 < folded.size() && digit(folded[i + 1]);
    if (leading && !zeros) {
      // Every zero before another digit at the beginning of its group.
      std::size_t end = i;
      while (end + 1 < folded.size() && folded[end] == '0' && digit(folded[end + 1])) ++end;
      out += folded[end];
      i = end;
      continue;
    }
    out += c;
  }
  if (zeros) out.erase(0, out.find_first_not_of('0') == std::string::npos ? out.size() : out.find_first_not_of('0'));
  return out;
}

std::string folded_text(std::string_view text) {
  std::string out;
  for (const auto& each : scan::placed_words(text)) out += (out.empty() ? "" : " ") + each.folded;
  return out;
}

// "2025/S 118-612345" -> "612345-2025"; anything else as it is.
std::string journal_number(std::string_view text) {
  const std::string folded = folded_text(text);
  const auto parts = text::split(folded, ' ');
  if (parts.size() < 3 || parts.size() > 4 || parts[0].size() != 4 || parts[1] != "s" || text.find('/') == std::string_view::npos)
    return std::string(text);
  for (const std::string_view each : {parts[0], parts.back()})
    if (!std::all_of(each.begin(), each.end(), digit)) return std::string(text);
  std::string_view number = parts.back();
  while (number.size() > 1 && number.front() == '0') number.remove_prefix(1);
  if (number.size() < 3) return std::string(text);
  return std::string(number) + "-" + std::string(parts[0]);
}

std::optional<int> year_of(const std::string& folded) {
  if (folded.size() != 4 || !(folded.starts_with("19") || folded.starts_with("20")) || !std::all_of(folded.begin(), folded.end(), digit))
    return {};
  return std::stoi(folded);
}

// A number or code has a figure, and is short of words.
bool can_be_number(std::string_view folded) {
  const auto figures = std::count_if(folded.begin(), folded.end(), digit);
  return figures >= 2 && folded.size() <= 60 && std::count(folded.begin(), folded.end(), ' ') <= 6;
}

}  // namespace

std::vector<std::string> number_keys(std::string_view number) {
  const std::string folded = folded_text(journal_number(number));
  return {without_signs(folded, true), without_signs(folded, false)};
}

Question understand(std::string_view written, const SearchWords& known) {
  Question out;
  std::vector<std::string> words;
  for (auto& each : scan::placed_words(written)) {
    out.folded += (out.folded.empty() ? "" : " ") + each.folded;
    if (each.folded.size() <= word_longest && words.size() < words_asked &&
        std::find(words.begin(), words.end(), each.folded) == words.end())
      words.push_back(std::move(each.folded));
  }
  if (can_be_number(out.folded)) out.number_keys = number_keys(written);
  const bool typing = !written.empty() && std::isspace(static_cast<unsigned char>(written.back())) == 0;
  const std::string last = words.empty() ? "" : words.back();
  const bool beside_words = std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return word.size() > 1 && std::none_of(word.begin(), word.end(), digit) && !known.says_nothing(word);
  });
  std::vector<std::string> said;
  std::vector<std::string> normal;
  for (const std::string& word : words) {
    if (words.size() > 1 && (word.size() < 2 || known.says_nothing(word))) continue;
    // A year beside other words says which of them; records have it as a year.
    if (beside_words)
      if (const auto year = year_of(word)) {
        out.year = year;
        continue;
      }
    said.push_back(word);
    normal.push_back(scan::normal_form(word));
  }
  for (std::size_t at = 0; at < said.size();) {
    const auto phrase = known.at(normal, at);
    Unit unit;
    const std::size_t length = std::max<std::size_t>(phrase.length, 1);
    for (std::size_t i = at; i < at + length; ++i) {
      unit.words.push_back(asked_word(said[i]));
      unit.words.back().typing = typing && said[i] == last;
    }
    if (phrase.others != nullptr) unit.others = *phrase.others;
    else if (const auto* others = known.of(said[at])) unit.others = *others;
    // What a word of a phrase is called by itself says something of it too.
    for (std::size_t i = at; length > 1 && i < at + length; ++i)
      if (const auto* others = known.of(said[i]))
        for (const OtherWords& other : *others)
          if (other.weight > 0.4) unit.others.push_back({other.words, other.weight / 2});
    unit.little = length == 1 && known.says_little(said[at]);
    out.units.push_back(std::move(unit));
    at += length;
  }
  if (std::all_of(out.units.begin(), out.units.end(), [](const Unit& each) { return each.little; }))
    for (Unit& each : out.units) each.little = false;
  return out;
}

std::string query_text(const Question& question, const Answering& answering, bool all, bool halves) {
  const auto any_of = [](const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& each : words) out += (out.empty() ? "" : "|") + each;
    return "(" + out + ")";
  };
  // What is looked up of a word that stands for another: what begins with its stem where that is long enough, else its inflections.
  const auto looked_up = [&](const std::string& word) {
    const auto stems = stems_of(word);
    const auto shortest = std::min_element(stems.begin(), stems.end(), [](const auto& a, const auto& b) { return a.size() < b.size(); });
    std::vector<std::string> out;
    if (shortest->size() < 5) out = forms_of(word);
    for (const std::string& stem : stems)
      if (stem.size() >= 5) out.push_back(stem + ":*");
    return any_of(out);
  };
  std::string out;
  for (const Unit& unit : question.units) {
    std::string own;
    std::string others;
    for (const AskedWord& word : unit.words) {
      std::vector<std::string> words = forms_of(word.folded);
      const bool whole = !halves && word.typing && word.folded.size() <= 3;
      if (word.digits || (word.typing && word.folded.size() >= 3 && !whole)) words.push_back(word.folded + ":*");
      if (const auto found = answering.find(word.folded); found != answering.end() && !whole)
        words.insert(words.end(), found->second.begin(), found->second.end());
      own += (own.empty() ? "" : all ? "&" : "|") + any_of(words);
      for (const OtherWords& part : word.parts) {
        std::string needed;
        for (const std::string& each : part.words) needed += (needed.empty() ? "" : "&") + any_of(forms_of(each));
        if (unit.words.size() == 1) others += "|(" + needed + ")";
      }
    }
    for (const OtherWords& other : unit.others) {
      std::string needed;
      for (const std::string& each : other.words) needed += (needed.empty() ? "" : "&") + looked_up(each);
      others += "|(" + needed + ")";
    }
    out += (out.empty() ? "(" : all ? "&(" : "|(") + own + others + ")";
  }
  return out;
}

}  // namespace tenzij::thread
