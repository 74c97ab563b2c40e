// What follows from the findings of a document: themes with their level, goals, codes of the notice, unless, and guard rails.
#include <algorithm>

#include "criteria/criteria.h"
#include "dossier/check/check.h"
#include "platform/base/text.h"

namespace tenzij::dossier {

namespace {

// Places shown of a line; the viewer has them all.
constexpr std::size_t places_most = 5;
// Below this share an award criterion changes no outcome; the same as for what is chosen (purchase/guard.cpp).
constexpr double least_weight = 5;
// From here on two sentences ask the same.
constexpr float same_ask = 0.6F;

bool asks_market(const CheckFinding& each) { return scan::asks(each.strength) && each.instrument != scan::Instrument::none; }

bool counts(const CheckText& text, const CheckFinding& each) {
  const CheckPassage& passage = text.passages[each.passage];
  return passage.counts && !passage.withdrawn;
}

bool has(const std::vector<std::string>& list, const std::string& one) { return std::find(list.begin(), list.end(), one) != list.end(); }

template <typename Which>
std::vector<CheckSpot> spots(const CheckText& text, Which which) {
  std::vector<CheckSpot> out;
  for (const CheckFinding& each : text.findings)
    if (out.size() < places_most && counts(text, each) && which(each) &&
        std::none_of(out.begin(), out.end(), [&](const auto& one) { return one.quote == each.quote; }))
      out.push_back({each.passage, each.quote});
  return out;
}

// Places where a requirement of these themes stands: asked, whatever the scan thinks of the sentence.
std::vector<CheckSpot> kept_requirements(const std::vector<CheckLine>& requirements, const std::vector<std::string>& themes) {
  std::vector<CheckSpot> out;
  for (const CheckLine& each : requirements)
    if (has(themes, each.theme) && (each.state == CheckState::in_text || each.state == CheckState::twice_different) &&
        out.size() < places_most && !each.where.empty())
      out.push_back(each.where.front());
  return out;
}

bool says_word(const std::string& quote, const std::vector<std::string>& list) {
  if (list.empty()) return true;
  const std::string low = text::lower_ascii(quote);
  return std::any_of(list.begin(), list.end(), [&](const auto& word) { return low.find(word) != std::string::npos; });
}

CheckLine line(CheckKind kind, CheckState state, const std::string& theme, const std::string& subject) {
  CheckLine out;
  out.kind = kind;
  out.state = state;
  out.theme = theme;
  out.subject = subject;
  out.key = std::string(boost::describe::enum_to_string(kind, "")) + ":" + theme + ":" + subject;
  return out;
}

float overlap(const std::vector<std::string>& a, const std::vector<std::string>& b, const CheckWords& words) {
  float both = 0;
  float all = 0;
  for (const std::string& each : a) {
    all += words.weight(each);
    if (has(b, each)) both += words.weight(each);
  }
  return all > 0 ? both / all : 0;
}

}  // namespace

void check_themes(const CheckText& text, const CheckPurchase& purchase, const std::vector<CheckLine>& requirements,
                  std::vector<CheckLine>& out) {
  for (const CheckTheme& theme : purchase.themes) {
    if (theme.state != "applied") continue;
    const auto of_theme = [&](const CheckFinding& each) { return each.theme == theme.theme; };
    const auto asked = spots(text, [&](const auto& each) { return of_theme(each) && asks_market(each); });
    int level = 0;
    bool found = false;
    for (const CheckLine& each : requirements)
      if (each.theme == theme.theme && (each.state == CheckState::in_text || each.state == CheckState::twice_different)) {
        found = true;
        for (const CheckRequirement& one : purchase.requirements)
          if (one.id == each.subject_id) level = std::max(level, one.level);
      }
    CheckLine one = line(CheckKind::theme, CheckState::in_text, theme.theme, theme.theme);
    one.where = asked;
    if (one.where.empty()) one.where = kept_requirements(requirements, {theme.theme});
    if (!theme.ambition.empty()) one.why.push_back({"agreed", {{"ambition", theme.ambition}, {"level", std::to_string(theme.level)}}});
    if (!found && asked.empty()) {
      one.where = spots(text, of_theme);
      one.state = one.where.empty() ? CheckState::absent : CheckState::weakened;
      one.why.push_back({one.where.empty() ? "theme_absent" : "theme_mentioned", {}});
      one.act = "theme_absent";
    } else if (found && level < theme.level) {
      one.state = CheckState::weakened;
      one.why.push_back({"level_below", {{"level", std::to_string(theme.level)}, {"given", std::to_string(level)}}});
      one.act = "level_below";
    } else {
      one.why.push_back({"theme_asked", {{"count", std::to_string(one.where.size())}}});
    }
    out.push_back(std::move(one));
  }
}

void check_goals(const CheckIndex& index, const CheckPurchase& purchase, const std::vector<CheckLine>& requirements,
                 std::vector<CheckLine>& out) {
  const CheckText& text = *index.text;
  for (const CheckGoal& goal : purchase.goals) {
    const auto served = [&](const CheckFinding& each) { return has(goal.themes, each.theme) && asks_market(each); };
    // The passages that share words with the goal first; its theme alone is said as such.
    const auto wanted = index.words->forms(goal.title);
    auto near = spots(
        text, [&](const auto& each) { return served(each) && overlap(wanted, index.words->forms(each.quote), *index.words) > 0.25F; });
    CheckLine one = line(CheckKind::goal, CheckState::in_text, goal.themes.empty() ? "" : goal.themes.front(), goal.title);
    one.key = "goal:" + goal.id;
    one.subject_id = goal.id;
    if (!near.empty()) one.why.push_back({"goal_words", {}});
    else if (auto any = spots(text, served); !any.empty()) {
      near = std::move(any);
      one.why.push_back({"goal_theme", {}});
    } else if (near = kept_requirements(requirements, goal.themes); !near.empty()) {
      one.why.push_back({"goal_theme", {}});
    } else {
      one.state = CheckState::absent;
      one.why.push_back({"goal_absent", {}});
      one.act = "goal_absent";
    }
    one.where = std::move(near);
    out.push_back(std::move(one));
  }
}

void check_codes(const CheckText& text, const CheckPurchase& purchase, const std::vector<CheckLine>& requirements,
                 std::vector<CheckLine>& out) {
  for (const CheckCode& code : purchase.codes) {
    auto asked = spots(text, [&](const auto& each) {
      if (code.field == "BT-71") return each.instrument == scan::Instrument::reserved;
      return has(code.themes, each.theme) && asks_market(each) && says_word(each.quote, code.words);
    });
    if (asked.empty() && code.claimed && code.field != "BT-71")
      for (CheckSpot& each : kept_requirements(requirements, code.themes))
        if (says_word(each.quote, code.words)) asked.push_back(std::move(each));
    if (!code.claimed && asked.empty()) continue;
    const CheckState state = !code.claimed ? CheckState::not_claimed : asked.empty() ? CheckState::absent : CheckState::in_text;
    CheckLine one = line(CheckKind::code, state, code.themes.size() == 1 ? code.themes.front() : "", code.field + " " + code.code);
    one.where = asked;
    one.why.push_back({state == CheckState::in_text ? "code_true" : state == CheckState::absent ? "code_absent" : "code_not_claimed", {}});
    if (state != CheckState::in_text) one.act = state == CheckState::absent ? "code_absent" : "code_not_claimed";
    out.push_back(std::move(one));
  }
}

void check_unless(const CheckText& text, const CheckPurchase& purchase, std::vector<CheckLine>& out) {
  for (const CheckTheme& theme : purchase.themes) {
    if (theme.state != "unless") continue;
    const auto asked = spots(text, [&](const auto& each) { return each.theme == theme.theme && asks_market(each); });
    CheckLine one = line(CheckKind::unless, asked.empty() ? CheckState::in_text : CheckState::asked_after_all, theme.theme, theme.theme);
    one.where = asked;
    one.why.push_back({asked.empty() ? "unless_kept" : "unless_asked", {{"person", theme.decided_by}}});
    if (!asked.empty()) one.act = "unless_asked";
    out.push_back(std::move(one));
  }
}

void check_guards(const CheckText& text, const CheckWords& words, std::vector<CheckLine>& out) {
  const auto add = [&](const std::string& code, const CheckFinding& each, std::vector<CheckSpot> where, MessageArgs args = {}) {
    CheckLine one = line(CheckKind::guard, CheckState::risk, each.theme, code);
    one.key += ":" + text::shorten(each.quote, 120);
    // A sentence of two themes, or one that is repeated, is said once.
    const auto same = [&](const CheckLine& other) {
      return other.subject == code && !other.where.empty() && other.where.front().quote == where.front().quote;
    };
    if (std::any_of(out.begin(), out.end(), same)) return;
    one.where = std::move(where);
    one.why.push_back({code, std::move(args)});
    one.act = code;
    out.push_back(std::move(one));
  };
  std::vector<std::pair<const CheckFinding*, std::vector<std::string>>> asking;
  for (const CheckFinding& each : text.findings) {
    if (!counts(text, each)) continue;
    // "Hebben het keurmerk" asks, whatever the scan thinks of its strength. A passage is read whole: "of gelijkwaardig" often follows in
    // the next sentence.
    if (criteria::label_without_equivalent(std::string(name_of(each.instrument)), each.quote, text.passages[each.passage].text))
      add("label_without_equivalent", each, {{each.passage, each.quote}});
    if (!asks_market(each)) continue;
    if (each.instrument == scan::Instrument::award_criterion && each.figure && each.figure->unit == "percent" && each.figure->value > 0 &&
        each.figure->value < least_weight &&
        words.says("scored",
                   each.quote + " " + (text.passages[each.passage].heading.empty() ? "" : text.passages[each.passage].heading.back())))
      add("weight_meaningless", each, {{each.passage, each.quote}}, {{"weight", written_number(each.figure->value)}});
    asking.emplace_back(&each, words.forms(each.quote));
  }
  std::vector<bool> told(asking.size(), false);
  for (std::size_t i = 0; i < asking.size(); ++i)
    for (std::size_t k = 0; k < asking.size(); ++k) {
      const CheckFinding& must = *asking[i].first;
      const CheckFinding& wish = *asking[k].first;
      if (told[k] || must.theme != wish.theme || binds(name_of(must.instrument)) != 3 ||
          wish.instrument != scan::Instrument::award_criterion)
        continue;
      if (must.passage == wish.passage || overlap(asking[i].second, asking[k].second, words) < same_ask) continue;
      told[k] = true;
      add("asked_twice", wish, {{must.passage, must.quote}, {wish.passage, wish.quote}});
    }
}

std::vector<CheckLine> check_document(const CheckText& text, const CheckPurchase& purchase, const CheckWords& words) {
  const CheckIndex index(text, words);
  std::vector<CheckLine> out;
  for (const CheckRequirement& each : purchase.requirements) {
    Judged judged = judge_requirement(each, index);
    CheckLine one = line(CheckKind::requirement, judged.state, each.theme, each.title);
    one.key = "requirement:" + each.id;
    one.subject_id = each.id;
    one.instrument = each.instrument;
    one.where = std::move(judged.where);
    one.why = std::move(judged.why);
    if (one.state == CheckState::in_text) {
      one.why.push_back({"found", {}});
      if (one.where.size() > 1) one.why.push_back({"twice_same", {}});
    } else one.act = std::string("requirement_") + boost::describe::enum_to_string(one.state, "");
    out.push_back(std::move(one));
  }
  const std::vector<CheckLine> requirements = out;
  check_themes(text, purchase, requirements, out);
  check_goals(index, purchase, requirements, out);
  check_codes(text, purchase, requirements, out);
  check_unless(text, purchase, out);
  check_guards(text, words, out);
  return out;
}

}  // namespace tenzij::dossier
