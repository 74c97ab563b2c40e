// How sure a link is, and which come first.
//
// Better none than a doubtful one. A thing is surely bought where its title names it and the code says nothing else, or where two of title,
// code, category and need say it. Beside that a link is sure where
//   the purchase says an aim of the goal, and the thing fits it,
//   the goal names the thing, and wants what fits it,
//   the goal names nothing, and the thing is for hardly anything but its aim, or
//   the goal says the very word that the title begins with.
// Broad aims (the climate), a thing known by its code only and a goal that only names a place are none of these.
#include <algorithm>
#include <cmath>

#include "platform/base/text.h"
#include "purchase/goal_match.h"

namespace tenzij::purchase {

namespace {

constexpr int enough_past = 3;             // confirmations in a category that say something by themselves
constexpr std::size_t shortest_front = 7;  // letters of a word that another begins with: walstroom, walstroomkast
constexpr std::size_t shortest_back = 6;   // ... ends with: graver, accugraver; shorter ones do so by chance (sport, transport)
constexpr std::size_t shortest_part = 3;   // letters of what a compound has more: netwerkserver is a server, reserveren is none
constexpr std::size_t one_meaning = 8;     // letters of a word that means one thing: pendelbus, not bloemen

// One is the other, or a part of it: energieloket and loket.
bool akin(const std::string& a, const std::string& b) {
  if (a == b) return true;
  const std::string& longer = a.size() > b.size() ? a : b;
  const std::string& shorter = a.size() > b.size() ? b : a;
  return (shorter.size() >= shortest_front && longer.starts_with(shorter)) ||
         (shorter.size() >= shortest_back && longer.size() >= shorter.size() + shortest_part && longer.ends_with(shorter));
}

std::string both(const std::string& of_goal, const std::string& of_purchase) {
  if (of_goal.empty() || text::lower_ascii(of_goal) == text::lower_ascii(of_purchase)) return of_purchase;
  return of_purchase.empty() ? of_goal : of_goal + " · " + of_purchase;
}

}  // namespace

// One purchase before one goal.
class GoalRules::Case {
 public:
  Case(const GoalRules& rules, const PurchaseFeatures& purchase, const GoalFeatures& goal, const GoalPast& past, const SharedWords& shared)
      : rules_(rules), weights_(rules.weights_), purchase_(purchase), goal_(goal), past_(past), shared_(shared) {}

  FoundGoal judge() {
    if (works_against()) return out_;
    look_at_place();
    look_at_word();
    for (const auto& [subject, bought] : purchase_.subjects) judge_thing(subject, bought);
    judge_aims();
    judge_word();
    judge_organisation();
    if (past_.confirmed >= enough_past && past_.confirmed > 2 * past_.rejected)
      better(weights_.least, true, "earlier", std::to_string(past_.confirmed), std::to_string(past_.confirmed));
    if (out_.score > 0) judge_circumstances();
    return out_;
  }

 private:
  // How well the goal's aims fit one thing that is bought.
  struct Fit {
    Named aim;
    double all = 0;     // a half where the goal names no aim
    bool said = false;  // by the purchase too
  };

  void better(double score, bool sure, const char* rule, const std::string& of_goal, const std::string& of_purchase) {
    // What people confirmed in this category before is sure enough.
    if (score <= out_.score || !(sure || past_.ambition || past_.confirmed > past_.rejected)) return;
    out_ = {0, score, rule, of_purchase.empty() ? of_goal : both(of_goal, of_purchase)};
  }
  [[nodiscard]] const Concept& concept_of(int number) const { return rules_.concepts_[static_cast<std::size_t>(number - concept_base)]; }

  // Diesel before a goal that wants none, and nothing said of what the goal wants.
  [[nodiscard]] bool works_against() const {
    bool against = false;
    for (const auto& [aim, named] : goal_.aims) {
      if (purchase_.aims.contains(aim)) return false;
      against = against || purchase_.against.contains(aim);
    }
    return against;
  }

  // A school is meant: what does not name one is hardly for it.
  void look_at_place() {
    for (const auto& [subject, named] : goal_.targets)
      if (named.place != 0 && concept_of(named.place).theme == "*!" && !purchase_.aims.contains(named.place))
        for_place_ = weights_.place_unnamed;
  }

  // The goal says the very word that the title begins with.
  void look_at_word() {
    for (const auto& [form, first_said] : purchase_.first)
      for (const auto& [other, other_said] : goal_.words)
        if (const auto a = text::lower_ascii(first_said), b = text::lower_ascii(other_said);
            (akin(form, other) && !other_vowel(a, b)) || akin(a, b)) {
          word_ = {1, both(other_said, first_said)};
          letters_ = std::min(first_said.size(), other_said.size());
        }
  }

  [[nodiscard]] Fit fit_of(int subject) const {
    Fit out;
    double shared = 0;
    for (const auto& [number, named] : goal_.aims) {
      const Concept& each = concept_of(number);
      const auto serves = each.serves.find(subject);
      if (serves == each.serves.end() || purchase_.against.contains(number) || purchase_.value_cents < each.from_cents) continue;
      if (purchase_.aims.contains(number)) shared = std::max(shared, serves->second);
      if (serves->second * named.weight > out.aim.weight) out.aim = {serves->second * named.weight, named.said};
    }
    out.all = goal_.aims.empty() ? 0.5 : out.aim.weight;
    out.said = shared >= weights_.sure_shared;
    return out;
  }

  // The goal names the thing: in its title, or in its explanation.
  template <class Bought>
  bool judge_named(const NamedMap& named, bool title, int subject, const Bought& bought, const Fit& fit) {
    const auto found = named.find(subject);
    if (found == named.end()) return false;
    const bool place = found->second.place != 0;
    double weight = found->second.weight;
    double alone = weights_.target_alone * (fit.all > 0 ? 1 : title ? weights_.unserved : 0);
    if (!title) weight *= for_place_ * (goal_.aims.empty() ? 1 : std::min(1.0, fit.all / weights_.also_fits));
    // A place is bought for in many ways: only what fits the aim counts.
    if (place && !goal_.aims.empty()) alone *= std::min(1.0, fit.all / weights_.place_fits);
    if (place && title) weight *= for_place_;
    // A place is less than a thing; in an explanation, under a title that names a thing, it is nothing.
    const auto enough = [&](double least) { return !place || ((title || goal_.targets.empty()) && found->second.weight >= least); };
    const double least = goal_.aims.empty() && title ? 0 : weights_.sure_thing;
    const bool sure = (fit.said && bought.by != by_need && enough(weights_.place_fits)) ||
                      (bought.sure && fit.all > 0 && ((fit.all >= least && enough(weights_.sure_place)) || word_.weight > 0));
    better(bought.weight * weight * (alone + weights_.target_aim * fit.all), sure, "target", found->second.said, bought.said);
    return true;
  }

  template <class Bought>
  void judge_thing(int subject, const Bought& given) {
    const Fit fit = fit_of(subject);
    Bought bought = given;
    if (bought.upkeep && !fit.said) {
      kept_ = true;
      bought.weight *= weights_.upkeep;
      bought.sure = false;
    }
    fits_any_ = fits_any_ || fit.aim.weight > 0;
    if (!judge_named(goal_.targets, true, subject, bought, fit)) {
      const double elsewhere = goal_.targets.empty() ? (goal_.examples && !goal_.also.contains(subject) ? weights_.also_elsewhere : 1)
                               : fit.aim.weight >= weights_.aim_sure ? weights_.aim_elsewhere_sure
                                                                     : weights_.aim_elsewhere;
      const auto also = goal_.also.find(subject);
      const bool others = goal_.examples && rules_.subjects_[static_cast<std::size_t>(subject)].nature == Nature::thing &&
                          (also == goal_.also.end() || also->second.weight < example_fits);
      const bool sure = fit.said || (bought.sure && (word_.weight > 0 || shared_.weight >= weights_.shared_enough ||
                                                     (fit.aim.weight >= weights_.sure_aim && !others)));
      better(bought.weight * fit.aim.weight * elsewhere * for_place_, sure, "aim", fit.aim.said, bought.said);
    }
    const auto named = goal_.targets.find(subject);
    if ((goal_.targets.empty() || fit.aim.weight >= weights_.place_fits) && (named == goal_.targets.end() || named->second.place != 0))
      judge_named(goal_.also, false, subject, bought, fit);
  }

  // The purchase says the same aim: more of what it does for the goal, and something by itself where its title says so.
  void judge_aims() {
    double shared = 0;
    Named said;
    for (const auto& [number, named] : goal_.aims) {
      const auto same = purchase_.aims.find(number);
      if (same == purchase_.aims.end() || purchase_.against.contains(number)) continue;
      const double least = std::min(named.weight, same->second.weight);
      shared = std::max(shared, least);
      const double alone = least * (same->second.weight < 1 ? weights_.aim_only : weights_.aim_said);
      if (alone > said.weight) said = {alone, both(named.said, same->second.said)};
    }
    if (out_.score >= weights_.aim_elsewhere)
      out_.score += weights_.shared_aim * shared * (purchase_.about && !purchase_.means ? weights_.about : 1);
    const bool thing = std::any_of(purchase_.subjects.begin(), purchase_.subjects.end(), [](const auto& each) { return each.second.sure; });
    if (goal_.targets.empty() && (!purchase_.about || purchase_.means) && (fits_any_ || !thing))
      better(said.weight, true, "aim", said.said, "");
  }

  void judge_word() {
    if (word_.weight <= 0 || kept_) return;
    if (out_.score > 0) out_.score += weights_.same_word;
    const bool thing = std::any_of(purchase_.subjects.begin(), purchase_.subjects.end(), [](const auto& each) { return each.second.sure; });
    better(weights_.shared_word * (purchase_.about ? weights_.about : 1),
           goal_.aims.empty() || fits_any_ || !thing || letters_ >= one_meaning, "words", word_.said, "");
  }

  // Both name the organisation that is meant (Werkbedrijf De Haspel): that is what the goal is about.
  void judge_organisation() {
    for (const std::string& each : goal_.organisations)
      if (const auto named = purchase_.names.find(each); named != purchase_.names.end())
        better(weights_.organisation, true, "named", named->second, named->second);
  }

  void judge_circumstances() {
    out_.score += weights_.shared_words * std::min(shared_.weight, 1.0);
    const bool believed = past_.ambition || past_.confirmed > past_.rejected;
    if (shared_.weight <= 0 && out_.rule == "aim" && !believed) out_.score -= weights_.unshared;
    if (past_.ambition && out_.score >= weights_.aim_elsewhere) out_.score += weights_.ambition;
    out_.score += weights_.past * (std::min(past_.confirmed, enough_past) - std::min(past_.rejected, enough_past));
    if (!goal_.unit.empty() && std::find(purchase_.units.begin(), purchase_.units.end(), goal_.unit) != purchase_.units.end())
      out_.score += weights_.unit;
    if (goal_.department) out_.score += weights_.department;
  }

  const GoalRules& rules_;
  const LinkWeights& weights_;
  const PurchaseFeatures& purchase_;
  const GoalFeatures& goal_;
  const GoalPast& past_;
  const SharedWords& shared_;
  FoundGoal out_{0, 0, "", ""};
  double for_place_ = 1;
  Named word_;
  std::size_t letters_ = 0;
  bool fits_any_ = false;
  bool kept_ = false;  // a thing that is kept, and the purchase says nothing of the aim
};

FoundGoal GoalRules::judge(const PurchaseFeatures& purchase, const GoalFeatures& goal, const GoalPast& past,
                           const SharedWords& shared) const {
  if (purchase.serves_nothing || purchase.value_cents < goal.from_cents) return {0, 0, "", ""};
  return Case(*this, purchase, goal, past, shared).judge();
}

// A word that one goal says tells which is meant; a word that all say tells nothing.
std::vector<SharedWords> GoalRules::shared_words(const PurchaseFeatures& purchase,
                                                 const std::vector<std::shared_ptr<const GoalFeatures>>& goals) const {
  std::vector<SharedWords> out(goals.size());
  std::vector<double> most(goals.size(), 0);
  for (const auto& [form, word] : purchase.words) {
    std::vector<std::pair<std::size_t, std::string>> found;
    const std::string folded = text::lower_ascii(word.said);
    for (std::size_t i = 0; i < goals.size(); ++i)
      for (const auto& [other, said] : goals[i]->words)
        if (const std::string b = text::lower_ascii(said); (akin(form, other) && !other_vowel(folded, b)) || akin(folded, b)) {
          found.emplace_back(i, said);
          break;
        }
    const double all = std::log(1.0 + static_cast<double>(goals.size()));
    const double tells = found.empty() ? 0 : 1 - std::log(static_cast<double>(found.size())) / all;
    for (const auto& [i, said] : found) {
      const double weight = word.weight * tells;
      out[i].weight += weight;
      if (weight > most[i]) out[i].said = both(said, word.said);
      most[i] = std::max(most[i], weight);
    }
  }
  return out;
}

std::vector<FoundGoal> GoalRules::match(const PurchaseFeatures& purchase, const std::vector<std::shared_ptr<const GoalFeatures>>& goals,
                                        const std::vector<GoalPast>& past) const {
  std::vector<FoundGoal> out;
  const auto shared = shared_words(purchase, goals);
  for (std::size_t i = 0; i < goals.size(); ++i) {
    FoundGoal found = judge(purchase, *goals[i], past.empty() ? GoalPast{} : past[i], shared[i]);
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
