// The scan: how good (labelled sentences) and how fast, beside the bare token pass and Vectorscan's regular
// expressions with positions on the same phrases and text.
#include <hs/hs.h>

#include <array>
#include <ctime>

#include "bench/labelled.h"
#include "bench/report.h"
#include "scan/features.h"

using namespace tenzij;

namespace {

const std::filesystem::path home = TENZIJ_HOME;

// Seconds of this thread's own work, the best of some rounds: other programs on the machine do not count.
template <class Work>
double best_work_of(int rounds, Work&& work) {
  const auto now = [] {
    timespec at{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
    return static_cast<double>(at.tv_sec) + static_cast<double>(at.tv_nsec) / 1e9;
  };
  double best = 0;
  for (int i = 0; i < rounds; ++i) {
    const double begin = now();
    work();
    const double took = now() - begin;
    if (i == 0 || took < best) best = took;
  }
  return best;
}

void quality(bench::Report& report, const scan::Engine& engine, const std::string& half) {
  const auto result = labelled::evaluate(engine, labelled::read(home / "src/scan/test/labelled" / (half + ".tsv")));
  const auto print = [&](const std::string& name, const labelled::Score& score) {
    report.figure(half + " " + name + " precision", score.precision());
    report.figure(half + " " + name + " recall", score.recall());
    report.figure(half + " " + name + " F1", score.f1());
  };
  print("themes", result.all_themes);
  for (const auto& [theme, score] : result.themes) print("theme " + theme, score);
  print("instruments", result.all_instruments);
  for (const auto& [instrument, score] : result.instruments) print("instrument " + instrument, score);
}

// The theme phrases as regular expressions: what another engine would be given.
std::vector<std::string> expressions() {
  std::vector<std::string> out;
  const std::string content = read_file(home / "knowledge/lexicon/nl/themes.tsv");
  for (const std::string_view line : text::split(content, '\n')) {
    const auto cells = text::split(line, '\t');
    if (line.starts_with('#') || cells.size() < 3) continue;
    for (const std::string_view pattern : text::split(cells[2], ';')) {
      std::string expression = "\\b";
      for (const char c : text::trim(pattern)) {
        if (c == '*') expression += "\\w*";
        else if (c == '_') expression += "(\\w+\\W+){0,3}";
        else if (c == ' ' || c == '-') expression += "\\W+";
        else expression += c;
      }
      out.push_back(expression + "(e|en|s)?\\b");
    }
  }
  return out;
}

struct Vectorscan {
  hs_database_t* database = nullptr;
  hs_scratch_t* scratch = nullptr;
  double compile_seconds = 0;
  explicit Vectorscan(const std::vector<std::string>& all) {
    std::vector<const char*> raw;
    std::vector<unsigned> flags;
    std::vector<unsigned> ids;
    for (const auto& each : all) {
      raw.push_back(each.c_str());
      flags.push_back(HS_FLAG_CASELESS | HS_FLAG_SOM_LEFTMOST);
      ids.push_back(static_cast<unsigned>(ids.size()));
    }
    hs_compile_error_t* fault = nullptr;
    compile_seconds = bench::best_of(1, [&] {
      if (hs_compile_multi(raw.data(), flags.data(), ids.data(), static_cast<unsigned>(raw.size()), HS_MODE_BLOCK, nullptr, &database,
                           &fault) != HS_SUCCESS)
        throw std::runtime_error(fault->message);
    });
    hs_alloc_scratch(database, &scratch);
  }
  std::size_t run(std::string_view text) const {
    std::size_t count = 0;
    hs_scan(
        database, text.data(), static_cast<unsigned>(text.size()), 0, scratch,
        [](unsigned, unsigned long long, unsigned long long, unsigned, void* context) {
          ++*static_cast<std::size_t*>(context);
          return 0;
        },
        &count);
    return count;
  }
};

// Text in the style of a tender document: one sentence in nine comes from the labelled set, the others are the plain
// matter of every call.
std::string corpus(std::size_t bytes) {
  constexpr std::array<std::string_view, 8> plain{
      "Inschrijvers kunnen tot en met de gestelde datum vragen stellen via het platform.",
      "De aanbestedende dienst behoudt zich het recht voor de procedure op elk moment te stoppen.",
      "De overeenkomst heeft een looptijd van vier jaar en kan tweemaal met een jaar worden verlengd.",
      "Het werk wordt uitgevoerd in de wijken Noord, Oost en Centrum, tussen zeven uur en negentien uur.",
      "De prijzen zijn exclusief btw en worden jaarlijks aangepast volgens het indexcijfer van het CBS.",
      "De contactpersoon van de opdrachtgever is op werkdagen bereikbaar per telefoon en per e-mail.",
      "Bijlage 4 bevat de tekeningen, de hoeveelhedenstaat en een overzicht van de huidige situatie.",
      "Facturen worden binnen dertig dagen na ontvangst betaald als zij aan de gestelde vorm voldoen."};
  const auto sentences = labelled::read(home / "src/scan/test/labelled/dev.tsv");
  std::string out;
  for (std::size_t at = 0; out.size() < bytes; at += 37) {
    out += sentences[at % sentences.size()].text;
    for (const auto& each : plain) out += " " + std::string(each);
    out += at % 3 == 0 ? "\n\n" + std::to_string(at % 30) + ". Algemene bepalingen\n\n" : "\n";
  }
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  const bench::Options options(argc, argv);
  bench::Report report(options);
  double load = 0;
  std::unique_ptr<scan::Engine> engine;
  load = bench::best_of(3, [&] { engine = std::make_unique<scan::Engine>(home / "knowledge" / "lexicon"); });
  report.figure("lexicon entries", static_cast<double>(engine->phrase_count()));
  report.figure("lexicon load ms", load * 1000);
  quality(report, *engine, "dev");
  quality(report, *engine, "held-out");

  const std::string text = corpus(options.quick ? 4'000'000 : 16'000'000);
  const double megabytes = static_cast<double>(text.size()) / 1e6;
  scan::Context context;
  context.document = true;
  context.language = "nl";
  const int rounds = options.quick ? 3 : 7;
  std::size_t findings = 0;
  const double full = best_work_of(rounds, [&] { findings = engine->scan(text, context).size(); });
  const double tokens = best_work_of(rounds, [&] { static_cast<void>(engine->token_pass(text)); });
  scan::Layers rules_alone;
  rules_alone.model = false;
  const scan::Engine lists(home / "knowledge" / "lexicon", {}, rules_alone);
  const double rules = best_work_of(rounds, [&] { static_cast<void>(lists.scan(text, context)); });
  const Vectorscan vectorscan(expressions());
  const double regular = best_work_of(options.quick ? 1 : rounds, [&] { static_cast<void>(vectorscan.run(text)); });
  report.figure("findings", static_cast<double>(findings));
  report.figure("scan MB/s", megabytes / full);
  report.figure("bare token pass MB/s", megabytes / tokens);
  report.figure("Vectorscan MB/s", megabytes / regular);
  report.figure("Vectorscan compile s", vectorscan.compile_seconds);
  report.figure("scan without model MB/s", megabytes / rules);
  report.at_least("scan without model / bare token pass", tokens / rules, 0.6);
  report.at_least("scan / bare token pass", tokens / full, 0.3);
  report.at_least("scan / Vectorscan", regular / full, 1.0);
  return report.finish();
}
