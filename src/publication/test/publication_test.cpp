// What everybody sees, and above all what nobody outside sees: over HTTP, as a citizen, an entrepreneur and without any sign-in.
#include "publication/publication.h"

#include <regex>
#include <set>

#include "tests/support/server.h"

namespace tenzij::publication {
namespace {

class Publication : public ::testing::Test {
 protected:
  testing::TestServer server;
  testing::Client advisor = server.client();
  testing::Client administrator = server.client();
  testing::Client citizen = server.client();
  testing::Client entrepreneur = server.client();
  testing::Client nobody = server.client();

  void SetUp() override {
    advisor.sign_in("procurement_advisor");
    administrator.sign_in("administrator");
    citizen.sign_in("citizen");
    entrepreneur.sign_in("entrepreneur");
  }

  static testing::Answer put(testing::Client& who, const std::string& path, const json::value& body, std::int64_t version) {
    return who.call("PUT", "/api/v1" + path, json::dump(body), "If-Match: \"" + std::to_string(version) + "\"\r\n");
  }
  static json::value get(testing::Client& who, const std::string& path) {
    const auto answer = who.get(path);
    EXPECT_EQ(answer.status, 200) << path << answer.body;
    return answer.json();
  }
  testing::Answer open(const std::string& page, const std::string& headers = {}) {
    return nobody.call("GET", "/open/GM9999" + page, {}, headers);
  }
  testing::Answer show(bool coming, bool goals, bool results) {
    const auto version = get(administrator, "/publication-settings").at("version").as_int64();
    return put(administrator, "/publication-settings",
               json::object{{"coming", coming},
                            {"goals", goals},
                            {"results", results},
                            {"contactName", "Inkoopbureau"},
                            {"contactAddress", "inkoop@noorderveen.example"}},
               version);
  }
  std::string add(const char* title, json::object more = {}) {
    json::object in{{"title", title},
                    {"need", "Iets dat moet"},
                    {"cpv", "77310000"},
                    {"nature", "services"},
                    {"social", false},
                    {"valueCents", 234'567'89},
                    {"lots", 1},
                    {"startOn", "2026-11-10"},
                    {"marketNote", ""},
                    {"publishOn", "2027-05-17"},
                    {"contractFrom", "2027-07-01"}};
    for (const auto& [key, value] : more) in[key] = value;
    const auto answer = advisor.post("/purchases", json::dump(in));
    EXPECT_EQ(answer.status, 201) << answer.body;
    return std::string(answer.json().at("id").as_string());
  }
  json::value make_open(const std::vector<std::string>& ids, const json::value& as, const char* path = "/purchase-openings") {
    const auto answer = advisor.post(path, json::dump(json::object{{"ids", json::array(ids.begin(), ids.end())}, {"openAs", as}}));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.json();
  }
  static std::set<std::string> keys(const json::value& v) {
    std::set<std::string> out;
    for (const auto& each : v.as_object()) out.emplace(each.key());
    return out;
  }
  // Everything that everybody can read, and every answer that a citizen can get of this room, in one text.
  std::string all_outside() {
    std::string out;
    for (const char* page : {"", "/inkopen", "/inkopen?taal=en", "/doelen", "/calls.atom", "/data/coming-purchases.csv"})
      out += open(page).body;
    const json::value goals = get(citizen, "/published-goals");
    for (const auto& goal : goals.at("items").as_array()) out += open("/doelen/" + std::string(goal.at("id").as_string())).body;
    out += json::dump(goals) + citizen.get("/coming-purchases?pageSize=200").body + citizen.get("/coming-purchase-exports").body +
           citizen.get("/publication").body + citizen.get("/start").body + entrepreneur.get("/start").body;
    return out;
  }
};

TEST_F(Publication, shows_nothing_until_the_municipality_says_so) {
  ASSERT_EQ(show(false, false, false).status, 200);
  const auto unknown = nobody.call("GET", "/open/GM0000");
  EXPECT_EQ(unknown.status, 404);
  for (const char* page : {"", "/inkopen", "/doelen", "/calls.atom", "/data/coming-purchases.csv"}) {
    const auto answer = open(page);
    EXPECT_EQ(answer.status, 404) << page;
    EXPECT_EQ(answer.body, unknown.body) << "nobody learns whether there is such a municipality";
  }
  EXPECT_EQ(get(citizen, "/coming-purchases").at("total").as_int64(), 0);
  EXPECT_EQ(get(citizen, "/published-goals").at("total").as_int64(), 0);
  EXPECT_EQ(citizen.get("/coming-purchase-exports").body.find("Warmtepompen"), std::string::npos);
  EXPECT_GT(get(advisor, "/coming-purchases").at("total").as_int64(), 0) << "colleagues see what is marked";
  EXPECT_FALSE(get(advisor, "/coming-purchases").at("open").as_bool());
  EXPECT_EQ(citizen.get("/publication-settings").status, 403);
  EXPECT_EQ(advisor.get("/publication-preview").status, 403);
  // One part opens nothing of another.
  ASSERT_EQ(show(true, false, false).status, 200);
  EXPECT_EQ(open("/doelen").status, 404);
  EXPECT_NE(open("/inkopen").body.find("Warmtepompen wijkcentra"), std::string::npos);
  ASSERT_EQ(show(false, true, false).status, 200);
  EXPECT_EQ(open("/inkopen").status, 404);
  const std::string goals = open("/doelen").body;
  EXPECT_EQ(goals.find("nagekeken</dd>"), std::string::npos) << "results are a part of their own";
  for (const auto& goal : json::array(get(citizen, "/published-goals").at("items").as_array())) EXPECT_TRUE(goal.at("result").is_null());
}

TEST_F(Publication, of_a_purchase_goes_out_its_face_and_nothing_else) {
  const std::string id = add("Bankjes <b>van hout</b>", {{"reference", "GEHEIM-1"},
                                                         {"need", "GEHEIM-nood"},
                                                         {"marketNote", "GEHEIM-markt"},
                                                         {"procedure", "negotiation"},
                                                         {"procedureReason", "GEHEIM-reden van deze procedure"}});
  EXPECT_EQ(all_outside().find("van hout"), std::string::npos);
  const json::value before = make_open({id}, "quarter", "/purchase-opening-previews");
  ASSERT_EQ(before.at("total").as_int64(), 1) << json::dump(before);
  EXPECT_EQ(keys(before.at("items").at(0)),
            (std::set<std::string>{"id", "title", "unit", "category", "categoryNl", "categoryEn", "themes", "band", "expectedOn"}));
  EXPECT_EQ(before.at("items").at(0).at("expectedOn").as_string(), "2027-04-01");
  EXPECT_EQ(make_open({id}, "quarter").at("changed").as_int64(), 1);
  const json::value found = get(citizen, "/coming-purchases?search=van%20hout");
  ASSERT_EQ(found.at("total").as_int64(), 1);
  EXPECT_EQ(keys(found.at("items").at(0)), (std::set<std::string>{"id", "title", "unit", "category", "categoryNl", "categoryEn", "themes",
                                                                  "band", "exactness", "expectedOn", "openedOn", "fits"}));
  EXPECT_EQ(found.at("items").at(0).at("band").as_int64(), 2);
  const std::string all = all_outside();
  EXPECT_NE(all.find("Bankjes &lt;b&gt;van hout"), std::string::npos);
  EXPECT_NE(open("/inkopen").body.find("april – juni 2027"), std::string::npos);
  EXPECT_EQ(open("/inkopen").body.find("<b>van"), std::string::npos);
  for (const char* kept : {"GEHEIM", "23456789", "234567.89", "234.567", "2027-05-17", "17 mei 2027"})
    EXPECT_EQ(all.find(kept), std::string::npos) << kept;
  // Nobody who works here is named, whoever they are, but in the greeting of one's own start page.
  db::Session session(server.pool(), server.actor());
  const auto people = session.query("SELECT name FROM organisation.person");
  for (int i = 0; i < people.rows(); ++i) EXPECT_EQ(all.find(people.text(i, 0)), std::string::npos) << people.text(i, 0);
  // What is not shown is not searched either.
  for (const char* words : {"GEHEIM", "234567", "2027-05-17"}) {
    EXPECT_EQ(get(citizen, std::string("/coming-purchases?search=") + words).at("total").as_int64(), 0) << words;
    EXPECT_EQ(open(std::string("/inkopen?zoek=") + words).body.find("van hout"), std::string::npos) << words;
  }
  make_open({id}, nullptr);
  EXPECT_EQ(all_outside().find("van hout"), std::string::npos) << "withdrawn is gone everywhere";
}

TEST_F(Publication, a_name_in_the_title_keeps_a_purchase_in) {
  const std::string named = add("Afscheid van Fatima el Amrani");
  const json::value refused = make_open({named}, "day");
  EXPECT_EQ(refused.at("changed").as_int64(), 0);
  EXPECT_NE(json::dump(refused).find("naam van een collega"), std::string::npos);
  const std::string id = add("Afscheid van een collega");
  make_open({id}, "day");
  EXPECT_EQ(get(citizen, "/coming-purchases?search=afscheid").at("total").as_int64(), 1);
  json::object in = get(advisor, "/purchases/" + id).as_object();
  const auto version = in.at("version").as_int64();
  json::object change{{"title", "Afscheid van FATIMA  el-Amrani!"}, {"lots", 1}, {"otherAward", json::array{}}};
  for (const char* key : {"need", "cpv", "nature", "social", "valueCents", "startOn", "publishOn", "contractFrom", "marketNote"})
    change[key] = in.at(key);
  ASSERT_EQ(put(advisor, "/purchases/" + id, change, version).status, 200);
  EXPECT_TRUE(get(advisor, "/purchases/" + id).at("openHeld").as_bool());
  EXPECT_EQ(get(citizen, "/coming-purchases?search=afscheid").at("total").as_int64(), 0);
  EXPECT_EQ(all_outside().find("Afscheid"), std::string::npos);
  EXPECT_EQ(get(administrator, "/publication-preview").at("held").as_int64(), 1);
}

TEST_F(Publication, many_are_opened_at_once_and_taken_back) {
  const std::string one = add("Heggen snoeien");
  const std::string two = add("Bermen inzaaien");
  const std::string over = std::string(get(advisor, "/purchases?statuses=running&pageSize=1").at("items").at(0).at("id").as_string());
  const json::value done = make_open({one, two, over}, "day");
  EXPECT_EQ(done.at("changed").as_int64(), 2);
  ASSERT_EQ(done.at("left").as_array().size(), 1U);
  EXPECT_EQ(done.at("left").at(0).at("id").as_string(), over) << "what was published comes no more";
  EXPECT_EQ(get(advisor, "/purchases?open=true&search=heggen").at("total").as_int64(), 1);
  EXPECT_EQ(get(citizen, "/coming-purchases?search=heggen").at("items").at(0).at("expectedOn").as_string(), "2027-05-17");
  const auto back = advisor.post("/purchase-openings/" + std::string(done.at("act").as_string()) + "/undoing", "");
  ASSERT_EQ(back.status, 200) << back.body;
  EXPECT_EQ(back.json().at("changed").as_int64(), 2);
  EXPECT_EQ(get(citizen, "/coming-purchases?search=heggen").at("total").as_int64(), 0);
  EXPECT_EQ(citizen.post("/purchase-openings", json::dump(json::object{{"ids", json::array{one}}, {"openAs", "day"}})).status, 403);
  EXPECT_EQ(make_open({one}, "day").at("changed").as_int64(), 1);
  EXPECT_EQ(make_open({one}, "day").at("changed").as_int64(), 0) << "nothing changes twice";
}

TEST_F(Publication, filters_count_what_they_find_and_fitting_is_the_number_on_the_start_page) {
  const json::value all = get(citizen, "/coming-purchases?pageSize=200");
  const json::value& choices = all.at("choices");
  const auto total = [&](const std::string& query) { return get(citizen, "/coming-purchases?" + query).at("total").as_int64(); };
  std::int64_t counted = 0;
  for (const auto& each : choices.at("categories").as_array()) {
    EXPECT_EQ(total("category=" + std::string(each.at("code").as_string())), each.at("count").as_int64());
    counted += each.at("count").as_int64();
  }
  EXPECT_LE(counted, all.at("total").as_int64());
  for (const auto& each : choices.at("themes").as_array())
    EXPECT_EQ(total("theme=" + std::string(each.at("code").as_string())), each.at("count").as_int64());
  std::int64_t periods = 0;
  for (const auto& each : choices.at("periods").as_array()) {
    EXPECT_EQ(total("period=" + std::string(each.at("code").as_string())), each.at("count").as_int64());
    periods += each.at("count").as_int64();
  }
  EXPECT_EQ(periods, all.at("total").as_int64());
  // What an entrepreneur looks for.
  const json::value interest = get(entrepreneur, "/coming-interests");
  const auto version = interest.at("version").as_int64();
  EXPECT_EQ(put(entrepreneur, "/coming-interests", json::object{{"categories", json::array{"nowhere"}}, {"themes", json::array{}}}, version)
                .status,
            400);
  ASSERT_EQ(put(entrepreneur, "/coming-interests", json::object{{"categories", json::array{"works", "energy"}}, {"themes", json::array{}}},
                version)
                .status,
            200);
  EXPECT_EQ(put(entrepreneur, "/coming-interests", json::object{{"categories", json::array{}}, {"themes", json::array{}}}, version).status,
            412);
  const std::int64_t fitting = get(entrepreneur, "/coming-purchases?fitting=true").at("total").as_int64();
  EXPECT_EQ(fitting, total("category=works") + total("category=energy"));
  EXPECT_GT(fitting, 0);
  bool told = false;
  for (const auto& each : json::array(get(entrepreneur, "/start").at("figures").as_array()))
    if (each.at("kind").as_string() == "coming_fitting") {
      told = true;
      EXPECT_EQ(each.at("count").as_int64(), fitting);
      EXPECT_EQ(each.at("whole").as_int64(), all.at("total").as_int64());
    }
  EXPECT_TRUE(told);
  EXPECT_EQ(get(citizen, "/coming-purchases?fitting=true").at("total").as_int64(), 0) << "nobody looks for it by itself";
}

TEST_F(Publication, who_opened_and_withdrew_what_is_kept) {
  const auto wrong = put(administrator, "/publication-settings",
                         json::object{{"coming", true},
                                      {"goals", false},
                                      {"results", true},
                                      {"contactName", "Vraag Fatima el Amrani"},
                                      {"contactAddress", "geen adres"}},
                         get(administrator, "/publication-settings").at("version").as_int64());
  EXPECT_EQ(wrong.status, 400);
  for (const char* pointer : {"/results", "/contactName", "/contactAddress"}) EXPECT_NE(wrong.body.find(pointer), std::string::npos);
  const std::string id = add("Heggen snoeien");
  make_open({id}, "quarter");
  make_open({id}, nullptr);
  ASSERT_EQ(show(false, true, true).status, 200);
  const json::value log = get(administrator, "/publication-log").at("items");
  std::vector<std::string> lines;
  for (const auto& each : log.as_array())
    lines.push_back(std::string(each.at("part").as_string()) + (each.at("opened").as_bool() ? "+" : "-") +
                    (each.at("person").is_null() ? "" : std::string(each.at("person").as_string())));
  const auto person = [&](const char* user) {
    db::Session session(server.pool(), server.actor());
    return session
        .scalar<std::string>("SELECT p.name FROM organisation.person p JOIN auth.account a ON a.person_id = p.id WHERE a.user_name = $1",
                             user)
        .value();
  };
  ASSERT_GE(lines.size(), 4U);
  EXPECT_EQ(lines[0], "coming-" + person("administrator"));
  EXPECT_EQ(lines[1], "contact+" + person("administrator"));
  EXPECT_EQ(lines[2], "purchase-" + person("procurement_advisor"));
  EXPECT_EQ(lines[3], "purchase+" + person("procurement_advisor"));
}

TEST_F(Publication, the_pages_are_plain_cached_and_without_a_cookie) {
  for (const char* page : {"", "/inkopen", "/doelen", "/calls.atom", "/data/coming-purchases.csv"}) {
    const auto answer = open(page);
    ASSERT_EQ(answer.status, 200) << page;
    EXPECT_TRUE(answer.header("set-cookie").empty()) << page;
    EXPECT_EQ(answer.header("cache-control"), "public, max-age=60") << page;
    EXPECT_FALSE(answer.header("content-security-policy").empty()) << page;
    EXPECT_EQ(answer.body.find("<script"), std::string::npos) << page;
    const std::string etag = answer.header("etag");
    const auto again = open(page, "If-None-Match: " + etag + "\r\n");
    EXPECT_EQ(again.status, 304) << page;
    EXPECT_TRUE(again.body.empty());
  }
  EXPECT_NE(open("/inkopen?taal=en").body.find("<html lang=\"en\">"), std::string::npos);
  EXPECT_NE(open("/inkopen?taal=en").body.find("April – June 2027"), std::string::npos);
  EXPECT_EQ(nobody.call("HEAD", "/open/GM9999").status, 200);
  EXPECT_EQ(nobody.call("POST", "/open/GM9999", "{}").status, 405);
  for (const char* path : {"/open/", "/open/GM9999/doelen/geen-doel", "/open/GM9999/elders", "/open/%00", "/open/GM9999/inkopen/verder"})
    EXPECT_GE(nobody.call("GET", path).status, 400) << path;
  EXPECT_EQ(open("/inkopen?zoek=%22%3E%3Cscript%3E&pagina=99999999999999999999&thema=%27&periode=x").status, 200);
  EXPECT_EQ(open("/inkopen?zoek=%22%3E%3Cscript%3E").body.find("<script"), std::string::npos);
}

TEST_F(Publication, what_is_not_known_is_no_nought_and_few_people_stay_in) {
  const json::value goals = get(citizen, "/published-goals").at("items");
  ASSERT_GT(goals.as_array().size(), 1U);
  std::string unfollowed;
  for (const auto& each : goals.as_array())
    if (each.at("result").is_null() && each.at("unit").is_null()) unfollowed = std::string(each.at("id").as_string());
  ASSERT_FALSE(unfollowed.empty());
  EXPECT_NE(open("/doelen/" + unfollowed).body.find("Niet bekend: er is nog geen nagekeken uitkomst."), std::string::npos);
  // A goal about people: three in one year, twelve in another.
  {
    db::Actor manager = server.actor();
    {
      db::Session session(server.pool(), manager);
      manager.person_id = session.scalar<Uuid>("SELECT person_id FROM auth.account WHERE user_name = 'contract_manager'").value();
    }
    db::Session session(server.pool(), manager);
    measure::name_indicator(session, Uuid::parse(unfollowed).value(), {"placements_new", {}, {}}, server.now());
    for (const auto& [year, people] : {std::pair{2024, 3.0}, std::pair{2025, 12.0}})
      measure::add_measurement(session,
                               {.indicator = "placements_new",
                                .period_from = Date{std::chrono::year{year} / 1 / 1},
                                .period_to = Date{std::chrono::year{year} / 12 / 31},
                                .value = people},
                               server.now());
    session.query("UPDATE measure.measurement SET state = 'verified' WHERE contract_id IS NULL AND indicator = 'placements_new'");
    session.query("UPDATE measure.measurement SET withdrawn_at = now() WHERE contract_id IS NOT NULL AND indicator = 'placements_new'");
    session.commit();
  }
  const json::value one = get(citizen, "/published-goals/" + unfollowed);
  bool few = false;
  bool many = false;
  for (const auto& year : one.at("result").at("years").as_array()) {
    if (year.at("year").as_int64() == 2024) few = year.at("few").as_bool() && year.at("verified").is_null();
    if (year.at("year").as_int64() == 2025) many = !year.at("few").as_bool() && year.at("verified").as_double() == 12;
  }
  EXPECT_TRUE(few) << json::dump(one);
  EXPECT_TRUE(many) << json::dump(one);
  const std::string page = open("/doelen/" + unfollowed).body;
  EXPECT_NE(page.find("minder dan 5 mensen"), std::string::npos);
  EXPECT_EQ(page.find(">15<"), std::string::npos) << "no sum gives the few away";
  // Only what rests on an adopted sentence.
  {
    db::Session session(server.pool(), server.actor());
    session.query("UPDATE policy.document SET status = 'draft'");
    session.commit();
  }
  EXPECT_EQ(get(citizen, "/published-goals").at("total").as_int64(), 0);
  EXPECT_EQ(open("/doelen/" + unfollowed).status, 404);
}

TEST(PublicationStatements, what_goes_out_is_read_from_the_views_of_this_room) {
  const std::regex reads("(FROM|JOIN)\\s+(\\w+)\\.(\\w+)");
  int seen = 0;
  for (const db::Statement* each : db::Statement::all()) {
    if (!each->name().starts_with("publication.open_")) continue;
    ++seen;
    const std::string sql(each->sql());
    for (auto at = std::sregex_iterator(sql.begin(), sql.end(), reads); at != std::sregex_iterator(); ++at)
      EXPECT_TRUE((*at)[2] == "publication" || (*at)[2] == "reference") << each->name() << " reads " << (*at)[0];
  }
  EXPECT_GE(seen, 6);
}

}  // namespace
}  // namespace tenzij::publication
