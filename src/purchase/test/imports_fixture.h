// A municipality that imports calendars, over HTTP.
#pragma once

#include <gtest/gtest.h>

#include "purchase/test/fixture.h"

namespace tenzij::purchase {

class Imports : public Purchases {
 protected:
  const std::string path = "/imports/purchases";

  std::int64_t total() { return advisor.get("/purchases").json().at("total").as_int64(); }
  // The one purchase with this title.
  json::value found(const std::string& title) {
    json::value out;
    int count = 0;
    for (int page = 1; page < 10; ++page) {
      const json::value all = advisor.get("/purchases?pageSize=200&page=" + std::to_string(page)).json();
      for (const auto& each : all.at("items").as_array())
        if (each.at("title").as_string() == title) {
          out = each;
          ++count;
        }
      if (all.at("items").as_array().size() < 200) break;
    }
    EXPECT_EQ(count, 1) << title;
    return out;
  }
  std::string put_aside(testing::Client& who, const std::string& content, const std::string& kind = "purchases") {
    const auto answer = upload(who, "/imports/" + kind, "kalender", content);
    EXPECT_EQ(answer.status, 202) << answer.body;
    return std::string(answer.json().at("id").as_string());
  }
  json::value preview(const std::string& id) {
    const auto answer = advisor.get(path + "/" + id);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.json();
  }
  static json::object choices() {
    return {{"sheet", nullptr},       {"headRow", nullptr},        {"columns", json::array{}},   {"answers", json::array{}},
            {"rules", json::array{}}, {"readRows", json::array{}}, {"leaveRows", json::array{}}, {"onlyRight", false}};
  }
  json::value choose_for(const std::string& id, const json::object& what) {
    const auto answer = advisor.call("PUT", "/api/v1" + path + "/" + id + "/choices", json::dump(what));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.json();
  }
  json::value run(const std::string& id, const std::string& what) {
    const auto answer = advisor.post(path + "/" + id + "/" + what, "");
    EXPECT_EQ(answer.status, 202) << answer.body;
    if (answer.status != 202) return nullptr;
    return server.wait_for_job(advisor, std::string(answer.json().at("jobId").as_string()));
  }
  static std::int64_t number(const json::value& preview, const char* name) { return preview.at("counts").at(name).as_int64(); }
};

}  // namespace tenzij::purchase
