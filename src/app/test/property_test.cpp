// Whatever is put into any place of any request, the answer is never "our fault": the API document of the running server says
// which places there are. A route that is added is tried without a word here.
#include <gtest/gtest.h>

#include "app/test/hostile.h"
#include "platform/base/files.h"
#include "tests/support/server.h"

namespace tenzij {
namespace {

using namespace tenzij::testing;  // NOLINT(google-build-using-namespace): the hostile values

constexpr std::string_view placeholder = "@@here@@";

class Property : public ::testing::Test {
 protected:
  TestServer server;
  json::value document = server.client().get("/openapi.json").json();
  std::map<std::string, Caller> people;          // by role; "" is nobody
  std::map<std::string, std::string> known_ids;  // "/purchases" -> an id that exists
  std::set<std::string> faults;
  std::int64_t calls = 0;
  std::map<std::string, std::map<int, int>> statuses;  // what each route said, to see that the rooms were reached

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
      std::size_t longest = 0;
      // Of the last ones that about which there is most to tell: it has records within it.
      const json::array& all = items->get_array();
      for (std::size_t at = all.size(); at > all.size() - std::min<std::size_t>(all.size(), 12); --at) {
        const json::value* id = all[at - 1].get_object().if_contains("id");
        if (id == nullptr || !id->is_string()) break;
        const Answer page = caller("administrator").call("GET", "/api/v1" + text + "/" + std::string(id->as_string()));
        if (known_ids.contains(text) && page.body.size() <= longest) continue;
        known_ids[text] = std::string(id->as_string());
        longest = page.body.size();
      }
    }
  }

  // Records within records: what the pages of the records that are known list under a name ("requirements", "comments").
  void learn_inner(const std::string& list, const json::value& v, int depth) {
    if (depth > 3) return;
    if (v.is_array() && !v.get_array().empty()) {
      const json::value& last = v.get_array().back();
      if (!last.is_object()) return;
      const json::value* id = last.get_object().if_contains("id");
      if (id != nullptr && id->is_string()) known_ids.try_emplace(list, std::string(id->as_string()));
      learn_inner(list, last, depth + 1);
    }
    if (!v.is_object()) return;
    for (const auto& [name, inner] : v.get_object()) learn_inner(name == "items" ? list : list + "/" + std::string(name), inner, depth + 1);
  }

  void learn_inner_ids() {
    for (const Operation& operation : operations()) {
      if (operation.method != "GET" || operation.path.find('{') == std::string::npos) continue;
      const auto answer = caller(role_for(std::string(operation.facts->at("x-permission").as_string()))).call("GET", address(operation));
      if (answer.status != 200 || answer.header("content-type") != "application/json") continue;
      std::string list;
      for (const std::string_view part : text::split(operation.path, '/'))
        if (!part.empty() && part.front() != '{') list += "/" + std::string(part);
      learn_inner(list, answer.json(), 0);
    }
  }

  // A session that runs with a seat in it, and a file put aside of every kind that there is.
  void prepare() {
    Caller& leads = caller("impact_advisor");
    const Answer made = leads.call("POST", "/api/v1/ambition-sessions",
                                   R"({"title":"Sessie","question":"","purpose":"generic","year":2026,"allowAnonymous":true,)"
                                   R"("wantedRoles":[],"themes":[]})");
    ASSERT_EQ(made.status, 201) << made.body;
    const std::string session = "/api/v1/ambition-sessions/" + std::string(made.json().at("id").as_string());
    ASSERT_EQ(leads.call("PUT", session + "/step", R"({"position":1,"phase":"score"})", "If-Match: \"1\"\r\n").status, 200);
    const std::string code(leads.call("GET", session).json().at("code").as_string());
    auto phone = server.client();
    ASSERT_EQ(phone.post("/seat", R"({"code":")" + code + R"(","name":"Ans","role":"policy"})").status, 201);
    caller("").cookie = phone.cookie;
    leads.call("POST", session + "/notes", R"({"position":1,"kind":"idea","text":"Een idee"})");
    for (const auto& [path, operations] : document.at("paths").as_object()) {
      if (!std::string_view(path).starts_with("/imports/") || std::string_view(path).find('{') != std::string::npos) continue;
      caller(role_for(std::string(operations.at("post").at("x-permission").as_string())))
          .call("POST", "/api/v1" + std::string(path),
                "--e\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.csv\"\r\n\r\ntitel;naam;waarde\nA;A;1\n\r\n--e--\r\n",
                {}, "multipart/form-data; boundary=e");
    }
  }

  // By the whole name of the list, or else by its last word: "/consultation-comments" are the comments of a consultation.
  std::string id_for(const std::string& list) {
    if (const auto found = known_ids.find(list); found != known_ids.end()) return found->second;
    if (list.starts_with("/accounts")) return id_for("/people");
    const std::string word = list.substr(list.find_last_of("/-") + 1);
    for (const auto& [known, id] : known_ids)
      if (known.substr(known.find_last_of("/-") + 1) == word) return id;
    return "01a20a83-c80b-7c3e-b0d4-910f6119c2a0";
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

  // Null when the place lies in a list that is empty in what is right.
  static json::value* at(json::value& root, const std::string& pointer) {
    json::value* here = &root;
    for (const std::string_view part : text::split(pointer, '/')) {
      if (part.empty()) continue;
      if (here->is_array() && here->get_array().empty()) return nullptr;
      if (here->is_array()) here = &here->get_array().at(0);
      else here = &here->get_object().at(part);
    }
    return here;
  }

  // Where the usual value of a name is not enough to reach the database: a pointer and what is right there.
  static void correct(const std::string& operation, json::value& body) {
    static const std::map<std::string, std::vector<std::pair<std::string, std::string>>> right{
        {"addGoal", {{"/sources", "[]"}, {"/parentId", "null"}, {"/baselineYear", "2020"}}},
        {"changeGoal", {{"/sources", "[]"}, {"/parentId", "null"}, {"/baselineYear", "2020"}}},
        {"addPurchase", {{"/category", "null"}, {"/budgetHolderId", "null"}, {"/procedure", "null"}}},
        {"changePurchase", {{"/category", "null"}, {"/budgetHolderId", "null"}, {"/procedure", "null"}}},
        {"movePurchase", {{"/status", "\"preparation\""}}},
        {"addSmallPurchase", {{"/category", "null"}, {"/budgetHolderId", "null"}}},
        {"proposeCriterion", {{"/variables", "[]"}, {"/categories", "[]"}}},
        {"changeCriterion", {{"/variables", "[]"}, {"/categories", "[]"}}},
        {"importCriteria", {{"/criteria/0/variables", "[]"}, {"/criteria/0/categories", "[]"}}},
        {"addTeamMember", {{"/field", "\"legal\""}}},
        {"addMandate", {{"/kind", "\"works\""}}},
        {"addCoaching", {{"/heldOn", "\"2026-10-01\""}}},
        {"addManifestStep", {{"/judgedOn", "\"2026-10-01\""}}},
        {"addAmbitionSession", {{"/themes", "[]"}, {"/project", "\"Plein\""}}},
        {"changeAmbitionSession", {{"/themes", "[]"}}},
        {"addUnit", {{"/parentId", "null"}}},
        {"changeUnit", {{"/parentId", "null"}}},
        {"addPerson", {{"/password", "\"vier losse rare woorden\""}}},
        {"addStakeholder", {{"/sector", "\"ict\""}, {"/email", "\"a@b.example\""}, {"/personId", "null"}}},
        {"addOwnRequirement", {{"/weightBp", "null"}}},
        {"changePurchaseRules",
         {{"/procedures/0/nature", "\"works\""}, {"/procedures/0/procedure", "\"dialogue\""}, {"/socialReturn/0/nature", "\"works\""}}},
        {"proposeUnless", {{"/reason", "\"other\""}}},
        {"decideUnless", {{"/reason", "\"other\""}}},
        {"transferPurchases", {{"/fromUnitId", "null"}, {"/toUnitId", "null"}}}};
    const auto found = right.find(operation);
    if (found == right.end()) return;
    for (const auto& [pointer, value] : found->second) *at(body, pointer) = json::parse(value);
  }

  void judge(const std::string& operation, const std::string& place, const std::string& value, const Answer& answer) {
    ++calls;
    ++statuses[operation][answer.status];
    if (place == "(right)" && answer.status >= 400 && std::getenv("TENZIJ_SHOW") != nullptr)
      std::printf("%s %d %s\n", operation.c_str(), answer.status, answer.body.c_str());
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
    const json::value whole = sample("", contents.at("application/json").at("schema").as_object(), 0, places, "");
    json::value right = whole;
    correct(operation.id(), right);
    std::string version = "\"1\"";
    const auto send = [&](const std::string& place, const std::string& value, const std::string& body) {
      Answer answer = who.call(operation.method, address(operation), body, "If-Match: " + version + "\r\n");
      for (int tried = 0; answer.status == 412 && tried < 25; ++tried) {  // it exists, in another version
        version = '"' + std::to_string(tried) + '"';
        answer = who.call(operation.method, address(operation), body, "If-Match: " + version + "\r\n");
      }
      judge(operation.id(), place, value, answer);
      // The newest record is the one that can still be changed.
      if (answer.status == 201 && known_ids.contains(operation.path) && answer.body.starts_with('{') &&
          answer.json().as_object().contains("id"))
        known_ids[operation.path] = std::string(answer.json().at("id").as_string());
    };
    for (const auto& [pointer, schema] : places)
      for (const auto& value : hostile_values(schema, random)) {
        json::value body = right;
        if (at(body, pointer) == nullptr) body = whole;
        *at(body, pointer) = placeholder;
        std::string text = json::dump(body);
        text.replace(text.find(placeholder) - 1, placeholder.size() + 2, value);
        send(pointer, value, text);
      }
    for (int round = 0; round < 4; ++round) {
      // Several wrong at once, of whatever kind.
      json::value body = right;
      for (const auto& [pointer, schema] : places)
        if (!pointer.empty() && at(body, pointer) != nullptr && !schema.contains("properties") && !schema.contains("items") &&
            random() % 2 == 0)
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
  prepare();
  learn_ids();
  learn_inner_ids();
  EXPECT_GT(known_ids.size(), 8U);
  for (const Operation& operation : operations()) {
    const std::string role = role_for(std::string(operation.facts->at("x-permission").as_string()));
    // Whoever signs out or changes a password does it with a session of their own.
    const bool own = operation.path == "/sessions/current" || operation.path.starts_with("/account/");
    if (own) people.erase("citizen");
    Caller& who = caller(own ? "citizen" : role);
    std::mt19937 random(static_cast<std::uint32_t>(std::hash<std::string>{}(operation.id())));
    std::string body;
    if (operation.facts->contains("requestBody")) {
      try_bodies(operation, who, random);
      body = "{}";
    }
    try_addresses(operation, who, body, random);
    if (!operation.facts->contains("requestBody"))
      judge(operation.id(), "(right)", "", who.call(operation.method, address(operation), {}, "If-Match: \"1\"\r\n"));
  }
  for (const auto& fault : faults) ADD_FAILURE() << fault;
  RecordProperty("calls", std::to_string(calls));
  for (const auto& [operation, counts] : statuses) {
    std::string line = operation;
    for (const auto& [status, count] : counts) line += " " + std::to_string(status) + ":" + std::to_string(count);
    if (std::getenv("TENZIJ_SHOW") != nullptr) std::printf("%s\n", line.c_str());
  }
  std::printf("%lld requests\n", static_cast<long long>(calls));
  EXPECT_EQ(server.client().call("GET", "/readyz").status, 200);
}

}  // namespace
}  // namespace tenzij
