// What stands in a sentence: hits per theme, denials, blocks, cues and frames. No decision is taken here.
#include <algorithm>
#include <array>

#include "platform/base/steps.h"
#include "scan/rules.h"

namespace tenzij::scan {

namespace {

// A denial reaches this many words forward ("geen eisen op het gebied van social return").
constexpr std::uint32_t denial_reach = 8;
// Everyday words and the halves of a pair count together within this many words.
constexpr std::uint32_t stretch = 12;

bool overlaps(const Match& a, const Match& b) { return a.first <= b.last && b.first <= a.last; }

const Entry& entry_of(const Evidence& e, const Match& match) { return e.lexicon.entries[match.phrase]; }

using Some = std::vector<const Match*>;

// The matches by kind, for the sentence that is read now: most have few, and none needs memory of its own.
struct ByKind {
  Some blocks;
  Some no_negation;
  Some denials;
  Some ones;
  Some others;

  void sort(const Evidence& e) {
    for (Some* each : {&blocks, &no_negation, &denials, &ones, &others}) each->clear();
    for (const Match& match : e.matches) switch (entry_of(e, match).kind) {
        case Kind::block:
          blocks.push_back(&match);
          break;
        case Kind::not_negation:
          no_negation.push_back(&match);
          break;
        case Kind::not_before:
        case Kind::not_after:
          denials.push_back(&match);
          break;
        case Kind::near_one:
          ones.push_back(&match);
          break;
        case Kind::near_other:
          others.push_back(&match);
          break;
        default:
          break;
      }
    // Words that deny what stands before or behind them; not those inside "niet alleen ... maar ook". "hoeft geen CO2-plan":
    // two words that deny are not undone by the two of "geen CO2".
    std::erase_if(denials, [&](const Match* each) {
      return std::any_of(no_negation.begin(), no_negation.end(), [&](const Match* other) {
        return overlaps(*each, *other) && other->last - other->first > each->last - each->first;
      });
    });
  }
};

bool covered(const Match& match, const Some& by) {
  steps::add(by.size() + 1);
  return std::any_of(by.begin(), by.end(), [&](const Match* other) {
    // A longer theme phrase beats a block inside it: "Ministerie van Milieu" blocks "milieu"; "milieu" in
    // "milieubelasting verminderen door ..." stays.
    return overlaps(match, *other) && other->last - other->first >= match.last - match.first;
  });
}

// A comma, semicolon or bracket between two tokens ends what a denial reaches.
bool clause_break(const Evidence& e, std::uint32_t from, std::uint32_t to) {
  const std::size_t begin = e.tokens.list[from].end - e.sentence.start;
  const std::size_t end = e.tokens.list[to].start - e.sentence.start;
  return e.text.substr(begin, end - begin).find_first_of(",;:(") != std::string_view::npos;
}

bool denied(const Evidence& e, const Match& term, const Some& denials) {
  steps::add(denials.size() + 1);
  return std::any_of(denials.begin(), denials.end(), [&](const Match* denial) {
    if (entry_of(e, *denial).kind == Kind::not_after) return denial->first > term.last;
    return denial->last < term.first && term.first - denial->last <= denial_reach && !clause_break(e, denial->last, term.first);
  });
}

Cues cues_of(const Evidence& e, const Some& blocks) {
  Cues cues;
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

// Different everyday words in the densest stretch; `hits` come in the order of the text.
std::size_t densest(const Evidence& e, const std::vector<Match>& hits) {
  std::size_t best = 0;
  for (std::size_t from = 0; from < hits.size(); ++from) {
    std::array<std::string_view, stretch> words;
    std::size_t count = 0;
    for (std::size_t i = from; i < hits.size() && hits[i].first < hits[from].first + stretch && count < stretch; ++i) {
      steps::add();
      const std::string_view word = e.tokens.word(hits[i].first);
      if (std::find(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(count), word) ==
          words.begin() + static_cast<std::ptrdiff_t>(count))
        words[count++] = word;
    }
    best = std::max(best, count);
  }
  return best;
}

void find_pairs(const Evidence& e, const Some& ones, const Some& others, Seen& out) {
  std::size_t from = 0;
  for (const Match* one : ones) {
    while (from < others.size() && others[from]->first + stretch < one->first) ++from;
    for (std::size_t i = from; i < others.size() && others[i]->first <= one->last + stretch; ++i) {
      steps::add();
      const Entry& entry = entry_of(e, *one);
      auto& near = out.themes[entry.theme_number].near;
      if (entry_of(e, *others[i]).number == entry.number && !overlaps(*one, *others[i]) &&
          std::find(near.begin(), near.end(), entry.number) == near.end())
        near.push_back(entry.number);
    }
  }
}

}  // namespace

Seen see(const Evidence& e) {
  thread_local ByKind kinds;
  kinds.sort(e);
  const Some& blocks = kinds.blocks;
  const Some& denials = kinds.denials;
  Seen out;
  out.cues = cues_of(e, blocks);
  out.denial = !denials.empty();
  for (const Match& match : e.matches) {
    const Entry& entry = entry_of(e, match);
    if (entry.kind == Kind::frame) out.frames |= 1U << entry.number;
    const bool theme = entry.kind == Kind::theme || entry.kind == Kind::weak || entry.kind == Kind::phrase;
    if (!theme && entry.kind != Kind::everyday) continue;
    Hits& hits = out.themes[entry.theme_number];
    if (covered(match, blocks)) {
      ++hits.blocked;
    } else if (entry.kind == Kind::everyday) {
      hits.everyday.push_back(match);
    } else if (denied(e, match, denials)) {
      ++hits.denied;
    } else {
      (entry.kind == Kind::theme ? hits.strong : entry.kind == Kind::weak ? hits.weak : hits.phrase).push_back(match);
    }
  }
  for (Hits& hits : out.themes) hits.dense = hits.everyday.empty() ? 0 : densest(e, hits.everyday);
  find_pairs(e, kinds.ones, kinds.others, out);
  return out;
}

void lead_in(Seen& seen, const Seen& lead) {
  seen.frames |= lead.frames;
  const bool own = std::any_of(seen.cues.instrument.begin(), seen.cues.instrument.end(), [](int weight) { return weight > 0; });
  if (!own) {
    seen.cues.instrument = lead.cues.instrument;
    seen.cues.instrument_rule = lead.cues.instrument_rule;
  }
  if (!seen.cues.strength) {
    seen.cues.strength = lead.cues.strength;
    seen.cues.strength_rule = lead.cues.strength_rule;
  }
  seen.cues.asks = seen.cues.asks || lead.cues.asks;
  seen.cues.scored = seen.cues.scored || lead.cues.scored;
  if (!lead.denial) return;
  // "De volgende eisen vervallen:", "Niet gevraagd worden:".
  seen.denial = true;
  for (Hits& hits : seen.themes) {
    hits.denied += static_cast<int>(hits.strong.size() + hits.weak.size() + hits.phrase.size());
    hits.strong.clear();
    hits.weak.clear();
    hits.phrase.clear();
  }
}

}  // namespace tenzij::scan
