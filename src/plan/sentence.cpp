#include "plan/sentence.h"

#include <fmt/format.h>

#include <cmath>

#include "platform/base/text.h"

namespace tenzij::plan {

namespace {

// Below it a percentage says more than is known.
constexpr std::int64_t least_for_percent = 10;
// Euro and pieces are said to the cent.
constexpr double half_of_least = 0.005;

std::string grouped(const std::string& digits, char mark) {
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += mark;
    out += digits[i];
  }
  return out;
}

// Two decimals at most; of money two or none.
std::string written(double value, bool money, bool english) {
  std::string number = fmt::format("{:.2f}", std::fabs(value) < half_of_least ? 0.0 : std::fabs(value));
  std::string decimals = number.substr(number.size() - 2);
  number.resize(number.size() - 3);
  if (decimals == "00") decimals.clear();
  else if (!money && decimals.back() == '0') decimals.pop_back();
  std::string out = value <= -half_of_least ? "-" : "";
  out += grouped(number, english ? ',' : '.');
  if (!decimals.empty()) out += (english ? "." : ",") + decimals;
  return out;
}

std::string capital(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::string tidy(const std::optional<std::string>& value) { return value ? text::collapse_spaces(*value) : std::string(); }

class Writer {
 public:
  Writer(std::string language, const Messages& words) : language_(std::move(language)), words_(words) {}

  void figure(const FigureInput& in, const std::string& at) {
    at_ = at;
    add(main(in));
    coverage(in);
    if (in.parts && !in.parts->empty()) weakest(in);
    add(say("behind", {{"source", known(in.source)}, {"method", known(in.method)}, {"day", known(in.day)}}));
  }
  void step(const FigureInput& from, const FigureInput& to, const std::string& at_from, const std::string& at_to) {
    const std::string before = period_of(from);
    const std::string after = period_of(to);
    if (!value_of(from) || !value_of(to)) return add(say("stepUnknown", {{"from", before}, {"to", after}}));
    const std::string why = differs(from, to);
    if (!why.empty()) return add(say("stepDiffers", {{"from", before}, {"to", after}, {"why", why}}));
    const double one = *value_of(from);
    const double two = *value_of(to);
    const char* kind = std::fabs(one - two) < half_of_least ? "stepSame" : one < two ? "stepUp" : "stepDown";
    at_ = at_from;
    const std::string first = amount(from, one);
    at_ = at_to;
    add(say(kind, {{"from", before}, {"to", after}, {"first", first}, {"last", amount(to, two)}}));
  }
  Sentence done() { return std::move(out_); }

 private:
  std::string language_;
  const Messages& words_;
  Sentence out_;
  std::string at_;  // where the figure stands in the input

  [[nodiscard]] std::string say(const std::string& code, const MessageArgs& args = {}) const { return words_.say(language_, code, args); }
  void add(const std::string& text) { out_.text += (out_.text.empty() ? "" : " ") + text; }
  std::string number(double value, const std::string& from, bool money = false) {
    out_.figures.push_back({value, from});
    return written(value, money, language_ == "en");
  }
  std::string count(std::int64_t value, const char* from) { return number(static_cast<double>(value), at_ + from); }
  [[nodiscard]] std::string known(const std::optional<std::string>& value) const {
    const std::string out = tidy(value);
    return out.empty() ? say("notKnown") : out;
  }
  [[nodiscard]] std::string things(const FigureInput& in) const {
    const std::string out = tidy(in.things);
    return out.empty() ? say("purchases") : out;
  }
  [[nodiscard]] std::string period_of(const FigureInput& in) const {
    const std::string out = tidy(in.period);
    return out.empty() ? say("noPeriod") : out;
  }
  [[nodiscard]] std::string certainty_of(Certainty certainty) const {
    return say(std::string("certainty.") + boost::describe::enum_to_string(certainty, ""));
  }

  static bool percent(const FigureInput& in) { return in.unit && (*in.unit == "percent" || *in.unit == "%"); }
  static bool euro(const FigureInput& in) { return in.unit && (*in.unit == "euro" || *in.unit == "EUR" || *in.unit == "€"); }
  static std::optional<double> value_of(const FigureInput& in) {
    if (in.value || !in.parts || in.parts->empty()) return in.value;
    double sum = 0;
    for (const FigurePart& each : *in.parts) sum += each.value;
    return sum;
  }
  // A sum is as certain as its weakest part.
  static Certainty certainty(const FigureInput& in) {
    Certainty out = in.certainty.value_or(in.parts && !in.parts->empty() ? Certainty::measured : Certainty::unknown);
    if (in.parts)
      for (const FigurePart& each : *in.parts) out = std::max(out, each.certainty.value_or(Certainty::unknown));
    return out;
  }

  std::string amount(const FigureInput& in, double value) {
    const std::string from = at_ + (in.value ? "/value" : "/parts");
    if (percent(in)) return number(value, from) + "%";
    if (euro(in)) return "€ " + number(value, from, true);
    const std::string unit = tidy(in.unit);
    return number(value, from) + (unit.empty() ? "" : " " + unit);
  }

  std::string main(const FigureInput& in) {
    const std::string what = capital(tidy(in.what));
    const std::string subject = say(what.empty() ? "subjectAlone" : "subject", {{"what", what}, {"period", period_of(in)}});
    const auto value = value_of(in);
    if (!value) return say("unknown", {{"subject", subject}});
    if (percent(in) && in.of.value_or(0) < least_for_percent)
      return say(in.of ? "tooFew" : "percentOfNothing", {{"subject", subject}, {"things", things(in)}});
    return say("known", {{"subject", subject}, {"value", amount(in, *value)}, {"certainty", certainty_of(certainty(in))}});
  }

  void coverage(const FigureInput& in) {
    const std::string what = things(in);
    if (!in.of)
      return add(say(in.all ? "coverageOnlyAll" : "coverageUnknown", {{"things", what}, {"all", in.all ? count(*in.all, "/all") : ""}}));
    if (*in.of == 0)
      return add(say(in.all ? "coverageNoneOf" : "coverageNone", {{"things", what}, {"all", in.all ? count(*in.all, "/all") : ""}}));
    MessageArgs args{{"things", what}};
    std::string code = "coverage";
    if (in.counted) args.emplace_back("counted", count(*in.counted, "/counted"));
    else code += "Known";
    args.emplace_back("of", count(*in.of, "/of"));
    if (!in.all) code += "NoAll";
    else if (*in.all == *in.of) code += "Whole";
    else args.emplace_back("all", count(*in.all, "/all"));
    std::string text = say(code, args);
    if (in.counted && *in.of >= least_for_percent) {
      const double share = std::round(100.0 * static_cast<double>(*in.counted) / static_cast<double>(*in.of));
      text += " " + say("share", {{"percent", number(share, at_ + "/counted " + at_ + "/of")}});
    }
    add(text);
  }

  void weakest(const FigureInput& in) {
    std::string names;
    const Certainty least = certainty(in);
    for (const FigurePart& each : *in.parts)
      if (each.certainty.value_or(Certainty::unknown) == least) names += (names.empty() ? "" : ", ") + text::collapse_spaces(each.name);
    if (!names.empty()) add(say("weakest", {{"names", names}, {"certainty", certainty_of(least)}}));
  }

  // Why two figures are not one series; empty when they are. What is not known is not the same.
  [[nodiscard]] std::string differs(const FigureInput& a, const FigureInput& b) const {
    std::string out;
    const auto also = [&](const std::string& text) { out += (out.empty() ? "" : ", ") + text; };
    if (tidy(a.unit) != tidy(b.unit)) also(say("otherUnit"));
    for (const auto& [code, one, two] :
         {std::tuple{"Source", tidy(a.source), tidy(b.source)}, std::tuple{"Method", tidy(a.method), tidy(b.method)}}) {
      if (one.empty() || two.empty()) also(say(std::string("unknown") + code));
      else if (one != two) also(say(std::string("other") + code));
    }
    if (tidy(a.scope) != tidy(b.scope)) also(say("otherScope"));
    return out;
  }
};

void check(const FigureInput& in, const std::string& at, std::vector<FieldError>& errors) {
  const auto count = [&](const std::optional<std::int64_t>& value, const char* name) {
    if (value && *value < 0) errors.push_back({at + name, "figureNegative"});
  };
  count(in.counted, "/counted");
  count(in.of, "/of");
  count(in.all, "/all");
  if (in.counted && in.of && *in.counted > *in.of)
    errors.push_back({at + "/counted", "figureMoreThan", {{"most", std::to_string(*in.of)}}});
  if (in.of && in.all && *in.of > *in.all) errors.push_back({at + "/of", "figureMoreThan", {{"most", std::to_string(*in.all)}}});
  if (in.value && in.parts && !in.parts->empty()) {
    double sum = 0;
    for (const FigurePart& each : *in.parts) sum += each.value;
    if (std::fabs(sum - *in.value) >= half_of_least) errors.push_back({at + "/value", "figureNoSum"});
  }
}

}  // namespace

Sentence sentence(const SentenceFile& in, const Messages& words) {
  std::vector<FieldError> errors;
  const bool several = in.series && !in.series->empty();
  const auto place = [](std::size_t i) { return "/series/" + std::to_string(i); };
  if (several)
    for (std::size_t i = 0; i < in.series->size(); ++i) check((*in.series)[i], place(i), errors);
  else check(in, "", errors);
  if (in.language && *in.language != "nl" && *in.language != "en") errors.push_back({"/language", "notInList"});
  if (!errors.empty()) throw bad_request(std::move(errors));

  Writer out(in.language.value_or("nl"), words);
  if (!several) {
    out.figure(in, "");
    return out.done();
  }
  for (std::size_t i = 0; i < in.series->size(); ++i) out.figure((*in.series)[i], place(i));
  for (std::size_t i = 1; i < in.series->size(); ++i) out.step((*in.series)[i - 1], (*in.series)[i], place(i - 1), place(i));
  return out.done();
}

}  // namespace tenzij::plan
