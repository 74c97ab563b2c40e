#include <deque>
#include <set>

#include "policy/policy.h"

namespace tenzij::policy {

namespace {

using documents::BlockKind;

std::string lower_words(std::string_view text) { return text::lower_ascii(text::collapse_spaces(text)); }

std::set<std::string> word_set(std::string_view text) {
  std::set<std::string> out;
  const std::string low = lower_words(text);
  for (const std::string_view word : text::split(low, ' '))
    if (word.size() > 2) out.emplace(word);
  return out;
}

// Shared words over all words (Jaccard): 1 is the same, 0 has nothing in common.
double alike(const std::set<std::string>& a, const std::set<std::string>& b) {
  if (a.empty() || b.empty()) return 0;
  std::size_t both = 0;
  for (const auto& word : a) both += b.contains(word) ? 1 : 0;
  return static_cast<double>(both) / static_cast<double>(a.size() + b.size() - both);
}

// Policy commits in other words than a call does: "we", "every", a year to come, a share. A sentence on a theme with
// one of these is offered as an ambition; people decide.
bool commits(std::string_view sentence) {
  static const std::set<std::string, std::less<>> words{"wij",    "we",      "ons", "onze", "alle",  "altijd", "elke",   "elk",  "moet",
                                                        "moeten", "procent", "%",   "our",  "every", "all",    "always", "must", "percent"};
  const std::string low = lower_words(sentence);
  for (std::string_view word : text::split(low, ' ')) {
    while (!word.empty() && std::string_view(".,;:()").find(word.back()) != std::string_view::npos) word.remove_suffix(1);
    long long year = 0;
    if (words.contains(word) || word.ends_with('%') || (text::to_int(word, year) && year >= 2020 && year <= 2060)) return true;
  }
  return false;
}

// Two passages are the same clause reworded when at least this part of their words is shared.
constexpr double reworded = 0.35;
// Old passages looked at for one new passage: what moved farther is a new clause.
constexpr std::size_t window = 60;

// "2.2" is the number of a clause for everybody who reads the document; "a." and "1." only count within a list.
bool names_clause(std::string_view label) {
  const std::size_t dot = label.find('.');
  return dot != std::string_view::npos && dot + 1 < label.size() && label.find_first_not_of("0123456789.") == std::string_view::npos;
}

// The number that the reader of the document sees, as people cite it: "2.2", "Artikel 5", "3.1" for 1. under 3, "3.1 a)" for what
// stands below 3.1. Empty where the document gives none.
std::string own_number(std::string label, const std::string& heading, const std::string& clause) {
  while (!label.empty() && label.back() == '.') label.pop_back();
  if (label.empty() || names_clause(label) || label.find(' ') != std::string::npos) return label;
  const bool digits = label.find_first_not_of("0123456789") == std::string::npos;
  if (digits) return heading.empty() ? label : heading + "." + label;
  const std::string& above = clause.empty() ? heading : clause;
  return above.empty() ? label : above + " " + label;
}

// Passages without a number of their own are counted below their heading, past the numbers that the document gives others.
void count_others(std::vector<Passage>& passages) {
  std::set<std::string> given;
  for (const Passage& each : passages)
    if (each.kind != BlockKind::heading) given.insert(each.number);
  std::string heading;
  int count = 0;
  for (Passage& each : passages) {
    if (each.kind == BlockKind::heading) {
      heading = each.number;
      count = 0;
      continue;
    }
    ++count;
    if (!each.number.empty()) continue;
    const auto numbered = [&] { return (heading.empty() ? "" : heading + ".") + std::to_string(count); };
    while (given.contains(numbered())) ++count;
    each.number = numbered();
  }
}

}  // namespace

std::vector<Passage> passages_of(const documents::DocumentText& document) {
  std::vector<Passage> out;
  std::vector<std::pair<int, std::string>> above;  // depth and title
  std::vector<int> counters;                       // where headings carry no number of their own
  std::string above_number;                        // of the heading a passage stands under: its own where it has one
  std::string clause;                              // the last one below that heading, for what hangs on it: "2.1"
  for (const documents::Block& block : document.blocks) {
    if (block.hidden) continue;
    Passage passage;
    passage.kind = block.kind;
    passage.depth = block.depth;
    passage.text = block.text;
    passage.page = block.page;
    passage.box = block.box;
    if (block.kind == BlockKind::heading) {
      while (!above.empty() && above.back().first >= block.depth) above.pop_back();
      counters.resize(above.size() + 1, 0);
      ++counters.back();
      std::string number;
      for (const int count : counters) number += (number.empty() ? "" : ".") + std::to_string(count);
      passage.number = block.label.empty() ? number : block.label;
      while (!passage.number.empty() && passage.number.back() == '.') passage.number.pop_back();
      for (const auto& [depth, title] : above) passage.heading.push_back(title);
      above.emplace_back(block.depth, block.text);
      above_number = passage.number;
      clause.clear();
    } else {
      for (const auto& [depth, title] : above) passage.heading.push_back(title);
      passage.number = own_number(block.label, above_number, clause);
      const bool numbered = passage.number.find_first_not_of("0123456789.") == std::string::npos;
      if (!passage.number.empty() && (numbered || block.label.find(' ') != std::string::npos)) clause = passage.number;
    }
    out.push_back(std::move(passage));
  }
  count_others(out);
  return out;
}

std::size_t suggest(std::vector<Passage>& passages, const scan::Engine& engine) {
  // A passage of a few words is in the language of those around it.
  std::string begin;
  for (std::size_t i = 0; i < passages.size() && begin.size() < 20'000; ++i) begin += passages[i].text + "\n";
  scan::Context context;
  context.language = scan::Engine::language_of(begin);
  std::size_t unread = 0;
  for (Passage& passage : passages) {
    context.language = scan::Engine::language_of(passage.text, context.language);
    if (passage.kind == BlockKind::heading) continue;
    unread += context.language == "other" ? 1 : 0;
    std::set<std::string> themes;
    for (const scan::Finding& finding : engine.scan(passage.text, context)) {
      themes.insert(finding.theme);
      passage.suggests_ambition = passage.suggests_ambition || finding.strength != scan::Strength::mention;
    }
    passage.suggested_themes.assign(themes.begin(), themes.end());
    passage.suggests_ambition = passage.suggests_ambition || (!themes.empty() && commits(passage.text));
  }
  return unread;
}

void match(const std::vector<OldPassage>& before, std::vector<Passage>& after) {
  std::map<std::string, std::deque<std::size_t>> same;
  for (std::size_t i = 0; i < before.size(); ++i) same[lower_words(before[i].text)].push_back(i);
  std::vector<bool> taken(before.size(), false);
  std::vector<std::optional<std::size_t>> found(after.size());
  for (std::size_t i = 0; i < after.size(); ++i) {
    const auto at = same.find(lower_words(after[i].text));
    if (at == same.end() || at->second.empty()) continue;
    found[i] = at->second.front();
    taken[at->second.front()] = true;
    at->second.pop_front();
  }
  std::vector<std::set<std::string>> words(before.size());
  for (std::size_t i = 0; i < before.size(); ++i)
    if (!taken[i]) words[i] = word_set(before[i].text);
  std::size_t last = 0;  // where we are in the old edition
  for (std::size_t i = 0; i < after.size(); ++i) {
    if (found[i]) {
      last = *found[i];
      after[i].clause_id = before[last].clause_id;
      continue;
    }
    const auto mine = word_set(after[i].text);
    double best = reworded;
    std::optional<std::size_t> chosen;
    for (std::size_t k = last > window / 2 ? last - window / 2 : 0; k < before.size() && k < last + window; ++k) {
      if (taken[k]) continue;
      const double score = alike(mine, words[k]) + (before[k].number == after[i].number ? 0.05 : 0);
      if (score > best) {
        best = score;
        chosen = k;
      }
    }
    after[i].change = chosen ? "changed" : "added";
    after[i].clause_id = chosen ? before[*chosen].clause_id : new_id();
    if (chosen) {
      taken[*chosen] = true;
      last = *chosen;
    }
  }
}

}  // namespace tenzij::policy
