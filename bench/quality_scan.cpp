// How well the scan reads rows by authors it has not learned from: themes, instruments, figures, traps by kind and false
// alarms, with each layer left out in turn, and with fewer rows. Sources (authors) are held out whole, never single rows:
// templates and copies of a row stay on one side.
// Without options it prints all of that, and the sets that nobody tunes on as the shipped model reads them.
// Usage: scripts/bench quality scan [--rows FILE] [--test FILE]... [--folds N] [--only N] [--mistakes] [--shipped] [--layers] [--curve]
//        [--sweep] [--cost C] [--models FOLDER: keeps what was learned, to look at a change of rules alone]
#include <fmt/format.h>

#include <cstring>
#include <map>

#include "bench/labelled.h"
#include "scan/training/rows.h"

namespace {

using namespace tenzij;
using scan::training::Row;

// Rows of the labelled sentences of the tests: text, theme:instrument pairs, figure, kind.
std::vector<Row> labelled_rows(const std::filesystem::path& file) {
  std::vector<Row> out;
  const std::string content = read_file(file);
  for (const std::string_view line : text::split(content, '\n')) {
    const auto cells = text::split(line, '\t');
    if (line.starts_with('#') || cells.size() < 2) continue;
    const auto cell = [&](std::size_t i) { return i < cells.size() ? std::string(text::trim(cells[i])) : std::string(); };
    Row row{cell(0), {}, {}, cell(2), "labelled", cell(3)};
    if (cell(1) != "-")
      for (const std::string_view pair : text::split(cells[1], ',')) {
        const std::string_view each = text::trim(pair);
        row.themes.emplace(each.substr(0, each.find(':')));
        row.instrument = std::string(each.substr(each.find(':') + 1));
      }
    out.push_back(std::move(row));
  }
  return out;
}

std::vector<Row> test_rows(const std::filesystem::path& file) {
  return read_file(file).starts_with("text\t") ? scan::training::read(file) : labelled_rows(file);
}

struct Measured {
  labelled::Score themes;
  labelled::Score pairs;    // theme and instrument
  labelled::Score figures;  // of themes that were found
  std::map<std::string, labelled::Score> by_theme;
  std::map<std::string, labelled::Score> by_instrument;
  std::map<std::string, std::pair<int, int>> traps;  // by kind: fallen for, of
  int trapped = 0;
  int plain = 0;
  std::size_t ordinary_words = 0;  // of text that speaks of no theme at all
  std::size_t alarms = 0;
  std::vector<std::string> mistakes;
};

std::optional<double> value_of(std::string_view figure) {
  std::string plain;
  bool started = false;
  for (std::size_t i = 0; i < figure.size(); ++i) {
    const char c = figure[i];
    if (c >= '0' && c <= '9') {
      started = true;
      plain += c;
    } else if (c == ',' && started) {
      plain += '.';
    } else if (c == '.' && started && i + 3 < figure.size()) {
      continue;
    } else if (started) {
      break;
    }
  }
  if (plain.empty()) return std::nullopt;
  return std::strtod(plain.c_str(), nullptr) * (figure.find("mln") != std::string_view::npos ? 1e6 : 1);
}

void count_row(const scan::Engine& engine, const Row& row, Measured& out) {
  const scan::Context context;
  std::set<std::string> found;
  std::set<std::string> pairs;
  std::set<std::string> expected;
  bool figure_right = false;
  bool figure_given = false;
  const auto value = value_of(row.figure);
  for (const auto& finding : engine.scan(row.text, context)) {
    found.insert(finding.theme);
    pairs.insert(finding.theme + ":" + boost::describe::enum_to_string(finding.instrument, ""));
    figure_given = figure_given || (row.themes.contains(finding.theme) && finding.figure);
    figure_right = figure_right || (value && finding.figure && std::abs(finding.figure->value - *value) < 1e-6);
  }
  for (const std::string& theme : row.themes) expected.insert(theme + ":" + row.instrument);
  labelled::count(out.by_theme, out.themes, row.themes, found);
  std::map<std::string, labelled::Score> unused;
  labelled::count(unused, out.pairs, expected, pairs);
  for (const auto& each : expected) {
    auto& score = out.by_instrument[each.substr(each.find(':') + 1)];
    pairs.contains(each) ? ++score.hit : ++score.missed;
  }
  for (const auto& each : pairs)
    if (!expected.contains(each)) ++out.by_instrument[each.substr(each.find(':') + 1)].wrong;
  if (value && figure_right) ++out.figures.hit;
  else if (value) ++out.figures.missed;
  if (figure_given && !figure_right) ++out.figures.wrong;
  if (row.themes.empty()) {
    auto& [fallen, of] = out.traps[row.kind];
    ++of;
    fallen += found.empty() ? 0 : 1;
    out.trapped += found.empty() ? 0 : 1;
    ++out.plain;
    if (row.kind == "plain") {
      out.alarms += found.size();
      out.ordinary_words += scan::placed_words(row.text).size();
    }
  }
  const bool figure_wrong = (value && !figure_right) || (!value && figure_given);
  if (pairs != expected || figure_wrong) {
    std::string line = "[" + row.kind + "] " + row.text + "\n    expected:";
    for (const auto& each : expected) line += " " + each;
    line += " " + row.figure + "  found:";
    for (const auto& finding : engine.scan(row.text, context))
      line += fmt::format(" {}:{} {}", finding.theme, boost::describe::enum_to_string(finding.instrument, ""),
                          finding.figure ? fmt::format("{} {}", finding.figure->value, finding.figure->unit) : "");
    out.mistakes.push_back(line);
  }
}

void print(const std::string& name, const Measured& m) {
  fmt::print(
      "{:<28} theme P {:.3f} R {:.3f} F1 {:.3f}  theme+instrument F1 {:.3f}  figures {:.3f}  traps {:.1f} %  false alarms {:.1f} per "
      "10,000 words of ordinary text\n",
      name, m.themes.precision(), m.themes.recall(), m.themes.f1(), m.pairs.f1(), m.figures.f1(),
      m.plain == 0 ? 0.0 : 100.0 * m.trapped / m.plain,
      m.ordinary_words == 0 ? 0.0 : 1e4 * static_cast<double>(m.alarms) / static_cast<double>(m.ordinary_words));
}

void print_all(const Measured& m) {
  for (const auto& [theme, score] : m.by_theme)
    fmt::print("  {:<26} P {:.3f} R {:.3f} F1 {:.3f}\n", theme, score.precision(), score.recall(), score.f1());
  for (const auto& [instrument, score] : m.by_instrument)
    fmt::print("  {:<26} P {:.3f} R {:.3f} F1 {:.3f}\n", instrument, score.precision(), score.recall(), score.f1());
  for (const auto& [kind, of] : m.traps) fmt::print("  {:<26} {} of {}\n", kind, of.first, of.second);
}

struct Split {
  std::vector<Row> train;
  std::vector<Row> test;
};

class Trial {
 public:
  Trial(std::filesystem::path lexicon, std::filesystem::path work) : lexicon_(std::move(lexicon)), work_(std::move(work)) {}
  std::string cost = scan::training::measured_cost;
  bool sweep = false;    // other probabilities too
  bool shipped = false;  // the model in the folder, nothing is learned
  std::filesystem::path models{};

  Measured run(const std::vector<Split>& splits, const scan::Layers& layers, std::size_t keep = 100) const {
    Measured out;
    const scan::Engine reader(lexicon_, {}, layers);
    for (const Split& split : splits) {
      std::vector<Row> rows;
      for (std::size_t i = 0; i < split.train.size(); ++i)
        if (i * 37 % 100 < keep) rows.push_back(split.train[i]);
      std::string model;
      const auto kept = models / ("fold-" + std::to_string(&split - splits.data()));
      if (shipped) model = read_file(lexicon_ / "nl" / "model.bin");
      else if (!models.empty() && std::filesystem::exists(kept)) model = read_file(kept);
      else if (layers.model) model = scan::pack(scan::training::learn(reader, rows, work_, cost), std::string(64, '0'));
      if (!models.empty() && !shipped && !std::filesystem::exists(kept)) write_file(kept, model);
      if (sweep) limits(split, model, layers);
      const scan::Engine engine(lexicon_, model, layers);
      for (const Row& row : split.test) count_row(engine, row, out);
    }
    return out;
  }

 private:
  void limits(const Split& split, const std::string& model, scan::Layers layers) const {
    for (const float asks : {0.0F, 0.5F, 1.0F})
      for (const float likely : {0.5F, 0.4F, 0.3F, 0.2F}) {
        layers.likely = likely;
        layers.asks = asks;
        layers.likely_with_strong = likely * 0.7F;
        Measured out;
        const scan::Engine engine(lexicon_, model, layers);
        for (const Row& row : split.test) count_row(engine, row, out);
        print(fmt::format("from {}, asks {}", likely, asks), out);
      }
  }
  std::filesystem::path lexicon_;
  std::filesystem::path work_;
};

// Sources in turn over the folds; each fold is tested once by what was learned from the others.
std::vector<Split> by_source(const std::vector<Row>& rows, std::size_t folds) {
  std::map<std::string, std::size_t> fold_of;
  for (const Row& row : rows) fold_of.emplace(row.source, 0);
  std::size_t next = 0;
  for (auto& [source, fold] : fold_of) fold = next++ % folds;
  std::vector<Split> out(folds);
  for (std::size_t fold = 0; fold < folds; ++fold)
    for (const Row& row : rows) (fold_of.at(row.source) == fold ? out[fold].test : out[fold].train).push_back(row);
  return out;
}

void layers_off(const Trial& trial, const std::vector<Split>& splits, const std::string& one) {
  const auto without = [&](const char* name, bool scan::Layers::*member) {
    if (!one.empty() && one != name) return;
    scan::Layers layers;
    layers.*member = false;
    print(std::string("without ") + name, trial.run(splits, layers));
  };
  without("words", &scan::Layers::words);
  without("pieces", &scan::Layers::pieces);
  without("neighbours", &scan::Layers::neighbours);
  without("lists", &scan::Layers::lists);
  without("frames", &scan::Layers::frames);
  without("shape", &scan::Layers::shape);
  without("strong rules", &scan::Layers::strong_rules);
  without("the model", &scan::Layers::model);
}

struct Options {
  std::filesystem::path from;
  std::vector<std::filesystem::path> tests;
  bool mistakes = false;
  bool layers = false;
  bool curve = false;
  bool all = true;  // nothing was asked: everything
  std::string without;
  std::size_t folds = 4;
  std::size_t most = 100;
};

Options options_of(int argc, char** argv, Trial& trial, std::filesystem::path from) {
  Options out;
  out.from = std::move(from);
  out.all = argc == 1;
  for (int i = 1; i < argc; ++i) {
    const std::string option = argv[i];
    if (option == "--rows" && i + 1 < argc) out.from = argv[++i];
    else if (option == "--test" && i + 1 < argc) out.tests.emplace_back(argv[++i]);
    else if (option == "--folds" && i + 1 < argc) out.folds = std::strtoul(argv[++i], nullptr, 10);
    else if (option == "--only" && i + 1 < argc) out.most = std::strtoul(argv[++i], nullptr, 10);
    else if (option == "--cost" && i + 1 < argc) trial.cost = argv[++i];
    else if (option == "--models" && i + 1 < argc) trial.models = argv[++i];
    else if (option == "--sweep") trial.sweep = true;
    else if (option == "--shipped") trial.shipped = true;
    else if (option == "--mistakes") out.mistakes = true;
    else if (option == "--layers") out.layers = true;
    else if (option == "--without" && i + 1 < argc) out.without = argv[++i];
    else if (option == "--curve") out.curve = true;
  }
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  const std::filesystem::path home = TENZIJ_HOME;
  const auto lexicon = home / "knowledge" / "lexicon";
  Trial trial(lexicon, std::filesystem::temp_directory_path() / ("tenzij-quality-" + std::to_string(getpid())));
  const Options options = options_of(argc, argv, trial, lexicon / "training");
  const auto rows = trial.shipped ? std::vector<Row>{} : scan::training::read(options.from);
  auto splits = by_source(rows, options.folds);
  if (splits.size() > options.most) splits.resize(options.most);
  if (!options.tests.empty()) splits.clear();
  for (const auto& each : options.tests) splits.push_back({rows, test_rows(each)});
  const Measured all = trial.run(splits, scan::Layers{});
  if (options.mistakes)
    for (const std::string& each : all.mistakes) fmt::print("{}\n", each);
  print(fmt::format("{} rows", rows.size()), all);
  print_all(all);
  if (options.all) {
    Trial shipped = trial;
    shipped.shipped = true;
    for (const char* name : {"hard", "second", "held-out"})
      print(std::string(name) + " set, shipped model",
            shipped.run({{{}, test_rows(home / "src/scan/test/labelled" / (std::string(name) + ".tsv"))}}, scan::Layers{}));
    // Learning again for each costs time: one fold shows it.
    splits.resize(1);
    print("one fold of these", trial.run(splits, scan::Layers{}));
  }
  if (options.layers || options.all || !options.without.empty()) layers_off(trial, splits, options.without);
  if (options.curve || options.all)
    for (const std::size_t keep : {12, 25, 50, 75}) print(fmt::format("{} % of the rows", keep), trial.run(splits, scan::Layers{}, keep));
  return 0;
}
