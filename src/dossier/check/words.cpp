#include "dossier/check/words.h"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "platform/base/files.h"
#include "platform/base/text.h"
#include "scan/scan.h"

namespace tenzij::dossier {

namespace {

// Words around a number that say whether it is a floor or a ceiling.
constexpr std::size_t words_around = 4;

std::string folded_phrase(std::string_view words, bool& open) {
  words = text::trim(words);
  open = words.ends_with('*');
  std::string out = plain_line(words);
  if (open && out.size() > 1) out.pop_back();
  return out;
}

bool digits(std::string_view word) { return !word.empty() && word.find_first_not_of("0123456789") == std::string_view::npos; }

double number_of(std::string_view word) {
  double out = 0;
  std::from_chars(word.data(), word.data() + word.size(), out);
  return out;
}

// A number over several words: "2.500", "0,5". `last` becomes its last word.
double whole_number(std::string_view text, const std::vector<scan::PlacedWord>& words, std::size_t first, std::size_t& last) {
  std::string written = words[first].folded;
  bool decimal = false;
  last = first;
  while (last + 1 < words.size() && digits(words[last + 1].folded) && words[last + 1].start == words[last].end + 1 && !decimal) {
    const char mark = text[words[last].end];
    const std::string& next = words[last + 1].folded;
    if (mark == '.' && next.size() == 3) written += next;
    else if (mark == ',' || mark == '.') {
      written += "." + next;
      decimal = true;
    } else break;
    ++last;
  }
  return number_of(written);
}

}  // namespace

std::string plain_line(std::string_view text) {
  std::string out = " ";
  for (const scan::PlacedWord& each : scan::placed_words(text)) out += each.folded + " ";
  return out;
}

std::vector<std::string_view> sentences_of(std::string_view text) {
  static const std::set<std::string, std::less<>> short_words{"art",  "bijv", "ca",  "circa", "nr", "blz", "evt",
                                                              "incl", "excl", "max", "min",   "jl", "dhr", "mevr"};
  std::vector<std::string_view> out;
  std::size_t begin = 0;
  const auto take = [&](std::size_t end) {
    const auto piece = text::trim(text.substr(begin, end - begin));
    if (!piece.empty()) out.push_back(piece);
    begin = end;
  };
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    const char mark = text[i];
    if (mark == '\n' && text[i + 1] == '\n') take(i + 1);
    if ((mark != '.' && mark != '?' && mark != '!' && mark != ';') || (text[i + 1] != ' ' && text[i + 1] != '\n')) continue;
    if (mark == '.') {
      const std::size_t from = text.find_last_of(" \n(", i);
      const std::string word = text::lower_ascii(
          text.substr(from == std::string_view::npos ? 0 : from + 1, i - (from == std::string_view::npos ? 0 : from + 1)));
      if (short_words.contains(word) || word.size() == 1 || (word.find('.') != std::string::npos && word.size() < 6)) continue;
    }
    take(i + 1);
  }
  take(text.size());
  return out;
}

CheckWords::CheckWords(const std::filesystem::path& folder) {
  const std::string content = read_file(folder / "check-words.tsv");
  for (const std::string_view line : text::split(content, '\n')) {
    if (line.empty() || line.front() == '#') continue;
    const auto cells = text::split(line, '\t');
    if (cells.size() != 3) throw std::runtime_error("check-words.tsv: three columns expected: " + std::string(line));
    add(cells[0], cells[1], cells[2]);
  }
  for (auto& [first, list] : same_)
    std::stable_sort(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
}

void CheckWords::add_same(const std::string& name, std::string_view words) {
  std::vector<std::string> stems;
  for (const scan::PlacedWord& each : scan::placed_words(words)) stems.push_back(scan::normal_form(each.folded));
  if (!stems.empty()) same_[stems.front()].emplace_back(stems, "#" + name);
}

void CheckWords::add(std::string_view kind, std::string_view name, std::string_view words) {
  const std::string list(name);
  for (const std::string_view raw : text::split(words, ';')) {
    const std::string word(text::trim(raw));
    if (word.empty()) continue;
    bool open = false;
    if (kind == "unit") {
      const bool most = list.ends_with(":most");
      const std::string unit = most ? list.substr(0, list.size() - 5) : list;
      if (most) less_is_better_.insert(unit);
      if (word.front() == '*') unit_ends_.emplace_back(word.substr(1), unit);
      else units_[word] = unit;
    } else if (kind == "before") units_before_[word] = list;
    else if (kind == "number") numbers_[std::string(text::trim(plain_line(word)))] = number_of(list);
    else if (kind == "share") shares_[word] = number_of(list);
    else if (kind == "same") add_same(list, word);
    else if (kind == "opposite") {
      const std::string phrase = folded_phrase(word, open);
      opposites_["#" + list].push_back({phrase, open});
    } else if (kind == "plain") (list == "light" ? light_ : plain_).insert(word.front() == '#' ? word : scan::normal_form(word));
    else if (kind == "vague" || kind == "denied" || kind == "allowed" || kind == "negation" || kind == "fixed" || kind == "scored" ||
             kind == "least" || kind == "most") {
      const std::string phrase = folded_phrase(word, open);
      phrases_[std::string(kind)].push_back({phrase, open});
    } else throw std::runtime_error("check-words.tsv: unknown kind " + std::string(kind));
  }
}

std::optional<std::string> CheckWords::says(std::string_view kind, std::string_view text) const {
  std::string line = plain_line(text);
  // What only looks like it goes first.
  if (kind == "denied" || kind == "negation" || kind == "allowed")
    if (const auto fixed = phrases_.find("fixed"); fixed != phrases_.end())
      for (const Phrase& each : fixed->second)
        for (std::size_t at = line.find(each.words); at != std::string::npos; at = line.find(each.words, at + 1))
          line.replace(at, each.words.size(), " | ");
  const auto found = phrases_.find(kind);
  if (found == phrases_.end()) return std::nullopt;
  for (const Phrase& each : found->second)
    if (const std::size_t at = line.find(each.words); at != std::string::npos) {
      const std::size_t end = each.open ? line.find(' ', at + 1) : at + each.words.size() - 1;
      return line.substr(at + 1, end - at - 1);
    }
  return std::nullopt;
}

std::string CheckWords::unit_of(std::string_view word) const {
  if (const auto found = units_.find(word); found != units_.end()) return found->second;
  for (const auto& [end, unit] : unit_ends_)
    if (word.size() > end.size() && word.ends_with(end)) return unit;
  return "";
}

std::vector<CheckFigure> CheckWords::figures(std::string_view text) const {
  const auto words = scan::placed_words(text);
  std::vector<CheckFigure> out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i].folded;
    CheckFigure each;
    std::size_t last = i;
    if (digits(word)) each.value = whole_number(text, words, i, last);
    else if (const auto number = numbers_.find(word); number != numbers_.end()) each.value = number->second;
    else if (const auto share = shares_.find(word); share != shares_.end()) {
      each.value = share->second;
      each.unit = "percent";
    } else continue;
    std::size_t end = words[last].end;
    if (each.unit.empty()) {
      std::string_view rest = text.substr(end);
      while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
      if (rest.starts_with('%')) {
        each.unit = "percent";
        end = text.size() - rest.size() + 1;
      } else if (last + 1 < words.size()) {
        each.unit = unit_of(words[last + 1].folded);
        if (!each.unit.empty()) end = words[last + 1].end;
      }
      const auto before = i > 0 ? units_before_.find(words[i - 1].folded) : units_before_.end();
      const bool euro = words[i].start >= 4 && text.substr(words[i].start - 4, 4).find("€") != std::string_view::npos;
      if (euro) each.unit = "euro";
      else if (each.unit.empty() && before != units_before_.end()) each.unit = before->second;
      else if (each.unit.empty() && word.size() == 4 && last == i && each.value >= 1990 && each.value < 2100) each.unit = "year";
    }
    if (each.unit.empty()) continue;
    const std::size_t from = words[i < words_around ? 0 : i - words_around].start;
    const std::string_view front = text.substr(from, words[i].start - from);
    const std::string_view behind = text.substr(end, 24);
    if (says("most", front)) each.direction = Direction::most;
    else if (says("least", front)) each.direction = Direction::least;
    else if (behind.find("of meer") < 6 || behind.find("of hoger") < 6) each.direction = Direction::least;
    else if (says("most", behind) && behind.find("of ") < 24) each.direction = Direction::most;
    each.written = std::string(text::trim(text.substr(words[i].start, end - words[i].start)));
    out.push_back(std::move(each));
    i = last;
  }
  return out;
}

Direction CheckWords::usual(const std::string& unit) const {
  return unit == "year" || less_is_better_.contains(unit) ? Direction::most : Direction::least;
}

float CheckWords::weight(const std::string& stem) const {
  if (light_.contains(stem)) return 0.12F;
  if (stem.starts_with('#')) return 1.5F;
  if (plain_.contains(stem) || digits(stem)) return 0;
  return std::min(1.5F, 0.4F + static_cast<float>(stem.size()) / 8.0F);
}

std::vector<std::string> CheckWords::forms(std::string_view text) const {
  std::vector<std::string> stems;
  for (const scan::PlacedWord& each : scan::placed_words(text)) stems.push_back(scan::normal_form(each.folded));
  std::vector<std::string> out;
  for (std::size_t i = 0; i < stems.size();) {
    std::size_t taken = 0;
    if (const auto found = same_.find(stems[i]); found != same_.end())
      for (const auto& [phrase, name] : found->second)
        if (i + phrase.size() <= stems.size() && std::equal(phrase.begin(), phrase.end(), stems.begin() + static_cast<std::ptrdiff_t>(i))) {
          out.push_back(name);
          taken = phrase.size();
          break;
        }
    if (taken == 0) {
      out.push_back(stems[i]);
      taken = 1;
    }
    i += taken;
  }
  return out;
}

bool CheckWords::opposite(const std::string& form, std::string_view text) const {
  const auto found = opposites_.find(form);
  if (found == opposites_.end()) return false;
  const std::string line = plain_line(text);
  return std::any_of(found->second.begin(), found->second.end(),
                     [&](const Phrase& each) { return line.find(each.words) != std::string::npos; });
}

}  // namespace tenzij::dossier
