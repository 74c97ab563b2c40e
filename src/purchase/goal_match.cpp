#include "purchase/goal_match.h"

#include <algorithm>

#include "platform/base/text.h"

namespace tenzij::purchase {

namespace {

constexpr int enough_past = 3;           // confirmations in a category that say something by themselves
constexpr std::size_t shortest_kin = 5;  // letters of a word that is a part of another
constexpr double example_fits = 0.5;     // how well an aim fits what a goal names as an example of it

void raise(NamedMap& map, int key, double weight, const std::string& said, int place = 0) {
  Named& named = map[key];
  if (weight > named.weight) named = {weight, said, place};
}

// One is the other, or a part of it: fiets and fietsenstalling.
bool akin(const std::string& a, const std::string& b) {
  if (a == b) return true;
  const std::string& longer = a.size() > b.size() ? a : b;
  const std::string& shorter = a.size() > b.size() ? b : a;
  return shorter.size() >= shortest_kin && (longer.starts_with(shorter) || longer.ends_with(shorter));
}

std::string both(const std::string& of_goal, const std::string& of_purchase) {
  if (of_goal.empty() || text::lower_ascii(of_goal) == text::lower_ascii(of_purchase)) return of_purchase;
  return of_purchase.empty() ? of_goal : of_goal + " · " + of_purchase;
}

}  // namespace

void GoalRules::name_goal(const std::string& text, NamedMap& targets, NamedMap& aims, GoalFeatures& out) const {
  const auto words = words_of(text);
  const auto found = hits(words);
  // Fietsen, eenzaamheid: a word that says the aim too does not keep the goal to that one thing.
  const auto says_aim = [&](const Hit& hit) {
    return std::any_of(found.begin(), found.end(), [&](const Hit& other) {
      return other.target >= concept_base && other.first <= hit.last && hit.first <= other.last &&
             !concepts_[static_cast<std::size_t>(other.target - concept_base)].theme.starts_with('*');
    });
  };
  for (const Hit& hit : found) {
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
  NamedMap aims;
  name_goal(goal.indicator, out.also, aims, out);
  name_goal(goal.explanation, out.also, aims, out);
  const double of_aims = out.aims.empty() ? weights_.goal_alone : weights_.goal_words;
  for (const auto& [aim, named] : aims) raise(out.aims, aim, named.weight * of_aims, named.said);
  for (auto& [subject, named] : out.also) {
    named.weight *= out.targets.empty() ? weights_.goal_alone : weights_.goal_words;
    if (named.place != 0) continue;
    for (const auto& [aim, each] : out.aims) {
      const auto& serves = concepts_[static_cast<std::size_t>(aim - concept_base)].serves;
      if (const auto found = serves.find(subject); found != serves.end() && found->second >= example_fits) out.examples = true;
    }
  }
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
    raise(out.subjects, hit.target, (is_first ? weights_.title_first : weights_.title_later) * sure, said(title, hit));
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
    raise(out.subjects, subject, weights_.cpv * (out.about && !about(subject) ? weights_.about : agree ? 1 : weights_.cpv_alone), "");
  name_by_rest(purchase, elsewhere, out);
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
    raise(out.subjects, hit.target, weight * elsewhere, said(need, hit));
    opening = false;
  }
  if (!purchase.category) return;
  const auto by_code = subjects_of_cpv("#" + *purchase.category);
  const auto words = words_of(*purchase.category);
  const auto found = by_code.empty() ? hits(words) : std::vector<Hit>{};
  if (unnamed)
    for (const int subject : by_code) {
      out.about = out.about || nature(subject) == Nature::about;
      raise(out.subjects, subject, weights_.need * 2, "");
    }
  for (const Hit& hit : found) {
    if (hit.target >= concept_base) continue;
    if (unnamed && nature(hit.target) == Nature::none) out.serves_nothing = true;
    if (unnamed) raise(out.subjects, hit.target, weights_.need * 2, said(words, hit));
  }
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
    out = {0, score, rule, of_purchase.empty() ? of_goal : both(of_goal, of_purchase)};
  };
  // A school is meant: what does not name one is hardly for it.
  double for_place = 1;
  for (const auto& [subject, named] : goal.targets)
    if (named.place != 0 && concepts_[static_cast<std::size_t>(named.place - concept_base)].theme == "*!" &&
        !purchase.aims.contains(named.place))
      for_place = weights_.place_unnamed;
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
    const auto by_name = [&](const NamedMap& named, bool title) {
      const auto found = named.find(subject);
      if (found == named.end()) return false;
      double weight = found->second.weight;
      double alone = weights_.target_alone * (fits > 0 ? 1 : title ? weights_.unserved : 0);
      if (!title) weight *= for_place * (goal.aims.empty() ? 1 : std::min(1.0, fits / weights_.also_fits));
      if (found->second.place != 0) {
        // A place is bought for in many ways: only what fits the aim counts.
        if (!goal.aims.empty()) alone *= std::min(1.0, fits / weights_.place_fits);
        if (title) weight *= for_place;
      }
      better(bought.weight * weight * (alone + weights_.target_aim * fits), "target", found->second.said, bought.said);
      return true;
    };
    if (!by_name(goal.targets, true)) {
      const double elsewhere = goal.targets.empty() ? (goal.examples && !goal.also.contains(subject) ? weights_.also_elsewhere : 1)
                               : aim.weight >= weights_.aim_sure ? weights_.aim_elsewhere_sure
                                                                 : weights_.aim_elsewhere;
      better(bought.weight * aim.weight * elsewhere * for_place, "aim", aim.said, bought.said);
    }
    if (const auto named = goal.targets.find(subject); goal.targets.empty() || aim.weight >= weights_.place_fits)
      if (named == goal.targets.end() || named->second.place != 0) by_name(goal.also, false);
  }
  // The purchase says the same aim: more of what it does for the goal, and something by itself where its title says so.
  double shared = 0;
  Named aim_said;
  for (const auto& [number, named] : goal.aims) {
    const auto same = purchase.aims.find(number);
    if (same == purchase.aims.end()) continue;
    const double least = std::min(named.weight, same->second.weight);
    shared = std::max(shared, least);
    const double alone = least * (same->second.weight < 1 ? weights_.aim_only : weights_.aim_said);
    if (alone > aim_said.weight) aim_said = {alone, both(named.said, same->second.said)};
  }
  if (out.score >= weights_.aim_elsewhere)
    out.score += weights_.shared_aim * shared * (purchase.about && !purchase.means ? weights_.about : 1);
  if (goal.targets.empty() && (!purchase.about || purchase.means)) better(aim_said.weight, "aim", aim_said.said, "");
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
