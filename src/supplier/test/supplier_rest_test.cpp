// The rest of the supplier's page over HTTP: files with an answer, colleagues, what the VSME asks too, and sentences of the supplier.
#include "supplier/test/fixture.h"
#include "tests/support/attachments.h"

namespace tenzij::supplier {
namespace {

class SupplierRest : public Supplier {
 protected:
  static constexpr const char* list = "week;uren\n1;36\n2;30\n";

  static Answer add(Client& who, const Uuid& moment, const std::string& name, const std::string& content) {
    const std::string body = "--edge\r\nContent-Disposition: form-data; name=\"files\"; filename=\"" + name +
                             "\"\r\nContent-Type: application/octet-stream\r\n\r\n" + content + "\r\n--edge--\r\n";
    return who.call("POST", "/api/v1/supplier/moments/" + moment.str() + "/evidence", body, {}, "multipart/form-data; boundary=edge");
  }
  static std::string added(Client& who, const Uuid& moment, const std::string& name, const std::string& content) {
    const Answer answer = add(who, moment, name, content);
    EXPECT_EQ(answer.status, 202) << answer.body;
    return answer.status == 202 ? std::string(answer.json().at("id").as_string()) : "";
  }
  static json::array files(Client& who, const Uuid& moment) { return get(who, "/supplier/moments/" + moment.str()).at("files").as_array(); }
  static json::array seen_by(Client& who, const Uuid& contract) {
    return get(who, "/contracts/" + contract.str() + "/evidence").at("items").as_array();
  }
  static Answer report(Client& who, const Uuid& moment, std::int64_t version, const json::array& also = {}) {
    return put(who, "/supplier/moments/" + moment.str() + "/report", {{"figure", 61}, {"words", ""}, {"also", also}}, version);
  }
  void agree(const Uuid& municipality) {
    db::Session session(server.pool(), {municipality, {}, "test"});
    session.query("INSERT INTO supplier.setting (municipality_id, together) VALUES ($1, true)", municipality);
    session.commit();
  }
};

TEST_F(SupplierRest, a_file_is_in_the_draft_alone_until_the_answer_is_sent) {
  const Planted ours = plant(home, "Groenwerk", "12345678", "Plantsoen");
  Client anna = inside(ours, "Anna de Wit", "anna@groenwerk.localhost");
  const Uuid moment = ours.moments[0];
  const std::string list_id = added(anna, moment, "uren.csv", list);
  const std::string photo = added(anna, moment, "IMG_1.JPG", testing::photo());
  ASSERT_EQ(files(anna, moment).size(), 2U) << "found again on another device";
  EXPECT_FALSE(files(anna, moment).at(0).at("sent").as_bool());
  EXPECT_TRUE(seen_by(manager, ours.contract).empty()) << "not sent";
  EXPECT_EQ(manager.get("/evidence/" + photo + "/content").status, 404);
  const std::string taken = anna.get("/supplier/evidence/" + photo + "/content").body;
  EXPECT_EQ(taken.find("Toestel"), std::string::npos) << "what says where and with what";
  EXPECT_TRUE(taken.starts_with("\xFF\xD8\xFF"));
  EXPECT_EQ(anna.call("PUT", "/api/v1/supplier/evidence/" + list_id + "/removal").status, 204);
  EXPECT_EQ(files(anna, moment).size(), 1U);
  EXPECT_EQ(anna.remove("/supplier/evidence/" + list_id + "/removal").status, 204);

  const Answer program = add(anna, moment, "factuur.pdf", std::string("MZ\x90\0\x03", 5));
  EXPECT_EQ(program.status, 400);
  EXPECT_NE(program.body.find("attachmentProgram"), std::string::npos) << program.body;
  EXPECT_NE(program.body.find("factuur.pdf"), std::string::npos);

  ASSERT_EQ(report(anna, moment, 1).status, 200);
  const json::array sent = seen_by(manager, ours.contract);
  ASSERT_EQ(sent.size(), 2U);
  EXPECT_EQ(sent.at(0).at("addedName").as_string(), "Anna de Wit namens Groenwerk");
  EXPECT_EQ(manager.get("/evidence/" + photo + "/content").status, 200);
  const json::value own = get(anna, "/supplier/contracts/" + ours.contract.str()).at("moments").at(0);
  EXPECT_TRUE(own.at("files").at(1).at("sent").as_bool()) << "in the list of what was sent";
  const std::string judgement = "/contracts/" + ours.contract.str() + "/moments/" + moment.str() + "/judgement";
  EXPECT_EQ(put(manager, judgement, {{"outcome", "verified"}}, 2).status, 200);
  EXPECT_EQ(anna.call("PUT", "/api/v1/supplier/evidence/" + photo + "/removal").status, 409) << "it was judged with this";
  EXPECT_EQ(add(anna, moment, "na.csv", list).status, 409);
}

TEST_F(SupplierRest, a_file_of_a_draft_is_nobody_elses_and_goes_when_nobody_came_back) {
  const Planted ours = plant(home, "Groenwerk", "12345678", "Plantsoen");
  Client anna = inside(ours, "Anna de Wit", "anna@groenwerk.localhost");
  const std::string file = added(anna, ours.moments[0], "uren.csv", list);
  contact(ours, "Bob", "bob@groenwerk.localhost");
  ASSERT_EQ(coordinator.post("/contracts/" + ours.contract.str() + "/questions", "").status, 201);
  const std::string path = last("supplier_asked", "bob@groenwerk.localhost", "path");
  const std::string token = path.substr(path.find('#') + 1);
  Client bob = server.client();
  ASSERT_EQ(come(bob, token, code_for(token, "bob@groenwerk.localhost")).status, 201);
  EXPECT_TRUE(files(bob, ours.moments[0]).empty());
  EXPECT_EQ(bob.get("/supplier/evidence/" + file + "/content").status, 404);
  EXPECT_EQ(bob.call("PUT", "/api/v1/supplier/evidence/" + file + "/removal").status, 404);
  ASSERT_EQ(report(bob, ours.moments[0], 1).status, 200);
  EXPECT_TRUE(seen_by(manager, ours.contract).empty()) << "another's draft does not go along";
  for (int i = 1; i < limits::attachments_per_report; ++i) added(anna, ours.moments[0], std::to_string(i) + ".csv", list);
  EXPECT_NE(add(anna, ours.moments[0], "te-veel.csv", list).body.find("attachmentsTooMany"), std::string::npos);
  server.pass(std::chrono::hours(24 * 181));
  db::Session session(server.pool(), {home, {}, "test"});
  forget(session, server.now());
  EXPECT_TRUE(session.query("SELECT 1 FROM contract.evidence").empty());
}

TEST_F(SupplierRest, a_file_goes_with_one_answer_to_several_contracts_also_of_another_municipality) {
  const Uuid away = server.add_other();
  const Planted ours = plant(home, "Groenwerk", "12345678", "Plantsoen");
  const Planted there = plant(away, "Groenwerk B.V.", "12345678", "Park");
  Client anna = inside(ours, "Anna de Wit", "anna@groenwerk.localhost");
  contact(there, "A. de Wit", "anna@groenwerk.localhost");
  agree(home);
  agree(away);
  added(anna, ours.moments[0], "uren.csv", list);
  const json::array also{json::object{{"id", there.moments[0].str()}, {"version", 1}}};
  const Answer sent = report(anna, ours.moments[0], 1, also);
  ASSERT_EQ(sent.status, 200) << sent.body;
  EXPECT_EQ(sent.json().at("contract").as_string(), "Plantsoen");
  const json::array copied = files(anna, there.moments[0]);
  ASSERT_EQ(copied.size(), 1U);
  EXPECT_EQ(copied.at(0).at("addedName").as_string(), "A. de Wit namens Groenwerk B.V.");
  EXPECT_EQ(get(anna, "/supplier/moments/" + there.moments[0].str()).at("figure").to_number<double>(), 61);
  EXPECT_EQ(anna.get("/supplier/evidence/" + std::string(copied.at(0).at("id").as_string()) + "/content").body, list);
  db::Session session(server.pool(), {away, {}, "test"});
  EXPECT_EQ(session.scalar<std::int64_t>("SELECT count(*) FROM contract.evidence"), 1) << "behind its own wall";
}

TEST_F(SupplierRest, colleagues_are_invited_and_ended_by_one_another) {
  const Uuid away = server.add_other();
  const Planted ours = plant(home, "Groenwerk", "12345678", "Plantsoen");
  const Planted there = plant(away, "Groenwerk B.V.", "12345678", "Park");
  Client anna = inside(ours, "Anna de Wit", "anna@groenwerk.localhost");
  contact(there, "Anna", "anna@groenwerk.localhost");
  agree(home);
  agree(away);
  const auto invite = [&](Client& who, const char* email) {
    return who.post("/supplier/colleagues", json::dump(json::object{{"name", "Bob Bos"}, {"email", email}}));
  };
  EXPECT_EQ(invite(anna, "bob").status, 400);
  EXPECT_EQ(invite(anna, "ANNA@groenwerk.localhost").status, 400) << "somebody there already";
  const Answer made = invite(anna, "bob@groenwerk.localhost");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(made.json().at("municipalities").as_array().size(), 2U) << "wherever Anna comes in";
  EXPECT_EQ(made.json().at("invitedName").as_string(), "Anna de Wit namens Groenwerk");
  const json::value seen = get(manager, "/contracts/" + ours.contract.str() + "/supplier").at("contacts");
  EXPECT_EQ(seen.at(1).at("invitedName").as_string(), "Anna de Wit namens Groenwerk") << "the municipality sees who did";

  const std::string path = last("supplier_invited", "bob@groenwerk.localhost", "path");
  const std::string token = path.substr(path.find('#') + 1);
  Client bob = server.client();
  ASSERT_EQ(come(bob, token, code_for(token, "bob@groenwerk.localhost")).status, 201);
  EXPECT_EQ(get(bob, "/supplier/overview").at("contracts").as_array().size(), 2U);

  const std::string id(made.json().at("id").as_string());
  const std::string ending = "/supplier/colleagues/" + id + "/ending";
  EXPECT_EQ(bob.call("PUT", "/api/v1" + ending).status, 409) << "not oneself";
  EXPECT_EQ(anna.call("PUT", "/api/v1" + ending).status, 204);
  EXPECT_EQ(bob.get("/supplier/overview").status, 401) << "at once";
  EXPECT_TRUE(get(anna, "/supplier/colleagues").at("items").at(1).at("ended").as_bool());
  EXPECT_EQ(anna.remove(ending).status, 204);
  EXPECT_FALSE(get(anna, "/supplier/colleagues").at("items").at(1).at("ended").as_bool());
  EXPECT_EQ(manager.call("PUT", "/api/v1/supplier-contacts/" + id + "/ending").status, 204);
  EXPECT_EQ(anna.call("PUT", "/api/v1" + ending).status, 204) << "in the other municipality";
  EXPECT_EQ(anna.remove(ending).status, 204);
  const json::value bob_now = get(anna, "/supplier/colleagues").at("items").at(1);
  ASSERT_EQ(bob_now.at("municipalities").as_array().size(), 1U) << "what this municipality ended stays ended";
  EXPECT_NE(bob_now.at("municipalities").at(0).as_string(), "Almere");
}

TEST_F(SupplierRest, what_the_vsme_asks_too_is_said_with_its_number) {
  const Planted ours = plant(home, "Groenwerk", "12345678", "Plantsoen");
  Client anna = inside(ours, "Anna de Wit", "anna@groenwerk.localhost");
  const std::string path = "/supplier/moments/" + ours.moments[0].str();
  EXPECT_TRUE(get(anna, path).at("vsme").is_null());
  for (const char* name : {"energy_use", "Energiegebruik van de opdracht"}) {
    server.owner().query("UPDATE contract.commitment SET indicator = $1 WHERE id = $2", std::string(name), ours.commitment);
    EXPECT_EQ(get(anna, path).at("vsme").as_string(), "B3");
    EXPECT_EQ(get(anna, path).at("vsmeNameNl").as_string(), "energie en broeikasgassen");
  }
  EXPECT_EQ(get(manager, "/indicators/energy_use").at("vsme").as_string(), "B3");
  EXPECT_TRUE(get(manager, "/indicators/flights").at("vsme").is_null());
}

TEST_F(SupplierRest, both_sentences_about_an_effect_are_kept) {
  const Planted ours = plant(home, "Groenwerk", "12345678", "Plantsoen");
  server.owner().query("UPDATE contract.contract SET manager_id = (SELECT id FROM organisation.person WHERE name = 'contract_manager')");
  Client anna = inside(ours, "Anna de Wit", "anna@groenwerk.localhost");
  const std::string path = "/supplier/commitments/" + ours.commitment.str() + "/wordings";
  const auto propose = [&](const char* text) { return anna.post(path, json::dump(json::object{{"text", text}})); };
  EXPECT_EQ(propose("  ").status, 400);
  const Answer made = propose("Onze machines zijn stil en roken niet.");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(propose("Nog een").status, 409) << "one waits";
  const std::string id(made.json().at("id").as_string());
  EXPECT_EQ(anna.remove("/supplier/wordings/" + id).status, 204);
  const std::string second(propose("Onze machines zijn stil.").json().at("id").as_string());
  EXPECT_EQ(server.owner().query("SELECT count(*) FROM mail.message WHERE kind = 'wording_proposed'").get<int>(0, 0), 2);
  const std::string answer = "/wordings/" + second + "/answer";
  EXPECT_EQ(put(manager, answer, {{"accepted", false}, {"answer", ""}}).status, 400) << "no is said in words";
  EXPECT_EQ(put(manager, answer, {{"accepted", false}, {"answer", "Stil, en zonder uitstoot."}}).status, 200);
  EXPECT_EQ(put(manager, answer, {{"accepted", true}, {"answer", nullptr}}, 2).status, 409) << "answered";
  EXPECT_EQ(anna.remove("/supplier/wordings/" + second).status, 409);
  EXPECT_EQ(manager.remove(answer).status, 204);
  EXPECT_EQ(put(manager, answer, {{"accepted", true}, {"answer", "Stil, en zonder uitstoot."}}, 3).status, 200);
  const json::value mine = get(manager, "/contracts/" + ours.contract.str() + "/wordings").at("items");
  const json::value theirs = get(anna, "/supplier/contracts/" + ours.contract.str()).at("wordings");
  EXPECT_EQ(mine, theirs);
  ASSERT_EQ(mine.as_array().size(), 1U);
  EXPECT_EQ(mine.at(0).at("text").as_string(), "Onze machines zijn stil.");
  EXPECT_EQ(mine.at(0).at("answer").as_string(), "Stil, en zonder uitstoot.");
  EXPECT_EQ(mine.at(0).at("state").as_string(), "accepted");
}

}  // namespace
}  // namespace tenzij::supplier
