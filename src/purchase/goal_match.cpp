#include "purchase/goal_match.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>

#include "platform/base/files.h"
#include "platform/base/text.h"
#include "scan/scan.h"

namespace tenzij::purchase {

namespace {

constexpr int concept_base = 10'000;      // numbers of concepts, beside those of subjects
constexpr std::size_t shortest_key = 2;   // letters that an open pattern begins or ends with
constexpr std::size_t shortest_word = 5;  // letters of a word that tells something by itself
constexpr int enough_past = 3;            // confirmations in a category that say something by themselves

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

void raise(NamedMap& map, int key, double weight, const std::string& said, int place = 0) {
  Named& named = map[key];
  if (weight > named.weight) named = {weight, said, place};
}

// One is the other, or a part of it: fiets and fietsenstalling.
bool akin(const std::string& a, const std::string& b) {
  if (a == b) return true;
  const std::string& longer = a.size() > b.size() ? a : b;
  const std::string& shorter = a.size() > b.size() ? b : a;
  return shorter.size() >= shortest_word && (longer.starts_with(shorter) || longer.ends_with(shorter));
}

std::string both(const std::string& of_goal, const std::string& of_purchase) {
  if (of_goal.empty() || text::lower_ascii(of_goal) == text::lower_ascii(of_purchase)) return of_purchase;
  return of_purchase.empty() ? of_goal : of_goal + " · " + of_purchase;
}

}  // namespace

GoalRules::GoalRules(const std::filesystem::path& folder)
    : weights_(json::restore<LinkWeights>(json::parse(read_file(folder / "link-rules.json")))) {
  for (const auto& row : table(folder / "subjects.tsv", 4)) {
    Subject& subject = subjects_.emplace_back(Subject{row[0], {}, {}});
    const std::map<std::string, Nature> natures{
        {"thing", Nature::thing}, {"labour", Nature::labour}, {"about", Nature::about}, {"none", Nature::none}, {"hush", Nature::hush}};
    subject.nature = natures.at(row[1]);
    for (const auto each : text::split(row[2], ',')) subject.cpv.emplace_back(text::trim(each));
    add_patterns(row[3], static_cast<int>(subjects_.size()) - 1);
  }
  std::map<std::string, int> numbers;
  for (std::size_t i = 0; i < subjects_.size(); ++i) numbers[subjects_[i].code] = static_cast<int>(i);
  for (const auto& row : table(folder / "concepts.tsv", 5)) {
    Concept& aim = concepts_.emplace_back(Concept{row[0], row[1], std::stoll(row[2]) * 100, {}});
    for (const auto each : text::split(row[4], ' ')) {
      if (each.empty()) continue;
      const auto colon = each.find(':');
      if (colon == std::string_view::npos) throw std::runtime_error("concepts.tsv: " + row[4]);
      aim.serves[numbers.at(std::string(each.substr(0, colon)))] = std::stod(std::string(each.substr(colon + 1)));
    }
    add_patterns(row[3], concept_base + static_cast<int>(concepts_.size()) - 1);
  }
  const std::string plain = read_file(folder / "plain-words.txt");
  for (const auto line : text::split(plain, '\n'))
    for (const std::string& form : scan::lexemes(line)) plain_[form] = true;
}

void GoalRules::add_patterns(const std::string& words, int target) {
  for (const auto phrase : text::split(words, ',')) {
    Pattern pattern;
    pattern.target = target;
    for (auto word : text::split(text::trim(phrase), ' ')) {
      Part part;
      part.open_front = word.starts_with('*');
      part.open_back = word.ends_with('*');
      if (part.open_front) word.remove_prefix(1);
      if (part.open_back) word.remove_suffix(1);
      const auto forms = scan::lexemes(word);
      if (forms.size() != 1) throw std::runtime_error("a word of one letter, or of none: " + std::string(phrase));
      part.form = forms.front();
      pattern.parts.push_back(std::move(part));
    }
    if (pattern.parts.empty()) continue;
    const Part& first = pattern.parts.front();
    auto& index = first.open_back ? by_front_ : first.open_front ? by_back_ : by_form_;
    index[first.form].push_back(patterns_.size());
    patterns_.push_back(std::move(pattern));
  }
}

// The words as they are said, each with its normal form.
std::vector<GoalRules::Word> GoalRules::words_of(const std::string& text) {
  std::vector<Word> out;
  std::string said;
  const auto end = [&] {
    for (const std::string& form : scan::lexemes(said)) out.push_back({said, form});
    said.clear();
  };
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || std::isalnum(byte) != 0) said += c;
    else end();
  }
  end();
  return out;
}

std::vector<GoalRules::Hit> GoalRules::hits(const std::vector<Word>& words) const {
  std::vector<Hit> out;
  const auto fits = [](const Part& part, const std::string& form) {
    if (part.open_back) return form.starts_with(part.form);
    return part.open_front ? form.ends_with(part.form) : form == part.form;
  };
  const auto look = [&](const auto& index, const std::string& key, std::size_t at) {
    const auto found = index.find(key);
    if (found == index.end()) return;
    for (const std::size_t number : found->second) {
      const Pattern& pattern = patterns_[number];
      if (at + pattern.parts.size() > words.size()) continue;
      std::size_t exact = 0;
      bool all = true;
      for (std::size_t i = 0; all && i < pattern.parts.size(); ++i) {
        all = fits(pattern.parts[i], words[at + i].form);
        exact += pattern.parts[i].form.size();
      }
      if (all) out.push_back({pattern.target, at, at + pattern.parts.size() - 1, exact});
    }
  };
  for (std::size_t at = 0; at < words.size(); ++at) {
    const std::string& form = words[at].form;
    look(by_form_, form, at);
    for (std::size_t size = shortest_key; size <= form.size(); ++size) {
      look(by_front_, form.substr(0, size), at);
      look(by_back_, form.substr(form.size() - size), at);
    }
  }
  // Of two subjects in one word the longer one is meant: an afvalbak is no afval.
  const auto thing = [&](const Hit& hit) {
    return hit.target < concept_base || concepts_[static_cast<std::size_t>(hit.target - concept_base)].theme.starts_with('*');
  };
  std::vector<Hit> kept;
  for (const Hit& hit : out) {
    const bool shadowed = thing(hit) && std::any_of(out.begin(), out.end(), [&](const Hit& other) {
                            return thing(other) && other.target != hit.target && other.exact > hit.exact && other.first <= hit.last &&
                                   hit.first <= other.last;
                          });
    const bool hushed = hit.target < concept_base && subjects_[static_cast<std::size_t>(hit.target)].nature == Nature::hush;
    if (!shadowed && !hushed) kept.push_back(hit);
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

// Words that tell something by themselves: not plain, not short, and no name of an aim.
std::map<std::string, std::string> GoalRules::telling(const std::vector<Word>& words) const {
  std::set<std::size_t> taken;
  for (const Hit& hit : hits(words))
    if (hit.target >= concept_base)
      for (std::size_t i = hit.first; i <= hit.last; ++i) taken.insert(i);
  std::map<std::string, std::string> out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& form = words[i].form;
    if (form.size() < shortest_word || plain_.contains(form) || taken.contains(i) || form.find_first_of("0123456789") != std::string::npos)
      continue;
    out[form] = words[i].said;
  }
  return out;
}

void GoalRules::name_goal(const std::string& text, double weight, GoalFeatures& out) const {
  const auto words = words_of(text);
  const bool title = weight >= 1;
  NamedMap& targets = title ? out.targets : out.also;
  for (const Hit& hit : hits(words)) {
    const std::string said = GoalRules::said(words, hit);
    if (hit.target < concept_base) {
      if (subjects_[static_cast<std::size_t>(hit.target)].nature != Nature::none) raise(targets, hit.target, weight, said);
      continue;
    }
    const Concept& named = concepts_[static_cast<std::size_t>(hit.target - concept_base)];
    if (named.theme == "from") {
      out.from_cents = std::max(out.from_cents, named.from_cents);
    } else if (!named.theme.starts_with('*')) {
      raise(out.aims, hit.target, weight, said);
    } else {
      for (const auto& [subject, serves] : named.serves) raise(targets, subject, weight * serves, said, hit.target);
    }
  }
}

GoalFeatures GoalRules::read(const GoalFacts& goal) const {
  GoalFeatures out;
  name_goal(goal.title, 1, out);
  name_goal(goal.indicator, weights_.goal_words, out);
  name_goal(goal.explanation, weights_.goal_words, out);
  out.words = telling(words_of(goal.title));
  out.themes = goal.themes;
  out.department = goal.department;
  out.unit = goal.unit;
  return out;
}

std::vector<int> GoalRules::subjects_of_cpv(const std::string& cpv) const {
  std::vector<int> out;
  std::size_t longest = 0;
  for (std::size_t i = 0; i < subjects_.size(); ++i)
    for (const std::string& beginning : subjects_[i].cpv) {
      if (beginning.empty() || !cpv.starts_with(beginning) || beginning.size() < longest) continue;
      if (beginning.size() > longest) out.clear();
      longest = beginning.size();
      out.push_back(static_cast<int>(i));
    }
  return out;
}

// What is bought: what the title names first, the CPV, and weaker what it names further.
void GoalRules::name_purchase(const PurchaseFacts& purchase, PurchaseFeatures& out) const {
  const auto nature = [&](int subject) { return subjects_[static_cast<std::size_t>(subject)].nature; };
  const auto title = words_of(purchase.title);
  const auto named = hits(title);
  std::size_t first = title.size();
  for (const Hit& hit : named)
    if (hit.target < concept_base) first = std::min(first, hit.first);
  const auto by_cpv = subjects_of_cpv(purchase.cpv);
  double elsewhere = 1;  // of what is not that first subject
  for (const Hit& hit : named) {
    if (hit.target >= concept_base) continue;
    const bool is_first = hit.first == first;
    if (is_first && nature(hit.target) == Nature::none) {
      out.serves_nothing = true;
      out.none_word = said(title, hit);
    }
    if (is_first && nature(hit.target) == Nature::about) out.about = true;
    raise(out.subjects, hit.target, is_first ? weights_.title_first : weights_.title_later, said(title, hit));
  }
  for (const int subject : by_cpv) {
    if (nature(subject) == Nature::about) elsewhere = weights_.about + 0.1;
    if (nature(subject) == Nature::none) {
      elsewhere = weights_.about;
      if (first == title.size()) out.serves_nothing = true;
    }
  }
  if (out.about) elsewhere = weights_.about;
  for (auto& [subject, each] : out.subjects)
    if (nature(subject) != Nature::about) each.weight *= elsewhere;
  // What the code says is worth less where the title begins with something else, and least where that is advice on it.
  const bool agree = first == title.size() || std::any_of(by_cpv.begin(), by_cpv.end(), [&](int subject) {
                       const auto found = out.subjects.find(subject);
                       return found != out.subjects.end() && found->second.weight > 0;
                     });
  for (const int subject : by_cpv)
    raise(out.subjects, subject,
          weights_.cpv * (out.about && nature(subject) != Nature::about ? weights_.about
                          : agree                                       ? 1
                                                                        : weights_.cpv_alone),
          "");
  if (purchase.category && by_cpv.empty() && out.subjects.empty())
    for (const int subject : subjects_of_cpv("#" + *purchase.category)) {
      out.about = out.about || nature(subject) == Nature::about;
      raise(out.subjects, subject, weights_.need * 2, "");
    }
  const auto need = words_of(purchase.need);
  for (const Hit& hit : hits(need))
    if (hit.target < concept_base) raise(out.subjects, hit.target, weights_.need * elsewhere, said(need, hit));
}

PurchaseFeatures GoalRules::read(const PurchaseFacts& purchase) const {
  PurchaseFeatures out;
  name_purchase(purchase, out);
  const auto aims = [&](const std::string& text, double weight) {
    const auto words = words_of(text);
    for (const Hit& hit : hits(words))
      if (hit.target >= concept_base) raise(out.aims, hit.target, weight, said(words, hit));
  };
  aims(purchase.title, 1);
  aims(purchase.asks, 1);
  aims(purchase.need, 0.85);
  out.words = telling(words_of(purchase.title));
  out.value_cents = purchase.value_cents;
  out.units = purchase.units;
  return out;
}

FoundGoal GoalRules::judge(const PurchaseFeatures& purchase, const GoalFeatures& goal, const GoalPast& past) const {
  FoundGoal out{0, 0, "", ""};
  if (purchase.serves_nothing || purchase.value_cents < goal.from_cents) return out;
  const auto better = [&](double score, const char* rule, const std::string& of_goal, const std::string& of_purchase) {
    if (score <= out.score) return;
    out = {0, score, rule, both(of_goal, of_purchase)};
  };
  // How well the aims fit each thing that is bought.
  for (const auto& [subject, bought] : purchase.subjects) {
    Named aim;
    for (const auto& [number, named] : goal.aims) {
      const Concept& each = concepts_[static_cast<std::size_t>(number - concept_base)];
      const auto serves = each.serves.find(subject);
      if (serves == each.serves.end() || purchase.value_cents < each.from_cents) continue;
      if (serves->second * named.weight > aim.weight) aim = {serves->second * named.weight, named.said};
    }
    const double fits = goal.aims.empty() ? 0.5 : aim.weight;
    const auto by_name = [&](const NamedMap& named) {
      const auto found = named.find(subject);
      if (found == named.end()) return false;
      double weight = found->second.weight;
      double alone = weights_.target_alone;
      if (found->second.place != 0) {
        // A place is bought for in many ways: only what fits the aim counts.
        if (!goal.aims.empty()) alone *= std::min(1.0, fits / weights_.place_fits);
        const Concept& place = concepts_[static_cast<std::size_t>(found->second.place - concept_base)];
        if (place.theme == "*!" && !purchase.aims.contains(found->second.place)) weight *= weights_.place_unnamed;
      }
      better(bought.weight * weight * (alone + weights_.target_aim * fits), "target", found->second.said, bought.said);
      return true;
    };
    if (!by_name(goal.targets)) {
      const double elsewhere = goal.targets.empty()              ? 1
                               : aim.weight >= weights_.aim_sure ? weights_.aim_elsewhere_sure
                                                                 : weights_.aim_elsewhere;
      better(bought.weight * aim.weight * elsewhere, "aim", aim.said, bought.said);
      if (goal.targets.empty() || aim.weight >= weights_.place_fits) by_name(goal.also);
    }
  }
  double shared = 0;
  std::string words;
  for (const auto& [number, named] : goal.aims)
    if (const auto same = purchase.aims.find(number); same != purchase.aims.end())
      if (const double least = std::min(named.weight, same->second.weight); least > shared) {
        shared = least;
        words = both(named.said, same->second.said);
      }
  if (out.score >= weights_.aim_elsewhere) out.score += weights_.shared_aim * shared;
  else if (goal.targets.empty() && !purchase.about && weights_.aim_only * shared > out.score)
    out = {0, weights_.aim_only * shared, "aim", words};
  for (const auto& [form, said] : goal.words)
    for (const auto& [other, other_said] : purchase.words)
      if (akin(form, other)) better(weights_.shared_word * (purchase.about ? weights_.about : 1), "words", said, other_said);
  if (past.confirmed >= enough_past && past.confirmed > 2 * past.rejected)
    better(weights_.least, "earlier", std::to_string(past.confirmed), std::to_string(past.confirmed));
  if (out.score <= 0) return out;
  if (past.ambition && out.score >= weights_.aim_elsewhere) out.score += weights_.ambition;
  out.score += weights_.past * (std::min(past.confirmed, enough_past) - std::min(past.rejected, enough_past));
  if (!goal.unit.empty() && std::find(purchase.units.begin(), purchase.units.end(), goal.unit) != purchase.units.end())
    out.score += weights_.unit;
  if (goal.department) out.score += weights_.department;
  return out;
}

std::vector<FoundGoal> GoalRules::match(const PurchaseFeatures& purchase, const std::vector<std::shared_ptr<const GoalFeatures>>& goals,
                                        const std::vector<GoalPast>& past) const {
  std::vector<FoundGoal> out;
  for (std::size_t i = 0; i < goals.size(); ++i) {
    FoundGoal found = judge(purchase, *goals[i], past.empty() ? GoalPast{} : past[i]);
    found.goal = i;
    if (found.score >= weights_.least) out.push_back(std::move(found));
  }
  std::stable_sort(out.begin(), out.end(), [](const FoundGoal& a, const FoundGoal& b) { return a.score > b.score; });
  if (out.size() > static_cast<std::size_t>(weights_.most)) out.resize(static_cast<std::size_t>(weights_.most));
  for (FoundGoal& each : out) each.score = std::min(each.score, 1.0);
  while (!out.empty() && out.back().score < weights_.near_best * out.front().score) out.pop_back();
  return out;
}

}  // namespace tenzij::purchase
