#include "scan/figures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "platform/base/text.h"
#include "scan/units.h"

namespace tenzij::scan {

namespace {

// Dutch notation: "100.000" is a hundred thousand, "2,5" two and a half; "500,000" is English for thousands.
double number(std::string_view raw) {
  std::string plain;
  const std::size_t comma = raw.find(',');
  const bool english = comma != std::string_view::npos && comma >= 2 && raw.size() == comma + 4 && raw.find('.') == std::string_view::npos;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] == ' ' || (english && raw[i] == ',')) continue;
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

// Millions and thousands behind a number, and how much of the text they take.
std::pair<double, std::size_t> times_at(std::string_view rest) {
  for (const auto& [word, times] :
       {std::pair<std::string_view, double>{"miljoen", 1e6}, {"million", 1e6}, {"mln.", 1e6}, {"mln", 1e6}, {"duizend", 1e3}})
    if (rest.starts_with(word)) return {times, word.size()};
  return {1, 0};
}

std::size_t skip(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '-' || text.substr(at, 2) == "\xc2\xa0")) at += text[at] == '\xc2' ? 2U : 1U;
  return at;
}

class Reader {
 public:
  explicit Reader(std::string_view sentence) : sentence_(sentence) {}

  std::vector<Figure> run() {
    while (at_ < sentence_.size()) {
      const char c = sentence_[at_];
      const bool inside = at_ > 0 && (letter(sentence_[at_ - 1]) || digit(sentence_[at_ - 1])) && !euro_before(sentence_, at_);
      if (digit(c) && !inside) digits();
      else if (letter(c) && !inside) word();
      else ++at_;
    }
    return std::move(out_);
  }

 private:
  std::string_view sentence_;
  std::size_t at_ = 0;
  std::vector<Figure> out_;

  [[nodiscard]] std::string low(std::size_t from, std::size_t many) const {
    return text::lower_ascii(sentence_.substr(std::min(from, sentence_.size()), many));
  }

  // Fills unit and end of a figure by what stands behind it; people also behind one other word, or inside a compound.
  void behind(Figure& figure) const {
    std::size_t at = skip(sentence_, figure.end);
    const auto [times, size] = times_at(low(at, 12));
    if (size > 0) {
      figure.value *= times;
      figure.end = at + size;
      at = skip(sentence_, figure.end);
    }
    const std::string then = low(at, 48);
    if (const Unit* unit = unit_at(then)) {
      // "60-plaatsen", "BBL 3-leerlingen": no number of people.
      if (counts_people(*unit) && at > figure.end && sentence_[figure.end] == '-') return;
      figure.unit = unit->unit;
      figure.end = at + unit->word.size();
      return;
    }
    const std::size_t space = then.find(' ');
    if (then.empty() || !letter(then.front())) return;
    const std::size_t hyphen = then.substr(0, space).rfind('-');
    for (const std::size_t before : {hyphen, space}) {
      if (before == std::string::npos) continue;
      const Unit* unit = unit_at(std::string_view(then).substr(before + 1));
      if (unit == nullptr || !counts_people(*unit)) continue;
      figure.unit = unit->unit;
      figure.end = at + before + 1 + unit->word.size();
      return;
    }
  }

  // "drie van de tien", "1 op de 4", "10 van de 100 punten": the first is meant, the second says of how many.
  [[nodiscard]] bool share(Figure& figure) const {
    const std::string then = low(figure.end, 24);
    for (const std::string_view word : {" van de ", " op de ", " van ", " op ", " uit ", " of the ", " out of ", " of ", " in "}) {
      if (!then.starts_with(word)) continue;
      const std::size_t from = figure.end + word.size();
      std::size_t end = from;
      while (end < sentence_.size() && (digit(sentence_[end]) || letter(sentence_[end]) ||
                                        (sentence_[end] == '.' && end + 1 < sentence_.size() && digit(sentence_[end + 1]))))
        ++end;
      const std::string name = low(from, end - from);
      if (name.empty()) return false;
      const double whole = digit(name.front()) ? number(name) : number_word(name);
      if (whole <= figure.value || whole > 10'000 || (digit(name.front()) && letter(name.back()))) return false;
      Figure of{whole, {}, from, end};
      behind(of);
      if (of.unit == "euro" || of.unit == "years" || (word == " in " && digit(name.front()))) return false;
      const bool of_hundred = word.starts_with(" op") && whole == 100;
      figure.unit = of_hundred ? "points" : of.unit.empty() ? "pieces" : of.unit;
      figure.end = of.end;
      return true;
    }
    return false;
  }

  void keep(const Figure& figure) {
    if (!figure.unit.empty() && !threshold(sentence_, figure)) out_.push_back(figure);
  }

  void word() {
    std::size_t end = at_;
    while (end < sentence_.size() && letter(sentence_[end])) ++end;
    if (scanned_one()) return;
    // Words of numbers are short.
    if (end - at_ > 16) {
      at_ = end;
      return;
    }
    const std::string name = low(at_, end - at_);
    const double value = number_word(name);
    Figure figure{value, {}, at_, end};
    at_ = end;
    if (value == 0) return;
    const bool article = name == "een" || name == "one";
    if (!share(figure)) {
      behind(figure);
      if (figure.unit.empty() && !article && counts(sentence_, figure)) {
        figure.unit = "pieces";
        figure.counted = true;
      }
      // "een" is an article nearly always.
      if (article && figure.unit != "fte" && figure.unit != "percent") {
        if (figure.unit != "places") return;
        figure.counted = true;
      }
    }
    keep(figure);
    at_ = std::max(at_, figure.end);
  }

  // "l0 punten", "lOO mensen": a letter that a scanner read for a one.
  bool scanned_one() {
    if (sentence_[at_] != 'l' && sentence_[at_] != 'I') return false;
    std::string read = "1";
    std::size_t end = at_ + 1;
    while (end < sentence_.size() && (digit(sentence_[end]) || sentence_[end] == 'O'))
      read += sentence_[end] == 'O' ? '0' : sentence_[end], ++end;
    if (read.size() < 2 || (end < sentence_.size() && letter(sentence_[end]))) return false;
    Figure figure{number(read), {}, at_, end};
    behind(figure);
    keep(figure);
    at_ = std::max(end, figure.end);
    return true;
  }

  // "1:20", "0 / 5 / 10": a slope, a scale.
  [[nodiscard]] bool scale(std::size_t start, std::size_t end) const {
    const auto near = [&](std::size_t from, bool back) {
      std::size_t at = from;
      while (back ? at > 0 && sentence_[at - 1] == ' ' : at < sentence_.size() && sentence_[at] == ' ') back ? --at : ++at;
      if (back ? at == 0 : at >= sentence_.size()) return false;
      const char mark = sentence_[back ? at - 1 : at];
      if (mark != '/' && mark != ':') return false;
      if (mark == ':' && at != from) return false;
      at = back ? at - 1 : at + 1;
      while (back ? at > 0 && sentence_[at - 1] == ' ' : at < sentence_.size() && sentence_[at] == ' ') back ? --at : ++at;
      return back ? at > 0 && digit(sentence_[at - 1]) : at < sentence_.size() && digit(sentence_[at]);
    };
    return near(start, true) ||
           (near(end, false) && !sentence_.substr(end).starts_with("/100") && !sentence_.substr(end).starts_with(" / 100"));
  }

  void digits() {
    const std::size_t start = at_;
    std::size_t i = start;
    while (i < sentence_.size() &&
           (digit(sentence_[i]) || ((sentence_[i] == '.' || sentence_[i] == ',') && i + 1 < sentence_.size() && digit(sentence_[i + 1]))))
      ++i;
    // "2O %": a letter that a scanner read for a nought.
    std::string read(sentence_.substr(start, i - start));
    std::size_t end = i;
    while (end < sentence_.size() && (sentence_[end] == 'O' || sentence_[end] == 'o')) ++end;
    if (end == sentence_.size() || !letter(sentence_[end])) {
      read.append(end - i, '0');
      i = end;
    }
    const bool euro = euro_before(sentence_, start);
    // Behind the sign of the euro a plain space may stand between thousands too.
    while (euro && i < sentence_.size() && sentence_[i] == ' ' && thousands(sentence_.substr(i + 1))) {
      read += sentence_.substr(i, 4);
      i += 4;
    }
    Figure figure{number(read), {}, start, i};
    at_ = i;
    if (!euro && scale(start, i)) return;
    if (!euro && share(figure)) {
      keep(figure);
      at_ = figure.end;
      return;
    }
    behind(figure);
    if (euro) figure.unit = "euro";
    const std::string before = word_before(sentence_, start);
    // "KPI 6 Kilo restafval", "Euro 6": the number of something.
    if (figure.unit != "percent" && figure.unit != "points" && figure.unit != "euro" && names_a_number(before)) return;
    if (figure.unit.empty()) figure.unit = unit_before(before);
    if (figure.unit.empty() && before == "pso" && sentence_.substr(i).starts_with("+")) figure.unit = "percent";
    if (figure.unit.empty() && figure.value <= 1000 && alone(sentence_, start, i)) figure.unit = "points";
    if (figure.unit.empty() && i == sentence_.size() && low(0, 3) == "kpi" && sentence_.substr(0, start).ends_with(": "))
      figure.unit = "pieces";
    if (figure.unit.empty() && counts(sentence_, figure)) {
      figure.unit = "pieces";
      figure.counted = true;
    }
    keep(figure);
    at_ = std::max(i, figure.end);
  }
};

}  // namespace

std::vector<Figure> figures(std::string_view sentence) {
  // Most sentences hold no such sign at all.
  const bool plain = std::none_of(sentence.begin(), sentence.end(), [](char c) { return c == '\xc2' || c == '\xe2' || c == '\xef'; });
  if (plain) return Reader(sentence).run();
  const Plain set = plain_of(sentence);
  std::vector<Figure> out = Reader(set.text).run();
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
