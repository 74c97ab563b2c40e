// What must hold of every route and every table about lengths, methods and the log, whoever adds one.
#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <sstream>

#include "platform/base/files.h"
#include "platform/base/log.h"
#include "tests/support/server.h"

namespace tenzij {
namespace {

using testing::TestServer;

// Every text of a request has an end: maxLength, a list of words or a form; every list has maxItems.
class Unbounded {
 public:
  explicit Unbounded(const json::value& document) : schemas_(document.at("components").at("schemas").as_object()) {}
  std::vector<std::string> found;

  void walk(const json::object& schema, const std::string& where) {
    if (schema.contains("$ref")) {
      const std::string reference(schema.at("$ref").as_string());
      const std::string name = reference.substr(reference.rfind('/') + 1);
      if (seen_.insert(name).second) walk(schemas_.at(name).as_object(), name);
      return;
    }
    if (schema.contains("allOf"))
      for (const auto& each : schema.at("allOf").as_array()) walk(each.as_object(), where);
    const std::string type = schema.contains("type") ? std::string(schema.at("type").as_string()) : "";
    if (type == "string" && !schema.contains("maxLength") && !schema.contains("enum") && !schema.contains("format")) found.push_back(where);
    if (type == "array" && !schema.contains("maxItems")) found.push_back(where + " (list)");
    if (type == "array") walk(schema.at("items").as_object(), where + "/items");
    if (schema.contains("properties"))
      for (const auto& [name, inner] : schema.at("properties").as_object()) walk(inner.as_object(), where + "/" + std::string(name));
  }

 private:
  const json::object& schemas_;
  std::set<std::string> seen_;
};

class Doors : public ::testing::Test {
 protected:
  TestServer server;
};

TEST_F(Doors, every_text_of_a_request_has_a_length) {
  const json::value document = server.client().get("/openapi.json").json();
  Unbounded unbounded(document);
  for (const auto& [path, methods] : document.at("paths").as_object())
    for (const auto& [method, facts] : methods.as_object()) {
      const std::string where = std::string(method) + " " + std::string(path);
      if (facts.as_object().contains("parameters"))
        for (const auto& each : facts.at("parameters").as_array())
          unbounded.walk(each.at("schema").as_object(), where + "?" + std::string(each.at("name").as_string()));
      if (facts.as_object().contains("requestBody"))
        for (const auto& [type, content] : facts.at("requestBody").at("content").as_object())
          unbounded.walk(content.at("schema").as_object(), where);
    }
  EXPECT_TRUE(unbounded.found.empty()) << ::testing::PrintToString(unbounded.found);
}

TEST_F(Doors, every_text_column_that_people_fill_has_a_length) {
  // Texts of published notices, of passages and of imported tables are as long as they were made; the files they come from have
  // a size. The rest is written by the program about itself.
  const std::set<std::string> apart{"audit.entry",     "jobs.job",      "live.event",     "policy.passage",
                                    "policy.original", "policy.upload", "policy.edition", "thread.record"};
  db::Connection owner = server.owner();
  const auto columns = owner.query(R"sql(
SELECT c.oid::regclass::text, a.attname, c.relnamespace::regnamespace::text,
       EXISTS (SELECT 1 FROM pg_constraint k
                WHERE k.conrelid = c.oid
                  AND k.contype = 'c'
                  AND a.attnum = ANY (k.conkey)
                  AND pg_get_constraintdef(k.oid) ~ 'char_length|texts_fit|ANY \(ARRAY')
  FROM pg_class c
  JOIN pg_attribute m ON m.attrelid = c.oid AND m.attname = 'municipality_id' AND NOT m.attisdropped
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.relkind = 'r'
   AND a.atttypid IN ('text'::regtype, 'text[]'::regtype)
 ORDER BY 1, 2
)sql");
  ASSERT_GT(columns.rows(), 60);
  for (int row = 0; row < columns.rows(); ++row) {
    const std::string table(columns.text(row, 0));
    const std::string schema(columns.text(row, 2));
    if (apart.contains(table) || schema == "insight" || schema == "imports" || (schema == "notices" && table != "notices.decision"))
      continue;
    EXPECT_TRUE(columns.get<bool>(row, 3)) << table << "." << columns.text(row, 1) << ": SELECT platform.bound_texts('" << table << "')";
    const std::string word(columns.text(row, 1));
    EXPECT_EQ(owner.query("SELECT platform.text_length($1)", word).get<std::size_t>(0, 0), json::usual_length(word)) << word;
  }
}

TEST_F(Doors, the_screens_know_the_same_words) {
  const std::string words = read_file(std::filesystem::path(TENZIJ_HOME) / "web" / "src" / "ui" / "lengths.ts");
  const auto check = [&](const auto& all) {
    for (const std::string_view word : all) EXPECT_NE(words.find("'" + text::snake_to_camel(word) + "'"), std::string::npos) << word;
  };
  check(json::name_words);
  check(json::code_words);
  check(json::long_words);
}

TEST_F(Doors, rows_that_were_longer_keep_their_words) {
  db::Connection owner = server.owner();
  owner.script(
      R"sql(
CREATE SCHEMA old;
CREATE TABLE old.thing (municipality_id uuid, title text, themes text[]);
INSERT INTO old.thing
VALUES (NULL, repeat('x', 300), ARRAY[repeat('y', 150)]);
SELECT platform.bound_texts('old.thing')
)sql");
  EXPECT_NO_THROW(owner.script("UPDATE old.thing SET title = title || '', themes = themes"));
  EXPECT_THROW(owner.script("UPDATE old.thing SET title = repeat('x', 301)"), db::SqlError);
  EXPECT_THROW(owner.script("UPDATE old.thing SET themes = ARRAY[repeat('y', 151)]"), db::SqlError);
}

TEST_F(Doors, a_text_that_is_too_long_is_named_with_its_limit) {
  auto client = server.client();
  client.sign_in("administrator");
  const auto refused = client.post("/units", R"({"name":")" + std::string(201, 'x') + "\"}");
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(refused.json().at("errors").at(0).at("pointer"), "/name");
  EXPECT_EQ(refused.json().at("errors").at(0).at("code"), "tooLong");
  EXPECT_NE(refused.body.find("200"), std::string::npos);
  EXPECT_EQ(client.post("/units", R"({"name":")" + std::string(200, 'x') + "\"}").status, 201);
  EXPECT_EQ(client.get("/cpv-codes?search=" + std::string(2001, 'x')).json().at("errors").at(0).at("pointer"), "?search");
}

TEST_F(Doors, what_may_be_done_here_is_said) {
  auto client = server.client();
  const auto wrong = client.call("DELETE", "/api/v1/themes");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.header("allow"), "GET, HEAD, OPTIONS");
  EXPECT_EQ(client.call("TRACE", "/api/v1/units").header("allow"), "GET, HEAD, POST, OPTIONS");
  EXPECT_EQ(client.call("POST", "/index.html", "x").header("allow"), "GET, HEAD, OPTIONS");
  const auto asked = client.call("OPTIONS", "/api/v1/units");
  EXPECT_EQ(asked.status, 204);
  EXPECT_EQ(asked.header("allow"), "GET, HEAD, POST, OPTIONS");
  EXPECT_TRUE(asked.header("access-control-allow-origin").empty());
  EXPECT_EQ(client.call("OPTIONS", "/api/v1/nowhere").status, 404);
  for (const auto& route : server.application().router().routes()) {
    std::string path = route.path;
    for (std::size_t at = path.find('{'); at != std::string::npos; at = path.find('{')) path.replace(at, path.find('}') - at + 1, "x");
    const std::string allowed = server.application().router().allowed("/api/v1" + path);
    EXPECT_NE(allowed.find(http::name_of(route.method)), std::string::npos) << route.path;
    const auto refused = client.call("BREW", "/api/v1" + path);
    EXPECT_EQ(refused.status, 405) << route.path;
    EXPECT_EQ(refused.header("allow"), allowed);
  }
}

// A deadlock costs nobody anything: the transaction that lost goes again from the beginning, and who keeps losing is told so.
TEST_F(Doors, who_crosses_another_transaction_goes_again) {
  db::Connection owner = server.owner();
  owner.script(R"sql(
    CREATE SEQUENCE public.crossing;
    CREATE FUNCTION public.cross_others() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN
      IF NEW.name LIKE 'always%' OR nextval('public.crossing') <= 2 THEN
        RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '40P01';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER cross_others BEFORE INSERT ON organisation.unit FOR EACH ROW EXECUTE FUNCTION public.cross_others();
  )sql");
  auto client = server.client();
  client.sign_in("administrator");
  EXPECT_EQ(client.post("/units", R"({"name":"Gekruist"})").status, 201);
  EXPECT_EQ(owner.query("SELECT count(*) FROM organisation.unit WHERE name = 'Gekruist'").get<std::int64_t>(0, 0), 1);
  const auto busy = client.post("/units", R"({"name":"always"})");
  EXPECT_EQ(busy.status, 503);
  EXPECT_FALSE(busy.header("retry-after").empty());
}

TEST(Log, shows_the_pattern_of_a_route_and_no_secret_of_a_request) {
  std::ostringstream written;
  const auto sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(written);
  const auto before = spdlog::default_logger();
  const auto capturing = std::make_shared<spdlog::logger>("capturing", sink);
  capturing->set_formatter(log_format());
  spdlog::set_default_logger(capturing);
  {
    TestServer server(true, true);
    auto client = server.client();
    const std::string secret = "geheim7hQ";
    client.call("GET", "/api/v1/calendars/" + secret + "?token=" + secret);
    for (const auto& route : server.application().router().routes()) {
      std::string path = route.path;
      for (std::size_t at = path.find('{'); at != std::string::npos; at = path.find('{'))
        path.replace(at, path.find('}') - at + 1, secret + "%0A%1B%5B2J");
      client.call(http::name_of(route.method), "/api/v1" + path + "?code=" + secret,
                  R"({"password":"geheim7hQ","code":"geheim7hQ\u001b"})");
    }
    for (const std::string path : {"/uitnodiging/", "/sessie/", "/eerste-keer?token=", "/api/v1/nowhere/", "/api/v1/themes?x=", "/assets/"})
      client.call("GET", path + secret);
    client.call("GET", "/readyz");
    client.call("GET", "/api/v1/themes", {}, "X-Forwarded-For: geheim7hQ\r\nUser-Agent: geheim7hQ\r\n");
    server.application().stop();
  }
  spdlog::set_default_logger(before);
  const std::string log = written.str();
  EXPECT_NE(log.find(" GET /api/v1/units 401 "), std::string::npos) << log.substr(0, 2000);
  EXPECT_NE(log.find("{id} "), std::string::npos);
  EXPECT_NE(log.find(" GET /readyz 200 "), std::string::npos) << "a probe is no page";
  EXPECT_EQ(log.find("geheim7hQ"), std::string::npos)
      << log.substr(log.find("geheim7hQ") - std::min<std::size_t>(log.find("geheim7hQ"), 200), 400);
  EXPECT_EQ(log.find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace tenzij
