// Weights learned from knowledge/lexicon/training: six themes (yes or no) and eight instruments (one of), as one byte
// each. Made by scripts/train; the file says which rows and lists it came from.
#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "scan/features.h"

namespace tenzij::scan {

// Beside the six themes: whether the sentence asks or wants anything at all, whatever the theme. What turns a sentence into
// one that asks nothing is the same for all themes, and is learned of all rows together.
inline constexpr std::size_t asks_output = theme_count;
inline constexpr std::size_t theme_outputs = theme_count + 1;

// Seven of themes or eight instruments; what is over stays zero.
using Sums = std::array<float, 8>;

class Model {
 public:
  Model() = default;  // knows nothing
  // Throws std::runtime_error when the bytes are no model.
  explicit Model(std::string_view bytes);

  [[nodiscard]] bool empty() const { return themes_.empty(); }
  [[nodiscard]] const std::string& fingerprint() const { return fingerprint_; }
  void add_themes(const Feature& feature, Sums& sums) const { add(themes_, theme_scale_, feature, sums); }
  void add_instruments(const Feature& feature, Sums& sums) const { add(instruments_, instrument_scale_, feature, sums); }
  [[nodiscard]] const Sums& theme_bias() const { return theme_bias_; }
  [[nodiscard]] const Sums& instrument_bias() const { return instrument_bias_; }

 private:
  using Row = std::array<std::int16_t, 8>;
  std::vector<Row> themes_;
  std::vector<Row> instruments_;
  std::vector<std::uint64_t> theme_bits_;  // slots with any weight: few pairs of words have one
  std::vector<std::uint64_t> instrument_bits_;
  Sums theme_scale_{};
  Sums instrument_scale_{};
  Sums theme_bias_{};
  Sums instrument_bias_{};
  std::string fingerprint_;

  void add(const std::vector<Row>& rows, const Sums& scale, const Feature& feature, Sums& sums) const {
    const auto& bits = &rows == &themes_ ? theme_bits_ : instrument_bits_;
    if ((bits[feature.slot / 64] >> (feature.slot % 64) & 1U) == 0) return;
    const Row& row = rows[feature.slot];
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += feature.value * scale[i] * static_cast<float>(row[i]);
  }
};

// Weights as liblinear gives them: by output, by slot; the bias last.
struct Weights {
  std::array<std::vector<double>, theme_outputs> themes;
  std::array<std::vector<double>, 8> instruments;  // by Instrument
};

// To one byte each, the finer the smaller: w = scale * q * |q|.
std::string pack(const Weights& weights, const std::string& fingerprint);
// Of the rows and lists below `lexicon` that a model is made from.
std::string training_fingerprint(const std::filesystem::path& lexicon);

}  // namespace tenzij::scan
