// The report of a session: themes, levels, arguments, dissent, actions. One content for the page, the office and paper.
#include "platform/documents/report.h"

#include <cmath>
#include <numbers>

#include "ambition/store.h"
#include "platform/base/messages.h"

namespace tenzij::ambition {

namespace {

// Says the words of a report in its reader's language.
struct Voice {
  const Messages& messages;
  std::string language;

  [[nodiscard]] std::string say(const std::string& key, const MessageArgs& args = {}) const {
    return messages.say(language, "report." + key, args);
  }
  [[nodiscard]] std::string day(const Date& date) const {
    const std::string iso = date.str();
    return language == "nl" ? iso.substr(8) + "-" + iso.substr(5, 2) + "-" + iso.substr(0, 4) : iso;
  }
  [[nodiscard]] std::string number(double value) const {
    std::string out = std::to_string(std::lround(value * 10));
    const bool whole = out.back() == '0';
    if (out.size() < 2) out.insert(0, "0");
    out.insert(out.size() - 1, language == "nl" ? "," : ".");
    return whole ? out.substr(0, out.size() - 2) : out;
  }
  [[nodiscard]] std::string level(std::optional<int> value) const {
    return value ? std::to_string(*value) + " " + say("level." + std::to_string(*value)) : "–";
  }
};

const Tally& last_round(const ThemeResult& theme) { return theme.second.votes + theme.second.dont_know > 0 ? theme.second : theme.first; }

// --- the web as a picture ----------------------------------------------------------------------------------

constexpr double centre_x = 350;
constexpr double centre_y = 215;
constexpr double ring = 50;  // one level

std::string point(double level, std::size_t axis, std::size_t axes) {
  const double angle = 2 * std::numbers::pi * static_cast<double>(axis) / static_cast<double>(axes) - std::numbers::pi / 2;
  // Level 0 is a small ring, so that "agreed: nothing" differs from nothing agreed.
  const double radius = 15 + ring * level;
  std::array<char, 48> out{};
  std::snprintf(out.data(), out.size(), "%.1f,%.1f", centre_x + radius * std::cos(angle), centre_y + radius * std::sin(angle));
  return out.data();
}

std::string attributes(const std::string& xy, const char* x, const char* y) {
  const std::size_t comma = xy.find(',');
  return std::string(x) + "=\"" + xy.substr(0, comma) + "\" " + y + "=\"" + xy.substr(comma + 1) + "\"";
}

std::string line(const std::string& from, const std::string& to, const char* style) {
  return "<line " + attributes(from, "x1", "y1") + " " + attributes(to, "x2", "y2") + " " + style + "/>";
}

// Lines, dashes and shapes only: it reads the same in black and white.
std::string radar(const std::vector<ThemeResult>& themes, const std::string& in_words) {
  const std::size_t axes = themes.size();
  std::string out = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 700 430\" role=\"img\" aria-label=\"" +
                    documents::escape_html(in_words) + "\" font-family=\"Libertinus Serif, serif\" font-size=\"13\">";
  for (int level = 0; level < level_count; ++level) {
    std::string corners;
    for (std::size_t i = 0; i < axes; ++i) corners += point(level, i, axes) + " ";
    out += "<polygon points=\"" + corners + "\" fill=\"none\" stroke=\"#999\" stroke-width=\"0.7\"/>";
  }
  std::string agreed;
  std::string marks;
  for (std::size_t i = 0; i < axes; ++i) {
    const ThemeResult& theme = themes[i];
    const Tally& scores = last_round(theme);
    out += line(point(0, i, axes), point(3, i, axes), "stroke=\"#999\" stroke-width=\"0.7\"");
    if (scores.lowest)
      marks += line(point(*scores.lowest, i, axes), point(*scores.highest, i, axes),
                    "stroke=\"#555\" stroke-width=\"6\" stroke-opacity=\"0.45\" stroke-linecap=\"round\"");
    if (theme.policy_level)
      marks += "<circle " + attributes(point(*theme.policy_level, i, axes), "cx", "cy") +
               " r=\"8\" fill=\"none\" stroke=\"#000\" stroke-width=\"1.4\" stroke-dasharray=\"3 2\"/>";
    if (theme.agreed_level) {
      agreed += point(*theme.agreed_level, i, axes) + " ";
      marks += "<circle " + attributes(point(*theme.agreed_level, i, axes), "cx", "cy") + " r=\"4.5\" fill=\"#000\"/>";
    }
    const std::string label = point(3.45, i, axes);
    const double x = std::stod(label);
    const char* anchor = x > centre_x + 20 ? "start" : x < centre_x - 20 ? "end" : "middle";
    out += "<text " + attributes(label, "x", "y") + " text-anchor=\"" + anchor + "\" dominant-baseline=\"middle\">" +
           documents::escape_html(theme.title) + "</text>";
  }
  return out + "<polygon points=\"" + agreed + "\" fill=\"#000\" fill-opacity=\"0.08\" stroke=\"#000\" stroke-width=\"2\"/>" + marks +
         "</svg>";
}

// --- the words ---------------------------------------------------------------------------------------------

void summary(documents::Report& report, const SessionResults& in, const Voice& voice) {
  if (!in.question.empty()) report.paragraph(in.question);
  std::string people;
  std::int64_t total = 0;
  for (const RoleCount& role : in.roles) {
    people += (people.empty() ? "" : ", ") + std::to_string(role.count) + " " + voice.say("role." + role.role);
    total += role.count;
  }
  if (total > 0) report.paragraph(voice.say("people", {{"count", std::to_string(total)}, {"roles", people}}));
  report.heading(1, voice.say("web"));
  report.figure(radar(in.themes, voice.say("figure")), voice.say("figure"), 85);
  std::vector<std::vector<std::string>> rows;
  for (const ThemeResult& theme : in.themes) {
    const Tally& scores = last_round(theme);
    rows.push_back({theme.title,
                    theme.agreed_level ? voice.level(theme.agreed_level)
                                       : voice.say("state." + std::string(boost::describe::enum_to_string(theme.state, ""))),
                    theme.first.median ? voice.number(*theme.first.median) : "–",
                    theme.second.median ? voice.number(*theme.second.median) : "–",
                    scores.lowest ? std::to_string(*scores.lowest) + "–" + std::to_string(*scores.highest) : "–",
                    theme.policy_level ? std::to_string(*theme.policy_level) : "–",
                    theme.against_policy.empty() ? "–" : voice.say("policy." + theme.against_policy)});
  }
  report.table(voice.say("table"),
               {voice.say("theme"), voice.say("agreed"), voice.say("first"), voice.say("second"), voice.say("spread"), voice.say("policy"),
                voice.say("against")},
               std::move(rows));
}

void round(documents::Report& report, const Tally& scores, const std::string& title, const Voice& voice) {
  if (scores.votes + scores.dont_know == 0) return;
  std::vector<std::vector<std::string>> rows;
  const auto row = [&](const std::string& name, const std::vector<std::int64_t>& counts, std::optional<double> middle) {
    std::vector<std::string> cells{name};
    for (const std::int64_t count : counts) cells.push_back(std::to_string(count));
    cells.push_back(middle ? voice.number(*middle) : "–");
    rows.push_back(std::move(cells));
  };
  row(voice.say("everybody"), scores.counts, scores.median);
  for (const RoleTally& role : scores.roles) row(voice.say("role." + role.role), role.counts, role.median);
  report.table(title + (scores.dont_know > 0 ? " · " + voice.say("dontKnow", {{"count", std::to_string(scores.dont_know)}}) : ""),
               {voice.say("who"), "0", "1", "2", "3", voice.say("median")}, std::move(rows));
}

void theme(documents::Report& report, const ThemeResult& in, const Voice& voice) {
  report.heading(2, in.title);
  if (in.state == Outcome::agreed) {
    report.paragraph(voice.say("agreedOn", {{"level", voice.level(in.agreed_level)}, {"reason", in.reason.value_or("")}}));
    report.quote(in.levels[static_cast<std::size_t>(*in.agreed_level)]);
  } else if (in.state == Outcome::disagreed) {
    report.paragraph(voice.say("notAgreed", {{"reason", in.reason.value_or("")}, {"decider", in.decider.value_or("")}}));
  } else {
    report.paragraph(voice.say("state." + std::string(boost::describe::enum_to_string(in.state, ""))));
  }
  round(report, in.first, voice.say("first"), voice);
  round(report, in.second, voice.say("second"), voice);
  for (const char* kind : {"argument", "condition", "idea", "needed"}) {
    std::vector<std::string> notes;
    for (const Note& note : in.notes)
      if (kind == std::string(boost::describe::enum_to_string(note.kind, "")))
        notes.push_back(note.text + (note.role ? " (" + voice.say("role." + *note.role) + ")" : ""));
    if (notes.empty()) continue;
    report.heading(3, voice.say(std::string("note.") + kind));
    report.items(std::move(notes));
  }
  std::vector<std::string> reasons;
  for (const Tally* scores : {&in.first, &in.second})
    for (const Motivation& each : scores->motivations)
      reasons.push_back((each.level ? std::to_string(*each.level) : "?") + ": " + each.text + " (" + voice.say("role." + each.role) + ")");
  if (!reasons.empty()) {
    report.heading(3, voice.say("motivations"));
    report.items(std::move(reasons));
  }
  if (in.goals.empty()) return;
  std::vector<std::string> goals;
  for (const FrameGoal& goal : in.goals)
    goals.push_back(goal.title + (goal.target ? " — " + *goal.target : "") + " (" +
                    voice.say("asks", {{"level", std::to_string(goal.level)}}) + ")");
  report.heading(3, voice.say("frame"));
  report.items(std::move(goals));
}

documents::Report report_of(db::Session& session, const SessionResults& in, const Voice& voice) {
  documents::Report report = organisation::begin_report(session, voice.language);
  report.title = in.title;
  report.subtitle = report.author + " · " + voice.say("session");
  if (in.unit) report.subtitle += " · " + *in.unit;
  if (in.project) report.subtitle += " · " + *in.project;
  if (in.started_at) report.subtitle += " · " + voice.day(date_of(*in.started_at));
  if (in.facilitator) report.subtitle += " · " + voice.say("facilitator", {{"name", *in.facilitator}});
  summary(report, in, voice);
  report.heading(1, voice.say("themes"));
  for (const ThemeResult& each : in.themes) theme(report, each, voice);
  report.heading(1, voice.say("actions"));
  if (in.actions.empty()) report.paragraph(voice.say("noActions"));
  std::vector<std::vector<std::string>> rows;
  for (const Action& action : in.actions)
    rows.push_back({action.text, action.theme.value_or("–"), action.owner.value_or("–"), action.due_on ? voice.day(*action.due_on) : "–",
                    action.done ? voice.say("yes") : voice.say("no")});
  if (!rows.empty())
    report.table("", {voice.say("action"), voice.say("theme"), voice.say("owner"), voice.say("due"), voice.say("done")}, std::move(rows));
  return report;
}

}  // namespace

void add_report_routes(http::Router& router, const Messages& messages, const std::filesystem::path& pdf_tool) {
  router.download<documents::ReportQuery>(
      "/ambition-sessions/{id}/report", "ambition.read",
      {"downloadAmbitionReport", "ambitions", "The report as HTML, ODT, DOCX, PDF or text"}, "text/html",
      [&messages, pdf_tool](const http::Request& request, db::Session& session, const documents::ReportQuery& query) {
        const Voice voice{messages, request.language};
        const SessionResults results = results_of(session, request.id_param("id"));
        return http::later(http::Pool::reports, [report = report_of(session, results, voice),
                                                 format = query.format.value_or(documents::ReportFormat::html), pdf_tool] {
          const auto file = documents::write(report, format, pdf_tool);
          return http::file(file.content_type, file.name, file.content);
        });
      });
}

}  // namespace tenzij::ambition
