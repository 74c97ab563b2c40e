// The public pages of a municipality, at /open/{code}: which page is asked, of whom, and whether that is shown.
#include <fmt/format.h>

#include "publication/page.h"

namespace tenzij::publication {

namespace {

constexpr std::int64_t shown_at_home = 5;

struct Place {
  Uuid id;
  std::string code;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(Place, (), (id, code, name))

std::string asked_language(const http::Request& request) {
  for (const auto& [name, content] : request.query)
    if (name == "taal" && content == "en") return "en";
  return "nl";
}

Content home_page(const Site& site, db::Session& session) {
  Content out{site.name, "",
              "<h1>" + site.say("open.home", {{"name", site.name}}) + "</h1>\n<p class=\"lead\">" + site.say("open.lead") + "</p>\n"};
  if (site.setting.goals) {
    const auto goals = published_goals(session, false);
    out.body += "<section><h2>" + site.say("open.goals") + "</h2>\n<p>" + site.say("open.goalsWhy") + "</p>\n<p><a class=\"more\" href=\"" +
                escaped(site.link("doelen")) + "\">" +
                site.say(goals.size() == 1 ? "open.oneGoal" : "open.allGoals", {{"count", std::to_string(goals.size())}}) +
                "</a></p></section>\n";
  }
  if (site.setting.coming) {
    const std::int64_t all = count_coming(session, {});
    out.body += "<section><h2>" + site.say("open.coming") + "</h2>\n<p>" + site.say("open.comingWhy") + "</p>\n" +
                coming_list(site, coming_purchases(session, {}, shown_at_home, 0), 3) + "<p><a class=\"more\" href=\"" +
                escaped(site.link("inkopen")) + "\">" +
                site.say(all == 1 ? "open.oneComing" : "open.allComing", {{"count", std::to_string(all)}}) + "</a></p></section>\n";
  }
  out.body += "<section><h2>" + site.say("open.whom") + "</h2>\n<p>" + site.say("open.ask", {{"name", site.setting.contact_name}}) +
              " <a href=\"mailto:" + escaped(site.setting.contact_address) + "\">" + escaped(site.setting.contact_address) +
              "</a></p></section>\n";
  if (site.setting.coming)
    out.body += "<section><h2>" + site.say("open.data") + "</h2>\n<p>" + site.say("open.dataWhy") + "</p>\n<ul><li><a href=\"" +
                escaped(site.link("data/coming-purchases.csv")) + "\">" + site.say("open.comingCsv") + "</a></li><li><a href=\"" +
                escaped(site.link("calls.atom")) + "\">" + site.say("open.comingAtom") + "</a></li></ul></section>\n";
  return out;
}

http::Response nothing_here(const Messages& messages, const std::string& language) {
  const Site site{messages, language, "", "Tenzij"};
  http::Response response =
      page_of(site, {messages.say(language, "open.nothing"), "",
                     "<h1>" + site.say("open.nothing") + "</h1>\n<p class=\"lead\">" + site.say("open.nothingWhy") + "</p>\n"});
  response.status = 404;
  for (auto& [name, content] : response.headers)
    if (name == "Cache-Control") content = "no-store";
  return response;
}

// What is at this address, when it is shown; none otherwise.
std::optional<http::Response> found_at(const Site& site, db::Session& session, const http::Request& request,
                                       const std::vector<std::string>& rest) {
  const Setting& shown = site.setting;
  const std::string page = rest.empty() ? "" : rest.front();
  if (rest.empty() && (shown.coming || shown.goals)) return page_of(site, home_page(site, session));
  if (shown.goals && page == "doelen" && rest.size() == 1) return page_of(site, goals_page(site, session));
  if (shown.goals && page == "doelen" && rest.size() == 2) {
    const auto id = Uuid::parse(rest.at(1));
    if (id) return page_of(site, goal_page(site, session, *id));
  }
  if (!shown.coming) return std::nullopt;
  if (page == "inkopen" && rest.size() == 1) return page_of(site, coming_page(site, session, request));
  if (page == "calls.atom" && rest.size() == 1) return coming_feed(site, session);
  return std::nullopt;
}

// Every row as a file, made aside: a table takes no request worker.
http::Response file_for_all(const http::Request& request, db::Pool& pool, const Site& site, const Uuid& municipality) {
  return http::later(http::Pool::tables, [request, &pool, &messages = site.messages, language = site.language, municipality] {
    db::Session session(pool, {municipality, {}, request.id}, limits::statement_time);
    set_today(session, request.now);
    http::Response response = coming_file(session, chosen_coming(asked_coming(request)), messages, language);
    response.set("Cache-Control", "public, max-age=60");
    response.set("Access-Control-Allow-Origin", "*");
    return unless_known(request, std::move(response));
  });
}

}  // namespace

http::Response open_page(const http::Request& request, db::Pool& pool, const Messages& messages) {
  if (request.method != http::Method::get && request.method != http::Method::head) throw Error(405, "methodNotAllowed");
  const std::string language = asked_language(request);
  std::vector<std::string> rest;
  for (const std::string_view part : text::split(std::string_view(request.path).substr(open_path.size()), '/'))
    if (!part.empty()) rest.emplace_back(part);
  if (rest.empty()) return nothing_here(messages, language);
  const std::string code = rest.front();
  rest.erase(rest.begin());
  std::optional<Place> place;
  {
    db::Session session(pool, {{}, {}, request.id}, limits::statement_time);
    place = session.find<Place>("SELECT id, code, name FROM platform.municipality WHERE code = $1", code);
  }
  if (!place) return nothing_here(messages, language);
  // Behind the wall of this municipality, and as nobody.
  db::Session session(pool, {place->id, {}, request.id}, limits::statement_time);
  set_today(session, request.now);
  Site site{messages, language, place->code, place->name, setting_of(session)};
  if (site.setting.coming && rest == std::vector<std::string>{"data", "coming-purchases.csv"})
    return file_for_all(request, pool, site, place->id);
  site.address = (request.secure ? "https://" : "http://") + request.host;
  for (const reference::Theme& each : reference::themes(session))
    site.theme_names[each.code] = language == "en" ? each.name_en : each.name_nl;
  try {
    auto found = found_at(site, session, request, rest);
    return found ? unless_known(request, std::move(*found)) : nothing_here(messages, language);
  } catch (const Error& error) {
    if (error.status() != 404) throw;
    return nothing_here(messages, language);
  }
}

}  // namespace tenzij::publication
