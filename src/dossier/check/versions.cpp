// Two versions of a document: what asks more, less, elsewhere or nothing any more.
#include <algorithm>

#include "dossier/check/check.h"

namespace tenzij::dossier {

namespace {

// Two sentences are about the same from this share of their words on; less is enough beside the same figure.
constexpr float same_subject = 0.5F;
constexpr float same_subject_with_figure = 0.35F;

struct Side {
  std::vector<std::size_t> findings;
  std::vector<std::vector<std::string>> forms;
};

Side side_of(const CheckText& text, const CheckWords& words) {
  Side out;
  for (std::size_t i = 0; i < text.findings.size(); ++i) {
    const CheckFinding& each = text.findings[i];
    const CheckPassage& passage = text.passages[each.passage];
    if (each.strength == scan::Strength::mention || !passage.counts || passage.withdrawn) continue;
    out.findings.push_back(i);
    auto forms = words.forms(each.quote);
    std::sort(forms.begin(), forms.end());
    forms.erase(std::unique(forms.begin(), forms.end()), forms.end());
    out.forms.push_back(std::move(forms));
  }
  return out;
}

// Words in both over words in either, by weight; both sorted.
float shared(const std::vector<std::string>& a, const std::vector<std::string>& b, const CheckWords& words) {
  float both = 0;
  float all = 0;
  auto one = a.begin();
  auto other = b.begin();
  while (one != a.end() || other != b.end()) {
    const bool first = other == b.end() || (one != a.end() && *one <= *other);
    const bool second = one == a.end() || (other != b.end() && *other <= *one);
    const float weight = words.weight(first ? *one : *other);
    all += weight;
    if (first && second) both += weight;
    if (first) ++one;
    if (second) ++other;
  }
  return all > 0 ? both / all : (a == b ? 1.0F : 0.0F);
}

bool same_figure_in(const CheckFinding& a, const CheckFinding& b) {
  return a.figure && b.figure && a.figure->unit == b.figure->unit && a.figure->value == b.figure->value;
}

struct Pair {
  float score;
  std::size_t before;  // in the sides
  std::size_t after;
};

std::vector<Pair> pairs_of(const CheckText& before, const CheckText& after, const Side& old, const Side& fresh, const CheckWords& words) {
  std::vector<Pair> out;
  for (std::size_t i = 0; i < old.findings.size(); ++i)
    for (std::size_t k = 0; k < fresh.findings.size(); ++k) {
      const CheckFinding& a = before.findings[old.findings[i]];
      const CheckFinding& b = after.findings[fresh.findings[k]];
      if (a.theme != b.theme) continue;
      const float score = a.quote == b.quote ? 2.0F : shared(old.forms[i], fresh.forms[k], words);
      // Of equals the one in the same kind of place.
      if (score >= (same_figure_in(a, b) ? same_subject_with_figure : same_subject))
        out.push_back({score + (a.instrument == b.instrument ? 0.05F : 0.0F), i, k});
    }
  std::stable_sort(out.begin(), out.end(), [](const Pair& a, const Pair& b) { return a.score > b.score; });
  return out;
}

std::optional<VersionLine> judge_pair(const CheckFinding& before, const CheckFinding& after, const CheckWords& words) {
  VersionLine out{VersionChange::strengthened, after.theme, {}, {}, {}};
  int less = 0;
  int more = 0;
  const auto say = [&](int way, CheckReason why) {
    (way < 0 ? less : more) += 1;
    out.why.push_back(std::move(why));
  };
  const auto old = words.figures(before.quote);
  const auto fresh = words.figures(after.quote);
  for (const CheckFigure& each : old) {
    const auto same_unit = [&](const CheckFigure& one) { return one.unit == each.unit; };
    if (std::any_of(fresh.begin(), fresh.end(), [&](const auto& one) { return same_unit(one) && one.value == each.value; })) continue;
    const auto other = std::find_if(fresh.begin(), fresh.end(), same_unit);
    if (other == fresh.end()) {
      if (each.unit != "year") say(-1, {"figure_gone", {{"asked", each.written}}});
    } else {
      const int way = figure_against(each, *other, words);
      say(way, {way < 0 ? "figure_less" : "figure_more", {{"asked", each.written}, {"given", other->written}}});
    }
  }
  const auto was_vague = words.says("vague", before.quote);
  const auto is_vague = words.says("vague", after.quote);
  if (is_vague && !was_vague) say(-1, {"vague", {{"words", *is_vague}}});
  if (was_vague && !is_vague) say(1, {"firm", {{"words", *was_vague}}});
  if (!words.says("denied", before.quote))
    if (const auto denied = words.says("denied", after.quote)) say(-1, {"denied", {{"words", *denied}}});
  const int from = binds(name_of(before.instrument));
  const int to = binds(name_of(after.instrument));
  const bool moved = before.instrument != after.instrument;
  if (moved)
    out.why.push_back({"moved", {{"from", std::string(name_of(before.instrument))}, {"to", std::string(name_of(after.instrument))}}});
  if (less > 0 || (moved && to < from)) out.change = VersionChange::weakened;
  else if (moved) out.change = VersionChange::moved;
  else if (more == 0) return std::nullopt;
  return out;
}

}  // namespace

VersionComparison compare_versions(const CheckText& before, const CheckText& after, const CheckWords& words) {
  const Side old = side_of(before, words);
  const Side fresh = side_of(after, words);
  std::vector<bool> used_before(old.findings.size(), false);
  std::vector<bool> used_after(fresh.findings.size(), false);
  VersionComparison out;
  for (const Pair& pair : pairs_of(before, after, old, fresh, words)) {
    if (used_before[pair.before] || used_after[pair.after]) continue;
    used_before[pair.before] = used_after[pair.after] = true;
    const std::size_t from = old.findings[pair.before];
    const std::size_t to = fresh.findings[pair.after];
    auto one = judge_pair(before.findings[from], after.findings[to], words);
    if (!one) {
      ++out.unchanged;
      continue;
    }
    one->before = from;
    one->after = to;
    out.lines.push_back(std::move(*one));
  }
  for (std::size_t i = 0; i < old.findings.size(); ++i)
    if (!used_before[i])
      out.lines.push_back({VersionChange::dropped, before.findings[old.findings[i]].theme, old.findings[i], {}, {{"dropped", {}}}});
  for (std::size_t i = 0; i < fresh.findings.size(); ++i)
    if (!used_after[i])
      out.lines.push_back({VersionChange::added, after.findings[fresh.findings[i]].theme, {}, fresh.findings[i], {{"added", {}}}});
  // What asks less first, in the order of the text.
  const auto rank = [](const VersionLine& each) {
    switch (each.change) {
      case VersionChange::dropped:
        return 0;
      case VersionChange::weakened:
        return 1;
      case VersionChange::moved:
        return 2;
      case VersionChange::added:
        return 3;
      default:
        return 4;
    }
  };
  std::stable_sort(out.lines.begin(), out.lines.end(), [&](const auto& a, const auto& b) {
    if (rank(a) != rank(b)) return rank(a) < rank(b);
    return a.after.value_or(a.before.value_or(0)) < b.after.value_or(b.before.value_or(0));
  });
  return out;
}

}  // namespace tenzij::dossier
