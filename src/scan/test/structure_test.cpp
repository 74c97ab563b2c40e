// What stands around a sentence: questions and their answers, lists and tables, definitions and contents, faults of spelling.
#include "scan/structure.h"

#include <gtest/gtest.h>

#include "scan/scan.h"
#include "scan/spelling.h"

namespace tenzij::scan {
namespace {

const Engine& reading() {
  static const Engine one(std::filesystem::path(TENZIJ_HOME) / "knowledge" / "lexicon");
  return one;
}

std::vector<Finding> in_document(std::string_view text) {
  Context context;
  context.document = true;
  context.language = "nl";
  return reading().scan(text, context);
}

TEST(Around, a_question_does_not_count_and_its_answer_does) {
  const auto found = in_document(
      "Vraag 1\n\nIn eis 4 staat dat 5 % van de opdrachtsom naar social return gaat. Mag dit ook 2 % zijn?\n\n"
      "Antwoord 1\n\nNee. De opdrachtnemer zet 5 % van de opdrachtsom in voor social return.\n\n"
      "Vraag 2: Geldt de CO2-Prestatieladder ook voor onderaannemers?\n\nAntwoord: Nee, deze eis komt te vervallen.\n");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_TRUE(found[0].quote.starts_with("De opdrachtnemer zet 5 %")) << found[0].quote;
  EXPECT_EQ(found[0].figure->value, 5);
}

TEST(Around, an_answer_takes_back_what_stands_under_a_number) {
  const std::string demands =
      "4.3 De opdrachtnemer zet 5 % van de opdrachtsom in voor social return.\n\n4.4 Alle voertuigen zijn emissievrij.\n\n";
  EXPECT_EQ(in_document(demands).size(), 2U);
  const auto left = in_document(demands + "Vraag 1: Geldt eis 4.3 ook hier?\n\nAntwoord: Eis 4.3 komt te vervallen.\n");
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].theme, "climate");
  EXPECT_EQ(references("Eis 4.3, wens W6 en artikel 12 vervallen"), (std::vector<std::string>{"4.3", "w6", "w6", "12"}));
  EXPECT_EQ(own_number("W6 | Biodiversiteit | 20"), "w6");
  EXPECT_EQ(own_number("Social return van 5 %"), "");
}

TEST(Around, a_plan_that_is_asked_for_points_is_no_question_of_a_tenderer) {
  EXPECT_FALSE(tenderer_asks("Hoe beperkt u de uitstoot van het transport?"));
  EXPECT_FALSE(tenderer_asks("Is uw vloot schoon? (20 punten)"));
  for (const char* text : {"Geldt de eis ook voor perceel 2?", "Vraag 7: hoe wordt de MKI berekend?",
                           "12. Mag het hout ook gerecycled zijn?", "Does the requirement apply to lot 2?"})
    EXPECT_TRUE(tenderer_asks(text)) << text;
}

TEST(Around, an_item_of_a_list_is_read_with_the_line_above_it) {
  const auto found =
      in_document("De opdrachtnemer is verplicht:\na. 5 % van de opdrachtsom te besteden aan social return;\nb. facturen te sturen.\n");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].instrument, Instrument::contract_clause);
  EXPECT_EQ(found[0].quote.find("verplicht"), std::string::npos) << "the place is that of the item";
  EXPECT_TRUE(in_document("De volgende eisen vervallen:\n- social return van 5 %\n- de CO2-Prestatieladder\n").empty());
}

TEST(Around, a_cell_means_what_the_head_of_its_column_says) {
  const auto found = in_document("Gunningscriterium | Weging (%)\nBiodiversiteit | 30\nPrijs | 70\n");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].instrument, Instrument::award_criterion);
  ASSERT_TRUE(found[0].figure);
  EXPECT_EQ(found[0].figure->value, 30);
  EXPECT_EQ(found[0].figure->unit, "percent");
}

TEST(Around, a_weight_on_the_next_line_belongs_to_the_criterion) {
  const auto found =
      in_document("Gunningscriteria\n\nDe inschrijver beschrijft hoe hij de biodiversiteit vergroot.\nWeging: 20 %\n\nPrijs\n");
  ASSERT_EQ(found.size(), 1U);
  ASSERT_TRUE(found[0].figure);
  EXPECT_EQ(found[0].figure->value, 20);
}

TEST(Around, contents_and_definitions_ask_nothing) {
  EXPECT_TRUE(contents_line("6.2 Social return .......... 14"));
  EXPECT_FALSE(contents_line("K2 Biodiversiteit .......... 20 punten"));
  EXPECT_TRUE(in_document("Begrippen\n\nSocial return: afspraken over werk voor mensen met een afstand tot de arbeidsmarkt.\n\n"
                          "Emissievrij: zonder uitstoot van CO2 uit de uitlaat.\n")
                  .empty());
}

TEST(Around, grounds_for_exclusion_are_one_unit) {
  const auto found = in_document(
      "Uitsluitingsgronden\n\nDe ondernemer heeft zijn verplichtingen op het gebied van milieurecht en arbeidsrecht nageleefd.\n\n"
      "Ondernemingen die kinderarbeid gebruiken worden uitgesloten.\n");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].instrument, Instrument::exclusion_ground);
  EXPECT_EQ(found[0].theme, "supply_chain");
}

TEST(Spelling, one_fault_in_a_long_word_is_mended) {
  Spelling spelling;
  spelling.add("opdrachtnemer", false);
  spelling.add("circulair", true);
  EXPECT_EQ(spelling.meant("opdrachtnmer"), "opdrachtnemer");
  EXPECT_EQ(spelling.meant("opdrachtnemmer"), "opdrachtnemer");
  EXPECT_EQ(spelling.meant("0pdrachtnemer"), std::nullopt) << "ciphers are another matter";
  EXPECT_EQ(spelling.meant("circuliare"), std::nullopt) << "two faults";
  EXPECT_EQ(spelling.meant("circulaer"), "circulair");
  EXPECT_EQ(spelling.meant("cjrculariteit"), std::nullopt);
  EXPECT_EQ(spelling.meant("circuliriteit"), "circulairiteit") << "a beginning is mended, the rest stays";
  EXPECT_EQ(spelling.meant("circuleer"), std::nullopt);
  EXPECT_EQ(Spelling::lettered("c1rculair"), "clrculair");
  EXPECT_EQ(Spelling::lettered("p0nten"), "ponten");
  EXPECT_EQ(Spelling::lettered("iso14001"), std::nullopt);
}

TEST(Spelling, what_a_scanner_misread_is_found_all_the_same) {
  for (const char* text :
       {"De opdrachtnemer zet 5 % in voor sociale ondernemlngen.", "Het plan voor biodiversltelt levert 20 punten op.",
        "Het plan voor biodiversi-\nteit levert 20 punten op.", "De opdrachtnemer beperkt zijn CO2-uitstoot\u00b9 elk jaar."})
    EXPECT_EQ(reading().scan(text).size(), 1U) << text;
}

}  // namespace
}  // namespace tenzij::scan
