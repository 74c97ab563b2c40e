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
constexpr const char* stranger = "stranger";

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
  all.insert(stranger);
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
  std::map<std::string, Client> clients{{stranger, server.client()}};
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
      // Without a seat the pages of a seat are nobody's.
      if (answer.status != 401 && answer.status != 403) who.insert(name);
    }
    rows[label(who)].push_back("`" + route.path + "`");
    // Outsiders see what is open to everybody, and what is their own.
    const bool open = who.contains(stranger);
    const bool own = route.path.starts_with("/account/") || route.path == "/sessions/current" || route.path.starts_with("/invitations") ||
                     route.path == "/ambition-actions" || route.path.starts_with("/seat") || route.path.starts_with("/readings/");
    for (const char* outsider : {"citizen", "entrepreneur", "participant"}) {
      const bool sees = who.contains(outsider);
      EXPECT_TRUE(open || own || !sees) << outsider << " sees " << route.path;
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

}  // namespace
}  // namespace tenzij
