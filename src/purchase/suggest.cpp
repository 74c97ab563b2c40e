// Which goals a purchase serves, as the rules of goal_match.h find it: said as suggestions, which no figure counts. What people
// said of a goal and a purchase stays as it is, and is not suggested again on any theme.
#include <cmath>
#include <mutex>
#include <set>

#include "purchase/store.h"

namespace tenzij::purchase {

namespace {

struct GoalVersion {
  Uuid id;
  std::int64_t version;
};
BOOST_DESCRIBE_STRUCT(GoalVersion, (), (id, version))

struct GoalText {
  Uuid id;
  std::int64_t version;
  std::string title;
  std::string explanation;
  std::string indicator;
  std::vector<std::string> themes;
  bool department;
  std::optional<Uuid> unit_id;
};
BOOST_DESCRIBE_STRUCT(GoalText, (), (id, version, title, explanation, indicator, themes, department, unit_id))

struct ImpactOf {
  Uuid id;
  std::string theme;
};
BOOST_DESCRIBE_STRUCT(ImpactOf, (), (id, theme))
struct Standing {
  Uuid goal;
  Uuid impact;
  std::string state;
  std::string rule;
  std::string words;
  double score;
};
BOOST_DESCRIBE_STRUCT(Standing, (), (goal, impact, state, rule, words, score))
struct PastOf {
  Uuid goal;
  int confirmed;
  int rejected;
};
BOOST_DESCRIBE_STRUCT(PastOf, (), (goal, confirmed, rejected))

// What stands around a purchase.
struct Around {
  std::vector<ImpactOf> impacts;
  std::vector<Standing> links;
  std::vector<Uuid> units;
  std::vector<Uuid> of_ambitions;
  std::vector<PastOf> past;
  std::string asks;
};
BOOST_DESCRIBE_STRUCT(Around, (), (impacts, links, units, of_ambitions, past, asks))

constexpr int most_goals_read = 2000;
constexpr std::size_t most_goals_kept = 20'000;

// What should have been reached before the year of the purchase is served by it no more.
const db::Statement goals_now{"purchase.goals_now", R"sql(
SELECT id, version
  FROM policy.goal
 WHERE archived_at IS NULL
   AND (target_year IS NULL OR target_year >= $2)
 ORDER BY id
 LIMIT $1
)sql"};

const db::Statement goal_texts{"purchase.goal_texts", R"sql(
SELECT id, version, title, explanation, coalesce(indicator, '') AS indicator, to_jsonb(themes) AS themes,
       level = 'department' AS department, unit_id
  FROM policy.goal
 WHERE id = ANY ($1::uuid[])
)sql"};

// Earlier judgements: of the last sixty purchases in the category. OFFSET 0: looks into the index, whatever a plan was made for.
const db::Statement around_purchase{"purchase.around_purchase", R"sql(
SELECT coalesce((SELECT jsonb_agg(jsonb_build_object('id', i.id, 'theme', i.theme))
                   FROM purchase.impact i
                  WHERE i.purchase_id = $1), '[]') AS impacts,
       coalesce((SELECT jsonb_agg(jsonb_build_object('goal', l.upper_id, 'impact', l.lower_id, 'state', l.state,
                                                     'rule', l.rule, 'words', l.rule_words, 'score', l.score))
                   FROM purchase.impact i
                  CROSS JOIN LATERAL (SELECT k.* FROM thread.link k
                                       WHERE k.lower_kind = 'impact' AND k.lower_id = i.id AND k.upper_kind = 'goal'
                                      OFFSET 0) l
                  WHERE i.purchase_id = $1), '[]') AS links,
       coalesce((SELECT jsonb_agg(u.id ORDER BY u.distance)
                   FROM organisation.unit_and_above($2) u), '[]') AS units,
       coalesce((SELECT jsonb_agg(DISTINCT g.goal_id)
                   FROM purchase.impact i
                   JOIN ambition.ambition_goal g
                        ON g.municipality_id = i.municipality_id AND g.ambition_id = i.ambition_id
                  WHERE i.purchase_id = $1), '[]') AS of_ambitions,
       coalesce((SELECT jsonb_agg(jsonb_build_object('goal', k.goal, 'confirmed', k.confirmed,
                                                     'rejected', k.rejected))
                   FROM (SELECT l.upper_id AS goal,
                                count(DISTINCT p.id) FILTER (WHERE l.state = 'confirmed') AS confirmed,
                                count(DISTINCT p.id) FILTER (WHERE l.state = 'rejected') AS rejected
                           FROM (SELECT o.id
                                   FROM purchase.purchase o
                                  WHERE o.category = $3 AND o.id <> $1 AND o.archived_at IS NULL
                                  ORDER BY o.id DESC
                                  LIMIT 60) p
                          CROSS JOIN LATERAL (SELECT j.id FROM purchase.impact j
                                               WHERE j.purchase_id = p.id
                                              OFFSET 0) i
                          CROSS JOIN LATERAL (SELECT m.upper_id, m.state FROM thread.link m
                                               WHERE m.lower_kind = 'impact' AND m.lower_id = i.id
                                                 AND m.upper_kind = 'goal' AND m.state IN ('confirmed', 'rejected')
                                              OFFSET 0) l
                          GROUP BY l.upper_id) k), '[]') AS past,
       coalesce((SELECT string_agg(r.title, '. ')
                   FROM purchase.requirement r
                  WHERE r.purchase_id = $1 AND r.state = 'chosen'), '') AS asks
)sql"};

struct Goal {
  Uuid id;
  std::shared_ptr<const GoalFeatures> features;
};

// What was read of a goal, kept until the goal changes: a goal is read once, not once per purchase.
class GoalShelf {
 public:
  std::vector<Goal> goals(db::Session& session, const GoalRules& rules, int year) {
    const auto now = session.rows<GoalVersion>(goals_now, most_goals_read, year);
    std::vector<Goal> out(now.size());
    std::vector<std::string> missing;
    {
      const std::lock_guard lock(mutex_);
      if (kept_.size() > most_goals_kept) kept_.clear();
      for (std::size_t i = 0; i < now.size(); ++i) {
        const auto found = kept_.find({&rules, now[i].id});
        if (found != kept_.end() && found->second.first == now[i].version) out[i] = {now[i].id, found->second.second};
        else missing.push_back(now[i].id.str());
      }
    }
    if (missing.empty()) return out;
    std::map<Uuid, std::shared_ptr<const GoalFeatures>> read;
    for (const GoalText& each : session.rows<GoalText>(goal_texts, missing)) {
      auto features = std::make_shared<const GoalFeatures>(rules.read(
          {each.title, each.explanation, each.indicator, each.themes, each.department, each.unit_id ? each.unit_id->str() : ""}));
      read[each.id] = features;
      const std::lock_guard lock(mutex_);
      kept_[{&rules, each.id}] = {each.version, features};
    }
    for (std::size_t i = 0; i < now.size(); ++i)
      if (out[i].features == nullptr) out[i] = {now[i].id, read[now[i].id]};
    std::erase_if(out, [](const Goal& each) { return each.features == nullptr; });
    return out;
  }

 private:
  std::mutex mutex_;
  std::map<std::pair<const GoalRules*, Uuid>, std::pair<std::int64_t, std::shared_ptr<const GoalFeatures>>> kept_;
};

GoalShelf& shelf() {
  static GoalShelf all;
  return all;
}

PurchaseFacts facts_of(const PurchaseRow& purchase, const Around& around) {
  PurchaseFacts out{purchase.title, purchase.need, around.asks, purchase.category, purchase.cpv.value_or(""), purchase.value_cents, {}};
  for (const Uuid& each : around.units) out.units.push_back(each.str());
  return out;
}

std::vector<GoalPast> past_of(const std::vector<Goal>& goals, const Around& around) {
  std::map<Uuid, GoalPast> by_goal;
  for (const PastOf& each : around.past) by_goal[each.goal] = {each.confirmed, each.rejected, false};
  for (const Uuid& each : around.of_ambitions) by_goal[each].ambition = true;
  std::vector<GoalPast> out;
  for (const Goal& each : goals) out.push_back(by_goal.contains(each.id) ? by_goal[each.id] : GoalPast{});
  return out;
}

// The same suggestions as stand there already: nothing to write.
bool same(const std::vector<thread::Suggestion>& found, const Around& around) {
  using Row = std::tuple<Uuid, Uuid, std::string, std::string, int>;
  const auto tenths = [](double score) { return static_cast<int>(std::lround(score * 10'000)); };
  std::set<Row> now;
  std::set<Row> before;
  for (const auto& each : found) now.insert({each.upper.id, each.lower.id, each.rule, each.why, tenths(each.score)});
  for (const Standing& each : around.links)
    if (each.state == "suggested") before.insert({each.goal, each.impact, each.rule, each.words, tenths(each.score)});
  return now == before;
}

// What a purchase asks for a goal.
struct ServingRequirement {
  Uuid id;
  std::string theme;
  std::string title;
  std::string instrument;
  std::optional<int> weight_bp;
  std::vector<criteria::Variable> variables;  // how much
};
BOOST_DESCRIBE_STRUCT(ServingRequirement, (), (id, theme, title, instrument, weight_bp, variables))

// How sure it is that a purchase does something for a goal: it asks nothing, it asks, it rewards what it asks, a contract promises it,
// somebody saw it done, a verified figure says how much (rooms above declare these three in thread.surety).
enum class Surety { linked, asked, weighted, promised, delivered, measured };
BOOST_DESCRIBE_ENUM(Surety, linked, asked, weighted, promised, delivered, measured)

struct Served {
  Uuid goal_id;
  std::string goal;
  Uuid purchase_id;
  std::string purchase;
  std::string reference;
  int year;
  std::int64_t value_cents;
  std::vector<std::string> themes;
  std::string why;
  std::optional<std::string> person;
  Instant at;
  Surety surety{};
  std::vector<ServingRequirement> asks;
};
BOOST_DESCRIBE_STRUCT(Served, (),
                      (goal_id, goal, purchase_id, purchase, reference, year, value_cents, themes, why, person, at, surety, asks))
struct ServedList {
  std::vector<Served> items;
};
BOOST_DESCRIBE_STRUCT(ServedList, (), (items))
struct ServedQuery {
  std::optional<Uuid> goal_id;
  std::optional<Uuid> purchase_id;
};
BOOST_DESCRIBE_STRUCT(ServedQuery, (), (goal_id, purchase_id))

// By what: the requirements chosen on the themes by which somebody linked them.
const db::Statement served_by{"purchase.served_by", R"sql(
WITH served AS (
  SELECT g.id AS goal_id, g.title AS goal, p.id AS purchase_id, p.title AS purchase,
         coalesce(p.reference, '') AS reference, p.year, p.value_cents,
         array_agg(DISTINCT i.id) AS impacts,
         to_jsonb(array_agg(DISTINCT i.theme)) AS themes,
         (array_agg(l.why ORDER BY l.at DESC, i.id))[1] AS why,
         (array_agg(n.name ORDER BY l.at DESC, i.id))[1] AS person,
         max(l.at) AS at,
         CASE WHEN bool_or(q.weighted) THEN 'weighted'
              WHEN bool_or(q.asks IS NOT NULL) THEN 'asked'
              ELSE 'linked'
         END AS surety,
         coalesce(jsonb_path_query_array(jsonb_agg(coalesce(q.asks, '[]') ORDER BY i.id), '$[*][*]'), '[]') AS asks
    FROM thread.link l
    JOIN policy.goal g ON g.municipality_id = l.municipality_id AND g.id = l.upper_id
    JOIN purchase.impact i ON i.municipality_id = l.municipality_id AND i.id = l.lower_id
    JOIN purchase.purchase p ON p.municipality_id = i.municipality_id AND p.id = i.purchase_id AND p.archived_at IS NULL
    LEFT JOIN organisation.person n ON n.municipality_id = l.municipality_id AND n.id = l.person_id
    LEFT JOIN LATERAL (
      SELECT jsonb_agg(jsonb_build_object('id', r.id, 'theme', i.theme, 'title', r.title, 'instrument', r.instrument,
                                          'weightBp', r.weight_bp, 'variables', r.variables)
                       ORDER BY r.position) AS asks,
             bool_or(r.weight_bp > 0) AS weighted
        FROM purchase.requirement r
       WHERE r.municipality_id = i.municipality_id AND r.impact_id = i.id AND r.state = 'chosen') q ON true
   WHERE l.upper_kind = 'goal' AND l.lower_kind = 'impact' AND l.counts
     AND ($1::uuid IS NULL OR l.upper_id = $1)
     AND ($2::uuid IS NULL OR i.purchase_id = $2)
   GROUP BY g.id, g.title, p.id, p.title, p.reference, p.year, p.value_cents
   ORDER BY p.value_cents DESC, p.title, g.title
   LIMIT 200)
SELECT s.goal_id, s.goal, s.purchase_id, s.purchase, s.reference, s.year, s.value_cents, s.themes, s.why,
       s.person, s.at, coalesce(b.says, s.surety) AS surety, s.asks
  FROM served s
  LEFT JOIN LATERAL (
    SELECT y.says
      FROM unnest(s.impacts) AS i(id)
     CROSS JOIN LATERAL thread.down('impact', i.id) d
      JOIN thread.record r ON r.kind = d.kind AND r.id = d.id AND NOT r.archived
      JOIN thread.surety y ON y.kind = r.kind AND y.detail IN ('', r.detail)
     ORDER BY array_position(ARRAY['measured', 'delivered', 'promised'], y.says)
     LIMIT 1) b ON true
 ORDER BY s.value_cents DESC, s.purchase, s.goal
)sql"};

struct LinkSearch {
  Uuid job_id;
};
BOOST_DESCRIBE_STRUCT(LinkSearch, (), (job_id))

const db::Statement purchases_to_search{"purchase.purchases_to_search", R"sql(
SELECT id
  FROM purchase.purchase
 WHERE archived_at IS NULL AND status <> 'stopped' AND ($1::uuid IS NULL OR id < $1)
 ORDER BY id DESC
 LIMIT $2
)sql"};

constexpr std::int64_t searched_at_once = 50;
constexpr std::int64_t most_searched = 50'000;  // the newest; older ones have ended

}  // namespace

int suggest_goals(db::Session& session, const PurchaseRow& purchase, const Knowledge& knowledge, Instant now) {
  const auto goals = shelf().goals(session, knowledge.goals, purchase.year);
  if (goals.empty()) return 0;
  const auto around = session.find<Around>(around_purchase, purchase.id, purchase.unit_id, purchase.category).value_or(Around{});
  std::vector<std::shared_ptr<const GoalFeatures>> features;
  for (const Goal& each : goals) features.push_back(each.features);
  std::set<Uuid> judged;
  for (const Standing& each : around.links)
    if (each.state != "suggested") judged.insert(each.goal);
  std::vector<thread::Suggestion> found;
  for (const FoundGoal& each : knowledge.goals.match(knowledge.goals.read(facts_of(purchase, around)), features, past_of(goals, around))) {
    const Goal& goal = goals[each.goal];
    if (judged.contains(goal.id)) continue;
    for (const ImpactOf& impact : around.impacts)
      if (std::find(goal.features->themes.begin(), goal.features->themes.end(), impact.theme) != goal.features->themes.end())
        found.push_back({{"goal", goal.id}, {"impact", impact.id}, each.rule, each.why, each.score});
  }
  if (same(found, around)) return 0;
  std::vector<thread::Node> impacts;
  for (const ImpactOf& each : around.impacts) impacts.push_back({"impact", each.id});
  if (!around.links.empty()) thread::forget_suggestions(session, impacts, "goal");
  thread::suggest(session, found, now);
  return static_cast<int>(found.size());
}

jobs::Work suggest_work(const Knowledge& knowledge, Clock clock) {
  return [&knowledge, clock = std::move(clock)](jobs::Context& context) {
    std::optional<Uuid> last;
    std::int64_t done = 0;
    std::int64_t changed = 0;
    for (;;) {
      db::Session session(context.pool, {context.actor.municipality_id, {}, context.actor.request_id});
      const auto ids = session.query(purchases_to_search, last, searched_at_once);
      for (int row = 0; row < ids.rows(); ++row) {
        last = ids.get<Uuid>(row, 0);
        changed += suggest_goals(session, purchase_row(session, *last), knowledge, clock()) > 0 ? 1 : 0;
      }
      session.commit();
      done += ids.rows();
      if (ids.empty() || done >= most_searched) return json::value(json::object{{"purchases", done}, {"changed", changed}});
      context.progress.step(done, 0);
    }
  };
}

void add_suggest_routes(http::Router& router) {
  router.get<ServedList>("/served-goals", "purchase.read",
                         {"listServedGoals", "purchases", "Which purchase serves which goal, by which requirements, and who says so"},
                         [](const http::Request&, db::Session& session, const ServedQuery& query) {
                           if (!query.goal_id && !query.purchase_id) throw bad_field("?goalId", "required");
                           return ServedList{session.rows<Served>(served_by, query.goal_id, query.purchase_id)};
                         });
  router.post<LinkSearch>(
      "/link-searches", "purchase.edit",
      {"searchLinks", "red-thread", "Look again which goals the purchases serve; what people said stays as it is"},
      [](const http::Request& request, db::Session& session) { return LinkSearch{thread::search_again(session, request.now)}; }, 202);
}

}  // namespace tenzij::purchase
