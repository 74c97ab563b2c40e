// Who may decide "unless": on facts that somebody else made or confirmed, and no longer than they hold.
#include <gtest/gtest.h>

#include "purchase/purchase.h"
#include "purchase/test/fixture.h"

namespace tenzij::purchase {
namespace {

using testing::Client;

const Uuid bart = new_id();
const Uuid fatima = new_id();

BasisStep step(std::int64_t cents, const Uuid& holder, const Uuid& by) { return {cents, holder, {}, "groen", "services", by}; }

TEST(MandateBasis, the_highest_value_since_somebody_else_confirmed_counts) {
  const auto lowered = mandate_basis({step(800, bart, fatima), step(400, bart, bart)}, bart);
  EXPECT_EQ(lowered.value_cents, 800);
  EXPECT_EQ(mandate_basis({step(800, bart, fatima), step(400, bart, bart), step(400, bart, fatima)}, bart).value_cents, 400);
  EXPECT_EQ(mandate_basis({step(800, bart, fatima), step(400, bart, fatima)}, bart).value_cents, 400);
  EXPECT_EQ(mandate_basis({step(800, bart, fatima), step(400, bart, bart), step(300, bart, bart)}, bart).value_cents, 800);
  EXPECT_FALSE(mandate_basis({step(400, bart, bart)}, bart).confirmed_by_another);
}

TEST(MandateBasis, who_makes_himself_holder_has_it_confirmed_by_another) {
  const std::vector<BasisStep> taken{step(400, fatima, fatima), step(400, bart, bart)};
  EXPECT_EQ(mandate_basis(taken, bart).own, std::vector<MandateField>{MandateField::holder});
  // Another change by somebody else is no word about the holder.
  auto other = taken;
  other.push_back(step(500, bart, fatima));
  EXPECT_EQ(mandate_basis(other, bart).own, std::vector<MandateField>{MandateField::holder});
  auto confirmed = taken;
  confirmed.push_back(step(400, bart, fatima));
  EXPECT_TRUE(mandate_basis(confirmed, bart).own.empty());
}

class Mandates : public Purchases {
 protected:
  static json::object with(json::object in, const char* field, const auto& value) {
    in[field] = value;
    return in;
  }
  json::object large() { return with(input(), "valueCents", 8'000'000'00); }
  void change(Client& who, const std::string& id, const json::object& in) {
    const auto answer = put(who, "/purchases/" + id, in, get(id).at("version").as_int64());
    ASSERT_EQ(answer.status, 200) << answer.body;
  }
  testing::Answer unless_on(Client& who, const std::string& id, const char* theme = "climate") {
    return decide(who, id, theme, "unless", unless());
  }
  testing::Answer confirm(Client& who, const std::string& id) {
    return put(who, "/purchases/" + id + "/facts-confirmation", json::object{}, get(id).at("version").as_int64());
  }
};

TEST_F(Mandates, lowering_the_value_oneself_deciding_and_setting_it_back_does_not_work) {
  const std::string id = add(large());
  change(holder, id, with(large(), "valueCents", 2'000'000'00));
  EXPECT_EQ(unless_on(holder, id).status, 403);
  EXPECT_FALSE(holder.get("/purchases/" + id).json().at("mayDecide").as_bool());
  // In small steps neither.
  change(holder, id, with(large(), "valueCents", 1'000'000'00));
  EXPECT_EQ(unless_on(holder, id).status, 403);
  EXPECT_EQ(confirm(holder, id).status, 409) << "not by oneself";
  ASSERT_EQ(confirm(advisor, id).status, 200);
  EXPECT_EQ(unless_on(holder, id).status, 200) << "a colleague says that it is so";
  // Set back: the decision is open again, and everybody sees why.
  change(holder, id, large());
  const json::value now = get(id);
  EXPECT_EQ(state(now, "climate"), "open");
  EXPECT_EQ(now.at("decisions").at(0).at("kind").as_string(), "lapsed");
  EXPECT_EQ(now.at("decisions").at(0).at("reason").as_string(), "value_above_mandate");
  EXPECT_EQ(now.at("decisions").at(0).at("personName").as_string(), "Bart de Ruyter");
  EXPECT_NE(director.get("/unless-decisions?kind=lapsed").body.find(id), std::string::npos);
  EXPECT_EQ(now.at("undecided").as_int64(), 6);
}

TEST_F(Mandates, making_oneself_holder_does_not_work) {
  const std::string id = add(with(input(), "budgetHolderId", person("director")));
  change(holder, id, input());
  const auto refused = unless_on(holder, id);
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(refused.json().at("code").as_string(), "factsNotConfirmed") << refused.body;
  EXPECT_EQ(json::dump(get(id).at("unconfirmed")), R"(["holder"])");
  ASSERT_EQ(confirm(advisor, id).status, 200);
  EXPECT_TRUE(get(id).at("unconfirmed").as_array().empty());
  EXPECT_EQ(unless_on(holder, id).status, 200);
  // A holder whose mandate is too small for it ends the decision; one whose mandate covers it takes it over.
  change(advisor, id, with(input(), "budgetHolderId", person("director")));
  EXPECT_EQ(state(get(id), "climate"), "unless");
}

TEST_F(Mandates, splitting_into_purchases_of_one_s_own_does_not_work) {
  const std::string id = add(large());
  change(holder, id, with(large(), "valueCents", 4'000'000'00));
  EXPECT_EQ(unless_on(holder, id).status, 403);
  const auto made = holder.post("/purchases", json::dump(with(input(), "title", "Tweede helft")));
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string half(made.json().at("id").as_string());
  const auto refused = unless_on(holder, half);
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(refused.json().at("code").as_string(), "madeByYourself");
  ASSERT_EQ(confirm(advisor, half).status, 200);
  EXPECT_EQ(unless_on(holder, half).status, 200);
  // Lots are no way round: the value of all of them counts.
  const std::string lots = add(large());
  change(holder, lots, with(large(), "lots", 8));
  EXPECT_EQ(unless_on(holder, lots).status, 403);
}

TEST_F(Mandates, another_nature_category_or_unit_does_not_work) {
  {
    db::Session session(server.pool(), server.actor());
    session.query("DELETE FROM organisation.mandate WHERE person_id = $1", *Uuid::parse(person("budget_holder")));
    session.query(
        "INSERT INTO organisation.mandate (municipality_id, id, person_id, kind, up_to_cents) VALUES ($1, $2, $3, 'services', $4)",
        server.municipality(), new_id(), *Uuid::parse(person("budget_holder")), std::int64_t{5'000'000'00});
    session.commit();
  }
  const std::string works = add(with(input(), "nature", "works"));
  change(holder, works, input());
  EXPECT_EQ(unless_on(holder, works).status, 403) << "it was works when somebody else made it";
  const std::string id = add(input());
  ASSERT_EQ(unless_on(holder, id).status, 200);
  change(advisor, id, with(input(), "nature", "works"));
  EXPECT_EQ(get(id).at("decisions").at(0).at("reason").as_string(), "nature_outside_mandate");
  // Another category is another decision.
  const std::string green = add(input());
  ASSERT_EQ(unless_on(holder, green).status, 200);
  json::object other = with(input(), "cpv", "30200000");
  other["category"] = nullptr;
  change(advisor, green, other);
  EXPECT_EQ(get(green).at("decisions").at(0).at("reason").as_string(), "category_changed");
  // For a whole category nobody chooses the category first.
  const std::string moved = add(other);
  change(holder, moved, input());
  json::object wide = unless();
  wide["forCategory"] = true;
  wide["validTo"] = "2026-12-31";
  EXPECT_EQ(decide(holder, moved, "circular", "unless", wide).json().at("code").as_string(), "factsNotConfirmed");
  const std::string elsewhere = add(with(input(), "unitId", unit("Vastgoed")));
  change(holder, elsewhere, input());
  EXPECT_EQ(unless_on(holder, elsewhere).status, 200) << "the unit says nothing about one purchase";
  EXPECT_EQ(decide(holder, elsewhere, "circular", "unless", wide).status, 403) << "but about all of a unit";
}

TEST_F(Mandates, an_import_is_a_change_by_who_imports) {
  const std::string id = add(with(large(), "reference", "INK-77"));
  const std::string low = "titel;nummer;waarde\nGroenonderhoud Zuid;INK-77;1000000\n";
  const auto imported = upload(holder, "/purchase-imports", "k.csv", low);
  ASSERT_LT(imported.status, 300) << imported.body;
  EXPECT_EQ(get(id).at("valueCents").as_int64(), 1'000'000'00);
  EXPECT_EQ(unless_on(holder, id).status, 403);
  ASSERT_LT(upload(advisor, "/purchase-imports", "k.csv", "titel;nummer;waarde\nGroenonderhoud Zuid;INK-77;1500000\n").status, 300);
  EXPECT_EQ(unless_on(holder, id).status, 200);
  ASSERT_LT(upload(advisor, "/purchase-imports", "k.csv", "titel;nummer;waarde\nGroenonderhoud Zuid;INK-77;9000000\n").status, 300);
  EXPECT_EQ(get(id).at("decisions").at(0).at("reason").as_string(), "value_above_mandate");
}

TEST_F(Mandates, an_unless_for_a_category_holds_only_within_the_mandate_of_who_decided_it) {
  json::object wide = unless();
  wide["forCategory"] = true;
  wide["validTo"] = "2026-12-31";
  ASSERT_EQ(decide(holder, add(input()), "circular", "unless", wide).status, 200);
  EXPECT_EQ(state(get(add(input())), "circular"), "unless");
  EXPECT_EQ(state(get(add(large())), "circular"), "open");
  const std::string grows = add(input());
  change(advisor, grows, large());
  EXPECT_EQ(state(get(grows), "circular"), "open");
}

// A purchase is not brought under an unless for its category by who decides: not by its value, its category, nor alone.
TEST_F(Mandates, an_unless_for_a_category_is_not_reached_by_who_decides) {
  json::object wide = unless();
  wide["forCategory"] = true;
  wide["validTo"] = "2026-12-31";
  ASSERT_EQ(decide(holder, add(input()), "circular", "unless", wide).status, 200);
  const std::string lowered = add(large());
  change(holder, lowered, input());
  EXPECT_EQ(state(get(lowered), "circular"), "open");
  change(advisor, lowered, with(input(), "valueCents", 4'500'000'00));
  EXPECT_EQ(state(get(lowered), "circular"), "unless") << "a colleague says that it is so";
  json::object other = with(input(), "cpv", "30200000");
  other["category"] = nullptr;
  const std::string moved = add(other);
  change(holder, moved, input());
  EXPECT_EQ(state(get(moved), "circular"), "open");
  const auto alone = holder.post("/purchases", json::dump(with(input(), "title", "Alleen gemaakt")));
  ASSERT_EQ(alone.status, 201) << alone.body;
  EXPECT_EQ(state(get(std::string(alone.json().at("id").as_string())), "circular"), "open");
}

TEST_F(Mandates, a_small_purchase_needs_no_second_person) {
  const auto made = holder.post("/purchases", json::dump(with(input(), "valueCents", 20'000'00)));
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string id(made.json().at("id").as_string());
  EXPECT_EQ(unless_on(holder, id).status, 200);
}

}  // namespace
}  // namespace tenzij::purchase
