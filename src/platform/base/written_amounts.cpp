#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include "platform/base/limits.h"
#include "platform/base/text.h"
#include "platform/base/written.h"

namespace tenzij {

namespace {

constexpr std::int64_t most_cents = 9'000'000'000'000'000;

WrittenAmount wrong(const char* code) { return {Reading::wrong, 0, code, {}}; }
WrittenAmount ask(const char* code, std::vector<std::int64_t> proposals = {}) { return {Reading::ask, 0, code, std::move(proposals)}; }
WrittenAmount right(std::int64_t cents) { return {Reading::right, cents, {}, {}}; }

bool digit(char c) { return c >= '0' && c <= '9'; }
bool digits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), digit); }

// Takes one of the words away from the front or the end; words end where no letter follows.
bool take_front(std::string& text, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words) {
    if (!text.starts_with(word)) continue;
    const char next = text.size() > word.size() ? text[word.size()] : ' ';
    const char last = word.back();
    if (((last >= 'a' && last <= 'z')) && next >= 'a' && next <= 'z') continue;
    text = std::string(text::trim(std::string_view(text).substr(word.size())));
    return true;
  }
  return false;
}
bool take_back(std::string& text, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words) {
    if (!text.ends_with(word)) continue;
    const char before = text.size() > word.size() ? text[text.size() - word.size() - 1] : ' ';
    if (word.front() >= 'a' && word.front() <= 'z' && before >= 'a' && before <= 'z') continue;
    text = std::string(text::trim(std::string_view(text).substr(0, text.size() - word.size())));
    return true;
  }
  return false;
}
bool has_any(std::string_view text, std::initializer_list<std::string_view> parts) {
  return std::any_of(parts.begin(), parts.end(), [&](std::string_view each) { return text.find(each) != std::string_view::npos; });
}

// whole.fraction x 10^power in cents, half up.
std::optional<std::int64_t> cents_of(std::string_view whole, std::string_view fraction, int power) {
  std::string all(whole);
  all += fraction;
  // Digits that stand before the point once it is moved: two for cents, and the power.
  const auto before = static_cast<long>(whole.size()) + power + 2;
  if (before < 0) return 0;
  bool up = false;
  if (static_cast<std::size_t>(before) < all.size()) {
    up = all[static_cast<std::size_t>(before)] >= '5';
    all.resize(static_cast<std::size_t>(before));
  } else {
    all.append(static_cast<std::size_t>(before) - all.size(), '0');
  }
  const std::size_t first = all.find_first_not_of('0');
  if (first == std::string::npos) return up ? 1 : 0;
  if (all.size() - first > 16) return std::nullopt;
  long long out = 0;
  if (!text::to_int(std::string_view(all).substr(first), out)) return std::nullopt;
  out += up ? 1 : 0;
  return out > most_cents ? std::nullopt : std::optional<std::int64_t>(out);
}

// "1.250.000": groups of three after a first of one to three digits, none of them 0 in front.
bool grouped(std::string_view text, char separator) {
  const auto parts = text::split(text, separator);
  if (parts.size() < 2 || !digits(parts[0]) || parts[0].size() > 3 || parts[0][0] == '0') return false;
  return std::all_of(parts.begin() + 1, parts.end(), [](std::string_view each) { return each.size() == 3 && digits(each); });
}
std::string without(std::string_view text, char separator) {
  std::string out(text);
  std::erase(out, separator);
  return out;
}

struct Figure {
  Reading reading = Reading::wrong;
  std::vector<std::pair<std::string, std::string>> ways{};  // whole and fraction, likeliest first
};

Figure one_mark(std::string_view text, char mark) {
  const std::size_t at = text.find(mark);
  const std::string whole(text.substr(0, at));
  const std::string fraction(text.substr(at + 1));
  if (text.find(mark, at + 1) != std::string_view::npos) {
    if (!grouped(text, mark)) return {};
    return {mark == '.' ? Reading::right : Reading::ask, {{without(text, mark), ""}}};
  }
  if (!digits(whole) || !digits(fraction)) return {};
  if (fraction.size() != 3) return {Reading::right, {{whole, fraction}}};
  const bool thousands = grouped(text, mark);
  if (!thousands && whole != "0") return {Reading::right, {{whole, fraction}}};
  if (!thousands) return {Reading::ask, {{whole, fraction}}};
  // 12.500 is twelve thousand five hundred in Dutch; 12,500 may be that in English.
  if (mark == '.') return {Reading::right, {{without(text, mark), ""}}};
  return {Reading::ask, {{without(text, mark), ""}, {whole, fraction}}};
}

// Digits with marks between them, and nothing else.
Figure figure(std::string_view text) {
  std::string plain(text);
  // Spaces and apostrophes stand between thousands only: each must have three digits behind it.
  for (const char between : {' ', '\''}) {
    if (plain.find(between) == std::string::npos) continue;
    const std::size_t end = plain.find_first_of(",.");
    const std::string head = plain.substr(0, end);
    if (!grouped(head, between)) return {};
    plain = without(head, between) + (end == std::string::npos ? "" : plain.substr(end));
    if (end != std::string::npos && text.size() - end > 3) return {};
  }
  if (digits(plain)) return {Reading::right, {{plain, ""}}};
  if (plain.find_first_not_of("0123456789.,") != std::string::npos) return {};
  const std::size_t comma = plain.find(',');
  const std::size_t point = plain.find('.');
  if (comma == std::string::npos) return one_mark(plain, '.');
  if (point == std::string::npos) return one_mark(plain, ',');
  const bool dutch = plain.rfind(',') > plain.rfind('.');
  const std::size_t last = dutch ? plain.rfind(',') : plain.rfind('.');
  const std::string whole = plain.substr(0, last);
  const std::string fraction = plain.substr(last + 1);
  if (!grouped(whole, dutch ? '.' : ',') || !digits(fraction)) return {};
  return {dutch ? Reading::right : Reading::ask, {{without(whole, dutch ? '.' : ','), fraction}}};
}

struct Multiplier {
  int power = 0;
  bool sure = true;
};
Multiplier take_multiplier(std::string& text) {
  if (take_back(text, {"miljard", "mld.", "mld", "mrd.", "mrd", "billion"})) return {9};
  if (take_back(text, {"miljoen", "mln.", "mln", "milj.", "milj", "mio.", "mio", "million"})) return {6};
  if (take_back(text, {"duizend", "dzd.", "dzd", "thousand", "k"})) return {3};
  if (take_back(text, {"ton"})) return {5, false};  // a hundred thousand, in speech
  if (take_back(text, {"m"})) return {6, false};
  return {};
}

// A figure with its multiplier.
WrittenAmount bare_amount(std::string text) {
  take_back(text, {"euro", "eur", "€"});
  const Multiplier multiplier = take_multiplier(text);
  take_front(text, {"eur", "euro", "€"});
  take_back(text, {"euro", "eur", "€"});
  if (text.starts_with('+')) text.erase(0, 1);
  if (text.ends_with('.') || text.ends_with(',')) text.pop_back();
  Figure read = figure(text::trim(text));
  if (read.reading == Reading::wrong) return wrong("notAmount");
  // 1.5 mln is one and a half; 1.500 mln may be that too, or a milliard and a half.
  if (multiplier.power > 0 && read.ways.size() == 1 && text.find('.') != std::string::npos && read.ways[0].second.empty()) {
    const std::size_t at = text.rfind('.');
    read.reading = Reading::ask;
    if (text.find('.') == at) read.ways.emplace_back(text.substr(0, at), text.substr(at + 1));
  }
  std::vector<std::int64_t> cents;
  for (const auto& [whole, fraction] : read.ways) {
    const auto way = cents_of(whole, fraction, multiplier.power);
    if (!way) return wrong("amountTooLarge");
    cents.push_back(*way);
  }
  if (read.reading == Reading::right && multiplier.sure) return right(cents.front());
  return ask(multiplier.sure ? "amountNotation" : "amountWord", std::move(cents));
}

std::vector<std::int64_t> meant(const WrittenAmount& amount) {
  return amount.reading == Reading::right ? std::vector{amount.cents} : amount.proposals;
}

bool foreign(std::string_view text) {
  if (has_any(text, {"$", "£", "¥", "₺", "zł"})) return true;
  for (const std::string_view word :
       {"usd", "gbp", "chf",    "dkk",  "sek",   "nok",    "pln", "jpy",   "cny",    "czk",    "huf", "ron", "try",
        "aud", "cad", "dollar", "pond", "pound", "pounds", "yen", "frank", "kronen", "gulden", "ang", "awg", "srd"}) {
    const std::size_t at = text.find(word);
    if (at == std::string_view::npos) continue;
    const auto letter = [&](std::size_t i) { return i < text.size() && text[i] >= 'a' && text[i] <= 'z'; };
    if ((at == 0 || !letter(at - 1)) && (!letter(at + word.size()) || text.substr(at + word.size(), 1) == "s")) return true;
  }
  return false;
}

// "50.000,-", "50.000,--", "50.000,=" and "50.000.-" end with a dash for no cents.
void take_dash(std::string& text) {
  for (const std::string_view end : {",---", ",--", ",-", ".--", ".-", ",=", ",00-"})
    if (text.ends_with(end) && text.size() > end.size() && digit(text[text.size() - end.size() - 1])) {
      text.resize(text.size() - end.size());
      return;
    }
}

// "50.000 - 75.000", "25.000 + 10.000" and "tussen 50.000 en 75.000"; nothing when it is one figure.
std::optional<WrittenAmount> several(std::string text) {
  static constexpr std::array<std::string_view, 9> marks{" tot en met ", " t/m ", " tot ", " à ", "/", "+", " en ", " of ", "-"};
  take_front(text, {"tussen de", "tussen", "van", "between", "from"});
  for (const std::string_view mark : marks) {
    const std::size_t at = text.find(mark, 1);
    if (at == std::string::npos) continue;
    std::string left(text::trim(std::string_view(text).substr(0, at)));
    std::string right_side(text::trim(std::string_view(text).substr(at + mark.size())));
    take_dash(left);
    const WrittenAmount first = bare_amount(left);
    const WrittenAmount second = bare_amount(right_side);
    if (first.reading == Reading::wrong || second.reading == Reading::wrong || meant(first).empty() || meant(second).empty()) continue;
    const std::int64_t low = meant(first).front();
    const std::int64_t high = meant(second).front();
    if (mark == "+") return ask("amountSum", {low + high});
    return ask("amountRange", {high, low});
  }
  return std::nullopt;
}

// "2 x 25.000" is so many times the amount; anything less plain is asked.
std::optional<WrittenAmount> times(const std::string& text) {
  for (const std::string_view mark : {"x", "×", "*", " maal ", " keer ", " stuks à ", " st à ", "stuks a ", " à "}) {
    const std::size_t at = text.find(mark);
    if (at == std::string::npos || at == 0) continue;
    const std::string left(text::trim(std::string_view(text).substr(0, at)));
    const std::string right_side(text::trim(std::string_view(text).substr(at + mark.size())));
    const auto count = [](const std::string& side) {
      long long out = 0;
      return side.size() <= 3 && digits(side) && text::to_int(side, out) ? out : 0;
    };
    const bool first = count(left) > 0;
    const long long number = first ? count(left) : count(right_side);
    const WrittenAmount each = bare_amount(first ? right_side : left);
    if (number == 0 || each.reading == Reading::wrong || meant(each).empty()) continue;
    const std::int64_t one = meant(each).front();
    if (one > most_cents / number) return wrong("amountTooLarge");
    const bool plain = first && number < 100 && each.reading == Reading::right && one >= 100'00;
    return plain ? right(one * number) : ask("amountTimes", {one * number, one});
  }
  return std::nullopt;
}

// What is said per year or over some years: an amount of the whole term cannot be told from one of a year.
std::optional<WrittenAmount> over_time(const std::string& text) {
  if (!has_any(text, {"jaar", "jaren", "jr", "p/j", "p.j", "pj", "maand", "p/m", "year", "month", "kwartaal", "week", "annual", "looptijd",
                      "per ", "uur"}))
    return std::nullopt;
  // The first figure is the amount; a small one behind it how many.
  std::size_t end = text.find_first_of("0123456789");
  if (end == std::string::npos) return std::nullopt;
  while (end < text.size() && (digit(text[end]) || text[end] == '.' || text[end] == ',')) ++end;
  std::string head = text.substr(0, end);
  const std::size_t word_end = text.find(' ', end + 1);
  std::string with_word = text.substr(0, word_end);
  take_dash(head);
  WrittenAmount amount = bare_amount(with_word);
  if (amount.reading == Reading::wrong) amount = bare_amount(head);
  std::vector<std::int64_t> proposals = meant(amount);
  if (proposals.empty()) return ask("amountPerPeriod");
  const std::size_t more = text.find_first_of("0123456789", end);
  long long years = 0;
  if (more != std::string::npos) {
    std::size_t stop = more;
    while (stop < text.size() && digit(text[stop])) ++stop;
    if (text::to_int(std::string_view(text).substr(more, stop - more), years) && years > 1 && years <= 40 &&
        proposals.front() < most_cents / 40)
      proposals = {proposals.front(), proposals.front() * years};
  }
  return ask("amountPerPeriod", std::move(proposals));
}

bool nothing_known(std::string_view text) {
  for (const std::string_view word : {"pm",
                                      "p.m.",
                                      "p.m",
                                      "pro memorie",
                                      "n.v.t.",
                                      "nvt",
                                      "n.v.t",
                                      "nnb",
                                      "n.n.b.",
                                      "n.t.b.",
                                      "ntb",
                                      "nog te bepalen",
                                      "nog niet bekend",
                                      "onbekend",
                                      "tbd",
                                      "t.b.d.",
                                      "unknown",
                                      "geen",
                                      "n/a",
                                      "na",
                                      "-",
                                      "--",
                                      "?",
                                      "??",
                                      "€",
                                      "€ -",
                                      "€-",
                                      "€ pm",
                                      "€ p.m.",
                                      "x",
                                      "volgt"})
    if (text == word) return true;
  return false;
}

}  // namespace

WrittenAmount plain_amount(std::string_view number) {
  double value = 0;
  const auto [end, fault] = std::from_chars(number.data(), number.data() + number.size(), value);
  if (fault != std::errc{} || end != number.data() + number.size() || !std::isfinite(value)) return wrong("notAmount");
  if (value < 0) return wrong("amountNegative");
  // The shortest decimals that are this number: a spreadsheet stores 0.29 as 0.28999999999999998.
  const std::string text = fmt::format("{:.10f}", std::stod(fmt::format("{:.15g}", value)));
  const std::size_t point = text.find('.');
  const auto cents = cents_of(std::string_view(text).substr(0, point), std::string_view(text).substr(point + 1, 8), 0);
  return cents ? right(*cents) : wrong("amountTooLarge");
}

WrittenAmount written_amount(std::string_view written) {
  if (written.size() > limits::written_bytes) return wrong("notAmount");
  std::string text = plain_writing(written);
  if (text.empty()) return {};
  if (nothing_known(text)) return ask("amountUnknown");
  if (foreign(text)) return wrong("amountOtherCurrency");
  if (text.find('%') != std::string::npos) return wrong("notAmount");
  if (take_back(text, {"incl. btw", "incl btw", "inclusief btw", "(incl. btw)", "incl. vat", "including vat"}) || has_any(text, {"incl"}))
    return ask("amountWithVat");
  take_back(text, {"(excl. btw)", "excl. btw", "excl btw", "exclusief btw", "ex. btw", "ex btw", "excl. vat", "excluding vat"});
  const bool about =
      take_front(text, {"ca.",     "ca",   "circa",     "ong.",        "ongeveer", "±",          "+/-",  "+-",       "~",        "≈",
                        "rond de", "rond", "max.",      "max",         "maximaal", "min.",       "min",  "minimaal", "minstens", "vanaf",
                        "tot",     "<=",   ">=",        "<",           ">",        "≤",          "≥",    "geschat",  "about",    "approx.",
                        "plm.",    "plm",  "hoogstens", "ten hoogste", "meer dan", "minder dan", "up to"});
  take_dash(text);
  take_front(text, {"€", "euro", "eur"});
  take_dash(text);
  if ((text.starts_with('(') && text.ends_with(')')) || (text.starts_with('-') && text.size() > 1 && (digit(text[1]) || text[1] == ' ')))
    return wrong("amountNegative");
  if (text.ends_with('-') && text.size() > 1) return wrong("amountNegative");
  if (const auto found = over_time(text)) return *found;
  WrittenAmount out = bare_amount(text);
  // "5E+04" is what is left of a figure that a spreadsheet shortened.
  if (out.reading == Reading::wrong && out.code == "notAmount") {
    if (text.find('e') != std::string::npos && text.find_first_not_of("0123456789.,e+") == std::string::npos && digit(text.front())) {
      std::string point = text;
      std::replace(point.begin(), point.end(), ',', '.');
      std::erase(point, '+');
      const WrittenAmount shortened = plain_amount(point);
      if (shortened.reading == Reading::right) return ask("amountNotation", {shortened.cents});
    }
    if (const auto found = times(text)) out = *found;
    else if (const auto range = several(text)) out = *range;
  }
  if (about && out.reading == Reading::right) return ask("amountAbout", {out.cents});
  return out;
}

}  // namespace tenzij
