// What every test of this room starts with: the demo on a server of its own and an impact advisor signed in.
#pragma once

#include <gtest/gtest.h>

#include "platform/base/files.h"
#include "tests/support/server.h"

namespace tenzij::policy {

using testing::Answer;
using testing::Client;
using testing::TestServer;

class PolicyFixture : public ::testing::Test {
 protected:
  TestServer server;
  Client client = server.client();
  void SetUp() override { client.sign_in("impact_advisor"); }

  json::value get(const std::string& path) {
    const auto answer = client.get(path);
    EXPECT_EQ(answer.status, 200) << path << " " << answer.body;
    return answer.json();
  }
  // By value: a range-for over a part of a temporary would dangle.
  json::array list(const std::string& path, const char* name = "items") { return get(path).at(name).as_array(); }
  Answer put(const std::string& path, const json::value& body, std::int64_t version) {
    return client.call("PUT", "/api/v1" + path, json::dump(body), "If-Match: \"" + std::to_string(version) + "\"\r\n");
  }
  std::string add_document() {
    const auto answer = client.post("/policy-documents",
                                    R"({"title":"Inkoopbeleid Veldhoek","kind":"purchasing_policy","level":"municipal","status":"draft"})");
    EXPECT_EQ(answer.status, 201) << answer.body;
    return std::string(answer.json().at("id").as_string());
  }
  json::value import(const std::string& document, const std::string& name, const std::string& content) {
    const std::string body = "--edge\r\nContent-Disposition: form-data; name=\"files\"; filename=\"" + name +
                             "\"\r\nContent-Type: application/octet-stream\r\n\r\n" + content + "\r\n--edge--\r\n";
    const auto answer =
        client.call("POST", "/api/v1/policy-documents/" + document + "/editions", body, {}, "multipart/form-data; boundary=edge");
    EXPECT_EQ(answer.status, 202) << answer.body;
    const json::value job = server.wait_for_job(client, std::string(answer.json().at("jobId").as_string()));
    EXPECT_EQ(job.at("state").as_string(), "done") << json::dump(job);
    return job.at("report");
  }
  static std::string fixture(const std::string& name) {
    return read_file(std::filesystem::path(TENZIJ_HOME) / "tests" / "fixtures" / name);
  }
  json::object goal(const std::string& title) {
    return {{"title", title},          {"explanation", ""},     {"level", "municipal"},    {"themes", json::array{"circular"}},
            {"sdgs", json::array{12}}, {"path", json::array{}}, {"sources", json::array{}}};
  }
  std::string add(const json::object& in) {
    const auto answer = client.post("/goals", json::dump(in));
    EXPECT_EQ(answer.status, 201) << answer.body;
    return answer.status == 201 ? std::string(answer.json().at("id").as_string()) : "";
  }
  std::int64_t gaps(const std::string& kind) {
    for (const auto& each : list("/gaps", "counts"))
      if (each.at("kind").as_string() == kind) return each.at("count").as_int64();
    return 0;
  }
  std::string clause_with(const std::string& edition, const std::string& words) {
    for (const auto& each : list("/policy-editions/" + edition + "/passages", "items"))
      if (std::string_view(each.at("text").as_string()).find(words) != std::string_view::npos)
        return std::string(each.at("clauseId").as_string());
    ADD_FAILURE() << "no clause with " << words;
    return {};
  }
};

}  // namespace tenzij::policy
