// The words of the rules: how the tables are read, and where a text names a subject or a concept.
//
// A word in a table is found in its normal form. With * in front or behind it may be the end or the beginning of a longer word;
// a word of six letters (of an aim: eight) may be both, as Dutch writes compounds as one word. = in front keeps it whole, ^ in front
// finds it only where a text begins with it; ~ in front finds it in goals only, and so
// does !, which in a purchase says that it works against the aim; - in front does that, and says nothing in a goal.
#include <algorithm>
#include <set>
#include <stdexcept>

#include "platform/base/files.h"
#include "platform/base/text.h"
#include "purchase/goal_match.h"
#include "scan/scan.h"

namespace tenzij::purchase {

namespace {

constexpr std::size_t shortest_key = 2;      // letters that an open word begins or ends with
constexpr std::size_t compound_subject = 6;  // letters from which a word is looked for in compounds too
constexpr std::size_t compound_concept = 8;  // aims are said in plainer words
constexpr std::size_t sure_stem = 5;         // letters of a normal form that no other word begins with by chance
constexpr std::size_t own_stem = 4;          // letters of a normal form that is no other word: bij is no bijen

std::vector<std::vector<std::string>> table(const std::filesystem::path& file, std::size_t columns) {
  std::vector<std::vector<std::string>> out;
  const std::string content = read_file(file);
  for (const auto line : text::split(content, '\n')) {
    if (text::trim(line).empty() || line.starts_with('#')) continue;
    auto& row = out.emplace_back();
    for (const auto cell : text::split(line, '\t')) row.emplace_back(text::trim(cell));
    if (row.size() != columns) throw std::runtime_error(file.string() + ": " + std::string(line));
  }
  if (!out.empty()) out.erase(out.begin());
  return out;
}

LinkWeights weights_of(const std::filesystem::path& file) {
  json::object out;
  for (const auto& row : table(file, 3)) out[row[0]] = json::parse(row[1]);
  return json::restore<LinkWeights>(json::value(std::move(out)));
}

std::set<std::string> word_list(const std::filesystem::path& file) {
  std::set<std::string> out;
  const std::string content = read_file(file);
  for (const auto line : text::split(content, '\n'))
    if (!line.starts_with('#') && !text::trim(line).empty()) out.insert(std::string(text::trim(line)));
  return out;
}

}  // namespace

GoalRules::GoalRules(const std::filesystem::path& folder) : weights_(weights_of(folder / "link-rules.tsv")) {
  for (const auto& row : table(folder / "subjects.tsv", 4)) {
    Subject& subject = subjects_.emplace_back(Subject{row[0], {}, {}});
    const std::map<std::string, Nature> natures{{"thing", Nature::thing}, {"labour", Nature::labour}, {"about", Nature::about},
                                                {"means", Nature::means}, {"none", Nature::none},     {"hush", Nature::hush},
                                                {"mute", Nature::mute}};
    subject.nature = natures.at(row[1]);
    for (const auto each : text::split(row[2], ',')) subject.cpv.emplace_back(text::trim(each));
  }
  std::map<std::string, int> numbers;
  for (std::size_t i = 0; i < subjects_.size(); ++i) numbers[subjects_[i].code] = static_cast<int>(i);
  for (const auto& row : table(folder / "subjects.tsv", 4)) add_patterns(row[3], numbers.at(row[0]), compound_subject);
  for (const auto& row : table(folder / "concepts.tsv", 5)) {
    Concept& aim = concepts_.emplace_back(Concept{row[0], row[1], std::stoll(row[2]) * 100, {}});
    for (const auto each : text::split(row[4], ' ')) {
      if (each.empty()) continue;
      const auto colon = each.find(':');
      if (colon == std::string_view::npos || !numbers.contains(std::string(each.substr(0, colon))))
        throw std::runtime_error("concepts.tsv: " + std::string(each));
      aim.serves[numbers.at(std::string(each.substr(0, colon)))] = std::stod(std::string(each.substr(colon + 1)));
    }
    add_patterns(row[3], concept_base + static_cast<int>(concepts_.size()) - 1, compound_concept);
  }
  const std::string plain = read_file(folder / "plain-words.txt");
  for (const auto line : text::split(plain, '\n'))
    for (const std::string& form : scan::lexemes(line)) plain_[form] = true;
  upkeep_ = word_list(folder / "upkeep-words.txt");
  relief_ = word_list(folder / "relief-words.txt");
  organisations_ = word_list(folder / "organisation-words.txt");
}

void GoalRules::add_patterns(const std::string& words, int target, std::size_t compound) {
  for (const auto phrase : text::split(words, ',')) {
    Pattern pattern;
    pattern.target = target;
    const auto parts = text::split(text::trim(phrase), ' ');
    for (auto word : parts) {
      if (word.empty()) continue;
      Part part;
      if (word.starts_with('^')) {
        pattern.at_start = true;
        word.remove_prefix(1);
      }
      if (word.starts_with('~') || word.starts_with('!') || word.starts_with('-')) {
        pattern.says = word.starts_with('!') ? Says::problem : word.starts_with('-') ? Says::contrary : Says::goal;
        word.remove_prefix(1);
      }
      const bool whole = word.starts_with('=');
      if (whole) word.remove_prefix(1);
      part.open_front = word.starts_with('*');
      if (part.open_front) word.remove_prefix(1);
      part.open_back = word.ends_with('*');
      if (part.open_back) word.remove_suffix(1);
      const auto found = words_of(std::string(word));
      if (found.size() != 1) throw std::runtime_error("a word of one letter, or of none: " + std::string(phrase));
      part.form = found.front().form;
      part.folded = found.front().folded;
      if (!whole && !pattern.at_start && parts.size() == 1 && part.folded.size() >= compound) part.open_front = part.open_back = true;
      pattern.parts.push_back(std::move(part));
    }
    if (pattern.parts.empty()) continue;
    const Part& first = pattern.parts.front();
    const std::size_t number = patterns_.size();
    if (!first.open_front && !first.open_back) by_form_[first.form].push_back(number);
    for (const std::string& key : std::set<std::string>{first.form, first.folded}) {
      if (first.open_back) by_front_[key].push_back(number);
      if (first.open_front) by_back_[key].push_back(number);
    }
    patterns_.push_back(std::move(pattern));
  }
}

// The words as they are said, each with its normal form.
std::vector<GoalRules::Word> GoalRules::words_of(const std::string& text) {
  std::vector<Word> out;
  std::size_t end = std::string::npos;  // of the word before, where that was kept
  for (const auto& [from, to, folded] : scan::placed_words(text)) {
    const bool joined = end != std::string::npos && from == end + 1 && text[end] == '-';
    end = folded.size() > 1 ? to : std::string::npos;
    if (folded.size() > 1) out.push_back({text.substr(from, to - from), scan::normal_form(folded), folded, joined});
  }
  return out;
}

// Staal and stallen, lezen and lessen have one stem: a doubled consonant says that the vowel before it is another one.
bool GoalRules::other_vowel(const std::string& a, const std::string& b) {
  const std::size_t at = static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
  const auto doubled = [at](const std::string& word) { return at + 1 < word.size() && word[at] == word[at + 1]; };
  return at < a.size() && at < b.size() && (doubled(a) || doubled(b));
}

// A stem of a few letters (vlees: vle) begins many words: then the word itself must.
bool GoalRules::fits(const Part& part, const Word& word) {
  if (word.form == part.form && !other_vowel(word.folded, part.folded) &&
      (part.form.size() >= own_stem || word.folded == part.folded || std::min(word.folded.size(), part.folded.size()) >= own_stem))
    return true;
  const bool sure = part.form.size() >= sure_stem && part.form.size() + 1 >= part.folded.size();
  if (part.open_back && (word.folded.starts_with(part.folded) || (sure && word.form.starts_with(part.form)))) return true;
  return part.open_front && (word.folded.ends_with(part.folded) || (sure && word.form.ends_with(part.form)));
}

std::vector<GoalRules::Hit> GoalRules::hits(const std::vector<Word>& words) const {
  std::vector<Hit> out;
  std::set<std::pair<std::size_t, std::size_t>> seen;
  const auto nature = [&](int target) {
    return target < concept_base ? subjects_[static_cast<std::size_t>(target)].nature : Nature::thing;
  };
  const auto look = [&](const auto& index, const std::string& key, std::size_t at) {
    const auto found = index.find(key);
    if (found == index.end()) return;
    for (const std::size_t number : found->second) {
      const Pattern& pattern = patterns_[number];
      if (at + pattern.parts.size() > words.size() || !seen.insert({number, at}).second) continue;
      if (pattern.at_start &&
          std::any_of(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(at), [&](const Word& each) { return !plain(each); }))
        continue;
      std::size_t exact = 0;
      bool all = true;
      for (std::size_t i = 0; all && i < pattern.parts.size(); ++i) {
        all = fits(pattern.parts[i], words[at + i]);
        exact += pattern.parts[i].folded.size();
      }
      if (!all) continue;
      const Nature kind = nature(pattern.target);
      if ((kind == Nature::none || kind == Nature::about) && pattern.parts.size() == 1 &&
          words[at].folded.size() > pattern.parts[0].folded.size() + 2 && words[at].form.ends_with(pattern.parts[0].form))
        exact = words[at].folded.size() - 1;  // a compound is what its last part says: woonlastenonderzoek is research
      out.push_back({pattern.target, at, at + pattern.parts.size() - 1, exact, pattern.says});
    }
  };
  for (std::size_t at = 0; at < words.size(); ++at) {
    const auto& [said, form, folded, joined] = words[at];
    look(by_form_, form, at);
    for (const std::string& each : std::set<std::string>{form, folded})
      for (std::size_t size = shortest_key; size <= each.size(); ++size) {
        look(by_front_, each.substr(0, size), at);
        look(by_back_, each.substr(each.size() - size), at);
      }
  }
  // Of two subjects in one word the longer one is meant: an afvalbak is no afval.
  const auto thing = [&](const Hit& hit) {
    return hit.target < concept_base || concepts_[static_cast<std::size_t>(hit.target - concept_base)].theme.starts_with('*');
  };
  std::vector<Hit> kept;
  for (const Hit& hit : out) {
    const bool shadowed = std::any_of(out.begin(), out.end(), [&](const Hit& other) {
      return (nature(other.target) == Nature::mute || (thing(hit) && thing(other))) && other.target != hit.target &&
             other.exact > hit.exact && other.first <= hit.last && hit.first <= other.last;
    });
    if (!shadowed && nature(hit.target) != Nature::hush && nature(hit.target) != Nature::mute) kept.push_back(hit);
  }
  return kept;
}

// What was said, whole: a reason of half a phrase ("aan" of "aan het werk") explains nothing.
std::string GoalRules::said(const std::vector<Word>& words, const Hit& hit) {
  std::string out;
  for (std::size_t i = hit.first; i <= hit.last; ++i) {
    if (i > hit.first && words[i].said == words[i - 1].said) continue;
    if (!out.empty()) out += ' ';
    out += words[i].said;
  }
  return out;
}

// A word that tells nothing by itself.
bool GoalRules::plain(const Word& word) const {
  return word.folded.size() < shortest_word || plain_.contains(word.form) || word.folded.find_first_of("0123456789") != std::string::npos;
}

// Onderhoud voertuigen, asfaltonderhoud: the thing is kept, not bought. Not where the table names the upkeep itself (wegonderhoud).
bool GoalRules::kept(const std::vector<Word>& title, const Hit& hit) const {
  for (std::size_t i = 0; i < title.size(); ++i)
    for (const std::string& each : upkeep_) {
      if (!title[i].folded.ends_with(each)) continue;
      const bool within = hit.first <= i && i <= hit.last;
      if (!within || (hit.first == hit.last && hit.exact + each.size() <= title[i].folded.size())) return true;
    }
  return false;
}

// Werkbedrijf De Haspel: haspel.
std::set<std::string> GoalRules::organisations_in(const std::string& text) const {
  std::set<std::string> out;
  const auto words = words_of(text);
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    if (!organisations_.contains(words[i].folded)) continue;
    std::size_t next = i + 1;
    if (next + 1 < words.size() && (words[next].folded == "de" || words[next].folded == "het")) ++next;
    if (words[next].folded.size() >= own_stem && words[next].said.front() >= 'A' && words[next].said.front() <= 'Z')
      out.insert(words[next].folded);
  }
  return out;
}

// Aims that a text works against: who buys diesel. Where what is named goes away (vervangt diesel), it does not.
std::set<int> GoalRules::problems_in(const std::string& text, bool relieved) const {
  std::set<int> out;
  const auto words = words_of(text);
  if (relieved && std::any_of(words.begin(), words.end(), [&](const Word& each) { return relief_.contains(each.folded); })) return out;
  for (const Hit& hit : hits(words))
    if (hit.says == Says::problem || hit.says == Says::contrary) out.insert(hit.target);
  return out;
}

// Words that tell something, known to the tables or not; no place, and nothing that only a goal says.
std::map<std::string, std::string> GoalRules::spoken(const std::vector<Word>& words) const {
  std::set<std::size_t> places;
  const auto found = hits(words);
  for (const Hit& hit : found) {
    const bool place = hit.target >= concept_base && concepts_[static_cast<std::size_t>(hit.target - concept_base)].theme.starts_with('*');
    if (place || hit.says != Says::aim)
      for (std::size_t i = hit.first; i <= hit.last; ++i) places.insert(i);
  }
  std::map<std::string, std::string> out;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (!plain(words[i]) && !places.contains(i)) out[words[i].form] = words[i].said;
  return out;
}

}  // namespace tenzij::purchase
