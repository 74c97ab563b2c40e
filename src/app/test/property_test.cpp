// Whatever is put into any place of any request, the answer is never "our fault": the API document of the running server says
// which places there are. A route that is added is tried without a word here.
#include <gtest/gtest.h>

#include "platform/base/files.h"
#include "src/app/test/hostile.h"
#include "tests/support/server.h"

namespace tenzij {
namespace {

using namespace tenzij::testing;  // NOLINT(google-build-using-namespace): the hostile values

constexpr std::string_view placeholder = "@@here@@";

struct Place {
  std::string name;
  json::object schema;
};

// One person with a connection that is kept.
struct Caller {
  unsigned short port;
  std::string cookie;
  std::unique_ptr<RawConnection> line;

  Answer call(const std::string& method, const std::string& target, const std::string& body = {}, const std::string& headers = {},
              const std::string& type = "application/json") {
    std::string request = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers;
    if (!cookie.empty()) request += "Cookie: " + cookie + "\r\n";
    if (method != "GET") request += "Content-Type: " + type + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
    for (int attempt = 0;; ++attempt) {
      if (!line) line = std::make_unique<RawConnection>(port);
      line->send(request + "\r\n" + body);
      Answer answer = line->answer();
      if (answer.status == 0 && attempt == 0) {  // the line was closed after the answer before
        line.reset();
        continue;
      }
      if (answer.header("connection") == "close" || answer.header("content-type").starts_with("text/event-stream") || answer.status == 0)
        line.reset();
      return answer;
    }
  }
};

class Property : public ::testing::Test {
 protected:
  TestServer server;
  json::value document = server.client().get("/openapi.json").json();
  std::map<std::string, Caller> people;          // by role; "" is nobody
  std::map<std::string, std::string> known_ids;  // "/purchases" -> an id that exists
  std::set<std::string> faults;
  std::int64_t calls = 0;

  Caller& caller(const std::string& role) {
    const auto [found, added] = people.try_emplace(role, Caller{server.port(), {}, nullptr});
    if (added && !role.empty()) {
      auto client = server.client();
      EXPECT_EQ(client.sign_in(role).status, 201) << role;
      found->second.cookie = client.cookie;
    }
    return found->second;
  }

  std::string role_for(const std::string& permission) {
    if (permission == http::anyone) return "";
    if (permission == http::signed_in) return "administrator";
    for (const auto& [role, permissions] : organisation::permissions())
      if (permissions.contains(permission)) return role;
    return "administrator";
  }

  const json::object& resolved(const json::object& schema) {
    if (schema.contains("allOf")) return resolved(schema.at("allOf").as_array().at(0).as_object());
    if (!schema.contains("$ref")) return schema;
    const std::string reference(schema.at("$ref").as_string());
    return document.at("components").at("schemas").at(reference.substr(reference.rfind('/') + 1)).as_object();
  }

  // Records that exist, so that what is tried reaches the rooms behind the check of the form.
  void learn_ids() {
    for (const auto& [path, operations] : document.at("paths").as_object()) {
      const std::string text(path);
      if (text.find('{') != std::string::npos || !operations.as_object().contains("get")) continue;
      if (!operations.at("get").at("responses").at("200").as_object().contains("content")) continue;
      if (!operations.at("get").at("responses").at("200").at("content").as_object().contains("application/json")) continue;
      const auto answer = caller(role_for(std::string(operations.at("get").at("x-permission").as_string()))).call("GET", "/api/v1" + text);
      if (answer.status != 200) continue;
      const json::value v = answer.json();
      const json::value* items = v.is_object() ? v.get_object().if_contains("items") : nullptr;
      if (items == nullptr || !items->is_array() || items->get_array().empty() || !items->get_array()[0].is_object()) continue;
      const json::value* id = items->get_array().back().get_object().if_contains("id");
      if (id != nullptr && id->is_string()) known_ids[text] = std::string(id->as_string());
    }
  }

  std::string id_for(const std::string& list) {
    const auto found = known_ids.find(list);
    return found == known_ids.end() ? "01a20a83-c80b-7c3e-b0d4-910f6119c2a0" : found->second;
  }

  // What usually is right for a name.
  json::value usual(const std::string& name, const json::object& schema) {
    static const std::map<std::string, std::string> words{
        {"theme", "climate"},    {"themes", "climate"},  {"cpv", "45000000"},  {"instrument", "specification"}, {"procedure", "open"},
        {"category", "1"},       {"role", "director"},   {"roles", "citizen"}, {"list", "instrument"},          {"kind", "all"},
        {"reason", "no_market"}, {"sector", "citizens"}, {"anchor", "start"}};
    static const std::map<std::string, std::string> lists{{"unitId", "/units"},
                                                          {"parentId", "/goals"},
                                                          {"goalId", "/goals"},
                                                          {"criterionId", "/criteria"},
                                                          {"documentId", "/policy-documents"},
                                                          {"noticeId", "/notices"},
                                                          {"sessionId", "/ambition-sessions"},
                                                          {"purchaseId", "/purchases"},
                                                          {"stakeholderId", "/stakeholders"},
                                                          {"clauseId", "/policy-clauses"}};
    if (schema.contains("enum")) return schema.at("enum").as_array().at(0);
    const std::string type = schema.contains("type") ? std::string(schema.at("type").as_string()) : "object";
    const std::string format = schema.contains("format") ? std::string(schema.at("format").as_string()) : "";
    if (format == "uuid") return json::value(id_for(lists.contains(name) ? lists.at(name) : "/people"));
    if (format == "date") return json::value("2027-03-01");
    if (format == "date-time") return json::value("2027-03-01T12:00:00Z");
    if (type == "integer" || type == "number") return json::value(name.find("ear") != std::string::npos ? 2027 : 1);
    if (type == "boolean") return json::value(false);
    if (type == "string") return json::value(words.contains(name) ? words.at(name) : "Tekst");
    return json::object{};
  }

  json::value sample(const std::string& name, const json::object& given, int depth,
                     std::vector<std::pair<std::string, json::object>>& places, const std::string& pointer) {
    const json::object& schema = resolved(given);
    places.emplace_back(pointer, schema);
    if (schema.contains("properties") && depth < 5) {
      json::object out;
      for (const auto& [member, inner] : schema.at("properties").as_object())
        out[member] = sample(std::string(member), inner.as_object(), depth + 1, places, pointer + "/" + std::string(member));
      return out;
    }
    if (schema.contains("items") && depth < 5)
      return json::array{sample(name, schema.at("items").as_object(), depth + 1, places, pointer + "/0")};
    return usual(name, schema);
  }

  static json::value* at(json::value& root, const std::string& pointer) {
    json::value* here = &root;
    for (const std::string_view part : text::split(pointer, '/')) {
      if (part.empty()) continue;
      if (here->is_array()) here = &here->get_array().at(0);
      else here = &here->get_object().at(part);
    }
    return here;
  }

  void judge(const std::string& operation, const std::string& place, const std::string& value, const Answer& answer) {
    ++calls;
    const std::string what = operation + " " + place + " = " + text::shorten(text::repair_utf8(value), 60) + ": ";
    if (answer.status == 0) return void(faults.insert(what + "no answer"));
    if (answer.status >= 500) return void(faults.insert(what + std::to_string(answer.status) + " " + answer.body.substr(0, 200)));
    if (answer.status < 400) return;
    if (answer.header("content-type") != "application/problem+json") return void(faults.insert(what + "no problem detail"));
    const std::string code(answer.json().at("code").as_string());
    // The last net holds, but each of these has a field that should have been named.
    if (code == "valueRefused" || code == "conflictsWithStored") faults.insert(what + code);
    if (server.application().messages().say("nl", code) == code) faults.insert(what + "unknown code " + code);
  }

  struct Operation {
    std::string method;
    std::string path;
    const json::object* facts;
    [[nodiscard]] std::string id() const { return std::string(facts->at("operationId").as_string()); }
  };

  // Records that are taken away go last.
  std::vector<Operation> operations() {
    std::vector<Operation> out;
    for (const auto& [path, methods] : document.at("paths").as_object())
      for (const auto& [method, facts] : methods.as_object()) {
        std::string verb(method);
        for (char& c : verb) c = static_cast<char>(std::toupper(c));
        out.push_back({verb, std::string(path), &facts.as_object()});
      }
    const auto order = [](const Operation& each) { return each.method == "GET" ? 0 : each.method == "DELETE" ? 2 : 1; };
    std::stable_sort(out.begin(), out.end(), [&](const auto& a, const auto& b) { return order(a) < order(b); });
    return out;
  }

  std::string address(const Operation& operation, const std::string& wrong = {}, const std::string& value = {}) {
    static const std::map<std::string, std::string> words{{"theme", "climate"},  {"category", "1"}, {"list", "instrument"},
                                                          {"procedure", "open"}, {"position", "1"}, {"kind", "goal"}};
    std::string out = "/api/v1";
    std::string list;
    for (const std::string_view part : text::split(operation.path, '/')) {
      if (part.empty()) continue;
      if (part.front() != '{') {
        out += "/" + std::string(part);
        list += "/" + std::string(part);
        continue;
      }
      const std::string name(part.substr(1, part.size() - 2));
      out += "/" + (name == wrong ? value : words.contains(name) ? words.at(name) : id_for(list));
    }
    return out;
  }

  void try_addresses(const Operation& operation, Caller& who, const std::string& body, std::mt19937& random) {
    if (!operation.facts->contains("parameters")) return;
    for (const auto& each : operation.facts->at("parameters").as_array()) {
      const std::string name(each.at("name").as_string());
      const json::object& schema = resolved(each.at("schema").as_object());
      const bool path = each.at("in").as_string() == "path";
      if (each.at("in").as_string() == "header") {
        for (const char* version : {"\"x\"", "\"9223372036854775808\"", "*", ""})
          judge(operation.id(), name, version,
                who.call(operation.method, address(operation), body, std::string("If-Match: ") + version + "\r\n"));
        continue;
      }
      auto values = hostile_values(schema, random);
      const json::object& item = schema.contains("items") ? resolved(schema.at("items").as_object()) : schema;
      for (auto& value : hostile_values(item, random)) values.push_back(std::move(value));
      if (path)
        values.insert(values.end(),
                      {R"("..")", "\"/\"", "9223372036854775808", text_of(3000), R"("01A20A83-C80B-7C3E-B0D4-910F6119C2A0")"});
      for (const auto& value : values) {
        const std::string sent = in_address(value);
        const std::string target = path ? address(operation, name, sent) : address(operation) + "?" + percent(name) + "=" + sent;
        judge(operation.id(), name, value, who.call(operation.method, target, body, "If-Match: \"1\"\r\n"));
      }
    }
  }

  void try_bodies(const Operation& operation, Caller& who, std::mt19937& random) {
    const json::object& contents = operation.facts->at("requestBody").at("content").as_object();
    if (!contents.contains("application/json")) return try_uploads(operation, who);
    std::vector<std::pair<std::string, json::object>> places;
    const json::value right = sample("", contents.at("application/json").at("schema").as_object(), 0, places, "");
    std::string version = "\"1\"";
    const auto send = [&](const std::string& place, const std::string& value, const std::string& body) {
      Answer answer = who.call(operation.method, address(operation), body, "If-Match: " + version + "\r\n");
      if (answer.status == 412) {  // it exists, in another version
        const std::string now = who.call("GET", address(operation)).header("etag");
        version = now.empty() || now == version ? "\"0\"" : now;
        answer = who.call(operation.method, address(operation), body, "If-Match: " + version + "\r\n");
      }
      judge(operation.id(), place, value, answer);
    };
    for (const auto& [pointer, schema] : places)
      for (const auto& value : hostile_values(schema, random)) {
        json::value body = right;
        *at(body, pointer) = placeholder;
        std::string text = json::dump(body);
        text.replace(text.find(placeholder) - 1, placeholder.size() + 2, value);
        send(pointer, value, text);
      }
    for (int round = 0; round < 4; ++round) {
      // Several wrong at once, of whatever kind.
      json::value body = right;
      for (const auto& [pointer, schema] : places)
        if (!pointer.empty() && !schema.contains("properties") && !schema.contains("items") && random() % 2 == 0)
          if (const auto values = hostile_values(schema, random); !values.empty()) try {
              *at(body, pointer) = json::parse(values[random() % values.size()]);
            } catch (const Error&) {
              continue;
            }
      send("(several)", json::dump(body), json::dump(body));
    }
    for (const std::string& text :
         {std::string(), std::string("{"), std::string("\xff"), std::string(100'000, '['), R"({"\u0000":1})" + std::string()})
      send("(all)", text, text);
    send("(right)", "", json::dump(right));
  }

  void try_uploads(const Operation& operation, Caller& who) {
    for (const std::string& content : {std::string(), std::string("\0\xff\xfe", 3), std::string("{\"a\":"), std::string("a;b\n\"1;2\n"),
                                       std::string("PK\x03\x04rubbish")})
      for (const std::string& name : std::vector<std::string>{"a.csv", "a.xlsx", "a.json", "a\xff.xml", "..%00/\x1b[2J.zip"}) {
        const std::string body =
            "--e\r\nContent-Disposition: form-data; name=\"files\"; filename=\"" + name + "\"\r\n\r\n" + content + "\r\n--e--\r\n";
        judge(operation.id(), name, content, who.call("POST", address(operation), body, {}, "multipart/form-data; boundary=e"));
      }
    judge(operation.id(), "(all)", "no parts", who.call("POST", address(operation), "--e--\r\n", {}, "multipart/form-data; boundary=e"));
    judge(operation.id(), "(all)", "no form", who.call("POST", address(operation), "x"));
  }
};

TEST_F(Property, no_value_in_any_place_is_our_fault) {
  learn_ids();
  EXPECT_GT(known_ids.size(), 8U);
  for (const Operation& operation : operations()) {
    const std::string role = role_for(std::string(operation.facts->at("x-permission").as_string()));
    // Whoever signs out or changes a password does it with a session of their own.
    const bool own = operation.path == "/sessions/current" || operation.path.starts_with("/account");
    if (own) people.erase("citizen");
    Caller& who = caller(own ? "citizen" : role);
    std::mt19937 random(static_cast<std::uint32_t>(std::hash<std::string>{}(operation.id())));
    std::string body;
    if (operation.facts->contains("requestBody")) {
      try_bodies(operation, who, random);
      body = "{}";
    }
    try_addresses(operation, who, body, random);
    if (operation.method != "GET" && !operation.facts->contains("requestBody"))
      judge(operation.id(), "(right)", "", who.call(operation.method, address(operation)));
  }
  for (const auto& fault : faults) ADD_FAILURE() << fault;
  RecordProperty("calls", std::to_string(calls));
  std::printf("%lld requests\n", static_cast<long long>(calls));
  EXPECT_EQ(server.client().call("GET", "/readyz").status, 200);
}

}  // namespace
}  // namespace tenzij
