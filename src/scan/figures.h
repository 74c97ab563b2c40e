// Numbers with a meaning in a sentence: "5 %", "20 punten", "€ 100.000", "30 procent", "2 fte".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenzij::scan {

struct Figure {
  double value = 0;
  std::string unit;       // percent, points, euro, fte, hours, tonnes, years
  std::size_t start = 0;  // bytes in the sentence
  std::size_t end = 0;
};

std::vector<Figure> figures(std::string_view sentence);

}  // namespace tenzij::scan
