// The guard rails: what could go wrong in law with what is asked. Warnings with a reason, never a block.
#include "purchase/purchase.h"

namespace tenzij::purchase {

namespace {

// Below this an award criterion changes no outcome.
constexpr int least_weight_bp = 500;
// Minimum requirements everybody must meet: as many as a market of known size can bear, or of any size.
constexpr int minimums_small_market = 5;
constexpr int minimums_any_market = 12;
constexpr int small_market = 5;

bool says(const std::string& text, const std::vector<std::string>& phrases) {
  return std::any_of(phrases.begin(), phrases.end(), [&](const auto& phrase) { return text.find(phrase) != std::string::npos; });
}

bool is_minimum(const RequirementFacts& each) {
  return each.instrument == "specification" || each.instrument == "selection_requirement" || each.instrument == "exclusion_ground";
}

void look_at(const RequirementFacts& each, const GuardFacts& facts, const Knowledge& knowledge, std::vector<Finding>& out) {
  const auto warn = [&](const char* code, MessageArgs args = {}) { out.push_back({code, each.id, each.theme, std::move(args)}); };
  const std::string words = text::lower_ascii(each.text);
  if (text::trim(each.evidence).empty()) warn("missing_verification");
  if (each.from_cents > facts.value_cents && each.instrument != "procedure")
    warn("disproportionate", {{"from", std::to_string(each.from_cents / 100)}});
  // What concerns the tenderer as such belongs to selection, not to the work itself.
  if (each.instrument != "selection_requirement" && each.instrument != "exclusion_ground" && says(words, knowledge.business_words))
    warn("no_subject_link");
  if (criteria::label_without_equivalent(each.instrument, each.text, each.evidence)) warn("label_without_equivalent");
  if (facts.european && says(words, knowledge.local_words)) warn("local_preference");
  if (each.instrument == "award_criterion") {
    if (!each.weight_bp) warn("weight_missing");
    else if (*each.weight_bp < least_weight_bp) warn("weight_meaningless", {{"weight", percent_of(*each.weight_bp)}});
  }
  if (each.percent_bp && facts.social_return_bp && *each.percent_bp < *facts.social_return_bp)
    warn("social_return_differs", {{"asked", percent_of(*facts.social_return_bp)}, {"given", percent_of(*each.percent_bp)}});
}

}  // namespace

std::vector<Finding> guard(const GuardFacts& facts, const Knowledge& knowledge) {
  std::vector<Finding> out;
  int minimums = 0;
  int weights = 0;
  bool weighted = false;
  std::map<std::string, int> highest;
  for (const RequirementFacts& each : facts.requirements) {
    look_at(each, facts, knowledge, out);
    minimums += is_minimum(each) ? 1 : 0;
    if (each.instrument == "award_criterion") {
      weighted = true;
      weights += each.weight_bp.value_or(0);
    }
    highest[each.theme] = std::max(highest[each.theme], each.level);
  }
  const int most = facts.market_parties && *facts.market_parties <= small_market ? minimums_small_market : minimums_any_market;
  if (minimums > most) out.push_back({"too_many_minimums", {}, "", {{"count", std::to_string(minimums)}}});
  for (const OtherAward& each : facts.other_award) weights += each.weight_bp;
  if ((weighted || !facts.other_award.empty()) && weights != 10'000)
    out.push_back({"weights_not_hundred", {}, "", {{"sum", percent_of(weights)}}});
  for (const auto& [theme, level] : facts.levels)
    if (const auto given = highest.find(theme); given != highest.end() && given->second < level)
      out.push_back({"below_ambition", {}, theme, {{"level", std::to_string(level)}, {"given", std::to_string(given->second)}}});
  return out;
}

}  // namespace tenzij::purchase
