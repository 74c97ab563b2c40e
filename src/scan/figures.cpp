#include "scan/figures.h"

#include <array>
#include <cstdlib>
#include <utility>

#include "platform/base/text.h"

namespace tenzij::scan {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 24> units{{{"%", "percent"},
                                                                               {"procent", "percent"},
                                                                               {"percent", "percent"},
                                                                               {"per cent", "percent"},
                                                                               {"punten", "points"},
                                                                               {"punt", "points"},
                                                                               {"points", "points"},
                                                                               {"point", "points"},
                                                                               {"euro", "euro"},
                                                                               {"eur", "euro"},
                                                                               {"fte", "fte"},
                                                                               {"arbeidsplaats", "fte"},
                                                                               {"uur", "hours"},
                                                                               {"uren", "hours"},
                                                                               {"hours", "hours"},
                                                                               {"ton", "tonnes"},
                                                                               {"tonnes", "tonnes"},
                                                                               {"kg", "kilograms"},
                                                                               {"jaar", "years"},
                                                                               {"plaatsen", "places"},
                                                                               {"stageplaats", "places"},
                                                                               {"leerwerkplek", "places"},
                                                                               {"kandidaten", "places"},
                                                                               {"personen", "places"}}};

bool digit(char c) { return c >= '0' && c <= '9'; }

// Dutch notation: "100.000" is a hundred thousand, "2,5" two and a half.
double number(std::string_view raw) {
  std::string plain;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] == ',') plain += '.';
    else if (raw[i] == '.' && raw.size() - i > 3 && digit(raw[i + 1]) && digit(raw[i + 2]) && digit(raw[i + 3])) continue;
    else plain += raw[i];
  }
  return std::strtod(plain.c_str(), nullptr);
}

bool euro_before(std::string_view text, std::size_t at) {
  while (at > 0 && text[at - 1] == ' ') --at;
  return at >= 3 && text.substr(at - 3, 3) == "€";
}

}  // namespace

std::vector<Figure> figures(std::string_view sentence) {
  std::vector<Figure> out;
  for (std::size_t i = 0; i < sentence.size();) {
    const bool inside_word =
        i > 0 && ((sentence[i - 1] >= 'a' && sentence[i - 1] <= 'z') || (sentence[i - 1] >= 'A' && sentence[i - 1] <= 'Z'));
    if (!digit(sentence[i]) || inside_word) {
      ++i;
      continue;
    }
    const std::size_t start = i;
    while (i < sentence.size() &&
           (digit(sentence[i]) || ((sentence[i] == '.' || sentence[i] == ',') && i + 1 < sentence.size() && digit(sentence[i + 1]))))
      ++i;
    Figure figure{number(sentence.substr(start, i - start)), {}, start, i};
    if (euro_before(sentence, start)) {
      figure.unit = "euro";
    } else {
      std::size_t after = i;
      while (after < sentence.size() && (sentence[after] == ' ' || sentence[after] == '-' || sentence.substr(after, 2) == "\xc2\xa0"))
        after += sentence[after] == '\xc2' ? 2U : 1U;
      const std::string rest = text::lower_ascii(sentence.substr(after, 16));
      for (const auto& [word, unit] : units)
        if (rest.starts_with(word)) {
          figure.unit = unit;
          figure.end = after + word.size();
          break;
        }
    }
    if (!figure.unit.empty()) out.push_back(figure);
  }
  return out;
}

}  // namespace tenzij::scan
