// The market over HTTP: who may do what, certificates by their days, what is shared and what is not, twice the same, matches and turns.
#include "market/market.h"

#include "tests/support/server.h"

namespace tenzij::market {
namespace {

class Market : public ::testing::Test {
 protected:
  testing::TestServer server;
  testing::Client advisor = server.client();
  db::Connection owner = server.owner();
  void SetUp() override { advisor.sign_in("procurement_advisor"); }

  // With an empty text where the test has none.
  static std::string whole(const std::string& body) {
    json::object out = json::parse(body).as_object();
    out.emplace("description", "");
    if (json::value* offerings = out.if_contains("offerings"))
      for (json::value& each : offerings->as_array())
        for (const char* words : {"description", "impact"}) each.as_object().emplace(words, "");
    return json::dump(out);
  }
  std::string add(const std::string& body, int status = 201) {
    const auto answer = advisor.post("/enterprises", whole(body));
    EXPECT_EQ(answer.status, status) << answer.body;
    return status == 201 ? std::string(answer.json().at("id").as_string()) : answer.body;
  }
  json::value get(testing::Client& client, const std::string& path, int status = 200) {
    const auto answer = client.get(path);
    EXPECT_EQ(answer.status, status) << path << answer.body;
    return answer.status == 200 ? answer.json() : json::value(nullptr);
  }
  testing::Answer put(const std::string& path, const std::string& body, std::int64_t version = 1) {
    return advisor.call("PUT", "/api/v1" + path, body, "If-Match: \"" + std::to_string(version) + "\"\r\n");
  }
  std::vector<std::string> names(testing::Client& client, const std::string& query) {
    std::vector<std::string> out;
    const json::value page = get(client, "/enterprises?" + query);
    for (const auto& each : page.at("items").as_array()) out.emplace_back(each.at("name").as_string());
    return out;
  }
  std::string purchase(const std::string& procedure, const std::string& title = "Taart bij de opening") {
    return owner.query(change_a_purchase, title, procedure).get<std::string>(0, 0);
  }
  static constexpr std::string_view change_a_purchase = R"sql(
UPDATE purchase.purchase
   SET title = $1, need = '', cpv = NULL, procedure = $2
 WHERE id = (SELECT id
               FROM purchase.purchase
              ORDER BY id
              LIMIT 1)
RETURNING id::text
)sql";
};

TEST_F(Market, the_demo_has_its_directory_and_answers_as_one_speaks) {
  const json::value all = get(advisor, "/enterprises");
  EXPECT_EQ(all.at("total").as_int64(), 240);
  EXPECT_GE(owner.query("SELECT count(*) FROM market.offering").get<std::int64_t>(0, 0), 570);
  const json::value cake = get(advisor, "/enterprises?search=taart%20voor%2040%20man");
  EXPECT_EQ(cake.at("items").at(0).at("offering").at("cpv").as_string(), "15812200") << json::dump(cake).substr(0, 2000);
  EXPECT_EQ(cake.at("understood").at("quantity").as_int64(), 40);
  EXPECT_LT(cake.at("total").as_int64(), 60);
  get(advisor, "/enterprises?near=Nergensdorp", 400);
}

TEST_F(Market, an_enterprise_is_checked_changed_as_a_whole_and_put_away) {
  const std::string refused = add(
      R"({"name":" ","kvk":"1234567","address":"Laan 1","legalForm":"sole_trader","website":"x","themes":["moon"],
          "offerings":[{"title":"","kind":"product","cpv":"12"}],"evidence":[{"certificate":"nope","validFrom":"2026-02-01","validTo":"2026-01-01"}]})",
      400);
  for (const char* pointer :
       {"/name", "/kvk", "/address", "/website", "/themes", "/offerings/0/title", "/offerings/0/cpv", "/evidence/0/validTo"})
    EXPECT_NE(refused.find(std::string("\"") + pointer + "\""), std::string::npos) << pointer << refused;
  EXPECT_NE(refused.find("01234567"), std::string::npos) << "a zero that was lost is proposed";
  const std::string id =
      add(R"({"name":"Zadelmakerij Proef","kvk":"11112222","place":"Assen","offerings":[{"title":"Zadels herstellen","kind":"service"}]})");
  add(R"({"name":"Nog een","kvk":"11112222"})", 409);
  EXPECT_EQ(names(advisor, "search=zadel"), std::vector<std::string>{"Zadelmakerij Proef"}) << "found at once";
  json::value one = get(advisor, "/enterprises/" + id);
  EXPECT_EQ(put("/enterprises/" + id, whole(R"({"name":"Zadelmakerij Proef"})"), 7).status, 412);
  ASSERT_EQ(put("/enterprises/" + id, whole(R"({"name":"Zadelmakerij Proef","offerings":[{"title":"Tuig","kind":"product"}]})")).status,
            200);
  EXPECT_EQ(get(advisor, "/enterprises/" + id).at("offerings").as_array().size(), 1U);
  // What was offered comes back under its own name when it is put back.
  json::object back;
  for (const char* field : {"name", "kvk", "place", "offerings"}) back[field] = one.at(field);
  ASSERT_EQ(put("/enterprises/" + id, whole(json::dump(back)), 2).status, 200);
  EXPECT_EQ(get(advisor, "/enterprises/" + id).at("offerings").at(0).at("id"), one.at("offerings").at(0).at("id"));
  EXPECT_EQ(advisor.call("PUT", "/api/v1/enterprises/" + id + "/archive").status, 204);
  EXPECT_TRUE(names(advisor, "search=zadelmakerij").empty());
  EXPECT_EQ(advisor.remove("/enterprises/" + id + "/archive").status, 204);
  EXPECT_EQ(names(advisor, "search=zadelmakerij").size(), 1U);
  testing::Client council = server.client();
  council.sign_in("council_member");
  EXPECT_EQ(names(council, "search=zadelmakerij").size(), 1U);
  EXPECT_EQ(council.post("/enterprises", R"({"name":"x"})").status, 403);
}

TEST_F(Market, an_expired_certificate_shows_and_counts_no_more) {
  const std::string id = add(
      R"({"name":"Kaarsenmakerij Oud","offerings":[{"title":"Bijenwaskaarsen uit Proefdorp","kind":"product"}],
          "evidence":[{"certificate":"pso_30_plus","validTo":"2026-11-03","checkedOn":"2026-01-05"}]})");
  const auto with = [&] { return names(advisor, "search=bijenwaskaars&certificates=pso_30_plus").size(); };
  EXPECT_EQ(with(), 1U);
  json::value one = get(advisor, "/enterprises/" + id);
  EXPECT_FALSE(one.at("certificates").at(0).at("expired").as_bool());
  EXPECT_EQ(one.at("evidence").at(0).at("checkedName").as_string(), get(advisor, "/sessions/current").at("person").at("name").as_string());
  server.pass(std::chrono::hours{48});
  advisor.sign_in("procurement_advisor");
  EXPECT_EQ(with(), 0U);
  one = get(advisor, "/enterprises/" + id);
  EXPECT_TRUE(one.at("certificates").at(0).at("expired").as_bool()) << "it still shows";
}

TEST_F(Market, who_agreed_is_found_elsewhere_and_notes_and_questions_are_not) {
  const std::string id =
      add(R"({"name":"Orgelbouwer Proef","shared":true,"kvk":"33334444","offerings":[{"title":"Draaiorgels","kind":"product"}]})");
  add(R"({"name":"Stil Proef","offerings":[{"title":"Draaiorgels","kind":"product"}]})");
  ASSERT_EQ(advisor
                .post("/enterprises/" + id + "/notes",
                      R"({"kind":"talk","onDay":"2026-11-01","words":"Wil graag kennismaken","nextStep":"Bellen"})")
                .status,
            201);
  server.add_other();
  testing::Client other = server.client();
  ASSERT_EQ(other.sign_in("other", "vier losse rare woorden").status, 201);
  EXPECT_EQ(names(other, "search=draaiorgel"), std::vector<std::string>{"Orgelbouwer Proef"});
  EXPECT_EQ(get(other, "/enterprises/" + id).at("own").as_bool(), false);
  EXPECT_TRUE(get(other, "/enterprises/" + id + "/notes").at("items").as_array().empty());
  EXPECT_EQ(get(advisor, "/enterprises/" + id + "/notes").at("items").as_array().size(), 1U);
  EXPECT_EQ(other.call("PUT", "/api/v1/enterprises/" + id, whole(R"({"name":"Gekaapt"})"), "If-Match: \"1\"\r\n").status, 404);
  EXPECT_EQ(other.post("/enterprises/" + id + "/notes", R"({"kind":"note","onDay":"2026-11-01","words":"Van ons"})").status, 201)
      << "each has its own notes about it";
  // Its own entry goes before the copy.
  ASSERT_EQ(other
                .post("/enterprises",
                      whole(R"({"name":"Orgelbouwer van ons","kvk":"33334444","offerings":[{"title":"Draaiorgels","kind":"product"}]})"))
                .status,
            201);
  EXPECT_EQ(names(other, "search=draaiorgel"), std::vector<std::string>{"Orgelbouwer van ons"});
  ASSERT_EQ(put("/enterprises/" + id, whole(R"({"name":"Orgelbouwer Proef","shared":false})")).status, 200);
  EXPECT_EQ(other.get("/enterprises/" + id).status, 404) << "it agrees no more";
}

TEST_F(Market, two_that_are_one_are_joined_and_parted_and_who_are_not_is_remembered) {
  const std::string one =
      add(R"({"name":"Klompenmakerij De Boer","kvk":"55556666","place":"Assen","offerings":[{"title":"Klompen","kind":"product"}]})");
  const std::string other =
      add(R"({"name":"Klompenmakerij de Boer B.V.","place":"Assen","offerings":[{"title":"Klompen met naam","kind":"product"}]})");
  add(R"({"name":"Klompenmakerij De Boer","kvk":"77778888","place":"Assen"})");
  const auto pairs = [&] {
    int out = 0;
    const json::value found = get(advisor, "/enterprise-lookalikes");
    for (const auto& each : found.at("items").as_array())
      if (each.at("one").as_string().starts_with("Klompen")) ++out;
    return out;
  };
  EXPECT_EQ(pairs(), 2) << "two numbers are two enterprises; the one without may be either";
  ASSERT_EQ(advisor.call("PUT", "/api/v1/enterprises/" + other + "/join", R"({"intoId":")" + one + R"("})").status, 204);
  EXPECT_EQ(pairs(), 0);
  EXPECT_EQ(get(advisor, "/enterprises/" + one).at("offerings").as_array().size(), 2U) << "what both offer stands on one card";
  EXPECT_EQ(names(advisor, "search=klompen%20met%20naam").front(), "Klompenmakerij De Boer");
  EXPECT_EQ(advisor.call("PUT", "/api/v1/enterprises/" + one + "/join", R"({"intoId":")" + other + R"("})").status, 409);
  ASSERT_EQ(advisor.remove("/enterprises/" + other + "/join").status, 204);
  EXPECT_EQ(get(advisor, "/enterprises/" + one).at("offerings").as_array().size(), 1U);
  ASSERT_EQ(advisor.call("PUT", "/api/v1/enterprises/" + other + "/apart", R"({"otherId":")" + one + R"("})").status, 204);
  EXPECT_EQ(pairs(), 1);
  EXPECT_EQ(advisor.remove("/enterprises/" + one + "/apart/" + other).status, 204);
  EXPECT_EQ(pairs(), 2);
}

TEST_F(Market, what_was_searched_in_vain_is_kept_without_who) {
  get(advisor, "/enterprises?search=luchtballonvaart");
  get(advisor, "/enterprises?search=Luchtballonvaart");
  get(advisor, "/enterprises?search=taart");
  get(advisor, "/enterprises?search=taart&within=1&near=Maastricht");
  get(advisor, "/enterprises?search=xqz%20jan@voorbeeld.nl");
  const json::value kept = get(advisor, "/market-searches");
  ASSERT_EQ(kept.at("items").as_array().size(), 2U) << json::dump(kept);
  EXPECT_EQ(kept.at("items").at(0).at("words").as_string(), "luchtballonvaart");
  EXPECT_EQ(kept.at("items").at(0).at("times").as_int64(), 2);
  EXPECT_EQ(json::dump(kept).find('@'), std::string::npos);
  EXPECT_EQ(owner.query("SELECT count(*) FROM audit.entry WHERE table_name = 'market.vain'").get<int>(0, 0), 0);
}

TEST_F(Market, a_purchase_gets_who_can_deliver_with_reasons_and_turns) {
  const std::string id = purchase("multiple_private");
  json::value found = get(advisor, "/purchases/" + id + "/matches");
  ASSERT_GE(found.at("items").as_array().size(), 5U);
  EXPECT_TRUE(found.at("allowed").at("mayAsk").as_bool());
  EXPECT_EQ(found.at("allowed").at("to").as_int64(), 5);
  EXPECT_NE(found.at("allowed").at("article").as_string().find("1.4"), std::string::npos);
  const json::value first = found.at("items").at(0);
  EXPECT_TRUE(first.at("proposed").as_bool());
  EXPECT_EQ(first.at("reasons").at(0).at("code").as_string(), "offers");
  int proposed = 0;
  for (const auto& each : found.at("items").as_array()) proposed += each.at("proposed").as_bool() ? 1 : 0;
  EXPECT_EQ(proposed, 5);
  const std::string who(first.at("id").as_string());
  const std::string body = R"({"enterpriseId":")" + who + R"("})";
  ASSERT_EQ(advisor.post("/purchases/" + id + "/asked", body).status, 201);
  EXPECT_EQ(advisor.post("/purchases/" + id + "/asked", body).status, 409);
  found = get(advisor, "/purchases/" + id + "/matches");
  EXPECT_NE(found.at("items").at(0).at("id").as_string(), who) << "somebody else's turn";
  const json::value asked = found.at("asked").at(0);
  const std::string line(asked.at("id").as_string());
  EXPECT_EQ(put("/asked-enterprises/" + line, R"({"outcome":"ordered","words":""})").status, 200);
  EXPECT_EQ(put("/asked-enterprises/" + line, R"({"outcome":"silent","words":""})").status, 412);
  EXPECT_EQ(advisor.remove("/asked-enterprises/" + line).status, 204);
}

TEST_F(Market, where_everybody_may_offer_nobody_is_proposed) {
  const std::string id = purchase("european_open", "Schoonmaak gemeentehuis");
  const json::value found = get(advisor, "/purchases/" + id + "/matches");
  ASSERT_FALSE(found.at("items").as_array().empty());
  EXPECT_FALSE(found.at("allowed").at("mayAsk").as_bool());
  EXPECT_NE(found.at("allowed").at("article").as_string().find("2.26"), std::string::npos);
  for (const auto& each : found.at("items").as_array()) EXPECT_FALSE(each.at("proposed").as_bool());
  const std::string who(found.at("items").at(0).at("id").as_string());
  EXPECT_EQ(advisor.post("/purchases/" + id + "/asked", R"({"enterpriseId":")" + who + R"("})").status, 409);
  // Houtwerk of who may have a contract reserved.
  const json::value wood = get(advisor, "/purchases/" + purchase("european_open", "Houten zitbanken voor parken") + "/matches");
  ASSERT_FALSE(wood.at("reserved").is_null());
  EXPECT_EQ(wood.at("reserved").at("article").as_string().subview(0, 4), "2.82");
}

}  // namespace
}  // namespace tenzij::market
