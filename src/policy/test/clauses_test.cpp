// Pure rules: numbers, headings and what a clause of the next edition continues.
#include <gtest/gtest.h>

#include "platform/base/files.h"
#include "policy/policy.h"

namespace tenzij::policy {
namespace {

using documents::read_document;

std::vector<OldPassage> old_of(const std::vector<Passage>& passages) {
  std::vector<OldPassage> out;
  for (const Passage& each : passages) out.push_back({each.clause_id, each.number, each.text});
  return out;
}

std::vector<Passage> edition(const std::string& markdown) { return passages_of(read_document(markdown, "a.md")); }

TEST(Clauses, carry_number_and_the_headings_above_them) {
  const auto all = edition("# Beleid\n\n## 2 Doelen\n\nEen.\n\n- twee\n\n### 2.1 Klimaat\n\nDrie.\n\n## Markt\n\nVier.\n");
  ASSERT_EQ(all.size(), 8U);
  EXPECT_EQ(all[2].text, "Een.");
  EXPECT_EQ(all[2].number, "2.1") << "the number of its heading, then its own";
  EXPECT_EQ(all[2].heading, (std::vector<std::string>{"Beleid", "2 Doelen"}));
  EXPECT_EQ(all[3].kind, documents::BlockKind::item);
  EXPECT_EQ(all[4].number, "2.1");
  EXPECT_EQ(all[5].heading.back(), "2.1 Klimaat");
  EXPECT_EQ(all[7].heading, (std::vector<std::string>{"Beleid", "Markt"}));
}

TEST(Clauses, are_cited_by_the_number_that_the_document_gives) {
  documents::DocumentText text{"docx", 0};
  using documents::BlockKind;
  text.blocks = {{BlockKind::item, 1, "Artikel I", "Eisen"},     {BlockKind::item, 3, "a)", "Een."},
                 {BlockKind::paragraph, 0, "2.1", "Twee."},      {BlockKind::item, 3, "b)", "Drie."},
                 {BlockKind::heading, 1, "3.", "Kop"},           {BlockKind::item, 1, "1.", "Vier."},
                 {BlockKind::paragraph, 0, "", "Zonder nummer."}};
  std::vector<std::string> numbers;
  for (const Passage& each : passages_of(text)) numbers.push_back(each.number);
  EXPECT_EQ(numbers, (std::vector<std::string>{"Artikel I", "Artikel I a)", "2.1", "2.1 b)", "3", "3.1", "3.2"}));
}

TEST(Clauses, keep_their_identity_when_moved_or_reworded_and_new_ones_get_their_own) {
  auto first =
      edition("# A\n\nWij kopen voor de helft circulair in.\n\nDe gemeente meet elk jaar de uitstoot.\n\nDit vervalt straks helemaal.\n");
  match({}, first);
  std::set<Uuid> ids;
  for (const auto& each : first) ids.insert(each.clause_id);
  EXPECT_EQ(ids.size(), first.size());
  auto second = edition(
      "# A\n\nGeheel nieuwe afspraak over werk.\n\nDe gemeente meet elk jaar de uitstoot.\n\nWij kopen in 2030 voor de helft circulair "
      "in.\n");
  match(old_of(first), second);
  EXPECT_EQ(second[1].change, "added");
  EXPECT_FALSE(ids.contains(second[1].clause_id));
  EXPECT_EQ(second[2].change, "same");
  EXPECT_EQ(second[2].clause_id, first[2].clause_id);
  EXPECT_EQ(second[3].change, "changed");
  EXPECT_EQ(second[3].clause_id, first[1].clause_id);
}

TEST(Clauses, two_equal_sentences_stay_two_clauses) {
  auto first = edition("# A\n\nZie bijlage.\n\nZie bijlage.\n");
  match({}, first);
  auto second = edition("# A\n\nZie bijlage.\n\nZie bijlage.\n");
  match(old_of(first), second);
  EXPECT_EQ(second[1].clause_id, first[1].clause_id);
  EXPECT_EQ(second[2].clause_id, first[2].clause_id);
}

TEST(Clauses, the_scan_suggests_what_holds_an_ambition) {
  const scan::Engine engine(std::filesystem::path(TENZIJ_HOME) / "knowledge" / "lexicon");
  auto all = edition("# A\n\nWij streven naar meer circulair inkopen.\n\nDe raad vergadert op donderdag.\n");
  suggest(all, engine);
  EXPECT_TRUE(all[1].suggests_ambition);
  EXPECT_EQ(all[1].suggested_themes, (std::vector<std::string>{"circular"}));
  EXPECT_FALSE(all[2].suggests_ambition);
  EXPECT_TRUE(all[2].suggested_themes.empty());
}

// A real law of 270 kB: articles are found, nothing is lost.
TEST(Clauses, a_long_real_document_is_split_into_articles) {
  const auto path = std::filesystem::path(TENZIJ_HOME) / ".." / "shared" / "data" / "policy" / "aanbestedingswet-2012.md";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "no real document on this machine";
  const auto all = passages_of(read_document(read_file(path), "wet.md"));
  EXPECT_GT(all.size(), 1800U);
  EXPECT_GT(std::count_if(all.begin(), all.end(), [](const Passage& p) { return p.number.starts_with("Artikel "); }), 250);
}

}  // namespace
}  // namespace tenzij::policy
