// What the purchase does when its contracts begin and end, and who won as the notices say.
#include "contract/contract.h"
#include "contract/test/fixture.h"

namespace tenzij::contract {
namespace {

constexpr const char* said_to_be_of = R"sql(
INSERT INTO thread.link (municipality_id, upper_kind, upper_id, lower_kind, lower_id, state, person_id, at)
VALUES ($1, 'purchase', $2, 'notice', $3, 'confirmed', $4, now())
)sql";

class ContractFollows : public Contracts {
 protected:
  db::Connection owner = server.owner();
  // A purchase without contracts, every theme decided.
  std::string bought(const char* status) {
    const auto row =
        owner.query("SELECT id FROM purchase.purchase WHERE NOT small AND archived_at IS NULL AND undecided = 0 ORDER BY id LIMIT 1");
    const auto id = row.get<Uuid>(0, 0);
    owner.query("UPDATE contract.contract SET purchase_id = NULL WHERE purchase_id = $1", id);
    owner.query("UPDATE purchase.purchase SET status = $2 WHERE id = $1", id, std::string(status));
    return id.str();
  }
  std::string of(const std::string& purchase, const char* reference) {
    json::object in = input();
    in["reference"] = reference;
    in["purchaseId"] = purchase;
    return add(in);
  }
  std::string status(const std::string& purchase) { return std::string(get(manager, "/purchases/" + purchase).at("status").as_string()); }
};

TEST_F(ContractFollows, a_purchase_runs_with_its_first_contract_and_ends_with_its_last) {
  const std::string purchase = bought("awarded");
  const std::string one = of(purchase, "P-1");
  const std::string two = of(purchase, "P-2");
  EXPECT_EQ(status(purchase), "awarded") << "drafts are nothing yet";
  ASSERT_EQ(move(manager, one, "in_force").status, 200);
  EXPECT_EQ(status(purchase), "running");
  ASSERT_EQ(move(manager, two, "in_force").status, 200);
  ASSERT_EQ(move(manager, one, "ended").status, 200);
  EXPECT_EQ(status(purchase), "running") << "one is left";
  ASSERT_EQ(move(holder, two, "terminated", "Levert niet wat is afgesproken").status, 200);
  EXPECT_EQ(status(purchase), "ended");
  ASSERT_EQ(move(manager, one, "in_force", "Het was nog niet klaar").status, 200);
  EXPECT_EQ(status(purchase), "running") << "and back";
}

TEST_F(ContractFollows, a_purchase_that_was_never_published_runs_too_unless_a_theme_is_undecided) {
  const std::string purchase = bought("preparation");
  const std::string id = of(purchase, "P-1");
  owner.query("UPDATE purchase.purchase SET undecided = 1 WHERE id = $1", *Uuid::parse(purchase));
  ASSERT_EQ(move(manager, id, "in_force").status, 200);
  EXPECT_EQ(status(purchase), "preparation") << "a decision is waited for, and the contract does not wait";
  ASSERT_EQ(move(manager, id, "draft", "Er ontbreekt een besluit").status, 200);
  owner.query("UPDATE purchase.purchase SET undecided = 0 WHERE id = $1", *Uuid::parse(purchase));
  ASSERT_EQ(move(manager, id, "in_force").status, 200);
  EXPECT_EQ(status(purchase), "running");
}

TEST_F(ContractFollows, who_won_is_suggested_and_not_made_a_supplier) {
  const std::string purchase = bought("awarded");
  const std::string id = of(purchase, "P-1");
  EXPECT_TRUE(get(manager, "/contracts/" + id + "/winners").at("items").as_array().empty());
  const auto notice = owner.query("SELECT id FROM notices.notice WHERE current ORDER BY id LIMIT 1").get<Uuid>(0, 0);
  owner.query("UPDATE notices.notice SET content = jsonb_set(content, '{winners}', $2) WHERE id = $1", notice,
              json::parse(R"([{"name":"Groen & Co B.V.","identifier":"01234567","lot":"1","size":"sme"},
                              {"name":"Groenwerk","identifier":"NL1","lot":"2","size":""}])"));
  owner.query(said_to_be_of, server.municipality(), *Uuid::parse(purchase), notice, *Uuid::parse(person("impact_advisor")));
  const auto parties = owner.query("SELECT count(*) FROM party.party").get<std::int64_t>(0, 0);
  const json::value list = get(manager, "/contracts/" + id + "/winners");
  const json::array& said = list.at("items").as_array();
  ASSERT_EQ(said.size(), 2U) << json::dump(list);
  EXPECT_EQ(said[0].at("kvk").as_string(), "01234567") << "with its zero";
  EXPECT_TRUE(said[0].at("partyId").is_null());
  EXPECT_TRUE(said[1].at("kvk").is_null()) << "another number is no KvK number";
  EXPECT_FALSE(said[1].at("partyId").is_null()) << "known by its name";
  EXPECT_EQ(owner.query("SELECT count(*) FROM party.party").get<std::int64_t>(0, 0), parties);
}

}  // namespace
}  // namespace tenzij::contract
