// The check of what goes into the social-return sum: every wrong field at once, and whole numbers out of it.
#include "contract/terms.h"

#include <charconv>

#include "party/party.h"

namespace tenzij::contract {

namespace {

// A hundred billion euros: past it somebody typed something else, and below it 128 bits hold every product.
constexpr std::int64_t most_cents = 100'000'000'000'00;
constexpr int whole_bp = 10'000;
constexpr std::int64_t week_hours = 7 * 24;
constexpr std::int64_t most_hours = 1'000'000;  // of one activity
constexpr int most_months = 1200;

// A number as it was written, in whole parts; nothing when it has more decimals than that. The shortest text that gives a double
// is what was typed, so no rounding comes in between.
std::optional<std::int64_t> in_parts(double number, std::int64_t most) {
  if (!(number >= 0) || number > static_cast<double>(most)) return std::nullopt;
  std::array<char, 64> written{};
  const auto end = std::to_chars(written.data(), written.data() + written.size(), number, std::chars_format::fixed).ptr;
  std::int64_t out = 0;
  std::int64_t unit = 0;  // none before the point
  for (const char* at = written.data(); at != end; ++at) {
    if (*at == '.') {
      unit = parts_of_hour;
      continue;
    }
    if (unit == 0) {
      out = out * 10 + (*at - '0') * parts_of_hour;
      continue;
    }
    unit /= 10;
    if (unit == 0) return std::nullopt;
    out += (*at - '0') * unit;
  }
  return out;
}

class Check {
 public:
  explicit Check(const ReturnFile& in) : in_(in) {}

  Terms terms() {
    rule();
    values();
    tables();
    placements();
    efforts();
    pso();
    for (std::size_t i = 0; i < in_.carried.size(); ++i)
      within("/carried/" + std::to_string(i) + "/cents", in_.carried[i].cents, -most_cents, most_cents);
    if ((in_.table_by == TableBy::award || in_.table_by == TableBy::publication) && !in_.table_day) fail("/tableDay", "required");
    if (in_.rule.of == ReturnBase::yearly_value && !in_.contract_to) fail("/contractTo", "required");
    if (in_.contract_to && *in_.contract_to < in_.contract_from) fail("/contractTo", "toBeforeFrom");
    if (!errors_.empty()) throw bad_request(std::move(errors_));
    return std::move(out_);
  }

 private:
  const ReturnFile& in_;
  Terms out_{};
  std::vector<FieldError> errors_{};

  void fail(std::string pointer, std::string code, MessageArgs args = {}) {
    if (errors_.size() < limits::field_errors) errors_.push_back({std::move(pointer), std::move(code), std::move(args)});
  }
  void within(const std::string& pointer, std::int64_t number, std::int64_t least, std::int64_t most) {
    if (number < least || number > most) fail(pointer, "outOfRange", {{"least", std::to_string(least)}, {"most", std::to_string(most)}});
  }
  void within(const std::string& pointer, const std::optional<std::int64_t>& number) {
    if (number) within(pointer, *number, 0, most_cents);
  }
  std::int64_t hours(const std::string& pointer, double number, std::int64_t most) {
    const auto out = in_parts(number, most);
    if (out) return *out;
    if (number >= 0 && number <= static_cast<double>(most)) fail(pointer, "tooManyDecimals", {{"most", "4"}});
    else fail(pointer, "outOfRange", {{"least", "0"}, {"most", std::to_string(most)}});
    return 0;
  }

  void rule() {
    within("/rule/percentBp", in_.rule.percent_bp, 0, whole_bp);
    if (in_.rule.wage_share_bp) within("/rule/wageShareBp", *in_.rule.wage_share_bp, 0, whole_bp);
    within("/rule/fromCents", in_.rule.from_cents);
    within("/rule/aboveCents", in_.rule.above_cents);
    within("/rule/maximumCents", in_.rule.maximum_cents);
    if (in_.rule.from_cents && in_.rule.above_cents) fail("/rule/aboveCents", "fromOrAbove");
    if (in_.rule.lower_percent_bp) within("/rule/lowerPercentBp", *in_.rule.lower_percent_bp, 0, whole_bp);
    if (in_.rule.below_share_bp) within("/rule/belowShareBp", *in_.rule.below_share_bp, 0, whole_bp);
    if (in_.rule.lower_percent_bp.has_value() != in_.rule.below_share_bp.has_value())
      fail(in_.rule.lower_percent_bp ? "/rule/belowShareBp" : "/rule/lowerPercentBp", "required");
    if (in_.labour_share_bp) within("/labourShareBp", *in_.labour_share_bp, 0, whole_bp);
    // Which of both percentages it is, nobody guesses.
    if (in_.rule.lower_percent_bp && !in_.labour_share_bp) fail("/labourShareBp", "required");
  }

  // By day; a day that stands there twice says two things.
  template <class T, class Day>
  void by_day(std::vector<T>& all, const std::string& list, const char* member, Day day) {
    std::map<Date, std::size_t> seen;
    for (std::size_t i = 0; i < all.size(); ++i)
      if (!seen.emplace(day(all[i]), i).second) fail(list + "/" + std::to_string(i) + "/" + member, "dayTwice");
    std::stable_sort(all.begin(), all.end(), [&](const T& a, const T& b) { return day(a) < day(b); });
  }

  void values() {
    if (in_.values.empty()) fail("/values", "required");
    out_.values = in_.values;
    for (std::size_t i = 0; i < in_.values.size(); ++i)
      within("/values/" + std::to_string(i) + "/valueCents", in_.values[i].value_cents, 0, most_cents);
    by_day(out_.values, "/values", "from", [](const ReturnValue& each) { return each.from; });
    if (in_.rule.of != ReturnBase::turnover) return;
    std::set<int> years;
    for (std::size_t i = 0; i < in_.values.size(); ++i)
      if (!years.insert(in_.values[i].from.year()).second) fail("/values/" + std::to_string(i) + "/from", "yearTwice");
  }

  Amounts amounts(const std::string& pointer, const json::object& given, std::int64_t most) {
    Amounts out;
    for (const auto& [key, value] : given) {
      const std::string name(key);
      boost::json::error_code fault;
      const auto number = value.to_number<std::int64_t>(fault);
      if (fault || (!value.is_int64() && !value.is_uint64())) fail(pointer + "/" + name, "notWholeNumber");
      else within(pointer + "/" + name, number, 0, most);
      out.emplace(name, fault ? 0 : number);
    }
    return out;
  }

  void tables() {
    for (std::size_t i = 0; i < in_.tables.size(); ++i) {
      const ReturnTable& given = in_.tables[i];
      const std::string at = "/tables/" + std::to_string(i);
      TableTerms table{given.valid_from,
                       hours(at + "/normHours", given.norm_hours, week_hours),
                       amounts(at + "/blocks", given.blocks, most_cents),
                       {},
                       given.cents_per_hour,
                       {},
                       given.begun_before_months,
                       given.cents_per_day};
      if (given.norm_hours == 0) fail(at + "/normHours", "outOfRange", {{"least", "1"}, {"most", std::to_string(week_hours)}});
      if (given.bonuses) table.bonuses = amounts(at + "/bonuses", *given.bonuses, most_cents);
      if (given.longest_months) table.longest_months = amounts(at + "/longestMonths", *given.longest_months, most_months);
      within(at + "/centsPerHour", given.cents_per_hour);
      within(at + "/centsPerDay", given.cents_per_day);
      if (given.begun_before_months) within(at + "/begunBeforeMonths", *given.begun_before_months, 0, most_months);
      out_.tables.push_back(std::move(table));
    }
    by_day(out_.tables, "/tables", "validFrom", [](const TableTerms& each) { return each.valid_from; });
  }

  const TableTerms* table_on(Date day) const {
    const TableTerms* found = nullptr;
    for (const TableTerms& each : out_.tables)
      if (each.valid_from <= day) found = &each;
    return found;
  }

  // The table of what begins on a day. Where none was valid yet, the one on the first day that the contract counts.
  const TableTerms* table_of(Date first, const std::optional<Date>& kept, const std::string& pointer) {
    if (kept) {
      for (const TableTerms& each : out_.tables)
        if (each.valid_from == *kept) return &each;
      fail(pointer, "noTableThen", {{"day", kept->str()}});
      return nullptr;
    }
    const Date counted = std::max(first, in_.contract_from);
    if (in_.table_by != TableBy::placement) {
      const Date day = in_.table_by == TableBy::contract ? in_.contract_from : in_.table_day.value_or(in_.contract_from);
      const TableTerms* held = table_on(day);
      if (held == nullptr) fail(pointer, "noTableThen", {{"day", day.str()}});
      return held;
    }
    const TableTerms* found = table_on(first);
    if (found == nullptr) found = table_on(counted);
    if (found == nullptr) fail(pointer, "noTableThen", {{"day", counted.str()}});
    return found;
  }

  static std::string names(const Amounts& all) {
    std::string out;
    for (const auto& [name, amount] : all) out += (out.empty() ? "" : ", ") + name;
    return out.empty() ? "-" : out;
  }

  std::int64_t amount_of(const std::string& pointer, const Amounts& all, const std::string& name, const TableTerms& table) {
    const auto found = all.find(name);
    if (found != all.end()) return found->second;
    fail(pointer, "notInTable", {{"day", table.valid_from.str()}, {"has", names(all)}});
    return 0;
  }

  void placements() {
    for (std::size_t i = 0; i < in_.placements.size(); ++i) {
      const ReturnPlacement& given = in_.placements[i];
      const std::string at = "/placements/" + std::to_string(i);
      if (given.to < given.from) fail(at + "/to", "toBeforeFrom");
      if (given.reference && may_be_bsn(*given.reference)) fail(at + "/reference", "mayBeBsn");
      PlacementTerms one{&given, table_of(given.from, given.table_from, at + "/from"),
                         hours(at + "/hoursPerWeek", given.hours_per_week, week_hours), 0};
      if (one.table != nullptr) {
        one.year_cents = amount_of(at + "/block", one.table->blocks, given.block, *one.table);
        std::set<std::string, std::less<>> seen;
        for (std::size_t b = 0; b < given.bonuses.size(); ++b) {
          const std::string place = at + "/bonuses/" + std::to_string(b);
          if (!seen.insert(given.bonuses[b]).second) fail(place, "bonusTwice");
          else one.year_cents += amount_of(place, one.table->bonuses, given.bonuses[b], *one.table);
        }
        within(at + "/block", one.year_cents, 0, most_cents);
      }
      out_.placements.push_back(one);
    }
  }

  void efforts() {
    for (std::size_t i = 0; i < in_.invoices.size(); ++i)
      within("/invoices/" + std::to_string(i) + "/cents", in_.invoices[i].cents, 0, most_cents);
    for (std::size_t i = 0; i < in_.hours.size(); ++i) {
      const std::string at = "/hours/" + std::to_string(i);
      const TableTerms* table = table_of(in_.hours[i].on, in_.hours[i].table_from, at + "/on");
      if (table != nullptr && !table->cents_per_hour) fail(at + "/hours", "noHourAmount", {{"day", table->valid_from.str()}});
      out_.hours.push_back({&in_.hours[i], table, hours(at + "/hours", in_.hours[i].hours, most_hours)});
    }
  }

  std::string step_of(const std::string& pointer, const json::value& given) {
    std::string step = given.is_string() ? std::string(given.get_string()) : json::dump(given);
    if (std::find(pso_steps.begin(), pso_steps.end(), step) == pso_steps.end()) fail(pointer, "notInList");
    return step;
  }

  void pso() {
    if (in_.pso_counts_bp) within("/psoCountsBp", *in_.pso_counts_bp, 0, whole_bp);
    Amounts shares;
    if (in_.rule.pso_shares) shares = amounts("/rule/psoShares", *in_.rule.pso_shares, whole_bp);
    for (const auto& [step, share] : shares) step_of("/rule/psoShares/" + step, json::value(step));
    const auto share_of = [&](const std::string& step) {
      const auto found = shares.find(step);
      return found == shares.end() ? std::optional<int>() : std::optional(static_cast<int>(found->second));
    };
    if (in_.pso_step) {
      out_.pso_step = step_of("/psoStep", *in_.pso_step);
      out_.pso_share_bp = in_.pso_counts_bp ? in_.pso_counts_bp : share_of(*out_.pso_step);
      if (!in_.certificates.empty()) fail("/psoStep", "stepOrCertificates");
    }
    for (std::size_t i = 0; i < in_.certificates.size(); ++i) {
      const ReturnCertificate& given = in_.certificates[i];
      const std::string at = "/certificates/" + std::to_string(i);
      if (given.to < given.from) fail(at + "/to", "toBeforeFrom");
      std::string step = step_of(at + "/step", given.step);
      const auto share = share_of(step);
      out_.certificates.push_back({std::move(step), given.from, given.to, share});
    }
    const auto first = [](const CertificateTerms& each) { return std::tuple(-each.share_bp.value_or(-1), each.from, each.to, each.step); };
    std::sort(out_.certificates.begin(), out_.certificates.end(),
              [&](const CertificateTerms& a, const CertificateTerms& b) { return first(a) < first(b); });
  }
};

}  // namespace

Terms checked_terms(const ReturnFile& in) { return Check(in).terms(); }

bool may_be_bsn(std::string_view text) {
  std::string digits;
  std::string run;
  bool only = true;  // digits, and what people put between them
  const auto end_of_run = [&] { return run.size() == 9 && party::passes_eleven_test(run); };
  for (const char each : text) {
    if (each >= '0' && each <= '9') {
      digits += each;
      run += each;
      continue;
    }
    if (end_of_run()) return true;
    run.clear();
    if (each != ' ' && each != '.' && each != '-') only = false;
  }
  return end_of_run() || (only && (digits.size() == 8 || digits.size() == 9) && party::passes_eleven_test(digits));
}

}  // namespace tenzij::contract
