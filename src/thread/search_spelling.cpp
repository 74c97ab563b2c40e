// How words are spelled: inflected, as a part of a longer word, with typing errors.
#include <algorithm>

#include "scan/scan.h"
#include "thread/search.h"

namespace tenzij::thread {

namespace {

constexpr double begins_compound = 0.66;
constexpr double ends_compound = 0.62;
constexpr double inside_compound = 0.4;

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

// "school" -> "schol": before an ending a long vowel is written single.
std::string short_vowel(const std::string& word) {
  const std::size_t n = word.size();
  if (n < 4 || vowel(word[n - 1]) || !vowel(word[n - 2]) || word[n - 2] != word[n - 3]) return {};
  std::string out = word;
  out.erase(n - 2, 1);
  return out;
}

std::string before(const std::string& word, std::string_view ending, std::size_t shortest) {
  return word.ends_with(ending) && word.size() >= ending.size() + shortest ? word.substr(0, word.size() - ending.size()) : std::string();
}

}  // namespace

std::vector<std::string> stems_of(const std::string& folded) {
  std::set<std::string> out{folded};
  const auto add = [&](const std::string& word) {
    if (word.size() >= 3) out.insert(word);
  };
  for (const char* ending : {"en", "e", "s", "eren"}) add(before(folded, ending, 3));
  // Diminutives: stoeltje, boompje, bloemetje.
  std::string small = before(folded, "jes", 3);
  if (small.empty()) small = before(folded, "je", 3);
  if (!small.empty()) {
    add(small);
    for (const char* ending : {"et", "t"}) add(before(small, ending, 4));
    if (small.ends_with("mp")) add(before(small, "p", 3));
  }
  for (const std::string& each : std::vector<std::string>(out.begin(), out.end())) {
    const std::size_t n = each.size();
    const bool doubled = n > 3 && each[n - 1] == each[n - 2] && !vowel(each[n - 1]);
    if (doubled) add(each.substr(0, n - 1));
    else if (each != folded) add(long_vowel(each));
    if (each != folded && each.back() == 'z') add(each.substr(0, n - 1) + "s");
    if (each != folded && each.back() == 'v') add(each.substr(0, n - 1) + "f");
  }
  for (const std::string& each : std::vector<std::string>(out.begin(), out.end()))
    if (each.ends_with("z") || each.ends_with("v"))
      add(long_vowel(before(each, each.substr(each.size() - 1), 2) + (each.back() == 'z' ? "s" : "f")));
  return {out.begin(), out.end()};
}

AskedWord asked_word(std::string folded) {
  AskedWord out;
  out.digits = std::any_of(folded.begin(), folded.end(), [](char c) { return c >= '0' && c <= '9'; });
  out.normal = out.digits ? folded : scan::normal_form(folded);
  out.folded = std::move(folded);
  if (!out.digits) out.bases = stems_of(out.folded);
  return out;
}

std::vector<std::string> forms_of(const std::string& folded) {
  std::set<std::string> out;
  for (const std::string& stem : stems_of(folded)) {
    for (const char* ending : {"", "en", "e", "s"}) out.insert(stem + ending);
    for (const std::string& open : {short_vowel(stem), voiced(stem), voiced(short_vowel(stem))})
      if (!open.empty())
        for (const char* ending : {"en", "e"}) out.insert(open + ending);
    const std::size_t n = stem.size();
    if (n >= 3 && !vowel(stem[n - 1]) && vowel(stem[n - 2]) && !vowel(stem[n - 3]))
      for (const char* ending : {"en", "e"}) out.insert(stem + stem.back() + ending);
  }
  return {out.begin(), out.end()};
}

std::vector<std::string> patterns_of(const AskedWord& word) {
  std::vector<std::string> out;
  for (const std::string& base : word.bases) {
    if (base.size() >= 4) out.push_back("%" + base + "%");
    else if (base == word.folded) out.push_back(base + "%");
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
    const auto forms = forms_of(part);
    return known.knows(part) || std::any_of(forms.begin(), forms.end(), [&](const std::string& form) { return there.contains(form); });
  };
  const auto add = [&](std::vector<std::string> parts, double weight) {
    for (auto& each : word.parts)
      if (each.words == parts) {
        each.weight = std::max(each.weight, weight);
        return;
      }
    word.parts.push_back({std::move(parts), weight});
  };
  // One part by itself, and what else it is called.
  const auto alone = [&](const std::string& part, double weight) {
    if (known.says_little(part)) return;
    add({part}, weight);
    if (const auto* others = known.of(part))
      for (const OtherWords& other : *others)
        if (other.weight > 0.5) add(other.words, other.weight * weight);
  };
  for (std::size_t at = 3; at + 3 <= word.folded.size(); ++at) {
    const std::string first = word.folded.substr(0, at);
    const std::string second = word.folded.substr(at);
    if (!is_word(first) || (first.size() < 4 && second.size() < 4)) continue;
    bool whole = false;
    // Between the two can stand an s, e or en that belongs to neither.
    for (const char* between : {"", "s", "e", "en"}) {
      if (!second.starts_with(between)) continue;
      const std::string rest = second.substr(std::string_view(between).size());
      if (!is_word(rest)) continue;
      whole = true;
      add({first, rest}, 0.7);
      if (rest.size() >= 5) alone(rest, 0.34);
    }
    // Of a word whose other half nobody knows, a long first half.
    if (first.size() >= (whole ? 4U : 5U)) alone(first, whole ? 0.5 : 0.3);
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
  for (const std::string& base : asked.bases)
    if (folded.starts_with(base))
      for (const char* ending : {"", "s", "en", "e", "n", "je", "jes", "tje", "tjes"})
        if (std::string_view(folded).substr(base.size()) == ending) return 0.93;
  if (asked.typing && asked.folded.size() >= 2 && folded.starts_with(asked.folded)) {
    // The more of the word is there, the surer.
    const double share = static_cast<double>(asked.folded.size()) / static_cast<double>(folded.size());
    return std::max(begins_compound, 0.6 + 0.3 * share);
  }
  double best = 0;
  for (const std::string& base : asked.bases) {
    if (base.size() < 3 || folded.size() <= base.size()) continue;
    if (folded.starts_with(base) && (base.size() >= 4 || base == asked.folded))
      best = std::max(best, base.size() >= 4 ? begins_compound : 0.45);
    else if (base.size() >= 4 && (folded.ends_with(base) || normal.ends_with(base))) best = std::max(best, ends_compound);
    else if (base.size() >= 5 && folded.find(base) != std::string::npos) best = std::max(best, inside_compound);
  }
  if (best == 0)
    if (const auto found = asked.found.find(folded); found != asked.found.end()) return found->second;
  return best;
}

}  // namespace tenzij::thread
