#include "scan/rules.h"

#include <algorithm>
#include <array>
#include <map>

#include "platform/base/steps.h"

namespace tenzij::scan {

namespace {

// A denial reaches this many words forward ("geen eisen op het gebied van social return").
constexpr std::uint32_t denial_reach = 8;
// Sentences below a heading that names a theme and speak of "de inschrijver" without naming it again.
constexpr int heading_reach = 3;

bool overlaps(const Match& a, const Match& b) { return a.first <= b.last && b.first <= a.last; }

const Entry& entry_of(const Evidence& e, const Match& match) { return e.lexicon.entries[match.phrase]; }

// The matches of one kind.
std::vector<const Match*> of_kind(const Evidence& e, Kind kind) {
  std::vector<const Match*> out;
  for (const Match& match : e.matches)
    if (entry_of(e, match).kind == kind) out.push_back(&match);
  return out;
}

bool covered(const Match& match, const std::vector<const Match*>& by) {
  steps::add(by.size() + 1);
  return std::any_of(by.begin(), by.end(), [&](const Match* other) {
    // A longer theme phrase beats a block inside it: "Ministerie van Milieu" blocks "milieu"; "milieu" in
    // "milieubelasting verminderen door ..." stays.
    return overlaps(match, *other) && other->last - other->first >= match.last - match.first;
  });
}

// Words that deny what stands before or behind them; not those inside "niet alleen ... maar ook".
std::vector<const Match*> denials_of(const Evidence& e) {
  const auto no_negation = of_kind(e, Kind::not_negation);
  std::vector<const Match*> out = of_kind(e, Kind::not_before);
  for (const Match* each : of_kind(e, Kind::not_after)) out.push_back(each);
  std::erase_if(out, [&](const Match* each) { return covered(*each, no_negation); });
  return out;
}

// A comma, semicolon or bracket between two tokens ends what a denial reaches.
bool clause_break(const Evidence& e, std::uint32_t from, std::uint32_t to) {
  const std::size_t begin = e.tokens.list[from].end - e.sentence.start;
  const std::size_t end = e.tokens.list[to].start - e.sentence.start;
  return e.text.substr(begin, end - begin).find_first_of(",;:(") != std::string_view::npos;
}

bool denied(const Evidence& e, const Match& term, const std::vector<const Match*>& denials) {
  steps::add(denials.size() + 1);
  return std::any_of(denials.begin(), denials.end(), [&](const Match* denial) {
    if (entry_of(e, *denial).kind == Kind::not_after) return denial->first > term.last;
    return denial->last < term.first && term.first - denial->last <= denial_reach && !clause_break(e, denial->last, term.first);
  });
}

struct Cues {
  std::array<int, 7> instrument{};  // weight by Instrument
  std::array<std::string, 7> instrument_rule{};
  std::optional<Strength> strength;
  bool asks = false;    // requirement or more
  bool scored = false;  // points, weights
  std::string strength_rule;
};

Cues cues_of(const Evidence& e) {
  Cues cues;
  const auto blocks = of_kind(e, Kind::block);
  for (const Match& match : e.matches) {
    const Entry& entry = entry_of(e, match);
    if (entry.kind == Kind::instrument && !covered(match, blocks)) {
      const auto at = static_cast<std::size_t>(*entry.instrument);
      cues.instrument[at] += entry.weight;
      cues.instrument_rule[at] = entry.id;
    }
    if (entry.kind == Kind::strength) {
      cues.scored = cues.scored || entry.strength == Strength::weighted;
      if (!cues.strength || entry.strength > *cues.strength) {
        cues.strength = entry.strength;
        cues.strength_rule = entry.id;
      }
    }
  }
  cues.asks = cues.strength && *cues.strength >= Strength::requirement;
  cues.scored = cues.scored || std::any_of(e.figures.begin(), e.figures.end(), [](const Figure& f) { return f.unit == "points"; });
  return cues;
}

// Without any word about it: social and chain conditions are contract conditions, the rest describes what is bought.
Instrument usual_instrument(const std::string& theme) {
  return theme == "social_return" || theme == "supply_chain" ? Instrument::contract_clause : Instrument::specification;
}

Instrument choose_instrument(const Decision& decision, const Cues& cues, const Section& section, const Context& context,
                             std::string& rule) {
  if (context.field_instrument) {
    rule = "field";
    return *context.field_instrument;
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

std::size_t distance_of(const Evidence& e, const Decision& decision, const Figure& figure) {
  std::size_t best = decision.terms.empty() ? figure.start : std::string_view::npos;
  steps::add(decision.terms.size() + 1);
  for (const Match& match : decision.terms) {
    const std::size_t term = e.tokens.list[match.first].start - e.sentence.start;
    best = std::min(best, figure.start > term ? figure.start - term : term - figure.start);
  }
  return best;
}

// "emissievrij ... en 5 % social return": the figure belongs to the theme it stands nearest to.
std::optional<Figure> nearest_figure(const Evidence& e, const Decision& decision, const std::map<std::string, Decision>& all) {
  const Figure* best = nullptr;
  std::size_t best_distance = 0;
  for (const Figure& figure : e.figures) {
    // "36 uur per week" and "4 jaar" say how long, not how much is asked.
    if (figure.unit == "years" || (figure.unit == "euro" && e.figures.size() > 1)) continue;
    const std::size_t distance = distance_of(e, decision, figure);
    const bool of_another =
        std::any_of(all.begin(), all.end(), [&](const auto& other) { return distance_of(e, other.second, figure) < distance; });
    if (of_another) continue;
    if (best == nullptr || distance < best_distance) {
      best = &figure;
      best_distance = distance;
    }
  }
  return best == nullptr ? std::nullopt : std::optional(*best);
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

// Theme -> its terms in this sentence, denied and blocked ones left out.
std::map<std::string, Decision> themes_of(const Evidence& e, const Cues& cues, const Context& context) {
  std::map<std::string, Decision> found;
  std::map<std::string, Decision> weak;
  const auto blocks = of_kind(e, Kind::block);
  const auto denials = denials_of(e);
  for (const Match& match : e.matches) {
    const Entry& entry = entry_of(e, match);
    if (entry.kind != Kind::theme && entry.kind != Kind::weak) continue;
    if (covered(match, blocks) || denied(e, match, denials)) continue;
    Decision& decision = (entry.kind == Kind::theme ? found : weak)[entry.theme];
    decision.theme = entry.theme;
    decision.terms.push_back(match);
    if (entry.instrument && !decision.usual) decision.usual = entry.instrument;
    if (std::find(decision.rules.begin(), decision.rules.end(), entry.id) == decision.rules.end()) decision.rules.push_back(entry.id);
  }
  // A weak word counts where something is asked, never in a title.
  const bool asked = cues.asks || cues.scored || context.field_instrument == Instrument::award_criterion ||
                     (cues.strength && *cues.strength == Strength::ambition) || cues.instrument[3] > 0;
  for (auto& [theme, decision] : weak) {
    const auto same = found.find(theme);
    if (same != found.end()) same->second.terms.insert(same->second.terms.end(), decision.terms.begin(), decision.terms.end());
    else if (asked && !context.subject) found.emplace(theme, std::move(decision));
  }
  return found;
}

}  // namespace

std::vector<Decision> decide(const Evidence& e, const Section& section, const Context& context) {
  const Cues cues = cues_of(e);
  auto found = themes_of(e, cues, context);
  // "5.3 Social return / De inschrijver zet 5 % van de opdrachtsom in": the heading names the theme.
  if (found.empty() && !section.theme.empty() && section.sentences_since < heading_reach && (cues.asks || cues.scored) &&
      !e.figures.empty() && denials_of(e).empty()) {
    Decision inherited;
    inherited.theme = section.theme;
    inherited.rules = {"heading", section.theme_rule};
    found.emplace(section.theme, std::move(inherited));
  }
  std::vector<Decision> out;
  for (auto& [theme, decision] : found) {
    std::string rule;
    decision.instrument = choose_instrument(decision, cues, section, context, rule);
    if (!rule.empty()) decision.rules.push_back(rule);
    decision.figure = nearest_figure(e, decision, found);
    if (decision.instrument == Instrument::award_criterion && context.weight)
      decision.figure = Figure{*context.weight, context.weight_unit, 0, 0};
    decision.strength = context.subject ? Strength::mention : choose_strength(decision, cues, context, context.subject);
    if (!cues.strength_rule.empty()) decision.rules.push_back(cues.strength_rule);
    out.push_back(std::move(decision));
  }
  return out;
}

Section section_of(const Evidence& heading, const Section& before) {
  const Cues cues = cues_of(heading);
  Section section;
  const auto best = std::max_element(cues.instrument.begin(), cues.instrument.end());
  if (*best > 0) section.instrument = static_cast<Instrument>(best - cues.instrument.begin());
  const auto themes = themes_of(heading, cues, {});
  if (!themes.empty()) {
    section.theme = themes.begin()->first;
    section.theme_rule = themes.begin()->second.rules.front();
    // "Social return" below "Gunningscriteria" is still about award criteria.
    if (!section.instrument) section.instrument = before.instrument;
  }
  return section;
}

}  // namespace tenzij::scan
