// Days of a contract that follow from others.
#include "contract/store.h"

namespace tenzij::contract {

std::optional<Date> notice_day(const ContractInput& in) {
  if (!in.end_on || !in.notice || !in.notice_unit) return std::nullopt;
  if (*in.notice_unit == NoticeUnit::days)
    return Date{std::chrono::year_month_day(std::chrono::sys_days(in.end_on->ymd) - std::chrono::days(*in.notice))};
  const auto day = in.end_on->ymd - std::chrono::months(*in.notice);
  return Date{day.ok() ? day : day.year() / day.month() / std::chrono::last};
}

}  // namespace tenzij::contract
