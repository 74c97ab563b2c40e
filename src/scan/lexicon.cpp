#include "scan/lexicon.h"

#include <algorithm>

#include "platform/base/files.h"
#include "platform/base/ids.h"
#include "platform/base/text.h"

namespace tenzij::scan {

namespace {

// A row of a lexicon file: columns separated by tabs, '#' starts a comment line.
template <class Row>
void each_row(const std::filesystem::path& path, std::string& digest, std::size_t columns, Row&& row) {
  const std::string content = read_file(path);
  digest += sha256_hex(content);
  std::size_t number = 0;
  for (const std::string_view line : text::split(content, '\n')) {
    ++number;
    if (text::trim(line).empty() || line.front() == '#') continue;
    const auto cells = text::split(line, '\t');
    try {
      if (cells.size() < columns) throw std::runtime_error("too few columns");
      row(cells);
    } catch (const std::exception& fault) {
      throw std::runtime_error(path.string() + ":" + std::to_string(number) + ": " + fault.what());
    }
  }
}

template <class Enum>
Enum enum_of(std::string_view name) {
  Enum out{};
  if (!boost::describe::enum_from_string(std::string(name).c_str(), out)) throw std::runtime_error("unknown name " + std::string(name));
  return out;
}

std::string slug(std::string_view pattern) {
  std::string out;
  for (const char c : pattern) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain) out += c;
    else if (!out.empty() && out.back() != '-') out += '-';
  }
  while (!out.empty() && out.back() == '-') out.pop_back();
  return out;
}

}  // namespace

Lexicon read_lexicon(const std::filesystem::path& folder, bool lists, std::string& digest) {
  const std::string language = folder.filename().string();
  Lexicon lexicon{language, {}, Phrases(Stemmer(language, read_file(folder / "exceptions.tsv")))};
  const auto add = [&](Entry entry, std::string_view target, std::string_view patterns) {
    const auto all = text::split(patterns, ';');
    entry.id = language + ":" + std::string(target) + ":" + slug(text::trim(all.front()));
    const auto theme = std::find(theme_names.begin(), theme_names.end(), entry.theme);
    entry.theme_number = static_cast<std::size_t>(theme - theme_names.begin());
    if (!entry.theme.empty() && theme == theme_names.end()) throw std::runtime_error("unknown theme " + entry.theme);
    const auto number = static_cast<std::uint32_t>(lexicon.entries.size());
    const bool telling = entry.kind == Kind::theme || entry.kind == Kind::weak;
    for (const std::string_view pattern : all) lexicon.phrases.add(text::trim(pattern), number, telling);
    lexicon.entries.push_back(std::move(entry));
  };
  // Each phrase of a list is an entry of its own: the finding names it.
  std::uint32_t rows = 0;
  const auto add_each = [&](Kind kind, std::string_view theme, std::string_view patterns) {
    Entry entry{{}, kind, std::string(theme)};
    entry.number = rows++;
    for (const std::string_view pattern : text::split(patterns, ';'))
      if (!text::trim(pattern).empty()) add(entry, theme, text::trim(pattern));
  };
  // theme, strong|weak, patterns separated by ';'
  each_row(folder / "themes.tsv", digest, 3, [&](const auto& cells) {
    if (cells[1] != "strong" && cells[1] != "weak") throw std::runtime_error("second column must be strong or weak");
    Entry entry{{}, cells[1] == "weak" ? Kind::weak : Kind::theme, std::string(cells[0])};
    if (cells.size() > 3 && !text::trim(cells[3]).empty()) entry.instrument = enum_of<Instrument>(text::trim(cells[3]));
    add(entry, cells[0], cells[2]);
  });
  // what it looks like, patterns
  each_row(folder / "blocks.tsv", digest, 2, [&](const auto& cells) { add(Entry{{}, Kind::block, {}}, "block", cells[1]); });
  // kind, target, patterns[, weight]
  each_row(folder / "cues.tsv", digest, 3, [&](const auto& cells) {
    Entry entry{{}, enum_of<Kind>(cells[0]), {}};
    if (entry.kind == Kind::instrument) entry.instrument = enum_of<Instrument>(cells[1]);
    if (entry.kind == Kind::strength) entry.strength = enum_of<Strength>(cells[1]);
    if (cells.size() > 3 && !cells[3].empty()) entry.weight = cells[3][0] - '0';
    add(entry, cells[1].empty() || cells[1] == "-" ? cells[0] : cells[1], cells[2]);
  });
  const auto list = [&](const char* name, std::size_t columns, const auto& row) {
    if (lists && std::filesystem::exists(folder / name)) each_row(folder / name, digest, columns, row);
  };
  list("phrases.tsv", 2, [&](const auto& cells) { add_each(Kind::phrase, cells[0], cells[1]); });
  list("everyday.tsv", 2, [&](const auto& cells) { add_each(Kind::everyday, cells[0], cells[1]); });
  std::uint32_t pairs = 0;
  list("pairs.tsv", 3, [&](const auto& cells) {
    for (const Kind half : {Kind::near_one, Kind::near_other}) {
      Entry entry{{}, half, std::string(cells[0])};
      entry.number = pairs;
      add(entry, cells[0], cells[half == Kind::near_one ? 1 : 2]);
    }
    ++pairs;
  });
  list("frames.tsv", 2, [&](const auto& cells) {
    Entry entry{{}, Kind::frame, {}};
    entry.number = static_cast<std::uint32_t>(enum_of<Frame>(cells[0]));
    add(entry, cells[0], cells[1]);
  });
  return lexicon;
}

}  // namespace tenzij::scan
