#include "scan/units.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>
#include <utility>
#include <vector>

#include "platform/base/text.h"

namespace tenzij::scan {

namespace {

// What may stand behind a number, the longer word first.
constexpr auto units = std::to_array<Unit>({{"%", "percent", true},
                                            {"procentpunt", "percent", true},
                                            {"procent", "percent", true},
                                            {"percent", "percent", true},
                                            {"per cent", "percent"},
                                            {"massaprocent", "percent"},
                                            {"massa-%", "percent"},
                                            {"massa%", "percent"},
                                            {"gewichtsprocent", "percent"},
                                            {"volumeprocent", "percent"},
                                            {"gew.%", "percent", true},
                                            {"vol.%", "percent", true},
                                            {"m/m", "percent"},
                                            {"punten", "points"},
                                            {"punt", "points"},
                                            {"pnt", "points"},
                                            {"ptn", "points"},
                                            {"pt", "points"},
                                            {"points", "points"},
                                            {"point", "points"},
                                            {"merken", "points"},
                                            {"marks", "points"},
                                            {"op 100", "points"},
                                            {"op de 100", "points"},
                                            {"/ 100", "points"},
                                            {"/100", "points"},
                                            {"euro", "euro", true},
                                            {"eur", "euro"},
                                            {"fte", "fte", true},
                                            {"vte", "fte", true},
                                            {"arbeidsplaats", "fte", true},
                                            {"uur", "hours"},
                                            {"uren", "hours"},
                                            {"branduren", "hours"},
                                            {"hours", "hours"},
                                            {"tonnes", "tonnes"},
                                            {"ton", "tonnes"},
                                            {"kilometer", "kilometres", true},
                                            {"kilometre", "kilometres", true},
                                            {"km", "kilometres"},
                                            {"kg", "kilograms"},
                                            {"kilo", "kilograms"},
                                            {"kilogram", "kilograms"},
                                            {"gram", "grams"},
                                            {"jaar", "years"},
                                            {"jaren", "years"},
                                            {"years", "years"},
                                            {"db", "decibel", true},
                                            {"decibel", "decibel"},
                                            {"liter", "litres", true},
                                            {"litre", "litres", true},
                                            {"mm", "millimetres"},
                                            {"millimeter", "millimetres"},
                                            {"cm", "centimetres"},
                                            {"centimeter", "centimetres"},
                                            {"meter", "metres"},
                                            {"metres", "metres"},
                                            {"m", "metres"},
                                            {"graden", "degrees"},
                                            {"degrees", "degrees"},
                                            {"\u00b0c", "degrees"},
                                            {"kwh", "kilowatt hours"},
                                            {"mwh", "megawatt hours"},
                                            {"wp", "watt peak"},
                                            {"keer", "times"},
                                            {"wasbeurt", "times", true},
                                            {"plaatsen", "places"},
                                            {"plekken", "places"},
                                            {"plaatsingen", "places"},
                                            {"stagiair", "places", true},
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
                                            {"persoon", "places"},
                                            {"mensen", "places"},
                                            {"leerling", "places", true},
                                            {"cursist", "places", true},
                                            {"student", "places", true},
                                            {"jongere", "places", true},
                                            {"bewoners", "places"},
                                            {"inwoners", "places"},
                                            {"werkzoekende", "places", true},
                                            {"werklozen", "places"},
                                            {"statushouder", "places", true},
                                            {"medewerkers", "places"},
                                            {"apprentice", "places", true},
                                            {"trainee", "places", true},
                                            {"employees", "places"},
                                            {"jobseekers", "places"},
                                            {"candidate", "places", true},
                                            {"refugees", "places"},
                                            {"residents", "places"},
                                            {"people", "places"},
                                            {"person", "places", true},
                                            {"interns", "places"},
                                            {"internship", "places", true},
                                            {"placements", "places"},
                                            {"bomen", "pieces"},
                                            {"trees", "pieces"},
                                            {"nestkast", "pieces", true}});

constexpr auto number_words = std::to_array<std::pair<std::string_view, double>>({{"een", 1},
                                                                                  {"\u00e9\u00e9n", 1},
                                                                                  {"e\u00e9n", 1},
                                                                                  {"\u00c9\u00e9n", 1},
                                                                                  {"twee", 2},
                                                                                  {"drie", 3},
                                                                                  {"vier", 4},
                                                                                  {"vijf", 5},
                                                                                  {"zes", 6},
                                                                                  {"zeven", 7},
                                                                                  {"acht", 8},
                                                                                  {"negen", 9},
                                                                                  {"tien", 10},
                                                                                  {"elf", 11},
                                                                                  {"twaalf", 12},
                                                                                  {"dertien", 13},
                                                                                  {"veertien", 14},
                                                                                  {"vijftien", 15},
                                                                                  {"zestien", 16},
                                                                                  {"zeventien", 17},
                                                                                  {"achttien", 18},
                                                                                  {"negentien", 19},
                                                                                  {"twintig", 20},
                                                                                  {"vijfentwintig", 25},
                                                                                  {"dertig", 30},
                                                                                  {"vijfendertig", 35},
                                                                                  {"veertig", 40},
                                                                                  {"vijftig", 50},
                                                                                  {"zestig", 60},
                                                                                  {"zeventig", 70},
                                                                                  {"vijfenzeventig", 75},
                                                                                  {"tachtig", 80},
                                                                                  {"negentig", 90},
                                                                                  {"honderd", 100},
                                                                                  {"tweehonderd", 200},
                                                                                  {"driehonderd", 300},
                                                                                  {"vierhonderd", 400},
                                                                                  {"vijfhonderd", 500},
                                                                                  {"duizend", 1000},
                                                                                  {"one", 1},
                                                                                  {"two", 2},
                                                                                  {"three", 3},
                                                                                  {"four", 4},
                                                                                  {"five", 5},
                                                                                  {"six", 6},
                                                                                  {"seven", 7},
                                                                                  {"eight", 8},
                                                                                  {"nine", 9},

                                                                                  {"twelve", 12},
                                                                                  {"fifteen", 15},
                                                                                  {"twenty", 20},
                                                                                  {"thirty", 30},
                                                                                  {"forty", 40},
                                                                                  {"fifty", 50}});

constexpr auto before_number = std::to_array<std::pair<std::string_view, std::string_view>>({{"trede", "level"},
                                                                                             {"niveau", "level"},
                                                                                             {"nivo", "level"},
                                                                                             {"level", "level"},
                                                                                             {"ambitieniveau", "level"},
                                                                                             {"weging", "points"},
                                                                                             {"wegingsfactor", "points"},
                                                                                             {"weegfactor", "points"},
                                                                                             {"factor", "points"},
                                                                                             {"weight", "points"},
                                                                                             {"weighting", "points"},
                                                                                             {"scoort", "points"},
                                                                                             {"score", "points"},
                                                                                             {"gewicht", "points"}});

constexpr auto not_counted = std::to_array<std::string_view>(
    {"maand",    "week",     "weken",   "dag",       "werkdag",   "minuten", "kwartaal", "a4",       "pagina",    "bladzij", "x",
     "januari",  "februari", "maart",   "april",     "mei",       "juni",    "juli",     "augustus", "september", "oktober", "november",
     "december", "tot",      "en",      "of",        "kw",        "mw",      "m2",       "m3",       "m\u00b2",   "m\u00b3", "vierkante",
     "kubieke",  "ha ",      "hectare", "gemeenten", "van de",    "cent",    "seconden", "nacht",    "derde",     "kwart",   "helft",
     "is ",      "in ",      "project", "referent",  "opdracht",  "werken",  "werk ",    "woning",   "gebouw",    "fabriek", "festival",
     "land",     "stappen",  "talen",   "partij",    "bedrijven", "keer",    "percelen", "procent"});

constexpr auto numbers_of = std::to_array<std::string_view>({"artikel",
                                                             "art",
                                                             "article",
                                                             "bijlage",
                                                             "paragraaf",
                                                             "iso",
                                                             "nen",
                                                             "en",
                                                             "crow",
                                                             "perceel",
                                                             "lot",
                                                             "criterium",
                                                             "kpi",
                                                             "eis",
                                                             "wens",
                                                             "hoofdstuk",
                                                             "lid",
                                                             "nr",
                                                             "nummer",
                                                             "versie",
                                                             "scope",
                                                             "klasse",
                                                             "stage",
                                                             "stap",
                                                             "fase",
                                                             "deel",
                                                             "norm",
                                                             "standard",
                                                             "star",
                                                             "vraag",
                                                             "antwoord",
                                                             "onderdeel",
                                                             "subgunningscriterium",
                                                             "gunningscriterium",
                                                             "euro",
                                                             "bbl",
                                                             "bol",
                                                             "mbo",
                                                             "clause",
                                                             "doel",
                                                             "maatregel",
                                                             "punt"});

constexpr std::size_t longest_number_word = 15;

bool speaks_of_weight(std::string_view sentence) {
  return sentence.find("eging") != std::string_view::npos || sentence.find("ewicht") != std::string_view::npos ||
         sentence.find("eegfactor") != std::string_view::npos || sentence.find("eight") != std::string_view::npos;
}

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

}  // namespace

bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80; }

bool digit(char c) { return c >= '0' && c <= '9'; }

const Unit* unit_at(std::string_view rest) {
  // By first byte, in the order of the list.
  static const auto by_letter = [] {
    std::array<std::vector<const Unit*>, 256> out;
    for (const Unit& each : units) out[static_cast<unsigned char>(each.word.front())].push_back(&each);
    return out;
  }();
  if (rest.empty()) return nullptr;
  for (const Unit* each : by_letter[static_cast<unsigned char>(rest.front())])
    if (rest.starts_with(each->word) && (each->begins || rest.size() == each->word.size() || !letter(rest[each->word.size()]))) {
      // "12 m2", "3 m/s", "20 stage-V-machines" are other things.
      const char next = rest.size() > each->word.size() ? rest[each->word.size()] : ' ';
      if (each->word == "m" && (digit(next) || next == '/' || next == '-')) return nullptr;
      if (each->word == "stage" && !letter(next) && next != '-') return nullptr;
      return each;
    }
  // "20 p." and "20 p" end an award line.
  static constexpr Unit point{"p", "points"};
  if (rest == "p" || rest == "p." || rest.starts_with("p)") || rest.starts_with("p.)")) return &point;
  return nullptr;
}

bool counts_people(const Unit& unit) { return unit.unit == "places" || unit.unit == "pieces" || unit.unit == "fte"; }

double number_word(std::string_view word) {
  static const std::unordered_map<std::string_view, double> all(number_words.begin(), number_words.end());
  if (word.size() > longest_number_word) return 0;
  const auto found = all.find(word);
  return found == all.end() ? 0 : found->second;
}

std::string word_before(std::string_view sentence, std::size_t at) {
  while (at > 0 && (sentence[at - 1] == ' ' || sentence[at - 1] == ':' || sentence[at - 1] == '|')) --at;
  std::size_t from = at;
  while (from > 0 && sentence[from - 1] != ' ' && sentence[from - 1] != '(' && sentence[from - 1] != '[' && sentence[from - 1] != '-')
    --from;
  return text::lower_ascii(sentence.substr(from, at - from));
}

std::string_view unit_before(std::string_view word) {
  for (const auto& [name, unit] : before_number)
    if (word == name || (unit == "level" && word.ends_with(name))) return unit;
  return {};
}

bool names_a_number(std::string_view word) { return std::find(numbers_of.begin(), numbers_of.end(), word) != numbers_of.end(); }

bool alone(std::string_view sentence, std::size_t start, std::size_t end) {
  while (start > 0 && sentence[start - 1] == ' ') --start;
  while (end < sentence.size() && sentence[end] == ' ') ++end;
  const bool cells = sentence.find('|') != std::string_view::npos;
  if (start == 0) return false;
  const std::string_view before = without_blanks(sentence.substr(0, start));
  const std::string low = text::lower_ascii(before.size() > 14 ? before.substr(before.size() - 14) : before);
  const bool ends = end == sentence.size() || (end + 1 == sentence.size() && sentence[end] == '.');
  const bool closed = end < sentence.size() && (sentence[end] == ')' || sentence[end] == ']');
  // "Wegingsfactor circulair: 3", "(max. 30)", "max 15", "out of 20"
  if (ends && speaks_of_weight(sentence) && before.ends_with(":")) return true;
  for (const std::string_view word : {"max.", "max", "maximaal", "maximum", "out of", "score tot"})
    if ((closed || ends || cells) && low.ends_with(word)) return true;
  // "W4 kansen voor werkzoekenden 20": the weight ends an award line.
  if (end == sentence.size() && award_code(sentence) > 0 && start > award_code(sentence) + 2) return true;
  if (before.ends_with("(") || before.ends_with("[")) return closed;
  // The number of a row is no weight: "| 13 | Voertuigen | J |", "Eis | 4.1 | verbruik".
  if (before == "|" || names_a_number(word_before(sentence, start))) return false;
  return cells && before.ends_with("|") && (end == sentence.size() || sentence[end] == '|');
}

bool threshold(std::string_view sentence, const Figure& figure) {
  const std::size_t from = figure.start > 26 ? figure.start - 26 : 0;
  const std::string before = text::lower_ascii(sentence.substr(from, figure.start - from));
  const auto has = [&](std::string_view word) { return before.find(word) != std::string::npos; };
  const auto ends = [&](std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return before.ends_with(word); });
  };
  if (figure.unit == "euro")
    return has("boven") || has("vanaf") || has("meer dan") || has("hoger dan") || has("drempel") || has("groter dan") || has("above");
  if (figure.unit == "tonnes") return has("boven") || has("zwaarder dan") || has("lichter dan") || has("vanaf") || ends({"tot ", "onder "});
  if (figure.unit == "kilometres")
    return has("korter dan") || has("verder dan") || ends({"binnen ", "boven ", "onder ", "under ", "straal van "});
  if (figure.unit == "hours") {
    if (ends({"om ", "na ", "voor ", "v\u00f3\u00f3r ", "tot ", "boven ", "langer dan ", "meer dan ", "binnen ", "vanaf ", "tussen "}))
      return true;
    return sentence.substr(figure.start, 6).find(':') != std::string_view::npos;
  }
  if (figure.unit == "years")
    return ends({"binnen ", "over ", "elke ", "ieder ", "iedere ", "komende ", "afgelopen ", "laatste ", "in ", "de eerste ", "within "}) ||
           has("looptijd");
  if (figure.unit == "percent" || figure.unit == "times") return ends({"bij meer dan "});
  if (figure.counted || figure.unit == "places") return ends({"bij meer dan ", "vanaf ", "per ", "bij minder dan ", "boven de "});
  return ends({"binnen "});
}

bool counts(std::string_view sentence, const Figure& figure) {
  if ((figure.value >= 1900 && figure.value <= 2100) || figure.value != std::floor(figure.value)) return false;
  if (figure.end + 2 >= sentence.size() || sentence[figure.end] != ' ') return false;
  const std::string next = text::lower_ascii(sentence.substr(figure.end + 1, 12));
  if (!letter(next.front())) return false;
  if (std::any_of(not_counted.begin(), not_counted.end(), [&](std::string_view each) { return next.starts_with(each); })) return false;
  // A number word may begin a sentence; a cipher there is the number of an item.
  if (figure.start == 0) return letter(sentence.front());
  const std::string before = word_before(sentence, figure.start);
  return !before.empty() && !names_a_number(before) && !digit(before.back());
}

}  // namespace tenzij::scan
