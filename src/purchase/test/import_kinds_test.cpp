// Faults of the same kinds as people report, in other clothes: each is right, or asked or refused with its cell; and what becomes of
// an import whose writing fails or stops.
#include "purchase/test/imports_fixture.h"

namespace tenzij::purchase {
namespace {

struct Case {
  const char* written;
  const char* outcome;  // value, or code
};

// Column by column: one row per case; what is right is written and looked up, what is not is named with its cell.
class OtherClothes : public Imports {
 protected:
  template <std::size_t N>
  void hold(const std::array<Case, N>& cases, const std::string& heading, const char* member) {
    std::string file = "titel;" + heading + "\n";
    for (std::size_t i = 0; i < N; ++i) file += "Geval " + std::to_string(i) + ";\"" + cases[i].written + "\"\n";
    const std::string id = put_aside(advisor, file);
    json::object only = choices();
    only["onlyRight"] = true;
    const json::value seen = choose_for(id, only);
    std::map<std::int64_t, std::string> codes;
    for (const auto& row : seen.at("problemRows").as_array())
      for (const auto& note : row.at("notes").as_array())
        if (note.at("severity").as_string() != "note") {
          codes[row.at("row").as_int64()] = note.at("code").as_string();
          EXPECT_EQ(note.at("cell").as_string(), "B" + std::to_string(row.at("row").as_int64()));
        }
    ASSERT_EQ(run(id, "writing").at("state").as_string(), "done");
    const json::value all = advisor.get("/purchases?pageSize=200&search=Geval").json();
    std::map<std::string, std::string> values;
    for (const auto& each : all.at("items").as_array()) {
      const json::value& value = each.at(member);
      values[std::string(each.at("title").as_string())] = value.is_string() ? std::string(value.as_string()) : json::dump(value);
    }
    for (std::size_t i = 0; i < N; ++i) {
      const auto code = codes.find(static_cast<std::int64_t>(i) + 2);
      const std::string got = code != codes.end() ? code->second : values["Geval " + std::to_string(i)];
      EXPECT_EQ(got, cases[i].outcome) << cases[i].written;
    }
  }
};

TEST_F(OtherClothes, amounts) {
  static constexpr std::array<Case, 44> cases{{{"2,5 miljoen", "250000000"},
                                               {"€ 1.250.000", "125000000"},
                                               {"EUR 75.000", "7500000"},
                                               {"75.000 euro", "7500000"},
                                               {"1.5 mln", "150000000"},
                                               {"1.500", "150000"},
                                               {"€ 0,5 mln", "50000000"},
                                               {"250 K€", "25000000"},
                                               {"12500.5", "1250050"},
                                               {"3*10.000", "3000000"},
                                               {"50.000 ex btw", "5000000"},
                                               {"50 000", "5000000"},
                                               {"50\u202f000,75", "5000075"},
                                               {"50.000,5", "5000050"},
                                               {"€ 2 mio", "200000000"},
                                               {"50.000,--", "5000000"},
                                               {"€ 50 000,-", "5000000"},
                                               {"45 duizend", "4500000"},
                                               {"€ 12,5k", "1250000"},
                                               {"0,75", "75"},
                                               {"€ 1'250'000", "125000000"},
                                               {"ca. € 50.000", "amountAbout"},
                                               {"50.000-75.000", "amountRange"},
                                               {"€ 50.000 / jaar", "amountPerPeriod"},
                                               {"1,500", "amountNotation"},
                                               {"€ 1,250,000.00", "amountNotation"},
                                               {"€ 10.000 per stuk", "amountPerPeriod"},
                                               {"€ 60.500 incl. BTW", "amountWithVat"},
                                               {"1 miljoen 250 duizend", "notAmount"},
                                               {"vijftigduizend", "notAmount"},
                                               {"€ -", "amountUnknown"},
                                               {"-5000", "amountNegative"},
                                               {"(5.000)", "amountNegative"},
                                               {"1.00.000", "notAmount"},
                                               {"1e6", "amountNotation"},
                                               {"€ 40.000 x 4", "amountTimes"},
                                               {"n.t.b.", "amountUnknown"},
                                               {"€ 50.000 (was 40.000)", "notAmount"},
                                               {"10%", "notAmount"},
                                               {"5 ton", "amountWord"},
                                               {"£ 5.000", "amountOtherCurrency"},
                                               {"90.000?", "notAmount"},
                                               {"50.000 (4 jaar)", "amountPerPeriod"},
                                               {"50.000 per perceel", "amountPerPeriod"}}};
  hold(cases, "waarde", "valueCents");
}

TEST_F(OtherClothes, days) {
  static constexpr std::array<Case, 24> cases{{{"1-3-2027", "2027-03-01"},
                                               {"01/03/27", "2027-03-01"},
                                               {"01.03.2027", "2027-03-01"},
                                               {"1 mrt '27", "2027-03-01"},
                                               {"za 1 mei 2027", "2027-05-01"},
                                               {"Q2-27", "2027-04-01"},
                                               {"H1 2027", "2027-01-01"},
                                               {"2e kw 2027", "2027-04-01"},
                                               {"half maart 2027", "2027-03-11"},
                                               {"week 12 2027", "2027-03-22"},
                                               {"1-3-2027 00:00", "2027-03-01"},
                                               {"2027-03-01T00:00:00Z", "2027-03-01"},
                                               {"31-2-2027", "dateDoesNotExist"},
                                               {"1-3", "dateWithoutYear"},
                                               {"45000", "dateIsNumber"},
                                               {"z.s.m.", "dateUnknown"},
                                               {"1-3-2027 t/m 1-6-2027", "dateSeveral"},
                                               {"13/1/2027", "2027-01-13"},
                                               {"1/13/2027", "dateNotation"},
                                               {"2027/2028", "notDate"},
                                               {"eind Q2 2027", "dateAbout"},
                                               {"na de zomer 2027", "dateAbout"},
                                               {"uiterlijk 1-3-2027", "dateAbout"},
                                               {"kerst 2027", "notDate"}}};
  hold(cases, "publicatie", "publishOn");
}

TEST_F(OtherClothes, codes) {
  static constexpr std::array<Case, 15> cases{{{"3220000", "codeLostDigit"},
                                               {"3220000-8", "codeLostDigit"},
                                               {"9310000", "codeLostDigit"},
                                               {"322", "codeLostDigit"},  // 0322 saved by a spreadsheet, or 322
                                               {"03220000-8", "03220000"},
                                               {"90911200", "90911200"},
                                               {"90.91.12.00", "90911200"},
                                               {"77310000-6 - groen", "77310000"},
                                               {"45", "45"},
                                               {"9,09E+07", "notCode"},
                                               {"45000000-7; 45233000-9", "codeSeveral"},
                                               {"999", "codeLostDigit"},
                                               {"20000000", "cpvUnknown"},
                                               {"schoonmaak", "notCode"},
                                               {"909112000", "notCpv"}}};
  hold(cases, "cpv", "cpv");
}

TEST_F(OtherClothes, two_columns_with_one_name_are_asked_about_where_they_differ) {
  const json::value seen = preview(put_aside(advisor, "titel;waarde;waarde\nA;1000;1000\nB;1000;2000\nC;;3000\nD;4000;\n"));
  EXPECT_EQ(number(seen, "added"), 2);
  ASSERT_EQ(number(seen, "questions"), 2);
  EXPECT_EQ(seen.at("problemRows").at(0).at("notes").at(0).at("code").as_string(), "columnTwice");
  EXPECT_EQ(seen.at("problemRows").at(0).at("notes").at(0).at("cell").as_string(), "B3");
}

TEST_F(OtherClothes, a_file_without_known_names_shows_its_columns_to_choose_from) {
  const std::string id = put_aside(advisor, "Inkopen\nWat;Hoeveel\nBrug;1000\nSluis;2000\nGemiddeld;1500\n");
  const json::value seen = preview(id);
  EXPECT_EQ(seen.at("headRow").as_int64(), 2);
  EXPECT_EQ(seen.at("missing").as_array().size(), 1U);
  json::object mapping = choices();
  mapping["columns"] = json::array{json::object{{"key", "title"}, {"letter", "A"}}, json::object{{"key", "value"}, {"letter", "B"}}};
  const json::value chosen = choose_for(id, mapping);
  EXPECT_EQ(number(chosen, "added"), 2) << json::dump(chosen.at("leftOut"));
  EXPECT_EQ(upload(advisor, "/imports/purchases", "leeg.csv", "").status, 400);
}

// Out, one cell edited as a spreadsheet would, in: that cell and no other.
TEST_F(OtherClothes, an_export_with_one_cell_edited_changes_that_cell) {
  ASSERT_EQ(upload(advisor, "/purchase-imports", "k.csv",
                   "titel;waarde;behoefte;cpv\n=1+1;20000;-5 graden;03220000\nTweeling;1,5 mln;;\nTweeling;1,5 mln;;\n")
                .status,
            202);
  const std::int64_t all = total();
  std::string file = advisor.get("/purchase-exports?format=csv").body;
  const std::size_t at = file.find("-5 graden");
  ASSERT_NE(at, std::string::npos);
  file.replace(at, 9, "-6 graden");
  const json::value seen = preview(put_aside(advisor, file));
  EXPECT_EQ(number(seen, "changed"), 1) << json::dump(seen.at("changedRows")).substr(0, 1500);
  EXPECT_EQ(number(seen, "same"), all - 1);
  const json::value& changes = seen.at("changedRows").at(0).at("changes");
  ASSERT_EQ(changes.as_array().size(), 1U) << json::dump(changes);
  EXPECT_EQ(changes.at(0).at("field").as_string(), "behoefte");
  EXPECT_EQ(changes.at(0).at("after").as_string(), "-6 graden");
}

TEST_F(OtherClothes, a_writing_that_fails_ends_as_failed_with_nothing_written) {
  server.owner().query(R"sql(
    CREATE FUNCTION purchase.refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'no'; END $$)sql");
  server.owner().query(R"sql(
    CREATE TRIGGER refuse BEFORE INSERT ON purchase.purchase
    FOR EACH ROW WHEN (NEW.title = 'Weigert') EXECUTE FUNCTION purchase.refuse())sql");
  std::string file = "titel;waarde\n";
  for (int i = 0; i < 60; ++i) file += "Gaat goed " + std::to_string(i) + ";1\n";  // more than one transaction
  file += "Weigert;1\n";
  const std::int64_t before = total();
  const std::string id = put_aside(advisor, file);
  const json::value job = run(id, "writing");
  EXPECT_EQ(job.at("state").as_string(), "failed") << "not done";
  EXPECT_EQ(total(), before);
  const json::value seen = preview(id);
  EXPECT_EQ(seen.at("state").as_string(), "failed");
  EXPECT_EQ(seen.at("problems").as_array().size(), 1U);
  server.owner().query("DROP TRIGGER refuse ON purchase.purchase");
  EXPECT_EQ(run(id, "writing").at("state").as_string(), "done") << "the same import, once the cause is gone";
  EXPECT_EQ(total(), before + 61);
}

// Stopped in the queue, before its work began: the import can be written still.
TEST_F(OtherClothes, a_job_that_ended_without_its_work_leaves_an_import_that_can_go_on) {
  const std::string id = put_aside(advisor, "titel;waarde\nWacht;1\n");
  const Uuid lost = new_id();
  {
    db::Session session(server.pool(), server.actor());
    session.query("UPDATE imports.import SET state = 'writing', job_id = $2 WHERE id = $1", *Uuid::parse(id), lost);
    session.commit();
  }
  EXPECT_EQ(preview(id).at("state").as_string(), "failed");
  EXPECT_EQ(run(id, "writing").at("state").as_string(), "done");
  {
    db::Session session(server.pool(), server.actor());
    session.query("UPDATE imports.import SET state = 'undoing', job_id = $2 WHERE id = $1", *Uuid::parse(id), lost);
    session.commit();
  }
  EXPECT_EQ(preview(id).at("state").as_string(), "done");
  EXPECT_EQ(run(id, "undoing").at("state").as_string(), "done");
}

}  // namespace
}  // namespace tenzij::purchase
