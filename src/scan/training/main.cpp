// Makes knowledge/lexicon/nl/model.bin of the rows and lists beside it. Usage: scripts/train [--with FILE]... [--out FILE]
#include <fmt/format.h>

#include "platform/base/files.h"
#include "scan/training/rows.h"

int main(int argc, char** argv) {
  using namespace tenzij;
  const std::filesystem::path lexicon = std::filesystem::path(TENZIJ_HOME) / "knowledge" / "lexicon";
  std::filesystem::path out = lexicon / "nl" / "model.bin";
  try {
    auto rows = scan::training::read(lexicon / "training");
    for (int i = 1; i + 1 < argc; i += 2) {
      if (std::string(argv[i]) == "--out") out = argv[i + 1];
      else if (std::string(argv[i]) == "--with")
        for (auto& each : scan::training::read(argv[i + 1])) rows.push_back(std::move(each));
    }
    const scan::Engine engine(lexicon, {}, scan::Layers{});
    const auto work = std::filesystem::temp_directory_path() / ("tenzij-train-" + std::to_string(getpid()));
    const auto weights = scan::training::learn(engine, rows, work);
    std::filesystem::remove_all(work);
    const std::string bytes = scan::pack(weights, scan::training_fingerprint(lexicon));
    write_file(out, bytes);
    fmt::print("{} rows, {} bytes: {}\n", rows.size(), bytes.size(), out.string());
  } catch (const std::exception& fault) {
    fmt::print(stderr, "{}\n", fault.what());
    return 1;
  }
  return 0;
}
