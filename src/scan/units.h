// What stands around a number and says what it is; used by figures.cpp alone.
#pragma once

#include "scan/figures.h"

namespace tenzij::scan {

struct Unit {
  std::string_view word;
  std::string_view unit;
  bool begins = false;  // or any longer word that begins so
};

bool letter(char c);
bool digit(char c);
// The unit at the beginning of `rest` (small letters).
const Unit* unit_at(std::string_view rest);
bool counts_people(const Unit& unit);
// A number written as a word, small letters; 0 for none.
double number_word(std::string_view word);
// The word in front of `at`, small letters; hyphens and brackets end it.
std::string word_before(std::string_view sentence, std::size_t at);
// What a word in front of a number makes of it: "trede", "weging"; empty for nothing.
std::string_view unit_before(std::string_view word);
// "artikel 5", "ISO 14001", "KPI 6": a number that only names.
bool names_a_number(std::string_view word);
// "K2 | Biodiversiteit | 20", "Hergebruik (20)": a cell or bracket with nothing else is a weight.
bool alone(std::string_view sentence, std::size_t start, std::size_t end);
// "boven € 221.000", "binnen 2 jaar", "om drie uur": when something holds, not how much is asked.
bool threshold(std::string_view sentence, const Figure& figure);
// "vier elektrische graafmachines": a number and a word that it counts; not a date, a term or the number of an article.
bool counts(std::string_view sentence, const Figure& figure);

}  // namespace tenzij::scan
