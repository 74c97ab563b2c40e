// Which goal a purchase serves: pure, without database. What words mean, what a concept buys and which subjects serve nothing by
// themselves is data: knowledge/purchase/subjects.tsv, concepts.tsv, link-rules.tsv and lists of words.
//
// A score is between 0 and 1; below link-rules.tsv's `least` there is no suggestion. None is an answer: better nothing than a
// doubtful link. Values are in cents, without VAT.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "platform/base/json.h"

namespace tenzij::purchase {

struct GoalFacts {
  std::string title;
  std::string explanation;
  std::string indicator;
  std::vector<std::string> themes;
  bool department = false;
  std::string unit;  // any name of it; empty: of the whole municipality
};

struct PurchaseFacts {
  std::string title;
  std::string need;
  std::string asks;  // titles of what is asked so far
  std::optional<std::string> category;
  std::string cpv;
  std::int64_t value_cents = 0;
  std::vector<std::string> units;  // its own and those above it
};

// What people said earlier of purchases in the same category, and what ambitions say.
struct GoalPast {
  int confirmed = 0;
  int rejected = 0;
  bool ambition = false;  // an ambition that holds for this purchase came from this goal
};

struct LinkWeights {
  double least = 0;               // below it nothing is suggested
  double near_best = 0;           // others than the first, as part of the first
  int most = 0;                   // suggestions per purchase
  double target_alone = 0;        // the goal names what is bought
  double target_aim = 0;          // and its aim fits it: added
  double aim_elsewhere = 0;       // the aim fits, but the goal names something else
  double aim_elsewhere_sure = 0;  // the same, of what is bought for hardly anything else
  double aim_sure = 0;            // from which that is
  double place_fits = 0;          // how well an aim must fit what is bought for a place
  double place_unnamed = 0;       // a purchase that does not name the place that the goal is about
  double shared_aim = 0;          // the purchase says the same aim: added
  double aim_only = 0;            // nothing but that
  double shared_word = 0;         // a word of both titles
  double unit = 0;                // of the same part of the organisation: added
  double department = 0;          // nearer than a goal of all: added
  double past = 0;                // per earlier confirmation in the category, three at most
  double ambition = 0;            // an ambition came from it: at least
  double title_first = 0;         // places where a subject can be named
  double title_later = 0;
  double need = 0;
  double cpv = 0;
  double cpv_alone = 0;       // where the title begins with something else
  double about = 0;           // advice on a subject is not that subject
  double goal_words = 0;      // explanation and indicator, beside the title
  double goal_alone = 0;      // the same, where the title says nothing of the kind
  double unserved = 0;        // of a goal's title: what its aim does nothing for
  double also_fits = 0;       // how well an aim must fit what only the explanation names
  double about_by_code = 0;   // only the code says that it is advice
  double also_elsewhere = 0;  // the aim fits, but the explanation names other things
  double aim_said = 0;        // the title of the purchase says the aim itself
  double need_alone = 0;      // what the need begins with, where the title and the code say nothing
  double need_first = 0;      // the same, where only the code says something
  double unknown_first = 0;   // the title begins with a word that no table knows
  double sure_thing = 0;      // how well an aim must fit what the goal names, before that is sure
  double sure_place = 0;      // how much of a place a thing must be, to be named by it
  double sure_aim = 0;        // how well, where the goal names nothing: what is bought is for little else
  double sure_shared = 0;     // how well, where the purchase says the aim itself
  double same_word = 0;       // the goal says the very word that the title begins with: added
  double shared_words = 0;    // words of both, by how few of the municipality's goals say them: added
  double shared_need = 0;     // a word of the need, beside one of the title
  double shared_enough = 0;   // from which they make a link sure that the aim only fits
  double organisation = 0;    // both name the same organisation
  double other_theme = 0;     // an aim of a theme that the goal is not of
  double unshared = 0;        // no word of both, and the aim is all there is: taken off
  double upkeep = 0;          // a thing that is kept, not bought, and nothing said of the aim
};
BOOST_DESCRIBE_STRUCT(LinkWeights, (),
                      (least, near_best, most, target_alone, target_aim, aim_elsewhere, aim_elsewhere_sure, aim_sure, place_fits,
                       place_unnamed, shared_aim, aim_only, shared_word, unit, department, past, ambition, title_first, title_later, need,
                       cpv, cpv_alone, about, goal_words, goal_alone, unserved, also_fits, about_by_code, also_elsewhere, aim_said,
                       need_alone, need_first, unknown_first, sure_thing, sure_place, sure_aim, sure_shared, same_word, shared_words,
                       shared_need, shared_enough, organisation, other_theme, unshared, upkeep))

// By what a purchase names a thing; two of them make it sure.
enum NamedBy : unsigned { by_title = 1, by_compound = 2, by_code = 4, by_category = 8, by_need = 16 };

// Something named: how strongly, and with which word.
struct Named {
  double weight = 0;
  std::string said;
  int place = 0;        // the concept of a place by which a goal names it; 0: by itself
  unsigned by = 0;      // of a purchase: what named it
  bool sure = false;    // and whether that is enough
  bool upkeep = false;  // kept, cleaned or inspected, not bought
};
using NamedMap = std::map<int, Named>;  // by number of the subject or concept

struct GoalFeatures {
  NamedMap targets;                          // subjects that its title names, or that the places it names are made of
  NamedMap also;                             // subjects that its explanation or indicator names
  NamedMap aims;                             // concepts
  bool examples = false;                     // its explanation says for what it is meant most
  std::map<std::string, std::string> words;  // that tell something, by normal form, as they are said
  std::set<std::string> organisations;       // that it names (Werkbedrijf De Haspel), folded
  std::vector<std::string> themes;
  std::int64_t from_cents = 0;  // of purchases of at least so much
  bool department = false;
  std::string unit;
};

struct PurchaseFeatures {
  NamedMap subjects;
  NamedMap aims;                             // and places
  std::map<std::string, std::string> first;  // what the title begins with
  std::map<std::string, Named> words;        // of title and need, by normal form
  std::map<std::string, std::string> names;  // words with a capital, folded
  std::set<int> against;                     // aims that it works against
  bool serves_nothing = false;               // insurance, audit, banking
  bool about = false;                        // advice, research, training
  bool means = false;                        // of these, what serves an aim by itself
  std::string none_word;
  std::int64_t value_cents = 0;
  std::vector<std::string> units;
};

// The words of a goal and a purchase that are the same: by how few goals of the municipality say them, and the most telling pair.
struct SharedWords {
  double weight = 0;
  std::string said;
};

struct FoundGoal {
  std::size_t goal;  // place in what was given
  double score;
  std::string rule;  // target, aim, words, named, earlier, ambition
  std::string why;   // "word of the goal · word of the purchase"; of earlier the number
};

class GoalRules {
 public:
  explicit GoalRules(const std::filesystem::path& folder);  // knowledge/purchase; a wrong file is a fault of the installation
  [[nodiscard]] GoalFeatures read(const GoalFacts& goal) const;
  [[nodiscard]] PurchaseFeatures read(const PurchaseFacts& purchase) const;
  // The likeliest first; empty: none. `past` is as long as `goals`, or empty.
  [[nodiscard]] std::vector<FoundGoal> match(const PurchaseFeatures& purchase,
                                             const std::vector<std::shared_ptr<const GoalFeatures>>& goals,
                                             const std::vector<GoalPast>& past) const;
  // 0 when nothing speaks for it.
  [[nodiscard]] FoundGoal judge(const PurchaseFeatures& purchase, const GoalFeatures& goal, const GoalPast& past,
                                const SharedWords& shared = {}) const;
  // As long as `goals`.
  [[nodiscard]] std::vector<SharedWords> shared_words(const PurchaseFeatures& purchase,
                                                      const std::vector<std::shared_ptr<const GoalFeatures>>& goals) const;
  [[nodiscard]] const LinkWeights& weights() const { return weights_; }

 private:
  class Case;
  // means: training, a campaign, that serve the aim that they name; hush: names nothing; mute: says no aim either
  enum class Nature { thing, labour, about, means, none, hush, mute };
  // What a word says of an aim. Of a goal only: who buys paper does not want less of it. A problem: who buys diesel is against the goal.
  // The contrary (nieuw) is one in a purchase only.
  enum class Says { aim, goal, problem, contrary };
  struct Subject {
    std::string code;
    Nature nature{};
    std::vector<std::string> cpv;
  };
  struct Concept {
    std::string code;
    std::string theme;  // "*": a place where things are bought, no aim; "*!": one that the purchase must name too; "*?": one that only says
                        // where; "from": only purchases of at least so much
    std::int64_t from_cents = 0;
    std::map<int, double> serves;
  };
  struct Word {
    std::string said;
    std::string form;
    std::string folded;
    bool joined = false;  // by a hyphen to the word before it
  };
  // A pattern: forms one after the other, each with an open front or back.
  struct Part {
    std::string form;
    std::string folded;
    bool open_front = false;
    bool open_back = false;
  };
  struct Pattern {
    std::vector<Part> parts;
    int target = 0;  // subjects from 0, concepts from concept_base
    bool at_start = false;
    Says says{};
  };
  struct Hit {
    int target;
    std::size_t first;
    std::size_t last;
    std::size_t exact;  // letters of the pattern: the more the surer
    Says says;
  };

  LinkWeights weights_;
  std::vector<Subject> subjects_;
  std::vector<Concept> concepts_;
  std::vector<Pattern> patterns_;
  std::unordered_map<std::string, std::vector<std::size_t>> by_form_;   // patterns whose first part is this whole word
  std::unordered_map<std::string, std::vector<std::size_t>> by_front_;  // ... begins with these letters
  std::unordered_map<std::string, std::vector<std::size_t>> by_back_;   // ... ends with these letters
  std::map<std::string, bool> plain_;
  std::set<std::string> upkeep_;         // onderhoud, keuring: folded
  std::set<std::string> relief_;         // vervangt, zonder: what is named goes away
  std::set<std::string> organisations_;  // werkbedrijf, stichting: a name follows

  static constexpr double example_fits = 0.5;      // how well an aim fits what a goal names as an example of it
  static constexpr int concept_base = 10'000;      // numbers of concepts, beside those of subjects
  static constexpr std::size_t shortest_word = 5;  // letters of a word that tells something by itself

  void add_patterns(const std::string& words, int target, std::size_t compound);
  [[nodiscard]] static bool other_vowel(const std::string& a, const std::string& b);
  [[nodiscard]] static bool fits(const Part& part, const Word& word);
  [[nodiscard]] bool plain(const Word& word) const;
  [[nodiscard]] bool kept(const std::vector<Word>& title, const Hit& hit) const;
  [[nodiscard]] std::set<std::string> organisations_in(const std::string& text) const;
  [[nodiscard]] std::set<int> problems_in(const std::string& text, bool relieved) const;
  [[nodiscard]] static std::vector<Word> words_of(const std::string& text);
  [[nodiscard]] std::vector<Hit> hits(const std::vector<Word>& words) const;
  static std::string said(const std::vector<Word>& words, const Hit& hit);
  void name_goal(const std::string& text, NamedMap& targets, NamedMap& aims, GoalFeatures& out) const;
  void name_purchase(const PurchaseFacts& purchase, PurchaseFeatures& out) const;
  void read_words(const PurchaseFacts& purchase, PurchaseFeatures& out) const;
  void name_by_rest(const PurchaseFacts& purchase, double elsewhere, PurchaseFeatures& out) const;
  [[nodiscard]] bool sure_of(const std::string& cpv, bool no_code, int subject, unsigned by) const;
  [[nodiscard]] std::map<std::string, std::string> beginning(const std::vector<Word>& title, const std::vector<Hit>& named) const;
  [[nodiscard]] std::map<std::string, std::string> spoken(const std::vector<Word>& words) const;
  [[nodiscard]] std::vector<int> subjects_of_cpv(const std::string& cpv) const;
};

}  // namespace tenzij::purchase
