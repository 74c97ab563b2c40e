#include "scan/figures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "platform/base/text.h"

namespace tenzij::scan {

namespace {

struct Unit {
  std::string_view word;
  std::string_view unit;
  bool begins = false;  // or any longer word that begins so
};
// What may stand behind a number, the longer word first.
constexpr std::array<Unit, 63> units{{{"%", "percent", true},
                                      {"procent", "percent", true},
                                      {"percent", "percent", true},
                                      {"per cent", "percent"},
                                      {"massaprocent", "percent"},
                                      {"massa-%", "percent"},
                                      {"massa%", "percent"},
                                      {"gewichtsprocent", "percent"},
                                      {"volumeprocent", "percent"},
                                      {"punten", "points"},
                                      {"punt", "points"},
                                      {"pnt", "points"},
                                      {"ptn", "points"},
                                      {"pt", "points"},
                                      {"points", "points"},
                                      {"point", "points"},
                                      {"op 100", "points"},
                                      {"op de 100", "points"},
                                      {"/ 100", "points"},
                                      {"/100", "points"},
                                      {"euro", "euro", true},
                                      {"eur", "euro"},
                                      {"fte", "fte", true},
                                      {"arbeidsplaats", "fte", true},
                                      {"uur", "hours"},
                                      {"uren", "hours"},
                                      {"hours", "hours"},
                                      {"ton", "tonnes"},
                                      {"tonnes", "tonnes"},
                                      {"kg", "kilograms"},
                                      {"kilo", "kilograms", true},
                                      {"gram", "grams"},
                                      {"jaar", "years"},
                                      {"jaren", "years"},
                                      {"db", "decibel", true},
                                      {"decibel", "decibel"},
                                      {"liter", "litres", true},
                                      {"mm", "millimetres"},
                                      {"millimeter", "millimetres"},
                                      {"cm", "centimetres"},
                                      {"kwh", "kilowatt hours"},
                                      {"plaatsen", "places"},
                                      {"plekken", "places"},
                                      {"stage", "places", true},
                                      {"leerwerk", "places", true},
                                      {"leerplaats", "places", true},
                                      {"leerplek", "places", true},
                                      {"leerbanen", "places"},
                                      {"werkplek", "places", true},
                                      {"werkervarings", "places", true},
                                      {"banen", "places"},
                                      {"garantiebanen", "places"},
                                      {"kandida", "places", true},
                                      {"personen", "places"},
                                      {"mensen", "places"},
                                      {"leerling", "places", true},
                                      {"jongeren", "places"},
                                      {"werkzoekende", "places", true},
                                      {"werklozen", "places"},
                                      {"statushouder", "places", true},
                                      {"medewerkers", "places"},
                                      {"bomen", "pieces"},
                                      {"nestkast", "pieces", true}}};

constexpr std::array<std::pair<std::string_view, double>, 30> number_words{
    {{"één", 1},           {"een", 1},       {"twee", 2},     {"drie", 3},      {"vier", 4},      {"vijf", 5},           {"zes", 6},
     {"zeven", 7},         {"acht", 8},      {"negen", 9},    {"tien", 10},     {"elf", 11},      {"twaalf", 12},        {"dertien", 13},
     {"veertien", 14},     {"vijftien", 15}, {"zestien", 16}, {"achttien", 18}, {"twintig", 20},  {"vijfentwintig", 25}, {"dertig", 30},
     {"vijfendertig", 35}, {"veertig", 40},  {"vijftig", 50}, {"zestig", 60},   {"zeventig", 70}, {"tachtig", 80},       {"negentig", 90},
     {"honderd", 100},     {"duizend", 1000}}};

// Words in front of a number that say what it is.
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> before_number{{{"trede", "level"},
                                                                                      {"niveau", "level"},
                                                                                      {"ambitieniveau", "level"},
                                                                                      {"weging", "points"},
                                                                                      {"weging:", "points"},
                                                                                      {"wegingsfactor", "points"},
                                                                                      {"wegingsfactor:", "points"},
                                                                                      {"gewicht", "points"},
                                                                                      {"gewicht:", "points"}}};

bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80; }

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

// The unit at the beginning of `rest`, with how much of it that takes; behind one other word when it counts people.
const Unit* unit_at(std::string_view rest) {
  for (const Unit& each : units)
    if (rest.starts_with(each.word) && (each.begins || rest.size() == each.word.size() || !letter(rest[each.word.size()]))) return &each;
  return nullptr;
}

bool is_place(const Unit& unit) { return unit.unit == "places" || unit.unit == "pieces" || unit.unit == "fte"; }

// Millions and thousands behind a number, and how much of the text they take.
std::pair<double, std::size_t> times_at(std::string_view rest) {
  for (const auto& [word, times] : {std::pair<std::string_view, double>{"miljoen", 1e6}, {"mln.", 1e6}, {"mln", 1e6}, {"duizend", 1e3}})
    if (rest.starts_with(word)) return {times, word.size()};
  return {1, 0};
}

std::size_t skip(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '-' || text.substr(at, 2) == "\xc2\xa0")) at += text[at] == '\xc2' ? 2U : 1U;
  return at;
}

// Fills unit and end of a figure by what stands behind it.
void behind(std::string_view sentence, Figure& figure) {
  std::size_t at = skip(sentence, figure.end);
  const std::string rest = text::lower_ascii(sentence.substr(at, 48));
  const auto [times, size] = times_at(rest);
  if (size > 0) {
    figure.value *= times;
    figure.end = at + size;
    at = skip(sentence, figure.end);
  }
  const std::string then = text::lower_ascii(sentence.substr(at, 48));
  if (const Unit* unit = unit_at(then)) {
    figure.unit = unit->unit;
    figure.end = at + unit->word.size();
    return;
  }
  const std::size_t space = then.find(' ');
  if (space == std::string::npos || !letter(then.front())) return;
  const std::string next = then.substr(space + 1);
  if (const Unit* unit = unit_at(next); unit != nullptr && is_place(*unit)) {
    figure.unit = unit->unit;
    figure.end = at + space + 1 + unit->word.size();
  }
}

std::string word_before(std::string_view sentence, std::size_t at) {
  while (at > 0 && sentence[at - 1] == ' ') --at;
  std::size_t from = at;
  while (from > 0 && sentence[from - 1] != ' ' && sentence[from - 1] != '(' && sentence[from - 1] != '-') --from;
  return text::lower_ascii(sentence.substr(from, at - from));
}

// "K2 | Biodiversiteit | 20", "Hergebruik (20)": a cell or bracket with nothing else is a weight.
bool alone(std::string_view sentence, std::size_t start, std::size_t end) {
  while (start > 0 && sentence[start - 1] == ' ') --start;
  while (end < sentence.size() && sentence[end] == ' ') ++end;
  const bool cells = sentence.find('|') != std::string_view::npos;
  if (start == 0) return false;
  // "Wegingsfactor circulair: 3", "(max. 30)"
  const std::string_view before = sentence.substr(0, start);
  const bool weighs = sentence.find("eging") != std::string_view::npos || sentence.find("ewicht") != std::string_view::npos;
  if (end == sentence.size() && weighs && before.ends_with(":")) return true;
  if ((before.ends_with("(max.") || before.ends_with("(max") || before.ends_with("(maximaal")) && end < sentence.size() &&
      sentence[end] == ')')
    return true;
  // "W4 kansen voor werkzoekenden 20": the weight ends an award line.
  if (end == sentence.size() && award_code(sentence) > 0 && start > award_code(sentence) + 2) return true;
  if (sentence[start - 1] == '(') return end < sentence.size() && sentence[end] == ')';
  return cells && sentence[start - 1] == '|' && (end == sentence.size() || sentence[end] == '|');
}

// "boven € 221.000", "opdrachten vanaf 250.000 euro", "binnen 2 jaar": when something holds, not how much is asked.
bool threshold(std::string_view sentence, const Figure& figure) {
  const std::size_t from = figure.start > 26 ? figure.start - 26 : 0;
  const std::string before = text::lower_ascii(sentence.substr(from, figure.start - from));
  const auto has = [&](std::string_view word) { return before.find(word) != std::string::npos; };
  if (figure.unit == "euro")
    return has("boven") || has("vanaf") || has("meer dan") || has("hoger dan") || has("drempel") || has("groter dan");
  return before.ends_with("binnen ") || (figure.unit == "years" && has("looptijd"));
}

constexpr std::array<std::string_view, 38> not_counted{
    "maand",     "week",    "weken",    "dag",       "werkdag", "minuten", "kwartaal", "keer", "a4",   "pagina",
    "bladzij",   "x",       "januari",  "februari",  "maart",   "april",   "mei",      "juni", "juli", "augustus",
    "september", "oktober", "november", "december",  "tot",     "en",      "kw",       "mw",   "m2",   "m3",
    "meter",     "graden",  "km",       "gemeenten", "van de",  "cent",    "seconden", "nacht"};
constexpr std::array<std::string_view, 26> numbers_of{"artikel", "art",
                                                      "bijlage", "paragraaf",
                                                      "iso",     "nen",
                                                      "perceel", "criterium",
                                                      "kpi",     "punt",
                                                      "eis",     "hoofdstuk",
                                                      "lid",     "nr",
                                                      "versie",  "scope",
                                                      "klasse",  "stage",
                                                      "stap",    "fase",
                                                      "deel",    "norm",
                                                      "vraag",   "onderdeel",
                                                      "wens",    "subgunningscriterium"};

// "vier elektrische graafmachines": a number and a word that it counts; not a date, a term or the number of an article.
bool counts(std::string_view sentence, const Figure& figure) {
  if ((figure.value >= 1900 && figure.value <= 2100) || figure.value != std::floor(figure.value)) return false;
  if (figure.end + 2 >= sentence.size() || sentence[figure.end] != ' ' || sentence[figure.end + 1] < 'a' || sentence[figure.end + 1] > 'z')
    return false;
  const std::string next = text::lower_ascii(sentence.substr(figure.end + 1, 12));
  if (std::any_of(not_counted.begin(), not_counted.end(), [&](std::string_view each) { return next.starts_with(each); })) return false;
  const std::string before = word_before(sentence, figure.start);
  return !before.empty() && std::find(numbers_of.begin(), numbers_of.end(), before) == numbers_of.end();
}

std::vector<Figure> plain_figures(std::string_view sentence) {
  std::vector<Figure> out;
  const auto keep = [&](const Figure& figure) {
    if (!figure.unit.empty() && !threshold(sentence, figure)) out.push_back(figure);
  };
  for (std::size_t i = 0; i < sentence.size();) {
    const bool inside_word = i > 0 && (letter(sentence[i - 1]) || digit(sentence[i - 1])) && !euro_before(sentence, i);
    if (!inside_word && letter(sentence[i])) {
      std::size_t end = i;
      while (end < sentence.size() && letter(sentence[end])) ++end;
      const std::string word = text::lower_ascii(sentence.substr(i, end - i));
      for (const auto& [name, value] : number_words)
        if (word == name) {
          Figure figure{value, {}, i, end};
          behind(sentence, figure);
          if (figure.unit.empty() && name != "een" && counts(sentence, figure)) figure.unit = "pieces";
          // "een" is an article nearly always.
          if (name != "een" || figure.unit == "fte") keep(figure);
          break;
        }
      i = end;
      continue;
    }
    if (!digit(sentence[i]) || inside_word) {
      ++i;
      continue;
    }
    const std::size_t start = i;
    while (i < sentence.size() &&
           (digit(sentence[i]) || ((sentence[i] == '.' || sentence[i] == ',') && i + 1 < sentence.size() && digit(sentence[i + 1]))))
      ++i;
    // "2O %": a letter that a scanner read for a nought.
    std::string read(sentence.substr(start, i - start));
    while (i < sentence.size() && (sentence[i] == 'O' || sentence[i] == 'o') && (i + 1 == sentence.size() || !letter(sentence[i + 1]))) {
      read += '0';
      ++i;
    }
    const bool euro = euro_before(sentence, start);
    // Behind the sign of the euro a plain space may stand between thousands too.
    while (euro && i < sentence.size() && sentence[i] == ' ' && thousands(sentence.substr(i + 1))) {
      read += sentence.substr(i, 4);
      i += 4;
    }
    Figure figure{number(read), {}, start, i};
    behind(sentence, figure);
    if (euro) figure.unit = "euro";
    if (figure.unit.empty()) {
      const std::string before = word_before(sentence, start);
      for (const auto& [word, unit] : before_number)
        if (before == word || (unit == "level" && before.ends_with(word))) figure.unit = unit;
      if (figure.unit.empty() && figure.value <= 1000 && alone(sentence, start, i)) figure.unit = "points";
      if (figure.unit.empty() && counts(sentence, figure)) figure.unit = "pieces";
    }
    keep(figure);
    i = std::max(i, figure.end);
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

std::size_t award_code(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size() && i < 3 && text[i] >= 'A' && text[i] <= 'Z') ++i;
  if (i == 0) return 0;
  const std::size_t letters = i;
  while (i < text.size() && i < letters + 4 && ((text[i] >= '0' && text[i] <= '9') || (i > letters && text[i] == '.'))) ++i;
  if (i == letters) return 0;
  const std::string_view rest = text.substr(i);
  return rest.starts_with(" ") || rest.starts_with(":") || rest.starts_with("\t") ? i : 0;
}

}  // namespace tenzij::scan
