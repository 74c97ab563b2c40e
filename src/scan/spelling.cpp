#include "scan/spelling.h"

#include <algorithm>

#include "platform/base/steps.h"

namespace tenzij::scan {

namespace {

constexpr std::size_t shortest_mended = 8;
constexpr std::size_t longest_mended = 30;

// Of a word without the letter at `left_out` (its size: of the whole word).
std::uint64_t variant(std::string_view word, std::size_t left_out) {
  std::uint64_t h = 0xcbf29ce484222325ULL;
  for (std::size_t i = 0; i < word.size(); ++i)
    if (i != left_out) h = (h ^ static_cast<unsigned char>(word[i])) * 0x100000001b3ULL;
  return h;
}

// At most one letter wrong, missing or too many.
bool one_apart(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1) return false;
  std::size_t i = 0;
  while (i < a.size() && a[i] == b[i]) ++i;
  return a.size() == b.size() ? a.substr(std::min(i + 1, a.size())) == b.substr(std::min(i + 1, b.size())) : a.substr(i) == b.substr(i + 1);
}

bool all_letters(std::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace

void Spelling::add(std::string_view word, bool begins) {
  if (word.size() < shortest_mended || word.size() > longest_mended || !all_letters(word)) return;
  const auto number = static_cast<std::uint32_t>(words_.size());
  words_.push_back({std::string(word), begins});
  if (begins) begin_lengths_ |= 1U << word.size();
  for (std::size_t i = 0; i <= word.size(); ++i) variants_.emplace(variant(word, i), number);
}

const Spelling::Known* Spelling::near(std::string_view word, bool begins) const {
  steps::add(word.size());
  for (std::size_t i = 0; i <= word.size(); ++i) {
    const auto [from, to] = variants_.equal_range(variant(word, i));
    for (auto each = from; each != to; ++each)
      if (const Known& known = words_[each->second]; known.begins == begins && one_apart(word, known.word)) return &known;
  }
  return nullptr;
}

std::optional<std::string> Spelling::meant(std::string_view word) const {
  if (word.size() < shortest_mended || word.size() > longest_mended || !all_letters(word)) return std::nullopt;
  if (const Known* known = near(word, false)) return known->word;
  for (std::size_t length = shortest_mended; length <= word.size(); ++length) {
    if ((begin_lengths_ >> length & 1U) == 0) continue;
    // A letter wrong, one too many, one missing: the longest beginning that fits keeps most of the word.
    for (const std::size_t taken : {length, length + 1, length - 1}) {
      if (taken > word.size()) continue;
      const Known* known = near(word.substr(0, taken), true);
      if (known != nullptr && known->word.size() == length) return known->word + std::string(word.substr(taken));
    }
  }
  return std::nullopt;
}

std::optional<std::string> Spelling::lettered(std::string_view word) {
  if (word.size() < 5 || word.size() > longest_mended) return std::nullopt;
  std::string out(word);
  std::size_t changed = 0;
  for (std::size_t i = 1; i < out.size(); ++i) {
    const char c = word[i];
    if (c >= 'a' && c <= 'z') continue;
    if ((c != '0' && c != '1' && c != '5') || i + 1 == out.size()) return std::nullopt;
    out[i] = c == '0' ? 'o' : c == '1' ? 'l' : 's';
    ++changed;
  }
  return changed > 0 && changed * 3 < word.size() && out[0] >= 'a' && out[0] <= 'z' ? std::optional(out) : std::nullopt;
}

}  // namespace tenzij::scan
