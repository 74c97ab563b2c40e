// What the files of this room share.
#pragma once

#include "publication/publication.h"

namespace tenzij::publication {

// --- Which parts (settings.cpp) ------------------------------------------------------------------------------------

struct Setting : SettingInput {
  std::int64_t version = 0;  // 0: nobody ever said
};
BOOST_DESCRIBE_STRUCT(Setting, (SettingInput), (version))
Setting setting_of(db::Session& session);
// platform.today() in this transaction.
void set_today(db::Session& session, Instant now);

// --- Coming purchases (coming.cpp) ---------------------------------------------------------------------------------

struct ComingPurchase {
  Uuid id;
  std::string title;
  std::optional<std::string> unit;
  std::optional<std::string> category;
  std::optional<std::string> category_nl;
  std::optional<std::string> category_en;
  std::vector<std::string> themes;  // on which something is asked, as far as is known
  int band;                         // 0 below 50,000, 1 below 100,000, 2 below 250,000, 3 below 1,000,000 euros, 4 above
  std::string exactness;            // quarter or day
  std::optional<Date> expected_on;  // of a quarter its first day; none: not known
  Date opened_on;
};
BOOST_DESCRIBE_STRUCT(ComingPurchase, (),
                      (id, title, unit, category, category_nl, category_en, themes, band, exactness, expected_on, opened_on))
inline constexpr std::string_view coming_columns = R"sql(
SELECT c.id, c.title, c.unit, c.category, c.category_nl, c.category_en, to_jsonb(c.themes) AS themes, c.band,
       c.exactness, c.expected_on, c.opened_on
)sql";

struct ComingFilter {
  std::optional<std::string> search;  // words of title, unit and category: nothing that is not shown is searched
  std::optional<std::string> theme;
  std::optional<std::string> category;
  std::optional<std::string> period;  // "2027-1", the quarter; "-": not known
};
BOOST_DESCRIBE_STRUCT(ComingFilter, (), (search, theme, category, period))
db::Filter chosen_coming(const ComingFilter& in);
std::int64_t count_coming(db::Session& session, const db::Filter& filter);
// What comes first, then what has no day, then what was expected earlier.
std::vector<ComingPurchase> coming_purchases(db::Session& session, const db::Filter& filter, std::int64_t limit, std::int64_t offset);

// What there is to choose from, with how many of all that is public.
struct ComingChoice {
  std::string code;
  std::optional<std::string> name_nl;  // of a category
  std::optional<std::string> name_en;
  std::int64_t count;
};
BOOST_DESCRIBE_STRUCT(ComingChoice, (), (code, name_nl, name_en, count))
struct ComingChoices {
  std::vector<ComingChoice> categories;
  std::vector<ComingChoice> themes;
  std::vector<ComingChoice> periods;
};
BOOST_DESCRIBE_STRUCT(ComingChoices, (), (categories, themes, periods))
ComingChoices coming_choices(db::Session& session);
http::Response coming_file(db::Session& session, const db::Filter& filter, const Messages& messages, const std::string& language);

// --- Goals (goals.cpp) -----------------------------------------------------------------------------------------------

struct OpenGoal {
  Uuid id;
  std::string title;
  std::optional<std::string> unit;
  std::vector<std::string> themes;
  std::vector<int> sdgs;
  std::string sentence;  // of the adopted document that it rests on
  std::string document;
  std::optional<Date> adopted_on;
  std::optional<std::string> indicator;
  std::optional<std::string> indicator_unit;
  std::optional<double> baseline;
  std::optional<int> baseline_year;
  std::optional<double> target;
  std::optional<int> target_year;
  std::int64_t purchases;  // of which somebody confirmed that they serve it
};
BOOST_DESCRIBE_STRUCT(OpenGoal, (),
                      (id, title, unit, themes, sdgs, sentence, document, adopted_on, indicator, indicator_unit, baseline, baseline_year,
                       target, target_year, purchases))
struct PublishedGoal : OpenGoal {
  std::optional<measure::VerifiedGoal> result;  // none: results are not shown, or it is followed by no indicator
};
BOOST_DESCRIBE_STRUCT(PublishedGoal, (OpenGoal), (result))
// All of them, or that one; with results when they are shown.
std::vector<PublishedGoal> published_goals(db::Session& session, bool results, const std::optional<Uuid>& goal = std::nullopt);
// The newest year with a verified figure.
const measure::VerifiedYear* newest_verified(const PublishedGoal& goal);

void add_setting_routes(http::Router& router);
void add_coming_routes(http::Router& router, const Messages& messages);
void add_published_goal_routes(http::Router& router);

}  // namespace tenzij::publication
