// Numbers with a meaning in a sentence: "5 %", "20 punten", "€ 100.000", "30 procent", "2 fte", "drie van de tien".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenzij::scan {

struct Figure {
  double value = 0;
  // percent, points, euro, fte, hours, tonnes, kilograms, grams, years, places, pieces, times, level, decibel, litres, degrees,
  // millimetres, centimetres, metres, kilometres, kilowatt hours, megawatt hours, watt peak
  std::string unit;
  std::size_t start = 0;  // bytes in the sentence
  std::size_t end = 0;
  // Only a number and a word that it counts ("vier graafmachines", "een leerling"): rarely what is asked.
  bool counted = false;
};

std::vector<Figure> figures(std::string_view sentence);
// "W3", "K2", "G1.2" at the beginning of an award line: how many characters; 0 for none.
std::size_t award_code(std::string_view text);

}  // namespace tenzij::scan
