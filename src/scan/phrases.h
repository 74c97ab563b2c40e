// Phrases over normalised tokens: a trie of symbols, walked once over the text.
//
// A pattern is words separated by spaces:  sociale return | (co2|broeikasgas) _ reductie | recycl* | *uitstoot
//   word     any inflection of it            word*  *word  *word*   beginning, end, inside (compounds)
//   (a|b)    one of these                    _      up to three words in between
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "scan/normalise.h"
#include "scan/spelling.h"

namespace tenzij::scan {

struct Match {
  std::uint32_t phrase;  // number given to add()
  std::uint32_t first;   // tokens, both included
  std::uint32_t last;
};

// Words seen before and their symbols: one hash look-up per token. One per thread; bounded.
class Memo {
 public:
  Memo();
  static constexpr std::uint32_t npos = 0xffffffff;
  struct Known {
    std::uint32_t symbols = npos;  // number of the symbol list, or npos when the word is new
    std::uint32_t number = npos;   // of the word in this memo, from 0 on; npos when it is full
  };
  [[nodiscard]] Known find(std::string_view word, std::uint64_t hash) const;
  Known add(std::string_view word, std::uint64_t hash, std::uint32_t symbols);
  static std::uint64_t hash_of(std::string_view word);

 private:
  struct Slot {
    std::uint64_t hash = 0;
    std::uint32_t place = 0;
    std::uint32_t size = 0;
    std::uint32_t symbols = npos;
    std::uint32_t number = npos;
  };
  std::vector<Slot> slots_;
  std::string arena_;
  std::size_t used_ = 0;
};

class Phrases {
 public:
  explicit Phrases(Stemmer stemmer);

  // Adds every expansion of the pattern under this number; throws on a broken pattern. `telling`: where one begins, the
  // sentence is worth a look.
  void add(std::string_view pattern, std::uint32_t phrase, bool telling = true);
  // What is known of each token's word: its number in the memo, its symbols, and whether a telling phrase may begin there.
  struct Word {
    std::uint32_t number;
    std::uint32_t list;
    bool telling;
  };
  void read(const Tokens& tokens, Memo& memo, std::vector<Word>& out) const;
  // Of the words [first, last): longest first per starting token; overlaps are all given.
  void match(const std::vector<Word>& words, std::uint32_t first, std::uint32_t last, std::vector<Match>& out) const;
  // The bare pass of the benchmark: tokens and look-ups, no matching.
  [[nodiscard]] std::size_t look_up(const Tokens& tokens, Memo& memo) const;
  [[nodiscard]] const Stemmer& stemmer() const { return stemmer_; }
  // The word as it was meant, when the lexicon does not know it and knows one that is one fault away.
  [[nodiscard]] std::string mended(std::string_view folded) const;

 private:
  struct Node {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> next;  // symbol -> node, sorted
    std::uint32_t gap = 0;                                      // node after up to three words, 0 for none
    std::vector<std::uint32_t> phrases;
  };
  struct Wildcard {
    std::string part;
    bool open_front;
    bool open_back;
    std::uint32_t symbol;
  };

  Stemmer stemmer_;
  Spelling spelling_;
  std::unordered_map<std::string, std::uint32_t> symbols_;
  std::vector<Wildcard> wildcards_;
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> by_start_;  // first letters of a part -> wildcards with it
  std::vector<Node> nodes_;
  std::vector<std::uint32_t> root_;                        // by symbol: the node a phrase that begins with it continues from, 0 for none
  std::vector<bool> telling_;                              // by symbol
  mutable std::vector<std::vector<std::uint32_t>> lists_;  // distinct symbol lists; guarded by guard_
  mutable std::vector<bool> list_telling_;                 // of the same
  mutable std::map<std::vector<std::uint32_t>, std::uint32_t> numbers_of_lists_;  // the same, to find one
  std::unique_ptr<std::shared_mutex> guard_;

  std::uint32_t symbol(const std::string& word);
  std::uint32_t child(std::uint32_t node, std::uint32_t symbol);
  std::uint32_t resolve(std::string_view word) const;
  void symbols_of(std::string_view word, std::vector<std::uint32_t>& list) const;
  Memo::Known list_of(const Tokens& tokens, std::size_t i, Memo& memo) const;
};

}  // namespace tenzij::scan
