#include "publication/page.h"

#include <fmt/format.h>

#include <cmath>

#include "platform/documents/report.h"

namespace tenzij::publication {

namespace {

constexpr std::string_view html_type = "text/html; charset=utf-8";

// Groups of three before the comma.
std::string grouped_digits(const std::string& digits, char separator) {
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += separator;
    out += digits[i];
  }
  return out;
}

std::string menu(const Site& site, const Content& content) {
  std::string out;
  const auto item = [&](const std::string& page, const std::string& word) {
    const bool here = content.page == page || content.page.starts_with(page + "/");
    out += "<li><a href=\"" + escaped(site.link(page)) + "\"" + (here ? " aria-current=\"page\"" : "") + ">" + site.say(word) + "</a></li>";
  };
  if (site.setting.goals) item("doelen", "open.goals");
  if (site.setting.coming) item("inkopen", "open.coming");
  return out.empty() ? out : "<nav aria-label=\"" + site.say("open.menu") + "\"><ul>" + out + "</ul></nav>";
}

std::string other_language(const Site& site, const Content& content) {
  Site other = site;
  other.language = site.language == "en" ? "nl" : "en";
  return "<a class=\"language\" lang=\"" + other.language + "\" hreflang=\"" + other.language + "\" href=\"" +
         escaped(other.link(content.page)) + "\">" + (other.language == "en" ? "English" : "Nederlands") + "</a>";
}

std::string foot(const Site& site) {
  std::string out = "<footer><div class=\"wrap\">";
  if (!site.setting.contact_name.empty())
    out += "<p>" + site.say("open.ask", {{"name", site.setting.contact_name}}) +
           " <a href=\"mailto:" + escaped(site.setting.contact_address) + "\">" + escaped(site.setting.contact_address) + "</a></p>";
  return out + "<p>" + site.say("open.made") + "</p></div></footer>";
}

}  // namespace

std::string escaped(std::string_view words) { return documents::escape_html(words); }

std::string Site::say(const std::string& word, const MessageArgs& args) const { return escaped(messages.say(language, word, args)); }

std::string Site::link(const std::string& page) const {
  return std::string(open_path) + code + (page.empty() ? "" : "/" + page) + (language == "en" ? "?taal=en" : "");
}

std::string day_in_words(const Site& site, const Date& day) {
  const auto month = static_cast<unsigned>(day.ymd.month());
  return fmt::format("{} {} {}", static_cast<unsigned>(day.ymd.day()), site.say("open.month." + std::to_string(month)), day.year());
}

std::string quarter_in_words(const Site& site, const std::string& code) {
  if (code.size() != 6) return site.say("open.noDay");
  return site.say("open.quarter." + code.substr(5)) + " " + escaped(code.substr(0, 4));
}

std::string period_in_words(const Site& site, const std::optional<Date>& day, bool exact) {
  if (!day) return site.say("open.noDay");
  if (exact) return day_in_words(site, *day);
  const unsigned quarter = (static_cast<unsigned>(day->ymd.month()) - 1) / 3 + 1;
  return quarter_in_words(site, fmt::format("{:04}-{}", day->year(), quarter));
}

std::string number_in_words(const Site& site, double value) {
  const bool english = site.language == "en";
  const std::string plain = fmt::format("{:.2f}", std::abs(value));
  std::string rest = plain.substr(plain.size() - 2);
  while (!rest.empty() && rest.back() == '0') rest.pop_back();
  return (value < 0 ? "-" : "") + grouped_digits(plain.substr(0, plain.size() - 3), english ? ',' : '.') +
         (rest.empty() ? "" : (english ? "." : ",") + rest);
}

http::Response page_of(const Site& site, const Content& content) {
  const std::string home = site.link("");
  http::Response response;
  response.content_type = html_type;
  response.set("Content-Language", site.language);
  response.set("Cache-Control", "public, max-age=60");
  response.body =
      "<!doctype html>\n<html lang=\"" + site.language +
      "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" +
      escaped(content.title) + (content.title == site.name ? "" : " – " + escaped(site.name)) +
      "</title>\n<link rel=\"stylesheet\" href=\"/open.css\">\n<link rel=\"icon\" href=\"/favicon.svg\">\n" +
      (site.setting.coming ? "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"" + site.say("open.coming") + "\" href=\"" +
                                 escaped(site.link("calls.atom")) + "\">\n"
                           : "") +
      "</head>\n<body>\n<a class=\"skip\" href=\"#inhoud\">" + site.say("open.skip") + "</a>\n<header><div class=\"wrap\">" +
      (site.code.empty() ? "<span class=\"name\">" + escaped(site.name) + "</span>"
                         : "<a class=\"name\" href=\"" + escaped(home) + "\">" + escaped(site.name) + "</a>") +
      menu(site, content) + (site.code.empty() ? "" : other_language(site, content)) +
      "</div></header>\n<main id=\"inhoud\" class=\"wrap\" tabindex=\"-1\">\n" + content.body + "</main>\n" + foot(site) +
      "\n</body>\n</html>\n";
  return response;
}

http::Response unless_known(const http::Request& request, http::Response response) {
  const std::string etag = '"' + sha256_hex(response.body).substr(0, 20) + '"';
  response.set("ETag", etag);
  if (request.header("if-none-match").find(etag) == std::string_view::npos) return response;
  response.status = 304;
  response.body.clear();
  return response;
}

}  // namespace tenzij::publication
