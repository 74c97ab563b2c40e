// A register of contracts in and out: suppliers by their number, a zero that was lost, the same again, and the whole taken back.
#include "contract/contract.h"
#include "contract/test/fixture.h"

namespace tenzij::contract {
namespace {

class ContractImports : public Contracts {
 protected:
  db::Connection owner = server.owner();
  const std::string path = "/imports/contracts";

  std::string put_aside(const std::string& content) {
    const auto answer = manager.call(
        "POST", "/api/v1" + path,
        "--edge\r\nContent-Disposition: form-data; name=\"files\"; filename=\"register.csv\"\r\n\r\n" + content + "\r\n--edge--\r\n", {},
        "multipart/form-data; boundary=edge");
    EXPECT_EQ(answer.status, 202) << answer.body;
    return answer.status == 202 ? std::string(answer.json().at("id").as_string()) : "";
  }
  json::value preview(const std::string& id) { return get(manager, path + "/" + id); }
  static std::int64_t number(const json::value& shown, const char* name) { return shown.at("counts").at(name).as_int64(); }
  json::value run(const std::string& id, const std::string& what) {
    const auto answer = manager.post(path + "/" + id + "/" + what, "");
    EXPECT_EQ(answer.status, 202) << answer.body;
    if (answer.status != 202) return nullptr;
    return server.wait_for_job(manager, std::string(answer.json().at("jobId").as_string()));
  }
  std::int64_t count(const std::string& sql) { return owner.query("SELECT count(*) FROM " + sql).get<std::int64_t>(0, 0); }
  json::value found(const std::string& title) {
    const json::value all = get(manager, "/contracts?search=" + title);
    EXPECT_EQ(all.at("items").as_array().size(), 1U) << title;
    return get(manager, "/contracts/" + std::string(all.at("items").at(0).at("id").as_string()));
  }
  static constexpr const char* file =
      "nummer;titel;leverancier;kvk;waarde;ingangsdatum;einddatum;afdeling;contractmanager\n"
      "I-1;Zoutstrooien;Kwast BV;01234567;120000;01-01-2026;31-12-2028;Openbare ruimte;contract_manager\n"
      "I-2;Gladheidsmeting;Kwast B.V.;01234567;45000;01-03-2026;28-02-2027;;\n"
      "I-3;Sneeuwploegen;Ploeg & Zn;;30000;01-03-2026;;;\n";
};

TEST_F(ContractImports, make_drafts_with_each_supplier_once_and_go_back_as_a_whole) {
  const auto contracts = count("contract.contract");
  const auto parties = count("party.party");
  const std::string id = put_aside(file);
  const json::value shown = preview(id);
  ASSERT_EQ(number(shown, "added"), 3) << json::dump(shown).substr(0, 3000);
  EXPECT_EQ(count("contract.contract"), contracts) << "a preview writes nothing";
  ASSERT_EQ(run(id, "writing").at("state").as_string(), "done");
  EXPECT_EQ(count("contract.contract"), contracts + 3);
  EXPECT_EQ(count("party.party"), parties + 2) << "one number is one supplier, however it is written";
  const json::value first = found("Zoutstrooien");
  EXPECT_EQ(first.at("state").as_string(), "draft");
  EXPECT_EQ(first.at("party").as_string(), "Kwast BV");
  EXPECT_EQ(first.at("valueCents").as_int64(), 120'000'00);
  EXPECT_EQ(first.at("endOn").as_string(), "2028-12-31");
  EXPECT_EQ(first.at("managerId").as_string(), person("contract_manager"));
  EXPECT_EQ(first.at("unit").as_string(), "Openbare ruimte");
  EXPECT_EQ(count("party.party WHERE kvk = '01234567'"), 1) << "a number is text, with its zero";
  ASSERT_EQ(run(id, "undoing").at("state").as_string(), "done");
  EXPECT_EQ(count("contract.contract"), contracts);
  EXPECT_EQ(count("party.party"), parties) << "suppliers that were made for them go along";
}

TEST_F(ContractImports, the_same_again_changes_only_what_changed) {
  ASSERT_EQ(run(put_aside(file), "writing").at("state").as_string(), "done");
  std::string again = file;
  EXPECT_EQ(number(preview(put_aside(again)), "same"), 3);
  again.replace(again.find("45000"), 5, "46000");
  const std::string id = put_aside(again);
  const json::value shown = preview(id);
  EXPECT_EQ(number(shown, "same"), 2);
  EXPECT_EQ(number(shown, "changed"), 1) << json::dump(shown).substr(0, 2000);
  ASSERT_EQ(run(id, "writing").at("state").as_string(), "done");
  EXPECT_EQ(found("Gladheidsmeting").at("valueCents").as_int64(), 46'000'00);
  ASSERT_EQ(run(id, "undoing").at("state").as_string(), "done");
  EXPECT_EQ(found("Gladheidsmeting").at("valueCents").as_int64(), 45'000'00);
}

TEST_F(ContractImports, a_number_of_seven_digits_is_asked_about_and_a_value_in_force_is_not_for_a_file) {
  json::value shown = preview(put_aside("titel;leverancier;kvk\nZoutstrooien;Kwast BV;1234567\n"));
  EXPECT_NE(json::dump(shown).find("kvkLostZero"), std::string::npos) << json::dump(shown).substr(0, 2000);
  EXPECT_NE(json::dump(shown).find("\"01234567\""), std::string::npos) << "the zero is proposed";
  EXPECT_EQ(count("party.party WHERE kvk = '01234567'"), 0);
  const std::string id = running();
  shown = preview(put_aside("nummer;titel;waarde\nC-1;Onderhoud plantsoen;999\n"));
  EXPECT_NE(json::dump(shown).find("valueByChange"), std::string::npos) << json::dump(shown).substr(0, 2000);
  EXPECT_EQ(get(manager, "/contracts/" + id).at("valueCents").as_int64(), 1'000'000'00);
}

TEST_F(ContractImports, what_goes_out_is_what_is_shown_and_comes_in_as_the_same) {
  ASSERT_EQ(run(put_aside(file), "writing").at("state").as_string(), "done");
  const auto out = manager.get("/contract-exports?search=Zoutstrooien&format=csv");
  ASSERT_EQ(out.status, 200) << out.body;
  EXPECT_EQ(std::count(out.body.begin(), out.body.end(), '\n'), 2) << out.body;
  EXPECT_NE(out.body.find("01234567"), std::string::npos);
  EXPECT_EQ(number(preview(put_aside(out.body)), "same"), 1) << out.body;
  EXPECT_TRUE(manager.get("/contract-exports?format=xlsx").body.starts_with("PK"));
  const std::string id = running();
  const auto promised = manager.get("/commitment-exports?search=plantsoen&format=csv");
  ASSERT_EQ(promised.status, 200) << promised.body;
  EXPECT_NE(promised.body.find("Emissievrij materieel"), std::string::npos);
  give_rule(id);
  id_of(post(manager, "/contracts/" + id + "/placements", placement()));
  const auto placed = coordinator.get("/placement-exports?search=plantsoen&format=csv");
  ASSERT_EQ(placed.status, 200) << placed.body;
  EXPECT_NE(placed.body.find("M-1"), std::string::npos);
  EXPECT_EQ(holder.get("/placement-exports?format=csv").status, 403) << "who does not look at placements";
}

}  // namespace
}  // namespace tenzij::contract
