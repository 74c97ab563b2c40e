// Category focus: a level of attention per category and theme, with reason, examples and whom to ask; and the picture of it.
#include "criteria/store.h"
#include "platform/base/messages.h"
#include "platform/documents/report.h"
#include "reference/reference.h"

namespace tenzij::criteria {

namespace {

struct FocusInput {
  int focus{};
  std::string reason;
  std::optional<std::string> examples;
  std::optional<Uuid> contact_id;
};
BOOST_DESCRIBE_STRUCT(FocusInput, (), (focus, reason, examples, contact_id))
struct Focus : FocusInput {
  std::string category;
  std::string theme;
  std::optional<std::string> contact;
  std::int64_t version;
};
BOOST_DESCRIBE_STRUCT(Focus, (FocusInput), (category, theme, contact, version))
struct FocusList {
  std::vector<Focus> items;  // what was decided; a pair without a row was not
};
BOOST_DESCRIBE_STRUCT(FocusList, (), (items))

enum class Paper { a3, a4 };
BOOST_DESCRIBE_ENUM(Paper, a3, a4)
struct PictureQuery {
  std::optional<Paper> paper;
};
BOOST_DESCRIBE_STRUCT(PictureQuery, (), (paper))

const db::Statement all_focus{"criteria.all_focus", R"sql(
SELECT f.focus, f.reason, f.examples, f.contact_id, f.category, f.theme, p.name AS contact, f.version
  FROM criteria.focus f
  LEFT JOIN organisation.person p ON p.municipality_id = f.municipality_id AND p.id = f.contact_id
)sql"};

std::vector<Focus> all(db::Session& session) { return session.rows<Focus>(all_focus); }

const db::Statement upsert_focus{"criteria.upsert_focus", R"sql(
INSERT INTO criteria.focus AS f (municipality_id, category, theme, focus, reason, examples, contact_id,
                                 changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (municipality_id, category, theme)
DO UPDATE SET focus = excluded.focus, reason = excluded.reason, examples = excluded.examples,
              contact_id = excluded.contact_id, changed_at = excluded.changed_at, version = f.version + 1
)sql"};

const db::Statement focus_of_cell{"criteria.focus_of_cell", R"sql(
SELECT f.focus, f.reason, f.examples, f.contact_id, f.category, f.theme, p.name AS contact, f.version
  FROM criteria.focus f
  LEFT JOIN organisation.person p ON p.municipality_id = f.municipality_id AND p.id = f.contact_id
 WHERE f.category = $1
   AND f.theme = $2
)sql"};

Focus decide(const http::Request& request, db::Session& session, const FocusInput& in) {
  const std::string category = request.param("category");
  const std::string theme = request.param("theme");
  // The category is locked: of two who decide the same cell first, the second is told as well.
  if (session.query("SELECT 1 FROM criteria.category WHERE code = $1 FOR UPDATE", category).empty() ||
      session.query("SELECT 1 FROM reference.theme WHERE code = $1", theme).empty())
    throw not_found();
  const auto version =
      session.scalar<std::int64_t>("SELECT version FROM criteria.focus WHERE category = $1 AND theme = $2 FOR UPDATE", category, theme);
  request.expect_version(version.value_or(0));
  std::vector<FieldError> errors;
  if (in.focus < 0 || in.focus > 3) errors.push_back({"/focus", "outOfRange", {{"least", "0"}, {"most", "3"}}});
  reference::Reasons(session).check("/reason", in.reason, errors);
  if (in.contact_id && session.query("SELECT 1 FROM organisation.person WHERE id = $1", *in.contact_id).empty())
    errors.push_back({"/contactId", "unknownPerson"});
  if (!errors.empty()) throw bad_request(std::move(errors));
  session.query(upsert_focus, session.actor().municipality_id, category, theme, in.focus, in.reason, in.examples, in.contact_id,
                request.now);
  auto found = session.find<Focus>(focus_of_cell, category, theme);
  return *found;
}

// --- the picture -------------------------------------------------------------------------------------------------

constexpr int left = 250;
constexpr int top = 90;
constexpr int cell = 110;
constexpr int row_height = 34;

// As much black as there is focus: an empty ring, a quarter, a half, a full disc. It reads without any colour.
std::string disc(int x, int y, std::optional<int> focus) {
  const std::string at = std::to_string(x) + " " + std::to_string(y);
  const std::string circle = "<circle cx=\"" + std::to_string(x) + "\" cy=\"" + std::to_string(y) + "\" r=\"12\"";
  if (!focus) return "<text x=\"" + std::to_string(x) + "\" y=\"" + std::to_string(y + 5) + "\" text-anchor=\"middle\">–</text>";
  if (*focus == 3) return circle + " fill=\"#000\"/>";
  std::string out = circle + " fill=\"none\" stroke=\"#000\" stroke-width=\"1.6\"/>";
  if (*focus == 1) out += "<path d=\"M" + at + " v-12 a12 12 0 0 1 12 12 z\"/>";
  if (*focus == 2) out += "<path d=\"M" + at + " m0 -12 a12 12 0 0 1 0 24 z\"/>";
  return out;
}

std::string picture(const std::vector<PurchasingCategory>& categories, const std::vector<reference::Theme>& themes,
                    const std::vector<Focus>& focus, const std::string& language, const std::string& in_words) {
  const int width = left + cell * static_cast<int>(themes.size());
  const int height = top + row_height * static_cast<int>(categories.size()) + 10;
  std::string out = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + std::to_string(width) + " " + std::to_string(height) +
                    "\" role=\"img\" aria-label=\"" + documents::escape_html(in_words) +
                    "\" font-family=\"Libertinus Serif, serif\" font-size=\"15\">";
  for (std::size_t i = 0; i < themes.size(); ++i) {
    const std::string name = language == "en" ? themes[i].name_en : themes[i].name_nl;
    // Long names take two lines.
    const std::size_t space = name.size() > 14 ? name.find(' ') : std::string::npos;
    const int x = left + cell * static_cast<int>(i) + cell / 2;
    const auto say = [&](std::string_view words, int y) {
      return "<text x=\"" + std::to_string(x) + "\" y=\"" + std::to_string(y) + "\" text-anchor=\"middle\" font-weight=\"bold\"" +
             (words.size() > 16 ? " font-size=\"10\"" : " font-size=\"13\"") + ">" + documents::escape_html(words) + "</text>";
    };
    out += say(std::string_view(name).substr(0, space), space == std::string::npos ? top - 24 : top - 40);
    if (space != std::string::npos) out += say(std::string_view(name).substr(space + 1), top - 24);
  }
  for (std::size_t row = 0; row < categories.size(); ++row) {
    const int y = top + row_height * static_cast<int>(row) + row_height / 2;
    if (row % 2 == 0)
      out += "<rect x=\"0\" y=\"" + std::to_string(y - row_height / 2) + "\" width=\"" + std::to_string(width) + "\" height=\"" +
             std::to_string(row_height) + "\" fill=\"#f0f0f0\"/>";
    out += "<text x=\"8\" y=\"" + std::to_string(y + 5) + "\">" +
           documents::escape_html(language == "en" ? categories[row].name_en : categories[row].name_nl) + "</text>";
    for (std::size_t i = 0; i < themes.size(); ++i) {
      std::optional<int> level;
      for (const Focus& each : focus)
        if (each.category == categories[row].code && each.theme == themes[i].code) level = each.focus;
      out += disc(left + cell * static_cast<int>(i) + cell / 2, y, level);
    }
  }
  return out + "</svg>";
}

documents::Report report_of(const http::Request& request, db::Session& session, const Messages& messages, Paper paper) {
  const auto say = [&](const std::string& key) { return messages.say(request.language, "report.focus." + key); };
  const bool english = request.language == "en";
  const auto categories =
      session.rows<PurchasingCategory>("SELECT code, name_nl, name_en, to_jsonb(cpv) AS cpv FROM criteria.category ORDER BY position");
  const auto themes = reference::themes(session);
  const auto focus = all(session);
  documents::Report report = organisation::begin_report(session, request.language);
  report.title = say("title");
  report.subtitle = report.author + " · " + say("legend");
  report.paper = boost::describe::enum_to_string(paper, "");
  report.landscape = true;
  report.figure(picture(categories, themes, focus, request.language, say("figure")), say("figure"), 70);
  report.heading(1, say("reasons"));
  std::vector<std::vector<std::string>> rows;
  for (const PurchasingCategory& category : categories)
    for (const reference::Theme& theme : themes)
      for (const Focus& each : focus)
        if (each.category == category.code && each.theme == theme.code)
          rows.push_back({english ? category.name_en : category.name_nl, english ? theme.name_en : theme.name_nl,
                          std::to_string(each.focus), each.reason, each.examples.value_or("–"), each.contact.value_or("–")});
  report.table(say("table"), {say("category"), say("theme"), say("focus"), say("reason"), say("examples"), say("contact")},
               std::move(rows));
  return report;
}

}  // namespace

const db::Statement insert_first_focus{"criteria.insert_first_focus", R"sql(
INSERT INTO criteria.focus (municipality_id, category, theme, focus, reason, changed_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT DO NOTHING
)sql"};

void add_focus(db::Session& session, const std::string& category, const std::string& theme, int focus, const std::string& reason,
               Instant now) {
  session.query(insert_first_focus, session.actor().municipality_id, category, theme, focus, reason, now);
}

void add_focus_routes(http::Router& router, const Messages& messages, const std::filesystem::path& pdf_tool) {
  router.get<FocusList>("/category-focus", "criteria.read",
                        {"listCategoryFocus", "criteria", "Focus per category and theme, as far as decided"},
                        [](const http::Request&, db::Session& session) { return FocusList{all(session)}; });
  router.put<Focus>("/category-focus/{category}/{theme}", "criteria.keep",
                    {"decideCategoryFocus", "criteria", "How much a theme matters for a category, with the reason; version 0 when new"},
                    decide);
  router.download<PictureQuery>(
      "/category-focus-picture", "criteria.read", {"drawCategoryFocus", "criteria", "The picture on A3 or A4 with its table, as PDF"},
      "application/pdf", [&messages, pdf_tool](const http::Request& request, db::Session& session, const PictureQuery& query) {
        return http::later(http::Pool::reports,
                           [report = report_of(request, session, messages, query.paper.value_or(Paper::a4)), pdf_tool] {
                             return http::file("application/pdf", "focus.pdf", documents::to_pdf(report, pdf_tool));
                           });
      });
}

}  // namespace tenzij::criteria
