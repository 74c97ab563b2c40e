// Which figure of a sentence belongs to a theme.
#include <algorithm>
#include <utility>

#include "platform/base/steps.h"
#include "scan/rules.h"

namespace tenzij::scan {

namespace {

// A figure behind the words it belongs to is more usual than one in front.
constexpr std::size_t in_front = 12;

std::size_t distance_of(const Evidence& e, const Decision& decision, const Figure& figure) {
  std::size_t best = decision.terms.empty() ? figure.start : std::string_view::npos;
  steps::add(decision.terms.size() + 1);
  for (const Match& match : decision.terms) {
    const std::size_t first = e.tokens.list[match.first].start - e.sentence.start;
    const std::size_t last = e.tokens.list[match.last].end - e.sentence.start;
    const std::size_t gap = figure.start >= last ? figure.start - last : figure.end <= first ? first - figure.end + in_front : 0;
    best = std::min(best, gap);
  }
  return best;
}

bool says(const Evidence& e, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return e.text.find(word) != std::string_view::npos; });
}

// Years say how long a contract is, unless it is how long a thing lasts.
bool lasting(const Evidence& e) {
  return says(e, {"levensduur", " mee ", " mee.", " mee,", "meegaa", "leverbaar", "beschikbaar", "onderdelen", "updates", "repar",
                  "na te bestellen", "lifespan", "available", "obtainable"});
}

// How well a figure fits, the best 0; nothing when it cannot be what is asked.
std::optional<int> rank_of(const Evidence& e, const Decision& decision, const Figure& figure) {
  const std::string& unit = figure.unit;
  const bool of_people = decision.theme == "social_return" || decision.theme == "diversity";
  if (unit == "years" && (!lasting(e) || decision.instrument == Instrument::none)) return std::nullopt;
  if (unit == "places" && !of_people) return std::nullopt;
  if (unit == "hours" && decision.theme != "social_return" && decision.theme != "circular") return std::nullopt;
  switch (decision.instrument) {
    case Instrument::award_criterion:
      if (figure.value == 0) return std::nullopt;
      if (unit == "points") return 0;
      if (unit == "euro") return says(e, {"orting", "ftrek", "EMVI", "ictie"}) ? 1 : 2;
      if (unit == "percent") return says(e, {"orting", "ftrek", "EMVI"}) && says(e, {"€", "euro"}) ? 2 : 1;
      return figure.counted ? 5 : 4;
    case Instrument::selection_requirement:
    case Instrument::exclusion_ground:
      if (unit == "level") return 0;
      if (unit == "percent" || unit == "points") return 1;
      return std::nullopt;
    case Instrument::reserved:
    case Instrument::procedure:
      return unit == "percent" ? std::optional(0) : unit == "pieces" && !figure.counted ? std::optional(1) : std::nullopt;
    default:
      break;
  }
  if (figure.counted) {
    if (figure.value == 1 && decision.theme != "social_return") return std::nullopt;
    if (decision.instrument == Instrument::none && figure.value < 10) return std::nullopt;
    return unit == "places" ? 3 : 4;
  }
  if (unit == "euro") return e.figures.size() > 1 ? 2 : 0;
  if (unit == "hours" || unit == "times") return 3;
  return unit == "years" || unit == "points" ? 1 : 0;
}

}  // namespace

std::optional<Figure> nearest_figure(const Evidence& e, const Decision& decision, const std::map<std::string, Decision>& all) {
  const Figure* best = nullptr;
  std::pair<int, std::size_t> best_fit;
  for (const Figure& figure : e.figures) {
    const auto rank = rank_of(e, decision, figure);
    if (!rank) continue;
    const std::size_t distance = distance_of(e, decision, figure);
    const bool of_another =
        std::any_of(all.begin(), all.end(), [&](const auto& other) { return distance_of(e, other.second, figure) < distance; });
    if (of_another) continue;
    if (best == nullptr || std::pair{*rank, distance} < best_fit) {
      best = &figure;
      best_fit = {*rank, distance};
    }
  }
  return best == nullptr ? std::nullopt : std::optional(*best);
}

}  // namespace tenzij::scan
