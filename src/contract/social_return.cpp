// The social-return sum: obligation, placements, invoices, hours and certificate, a line each.
#include "contract/terms.h"

namespace tenzij::contract {

namespace {

constexpr std::int64_t year_days = 365;  // also of a leap year
constexpr Wide whole_bp_wide = 10'000;

// Half up; what is divided is never below zero.
std::int64_t rounded(Wide above, Wide below) { return static_cast<std::int64_t>((2 * above + below) / (2 * below)); }

double in_hours(std::int64_t parts) { return static_cast<double>(parts) / static_cast<double>(parts_of_hour); }

Date date_on(Days day) { return {std::chrono::year_month_day(day)}; }

// The last day of so many months that begin on this one: the day before the same day, or before the first of the next month
// where that month is too short.
Days last_of_months(Days first, std::int64_t months) {
  const std::chrono::year_month_day begin(first);
  const std::chrono::year_month_day end = begin + std::chrono::months(months);
  if (end.ok()) return Days(end) - std::chrono::days(1);
  return Days(end.year() / end.month() / std::chrono::last);
}

// The days from a first to a last one that nothing took yet, as stretches.
class FreeDays {
 public:
  FreeDays(Days first, Days last) {
    if (first <= last) left_.emplace_back(first, last);
  }
  // Takes what is left from one day to another; how many days that were.
  std::int64_t take(Days from, Days to) {
    std::int64_t out = 0;
    std::vector<std::pair<Days, Days>> left;
    for (const auto& [first, last] : left_) {
      const Days begin = std::max(first, from);
      const Days end = std::min(last, to);
      if (begin > end) {
        left.emplace_back(first, last);
        continue;
      }
      out += (end - begin).count() + 1;
      if (first < begin) left.emplace_back(first, begin - std::chrono::days(1));
      if (end < last) left.emplace_back(end + std::chrono::days(1), last);
    }
    left_ = std::move(left);
    return out;
  }

 private:
  std::vector<std::pair<Days, Days>> left_{};
};

class Sum {
 public:
  explicit Sum(const ReturnFile& in) : in_(in), terms_(checked_terms(in)) {}

  ReturnResult result() {
    obligations();
    first_days();
    for (const PlacementTerms& each : terms_.placements) placement(each);
    for (const ReturnInvoice& each : in_.invoices) invoice(each);
    for (const HoursTerms& each : terms_.hours) activity(each);
    pso();
    for (const ReturnCarried& each : in_.carried) fulfil({.kind = LineKind::carried, .from = each.on, .cents = each.cents});
    std::sort(out_.lines.begin(), out_.lines.end(), before);
    out_.balance_cents = out_.fulfilled_cents - out_.obligation_cents;
    return std::move(out_);
  }

 private:
  const ReturnFile& in_;
  Terms terms_;
  ReturnResult out_{};
  std::map<std::pair<std::string, std::string>, Days> first_counted_{};  // of a reference in a group

  static bool before(const ReturnLine& a, const ReturnLine& b) {
    const auto key = [](const ReturnLine& each) {
      return std::tie(each.kind, each.from, each.to, each.block, each.bonuses, each.hours, each.reference, each.cents, each.days, each.step,
                      each.partner);
    };
    return key(a) < key(b);
  }

  void fulfil(ReturnLine line) {
    if (__builtin_add_overflow(out_.fulfilled_cents, line.cents, &out_.fulfilled_cents)) throw bad_field("/placements", "valueRefused");
    out_.lines.push_back(std::move(line));
  }

  [[nodiscard]] bool yearly() const { return in_.rule.of == ReturnBase::yearly_value; }
  // Days over which a value is spread; a year of them when it is not.
  [[nodiscard]] std::int64_t term() const {
    return yearly() ? (Days(in_.contract_to->ymd) - Days(in_.contract_from.ymd)).count() + 1 : year_days;
  }

  // The threshold looks at the first value, also when a later one is lower; of a yearly value at a year of it.
  [[nodiscard]] bool reaches(std::int64_t value) const {
    const Wide year = Wide(value) * year_days;
    if (in_.rule.from_cents) return year >= Wide(*in_.rule.from_cents) * term();
    return !in_.rule.above_cents || year > Wide(*in_.rule.above_cents) * term();
  }

  [[nodiscard]] std::optional<int> share() const { return in_.rule.of == ReturnBase::wage_sum ? in_.rule.wage_share_bp : std::nullopt; }
  [[nodiscard]] bool lower() const { return in_.rule.lower_percent_bp && *in_.labour_share_bp < *in_.rule.below_share_bp; }
  [[nodiscard]] int percent() const { return lower() ? *in_.rule.lower_percent_bp : in_.rule.percent_bp; }
  [[nodiscard]] bool exempt() const { return in_.exempt.value_or(false); }

  [[nodiscard]] std::int64_t percentage_of(std::int64_t value) const {
    return rounded(Wide(value) * percent() * share().value_or(10'000), whole_bp_wide * whole_bp_wide);
  }
  [[nodiscard]] std::int64_t at_most(std::int64_t cents) const {
    if (!in_.rule.maximum_cents) return cents;
    return std::min(cents, rounded(Wide(*in_.rule.maximum_cents) * term(), year_days));
  }

  ReturnLine obligation_line(LineKind kind, const ReturnValue& value, std::int64_t cents) const {
    ReturnLine line{.kind = kind, .from = value.from, .cents = cents};
    line.of_cents = value.value_cents;
    line.percent_bp = percent();
    line.share_bp = share();
    if (yearly()) line.days = term();
    if (exempt()) line.notes.push_back(LineNote::exempted);
    if (lower()) line.notes.push_back(LineNote::lower_percent);
    return line;
  }

  void obligations() {
    if (in_.rule.of == ReturnBase::turnover) return obligations_of_years();
    const bool first_asked = reaches(terms_.values.front().value_cents);
    bool asked = first_asked && !exempt();
    std::int64_t stands = 0;
    for (const ReturnValue& each : terms_.values) {
      const bool first = &each == &terms_.values.front();
      const bool passes = !first_asked && !first && reaches(each.value_cents);
      if (passes && !exempt() && in_.asked_anyway.value_or(false)) asked = true;
      const std::int64_t share_cents = asked ? percentage_of(each.value_cents) : 0;
      const std::int64_t now = at_most(share_cents);
      ReturnLine line = obligation_line(first ? LineKind::obligation : LineKind::change, each, stands - now);
      if (first && !first_asked) line.notes.push_back(LineNote::below_threshold);
      if (passes) line.notes.push_back(asked ? LineNote::asked_anyway : LineNote::threshold_passed);
      if (now < share_cents) line.notes.push_back(LineNote::maximum);
      if (first && in_.rule.of == ReturnBase::contract_value && in_.rule.wage_share_bp) line.notes.push_back(LineNote::share_not_used);
      out_.lines.push_back(std::move(line));
      stands = now;
    }
    out_.obligation_cents = stands;
  }

  // Of turnover each calendar year has its own threshold and its own maximum.
  void obligations_of_years() {
    for (const ReturnValue& each : terms_.values) {
      const bool reached = reaches(each.value_cents);
      const std::int64_t share_cents = reached && !exempt() ? percentage_of(each.value_cents) : 0;
      const std::int64_t now = at_most(share_cents);
      ReturnLine line = obligation_line(LineKind::obligation, each, -now);
      line.to = Date{each.from.ymd.year() / std::chrono::December / 31};
      if (!reached) line.notes.push_back(LineNote::below_threshold);
      if (now < share_cents) line.notes.push_back(LineNote::maximum);
      out_.lines.push_back(std::move(line));
      out_.obligation_cents += now;
    }
  }

  [[nodiscard]] Days first_day(const ReturnPlacement& each) const { return std::max(Days(each.from.ymd), Days(in_.contract_from.ymd)); }
  [[nodiscard]] Days last_day(const ReturnPlacement& each) const {
    return in_.contract_to ? std::min(Days(each.to.ymd), Days(in_.contract_to->ymd)) : Days(each.to.ymd);
  }

  // Somebody counts so long from the first counted day, over all lines of that reference in that group.
  void first_days() {
    for (const PlacementTerms& each : terms_.placements) {
      const Days first = first_day(*each.given);
      if (!each.given->reference || first > last_day(*each.given) || too_early(each)) continue;
      const auto [known, added] = first_counted_.try_emplace({*each.given->reference, each.given->block}, first);
      if (!added) known->second = std::min(known->second, first);
    }
  }

  [[nodiscard]] std::optional<Days> longest(const PlacementTerms& each, Days first) const {
    const auto months = each.table->longest_months.find(each.given->block);
    if (months == each.table->longest_months.end()) return std::nullopt;
    if (each.given->reference)
      if (const auto known = first_counted_.find({*each.given->reference, each.given->block}); known != first_counted_.end())
        first = known->second;
    return last_of_months(first, months->second);
  }

  // Who began longer before the contract than its table allows does not count, on no day.
  [[nodiscard]] bool too_early(const PlacementTerms& each) const {
    if (!each.table->begun_before_months) return false;
    const auto back = in_.contract_from.ymd - std::chrono::months(*each.table->begun_before_months);
    const Days earliest = back.ok() ? Days(back) : Days(back.year() / back.month() / std::chrono::last);
    return Days(each.given->from.ymd) < earliest;
  }

  void placement(const PlacementTerms& each) {
    const ReturnPlacement& given = *each.given;
    ReturnLine line{.kind = LineKind::placement, .from = given.from, .to = given.to};
    const Days first = first_day(given);
    Days last = last_day(given);
    if (too_early(each)) {
      last = first - std::chrono::days(1);
      line.notes.push_back(LineNote::began_too_early);
    } else if (first > last) {
      line.notes.push_back(LineNote::outside_contract);
    } else if (const auto longest_day = longest(each, first); longest_day && *longest_day < last) {
      last = *longest_day;
      line.notes.push_back(LineNote::longest_duration);
    }
    const std::int64_t hours = std::min(each.hours, each.table->norm);
    const std::int64_t days = first <= last ? (last - first).count() + 1 : 0;
    if (each.hours > each.table->norm) line.notes.push_back(LineNote::hours_above_norm);
    if (days > 0) {
      line.counted_from = date_on(first);
      line.counted_to = date_on(last);
      if (first > Days(given.from.ymd)) line.notes.push_back(LineNote::began_before);
      if (in_.contract_to && *in_.contract_to < given.to) line.notes.push_back(LineNote::ended_after);
    }
    line.cents = rounded(Wide(each.year_cents) * hours * days, Wide(each.table->norm) * year_days);
    line.of_cents = each.year_cents;
    line.block = given.block;
    line.bonuses = given.bonuses;
    std::sort(line.bonuses.begin(), line.bonuses.end());
    line.hours = in_hours(hours);
    line.norm_hours = in_hours(each.table->norm);
    line.days = days;
    line.table_from = each.table->valid_from;
    line.reference = given.reference;
    line.partner = given.partner;
    fulfil(std::move(line));
  }

  // What was bought counts in full: the day of an invoice says little about the day of the work.
  void invoice(const ReturnInvoice& each) {
    ReturnLine line{.kind = LineKind::invoice, .from = each.on, .cents = each.cents};
    if (each.on < in_.contract_from) line.notes.push_back(LineNote::before_contract);
    fulfil(std::move(line));
  }

  void activity(const HoursTerms& each) {
    ReturnLine line{.kind = LineKind::hours, .from = each.given->on};
    line.cents = rounded(Wide(each.hours) * *each.table->cents_per_hour, parts_of_hour);
    if (each.table->cents_per_day && line.cents > *each.table->cents_per_day) {
      line.cents = *each.table->cents_per_day;
      line.notes.push_back(LineNote::day_maximum);
    }
    line.of_cents = each.table->cents_per_hour;
    line.hours = in_hours(each.hours);
    line.table_from = each.table->valid_from;
    if (each.given->on < in_.contract_from) line.notes.push_back(LineNote::before_contract);
    fulfil(std::move(line));
  }

  ReturnLine pso_line(Date from, const std::string& step, const std::optional<int>& share_bp) const {
    ReturnLine line{.kind = LineKind::pso, .from = from};
    line.step = step;
    line.of_cents = out_.obligation_cents;
    line.percent_bp = share_bp.value_or(0);
    if (!share_bp) line.notes.push_back(LineNote::pso_not_counted);
    return line;
  }

  void pso() {
    if (!terms_.pso_step) return certificates();
    ReturnLine line = pso_line(in_.contract_from, *terms_.pso_step, terms_.pso_share_bp);
    line.cents = rounded(Wide(out_.obligation_cents) * *line.percent_bp, whole_bp_wide);
    fulfil(std::move(line));
  }

  // Each day of the contract counts for the certificate that is worth most on it, and once. A line per certificate.
  void certificates() {
    const bool throughout = in_.rule.pso_by == PsoBy::throughout;
    const Days first(in_.contract_from.ymd);
    Days last = in_.contract_to ? Days(in_.contract_to->ymd) : first;
    const std::int64_t term = (last - first).count() + 1;
    if (!throughout && in_.certified_to) last = std::min(last, Days(in_.certified_to->ymd));
    std::vector<std::pair<ReturnLine, std::int64_t>> lines;
    std::int64_t covered = 0;
    FreeDays free(first, last);
    for (const CertificateTerms& each : terms_.certificates) {
      ReturnLine line = pso_line(each.from, each.step, each.share_bp);
      line.to = each.to;
      const std::int64_t days = in_.contract_to ? free.take(Days(each.from.ymd), Days(each.to.ymd)) : 0;
      if (!in_.contract_to) line.notes.push_back(LineNote::pso_no_end);
      line.days = days;
      line.term_days = term;
      if (!in_.contract_to) line.term_days.reset();
      covered += days;
      lines.emplace_back(std::move(line), days);
    }
    for (auto& [line, days] : lines) {
      const bool counts = !throughout || covered == term;
      if (!counts && in_.contract_to) line.notes.push_back(LineNote::pso_gap);
      line.cents = counts ? rounded(Wide(out_.obligation_cents) * *line.percent_bp * days, whole_bp_wide * term) : 0;
      fulfil(std::move(line));
    }
  }
};

}  // namespace

ReturnResult social_return_sum(const ReturnFile& in) { return Sum(in).result(); }

}  // namespace tenzij::contract
