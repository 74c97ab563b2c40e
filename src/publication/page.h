// The frame and the small parts of the public pages: HTML without script, made here, so that every text goes through one escape.
#pragma once

#include <map>

#include "publication/store.h"

namespace tenzij::publication {

// What a page knows while it is made.
struct Site {
  const Messages& messages;
  std::string language;  // nl or en
  std::string code;      // of the municipality
  std::string name;
  Setting setting{};
  std::string address{};                             // of this server, for feeds: "https://tenzij.example"
  std::map<std::string, std::string> theme_names{};  // by code

  // The words of a code, escaped.
  [[nodiscard]] std::string say(const std::string& word, const MessageArgs& args = {}) const;
  // A page of this municipality, in this language: "inkopen" -> "/open/GM0001/inkopen".
  [[nodiscard]] std::string link(const std::string& page) const;
};

// Of a page: what stands between <main> and </main>.
struct Content {
  std::string title;  // not escaped
  std::string page;   // its address below the municipality's, for the other language: "", "doelen"
  std::string body;   // HTML
};

std::string escaped(std::string_view words);
std::string day_in_words(const Site& site, const Date& day);                                // 3 maart 2027
std::string period_in_words(const Site& site, const std::optional<Date>& day, bool exact);  // januari – maart 2027
std::string quarter_in_words(const Site& site, const std::string& code);                    // of "2027-1" or "-"
std::string number_in_words(const Site& site, double value);                                // 1.250,5
// The whole page, with its ETag.
http::Response page_of(const Site& site, const Content& content);
// Purchases that are to come (open_coming.cpp), under headings of that level; nothing when there are none.
std::string coming_list(const Site& site, const std::vector<ComingPurchase>& rows, int heading);
ComingFilter asked_coming(const http::Request& request);
Content coming_page(const Site& site, db::Session& session, const http::Request& request);
http::Response coming_feed(const Site& site, db::Session& session);
// Goals (open_goals.cpp).
Content goals_page(const Site& site, db::Session& session);
Content goal_page(const Site& site, db::Session& session, const Uuid& id);  // throws not_found()
// 304 when who asks has it already.
http::Response unless_known(const http::Request& request, http::Response response);

}  // namespace tenzij::publication
