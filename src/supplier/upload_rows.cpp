// Answers and placements in one table: which question or contract a row is about, and what becomes of it. Placements are judged by the
// room of contracts; what a file has beside the known columns is dropped before anything is read.
#include "platform/base/written.h"
#include "supplier/store.h"

namespace tenzij::supplier {

namespace {

constexpr const char* not_kept = "*********";
// So much more or less than the figure before is asked about.
constexpr double far_off = 10;

bool same_writing(const std::optional<std::string>& a, const std::string& b) { return a && plain_writing(*a) == plain_writing(b); }

class AnswerJudge {
 public:
  AnswerJudge(db::Session& session, Instant now) : session_(session), now_(now) {
    for (const Place& place : places(session)) {
      const Self self = enter(session, place, now);
      for (SupplierContract& each : contracts_here(session, self)) contracts_.push_back({place, self, std::move(each)});
      for (SupplierMoment& each : open_moments_here(session, self)) {
        const std::string number = plain_writing(question_number(each.id));
        moments_.emplace(number, Question{place, self, std::move(each)});
      }
    }
  }

  imports::Verdict look(imports::Row& row) {
    const bool placement = row.find("block") != nullptr || row.find("hours") != nullptr || row.find("from") != nullptr;
    const bool answer = row.find("answer") != nullptr || row.find("words") != nullptr;
    imports::Verdict out;
    out.action = imports::Action::same;
    if (row.text("words") == not_kept) row.wrong("words", "mayBeBsn");
    if (placement && answer) row.wrong("", "rowSaysBoth");
    if (!row.right()) return out;
    if (placement) return look_at_placement(row);
    if (answer) return look_at_answer(row);
    return out;
  }

 private:
  struct Contract {
    Place place;
    Self self;
    SupplierContract contract;
  };
  struct Question {
    Place place;
    Self self;
    SupplierMoment moment;
  };
  db::Session& session_;
  Instant now_;
  std::vector<Contract> contracts_{};
  std::map<std::string, Question, std::less<>> moments_{};
  std::map<Uuid, imports::Judge> placements_{};  // by municipality

  const Contract* contract_of(imports::Row& row) {
    const std::string written = row.text("contract").value_or("");
    const auto municipality = row.text("municipality");
    const Contract* out = nullptr;
    // A number goes before a title.
    for (const bool by_title : {false, true}) {
      for (const Contract& each : contracts_) {
        if (municipality && !same_writing(municipality, each.self.municipality)) continue;
        if (!same_writing(by_title ? std::optional(each.contract.title) : each.contract.reference, written)) continue;
        if (out != nullptr) {
          row.wrong("contract", "rowContractTwice");
          return nullptr;
        }
        out = &each;
      }
      if (out != nullptr) return out;
    }
    row.wrong("contract", "unknownContract");
    return nullptr;
  }

  imports::Verdict look_at_placement(imports::Row& row) {
    imports::Verdict out;
    for (const char* key : {"block", "hours", "from"})
      if (row.find(key) == nullptr) row.wrong(key, "required");
    const Contract* own = contract_of(row);
    if (own == nullptr || !row.right()) return out;
    enter(session_, own->place, now_);
    auto [judge, fresh] = placements_.try_emplace(own->place.municipality_id);
    if (fresh) judge->second = contract::placement_judge(session_, now_, reporter_of(own->self));
    imports::Row::Said& said = row.said["contract"];
    const std::string written = said.text;
    said.text = own->contract.id.str();
    out = judge->second(row);
    said.text = written;
    out.plan = std::make_shared<PlannedRow>(PlannedRow{own->place, own->self.municipality, own->contract.title, true, std::nullopt});
    if (out.write)
      out.write = [write = std::move(out.write), place = own->place, now = now_](db::Session& session) {
        enter(session, place, now);
        return write(session);
      };
    return out;
  }

  imports::Verdict look_at_answer(imports::Row& row) {
    imports::Verdict out;
    const auto number = row.text("number");
    if (!number) {
      row.wrong("number", "required");
      return out;
    }
    const auto found = moments_.find(plain_writing(*number));
    if (found == moments_.end()) {
      row.wrong("number", "unknownQuestion");
      return out;
    }
    const Question& question = found->second;
    check_question(row, question);
    const contract::ReportInput said = said_of(row, question.moment);
    out.title = question.moment.title;
    out.id = question.moment.id;
    out.plan = std::make_shared<PlannedRow>(
        PlannedRow{question.place, question.self.municipality, question.moment.contract, false, question.moment});
    const bool reported = question.moment.state == MomentState::reported;
    if (reported && question.moment.figure == said.figure && question.moment.words == said.words) {
      out.action = imports::Action::same;
      return out;
    }
    out.action = reported ? imports::Action::changed : imports::Action::added;
    out.write = [place = question.place, self = question.self, moment = question.moment, said, now = now_](db::Session& session) {
      enter(session, place, now);
      report_one(session, moment, self, said, now);
      return moment.id;
    };
    return out;
  }

  // A row that was shifted against its question, or answers it in something else.
  void check_question(imports::Row& row, const Question& question) {
    const std::string written = row.text("contract").value_or("");
    const auto own = std::find_if(contracts_.begin(), contracts_.end(),
                                  [&](const Contract& each) { return each.contract.id == question.moment.contract_id; });
    if (own == contracts_.end() || (!same_writing(own->contract.reference, written) && !same_writing(own->contract.title, written)))
      row.wrong("contract", "rowOtherContract", {{"contract", question.moment.contract}});
    const auto unit = row.text("unit");
    if (unit && question.moment.indicator_unit && !same_writing(unit, *question.moment.indicator_unit))
      row.wrong("unit", "rowOtherUnit", {{"unit", *question.moment.indicator_unit}});
  }

  static contract::ReportInput said_of(imports::Row& row, const SupplierMoment& moment) {
    contract::ReportInput out;
    out.words = std::string(text::trim(row.text("words").value_or("")));
    const imports::Row::Said* answer = row.find("answer");
    if (answer == nullptr || !row.right()) return out;
    out.figure = answer->number;
    if (answer->number < 0) row.wrong("answer", "negative");
    const double last = moment.last_figure.value_or(0);
    const bool far = last > 0 && (answer->number > last * far_off || answer->number < last / far_off);
    if (far && !answer->answered) row.ask("answer", "figureFarFromLast", {answer->text});
    return out;
  }
};

}  // namespace

std::string question_number(const Uuid& moment) { return "V-" + moment.str().substr(24); }

imports::Kind answers_kind() {
  imports::Kind out;
  out.name = "answers";
  out.permission = permission;
  using imports::Value;
  out.columns = {{"number", Value::text, false}, {"municipality", Value::text, false}, {"contract", Value::text, true},
                 {"question", Value::given_out}, {"period", Value::given_out},         {"unit", Value::text, false},
                 {"last", Value::given_out},     {"answer", Value::decimal, false},    {"words", Value::text, false},
                 {"block", Value::text, false},  {"hours", Value::decimal, false},     {"from", Value::first_day, false},
                 {"to", Value::last_day, false}, {"bonuses", Value::text, false},      {"reference", Value::text, false}};
  out.kept = [](std::string_view key, const std::string& text) -> std::string {
    static const auto of_placements = contract::placements_import().kept;
    return key == "words" && contract::may_be_bsn(text) ? not_kept : of_placements(key, text);
  };
  out.open = [](db::Session& session, const imports::Run& run) -> imports::Judge {
    return [judge = std::make_shared<AnswerJudge>(session, run.now)](imports::Row& row) { return judge->look(row); };
  };
  return out;
}

}  // namespace tenzij::supplier
