#include "scan/training/rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <stdexcept>

#include "platform/base/files.h"
#include "platform/base/text.h"

namespace tenzij::scan::training {

namespace {

void check(const Row& row) {
  for (const std::string& theme : row.themes)
    if (std::find(theme_names.begin(), theme_names.end(), theme) == theme_names.end()) throw std::runtime_error("unknown theme " + theme);
  Instrument out{};
  if (!row.instrument.empty() && !boost::describe::enum_from_string(row.instrument.c_str(), out))
    throw std::runtime_error("unknown instrument " + row.instrument);
  if (row.themes.empty() != row.instrument.empty()) throw std::runtime_error("a theme needs an instrument, and none needs none");
}

void read_into(const std::filesystem::path& file, std::vector<Row>& out) {
  const std::string content = read_file(file);
  std::size_t number = 0;
  for (const std::string_view line : text::split(content, '\n')) {
    ++number;
    if (line.empty() || line.front() == '#' || line.starts_with("text\tthemes\t")) continue;
    const auto cells = text::split(line, '\t');
    try {
      if (cells.size() < 3) throw std::runtime_error("too few columns");
      const auto cell = [&](std::size_t i) { return i < cells.size() ? std::string(text::trim(cells[i])) : std::string(); };
      Row row{cell(0), {}, cell(2), cell(3), cell(4), cell(5)};
      for (const std::string_view theme : text::split(cells[1], ','))
        if (text::trim(theme) != "none" && !text::trim(theme).empty()) row.themes.emplace(text::trim(theme));
      if (row.themes.empty() && row.instrument == "none") row.instrument.clear();
      check(row);
      if (!row.text.empty()) out.push_back(std::move(row));
    } catch (const std::exception& fault) {
      throw std::runtime_error(file.string() + ":" + std::to_string(number) + ": " + fault.what());
    }
  }
}

void write_row(std::ofstream& out, int label, const std::vector<Feature>& features) {
  std::map<std::uint32_t, float> sums;
  for (const Feature& each : features) sums[each.slot] += each.value;
  std::string line = std::to_string(label);
  for (const auto& [slot, value] : sums) line += fmt::format(" {}:{:.5g}", slot + 1, value);
  out << line << '\n';
}

// The weights of liblinear's model file by label: one vector for two classes, else one for each.
std::map<int, std::vector<double>> read_model(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::string word;
  std::vector<int> labels;
  std::size_t features = 0;
  while (in >> word && word != "w") {
    if (word == "label") {
      std::string rest;
      std::getline(in, rest);
      for (const std::string_view each : text::split(text::trim(rest), ' ')) labels.push_back(std::atoi(std::string(each).c_str()));
    } else if (word == "nr_feature") {
      in >> features;
    }
  }
  const std::size_t columns = labels.size() == 2 ? 1 : labels.size();
  std::map<int, std::vector<double>> out;
  for (std::size_t i = 0; i < columns; ++i) out[labels[i]].assign(feature_slots + 1, 0);
  // Slots beyond the last that any row has are not in the file; the bias comes last.
  for (std::size_t row = 0; row <= features; ++row)
    for (std::size_t i = 0; i < columns; ++i)
      if (!(in >> out[labels[i]][row == features ? feature_slots : row])) throw std::runtime_error(file.string() + " is cut short");
  if (columns == 1) {
    out[labels[1]] = out[labels[0]];
    for (double& each : out[labels[1]]) each = -each;
  }
  return out;
}

std::map<int, std::vector<double>> run(const std::filesystem::path& rows, const std::string& cost) {
  const std::filesystem::path model = rows.string() + ".model";
  const std::string command = fmt::format("liblinear-train -q -s 0 -B 1 -c {} '{}' '{}'", cost, rows.string(), model.string());
  if (std::system(command.c_str()) != 0) throw std::runtime_error("liblinear-train failed; Debian has it in liblinear-tools");
  auto out = read_model(model);
  std::filesystem::remove(model);
  std::filesystem::remove(rows);
  return out;
}

// Which heading a row stands under, which rows do not say: one of its own instrument in half of the cases, of another in
// one of ten.
std::optional<Instrument> heading_for(const std::string& row_text, Instrument own) {
  const std::uint64_t dice = word_hash(row_text) >> 7U;
  if (dice % 10 < 5) return own == Instrument::none ? std::nullopt : std::optional(own);
  if (dice % 10 < 6) return static_cast<Instrument>(dice / 10 % (instrument_count - 1));
  return std::nullopt;
}

}  // namespace

std::vector<Row> read(const std::filesystem::path& file_or_folder) {
  std::vector<std::filesystem::path> files{file_or_folder};
  if (std::filesystem::is_directory(file_or_folder)) {
    files.clear();
    for (const auto& each : std::filesystem::directory_iterator(file_or_folder))
      if (each.path().extension() == ".tsv") files.push_back(each.path());
    std::sort(files.begin(), files.end());
  }
  std::vector<Row> out;
  for (const auto& each : files) read_into(each, out);
  return out;
}

Weights learn(const Engine& engine, const std::vector<Row>& rows, const std::filesystem::path& work, const std::string& cost) {
  std::filesystem::create_directories(work);
  Weights out;
  std::vector<std::vector<Feature>> features;
  features.reserve(rows.size());
  for (const Row& row : rows) features.push_back(engine.theme_features(row.text));
  for (std::size_t t = 0; t < theme_outputs; ++t) {
    const auto file = work / std::to_string(t);
    {
      std::ofstream to(file);
      for (std::size_t i = 0; i < rows.size(); ++i) {
        const bool yes = t == asks_output ? !rows[i].themes.empty() : rows[i].themes.contains(std::string(theme_names[t]));
        write_row(to, yes ? 1 : 2, features[i]);
      }
    }
    out.themes[t] = run(file, cost).at(1);
  }
  const auto file = work / "instruments";
  {
    std::ofstream to(file);
    for (const Row& row : rows)
      for (const std::string& theme : row.themes) {
        Instrument own{};
        boost::describe::enum_from_string(row.instrument.c_str(), own);
        write_row(to, static_cast<int>(own), engine.instrument_features(row.text, theme, heading_for(row.text, own)));
      }
  }
  for (auto& [label, weights] : run(file, cost)) out.instruments[static_cast<std::size_t>(label)] = std::move(weights);
  for (auto& each : out.instruments)
    if (each.empty()) {
      each.assign(feature_slots + 1, 0);
      each.back() = -10;  // never seen, never chosen
    }
  return out;
}

}  // namespace tenzij::scan::training
