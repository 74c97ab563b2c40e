// The search over everything: what a query asks, which words stand for it, and how well a record fits.
// Words are folded (without case and accents, scan::placed_words) and compared in their normal form.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <unordered_map>

#include "thread/walk.h"

namespace tenzij::thread {

// What else something is called, and how well it stands for it: 1 is the same.
struct OtherWords {
  std::vector<std::string> words;  // all of them needed
  double weight = 0;
};

// knowledge/search: groups of words that stand for each other, words that say nothing and words that say little by themselves.
class SearchWords {
 public:
  explicit SearchWords(const std::filesystem::path& folder);
  // The longest phrase that begins at `from` and has other words; length 0 when there is none.
  struct Phrase {
    std::size_t length = 0;
    const std::vector<OtherWords>* others = nullptr;
  };
  [[nodiscard]] Phrase at(const std::vector<std::string>& normal_forms, std::size_t from) const;
  [[nodiscard]] bool says_nothing(const std::string& folded) const { return nothing_.contains(folded); }
  [[nodiscard]] bool says_little(const std::string& folded) const;
  // Whether a word of the groups is spelled so, or an inflection of it.
  [[nodiscard]] bool knows(const std::string& folded) const;
  // What else one word is called, its usual spelling first; null when nothing.
  [[nodiscard]] const std::vector<OtherWords>* of(const std::string& folded) const;
  // Words of the groups, for typing errors.
  [[nodiscard]] const std::vector<std::string>& all() const { return all_; }

 private:
  std::map<std::string, std::vector<OtherWords>, std::less<>> others_;  // by the normal forms of a phrase, joined by spaces
  std::set<std::string, std::less<>> nothing_;
  std::set<std::string, std::less<>> little_;
  std::set<std::string, std::less<>> known_;
  std::vector<std::string> all_;
  std::size_t longest_ = 1;

  void add_group(std::string_view line);
  void stands_for(std::string_view phrase, std::string_view other, double weight);
};

// One word that was asked, and the words of this municipality's records that answer it.
struct AskedWord {
  std::string folded;
  std::string normal;
  std::vector<std::string> bases;  // how its stem can be spelled inside a longer word
  bool typing = false;             // the last one: more letters may follow
  bool digits = false;
  std::map<std::string, double> found;  // answers that are no spelling of it: typing errors
  std::vector<OtherWords> parts;        // of a compound: those that are there
};

// Words that are asked as one: a phrase that has other words, or a single word.
struct Unit {
  std::vector<AskedWord> words;
  std::vector<OtherWords> others;
  bool little = false;  // does not find anything by itself
};

struct Question {
  std::vector<Unit> units;
  std::vector<std::string> number_keys;  // of the whole, where it can be a number or code; else empty
  std::optional<int> year;               // beside other words
  std::string folded;                    // the whole
};

Question understand(std::string_view written, const SearchWords& known);
AskedWord asked_word(std::string folded);
// "%part%" and the like, for thread.words_with: words in which it may stand.
std::vector<std::string> patterns_of(const AskedWord& word);
// Beginnings and ends of a word that may be words by themselves.
std::vector<std::string> pieces_of(const std::string& folded);
// Parts of a compound that stand in `there` (words of the records).
void split(AskedWord& word, const std::set<std::string>& there, const SearchWords& known);
// How few letters apart two words are (insertions, omissions, changes, swaps), and how many are allowed for one of this length.
std::size_t letters_apart(std::string_view a, std::string_view b);
std::size_t letters_allowed(std::size_t length);
// Of a longer word its beginning counts too: half a word with an error in it. 0: no.
double error_weight(std::string_view typed, std::string_view word);
// In how far a word of a record answers: 1 is the same word.
double answers(const AskedWord& asked, const std::string& folded, const std::string& normal);
// A word without its endings, as it can be spelled: "huizen" -> huizen, huiz, huis.
std::vector<std::string> stems_of(const std::string& folded);
// How words are inflected, for looking them up.
std::vector<std::string> forms_of(const std::string& folded);
// In the two ways of thread.number_keys.
std::vector<std::string> number_keys(std::string_view number);
// Which words of the records answer an asked word (folded) by how they are spelled.
using Answering = std::map<std::string, std::vector<std::string>>;
// A query on words, for thread.found: every unit, or any of them. Without `halves` three letters are a word, not the beginning of one.
std::string query_text(const Question& question, const Answering& answering, bool all, bool halves = true);

// --- Fitting ---------------------------------------------------------------------------------------------------

struct Candidate {
  std::string kind;
  Uuid id;
  std::string title;
  std::string detail;
  std::optional<std::string> number;
  std::string words;
  std::optional<Uuid> unit_id;
  std::optional<int> year;
  std::optional<std::string> whole_kind;
  std::optional<Uuid> whole_id;
  bool archived = false;
  std::int64_t of_kind = 0;    // found of this kind
  std::int64_t looked_at = 0;  // found in all
};
BOOST_DESCRIBE_STRUCT(Candidate, (),
                      (kind, id, title, detail, number, words, unit_id, year, whole_kind, whole_id, archived, of_kind, looked_at))

// A place in a text, in characters (code points).
struct Mark {
  std::int64_t start = 0;
  std::int64_t end = 0;
};
BOOST_DESCRIBE_STRUCT(Mark, (), (start, end))

// How well each fits, best first and archived last; what does not fit is left out.
struct Fit {
  const Candidate* candidate = nullptr;
  double score = 0;
};
class Judge {
 public:
  Judge(const Question& question, const SearchWords& known);
  [[nodiscard]] std::vector<Fit> rank(const std::vector<Candidate>& candidates);
  // Which words of a text answer.
  [[nodiscard]] std::vector<Mark> marks(std::string_view text);

 private:
  struct Evidence;
  const Question& question_;
  const SearchWords& known_;
  std::vector<const AskedWord*> asked_;                           // of all units
  std::vector<AskedWord> other_;                                  // of their other words
  std::map<std::string, std::size_t> other_place_;                // folded -> in other_
  std::unordered_map<std::string, std::vector<float>> answered_;  // word of a record -> per asked_, then per other_
  const std::vector<float>& answer(const std::string& folded);
  [[nodiscard]] Evidence evidence(const Candidate& candidate);
  [[nodiscard]] double unit_in(const Unit& unit, std::size_t first, const std::vector<float>& best) const;
};

// --- Finding ---------------------------------------------------------------------------------------------------

struct SearchScope {
  std::vector<std::string> kinds;
  std::optional<Uuid> unit_id;
  std::optional<int> year;
};
struct RankedRecords {
  std::vector<Candidate> candidates;
  std::vector<Fit> fits;  // into candidates
  std::unique_ptr<Question> question;
  std::unique_ptr<Judge> judge;
  bool more = false;  // more records fit than were looked at
};
RankedRecords search(db::Session& session, const SearchWords& known, std::string_view written, const SearchScope& scope);

void add_search_routes(http::Router& router, const Kinds& kinds, const std::filesystem::path& knowledge);

}  // namespace tenzij::thread
