// A server with a municipality without notices, what is imported into it, and notices made to measure.
#pragma once

#include <gtest/gtest.h>

#include "notices/views.h"
#include "platform/base/files.h"
#include "tests/support/server.h"

namespace tenzij::notices {
using testing::Client;
using testing::TestServer;

inline const std::filesystem::path home = TENZIJ_HOME;
inline const std::filesystem::path trials = home.parent_path() / "shared" / "data" / "trials";

class Chain : public ::testing::Test {
 protected:
  TestServer server;
  Client client = server.client();
  void SetUp() override {
    server.owner().query("DELETE FROM thread.link WHERE lower_kind = 'notice'");
    server.owner().query("DELETE FROM notices.notice");
    server.owner().query("DELETE FROM insight.procedure");
    client.sign_in("impact_advisor");
  }

  Report import(std::vector<SourceFile> files) {
    std::size_t at = 0;
    return import_files(
        server.pool(), server.actor(), {server.application().readers(), server.application().engine(), [this] { return server.now(); }},
        [&]() -> std::optional<SourceFile> { return at < files.size() ? std::optional(files[at++]) : std::nullopt; }, [](std::int64_t) {});
  }
  Report import_trial(const std::string& folder) {
    std::vector<SourceFile> files;
    std::set<std::filesystem::path> names;
    for (const auto& each : std::filesystem::directory_iterator(trials / folder))
      if (each.path().filename() != "expect.md") names.insert(each.path());
    for (const auto& each : names) files.push_back({each.filename().string(), read_file(each)});
    return import(std::move(files));
  }
  json::value get(const std::string& path) {
    const auto answer = client.get(path);
    EXPECT_EQ(answer.status, 200) << path << " " << answer.body;
    return answer.json();
  }
  json::value standing() { return get("/insight/standing"); }
  std::int64_t counted() { return standing().at("procedures").as_int64(); }
  std::int64_t total(const std::string& query) { return get("/notices?" + query).at("total").as_int64(); }
  json::value only(const std::string& query = "") {
    const json::value page = get("/notices?" + query);
    EXPECT_EQ(page.at("total").as_int64(), 1) << json::dump(page);
    return page.at("items").at(0);
  }
  // Every reason on the page has as many rows in the list.
  void pages_agree() {
    const json::value all = standing();
    for (const auto& each : all.at("leftOut").as_array())
      EXPECT_EQ(total("leftOut=" + std::string(each.at("reason").as_string())), each.at("notices").as_int64());
    EXPECT_EQ(total("leftOut=none"), all.at("notices").as_int64());
  }
};

inline std::string ted(const std::string& form, const std::string& number, const std::string& body, const std::string& type = "3") {
  return R"(<TED_EXPORT DOC_ID=")" + number +
         R"("><CODED_DATA_SECTION><REF_OJS><DATE_PUB>20230101</DATE_PUB></REF_OJS><CODIF_DATA><TD_DOCUMENT_TYPE CODE=")" + type +
         R"(">x</TD_DOCUMENT_TYPE></CODIF_DATA></CODED_DATA_SECTION><FORM_SECTION><)" + form +
         R"(_2014 CATEGORY="ORIGINAL" LG="NL"><CONTRACTING_BODY><ADDRESS_CONTRACTING_BODY><OFFICIALNAME>Gemeente Noorderveen</OFFICIALNAME></ADDRESS_CONTRACTING_BODY></CONTRACTING_BODY>)" +
         body + "</" + form + "_2014></FORM_SECTION></TED_EXPORT>";
}

inline std::string object(const std::string& values) {
  return "<OBJECT_CONTRACT><TITLE><P>Groen</P></TITLE><CPV_MAIN><CPV_CODE CODE=\"77310000\"/></CPV_MAIN>" + values + "</OBJECT_CONTRACT>";
}

inline std::string release(const std::string& ocid, const std::string& id, const std::string& date, const std::string& tag,
                           const std::string& more) {
  return R"({"ocid":")" + ocid + R"(","id":")" + id + R"(","date":")" + date + R"(","tag":[")" + tag +
         R"("],"buyer":{"name":"Gemeente Noorderveen"},)" + more + "}";
}

}  // namespace tenzij::notices
