// Intake of notices: files/s for reading, reading and scanning, and the whole way into the database; OCDS lines in
// MB/s beside simdjson alone on the same bytes.
#include <simdjson.h>

#include "app/kinds.h"
#include "bench/report.h"
#include "notices/notices.h"
#include "platform/base/files.h"
#include "tests/support/server.h"

using namespace tenzij;

namespace {

const std::filesystem::path home = TENZIJ_HOME;

// The real notices when they are on this machine, or else the project's own fixtures.
std::vector<std::string> originals(bool& real) {
  std::vector<std::string> out;
  const auto folder = home.parent_path() / "shared" / "data" / "notices";
  real = std::filesystem::exists(folder);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(real ? folder : home / "tests" / "fixtures"))
    if (entry.is_regular_file() && entry.path().extension() == ".xml") out.push_back(read_file(entry.path()));
  return out;
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
}

// Copies with identifiers of their own, so that every one is a new notice.
std::vector<std::string> replicated(const std::vector<std::string>& from, std::size_t count) {
  std::vector<std::string> out;
  for (std::size_t i = 0; out.size() < count; ++i) {
    std::string copy = from[i % from.size()];
    const std::string suffix = fmt::format("{:06}", i);
    std::string id;
    std::string key;
    try {
      notices::parse(copy, [&](notices::Notice&& notice, std::string_view) {
        id = notice.source_id;
        key = notice.procedure_key;
      });
    } catch (const notices::Rejected&) {
      continue;
    }
    if (id.starts_with("sha256-")) continue;
    replace_all(copy, id, id + suffix);
    if (key != id) replace_all(copy, key, key + suffix);
    out.push_back(std::move(copy));
  }
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  if (const auto status = app::as_reader(argc, argv)) return *status;
  const bench::Options options(argc, argv);
  bench::Report report(options);
  bool real = false;
  const auto source = originals(real);
  const auto files = replicated(source, options.quick ? 1000 : 5000);
  double bytes = 0;
  for (const auto& file : files) bytes += static_cast<double>(file.size());
  const auto count = static_cast<double>(files.size());
  report.figure("real notices", real ? 1 : 0);
  report.figure("files", count);
  report.figure("MB", bytes / 1e6);

  const scan::Engine engine(home / "knowledge" / "lexicon");
  const double parsed = bench::best_of(2, [&] {
    for (const auto& file : files) notices::parse(file, [](notices::Notice&&, std::string_view) {});
  });
  const double scanned = bench::best_of(2, [&] {
    for (const auto& file : files)
      notices::parse(file, [&](notices::Notice&& notice, std::string_view) { static_cast<void>(notices::scan_notice(engine, notice)); });
  });
  process::Launcher launcher(app::programs());
  reader::Readers readers(launcher, app::reader_program);
  const double through = bench::best_of(2, [&] {
    std::size_t next = 0;
    readers.batch(
        [&]() -> std::optional<reader::File> {
          if (next >= files.size()) return std::nullopt;
          const std::size_t mine = next++;
          return reader::File{"notices", std::to_string(mine) + ".xml", files[mine]};
        },
        {[&](const reader::File& file, const std::string&, reader::Result&& result) {
           static_cast<void>(notices::scan_notice(engine, notices::read_notice(file, std::move(result)).notice));
         },
         {}});
  });
  tenzij::testing::TestServer server;
  std::size_t at = 0;
  const double stored = bench::best_of(1, [&] {
    notices::import_files(
        server.pool(), server.actor(), {server.application().readers(), engine, system_now},
        [&]() -> std::optional<notices::SourceFile> {
          if (at >= files.size()) return std::nullopt;
          const std::size_t mine = at++;
          return notices::SourceFile{std::to_string(mine) + ".xml", files[mine]};
        },
        [](std::int64_t) {});
  });
  report.figure("parse files/s", count / parsed);
  report.figure("parse + scan files/s", count / scanned);
  report.figure("through the reader + scan files/s", count / through);
  report.figure("through the reader / in this process", scanned / through);
  report.figure("parse + scan + store files/s", count / stored);
  report.figure("parse MB/s", bytes / 1e6 / parsed);

  std::string lines;
  const std::string demo = read_file(home / "knowledge" / "demo" / "noorderveen" / "notices.jsonl");
  while (lines.size() < (options.quick ? 4'000'000U : 16'000'000U)) lines += demo;
  const double ocds = bench::best_of(2, [&] {
    notices::parse(lines, [&](notices::Notice&& notice, std::string_view) { static_cast<void>(notices::scan_notice(engine, notice)); });
  });
  simdjson::dom::parser parser;
  const simdjson::padded_string padded(lines);
  const double bare = bench::best_of(3, [&] {
    std::size_t documents = 0;
    for (const auto document : parser.parse_many(padded)) documents += document.error() == simdjson::SUCCESS ? 1U : 0U;
    static_cast<void>(documents);
  });
  const double megabytes = static_cast<double>(lines.size()) / 1e6;
  report.figure("OCDS lines parse + scan MB/s", megabytes / ocds);
  report.figure("simdjson alone MB/s", megabytes / bare);
  report.figure("OCDS / simdjson", bare / ocds);
  return report.finish();
}
