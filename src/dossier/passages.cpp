// From blocks to passages and findings, and what the name of a file says. No database.
#include <algorithm>

#include "dossier/store.h"
#include "platform/base/text.h"

namespace tenzij::dossier {

namespace {

using documents::BlockKind;

constexpr std::size_t longest_heading = 500;  // bytes, in a path of headings
constexpr std::size_t language_read = 20'000;

// What people see, as one text; where each of its passages begins in it, in characters.
struct Joined {
  std::string text;
  std::vector<std::int64_t> starts;  // of visible passages
  std::vector<int> positions;        // of the same
};

Joined joined(const std::vector<DocumentPassage>& passages) {
  Joined out;
  std::int64_t at = 0;
  for (const DocumentPassage& each : passages) {
    if (each.hidden) continue;
    const std::string_view mark = each.kind == BlockKind::heading ? "# " : "";
    out.starts.push_back(at + static_cast<std::int64_t>(mark.size()));
    out.positions.push_back(each.position);
    out.text.append(mark).append(each.text).append("\n\n");
    at = out.starts.back() + static_cast<std::int64_t>(text::code_points(each.text)) + 2;
  }
  return out;
}

// A finding of the whole text as one of its passage.
std::optional<DocumentFinding> placed(scan::Finding&& found, const Joined& whole, const std::vector<DocumentPassage>& passages) {
  const auto behind = std::upper_bound(whole.starts.begin(), whole.starts.end(), found.start);
  // A mark of a heading stands in front of it.
  const auto index = behind == whole.starts.begin() ? 0 : static_cast<std::size_t>(behind - whole.starts.begin()) - 1;
  if (index >= whole.positions.size()) return std::nullopt;
  const DocumentPassage& passage = passages[static_cast<std::size_t>(whole.positions[index])];
  const std::int64_t begin = whole.starts[index];
  const auto size = static_cast<std::int64_t>(text::code_points(passage.text));
  const auto inside = [&](std::int64_t& place) { place = std::clamp<std::int64_t>(place - begin, 0, size); };
  DocumentFinding out;
  static_cast<scan::Finding&>(out) = std::move(found);
  inside(out.start);
  inside(out.end);
  for (scan::Place& each : out.terms) {
    inside(each.start);
    inside(each.end);
  }
  out.passage = passage.position;
  out.page = passage.page;
  out.heading = passage.heading;
  return out;
}

// A passage of a few words is in the language of what stands around it.
void find_languages(std::vector<DocumentPassage>& passages) {
  std::string begin;
  for (std::size_t i = 0; i < passages.size() && begin.size() < language_read; ++i) begin += passages[i].text + "\n";
  std::string language = scan::Engine::language_of(begin);
  for (DocumentPassage& each : passages) each.language = language = scan::Engine::language_of(each.text, language);
}

bool digits_only(std::string_view word) { return !word.empty() && word.find_first_not_of("0123456789") == std::string_view::npos; }

// A file's name in words, in small letters: spaces, marks and brackets part them; a point between digits does not.
std::vector<std::string> words_of(std::string_view file_name) {
  std::string_view name = file_name.substr(file_name.find_last_of("/\\") == std::string_view::npos ? 0 : file_name.find_last_of("/\\") + 1);
  const std::size_t dot = name.rfind('.');
  if (dot != std::string_view::npos && dot > 0 && name.size() - dot <= 9) name = name.substr(0, dot);
  const std::string low = text::lower_ascii(name);
  const auto digit = [&](std::size_t i) { return i < low.size() && low[i] >= '0' && low[i] <= '9'; };
  std::vector<std::string> out(1);
  for (std::size_t i = 0; i < low.size(); ++i) {
    const bool inside = low[i] == '.' && i > 0 && digit(i - 1) && digit(i + 1);
    const bool parts = !inside && std::string_view(" _-.,;+()[]\t").find(low[i]) != std::string_view::npos;
    if (!parts) out.back() += low[i];
    else if (!out.back().empty()) out.emplace_back();
  }
  if (out.back().empty()) out.pop_back();
  return out;
}

// "v2", "v1.2", "versie", "def", "20270301": what tells versions apart.
bool tells_version(std::string_view word) {
  constexpr std::array<std::string_view, 14> marks{"versie", "version", "concept", "draft", "def",    "definitief", "final",
                                                   "nieuw",  "oud",     "kopie",   "copy",  "schoon", "gewijzigd",  "wijzigingen"};
  if (std::find(marks.begin(), marks.end(), word) != marks.end()) return true;
  if (word.size() > 1 && word.front() == 'v') return word.find_first_not_of("0123456789.", 1) == std::string_view::npos;
  return word.size() >= 6 && digits_only(word);
}

bool year(std::string_view word) { return word.size() == 4 && digits_only(word) && (word.starts_with("19") || word.starts_with("20")); }

}  // namespace

std::string name_of_series(std::string_view file_name) {
  const std::vector<std::string> words = words_of(file_name);
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    // "versie 2", "2027-03-01", "1 3 2027"
    if (words[i] == "versie" || words[i] == "version") i += i + 1 < words.size() && digits_only(words[i + 1].substr(0, 1)) ? 1 : 0;
    else if (i + 2 < words.size() && year(words[i]) && digits_only(words[i + 1]) && digits_only(words[i + 2])) i += 2;
    else if (i + 2 < words.size() && year(words[i + 2]) && digits_only(words[i]) && digits_only(words[i + 1])) i += 2;
    else if (!tells_version(words[i])) out += (out.empty() ? "" : " ") + words[i];
  }
  return out;
}

DocumentKind kind_by_name(std::string_view file_name) {
  std::string name = " ";
  for (const std::string& word : words_of(file_name)) name += word + " ";
  const auto says = [&](std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view each) { return name.find(each) != std::string::npos; });
  };
  if (says({" nvi ", "inlichtingen", "vragen en antwoorden"})) return DocumentKind::answers;
  if (says({"overeenkomst", "contract ", "agreement"})) return DocumentKind::draft_agreement;
  if (says({"gunning", "beoordeling", "award"})) return DocumentKind::award_model;
  if (says({" pve ", " pvew ", "eisen", "requirements", "specificatie", "bestek"})) return DocumentKind::requirements;
  if (says({"leidraad", "beschrijvend document", "aanbestedingsdocument", " guide "})) return DocumentKind::guide;
  if (says({"opdrachtbrief", "opdracht", "assignment"})) return DocumentKind::assignment_letter;
  if (says({"aankondiging", " notice "})) return DocumentKind::notice;
  if (says({"bijlage", "annex", "appendix"})) return DocumentKind::annex;
  return DocumentKind::other;
}

void scan_again(Reading& reading, const scan::Engine& engine) {
  find_languages(reading.passages);
  reading.findings.clear();
  reading.hidden = reading.unread = 0;
  for (const DocumentPassage& each : reading.passages) {
    reading.hidden += each.hidden ? 1 : 0;
    reading.unread += !each.hidden && each.language == "other" ? 1 : 0;
  }
  const Joined whole = joined(reading.passages);
  scan::Context context;
  context.document = true;
  context.marked = true;
  for (scan::Finding& each : engine.scan(whole.text, context))
    if (auto found = placed(std::move(each), whole, reading.passages)) {
      found->position = static_cast<int>(reading.findings.size());
      reading.findings.push_back(std::move(*found));
    }
}

Reading look_at_found(const documents::FoundDocument& document, const scan::Engine& engine) {
  Reading out;
  std::vector<std::pair<int, std::string>> above;  // depth and title
  out.passages.reserve(document.text.blocks.size());
  for (const documents::Block& block : document.text.blocks) {
    DocumentPassage passage;
    passage.position = static_cast<int>(out.passages.size());
    passage.kind = block.kind;
    passage.depth = block.depth;
    passage.label = text::shorten(block.label, limits::code_longest);
    passage.text = block.text;
    passage.origin = block.origin;
    passage.page = block.page;
    passage.box = block.box;
    passage.hidden = block.hidden;
    if (static_cast<std::size_t>(passage.position) < document.places.size()) {
      const documents::SheetPlace& place = document.places[static_cast<std::size_t>(passage.position)];
      passage.sheet = text::shorten(place.sheet, limits::code_longest);
      passage.line = place.row;
    }
    if (block.kind == BlockKind::heading && !block.hidden)
      while (!above.empty() && above.back().first >= block.depth) above.pop_back();
    for (const auto& [depth, title] : above) passage.heading.push_back(title);
    if (block.kind == BlockKind::heading && !block.hidden) above.emplace_back(block.depth, text::shorten(block.text, longest_heading));
    out.passages.push_back(std::move(passage));
  }
  scan_again(out, engine);
  return out;
}

Reading look_at(const documents::DocumentText& document, const scan::Engine& engine) { return look_at_found({document, {}}, engine); }

}  // namespace tenzij::dossier
