#include "scan/structure.h"

#include <algorithm>
#include <array>

#include "platform/base/steps.h"
#include "platform/base/text.h"

namespace tenzij::scan {

namespace {

constexpr std::size_t looked_at = 48;  // bytes at the beginning of a sentence that say what it is
constexpr std::uint32_t longest_lead = 30;
constexpr std::uint32_t longest_list = 60;

bool is_cipher(char c) { return c >= '0' && c <= '9'; }
bool small(char c) { return c >= 'a' && c <= 'z'; }

std::string_view of(std::string_view text, const Sentence& piece) { return text.substr(piece.start, piece.end - piece.start); }

// Without marks of a list, a table or a heading in front.
std::string_view bare(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '#' || text.front() == '|' || text.front() == ';' ||
                           text.front() == '-' || text.front() == '*' || text.front() == '('))
    text.remove_prefix(1);
  return text;
}

// Small letters of the beginning, when it begins with one of `letters` (small ones); empty else: most sentences do not.
std::string beginning(std::string_view text, std::string_view letters) {
  text = bare(text);
  if (text.empty() || letters.find(static_cast<char>(text.front() | 0x20)) == std::string_view::npos) return {};
  return text::lower_ascii(text.substr(0, looked_at));
}

// Words behind which a colon, number or nothing makes a label: "Vraag 12:", "Antwoord", "Q3:".
bool labelled(const std::string& low, std::initializer_list<std::string_view> labels) {
  for (const std::string_view label : labels) {
    if (!low.starts_with(label)) continue;
    std::size_t at = label.size();
    if (at < low.size() && small(low[at])) continue;
    while (at < low.size() && (low[at] == ' ' || low[at] == '.' || is_cipher(low[at]))) ++at;
    const bool number = at > label.size() && std::any_of(low.begin() + static_cast<std::ptrdiff_t>(label.size()),
                                                         low.begin() + static_cast<std::ptrdiff_t>(at), is_cipher);
    if (at >= low.size() || low[at] == ':' || low[at] == '|' || low[at] == ')' || (number && label.size() > 1)) return true;
  }
  return false;
}

bool begins_question(std::string_view sentence) { return labelled(beginning(sentence, "vq"), {"vraag", "question", "q", "vr."}); }

// The first word behind a label and a number.
std::string first_word(std::string_view sentence) {
  std::string_view text = bare(sentence);
  if (begins_question(text)) {
    const std::size_t colon = text.find_first_of(":|)");
    if (colon < looked_at) text = bare(text.substr(colon + 1));
  }
  while (!text.empty() && (is_cipher(text.front()) || text.front() == '.' || text.front() == ')' || text.front() == ' '))
    text.remove_prefix(1);
  std::size_t end = 0;
  while (end < text.size() && (small(text[end]) || (text[end] >= 'A' && text[end] <= 'Z'))) ++end;
  return text::lower_ascii(text.substr(0, end));
}

// Verbs that open a question which asks for yes or no, and words that ask for a reason.
constexpr auto asking = std::to_array<std::string_view>(
    {"geldt",  "gelden", "is",       "zijn",   "mag",    "mogen",   "kan",        "kunnen",    "kunt",  "klopt",  "wordt",
     "worden", "bent",   "gaat",     "waarom", "moet",   "moeten",  "dient",      "dienen",    "telt",  "tellen", "vindt",
     "heeft",  "hebt",   "volstaat", "wilt",   "zou",    "zult",    "worden",     "begrijpen", "staat", "valt",   "vallen",
     "hoeft",  "hoeven", "blijft",   "komt",   "krijgt", "bestaat", "accepteert", "does",      "do",    "are",    "can",
     "could",  "may",    "must",     "will",   "would",  "why",     "should",     "shall"});

bool weighs(std::string_view sentence) {
  for (const std::string_view word : {"punt", "pnt", " pt", "eging", "ewicht", "points", "weegt", "weight", "score"})
    if (sentence.find(word) != std::string_view::npos) return true;
  return false;
}

// "a. zet", "- zet", "• zet", "zet": what may follow a line that ends in a colon.
bool list_item(std::string_view sentence) {
  if (sentence.empty()) return false;
  const char c = sentence.front();
  if (c == '-' || c == '*' || static_cast<unsigned char>(c) == 0xe2 || small(c)) return true;
  std::size_t at = sentence.front() == '(' ? 1 : 0;
  const std::size_t from = at;
  while (at < sentence.size() && at < from + 3 && (small(sentence[at]) || is_cipher(sentence[at]))) ++at;
  return at > from && at < sentence.size() && (sentence[at] == '.' || sentence[at] == ')');
}

std::size_t cells(std::string_view sentence) { return static_cast<std::size_t>(std::count(sentence.begin(), sentence.end(), '|')); }

bool any_cipher(std::string_view sentence) { return std::any_of(sentence.begin(), sentence.end(), is_cipher); }

// Questions and their answers. Only a text with answers has questions over several paragraphs.
void mark_questions(std::string_view text, const std::vector<Sentence>& pieces, std::vector<Around>& out) {
  const bool answers = std::any_of(pieces.begin(), pieces.end(), [&](const Sentence& each) { return begins_answer(of(text, each)); });
  bool asked = false;
  bool answering = false;
  std::size_t paragraph = 0;  // the first sentence of it
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const std::string_view own = of(text, pieces[i]);
    const bool answer = begins_answer(own);
    const bool follows = i > 0 && text.substr(pieces[i - 1].end, pieces[i].start - pieces[i - 1].end).find('\n') == std::string_view::npos;
    if (!follows || answer || own.starts_with("|")) paragraph = i;
    steps::add(own.size() / 16 + 1);
    if (answer) asked = false;
    else if (answers && begins_question(own)) asked = true;
    answering = answer || (answering && !asked && !pieces[i].heading);
    out[i].answer = answering;
    out[i].silent = asked || (!answer && i > paragraph && out[i - 1].silent);
    if (asked || !tenderer_asks(own)) continue;
    // What is said on the way to a question is quoted, not asked.
    for (std::size_t each = paragraph; each <= i; ++each) out[each].silent = true;
    steps::add(i - paragraph);
    paragraph = i;
  }
}

}  // namespace

bool begins_answer(std::string_view sentence) {
  return labelled(beginning(sentence, "ar"), {"antwoord", "answer", "reactie gemeente", "reactie", "a"});
}

bool tenderer_asks(std::string_view sentence) {
  if (sentence.empty() || sentence.back() != '?' || weighs(sentence)) return false;
  if (begins_question(sentence)) return true;
  const std::string word = first_word(sentence);
  return std::find(asking.begin(), asking.end(), word) != asking.end();
}

bool contents_line(std::string_view text) {
  if (text.empty() || !is_cipher(text.back())) return false;
  const bool dots = text.find("....") != std::string_view::npos || text.find(". . .") != std::string_view::npos;
  return (dots || text.find('\t') != std::string_view::npos) && text.find('%') == std::string_view::npos && !weighs(text);
}

namespace {

constexpr auto numbered =
    std::to_array<std::string_view>({"eis", "wens", "artikel", "criterium", "subgunningscriterium", "gunningscriterium", "kpi", "bepaling",
                                     "punt", "requirement", "clause", "article"});

// "4.3", "w6", "12a" at `at`; empty when no number stands there.
std::string number_at(const std::string& low, std::size_t at) {
  std::size_t end = at;
  while (end < low.size() &&
         (is_cipher(low[end]) || small(low[end]) || (low[end] == '.' && end + 1 < low.size() && is_cipher(low[end + 1]))))
    ++end;
  std::string out = low.substr(at, end - at);
  const bool number = out.size() <= 8 && any_cipher(out) && std::count_if(out.begin(), out.end(), small) <= 2;
  return number ? out : std::string();
}

}  // namespace

std::vector<std::string> references(std::string_view sentence) {
  const std::string low = text::lower_ascii(sentence);
  std::vector<std::string> out;
  for (std::size_t at = 0; at < low.size();) {
    if (!small(low[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < low.size() && (small(low[end]) || is_cipher(low[end]))) ++end;
    const std::string_view word = std::string_view(low).substr(at, end - at);
    const bool names = std::find(numbered.begin(), numbered.end(), word) != numbered.end();
    // "W6", but not "co2" or a word: one or two capitals and a number.
    const bool code = award_code(std::string(sentence.substr(at, end - at)) + " ") > 0;
    std::string found = names ? number_at(low, end + 1) : code ? std::string(word) : std::string();
    if (!found.empty()) out.push_back(std::move(found));
    steps::add(end - at);
    at = end;
  }
  return out;
}

std::string own_number(std::string_view sentence) {
  const std::string low = text::lower_ascii(bare(sentence).substr(0, looked_at));
  for (const std::string_view word : numbered)
    if (low.starts_with(word) && low.size() > word.size() && low[word.size()] == ' ') return number_at(low, word.size() + 1);
  const std::string number = number_at(low, 0);
  return number.find('.') == std::string::npos && std::none_of(number.begin(), number.end(), small) ? std::string() : number;
}

std::vector<Around> around_of(std::string_view text, const std::vector<Sentence>& pieces) {
  std::vector<Around> out(pieces.size());
  mark_questions(text, pieces, out);
  std::uint32_t lead = no_lead;
  std::uint32_t head = no_lead;
  std::size_t columns = 0;
  for (std::uint32_t i = 0; i < pieces.size(); ++i) {
    const std::string_view own = of(text, pieces[i]);
    steps::add(own.size() / 16 + 1);
    if (contents_line(own)) out[i].silent = true;
    if (const std::size_t bars = cells(own); bars > 0) {
      if (head != no_lead && bars == columns) {
        out[i].lead = head;
        out[i].row = true;
      } else {
        head = any_cipher(own) ? no_lead : i;
        columns = bars;
      }
      lead = no_lead;
      continue;
    }
    head = no_lead;
    if (own.back() == ':' && pieces[i].last - pieces[i].first <= longest_lead && pieces[i].last > pieces[i].first) {
      lead = i;
      continue;
    }
    if (lead == no_lead) continue;
    if (pieces[i].heading || i - lead > longest_list || !list_item(own)) {
      lead = no_lead;
      continue;
    }
    out[i].lead = lead;
  }
  return out;
}

void by_column(std::string_view head, std::string_view row, std::vector<Figure>& figures) {
  std::vector<std::string> names;
  for (const std::string_view each : text::split(head, '|')) names.push_back(text::lower_ascii(text::trim(each)));
  std::erase_if(figures, [&](Figure& figure) {
    const std::size_t column = cells(row.substr(0, figure.start));
    if (column >= names.size()) return false;
    const std::string& name = names[column];
    const auto has = [&](std::string_view word) { return name.find(word) != std::string::npos; };
    steps::add(name.size());
    if (name == "nr" || name == "nr." || name == "#" || has("nummer") || has("pagina") || has("artikel") || has("a4")) return true;
    // What says its unit itself needs no head.
    if (figure.unit != "points" && !figure.counted) return false;
    if (has("%") || has("procent") || has("percentage")) figure.unit = "percent";
    else if (has("euro") || has("\u20ac") || has("korting")) figure.unit = "euro";
    else if (has("plaatsen") || has("leerling") || has("personen") || has("kandidaten")) figure.unit = "places";
    return false;
  });
}

}  // namespace tenzij::scan
