// What an administrator does across the rooms, over HTTP: work and units that move and come back, the log read as sentences,
// somebody who stands in, a key for a programme, the look, and health.
#include <gtest/gtest.h>

#include "purchase/test/fixture.h"

namespace tenzij::administration {
namespace {

using testing::Answer;
using testing::Client;

class Administration : public purchase::Purchases {
 protected:
  Client admin = server.client();

  void SetUp() override {
    Purchases::SetUp();
    ASSERT_EQ(admin.sign_in("administrator").status, 201);
  }
  static std::int64_t count(const json::value& counts, std::string_view kind) {
    for (const auto& each : counts.at("items").as_array())
      if (each.at("kind").as_string() == kind) return each.at("count").as_int64();
    return 0;
  }
  std::int64_t rows(const std::string& sql) { return server.owner().query(sql).get<std::int64_t>(0, 0); }
  Answer put_plain(const std::string& path, const json::value& body) { return admin.call("PUT", "/api/v1" + path, json::dump(body)); }
  json::value ok(const Answer& answer, int status = 200) {
    EXPECT_EQ(answer.status, status) << answer.body;
    return answer.json();
  }
};

TEST_F(Administration, open_work_goes_to_somebody_else_in_one_step_and_comes_back) {
  const std::string from = person("budget_holder");
  const std::string to = person("director");
  const std::string id = add(input());
  const json::value counts = ok(admin.get("/accounts/" + from + "/open-work"));
  const std::int64_t held = count(counts, "purchasesHeld");
  ASSERT_GT(held, 0);
  EXPECT_EQ(held, rows("SELECT count(*) FROM purchase.purchase WHERE budget_holder_id = '" + from +
                       "' AND status NOT IN ('ended', 'stopped') AND archived_at IS NULL"));
  EXPECT_EQ(admin.post("/accounts/" + from + "/hand-overs", R"({"toPersonId":")" + person("procurement_advisor") + "\"}").status, 400)
      << "who may hold no budget";
  const std::int64_t ended = rows("SELECT count(*) FROM purchase.purchase WHERE budget_holder_id = '" + from + "'") - held;
  const json::value moved = ok(admin.post("/accounts/" + from + "/hand-overs", R"({"toPersonId":")" + to + "\"}"), 201);
  EXPECT_EQ(count(moved, "purchasesHeld"), held);
  EXPECT_EQ(get(id).at("budgetHolderId").as_string(), to);
  EXPECT_EQ(rows("SELECT count(*) FROM purchase.purchase WHERE budget_holder_id = '" + from + "'"), ended) << "what is over stays";
  EXPECT_EQ(ok(admin.get("/accounts/" + from + "/open-work")).at("total").as_int64(),
            counts.at("total").as_int64() - moved.at("total").as_int64());
  const std::string undo = "/moves/" + std::string(moved.at("id").as_string()) + "/undo";
  EXPECT_EQ(ok(admin.post(undo, "{}")).at("total").as_int64(), moved.at("total").as_int64());
  EXPECT_EQ(get(id).at("budgetHolderId").as_string(), from);
  EXPECT_EQ(json::dump(ok(admin.get("/accounts/" + from + "/open-work"))), json::dump(counts));
  EXPECT_EQ(admin.post(undo, "{}").status, 409);
  EXPECT_EQ(advisor.post("/accounts/" + from + "/hand-overs", R"({"toPersonId":")" + to + "\"}").status, 403);
}

TEST_F(Administration, a_unit_goes_into_another_with_all_that_hangs_on_it_and_comes_back) {
  const std::string from = unit("Openbare ruimte");
  const std::string into = std::string(ok(admin.post("/units", R"({"name":"Buitenruimte","parentId":null})"), 201).at("id").as_string());
  const std::string id = add(input());
  const json::value counts = ok(admin.get("/units/" + from + "/contents"));
  ASSERT_GT(count(counts, "purchases"), 0);
  ASSERT_GT(count(counts, "people"), 0);
  EXPECT_EQ(admin.post("/units/" + from + "/end", "{}").status, 409) << "work hangs on it";
  EXPECT_EQ(admin.post("/units/" + from + "/merge", R"({"intoId":")" + from + "\"}").status, 400);
  const json::value moved = ok(admin.post("/units/" + from + "/merge", R"({"intoId":")" + into + "\"}"), 201);
  EXPECT_EQ(count(moved, "purchases"), count(counts, "purchases"));
  EXPECT_EQ(get(id).at("unit").as_string(), "Buitenruimte");
  const json::value ended = ok(admin.get("/units/" + from));
  EXPECT_FALSE(ended.at("endedOn").is_null());
  EXPECT_EQ(ended.at("mergedInto").as_string(), into);
  EXPECT_EQ(admin.post("/units/" + from + "/merge", R"({"intoId":")" + into + "\"}").status, 409) << "it ended";
  EXPECT_EQ(admin.post("/people/invitations", R"({"addresses":["a@x.nl"],"role":"director","unitId":")" + from + "\"}").status, 400);
  const json::value story = ok(admin.get("/history?kind=unit&id=" + from));
  EXPECT_EQ(story.at("items").at(1).at("changes").as_array().size(), 2U) << json::dump(story);
  ok(admin.post("/moves/" + std::string(moved.at("id").as_string()) + "/undo", "{}"));
  EXPECT_EQ(get(id).at("unit").as_string(), "Openbare ruimte");
  EXPECT_EQ(json::dump(ok(admin.get("/units/" + from + "/contents"))), json::dump(counts));
  EXPECT_TRUE(ok(admin.get("/units/" + from)).at("endedOn").is_null());
}

TEST_F(Administration, a_unit_that_holds_nothing_ends_leaves_its_name_and_goes_on) {
  const std::string id(ok(admin.post("/units", R"({"name":"Proef","parentId":null})"), 201).at("id").as_string());
  EXPECT_FALSE(ok(admin.post("/units/" + id + "/end", "{}")).at("endedOn").is_null());
  EXPECT_EQ(admin.post("/units/" + id + "/end", "{}").status, 409);
  ok(admin.post("/units", R"({"name":"Proef","parentId":null})"), 201);
  EXPECT_EQ(admin.post("/units/" + id + "/reopen", "{}").status, 409) << "its name has another owner by now";
}

TEST_F(Administration, the_log_says_what_changed_from_what_to_what_with_names) {
  const std::string id = add(input());
  json::object in = input();
  in["valueCents"] = 3'000'000'00;
  in["budgetHolderId"] = person("director");
  ASSERT_EQ(put(advisor, "/purchases/" + id, in, get(id).at("version").as_int64()).status, 200);
  Client reads = server.client();
  reads.sign_in("council_member");
  const json::value story = ok(reads.get("/history?kind=purchase&id=" + id));
  const auto changed = [&](std::string_view field) -> json::value {
    for (const auto& entry : story.at("items").as_array())
      for (const auto& each : entry.at("changes").as_array())
        if (entry.at("action").as_string() == "UPDATE" && entry.at("tableName").as_string() == "purchase.purchase" &&
            each.at("field").as_string() == field)
          return json::object{{"change", each}, {"person", entry.at("person")}, {"title", entry.at("title")}};
    ADD_FAILURE() << field << " is not in " << json::dump(story);
    return {};
  };
  const json::value value = changed("value_cents");
  EXPECT_EQ(value.at("change").at("before").as_int64(), 2'000'000'00);
  EXPECT_EQ(value.at("change").at("after").as_int64(), 3'000'000'00);
  EXPECT_EQ(value.at("person").as_string(), ok(advisor.get("/sessions/current")).at("person").at("name").as_string());
  EXPECT_EQ(value.at("title").as_string(), "Groenonderhoud Zuid");
  EXPECT_EQ(changed("budget_holder_id").at("change").at("beforeName").as_string(),
            ok(holder.get("/sessions/current")).at("person").at("name").as_string());
  EXPECT_EQ(story.at("items").as_array().back().at("action").as_string(), "INSERT");
  EXPECT_EQ(reads.get("/history?kind=person&id=" + person("director")).status, 403) << "people are the administrator's";
  EXPECT_EQ(reads.get("/history?kind=keizer&id=" + id).status, 400);
  EXPECT_EQ(reads.get("/audit-log").status, 403);

  const std::string who = person("procurement_advisor");
  const json::value log = ok(admin.get("/audit-log?part=purchases&recordId=" + id + "&personId=" + who));
  ASSERT_FALSE(log.at("items").as_array().empty());
  for (const auto& each : log.at("items").as_array()) EXPECT_EQ(each.at("recordId").as_string(), id);
  EXPECT_TRUE(ok(admin.get("/audit-log?part=units&recordId=" + id)).at("items").as_array().empty());
  EXPECT_TRUE(ok(admin.get("/audit-log?to=2001-01-01")).at("items").as_array().empty());
  const Answer file = admin.get("/audit-exports?part=purchases&recordId=" + id);
  EXPECT_EQ(file.status, 200);
  EXPECT_NE(file.body.find("value_cents;200000000;300000000"), std::string::npos) << file.body;
}

TEST_F(Administration, who_stands_in_decides_as_the_budget_holder_on_those_days_and_no_others) {
  const std::string id = add(input());
  EXPECT_EQ(decide(director, id, "climate", "unless", unless()).status, 403) << "not yet";
  const auto deputy = [&](const char* from, const char* to) {
    return admin.post(
        "/deputies",
        json::dump(json::object{{"personId", person("budget_holder")}, {"deputyId", person("director")}, {"fromOn", from}, {"toOn", to}}));
  };
  EXPECT_EQ(deputy("2026-01-01", "2026-01-31").status, 400) << "over already";
  EXPECT_EQ(deputy("2999-01-02", "2999-01-01").status, 400) << "ends before it begins";
  ok(deputy("2999-01-01", "2999-12-31"), 201);
  EXPECT_EQ(decide(director, id, "climate", "unless", unless()).status, 403) << "another year";
  const json::value made = ok(deputy("2020-01-01", "2999-12-31"), 201);
  EXPECT_EQ(step_of(director, id, "climate", "unless", unless()).status, 200);
  const json::value below = get(id);
  EXPECT_EQ(state(below, "climate"), "proposed") << "decided, and below policy";
  EXPECT_TRUE(theme(below, "climate").at("secondLook").as_bool());
  EXPECT_EQ(look(director, id, "climate").status, 403) << "who decided for somebody else does not look too";
  EXPECT_EQ(decide(holder, id, "diversity", "unless", unless()).status, 200) << "the budget holder decides too";
  const auto asked = [&] {
    const json::value help = ok(director.get("/help-requests"));
    for (const auto& each : help.at("items").as_array())
      if (each.at("question").as_string() == "Mag dit?") return each.at("forMe").as_bool();
    return false;
  };
  ok(advisor.post("/help-requests", R"({"question":"Mag dit?","assignedTo":")" + person("budget_holder") + "\"}"), 201);
  EXPECT_TRUE(asked());
  EXPECT_EQ(admin.remove("/deputies/" + std::string(made.at("id").as_string())).status, 204);
  EXPECT_FALSE(asked());
  EXPECT_EQ(decide(director, id, "environment", "unless", unless()).status, 403);
}

TEST_F(Administration, a_programme_acts_with_its_key_alone_and_the_log_says_so) {
  const auto made = ok(admin.post("/api-keys", R"({"name":"Zaaksysteem","permissions":["purchase.read","purchase.edit"],"readsOnly":false,)"
                                               R"("expiresOn":"2026-12-01"})"),
                       201);
  EXPECT_EQ(
      admin.post("/api-keys", R"({"name":"Te veel","permissions":["organisation.edit"],"readsOnly":true,"expiresOn":"2026-12-01"})").status,
      400);
  EXPECT_EQ(
      admin.post("/api-keys", R"({"name":"Te lang","permissions":["purchase.read"],"readsOnly":true,"expiresOn":"2028-12-01"})").status,
      400);
  const std::string token(made.at("token").as_string());
  const std::string id(made.at("id").as_string());
  EXPECT_EQ(rows("SELECT count(*) FROM auth.api_key WHERE token_hash LIKE '%" + token + "%'"), 0);
  Client robot = server.client();
  const auto call = [&](const std::string& method, const std::string& path, const std::string& body = {}) {
    return robot.call(method, "/api/v1" + path, body, "Authorization: Bearer " + token + "\r\n");
  };
  EXPECT_EQ(call("GET", "/purchases").status, 200);
  EXPECT_EQ(call("GET", "/goals").status, 403) << "another permission of who made it";
  EXPECT_EQ(call("GET", "/account/sessions").status, 403);
  EXPECT_EQ(robot.get("/purchases").status, 401) << "without the key";
  const Answer added = call("POST", "/purchases", json::dump(input()));
  ASSERT_EQ(added.status, 201) << added.body;
  const json::value story = ok(admin.get("/history?kind=purchase&id=" + std::string(added.json().at("id").as_string())));
  EXPECT_EQ(story.at("items").as_array().back().at("key").as_string(), "Zaaksysteem");
  EXPECT_FALSE(ok(admin.get("/api-keys")).at("items").at(0).at("usedAt").is_null());
  const auto reader =
      ok(admin.post("/api-keys",
                    R"({"name":"Lezer","permissions":["purchase.read","purchase.edit"],"readsOnly":true,"expiresOn":"2026-12-01"})"),
         201);
  const std::string bearer = "Authorization: Bearer " + std::string(reader.at("token").as_string()) + "\r\n";
  EXPECT_EQ(robot.call("GET", "/api/v1/purchases", {}, bearer).status, 200);
  EXPECT_EQ(robot.call("POST", "/api/v1/purchases", json::dump(input()), bearer).status, 403);
  EXPECT_EQ(admin.remove("/api-keys/" + id).status, 204);
  EXPECT_EQ(call("GET", "/purchases").status, 401) << "withdrawn";
  server.pass(std::chrono::hours{24 * 40});
  EXPECT_EQ(robot.call("GET", "/api/v1/purchases", {}, bearer).status, 401) << "its days are over";
}

TEST_F(Administration, the_look_is_readable_or_refused_with_what_would_do) {
  const auto colour = [&](const std::string& value) {
    const std::int64_t version = ok(admin.get("/look")).at("version").as_int64();
    return put(admin, "/look", json::object{{"colour", value}}, version);
  };
  const Answer pale = colour("#ffcc00");
  EXPECT_EQ(pale.status, 400);
  EXPECT_NE(pale.body.find("1.5:1"), std::string::npos) << pale.body;
  EXPECT_EQ(colour("geel").status, 400);
  EXPECT_EQ(ok(colour("#154273")).at("colour").as_string(), "#154273");
  const std::string::size_type at = pale.body.find('#');
  ASSERT_NE(at, std::string::npos);
  EXPECT_EQ(colour(pale.body.substr(at, 7)).status, 200) << "what was proposed will do";
  const std::string png("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\x08\x06\0\0\0\0\0\0\0\0\0\0\0\0", 41);
  EXPECT_EQ(upload(admin, "/look/logo", "logo.svg", "<svg onload='alert(1)'/>").status, 400);
  EXPECT_EQ(upload(admin, "/look/logo", "groot.png", png + std::string(300 * 1024, 'x')).status, 400);
  ASSERT_EQ(upload(admin, "/look/logo", "logo.png", png).status, 202);
  EXPECT_EQ(admin.get("/look/logo").body, png);
  {
    db::Session session(server.pool(), server.actor());
    EXPECT_EQ(organisation::begin_report(session, "nl").logo.substr(0, 11), "iVBORw0KGgo") << "the logo stands above a report";
  }
  const Answer report = admin.get("/category-focus-picture");
  EXPECT_EQ(report.body.substr(0, 5), "%PDF-") << "a logo that is no whole picture costs no report" << report.body.substr(0, 400);
  EXPECT_EQ(upload(holder, "/look/logo", "logo.png", png).status, 403);
  Client other = server.client();
  EXPECT_EQ(other.get("/look/logo").status, 404) << "whoever is of no municipality sees Tenzij's own";
  EXPECT_EQ(admin.remove("/look/logo").status, 204);
  EXPECT_FALSE(ok(admin.get("/look")).at("logo").as_bool());
}

TEST_F(Administration, health_says_when_the_last_backup_was_and_what_failed) {
  const auto line = [&](std::string_view what) {
    const json::value report = ok(admin.get("/health-report"));
    for (const auto& each : report.at("lines").as_array())
      if (each.at("what").as_string() == what) return std::string(each.at("state").as_string());
    return std::string("none");
  };
  EXPECT_EQ(line("backup"), "wrong") << "never made";
  server.owner().query("INSERT INTO platform.backup VALUES ($1, 5000000, '0.1.0')", server.now() - std::chrono::hours{12});
  EXPECT_EQ(line("backup"), "ok");
  server.pass(std::chrono::minutes{50});
  EXPECT_EQ(line("work"), "ok");
  server.owner().query(
      R"sql(
INSERT INTO jobs.job (municipality_id, id, kind, title, state, created_at, ended_at)
SELECT id, gen_random_uuid(), 'test', 'Mislukt', 'failed', $1, $1
  FROM platform.municipality
)sql",
      server.now());
  EXPECT_EQ(line("work"), "warn");
  EXPECT_EQ(ok(admin.get("/health-report")).at("failedWork").as_int64(), 1);
  EXPECT_EQ(holder.get("/health-report").status, 403);
}

}  // namespace
}  // namespace tenzij::administration
