// Spreadsheets of requirements, and several files in one.
#include <gtest/gtest.h>

#include "platform/documents/readers.h"
#include "platform/documents/several.h"
#include "platform/documents/test/packed.h"
#include "platform/tables/test/pack.h"

namespace tenzij::documents {
namespace {

using tenzij::testing::number;
using tenzij::testing::row;
using tenzij::testing::words;

// Percentages have style 1.
const char* const styles = R"(<cellXfs><xf numFmtId="0"/><xf numFmtId="10"/></cellXfs>)";

std::string refusal_of(const std::string& content, const std::string& name) {
  try {
    read_found(content, name);
    return "read";
  } catch (const Error& fault) {
    return fault.code();
  }
}

TEST(Sheets, a_row_is_a_sentence_with_the_names_of_its_columns) {
  tenzij::testing::Workbook book;
  book.styles = styles;
  book.sheets = {
      {"Eisen", "<sheetData>" + row(1, words("A1", "Programma van eisen")) +
                    row(3, words("A3", "Nr") + words("B3", "Eis") + words("C3", "Norm")) + row(4, words("A4", "Duurzaamheid")) +
                    row(5, words("A5", "E1") + words("B5", "De opdrachtnemer rijdt zonder uitstoot.") + number("C5", "0.05", 1)) +
                    row(6, words("A6", "E2") + words("B6", "Papier is gerecycled.") + number("C6", "1500.5")) + "</sheetData>"},
      {"Toelichting\" state=\"hidden", "<sheetData>" + row(1, words("A1", "Alleen voor ons: prijs telt.")) + "</sheetData>"}};
  const FoundDocument found = read_found(tenzij::testing::xlsx(book), "pve.xlsx");
  std::vector<std::string> texts;
  for (const Block& each : found.text.blocks) texts.push_back((each.hidden ? "(" : "") + each.text);
  EXPECT_EQ(texts, (std::vector<std::string>{
                       "Eisen", "Programma van eisen", "Duurzaamheid", "Nr: E1; Eis: De opdrachtnemer rijdt zonder uitstoot.; Norm: 5%",
                       "Nr: E2; Eis: Papier is gerecycled.; Norm: 1500,5", "(Toelichting", "(Alleen voor ons: prijs telt."}));
  EXPECT_EQ(found.text.format, "sheet");
  ASSERT_EQ(found.places.size(), found.text.blocks.size());
  EXPECT_EQ(found.places[4].sheet, "Eisen");
  EXPECT_EQ(found.places[4].row, 6);
  EXPECT_EQ(found.text.blocks[2].kind, BlockKind::heading);
  EXPECT_EQ(found.text.blocks[2].depth, 2);
}

TEST(Sheets, what_may_be_a_demand_is_no_name_of_a_column) {
  tenzij::testing::Workbook book;
  book.sheets = {{"Blad1", "<sheetData>" + row(1, words("A1", "E1") + words("B1", "Gerecycled papier")) +
                               row(2, words("A2", "E2") + words("B2", "Herbruikbare kratten")) + "</sheetData>"}};
  const FoundDocument found = read_found(tenzij::testing::xlsx(book), "x.xlsx");
  ASSERT_EQ(found.text.blocks.size(), 2U);
  EXPECT_EQ(found.text.blocks[0].text, "E1 | Gerecycled papier");
  EXPECT_EQ(found.places[1].row, 2);
}

TEST(Sheets, a_list_of_one_column_and_the_lines_of_a_cell) {
  tenzij::testing::Workbook list;
  list.sheets = {
      {"Blad1", "<sheetData>" + row(1, words("A1", "- Fietsen gaan terug.")) + row(2, words("A2", "Kratten ook")) + "</sheetData>"}};
  const FoundDocument found = read_found(tenzij::testing::xlsx(list), "x.xlsx");
  ASSERT_EQ(found.text.blocks.size(), 2U);
  EXPECT_EQ(found.text.blocks[0].text, "Fietsen gaan terug.");
  EXPECT_EQ(found.text.blocks[1].kind, BlockKind::paragraph) << "a few words in a list of one column are no heading";
  tenzij::testing::Workbook lines;
  lines.sheets = {
      {"Blad1", "<sheetData>" + row(1, words("A1", "Nr") + words("B1", "Eis") + words("C1", "Bewijs")) +
                    row(2, words("A2", "E1") + words("B2", "De aannemer:\n- rijdt schoon\n- meet geluid") + words("C2", "plan")) +
                    "</sheetData>"}};
  std::vector<std::string> texts;
  for (const Block& each : read_found(tenzij::testing::xlsx(lines), "x.xlsx").text.blocks) texts.push_back(each.text);
  EXPECT_EQ(texts, (std::vector<std::string>{"Nr: E1", "Eis: De aannemer:", "rijdt schoon", "meet geluid", "Bewijs: plan"}));
}

TEST(Sheets, macros_are_refused_and_policy_takes_no_sheets) {
  const std::string macro =
      testing::zip_of({{"[Content_Types].xml", "<Types>macroEnabled spreadsheetml</Types>"}, {"xl/workbook.xml", "<x/>"}});
  EXPECT_EQ(refusal_of(macro, "a.xlsm"), "documentMacro");
  EXPECT_EQ(refusal_of("\xd0\xcf\x11\xe0 old", "a.xls"), "sheetOld");
  EXPECT_EQ(refusal_of("{\\rtf1 }", "a.rtf"), "documentKindUnknown");
  tenzij::testing::Workbook book;
  book.sheets = {{"Blad1", "<sheetData>" + row(1, words("A1", "Papier")) + "</sheetData>"}};
  EXPECT_THROW(read_document(tenzij::testing::xlsx(book), "x.xlsx"), Error);
}

// What came of a file, and each file in it.
std::map<std::string, std::string> outcome(const std::string& content, const std::string& name) {
  process::Launcher launcher{{{{"/proc/self/exe", "read"}, process::reader_account(), {}}}};
  reader::Readers readers(launcher, 0);
  std::map<std::string, std::string> out;
  documents_of(readers, content, name,
               {{},
                [&](const std::string& part, FoundDocument&& found, std::string&& bytes) {
                  out[part] = found.text.blocks.front().text + (part.empty() == bytes.empty() ? "" : " without its bytes");
                },
                [&](const std::string& part, const Error& why) { out[part] = why.code(); }});
  return out;
}

TEST(Several, each_file_of_a_zip_is_read_or_refused_by_itself) {
  const std::string inner = testing::zip_of({{"b.txt", "Diep weg."}});
  const std::string docx = testing::docx_of(testing::paragraph("Uit Word."));
  const auto read = outcome(testing::zip_of({{"map/a.txt", "Papier is gerecycled."},
                                             {"c.docx", docx},
                                             {"__MACOSX/a.txt", "niets"},
                                             {".DS_Store", "niets"},
                                             {"nog.zip", inner},
                                             {"nog.rar", "Rar!\x1A\x07 "},
                                             {"kapot.docx", docx.substr(0, docx.size() / 3)},
                                             {"x.exe", "MZ"}}),
                            "stukken.zip");
  EXPECT_EQ(read, (std::map<std::string, std::string>{{"map/a.txt", "Papier is gerecycled."},
                                                      {"c.docx", "Uit Word."},
                                                      {"nog.zip", "documentNested"},
                                                      {"nog.rar", "documentNested"},
                                                      {"kapot.docx", read.at("kapot.docx")},
                                                      {"x.exe", "documentKindUnknown"}}));
  EXPECT_TRUE(read.at("kapot.docx").starts_with("document")) << read.at("kapot.docx");
}

TEST(Several, a_bomb_refuses_all_of_its_zip) {
  const std::string zeros(16UL * 1024 * 1024, '0');
  const auto read = outcome(testing::zip_of({{"goed.txt", "Papier."}, {"bom.txt", zeros}, {"ook.txt", "Papier."}}), "a.zip");
  EXPECT_EQ(read.at(""), "zipBomb");
  EXPECT_FALSE(read.contains("ook.txt"));
}

TEST(Several, other_archives_and_empty_ones_are_refused) {
  EXPECT_EQ(outcome("Rar!\x1A\x07 xx", "a.rar").at(""), "documentArchive");
  EXPECT_EQ(outcome("7z\xBC\xAF\x27\x1C", "a.7z").at(""), "documentArchive");
  EXPECT_EQ(outcome("", "a.txt").at(""), "emptyFile");
  EXPECT_EQ(outcome(testing::zip_of({{"__MACOSX/x", "y"}}), "a.zip").at(""), "documentEmpty");
}

}  // namespace
}  // namespace tenzij::documents
