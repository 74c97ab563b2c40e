// What a query asks: words, phrases, numbers; how words are spelled, inflected, put together and mistyped.
#include <algorithm>
#include <cctype>

#include "scan/scan.h"
#include "thread/search.h"

namespace tenzij::thread {

namespace {

// Words of a query that are looked at; a longer one is a pasted text, and its beginning says what it is about.
constexpr std::size_t words_asked = 10;

constexpr double begins_compound = 0.66;
constexpr double ends_compound = 0.62;
constexpr double inside_compound = 0.4;

bool digit(char c) { return c >= '0' && c <= '9'; }
bool vowel(char c) { return std::string_view("aeiouy").find(c) != std::string_view::npos; }

// "bom" -> "boom": a stem is written with a single vowel, a closed syllable can have it double.
std::string long_vowel(const std::string& stem) {
  const std::size_t n = stem.size();
  if (n < 3 || vowel(stem[n - 1]) || !vowel(stem[n - 2]) || vowel(stem[n - 3]) || stem[n - 2] == 'i' || stem[n - 2] == 'y') return {};
  std::string out = stem;
  out.insert(n - 1, 1, stem[n - 2]);
  return out;
}

// "huis" -> "huiz", "brief" -> "briev": between vowels.
std::string voiced(const std::string& stem) {
  if (stem.size() < 3 || (stem.back() != 's' && stem.back() != 'f')) return {};
  std::string out = stem;
  out.back() = stem.back() == 's' ? 'z' : 'v';
  return out;
}

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

AskedWord asked_word(std::string folded) {
  AskedWord out;
  out.digits = std::any_of(folded.begin(), folded.end(), digit);
  out.normal = out.digits ? folded : scan::normal_form(folded);
  out.folded = std::move(folded);
  if (out.digits) return out;
  std::set<std::string> bases{out.normal, out.folded, long_vowel(out.normal), voiced(out.normal)};
  for (const std::string& each : bases)
    if (each.size() >= 3) out.bases.push_back(each);
  return out;
}

std::vector<std::string> forms_of(const std::string& folded) {
  const std::string stem = scan::normal_form(folded);
  std::set<std::string> out{folded, stem};
  if (stem.size() < 3) return {out.begin(), out.end()};
  for (const char* ending : {"en", "e", "s", "es"}) out.insert(stem + ending);
  if (const std::string closed = long_vowel(stem); !closed.empty()) out.insert({closed, closed + "s"});
  if (const std::string open = voiced(stem); !open.empty()) out.insert({open + "en", open + "e"});
  if (!vowel(stem.back()))
    for (const char* ending : {"en", "e"}) out.insert(stem + stem.back() + ending);
  return {out.begin(), out.end()};
}

std::vector<std::string> patterns_of(const AskedWord& word) {
  std::vector<std::string> out;
  for (const std::string& base : word.bases) {
    // Shorter ones that begin with a longer one of the list are found with it.
    if (base.size() >= 4) out.push_back("%" + base + "%");
    else out.push_back(base + "%");
  }
  return out;
}

std::vector<std::string> pieces_of(const std::string& folded) {
  std::vector<std::string> out;
  for (std::size_t at = 3; at + 3 <= folded.size(); ++at) {
    for (const std::string& form : forms_of(folded.substr(0, at))) out.push_back(form);
    out.push_back(folded.substr(at));
    for (const std::string& form : forms_of(folded.substr(at))) out.push_back(form);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

void split(AskedWord& word, const std::set<std::string>& there, const SearchWords& known) {
  const auto is_word = [&](const std::string& part) {
    if (part.size() < 3) return false;
    if (known.knows(scan::normal_form(part))) return true;
    for (const std::string& form : forms_of(part))
      if (there.contains(form)) return true;
    return false;
  };
  const auto add = [&](std::vector<std::string> parts, double weight) {
    word.parts.emplace_back(OtherWords{std::move(parts), weight}, weight);
  };
  for (std::size_t at = 3; at + 3 <= word.folded.size(); ++at) {
    const std::string first = word.folded.substr(0, at);
    const std::string second = word.folded.substr(at);
    if (!is_word(first) || (first.size() < 4 && second.size() < 4)) continue;
    // Between the two can stand an s or e(n) that belongs to neither.
    for (const std::size_t joint : {0U, 1U, 2U}) {
      const std::string between = second.substr(0, joint);
      if (second.size() < joint + 3 || (joint == 1 && between != "s" && between != "e") || (joint == 2 && between != "en")) continue;
      const std::string rest = second.substr(joint);
      if (!is_word(rest)) continue;
      add({first, rest}, 0.7);
      if (first.size() >= 4 && !known.says_little(scan::normal_form(first))) add({first}, 0.5);
      if (rest.size() >= 5 && !known.says_little(scan::normal_form(rest))) add({rest}, 0.34);
    }
    // Of a word whose other half nobody knows, a long first half.
    if (first.size() >= 5 && !known.says_little(scan::normal_form(first))) add({first}, 0.3);
  }
}

std::size_t letters_apart(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before2;
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> now(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) before[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      now[j] = std::min({before[j] + 1, now[j - 1] + 1, before[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) now[j] = std::min(now[j], before2[j - 2] + 1);
    }
    before2 = before;
    before = now;
  }
  return before[b.size()];
}

std::size_t letters_allowed(std::size_t length) { return length < 4 ? 0 : length < 8 ? 1 : 2; }

double error_weight(std::string_view typed, std::string_view word) {
  const std::size_t allowed = letters_allowed(typed.size());
  if (allowed == 0 || word.size() + allowed < typed.size()) return 0;
  if (word.size() <= typed.size() + allowed) {
    const std::size_t apart = letters_apart(typed, word);
    if (apart <= allowed) return apart <= 1 ? 0.72 : 0.55;
  }
  std::size_t least = allowed + 1;
  for (std::size_t length = typed.size() - allowed; length <= typed.size() + allowed && length <= word.size(); ++length)
    least = std::min(least, letters_apart(typed, word.substr(0, length)));
  return least <= allowed ? (least <= 1 ? 0.5 : 0.4) : 0;
}

double answers(const AskedWord& asked, const std::string& folded, const std::string& normal) {
  if (folded == asked.folded) return 1;
  if (asked.digits) {
    const auto bare = [](std::string_view number) {
      while (number.size() > 1 && number.front() == '0') number.remove_prefix(1);
      return number;
    };
    if (bare(folded) == bare(asked.folded)) return 0.95;
    return asked.folded.size() >= 2 && folded.starts_with(asked.folded) ? 0.7 : 0;
  }
  if (normal == asked.normal) return 0.97;
  if (asked.typing && asked.folded.size() >= 2 && folded.starts_with(asked.folded)) {
    // The more of the word is there, the surer.
    const double share = static_cast<double>(asked.folded.size()) / static_cast<double>(folded.size());
    return std::max(begins_compound, 0.6 + 0.3 * share);
  }
  double best = 0;
  for (const std::string& base : asked.bases) {
    if (base.size() < 3 || folded.size() <= base.size()) continue;
    if (folded.starts_with(base)) best = std::max(best, base.size() >= 4 ? begins_compound : 0.45);
    else if (base.size() >= 4 && (folded.ends_with(base) || normal.ends_with(base))) best = std::max(best, ends_compound);
    else if (base.size() >= 5 && folded.find(base) != std::string::npos) best = std::max(best, inside_compound);
  }
  if (best == 0)
    if (const auto found = asked.found.find(folded); found != asked.found.end()) return found->second;
  return best;
}

Question understand(std::string_view written, const SearchWords& known) {
  Question out;
  std::vector<std::string> words;
  for (auto& each : scan::placed_words(written)) {
    out.folded += (out.folded.empty() ? "" : " ") + each.folded;
    if (words.size() < words_asked && std::find(words.begin(), words.end(), each.folded) == words.end())
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
    unit.little = length == 1 && known.says_little(normal[at]);
    out.units.push_back(std::move(unit));
    at += length;
  }
  if (std::all_of(out.units.begin(), out.units.end(), [](const Unit& each) { return each.little; }))
    for (Unit& each : out.units) each.little = false;
  return out;
}

std::string query_text(const Question& question, const std::map<std::string, std::vector<std::string>>& answering, bool all) {
  const auto any_of = [](const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& each : words) out += (out.empty() ? "" : "|") + each;
    return "(" + out + ")";
  };
  // What is looked up of a word that stands for another: its inflections, and where it is long enough what begins with it.
  const auto looked_up = [&](const std::string& word) {
    std::vector<std::string> out = forms_of(word);
    if (word.size() >= 5) out.push_back(word + ":*");
    return any_of(out);
  };
  std::string out;
  for (const Unit& unit : question.units) {
    std::string own;
    std::string others;
    for (const AskedWord& word : unit.words) {
      std::vector<std::string> words = forms_of(word.folded);
      if (word.digits || (word.typing && word.folded.size() >= 3)) words.push_back(word.folded + ":*");
      if (const auto found = answering.find(word.folded); found != answering.end())
        words.insert(words.end(), found->second.begin(), found->second.end());
      own += (own.empty() ? "" : "&") + any_of(words);
      for (const auto& part : word.parts) {
        std::string needed;
        for (const std::string& each : part.first.words) needed += (needed.empty() ? "" : "&") + any_of(forms_of(each));
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
