// Documents as people send them, by both doors: `tenzij scan` and the import of policy. The inputs of the trials are read
// where they are; without them the tests of the readers carry the kinds.
#include <gtest/gtest.h>

#include "app/commands.h"
#include "platform/base/files.h"
#include "policy/policy.h"
#include "scan/scan.h"

namespace tenzij::app {
namespace {

namespace fs = std::filesystem;

struct Trial {
  fs::path path;
  // `tenzij scan FILE --json`, as a person runs it.
  json::array findings;
  std::vector<policy::Passage> passages;

  explicit Trial(const std::string& name) : path(fs::path(TENZIJ_HOME) / ".." / "shared" / "data" / "trials" / name) {
    if (!there()) return;
    Settings settings;
    settings.home = TENZIJ_HOME;
    ::testing::internal::CaptureStdout();
    scan_files(settings, {path.string()}, true);
    const json::object out = json::parse(::testing::internal::GetCapturedStdout()).as_object();
    EXPECT_FALSE(out.contains("error")) << json::dump(out);
    findings = out.at("findings").as_array();
    const scan::Engine engine(settings.knowledge() / "lexicon");
    passages = policy::passages_of(documents::read_document(read_file(path), path.filename().string()));
    policy::suggest(passages, engine);
  }
  [[nodiscard]] bool there() const { return fs::exists(path); }

  // "social_return circular": the themes found, each once.
  [[nodiscard]] std::set<std::string> themes() const {
    std::set<std::string> out;
    for (const auto& each : findings) out.emplace(each.at("theme").as_string());
    return out;
  }
  [[nodiscard]] std::size_t count(const std::string& theme) const {
    return static_cast<std::size_t>(
        std::count_if(findings.begin(), findings.end(), [&](const auto& f) { return f.at("theme").as_string() == theme; }));
  }
  [[nodiscard]] bool figure(const std::string& theme, double value, const std::string& unit) const {
    return std::any_of(findings.begin(), findings.end(), [&](const auto& f) {
      return f.at("theme").as_string() == theme && f.at("figure").is_object() &&
             f.at("figure").at("value").template to_number<double>() == value && f.at("figure").at("unit").as_string() == unit;
    });
  }
  [[nodiscard]] std::string quote(const std::string& theme) const {
    for (const auto& f : findings)
      if (f.at("theme").as_string() == theme) return std::string(f.at("quote").as_string());
    return {};
  }
  [[nodiscard]] const policy::Passage* passage(const std::string& part) const {
    for (const auto& each : passages)
      if (each.text.find(part) != std::string::npos) return &each;
    return nullptr;
  }
};

using Set = std::set<std::string>;

#define NEEDS(trial) \
  if (!(trial).there()) GTEST_SKIP() << "no trials on this machine"

TEST(ScanDocuments, a_few_words_are_in_the_language_around_them) {
  const Trial trial("12-language-per-document/tekst.txt");
  NEEDS(trial);
  EXPECT_EQ(trial.themes(), Set{"social_return"});
  EXPECT_TRUE(trial.figure("social_return", 5, "percent"));
  for (const auto& each : trial.findings) EXPECT_EQ(each.at("language").as_string(), "nl");
  ASSERT_EQ(trial.passages.size(), 5U);
  // "zie bijlage": a reference asks nothing by itself.
  for (std::size_t i = 0; i < 5; ++i)
    EXPECT_EQ(trial.passages[i].suggested_themes, i >= 1 && i <= 2 ? std::vector<std::string>{"social_return"} : std::vector<std::string>{})
        << i;
}

TEST(ScanDocuments, marks_of_setting_change_no_word_and_no_figure) {
  const Trial trial("13-unicode-forms/tekst.txt");
  NEEDS(trial);
  EXPECT_TRUE(trial.figure("social_return", 5, "percent")) << json::dump(trial.findings);
  EXPECT_TRUE(trial.figure("climate", 30, "percent")) << json::dump(trial.findings);
  const Trial thousands("44-thousands-marks/eis.txt");
  EXPECT_TRUE(thousands.figure("social_return", 40000, "euro")) << json::dump(thousands.findings);
}

TEST(ScanDocuments, broken_words_are_whole_and_hanging_hyphens_stay) {
  const Trial trial("14-broken-words/tekst.pdf");
  NEEDS(trial);
  EXPECT_EQ(trial.findings.size(), 1U) << json::dump(trial.findings);
  EXPECT_TRUE(trial.figure("social_return", 5, "percent"));
  EXPECT_NE(trial.passage("in- en uitstroom"), nullptr);
  EXPECT_NE(trial.quote("social_return").find("arbeidsmarkt"), std::string::npos);
}

TEST(ScanDocuments, boxes_and_tables_are_read_once) {
  const Trial trial("15-boxes-and-tables/tekst.docx");
  NEEDS(trial);
  EXPECT_EQ(trial.count("social_return"), 1U);
  EXPECT_TRUE(trial.figure("social_return", 5, "percent"));
  EXPECT_EQ(trial.count("climate"), 1U) << json::dump(trial.findings);
}

TEST(ScanDocuments, what_stands_on_every_page_is_neither_text_nor_heading) {
  const Trial trial("16-running-headers/tekst.pdf");
  NEEDS(trial);
  EXPECT_EQ(trial.themes(), (Set{"social_return", "climate"}));
  for (const auto& each : trial.findings) EXPECT_NE(each.at("instrument").as_string(), "award_criterion");
  ASSERT_EQ(trial.passages.size(), 5U);
  EXPECT_EQ(trial.passages[0].number, "2.1");
  EXPECT_EQ(trial.passages[2].number, "2.2");
}

TEST(ScanDocuments, repacked_files_are_read) {
  for (const char* name : {"19-repacked-office/anders.docx", "19-repacked-office/herpakt.odt"}) {
    const Trial trial(name);
    NEEDS(trial);
    EXPECT_TRUE(trial.figure("social_return", 5, "percent")) << name;
  }
}

TEST(ScanDocuments, plain_text_comes_with_bullets_and_in_utf16) {
  const Trial wide("22-plain-text/utf16.txt");
  NEEDS(wide);
  EXPECT_TRUE(wide.figure("social_return", 5, "percent"));
  const Trial list("22-plain-text/lijst.txt");
  EXPECT_EQ(list.themes(), (Set{"social_return", "circular"}));
  EXPECT_EQ(list.passages.size(), 3U);
}

TEST(ScanDocuments, menus_and_footers_of_a_page_are_no_text) {
  const Trial trial("23-web-page/pagina.html");
  NEEDS(trial);
  EXPECT_EQ(trial.findings.size(), 1U) << json::dump(trial.findings);
  EXPECT_TRUE(trial.figure("social_return", 5, "percent"));
  EXPECT_EQ(
      std::count_if(trial.passages.begin(), trial.passages.end(), [](const auto& p) { return p.kind != documents::BlockKind::heading; }),
      1);
}

TEST(ScanDocuments, columns_and_turned_pages_are_read_as_people_do) {
  const Trial columns("34-two-columns/t.pdf");
  NEEDS(columns);
  EXPECT_EQ(columns.themes(), Set{"circular"});
  EXPECT_EQ(columns.findings.size(), 1U);
  EXPECT_EQ(columns.quote("circular").find("Facturen"), std::string::npos);
  const Trial turned("35-rotated-page/t.pdf");
  EXPECT_EQ(turned.findings.size(), 1U) << json::dump(turned.findings);
  EXPECT_TRUE(turned.figure("social_return", 5, "percent"));
  EXPECT_EQ(turned.quote("social_return").find("Bijlage"), std::string::npos);
}

TEST(ScanDocuments, notes_are_read_once_and_numbers_are_those_of_the_reader) {
  const Trial notes("39-notes-in-word/tekst.docx");
  NEEDS(notes);
  EXPECT_EQ(notes.findings.size(), 1U);
  EXPECT_EQ(notes.quote("social_return"), "Van de opdrachtsom gaat ten minste 5% naar mensen met een afstand tot de arbeidsmarkt.");
  const Trial numbers("40-numbers-word-counts-itself/tekst.docx");
  ASSERT_NE(numbers.passage("opdrachtsom"), nullptr);
  EXPECT_EQ(numbers.passage("opdrachtsom")->number, "2.2");
  EXPECT_EQ(numbers.passage("Eisen")->number, "2");
}

TEST(ScanDocuments, text_that_nobody_sees_demands_nothing) {
  const Trial trial("41-text-nobody-sees/t.pdf");
  NEEDS(trial);
  EXPECT_TRUE(trial.findings.empty());
  EXPECT_EQ(trial.passage("emissievrij"), nullptr);
}

}  // namespace
}  // namespace tenzij::app
