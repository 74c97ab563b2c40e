// Whether a requirement stands in a text: the same words in their normal forms, its theme, and then what became of its figures,
// its firmness and its place.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "dossier/check/check.h"
#include "platform/base/text.h"

namespace tenzij::dossier {

namespace {

// Sentences read together: what is asked and its figure often stand in two.
constexpr std::size_t window_longest = 3;
// The share of a requirement's words from which a passage is about the same: with its theme, and without.
constexpr float same_with_theme = 0.40F;
constexpr float same_without_theme = 0.62F;
// What a part of a word and what the heading says count for.
constexpr float part_credit = 0.7F;
constexpr float heading_credit = 0.5F;
// What is nearly as good as the best speaks of the same too.
constexpr float near_the_best = 0.78F;
constexpr std::size_t part_shortest = 5;
// Below this nothing of a requirement is said.
constexpr float least_share = 0.1F;
// Words up to this weight stand in every document.
constexpr float light_word = 0.3F;

// The words of a requirement, and for each word of the document which of them it is and how much it counts.
struct Wanted {
  std::vector<float> weights;
  float total = 0;
  std::vector<bool> key;
  std::vector<std::vector<std::pair<std::uint32_t, float>>> credit;  // by number in the vocabulary
  bool has_keys = false;
  int words = 0;  // that say something
};

float alike(const std::string& a, const std::string& b) {
  if (a == b) return 1;
  if (a.front() == '#' || b.front() == '#') return 0;
  const std::string& shorter = a.size() < b.size() ? a : b;
  const std::string& longer = a.size() < b.size() ? b : a;
  if (shorter.size() < part_shortest) return 0;
  return longer.starts_with(shorter) || longer.ends_with(shorter) ? part_credit : 0;
}

Wanted wanted_of(const std::vector<std::string>& forms, const std::vector<std::string>& keys, const CheckIndex& index) {
  Wanted out;
  std::vector<std::string> list;
  for (const std::string& each : forms)
    if (index.words->weight(each) > 0 && std::find(list.begin(), list.end(), each) == list.end()) list.push_back(each);
  for (const std::string& each : list) {
    const bool key = index.words->weight(each) > light_word && std::find(keys.begin(), keys.end(), each) != keys.end();
    // The words of its theme are what it is about.
    out.weights.push_back(index.words->weight(each) * (key ? 1.4F : 1.0F));
    out.total += out.weights.back();
    out.key.push_back(key);
    out.has_keys = out.has_keys || key;
    out.words += out.weights.back() > light_word ? 1 : 0;
  }
  out.credit.resize(index.vocabulary.size());
  for (std::uint32_t number = 0; number < index.vocabulary.size(); ++number)
    for (std::uint32_t i = 0; i < list.size(); ++i)
      if (const float credit = alike(list[i], index.vocabulary[number]); credit > 0) out.credit[number].emplace_back(i, credit);
  return out;
}

struct Cover {
  float share = 0;
  bool key = false;
  int words = 0;  // that say something
};

Cover cover(const Wanted& wanted, const std::vector<const std::vector<std::uint32_t>*>& words, const std::vector<std::uint32_t>& heading) {
  std::vector<float> best(wanted.weights.size(), 0);
  for (const auto* list : words)
    for (const std::uint32_t number : *list)
      for (const auto& [i, credit] : wanted.credit[number]) best[i] = std::max(best[i], credit);
  for (const std::uint32_t number : heading)
    for (const auto& [i, credit] : wanted.credit[number]) best[i] = std::max(best[i], credit * heading_credit);
  Cover out;
  float sum = 0;
  for (std::size_t i = 0; i < best.size(); ++i) {
    sum += wanted.weights[i] * best[i];
    out.key = out.key || (wanted.key[i] && best[i] > heading_credit);
    out.words += wanted.weights[i] > light_word && best[i] > 0 ? 1 : 0;
  }
  out.share = wanted.total > 0 ? sum / wanted.total : 0;
  return out;
}

// A place that speaks of the requirement.
struct Candidate {
  std::size_t first = 0;  // sentences [first, last)
  std::size_t last = 0;
  std::size_t core = 0;  // the sentence that says most of it
  float share = 0;
  bool opposite = false;
};

std::string quote_of(const CheckIndex& index, const Candidate& each) {
  const std::string_view first = index.sentences[each.first].text;
  const std::string_view last = index.sentences[each.last - 1].text;
  return std::string(first.data(), static_cast<std::size_t>(last.data() + last.size() - first.data()));
}

const CheckFinding* finding_at(const CheckIndex& index, const Candidate& each, const std::string& theme) {
  const std::string quote = quote_of(index, each);
  const CheckFinding* out = nullptr;
  for (const std::size_t number : index.findings_of[index.sentences[each.first].passage]) {
    const CheckFinding& finding = index.text->findings[number];
    if (finding.theme != theme) continue;
    if (quote.find(finding.quote) == std::string::npos && finding.quote.find(quote) == std::string::npos) continue;
    if (!out || finding.strength > out->strength) out = &finding;
  }
  return out;
}

std::vector<Candidate> candidates(const CheckRequirement& requirement, const CheckIndex& index, const Wanted& wanted,
                                  const std::vector<std::string>& forms) {
  std::vector<Candidate> out;
  for (std::size_t i = 0; i < index.sentences.size(); ++i) {
    const std::size_t passage = index.sentences[i].passage;
    if (!index.text->passages[passage].counts) continue;
    Candidate best;
    std::vector<const std::vector<std::uint32_t>*> words;
    for (std::size_t k = i; k < index.sentences.size() && k < i + window_longest && index.sentences[k].passage == passage; ++k) {
      words.push_back(&index.sentences[k].forms);
      const Cover covered = cover(wanted, words, index.heading_forms[passage]);
      // A sentence more must bring something.
      if (covered.share < least_share || covered.share <= best.share + (k == i ? 0.0F : 0.08F)) continue;
      Candidate each{i, k + 1, i, covered.share, false};
      const CheckFinding* finding = finding_at(index, each, requirement.theme);
      const std::string quote = quote_of(index, each);
      for (const std::string& form : forms) each.opposite = each.opposite || index.words->opposite(form, quote);
      const bool of_theme = finding != nullptr || covered.key || each.opposite || !wanted.has_keys;
      if (covered.share < (finding || covered.key ? same_with_theme : same_without_theme) && !(each.opposite && covered.share > 0.25F))
        continue;
      // One word of three is a mention.
      if (of_theme && (covered.words >= 2 || wanted.words < 3 || each.opposite)) best = each;
    }
    if (best.last > best.first) out.push_back(best);
  }
  for (Candidate& each : out) {
    float most = -1;
    for (std::size_t k = each.first; k < each.last; ++k)
      if (const float share = cover(wanted, {&index.sentences[k].forms}, {}).share; share > most) {
        most = share;
        each.core = k;
      }
  }
  return out;
}

bool in_list(const std::vector<CheckFigure>& list, const CheckFigure& each) {
  return std::any_of(list.begin(), list.end(), [&](const auto& one) { return one.unit == each.unit && one.value == each.value; });
}

// What a place says of the figures of a requirement. The nearest of a unit counts; a year or a term that is left out is no loss.
void judge_figures(const CheckRequirement& requirement, const std::vector<CheckFigure>& asked, const std::vector<CheckFigure>& given,
                   const CheckWords& words, Judged& out) {
  for (const CheckFigure& each : asked) {
    if (in_list(given, each)) {
      const auto same =
          std::find_if(given.begin(), given.end(), [&](const auto& one) { return one.unit == each.unit && one.value == each.value; });
      if (each.direction == Direction::least && same->direction == Direction::most)
        out.why.push_back({"ceiling", {{"asked", each.written}}});
      continue;
    }
    const CheckFigure* other = nullptr;
    for (const CheckFigure& one : given)
      if (one.unit == each.unit && !in_list(asked, one) &&
          (!other || std::abs(one.value - each.value) < std::abs(other->value - each.value)))
        other = &one;
    if (!other) {
      const bool hard = each.unit != "year" && each.unit != "points" && requirement.instrument != "award_criterion";
      if (hard) out.why.push_back({"figure_gone", {{"asked", each.written}}});
    } else if (figure_against(each, *other, words) < 0)
      out.why.push_back({"figure_less", {{"asked", each.written}, {"given", other->written}}});
  }
}

void judge_weight(const CheckRequirement& requirement, const std::vector<CheckFigure>& asked, const std::vector<CheckFigure>& given,
                  const CheckFinding* finding, Judged& out) {
  if (!requirement.weight_bp || requirement.instrument != "award_criterion") return;
  const double wanted = *requirement.weight_bp / 100.0;
  std::vector<CheckFigure> weights;
  for (const CheckFigure& each : given)
    if ((each.unit == "percent" || each.unit == "points") && !in_list(asked, each)) weights.push_back(each);
  if (finding && finding->figure && (finding->figure->unit == "percent" || finding->figure->unit == "points"))
    weights.push_back(*finding->figure);
  if (weights.empty() || std::any_of(weights.begin(), weights.end(), [&](const auto& each) { return each.value == wanted; })) return;
  const CheckFigure& first = weights.front();
  if (first.unit == "percent" && first.value < wanted)
    out.why.push_back({"weight_less", {{"asked", written_number(wanted)}, {"given", written_number(first.value)}}});
}

// What a place does to a requirement: state and reasons.
Judged judge_place(const CheckRequirement& requirement, const CheckIndex& index, const Candidate& place) {
  Judged out;
  const CheckWords& words = *index.words;
  const std::string quote = quote_of(index, place);
  const std::string_view core = index.sentences[place.core].text;
  const CheckPassage& passage = index.text->passages[index.sentences[place.first].passage];
  out.where.push_back({index.sentences[place.first].passage, quote});
  const auto denied = words.says("denied", core);
  const bool refuses = words.says("negation", requirement.text).has_value();
  const bool negated = words.says("negation", core).has_value();
  const auto allowed = words.says("allowed", core);
  if (passage.withdrawn) out.why.push_back({"withdrawn", {}});
  else if (denied && !words.says("denied", requirement.text)) out.why.push_back({"denied", {{"words", *denied}}});
  else if (refuses && !negated && allowed) out.why.push_back({"allowed", {{"words", *allowed}}});
  else if (place.opposite && !negated) out.why.push_back({"opposite", {}});
  if (!out.why.empty()) {
    out.state = CheckState::contradicted;
    return out;
  }
  const auto asked = words.figures(requirement.text);
  const auto given = words.figures(quote);
  judge_figures(requirement, asked, given, words, out);
  const CheckFinding* finding = finding_at(index, place, requirement.theme);
  judge_weight(requirement, asked, given, finding, out);
  // How somebody is asked to strive for it is what earns the points.
  if (const auto vague = words.says("vague", core);
      vague && requirement.instrument != "award_criterion" && !words.says("vague", requirement.text))
    out.why.push_back({"vague", {{"words", *vague}}});
  const int wanted = binds(requirement.instrument);
  if (finding && wanted == 3 && finding->instrument == scan::Instrument::award_criterion && words.says("scored", core))
    out.why.push_back({"only_points", {}});
  else if (wanted == 3 && requirement.instrument != "reserved" && !words.says("scored", requirement.text) && words.says("scored", core))
    out.why.push_back({"only_points", {}});
  else if (finding && out.why.empty() && finding->strength == scan::Strength::ambition && words.says("vague", quote))
    out.why.push_back({"only_wish", {}});
  out.state = out.why.empty() ? CheckState::in_text : CheckState::weakened;
  return out;
}

bool differs_in_figure(const Judged& each) {
  return std::any_of(each.why.begin(), each.why.end(),
                     [](const auto& why) { return why.code == "figure_less" || why.code == "weight_less"; });
}

}  // namespace

int figure_against(const CheckFigure& asked, const CheckFigure& given, const CheckWords& words) {
  if (asked.value == given.value) return 0;
  if (asked.unit == "year") return given.value > asked.value ? -1 : 1;
  const Direction direction = asked.direction != Direction::unknown ? asked.direction
                              : given.direction != Direction::unknown && words.usual(asked.unit) != Direction::most
                                  ? given.direction
                                  : words.usual(asked.unit);
  const bool more = given.value > asked.value;
  return more == (direction != Direction::most) ? 1 : -1;
}

int binds(std::string_view instrument) {
  if (instrument == "none" || instrument.empty()) return 0;
  if (instrument == "procedure") return 1;
  return instrument == "award_criterion" ? 2 : 3;
}

std::string_view name_of(scan::Instrument instrument) { return boost::describe::enum_to_string(instrument, ""); }

std::string written_number(double value) {
  std::string out = fmt::format("{:.2f}", value);
  while (out.back() == '0') out.pop_back();
  if (out.back() == '.') out.pop_back();
  if (const std::size_t at = out.find('.'); at != std::string::npos) out[at] = ',';
  return out;
}

std::vector<std::uint32_t> CheckIndex::read(std::string_view in) {
  std::vector<std::uint32_t> out;
  for (const std::string& form : words->forms(in)) {
    const auto [place, added] = numbers_.emplace(form, static_cast<std::uint32_t>(vocabulary.size()));
    if (added) vocabulary.push_back(form);
    out.push_back(place->second);
  }
  return out;
}

CheckIndex::CheckIndex(const CheckText& in, const CheckWords& by) : text(&in), words(&by) {
  heading_forms.resize(in.passages.size());
  findings_of.resize(in.passages.size());
  for (std::size_t i = 0; i < in.findings.size(); ++i) findings_of[in.findings[i].passage].push_back(i);
  std::map<std::vector<std::string>, std::vector<std::uint32_t>> headings;  // many passages stand under the same
  for (std::size_t i = 0; i < in.passages.size(); ++i) {
    const CheckPassage& passage = in.passages[i];
    auto [known, added] = headings.try_emplace(passage.heading);
    if (added)
      for (const std::string& each : passage.heading) {
        const auto forms = read(each);
        known->second.insert(known->second.end(), forms.begin(), forms.end());
      }
    heading_forms[i] = known->second;
    for (const std::string_view sentence : sentences_of(passage.text)) sentences.push_back({sentence, read(sentence), i});
  }
}

Judged judge_requirement(const CheckRequirement& requirement, const CheckIndex& index) {
  const auto forms = index.words->forms(requirement.text);
  std::vector<std::string> keys;
  for (const std::string& each : requirement.keys)
    for (std::string& form : index.words->forms(each)) keys.push_back(std::move(form));
  const Wanted wanted = wanted_of(forms, keys, index);
  const auto places = candidates(requirement, index, wanted, forms);
  if (places.empty()) return {CheckState::absent, {}, {{"absent", {}}}};
  float most = 0;
  for (const Candidate& each : places) most = std::max(most, each.share);
  std::vector<Judged> judged;
  for (const Candidate& each : places)
    if (each.share >= most * near_the_best || each.opposite) judged.push_back(judge_place(requirement, index, each));
  const auto with = [&](CheckState state) {
    return std::find_if(judged.begin(), judged.end(), [&](const auto& each) { return each.state == state; });
  };
  const auto both = [&](const Judged& one, const Judged& other, CheckState state) {
    Judged out{state, one.where, other.why};
    if (other.where.front().passage != one.where.front().passage || other.where.front().quote != one.where.front().quote)
      out.where.insert(out.where.end(), other.where.begin(), other.where.end());
    return out;
  };
  const auto good = with(CheckState::in_text);
  // What takes it back wins, wherever it stands.
  if (const auto against = with(CheckState::contradicted); against != judged.end())
    return good == judged.end() ? *against : both(*good, *against, CheckState::contradicted);
  if (good != judged.end()) {
    const auto other = std::find_if(judged.begin(), judged.end(), differs_in_figure);
    return other == judged.end() ? *good : both(*good, *other, CheckState::twice_different);
  }
  // Of those that say less the one that says most.
  return *std::min_element(judged.begin(), judged.end(), [](const auto& a, const auto& b) { return a.why.size() < b.why.size(); });
}

std::vector<std::string> key_words(const scan::Engine& engine, const std::string& text, const std::string& theme) {
  std::vector<std::string> out;
  // Places are in characters.
  std::vector<std::size_t> at;
  for (std::size_t i = 0; i <= text.size(); ++i)
    if (i == text.size() || (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) at.push_back(i);
  for (const scan::Finding& finding : engine.scan(text)) {
    if (finding.theme != theme) continue;
    for (const scan::Place& term : finding.terms)
      if (term.start >= 0 && term.end > term.start && static_cast<std::size_t>(term.end) < at.size())
        out.push_back(text.substr(at[static_cast<std::size_t>(term.start)],
                                  at[static_cast<std::size_t>(term.end)] - at[static_cast<std::size_t>(term.start)]));
  }
  return out;
}

}  // namespace tenzij::dossier
