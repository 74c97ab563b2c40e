// Settlement, a surplus that is carried once, call-offs under a framework, other bases, and rules from elsewhere.
#include <thread>

#include "contract/store.h"
#include "contract/test/fixture.h"

namespace tenzij::contract {
namespace {

class Settlements : public Contracts {
 protected:
  // Of the same supplier as `id`, with the same rule, worth less.
  std::string another(const std::string& id, const char* reference, std::int64_t cents) {
    json::object in = input_of(id);
    in["reference"] = reference;
    in["valueCents"] = cents;
    const std::string made = add(in);
    EXPECT_EQ(move(manager, made, "in_force").status, 200);
    const json::value rule = social_return(coordinator, id).at("rule").at("id");
    EXPECT_EQ(put(coordinator, "/contracts/" + made + "/social-return", {{"ruleId", rule}}, version(made)).status, 200);
    return made;
  }
  json::object input_of(const std::string& id) {
    json::object in;
    const json::value row = get(manager, "/contracts/" + id);
    for (const char* each : {"title", "partyId", "startOn", "endOn", "renewal", "managerId", "budgetHolderId"}) in[each] = row.at(each);
    return in;
  }
  void verified_invoice(const std::string& id, std::int64_t cents) {
    const auto made = post(manager, "/contracts/" + id + "/efforts",
                           {{"kind", "invoice"}, {"onDay", "2026-03-01"}, {"cents", cents}, {"words", "Sociale werkplaats"}});
    ASSERT_EQ(made.status, 201) << made.body;
    EXPECT_EQ(
        put(coordinator, "/efforts/" + std::string(made.json().at("id").as_string()) + "/judgement", {{"state", "verified"}}, 1).status,
        200);
  }
  testing::Answer carry(const std::string& to, const std::string& from, std::int64_t cents) {
    return post(holder, "/contracts/" + to + "/carried",
                {{"fromId", from}, {"cents", cents}, {"words", "Overschot van het vorige contract"}});
  }
};

TEST_F(Settlements, a_contract_with_an_obligation_is_settled_after_the_budget_holder_decided) {
  const std::string id = running();
  give_rule(id);
  verified_invoice(id, 20'000'00);
  EXPECT_EQ(move(manager, id, "ended").status, 200);
  EXPECT_EQ(move(holder, id, "settled").status, 409) << "50,000 is asked and nobody decided";
  const std::string path = "/contracts/" + id + "/settlement";
  EXPECT_EQ(put(coordinator, path, {{"outcome", "fulfilled"}}, 1).status, 400) << "there is a shortfall";
  EXPECT_EQ(put(coordinator, path, {{"outcome", "not_to_blame"}, {"words", "nvt"}}, 1).status, 400) << "no reason";
  const auto proposed = put(coordinator, path, {{"outcome", "claim"}, {"onDay", "2026-12-31"}, {"factorBp", 15'000}}, 1);
  ASSERT_EQ(proposed.status, 200) << proposed.body;
  EXPECT_EQ(proposed.json().at("settlement").at("claimCents").as_int64(), 45'000'00) << "30,000 times one and a half";
  EXPECT_EQ(put(holder, path + "/decision", {}, 1).status, 409) << "the time to recover runs until 31 December";
  EXPECT_EQ(put(coordinator, path, {{"outcome", "claim"}, {"onDay", "2026-10-31"}, {"factorBp", 10'000}}, 1).status, 200);
  EXPECT_EQ(put(coordinator, path + "/decision", {}, 2).status, 403);
  EXPECT_EQ(put(director, path + "/decision", {}, 2).status, 403) << "decides on others, not on this one";
  EXPECT_EQ(put(holder, path + "/decision", {}, 1).status, 412) << "another proposal than was seen";
  EXPECT_EQ(put(holder, path + "/decision", {}, 2).status, 200);
  EXPECT_EQ(put(coordinator, path, {{"outcome", "not_to_blame"}, {"words", "Een jaar lang ziek"}}, 3).status, 409);
  const json::value row = get(holder, path).at("settlement");
  EXPECT_EQ(row.at("claimCents").as_int64(), 30'000'00);
  EXPECT_EQ(row.at("fulfilledCents").as_int64() - row.at("obligationCents").as_int64(), -30'000'00);
  EXPECT_EQ(move(holder, id, "settled").status, 200);
  EXPECT_EQ(holder.remove(path + "/decision").status, 409) << "it is settled";
  EXPECT_EQ(move(holder, id, "ended", "De eindafrekening klopte niet").status, 200);
  EXPECT_EQ(holder.remove(path + "/decision").status, 204) << "there is a way back";
}

TEST_F(Settlements, a_surplus_goes_to_another_contract_of_that_supplier_once_also_by_two_at_once) {
  const std::string first = running();
  give_rule(first);
  verified_invoice(first, 60'000'00);  // 10,000 more than is asked
  const std::string second = another(first, "C-21", 200'000'00);
  const std::string third = another(first, "C-22", 200'000'00);
  EXPECT_EQ(carry(second, first, 5'000'00).status, 400) << "the first one still runs";
  EXPECT_EQ(move(manager, first, "ended").status, 200);
  EXPECT_EQ(get(coordinator, "/contracts/" + second + "/settlement").at("surpluses").at(0).at("leftCents").as_int64(), 10'000'00);
  EXPECT_EQ(carry(second, first, 10'000'01).status, 400);
  std::array<int, 2> status{};
  testing::Client other = server.client();
  other.sign_in("budget_holder");
  const std::string body = json::dump(json::object{{"fromId", first}, {"cents", 8'000'00}, {"words", "Overschot van het vorige contract"}});
  std::thread one([&] { status[0] = holder.post("/contracts/" + second + "/carried", body).status; });
  std::thread two([&] { status[1] = other.post("/contracts/" + third + "/carried", body).status; });
  one.join();
  two.join();
  EXPECT_EQ(status[0] + status[1], 201 + 400) << status[0] << " and " << status[1];
  const std::string got = status[0] == 201 ? second : third;
  EXPECT_EQ(social_return(coordinator, got).at("verified").at("balanceCents").as_int64(), 8'000'00 - 10'000'00);
  EXPECT_EQ(social_return(coordinator, first).at("verified").at("balanceCents").as_int64(), 2'000'00);
  EXPECT_EQ(carry(third, second, 1'00).status, 400) << "what came from another goes no further";
  const json::value row = get(holder, "/contracts/" + got + "/settlement").at("carried").at(0);
  EXPECT_EQ(holder.remove("/carried/" + std::string(row.at("id").as_string())).status, 204);
  EXPECT_EQ(social_return(coordinator, first).at("verified").at("balanceCents").as_int64(), 10'000'00);
}

TEST_F(Settlements, call_offs_use_a_ceiling_that_is_no_value) {
  json::object in = input();
  in["valueCents"] = nullptr;
  in["ceilingCents"] = 500'000'00;
  const std::string frame = add(in);
  in["ceilingCents"] = nullptr;
  in["reference"] = "C-31";
  in["valueCents"] = 120'000'00;
  in["frameworkId"] = frame;
  const std::string call = add(in);
  EXPECT_EQ(get(manager, "/contracts/" + frame + "/call-offs").at("leftCents").as_int64(), 500'000'00) << "a draft is not called off";
  EXPECT_EQ(move(manager, frame, "in_force").status, 200);
  EXPECT_EQ(move(manager, call, "in_force").status, 200);
  const json::value list = get(manager, "/contracts/" + frame + "/call-offs");
  EXPECT_EQ(list.at("calledCents").as_int64(), 120'000'00);
  EXPECT_EQ(list.at("leftCents").as_int64(), 380'000'00);
  EXPECT_EQ(get(manager, "/contracts?search=plantsoen&states=in_force&frameworkId=" + frame).at("valueCents").as_int64(), 120'000'00);
  json::object below = in;
  below["reference"] = "C-32";
  below["frameworkId"] = call;
  EXPECT_EQ(post(manager, "/contracts", below).status, 400) << "one level deep";
  json::object valued = input_of(frame);
  valued["valueCents"] = 1;
  EXPECT_EQ(put(manager, "/contracts/" + frame, valued, version(frame)).status, 400);
  // Per call-off, or over all together.
  give_rule(call);
  EXPECT_EQ(social_return(coordinator, call).at("verified").at("obligationCents").as_int64(), 6'000'00);
  const std::string over_all = id_of(post(coordinator, "/social-return-rules",
                                          {{"name", "Over alles"},
                                           {"source", "Beleid"},
                                           {"validFrom", "2024-01-01"},
                                           {"percentBp", 500},
                                           {"base", "contract_value"},
                                           {"tableBy", "placement"},
                                           {"overAll", true}}));
  EXPECT_EQ(put(coordinator, "/contracts/" + frame + "/social-return", {{"ruleId", over_all}}, version(frame)).status, 200);
  verified_invoice(call, 1'000'00);
  const json::value all = social_return(coordinator, frame).at("verified");
  EXPECT_EQ(all.at("obligationCents").as_int64(), 6'000'00);
  EXPECT_EQ(all.at("fulfilledCents").as_int64(), 1'000'00) << "what a call-off did counts there";
  EXPECT_EQ(json::dump(social_return(coordinator, call).at("lacks")), R"(["framework"])") << "and not twice";
}

TEST_F(Settlements, a_share_of_labour_that_nobody_stated_is_asked_and_turnover_is_per_year) {
  const std::string id = running();
  give_rule(id);
  const auto rule = [&](json::object more) {
    json::object in{{"name", "r"}, {"source", "Beleid"}, {"validFrom", "2024-01-01"}, {"percentBp", 500}, {"tableBy", "placement"}};
    for (const auto& each : more) in[each.key()] = each.value();
    const std::string made = id_of(post(coordinator, "/social-return-rules", in));
    EXPECT_EQ(put(coordinator, "/contracts/" + id + "/social-return", {{"ruleId", made}}, version(id)).status, 200);
  };
  rule({{"base", "contract_value"}, {"lowerPercentBp", 200}, {"belowShareBp", 3000}});
  EXPECT_EQ(json::dump(social_return(coordinator, id).at("lacks")), R"(["labour_share"])");
  json::object in = input_of(id);
  in["valueCents"] = 1'000'000'00;
  in["labourShareBp"] = 2500;
  EXPECT_EQ(put(manager, "/contracts/" + id, in, version(id)).status, 200);
  EXPECT_EQ(social_return(coordinator, id).at("verified").at("obligationCents").as_int64(), 20'000'00);
  rule({{"base", "turnover"}, {"aboveCents", 200'000'00}});
  EXPECT_EQ(json::dump(social_return(coordinator, id).at("lacks")), R"(["turnover"])");
  const auto state = [&](const char* day, std::int64_t cents) {
    return post(manager, "/contracts/" + id + "/stated",
                {{"kind", "turnover"}, {"fromOn", day}, {"cents", cents}, {"words", "Opgave van de leverancier"}});
  };
  EXPECT_EQ(state("2025-06-01", 200'000'00).status, 201);
  const auto made = state("2026-03-01", 300'000'00);
  EXPECT_EQ(made.status, 201);
  EXPECT_EQ(state("2026-08-01", 1).status, 400) << "a year once";
  EXPECT_EQ(social_return(coordinator, id).at("verified").at("obligationCents").as_int64(), 15'000'00) << "each year its own threshold";
  EXPECT_EQ(manager.remove("/stated/" + std::string(made.json().at("id").as_string())).status, 204);
}

TEST_F(Settlements, rules_for_purchases_become_rules_with_the_same_result_to_the_cent) {
  const json::value rules = get(coordinator, "/purchase-rules").at("socialReturn");
  ASSERT_FALSE(rules.as_array().empty());
  const auto before = json::restore<std::vector<purchase::SocialReturnRule>>(rules);
  std::vector<ObligationRuleInput> after;
  for (const auto& each : before) after.push_back(rule_of(each));
  int same = 0;
  for (const char* nature : {"works", "supplies", "services", "social"})
    for (const std::int64_t value : {0LL, 99'999'99LL, 100'000'00LL, 123'456'78LL, 999'999'99LL, 1'000'000'00LL, 8'765'432'11LL})
      for (const char* day : {"2019-06-01", "2025-01-01", "2026-11-02", "2031-12-31"}) {
        const Date on = Date::parse(day).value();
        RuleNature kind{};
        boost::describe::enum_from_string(nature, kind);
        const auto old = purchase::social_return(before, nature, value, on);
        const ObligationRuleInput* rule = fitting_rule(after, kind, value, on);
        ASSERT_EQ(old.has_value(), rule != nullptr) << nature << value << day;
        if (!old) continue;
        ReturnFile in;
        in.contract_from = on;
        in.rule = {rule->percent_bp, rule->base, {}, rule->from_cents, {}, {}, {}, {}};
        in.values = {{on, value}};
        ASSERT_EQ(social_return_sum(in).obligation_cents, old->amount_cents) << nature << value << day;
        ++same;
      }
  EXPECT_GT(same, 3);
  // The act makes what is not there yet, once.
  {
    db::Session session(server.pool(), server.actor());
    session.query("UPDATE contract.contract SET rule_id = NULL");
    session.query("DELETE FROM contract.social_return_rule");
    session.commit();
  }
  const auto made = post(coordinator, "/social-return-conversions", {});
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(made.json().at("made").as_array().size(), before.size());
  EXPECT_EQ(post(coordinator, "/social-return-conversions", {}).json().at("made").as_array().size(), 0U);
}

TEST_F(Settlements, examples_of_other_regions_can_be_taken_over_as_they_are) {
  const json::array examples = get(coordinator, "/social-return-examples").at("items").as_array();
  ASSERT_EQ(examples.size(), 5U);
  int day = 1;
  for (const auto& each : examples) {
    const json::object table{{"name", each.at("region")},
                             {"source", each.at("source")},
                             {"validFrom", "2001-01-0" + std::to_string(day++)},
                             {"normHours", each.at("normHours").is_null() ? json::value(36) : each.at("normHours")},
                             {"blocks", each.at("blocks")},
                             {"bonuses", each.at("bonuses")},
                             {"centsPerHour", each.at("centsPerHour")}};
    const auto made = post(coordinator, "/social-return-tables", table);
    EXPECT_EQ(made.status, 201) << made.body;
  }
}

TEST_F(Settlements, few_people_are_not_shown_to_who_does_not_verify_also_not_as_a_difference) {
  const std::string id = running();
  give_rule(id);
  std::vector<std::string> lines;
  for (int i = 0; i < 9; ++i) {
    lines.push_back(id_of(post(manager, "/contracts/" + id + "/placements", placement(("M-" + std::to_string(i)).c_str(), 20))));
    if (i < 4) judge_line(coordinator, lines.back(), "verified", 1);
  }
  json::value theirs = social_return(director, id);
  EXPECT_TRUE(theirs.at("few").as_bool()) << "four people";
  EXPECT_EQ(theirs.at("verified").at("fulfilledCents").as_int64(), 0);
  EXPECT_EQ(theirs.at("waiting").as_int64(), 0);
  EXPECT_TRUE(get(director, "/contracts/" + id + "/settlement").at("hidden").as_bool());
  EXPECT_FALSE(get(holder, "/contracts/" + id + "/settlement").at("hidden").as_bool()) << "who decides has to know";
  judge_line(coordinator, lines[4], "verified", 1);
  theirs = social_return(director, id);
  EXPECT_FALSE(theirs.at("few").as_bool());
  EXPECT_EQ(theirs.at("verified").at("fulfilledCents"), social_return(coordinator, id).at("verified").at("fulfilledCents"));
  EXPECT_EQ(theirs.at("reported"), theirs.at("verified")) << "four wait: what they are worth is no difference either";
}

TEST_F(Settlements, a_talk_keeps_its_decisions_and_who_does_what) {
  const std::string id = running();
  const auto talk =
      post(manager, "/contracts/" + id + "/talks",
           {{"heldOn", "2026-10-01"},
            {"level", "tactical"},
            {"words", "De aggregaten worden vervangen."},
            {"actions",
             json::array{json::object{{"title", "Planning sturen"}, {"dueOn", "2026-10-15"}},
                         json::object{{"title", "Route bekijken"}, {"dueOn", "2026-12-15"}, {"ownerId", person("contract_manager")}}}}});
  ASSERT_EQ(talk.status, 201) << talk.body;
  const json::value row = get(director, "/contracts/" + id + "/talks").at("items").at(0);
  EXPECT_TRUE(row.at("actions").at(0).at("late").as_bool());
  const std::string action(row.at("actions").at(0).at("id").as_string());
  EXPECT_EQ(put(manager, "/contract-actions/" + action + "/completion", {}, 1).status, 204);
  EXPECT_FALSE(get(director, "/contracts/" + id + "/talks").at("items").at(0).at("actions").at(0).at("late").as_bool());
  EXPECT_EQ(manager.remove("/contract-actions/" + action + "/completion").status, 204);
  EXPECT_EQ(post(manager, "/contracts/" + id + "/talks",
                 {{"heldOn", "2027-01-01"}, {"level", "tactical"}, {"words", "x"}, {"actions", json::array{}}})
                .status,
            400);
  EXPECT_EQ(manager.remove("/contract-talks/" + id_of(talk)).status, 204);
}

}  // namespace
}  // namespace tenzij::contract
