#include "scan/rules.h"

#include <algorithm>
#include <array>
#include <map>

#include "platform/base/text.h"

namespace tenzij::scan {

namespace {

// Sentences below a heading that names a theme and speak of "de inschrijver" without naming it again.
constexpr int heading_reach = 3;

// Without any word about it: social and chain conditions are contract conditions, the rest describes what is bought.
Instrument usual_instrument(const std::string& theme) {
  return theme == "social_return" || theme == "supply_chain" ? Instrument::contract_clause : Instrument::specification;
}

Instrument choose_instrument(const Decision& decision, const Cues& cues, const Opinion* opinion, const Section& section,
                             const Context& context, std::string& rule) {
  if (context.field_instrument) {
    rule = "field";
    return *context.field_instrument;
  }
  if (opinion != nullptr && !context.subject) {
    const auto at = static_cast<std::size_t>(std::find(theme_names.begin(), theme_names.end(), decision.theme) - theme_names.begin());
    if (const auto chosen = opinion->instrument(at)) {
      const std::string_view cue = cues.instrument_rule[static_cast<std::size_t>(*chosen)];
      rule = !cue.empty() ? cue : section.instrument == chosen ? "heading" : "wording";
      return *chosen;
    }
  }
  const auto best = std::max_element(cues.instrument.begin(), cues.instrument.end());
  if (*best > 0) {
    const auto at = static_cast<std::size_t>(best - cues.instrument.begin());
    rule = cues.instrument_rule[at];
    return static_cast<Instrument>(at);
  }
  if (cues.scored) {
    rule = "points";
    return Instrument::award_criterion;
  }
  if (section.instrument) {
    rule = "heading";
    return *section.instrument;
  }
  return decision.usual.value_or(usual_instrument(decision.theme));
}

Strength choose_strength(const Decision& decision, const Cues& cues, const Context& context, bool subject_only) {
  const bool figure = decision.figure && decision.figure->unit != "points";
  switch (decision.instrument) {
    case Instrument::award_criterion:
      return context.weight || context.field_instrument || cues.scored || decision.figure ? Strength::weighted
             : cues.strength && *cues.strength > Strength::ambition                       ? Strength::weighted
                                                                                          : Strength::ambition;
    case Instrument::exclusion_ground:
    case Instrument::selection_requirement:
    case Instrument::reserved:
      return Strength::requirement;
    // What the authority wants of itself is never asked of the market.
    case Instrument::none:
      return cues.strength || decision.figure ? Strength::ambition : Strength::mention;
    case Instrument::contract_clause:
      if (figure && (cues.asks || !cues.strength)) return Strength::obligation;
      if (cues.strength) return std::min(*cues.strength, Strength::requirement);
      return context.field_instrument ? Strength::requirement : Strength::mention;
    default:
      break;
  }
  if (cues.strength) return std::min(*cues.strength, Strength::requirement);
  return !subject_only && figure && decision.figure->unit == "percent" ? Strength::requirement : Strength::mention;
}

void add_rule(Decision& decision, std::string_view id) {
  if (std::find(decision.rules.begin(), decision.rules.end(), id) == decision.rules.end()) decision.rules.emplace_back(id);
}

// The words of a theme as terms, the strongest lists first.
Decision found_in(const Evidence& e, const Hits& hits, std::size_t theme, bool everyday) {
  Decision out;
  out.theme = theme_names[theme];
  for (const auto* list : {&hits.strong, &hits.weak, &hits.phrase, everyday ? &hits.everyday : nullptr}) {
    if (list == nullptr) continue;
    for (const Match& match : *list) {
      const Entry& entry = e.lexicon.entries[match.phrase];
      out.terms.push_back(match);
      if (entry.instrument && !out.usual) out.usual = entry.instrument;
      add_rule(out, entry.id);
    }
  }
  return out;
}

// A weak word counts where something is asked, never in a title.
bool rules_find(const Hits& hits, const Cues& cues, const Context& context) {
  const bool asked = cues.asks || cues.scored || context.field_instrument == Instrument::award_criterion ||
                     (cues.strength && *cues.strength == Strength::ambition) || cues.instrument[3] > 0;
  return !hits.strong.empty() || (!hits.weak.empty() && asked && !context.subject);
}

// Where every word that names the theme is denied, the others must be very sure.
constexpr float likely_denied = 0.75F;

// A strong word needs less beside it, and least where something is scored.
bool likely_enough(const Seen& seen, const Hits& hits, const Opinion& opinion, float p) {
  if (hits.denied > 0 && hits.strong.empty() && hits.weak.empty() && hits.phrase.empty()) return p >= likely_denied;
  if (p >= opinion.likely) return true;
  return opinion.strong_rules && !hits.strong.empty() && p > opinion.likely_with_strong * (seen.cues.scored ? 0.5F : 1.0F);
}

// Theme -> its terms in this sentence.
std::map<std::string, Decision> themes_of(const Evidence& e, const Seen& seen, const Opinion* opinion, const Context& context) {
  std::map<std::string, Decision> found;
  for (std::size_t t = 0; t < theme_count; ++t) {
    const Hits& hits = seen.themes[t];
    const bool by_rules = rules_find(hits, seen.cues, context);
    bool finds = by_rules;
    // A field of a notice is there to ask; a title is no sentence. Everywhere else the model has the word.
    if (opinion != nullptr && !context.subject)
      finds = likely_enough(seen, hits, *opinion, opinion->probability[t]) || (context.field_instrument && by_rules);
    if (!finds) continue;
    Decision decision = found_in(e, hits, t, !by_rules);
    if (opinion != nullptr) opinion->explain(t, decision);
    if (!decision.terms.empty()) found.emplace(decision.theme, std::move(decision));
  }
  return found;
}

}  // namespace

std::vector<Decision> decide(const Evidence& e, const Seen& seen, const Opinion* opinion, const Section& section, const Context& context) {
  const Cues& cues = seen.cues;
  auto found = themes_of(e, seen, opinion, context);
  // "5.3 Social return / De inschrijver zet 5 % van de opdrachtsom in": the heading names the theme.
  if (found.empty() && !section.theme.empty() && section.sentences_since < heading_reach && (cues.asks || cues.scored) &&
      !e.figures.empty() && !seen.denial) {
    Decision inherited;
    inherited.theme = section.theme;
    inherited.rules = {"heading", section.theme_rule};
    found.emplace(section.theme, std::move(inherited));
  }
  std::vector<Decision> out;
  for (auto& [theme, decision] : found) {
    std::string rule;
    decision.instrument = choose_instrument(decision, cues, opinion, section, context, rule);
    if (!rule.empty()) add_rule(decision, rule);
    decision.figure = nearest_figure(e, decision, found);
    if (decision.instrument == Instrument::award_criterion && context.weight)
      decision.figure = Figure{*context.weight, context.weight_unit, 0, 0};
    decision.strength = context.subject ? Strength::mention : choose_strength(decision, cues, context, context.subject);
    if (!cues.strength_rule.empty()) add_rule(decision, cues.strength_rule);
    out.push_back(std::move(decision));
  }
  return out;
}

namespace {

// How deep a heading is: "5.3.1" three; "Artikel 4", "Bijlage 2" and "Hoofdstuk 3" one; 0 when it does not say.
int depth_of(std::string_view heading) {
  while (!heading.empty() && (heading.front() == '#' || heading.front() == ' ')) heading.remove_prefix(1);
  int depth = 0;
  bool digits = false;
  for (const char c : heading) {
    const bool digit = c >= '0' && c <= '9';
    if (digit && !digits) ++depth;
    if (!digit && c != '.') break;
    digits = digit;
  }
  if (depth > 0) return depth;
  for (const std::string_view word : {"Artikel ", "Bijlage ", "Hoofdstuk ", "Deel "})
    if (heading.starts_with(word)) return 1;
  return 0;
}

}  // namespace

Section section_of(const Evidence& heading, const Section& before) {
  const Seen seen = see(heading);
  const Cues& cues = seen.cues;
  Section section;
  section.path = before.path;
  const int depth = depth_of(heading.text);
  // A number says what it stands below; a heading without one stands below the last that has one.
  if (depth > 0) std::erase_if(section.path, [&](const Section::Level& each) { return each.depth >= depth || each.depth == 0; });
  else std::erase_if(section.path, [&](const Section::Level& each) { return each.depth == 0; });
  std::optional<Instrument> above;
  for (const Section::Level& each : section.path)
    if (each.instrument) above = each.instrument;
  const auto best = std::max_element(cues.instrument.begin(), cues.instrument.end());
  if (*best > 0) section.instrument = static_cast<Instrument>(best - cues.instrument.begin());
  const auto themes = themes_of(heading, seen, nullptr, {});
  if (!themes.empty()) {
    section.theme = themes.begin()->first;
    section.theme_rule = themes.begin()->second.rules.front();
    // "Social return" below "Gunningscriteria" is still about award criteria.
    if (!section.instrument && depth == 0) section.instrument = before.instrument;
  }
  if (!section.instrument) section.instrument = above;
  const std::string low = text::lower_ascii(heading.text);
  section.definitions = low.find("definitie") != std::string::npos || low.find("begrip") != std::string::npos;
  section.exclusions = section.instrument == Instrument::exclusion_ground;
  if (section.path.size() < 20) section.path.push_back({depth, section.instrument});
  return section;
}

}  // namespace tenzij::scan
