// Goals as everybody sees them: the sentence they rest on, what is wanted, how many purchases were confirmed, and what was verified.
#include <map>

#include "publication/store.h"

namespace tenzij::publication {

namespace {

struct PublishedGoals {
  std::vector<PublishedGoal> items;
  std::int64_t total;
  bool results = false;  // are shown
};
BOOST_DESCRIBE_STRUCT(PublishedGoals, (), (items, total, results))

const db::Statement open_goals{"publication.open_goals", R"sql(
SELECT g.id, g.title, g.unit, to_jsonb(g.themes) AS themes, to_jsonb(g.sdgs) AS sdgs, g.sentence, g.document,
       g.adopted_on, g.indicator, g.indicator_unit, g.baseline, g.baseline_year, g.target, g.target_year, g.purchases
  FROM publication.goal g
 WHERE ($1::uuid IS NULL OR g.id = $1)
 ORDER BY g.unit NULLS FIRST, lower(g.title), g.id
)sql"};

}  // namespace

std::vector<PublishedGoal> published_goals(db::Session& session, bool results, const std::optional<Uuid>& goal) {
  std::map<Uuid, measure::VerifiedGoal> verified;
  if (results)
    for (measure::VerifiedGoal& each : measure::verified_of_goals(session, goal)) verified.emplace(each.goal_id, std::move(each));
  std::vector<PublishedGoal> out;
  for (OpenGoal& each : session.rows<OpenGoal>(open_goals, goal)) {
    PublishedGoal& one = out.emplace_back();
    static_cast<OpenGoal&>(one) = std::move(each);
    if (const auto found = verified.find(one.id); found != verified.end()) one.result = std::move(found->second);
  }
  return out;
}

const measure::VerifiedYear* newest_verified(const PublishedGoal& goal) {
  if (!goal.result) return nullptr;
  const auto& years = goal.result->years;
  const auto found =
      std::find_if(years.rbegin(), years.rend(), [](const measure::VerifiedYear& each) { return each.verified.has_value(); });
  return found == years.rend() ? nullptr : &*found;
}

void add_published_goal_routes(http::Router& router) {
  router.get<PublishedGoals>("/published-goals", http::signed_in,
                             {"listPublishedGoals", "publication", "Goals that everybody sees, with what was verified of them"},
                             [](const http::Request&, db::Session& session) {
                               const Setting setting = setting_of(session);
                               PublishedGoals out{{}, 0, setting.results};
                               if (setting.goals) out.items = published_goals(session, setting.results);
                               out.total = static_cast<std::int64_t>(out.items.size());
                               return out;
                             });
  router.get<PublishedGoal>("/published-goals/{id}", http::signed_in, {"getPublishedGoal", "publication", "One of them"},
                            [](const http::Request& request, db::Session& session) {
                              const Setting setting = setting_of(session);
                              auto found = setting.goals ? published_goals(session, setting.results, request.id_param("id"))
                                                         : std::vector<PublishedGoal>();
                              if (found.empty()) throw not_found();
                              return found.front();
                            });
}

void add_routes(http::Router& router, const Messages& messages) {
  add_setting_routes(router);
  add_coming_routes(router, messages);
  add_published_goal_routes(router);
}

}  // namespace tenzij::publication
