// The search over everything, over HTTP and on a real database.
#include "thread/search.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

#include "scan/scan.h"
#include "tests/support/server.h"

namespace tenzij::thread {
namespace {

constexpr std::string_view add_record = R"sql(
INSERT INTO thread.record (municipality_id, kind, id, title, detail, number, words, themes, counts_as, archived)
VALUES ($1, $2, $3, $4, '', nullif($5, ''), $6, '{}', '', $7)
)sql";

constexpr std::string_view kept_otherwise = R"sql(
SELECT count(*)
  FROM (SELECT * FROM thread.record
         WHERE kind <> 'impact') r
  FULL JOIN thread.searched s USING (municipality_id, kind, id)
 WHERE r.id IS NULL
    OR s.id IS NULL
    OR s.archived <> r.archived
    OR s.all_words <> thread.all_words(r.municipality_id, r.title, r.detail, r.number, r.words)
)sql";

class Search : public ::testing::Test {
 protected:
  tenzij::testing::TestServer server;
  db::Connection owner = server.owner();
  tenzij::testing::Client client = server.client();

  // A record that no room has: it is searched by the words it is given.
  Uuid add(const std::string& kind, const std::string& title, const std::string& words = "", const std::string& number = "",
           bool archived = false) {
    const Uuid id = new_id();
    add_to(server.municipality(), id, kind, title, words, number, archived);
    return id;
  }
  void add_to(const Uuid& municipality, const Uuid& id, const std::string& kind, const std::string& title, const std::string& words,
              const std::string& number, bool archived) {
    owner.query(add_record, municipality, kind, id, title, number, words, archived);
  }
  static std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
      const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
  }
  json::value ask(const std::string& q, const std::string& more = "") {
    const auto answer = client.get("/search?q=" + escaped(q) + more);
    EXPECT_EQ(answer.status, 200) << q << ": " << answer.body;
    return answer.json();
  }
  // Titles of one kind, best first.
  std::vector<std::string> titles(const std::string& q, const std::string& kind = "purchase") {
    std::vector<std::string> out;
    const json::value found = ask(q, "&limit=50&kind=" + kind);
    for (const auto& group : found.at("groups").as_array())
      for (const auto& hit : group.at("items").as_array()) out.emplace_back(hit.at("title").as_string());
    return out;
  }
  bool finds(const std::string& q, const std::string& title) {
    const auto all = titles(q);
    return std::find(all.begin(), all.end(), title) != all.end();
  }
  std::set<std::string> kinds(const std::string& q) {
    std::set<std::string> out;
    const json::value found = ask(q);
    for (const auto& group : found.at("groups").as_array()) out.emplace(group.at("kind").as_string());
    return out;
  }
};

TEST_F(Search, a_number_is_found_first_however_it_is_written) {
  ASSERT_EQ(client.sign_in("procurement_advisor").status, 201);
  add("purchase", "Kwastjes", "", "INK-2033-014");
  add("purchase", "INK tweeduizend drieëndertig nummer veertien", "INK 2033 14", "");
  add("purchase", "Penselen", "", "INK-2033-0140");
  for (const char* q : {"INK-2033-014", "ink2033014", "INK 2033 014", "ink-2033-14", "INK/2033/014"})
    EXPECT_EQ(titles(q).at(0), "Kwastjes") << q;
  add("notice", "Uit het publicatieblad", "", "00998877-2031");
  for (const char* q : {"00998877-2031", "998877-2031", "2031/S 118-998877", "998877"})
    EXPECT_EQ(titles(q, "notice").at(0), "Uit het publicatieblad") << q;
}

TEST_F(Search, the_same_keys_stand_in_the_index_and_in_the_question) {
  for (const char* number : {"INK-2033-014", "00998877-2031", "2031/S 118-998877", "3.02", "Z/26/0001-b", "000"}) {
    const auto rows = owner.query("SELECT unnest(thread.number_keys($1))", std::string(number));
    const auto keys = number_keys(number);
    EXPECT_EQ(rows.text(0, 0), keys[0]) << number;
    EXPECT_EQ(rows.text(1, 0), keys[1]) << number;
  }
  for (const char* text : {"Café – Überzicht: CO₂, ﬁetsen & “d’Urville”", "ĳsbaan 100%_x\\y", "naïef"}) {
    std::string here;
    for (const auto& word : scan::placed_words(text)) here += (here.empty() ? "" : " ") + word.folded;
    EXPECT_EQ(text::collapse_spaces(text::trim(owner.query("SELECT thread.fold($1)", std::string(text)).text(0, 0))), here);
  }
}

TEST_F(Search, half_words_errors_compounds_inflections_and_other_words_lead_to_the_record) {
  ASSERT_EQ(client.sign_in("procurement_advisor").status, 201);
  add("purchase", "Zwevende fietsenstalling Zuid");
  add("purchase", "Schoonmaakonderhoud van de kazerne");
  add("purchase", "ICT-hardware derde tranche");
  add("purchase", "Boeketten griffie");
  add("purchase", "Twee bomen bij de Molenkade");
  add("purchase", "Crèche De Zevensprong");
  for (const char* q : {"zwev", "fietsenst", "fietsen", "stalling", "fietsenstaling", "feitsenstalling", "FIETSENSTALLING"})
    EXPECT_TRUE(finds(q, "Zwevende fietsenstalling Zuid")) << q;
  for (const char* q :
       {"schoonmaak kazerne", "schoonmaken kazerne", "onderhoud kazerne", "kazerne shcoonmaak", "schoonmaakonderhoud kazerne"})
    EXPECT_EQ(titles(q).at(0), "Schoonmaakonderhoud van de kazerne") << q;
  EXPECT_TRUE(finds("laptops", "ICT-hardware derde tranche"));
  EXPECT_TRUE(finds("laptop tranche", "ICT-hardware derde tranche"));
  EXPECT_TRUE(finds("bloemen", "Boeketten griffie"));
  EXPECT_EQ(titles("boom Molenkade").at(0), "Twee bomen bij de Molenkade");
  EXPECT_TRUE(finds("creche zevensprong", "Crèche De Zevensprong"));
  EXPECT_TRUE(titles("qxzvwk").empty());
}

TEST_F(Search, a_title_goes_before_a_text_and_what_is_archived_comes_last_and_says_so) {
  ASSERT_EQ(client.sign_in("procurement_advisor").status, 201);
  add("purchase", "Flonkerkruid voor de singel", "", "", true);
  add("purchase", "Groen in de wijk", "met flonkerkruid en gras");
  add("purchase", "Flonkerkruid planten");
  const json::value found = ask("flonkerkruid", "&kind=purchase");
  const auto& items = found.at("groups").at(0).at("items").as_array();
  ASSERT_EQ(items.size(), 3U);
  EXPECT_EQ(items[0].at("title"), "Flonkerkruid planten");
  EXPECT_EQ(items[1].at("title"), "Groen in de wijk");
  EXPECT_EQ(items[2].at("title"), "Flonkerkruid voor de singel");
  EXPECT_TRUE(items[2].at("archived").as_bool());
  // Where it is: in the title, or in the text that is then shown.
  EXPECT_EQ(items[0].at("titleMarks").at(0).at("start").as_int64(), 0);
  EXPECT_EQ(items[0].at("titleMarks").at(0).at("end").as_int64(), 12);
  EXPECT_TRUE(items[1].at("titleMarks").as_array().empty());
  EXPECT_EQ(items[1].at("textMarks").at(0).at("start").as_int64(), 4);
  EXPECT_EQ(found.at("count").as_int64(), 3);
}

TEST_F(Search, a_record_is_found_as_it_is_now) {
  ASSERT_EQ(client.sign_in("impact_advisor").status, 201);
  const Uuid goal = owner.query("SELECT id FROM policy.goal WHERE archived_at IS NULL ORDER BY title LIMIT 1").get<Uuid>(0, 0);
  EXPECT_TRUE(titles("kwikstaartnest", "goal").empty());
  owner.query("UPDATE policy.goal SET title = 'Een kwikstaartnest per plein' WHERE id = $1", goal);
  EXPECT_EQ(titles("kwikstaartnest", "goal").size(), 1U);
  owner.query("UPDATE policy.goal SET title = 'Iets anders' WHERE id = $1", goal);
  EXPECT_TRUE(titles("kwikstaartnest", "goal").empty());
  // What is kept beside the records says the same of all of them.
  EXPECT_EQ(owner.query(kept_otherwise).get<std::int64_t>(0, 0), 0);
}

TEST_F(Search, each_sees_only_the_kinds_of_their_role_and_nothing_of_another_municipality) {
  for (const char* kind : {"purchase", "question", "goal", "impact"}) add(kind, "Wulpenveer");
  add_to(server.add_other(), new_id(), "purchase", "Wulpenveer Zwaluwkwast", "", "WV-1", false);
  ASSERT_EQ(client.sign_in("impact_advisor").status, 201);
  EXPECT_EQ(kinds("wulpenveer"), (std::set<std::string>{"goal", "purchase", "question"})) << "a theme of a purchase is no record of itself";
  EXPECT_EQ(ask("wulpenveer").at("count").as_int64(), 3);
  EXPECT_TRUE(titles("zwaluwkwast").empty());
  EXPECT_TRUE(titles("WV-1").empty());
  // Who does not advise sees no questions of others.
  client = server.client();
  ASSERT_EQ(client.sign_in("budget_holder").status, 201);
  EXPECT_EQ(kinds("wulpenveer"), (std::set<std::string>{"goal", "purchase"}));
  EXPECT_TRUE(titles("wulpenveer", "question").empty());
  client = server.client();
  EXPECT_EQ(client.get("/search?q=wulpenveer").status, 401);
  client = server.client();
  ASSERT_EQ(client.sign_in("other", "vier losse rare woorden").status, 201);
  EXPECT_EQ(titles("wulpenveer"), std::vector<std::string>{"Wulpenveer Zwaluwkwast"});
}

TEST_F(Search, what_is_no_question_finds_nothing_and_signs_are_only_signs) {
  ASSERT_EQ(client.sign_in("procurement_advisor").status, 201);
  for (const char* q : {"", " ", "a", "%", "_", "'", "\\", ":*", "&|!", "((", "de het een", "<->", "*:A"})
    EXPECT_EQ(ask(q).at("count").as_int64(), 0) << q;
  add("purchase", "Honderd % wol_mengsel");
  for (const char* q : {"wol%mengsel", "wol' OR 1=1 --", "wol & !mengsel", "wol:* | mengsel", "mengsel\\", "\"wol\" <-> mengsel",
                        "\xf0\x9f\x90\x91 wol mengsel"})
    EXPECT_TRUE(finds(q, "Honderd % wol_mengsel")) << q;
  EXPECT_FALSE(finds("%", "Honderd % wol_mengsel"));
  EXPECT_EQ(client.get("/search?q=" + std::string(2000, 'w')).status, 200);
  std::string words;
  while (words.size() < 1900) words += "woord" + std::to_string(words.size()) + "+";
  EXPECT_EQ(client.get("/search?q=" + words).status, 200);
  EXPECT_EQ(client.get("/search?q=" + std::string(2001, 'w')).status, 400);
}

TEST_F(Search, limits_pages_and_filters) {
  ASSERT_EQ(client.sign_in("procurement_advisor").status, 201);
  for (int i = 0; i < 7; ++i) add("purchase", "Fluxkwab " + std::to_string(i));
  const json::value first = ask("fluxkwab");
  EXPECT_EQ(first.at("groups").at(0).at("count").as_int64(), 7);
  EXPECT_EQ(first.at("groups").at(0).at("items").as_array().size(), 5U);
  std::set<std::string> all;
  for (const char* page : {"1", "2", "3"}) {
    const json::value found = ask("fluxkwab", std::string("&kind=purchase&limit=3&page=") + page);
    for (const auto& hit : found.at("groups").at(0).at("items").as_array()) all.emplace(hit.at("title").as_string());
  }
  EXPECT_EQ(all.size(), 7U);
  EXPECT_EQ(ask("fluxkwab", "&year=2020").at("count").as_int64(), 0);
  EXPECT_EQ(ask("fluxkwab", "&kind=nothing").at("count").as_int64(), 0);
  for (const char* more : {"&limit=0", "&limit=51", "&page=0", "&page=101", "&limit=x", "&unitId=x", "&what=1"})
    EXPECT_EQ(client.get(std::string("/search?q=iets") + more).status, 400) << more;
}

TEST_F(Search, what_stands_for_what_is_data_that_holds_together) {
  const SearchWords known(std::filesystem::path(TENZIJ_HOME) / "knowledge" / "search");
  ASSERT_NE(known.of("laptops"), nullptr);
  ASSERT_NE(known.of("pontje"), nullptr) << "a small one is one too";
  EXPECT_EQ(known.of("qxzvwk"), nullptr);
  const Question question = understand("openbare verlichting in de wijk", known);
  ASSERT_EQ(question.units.size(), 2U) << "a phrase is one thing, small words are none";
  EXPECT_EQ(question.units[0].words.size(), 2U);
  EXPECT_EQ(letters_apart("fiets", "feits"), 1U);
  EXPECT_EQ(letters_apart("schoonmaak", "schonmak"), 2U);
  EXPECT_GT(error_weight("shcoonmaak", "schoonmaakonderhoud"), 0);
  EXPECT_EQ(error_weight("bus", "bos"), 0) << "of three letters every word is near every other";
}

}  // namespace
}  // namespace tenzij::thread
