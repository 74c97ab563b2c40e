// The thread of one municipality in memory, as far as somebody may see it: what graph.cpp finds and picture.cpp groups.
//
// Columns, always in this order: 1 policy, 2 goal, 3 goal of a unit, 4 ambition, 5 purchase, 6 requirement, 7 agreement,
// 8 measurement, 9 evaluation. A kind says in which it stands (Kind::column); a goal of a unit stands one further.
#pragma once

#include <array>
#include <cstdint>

#include "thread/walk.h"

namespace tenzij::thread {

inline constexpr int policy_column = 1;
inline constexpr int goal_column = 2;
inline constexpr int unit_goal_column = 3;
inline constexpr int ambition_column = 4;
inline constexpr int purchase_column = 5;
inline constexpr int requirement_column = 6;
inline constexpr int last_column = 9;

enum class By { count, euro };
BOOST_DESCRIBE_ENUM(By, count, euro)

struct PictureQuery {
  std::optional<std::string> from;   // kind:id
  std::optional<std::string> theme;  // what says nothing about themes stays where something with this theme hangs below it
  std::optional<Uuid> unit_id;       // the same
  std::optional<int> year;           // of the purchase
  std::optional<By> by;
};
BOOST_DESCRIBE_STRUCT(PictureQuery, (), (from, theme, unit_id, year, by))

struct PictureGap {
  std::string kind;
  std::string role;
  std::string subject_kind;
  Uuid subject_id;
  std::string title;
  std::string detail;
  std::vector<std::string> themes;
  std::optional<Uuid> unit_id;
  std::optional<std::string> owner;
  std::optional<Uuid> document_id;
};
BOOST_DESCRIBE_STRUCT(PictureGap, (), (kind, role, subject_kind, subject_id, title, detail, themes, unit_id, owner, document_id))

// How a record is reached: not at all, over one suggestion, or over nothing but what counts.
enum class Reach { none, suggested, confirmed };
BOOST_DESCRIBE_ENUM(Reach, none, suggested, confirmed)

using At = std::uint32_t;  // a place in Graph::points
struct Step {
  At to;
  bool counts;
  bool asked = false;  // it is a part of what is asked
};
struct Point {
  std::size_t kind{};  // place in Graph::kinds
  Uuid id{};
  int column{};
  At drawn{};               // a part is drawn as its whole, a notice as the purchase or the procedure it is of
  std::vector<At> parts{};  // what is drawn as this one, itself first
  std::string themes{};     // between spaces
  std::optional<Uuid> unit_id{};
  std::optional<int> year{};
  std::int64_t cents{};
  bool kept = true;           // by the filters
  Reach whole = Reach::none;  // in the thread as a whole
  Reach reach = Reach::none;  // in what is asked
  std::vector<Step> down{};
  std::vector<Step> up{};
};

// What hangs below one or more records, whatever is asked; purchases once, and their euros once.
struct Below {
  std::vector<At> bought;  // purchases
  std::int64_t cents = 0;
  std::vector<At> goals;
  std::int64_t requirements = 0;
  std::int64_t suggested = 0;  // purchases that hang here over one suggestion, and no other way
};

class Graph {
 public:
  // `seen`: the kinds that who asks may see. Throws not_found() when what is asked for is not there.
  Graph(db::Session& session, const Kinds& seen, const PictureQuery& query, Date today);

  std::vector<Kind> kinds;
  std::vector<Point> points;
  std::vector<PictureGap> gaps;  // of what is asked
  std::optional<Node> from;
  std::vector<At> starts;  // what `from` is, or what hangs directly under it where it is not drawn itself

  [[nodiscard]] bool stands(At at) const { return points[at].drawn == at && points[at].reach != Reach::none; }
  [[nodiscard]] Below below(const std::vector<At>& tops);
  // The purchases by which a record has euros: itself, those below it, or the one it is asked in.
  [[nodiscard]] std::vector<At> bought(At at);
  [[nodiscard]] std::int64_t cents_of(const std::vector<At>& purchases) const;
  [[nodiscard]] std::optional<At> find(const std::string& kind, const Uuid& id) const;
  // In which column a gap of this kind of record stands; 0: in none.
  [[nodiscard]] int gap_column(const PictureGap& gap) const;

 private:
  struct Key {
    Uuid id;
    std::size_t kind;
    At at;
    auto operator<=>(const Key&) const = default;  // NOLINT(modernize-use-nullptr): Clang 14 sees one in <=>
  };
  std::vector<Key> keys_;
  std::vector<std::uint32_t> seen_;  // by which walk a point was passed last
  std::vector<std::uint32_t> told_;
  std::uint32_t walk_ = 0;

  void load(db::Session& session);
  void load_links(db::Session& session);
  void fold();
  void filter(const PictureQuery& query);
  void focus(db::Session& session);
  void keep_gaps(const PictureQuery& query);
  [[nodiscard]] std::optional<std::size_t> kind_of(std::string_view kind) const;
  [[nodiscard]] std::vector<Reach> walk(const std::vector<At>& tops, bool downwards) const;
};

void add_picture_routes(http::Router& router, const Kinds& kinds);

}  // namespace tenzij::thread
