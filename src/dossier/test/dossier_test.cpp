// The documents of a purchase over HTTP: sent, read in the reader, kept, changed and put away. The inputs of the trials are read where
// they are; without them the fixtures carry the kinds.
#include <gtest/gtest.h>

#include "dossier/store.h"
#include "platform/base/files.h"
#include "platform/documents/test/packed.h"
#include "tests/support/server.h"

namespace tenzij::dossier {
namespace {

namespace fs = std::filesystem;
using documents::testing::docx_of;
using documents::testing::paragraph;
using documents::testing::zip_of;

const char* const demand =
    "De opdrachtnemer besteedt ten minste 5% van de opdrachtsom aan de inzet van mensen met een afstand tot de arbeidsmarkt.";

class Dossier : public ::testing::Test {
 protected:
  testing::TestServer server;
  testing::Client advisor = server.client();
  testing::Client reader = server.client();
  std::string purchase;

  void SetUp() override {
    advisor.sign_in("procurement_advisor");
    reader.sign_in("council_member");
    db::Session session(server.pool(), server.actor());
    purchase = session.scalar<Uuid>("SELECT id FROM purchase.purchase WHERE NOT small ORDER BY reference LIMIT 1").value().str();
  }

  testing::Answer send(testing::Client& who, const std::string& name, const std::string& content, const std::string& more = {}) {
    const std::string body = more + "--edge\r\nContent-Disposition: form-data; name=\"files\"; filename=\"" + name +
                             "\"\r\nContent-Type: application/octet-stream\r\n\r\n" + content + "\r\n--edge--\r\n";
    return who.call("POST", "/api/v1/purchases/" + purchase + "/documents", body, {}, "multipart/form-data; boundary=edge");
  }
  static std::string field(const std::string& name, const std::string& value) {
    return "--edge\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
  }
  // Sent and read; its id.
  std::string added(const std::string& name, const std::string& content, const std::string& more = {}) {
    const auto answer = send(advisor, name, content, more);
    EXPECT_EQ(answer.status, 202) << answer.body;
    const json::value first = answer.json().at("items").as_array().at(0);
    EXPECT_EQ(server.wait_for_job(advisor, std::string(first.at("jobId").as_string())).at("state").as_string(), "done");
    return std::string(first.at("id").as_string());
  }
  json::value of(const std::string& id, const std::string& what = {}) {
    const auto answer = reader.get("/documents/" + id + what);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.json();
  }
  json::array list(const std::string& query = {}) {
    return reader.get("/purchases/" + purchase + "/documents" + query).json().at("items").as_array();
  }
  std::set<std::string> themes(const std::string& id) {
    std::set<std::string> out;
    const json::array findings = of(id, "/findings").at("items").as_array();
    for (const json::value& each : findings) out.emplace(each.at("theme").as_string());
    return out;
  }
};

TEST_F(Dossier, a_document_is_read_and_kept_with_its_text_and_findings) {
  const auto before = list().size();
  const std::string content = docx_of(paragraph("Contract", R"(<w:outlineLvl w:val="0"/>)") + paragraph(demand) +
                                      R"(<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Alle bestelbussen zijn emissievrij.</w:t></w:r></w:p>)");
  const std::string id = added("Concept-overeenkomst.docx", content);
  const json::value seen = of(id);
  EXPECT_EQ(seen.at("state").as_string(), "read");
  EXPECT_EQ(seen.at("kind").as_string(), "draft_agreement");
  EXPECT_EQ(seen.at("title").as_string(), "Concept-overeenkomst");
  EXPECT_EQ(seen.at("format").as_string(), "docx");
  EXPECT_EQ(seen.at("hidden").as_int64(), 1);
  EXPECT_EQ(seen.at("findings").as_int64(), 1);
  EXPECT_TRUE(seen.at("newest").as_bool());
  EXPECT_EQ(list().size(), before + 1);

  const json::array passages = of(id, "/passages").at("items").as_array();
  ASSERT_EQ(passages.size(), 3U);
  EXPECT_EQ(passages[1].at("heading").as_array().at(0).as_string(), "Contract");
  EXPECT_TRUE(passages[2].at("hidden").as_bool());
  const json::array findings = of(id, "/findings").at("items").as_array();
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].at("theme").as_string(), "social_return");
  EXPECT_EQ(findings[0].at("passage").as_int64(), 1);
  EXPECT_EQ(findings[0].at("start").as_int64(), 0);
  EXPECT_EQ(findings[0].at("figure").at("value").to_number<double>(), 5);
  EXPECT_EQ(of(id, "/findings?theme=climate").at("items").as_array().size(), 0U);
  EXPECT_EQ(reader.get("/documents/" + id + "/original").body, content);
  EXPECT_NE(reader.get("/documents/" + id + "/original").head.find("sandbox"), std::string::npos);
  EXPECT_EQ(send(reader, "a.txt", "x").status, 403);
}

TEST_F(Dossier, a_newer_file_is_the_next_version_unless_somebody_says_otherwise) {
  const std::string first = added("Eisen berm.txt", demand);
  const std::string second = added("Eisen berm v2.txt", std::string(demand) + "\n\nPapier is gerecycled.", field("kind", "annex"));
  EXPECT_EQ(of(second).at("seriesId"), of(first).at("seriesId"));
  EXPECT_EQ(of(second).at("number").as_int64(), 2);
  EXPECT_EQ(of(second).at("kind").as_string(), "annex");
  EXPECT_TRUE(of(second).at("newest").as_bool());
  EXPECT_FALSE(of(first).at("newest").as_bool());
  const std::string third = added("heel anders.txt", demand, field("versionOf", second) + field("title", "Eisen van de berm"));
  EXPECT_EQ(of(third).at("number").as_int64(), 3);
  EXPECT_EQ(of(third).at("title").as_string(), "Eisen van de berm");

  const json::object apart{{"title", "Los"}, {"kind", "other"}, {"versionOf", nullptr}};
  const std::string version = "If-Match: \"" + std::to_string(of(second).at("version").as_int64()) + "\"\r\n";
  const auto changed = advisor.call("PUT", "/api/v1/documents/" + second, json::dump(apart), version);
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(changed.json().at("number").as_int64(), 1);
  EXPECT_NE(changed.json().at("seriesId"), of(first).at("seriesId"));
  EXPECT_EQ(advisor.call("PUT", "/api/v1/documents/" + second, json::dump(apart), version).status, 412);
  EXPECT_EQ(send(advisor, "a.txt", "x", field("versionOf", purchase)).status, 400);

  EXPECT_EQ(advisor.call("PUT", "/api/v1/documents/" + third + "/archiving").status, 204);
  EXPECT_TRUE(of(first).at("newest").as_bool()) << "what is put away does not count";
  EXPECT_EQ(list("?archived=true").size(), 1U);
  EXPECT_EQ(advisor.remove("/documents/" + third + "/archiving").status, 204);
  EXPECT_TRUE(of(third).at("newest").as_bool());
}

TEST_F(Dossier, what_cannot_be_read_says_why_and_is_not_kept) {
  const std::string id = added("geheim.docx", docx_of("").substr(0, 200));
  const json::value seen = of(id);
  EXPECT_EQ(seen.at("state").as_string(), "refused");
  EXPECT_FALSE(seen.at("reason").as_string().empty());
  EXPECT_EQ(reader.get("/documents/" + id + "/original").status, 404);
  EXPECT_EQ(of(added("a.rar", "Rar!\x1A\x07 xx")).at("refusal").as_string(), "documentArchive");
  EXPECT_EQ(of(added("s.pdf", read_file(fs::path(TENZIJ_HOME) / "tests" / "fixtures" / "scanned.pdf"))).at("refusal").as_string(),
            "documentScanned");
  EXPECT_EQ(send(advisor, "leeg.txt", "").status, 400);
}

TEST_F(Dossier, a_zip_makes_place_for_its_documents) {
  const auto before = list().size();
  const std::string nested = zip_of({{"c.txt", "Diep."}});
  const std::string zip =
      added("stukken.zip",
            zip_of({{"eisen/PvE.txt", demand}, {"bijlage.txt", "Facturen per mail."}, {"los/bijlage.txt", "Ook."}, {"x.zip", nested}}));
  EXPECT_EQ(reader.get("/documents/" + zip).status, 404);
  const json::array items = list();
  ASSERT_EQ(items.size(), before + 4);
  std::map<std::string, json::value> by_name;
  for (const json::value& each : items)
    if (each.at("packedIn").is_string()) by_name[std::string(each.at("fileName").as_string())] = each;
  ASSERT_EQ(by_name.size(), 4U);
  EXPECT_EQ(by_name["eisen/PvE.txt"].at("kind").as_string(), "requirements");
  EXPECT_EQ(by_name["eisen/PvE.txt"].at("findings").as_int64(), 1);
  EXPECT_EQ(by_name["x.zip"].at("refusal").as_string(), "documentNested");
  EXPECT_NE(by_name["bijlage.txt"].at("seriesId"), by_name["los/bijlage.txt"].at("seriesId")) << "two of one name in one zip";
  EXPECT_EQ(reader.get("/documents/" + std::string(by_name["eisen/PvE.txt"].at("id").as_string()) + "/original").body, demand);
  // The same zip again: the next version of each.
  added("stukken.zip", zip_of({{"eisen/PvE.txt", "Papier is gerecycled."}}));
  std::int64_t newest = 0;
  for (const json::value& each : list())
    if (each.at("fileName").as_string() == "eisen/PvE.txt") newest = std::max(newest, each.at("number").as_int64());
  EXPECT_EQ(newest, 2);
}

TEST_F(Dossier, a_new_scan_and_a_new_reader_make_the_texts_again) {
  const std::string id = added("eisen.docx", docx_of(paragraph(demand)));
  {
    db::Connection owner = server.owner();
    owner.query("DELETE FROM dossier.finding");
    owner.query("UPDATE dossier.document SET scan_version = 'older' WHERE id = $1", id);
  }
  const auto again = [&] {
    db::Session session(server.pool(), server.actor());
    EXPECT_TRUE(enqueue_rescan(session, server.application().engine(), server.now()));
    const auto job =
        session.scalar<Uuid>("SELECT id FROM jobs.job WHERE kind = 'dossier.rescan' ORDER BY created_at DESC, id DESC LIMIT 1");
    session.commit();
    server.application().runner().wake();
    EXPECT_EQ(server.wait_for_job(advisor, job.value().str()).at("state").as_string(), "done");
  };
  again();
  EXPECT_EQ(themes(id), std::set<std::string>{"social_return"});
  {
    db::Connection owner = server.owner();
    owner.query("DELETE FROM dossier.finding");
    owner.query("DELETE FROM dossier.passage");
    owner.query("UPDATE dossier.document SET reader = 0 WHERE id = $1", id);
  }
  server.pass(std::chrono::seconds(1));
  again();
  EXPECT_EQ(themes(id), std::set<std::string>{"social_return"});
  db::Session session(server.pool(), server.actor());
  EXPECT_FALSE(enqueue_rescan(session, server.application().engine(), server.now())) << "nothing is old";
}

TEST_F(Dossier, what_was_stopped_can_be_read_after_all) {
  Uuid id;
  {
    // No thread takes it before this ends.
    db::Session session(server.pool(), server.actor());
    id = add_document(session, {Uuid::parse(purchase).value(), "eisen.txt", demand}, server.now());
    stop_reading(session, id, server.now());
    session.commit();
  }
  EXPECT_EQ(of(id.str()).at("state").as_string(), "cancelled");
  const auto again = advisor.call("POST", "/api/v1/documents/" + id.str() + "/reading");
  ASSERT_EQ(again.status, 201) << again.body;
  server.wait_for_job(advisor, std::string(again.json().at("jobId").as_string()));
  EXPECT_EQ(of(id.str()).at("state").as_string(), "read");
  EXPECT_EQ(advisor.call("POST", "/api/v1/documents/" + id.str() + "/reading").status, 409);
}

// --- The trials ---------------------------------------------------------------------------------------------------------

struct Wanted {
  const char* file;
  std::set<std::string> themes;
  std::int64_t findings;  // 0: any number
};

TEST_F(Dossier, trials) {
  const fs::path folder = fs::path(TENZIJ_HOME) / ".." / "shared" / "data" / "trials";
  if (!fs::exists(folder)) GTEST_SKIP() << "the trials are not on this machine";
  const std::set<std::string> social{"social_return"};
  const std::vector<Wanted> all{{"12-language-per-document/tekst.txt", social, 0},
                                {"13-unicode-forms/tekst.txt", {"social_return", "climate"}, 0},
                                {"14-broken-words/tekst.pdf", social, 1},
                                {"15-boxes-and-tables/tekst.docx", {"social_return", "climate"}, 2},
                                {"16-running-headers/tekst.pdf", {"social_return", "climate"}, 0},
                                {"19-repacked-office/anders.docx", social, 1},
                                {"19-repacked-office/herpakt.odt", social, 1},
                                {"22-plain-text/lijst.txt", {"social_return", "circular"}, 2},
                                {"22-plain-text/utf16.txt", social, 1},
                                {"23-web-page/pagina.html", social, 1},
                                {"34-two-columns/t.pdf", {"circular"}, 1},
                                {"35-rotated-page/t.pdf", social, 1},
                                {"39-notes-in-word/tekst.docx", social, 1},
                                {"41-text-nobody-sees/t.pdf", {}, 0},
                                {"44-thousands-marks/eis.txt", social, 1}};
  documents::testing::Parts packed;
  for (const Wanted& each : all) packed.emplace_back(each.file, read_file(folder / each.file));
  added("proeven.zip", zip_of(packed));
  std::map<std::string, json::value> by_name;
  for (const json::value& each : list()) by_name[std::string(each.at("fileName").as_string())] = each;
  for (const Wanted& each : all) {
    SCOPED_TRACE(each.file);
    ASSERT_TRUE(by_name.contains(each.file));
    const json::value& seen = by_name[each.file];
    ASSERT_EQ(seen.at("state").as_string(), "read") << json::dump(seen);
    EXPECT_EQ(themes(std::string(seen.at("id").as_string())), each.themes);
    EXPECT_TRUE(each.findings == 0 || seen.at("findings").as_int64() == each.findings) << json::dump(seen);
  }
  EXPECT_EQ(by_name["41-text-nobody-sees/t.pdf"].at("hidden").as_int64(), 1);
  const std::string broken(by_name["14-broken-words/tekst.pdf"].at("id").as_string());
  const json::value found = of(broken, "/findings").at("items").as_array().at(0);
  const json::value passage = of(broken, "/passages").at("items").as_array().at(static_cast<std::size_t>(found.at("passage").as_int64()));
  EXPECT_NE(passage.at("text").as_string().find("arbeidsmarkt"), std::string::npos);
  EXPECT_EQ(passage.at("page").as_int64(), 1);
  EXPECT_TRUE(passage.at("box").is_object());
}

}  // namespace
}  // namespace tenzij::dossier
