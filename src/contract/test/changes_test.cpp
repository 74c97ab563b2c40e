// Changes of a contract's value with what the law asks attention for, and options that lengthen it.
#include "contract/store.h"
#include "contract/test/fixture.h"

namespace tenzij::contract {
namespace {

ChangeLaw law() {
  ChangeLaw out;
  out.small_bp = 1000;
  out.small_works_bp = 1500;
  out.each_bp = 5000;
  out.articles = {{"b", "2.163b"}, {"d", "2.163d"}, {"e", "2.163e"}};
  return out;
}

std::string said(const std::vector<std::vector<ChangeNote>>& notes) {
  std::string out;
  for (const auto& each : notes) {
    for (const ChangeNote& note : each) out += std::string(json::encode(note.code).as_string()) + " ";
    out += "| ";
  }
  return out;
}

ValueStep step(std::int64_t before, std::int64_t after, const char* ground, bool announced = true) {
  return {before, after, ground, false, announced};
}

TEST(ChangeLaw, small_changes_fill_one_room_together_and_net) {
  const std::vector<ValueStep> up{step(100'000, 106'000, "b"), step(106'000, 109'999, "b"), step(109'999, 110'000, "b")};
  EXPECT_EQ(said(notes_on_steps(law(), 100'000, false, {}, up)), "| | small_together | ") << "at 10 %, not before";
  EXPECT_EQ(said(notes_on_steps(law(), 100'000, true, {}, up)), "| | | ") << "works: 15 %";
  const std::vector<ValueStep> net{step(100'000, 109'000, "b"), step(109'000, 101'000, "b"), step(101'000, 109'900, "b")};
  EXPECT_EQ(said(notes_on_steps(law(), 100'000, false, {}, net)), "| | | ") << "what became less takes away from it";
  EXPECT_EQ(said(notes_on_steps(law(), 100'000, false, {}, {step(100'000, 160'000, "c"), step(160'000, 169'000, "b")})), "| | ")
      << "only small ones share that room";
  EXPECT_EQ(said(notes_on_steps(law(), 100'000'000, false, 5'000'000, {step(100'000'000, 105'000'000, "b")})), "small_threshold | ");
  const auto notes = notes_on_steps(law(), 100'000, false, {}, up);
  EXPECT_EQ(notes[2][0].article, "2.163b");
  EXPECT_EQ(notes[2][0].cents, 10'000);
  EXPECT_EQ(notes[2][0].percent_bp, 1000);
}

TEST(ChangeLaw, additional_and_unforeseen_work_is_measured_each_and_is_announced) {
  EXPECT_EQ(said(notes_on_steps(law(), 100'000, false, {}, {step(100'000, 150'000, "d"), step(150'000, 200'000, "e")})), "| | ")
      << "half is at most half, for each";
  EXPECT_EQ(said(notes_on_steps(law(), 100'000, false, {}, {step(100'000, 150'001, "e")})), "above_half | ");
  EXPECT_EQ(said(notes_on_steps(law(), 100'000, false, {}, {step(100'000, 120'000, "d", false)})), "not_announced | ");
}

TEST(ChangeLaw, an_indexed_price_is_the_reference_from_then_on) {
  ValueStep index = step(100'000, 110'000, "c");
  index.indexation = true;
  EXPECT_EQ(said(notes_on_steps(law(), 100'000, false, {}, {index, step(110'000, 120'999, "b")})), "| | ");
  EXPECT_EQ(said(notes_on_steps(law(), 100'000, false, {}, {index, step(110'000, 121'000, "b")})), "| small_together | ");
}

TEST_F(Contracts, warn_of_a_change_with_its_article_and_never_block) {
  const std::string id = running();
  json::object change{{"fromOn", "2026-07-01"}, {"valueCents", 1'600'000'00}, {"ground", "d"}, {"words", "Er komt een wijk bij"}};
  const auto made = put(manager, "/contracts/" + id + "/value", change, version(id));
  ASSERT_EQ(made.status, 200) << made.body;
  const json::value row = made.json().at("changes").at(0);
  EXPECT_EQ(row.at("beforeCents").as_int64(), 1'000'000'00);
  EXPECT_EQ(row.at("notes").as_array().size(), 2U);
  EXPECT_EQ(row.at("notes").at(0).at("code").as_string(), "above_half");
  EXPECT_EQ(row.at("notes").at(1).at("article").as_string(), "2.163d");
  const std::string change_id(row.at("id").as_string());
  EXPECT_EQ(put(manager, "/contract-changes/" + change_id + "/announcement", {{"announcedOn", "2026-06-20"}}, 1).status, 200);
  EXPECT_EQ(get(manager, "/contracts/" + id + "/changes").at("changes").at(0).at("notes").as_array().size(), 1U);
  // Taken back it counts nowhere, and it can still be read.
  EXPECT_EQ(put(manager, "/contract-changes/" + change_id + "/withdrawal", {}, 2).status, 204);
  EXPECT_EQ(get(manager, "/contracts/" + id).at("valueNowCents").as_int64(), 1'000'000'00);
  EXPECT_TRUE(get(manager, "/contracts/" + id + "/changes").at("changes").at(0).at("withdrawnName").is_string());
  EXPECT_EQ(put(manager, "/contracts/" + id + "/value", change, version(id)).status, 200) << "its day is free again";
  EXPECT_EQ(manager.remove("/contract-changes/" + change_id + "/withdrawal").status, 400) << "and taken now";
  change["fromOn"] = "2026-08-01";
  change["indexation"] = true;
  EXPECT_EQ(put(manager, "/contracts/" + id + "/value", change, version(id)).status, 400) << "no index was agreed";
}

TEST_F(Contracts, ask_about_a_change_after_their_end) {
  const std::string id = running();
  EXPECT_EQ(move(manager, id, "ended").status, 200);
  json::object change{{"fromOn", "2028-02-01"}, {"valueCents", 1'050'000'00}, {"ground", "g"}, {"words", "Meerwerk dat later bleek"}};
  const auto refused = put(manager, "/contracts/" + id + "/value", change, version(id));
  EXPECT_EQ(refused.status, 400);
  EXPECT_NE(refused.body.find("/afterEnd"), std::string::npos) << refused.body;
  change["afterEnd"] = true;
  EXPECT_EQ(put(manager, "/contracts/" + id + "/value", change, version(id)).status, 200);
}

TEST_F(Contracts, are_lengthened_by_an_option_that_comes_with_its_value_and_goes_back_with_it) {
  const std::string id = running();
  give_rule(id);
  const std::string option =
      id_of(post(manager, "/contracts/" + id + "/options",
                 {{"decideBy", "2026-10-01"}, {"until", "2028-12-31"}, {"valueCents", 400'000'00}, {"words", "Eerste optiejaar"}}));
  EXPECT_TRUE(get(manager, "/contracts/" + id + "/options").at("items").at(0).at("due").as_bool()) << "its day is behind";
  EXPECT_EQ(put(manager, "/contract-options/" + option + "/decision", {{"exercised", true}, {"on", "2026-12-01"}}, 1).status, 400)
      << "that day is still to come";
  EXPECT_EQ(put(manager, "/contract-options/" + option + "/decision", {{"exercised", true}, {"on", "2026-09-30"}}, 1).status, 200);
  json::value row = get(manager, "/contracts/" + id);
  EXPECT_EQ(row.at("endOn").as_string(), "2028-12-31");
  EXPECT_EQ(row.at("noticeOn").as_string(), "2028-09-30") << "counted from the current end";
  EXPECT_EQ(row.at("valueNowCents").as_int64(), 1'400'000'00);
  EXPECT_EQ(moments(id).size(), 12U) << "four quarters more";
  EXPECT_EQ(social_return(coordinator, id).at("verified").at("obligationCents").as_int64(), 70'000'00) << "the value in force last";
  const json::value change = get(manager, "/contracts/" + id + "/changes").at("changes").at(0);
  EXPECT_EQ(put(manager, "/contract-changes/" + std::string(change.at("id").as_string()) + "/withdrawal", {}, 1).status, 409);
  EXPECT_EQ(manager.remove("/contract-options/" + option).status, 409) << "it stays in the list";
  EXPECT_EQ(manager.remove("/contract-options/" + option + "/decision").status, 204);
  row = get(manager, "/contracts/" + id);
  EXPECT_EQ(row.at("endOn").as_string(), "2027-12-31");
  EXPECT_EQ(row.at("valueNowCents").as_int64(), 1'000'000'00);
  EXPECT_EQ(moments(id).size(), 8U);
  EXPECT_EQ(put(manager, "/contract-options/" + option + "/decision", {{"exercised", false}, {"reason", "Wij gaan opnieuw de markt op"}}, 3)
                .status,
            200);
  EXPECT_EQ(get(manager, "/contracts/" + id + "/options").at("items").at(0).at("state").as_string(), "let_go");
}

TEST_F(Contracts, go_on_by_themselves_when_nobody_gave_notice_and_that_is_listed) {
  json::object in = input();
  in["renewal"] = "tacit";
  in["renewalMonths"] = 12;
  in["endOn"] = "2026-11-30";
  const std::string id = add(in);
  EXPECT_EQ(post(manager, "/contracts/" + id + "/renewals", {}).status, 409) << "a draft does not";
  EXPECT_EQ(move(manager, id, "in_force").status, 200);
  EXPECT_EQ(get(manager, "/contracts/" + id + "/options").at("tacitUntil").as_string(), "2027-11-30") << "notice was due on 30 August";
  const std::string renewal = id_of(post(manager, "/contracts/" + id + "/renewals", {}));
  EXPECT_EQ(get(manager, "/contracts/" + id).at("endOn").as_string(), "2027-11-30");
  const json::value options = get(manager, "/contracts/" + id + "/options");
  EXPECT_EQ(options.at("items").at(0).at("kind").as_string(), "tacit");
  EXPECT_TRUE(options.at("tacitUntil").is_null());
  EXPECT_EQ(manager.remove("/contract-options/" + renewal + "/decision").status, 204);
  EXPECT_EQ(get(manager, "/contracts/" + id).at("endOn").as_string(), "2026-11-30");
}

TEST_F(Contracts, ask_whether_a_threshold_that_was_passed_later_asks_anything) {
  json::object in = input();
  in["valueCents"] = 90'000'00;
  const std::string id = add(in);
  EXPECT_EQ(move(manager, id, "in_force").status, 200);
  give_rule(id);
  EXPECT_EQ(put(manager, "/contracts/" + id + "/value",
                {{"fromOn", "2026-06-01"}, {"valueCents", 400'000'00}, {"ground", "d"}, {"words", "Er komt een wijk bij"}}, version(id))
                .status,
            200);
  json::value state = social_return(coordinator, id);
  EXPECT_TRUE(state.at("thresholdPassed").as_bool());
  EXPECT_EQ(state.at("verified").at("obligationCents").as_int64(), 0) << "nothing by itself";
  const std::string path = "/contracts/" + id + "/social-return/threshold";
  EXPECT_EQ(put(manager, path, {{"asked", true}, {"reason", ""}}, version(id)).status, 400);
  EXPECT_EQ(put(manager, path, {{"asked", true}, {"reason", "Zo stond het in de uitvraag"}}, version(id)).status, 200);
  EXPECT_EQ(social_return(coordinator, id).at("verified").at("obligationCents").as_int64(), 20'000'00);
  EXPECT_EQ(put(manager, path, {{"asked", nullptr}, {"reason", ""}}, version(id)).status, 200) << "there is a way back";
  EXPECT_EQ(social_return(coordinator, id).at("verified").at("obligationCents").as_int64(), 0);
  // Exempted by the budget holder alone.
  EXPECT_EQ(put(manager, "/contracts/" + id + "/social-return/exception", {{"reason", "Een eenmansbedrijf"}}, version(id)).status, 403);
  EXPECT_EQ(put(holder, "/contracts/" + id + "/social-return/exception", {{"reason", "Een eenmansbedrijf"}}, version(id)).status, 204);
  EXPECT_EQ(social_return(coordinator, id).at("exemptName").is_string(), true);
  EXPECT_EQ(holder.remove("/contracts/" + id + "/social-return/exception").status, 204);
}

}  // namespace
}  // namespace tenzij::contract
