// The check over HTTP: a draft and its second version beside the purchase, what people accept, and what they say of findings.
#include <gtest/gtest.h>

#include "purchase/test/fixture.h"

namespace tenzij::dossier {
namespace {

class DocumentChecks : public purchase::Purchases {
 protected:
  std::string id;

  void SetUp() override {
    Purchases::SetUp();
    id = add(input());
    own("climate", "specification", "Emissievrij werken", "Alle voertuigen en machines voor het onderhoud zijn emissievrij.");
    own("environment", "specification", "Geen gif", "Voor onkruidbestrijding worden geen chemische middelen gebruikt.");
  }
  void own(const char* theme, const char* instrument, const char* title, const char* words) {
    const json::object in{{"theme", theme},
                          {"level", 1},
                          {"open", false},
                          {"title", title},
                          {"text", words},
                          {"variables", json::array{}},
                          {"instrument", instrument},
                          {"evidence", "Opgave bij levering"},
                          {"moment", "delivery"},
                          {"who", "contract_manager"},
                          {"weightBp", nullptr}};
    const auto answer = advisor.post("/purchases/" + id + "/own-requirements", json::dump(in));
    EXPECT_EQ(answer.status, 201) << answer.body;
  }
  // A text as a document of the purchase, read; its id.
  std::string read(const std::string& name, const std::string& words) {
    const auto answer = upload(advisor, "/purchases/" + id + "/documents", name, words);
    EXPECT_EQ(answer.status, 202) << answer.body;
    const json::value document = answer.json().at("items").as_array().at(0);
    server.wait_for_job(advisor, std::string(document.at("jobId").as_string()));
    return std::string(document.at("id").as_string());
  }
  json::value check() {
    const auto answer = advisor.get("/purchases/" + id + "/document-check");
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.json();
  }
  static json::value line(const json::value& check, std::string_view subject) {
    for (const auto& each : check.at("lines").as_array())
      if (each.at("subject").as_string() == subject) return each;
    ADD_FAILURE() << "no line " << subject << " in " << json::dump(check);
    return {};
  }
  static std::string outcome(const json::value& check, std::string_view subject) {
    return std::string(line(check, subject).at("state").as_string());
  }
  std::int64_t waiting() {
    std::int64_t out = 0;
    for (const auto& each : json::array(advisor.get("/document-checks?mine=true").json().at("items").as_array()))
      if (each.at("purchaseId").as_string() == id) out = each.at("open").as_int64();
    return out;
  }
  testing::Answer accept(testing::Client& who, const json::value& line, const char* reason) {
    return who.post("/purchases/" + id + "/document-check-settlements",
                    json::dump(json::object{{"line", line.at("key")}, {"state", line.at("state")}, {"reason", reason}}));
  }
};

constexpr const char* draft =
    "Programma van eisen\n\n1 Eisen\n\nVoor onkruidbestrijding worden chemische middelen zoveel mogelijk vermeden.\n";
constexpr const char* better =
    "Programma van eisen\n\n1 Eisen\n\nAlle voertuigen en machines voor het onderhoud zijn emissievrij.\n\n"
    "Voor onkruidbestrijding worden geen chemische middelen gebruikt.\n";

TEST_F(DocumentChecks, say_where_a_draft_keeps_what_was_promised_and_where_not) {
  EXPECT_TRUE(check().at("lines").as_array().empty()) << "nothing was read yet";
  EXPECT_FALSE(check().at("kept").as_bool());
  const std::string first = read("PvE groenonderhoud.txt", draft);
  const json::value before = check();
  EXPECT_EQ(outcome(before, "Emissievrij werken"), "absent");
  EXPECT_EQ(outcome(before, "Geen gif"), "weakened");
  const json::value weak = line(before, "Geen gif");
  EXPECT_EQ(weak.at("where").as_array().at(0).at("documentId").as_string(), first);
  EXPECT_EQ(weak.at("where").as_array().at(0).at("quote").as_string(),
            "Voor onkruidbestrijding worden chemische middelen zoveel mogelijk vermeden.");
  EXPECT_NE(json::dump(weak.at("why")).find("zoveel mogelijk"), std::string::npos);
  EXPECT_FALSE(weak.at("act").as_string().empty());
  EXPECT_FALSE(before.at("kept").as_bool());
  EXPECT_EQ(waiting(), before.at("open").as_int64()) << "what waits is what is open";
  const std::string second = read("PvE groenonderhoud v2.txt", better);
  const json::value after = check();
  EXPECT_EQ(outcome(after, "Emissievrij werken"), "in_text");
  EXPECT_EQ(outcome(after, "Geen gif"), "in_text");
  EXPECT_EQ(after.at("documents").as_array().size(), 1U) << "the newest version counts";
  EXPECT_EQ(waiting(), after.at("open").as_int64());

  const auto compared = advisor.get("/documents/" + second + "/comparison");
  ASSERT_EQ(compared.status, 200) << compared.body;
  EXPECT_EQ(compared.json().at("before").at("id").as_string(), first);
  EXPECT_FALSE(compared.json().at("lines").as_array().empty());
  EXPECT_EQ(advisor.get("/documents/" + first + "/comparison").status, 409) << "there is no version before the first";
}

TEST_F(DocumentChecks, let_a_person_accept_a_line_as_it_is_until_it_changes) {
  read("PvE groenonderhoud.txt", draft);
  const json::value before = check();
  const json::value gone = line(before, "Emissievrij werken");
  EXPECT_EQ(accept(advisor, gone, " ").status, 400) << "with a reason";
  const auto made = accept(advisor, gone, "Volgt in bijlage 3.");
  ASSERT_EQ(made.status, 201) << made.body;
  json::value now = check();
  EXPECT_EQ(now.at("open").as_int64(), before.at("open").as_int64() - 1);
  EXPECT_EQ(line(now, "Emissievrij werken").at("settled").at("reason").as_string(), "Volgt in bijlage 3.");
  EXPECT_EQ(waiting(), now.at("open").as_int64());
  const std::string settlement(made.json().at("id").as_string());
  const std::string address = "/api/v1/purchases/" + id + "/document-check-settlements/" + settlement;
  EXPECT_EQ(advisor.call("DELETE", address, "").status, 204);
  EXPECT_TRUE(line(check(), "Emissievrij werken").at("open").as_bool());
  EXPECT_EQ(advisor.call("DELETE", address, "").status, 404);
  // Accepted as weakened is not accepted as contradicted.
  EXPECT_EQ(accept(advisor, line(check(), "Geen gif"), "Zo gewild.").status, 201);
  read("PvE groenonderhoud v2.txt", "Eisen\n\nHet gebruik van chemische middelen voor onkruidbestrijding is toegestaan.\n");
  now = check();
  EXPECT_EQ(outcome(now, "Geen gif"), "contradicted");
  EXPECT_TRUE(line(now, "Geen gif").at("open").as_bool());
  EXPECT_EQ(accept(advisor, gone, "Nog eens.").status, 201) << "this one is still absent";
  EXPECT_EQ(accept(advisor, line(before, "Geen gif"), "Zo gewild.").status, 409) << "seen as it no longer is";
  auto member = server.client();
  member.sign_in("board_member");
  EXPECT_EQ(accept(member, gone, "Mag niet.").status, 403);
  EXPECT_EQ(member.get("/purchases/" + id + "/document-check").status, 200);
}

TEST_F(DocumentChecks, keep_what_people_say_of_findings_as_rows_to_learn_from) {
  const std::string document = read("PvE groenonderhoud.txt", better);
  const json::array findings = advisor.get("/documents/" + document + "/findings").json().at("items").as_array();
  ASSERT_FALSE(findings.empty());
  const json::value found = findings.at(0);
  json::object said{{"passage", found.at("passage")},
                    {"theme", found.at("theme")},
                    {"instrument", found.at("instrument")},
                    {"verdict", "right"},
                    {"quote", found.at("quote")}};
  const std::string address = "/documents/" + document + "/judgements";
  const auto first = advisor.post(address, json::dump(said));
  ASSERT_EQ(first.status, 201) << first.body;
  said["verdict"] = "missed";
  EXPECT_EQ(advisor.post(address, json::dump(said)).status, 409) << "what was found was not missed";
  said["verdict"] = "wrong";
  EXPECT_EQ(advisor.post(address, json::dump(said)).status, 201) << "thought again";
  said["quote"] = "Dit staat er niet.";
  EXPECT_EQ(advisor.post(address, json::dump(said)).status, 400);
  const json::array kept = advisor.get(address).json().at("items").as_array();
  ASSERT_EQ(kept.size(), 1U) << "the last word counts";
  EXPECT_EQ(kept.at(0).at("verdict").as_string(), "wrong");
  EXPECT_FALSE(kept.at(0).at("engine").as_string().empty());
  // As rows: of a sentence without a theme nobody learns an instrument.
  auto keeper = server.client();
  keeper.sign_in("impact_advisor");
  const auto table = keeper.get("/finding-judgements");
  ASSERT_EQ(table.status, 200);
  EXPECT_TRUE(table.body.starts_with("text\tthemes\tinstrument\tfigure\tsource\tkind\n"));
  const std::string quote(found.at("quote").as_string());
  const auto row = table.body.find(quote + "\t");
  const bool alone =
      std::count_if(findings.begin(), findings.end(), [&](const auto& each) { return each.at("quote").as_string() == quote; }) == 1;
  if (alone) EXPECT_EQ(table.body.substr(row, quote.size() + 7), quote + "\tnone\t\t");
  else EXPECT_EQ(row, std::string::npos) << "not every finding of it was judged";
  EXPECT_EQ(holder.get("/finding-judgements").status, 403);
  const std::string judgement(kept.at(0).at("id").as_string());
  EXPECT_EQ(advisor.call("DELETE", "/api/v1" + address + "/" + judgement, "").status, 204);
  EXPECT_TRUE(advisor.get(address).json().at("items").as_array().empty());
}

}  // namespace
}  // namespace tenzij::dossier
