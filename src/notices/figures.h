// Money of a notice while it is read: figures of different currencies are never added, and a figure that is not beyond
// doubt is no figure.
#pragma once

#include "notices/notice.h"

namespace tenzij::notices {

struct Money {
  std::int64_t cents = 0;
  std::string currency;
};

// The sum of parts, as long as all are in one currency.
struct Total {
  std::optional<Money> sum;
  bool mixed = false;
  void add(const std::optional<Money>& part) {
    if (!part || mixed) return;
    if (!sum) sum = part;
    else if (sum->currency == part->currency) sum->cents += part->cents;
    else mixed = true;
  }
  [[nodiscard]] std::optional<Money> get() const { return mixed || (sum && sum->cents == 0) ? std::nullopt : sum; }
};

struct Figures {
  std::optional<Money> estimated;
  std::optional<Money> awarded;
  std::optional<Money> maximum;
};

// What the contracts of each lot are worth, for the lots that the notice knows.
void put_awarded(Notice& out, const std::map<std::string, Total>& by_lot);

// Puts the figures into the notice, whose currency is that of what was awarded, or else estimated, or else the maximum; a
// figure in another one than that is named as unclear.
void put_figures(Notice& out, const Figures& figures);

// An amount that was written as text, when it can only mean one thing: "300000", "300000.50", "1.250.000,00", "€ 300 000".
// "300.000" and "300,000" are no figure: three digits may be thousands or decimals.
std::optional<std::int64_t> cents_beyond_doubt(std::string_view written);

}  // namespace tenzij::notices
