#include "platform/documents/numbering.h"

#include <algorithm>

#include "platform/documents/blocks.h"

namespace tenzij::documents {

bool List::several() const {
  return std::any_of(levels.begin() + 1, levels.end(), [](const ListLevel& level) { return level.text.find("%1") != std::string::npos; });
}

std::string next_number(const List& list, ListCount& count, std::size_t level, const int* first) {
  const ListLevel& own = list.levels[level];
  if (first != nullptr) count.at[level] = *first;
  else count.at[level] = count.set[level] ? count.at[level] + 1 : own.start;
  count.set[level] = true;
  for (std::size_t above = 0; above < level; ++above) {
    if (!count.set[above]) count.at[above] = list.levels[above].start;
    count.set[above] = true;
  }
  for (std::size_t below = level + 1; below < list_levels; ++below) {
    const int restart = list.levels[below].restart;
    if (restart < 0 || (restart > 0 && static_cast<int>(level) < restart)) count.set[below] = false;
  }
  if (own.format == "bullet" || own.format == "none") return {};
  std::string out;
  for (std::size_t i = 0; i < own.text.size() && out.size() < 60; ++i) {
    const bool place = own.text[i] == '%' && i + 1 < own.text.size() && own.text[i + 1] >= '1' && own.text[i + 1] <= '9';
    if (!place) {
      out += own.text[i];
      continue;
    }
    const auto wanted = static_cast<std::size_t>(own.text[++i] - '1');
    const ListLevel& of = list.levels[wanted];
    out += number_text(count.set[wanted] ? count.at[wanted] : of.start, own.legal ? "decimal" : of.format);
  }
  return out;
}

}  // namespace tenzij::documents
