// What each role sees: every GET of the API asked as everybody, compared with the table in docs/security.md. After a change of
// a route or a role, TENZIJ_UPDATE_DOCS=1 writes the table anew; whoever changes it reads it.
#include <gtest/gtest.h>

#include <fstream>

#include "platform/base/files.h"
#include "tests/support/server.h"

namespace tenzij {
namespace {

using testing::Client;
using testing::TestServer;

constexpr std::string_view begin_mark = "<!-- what each role sees: written by src/app/test/visibility_test.cpp -->\n";
constexpr std::string_view end_mark = "<!-- until here -->\n";
constexpr const char* signed_out = "signed out";

std::string filled(std::string path) {
  for (std::size_t at = path.find('{'); at != std::string::npos; at = path.find('{'))
    path.replace(at, path.find('}') - at + 1, "01a20a83-c80b-7c3e-b0d4-910f6119c2a0");
  return path;
}

using Names = std::set<std::string>;

// The longest group that is exactly these, or their names.
std::string label(const Names& who) {
  Names roles;
  for (const auto& each : organisation::permissions()) roles.insert(each.first);
  Names staff = roles;
  for (const char* each : {"citizen", "entrepreneur", "participant"}) staff.erase(each);
  Names all = roles;
  all.insert(signed_out);
  if (who == all) return "everybody, also without signing in";
  if (who == roles) return "everybody who is signed in";
  if (who == staff) return "everybody who works there";
  std::string out;
  for (const auto& each : who) out += (out.empty() ? "" : ", ") + each;
  for (char& c : out)
    if (c == '_') c = ' ';
  return out.empty() ? "nobody" : out;
}

TEST(WhoSeesWhat, is_the_table_in_the_documentation) {
  TestServer server;
  {
    db::Session session(server.pool(), server.actor());
    for (const auto& [role, permissions] : organisation::permissions())
      organisation::add_person(session, {role, {}, {}, {}, "see_" + role, app::demo_password, {role}}, auth::PasswordRules(""), true);
    session.commit();
  }
  std::map<std::string, Client> clients{{signed_out, server.client()}};
  for (const auto& [role, permissions] : organisation::permissions()) {
    const auto made = clients.emplace(role, server.client()).first;
    ASSERT_EQ(made->second.sign_in("see_" + role).status, 201) << role;
  }
  std::map<std::string, std::vector<std::string>> rows;  // who -> paths
  for (const auto& route : server.application().router().routes()) {
    if (route.method != http::Method::get) continue;
    Names who;
    for (auto& [name, client] : clients) {
      const auto answer = client.get(filled(route.path));
      EXPECT_LT(answer.status, 500) << name << " " << route.path;
      // Without a seat the pages of a seat are nobody's; nor are a supplier's of who works here.
      if (answer.status != 401 && answer.status != 403) who.insert(name);
    }
    rows[label(who)].push_back("`" + route.path + "`");
    // Outsiders see what is open to everybody, and what is their own.
    const bool open = who.contains(signed_out);
    const bool own = route.path.starts_with("/account/") || route.path == "/sessions/current" || route.path.starts_with("/invitations") ||
                     route.path == "/ambition-actions" || route.path.starts_with("/seat") || route.path.starts_with("/readings/") ||
                     route.path == "/drafts" || route.path.starts_with("/drafts/") || route.path == "/start" ||
                     route.path.starts_with("/messages");
    // What the municipality shows to everybody.
    const bool shown = route.path == "/publication" || route.path.starts_with("/published-goals") || route.path.starts_with("/coming-");
    for (const char* outsider : {"citizen", "entrepreneur", "participant"}) {
      const bool sees = who.contains(outsider);
      EXPECT_TRUE(open || own || shown || !sees) << outsider << " sees " << route.path;
    }
  }
  std::string table = "\n| who | may read |\n| --- | --- |\n";
  for (auto& [who, paths] : rows) {
    std::sort(paths.begin(), paths.end());
    std::string list;
    for (const auto& each : paths) list += (list.empty() ? "" : ", ") + each;
    table += "| " + who + " | " + list + " |\n";
  }
  table += '\n';
  const std::filesystem::path file = std::filesystem::path(TENZIJ_HOME) / "docs" / "security.md";
  std::string text = read_file(file);
  const std::size_t from = text.find(begin_mark);
  const std::size_t to = text.find(end_mark);
  ASSERT_TRUE(from != std::string::npos && to != std::string::npos) << "docs/security.md has no place for the table";
  const std::size_t start = from + begin_mark.size();
  if (std::getenv("TENZIJ_UPDATE_DOCS") != nullptr) {
    std::ofstream(file) << text.replace(start, to - start, table);
    return;
  }
  EXPECT_EQ(text.substr(start, to - start), table) << "read what changed, then: TENZIJ_UPDATE_DOCS=1 build/release/modules_test "
                                                      "--gtest_filter='WhoSeesWhat*'";
}

// What stands behind an open door and is not for everybody who may come in.
TEST(WhoSeesWhat, codes_addresses_and_files_put_aside_are_for_whom_they_concern) {
  TestServer server;
  auto leads = server.client();
  auto reads = server.client();
  auto holds = server.client();
  ASSERT_EQ(leads.sign_in("impact_advisor").status, 201);
  ASSERT_EQ(reads.sign_in("council_member").status, 201);
  ASSERT_EQ(holds.sign_in("budget_holder").status, 201);
  const auto made = leads.post("/ambition-sessions", R"({"title":"Sessie","question":"","purpose":"generic","year":2026,)"
                                                     R"("allowAnonymous":false,"wantedRoles":[],"themes":[]})");
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string session = "/ambition-sessions/" + std::string(made.json().at("id").as_string());
  const auto first = leads.call("PUT", "/api/v1" + session + "/step", R"({"position":1,"phase":"explain"})", "If-Match: \"1\"\r\n");
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_TRUE(leads.get(session).json().at("code").is_string());
  EXPECT_TRUE(reads.get(session).json().at("code").is_null());

  const auto document =
      leads.post("/policy-documents", R"({"title":"Beleid","level":"municipal","kind":"purchasing_policy","status":"draft"})");
  ASSERT_EQ(document.status, 201) << document.body;
  const std::string list = "/policy-documents/" + std::string(document.json().at("id").as_string()) + "/stakeholders";
  ASSERT_EQ(leads.post(list, R"({"sector":"market","name":"De Schaaf","email":"info@schaaf.example"})").status, 201);
  EXPECT_NE(leads.get(list).body.find("info@schaaf.example"), std::string::npos);
  EXPECT_NE(reads.get(list).body.find("De Schaaf"), std::string::npos);
  EXPECT_EQ(reads.get(list).body.find("info@schaaf.example"), std::string::npos);

  const auto aside = leads.call("POST", "/api/v1/imports/purchases",
                                "--e\r\nContent-Disposition: form-data; name=\"files\"; filename=\"mijn lijst.csv\"\r\n\r\n"
                                "titel;waarde\nStoelen;60000\n\r\n--e--\r\n",
                                {}, "multipart/form-data; boundary=e");
  ASSERT_EQ(aside.status, 202) << aside.body;
  const std::string file(aside.json().at("id").as_string());
  EXPECT_EQ(leads.get("/imports/purchases/" + file).status, 200);
  EXPECT_EQ(holds.get("/imports/purchases/" + file).status, 404);
  EXPECT_EQ(holds.get("/imports/purchases").body.find("mijn lijst"), std::string::npos);
}

}  // namespace
}  // namespace tenzij
