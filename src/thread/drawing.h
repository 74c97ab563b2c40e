// The thread as columns: the largest records of each, the others as one, and links between neighbours.
#pragma once

#include <map>

#include "thread/picture.h"

namespace tenzij::thread {

// Records drawn per column; the others are one.
inline constexpr std::size_t drawn_in_column = 12;

struct PictureNode {
  std::string key;  // kind:id; rest:column for what is not drawn one by one
  int column;
  std::string kind;        // empty for the rest
  std::optional<Uuid> id;  // none for the rest
  std::int64_t records;    // 1; of the rest how many
  std::string title;
  std::optional<std::string> number;
  std::string detail;
  std::vector<std::string> themes;  // of a purchase: those by which it hangs here
  std::optional<Uuid> unit_id;
  std::optional<std::string> owner;
  std::optional<int> year;
  std::optional<Uuid> whole_id;  // the record it is a part of
  std::string whole_title;
  Reach reach;
  std::int64_t goals;  // below it, as everything that follows; only what counts
  std::int64_t purchases;
  std::int64_t value_cents;  // of a requirement: of the purchase that it is asked in
  std::int64_t requirements;
  std::int64_t suggested;  // purchases that only a rule puts below it
  std::int64_t gaps;       // of itself
};
BOOST_DESCRIBE_STRUCT(PictureNode, (),
                      (key, column, kind, id, records, title, number, detail, themes, unit_id, owner, year, whole_id, whole_title, reach,
                       goals, purchases, value_cents, requirements, suggested, gaps))

struct PictureColumn {
  int column;
  std::string name;
  std::int64_t confirmed;  // records in what is asked
  std::int64_t suggested;  // records that only a rule puts there
  std::int64_t gaps;
  std::int64_t outside;           // records on the thread that do not hang on the record asked for
  std::int64_t passed;            // records further down that hang on something before this column and on nothing in it
  std::int64_t passed_suggested;  // the same, where only a rule says so
};
BOOST_DESCRIBE_STRUCT(PictureColumn, (), (column, name, confirmed, suggested, gaps, outside, passed, passed_suggested))

// Between columns, or within one. How many pairs of records, and how many purchases go along it with their euros, each once.
struct PictureLink {
  std::string upper;
  std::string lower;
  std::int64_t confirmed;
  std::int64_t confirmed_purchases;
  std::int64_t confirmed_cents;
  std::int64_t suggested;
  std::int64_t suggested_purchases;
  std::int64_t suggested_cents;
};
BOOST_DESCRIBE_STRUCT(PictureLink, (),
                      (upper, lower, confirmed, confirmed_purchases, confirmed_cents, suggested, suggested_purchases, suggested_cents))

struct Ranked {
  At at;
  Below below;
  std::vector<At> bought;
  std::int64_t cents;
  std::int64_t gaps;
};

// How sure a pair of records is linked: 2 counts, 1 suggested.
using Pairs = std::map<std::pair<At, At>, int>;

class Drawing {
 public:
  Drawing(Graph& graph, By by);

  std::array<std::vector<Ranked>, last_column + 1> columns;
  std::array<std::map<At, int>, last_column + 1> passed;  // per column: what passes it by, and how sure

  [[nodiscard]] bool stands(int column) const;
  [[nodiscard]] Ranked ranked(At at) const;
  void sort(std::vector<Ranked>& all) const;  // the largest first
  [[nodiscard]] PictureNode node(const Ranked& each) const;
  [[nodiscard]] PictureNode rest(int column) const;
  [[nodiscard]] std::vector<PictureLink> links() const;

 private:
  Graph& graph_;
  By by_;
  std::map<At, std::int64_t> gaps_;
  Pairs pairs_;
  std::vector<std::size_t> place_;  // in its column

  void rank();
  void pair_up();
  void shorten();
  [[nodiscard]] const Ranked& at(At at) const { return columns[static_cast<std::size_t>(graph_.points[at].column)][place_[at]]; }
};

}  // namespace tenzij::thread
