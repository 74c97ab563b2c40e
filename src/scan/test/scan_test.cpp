#include "scan/scan.h"

#include <gtest/gtest.h>

#include "bench/labelled.h"
#include "scan/normalise.h"

namespace tenzij::scan {
namespace {

const std::filesystem::path home = TENZIJ_HOME;

const Engine& engine() {
  static const Engine one(home / "knowledge" / "lexicon");
  return one;
}

Stemmer dutch() { return {"nl", read_file(home / "knowledge" / "lexicon" / "nl" / "exceptions.tsv")}; }

struct Same {
  const char* one;
  const char* other;
};

TEST(Normalise, inflections_have_one_stem) {
  const Stemmer stemmer = dutch();
  for (const Same& pair : {Same{"arbeidsplaats", "arbeidsplaatsen"},
                           {"sociaal", "sociale"},
                           {"inclusief", "inclusieve"},
                           {"eis", "eisen"},
                           {"emissie", "emissies"},
                           {"leverancier", "leveranciers"},
                           {"duurzaam", "duurzame"},
                           {"werkloze", "werklozen"},
                           {"mogelijkheid", "mogelijkheden"},
                           {"circulair", "circulaire"},
                           {"voertuig", "voertuigen"},
                           {"grondstof", "grondstoffen"},
                           {"criterium", "criteriums"}})
    EXPECT_EQ(stemmer.stem(pair.one), stemmer.stem(pair.other)) << pair.one;
}

TEST(Normalise, different_words_stay_different) {
  const Stemmer stemmer = dutch();
  for (const Same& pair : {Same{"kans", "kan"}, {"mens", "men"}, {"bijen", "bij"}, {"eis", "ei"}, {"wens", "wen"}})
    EXPECT_NE(stemmer.stem(pair.one), stemmer.stem(pair.other)) << pair.one;
}

TEST(Normalise, folds_accents_subscripts_and_soft_hyphens) {
  EXPECT_EQ(fold("CO₂-Prestatieladder, één coöperatie"), "co2 prestatieladder een cooperatie");
  EXPECT_EQ(fold("duur\xc2\xadzaam"), "duurzaam");
  EXPECT_EQ(fold("\xff\xc3"), "");
}

// The situation drawn: a small call, and what it asks.
TEST(Scan, reads_a_small_call) {
  const std::string text =
      "1. De opdracht\n\nHet onderhoud van het openbaar groen in de wijk Noord.\n\n"
      "2. Gunningscriteria\n\nBiodiversiteit: beschrijf uw aanpak, maximaal 25 punten.\n\n"
      "3. Social return\n\nDe opdrachtnemer zet minimaal 5% van de opdrachtsom in.\n";
  Context context;
  context.document = true;
  const auto found = engine().scan(text, context);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].theme, "environment");
  EXPECT_EQ(found[0].instrument, Instrument::award_criterion);
  EXPECT_EQ(found[0].strength, Strength::weighted);
  EXPECT_EQ(found[0].figure->value, 25);
  EXPECT_EQ(found[1].theme, "social_return") << "the heading names the theme";
  EXPECT_EQ(found[1].instrument, Instrument::contract_clause);
  EXPECT_EQ(found[1].strength, Strength::obligation);
  EXPECT_EQ(found[1].figure->value, 5);
}

TEST(Scan, offsets_are_characters_and_give_the_quote) {
  const std::string text = "Één café. De CO₂-uitstoot moet omlaag.";
  const auto found = engine().scan(text);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].quote, "De CO₂-uitstoot moet omlaag.");
  EXPECT_EQ(found[0].start, 10);
  EXPECT_EQ(found[0].end, 38);
  EXPECT_EQ(found[0].terms.at(0).start, 13);
}

std::size_t count(std::string_view text) { return engine().scan(text).size(); }

TEST(Scan, is_not_fooled) {
  for (const char* text :
       {"Ministerie van Infrastructuur en Milieu", "De gegevens moeten worden gedeeld met het RIVM.", "Hoofdactiviteit: Milieu",
        "Sociale en andere specifieke diensten", "Hulp op grond van de Wet maatschappelijke ondersteuning moet worden geleverd.",
        "Er is geen social return van toepassing.", "Social return: n.v.t.", "De stukken zijn vrij toegankelijk.",
        "De prijs is inclusief btw.", "Inschrijvers worden gelijk behandeld volgens het beginsel van gelijke behandeling."})
    EXPECT_EQ(count(text), 0U) << text;
}

TEST(Scan, a_denial_that_is_none_counts) {
  EXPECT_EQ(count("Niet alleen de prijs maar ook circulariteit wordt beoordeeld."), 1U);
  EXPECT_EQ(count("De kleding is gemaakt zonder kinderarbeid."), 1U);
}

TEST(Scan, the_field_of_a_notice_decides_the_instrument) {
  Context context;
  context.field_instrument = Instrument::award_criterion;
  context.weight = 20;
  const auto found = engine().scan("Duurzaamheid", context);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].instrument, Instrument::award_criterion);
  EXPECT_EQ(found[0].strength, Strength::weighted);
  EXPECT_EQ(found[0].figure->value, 20);
}

TEST(Scan, reads_english_and_leaves_other_languages) {
  EXPECT_EQ(engine().scan("The contractor must reduce the carbon emissions of its fleet.").at(0).theme, "climate");
  EXPECT_TRUE(engine().scan("Le prestataire est tenu de réduire les émissions de CO2 et pour les dans une est").empty());
}

TEST(Scan, survives_anything) {
  std::string noise;
  unsigned state = 7;
  for (int round = 0; round < 200; ++round) {
    noise.clear();
    for (int i = 0; i < 300; ++i) {
      state = state * 1664525U + 1013904223U;
      noise += static_cast<char>(state >> 24U);
    }
    Context context;
    context.document = true;
    EXPECT_NO_THROW(static_cast<void>(engine().scan(noise + "social return moet " + noise, context)));
  }
  EXPECT_TRUE(engine().scan("").empty());
}

// Floors, well below what is measured: they catch a broken rule, the benchmark tells how good it is.
TEST(Scan, stays_good_on_the_labelled_sentences) {
  const auto folder = home / "src" / "scan" / "test" / "labelled";
  const auto tuned = labelled::read(folder / "dev.tsv");
  const auto held_out = labelled::read(folder / "held-out.tsv");
  EXPECT_GE(tuned.size() + held_out.size(), 300U);
  EXPECT_GT(labelled::evaluate(engine(), tuned).all_themes.f1(), 0.95);
  const auto result = labelled::evaluate(engine(), held_out);
  EXPECT_GT(result.all_themes.f1(), 0.9);
  EXPECT_GT(result.all_instruments.f1(), 0.8);
}

}  // namespace
}  // namespace tenzij::scan
