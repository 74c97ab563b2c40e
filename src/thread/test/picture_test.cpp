// The picture over HTTP against links made by hand: what counts, what is only suggested, what is missing.
#include <gtest/gtest.h>

#include <set>

#include "tests/support/server.h"
#include "thread/thread.h"

namespace tenzij::thread {
namespace {

struct Bought {
  Uuid purchase;
  Uuid first;  // two of its themes
  Uuid second;
  std::int64_t cents;
};

constexpr const char* no_search = R"sql(
CREATE FUNCTION public.no_search() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RETURN NULL;
END $$;
CREATE TRIGGER no_search BEFORE INSERT ON jobs.job
  FOR EACH ROW WHEN (NEW.kind = 'thread.suggest')
  EXECUTE FUNCTION public.no_search();
)sql";

class Pictures : public ::testing::Test {
 protected:
  tenzij::testing::TestServer server;
  db::Connection owner = server.owner();
  tenzij::testing::Client client = server.client();
  Instant now = std::chrono::sys_days{std::chrono::year{2026} / 11 / 1};
  Node clause{"clause", {}};
  Node goal{"goal", {}};
  Node part{"goal", {}};
  std::vector<Bought> bought;

  Uuid one(const std::string& sql) { return owner.query(sql + " LIMIT 1").get<Uuid>(0, 0); }
  db::Actor person() {
    return {server.municipality(), one("SELECT person_id FROM auth.account WHERE user_name = 'impact_advisor'"), "test"};
  }
  std::int64_t count(const std::string& sql) { return owner.query(sql).get<std::int64_t>(0, 0); }

  std::string add_goal(const std::string& title, const std::string& level, const std::string& parent) {
    json::object in{{"title", title},          {"explanation", ""},     {"level", level},          {"themes", json::array{"circular"}},
                    {"sdgs", json::array{12}}, {"path", json::array{}}, {"sources", json::array{}}};
    if (!parent.empty()) in["parentId"] = parent;
    if (level == "department") in["unitId"] = one("SELECT id FROM organisation.unit ORDER BY id").str();
    const auto answer = client.post("/goals", json::dump(in));
    EXPECT_EQ(answer.status, 201) << answer.body;
    return std::string(answer.json().at("id").as_string());
  }

  // One sentence, a goal, a goal of a unit under it; two purchases confirmed, one of them twice; a third only suggested.
  void SetUp() override {
    client.sign_in("impact_advisor");
    // No job looks for goals meanwhile: what is counted stays what was made here.
    owner.script(no_search);
    owner.script("DELETE FROM thread.link WHERE state <> 'inherited'");
    clause.id = one("SELECT id FROM thread.record WHERE kind = 'clause' AND NOT archived ORDER BY id");
    goal.id = Uuid::parse(add_goal("Helft circulair", "municipal", "")).value();
    part.id = Uuid::parse(add_goal("Straatmeubilair circulair", "department", goal.id.str())).value();
    const auto rows = owner.query(R"sql(
SELECT p.id, min(i.id::text)::uuid, max(i.id::text)::uuid, p.value_cents
  FROM purchase.purchase p
  JOIN purchase.impact i ON i.purchase_id = p.id
 WHERE p.archived_at IS NULL AND p.status <> 'stopped' AND p.value_cents > 0
   AND EXISTS (SELECT 1 FROM purchase.requirement r
                WHERE r.purchase_id = p.id AND r.state = 'chosen')
 GROUP BY p.id, p.value_cents
 ORDER BY p.value_cents DESC, p.id
 LIMIT 3
)sql");
    for (int i = 0; i < rows.rows(); ++i)
      bought.push_back({rows.get<Uuid>(i, 0), rows.get<Uuid>(i, 1), rows.get<Uuid>(i, 2), rows.get<std::int64_t>(i, 3)});
    db::Session session(server.pool(), person());
    confirm(session, clause, goal, {"", now});
    confirm(session, goal, {"impact", bought[0].first}, {"", now});
    confirm(session, part, {"impact", bought[0].second}, {"", now});
    confirm(session, part, {"impact", bought[1].first}, {"", now});
    suggest(session, {{goal, {"impact", bought[2].first}, "words", "circulair", 0.9}}, now);
    session.commit();
  }

  json::value get(const std::string& path) {
    const auto answer = client.get("/red-thread/picture" + path);
    EXPECT_EQ(answer.status, 200) << path << " " << answer.body;
    return answer.json();
  }
  static std::string key(const Node& node) { return node.kind + ":" + node.id.str(); }
  static std::string key(const Bought& each) { return "purchase:" + each.purchase.str(); }
  static json::value column(const json::value& picture, std::string_view name) {
    for (const auto& each : picture.at("columns").as_array())
      if (each.at("name").as_string() == name) return each;
    return {};
  }
  static const json::value* link(const json::value& picture, const std::string& upper, const std::string& lower) {
    for (const auto& each : picture.at("links").as_array())
      if (each.at("upper").as_string() == upper && each.at("lower").as_string() == lower) return &each;
    return nullptr;
  }
  static std::int64_t figure(const json::value& picture, const char* name) { return picture.at("figures").at(name).as_int64(); }
};

TEST_F(Pictures, figures_count_what_is_confirmed_each_purchase_and_its_euros_once_and_suggestions_apart) {
  const json::value picture = get("?from=" + key(clause));
  EXPECT_EQ(figure(picture, "goals"), 2);
  EXPECT_EQ(figure(picture, "purchases"), 2) << "the first hangs here by two themes";
  EXPECT_EQ(figure(picture, "valueCents"), bought[0].cents + bought[1].cents);
  EXPECT_EQ(figure(picture, "suggested"), 1);
  const std::string themes = "'" + bought[0].first.str() + "', '" + bought[0].second.str() + "', '" + bought[1].first.str() + "'";
  EXPECT_EQ(figure(picture, "requirements"),
            count("SELECT count(*) FROM purchase.requirement WHERE state = 'chosen' AND impact_id IN (" + themes + ")"));
  const auto heads = [&](const char* name, const char* what) { return column(picture, name).at(what).as_int64(); };
  EXPECT_EQ(heads("policy", "confirmed"), 1);
  EXPECT_EQ(heads("goal", "confirmed"), 1);
  EXPECT_EQ(heads("unitGoal", "confirmed"), 1);
  EXPECT_EQ(heads("ambition", "confirmed"), 0);
  EXPECT_EQ(heads("purchase", "confirmed"), 2);
  EXPECT_EQ(heads("purchase", "suggested"), 1);
  EXPECT_TRUE(column(picture, "evaluation").is_null()) << "a head stands there when its kind is declared";
  const json::value impact = client.get("/red-thread/impact?from=" + key(clause)).json();
  for (const char* each : {"goals", "purchases", "valueCents", "requirements", "suggested"})
    EXPECT_EQ(impact.at(each).as_int64(), figure(picture, each)) << each;
}

TEST_F(Pictures, links_stand_between_neighbours_and_what_passes_a_column_is_told_there) {
  const json::value picture = get("?from=" + key(clause));
  ASSERT_NE(link(picture, key(clause), key(goal)), nullptr);
  EXPECT_EQ(link(picture, key(clause), key(goal))->at("confirmedCents").as_int64(), bought[0].cents + bought[1].cents);
  ASSERT_NE(link(picture, key(goal), key(part)), nullptr);
  EXPECT_NE(link(picture, key(part), key(bought[0])), nullptr);
  EXPECT_EQ(link(picture, key(goal), key(bought[0])), nullptr) << "the way through the goal of the unit says the same";
  const json::value* only = link(picture, key(goal), key(bought[2]));
  ASSERT_NE(only, nullptr);
  EXPECT_EQ(only->at("confirmed").as_int64(), 0);
  EXPECT_EQ(only->at("suggested").as_int64(), 1);
  EXPECT_EQ(only->at("suggestedCents").as_int64(), bought[2].cents);
  EXPECT_EQ(column(picture, "unitGoal").at("passedSuggested").as_int64(), 1);
  EXPECT_EQ(column(picture, "unitGoal").at("passed").as_int64(), 0);
  EXPECT_EQ(column(picture, "ambition").at("passed").as_int64(), 2);
}

TEST_F(Pictures, every_number_has_its_rows) {
  const json::value picture = get("?from=" + key(clause));
  for (const auto& each : picture.at("columns").as_array()) {
    const std::string of = "?from=" + key(clause) + "&column=" + std::to_string(each.at("column").as_int64()) + "&rows=";
    const auto total = [&](const char* rows) { return get("/rows" + of + rows).at("total").as_int64(); };
    EXPECT_EQ(total("confirmed"), each.at("confirmed").as_int64());
    EXPECT_EQ(total("suggested"), each.at("suggested").as_int64());
    EXPECT_EQ(total("outside"), each.at("outside").as_int64());
    EXPECT_EQ(total("passed"), each.at("passed").as_int64() + each.at("passedSuggested").as_int64());
    EXPECT_EQ(get("/gaps" + of + "all").at("total").as_int64(), each.at("gaps").as_int64());
  }
  const json::value rows = get("/rows?from=" + key(clause) + "&column=5&rows=confirmed&by=euro");
  EXPECT_EQ(rows.at("valueCents").as_int64(), bought[0].cents + bought[1].cents);
  EXPECT_EQ(rows.at("items").at(0).at("id").as_string(), bought[0].purchase.str());
  EXPECT_EQ(get("/rows?from=" + key(clause) + "&rows=goals").at("total").as_int64(), 2);
  EXPECT_EQ(client.get("/red-thread/picture/rows?column=12").status, 400);
  EXPECT_EQ(client.get("/red-thread/picture?from=nothing").status, 400);
  EXPECT_EQ(client.get("/red-thread/picture?from=goal:01a20a83-c80b-7c3e-b0d4-910f6119c2a0").status, 404);
}

TEST_F(Pictures, what_is_rejected_leaves_and_a_focus_below_shows_the_way_up) {
  const json::value up = get("?from=" + key(bought[1]));
  EXPECT_EQ(column(up, "policy").at("confirmed").as_int64(), 1) << "up to the sentence";
  EXPECT_EQ(column(up, "goal").at("confirmed").as_int64(), 1);
  EXPECT_EQ(column(up, "unitGoal").at("confirmed").as_int64(), 1);
  EXPECT_EQ(column(up, "purchase").at("confirmed").as_int64(), 1);
  EXPECT_EQ(up.at("focus").at("id").as_string(), bought[1].purchase.str());
  {
    db::Session session(server.pool(), person());
    EXPECT_TRUE(reject(session, part, {"impact", bought[1].first}, {"doet er niets voor", now}));
    session.commit();
  }
  const json::value after = get("?from=" + key(clause));
  EXPECT_EQ(figure(after, "purchases"), 1);
  EXPECT_EQ(figure(after, "valueCents"), bought[0].cents);
}

TEST_F(Pictures, more_than_twelve_are_one_and_gaps_are_those_of_the_list_of_gaps) {
  for (int i = 0; i < 14; ++i) add_goal("Doel " + std::to_string(i), "municipal", "");
  const json::value picture = get("");
  std::int64_t drawn = 0;
  std::int64_t others = 0;
  for (const auto& each : picture.at("nodes").as_array()) {
    if (each.at("column").as_int64() != 2) continue;
    (each.at("id").is_null() ? others : drawn) += each.at("records").as_int64();
  }
  EXPECT_EQ(drawn, 12);
  EXPECT_EQ(drawn + others, count("SELECT count(*) FROM policy.goal WHERE level = 'municipal' AND archived_at IS NULL"));
  EXPECT_EQ(get("/rows?column=2&rows=rest").at("total").as_int64(), others);
  std::int64_t listed = 0;
  const json::value gaps = client.get("/gaps").json();
  for (const auto& each : gaps.at("counts").as_array()) listed += each.at("count").as_int64();
  EXPECT_EQ(figure(picture, "gaps"), listed);
  EXPECT_EQ(figure(picture, "purchases"), 2);
  EXPECT_EQ(figure(picture, "suggested"), 1);
  // Another theme than those by which it hangs here.
  const std::string theme(owner.query("SELECT theme FROM purchase.impact WHERE id = $1", bought[1].first).text(0, 0));
  const json::value shown = get("/rows?column=5&rows=confirmed&theme=" + theme);
  for (const auto& each : shown.at("items").as_array()) EXPECT_EQ(each.at("themes").as_array().size(), 1U) << json::dump(each);
  EXPECT_EQ(get("?year=1999").at("figures").at("purchases").as_int64(), 0);
}

}  // namespace
}  // namespace tenzij::thread
