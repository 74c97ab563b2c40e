// How well a record fits what was asked: which words answer, where, and how much of the question that is.
#include <algorithm>
#include <cmath>

#include "scan/scan.h"
#include "thread/search.h"

namespace tenzij::thread {

namespace {

// A word in the text says less of what a record is about than one in its title.
constexpr double in_text = 0.62;
// Of a title this long only the beginning is a title: it is a passage.
constexpr std::size_t title_bytes = 300;
constexpr std::size_t title_words = 12;
// Below this a unit is not answered, and a record does not fit.
constexpr double answered_from = 0.14;
constexpr double fits_from = 0.1;

// Of words that stand for another: the word itself, or a long one at the beginning or end of a compound.
float stands(const AskedWord& other, const std::string& folded, const std::string& normal) {
  if (folded == other.folded || normal == other.normal) return 1.0F;
  if (other.folded.size() >= 5 && folded.starts_with(other.folded)) return 0.85F;
  if (other.normal.size() >= 5 && (folded.starts_with(other.normal) || normal.ends_with(other.normal))) return 0.7F;
  return 0;
}

// The number or code itself stands before everything else, then what begins with it.
double by_number(const Question& question, const Candidate& candidate) {
  if (question.number_keys.empty() || !candidate.number) return 0;
  const auto keys = number_keys(*candidate.number);
  if (keys[0] == question.number_keys[0] || keys[1] == question.number_keys[1]) return 10;
  return question.number_keys[0].size() >= 4 && keys[0].starts_with(question.number_keys[0]) ? 2 : 0;
}

bool better(const Fit& a, const Fit& b) {
  if (a.candidate->archived != b.candidate->archived) return b.candidate->archived;
  if (a.score != b.score) return a.score > b.score;
  return std::tie(a.candidate->title, a.candidate->id) < std::tie(b.candidate->title, b.candidate->id);
}

}  // namespace

struct Judge::Evidence {
  std::vector<float> best;   // per word that can answer, in title or text
  std::vector<float> text;   // in the text only
  double density = 0;        // how much of the title answers
  std::size_t first = 1000;  // which word of the title answers first
  bool in_order = false;     // two words that were asked stand one after the other
};

Judge::Judge(const Question& question, const SearchWords& known) : question_(question), known_(known) {
  const auto add = [this](const OtherWords& other) {
    for (const std::string& word : other.words)
      if (other_place_.emplace(word, other_.size()).second) other_.push_back(asked_word(word));
  };
  for (const Unit& unit : question.units) {
    for (const AskedWord& word : unit.words) {
      asked_.push_back(&word);
      for (const OtherWords& part : word.parts) add(part);
    }
    for (const OtherWords& other : unit.others) add(other);
  }
}

const std::vector<float>& Judge::answer(const std::string& folded) {
  const auto [place, is_new] = answered_.try_emplace(folded);
  std::vector<float>& out = place->second;
  if (!is_new) return out;
  out.resize(asked_.size() + other_.size());
  const std::string normal = scan::normal_form(folded);
  for (std::size_t i = 0; i < asked_.size(); ++i) out[i] = static_cast<float>(answers(*asked_[i], folded, normal));
  for (std::size_t i = 0; i < other_.size(); ++i)
    if (other_[i].folded.front() == folded.front() || normal.size() > other_[i].normal.size())
      out[asked_.size() + i] = stands(other_[i], folded, normal);
  return out;
}

Judge::Evidence Judge::evidence(const Candidate& candidate) {
  Evidence out;
  out.best.resize(asked_.size() + other_.size());
  out.text.resize(out.best.size());
  const auto raise = [](std::vector<float>& best, const std::vector<float>& by, double factor) {
    for (std::size_t i = 0; i < by.size(); ++i) best[i] = std::max(best[i], static_cast<float>(by[i] * factor));
  };
  const auto title = scan::placed_words(candidate.title);
  const double factor = title.size() > title_words ? 0.85 : 1;
  double told = 0;
  double said = 0;
  std::size_t place = 0;
  int last = -1;
  for (const auto& word : title) {
    const auto& by = answer(word.folded);
    const bool passage = word.start > title_bytes;
    raise(passage ? out.text : out.best, by, passage ? 1 : factor);
    if (passage || known_.says_nothing(word.folded)) continue;
    const auto best = std::max_element(by.begin(), by.end());
    told += 1;
    if (best != by.end() && *best > 0.3F) {
      said += *best;
      out.first = std::min(out.first, place);
    }
    int which = -1;
    for (std::size_t i = 0; i < asked_.size() && which < 0; ++i)
      if (by[i] >= 0.5F) which = static_cast<int>(i);
    if (which > 0 && last == which - 1) out.in_order = true;
    last = which;
    ++place;
  }
  if (told > 0) out.density = said / told;
  if (candidate.number)
    for (const auto& word : scan::placed_words(*candidate.number)) raise(out.best, answer(word.folded), 1);
  for (const std::string& text : {candidate.detail, candidate.words})
    for (const auto& word : scan::placed_words(text)) raise(out.text, answer(word.folded), 1);
  raise(out.best, out.text, in_text);
  return out;
}

double Judge::unit_in(const Unit& unit, std::size_t first, const std::vector<float>& best) const {
  double own = 0;
  bool every = true;
  for (std::size_t i = 0; i < unit.words.size(); ++i) {
    own += best[first + i];
    every = every && best[first + i] > 0;
  }
  own = own / static_cast<double>(unit.words.size()) * (every ? 1 : 0.5);
  const auto all_of = [&](const OtherWords& other) {
    double least = 1;
    for (const std::string& word : other.words) least = std::min<double>(least, best[asked_.size() + other_place_.at(word)]);
    return least * other.weight;
  };
  for (const AskedWord& word : unit.words)
    for (const OtherWords& part : word.parts) own = std::max(own, all_of(part));
  for (const OtherWords& other : unit.others) own = std::max(own, all_of(other));
  return own;
}

std::vector<Fit> Judge::rank(const std::vector<Candidate>& candidates) {
  const std::size_t units = question_.units.size();
  struct Seen {
    Evidence evidence;
    std::vector<double> unit;
  };
  std::vector<Seen> seen;
  seen.reserve(candidates.size());
  std::vector<double> answered(units, 0);
  for (const Candidate& candidate : candidates) {
    Seen each{evidence(candidate), {}};
    std::size_t first = 0;
    for (std::size_t u = 0; u < units; ++u) {
      const Unit& unit = question_.units[u];
      const double value = unit_in(unit, first, each.evidence.best) + 0.07 * unit_in(unit, first, each.evidence.text);
      each.unit.push_back(value);
      if (value > answered_from) answered[u] += 1;
      first += unit.words.size();
    }
    seen.push_back(std::move(each));
  }
  // What few records answer tells them apart.
  std::vector<double> weight(units);
  const auto count = static_cast<double>(candidates.size());
  for (std::size_t u = 0; u < units; ++u) weight[u] = std::log(1.6 + count / (1 + answered[u])) * (question_.units[u].little ? 0.35 : 1);
  std::vector<Fit> out;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    double sum = 0;
    double all = 0;
    double covered = 0;
    bool telling = false;
    for (std::size_t u = 0; u < units; ++u) {
      sum += weight[u] * seen[i].unit[u];
      all += weight[u];
      if (seen[i].unit[u] > answered_from) {
        covered += weight[u];
        telling = telling || !question_.units[u].little;
      }
    }
    const Candidate& candidate = candidates[i];
    const Evidence& by = seen[i].evidence;
    double score = all > 0 ? sum / all * (0.3 + 0.7 * covered / all) : 0;
    score *= 1 + 0.2 * by.density + (by.in_order ? 0.1 : 0) + (by.first == 0 ? 0.05 : 0);
    if (question_.year && candidate.year == question_.year) score *= 1.15;
    const double number = by_number(question_, candidate);
    score += number;
    if ((telling || number > 0) && score >= fits_from) out.push_back({&candidate, score});
  }
  std::sort(out.begin(), out.end(), better);
  return out;
}

std::vector<Mark> Judge::marks(std::string_view text) {
  std::vector<Mark> out;
  std::size_t at = 0;
  std::int64_t characters = 0;
  const auto place_of = [&](std::size_t byte) {
    for (; at < byte; ++at)
      if ((static_cast<unsigned char>(text[at]) & 0xc0U) != 0x80U) ++characters;
    return characters;
  };
  for (const auto& word : scan::placed_words(text)) {
    const auto& by = answer(word.folded);
    if (by.empty() || *std::max_element(by.begin(), by.end()) < 0.3F || known_.says_nothing(word.folded)) continue;
    const std::int64_t start = place_of(word.start);
    out.push_back({start, place_of(word.end)});
  }
  return out;
}

}  // namespace tenzij::thread
