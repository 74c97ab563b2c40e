#include "scan/features.h"

#include <algorithm>
#include <cmath>

#include "platform/base/steps.h"
#include "platform/base/text.h"
#include "scan/structure.h"

namespace tenzij::scan {

namespace {

enum class Group : std::uint64_t {
  word = 1,
  piece,
  pair,
  hit,
  more_hits,
  everyday,
  near,
  row,
  denied,
  blocked,
  denial,
  frame,
  frame_and_hit,
  figure,
  shape,
  cue,
  strength,
  first_word,
  first_pair,
  theme,
  heading,
  cue_and_theme,
  begins,
  begins_and_hit,
  shape_and_hit
};

std::uint64_t mixed(std::uint64_t h) {
  h ^= h >> 33U;
  h *= 0xff51afd7ed558ccdULL;
  h ^= h >> 33U;
  h *= 0xc4ceb9fe1a85ec53ULL;
  return h ^ (h >> 33U);
}

std::uint32_t slot(Group group, std::uint64_t a, std::uint64_t b = 0) {
  return static_cast<std::uint32_t>(mixed(mixed(a + 0x9e3779b97f4a7c15ULL * static_cast<std::uint64_t>(group)) + b)) & (feature_slots - 1);
}

// What a list says weighs as much as several words.
constexpr float list_weight = 1.5F;
// Where nothing in the sentence says its instrument, the heading does.
constexpr float heading_weight = 3;
constexpr std::array<std::size_t, 4> length_steps{4, 8, 14, 22};

bool cipher(char c) { return c >= '0' && c <= '9'; }

bool bracketed_weight(std::string_view text) {
  for (std::size_t at = text.find('('); at != std::string_view::npos; at = text.find('(', at + 1)) {
    std::size_t i = at + 1;
    while (i < text.size() && (cipher(text[i]) || text[i] == ' ' || text[i] == ',')) ++i;
    if (i > at + 1 && (text.substr(i).starts_with("%") || text.substr(i).starts_with("p") || text.substr(i).starts_with(")"))) return true;
  }
  return false;
}

void add_shape(const Evidence& e, std::vector<Feature>& out) {
  const std::string_view text = e.text;
  const auto add = [&](std::uint64_t what) { out.push_back({slot(Group::shape, what), 1}); };
  if (text.back() == '?') add(1);
  if (award_code(text) > 0) add(2);
  if (bracketed_weight(text)) add(3);
  if (contents_line(text)) add(4);
  if (text.find('|') != std::string_view::npos) add(5);
  if (text.back() == '.') add(6);
  if (text.find(':') != std::string_view::npos) add(7);
  if (cipher(text.front())) add(8);
  if (text.find(';') != std::string_view::npos) add(9);
  const std::size_t words = e.sentence.last - e.sentence.first;
  for (std::size_t i = 0; i < length_steps.size(); ++i)
    if (words >= length_steps[i]) add(20 + i);
  if (e.figures.empty()) add(10);
  for (const Figure& figure : e.figures) out.push_back({slot(Group::figure, word_hash(figure.unit)), 1});
}

// Everything that turns a theme into none, with the theme: "vorige aanbesteding" says little, with a hit it says all.
void add_frames(const Seen& seen, std::vector<Feature>& out) {
  if (seen.denial) out.push_back({slot(Group::denial, 0), 1});
  for (std::uint64_t frame = 0; frame < frame_count; ++frame) {
    if ((seen.frames & (1U << frame)) == 0) continue;
    out.push_back({slot(Group::frame, frame), list_weight});
    bool any = false;
    for (std::size_t t = 0; t < theme_count; ++t) {
      const Hits& hits = seen.themes[t];
      if (hits.strong.empty() && hits.weak.empty() && hits.phrase.empty() && hits.dense < 2) continue;
      out.push_back({slot(Group::frame_and_hit, frame, t + 1), list_weight});
      any = true;
    }
    if (any) out.push_back({slot(Group::frame_and_hit, frame), list_weight});
  }
}

void add_lists(const Evidence& e, const Seen& seen, const Layers& layers, std::vector<Feature>& out) {
  std::size_t themes = 0;
  for (std::uint64_t t = 0; t < theme_count; ++t) {
    const Hits& hits = seen.themes[t];
    const auto count = [&](std::uint64_t level, std::size_t many) {
      if (many > 0) out.push_back({slot(Group::hit, t, level), list_weight});
      if (many > 1) out.push_back({slot(Group::more_hits, t, level), 1});
    };
    count(1, hits.strong.size());
    count(2, hits.weak.size());
    count(3, hits.phrase.size());
    if (!hits.strong.empty() || !hits.phrase.empty() || !hits.weak.empty()) ++themes;
    for (std::uint64_t many = 1; many <= 4; ++many)
      if (hits.dense >= many) out.push_back({slot(Group::everyday, t, many), 1});
    if (!hits.near.empty()) out.push_back({slot(Group::near, t), list_weight});
    for (const std::uint32_t pair : hits.near) out.push_back({slot(Group::near, 100 + pair), 1});
    // The row of a list is a group of words that mean much the same.
    std::uint32_t before = ~0U;
    for (const Match& match : hits.phrase) {
      const std::uint32_t row = e.lexicon.entries[match.phrase].number;
      if (row != before) out.push_back({slot(Group::row, row), 1});
      before = row;
    }
    if (layers.frames && hits.denied > 0) {
      out.push_back({slot(Group::denied, t), list_weight});
      out.push_back({slot(Group::denied, 99), list_weight});
    }
    if (hits.blocked > 0) out.push_back({slot(Group::blocked, t), list_weight});
    // Denied or not, asked or not: what the words around a hit do with it.
    if (layers.frames && !(hits.strong.empty() && hits.phrase.empty() && hits.weak.empty() && hits.dense < 2))
      out.push_back({slot(Group::strength, t + 1, seen.cues.strength ? 1 + static_cast<std::uint64_t>(*seen.cues.strength) : 0), 1});
  }
  out.push_back({slot(Group::hit, 50, std::min<std::size_t>(themes, 2)), 1});
}

bool any_hit(const Seen& seen) {
  return std::any_of(seen.themes.begin(), seen.themes.end(), [](const Hits& hits) {
    return !hits.strong.empty() || !hits.weak.empty() || !hits.phrase.empty() || hits.dense >= 2;
  });
}

// "Antwoord", "Onder", "Bijlage", "Levering van", "De gemeente": how a sentence begins says much of what it is.
void add_beginning(const Seen& seen, const std::vector<std::uint64_t>& first, std::vector<Feature>& out) {
  const bool hit = any_hit(seen);
  for (std::size_t i = 0; i < std::min<std::size_t>(first.size(), 2); ++i) {
    out.push_back({slot(Group::begins, first[i], i), 1});
    if (hit) out.push_back({slot(Group::begins_and_hit, first[i], i), 1});
  }
  if (first.size() < 2) return;
  out.push_back({slot(Group::begins, first[0], first[1] | 1U), 1});
  if (hit) out.push_back({slot(Group::begins_and_hit, first[0], first[1] | 1U), 1});
}

void add_shape_of_hit(const Evidence& e, const Seen& seen, std::vector<Feature>& out) {
  if (!any_hit(seen)) return;
  const auto add = [&](std::uint64_t what) { out.push_back({slot(Group::shape_and_hit, what), 1}); };
  if (e.text.back() == '?') add(1);
  if (award_code(e.text) > 0) add(2);
  if (contents_line(e.text)) add(4);
  if (e.text.back() == '.') add(6);
  if (e.figures.empty()) add(10);
  if (seen.cues.scored) add(11);
  if (seen.cues.asks) add(12);
  if (seen.denial) add(13);
  if (e.sentence.last - e.sentence.first < 6) add(14);
}

}  // namespace

std::uint64_t word_hash(std::string_view normal) {
  std::uint64_t h = 0xcbf29ce484222325ULL;
  for (const char c : normal) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return h;
}

std::uint32_t slot_of_pair(std::uint64_t one, std::uint64_t other) { return slot(Group::pair, one, other); }

void add_word(std::string_view folded, std::string_view normal, const Layers& layers, std::vector<Feature>& out) {
  // Which number it is says nothing; that there is one, the shape says.
  if (!folded.empty() && std::all_of(folded.begin(), folded.end(), cipher)) return;
  if (layers.words) out.push_back({slot(Group::word, word_hash(normal)), 1});
  if (!layers.pieces || folded.size() < 5 || folded.size() > 60) return;
  const std::string framed = "<" + std::string(folded) + ">";
  const std::size_t first = out.size();
  for (std::size_t letters = 4; letters <= 6; ++letters)
    for (std::size_t at = 0; at + letters <= framed.size(); ++at)
      out.push_back({slot(Group::piece, word_hash(std::string_view(framed).substr(at, letters))), 1});
  const float scale = 1.0F / std::sqrt(static_cast<float>(out.size() - first));
  for (std::size_t i = first; i < out.size(); ++i) out[i].value = scale;
}

void add_traits(const Evidence& e, const Seen& seen, const std::vector<std::uint64_t>& first, const Layers& layers,
                std::vector<Feature>& out) {
  if (layers.lists) add_lists(e, seen, layers, out);
  if (layers.frames) add_frames(seen, out);
  if (layers.shape) {
    add_shape(e, out);
    add_shape_of_hit(e, seen, out);
    add_beginning(seen, first, out);
  }
}

void add_instrument_traits(const Evidence& e, const Seen& seen, const std::vector<std::uint64_t>& normal, std::size_t theme,
                           std::optional<Instrument> heading, std::vector<Feature>& out) {
  for (std::uint64_t i = 0; i < seen.cues.instrument.size(); ++i) {
    if (seen.cues.instrument[i] == 0) continue;
    const auto weight = static_cast<float>(std::min(seen.cues.instrument[i], 6)) / 2.0F;
    out.push_back({slot(Group::cue, i), weight});
    out.push_back({slot(Group::cue_and_theme, i, theme), weight / 2});
  }
  if (seen.cues.scored) out.push_back({slot(Group::cue, 20), 2});
  out.push_back({slot(Group::strength, 0, seen.cues.strength ? 1 + static_cast<std::uint64_t>(*seen.cues.strength) : 0), 1});
  for (std::uint64_t frame = 0; frame < frame_count; ++frame)
    if ((seen.frames & (1U << frame)) != 0) out.push_back({slot(Group::frame, frame), list_weight});
  for (std::size_t i = 0; i < normal.size(); ++i) out.push_back({slot(Group::first_word, normal[i], i), 1});
  for (std::size_t i = 1; i < normal.size(); ++i) out.push_back({slot(Group::first_pair, normal[i - 1], normal[i]), 1});
  out.push_back({slot(Group::theme, theme), 1});
  out.push_back({slot(Group::heading, heading ? 1 + static_cast<std::uint64_t>(*heading) : 0), heading_weight});
  add_shape(e, out);
}

}  // namespace tenzij::scan
