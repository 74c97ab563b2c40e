// Hostile files at the doors of the whole program: what they cost, and what they do not.
#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>

#include "platform/base/files.h"
#include "platform/documents/report.h"
#include "tests/support/server.h"

namespace tenzij {
namespace {

using testing::Answer;
using testing::Client;
using testing::RawConnection;
using testing::TestServer;

namespace fs = std::filesystem;

const fs::path home = TENZIJ_HOME;

class Hostile : public ::testing::Test {
 protected:
  TestServer server{};
  Client client = server.client();
  const std::string good = read_file(home / "tests" / "fixtures" / "eforms-call.xml");

  void SetUp() override { client.sign_in("administrator"); }

  json::value import(const std::vector<std::pair<std::string, std::string>>& files) {
    const Answer started = client.upload(files);
    EXPECT_EQ(started.status, 202) << started.body;
    return server.wait_for_job(client, std::string(started.json().at("jobId").as_string())).at("report");
  }
  static std::map<std::string, std::string> rejected(const json::value& report) {
    std::map<std::string, std::string> out;
    for (const auto& each : report.at("rejected").as_array())
      out[std::string(each.at("file").as_string())] = std::string(each.at("code").as_string());
    return out;
  }
};

// Nested deeper than any stack, its depth hidden in attributes, comments and CDATA.
std::string deep_notice(int depth) {
  std::string out = "<?xml version=\"1.0\"?><ContractNotice>";
  for (int i = 0; i < depth; ++i) out += i % 3 == 0 ? "<a b=\"/>\">" : i % 3 == 1 ? "<a><!-- </a> -->" : "<a><![CDATA[</a>]]>";
  for (int i = 0; i < depth; ++i) out += "</a>";
  return out + "</ContractNotice>";
}

TEST_F(Hostile, a_file_that_crashes_its_parser_is_refused_and_the_others_come_in) {
  std::vector<std::pair<std::string, std::string>> files;
  for (int i = 0; i < 60; ++i) files.emplace_back("fout-" + std::to_string(i) + ".xml", "<x" + std::to_string(i) + "/>");
  files[20] = {"crash.xml", "<?crash here?><a/>"};
  files[21] = {"goed.xml", good};
  files[40] = {"crash-again.xml", "<?crash here?><b/>"};
  const json::value report = import(files);
  const auto wrong = rejected(report);
  EXPECT_EQ(report.at("files").to_number<int>(), 60);
  EXPECT_EQ(wrong.size(), 59U);
  EXPECT_FALSE(wrong.contains("goed.xml"));
  EXPECT_EQ(wrong.at("crash.xml"), "readerCrashed");
  EXPECT_EQ(wrong.at("crash-again.xml"), "readerCrashed");
  EXPECT_EQ(wrong.at("fout-19.xml"), "otherXml");
  EXPECT_EQ(wrong.at("fout-22.xml"), "otherXml");
  EXPECT_EQ(client.get("/notices").status, 200);
}

TEST_F(Hostile, a_deep_file_is_refused_with_its_reason) {
  const json::value report = import({{"diep.xml", deep_notice(30'000)}, {"goed.xml", good}});
  const auto wrong = rejected(report);
  ASSERT_EQ(wrong.size(), 1U) << json::dump(report);
  EXPECT_EQ(wrong.begin()->first, "diep.xml");
  EXPECT_EQ(client.get("/notices").status, 200);
}

TEST_F(Hostile, trial_24) {
  const fs::path folder = home.parent_path() / "shared" / "data" / "trials" / "24-deep-and-long";
  if (!fs::exists(folder)) GTEST_SKIP() << "the trials are not on this machine";
  std::vector<std::pair<std::string, std::string>> files;
  for (const auto& each : fs::directory_iterator(folder))
    if (each.path().extension() == ".xml") files.emplace_back(each.path().filename().string(), read_file(each.path()));
  const json::value report = import(files);
  const auto wrong = rejected(report);
  ASSERT_EQ(wrong.size(), 1U) << json::dump(report);
  EXPECT_EQ(wrong.begin()->first, "diep.xml");
  EXPECT_EQ(client.get("/notices").status, 200);
}

TEST_F(Hostile, hostile_tables_are_answered_and_the_server_stays) {
  const auto send = [&](const std::string& path, const std::string& name, const std::string& content) {
    const std::string body = "--edge\r\nContent-Disposition: form-data; name=\"files\"; filename=\"" + name +
                             "\"\r\nContent-Type: application/octet-stream\r\n\r\n" + content + "\r\n--edge--\r\n";
    return client.call("POST", "/api/v1" + path, body, {}, "multipart/form-data; boundary=edge").status;
  };
  for (const char* path : {"/purchase-imports", "/criteria-table-imports", "/unit-imports", "/policy-structure", "/policy-structure/goals"})
    for (const std::string& content : {std::string("PK\x03\x04 no zip"), std::string("\0\xff\xfe", 3), std::string(200'000, '['),
                                       std::string(200'000, '"'), std::string()}) {
      const int status = send(path, "a.xlsx", content);
      EXPECT_TRUE(status >= 200 && status < 500) << path << " " << status << " " << content.substr(0, 10);
    }
  EXPECT_EQ(client.get("/notices").status, 200);
}

TEST_F(Hostile, no_descriptor_of_the_server_outlives_an_exec) {
  std::vector<std::unique_ptr<RawConnection>> lines;
  for (int i = 0; i < 80; ++i) {
    lines.push_back(std::make_unique<RawConnection>(server.port()));
    lines.back()->send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_EQ(lines.back()->answer().status, 200);
  }
  // The test's own ends of these lines are not the server's: they are known by the port that they lead to.
  int looked_at = 0;
  for (const auto& each : fs::directory_iterator("/proc/self/fd")) {
    const int number = std::stoi(each.path().filename().string());
    if (number < 3) continue;
    sockaddr_in peer{};
    socklen_t size = sizeof peer;
    const bool ours = getpeername(number, reinterpret_cast<sockaddr*>(&peer), &size) == 0 && peer.sin_family == AF_INET &&
                      ntohs(peer.sin_port) == server.port();
    std::error_code gone;
    const fs::path target = fs::read_symlink(each.path(), gone);
    if (ours || gone || !(target.string().starts_with("socket:") || target.string().starts_with("anon_inode:"))) continue;
    ++looked_at;
    EXPECT_NE(fcntl(number, F_GETFD) & FD_CLOEXEC, 0) << number << " " << target;
  }
  EXPECT_GT(looked_at, 80);
}

TEST_F(Hostile, a_pdf_report_is_made_while_a_hundred_lines_are_open) {
  if (!fs::exists(home / "tools" / "typst" / "node_modules")) GTEST_SKIP() << "what makes PDF is not installed";
  std::vector<std::unique_ptr<RawConnection>> lines;
  for (int i = 0; i < 100; ++i) lines.push_back(std::make_unique<RawConnection>(server.port()));
  documents::Report report;
  report.title = "Verslag";
  report.paragraph("Een zin.");
  EXPECT_TRUE(documents::write(report, documents::ReportFormat::pdf, home / "tools" / "typst").content.starts_with("%PDF"));
}

}  // namespace
}  // namespace tenzij
