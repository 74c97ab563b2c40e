// Evidence over HTTP: what is kept, who sees it, how long.
#include <filesystem>

#include "contract/contract.h"
#include "contract/test/fixture.h"
#include "platform/base/files.h"
#include "platform/process/run.h"
#include "tests/support/attachments.h"

namespace tenzij::contract {
namespace {

class EvidenceRoutes : public Contracts {
 protected:
  testing::Answer add_file(testing::Client& who, const std::string& path, const std::string& name, const std::string& content) {
    const std::string body = "--edge\r\nContent-Disposition: form-data; name=\"files\"; filename=\"" + name +
                             "\"\r\nContent-Type: application/octet-stream\r\n\r\n" + content + "\r\n--edge--\r\n";
    return who.call("POST", "/api/v1" + path + "/evidence", body, {}, "multipart/form-data; boundary=edge");
  }
  std::string added(testing::Client& who, const std::string& path, const std::string& name, const std::string& content) {
    const auto answer = add_file(who, path, name, content);
    EXPECT_EQ(answer.status, 202) << answer.body;
    return answer.status == 202 ? std::string(answer.json().at("id").as_string()) : "";
  }
  json::array evidence(testing::Client& who, const std::string& contract) {
    return get(who, "/contracts/" + contract + "/evidence").at("items").as_array();
  }
  std::string path_of(const std::string& contract, const json::value& moment) {
    return "/contracts/" + contract + "/moments/" + std::string(moment.at("id").as_string());
  }
  std::int64_t count(const std::string& sql) {
    db::Session session(server.pool(), server.actor());
    return session.scalar<std::int64_t>(sql).value_or(-1);
  }
};

TEST_F(EvidenceRoutes, a_file_is_kept_seen_and_taken_away_until_somebody_judged) {
  const std::string id = running();
  const json::value moment = moments(id).at(0);
  const std::string file = added(holder, path_of(id, moment), "metingen geheim-1.csv", "week;uren\n1;36\n2;30\n");
  EXPECT_EQ(step(holder, id, moment, "report", {{"figure", 61}, {"words", ""}}).status, 200);
  json::value seen = evidence(manager, id).at(0);
  EXPECT_EQ(seen.at("kind").as_string(), "csv");
  EXPECT_EQ(seen.at("sizeBytes").as_int64(), 20);
  EXPECT_EQ(seen.at("sha256").as_string(), sha256_hex("week;uren\n1;36\n2;30\n"));
  EXPECT_EQ(seen.at("scan").as_string(), "unscanned") << "no scanner was set";
  EXPECT_TRUE(seen.at("seenName").is_null());
  EXPECT_FALSE(get(manager, "/contracts/" + id + "/evidence").at("scanner").as_bool());

  EXPECT_EQ(holder.get("/evidence/" + file + "/content").body, "week;uren\n1;36\n2;30\n");
  EXPECT_TRUE(evidence(manager, id).at(0).at("seenName").is_null()) << "who reported it is no judge of it";
  const auto opened = manager.get("/evidence/" + file + "/content");
  EXPECT_EQ(opened.header("content-type"), "text/csv");
  EXPECT_TRUE(opened.header("content-disposition").starts_with("attachment")) << opened.header("content-disposition");
  EXPECT_EQ(opened.header("x-content-type-options"), "nosniff");
  EXPECT_NE(opened.head.find("sandbox"), std::string::npos);
  seen = evidence(manager, id).at(0);
  EXPECT_TRUE(seen.at("seenName").is_string());
  const std::string first(seen.at("seenName").as_string());
  EXPECT_EQ(coordinator.get("/evidence/" + file + "/content").status, 200);
  EXPECT_EQ(evidence(manager, id).at(0).at("seenName").as_string(), first) << "the first who judged";

  EXPECT_EQ(holder.call("PUT", "/api/v1/evidence/" + file + "/removal").status, 204);
  EXPECT_TRUE(evidence(manager, id).empty());
  EXPECT_EQ(manager.get("/evidence/" + file + "/content").status, 404);
  EXPECT_EQ(holder.remove("/evidence/" + file + "/removal").status, 204);
  EXPECT_EQ(evidence(manager, id).size(), 1U);
  const json::array all = moments(id);
  const auto reported = std::find_if(all.begin(), all.end(), [&](const json::value& each) { return each.at("id") == moment.at("id"); });
  ASSERT_NE(reported, all.end());
  EXPECT_EQ(step(manager, id, *reported, "judgement", {{"outcome", "verified"}}).status, 200);
  EXPECT_EQ(holder.call("PUT", "/api/v1/evidence/" + file + "/removal").status, 409) << "it was judged with this";
  EXPECT_EQ(add_file(holder, path_of(id, moment), "b.csv", "a;b\n1;2\n").status, 409);
  EXPECT_FALSE(evidence(manager, id).at(0).at("changeable").as_bool());
  EXPECT_GE(count("SELECT count(*) FROM audit.entry WHERE table_name = 'contract.evidence'"), 4) << "added, seen, removed, put back";
  EXPECT_EQ(count("SELECT count(*) FROM audit.entry e WHERE e::text LIKE '%geheim-1%'"), 0) << "the log has no term";
}

TEST_F(EvidenceRoutes, what_is_no_evidence_is_refused_by_its_name) {
  const std::string id = running();
  const std::string path = path_of(id, moments(id).at(0));
  const auto refused = [&](const std::string& name, const std::string& content, const char* code) {
    const auto answer = add_file(manager, path, name, content);
    EXPECT_EQ(answer.status, 400) << name;
    EXPECT_NE(answer.body.find(name), std::string::npos) << answer.body;
    EXPECT_NE(answer.body.find(code), std::string::npos) << answer.body;
  };
  refused("rapport.pdf", std::string("MZ\x90\0\x03", 5), "attachmentProgram");
  refused("bewijs.docx", testing::zip(testing::Parts{{"a.txt", "x"}}), "attachmentArchive");
  refused("macro.xlsx", testing::office("spreadsheetml.sheet.main", {{"xl/vbaProject.bin", "x"}}), "attachmentMacro");
  refused("slot.pdf", testing::small_pdf(true), "attachmentPassword");
  refused("leeg.csv", "", "attachmentEmpty");
  refused("groot.csv", "a;b\n" + std::string(limits::attachment_bytes, '1'), "attachmentTooLarge");
  EXPECT_EQ(count("SELECT count(*) FROM contract.evidence"), 0);
  for (int i = 0; i < limits::attachments_per_report; ++i) added(manager, path, std::to_string(i) + ".csv", "a;b\n1;2\n");
  EXPECT_NE(add_file(manager, path, "te-veel.csv", "a;b\n1;2\n").body.find("attachmentsTooMany"), std::string::npos);
}

TEST_F(EvidenceRoutes, a_photo_of_a_phone_becomes_a_jpeg_that_tells_nothing) {
  const std::string id = running();
  const std::string path = path_of(id, moments(id).at(0));
  const std::string photo = added(manager, path, "foto.jpg", testing::photo());
  EXPECT_EQ(manager.get("/evidence/" + photo + "/content").body.find("Toestel"), std::string::npos);
  const auto folder = std::filesystem::temp_directory_path() / ("tenzij-heic-" + new_id().str());
  std::filesystem::create_directories(folder);
  write_file(folder / "a.png", testing::picture(false));
  const auto made = process::run({"heif-enc", "-o", (folder / "a.heic").string(), (folder / "a.png").string()}, "", {}, process::Path::own);
  if (made.status != 0) GTEST_SKIP() << "no heif-enc on this machine: " << made.err;
  const std::string heic = read_file(folder / "a.heic");
  std::filesystem::remove_all(folder);
  const std::string turned = added(manager, path, "IMG_1.HEIC", heic);
  const json::array all = evidence(manager, id);
  const auto found = std::find_if(all.begin(), all.end(), [&](const json::value& each) { return each.at("id").as_string() == turned; });
  ASSERT_NE(found, all.end());
  EXPECT_EQ(found->at("kind").as_string(), "jpeg");
  EXPECT_EQ(found->at("name").as_string(), "IMG_1.jpg");
  const std::string content = manager.get("/evidence/" + turned + "/content").body;
  EXPECT_TRUE(content.starts_with("\xFF\xD8\xFF") && content.ends_with("\xFF\xD9"));
  EXPECT_EQ(content.find("Exif"), std::string::npos);
  EXPECT_NE(add_file(manager, path, "half.heic", heic.substr(0, heic.size() / 2)).body.find("attachmentDamaged"), std::string::npos);
}

TEST_F(EvidenceRoutes, of_placements_are_for_who_judges) {
  const std::string id = running();
  give_rule(id);
  const std::string line = id_of(post(manager, "/contracts/" + id + "/placements", placement()));
  const std::string file = added(manager, "/placements/" + line, "loonstaat.csv", "week;uren\n1;36\n");
  EXPECT_EQ(evidence(coordinator, id).size(), 1U);
  EXPECT_TRUE(evidence(director, id).empty());
  EXPECT_EQ(director.get("/evidence/" + file + "/content").status, 403);
  const std::string effort =
      id_of(post(manager, "/contracts/" + id + "/efforts", {{"kind", "invoice"}, {"onDay", "2026-02-01"}, {"cents", 100}, {"words", "x"}}));
  added(manager, "/efforts/" + effort, "factuur.pdf", testing::small_pdf());
  EXPECT_EQ(evidence(director, id).size(), 1U);
  EXPECT_EQ(manager.remove("/efforts/" + effort).status, 204) << "reported by mistake: its files go along";
  EXPECT_TRUE(evidence(director, id).empty());
}

TEST_F(EvidenceRoutes, go_with_the_references_after_the_term_and_the_value_stays) {
  const std::string id = running();
  give_rule(id);
  const std::string line = id_of(post(manager, "/contracts/" + id + "/placements", placement("GEHEIM-77")));
  added(manager, "/placements/" + line, "loonstaat.csv", "week;uren\n1;36\n");
  const std::string away = added(manager, "/placements/" + line, "verkeerd.csv", "a;b\n1;2\n");
  EXPECT_EQ(manager.call("PUT", "/api/v1/evidence/" + away + "/removal").status, 204);
  EXPECT_EQ(judge_line(coordinator, line, "verified", 1).status, 200);
  EXPECT_EQ(move(manager, id, "ended").status, 200);
  json::value list = get(manager, "/contracts/" + id + "/evidence");
  EXPECT_EQ(list.at("goesOn").as_string(), "2034-12-31") << "said before it happens";
  EXPECT_EQ(put(manager, "/evidence-settings", {{"months", 6}}, 0).status, 403);
  testing::Client administrator = server.client();
  administrator.sign_in("administrator");
  EXPECT_EQ(put(administrator, "/evidence-settings", {{"months", 0}}, 0).status, 400);
  EXPECT_EQ(put(administrator, "/evidence-settings", {{"months", 6}}, 0).status, 200);
  EXPECT_EQ(get(manager, "/contracts/" + id + "/evidence").at("goesOn").as_string(), "2028-06-30");
  const auto day = [](int year, unsigned month, unsigned which) {
    return Instant{std::chrono::sys_days{std::chrono::year{year} / static_cast<int>(month) / static_cast<int>(which)}};
  };
  const auto tidy = [&](Instant now) {
    db::Session session(server.pool(), server.actor());
    forget_evidence(session, now);
    session.commit();
  };
  tidy(day(2028, 6, 29));
  EXPECT_EQ(count("SELECT count(*) FROM contract.evidence_content"), 1) << "what was taken away went after a day";
  const auto before = social_return(coordinator, id, "2026-12-31");
  tidy(day(2028, 6, 30));
  EXPECT_EQ(count("SELECT count(*) FROM contract.evidence_content"), 0);
  const auto after = social_return(coordinator, id, "2026-12-31");
  EXPECT_EQ(after.at("verified").at("fulfilledCents"), before.at("verified").at("fulfilledCents"));
  EXPECT_GT(after.at("verified").at("fulfilledCents").as_int64(), 0);
  const json::value kept = evidence(manager, id).at(0);
  EXPECT_TRUE(kept.at("name").is_null());
  EXPECT_EQ(kept.at("kind").as_string(), "csv") << "that it was there stays";
  EXPECT_TRUE(get(coordinator, "/contracts/" + id + "/placements").at("items").at(0).at("reference").is_null());
  EXPECT_EQ(count("SELECT count(*) FROM audit.entry e WHERE e::text LIKE '%GEHEIM-77%' OR e::text LIKE '%loonstaat%'"), 0);
}

}  // namespace
}  // namespace tenzij::contract
