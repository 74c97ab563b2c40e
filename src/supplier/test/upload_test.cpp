// Answers as a table: what is refused and named, what is nowhere afterwards, sent and taken back as a whole.
#include "supplier/test/fixture.h"

namespace tenzij::supplier {
namespace {

class Upload : public Supplier {
 protected:
  static Answer call(Client& who, const std::string& path, const std::string& content, const std::string& answers = {}) {
    std::string body = "--edge\r\nContent-Disposition: form-data; name=\"files\"; filename=\"antwoorden.csv\"\r\n\r\n" + content + "\r\n";
    if (!answers.empty()) body += "--edge\r\nContent-Disposition: form-data; name=\"answers\"\r\n\r\n" + answers + "\r\n";
    return who.call("POST", "/api/v1/supplier/" + path, body + "--edge--\r\n", {}, "multipart/form-data; boundary=edge");
  }
  static json::value preview(Client& who, const std::string& content) {
    const Answer answer = call(who, "upload-previews", content);
    EXPECT_EQ(answer.status, 202) << answer.body;
    return answer.status == 202 ? answer.json() : json::value(json::object{{"rows", json::array{}}});
  }
  static std::string number(const Uuid& moment) { return "V-" + moment.str().substr(24); }
  static json::value moment(Client& who, const Uuid& id) { return get(who, "/supplier/moments/" + id.str()); }
  void refer(const Planted& at, const std::string& reference) {
    server.owner().query("UPDATE contract.contract SET reference = $1 WHERE id = $2", reference, at.contract);
  }
  static constexpr const char* head = "Vraagnummer;Contract;Antwoord;Toelichting;Doelgroep;Uren per week;Vanaf;Eigen verwijzing\n";
  std::int64_t rows_with(const std::string& secret) {
    db::Connection owner = server.owner();
    const auto tables =
        owner.query("SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND relnamespace <> 'pg_catalog'::regnamespace");
    std::int64_t out = 0;
    for (int i = 0; i < tables.rows(); ++i)
      out += owner.query("SELECT count(*) FROM " + std::string(tables.text(i, 0)) + " t WHERE strpos(t::text, '" + secret + "') > 0")
                 .get<std::int64_t>(0, 0);
    return out;
  }
};

TEST_F(Upload, the_form_comes_back_filled_in_and_is_sent_as_a_whole) {
  const Planted ours = plant(home, "Groenwerk", "12345678", "Plantsoen");
  refer(ours, "C-1");
  Client anna = inside(ours, "Anna de Wit", "anna@groenwerk.localhost");
  std::string form = anna.get("/supplier/answer-form?format=csv").body;
  const std::string first = number(ours.moments[0]);
  ASSERT_NE(form.find(first + ";Almere;C-1;Emissievrij materieel"), std::string::npos) << form;
  EXPECT_EQ(anna.get("/supplier/answer-form").body.substr(0, 2), "PK") << "a spreadsheet of itself";
  const json::value empty = preview(anna, form);
  EXPECT_EQ(empty.at("open").as_int64(), 4) << "three questions, and the line for a placement";
  EXPECT_EQ(empty.at("refused").as_int64(), 0);
  EXPECT_EQ(call(anna, "uploads", form).status, 400) << "nothing filled in";

  const std::string filled = std::string(head) + first + ";C-1;61,5;Zie urenlijst;;;;\n" + number(ours.moments[1]) + ";C-1;58;;;;;\n" +
                             ";C-1;;;pw;18;2026-07-01;M-2\n";
  const json::value shown = preview(anna, filled);
  EXPECT_EQ(shown.at("answers").as_int64(), 2);
  EXPECT_EQ(shown.at("placements").as_int64(), 1);
  EXPECT_EQ(moment(anna, ours.moments[0]).at("state").as_string(), "asked") << "only looked at";
  const Answer sent = call(anna, "uploads", filled);
  ASSERT_EQ(sent.status, 202) << sent.body;
  EXPECT_EQ(moment(anna, ours.moments[0]).at("figure").to_number<double>(), 61.5);
  EXPECT_EQ(moment(anna, ours.moments[0]).at("reportedName").as_string(), "Anna de Wit namens Groenwerk");
  const auto placements = [&] { return get(coordinator, "/contracts/" + ours.contract.str() + "/placements").at("items").as_array(); };
  ASSERT_EQ(placements().size(), 2U);
  EXPECT_EQ(placements().at(1).at("reportedName").as_string(), "Anna de Wit namens Groenwerk");
  EXPECT_EQ(preview(anna, filled).at("same").as_int64(), 3) << "the same file again changes nothing";

  // Judged stays, the rest goes back to what it was.
  const std::string judgement = "/contracts/" + ours.contract.str() + "/moments/" + ours.moments[1].str() + "/judgement";
  EXPECT_EQ(put(manager, judgement, {{"outcome", "verified"}}, 2).status, 200);
  const std::string undoing = "/supplier/uploads/" + std::string(sent.json().at("id").as_string()) + "/undoing";
  const Answer undone = anna.post(undoing, "");
  ASSERT_EQ(undone.status, 200) << undone.body;
  EXPECT_EQ(undone.json().at("undone").as_int64(), 2);
  EXPECT_EQ(undone.json().at("stayed").as_int64(), 1);
  EXPECT_EQ(moment(anna, ours.moments[0]).at("state").as_string(), "asked");
  EXPECT_TRUE(moment(anna, ours.moments[0]).at("figure").is_null());
  EXPECT_EQ(moment(anna, ours.moments[1]).at("state").as_string(), "verified");
  EXPECT_EQ(placements().size(), 1U);
  EXPECT_EQ(anna.post(undoing, "").status, 409);
  EXPECT_TRUE(get(anna, "/supplier/uploads").at("items").at(0).at("undoneAt").is_string());
}

TEST_F(Upload, names_and_bsn_are_read_nowhere_and_wrong_rows_are_named) {
  const Planted ours = plant(home, "Groenwerk", "12345678", "Plantsoen");
  refer(ours, "C-1");
  Client anna = inside(ours, "Anna de Wit", "anna@groenwerk.localhost");
  const std::string one = number(ours.moments[0]);
  const std::string table =
      "Naam;BSN;Vraagnummer;Contract;Antwoord;Eenheid;Toelichting;Doelgroep;Uren per week;Vanaf;Eigen verwijzing\n"
      "Zebedeus Geheimnaam;111222333;" +
      one +
      ";C-1;-4;;;;;;\n"
      ";;" +
      one +
      ";C-1;5;;;;;;\n"
      ";;V-000000000000;C-1;5;;;;;;\n"
      ";;" +
      number(ours.moments[1]) +
      ";C-9;5;kg;;;;;\n"
      ";;" +
      number(ours.moments[2]) +
      ";C-1;5;;BSN 111222333;;;;\n"
      ";;;C-1;;;;pw;18;2026-07-01;111222333\n"
      ";;;C-1;;;;pw;18;2026-07-01;Jansen\n"
      ";;;C-1;;;;onbekend;18;2026-07-01;M-9\n";
  const Answer looked = call(anna, "upload-previews", table);
  ASSERT_EQ(looked.status, 202) << looked.body;
  for (const char* secret : {"Geheimnaam", "111222333"}) EXPECT_EQ(looked.body.find(secret), std::string::npos) << looked.body;
  const json::value shown = looked.json();
  ASSERT_EQ(shown.at("notRead").as_array().size(), 2U);
  EXPECT_EQ(shown.at("notRead").at(1).at("heading").as_string(), "BSN");
  EXPECT_EQ(shown.at("refused").as_int64(), 7) << looked.body;
  EXPECT_EQ(shown.at("questions").as_int64(), 1) << "a reference like a name";
  const auto notes = [&](int row) {
    for (const json::value& each : shown.at("rows").as_array())
      if (each.at("row").as_int64() == row) return json::dump(each.at("notes"));
    return std::string();
  };
  EXPECT_NE(notes(2).find("E2"), std::string::npos) << notes(2);
  EXPECT_NE(notes(2).find("antwoord"), std::string::npos);
  EXPECT_NE(notes(5).find("contract"), std::string::npos) << "shifted against its question";
  EXPECT_NE(notes(5).find("eenheid"), std::string::npos);
  EXPECT_NE(notes(9).find("doelgroep"), std::string::npos) << notes(9);
  const Answer refused = call(anna, "uploads", table);
  EXPECT_EQ(refused.status, 400);
  EXPECT_NE(refused.body.find("/files/2/answer"), std::string::npos) << refused.body;
  for (const char* secret : {"Geheimnaam", "111222333"}) EXPECT_EQ(rows_with(secret), 0) << secret;

  const std::string asked = std::string(head) + ";C-1;;;pw;18;2026-07-01;Jansen\n";
  EXPECT_EQ(call(anna, "uploads", asked).status, 400) << "asked about first";
  EXPECT_EQ(rows_with("Jansen"), 0);
  EXPECT_EQ(call(anna, "uploads", asked, R"({"answers":[{"cell":"H2","value":""}]})").status, 202) << "without it";
  EXPECT_EQ(rows_with("Jansen"), 0);
}

TEST_F(Upload, reaches_no_other_supplier_and_writes_each_row_behind_its_own_wall) {
  const Uuid away = server.add_other();
  const Planted ours = plant(home, "Groenwerk", "12345678", "Plantsoen");
  const Planted there = plant(away, "Groenwerk B.V.", "12345678", "Park");
  const Planted other = plant(home, "Blauwbouw", "87654321", "Brug");
  for (const Planted& each : {ours, there}) refer(each, "C-1");
  refer(other, "C-2");
  Client anna = inside(ours, "Anna de Wit", "anna@groenwerk.localhost");
  contact(there, "A. de Wit", "anna@groenwerk.localhost");
  const std::string theirs = std::string(head) + number(other.moments[0]) + ";C-2;5;;;;;\n;C-2;;;pw;18;2026-07-01;M-2\n";
  EXPECT_EQ(preview(anna, theirs).at("refused").as_int64(), 2);
  const std::string table =
      std::string("Gemeente;") + head + ";" + number(ours.moments[0]) + ";C-1;5;;;;;\n;" + number(there.moments[0]) + ";C-1;6;;;;;\n";
  EXPECT_EQ(preview(anna, table).at("refused").as_int64(), 1) << "one of them did not agree";
  for (const Uuid& each : {home, away}) {
    db::Session session(server.pool(), {each, {}, "test"});
    session.query("INSERT INTO supplier.setting (municipality_id, together) VALUES ($1, true)", each);
    session.commit();
  }
  const Answer twice = call(anna, "upload-previews", std::string(head) + ";C-1;;;pw;18;2026-07-01;M-2\n");
  EXPECT_EQ(twice.json().at("refused").as_int64(), 1) << "of which municipality is not said";
  const Answer sent = call(anna, "uploads", table);
  ASSERT_EQ(sent.status, 202) << sent.body;
  EXPECT_EQ(moment(anna, there.moments[0]).at("figure").to_number<double>(), 6);
  for (const Uuid& each : {home, away}) {
    db::Session session(server.pool(), {each, {}, "test"});
    EXPECT_EQ(session.scalar<std::int64_t>("SELECT count(*) FROM supplier.upload_row"), 1);
  }
  EXPECT_EQ(anna.post("/supplier/uploads/" + std::string(sent.json().at("id").as_string()) + "/undoing", "").json().at("undone").as_int64(),
            2);
  EXPECT_EQ(moment(anna, there.moments[0]).at("state").as_string(), "asked");
}

}  // namespace
}  // namespace tenzij::supplier
