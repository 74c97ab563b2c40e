// Numbers, forms, buyers and amounts, each by itself.
#include "notices/whose.h"

#include <gtest/gtest.h>

#include "notices/figures.h"
#include "notices/forms.h"

namespace tenzij::notices {
namespace {

TEST(PublicationKey, is_the_same_in_every_spelling) {
  for (const char* written : {"00612345-2025", "612345-2025", " 612345 - 2025 ", "2025/S 118-612345", "2025/S118-00612345",
                              "2025/S 118 - 612345", "2025-OJS118-00612345", "https://ted.europa.eu/nl/notice/-/detail/612345-2025"})
    EXPECT_EQ(publication_key(written), "612345-2025") << written;
  for (const char* none : {"", "TN-512", "7a5d1f00-0000-4000-8000-000000000001-01", "612345", "0-2025", "2025-612345"})
    EXPECT_EQ(publication_key(none), "") << none;
}

TEST(Forms, what_is_not_known_is_other) {
  EXPECT_EQ(stage_of_eforms("competition", "cn-standard", "16"), Stage::competition);
  EXPECT_EQ(stage_of_eforms("competition", "pin-cfc-standard", "10"), Stage::competition);
  EXPECT_EQ(stage_of_eforms("competition", "pin-cfc-standard", "CEI"), Stage::other);
  EXPECT_EQ(stage_of_eforms("competition", "qu-sy", "15"), Stage::other);
  EXPECT_EQ(stage_of_eforms("competition", "cn-standard", "E3"), Stage::other);
  EXPECT_EQ(stage_of_eforms("competition", "cn-new", "16"), Stage::other);
  EXPECT_EQ(stage_of_eforms("competition", "cn-standard", "99"), Stage::other);
  EXPECT_EQ(stage_of_eforms("consultation", "pmc", "E1"), Stage::consultation);
  EXPECT_EQ(stage_of_eforms("completion", "compl", "E5"), Stage::completion);
  EXPECT_EQ(stage_of_eforms("planning", "pin-tran", "T01"), Stage::planning);
  EXPECT_EQ(stage_of_eforms("result", "can-tran", "T02"), Stage::other);
  EXPECT_EQ(stage_of_eforms("bri", "brin-eeig", "X01"), Stage::other);
  EXPECT_EQ(stage_of_eforms("tomorrow", "cn-standard", "16"), Stage::other);
  EXPECT_EQ(stage_of_eforms("", "can-modif", ""), Stage::modification);
  EXPECT_EQ(stage_of_ted("F02", "", "3"), Stage::competition);
  EXPECT_EQ(stage_of_ted("F14", "", "2"), Stage::change);
  EXPECT_EQ(stage_of_ted("F20", "", "K"), Stage::modification);
  EXPECT_EQ(stage_of_ted("F21", "PRI_ONLY", "0"), Stage::planning);
  EXPECT_EQ(stage_of_ted("F21", "AWARD_CONTRACT", "7"), Stage::result);
  EXPECT_EQ(stage_of_ted("F25", "", "J"), Stage::result) << "an award of a concession is no modification";
  EXPECT_EQ(stage_of_ted("F23", "PRI", "H"), Stage::competition);
  EXPECT_EQ(stage_of_ted("F99", "", "3"), Stage::other);
  EXPECT_EQ(stage_of_ted("T01", "", "3"), Stage::other);
  EXPECT_EQ(stage_of_ocds("contractAmendment"), Stage::modification);
  EXPECT_EQ(stage_of_ocds("auction"), Stage::other);
}

Whose whose(const std::string& name, const std::string& identifier = "", const std::string& own = "Noorderveen") {
  return judge({{own}, {"50000001"}, false}, {{name, identifier, "", ""}}, false);
}

TEST(WhoseNotice, the_buyer_decides) {
  for (const char* own :
       {"Gemeente Noorderveen", "gemeente noorderveen", "Noorderveen", "Noorderveen, gemeente", "Gem. Noorderveen", "GEMEENTE NOORDERVEEN",
        "Municipality of Noorderveen", "De gemeente Noorderveen", "Gemeente Noorderveen, afdeling Inkoop", "Gemeente Noorderveen - Inkoop",
        "Afdeling Inkoop, Gemeente Noorderveen", "College van burgemeester en wethouders van de gemeente Noorderveen"})
    EXPECT_EQ(whose(own), Whose::own) << own;
  for (const char* joint : {"Gemeente Noorderveen mede namens Gemeente Zuiderveen", "Gemeente Zuiderveen, mede namens gemeente Noorderveen",
                            "Gemeenten Noorderveen en Zuiderveen", "Gemeenten Zuiderveen, Noorderveen en Oosterveen",
                            "Gemeente Noorderveen & Gemeente Zuiderveen", "Stichting Rijk namens gemeente Noorderveen",
                            "Gemeente Noorderveen / Waterschap Noord"})
    EXPECT_EQ(whose(joint), Whose::joint) << joint;
  for (const char* other : {"Provincie Noorderveen", "Stichting Wonen Noorderveen", "Gemeente Noorderveen-Zuid", "Noorderveen op Zand",
                            "Gemeente Zuiderveen", "Universiteit Noorderveen", "Gemeente Noorderveen (L)", "Gemeente Noorderveenmeer"})
    EXPECT_EQ(whose(other), Whose::other) << other;
  EXPECT_EQ(whose("Gemeente Bergen op Zoom", "", "Bergen"), Whose::other);
  EXPECT_EQ(whose("Gemeente Nuenen, Gerwen en Nederwetten", "", "Nuenen, Gerwen en Nederwetten"), Whose::own);
  EXPECT_EQ(whose("Gemeente De Bilt", "", "De Bilt"), Whose::own);
}

TEST(WhoseNotice, a_number_is_the_same_in_every_notation) {
  for (const char* number : {"50000001", "NL-KVK-50000001", "KvK 50000001", "KVK: 5000 0001", "00000003500000010000"})
    EXPECT_EQ(whose("Servicepunt Noord", number), Whose::own) << number;
  EXPECT_EQ(whose("Servicepunt Noord", "59999999"), Whose::other);
  EXPECT_EQ(whose("Servicepunt Noord", ""), Whose::other);
  EXPECT_EQ(judge({{"X"}, {"01234567"}, false}, {{"Y", "1234567", "", ""}}, false), Whose::own) << "zeros in front";
}

TEST(WhoseNotice, several_buyers_and_bodies_that_buy_for_others_are_joint) {
  const Marks marks{{"Noorderveen"}, {}, false};
  EXPECT_EQ(judge(marks, {{"Gemeente Noorderveen", "", "", ""}, {"Gemeente Zuiderveen", "", "", ""}}, false), Whose::joint);
  EXPECT_EQ(judge(marks, {{"Gemeente Zuiderveen", "", "", ""}, {"Gemeente Oosterveen", "", "", ""}}, false), Whose::other);
  EXPECT_EQ(judge(marks, {{"Gemeente Noorderveen", "", "", ""}}, true), Whose::joint);
  EXPECT_EQ(judge(marks, {}, false), Whose::unknown);
  EXPECT_EQ(judge(marks, {{"", "", "", "inkoop@noorderveen.nl"}}, false), Whose::own);
}

TEST(Amounts, as_text_are_read_when_beyond_doubt) {
  EXPECT_EQ(cents_beyond_doubt("300000"), 30'000'000);
  EXPECT_EQ(cents_beyond_doubt("300000.50"), 30'000'050);
  EXPECT_EQ(cents_beyond_doubt("300000,5"), 30'000'050);
  EXPECT_EQ(cents_beyond_doubt("€ 1.250.000,00"), 125'000'000);
  EXPECT_EQ(cents_beyond_doubt("1,250,000.00"), 125'000'000);
  EXPECT_EQ(cents_beyond_doubt("1.250.000"), 125'000'000);
  EXPECT_EQ(cents_beyond_doubt("EUR 300 000"), 30'000'000);
  for (const char* doubtful : {"300.000", "300,000", "3 ton", "ca. 300000", "", "-5", "300000-400000", "1.2.3", "1.250,000.00"})
    EXPECT_EQ(cents_beyond_doubt(doubtful), std::nullopt) << doubtful;
}

}  // namespace
}  // namespace tenzij::notices
