#include "notices/figures.h"

#include <algorithm>
#include <cctype>

#include "platform/base/money.h"

namespace tenzij::notices {

void put_awarded(Notice& out, const std::map<std::string, Total>& by_lot) {
  for (Lot& lot : out.lots) {
    const auto found = by_lot.find(lot.id);
    const auto money = found == by_lot.end() ? std::nullopt : found->second.get();
    if (!money || !(lot.currency.empty() || lot.currency == money->currency)) continue;
    lot.currency = money->currency;
    lot.awarded_cents = money->cents;
  }
}

void put_figures(Notice& out, const Figures& figures) {
  for (const auto* each : {&figures.awarded, &figures.estimated, &figures.maximum})
    if (out.currency.empty() && *each) out.currency = (*each)->currency;
  const auto put = [&](const std::optional<Money>& money, std::optional<std::int64_t>& to, const char* field) {
    if (!money) return;
    if (money->currency == out.currency) to = money->cents;
    else out.unclear.push_back({field, cents_to_decimal(money->cents) + " " + money->currency});
  };
  put(figures.estimated, out.estimated_cents, "BT-27");
  put(figures.awarded, out.awarded_cents, "BT-161");
  put(figures.maximum, out.maximum_cents, "BT-271");
}

namespace {

// Groups of three after the first group of one to three, all with the same mark.
bool grouped(std::string_view whole, char mark) {
  const auto parts = text::split(whole, mark);
  if (parts.size() < 2 || parts.front().empty() || parts.front().size() > 3) return false;
  return std::all_of(parts.begin() + 1, parts.end(), [](std::string_view part) { return part.size() == 3; });
}

std::string without(std::string_view from, char mark) {
  std::string out(from);
  std::erase(out, mark);
  return out;
}

}  // namespace

std::optional<std::int64_t> cents_beyond_doubt(std::string_view written) {
  // No-break and thin spaces become plain ones; a sign of the euro says nothing about the figure.
  std::string spaced = text::collapse_spaces(written);
  for (const std::string_view thin : {"\u2009", "\u202f", "\u2007"})
    for (std::size_t at = spaced.find(thin); at != std::string::npos; at = spaced.find(thin, at)) spaced.replace(at, thin.size(), " ");
  std::string_view plain = text::trim(spaced);
  for (const std::string_view sign : {"€", "EUR", "eur", "euro"}) {
    if (plain.starts_with(sign)) plain = text::trim(plain.substr(sign.size()));
    if (plain.ends_with(sign)) plain = text::trim(plain.substr(0, plain.size() - sign.size()));
  }
  const auto digits = [](std::string_view part) {
    return !part.empty() && std::all_of(part.begin(), part.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
  };
  if (plain.size() > 40) return std::nullopt;
  std::string whole(plain);
  std::string decimals;
  const std::size_t mark = plain.find_last_of(".,");
  // One or two digits behind the last mark are cents; three are that only when another mark already groups thousands.
  if (mark != std::string_view::npos && plain.size() - mark - 1 <= 2 && digits(plain.substr(mark + 1))) {
    whole = std::string(plain.substr(0, mark));
    decimals = std::string(plain.substr(mark + 1));
    const char other = plain[mark] == '.' ? ',' : '.';
    if (whole.find(plain[mark]) != std::string::npos) return std::nullopt;
    if (grouped(whole, other)) whole = without(whole, other);
  } else if (std::count(plain.begin(), plain.end(), '.') + std::count(plain.begin(), plain.end(), ',') > 1) {
    // "1.250.000": two groups of thousands cannot be decimals.
    for (const char thousands : {'.', ','})
      if (grouped(whole, thousands)) whole = without(whole, thousands);
  }
  if (grouped(whole, ' ')) whole = without(whole, ' ');
  if (!digits(whole)) return std::nullopt;
  return parse_cents(decimals.empty() ? whole : whole + "." + decimals);
}

}  // namespace tenzij::notices
