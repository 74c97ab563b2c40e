// The impact chapter of a call: what is asked per theme, how it is verified and weighed, and where each comes from. The
// estimated value and internal reasons stay out of it.
#include "platform/documents/report.h"
#include "purchase/store.h"

namespace tenzij::purchase {

namespace {

// Words of the chapter in its reader's language.
struct ChapterWords {
  const Messages& messages;
  std::string language;
  std::map<std::string, std::string> names;  // "theme/climate", "instrument/specification"

  [[nodiscard]] std::string say(const std::string& key, const MessageArgs& args = {}) const {
    return messages.say(language, "chapter." + key, args);
  }
  [[nodiscard]] std::string name(const std::string& list, const std::string& code) const {
    const auto found = names.find(list + "/" + code);
    return found == names.end() ? code : found->second;
  }
};

const db::Statement words_of_chapter{"purchase.words_of_chapter", R"sql(
SELECT list, code, name_nl, name_en
  FROM reference.code
 WHERE list IN ('instrument', 'unless_reason', 'level', 'buying_procedure')
)sql"};

ChapterWords words_for(const http::Request& request, db::Session& session, const Messages& messages) {
  ChapterWords out{messages, request.language, {}};
  const bool english = request.language == "en";
  const auto codes = session.query(words_of_chapter);
  for (int i = 0; i < codes.rows(); ++i)
    out.names[std::string(codes.text(i, 0)) + "/" + std::string(codes.text(i, 1))] = std::string(codes.text(i, english ? 3 : 2));
  for (const reference::Theme& theme : reference::themes(session))
    out.names["theme/" + theme.code] = english ? theme.name_en : theme.name_nl;
  return out;
}

// E1, W2: requirements and wishes by the order of the call, so that questions and answers can name them.
struct Numbered {
  std::string number;
  const Requirement* requirement;
};

std::vector<Numbered> numbered(const std::vector<Requirement>& all, const ChapterWords& words) {
  std::vector<Numbered> out;
  std::map<std::string, int> count;
  for (const Requirement& each : all) {
    if (each.state != RequirementState::chosen) continue;
    const std::string letter = words.say("letter." + each.instrument);
    out.push_back({letter + std::to_string(++count[letter]), &each});
  }
  return out;
}

void add_requirement(documents::Report& report, const Numbered& each, const ChapterWords& words) {
  const Requirement& in = *each.requirement;
  report.heading(3, each.number + " " + in.title);
  report.paragraph(in.filled);
  std::vector<std::string> facts{words.say("kind", {{"name", words.name("instrument", in.instrument)}})};
  if (in.weight_bp) facts.push_back(words.say("weight", {{"weight", percent_of(*in.weight_bp) + " %"}}));
  const std::string moment =
      words.messages.say(words.language, "criteria.moment." + std::string(boost::describe::enum_to_string(in.moment, "")));
  const std::string who = words.messages.say(words.language, "criteria.who." + std::string(boost::describe::enum_to_string(in.who, "")));
  if (!in.evidence.empty())
    facts.push_back(words.say("evidence", {{"evidence", criteria::filled(in.evidence, in.variables)}, {"moment", moment}, {"who", who}}));
  report.items(std::move(facts));
}

void add_themes(documents::Report& report, const std::vector<ThemeView>& themes, const std::vector<Numbered>& requirements,
                const ChapterWords& words) {
  for (const ThemeView& theme : themes) {
    report.heading(2, words.name("theme", theme.theme));
    if (theme.state == ThemeState::unless) {
      report.paragraph(words.say("unless", {{"reason", words.name("unless_reason", theme.reason.value_or("other"))}}));
      continue;
    }
    report.paragraph(
        words.say("level", {{"level", std::to_string(theme.level)}, {"name", words.name("level", std::to_string(theme.level))}}));
    bool any = false;
    for (const Numbered& each : requirements)
      if (each.requirement->theme == theme.theme) {
        add_requirement(report, each, words);
        any = true;
      }
    if (!any) report.paragraph(words.say("undecided"));
  }
}

void add_weights(documents::Report& report, const PurchaseRow& purchase, const std::vector<Numbered>& requirements,
                 const ChapterWords& words) {
  std::vector<std::vector<std::string>> rows;
  int sum = 0;
  for (const Numbered& each : requirements)
    if (each.requirement->weight_bp) {
      rows.push_back({each.number + " " + each.requirement->title, percent_of(*each.requirement->weight_bp) + " %"});
      sum += *each.requirement->weight_bp;
    }
  for (const OtherAward& each : purchase.other_award) {
    rows.push_back({each.name, percent_of(each.weight_bp) + " %"});
    sum += each.weight_bp;
  }
  if (rows.empty()) return;
  rows.push_back({words.say("total"), percent_of(sum) + " %"});
  report.heading(1, words.say("weights"));
  report.table(words.say("weights"), {words.say("criterion"), words.say("weightHead")}, std::move(rows));
}

void add_sources(documents::Report& report, const std::vector<ThemeView>& themes, const std::vector<Numbered>& requirements,
                 const ChapterWords& words) {
  report.heading(1, words.say("sources"));
  report.paragraph(words.say("sourcesIntro"));
  std::vector<std::vector<std::string>> rows;
  for (const Numbered& each : requirements) {
    const auto theme = std::find_if(themes.begin(), themes.end(), [&](const auto& one) { return one.theme == each.requirement->theme; });
    if (theme == themes.end()) continue;
    std::string goals;
    std::string clauses;
    for (const ThemeGoal& goal : theme->goals) {
      goals += (goals.empty() ? "" : "; ") + goal.title;
      if (goal.clause) clauses += (clauses.empty() ? "" : "; ") + goal.document.value_or("") + ": “" + *goal.clause + "”";
    }
    if (goals.empty() && !theme->ambition) goals = words.say("noSource");
    rows.push_back({each.number, words.name("theme", theme->theme), goals.empty() ? "–" : goals, theme->ambition.value_or("–"),
                    clauses.empty() ? "–" : clauses,
                    each.requirement->edition ? words.say("edition", {{"edition", std::to_string(*each.requirement->edition)}})
                                              : words.say("ownWords")});
  }
  report.table(
      words.say("sources"),
      {words.say("number"), words.say("theme"), words.say("goal"), words.say("ambition"), words.say("clause"), words.say("library")},
      std::move(rows));
}

documents::Report report_of(const http::Request& request, db::Session& session, const PurchaseRow& purchase, const PurchaseParts& parts) {
  const ChapterWords words = words_for(request, session, parts.messages);
  const auto themes = themes_of(session, purchase, parts.knowledge);
  const auto requirements = requirements_of(session, purchase);
  const auto chosen = numbered(requirements, words);
  documents::Report report = organisation::begin_report(session, request.language);
  report.title = words.say("title", {{"title", purchase.title}});
  report.subtitle = report.author + " · " + words.name("buying_procedure", purchase.procedure.value_or(""));
  report.heading(1, words.say("why"));
  report.paragraph(words.say("intro", {{"municipality", report.author}}));
  if (!text::trim(purchase.need).empty()) {
    report.paragraph(words.say("need"));
    report.quote(purchase.need);
  }
  report.heading(1, words.say("asked"));
  add_themes(report, themes, chosen, words);
  add_weights(report, purchase, chosen, words);
  add_sources(report, themes, chosen, words);
  return report;
}

}  // namespace

void add_chapter_routes(http::Router& router, const PurchaseParts& parts) {
  router.download<documents::ReportQuery>(
      "/purchases/{id}/chapter", "purchase.read",
      {"downloadChapter", "requirements", "The impact chapter of the call as HTML, ODT, DOCX, PDF or text, with its sources"}, "text/html",
      [parts](const http::Request& request, db::Session& session, const documents::ReportQuery& query) {
        const PurchaseRow purchase = purchase_row(session, request.id_param("id"));
        return http::later(http::Pool::reports, [report = report_of(request, session, purchase, parts),
                                                 format = query.format.value_or(documents::ReportFormat::html), tool = parts.pdf_tool] {
          const auto file = documents::write(report, format, tool);
          return http::file(file.content_type, file.name, file.content);
        });
      });
}

}  // namespace tenzij::purchase
