#include <gtest/gtest.h>

#include <random>

#include "platform/base/error.h"
#include "platform/base/files.h"
#include "platform/base/limits.h"
#include "platform/documents/table.h"
#include "platform/tables/find.h"
#include "platform/tables/sheet.h"
#include "platform/tables/test/pack.h"

namespace tenzij::tables {
namespace {

using testing::number;
using testing::words;

const std::vector<ColumnNames> calendar{
    {"title", {"titel", "omschrijving"}, true}, {"value", {"waarde", "bedrag", "raming"}}, {"need", {"behoefte", "omschrijving"}}};

std::vector<std::string> texts(const Row& row) {
  std::vector<std::string> out;
  for (const Cell& each : row.cells) out.push_back(each.text);
  return out;
}
std::string code_of(std::string_view bytes) {
  try {
    read_book(bytes);
  } catch (const Error& fault) {
    return fault.code();
  }
  return "read";
}
std::string utf16(const std::u16string& text, bool little, bool mark) {
  std::string out;
  const auto put = [&](char16_t unit) {
    const char low = static_cast<char>(unit & 0xff);
    const char high = static_cast<char>(unit >> 8);
    out += little ? low : high;
    out += little ? high : low;
  };
  if (mark) put(0xfeff);
  for (const char16_t unit : text) put(unit);
  return out;
}

TEST(Tables, csv_in_every_everyday_coding_separator_and_line_end) {
  const std::vector<std::vector<std::string>> right{{"titel", "waarde"}, {"Café-terras", "€ 5"}, {"Caf\u00e9;x", "6"}};
  for (const char separator : {';', ',', '\t', '|'})
    for (const char* end : {"\r\n", "\n", "\r"})
      for (const bool bom : {false, true}) {
        const std::string s(1, separator);
        const std::string text =
            (bom ? "\xef\xbb\xbf" : "") + ("titel" + s + "waarde" + end + "Café-terras" + s + "€ 5" + end + "\"Café;x\"" + s + "6" + end);
        const Book book = read_book(text);
        ASSERT_EQ(book.sheets[0].rows.size(), 3U) << text;
        EXPECT_EQ(book.separator, separator);
        for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(texts(book.sheets[0].rows[i]), right[i]);
      }
  for (const bool little : {true, false})
    for (const bool mark : {true, false}) {
      const Book book = read_book(utf16(u"titel;waarde\r\nCafé-terras;€ 5\r\n\"Café;x\";6\r\n", little, mark));
      EXPECT_EQ(book.encoding, "utf-16");
      ASSERT_EQ(book.sheets[0].rows.size(), 3U);
      EXPECT_EQ(texts(book.sheets[0].rows[1]), right[1]);
    }
  const Book windows = read_book("titel;waarde\r\nCaf\xe9-terras;\x80 5\r\n");
  EXPECT_EQ(windows.encoding, "windows-1252");
  EXPECT_EQ(texts(windows.sheets[0].rows[1]), right[1]);
}

TEST(Tables, csv_with_a_line_for_the_separator) {
  for (const char* head : {"sep=|\r\n", "\"sep=|\"\r\n", "SEP=|\n", "\xef\xbb\xbfsep=|\r\n"}) {
    const Book book = read_book(std::string(head) + "titel|waarde\r\nStoep; breed|41000\r\n");
    ASSERT_EQ(book.sheets[0].rows.size(), 2U) << head;
    EXPECT_EQ(texts(book.sheets[0].rows[1]), (std::vector<std::string>{"Stoep; breed", "41000"}));
    EXPECT_EQ(book.sheets[0].rows[0].number, 1);
  }
}

TEST(Tables, csv_that_is_ragged_or_odd) {
  const Book book = read_book("a;b;c\n1\n2;3;4;5\n\n\"Kunst\" in de wijk;6\n\"a \"\"b\"\"\nc\" ;7\n");
  const auto& rows = book.sheets[0].rows;
  ASSERT_EQ(rows.size(), 5U);
  EXPECT_EQ(rows[1].cells.size(), 1U);
  EXPECT_EQ(rows[2].cells.size(), 4U);
  EXPECT_EQ(rows[3].cells[0].text, "\"Kunst\" in de wijk");
  EXPECT_EQ(rows[3].number, 5) << "empty rows count";
  EXPECT_EQ(rows[4].cells[0].text, "a \"b\"\nc");
  EXPECT_EQ(read_book("titel\nBanken, stoelen en tafels\nLampen, klein\n").sheets[0].rows[1].cells[0].text, "Banken, stoelen en tafels");
  EXPECT_EQ(code_of("a;b\n1;\"open\n"), "csvQuoteOpen");
  EXPECT_TRUE(read_book("").sheets[0].rows.empty());
  EXPECT_EQ(code_of(std::string("a;b\0\0\0c", 8) + std::string(3, '\1')), "csvBinary");
}

TEST(Tables, cells_of_a_spreadsheet_have_their_real_types) {
  testing::Workbook book;
  book.styles =
      "<numFmts><numFmt numFmtId=\"164\" formatCode=\"dd\\-mm\\-yyyy\"/><numFmt numFmtId=\"165\" formatCode=\"[$$-409]#,##0.00\"/>"
      "<numFmt numFmtId=\"166\" formatCode=\"&quot;€&quot;\\ #,##0.00;[Red]&quot;dag&quot;\\ 0\"/></numFmts><cellStyleXfs><xf "
      "numFmtId=\"9\"/></cellStyleXfs>"
      "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"10\"/><xf numFmtId=\"165\"/><xf "
      "numFmtId=\"166\"/></cellXfs>";
  book.shared =
      "<si><t>gewoon</t></si><si><r><rPr><b/></rPr><t>rijk</t></r><r><t xml:space=\"preserve\"> en vet</t></r><rPh sb=\"0\" "
      "eb=\"1\"><t>x</t></rPh></si>";
  book.sheets = {
      {"Blad", "<sheetData>" +
                   testing::row(2, "<c r=\"A2\" t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c>" + number("D2", "12345.125") +
                                       number("E2", "46447", 1) + number("F2", "46447.5", 2) + number("G2", "0.05", 3) +
                                       number("H2", "5", 4) + number("I2", "7", 5)) +
                   testing::row(3,
                                "<c r=\"A3\" t=\"b\"><v>1</v></c><c r=\"B3\" t=\"e\"><v>#N/A</v></c><c r=\"C3\"><f>1+1</f><v>2</v></c><c "
                                "r=\"D3\"><f>1+1</f></c>"
                                "<c r=\"E3\" t=\"str\"><f>A1</f><v>uit formule</v></c><c r=\"F3\" t=\"d\"><v>2027-03-01T00:00:00</v></c>" +
                                    words("G3", "regel_x000D_twee") + number("H3", "0.28999999999999998") + number("I3", "3220000")) +
                   "<row r=\"5\" hidden=\"1\">" + words("A5", "kop") +
                   "</row></sheetData><mergeCells><mergeCell ref=\"A5:D5\"/></mergeCells>"},
      {"Geheim\" state=\"hidden", "<sheetData/>"}};
  const Book read = read_book(testing::xlsx(book));
  ASSERT_EQ(read.sheets.size(), 2U);
  EXPECT_TRUE(read.sheets[1].hidden);
  const auto& rows = read.sheets[0].rows;
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(texts(rows[0]),
            (std::vector<std::string>{"gewoon", "rijk en vet", "", "12345.125", "2027-03-01", "2027-03-01 12:00", "0.05", "5", "7"}));
  EXPECT_EQ(rows[0].cells[4].kind, CellKind::date);
  EXPECT_EQ(rows[0].cells[6].kind, CellKind::percent);
  EXPECT_TRUE(rows[0].cells[7].foreign);
  EXPECT_FALSE(rows[0].cells[8].foreign);
  EXPECT_EQ(texts(rows[1]),
            (std::vector<std::string>{"true", "#N/A", "2", "=", "uit formule", "2027-03-01", "regel\rtwee", "0.29", "3220000"}));
  EXPECT_EQ(rows[1].cells[3].kind, CellKind::error) << "a formula that was never worked out";
  EXPECT_TRUE(rows[2].hidden && rows[2].merged);
  book.properties = "<workbookPr date1904=\"1\"/>";
  EXPECT_EQ(read_book(testing::xlsx(book)).sheets[0].rows[0].cells[4].text, "2031-03-02") << "days from 1904";
}

TEST(Tables, what_is_no_spreadsheet_is_refused_by_name) {
  EXPECT_EQ(code_of("PK nothing"), "sheetDamaged");
  EXPECT_EQ(code_of(testing::zip({{"word/document.xml", "<x/>"}})), "sheetDamaged");
  EXPECT_EQ(code_of("\xd0\xcf\x11\xe0 old"), "sheetOld");
  testing::Workbook book;
  book.sheets = {{"B", "<sheetData>" + testing::row(1, words("ZZ1", "ver")) + "</sheetData>"}};
  EXPECT_EQ(code_of(testing::xlsx(book)), "tableTooWide");
  book.sheets = {{"B", "<!DOCTYPE x [<!ENTITY a \"b\">]><sheetData/>"}};
  EXPECT_EQ(code_of(testing::xlsx(book)), "sheetDamaged");
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  book.sheets = {{"B", deep}};
  EXPECT_EQ(code_of(testing::xlsx(book)), "sheetDamaged");
  const std::string bomb = testing::row(1, words("A1", std::string(1000, 'x')));
  std::string many;
  for (int i = 0; i < 60'000; ++i) many += bomb;
  book.sheets = {{"B", "<sheetData>" + many + "</sheetData>"}};
  EXPECT_EQ(code_of(testing::xlsx(book)), "tableTooLarge");
  // Cut anywhere it is refused or read, never worse.
  book.sheets = {{"B", "<sheetData>" + testing::row(1, words("A1", "titel")) + "</sheetData>"}};
  const std::string whole = testing::xlsx(book);
  for (std::size_t size = 2; size < whole.size(); size += 37) EXPECT_NE(code_of(std::string_view(whole).substr(0, size)), "internal");
}

TEST(Tables, an_opendocument_sheet_is_read_too) {
  const std::string content =
      "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><table:table table:name=\"Blad\"><table:table-row "
      "table:number-rows-repeated=\"2\"/><table:table-row><table:table-cell "
      "office:value-type=\"string\"><text:p>titel</text:p></table:table-cell>"
      "<table:table-cell table:number-columns-repeated=\"2\"/><table:table-cell office:value-type=\"currency\" office:currency=\"EUR\" "
      "office:value=\"12345.125\"><text:p>€ 12.345,13</text:p></table:table-cell><table:table-cell office:value-type=\"date\" "
      "office:date-value=\"2027-03-01T00:00:00\"><text:p>1 mrt</text:p></table:table-cell></table:table-row><table:table-row "
      "table:number-rows-repeated=\"1048000\"><table:table-cell "
      "table:number-columns-repeated=\"16384\"/></table:table-row></table:table></office:document-content>";
  const Book book = read_book(testing::zip({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, {"content.xml", content}}));
  EXPECT_EQ(book.format, "ods");
  ASSERT_EQ(book.sheets[0].rows.size(), 1U);
  EXPECT_EQ(book.sheets[0].rows[0].number, 3);
  EXPECT_EQ(texts(book.sheets[0].rows[0]), (std::vector<std::string>{"titel", "", "", "12345.125", "2027-03-01"}));
}

TEST(Tables, finds_the_table_and_names_what_it_leaves) {
  testing::Workbook book;
  book.sheets = {
      {"Uitleg", "<sheetData>" + testing::row(1, words("A1", "Vul het tweede blad in")) + "</sheetData>"},
      {"Kalender",
       "<sheetData>" + testing::row(1, words("B1", "Inkoopkalender 2027")) +
           testing::row(3, words("B3", "Omschrijving") + words("C3", "Raming (€)*") + words("E3", "kleur") + words("F3", "Raming")) +
           testing::row(4, words("B4", "Wijken")) + testing::row(5, words("B5", "Totaal onderhoud sport") + number("C5", "300")) +
           testing::row(6, words("B6", "Bankjes") + number("C6", "200") + words("E6", "groen")) +
           testing::row(7, words("B7", "Subtotaal wijken") + number("C7", "500")) +
           testing::row(8, words("B8", "Omschrijving") + words("C8", "Raming (€)*")) +
           testing::row(9, words("B9", "Lamp") + number("C9", "5")) + testing::row(11, words("B11", "Totaal:") + number("C11", "505")) +
           testing::row(12, words("B12", "Bedragen zijn ramingen")) + "</sheetData>"}};
  const Table found = find_table(read_book(testing::xlsx(book)), calendar, true);
  EXPECT_EQ(found.sheet, "Kalender");
  EXPECT_EQ(found.head_row, 3);
  EXPECT_EQ(found.other_sheets, (std::vector<std::string>{"Uitleg"}));
  EXPECT_TRUE(found.missing.empty());
  EXPECT_EQ(found.rows.size(), 3U);
  std::string left;
  for (const LeftOut& each : found.left_out) left += std::to_string(each.row) + each.reason + " ";
  EXPECT_EQ(left, "4headingRow 7totalsRow 8repeatedHead 11totalsRow 12headingRow ");
  std::string columns;
  for (const Column& each : found.columns) columns += each.letter + ":" + each.heading + "=" + each.key + " ";
  EXPECT_EQ(columns, "B:Omschrijving=title C:Raming (€)*=value E:kleur= F:Raming= ");
}

TEST(Tables, a_person_may_choose_otherwise) {
  Choice choice;
  choice.columns = {{"need", "C"}, {"value", ""}};
  choice.read_rows = {3};
  const Table found = find_table(read_book("titel;waarde;uitleg\nA;1;x\nTotaal;1\n"), calendar, true, choice);
  EXPECT_EQ(found.columns[1].key, "");
  EXPECT_EQ(found.columns[2].key, "need");
  EXPECT_EQ(found.rows.size(), 2U);
  EXPECT_EQ(find_table(read_book("x;y\n1;2\n"), calendar, true).missing, (std::vector<std::string>{"title"}));
}

TEST(Tables, addresses_are_those_of_spreadsheets) {
  EXPECT_EQ(address(17, 3), "D17");
  EXPECT_EQ(address(1, 25), "Z1");
  EXPECT_EQ(address(2, 26), "AA2");
  EXPECT_EQ(address(2, 701), "ZZ2");
}

// What we write is read again exactly, whatever the texts are.
TEST(Tables, out_and_in_again_is_the_same) {
  const std::vector<std::string> nasty{"=SOM(A1)",
                                       "+31 lijn",
                                       "-5 graden",
                                       "@home",
                                       "'s-Gravenhage",
                                       "'=al met",
                                       "''-x",
                                       "a\tb",
                                       "twee\nregels",
                                       "aan\"haling;s",
                                       "1e5",
                                       "00123",
                                       "TRUE",
                                       "1.234,50",
                                       "a,b",
                                       "\"",
                                       "x;y",
                                       "|",
                                       "_x0041_",
                                       "5 > 3 & 2 < 4",
                                       "é€😀",
                                       "'",
                                       "Totaal x",
                                       "_x000D_",
                                       "=",
                                       "-",
                                       "12-3-2027",
                                       "sep=;",
                                       "'+"};
  std::mt19937 random(7);
  documents::Table table{"T", {"titel", "waarde", "behoefte"}, {}};
  for (int i = 0; i < 400; ++i) {
    std::string text = nasty[random() % nasty.size()];
    for (std::size_t more = random() % 3; more > 0; --more) text += nasty[random() % nasty.size()];
    table.rows.push_back({text, documents::Cents{static_cast<long long>(random() % 100'000'000)}, nasty[random() % nasty.size()]});
  }
  for (const std::string& file : {documents::to_csv(table), documents::to_xlsx(table)}) {
    const Book book = read_book(file);
    const auto& rows = book.sheets[0].rows;
    ASSERT_EQ(rows.size(), table.rows.size() + 1);
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
      ASSERT_EQ(rows[i + 1].cells.size(), 3U) << book.format << std::get<std::string>(table.rows[i][2]);
      ASSERT_EQ(rows[i + 1].cells[0].text, std::get<std::string>(table.rows[i][0])) << book.format;
      ASSERT_EQ(rows[i + 1].cells[2].text, std::get<std::string>(table.rows[i][2])) << book.format;
    }
  }
}

TEST(Tables, trials) {
  const std::filesystem::path folder = std::filesystem::path(TENZIJ_HOME) / ".." / "shared" / "data" / "trials";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "the trials are not on this machine";
  const auto rows = [&](const char* file) { return read_book(read_file(folder / file)).sheets; };
  EXPECT_EQ(rows("02-spreadsheet-numbers/kalender.xlsx")[0].rows[1].cells[1].text, "12345.125");
  EXPECT_EQ(rows("17-excel-csv/kalender.csv")[0].rows[2].cells[0].text, "Beëindiging lease");
  EXPECT_EQ(rows("37-separator-line/kalender.csv")[0].rows[0].cells[0].text, "titel");
  const Table found = find_table(read_book(read_file(folder / "18-sheet-as-people-make-it/kalender.xlsx")), calendar, true);
  EXPECT_EQ(found.rows.size(), 2U);
  EXPECT_EQ(found.left_out.size(), 1U);
}

}  // namespace
}  // namespace tenzij::tables
