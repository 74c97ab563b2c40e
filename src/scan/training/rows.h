// Rows that the model is learned from: knowledge/lexicon/training/*.tsv, with the columns text, themes, instrument,
// figure, source and kind. How rows are labelled: knowledge/lexicon/training/README.md.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "scan/model.h"

namespace tenzij::scan::training {

struct Row {
  std::string text;
  std::set<std::string> themes;  // empty: asks nothing
  std::string instrument;        // empty when it asks nothing
  std::string figure;            // as written
  std::string source;            // who wrote it, or what made it
  std::string kind;
};

// Measured on rows of authors that were left out: docs/decisions/0043.
inline constexpr const char* measured_cost = "2";

// One file, or all of a folder by name. Throws with file and line when a row is wrong.
std::vector<Row> read(const std::filesystem::path& file_or_folder);

// Learns weights from rows with liblinear's program in `work`, a folder for its files. `heading` rows get the instrument
// of a heading in six of ten cases. Throws when liblinear is missing or fails. The same rows give the same bytes.
// `cost`: liblinear's -c, the larger the less large weights are held back.
Weights learn(const Engine& engine, const std::vector<Row>& rows, const std::filesystem::path& work,
              const std::string& cost = measured_cost);

}  // namespace tenzij::scan::training
