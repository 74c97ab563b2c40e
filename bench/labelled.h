// The labelled sentences and how well the scan does on them: precision, recall and F1 per theme and instrument.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "platform/base/files.h"
#include "platform/base/text.h"
#include "scan/scan.h"

namespace tenzij::labelled {

struct Sentence {
  std::string text;
  std::set<std::string> themes;
  std::set<std::string> pairs;  // theme:instrument
};

inline std::vector<Sentence> read(const std::filesystem::path& file) {
  std::vector<Sentence> out;
  const std::string content = read_file(file);
  for (const std::string_view line : text::split(content, '\n')) {
    const auto cells = text::split(line, '\t');
    if (line.starts_with('#') || cells.size() < 2) continue;
    Sentence sentence{std::string(cells[0]), {}, {}};
    if (text::trim(cells[1]) != "-")
      for (const std::string_view pair : text::split(cells[1], ',')) {
        sentence.pairs.emplace(text::trim(pair));
        sentence.themes.emplace(text::trim(pair).substr(0, text::trim(pair).find(':')));
      }
    out.push_back(std::move(sentence));
  }
  return out;
}

struct Score {
  int hit = 0;
  int wrong = 0;
  int missed = 0;
  [[nodiscard]] double precision() const { return hit + wrong == 0 ? 1 : static_cast<double>(hit) / (hit + wrong); }
  [[nodiscard]] double recall() const { return hit + missed == 0 ? 1 : static_cast<double>(hit) / (hit + missed); }
  [[nodiscard]] double f1() const {
    const double sum = precision() + recall();
    return sum == 0 ? 0 : 2 * precision() * recall() / sum;
  }
};

struct Result {
  std::map<std::string, Score> themes;
  std::map<std::string, Score> instruments;  // of themes that were found rightly
  Score all_themes;
  Score all_instruments;
  std::vector<std::string> mistakes;
};

inline void count(std::map<std::string, Score>& by, Score& all, const std::set<std::string>& expected, const std::set<std::string>& found) {
  for (const auto& each : expected) {
    const bool hit = found.contains(each);
    (hit ? by[each].hit : by[each].missed) += 1;
    (hit ? all.hit : all.missed) += 1;
  }
  for (const auto& each : found)
    if (!expected.contains(each)) {
      by[each].wrong += 1;
      all.wrong += 1;
    }
}

inline Result evaluate(const scan::Engine& engine, const std::vector<Sentence>& sentences) {
  Result result;
  for (const Sentence& sentence : sentences) {
    std::set<std::string> themes;
    std::set<std::string> instruments;
    std::set<std::string> expected;
    std::set<std::string> pairs;
    scan::Context context;
    context.language = "nl";
    for (const auto& finding : engine.scan(sentence.text, context)) {
      const std::string instrument = boost::describe::enum_to_string(finding.instrument, "");
      themes.insert(finding.theme);
      pairs.insert(finding.theme + ":" + instrument);
      if (sentence.themes.contains(finding.theme)) instruments.insert(instrument);
    }
    for (const auto& pair : sentence.pairs)
      if (themes.contains(pair.substr(0, pair.find(':')))) expected.insert(pair.substr(pair.find(':') + 1));
    count(result.themes, result.all_themes, sentence.themes, themes);
    count(result.instruments, result.all_instruments, expected, instruments);
    if (pairs != sentence.pairs) {
      std::string line = sentence.text + "\n     expected:";
      for (const auto& each : sentence.pairs) line += " " + each;
      line += "   found:";
      for (const auto& each : pairs) line += " " + each;
      result.mistakes.push_back(line);
    }
  }
  return result;
}

}  // namespace tenzij::labelled
