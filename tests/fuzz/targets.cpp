#include "tests/fuzz/targets.h"

#include <algorithm>
#include <stdexcept>

#include "notices/notices.h"
#include "platform/base/money.h"
#include "platform/base/text.h"
#include "platform/base/time.h"
#include "platform/base/written.h"
#include "platform/documents/attachment.h"
#include "platform/documents/pdf_words.h"
#include "platform/documents/readers.h"
#include "platform/documents/text.h"
#include "platform/http/head.h"
#include "platform/http/multipart.h"
#include "platform/tables/find.h"
#include "platform/tables/package.h"
#include "platform/tables/sheet.h"
#include "scan/normalise.h"
#include "scan/scan.h"
#include "tests/fuzz/stored.h"

namespace tenzij::fuzz {

namespace {

const scan::Engine& engine() {
  static const scan::Engine one(std::filesystem::path(TENZIJ_HOME) / "knowledge" / "lexicon");
  return one;
}

// A promise of the code under test; libFuzzer reports the input that breaks it.
void must(bool holds, const char* promise) {
  if (!holds) throw std::logic_error(promise);
}

void notice(std::string_view input) {
  try {
    notices::parse(input, [](notices::Notice&& read, std::string_view) { must(!read.source_id.empty(), "a notice has an identifier"); });
  } catch (const notices::Rejected& refused) {
    must(!refused.code.empty(), "a refusal says why");
  }
}

struct Inner {
  std::string text;
  std::optional<Date> day;
  std::vector<std::int64_t> numbers;
};
BOOST_DESCRIBE_STRUCT(Inner, (), (text, day, numbers))
struct Outer {
  Uuid id;
  bool yes;
  double figure;
  std::optional<Instant> at;
  notices::Stage stage;
  std::vector<Inner> list;
  json::value any;
};
BOOST_DESCRIBE_STRUCT(Outer, (), (id, yes, figure, at, stage, list, any))

void decode(std::string_view input) {
  const auto read = json::decode<Outer>(std::string(input));
  must(json::dump(json::encode(json::decode<Outer>(json::dump(json::encode(read))))) == json::dump(json::encode(read)),
       "what was decoded comes back the same");
}

// A table in a book, as an import looks for it, and the book's way from the reader to the server.
void book(const tables::Book& read) {
  const std::vector<tables::ColumnNames> names{{"title", {"omschrijving", "titel"}, true}, {"value", {"waarde", "bedrag"}, false}};
  const tables::Table found = tables::find_table(read, names, read.sheets.size() % 2 == 0);
  for (const std::size_t row : found.rows) must(row < read.sheets.at(found.sheet_at).rows.size(), "a row of a table is one of its sheet");
  const json::value sent = tables::to_json(read);
  must(json::dump(tables::to_json(tables::from_json(sent))) == json::dump(sent), "a book arrives as it was sent");
}

void csv(std::string_view input) { book(tables::read_csv(input)); }

constexpr std::string_view office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

std::string relations(const std::vector<std::pair<std::string_view, std::string_view>>& type_and_target) {
  std::string out = R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)";
  for (const auto& [type, target] : type_and_target)
    out += "<Relationship Id=\"" + std::string(type) + "\" Type=\"" + std::string(office) + "/" + std::string(type) + "\" Target=\"" +
           std::string(target) + "\"/>";
  return out + "</Relationships>";
}

// The sheet, the shared texts, the styles and the workbook.
std::string workbook(std::string_view input) {
  const auto part = pieces(input, 4);
  const std::string usual = R"(<workbook xmlns:r=")" + std::string(office) +
                            R"("><sheets><sheet name="Blad1" sheetId="1" r:id="worksheet"/></sheets></workbook>)";
  const std::string root = relations({{"officeDocument", "xl/workbook.xml"}});
  const std::string parts = relations({{"worksheet", "sheet.xml"}, {"sharedStrings", "shared.xml"}, {"styles", "styles.xml"}});
  return stored({{"_rels/.rels", root},
                 {"xl/workbook.xml", part[3].empty() ? std::string_view(usual) : part[3]},
                 {"xl/_rels/workbook.xml.rels", parts},
                 {"xl/sheet.xml", part[0]},
                 {"xl/shared.xml", part[1]},
                 {"xl/styles.xml", part[2]}});
}
void xlsx(std::string_view input) { book(tables::read_xlsx(workbook(input))); }

void ods(std::string_view input) {
  book(tables::read_ods(stored({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, {"content.xml", input}})));
}

void blocks(const documents::DocumentText& read) {
  for (const documents::Block& block : read.blocks) {
    must(!block.text.empty() && text::valid_utf8(block.text), "a block has words, in UTF-8");
    must(block.text.find('\n') == std::string::npos, "a block is one line");
    must(text::valid_utf8(block.label), "the number of a block is UTF-8");
  }
}
// A document of the kind that its name or its first bytes say; a PDF is poppler's to read.
void document(std::string_view input, const char* name) {
  if (input.substr(0, 1024).find("%PDF") == std::string_view::npos) blocks(documents::read_document(input, name));
}
// At one of several doors.
template <class Work>
void knocking(Work&& work) {
  try {
    work();
  } catch (const Error&) {  // a refusal, at this door
  } catch (const notices::Rejected&) {
  }
}
// The same workbook as a document with requirements.
void sheets(std::string_view input) {
  const documents::FoundDocument read = documents::read_found(workbook(input), "a.xlsx");
  blocks(read.text);
  must(read.places.size() == read.text.blocks.size(), "each row has a place");
}
// A zip of texts, and what a zip is by its bytes.
void several(std::string_view input) {
  const auto part = pieces(input, 3);
  std::size_t files = 0;
  documents::each_file(stored({{"a.txt", part[0]}, {"map/b.html", part[1]}, {"c.md", part[2]}}),
                       [&](const std::string& name, const std::function<std::string()>& content) {
                         ++files;
                         const std::string one = content();
                         must(!documents::holds_files(one) || one.starts_with("PK"), "only a zip holds files");
                         knocking([&] { blocks(documents::read_found(one, name).text); });
                       });
  must(files <= 3, "a zip has the files that are in it");
}
void plain_text(std::string_view input) { document(input, "a.txt"); }
void markdown(std::string_view input) { document(input, "a.md"); }
void web_page(std::string_view input) { document(input, "a.html"); }

// The document, numbers, styles, footnotes and endnotes.
void word(std::string_view input) {
  const auto part = pieces(input, 5);
  document(stored({{"_rels/.rels", relations({{"officeDocument", "word/document.xml"}})},
                   {"word/document.xml", part[0]},
                   {"word/_rels/document.xml.rels",
                    relations({{"numbering", "n.xml"}, {"styles", "s.xml"}, {"footnotes", "f.xml"}, {"endnotes", "e.xml"}})},
                   {"word/n.xml", part[1]},
                   {"word/s.xml", part[2]},
                   {"word/f.xml", part[3]},
                   {"word/e.xml", part[4]}}),
           "a.docx");
}

void odt(std::string_view input) {
  const auto part = pieces(input, 2);
  document(stored({{"mimetype", "application/vnd.oasis.opendocument.text"}, {"content.xml", part[0]}, {"styles.xml", part[1]}}), "a.odt");
}

// What poppler prints of three pages of A4; every fifth word is one that nobody sees.
void pdf_words(std::string_view input) {
  documents::PageWords words({{595, 842}, {595, 842}, {842, 595}});
  words.read(input, 1);
  int count = 0;
  words.take_lines({[&](const documents::Line&) { return ++count % 5 != 0; }, [](int page) { return page == 3; }});
  documents::Layout layout = std::move(words).layout();
  documents::drop_running_lines(layout);
  documents::put_in_order(layout);
  documents::DocumentText out{"pdf", 3};
  documents::Writer writer(out);
  documents::to_blocks(layout, writer);
  blocks(out);
}

void pdf_pages(std::string_view input) {
  for (const documents::PageSize& page : documents::page_sizes(input)) must(page.width == page.width, "a page has a size");
}

// Packed bytes as such, at each of the doors that unpack.
void packed(std::string_view input) {
  knocking([&] { document(input, "a.docx"); });
  knocking([&] { book(tables::read_book(input)); });
  knocking([&] { tables::each_part(input, [](const std::string&, const tables::NextBlock& next) { tables::whole(next); }); });
  knocking([&] {
    if (documents::holds_files(input))
      documents::each_file(input, [](const std::string&, const std::function<std::string()>& content) { knocking([&] { content(); }); });
  });
  knocking([&] { notices::unpack({"a.zip", std::string(input)}, [](notices::SourceFile&&) {}); });
}

// Evidence. What poppler and libheif read is theirs.
void attachment(std::string_view input) {
  if (input.substr(0, 1024).find("%PDF-") != std::string_view::npos || (input.size() > 8 && input.substr(4, 4) == "ftyp")) return;
  const documents::Attachment read = documents::read_attachment(input);
  if (!read.changed) return;
  must(documents::read_attachment(read.content).content == read.content, "what was made bare is bare");
  const std::string name = documents::attachment_name(input, read.kind);
  must(text::valid_utf8(name) && name.size() > 4, "what is kept has a name");
}

void multipart(std::string_view input) {
  http::Request request;
  request.headers.emplace_back("content-type", "multipart/form-data; boundary=edge");
  request.body = std::string(input);
  for (const http::Part& part : http::multipart(request)) {
    const bool inside = part.content.empty() || (part.content.data() >= request.body.data() &&
                                                 part.content.data() + part.content.size() <= request.body.data() + request.body.size());
    must(inside, "a part lies inside its body");
  }
}

// The first line of a request and its headers, as the handlers see them.
void request(std::string_view input) {
  http::Request seen;
  const std::size_t end = input.find('\n');
  const std::string_view target = input.substr(0, end);
  const std::size_t question = target.find('?');
  if (!http::percent_decode(target.substr(0, question), false, seen.path)) return;
  if (question != std::string_view::npos && !http::parse_query(target.substr(question + 1), seen.query)) return;
  must(text::valid_utf8(seen.path), "a decoded path is UTF-8");
  if (end != std::string_view::npos) seen.headers.emplace_back("cookie", std::string(input.substr(end + 1)));
  static_cast<void>(seen.cookie("tenzij_session"));
  const std::string named = http::attachment(seen.path);
  must(named.find_first_of("\r\n") == std::string::npos, "a file name cannot end a header");
}

// The bytes of a whole head, before any parser.
void head(std::string_view input) {
  if (http::plain_head(input)) {
    must(input.ends_with("\r\n\r\n"), "a head ends with an empty line");
    std::size_t lengths = 0;
    for (const std::string_view line : text::split(input, '\n')) {
      must(line.empty() || (line.ends_with('\r') && line.find('\r') == line.size() - 1), "a line ends once");
      const std::string low = text::lower_ascii(line.substr(0, line.find(':')));
      lengths += low == "content-length" || low == "transfer-encoding" ? 1 : 0;
    }
    must(lengths <= 1, "the length of a body is said once");
  }
  std::string_view target = input;
  const std::string host = http::host_of(http::take_authority(target));
  must(target.size() <= input.size(), "what is taken off makes it shorter");
  static_cast<void>(http::serves(host, {"tenzij.example"}));
  static_cast<void>(http::host_of(input));
}

void written(std::string_view input) {
  const WrittenAmount amount = written_amount(input);
  must(amount.reading == Reading::right || amount.reading == Reading::empty || !amount.code.empty(), "what is not right says why");
  const WrittenPeriod period = written_period(input);
  must(period.reading != Reading::right || (period.first <= period.last && Date::parse(period.first.str()) == period.first),
       "a period begins before it ends, on a day that exists");
  for (const Date& each : period.proposals) must(each.ymd.ok(), "what is proposed exists");
  must(period.reading == Reading::right || period.reading == Reading::empty || !period.code.empty(), "what is not right says why");
  static_cast<void>(plain_amount(input));
  const std::string plain = plain_writing(input);
  must(plain_writing(plain) == plain, "what is plain stays so");
}

void figures(std::string_view input) {
  if (const auto cents = parse_cents(input)) must(*cents >= 0, "cents are not negative");
  if (const auto day = Date::parse(input)) must(Date::parse(day->str()) == day, "a date comes back the same");
  static_cast<void>(Date::parse_lenient(input));
  if (const auto instant = parse_instant(input)) static_cast<void>(to_iso(*instant));
  static_cast<void>(Uuid::parse(input));
}

void scanned(std::string_view input) {
  scan::Context context;
  context.document = input.size() % 2 == 0;
  if (!text::valid_utf8(input)) return;  // everything that is scanned was made UTF-8 before
  const auto length = static_cast<std::int64_t>(text::code_points(input));
  for (const scan::Finding& finding : engine().scan(input, context)) {
    must(0 <= finding.start && finding.start <= finding.end && finding.end <= length, "a finding lies inside its text");
    for (const scan::Place& term : finding.terms)
      must(finding.start <= term.start && term.end <= finding.end, "a term lies inside its finding");
  }
}

void normalised(std::string_view input) {
  scan::Tokens tokens;
  scan::tokenise(input, tokens);
  std::uint32_t before = 0;
  for (const scan::Token& token : tokens.list) {
    must(token.start >= before && token.start < token.end && token.end <= input.size(), "tokens follow each other inside the text");
    before = token.end;
  }
  static_cast<void>(scan::lexemes(input));
  const std::string whole = text::repair_utf8(input);
  must(text::valid_utf8(whole), "repaired text is UTF-8");
  must(text::valid_utf8(text::from_latin1(input)) || input.find('\0') != std::string_view::npos, "what was Latin-1 is UTF-8");
}

// A refusal is an answer.
template <void (*work)(std::string_view)>
void refusing(std::string_view input) {
  try {
    work(input);
  } catch (const Error&) {
    return;
  }
}

}  // namespace

const std::vector<Target>& targets() {
  static const std::vector<Target> all{
      {"notice", "src/notices/", refusing<notice>},
      {"decode", "src/platform/base/json", refusing<decode>},
      {"plain_text", "src/platform/documents/plain.cpp", refusing<plain_text>},
      {"markdown", "src/platform/documents/markdown", refusing<markdown>},
      {"web_page", "src/platform/documents/html.cpp", refusing<web_page>},
      {"word", "src/platform/documents/docx", refusing<word>},
      {"odt", "src/platform/documents/odt", refusing<odt>},
      {"pdf_words", "src/platform/documents/pdf_", refusing<pdf_words>},
      {"pdf_pages", "src/platform/documents/pdf_words.cpp", refusing<pdf_pages>},
      {"packed", "src/platform/documents/zip.cpp", packed},
      {"sheets", "src/platform/documents/sheets.cpp", refusing<sheets>},
      {"several", "src/platform/documents/zip.cpp", refusing<several>},
      {"attachment", "src/platform/documents/attachment.cpp", refusing<attachment>},
      {"csv", "src/platform/tables/csv.cpp", refusing<csv>},
      {"xlsx", "src/platform/tables/xlsx.cpp", refusing<xlsx>},
      {"ods", "src/platform/tables/ods.cpp", refusing<ods>},
      {"multipart", "src/platform/http/multipart.cpp", refusing<multipart>},
      {"request", "src/platform/http/message.cpp", refusing<request>},
      {"head", "src/platform/http/head.cpp", refusing<head>},
      {"written", "src/platform/base/written", refusing<written>},
      {"figures", "src/platform/base/", refusing<figures>},
      {"scan", "src/scan/", refusing<scanned>},
      {"normalise", "src/scan/normalise.cpp", refusing<normalised>},
  };
  return all;
}

const Target* find(std::string_view name) {
  const auto found = std::find_if(targets().begin(), targets().end(), [&](const Target& each) { return each.name == name; });
  return found == targets().end() ? nullptr : &*found;
}

}  // namespace tenzij::fuzz
