#include "scan/figures.h"

#include <algorithm>
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
    if (raw[i] == ' ') continue;
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

bool thousands(std::string_view rest) {
  return rest.size() >= 3 && digit(rest[0]) && digit(rest[1]) && digit(rest[2]) && (rest.size() == 3 || !digit(rest[3]));
}

// Spaces that keep a figure whole, or set its unit apart: no-break, figure, thin, hair and narrow no-break space.
std::size_t narrow_space(std::string_view text) {
  for (const std::string_view each : {"\u00a0", "\u2007", "\u2009", "\u200a", "\u202f"})
    if (text.starts_with(each)) return each.size();
  return 0;
}

// A sentence as if it were plainly set, and where each byte of it stands in the sentence as given.
struct Plain {
  std::string text;
  std::vector<std::size_t> at;
  void add(char c, std::size_t from) {
    text += c;
    at.push_back(from);
  }
};

Plain plain_of(std::string_view sentence) {
  Plain out;
  for (std::size_t i = 0; i < sentence.size();) {
    const std::string_view rest = sentence.substr(i);
    if (const std::size_t space = narrow_space(rest); space > 0) {
      // "40 000": a mark of thousands; elsewhere a space.
      if (out.text.empty() || !digit(out.text.back()) || !thousands(rest.substr(space))) out.add(' ', i);
      i += space;
    } else if (rest.starts_with("\u00ad") || rest.starts_with("\u200b") || rest.starts_with("\u2060")) {
      i += rest.starts_with("\u00ad") ? 2 : 3;
    } else if (rest.size() >= 3 && rest[0] == '\xef' && (rest[1] == '\xbc' || rest[1] == '\xbd')) {
      // Full width, U+FF01 to U+FF5E: "５％".
      const unsigned point = (static_cast<unsigned char>(rest[1]) & 0x3fU) << 6U | (static_cast<unsigned char>(rest[2]) & 0x3fU);
      const unsigned plain = point - 0xf00U + 0x20U;
      out.add(plain > 0x20 && plain < 0x7f ? static_cast<char>(plain) : ' ', i);
      i += 3;
    } else {
      out.add(sentence[i], i);
      ++i;
    }
  }
  out.at.push_back(sentence.size());
  return out;
}

std::vector<Figure> plain_figures(std::string_view sentence) {
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
    const bool euro = euro_before(sentence, start);
    // Behind the sign of the euro a plain space may stand between thousands too.
    while (euro && i < sentence.size() && sentence[i] == ' ' && thousands(sentence.substr(i + 1))) i += 4;
    Figure figure{number(sentence.substr(start, i - start)), {}, start, i};
    if (euro) {
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

}  // namespace

std::vector<Figure> figures(std::string_view sentence) {
  // Most sentences hold no such sign at all.
  const bool plain = std::none_of(sentence.begin(), sentence.end(), [](char c) { return c == '\xc2' || c == '\xe2' || c == '\xef'; });
  if (plain) return plain_figures(sentence);
  const Plain set = plain_of(sentence);
  std::vector<Figure> out = plain_figures(set.text);
  for (Figure& each : out) {
    each.start = set.at[each.start];
    each.end = set.at[each.end];
  }
  return out;
}

}  // namespace tenzij::scan
