#include "purchase/goal_match.h"

#include <algorithm>

#include "platform/base/text.h"

namespace tenzij::purchase {

namespace {

constexpr std::size_t code_family = 3;   // digits of a CPV that codes of one kind have in common
constexpr std::size_t works_family = 5;  // the same, of works: 452 is all that is built
constexpr std::size_t inflection = 3;    // letters that a form of a word may be longer

void raise(NamedMap& map, int key, double weight, const std::string& said, int place = 0, unsigned by = 0) {
  Named& named = map[key];
  const unsigned all = named.by | by;
  if (weight > named.weight) named = {weight, said, place, all, named.sure, named.upkeep};
  named.by = all;
}

// A capital within a title begins a name (school De Vlinder); LED and FSC are none.
bool is_name(const std::string& word) {
  return word.front() >= 'A' && word.front() <= 'Z' && std::any_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace

void GoalRules::name_goal(const std::string& text, NamedMap& targets, NamedMap& aims, GoalFeatures& out) const {
  const auto words = words_of(text);
  const auto found = hits(words);
  // Fietsen, eenzaamheid: a word that says the aim too does not keep the goal to that one thing.
  const auto says_aim = [&](const Hit& hit) {
    return std::any_of(found.begin(), found.end(), [&](const Hit& other) {
      return other.target >= concept_base && other.says != Says::contrary && other.first <= hit.last && hit.first <= other.last &&
             !concepts_[static_cast<std::size_t>(other.target - concept_base)].theme.starts_with('*');
    });
  };
  for (const Hit& hit : found) {
    if (hit.says == Says::contrary) continue;
    const std::string said = GoalRules::said(words, hit);
    if (hit.target < concept_base) {
      if (subjects_[static_cast<std::size_t>(hit.target)].nature != Nature::none)
        raise(says_aim(hit) ? out.also : targets, hit.target, 1, said);
      continue;
    }
    const Concept& named = concepts_[static_cast<std::size_t>(hit.target - concept_base)];
    if (named.theme == "from") {
      out.from_cents = std::max(out.from_cents, named.from_cents);
    } else if (!named.theme.starts_with('*')) {
      raise(aims, hit.target, 1, said);
    } else {
      NamedMap& where = named.theme == "*?" ? out.also : targets;
      for (const auto& [subject, serves] : named.serves) raise(where, subject, serves, said, hit.target);
    }
  }
}

// The title says what is meant; where it only calls (Van ons, voor ons), the explanation does.
GoalFeatures GoalRules::read(const GoalFacts& goal) const {
  GoalFeatures out;
  name_goal(goal.title, out.targets, out.aims, out);
  // Accu's in a goal about chains are things, not a wish to drive on them: an aim is of the kind of theme that the goal is of.
  const auto kind_of = [](const std::string& theme) { return theme == "climate" || theme == "environment" || theme == "circular"; };
  const auto other_theme = [&](int aim) {
    const std::string& theme = concepts_[static_cast<std::size_t>(aim - concept_base)].theme;
    return !goal.themes.empty() &&
           std::none_of(goal.themes.begin(), goal.themes.end(), [&](const std::string& each) { return kind_of(each) == kind_of(theme); });
  };
  for (auto& [aim, named] : out.aims)
    if (other_theme(aim)) named.weight *= weights_.other_theme;
  NamedMap aims;
  name_goal(goal.indicator, out.also, aims, out);
  name_goal(goal.explanation, out.also, aims, out);
  const double of_aims = out.aims.empty() ? weights_.goal_alone : weights_.goal_words;
  for (const auto& [aim, named] : aims)
    raise(out.aims, aim, named.weight * of_aims * (other_theme(aim) ? weights_.other_theme : 1), named.said);
  for (auto& [subject, named] : out.also) {
    named.weight *= out.targets.empty() ? weights_.goal_alone : weights_.goal_words;
    if (named.place != 0) continue;
    for (const auto& [aim, each] : out.aims) {
      const auto& serves = concepts_[static_cast<std::size_t>(aim - concept_base)].serves;
      if (const auto found = serves.find(subject); found != serves.end() && found->second >= example_fits) out.examples = true;
    }
  }
  out.words = spoken(words_of(goal.title + " . " + goal.explanation + " . " + goal.indicator));
  out.organisations = organisations_in(goal.title + " . " + goal.explanation);
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
  const auto about = [&](int subject) { return nature(subject) == Nature::about || nature(subject) == Nature::means; };
  const auto title = words_of(purchase.title);
  const auto named = hits(title);
  std::size_t first = title.size();
  for (const Hit& hit : named)
    if (hit.target < concept_base) first = std::min(first, hit.first);
  // Bhv-opleiding is one word; in "wagenpark advies" the second says what is bought.
  std::size_t head = first;
  for (const Hit& hit : named)
    if (hit.target < concept_base && hit.first == first) head = std::max(head, hit.last);
  const std::size_t next = head + 1;
  while (head + 1 < title.size() && title[head + 1].joined) ++head;
  std::size_t known = 0;  // words before it that say nothing, or an aim
  for (std::size_t i = 0; i < first; ++i)
    if (plain(title[i]) || std::any_of(named.begin(), named.end(), [&](const Hit& hit) { return hit.first <= i && i <= hit.last; }))
      ++known;
  const auto by_cpv = subjects_of_cpv(purchase.cpv);
  double elsewhere = 1;  // of what is not that first subject
  for (const Hit& hit : named) {
    if (hit.target >= concept_base) continue;
    const bool is_first = hit.first <= head || (hit.first == next && nature(hit.target) == Nature::about);
    if (is_first && nature(hit.target) == Nature::none) {
      out.serves_nothing = true;
      out.none_word = said(title, hit);
    }
    if (is_first && about(hit.target)) out.about = true;
    if (is_first && nature(hit.target) == Nature::means) out.means = true;
    const bool agrees = std::find(by_cpv.begin(), by_cpv.end(), hit.target) != by_cpv.end();
    const double sure = known < first && !agrees ? weights_.unknown_first : 1;
    const bool whole = hit.first != hit.last || hit.exact + inflection >= title[hit.first].folded.size();
    raise(out.subjects, hit.target, (is_first ? weights_.title_first : weights_.title_later) * sure, said(title, hit), 0,
          is_first ? (whole && known == first ? by_title : by_compound) : 0U);
    if (nature(hit.target) == Nature::thing && kept(title, hit)) out.subjects[hit.target].upkeep = true;
  }
  for (const int subject : by_cpv) {
    if (about(subject)) elsewhere = weights_.about_by_code;
    if (nature(subject) == Nature::none) {
      elsewhere = weights_.about;
      if (first == title.size()) out.serves_nothing = true;
    }
  }
  if (out.about) elsewhere = weights_.about;
  for (auto& [subject, each] : out.subjects)
    if (!about(subject)) each.weight *= elsewhere;
  // What the code says is worth less where the title begins with something else, and least where that is advice on it.
  const bool agree = first == title.size() || std::any_of(by_cpv.begin(), by_cpv.end(), [&](int subject) {
                       const auto found = out.subjects.find(subject);
                       return found != out.subjects.end() && found->second.weight > 0;
                     });
  for (const int subject : by_cpv)
    raise(out.subjects, subject,
          weights_.cpv * (out.about && !about(subject) ? weights_.about
                          : agree                      ? 1
                                                       : weights_.cpv_alone),
          "", 0, by_code);
  name_by_rest(purchase, elsewhere, out);
  for (auto& [subject, each] : out.subjects) each.sure = sure_of(purchase.cpv, by_cpv.empty(), subject, each.by);
  out.first = beginning(title, named);
}

// The category, by its code or in the municipality's own words, and the need: the more, the less the title said.
void GoalRules::name_by_rest(const PurchaseFacts& purchase, double elsewhere, PurchaseFeatures& out) const {
  const auto nature = [&](int subject) { return subjects_[static_cast<std::size_t>(subject)].nature; };
  const bool unnamed = out.subjects.empty();
  const bool by_code_only =
      std::all_of(out.subjects.begin(), out.subjects.end(), [](const auto& each) { return each.second.said.empty(); });
  const auto need = words_of(purchase.need);
  bool opening = true;
  for (const Hit& hit : hits(need)) {
    if (hit.target >= concept_base) continue;
    if (opening && nature(hit.target) == Nature::none && (unnamed || hit.first == 0)) out.serves_nothing = true;
    double weight = unnamed ? weights_.title_later : weights_.need;
    if (opening && by_code_only) weight = unnamed ? weights_.need_alone : weights_.need_first;
    raise(out.subjects, hit.target, weight * elsewhere, said(need, hit), 0, by_need);
    opening = false;
  }
  if (!purchase.category) return;
  const auto by_code = subjects_of_cpv("#" + *purchase.category);
  const auto words = words_of(*purchase.category);
  const auto found = by_code.empty() ? hits(words) : std::vector<Hit>{};
  if (unnamed)
    for (const int subject : by_code) {
      out.about = out.about || nature(subject) == Nature::about;
      raise(out.subjects, subject, weights_.need * 2, "", 0, by_category);
    }
  for (const Hit& hit : found) {
    if (hit.target >= concept_base) continue;
    if (unnamed && nature(hit.target) == Nature::none) out.serves_nothing = true;
    if (unnamed || out.subjects.contains(hit.target))
      raise(out.subjects, hit.target, unnamed ? weights_.need * 2 : 0, said(words, hit), 0, by_category);
  }
  if (!unnamed)
    for (const int subject : by_code)
      if (out.subjects.contains(subject)) raise(out.subjects, subject, 0, "", 0, by_category);
}

// Two of title, code, category and need say it, or the title says it and the code nothing else.
bool GoalRules::sure_of(const std::string& cpv, bool no_code, int subject, unsigned by) const {
  const auto& codes = subjects_[static_cast<std::size_t>(subject)].cpv;
  bool has_code = false;
  for (const std::string& each : codes) {
    if (each.empty() || each.starts_with('#')) continue;
    has_code = true;
    if (cpv.starts_with(each.substr(0, each.starts_with("45") ? works_family : code_family))) by |= by_code;
  }
  const unsigned title = (by & (by_title | by_compound)) != 0 ? 1U : 0U;
  const unsigned count = title + ((by & by_code) != 0 ? 1U : 0U) + ((by & by_category) != 0 ? 1U : 0U) + ((by & by_need) != 0 ? 1U : 0U);
  return count > 1 || ((by & by_title) != 0 && (no_code || !has_code));
}

// The first word of a title that tells something; none where it is advice on something, or only a place.
std::map<std::string, std::string> GoalRules::beginning(const std::vector<Word>& title, const std::vector<Hit>& named) const {
  std::map<std::string, std::string> out;
  for (std::size_t i = 0; i < title.size(); ++i) {
    if (plain(title[i]) || (i > 0 && is_name(title[i].said))) continue;
    for (const Hit& hit : named)
      if (hit.first <= i && i <= hit.last && hit.target < concept_base) {
        const Nature nature = subjects_[static_cast<std::size_t>(hit.target)].nature;
        if (nature == Nature::about || nature == Nature::means || nature == Nature::none) return out;
      }
    const auto said = spoken(title);
    if (const auto found = said.find(title[i].form); found != said.end()) out.insert(*found);
    return out;
  }
  return out;
}

// What it says beside what the tables know, to find the goals that say the same.
void GoalRules::read_words(const PurchaseFacts& purchase, PurchaseFeatures& out) const {
  for (const auto& [text, weight] : {std::pair{&purchase.title, 1.0}, std::pair{&purchase.need, weights_.shared_need}}) {
    const auto words = words_of(*text);
    for (const auto& [form, said] : spoken(words))
      if (Named& named = out.words[form]; named.weight < weight) named = {weight, said};
    for (const Word& each : words)
      if (is_name(each.said)) out.names[each.folded] = each.said;
  }
}

PurchaseFeatures GoalRules::read(const PurchaseFacts& purchase) const {
  PurchaseFeatures out;
  name_purchase(purchase, out);
  const auto aims = [&](const std::string& text, double weight, bool names) {
    const auto words = words_of(text);
    for (const Hit& hit : hits(words))
      if (hit.target >= concept_base && hit.says == Says::aim && !(names && hit.first > 0 && is_name(words[hit.first].said)))
        raise(out.aims, hit.target, weight, said(words, hit));
  };
  out.against = problems_in(purchase.title, false);
  aims(purchase.title, 1, true);
  aims(purchase.asks, 1, false);
  for (const auto& [aim, named] : out.aims) out.against.erase(aim);
  aims(purchase.need, 0.85, false);
  for (const int aim : problems_in(purchase.need, true))
    if (!out.aims.contains(aim)) out.against.insert(aim);
  read_words(purchase, out);
  out.value_cents = purchase.value_cents;
  out.units = purchase.units;
  return out;
}

}  // namespace tenzij::purchase
