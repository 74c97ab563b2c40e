// Policy over HTTP on a real database: import, goals, thread, reviews, gaps, consultations.
#include "policy/test/fixture.h"

namespace tenzij::policy {
namespace {

class Policy : public PolicyFixture {};

TEST_F(Policy, a_pdf_becomes_clauses_with_pages_suggestions_and_its_original) {
  const std::string document = add_document();
  const json::value report = import(document, "beleid.pdf", fixture("policy.pdf"));
  EXPECT_EQ(report.at("pages").as_int64(), 2);
  EXPECT_GE(report.at("suggestions").as_int64(), 3);
  const std::string edition(report.at("editionId").as_string());
  const json::value list = get("/policy-editions/" + edition + "/passages");
  bool found = false;
  for (const auto& each : list.at("items").as_array())
    if (std::string_view(each.at("text").as_string()).find("circulair ingekocht") != std::string_view::npos) {
      found = true;
      EXPECT_TRUE(each.at("suggestsAmbition").as_bool());
      EXPECT_EQ(each.at("page").as_int64(), 1);
      EXPECT_FALSE(each.at("x").is_null());
      EXPECT_EQ(each.at("suggestedThemes").at(0).as_string(), "circular");
    }
  EXPECT_TRUE(found);
  EXPECT_EQ(client.get("/policy-editions/" + edition + "/original").body, fixture("policy.pdf"));
  EXPECT_TRUE(client.get("/policy-editions/" + edition + "/pages/1").body.starts_with("\x89PNG"));
  EXPECT_EQ(client.get("/policy-editions/" + edition + "/pages/3").status, 404);
}

TEST_F(Policy, a_file_that_cannot_be_read_is_explained_and_changes_nothing) {
  const std::string document = add_document();
  const json::value report = import(document, "scan.pdf", fixture("scanned.pdf"));
  EXPECT_EQ(report.at("code").as_string(), "documentScanned");
  EXPECT_NE(std::string_view(report.at("reason").as_string()).find("OCR"), std::string_view::npos);
  EXPECT_TRUE(get("/policy-documents/" + document).at("editions").as_array().empty());
}

TEST_F(Policy, a_new_edition_shows_what_differs_and_marks_the_goals_it_touches) {
  const std::string document = add_document();
  const std::string first(import(document, "a.md", fixture("policy.md")).at("editionId").as_string());
  const std::string clause = clause_with(first, "circulair ingekocht");
  auto in = goal("Helft circulair");
  in["sources"] = json::array{json::object{{"clauseId", clause}, {"quote", "de helft"}}};
  const std::string above = add(in);
  auto lower = goal("Meubels");
  lower["parentId"] = above;
  const std::string below = add(lower);
  std::string changed = fixture("policy.md");
  changed.replace(changed.find("In 2030 is"), 10, "In 2029 is");
  const json::value second = import(document, "b.md", changed);
  EXPECT_TRUE(second.at("proposed").as_bool());
  const std::string edition(second.at("editionId").as_string());
  const json::value differences = get("/policy-editions/" + edition + "/changes");
  ASSERT_EQ(differences.at("items").as_array().size(), 1U) << json::dump(differences);
  EXPECT_EQ(differences.at("items").at(0).at("change").as_string(), "changed");
  EXPECT_EQ(differences.at("items").at(0).at("goals").at(0).at("title").as_string(), "Helft circulair");
  EXPECT_FALSE(get("/goals/" + above).at("toReview").as_bool()) << "a proposal marks nothing";
  EXPECT_EQ(client.post("/policy-editions/" + edition + "/acceptance", "").status, 204);
  const json::value marked = get("/goals/" + below);
  EXPECT_TRUE(marked.at("toReview").as_bool()) << "also what was derived from what was derived";
  EXPECT_NE(json::dump(marked.at("reviews")).find("In 2029"), std::string::npos);
  const std::string review(marked.at("reviews").at(0).at("id").as_string());
  EXPECT_EQ(client.post("/reviews/" + review + "/confirmation", "").status, 200);
  EXPECT_FALSE(get("/goals/" + below).at("toReview").as_bool());
  EXPECT_TRUE(get("/goals/" + above).at("toReview").as_bool());
}

TEST_F(Policy, of_two_people_on_one_goal_the_second_is_told_and_nothing_is_lost) {
  const std::string id = add(goal("Eerste titel"));
  const std::string path = "/goals/" + id;
  EXPECT_EQ(client.get(path).header("etag"), "\"1\"");
  EXPECT_EQ(put(path, goal("Titel van een"), 1).status, 200);
  const auto second = put(path, goal("Titel van twee"), 1);
  EXPECT_EQ(second.status, 412);
  EXPECT_EQ(second.json().at("code").as_string(), "changedMeanwhile");
  EXPECT_EQ(client.call("PUT", "/api/v1" + path, json::dump(goal("Zonder"))).status, 428);
  EXPECT_EQ(get(path).at("title").as_string(), "Titel van een");
  EXPECT_EQ(put(path, goal("Titel van twee"), 2).status, 200);
  EXPECT_GE(get(path).at("history").as_array().size(), 3U);
}

TEST_F(Policy, an_owner_adapts_the_own_goal_and_nobody_elses) {
  Client holder = server.client();
  holder.sign_in("budget_holder");
  auto own = goal("Van de budgethouder");
  own["ownerId"] = holder.get("/sessions/current").json().at("person").at("id");
  const std::string mine = add(own);
  const std::string other = add(goal("Van niemand"));
  const auto change = [&](const std::string& id) {
    return holder.call("PUT", "/api/v1/goals/" + id, json::dump(own), "If-Match: \"1\"\r\n");
  };
  EXPECT_EQ(change(mine).status, 200);
  EXPECT_EQ(change(other).status, 403);
  EXPECT_EQ(get("/goals/" + other).at("title").as_string(), "Van niemand");
}

TEST_F(Policy, goal_trees_have_no_circles_and_what_carries_a_thread_stays) {
  const std::string top = add(goal("Boven"));
  auto middle = goal("Midden");
  middle["parentId"] = top;
  const std::string below = add(middle);
  auto circle = goal("Boven");
  circle["parentId"] = below;
  const auto answer = put("/goals/" + top, circle, 1);
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.json().at("errors").at(0).at("code").as_string(), "goalCircle");
  EXPECT_EQ(client.call("DELETE", "/api/v1/goals/" + top).status, 409);
  EXPECT_EQ(client.call("PUT", "/api/v1/goals/" + top + "/archiving").status, 204);
  EXPECT_EQ(client.call("DELETE", "/api/v1/goals/" + below).status, 204);
  EXPECT_EQ(client.get("/goals/" + below).status, 404);
}

TEST_F(Policy, wrong_goals_name_every_field) {
  auto in = goal(" ");
  in["level"] = "department";
  in["themes"] = json::array{"magie"};
  in["sdgs"] = json::array{18};
  in["baselineYear"] = 2030;
  in["targetYear"] = 2026;
  in["target"] = 5;
  const auto answer = client.post("/goals", json::dump(in));
  EXPECT_EQ(answer.status, 400);
  for (const char* pointer : {"/title", "/themes/0", "/sdgs/0", "/targetYear", "/indicator", "/unitId"})
    EXPECT_NE(answer.body.find(pointer), std::string::npos) << pointer << " in " << answer.body;
}

TEST_F(Policy, the_thread_is_walked_both_ways_and_the_impact_counts_what_hangs_on_a_clause) {
  const json::value clauses = get("/policy-clauses?search=circulair+koopt&mark=ambition");
  ASSERT_FALSE(clauses.at("items").as_array().empty());
  const std::string clause(clauses.at("items").at(0).at("clauseId").as_string());
  const json::value down = get("/red-thread?from=clause:" + clause + "&direction=down");
  std::string goal_id;
  std::int64_t found = 0;
  for (const auto& node : down.at("nodes").as_array())
    if (node.at("kind").as_string() == "goal") {
      ++found;
      goal_id = std::string(node.at("id").as_string());
    }
  EXPECT_EQ(found, 7) << "its goal, three below it and three below those";
  const json::value impact = get("/red-thread/impact?from=clause:" + clause);
  EXPECT_EQ(impact.at("goals").as_int64(), 7);
  EXPECT_GT(impact.at("purchases").as_int64(), 0) << "calls that serve those goals hang on the clause too";
  EXPECT_GT(impact.at("valueCents").as_int64(), 0);
  EXPECT_NE(json::dump(get("/red-thread?from=goal:" + goal_id + "&direction=up")).find(clause), std::string::npos);
  EXPECT_EQ(client.get("/red-thread?from=nothing").status, 400);
  EXPECT_EQ(client.get("/red-thread?from=goal:01a20a83-c80b-7c3e-b0d4-910f6119c2a0").status, 404);
}

TEST_F(Policy, a_call_is_linked_to_a_goal_and_the_gap_closes) {
  const std::string leaf = add(goal("Blad"));
  const std::int64_t before = gaps("goal_without_purchase");
  const std::string notice(get("/notices").at("items").at(0).at("id").as_string());
  const std::string path = "/api/v1/notices/" + notice + "/goals/" + leaf;
  EXPECT_EQ(client.call("PUT", path).status, 200);
  EXPECT_EQ(gaps("goal_without_purchase"), before - 1);
  EXPECT_EQ(get("/red-thread/impact?from=goal:" + leaf).at("purchases").as_int64(), 1);
  EXPECT_EQ(client.call("DELETE", "/api/v1/goals/" + leaf).status, 409) << "a goal with a call stays";
  EXPECT_EQ(client.call("DELETE", path).status, 204);
  EXPECT_EQ(gaps("goal_without_purchase"), before);
}

TEST_F(Policy, gaps_follow_what_is_done_and_say_who_must_act) {
  const std::int64_t before = gaps("clause_without_goal");
  const std::string document = add_document();
  const std::string edition(import(document, "a.md", fixture("policy.md")).at("editionId").as_string());
  const std::string clause = clause_with(edition, "circulair ingekocht");
  const json::object ambition{{"mark", "ambition"}, {"themes", json::array{"circular"}}};
  EXPECT_EQ(put("/policy-clauses/" + clause + "/mark", ambition, 1).status, 200);
  EXPECT_EQ(put("/policy-clauses/" + clause + "/mark", ambition, 1).status, 412) << "somebody else was first";
  EXPECT_EQ(gaps("clause_without_goal"), before + 1);
  const std::int64_t ownerless = gaps("goal_without_owner");
  auto in = goal("Helft circulair");
  in["sources"] = json::array{json::object{{"clauseId", clause}, {"quote", "de helft"}}};
  add(in);
  EXPECT_EQ(gaps("clause_without_goal"), before);
  EXPECT_EQ(gaps("goal_without_owner"), ownerless + 1);
  EXPECT_EQ(gaps("source_expired"), 1) << "the demo's plan of 2022-2025 still carries goals";
  EXPECT_GE(gaps("goal_owned_by_procurement"), 1);
  Client holder = server.client();
  holder.sign_in("budget_holder");
  const json::value mine = holder.get("/gaps?mine=true").json();
  for (const auto& each : mine.at("items").as_array()) EXPECT_EQ(each.at("owner").as_string(), "Bart de Ruyter");
}

TEST_F(Policy, a_document_on_which_goals_hang_is_archived_not_deleted_and_the_built_in_ones_stay) {
  for (const auto& each : list("/policy-documents", "items")) {
    const std::string path = "/api/v1/policy-documents/" + std::string(each.at("id").as_string());
    if (each.at("goals").as_int64() > 0 || each.at("builtIn").as_bool()) {
      EXPECT_EQ(client.call("DELETE", path).status, 409);
    }
  }
  const std::string empty = add_document();
  EXPECT_EQ(client.call("DELETE", "/api/v1/policy-documents/" + empty).status, 204);
}

TEST_F(Policy, a_consultation_from_invitation_to_report) {
  const std::string document = add_document();
  const std::string edition(import(document, "a.md", fixture("policy.md")).at("editionId").as_string());
  const auto outsider = client.post("/policy-documents/" + document + "/stakeholders",
                                    R"({"sector":"market","name":"Werkplaats <b>De Schaaf</b>","email":"info@schaaf.example"})");
  ASSERT_EQ(outsider.status, 201) << outsider.body;
  const auto opened =
      client.post("/policy-documents/" + document + "/consultations", R"({"question":"Wat vindt u?","closesOn":"2026-12-01"})");
  ASSERT_EQ(opened.status, 201) << opened.body;
  const std::string consultation(opened.json().at("id").as_string());
  const auto invited = client.post("/consultations/" + consultation + "/invitations",
                                   "{\"stakeholderId\":\"" + std::string(outsider.json().at("id").as_string()) + "\"}");
  ASSERT_EQ(invited.status, 201) << invited.body;
  const std::string link = "/open-invitations/" + std::string(invited.json().at("token").as_string());
  Client stranger = server.client();
  EXPECT_EQ(stranger.get(link).status, 200);
  EXPECT_EQ(stranger.get(link + "x").status, 404);
  const std::string clause = clause_with(edition, "circulair ingekocht");
  EXPECT_EQ(stranger.post(link + "/comments", "{\"text\":\"Dat kan eerder\",\"clauseId\":\"" + clause + "\"}").status, 201);
  EXPECT_EQ(stranger.post(link + "/answer", "").status, 200);
  // Not closed while a comment waits.
  EXPECT_EQ(client.post("/consultations/" + consultation + "/closing", R"({"conclusion":"Klaar"})").status, 409);
  const json::value detail = get("/consultations/" + consultation);
  ASSERT_EQ(detail.at("comments").as_array().size(), 1U);
  const std::string comment(detail.at("comments").at(0).at("id").as_string());
  EXPECT_EQ(put("/consultation-comments/" + comment, json::object{{"handling", "not_adopted"}, {"answer", ""}}, 1).status, 400);
  EXPECT_EQ(put("/consultation-comments/" + comment, json::object{{"handling", "partly"}, {"answer", "In 2029"}}, 1).status, 200);
  EXPECT_EQ(client.post("/consultations/" + consultation + "/closing", R"({"conclusion":"Klaar"})").status, 200);
  EXPECT_EQ(stranger.post(link + "/comments", R"({"text":"Te laat"})").status, 409);
  // Seven groups were never asked: adopting needs a reason.
  const json::value facts = get("/policy-documents/" + document);
  EXPECT_EQ(facts.at("status").as_string(), "consulted");
  EXPECT_EQ(facts.at("missingSectors").as_array().size(), 7U);
  json::object adopt{
      {"title", "Inkoopbeleid Veldhoek"}, {"kind", "purchasing_policy"}, {"level", "municipal"}, {"status", "adopted_college"}};
  EXPECT_EQ(put("/policy-documents/" + document, adopt, facts.at("version").as_int64()).status, 409);
  adopt["adoptedDespite"] = "Spoed, de raad wordt in december gehoord";
  EXPECT_EQ(put("/policy-documents/" + document, adopt, facts.at("version").as_int64()).status, 200);
}

TEST_F(Policy, the_structure_starts_a_neighbour_all_or_nothing) {
  const std::string file = client.get("/policy-structure").body;
  server.add_other();
  Client neighbour = server.client();
  ASSERT_EQ(neighbour.sign_in("other", "vier losse rare woorden").status, 201);
  const auto send = [&](const std::string& content) {
    return neighbour.call("POST", "/api/v1/policy-structure",
                          "--e\r\nContent-Disposition: form-data; name=\"files\"; filename=\"s.json\"\r\n\r\n" + content + "\r\n--e--\r\n",
                          {}, "multipart/form-data; boundary=e");
  };
  std::string broken = file;
  broken.replace(broken.rfind("\"themes\":[\""), 11, "\"themes\":[\"x");
  const auto refused = send(broken);
  EXPECT_EQ(refused.status, 400);
  EXPECT_NE(refused.body.find("/goals/24/themes/0"), std::string::npos) << refused.body;
  EXPECT_TRUE(neighbour.get("/goals").json().at("items").as_array().empty()) << "nothing is half-written";
  const auto taken = send(file);
  ASSERT_EQ(taken.status, 202) << taken.body;
  EXPECT_EQ(taken.json().at("goals").as_int64(), 25);
  const json::value mine = json::parse(file);
  const json::value theirs = neighbour.get("/policy-structure").json();
  ASSERT_EQ(theirs.at("goals").as_array().size(), mine.at("goals").as_array().size());
  EXPECT_EQ(json::dump(theirs.at("documents").at(0).at("clauses")), json::dump(mine.at("documents").at(0).at("clauses")));
  EXPECT_EQ(theirs.at("goals").at(0).at("sources").as_array().size(), mine.at("goals").at(0).at("sources").as_array().size());
  const std::string csv = client.get("/policy-structure/goals").body;
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 26);
  const auto goals_from = [&](const std::string& content) {
    return neighbour.call("POST", "/api/v1/policy-structure/goals",
                          "--e\r\nContent-Disposition: form-data; name=\"files\"; filename=\"g.csv\"\r\n\r\n" + content + "\r\n--e--\r\n",
                          {}, "multipart/form-data; boundary=e");
  };
  const auto wrong = goals_from("title;parent;themes;target\nA;;climate;\nB;Nergens;climate;\nC;A;magie;\n");
  EXPECT_EQ(wrong.status, 400);
  EXPECT_NE(wrong.body.find("/files/3/parent"), std::string::npos) << wrong.body;
  EXPECT_NE(wrong.body.find("/files/4/themes"), std::string::npos) << wrong.body;
  EXPECT_EQ(neighbour.get("/goals").json().at("items").as_array().size(), 25U);
  EXPECT_EQ(goals_from(csv).json().at("goals").as_int64(), 25) << "what goes out comes in";
}

}  // namespace
}  // namespace tenzij::policy
