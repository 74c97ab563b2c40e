// Coming purchases on a page for everybody: with a form that filters, and as a feed.
#include <fmt/format.h>

#include "publication/page.h"

namespace tenzij::publication {

namespace {

constexpr std::int64_t rows_a_page = 50;
constexpr std::int64_t rows_in_a_feed = 200;

std::optional<std::string> asked_word(const http::Request& request, std::string_view name) {
  for (const auto& [each, content] : request.query)
    if (each == name && !content.empty() && text::code_points(content) <= limits::name_longest) return content;
  return std::nullopt;
}

std::string name_of(const Site& site, const std::optional<std::string>& nl, const std::optional<std::string>& en) {
  return (site.language == "en" ? en : nl).value_or("");
}

std::string themes_in_words(const Site& site, const ComingPurchase& row) {
  std::string out;
  for (const std::string& each : row.themes)
    if (const auto found = site.theme_names.find(each); found != site.theme_names.end())
      out += (out.empty() ? "" : ", ") + escaped(found->second);
  return out.empty() ? site.say("open.noThemes") : out;
}

// One line of what is known of it, without its title.
std::string facts(const Site& site, const ComingPurchase& row) {
  const auto fact = [&](const char* word, const std::string& html) {
    return html.empty() ? std::string() : "<div><dt>" + site.say(word) + "</dt><dd>" + html + "</dd></div>";
  };
  return "<dl>" + fact("open.column.expected", period_in_words(site, row.expected_on, row.exactness == "day")) +
         fact("open.column.unit", escaped(row.unit.value_or(""))) +
         fact("open.column.category", escaped(name_of(site, row.category_nl, row.category_en))) +
         fact("open.column.value", site.say("open.band." + std::to_string(row.band))) +
         fact("open.column.themes", themes_in_words(site, row)) + "</dl>";
}

std::string option(const std::string& code, const std::string& label, const std::optional<std::string>& chosen) {
  return "<option value=\"" + escaped(code) + "\"" + (chosen == code ? " selected" : "") + ">" + label + "</option>";
}

std::string filter_form(const Site& site, const ComingFilter& asked, const ComingChoices& choices) {
  const auto select = [&](const char* name, const char* label, const std::string& options) {
    return "<div class=\"field\"><label for=\"" + std::string(name) + "\">" + site.say(label) + "</label><select id=\"" + name +
           "\" name=\"" + name + "\"><option value=\"\">" + site.say("open.allOf") + "</option>" + options + "</select></div>";
  };
  const auto counted = [](const std::string& label, std::int64_t count) { return label + fmt::format(" ({})", count); };
  std::string themes;
  std::string categories;
  std::string periods;
  for (const ComingChoice& each : choices.themes)
    if (const auto found = site.theme_names.find(each.code); found != site.theme_names.end())
      themes += option(each.code, counted(escaped(found->second), each.count), asked.theme);
  for (const ComingChoice& each : choices.categories)
    categories += option(each.code, counted(escaped(name_of(site, each.name_nl, each.name_en)), each.count), asked.category);
  for (const ComingChoice& each : choices.periods)
    periods += option(each.code, counted(quarter_in_words(site, each.code), each.count), asked.period);
  return "<form class=\"filters\" method=\"get\" action=\"" + escaped(std::string(open_path) + site.code + "/inkopen") + "\">" +
         (site.language == "en" ? "<input type=\"hidden\" name=\"taal\" value=\"en\">" : "") + "<div class=\"field\"><label for=\"zoek\">" +
         site.say("open.words") + "</label><input id=\"zoek\" name=\"zoek\" type=\"search\" value=\"" + escaped(asked.search.value_or("")) +
         "\"></div>" + select("thema", "open.theme", themes) + select("categorie", "open.column.category", categories) +
         select("periode", "open.column.expected", periods) + "<button type=\"submit\">" + site.say("open.search") + "</button></form>\n";
}

std::string percent_encoded(std::string_view words) {
  std::string out;
  for (const char c : words) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '-' || c == '_' || c == '.') out += c;
    else out += fmt::format("%{:02X}", byte);
  }
  return out;
}

// The same filters, at another page or as a file.
std::string with_filters(const Site& site, const std::string& page, const ComingFilter& asked, std::int64_t number) {
  std::string query;
  const auto add = [&](const char* name, const std::optional<std::string>& value) {
    if (value) query += (query.empty() ? "?" : "&") + std::string(name) + "=" + percent_encoded(*value);
  };
  if (site.language == "en") add("taal", "en");
  add("zoek", asked.search);
  add("thema", asked.theme);
  add("categorie", asked.category);
  add("periode", asked.period);
  if (number > 1) add("pagina", std::to_string(number));
  return std::string(open_path) + site.code + "/" + page + query;
}

std::string pages(const Site& site, const ComingFilter& asked, std::int64_t page, std::int64_t last) {
  if (last <= 1) return "";
  const auto to = [&](std::int64_t number, const char* word, const char* rel) {
    return "<a rel=\"" + std::string(rel) + "\" href=\"" + escaped(with_filters(site, "inkopen", asked, number)) + "\">" + site.say(word) +
           "</a>";
  };
  return "<nav class=\"pages\" aria-label=\"" + site.say("open.pages") + "\">" + (page > 1 ? to(page - 1, "open.previous", "prev") : "") +
         "<span>" + site.say("open.page", {{"page", std::to_string(page)}, {"last", std::to_string(last)}}) + "</span>" +
         (page < last ? to(page + 1, "open.next", "next") : "") + "</nav>\n";
}

}  // namespace

ComingFilter asked_coming(const http::Request& request) {
  return {asked_word(request, "zoek"), asked_word(request, "thema"), asked_word(request, "categorie"), asked_word(request, "periode")};
}

std::string coming_list(const Site& site, const std::vector<ComingPurchase>& rows, int heading) {
  if (rows.empty()) return "";
  std::string out = "<ul class=\"cards\">\n";
  for (const ComingPurchase& each : rows)
    out += fmt::format("<li id=\"{}\"><h{}>{}</h{}>{}</li>\n", each.id.str(), heading, escaped(each.title), heading, facts(site, each));
  return out + "</ul>\n";
}

Content coming_page(const Site& site, db::Session& session, const http::Request& request) {
  const ComingFilter asked = asked_coming(request);
  const db::Filter filter = chosen_coming(asked);
  const std::int64_t total = count_coming(session, filter);
  const std::int64_t last = std::max<std::int64_t>(1, (total + rows_a_page - 1) / rows_a_page);
  long long wanted = 1;
  text::to_int(asked_word(request, "pagina").value_or("1"), wanted);
  const std::int64_t page = std::clamp<std::int64_t>(wanted, 1, last);
  std::string body = "<h1>" + site.say("open.coming") + "</h1>\n<p class=\"lead\">" + site.say("open.comingWhy") + "</p>\n" +
                     filter_form(site, asked, coming_choices(session)) + "<p class=\"count\"><strong>" +
                     site.say(total == 1 ? "open.countOne" : "open.count", {{"count", std::to_string(total)}}) + "</strong> <a href=\"" +
                     escaped(with_filters(site, "data/coming-purchases.csv", asked, 1)) + "\">CSV</a> <a href=\"" +
                     escaped(site.link("calls.atom")) + "\">Atom</a></p>\n";
  if (total == 0) body += "<p>" + site.say("open.noneFound") + "</p>\n";
  body += coming_list(site, coming_purchases(session, filter, rows_a_page, (page - 1) * rows_a_page), 2) + pages(site, asked, page, last) +
          "<p class=\"soft\">" + site.say("open.estimate") + "</p>\n";
  return {site.messages.say(site.language, "open.coming"), "inkopen", body};
}

// RFC 4287. An entry changes when the purchase was made public; one that is withdrawn is in it no longer.
http::Response coming_feed(const Site& site, db::Session& session) {
  const auto rows = coming_purchases(session, {}, rows_in_a_feed, 0);
  const auto instant = [](const Date& day) { return day.str() + "T00:00:00Z"; };
  std::string newest = "2020-01-01T00:00:00Z";
  std::string entries;
  for (const ComingPurchase& each : rows) {
    newest = std::max(newest, instant(each.opened_on));
    const std::string summary = period_in_words(site, each.expected_on, each.exactness == "day") + " · " +
                                site.say("open.band." + std::to_string(each.band)) + " · " + themes_in_words(site, each);
    entries += "<entry><id>urn:uuid:" + each.id.str() + "</id><title>" + escaped(each.title) + "</title><updated>" +
               instant(each.opened_on) + "</updated><link href=\"" + escaped(site.address + site.link("inkopen") + "#" + each.id.str()) +
               "\"/><summary>" + summary + "</summary></entry>\n";
  }
  http::Response response;
  response.content_type = "application/atom+xml; charset=utf-8";
  response.set("Cache-Control", "public, max-age=60");
  response.set("Access-Control-Allow-Origin", "*");
  response.body = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"" + site.language +
                  "\"><id>" + escaped(site.address + site.link("calls.atom")) + "</id><title>" + site.say("open.coming") + " – " +
                  escaped(site.name) + "</title><updated>" + newest + "</updated><author><name>" + escaped(site.name) +
                  "</name></author><link rel=\"self\" href=\"" + escaped(site.address + site.link("calls.atom")) +
                  "\"/><link rel=\"alternate\" type=\"text/html\" href=\"" + escaped(site.address + site.link("inkopen")) + "\"/>\n" +
                  entries + "</feed>\n";
  return response;
}

}  // namespace tenzij::publication
