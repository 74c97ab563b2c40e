#include "platform/tables/numbers.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "platform/base/text.h"
#include "platform/base/time.h"

namespace tenzij::tables {

namespace {

// The currency of a format: [$€-413], [$USD], "$"; the euro and none are plain.
bool foreign_mark(std::string_view mark) {
  const std::string low = text::lower_ascii(text::trim(mark.substr(0, mark.find('-'))));
  for (const std::string_view each :
       {"$", "£", "¥", "usd", "gbp", "chf", "us$", "zł", "kr", "kr.", "sek", "dkk", "nok", "pln", "jpy", "cny"})
    if (low == each) return true;
  return false;
}

std::string day_text(double serial, bool from_1904) {
  // Day 60 of 1900 never was; before it the count is one off.
  const std::chrono::sys_days zero = from_1904     ? std::chrono::sys_days{std::chrono::year{1904} / 1 / 1}
                                     : serial < 60 ? std::chrono::sys_days{std::chrono::year{1899} / 12 / 31}
                                                   : std::chrono::sys_days{std::chrono::year{1899} / 12 / 30};
  const double whole = std::floor(serial);
  const auto minutes = static_cast<int>(std::lround((serial - whole) * 1440.0));
  std::string out = Date{zero + std::chrono::days{static_cast<int>(whole)}}.str();
  if (minutes > 0 && minutes < 1440) out += fmt::format(" {:02}:{:02}", minutes / 60, minutes % 60);
  return out;
}

}  // namespace

Shown shown_by(int id) {
  if (id == 9 || id == 10) return Shown::percent;
  if ((id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return Shown::date;
  if ((id >= 18 && id <= 21) || (id >= 45 && id <= 47)) return Shown::time;
  return Shown::plain;
}

Shown shown_by(std::string_view code) {
  const std::string low = text::lower_ascii(code);
  if (low == "general" || low == "standaard" || low == "@") return Shown::plain;
  bool day = false;
  bool time = false;
  for (std::size_t i = 0; i < low.size() && low[i] != ';'; ++i) {
    const char c = low[i];
    if (c == '"' || c == '[') {
      const std::size_t end = low.find(c == '"' ? '"' : ']', i + 1);
      if (end == std::string::npos) break;
      const std::string_view inside = std::string_view(low).substr(i + 1, end - i - 1);
      if (c == '[' && (inside == "h" || inside == "hh" || inside == "m" || inside == "mm" || inside == "s" || inside == "ss")) time = true;
      if (c == '[' ? inside.starts_with('$') && foreign_mark(inside.substr(1)) : foreign_mark(inside)) return Shown::foreign;
      i = end;
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;
      if (i < low.size() && c == '\\' && (low[i] == '$')) return Shown::foreign;
    } else if (c == '%') {
      return Shown::percent;
    } else if (c == '$') {
      return Shown::foreign;
    } else if (c == 'y' || c == 'j' || c == 'd') {
      day = true;
    } else if (c == 'h' || c == 's' || c == 'u') {
      time = true;
    } else if (c == 'm' && !time) {
      // Months, unless it stands behind hours.
      day = true;
    }
  }
  return day ? Shown::date : time ? Shown::time : Shown::plain;
}

Cell number_cell(std::string_view stored, Shown shown, bool from_1904) {
  stored = text::trim(stored);
  double value = 0;
  const auto [end, fault] = std::from_chars(stored.data(), stored.data() + stored.size(), value);
  if (fault != std::errc{} || end != stored.data() + stored.size() || !std::isfinite(value))
    return {CellKind::error, false, std::string(stored)};
  constexpr double last_day = 2'958'465;  // 31 December 9999
  if (shown == Shown::date && value >= 1 && value <= last_day) return {CellKind::date, false, day_text(value, from_1904)};
  if (shown == Shown::time && value >= 0 && value < 1) {
    const auto minutes = static_cast<int>(std::lround(value * 1440.0)) % 1440;
    return {CellKind::text, false, fmt::format("{:02}:{:02}", minutes / 60, minutes % 60)};
  }
  // Fifteen digits are what a spreadsheet shows of a number; the rest is noise of binary fractions.
  const double clean = std::stod(fmt::format("{:.15g}", value));
  const bool whole = std::abs(clean) < 1e15 && clean == std::floor(clean);
  std::string written = whole ? fmt::format("{}", static_cast<long long>(clean)) : fmt::format("{}", clean);
  return {shown == Shown::percent ? CellKind::percent : CellKind::number, shown == Shown::foreign, std::move(written)};
}

}  // namespace tenzij::tables
