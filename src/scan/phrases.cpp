#include "scan/phrases.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <mutex>
#include <stdexcept>

#include "platform/base/limits.h"
#include "platform/base/steps.h"
#include "platform/base/text.h"

namespace tenzij::scan {

namespace {

constexpr std::size_t widest_gap = 3;
constexpr std::string_view gap_word = "_";

// "(a|b) c" -> "a c", "b c".
void expand(std::string_view pattern, const std::string& done, std::vector<std::string>& out) {
  const std::size_t open = pattern.find('(');
  if (open == std::string_view::npos) {
    out.push_back(done + std::string(pattern));
    return;
  }
  const std::size_t close = pattern.find(')', open);
  if (close == std::string_view::npos) throw std::runtime_error("pattern without ')': " + std::string(pattern));
  for (const std::string_view choice : text::split(pattern.substr(open + 1, close - open - 1), '|'))
    expand(pattern.substr(close + 1), done + std::string(pattern.substr(0, open)) + std::string(text::trim(choice)), out);
}

// Parts are found by their first letters; shorter parts by all they have.
constexpr std::size_t start_letters = 3;
std::uint32_t start_of(std::string_view part) {
  std::uint32_t hash = 0;
  for (const char c : part.substr(0, start_letters)) hash = hash << 8U | static_cast<unsigned char>(c);
  return hash;
}

}  // namespace

Memo::Memo() : slots_(1U << 16U) {}

std::uint64_t Memo::hash_of(std::string_view word) {
  std::uint64_t h = 0xcbf29ce484222325ULL ^ word.size();
  for (const char c : word) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return h ^ (h >> 29U);
}

Memo::Known Memo::find(std::string_view word, std::uint64_t hash) const {
  for (std::size_t at = hash & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
    const Slot& slot = slots_[at];
    if (slot.symbols == npos) return {};
    if (slot.hash == hash && slot.size == word.size() && std::string_view(arena_).substr(slot.place, slot.size) == word)
      return {slot.symbols, slot.number};
  }
}

Memo::Known Memo::add(std::string_view word, std::uint64_t hash, std::uint32_t symbols) {
  if (used_ >= limits::scan_memo_words) return {symbols, npos};
  if ((used_ + 1) * 2 > slots_.size()) {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.symbols == npos) continue;
      std::size_t at = slot.hash & (slots_.size() - 1);
      while (slots_[at].symbols != npos) at = (at + 1) & (slots_.size() - 1);
      slots_[at] = slot;
    }
  }
  std::size_t at = hash & (slots_.size() - 1);
  while (slots_[at].symbols != npos) at = (at + 1) & (slots_.size() - 1);
  slots_[at] = {hash, static_cast<std::uint32_t>(arena_.size()), static_cast<std::uint32_t>(word.size()), symbols,
                static_cast<std::uint32_t>(used_)};
  arena_ += word;
  return {symbols, static_cast<std::uint32_t>(used_++)};
}

Phrases::Phrases(Stemmer stemmer)
    : stemmer_(std::move(stemmer)), nodes_(1), lists_(1), list_telling_(1), guard_(std::make_unique<std::shared_mutex>()) {}

std::uint32_t Phrases::symbol(const std::string& word) {
  const bool front = word.front() == '*';
  const bool back = word.back() == '*';
  std::string key = word;
  if (!front && !back) key = stemmer_.stem(fold(word));
  const bool known = symbols_.contains(key);
  const auto [found, added] = symbols_.emplace(key, static_cast<std::uint32_t>(symbols_.size() + 1));
  if (added && (front || back)) {
    const std::string part = fold(word);
    if (part.empty() || part.find(' ') != std::string::npos) throw std::runtime_error("broken wildcard: " + word);
    by_start_[start_of(part)].push_back(static_cast<std::uint32_t>(wildcards_.size()));
    wildcards_.push_back({part, front, back, found->second});
    if (!front) spelling_.add(part, true);
  }
  if (!known && !front && !back) spelling_.add(key, false);
  return found->second;
}

std::uint32_t Phrases::child(std::uint32_t node, std::uint32_t symbol) {
  auto& next = nodes_[node].next;
  const auto at = std::lower_bound(next.begin(), next.end(), std::pair{symbol, 0U});
  if (at != next.end() && at->first == symbol) return at->second;
  const auto created = static_cast<std::uint32_t>(nodes_.size());
  next.insert(at, {symbol, created});
  nodes_.emplace_back();
  return created;
}

void Phrases::add(std::string_view pattern, std::uint32_t phrase, bool telling) {
  std::vector<std::string> expansions;
  expand(pattern, "", expansions);
  for (const std::string& each : expansions) {
    std::uint32_t node = 0;
    for (const std::string_view raw : text::split(each, ' ')) {
      const std::string_view word = text::trim(raw);
      if (word.empty()) continue;
      if (word == gap_word) {
        if (node == 0) throw std::runtime_error("pattern begins with a gap: " + each);
        if (nodes_[node].gap == 0) {
          const auto created = static_cast<std::uint32_t>(nodes_.size());
          nodes_[node].gap = created;
          nodes_.emplace_back();
        }
        node = nodes_[node].gap;
        continue;
      }
      // A hyphenated word is two tokens in the text, so it is in the pattern.
      for (const std::string_view part : text::split(word, '-'))
        if (!part.empty() && part != "*") {
          const std::uint32_t id = symbol(std::string(part));
          const bool first = node == 0;
          node = child(node, id);
          if (first) {
            root_.resize(std::max<std::size_t>(root_.size(), symbols_.size() + 1), 0);
            root_[id] = node;
            telling_.resize(root_.size());
            telling_[id] = telling_[id] || telling;
          }
        }
    }
    if (node == 0) throw std::runtime_error("empty pattern: " + std::string(pattern));
    nodes_[node].phrases.push_back(phrase);
  }
  root_.resize(std::max<std::size_t>(root_.size(), symbols_.size() + 1), 0);
}

void Phrases::symbols_of(std::string_view word, std::vector<std::uint32_t>& list) const {
  if (const auto found = symbols_.find(stemmer_.stem(word)); found != symbols_.end()) list.push_back(found->second);
  // Where a part stands in the word; of several places the last.
  thread_local std::vector<std::pair<std::uint32_t, std::size_t>> places;
  places.clear();
  for (std::size_t at = 0; at < word.size(); ++at)
    for (std::size_t letters = 1; letters <= start_letters; ++letters) {
      if (at + letters > word.size()) break;
      const auto same_start = by_start_.find(start_of(word.substr(at, letters)));
      if (same_start == by_start_.end()) continue;
      for (const std::uint32_t each : same_start->second)
        if (word.substr(at).starts_with(wildcards_[each].part) && (at == 0 || wildcards_[each].open_front)) places.emplace_back(each, at);
    }
  std::sort(places.begin(), places.end());
  steps::add(word.size() + places.size());
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (i + 1 < places.size() && places[i + 1].first == places[i].first) continue;
    const Wildcard& wildcard = wildcards_[places[i].first];
    const std::size_t at = places[i].second;
    if (!wildcard.open_back && at + wildcard.part.size() != word.size()) {
      // "*plaats" also means the plural: compare stems of the tail.
      if (stemmer_.stem(word.substr(at)) != stemmer_.stem(wildcard.part)) continue;
    }
    list.push_back(wildcard.symbol);
  }
}

std::string Phrases::mended(std::string_view folded) const {
  if (folded.size() > limits::scan_word_bytes) return std::string(folded);
  std::vector<std::uint32_t> list;
  symbols_of(folded, list);
  if (!list.empty()) return std::string(folded);
  if (const auto letters = Spelling::lettered(folded)) return mended(*letters);
  if (auto meant = spelling_.meant(folded)) return std::move(*meant);
  return spelling_.meant(stemmer_.stem(folded)).value_or(std::string(folded));
}

std::uint32_t Phrases::resolve(std::string_view word) const {
  if (word.size() > limits::scan_word_bytes) return 0;
  std::vector<std::uint32_t> list;
  symbols_of(word, list);
  if (list.empty()) {
    const std::string meant = mended(word);
    if (meant == word) return 0;
    symbols_of(meant, list);
  }
  if (list.empty()) return 0;
  const std::unique_lock lock(*guard_);
  if (const auto known = numbers_of_lists_.find(list); known != numbers_of_lists_.end()) return known->second;
  if (lists_.size() >= limits::scan_word_sets) return 0;
  lists_.push_back(list);
  list_telling_.push_back(std::any_of(list.begin(), list.end(), [&](std::uint32_t id) { return id < telling_.size() && telling_[id]; }));
  const auto number = static_cast<std::uint32_t>(lists_.size() - 1);
  numbers_of_lists_.emplace(std::move(list), number);
  return number;
}

Memo::Known Phrases::list_of(const Tokens& tokens, std::size_t i, Memo& memo) const {
  const std::string_view word = tokens.word(i);
  const std::uint64_t hash = Memo::hash_of(word);
  const Memo::Known known = memo.find(word, hash);
  return known.symbols == Memo::npos ? memo.add(word, hash, resolve(word)) : known;
}

std::size_t Phrases::look_up(const Tokens& tokens, Memo& memo) const {
  std::size_t known = 0;
  for (std::size_t i = 0; i < tokens.list.size(); ++i) known += list_of(tokens, i, memo).symbols != 0 ? 1U : 0U;
  return known;
}

void Phrases::read(const Tokens& tokens, Memo& memo, std::vector<Word>& out) const {
  out.resize(tokens.list.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    const Memo::Known known = list_of(tokens, i, memo);
    out[i] = {known.number, known.symbols, false};
  }
  const std::shared_lock lock(*guard_);
  for (Word& each : out) each.telling = list_telling_[each.list];
}

void Phrases::match(const std::vector<Word>& words, std::uint32_t first, std::uint32_t last, std::vector<Match>& out) const {
  const std::shared_lock lock(*guard_);
  // Depth-first from each starting token; patterns are short, so the recursion is too.
  struct Walk {
    const Phrases& self;
    const std::vector<Word>& token_words;
    std::size_t end;
    std::vector<Match>& found;
    std::uint32_t start;
    void step(std::uint32_t node_id, std::size_t at) const {  // `at`: next token to read
      steps::add();
      const Node& node = self.nodes_[node_id];
      for (const std::uint32_t phrase : node.phrases) found.push_back({phrase, start, static_cast<std::uint32_t>(at - 1)});
      if (at < end) take(node, at);
      if (node.gap == 0) return;
      const Node& after = self.nodes_[node.gap];
      for (std::size_t skip = 0; skip <= widest_gap && at + skip < end; ++skip) take(after, at + skip);
    }
    void take(const Node& node, std::size_t at) const {
      if (node.next.empty()) return;
      for (const std::uint32_t id : self.lists_[token_words[at].list]) {
        const auto next = std::lower_bound(node.next.begin(), node.next.end(), std::pair{id, 0U});
        if (next != node.next.end() && next->first == id) step(next->second, at + 1);
      }
    }
  };
  for (std::uint32_t i = first; i < last; ++i) {
    if (words[i].list == 0) continue;
    for (const std::uint32_t id : lists_[words[i].list])
      if (id < root_.size() && root_[id] != 0) Walk{*this, words, last, out, i}.step(root_[id], i + 1);
  }
}

}  // namespace tenzij::scan
