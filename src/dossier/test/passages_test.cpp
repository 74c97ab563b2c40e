// Names of files, and from blocks to passages and findings; no database.
#include <gtest/gtest.h>

#include "dossier/dossier.h"

namespace tenzij::dossier {
namespace {

using documents::Block;
using documents::BlockKind;

const scan::Engine& engine() {
  static const scan::Engine one(std::filesystem::path(TENZIJ_HOME) / "knowledge" / "lexicon");
  return one;
}

TEST(DossierNames, say_which_document_it_is) {
  EXPECT_EQ(kind_by_name("PvE groen v2.docx"), DocumentKind::requirements);
  EXPECT_EQ(kind_by_name("map/Bijlage 3 - concept-overeenkomst.odt"), DocumentKind::draft_agreement);
  EXPECT_EQ(kind_by_name("Nota van Inlichtingen 1.pdf"), DocumentKind::answers);
  EXPECT_EQ(kind_by_name("NvI-2.pdf"), DocumentKind::answers);
  EXPECT_EQ(kind_by_name("Aanbestedingsleidraad.pdf"), DocumentKind::guide);
  EXPECT_EQ(kind_by_name("gunningsmodel.xlsx"), DocumentKind::award_model);
  EXPECT_EQ(kind_by_name("Opdrachtbrief.pdf"), DocumentKind::assignment_letter);
  EXPECT_EQ(kind_by_name("bijlage 4.pdf"), DocumentKind::annex);
  EXPECT_EQ(kind_by_name("scan0012.pdf"), DocumentKind::other);
}

TEST(DossierNames, versions_of_one_document_have_one_name) {
  const std::string name = name_of_series("PvE groen.docx");
  for (const char* other : {"PvE groen v2.docx", "PvE_groen_v1.3.pdf", "PvE groen versie 2.docx", "20270301 PvE groen.odt",
                            "PvE groen 2027-03-01.docx", "PvE groen (concept).docx", "stukken/PvE-groen-DEF.docx"})
    EXPECT_EQ(name_of_series(other), name) << other;
  EXPECT_NE(name_of_series("Bijlage 3.pdf"), name_of_series("Bijlage 4.pdf"));
  EXPECT_NE(name_of_series("PvE grijs.docx"), name);
}

Block block(BlockKind kind, int depth, const std::string& words, bool hidden = false) {
  return {kind, depth, {}, words, 3, documents::Box{0.1, 0.2, 0.5, 0.1}, documents::Origin::text, hidden};
}

TEST(DossierPassages, a_finding_stands_in_its_passage_under_its_headings) {
  const std::string text_of_demand =
      "De opdrachtnemer besteedt ten minste 5% van de opdrachtsom aan de inzet van mensen met een afstand tot de arbeidsmarkt.";
  documents::DocumentText text{"pdf", 3};
  text.blocks = {block(BlockKind::heading, 1, "Contract"),
                 block(BlockKind::heading, 2, "Duurzaam één"),
                 block(BlockKind::paragraph, 0, "Alle bestelbussen zijn emissievrij.", true),
                 block(BlockKind::paragraph, 0, text_of_demand),
                 block(BlockKind::heading, 1, "Slot"),
                 block(BlockKind::paragraph, 0, "Facturen gaan per mail.")};
  const Reading reading = look_at(text, engine());
  ASSERT_EQ(reading.passages.size(), 6U);
  EXPECT_EQ(reading.passages[3].heading, (std::vector<std::string>{"Contract", "Duurzaam één"}));
  EXPECT_EQ(reading.passages[5].heading, (std::vector<std::string>{"Slot"}));
  EXPECT_EQ(reading.hidden, 1);
  EXPECT_TRUE(reading.passages[2].hidden);
  ASSERT_EQ(reading.findings.size(), 1U) << "what nobody sees asks nothing";
  const DocumentFinding& found = reading.findings[0];
  EXPECT_EQ(found.theme, "social_return");
  EXPECT_EQ(found.passage, 3);
  EXPECT_EQ(found.page, 3);
  EXPECT_EQ(found.start, 0) << "letters of two bytes stand before it";
  EXPECT_EQ(found.end, static_cast<std::int64_t>(text_of_demand.size()));
  EXPECT_EQ(found.quote, text_of_demand);
  for (const scan::Place& term : found.terms) {
    EXPECT_GE(term.start, 0);
    EXPECT_LE(term.end, found.end);
  }
}

TEST(DossierPassages, another_language_is_counted_as_not_read) {
  documents::DocumentText text{"docx"};
  text.blocks = {block(BlockKind::paragraph, 0, "De opdrachtnemer levert het papier aan de gemeente en haalt de dozen weer op."),
                 block(BlockKind::paragraph, 0,
                       "Der Auftragnehmer und die Stadt sind mit der Lieferung von Papier und den Kisten fur das Rathaus beauftragt."),
                 block(BlockKind::paragraph, 0, "Zie de bijlage voor de lijst met het papier en de dozen van de gemeente.")};
  const Reading reading = look_at(text, engine());
  EXPECT_EQ(reading.unread, 1);
  EXPECT_EQ(reading.passages[1].language, "other");
  EXPECT_EQ(reading.passages[0].language, "nl");
}

}  // namespace
}  // namespace tenzij::dossier
