#include <algorithm>
#include <array>
#include <optional>

#include "platform/base/limits.h"
#include "platform/base/text.h"
#include "platform/base/written.h"

namespace tenzij {

namespace {

using std::chrono::year_month_day;

WrittenPeriod wrong(const char* code) { return {Reading::wrong, {}, {}, code, {}}; }
WrittenPeriod ask(const char* code, std::vector<Date> proposals = {}) { return {Reading::ask, {}, {}, code, std::move(proposals)}; }
WrittenPeriod stretch(Date first, Date last) { return {Reading::right, first, last, {}, {}}; }

std::optional<Date> day(int year, int month, int number) {
  const year_month_day ymd{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                           std::chrono::day{static_cast<unsigned>(number)}};
  if (year < 1900 || year > 2199 || month < 1 || number < 1 || !ymd.ok()) return std::nullopt;
  return Date{ymd};
}
Date last_of(int year, int month) {
  return Date{std::chrono::year_month_day_last{std::chrono::year{year},
                                               std::chrono::month_day_last{std::chrono::month{static_cast<unsigned>(month)}}}};
}
WrittenPeriod months(int year, int from, int to) {
  const auto first = day(year, from, 1);  // none: "1-2500" is no month that anything is bought in
  return first ? stretch(*first, last_of(year, to)) : wrong("notDate");
}

// Words and numbers, without the marks between them.
struct Token {
  std::string word;  // empty: a number
  int number = 0;
  std::size_t size = 0;  // digits
};

std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> out;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    const auto kind = [](char each) {
      return each >= '0' && each <= '9' ? 1 : (each >= 'a' && each <= 'z') || static_cast<unsigned char>(each) >= 0x80 ? 2 : 0;
    };
    if (kind(c) == 0) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < text.size() && kind(text[end]) == kind(c)) ++end;
    Token token;
    if (kind(c) == 2) {
      token.word = std::string(text.substr(i, end - i));
    } else {
      long long number = 0;
      token.size = end - i;
      token.number = token.size <= 8 && text::to_int(text.substr(i, end - i), number) ? static_cast<int>(number) : -1;
    }
    out.push_back(std::move(token));
    i = end;
  }
  return out;
}

int month_of(std::string_view word) {
  static constexpr std::array<std::array<std::string_view, 6>, 12> names{{{"januari", "jan", "january", "", "", ""},
                                                                          {"februari", "feb", "febr", "february", "", ""},
                                                                          {"maart", "mrt", "march", "mar", "maa", ""},
                                                                          {"april", "apr", "", "", "", ""},
                                                                          {"mei", "may", "", "", "", ""},
                                                                          {"juni", "jun", "june", "", "", ""},
                                                                          {"juli", "jul", "july", "", "", ""},
                                                                          {"augustus", "aug", "august", "", "", ""},
                                                                          {"september", "sep", "sept", "", "", ""},
                                                                          {"oktober", "okt", "october", "oct", "", ""},
                                                                          {"november", "nov", "", "", "", ""},
                                                                          {"december", "dec", "", "", "", ""}}};
  for (std::size_t i = 0; i < names.size(); ++i)
    for (const auto name : names[i])
      if (!name.empty() && name == word) return static_cast<int>(i) + 1;
  return 0;
}

int full_year(const Token& token) {
  if (token.size == 4) return token.number;
  return token.size == 2 ? 2000 + token.number : 0;
}

int ordinal(std::string_view word) {
  static constexpr std::array<std::array<std::string_view, 3>, 4> words{
      {{"eerste", "i", "first"}, {"tweede", "ii", "second"}, {"derde", "iii", "third"}, {"vierde", "iv", "fourth"}}};
  for (std::size_t i = 0; i < words.size(); ++i)
    for (const auto each : words[i])
      if (each == word) return static_cast<int>(i) + 1;
  return 0;
}

bool among(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// 1-3-2027, 01/03/27, 2027-03-01 and 20270301, with a time behind it or not.
std::optional<WrittenPeriod> numbers_only(const std::vector<Token>& t, std::string_view text) {
  if (t.size() == 1 && t[0].size == 4 && t[0].number >= 1990 && t[0].number <= 2100) return months(t[0].number, 1, 12);
  if (t.size() == 1 && t[0].size == 8) {
    const auto found = day(t[0].number / 10'000, t[0].number / 100 % 100, t[0].number % 100);
    return found ? stretch(*found, *found) : wrong("notDate");
  }
  // The number of a day in a spreadsheet that lost its format.
  if (t.size() == 1 && t[0].size == 5 && t[0].number > 36'000 && t[0].number < 74'000)
    return ask("dateIsNumber", {Date{std::chrono::sys_days{std::chrono::year{1899} / 12 / 30} + std::chrono::days{t[0].number}}});
  if (t.size() == 2 && t[0].size == 4 && t[1].size <= 2)
    return t[1].number >= 1 && t[1].number <= 12 ? months(t[0].number, t[1].number, t[1].number) : wrong("notDate");
  if (t.size() == 2 && t[1].size == 4 && t[0].size <= 2)
    return t[0].number >= 1 && t[0].number <= 12 ? months(t[1].number, t[0].number, t[0].number) : wrong("notDate");
  if (t.size() == 2 && t[0].size <= 2 && t[1].size <= 2) return ask("dateWithoutYear");
  if (t.size() < 3) return std::nullopt;
  const bool time_behind = t.size() > 3 && text.find(':') != std::string_view::npos;
  if (t.size() > 3 && !time_behind) return ask("dateSeveral");
  if (t[0].size == 4 && t[1].size <= 2 && t[2].size <= 2) {
    const auto found = day(t[0].number, t[1].number, t[2].number);
    return found ? stretch(*found, *found) : wrong("dateDoesNotExist");
  }
  const int year = full_year(t[2]);
  if (t[0].size > 2 || t[1].size > 2 || year == 0) return std::nullopt;
  if (const auto found = day(year, t[1].number, t[0].number)) return stretch(*found, *found);
  // 03/15/2027: no Dutch day, and an American one.
  if (const auto found = day(year, t[0].number, t[1].number); found && t[1].number > 12) return ask("dateNotation", {*found});
  return wrong("dateDoesNotExist");
}

// The quarter or half that is meant; 0 when none is.
int part_number(const std::vector<Token>& t, int most, const Token** used) {
  for (const Token& each : t) {
    const int number = each.word.empty() ? (each.size == 1 ? each.number : 0) : ordinal(each.word);
    if (number >= 1 && number <= most) {
      *used = &each;
      return number;
    }
  }
  return 0;
}

int year_in(const std::vector<Token>& t, const Token* used) {
  int out = 0;
  for (const Token& each : t)
    if (&each != used && each.word.empty() && (each.size == 4 || (each.size == 2 && out == 0))) out = full_year(each);
  return out >= 1990 && out <= 2150 ? out : 0;
}

std::optional<WrittenPeriod> week(const std::vector<Token>& t) {
  std::size_t at = 0;
  while (at < t.size() && !among(t[at].word, {"week", "wk", "w", "weeknr", "weeknummer"})) ++at;
  if (at == t.size() || at + 1 >= t.size() || t[at + 1].size == 0 || t[at + 1].size > 2) return std::nullopt;
  const int year = year_in(t, &t[at + 1]);
  if (year == 0) return ask("dateWithoutYear");
  const int number = t[at + 1].number;
  // Week 1 is the week with 4 January (ISO 8601).
  const std::chrono::sys_days fourth{std::chrono::year{year} / 1 / 4};
  const auto monday_of_one = fourth - (std::chrono::weekday{fourth} - std::chrono::Monday);
  const auto monday = monday_of_one + std::chrono::weeks{number - 1};
  const std::chrono::year_month_day thursday{monday + std::chrono::days{3}};
  if (number < 1 || static_cast<int>(thursday.year()) != year) return wrong("dateDoesNotExist");
  return stretch(Date{monday}, Date{monday + std::chrono::days{6}});
}

// "Q2 2027", "2e kwartaal 2027", "1e helft 2027", "voorjaar 2027".
std::optional<WrittenPeriod> part_of_year(const std::vector<Token>& t) {
  const auto has = [&](std::initializer_list<std::string_view> words) {
    return std::any_of(t.begin(), t.end(), [&](const Token& each) { return among(each.word, words); });
  };
  const Token* used = nullptr;
  const bool quarter = has({"q", "k", "kwartaal", "kw", "kwart", "quarter"});
  const bool half = has({"h", "helft", "halfjaar", "half", "semester"});
  if (quarter || half) {
    const int number = part_number(t, quarter ? 4 : 2, &used);
    if (number == 0) return std::nullopt;
    const int year = year_in(t, used);
    if (year == 0) return ask("dateWithoutYear");
    const int size = quarter ? 3 : 6;
    // "Q1 - Q2 2027" names two.
    for (const Token& each : t)
      if (&each != used && each.size == 1) return ask("dateSeveral", {*day(year, number * size - size + 1, 1)});
    // "Eind Q2 2027" is a part of it that nobody has named.
    if (has({"begin", "start", "early", "medio", "midden", "mid", "eind", "einde", "ultimo", "end", "late"}))
      return ask("dateAbout", {*day(year, number * size - size + 1, 1), *day(year, number * size, 1), last_of(year, number * size)});
    return months(year, number * size - size + 1, number * size);
  }
  const int season = has({"voorjaar", "lente", "spring"})          ? 3
                     : has({"zomer", "summer"})                    ? 6
                     : has({"najaar", "herfst", "autumn", "fall"}) ? 9
                     : has({"winter"})                             ? 12
                                                                   : 0;
  if (season == 0) return std::nullopt;
  const int year = year_in(t, nullptr);
  if (year == 0) return ask("dateWithoutYear");
  if (season == 12) return ask("dateWinter", {*day(year - 1, 12, 1), *day(year, 12, 1)});
  if (has({"begin", "start", "early", "medio", "midden", "mid", "eind", "einde", "end", "late"}))
    return ask("dateAbout", {*day(year, season, 1), *day(year, season + 2, 1), last_of(year, season + 2)});
  return months(year, season, season + 2);
}

// "1 maart 2027", "maart 2027", "mrt-27", "begin maart 2027", "eind 2027".
std::optional<WrittenPeriod> with_month(const std::vector<Token>& t) {
  std::size_t at = 0;
  while (at < t.size() && month_of(t[at].word) == 0) ++at;
  const auto has = [&](std::initializer_list<std::string_view> words) {
    return std::any_of(t.begin(), t.end(), [&](const Token& each) { return among(each.word, words); });
  };
  const int third = has({"begin", "start", "early"})                  ? 1
                    : has({"medio", "midden", "half", "mid"})         ? 2
                    : has({"eind", "einde", "ultimo", "end", "late"}) ? 3
                                                                      : 0;
  if (at == t.size()) {
    if (third == 0) return std::nullopt;
    const int year = year_in(t, nullptr);
    if (year == 0) return ask("dateWithoutYear");
    return third == 1 ? months(year, 1, 3) : third == 2 ? months(year, 4, 9) : months(year, 10, 12);
  }
  const int month = month_of(t[at].word);
  if (std::any_of(t.begin() + static_cast<long>(at) + 1, t.end(), [](const Token& each) { return month_of(each.word) != 0; }))
    return ask("dateSeveral");
  const bool day_in_front = at > 0 && t[at - 1].word.empty() && t[at - 1].size <= 2;
  if (at + 1 >= t.size() || !t[at + 1].word.empty()) return ask("dateWithoutYear");
  // "March 1, 2027": the day behind the month.
  if (!day_in_front && at + 2 < t.size() && t[at + 1].size <= 2 && t[at + 2].size == 4) {
    const auto found = day(t[at + 2].number, month, t[at + 1].number);
    return found ? stretch(*found, *found) : wrong("dateDoesNotExist");
  }
  const int year = full_year(t[at + 1]);
  if (year < 1990 || year > 2150) return wrong("notDate");
  if (day_in_front) {
    const auto found = day(year, month, t[at - 1].number);
    return found ? stretch(*found, *found) : wrong("dateDoesNotExist");
  }
  if (third == 1) return stretch(*day(year, month, 1), *day(year, month, 10));
  if (third == 2) return stretch(*day(year, month, 11), *day(year, month, 20));
  if (third == 3) return stretch(*day(year, month, 21), last_of(year, month));
  return months(year, month, month);
}

}  // namespace

WrittenPeriod written_period(std::string_view written) {
  if (written.size() > limits::written_bytes) return wrong("notDate");
  const std::string text = plain_writing(written);
  if (text.empty()) return {};
  for (const std::string_view word :
       {"pm", "p.m.", "n.v.t.", "nvt",    "n.t.b.",         "ntb",   "nnb",    "n.n.b.",     "onbekend", "tbd", "?",
        "-",  "asap", "zsm",    "z.s.m.", "nog te bepalen", "volgt", "lopend", "doorlopend", "n/a"})
    if (text == word) return ask("dateUnknown");
  const std::vector<Token> tokens = tokens_of(text);
  std::vector<Token> t;
  bool limit = false;
  bool several = false;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::string& word = tokens[i].word;
    if (among(word, {"voor", "vóór", "na", "vanaf", "uiterlijk", "ca", "circa", "rond", "before", "after"})) {
      limit = true;
      continue;
    }
    if (among(word, {"tot", "of", "en", "tm", "m"}) && i > 0) several = true;
    if (among(word, {"ma",       "di",     "wo", "do",  "vr", "za",  "zo",  "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag",
                     "zaterdag", "zondag", "e",  "ste", "de", "het", "van", "in",      "t",       "z",        "of",        "jaar"}) &&
        month_of(word) == 0)
      continue;
    t.push_back(tokens[i]);
  }
  if (t.empty()) return wrong("notDate");
  std::optional<WrittenPeriod> out;
  const bool words = std::any_of(t.begin(), t.end(), [](const Token& each) { return !each.word.empty(); });
  if (!words) out = numbers_only(t, text);
  if (!out && words) out = week(t);
  if (!out && words) out = part_of_year(t);
  if (!out && words) out = with_month(t);
  if (limit) return ask("dateAbout", out && out->reading == Reading::right ? std::vector{out->first} : std::vector<Date>{});
  if (!out && several) return ask("dateSeveral");
  return out ? *out : wrong("notDate");
}

std::string plain_writing(std::string_view text) {
  // Half a character would become a whole one when what stands in its middle is left out.
  std::string out = text::repair_utf8(text);
  const auto swap = [&](std::string_view from, std::string_view to) {
    for (std::size_t at = out.find(from); at != std::string::npos; at = out.find(from, at + to.size())) out.replace(at, from.size(), to);
  };
  // No-break, figure, thin, hair, narrow no-break and ideographic space; zero-width ones; dashes and quotes.
  for (const std::string_view space : {"\u00a0", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006", "\u2007", "\u2008",
                                       "\u2009", "\u200a", "\u202f", "\u205f", "\u3000"})
    swap(space, " ");
  for (const std::string_view none : {"\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u200e", "\u200f"}) swap(none, "");
  for (const std::string_view dash : {"\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212"}) swap(dash, "-");
  for (const std::string_view quote : {"\u2019", "\u2018", "`", "\u00b4"}) swap(quote, "'");
  return text::lower_ascii(text::collapse_spaces(text::trim(out)));
}

}  // namespace tenzij
