// What a question means, and what answers it best: without a database.
#include "market/index.h"

#include <gtest/gtest.h>

namespace tenzij::market {
namespace {

class Asking : public ::testing::Test {
 protected:
  std::shared_ptr<const Knowledge> knowledge = read_knowledge(std::filesystem::path(TENZIJ_HOME) / "knowledge");
  Index index{knowledge};
  Date today{std::chrono::year{2026} / 11 / 30};

  Card& add(const std::string& name, const std::string& place, const std::string& offering, const std::string& cpv = "") {
    Card card;
    card.id = new_id();
    card.name = name;
    card.place = place;
    Offering& one = card.offerings.emplace_back();
    one.title = offering;
    if (!cpv.empty()) one.cpv = cpv;
    cards.push_back(card);
    return cards.back();
  }
  void put() {
    for (const Card& each : cards) index.put(each, true);
  }
  std::string best(const std::string& question, const Narrow& narrow = {}) {
    const Answers found = index.answer(index.understand(question), narrow, today);
    return found.list.empty() ? "" : index.card(found.list.front().entry).name;
  }
  std::deque<Card> cards;
};

TEST_F(Asking, finds_by_inflection_compound_other_name_and_typing_error) {
  add("Bakker", "Assen", "Verjaardagstaarten en vlaaien", "15812200");
  add("Wasser", "Assen", "Glasbewassing", "90911300");
  add("Tuin", "Emmen", "Hovenier voor plantsoenen", "77310000");
  add("Hout", "Emmen", "Houten zitbanken", "39113600");
  put();
  EXPECT_EQ(best("taart voor 40 man"), "Bakker");
  EXPECT_EQ(best("gebak"), "Bakker") << "another name of the same";
  EXPECT_EQ(best("ramen lappen"), "Wasser") << "a phrase";
  EXPECT_EQ(best("hovennier"), "Tuin");
  EXPECT_EQ(best("houten bankjes"), "Hout");
  EXPECT_EQ(best("helikopter"), "") << "nothing is better than a wrong guess";
  EXPECT_EQ(best("de het een"), best("")) << "words that say nothing ask for all";
}

TEST_F(Asking, reads_how_many_and_where) {
  add("Ver", "Maastricht", "Lunch", "55520000");
  add("Dichtbij", "Assen", "Lunch", "55520000");
  put();
  const Asked asked = index.understand("lunch voor 40 man in Groningen");
  EXPECT_EQ(asked.quantity, 40);
  ASSERT_NE(asked.place, nullptr);
  EXPECT_EQ(asked.place->name, "Groningen");
  EXPECT_EQ(best("lunch in Groningen"), "Dichtbij");
  EXPECT_EQ(best("lunch in Heerlen"), "Ver");
  Narrow narrow;
  narrow.near = knowledge->place("groningen");
  narrow.within_km = 50;
  const Answers found = index.answer(index.understand("lunch"), narrow, today);
  ASSERT_EQ(found.list.size(), 1U);
  EXPECT_NEAR(*found.list[0].km, 25, 3) << "Groningen and Assen lie some 25 km apart";
}

TEST_F(Asking, counts_each_filter_as_if_it_were_not_there) {
  Card& one = add("Een", "Assen", "Schoonmaak", "90910000");
  one.themes = {"climate", "circular"};
  one.evidence = {{.certificate = "pso_2", .valid_to = Date{std::chrono::year{2027} / 1 / 1}}};
  Card& two = add("Twee", "Assen", "Schoonmaak", "90910000");
  two.themes = {"circular"};
  two.evidence = {{.certificate = "pso_2", .valid_to = Date{std::chrono::year{2026} / 1 / 1}}};
  put();
  Narrow narrow;
  narrow.themes = {"climate"};
  const Answers found = index.answer(index.understand("schoonmaak"), narrow, today);
  EXPECT_EQ(found.list.size(), 1U);
  std::map<std::string, std::int64_t> themes;
  for (const Counted& each : found.facets.themes) themes[each.code] = each.count;
  EXPECT_EQ(themes["circular"], 2);
  EXPECT_EQ(themes["climate"], 1);
  narrow = {};
  narrow.certificates = {"pso_2"};
  EXPECT_EQ(index.answer(index.understand("schoonmaak"), narrow, today).list.size(), 1U) << "what expired counts no more";
}

TEST_F(Asking, what_goes_or_changes_is_found_so_and_a_copy_hides_behind_our_own) {
  Card& one = add("Een", "Assen", "Koffie", "15861000");
  put();
  EXPECT_EQ(best("koffie"), "Een");
  one.offerings[0].title = "Graffiti verwijderen";
  one.offerings[0].cpv.reset();
  index.put(one, true);
  EXPECT_EQ(best("koffie"), "");
  EXPECT_EQ(best("graffiti"), "Een");
  Card copy = one;
  copy.id = new_id();
  copy.name = "Elders";
  copy.kvk = "01234567";
  index.put(copy, false);
  EXPECT_EQ(index.answer(index.understand("graffiti"), {}, today).list.size(), 2U);
  one.kvk = "01234567";
  index.put(one, true);
  EXPECT_EQ(index.answer(index.understand("graffiti"), {}, today).list.size(), 1U);
  index.drop(one.id);
  EXPECT_EQ(best("graffiti"), "Elders");
}

TEST_F(Asking, a_purchase_is_found_by_its_code_when_its_words_say_nothing) {
  add("Schoon", "Assen", "Poetsdienst", "90910000");
  add("Groen", "Assen", "Hovenier", "77310000");
  put();
  const Answers found = index.answer(index.understand(PurchaseWords{"Perceel 3", "", "90911000"}), {}, today);
  ASSERT_FALSE(found.list.empty());
  EXPECT_EQ(index.card(found.list.front().entry).name, "Schoon");
}

}  // namespace
}  // namespace tenzij::market
