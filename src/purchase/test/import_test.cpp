// Calendars as people send them, over HTTP: in one step, and by preview, answers, job and undo.
#include <random>

#include "platform/base/files.h"
#include "platform/documents/table.h"
#include "purchase/test/imports_fixture.h"

namespace tenzij::purchase {
namespace {

const char* const amounts =
    "titel;waarde;publicatie\n"
    "Speeltoestellen;1,5 mln;Q2 2027\n"
    "Raadscatering;50k;1-3-2027\n"
    "Groenbeheer;€ 40.000 in 4 jaar;mrt-27\n"
    "Veegmachines;2 x 25.000;31-6-2027\n"
    "Koffiebonen;€ 50.000,-;\n"
    "Bloemstukken;12.500,50;\n"
    "Totaal;112.500,50;\n";

TEST_F(Imports, amounts_as_people_write_them_are_right_or_asked_with_their_cell) {
  const auto refused = upload(advisor, "/purchase-imports", "k.csv", amounts);
  EXPECT_EQ(refused.status, 400);
  EXPECT_NE(refused.body.find("Regel 4 (B4): waarde"), std::string::npos) << refused.body;
  EXPECT_NE(refused.body.find("Regel 5 (C5): publicatie"), std::string::npos) << refused.body;
  const std::string id = put_aside(advisor, amounts);
  const json::value first = preview(id);
  EXPECT_EQ(number(first, "added"), 4);
  EXPECT_EQ(number(first, "questions"), 1);
  EXPECT_EQ(number(first, "wrong"), 1);
  EXPECT_EQ(first.at("leftOut").as_array().size(), 1U) << "the total is named";
  EXPECT_EQ(first.at("problemRows").at(0).at("notes").at(0).at("proposals").at(1).as_string(), "160000.00")
      << json::dump(first.at("problemRows"));
  EXPECT_EQ(advisor.post(path + "/" + id + "/writing", "").status, 400) << "nothing is written while a row is asked about";
  json::object answers = choices();
  answers["rules"] = json::array{json::object{{"column", "value"}, {"code", "amountPerPeriod"}, {"choice", 1}}};
  answers["answers"] = json::array{json::object{{"cell", "C5"}, {"value", "30-6-2027"}}};
  EXPECT_EQ(number(choose_for(id, answers), "added"), 6);
  const std::int64_t before = total();
  EXPECT_EQ(run(id, "writing").at("state").as_string(), "done");
  EXPECT_EQ(total(), before + 6);
  EXPECT_EQ(found("Speeltoestellen").at("valueCents").as_int64(), 1'500'000'00);
  EXPECT_EQ(found("Speeltoestellen").at("publishOn").as_string(), "2027-04-01");
  EXPECT_EQ(found("Raadscatering").at("valueCents").as_int64(), 50'000'00);
  EXPECT_EQ(found("Groenbeheer").at("valueCents").as_int64(), 160'000'00);
  EXPECT_EQ(found("Veegmachines").at("valueCents").as_int64(), 50'000'00);
  EXPECT_EQ(found("Bloemstukken").at("valueCents").as_int64(), 12'500'50);
  EXPECT_EQ(preview(id).at("written").as_array().size(), 6U);
  EXPECT_EQ(advisor.post(path + "/" + id + "/writing", "").status, 409) << "once";
}

TEST_F(Imports, an_import_is_taken_back_whole_but_for_what_was_changed_since) {
  ASSERT_EQ(upload(advisor, "/purchase-imports", "k.csv", "nummer;titel;waarde\nU-1;Oud;1000\n").status, 202);
  const std::int64_t before = total();
  const std::string id = put_aside(advisor, "nummer;titel;waarde\nU-1;Nieuwer;2000\nU-2;Blijft;3000\nU-3;Verdwijnt;4000\n");
  EXPECT_EQ(number(preview(id), "changed"), 1);
  ASSERT_EQ(run(id, "writing").at("state").as_string(), "done");
  const std::string kept(found("Blijft").at("id").as_string());
  json::object edit = input();
  edit["reference"] = "U-2";
  edit["title"] = "Blijft";
  ASSERT_EQ(put(advisor, "/purchases/" + kept, edit, get(kept).at("version").as_int64()).status, 200);
  const json::value job = run(id, "undoing");
  EXPECT_EQ(job.at("state").as_string(), "done");
  EXPECT_EQ(job.at("report").at("kept").as_int64(), 1);
  EXPECT_EQ(found("Oud").at("valueCents").as_int64(), 1'000'00) << "set back";
  EXPECT_EQ(total(), before + 1) << "what was added is away, but for what somebody worked on";
  const json::value after = preview(id);
  EXPECT_EQ(after.at("state").as_string(), "undone");
  EXPECT_EQ(after.at("written").at(0).at("title").as_string(), "Blijft") << "what stayed is named first";
  EXPECT_EQ(after.at("written").at(0).at("undone").as_string(), "changedSince");
  EXPECT_EQ(advisor.post(path + "/" + id + "/undoing", "").status, 409);
  // The number came free: the same file goes in again.
  EXPECT_EQ(upload(advisor, "/purchase-imports", "k.csv", "nummer;titel;waarde\nU-3;Verdwijnt;4000\n").status, 202);
}

TEST_F(Imports, rows_that_are_written_together_are_what_they_would_be_one_by_one) {
  const std::string alone = add(input());
  std::string file =
      "titel;behoefte;cpv;aard;waarde;percelen;onderdeel;opdrachtgever;adviseur;start;publicatie;gunning;contract van;contract tot\n";
  for (const char* title : {"Eerste", "Tweede", "Derde"})
    file += std::string(title) +
            ";Straten;77310000;diensten;2000000;1;Openbare "
            "ruimte;budget_holder;procurement_advisor;10-11-2026;1-3-2027;1-6-2027;1-7-2027;30-6-2031\n";
  const std::string id = put_aside(advisor, file);
  ASSERT_EQ(number(preview(id), "added"), 3) << json::dump(preview(id)).substr(0, 3000);
  ASSERT_EQ(run(id, "writing").at("state").as_string(), "done");
  const auto facts = [&](const std::string& purchase) {
    json::array out;
    const json::value whole = get(purchase);
    for (const char* member : {"procedure", "category", "year", "undecided", "tasksOpen", "status", "version"})
      out.push_back(whole.at(member));
    for (const auto& each : whole.at("themes").as_array())
      out.push_back(json::array{each.at("theme"), each.at("level"), each.at("basis"), each.at("ambitionId"), each.at("state")});
    const json::value tasks = advisor.get("/purchase-tasks?purchaseId=" + purchase).json();
    for (const auto& each : tasks.at("items").as_array()) out.push_back(json::array{each.at("title"), each.at("role"), each.at("dueOn")});
    return json::dump(out);
  };
  const std::string expected = facts(alone);
  for (const char* title : {"Eerste", "Tweede", "Derde"})
    EXPECT_EQ(facts(std::string(found(title).at("id").as_string())), expected) << title;
  // Changed together: the procedure that stands stays, since the file says nothing of it.
  json::object cheap = input();
  cheap["valueCents"] = 20'000'00;
  cheap["procedure"] = "european_open";
  cheap["procedureReason"] = "Zo stond het er";
  ASSERT_EQ(put(advisor, "/purchases/" + alone, cheap, get(alone).at("version").as_int64()).status, 200);
  std::string changes = "tenzij-id;titel;waarde\n";
  for (const char* title : {"Eerste", "Tweede", "Derde"})
    changes += std::string(found(title).at("id").as_string()) + ";" + title + ";20000\n";
  const std::string change = put_aside(advisor, changes);
  ASSERT_EQ(run(change, "writing").at("state").as_string(), "done");
  const std::string changed = facts(alone);
  EXPECT_NE(changed, expected);
  for (const char* title : {"Eerste", "Tweede", "Derde"})
    EXPECT_EQ(facts(std::string(found(title).at("id").as_string())), changed) << title;
  EXPECT_EQ(run(change, "undoing").at("report").at("kept").as_int64(), 0);
  EXPECT_EQ(found("Tweede").at("valueCents").as_int64(), 2'000'000'00);
}

TEST_F(Imports, of_rows_that_are_written_together_the_one_that_would_not_go_is_named_and_none_is_there) {
  const std::string file = "nummer;titel;waarde\nD-1;Een;1000\nD-2;Twee;2000\nD-1;Drie;3000\n";
  const std::int64_t before = total();
  const auto at_once = upload(advisor, "/purchase-imports", "k.csv", file);
  EXPECT_EQ(at_once.status, 400);
  EXPECT_NE(at_once.body.find("Regel 4"), std::string::npos) << at_once.body;
  const std::string id = put_aside(advisor, file);
  EXPECT_EQ(run(id, "writing").at("state").as_string(), "failed");
  const json::value after = preview(id);
  EXPECT_EQ(after.at("state").as_string(), "failed");
  EXPECT_NE(json::dump(after).find("Regel 4"), std::string::npos) << json::dump(after);
  EXPECT_EQ(total(), before);
}

TEST_F(Imports, a_mapping_is_kept_for_files_with_the_same_headings) {
  const std::string file = "naam project;uren;totaal budget jaar\nBrug;10;5000\n";
  const std::string id = put_aside(advisor, file);
  json::object mapping = choices();
  mapping["columns"] = json::array{json::object{{"key", "value"}, {"letter", "C"}}};
  EXPECT_EQ(number(choose_for(id, mapping), "added"), 1);
  const json::value next = preview(put_aside(advisor, file));
  EXPECT_EQ(next.at("columns").at(2).at("key").as_string(), "value") << "as it was taken the last time";
  EXPECT_TRUE(next.at("columns").at(1).at("key").is_null()) << "not used, and named";
}

TEST_F(Imports, what_goes_out_comes_in_again_as_the_same) {
  const std::string nasty =
      "titel;waarde;behoefte\n=SOM(A1:A3) is geen titel;20000;-5 graden bestendig\n\"+31 lijn\";30000;@home werken\n'=x;1;''-y\n"
      "00123;12,50;\"twee\nregels; en \"\"meer\"\"\"\nTRUE;3;1e5\nGewoon;25000;tekst\nGewoon;25000;tekst\n";
  ASSERT_EQ(upload(advisor, "/purchase-imports", "k.csv", nasty).json().at("added").as_int64(), 7);
  const auto again = upload(advisor, "/purchase-imports", "k.csv", nasty);
  EXPECT_EQ(again.json().at("same").as_int64(), 7) << "without a number of their own: " << again.body;
  const std::int64_t all = total();
  for (const char* format : {"csv", "xlsx"}) {
    const std::string file = advisor.get(std::string("/purchase-exports?format=") + format).body;
    const auto back = upload(advisor, "/purchase-imports", "kalender", file);
    ASSERT_EQ(back.status, 202) << format << back.body.substr(0, 2000);
    EXPECT_EQ(back.json().at("same").as_int64(), all);
    EXPECT_EQ(back.json().at("added").as_int64() + back.json().at("changed").as_int64(), 0) << back.body.substr(0, 500);
  }
  EXPECT_EQ(total(), all);
  const auto english = advisor.call("GET", "/api/v1/purchase-exports?format=csv", {}, "Accept-Language: en\r\n");
  EXPECT_EQ(upload(advisor, "/purchase-imports", "kalender", english.body).json().at("same").as_int64(), all)
      << "in the other language too";
  EXPECT_EQ(get(std::string(found("=SOM(A1:A3) is geen titel").at("id").as_string())).at("need").as_string(), "-5 graden bestendig");
}

TEST_F(Imports, criteria_goals_units_and_people_go_out_and_in_as_the_same) {
  testing::Client administrator = server.client();
  administrator.sign_in("administrator");
  testing::Client coordinator = server.client();
  coordinator.sign_in("policy_coordinator");
  const auto round = [&](testing::Client& who, const std::string& out, const std::string& kind) {
    for (const char* format : {"csv", "xlsx"}) {
      const auto file = who.get(out + "?format=" + format);
      ASSERT_EQ(file.status, 200) << out << file.body.substr(0, 300);
      const auto aside = upload(who, "/imports/" + kind, "uit", file.body);
      ASSERT_EQ(aside.status, 202) << kind << aside.body;
      const json::value seen = who.get("/imports/" + kind + "/" + std::string(aside.json().at("id").as_string())).json();
      EXPECT_GT(number(seen, "same"), 3) << kind << json::dump(seen).substr(0, 3000);
      EXPECT_EQ(number(seen, "added") + number(seen, "changed") + number(seen, "questions") + number(seen, "wrong"), 0)
          << kind << json::dump(seen.at("problemRows")).substr(0, 2000) << json::dump(seen.at("changedRows")).substr(0, 2000);
    }
  };
  round(administrator, "/unit-exports", "units");
  round(administrator, "/person-exports", "people");
  round(administrator, "/policy-structure/goals", "goals");
  round(administrator, "/criteria-exports", "criteria");
}

TEST_F(Imports, other_municipalities_and_other_roles_see_nothing_of_it) {
  const std::string id = put_aside(advisor, "titel;waarde\nGeheim;1\n");
  server.add_other();
  testing::Client neighbour = server.client();
  ASSERT_EQ(neighbour.sign_in("other", "vier losse rare woorden").status, 201);
  EXPECT_NE(neighbour.get(path + "/" + id).status, 200);
  EXPECT_NE(neighbour.post(path + "/" + id + "/writing", "").status, 202);
  EXPECT_EQ(advisor.get("/imports/units/" + id).status, 403) << "units are the administrator's";
}

TEST_F(Imports, two_at_once_do_not_double) {
  const std::string file = "nummer;titel;waarde\nT-1;Eerste;1\nT-2;Tweede;2\n";
  const std::int64_t before = total();
  const std::string one = put_aside(advisor, file);
  const std::string two = put_aside(advisor, file);
  const auto first = advisor.post(path + "/" + one + "/writing", "");
  const auto second = advisor.post(path + "/" + two + "/writing", "");
  ASSERT_EQ(first.status, 202) << first.body;
  server.wait_for_job(advisor, std::string(first.json().at("jobId").as_string()));
  if (second.status == 202) server.wait_for_job(advisor, std::string(second.json().at("jobId").as_string()));
  EXPECT_EQ(total(), before + 2);
}

TEST_F(Imports, twenty_thousand_rows_are_looked_at) {
  std::string file = "nummer;titel;waarde;publicatie;cpv\n";
  for (int i = 0; i < 20'000; ++i) {
    const std::string n = std::to_string(i);
    file += "R-" + n + ";Inkoop " + n + ";€ " + std::to_string(1 + i % 900) + ".000,-;Q2 2027;90911200\n";
  }
  const json::value seen = preview(put_aside(advisor, file));
  EXPECT_EQ(number(seen, "added"), 20'000);
  EXPECT_EQ(seen.at("firstRows").as_array().size(), 10U);
  EXPECT_EQ(upload(advisor, "/purchase-imports", "k.csv", file).status, 400) << "too many for one request";
}

TEST_F(Imports, only_right_rows_when_a_person_chooses_so) {
  const std::string id = put_aside(advisor, "titel;waarde\nGoed;1\nFout;veel\nOok goed;2\n");
  json::object only = choices();
  only["onlyRight"] = true;
  only["leaveRows"] = json::array{4};
  EXPECT_EQ(number(choose_for(id, only), "rows"), 1);
  const std::int64_t before = total();
  EXPECT_EQ(run(id, "writing").at("state").as_string(), "done");
  EXPECT_EQ(total(), before + 1);
}

TEST_F(Imports, trials) {
  const std::filesystem::path folder = std::filesystem::path(TENZIJ_HOME) / ".." / "shared" / "data" / "trials";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "the trials are not on this machine";
  const auto send = [&](const char* file) { return upload(advisor, "/purchase-imports", file, tenzij::read_file(folder / file)); };
  EXPECT_NE(send("01-amounts/kalender.csv").body.find("(B4)"), std::string::npos);
  ASSERT_EQ(send("02-spreadsheet-numbers/kalender.xlsx").status, 202);
  EXPECT_EQ(found("Onderhoud lift").at("valueCents").as_int64(), 12'345'13);
  ASSERT_EQ(send("03-export-import/kalender.csv").status, 202);
  ASSERT_EQ(send("17-excel-csv/kalender.csv").status, 202);
  EXPECT_EQ(found("Beëindiging lease").at("publishOn").as_string(), "2026-11-15");
  const auto people = send("18-sheet-as-people-make-it/kalender.xlsx");
  ASSERT_EQ(people.status, 202) << people.body;
  EXPECT_EQ(people.json().at("added").as_int64(), 2);
  EXPECT_EQ(people.json().at("notUsed").as_array().size(), 2U);
  EXPECT_EQ(people.json().at("leftOut").as_array().size(), 1U);
  EXPECT_EQ(send("37-separator-line/kalender.csv").json().at("added").as_int64(), 2);
  const auto codes = send("38-codes-are-no-numbers/kalender.xlsx");
  ASSERT_EQ(codes.status, 202) << codes.body;
  EXPECT_EQ(found("Groente voor de kantine").at("cpv").as_string(), "03220000");
  const json::value cleaning = advisor.get("/purchases?search=schoonmaak&pageSize=200").json();
  bool seven = false;
  for (const auto& each : cleaning.at("items").as_array())
    seven = seven || (each.at("reference").is_string() && each.at("reference").as_string() == "7");
  EXPECT_TRUE(seven);
}

}  // namespace
}  // namespace tenzij::purchase
