#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "notices/views.h"
#include "platform/base/files.h"
#include "tests/support/server.h"
#include "tests/support/zip.h"

namespace tenzij::notices {
namespace {

using testing::TestServer;

const std::filesystem::path home = TENZIJ_HOME;
const std::filesystem::path shared = home.parent_path() / "shared" / "data";

std::string fixture(const std::string& name) { return read_file(home / "tests" / "fixtures" / name); }

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

Notice one(const std::string& content) {
  std::optional<Notice> out;
  parse(content, [&](Notice&& notice, std::string_view) { out = std::move(notice); });
  return *out;
}

std::string rejection(const std::string& content) {
  try {
    parse(content, [](Notice&&, std::string_view) {});
  } catch (const Rejected& fault) {
    return fault.code;
  }
  return "";
}

TEST(Eforms, is_read_with_its_fields_places_and_declarations) {
  const Notice notice = one(fixture("eforms-call.xml"));
  EXPECT_EQ(notice.title, "Groenonderhoud & bomen") << "Dutch before English";
  EXPECT_EQ(notice.buyers.at(0).name, "Gemeente Proefveld");
  EXPECT_EQ(notice.estimated_cents, 125'000'050);
  EXPECT_EQ(notice.published_on->str(), "2026-03-02");
  EXPECT_EQ(notice.cpv, "77310000");
  EXPECT_EQ(notice.languages, (std::vector<std::string>{"en", "nl"}));
  EXPECT_TRUE(notice.shortcomings.empty());
  ASSERT_EQ(notice.declared.size(), 2U);
  EXPECT_EQ(notice.declared[1].field + notice.declared[1].code + notice.declared[1].lot, "BT-774circ-econLOT-0001");
  const auto award = std::find_if(notice.texts.begin(), notice.texts.end(), [](const Text& text) { return text.field == "BT-540"; });
  ASSERT_NE(award, notice.texts.end());
  EXPECT_EQ(award->weight, 30);
}

TEST(Eforms, what_it_asks_follows_the_fields) {
  const scan::Engine engine(home / "knowledge" / "lexicon");
  std::set<std::string> found;
  for (const auto& finding : scan_notice(engine, one(fixture("eforms-call.xml"))))
    found.insert(finding.source + " " + finding.theme.value_or("-") + " " + finding.instrument + " " + finding.strength);
  EXPECT_EQ(found, (std::set<std::string>{
                       "detected environment specification requirement", "detected environment selection_requirement requirement",
                       "detected social_return contract_clause obligation", "detected environment award_criterion weighted",
                       "declared - specification requirement", "declared circular specification requirement"}));
}

TEST(Ted, is_read_with_its_chain_award_and_weights) {
  const Notice notice = one(fixture("ted-award.xml"));
  EXPECT_EQ(notice.source_id, "000777-2022");
  EXPECT_EQ(notice.procedure_key, "777-2022");
  ASSERT_EQ(notice.references.size(), 1U);
  EXPECT_EQ(notice.references[0].target, "555-2021") << "the call it refers to";
  EXPECT_EQ(notice.stage, Stage::result);
  EXPECT_EQ(notice.nature, "works");
  EXPECT_EQ(notice.procedure_type, "restricted");
  EXPECT_EQ(notice.awarded_cents, 290'000'000);
  EXPECT_EQ(notice.tenders_received, 4);
  EXPECT_EQ(notice.winners.at(0).size, "sme");
  const scan::Engine engine(home / "knowledge" / "lexicon");
  std::set<std::string> themes;
  for (const auto& finding : scan_notice(engine, notice)) themes.insert(*finding.theme);
  EXPECT_EQ(themes, (std::set<std::string>{"circular", "climate"})) << "the buyer's main activity is no finding";
}

TEST(Ocds, reads_packages_records_single_releases_and_lines) {
  const std::string release =
      R"({"ocid":"ocds-1","id":"a","date":"2026-01-02T00:00:00Z","language":"nl","tag":["tender"],"buyer":{"name":"G"},"tender":{"title":"T","items":[{"classification":{"scheme":"CPV","id":"45000000"}}],"sustainability":[{"goal":"social.disadvantagedEmploymentOpportunities","strategies":[]}]}})";
  EXPECT_EQ(one(release).procedure_key, "ocds-1");
  EXPECT_EQ(one(release).declared.at(1).code, "opp");
  EXPECT_EQ(one(R"({"releases":[)" + release + "]}").source_id, "ocds-1/a");
  EXPECT_EQ(one(R"({"records":[{"ocid":"ocds-1","compiledRelease":)" + release + "}]}").title, "T");
  int lines = 0;
  parse(release + "\n" + release + "\n", [&](Notice&&, std::string_view) { ++lines; });
  EXPECT_EQ(lines, 2);
  lines = 0;
  EXPECT_THROW(parse(release + "\n{broken\n" + release, [&](Notice&&, std::string_view) { ++lines; }), Rejected);
  EXPECT_EQ(lines, 2) << "the good lines are kept";
}

TEST(WrongFiles, each_has_its_reason) {
  EXPECT_EQ(rejection(""), "emptyFile");
  EXPECT_EQ(rejection("hello"), "unknownFormat");
  EXPECT_EQ(rejection("<a><b></a>"), "xmlBroken");
  EXPECT_EQ(rejection("<Invoice/>"), "otherXml");
  EXPECT_EQ(rejection(fixture("eforms-call.xml").substr(0, 3000)), "xmlTruncated");
  EXPECT_EQ(rejection("<!DOCTYPE a [<!ENTITY x \"" + std::string(100, 'y') + "\">]><a>&x;</a>"), "xmlDoctype");
  std::string deep;
  for (int i = 0; i < 5000; ++i) deep += "<a>";
  EXPECT_EQ(rejection(deep), "xmlTooDeep");
  EXPECT_EQ(rejection("{\"a\":1}"), "notOcds");
  EXPECT_EQ(rejection("{\"a\":"), "jsonBroken");
  EXPECT_EQ(rejection(std::string(30, '[')), "jsonBroken");
  EXPECT_EQ(rejection("<TED_EXPORT DOC_ID=\"x\"></TED_EXPORT>"), "tedWithoutForm");
  EXPECT_EQ(rejection("<ContractNotice>\xff\xff</ContractNotice>"), "wrongEncoding");
  EXPECT_EQ(rejection("<" + std::string(limits::notice_file_bytes, 'x')), "fileTooLarge");
}

TEST(WrongFiles, latin1_that_says_so_is_read) {
  std::string content = replaced(fixture("ted-award.xml"), "UTF-8", "ISO-8859-1");
  content = replaced(content, "Dorpsstraat", "Caf\xe9straat");
  EXPECT_EQ(one(content).title, "Reconstructie Caféstraat");
}

// Every cut and every flipped byte of the fixtures: an answer or a reason, never a crash.
TEST(WrongFiles, no_damage_breaks_the_readers) {
  for (const char* name : {"eforms-call.xml", "ted-award.xml"}) {
    const std::string good = fixture(name);
    for (std::size_t at = 1; at < good.size(); at += 7) {
      static_cast<void>(rejection(good.substr(0, at)));
      std::string bad = good;
      bad[at] = static_cast<char>(bad[at] ^ 0x15);
      static_cast<void>(rejection(bad));
    }
  }
}

TEST(WrongFiles, no_damage_breaks_the_json_reader) {
  const std::string demo = read_file(home / "knowledge" / "demo" / "noorderveen" / "notices.jsonl");
  const std::string good = demo.substr(0, demo.find('\n'));
  for (std::size_t at = 1; at < good.size(); ++at) {
    static_cast<void>(rejection(good.substr(0, at)));
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 0x15);
    static_cast<void>(rejection(bad));
  }
}

std::string unpacked(const std::string& zip) {
  std::string names;
  try {
    unpack({"a.zip", zip}, [&](SourceFile&& file) { names += file.name + ";"; });
  } catch (const Rejected& fault) {
    return fault.code;
  }
  return names;
}

TEST(Zip, gives_its_files_and_leaves_what_systems_add) {
  EXPECT_EQ(unpacked(testing::zip({{"b.xml", "<a/>"}, {"map/c.xml", "<a/>"}, {"__MACOSX/b.xml", "x"}, {"map/.DS_Store", "x"}})),
            "a.zip/b.xml;a.zip/map/c.xml;");
}

TEST(Zip, bombs_and_damage_are_refused) {
  EXPECT_EQ(unpacked(testing::zip({{"bomb.xml", std::string(20'000'000, ' ')}})), "zipBomb");
  EXPECT_EQ(unpacked("PK\x03\x04 and then nothing"), "zipBroken");
  const std::string good = testing::zip({{"b.xml", fixture("ted-award.xml")}});
  for (std::size_t at = 4; at < good.size(); at += 3) static_cast<void>(unpacked(good.substr(0, at)));
}

class Intake : public ::testing::Test {
 protected:
  TestServer server;

  Report import(std::vector<SourceFile> files) {
    std::size_t at = 0;
    return import_files(
        server.pool(), server.actor(), {server.application().readers(), server.application().engine(), [this] { return server.now(); }},
        [&]() -> std::optional<SourceFile> { return at < files.size() ? std::optional(files[at++]) : std::nullopt; }, [](std::int64_t) {});
  }

  std::string current_titles() {
    db::Session session(server.pool(), server.actor());
    return session
        .scalar<std::string>(
            R"sql(
SELECT string_agg(title || ':' || version, ',' ORDER BY version)
  FROM notices.notice
 WHERE current
   AND procedure_key LIKE '2222%'
)sql")
        .value_or("");
  }
};

TEST_F(Intake, again_changes_nothing_and_one_wrong_file_stops_nothing) {
  const std::vector<SourceFile> files{{"a.xml", fixture("eforms-call.xml")}, {"b.xml", "<broken"}, {"c.xml", fixture("ted-award.xml")}};
  Report report = import(files);
  EXPECT_EQ(report.files, 3);
  EXPECT_EQ(report.imported, 2);
  ASSERT_EQ(report.rejected.size(), 1U);
  EXPECT_EQ(report.rejected[0].file, "b.xml");
  db::Connection owner = server.owner();
  const auto audited = owner.query("SELECT count(*) FROM audit.entry").get<std::int64_t>(0, 0);
  report = import(files);
  EXPECT_EQ(report.unchanged, 2);
  EXPECT_EQ(owner.query("SELECT count(*) FROM audit.entry").get<std::int64_t>(0, 0), audited) << "unchanged files wrote something";
}

TEST_F(Intake, a_newer_version_is_current_whatever_the_order) {
  const std::string first = fixture("eforms-call.xml");
  const std::string second = replaced(first, "<cbc:VersionID>01", "<cbc:VersionID>02");
  import({{ "2.xml", second }});
  EXPECT_EQ(import({{"1.xml", first}}).updated, 1);
  EXPECT_EQ(current_titles(), "Groenonderhoud & bomen:02");
}

TEST_F(Intake, a_change_notice_supersedes_what_it_changes) {
  import({{ "1.xml", fixture("eforms-call.xml") }});
  std::string change = replaced(fixture("eforms-call.xml"), "11111111-1111-4111-8111-111111111111", "33333333-3333-4333-8333-333333333333");
  change = replaced(change, "<efac:NoticeSubType>",
                    "<efac:Changes><efbc:ChangedNoticeIdentifier>11111111-1111-4111-8111-111111111111-01</efbc:ChangedNoticeIdentifier></"
                    "efac:Changes><efac:NoticeSubType>");
  change = replaced(change, "Groenonderhoud &amp; bomen", "Groen, gewijzigd");
  EXPECT_EQ(import({{"2.xml", change}}).updated, 1);
  EXPECT_EQ(current_titles(), "Groen, gewijzigd:01");
  // The other way round: the changed notice comes in after the one that changes it.
  server.owner().query("DELETE FROM notices.notice WHERE procedure_key LIKE '2222%'");
  import({{ "2.xml", change }});
  import({{ "1.xml", fixture("eforms-call.xml") }});
  EXPECT_EQ(current_titles(), "Groen, gewijzigd:01");
  db::Session session(server.pool(), server.actor());
  EXPECT_EQ(session.scalar<int>("SELECT count(*) FROM notices.notice WHERE procedure_key LIKE '2222%'"), 2) << "history stays";
}

TEST_F(Intake, an_anonymous_notice_comes_in_with_its_shortcoming) {
  const Report report =
      import({{"x.xml", "<ContractAwardNotice><NoticeTypeCode listName=\"result\">can-standard</NoticeTypeCode></ContractAwardNotice>"}});
  EXPECT_EQ(report.partly, 1);
  EXPECT_TRUE(std::any_of(report.shortcomings.begin(), report.shortcomings.end(),
                          [](const Problem& each) { return each.reason == "lacksIdentifier"; }));
}

TEST_F(Intake, the_real_files_all_come_in) {
  if (!std::filesystem::exists(shared / "notices")) GTEST_SKIP() << "the real notices are not on this machine";
  std::vector<SourceFile> files;
  for (const char* folder : {"notices", "ocds"})
    for (const auto& entry : std::filesystem::recursive_directory_iterator(shared / folder))
      if (entry.is_regular_file()) files.push_back({entry.path().filename().string(), read_file(entry.path())});
  const Report report = import(files);
  EXPECT_EQ(report.files, static_cast<std::int64_t>(files.size()));
  for (const auto& each : report.rejected) ADD_FAILURE() << each.file << " " << each.reason;
  EXPECT_EQ(import(files).unchanged, report.files);
}

TEST_F(Intake, an_upload_becomes_a_job_with_a_report) {
  auto client = server.client();
  client.sign_in("impact_advisor");
  const auto started = client.upload({{"a.xml", fixture("eforms-call.xml")}, {"wrong.xml", "<!DOCTYPE x><x/>"}});
  ASSERT_EQ(started.status, 202) << started.body;
  const json::value job = server.wait_for_job(client, std::string(started.json().at("jobId").as_string()));
  EXPECT_EQ(job.at("state").as_string(), "done");
  EXPECT_EQ(job.at("report").at("imported").as_int64(), 1);
  EXPECT_EQ(job.at("report").at("rejected").at(0).at("code").as_string(), "xmlDoctype");
  db::Session session(server.pool(), server.actor());
  EXPECT_EQ(session.scalar<int>("SELECT count(*) FROM notices.upload"), 0) << "files stay behind";
}

TEST_F(Intake, a_decision_survives_a_new_scan_and_can_be_taken_back) {
  import({{ "a.xml", fixture("eforms-call.xml") }});
  auto client = server.client();
  client.sign_in("impact_advisor");
  const json::value page = client.get("/notices?whose=other&search=proefveld%20groenonderhoud").json();
  ASSERT_EQ(page.at("total").as_int64(), 1) << json::dump(page);
  const std::string id(page.at("items").at(0).at("id").as_string());
  const json::value detail = client.get("/notices/" + id).json();
  const std::string fingerprint(detail.at("findings").at(0).at("fingerprint").as_string());
  const std::string path = "/api/v1/notices/" + id + "/decisions/" + fingerprint;
  EXPECT_EQ(client.call("PUT", path, R"({"verdict":"rejected","reason":" "})").status, 400) << "a rejection needs a reason";
  EXPECT_EQ(client.call("PUT", path, R"({"verdict":"rejected","reason":"Gaat over iets anders"})").status, 200);
  server.owner().query("UPDATE notices.notice SET scan_version = 'old'");
  import({{ "a.xml", fixture("eforms-call.xml") }});
  EXPECT_EQ(client.get("/notices/" + id).json().at("findings").at(0).at("decision").at("verdict").as_string(), "rejected");
  EXPECT_EQ(client.call("DELETE", path).status, 204);
  EXPECT_TRUE(client.get("/notices/" + id).json().at("findings").at(0).at("decision").is_null());
  EXPECT_EQ(client.call("DELETE", path).status, 404);
}

TEST_F(Intake, two_people_judge_at_once_and_no_judgement_is_lost) {
  import({{ "a.xml", fixture("eforms-call.xml") }});
  auto first = server.client();
  first.sign_in("impact_advisor");
  const json::value page = first.get("/notices?whose=other&search=proefveld%20groenonderhoud").json();
  const std::string id(page.at("items").at(0).at("id").as_string());
  const json::value detail = first.get("/notices/" + id).json();
  const std::string path = "/api/v1/notices/" + id + "/decisions/" + std::string(detail.at("findings").at(0).at("fingerprint").as_string());
  // The same person from many tabs at once: each is answered, one decision is in force.
  std::vector<std::thread> tabs;
  std::atomic<int> done{0};
  for (int i = 0; i < 6; ++i)
    tabs.emplace_back([&] {
      auto tab = server.client();
      tab.cookie = first.cookie;
      if (tab.call("PUT", path, R"({"verdict":"confirmed","reason":""})").status == 200) ++done;
    });
  for (auto& tab : tabs) tab.join();
  EXPECT_EQ(done, 6);
  EXPECT_EQ(server.owner().query("SELECT count(*) FROM notices.decision WHERE withdrawn_at IS NULL").get<int>(0, 0), 1);
  auto second = server.client();
  second.sign_in("procurement_advisor");
  const auto refused = second.call("PUT", path, R"({"verdict":"rejected","reason":"Gaat niet over milieu"})");
  EXPECT_EQ(refused.status, 409);
  EXPECT_NE(refused.body.find("Noor Hasselt"), std::string::npos);
}

TEST_F(Intake, the_original_comes_back_byte_for_byte) {
  import({{ "a.xml", fixture("eforms-call.xml") }});
  auto client = server.client();
  client.sign_in("director");
  const std::string id(client.get("/notices?whose=other&search=proefveld%20groenonderhoud").json().at("items").at(0).at("id").as_string());
  const auto original = client.get("/notices/" + id + "/original");
  EXPECT_EQ(original.body, std::string(text::trim(fixture("eforms-call.xml"))));
  EXPECT_NE(original.header("content-disposition").find("a.xml"), std::string::npos);
}

}  // namespace
}  // namespace tenzij::notices
