// The supplier's page over HTTP: the way in, what is reported, and that nobody sees another's.
#include "supplier/test/fixture.h"

namespace tenzij::supplier {
namespace {

constexpr std::string_view kept_secrets = R"sql(
SELECT count(*)
  FROM supplier.link l, supplier.session s
 WHERE l::text LIKE '%' || $1 || '%'
    OR s::text LIKE '%' || $2 || '%'
)sql";

constexpr std::string_view written_by_contact = R"sql(
SELECT count(*)
  FROM audit.entry
 WHERE table_name = 'contract.moment'
   AND row_key->>'id' = $1
   AND request_id LIKE 'contact:%'
)sql";

constexpr std::string_view reported_anywhere = R"sql(
SELECT count(*)
  FROM contract.moment
 WHERE state <> 'planned'
   AND contract_id = ANY ($1::uuid[])
)sql";

TEST_F(Supplier, comes_in_with_link_and_code_which_works_once_and_for_a_quarter) {
  const Planted ours = plant(home, "Groenwerk", "12345678", "Plantsoen");
  contact(ours, "Anna de Wit", "anna@groenwerk.localhost");
  const std::string token = ask(ours, "anna@groenwerk.localhost");
  Client phone = server.client();
  EXPECT_EQ(phone.get("/supplier/overview").status, 401);
  const std::string code = code_for(token, "anna@groenwerk.localhost");
  EXPECT_EQ(code.size(), 6U);
  EXPECT_EQ(come(phone, token, code == "000000" ? "000001" : "000000").status, 400);
  server.pass(std::chrono::minutes(16));
  EXPECT_EQ(come(phone, token, code).status, 400) << "too late";
  const std::string second = code_for(token, "anna@groenwerk.localhost");
  const Answer in = come(phone, token, " " + second.substr(0, 3) + " " + second.substr(3));
  ASSERT_EQ(in.status, 201) << in.body;
  const std::string set = in.header("set-cookie");
  for (const char* each : {"HttpOnly", "SameSite=Strict", "Path=/api/v1/supplier"}) EXPECT_NE(set.find(each), std::string::npos) << set;
  EXPECT_EQ(get(phone, "/supplier/overview").at("name").as_string(), "Anna de Wit");
  Client other = server.client();
  EXPECT_EQ(come(other, token, second).status, 400) << "used";
  EXPECT_EQ(phone.get("/contracts").status, 401) << "no session of the municipality";
  EXPECT_EQ(manager.get("/supplier/overview").status, 401) << "nor the other way round";
  EXPECT_EQ(phone.call("PUT", "/api/v1/supplier/drafts", R"({"form":"a","content":"b"})", "Origin: https://elders.example\r\n").status,
            403);
  EXPECT_EQ(server.owner().query(kept_secrets, token, phone.cookie.substr(16)).get<int>(0, 0), 0) << "only hashes are kept";
  EXPECT_EQ(phone.remove("/supplier/session").status, 204);
  phone.cookie = set.substr(0, set.find(';'));
  EXPECT_EQ(phone.get("/supplier/overview").status, 401) << "left";
}

TEST_F(Supplier, guessing_slows_down_and_a_code_dies_after_five_tries) {
  const Planted ours = plant(home, "Groenwerk", "12345678", "Plantsoen");
  contact(ours, "Anna de Wit", "anna@groenwerk.localhost");
  const std::string token = ask(ours, "anna@groenwerk.localhost");
  const std::string code = code_for(token, "anna@groenwerk.localhost");
  Client phone = server.client();
  for (int i = 0; i < 5; ++i) EXPECT_EQ(come(phone, token, code == "111111" ? "222222" : "111111").status, 400) << i;
  const Answer slow = come(phone, token, code);
  EXPECT_TRUE(slow.status == 429 || slow.status == 400) << slow.status;
  server.pass(std::chrono::minutes(14));
  EXPECT_EQ(come(phone, token, code).status, 400) << "that code is over";
  EXPECT_EQ(come(phone, token + "x", code).status, 404);
  EXPECT_EQ(come(phone, "x", code).status, 404);
  server.pass(std::chrono::hours(24 * 61));
  EXPECT_EQ(server.client().post("/supplier-codes", json::dump(json::object{{"token", token}})).status, 404) << "the link is over";
}

TEST_F(Supplier, reports_and_is_judged_by_the_municipality) {
  const Planted ours = plant(home, "Groenwerk", "12345678", "Plantsoen");
  Client anna = inside(ours, "Anna de Wit", "anna@groenwerk.localhost");
  const json::value overview = get(anna, "/supplier/overview");
  ASSERT_EQ(overview.at("asked").as_array().size(), 3U);
  EXPECT_EQ(overview.at("asked").at(0).at("dueOn").as_string(), "2026-04-30") << "the nearest first";
  const std::string moment = ours.moments[0].str();
  const json::object figure{{"figure", 61}, {"words", ""}, {"also", json::array{}}};
  EXPECT_EQ(put(anna, "/supplier/moments/" + moment + "/report", {{"figure", nullptr}, {"words", ""}, {"also", json::array{}}}).status,
            400);
  EXPECT_EQ(put(anna, "/supplier/moments/" + moment + "/report", figure, 9).status, 412);
  const Answer sent = put(anna, "/supplier/moments/" + moment + "/report", figure);
  ASSERT_EQ(sent.status, 200) << sent.body;
  EXPECT_EQ(sent.json().at("state").as_string(), "reported");
  EXPECT_EQ(sent.json().at("reportedName").as_string(), "Anna de Wit namens Groenwerk");
  EXPECT_EQ(get(anna, "/supplier/moments/" + ours.moments[1].str()).at("lastFigure").to_number<double>(), 61) << "to begin with";
  // The supplier has no way to judge; the manager does, and the supplier sees why.
  const std::string judgement = "/contracts/" + ours.contract.str() + "/moments/" + moment + "/judgement";
  EXPECT_EQ(put(anna, judgement, {{"outcome", "verified"}}, 2).status, 401);
  EXPECT_EQ(put(manager, judgement, {{"outcome", "rejected"}, {"reason", "Het urenoverzicht ontbreekt nog"}}, 2).status, 200);
  const json::value seen = get(anna, "/supplier/contracts/" + ours.contract.str());
  EXPECT_EQ(seen.at("moments").at(0).at("state").as_string(), "rejected");
  EXPECT_EQ(seen.at("moments").at(0).at("reason").as_string(), "Het urenoverzicht ontbreekt nog");
  EXPECT_EQ(get(anna, "/supplier/overview").at("asked").as_array().size(), 3U) << "asked again";
  const auto log = server.owner().query(written_by_contact, moment);
  EXPECT_EQ(log.get<int>(0, 0), 1) << "the contact is the actor";
}

TEST_F(Supplier, sees_the_same_cent_and_a_reference_that_may_be_a_bsn_is_refused) {
  const Planted ours = plant(home, "Groenwerk", "12345678", "Plantsoen");
  Client anna = inside(ours, "Anna de Wit", "anna@groenwerk.localhost");
  const std::string path = "/contracts/" + ours.contract.str();
  json::object placement{{"block", "pw"},        {"hoursPerWeek", 18},       {"fromOn", "2026-02-01"},
                         {"toOn", "2026-08-31"}, {"bonuses", json::array{}}, {"reference", "111222333"}};
  EXPECT_EQ(anna.post("/supplier" + path + "/placements", json::dump(placement)).status, 400) << "passes the eleven test";
  placement["reference"] = "M-2";
  const Answer made = anna.post("/supplier" + path + "/placements", json::dump(placement));
  ASSERT_EQ(made.status, 201) << made.body;
  const auto same = [&] {
    const json::value theirs = get(anna, "/supplier" + path).at("balance");
    const json::value mine = get(coordinator, path + "/social-return");
    EXPECT_EQ(theirs.at("verified"), mine.at("verified"));
    EXPECT_EQ(theirs.at("reported"), mine.at("reported"));
    return theirs.at("verified").at("balanceCents").as_int64();
  };
  const std::int64_t before = same();
  const std::string id(made.json().at("id").as_string());
  EXPECT_EQ(put(coordinator, "/placements/" + id + "/judgement", {{"state", "verified"}, {"reason", nullptr}}).status, 200)
      << "somebody else than the supplier";
  EXPECT_GT(same(), before);
  EXPECT_EQ(anna.remove("/supplier" + path + "/placements/" + id).status, 409) << "verified stays";
  const json::value list = get(coordinator, path + "/placements");
  EXPECT_EQ(list.at("items").at(1).at("reportedName").as_string(), "Anna de Wit namens Groenwerk");
  EXPECT_FALSE(list.at("items").at(1).at("own").as_bool());
}

TEST_F(Supplier, answers_once_for_several_contracts_only_where_the_question_is_the_same) {
  const Planted ours = plant(home, "Groenwerk", "12345678", "Plantsoen");
  const Planted too = plant(home, "Groenwerk Zuid", "87654321", "Bomen");
  server.owner().query("UPDATE contract.contract SET party_id = $1 WHERE id = $2", ours.party, too.contract);
  Client anna = inside(ours, "Anna de Wit", "anna@groenwerk.localhost");
  const auto answer = [&](const Uuid& other) {
    return put(anna, "/supplier/moments/" + ours.moments[0].str() + "/report",
               {{"figure", 55}, {"words", ""}, {"also", json::array{json::object{{"id", other.str()}, {"version", 1}}}}});
  };
  EXPECT_EQ(answer(too.moments[1]).status, 400) << "another quarter";
  EXPECT_EQ(get(anna, "/supplier/moments/" + ours.moments[0].str()).at("state").as_string(), "asked") << "nothing of it was kept";
  ASSERT_EQ(answer(too.moments[0]).status, 200);
  EXPECT_EQ(get(anna, "/supplier/moments/" + too.moments[0].str()).at("figure").to_number<double>(), 55);
}

TEST_F(Supplier, keeps_what_was_typed_and_says_when_it_is_known) {
  const Planted ours = plant(home, "Groenwerk", "12345678", "Plantsoen");
  Client anna = inside(ours, "Anna de Wit", "anna@groenwerk.localhost");
  const std::string form = "moment/" + ours.moments[0].str();
  EXPECT_EQ(put(anna, "/supplier/drafts", {{"form", form}, {"content", R"({"figure":12})"}}).status, 200);
  EXPECT_EQ(get(anna, "/supplier/drafts").at("items").at(0).at("content").as_string(), R"({"figure":12})");
  {
    db::Session session(server.pool(), {ours.municipality, new_id(), "test"});
    EXPECT_EQ(session.query("SELECT 1 FROM supplier.draft").rows(), 0) << "nobody of the municipality reads it";
  }
  const std::string later = "/supplier/moments/" + ours.moments[0].str() + "/later";
  EXPECT_EQ(put(anna, later, {{"knownOn", "2026-11-01"}}).status, 400);
  EXPECT_EQ(put(anna, later, {{"knownOn", "2026-11-20"}}).status, 204);
  const json::value said = get(manager, "/contracts/" + ours.contract.str() + "/supplier").at("notKnown");
  EXPECT_EQ(said.at(0).at("knownOn").as_string(), "2026-11-20");
  EXPECT_EQ(anna.remove(later).status, 204);
  EXPECT_EQ(put(anna, later, {{"knownOn", "2026-11-20"}}).status, 204);
  EXPECT_EQ(
      put(anna, "/supplier/moments/" + ours.moments[0].str() + "/report", {{"figure", 12}, {"words", ""}, {"also", json::array{}}}).status,
      200);
  EXPECT_TRUE(get(anna, "/supplier/drafts").at("items").as_array().empty()) << "sent";
  EXPECT_TRUE(get(manager, "/contracts/" + ours.contract.str() + "/supplier").at("notKnown").as_array().empty());
}

TEST_F(Supplier, is_named_asked_and_shut_out_by_the_municipality) {
  const Planted ours = plant(home, "Groenwerk", "12345678", "Plantsoen");
  const std::string contracts = "/contracts/" + ours.contract.str();
  EXPECT_EQ(manager.post(contracts + "/questions", "").status, 409) << "nobody to ask";
  const auto add = [&](const char* email) {
    return manager.post("/parties/" + ours.party.str() + "/contacts", json::dump(json::object{{"name", "Anna"}, {"email", email}}));
  };
  EXPECT_EQ(add("anna").status, 400);
  const Answer made = add("anna@groenwerk.localhost");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(add("ANNA@groenwerk.localhost").status, 400) << "twice";
  EXPECT_EQ(manager.post(contracts + "/questions", "").status, 201);
  Client anna = server.client();
  const std::string path = last("supplier_asked", "anna@groenwerk.localhost", "path");
  const std::string token = path.substr(path.find('#') + 1);
  ASSERT_EQ(come(anna, token, code_for(token, "anna@groenwerk.localhost")).status, 201);
  EXPECT_EQ(anna.get("/supplier/overview").status, 200);
  const json::value seen = get(manager, contracts + "/supplier").at("contacts").at(0);
  EXPECT_TRUE(seen.at("askedAt").is_string());
  EXPECT_TRUE(seen.at("seenAt").is_string());
  const std::string ending = "/supplier-contacts/" + std::string(made.json().at("id").as_string()) + "/ending";
  EXPECT_EQ(manager.call("PUT", "/api/v1" + ending).status, 204);
  EXPECT_EQ(anna.get("/supplier/overview").status, 401) << "at once";
  EXPECT_EQ(server.client().post("/supplier-codes", json::dump(json::object{{"token", token}})).status, 404);
  EXPECT_EQ(manager.remove(ending).status, 204) << "and back";
  EXPECT_FALSE(get(manager, contracts + "/supplier").at("contacts").at(0).at("ended").as_bool());
}

TEST_F(Supplier, who_is_behind_is_reminded_in_one_act_that_says_who_has_nobody) {
  const Planted ours = plant(home, "Groenwerk", "12345678", "Plantsoen");
  const Planted nobody = plant(home, "Blauwbouw", "87654321", "Brug");
  contact(ours, "Anna", "anna@groenwerk.localhost");
  contact(ours, "Bob", "bob@groenwerk.localhost");
  const json::object body{{"contractIds", json::array{ours.contract.str(), nobody.contract.str()}}};
  const Answer sent = coordinator.post("/supplier-questions", json::dump(body));
  ASSERT_EQ(sent.status, 201) << sent.body;
  EXPECT_EQ(sent.json().at("letters").as_int64(), 2);
  EXPECT_EQ(sent.json().at("asked").as_array().size(), 1U);
  EXPECT_EQ(sent.json().at("noContact").at(0).at("title").as_string(), "Brug");
  db::Session session(server.pool(), {ours.municipality, {}, "test"});
  EXPECT_EQ(ask_due(session, server.now()), 0) << "they were asked just now";
}

// A body with which a route goes on to look for what it names.
const std::map<std::string, const char*>& bodies() {
  static const std::map<std::string, const char*> all{
      {"getOwnContract", ""},
      {"getOwnMoment", ""},
      {"downloadStatement", ""},
      {"removeOwnPlacement", ""},
      {"sayKnown", ""},
      {"reportOwnMoment", R"({"figure":1,"words":"","also":[]})"},
      {"sayNotKnownYet", R"({"knownOn":"2026-12-24"})"},
      {"addOwnPlacement", R"({"block":"pw","hoursPerWeek":1,"fromOn":"2026-03-01","toOn":null,"bonuses":[],"reference":"Z"})"},
      {"endOwnPlacement", R"({"toOn":"2026-12-01"})"},
      {"addOwnEvidence", ""},
      {"getOwnEvidenceContent", ""},
      {"removeOwnEvidence", ""},
      {"restoreOwnEvidence", ""},
      {"endColleague", ""},
      {"restoreColleague", ""},
      {"proposeWording", R"({"text":"x"})"},
      {"withdrawWording", ""}};
  return all;
}

std::string replaced(std::string path, const std::string& name, const Uuid& id) {
  const std::size_t at = path.find(name);
  return at == std::string::npos ? path : path.replace(at, name.size(), id.str());
}

TEST_F(Supplier, nobody_sees_another_supplier_or_another_municipality) {
  const Uuid away = server.add_other();
  const Planted ours = plant(home, "Groenwerk", "12345678", "Plantsoen");
  std::vector<Planted> others{plant(home, "Blauwbouw", "87654321", "Brug"), plant(away, "Groenwerk", "12345678", "Park"),
                              plant(away, "Blauwbouw", "87654321", "Sluis")};
  for (Planted& each : others) plant_rest(each);
  Client anna = inside(ours, "Anna de Wit", "anna@groenwerk.localhost");
  contact(others[1], "Anna de Wit", "anna@groenwerk.localhost");
  contact(others[0], "Bas", "bas@blauwbouw.localhost");
  const auto knock = [&](const http::Route& route, const Planted& at, const Uuid& id) {
    const std::string path = "/api/v1" + replaced(replaced(route.path, "{id}", id), "{placement}", at.placement);
    const char* verb = route.method == http::Method::post     ? "POST"
                       : route.method == http::Method::put    ? "PUT"
                       : route.method == http::Method::remove ? "DELETE"
                                                              : "GET";
    return anna.call(verb, path, bodies().at(route.operation_id), "If-Match: \"1\"\r\n");
  };
  int walked = 0;
  for (const auto& route : server.application().router().routes()) {
    if (route.permission != permission || route.path.find('{') == std::string::npos) continue;
    ASSERT_TRUE(bodies().contains(route.operation_id)) << "a new route of suppliers must be walked too: " << route.operation_id;
    for (const Planted& other : others)
      for (const Uuid& id : {other.contract, other.moments[0], other.party, other.commitment, other.evidence, other.wording, other.upload,
                             other.contact, new_id()})
        EXPECT_EQ(knock(route, other, id).status, 404) << route.operation_id << " " << ++walked;
    // One's own contract does not open another's placement.
    if (route.path.find("{placement}") != std::string::npos) {
      EXPECT_EQ(knock(route, others[0], ours.contract).status, 404) << route.operation_id;
    }
  }
  const std::string seen = anna.get("/supplier/overview").body + anna.get("/supplier/contracts/" + ours.contract.str()).body;
  for (const Planted& other : others)
    for (const Uuid& id : {other.contract, other.moments[0], other.placement}) EXPECT_EQ(seen.find(id.str()), std::string::npos);
  for (const char* title : {"Brug", "Park", "Sluis", "Blauwbouw"}) EXPECT_EQ(seen.find(title), std::string::npos) << title;
  for (const Planted& other : others) {
    const json::array also{json::object{{"id", other.moments[0].str()}, {"version", 1}}};
    EXPECT_EQ(put(anna, "/supplier/moments/" + ours.moments[0].str() + "/report", {{"figure", 1}, {"words", ""}, {"also", also}}).status,
              404);
  }
  EXPECT_EQ(server.owner()
                .query(reported_anywhere, std::vector<Uuid>{ours.contract, others[0].contract, others[1].contract, others[2].contract})
                .get<int>(0, 0),
            0);
  // The same token with another municipality in front opens nothing there.
  Client forged = server.client();
  forged.cookie = anna.cookie;
  forged.cookie.replace(16, 36, away.str());
  EXPECT_EQ(forged.get("/supplier/overview").status, 401);
}

TEST_F(Supplier, finds_the_same_contracts_of_two_municipalities_when_both_say_so) {
  const Uuid away = server.add_other();
  const Planted ours = plant(home, "Groenwerk", "12345678", "Plantsoen");
  const Planted there = plant(away, "Groenwerk B.V.", "12345678", "Park");
  Client anna = inside(ours, "Anna de Wit", "anna@groenwerk.localhost");
  contact(there, "A. de Wit", "Anna@groenwerk.localhost");
  const auto count = [&] { return get(anna, "/supplier/overview").at("contracts").as_array().size(); };
  const auto agree = [&](const Uuid& municipality, bool together) {
    db::Session session(server.pool(), {municipality, {}, "test"});
    session.query("DELETE FROM supplier.setting");
    session.query("INSERT INTO supplier.setting (municipality_id, together) VALUES ($1, $2)", municipality, together);
    session.commit();
  };
  EXPECT_EQ(count(), 1U);
  agree(ours.municipality, true);
  EXPECT_EQ(count(), 1U) << "one of the two";
  agree(away, true);
  ASSERT_EQ(count(), 2U);
  const json::object report{{"figure", 5}, {"words", ""}, {"also", json::array{}}};
  const Answer sent = put(anna, "/supplier/moments/" + there.moments[0].str() + "/report", report);
  ASSERT_EQ(sent.status, 200) << sent.body;
  EXPECT_EQ(sent.json().at("reportedName").as_string(), "A. de Wit namens Groenwerk B.V.");
  agree(away, false);
  EXPECT_EQ(count(), 1U) << "not any more";
  EXPECT_EQ(anna.get("/supplier/contracts/" + there.contract.str()).status, 404);
}

}  // namespace
}  // namespace tenzij::supplier
