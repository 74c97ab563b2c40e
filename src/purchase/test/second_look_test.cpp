// Below policy: what an unless departs from, who looks a second time, what counts as a reason, which days cannot be, and what policy
// wants beside what is asked.
#include <gtest/gtest.h>

#include "platform/base/files.h"
#include "purchase/purchase.h"
#include "purchase/test/imports_fixture.h"

namespace tenzij::purchase {
namespace {

class BelowPolicy : public Imports {
 protected:
  // What was agreed for green maintenance asks something on circular.
  std::string waiting(const char* words = "De keten is kort en bekend.") {
    const std::string id = add(input());
    const auto answer = step_of(holder, id, "circular", "unless", unless(words));
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_TRUE(answer.json().at("secondLook").as_bool()) << answer.body;
    return id;
  }
  std::int64_t waiting_figure() { return director.get("/purchase-figures").json().at("secondLooks").as_int64(); }
};

TEST_F(BelowPolicy, an_unless_holds_once_somebody_else_looked_with_the_sentence_beside_it) {
  const auto before = waiting_figure();
  const std::string id = waiting();
  const json::value now = get(id);
  EXPECT_EQ(state(now, "circular"), "proposed");
  EXPECT_EQ(now.at("undecided").as_int64(), 6) << "it gates as what is undecided does";
  const auto& departs = theme(now, "circular").at("departs").as_array();
  ASSERT_FALSE(departs.empty());
  EXPECT_EQ(departs[0].at("kind").as_string(), "ambition");
  EXPECT_GT(departs[0].at("sentence").as_string().size(), 10U) << "in the words of who agreed it";
  EXPECT_EQ(waiting_figure(), before + 1);
  const json::value rows = director.get("/unless-decisions?kind=second_look&waits=true&counted=true").json();
  EXPECT_EQ(static_cast<std::int64_t>(rows.at("items").as_array().size()), before + 1) << "the figure opens its rows";
  EXPECT_NE(director.get("/gaps?kind=unless_second_look&mine=true").body.find(id), std::string::npos);
  EXPECT_EQ(director.get("/gaps?kind=unless_proposed").body.find(id), std::string::npos) << "decided, so not asked of the holder";
  EXPECT_EQ(look(holder, id, "circular").status, 403) << "who decided";
  const auto advised = look(advisor, id, "circular");
  EXPECT_EQ(advised.status, 403);
  EXPECT_NE(advised.body.find("Directeur"), std::string::npos) << "says who may: " << advised.body;
  EXPECT_EQ(look(director, id, "circular", false, "nvt").status, 400);
  ASSERT_EQ(look(director, id, "circular", true, "Gezien; volgend jaar wel.").status, 200);
  const json::value after = get(id);
  EXPECT_EQ(state(after, "circular"), "unless");
  const auto& last = after.at("decisions").at(0);
  EXPECT_EQ(last.at("kind").as_string(), "unless");
  EXPECT_EQ(last.at("personName").as_string(), "Bart de Ruyter");
  EXPECT_EQ(last.at("lookedBy").as_string(), "Marijke Vos");
  EXPECT_FALSE(last.at("departs").as_array().empty());
  EXPECT_EQ(waiting_figure(), before);
}

TEST_F(BelowPolicy, who_looks_may_say_no_and_who_decided_may_take_it_back) {
  const std::string refused = waiting();
  ASSERT_EQ(look(director, refused, "circular", false, "Drie aannemers kunnen het wel.").status, 200);
  EXPECT_EQ(state(get(refused), "circular"), "open");
  const std::string back = waiting();
  EXPECT_EQ(step_of(advisor, back, "circular", "proposal", unless()).status, 409) << "it was decided";
  EXPECT_EQ(step_of(advisor, back, "circular", "proposal-withdrawal", {{"words", ""}}).status, 409);
  EXPECT_EQ(step_of(holder, back, "circular", "application", {{"words", ""}}).status, 200);
  EXPECT_EQ(state(get(back), "circular"), "open");
}

TEST_F(BelowPolicy, nothing_goes_out_on_it) {
  const std::string id = waiting();
  for (const char* code : six)
    if (std::string_view(code) != "circular") choose(id, code);
  EXPECT_EQ(move(advisor, id, {{"status", "published"}, {"reason", nullptr}, {"anyway", false}}).status, 409);
  ASSERT_EQ(look(director, id, "circular").status, 200);
  EXPECT_EQ(move(advisor, id, {{"status", "published"}, {"reason", nullptr}, {"anyway", false}}).status, 200);
}

TEST_F(BelowPolicy, a_director_who_decides_what_another_proposed_is_the_second_and_alone_is_not) {
  json::object in = input();
  in["budgetHolderId"] = person("director");
  const std::string both = add(in);
  ASSERT_EQ(step_of(advisor, both, "circular", "proposal", unless()).status, 200);
  const auto decided = step_of(director, both, "circular", "unless", unless());
  ASSERT_EQ(decided.status, 200) << decided.body;
  EXPECT_EQ(state(get(both), "circular"), "unless");
  const std::string alone = add(in);
  ASSERT_TRUE(step_of(director, alone, "circular", "unless", unless()).json().at("secondLook").as_bool());
  EXPECT_EQ(look(director, alone, "circular").json().at("code").as_string(), "secondLookByOther");
}

TEST_F(BelowPolicy, the_municipality_names_who_looks) {
  testing::Client adviser = server.client();
  adviser.sign_in("impact_advisor");
  const std::string id = waiting();
  EXPECT_EQ(look(adviser, id, "circular").status, 403);
  EXPECT_EQ(put(advisor, "/second-look-roles", {{"roles", json::array{}}}, 0).status, 400);
  EXPECT_EQ(put(advisor, "/second-look-roles", {{"roles", json::array{"baas"}}}, 0).status, 400);
  ASSERT_EQ(put(advisor, "/second-look-roles", {{"roles", json::array{"impact_advisor"}}}, 0).status, 200);
  EXPECT_EQ(look(director, id, "circular").status, 403);
  EXPECT_EQ(look(adviser, id, "circular").status, 200);
}

TEST_F(BelowPolicy, where_nothing_was_agreed_the_budget_holder_decides) {
  {
    db::Session session(server.pool(), server.actor());
    session.query("UPDATE ambition.ambition SET withdrawn_at = $1", server.now());
    session.commit();
  }
  const std::string id = add(input());
  ASSERT_EQ(step_of(holder, id, "social_return", "unless", unless()).status, 200);
  EXPECT_EQ(state(get(id), "social_return"), "unless");
}

TEST_F(BelowPolicy, a_decision_waits_for_nobody_when_its_decider_no_longer_decides) {
  const std::string id = waiting();
  json::object in = input();
  in["budgetHolderId"] = person("director");
  ASSERT_EQ(put(advisor, "/purchases/" + id, in, get(id).at("version").as_int64()).status, 200);
  testing::Client adviser = server.client();
  adviser.sign_in("impact_advisor");
  ASSERT_EQ(put(advisor, "/second-look-roles", {{"roles", json::array{"impact_advisor"}}}, 0).status, 200);
  EXPECT_EQ(look(adviser, id, "circular").json().at("code").as_string(), "secondLookStale");
}

TEST_F(BelowPolicy, what_gives_no_reason_is_none_in_every_language_and_every_place) {
  const std::string id = add(input());
  for (const char* words : {"nvt", "N.v.t.", "n v t", "- - - - - - - -", "geen", "Geen!", "Zie boven", "zie hierboven.", "test test test",
                            "xxxxxxxxxxxxxxx", "druk", "see above", "Not applicable", "daarom daarom", "............"}) {
    const auto answer = step_of(holder, id, "climate", "proposal", unless(words));
    EXPECT_EQ(answer.status, 400) << words;
    EXPECT_NE(answer.body.find("/words"), std::string::npos) << words;
    EXPECT_NE(answer.body.find("Toelichting:"), std::string::npos) << "the field is named: " << answer.body;
  }
  EXPECT_EQ(step_of(advisor, id, "climate", "proposal", unless("Er is geen markt voor.")).status, 200);
  EXPECT_EQ(move(advisor, id, {{"status", "stopped"}, {"reason", "nvt"}, {"anyway", false}}).status, 400);
  json::object in = input();
  in["procedure"] = "negotiation";
  in["procedureReason"] = "n.v.t.";
  EXPECT_NE(advisor.post("/purchases", json::dump(in)).body.find("Reden voor een andere procedure:"), std::string::npos);
}

TEST_F(BelowPolicy, days_that_cannot_be_are_refused_with_both_named) {
  const auto refused = [&](const char* field, const char* day) {
    json::object in = input();
    in[field] = day;
    const auto answer = advisor.post("/purchases", json::dump(in));
    EXPECT_EQ(answer.status, 400) << field;
    return answer.body;
  };
  EXPECT_NE(refused("awardOn", "2027-02-28").find("De gunning ligt voor de publicatie"), std::string::npos);
  EXPECT_NE(refused("publishOn", "2026-11-09").find("De publicatie of uitvraag ligt voor het begin van de voorbereiding"),
            std::string::npos);
  EXPECT_NE(refused("contractTo", "2027-06-30").find("Het einde van het contract ligt voor het begin"), std::string::npos);
  json::object in = input();
  in["publishOn"] = nullptr;
  in["awardOn"] = "2026-11-09";
  EXPECT_NE(advisor.post("/purchases", json::dump(in)).body.find("De gunning ligt voor het begin"), std::string::npos);
  // In a file too, with row and cell.
  const json::value seen =
      preview(put_aside(advisor, "titel;waarde;publicatie;gunning\nGoed;1000;2027-03-01;2027-04-01\nFout;1000;2027-03-01;2027-02-01\n"));
  const auto& rows = seen.at("problemRows").as_array();
  ASSERT_EQ(rows.size(), 1U) << seen;
  EXPECT_EQ(rows[0].at("notes").at(0).at("code").as_string(), "awardBeforePublication");
  EXPECT_EQ(rows[0].at("notes").at(0).at("cell").as_string(), "D3");
}

TEST_F(BelowPolicy, what_policy_wants_stands_with_the_purchase_and_says_what_asks_less) {
  const std::string id = add(input());
  db::Session session(server.pool(), server.actor());
  const auto criterion = session.scalar<Uuid>("SELECT id FROM criteria.criterion WHERE code = 'grn-03'");
  const auto goal = session.scalar<Uuid>("SELECT id FROM policy.goal WHERE title = '60 procent van het groen ecologisch'");
  ASSERT_EQ(advisor
                .post("/purchases/" + id + "/requirements",
                      json::dump(json::object{{"theme", "environment"}, {"criterionId", criterion->str()}, {"basket", false}}))
                .status,
            201);
  ASSERT_EQ(advisor.call("PUT", "/api/v1/purchases/" + id + "/goals/" + goal->str()).status, 200);
  const json::value wanted = advisor.get("/purchases/" + id + "/wanted").json();
  bool found = false;
  bool light = false;
  for (const auto& each : wanted.at("items").as_array()) {
    EXPECT_FALSE(light && each.at("confirmed").as_bool()) << "what somebody said stands before what a rule suggests";
    light = light || !each.at("confirmed").as_bool();
    if (each.at("id").as_string() != goal->str()) continue;
    found = true;
    EXPECT_FALSE(each.at("sentence").as_string().empty());
    ASSERT_EQ(each.at("below").as_array().size(), 1U);
    EXPECT_EQ(each.at("below").at(0).at("asked").as_double(), 50.0);
    EXPECT_EQ(each.at("target").as_double(), 60.0);
  }
  EXPECT_TRUE(found) << wanted;
}

TEST_F(BelowPolicy, suggestions_and_codes_fit_the_procedure) {
  const auto titles = [&](const std::string& id) { return advisor.get("/purchases/" + id + "/suggestions").body; };
  const std::string open = add(input());
  EXPECT_EQ(get(open).at("procedure").as_string(), "european_open");
  EXPECT_EQ(titles(open).find("Nodig een sociale ondernemer uit"), std::string::npos) << "a call that all read invites nobody";
  json::object in = input();
  in["valueCents"] = 100'000'00;
  const std::string invited = add(in);
  EXPECT_EQ(get(invited).at("procedure").as_string(), "multiple_private");
  EXPECT_NE(titles(invited).find("Nodig een sociale ondernemer uit"), std::string::npos);
  for (const char* code : six) choose(invited, code);
  EXPECT_TRUE(advisor.get("/purchases/" + invited + "/eforms").json().at("values").as_array().empty()) << "no notice, no codes";
  EXPECT_EQ(advisor.get("/purchases/" + invited + "/eforms-fragment").status, 409);
}

TEST(Codes, that_a_suggestion_writes_stand_in_the_lists) {
  const Knowledge knowledge(std::filesystem::path(TENZIJ_HOME) / "knowledge" / "purchase");
  const std::string codes = read_file(std::filesystem::path(TENZIJ_HOME) / "knowledge" / "reference" / "codes.tsv");
  for (const EformsHint& each : knowledge.eforms_hints)
    EXPECT_NE(codes.find("\n" + each.field + "\t" + each.code + "\t"), std::string::npos) << each.field << " " << each.code;
  for (const char* each :
       {"BT-06\tenv-imp", "BT-06\tsoc-obj", "BT-06\tinn-pur", "BT-06\tnone", "BT-71\tres-ws", "BT-71\tnone", "BT-776\trd-act",
        "BT-776\tprod-innov", "BT-776\tproc-innov", "BT-805\teu", "BT-805\tnational", "BT-805\tother", "BT-805\tnone"})
    EXPECT_NE(codes.find("\n" + std::string(each) + "\t"), std::string::npos) << each;
}

TEST(Figures, are_compared_where_they_are_the_same) {
  EXPECT_TRUE(same_figure("Ecologisch beheerd groen", "%", "Ecologisch beheerd groen (%)"));
  EXPECT_FALSE(same_figure("Ecologisch beheerd groen", "%", "Ecologisch beheerd groen (hectare)")) << "another unit";
  EXPECT_FALSE(same_figure("Ecologisch beheerd groen", "%", "Biologisch geteelde bomen (%)"));
  EXPECT_EQ(
      asked_figure({{"eerste", criteria::VariableKind::percentage, "40"}, {"laatste", criteria::VariableKind::percentage, "75"}}, "%"),
      75.0);
  EXPECT_FALSE(asked_figure({{"jaar", criteria::VariableKind::number, "2028"}}, "%"));
  EXPECT_EQ(checks_of(criteria::Moment::quarterly, 4), 16);
  EXPECT_EQ(checks_of(criteria::Moment::tender, 4), 1);
}

}  // namespace
}  // namespace tenzij::purchase
