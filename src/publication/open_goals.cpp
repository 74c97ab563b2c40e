// Goals on a page for everybody: the sentence, what is wanted, how many purchases were confirmed, what was verified.
#include "publication/page.h"

namespace tenzij::publication {

namespace {

std::string unit_of(const Site& site, const PublishedGoal& goal) {
  if (goal.result) return escaped(site.language == "en" ? goal.result->unit_en : goal.result->unit_nl);
  return escaped(goal.indicator_unit.value_or(""));
}

// "30 %", "12,5 ton".
std::string with_unit(const Site& site, const PublishedGoal& goal, double value) {
  const std::string unit = unit_of(site, goal);
  return number_in_words(site, value) + (unit.empty() ? "" : " " + unit);
}

std::string wanted(const Site& site, const PublishedGoal& goal) {
  if (!goal.target || !goal.target_year) return site.say("open.noTarget");
  MessageArgs args{{"target", number_in_words(site, *goal.target)}, {"year", std::to_string(*goal.target_year)}};
  const std::string unit =
      goal.result ? (site.language == "en" ? goal.result->unit_en : goal.result->unit_nl) : goal.indicator_unit.value_or("");
  args.emplace_back("unit", unit);
  if (!goal.baseline || !goal.baseline_year) return site.say("open.target", args);
  args.emplace_back("baseline", number_in_words(site, *goal.baseline));
  args.emplace_back("baselineYear", std::to_string(*goal.baseline_year));
  return site.say("open.fromTo", args);
}

std::string certainty(const Site& site, const measure::VerifiedYear& year) {
  return site.say(year.certainty == measure::Certainty::calculated ? "open.calculated" : "open.measured");
}

std::string outcome(const Site& site, const PublishedGoal& goal) {
  if (!site.setting.results) return "";
  const measure::VerifiedYear* newest = newest_verified(goal);
  if (newest == nullptr) return site.say("open.unknown");
  return site.say("open.inYear", {{"year", std::to_string(newest->year)}}) + " <strong>" + with_unit(site, goal, *newest->verified) +
         "</strong>, " + certainty(site, *newest);
}

std::string purchases(const Site& site, const PublishedGoal& goal) {
  if (goal.purchases == 0) return site.say("open.noPurchases");
  return site.say(goal.purchases == 1 ? "open.onePurchase" : "open.purchases", {{"count", std::to_string(goal.purchases)}});
}

std::string goal_themes(const Site& site, const PublishedGoal& goal) {
  std::string out;
  for (const std::string& each : goal.themes)
    if (const auto found = site.theme_names.find(each); found != site.theme_names.end())
      out += (out.empty() ? "" : ", ") + escaped(found->second);
  return out;
}

std::string source(const Site& site, const PublishedGoal& goal) {
  return escaped(goal.document) + (goal.adopted_on ? ", " + site.say("open.adopted") + " " + day_in_words(site, *goal.adopted_on) : "");
}

std::string goal_years(const Site& site, const PublishedGoal& goal) {
  if (!goal.result || goal.result->years.empty()) return "<p>" + site.say("open.unknown") + "</p>\n";
  const std::string caption = site.say("open.years", {{"unit", site.language == "en" ? goal.result->unit_en : goal.result->unit_nl}});
  std::string out = "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"" + caption + "\"><table><caption>" + caption +
                    "</caption><thead><tr><th scope=\"col\">" + site.say("open.year") + "</th><th scope=\"col\" class=\"num\">" +
                    site.say("open.planned") + "</th><th scope=\"col\" class=\"num\">" + site.say("open.verified") +
                    "</th><th scope=\"col\">" + site.say("open.certainty") + "</th></tr></thead><tbody>\n";
  for (const measure::VerifiedYear& each : goal.result->years) {
    const std::string none = site.say("open.notKnown");
    out += "<tr><th scope=\"row\">" + std::to_string(each.year) + "</th><td class=\"num\">" +
           (each.planned ? number_in_words(site, *each.planned) : "–") + "</td><td class=\"num\">" +
           (each.few        ? site.say("open.few")
            : each.verified ? number_in_words(site, *each.verified)
                            : none) +
           "</td><td>" + (each.verified ? certainty(site, each) : "–") + "</td></tr>\n";
  }
  return out + "</tbody></table></div>\n";
}

}  // namespace

Content goals_page(const Site& site, db::Session& session) {
  const auto goals = published_goals(session, site.setting.results);
  std::string body =
      "<h1>" + site.say("open.goals") + "</h1>\n<p class=\"lead\">" + site.say("open.goalsWhy") + "</p>\n<p class=\"count\"><strong>" +
      site.say(goals.size() == 1 ? "open.countGoal" : "open.countGoals", {{"count", std::to_string(goals.size())}}) + "</strong></p>\n";
  if (goals.empty()) body += "<p>" + site.say("open.noGoals") + "</p>\n";
  else body += "<ul class=\"cards\">\n";
  for (const PublishedGoal& each : goals) {
    const std::string result = outcome(site, each);
    body += "<li><h2><a href=\"" + escaped(site.link("doelen/" + each.id.str())) + "\">" + escaped(each.title) + "</a></h2><dl><div><dt>" +
            site.say("open.wanted") + "</dt><dd>" + wanted(site, each) + "</dd></div>" +
            (result.empty() ? "" : "<div><dt>" + site.say("open.result") + "</dt><dd>" + result + "</dd></div>") + "<div><dt>" +
            site.say("open.theme") + "</dt><dd>" + goal_themes(site, each) + "</dd></div></dl></li>\n";
  }
  if (!goals.empty()) body += "</ul>\n";
  return {site.messages.say(site.language, "open.goals"), "doelen", body};
}

Content goal_page(const Site& site, db::Session& session, const Uuid& id) {
  const auto found = published_goals(session, site.setting.results, id);
  if (found.empty()) throw not_found();
  const PublishedGoal& goal = found.front();
  std::string body = "<p class=\"crumb\"><a href=\"" + escaped(site.link("doelen")) + "\">" + site.say("open.goals") + "</a></p>\n<h1>" +
                     escaped(goal.title) + "</h1>\n";
  const std::string about = goal_themes(site, goal) + (goal.unit ? (goal.themes.empty() ? "" : " · ") + escaped(*goal.unit) : "");
  if (!about.empty()) body += "<p class=\"soft\">" + about + "</p>\n";
  body += "<section><h2>" + site.say("open.sentence") + "</h2>\n<blockquote><p>" + escaped(goal.sentence) +
          "</p></blockquote><p class=\"soft\">" + source(site, goal) + "</p></section>\n<section><h2>" + site.say("open.wanted") +
          "</h2>\n<p>" + (goal.indicator ? escaped(*goal.indicator) + ": " : "") + wanted(site, goal) + "</p></section>\n<section><h2>" +
          site.say("open.working") + "</h2>\n<p>" + purchases(site, goal) + "</p></section>\n";
  if (site.setting.results)
    body += "<section><h2>" + site.say("open.result") + "</h2>\n<p>" + site.say("open.resultWhy") + "</p>\n" + goal_years(site, goal) +
            "</section>\n";
  return {goal.title, "doelen/" + goal.id.str(), body};
}

}  // namespace tenzij::publication
