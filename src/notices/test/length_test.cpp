// Depth and length: what a file may do to the readers. Work is counted in steps (platform/base/steps.h), not in time.
#include <gtest/gtest.h>

#include "notices/notices.h"
#include "platform/base/files.h"
#include "platform/base/steps.h"

namespace tenzij::notices {
namespace {

std::string refusal(const std::string& content) {
  try {
    parse(content, [](Notice&&, std::string_view) {});
  } catch (const Rejected& fault) {
    return fault.code + (fault.args.empty() ? "" : " " + fault.args.front().second);
  }
  return "";
}

std::string repeat(const std::string& part, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += part;
  return out;
}

std::string nested(const std::string& open, const std::string& close, int depth) {
  return "<ContractNotice>" + repeat(open, depth) + repeat(close, depth) + "</ContractNotice>";
}

TEST(Depth, is_measured_on_the_tree_whatever_stands_in_attributes_and_comments) {
  for (const char* open : {"<a b='/>'>", "<a b=\"x/\">", "<a><![CDATA[</a>]]>", "<a><!-- </a> -->", "<a><?p </a> ?>", "<a b='</a></a>'>"})
    EXPECT_EQ(refusal(nested(open, "</a>", 30'000)), "xmlTooDeep 64") << open;
  EXPECT_EQ(refusal("<TED_EXPORT><FORM_SECTION><F02_2014>" + repeat("<P>", 500) + repeat("</P>", 500) +
                    "</F02_2014></FORM_SECTION></TED_EXPORT>"),
            "xmlTooDeep 64");
  EXPECT_EQ(refusal(nested("<a>", "</a>", 62)), "") << "as deep as may be";
  // Wide, not deep: closed tags that look open do not add up.
  EXPECT_EQ(refusal("<ContractNotice>" + repeat("<a b='>'/>", 5'000) + "</ContractNotice>"), "");
}

TEST(Depth, of_json_is_bounded_and_named) {
  for (const int depth : {33, 100'000}) {
    EXPECT_EQ(refusal(R"({"ocid":"x","tender":)" + repeat(R"({"a":)", depth) + "1" + repeat("}", depth) + "}"), "jsonTooDeep 32");
    EXPECT_EQ(refusal(repeat("[", depth) + repeat("]", depth)), "jsonTooDeep 32");
  }
}

// A file whose length is decided by `times`, and what its reader takes.
struct Grower {
  const char* name;
  std::function<std::string(int)> make;
};

std::string eforms(const std::string& inner) {
  return "<ContractAwardNotice><NoticeTypeCode listName=\"result\">can-standard</NoticeTypeCode>" + inner + "</ContractAwardNotice>";
}
std::string ted(const std::string& inner) {
  return "<TED_EXPORT DOC_ID=\"1-2020\"><FORM_SECTION><F03_2014 LG=\"NL\">" + inner + "</F03_2014></FORM_SECTION></TED_EXPORT>";
}
std::string ocds(const std::string& inner) { return R"({"ocid":"x","tag":["tender"],)" + inner + "}"; }
std::string list(const std::string& part, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += (i == 0 ? "" : ",") + part;
  return "[" + out + "]";
}

const std::vector<Grower>& growers() {
  static const std::vector<Grower> known{
      {"descriptions",
       [](int n) {
         return eforms("<ProcurementProject>" + repeat("<Description languageID=\"NLD\">tekst</Description>", n) + "</ProcurementProject>");
       }},
      {"lots",
       [](int n) {
         return eforms(
             repeat("<ProcurementProjectLot><ID>LOT-1</ID><ProcurementProject><Name>x</Name></ProcurementProject></ProcurementProjectLot>",
                    n / 10));
       }},
      {"selection criteria",
       [](int n) {
         return eforms("<TenderingTerms>" + repeat("<SelectionCriteria><Description>tekst</Description></SelectionCriteria>", n) +
                       "</TenderingTerms>");
       }},
      {"declared codes",
       [](int n) {
         return eforms("<ProcurementProject>" + repeat("<C listName=\"environmental-impact\">circ-econ</C>", n) + "</ProcurementProject>");
       }},
      {"tenders of one party",
       [](int n) {
         return eforms(
             "<X><NoticeResult><LotResult><TenderResultCode>selec-w</TenderResultCode>" + repeat("<LotTender><ID>T</ID></LotTender>", n) +
             "</LotResult>" + repeat("<LotTender><ID>T</ID><TenderingParty><ID>P</ID></TenderingParty></LotTender>", n) +
             "<TenderingParty><ID>P</ID>" + repeat("<Tenderer><ID>ORG-1</ID></Tenderer>", n) + "</TenderingParty></NoticeResult></X>");
       }},
      {"ted objects",
       [](int n) {
         return ted("<OBJECT_CONTRACT>" +
                    repeat("<OBJECT_DESCR><TITLE><P>x</P></TITLE><SHORT_DESCR><P>tekst</P></SHORT_DESCR></OBJECT_DESCR>", n / 10) +
                    "</OBJECT_CONTRACT>");
       }},
      {"ted criteria",
       [](int n) {
         return ted("<OBJECT_CONTRACT><OBJECT_DESCR><AC><AC_QUALITY>" + repeat("<AC_CRITERION>x</AC_CRITERION>", n) +
                    "</AC_QUALITY></AC></OBJECT_DESCR></OBJECT_CONTRACT>");
       }},
      {"ted awards",
       [](int n) {
         return ted(repeat(
             "<AWARD_CONTRACT><AWARDED_CONTRACT><CONTRACTOR><ADDRESS_CONTRACTOR/></CONTRACTOR></AWARDED_CONTRACT></AWARD_CONTRACT>", n));
       }},
      {"ted paragraphs", [](int n) { return ted("<SHORT_DESCR>" + repeat("<P>tekst</P>", n) + "</SHORT_DESCR>"); }},
      {"a long name",
       [](int n) {
         return eforms("<" + repeat("a", n) + "><SelectionCriteria>" + repeat("<Description>x</Description>", n) +
                       "</SelectionCriteria></" + repeat("a", n) + ">");
       }},
      {"ocds lots",
       [](int n) { return ocds(R"("tender":{"lots":)" + list(R"({"id":"1","title":"x","description":"tekst"})", n / 10) + "}"); }},
      {"ocds awards", [](int n) { return ocds(R"("awards":)" + list(R"({"id":"1","suppliers":[{"id":"a"}]})", n)); }},
      {"ocds parties", [](int n) { return ocds(R"("parties":)" + list(R"({"id":"1","name":"x","roles":["buyer"]})", n)); }},
      {"ocds versions",
       [](int n) {
         return R"({"ocid":"x","versionedRelease":{"ocid":"x","tender":{"title":)" +
                list(R"({"releaseDate":"2025-01-01T00:00:00Z","value":"t"})", n) + "}}}";
       }},
  };
  return known;
}

TEST(Length, twice_the_file_is_at_most_two_and_a_half_times_the_work) {
  for (const Grower& each : growers()) {
    const auto taken = [&](int times) {
      const std::string content = each.make(times);
      std::size_t places = 0;
      const auto steps = steps::of([&] {
        parse(content, [&](Notice&& notice, std::string_view) {
          for (const Text& text : notice.texts) places += text.place.size();
          places += notice.winners.size() * 10;
        });
      });
      return steps + places;
    };
    const auto small = taken(2'000);
    const auto large = taken(4'000);
    EXPECT_LE(static_cast<double>(large), 2.5 * static_cast<double>(small)) << each.name << " " << small << " " << large;
    EXPECT_GT(large, small) << each.name << " counts nothing";
  }
}

}  // namespace
}  // namespace tenzij::notices
