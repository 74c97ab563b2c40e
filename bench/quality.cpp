// How well notices are read: fields against the values in bench/data/notices.tsv, which were read by hand (its head says how). A
// field counts where either side has a value: exact, missing (we have none) or wrong.
// Usage: scripts/bench quality notices [FOLDER], or scripts/bench quality links; the notices themselves are not in this repository.
#include <fmt/format.h>

#include <filesystem>
#include <set>

#include "bench/report.h"
#include "notices/notice.h"
#include "platform/base/files.h"

namespace tenzij::bench {
// quality_links.cpp
int quality_links(const std::filesystem::path& home, const Options& options);
}  // namespace tenzij::bench

namespace {

using namespace tenzij;

struct Tally {
  int exact = 0;
  int missing = 0;
  int wrong = 0;
};

std::string cents(const std::optional<std::int64_t>& value) { return value ? std::to_string(*value) : std::string(); }

std::string codes(const notices::Notice& notice) {
  std::set<std::string> all;
  for (const auto& each : notice.declared) all.insert(each.code);
  std::string out;
  for (const auto& each : all) out += (out.empty() ? "" : ",") + each;
  return out;
}

// The first sixty characters, as the table has them.
std::string beginning(const std::string& title) {
  std::string out;
  std::size_t characters = 0;
  for (const char c : text::collapse_spaces(title)) {
    if ((static_cast<unsigned char>(c) & 0xc0U) != 0x80U && ++characters > 60) break;
    out += c;
  }
  return out;
}

std::map<std::string, std::string> fields_of(const notices::Notice& n) {
  return {{"buyer", n.buyers.empty() ? "" : n.buyers.front().name},
          {"buyerId", n.buyers.empty() ? "" : n.buyers.front().identifier},
          {"title", beginning(n.title)},
          {"date", n.published_on ? n.published_on->str() : ""},
          {"number", n.publication_number},
          {"stage", boost::describe::enum_to_string(n.stage, "")},
          {"procedure", n.procedure_type},
          {"cpv", n.cpv},
          {"nature", n.nature},
          {"estimated", cents(n.estimated_cents)},
          {"awarded", cents(n.awarded_cents)},
          {"maximum", cents(n.maximum_cents)},
          {"lots", std::to_string(n.lots.size())},
          {"winner", n.winners.empty() ? "" : n.winners.front().name},
          {"tenders", n.tenders_received ? std::to_string(*n.tenders_received) : ""},
          {"outcome", n.outcome},
          {"languages", n.format == notices::Format::eforms ? n.language : ""},
          {"declared", codes(n)}};
}

std::map<std::string, std::filesystem::path> files_below(const std::filesystem::path& folder) {
  std::map<std::string, std::filesystem::path> out;
  for (const auto& each : std::filesystem::recursive_directory_iterator(folder))
    if (each.is_regular_file()) out[each.path().filename().string()] = each.path();
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  const std::filesystem::path home = TENZIJ_HOME;
  if (argc > 1 && std::string(argv[1]) == "links") return bench::quality_links(home, bench::Options(argc, argv));
  if (argc < 2 || std::string(argv[1]) != "notices") {
    fmt::print(stderr, "Usage: scripts/bench quality notices [FOLDER] | links\n");
    return 2;
  }
  const std::filesystem::path folder = argc > 2 ? std::filesystem::path(argv[2]) : home.parent_path() / "shared" / "data" / "notices";
  if (!std::filesystem::exists(folder)) {
    fmt::print("skipped: {} is not on this machine\n", folder.string());
    return 0;
  }
  const auto files = files_below(folder);
  const std::string table = read_file(home / "bench" / "data" / "notices.tsv");
  auto lines = text::split(table, '\n');
  std::erase_if(lines, [](std::string_view line) { return line.starts_with('#'); });
  const auto head = text::split(lines.front(), '\t');
  std::map<std::string, Tally> tallies;
  std::vector<std::string> faults;
  int read = 0;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const auto cells = text::split(lines[i], '\t');
    if (cells.size() != head.size()) continue;
    const auto file = files.find(std::string(cells[0]));
    if (file == files.end()) continue;
    ++read;
    std::map<std::string, std::string> ours;
    try {
      notices::parse(read_file(file->second), [&](notices::Notice&& notice, std::string_view) { ours = fields_of(notice); });
    } catch (const notices::Rejected& fault) {
      faults.push_back(file->first + " refused: " + fault.code);
    }
    for (std::size_t c = 1; c < head.size(); ++c) {
      const std::string name(head[c]);
      const std::string expected(cells[c]);
      const std::string& found = ours[name];
      if (expected.empty() && found.empty()) continue;
      Tally& tally = tallies[name];
      if (expected == found) {
        ++tally.exact;
      } else {
        ++(found.empty() ? tally.missing : tally.wrong);
        faults.push_back(fmt::format("{} {}: \"{}\", not \"{}\"", file->first, name, found, expected));
      }
    }
  }
  Tally all;
  fmt::print("{} notices\n{:<12} {:>6} {:>8} {:>6}\n", read, "field", "exact", "missing", "wrong");
  for (const auto column : head) {
    const auto found = tallies.find(std::string(column));
    if (found == tallies.end()) continue;
    const Tally& tally = found->second;
    fmt::print("{:<12} {:>6} {:>8} {:>6}\n", found->first, tally.exact, tally.missing, tally.wrong);
    all.exact += tally.exact;
    all.missing += tally.missing;
    all.wrong += tally.wrong;
  }
  fmt::print("{:<12} {:>6} {:>8} {:>6}\n", "all", all.exact, all.missing, all.wrong);
  for (const std::string& each : faults) fmt::print("  {}\n", each);
  return 0;
}
