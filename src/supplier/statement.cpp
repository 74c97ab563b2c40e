// The statement (verklaring): what was promised, reported and verified as of a day, with the same sum as on the page.
#include <fmt/format.h>

#include "platform/base/messages.h"
#include "platform/base/money.h"
#include "platform/documents/report.h"
#include "supplier/store.h"

namespace tenzij::supplier {

namespace {

struct StatementQuery {
  std::optional<Date> on;  // none: today
  std::optional<documents::ReportFormat> format;
};
BOOST_DESCRIBE_STRUCT(StatementQuery, (), (on, format))

// Says days, amounts and words in the language of who reads it.
struct Teller {
  const Messages& messages;
  std::string language;

  [[nodiscard]] std::string say(const std::string& key, const MessageArgs& args = {}) const {
    return messages.say(language, "statement." + key, args);
  }
  [[nodiscard]] bool dutch() const { return language == "nl"; }
  [[nodiscard]] std::string day(Date date) const {
    const std::string iso = date.str();
    return dutch() ? iso.substr(8) + "-" + iso.substr(5, 2) + "-" + iso.substr(0, 4) : iso;
  }
  // "€ 1.234,56" and "€ 1,234.56".
  [[nodiscard]] std::string euros(std::int64_t cents) const {
    std::string out = cents_to_decimal(cents < 0 ? -cents : cents);
    const std::size_t point = out.size() - 3;
    out[point] = dutch() ? ',' : '.';
    for (std::size_t at = point; at > 3; at -= 3) out.insert(at - 3, dutch() ? "." : ",");
    return std::string("€ ") + (cents < 0 ? "-" : "") + out;
  }
  [[nodiscard]] std::string figure(const std::optional<double>& value, const std::optional<std::string>& unit) const {
    if (!value) return "–";
    std::string out = fmt::format("{}", *value);
    if (dutch()) std::replace(out.begin(), out.end(), '.', ',');
    return unit ? out + " " + *unit : out;
  }
};

std::vector<std::string> row_of(const SupplierMoment& each, Date on, const Teller& teller) {
  const bool reported = each.reported_at && date_of(*each.reported_at) <= on;
  const bool judged = each.judged_at && date_of(*each.judged_at) <= on;
  MomentState state = each.state;
  if (!judged && each.judged_at) state = reported ? MomentState::reported : MomentState::asked;
  else if (!reported && state == MomentState::reported) state = MomentState::asked;
  return {each.title,
          teller.day(each.period_from) + " – " + teller.day(each.period_to),
          teller.figure(each.promised, each.indicator_unit),
          reported ? (each.figure ? teller.figure(each.figure, each.indicator_unit) : each.words) : "–",
          judged ? teller.figure(each.verified_figure, each.indicator_unit) : "–",
          teller.say("moment." + std::string(boost::describe::enum_to_string(state, "")))};
}

void promised(documents::Report& report, const std::vector<SupplierMoment>& moments, Date on, const Teller& teller) {
  report.heading(1, teller.say("promised"));
  std::vector<std::vector<std::string>> rows;
  for (const SupplierMoment& each : moments)
    if (each.period_from <= on) rows.push_back(row_of(each, on, teller));
  if (rows.empty()) return report.paragraph(teller.say("nothing"));
  report.table(teller.say("promised"),
               {teller.say("commitment"), teller.say("period"), teller.say("aim"), teller.say("reported"), teller.say("verified"),
                teller.say("state")},
               std::move(rows));
}

void social_return(documents::Report& report, const contract::SocialReturnState& state, const Teller& teller) {
  report.heading(1, teller.say("socialReturn"));
  if (!state.lacks.empty()) return report.paragraph(teller.say("cannotCount"));
  std::vector<std::vector<std::string>> rows;
  for (const contract::ReturnLine& line : state.verified.lines) {
    std::string what = teller.say("kind." + std::string(boost::describe::enum_to_string(line.kind, "")));
    for (const auto* each : {&line.block, &line.reference})
      if (*each) what += " · " + **each;
    rows.push_back({what, teller.day(line.from), teller.euros(line.cents)});
  }
  rows.push_back({teller.say("balance"), teller.day(state.on), teller.euros(state.verified.balance_cents)});
  report.table(teller.say("socialReturn"), {teller.say("line"), teller.say("period"), teller.say("amount")}, std::move(rows));
  report.items({teller.say("obligation") + ": " + teller.euros(state.verified.obligation_cents),
                teller.say("fulfilled") + ": " + teller.euros(state.verified.fulfilled_cents),
                teller.say("waiting") + ": " + teller.euros(state.reported.fulfilled_cents - state.verified.fulfilled_cents)});
}

documents::Report statement_of(db::Session& session, const Self& self, const SupplierContract& own, Date on, const Teller& teller) {
  documents::Report report = organisation::begin_report(session, teller.language);
  report.title = teller.say("title", {{"title", own.title}});
  report.subtitle = self.party + " · " + self.municipality + " · " + teller.say("asOf", {{"day", teller.day(on)}});
  std::vector<std::string> facts{teller.say("party") + ": " + self.party, teller.say("municipality") + ": " + self.municipality};
  if (own.reference) facts.push_back(teller.say("reference") + ": " + *own.reference);
  if (own.start_on)
    facts.push_back(teller.say("term") + ": " + teller.day(*own.start_on) + " – " +
                    (own.end_on ? teller.day(*own.end_on) : teller.say("noEnd")));
  report.items(std::move(facts));
  promised(report, moments_of_contract(session, self, own.id), on, teller);
  if (own.social_return) social_return(report, contract::social_return_of(session, own.id, on, false), teller);
  report.paragraph(teller.say("source"));
  return report;
}

}  // namespace

void add_statement_routes(http::Router& router, const Messages& messages, const std::filesystem::path& pdf_tool) {
  router.download<StatementQuery>(
      "/supplier/contracts/{id}/statement", permission,
      {"downloadStatement", "supplier", "What was promised, reported and verified, as of a day; PDF unless another format is asked"},
      "application/pdf", [&messages, pdf_tool](const http::Request& request, db::Session& session, const StatementQuery& query) {
        Self self;
        const SupplierContract own = own_contract(session, request.id_param("id"), request.now, &self);
        const Teller teller{messages, request.language};
        return http::later(http::Pool::reports, [report = statement_of(session, self, own, query.on.value_or(date_of(request.now)), teller),
                                                 format = query.format.value_or(documents::ReportFormat::pdf), pdf_tool] {
          const auto file = documents::write(report, format, pdf_tool);
          return http::file(file.content_type, file.name, file.content);
        });
      });
}

}  // namespace tenzij::supplier
