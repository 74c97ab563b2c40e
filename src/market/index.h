// The directory in memory: cards, their words, and what answers a question. Plain data and sums; the database comes in directory.cpp.
#pragma once

#include "market/words.h"

namespace tenzij::market {

// A word that was asked, with how much it says and the words it can be in what is offered.
struct AskedWord {
  std::string word;                // normal form, for who explains
  double says = 1;                 // 0.15 for a word that says little
  std::vector<OtherWord> meant{};  // words of the index, "#5552" for what has a CPV that begins so, "=name" in a name
};

struct Spelled {
  std::string typed;
  std::string meant;
};
BOOST_DESCRIBE_STRUCT(Spelled, (), (typed, meant))

struct Asked {
  std::vector<AskedWord> words{};
  std::optional<std::int64_t> quantity{};  // "voor 40 man"
  const Place* place = nullptr;            // "in Zwolle"
  std::vector<Spelled> spelled{};
};

// What narrows the list. Within one of these any fits, all of them must.
struct Narrow {
  std::vector<std::string> themes{};
  std::vector<std::string> certificates{};
  std::vector<std::string> categories{};
  std::optional<std::int64_t> most_cents{};
  std::optional<std::int64_t> quantity{};
  std::optional<int> days{};
  const Place* near = nullptr;
  const Place* home = nullptr;  // where distance is counted from when nobody names a place
  double within_km = 0;         // 0: any
};

struct Answer {
  std::uint32_t entry = 0;
  int offering = -1;  // the one that answers best; -1: the enterprise as a whole
  double score = 0;   // 0 to about 1.2
  std::optional<double> km{};
};

struct Counted {
  std::string code;
  std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(Counted, (), (code, count))

// How many there would be with each choice, the other filters as they are.
struct Facets {
  std::vector<Counted> themes;
  std::vector<Counted> certificates;
  std::vector<Counted> categories;
  std::vector<Counted> distances;  // within 10, 25, 50, 100 km of the place
};
BOOST_DESCRIBE_STRUCT(Facets, (), (themes, certificates, categories, distances))

struct Answers {
  std::vector<Answer> list{};
  Facets facets{};
};

bool holds_on(const HeldCertificate& evidence, Date today);

class Index {
 public:
  explicit Index(std::shared_ptr<const Knowledge> knowledge) : knowledge_(std::move(knowledge)) {}
  void put(Card card, bool own);
  void drop(const Uuid& id);

  [[nodiscard]] Asked understand(std::string_view question) const;
  // What is bought: its title, what is said of it, its CPV.
  [[nodiscard]] Asked understand(const PurchaseWords& purchase) const;
  // Best first; without words all, by name or by distance.
  [[nodiscard]] Answers answer(const Asked& asked, const Narrow& narrow, Date today) const;

  [[nodiscard]] const Card& card(std::uint32_t entry) const { return entries_[entry].card; }
  [[nodiscard]] bool own(std::uint32_t entry) const { return entries_[entry].own; }
  [[nodiscard]] std::optional<std::uint32_t> find(const Uuid& id) const;
  [[nodiscard]] std::size_t size() const { return by_id_.size(); }
  // More is left over in it than is shown: better made again.
  [[nodiscard]] bool worn() const { return entries_.size() > 1000 && entries_.size() > 2 * by_id_.size(); }
  [[nodiscard]] const Knowledge& knowledge() const { return *knowledge_; }

 private:
  struct Entry {
    Card card;
    bool own = false;
    bool dead = false;
    const Place* place = nullptr;
    std::string sorts;        // the name, folded
    std::uint32_t first = 0;  // its documents: the enterprise itself, then each offering
    std::uint32_t count = 0;
  };
  struct Posting {
    std::uint32_t document;
    float weight;
  };

  std::shared_ptr<const Knowledge> knowledge_;
  std::vector<Entry> entries_{};
  std::vector<std::uint32_t> entry_of_{};  // by document
  std::map<Uuid, std::uint32_t> by_id_{};
  std::map<std::string, int, std::less<>> own_kvk_{};  // a copy of what is our own is not shown beside it
  std::unordered_map<std::string, std::uint32_t> terms_{};
  std::vector<std::string> names_{};    // of terms
  std::vector<std::uint64_t> signs_{};  // pairs of letters in them, a bit each
  std::vector<std::vector<Posting>> postings_{};

  using Weights = std::map<std::string, double, std::less<>>;
  void note(Weights& out, std::string_view text, double weight, std::string_view before = {}) const;
  void add_document(std::uint32_t entry, const Weights& weights);
  [[nodiscard]] Weights words_of(const Card& card) const;
  [[nodiscard]] Weights words_of(const Offering& offering) const;
  void shown_before(std::uint32_t entry, int change);

  [[nodiscard]] AskedWord asked_word(const std::string& folded, std::vector<Spelled>& spelled) const;
  [[nodiscard]] bool begins_compound(const std::string& part) const;
  void add_forms(const std::string& normal, double weight, bool other, AskedWord& out) const;
  [[nodiscard]] std::string respelled(const std::string& normal) const;
  void add_cpv(const std::string& cpv, double weight, AskedWord& out) const;
  std::vector<Answer> scored(const Asked& asked) const;
  [[nodiscard]] bool hidden(const Entry& entry) const;
};

}  // namespace tenzij::market
