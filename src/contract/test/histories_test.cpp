// Ten thousand generated histories against a second method: day by day, in fractions, written for this test alone.
#include <gtest/gtest.h>

#include <numeric>
#include <random>

#include "contract/store.h"

namespace tenzij::contract {
namespace {

__extension__ using Big = __int128;

// A fraction that is never rounded.
struct Ratio {
  Big above = 0;
  Big below = 1;
  void add(const Ratio& more) {
    if (below != more.below) {
      above = above * more.below;
      above += more.above * below;
      below *= more.below;
    } else {
      above += more.above;
    }
  }
  // Half up.
  [[nodiscard]] std::int64_t cents() const {
    const Big whole = above / below;
    return static_cast<std::int64_t>(whole + ((above - whole * below) * 2 >= below ? 1 : 0));
  }
};

std::chrono::sys_days at(Date day) { return day.ymd; }
Date date(std::chrono::sys_days day) { return {std::chrono::year_month_day(day)}; }

Date table_day_of(const ReturnFile& in, Date own) {
  if (in.table_by == TableBy::placement) return own;
  return in.table_by == TableBy::contract ? in.contract_from : *in.table_day;
}

const ReturnTable& table_then(const ReturnFile& in, Date day) {
  const ReturnTable* best = nullptr;
  for (const ReturnTable& each : in.tables)
    if (each.valid_from <= day && (best == nullptr || each.valid_from > best->valid_from)) best = &each;
  return *best;
}

// A placement, one day after another.
std::int64_t by_days(const ReturnFile& in, const ReturnPlacement& placement) {
  const ReturnTable& table = table_then(in, table_day_of(in, placement.from));
  if (table.begun_before_months) {
    // So many months back a month at a time; where there is no such day the last of the month.
    auto month = in.contract_from.ymd.year() / in.contract_from.ymd.month();
    for (int i = *table.begun_before_months; i > 0; --i) month -= std::chrono::months(1);
    const auto same = month / in.contract_from.ymd.day();
    if (at(placement.from) < std::chrono::sys_days(same.ok() ? same : std::chrono::year_month_day(month / std::chrono::last))) return 0;
  }
  Big year = table.blocks.at(placement.block).as_int64();
  for (const std::string& bonus : placement.bonuses) year += table.bonuses->at(bonus).as_int64();
  const double worked = std::min(placement.hours_per_week, table.norm_hours);
  Ratio sum;
  for (auto day = at(placement.from); day <= at(placement.to); day += std::chrono::days(1)) {
    if (day < at(in.contract_from) || (in.contract_to && day > at(*in.contract_to))) continue;
    // Hours have quarters here, so four times them is whole.
    sum.add({year * static_cast<std::int64_t>(worked * 4), static_cast<Big>(table.norm_hours * 4) * 365});
  }
  return sum.cents();
}

std::int64_t term(const ReturnFile& in) { return (at(*in.contract_to) - at(in.contract_from)).count() + 1; }

bool reached(const ReturnFile& in, std::int64_t value) {
  // Of a yearly value: what one of 365 days costs, times 365.
  const Ratio year = in.rule.of == ReturnBase::yearly_value ? Ratio{Big(value) * 365, term(in)} : Ratio{value, 1};
  if (in.rule.from_cents) return year.above >= Big(*in.rule.from_cents) * year.below;
  return !in.rule.above_cents || year.above > Big(*in.rule.above_cents) * year.below;
}

std::int64_t part(const ReturnFile& in, std::int64_t value) {
  const bool lower = in.rule.lower_percent_bp && *in.labour_share_bp < *in.rule.below_share_bp;
  Ratio out{Big(value) * (lower ? *in.rule.lower_percent_bp : in.rule.percent_bp), 10'000};
  if (in.rule.of == ReturnBase::wage_sum && in.rule.wage_share_bp) {
    out.above *= *in.rule.wage_share_bp;
    out.below *= 10'000;
  }
  if (!in.rule.maximum_cents) return out.cents();
  const Ratio most =
      in.rule.of == ReturnBase::yearly_value ? Ratio{Big(*in.rule.maximum_cents) * term(in), 365} : Ratio{*in.rule.maximum_cents, 1};
  return std::min(out.cents(), most.cents());
}

std::int64_t asked(const ReturnFile& in) {
  if (in.exempt.value_or(false)) return 0;
  if (in.rule.of == ReturnBase::turnover) {
    std::int64_t out = 0;
    for (const ReturnValue& each : in.values) out += reached(in, each.value_cents) ? part(in, each.value_cents) : 0;
    return out;
  }
  std::map<Date, std::int64_t> values;
  for (const ReturnValue& each : in.values) values[each.from] = each.value_cents;
  bool holds = reached(in, values.begin()->second);
  if (in.asked_anyway.value_or(false))
    for (const auto& [day, value] : values) holds = holds || reached(in, value);
  return holds ? part(in, values.rbegin()->second) : 0;
}

std::string step_of(const ReturnCertificate& each) { return std::string(each.step.as_string()); }

int share_of(const ReturnFile& in, const ReturnCertificate& each) {
  const json::value* share = in.rule.pso_shares ? in.rule.pso_shares->if_contains(step_of(each)) : nullptr;
  return share == nullptr ? -1 : static_cast<int>(share->as_int64());
}

// Day by day the certificate that is worth most; of equals the one that began first.
std::int64_t certified(const ReturnFile& in) {
  if (!in.contract_to) return 0;
  const bool throughout = in.rule.pso_by == PsoBy::throughout;
  std::map<const ReturnCertificate*, int> counted;
  for (auto day = at(in.contract_from); day <= at(*in.contract_to); day += std::chrono::days(1)) {
    if (!throughout && in.certified_to && at(*in.certified_to) < day) continue;
    const ReturnCertificate* best = nullptr;
    for (const ReturnCertificate& each : in.certificates) {
      if (day < at(each.from) || at(each.to) < day) continue;
      const auto worth = [&](const ReturnCertificate& one) { return std::tuple(-share_of(in, one), one.from, one.to, step_of(one)); };
      if (best == nullptr || worth(each) < worth(*best)) best = &each;
    }
    if (best != nullptr) ++counted[best];
    else if (throughout) return 0;
  }
  std::int64_t out = 0;
  for (const auto& [each, days] : counted) {
    Ratio sum;
    for (int day = 0; day < days; ++day) sum.add({Big(asked(in)) * std::max(0, share_of(in, *each)), Big(10'000) * term(in)});
    out += sum.cents();
  }
  return out;
}

std::int64_t done(const ReturnFile& in) {
  std::int64_t out = 0;
  for (const ReturnPlacement& each : in.placements) out += by_days(in, each);
  for (const ReturnInvoice& each : in.invoices) out += each.cents;
  for (const ReturnHours& each : in.hours) {
    const ReturnTable& table = table_then(in, table_day_of(in, each.on));
    const std::int64_t worth = Ratio{Big(*table.cents_per_hour) * static_cast<std::int64_t>(each.hours * 4), 4}.cents();
    out += std::min(worth, table.cents_per_day.value_or(worth));
  }
  if (in.pso_step) out += Ratio{Big(asked(in)) * in.pso_counts_bp.value_or(0), 10'000}.cents();
  else out += certified(in);
  for (const ReturnCarried& each : in.carried) out += each.cents;
  return out;
}

class Histories {
 public:
  ReturnFile next() {
    ReturnFile in;
    const auto begin = at(Date::parse("2020-01-01").value());
    in.contract_from = date(begin + std::chrono::days(number(200, 900)));
    if (chance()) in.contract_to = date(at(in.contract_from) + std::chrono::days(number(0, 1500)));
    in.table_by =
        std::array{TableBy::placement, TableBy::contract, TableBy::award, TableBy::publication}.at(static_cast<std::size_t>(number(0, 3)));
    in.table_day = date(begin + std::chrono::days(number(0, 900)));
    in.rule.percent_bp = number(0, 1000);
    in.rule.of = std::array{ReturnBase::contract_value, ReturnBase::wage_sum, ReturnBase::yearly_value, ReturnBase::turnover}.at(
        static_cast<std::size_t>(number(0, 3)));
    if (in.rule.of == ReturnBase::yearly_value && !in.contract_to)
      in.contract_to = date(at(in.contract_from) + std::chrono::days(number(0, 1500)));
    if (number(0, 3) == 0) {
      in.rule.lower_percent_bp = number(0, 1000);
      in.rule.below_share_bp = number(0, 10'000);
      in.labour_share_bp = number(0, 10'000);
    }
    if (chance()) in.asked_anyway = chance();
    if (number(0, 9) == 0) in.exempt = true;
    for (int i = number(0, 2); i > 0; --i)
      in.carried.push_back({date(begin + std::chrono::days(number(0, 1500))), number(-3'000'000, 3'000'000)});
    if (chance()) in.rule.wage_share_bp = number(0, 10'000);
    if (chance()) (chance() ? in.rule.from_cents : in.rule.above_cents) = number(0, 300'000) * 100;
    if (chance()) in.rule.maximum_cents = number(0, 2'000'000);
    for (int i = 0; i <= number(0, 3); ++i)
      in.values.push_back({date(begin + std::chrono::days(i * 800 + number(0, 399))), number(0, 90'000'000)});
    for (int i = 0; i <= number(0, 2); ++i)
      in.tables.push_back(table(i == 0 ? begin : begin + std::chrono::days(i * 500 + number(0, 400))));
    for (int i = number(0, 4); i > 0; --i) {
      const auto from = begin + std::chrono::days(number(0, 1500));
      ReturnPlacement one{chance() ? "a" : "b", number(0, 4 * 42) / 4.0, date(from), date(from + std::chrono::days(number(0, 500))), {}};
      if (chance()) one.bonuses.emplace_back("x");
      if (chance()) one.bonuses.emplace_back("y");
      in.placements.push_back(std::move(one));
    }
    for (int i = number(0, 2); i > 0; --i) in.invoices.push_back({date(begin + std::chrono::days(number(0, 1500))), number(0, 5'000'000)});
    for (int i = number(0, 2); i > 0; --i) in.hours.push_back({date(begin + std::chrono::days(number(0, 1500))), number(0, 400) / 4.0});
    if (number(0, 3) == 0) in.pso_step = "1";
    else if (chance()) certify(in);
    if (chance()) in.pso_counts_bp = number(0, 10'000);
    return in;
  }

  int number(int least, int most) { return least + static_cast<int>(random_() % static_cast<unsigned>(most - least + 1)); }
  bool chance() { return number(0, 1) == 1; }

  template <class T>
  void shuffle(std::vector<T>& all) {
    for (std::size_t i = all.size(); i > 1; --i) std::swap(all[i - 1], all[static_cast<std::size_t>(number(0, static_cast<int>(i) - 1))]);
  }

 private:
  std::mt19937 random_{20261130};

  // Certificates that follow, overlap and leave days between; not every step is worth something.
  void certify(ReturnFile& in) {
    static constexpr std::array steps{"aspirant", "basis", "1", "2", "3", "30+"};
    if (chance()) in.rule.pso_by = chance() ? PsoBy::days : PsoBy::throughout;
    in.rule.pso_shares.emplace();
    for (const char* each : steps)
      if (number(0, 3) > 0) (*in.rule.pso_shares)[each] = number(0, 5) * 1000;
    auto from = at(in.contract_from) - std::chrono::days(number(0, 200));
    for (int i = number(1, 4); i > 0; --i) {
      const auto to = from + std::chrono::days(number(0, 700));
      in.certificates.push_back({steps.at(static_cast<std::size_t>(number(0, 5))), date(from), date(to)});
      from = to + std::chrono::days(chance() ? 1 : number(-200, 200));
    }
    if (chance()) in.certified_to = date(at(in.contract_from) + std::chrono::days(number(-100, 1500)));
  }

  ReturnTable table(std::chrono::sys_days from) {
    ReturnTable out{date(from),
                    chance() ? 36.0 : 37.5,
                    {{"a", number(0, 5'000'000)}, {"b", number(0, 5'000'000)}},
                    json::object{{"x", number(0, 1'000'000)}, {"y", number(0, 1'000'000)}},
                    number(0, 20'000)};
    if (number(0, 3) == 0) out.begun_before_months = number(0, 24);
    if (number(0, 3) == 0) out.cents_per_day = number(0, 1'000'000);
    return out;
  }
};

TEST(Histories, agree_with_a_count_by_day_in_any_order) {
  Histories histories;
  for (int i = 0; i < 10'000; ++i) {
    ReturnFile in = histories.next();
    const ReturnResult result = social_return_sum(in);
    SCOPED_TRACE(i);
    ASSERT_EQ(result.obligation_cents, asked(in));
    ASSERT_EQ(result.fulfilled_cents, done(in));
    ASSERT_EQ(result.balance_cents, result.fulfilled_cents - result.obligation_cents);
    std::int64_t lines = 0;
    for (const ReturnLine& each : result.lines) lines += each.cents;
    ASSERT_EQ(lines, result.balance_cents) << "the lines add up to the balance";
    const std::string before = json::dump(json::encode(result));
    histories.shuffle(in.tables);
    histories.shuffle(in.values);
    histories.shuffle(in.placements);
    for (ReturnPlacement& each : in.placements) histories.shuffle(each.bonuses);
    histories.shuffle(in.invoices);
    histories.shuffle(in.hours);
    histories.shuffle(in.carried);
    histories.shuffle(in.certificates);
    ASSERT_EQ(json::dump(json::encode(social_return_sum(in))), before) << "the order of entry says nothing";
  }
}

TEST(Histories, a_later_table_moves_no_old_line) {
  Histories histories;
  for (int i = 0; i < 10'000; ++i) {
    ReturnFile in = histories.next();
    const Date begins = date(at(Date::parse("2020-01-01").value()) + std::chrono::days(histories.number(300, 1900)));
    const auto old_lines = [&](const ReturnFile& file) {
      std::string out;
      for (const ReturnLine& each : social_return_sum(file).lines)
        if (each.kind != LineKind::pso && each.kind != LineKind::carried && table_day_of(file, each.from) < begins)
          out += json::dump(json::encode(each));
      return out;
    };
    const std::string before = old_lines(in);
    std::erase_if(in.tables, [&](const ReturnTable& each) { return each.valid_from >= begins; });
    in.tables.push_back({begins, 32, {{"a", 1}, {"b", 2}}, json::object{{"x", 3}, {"y", 4}}, 5});
    ASSERT_EQ(old_lines(in), before) << i;
  }
}

TEST(Histories, a_later_certificate_that_is_worth_no_more_moves_no_old_line_and_no_day_counts_twice) {
  Histories histories;
  for (int i = 0; i < 10'000; ++i) {
    ReturnFile in = histories.next();
    in.rule.pso_by = PsoBy::days;
    if (in.certificates.empty()) continue;
    const auto lines = [](const ReturnFile& file) {
      std::multiset<std::string> out;
      std::int64_t days = 0;
      std::int64_t most = 0;
      for (const ReturnLine& each : social_return_sum(file).lines) {
        if (each.kind != LineKind::pso) continue;
        out.insert(json::dump(json::encode(each)));
        days += each.days.value_or(0);
        most = each.term_days.value_or(0);
      }
      EXPECT_LE(days, most) << "a day counts once";
      return out;
    };
    const auto before = lines(in);
    Date begins{};
    for (const ReturnCertificate& each : in.certificates) begins = std::max(begins, each.from);
    // Of a step that the rule gives nothing for, over the whole contract and longer.
    in.rule.pso_shares->erase("3");
    const auto without = lines(in);
    in.certificates.push_back({"3", date(at(begins) + std::chrono::days(1)), date(at(begins) + std::chrono::days(4000))});
    auto after = lines(in);
    ASSERT_EQ(after.size(), before.size() + 1) << i;
    for (const std::string& each : without) ASSERT_TRUE(after.contains(each)) << i << each;
  }
}

// What one contract gives another gets: surpluses go round in any order and nothing is made of them.
TEST(Histories, a_surplus_that_is_carried_never_counts_twice) {
  Histories histories;
  for (int i = 0; i < 10'000; ++i) {
    std::vector<ReturnFile> contracts;
    std::vector<std::int64_t> own;
    for (int c = 0; c < 3; ++c) {
      contracts.push_back(histories.next());
      contracts.back().carried.clear();
      own.push_back(social_return_sum(contracts.back()).balance_cents);
    }
    std::vector<std::int64_t> spent(3, 0);
    for (int tries = histories.number(1, 8); tries > 0; --tries) {
      const auto from = static_cast<std::size_t>(histories.number(0, 2));
      const auto to = (from + static_cast<std::size_t>(histories.number(1, 2))) % 3;
      const std::int64_t cents = histories.number(1, 3'000'000);
      if (cents > surplus_left(own[from], spent[from])) continue;
      spent[from] += cents;
      contracts[from].carried.push_back({contracts[from].contract_from, -cents});
      contracts[to].carried.push_back({contracts[to].contract_from, cents});
    }
    SCOPED_TRACE(i);
    std::int64_t before = 0;
    std::int64_t after = 0;
    for (std::size_t c = 0; c < 3; ++c) {
      ASSERT_LE(spent[c], std::max<std::int64_t>(0, own[c])) << "no more went out than there was";
      ASSERT_EQ(surplus_left(own[c], spent[c]), std::max<std::int64_t>(0, own[c] - spent[c]));
      before += own[c];
      after += social_return_sum(contracts[c]).balance_cents;
    }
    ASSERT_EQ(after, before);
  }
}

TEST(Histories, another_rule_moves_no_line_of_what_was_done) {
  Histories histories;
  for (int i = 0; i < 10'000; ++i) {
    ReturnFile in = histories.next();
    const auto lines = [](const ReturnFile& file) {
      std::string out;
      for (const ReturnLine& each : social_return_sum(file).lines)
        if (each.kind == LineKind::placement || each.kind == LineKind::invoice || each.kind == LineKind::hours)
          out += json::dump(json::encode(each));
      return out;
    };
    const std::string before = lines(in);
    const ReturnFile other = histories.next();
    in.rule = other.rule;
    in.labour_share_bp = other.labour_share_bp;
    if (in.rule.of == ReturnBase::yearly_value && !in.contract_to) in.rule.of = ReturnBase::contract_value;
    ASSERT_EQ(lines(in), before) << i;
  }
}

}  // namespace
}  // namespace tenzij::contract
