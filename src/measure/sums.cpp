// The one place where figures are added.
#include <cmath>
#include <set>
#include <stdexcept>

#include "measure/measure.h"

namespace tenzij::measure {

namespace {

// Figures have six decimals, as their columns have.
constexpr double millionths = 1e6;
__extension__ using Wide = __int128;

Wide smallest(double value, std::int64_t factor) { return static_cast<Wide>(std::llround(value * millionths)) * factor; }

double as_number(Wide sum, std::int64_t factor) {
  // Whole and rest apart, so that a large sum keeps its last digits.
  const Wide one = static_cast<Wide>(factor) * static_cast<Wide>(millionths);
  const Wide whole = sum / one;
  return static_cast<double>(whole) + static_cast<double>(sum % one) / static_cast<double>(one);
}

// The scope that all have; none when they differ or one has none.
std::optional<std::string> common_scope(const std::vector<Figure>& figures) {
  std::set<std::optional<std::string>> all;
  for (const Figure& each : figures) all.insert(each.scope);
  return all.size() == 1 ? *all.begin() : std::nullopt;
}

struct Adding {
  const Units& units;
  const MeasureUnit& target;
  const std::optional<std::string>& scope;

  [[nodiscard]] std::optional<NotAdded> refuses(const Figure& figure) const {
    const MeasureUnit* own = unit_named(units, figure.unit);
    const std::string& wanted = target.part_of ? *target.part_of : target.dimension;
    if (own == nullptr || own->dimension != wanted) return NotAdded::other_unit;
    if (target.adds == Adds::none) return NotAdded::never_added;
    const bool share = target.adds == Adds::share;
    if (share ? !figure.part || !figure.whole : !figure.value) return NotAdded::number_missing;
    if (!target.scopes.empty() && (!scope || figure.scope != scope)) return NotAdded::other_scope;
    return std::nullopt;
  }
};

}  // namespace

const MeasureUnit* unit_named(const Units& units, std::string_view code) {
  for (const MeasureUnit& each : units)
    if (each.code == code) return &each;
  return nullptr;
}

FigureSum sum_of(const Units& units, const std::string& unit, const std::vector<Figure>& figures, const std::optional<std::string>& scope) {
  const MeasureUnit* target = unit_named(units, unit);
  if (target == nullptr) throw std::out_of_range("no unit " + unit);
  FigureSum out;
  out.unit = unit;
  if (!target->scopes.empty()) out.scope = scope ? scope : common_scope(figures);
  const Adding adding{units, *target, out.scope};
  Wide total = 0;
  Wide whole = 0;
  for (std::size_t i = 0; i < figures.size(); ++i) {
    const Figure& each = figures[i];
    if (const auto why = adding.refuses(each)) {
      out.left_out.push_back({static_cast<std::int64_t>(i), *why, each.unit});
      continue;
    }
    const std::int64_t factor = unit_named(units, each.unit)->factor;
    ++out.added;
    total += smallest(target->adds == Adds::share ? *each.part : *each.value, factor);
    if (target->adds == Adds::share) whole += smallest(*each.whole, factor);
  }
  if (out.added == 0) return out;
  if (target->adds == Adds::share) {
    out.part = as_number(total, 1);
    out.whole = as_number(whole, 1);
    if (whole != 0) out.value = static_cast<double>(total) * 100 / static_cast<double>(whole);
  } else {
    out.value = as_number(total, target->factor);
  }
  return out;
}

std::optional<double> converted(const Units& units, double value, const std::string& from, const std::string& to) {
  const MeasureUnit* source = unit_named(units, from);
  const MeasureUnit* target = unit_named(units, to);
  if (source == nullptr || target == nullptr || source->dimension != target->dimension) return std::nullopt;
  return value * static_cast<double>(source->factor) / static_cast<double>(target->factor);
}

}  // namespace tenzij::measure
