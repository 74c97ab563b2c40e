// What each reader makes of its format: structure, numbers, what is read once, and what nobody sees.
#include <gtest/gtest.h>

#include "platform/base/error.h"
#include "platform/documents/test/packed.h"
#include "platform/documents/text.h"

namespace tenzij::documents {
namespace {

using namespace documents::testing;

std::string code_of(const std::string& content, const std::string& name) {
  try {
    read_document(content, name);
  } catch (const Error& error) {
    return error.code();
  }
  return "read";
}

// "1 Title | (2.1) text | - item": what a person sees, for short comparisons.
std::string seen(const DocumentText& document) {
  std::string out;
  for (const Block& block : document.blocks) {
    out += out.empty() ? "" : " | ";
    if (block.hidden) out += "HIDDEN ";
    if (block.kind == BlockKind::heading) out += "#" + std::to_string(block.depth) + " ";
    if (block.kind == BlockKind::item) out += std::string(static_cast<std::size_t>(block.depth), '-') + " ";
    if (!block.label.empty()) out += "(" + block.label + ") ";
    out += block.text;
  }
  return out;
}
std::string seen(const std::string& content, const std::string& name) { return seen(read_document(content, name)); }

std::string level(int at, const std::string& format, const std::string& text, const std::string& more = {}) {
  return "<w:lvl w:ilvl=\"" + std::to_string(at) + "\"><w:start w:val=\"1\"/><w:numFmt w:val=\"" + format + "\"/><w:lvlText w:val=\"" +
         text + "\"/>" + more + "</w:lvl>";
}

std::string list(int number, int at) {
  return "<w:numPr><w:ilvl w:val=\"" + std::to_string(at) + "\"/><w:numId w:val=\"" + std::to_string(number) + "\"/></w:numPr>";
}

TEST(Word, counts_numbers_as_the_word_processor_does) {
  const std::string numbering =
      "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"0\">" + level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2") +
      level(2, "lowerLetter", "%3)") + "</w:abstractNum><w:abstractNum w:abstractNumId=\"1\">" + level(0, "upperRoman", "%1.") +
      level(1, "bullet", "&#8226;") + "</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>" +
      "<w:num w:numId=\"2\"><w:abstractNumId w:val=\"1\"/></w:num><w:num w:numId=\"3\"><w:abstractNumId w:val=\"1\"/>" +
      "<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"4\"/></w:lvlOverride></w:num></w:numbering>";
  const std::string body = paragraph("Eisen", list(1, 0)) + paragraph("Een eis.", list(1, 1)) + paragraph("deel een;", list(1, 2)) +
                           paragraph("deel twee.", list(1, 2)) + paragraph("Nog een eis.", list(1, 1)) + paragraph("Overig", list(1, 0)) +
                           paragraph("Begint weer bij een.", list(1, 1)) + paragraph("romeins", list(2, 0)) +
                           paragraph("teken", list(2, 1)) + paragraph("vier", list(3, 0)) + paragraph("vijf", list(3, 0));
  EXPECT_EQ(
      seen(docx_of(body, {{"numbering", numbering}}), "a.docx"),
      "#1 (1.) Eisen | (1.1) Een eis. | --- (a)) deel een; | --- (b)) deel twee. | (1.2) Nog een eis. | #1 (2.) Overig | (2.1) Begint weer "
      "bij een. | - (I.) romeins | -- teken | - (IV.) vier | - (V.) vijf");
}

TEST(Word, headings_follow_their_styles) {
  const std::string styles =
      "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"K\"><w:name w:val=\"Huis kop\"/><w:basedOn w:val=\"L\"/></w:style><w:style "
      "w:styleId=\"L\"><w:basedOn w:val=\"K\"/><w:name w:val=\"x\"/><w:pPr><w:outlineLvl w:val=\"1\"/></w:pPr></w:style></w:styles>";
  EXPECT_EQ(seen(docx_of(paragraph("Kop", "<w:pStyle w:val=\"K\"/>") + paragraph("Tekst.") +
                             paragraph("Direct", "<w:outlineLvl w:val=\"2\"/>") + paragraph("Kop3", "<w:pStyle w:val=\"Kop3\"/>"),
                         {{"styles", styles}}, "tekst/hoofddeel.xml"),
                 "a.docx"),
            "#2 Kop | Tekst. | #3 Direct | #3 Kop3");
}

TEST(Word, reads_every_text_once_and_deleted_text_not_at_all) {
  const std::string box = "<w:txbxContent>" + paragraph("In het kader.") + "</w:txbxContent>";
  const std::string body =
      "<w:p><w:r><w:t>Voor het kader</w:t></w:r><w:r><mc:AlternateContent><mc:Choice>" + box + "</mc:Choice><mc:Fallback>" + box +
      "</mc:Fallback></mc:AlternateContent></w:r></w:p>"
      "<w:p><w:del><w:r><w:delText>weg</w:delText></w:r></w:del><w:ins><w:r><w:t>Nieuw</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>oud"
      "</w:t></w:r></w:moveFrom><w:r><w:instrText>PAGE</w:instrText><w:noBreakHyphen/><w:t>re</w:t><w:softHyphen/><w:t>gel</w:t></w:r></"
      "w:p>"
      "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Verborgen.</w:t></w:r><w:r><w:t>Zichtbaar.</w:t></w:r></w:p>"
      "<w:p><w:r><w:rPr><w:color w:val=\"FFFFFF\"/></w:rPr><w:t>Wit.</w:t></w:r></w:p>"
      "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>Een alinea </w:t></w:r></w:p><w:p><w:r><w:t>die doorloopt"
      "<!-- -->.</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p>";
  const std::string notes =
      "<w:footnotes xmlns:w=\"w\"><w:footnote w:type=\"separator\" w:id=\"0\"><w:p/></w:footnote><w:footnote w:id=\"2\">" +
      paragraph("De noot.") + "</w:footnote></w:footnotes>";
  EXPECT_EQ(
      seen(docx_of(body, {{"footnotes", notes}}), "a.docx"),
      "Voor het kader | In het kader. | Nieuw-regel | Zichtbaar. | HIDDEN Verborgen. | HIDDEN Wit. | Een alinea die doorloopt. | De noot.");
}

TEST(Word, a_row_of_a_table_is_a_sentence_with_the_names_of_its_columns) {
  const auto cell = [](const std::string& text) { return "<w:tc>" + paragraph(text) + "</w:tc>"; };
  const auto row = [](const std::string& cells) { return "<w:tr>" + cells + "</w:tr>"; };
  EXPECT_EQ(seen(docx_of("<w:tbl>" + row(cell("Criterium") + cell("Punten") + cell("Hoe")) +
                         row(cell("Plan") + cell("20") + cell("Leesbaar.")) + row(cell("Prijs") + cell("80") + cell("")) + "</w:tbl>"),
                 "a.docx"),
            "Criterium: Plan; Punten: 20; Hoe: Leesbaar. | Criterium: Prijs; Punten: 80");
  EXPECT_EQ(
      seen(docx_of("<w:tbl>" + row(cell("Looptijd") + cell("Vier jaar")) + row(cell("Waarde") + cell("Een ton")) + "</w:tbl>"), "a.docx"),
      "Looptijd | Vier jaar | Waarde | Een ton");
  EXPECT_EQ(
      seen(docx_of("<w:tbl>" + row("<w:tc>" + paragraph("Eerste.") + paragraph("Tweede.") + "</w:tc>" + cell("x")) + "</w:tbl>"), "a.docx"),
      "Eerste. | Tweede. | x");
  const std::string hidden = "<w:tc><w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Weg.</w:t></w:r></w:p></w:tc>";
  EXPECT_EQ(seen(docx_of("<w:tbl>" + row(cell("Nr") + cell("Eis") + cell("Punten")) +
                         row(cell("1") + "<w:tc>" + paragraph("Eerste.") + paragraph("Tweede.") + "</w:tc>" + cell("20")) +
                         row(cell("2") + cell("Derde.") + hidden) + "</w:tbl>"),
                 "a.docx"),
            "Nr: 1 | Eis: Eerste. | Tweede. | Punten: 20 | Nr: 2; Eis: Derde. | HIDDEN Weg.")
      << "no name of a column is lost, and what nobody sees is no part of its row";
}

TEST(Word, a_note_in_a_cell_comes_behind_its_row) {
  const std::string noted = "<w:tc><w:p><w:r><w:t>Inzet</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p></w:tc>";
  const auto cell = [](const std::string& text) { return "<w:tc>" + paragraph(text) + "</w:tc>"; };
  const std::string table =
      "<w:tbl><w:tr>" + cell("Nr") + cell("Wat") + cell("Punten") + "</w:tr><w:tr>" + cell("1") + noted + cell("20") + "</w:tr></w:tbl>";
  EXPECT_EQ(seen(docx_of(table, {{"footnotes", "<w:footnotes xmlns:w=\"w\"><w:footnote w:id=\"2\">" + paragraph("De noot.") +
                                                   "</w:footnote></w:footnotes>"}}),
                 "a.docx"),
            "Nr: 1; Wat: Inzet; Punten: 20 | De noot.");
}

TEST(Word, macros_passwords_bombs_and_other_files_are_refused_by_name) {
  EXPECT_EQ(code_of(docx_of("", {{"vbaProject.bin", ""}}), "a.docx"), "documentEmpty") << "a part of another name is no macro";
  EXPECT_EQ(code_of(zip_of({{"word/document.xml", "<w/>"}, {"word/vbaProject.bin", "x"}}), "a.docx"), "documentMacro");
  EXPECT_EQ(code_of(zip_of({{"[Content_Types].xml", "<Types macroEnabled=''/>"}}), "a.docx"), "documentMacro");
  EXPECT_EQ(code_of(zip_of({{"a.txt", "vbaProject.bin word/document.xml"}}), "a.docx"), "documentUnknown");
  EXPECT_EQ(code_of(docx_of(paragraph(std::string(60UL * 1024 * 1024, ' '))), "a.docx"), "zipBomb");
  EXPECT_EQ(code_of(docx_of(paragraph("x") + "</wrong>"), "a.docx"), "documentDamaged");
  const std::string entity =
      "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><w:document><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>";
  EXPECT_EQ(code_of(zip_of({{"_rels/.rels", word_relations("d.xml")}, {"d.xml", entity}}), "a.docx"), "documentDamaged");
  EXPECT_EQ(code_of(zip_of({{"content.xml", "<x/>"},
                            {"mimetype", "application/vnd.oasis.opendocument.text"},
                            {"META-INF/manifest.xml", "<m><encryption-data/></m>"}}),
                    "a.odt"),
            "documentPassword");
}

TEST(Odt, gives_numbers_notes_tables_and_hidden_text) {
  const std::string styles =
      "<style:style style:name=\"V\"><style:text-properties text:display=\"none\"/></style:style><text:list-style style:name=\"L\">"
      "<text:list-level-style-number text:level=\"1\" style:num-format=\"1\" style:num-suffix=\".\"/><text:list-level-style-number "
      "text:level=\"2\" style:num-format=\"a\" style:num-suffix=\")\"/></text:list-style>";
  const std::string body =
      "<text:tracked-changes><text:p>weg</text:p></text:tracked-changes><text:h text:outline-level=\"2\">Kop</text:h>"
      "<text:list text:style-name=\"L\"><text:list-item><text:p>een</text:p><text:list><text:list-item><text:p>diep</text:p>"
      "</text:list-item></text:list></text:list-item><text:list-item><text:p>twee</text:p></text:list-item></text:list>"
      "<text:p>Zin<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>De noot.</text:p></text:note-body>"
      "</text:note> met noot.</text:p><text:p>Zicht<text:span text:style-name=\"V\">onzicht</text:span>baar.</text:p>"
      "<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>Eis</text:p></table:table-cell><table:table-cell>"
      "<text:p>Punten</text:p></table:table-cell></table:table-row></table:table-header-rows><table:table-row><table:table-cell>"
      "<text:p>Plan</text:p></table:table-cell><table:table-cell><text:p>20</text:p></table:table-cell></table:table-row></table:table>";
  EXPECT_EQ(
      seen(odt_of(body, styles), "a.odt"),
      "#2 Kop | - (1.) een | -- (a)) diep | - (2.) twee | Zin met noot. | De noot. | Zichtbaar. | HIDDEN onzicht | Eis: Plan; Punten: 20");
}

TEST(Odt, a_section_that_is_not_shown_is_apart) {
  EXPECT_EQ(seen(odt_of("<text:section text:display=\"none\"><text:p>Weg.</text:p><text:section><text:p>Ook.</text:p></text:section>"
                        "</text:section><text:section><text:p>Hier.</text:p></text:section>"),
                 "a.odt"),
            "HIDDEN Weg. | HIDDEN Ook. | Hier.");
}

TEST(Html, leaves_menus_and_banners_out_and_hidden_parts_apart) {
  EXPECT_EQ(
      seen("<!doctype html><html><head><title>T</title></head><body class='has-menu'><header><h1>Kop</h1><p>Zoek</p></header>"
           "<div id=cookie-banner><p>Wij gebruiken koekjes</p></div><nav><div><a>Menu</a></div></nav><main><p>Eerste &amp; tweede &euro; 5"
           "<p>Niet gesloten<div hidden>weg</div><div style='display: none'>weg</div><div role=navigation>weg</div>"
           "<ol start=3><li>drie<ul><li>binnen</ul><li>vier</ol><script>if (a < b) "
           "'</p>'</script></main><footer>Voet</footer></body></html>",
           "a.html"),
      "#1 Kop | Eerste & tweede € 5 | Niet gesloten | HIDDEN weg | HIDDEN weg | - (3.) drie | -- binnen | - (4.) vier");
  EXPECT_EQ(
      seen("<html><table><tr><th>Eis<th>Punten<th>Hoe<tr><td>Plan<td>20<td>Kort.</table><p>x < y & z &onbekend; <!-- c --> e", "a.html"),
      "Eis: Plan; Punten: 20; Hoe: Kort. | x < y & z &onbekend; e");
}

TEST(Html, what_a_style_sheet_hides_is_apart) {
  const std::string sheet =
      "<style>/* .open{display:none} */ @media print { .open { display: none } } .dicht, p.weg, #later { color: red; DISPLAY : none }"
      " .lade .open, .open:hover, .open > b { display:none } .toch { visibility:hidden } .toch { visibility: visible }</style>";
  EXPECT_EQ(
      seen("<html><head>" + sheet + "</head><p class='a dicht'>een<p class=weg>twee<div class=weg>drie</div><div id=later>vier</div>" +
               "<p class='open toch'>vijf<p>ze<span class=dicht>onder</span>s</html>",
           "a.html"),
      "HIDDEN een | HIDDEN twee | drie | HIDDEN vier | vijf | zes | HIDDEN onder");
}

TEST(Markdown, is_read_without_its_marks) {
  EXPECT_EQ(
      seen("---\ntitle: x\n---\n# Kop {#a}\n\nEen **vette** en _schuine_ [koppeling](http://x) met `code` en[^1] snake_case_naam.\n\n"
           "Tweede\n-------\n\n- een\n  vervolg\n  - diep\n- [ ] twee\n\n3. drie\n\n| Eis | Punten |\n|---|--:|\n| Plan \\| x | 20 |\n\n"
           "[^1]: De noot.\n\n<!-- weg -->\n\nSlot ![plaatje](x.png) * ster &amp; zo.\n",
           "a.md"),
      "#1 Kop | Een vette en schuine koppeling met code en snake_case_naam. | De noot. | #2 Tweede | - een vervolg | -- diep | - twee | "
      "- (3.) drie | Eis: Plan | x; Punten: 20 | Slot * ster & zo.");
}

TEST(PlainText, comes_in_every_encoding_with_bullets_and_numbers) {
  EXPECT_EQ(seen("\xff\xfe" + std::string("E\0e\0n\0.\0", 8), "a.txt"), "Een.");
  EXPECT_EQ(seen(std::string("\0E\0e\0n\0 \0z\0i\0n\0.\0.\0.", 20), "a.txt"), "Een zin...");
  EXPECT_EQ(seen("caf\xe9 \x80 5", "a.txt"), "café € 5");
  EXPECT_EQ(seen("\xef\xbb\xbfInleiding\r\n\r\n\xe2\x80\xa2 een\r\nloopt door\r\n\xe2\x96\xaatwee\r\n- drie\r\n\r\n1) eerste\r\n2) "
                 "tweede\r\n\f3.1 Kop\r\n",
                 "a.txt"),
            "Inleiding | - een loopt door | - twee | - drie | - (1)) eerste | - (2)) tweede | #2 (3.1) 3.1 Kop");
}

TEST(Pdf, columns_are_read_one_after_the_other_and_tables_row_by_row) {
  std::string page;
  const std::vector<std::string> left{"De leverancier gebruikt", "uitsluitend herbruikbare", "kratten en neemt ze terug."};
  const std::vector<std::string> right{"Facturen worden per", "maand gestuurd aan de", "afdeling van de stad."};
  for (int i = 0; i < 3; ++i)
    page += words_at(60, 700 - 14 * i, left[static_cast<std::size_t>(i)]) + words_at(320, 700 - 14 * i, right[static_cast<std::size_t>(i)]);
  EXPECT_EQ(seen(pdf_of({page}), "a.pdf"),
            "De leverancier gebruikt uitsluitend herbruikbare kratten en neemt ze terug. | Facturen worden per maand gestuurd aan de "
            "afdeling van "
            "de stad.");
  page = words_at(60, 700, "Criterium") + words_at(260, 700, "Punten") + words_at(420, 700, "Hoe");
  page += words_at(60, 680, "Plan van aanpak") + words_at(260, 680, "20") + words_at(420, 680, "Leesbaar.");
  page += words_at(60, 660, "Prijs") + words_at(260, 660, "80") + words_at(420, 660, "Zo laag als kan.");
  EXPECT_EQ(seen(pdf_of({page}), "a.pdf"),
            "Criterium: Plan van aanpak; Punten: 20; Hoe: Leesbaar. | Criterium: Prijs; Punten: 80; Hoe: Zo laag als kan.");
}

TEST(Pdf, text_that_is_set_wide_stays_whole_and_rows_with_room_stay_rows) {
  std::string page;
  int y = 700;
  for (const char* line : {"De gemeente koopt dit jaar opnieuw in", "Utrecht en omgeving in, voor alle", "gebouwen en terreinen."})
    page += words_at(60, y -= 21, line);
  EXPECT_EQ(seen(pdf_of({page}), "a.pdf"),
            "De gemeente koopt dit jaar opnieuw in Utrecht en omgeving in, voor alle gebouwen en terreinen.");
  page = words_at(60, 700, "Nr") + words_at(110, 700, "Eis") + words_at(450, 700, "Norm");
  page += words_at(60, 680, "E1") + words_at(110, 680, "Bussen zijn emissievrij.") + words_at(450, 680, "100%");
  page += words_at(60, 640, "E2") + words_at(110, 640, "De leverancier neemt kratten") + words_at(450, 640, "alle") +
          words_at(110, 627, "steeds terug.");
  EXPECT_EQ(seen(pdf_of({page}), "a.pdf"),
            "Nr: E1; Eis: Bussen zijn emissievrij.; Norm: 100% | Nr: E2; Eis: De leverancier neemt kratten steeds terug.; Norm: alle");
}

TEST(Pdf, items_with_drawn_bullets_are_apart) {
  std::string page;
  int y = 700;
  for (const char* item :
       {"De inschrijver is in het bezit van een keurmerk.", "Het papier is gerecycled", "De kratten zijn herbruikbaar"}) {
    page += "55 " + std::to_string(y + 2) + " 4 4 re f\n" + words_at(70, y, item);
    y -= 14;
  }
  page += words_at(50, y - 30, "De zin die volgt loopt over twee regels en noemt de gemeente") +
          words_at(50, y - 44, "Amsterdam, die naast Haarlem ligt.");
  EXPECT_EQ(seen(pdf_of({page}), "a.pdf"),
            "De inschrijver is in het bezit van een keurmerk. | Het papier is gerecycled | De kratten zijn herbruikbaar | De zin die volgt "
            "loopt over twee regels en noemt de gemeente Amsterdam, die naast Haarlem ligt.");
}

TEST(Pdf, text_that_nobody_sees_is_apart_and_a_turned_page_is_read) {
  const std::string page = words_at(60, 700, "Dit is de tekst die iedereen op de bladzijde ziet.") +
                           words_at(60, 640, "Onzichtbaar getekend.", "3 Tr") + words_at(60, 600, "Wit op wit.", "0 Tr 1 1 1 rg") +
                           words_at(60, 560, "Bedekt.", "0 Tr 0 0 0 rg") + "1 1 1 rg 50 550 200 30 re f\n";
  EXPECT_EQ(seen(pdf_of({page}), "a.pdf"),
            "Dit is de tekst die iedereen op de bladzijde ziet. | HIDDEN Onzichtbaar getekend. | HIDDEN Wit op wit. | HIDDEN Bedekt.");
  for (const char* turned : {"/Rotate 90", "/Rotate 180", "/Rotate 270"})
    EXPECT_EQ(
        seen(pdf_of({words_at(60, 700, "De eerste regel van een lange zin die door-") + words_at(60, 686, "loopt in- en uit.")}, turned),
             "a.pdf"),
        "De eerste regel van een lange zin die doorloopt in- en uit.")
        << turned;
}

}  // namespace
}  // namespace tenzij::documents
