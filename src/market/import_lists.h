// What the rows of a directory are compared with, and what they come to.
#pragma once

#include <deque>

#include "market/store.h"

namespace tenzij::market {

using Change = std::function<void(EnterpriseInput&)>;

// Without legal form, signs and spaces.
inline std::string plain_name(std::string_view name) {
  const std::string folded = folded_text(name);
  std::string out;
  for (const std::string_view word : text::split(folded, ' '))
    if (word != "bv" && word != "nv" && word != "vof" && word != "stichting" && word != "b" && word != "v")
      out += (out.empty() ? "" : " ") + std::string(word);
  return out;
}

// As PostgreSQL's similarity(): shared trigrams among all of both.
inline double likeness(std::string_view a, std::string_view b) {
  const auto parts = [](std::string_view all) {
    std::set<std::string> out;
    for (const std::string_view word : text::split(all, ' ')) {
      const std::string padded = "  " + std::string(word) + " ";
      for (std::size_t i = 0; i + 3 <= padded.size(); ++i) out.insert(padded.substr(i, 3));
    }
    return out;
  };
  const auto left = parts(a);
  const auto right = parts(b);
  const auto shared = std::count_if(left.begin(), left.end(), [&](const std::string& each) { return right.contains(each); });
  const auto all = static_cast<double>(left.size() + right.size()) - static_cast<double>(shared);
  return all == 0 ? 0 : static_cast<double>(shared) / all;
}
inline constexpr double alike_from = 0.55;

struct KnownCard {
  Uuid id;
  bool away = false;
  json::value card;
};
BOOST_DESCRIBE_STRUCT(KnownCard, (), (id, away, card))
struct CodeName {
  std::string code;
  std::string name_nl;
  std::string name_en;
};
BOOST_DESCRIBE_STRUCT(CodeName, (), (code, name_nl, name_en))

inline const db::Statement cards_for_import{"market.cards_for_import", R"sql(
SELECT c.id, c.away, c.card
  FROM market.card c
)sql"};

// An enterprise of the file: what its rows say, and what it is after the rows so far.
struct Group;
struct RowPlan {
  std::shared_ptr<Group> group() const { return of.lock(); }
  std::weak_ptr<Group> of{};
  std::vector<Change> changes{};
  Instant now{};
};
struct Group {
  std::optional<Uuid> id{};
  EnterpriseInput now{};
  std::deque<RowPlan> rows{};
};

// Looked up once for all rows.
class MarketLists {
 public:
  explicit MarketLists(db::Session& session) {
    std::map<Uuid, Uuid> joined;
    for (const KnownCard& each : session.rows<KnownCard>(cards_for_import)) {
      Card card = json::restore<Card>(each.card);
      if (card.joined_into) joined[card.id] = *card.joined_into;
      if (!each.away) cards.emplace(card.id, card);
      if (card.archived) continue;
      const Uuid id = card.joined_into.value_or(card.id);
      if (card.kvk) by_kvk.emplace(*card.kvk, id);
      by_name.emplace(key_of(card.name, card.place), id);
      for (const std::string& other : card.other_names) by_name.emplace(key_of(other, card.place), id);
      by_place.emplace(folded_text(card.place.value_or("")), id);
    }
    for (const CodeName& each : session.rows<CodeName>("SELECT code, name_nl, name_en FROM reference.theme"))
      for (const std::string& name : {each.code, each.name_nl, each.name_en}) themes.emplace(folded_text(name), each.code);
    for (const CodeName& each : session.rows<CodeName>("SELECT code, name AS name_nl, name AS name_en FROM market.certificate"))
      for (const std::string& name : {each.code, each.name_nl}) certificates.emplace(folded_text(name), each.code);
  }
  static std::string key_of(std::string_view name, const std::optional<std::string>& place) {
    return plain_name(name) + "|" + folded_text(place.value_or(""));
  }
  std::map<Uuid, Card> cards;
  std::multimap<std::string, Uuid, std::less<>> by_kvk;
  std::multimap<std::string, Uuid, std::less<>> by_name;
  std::multimap<std::string, Uuid, std::less<>> by_place;
  std::map<std::string, std::string, std::less<>> themes;
  std::map<std::string, std::string, std::less<>> certificates;
  std::map<std::string, std::shared_ptr<Group>> groups;  // of this file, by number and by name
};

}  // namespace tenzij::market
