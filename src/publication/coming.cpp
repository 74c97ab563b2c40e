// Coming purchases that are public: as a list for who is signed in, as a file, and what somebody looks for among them.
#include "platform/db/order.h"
#include "platform/documents/table.h"
#include "publication/store.h"

namespace tenzij::publication {

namespace {

constexpr std::size_t words_searched = 8;

struct ComingLine : ComingPurchase {
  bool fits = false;  // what who asks looks for
};
BOOST_DESCRIBE_STRUCT(ComingLine, (ComingPurchase), (fits))

struct ComingPage {
  std::vector<ComingLine> items;
  std::int64_t total;
  std::int64_t page;
  std::int64_t page_size;
  std::int64_t all;      // that are public, whatever the filters
  std::int64_t fitting;  // of those
  bool open = false;     // everybody sees this list; without it only who works here does
  ComingChoices choices;
};
BOOST_DESCRIBE_STRUCT(ComingPage, (), (items, total, page, page_size, all, fitting, open, choices))

enum class ComingSort { title, expected_on, unit, category, band };
BOOST_DESCRIBE_ENUM(ComingSort, title, expected_on, unit, category, band)
struct ComingQuery : ComingFilter {
  std::optional<bool> fitting;
  std::optional<ComingSort> sort;
  std::optional<bool> descending;
  std::optional<std::int64_t> page;
  std::optional<std::int64_t> page_size;
};
BOOST_DESCRIBE_STRUCT(ComingQuery, (ComingFilter), (fitting, sort, descending, page, page_size))
enum class ComingFormat { csv };
BOOST_DESCRIBE_ENUM(ComingFormat, csv)
struct ComingFileQuery : ComingFilter {
  std::optional<bool> fitting;
  std::optional<ComingFormat> format;
};
BOOST_DESCRIBE_STRUCT(ComingFileQuery, (ComingFilter), (fitting, format))

struct InterestInput {
  std::vector<std::string> categories;
  std::vector<std::string> themes;
  static constexpr std::array<json::Length, 2> lengths{{{"categories", limits::code_longest, 100}, {"themes", limits::code_longest, 100}}};
};
BOOST_DESCRIBE_STRUCT(InterestInput, (), (categories, themes))
struct NamedCategory {
  std::string code;
  std::string name_nl;
  std::string name_en;
};
BOOST_DESCRIBE_STRUCT(NamedCategory, (), (code, name_nl, name_en))
struct Interest : InterestInput {
  std::int64_t version = 0;                     // 0: nothing was ever chosen
  std::vector<NamedCategory> known_categories;  // to choose from
};
BOOST_DESCRIBE_STRUCT(Interest, (InterestInput), (version, known_categories))

constexpr std::string_view has_words = R"sql(
NOT EXISTS (SELECT 1 FROM unnest($1::text[]) w
             WHERE position(lower(w) IN lower(concat_ws(' ', c.title, c.unit, c.category_nl, c.category_en))) = 0)
)sql";

// A quarter is over after its third month.
constexpr std::string_view in_order = R"sql(
 ORDER BY /* order */
          CASE WHEN c.expected_on IS NULL THEN 1
               WHEN c.expected_on + CASE c.exactness WHEN 'day' THEN interval '1 day' ELSE interval '3 months' END
                    > platform.today() THEN 0
               ELSE 2
          END, c.expected_on, lower(c.title), c.id
)sql";

const db::Statement open_coming_count{"publication.open_coming_count", R"sql(
SELECT count(*)
  FROM publication.coming c
 WHERE true /* filter */
)sql"};

const db::Statement open_coming_rows{"publication.open_coming_rows",
                                     {coming_columns, R"sql(
  FROM publication.coming c
 WHERE true /* filter */
)sql",
                                      in_order, R"sql(
 LIMIT $1 OFFSET $2
)sql"}};

const db::Statement coming_lines{"publication.coming_lines",
                                 {coming_columns, R"sql(
       , publication.fits(c.category, c.themes, $1) AS fits
  FROM publication.coming c
 WHERE true /* filter */
)sql",
                                  in_order, R"sql(
 LIMIT $2 OFFSET $3
)sql"}};

const db::Statement open_coming_categories{"publication.open_coming_categories", R"sql(
SELECT c.category AS code, c.category_nl AS name_nl, c.category_en AS name_en, count(*) AS count
  FROM publication.coming c
 WHERE c.category IS NOT NULL
 GROUP BY c.category, c.category_nl, c.category_en
 ORDER BY lower(c.category_nl)
)sql"};

const db::Statement open_coming_themes{"publication.open_coming_themes", R"sql(
SELECT t.theme AS code, NULL::text AS name_nl, NULL::text AS name_en, count(*) AS count
  FROM publication.coming c
 CROSS JOIN unnest(c.themes) t(theme)
  JOIN reference.theme r ON r.code = t.theme
 GROUP BY t.theme, r.position
 ORDER BY r.position
)sql"};

const db::Statement open_coming_periods{"publication.open_coming_periods", R"sql(
SELECT coalesce(to_char(c.expected_on, 'YYYY-Q'), '-') AS code, NULL::text AS name_nl, NULL::text AS name_en,
       count(*) AS count
  FROM publication.coming c
 GROUP BY 1
 ORDER BY 1
)sql"};

const db::Statement own_interest{"publication.own_interest", R"sql(
SELECT to_jsonb(categories) AS categories, to_jsonb(themes) AS themes, version, '[]'::jsonb AS known_categories
  FROM publication.interest
 WHERE person_id = $1
)sql"};

const db::Statement known_categories{"publication.known_categories", R"sql(
SELECT code, name_nl, name_en
  FROM criteria.category
 ORDER BY position
)sql"};

const db::Statement write_interest{"publication.write_interest", R"sql(
INSERT INTO publication.interest AS i (municipality_id, person_id, categories, themes)
VALUES (platform.current_municipality(), $1, $2::text[], $3::text[])
ON CONFLICT (municipality_id, person_id)
DO UPDATE SET categories = excluded.categories, themes = excluded.themes, version = i.version + 1
)sql"};

const db::Statement unknown_codes{"publication.unknown_codes", R"sql(
SELECT EXISTS (SELECT 1 FROM unnest($1::text[]) g
                WHERE NOT EXISTS (SELECT 1 FROM criteria.category k
                                   WHERE k.code = g)),
       EXISTS (SELECT 1 FROM unnest($2::text[]) g
                WHERE NOT EXISTS (SELECT 1 FROM reference.theme r
                                   WHERE r.code = g))
)sql"};

// Who works here sees what is marked before everybody does.
bool sees(const http::Request& request, const Setting& setting) { return setting.coming || request.who.may("purchase.read"); }

db::Sql coming_column(ComingSort sort) {
  switch (sort) {
    case ComingSort::title:
      return "lower(c.title)";
    case ComingSort::unit:
      return "lower(c.unit)";
    case ComingSort::category:
      return "lower(c.category_nl)";
    case ComingSort::band:
      return "c.band";
    default:
      return "c.expected_on";
  }
}

constexpr std::string_view fits_me = "publication.fits(c.category, c.themes, $1)";

ComingPage list_coming(const http::Request& request, db::Session& session, const ComingQuery& query) {
  ComingPage out{};
  out.page = query.page.value_or(1);
  out.page_size = query.page_size.value_or(limits::page_size);
  std::vector<FieldError> errors;
  if (out.page < 1) errors.push_back({"?page", "outOfRange", {{"least", "1"}, {"most", "…"}}});
  if (out.page_size < 1 || out.page_size > limits::page_size_largest)
    errors.push_back({"?pageSize", "outOfRange", {{"least", "1"}, {"most", std::to_string(limits::page_size_largest)}}});
  if (!errors.empty()) throw bad_request(std::move(errors));
  const Setting setting = setting_of(session);
  out.open = setting.coming;
  if (!sees(request, setting)) return out;
  set_today(session, request.now);
  const Uuid& me = request.who.person_id;
  db::Filter fitting;
  fitting.where(fits_me, me);
  out.all = count_coming(session, {});
  out.fitting = count_coming(session, fitting);
  out.choices = coming_choices(session);
  db::Filter filter = chosen_coming(query);
  if (query.fitting.value_or(false)) filter.where(fits_me, me);
  out.total = count_coming(session, filter);
  db::Filtered lines = filter.in(coming_lines, me, out.page_size, (out.page - 1) * out.page_size);
  if (query.sort) lines = db::ordered(std::move(lines), coming_column(*query.sort), query.descending.value_or(false));
  out.items = session.rows<ComingLine>(lines);
  return out;
}

Interest interest_of(const http::Request& request, db::Session& session) {
  Interest out = session.find<Interest>(own_interest, request.who.person_id).value_or(Interest{});
  out.known_categories = session.rows<NamedCategory>(known_categories);
  return out;
}

Interest keep_interest(const http::Request& request, db::Session& session, const InterestInput& in) {
  session.query("SELECT pg_advisory_xact_lock(762, hashtext($1))", request.who.person_id.str());
  request.expect_version(interest_of(request, session).version);
  const auto unknown = session.query(unknown_codes, in.categories, in.themes);
  std::vector<FieldError> errors;
  if (unknown.get<bool>(0, 0)) errors.push_back({"/categories", "notInList"});
  if (unknown.get<bool>(0, 1)) errors.push_back({"/themes", "notInList"});
  if (!errors.empty()) throw bad_request(std::move(errors));
  session.query(write_interest, request.who.person_id, in.categories, in.themes);
  return interest_of(request, session);
}

}  // namespace

db::Filter chosen_coming(const ComingFilter& in) {
  db::Filter out;
  std::vector<std::string> words;
  const std::string search = text::collapse_spaces(in.search.value_or(""));
  for (const std::string_view word : text::split(search, ' '))
    if (!word.empty() && words.size() < words_searched) words.emplace_back(word);
  out.asked(has_words, words);
  out.asked("$1 = ANY (c.themes)", in.theme);
  out.asked("c.category = $1", in.category);
  if (in.period == "-") out.where("c.expected_on IS NULL");
  else out.asked("to_char(c.expected_on, 'YYYY-Q') = $1", in.period);
  return out;
}

std::int64_t count_coming(db::Session& session, const db::Filter& filter) {
  return session.query(filter.in(open_coming_count)).get<std::int64_t>(0, 0);
}

std::vector<ComingPurchase> coming_purchases(db::Session& session, const db::Filter& filter, std::int64_t limit, std::int64_t offset) {
  return session.rows<ComingPurchase>(filter.in(open_coming_rows, limit, offset));
}

ComingChoices coming_choices(db::Session& session) {
  return {session.rows<ComingChoice>(open_coming_categories), session.rows<ComingChoice>(open_coming_themes),
          session.rows<ComingChoice>(open_coming_periods)};
}

http::Response coming_file(db::Session& session, const db::Filter& filter, const Messages& messages, const std::string& language) {
  const auto say = [&](const std::string& code) { return messages.say(language, code); };
  std::map<std::string, std::string> themes;
  for (const reference::Theme& each : reference::themes(session)) themes[each.code] = language == "en" ? each.name_en : each.name_nl;
  documents::Table table{say("open.coming"),
                         {"id", say("open.column.title"), say("open.column.unit"), say("open.column.category"), say("open.column.themes"),
                          say("open.column.value"), say("open.column.expected"), say("open.column.exactness"), say("open.column.opened")},
                         {}};
  for (const ComingPurchase& each : coming_purchases(session, filter, limits::export_rows, 0)) {
    std::string asked;
    for (const std::string& theme : each.themes) asked += (asked.empty() ? "" : ", ") + themes[theme];
    table.rows.push_back({each.id.str(), each.title, each.unit.value_or(""),
                          (language == "en" ? each.category_en : each.category_nl).value_or(""), asked,
                          say("open.band." + std::to_string(each.band)), each.expected_on ? each.expected_on->str() : std::string(),
                          say("open.exactness." + each.exactness), each.opened_on.str()});
  }
  return http::file(documents::csv_type, language == "en" ? "coming-purchases.csv" : "komende-inkopen.csv", documents::to_csv(table));
}

void add_coming_routes(http::Router& router, const Messages& messages) {
  router.get<ComingPage>("/coming-purchases", http::signed_in,
                         {"listComingPurchases", "publication", "Coming purchases that are public, by theme, category, period and words"},
                         list_coming);
  router.export_table<ComingFileQuery>("/coming-purchase-exports", http::signed_in,
                                       {"exportComingPurchases", "publication", "The same list as CSV"}, "text/csv",
                                       [&messages](const http::Request& request, db::Session& session, const ComingFileQuery& query) {
                                         db::Filter filter = chosen_coming(query);
                                         if (!sees(request, setting_of(session))) filter.where("false");
                                         if (query.fitting.value_or(false)) filter.where(fits_me, request.who.person_id);
                                         set_today(session, request.now);
                                         return coming_file(session, filter, messages, request.language);
                                       });
  router.get<Interest>("/coming-interests", http::signed_in,
                       {"getComingInterests", "publication", "Which categories and themes I look for among the coming purchases"},
                       interest_of);
  router.put<Interest>("/coming-interests", http::signed_in,
                       {"keepComingInterests", "publication", "Keep what I look for; nothing chosen: nothing fits by itself"},
                       keep_interest);
}

}  // namespace tenzij::publication
