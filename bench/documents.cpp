// Memory of each reader; splitting a PDF of 300 pages into clauses, beside pdftotext alone; and searching 50,000 clauses over HTTP, beside
// its bare SQL.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/kinds.h"
#include "bench/report.h"
#include "platform/documents/child.h"
#include "platform/documents/test/packed.h"
#include "policy/policy.h"
#include "tests/support/server.h"

using namespace tenzij;
using tenzij::testing::RawConnection;

namespace {

// A plain PDF with a heading and forty lines on every page, written by hand: no other program is measured.
std::string pdf_of(int pages) {
  std::string out = "%PDF-1.4\n";
  std::vector<std::size_t> offsets;
  const auto object = [&](const std::string& body) {
    offsets.push_back(out.size());
    out += std::to_string(offsets.size()) + " 0 obj\n" + body + "\nendobj\n";
  };
  object("<< /Type /Catalog /Pages 2 0 R >>");
  std::string kids;
  for (int page = 0; page < pages; ++page) kids += std::to_string(4 + 2 * page) + " 0 R ";
  object("<< /Type /Pages /Kids [" + kids + "] /Count " + std::to_string(pages) + " >>");
  object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
  for (int page = 0; page < pages; ++page) {
    object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> /Contents " +
           std::to_string(5 + 2 * page) + " 0 R >>");
    std::string text = "BT /F 18 Tf 60 780 Td (Hoofdstuk " + std::to_string(page + 1) + ") Tj /F 11 Tf 0 -14 Td ";
    for (int line = 0; line < 40; ++line) {
      text += "0 -" + std::string(line % 4 == 0 ? "24" : "14") + " Td (";
      text += line % 4 == 3 ? "bladzijde " + std::to_string(page) + " van de afspraken, regel " + std::to_string(line) + ".) Tj "
                            : std::string("Wij kopen in 2030 voor de helft circulair in en meten dat elk jaar opnieuw) Tj ");
    }
    text += "ET";
    object("<< /Length " + std::to_string(text.size()) + " >>\nstream\n" + text + "\nendstream");
  }
  const std::size_t table = out.size();
  out += "xref\n0 " + std::to_string(offsets.size() + 1) + "\n0000000000 65535 f \n";
  for (const std::size_t offset : offsets) out += fmt::format("{:010} 00000 n \n", offset);
  return out + "trailer << /Size " + std::to_string(offsets.size() + 1) + " /Root 1 0 R >>\nstartxref\n" + std::to_string(table) +
         "\n%%EOF\n";
}

void splitting(bench::Report& report, int pages) {
  const std::string pdf = pdf_of(pages);
  const scan::Engine engine(std::filesystem::path(TENZIJ_HOME) / "knowledge" / "lexicon");
  std::size_t clauses = 0;
  const double alone = bench::best_of(3, [&] { static_cast<void>(documents::run_limited({"pdftotext", "-bbox-layout", "-", "-"}, pdf)); });
  const double whole = bench::best_of(3, [&] {
    auto passages = policy::passages_of(documents::read_document(pdf, "a.pdf"));
    policy::suggest(passages, engine);
    clauses = passages.size();
  });
  report.figure("clauses of " + std::to_string(pages) + " pages", static_cast<double>(clauses));
  report.figure("pdftotext with places, pages/s", pages / alone);
  report.figure("split, numbered and scanned, pages/s", pages / whole);
  report.at_most("split / pdftotext alone", whole / alone, 4);
}

void searching(bench::Report& report, int wanted, int rounds) {
  tenzij::testing::TestServer server;
  documents::DocumentText text{"text", 0, {}};
  const std::array<const char*, 8> words{"circulair",   "hergebruik",   "groen", "social return",
                                         "emissievrij", "toegankelijk", "keten", "inkoop"};
  for (int i = 0; i < wanted; ++i)
    text.blocks.push_back({documents::BlockKind::paragraph,
                           0,
                           {},
                           fmt::format("Passage {} gaat over {} en {}.", i, words[static_cast<std::size_t>(i) % 8],
                                       words[static_cast<std::size_t>(i / 8) % 8]),
                           0,
                           {}});
  {
    db::Session session(server.pool(), server.actor());
    policy::DocumentInput in;
    in.title = "Groot";
    const Uuid document = policy::add_document(session, in, server.now());
    const auto begin = std::chrono::steady_clock::now();
    policy::store_edition(session, {document, "g.txt", "x"}, text, server.application().engine(), server.now());
    session.commit();
    report.figure("store clauses/s", wanted / bench::seconds_since(begin));
  }
  server.owner().script("ANALYZE");
  auto client = server.client();
  client.sign_in("director");
  const std::string request =
      "GET /api/v1/policy-clauses?search=hergebruik+keten HTTP/1.1\r\nHost: localhost\r\nCookie: " + client.cookie + "\r\n\r\n";
  RawConnection connection(server.port());
  std::vector<double> http;
  std::vector<double> bare;
  for (int i = 0; i < rounds; ++i) {
    auto begin = std::chrono::steady_clock::now();
    connection.send(request);
    if (connection.answer().status != 200) throw std::runtime_error("search failed");
    http.push_back(bench::seconds_since(begin) * 1000);
    begin = std::chrono::steady_clock::now();
    db::Session session(server.pool(), server.actor());
    static_cast<void>(session.query(R"sql(
SELECT c.id, p.text, d.title
  FROM policy.passage p
  JOIN policy.clause c ON c.municipality_id = p.municipality_id AND c.id = p.clause_id
  JOIN policy.document d ON d.municipality_id = c.municipality_id AND d.id = c.document_id
 WHERE p.current
   AND p.search @@ $1::tsquery
 ORDER BY d.title, p.position
 LIMIT 100
)sql",
                                    std::string("'hergebruik':* & 'keten':*")));
    bare.push_back(bench::seconds_since(begin) * 1000);
  }
  report.figure("search of 50,000 clauses p50 ms", bench::percentile(http, 0.5));
  report.figure("search p99 ms", bench::percentile(http, 0.99));
  report.figure("bare SQL p50 ms", bench::percentile(bare, 0.5));
  report.figure("search p50 / bare SQL p50", bench::percentile(http, 0.5) / bench::percentile(bare, 0.5));
}

// Peak memory of reading one file, in a process of its own that has read nothing else, without that of its start.
double peak_mb(const std::string& content, const std::string& name) {
  const pid_t child = fork();
  if (child == 0) {
    try {
      static_cast<void>(documents::read_document(content, name));
    } catch (const std::exception&) {
      _exit(1);  // refused: its peak counts all the same
    }
    _exit(0);
  }
  int status = 0;
  struct rusage used {};
  wait4(child, &status, 0, &used);
  return static_cast<double>(used.ru_maxrss) / 1024;
}

std::string many(const std::string& text, std::size_t count) {
  std::string out;
  out.reserve(text.size() * count);
  for (std::size_t i = 0; i < count; ++i) out += text;
  return out;
}

// Memory of large files of every kind beside what a reader may take: 8 times the size and 64 MB.
void memory(bench::Report& report) {
  using namespace documents::testing;
  struct Large {
    const char* what;
    const char* file;
    std::string content;
  };
  std::vector<Large> files;
  files.push_back({"table.md of 1.8 MB", "a.md", "| a | b | c | d |\n|--|--|--|--|\n" + many("| woord | woord | woord | 12 |\n", 58'000)});
  files.push_back({"one line of 18 MB, text", "a.txt", many("een woord ", 1'800'000)});
  files.push_back({"one line of 48 MB, text", "a.txt", many("een woord ", 4'800'000)});
  files.push_back({"one line of 18 MB, markdown", "a.md", many("*a* woord ", 1'800'000)});
  files.push_back({"columns of 5 MB, markdown", "a.md", many("|a", 1'250'000) + "\n" + many("|-", 1'250'000) + "\n"});
  files.push_back({"38,000 paragraphs, web page", "a.html",
                   "<html>" + many("<p>Een zin op een bladzijde van het web, met <b>woorden</b>.</p>\n", 38'000)});
  files.push_back(
      {"38,000 rows, Word", "a.docx",
       docx_of("<w:tbl>" + many("<w:tr><w:tc>" + paragraph("woord") + "</w:tc><w:tc>" + paragraph("twee") + "</w:tc></w:tr>", 38'000) +
               "</w:tbl>")});
  files.push_back(
      {"one paragraph of 15 MB, Word", "a.docx", docx_of("<w:p><w:r><w:t>" + many("een woord ", 1'500'000) + "</w:t></w:r></w:p>")});
  files.push_back({"38,000 paragraphs, ODT", "a.odt", odt_of(many("<text:p>Een zin in een alinea.</text:p>", 38'000))});
  files.push_back({"300 pages, PDF", "a.pdf", ::pdf_of(300)});
  for (const Large& each : files) {
    const double before = peak_mb("", "a.txt");
    const double peak = peak_mb(each.content, each.file) - before;
    const double size = static_cast<double>(each.content.size()) / 1024 / 1024;
    report.at_most(std::string("memory in MB, ") + each.what + " (bound " + fmt::format("{:.0f}", 8 * size + 64) + ")", peak,
                   8 * size + 64);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (const auto status = app::as_reader(argc, argv)) return *status;
  const bench::Options options(argc, argv);
  bench::Report report(options);
  memory(report);
  splitting(report, 300);
  searching(report, 50'000, options.quick ? 30 : 200);
  return report.finish();
}
