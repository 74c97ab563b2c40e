// Contracts on the red thread: from a clause of policy to what was verified and up again; what is missing, who acts, and how it is mended.
#include "thread/thread.h"

#include "contract/contract.h"
#include "contract/test/fixture.h"

namespace tenzij::contract {
namespace {

class ContractThread : public Contracts {
 protected:
  db::Connection owner = server.owner();
  testing::Client advisor = server.client();

  void SetUp() override {
    Contracts::SetUp();
    advisor.sign_in("impact_advisor");
  }

  Uuid one(const std::string& sql) { return owner.query(sql + " LIMIT 1").get<Uuid>(0, 0); }
  // A purchase that runs and asks something of who does the work, on one theme that serves a goal which a clause explains.
  struct Asked {
    Uuid purchase;
    Uuid requirement;
    Uuid impact;
    Uuid other;  // another theme of it
    Uuid goal;
    Uuid clause;
  };
  Asked asked() {
    const auto row = owner.query(R"sql(
SELECT r.purchase_id, r.id, r.impact_id, o.id
  FROM purchase.requirement r
  JOIN purchase.impact o ON o.purchase_id = r.purchase_id AND o.theme = 'diversity'
  JOIN purchase.purchase p ON p.id = r.purchase_id
  JOIN purchase.impact i ON i.id = r.impact_id
 WHERE p.status = 'running' AND NOT p.small AND p.archived_at IS NULL AND r.state = 'chosen' AND i.theme <> 'diversity'
   AND r.instrument NOT IN ('exclusion_ground', 'selection_requirement', 'reserved', 'procedure')
 ORDER BY p.id, r.id
 LIMIT 1
)sql");
    Asked out{row.get<Uuid>(0, 0), row.get<Uuid>(0, 1), row.get<Uuid>(0, 2), row.get<Uuid>(0, 3), {}, {}};
    out.goal = one("SELECT id FROM thread.record WHERE kind = 'goal' AND NOT archived ORDER BY id");
    out.clause = one("SELECT id FROM thread.record WHERE kind = 'clause' AND NOT archived ORDER BY id");
    const Uuid who = one("SELECT person_id FROM auth.account WHERE user_name = 'impact_advisor'");
    db::Session session(server.pool(), {server.municipality(), who, "test"});
    // What the demo has of it already promises it.
    session.query("UPDATE contract.commitment SET requirement_id = NULL WHERE requirement_id IS NOT NULL");
    session.query("UPDATE contract.contract SET purchase_id = NULL WHERE purchase_id = $1", out.purchase);
    session.query("DELETE FROM thread.link WHERE upper_kind = 'goal' AND lower_kind = 'impact' AND lower_id = ANY ($1::uuid[])",
                  std::vector<std::string>{out.impact.str(), out.other.str()});
    thread::confirm(session, {"clause", out.clause}, {"goal", out.goal}, {"", server.now()});
    thread::confirm(session, {"goal", out.goal}, {"impact", out.impact}, {"", server.now()});
    session.commit();
    return out;
  }
  bool walks(const std::string& from, const char* direction, const std::string& kind, const std::string& id) {
    const json::value found = get(advisor, "/red-thread?from=" + from + "&direction=" + direction);
    for (const auto& each : found.at("nodes").as_array())
      if (each.at("kind").as_string() == kind && each.at("id").as_string() == id) return true;
    return false;
  }
  // Rows of a kind of gap that name this record.
  json::array gaps(const std::string& kind, const std::string& subject) {
    json::array out;
    const json::value found = get(manager, "/gaps?kind=" + kind);
    for (const auto& each : found.at("items").as_array())
      if (each.at("subjectId").as_string() == subject) out.push_back(each);
    return out;
  }
  json::object input_of(const Uuid& purchase) {
    json::object in = input();
    in["purchaseId"] = purchase.str();
    return in;
  }
};

TEST_F(ContractThread, leads_from_a_clause_to_what_was_verified_and_up_again) {
  const Asked from = asked();
  const std::string id = id_of(post(manager, "/contract-drafts", {{"purchaseId", from.purchase.str()}}));
  EXPECT_TRUE(walks("goal:" + from.goal.str(), "down", "contract", id));
  json::object in = input_of(from.purchase);
  EXPECT_EQ(put(manager, "/contracts/" + id, in, version(id)).status, 200);
  ASSERT_EQ(move(manager, id, "in_force").status, 200);
  std::string commitment;
  json::value moment;
  const json::value all = get(manager, "/contracts/" + id + "/commitments");
  for (const auto& each : all.at("items").as_array())
    if (each.at("requirementId").is_string() && each.at("requirementId").as_string() == from.requirement.str()) {
      commitment = each.at("id").as_string();
      moment = each.at("moments").at(0);
    }
  ASSERT_FALSE(commitment.empty());
  const std::string clause = "clause:" + from.clause.str();
  EXPECT_TRUE(walks(clause, "down", "commitment", commitment));
  const auto surety = [&] {
    const json::value served = get(advisor, "/served-goals?purchaseId=" + from.purchase.str());
    for (const auto& each : served.at("items").as_array())
      if (each.at("goalId").as_string() == from.goal.str()) return std::string(each.at("surety").as_string());
    return std::string("none");
  };
  EXPECT_EQ(surety(), "promised");
  ASSERT_EQ(step(manager, id, moment, "report", {{"figure", 61}, {"words", ""}}).status, 200);
  EXPECT_EQ(surety(), "promised") << "nobody looked yet";
  const std::string looked(moment.at("id").as_string());
  EXPECT_TRUE(walks(clause, "down", "moment", looked));
  EXPECT_TRUE(walks("moment:" + looked, "up", "clause", from.clause.str()));
  EXPECT_TRUE(walks("moment:" + looked, "up", "requirement", from.requirement.str()));
  {
    db::Session session(server.pool(), server.actor());
    session.query("UPDATE contract.moment SET state = 'verified' WHERE id = $1", looked);
    session.commit();
  }
  EXPECT_EQ(surety(), "delivered");
  const json::value picture = get(advisor, "/red-thread/picture?from=" + clause);
  std::set<std::string> kinds;
  for (const auto& each : picture.at("nodes").as_array()) kinds.emplace(each.at("kind").as_string());
  EXPECT_TRUE(kinds.contains("contract") && kinds.contains("commitment") && kinds.contains("moment")) << json::dump(picture.at("nodes"));
  const json::value found = get(manager, "/search?q=Onderhoud%20plantsoen");
  EXPECT_NE(json::dump(found).find(id), std::string::npos) << "a contract is found by its title";
}

TEST_F(ContractThread, what_was_offered_beyond_that_serves_its_own_theme_only_and_follows_its_contract) {
  const Asked from = asked();
  const std::string id = add(input());
  const std::string theme = owner.query("SELECT theme FROM purchase.impact WHERE id = $1", from.impact).get<std::string>(0, 0);
  const auto offer = [&](const std::string& of) {
    return id_of(post(manager, "/contracts/" + id + "/commitments",
                      {{"kind", "offered"}, {"title", "Meer dan gevraagd"}, {"text", ""}, {"theme", of}}));
  };
  const std::string mine = offer(theme);
  const std::string other = offer("diversity");
  EXPECT_TRUE(walks("contract:" + id, "down", "commitment", mine)) << "without a purchase it hangs under its contract";
  EXPECT_EQ(put(manager, "/contracts/" + id, input_of(from.purchase), version(id)).status, 200);
  EXPECT_TRUE(walks("goal:" + from.goal.str(), "down", "commitment", mine));
  EXPECT_FALSE(walks("goal:" + from.goal.str(), "down", "commitment", other)) << "the goal is not of this theme";
  EXPECT_TRUE(thread::differences(owner).empty());
}

TEST_F(ContractThread, what_is_asked_and_not_promised_is_a_gap_until_it_is_taken_along) {
  const Asked from = asked();
  const std::string id = add(input_of(from.purchase));
  const auto before = gaps("asked_not_promised", id);
  ASSERT_FALSE(before.empty());
  EXPECT_EQ(before[0].at("owner").as_string(), get(manager, "/contracts/" + id).at("manager").as_string()) << "it says who acts";
  const json::value missing = get(manager, "/contracts/" + id + "/not-promised");
  EXPECT_EQ(missing.at("items").as_array().size(), before.size());
  const auto taken = manager.call("PUT", "/api/v1/contracts/" + id + "/not-promised", "");
  ASSERT_EQ(taken.status, 200) << taken.body;
  EXPECT_EQ(taken.json().at("taken").as_int64(), static_cast<std::int64_t>(before.size()));
  EXPECT_TRUE(gaps("asked_not_promised", id).empty());
}

TEST_F(ContractThread, what_is_promised_and_never_due_late_or_long_unjudged_is_a_gap) {
  const std::string id = running();
  const json::value all = get(manager, "/contracts/" + id + "/commitments");
  const std::string due(all.at("items").at(0).at("id").as_string());
  EXPECT_EQ(gaps("moment_late", due).size(), 1U) << "three are late, one thing is to be done";
  EXPECT_EQ(gaps("moment_late", due)[0].at("detail").as_string(), "2026-04-30");
  EXPECT_EQ(gaps("moment_late", due)[0].at("documentId").as_string(), id) << "the page where it stands";
  const std::string never = id_of(post(manager, "/contracts/" + id + "/commitments",
                                       {{"kind", "offered"}, {"title", "Een bijenhotel"}, {"text", ""}, {"theme", "environment"}}));
  EXPECT_EQ(gaps("promised_never_due", never).size(), 1U);
  EXPECT_TRUE(gaps("promised_never_due", due).empty());
  ASSERT_EQ(step(manager, id, moments(id)[0], "report", {{"figure", 61}, {"words", ""}}).status, 200);
  EXPECT_TRUE(gaps("moment_to_judge", due).empty()) << "it was reported just now";
  server.pass(std::chrono::hours(24 * 32));
  manager.sign_in("contract_manager");
  EXPECT_EQ(gaps("moment_to_judge", due).size(), 1U);
}

TEST_F(ContractThread, a_contract_without_manager_without_end_or_past_its_end_is_a_gap) {
  json::object in = input();
  in["managerId"] = nullptr;
  in["endOn"] = nullptr;
  in["notice"] = nullptr;
  in["noticeUnit"] = nullptr;
  const std::string open = add(in);
  ASSERT_EQ(gaps("contract_without_manager", open).size(), 1U);
  EXPECT_EQ(gaps("contract_without_manager", open)[0].at("owner").as_string(),
            get(manager, "/contracts/" + open).at("budgetHolder").as_string());
  EXPECT_EQ(gaps("contract_without_end", open).size(), 1U);
  in = input();
  in["reference"] = "C-2";
  in["endOn"] = "2026-11-01";
  const std::string past = add(in);
  EXPECT_TRUE(gaps("contract_over", past).empty()) << "a draft does not run";
  ASSERT_EQ(move(manager, past, "in_force").status, 200);
  EXPECT_EQ(gaps("contract_over", past).size(), 1U);
  EXPECT_TRUE(gaps("contract_without_end", past).empty());
}

TEST_F(ContractThread, what_ends_within_six_months_is_a_gap_until_its_successor_is_planned) {
  json::object in = input();
  in["endOn"] = "2027-04-30";
  const std::string id = add(in);
  ASSERT_EQ(move(manager, id, "in_force").status, 200);
  ASSERT_EQ(gaps("contract_without_successor", id).size(), 1U);
  json::value follows = get(manager, "/contracts/" + id + "/successor");
  EXPECT_TRUE(follows.at("purchaseId").is_null());
  const json::object proposal = follows.at("proposal").as_object();
  EXPECT_EQ(proposal.at("title").as_string(), "Onderhoud plantsoen");
  EXPECT_EQ(proposal.at("valueCents").as_int64(), 1'000'000'00);
  EXPECT_EQ(proposal.at("contractFrom").as_string(), "2027-05-01");
  EXPECT_EQ(proposal.at("contractTo").as_string(), "2028-08-31") << "sixteen months, as this one";
  EXPECT_EQ(proposal.at("contractManagerId").as_string(), person("contract_manager"));
  const std::string planned = id_of(post(manager, "/contracts/" + id + "/successor", proposal));
  EXPECT_TRUE(gaps("contract_without_successor", id).empty());
  EXPECT_EQ(get(manager, "/purchases/" + planned).at("status").as_string(), "planned");
  EXPECT_EQ(get(manager, "/contracts/" + id + "/successor").at("purchaseId").as_string(), planned);
  EXPECT_EQ(manager.remove("/contracts/" + id + "/successor").status, 204);
  EXPECT_EQ(gaps("contract_without_successor", id).size(), 1U) << "taken away it is missing again";
  EXPECT_EQ(manager.call("PUT", "/api/v1/contracts/" + id + "/successor/" + planned, "").status, 204);
  EXPECT_TRUE(gaps("contract_without_successor", id).empty());
}

TEST_F(ContractThread, what_goes_on_by_itself_needs_no_successor) {
  json::object in = input();
  in["endOn"] = "2027-04-30";
  in["renewal"] = "tacit";
  in["renewalMonths"] = 12;
  const std::string id = add(in);
  ASSERT_EQ(move(manager, id, "in_force").status, 200);
  EXPECT_TRUE(gaps("contract_without_successor", id).empty());
}

}  // namespace
}  // namespace tenzij::contract
